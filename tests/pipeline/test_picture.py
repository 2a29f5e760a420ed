"""The picture is cut by what was known and by when it happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from vedette.domain import Actor, ActorMention, Coded, Event, OffsetMap, Place, Report, Situation, span
from vedette.errors import NotFound, UsageError
from vedette.export.picture import picture_shape
from vedette.incidents import Merger
from vedette.pipeline import picture, report_on
from vedette.pipeline.draw import moment
from vedette.store import Store

TEXT = "Farmers blocked the road at {place} on {day} over water prices."
PLACES = {
    "Lira": Place(name="Lira", lat=2.25, lon=32.9, country="UG", feature="PPL", precision="city"),
    "Eldoret": Place(name="Eldoret", lat=0.52, lon=35.27, country="KE", feature="PPL", precision="city"),
}


def add(store: Store, id: str | int, place: str, begin: str, published: str) -> None:
    text = TEXT.format(place=place, day=begin)
    report = Report(id=id, text=text, raw=text, offsets=OffsetMap.identity(len(text)), published=published, source="Post", language="en")
    farmers = ActorMention(start=0, end=7, text="Farmers", actor=Actor(name="Farmers", country=None, sectors=("AGR",)))
    event = Event(
        id=f"{id}#1",
        report=str(id),
        event_type="PROTEST",
        mode="obstruct",
        trigger=span(text, 8, 15),
        evidence=span(text, 0, len(text)),
        headline="Farmers blocked the road",
        about=span(text, 16, 24),
        actors=(farmers,),
        place=PLACES[place],
        begin=begin,
        last=begin,
        time_precision="day",
        condition="blockade",
        confidence=0.9,
    )
    store.add(report, (), Coded(events=(event,), relevant=True))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "v.db")
    add(store, "lira", "Lira", "2020-03-01", "2020-03-02")
    add(store, 7, "Eldoret", "2020-03-05", "2020-03-06")
    add(store, "late", "Lira", "2020-02-20", "2020-03-10")
    store.put_situation(Situation(name="Uganda", area=("UG",), begin="2020-02-25"), by="me")
    yield store
    store.close()


def begins(store: Store, name: str | None = None, **cut: str) -> list[str]:
    return sorted(i.begin or "" for i in picture(store, store.situation(name) if name else None, **cut).incidents)


def test_as_of_cuts_by_when_it_happened_and_known_at_by_when_we_knew(store: Store) -> None:
    assert begins(store) == ["2020-02-20", "2020-03-01", "2020-03-05"]
    assert begins(store, as_of="2020-03-04") == ["2020-02-20", "2020-03-01"]
    assert begins(store, known_at="2020-03-06") == ["2020-03-01", "2020-03-05"]
    assert begins(store, known_at="2020-03-06T00:00") == ["2020-03-01"]
    assert begins(store, known_at="2020-03-05") == ["2020-03-01"]


def test_what_no_report_dates_is_shown_but_in_no_past_picture(store: Store) -> None:
    text = "Soldiers shot two herders at Lira."
    soldiers = ActorMention(start=0, end=8, text="Soldiers", actor=Actor(name="Soldiers", country="UGA", sectors=("MIL",)))
    herders = ActorMention(start=18, end=25, text="herders", actor=Actor(name="herders", country="UGA", sectors=("AGR",)))
    event = Event(
        id="x#1",
        report="x",
        event_type="ASSAULT",
        mode="firearms",
        trigger=span(text, 9, 13),
        evidence=span(text, 0, len(text)),
        headline="Soldiers shot two herders",
        about=span(text, 14, 25),
        actors=(soldiers,),
        recipients=(herders,),
        place=PLACES["Lira"],
        confidence=0.9,
    )
    undated = Report(id="x", text=text, raw=text, offsets=OffsetMap.identity(len(text)), language="en")
    store.add(undated, (), Coded(events=(event,), relevant=True))
    assert "Soldiers shot two herders" in {i.title for i in picture(store).incidents}
    assert "Soldiers shot two herders" not in {i.title for i in picture(store, as_of="2020-03-09").incidents}


def test_a_situation_keeps_what_lies_in_its_area_and_days(store: Store) -> None:
    assert begins(store, "Uganda") == ["2020-03-01"]
    with pytest.raises(NotFound, match="Uganda"):
        report_on(store, "Kenya")


def test_the_public_shape_gives_ids_as_they_came_and_says_what_is_inside(store: Store) -> None:
    shape = picture_shape(picture(store, store.situation("Uganda")))
    assert shape["schema"] == 1
    assert shape["situation"] == "Uganda"
    assert [r["id"] for r in shape["reports"]] == ["lira", 7, "late"]
    assert {r["id"]: r["relevant"] for r in shape["reports"]}[7] is False
    (incident,) = shape["incidents"]
    assert incident["reports"] == ["lira"]
    assert incident["place"]["country"] == "UG"
    assert incident["acled"] == "Protests/Peaceful protest"
    assert [c["kind"] for c in shape["conditions"]] == ["blockade"]


def test_a_sitrep_tells_what_is_new_since_the_last_issued(store: Store) -> None:
    with pytest.raises(UsageError, match="no sitrep was issued"):
        report_on(store, None, since="last")
    first, _ = report_on(store, None, known_at="2020-03-05")
    store.issue_sitrep(first, None, by="me")
    second, _ = report_on(store, None, since="last")
    new = {
        s.text.split(":")[0] for section in second.sections for s in section.sentences if s.new and section.title.startswith("Incidents: ")
    }
    assert new == {"5 March 2020, Eldoret", "20 February 2020, Lira"}


@pytest.mark.parametrize(
    ("given", "until"),
    [
        ("2022-12-20", "2022-12-20T23:59:59Z"),
        ("2022-12-20T14:00", "2022-12-20T14:00:00Z"),
        ("2022-12-20T14:00:30Z", "2022-12-20T14:00:30Z"),
        ("2022-12-20T00:30+01:00", "2022-12-19T23:30:00Z"),
        (None, None),
    ],
)
def test_a_day_means_until_its_end(given: str | None, until: str | None) -> None:
    assert moment(given, "--known-at") == until


def test_a_situations_zone_decides_when_a_day_ends() -> None:
    assert moment("2022-12-20", "--known-at", "Europe/Belgrade") == "2022-12-20T22:59:59Z"
    assert moment("2022-07-20", "--known-at", "America/New_York") == "2022-07-21T03:59:59Z"


@pytest.mark.parametrize(
    "given",
    [
        "yesterday", "2022-13-01", "2022-12-20T", "2022-12-20Tnoon", "20.12.2022", "2022-12-20 14:00", "2022-12-20T14", "2022-12-20T25:00",
        "2022-12-20T14:00:00.5", "2022-12-20T14:00+0100", "2022-12-20T14:00Z tomorrow", "20221220", "2022-W51-2", "٢٠٢٢-12-20", "",
    ],
)  # fmt: skip
def test_what_is_no_day_is_told(given: str) -> None:
    with pytest.raises(UsageError, match="--known-at"):
        moment(given, "--known-at")


def test_as_of_takes_a_day_only(store: Store) -> None:
    with pytest.raises(UsageError, match="--as-of 2020-03-04T12:00: not a day"):
        picture(store, as_of="2020-03-04T12:00")


def test_a_report_from_the_future_does_not_set_the_day(store: Store) -> None:
    add(store, "typo", "Lira", "2020-03-11", "2920-03-11")
    assert picture(store).as_of == "2020-03-10"


def test_a_late_report_is_new_since_the_last_sitrep_though_published_before_it(store: Store) -> None:
    first, _ = report_on(store, "Uganda")
    assert first.known_at == "2020-03-02"  # the later ones are not of this situation
    assert first.reports == ("lira",)
    store.issue_sitrep(first, "Uganda", by="me")
    add(store, "slow", "Lira", "2020-02-26", "2020-02-27")
    add(store, "again", "Lira", "2020-03-01", "2020-03-02")
    second, _ = report_on(store, "Uganda", since="last")
    told = {
        s.text.split(":")[0]: s.new for section in second.sections for s in section.sentences if section.title.startswith("Incidents: ")
    }
    assert told == {"1 March 2020, Lira": False, "26 February 2020, Lira": True}


def test_a_judgement_counts_from_when_it_was_made_until_it_is_undone(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    add(store, "again", "Lira", "2020-03-01", "2020-03-02")
    monkeypatch.setattr("vedette.store.judging.now", lambda: "2020-04-01T12:00:00Z")
    store.judge("not same", ["lira#1"], others=["again#1"], by="me", subject="i")
    monkeypatch.setattr("vedette.store.judging.now", lambda: "2020-04-05T12:00:00Z")
    store.undo_judgement(by="me")
    assert begins(store, known_at="2020-03-03") == ["2020-03-01"]
    assert begins(store, known_at="2020-04-02") == ["2020-02-20", "2020-03-01", "2020-03-01", "2020-03-05"]
    assert begins(store, known_at="2020-04-06") == begins(store) == ["2020-02-20", "2020-03-01", "2020-03-05"]


def test_what_people_decided_counts_for_states_too(store: Store) -> None:
    from vedette import review

    (told,) = picture(store, store.situation("Uganda")).conditions
    (i,) = (i for i in picture(store).incidents if i.id in told.opened_by)
    review.edit(store, i, "place", {"name": "Gate", "lat": 2.3, "lon": 32.9}, by="analyst 1")
    (moved,) = picture(store, store.situation("Uganda")).conditions
    assert (told.place and told.place.name, moved.place and moved.place.name) == ("Lira", "Gate")
    review.edit(store, i, "begin", "2020-02-29", by="analyst 1")
    assert picture(store, store.situation("Uganda")).conditions[0].begin == "2020-02-29"
    review.reject(store, i, by="analyst 1", reason="a drill")
    assert picture(store, store.situation("Uganda")).conditions == ()
    review.undo(store, by="analyst 1")
    assert picture(store, store.situation("Uganda")).conditions[0].place == moved.place


def test_of_the_present_the_day_goes_on_though_no_report_comes(store: Store) -> None:
    assert picture(store).as_of == "2020-03-10"
    assert picture(store, today="2020-03-13").as_of == "2020-03-13"
    assert picture(store, today="2020-03-09").as_of == "2020-03-10"
    assert picture(store, today="2020-04-10").as_of == "2020-03-10"  # an archive
    assert picture(store, today="2020-03-13", as_of="2020-03-11").as_of == "2020-03-11"
    ended = Situation(name="Uganda", area=("UG",), last="2020-03-12")
    assert picture(store, ended, today="2020-03-20").as_of == "2020-03-12"


@pytest.mark.parametrize("large", [0, 1000])
def test_the_next_picture_merges_only_what_came_or_went(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int) -> None:
    monkeypatch.setattr("vedette.pipeline.draw.LARGE", large)
    moved: list[tuple[str, str]] = []

    def told(name: str, method: Callable[[Merger, str], None]) -> None:
        def spied(merger: Merger, key: str) -> None:
            moved.append((name, key))
            method(merger, key)

        monkeypatch.setattr(Merger, name, spied)

    told("put", Merger.put)
    told("drop", Merger.drop)
    picture(store)
    assert sorted(moved) == [("put", "7"), ("put", "late"), ("put", "lira")]
    moved.clear()
    add(store, "more", "Lira", "2020-03-01", "2020-03-02T10:00:00Z")
    found = picture(store).incidents
    assert moved[:1] == [("put", "more")]
    assert {key for _, key in moved} <= {"more", "lira"}, "lira is now one of two copies"
    assert ("lira", "more") in {i.reports for i in found}
    moved.clear()
    store.forget("more", reason="a test", by="me")
    now = picture(store).incidents
    assert ("drop", "more") in moved
    assert "late" not in {key for _, key in moved}
    with closing(Store.open(tmp_path / "v.db")) as fresh:
        assert picture(fresh).incidents == now


def test_who_blocked_a_road_presumably_opened_it(store: Store) -> None:
    text = "The roadblock at Eldoret was removed on 2020-03-09."
    over = Event(
        id="over#1",
        report="over",
        event_type="RETREAT",
        mode="withdraw",
        trigger=span(text, 29, 36),
        evidence=span(text, 0, len(text)),
        headline="The roadblock was removed",
        about=span(text, 4, 13),
        place=PLACES["Eldoret"],
        begin="2020-03-09",
        last="2020-03-09",
        time_precision="day",
        condition="blockade",
        phase="ends",
        confidence=0.9,
    )
    report = Report(id="over", text=text, raw=text, offsets=OffsetMap.identity(len(text)), published="2020-03-10", language="en")
    store.add(report, (), Coded(events=(over,), relevant=True))
    shape = picture_shape(picture(store))
    found = next(i for i in shape["incidents"] if i["reports"] == ["over"])
    assert ([a["name"] for a in found["actors"]], found["actors_told"], found["actors_reason"]) == (["Farmers"], "presumed", "who began it")
