"""Reports into the store: each acknowledged once, errors told, undated ones dated later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from vedette.domain import Coded, Event, Report, span
from vedette.errors import BadRecord, InputError
from vedette.ingest import from_text
from vedette.language import Reader
from vedette.pipeline import Coder, Reading, date_undated, ingest, read_reports
from vedette.store import Store

FLOOD = "The Blue Nile burst its banks at Wad Alais on Monday and drowned two hundred houses, the governor said."


class OneEvent(Coder):
    """Codes one event a report, dated by the report: enough to see what becomes of it."""

    def code(self, reading: Reading) -> Reading:
        report = reading.report
        part = span(report.text, 0, min(12, len(report.text)))
        day = (report.published or "")[:10] or None
        event = Event(
            id=f"{report.key}#1",
            report=report.key,
            event_type=None,
            mode=None,
            trigger=part,
            evidence=part,
            headline=part.text,
            begin=day,
            last=day,
        )
        return replace(reading, coded=Coded(events=(event,)))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "v.db")
    yield store
    store.close()


def report(id: str | int, text: str = FLOOD, published: str | None = "2020-08-10") -> Report:
    return from_text(text, id=id, published=published)


def run(store: Store, reader: Reader, items: list[Report | InputError]) -> list[tuple[str | int | None, str]]:
    return [(x.id, x.status) for x in ingest(store, items, reader, OneEvent(), batch=3)]


def test_reports_come_out_in_order_and_are_read_once(store: Store, reader: Reader) -> None:
    bad = BadRecord("f:2: no text", id="b")
    items: list[Report | InputError] = [
        report("a"),
        bad,
        report(3, FLOOD + " Twice."),
        report("c", "Serija napada potresla je glavni grad jutros."),
    ]
    assert run(store, reader, items) == [("a", "new"), ("b", "error"), (3, "new"), ("c", "unread")]
    assert run(store, reader, items) == [("a", "known"), ("b", "error"), (3, "known"), ("c", "known")]
    assert [e.id for e in store.events()] == ["a#1", "3#1"]
    assert store.counts()["issue"] == 1  # told twice, recorded once


def test_one_id_with_two_texts_keeps_the_first_and_tells_of_the_second(store: Store, reader: Reader) -> None:
    found = list(ingest(store, [report("a"), report("a", "Another flood came.")], reader, OneEvent()))
    assert [x.status for x in found] == ["new", "error"]
    assert "another text" in (found[1].message or "")
    assert store.report("a").text == FLOOD


def test_a_report_is_on_the_disk_when_its_line_comes_out(store: Store, reader: Reader, tmp_path: Path) -> None:
    other = Store.open(tmp_path / "v.db", readonly=True)
    for n, item in enumerate(ingest(store, [report("a"), report("b", FLOOD + " B.")], reader, OneEvent()), 1):
        assert other.report(str(item.id)).key == item.id
        assert other.counts()["report"] == n
    other.close()


def test_undated_reports_are_dated_by_their_kin_read_again_and_left_alone_then(store: Store, reader: Reader) -> None:
    undated = report("late", FLOOD.replace("drowned", "flooded"), None)
    run(store, reader, [undated, report("clash", "Herders and farmers fought over a well.", "2020-09-02"), report("flood")])
    assert date_undated(store, reader, OneEvent()) == ["late"]
    held = store.report("late")
    assert (held.published, held.published_estimated) == ("2020-08-10", True)
    assert {e.id: e.begin for e in store.events()}["late#1"] == "2020-08-10"
    revision = store.revision()
    assert date_undated(store, reader, OneEvent()) == []
    assert store.revision() == revision


class Faulty(OneEvent):
    """Fails on one report, as a fault of ours would."""

    def code(self, reading: Reading) -> Reading:
        if reading.report.id == "b":
            raise KeyError("nobody thought of that")
        return super().code(reading)


def test_a_fault_of_ours_in_one_report_loses_no_other(store: Store, reader: Reader) -> None:
    items = [report("a"), report("b", FLOOD + " B."), report("c", FLOOD + " C.")]
    found = list(ingest(store, items, reader, Faulty()))
    assert [(x.id, x.status) for x in found] == [("a", "new"), ("b", "error"), ("c", "new")]
    assert "b: could not be coded (KeyError at test_ingest.py:" in (found[1].message or "")
    assert [r.key for r in store.reports()] == ["a", "c"]


def test_a_name_in_the_headline_is_the_place_that_it_is_in_the_text(reader: Reader) -> None:
    """Villa Bella is another name of a town of Brazil; a watch of Bolivia knows no such place, whatever the headline says."""
    text = "Gunmen shot two fishermen at Villa Bella on Tuesday. The band came from the Brazilian bank. Shots were fired at Riberalta, too."
    told = from_text(text, id="a", title="Two fishermen shot at Villa Bella", published="2031-05-14")
    (reading,) = read_reports([told], reader, coder=Coder(context=["BO"]))
    assert isinstance(reading, Reading)
    assert {p.place for p in reading.coded.places if p.text == "Villa Bella"} == {None}
    assert all(e.scene is None or e.scene.country == "BO" for e in reading.coded.events)
