"""The model of follow-ups for pictures that are drawn again and again: no pair is read twice."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import astuple
from functools import cache

import numpy as np
from numpy.typing import NDArray

from vedette.domain import FollowUp
from vedette.errors import StoreError
from vedette.language import FollowUps
from vedette.situation import Follow
from vedette.store import Store

PAIRS = 200_000
"""Pairs that a process remembers at most; then it forgets them all."""


class Remembered:
    """A model of follow-ups that remembers what it has read, by a digest of the pair and of itself. Numbers are rounded as they are kept, so that nothing depends on
    whether they were.
    """

    def __init__(self, model: Follow, name: str) -> None:
        self._model, self._name = model, name
        self._read: dict[str, NDArray[np.float32]] = {}

    def over(self, store: Store) -> Follow:
        """The model for a store, which keeps what it gave for other processes; a store that cannot be written to keeps nothing."""

        def follow(pairs: Sequence[FollowUp]) -> NDArray[np.float32]:
            keys = [self._key(p) for p in pairs]
            if len(self._read) + len(keys) > PAIRS:
                self._read.clear()
            unknown = dict.fromkeys(k for k in keys if k not in self._read)
            if unknown:
                self._read |= {k: np.array(said, np.float32) for k, said in store.followed(list(unknown)).items()}
            new = {k: p for k, p in zip(keys, pairs, strict=True) if k not in self._read}
            if new:
                made = self._model(list(new.values())).astype(np.float64).round(4)
                self._read |= dict(zip(new, made.astype(np.float32), strict=True))
                if not store.readonly:
                    with suppress(StoreError):  # another program writes, or the disk is full: it is read again another time
                        store.keep_followed(dict(zip(new, made.tolist(), strict=True)))
            return np.stack([self._read[k] for k in keys])

        return follow

    def _key(self, p: FollowUp) -> str:
        return hashlib.sha256("\x00".join([self._name, *map(str, astuple(p))]).encode()).hexdigest()[:32]


@cache
def _shipped() -> Remembered:
    model = FollowUps()
    return Remembered(model, model.name)


def follower(store: Store) -> Follow:
    """The shipped model, over a store."""
    return _shipped().over(store)
