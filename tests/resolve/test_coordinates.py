"""Positions written as figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.resolve.coordinates import position, positions

# Places whose grid reference is public knowledge: the Washington Monument, Sydney's opera house, the Eiffel Tower.
KNOWN = [
    ("18SUJ2348306479", 38.88947, -77.03524),
    ("56HLH3490451052", -33.86795, 151.21511),
    ("31UDQ4825111932", 48.85820, 2.29450),
]


@pytest.mark.parametrize(("text", "lat", "lon"), KNOWN)
def test_grid_references(text: str, lat: float, lon: float) -> None:
    found = position(text)
    assert found.lat == pytest.approx(lat, abs=2e-4)
    assert found.lon == pytest.approx(lon, abs=2e-4)
    assert found.radius == 0.05
    assert found.form == "a grid reference (MGRS)"
    spaced = f"{text[:3]} {text[3:5]} {text[5:10]} {text[10:]}"
    assert position(spaced).lat == found.lat


@pytest.mark.parametrize(
    ("text", "lat", "lon", "radius"),
    [
        ("N 33 18.5 E 044 22.1", 33.30833, 44.36833, 0.1),
        ("33 18.5N 44 22.1E", 33.30833, 44.36833, 0.1),
        ("33°18′30″N 44°22′10″E", 33.30833, 44.36944, 0.1),
        ("33°18'N, 44°22'E", 33.3, 44.36667, 1.0),
        ("33.31 S, 70.2 W", -33.31, -70.2, 0.56),
        ("S3.25 W60.5", -3.25, -60.5, 0.56),
        ("33.3152, 44.3661", 33.3152, 44.3661, 0.05),
        ("-1.6585, 29.2203", -1.6585, 29.2203, 0.05),
    ],
)
def test_latitude_and_longitude(text: str, lat: float, lon: float, radius: float) -> None:
    (found,) = positions(f"Shots were heard at {text} before dawn.")
    assert found.lat == pytest.approx(lat, abs=1e-4)
    assert found.lon == pytest.approx(lon, abs=1e-4)
    assert found.radius == radius
    assert f"Shots were heard at {text} before dawn."[found.start : found.end] == text


@pytest.mark.parametrize(
    "text",
    [
        "between 3.5, 4.5 and 10 percent",
        "the 38S road",
        "N 33 soldiers, E 44 men",
        "12.345, 200.123",
        "95.1234, 20.1234",
        "33 75.0N 44 22.0E",
        "grid 8355 9031",
        "38SIO4488",
        "38SMB448",
        "version 1.234,5.678",
        "",
    ],
)
def test_other_figures_are_no_position(text: str) -> None:
    assert positions(text) == ()


def test_a_position_may_be_written_short() -> None:
    assert (position("42.9,20").lat, position("42.9,20").lon) == (42.9, 20.0)
    for wrong in ("here", "42.9", "42.9, 20.8 and more", "95,20", ""):
        with pytest.raises(ValueError, match="no position; write it as"):
            position(wrong)


@given(st.text(alphabet="0123456789 .,°'NSEW-38SMB", max_size=40))
def test_any_text_gives_sound_spans(text: str) -> None:
    last = 0
    for p in positions(text):
        assert last <= p.start < p.end <= len(text)
        assert -90 <= p.lat <= 90
        assert -180 <= p.lon <= 180
        last = p.end
