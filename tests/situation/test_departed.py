"""Who was told to leave and is told to have left, and what is told to have been done in the words of its asking."""

from __future__ import annotations

import pytest

from vedette.domain import Actor
from vedette.domain.compare import day
from vedette.ingest import from_text
from vedette.situation.departed import departed
from vedette.situation.in_words import done_in_words
from vedette.situation.passages import by_word

FIRST, LAST = day("2032-03-01") or 0, day("2032-03-30") or 0


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Tarn flew out on Friday.", True),
        ("Pavel Tarn flew out on Friday.", True),
        ("On Friday Colonel Tarn flew out.", True),
        ("Rita Tarn flew out on Friday.", False),
        ("Tarn did not leave.", False),
    ],
)
def test_nobody_else_of_the_same_family_has_left(text: str, left: bool) -> None:
    told = by_word([from_text(text, kind="text", id="r1", published="2032-03-05")])
    assert (departed("leave the island", [Actor(name="Colonel Pavel Tarn")], told, set(), FIRST, LAST) is not None) is left


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("A school in Veldik was built by the army.", True),
        ("A school in Veldik was built with the money of 2032.", True),
        ("A school in Veldik was built by monks in 1931 and burned down.", False),
        ("It is ten years since a school in Veldik was built.", False),
    ],
)
def test_what_was_done_long_before_answers_nothing(text: str, done: bool) -> None:
    told = by_word([from_text(text, kind="text", id="r1", published="2032-03-05")])
    assert (done_in_words("build a school in Veldik", "build", [], [], True, told, set(), FIRST, LAST) is not None) is done
