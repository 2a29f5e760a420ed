"""What a person may put into a slot: checked, kept as JSON, and made into what an incident holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from math import isfinite
from typing import Any, cast, get_args

from vedette.codebook import plover
from vedette.domain import PRECISIONS, SLOTS, Actor, EventType, Incident, Place, TimePrecision
from vedette.domain.compare import day
from vedette.errors import UsageError

TITLE = 300
"""Characters of a title at most; of a name `NAME`."""
NAME = 160
PARTIES = 30
"""Actors of one side at most."""


def checked(field: str, value: Any, incident: Incident) -> Any:
    """An edit's value as it is kept: JSON, None for unknown. `incident` is the one that is edited: its own places and actors may be named.

    title: a text. type: `ASSAULT/firearms`, `ASSAULT`, or [type, mode]. begin, last: a day, 2022-12-10; begin alone also a span,
    2022-12-10/2022-12-14. place: the fields of a Place (`name`, `lat`, `lon` at least), or the name of one that a report gives.
    actors, recipients: a list of names or of the fields of an Actor. Raises UsageError with one line.
    """
    if field not in SLOTS:
        raise UsageError(f"{field[:40]}: not a field that can be edited; there are {', '.join(SLOTS)}")
    if isinstance(value, str):
        value = _line(value)
    if value in (None, "", [], {}):
        if field == "title":
            raise UsageError("a title needs words")
        return [] if field in ("actors", "recipients") else None
    if field == "title":
        if not isinstance(value, str) or len(value) > TITLE:
            raise UsageError(f"title: write a text of at most {TITLE} characters")
        return value
    if field == "type":
        return _type(value)
    if field in ("begin", "last"):
        return _days(field, value)
    if field == "place":
        return _place(value, incident)
    return _parties(field, value, incident)


def place(value: Mapping[str, Any] | None) -> Place | None:
    """The place that was kept."""
    return Place(**value) if value else None


def parties(value: Sequence[Mapping[str, Any]] | None) -> tuple[Actor, ...]:
    """The actors that were kept."""
    return tuple(Actor(**{**a, "sectors": tuple(a.get("sectors") or ())}) for a in value or ())


def kind(value: Sequence[Any] | None) -> tuple[EventType | None, str | None]:
    """The type and mode that were kept."""
    return (cast(EventType, value[0]), value[1]) if value else (None, None)


def span(
    held: tuple[str | None, str | None, TimePrecision], begin: Any = ..., last: Any = ...
) -> tuple[str | None, str | None, TimePrecision]:
    """First and last day with their precision, after edits of either (`...`: not edited): a first day alone means that one day."""
    first, final = held[0], held[1]
    if begin is not ...:
        first, final = begin if isinstance(begin, list) else (begin, begin)
    if last is not ...:
        final = last
    low, high = day(first), day(final)
    if low is not None and high is not None and high < low:
        first, low = final, high
    if low is None or high is None:
        return first, final, "unknown"
    length = high - low + 1
    return first, final, "day" if length == 1 else "week" if length <= 7 else "month" if length <= 31 else "year"


def _type(value: Any) -> list[str | None]:
    parts = value.split("/") if isinstance(value, str) else [value.get("type"), value.get("mode")] if isinstance(value, dict) else value
    if not isinstance(parts, list | tuple) or not 1 <= len(parts) <= 2 or not all(p is None or isinstance(p, str) for p in parts):
        raise UsageError("type: write it as ASSAULT/firearms")
    name, mode = str(parts[0]).strip().upper(), (parts[1] or "").strip() if len(parts) == 2 else ""
    if name not in get_args(EventType):
        raise UsageError(f"type {name[:40]}: no such type; there are {', '.join(get_args(EventType))}")
    if mode and mode not in plover.modes(name):
        raise UsageError(f"type {name}/{mode[:40]}: no such mode; {name} has {', '.join(plover.modes(name)) or 'none'}")
    return [name, mode or None]


def _days(field: str, value: Any) -> Any:
    parts = value.split("/") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple) or len(parts) not in ((1, 2) if field == "begin" else (1,)):
        raise UsageError(f"{field}: not a day; write it as 2022-12-10")
    days = [_day(field, p) for p in parts]
    if len(days) == 2 and days[1] < days[0]:
        raise UsageError(f"begin: {days[1]} lies before {days[0]}")
    return days[0] if len(days) == 1 else days


def _day(field: str, value: Any) -> str:
    try:
        if isinstance(value, str) and date.fromisoformat(value.strip()).isoformat() == value.strip():
            return value.strip()
    except ValueError:
        pass
    raise UsageError(f"{field} {str(value)[:40]}: not a day; write it as 2022-12-10")


def _place(value: Any, incident: Incident) -> dict[str, Any]:
    if isinstance(value, str):
        held = [v.value for name, values in incident.slots if name == "place" for v in values if isinstance(v.value, Place)]
        found = next((p for p in held if p.name.casefold() == value.casefold()), None)
        if found is None:
            raise UsageError(f"place {value[:80]}: no report names it; give its name, latitude and longitude")
        return asdict(found)
    if not isinstance(value, dict):
        raise UsageError("place: give its name, latitude and longitude")
    given = {f.name: value[f.name] for f in fields(Place) if value.get(f.name) not in (None, "")}
    name = _name("place", given.get("name"))
    lat, lon = _number("lat", given.get("lat"), 90.0), _number("lon", given.get("lon"), 180.0)
    precision = given.get("precision", "point")
    if precision not in PRECISIONS:
        raise UsageError(f"precision {str(precision)[:40]}: there are {', '.join(PRECISIONS)}")
    country = given.get("country") or (incident.place.country if incident.place else None)
    if country is not None and not (isinstance(country, str) and len(country) == 2 and country.isalpha()):
        raise UsageError(f"country {str(country)[:40]}: two letters, such as XK")
    radius = _number("radius", given["radius"], 20000.0) if "radius" in given else None
    out = Place(
        name=name,
        lat=lat,
        lon=lon,
        country=country.upper() if country else None,
        feature=_name("feature", given.get("feature", "PPL")),
        precision=precision,
        geonameid=int(_number("geonameid", given["geonameid"], 1e12)) if "geonameid" in given else None,
        admin1=_name("admin1", given["admin1"]) if "admin1" in given else None,
        radius=abs(radius) if radius is not None else None,
        part=_name("part", given["part"]) if "part" in given else None,
    )
    return asdict(out)


def _parties(field: str, value: Any, incident: Incident) -> list[dict[str, Any]]:
    given = [value] if isinstance(value, str | dict) else value
    if not isinstance(given, list | tuple) or len(given) > PARTIES:
        raise UsageError(f"{field}: give a list of at most {PARTIES} names")
    known = {
        v.value.name.casefold(): v.value
        for name, values in incident.slots
        if name in ("actors", "recipients")
        for v in values
        if isinstance(v.value, Actor)
    }
    out = []
    for a in given:
        if isinstance(a, str):
            name = _name(field, a)
            out.append(asdict(known.get(name.casefold(), Actor(name=name))))
            continue
        if not isinstance(a, dict):
            raise UsageError(f"{field}: give a list of names")
        sectors = a.get("sectors") or ()
        if not isinstance(sectors, list | tuple) or len(sectors) > 10:
            raise UsageError(f"{field}: sectors are a list of codes")
        made = Actor(
            name=_name(field, a.get("name")),
            country=_name("country", a["country"]) if a.get("country") else None,
            sectors=tuple(_name("sector", s) for s in sectors),
            entry=_name("entry", a["entry"]) if a.get("entry") else None,
        )
        out.append(asdict(made))
    return list({a["name"].casefold(): {**a, "sectors": list(a["sectors"])} for a in out}.values())


def _line(value: str) -> str:
    """A text without line breaks and control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())


def _name(field: str, value: Any) -> str:
    if not isinstance(value, str) or not (line := _line(value)) or len(line) > NAME:
        raise UsageError(f"{field}: write a name of at most {NAME} characters")
    return line


def _number(field: str, value: Any, most: float) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = float("nan")
    if not isfinite(number) or abs(number) > most:
        raise UsageError(f"{field} {str(value)[:40]}: not a number from {-most:g} to {most:g}")
    return number
