"""Words given without a verb of asking or promising: terms that run out, what will be by a day, what an accord binds its sides to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vedette.codebook.triggers import classes
from vedette.coding.clauses import Tree
from vedette.coding.finite import is_condition, is_now
from vedette.coding.matching import Found
from vedette.coding.reported import read
from vedette.coding.said import MUST, TO_COME
from vedette.coding.words import words
from vedette.domain import ActorMention, Event

WILL = frozenset({"will", "'ll", "wo", "would", "'d", "shall"})
DUE = frozenset({"by", "before", "within", "until", "till", "in", "on", "from", "at", "after"})
"""Prepositions of a day or span by which, in which or from which something will be."""
SEASONS = frozenset({"midweek", "dawn", "ramadan", "spring", "summer", "autumn", "winter"})

Speaker = Callable[[int], ActorMention | None]


def given(
    tree: Tree, others: Mapping[int, Found], speaker: Speaker, bound: bool, ahead: Callable[[int], bool], taken: frozenset[int]
) -> list[Found]:
    """Terms ("have until Friday to leave") and words given on what will be by a day ("said the lights would be back within a week"), where no trigger tells
    them. `bound`: an accord binds its sides to what is told; `ahead` says of a verb whether a day to come is told for it.
    """
    held = {i for o in others.values() if not o.learnt or o.row.condition for i in (o.at, o.bearer)} | taken
    out = []
    for v in tree.having("nsubj"):  # both are told of someone or something
        t = tree.tokens[v]
        if v in held:
            continue
        found = _term(tree, v, speaker) if t.upos == "VERB" and tree.lemma(v) == "have" else None
        if found is None and t.upos in ("VERB", "ADJ", "NOUN", "ADV", "NUM"):
            found = _due(tree, v, others, speaker, bound, ahead)
        if found is not None:
            out.append(found)
    return out


def under_accord(tree: Tree) -> bool:
    """Whether a sentence tells what was agreed: "Under the deal, …", "By the terms of the pact …"."""
    if tree.lemmas.isdisjoint(words("accords")):
        return False
    for k in range(min(8, len(tree.tokens))):
        if (
            tree.tokens[k].upos == "NOUN"
            and tree.lemma(k) in words("accords")
            and (tree.cases(k).split(" ")[0] in ("under", "accord") or _terms_of(tree, k))
        ):
            return True
    return False


def _terms_of(tree: Tree, k: int) -> bool:
    """Whether an accord is one of whose terms is told: "by the terms of the pact"."""
    over = tree.tokens[k].head
    return over >= 0 and tree.lemma(over) == "term" and tree.cases(k) == "of" and tree.cases(over) in ("by", "under", "in")


def is_accord(e: Event) -> bool:
    """Whether an event is an accord just made, of which the next sentence may tell what its sides will do."""
    made = e.modality == "asserted" and e.polarity == "positive" and e.phase == "happens" and not e.background
    if not made or not (e.event_type == "AGREE" or e.mode == "ceasefire"):
        return False
    told = {*e.trigger.text.lower().split(), *(e.about.text.lower().split() if e.about else ())}
    return not told.isdisjoint(words("accords")) or not told.isdisjoint(("agree", "agreed", "agrees", "agreeing"))


def _term(tree: Tree, v: int, speaker: Speaker) -> Found | None:
    """What someone is given until a day to do: "they have until midnight to leave", "you have seven days to answer"."""
    if not tree.kids(v, "nsubj") or tree.negated(v):
        return None
    spans = [k for k in tree.kids(v, "obj") if tree.lemma(k) in words("time units") and tree.kids(k, "nummod")]
    until = [k for case, k in tree.obliques(v) if case in ("until", "till")]
    near = [v, *spans, *(k for i in spans for k in tree.kids(i, "acl"))]  # "three days, counted from noon, to leave"
    todo = [k for i in near for k in tree.kids(i, "advcl", "xcomp", "acl", "ccomp") if tree.tokens[k].xpos == "VB"]
    if not (spans or until) or not todo or any(tree.lemma(k) in words("rights") for k in todo):
        return None
    if any(tree.lemma(j) in words("time units") for k in spans for j in tree.kids(k, "nmod", "nmod:unmarked", "obl", "obl:unmarked")):
        return None  # "two hours a day"
    told = [j for k in todo for j in (k, *(n for n in tree.kids(k, "conj") if tree.tokens[n].xpos == "VB"))]
    probe = Found(row=MUST, at=v, bearer=todo[0] if todo[0] in tree.kids(v) else v, used=frozenset(told))
    how = read(tree, probe, {})
    ordered = tree.lemma(todo[0]) in words("told to go") and not any(tree.tokens[j].xpos == "PRP" for j in tree.kids(v, "nsubj"))
    if how.dropped or how.aside or (how.speech is None and not ordered and speaker(tree.tokens[v].start) is None):
        return None
    return probe if how.speech is None or _answers(tree, how.speech[1]) else None


def _due(tree: Tree, v: int, others: Mapping[int, Found], speaker: Speaker, bound: bool, ahead: Callable[[int], bool]) -> Found | None:
    """What someone who answers for it says will be by a day, whatever the words ("two months' pay would be on the accounts on Monday")."""
    t = tree.tokens[v]
    will = any(tree.tokens[k].text.lower() in WILL for k in tree.kids(v, "aux"))
    if not (will or (is_now(tree, v) and ahead(v))) or tree.negated(v) or tree.lemma(v) in words("beyond control"):
        return None
    if any(is_condition(tree, c) for c in tree.kids(v, "advcl")) or not _by_a_day(tree, v):
        return None
    if any(tree.lemma(j) in ("who", "what", "which") for j in tree.kids(v)) or any(c in others for c in tree.kids(v, "xcomp", "ccomp")):
        return None
    probe = Found(row=TO_COME, at=v, bearer=v)
    how = read(tree, probe, {})
    if how.modality not in (("planned", "promised") if will else ("asserted", "planned")) or how.dropped or how.aside:
        return None
    heads = how.speech[1] if how.speech else ()
    if not _answers(tree, heads) or (t.upos == "ADJ" and t.lemma.lower() not in words("as promised")):
        return None
    quoted = speaker(t.start) is not None
    if not (heads or quoted or bound or how.decided is not None):
        return None
    return probe if all(_thing(tree, j) or _themselves(tree, j) for j in tree.subjects(v)) else None


def _by_a_day(tree: Tree, v: int) -> bool:
    """Whether a clause says by, in or from when: "within five days", "on Monday", "tomorrow"."""
    for k in tree.kids(v, "obl", "nmod", "advmod", "obl:unmarked", "obl:tmod", "nmod:tmod"):
        inside = [k, *tree.kids(k, "nmod", "compound", "nmod:unmarked", "obl")]
        if not any(is_time(lemma := tree.lemma(j)) or lemma == "end" for j in inside):
            continue
        if not tree.kids(k, "case") or tree.cases(k) in DUE:
            return True
    return False


def is_time(lemma: str) -> bool:
    """Whether a noun or adverb is a day, a span or a season."""
    plain = lemma.removeprefix("mid-")
    return plain in classes()["WHEN"] or plain in words("time units") or plain in SEASONS


def _answers(tree: Tree, heads: tuple[int, ...]) -> bool:
    """Whether those who say it may answer for it: not those who forecast, guess or look on."""
    beside = [k for h in heads for k in (h, *tree.kids(h, "compound", "amod", "appos", "nmod:desc"))]
    return not any(tree.lemma(k) in words("onlookers") for k in beside)


def _thing(tree: Tree, j: int) -> bool:
    """Whether a subject is a thing or the speaker's own people, not somebody with a will of his own nor what nobody rules."""
    named = tree.entity(j)
    if (named is not None and named.label in ("PER", "ORG", "GPE", "NORP")) or tree.tokens[j].upos == "PRON":
        return False
    return tree.lemma(j) not in words("beyond rule")


def _themselves(tree: Tree, j: int) -> bool:
    return tree.tokens[j].text.lower() in ("we", "i", "he", "she", "they", "it")
