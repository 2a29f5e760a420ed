"""What awaits a decision, arranged once for a picture, so that a page of it costs the same however long it is."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from vedette.review import Queued
from vedette.situation.tension import Area, area


class Line:
    """A queue, most urgent first, and what it can be asked for by."""

    def __init__(self, queue: tuple[Queued, ...]) -> None:
        self.queue = queue

    @cached_property
    def types(self) -> dict[str, tuple[Queued, ...]]:
        """By event type; `other` has none."""
        out: dict[str, list[Queued]] = defaultdict(list)
        for q in self.queue:
            out[q.incident.event_type or "other"].append(q)
        return {k: tuple(out[k]) for k in sorted(out)}

    @cached_property
    def areas(self) -> dict[Area, tuple[Queued, ...]]:
        """By area, the one with most first."""
        out: dict[Area, list[Queued]] = defaultdict(list)
        for q in self.queue:
            out[area(q.incident.place)].append(q)
        return {k: tuple(out[k]) for k in sorted(out, key=lambda a: (-len(out[a]), a))}

    @cached_property
    def by_area(self) -> dict[str, tuple[Queued, ...]]:
        """The same by the area's key."""
        return {a.key: found for a, found in self.areas.items()}

    @cached_property
    def place(self) -> dict[str, int]:
        """Where an incident stands, by its id."""
        return {q.incident.id: n for n, q in enumerate(self.queue)}

    def of(self, type: str = "", area: str = "") -> tuple[Queued, ...]:
        """Those of a type and of an area, by its key; empty: of any."""
        if not type:
            return self.by_area.get(area, ()) if area else self.queue
        found = self.types.get(type, ())
        if not area:
            return found
        inside = {q.incident.id for q in self.by_area.get(area, ())}
        return tuple(q for q in found if q.incident.id in inside)


class Waiting:
    """What awaits a decision (`open`), and what was decided too (`every`)."""

    def __init__(self, queue: tuple[Queued, ...]) -> None:
        self.every = Line(queue)
        self.open = Line(tuple(q for q in queue if q.incident.status == "machine"))

    def of(self, id: str) -> Queued | None:
        """An incident with its urgency."""
        at = self.every.place.get(id)
        return None if at is None else self.every.queue[at]
