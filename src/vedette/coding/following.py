"""How many they were, told in the sentence after the deed: "Police arrested hawkers. The figure was 12", "They number some 300", "About 90 took part"."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from vedette.coding.clauses import Tree
from vedette.coding.counts import HARM, THINGS, Number, come_to, counted_last, has_number, number, numeral, thing
from vedette.coding.crowds import of_a_crowd
from vedette.coding.matching import Found
from vedette.coding.numbers import BY_MODE, doing, done_to, quantity, what_becomes
from vedette.coding.words import words
from vedette.domain import Event, QuantityKind

DEEDS = frozenset({"ASSAULT", "COERCE", "SANCTION", "PROTEST", "RETREAT", "AID", "MOBILIZE"})
"""Types of which it is told how many did or underwent it."""
BE = frozenset({"be", "number", "total"})
"""Verbs that say how many they are."""


def with_following(trees: Sequence[Tree], coded: Sequence[tuple[Found, Event]]) -> list[tuple[Found, Event]]:
    """Events with the number that the next sentence gives of those who did or underwent them."""
    out = list(coded)
    starts, told_in = [t.sentence.start for t in trees], defaultdict[int, list[int]](list)
    for n, (_, e) in enumerate(out):
        if not e.background:
            told_in[bisect_right(starts, e.trigger.start) - 1].append(n)
    for last, tree in ((trees[max(0, s - d)], tree) for s, tree in enumerate(trees) for d in ((0, 1) if s else (0,))):
        held = told_in.get(last.number, [])
        if not held or not has_number(tree):
            continue
        for n in reversed(held):
            f, e = out[n]
            found = _tallied(tree, last, f, e) or _taking_part(tree, e) or _numbered(tree, last, f) or _of_those(tree, last, f, e)
            if found is None:
                continue
            kind, told = found
            q = quantity(tree, told, kind)
            if not any(o.kind == kind or o.start == q.start for _, other in out[n:] for o in other.quantities):
                out[n] = f, replace(e, quantities=(*e.quantities, q))
            break
    return out


def _tallied(tree: Tree, last: Tree, f: Found, e: Event) -> tuple[QuantityKind, Number] | None:
    """What "the figure" of the last sentence's deed has come to."""
    if tree.lemmas.isdisjoint(words("tallies")):
        return None
    for i, t in enumerate(tree.tokens):
        if (
            t.upos == "NOUN"
            and tree.lemma(i) in words("tallies")
            and (
                any(tree.lemma(k) in ("the", "that") for k in tree.kids(i, "det"))
                or any(tree.lemma(k) == "they" for k in tree.kids(i, "nmod:poss"))
            )
        ):
            if tree.obliques(i) or tree.kids(i, "compound", "amod"):
                continue
            kind = _main_kind(last, f, e)
            if kind is None and tree.kids(i, "nmod:poss") and (those := _uncounted(last, f)):
                kind = those[0][1]
            told = come_to(tree, i) if kind is not None else None
            if kind is not None and told is not None:
                return kind, told
    return None


def _main_kind(last: Tree, f: Found, e: Event) -> QuantityKind | None:
    """What a deed mostly makes of people."""
    deed = what_becomes(last, f.at) or what_becomes(last, f.bearer)
    if deed in HARM:
        return cast(QuantityKind, deed)
    if e.mode in BY_MODE:
        return cast(QuantityKind, BY_MODE[e.mode])
    return "protesters" if e.event_type == "PROTEST" else "displaced" if e.mode == "deport" else None


def _taking_part(tree: Tree, e: Event) -> tuple[QuantityKind, Number] | None:
    """How many took part in a protest, where another verb than its own tells that."""
    if e.event_type != "PROTEST":
        return None
    for i, t in enumerate(tree.tokens):
        if t.upos != "VERB" or t.start == e.trigger.start:
            continue
        joined = tree.lemma(i) == "take" and any(tree.lemma(k) == "part" for k in tree.kids(i, "obj"))
        joined = joined or (tree.lemma(i) == "stay" and any(tree.lemma(k) == "away" for k in tree.kids(i, "advmod", "compound")))
        if (joined or tree.lemma(i) in words("joining")) and of_a_crowd(tree, i) and not tree.negated(i):
            told = next((m for k in tree.subjects(i) if (m := number(tree, k)) is not None), None)
            if told is not None:
                return "protesters", told
    return None


def _of_those(tree: Tree, last: Tree, f: Found, e: Event) -> tuple[QuantityKind, Number] | None:
    """How many those were of whom a deed told without a number: "There were nine of them", "Witnesses counted 50", "Estimates range from 800 to
    1,500", "Some 350 had arrived", or what was counted of the same things ("gave up their arms … 912 rifles").
    """
    taking = e.event_type in ("ASSAULT", "COERCE")
    if e.event_type not in DEEDS or e.polarity == "negative" or (tree is last and not tree.kids(f.bearer, "parataxis")):
        return None
    those = _uncounted(last, f)
    if not (those or taking):
        return None
    at = range(f.bearer + 1, len(tree.tokens)) if tree is last else range(len(tree.tokens))
    for i in at:
        t = tree.tokens[i]
        if t.upos not in ("VERB", "AUX", "NUM", "NOUN") or tree.negated(i):
            continue
        if t.upos in ("VERB", "AUX"):
            counts = tree.lemma(i) in words("counting")
            ranging = tree.lemma(i) in words("ranging") and any(tree.lemma(k) in words("guesses") for k in tree.subjects(i))
            near = (
                [
                    *(j for k in tree.kids(i, "obj") for j in tree.conjuncts(k)),
                    *(k for case, k in tree.obliques(i) if case in ("at", "from", "to")),
                ]
                if counts or ranging
                else []
            )
            near += [k for k in tree.kids(i, "nsubj") if tree.tokens[k].upos == "NUM" and tree.rel(i) == "root" and not tree.obliques(k)]
            for k in near:
                if counts and tree.tokens[k].upos == "NUM" and counted_last((tree,), tree.tokens[k].start, things=True) is not None:
                    continue  # "12,000 stalls stayed shut; the council counted 3,500"
                named = thing(tree, k) if counts and tree.rel(k) in ("obj", "conj") else None
                kind = (those[0][1] if those else None) if _bare(tree, k) else named
                fits = kind in THINGS or any(kind == of for _, of in those) or (taking and kind in ("arrested", "abducted"))
                if fits and (n := number(tree, k)) is not None and n.said:
                    return cast(QuantityKind, kind), _spread(tree, n) if ranging else n
        elif not those:
            continue
        elif t.upos == "NUM" and (_there(tree, i) or (tree.rel(i) in ("obj", "nmod", "obl") and tree.lemma(t.head) in words("counting"))):
            if any(case == "of" and tree.lemma(k) == "they" for case, k in tree.obliques(i)) and (n := number(tree, i)) is not None:
                return those[0][1], n
        elif t.upos == "NOUN" and tree is not last and (n := number(tree, i)) is not None and n.said:
            same = next((of for k, of in those if _alike(last, k, tree, i)), None)
            if same is not None and tree.rel(i) in ("obj", "nsubj", "nmod", "obl", "root"):
                return same, n
    return None


def _uncounted(tree: Tree, f: Found) -> list[tuple[int, QuantityKind]]:
    """Those to whom a deed was done and who did it, where they are several and no number is told, with what a number of them would be."""
    deed = what_becomes(tree, f.at) or what_becomes(tree, f.bearer)
    done = [*dict.fromkeys(k for i in (f.at, f.bearer) for k in (*tree.objects(i), *(j for case, j in tree.obliques(i) if case == "of")))]
    doers = tree.doers(f.bearer)
    asked = [(k, done_to(tree, k, deed, f.row, doers)) for k in done] + [(k, doing(tree, k, f.row)) for k in doers]
    several = [
        (k, kind) for k, kind in asked if kind is not None and (tree.tokens[k].xpos == "NNS" or tree.lemma(k) in words("several people"))
    ]
    return [] if several and any(number(tree, k) for k, _ in asked) else several


def _bare(tree: Tree, k: int) -> bool:
    """Whether a number stands without a noun."""
    return tree.tokens[k].upos == "NUM" and not any(tree.tokens[j].upos == "NOUN" for case, j in tree.obliques(k) if case == "of")


def _there(tree: Tree, i: int) -> bool:
    """Whether a number is of whom "there were" so many."""
    over = tree.tokens[i].head
    return any(tree.rel(k) == "expl" for j in (i, over) if j >= 0 for k in tree.kids(j))


def _spread(tree: Tree, n: Number) -> Number:
    """A number and the next one after "to", as a range."""
    to = next((k for k in range(n.last + 1, len(tree.tokens)) if tree.lemma(k) == "to"), None)
    other = next((m for k in range(to + 1, len(tree.tokens)) if (m := numeral(tree, k)) is not None), None) if to is not None else None
    if other is None or n.low is None or (other.high or 0) <= n.low:
        return n
    return Number(low=n.low, high=other.high, first=n.first, last=other.last)


def _alike(last: Tree, a: int, tree: Tree, b: int) -> bool:
    """Whether two nouns name the same people or things: one word, or both arms, vehicles or soldiers."""
    one, other = thing(last, a), thing(tree, b)
    return last.lemma(a) == tree.lemma(b) or (one == other and one in (*THINGS, "personnel"))


def _numbered(tree: Tree, last: Tree, f: Found) -> tuple[QuantityKind, Number] | None:
    """How many "they" of the last sentence were: its doers, or else those whom it befell."""
    if "they" not in tree.lemmas:
        return None
    for i in tree.having("nsubj"):
        they = [k for k in tree.kids(i, "nsubj") if tree.tokens[k].text.lower() == "they"]
        is_number = bool(tree.kids(i, "cop")) or tree.lemma(i) in BE
        if not they or not is_number:
            continue
        told = number(tree, i) or next((m for k in tree.kids(i, "obj", "obl", "xcomp") if (m := number(tree, k)) is not None), None)
        if told is None or not told.said:
            return None
        kind = next((k for d in last.doers(f.bearer) if (k := doing(last, d, f.row)) is not None), None)
        return (kind, told) if kind is not None else None
    return None
