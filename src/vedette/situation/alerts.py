"""What of a picture fits a rule, what of that is news, and when it may be told. Pure functions."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise

from vedette.codebook import plover
from vedette.codebook.countries import iso2
from vedette.codebook.wording import leads
from vedette.domain import Actor, Condition, Event, Incident, Picture, Place, Rule, Sign, Undertaking
from vedette.domain.compare import day, iso, km
from vedette.domain.moments import instant
from vedette.situation.answering import DEEDS
from vedette.situation.level import levels
from vedette.situation.tension import WEEK, Area, weight
from vedette.situation.tension import area as lies_in

FRESH = 30
"""Days before the picture's day from which what happened is no alert any more, only history."""
HEARD = 6
"""Reports of a source from which its usual silence can be told."""
SILENCE = 3
"""So many times its usual silence is unusual for a source."""
MOVED = 3
"""Incidents that are named as having moved an area."""
QUIET = 2
"""Days of silence that are never unusual."""
ANSWERS = frozenset({"granted", "refused", "kept", "broken"})
GRAVE: Mapping[str, float] = {"ultimatum": 7.0, "threat": 6.0, "demand": 4.0, "request": 3.0, "decision": 2.0, "promise": 2.0, "offer": 1.0}
"""How grave an undertaking is by its kind, 0 to 10."""
STATES: Mapping[str, float] = {
    "emergency": 8.0, "alert": 7.0, "occupation": 8.0, "curfew": 6.0, "closure": 6.0, "blockade": 5.0, "cut-off": 5.0, "deployment": 5.0,
    "displacement": 6.0, "detention": 4.0, "ban": 4.0, "strike": 3.0, "suspension": 3.0,
}  # fmt: skip
"""How grave a state is by its kind, 0 to 10; any other is 2."""


@cache
def defaults() -> tuple[Rule, ...]:
    """The rules that a duty officer starts with, from `data/alerts.json`."""
    from pydantic import TypeAdapter

    data = (files("vedette.situation") / "data" / "alerts.json").read_bytes()
    return tuple(TypeAdapter(list[Rule]).validate_json(data))


# -- signs ------------------------------------------------------------------------------------------------------------


def signs(rule: Rule, picture: Picture) -> tuple[Sign, ...]:
    """Everything in a picture that fits a rule, in order of severity. A copy of another report is never a sign of its own."""
    if rule.situation is not None and (picture.situation is None or picture.situation.name != rule.situation):
        return ()
    return tuple(sorted(_Reading(rule, picture).found(), key=lambda s: (-s.severity, s.known, s.subject)))


class _Reading:
    """One picture under one rule."""

    def __init__(self, rule: Rule, picture: Picture) -> None:
        self.rule, self.picture = rule, picture
        self.copies = {a for c in picture.copies for a, b in c.copy_of if b in picture.reports}
        self.today = day(picture.as_of)
        self.answering = {e: i.id for i in picture.incidents for e in i.events}
        self.incidents = {i.id: i for i in picture.incidents}

    def found(self) -> Iterator[Sign]:
        about: set[str] = set(self.rule.about)
        if "incident" in about:
            yield from (s for i in self.picture.incidents if (s := self.incident(i)))
        told: set[str] = set()
        for c in self.picture.conditions if about & {"opened", "ended"} else ():
            for s in (self.opened(c) if "opened" in about else None, self.ended(c) if "ended" in about else None):
                if s is not None and not set(s.marks) <= told:  # one passage may tell of a state at several places
                    told.update(s.marks)
                    yield s
        for u in self.picture.undertakings if about & {"asked", "due", "answered", "overdue"} else ():
            yield from self.undertaking(u, about)
        if "silent" in about:
            yield from self.silences()
        if "tension" in about:
            yield from self.tensions()

    # -- by topic

    def incident(self, i: Incident) -> Sign | None:
        rule = self.rule
        if i.modality != "asserted" or i.background or i.status == "rejected" or not self.fresh(i.begin or i.last, i.time_estimated):
            return None
        if rule.types and not self.of_type(i.event_type, i.mode):
            return self.within_incident(i)
        severity = max(0.0, weight(i)) if not any(n.kind == "killed" and n.low for n in i.numbers) else 10.0
        if not self.fits(i.place, (*i.actors, *i.recipients), i.contexts, severity, i.reports):
            return None
        if (rule.credibility and i.credibility > rule.credibility) or (rule.independent and i.independent_sources < rule.independent):
            return None
        numbers = tuple(sorted((n.kind, n.low, n.high) for n in i.numbers))
        facts = (
            ("type", f"{i.event_type}/{i.mode}"), ("numbers", numbers), ("disputed", i.disputed), ("status", i.status),
            ("sources", i.independent_sources),
        )  # fmt: skip
        return self.sign("incident", i.id, i.title, severity, i.begin or i.last, i.place, i.events, i.reports, facts=facts)

    def of_type(self, type: str | None, mode: str | None) -> bool:
        return type in self.rule.types or f"{type}/{mode}" in self.rule.types

    def within_incident(self, i: Incident) -> Sign | None:
        """What fits by its type, is its report's news, and was merged into an incident that goes by another type: no shooting stays untold in a blockade."""
        mine = []
        for e in (self.picture.events[x] for x in i.events if x in self.picture.events):
            told = e.modality == "asserted" and e.polarity == "positive" and e.phase != "continues" and not e.background
            if told and self.of_type(e.event_type, e.mode) and leads(e, self.picture.reports[e.report]):
                mine.append(e)
        if not mine or "type" in i.edited:
            return None
        first, independent = mine[0], len({e.report for e in mine} - self.copies)
        severity = max(0.0, -plover.intensity(first.event_type or "", first.mode))
        parties = (*(m.actor for m in first.actors), *(m.actor for m in first.recipients))
        place, reports = first.place or i.place, tuple(dict.fromkeys(e.report for e in mine))
        if not self.fits(place, parties, first.contexts, severity, reports):
            return None
        if (self.rule.credibility and i.credibility > self.rule.credibility) or independent < (self.rule.independent or 0):
            return None
        facts = (("type", f"{first.event_type}/{first.mode}"), ("status", i.status), ("sources", independent))
        return self.sign("incident", i.id, first.headline, severity, first.begin, place, tuple(e.id for e in mine), reports, facts=facts)

    def opened(self, c: Condition) -> Sign | None:
        if not c.opened_by or c.state == "ended" or not self.fresh(c.begin):
            return None
        mine = tuple(e for e in c.events if self.answering.get(e) in c.opened_by and self.picture.events[e].phase != "ends")
        return self.condition("opened", c, mine, c.begin, f"{c.kind.capitalize()}: {c.what}")

    def ended(self, c: Condition) -> Sign | None:
        """A part of it that ended is told too: a road that is being cleared is news before it is open."""
        mine = tuple(e for e in c.events if self.picture.events[e].phase == "ends" and self.picture.events[e].modality == "asserted")
        over = c.state == "ended" and not c.said  # a likeness alone rings nobody's alert
        at = (c.end if over else None) or max((self.picture.events[e].begin or "" for e in mine), default="") or None
        if not mine or not self.fresh(at):
            return None
        said = "ended" if over else "is ending"
        return self.condition("ended", c, mine, at, f"{c.kind.capitalize()} {said}: {self.picture.events[mine[0]].headline}")

    def condition(self, topic: str, c: Condition, mine: tuple[str, ...], at: str | None, title: str) -> Sign | None:
        rule, severity = self.rule, STATES.get(c.kind, 2.0)
        reports = tuple(dict.fromkeys(self.picture.events[e].report for e in mine))
        if not mine or (rule.kinds and c.kind not in rule.kinds):
            return None
        contexts = tuple(x for e in mine for x in self.picture.events[e].contexts)
        if not self.fits(c.place, c.by, contexts, severity, reports):
            return None
        facts = (("state", c.state), ("begin", c.begin), ("end", c.end), ("expected_end", c.expected_end))
        return self.sign("opened" if topic == "opened" else "ended", c.id, title, severity, at, c.place, mine, reports, facts=facts)

    def undertaking(self, u: Undertaking, about: set[str]) -> Iterator[Sign]:
        rule, severity = self.rule, GRAVE[u.kind]
        answers = tuple(e for e in u.events if self.answering.get(e) in u.answered_by or (u.outcome in ANSWERS and self.deed(e)))
        steps = tuple(e for e in u.events if e not in answers) or u.events
        place = next((p for e in steps if (p := self.picture.events[e].place)), None)
        contexts = tuple(x for e in steps for x in self.picture.events[e].contexts)
        states = {c for e in steps if (c := self.picture.events[e].condition)}
        if (rule.kinds and not {u.kind, u.outcome, *states} & set(rule.kinds)) or not self.fits(
            place, (*u.by, *u.to), contexts, severity, u.reports
        ):
            return
        who = ", ".join(a.name for a in u.by) + (f" → {', '.join(a.name for a in u.to)}" if u.to else "")
        facts = (("kind", u.kind), ("due", u.due), ("outcome", u.outcome))
        due, title = day(u.due), f"{who}: {u.what}"
        told = [e for e in steps if not self.picture.events[e].background]
        made = u.made or min((self.picture.reports[self.picture.events[e].report].known[:10] for e in steps), default=None)
        if "asked" in about and told and self.fresh(made):
            by = f", by {u.due}" if u.due else ""
            yield from self.told("asked", u, f"{u.kind.capitalize()}: {title}{by}", severity, u.made, place, steps, facts)
        if "answered" in about and u.outcome in ANSWERS and not u.said and self.fresh(u.outcome_at):
            severity = max(severity, 4.0)
            behind = answers or tuple(e for a in u.answered_by if a in self.incidents for e in self.incidents[a].events)
            yield from self.told("answered", u, f"{u.kind.capitalize()} {u.outcome}: {title}", severity, u.outcome_at, place, behind, facts)
        if due is None or self.today is None or not self.fresh(u.due):
            return
        marks = tuple(f"{m} {u.due}" for m in self.marks(steps))
        if "due" in about and u.outcome == "pending" and self.today <= due <= self.today + rule.days:
            at = f"{iso(due - rule.days)}T00:00:00Z"
            yield self.plain("due", "due", marks, u.id, f"Due {u.due}: {title}", severity, u.due, place, steps, u.reports, at)
        if "overdue" in about and u.outcome in ("pending", "lapsed") and due < self.today:
            at = f"{iso(due + 1)}T00:00:00Z"
            yield self.plain(
                "overdue", "overdue", marks, u.id, f"Overdue since {u.due}: {title}", severity, u.due, place, steps, u.reports, at
            )

    def deed(self, event: str) -> bool:
        """Whether an event of an undertaking is what was done about it, not what was said."""
        e = self.picture.events[event]
        return e.modality == "asserted" and (e.event_type == "REJECT" or e.event_type in DEEDS)

    def told(
        self,
        topic: str,
        u: Undertaking,
        title: str,
        severity: float,
        at: str | None,
        place: Place | None,
        events: tuple[str, ...],
        facts: tuple[tuple[str, object], ...],
    ) -> Iterator[Sign]:
        """A sign of an undertaking where there are events behind it, and not only copies."""
        reports = tuple(dict.fromkeys(self.picture.events[e].report for e in events if e in self.picture.events))
        made = (
            self.sign("asked" if topic == "asked" else "answered", u.id, title, severity, at, place, events, reports, facts=facts)
            if reports
            else None
        )
        if made:
            yield made

    def silences(self) -> Iterator[Sign]:
        heard: dict[str, list[str]] = defaultdict(list)
        for r in self.picture.reports.values():
            if r.source and (not self.rule.sources or r.source in self.rule.sources):
                heard[r.source].append(r.known)
        for source, moments in heard.items():
            days = sorted({n for m in moments if (n := day(m[:10])) is not None})
            if self.today is None or len(moments) < HEARD or len(days) < 3:
                continue
            gaps = sorted(b - a for a, b in pairwise(days))
            usual = gaps[int(0.9 * (len(gaps) - 1))]
            longest = max(QUIET, SILENCE * usual)
            if self.today - days[-1] > longest:
                at = f"{iso(days[-1] + longest + 1)}T00:00:00Z"
                title = f"{source}: silent since {iso(days[-1])}, usually {usual} day{'' if usual == 1 else 's'} at most"
                yield self.plain("silent", "silent", (f"{source} {iso(days[-1])}",), source, title, 3.0, iso(days[-1]), None, (), (), at)

    def tensions(self) -> Iterator[Sign]:
        """Areas whose level rose in this week or the last, by change detection; where too few weeks are known for that, those whose score did."""
        from vedette.situation.change import DEFAULT

        by_id = {i.id: i for i in self.picture.incidents}
        for v in levels(self.picture, most=MOVED):
            country, _, name = v.key.partition("/")
            lies = Area(country=country, name=name)
            if not self.within(lies) or self.today is None:
                continue
            change = v.hostile - v.before
            if len(v.weeks) > DEFAULT.warm:
                if v.rise is None or (day(v.rise.at) or 0) < self.today - WEEK:
                    continue
                first, last = day(v.rise.since) or 0, day(v.rise.at) or 0
                severity = 3.0 + 2.0 * math.log2(max(1.0, v.rise.level / v.rise.base))
                title = f"Tension in {v.name} rose from {v.rise.base:.1f} to {v.rise.level:.1f} a week since the week to {v.rise.since}"
            elif v.direction == "up" and change >= self.rule.change:
                first = last = self.today
                severity = 3.0 + change / 10
                title = f"Tension in {v.name} up by {change:.0f} in a week"
            else:
                continue
            moved = [by_id[s.incident] for s in v.moved if s.points > 0]
            title += "".join(f"{'; ' if n else ': '}{i.title}" for n, i in enumerate(moved))
            marks = tuple(f"{v.key} {_iso_week(n)}" for n in range(first, last + 1, WEEK))
            events, reports = tuple(i.events[0] for i in moved), tuple(dict.fromkeys(r for i in moved for r in i.reports))
            known = instant(self.picture.as_of or "")
            yield self.plain(
                "tension", "tension", marks, v.key, title, min(10.0, severity), self.picture.as_of, None, events, reports, known, lies
            )

    # -- what the topics share

    def fresh(self, at: str | None, estimated: bool = False) -> bool:
        """Whether a day is recent; one that nobody told is taken to be."""
        n = day(at)
        return n is None or self.today is None or n >= self.today - FRESH or estimated

    def within(self, area: Area) -> bool:
        return not self.rule.area or area.country in self.rule.area or area.key in self.rule.area

    def fits(self, place: Place | None, parties: Iterable[Actor], contexts: Iterable[str], severity: float, reports: Iterable[str]) -> bool:
        """Whether place, parties, contexts, severity and sources fit; and whether any report is no copy."""
        rule, parties = self.rule, tuple(parties)
        if rule.severity is not None and severity < rule.severity:
            return False
        if not any(r not in self.copies for r in reports):
            return False
        if rule.sources and not any(self.picture.reports[r].source in rule.sources for r in reports):
            return False
        if rule.contexts and not set(rule.contexts) & set(contexts):
            return False
        if rule.actors and not any(_named(a, rule.actors) for a in parties):
            return False
        if rule.near:
            lat, lon, reach = rule.near
            if place is None or not place.located or km(place, replace(place, lat=lat, lon=lon)) > reach + (place.radius or 0.0):
                return False
        if rule.area and not self.within(lies_in(place)):
            return place is None and any(a.country and (iso2(a.country) or a.country) in rule.area for a in parties)
        return True

    def marks(self, events: Iterable[str]) -> tuple[str, ...]:
        """Passages of events: they stay when a report is read anew and its events get other numbers."""
        return tuple(dict.fromkeys(mark(self.picture.events[e]) for e in events if e in self.picture.events))

    def sign(
        self, topic: str, subject: str, title: str, severity: float, at: str | None, place: Place | None, events: tuple[str, ...], reports: tuple[str, ...],
        facts: tuple[tuple[str, object], ...] = (),
    ) -> Sign | None:  # fmt: skip
        """A sign in the space of passages, None where all of its reports are copies."""
        if not events or all(r in self.copies for r in reports):
            return None
        return self.plain(topic, "event", self.marks(events), subject, title, severity, at, place, events, reports, "", None, facts)

    def plain(
        self, topic: str, space: str, marks: tuple[str, ...], subject: str, title: str, severity: float, at: str | None, place: Place | None,
        events: tuple[str, ...], reports: tuple[str, ...], known: str, area: Area | None = None, facts: tuple[tuple[str, object], ...] = (),
    ) -> Sign:  # fmt: skip
        """A sign, its evidence the surest passage of an original; `known` where it is not told by a report."""
        held = [self.picture.events[e] for e in events if e in self.picture.events]
        best = min(held, key=lambda e: (e.report in self.copies, e.background, -e.confidence, e.id), default=None)
        told = [r for k in reports if (r := self.picture.reports.get(k))]
        return Sign(
            topic=topic,  # type: ignore[arg-type] # one of TOPICS by construction
            space=space,
            marks=marks,
            subject=subject,
            title=title,
            severity=round(severity, 1),
            day=at,
            place=place.name if place else area.name if area else None,
            area=(area or lies_in(place)).key,
            lat=place.lat if place else None,
            lon=place.lon if place else None,
            known=known or min((r.known for r in told), default=""),
            received=known or min((r.received or "" for r in told), default=""),
            events=events,
            reports=reports,
            evidence=best.evidence.text if best else None,
            source=self.picture.reports[best.report].source if best else None,
            facts=facts,
        )


def _iso_week(number: int) -> str:
    """The week of a day number, such as 2022-W50."""
    year, week, _ = date.fromordinal(number).isocalendar()
    return f"{year}-W{week:02}"


def mark(e: Event) -> str:
    """A passage as `report@start`, the title's as `report@tstart`."""
    return f"{e.report}@{'t' if e.trigger.in_title else ''}{e.trigger.start}"


def _named(actor: Actor, wanted: Iterable[str]) -> bool:
    """Whether an actor is meant by a name, a code or a sector."""
    mine = {actor.name.casefold(), (actor.code or "").casefold(), (actor.country or "").casefold(), *(s.casefold() for s in actor.sectors)}
    return any(w.casefold() in mine or w.casefold() in actor.name.casefold().split() for w in wanted)
