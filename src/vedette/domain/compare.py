"""How alike two places, two actors, two spans of days are."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Literal

from vedette.domain.actors import Actor
from vedette.domain.places import PRECISIONS, Place, Precision

Relation = Literal["same", "within", "near", "far", "unknown"]
EXTENT: dict[Precision, float] = {"point": 0.5, "city": 6.0, "admin2": 25.0, "admin1": 80.0, "country": 300.0, "region": 200.0}
"""Radius in km that a place is taken to have where the gazetteer gives none."""
INTERNATIONAL = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})
"""PLOVER's codes that stand where a country would."""
NEAR = 15.0
"""Km between the edges of two places that may still be one scene."""


def km(a: Place, b: Place) -> float:
    """Great-circle distance between the points of two places. Raises ValueError where one of them is not located."""
    p, q, r, s = (math.radians(v) for v in (*a.at, *b.at))
    h = math.sin((r - p) / 2) ** 2 + math.cos(p) * math.cos(r) * math.sin((s - q) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(h)))


def extent(place: Place) -> float:
    """Radius in km."""
    return place.radius if place.radius is not None else EXTENT[place.precision]


def fine(place: Place) -> bool:
    """Whether it is a spot or a settlement, not an area."""
    return place.precision in ("point", "city")


def finer(a: Place, b: Place) -> bool:
    """Whether `a` is the more exact of two places."""
    return (PRECISIONS.index(a.precision), extent(a)) < (PRECISIONS.index(b.precision), extent(b))


@lru_cache(maxsize=65536)
def relation(a: Place | None, b: Place | None) -> Relation:
    """How two places lie to each other: the same, one in the other, near (within `NEAR` km of its edge), or far.

    Of a place of which only the name is known it can be told that it is another's namesake, or in its country.
    """
    if a is None or b is None:
        return "unknown"
    if not (a.located and b.located):
        return _unlocated(a, b)
    if a.geonameid is not None and a.geonameid == b.geonameid and a.part == b.part:
        return "same"
    gap = km(a, b)
    if fine(a) and fine(b) and "PPLX" in (a.feature, b.feature) and gap <= NEAR:  # of a quarter often only its town is known
        if _words(a.name) == _words(b.name):
            return "same"
        return "near" if a.feature == b.feature else "within"
    if fine(a) and fine(b):
        return "same" if gap <= 3 else "near" if gap <= NEAR else "far"
    wide, small = (b, a) if finer(a, b) else (a, b)
    if wide.precision == "country" and wide.part is None and small.country:  # a border crossing is of no country
        return "within" if wide.country == small.country and wide.country else "far"
    if wide.precision == "admin1" and wide.admin1 and small.admin1:
        return "within" if (wide.country, wide.admin1) == (small.country, small.admin1) else "near" if gap <= extent(wide) else "far"
    beyond = gap - extent(wide)
    return "within" if beyond <= 0 else "near" if beyond <= NEAR else "far"


def _unlocated(a: Place, b: Place) -> Relation:
    if a.country and b.country and a.country != b.country:
        return "far"
    if _words(a.name) == _words(b.name):
        return "same"
    wide = next((p for p in (a, b) if p.precision == "country" and p.part is None), None)
    return "within" if wide is not None and a.country == b.country and wide.country else "unknown"


GENERAL = frozenset({"government", "authorities", "authority"})
"""What a state has and its parts have, too: "the government of" a land is not that of one of its provinces."""


@lru_cache(maxsize=65536)
def same_name(a: Actor, b: Actor) -> float:
    """How alike two names are: 1 for one entry or one name, 0.9 where one ends as the other does ("Belo", "Anton Belo"), is the other's initials or only
    one says more after a preposition ("farmers", "farmers in the south"), else half the share of common words.
    """
    if a.entry and a.entry == b.entry:
        return 1.0
    left, right = _words(a.name), _words(b.name)
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    (head, tail), (other, rest) = _split(left), _split(right)
    short, long = sorted((head, other), key=len)
    of_state = len(short) == 1 < len(long) and short[0] in GENERAL and bool(tail if short is head else rest)
    if short and long[-len(short) :] == short and not of_state and (not tail or not rest or tail == rest):
        return 0.9
    if _initials(a.name, b.name) or _initials(b.name, a.name):
        return 0.9
    return 0.5 * len(set(left) & set(right)) / max(len(left), len(right))


def _initials(short: str, name: str) -> bool:
    """Whether a name is the other one's initials ("KRP", "Kurdistan Renewal Party")."""
    if not (short.isupper() and short.isalpha() and 2 < len(short) < 8):
        return False
    letters = [w[0] for w in name.replace("-", " ").split() if w[0].isupper()]
    return len(letters) == len(short) and "".join(letters) == short


@lru_cache(maxsize=65536)
def same_actor(a: Actor, b: Actor) -> float:
    """How likely two actors are one, 0..1: as alike as their names; one code makes it 0.6 (of an international body that is only
    described 0.4), one country 0.3, with other sectors 0.15.

    Two countries make it at most half as likely as the names do, unless it is one catalogue entry or one name.
    """
    named = same_name(a, b)
    if named == 1.0:
        return 1.0
    if not (a.country and b.country):
        return named
    if a.country != b.country:
        return 0.5 * named
    if a.country in INTERNATIONAL:
        return max(named, 0.4 if a.sectors and a.code == b.code and not (a.entry and b.entry) else 0.1)
    if a.sectors and b.sectors:
        return max(named, 0.6 if a.code == b.code else 0.15)
    return max(named, 0.3)


def is_name(actor: Actor) -> bool:
    """Whether it is called by a name of its own ("Anton Belo"), not described ("a former officer", "Serbs")."""
    parts = actor.name.split()
    capital = bool(parts) and all(w[0].isupper() or w in ("al", "bin", "de", "la", "of", "von") for w in parts)
    return actor.entry is not None or (capital and (len(parts) > 1 or not (actor.country or actor.sectors)))


def actors_alike(left: Iterable[Actor], right: Iterable[Actor]) -> float | None:
    """The best likeness of any two, None where one side names nobody."""
    pairs = [same_actor(a, b) for a in left for b in right]
    return max(pairs) if pairs else None


def day(value: str | None) -> int | None:
    """Day number of an ISO date or timestamp, None where there is none or it is not a day."""
    try:
        return date.fromisoformat(value[:10]).toordinal() if value else None
    except ValueError:
        return None


def iso(number: int) -> str:
    """The ISO date of a day number."""
    return date.fromordinal(number).isoformat()


def days_apart(a: tuple[int, int], b: tuple[int, int]) -> int:
    """Days between two inclusive spans of days, 0 where they meet."""
    return max(a[0] - b[1], b[0] - a[1], 0)


@lru_cache(maxsize=16384)
def _words(name: str) -> tuple[str, ...]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    kept = "".join(c if c.isalnum() else " " for c in plain).split()
    return tuple(w for w in kept if w not in ("the", "a", "an"))


def _split(name: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words before the first preposition, and the rest."""
    at = next((n for n, w in enumerate(name) if w in ("in", "of", "from", "for", "at", "on", "to")), len(name))
    return name[:at], name[at:]
