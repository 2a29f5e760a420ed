"""Names of bodies and the places in them: what is a town and what a body, and where one that is called after its town sits."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vedette.codebook.catalogue import by_alias
from vedette.codebook.countries import by_name
from vedette.domain import PlaceMention
from vedette.resolve.gazetteer import Gazetteer
from vedette.resolve.place_names import clean, named, prior

PLAIN = 3.5
"""A prior below which a name is no well-known place."""
TOWN = 2.0
"""A prior from which a town is known in its own country."""
_OWN = (
    "City|Town|Village|Council|Police|Fire|Sheriff|School|High|Middle|Elementary|Public|Board|Chamber|Department|Dept|Circuit|Superior|District|Municipal|Planning|Housing|"
    "Health|Water|Utilities|Emergency|Ambulance|Commissioners?|Zoning|Library|Hospital|Airport|University|College|police|fire|council|schools?|hospital|officials|deputies"
)
_AREAS = "County|Township|Parish|Borough"
LOCAL = re.compile(
    rf"(?P<name>(?!(?:The|{_OWN}|{_AREAS})\b)[A-Z][\w.'\u2019-]+(?: (?!(?:{_OWN}|{_AREAS})\b)[A-Z][\w'\u2019-]+){{0,2}}?)(?: (?:{_OWN})\b|(?P<area> (?:{_AREAS})) \w)"
)
"""A body that is called after the town or county in which it sits ("Edgar County Ambulance", "Paris Police Department")."""

NUMBER = re.compile(
    r"\d[\d,.]*(?:st|nd|rd|th)?|(?:Room|Class|Market|Item|Table|Page) [\dIVX]+"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}"
)
"""What the reading may take for a place's name and is a number, a room or a day."""

SHORT = 6
"""Letters of an abbreviation at most, less one; longer ones in capitals may be a headline's."""


def is_name(m: PlaceMention) -> bool:
    """Whether a mention is a name: not a number or day, nor, where no place is known by it, common words alone ("the toll plaza") or a short abbreviation."""
    if NUMBER.fullmatch(m.text):
        return False
    short = m.text.isupper() and m.text.isalpha() and len(m.text) < SHORT
    return m.place is not None or (not short and any(c.isupper() for c in m.text)) or not m.text.isascii()


def seat_in(body: str) -> str | None:
    """The name of the town or county at the head of a local body's name; None of another."""
    found = LOCAL.match(body)
    return f"{found['name']}{found['area'] or ''}" if found is not None else None


SHORT = 6
"""Letters of an abbreviation at most, less one; longer ones in capitals may be a headline's."""


def is_named(name: str, gazetteer: Gazetteer) -> bool:
    """Whether a place is called so by its chief name, and no body that is known."""
    return not by_alias(name) and any(o.cost < 1 for o in named(clean(name), gazetteer))


def is_town(name: str, gazetteer: Gazetteer, countries: Sequence[str]) -> bool:
    """Whether a name of one word is that of a town or division in one of the countries, and of no body that is known."""
    word = clean(name)
    return (
        " " not in word
        and not by_alias(word)
        and any(o.place.country in countries and o.cost < 1 and prior(o) >= TOWN for o in named(word, gazetteer))
    )


def is_body(name: str, gazetteer: Gazetteer) -> bool:
    """Whether a name is a known body's ("Nato"), and no place of that name is known to the world."""
    return bool(by_alias(clean(name))) and by_name(clean(name)) is None and all(prior(o) < PLAIN for o in named(clean(name), gazetteer))
