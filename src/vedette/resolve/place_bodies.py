"""Names of bodies and the places in them: what is a town and what a body, and where one that is called after its town sits."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache

from vedette.codebook.catalogue import by_alias
from vedette.codebook.countries import by_name
from vedette.domain import PlaceMention
from vedette.resolve.gazetteer import Gazetteer
from vedette.resolve.place_names import clean, named, prior
from vedette.resolve.place_words import DATA

PLAIN = 3.5
"""A prior below which a name is no well-known place."""
TOWN = 2.0
"""A prior from which a town is known in its own country."""
NUMBER = re.compile(
    r"\d[\d,.]*(?:st|nd|rd|th)?|(?:Room|Class|Page) [\dIVX]+"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}"
)
"""What the reading may take for a place's name and is a number, a room or a day."""

SHORT, AROUND = 6, 20
"""Letters of an abbreviation at most, less one; and letters before it in which a text that is not all in capitals has small ones."""
MOST = 4
"""Words of a body's name among which stands the one that shows it to be local."""


def is_name(m: PlaceMention, text: str) -> bool:
    """Whether a mention is a name: one by which a place is known, or neither a number, a room or a day, nor common words alone ("the toll plaza"), nor a short
    abbreviation in a text that is not all in capitals.
    """
    if m.place is not None or not m.text.isascii():
        return True
    short = m.text.isupper() and m.text.isalpha() and len(m.text) < SHORT
    shouted = not any(c.islower() for c in text[max(0, m.start - AROUND) : m.start])
    return not NUMBER.fullmatch(m.text) and any(c.isupper() for c in m.text) and (shouted or not short)


@cache
def _words() -> dict[str, frozenset[str]]:
    """Words of bodies' names (`data/place_bodies.tsv`): `local` ones that stand behind the town's name, `areas` that end it, `general` ones that are no town's alone."""
    rows = (line.split("\t") for line in (DATA / "place_bodies.tsv").read_text("utf-8").splitlines()[1:])
    return {name: frozenset(words.split("|")) for name, words in rows}


def seat_in(body: str, gazetteer: Gazetteer) -> str | None:
    """The town or county at the head of a local body's name, by which it is called ("Edgar County Ambulance", "Quezon City Council"); None of another body."""
    lists, said = _words(), body.split(" ")
    if said[0] in lists["local"] or not said[0][:1].isupper():
        return None
    at = next((n for n, w in enumerate(said[1:MOST], 1) if w in lists["areas"] or w in lists["local"]), None)
    if at is None or (at == 1 and said[0] in lists["general"]):
        return None
    if said[at] in lists["areas"]:
        name = " ".join(said[: at + 1])
        return name if at + 1 < len(said) and _is_place(name, gazetteer) else None
    for end in (at + 1, at) if said[at] in ("City", "Town", "Village") and at + 1 < len(said) else (at,):
        name = " ".join(said[:end])
        if _is_place(name, gazetteer, TOWN):
            return name
    return None


def _is_place(name: str, gazetteer: Gazetteer, least: float = -math.inf) -> bool:
    """Whether a place that is known at least so well is called so by its chief name, and no body that is known."""
    return not by_alias(name) and any(o.cost < 1 and prior(o) >= least for o in named(clean(name), gazetteer))


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
