"""The board, incidents, reports, the situation report: each parses what is asked, looks it up at the desk, and renders a page or its twin."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse

from vedette import __version__
from vedette.domain import Event
from vedette.export import sitrep as sheets
from vedette.export.picture import SCHEMA, picture_shape
from vedette.web import passages, twins
from vedette.web.desk import Cut, Desk
from vedette.web.render import LISTED, POLICY, WITHHELD, Asked, chosen, page, written

Handler = TypeVar("Handler", bound=Callable[..., Response])
router = APIRouter()


def route(path: str) -> Callable[[Handler], Handler]:
    """A page or twin: it can be read, and asked for its head."""
    return router.api_route(path, methods=["GET", "HEAD"])


# -- the board --------------------------------------------------------------------------------------------------------


@route("/")
def board(request: Request, cut: Asked, incident: str | None = None) -> Response:
    """Map, incidents, what is in force, what awaits an answer."""
    view = request.app.state.desk.view(cut)
    everything = chosen(request)
    rows = view.incidents if everything else view.told
    return page(
        request,
        "board.html" if view.picture.reports else "empty.html",
        cut,
        page="board",
        all=everything,
        rows=rows[:LISTED],
        total=len(rows),
        selected=view.incident(incident) if incident else None,
    )


@route("/board.json")
def board_json(request: Request, cut: Asked) -> Response:
    """The whole picture, as `vedette export --format json` writes it."""
    return written(picture_shape(request.app.state.desk.view(cut).picture))


@route("/incidents.geojson")
def incidents_geojson(request: Request, cut: Asked, bbox: str | None = None) -> Response:
    """Incidents that have a place finer than a country; with `bbox` (west,south,east,north) those with a mention in it."""
    desk: Desk = request.app.state.desk
    view = desk.view(cut)
    shown = view.incidents if chosen(request) else view.told
    if bbox is not None:
        inside = desk.within(bbox)
        shown = tuple(i for i in shown if not inside.isdisjoint(i.events))
    return written(twins.geojson(view, cut, shown), media="application/geo+json")


@route("/incidents/{id}.json")
def incident_json(request: Request, cut: Asked, id: str) -> Response:
    """One incident and its mentions."""
    view = request.app.state.desk.view(cut)
    return written(twins.incident(view, view.incident(id)))


@route("/incidents/{id}")
def incident(request: Request, cut: Asked, id: str) -> Response:
    """One incident: facts with who says so, mentions, what hangs on it."""
    return page(request, "incident.html", cut, page="incident", i=request.app.state.desk.view(cut).incident(id))


# -- reports ----------------------------------------------------------------------------------------------------------


def found(request: Request, cut: Cut, q: str) -> tuple[list[tuple[Any, tuple[Event, ...], str | None]], int]:
    """Reports that hold the words of `q`, best first, or all of the situation, newest first; and how many there are."""
    desk = request.app.state.desk
    view = desk.view(cut)
    reports = view.picture.reports
    keys = desk.search(q, 10 * LISTED) if q.strip() else sorted(view.picture.inside, key=lambda k: (reports[k].known, k), reverse=True)
    keys = [k for k in keys if k in reports]
    events: dict[str, list[Event]] = {}
    for e in view.picture.events.values():
        events.setdefault(e.report, []).append(e)
    return [(reports[k], tuple(events.get(k, ())), view.copy_of.get(k)) for k in keys[:LISTED]], len(keys)


@route("/reports")
def reports(request: Request, cut: Asked, q: str = "") -> Response:
    """Reports of the situation, or those that hold the words searched for."""
    rows, total = found(request, cut, q)
    return page(request, "reports.html", cut, page="reports", query=q, rows=rows, total=total)


@route("/reports.json")
def reports_json(request: Request, cut: Asked, q: str = "") -> Response:
    """The same list."""
    rows, total = found(request, cut, q)
    return written({"schema": SCHEMA, "total": total, "reports": [twins.row(*r) for r in rows]})


@route("/reports/{key:path}")
def report(request: Request, cut: Asked, key: str, event: str | None = None) -> Response:
    """A report, the words of a chosen event marked field by field; `.json` is its twin, `.txt` the text as it came in.

    On a shared board the text is withheld, but for the words that the chosen event rests on.
    """
    desk, whole = request.app.state.desk, request.app.state.whole
    form = next((f for f in (".json", ".txt") if key.endswith(f) and not desk.holds(key)), "")
    held, entities, coded = desk.report(key.removesuffix(form))
    if form == ".txt":
        return PlainTextResponse(held.raw) if whole else PlainTextResponse(WITHHELD + "\n", 403)
    view = desk.view(cut)
    if form == ".json":
        twin = twins.report(view, held, entities, coded)
        return written(twin if whole else {**twin, "text": None, "withheld": WITHHELD})
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
        title=passages.runs(held.title or f"Report {held.id}", marks, coded.events if held.title else (), in_title=True),
        text=text if whole else [run for run in text if run[0]],
        copies=view.copies(held.key),
    )


# -- the situation report ---------------------------------------------------------------------------------------------


@route("/sitrep")
def sitrep(request: Request, cut: Asked, since: str | None = None) -> Response:
    """The situation report, each sentence with links to the passages that it rests on."""
    made, pic = request.app.state.desk.sitrep(cut, since or None)
    at = {(e.report, e.evidence.start, e.evidence.end): e.id for e in pic.events.values()}
    events = {c.number: at.get((c.report, c.start, c.end)) for c in made.citations}
    return page(request, "sitrep.html", cut, page="sitrep", sitrep=made, events=events, head=sheets.masthead(made), since=since or "")


@route("/sitrep.md")
def sitrep_markdown(request: Request, cut: Asked, since: str | None = None) -> Response:
    """As Markdown."""
    return PlainTextResponse(sheets.markdown(*request.app.state.desk.sitrep(cut, since or None)), media_type="text/markdown")


@route("/sitrep.json")
def sitrep_json(request: Request, cut: Asked, since: str | None = None) -> Response:
    """As JSON."""
    return written(twins.sitrep(request.app.state.desk.sitrep(cut, since or None)[0]))


@route("/sitrep.html")
def sitrep_sheet(request: Request, cut: Asked, since: str | None = None) -> Response:
    """As one self-contained page, to print or to send; its own style is let through by its digest."""
    text = sheets.html(*request.app.state.desk.sitrep(cut, since or None))
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256((style[1] if style else "").encode()).digest()).decode()
    policy = POLICY.replace("style-src 'self'", f"style-src 'sha256-{digest}'")
    return HTMLResponse(text, headers={"Content-Security-Policy": policy})


@route("/health")
def health(request: Request) -> Response:
    """Whether the database answers."""
    desk: Desk = request.app.state.desk
    return written({"ok": True, "version": __version__, "reports": desk.store.counts()["report"], "revision": desk.store.revision()})
