"""Shared fixtures: one reader for the whole run, and case tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from vedette.language import Reader
from vedette.language.pieces import WordPieces

ROOT = Path(__file__).resolve().parent.parent
settings.register_profile("same every time", derandomize=True, deadline=None)
settings.load_profile("same every time")


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader(threads=2)


def cases(name: str) -> list[Any]:
    """Rows of `tests/cases/NAME.jsonl` as pytest parameters, named by their text."""
    lines = (ROOT / "tests/cases" / f"{name}.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return [pytest.param(r, id=f"{n}-{r['text'][:40]}") for n, r in enumerate(rows, 1)]


@pytest.fixture(scope="session")
def reader_pieces(reader: Reader) -> WordPieces:
    return reader.pieces


LONGEST = (
    "web/test_access.py",
    "test_docs.py",
    "web/test_triage_keys.py",
    "test_kill.py",
    "situations/test_scores.py",
    "test_watch.py",
    "web/test_browser.py",
)
"""Files that take longest: they are begun first, so that the workers end together."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first."""
    rank = {name: n for n, name in enumerate(LONGEST)}

    def place(item: pytest.Item) -> int:
        path = item.path.as_posix()
        return next((n for name, n in rank.items() if path.endswith(f"/tests/{name}")), len(rank))

    items.sort(key=place)
