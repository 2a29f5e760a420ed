"""On the example situation the default rules ring for what a duty officer wants to know, and for little else."""

from __future__ import annotations

import sys
from importlib.resources import files

import pytest

from vedette.domain import Picture, Situation
from vedette.ingest import open_input
from vedette.language import Reader
from vedette.pipeline import Coder, date_undated, ingest, picture
from vedette.situation.alerts import defaults
from vedette.situation.ringing import Rang, rehearse
from vedette.store import Store

WANTED = {
    # what: topic, known from, known to, a word of its title
    "shots and explosions at the election offices": ("incident", "2022-12-06", "2022-12-06", "Shots"),
    "a police patrol shot at": ("incident", "2022-12-09", "2022-12-10", "shot"),
    "barricades": ("opened", "2022-12-10", "2022-12-11", "barricades"),
    "the northern crossings closed": ("opened", "2022-12-10", "2022-12-11", "crossing"),
    "a stun grenade at an EU patrol": ("incident", "2022-12-11", "2022-12-11", "grenade"),
    "the army's state of alert": ("opened", "2022-12-13", "2022-12-28", "readiness"),
    "the request to the peacekeepers": ("asked", "2022-12-10", "2022-12-16", "KFOR"),
    "the main crossing closed": ("opened", "2022-12-28", "2022-12-28", "crossing"),
    "the promise to remove the barricades": ("asked", "2022-12-29", "2022-12-29", "roadblocks"),
    "the removal": ("ended", "2022-12-29", "2022-12-29", "barricade"),
    "two young people shot": ("incident", "2023-01-06", "2023-01-07", "shots"),
    "the refusal": ("answered", "2023-01-08", "2023-01-09", "refused"),
}
OTHERS = 10
"""Rings for anything else at most."""


@pytest.fixture(scope="module")
def rang(tmp_path_factory: pytest.TempPathFactory, reader: Reader) -> list[Rang]:
    store = Store.open(tmp_path_factory.mktemp("alerts") / "x.db")
    watch = Situation(name="North Kosovo", area=("XK", "RS"), begin="2022-11-01", last="2023-01-31")
    store.put_situation(watch, by="test")
    coder = Coder(context=watch.area)
    path = str(files("vedette") / "examples" / "kosovo.jsonl")
    assert {x.status for x in ingest(store, open_input(path, sys.stdin.buffer), reader, coder)} == {"new"}
    date_undated(store, reader, coder)
    days = sorted({d for r in store.reports() if "2022-11-01" <= (d := r.known[:10]) <= "2023-01-31"})
    pictures: list[tuple[str, Picture]] = [(d, picture(store, watch, known_at=d)) for d in ("2022-10-31", *days)]
    store.close()
    return rehearse(defaults(), pictures)


def of(rang: list[Rang], what: str) -> list[Rang]:
    topic, begin, end, word = WANTED[what]
    return [r for r in rang if r.sign.topic == topic and begin <= r.at <= end and word in r.sign.title]


@pytest.mark.parametrize("what", WANTED)
def test_it_rings_for(what: str, rang: list[Rang]) -> None:
    assert of(rang, what), [(r.at, r.sign.topic, r.sign.title) for r in rang]


def test_it_rings_for_at_most_ten_others(rang: list[Rang]) -> None:
    wanted = {id(of(rang, what)[0]) for what in WANTED if of(rang, what)}
    others = [(r.at, r.sign.topic, r.sign.title) for r in rang if id(r) not in wanted]
    assert len(wanted) == len(WANTED)
    assert len(others) <= OTHERS, others


def test_nothing_rings_twice(rang: list[Rang]) -> None:
    told = [(r.sign.space, m) for r in rang for m in r.sign.marks]
    assert len(told) == len(set(told))
