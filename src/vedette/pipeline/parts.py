"""Parts of the reading on bare texts and records (CONTRACT §3). Offsets are those of the text as given: nothing is cleaned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from vedette.domain import Actor, DeskPlace, PlaceMention, TimeMention
from vedette.errors import UsageError
from vedette.ingest import is_moment, sound
from vedette.language import Reader
from vedette.pipeline.read import Coder
from vedette.pipeline.shapes import place_shape, time_shape

Records = list[dict[str, Any]]


@cache
def reader() -> Reader:
    """One reader for the process."""
    return Reader()


@cache
def coder(desk: tuple[DeskPlace, ...] = ()) -> Coder:
    """One coder for the process and a desk's own places."""
    return Coder(desk)


def places_in(
    texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]] | None], desk: Iterable[DeskPlace] = ()
) -> Iterator[tuple[PlaceMention, ...]]:
    """Places of each text; of a text with spans exactly those, in order, without a place where nothing fits. `desk`: places of one's own."""
    from vedette.resolve.places import places as found

    gazetteer = coder(tuple(desk)).gazetteer
    for annotated, given in zip(reader().read_all([sound(t) for t in texts]), spans, strict=True):
        yield found(annotated, gazetteer, spans=given)


def times_in(texts: Sequence[str], published: Sequence[str | None]) -> Iterator[tuple[TimeMention, ...]]:
    """Time expressions of each text, counted from its publication."""
    from vedette.resolve.times import times as found

    for annotated, day in zip(reader().read_all([sound(t) for t in texts]), published, strict=True):
        yield found(annotated, day)


def actor(phrase: str, on: str | None = None, country: str | None = None) -> Actor | None:
    """Whom a phrase stands for on a day, in a text about a country (ISO 3166-1 alpha-3); None where that cannot be told.

    Raises UsageError where `on` is no day.
    """
    if on is not None and not is_moment(on):
        raise UsageError(f"on {on}: not a day; write it as 2022-12-20")
    found = coder().actors.resolve(sound(phrase), on=on and on[:10], country=country)
    return found[0] if found else None


def places(records: Records, desk: Iterable[DeskPlace] = ()) -> Iterator[dict[str, Any]]:
    """`{"id", "text", "spans"?}` to `{"id", "places"}`; with spans exactly those, null fields where nothing fits.

    Each place has its best few candidates as `alternatives`, the chosen one first, with score and reasons.
    """
    spans = [[(int(a), int(b)) for a, b in r["spans"]] if r.get("spans") is not None else None for r in records]
    for r, found in zip(records, places_in([r["text"] for r in records], spans, desk), strict=True):
        yield {"id": r.get("id"), "places": [place_shape(p, alternatives=True) for p in found]}


def times(records: Records) -> Iterator[dict[str, Any]]:
    """`{"id", "text", "published"?}` to `{"id", "times"}`."""
    for r, found in zip(records, times_in([r["text"] for r in records], [r.get("published") for r in records]), strict=True):
        yield {"id": r.get("id"), "times": [time_shape(t) for t in found]}


def actors(records: Records) -> Iterator[dict[str, Any]]:
    """`{"id", "text", "on"?, "context"?}` to `{"id", "name", "country", "sectors", "code", "confidence"}`."""
    from vedette.resolve.actors import record

    for r in records:
        yield record({**r, "text": sound(r["text"])})
