"""Where a deed was of which only a thing is told that was placed before: "They held the refinery at Zarbat … Police cleared the refinery on Monday".

And where a state ended whose beginning was placed: "Women blocked the road at Konna … The women cleared the road in the evening".
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from vedette.codebook.triggers import classes
from vedette.coding.clauses import Tree
from vedette.coding.matching import Found
from vedette.coding.scene import happens_somewhere
from vedette.coding.where import FINE
from vedette.coding.words import words
from vedette.domain import Event, Place, PlaceMention

STANDING = frozenset({"blockade", "occupation"})
"""States that end where they began."""
AT = frozenset({"at", "in", "near", "outside", "of", "on"})
"""Prepositions between a thing and its town."""
THE = frozenset({"the", "this", "that"})
ANOTHER = frozenset({"other", "another", "second", "new", "next", "nearby", "same", "own", "main", "last"})
"""Words before a noun that tell it from the one told before, or say nothing of which one it is."""
VAGUE = frozenset(
    {"road", "highway", "street", "house", "home", "office", "town", "city", "village", "area", "region", "hospital", "court"}
)
"""Nouns that do not say which one is meant."""

Things = Mapping[str, Sequence[tuple[int, Place]]]


def with_again(trees: Sequence[Tree], coded: Sequence[tuple[Found, Event]], places: Sequence[PlaceMention]) -> list[tuple[Found, Event]]:
    """Events in the order of the text; those that name no place of their own are where what they were done to, or what they end, was told to be."""
    out = list(coded)
    starts = [t.sentence.start for t in trees]
    things = _things(trees, places)
    for n, (f, e) in enumerate(out):
        if e.place is not None or not happens_somewhere(e) or e.evidence.in_title:
            continue
        tree = trees[max(0, bisect_right(starts, e.trigger.start) - 1)]
        there = _of_thing(tree, f, e, things) or _of_state(tree, f, e, [o for _, o in out[:n]])
        if there is not None:
            known = there.located
            out[n] = f, replace(e, place=None if known else there, scene=there if known else None, seat=None)
    return out


def _things(trees: Sequence[Tree], places: Sequence[PlaceMention]) -> Things:
    """The towns of things by noun, with the sentence: "a camp at Zarbat", "the Zarbat camp"."""
    out: dict[str, list[tuple[int, Place]]] = defaultdict(list)
    for tree in trees:
        for _, p in tree.here(places):
            if p.place is None or p.place.precision not in FINE:
                continue
            inside = tree.within(p.start, p.end)
            if not inside:
                continue
            k = inside[0] - 1
            while k > 0 and tree.tokens[k].upos in ("DET", "ADJ"):
                k -= 1
            noun = None
            if tree.tokens[inside[-1]].upos == "NOUN":
                noun = inside[-1]  # "Zarbat camp" as one name
            elif k > 0 and tree.lemma(k) in AT and p.role == "literal":
                noun = k - 1
            elif inside[-1] + 1 < len(tree.tokens) and p.role != "demonym":
                noun = inside[-1] + 1
            if noun is not None and tree.tokens[noun].upos == "NOUN" and _is_thing(tree.lemma(noun)):
                out[tree.lemma(noun)].append((tree.number, p.place))
    return out


def _is_thing(noun: str) -> bool:
    """Whether a noun calls a building or site, which stands where it is."""
    built = noun in classes()["BUILDING"] or noun in words("sites") or noun in words("place nouns")
    return built and noun not in VAGUE


def _of_thing(tree: Tree, f: Found, e: Event, things: Things) -> Place | None:
    """Where the thing stands to which, or at which, something was done: the only one of its kind that was placed in a sentence before."""
    beside = [tree.joined_to(f.bearer)] if tree.rel(f.bearer) == "conj" else []  # "cleared the terminal and arrested nine men"
    whence = ("to", "for") if e.event_type == "RETREAT" else ("to", "for", "from")
    for v in dict.fromkeys((f.bearer, f.at, *beside)):
        found = [*tree.objects(v), *tree.kids(v, "obl", "nsubj:pass")]
        found += [j for k in found for j in tree.kids(k, "nmod") if tree.cases(j) == "of"]  # "two blocks of the camp"
        for k in dict.fromkeys(found):
            noun = tree.lemma(k)
            if tree.tokens[k].upos != "NOUN" or noun not in things or tree.tokens[k].xpos != "NN" or tree.cases(k) in whence:
                continue
            told = {tree.lemma(d) for d in tree.kids(k, "det", "amod", "compound", "nmod:poss", "nummod")}
            if told.isdisjoint(THE) or told & ANOTHER or tree.kids(k, "compound", "amod"):
                continue
            before = [place for number, place in things[noun] if number < tree.number]
            if before and all(place == before[0] for place in before):
                return before[0]
    return None


def _of_state(tree: Tree, f: Found, e: Event, before: Sequence[Event]) -> Place | None:
    """Where the one state began that an event of the same report ends."""
    if e.condition not in STANDING or e.phase != "ends":
        return None
    for k in (k for v in (f.bearer, f.at) for k in tree.objects(v)):
        if any(tree.lemma(d) in ANOTHER | {"a", "an"} for d in tree.kids(k, "det", "amod")):
            return None  # "lifted another blockade"
    begun = [o for o in before if o.condition == e.condition and o.phase != "ends" and o.modality == "asserted" and o.place is not None]
    mine = {m.text.lower().split()[-1] for m in e.actors}
    whose = [o for o in begun if mine & {m.text.lower().split()[-1] for m in o.actors}]
    spots = list(dict.fromkeys(o.place for o in whose or begun if o.place is not None and o.place.precision in FINE))
    return spots[0] if len(spots) == 1 else None
