"""Parts of the reading on bare records (CONTRACT §3): records in, records out, in order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from vedette.domain import Annotated
from vedette.language import Reader
from vedette.pipeline.read import Coder
from vedette.pipeline.shapes import place_shape, time_shape

Records = list[dict[str, Any]]


@cache
def _reader() -> Reader:
    return Reader()


@cache
def _coder() -> Coder:
    return Coder()


def _read(records: Records) -> Iterator[tuple[dict[str, Any], Annotated]]:
    """Records with their texts as given, read but not cleaned: offsets are those of the record's own text."""
    return zip(records, _reader().read_all([r["text"] for r in records]), strict=True)


def places(records: Records) -> Iterator[dict[str, Any]]:
    """`{"id", "text", "spans"?}` to `{"id", "places"}`; with spans exactly those, null fields where nothing fits."""
    from vedette.resolve.places import places as found

    for r, annotated in _read(records):
        spans = r.get("spans")
        given = [(int(a), int(b)) for a, b in spans] if spans is not None else None
        yield {"id": r.get("id"), "places": [place_shape(p) for p in found(annotated, _coder().gazetteer, spans=given)]}


def times(records: Records) -> Iterator[dict[str, Any]]:
    """`{"id", "text", "published"?}` to `{"id", "times"}`."""
    from vedette.resolve.times import times as found

    for r, annotated in _read(records):
        yield {"id": r.get("id"), "times": [time_shape(t) for t in found(annotated, r.get("published"))]}


def actors(records: Records) -> Iterator[dict[str, Any]]:
    """`{"id", "text", "on"?, "context"?}` to `{"id", "name", "country", "sectors", "code", "confidence"}`."""
    from vedette.resolve.actors import record

    for r in records:
        yield record(r)
