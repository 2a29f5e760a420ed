"""When a daily report is due, by the clock of the situation's zone."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from vedette.errors import UsageError
from vedette.pipeline.schedule import Schedule, clock_time, due

EVENING = Schedule(cut_off=time(18), zone="Europe/Belgrade")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_report_is_due_once_after_each_cut_off() -> None:
    assert due(EVENING, at("2022-12-20T16:59"), None) == at("2022-12-19T17:00")
    assert due(EVENING, at("2022-12-20T17:00"), at("2022-12-19T17:00")) == at("2022-12-20T17:00")
    assert due(EVENING, at("2022-12-20T23:00"), at("2022-12-20T17:00")) is None
    assert due(EVENING, at("2022-12-21T16:59"), at("2022-12-20T17:00")) is None


def test_of_those_slept_through_only_the_last_is_due() -> None:
    assert due(EVENING, at("2022-12-24T08:00"), at("2022-12-20T17:00")) == at("2022-12-23T17:00")


def test_the_cut_off_keeps_to_the_local_clock_over_a_change_of_time() -> None:
    assert EVENING.before(at("2022-10-30T20:00")) == at("2022-10-30T17:00")
    assert EVENING.before(at("2022-10-29T20:00")) == at("2022-10-29T16:00")
    skipped = Schedule(cut_off=time(2, 30), zone="Europe/Belgrade")
    assert skipped.before(at("2022-03-27T12:00")) == at("2022-03-27T01:30")


def test_only_on_its_days() -> None:
    fridays = Schedule(cut_off=time(18), days=frozenset({4}))
    assert due(fridays, at("2022-12-22T20:00"), None) == at("2022-12-16T18:00")
    assert due(fridays, at("2022-12-23T18:00"), at("2022-12-16T18:00")) == at("2022-12-23T18:00")
    with pytest.raises(UsageError, match="day of the week"):
        due(Schedule(cut_off=time(18), days=frozenset()), at("2022-12-22T20:00"), None)


@pytest.mark.parametrize("value", ["24:00", "18", "18:60", "6:00", "18:00:00", "١٨:٠٠", ""])
def test_what_is_no_time_of_day_is_said(value: str) -> None:
    with pytest.raises(UsageError, match="not a time of day"):
        clock_time(value)
    assert clock_time("18:00") == time(18)
