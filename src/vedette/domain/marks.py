"""Judgements found again: a report may be read anew, and its events get other numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from vedette.domain.events import Event
from vedette.domain.incidents import EventMark, Judgement

KINDRED = (
    frozenset({"CONCEDE", "RETREAT", "COOPERATE"}),
    frozenset({"CONSULT", "AGREE"}),
    frozenset({"REQUEST", "THREATEN"}),
    frozenset({"PROTEST", "ASSAULT"}),
    frozenset({"SANCTION", "COERCE"}),
    frozenset({"RETREAT", "MOBILIZE"}),
    frozenset({"AID", "COOPERATE"}),
    frozenset({"ACCUSE", "REJECT"}),
)
"""Types between which coders waver."""
SHUT = frozenset({"blockade", "closure"})
"""States of a way or a place that nobody passes, of which one is told as the other: a road that protesters block "is closed"."""
Marks = Mapping[str, Sequence[EventMark]]
"""The events of the reports' latest readings, by report."""


def mark(event: Event) -> EventMark:
    """Where an event stands."""
    e = event.evidence
    return EventMark(
        event=event.id,
        report=event.report,
        start=e.start,
        end=e.end,
        event_type=event.event_type,
        in_title=e.in_title,
        trigger=event.trigger.start,
    )


def marks(events: Iterable[Event]) -> dict[str, list[EventMark]]:
    """Where events stand, by report."""
    found: dict[str, list[EventMark]] = defaultdict(list)
    for e in events:
        found[e.report].append(mark(e))
    return {report: beside(together) for report, together in found.items()}


def beside(together: Sequence[EventMark]) -> list[EventMark]:
    """The marks of one reading, each with the triggers of those that it could be taken for."""
    return [
        replace(
            m,
            beside=tuple(
                sorted({t for o in together if (t := o.trigger) is not None and t != m.trigger and _common(m, o) and _alike(m, o)})
            ),
        )
        for m in together
    ]


def follow(old: EventMark, now: Marks) -> str | None:
    """The event that a mark stands for now: of overlapping evidence and the same type, or a kindred one; None where there is none.

    Of several the one with the same trigger, then the same type, then the most evidence in common, then the same number; never one
    that stood beside it then ("arrested Belo and arrested Sarro").
    """
    best: tuple[tuple[float, ...], str] | None = None
    for m in now.get(old.report, ()):
        common, alike = _common(old, m), _alike(old, m)
        if not common or not alike or m.trigger in old.beside:
            continue
        share = common / (max(old.end, m.end) - min(old.start, m.start))
        rank = (old.trigger == m.trigger and alike == 2, alike, round(share, 6), m.event == old.event)
        if best is None or rank > best[0]:
            best = (rank, m.event)
    return best[1] if best else None


def carried(judgement: Judgement, now: Marks) -> Judgement | None:
    """A judgement on the events as they are now; None where those that it needs are gone. One without anchors is taken as it is.

    A decision on one incident needs any of its events, one on two incidents needs one of each.
    """
    if not judgement.anchors:
        return judgement
    at = {a.event: event for a in judgement.anchors if (event := follow(a, now)) is not None}
    if not at:
        return None
    taken, value = _taken(judgement), judgement.value
    second = [at[e] for e in taken if e in at]
    first = [event for old, event in at.items() if old not in taken]
    if judgement.kind in ("same", "not same", "split"):
        second = [e for e in dict.fromkeys(second) if e not in first]
        if not (second and first):
            return None
        value = second
    left = at.get(judgement.left) or (first or second)[0]
    right = judgement.right and (at.get(judgement.right) or (second or first)[0])
    anchors = tuple(replace(a, event=at[a.event]) for a in judgement.anchors if a.event in at)
    return replace(judgement, left=left, right=right, value=value, anchors=anchors)


def touched(judgement: Judgement, now: Marks) -> set[str]:
    """The events, as they are now, that a judgement is about; those it names where it has no anchors."""
    if not judgement.anchors:
        return {e for e in (judgement.left, judgement.right) if e}
    return {event for a in judgement.anchors if (event := follow(a, now)) is not None}


def sides(judgement: Judgement) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The events of the first incident and of the second; of a split: those that stay and those that are taken out."""
    taken = _taken(judgement)
    named = dict.fromkeys(a.event for a in judgement.anchors) or dict.fromkeys(e for e in (judgement.left, judgement.right) if e)
    if not judgement.anchors and judgement.kind != "split" and judgement.right:
        taken = frozenset({judgement.right})
    return tuple(e for e in named if e not in taken), tuple(e for e in named if e in taken)


def _taken(judgement: Judgement) -> frozenset[str]:
    pairs = judgement.kind in ("same", "not same", "split") and isinstance(judgement.value, list)
    return frozenset(judgement.value) if pairs else frozenset()


def _common(a: EventMark, b: EventMark) -> int:
    """How many characters of evidence two events share."""
    return max(0, min(a.end, b.end) - max(a.start, b.start)) if a.in_title == b.in_title else 0


def _alike(a: EventMark, b: EventMark) -> int:
    """2 for one type, 1 for kindred ones, 0 for others."""
    if a.event_type == b.event_type:
        return 2
    return int(any({a.event_type, b.event_type} <= k for k in KINDRED))
