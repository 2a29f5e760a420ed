"""The field report form and the paste box."""

from __future__ import annotations

import re
import secrets
import threading
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse

from vedette.domain import Event, Incident, Report
from vedette.domain.compare import day as number_of
from vedette.domain.compare import relation
from vedette.domain.moments import instant, now
from vedette.errors import Conflict, InputError, UsageError
from vedette.pipeline.hand import FieldReport, Hand, composed, pasted
from vedette.web import papers, passages
from vedette.web.desk import Desk
from vedette.web.guard import Person, needs, who
from vedette.web.languages import marked
from vedette.web.papers import Given, word
from vedette.web.render import ENVIRONMENT, HERE, Asked, page, written

router = APIRouter()
Reporter = Annotated[Person, Depends(needs("reporter"))]
CLIENT = re.compile(r"[A-Za-z0-9-]{8,64}")
"""Ids that a form gives its report."""
KNOWLEDGE = (
    marked("seen by the reporter"),
    marked("told by someone who saw it"),
    marked("heard from others"),
    marked("from a document or message"),
)
LONGEST = 100_000
"""Characters of a pasted text at most."""
_first = threading.Lock()


def hand(request: Request) -> Hand:
    """The one reader of hand-made reports of this board."""
    state = request.app.state
    with _first:
        if getattr(state, "hand", None) is None:
            state.hand = Hand(state.desk.writer)
            threading.Thread(target=state.hand.catch_up, name="reading", daemon=True).start()  # what an earlier run left unread
        made: Hand = state.hand
    return made


def degrees(fields: dict[str, Any], name: str) -> float | None:
    """A field as degrees, None where it is empty. Raises UsageError."""
    text = word(fields, name, 30).replace(",", ".")
    try:
        return float(text) if text else None
    except ValueError:
        raise UsageError(f"{name} {text}: not degrees; write it as 42.9075") from None


def filled(fields: dict[str, Any]) -> FieldReport:
    """A field report from a form. Raises UsageError in one line where something is missing."""
    client = word(fields, "client", 100)
    if not CLIENT.fullmatch(client):
        raise UsageError("client: an id of 8 to 64 letters, digits and hyphens, which the form makes")
    needed = {name: word(fields, name, most) for name, most in (("reporter", 80), ("seen", 40), ("what", 8000))}
    for name, said in (("reporter", "who reports"), ("seen", "when it was seen"), ("what", "what was seen")):
        if not needed[name]:
            raise UsageError(f"say {said}")
    return FieldReport(
        client=client,
        where=word(fields, "where", 300) or None,
        lat=degrees(fields, "lat"),
        lon=degrees(fields, "lon"),
        numbers=word(fields, "numbers", 500) or None,
        knowledge=word(fields, "knowledge", 200) or None,
        **needed,
    )


# -- the field form ---------------------------------------------------------------------------------------------------


@router.api_route("/field", methods=["GET", "HEAD"])
def field(request: Request, sent: str = "") -> Response:
    """A form for a phone, which keeps what it cannot send; it shows nothing of the desk, so that it can wait in a browser."""
    person = who(request)
    shown = {
        "person": person,
        "page": "field",
        "knowledge": KNOWLEDGE,
        "client": secrets.token_hex(12),
        "sent": sent,
        "now": datetime.now(UTC),
    }
    return HTMLResponse(ENVIRONMENT.get_template("field.html").render(**shown))


@router.api_route("/field.json", methods=["GET", "HEAD"])
def field_json(request: Request, person: Reporter) -> Response:
    """Who one is, and the token that what has waited is sent with."""
    return written({"schema": 1, "name": person.name, "token": person.token})


@router.api_route("/field-worker.js", methods=["GET", "HEAD"])
def worker(request: Request) -> Response:
    """The service worker, at the top so that it may serve the form's page."""
    return Response((HERE / "static" / "field-worker.js").read_text("utf-8"), media_type="text/javascript")


@router.post("/field")
def report(request: Request, person: Reporter, fields: Given) -> Response:
    """Take a field report: `client`, `reporter`, `seen`, `where`, `lat`, `lon`, `what`, `numbers`, `knowledge`. One client id lands once."""
    given = filled(fields)
    try:
        made = composed(given, now())
        kept = hand(request).keep(made, by=person.name)
    except Conflict as e:
        raise Conflict("this report was sent before, with other words; begin a new one", id=e.id) from e
    except InputError as e:
        raise UsageError(str(e)) from e
    status = {"new": 201, "waiting": 202, "unread": 201}.get(kept.status, 200)
    data = {"schema": 1, "report": str(kept.id), "status": kept.status, "events": kept.events, "message": kept.message}
    return papers.answered(request, f"/field?sent={kept.status}", data, status)


# -- the paste box ----------------------------------------------------------------------------------------------------


def message(fields: dict[str, Any]) -> Report:
    """The report that a pasted message is. Raises UsageError in one line."""
    text = word(fields, "text", LONGEST)
    if not text:
        raise UsageError("paste a message first")
    given = {name: word(fields, name, most) or None for name, most in (("source", 120), ("published", 40), ("title", 300), ("url", 2000))}
    try:
        made = pasted(text, **given)
    except InputError as e:
        raise UsageError(str(e)) from e
    if given["published"] and instant(given["published"]) > instant(now()[:10]):
        raise UsageError(f"published {given['published']}: this day is still to come")
    return made


@router.api_route("/paste", methods=["GET", "HEAD"])
def paste(request: Request, cut: Asked) -> Response:
    """The paste box."""
    return page(request, "paste.html", cut, page="paste", given=_texts({}), reading=None, message=None)


@router.post("/paste/preview")
def preview(request: Request, cut: Asked, person: Reporter, fields: Given) -> Response:
    """A pasted message as it would be coded; nothing is kept."""
    desk: Desk = request.app.state.desk
    made = message(fields)
    try:
        status = desk.store.status(made)
        reading = hand(request).read(made)
    except InputError as e:
        raise UsageError(str(e)) from e
    view = desk.view(cut)
    events = sorted(reading.coded.events, key=lambda e: (e.evidence.start, e.trigger.start))
    shown: list[dict[str, Any]] = [
        {
            "event": e,
            "fields": passages.fields(e, reading.coded),
            "notes": passages.notes(e),
            "like": [i for i in view.incidents if like(e, i)][:3],
        }
        for e in events
    ]
    if papers.wants_json(request):
        rows = [{"headline": s["event"].headline, "type": s["event"].event_type, "like": [i.id for i in s["like"]]} for s in shown]
        return written({"schema": 1, "report": made.key, "status": status, "text": made.text, "read": reading.read, "events": rows})
    marks = [m for e in events for m in passages.marks(e, reading.coded)]
    more = {"shown": shown, "held": status == "known", "made": made, "roles": passages.ROLES}
    text = passages.runs(made.text, marks)
    return page(request, "paste.html", cut, page="paste", given=_texts(fields), reading=reading, text=text, message=None, **more)


@router.post("/paste")
def save(request: Request, cut: Asked, person: Reporter, fields: Given) -> Response:
    """Keep a pasted message as a report; one that is held already is not kept twice."""
    made = message(fields)
    try:
        kept = hand(request).keep(made, by=person.name)
    except Conflict:
        raise
    except InputError as e:
        raise UsageError(str(e)) from e
    data = {"schema": 1, "report": str(kept.id), "status": kept.status, "events": kept.events, "message": kept.message}
    return papers.answered(request, cut.report(str(kept.id)), data, 201 if kept.status == "new" else 200)


def _texts(fields: dict[str, Any]) -> dict[str, str]:
    return {name: word(fields, name, LONGEST) for name in ("text", "source", "published", "title", "url")}


def like(e: Event, i: Incident) -> bool:
    """Whether an incident may be the same: of one type, within two days, at one place or near."""
    a, b = number_of(e.begin or e.last), number_of(i.begin or i.last)
    if e.event_type != i.event_type or a is None or b is None or abs(a - b) > 2:
        return False
    return relation(e.place, i.place) in ("same", "within", "near")
