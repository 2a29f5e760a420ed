"""Whether what no event ends has ended, by what the sentences of later reports say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from vedette.codebook.wording import fold
from vedette.domain import Event, FollowUp, Place, Report, Span
from vedette.domain.compare import day, fine
from vedette.situation.followed import Asked, Follow, came
from vedette.situation.passages import Passage, heard_in, sought
from vedette.situation.signs import same_spot
from vedette.situation.states import Over, State, condition_of

LEAST = 0.3
"""How much a sentence must be heeded that says that a state has ended."""
RECENT = 10
"""Days before its report from which what a sentence tells besides is of another time."""
WEEK = "monday tuesday wednesday thursday friday saturday sunday".split()
WEEKDAY = re.compile(rf"\b({'|'.join(WEEK)}|yesterday|tomorrow|next week)\b", re.IGNORECASE)
"""Days that a sentence names."""
TIE = 0.036
"""As `followed.TIE`: a road that opens is told in fewer of the words that closed it."""


def follow_up(
    states: Sequence[State], reports: Mapping[str, Report], events: Iterable[Event], until: int, follow: Follow, spots: Mapping[str, Place]
) -> None:
    """Ends the states of which a later sentence says that they have ended: on the day of an event in that sentence, else of its report; not before they were last confirmed."""
    live = [s for s in states if s.end is None]
    if not live:
        return
    by_report: dict[str, list[Event]] = {}
    known: dict[str, Event] = {}
    for e in events:
        by_report.setdefault(e.report, []).append(e)
        known[e.id] = e
    found = came([asked_of(s, reports, until, spots, known) for s in live], heard_in(reports), until, follow)
    for state, said in zip(live, found, strict=True):
        beside = by_report.get(said.passage.report, ()) if said is not None else ()
        if said is None or _only_asked(said.passage, beside) or _begins(state, said.passage, beside):
            continue
        if _of_another_spot(state, said.passage) or _ends_another(state, said.passage, states):
            continue
        at = _day(said.passage, by_report.get(said.passage.report, ()), until)
        last = max(s.when for s in state.signs)
        if at is not None and at >= last:
            state.over = Over(at=at, passage=said.passage)


def _ends_another(state: State, p: Passage, states: Sequence[State]) -> bool:
    """Whether an event in a sentence has ended another state."""
    return any(
        o is not state and s.event.report == p.report and s.event.evidence.in_title == p.span.in_title and p.span.overlaps(s.event.trigger)
        for o in states
        for s in o.parts
    )


def _of_another_spot(state: State, p: Passage) -> bool:
    """Whether a sentence names another of the several places of which a beginning told, and not this one."""
    told = set(fold(p.span.text.replace("’s", "").replace("'s", "")).replace(",", " ").replace(".", " ").split())
    row = {n for s in state.openings() for n in s.spots}
    mine = {n for n in row if any(same_spot(n, m) for m in (*state.named, *state.left))}
    named = {n for n in row if set(fold(n).split()) <= told}
    return bool(mine and named) and not mine & named


def _begins(state: State, p: Passage, events: Iterable[Event]) -> bool:
    """Whether a sentence tells of the beginning of a state of the kind, that it goes on or is to end, and of no end ("the police detained four men")."""
    told = [e for e in events if e.condition == state.kind and e.evidence.overlaps(p.span) and e.evidence.in_title == p.span.in_title]
    return bool(told) and not any(e.phase == "ends" and e.modality == "asserted" for e in told)


def _only_asked(p: Passage, events: Iterable[Event]) -> bool:
    """Whether a sentence tells of nothing but what somebody asks for or refuses ("editors asked for an end to the ban")."""
    told = [e for e in events if e.evidence.overlaps(p.span) and e.evidence.in_title == p.span.in_title]
    asked = [e for e in told if e.event_type in ("REQUEST", "REJECT") and e.modality == "asserted" and e.about is not None]
    inside = [e for e in told if any(o.about is not None and o.about.start <= e.trigger.start < o.about.end for o in asked)]
    return bool(asked) and len(asked) + len(inside) >= len(told)


def asked_of(state: State, reports: Mapping[str, Report], until: int, spots: Mapping[str, Place], known: Mapping[str, Event]) -> Asked:
    """A state as the model of follow-ups is asked about it, as it stands on the day `until`; `known` are the events by which its beginning is told again."""
    made = condition_of(state, until, spots)
    first = (state.openings() or state.signs)[0]
    place = made.place.name if made.place and fine(made.place) else ""
    own = list(dict.fromkeys(s.event.evidence.text for s in (*state.signs, *state.parts)))
    told = {s.event.report for s in state.signs}
    begin = min(s.when for s in state.signs)
    matter = sought([made.what, place], [" . ".join(a.name for a in made.by)], own, begin, told, reports, frozenset())
    head = FollowUp(kind=state.kind, where=place, what=made.what, told=first.event.evidence.text, text="", days=0)
    again: dict[str, list[Span]] = {}
    for id in dict.fromkeys(id for s in state.openings() if s.incident for id in s.incident.events):
        if (e := known.get(id)) is not None and e.phase == "happens":
            again.setdefault(e.report, []).append(e.evidence)
    return Asked(head=head, sought=matter, since=max(s.when for s in state.signs), least=LEAST, state=True, tie=TIE, again=again)


def _day(p: Passage, events: Iterable[Event], until: int) -> int | None:
    """The day of an event in a sentence, the latest that is not long before or after its report; else the weekday that it names; else that of the report."""
    inside = (e for e in events if e.evidence.overlaps(p.span) and e.evidence.in_title == p.span.in_title)
    days = [d for e in inside if e.time_precision in ("day", "hour") and e.modality == "asserted" and (d := day(e.begin)) is not None]
    days = [d for d in days if p.at is None or p.at - RECENT <= d <= p.at]
    at = max(days, default=p.at if p.at is None else _weekday(p.span.text, p.at))
    return at if at is None or at <= until else None


def _weekday(text: str, told: int) -> int:
    """The last day until a report's that is of the only weekday that a sentence names, or the day before it ("yesterday"); else its own."""
    named = {m[1].lower() for m in WEEKDAY.finditer(text)}
    if named == {"yesterday"}:
        return told - 1
    if len(named) != 1 or not named <= set(WEEK):
        return told
    return told - (date.fromordinal(told).weekday() - WEEK.index(named.pop())) % 7
