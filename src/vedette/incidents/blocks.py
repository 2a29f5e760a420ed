"""Who stands near whom: mentions in the order of their reports, block by block, so that nothing is compared with the whole store."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, MutableMapping, Sequence
from typing import Any

from vedette.incidents.mentions import Block, Key

NEAREST = 40
"""Mentions of a block on either side of another, in the order of their reports, with which that one is compared."""

Shelf = Callable[[], MutableMapping[Any, Any]]
"""Makes an empty mapping: `dict`, or one that keeps only what was used last in memory. A value changed in place is set again."""


def include(sets: MutableMapping[Any, frozenset[Key]], name: Any, key: Key) -> None:
    """Put a mention into one of several sets by name."""
    sets[name] = sets.get(name, frozenset()) | {key}


def exclude(sets: MutableMapping[Any, frozenset[Key]], name: Any, key: Key) -> None:
    """Take a mention out of one of several sets by name; an empty one is no more."""
    if left := sets.get(name, frozenset()) - {key}:
        sets[name] = left
    else:
        sets.pop(name, None)


class Blocks:
    """Mentions by block. Two are near where they share a block and fewer than `NEAREST` others of it lie between them."""

    def __init__(self, shelf: Shelf = dict) -> None:
        self._held: MutableMapping[Block, list[Key]] = shelf()
        self._of: MutableMapping[Key, Sequence[Block]] = shelf()
        self._count = 0

    def __contains__(self, key: Key) -> bool:
        return key in self._of

    def __len__(self) -> int:
        return self._count

    def blocks(self, key: Key) -> Sequence[Block]:
        """The blocks in which a mention stands."""
        return self._of[key]

    def add(self, key: Key, blocks: Sequence[Block]) -> None:
        """Put a mention into its blocks."""
        self._of[key] = blocks
        self._count += 1
        for b in blocks:
            held = self._held.get(b) or []
            insort(held, key)
            self._held[b] = held

    def remove(self, key: Key) -> None:
        """Take a mention out of its blocks."""
        for b in self._of.pop(key):
            held = self._held[b]
            del held[bisect_left(held, key)]
            if held:
                self._held[b] = held
            else:
                del self._held[b]
        self._count -= 1

    def near(self, key: Key, blocks: Sequence[Block]) -> set[Key]:
        """The mentions of these blocks that are near one that stands, or would stand, at `key`."""
        found: set[Key] = set()
        for b in blocks:
            held = self._held.get(b)
            if held is not None:
                at = bisect_left(held, key)
                found.update(held[max(0, at - NEAREST) : at + NEAREST + 1])
        found.discard(key)
        return found

    def crowded(self, blocks: Sequence[Block]) -> bool:
        """Whether one of these blocks holds so many that what comes or goes in it moves others out of sight or into it."""
        return any(len(self._held.get(b, ())) > NEAREST for b in blocks)

    def apart(self, key: Key, blocks: Sequence[Block]) -> list[tuple[Key, Key]]:
        """Pairs between which one that stands, or stood, at `key` makes the difference between near and not near in a block."""
        found = []
        for b in blocks:
            held = self._held.get(b, [])
            if len(held) > NEAREST:
                at = bisect_left(held, key)
                after = at + (at < len(held) and held[at] == key)
                for n in range(max(0, at - NEAREST), at):
                    if (other := after + NEAREST - (at - n)) < len(held):
                        found.append((held[n], held[other]))
        return found

    def seen_from(self, lookers: Blocks, key: Key, blocks: Sequence[Block]) -> set[Key]:
        """Those among `lookers` that a mention of these blocks, at `key`, is near to."""
        found: set[Key] = set()
        for b in blocks:
            looking = lookers._held.get(b)
            if looking is None:
                continue
            held = self._held.get(b, [])
            at = bisect_left(held, key)
            low, high = 0, len(looking)
            if at > NEAREST:
                low = bisect_left(looking, held[at - NEAREST - 1])
            if at + NEAREST + 1 < len(held):
                high = bisect_left(looking, held[at + NEAREST + 1])
            found.update(looking[low:high])
        return found
