"""What the same people did in one go: a report that police "used tear gas on the marchers and arrested 16 of them" tells of the dispersal that 16 were arrested."""

from __future__ import annotations

from collections.abc import Iterable

from vedette.domain import Event, Quantity

LEADING = frozenset({"ASSAULT", "COERCE", "PROTEST"})
"""Types of a deed of which what follows is told, too."""
FOLLOWING = frozenset({"ASSAULT", "COERCE"})
CARRIED = frozenset({"killed", "wounded", "missing", "abducted", "arrested", "vehicles", "weapons"})
"""Kinds of what the same people's next deed cost or took."""


def carried(event: Event, others: Iterable[Event]) -> tuple[Quantity, ...]:
    """Numbers of what those who did it did right after, in the same passage, of kinds of which it tells none itself; `others` are its report's events."""
    if event.event_type not in LEADING or not event.actors or not _told(event):
        return ()
    known = {q.kind for q in event.quantities}
    more = [q for other in others if _goes_on(event, other) for q in other.quantities if q.kind in CARRIED - known]
    return tuple({(q.start, q.kind): q for q in more}.values())


def _told(e: Event) -> bool:
    return e.modality == "asserted" and e.polarity == "positive" and not e.background and e.phase != "ends"


def _goes_on(e: Event, other: Event) -> bool:
    """Whether a deed is the next one of the same people, in the same passage, and neither elsewhere nor on another day."""
    if other.event_type not in FOLLOWING or not _told(other) or other.trigger.start <= e.trigger.start:
        return False
    if not e.evidence.overlaps(other.evidence) or {m.actor for m in e.actors} != {m.actor for m in other.actors}:
        return False
    apart = e.place is not None and other.place not in (None, e.place)
    return not apart and (e.begin is None or other.begin in (None, e.begin))
