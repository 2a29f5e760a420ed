"""The model of follow-ups over a store: no pair is read twice, by whatever process."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vedette.domain import FollowUp
from vedette.pipeline.following import Remembered
from vedette.store import Store

ONE, TWO = (FollowUp(kind="request", what="open the gate", told="They asked.", text=text, days=1) for text in ("It opened.", "It rained."))


class Model:
    """Says "done" with a third, and counts what it reads."""

    def __init__(self) -> None:
        self.read: list[FollowUp] = []

    def __call__(self, pairs: Sequence[FollowUp]) -> NDArray[np.float32]:
        self.read += pairs
        return np.tile(np.array([1 / 3, 0, 0, 1 / 3, 1 / 3], np.float32), (len(pairs), 1))


def test_no_pair_is_read_twice(tmp_path: Path) -> None:
    model = Model()
    store = Store.open(tmp_path / "x.db")
    follow = Remembered(model, "m").over(store)
    first = follow([ONE, TWO, ONE])
    assert first.shape == (3, 5)
    assert first[0, 3] == np.float32(0.3333)
    assert (follow([TWO]) == first[1:2]).all()
    assert model.read == [ONE, TWO]
    again = Remembered(model, "m").over(store)  # another process
    assert (again([ONE, TWO]) == first[:2]).all()
    assert model.read == [ONE, TWO]
    store.close()


def test_what_another_model_read_is_read_again(tmp_path: Path) -> None:
    model = Model()
    store = Store.open(tmp_path / "x.db")
    Remembered(model, "m").over(store)([ONE])
    Remembered(model, "n").over(store)([ONE])
    assert model.read == [ONE, ONE]
    store.close()


def test_a_store_that_is_only_read_keeps_nothing(tmp_path: Path) -> None:
    model = Model()
    Store.open(tmp_path / "x.db").close()
    store = Store.open(tmp_path / "x.db", readonly=True)
    for _ in range(2):
        Remembered(model, "m").over(store)([ONE])
    assert model.read == [ONE, ONE]
    store.close()


def test_a_store_that_another_program_writes_to_keeps_nothing_and_nothing_fails(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "x.db")
    other = Store.open(tmp_path / "x.db", wait=0.01)
    with store._writes():
        assert Remembered(Model(), "m").over(other)([ONE]).shape == (1, 5)
    assert store.followed([]) == {}
    other.close()
    store.close()
