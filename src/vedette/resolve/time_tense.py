"""Whether a time lies ahead or behind: from the verb it hangs on, or from the words around it where there is no tree."""

from __future__ import annotations

import re
from bisect import bisect_right

from vedette.domain import Annotated, Sentence, Token

PAST, UNKNOWN, FUTURE = -1, 0, 1

_PLANS = frozenset(
    """plan intend hope want expect schedule agree decide vow promise pledge order ask call request demand urge invite threaten prepare due set
    slate hold postpone delay adjourn defer reschedule propose offer plead ready likely able refuse aim seek warn extend need have go wish arrange
    appeal commit undertake instruct advise require summon bind authorise authorize permit allow poise design mean suppose determine tell force persuade convince""".split()
)
"""Words whose infinitive ("to meet on Friday") tells of what is ahead."""
_ASKS = frozenset("ask demand request urge insist propose recommend call appeal want order require suggest petition beg".split())
"""Verbs of asking, of whose content the day is ahead."""
_TERMS = _ASKS | frozenset("promise pledge vow offer undertake seek need expect".split())
"""Verbs whose object has a day by which it is due, which is not over because one asked in the past."""
_AHEAD = frozenset(
    "postpone delay adjourn defer reschedule extend prolong schedule slate move shift expect plan remand set put push call announce convene".split()
)
"""Verbs after which "to April" or "for Friday" is ahead even though the verb itself is past."""
_LASTING = frozenset(
    "last continue remain serve stay live work be hold rule run fight govern keep wait occupy control lead reign rage go sit stand".split()
)
"""Verbs whose past tense with "until Friday" tells of a Friday that has been; all others put something off or close it."""
_TIMETABLE = frozenset(
    "begin start open end close expire meet visit return travel leave arrive vote resume depart hold convene go fly take expect".split()
)
"""Verbs whose present tense beside a date tells of what is fixed ahead ("the talks open on Monday")."""
_MODALS = frozenset("will shall would 'll wo can could may might must should ’ll".split())
_WILL = re.compile(
    r"(?i)\b(?:will|shall|won['’]t|(?:is|are|was|were|be) (?:due|set|expected|scheduled|slated|planned|going|to)|plans?|planned|intends?|expected|scheduled|due"
    r"|upcoming|postponed|delayed|adjourned)\b|['’]ll\b"
)
_DID = re.compile(r"(?i)\b(?:was|were|had|said|did|told|has|have|\w{2,}ed)\b")
_AHEAD_OF = re.compile(
    r"(?i)(?:\bahead of|\bupcoming|\bcoming|\bdue(?: (?:on|by|in))?|\b(?:scheduled|planned|slated|set|expected) (?:for|on|in|by))\s+(?:the\s+)?$"
)
_UNTIL = re.compile(
    r"(?i)\b(until|till?|by)\s+(?:(?:noon|midday|midnight|dawn|dusk|\d{1,2}(?:[:.]?\d\d)?(?:\s*(?:[ap]\.?m\.?|h|hours|o['’]clock))?)\s+(?:on|of)\s+)?"
    r"(?:the\s+)?(?:(?:early|late|mid|end of)[ -])?$"
)
"""A deadline, with an hour before its day or without ("until midnight on ")."""
_HAPPENED = re.compile(
    r"(?i)['’]s\s+(?:(?!planned|scheduled|coming)[\w-]+\s+){0,2}?(?:attacks?|ambush|shootings?|clash(?:es)?|killings?|massacre|bombings?|blasts?|explosions?|fighting|battle|raids?|riots?"
    r"|truce|cease-?fire|incidents?|violence|unrest|bloodshed|earthquake|quake|crash|murders?|coup|deaths?|arrests?|kidnappings?|abductions?|shelling|protests?)\b"
)
"""What had happened when it is named after a day, whatever is done about it ("to confirm Sunday's truce")."""
_AS_OF = re.compile(r"(?i)\b(?:as (?:of|from)|with effect from|effective(?: (?:from|on))?)\s+(?:the\s+)?$")
"""From when a measure holds, which is announced ahead, but for what was counted by then ("as of 3 May 40 were missing")."""
_IS, _WAS = re.compile(r"(?i)\b(?:is|are|be)\b"), re.compile(r"(?i)\b(?:was|were|had|has|have|did)\b")
_SINCE = re.compile(r"(?i)\bsince\s+(?:the\s+)?(?:(?:early|late|mid)[ -])?$")
_IF = re.compile(r"(?i)\b(?:if|unless|provided)\b[^;]*$")
_IF_ON = re.compile(r"(?i)\b(?:if|unless)\s+(?:on|in|before|after)\s+(?:the\s+)?$")
_MODAL = re.compile(r"(?i)\b(?:will|would|shall|could|won['’]t)\b|['’](?:ll|d)\b")
_WAS_TO = re.compile(
    r"(?i)\b(?:would(?: be|\s+\w+)|(?:was|were) (?:due |set |scheduled |planned |expected |supposed |meant )?to (?:be )?\w+|\bordered that [^.;,]{0,40}\bbe \w+)(?:\s+\w+){0,4}?\s+(?:on|in|by|from|at|for)\s+(?:the\s+)?$"
)
"""A past plan, whose day may be ahead or just over ("which was to begin on 2 October")."""
_OFFERED = re.compile(
    r"(?i)\b(?:offer(?:s|ed)?|propos(?:es|ed)|invit(?:es|ed)|call(?:s|ed) for|suggest(?:s|ed))\b[^.;,]*\b(?:talks?|meetings?|negotiations|session|summit|dialogue)\b[^.;,]{0,40}\bon\s+$"
)
"""Talks that were offered have their day ahead."""
_STOP = re.compile(r"[.!?]\s+(?=[\"“A-Z])|\n")


def _on_condition(tokens: tuple[Token, ...], verb: Token) -> bool:
    """Whether a verb is that of a condition."""
    return any(t.deprel == "mark" and t.lemma.lower() in ("if", "unless") and tokens[t.head] is verb for t in tokens if t.head >= 0)


def _would_then(tokens: tuple[Token, ...], verb: Token) -> bool:
    """Whether a condition's verb is one of what would be done then: "would march if the wage was not paid on the 20th", not "would have marched"."""
    aux = [t for t in tokens if t.deprel.startswith("aux") and t.head == verb.head]
    return _on_condition(tokens, verb) and any(t.xpos == "MD" for t in aux) and all(t.lemma != "have" for t in aux)


class Tense:
    """Answers `direction` for places in one text."""

    def __init__(self, annotated: Annotated) -> None:
        self._text = annotated.text
        self._sentences = annotated.sentences
        self._starts = [s.start for s in annotated.sentences]

    def sentence(self, at: int) -> tuple[int, int]:
        """Start and end of the sentence around a character; without a tree, up to the next full stop or line end."""
        found = self._sentence(at)
        if found is not None:
            return found.start, found.end
        start = 0
        for m in _STOP.finditer(self._text, max(0, at - 600)):
            if m.end() > at:
                return start, m.start()
            start = m.end()
        return start, len(self._text)

    def direction(self, start: int, end: int) -> int:
        """PAST, FUTURE, or UNKNOWN for the time expression `start:end`."""
        before = self._text[max(0, start - 40) : start]
        if _SINCE.search(before) or (not _UNTIL.search(before) and _HAPPENED.match(self._text, end, end + 60)):
            return PAST
        if _AHEAD_OF.search(before) or _OFFERED.search(self._text[max(0, start - 100) : start]):
            return FUTURE
        first, last = self.sentence(start)
        bounded = _UNTIL.search(before) or _IF_ON.search(before)
        if bounded and _IF.search(self._text[first:start]) and _MODAL.search(self._text[first:last]):
            return FUTURE  # "would freeze the money if no answer had come by 30 September"
        sentence = self._sentence(start)
        verb, tense = self._governed(sentence, start, end) if sentence is not None else (None, self._around(start, end))
        until = _UNTIL.search(before)
        if until is not None:
            lasting = verb is not None and (verb.lemma in _LASTING or verb.upos not in ("VERB", "AUX"))
            past = tense == PAST and (lasting or until[1].lower() == "by")
            if past and sentence is not None and verb is not None and _on_condition(sentence.tokens, verb):
                return FUTURE  # "would leave if it had not been paid by Friday"
            if past and verb is not None and verb.lemma in _TERMS:
                return FUTURE  # "demanded the money by 31 May"
            return PAST if past else FUTURE
        if _AS_OF.search(before) and _IS.search(self._text[first:last]) and not _WAS.search(self._text[first:last]):
            return FUTURE
        if tense == PAST and verb is not None and sentence is not None and _would_then(sentence.tokens, verb):
            return FUTURE
        if tense == PAST and verb is not None and verb.lemma in _ASKS and re.search(r"\bbefore\s[^,.;]{0,40}$", before):
            return FUTURE  # "asked for their return before the feast on 20 June"
        if tense == PAST and verb is not None and verb.lemma in _AHEAD and re.search(r"\b(?:for|to)\s+(?:the\s+)?$", before):
            return FUTURE
        return tense

    def was_to_be(self, start: int) -> bool:
        """Whether a time is told as the day for which something was planned in the past."""
        return _WAS_TO.search(self._text[max(0, start - 60) : start]) is not None

    def hangs_on_verb(self, start: int, end: int) -> bool:
        """Whether the expression is an adverbial of a verb, and no part of a noun phrase ("a video from Friday"); False without a tree."""
        sentence = self._sentence(start)
        inside = [t for t in sentence.tokens if t.start < end and t.end > start] if sentence is not None else []
        return any(
            t.deprel in ("obl", "obl:tmod", "advmod") and sentence is not None and sentence.tokens[t.head].upos == "VERB" for t in inside
        )

    def describes(self, start: int, end: int) -> bool:
        """Whether the expression dates a clause that only describes someone or something ("those arrested on Friday"); False without a tree."""
        sentence = self._sentence(start)
        verb = self._governed(sentence, start, end)[0] if sentence is not None else None
        return verb is not None and verb.upos == "VERB" and verb.deprel.startswith("acl")

    def _sentence(self, at: int) -> Sentence | None:
        i = bisect_right(self._starts, at) - 1
        return self._sentences[i] if i >= 0 and at < self._sentences[i].end else None

    def _around(self, start: int, end: int) -> int:
        first, last = self.sentence(start)
        before, after = self._text[first:start], self._text[end:last]
        will = [m.end() for m in _WILL.finditer(before)]
        did = [m.end() for m in _DID.finditer(before)]
        if will or did:
            return FUTURE if max(will, default=-1) >= max(did, default=-1) else PAST
        w, d = _WILL.search(after), _DID.search(after)
        if w is not None and (d is None or w.start() <= d.start()):
            return FUTURE
        return PAST if d is not None else UNKNOWN

    def _governed(self, sentence: Sentence, start: int, end: int) -> tuple[Token | None, int]:
        """The predicate that the expression hangs on, and its tense."""
        tokens = sentence.tokens
        inside = [i for i, t in enumerate(tokens) if t.start < end and t.end > start]
        if not inside:
            return None, UNKNOWN
        at = next((i for i in inside if tokens[i].head not in inside), inside[-1])
        for _ in range(len(tokens)):
            head = tokens[at].head
            if head < 0:
                break
            at = head
            if tokens[at].upos in ("VERB", "AUX") or any(t.head == at and t.deprel in ("cop", "aux", "aux:pass") for t in tokens):
                break
        return tokens[at], self._tense(tokens, at, len(tokens))

    def _tense(self, tokens: tuple[Token, ...], at: int, depth: int) -> int:
        verb = tokens[at]
        helpers = [t for t in tokens if t.head == at and t.deprel in ("aux", "aux:pass", "cop")]
        if any(t.xpos == "MD" or t.text.lower() in _MODALS for t in helpers):
            return FUTURE
        to = any(t.head == at and t.lemma == "to" and t.deprel == "mark" for t in tokens)
        if to and any(t.lemma == "be" and t.xpos in ("VBZ", "VBP") for t in helpers):
            return FUTURE  # "is to be paid"
        passive = any(t.deprel == "aux:pass" for t in helpers) or verb.xpos == "VBN"
        if verb.lemma in ("schedule", "slate", "due", "expect", "plan", "set") and (passive or verb.upos == "ADJ"):
            return FUTURE
        if not to and any(t.lemma == "be" and t.xpos == "VB" for t in helpers):
            return FUTURE  # "ordered that it be returned by 22 August"
        if any(t.xpos in ("VBD", "VBN") for t in helpers):
            return PAST
        if any(t.xpos in ("VBZ", "VBP") for t in helpers):
            if verb.xpos == "VBG":
                return FUTURE
            return PAST if any(t.lemma == "have" for t in helpers) or passive else UNKNOWN
        if verb.xpos == "VBD":
            return PAST
        if verb.xpos in ("VBZ", "VBP"):
            return FUTURE if verb.lemma in _TIMETABLE else UNKNOWN
        head = verb.head
        if head < 0 or depth <= 0:
            return PAST if verb.xpos == "VBN" else UNKNOWN
        if verb.xpos == "VB" and not helpers and verb.deprel == "ccomp" and tokens[head].lemma in _ASKS:
            return FUTURE  # "demanded that the court stop it on 30 June"
        if to and (tokens[head].lemma in _PLANS or tokens[head].upos in ("NOUN", "ADJ")):
            return FUTURE
        if verb.xpos == "VBN" and not to:
            while verb.deprel in ("acl", "xcomp") and tokens[head].upos in ("NOUN", "PROPN") and tokens[head].head >= 0:
                head = tokens[head].head
            if tokens[head].lemma in ("have", "get") and tokens[head].xpos == "VB":
                return self._tense(tokens, head, depth - 1)  # "to have the warrants suspended by Friday"
            return PAST
        return self._tense(tokens, head, depth - 1)
