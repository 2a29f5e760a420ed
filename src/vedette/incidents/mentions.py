"""Events made ready for comparing: when and where each may have happened, what it says, and with which others it is compared at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from vedette.codebook import commonness
from vedette.codebook.countries import iso2
from vedette.codebook.wording import gist, words
from vedette.domain import Actor, Copies, Event, Modality, Report, TimePrecision
from vedette.domain.compare import INTERNATIONAL, actors_alike, day, finer, relation
from vedette.domain.marks import KINDRED, SHUT
from vedette.incidents.alongside import alongside, details
from vedette.incidents.parts import ONE, parts, tells_harm
from vedette.incidents.trifles import is_reason, is_sum, is_trifle, was_tried

DEED, WORD = 0, 1
SHARP = 1
"""A date whose span is at most this many days longer than one day is exact."""
UNARMED = frozenset({"obstruct", "strike", "boycott", "hunger-strike"})
"""Modes of protest that are no violence told in other words: a barricade is not the shooting at it."""
OFFICIAL = frozenset({"GOV", "COP", "MIL", "LEG", "JUD"})
"""Sectors of those who close a way by order."""
BACK = 45
"""How many days before its report an undated mention may have happened."""
UNDER_WAY = 3
"""Days after its report by which an end that was under way ("are clearing the road") is told as done."""
LENGTH: dict[TimePrecision, int] = {"hour": 1, "day": 1, "week": 7, "month": 31, "year": 366, "unknown": 1}
"""Days that a time of a precision covers, where its last day is not told."""
WORDS = frozenset({"AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
"""Types that are done with words: where they were said matters less than who said them to whom."""
REACTIONS = frozenset({"ACCUSE", "SUPPORT"})
"""Types by which people comment on what happened."""
LOOSE = 7
"""A mention whose date spans more days than this founds no incident: it joins one, or waits for others like it."""
LATE = 14
"""Nor does one of so many days before its report: days told long after slip, and what they are of was told when it was news."""
UNDATED = 10**7
"""Where a mention whose report has no day stands: behind all others."""
BUCKET = 8
"""Days of a block."""
LONGEST = 64
"""Blocks of days that a mention stands in at most, the latest that it may be of."""
ANY = -1
"""In place of days: for mentions that tell no day, in reports that have none."""
HANDLES = 8
"""Words by which such mentions look for others."""
AREAS = 4
"""Countries of a whole report in which each of its mentions is looked for, at most."""

Key = tuple[int, str, int, str]
"""A mention's place in the order of all: the day of its report, that report, its number, its event's id."""
Block = tuple[str, str, int]
"""Family, area and days: only mentions that share one are compared."""


@dataclass(frozen=True, slots=True)
class Story:
    """The content words of a report, and the square of their length."""

    words: frozenset[str]
    square: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An event made ready for comparing. `span`: first and last possible day; `fresh`: undated, and its report's own news, so that
    it happened a few days before at most; `reach`: the days in which an undated one may lie; `known`: the day of its report;
    `copy`: its group of copies or its report; `evidence`: the words of its passage; `areas`: countries where it may have happened;
    `part`: it only tells whom a deed harmed of which its report told before, or how that went on; `wish`: it asks for something in the breath of praise or blame.
    """

    key: Key
    event: Event
    span: tuple[int, int] | None
    fresh: bool
    reach: tuple[int, int] | None
    known: int | None
    copy: str
    words: frozenset[str]
    evidence: frozenset[str]
    families: frozenset[str]
    areas: frozenset[str]
    story: Story
    part: bool = False
    wish: bool = False

    @property
    def sharp(self) -> bool:
        """Whether its day is known to within `SHARP` days."""
        return self.span is not None and self.span[1] - self.span[0] <= SHARP

    @property
    def kind(self) -> int:
        """DEED or WORD, the column of `WEIGHTS`."""
        return WORD if self.event.event_type in WORDS else DEED

    @property
    def bare(self) -> bool:
        """Whether it tells how many were harmed and nothing by which a deed could be known ("sixty-eight are wounded")."""
        e = self.event
        return tells_toll(e) or (tells_harm(e) and not e.recipients and any(q.kind in ("killed", "wounded") for q in e.quantities))

    @property
    def firm(self) -> bool:
        """Whether it can found an incident: its report's own news, of a day not long ago that is known well enough, of a country, and asserted."""
        e = self.event
        dated = self.span is not None and self.span[1] - self.span[0] <= LOOSE
        if self.span is not None and self.known is not None and self.known - self.span[1] > LATE:
            return False
        told = (e.phase != "continues" or was_tried(e)) and not (is_sum(e) or is_reason(e) or is_trifle(e))
        return dated and bool(self.areas) and told and e.modality != "possible" and not e.background


def mentions(report: Report | None, events: Sequence[Event], copy: str) -> list[Mention]:
    """The mentions of one report that count, made of its events; `report` None if it is not at hand, `copy` its group of copies."""
    events = sorted(events, key=lambda e: _number(e.id))
    old = {e.evidence.start: e for e in events if e.background and (e.begin or e.last)}
    counted = [_aged(e, old) for e in events if _counts(e, report)]
    slight = details(counted)
    counted = [e for e in counted if e.id not in slight]
    story = story_of(report if counted else None)
    areas = _areas(counted)
    made = {e.id: mention(e, report, copy, story, found) for e, found in zip(counted, areas, strict=True)}
    for part, deed in parts(counted):
        made[part] = _part_of(made[part], made[deed], report)
    for part, deed in alongside(counted):
        made[part] = _one_with(made[part], made[deed], report)
    for wish in _wishes(counted):
        made[wish] = replace(made[wish], wish=True)
    return list(made.values())


def mention(event: Event, report: Report | None, copy: str, story: Story | None = None, areas: frozenset[str] = frozenset()) -> Mention:
    """An event with all that comparing needs; `report` None if it is not at hand."""
    begin, last = day(event.begin), day(event.last)
    known = day(report.published) if report else None
    span = None
    if begin is not None or last is not None:
        low = begin if begin is not None else cast(int, last)
        high = last if last is not None else low + LENGTH[event.time_precision] - 1
        open_ended = ((begin is None or last is None) and event.time_precision == "unknown") or _only_before(event, known)
        span = None if open_ended or high < low else (low, high)
    reach = span
    if reach is None and known is not None:
        under_way = event.phase == "ends" and event.trigger.text.endswith("ing")
        reach = (begin if begin is not None else known - BACK, last if last is not None else known + under_way * UNDER_WAY)
    parties = [a.actor.name for a in (*event.actors, *event.recipients)]
    names = words(" . ".join(n for n in parties if not re.search(r"['’]s ", n)))  # "Merun's request" says more than who it is
    told = words(" . ".join([event.headline, event.what or "", event.about.text if event.about else "", event.trigger.text]))
    return Mention(
        key=(known if known is not None else UNDATED, event.report, *_number(event.id)),
        event=event,
        span=span,
        fresh=span is None and known is not None and not event.background and event.phase != "continues" and not _only_before(event, known),
        reach=reach if reach and reach[0] <= reach[1] else None,
        known=known,
        copy=copy,
        words=(told - names - words(event.trigger.text))
        if event.event_type in WORDS
        else told | names | {f"{event.event_type or event.condition}/{event.mode}"},
        evidence=words(event.evidence.text),
        families=families(event),
        areas=areas,
        story=story or story_of(report),
    )


def _only_before(e: Event, known: int | None) -> bool:
    """Whether it is told, well after, only by what day it had happened ("had been asked before Christmas"): that day is not its own."""
    last = day(e.last)
    return e.begin is None and last is not None and known is not None and last < known - UNDER_WAY


def _wishes(events: Sequence[Event]) -> list[str]:
    """Requests that are part of what somebody has to say of what happened ("condemned the attack and asked that …"): no happening of their own."""
    said = [e for e in events if e.event_type in REACTIONS]
    return [
        e.id
        for e in events
        if e.event_type == "REQUEST" and any(r.evidence.overlaps(e.evidence) and (actors_alike(_by(e), _by(r)) or 0.0) >= ONE for r in said)
    ]


def _by(e: Event) -> list[Actor]:
    return [m.actor for m in e.actors]


def _part_of(part: Mention, deed: Mention, report: Report | None) -> Mention:
    """What only tells of a part of a deed, of that deed's day and place (or the more exact one that is told of itself), and to be recognised by its words."""
    d, e = deed.event, part.event
    place = (
        e.place
        if e.place and (d.place is None or (finer(e.place, d.place) and relation(e.place, d.place) not in ("far", "unknown")))
        else d.place
    )
    when = d if d.begin or d.last else e
    told = replace(e, begin=when.begin, last=when.last, time_precision=when.time_precision, place=place, scene=d.scene or e.scene)
    made = mention(told, report, part.copy, part.story, part.areas | deed.areas)
    return replace(made, words=made.words | deed.words, families=made.families | deed.families, part=True)


def _one_with(part: Mention, deed: Mention, report: Report | None) -> Mention:
    """What is told beside a deed and belongs to it: of its type, day and place, by whomever and to whomever it is told itself."""
    d = deed.event
    told = replace(part.event, event_type=d.event_type, mode=d.mode, condition=d.condition, phase=d.phase)
    if part.event.event_type != d.event_type and d.actors and (actors_alike(_by(part.event), _by(d)) or 0.0) < ONE:
        told = replace(
            told, actors=(), recipients=()
        )  # the tear gas is not the stone throwers', nor is a concession theirs who ended their strike
    return _part_of(replace(part, event=told), deed, report)


def story_of(report: Report | None) -> Story:
    """What a report tells, title and text; nothing where it is not at hand."""
    if report is None:
        return Story(frozenset(), 0.0)
    told = gist(f"{report.title or ''}. {report.text}")
    return Story(told, commonness.square(told))


def families(event: Event) -> frozenset[str]:
    """Keys of which two mentions must share one to be compared: the type, kindred types, the state that is opened or ended."""
    if tells_toll(event):
        return frozenset({"ASSAULT"})
    found: set[str] = {event.event_type or "happening"}
    found |= {"/".join(sorted(k)) for k in KINDRED if event.event_type in k and not ("ASSAULT" in k and event.mode in UNARMED)}
    if event.condition:
        step = "ends" if event.phase == "ends" else "opens"
        found.add(f"{event.condition} {step}")
        if event.condition in SHUT and not (event.event_type == "COERCE" and any(OFFICIAL & {*m.actor.sectors} for m in event.actors)):
            found.add(f"way {step}")  # but the police's closing is not the protesters' blockade
    return frozenset(found)


def tells_toll(event: Event) -> bool:
    """Whether an event only says how many are dead, not of what."""
    stands = event.event_type is None and event.condition is None and event.phase == "continues"
    return stands and any(q.kind in ("killed", "wounded") for q in event.quantities)


def blocks(m: Mention, before: int = 0, after: int = 0) -> tuple[Block, ...]:
    """The blocks in which a mention stands: of its families, its areas, and the days in which it may lie, with some before and after them.

    What tells no day lies where its report does, or with all others of no day; what lies in a long time, in the last of it.
    """
    first, last = _days(m) or (0, 0)
    if first:
        first, last = (first - before) // BUCKET, (last + after) // BUCKET
    days = range(max(first, last - LONGEST + 1), last + 1)
    return tuple((f, a, n) for f in sorted(m.families) for a in sorted(m.areas) or ("",) for n in days)


def handles(m: Mention) -> tuple[Block, ...]:
    """Blocks in which it is found by those that tell no day: of its families and its most telling words, whatever the day."""
    told = sorted((w for w in m.words if "/" not in w), key=lambda w: (-commonness.weight(w), w))[:HANDLES]
    return tuple((f, w, ANY) for f in sorted(m.families) for w in told)


def lookout(m: Mention, before: int, after: int) -> tuple[Block, ...]:
    """The blocks in which a mention looks for those that it may belong to."""
    return blocks(m, before, after) if _days(m) and m.areas else handles(m)


def modality(event: Event) -> Modality:
    """As what it is told: what is held possible counts as asserted, what did not happen as denied."""
    if event.modality == "possible":
        return "asserted"
    return "denied" if event.polarity == "negative" and event.modality == "asserted" else event.modality


def group_of(reports: Iterable[str], copies: Iterable[Copies]) -> dict[str, str]:
    """The first of its copies, by report key; the report itself where it has none."""
    found = {key: key for key in reports}
    for c in copies:
        found |= dict.fromkeys(c.reports, c.reports[0])
    return found


def _number(event_id: str) -> tuple[int, str]:
    tail = event_id.rpartition("#")[2]
    return (int(tail) if tail.isdecimal() else 0, event_id)


def _counts(event: Event, report: Report | None) -> bool:
    if report is not None and report.relevant is False:
        return False
    return bool(event.event_type or event.what) and event.modality != "hypothetical"


def _aged(event: Event, old: Mapping[int, Event]) -> Event:
    """An undated event in a passage of dated old news is of that time."""
    found = old.get(event.evidence.start)
    if found is None or event.begin or event.last:
        return event
    return replace(event, background=True, begin=found.begin, last=found.last, time_precision=found.time_precision)


def _days(m: Mention) -> tuple[int, int] | None:
    """The first and last day on which it may lie, as far as its dates or its report tell any."""
    at = day(m.event.begin) or day(m.event.last) or m.known
    return m.reach or ((at, at) if at is not None else None)


def _areas(events: Sequence[Event]) -> list[frozenset[str]]:
    """Countries of each event's own places and parties, and those that its report names most."""
    own: list[set[str]] = []
    for e in events:
        found = {p.country for p in (e.place, e.scene) if p and p.country}
        found |= {iso2(c) or c for a in (*e.actors, *e.recipients) if (c := a.actor.country) and c not in INTERNATIONAL}
        own.append(found)
    counts = Counter(c for found in own for c in found)
    named = sorted(counts, key=lambda c: (-counts[c], c))[:AREAS]
    return [frozenset(found.union(named)) for found in own]
