"""The query layer of the board: one picture for each cut, kept until the database changes."""

from __future__ import annotations

import threading
import time
from bisect import bisect_left, bisect_right
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import isfinite
from urllib.parse import quote, urlencode

from vedette import review
from vedette.domain import Coded, Condition, Copies, Entity, Event, Incident, Picture, Report, Sitrep, Source, Undertaking, moments
from vedette.domain.compare import day, iso
from vedette.errors import NotFound, UsageError
from vedette.pipeline import picture
from vedette.pipeline.draw import LIVE, report_terms
from vedette.pipeline.draw import composed as compose
from vedette.situation import Grouping, Record, Tension, Word, keeping, records, sitrep, tensions
from vedette.situation.level import Level, levels
from vedette.store import Store
from vedette.web import finder
from vedette.web.facets import Facets
from vedette.web.hearing import Hearing, heard
from vedette.web.waiting import Waiting

KEPT = 8
"""Pictures that are kept."""
MOVED = 5
"""Incidents that are named as having moved an area's level."""
LISTENED = 15.0
"""Seconds that what is known of the feeds is kept: each page shows it, and with many feeds it takes a while to look up."""
CLOSE = 500
"""Incidents before and after one among which others that may be the same are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Which picture is asked for: a situation's (None: of everything), as of a day, as known at a moment."""

    situation: str | None = None
    as_of: str | None = None
    known_at: str | None = None

    def url(self, path: str, fragment: str | None = None, also: str | None = None, **more: str | None) -> str:
        """An address that shows the same cut; `situation=` stands for everything, `also` is what else it asks for (`&type=COERCE`)."""
        given = {"situation": self.situation or "", "as_of": self.as_of, "known_at": self.known_at, **more}
        return f"{path}?{urlencode({k: v for k, v in given.items() if v is not None})}{also or ''}{f'#{fragment}' if fragment else ''}"

    def now(self, path: str) -> str:
        """An address that shows the same situation as it is now."""
        return replace(self, as_of=None, known_at=None).url(path)

    def incident(self, id: str, form: str = "") -> str:
        """Address of an incident's page, or of its twin (`.json`)."""
        return self.url(f"/incidents/{quote(id, safe='')}{form}")

    def report(self, key: str, event: str | None = None, form: str = "") -> str:
        """Address of a report's page, at the passage of an event where one is named."""
        return self.url(f"/reports/{quote(key, safe='')}{form}", "evidence" if event else "", event=event)


@dataclass(frozen=True, kw_only=True)
class View:
    """A picture and what pages look up in it."""

    picture: Picture
    sources: Mapping[str, Source] = field(default_factory=dict)

    @cached_property
    def incidents(self) -> tuple[Incident, ...]:
        """Newest first; last, in the picture of an archive, those of no day."""
        return tuple(sorted(self.picture.incidents, key=lambda i: (self._on(i), i.known, i.id), reverse=True))

    @cached_property
    def told(self) -> tuple[Incident, ...]:
        """Incidents that are said to have happened, and were not rejected: neither planned, denied nor old news."""
        return tuple(i for i in self.incidents if finder.told(i))

    @cached_property
    def index(self) -> finder.Index:
        """What the incidents, newest first, can be asked for by."""
        return finder.Index(self.incidents, self.picture.reports)

    @cached_property
    def tensions(self) -> tuple[Tension, ...]:
        """Areas with an incident in the last 14 days: the heaviest week first."""
        return tensions(self.told, self.picture.as_of)

    @cached_property
    def levels(self) -> dict[str, Level]:
        """By area (its key): how tense it is, what made it so, and when it rose."""
        return {v.key: v for v in levels(self.picture, most=MOVED)}

    @cached_property
    def records(self) -> dict[str, Record]:
        """What came of what each source reported, by the source's name."""
        return records(self.picture, self.sources)

    @cached_property
    def health(self) -> tuple[int, int]:
        """How many sources there are, and how many of their reports could not be read."""
        found = self.records.values()
        return sum(r.reports > 0 for r in found), sum(r.unread for r in found)

    @cached_property
    def ranked(self) -> tuple[Record, ...]:
        """The records, those with most reports first."""
        return tuple(sorted(self.records.values(), key=lambda r: (-r.reports, r.source.name)))

    @cached_property
    def published(self) -> dict[str, list[str]]:
        """Keys of the reports that bear on the situation by the day on which they were published."""
        out: dict[str, list[str]] = defaultdict(list)
        for key in self.newest_reports:
            if published := self.picture.reports[key].published:
                out[published[:10]].append(key)
        return dict(out)

    def letter(self, source: str | None) -> str:
        """How reliable a source is, A to F; F where nobody graded it."""
        held = self.sources.get(source or "")
        return held.reliability if held else "F"

    def grade(self, i: Incident) -> str:
        """Reliability of the best source of an incident and its credibility, such as `B2`."""
        letters = (self.letter(r.source) for k in i.reports if (r := self.picture.reports.get(k)))
        return f"{min(letters, default='F')}{i.credibility}"

    @cached_property
    def by_id(self) -> dict[str, Incident]:
        """Incidents by id."""
        return {i.id: i for i in self.picture.incidents}

    @cached_property
    def queue(self) -> tuple[review.Queued, ...]:
        """What awaits a decision and what was decided, most urgent first."""
        return review.queue(self.picture, set())

    @cached_property
    def waiting(self) -> Waiting:
        """The same, arranged by type and area."""
        return Waiting(self.queue)

    @cached_property
    def of_event(self) -> dict[str, Incident]:
        """The incident that an event was merged into."""
        return {e: i for i in self.picture.incidents for e in i.events}

    @cached_property
    def copy_of(self) -> dict[str, str]:
        """What each copy copies."""
        return {a: b for c in self.picture.copies for a, b in c.copy_of}

    @cached_property
    def in_force(self) -> tuple[Condition, ...]:
        """Conditions that have not ended: confirmed ones before stale ones, then the latest confirmed."""
        found = sorted(
            (c for c in self.picture.conditions if c.state != "ended"), key=lambda c: c.last_confirmed or c.begin or "", reverse=True
        )
        return tuple(sorted(found, key=lambda c: c.state == "stale"))

    @cached_property
    def awaiting(self) -> tuple[review.Queued, ...]:
        """What awaits a decision, most urgent first."""
        return tuple(q for q in self.queue if q.incident.status == "machine")

    @cached_property
    def every_state(self) -> tuple[Condition, ...]:
        """All conditions: those in force, then those that have ended, the latest ended first."""
        ended = (c for c in self.picture.conditions if c.state == "ended")
        return (*self.in_force, *sorted(ended, key=lambda c: c.end or c.last_confirmed or "", reverse=True))

    @cached_property
    def asked(self) -> tuple[Undertaking, ...]:
        """All undertakings: the latest first."""
        return tuple(sorted(self.picture.undertakings, key=lambda u: (u.made or "", u.id), reverse=True))

    @cached_property
    def state_facets(self) -> Facets[Condition]:
        """What conditions can be chosen by: of `every_state`, of which those in force come first."""
        return finder.state_facets(self.every_state)

    @cached_property
    def asked_facets(self) -> Facets[Undertaking]:
        """What undertakings can be chosen by."""
        return finder.asked_facets(self.asked)

    @cached_property
    def keeping(self) -> tuple[Word, ...]:
        """Who keeps their word, and who answers."""
        return keeping(self.picture.undertakings)

    @cached_property
    def span(self) -> tuple[str, str] | None:
        """The first and the last day that one may look back to, at most a year apart; None where the picture has no day."""
        last = day(self.picture.as_of)
        if last is None:
            return None
        begins = [n for i in self.told if (n := day(i.begin)) is not None and last - 366 < n <= last]
        return iso(min(begins, default=last)), iso(last)

    @cached_property
    def open(self) -> tuple[Undertaking, ...]:
        """Undertakings that await an answer: the latest first."""
        return tuple(sorted((u for u in self.picture.undertakings if u.outcome == "pending"), key=lambda u: u.made or "", reverse=True))

    @cached_property
    def data_to(self) -> str:
        """When the latest report that bears on it was published; where none says when, when the latest was received."""
        inside = [r for k, r in self.picture.reports.items() if k in self.picture.inside]
        return max((r.published for r in inside if r.published), default="") or max((r.received or "" for r in inside), default="")

    def events(self, ids: tuple[str, ...]) -> list[tuple[Event, Report]]:
        """Events that are there, each with its report."""
        found = [self.picture.events[e] for e in ids if e in self.picture.events]
        return [(e, self.picture.reports[e.report]) for e in found if e.report in self.picture.reports]

    def incident(self, id: str) -> Incident:
        """One incident. Raises NotFound."""
        if id not in self.by_id:
            raise NotFound(
                f"{id}: no such incident in this picture; it may lie outside the situation or the days chosen, or have been merged anew"
            )
        return self.by_id[id]

    def condition(self, id: str) -> Condition:
        """One state. Raises NotFound."""
        found = next((c for c in self.picture.conditions if c.id == id), None)
        if found is None:
            raise NotFound(f"{id}: no such state in this picture; it may lie outside the situation or the days chosen")
        return found

    def conditions(self, incident: Incident) -> list[Condition]:
        """States that an incident opened, confirmed or ended."""
        at = sorted({n for key in (incident.id, *incident.events) for n in self._conditions.get(key, ())})
        return [self.picture.conditions[n] for n in at]

    def undertakings(self, incident: Incident) -> list[Undertaking]:
        """What was asked or promised in an incident, or answered by it."""
        at = sorted({n for key in (incident.id, *incident.events) for n in self._undertakings.get(key, ())})
        return [self.picture.undertakings[n] for n in at]

    def copies(self, key: str) -> Copies | None:
        """The reports that share a report's text."""
        return self._copies.get(key)

    @cached_property
    def told_in(self) -> dict[str, tuple[Event, ...]]:
        """Events by the key of their report."""
        out: dict[str, list[Event]] = defaultdict(list)
        for e in self.picture.events.values():
            out[e.report].append(e)
        return {key: tuple(events) for key, events in out.items()}

    @cached_property
    def newest_reports(self) -> tuple[str, ...]:
        """Keys of the reports that bear on the situation, the latest known first."""
        reports = self.picture.reports
        return tuple(sorted((k for k in self.picture.inside if k in reports), key=lambda k: (reports[k].known, k), reverse=True))

    def received_after(self, moment: str) -> set[str]:
        """Keys of the reports that reached the desk after a moment (UTC)."""
        return {key for _, key in self._received[bisect_right(self._received, (moment, "\U0010ffff")) :]}

    @cached_property
    def _received(self) -> list[tuple[str, str]]:
        return sorted((r.received or "", key) for key, r in self.picture.reports.items())

    @cached_property
    def _composed(self) -> dict[Grouping, Sitrep]:
        return {}

    def composed(self, by: Grouping = "area") -> Sitrep:
        """The situation report, with nothing marked as new; composed once for a picture and the grades of its sources."""
        if by not in self._composed:
            self._composed[by] = sitrep(self.picture, None, by=by, sources=self.sources)
        return self._composed[by]

    def near(self, incident: Incident) -> Picture:
        """The picture cut to the incidents that happened next before and after one, and to their reports: enough to tell what may be the same, and no more work
        where there are very many.
        """
        at = self._on(incident)
        left, right = bisect_left(self._begun, _reversed(at)), bisect_right(self._begun, _reversed(at))
        close = self.incidents[max(0, left - CLOSE) : right + CLOSE]
        reports = {k: self.picture.reports[k] for i in (incident, *close) for k in i.reports if k in self.picture.reports}
        copies = {id(c): c for k in reports if (c := self._copies.get(k))}
        return replace(self.picture, incidents=close, reports=reports, copies=tuple(copies.values()))

    def _on(self, i: Incident) -> str:
        """The day that an incident is listed under; of one whose reports give none, the day on which the desk had them, empty where that is long after the
        picture's.
        """
        late = (day(i.known[:10]) or 0) - (day(self.picture.as_of) or 0)
        return i.begin or i.last or ("" if late > LIVE else i.known[:10])

    @cached_property
    def _begun(self) -> list[int]:
        """The days of `incidents`, counted backwards so that they grow."""
        return [_reversed(self._on(i)) for i in self.incidents]

    @cached_property
    def _conditions(self) -> dict[str, list[int]]:
        return _places((*c.opened_by, *c.closed_by, *c.events) for c in self.picture.conditions)

    @cached_property
    def _undertakings(self) -> dict[str, list[int]]:
        return _places((*u.answered_by, *u.events) for u in self.picture.undertakings)

    @cached_property
    def _copies(self) -> dict[str, Copies]:
        return {key: c for c in self.picture.copies for key in c.reports}


def _reversed(on: str) -> int:
    return -(day(on) or 0)


def _places(keys: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """Where each key stands."""
    out: dict[str, list[int]] = defaultdict(list)
    for n, found in enumerate(keys):
        for key in found:
            out[key].append(n)
    return out


class Desk:
    """What the pages ask of a database. Safe to use from several threads."""

    def __init__(self, path: str, situation: str | None = None) -> None:
        self.path = path
        self.store = Store.open(path, readonly=True, create=False)
        self._first = situation
        self._kept: OrderedDict[tuple[tuple[int, ...], Cut], Future[View]] = OrderedDict()
        self._lock = threading.Lock()
        self._hearing: tuple[float, Hearing] | None = None

    @cached_property
    def writer(self) -> Store:
        """The same database, to be written to; opened at the first write. Raises StoreError where that cannot be."""
        return Store.open(self.path, create=False)

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()

    def situations(self) -> list[str]:
        """Names of the situations."""
        return [s.name for s in self.store.situations()]

    def first(self) -> str | None:
        """The situation that is shown where none is named: the one given at the start, else the only one."""
        there = self.situations()
        if self._first in there:
            return self._first
        return there[0] if len(there) == 1 else None

    def zone(self, situation: str | None) -> str:
        """A situation's time zone."""
        return self.store.situation(situation).zone if situation else "UTC"

    def hearing(self) -> Hearing:
        """What is listened to and how it fares now, at most `LISTENED` seconds old."""
        held = self._hearing
        if held is None or time.monotonic() - held[0] > LISTENED:
            at = moments.now()
            self._hearing = held = time.monotonic(), heard(self.store.health(at), at)
        return held[1]

    def forget_hearing(self) -> None:
        """Look the feeds up anew at the next page."""
        self._hearing = None

    def view(self, cut: Cut) -> View:
        """The picture of a cut, made once: who asks while it is made waits for it, and holds nobody else up.

        Raises NotFound for a situation that there is none of, UsageError where a day is none.
        """
        key = (self.store.state(), cut)
        with self._lock:
            found = self._kept.get(key)
            made = found or self._kept.setdefault(key, Future())
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        if found is None:
            try:
                situation = self.store.situation(cut.situation) if cut.situation else None
                drawn = picture(self.store, situation, as_of=cut.as_of, known_at=cut.known_at)
                made.set_result(View(picture=drawn, sources=self.store.sources()))
            except BaseException as e:
                with self._lock:
                    self._kept.pop(key, None)
                made.set_exception(e)
        view = made.result()
        if (sources := self.store.sources()) == view.sources:
            return view
        with self._lock:  # a grade has changed: the picture is the same, what is said of its sources is not
            graded = Future[View]()
            graded.set_result(View(picture=view.picture, sources=sources))
            self._kept[key] = graded
        return graded.result()

    def sitrep(self, cut: Cut, since: str | None = None, cut_off: str | None = None, by: Grouping = "area") -> tuple[Sitrep, View]:
        """The situation report of a cut and the view that it tells of; `since` is a day, or "last" for the last issued one, `cut_off` a time of day (`18:00`).

        Raises as `pipeline.report_on` does.
        """
        if since is None and cut_off is None:
            view = self.view(cut)
            return view.composed(by), view
        terms = report_terms(self.store, cut.situation, as_of=cut.as_of, known_at=cut.known_at, since=since, cut_off=cut_off)
        view = self.view(replace(cut, known_at=terms.known_at))
        return compose(view.picture, terms, by=by, sources=view.sources), view

    def within(self, box: str) -> set[str]:
        """Ids of the events that lie in a box of degrees (west,south,east,north; west beyond east: across the date line). Raises UsageError."""
        try:
            west, south, east, north = (float(x) for x in box.split(","))
        except ValueError:
            west = south = east = north = float("nan")
        if not all(map(isfinite, (west, south, east, north))):
            raise UsageError(f"bbox {box}: not a box; write west,south,east,north in degrees")
        spans = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
        return {e for left, right in spans for e in self.store.events_in(south, left, north, right)}

    def holds(self, key: str) -> bool:
        """Whether a report of this key is there."""
        try:
            self.store.report(key)
        except NotFound:
            return False
        return True

    def report(self, key: str) -> tuple[Report, tuple[Entity, ...], Coded]:
        """A report and its latest reading. Raises NotFound, which says so where the report was forgotten."""
        held = self.store.report(key)
        entities, coded = self.store.reading(key)
        return held, entities, replace(coded, events=tuple(sorted(coded.events, key=lambda e: (e.evidence.start, e.trigger.start))))

    def search(self, words: str, limit: int) -> list[str]:
        """Keys of reports that hold all the words."""
        return self.store.search(" ".join("".join(c if c.isprintable() else " " for c in words).split()), limit)
