"""Numbers that others give for what was counted before, without its noun: "The militia says 600", "14 were taken, the committee counts 19"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

from vedette.coding.clauses import Tree
from vedette.coding.counts import THINGS, Number, counted_last, is_people, number, numeral, thing
from vedette.coding.crowds import CROWDS, with_crowds
from vedette.coding.matching import Found
from vedette.coding.numbers import quantity
from vedette.coding.words import words
from vedette.domain import Event, Quantity, QuantityKind, TimeMention

BACK = 2
"""Sentences before a bare number in which what it counts is told."""
TIMES = 12
"""How many times larger or smaller a second number of the same thing may be."""
YEAR = re.compile(r"(?:19|20)\d\d")
SETTING_APART = frozenset({",", ";", "and", "while", "but", "("})
"""What stands between one source's number and the next one's."""
PHRASE = 5
"""Words of the name of a second source."""
GAPPED = frozenset({("of", "speak"), ("of", "talk"), ("at", "put"), ("at", "estimate"), ("at", "reckon")})
"""Prepositions that a second source's number keeps without its verb."""
BARE = frozenset({"obj", "ccomp", "xcomp", "obl", "nmod", "flat", "appos", "root", "parataxis", "dep", "conj", "nsubj"})
"""Relations of a number that stands for itself."""


def with_recounts(trees: Sequence[Tree], coded: list[tuple[Found, Event]], times: Sequence[TimeMention]) -> list[tuple[Found, Event]]:
    """Events with the other numbers that are given for what they count, in their own sentence or the two behind it."""
    out = with_crowds(trees, coded)
    for s, tree in enumerate(trees):
        for k, n in _bare_numbers(tree, times):
            start = tree.tokens[k].start
            if any(q.start <= start < q.end for _, e in out for q in e.quantities):
                continue
            at = _counted(trees, out, s, start)
            if at is None:
                continue
            where, kind, like = at
            if _of_like_size(n, like):
                f, e = out[where]
                out[where] = f, replace(e, quantities=(*e.quantities, quantity(tree, n, kind)))
    return out


def _bare_numbers(tree: Tree, times: Sequence[TimeMention]) -> Iterator[tuple[int, Number]]:
    """The numbers of a sentence that somebody gives without a noun, none of them a day, a year or an hour."""
    if tree.lemmas.isdisjoint(words("counts given")):
        return
    spoken = [
        i
        for i in range(len(tree.tokens))
        if tree.lemma(i) in words("counts given") and (tree.kids(i, "nsubj") or tree.lemma(i) == "count") and not tree.negated(i)
    ]
    if not spoken:
        return
    held = {tree.tokens[i].start for t in times for i in tree.within(t.start, t.end)} if tree.here(times) else set()
    for k in range(spoken[0], len(tree.tokens)):
        t = tree.tokens[k]
        beside = tree.rel(k) in ("nummod", "acl") and t.head == k - 1  # "the village 21"
        if t.upos != "NUM" or not (tree.rel(k) in BARE or beside) or t.start in held or YEAR.fullmatch(t.text) or tree.kids(k, "nmod"):
            continue
        if k + 1 < len(tree.tokens) and tree.tokens[k + 1].upos in ("NOUN", "PROPN", "SYM", "ADJ"):
            continue
        if (_given(tree, k, spoken) or gapped(tree, k, spoken)) and (n := numeral(tree, k)) is not None:
            yield k, n


def _of_like_size(n: Number, like: Quantity) -> bool:
    """Whether two numbers may count one thing, and are not the same; a first number may be any."""
    low, high = n.low or n.high or 0, like.low or like.high or 0
    if not low or not high:
        return bool(low)
    return 1 / TIMES <= low / high <= TIMES and (n.low, n.high) != (like.low, like.high)


def _given(tree: Tree, k: int, spoken: Sequence[int]) -> bool:
    """Whether a number is what a counting verb says of itself: "says 600", "spoke of 600", "puts it at 600"; not "chapter 9", "at 11", "it lost four"."""
    head = tree.tokens[k].head
    if tree.rel(k) in ("obl", "nmod"):
        case = tree.cases(k)
        known = ("speak", "talk") if case == "of" else ("put", "estimate", "reckon", "tally", "count") if case == "at" else ()
        return head in spoken and tree.lemma(head) in known
    if k > 0 and k - 1 not in spoken and tree.tokens[k - 1].upos in ("NOUN", "PROPN") and tree.rel(k - 1) not in ("nsubj", "obl"):
        return False
    fronted = any(case == "of" and j < k for i in (k, head) if i >= 0 for case, j in tree.obliques(i))
    return not fronted and (head in spoken or head < 0 or any(s in tree.kids(k) for s in spoken))


def gapped(tree: Tree, k: int, spoken: Sequence[int]) -> bool:
    """Whether a number is told of a second source without its verb: "says 12 people died, the village 21", "counted 31, the relief office 27"."""
    j = k - 1
    if j > 2 and any((tree.tokens[j].text.lower(), tree.lemma(s)) in GAPPED for s in spoken):
        j -= 1  # "the officer speaks of five, the union of eleven"
    if j < 2 or tree.tokens[j].upos not in ("NOUN", "PROPN") or tree.lemma(j) in words("uncounted") | words("time units") or tree.cases(j):
        return False
    known = [tree.tokens[d].text.lower() for d in tree.kids(j, "det", "nmod:poss")]
    if {"a", "an"} & set(known) or (tree.tokens[j].xpos in ("NN", "NNP") and not known):
        return False  # "a boy 9", "page 21"
    first = j
    while first > 0 and tree.tokens[first - 1].text not in SETTING_APART:
        first -= 1
        if j - first > PHRASE or tree.tokens[first].upos in ("VERB", "AUX", "ADP", "NUM"):
            return False
    after = tree.tokens[k + 1].text if k + 1 < len(tree.tokens) else "."
    told = any(s < n < first and tree.tokens[n].upos == "NUM" for s in spoken for n in range(len(tree.tokens)))
    return first > 0 and told and after in (".", ",", ";", ")", "and", "or")


def _counted(trees: Sequence[Tree], coded: Sequence[tuple[Found, Event]], s: int, start: int) -> tuple[int, QuantityKind, Quantity] | None:
    """The event of which something was counted last before an offset, what, and its number; or a protest of which nobody counted anything yet."""
    first = trees[max(0, s - BACK)].sentence.start
    near = [
        (q.start, n, q)
        for n, (_, e) in enumerate(coded)
        if e.modality in ("asserted", "possible") and e.polarity == "positive"
        for q in e.quantities
        if first <= q.start < start and not e.trigger.in_title
    ]
    if near:
        _, n, q = max(near, key=lambda x: (x[0], -x[1]))
        return n, q.kind, q
    crowds = [
        n
        for n, (_, e) in enumerate(coded)
        if e.event_type == "PROTEST" and e.mode in CROWDS and e.modality == "asserted" and first <= e.trigger.start < start
    ]
    told = counted_last(trees[max(0, s - BACK) : s + 1], start, things=True)
    if crowds and not (told is not None and any(told >= coded[n][1].trigger.start for n in crowds[-1:])):
        return crowds[-1], "protesters", Quantity(kind="protesters", low=0, high=0, start=0, end=0)
    for n in reversed(range(len(coded))):
        f, e = coded[n]
        if e.modality == "asserted" and e.polarity == "positive" and first <= e.trigger.start < start and not e.trigger.in_title:
            kind = _destroyed(trees, f, e)
            if kind is not None:
                return n, kind, Quantity(kind=kind, low=0, high=0, start=0, end=0)
    return None


def _destroyed(trees: Sequence[Tree], f: Found, e: Event) -> QuantityKind | None:
    """What was burnt or destroyed, of which nobody has told how many yet ("set fire to houses in Dorva")."""
    if e.mode != "destroy" and f.row.head not in words("deeds to things"):
        return None
    tree = next(t for t in trees if t.sentence.start <= e.trigger.start < t.sentence.end)
    near = (f.at, f.bearer, *f.used)
    done = [*tree.objects(f.at), *tree.objects(f.bearer), *(k for i in near for case, k in tree.obliques(i) if case == "to")]
    several = [k for k in done if tree.tokens[k].xpos == "NNS" and not is_people(tree, k) and number(tree, k) is None]
    what = thing(tree, several[0]) if several else "-"
    return None if what == "-" else cast(QuantityKind, what) if what in THINGS else "other"
