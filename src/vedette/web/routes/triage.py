"""The triage queue: one keyboard loop over what is new or unsure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from math import isfinite
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from vedette import review
from vedette.domain import Actor, Incident, Judgement, Place, Slot
from vedette.errors import Conflict, NotFound, UsageError, VedetteError
from vedette.export.picture import SCHEMA, place_shape
from vedette.pipeline.choices import actors_named, kinds, places_named
from vedette.web import triage, words
from vedette.web.desk import Cut, Desk, View
from vedette.web.guard import Person, needs, whole
from vedette.web.languages import marked
from vedette.web.render import Asked, page, written
from vedette.web.triage import Filter

router = APIRouter()
DONE = {
    "confirm": marked("Accepted"),
    "reject": marked("Rejected"),
    "same": marked("Merged"),
    "not same": marked("Kept apart"),
    "split": marked("Split"),
    "edit": marked("Edited"),
    "grade": marked("Graded"),
    "check": marked("State checked"),
    "undo": marked("Undone"),
}
"""What a page says after a judgement of each kind."""
LONGEST = 500
"""Characters of a reason, a title or a name."""


async def posted(request: Request) -> FormData:
    """The fields of a form."""
    return await request.form()


Posted = Annotated[FormData, Depends(posted)]
Analyst = Annotated[Person, Depends(needs("analyst"))]
Reader = Annotated[Person, Depends(needs("viewer"))]


def part(request: Request) -> Filter:
    """The part of the queue that an address asks for."""
    given = request.query_params
    start = given.get("from", "0")
    return Filter(
        type=given.get("type", ""),
        area=given.get("area", ""),
        mine=given.get("mine") == "1",
        settled=given.get("settled") == "1",
        start=int(start) if start.isascii() and start.isdigit() and len(start) < 8 else 0,
    )


Part = Annotated[Filter, Depends(part)]


@router.api_route("/triage", methods=["GET", "HEAD"])
def queue(request: Request, cut: Asked, chosen: Part, person: Reader, incident: str | None = None, done: str | None = None) -> Response:
    """The queue and the incident that is worked on; `done` is the number of the judgement that was just made."""
    return shown(request, cut, chosen, person, incident, done=done)


def shown(
    request: Request,
    cut: Cut,
    chosen: Filter,
    person: Person,
    incident: str | None,
    *,
    done: str | None = None,
    error: Exception | None = None,
    given: FormData | None = None,
) -> Response:
    """The page; where something went wrong, with the reason and all that was typed."""
    desk: Desk = request.app.state.desk
    view = desk.view(cut)
    found = triage.listed(desk, view, chosen, person.name)
    i = looked_up(view, incident) if incident else None
    at = next((n for n, r in enumerate(found.rows) if i and r.incident.id == i.id), None)
    after = found.rows[at + 1 :] if at is not None else found.rows
    judged = judgement(desk, done)
    made = page(
        request,
        "triage.html",
        cut,
        page="triage",
        chosen=chosen,
        listed=found,
        i=i,
        seen=review.version(desk.store, i) if i else 0,
        queued=view.waiting.of(i.id) if i else None,
        holder=triage.holder(triage.holders(desk.store), i) if i else None,
        following=next((r.incident.id for r in after if r.incident.status == "machine" and not (i and r.incident.id == i.id)), None),
        texts=triage.told(desk, view, i, whole(request)) if i else [],
        suggestions=triage.others(view, i) if i else (),
        history=review.history(desk.store, i) if i else [],
        near=next((r.incident.place for r in found.rows if words.exact(r.incident.place) and words.pinned(r.incident.place)), None),
        kinds=kinds(),
        reasons=triage.REASONS,
        judged=judged,
        judged_title=title(view, judged) if judged else None,
        done_words=DONE,
        error=str(error) if error else None,
        given=given or {},
        shown_rows=triage.SHOWN,
    )
    made.status_code = status(error) if error else 200
    return made


@router.api_route("/triage.json", methods=["GET", "HEAD"])
def queue_json(request: Request, cut: Asked, chosen: Part, person: Reader) -> Response:
    """The same queue: priority with its formula, version, holder."""
    desk: Desk = request.app.state.desk
    found = triage.listed(desk, desk.view(cut), chosen, person.name)
    return written({"schema": SCHEMA, "total": found.total, "queue": [triage.row_shape(r, cut) for r in found.rows]})


@router.api_route("/triage/places.json", methods=["GET", "HEAD"])
def places(request: Request, cut: Asked, person: Reader, q: str = "", incident: str | None = None) -> Response:
    """Places that a name may mean, the desk's own first, then those of the incident's country."""
    desk: Desk = request.app.state.desk
    found = places_named(q[:LONGEST], desk.store.places(), countries(desk.view(cut), incident))
    return written({"schema": SCHEMA, "places": [{**(place_shape(p) or {}), "words": words.where(p)} for p in found]})


FIELDS = {
    "do": {"type": "string", "enum": ["confirm", "reject", "merge", "apart", "split", "edit", "grade", "undo"]},
    "incident": {"type": "array", "items": {"type": "string"}, "description": "Ids; for each a field `seen-ID` with the version looked at"},
    "reason": {"type": "string"},
    "canned": {"type": "integer", "description": "Number of a short reason: a rejection"},
    "with": {"type": "string", "description": "Id of the other incident: merge, apart"},
    "event": {"type": "array", "items": {"type": "string"}, "description": "Mentions that are taken out: split"},
    "grade": {"type": "integer", "minimum": 1, "maximum": 6},
    "judgement": {"type": "integer", "description": "Which one to undo; left out: your last one"},
    "token": {"type": "string"},
}
BODY = {"requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": {"type": "object", "properties": FIELDS}}}}}


@router.post("/triage", openapi_extra=BODY)
def act(request: Request, cut: Asked, chosen: Part, person: Analyst, form: Posted) -> Response:
    """Do one thing to the incidents named; for a form the page of what comes next follows, with JSON asked for what was done and what not."""
    desk: Desk = request.app.state.desk
    done: list[Judgement] = []
    failed: list[tuple[str, Exception]] = []
    ids = [str(x) for x in form.getlist("incident")]
    for id in ids if ids and form.get("do") != "undo" else [""]:
        try:
            done += carried_out(desk, cut, person, form, id)
        except VedetteError as e:
            failed.append((id, e))
    if "application/json" in request.headers.get("accept", ""):
        return answered(desk, cut, done, failed)
    if failed:
        return shown(request, cut, chosen, person, failed[0][0] or (ids[0] if ids else None), error=failed[0][1], given=form)
    view = desk.view(cut)
    last = done[-1] if done else None
    stays = last is None or last.kind not in ("confirm", "reject") or form.get("do") == "undo"
    now = view.of_event.get(last.left) if last else None
    following = (now.id if now else ids[0] if ids else None) if stays else str(form.get("next") or "") or None
    return RedirectResponse(chosen.url(cut, following, done=str(last.id) if last and form.get("do") != "undo" else None), 303)


def answered(desk: Desk, cut: Cut, done: list[Judgement], failed: list[tuple[str, Exception]]) -> Response:
    """What was done and what not, as JSON; the status is that of the first failure where nothing was done."""
    view = desk.view(cut)
    made = []
    for j in done:
        i = view.of_event.get(j.left)
        now = (
            {"incident": i.id, "version": review.version(desk.store, i), "title": i.title, "status": i.status} if i else {"incident": None}
        )
        made.append({**now, "judgement": j.id, "kind": j.kind})
    missed = [{"incident": id, "message": message(e), "kind": e.kind if isinstance(e, VedetteError) else "error"} for id, e in failed]
    said = "; ".join(m["message"] for m in missed)
    code = status(failed[0][1]) if failed and not done else 200
    return written({"schema": SCHEMA, "done": made, "failed": missed, "message": said}, code)


def carried_out(desk: Desk, cut: Cut, person: Person, form: FormData, id: str) -> list[Judgement]:
    """The judgements that a form asks for on one incident. Raises Conflict where it was changed since the form was shown, UsageError, NotFound."""
    do, store, by = str(form.get("do") or ""), desk.writer, person.name
    canned = number(form, "canned")
    if do == "undo":
        return [review.undo(store, by=by, id=number(form, "judgement"))]
    view = desk.view(cut)
    i = looked_up(view, id)
    seen = number(form, f"seen-{id}")
    reason = short(form, "reason") or None
    if canned is not None:
        if not 0 < canned <= len(triage.REASONS):
            raise UsageError(f"{canned}: no such reason; they are numbered 1 to {len(triage.REASONS)}")
        do, reason = "reject", triage.REASONS[canned - 1]
    if do == "confirm":
        return [review.confirm(store, i, by=by, reason=reason, seen=seen)]
    if do == "reject":
        if not reason:
            raise UsageError("a rejection needs a reason: choose one, or write your own")
        return [review.reject(store, i, by=by, reason=reason, seen=seen)]
    if do in ("merge", "apart"):
        other = looked_up(view, short(form, "with").rpartition("/")[2])
        if other.id == i.id:
            raise UsageError("an incident cannot be merged with itself")
        together = review.merge if do == "merge" else review.keep_apart
        return [together(store, i, other, by=by, reason=reason, seen=seen)]
    if do == "split":
        events = [e for e in (str(x) for x in form.getlist("event")) if e in i.events]
        if not events or len(events) == len(i.events):
            raise UsageError("tick the mentions that are another incident: at least one, and not all")
        return [review.split(store, i, events, by=by, reason=reason, seen=seen)]
    if do == "grade":
        grade = number(form, "grade")
        if grade not in words.CREDIBILITY:
            raise UsageError("a grade is a number from 1 (confirmed) to 6 (cannot be judged)")
        return [review.grade(store, i, grade, by=by, reason=reason, seen=seen)]
    if do == "edit":
        return edited(desk, view, i, form, by, reason, seen)
    raise UsageError("say what is to be done: confirm, reject, merge, apart, split, edit, grade or undo")


def edited(desk: Desk, view: View, i: Incident, form: FormData, by: str, reason: str | None, seen: int | None) -> list[Judgement]:
    """An edit for each slot whose field was changed; all are read before the first is written."""
    changes = list(changed(desk, view, i, form))
    if not changes:
        raise UsageError("nothing was changed; change a field, or leave it with Escape")
    out: list[Judgement] = []
    for slot, value in changes:
        made = review.edit(desk.writer, i, slot, value, by=by, reason=reason, seen=seen)
        seen = made.id if seen is not None else None
        out.append(made)
    return out


def changed(desk: Desk, view: View, i: Incident, form: FormData) -> Iterable[tuple[Slot, Any]]:
    """Slots whose field differs from what the form showed, each with the new value as JSON. Raises UsageError where a value is none."""

    def differs(*fields: str) -> bool:
        return any(f in form and short(form, f) != short(form, f"was-{f}") for f in fields)

    if differs("title"):
        if not short(form, "title"):
            raise UsageError("an incident needs a title")
        yield "title", short(form, "title")
    if differs("kind"):
        type, _, mode = short(form, "kind").partition("|")
        if type and (type, mode) not in {(t, m) for t, modes in kinds() for m in ("", *modes)}:
            raise UsageError(f"{type} {mode}: no such type and mode")
        yield "type", [type, mode or None] if type else None
    begin, last = whole_day(form, "begin"), whole_day(form, "last")
    if begin and last and begin > last:
        raise UsageError(f"{begin} to {last}: the first day comes after the last")
    if differs("begin"):  # a first day alone would mean that day only
        yield "begin", [begin, last] if begin and last and begin != last else begin
    if differs("last"):
        yield "last", last
    if differs("place", "lat", "lon"):
        place = placed(desk, view, i, form)
        yield "place", asdict(place) if place else None
    sides: tuple[tuple[Slot, tuple[Actor, ...]], ...] = (("actors", i.actors), ("recipients", i.recipients))
    for slot, known in sides:
        if differs(slot):
            found = actors_named(short(form, slot).split(";"), known, on=i.begin)
            yield slot, [asdict(a) for a in found]


def placed(desk: Desk, view: View, i: Incident, form: FormData) -> Place | None:
    """The place that a form names: an entry of the gazetteer or the desk's own, or a point with a name. Raises UsageError."""
    name, lat, lon = short(form, "place"), short(form, "lat"), short(form, "lon")
    if not (name or lat or lon):
        return None
    found = places_named(name, desk.store.places(), countries(view, i.id))
    moved = (lat, lon) != (short(form, "was-lat"), short(form, "was-lon"))
    if not (lat or lon) or not moved:
        if not found:
            raise UsageError(f"{name}: no such place in the gazetteer; give its latitude and longitude too")
        return found[0]
    try:
        point = float(lat), float(lon)
    except ValueError:
        point = float("nan"), float("nan")
    if not all(map(isfinite, point)) or abs(point[0]) > 90 or abs(point[1]) > 180:
        raise UsageError(f"{lat}, {lon}: not a point; write latitude and longitude in degrees, such as 42.89 and 20.87")
    for p in found:
        if p.located and all(abs(a - b) < 1e-4 for a, b in zip(p.at, point, strict=True)):
            return p
    if not name:
        raise UsageError("a point needs a name, such as the nearest village or the bridge's")
    country = i.place.country if i.place else None
    return Place(name=name, lat=point[0], lon=point[1], country=country, feature="", precision="point")


def countries(view: View, incident: str | None) -> tuple[str, ...]:
    """Countries (ISO 3166-1 alpha-2) that an incident's place is looked for in first."""
    i = view.by_id.get(incident or "")
    watched = view.picture.situation.area if view.picture.situation else ()
    return (i.place.country, *watched) if i and i.place and i.place.country else watched


def looked_up(view: View, id: str) -> Incident:
    """An incident, also by an id that it had before it was merged. Raises NotFound."""
    return view.by_id.get(id) or review.find(view.picture, id) or view.incident(id)


def judgement(desk: Desk, id: str | None) -> Judgement | None:
    """A judgement that still counts."""
    return next((j for j in desk.store.judgements() if str(j.id) == id), None) if id else None


def title(view: View, j: Judgement) -> str | None:
    """The title of the incident that a judgement is on."""
    i = view.of_event.get(j.left)
    return i.title if i else None


def short(form: FormData, field: str) -> str:
    """A field's text without blanks around it, "" where it is absent. Raises UsageError where it is too long."""
    value = form.get(field)
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if len(text) > LONGEST:
        raise UsageError(f"{field}: longer than {LONGEST} characters")
    return text


def number(form: FormData, field: str) -> int | None:
    """A field's whole number, None where it is absent. Raises UsageError."""
    text = short(form, field)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise UsageError(f"{field} {text}: not a number")
    return int(text)


def whole_day(form: FormData, field: str) -> str | None:
    """A field's day, None where it is empty. Raises UsageError."""
    text = short(form, field)
    if not text:
        return None
    try:
        if len(text) != 10:
            raise ValueError
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UsageError(f"{text}: not a day; write it as 2022-12-20") from None


def status(e: Exception) -> int:
    """The HTTP status of an error."""
    return next((code for kind, code in ((Conflict, 409), (NotFound, 404), (UsageError, 400)) if isinstance(e, kind)), 503)


def message(e: Exception) -> str:
    """What is wrong, in one line."""
    return str(e).removeprefix("--")
