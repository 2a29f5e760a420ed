"""The query layer of the board: one picture for each cut, kept until the database changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import cached_property
from math import isfinite
from urllib.parse import quote, urlencode

from vedette.domain import Coded, Condition, Copies, Entity, Event, Incident, Picture, Report, Sitrep, Undertaking
from vedette.errors import NotFound, UsageError
from vedette.pipeline import picture, report_on
from vedette.pipeline.draw import moment
from vedette.situation import sitrep
from vedette.store import Store

KEPT = 8
"""Pictures that are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Which picture is asked for: a situation's (None: of everything), as of a day, as known at a moment."""

    situation: str | None = None
    as_of: str | None = None
    known_at: str | None = None

    def url(self, path: str, fragment: str = "", **more: str | None) -> str:
        """An address that shows the same cut; `situation=` stands for everything."""
        given = {"situation": self.situation or "", "as_of": self.as_of, "known_at": self.known_at, **more}
        return f"{path}?{urlencode({k: v for k, v in given.items() if v is not None})}{f'#{fragment}' if fragment else ''}"

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

    @cached_property
    def incidents(self) -> tuple[Incident, ...]:
        """Newest first."""
        return tuple(sorted(self.picture.incidents, key=lambda i: (i.begin or i.last or i.known[:10], i.known, i.id), reverse=True))

    @cached_property
    def told(self) -> tuple[Incident, ...]:
        """Incidents that are said to have happened, and were not rejected: neither planned, denied nor old news."""
        return tuple(i for i in self.incidents if i.modality == "asserted" and not i.background and i.status != "rejected")

    @cached_property
    def by_id(self) -> dict[str, Incident]:
        """Incidents by id."""
        return {i.id: i for i in self.picture.incidents}

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
    def open(self) -> tuple[Undertaking, ...]:
        """Undertakings that await an answer: the latest first."""
        return tuple(sorted((u for u in self.picture.undertakings if u.outcome == "pending"), key=lambda u: u.made or "", reverse=True))

    @cached_property
    def data_to(self) -> str:
        """When the latest report that bears on it was known."""
        inside = [r for k, r in self.picture.reports.items() if k in self.picture.inside]
        latest = max(inside, key=lambda r: r.known, default=None)
        return (latest.published or latest.received or "") if latest else ""

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

    def conditions(self, incident: Incident) -> list[Condition]:
        """States that an incident opened, confirmed or ended."""
        mine = set(incident.events)
        return [c for c in self.picture.conditions if incident.id in (*c.opened_by, *c.closed_by) or mine & set(c.events)]

    def undertakings(self, incident: Incident) -> list[Undertaking]:
        """What was asked or promised in an incident, or answered by it."""
        mine = set(incident.events)
        return [u for u in self.picture.undertakings if incident.id in u.answered_by or mine & set(u.events)]

    def copies(self, key: str) -> Copies | None:
        """The reports that share a report's text."""
        return next((c for c in self.picture.copies if key in c.reports), None)


class Desk:
    """What the pages ask of a database. Safe to use from several threads."""

    def __init__(self, path: str, situation: str | None = None) -> None:
        self.path = path
        self.store = Store.open(path, readonly=True, create=False)
        self._first = situation
        self._kept: OrderedDict[tuple[int, Cut], Future[View]] = OrderedDict()
        self._lock = threading.Lock()

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

    def view(self, cut: Cut) -> View:
        """The picture of a cut, made once: who asks while it is made waits for it, and holds nobody else up.

        Raises NotFound for a situation that there is none of, UsageError where a day is none.
        """
        key = (self.store.revision(), cut)
        with self._lock:
            found = self._kept.get(key)
            made = found or self._kept.setdefault(key, Future())
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        if found is None:
            try:
                situation = self.store.situation(cut.situation) if cut.situation else None
                made.set_result(View(picture=picture(self.store, situation, as_of=cut.as_of, known_at=cut.known_at)))
            except BaseException as e:
                with self._lock:
                    self._kept.pop(key, None)
                made.set_exception(e)
        return made.result()

    def sitrep(self, cut: Cut, since: str | None) -> tuple[Sitrep, Picture]:
        """The situation report of a cut and its picture; `since` is a day, or "last" for the last issued one. Raises as `view` does."""
        if since == "last":
            return report_on(self.store, cut.situation, as_of=cut.as_of, known_at=cut.known_at, since=since)
        shown = self.view(cut).picture
        return sitrep(shown, moment(since, "since", self.zone(cut.situation))), shown

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
