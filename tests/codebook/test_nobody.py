"""Things whose names end as those of people do: one list, for the coder and for the numbers of a picture."""

from __future__ import annotations

import pytest

from vedette.codebook import plover
from vedette.codebook.things import nobody
from vedette.situation.counted import is_people, noun_of


def test_the_list_is_sorted_and_free_of_repeats() -> None:
    given = [r["word"] for r in plover.rows("nobody.tsv")]
    assert given == sorted(set(given))
    assert nobody() == set(given)


@pytest.mark.parametrize(
    ("word", "people"), [("containers", False), ("banners", False), ("letters", False), ("dentists", True), ("teachers", True)]
)
def test_who_is_counted(word: str, people: bool) -> None:
    assert is_people(noun_of(word)) is people
