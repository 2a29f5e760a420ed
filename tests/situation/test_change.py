"""When a level changed: told once, with the new level as the base; a second opinion that is unsure where little is known."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.situation.change import DEFAULT, Beliefs, rises, turns, weighed

WEEKS = st.lists(st.integers(0, 60), max_size=150)


def test_a_rise_is_told_once_and_the_new_level_is_the_base() -> None:
    found = rises([1] * 30 + [6] * 40)
    assert [(r.at, r.since, r.base) for r in found] == [(32, 30, 1.0)]
    assert found[0].level == 6.0
    again = rises([1] * 30 + [6] * 40 + [18] * 20)
    assert [r.since for r in again] == [30, 70]
    assert 5.5 < again[1].base <= 6.0


def test_one_event_after_a_silent_year_is_no_rise_but_a_war_is() -> None:
    assert rises([0] * 60 + [1] + [0] * 10) == ()
    (told,) = rises([0] * 60 + [20, 20])
    assert told.at == 60


def test_a_level_that_stays_or_falls_is_not_told() -> None:
    assert rises([5] * 200) == ()
    assert rises([20] * 50 + [2] * 50) == ()


def test_a_bad_place_that_gets_half_as_bad_again_is_told() -> None:
    assert [r.since for r in rises([10] * 30 + [16] * 12)] == [30]
    assert rises([10] * 30 + [16] * 12, replace(DEFAULT, ratio=4.0)) == ()


def test_nothing_is_said_of_the_first_weeks() -> None:
    assert rises([0, 0, 30, 30]) == ()
    assert rises([0, 0, 30, 30], replace(DEFAULT, warm=0)) != ()


def test_chance_alone_rarely_rings() -> None:
    drawn = np.random.default_rng(7).poisson(3.0, (40, 200))
    assert sum(len(rises(row.tolist())) for row in drawn) <= 60  # 40 × 200 weeks are 153 years
    assert sum(len(turns(row.tolist())) for row in drawn) <= 60


@given(WEEKS)
def test_whatever_comes_rises_are_in_order_and_never_tell_of_weeks_to_come(counts: list[int]) -> None:
    found = rises(counts)
    assert all(a.at < b.at for a, b in pairwise(found))
    assert all(r.since <= r.at and r.level >= 0 and r.evidence > DEFAULT.threshold for r in found)
    for n in (len(counts) // 2, len(counts)):
        assert rises(counts[:n]) == tuple(r for r in found if r.at < n)


@given(WEEKS)
def test_beliefs_stay_probabilities_and_the_level_lies_in_its_interval(counts: list[int]) -> None:
    seen = Beliefs()
    for count in [*counts, 100_000]:
        seen.see(count)
        assert abs(float(seen.runs.sum()) - 1) < 1e-9
        mean, low, high = seen.level()
        assert 0 <= low < mean < high


def test_the_second_opinion_finds_the_same_change_and_knows_the_level() -> None:
    counts = [1] * 40 + [9] * 20
    (told,) = turns(counts)
    assert 40 <= told.since <= 41
    assert told.evidence > 0.8
    seen = Beliefs()
    for count in counts:
        seen.see(count)
    mean, low, high = seen.level()
    assert low < 9 < high
    assert abs(mean - 9) < 1
    assert turns([4] * 100) == ()


@pytest.mark.parametrize(("events", "deaths", "count"), [(0, 0, 0), (2, 0, 2), (2, 1, 3), (2, 30, 7), (1, 255, 9)])
def test_a_weeks_count_has_one_more_for_each_doubling_of_its_dead(events: int, deaths: int, count: int) -> None:
    assert weighed(events, deaths) == count
