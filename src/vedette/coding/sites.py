"""Where a deed was, told in a sentence behind it: "The roadblock is at Konna, 50 km from the city", "The fire was in the village of Tal"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from vedette.coding.clauses import Tree
from vedette.coding.matching import Found, match
from vedette.coding.where import FINE, VAGUE, outer
from vedette.coding.words import words
from vedette.domain import Event, Place, PlaceMention

AT = frozenset({"at", "in", "near", "outside", "on", "inside"})
"""Prepositions of where something is."""
BE_THERE = frozenset({"happen", "occur", "stand", "lie", "be"})
"""Verbs that say no more of a deed than where it was."""
BACK = 2
"""Sentences before in which the deed is told."""


def with_sites(trees: Sequence[Tree], coded: Sequence[tuple[Found, Event]], places: Sequence[PlaceMention]) -> list[tuple[Found, Event]]:
    """Events in the order of the text; those told without a spot get that at which a later sentence says that they were."""
    out = list(coded)
    starts = [t.sentence.start for t in trees]
    at = [bisect_right(starts, e.trigger.start) - 1 for _, e in out]
    for number, tree in enumerate(trees):
        told = _told(tree, places) if number else None
        if told is None:
            continue
        row, index = told
        for n in reversed(range(len(out))):
            f, e = out[n]
            if not 0 < number - at[n] <= BACK or not _same_kind(row, f, e) or _spot(e.place):
                continue
            if e.place is not None and not e.place.located:
                break  # in a town of its own that no gazetteer knows
            place = places[index].place
            if place is not None and (e.place is None or e.place.country in (None, place.country)):
                out[n] = f, replace(e, place=place, scene=None, seat=None, places=(index, *(p for p in e.places if p != index)))
            break
    return out


def _told(tree: Tree, places: Sequence[PlaceMention]) -> tuple[Found, int] | None:
    """The deed of which a sentence says where it is, and the index of the place."""
    for n, p in tree.here(places):
        i = tree.head_of(p.start, p.end)
        if p.place is None or p.role != "literal" or p.place.precision not in FINE or i is None:
            continue
        first = outer(tree, i)
        verb = first if tree.kids(first, "cop") else tree.tokens[first].head
        if tree.cases(first) not in AT or verb < 0 or tree.rel(verb) != "root" or tree.negated(verb):
            continue
        if verb != first and (tree.lemma(verb) not in BE_THERE or tree.kids(verb, "obj")):
            continue
        for k in tree.kids(verb, "nsubj"):
            if tree.tokens[k].upos != "NOUN" or not any(tree.lemma(d) in ("the", "this", "that") for d in tree.kids(k, "det")):
                continue
            if tree.kids(k, "amod", "nummod", "nmod", "acl"):
                continue  # "the second attack", "the march on Tuesday": it may be another one
            found = match(tree, k, tree.lemma(k), "n", k)
            if (
                found is not None
                and (found.row.condition or found.row.type in ("ASSAULT", "PROTEST"))
                and tree.lemma(k) not in words("carrying")
            ):
                return found, n
    return None


def _same_kind(row: Found, f: Found, e: Event) -> bool:
    """Whether an event is what a noun calls it."""
    if row.row.condition is not None:
        return e.condition == row.row.condition
    return e.event_type == row.row.type


def _spot(place: Place | None) -> bool:
    """Whether a place is a known spot already, no road or region."""
    return place is not None and place.located and place.precision in FINE and (place.radius or 0.0) <= VAGUE
