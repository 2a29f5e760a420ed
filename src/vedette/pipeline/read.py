"""Reports to readings, in order, many at a time."""

from __future__ import annotations

import gc
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from vedette.domain import Annotated, Coded, DeskPlace, PlaceMention, Report, TimeMention
from vedette.errors import InputError, Uncoded
from vedette.language import Reader

if TYPE_CHECKING:
    from vedette.resolve.actors import Actors
    from vedette.resolve.gazetteer import Gazetteer
    from vedette.resolve.seats import Seats

BATCH = 64
"""Reports that go through the model together."""
LARGE = 300_000
"""Inhabitants from which a town is known to the world."""
SURE = 0.6
"""Confidence from which a name in a headline that is nowhere near the text's places is believed."""
BATCH_CHARACTERS = 400_000
"""A batch ends early when its texts come to this many characters, so that memory stays bounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A report and what was read in it. `read` is False where the language is one that Vedette cannot read.

    `coded` is empty where nothing was coded: in an unread report, and where only words, trees and names were asked for.
    """

    report: Report
    annotated: Annotated
    read: bool
    coded: Coded = field(default_factory=Coded)
    title: Annotated | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Where and when a report is: its places and times, and the places of its headline."""

    places: tuple[PlaceMention, ...]
    times: tuple[TimeMention, ...]
    heading: tuple[PlaceMention, ...]


@contextmanager
def uncollected() -> Iterator[None]:
    """Without looking for cycles of garbage: coding a report makes many objects and next to no cycles, and a fifth of its time went to the search.

    As the collector is the process's, a second thread may have it on again before this one ends; it is never left off.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class Coder:
    """The coding stages with what they look up, loaded at first use: places, times, quotes, actors, events.

    `desk` are the desk's own places; `context` are countries (ISO 3166-1 alpha-2) that its reports are mostly about.
    """

    def __init__(self, desk: Iterable[DeskPlace] = (), context: Iterable[str] = ()) -> None:
        self.desk = tuple(desk)
        self.context = tuple(context)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer of the package, with the desk's own places."""
        from vedette.resolve.gazetteer import Gazetteer

        return Gazetteer.open(desk=self.desk)

    @cached_property
    def seats(self) -> Seats:
        """Where bodies sit."""
        from vedette.resolve.seats import Seats

        return Seats(self.gazetteer)

    @cached_property
    def actors(self) -> Actors:
        """The actor catalogue of the package."""
        from vedette.resolve.actors import Actors

        return Actors()

    def code(self, reading: Reading) -> Reading:
        """A reading with its coded fields; an unread report has none."""
        return self.told(reading, self.named(reading)) if reading.read else reading

    @uncollected()
    def named(self, reading: Reading) -> Named:
        """The places and times of a reading: what the rest of the coding rests on."""
        from vedette.codebook.wording import fold
        from vedette.resolve.places import places
        from vedette.resolve.times import times

        report, annotated = reading.report, reading.annotated
        where = places(annotated, self.gazetteer, watched=self.context)
        heading: tuple[PlaceMention, ...] = ()
        if reading.title is not None:
            countries = [p.place.country for p in where if p.place and p.place.country and p.role != "embedded"]
            named = places(reading.title, self.gazetteer, context=countries, watched=self.context)
            # Headlines are read less surely: a name of the text is the text's place, or none; what lies in none of its countries is left, unless the world knows it.
            told = {fold(p.text): p.place for p in where if p.role in ("literal", "modifier")}
            named = tuple(replace(p, place=told.get(fold(p.text), p.place)) for p in named)
            heading = tuple(p for p in named if p.place is not None and (not countries or p.place.country in countries or _well_known(p)))
        return Named(places=where, times=times(annotated, report.published), heading=heading)

    @uncollected()
    def told(self, reading: Reading, named: Named) -> Reading:
        """A reading with its coded fields, given its places and times: quotes, actors, events."""
        from vedette.coding import code
        from vedette.language.quotes import quotes

        annotated = reading.annotated
        found = code(reading.report, annotated, named.places, named.times, quotes(annotated), self.actors, named.heading, reading.title)
        return replace(reading, coded=self.seats.added(found, annotated.text))


def _well_known(p: PlaceMention) -> bool:
    """Whether a name is surely that of a country, a division or a large town."""
    place = p.place
    large = place is not None and (place.precision in ("country", "admin1") or place.feature == "PPLC" or place.population >= LARGE)
    return large and p.role != "embedded" and p.confidence >= SURE


def read_reports(
    items: Iterable[Report | InputError], reader: Reader, batch: int = BATCH, coder: Coder | None = None
) -> Iterator[Reading | InputError]:
    """Read reports in input order, and code them where a coder is given; an InputError passes through in its place.

    A report in another language than English comes back with its text and no sentences.
    """
    waiting: list[Report | InputError] = []
    size = 0
    for item in items:
        waiting.append(item)
        size += len(item.text) if isinstance(item, Report) else 0
        if len(waiting) >= batch or size >= BATCH_CHARACTERS:
            yield from _together(waiting, reader, batch, coder)
            waiting, size = [], 0
    yield from _together(waiting, reader, batch, coder)


def _together(items: list[Report | InputError], reader: Reader, batch: int, coder: Coder | None) -> Iterator[Reading | InputError]:
    texts = [x.text for x in items if isinstance(x, Report) and readable(x)]
    titles = [x.title for x in items if isinstance(x, Report) and readable(x) and x.title] if coder else []
    found = reader.read_all(texts + titles, batch, told=coder is not None)
    first = [next(found) for _ in texts] if titles else None
    headings = iter(list(found)) if titles else iter(())
    found = iter(first) if first is not None else found
    for item in items:
        if isinstance(item, InputError):
            yield item
        elif readable(item):
            heading = next(headings) if coder and item.title else None
            reading = Reading(report=item, annotated=next(found), read=True, title=heading)
            yield _coded(reading, coder) if coder else reading
        else:
            yield Reading(report=item, annotated=Annotated(text=item.text, sentences=(), entities=()), read=False)


def _coded(reading: Reading, coder: Coder) -> Reading | InputError:
    """A reading with its coded fields; a fault of ours in one report is told in its place, and the rest goes on."""
    try:
        return coder.code(reading)
    except Exception as e:
        where = traceback.extract_tb(e.__traceback__)[-1]
        told = f"{type(e).__name__} at {Path(where.filename).name}:{where.lineno}"
        return Uncoded(f"{reading.report.id}: could not be coded ({told}); please send us this line and the text", id=reading.report.id)


def readable(report: Report) -> bool:
    """Whether the report is in English, or in no language that could be told."""
    return (report.language or "en").lower().replace("_", "-").split("-")[0] in ("en", "eng", "english")
