"""Short ways to make reports, events, places and actors by hand."""

from __future__ import annotations

from typing import Any

from vedette.domain import Actor, ActorMention, Attribution, Event, OffsetMap, Place, Quantity, QuantityKind, Report, Span

PLACES = {
    # name: lat, lon, country, precision, radius; the country is invented, so that no rule can know it
    "Velin": (10.00, 20.00, "ZQ", "city", None),
    "Old Velin": (10.02, 20.00, "ZQ", "city", None),
    "Karsk": (10.20, 20.10, "ZQ", "city", None),
    "Dorim": (11.50, 22.00, "ZQ", "city", None),
    "Tovar": (10.10, 20.30, "ZQ", "point", None),
    "northern Zaqia": (10.10, 20.10, "ZQ", "admin1", 70.0),
    "Zaqia": (9.00, 20.00, "ZQ", "country", None),
    "Merun": (12.00, 30.00, "YQ", "country", None),
}


def place(name: str) -> Place:
    """A place of `PLACES`."""
    lat, lon, country, precision, radius = PLACES[name]
    return Place(name=name, lat=lat, lon=lon, country=country, feature="PPL", precision=precision, radius=radius)  # type: ignore[arg-type]


def report(key: str, published: str | None = "2031-05-10", text: str = "Text.", source: str | None = None, **more: Any) -> Report:
    """A report; its source is its key unless given, so that reports are independent."""
    return Report(
        id=key, text=text, raw=text, offsets=OffsetMap.identity(len(text)), published=published, source=source or f"Paper {key}", **more
    )


def actor(name: str, country: str | None = None, *sectors: str, entry: str | None = None) -> Actor:
    """An actor."""
    return Actor(name=name, country=country, sectors=sectors, entry=entry)


def who(a: str | Actor, unnamed: bool = False) -> ActorMention:
    """An actor's mention, at a made-up span."""
    made = a if isinstance(a, Actor) else actor(a)
    return ActorMention(start=0, end=len(made.name), text=made.name, actor=made, unnamed=unnamed)


def event(
    id: str,
    type: str | None,
    headline: str,
    *,
    by: tuple[str | Actor, ...] = (),
    to: tuple[str | Actor, ...] = (),
    on: str | None = None,
    last: str | None = None,
    at: str | None = None,
    about: str | None = None,
    trigger: str | None = None,
    says: str | Actor | None = None,
    numbers: tuple[tuple[QuantityKind, int | None, int | None], ...] = (),
    evidence: str | None = None,
    **more: Any,
) -> Event:
    """An event: `id` is `report#n`, `type` "TYPE" or "TYPE/mode", `on` its day (`last` the last one), `says` who says so."""
    kind, _, mode = (type or "").partition("/")
    passage = evidence or headline + "."
    return Event(
        id=id,
        report=id.partition("#")[0],
        event_type=kind or None,  # type: ignore[arg-type]
        mode=mode or None,
        trigger=Span(start=0, end=1, text=trigger or "-"),
        evidence=Span(start=0, end=len(passage), text=passage),
        headline=headline,
        about=Span(start=0, end=len(about), text=about) if about else None,
        actors=tuple(map(who, by)),
        recipients=tuple(map(who, to)),
        place=place(at) if at else None,
        begin=on,
        last=last or on,
        time_precision=more.pop("time_precision", "day" if on and not last else "unknown" if not on else "week"),
        attribution=Attribution(source=who(says), cue=Span(start=0, end=4, text="said")) if says else None,
        quantities=tuple(Quantity(kind=k, low=low, high=high, start=0, end=1) for k, low, high in numbers),
        **{"confidence": 0.8, **more},
    )


POLICE = actor("police of Zaqia", "ZQA", "COP", entry="zq-police")
FARMERS = actor("farmers", "ZQA", "AGR")


def shooting(id: str, **more: Any) -> Event:
    fields = {"on": "2031-05-09", "at": "Velin", "to": (POLICE,), "numbers": (("wounded", 1, 1),)} | more
    return event(id, "ASSAULT/firearms", "gunmen fired on a police patrol in Velin", **fields)


def march(id: str, **more: Any) -> Event:
    fields = {"on": "2031-05-11", "at": "Dorim", "by": (FARMERS,), "to": (actor("government", "ZQA", "GOV"),)} | more
    return event(id, "PROTEST/demo", "farmers marched in Dorim", **fields)
