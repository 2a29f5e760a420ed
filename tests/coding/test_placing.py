"""Which place of its sentence is an event's."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder, event
from vedette.coding.placing import TRUST, Candidate, choice, weights
from vedette.domain import Place


def place(name: str, *, located: bool = True, country: str | None = "ML") -> Place:
    at = 1.0 if located else None
    return Place(name=name, lat=at, lon=at, country=country, feature="PPL", precision="city")


def test_the_worth_of_a_place_is_the_sum_of_its_marks() -> None:
    found = [Candidate(place=place("Gao"), marks=("near", "far")), Candidate(place=place("Mopti"), marks=("near",))]
    assert choice(found, {"near": 1.0, "far": -2.0}).chosen.place.name == "Mopti"
    assert choice(found, {"near": 1.0, "far": 2.0}).chosen.place.name == "Gao"


def test_the_rules_stand_unless_clearly_more_speaks_for_another() -> None:
    found = [Candidate(place=place("Gao"), marks=("ruled",), ruled=True), Candidate(place=place("Mopti"), marks=("near",))]
    assert choice(found, {"near": TRUST - 0.1}).chosen.place.name == "Gao"
    assert choice(found, {"near": TRUST + 0.1}).chosen.place.name == "Mopti"


def test_mentions_of_one_place_count_together() -> None:
    twice = [Candidate(place=place("Gao"), marks=("a",)), Candidate(place=place("Gao"), marks=("a",))]
    best = choice([*twice, Candidate(place=place("Mopti"), marks=("b",))], {"a": 1.0, "b": 1.2})
    assert best.chosen.place.name == "Gao"
    assert best.rival is not None
    assert best.rival[0].name == "Mopti"
    assert best.share + best.rival[1] == pytest.approx(1)


def test_a_name_that_nobody_knows_has_the_next_place_of_its_country_beside_it() -> None:
    lost = Candidate(place=place("Zarbatul", located=False), marks=("a",), own=True)
    abroad = Candidate(place=place("Niamey", country="NE"), marks=("b",), own=True)
    near = Candidate(place=place("Mopti"), marks=(), own=True)
    best = choice([lost, abroad, near], {"a": 2.0, "b": 1.0})
    assert best.chosen is lost
    assert best.located is near


def test_an_analyst_sees_why(coder: Coder) -> None:
    found = event(coder, "Gunmen attacked a school in Gao on Monday.", "attacked")
    assert found.reasons[-1].startswith("at Gao: told with the deed after “in” (")
    found = event(coder, "GOMA, Congo (Reuters) - Gunmen killed two traders on Friday.", "killed")
    assert found.reasons[-1].startswith("at Goma: where the story is (")


@pytest.mark.parametrize(
    ("text", "trigger", "name"),
    [
        # what an offer is for, and where a road leads, are not where it was made
        ("The ministers pledged money in Geneva for refugees in eastern Chad.", "pledged", "Geneva"),
        # of two places of a clause that with which the deed was done
        ("Rebels from Kidal attacked a convoy near Gao on Monday.", "attacked", "Gao"),
        ("Police from Labé arrested two men at the bus station in Kindia.", "arrested", "Kindia"),
    ],
)
def test_place_among_several(coder: Coder, text: str, trigger: str, name: str) -> None:
    found = event(coder, text, trigger)
    assert found.place is not None
    assert found.place.name == name


def test_weights_know_no_name() -> None:
    table = weights()
    assert "ruled" in table
    assert not any(word[:1].isupper() and not word.isupper() for mark in table for word in mark.split())
