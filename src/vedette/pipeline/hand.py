"""Reports that people write themselves: composed from a field form or pasted, read one at a time by a model that is loaded once."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from vedette.domain import Coded, Event, Report
from vedette.errors import BadRecord, InputError, VedetteError
from vedette.ingest.inputs import from_text, is_moment
from vedette.language import Reader
from vedette.pipeline.keep import Ingested
from vedette.pipeline.read import Coder, Reading, read_reports, readable

if TYPE_CHECKING:
    from vedette.store import Store

WAIT = 8.0
"""Seconds that a report waits for the model before it is kept unread and read later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldReport:
    """What a reporter fills in. `client` is an id that the form gave it, so that it lands once; `seen` is an ISO 8601 moment or day as their
    clock shows it, `where` words, `lat` and `lon` degrees (WGS84, both or neither), `knowledge` how they know.
    """

    client: str
    reporter: str
    what: str
    seen: str
    where: str | None = None
    lat: float | None = None
    lon: float | None = None
    numbers: str | None = None
    knowledge: str | None = None


def composed(given: FieldReport, arrived: str) -> Report:
    """A field report as a text that opens with day and place, so that they are read as its own; `arrived` (UTC) is when it is known.

    Raises BadRecord where the moment is none or the position lies off the globe.
    """
    if not is_moment(given.seen):
        raise BadRecord(f"{given.seen}: no moment; write when it was seen as 2022-12-18T15:46")
    place = [" ".join(given.where.split())] if given.where and given.where.strip() else []
    if (given.lat is None) != (given.lon is None):
        raise BadRecord("a position needs latitude and longitude")
    if given.lat is not None and given.lon is not None:
        if not (-90 <= given.lat <= 90 and -180 <= given.lon <= 180):
            raise BadRecord(f"{given.lat}, {given.lon}: no position; latitude is -90 to 90, longitude -180 to 180")
        point = f"{abs(given.lat):.5f}° {'N' if given.lat >= 0 else 'S'}, {abs(given.lon):.5f}° {'E' if given.lon >= 0 else 'W'}"
        place = [f"{place[0]} ({point})"] if place else [point]
    day = date.fromisoformat(given.seen[:10])
    clock = f" at {given.seen[11:16]}" if len(given.seen) >= 16 else ""
    lead = f"On {day.day} {day:%B} {day.year}{clock}{f', at {place[0]}' if place else ''}: {given.what.strip()}"
    lines = [lead, f"Numbers: {' '.join(given.numbers.split())}" if given.numbers and given.numbers.strip() else ""]
    lines.append(f"How known: {' '.join(given.knowledge.split())}" if given.knowledge and given.knowledge.strip() else "")
    text = "\n\n".join(x for x in lines if x)
    reporter = " ".join(given.reporter.split())
    return from_text(
        text, kind="text", name="field report", id=f"field-{given.client}", source=f"Field report: {reporter}", published=arrived
    )


def pasted(text: str, *, source: str | None, published: str | None, title: str | None = None, url: str | None = None) -> Report:
    """A pasted message, HTML or plain, as a report. Raises InputError in one line where there is nothing to read or the day is none."""
    return from_text(text, name="the pasted text", source=source, published=published, title=title, url=url)


class Hand:
    """Reads what people hand in. The model is loaded at the first report and used by one at a time; safe from several threads."""

    def __init__(self, store: Store, reader: Reader | None = None, wait: float = WAIT) -> None:
        self.store = store
        self._reader = reader
        self._coder: Coder | None = None
        self._wait = wait
        self._busy = threading.Lock()
        self._later = threading.Lock()

    def read(self, report: Report) -> Reading:
        """A report read and coded, not kept: a field report's events without a day or place of their own take those that it opens with.

        Raises InputError where the coder fails, ModelError where the model is missing.
        """
        with self._busy:
            return self._read(report)

    def keep(self, report: Report, *, by: str) -> Ingested:
        """Keep a report: read at once, or kept unread and read later where the model is busy or missing (`waiting`). Held already: `known`.

        Raises Conflict where its id has another text, Forgotten where it was forgotten, StoreError.
        """
        if self.store.status(report) == "known":
            return Ingested(id=report.id, status="known")
        if not self._busy.acquire(timeout=self._wait):
            return self._unread(report, by, "the model is busy; it is read as soon as it can be")
        try:
            try:
                reading = self._read(report)
            except VedetteError as e:
                return self._unread(report, by, str(e))
            status = self.store.add(report, reading.annotated.entities, reading.coded, by=by)
        finally:
            self._busy.release()
        if not reading.read:
            return Ingested(id=report.id, status="unread", message=f"in another language ({report.language}); kept unread")
        return Ingested(id=report.id, status=status, events=len(reading.coded.events))

    def catch_up(self) -> int:
        """Read what was kept unread; returns how many. Only one caller at a time does so, another returns at once."""
        if not self._later.acquire(blocking=False):
            return 0
        done = 0
        try:
            for report in self.store.unread():
                try:
                    reading = self.read(report)
                except VedetteError as e:
                    self.store.issue(report.key, e.kind, str(e))
                    continue
                self.store.read_again(
                    report, reading.annotated.entities, reading.coded, by="desk", reason="kept unread while the model was busy"
                )
                done += 1
        finally:
            self._later.release()
        return done

    def _unread(self, report: Report, by: str, why: str) -> Ingested:
        self.store.add(report, (), Coded(), by=by)
        threading.Thread(target=self.catch_up, name="reading", daemon=True).start()
        return Ingested(id=report.id, status="waiting", message=why)

    def _read(self, report: Report) -> Reading:
        if self._reader is None:
            self._reader = Reader()
        places = tuple(self.store.places())
        watched = tuple(sorted({code for s in self.store.situations() for code in s.area}))
        if self._coder is None or (self._coder.desk, self._coder.context) != (places, watched):
            self._coder = Coder(places, context=watched)
        (reading,) = read_reports([report], self._reader, coder=self._coder)
        if isinstance(reading, InputError):
            raise reading
        return opened(reading) if report.key.startswith("field-") and readable(report) else reading


def opened(reading: Reading) -> Reading:
    """A field report's reading, its day and place spread over the events that name none: those of the words that it opens with."""
    coded, text = reading.coded, reading.report.text
    head = text.find(": ")
    times = [n for n, t in enumerate(coded.times) if t.end <= head and t.begin]
    places = [n for n, p in enumerate(coded.places) if p.end <= head and p.place]
    point = next((n for n in places if (p := coded.places[n].place) and p.precision == "point"), None)
    where = point if point is not None else places[-1] if places else None

    def whole(e: Event) -> Event:
        if times and e.begin is None and e.last is None and set(e.times) <= set(times):
            t = coded.times[times[0]]
            e = replace(e, begin=t.begin, last=t.last, time_precision=t.precision, times=(times[0],))
        if where is not None and e.place is None and set(e.places) <= set(places):
            e = replace(e, place=coded.places[where].place, places=(where,))
        return e

    return replace(reading, coded=replace(coded, events=tuple(whole(e) for e in coded.events)))
