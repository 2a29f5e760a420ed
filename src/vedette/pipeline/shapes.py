"""Coded fields as the public JSON shapes (CONTRACT §1 and §3)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from vedette.codebook import plover
from vedette.domain import ActorMention, Attribution, Event, Place, PlaceMention, Quote, Span, TimeMention
from vedette.domain.shapes import actor_shape


def place_shape(m: PlaceMention, *, alternatives: bool = False) -> dict[str, Any]:
    """A place mention, null fields where the gazetteer has nothing; with `alternatives` the best few candidates with score and reasons."""
    p = m.place
    out: dict[str, Any] = {
        "start": m.start,
        "end": m.end,
        "text": m.text,
        "name": p.name if p else None,
        "geonameid": p.geonameid if p else None,
        "lat": p.point[0] if p else None,
        "lon": p.point[1] if p else None,
        "country": p.country if p else None,
        "admin1": p.admin1 if p else None,
        "feature": p.feature if p else None,
        "precision": p.precision if p else None,
        "part": p.part if p else None,
        "radius_km": p.radius if p else None,
        "role": m.role,
        "confidence": round(m.confidence, 3),
        "candidates": m.candidates,
    }
    if alternatives:
        out["alternatives"] = [
            {"name": c.place.name, "geonameid": c.place.geonameid, "lat": c.place.point[0], "lon": c.place.point[1]}
            | {
                "country": c.place.country,
                "admin1": c.place.admin1,
                "feature": c.place.feature,
                "score": c.score,
                "reasons": list(c.reasons),
            }
            for c in m.alternatives
        ]
    return out


def time_shape(t: TimeMention) -> dict[str, Any]:
    """A time expression."""
    return {
        "start": t.start,
        "end": t.end,
        "text": t.text,
        "type": t.type,
        "value": t.value,
        "begin": t.begin,
        "end_": t.last,
        "precision": t.precision,
        "anchor": t.anchor,
        "relation": t.relation,
        "impossible": t.impossible,
        "reason": t.reason,
    }


def span_shape(s: Span | None) -> dict[str, Any] | None:
    """A span and its words; one of the title says so."""
    if s is None:
        return None
    out: dict[str, Any] = {"start": s.start, "end": s.end, "text": s.text}
    return {**out, "in": "title"} if s.in_title else out


def quote_shape(q: Quote) -> dict[str, Any]:
    """Who said what."""
    return {
        "source": span_shape(q.source),
        "speaker": span_shape(q.speaker),
        "cue": span_shape(q.cue),
        "content": [{"start": s.start, "end": s.end} for s in q.content],
        "direct": q.direct,
    }


def mention_shape(m: ActorMention) -> dict[str, Any]:
    """An actor's phrase and whom it stands for."""
    return {"start": m.start, "end": m.end, "text": m.text, **actor_shape(m.actor)}


def _where(place: Place | None, scene: Place | None) -> dict[str, Any] | None:
    """Where an event was: its place, or about where it was, under the name that is told, if any."""
    p = place if scene is None or (place is not None and place.located) else scene
    if p is None:
        return None
    if place is not None and place is not p:
        p = replace(p, name=place.name, geonameid=None)
    point = {"lat": p.point[0], "lon": p.point[1], "country": p.country, "precision": p.precision}
    return {"name": p.name, "geonameid": p.geonameid, **point}


def _attribution(a: Attribution | None) -> dict[str, Any] | None:
    return {"source": mention_shape(a.source), "cue": span_shape(a.cue)} if a else None


def event_shape(e: Event) -> dict[str, Any]:
    """An event with its codes in PLOVER, CAMEO and, where it is said to have happened, ACLED."""
    kind = e.event_type
    by, to = ([m.actor for m in side] for side in (e.actors, e.recipients))
    happened = e.modality == "asserted" and e.polarity == "positive"
    return {
        "id": e.id,
        "event_type": kind,
        "mode": e.mode,
        "what": e.what,
        "contexts": list(e.contexts),
        "cameo": plover.cameo(kind, e.mode) if kind else None,
        "quad_class": plover.quad(kind) if kind else None,
        "intensity": plover.intensity(kind, e.mode) if kind else None,
        "acled": plover.acled(kind, e.mode, by=by, to=to) if kind and happened else None,
        "headline": e.headline,
        "trigger": span_shape(e.trigger),
        "about": span_shape(e.about),
        "actors": [mention_shape(a) for a in e.actors],
        "recipients": [mention_shape(a) for a in e.recipients],
        "places": list(e.places),
        "place": _where(e.place, e.scene),
        "place_told": "here" if e.place and e.place.located else "around" if e.scene else None,
        "seat": {**(_where(e.seat.place, None) or {}), "reason": e.seat.reason} if e.seat else None,
        "times": list(e.times),
        "begin": e.begin,
        "end": e.last,
        "time_precision": e.time_precision,
        "due": e.due,
        "attribution": _attribution(e.attribution),
        "modality": e.modality,
        "polarity": e.polarity,
        "phase": e.phase,
        "condition": e.condition,
        "background": e.background,
        "quantities": [{"kind": q.kind, "low": q.low, "high": q.high, "start": q.start, "end": q.end, "by": q.by} for q in e.quantities],
        "evidence": span_shape(e.evidence),
        "confidence": round(e.confidence, 3),
    }
