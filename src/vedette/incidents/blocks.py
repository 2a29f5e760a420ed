"""Who stands near whom: mentions in the order of their reports, block by block, so that nothing is compared with the whole store."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence

from vedette.incidents.mentions import Block, Key

NEAREST = 40
"""Mentions of a block on either side of another, in the order of their reports, with which that one is compared."""


class Blocks:
    """Mentions by block. Two are near where they share a block and fewer than `NEAREST` others of it lie between them."""

    def __init__(self) -> None:
        self._held: dict[Block, list[Key]] = {}
        self._of: dict[Key, Sequence[Block]] = {}

    def __contains__(self, key: Key) -> bool:
        return key in self._of

    def __len__(self) -> int:
        return len(self._of)

    def blocks(self, key: Key) -> Sequence[Block]:
        """The blocks in which a mention stands."""
        return self._of[key]

    def add(self, key: Key, blocks: Sequence[Block]) -> None:
        """Put a mention into its blocks."""
        self._of[key] = blocks
        for b in blocks:
            insort(self._held.setdefault(b, []), key)

    def remove(self, key: Key) -> None:
        """Take a mention out of its blocks."""
        for b in self._of.pop(key):
            held = self._held[b]
            del held[bisect_left(held, key)]
            if not held:
                del self._held[b]

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
