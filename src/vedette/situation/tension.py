"""Whether it is getting worse: incidents of an area weighed by how hostile they are, this week against the last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from vedette.codebook import plover
from vedette.codebook.countries import by_code
from vedette.domain import Incident, Place
from vedette.domain.compare import day

WEEK = 7
"""Days of each of the two spans that are compared."""
STEP = 2.0
"""A change of less than this (about one angry word) is none, nor is one of less than a tenth of both weeks' weight."""
NOWHERE = "Place not known"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Area:
    """A first-order division, or a country where nothing finer is known. `country` is ISO 3166-1 alpha-2, "" for none."""

    country: str
    name: str

    @property
    def key(self) -> str:
        """What an address calls it: `XK/Mitrovica`."""
        return f"{self.country}/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tension:
    """The weight of an area's incidents: the sum of their PLOVER intensities, negated, so that hostile ones raise and friendly ones lower it.

    `now` is of the last 7 days up to the picture's day, `before` of the 7 days before; `count_now`, `count_before` are how
    many incidents each sum has. `series` and `counts` are the same by day, oldest first, 14 values each.
    """

    area: Area
    now: float
    before: float
    count_now: int
    count_before: int
    series: tuple[float, ...]
    counts: tuple[int, ...]

    @property
    def direction(self) -> Literal["up", "level", "down"]:
        """Where it goes: up is worse."""
        change = self.now - self.before
        if abs(change) < max(STEP, 0.1 * (abs(self.now) + abs(self.before))):
            return "level"
        return "up" if change > 0 else "down"


def area(place: Place | None) -> Area:
    """The area that a place lies in; a part of a country ("northern Kosovo") is of the country as a whole."""
    if place is None or not (place.located or place.country):
        return Area(country="", name=NOWHERE)
    country = by_code(place.country) if place.country else None
    if place.admin1 and not place.part:
        return Area(country=place.country or "", name=place.admin1)
    if place.precision == "admin1" and not place.part:
        return Area(country=place.country or "", name=place.name)
    return Area(country=place.country or "", name=country.name if country else place.country or place.name)


def weight(incident: Incident) -> float:
    """How hostile an incident is: its intensity negated, 0 where it has no type."""
    return -plover.intensity(incident.event_type, incident.mode) if incident.event_type else 0.0


def on(incident: Incident) -> int | None:
    """The day number that an incident counts on: its first, or the last one where no report tells a day; None where its days span more than a week."""
    first, last = day(incident.begin), day(incident.last)
    if incident.time_estimated:
        return last if last is not None else first
    if first is None or last is None:
        return first if first is not None else last
    return first if last - first < WEEK else None


def tensions(incidents: Iterable[Incident], as_of: str | None) -> tuple[Tension, ...]:
    """Of each area with an incident in the last 14 days up to the day `as_of`: the heaviest week first.

    `incidents` are those that are said to have happened. One that no report puts into a week counts nowhere.
    """
    end = day(as_of)
    if end is None:
        return ()
    series: dict[Area, list[float]] = defaultdict(lambda: [0.0] * (2 * WEEK))
    counts: dict[Area, list[int]] = defaultdict(lambda: [0] * (2 * WEEK))
    for i in incidents:
        at = on(i)
        if at is None or not 0 <= (n := at - end + 2 * WEEK - 1) < 2 * WEEK:
            continue
        where = area(i.place)
        series[where][n] += weight(i)
        counts[where][n] += 1
    found = [
        Tension(
            area=where,
            now=sum(series[where][WEEK:]),
            before=sum(series[where][:WEEK]),
            count_now=sum(counts[where][WEEK:]),
            count_before=sum(counts[where][:WEEK]),
            series=tuple(series[where]),
            counts=tuple(counts[where]),
        )
        for where in series
    ]
    return tuple(sorted(found, key=lambda t: (t.area.name == NOWHERE, -t.now, -t.before, t.area)))
