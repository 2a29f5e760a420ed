"""The triage queue as its page needs it: what awaits a decision, the texts behind one incident, what it may be the same as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from vedette import review
from vedette.domain import Event, Incident, Judgement, Report
from vedette.review import Queued, Suggestion
from vedette.situation.tension import Area, area
from vedette.store import Store
from vedette.web import passages
from vedette.web.desk import Cut, Desk, View
from vedette.web.languages import marked

SHOWN = 100
"""Rows on one page."""
TEXTS = 12
"""Reports of an incident whose texts are laid out; those beyond are named with a link."""
REASONS = (
    marked("not about this situation"),
    marked("old news told again"),
    marked("did not happen: planned, denied or hypothetical"),
    marked("misread: the words say something else"),
    marked("opinion or rumour without a source"),
)
"""Short reasons for a rejection, by number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which part of the queue is asked for: an event type, an area's key, one's own only, settled ones too, rows from a number on."""

    type: str = ""
    area: str = ""
    mine: bool = False
    settled: bool = False
    start: int = 0

    def asked(self) -> dict[str, str]:
        """As parameters of an address; what is not asked for is left out."""
        given = {"type": self.type, "area": self.area, "mine": "1" * self.mine, "settled": "1" * self.settled}
        return {k: v for k, v in given.items() if v} | ({"from": str(self.start)} if self.start else {})

    def url(self, cut: Cut, incident: str | None = None, **more: str | None) -> str:
        """The page of this part of the queue, at an incident where one is named."""
        return cut.url("/triage", incident=incident, **{**self.asked(), **more})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An incident of the queue: `seen` is the version that a form carries, `holder` who else works on it."""

    queued: Queued
    seen: int
    holder: str | None = None

    @property
    def incident(self) -> Incident:
        """The incident itself."""
        return self.queued.incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A report of an incident: its mentions by number, its title and text as runs with the words of each field marked; no text where only its name is shown."""

    report: Report
    mentions: tuple[tuple[int, Event], ...]
    copy_of: str | None
    title: list[tuple[bool, list[passages.Piece]]]
    text: list[tuple[bool, list[passages.Piece]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A page of the queue: its rows, how many there are in all, and what can be chosen among."""

    rows: tuple[Row, ...]
    total: int
    types: tuple[tuple[str, int], ...]
    areas: tuple[tuple[Area, int], ...]


def listed(desk: Desk, view: View, chosen: Filter, name: str) -> Listed:
    """The queue under a filter, most urgent first. `name` is the person whose own incidents `mine` asks for."""
    line = view.waiting.every if chosen.settled else view.waiting.open
    kept = line.of(chosen.type, chosen.area)
    if chosen.mine:
        mine = {view.of_event[e].id for e in touched(desk.store, name) if e in view.of_event}
        kept = tuple(q for q in kept if q.incident.id in mine) if mine else ()
    shown = kept[chosen.start : chosen.start + SHOWN]
    holds = holders(desk.store)
    seen = review.versions(desk.store, (q.incident for q in shown))
    rows = tuple(Row(queued=q, seen=seen[q.incident.id], holder=holder(holds, q.incident)) for q in shown)
    return Listed(
        rows=rows,
        total=len(kept),
        types=tuple((t, len(found)) for t, found in line.types.items()),
        areas=tuple((a, len(found)) for a, found in line.areas.items()),
    )


def touched(store: Store, name: str) -> set[str]:
    """Events that someone decided on or holds."""
    decided = {e for j in store.judgements() if j.by == name for e in named(j)}
    return decided | {h.subject for h in store.holds() if h.by == name}


def named(j: Judgement) -> set[str]:
    """The events that a judgement names."""
    return {j.left, *([j.right] if j.right else []), *(a.event for a in j.anchors)}


def holders(store: Store) -> dict[str, str]:
    """Who works on what: the holder by the event that is held."""
    return {h.subject: h.by for h in store.holds()}


def holder(holds: dict[str, str], i: Incident) -> str | None:
    """Who works on an incident."""
    return next((holds[e] for e in i.events if e in holds), None)


def told(desk: Desk, view: View, i: Incident, whole: bool) -> list[Told]:
    """The reports of an incident, each with its mentions, in the order in which they were known. Without `whole`, only the words that the mentions rest on."""
    by_report: dict[str, list[tuple[int, Event]]] = {}
    for number, e in enumerate(i.events, 1):
        if e in view.picture.events and view.picture.events[e].report in view.picture.reports:
            by_report.setdefault(view.picture.events[e].report, []).append((number, view.picture.events[e]))
    out: list[Told] = []
    for key, mentions in by_report.items():
        report = view.picture.reports[key]
        title: list[tuple[bool, list[passages.Piece]]] = []
        text: list[tuple[bool, list[passages.Piece]]] = []
        if len(out) < TEXTS:
            coded = desk.store.reading(key)[1]
            marks = [m for _, e in mentions for m in passages.marks(e, coded)]
            title = passages.runs(report.title or "", marks, in_title=True)
            text = [run for run in passages.runs(report.text, marks) if whole or run[0]]
        out.append(Told(report=report, mentions=tuple(mentions), copy_of=view.copy_of.get(key), title=title, text=text))
    return out


def others(view: View, i: Incident) -> tuple[Suggestion, ...]:
    """Incidents that may be the same one, likeliest first."""
    return review.suggestions(view.near(i), i)


def row_shape(row: Row, cut: Cut) -> dict[str, Any]:
    """A row of the queue as JSON."""
    q = row.queued
    return {
        "incident": q.incident.id,
        "title": q.incident.title,
        "event_type": q.incident.event_type,
        "mode": q.incident.mode,
        "begin": q.incident.begin,
        "place": q.incident.place.name if q.incident.place else None,
        "area": area(q.incident.place).key,
        "status": q.incident.status,
        "priority": q.priority,
        "severity": q.severity,
        "uncertainty": q.uncertainty,
        "age": q.age,
        "formula": q.formula,
        "version": row.seen,
        "holder": row.holder,
        "url": cut.url("/triage", incident=q.incident.id),
    }
