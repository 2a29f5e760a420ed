"""What an event asks, promises, threatens, offers or decides, as a step of an undertaking."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import cast

from vedette.codebook.wording import bases, fold, leads, roots, sequence, words
from vedette.domain import Actor, ActorMention, Event, Report, UndertakingKind
from vedette.domain.compare import actors_alike, day, is_name
from vedette.situation.addressing import (
    ASKS,
    WE,
    addressees,
    agent,
    by_its_name,
    in_headline,
    named_before,
    partners,
    put_off_until,
    put_to,
    sides,
    wanted_for,
    written_to,
)
from vedette.situation.ahead import announced, announcement, bound, first_then, withheld
from vedette.situation.implied import answers, implied, noun_of
from vedette.situation.threats import deed_of, holds_out, on_terms, own_deed

GIVES = frozenset({"promise", "decision", "offer"})
ANSWERED = 120
"""Days within which an answer is taken to be one."""
LIKELY = 0.55
"""Confidence from which a reading of what was put to somebody counts, though nobody says who put it."""
SURE = 0.5
"""Confidence from which a reading is sure enough to make an undertaking of its own."""
NOMINAL = frozenset("a an the his her its their our this that these those no any some all new".split())
OWN_SIDE = re.compile(r"\b(?:her|his|our|my) (?:own )?(?:government|country|ministry|army|party|union|group|forces)\b")
"""What those who speak for it call their side."""
DECIDES = frozenset({"decide", "consider", "discuss"})
"""Verbs that without an object say of no deed that it will be done."""
ARMED = frozenset({"MIL", "REB", "INS", "UAF", "SEP", "OPP", "RAD"})
BINDS = frozenset("agree sign pledge promise undertake declare commit".split())
"""Verbs by which those who will hold their fire bind themselves."""
OR_WILL = re.compile(r",? \bor (?:(?:it|they|we|he|she|(?:its|their|our|the) (?:[\w’'-]+ ){1,4}?)) ?(?:will|would)\b", re.IGNORECASE)
"""What will be done if what was asked is not ("or it would close the road")."""
ELSE = re.compile(rf"\b(?:if|unless|should|or else|otherwise)\b|{OR_WILL.pattern}", re.IGNORECASE)
"""What a threat hangs on."""
IF_NOT = re.compile(rf"\bunless\b|\bif\b[^.;]{{3,80}}?(?:\bnot\b|n['’]t\b|\bno\b)|\bor else\b|{OR_WILL.pattern}", re.IGNORECASE)
"""What hangs on what is left undone."""
OTHERWISE = re.compile(r"\b(?:otherwise|failing (?:which|that)|or else|in that case)\b", re.IGNORECASE)
"""Words that hang a deed on a term told before."""
TERM = re.compile(
    r"\b(?:ultimatum|deadline|g(?:ives?|ave|iven|iving)\b.{1,60}?\b(?:until|till|(?:hours|days|weeks|minutes)\b|(?:a|one) (?:week|day|month|fortnight)\b)|"
    r"(?:ha[sd]|have)(?: [\w-]+){1,2} (?:hours|days|weeks) to\b|(?:ha[sd]|have) (?:until|till)\b.{3,60}? to\b|"
    r"(?:until|within|before|by|in)\b.{3,60}?\b(?:or (?:else|face|see|be|lose|suffer|no|we|they|he|she)|otherwise)\b)",
    re.IGNORECASE,
)
"""A term that is set with what is asked: a deadline, so many days, a day or else."""
HARMS = re.compile(
    r"\b(?:attack|block|blockade|blow|boycott|burn|call\b.{3,40}\b(?:into the streets?|out)|clear|close|closed|cut|demolish|destroy|dig|enter|evict|expel|fine|go to court|kill|march|"
    r"occupy|picket|pull(?:ed)? (?:down|out)|punish|quit|raze|remove|resign|retaliate|revenge|seal|seize|shell|shoot|shut|starve|stop|storm|strike|sue|suspend|switch off|"
    r"take\b.{3,40}\bto (?:court|the)|torch|walk out|withhold)\b",
    re.IGNORECASE,
)
"""Deeds that nobody wants done to him."""
BY_DAY = re.compile(
    r"\b(?:by|before|until|till|within|on) (?:the )?(?:end|noon|midnight|mon|tues|wednes|thurs|fri|satur|sun|\d|next|this|one|two|three)",
    re.IGNORECASE,
)
"""A day by which."""
WILL = re.compile(r"\b(?:will|would|shall|is going to|are going to)\b|['’]ll\b|['’]d\b", re.IGNORECASE)
DECIDED = re.compile(r"\b(?:decid(?:e|es|ed)|resolv(?:e|es|ed)|vot(?:e|es|ed)|decision)\b (?:[\w’']+ ){0,4}(?:to|that)\b", re.IGNORECASE)
"""What is decided, before the deed."""
LATER = 25
"""Characters behind its verb within which it is told that something is an offer."""
CLOSE = 60
"""Characters before a deed within which it is told that it was decided on."""
WORD = re.compile(r"\bg(?:ive|ives|ave|iven|iving) (?:[\w’']+ ){0,3}(?:word|promise|pledge|assurances?)\b", re.IGNORECASE)
"""A promise told by a noun."""
FRIENDLY = frozenset({"AGREE", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
"""Types of what is offered by who says that he would do it if."""
UNFRIENDLY = frozenset({"PROTEST", "COERCE", "ASSAULT", "SANCTION", "REJECT", "ACCUSE", None})
"""Types of what is threatened by who says that he will do it if."""
OFFERS = re.compile(
    r"\b(?:(?:is|are|was|were|be|been|stands?) (?:ready|willing|prepared|happy|glad) to|put (?:him|her|it|them)sel(?:f|ves) forward|volunteer(?:s|ed)? to|can have|may have)\b",
    re.IGNORECASE,
)
"""What is offered without the word."""
PLEA = re.compile(
    r"\b(?:approached|turned to|went to|came to|wrote to|visited|met)\b.{3,80}?\b(?:plea|request|petition|appeal|demand)\b(?: that| to| for|:) ([^.;\n]{8,140})",
    re.IGNORECASE,
)
"""What is asked of somebody who was visited or written to with a request."""
DEMANDING = re.compile(
    r"(?:\b(?:and|,) (?:demand(?:ed|ing|s)?|call(?:ed|ing|s)? (?:for|on)|insist(?:ed|ing|s)? (?:on|that)|ask(?:ed|ing|s)? (?:for|that))"
    r"|\bto (?:demand|call for|insist on|press for|ask for|back (?:up )?(?:a|their) demand for|protest for)) (?:that )?([^.;\n]{8,140})",
    re.IGNORECASE,
)
"""What those who protest demand, in the breath that tells of the protest."""
ORDERS = frozenset("order instruct direct command".split())
"""Verbs of those who may tell others what to do."""
INVITED_TO = re.compile(
    r"\bto ((?:send|open|reopen|sign|join|hand|stop|end|lift|release|free|lay|withdraw|name|appoint|answer|return|allow|let|take|put|give)\b[^.;\n]{4,140})"
)
TO_GO = re.compile(r"\b(?:to leave|to go|to quit|to depart)\b[^.;,]*")
"""What is told of those who are made to leave and have not left yet."""
TO_DO = re.compile(r"\bto ([a-z][^.;,]{7,140})")
"""What somebody is to do."""
MONTHS = words("January February March April May June July August September October November December")
DUTIES = frozenset("obey vote recognise recognize attend participate pay surrender disarm".split())
"""Verbs of what is expected of those who say that they will not do it."""
NEVER = re.compile(r"\b(?:will|would|shall) (?:not|never|no longer)\b(?: [\w’'-]+){0,2} ?$|\bwon['’]t ?$", re.IGNORECASE)
DECREES = frozenset("decree rule vote announce order".split())
"""Verbs of those who settle what will be."""
AHEAD = re.compile(r"\b(?:from|as of|by|starting|beginning|until|next|on \d)\b", re.IGNORECASE)
"""Words of a day to come in what is settled."""
BE_DONE = re.compile(
    r"(?:,? (?:will|would|shall|should|must|is|are|to|be|get|also|soon|then|all|both|again|not|never|now))+ ", re.IGNORECASE
)
"""What stands between a thing and what will be done to it."""
AWAY = re.compile(r" (?:down|up|out|off|back|away)\b", re.IGNORECASE)
"""A particle behind a verb."""
LONG_DEED = 160
"""Characters of a deed and what it is done to at most."""
WHY = re.compile(
    r",? \b(?:so that|in order (?:to|that)|because|since it|as it|as they|due to|owing to|on the grounds?|in view of|in light of|saying|citing|arguing)\b"
)
RESTARTS = frozenset("restart resume reopen reinstate restore recommence".split())
STILL = frozenset({"suspension", "closure", "cut-off"})
"""States of what stands still and can be taken up again."""
NEXT_TO = 4
"""Characters between two sentences, one of which goes on with the other."""
THEIR = re.compile(r"(?:their|his|her|its) ", re.IGNORECASE)
ONLOOKERS = words(
    "lawyer attorney advocate relative family wife husband mother father brother sister son daughter neighbour resident witness doctor"
)
"""Who can tell what will become of somebody, but cannot promise it."""
MODAL = frozenset("will would shall should must".split())


@cache
def asking() -> dict[str, UndertakingKind]:
    """Kind of undertaking by trigger lemma, from `data/asking.tsv`."""
    lines = (Path(__file__).parent / "data" / "asking.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return {lemma: cast(UndertakingKind, kind) for lemma, kind in rows}


@cache
def asking_words() -> frozenset[str]:
    """What every request and promise says, so that it tells none from another."""
    return words(" ".join(asking()) + " one two three four five six seven eight nine ten")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An event that makes an undertaking. `deed` is the first word of what is to happen, `content` the events that say so;
    `at` is its day, `told` that of its report (None: unknown); `leads` if its report is about it; `implied` if only its answer is told; `price` if it is the condition of a promise;
    `asking` are those who ask for or offer something in its report; `about` those told of in what is asked, `held` those whom its report tells to be in custody, `taken` the ends of what is to go on again, `put` is `what` as it is shown, where that says more.
    """

    event: Event
    kind: UndertakingKind
    by: tuple[Actor, ...]
    to: tuple[Actor, ...]
    what: str
    words: frozenset[str]
    deed: tuple[str, ...]
    content: tuple[Event, ...]
    at: int | None
    told: int | None
    leads: bool
    implied: bool = False
    price: bool = False
    asking: tuple[Actor, ...] = ()
    about: tuple[Actor, ...] = ()
    held: tuple[Actor, ...] = ()
    taken: tuple[Event, ...] = ()
    put: str = ""

    @property
    def when(self) -> int | None:
        """Its day, else that of its report."""
        return self.at if self.at is not None else self.told


def _lemma(e: Event) -> UndertakingKind | None:
    trigger = fold(e.trigger.text).split()
    return next((asking()[b] for w in trigger for b in bases(w) if b in asking()), None)


def _kind(e: Event) -> UndertakingKind | None:
    """What sort of undertaking an event makes, None for none."""
    if e.event_type == "THREATEN" and e.modality in ("planned", "promised", "hypothetical") and e.polarity == "positive":
        return "threat" if e.actors and (e.modality != "hypothetical" or ELSE.search(e.evidence.text)) else None
    if _if_not(e):
        return "threat"
    if _on_terms(e):
        return "offer"
    if e.modality in ("hypothetical", "denied", "requested") or (e.polarity == "negative" and e.modality == "asserted"):
        return None
    if withheld(e) is not None:
        return None  # no promise, but an answer
    if e.polarity == "negative" and e.event_type in UNFRIENDLY and e.event_type is not None and e.trigger.text.endswith("ing"):
        return None  # "has no intention of attacking": what would be shown lacks the "no"
    if e.event_type == "SANCTION" and e.mode == "expel" and e.modality == "asserted" and _to_go(e):
        return "ultimatum" if TERM.search(e.evidence.text) else "demand"  # "was ordered to leave the province"
    if e.event_type == "REJECT" and e.modality == "asserted" and _will_not(e):
        return "threat"
    if e.event_type == "REQUEST" and e.modality in ("asserted", "possible"):
        found = _lemma(e)
        if found != "offer" and TERM.search(e.evidence.text):
            return "ultimatum"
        if e.about is not None and e.about.text.startswith(f"{e.trigger.text} "):
            return "ultimatum" if BY_DAY.search(e.about.text) else "demand"  # "Get out of the valley before Monday"
        return found if found in ("demand", "ultimatum", "offer") else "request"
    if (
        e.event_type == "REQUEST"
        and e.modality == "planned"
        and e.polarity == "positive"
        and _decided(e)
        and e.recipients
        and e.about
        and noun_of(e.about.text) == "request"
    ):
        return "request"  # "decided to submit a request to": the first step of one request
    if e.event_type == "THREATEN" and e.modality in ("asserted", "possible"):
        if on_terms(e) and not TERM.search(e.evidence.text):
            return "threat"  # "would down tools on Friday if the roster stayed"
        term = TERM.search(e.evidence.text) or ((e.due or (e.last and not e.begin)) and ELSE.search(e.evidence.text))
        return "ultimatum" if term or _lemma(e) == "ultimatum" else "threat"
    hangs = ELSE.search(e.about.text) if e.about else None
    if e.event_type == "AGREE" and e.modality == "asserted" and e.about and hangs and HARMS.search(e.about.text[: hangs.start()]):
        return "threat"
    if e.modality == "threatened":
        return "threat"
    if (told := announced(e)) != "":
        return cast(UndertakingKind, told)
    if (
        e.event_type == "PROTEST"
        and e.modality == "asserted"
        and e.actors
        and DEMANDING.search(e.evidence.text, max(0, e.trigger.end - e.evidence.start))
    ):
        return "demand"
    if e.event_type == "CONSULT" and e.recipients and PLEA.search(e.evidence.text):
        return "request"
    if e.event_type == "CONSULT" and e.modality == "asserted" and e.about is not None and _invited_to(e):
        return "request"
    if (
        e.event_type == "AGREE"
        and e.modality in ("asserted", "planned")
        and OFFERS.search(e.evidence.text[: e.trigger.end - e.evidence.start + LATER])
    ):
        return "offer"
    if e.modality == "promised":
        return "promise"
    if e.modality == "planned":
        if e.event_type == "ASSAULT" and e.polarity == "positive":
            return "threat"  # nobody promises that a mayor will be killed
        return "decision" if _lemma(e) == "decision" or _decided(e) else "promise"
    if _lemma(e) in ("offer", "promise") and e.event_type in (None, "AGREE"):
        return _lemma(e)
    if e.event_type == "AGREE" and e.about and not answers(e) and (named := noun_of(e.about.text)) in ("offer", "promise"):
        return named
    if e.mode == "ceasefire" and e.phase == "happens" and e.polarity == "positive" and e.actors and BINDS & roots(e.trigger.text):
        return "promise"
    if (
        e.mode == "ceasefire"
        and e.phase == "happens"
        and "announce" in roots(e.trigger.text)
        and any(ARMED & {*m.actor.sectors} for m in e.actors)
    ):
        return "promise"  # "the army announced a pause", not a mediator
    if e.event_type == "AGREE" and e.modality == "asserted" and _lemma(e) == "decision" and e.about:
        return "decision"
    if e.event_type == "AGREE" and (e.phase == "ends" or (e.about and _verbal(e.about.text))):
        return "promise"
    if e.event_type == "AGREE" and WORD.search(e.evidence.text) and e.actors:
        return "promise"
    if e.event_type in ("COERCE", None) and e.modality == "asserted" and e.about and e.actors and not e.background:
        if ORDERS & roots(e.trigger.text) and e.due and _verbal(e.about.text):
            return "demand"
        if DECREES & roots(e.trigger.text) and AHEAD.search(e.about.text):
            return "decision"
    if (
        e.modality == "asserted"
        and (e.event_type is None or (e.event_type == "SANCTION" and e.condition == "postponement" and e.phase == "happens"))
        and (_lemma(e) == "decision" or e.condition == "postponement")
        and (e.due or e.about)
    ):
        return "decision"
    return None


def _will_not(e: Event) -> bool:
    """Whether those who have a name say that they will not do what is their duty ("would not obey the curfew")."""
    before = e.evidence.text[max(0, e.trigger.start - e.evidence.start - LATER) : max(0, e.trigger.start - e.evidence.start)]
    return bool(DUTIES & roots(e.trigger.text)) and NEVER.search(before) is not None and bool(e.actors)


def _if_not(e: Event) -> bool:
    """Whether those who speak will do harm, or stop working, if something is done or left undone ("will boycott it if …")."""
    told = e.evidence.text
    harms = HARMS.search(told[e.trigger.start - e.evidence.start :]) is not None
    if e.event_type not in UNFRIENDLY and not (e.event_type == "AGREE" and e.modality == "planned" and harms):
        return False
    if e.modality == "planned" and (e.event_type is not None or harms) and OTHERWISE.search(told):
        return True
    if e.polarity != "positive" or not (e.actors or e.attribution):
        return False
    if e.modality == "planned":
        return harms and e.condition != "postponement" and IF_NOT.search(told) is not None
    if e.modality != "hypothetical":
        return False
    said = e.attribution is not None or re.search(r"\b(?:unless|or else)\b", told) is not None or WE.search(told) is not None
    said = said or OR_WILL.search(told) is not None or (e.event_type == "PROTEST" and e.due is not None)
    return said and bool(ELSE.search(told) and WILL.search(told) and (e.event_type == "PROTEST" or harms))


def _on_terms(e: Event) -> bool:
    """Whether those who speak would do what others want, if these do something ("would free the lorries if both crossings opened")."""
    if e.modality != "hypothetical" or e.polarity != "positive" or e.event_type not in FRIENDLY or not e.actors or e.about is None:
        return False
    return e.attribution is not None and bool(ELSE.search(e.evidence.text) and WILL.search(e.evidence.text))


def _decided(e: Event) -> bool:
    """Whether a deed to come was decided on."""
    before = e.evidence.text[: max(0, e.trigger.start - e.evidence.start)]
    return DECIDED.search(before[-CLOSE:]) is not None


def _to_go(e: Event) -> str:
    """What somebody is ordered who is to leave ("was told on Monday to leave the island"), "" of whom it is not told so."""
    found = TO_GO.search(e.evidence.text, max(0, e.trigger.end - e.evidence.start))
    return found[0].removeprefix("to ") if found and found.start() + e.evidence.start - e.trigger.end <= CLOSE else ""


def _invited_to(e: Event) -> str:
    """What those who are invited are to do, but for coming ("invited both groups to send delegates"), "" where it is only that."""
    if "invit" not in e.trigger.text.lower():
        return ""
    found = INVITED_TO.search(e.evidence.text, max(0, e.trigger.end - e.evidence.start))
    return found[1] if found and found.start() + e.evidence.start - e.trigger.end <= CLOSE else ""


def _onlooker(m: ActorMention) -> bool:
    """Whether somebody is told of, by name or not, as one who sees what others do ("his lawyer Ana Dorim")."""
    return bool(ONLOOKERS & words(f"{m.actor.name} {m.text}"))


def _put_to(e: Event, kind: UndertakingKind) -> bool:
    """Whether something is asked of somebody, in sure words, though not told by whom ("was ordered to leave")."""
    if e.mode == "expel":
        return e.about is not None
    return kind in ASKS and e.confidence >= LIKELY and e.about is not None and any(not m.unnamed for m in e.recipients)


def _fixed(e: Event, kind: UndertakingKind) -> bool:
    """Whether it is settled what will be done and by when, though not told by whom ("half will be paid by 10 October")."""
    said = e.about is not None and len(words(e.headline)) > 2
    ahead = e.modality in ("planned", "promised") or (e.condition == "postponement" and e.modality == "asserted")
    return kind in GIVES and said and e.due is not None and ahead and e.polarity == "positive"


def _verbal(text: str) -> bool:
    """Whether what was agreed is a doing ("stop the shelling"), not a thing ("a plan"): a modal verb stands in it, or
    no determiner, name or number stands first.
    """
    parts = text.lower().split()
    first = text.split()[0]
    return bool(MODAL & set(parts)) or (first.islower() and first.isalpha() and first not in NOMINAL and not first.endswith("s"))


def step_of(e: Event, told: int | None, others: Sequence[Event], report: Report | None, known: Mapping[str, Actor]) -> Step | None:
    """An event as a step of an undertaking, None if it makes none."""
    kind = _kind(e)
    by = tuple(m.actor for m in e.actors if not m.unnamed) or tuple(m.actor for m in e.actors)
    if e.condition == "ceasefire" and not any(map(is_name, by)):
        by = sides(e, others, known) or by
    word = e.attribution.source.actor if e.attribution else None
    if by and kind in GIVES and word and is_name(word) and not any(is_name(a) or (a.country and a.country != word.country) for a in by):
        by = (*by, word)  # whose word it is that "the government" will
    by = tuple(by_its_name(named_before(a, e, others), e, report.text if report else "") for a in by or agent(e, known))
    if word and is_name(word) and by and not any(map(is_name, by)) and OWN_SIDE.search(e.evidence.text):
        by = (word,)  # "the minister said her government would"
    until = put_off_until(e, others, known)
    if until and e.event_type == "THREATEN":
        kind = "demand" if holds_out(e) else "ultimatum" if e.due and not own_deed(e) else kind
    elif until and kind == "promise":
        kind = "demand"
    if not by and e.attribution and e.mode != "ceasefire" and not (kind in GIVES and _onlooker(e.attribution.source)):
        by = (e.attribution.source.actor,)
    if not by and e.attribution is None and report is not None and report.source and WE.search(e.evidence.text):
        by = (Actor(name=report.source),)  # "we ask": whose text it is
    if not by and kind in GIVES and e.attribution is None and e.modality in ("planned", "promised") and not e.trigger.in_title:
        by = bound(e, others)
    if (
        kind is None
        or not (by or _put_to(e, kind) or _fixed(e, kind))
        or (e.about is None and kind in GIVES and DECIDES & roots(e.trigger.text))
        or (e.background and not e.begin and not e.last and not e.recipients and not (e.condition == "postponement" and e.due))
    ):
        return None
    at = day(e.begin) or day(e.last)
    if e.modality in ("planned", "promised", "threatened") or announced(e):
        at = None  # its day is that of the deed to come
    if at is not None and told is not None:
        if told - at > ANSWERED:
            return None
        at = min(at, told)
    content = tuple(
        o
        for o in others
        if o is not e and _inside(o, e) and not (e.about and o.trigger.start >= e.about.start + len(_matter(e.about.text)))
    )
    taken = _taken_up(e, others)
    if e.modality in ("planned", "promised", "threatened") or (kind == "threat" and e.modality == "hypothetical") or announced(e):
        content = (e, *content)
    to = put_to(e)
    if until and (kind == "demand" or until[1]):
        content, to = (), until[1]
    elif until:
        to = tuple(m.actor for m in e.recipients if fold(m.text) not in fold(until[0]))  # who is told of in it is not told it
    elif e.condition == "ceasefire" and len(by) > 1:
        to = by  # each to the other
    to = to or addressees(e, kind, by, content, others) or (partners(by, others, known) if kind in GIVES else written_to(e, by, known))
    if report is not None and report.title and not e.trigger.in_title and leads(e, report):
        head, head_to = in_headline(report.title, words(e.headline), known)
        by = (*by, *(a for a in head if not any(map(is_name, by)) and actors_alike([a], (*by, *to)) in (None, 0.0)))
        to = to or tuple(a for a in head_to if (actors_alike([a], by) or 0.0) < 0.3)
    named = words(" . ".join(a.name for a in (*by, *to)))
    told_as = _deed_told(e) if e.modality in ("planned", "promised", "threatened") else ""
    bare = deed_of(e) if kind == "threat" and own_deed(e) else ""
    options = (e.about.text if e.about else "", e.what or "", bare)
    what = next((t for t in options if len(words(t)) > 1 and words(t) - (named - _common(t, (*by, *to)))), e.headline)
    if until and kind in ("demand", "ultimatum"):
        what = until[0]
    what = announcement(e) or what
    if e.mode == "expel" and kind in ASKS:
        what = _to_go(e)
    if kind in ASKS and e.about is not None and what == e.about.text and all(w.isdigit() or w in MONTHS for w in words(what) - named):
        rest = TO_DO.search(e.evidence.text, max(0, e.about.end - e.evidence.start))
        what = rest[1].strip(" ,:") if rest else what  # "the request of the guild of 11 May to cancel the vote"
    if e.event_type == "CONSULT" and kind == "request" and (put_ := _invited_to(e)):
        what = put_.strip(" ,:")
    if e.event_type == "CONSULT" and (plea := PLEA.search(e.evidence.text)):
        what = plea[1].strip(" ,:")
    if (
        e.event_type == "PROTEST"
        and kind == "demand"
        and (put := DEMANDING.search(e.evidence.text, max(0, e.trigger.end - e.evidence.start)))
    ):
        what = put[1].strip(" ,:")
    full = words(" . ".join([_matter(what), *(c.headline for c in (*content, *taken))]))
    if kind == "promise" and e.modality in ("planned", "promised"):
        full |= words(first_then(e))
    put_so = e.about.text if e.about is not None and e.event_type == "REQUEST" else what
    if kind in ASKS and THEIR.match(put_so) and len(words(put_so)) < 2:
        full |= words(e.evidence.text)  # "the wives of the six miners demanded their release": whose, the sentence tells
    named -= _common(what, (*by, *to)) if e.about is not None and what == e.about.text else frozenset()
    return Step(
        event=e,
        kind=kind,
        by=by,
        to=to,
        what=what,
        put=told_as if e.about is not None and what == e.about.text and len(told_as) > len(what) else "",
        words=(full - named - asking_words()) or full,
        deed=tuple(w for w in sequence(what) if w not in named and w not in asking_words())[:1],
        content=content,
        taken=taken,
        at=at,
        told=told,
        leads=report is not None and leads(e, report),
        price=bool(until and kind == "demand" and not until[1]),
        held=tuple(m.actor for o in others if o.condition == "detention" and o.phase != "ends" for m in o.recipients if is_name(m.actor)),
        about=tuple(m.actor for m in (*e.recipients, *(m for c in content for m in (*c.actors, *c.recipients)))),
        asking=tuple(
            m.actor for o in others if o.event_type in ("REQUEST", "AGREE") for m in o.actors if is_name(m.actor) and m.actor not in by
        ),
    )


def implied_step(e: Event, told: int | None, known: Mapping[str, Actor]) -> Step | None:
    """The request, demand or offer of which an event is the answer."""
    found = implied(e, known)
    if found is None:
        return None
    kind, by, what = found
    to = tuple(m.actor for m in e.actors)
    named = words(" . ".join(a.name for a in (*by, *to)))
    content = (words(what) - named - asking_words()) or words(what)
    deed = tuple(w for w in sequence(what) if w not in named)[:1]
    return Step(
        event=e, kind=kind, by=by, to=to, what=what, words=content, deed=deed, content=(), at=None, told=told, leads=False, implied=True
    )


def price_of(e: Event, told: int | None, others: Sequence[Event], known: Mapping[str, Actor]) -> Step | None:
    """What is demanded in return for a promise."""
    if e.background or e.polarity == "negative" or not (found := wanted_for(e, others, known)):
        return None
    what, to = found
    by = tuple(m.actor for m in e.actors)
    named = words(" . ".join(a.name for a in (*by, *to)))
    content = (words(what) - named - asking_words()) or words(what)
    start = e.evidence.start + e.evidence.text.find(what)
    done = tuple(o for o in others if start <= o.trigger.start < start + len(what) and o.trigger.in_title == e.trigger.in_title)
    deed = tuple(w for w in sequence(what) if w not in named)[:1]
    return Step(
        event=e, kind="demand", by=by, to=to, what=what, words=content, deed=deed, content=done, at=None, told=told, leads=False, price=True
    )


def _deed_told(e: Event) -> str:
    """What will be done in its own words, from the verb to what it is done to ("let 3.2 cubic metres a second") or, in the passive, the other way round, "" where these stand apart."""
    if e.about is None or e.about.in_title != e.trigger.in_title:
        return ""
    first, last = sorted((e.trigger, e.about), key=lambda s: s.start)
    if last.start < first.end or last.end - first.start > LONG_DEED:
        return ""
    told = e.evidence.text
    if first is e.about:
        between = BE_DONE.fullmatch(told, first.end - e.evidence.start, last.start - e.evidence.start)
        away = AWAY.match(told, last.end - e.evidence.start)
        if between is None or not (away or {"be", "get"} & set(between[0].lower().split())):
            return ""  # "the truce will take effect"
        return told[first.start - e.evidence.start : away.end() if away else last.end - e.evidence.start]
    return told[first.start - e.evidence.start : last.end - e.evidence.start]


def _taken_up(e: Event, others: Sequence[Event]) -> tuple[Event, ...]:
    """The end of what stands still, where it is only told that it will go on ("the ferry is out of service, but the owner hopes to resume in June")."""
    if (
        e.condition is not None
        or e.modality not in ("planned", "promised")
        or e.polarity == "negative"
        or not RESTARTS & roots(e.trigger.text)
    ):
        return ()
    near = [o for o in others if o.condition in STILL and o.modality == "asserted" and o.polarity == "positive" and o.phase != "ends"]
    before = [o for o in near if o.evidence == e.evidence or 0 <= e.evidence.start - o.evidence.end <= NEXT_TO]
    last = max((o for o in before if o.trigger.start < e.trigger.start), key=lambda o: o.trigger.start, default=None)
    return (replace(last, phase="ends", modality=e.modality, place=last.place or e.place),) if last is not None else ()


def _matter(what: str) -> str:
    """What is asked or promised without the reason or purpose told behind it ("declare an emergency, so that stocks may be opened")."""
    found = WHY.search(what)
    return what[: found.start()] if found and len(words(what[: found.start()])) > 1 else what


def _common(text: str, parties: Sequence[Actor]) -> frozenset[str]:
    """The words of a text that are no names there, though a party's name has them ("the Lamp Oil Company asked to let oil in")."""
    return words(" . ".join(w for w in text.split() if w[:1].islower())) & words(" . ".join(a.name for a in parties if is_name(a)))


def _inside(o: Event, e: Event) -> bool:
    """Whether an event is what another asks for, promises or threatens."""
    if o.modality not in ("requested", "promised", "threatened", "planned", "hypothetical") or o.trigger.in_title != e.trigger.in_title:
        return False
    if e.about:
        return e.about.start <= o.trigger.start < e.about.end
    return o.evidence.overlaps(e.evidence) and o.trigger.start > e.trigger.start
