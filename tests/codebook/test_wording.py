from __future__ import annotations

from pathlib import Path

import pytest

from vedette.codebook import wording
from vedette.codebook.wording import concepts, likeness, words


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("they dismantled the roadblocks", "the barricades were removed"),
        ("the vote was put off", "the election is postponed"),
        ("the minister stepped down", "a minister's resignation"),
        ("Čačak was shelled", "shelling of Cacak"),
        ("the army pulled out", "withdrawal of troops"),
        ("police detained two", "two arrests by policemen"),
    ],
)
def test_two_tellings_meet(left: str, right: str) -> None:
    assert likeness(words(left), words(right)) >= 0.6


@pytest.mark.parametrize(
    ("left", "right"), [("the dam was opened", "a bakery burned down"), ("she said on Monday that", "he said on Friday that")]
)
def test_two_things_do_not(left: str, right: str) -> None:
    assert likeness(words(left), words(right)) == 0.0


def test_the_table_is_sorted_and_names_each_word_once() -> None:
    lines = [x for x in (Path(wording.__file__).parent / "data/concepts.tsv").read_text("utf-8").splitlines() if not x.startswith("#")]
    assert lines[0] == "concept\twords"
    rows = [x.split("\t") for x in lines[1:]]
    assert [r[0] for r in rows] == sorted({r[0] for r in rows})
    assert all(r[1].split() == sorted(set(r[1].split())) for r in rows)
    assert len(concepts()) == sum(len(r[1].split()) for r in rows)
