"""What people decided about mentions: which belong together and which do not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise

from vedette.domain import Judgement
from vedette.domain.marks import sides
from vedette.incidents.clusters import Ties
from vedette.incidents.mentions import Key


def ties(judgements: Iterable[Judgement], keys: Mapping[str, Key]) -> tuple[Ties, Ties]:
    """Pairs that belong together, and pairs that do not, among the events of `keys`; the latest judgement counts.

    An incident that was merged or split was seen as a whole: its events stay together, whatever their likeness.
    """
    same: set[tuple[Key, Key]] = set()
    apart: set[tuple[Key, Key]] = set()
    for j in judgements:
        first, second = ([keys[e] for e in side if e in keys] for side in sides(j))
        across = {_sorted(a, b) for a in first for b in second}
        if j.kind == "same":
            apart -= across
            same.update(_chain(first + second))
        else:
            apart |= across
            same -= across
            if j.kind == "split":
                same.update(_chain(first) + _chain(second))
    return _both(same), _both(apart)


def _both(pairs: Iterable[tuple[Key, Key]]) -> Ties:
    found: dict[Key, set[Key]] = defaultdict(set)
    for a, b in pairs:
        if a != b:
            found[a].add(b)
            found[b].add(a)
    return dict(found)


def _chain(keys: list[Key]) -> list[tuple[Key, Key]]:
    return [_sorted(a, b) for a, b in pairwise(keys)]


def _sorted(a: Key, b: Key) -> tuple[Key, Key]:
    return (a, b) if a < b else (b, a)
