"""The situation report: sentences made from coded fields, each citing the passages that it rests on.

Nothing is written freely: a sentence is a frame filled with days, places, headlines in the reports' own words, numbers with
who counted, and states. What is unknown is said to be unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from vedette.codebook import plover
from vedette.domain import Citation, Condition, Count, Event, Incident, Picture, Place, Section, Sitrep, SitrepSentence, Undertaking

HIGHLIGHTS = 5
"""Sentences under the first heading."""
CITED = 3
"""Passages that a sentence cites at most, one a report, originals before copies."""
RECENT = 7
"""Days before the report's day that count as recent where no earlier sitrep is named."""


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
        return tuple(self._number(e) for e in picked)

    def _number(self, e: Event) -> int:
        span = e.evidence
        key = (e.report, span.start, span.end)
        if key not in self.made:
            self.made[key] = Citation(number=len(self.made) + 1, report=e.report, start=span.start, end=span.end, text=span.text)
        return self.made[key].number


def sitrep(picture: Picture, since: str | None = None, seen: frozenset[str] | None = None) -> Sitrep:
    """The report on a picture. `since` is a moment (UTC with seconds), `seen` are the reports known by then, where it is told otherwise
    than by their time: what rests on none of them is marked as new, and leads.

    Sections: Highlights, In force, Incidents, Background, Asked and promised, Answered, Ended, Disputed. Empty ones are left out.
    """
    cite = _Citations(picture)
    incidents = [i for i in picture.incidents if i.modality == "asserted" and not i.background and i.status != "rejected"]
    incidents.sort(key=lambda i: (i.begin or i.last or i.known[:10], i.known, i.id), reverse=True)
    standing = [c for c in picture.conditions if c.state != "ended"]
    ended = [c for c in picture.conditions if c.state == "ended"]
    awaited = [u for u in picture.undertakings if u.outcome == "pending"]
    answered = [u for u in picture.undertakings if u.outcome != "pending"]

    if seen is None and since is not None:
        zone = picture.situation.zone if picture.situation else "UTC"
        seen = frozenset(key for key, r in picture.reports.items() if r.known_in(zone) <= since)

    def is_new(reports: Iterable[str]) -> bool:
        return seen is not None and seen.isdisjoint(reports)

    def told(items: Sequence[Incident]) -> list[SitrepSentence]:
        out = []
        for i in items:
            new = is_new(i.reports)
            out.append(SitrepSentence(text=incident_sentence(i), citations=cite.of(i.events), subject=i.id, new=new, events=i.events))
        return out

    def states(items: Sequence[Condition]) -> list[SitrepSentence]:
        out = []
        for c in items:
            new = is_new(c.reports)
            out.append(SitrepSentence(text=condition_sentence(c), citations=cite.of(c.events), subject=c.id, new=new, events=c.events))
        return out

    place = {i.id: n for n, i in enumerate(picture.incidents)}

    def promises(items: Sequence[Undertaking]) -> list[SitrepSentence]:
        out = []
        for u in items:
            answers = [e for n in sorted({place[id] for id in u.answered_by if id in place}) for e in picture.incidents[n].events]
            numbers = (*cite.of(u.events), *(n for n in cite.of(answers) if answers))
            text = undertaking_sentence(u, picture.as_of)
            cited, behind = tuple(dict.fromkeys(numbers)), (*u.events, *answers)
            out.append(SitrepSentence(text=text, citations=cited, subject=u.id, new=is_new(u.reports), events=behind))
        return out

    sections = [
        ("Highlights", told(_highlights(incidents, is_new if seen is not None else None, picture.as_of))),
        ("In force", states(standing)),
        ("Incidents", told(incidents)),
        ("Asked and promised, unanswered", promises(awaited)),
        ("Answered", promises(answered)),
        ("Ended", states(ended)),
        ("Disputed", [s for i in incidents if i.disputed for s in _disputes(i, cite)]),
        ("Background", told([i for i in picture.incidents if i.background and i.modality == "asserted"])),
    ]
    told_of: list[Incident | Condition | Undertaking] = [*picture.incidents, *picture.conditions, *picture.undertakings]
    title = f"Situation report: {picture.situation.name}" if picture.situation else "Situation report"
    return Sitrep(
        title=title,
        as_of=picture.as_of,
        known_at=picture.known_at or _latest(picture),
        since=since,
        sections=tuple(
            Section(title=name, sentences=cited) for name, found in sections if (cited := tuple(s for s in found if s.citations))
        ),
        citations=tuple(cite.made.values()),
        reports=tuple(sorted(picture.inside.union(*(x.reports for x in told_of)))),
    )


def _latest(picture: Picture) -> str | None:
    """When the latest report inside the situation was published, as it says."""
    dated = [(r.known, r.published) for key, r in picture.reports.items() if key in picture.inside and r.published]
    return max(dated)[1] if dated else None


def _highlights(incidents: Sequence[Incident], is_new: Callable[[Iterable[str]], bool] | None, as_of: str | None) -> list[Incident]:
    """The gravest of what is new, or of the last days; the latest where the days were quiet. What has no day never stands here."""
    dated = [(i, date.fromisoformat(told[:10])) for i in incidents if (told := i.begin or i.last)]
    if is_new is not None:
        chosen = [i for i, _ in dated if is_new(i.reports)]
    else:
        today = date.fromisoformat(as_of) if as_of else None
        chosen = [i for i, begun in dated if today and 0 <= (today - begun).days <= RECENT]
    chosen = chosen or [i for i, _ in dated[:HIGHLIGHTS]]
    return sorted(chosen, key=lambda i: (-severity(i), i.known, i.id))[:HIGHLIGHTS]


def severity(i: Incident) -> float:
    """How grave an incident is: minus its PLOVER intensity, plus up to 5 for people killed and up to 2 for people hurt, plus a little for each further source."""
    killed, hurt = (max((n.high or n.low or 0 for n in i.numbers if n.kind == kind), default=0) for kind in ("killed", "wounded"))
    base = -plover.intensity(i.event_type, i.mode) if i.event_type else 0.0
    return base + min(5.0, killed) + min(2.0, 0.5 * hurt) + min(2.0, 0.25 * (i.independent_sources - 1))


def incident_sentence(i: Incident) -> str:
    """Such as: 10 December 2022, Rudare: Serbs blocked main roads; 1 wounded (police) or 2 wounded (Tanjug). Graded 2, 3 independent sources."""
    told = f"No day told, reported by {day(i.last)}" if i.time_estimated else when(i.begin, i.last, i.time_precision)
    head = ", ".join(x for x in (told, where(i.place)) if x)
    counted = numbers(i.numbers)
    sources = "1 source" if i.independent_sources == 1 else f"{i.independent_sources} independent sources"
    body = _sentence(i.title)
    return f"{head}: {body}{f'; {counted}' if counted else ''}. Graded {i.credibility}, {sources}{', disputed' if i.disputed else ''}."


def condition_sentence(c: Condition) -> str:
    """Such as: Blockade, northern Kosovo: roads blocked, since 10 December 2022, last confirmed 18 December 2022."""
    head = ", ".join(x for x in (c.kind.capitalize(), where(c.place)) if x)
    parts = [_sentence(c.what), f"since {day(c.begin)}" if c.begin else "since a day not known"]
    if c.state == "ended":
        parts.append(f"ended {day(c.end)}" if c.end else "ended on a day not known")
    else:
        parts += [f"expected until {day(c.expected_end)}"] if c.expected_end else []
        parts += [f"last confirmed {day(c.last_confirmed)}"] if c.last_confirmed else []
        parts += ["not re-reported since: may have ended"] if c.state == "stale" else []
    return f"{head}: {', '.join(parts)}."


def undertaking_sentence(u: Undertaking, as_of: str | None) -> str:
    """Such as: 15 December 2022, request by Serbia to KFOR: return of up to 1,000 police; no answer for 5 days."""
    by = _list(a.name for a in u.by) or "someone not named"
    to = _list(a.name for a in u.to)
    head = f"{day(u.made) if u.made else 'On a day not known'}, {u.kind} by {by}{f' to {to}' if to else ''}"
    parts = [_sentence(u.what)]
    parts += [f"due {day(u.due)}"] if u.due else []
    if u.outcome != "pending":
        parts.append(f"{u.outcome}{f' {day(u.outcome_at)}' if u.outcome_at else ''}")
    elif u.made and as_of and len(u.made) >= 10:
        silent = (date.fromisoformat(as_of[:10]) - date.fromisoformat(u.made[:10])).days
        parts.append(f"no answer for {silent} day{'s' if silent != 1 else ''}" if silent > 0 else "no answer yet")
    else:
        parts.append("no answer yet")
    return f"{head}: {'; '.join(parts)}."


def _disputes(i: Incident, cite: _Citations) -> list[SitrepSentence]:
    """A sentence for each slot of an incident on which its reports disagree, each value with who says so."""
    out = []
    for name, values in i.slots:
        if (name == "place" or (name == "begin" and not i.time_estimated)) and len(values) > 1:
            said = [f"{_value(v.value)} ({v.by or _list(v.reports)})" for v in values]
            events = [e for v in values for e in v.events]
            text = f"{_sentence(i.title)}: {'day' if name == 'begin' else 'place'} {' or '.join(said)}."
            out.append(SitrepSentence(text=text, citations=cite.of(events), subject=i.id, events=i.events))
    return out


def _value(value: Any) -> str:
    if value is None:
        return "not known"
    if isinstance(value, Place):
        return value.name
    begin, last, precision = value if isinstance(value, tuple) else (value, value, "day")
    return when(begin, last, precision)


def numbers(counts: Sequence[Count]) -> str:
    """Numbers by kind, each with all who counted so: "1 wounded (police) or 2 wounded (Tanjug, K46)"."""
    said: dict[str, dict[str, list[str]]] = {}
    for c in counts:
        said.setdefault(c.kind, {}).setdefault(_count(c), []).extend([c.by] if c.by else c.reports)
    told = (
        " or ".join(f"{number} {kind} ({', '.join(dict.fromkeys(by))})" for number, by in numbers.items()) for kind, numbers in said.items()
    )
    return "; ".join(told)


def _count(c: Count) -> str:
    if c.low == c.high and c.low is not None:
        return f"{c.low:,}"
    if c.high is None:
        return f"at least {c.low:,}" if c.low is not None else "an unknown number"
    return f"up to {c.high:,}" if not c.low else f"{c.low:,} to {c.high:,}"


def when(begin: str | None, last: str | None, precision: str) -> str:
    """A day or span in words."""
    if begin is None:
        return f"By {day(last)}" if last else "On a day not known"
    if precision == "month" and len(begin) >= 7:
        return date.fromisoformat(f"{begin[:7]}-01").strftime("%B %Y")
    if precision == "year":
        return begin[:4]
    return f"{day(begin)} to {day(last)}" if last and last != begin else day(begin)


def where(place: Place | None) -> str | None:
    """A place; a coarse one says how coarse."""
    if place is None:
        return None
    return place.name if place.precision != "country" else f"{place.name} (country only)"


def day(value: str | None) -> str:
    """`2022-12-10` as 10 December 2022; a month or a year likewise, anything else as it is."""
    if not value:
        return "a day not known"
    try:
        if len(value) == 7:
            return date.fromisoformat(f"{value}-01").strftime("%B %Y")
        if len(value) >= 10:
            d = date.fromisoformat(value[:10])
            return f"{d.day} {d.strftime('%B %Y')}"
    except ValueError:
        pass
    return value


def _list(names: Iterable[str]) -> str:
    found = list(dict.fromkeys(names))
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}" if found else ""


def _sentence(text: str) -> str:
    """A headline inside a sentence: no final stop."""
    return " ".join(text.split()).rstrip(" .;,")
