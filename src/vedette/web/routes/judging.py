"""Writes of an analyst: confirm, reject, merge, keep apart, split, edit, grade, undo, hold; and what they rest on as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Request, Response

from vedette import review
from vedette.domain import SLOTS, Incident, Judgement, Slot
from vedette.errors import UsageError
from vedette.export.picture import SCHEMA, incident_shape
from vedette.web import listing, twins
from vedette.web.desk import Cut, Desk, View
from vedette.web.guard import Person, needs
from vedette.web.papers import Given, answered, number, word
from vedette.web.render import LISTED, Asked, written

router = APIRouter()
Analyst = Annotated[Person, Depends(needs("analyst"))]
Reader = Annotated[Person, Depends(needs("viewer"))]
SAID = {
    "confirm": "confirmed",
    "reject": "rejected",
    "same": "merged",
    "not same": "kept apart",
    "split": "split",
    "grade": "graded",
    "check": "checked the state",
}
"""A judgement in a word; an edit names its field."""
SEEN = "The incident's version that was looked at; left out: nothing is checked"
LONG = 4000
"""Characters of a field at most."""


def body(*required: str, **fields: Any) -> dict[str, Any]:
    """How a write is described to other programs: the fields of its form or JSON object."""
    known = {"seen": {"type": "integer", "description": SEEN}, "reason": {"type": "string", "description": "Why"}}
    schema = {"type": "object", "required": list(required), "properties": {**fields, **known}}
    content = {kind: {"schema": schema} for kind in ("application/x-www-form-urlencoded", "application/json")}
    return {"requestBody": {"required": bool(required), "content": content}}


OTHER = {"with": {"type": "string", "description": "Id of the other incident"}}


@router.post("/incidents/{id}/confirm", openapi_extra=body())
def confirm(request: Request, cut: Asked, id: str, person: Analyst, given: Given) -> Response:
    """Say that it happened as it stands."""
    i = looked_up(request, cut, id)
    return made(request, cut, review.confirm(writer(request), i, by=person.name, **common(given)))


@router.post("/incidents/{id}/reject", openapi_extra=body("reason"))
def reject(request: Request, cut: Asked, id: str, person: Analyst, given: Given) -> Response:
    """Take it out of the picture, with a reason."""
    i = looked_up(request, cut, id)
    shared = common(given)
    return made(request, cut, review.reject(writer(request), i, by=person.name, reason=shared["reason"] or "", seen=shared["seen"]))


@router.post("/incidents/{id}/merge", openapi_extra=body("with", **OTHER))
def merge(request: Request, cut: Asked, id: str, person: Analyst, given: Given) -> Response:
    """Say that it is the same as the incident `with`."""
    i, other = looked_up(request, cut, id), looked_up(request, cut, needed(given, "with"))
    return made(request, cut, review.merge(writer(request), i, other, by=person.name, **common(given)))


@router.post("/incidents/{id}/apart", openapi_extra=body("with", **OTHER))
def apart(request: Request, cut: Asked, id: str, person: Analyst, given: Given) -> Response:
    """Say that it is not the same as the incident `with`."""
    i, other = looked_up(request, cut, id), looked_up(request, cut, needed(given, "with"))
    return made(request, cut, review.keep_apart(writer(request), i, other, by=person.name, **common(given)))


@router.post(
    "/incidents/{id}/split",
    openapi_extra=body("events", events={"type": "array", "items": {"type": "string"}, "description": "Ids of the mentions taken out"}),
)
def split(request: Request, cut: Asked, id: str, person: Analyst, given: Given) -> Response:
    """Make some of its mentions an incident of their own; in a form their ids stand apart by blanks."""
    i = looked_up(request, cut, id)
    events = given.get("events")
    listed = events.split() if isinstance(events, str) else events
    if not isinstance(listed, list) or not all(isinstance(e, str) for e in listed):
        raise UsageError("events: name the mentions that are taken out")
    return made(request, cut, review.split(writer(request), i, listed, by=person.name, **common(given)))


@router.post(
    "/incidents/{id}/edit",
    openapi_extra=body(
        "field",
        field={"type": "string", "enum": list(SLOTS)},
        value={
            "description": "The new value: text, or an object as in the incident's JSON; empty or null for unknown; lists with ; in a form"
        },
    ),
)
def edit(request: Request, cut: Asked, id: str, person: Analyst, given: Given) -> Response:
    """Put a value into a slot; what the reports say stays beneath it."""
    i = looked_up(request, cut, id)
    field = cast(Slot, needed(given, "field"))
    value = valued(field, given.get("value"))
    return made(request, cut, review.edit(writer(request), i, field, value, by=person.name, **common(given)))


@router.post("/incidents/{id}/grade", openapi_extra=body("credibility", credibility={"type": "integer", "minimum": 1, "maximum": 6}))
def grade(request: Request, cut: Asked, id: str, person: Analyst, given: Given) -> Response:
    """Set its credibility, 1 to 6."""
    i = looked_up(request, cut, id)
    return made(request, cut, review.grade(writer(request), i, number(given, "credibility"), by=person.name, **common(given)))


@router.post("/undo", openapi_extra=body(judgement={"type": "integer", "description": "Which one; left out: your last one"}))
def undo(request: Request, cut: Asked, person: Analyst, given: Given) -> Response:
    """Undo the judgement named, or the last one of the person who asks."""
    id = number(given, "judgement") if word(given, "judgement", 20) else None
    return made(request, cut, review.undo(writer(request), by=person.name, id=id), undone=True)


@router.post("/incidents/{id}/hold", openapi_extra=body(seconds={"type": "integer", "minimum": 1, "maximum": 3600}))
def hold(request: Request, cut: Asked, id: str, person: Analyst, given: Given) -> Response:
    """Hold it while working on it: nobody else can judge it meanwhile."""
    i = looked_up(request, cut, id)
    seconds = number(given, "seconds") if word(given, "seconds", 20) else review.HOLD
    held = review.hold(writer(request), i, by=person.name, seconds=seconds)
    message = f"held until {held.until[11:16]}Z"
    return answered(request, cut.incident(i.id), {**now(request, i), "by": held.by, "until": held.until, "message": message})


@router.post("/incidents/{id}/release", openapi_extra=body())
def release(request: Request, cut: Asked, id: str, person: Analyst, given: Given) -> Response:
    """Let go of it."""
    i = looked_up(request, cut, id)
    let_go = review.release(writer(request), i, by=person.name)
    return answered(request, cut.incident(i.id), {**now(request, i), "message": "released" if let_go else "was not held by you"})


@router.api_route("/incidents/{id}/history.json", methods=["GET", "HEAD"])
def history(request: Request, cut: Asked, id: str, person: Reader) -> Response:
    """All judgements about it, oldest first, undone ones and undoings too."""
    i = looked_up(request, cut, id)
    rows = [judgement_shape(j) for j in review.history(desk(request).store, i)]
    return written({"schema": SCHEMA, **now(request, i), "judgements": rows})


@router.api_route("/incidents/{id}/similar.json", methods=["GET", "HEAD"])
def similar(request: Request, cut: Asked, id: str, person: Reader) -> Response:
    """What it may be the same as, the most alike first."""
    view = desk(request).view(cut)
    i = looked_up(request, cut, id)
    ids = {key: r.id for key, r in view.picture.reports.items()}
    rows = [
        {
            "incident": incident_shape(s.incident, ids),
            "score": s.score,
            "reasons": list(s.reasons),
            "differences": [{"slot": slot, "mine": mine, "theirs": theirs} for slot, mine, theirs in s.differences],
        }
        for s in review.suggestions(view.near(i), i)
    ]
    return written({"schema": SCHEMA, **now(request, i), "similar": rows})


@router.api_route("/queue.json", methods=["GET", "HEAD"])
def queue(request: Request, cut: Asked, person: Reader) -> Response:
    """What awaits a decision, the most urgent first, and the judgements whose mentions are gone; `all=1`: what was decided too."""
    at = desk(request)
    view = at.view(cut)
    found = view.queue if request.query_params.get("all") == "1" else view.awaiting
    seen = review.versions(at.store, (q.incident for q in found[:LISTED]))
    holds = {h.subject: h for h in at.store.holds()}
    rows = []
    for q in found[:LISTED]:
        held = next((holds[e] for e in q.incident.events if e in holds), None)
        rows.append(
            {
                "incident": q.incident.id,
                "title": q.incident.title,
                "status": q.incident.status,
                "version": seen[q.incident.id],
                "priority": round(q.priority, 3),
                "severity": round(q.severity, 3),
                "uncertainty": round(q.uncertainty, 3),
                "age": round(q.age, 3),
                "formula": q.formula,
                "held": {"by": held.by, "until": held.until} if held else None,
            }
        )
    lost = [judgement_shape(j) for j in review.lost(at.store, view.picture, view.told_in)]
    return written({"schema": SCHEMA, "total": len(found), "queue": rows, "lost": lost})


def queued(request: Request, cut: Cut) -> tuple[View, list[Incident]]:
    """What awaits a decision, the most urgent first; with `all=1` what was decided too."""
    view = desk(request).view(cut)
    found = view.queue if request.query_params.get("all") == "1" else view.awaiting
    return view, [q.incident for q in found]


@router.api_route("/queue.csv", methods=["GET", "HEAD"])
def queue_csv(request: Request, cut: Asked, person: Reader) -> Response:
    """The same incidents, all of them, one a row."""
    view, found = queued(request, cut)
    return listing.incidents_csv(request, cut, view, found)


@router.api_route("/queue.atom", methods=["GET", "HEAD"])
def queue_atom(request: Request, cut: Asked, person: Reader) -> Response:
    """The most urgent of them as a feed."""
    view, found = queued(request, cut)
    return listing.entries_atom(request, cut, view, "To decide", found[: listing.FEED], cut.url("/triage"))


@router.api_route("/queue.geojson", methods=["GET", "HEAD"])
def queue_geojson(request: Request, cut: Asked, person: Reader) -> Response:
    """Those of them that have a place finer than a country."""
    view, found = queued(request, cut)
    return written(twins.geojson(view, cut, tuple(found)), media="application/geo+json")


# -- what they share --------------------------------------------------------------------------------------------------


def desk(request: Request) -> Desk:
    """What is asked."""
    found: Desk = request.app.state.desk
    return found


def writer(request: Request) -> Any:
    """The database to write to."""
    return desk(request).writer


def looked_up(request: Request, cut: Cut, id: str) -> Incident:
    """An incident, also by an id that it had before it was merged. Raises NotFound."""
    view: View = desk(request).view(cut)
    return view.by_id.get(id) or review.find(view.picture, id) or view.incident(id)


def common(given: dict[str, Any]) -> dict[str, Any]:
    """The reason and the version that was looked at."""
    return {"reason": word(given, "reason", LONG) or None, "seen": number(given, "seen") if word(given, "seen", 20) else None}


def needed(given: dict[str, Any], name: str) -> str:
    """A field's text. Raises UsageError where it is absent."""
    text = word(given, name, LONG)
    if not text:
        raise UsageError(f"{name} is missing")
    return text


def valued(field: str, value: Any) -> Any:
    """An edit's value: of a form's text, what it stands for."""
    if not isinstance(value, str):
        return value
    text = word({"value": value}, "value", LONG)
    if text[:1] in ("{", "["):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            raise UsageError("value: this is no JSON") from None
    if field in ("actors", "recipients"):
        return [name for name in (part.strip() for part in text.split(";")) if name]
    return text


def now(request: Request, i: Incident) -> dict[str, Any]:
    """An incident's id and version."""
    return {"incident": i.id, "version": review.version(desk(request).store, i)}


def made(request: Request, cut: Cut, j: Judgement, *, undone: bool = False) -> Response:
    """The answer to a judgement: the incident as it is called now, which need not be in the picture that was asked for any more."""
    view = desk(request).view(cut)
    i = view.of_event.get(j.left)
    said = f"changed the {j.field}" if j.kind == "edit" else SAID[j.kind]
    message = f"undone: {said}" if undone else said
    if i is None:
        gone = {"incident": None, "version": None, "judgement": j.id, "message": f"{message}; it is not in this picture any more"}
        return answered(request, cut.url("/"), gone)
    return answered(request, cut.incident(i.id), {**now(request, i), "judgement": j.id, "message": message})


def judgement_shape(j: Judgement) -> dict[str, Any]:
    """A judgement, without its anchors."""
    return {k: v for k, v in asdict(j).items() if k != "anchors"} | {"events": [a.event for a in j.anchors]}
