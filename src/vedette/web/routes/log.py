"""The duty log and the handover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from vedette.domain import LogEntry
from vedette.domain.moments import clock, instant
from vedette.errors import UsageError
from vedette.export import atom
from vedette.pipeline.draw import moment
from vedette.web import handing, papers
from vedette.web.desk import Cut, Desk, View
from vedette.web.guard import Person, needs, who
from vedette.web.papers import Given, word
from vedette.web.render import LISTED, Asked, page, written

router = APIRouter()
Reporter = Annotated[Person, Depends(needs("reporter"))]
SHOWN = ("all", "open", "mine")


def entries(desk: Desk, cut: Cut, person: Person, show: str, day: str | None) -> list[LogEntry]:
    """Entries as filtered, the latest first: `open` those of which someone is still to be told, `mine` the person's own. Raises UsageError."""
    if show not in SHOWN:
        raise UsageError(f"show {show}: not a choice; it is all, open or mine")
    since = until = None
    if day:
        zone = desk.zone(cut.situation)
        if not moment(day, "day") or len(day) != 10:
            raise UsageError(f"day {day}: not a day; write it as 2022-12-20")
        until = instant(day, zone)
        since = datetime.fromisoformat(f"{day}T00:00:00").replace(tzinfo=clock(zone)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    found = desk.store.log(since=since, until=until, untold=show == "open", limit=None if show == "mine" else LISTED)
    return [e for e in found if show != "mine" or e.by == person.name][:LISTED]


def rows(desk: Desk, view: View, found: Sequence[LogEntry], zone: str) -> list[dict[str, Any]]:
    """Entries as plain data, each with its incident (where it is in this picture), why it was withdrawn, and its age."""
    struck = desk.store.withdrawals() if any(e.withdrawn for e in found) else {}
    now = datetime.now(UTC)
    out = []
    for e in found:
        incident = view.of_event.get(e.subject or "")
        by, reason = struck.get(e.id, (None, None)) if e.withdrawn else (None, None)
        shape = {"incident": incident.id if incident else None, "title": incident.title if incident else None}
        state = "withdrawn" if e.withdrawn else "told" if e.told else "to tell" if e.tell else "noted"
        told = {"when": papers.both(e.at, zone), "told_when": papers.both(e.told, zone), "age": papers.age(e.at, now), "state": state}
        out.append({**asdict(e), **shape, **told, "withdrawn_by": by, "reason": reason})
    return out


def asked_rows(request: Request, cut: Cut, show: str, day: str | None) -> list[dict[str, Any]]:
    """The rows that an address asks for."""
    desk: Desk = request.app.state.desk
    return rows(desk, desk.view(cut), entries(desk, cut, who(request), show, day or None), desk.zone(cut.situation))


@router.api_route("/log", methods=["GET", "HEAD"])
def log(request: Request, cut: Asked, show: str = "all", day: str = "", subject: str = "") -> Response:
    """The duty log: what happened, who is to be told, whether they were."""
    desk: Desk = request.app.state.desk
    found = asked_rows(request, cut, show, day)
    about = desk.view(cut).by_id.get(subject)
    untold = len(desk.store.log(untold=True, limit=LISTED))
    return page(request, "log.html", cut, page="log", rows=found, show=show, day=day, about=about, untold=untold, shown=SHOWN)


@router.api_route("/log.json", methods=["GET", "HEAD"])
def log_json(request: Request, cut: Asked, show: str = "all", day: str = "") -> Response:
    """The same as JSON."""
    return written({"schema": 1, "entries": asked_rows(request, cut, show, day)})


@router.api_route("/log.csv", methods=["GET", "HEAD"])
def log_csv(request: Request, cut: Asked, show: str = "all", day: str = "") -> Response:
    """The same as a table."""
    columns = ("id", "at", "by", "text", "incident", "title", "tell", "told", "told_by", "state", "withdrawn", "withdrawn_by", "reason")
    return papers.table(columns, asked_rows(request, cut, show, day))


@router.api_route("/log.atom", methods=["GET", "HEAD"])
def log_atom(request: Request, cut: Asked, show: str = "all", day: str = "") -> Response:
    """The same as a feed."""
    base = str(request.base_url).rstrip("/")
    found = asked_rows(request, cut, show, day)
    made = [
        atom.Entry(
            id=f"{base}/log#e{r['id']}",
            title=r["text"][:80],
            link=base + cut.url("/log", f"e{r['id']}"),
            updated=r["withdrawn"] or r["told"] or r["at"],
            summary=r["text"] + (f"\nTo tell: {r['tell']} ({r['state']})" if r["tell"] else ""),
            authors=(r["by"],),
        )
        for r in found
    ]
    latest = max((e.updated for e in made), default="1970-01-01T00:00:00Z")
    link, shown = base + cut.url("/log.atom", show=show), base + cut.url("/log", show=show)
    text = atom.feed(id=link, title="Duty log", link=link, page=shown, updated=latest, entries=made)
    return Response(text, media_type="application/atom+xml")


@router.post("/log")
def add(request: Request, cut: Asked, person: Reporter, fields: Given) -> Response:
    """Write an entry: `text`, `subject` (an incident's or event's id), `tell`."""
    desk: Desk = request.app.state.desk
    subject = word(fields, "subject", 200) or None
    if subject:
        view = desk.view(cut)
        subject = view.by_id[subject].events[0] if subject in view.by_id else subject
        if subject not in view.picture.events:
            raise UsageError(f"subject {subject}: no incident and no event of this picture")
    made = desk.writer.add_log(word(fields, "text"), by=person.name, subject=subject, tell=word(fields, "tell", 200) or None)
    return papers.answered(request, cut.url("/log", fragment=f"e{made.id}"), {"entry": asdict(made)}, 201)


@router.post("/log/{id}/told")
def told(request: Request, cut: Asked, person: Reporter, id: int) -> Response:
    """Mark that whom an entry concerns was told."""
    made = request.app.state.desk.writer.told_log(id, by=person.name)
    return papers.answered(request, cut.url("/log", fragment=f"e{id}"), {"entry": asdict(made)})


@router.post("/log/{id}/withdraw")
def withdraw(request: Request, cut: Asked, person: Reporter, fields: Given, id: int) -> Response:
    """Strike an entry, with a `reason`; it stays to be read."""
    made = request.app.state.desk.writer.withdraw_log(id, by=person.name, reason=word(fields, "reason", 500))
    return papers.answered(request, cut.url("/log", fragment=f"e{id}"), {"entry": asdict(made)})


# -- handover ---------------------------------------------------------------------------------------------------------


def drawn(request: Request, cut: Cut, since: str) -> dict[str, Any]:
    """What is to be handed over: since a moment, else since the last handover, else of the last 24 hours."""
    desk: Desk = request.app.state.desk
    given = moment(since, "since", desk.zone(cut.situation)) if since else None
    last = desk.store.handovers(1)
    start = given or (last[0].at if last else (datetime.now(UTC) - timedelta(hours=24)).strftime("%Y-%m-%dT%H:%M:%SZ"))
    return handing.drawn(desk, cut, start)


@router.api_route("/handover", methods=["GET", "HEAD"])
def handover(request: Request, cut: Asked, since: str = "") -> Response:
    """What changed since the last watch, what is open, who is still to be told; and the last handovers."""
    desk: Desk = request.app.state.desk
    zone = desk.zone(cut.situation)
    return page(
        request,
        "handover.html",
        cut,
        page="log",
        data=drawn(request, cut, since),
        since=since,
        past=desk.store.handovers(20),
        signed=None,
        both=lambda m: papers.both(m, zone),
        age=papers.age,
    )


@router.api_route("/handover.json", methods=["GET", "HEAD"])
def handover_json(request: Request, cut: Asked, since: str = "") -> Response:
    """The same as JSON."""
    return written({"schema": 1, **drawn(request, cut, since)})


@router.post("/handover")
def hand_over(request: Request, cut: Asked, person: Reporter, fields: Given) -> Response:
    """Sign the watch off: `to` (who is to come), `note`, `since`, and `name` where no account says who signs."""
    data = {**drawn(request, cut, word(fields, "since", 40)), "note": word(fields, "note")}
    made = request.app.state.desk.writer.hand_over(
        data, by=person.name, to=word(fields, "to", 80) or None, signed=signature(person, fields)
    )
    return papers.answered(request, cut.url(f"/handover/{made.id}"), {"handover": asdict(made)}, 201)


@router.api_route("/handover/{id}.json", methods=["GET", "HEAD"])
def signed_json(request: Request, id: int) -> Response:
    """A signed handover as it was shown, as JSON."""
    return written({"schema": 1, "handover": asdict(request.app.state.desk.store.handover(id))})


@router.api_route("/handover/{id}", methods=["GET", "HEAD"])
def signed(request: Request, cut: Asked, id: int) -> Response:
    """A signed handover as it was shown."""
    desk: Desk = request.app.state.desk
    kept = desk.store.handover(id)
    zone = desk.zone(cut.situation)
    more = {"since": "", "past": desk.store.handovers(20), "both": lambda m: papers.both(m, zone), "age": papers.age}
    return page(request, "handover.html", cut, page="log", data=kept.data, signed=kept, **more)


@router.post("/handover/{id}/take")
def take(request: Request, cut: Asked, person: Reporter, fields: Given, id: int) -> Response:
    """Sign for a watch that was handed over."""
    made = request.app.state.desk.writer.take_over(id, by=person.name, signed=signature(person, fields))
    return papers.answered(request, cut.url(f"/handover/{id}"), {"handover": asdict(made)})


def signature(person: Person, fields: dict[str, Any]) -> str:
    """The name under a handover: the account's, or the one written where there are no accounts."""
    if person.signed:
        return person.name
    name = word(fields, "name", 80)
    if not name:
        raise UsageError("sign with your name")
    return name
