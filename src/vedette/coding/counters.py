"""Who gives a number, where it is another than whose word its event is: "Police put the crowd at 800; the league said 5,000 had taken part"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from vedette.coding.clauses import Tree
from vedette.coding.matching import Found
from vedette.coding.words import words
from vedette.domain import ActorMention, Event, Quantity

LAST_NUMBER = re.compile(r"\s+[\d.,]+$")
"""A number that was taken for a part of the name before it ("the village 21")."""
NEAR = 8
"""Words behind a number in which "according to" or "by the count" belongs to it."""
COUNTS = frozenset({"count", "reckoning", "estimate", "tally", "calculation"})
"""Nouns of somebody's count."""
SETTING_APART = frozenset({",", ";", "and", "while", "but", "("})
"""What stands between one source's number and the next one's."""
LISTING = frozenset({"draw", "hold", "have"})
"""Verbs of whoever has a list."""
Sayer = Callable[[Tree, int], ActorMention | None]
Speaker = Callable[[int], ActorMention | None]


def with_counters(trees: Sequence[Tree], coded: Sequence[tuple[Found, Event]], sayer: Sayer, speaker: Speaker) -> list[tuple[Found, Event]]:
    """Events whose numbers say who counted, where that is not told of the event as a whole; `sayer` is who a noun is, `speaker` who says the words at an offset."""
    out: list[tuple[Found, Event]] = []
    for f, e in coded:
        if not e.quantities:
            out.append((f, e))
            continue
        counted: list[Quantity] = []
        for q in e.quantities:
            told = e.attribution.source.actor.name if e.attribution else None
            taken = {told} | {o.by for o in counted if o.kind == q.kind and (o.low, o.high) != (q.low, q.high)}
            counted.append(_counted(trees, e, q, sayer, speaker, frozenset(n for n in taken if n)))
        out.append((f, replace(e, quantities=tuple(counted))))
    return out


def _counted(trees: Sequence[Tree], e: Event, q: Quantity, sayer: Sayer, speaker: Speaker, taken: frozenset[str]) -> Quantity:
    """A number with who counted; `taken` are the names of those who gave another number of the same, so that "the union" is none of them."""
    tree = next((t for t in trees if t.sentence.start <= q.start < t.sentence.end), None)
    at = tree.within(q.start, q.end) if tree is not None else []
    if tree is None or not at:
        return q
    beside = _beside(tree, at[-1])
    said = beside if beside is not None else _sayer(tree, at[0])
    trigger = tree.within(e.trigger.start, e.trigger.end)
    inside = bool(trigger) and e.evidence.start <= q.start < e.evidence.end
    if said is None:
        who = None if inside else speaker(q.start)
    elif beside is None and inside and trigger and _sayer(tree, trigger[0]) == said:
        return q  # whose word the event is
    else:
        who = sayer(tree, said)
    if who is None or (inside and beside is None and e.attribution is not None and e.attribution.source.actor.name == who.actor.name):
        return q
    name = who.actor.name
    if said is not None and name in taken and tree.lemma(said) not in name.lower():
        name = _phrase(tree, said)
    return replace(q, by=LAST_NUMBER.sub("", name))


def _phrase(tree: Tree, i: int) -> str:
    """The words of a noun phrase up to its noun, without its article."""
    first = i
    while first > 0 and tree.tokens[first - 1].upos in ("ADJ", "NOUN", "PROPN", "PART"):
        first -= 1
    return tree.span(first, i).text


def _beside(tree: Tree, k: int) -> int | None:
    """Whose number a bare one is, told right beside it: "400 by the police count", "1,500 according to the organisers", "not seven, as the army says", "the village 21"."""
    behind = range(k + 1, min(k + 1 + NEAR, len(tree.tokens)))
    text = [tree.tokens[j].text.lower() for j in behind]
    if text[:2] == ["according", "to"]:
        return next((j for j in behind if _on_his_word(tree, j)), None)
    if text[:1] in (["by"], ["in"], ["at"]):
        counts = next((j for j in behind if tree.lemma(j) in COUNTS), None)
        if counts is not None:
            own = tree.kids(counts, "nmod:poss", "compound")
            of = [j for case, j in tree.obliques(counts) if case == "of"]
            return next((j for j in (*own, *of) if tree.tokens[j].upos in ("NOUN", "PROPN")), None)
    if k > 0 and tree.lemma(k - 1) == "not" and "as" in text:
        return next((s for j in behind if tree.lemma(j) in words("counts given") for s in tree.kids(j, "nsubj")), None)
    noun = k - 2 if k > 2 and tree.tokens[k - 1].text.lower() in ("of", "at") else k - 1
    after = text[0] if text else "."
    if noun > 1 and tree.tokens[k].upos == "NUM" and tree.tokens[noun].upos in ("NOUN", "PROPN") and after in (".", ",", ";", ")", "and"):
        first = noun
        while first > 0 and tree.tokens[first - 1].upos in ("DET", "ADJ", "NOUN", "PROPN", "PART"):
            first -= 1
        if tree.tokens[first].upos == "DET" and tree.tokens[first].text.lower() == "the" and tree.tokens[first - 1].text in SETTING_APART:
            return noun
    return None


def _sayer(tree: Tree, i: int) -> int | None:
    """The noun of whoever says, counts or lists what a word is part of; None where that is not told in its sentence."""
    under = i
    for v in tree.above(i):
        lemma = tree.lemma(v)
        if tree.tokens[v].upos == "VERB" and (lemma in LISTING or lemma in words("counts given", "counts known")):
            listing = lemma not in LISTING or any(tree.lemma(k) in ("list", "name") for k in tree.kids(v, "obj"))
            subject = tree.agents(v) if tree.passive(v) else tree.kids(v, "nsubj") or (tree.subjects(v) if tree.rel(v) == "conj" else [])
            named = [k for k in subject if tree.tokens[k].upos in ("NOUN", "PROPN", "ADJ")]
            if listing and named and under not in subject:
                return named[0]
        under = v
    told = [j for j in range(len(tree.tokens)) if _on_his_word(tree, j)] if "according" in tree.words else []
    return next((j for j in told if j > i), told[0] if told else None)


def _on_his_word(tree: Tree, j: int) -> bool:
    return any(tree.tokens[k].text.lower() == "according" for k in tree.kids(j, "case"))
