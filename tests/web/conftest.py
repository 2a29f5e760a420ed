"""A small store made by hand: a text and its copy, a report on an area, one that names a country only, and hostile text."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from vedette.domain import (
    Actor,
    ActorMention,
    Attribution,
    Coded,
    Event,
    OffsetMap,
    Place,
    PlaceMention,
    Quantity,
    Report,
    Situation,
    TimeMention,
    span,
)
from vedette.store import Store
from vedette.web.app import create_app
from vedette.web.desk import Desk

KANYE = Place(name="Kanye", lat=-24.98, lon=25.35, country="BW", feature="PPL", precision="city", geonameid=933677)
SOUTHERN = Place(name="Southern District", lat=-24.8, lon=24.8, country="BW", feature="ADM1", precision="admin1", radius=120.0)
BOTSWANA = Place(name="Botswana", lat=-22.0, lon=24.0, country="BW", feature="PCLI", precision="country", geonameid=933860)

GATE = "Guards closed the gate near Kanye on Friday, police said. Two people were hurt."
ROADS = "Herders blocked roads across the Southern District on Monday."
TALKS = "Botswana held talks <script>alert('x')</script> with the herders & their elders on Tuesday."


def at(text: str, words: str) -> tuple[int, int]:
    """Where words stand."""
    start = text.index(words)
    return start, start + len(words)


def who(text: str, words: str, *sectors: str) -> ActorMention:
    start, end = at(text, words)
    return ActorMention(start=start, end=end, text=words, actor=Actor(name=words, country="BWA", sectors=sectors))


def where(text: str, words: str, place: Place) -> PlaceMention:
    start, end = at(text, words)
    return PlaceMention(start=start, end=end, text=words, place=place, role="literal", confidence=0.9)


def when(text: str, words: str, day: str) -> TimeMention:
    start, end = at(text, words)
    return TimeMention(start=start, end=end, text=words, type="DATE", value=day, begin=day, last=day, precision="day", anchor="published")


def report(id: str | int, text: str, source: str, published: str, **more: Any) -> Report:
    return replace(Report(id=id, text=text, raw=text, offsets=OffsetMap.identity(len(text)), source=source, published=published), **more)


def event(report: str, text: str, trigger: str, evidence: str, headline: str, **more: Any) -> Event:
    days = {"begin": more["on"], "last": more.pop("on"), "time_precision": "day"} if "on" in more else {}
    return Event(
        id=f"{report}#1",
        report=report,
        trigger=span(text, *at(text, trigger)),
        evidence=span(text, *at(text, evidence)),
        headline=headline,
        confidence=0.8,
        **{"event_type": "COERCE", "mode": None, **days, **more},
    )


def gate(key: str) -> Coded:
    """The coded fields of `GATE`."""
    said = Attribution(source=who(GATE, "police", "COP"), cue=span(GATE, *at(GATE, "said")))
    start, end = at(GATE, "Two")
    closed = event(
        key,
        GATE,
        "closed",
        "Guards closed the gate near Kanye on Friday, police said.",
        "Guards closed the gate",
        mode="restrict",
        on="2022-01-07",
        actors=(who(GATE, "Guards", "COP"),),
        about=span(GATE, *at(GATE, "the gate")),
        places=(0,),
        times=(0,),
        place=KANYE,
        attribution=said,
        condition="closure",
        quantities=(Quantity(kind="wounded", low=2, high=2, start=start, end=end),),
    )
    return Coded(events=(closed,), places=(where(GATE, "Kanye", KANYE),), times=(when(GATE, "Friday", "2022-01-07"),), relevant=True)


@pytest.fixture(scope="session")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("web") / "web.db"
    store = Store.open(path)
    add = store.add
    add(report("a/1", GATE, "Post", "2022-01-08", title="Gate <b>closed</b>", url="javascript:alert(1)"), (), gate("a/1"))
    add(report("a2", GATE, "Mirror", "2022-01-09", text_kind="restated", url="https://mirror.example/gate"), (), gate("a2"))
    roads = event(
        "r3",
        ROADS,
        "blocked",
        ROADS,
        "Herders blocked roads",
        event_type="PROTEST",
        mode="obstruct",
        on="2022-01-10",
        actors=(who(ROADS, "Herders", "CVL"),),
        places=(0,),
        place=SOUTHERN,
        condition="blockade",
    )
    add(
        report("r3", ROADS, "Herald", "2022-01-11"),
        (),
        Coded(events=(roads,), places=(where(ROADS, "Southern District", SOUTHERN),), relevant=True),
    )
    talks = event(
        "r4",
        TALKS,
        "talks",
        TALKS,
        "Botswana held talks <script>alert('x')</script>",
        event_type="CONSULT",
        on="2022-01-11",
        actors=(who(TALKS, "Botswana", "GOV"),),
        recipients=(who(TALKS, "the herders", "CVL"),),
        place=BOTSWANA,
    )
    add(report(4, TALKS, "<i>Gazette</i>", "2022-01-12"), (), Coded(events=(replace(talks, id="4#1", report="4"),), relevant=True))
    add(report("gone", "Words to be forgotten.", "Post", "2022-01-05"), (), Coded(relevant=True))
    store.forget("gone", reason="asked by the person named", by="desk")
    store.put_situation(Situation(name="South", area=("BW",), zone="Africa/Gaborone"), by="desk")
    store.close()
    return str(path)


@pytest.fixture
def client(db: str) -> Iterator[TestClient]:
    desk = Desk(db)
    with TestClient(create_app(desk, ["127.0.0.1"]), base_url="http://127.0.0.1") as made:
        yield made
    desk.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[TestClient]:
    Store.open(tmp_path / "e.db").close()
    desk = Desk(str(tmp_path / "e.db"))
    with TestClient(create_app(desk, ["127.0.0.1"], dist=tmp_path / "dist"), base_url="http://127.0.0.1") as made:
        yield made
    desk.close()


@pytest.fixture
def copied(db: str, tmp_path: Path) -> str:
    """A copy of the store that a test may write to."""
    return str(shutil.copyfile(db, tmp_path / "own.db"))


@contextmanager
def opened(path: str) -> Iterator[TestClient]:
    """A client of a store's board; redirects are not followed."""
    desk = Desk(path)
    with TestClient(create_app(desk, ["127.0.0.1"]), base_url="http://127.0.0.1", follow_redirects=False) as made:
        yield made
    desk.close()
