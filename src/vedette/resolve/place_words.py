"""Words that stand beside the names of places and say what they are, or what a place as a party does.

The table is `data/place_words.tsv`, written for Vedette; its classes are those of `Kind` and the sets below.
`data/place_demonyms.tsv` names the people and adjectives of places that are no countries.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

Kind = Literal["city", "division", "district", "county", "water", "land", "site"]
KINDS: tuple[Kind, ...] = ("city", "division", "district", "county", "water", "land", "site")
DATA = Path(__file__).parent / "data"

DIRECTIONS = {
    "north": "north", "south": "south", "east": "east", "west": "west",
    "northeast": "northeast", "northwest": "northwest", "southeast": "southeast", "southwest": "southwest",
    "central": "centre", "centre": "centre", "center": "centre",
}  # fmt: skip
DIRECTION = r"(?:(?:north|south)[- ]?(?:east|west)|north|south|east|west)(?:ern)?(?:most)?|central|centre|center"
BEFORE = re.compile(
    rf"\b(?:the\s+)?(?:far\s+|extreme\s+|mostly\s+)?({DIRECTION})(?:\s+(?:part|parts|half|third|corner|end|tip)\s+of|\s+of)?(?:\s+the)?\s+$",
    re.I,
)
"""Words that end right before a name and take a part of it: "northern ", "the north of "."""
AFTER = re.compile(rf"^['\u2019]s\s+(?:far\s+)?({DIRECTION})\b(?!\s+(?:\w+\s+)?(?:of|from)\b)", re.I)
"""A part named after its whole: "'s east"."""
INSIDE = re.compile(rf"^(?:the\s+)?({DIRECTION})\s+(?:of\s+)?(?:the\s+)?(?=\S)", re.I)


def direction(word: str) -> str:
    """The part of an area that a word of direction names: "South-Eastern" gives "southeast"."""
    plain = re.sub(r"[- ]", "", word.lower())
    return DIRECTIONS[re.sub(r"ern(most)?$|most$", "", plain)]


@cache
def words(name: str) -> frozenset[str]:
    """The words of a class of the table."""
    lines = (DATA / "place_words.tsv").read_text("utf-8").splitlines()[1:]
    return frozenset(word for group, word in (line.split("\t") for line in lines) if group == name)


@cache
def kinds() -> dict[str, Kind]:
    """Words that say what kind of place a name is."""
    return {word: kind for kind in KINDS for word in words(kind)}


@cache
def people() -> dict[str, str]:
    """Demonyms and adjectives of places that are no countries, in lower case, and the place's name."""
    lines = (DATA / "place_demonyms.tsv").read_text("utf-8").splitlines()[1:]
    return {word.lower(): place for word, place in (line.split("\t") for line in lines)}


@cache
def missions() -> dict[str, str]:
    """The country (ISO 3166-1 alpha-2) in which an international mission works, by the catalogue's id."""
    lines = [line for line in (DATA / "missions.tsv").read_text("utf-8").splitlines() if line and not line.startswith("#")][1:]
    return {(cells := line.split("\t"))[0]: cells[1] for line in lines}
