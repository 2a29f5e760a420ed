"""Lists that are not of incidents, on a map by the places of what they tell, and those that have no days of their own, as a feed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, Request, Response

from vedette.domain import Place
from vedette.domain.compare import day
from vedette.export import atom
from vedette.situation.tension import WEEK, Area
from vedette.situation.tension import area as lies_in
from vedette.situation.tension import on as counts_on
from vedette.web import comparing, listing, twins, words
from vedette.web.desk import View
from vedette.web.render import Asked, readable_at, written
from vedette.web.routes import board, log, states, views

router = APIRouter()
route = readable_at(router)


def spotted(rows: Iterable[twins.Row]) -> Response:
    """Rows as GeoJSON."""
    return written(twins.spots(rows), media="application/geo+json")


# -- reports, sources -------------------------------------------------------------------------------------------------


@route("/reports.geojson")
def reports_geojson(request: Request, cut: Asked, q: str = "") -> Response:
    """All of the list: a report at the places of its events."""
    return spotted(
        (r.id, {**twins.row(r, events, copy), "link": listing.absolute(request, cut.report(r.key))}, [e.place for e in events])
        for r, events, copy in board.found(request, cut, q, None)[0]
    )


@route("/sources.geojson")
def sources_geojson(request: Request, cut: Asked) -> Response:
    """All of them, each at the places of which it told."""
    view: View = request.app.state.desk.view(cut)
    places: dict[str, list[Place | None]] = defaultdict(list)
    for key in view.newest_reports:
        places[view.picture.reports[key].source or ""] += [e.place for e in view.told_in.get(key, ())]
    records = views.recorded(request, view, None)[0]
    return spotted((r.source.name, views.shape(r), places[r.source.name]) for r in records)


@route("/sources.atom")
def sources_atom(request: Request, cut: Asked) -> Response:
    """Sources with their grade and record, those with most reports first; each was updated when its last report came."""
    view = request.app.state.desk.view(cut)
    entries = (
        atom.Entry(
            id=f"urn:vedette:source:{r.source.name}",
            title=f"{r.source.name} ({r.source.reliability})",
            link=listing.absolute(request, cut.url("/sources", source=r.source.name)),
            updated=listing.moment(r.last),
            summary=f"{r.reports} reports, {r.copies} copies, {r.incidents} incidents; {r.others} told by others, {r.confirmed} confirmed, {r.rejected} rejected, {r.disputed} disputed",
        )
        for r in views.recorded(request, view, None)[0][: listing.FEED]
    )
    return listing.feed(request, cut, "Sources", cut.url("/sources"), entries)


# -- areas ------------------------------------------------------------------------------------------------------------


@route("/areas.geojson")
def areas_geojson(request: Request, cut: Asked) -> Response:
    """Areas with an incident in the last 14 days, each at the places of these."""
    view: View = request.app.state.desk.view(cut)
    end = day(view.picture.as_of) or 0
    places: dict[Area, list[Place | None]] = defaultdict(list)
    for i in view.told:
        if (at := counts_on(i)) is not None and end - 2 * WEEK < at <= end:
            places[lies_in(i.place)].append(i.place)
    return spotted(
        (
            t.area.key,
            {"country": t.area.country, "area": t.area.name, "direction": t.direction, "weight_7d": t.now, "weight_7d_before": t.before,
             "incidents_7d": t.count_now, "incidents_7d_before": t.count_before},
            places[t.area],
        )
        for t in view.tensions
    )  # fmt: skip


@route("/areas.atom")
def areas_atom(request: Request, cut: Asked) -> Response:
    """The same, an entry for each area and day: whether it gets worse there."""
    view = request.app.state.desk.view(cut)
    as_of = view.picture.as_of or "1970-01-01"
    entries = (
        atom.Entry(
            id=f"urn:vedette:area:{t.area.key}:{as_of}",
            title=f"{words.area_named(t.area.key)}: {t.direction}, {t.now:g} from {t.before:g}",
            link=listing.absolute(request, cut.url("/", area=t.area.key)),
            updated=listing.moment(as_of),
            summary=f"{t.count_now} incidents in 7 days, {t.count_before} in the 7 before",
        )
        for t in view.tensions[: listing.FEED]
    )
    return listing.feed(request, cut, "Areas", cut.url("/"), entries)


# -- undertakings, log, compare ---------------------------------------------------------------------------------------


@route("/undertakings.geojson")
def undertakings_geojson(request: Request, cut: Asked) -> Response:
    """The rows of the page: what was asked or promised, at the places that its events tell."""
    view = request.app.state.desk.view(cut)
    return spotted(
        (
            u.id,
            {"kind": u.kind, "what": u.what, "made": u.made, "due": u.due, "outcome": u.outcome, "link": states.link(request, cut, said)},
            [e.place for e, _ in said],
        )
        for u in states.asked(request, view, None).rows
        for said in [view.events(u.events)]
    )


@route("/log.geojson")
def log_geojson(request: Request, cut: Asked, show: str = "all", day: str = "") -> Response:
    """The rows of the log, each at the place of the incident that it is tied to."""
    held = request.app.state.desk.view(cut).by_id
    rows = log.asked_rows(request, cut, show, day)
    return spotted((str(r["id"]), r, [held[r["incident"]].place] if r["incident"] in held else []) for r in rows)


@route("/compare.geojson")
def compare_geojson(request: Request, cut: Asked) -> Response:
    """The day's incidents, with the sides that tell of each."""
    made = views.compared(request, cut)
    return spotted(
        (
            t.incident.id,
            {
                "title": t.incident.title,
                "day": made.day,
                "sides": _told(made, t),
                "link": listing.absolute(request, cut.incident(t.incident.id)),
            },
            [t.incident.place],
        )
        for t in made.rows
    )


def _told(made: comparing.Comparison, told: comparing.Telling) -> dict[str, Any]:
    """How many passages each side has."""
    return {name: len(said) for (name, _), said in zip(made.sides, told.sides, strict=True)}


@route("/compare.atom")
def compare_atom(request: Request, cut: Asked) -> Response:
    """The same as a feed."""
    made = views.compared(request, cut)
    view = request.app.state.desk.view(cut)
    rows = [t.incident for t in made.rows[: listing.FEED]]
    return listing.entries_atom(request, cut, view, f"Told on {made.day}", rows, cut.url("/compare", also=f"&day={made.day}"))
