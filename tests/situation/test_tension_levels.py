"""The level of an area or of two parties: every point has its incident, its reason and its bounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.export.test_picture import incident, picture, report
from tests.incidents.factories import actor, place
from vedette.domain import Copies, Count, Incident
from vedette.situation.level import Volume, hurt, levels, share

DAY = "2022-12-20"
SUNDAY = "2022-12-25"
PLAIN = Volume(reports=0, usual=None, factor=1.0)


def before(days: int) -> str:
    return (date.fromisoformat(DAY) - timedelta(days=days)).isoformat()


def attack(n: int, ago: int = 0, where: str = "Velin", **more: Any) -> Incident:
    lies = replace(place(where), admin1="North", country="ZQ")
    given = {"event_type": "ASSAULT", "mode": "firearms", "begin": before(ago), "last": before(ago), "place": lies, **more}
    return incident(f"i{n}", **given)


def killed(low: int | None, high: int | None, *reports: str) -> Count:
    return Count(kind="killed", low=low, high=high, by=None, reports=reports or ("7",))


def test_a_share_is_hostility_and_casualties_by_support_and_says_so() -> None:
    made = share(attack(1, numbers=(killed(3, 3),), independent_sources=2), 1, PLAIN)
    assert made.points == pytest.approx((9 + 2 * 2) * 0.75)
    assert made.why == "hostility 9, dead and hurt +4.0, 2 independent sources ×0.75"
    sure = share(attack(2, status="confirmed", decided="analyst 1"), 1, PLAIN)
    assert (sure.points, sure.why) == (9.0, "hostility 9, confirmed by a person")
    kind = share(attack(3, event_type="AID", mode=None, numbers=(killed(3, 3),)), 1, Volume(reports=40, usual=10.0, factor=0.5))
    assert kind.points == -10 * 0.5 * 0.5
    assert kind.why == "friendliness 10, 1 independent source ×0.50, report volume ×0.50"


def test_numbers_that_disagree_widen_the_bounds() -> None:
    numbers = (killed(1, 1, "a"), killed(7, 7, "b", "c"), Count(kind="wounded", low=4, high=None, by=None, reports=("a",)))
    low, high, likely = hurt(attack(1, numbers=numbers))
    assert (round(low, 2), round(high, 2), round(likely, 2)) == (3.17, 6.34, 6.34)  # log2 of 3 and of 9, doubled
    (told,) = levels(picture(*(attack(n, numbers=numbers) for n in range(4)), as_of=DAY))
    (agreed,) = levels(picture(*(attack(n, numbers=(killed(8, 8),)) for n in range(4)), as_of=DAY))
    assert told.low is not None
    assert agreed.low is not None
    assert told.low < agreed.low < agreed.hostile < (agreed.high or 0)


def test_hostile_and_friendly_stay_apart_and_the_parts_sum_to_one() -> None:
    found = [attack(1), attack(2, 6), attack(3, 3, event_type="AID", mode=None), attack(4, 7), attack(5, 14)]
    (v,) = levels(picture(*found, as_of=DAY))
    assert (v.hostile, v.friendly, v.before, v.count, v.count_before) == (9.0, -5.0, 4.5, 3, 1)
    assert (v.first, v.last, v.word, v.direction) == ("2022-12-14", DAY, "low", "up")
    assert [(s.incident, s.part) for s in v.moved] == [("i3", 1.0), ("i2", 0.5), ("i1", 0.5)]
    assert [(d.day, d.hostile, d.friendly, d.count) for d in v.days if d.count] == [
        ("2022-12-14", 4.5, 0.0, 1),
        ("2022-12-17", 0.0, -5.0, 1),
        (DAY, 4.5, 0.0, 1),
    ]
    (few,) = levels(picture(*found, as_of=DAY), most=1)
    assert [s.incident for s in few.moved] == ["i3"]


def test_without_a_hostile_incident_there_is_no_interval_and_it_is_quiet() -> None:
    (v,) = levels(picture(attack(1, 8), as_of=DAY))
    assert (v.word, v.hostile, v.low, v.high, v.direction) == ("quiet", 0.0, None, None, "down")
    assert levels(picture(attack(1, 20), as_of=DAY)) == ()
    assert levels(picture(attack(1))) == ()


def test_what_was_planned_rejected_or_is_old_news_counts_nowhere() -> None:
    others: list[dict[str, Any]] = [{"modality": "planned"}, {"background": True}, {"status": "rejected"}, {"begin": None, "last": None}]
    assert levels(picture(*(attack(n, **o) for n, o in enumerate(others)), as_of=DAY)) == ()


def test_between_two_parties_direction_does_not_matter() -> None:
    a, b = actor("army"), actor("rebels")
    found = [
        attack(1, actors=(a,), recipients=(b,)),
        attack(2, actors=(b,), recipients=(a,)),
        attack(3, actors=(a,), recipients=(a,)),
        attack(4),
    ]
    (v,) = levels(picture(*found, as_of=DAY), "pair")
    assert (v.name, v.count) == ("army – rebels", 2)


def test_a_week_in_which_everybody_writes_is_weighed_down() -> None:
    reports = tuple(report(f"r{w}-{n}", published=before(7 * w)) for w in range(5) for n in range(40 if w == 0 else 10))
    keys = frozenset(r.key for r in reports)
    (v,) = levels(picture(attack(1), as_of=DAY, reports=reports, inside=keys))
    assert v.volume == Volume(reports=40, usual=10.0, factor=0.5)
    assert v.hostile == 9 * 0.5 * 0.5
    copied = Copies(reports=("r0-0", *(f"r0-{n}" for n in range(1, 31))), copy_of=tuple((f"r0-{n}", "r0-0") for n in range(1, 31)))
    (v,) = levels(picture(attack(1), as_of=DAY, reports=reports, inside=keys, copies=(copied,)))
    assert v.volume == Volume(reports=10, usual=10.0, factor=1.0)


def test_few_reports_tell_no_usual_volume() -> None:
    reports = tuple(report(f"r{n}", published=before(n)) for n in range(9))
    (v,) = levels(picture(attack(1), as_of=DAY, reports=reports, inside=frozenset(r.key for r in reports)))
    assert v.volume.factor == 1.0


def test_a_rise_is_told_once_with_the_week_in_which_it_began() -> None:
    old = [attack(n, 7 * n) for n in range(2, 30)]
    now = [attack(100 + n, n % 2, numbers=(killed(3, 3),)) for n in range(8)]
    (v,) = levels(picture(*old, *now, as_of=DAY))
    assert v.rise is not None
    assert (v.rise.at, v.rise.since, v.new) == (SUNDAY, SUNDAY, True)
    assert v.rise.base == pytest.approx(27 / 28, abs=0.05)
    assert v.weeks[-1] == 8 + 5  # 24 dead are nearly five doublings
    (calm,) = levels(picture(*old, attack(1), as_of=DAY))
    assert (calm.rise, calm.new) == (None, False)


def test_longer_spans_are_compared_with_as_many_days_before() -> None:
    found = [attack(n, n) for n in range(60)]
    (v,) = levels(picture(*found, as_of=DAY), first=before(29))
    assert (len(v.days), v.count, v.count_before, v.direction) == (30, 30, 30, "level")
    assert v.word == "high"  # 4.5 a day are 31.5 a week
    assert levels(picture(*found, as_of=DAY), first="2022-12-21") == ()
