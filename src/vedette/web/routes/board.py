"""The board, incidents, reports: each parses what is asked, looks it up at the desk, and renders a page or its twin."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from vedette import __version__, review
from vedette.domain import ROLES, Event
from vedette.export import atom
from vedette.export.picture import SCHEMA, picture_shape
from vedette.web import listing, passages, twins, words
from vedette.web.desk import Cut, Desk
from vedette.web.guard import who, whole
from vedette.web.languages import gettext as _
from vedette.web.render import LISTED, WITHHELD, Asked, number, page, readable_at, written

router = APIRouter()
route = readable_at(router)
BOARD = 60
"""Incidents on the board's first screen; older ones are a page further."""
AREAS = 40
"""Areas on the board."""
REPORTS = 100
"""Reports on a page."""


# -- the board --------------------------------------------------------------------------------------------------------


@route("/")
def board(request: Request, cut: Asked, incident: str | None = None) -> Response:
    """Areas and where they go, the newest incidents, what is in force, what awaits an answer; the map where it is asked for."""
    view = request.app.state.desk.view(cut)
    asked = listing.listed(request, cut, BOARD)
    split = request.query_params.get("map") == "1"
    kept = ("&map=1" if split else "") + asked.filter.query

    def at(fragment: str = "", also: str = kept, **more: str | None) -> str:
        return cut.url("/", fragment, also, **more)

    return page(
        request,
        "board.html" if view.picture.reports else "empty.html",
        cut,
        page="board",
        asked=asked,
        rows=asked.found.rows,
        total=asked.found.total,
        split=split,
        at=at,
        turn=str(asked.page) if asked.page > 1 else None,
        selected=view.incident(incident) if incident else None,
        most=max((abs(t) for a in view.tensions[:AREAS] for t in a.series), default=0.0),
        areas=view.tensions[:AREAS],
        query=asked.filter.q,
    )


@route("/board.json")
def board_json(request: Request, cut: Asked) -> Response:
    """The whole picture, as `vedette export --format json` writes it."""
    return written(picture_shape(request.app.state.desk.view(cut).picture))


@route("/areas.json")
def areas_json(request: Request, cut: Asked) -> Response:
    """Areas with an incident in the last 14 days: this week's weight, last week's, and the days'; the level with what moved it."""
    view = request.app.state.desk.view(cut)
    levels = {key: {"word": v.word, "direction": v.direction, **asdict(v)} for key, v in view.levels.items()}
    rows = [{"key": t.area.key, "direction": t.direction, **asdict(t), "level": levels.get(t.area.key)} for t in view.tensions]
    return written({"schema": SCHEMA, "as_of": view.picture.as_of, "areas": rows})


@route("/areas.csv")
def areas_csv(request: Request, cut: Asked) -> Response:
    """The same, one area a row."""
    columns = ("country", "area", "direction", "weight_7d", "weight_7d_before", "incidents_7d", "incidents_7d_before")
    rows = request.app.state.desk.view(cut).tensions
    return listing.table(
        "areas",
        columns,
        ((t.area.country, t.area.name, t.direction, t.now, t.before, t.count_now, t.count_before) for t in rows),
    )


@route("/incidents.json")
def incidents_json(request: Request, cut: Asked) -> Response:
    """A page of the incidents that fit what is asked for, newest first."""
    return listing.incidents_json(request.app.state.desk.view(cut), listing.listed(request, cut, LISTED))


@route("/incidents.csv")
def incidents_csv(request: Request, cut: Asked) -> Response:
    """All of them, one a row."""
    return listing.incidents_csv(request, cut, request.app.state.desk.view(cut), listing.listed(request, cut, None).found.rows)


@route("/incidents.atom")
def incidents_atom(request: Request, cut: Asked) -> Response:
    """The newest of them as a feed."""
    found = listing.listed(request, cut, listing.FEED)
    page = cut.url("/search", also=found.filter.query)
    return listing.incidents_atom(request, cut, request.app.state.desk.view(cut), found, page)


@route("/incidents.geojson")
def incidents_geojson(request: Request, cut: Asked, bbox: str | None = None) -> Response:
    """Those that have a place finer than a country; with `bbox` (west,south,east,north) those with a mention in it, with `limit` the newest."""
    desk: Desk = request.app.state.desk
    view = desk.view(cut)
    only = view.index.at(desk.within(bbox)) if bbox is not None else None
    most = number(request, "limit", 0) or None
    return written(twins.geojson(view, cut, listing.listed(request, cut, most, only=only).found.rows), media="application/geo+json")


@route("/incidents/{id}.json")
def incident_json(request: Request, cut: Asked, id: str) -> Response:
    """One incident and its mentions."""
    view = request.app.state.desk.view(cut)
    return written(twins.incident(view, view.incident(id)))


@route("/incidents/{id}")
def incident(request: Request, cut: Asked, id: str) -> Response:
    """One incident: facts with who says so, mentions, what hangs on it, what people decided, what is similar."""
    desk: Desk = request.app.state.desk
    view = desk.view(cut)
    i = view.incident(id)
    return page(
        request,
        "incident.html",
        cut,
        page="incident",
        i=i,
        history=review.history(desk.store, i),
        similar=review.suggestions(view.near(i), i),
        said=words.decision,
        analyst=ROLES.index(who(request).role) >= ROLES.index("analyst"),
    )


# -- reports ----------------------------------------------------------------------------------------------------------


def found(request: Request, cut: Cut, q: str, size: int | None) -> tuple[list[tuple[Any, tuple[Event, ...], str | None]], int, int]:
    """Reports that hold the words of `q`, best first, or all of the situation, newest first: a page of them, how many there are, and which page it is."""
    desk = request.app.state.desk
    view = desk.view(cut)
    reports = view.picture.reports
    keys = [k for k in desk.search(q, listing.WORDS) if k in reports] if q.strip() else view.newest_reports
    at = number(request, "page", 1)
    shown = keys[(at - 1) * size : at * size] if size else keys
    return [(reports[k], view.told_in.get(k, ()), view.copy_of.get(k)) for k in shown], len(keys), at


@route("/reports")
def reports(request: Request, cut: Asked, q: str = "") -> Response:
    """Reports of the situation, or those that hold the words searched for."""
    rows, total, at = found(request, cut, q, REPORTS)
    return page(request, "reports.html", cut, page="reports", query=q, rows=rows, total=total, at=at, pages=max(1, -(-total // REPORTS)))


@route("/reports.json")
def reports_json(request: Request, cut: Asked, q: str = "") -> Response:
    """A page of the same list."""
    rows, total, at = found(request, cut, q, LISTED)
    return written({"schema": SCHEMA, "total": total, "page": at, "reports": [twins.row(*r) for r in rows]})


@route("/reports.csv")
def reports_csv(request: Request, cut: Asked, q: str = "") -> Response:
    """All of the list, one report a row, without its text."""
    columns = ("id", "published", "published_estimated", "source", "title", "url", "kind", "copy_of", "events")
    rows = (
        (r.id, r.published, r.published_estimated, r.source, r.title, r.url, r.text_kind, copy, len(events))
        for r, events, copy in found(request, cut, q, None)[0]
    )
    return listing.table("reports", columns, rows)


@route("/reports.atom")
def reports_atom(request: Request, cut: Asked, q: str = "") -> Response:
    """The newest of the list as a feed, without their texts."""
    entries = (
        atom.Entry(
            id=f"urn:vedette:report:{r.key}",
            title=r.title or f"Report {r.id}",
            link=listing.absolute(request, cut.report(r.key)),
            updated=listing.moment(r.known),
            summary=f"{len(events)} events read" if r.relevant is not None else "kept unread",
            authors=(r.source,) if r.source else (),
        )
        for r, events, _ in found(request, cut, q, listing.FEED)[0]
    )
    return listing.feed(request, cut, "Reports", cut.url("/reports", q=q or None), entries)


@route("/reports/{key:path}")
def report(request: Request, cut: Asked, key: str, event: str | None = None) -> Response:
    """A report, the words of a chosen event marked field by field; `.json` is its twin, `.txt` the text as it came in.

    To viewers and reporters the text is withheld, but for the words that the chosen event rests on.
    """
    desk, readable = request.app.state.desk, whole(request)
    form = next((f for f in (".json", ".txt") if key.endswith(f) and not desk.holds(key)), "")
    held, entities, coded = desk.report(key.removesuffix(form))
    if form == ".txt":
        return PlainTextResponse(held.raw) if readable else PlainTextResponse(_(WITHHELD) + "\n", 403)
    view = desk.view(cut)
    if form == ".json":
        twin = twins.report(view, held, entities, coded)
        return written(twin if readable else {**twin, "text": None, "withheld": _(WITHHELD)})
    picked = next((e for e in coded.events if e.id == event), None)
    marks = passages.marks(picked, coded) if picked else []
    text = passages.runs(held.text, marks, coded.events)
    return page(
        request,
        "report.html",
        cut,
        page="report",
        report=held,
        coded=coded,
        picked=picked,
        gone=event if event and not picked else None,
        fields=passages.fields(picked, coded) if picked else [],
        notes=passages.notes(picked) if picked else [],
        roles=passages.ROLES,
        title=passages.runs(held.title or _("Report %(id)s") % {"id": held.id}, marks, coded.events if held.title else (), in_title=True),
        text=text if readable else [run for run in text if run[0]],
        copies=view.copies(held.key),
    )


@route("/head")
def head(request: Request, cut: Asked) -> Response:
    """What stands in the head of every page: how new the data are, whether the sources are heard, how many alerts are unread. A page asks for it again."""
    return page(request, "_health.html", cut, page="head")


# -- upkeep ----------------------------------------------------------------------------------------------------------


@route("/health")
def health(request: Request) -> Response:
    """Whether the database answers; who has not signed in is told no more than that."""
    desk: Desk = request.app.state.desk
    held = {"version": __version__, "reports": desk.store.counts()["report"], "revision": desk.store.revision()}
    return written({"ok": True, **(held if request.state.person else {})})
