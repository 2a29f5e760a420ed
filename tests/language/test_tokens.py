from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import cases
from vedette.language import tokenize


@pytest.mark.parametrize("case", cases("tokens"))
def test_words(case: dict[str, Any]) -> None:
    assert " ".join(w.text for w in tokenize(case["text"])) == case["words"]


@pytest.mark.parametrize("case", [c for c in cases("tokens") if "clitics" in c.values[0]])
def test_clitics(case: dict[str, Any]) -> None:
    assert [w.text for w in tokenize(case["text"]) if w.clitic] == case["clitics"]


@given(st.text(max_size=200))
def test_every_character_lies_in_one_word(text: str) -> None:
    words = tokenize(text)
    at = 0
    for w in words:
        assert text[w.start : w.end] == w.text
        assert not text[at : w.start].strip()
        assert at <= w.start < w.end
        at = w.end
    assert not text[at:].strip()


@given(st.text(alphabet="ab-'’.s n't@/:#_1 $", max_size=120))
def test_hard_marks_lose_nothing(text: str) -> None:
    assert "".join(w.text for w in tokenize(text)) == "".join(text.split())


@pytest.mark.parametrize("piece", ["a-", "a.", "-_", "'", "#", "x/", "@", "1.", "aa_bb-cc", "http://", "a@", "a.b-", "n't"])
def test_long_runs_cost_no_more_than_in_proportion(piece: str) -> None:
    """Counted in words, not seconds: a pattern that backtracks without bound would never come back."""
    assert tokenize(piece * 20_000)[-1].end == len(piece) * 20_000
