"""Vedette keeps watch on a tense situation: it reads the reports that come in and logs who did what to whom.

import vedette
reading = vedette.read("NATO on Friday called on all actors in Kosovo to coordinate with its peacekeepers.")
print([(e.text, e.label) for e in reading.entities])
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from vedette.domain import (
    Actor,
    Annotated,
    Coded,
    DeskPlace,
    Entity,
    Event,
    OffsetMap,
    Place,
    PlaceMention,
    Report,
    Sentence,
    TimeMention,
    Token,
)
from vedette.errors import InputError, ModelError, StoreError, UsageError, VedetteError

if TYPE_CHECKING:
    from vedette.pipeline import Reading

__version__ = "0.2.0"
__all__ = [
    "Actor",
    "Annotated",
    "Coded",
    "DeskPlace",
    "Entity",
    "Event",
    "InputError",
    "ModelError",
    "OffsetMap",
    "Place",
    "PlaceMention",
    "Report",
    "Sentence",
    "StoreError",
    "TimeMention",
    "Token",
    "UsageError",
    "VedetteError",
    "actors",
    "code",
    "places",
    "read",
    "times",
]


def read(text: str) -> Annotated:
    """Sentences, words, trees and entities of one English text, plain or HTML.

    The text is cleaned first (site furniture, odd white space); offsets point into the result's own `text`. The model
    is loaded at the first call. A text in another language comes back without sentences. Raises InputError where
    there is nothing to read.
    """
    return _reading(text, {}, coded=False).annotated


def code(text: str, *, published: str | None = None, title: str | None = None, source: str | None = None) -> Coded:
    """Events, places, times and quotes of one English text, plain or HTML; days are counted from `published` (ISO 8601).

    Offsets point into the cleaned text, that of `read`. Raises InputError where there is nothing to read.
    """
    return _reading(text, {"published": published, "title": title, "source": source}, coded=True).coded


def places(text: str, spans: Sequence[tuple[int, int]] | None = None, *, desk: Sequence[DeskPlace] = ()) -> tuple[PlaceMention, ...]:
    """Places named in a text as given, or exactly those at `spans` (start, end), in order; `desk` are places of your own."""
    from vedette.pipeline import parts

    return next(parts.places_in([text], [spans], desk))


def times(text: str, published: str | None = None) -> tuple[TimeMention, ...]:
    """Time expressions in a text as given, and the days they stand for, counted from `published` (ISO 8601)."""
    from vedette.pipeline import parts

    return next(parts.times_in([text], [published]))


def actors(text: str, on: str | None = None, context: str | None = None) -> Actor | None:
    """Whom an actor phrase ("the Ukrainian defence minister") stands for on a day, in a text about a country (alpha-3); None: unknown."""
    from vedette.pipeline import parts

    return parts.actor(text, on, context)


def _reading(text: str, known: dict[str, Any], *, coded: bool) -> Reading:
    from vedette.ingest import from_text
    from vedette.pipeline import parts, read_reports

    item = next(iter(read_reports([from_text(text, **known)], parts.reader(), coder=parts.coder() if coded else None)))
    assert not isinstance(item, InputError)  # from_text has raised what could be wrong
    return item
