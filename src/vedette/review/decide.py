"""Judgements: each is checked, kept with its author and reason, and counts until it is undone.

`seen` is the `version` of the incident that the person looked at: where another one came in between, errors.Conflict says whose, and
nothing is written. Without it nothing is checked. Whoever does not hold an incident that another person holds gets a Conflict too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from vedette.domain import Checked, Condition, Event, Hold, Incident, Judgement, JudgementKind, Picture, Place, Slot
from vedette.errors import UsageError
from vedette.incidents import edits, incident_id, said, settled
from vedette.store import Store

REASON = 2000
"""Characters of a reason at most."""
NAMED = 30
"""Of a state's mentions the first and the last so many are named in a check: enough to find it again."""
HOLD = 300
"""Seconds that a hold lasts; at most an hour can be asked for."""


def version(store: Store, incident: Incident) -> int:
    """The number of the newest judgement about any of an incident's events, undoings too; 0 where nobody judged it."""
    return max(store.newest_judgements(incident.events).values(), default=0)


def versions(store: Store, incidents: Iterable[Incident]) -> dict[str, int]:
    """The version of each incident by id, all in one look at the database."""
    found = list(incidents)
    newest = store.newest_judgements({e for i in found for e in i.events})
    return {i.id: max((newest.get(e, 0) for e in i.events), default=0) for i in found}


def history(store: Store, incident: Incident) -> list[Judgement]:
    """All judgements about an incident, oldest first: undone ones too (`undone`), and the undoings (kind "undo")."""
    return store.judged(incident.events)


def confirm(store: Store, incident: Incident, *, by: str, reason: str | None = None, seen: int | None = None) -> Judgement:
    """Say that it happened as it stands. Raises Conflict."""
    return _judge(store, "confirm", incident, by=by, reason=reason, seen=seen, change=(incident.status, "confirmed"))


def reject(store: Store, incident: Incident, *, by: str, reason: str, seen: int | None = None) -> Judgement:
    """Take it out of the picture, which keeps it as rejected. Raises UsageError without a reason, Conflict."""
    if not reason.strip():
        raise UsageError("say why it is rejected")
    return _judge(store, "reject", incident, by=by, reason=reason, seen=seen, change=(incident.status, "rejected"))


def merge(store: Store, a: Incident, b: Incident, *, by: str, reason: str | None = None, seen: int | None = None) -> Judgement:
    """Say that two incidents are one; `seen` is of the first. Raises UsageError where they cannot be, Conflict."""
    _two(a, b)
    if said(a) != said(b):
        raise UsageError(f"one is {a.modality} and the other {b.modality}: what happened and what was only said to come are kept apart")
    return _judge(store, "same", a, by=by, reason=reason, seen=seen, others=b.events, change=([a.id, b.id], "one incident"))


def keep_apart(store: Store, a: Incident, b: Incident, *, by: str, reason: str | None = None, seen: int | None = None) -> Judgement:
    """Say that two incidents are not one, whatever later reports look like; `seen` is of the first. Raises UsageError, Conflict."""
    _two(a, b)
    return _judge(store, "not same", a, by=by, reason=reason, seen=seen, others=b.events, change=(None, [a.id, b.id]))


def split(
    store: Store, incident: Incident, events: Iterable[str], *, by: str, reason: str | None = None, seen: int | None = None
) -> Judgement:
    """Make some of its events an incident of their own. Raises UsageError where they are not some of its events but all or none, Conflict."""
    chosen = set(events)
    taken = [e for e in incident.events if e in chosen]
    if stray := sorted(chosen.difference(incident.events)):
        raise UsageError(f"{stray[0][:80]}: no mention of this incident; it has {', '.join(incident.events)}")
    if not taken or len(taken) == len(incident.events):
        raise UsageError("choose some of the incident's mentions, not all and not none")
    return _judge(store, "split", incident, by=by, reason=reason, seen=seen, others=taken, change=(incident.events, taken))


def edit(
    store: Store, incident: Incident, field: Slot, value: Any, *, by: str, reason: str | None = None, seen: int | None = None
) -> Judgement:
    """Put a value into a slot, None where it is unknown; what reports say stays beneath. `edits.checked` says what each slot takes.

    Raises UsageError, Conflict.
    """
    kept = edits.checked(field, value, incident)
    return _judge(store, "edit", incident, by=by, reason=reason, seen=seen, field=field, value=kept, change=(_held(incident, field), kept))


def grade(store: Store, incident: Incident, credibility: int, *, by: str, reason: str | None = None, seen: int | None = None) -> Judgement:
    """Set its credibility, 1 to 6 (Admiralty). Raises UsageError, Conflict."""
    if type(credibility) is not int or not 1 <= credibility <= 6:
        raise UsageError(f"credibility {str(credibility)[:20]}: a number from 1 (confirmed by other sources) to 6 (cannot be judged)")
    change = (incident.credibility, credibility)
    return _judge(store, "grade", incident, by=by, reason=reason, seen=seen, value=credibility, change=change)


def check(
    store: Store,
    condition: Condition,
    said: Checked,
    on: str,
    *,
    by: str,
    reason: str | None = None,
    seen: int | None = None,
    as_of: str | None = None,
) -> Judgement:
    """Say how a state stood on a day: in force, ended, or unknown. Raises UsageError for a day before it began or to come, Conflict.

    `as_of` is the day of the picture: in an exercise it may lie ahead.
    """
    states: tuple[Checked, ...] = ("in force", "ended", "unknown")
    if said not in states:
        raise UsageError(f"{str(said)[:40]}: a state is {', '.join(states[:2])} or {states[2]}")
    try:
        if len(on) != 10 or date.fromisoformat(on).isoformat() != on:
            raise ValueError
    except ValueError:
        raise UsageError(f"{on[:20]}: not a day; write it as 2022-12-20") from None
    today = max(datetime.now(UTC).date().isoformat(), as_of or "")
    if date.fromisoformat(on) > date.fromisoformat(today) + timedelta(days=1):  # it is tomorrow already somewhere
        raise UsageError(f"{on}: is still to come")
    if condition.begin and on < condition.begin[:10]:
        raise UsageError(f"{on}: before it began, on {condition.begin}")
    if not condition.events:
        raise UsageError(f"{condition.id}: no mention is behind it")
    before = {"state": condition.state, "last_confirmed": condition.last_confirmed, "end": condition.end}
    value = {"state": said, "on": on}
    kept = _reason(reason)
    return store.judge(
        "check", _mentions(condition), by=by, subject=condition.id, reason=kept, seen=seen, value=value, change=(before, value)
    )


def checks(store: Store, conditions: Iterable[Condition]) -> dict[str, int]:
    """The version of each condition by id: the number of the newest judgement about any of the mentions by which it is found, 0 where nobody judged them."""
    mentions = {c.id: _mentions(c) for c in conditions}
    newest = store.newest_judgements({e for events in mentions.values() for e in events})
    return {id: max((newest.get(e, 0) for e in events), default=0) for id, events in mentions.items()}


def _mentions(condition: Condition) -> tuple[str, ...]:
    """The mentions by which a state is found again."""
    return tuple(dict.fromkeys((*condition.events[:NAMED], *condition.events[-NAMED:])))


def undo(store: Store, *, by: str, id: int | None = None) -> Judgement:
    """Undo the last judgement of this person that counts, or the one named; returns it. Raises NotFound, Conflict where it is undone already."""
    return store.undo_judgement(by=by, id=id)


def hold(store: Store, incident: Incident, *, by: str, seconds: int = HOLD) -> Hold:
    """Hold an incident while working on it; nobody else can judge it meanwhile. Raises Conflict, which names the holder."""
    if not 1 <= seconds <= 3600:
        raise UsageError("an incident can be held for 1 to 3600 seconds")
    return store.hold(incident.events[0], by=by, seconds=seconds, events=incident.events)


def release(store: Store, incident: Incident, *, by: str) -> bool:
    """Let go of an incident; False where this person did not hold it."""
    return store.release_hold(incident.events, by=by)


def lost(store: Store, picture: Picture, told: Mapping[str, Sequence[Event]] | None = None) -> tuple[Judgement, ...]:
    """Judgements whose events are gone from the picture's reports (read again since, forgotten, or not known yet): kept, without effect.

    With `told` (the picture's events by report) only the reports that the judgements name are looked at.
    """
    made = store.judgements()
    events = picture.events.values()
    if told is not None and all(j.anchors for j in made):
        reports = dict.fromkeys(a.report for j in made for a in j.anchors)
        return settled(made, [e for r in reports for e in told.get(r, ())])[1]
    return settled(made, list(events))[1] if made else ()


def find(picture: Picture, id: str) -> Incident | None:
    """The incident of this id, or the one that the incident which had it was merged into; None where there is neither."""
    found = next((i for i in picture.incidents if i.id == id), None)
    if found is None and (event := next((e for e in picture.events if incident_id(e) == id), None)) is not None:
        found = next((i for i in picture.incidents if event in i.events), None)
    return found


def _judge(
    store: Store, kind: JudgementKind, incident: Incident, *, by: str, reason: str | None, seen: int | None, **more: Any
) -> Judgement:
    return store.judge(kind, incident.events, by=by, subject=incident.id, reason=_reason(reason), seen=seen, **more)


def _reason(reason: str | None) -> str | None:
    """A reason as it is kept. Raises UsageError."""
    said = " ".join("".join(c if c.isprintable() else " " for c in reason or "").split()) or None
    if said and len(said) > REASON:
        raise UsageError(f"a reason may have {REASON} characters")
    return said


def _two(a: Incident, b: Incident) -> None:
    if not set(a.events).isdisjoint(b.events):
        raise UsageError("these are one incident already")


def _held(i: Incident, field: Slot) -> Any:
    """What a slot holds, as an edit would be kept."""
    if field == "type":
        return [i.event_type, i.mode] if i.event_type else None
    value = {"title": i.title, "begin": i.begin, "last": i.last, "place": i.place, "actors": i.actors, "recipients": i.recipients}[field]
    if isinstance(value, tuple):
        return [a.name for a in value]
    return {"name": value.name, "lat": value.lat, "lon": value.lon} if isinstance(value, Place) else value
