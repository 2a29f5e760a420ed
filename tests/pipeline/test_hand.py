"""What people hand in: composed so that day and place are read, kept once, and read later where the model is busy."""

from __future__ import annotations

from pathlib import Path

import pytest

from vedette.domain import Situation
from vedette.errors import BadRecord, Conflict, Empty
from vedette.language import Reader
from vedette.pipeline.hand import FieldReport, Hand, composed, pasted
from vedette.store import Store

ARRIVED = "2022-12-13T09:00:00Z"
GIVEN = FieldReport(
    client="c0ffee00c0ffee00",
    reporter="Patrol 2",
    seen="2022-12-12T14:05+01:00",
    where="Zvecan",
    what="Two masked men blocked the main road with a truck. One police officer was wounded.",
    numbers="2 men",
    knowledge="seen by the reporter",
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store.open(tmp_path / "v.db")
    made.put_situation(Situation(name="North", area=("XK", "RS")), by="desk")
    return made


def with_(**more: object) -> FieldReport:
    from dataclasses import replace

    return replace(GIVEN, **more)  # type: ignore[arg-type]


def test_a_field_report_opens_with_its_day_and_place_which_all_its_events_take(store: Store, reader: Reader) -> None:
    made = composed(GIVEN, ARRIVED)
    assert made.text.startswith("On 12 December 2022 at 14:05, at Zvecan: Two masked men blocked")
    assert made.text.endswith("Numbers: 2 men\n\nHow known: seen by the reporter")
    assert (made.id, made.source, made.published) == ("field-c0ffee00c0ffee00", "Field report: Patrol 2", ARRIVED)
    kept = Hand(store, reader).keep(made, by="reporter 1")
    assert (kept.status, kept.events) == ("new", 2)
    _, coded = store.reading(made.key)
    for e in coded.events:
        assert e.begin == "2022-12-12"
        assert e.place
        assert e.place.name == "Zvečan"
        assert made.text[coded.places[e.places[0]].start :].startswith("Zvecan")  # the words that it rests on


def test_a_position_is_read_and_wins_over_the_name_beside_it(store: Store, reader: Reader) -> None:
    Hand(store, reader).keep(composed(with_(lat=42.95, lon=20.85), ARRIVED), by="reporter 1")
    for e in store.events():
        assert e.place
        assert (round(e.place.at[0], 4), round(e.place.at[1], 4)) == (42.95, 20.85)


@pytest.mark.parametrize("wrong", [{"seen": "yesterday"}, {"lat": 42.0}, {"lat": 95.0, "lon": 20.0}, {"lat": float("nan"), "lon": 1.0}])
def test_what_cannot_be_is_refused_in_one_line(wrong: dict[str, object]) -> None:
    with pytest.raises(BadRecord) as e:
        composed(with_(**wrong), ARRIVED)
    assert "\n" not in str(e.value)


def test_one_client_id_lands_once_whenever_it_arrives(store: Store, reader: Reader) -> None:
    hand = Hand(store, reader)
    assert hand.keep(composed(GIVEN, ARRIVED), by="reporter 1").status == "new"
    assert hand.keep(composed(GIVEN, "2022-12-14T10:00:00Z"), by="reporter 1").status == "known"
    with pytest.raises(Conflict):
        hand.keep(composed(with_(what="Something else."), ARRIVED), by="reporter 1")
    assert store.counts()["report"] == 1
    assert store.report("field-c0ffee00c0ffee00").published == ARRIVED


def test_where_the_model_is_busy_a_report_is_kept_first_and_read_after(store: Store, reader: Reader) -> None:
    hand = Hand(store, reader, wait=0.01)
    with hand._busy:
        kept = hand.keep(composed(GIVEN, ARRIVED), by="reporter 1")
        assert kept.status == "waiting"
        assert [r.key for r in store.unread()] == ["field-c0ffee00c0ffee00"]
        assert store.events() == []
    hand.catch_up()
    with hand._later:  # whoever was first to read it has ended
        pass
    assert len(store.events()) == 2
    assert store.unread() == []


def test_a_pasted_message_is_read_without_being_kept(store: Store, reader: Reader) -> None:
    made = pasted("Guards closed the Jarinje crossing on December 10, police said.", source="Post", published="2022-12-11")
    reading = Hand(store, reader).read(made)
    assert [e.event_type for e in reading.coded.events] == ["COERCE"]
    assert store.counts()["report"] == 0
    with pytest.raises(Empty):
        pasted(" \n ", source=None, published=None)
