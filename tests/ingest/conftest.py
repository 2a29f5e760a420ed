"""A small world to fetch from, on this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.watching import World, direct
from vedette.ingest.fetch import Fetcher


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    made = World()
    yield made
    made.close()


@pytest.fixture
def fetcher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fetcher]:
    yield from direct(monkeypatch, timeout=2)
