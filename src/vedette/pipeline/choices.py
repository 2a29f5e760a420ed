"""What a form offers: types with their modes, places by name, actors by name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

from vedette.codebook import plover
from vedette.domain import Actor, DeskPlace, EventType, Place
from vedette.pipeline.parts import coder
from vedette.resolve.gazetteer import normalise


@cache
def kinds() -> tuple[tuple[EventType, tuple[str, ...]], ...]:
    """PLOVER's types, each with its modes, in the manual's order."""
    return tuple((t, plover.modes(t)) for t in plover.types())


def places_named(name: str, desk: Iterable[DeskPlace] = (), countries: Iterable[str] = (), limit: int = 9) -> tuple[Place, ...]:
    """Places that a name may mean, at most `limit`: the desk's own, then those in `countries` (ISO 3166-1 alpha-2), then the best known.

    A part of a name finds the desk's own places too.
    """
    wanted = normalise(name)
    if not wanted:
        return ()
    desk = tuple(desk)
    own = [d.place for d in desk if any(wanted in normalise(n) for n in (d.place.name, *d.aliases))]
    near = set(countries)
    known = sorted(coder(desk).gazetteer.lookup(name), key=lambda p: p.country not in near)
    return tuple(dict.fromkeys((*own, *known)))[:limit]


def actors_named(names: Iterable[str], known: Iterable[Actor] = (), on: str | None = None) -> tuple[Actor, ...]:
    """Actors of these names: one of `known` where it bears the name, else as the catalogue has it on that day, else the name alone."""
    by_name, day = {a.name: a for a in known}, _day(on)
    out: list[Actor] = []
    for name in dict.fromkeys(" ".join(n.split()) for n in names):
        if name:
            found = coder().actors.resolve(name, on=day) if name not in by_name else None
            out.append(by_name.get(name) or (found[0] if found else Actor(name=name)))
    return tuple(out)


def _day(value: str | None) -> str | None:
    """The day of a moment; None where it is none."""
    try:
        return date.fromisoformat((value or "")[:10]).isoformat()
    except ValueError:
        return None
