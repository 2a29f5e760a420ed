"""What rang, who acknowledged it, who was told, and the rules."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request, Response

from vedette.domain import TOPICS, Alert, Rule
from vedette.errors import UsageError
from vedette.export import atom, cap
from vedette.export.messages import shape
from vedette.pipeline.channels import Settings
from vedette.web import listing, papers
from vedette.web.desk import Desk, View
from vedette.web.guard import Person, needs
from vedette.web.papers import Given, word
from vedette.web.render import LISTED, Asked, page, readable_at, written

router = APIRouter()
route = readable_at(router)
Analyst = Annotated[Person, Depends(needs("analyst"))]
SHOWN = ("open", "all", "told", "rules")
COLUMNS = (
    "id", "rang", "rules", "topic", "title", "severity", "day", "place", "lat", "lon", "state", "acknowledged", "acknowledged_by", "note", "escalated",
    "version", "updated", "source", "evidence", "incident",
)  # fmt: skip


def masked(address: str) -> str:
    """An address as pages show it: a webhook's path can be a secret, and only its host is told."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.hostname}/…" if parts.scheme in ("http", "https") else address


def told_rows(desk: Desk, zone: str, alert: int | None = None) -> list[dict[str, Any]]:
    """The log of who was told as plain data, the latest first."""
    found = desk.store.tellings(alert=alert, limit=LISTED)
    return [{**asdict(t), "to": masked(t.to), "when": papers.both(t.told or t.due, zone)} for t in found]


def ruled(desk: Desk) -> list[Rule]:
    """The rules, their addresses masked."""
    return [replace(r, to=tuple(map(masked, r.to)), escalate_to=tuple(map(masked, r.escalate_to))) for r in desk.store.rules()]


def chosen(desk: Desk, show: str, rule: str, limit: int = LISTED) -> list[Alert]:
    """The alerts that are asked for, the latest first. Raises UsageError, NotFound for a rule that there is none of and never was."""
    if show not in SHOWN:
        raise UsageError(f"show {show}: not a choice; it is open, all, told or rules")
    found = desk.store.alerts(state="open" if show == "open" else None, rule=rule or None, limit=limit)
    if rule and not found:
        desk.store.rule(rule)
    return found


def rows(view: View, found: list[Alert], zone: str) -> list[dict[str, Any]]:
    """Alerts as plain data, each with its incident (where it is in this picture) and times in words."""
    now = datetime.now(UTC)
    out = []
    for a in found:
        incident = next((i for e in a.sign.events if (i := view.of_event.get(e))), None)
        told = {"when": papers.both(a.rang, zone), "age": papers.age(a.rang, now), "acknowledged_when": papers.both(a.acknowledged, zone)}
        out.append({**shape(a), "about": TOPICS[a.sign.topic], "incident": incident.id if incident else None, **told})
    return out


@route("/alerts")
def alerts(request: Request, cut: Asked, show: str = "open", rule: str = "") -> Response:
    """What rang, the latest first: `open` (nobody has acknowledged it), `all`; the log of who was told (`told`); the `rules`."""
    desk: Desk = request.app.state.desk
    found, zone = chosen(desk, show, rule), desk.zone(cut.situation)
    told = told_rows(desk, zone) if show == "told" else []
    counted = [(r, desk.store.rang(r.name)) for r in ruled(desk)]
    return page(
        request,
        "alerts.html",
        cut,
        page="alerts",
        rows=rows(desk.view(cut), found, zone),
        show=show,
        rule=rule,
        told=told,
        rules=counted,
        topics=TOPICS,
        asked=prefilled(request),
    )


def prefilled(request: Request) -> dict[str, str]:
    """What the form of a new rule holds at first: as an address says that was made from a search."""
    given = {name: "; ".join(v for v in request.query_params.getlist(name) if v)[:1000] for name in ("area", "types", "actors", "sources")}
    named = {name: request.query_params.get(name, "")[:80] for name in ("name", "severity")}
    return {**given, **named, "about": request.query_params.get("about", "incident")[:80]}


@route("/alerts.json")
def alerts_json(request: Request, cut: Asked, show: str = "open", rule: str = "") -> Response:
    """The same as JSON; with `show=told` the log of who was told, with `show=rules` the rules."""
    desk: Desk = request.app.state.desk
    found = chosen(desk, show, rule)
    if show == "told":
        return written({"schema": 1, "told": told_rows(desk, desk.zone(cut.situation))})
    if show == "rules":
        return written({"schema": 1, "rules": [asdict(r) for r in ruled(desk)]})
    return written({"schema": 1, "open": desk.store.open_alerts(), "alerts": rows(desk.view(cut), found, desk.zone(cut.situation))})


@route("/alerts.csv")
def alerts_csv(request: Request, cut: Asked, show: str = "open", rule: str = "") -> Response:
    """The same as a table."""
    desk: Desk = request.app.state.desk
    found = rows(desk.view(cut), chosen(desk, show, rule), desk.zone(cut.situation))
    return papers.table(COLUMNS, [{**r, "rules": "; ".join(r["rules"])} for r in found])


@route("/alerts.geojson")
def alerts_geojson(request: Request, cut: Asked, show: str = "open", rule: str = "") -> Response:
    """Those that have a point."""
    desk: Desk = request.app.state.desk
    found = rows(desk.view(cut), chosen(desk, show, rule), desk.zone(cut.situation))
    features = [
        {
            "type": "Feature",
            "id": r["id"],
            "geometry": {"type": "Point", "coordinates": [round(r["lon"], 5), round(r["lat"], 5)]},
            "properties": {k: r.get(k) for k in COLUMNS if k not in ("lat", "lon")},
        }
        for r in found
        if r["lat"] is not None and r["lon"] is not None
    ]
    return written({"type": "FeatureCollection", "features": features}, media="application/geo+json")


@route("/alerts.atom")
def alerts_atom(request: Request, cut: Asked, rule: str = "") -> Response:
    """The alerts of one rule, or all, as a feed: one entry an alert, which stays the same entry however often it is updated."""
    desk: Desk = request.app.state.desk
    found = chosen(desk, "all", rule, listing.FEED)
    made = [
        atom.Entry(
            id=f"urn:vedette:alert:{a.rang}:{a.id}",
            title=(f"{a.sign.place}: " if a.sign.place else "") + a.sign.title + (" (withdrawn)" if a.state == "withdrawn" else ""),
            link=listing.absolute(request, cut.url("/alerts", f"a{a.id}", show="all")),
            updated=listing.moment(a.updated),
            summary=f"{a.sign.source or 'Source not named'}: {a.sign.evidence}" if a.sign.evidence else "",
            authors=(a.sign.source,) if a.sign.source else (),
        )
        for a in found
    ]
    return listing.feed(request, cut, f"Alerts, {rule}" if rule else "Alerts", cut.url("/alerts", show="all", rule=rule or None), made)


@route("/alerts/{id}.cap")
def alert_cap(request: Request, cut: Asked, id: int) -> Response:
    """One alert as a CAP 1.2 document."""
    found = request.app.state.desk.store.alert(id)
    sender = Settings.of().sender or "vedette@localhost"
    made = cap.document(found, sender=sender, link=listing.absolute(request, cut.url("/alerts", f"a{id}", show="all")))
    return Response(made, media_type="application/cap+xml")


@route("/alerts/{id}.json")
def alert_json(request: Request, cut: Asked, id: int) -> Response:
    """One alert and who was told of it."""
    desk: Desk = request.app.state.desk
    return written({"schema": 1, "alert": shape(desk.store.alert(id)), "told": told_rows(desk, desk.zone(cut.situation), id)})


@router.post("/alerts/{id}/ack")
def acknowledge(request: Request, cut: Asked, person: Analyst, fields: Given, id: int) -> Response:
    """Acknowledge an alert, with a `note` of what was done: nobody further is called for it."""
    done = request.app.state.desk.writer.acknowledge(id, by=person.name, note=word(fields, "note", 500) or None)
    return papers.answered(request, cut.url("/alerts"), {"alert": shape(done), "message": f"alert {id} acknowledged"})
