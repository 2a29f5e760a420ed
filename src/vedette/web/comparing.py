"""One day as told by the outlets of each side: what each says of an incident, in its words, and who is silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from vedette.domain import Event, Incident, Report, Source
from vedette.web.desk import View
from vedette.web.languages import marked

UNSET = marked("side not set")
"""What an outlet's side is called until someone says which it speaks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """An incident as told on the day: for each side the passages of its outlets, empty where it was silent; `elsewhere` names sides that told it on other days."""

    incident: Incident
    sides: tuple[tuple[tuple[Event, Report], ...], ...]
    elsewhere: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A day: its sides with how many reports each published, and the incidents that any of them told, those told by most sides first."""

    day: str
    sides: tuple[tuple[str, int], ...]
    rows: tuple[Telling, ...]


def side(source: str | None, sources: Mapping[str, Source]) -> str:
    """The side that an outlet speaks for."""
    held = sources.get(source or "")
    return (held.side if held else None) or UNSET


def compare(view: View, day: str) -> Comparison:
    """What reports published on a day tell, by the side of their outlets. Copies are left out: they say what their original says."""
    reports = view.picture.reports
    told = [reports[k] for k in view.published.get(day, ())]
    counts: dict[str, int] = defaultdict(int)
    for r in told:
        counts[side(r.source, view.sources)] += 1
    names = sorted(counts, key=lambda n: (n == UNSET, n))
    said: dict[str, dict[str, list[tuple[Event, Report]]]] = defaultdict(lambda: defaultdict(list))
    for r in told:
        if r.key in view.copy_of:
            continue
        for e in view.told_in.get(r.key, ()):
            if e.id in view.of_event:
                said[view.of_event[e.id].id][side(r.source, view.sources)].append((e, r))
    rows = []
    for id, by_side in said.items():
        incident = view.by_id[id]
        others = {side(reports[k].source, view.sources) for k in incident.reports if k in reports} - set(by_side)
        rows.append(Telling(incident=incident, sides=tuple(tuple(by_side.get(n, ())) for n in names), elsewhere=frozenset(others)))
    rows.sort(key=lambda t: (-sum(bool(s) for s in t.sides), -sum(len(s) for s in t.sides), t.incident.id))
    return Comparison(day=day, sides=tuple((n, counts[n]) for n in names), rows=tuple(rows))
