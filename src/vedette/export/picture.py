"""The picture as the public JSON shape (CONTRACT §2, schema 1)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from vedette.codebook import plover
from vedette.domain import Actor, Condition, Incident, Picture, Place, Report, Saying, Undertaking
from vedette.domain.shapes import actor_shape

SCHEMA = 1


def picture_shape(p: Picture) -> dict[str, Any]:
    """One JSON-ready object: incidents, conditions, undertakings, copies and reports, ids as they were given."""
    ids = {key: r.id for key, r in p.reports.items()}
    copy_of = {a: b for c in p.copies for a, b in c.copy_of}
    return {
        "schema": SCHEMA,
        "situation": p.situation.name if p.situation else None,
        "as_of": p.as_of,
        "known_at": p.known_at,
        "incidents": [incident_shape(i, ids) for i in p.incidents],
        "conditions": [condition_shape(c, ids) for c in p.conditions],
        "undertakings": [undertaking_shape(u, ids) for u in p.undertakings],
        "copies": [[ids[k] for k in c.reports] for c in p.copies],
        "reports": [_report(r, ids.get(copy_of.get(r.key, "")), r.key in p.inside) for r in p.reports.values()],
    }


def place_shape(p: Place | None) -> dict[str, Any] | None:
    """A place and how precisely it is known; None where it is unknown."""
    if p is None:
        return None
    return {
        "name": p.name,
        "geonameid": p.geonameid,
        "lat": p.point[0],
        "lon": p.point[1],
        "country": p.country,
        "admin1": p.admin1,
        "precision": p.precision,
        "radius_km": p.radius,
    }


def incident_shape(i: Incident, ids: dict[str, str | int]) -> dict[str, Any]:
    """An incident; `ids` gives a report's id as it came in, by its key."""
    kind = i.event_type
    numbers: dict[str, list[dict[str, Any]]] = {}
    for n in i.numbers:
        row = {"low": n.low, "high": n.high, "by": n.by, "reports": [ids[r] for r in n.reports]}
        numbers.setdefault(n.kind, []).append(row)
    return {
        "id": i.id,
        "title": i.title,
        "event_type": kind,
        "mode": i.mode,
        "what": i.what,
        "contexts": list(i.contexts),
        "acled": plover.acled(kind, i.mode, by=i.actors, to=i.recipients) if kind and i.modality == "asserted" else None,
        "intensity": plover.intensity(kind, i.mode) if kind else None,
        "begin": i.begin,
        "end": i.last,
        "time_precision": i.time_precision,
        "time_estimated": i.time_estimated,
        "place": place_shape(i.place or (i.seat.place if i.seat else None)),
        "place_told": i.place_told or ("seat" if i.seat else None),
        "place_reason": i.seat.reason if i.seat else None,
        "actors": [actor_shape(a) for a in i.actors or ((i.presumed.actor,) if i.presumed else ())],
        "actors_told": "here" if i.actors else "presumed" if i.presumed else None,
        "actors_reason": i.presumed.reason if i.presumed else None,
        "recipients": [actor_shape(a) for a in i.recipients],
        "numbers": numbers,
        "modality": i.modality,
        "background": i.background,
        "disputed": i.disputed,
        "status": i.status,
        "credibility": i.credibility,
        "reports": [ids[r] for r in i.reports],
        "independent_sources": i.independent_sources,
        "events": list(i.events),
        "known": i.known,
        "edited": list(i.edited),
        "graded": i.graded,
        "decided": i.decided,
        "slots": {
            name: [{"value": _plain(v.value), "by": v.by, "events": list(v.events), "reports": [ids[r] for r in v.reports]} for v in values]
            for name, values in i.slots
        },
    }


def condition_shape(c: Condition, ids: dict[str, str | int]) -> dict[str, Any]:
    """A condition."""
    return {
        "id": c.id,
        "kind": c.kind,
        "what": c.what,
        "place": place_shape(c.place),
        "by": [actor_shape(a) for a in c.by],
        "begin": c.begin,
        "end": c.end,
        "expected_end": c.expected_end,
        "last_confirmed": c.last_confirmed,
        "state": c.state,
        "opened_by": list(c.opened_by),
        "closed_by": list(c.closed_by),
        "reports": [ids[r] for r in c.reports],
        "events": list(c.events),
        "checked": asdict(c.checked) if c.checked else None,
        "said": [_saying(x, ids) for x in c.said],
    }


def undertaking_shape(u: Undertaking, ids: dict[str, str | int]) -> dict[str, Any]:
    """An undertaking."""
    return {
        "id": u.id,
        "kind": u.kind,
        "by": [actor_shape(a) for a in u.by],
        "to": [actor_shape(a) for a in u.to],
        "what": u.what,
        "made": u.made,
        "due": u.due,
        "outcome": u.outcome,
        "outcome_at": u.outcome_at,
        "reports": [ids[r] for r in u.reports],
        "answered_by": list(u.answered_by),
        "events": list(u.events),
        "said": [_saying(x, ids) for x in u.said],
    }


def _saying(x: Saying, ids: dict[str, str | int]) -> dict[str, Any]:
    return {"report": ids[x.report], "start": x.span.start, "end": x.span.end, "in_title": x.span.in_title, "text": x.span.text}


def _plain(value: Any) -> Any:
    """A slot's value as JSON."""
    if isinstance(value, Place):
        return place_shape(value)
    if isinstance(value, Actor):
        return actor_shape(value)
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return value


def _report(r: Report, copy_of: str | int | None, inside: bool) -> dict[str, Any]:
    return {
        "id": r.id,
        "source": r.source,
        "title": r.title,
        "published": r.published,
        "published_estimated": r.published_estimated,
        "url": r.url,
        "text_kind": r.text_kind,
        "relevant": None if r.relevant is None else bool(r.relevant and inside),
        "copy_of": copy_of,
    }
