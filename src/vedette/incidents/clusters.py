"""Clusters that are kept while mentions come and go: only those that a change can reach are made again, and all are as if made at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping, Sequence

from vedette.incidents.blocks import Blocks, Shelf, exclude, include
from vedette.incidents.cluster import cluster
from vedette.incidents.mentions import ANY, Block, Key
from vedette.incidents.pairs import NEVER

Ties = Mapping[Key, set[Key]]
"""Judged pairs, each named from both its sides."""


class Clusters:
    """Average-link clusters of near mentions; a cluster's name is its first member.

    Two clusters only ever join over a pair with a score above 0 or one that people put together. So a change is settled among the
    clusters of the mentions that it touches and those that such pairs tie to them, and reaches a further one only if it joins it.
    """

    def __init__(self, score: Callable[[Key, Key], float], shelf: Shelf = dict) -> None:
        """`score(a, b)` of two mentions, a < b."""
        self.near = Blocks(shelf)
        self.home: MutableMapping[Key, Key] = shelf()
        self.members: MutableMapping[Key, tuple[Key, ...]] = shelf()
        self._score = score
        self._alike: MutableMapping[Key, frozenset[Key]] = shelf()
        self._open: dict[Key, None] = {}
        self._changed: set[Key] = set()

    def __contains__(self, key: Key) -> bool:
        return key in self.home

    def put(self, key: Key, blocks: Sequence[Block], handles: Sequence[Block] = ()) -> None:
        """Take a mention in. It is compared with those of its blocks; by its handles (blocks of `ANY` day) only others find it."""
        self.near.add(key, (*blocks, *handles))
        self.home[key], self.members[key] = key, (key,)
        self._open[key] = None
        self._changed.add(key)
        for other in self.near.near(key, blocks):
            if self._score(*_sorted(key, other)) > 0:
                self._tie(key, other)
        for a, b in self.near.apart(key, blocks):
            if not self._meet(a, b):
                self._part(a, b)
                self.touch(a)
                self.touch(b)

    def drop(self, key: Key) -> None:
        """Take a mention out."""
        blocks = self._blocks(key)
        self.touch(key)
        for other in list(self._alike.get(key, ())):
            self._part(key, other)
        self.near.remove(key)
        del self.home[key], self.members[key], self._open[key]
        for a, b in self.near.apart(key, blocks):
            if self._score(*_sorted(a, b)) > 0:
                self._tie(a, b)
            self.touch(a)
            self.touch(b)

    def touch(self, key: Key) -> None:
        """Have a mention's cluster made again."""
        if key in self._open:
            return
        name = self.home[key]
        self._changed.add(name)
        for m in self.members[name]:
            self.home[m], self.members[m] = m, (m,)
            self._open[m] = None

    def settle(self, same: Ties, apart: Ties) -> set[Key]:
        """Make again what was touched; returns the names of the clusters that are new, changed or gone."""
        while self._open:
            made: list[tuple[Key, ...]] = []
            seen: set[Key] = set()
            for key in self._open:
                if key not in seen:
                    piece = self._piece(key, same)
                    seen.update(piece)
                    made += self._made(sorted(piece), same, apart)
            beside = {(self.home[m], found) for found in made for m in found if m not in self._open}
            if reached := {name for name, found in beside if found != self.members[name]}:
                for name in reached:
                    self.touch(name)
                continue
            for found in made:
                if found[0] in self._open:
                    for m in found:
                        self.home[m] = found[0]
                        self.members.pop(m, None)
                    self.members[found[0]] = found
                    self._changed.add(found[0])
            self._open.clear()
        changed, self._changed = self._changed, set()
        return changed

    def _piece(self, start: Key, same: Ties) -> set[Key]:
        """The touched mentions that hang together with one, and the clusters beside them."""
        found, queue = {start}, [start]
        while queue:
            key = queue.pop()
            for other in (*self._alike.get(key, ()), *(k for k in same.get(key, ()) if k in self.home)):
                if other in found:
                    continue
                if other in self._open:
                    found.add(other)
                    queue.append(other)
                else:
                    found.update(self.members[self.home[other]])
        return found

    def _made(self, piece: list[Key], same: Ties, apart: Ties) -> list[tuple[Key, ...]]:
        if len(piece) == 1:
            return [tuple(piece)]
        at = {key: n for n, key in enumerate(piece)}
        scores = {
            (n, at[other]): self._score(key, other)
            for n, key in enumerate(piece)
            for other in self.near.near(key, self._blocks(key))
            if other > key and other in at
        }
        together, never = (
            [(n, at[other]) for n, key in enumerate(piece) for other in ties.get(key, ()) if other > key and other in at]
            for ties in (same, apart)
        )
        return [tuple(piece[n] for n in found) for found in cluster(len(piece), scores, NEVER / 2, together, never)]

    def _blocks(self, key: Key) -> list[Block]:
        """Those in which a mention is compared."""
        return [b for b in self.near.blocks(key) if b[2] != ANY]

    def _meet(self, a: Key, b: Key) -> bool:
        """Whether two mentions are near in any block."""
        common = set(self._blocks(a)).intersection(self._blocks(b))
        return b in self.near.near(a, tuple(common))

    def _tie(self, a: Key, b: Key) -> None:
        include(self._alike, a, b)
        include(self._alike, b, a)

    def _part(self, a: Key, b: Key) -> None:
        exclude(self._alike, a, b)
        exclude(self._alike, b, a)


def _sorted(a: Key, b: Key) -> tuple[Key, Key]:
    return (a, b) if a < b else (b, a)
