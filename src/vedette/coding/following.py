"""How many they were, told in the sentence after the deed: "Police arrested hawkers. The figure was 12", "They number some 300", "About 90 took part"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from vedette.coding.clauses import Tree
from vedette.coding.counts import HARM, Number, number
from vedette.coding.matching import Found
from vedette.coding.numbers import BY_MODE, doing, quantity, what_becomes
from vedette.coding.tolls import come_to
from vedette.coding.words import words
from vedette.domain import Event, QuantityKind

BE = frozenset({"be", "number", "total"})
"""Verbs that say how many they are."""


def with_following(trees: Sequence[Tree], coded: Sequence[tuple[Found, Event]]) -> list[tuple[Found, Event]]:
    """Events with the number that the next sentence gives of those who did or underwent them."""
    out = list(coded)
    for last, tree in ((trees[max(0, s - d)], tree) for s, tree in enumerate(trees) for d in ((0, 1) if s else (0,))):
        held = [n for n, (_, e) in enumerate(out) if last.sentence.start <= e.trigger.start < last.sentence.end and not e.background]
        if not held:
            continue
        for n in reversed(held):
            f, e = out[n]
            found = _tallied(tree, last, f, e) or _taking_part(tree, e) or _numbered(tree, last, f)
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
    for i, t in enumerate(tree.tokens):
        if t.upos == "NOUN" and tree.lemma(i) in words("tallies") and any(tree.lemma(k) in ("the", "that") for k in tree.kids(i, "det")):
            if tree.obliques(i) or tree.kids(i, "compound", "amod"):
                continue
            kind = _main_kind(last, f, e)
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
        if t.start == e.trigger.start:
            continue
        joined = tree.lemma(i) == "take" and any(tree.lemma(k) == "part" for k in tree.kids(i, "obj"))
        joined = joined or (tree.lemma(i) == "stay" and any(tree.lemma(k) == "away" for k in tree.kids(i, "advmod", "compound")))
        if t.upos == "VERB" and (joined or tree.lemma(i) in words("joining")) and not tree.negated(i):
            told = next((m for k in tree.subjects(i) if (m := number(tree, k)) is not None), None)
            if told is not None:
                return "protesters", told
    return None


def _numbered(tree: Tree, last: Tree, f: Found) -> tuple[QuantityKind, Number] | None:
    """How many "they" of the last sentence were: its doers, or else those whom it befell."""
    for i in range(len(tree.tokens)):
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
