"""What is in force, and what was asked and promised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, cast
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response

from vedette import review
from vedette.domain import Checked, Condition, Event, Report, Undertaking
from vedette.domain.compare import day
from vedette.domain.moments import clock
from vedette.export import atom
from vedette.export.picture import SCHEMA, condition_shape, undertaking_shape
from vedette.web import ledgers, listing, words
from vedette.web.desk import Cut, Desk, View
from vedette.web.guard import Person, needs, who
from vedette.web.papers import Given, answered, number, word
from vedette.web.render import Asked, page, readable_at, written

router = APIRouter()
route = readable_at(router)
Analyst = Annotated[Person, Depends(needs("analyst"))]
RECENT = 7
"""Days before today from which a picture's day is the past."""


def states(request: Request, view: View, size: int | None = ledgers.PAGE) -> ledgers.Ledger[Condition]:
    """Conditions that fit: those that have not ended, unless ended ones are asked for."""
    ended = request.query_params.get("all") == "1" or "ended" in request.query_params.getlist("state")
    return ledgers.ledger(request, view.state_facets, None if ended else len(view.in_force), size)


def asked(request: Request, view: View, size: int | None = ledgers.PAGE) -> ledgers.Ledger[Undertaking]:
    """Undertakings that fit: the latest first."""
    return ledgers.ledger(request, view.asked_facets, None, size)


# -- in force ---------------------------------------------------------------------------------------------------------


@route("/inforce")
def inforce(request: Request, cut: Asked) -> Response:
    """States: since when, last confirmed, by whom, on what evidence, and a bar over the days; as of any day, as known on any day."""
    desk: Desk = request.app.state.desk
    view = desk.view(cut)
    found = states(request, view)
    drawn = ledgers.axis(found.rows, view.picture.as_of)
    bars = {c.id: ledgers.gantt(c, drawn, view.picture.as_of) for c in found.rows} if drawn else {}
    ended = request.query_params.get("all") == "1"
    may = who(request).may("analyst") and cut.known_at is None
    return page(
        request,
        "inforce.html",
        cut,
        page="inforce",
        found=found,
        axis=drawn,
        bars=bars,
        span=desk.view(Cut(situation=cut.situation)).span,
        ended=ended,
        versions=review.checks(desk.store, found.rows) if may else {},
        today=day_of_check(desk, cut, view),
        asked_for=request.url.query,
    )


def day_of_check(desk: Desk, cut: Cut, view: View) -> str:
    """The day that a check is of unless said otherwise: today by the situation's clock, or the picture's day where that is long ago."""
    today = datetime.now(clock(desk.zone(cut.situation))).date().isoformat()
    drawn = view.picture.as_of
    recent = cut.as_of is None and (day(today) or 0) - (day(drawn) or 0) <= RECENT
    return today if drawn is None or recent else drawn


@router.post("/inforce/{id}/check")
def check(request: Request, cut: Asked, id: str, person: Analyst, given: Given) -> Response:
    """Say how a state stood `on` a day: `said` is in force, ended or unknown; with a `reason`. `seen` is its version that was looked at."""
    desk: Desk = request.app.state.desk
    view = desk.view(cut)
    on = word(given, "on", 40) or day_of_check(desk, cut, view)
    seen = number(given, "seen") if word(given, "seen", 20) else None
    said = cast(Checked, word(given, "said", 40))
    reason, shown = word(given, "reason", 4000) or None, view.picture.as_of
    made = review.check(desk.writer, view.condition(id), said, on, by=person.name, reason=reason, seen=seen, as_of=shown)
    kept = {"condition": id, "judgement": made.id, **made.value, "message": f"{said} on {on}"}
    query = f"?{request.url.query}" if request.url.query else ""
    return answered(request, f"/inforce{query}#{quote(id, safe='')}", kept)


@route("/inforce.json")
def inforce_json(request: Request, cut: Asked) -> Response:
    """The same rows, all of them."""
    view = request.app.state.desk.view(cut)
    found, ids = states(request, view, None), _ids(view)
    return written({"schema": SCHEMA, "as_of": view.picture.as_of, "conditions": [condition_shape(c, ids) for c in found.rows]})


@route("/inforce.csv")
def inforce_csv(request: Request, cut: Asked) -> Response:
    """The same rows, one state each."""
    view = request.app.state.desk.view(cut)
    columns = ("id", "kind", "what", "place", "country", "by", "begin", "end", "expected_end", "last_confirmed", "state", "checked_on", "checked", "checked_by", "reports", "evidence", "url")  # fmt: skip
    return listing.table("inforce", columns, (_state(request, cut, view, c) for c in states(request, view, None).rows))


def _state(request: Request, cut: Cut, view: View, c: Condition) -> Sequence[object]:
    said = view.events(c.events)
    by = "; ".join(a.name for a in c.by)
    place = (c.place.name, c.place.country) if c.place else (None, None)
    days = (c.begin, c.end, c.expected_end, c.last_confirmed)
    checked = (c.checked.on, c.checked.said, c.checked.by) if c.checked else (None, None, None)
    return (c.id, c.kind, c.what, *place, by, *days, c.state, *checked, len(c.reports), evidence(said), link(request, cut, said))


@route("/inforce.atom")
def inforce_atom(request: Request, cut: Asked) -> Response:
    """States as a feed: each was updated when it was last confirmed, or ended."""
    view = request.app.state.desk.view(cut)
    found = states(request, view, listing.FEED)
    entries = (
        atom.Entry(
            id=f"urn:vedette:condition:{c.id}",
            title=f"{c.kind.capitalize()}{', ' + words.where(c.place) if c.place else ''}: {c.what} ({c.state})",
            link=link(request, cut, said) or listing.absolute(request, cut.url("/inforce")),
            updated=listing.moment(c.end or c.last_confirmed or c.begin),
            summary=evidence(said) or "",
        )
        for c in found.rows
        for said in [view.events(c.events)]
    )
    return listing.feed(request, cut, "In force", cut.url("/inforce"), entries)


@route("/inforce.geojson")
def inforce_geojson(request: Request, cut: Asked) -> Response:
    """States that have a place finer than a country, a point each."""
    view = request.app.state.desk.view(cut)
    ids = _ids(view)
    features = [
        {
            "type": "Feature",
            "id": c.id,
            "geometry": {"type": "Point", "coordinates": c.place.point[::-1]},
            "properties": {k: v for k, v in condition_shape(c, ids).items() if k not in ("by", "events")},
        }
        for c in states(request, view, None).rows
        if c.place and words.pinned(c.place)
    ]
    return written({"type": "FeatureCollection", "features": features}, media="application/geo+json")


# -- undertakings -----------------------------------------------------------------------------------------------------


@route("/undertakings")
def undertakings(request: Request, cut: Asked) -> Response:
    """What was asked, promised, threatened, decided: by whom, of whom, due when, answered how, silent for how long."""
    view = request.app.state.desk.view(cut)
    found = asked(request, view)
    return page(
        request,
        "undertakings.html",
        cut,
        page="undertakings",
        found=found,
        silence=ledgers.silence,
        record=view.keeping,
    )


@route("/undertakings.json")
def undertakings_json(request: Request, cut: Asked) -> Response:
    """The same rows, all of them, each with its silence in days."""
    view = request.app.state.desk.view(cut)
    ids, as_of = _ids(view), view.picture.as_of
    rows = [{**undertaking_shape(u, ids), "silence_days": ledgers.silence(u, as_of)} for u in asked(request, view, None).rows]
    return written({"schema": SCHEMA, "as_of": as_of, "undertakings": rows})


@route("/undertakings.csv")
def undertakings_csv(request: Request, cut: Asked) -> Response:
    """The same rows, one undertaking each."""
    view = request.app.state.desk.view(cut)
    columns = ("id", "kind", "by", "to", "what", "made", "due", "outcome", "outcome_at", "silence_days", "reports", "evidence", "url")
    return listing.table("undertakings", columns, (_undertaking(request, cut, view, u) for u in asked(request, view, None).rows))


def _undertaking(request: Request, cut: Cut, view: View, u: Undertaking) -> Sequence[object]:
    said = view.events(u.events)
    sides = ("; ".join(a.name for a in u.by), "; ".join(a.name for a in u.to))
    answer = (u.outcome, u.outcome_at, ledgers.silence(u, view.picture.as_of))
    return (u.id, u.kind, *sides, u.what, u.made, u.due, *answer, len(u.reports), evidence(said), link(request, cut, said))


@route("/undertakings.atom")
def undertakings_atom(request: Request, cut: Asked) -> Response:
    """Undertakings as a feed: each was updated when it was answered, else when it was made."""
    view = request.app.state.desk.view(cut)
    entries = (
        atom.Entry(
            id=f"urn:vedette:undertaking:{u.id}",
            title=f"{u.kind.capitalize()}, {words.parties(u)}: {u.what} ({u.outcome})",
            link=link(request, cut, said) or listing.absolute(request, cut.url("/undertakings")),
            updated=listing.moment(u.outcome_at or u.made),
            summary=evidence(said) or "",
        )
        for u in asked(request, view, listing.FEED).rows
        for said in [view.events(u.events)]
    )
    return listing.feed(request, cut, "Undertakings", cut.url("/undertakings"), entries)


def evidence(said: Sequence[tuple[Event, Report]]) -> str | None:
    """The words of the first event, which is at most what goes out of a text."""
    return said[0][0].evidence.text if said else None


def link(request: Request, cut: Cut, said: Sequence[tuple[Event, Report]]) -> str | None:
    """The address of the first event's passage."""
    return listing.absolute(request, cut.report(said[0][1].key, said[0][0].id)) if said else None


def _ids(view: View) -> dict[str, str | int]:
    return {key: r.id for key, r in view.picture.reports.items()}
