"""Places: gazetteer entries and what a text names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Precision = Literal["point", "city", "admin2", "admin1", "country", "region"]
PlaceRole = Literal["literal", "metonym", "modifier", "demonym", "embedded"]
PRECISIONS: tuple[Precision, ...] = ("point", "city", "admin2", "admin1", "country", "region")
"""Finest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A gazetteer entry. `lat`, `lon` in degrees (WGS84), both None for a place of which only the name is known; `country` ISO 3166-1 alpha-2
    (`XK` for Kosovo), None for seas and continents and where it is not known.

    `geonameid` is GeoNames' id, None for places of our own list or of a desk. `feature` is a GeoNames feature code (`PPL`,
    `PCLI`, `ADM1`, `RGN` …). `admin1` is the name of the first-order division. `radius` is its extent in km where the
    entry is an area, None where GeoNames does not say. `part` is set on a part of an area ("northern Kosovo" of Kosovo):
    then name, point and radius are the part's, and `geonameid` is the whole's.
    """

    name: str
    lat: float | None
    lon: float | None
    country: str | None
    feature: str
    precision: Precision
    geonameid: int | None = None
    admin1: str | None = None
    population: int = 0
    radius: float | None = None
    part: str | None = None

    @property
    def located(self) -> bool:
        """Whether more than its name is known."""
        return self.lat is not None and self.lon is not None

    @property
    def at(self) -> tuple[float, float]:
        """Latitude and longitude. Raises ValueError where only the name is known."""
        if self.lat is None or self.lon is None:
            raise ValueError(f"{self.name}: it is not known where it lies")
        return self.lat, self.lon

    @property
    def point(self) -> tuple[float, float] | tuple[None, None]:
        """Latitude and longitude to a metre or so, as they are written out; None twice where only the name is known."""
        return (round(self.at[0], 5), round(self.at[1], 5)) if self.located else (None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Where words may be taken to have been said of which no place is told: where the body sits that says them (`of`, its name as the reason
    gives it), or, where `of` is None, where the story is or was sent from. No place that the text tells.
    """

    place: Place
    of: str | None = None

    @property
    def reason(self) -> str:
        """Why it is thought to have been there."""
        return f"seat of {self.of}" if self.of else "where the story is"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPlace:
    """A place of the desk's own: a bridge, a checkpoint, a village, a base, under the names that its reports use, in any script.

    `reach` in km: where a text is about the circle of that radius around it, this place wins over all others of the name.
    """

    place: Place
    aliases: tuple[str, ...] = ()
    reach: float = 50.0
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that a name may stand for, its score (0..1) and, in words, why."""

    place: Place
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """A place's name in a text: `text[start:end]`, the likeliest place (None: not in the gazetteer), its role, and the runners-up.

    `candidates` is how many entries bear the name; `alternatives` holds the best few, the chosen one first.
    """

    start: int
    end: int
    text: str
    place: Place | None
    role: PlaceRole
    confidence: float
    candidates: int = 0
    alternatives: tuple[Candidate, ...] = ()
