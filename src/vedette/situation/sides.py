"""Incidents that are sides of one happening: the convoy that was stopped, and its lorries that were looted; the march, and those arrested in it. What one of them cost, the other did."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from vedette.codebook.commonness import weight
from vedette.codebook.wording import words
from vedette.domain import Count, Event, Incident, QuantityKind
from vedette.domain.compare import actors_alike, day, fine, is_name, relation

FORCE = frozenset({"ASSAULT", "COERCE", "PROTEST"})
"""Types of what is done by force or in protest."""
SHARED: tuple[QuantityKind, ...] = ("killed", "wounded", "missing", "abducted", "arrested", "displaced", "vehicles")
"""Kinds of what a happening cost, whichever side of it is told."""
NEAR = 600
"""Characters of one report between two sides of a happening, at most."""
ALIKE = 12.0
"""What the words that two tellings have in common must tell, where no report tells both."""
SLIP = 2
"""Days between two tellings of one happening, at most."""
CROWD = frozenset({"crowd-control", "demo", "riot", "obstruct"})
"""Modes of what happens to a crowd or is done by it."""
FLIGHT = 7
"""Days within which those who left a place are counted anew."""
APART = re.compile(
    r"\b(?:another|separate(?:ly)?|elsewhere|meanwhile|also on|in a second|unrelated|earlier|later that|kilomet\w+|km|miles)\b",
    re.IGNORECASE,
)
"""Words between two deeds that are told of one day and place, and are two."""


@dataclass(frozen=True, slots=True)
class Sides:
    """By incident those that are sides of the same happening, and those that tell of the same side, though they were not merged."""

    beside: Mapping[str, frozenset[str]]
    twins: frozenset[tuple[str, str]]

    def of(self, incident: str) -> frozenset[str]:
        """Those beside an incident."""
        return self.beside.get(incident, frozenset())


def sides(incidents: Sequence[Incident], events: Mapping[str, Event]) -> Sides:
    """Which incidents are sides of one happening."""
    told = [i for i in incidents if i.begin and i.modality == "asserted" and i.status != "rejected" and not i.background]
    forced = sorted((i for i in told if i.event_type in FORCE), key=lambda i: (i.begin or "", i.id))
    gone = [i for i in told if i.event_type is None and i.place and {c.kind for c in i.numbers} == {"displaced"}]
    own = {i.id: [events[e] for e in i.events if e in events] for i in forced}
    beside: dict[str, set[str]] = defaultdict(set)
    twins: set[tuple[str, str]] = set()
    for n, a in enumerate(forced):
        for b in forced[n + 1 :]:
            if _days(a, b) > SLIP:
                break
            twin = _twins(a, b, own[a.id], own[b.id])
            if twin:
                twins |= {(a.id, b.id), (b.id, a.id)}
            if twin or _one(a, b, own[a.id], own[b.id]):
                beside[a.id].add(b.id)
                beside[b.id].add(a.id)
    for n, a in enumerate(gone):
        for b in gone[n + 1 :]:
            if _days(a, b) <= FLIGHT and relation(a.place, b.place) in ("same", "within"):
                beside[a.id].add(b.id)
                beside[b.id].add(a.id)
    return Sides({k: frozenset(v) for k, v in beside.items()}, frozenset(twins))


def _days(a: Incident, b: Incident) -> int:
    return abs((day(a.begin) or 0) - (day(b.begin) or 0))


def _sharp(i: Incident) -> bool:
    return i.time_precision in ("day", "hour")


def shared(incidents: Iterable[Incident], found: Sides) -> tuple[Incident, ...]:
    """The incidents, each with what those beside it cost by the word of reports that tell no such number of itself."""
    given = tuple(incidents)
    known = {i.id: i for i in given}
    return tuple(_with(i, [(known[b], (i.id, b) in found.twins) for b in sorted(found.of(i.id)) if b in known]) for i in given)


def _with(i: Incident, others: Sequence[tuple[Incident, bool]]) -> Incident:
    numbers = list(i.numbers)
    known = {c.kind for c in i.numbers}
    told = {(c.kind, r) for c in i.numbers for r in c.reports if (c.low or c.high or 0) > 1}
    for o, twin in others:
        for c in o.numbers:
            if c.kind not in SHARED or not (twin or c.kind in known):
                continue
            alone = len(o.reports) == 1 and len(i.reports) > 2
            new = tuple(r for r in c.reports if (c.kind, r) not in told or (alone and r in i.reports))
            if not new:
                continue
            same = next((n for n, x in enumerate(numbers) if (x.kind, x.low, x.high, x.by) == (c.kind, c.low, c.high, c.by)), None)
            if same is None:
                numbers.append(Count(kind=c.kind, low=c.low, high=c.high, by=c.by, reports=new))
            else:
                numbers[same] = replace(numbers[same], reports=tuple(dict.fromkeys((*numbers[same].reports, *new))))
    return replace(i, numbers=tuple(numbers)) if len(numbers) != len(i.numbers) or numbers != list(i.numbers) else i


def _one(a: Incident, b: Incident, left: Sequence[Event], right: Sequence[Event]) -> bool:
    """Whether two incidents that one report tells of are sides of one happening."""
    pairs = [(x, y) for x in left for y in right if x.report == y.report and not (x.trigger.in_title or y.trigger.in_title)]
    if not pairs:
        return False
    by = {x.actor for e in left for x in e.actors} & {y.actor for e in right for y in e.actors}
    if _days(a, b) <= 1 and by and any(x.evidence.overlaps(y.evidence) and x.event_type != y.event_type for x, y in pairs):
        return True  # what the same people did in one sentence, be its day told otherwise elsewhere
    near = any(_together(x, y) for x, y in pairs)
    if not (_sharp(a) and _sharp(b)):  # arrests told right behind the crowd, with no day
        return near and any(x.mode == "arrest" and not _sharp(x) and y.mode in CROWD and _sharp(y) for x, y in ((a, b), (b, a)))
    apart = a.place is not None and b.place is not None and relation(a.place, b.place) not in ("same", "within", "near")
    return near and not apart and _days(a, b) == 0


def _twins(a: Incident, b: Incident, left: Sequence[Event], right: Sequence[Event]) -> bool:
    """Whether two incidents of one day, of which no report tells both, are one that was told in other words."""
    modes = {a.mode, b.mode} - {None}
    if a.event_type != b.event_type or _days(a, b) or not (_sharp(a) and _sharp(b)) or set(a.reports) & set(b.reports):
        return False
    counted = {c.kind for c in a.numbers} & {c.kind for c in b.numbers} & {*SHARED}
    spot = a.place is not None and fine(a.place) and relation(a.place, b.place) == "same"
    if len(modes) > 1 and not (counted and spot):
        return False
    by = actors_alike([x for x in a.actors if is_name(x)], [x for x in b.actors if is_name(x)])
    if by is not None and by < 0.3:
        return False
    common = frozenset(w for e in left for w in words(e.evidence.text)) & frozenset(w for e in right for w in words(e.evidence.text))
    how = relation(a.place, b.place) if a.place is not None and b.place is not None else "same"
    named = [words(i.place.name) <= common for i in (a, b) if i.place is not None and i.place.located]
    there = how in ("same", "within", "near") or (how == "unknown" and bool(named) and all(named))
    return there and sum(weight(w) for w in common) >= ALIKE


def _together(x: Event, y: Event) -> bool:
    """Whether two deeds are told in one go."""
    first, last = sorted((x, y), key=lambda e: e.trigger.start)
    if last.trigger.start - first.trigger.end > NEAR:
        return False
    said = f"{last.evidence.text[: max(0, last.trigger.start - last.evidence.start)]}"
    return not APART.search(said)
