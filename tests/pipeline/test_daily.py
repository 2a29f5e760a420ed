"""The daily report that the watch writes by itself: once for each cut-off, whenever the program ran and wherever it ended."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.web.conftest import db  # noqa: F401 (a fixture)
from vedette.cli.main import cli
from vedette.domain import Daily
from vedette.domain.feeds import Found
from vedette.errors import NoSituation, UsageError, VedetteError
from vedette.pipeline.daily import begun, write_due
from vedette.store import Store
from vedette.store.released import Released

SET = "2022-01-10T12:00"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def store(db: str, tmp_path: Path) -> Iterator[Store]:  # noqa: F811
    shutil.copy(db, tmp_path / "own.db")
    made = Store.open(tmp_path / "own.db")
    yield made
    made.close()


def daily(store: Store, now: str = SET, **more: Any) -> Daily:
    made = begun(store, Daily(situation="South", cut_off="18:00", **more), at(now))
    store.put_daily(made, by="chief")
    return made


def written(store: Store, now: str) -> list[int]:
    return [number for number, _ in write_due(store, at(now))]


def test_it_is_drafted_once_after_each_cut_off_by_the_clock_of_the_situation(store: Store) -> None:
    daily(store)
    assert written(store, "2022-01-10T15:59") == []  # 18:00 there is 16:00 in UTC
    (number,) = written(store, "2022-01-10T16:00")
    sheet = store.sheet(number)
    assert (sheet.situation, sheet.by, sheet.released, sheet.sitrep.known_at) == ("South", "watch", None, "2022-01-10T16:00:00Z")
    assert all(c.where for c in sheet.sitrep.citations)
    assert written(store, "2022-01-10T16:01") == written(store, "2022-01-11T15:59") == []
    store.drop_sitrep(number, by="chief")
    assert written(store, "2022-01-10T20:00") == []  # who throws a draft away does not get it again
    assert len(written(store, "2022-01-11T16:00")) == 1


def test_after_a_night_in_which_nothing_ran_only_the_latest_is_written_with_what_was_known_then(store: Store) -> None:
    daily(store)
    (number,) = written(store, "2022-01-14T07:00")
    assert store.sheet(number).sitrep.known_at == "2022-01-13T16:00:00Z"
    assert written(store, "2022-01-14T07:01") == []


def test_setting_it_up_writes_nothing_for_the_day_before(store: Store) -> None:
    daily(store, "2022-01-10T17:00")
    assert written(store, "2022-01-10T17:00") == written(store, "2022-01-11T15:00") == []


def test_it_is_released_where_that_is_wanted_and_the_next_is_compared_with_it(store: Store) -> None:
    daily(store, release=True)
    (first,) = written(store, "2022-01-10T16:00")
    assert store.sheet(first).released_by == "watch"
    assert store.sheet(first).digest
    (second,) = written(store, "2022-01-12T17:00")
    assert store.sheet(second).sitrep.since == "2022-01-10T16:00:00Z"


def test_only_on_its_days(store: Store) -> None:
    daily(store, days=(4,))  # Fridays
    assert written(store, "2022-01-13T20:00") == []
    assert len(written(store, "2022-01-14T16:00")) == 1


def test_the_report_and_that_its_cut_off_is_covered_are_one(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    daily(store)

    def fails(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as m:
        m.setattr(Released, "_audit", fails)  # the end of the process, after the report was written and before all of it was
        with pytest.raises(KeyboardInterrupt):
            written(store, "2022-01-10T16:00")
    assert store.sheets() == []
    assert len(written(store, "2022-01-10T16:00")) == 1


def test_two_that_come_at_once_write_one(store: Store) -> None:
    made = daily(store)
    runs = write_due(store, at("2022-01-10T16:00"))
    number, _ = next(runs)
    assert store.keep_daily(store.sheet(number).sitrep, made, "2022-01-10T16:00:00Z", by="watch") is None
    assert len(store.sheets()) == 1


def test_what_was_published_before_the_cut_off_is_waited_for_but_not_for_long(store: Store) -> None:
    daily(store)
    feed = store.add_feed("https://example.org/rss", "feed", "Post", by="test", words="feed")
    assert written(store, "2022-01-10T16:05") == []  # nobody has looked there since
    store.polled(feed.id, [Found(guid="1", words="Soldiers left.")], at="2022-01-10T16:06:00Z", due="2022-01-10T16:20:00Z")
    assert written(store, "2022-01-10T16:07") == []  # what was found there is not read
    store.settle(next(iter(store.waiting(feed.id, "2022-01-10T16:07:00Z", 9))).id, "same")
    (number,) = written(store, "2022-01-10T16:08")
    assert store.sheet(number).sitrep.known_at == "2022-01-10T16:00:00Z"
    assert written(store, "2022-01-11T16:29") == []
    assert len(written(store, "2022-01-11T16:30")) == 1


def test_a_paused_source_is_not_waited_for(store: Store) -> None:
    daily(store)
    feed = store.add_feed("https://example.org/rss", "feed", "Post", by="test")
    store.pause_feed(feed.id, True, by="test")
    assert len(written(store, "2022-01-10T16:00")) == 1


def test_a_clock_that_was_wrong_for_an_hour_silences_no_report(store: Store) -> None:
    made = daily(store)
    store.put_daily(replace(made, done="2031-01-10T16:00:00Z"), by="test")
    assert len(written(store, "2022-01-10T16:00")) == 1
    assert written(store, "2022-01-10T15:59") == []  # nor does one that is set back a little write it again


def test_it_ends_with_its_situation_and_when_it_is_told_to(store: Store) -> None:
    daily(store)
    store.drop_situation("South", by="chief")
    assert store.dailies() == []
    with pytest.raises(NoSituation):
        daily(store)


def run(store: Store, *words: str) -> Result:
    return CliRunner().invoke(cli, ["--db", store.path, *words], catch_exceptions=False, standalone_mode=False)


def test_it_is_set_listed_and_ended_on_the_command_line(store: Store, tmp_path: Path) -> None:
    run(store, "situation", "daily", "South", "--cut-off", "18:00", "--on", "mon", "--on", "fri", "--release")
    (made,) = store.dailies()
    assert (made.cut_off, made.days, made.release) == ("18:00", (0, 4), True)
    assert "18:00 mon, fri" in run(store, "situation", "list", "--format", "table").output
    run(store, "situation", "daily", "South", "--cut-off", "07:30")
    assert [(d.cut_off, d.days) for d in store.dailies()] == [("07:30", (0, 1, 2, 3, 4, 5, 6))]
    (number,) = written(store, "2092-01-10T16:00")
    for form, head in (("docx", b"PK"), ("md", b"# Situation report"), ("txt", b"DRAFT"), ("html", b"<!doctype"), ("json", b"{")):
        run(store, "sitrep", "--number", str(number), "--format", form, "-o", str(tmp_path / "s"))
        assert head in (tmp_path / "s").read_bytes()[:400]
    run(store, "situation", "daily", "South", "--off")
    assert store.dailies() == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("situation", "daily", "South"), "say when"),
        (("situation", "daily", "South", "--cut-off", "18:00", "--off"), "say when"),
        (("situation", "daily", "South", "--cut-off", "25:00"), "not a time of day"),
        (("situation", "daily", "North", "--cut-off", "18:00"), "no situation"),
        (("situation", "daily", "South", "--off"), "written daily"),
        (("sitrep", "--number", "77"), "no sitrep 77"),
        (("sitrep", "--number", "1", "--cut-off", "18:00"), "written already"),
    ],
)
def test_what_makes_no_sense_is_said(store: Store, words: tuple[str, ...], said: str) -> None:
    with pytest.raises((UsageError, VedetteError), match=said):
        run(store, *words)
