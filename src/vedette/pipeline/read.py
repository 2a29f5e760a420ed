"""Reports to readings, in order, many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vedette.domain import Annotated, Report
from vedette.errors import InputError
from vedette.language import Reader

BATCH = 64
"""Reports that go through the model together."""
BATCH_CHARACTERS = 400_000
"""A batch ends early when its texts come to this many characters, so that memory stays bounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A report and what was read in it. `read` is False where the language is one that Vedette cannot read."""

    report: Report
    annotated: Annotated
    read: bool


def read_reports(items: Iterable[Report | InputError], reader: Reader, batch: int = BATCH) -> Iterator[Reading | InputError]:
    """Read reports in input order; an InputError passes through in its place.

    A report in another language than English comes back with its text and no sentences.
    """
    waiting: list[Report | InputError] = []
    size = 0
    for item in items:
        waiting.append(item)
        size += len(item.text) if isinstance(item, Report) else 0
        if len(waiting) >= batch or size >= BATCH_CHARACTERS:
            yield from _together(waiting, reader, batch)
            waiting, size = [], 0
    yield from _together(waiting, reader, batch)


def _together(items: list[Report | InputError], reader: Reader, batch: int) -> Iterator[Reading | InputError]:
    texts = [x.text for x in items if isinstance(x, Report) and readable(x)]
    found = reader.read_all(texts, batch)
    for item in items:
        if isinstance(item, InputError):
            yield item
        elif readable(item):
            yield Reading(report=item, annotated=next(found), read=True)
        else:
            yield Reading(report=item, annotated=Annotated(text=item.text, sentences=(), entities=()), read=False)


def readable(report: Report) -> bool:
    """Whether the report is in English, or in no language that could be told."""
    return (report.language or "en").lower().replace("_", "-").split("-")[0] in ("en", "eng", "english")
