"""Parts of the situation report that are more than one incident: figures, tension, changes, outlook, grades."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from vedette.domain import FORGOTTEN, RELIABILITY, Condition, Count, Difference, Event, Incident, Picture, Sitrep, Source
from vedette.domain.events import QuantityKind
from vedette.situation.level import levels
from vedette.situation.phrases import Names, day, headline, numbers, when, where

FIGURES: tuple[tuple[QuantityKind, str], ...] = (
    ("killed", "Killed"),
    ("wounded", "Wounded"),
    ("missing", "Missing"),
    ("abducted", "Abducted"),
    ("arrested", "Arrested"),
    ("displaced", "Displaced"),
)
"""What is summed, in this order."""
NAMED = 5
"""Incidents that a sentence names at most."""
AREAS = 8
"""Areas whose tension is told."""
MOVED = 3
"""Incidents that are named as having moved an area."""
AHEAD = 15
"""Planned things at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A sentence before its citations: `cites` are groups of events, each of which is cited by its best passages; `reports` say whether it is new."""

    text: str
    cites: tuple[tuple[str, ...], ...]
    subject: str | None = None
    reports: tuple[str, ...] = ()


def figures(incidents: Sequence[Incident], period: str, names: Names | None = None) -> Iterator[Draft]:
    """People killed, wounded … over incidents: from the sum of the lowest to the sum of the highest numbers told, then each with who says so.

    Such as: Wounded in the 7 days to 20 December 2022: 3 to 4 in 2 incidents. 20 December, Rudare: 1 wounded (police) or 2 wounded (Tanjug); …
    """
    for kind, word in FIGURES:
        found = [(i, [n for n in i.numbers if n.kind == kind]) for i in incidents]
        found = [(i, counts) for i, counts in found if counts]
        if not found:
            continue
        low = sum(min(n.low or 0 for n in counts) for _, counts in found)
        tops = [_top(counts) for _, counts in found]
        high = None if None in tops else sum(t for t in tops if t is not None)
        total = f"at least {low:,}" if high is None else f"{low:,}" if low == high else f"{low:,} to {high:,}"
        found.sort(key=lambda x: (-(_top(x[1]) or 0), x[0].id))
        told = [
            f"{', '.join(x for x in (when(i.begin, i.last, i.time_precision) if not i.time_estimated else 'No day told', where(i.place)) if x)}: "
            f"{numbers(counts, names)}"
            for i, counts in found[:NAMED]
        ]
        more = f"; and {len(found) - NAMED} more" if len(found) > NAMED else ""
        many = f"{len(found)} incident{'s' if len(found) != 1 else ''}"
        yield Draft(
            text=f"{word}, {period}: {total} in {many}. {'; '.join(told)}{more}.",
            cites=tuple(i.events for i, _ in found[:NAMED]),
            subject=f"figure {kind}",
        )


def _top(counts: Iterable[Count]) -> int | None:
    """The highest number told; None where one is open upwards."""
    highs = [n.high for n in counts]
    return None if None in highs else max(h for h in highs if h is not None)


def tension(picture: Picture) -> Iterator[Draft]:
    """How tense each area is, between what, and what moved it. Areas without a hostile incident are left out.

    Such as: Mitrovica: raised; hostile score 31.0 (80 %: 18.2 to 43.9) in the 7 days to 12 December 2022, 4.5 in the 7 days before. Moved most by: … (+9.0).
    """
    by_id = {i.id: i for i in picture.incidents}
    told = [v for v in levels(picture, most=MOVED) if v.low is not None]
    for v in told[:AREAS]:
        named = [s for s in v.moved if s.points > 0]
        what = "; ".join(f"{headline(s.title)} ({s.points:+.1f})" for s in named)
        parts = [
            f"{v.name}: {v.word}; hostile score {v.hostile:.1f} (80 %: {v.low:.1f} to {v.high:.1f}) in the 7 days to {day(v.last)}, "
            f"{v.before:.1f} in the 7 days before."
        ]
        parts += [f"Friendly {v.friendly:.1f}."] if v.friendly else []
        parts += [f"Weighed by {v.volume.factor:.2f} for the number of reports."] if v.volume.factor != 1.0 else []
        if v.rise and v.new:
            parts.append(f"The level rose, from {v.rise.base:.1f} to {v.rise.level:.1f} a week since the week to {day(v.rise.since)}.")
        parts += [f"Moved most by: {what}."] if what else []
        yield Draft(text=" ".join(parts), cites=tuple(by_id[s.incident].events for s in named), subject=f"tension {v.key}")


LEFT_OUT = frozenset({"Key figures", "Tension", "Outlook", "Sources and their grades", "Changes since the last issue"})
"""Sections whose sentences change every day anyway."""


def changes(found: Iterable[Difference], before: Sitrep, now: Sitrep) -> Iterator[Draft]:
    """What was told otherwise in the last issue, and what is told no longer; what is new is marked in its place.

    A sentence that only moved to another section (a state that ended, a request that was answered) is told once, as changed.
    """
    gone: dict[str | None, Difference] = {}
    added: dict[str | None, Difference] = {}
    events = {s.subject: s.events for section in (*before.sections, *now.sections) for s in section.sentences}
    own = {s.subject for section in before.sections for s in section.sentences if s.by}
    for d in found:
        if d.section in LEFT_OUT or d.subject is None or d.subject in own or FORGOTTEN in (d.before or d.text):
            continue
        if d.change == "gone":
            gone.setdefault(d.subject, d)
        elif d.change == "added":
            added.setdefault(d.subject, d)
        elif _plain(d.text) != _plain(d.before or ""):
            yield Draft(text=f"{d.text} Before: {d.before}", cites=(events[d.subject],), subject=d.subject)
    for subject, old in gone.items():
        new = added.get(subject)
        if new is None:
            yield Draft(text=f"No longer told: {old.text}", cites=(events[subject],), subject=subject)
        elif _plain(new.text) != _plain(old.text):
            yield Draft(text=f"{_kind(new.section)}{new.text} Before: {old.text}", cites=(events[subject],), subject=subject)


_AGE = re.compile(r"no answer (yet|for \d+ days?)|, overdue by \d+ days?")


def _plain(text: str) -> str:
    """A sentence without what every day changes in it."""
    return _AGE.sub("", text)


def _kind(section: str) -> str:
    return f"{section}: " if section in ("Ended", "Answered") else ""


def outlook(picture: Picture) -> Iterator[Draft]:
    """What reports say is planned for days after the picture's, and states that are expected to end. Only what was published by that day.

    Such as: 18 December 2022, northern Kosovo, planned: Local elections will be held.
    """
    as_of = picture.as_of
    if as_of is None:
        return
    found: dict[tuple[str, str | None, str | None, str], list[Event]] = {}
    for e in picture.events.values():
        r = picture.reports.get(e.report)
        known = (r.published or r.received or "9999")[:10] if r else "9999"
        if e.report not in picture.inside or known > as_of or e.modality != "planned" or e.polarity != "positive" or e.background:
            continue
        if (begin := e.begin or e.due) and begin > as_of:
            place = e.place or e.scene
            found.setdefault((begin, e.event_type, e.mode, place.name if place else ""), []).append(e)
    ahead: list[tuple[str, Draft]] = []
    for (begin, *_), events in found.items():
        best = max(events, key=lambda e: (e.confidence, e.id))
        told = when(best.begin, best.last, best.time_precision) if best.begin else f"By {day(best.due)}"
        head = ", ".join(x for x in (told, where(best.place or best.scene)) if x)
        reports = tuple(dict.fromkeys(e.report for e in events))
        said = f"{head}, planned: {headline(best.headline)}{f', by {len(reports)} reports' if len(reports) > 1 else ''}."
        ahead.append((begin, Draft(text=said, cites=(tuple(e.id for e in events),), subject=f"planned {best.id}", reports=reports)))
    for c in picture.conditions:
        if c.state != "ended" and c.expected_end and c.expected_end > as_of:
            ahead.append((c.expected_end, _ends(c)))
    for _, draft in sorted(ahead, key=lambda x: (x[0], x[1].text))[:AHEAD]:
        yield draft


def _ends(c: Condition) -> Draft:
    head = ", ".join(x for x in (day(c.expected_end), where(c.place)) if x)
    return Draft(
        text=f"{head}, expected end of: {c.kind}, {headline(c.what)}.", cites=(c.events,), subject=f"end {c.id}", reports=c.reports
    )


def grade_sentence(source: Source, reports: int, copies: int) -> str:
    """Such as: Post: B, usually reliable; speaks for north; 3 reports cited, 1 of them a copy."""
    said = [f"{source.name}: {source.reliability}, {RELIABILITY[source.reliability]}"]
    said += [f"speaks for {source.side}"] if source.side else []
    copied = f", {copies} of them {'a copy' if copies == 1 else 'copies'}" if copies else ""
    return "; ".join([*said, f"{reports} report{'s' if reports != 1 else ''} cited{copied}"]) + "."


def ungraded_sentence(names: Sequence[str]) -> str:
    """Such as: Not graded by the desk (F, reliability cannot be judged): Herald, Post."""
    return f"Not graded by the desk (F, {RELIABILITY['F']}): {', '.join(names)}."
