from __future__ import annotations

from dataclasses import replace

import pytest

from vedette.domain import Actor, Place
from vedette.domain.compare import actors_alike, days_apart, km, relation, same_actor

TOWN = Place(name="Town", lat=10.0, lon=20.0, country="ZQ", feature="PPL", precision="city", admin1="North")
LAND = Place(name="Land", lat=9.0, lon=19.0, country="ZQ", feature="PCLI", precision="country")
NAME = Place(name="Old Ford", lat=None, lon=None, country="ZQ", feature="", precision="city")
PART = replace(LAND, name="northern Land", lat=10.2, lon=20.0, radius=60.0, part="northern")


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (TOWN, None, "unknown"),
        (NAME, replace(NAME, name="old ford", country=None), "same"),
        (NAME, replace(NAME, name="New Ford"), "unknown"),
        (NAME, replace(NAME, country="YQ"), "far"),
        (NAME, replace(TOWN, name="Old Ford"), "same"),
        (NAME, TOWN, "unknown"),
        (NAME, LAND, "within"),
        (TOWN, TOWN, "same"),
        (TOWN, replace(TOWN, lat=10.1), "near"),
        (TOWN, replace(TOWN, lat=11.0), "far"),
        (TOWN, LAND, "within"),
        (LAND, TOWN, "within"),
        (TOWN, replace(LAND, country="YQ"), "far"),
        (TOWN, PART, "within"),
        (replace(TOWN, lat=8.0), PART, "far"),
        (TOWN, Place(name="North", lat=10.5, lon=20.5, country="ZQ", feature="ADM1", precision="admin1", admin1="North"), "within"),
    ],
)
def test_relations_of_places(a: Place, b: Place | None, expected: str) -> None:
    assert relation(a, b) == expected


def test_distance() -> None:
    assert km(TOWN, replace(TOWN, lat=11.0)) == pytest.approx(111.2, abs=0.2)
    with pytest.raises(ValueError, match="Old Ford: it is not known where it lies"):
        km(NAME, TOWN)


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [
        (Actor(name="Anton Belo", country="ZQA"), Actor(name="Belo"), 0.9, 1.0),
        (Actor(name="army", country="ZQA", sectors=("MIL",)), Actor(name="soldiers", country="ZQA", sectors=("MIL",)), 0.6, 0.6),
        (Actor(name="army", country="ZQA", sectors=("MIL",)), Actor(name="farmers", country="ZQA", sectors=("AGR",)), 0.0, 0.2),
        (Actor(name="army", country="ZQA"), Actor(name="navy", country="YQA"), 0.0, 0.0),
        (Actor(name="the Mission", entry="m"), Actor(name="peacekeepers", entry="m"), 1.0, 1.0),
    ],
)
def test_likeness_of_actors(a: Actor, b: Actor, low: float, high: float) -> None:
    assert low <= same_actor(a, b) <= high
    assert same_actor(a, b) == same_actor(b, a)


def test_nobody_is_like_anybody() -> None:
    assert actors_alike([], [Actor(name="x")]) is None


def test_days() -> None:
    assert days_apart((1, 3), (3, 5)) == 0
    assert days_apart((7, 8), (1, 3)) == 4


def test_a_quarter_of_which_only_the_town_is_known_is_in_that_town_and_not_at_another_quarter() -> None:
    town = Place(name="Velin", lat=10.0, lon=20.0, country="ZQ", feature="PPL", precision="city")
    quarter = replace(town, name="Old Harbour", feature="PPLX", precision="point", radius=6.0)
    assert relation(quarter, town) == "within"
    assert relation(quarter, replace(quarter, name="the old harbour")) == "same"
    assert relation(quarter, replace(quarter, name="Mill Hill")) == "near"
    assert relation(quarter, replace(town, lat=12.0)) == "far"


def test_a_crossing_of_no_country_is_in_the_land_around_it() -> None:
    land = Place(name="Zaqia", lat=10.0, lon=20.0, country="ZQ", feature="PCLI", precision="country", radius=200.0)
    crossing = Place(name="Velin crossing", lat=11.0, lon=20.5, country=None, feature="CRSG", precision="point")
    assert relation(land, crossing) == "within"
    assert relation(land, replace(crossing, lat=15.0)) == "far"
