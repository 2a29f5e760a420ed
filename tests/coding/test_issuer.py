"""Whose text a report is, and abbreviations that stand for bodies of several lands."""

from __future__ import annotations

import pytest

from vedette.coding.issuer import is_stray, issuer
from vedette.domain import Actor, Place, PlaceMention

NAVY = Actor(name="Zarbat Navy", sectors=("MIL",))
PARTY = Actor(name="Zarbat Party", country="TCD", sectors=("PTY",), entry="zarbat-party")


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Zarbat Relief, situation note 4", "Zarbat Relief"),
        ("Zarbat Electric Cooperative (ZEC)", "Zarbat Electric Cooperative"),
        ("Zarbat Navy, press release", "Zarbat Navy"),
        ("Zarbat Disaster Management Office", "Zarbat Disaster Management Office"),
        ("Zarbat Hill Volunteers, information wing", "Zarbat Hill Volunteers"),
        ("Zarbat Hill Volunteers", None),
        ("Radio Zarbat, statement read at noon", None),
        ("Zarbat Union Herald", None),
        ("Radio Zarbat Police (transcript)", None),
        ("El Zarbateño", None),
    ],
)
def test_a_body_speaks_for_itself_and_a_medium_does_not(source: str, name: str | None) -> None:
    found = issuer(source, lambda phrase: (NAVY, 0.8) if phrase == "Zarbat Navy" else None)
    assert (found[0].name if found else None) == name


def test_what_is_known_of_a_body_is_kept() -> None:
    found = issuer("Zarbat Navy, press release", lambda phrase: (NAVY, 0.8) if phrase == "Zarbat Navy" else None)
    assert found is not None
    assert found[0].sectors == ("MIL",)


@pytest.mark.parametrize(
    ("text", "country", "stray"),
    [("MPS", "PH", True), ("Datu Zarbat MPS", "PH", True), ("MPS", "TD", False), ("MPS", None, False), ("Zarbat Party", "PH", False)],
)
def test_an_abbreviation_of_another_land_is_not_taken(text: str, country: str | None, stray: bool) -> None:
    place = Place(name="Tal", lat=1.0, lon=1.0, country=country, feature="PPL", precision="city")
    places = [PlaceMention(start=0, end=3, text="Tal", place=place, role="literal", confidence=1.0)] if country else []
    assert is_stray(text, (PARTY, 0.9), places) is stray
