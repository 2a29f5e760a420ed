from __future__ import annotations

import numpy as np
import pytest

from vedette.codebook.nearness import near, row


@pytest.mark.parametrize(
    ("word", "nearer", "farther"),
    [("cattle", "herd", "bishop"), ("doctors", "physicians", "lorries"), ("guns", "weapons", "schools"), ("salary", "wages", "river"), ("lorry", "truck", "court")],
)  # fmt: skip
def test_a_word_is_nearer_to_its_like(word: str, nearer: str, farther: str) -> None:
    found = near((word,), (nearer, farther))
    assert found.shape == (1, 2)
    assert found[0, 0] > 0.35 > found[0, 1]


def test_words_that_the_table_lacks_are_near_none_but_themselves() -> None:
    assert row("Zwrk") is None
    assert near(("zwrk", "zwrk"), ("zwrk", "guns")).tolist() == [[1.0, 0.0], [1.0, 0.0]]
    assert near((), ("guns",)).shape == (0, 1)


def test_inflections_and_accents_are_folded() -> None:
    assert row("Troops") == row("troops")
    assert row("reinstating") is not None
    assert bool(np.isclose(near(("reopen",), ("reopened",))[0, 0], 1.0, atol=0.6))
