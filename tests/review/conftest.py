"""A small store: a shooting told by three papers, a march told by two, a threat."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.incidents.factories import POLICE, actor, event, march, report, shooting
from vedette.domain import Coded, Event, Incident, Span
from vedette.pipeline import picture
from vedette.review import find
from vedette.store import Store

ARMY = actor("army of Merun", "MRN", "MIL")


def threat(id: str, **more: Any) -> Event:
    fields = {"on": "2031-05-10", "by": (ARMY,), "to": (POLICE,), "modality": "threatened", **more}
    at = Span(start=60, end=98, text="the army of Merun threatened to strike")
    return replace(event(id, "ASSAULT", at.text, **fields), evidence=at, trigger=Span(start=78, end=88, text="threatened"))


def add(store: Store, day: int, *events: Event) -> None:
    key = events[0].report
    store.add(report(key, f"2031-05-{day}", text=f"Text of {key}."), (), Coded(events=events, relevant=True))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "review.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    made = Store.open(path)
    add(made, 10, shooting("a#1"))
    add(made, 11, shooting("b#1"), threat("b#2"))
    add(made, 12, shooting("c#1"))
    add(made, 12, march("d#1"))
    add(made, 13, march("e#1"))
    yield made
    made.close()


@pytest.fixture
def of(store: Store) -> Callable[[str], Incident]:
    """The incident of an event, as the picture has it now."""

    def found(event: str) -> Incident:
        return next(i for i in picture(store).incidents if event in i.events)

    assert find(picture(store), "nothing") is None
    return found
