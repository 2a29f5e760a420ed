"""Search, map and timeline, sources, and one day as told by the outlets of each side."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response

from vedette.domain import RELIABILITY, Source
from vedette.domain.compare import day, iso
from vedette.errors import NotFound, UsageError
from vedette.export.picture import SCHEMA
from vedette.situation import Record
from vedette.web import comparing, drawings, listing, twins, words
from vedette.web.desk import Cut, Desk, View
from vedette.web.finder import FACETS, NO_SOURCE, Filter
from vedette.web.guard import Person, needs
from vedette.web.languages import gettext as _
from vedette.web.papers import Given, answered, word
from vedette.web.render import Asked, number, page, readable_at, written

router = APIRouter()
route = readable_at(router)
SEARCHED = 50
"""Incidents on a page of the search."""
COMPARED = 25
"""Incidents on a page of the comparison."""
CHOICES = 12
"""Values of each field that are counted on a page."""
MAPPED = 2000
"""Incidents on the map: the newest that fit."""
TABLED = 100
"""Rows of the map's table on a page."""
BINS = 60
"""Bars of the timeline at most."""

# -- search -----------------------------------------------------------------------------------------------------------


@route("/search")
def search(request: Request, cut: Asked) -> Response:
    """Incidents by the words of their reports and by coded fields, with how many each further choice would leave."""
    desk: Desk = request.app.state.desk
    view = desk.view(cut)
    found = listing.listed(request, cut, SEARCHED, facets=CHOICES)
    reports = [view.picture.reports[k] for k in found.keys or () if k in view.picture.reports]
    names = dict(zip(FACETS, (_("Type"), _("Area"), _("Actor"), _("Source"), _("Modality"), _("Status")), strict=True))
    more = {"query": found.filter.q, "reports": reports, "names": names, "rule": as_rule(found.filter)}
    return page(request, "search.html", cut, page="find", asked=found, rows=found.found.rows, **more)


def as_rule(f: Filter) -> str:
    """The end of an address that begins a rule of alerts from a search by coded fields; empty where a rule cannot ask for what it asks for."""
    asked = {"types": f.type, "area": f.area, "actors": f.actor, "sources": f.source}
    if not any(asked.values()) or f.q or f.modality or f.status or "other" in f.type or NO_SOURCE in f.source:
        return ""
    name = ", ".join(v.capitalize() if v.isupper() else v for values in asked.values() for v in values)
    return "&" + urlencode([("name", name[:80]), *((k, v) for k, values in asked.items() for v in values)])


@route("/search.{form}")
def search_twin(request: Request, cut: Asked, form: str) -> Response:
    """The same as JSON (with the counts), CSV, Atom or GeoJSON."""
    view = request.app.state.desk.view(cut)
    if form == "json":
        return listing.incidents_json(view, listing.listed(request, cut, SEARCHED, facets=CHOICES))
    if form == "csv":
        return listing.incidents_csv(request, cut, view, listing.listed(request, cut, None).found.rows)
    if form == "atom":
        found = listing.listed(request, cut, listing.FEED)
        return listing.incidents_atom(request, cut, view, found, cut.url("/search", also=found.filter.query))
    if form == "geojson":
        return written(twins.geojson(view, cut, listing.listed(request, cut, None).found.rows), media="application/geo+json")
    raise NotFound(f"/search.{form}: no such form; there are json, csv, atom, geojson")


# -- map and timeline -------------------------------------------------------------------------------------------------


@route("/map")
def mapped(request: Request, cut: Asked) -> Response:
    """Where and when: the map, a timeline that cuts it, and a table of the same incidents, with those that have no place on the map."""
    desk: Desk = request.app.state.desk
    view = desk.view(cut)
    asked = listing.listed(request, cut, TABLED)
    whole = Filter.of(request.query_params).without_days()
    keys = asked.keys
    counts = view.index.timeline(whole, keys, words.CONFLICT, BINS, day(view.picture.as_of))
    axis = drawings.Axis(first=counts[0][0], last=counts[-1][1], width=1000) if counts else None
    bars = drawings.columns([(a, x, y) for a, _, x, y in counts], axis, 60) if axis else []
    end = day(view.picture.as_of)
    spans = [(str(n), iso(end - n + 1), iso(end)) for n in (1, 7, 30)] if end else []
    return page(
        request,
        "map.html",
        cut,
        page="map",
        asked=asked,
        rows=asked.found.rows,
        bars=bars,
        axis=axis,
        spans=spans,
        window=(day(asked.filter.begin), day(asked.filter.last)),
        most=MAPPED,
        query=asked.filter.q,
    )


# -- sources ----------------------------------------------------------------------------------------------------------


@route("/sources")
def sources(request: Request, cut: Asked, source: str | None = None) -> Response:
    """Sources with the desk's grade and their record; one of them to be graded where it is named."""
    view = request.app.state.desk.view(cut)
    rows, total, at = recorded(request, view)
    chosen = record(request.app.state.desk, view, source) if source else None
    pages = max(1, -(-total // TABLED))
    return page(
        request,
        "sources.html",
        cut,
        page="sources",
        rows=rows,
        total=total,
        at=at,
        pages=pages,
        chosen=chosen,
        incidents=told(view, chosen),
    )


def recorded(request: Request, view: View, size: int | None = TABLED) -> tuple[list[Record], int, int]:
    """A page of the records, those with most reports first; how many there are; which page it is."""
    rows = view.ranked
    at = number(request, "page", 1) if size else 1
    return list(rows[(at - 1) * size : at * size] if size else rows), len(rows), at


def record(desk: Desk, view: View, name: str) -> Record:
    """One source's record, empty where it is listened to and no report of it bears on the picture. Raises NotFound."""
    if name in view.records:
        return view.records[name]
    if not desk.hearing().of(name):
        raise NotFound(f"{name}: no such source in this picture")
    return Record(source=view.sources.get(name) or Source(name=name), graded=name in view.sources)


def told(view: View, chosen: Record | None) -> list[Any]:
    """The newest incidents that a source told of."""
    if chosen is None:
        return []
    return list(view.index.find(Filter(source=(chosen.source.name,), all=True), limit=20).rows)


@route("/sources.json")
def sources_json(request: Request, cut: Asked) -> Response:
    """All of them."""
    view = request.app.state.desk.view(cut)
    return written({"schema": SCHEMA, "sources": [shape(r) for r in recorded(request, view, None)[0]]})


def shape(r: Record) -> dict[str, Any]:
    """A source and its record, flat."""
    s = r.source
    said = {"name": s.name, "reliability": s.reliability, "graded": r.graded, "side": s.side, "ownership": s.ownership, "language": s.language, "note": s.note}  # fmt: skip
    heard = {"reports": r.reports, "copies": r.copies, "unread": r.unread, "last": r.last}
    return {**said, **heard, "incidents": r.incidents, "told_by_others": r.others, "confirmed": r.confirmed, "rejected": r.rejected, "disputed": r.disputed}  # fmt: skip


@route("/sources.csv")
def sources_csv(request: Request, cut: Asked) -> Response:
    """All of them, one a row."""
    rows = [shape(r) for r in recorded(request, request.app.state.desk.view(cut), None)[0]]
    return listing.table("sources", list(shape(Record(source=Source(name=""), graded=False))), (list(r.values()) for r in rows))


@router.post("/sources")
def grade_source(request: Request, cut: Asked, person: Annotated[Person, Depends(needs("editor"))], given: Given) -> Response:
    """Say how reliable a source is, for which side it speaks, who owns it. Fields that are not given stay as they are."""
    desk: Desk = request.app.state.desk
    name = word(given, "name")
    if not name:
        raise UsageError("name: say which source")
    before = desk.store.sources().get(name)
    if before is None and name not in desk.view(cut).records and not desk.hearing().of(name):
        raise NotFound(f"{name}: no report bears this name as its source")
    before = before or Source(name=name)
    letter = word(given, "reliability").upper() or before.reliability
    grades = {g: g for g in RELIABILITY}
    if letter not in grades:
        raise UsageError(f"reliability {letter[:20]}: give one of {', '.join(grades)}")
    said = {f: (word(given, f) or None) if f in given else getattr(before, f) for f in ("side", "ownership", "language", "note")}
    after = Source(name=name, reliability=grades[letter], **said)
    desk.writer.put_source(after, by=person.name, reason=word(given, "reason") or None)
    return answered(
        request,
        cut.url("/sources", source=name),
        {"source": {f: getattr(after, f) for f in ("name", "reliability", *said)}, "message": f"{name}: {letter}"},
    )


# -- compare ----------------------------------------------------------------------------------------------------------


def compared(request: Request, cut: Cut) -> comparing.Comparison:
    """The day asked for, else the last one with reports. Raises UsageError where it is none."""
    view: View = request.app.state.desk.view(cut)
    given = request.query_params.get("day", "").strip()
    if given and (len(given) != 10 or (n := day(given)) is None or iso(n) != given):
        raise UsageError(f"day {given[:20]}: not a day; write it as 2022-12-20")
    end = view.picture.as_of or ""
    return comparing.compare(view, given or max((d for d in view.published if d <= end), default=end))


@route("/compare")
def compare(request: Request, cut: Asked) -> Response:
    """One day as told by the outlets of each side: the words that each uses, and who is silent."""
    made = compared(request, cut)
    n = day(made.day)
    around = (iso(n - 1), iso(n + 1)) if n else None
    at = number(request, "page", 1)
    return page(
        request, "compare.html", cut, page="compare", made=made, rows=made.rows[(at - 1) * COMPARED : at * COMPARED], around=around, at=at,
        pages=max(1, -(-len(made.rows) // COMPARED)), unset=comparing.UNSET,
    )  # fmt: skip


@route("/compare.json")
def compare_json(request: Request, cut: Asked) -> Response:
    """The same: incidents with the passages of each side."""
    made = compared(request, cut)
    rows = [
        {
            "incident": t.incident.id,
            "title": t.incident.title,
            "sides": {name: [{"source": r.source, "report": r.id, "evidence": e.evidence.text} for e, r in said] for (name, _), said in zip(made.sides, t.sides, strict=True)},
            "told_on_other_days_by": sorted(t.elsewhere),
        }
        for t in made.rows
    ]  # fmt: skip
    return written({"schema": SCHEMA, "day": made.day, "sides": [{"side": n, "reports": k} for n, k in made.sides], "incidents": rows})


@route("/compare.csv")
def compare_csv(request: Request, cut: Asked) -> Response:
    """The same, one passage a row."""
    made = compared(request, cut)
    rows = (
        (
            made.day,
            t.incident.id,
            t.incident.title,
            name,
            r.source,
            r.id,
            e.evidence.text,
            listing.absolute(request, cut.report(r.key, e.id)),
        )
        for t in made.rows
        for (name, _), said in zip(made.sides, t.sides, strict=True)
        for e, r in said
    )
    return listing.table("compare", ("day", "incident", "title", "side", "source", "report", "evidence", "url"), rows)
