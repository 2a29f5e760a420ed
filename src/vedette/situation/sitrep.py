"""The situation report: sentences made from coded fields, each citing the passages that it rests on.

Nothing is written freely: a sentence is a frame filled with days, places, headlines in the reports' own words, numbers with
who counted, and states. What is unknown is said to be unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

from vedette.codebook import plover
from vedette.domain import Citation, Condition, Event, Incident, Picture, Section, Sitrep, SitrepSentence, Source, Span, Undertaking
from vedette.domain.sheet import difference
from vedette.situation import parts
from vedette.situation.level import happened
from vedette.situation.phrases import (
    condition_sentence,
    day,
    disputed_slots,
    incident_sentence,
    numbers,
    outlets,
    undertaking_sentence,
    when,
    where,
)
from vedette.situation.tension import NOWHERE, area

__all__ = ["condition_sentence", "day", "incident_sentence", "numbers", "severity", "sitrep", "undertaking_sentence", "when", "where"]
Grouping = Literal["area", "topic"]
HIGHLIGHTS = 5
"""Sentences under the first heading."""
CITED = 3
"""Passages that a sentence cites at most, one a report, originals before copies."""
RECENT = 7
"""Days before the report's day that count as recent where no earlier sitrep is named."""
FADES = 3
"""Days after which an incident is half as new."""
MOVEMENT = frozenset({"blockade", "closure", "curfew"})
"""Kinds of states that keep people from moving."""
TOPICS: tuple[tuple[str, frozenset[str]], ...] = (
    ("Violence", frozenset({"ASSAULT"})),
    ("Protests and blockades", frozenset({"PROTEST"})),
    ("Arrests, restrictions, sanctions", frozenset({"COERCE", "SANCTION"})),
    ("Forces and deployments", frozenset({"MOBILIZE", "RETREAT"})),
    ("Demands, threats, accusations", frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN"})),
    ("Talks and agreements", frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE"})),
    ("Aid", frozenset({"AID"})),
)
"""Headings and the PLOVER types under them, in the order in which they are told."""
OTHER = "Other"


class _Citations:
    """Numbers passages in the order in which they are first cited."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.copies = {a for c in picture.copies for a, _ in c.copy_of}
        self.made: dict[tuple[str, int, int], Citation] = {}

    def of(self, events: Iterable[str]) -> tuple[int, ...]:
        """Numbers of the best few passages behind these events: one a report, originals first, then the surest."""
        found = [self.picture.events[e] for e in events if e in self.picture.events]
        found.sort(key=lambda e: (e.report in self.copies, e.background, -e.confidence, self.picture.reports[e.report].known, e.id))
        chosen: dict[str, Event] = {}
        for e in found:
            chosen.setdefault(e.report, e)
        picked = sorted(list(chosen.values())[:CITED], key=lambda e: (self.picture.reports[e.report].known, e.id))
        return tuple(self.number(e.report, e.evidence) for e in picked)

    def number(self, report: str, span: Span) -> int:
        """The number of a passage of a report."""
        key = (report, span.start, span.end)
        if key not in self.made:
            self.made[key] = Citation(number=len(self.made) + 1, report=report, start=span.start, end=span.end, text=span.text)
        return self.made[key].number


def sitrep(
    picture: Picture,
    since: str | None = None,
    seen: frozenset[str] | None = None,
    *,
    by: Grouping = "area",
    last: Sitrep | None = None,
    sources: Mapping[str, Source] | None = None,
    recent: int | None = None,
) -> Sitrep:
    """The report on a picture. `since` is a moment (UTC with seconds), `seen` are the reports known by then, where it is told otherwise
    than by their time: what rests on none of them is marked as new, and leads.

    Incidents stand under headings `by` area or topic; with `recent` only those of so many days and the new ones. `last` is the issue before, from
    which changes are told; `sources` are grades by the source's name.

    Sections: Highlights, Key figures, Tension, Changes since the last issue, Freedom of movement, In force, Incidents …, Due and overdue, Asked and
    promised, Answered, Ended, Outlook, Disputed, Background, Sources and their grades. Empty ones are left out.
    """
    cite = _Citations(picture)
    names = outlets(picture.reports)
    incidents = sorted(happened(picture), key=lambda i: (i.begin or i.last or i.known[:10], i.known, i.id), reverse=True)
    standing = [c for c in picture.conditions if c.state != "ended"]
    ended = [c for c in picture.conditions if c.state == "ended"]
    awaited = [u for u in picture.undertakings if u.outcome == "pending"]
    answered = [u for u in picture.undertakings if u.outcome != "pending"]
    due = sorted((u for u in awaited if u.due), key=lambda u: (u.due or "", u.id))

    if seen is None and since is not None:
        zone = picture.situation.zone if picture.situation else "UTC"
        seen = frozenset(key for key, r in picture.reports.items() if r.known_in(zone) <= since)

    def is_new(reports: Iterable[str]) -> bool:
        return seen is not None and seen.isdisjoint(reports)

    def told(items: Sequence[Incident]) -> list[SitrepSentence]:
        out = []
        for i in items:
            new = is_new(i.reports)
            out.append(
                SitrepSentence(text=incident_sentence(i, names), citations=cite.of(i.events), subject=i.id, new=new, events=i.events)
            )
        return out

    def states(items: Sequence[Condition]) -> list[SitrepSentence]:
        out = []
        for c in items:
            new = is_new(c.reports)
            cited = (*cite.of(c.events), *(cite.number(x.report, x.span) for x in c.said))
            out.append(
                SitrepSentence(text=condition_sentence(c), citations=tuple(dict.fromkeys(cited)), subject=c.id, new=new, events=c.events)
            )
        return out

    place = {i.id: n for n, i in enumerate(picture.incidents)}

    def promises(items: Sequence[Undertaking]) -> list[SitrepSentence]:
        out = []
        for u in items:
            answers = [e for n in sorted({place[id] for id in u.answered_by if id in place}) for e in picture.incidents[n].events]
            numbers = (*cite.of(u.events), *(n for n in cite.of(answers) if answers), *(cite.number(x.report, x.span) for x in u.said))
            text = undertaking_sentence(u, picture.as_of)
            cited, behind = tuple(dict.fromkeys(numbers)), (*u.events, *answers)
            out.append(SitrepSentence(text=text, citations=cited, subject=u.id, new=is_new(u.reports), events=behind))
        return out

    def made_of(drafts: Iterable[parts.Draft]) -> list[SitrepSentence]:
        return [
            SitrepSentence(
                text=d.text,
                citations=tuple(dict.fromkeys(n for events in d.cites for n in cite.of(events))),
                subject=d.subject,
                new=is_new(d.reports) if d.reports else False,
                events=tuple(dict.fromkeys(e for events in d.cites for e in events)),
            )
            for d in drafts
        ]

    fresh = [i for i in incidents if is_new(i.reports)] if seen is not None else [i for i in incidents if _within(i, picture.as_of, RECENT)]
    listed = incidents if recent is None else [i for i in incidents if is_new(i.reports) or _within(i, picture.as_of, recent)]
    body: list[tuple[str, list[SitrepSentence]]] = [
        ("Highlights", told(_highlights(incidents, is_new if seen is not None else None, picture.as_of))),
        (
            "Key figures",
            made_of(parts.figures(fresh, "of what is new" if seen is not None else f"in the {RECENT} days to {day(picture.as_of)}", names)),
        ),
        ("Tension", made_of(parts.tension(picture))),
        ("Freedom of movement", states([c for c in standing if c.kind in MOVEMENT])),
        ("In force", states([c for c in standing if c.kind not in MOVEMENT])),
        *((title, told(found)) for title, found in _grouped(listed, by)),
        ("Due and overdue", promises(due)),
        ("Asked and promised, unanswered", promises([u for u in awaited if not u.due])),
        ("Answered", promises(answered)),
        ("Ended", states(ended)),
        ("Outlook", made_of(parts.outlook(picture))),
        ("Disputed", [_disputed(i, text, events, cite) for i in incidents if i.disputed for text, events in disputed_slots(i, names)]),
        ("Background", told([i for i in picture.incidents if i.background and i.modality == "asserted"])),
    ]
    if last is not None:
        now = _whole(body, incidents, by, names)
        body.insert(3, ("Changes since the last issue", made_of(parts.changes(difference(last, now), last, now))))
    body.append(("Sources and their grades", _graded(cite, sources or {})))
    told_of: list[Incident | Condition | Undertaking] = [*picture.incidents, *picture.conditions, *picture.undertakings]
    title = f"Situation report: {picture.situation.name}" if picture.situation else "Situation report"
    return Sitrep(
        title=title,
        as_of=picture.as_of,
        known_at=picture.known_at or _latest(picture),
        since=since,
        sections=_sections(body),
        citations=tuple(cite.made.values()),
        reports=tuple(sorted(picture.inside.union(*(x.reports for x in told_of)))),
    )


def _sections(body: Iterable[tuple[str, Sequence[SitrepSentence]]]) -> tuple[Section, ...]:
    """Without sentences that rest on nothing, and without empty sections."""
    return tuple(Section(title=name, sentences=cited) for name, found in body if (cited := tuple(s for s in found if s.citations)))


def _whole(
    body: Iterable[tuple[str, Sequence[SitrepSentence]]], incidents: Sequence[Incident], by: Grouping, names: Mapping[str, str]
) -> Sitrep:
    """The report with all incidents, whatever it lists, to be compared with the one before."""
    every = [
        Section(
            title=title,
            sentences=tuple(SitrepSentence(text=incident_sentence(i, names), citations=(), subject=i.id, events=i.events) for i in found),
        )
        for title, found in _grouped(incidents, by)
    ]
    others = [Section(title=title, sentences=tuple(told)) for title, told in body if not title.startswith("Incidents: ")]
    return Sitrep(title="", as_of=None, known_at=None, since=None, sections=(*others, *every), citations=())


def _latest(picture: Picture) -> str | None:
    """When the latest report inside the situation was published, as it says."""
    dated = [(r.known, r.published) for key, r in picture.reports.items() if key in picture.inside and r.published]
    return max(dated)[1] if dated else None


def _within(i: Incident, as_of: str | None, days: int) -> bool:
    """Whether an incident began in the last days; one without a day did not."""
    told = i.begin or i.last
    return bool(told and as_of) and 0 <= _age(i, as_of) <= days


def _age(i: Incident, as_of: str | None) -> int:
    """Days between an incident's beginning and the report's day, 0 where one has none."""
    told = i.begin or i.last
    return (date.fromisoformat(as_of[:10]) - date.fromisoformat(told[:10])).days if told and as_of else 0


def _highlights(incidents: Sequence[Incident], is_new: Callable[[Iterable[str]], bool] | None, as_of: str | None) -> list[Incident]:
    """The weightiest of what is new, or of the last days; of all where the days were quiet. What has no day never stands here."""
    dated = [i for i in incidents if i.begin or i.last]
    chosen = [i for i in dated if is_new(i.reports)] if is_new is not None else [i for i in dated if _within(i, as_of, RECENT)]
    chosen = chosen or dated[:HIGHLIGHTS]
    return sorted(chosen, key=lambda i: (-importance(i, as_of), i.known, i.id))[:HIGHLIGHTS]


def importance(i: Incident, as_of: str | None) -> float:
    """Severity × novelty × corroboration, as `docs/tension.md` has it."""
    novelty = float(0.5 ** (max(0, _age(i, as_of)) / FADES))
    return max(0.1, severity(i)) * novelty * corroboration(i)


def corroboration(i: Incident) -> float:
    """How well it is supported, 0..1: 1 − ½ⁿ for n independent sources, 1 where it is confirmed or graded 1, halved where it is graded 5."""
    if i.status == "confirmed" or i.credibility == 1:
        return 1.0
    alone = float(0.5 ** max(1, i.independent_sources))
    return (1.0 - alone) * (0.5 if i.credibility == 5 else 1.0)


def severity(i: Incident) -> float:
    """How grave an incident is: minus its PLOVER intensity, plus up to 5 for people killed and up to 2 for people hurt, plus a little for each further source."""
    killed, hurt = (max((n.high or n.low or 0 for n in i.numbers if n.kind == kind), default=0) for kind in ("killed", "wounded"))
    base = -plover.intensity(i.event_type, i.mode) if i.event_type else 0.0
    return base + min(5.0, killed) + min(2.0, 0.5 * hurt) + min(2.0, 0.25 * (i.independent_sources - 1))


def topic(i: Incident) -> str:
    """The heading that an incident's type stands under."""
    return next((name for name, types in TOPICS if i.event_type in types), OTHER)


def _grouped(incidents: Sequence[Incident], by: Grouping) -> list[tuple[str, list[Incident]]]:
    """Incidents under their headings. Areas: the gravest first, each with its topics in order; topics in order, each with the latest first."""
    order = {name: n for n, name in enumerate([*(name for name, _ in TOPICS), OTHER])}
    found: dict[str, list[Incident]] = {}
    if by == "topic":
        for i in incidents:
            found.setdefault(topic(i), []).append(i)
        return [(f"Incidents: {name}", found[name]) for name in sorted(found, key=lambda n: order[n])]
    places = {i.id: area(i.place) for i in incidents}
    names = {a: a.name for a in places.values()}
    twice = {n for n in names.values() if list(names.values()).count(n) > 1}
    for i in incidents:
        lies = places[i.id]
        found.setdefault(f"{lies.name} ({lies.country})" if lies.name in twice else lies.name, []).append(i)
    weights = {name: sum(max(0.0, severity(i)) for i in group) for name, group in found.items()}
    return [
        (f"Incidents: {name}", sorted(found[name], key=lambda i: order[topic(i)]))
        for name in sorted(found, key=lambda n: (n == NOWHERE, -weights[n], n))
    ]


def _disputed(i: Incident, text: str, events: Iterable[str], cite: _Citations) -> SitrepSentence:
    return SitrepSentence(text=text, citations=cite.of(events), subject=i.id, events=i.events)


def _graded(cite: _Citations, sources: Mapping[str, Source]) -> list[SitrepSentence]:
    """A sentence for each graded outlet that is cited, with which of the passages are its own, and one for all that the desk has not graded."""
    by: dict[str, list[Citation]] = {}
    for c in cite.made.values():
        r = cite.picture.reports.get(c.report)
        by.setdefault((r.source if r else None) or "Source not named", []).append(c)
    out, ungraded = [], []
    for name, found in sorted(by.items(), key=lambda x: (-len(x[1]), x[0])):
        if name not in sources:
            ungraded.append(name)
            continue
        reports = {c.report for c in found}
        text = parts.grade_sentence(sources[name], len(reports), len(reports & cite.copies))
        out.append(SitrepSentence(text=text, citations=tuple(c.number for c in found), subject=f"source {name}"))
    if ungraded:
        first = tuple(sorted(min(c.number for c in by[name]) for name in ungraded))
        out.append(SitrepSentence(text=parts.ungraded_sentence(sorted(ungraded)), citations=first, subject="sources not graded"))
    return out
