"""The pages' twins for other programs: JSON and GeoJSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from vedette.domain import Annotated, Coded, Entity, Event, Incident, Place, Report, Sitrep
from vedette.domain.compare import extent
from vedette.errors import VedetteError
from vedette.export.picture import SCHEMA, incident_shape, place_shape
from vedette.pipeline import Reading, record
from vedette.pipeline.read import readable
from vedette.pipeline.shapes import event_shape
from vedette.web import words
from vedette.web.desk import Cut, View


def incident(view: View, i: Incident) -> dict[str, Any]:
    """An incident, its mentions with their evidence, and the ids of states and undertakings that hang on it."""
    ids = {key: r.id for key, r in view.picture.reports.items()}
    mentions = [{"report": r.id, **event_shape(e), "place": place_shape(e.place)} for e, r in view.events(i.events)]
    linked = {"conditions": [c.id for c in view.conditions(i)], "undertakings": [u.id for u in view.undertakings(i)]}
    return {"schema": SCHEMA, **incident_shape(i, ids), "mentions": mentions, **linked}


def report(view: View, held: Report, entities: tuple[Entity, ...], coded: Coded) -> dict[str, Any]:
    """A report as `vedette read` writes it, without the sentences, with what it copies and what cites it."""
    reading = Reading(report=held, annotated=Annotated(text=held.text, sentences=(), entities=entities), read=readable(held), coded=coded)
    out = record(reading)
    del out["sentences"]
    copies = view.copies(held.key)
    out |= {"received": held.received, "copy_of": view.copy_of.get(held.key), "copies": list(copies.reports) if copies else []}
    for shape, e in zip(out["events"], coded.events, strict=True):
        shape["incident"] = view.of_event[e.id].id if e.id in view.of_event else None
    return out


def geojson(view: View, cut: Cut, chosen: tuple[Incident, ...]) -> dict[str, Any]:
    """Incidents that have a place finer than a country, a point each, with how coarsely it is known."""
    features = []
    for i in chosen:
        if i.place is None or not words.pinned(i.place):
            continue
        properties = {
            "id": i.id,
            "title": i.title,
            "event_type": i.event_type,
            "type": words.kind(i.event_type, i.mode),
            "conflict": i.event_type in words.CONFLICT,
            "begin": i.begin,
            "end": i.last,
            "when": words.when(i),
            "place": i.place.name,
            "precision": i.place.precision,
            "exact": words.exact(i.place),
            "radius_km": round(extent(i.place), 1),
            "url": cut.incident(i.id),
        }
        point = {"type": "Point", "coordinates": i.place.point[::-1]}
        features.append({"type": "Feature", "id": i.id, "geometry": point, "properties": properties})
    return {"type": "FeatureCollection", "features": features}


Row = tuple[str, Mapping[str, object], Iterable[Place | None]]
"""The id of a thing, what is told of it, and the places where it is."""


def spots(rows: Iterable[Row]) -> dict[str, Any]:
    """Things that may have several places: of each those that go on a map, once; its geometry is null where there are none."""
    features = []
    for id, properties, places in rows:
        points = [list(p) for p in dict.fromkeys(p.point[::-1] for p in places if p is not None and words.pinned(p))]
        shape = {"type": "MultiPoint", "coordinates": points} if points else None
        features.append({"type": "Feature", "id": id, "geometry": shape, "properties": dict(properties)})
    return {"type": "FeatureCollection", "features": features}


def sitrep(made: Sitrep) -> dict[str, Any]:
    """A situation report: sections of sentences, each with the numbers of its citations."""
    return {"schema": SCHEMA, **asdict(made)}


def row(r: Report, events: tuple[Event, ...], copy_of: str | None) -> dict[str, Any]:
    """A report in a list, without its text."""
    return {
        "id": r.id,
        "title": r.title,
        "source": r.source,
        "published": r.published,
        "published_estimated": r.published_estimated,
        "url": r.url,
        "text_kind": r.text_kind,
        "copy_of": copy_of,
        "events": [e.id for e in events],
    }


def error(e: Exception) -> dict[str, Any]:
    """What went wrong."""
    return {"schema": SCHEMA, "error": {"kind": e.kind if isinstance(e, VedetteError) else "error", "message": str(e)}}
