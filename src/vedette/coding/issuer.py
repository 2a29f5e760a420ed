"""Whose text a report is, by the name of its source: a body that speaks for itself ("we"), or a news medium, which does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from vedette.codebook.countries import by_code
from vedette.coding.words import words
from vedette.domain import Actor, PlaceMention

Found = tuple[Actor, float]
CUT = re.compile(r"\s*[,(:;]")
"""What parts a body's name from what its paper is ("Karsk Front, communiqué no. 3", "Zarbat Police (duty log)")."""
UNKNOWN = 0.5
"""How sure it is that an unknown body is what its name says."""


def issuer(source: str, lookup: Callable[[str], Found | None]) -> Found | None:
    """The body whose text a report is, with how sure that is; None where the source is a news medium or nothing is known of it."""
    name = CUT.split(source, maxsplit=1)[0].strip()
    parts = {w.lower().strip(".'’") for w in name.split()}
    if parts & words("media"):
        return None
    found = lookup(name) or lookup(source)
    if found is not None and (found[0].sectors or found[0].entry):
        return found
    paper = {w.lower() for w in re.findall(r"\w+", source[len(name) :])[:2]} & words(
        "papers of a body"
    )  # "Hill Volunteers, information wing"
    body = paper or parts & (words("bodies", "public bodies", "issuing bodies"))
    return (Actor(name=name, sectors=("CVL",)), UNKNOWN) if name and body else None


SHORT = 4
"""Letters up to which an abbreviation may stand for bodies of many lands."""


def is_stray(text: str, found: Found | None, places: Sequence[PlaceMention]) -> bool:
    """Whether a short abbreviation was taken for a party of a land of which the report names no place, though it names places of others ("MPS", a police
    station in the Philippines and a party in Chad).
    """
    if found is None or found[0].sectors[:1] != ("PTY",) or not found[0].country:  # armed groups and services act abroad
        return False
    last = (text.split() or [""])[-1]
    if not (last.isupper() and last.isalpha() and len(last) <= SHORT):
        return False
    lands = {c.iso3 for p in places if p.place is not None and (c := by_code(p.place.country or "")) is not None}
    state = by_code(found[0].country)
    return state is not None and bool(lands) and state.iso3 not in lands
