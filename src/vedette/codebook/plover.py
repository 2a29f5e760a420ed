"""PLOVER's types and modes of 2021, with their quad classes, intensities and counterparts in CAMEO and ACLED.

Sources: the PLOVER manual 0.8 (types, modes, quad classes, scores of the types), the CAMEO codebook 1.1b3 and ACLED's
codebook (names of codes). Scores of modes, and which code is the closest, are our own judgement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from vedette.domain.actors import Actor
from vedette.domain.events import EventType

Quad = Literal[1, 2, 3, 4]
"""1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
ARMED = frozenset({"COP", "MIL", "PRM", "REB", "SPY", "UAF"})
"""Sectors that bear arms."""
DATA = Path(__file__).parent / "data"


def rows(name: str) -> Iterator[dict[str, str]]:
    """Rows of a tab-separated file of `data/`, by column; lines that begin with `#` are left out. Cells are stripped."""
    given = lines(name)
    header = next(given).split("\t")
    for line in given:
        yield cells(header, line)


def lines(name: str) -> Iterator[str]:
    """The lines of a file of `data/` without those that are empty or begin with `#`; the first one names the columns."""
    given = (DATA / name).read_text("utf-8").split("\n")
    return (line for line in given if line and not line.isspace() and line[0] != "#")


def cells(header: Sequence[str], line: str) -> dict[str, str]:
    """A line's cells by column, stripped; empty ones for those that it lacks."""
    found = [c.strip() for c in line.split("\t")]
    return dict(zip(header, found + [""] * (len(header) - len(found)), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """A type and mode (`name` None: the type without a mode) as `plover.tsv`, `cameo.tsv` and `acled.tsv` describe it.

    Where `civilians` is given, `acled` holds between two armed sides only, `civilians` where those at the receiving end are unarmed.
    """

    type: EventType
    name: str | None
    quad: Quad
    intensity: float
    cameo: str
    acled: str | None
    civilians: str | None


@cache
def _table() -> dict[tuple[str, str | None], Mode]:
    """Every legal pair of type and mode."""
    cameo = {(r["type"], r["mode"]): r["cameo"] for r in rows("cameo.tsv")}
    acled = {(r["type"], r["mode"]): (r["acled"], r["civilians"] or None) for r in rows("acled.tsv")}
    out: dict[tuple[str, str | None], Mode] = {}
    for r in rows("plover.tsv"):
        key = (r["type"], r["mode"])
        name = None if r["mode"] == "-" else r["mode"]
        both, civilians = acled.get(key) or acled.get((r["type"], "-")) or (None, None)
        out[r["type"], name] = Mode(
            type=cast(EventType, r["type"]),
            name=name,
            quad=cast(Quad, int(r["quad"])),
            intensity=float(r["intensity"]),
            cameo=cameo[key],
            acled=both,
            civilians=civilians,
        )
    return out


def _row(type: str, mode: str | None) -> Mode:
    """The row of a type and mode, or of the type alone where it has no such mode; raises KeyError for an unknown type."""
    table = _table()
    return table.get((type, mode)) or table[type, None]


def types() -> tuple[EventType, ...]:
    """The 16 types, in the manual's order."""
    return get_args(EventType)


def modes(type: str) -> tuple[str, ...]:
    """The modes of a type, in the manual's order; empty where it has none."""
    return tuple(m.name for (t, _), m in _table().items() if t == type and m.name is not None)


def quad(type: str) -> Quad:
    """Quad class of a type."""
    return _row(type, None).quad


def intensity(type: str, mode: str | None = None) -> float:
    """PLOVER's score, -10 (most hostile) to 10 (most cooperative)."""
    return _row(type, mode).intensity


def cameo(type: str, mode: str | None = None) -> str:
    """The closest CAMEO code, as text ("0841")."""
    return _row(type, mode).cameo


def armed(actors: Iterable[Actor]) -> bool | None:
    """Whether one of them bears arms, by first sectors; None where none tells: a country has armed and unarmed people, and so has a gang."""
    told = {a.sectors[0] for a in actors if a.sectors} - {"CRM"}
    return bool(told & ARMED) if told else None


def acled(type: str, mode: str | None = None, *, by: Iterable[Actor] = (), to: Iterable[Actor] = ()) -> str | None:
    """ACLED's event and sub-event type ("Protests/Peaceful protest") of what some do to others, None where ACLED records no such thing.

    An attack is a battle between two armed sides and violence against civilians where its victims are unarmed, else neither.
    """
    row = _row(type, mode)
    if row.civilians is None:
        return row.acled
    victims = armed(to)
    if victims is None:
        return None
    return row.civilians if not victims else row.acled if mode == "firearms" or armed(by) else None
