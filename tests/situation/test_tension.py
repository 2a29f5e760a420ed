"""Weights by area: this week against the last, by day."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.export.test_picture import incident
from tests.incidents.factories import place
from vedette.domain import Incident
from vedette.situation import Area, area, tensions


def attack(n: int, on: str, where: str = "Velin", **more: Any) -> Incident:
    lies = replace(place(where), admin1="North", country="ZQ")
    return replace(incident(f"i{n}", event_type="ASSAULT", mode="firearms", begin=on, last=on, place=lies), **more)


def test_the_last_seven_days_stand_against_the_seven_before() -> None:
    found = [attack(1, "2022-12-20"), attack(2, "2022-12-14"), attack(3, "2022-12-13"), attack(4, "2022-12-06")]  # the last: too old
    (t,) = tensions(found, "2022-12-20")
    assert (t.now, t.before, t.count_now, t.count_before, t.direction) == (18.0, 9.0, 2, 1, "up")
    assert t.area == Area(country="ZQ", name="North")
    assert t.series == (*[0.0] * 6, 9.0, 9.0, *[0.0] * 5, 9.0)
    assert t.counts == (*[0] * 6, 1, 1, *[0] * 5, 1)


def test_friendly_acts_lower_the_weight_and_a_small_change_is_none() -> None:
    (t,) = tensions([attack(1, "2022-12-20"), attack(2, "2022-12-10"), attack(3, "2022-12-19", event_type="AID", mode=None)], "2022-12-20")
    assert (t.now, t.before, t.direction) == (-1.0, 9.0, "down")
    (t,) = tensions([attack(1, "2022-12-20"), attack(2, "2022-12-10", mode="beat")], "2022-12-20")
    assert (t.now, t.before, t.direction) == (9.0, 8.0, "level")


def test_what_no_report_puts_into_a_week_counts_nowhere() -> None:
    month = attack(1, "2022-12-10", last="2022-12-31")
    late = attack(2, "2022-12-21")
    guessed = attack(3, "2022-12-10", last="2022-12-17", time_estimated=True)
    (t,) = tensions([month, late, guessed], "2022-12-20")
    assert (t.count_now, t.count_before) == (1, 0)
    assert tensions([month], None) == ()


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"admin1": "North", "country": "XK"}, "XK/North"),
        ({"admin1": None, "country": "XK", "precision": "admin1", "name": "Mitrovica"}, "XK/Mitrovica"),
        ({"admin1": None, "country": "XK", "precision": "admin1", "part": "northern", "name": "northern Kosovo"}, "XK/Kosovo"),
        ({"admin1": None, "country": "XK", "precision": "country", "name": "Kosovo"}, "XK/Kosovo"),
        ({"admin1": None, "country": None, "precision": "region", "name": "Sahel"}, "/Sahel"),
    ],
)
def test_an_area_is_a_division_or_a_country(more: dict[str, Any], key: str) -> None:
    assert area(replace(place("Velin"), **more)).key == key
    assert area(None).name == "Place not known"
