"""On whose word, and how sure: attribution, modality and polarity of an event from what governs it in the tree."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from vedette.codebook.triggers import Trigger, classes
from vedette.coding.clauses import NOMINAL, Tree
from vedette.coding.matching import Found
from vedette.coding.words import governors, words
from vedette.domain import ActorMention, Modality, Polarity

EFFECTS: dict[str, Modality] = {
    "requested": "requested",
    "promised": "promised",
    "threatened": "threatened",
    "planned": "planned",
    "possible": "possible",
    "denied": "denied",
}
ANNOUNCED = frozenset({"PROTEST", "CONSULT", "REQUEST", "ASSAULT"})
"""Types whose noun, once announced, is still to come."""
TALK = frozenset({"CONSULT", "REQUEST", "AGREE"})
"""Types whose object is what is talked of, not what happened."""
HELD_UP = frozenset({"suspension", "postponement"})
"""States of which the object has not happened."""
QUOTING = frozenset({"quote", "cite"})
VOICES = frozenset({"requested", "promised", "threatened", "denied", "possible"})
"""Effects of verbs whose subject has a word of his own on what they govern."""
ORDINAL = re.compile(r"\d{1,2}(st|nd|rd|th)")
STRENGTH: tuple[Modality, ...] = ("asserted", "planned", "possible", "promised", "requested", "threatened", "hypothetical", "denied")


@dataclass(slots=True, kw_only=True)
class Reading:
    """How an event stands in its sentence.

    `speech` is (speech verb, heads of its subject) nearest to the event, `voiced` the same of whoever asks, promises, threatens, denies or
    believes it; `content_of` the trigger of which it is the
    content ("asked the army to withdraw"), `decided` the verb of a decision or promise to do it; `dropped` why it is no
    event of its own. `settled`: what governs it further up says nothing of whether it happened ("protested the arrest",
    "police who fired", "after rebels attacked"); `aside`: it stands in a clause that describes someone or something,
    `infinitive`: in one that says what a noun is for.
    """

    modality: Modality = "asserted"
    polarity: Polarity = "positive"
    speech: tuple[int, tuple[int, ...]] | None = None
    voiced: tuple[int, tuple[int, ...]] | None = None
    content_of: int | None = None
    decided: int | None = None
    ended: bool = False
    dropped: str | None = None
    settled: bool = False
    aside: bool = False
    infinitive: bool = False
    sure: float = 1.0
    reasons: list[str] = field(default_factory=list)

    def weaken(self, modality: Modality, why: str) -> None:
        """Take the farther modality from asserted of the two."""
        if not self.settled and STRENGTH.index(modality) > STRENGTH.index(self.modality):
            self.modality = modality
            self.reasons.append(f"{why}: {modality}")


def effect_of(tree: Tree, i: int) -> str | None:
    """What a word does to what it governs."""
    t = tree.tokens[i]
    if tree.lemma(i) in ("let", "make") and _lets_know(tree, i):
        return "speech"
    pos = "v" if t.upos in ("VERB", "AUX") else "n" if t.upos in ("NOUN", "PROPN") else "a" if t.upos == "ADJ" else ""
    known = governors()
    asked = known.get((f"{tree.lemma(i)} to", pos)) if tree.infinitives(i) else None
    return asked or known.get((tree.lemma(i), pos))


def _lets_know(tree: Tree, v: int) -> bool:
    """Whether a verb and its complement say something together: "let it be known", "let slip", "made clear", "made it plain"."""
    near = tree.kids(v, "xcomp", "ccomp", "advmod", "compound:prt", "obj", "amod")
    wanted = ("know", "known", "slip", "drop", "on") if tree.lemma(v) == "let" else ("clear", "plain", "known", "know")
    return any(tree.lemma(k) in wanted for k in near)


def first_hand(tree: Tree, cue: int, heads: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
    """Whose word is passed on: of "Reuters quoted a clerk as saying" and "the paper said, citing two clerks", the clerks; else as given."""
    up = tree.tokens[cue].head
    if (
        up >= 0
        and tree.lemma(up) in QUOTING
        and tree.lemma(cue) not in QUOTING
        and tree.rel(cue) in ("advcl", "ccomp", "xcomp", "acl", "obl")
    ):
        quoted = tree.kids(up, "obj")
        return (cue, tuple(tree.conjuncts(quoted[0]))) if quoted else (cue, heads)
    if tree.lemma(cue) in QUOTING and (quoted := tree.kids(cue, "obj")):
        saying = [
            k for j in (cue, quoted[0]) for k in tree.kids(j, "advcl", "ccomp", "xcomp", "acl") if tree.tokens[k].text.lower() == "saying"
        ]
        return (saying or [cue])[0], tuple(tree.conjuncts(quoted[0]))
    for k in tree.kids(cue, "advcl", "xcomp", "acl", "conj", "obl"):
        if tree.lemma(k) in QUOTING and tree.tokens[k].xpos == "VBG" and (quoted := tree.kids(k, "obj")):
            return k, tuple(tree.conjuncts(quoted[0]))
    return cue, heads


def read(tree: Tree, found: Found, others: dict[int, Found]) -> Reading:
    """How a trigger stands; `others` are the sentence's triggers by word."""
    out = Reading()
    negation_used = any(c.kind == "neg" for c in found.row.checks)
    at = found.at if tree.tokens[found.bearer].head == found.at else found.bearer
    if not negation_used and (tree.negated(at) or tree.negated(found.at)):
        out.polarity = "negative"
        out.reasons.append("negated")
    if found.row is not MUST:
        _auxiliaries(tree, at, out, binds=found.row in OWN_WORD)
    if found.row.pos == "n" and at != found.at and at in others and _stops(others[at]):
        out.dropped = "what is stopped or put off"
    if at != found.at and (listed := _listed(tree, found.at, tree.tokens[found.at].head)):
        out.weaken(listed, "one of several")
    if found.bearer == found.at and tree.tokens[at].upos in ("NOUN", "ADJ"):
        _described(tree, at, out)
    if found.bearer != found.at and tree.lemma(found.bearer) == "announce" and found.row.type in ANNOUNCED:
        out.weaken("planned", "announced")
    cur = at
    seen: set[int] = set()
    demanded = False
    while cur not in seen:
        seen.add(cur)
        demanded = demanded or (not out.settled and any(tree.lemma(k) in words("demands") for k in tree.kids(cur, "aux")))
        _speech(tree, cur, out)
        head = tree.joined_to(cur) if tree.rel(cur) == "conj" else tree.tokens[cur].head
        if head < 0:
            break
        if not out.settled:
            _governed(tree, found, cur, head, others, out)
        elif out.speech is None and effect_of(tree, head) == "speech" and tree.rel(cur) in ("ccomp", "parataxis"):
            _said_by(tree, head, out)
        cur = head
    if found.row is not MUST and out.speech is not None and demanded:
        out.dropped = out.dropped or "what another is told to do"
    return out


def _auxiliaries(tree: Tree, v: int, out: Reading, binds: bool = False) -> None:
    """What a verb's own auxiliaries say; a bare infinitive in a coordination shares those of the first verb.

    What `binds` is said in earnest, also on a condition.
    """
    found = tree.kids(v, "aux")
    if not found:
        found = tree.shared(v)
    for k in tree.kids(v, "advmod"):
        if tree.lemma(k) in words("unsure adverbs"):
            out.weaken("possible", f"“{tree.tokens[k].text}”")
    if _is_to(tree, v):
        out.weaken("planned", "“is to”")
    conditional = not binds and any(_is_condition(tree, c) for c in tree.kids(v, "advcl"))
    for k in found:
        word = tree.lemma(k)
        text = tree.tokens[k].text.lower()
        if (word in ("will", "shall") and text != "would") or text in ("'ll", "wo", "will"):
            out.weaken("hypothetical" if conditional else "planned", f"“{tree.tokens[k].text}”")
        elif text in ("may", "might", "could"):
            out.weaken("possible", f"“{text}”")
        elif text == "would" or text == "'d":
            above = [a for a in tree.above(v) if effect_of(tree, a) == "speech"]
            past = any(tree.tokens[a].xpos in ("VBD", "VBN") for a in above)
            out.weaken("hypothetical" if conditional or not past else "planned", "“would”")
        elif word in words("demands"):
            out.weaken("requested", f"“{text}”")
        elif (
            text == "be"
            and tree.tokens[k].xpos == "VB"
            and not any(tree.tokens[j].xpos in ("MD", "TO") for j in tree.kids(v, "aux", "mark"))
        ):
            out.weaken("requested", "“be”")


def _is_to(tree: Tree, v: int) -> bool:
    """Whether a verb stands under "is to": "are to be evacuated"."""
    if not any(tree.lemma(m) == "to" for m in tree.kids(v, "mark")):
        return False
    head = tree.tokens[v].head
    below_be = tree.rel(v) in ("xcomp", "ccomp") and head >= 0 and tree.lemma(head) == "be" and not tree.kids(head, "expl")
    return below_be or any(tree.lemma(k) == "be" and tree.tokens[k].xpos in ("VBZ", "VBP", "VBD") for k in tree.kids(v, "aux"))


def _is_condition(tree: Tree, c: int) -> bool:
    """Whether a clause is a condition: "if …", "unless …", "provided …", "should visas not be dropped"."""
    marks = {tree.lemma(m) for m in tree.kids(c, "mark")}
    if marks & {"if", "unless", "provided", "lest"} or tree.lemma(c) == "provide":
        return True
    first = min(tree.below(c), default=c)
    return tree.lemma(first) in ("should", "were", "had") and tree.rel(first) == "aux" and bool(tree.kids(c, "nsubj", "nsubj:pass"))


def _described(tree: Tree, i: int, out: Reading) -> None:
    """What adjectives of a noun say: a planned visit, a possible attack, a failed coup."""
    for k in tree.kids(i, "amod"):
        word = tree.lemma(k)
        if word in ("possible", "potential", "alleged", "suspected", "feared", "likely"):
            out.weaken("possible", f"“{tree.tokens[k].text}”")
        elif word in ("planned", "plan", "upcoming", "scheduled", "schedule", "future", "proposed", "propose", "imminent", "further"):
            out.weaken("planned", f"“{tree.tokens[k].text}”")


def _speech(tree: Tree, cur: int, out: Reading) -> None:
    """Who is made to say it in a clause beside it ("…, police said") or by "according to"."""
    if out.speech is not None:
        return
    for k in tree.kids(cur, "parataxis", "advcl", "ccomp"):
        if any(tree.tokens[j].text == ";" for j in range(*sorted((cur, k)))):
            continue
        if not _tells_beside(tree, k) or tree.kids(k, "ccomp") or (tree.kids(k, "obj") and tree.lemma(k) not in words("cues told to")):
            continue
        if tree.rel(k) == "advcl" and not any(tree.lemma(m) == "as" for m in tree.kids(k, "mark")):
            continue
        if tree.rel(k) == "ccomp" and tree.kids(k, "mark"):
            continue
        who = tree.kids(k, "nsubj")
        if who:
            out.speech = (k, tuple(tree.conjuncts(who[0])))
            return
    for case, k in tree.obliques(cur):
        if case.startswith("accord") or (case == "per" and tree.tokens[k].upos == "NOUN" and tree.lemma(k) not in words("time units")):
            out.speech = (tree.kids(k, "case")[0] if tree.kids(k, "case") else k, (k,))
            return


def _tells_beside(tree: Tree, k: int) -> bool:
    """Whether the verb of a clause beside another says whose word that is: "…, the mayor said", "…, villagers think"."""
    return effect_of(tree, k) == "speech" or tree.lemma(k) in words("cues beside")


def _governed(tree: Tree, found: Found, cur: int, head: int, others: dict[int, Found], out: Reading) -> None:
    """What the head of a word on the way up does to the event under it."""
    relation, t, governor = tree.rel(cur), tree.tokens[cur], tree.tokens[head]
    listed = _listed(tree, cur, head)
    if listed is not None:
        out.weaken(listed, "one of several")
        return
    if relation == "ccomp" and tree.rel(head) == "advcl" and tree.lemma(head) == "provide" and t.upos in ("VERB", "ADJ", "NOUN"):
        out.weaken("hypothetical", "in a condition")
        out.dropped = "in a condition"
        return
    if relation == "advcl":
        marks = {tree.lemma(m) for m in tree.kids(cur, "mark", "advmod")}
        if marks & words("condition marks"):
            out.weaken("hypothetical", "in a condition")
            out.dropped = "in a condition"
        elif "to" in marks and t.xpos == "VB":
            if effect_of(tree, head) in ("requested", "planned", "promised", "threatened", "negative", "tried"):
                _complement(tree, found, cur, head, others, out)
            elif (found.row.type != "REQUEST" or _untold(tree, head)) and (
                head in others or any(o.bearer == head for o in others.values())
            ):
                out.dropped = f"the purpose of “{governor.text}”"
            else:
                out.sure *= 0.9
        elif marks & {"until", "before", "till"} and t.xpos != "VBD":
            out.dropped = "not yet when told"
        elif t.xpos == "VBG" and "for" in marks and head in others and others[head].row.type in ("NONE", "COERCE", "SANCTION", "ASSAULT"):
            out.dropped = f"the ground of “{governor.text}”"
        elif t.xpos == "VBG" and marks & {"of", "from", "for", "with", "in", "against", "at"}:
            _complement(tree, found, cur, head, others, out)
        elif "without" in marks:
            out.polarity = "negative"
        elif marks & {"after", "since", "because", "when", "as", "while", "once"} and t.xpos in ("VBD", "VBN", "VBZ", "VBP"):
            out.settled = True
        return
    if t.deprel == "acl" and governor.lemma.lower() in words("claims") and any(tree.lemma(m) == "that" for m in tree.kids(cur, "mark")):
        over = tree.tokens[head].head
        if over >= 0 and tree.lemma(over) in words("deniers") and tree.rel(head) == "obj":
            if not tree.negated(over):
                out.weaken("denied", f"under “{tree.tokens[over].text} {governor.text}”")
            return
    if relation in ("ccomp", "csubj") and _rules_out(tree, head):
        out.weaken("possible" if tree.negated(head) else "denied", "under “ruled out”")
        return
    if relation in ("obj", "xcomp") and cur == found.at and _rules_out(tree, head):
        if tree.negated(head):
            out.weaken("possible", "under “not ruled out”")
        else:
            out.polarity = "negative"
        return
    if t.deprel == "acl:relcl" or (relation == "acl" and t.xpos not in ("VB", "VBG")):
        out.settled = out.aside = True
        return
    if relation == "acl" and t.xpos == "VB":
        out.infinitive = True
    if relation == "acl" and t.xpos == "VBG" and any(tree.lemma(m) in ("of", "for", "to", "at") for m in tree.kids(cur, "mark", "case")):
        out.dropped = f"what “{governor.text}” is about"
    if relation == "acl" and t.xpos == "VBG" and head not in others:
        out.settled = out.aside = True
        return
    if relation in ("conj", "root", "appos", "list", "dep", "parataxis"):
        if relation == "parataxis" and effect_of(tree, head) == "speech" and out.speech is None and not tree.kids(head, "ccomp", "obj"):
            _said_by(tree, head, out)
        return
    _complement(tree, found, cur, head, others, out)


def _rules_out(tree: Tree, v: int) -> bool:
    return tree.lemma(v) == "rule" and any(tree.lemma(k) == "out" for k in tree.kids(v, "compound", "advmod"))


def _listed(tree: Tree, cur: int, head: int) -> Modality | None:
    """What a list makes of its member: "demands, among them the release of …", "conditions such as a ceasefire"."""
    if tree.tokens[cur].upos not in NOMINAL or tree.rel(cur) == "conj":
        return None
    among = [k for k in tree.kids(cur, "nmod", "obl") if tree.cases(k) in words("list cases")]
    if among:
        lists = [k for k in (head, *tree.kids(head), *(j for k in tree.kids(head) for j in tree.kids(k))) if k < among[0]]
    elif tree.rel(cur) in ("appos", "nsubj", "dep", "list") or tree.cases(cur) in words("list cases"):
        lists = [head]
    else:
        return None
    found = (EFFECTS.get(effect_of(tree, k) or "") for k in lists if tree.tokens[k].upos == "NOUN")
    return next((m for m in found if m), None)


def _complement(tree: Tree, found: Found, cur: int, head: int, others: dict[int, Found], out: Reading) -> None:
    """What a governor does to its clause or noun."""
    t, governor, relation = tree.tokens[cur], tree.tokens[head], tree.rel(cur)
    effect = effect_of(tree, head)
    verbal = relation in ("ccomp", "xcomp", "csubj", "advcl", "acl")
    nominal = relation in ("obj", "nmod", "obl", "iobj", "nsubj", "compound") and (cur == found.at or cur in found.used)
    if not (verbal or nominal):
        if relation in ("obj", "obl", "nmod") and head in others and (out.modality != "asserted" or out.infinitive):
            out.dropped = out.dropped or f"content of “{governor.text}”"
        return
    if (
        cur == found.at
        and t.upos == "NOUN"
        and relation == "obj"
        and head in others
        and (others[head].row.type in TALK or _stops(others[head]))
        and effect != "emotion"
    ):
        out.dropped = f"what “{governor.text}” is about"
        return
    if cur == found.at and t.upos == "NOUN" and effect != "emotion" and _untold(tree, head):
        out.dropped = "under a verb that tells of nothing that happened"
        return
    if nominal and relation in ("nsubj", "compound") and t.deprel != "nsubj:pass":
        return
    by_content = nominal and effect not in ("speech", "aspect", "emotion", "possible", "tried")
    if effect is None:
        return
    beside = relation == "ccomp" and cur < head and not tree.kids(cur, "mark") and tree.lemma(head) in words("cues beside")
    if effect == "speech" or (beside and effect in ("threatened", "promised", "planned", "emotion")):
        if verbal and out.speech is None:
            _said_by(tree, head, out)
        return
    if verbal and out.voiced is None and effect in VOICES and governor.upos == "VERB" and not tree.passive(head):
        out.voiced = (head, tuple(tree.subjects(head)))
    if effect == "emotion":
        if verbal and head in others:
            out.dropped = f"content of “{governor.text}”"
        if nominal and relation != "obj" and head in others and tree.cases(cur) in ("for", "of", "over"):
            out.dropped = f"what “{governor.text}” lays to someone's charge"
        out.settled = nominal
        return
    if nominal and relation == "obl" and effect not in ("requested", "threatened"):
        out.settled = tree.cases(cur) in ("after", "over", "during", "since", "following", "because of", "amid", "in")
        return
    if effect == "idle":
        out.dropped = f"what “{governor.text}” leaves open"
        return
    if effect == "aspect":
        _auxiliaries(tree, head, out)
    if effect == "ends":
        out.ended = True
        return
    if effect == "negative":
        out.polarity = "negative"
        out.reasons.append(f"under “{governor.text}”: negative")
    elif effect == "tried":
        out.sure *= 0.85
        out.reasons.append(f"under “{governor.text}”: attempted")
    elif effect in EFFECTS and (verbal or by_content or effect == "possible"):
        negated = tree.negated(head)
        if effect == "denied" and negated:
            return
        out.weaken(EFFECTS[effect], f"under “{governor.text}”")
        if effect in ("planned", "promised") and governor.xpos in ("VBD", "VBN"):
            out.decided = head
        if effect == "planned" and negated:
            out.polarity = "negative"
    if effect == "requested" and verbal:
        out.dropped = out.dropped or f"content of “{governor.text}”"
    if effect not in ("aspect", "denied") and _has_own_event(tree, head, others):
        out.content_of = head
        out.dropped = out.dropped or f"content of “{governor.text}”"


def _stops(found: Found) -> bool:
    """Whether what a verb is done to is over or has not come about."""
    return found.row.phase == "ends" or found.row.condition in HELD_UP


def _untold(tree: Tree, verb: int) -> bool:
    """Whether a verb is denied, to come or only possible."""
    modal = any(tree.tokens[k].xpos == "MD" for k in tree.kids(verb, "aux"))
    return tree.tokens[verb].upos == "VERB" and (modal or tree.negated(verb))


def _has_own_event(tree: Tree, head: int, others: dict[int, Found]) -> bool:
    """Whether a governor is, or bears, an event itself."""
    return head in others or any(o.bearer == head and o.at != head for o in others.values())


def _said_by(tree: Tree, verb: int, out: Reading) -> None:
    if tree.tokens[verb].upos == "NOUN":
        # "issued a reminder that …": whoever issued it
        up = tree.tokens[verb].head
        who = [j for k in tree.kids(verb, "nmod:poss") for j in tree.conjuncts(k)] or (
            tree.doers(up) if up >= 0 and tree.rel(verb) == "obj" else []
        )
    else:
        who = tree.subjects(verb) if not tree.passive(verb) else tree.agents(verb)
        up = tree.tokens[verb].head
        if tree.lemma(verb) in ("know", "known") and up >= 0 and tree.lemma(up) in ("let", "make"):
            who = tree.subjects(up)
    if who:
        out.speech = (verb, tuple(who))


MUST = Trigger(
    head="must",
    rest=(),
    pos="v",
    checks=(),
    type="REQUEST",
    mode=None,
    condition=None,
    phase=None,
    roles="must",
    frame="-",
    note="what someone says another must do",
)


def _may_be(tree: Tree, pronoun: int, heads: tuple[int, ...]) -> bool:
    """Whether "he", "she" or "they" can be who is the subject of the speech, by number."""
    many = len(heads) > 1 or any(tree.tokens[h].xpos in ("NNS", "NNPS") or _is_body(tree, h) for h in heads)
    return tree.tokens[pronoun].text.lower() in (("they",) if many else ("he", "she"))


def _is_body(tree: Tree, i: int) -> bool:
    named = tree.entity(i)
    return named is not None and named.label == "ORG"


PROMISE = Trigger(
    head="will",
    rest=(),
    pos="v",
    checks=(),
    type="COOPERATE",
    mode=None,
    condition=None,
    phase=None,
    roles="s>",
    frame="-",
    note="what someone says he will do",
)
WILL = frozenset({"will", "'ll", "would", "'d", "shall"})
TO_COME = replace(PROMISE, type="NONE", note="what is said to come")
HARM_TO_COME = replace(PROMISE, type="THREATEN", note="harm that is said to come on a condition")
OWN_WORD = (PROMISE, TO_COME, HARM_TO_COME)
"""Rows of what someone says or writes will be, without a trigger."""


def demands(tree: Tree, others: dict[int, Found], speaker: Callable[[int], ActorMention | None]) -> list[Found]:
    """Demands put as "X must …": a speaker says, in a quote or after a speech verb, what another must or should do; and his own word
    that he will do what no trigger names.
    """
    out = []
    for k, t in enumerate(tree.tokens):
        if t.upos != "AUX" or tree.lemma(k) not in words("demands") or tree.rel(k) != "aux":
            continue
        v = t.head
        if tree.lemma(k) == "need" and tree.negated(v):
            continue
        if not tree.kids(v, "nsubj") or any(tree.lemma(m) in words("condition marks") for m in tree.kids(v, "mark")):
            continue
        above = [a for a in (v, *tree.above(v)) if a in others or any(o.bearer == a for o in others.values())]
        if any(tree.rel(a) == "advcl" for a in tree.above(v)) and above:
            continue
        probe = Found(row=MUST, at=k, bearer=v)
        how = read(tree, probe, {})
        if how.content_of is not None or (how.speech is None and speaker(t.start) is None):
            continue
        if any(a in others and others[a].row.type == "REQUEST" for a in tree.above(v)):
            continue
        out.append(probe)
    own = [f for k in range(len(tree.tokens)) if (f := _own_word(tree, k, others, speaker))]
    taken = {f.at for f in own}
    return out + own + [f for v in range(len(tree.tokens)) if v not in taken and (f := _to_come(tree, v, others, speaker))]


def _own_word(tree: Tree, k: int, others: dict[int, Found], speaker: Callable[[int], ActorMention | None]) -> Found | None:
    """What someone says in so many words that he himself will do ("said he would answer on Friday"), whatever the deed."""
    v = tree.tokens[k].head
    if tree.tokens[k].upos != "AUX" or tree.tokens[k].text.lower() not in WILL or v < 0 or tree.tokens[v].xpos != "VB":
        return None
    if _named(tree, v, others) or tree.lemma(v) in words("no deeds") or tree.passive(v) or tree.negated(v):
        return None
    subjects = [j for j in reversed(tree.kids(v, "nsubj")) if tree.tokens[j].xpos == "PRP"]
    if not subjects or any(c in others for c in tree.kids(v, "xcomp", "ccomp")):
        return None
    probe = Found(row=HARM_TO_COME if _harms(tree, v) else PROMISE, at=v, bearer=v)
    how = read(tree, probe, {})
    first = tree.lemma(subjects[0]) in ("i", "we")
    told = speaker(tree.tokens[v].start) is not None if first else how.speech is not None and _may_be(tree, subjects[0], how.speech[1])
    return probe if told and how.modality in ("planned", "promised") and not how.dropped else None


def _named(tree: Tree, v: int, others: dict[int, Found]) -> bool:
    """Whether a trigger tells already what a verb is; a likeness gives way to what is plainly a threat."""
    return any(v in (o.at, o.bearer) and not (o.learnt and _harms(tree, v)) for o in others.values())


def _harms(tree: Tree, v: int) -> bool:
    """Whether a verb tells of harm that will come unless something is done."""
    doer = any(tree.tokens[j].xpos == "PRP" or _acts(tree, j) for j in tree.doers(v))
    return doer and tree.lemma(v) in words("harm to come") and any(_is_condition(tree, c) for c in tree.kids(v, "advcl"))


def _to_come(tree: Tree, v: int, others: dict[int, Found], speaker: Callable[[int], ActorMention | None]) -> Found | None:
    """A public deed that no trigger names and that will be, by someone's word or by the text's: with a day, or with who will do it."""
    t, lemma = tree.tokens[v], tree.lemma(v)
    slight = lemma in words("slight deeds") and not tree.kids(v, "compound:prt")
    if t.xpos not in ("VB", "VBN") or lemma not in words("slight deeds") | words("public deeds") | words("harm to come"):
        return None
    if _named(tree, v, others) or any(tree.lemma(k) in ("who", "what") for k in tree.kids(v)):
        return None
    will = any(tree.tokens[k].text.lower() in (*WILL, "wo") for k in tree.kids(v, "aux"))
    until = any(tree.lemma(m) in ("until", "till", "unless", "before") for c in tree.kids(v, "advcl") for m in tree.kids(c, "mark"))
    if (not will and not _is_to(tree, v) and not _planned_by(tree, v, others)) or (tree.negated(v) and not until):
        return None
    if any(c in others for c in tree.kids(v, "xcomp", "ccomp")):
        return None
    probe = Found(row=HARM_TO_COME if _harms(tree, v) else TO_COME, at=v, bearer=v)
    how = read(tree, probe, {})
    if how.modality not in ("planned", "promised") or how.dropped or how.aside:
        return None
    told = how.speech is not None or speaker(t.start) is not None
    if probe.row is HARM_TO_COME:
        return probe if told else None
    timed = _timed(tree, v)
    named = any(_acts(tree, j) for j in tree.doers(v)) or any(tree.lemma(j) in words("public doings") for j in tree.subjects(v))
    if slight:
        spoken_of = told and not tree.passive(v) and any(tree.tokens[j].xpos == "PRP" for j in tree.subjects(v))
        return probe if timed and (named or spoken_of) else None
    if not will:
        return probe if timed and (told or named) else None
    return probe if timed or (told and named) else None


def _planned_by(tree: Tree, v: int, others: dict[int, Found]) -> bool:
    """Whether an infinitive says what one means to do: "hopes to restart", "is due to reopen"."""
    head = tree.tokens[v].head
    return head >= 0 and head not in others and v in tree.infinitives(head) and effect_of(tree, head) == "planned"


def _timed(tree: Tree, v: int) -> bool:
    """Whether a verb has a day or a span of time."""
    near = [k for k in tree.kids(v, "obl", "nmod", "advmod", "obj") if tree.rel(k) != "obj" or tree.lemma(k) in words("time units")]
    below = [j for k in near for j in tree.below(k, stop=frozenset({"acl", "advcl"}))]
    ends = any(tree.lemma(m) in ("until", "till", "once") for c in tree.kids(v, "advcl") for m in tree.kids(c, "mark"))
    known = classes()["WHEN"] | words("time units") | {"midweek", "dawn", "ramadan", "spring", "summer", "autumn", "winter"}
    return ends or any(tree.lemma(j).removeprefix("mid-") in known or ORDINAL.fullmatch(tree.tokens[j].text) for j in below)


def _acts(tree: Tree, i: int) -> bool:
    """Whether a noun names a body or people who act in public."""
    named = tree.entity(i)
    if named is not None:
        return named.label in ("PER", "ORG", "GPE", "NORP")
    return any(
        tree.lemma(i) in classes()[c] for c in ("PERSON", "GOVERNMENT", "FORCE", "INSTITUTION", "ORG", "MILITIA", "LEADER", "OFFICIAL")
    )
