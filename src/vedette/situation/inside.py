"""What belongs to a situation: by area and by days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from vedette.codebook.countries import iso2
from vedette.codebook.wording import fold
from vedette.domain import Actor, Event, Incident, Place, Report, Situation
from vedette.domain.compare import day, is_name

LATE = 30
"""An undated event is taken to be at most so many days older than its report."""
GATHERED = 0.9
"""Share of the reports that tell of a country that bear on a situation, from which those that tell of none are taken to."""
ELSEWHERE = frozenset({"ASSAULT", "PROTEST", "COERCE"})
"""Types of which what happens in another land is of that land, whatever else its report tells of."""
MOSTLY = 2 / 3
"""Share of the events of a report that tell of a country which lie in a situation, from which the others are of its story, too."""
WORD = re.compile(r"\w+")
TELLING = 5
"""Letters from which the name of a place that no gazetteer has tells where a story is."""


def inside(situation: Situation, incident: Incident, events: Iterable[Event], near: bool = False, of_it: bool = False) -> bool:
    """Whether an incident lies in a situation: it happened within the days, and in the area or with someone from there.

    `events` are the incident's own; where it has no place of its own, any of theirs will do. Without an area every place is
    inside, and what has no day is within the days. `near`: one of its reports bears on the situation; what is of a type is inside
    then too if nothing tells of which country it or those in it are ("the two groups agreed"; that some drivers are of a land says little). `of_it`: its reports are mostly about the situation
    (`mostly`); what is said, agreed, sent or withheld is inside then wherever it was ("the donors met abroad and froze their aid").
    """
    if not _during(situation, day(incident.begin) or day(incident.last), day(incident.last) or day(incident.begin)):
        return False
    places = [incident.place] if incident.place and incident.place.country else [_where(e) for e in events]
    actors = (*incident.actors, *incident.recipients)
    told = any(p and p.country for p in places) or any(a.country and iso2(a.country) and is_name(a) for a in actors)
    abroad = of_it and incident.event_type not in (None, *ELSEWHERE)
    typed = incident.event_type is not None or (of_it and incident.begin is not None)
    return abroad or (near and not told and typed) or _here(situation, places, actors)


def mostly(situation: Situation, events: Iterable[Event]) -> bool:
    """Whether a report is about a situation more than about anything else: `MOSTLY` of its events that tell where they were, or of which country those in
    them are, lie in its area. A round-up of many countries is not.
    """
    told = [e for e in events if _lands(e)]
    here = sum(_here(situation, [_where(e)], [m.actor for m in (*e.actors, *e.recipients)]) for e in told)
    return bool(told) and here >= MOSTLY * len(told)


def bears_on(situation: Situation, report: Report, events: Iterable[Event]) -> bool:
    """Whether a report tells of something in a situation: relevant, with an event inside its days and area that is not old news.

    `events` are the report's own. One without events bears on nothing.
    """
    if report.relevant is False:
        return False
    known = day(report.published)
    for e in events:
        first = day(e.begin) or day(e.last) or (known - LATE if known else None)
        last = day(e.last) or day(e.begin) or known
        if (e.background and not e.begin) or not _during(situation, first, last):
            continue
        if _here(situation, [_where(e)], [m.actor for m in (*e.actors, *e.recipients)]):
            return True
    return False


def beside(situation: Situation, reports: Mapping[str, Report], told: Mapping[str, Sequence[Event]], bearing: Set[str]) -> frozenset[str]:
    """Keys of the reports that bear on a situation though they tell of no country: they name a place that no gazetteer has, or a party that is
    of no country, of which those that do bear on it tell too; or nearly all that tell of a country bear on it, so that the desk gathers for this watch.
    `told` are the events of each report, `bearing` those that bear on it.
    """
    if not situation.area:
        return frozenset()
    area = {a.upper() for a in situation.area}
    known = {n for key in bearing for e in told.get(key, ()) for n in (*_local(e), *_unlocated(e, area))}
    found = set()
    abroad = sum(1 for key in reports if key not in bearing and any(map(_lands, told.get(key, ()))))
    gathered = len(bearing) >= GATHERED * (len(bearing) + abroad)  # also where none tells of a country: nothing speaks against it
    for key, r in reports.items():
        events = told.get(key, ())
        if key in bearing or r.relevant is False:
            continue
        news = [e for e in events if not e.background or e.begin]
        published = day(r.published)
        days = [
            (day(e.begin) or day(e.last) or (published - LATE if published else None), day(e.last) or day(e.begin) or published)
            for e in news
        ]
        if any(_during(situation, *d) for d in days) and (
            _tied(events, known) or (not any(map(_lands, events)) and (gathered or _named_in(r, known)))
        ):
            found.add(key)
    return frozenset(found)


def _tied(events: Iterable[Event], known: Set[str]) -> bool:
    """Whether more events tell of what is known than of any country: a namesake elsewhere is found where one name stands alone."""
    tied = [e for e in events if any(n in known for n in _local(e))]
    return len(tied) > sum(_told_land(e) for e in events if e not in tied)


def _told_land(e: Event) -> bool:
    """Whether a place or a name tells of which country it was; that of mere people ("drivers in the governorate") is guessed from the rest of the report."""
    people = [m.actor for m in (*e.actors, *e.recipients) if is_name(m.actor)]
    return any(p.country for p in (e.place, e.scene) if p) or any(a.country and iso2(a.country) for a in people)


def _named_in(report: Report, known: Set[str]) -> bool:
    """Whether a report names what is known, though not as the place or party of an event."""
    text = f" {' '.join(WORD.findall(fold(f'{report.title or str()} {report.text}')))} "
    return any(f" {' '.join(WORD.findall(n))} " in text for n in known)


def _unlocated(e: Event, area: Set[str]) -> Iterator[str]:
    """The names of its places in the area of which no more than the name is known."""
    for p in (e.place, e.scene):
        if p is not None and not p.located and p.country in area and len(p.name) >= TELLING:
            yield fold(p.name)


def _local(e: Event) -> Iterator[str]:
    """The names of an event that only those near know: parties of no country, with a name of more than one word, and places that nobody can locate."""
    for m in (*e.actors, *e.recipients):
        if not m.actor.country and is_name(m.actor) and " " in m.actor.name:
            yield fold(m.actor.name)
    for p in (e.place, e.scene):
        if p is not None and not p.country and len(p.name) >= TELLING:
            yield fold(p.name)


def _lands(e: Event) -> bool:
    """Whether it is told in which country it was, or of which its parties are."""
    return any(p.country for p in (e.place, e.scene) if p) or any(
        m.actor.country and iso2(m.actor.country) for m in (*e.actors, *e.recipients)
    )


def _where(e: Event) -> Place | None:
    """Where an event was: its own place, or where the story is if it is not known in which country that lies."""
    return e.place if e.place is not None and e.place.country else e.scene or e.place


def _during(situation: Situation, first: int | None, last: int | None) -> bool:
    begin, end = day(situation.begin), day(situation.last)
    return (begin is None or last is None or last >= begin) and (end is None or first is None or first <= end)


def _here(situation: Situation, places: Iterable[Place | None], actors: Iterable[Actor]) -> bool:
    if not situation.area:
        return True
    area = {a.upper() for a in situation.area}
    if any(p and p.country in area for p in places):
        return True
    return any(a.country and (iso2(a.country) or a.country) in area for a in actors)
