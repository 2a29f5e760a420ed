"""How alike whole incidents are, by the same signs by which mentions are merged, and what speaks for and against it in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from vedette.codebook import plover
from vedette.domain import Copies, Event, Incident, Report
from vedette.domain.compare import day, relation
from vedette.incidents.mentions import DEED, WORD, Mention, families, group_of, mention, story_of
from vedette.incidents.pairs import BIAS, NEVER, WEIGHTS, signs

WINDOW = 14
"""Days around an incident in which another may be the same."""
NEAREST = 60
"""Incidents that are compared with one, at most: of its kinds, those not told to lie far away first, and of these the nearest in time."""
MEMBERS = 8
"""Mentions of each that are compared, at most."""
SAYS: dict[str, tuple[str, str]] = {
    # sign: in words where it speaks for one incident, and where against
    "same type and mode": ("same type and mode", ""),
    "same type": ("same type", ""),
    "kindred type": ("", "related but other type"),
    "kindred, one report": ("", "told beside each other in one report, as other types"),
    "other mode": ("", "other mode"),
    "same state": ("same kind of state", ""),
    "other state": ("", "states of other kinds"),
    "same day": ("same day", ""),
    "a day apart": ("a day apart", "a day apart"),
    "days apart": ("", "days apart"),
    "spans meet": ("their days meet", ""),
    "reported at the time": ("reported at the time", ""),
    "reported apart": ("", "reported weeks apart"),
    "same place": ("same place", ""),
    "place in place": ("one place lies in the other", ""),
    "place near": ("places close by", ""),
    "place far": ("", "places far apart"),
    "place of another name": ("", "places of other names"),
    "same scene": ("same scene", ""),
    "scene far": ("", "scenes far apart"),
    "recipients": ("recipients alike", "recipients differ"),
    "other addressee": ("", "put to others"),
    "actors": ("actors alike", "actors differ"),
    "words": ("words in common", ""),
    "no word in common": ("", "no word in common"),
    "same number": ("same number of people", ""),
    "one story": ("reports tell one story", "reports tell other stories"),
    "copied passage": ("one passage copies the other", ""),
    "same passage": ("told in one passage", ""),
    "same report": ("", "told apart in one report"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Another incident and the score of the two mentions that are most alike (above 0: more likely one incident than two).

    `reasons` say what speaks for it, the strongest first, then what speaks against.
    """

    incident: Incident
    score: float
    reasons: tuple[str, ...]


def hostility(incident: Incident) -> float:
    """PLOVER's intensity negated: -10 (most cooperative) to 10 (most hostile), 0 where it has no type."""
    return -plover.intensity(incident.event_type, incident.mode) if incident.event_type else 0.0


def alike(
    incident: Incident,
    incidents: Sequence[Incident],
    events: Mapping[str, Event],
    reports: Mapping[str, Report],
    copies: Sequence[Copies],
) -> list[Alike]:
    """Incidents that may be the same, the most alike first: of the same modality, within `WINDOW` days, not excluded by day, place or person.

    `incidents` are in any order; of many, only those near are compared.
    """
    near = _near(incident, incidents, events)
    groups = {i.id: [events[e] for e in i.events[:MEMBERS] if e in events and events[e].report in reports] for i in (incident, *near)}
    told = {e.report: reports[e.report] for found in groups.values() for e in found}
    copy = group_of(told, copies)
    story = {key: story_of(r) for key, r in told.items()}
    made = {id: [mention(e, told[e.report], copy.get(e.report, e.report), story[e.report]) for e in found] for id, found in groups.items()}
    out = []
    for other in near:
        pairs = [_weighed(a, b) for a in made[incident.id] for b in made[other.id]]
        score, reasons = max(pairs, key=lambda p: (p[0], p[1]), default=(NEVER, ()))
        if score > NEVER:
            out.append(Alike(incident=other, score=round(score, 3), reasons=reasons))
    return sorted(out, key=lambda a: (-a.score, a.incident.id))


def _weighed(a: Mention, b: Mention) -> tuple[float, tuple[str, ...]]:
    """The merger's score of two mentions, and its signs in words."""
    if not a.families & b.families:
        return NEVER, ()
    found = signs(a, b)
    if "excluded" in found:
        return NEVER, ()
    column = WORD if WORD in (a.kind, b.kind) else DEED
    weights = {name: WEIGHTS[name][column] * value for name, value in found.items()}
    ranked = sorted(weights.items(), key=lambda w: (w[1] <= 0, -abs(w[1]), w[0]))
    reasons = (SAYS[name][0] if weight > 0 else SAYS[name][1] for name, weight in ranked if round(weight, 1))
    return BIAS[column] + sum(weights.values()), tuple(r for r in reasons if r)


def _near(incident: Incident, incidents: Sequence[Incident], events: Mapping[str, Event]) -> list[Incident]:
    low, high = _days(incident)
    apart, mine = set(incident.apart), set(incident.events)
    kinds = _kinds(incident, events)
    found = [
        i
        for i in incidents
        if low <= _on(i) <= high
        and i.id != incident.id
        and i.status != "rejected"
        and said(i) == said(incident)
        and apart.isdisjoint(i.events)
        and mine.isdisjoint(i.apart)
        and not kinds.isdisjoint(_kinds(i, events))
    ]
    at = day(_on(incident)) or 0
    return sorted(found, key=lambda i: (relation(i.place, incident.place) == "far", abs((day(_on(i)) or 0) - at), i.id))[:NEAREST]


def _kinds(incident: Incident, events: Mapping[str, Event]) -> frozenset[str]:
    """What the mentions of an incident that are compared may be merged as."""
    return frozenset[str]().union(*(families(events[e]) for e in incident.events[:MEMBERS] if e in events))


def said(i: Incident) -> str:
    """How it is told: what is held possible counts as asserted."""
    return "asserted" if i.modality == "possible" else i.modality


def _on(i: Incident) -> str:
    """The day from which the window reaches."""
    return i.begin or i.last or i.known[:10]


def _days(incident: Incident) -> tuple[str, str]:
    """First and last day of the window; all days where the incident has none."""
    try:
        first, last = date.fromisoformat(_on(incident)[:10]), date.fromisoformat((incident.last or _on(incident))[:10])
        return (first - timedelta(WINDOW)).isoformat(), (last + timedelta(WINDOW)).isoformat()
    except (ValueError, OverflowError):
        return "", "9999-12-31"
