"""What people decided, laid over incidents that are merged already: status, edits, grades. It needs no new clustering."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from vedette.domain import Event, Incident, Judgement, Slot, Status, Value
from vedette.domain.marks import carried, marks, sides
from vedette.incidents import edits
from vedette.incidents.slots import incident_id

PAIRS = frozenset({"same", "not same", "split"})
"""Judgements that say what is clustered with what."""
STATUS: dict[str, Status] = {"confirm": "confirmed", "reject": "rejected"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Incidents as clustered: those that stand by what reports say, and those too weak to, which a judgement can hold up."""

    incidents: tuple[Incident, ...]
    weak: tuple[Incident, ...] = ()


def settled(judgements: Iterable[Judgement], events: Sequence[Event]) -> tuple[tuple[Judgement, ...], tuple[Judgement, ...]]:
    """Judgements on the events as they are now, oldest first; and those whose events are gone, which are kept until these come back.

    An incident's id stands for the event that it was made of first.
    """
    given = sorted(judgements, key=lambda j: j.id)
    reports = {a.report for j in given for a in j.anchors}
    now = marks(e for e in events if e.report in reports)
    there = {e.id for e in events} if any(not j.anchors for j in given) else set()
    founder = {incident_id(e): e for e in there}
    found, lost = [], []
    for j in given:
        kept = carried(j, now)
        if kept is not None and not kept.anchors:
            kept = replace(kept, left=founder.get(kept.left, kept.left), right=kept.right and founder.get(kept.right, kept.right))
            kept = kept if kept.left in there or (kept.right or "") in there else None
        if kept is None:
            lost.append(j)
        else:
            found.append(kept)
    return tuple(found), tuple(lost)


def overlaid(merged: Merged, judgements: Sequence[Judgement]) -> tuple[Incident, ...]:
    """Incidents with what people decided, by first day, then id; `judgements` as `settled` gives them. The latest of a kind counts.

    A judgement is laid on the incident that has its first event, or, where that is in none, most of its others.
    """
    named = {e for j in judgements for e in (j.left, j.right, *(a.event for a in j.anchors)) if e}
    of_event = {e: i for i in (*merged.weak, *merged.incidents) for e in named.intersection(i.events)}
    decided: dict[str, list[Judgement]] = defaultdict(list)
    apart: dict[str, set[str]] = defaultdict(set)
    held: set[str] = set()
    for j in judgements:
        if j.kind == "check":  # of a state, not of an incident
            continue
        if j.kind in PAIRS:
            first, second = sides(j)
            if j.kind != "same":
                for mine, others in ((first, second), (second, first)):
                    for i in {of_event[e].id for e in mine if e in of_event}:
                        apart[i].update(others)
            held.update(of_event[e].id for e in (j.left, j.right) if j.kind != "not same" and e in of_event)
            continue
        target = of_event.get(j.left)
        if target is None:
            near = Counter(of_event[a.event].id for a in j.anchors if a.event in of_event)
            target = next(
                (of_event[a.event] for a in j.anchors if a.event in of_event and near[of_event[a.event].id] == max(near.values())), None
            )
        if target is not None:
            decided[target.id].append(j)
            held.add(target.id)
    shown = [*merged.incidents, *(i for i in merged.weak if i.id in held)]
    touched = decided.keys() | apart.keys()
    out = [_laid(i, decided.get(i.id, ()), apart.get(i.id, set())) if i.id in touched else i for i in shown]
    return tuple(sorted(out, key=order))


def order(i: Incident) -> tuple[str, str]:
    """By first day, then id."""
    return (i.begin or i.last or i.known[:10], i.id)


def _laid(i: Incident, judgements: Sequence[Judgement], apart: set[str]) -> Incident:
    changes: dict[str, Any] = {}
    if others := apart.difference(i.events):
        changes["apart"] = tuple(sorted(others))
    last: dict[Slot, Judgement] = {}
    for j in judgements:
        if j.kind in STATUS:
            changes |= {"status": STATUS[j.kind], "decided": j.by}
        elif j.kind == "grade":
            changes |= {"credibility": j.value, "graded": j.by}
        elif j.kind == "edit" and j.field:
            last[j.field] = j
    if not last:
        return replace(i, **changes) if changes else i
    slots = dict(i.slots)
    if "title" in last:
        changes["title"] = last["title"].value
        told = Value(value=i.title, events=i.events[:1], reports=i.reports[:1])
        slots["title"] = _first(last["title"], [last["title"].value], (told,))
    if "type" in last:
        kind = edits.kind(last["type"].value)
        changes["event_type"], changes["mode"] = kind
        slots["type"] = _first(last["type"], [kind if kind[0] else None], slots.get("type", ()))
    if "begin" in last or "last" in last:
        given: dict[str, Any] = {f: last[cast(Slot, f)].value for f in ("begin", "last") if f in last}
        span = edits.span((i.begin, i.last, i.time_precision), **given)
        changes |= {"begin": span[0], "last": span[1], "time_precision": span[2], "time_estimated": False}
        newest = max((last[cast(Slot, f)] for f in given), key=lambda j: j.id)
        slots["begin"] = _first(newest, [span if span[0] or span[1] else None], slots.get("begin", ()))
    if "place" in last:
        changes |= {"place": (place := edits.place(last["place"].value)), "place_told": "here" if place else None, "seat": None}
        slots["place"] = _first(last["place"], [place], slots.get("place", ()))
    sides_edited: tuple[Slot, Slot] = ("actors", "recipients")
    for side in sides_edited:
        if side in last:
            changes[side] = parties = edits.parties(last[side].value)
            changes |= {"presumed": None} if side == "actors" else {}
            slots[side] = _first(last[side], list(parties) or [None], slots.get(side, ()))
    return replace(i, **changes, slots=tuple(slots.items()), edited=tuple(last))


def _first(j: Judgement, values: Sequence[Any], others: Sequence[Value]) -> tuple[Value, ...]:
    """A person's values before those of the reports."""
    return (*(Value(value=v, events=(), reports=(), by=j.by, judged=True) for v in values), *others)
