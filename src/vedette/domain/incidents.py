"""Incidents: what happened, as far as events and judgements tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from vedette.domain.actors import Actor, Presumed
from vedette.domain.events import EventType, Modality, QuantityKind
from vedette.domain.places import Place, Seat
from vedette.domain.times import TimePrecision

Status = Literal["machine", "confirmed", "rejected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of a slot and the events and reports that say so; `by` is who says it ("police"), where that is known.

    `judged`: a person of the desk set it, and `by` is their name; then it has no events and no reports of its own.
    """

    value: Any
    events: tuple[str, ...]
    reports: tuple[str, ...]
    by: str | None = None
    judged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number of an incident: low and high as in `Quantity`, who counted, and the reports that say so."""

    kind: QuantityKind
    low: int | None
    high: int | None
    by: str | None
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What happened, merged from events. The plain fields hold the value that most independent sources bear; `slots` hold all of them.

    `slots` keys: type, begin, place, actors, recipients. `begin`, `last` are inclusive days. `credibility` is 1 to 6
    (Admiralty). `known` is when its first report was known. `events` and `reports` are in order of time known.
    `place_told` says how its place is known: "here", a report tells it; "around", it is where the story is; None, it is not known, and then `seat`
    is where the body sits whose words it is, if that is known. A seat counts as no place of the incident: it is on no map and in no area.
    `presumed` is who presumably did what no report says who did; it is none of the `actors`.
    `time_estimated` says that no report tells a day: then the day of its first report stands for it, to within a week.

    What people decided is in it already: `edited` names the slots that a person set (their value is the first of the slot, a title has a
    slot then too), `graded` who set the credibility, `decided` who confirmed or rejected it; `apart` are events that are said to be of
    other incidents.
    """

    id: str
    title: str
    event_type: EventType | None
    mode: str | None
    begin: str | None
    last: str | None
    time_precision: TimePrecision
    place: Place | None
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    numbers: tuple[Count, ...]
    modality: Modality
    background: bool
    disputed: bool
    status: Status
    credibility: int
    events: tuple[str, ...]
    reports: tuple[str, ...]
    independent_sources: int
    known: str
    what: str | None = None
    time_estimated: bool = False
    contexts: tuple[str, ...] = ()
    slots: tuple[tuple[str, tuple[Value, ...]], ...] = ()
    edited: tuple[Slot, ...] = ()
    graded: str | None = None
    decided: str | None = None
    apart: tuple[str, ...] = ()
    place_told: Literal["here", "around"] | None = None
    seat: Seat | None = None
    presumed: Presumed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """Reports that copy one another: the earliest first; `copy_of` pairs each copy with what it copies; `agency` is the wire where one is named."""

    reports: tuple[str, ...]
    copy_of: tuple[tuple[str, str], ...]
    agency: str | None = None


JudgementKind = Literal["same", "not same", "split", "confirm", "reject", "edit", "grade", "check", "undo"]
Slot = Literal["title", "type", "begin", "last", "place", "actors", "recipients"]
SLOTS: tuple[Slot, ...] = ("title", "type", "begin", "last", "place", "actors", "recipients")
"""What a person may edit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMark:
    """Where an event stands, by which it is found again after its report was read again: the evidence's span (of the title where
    `in_title`), the type coded then, and where its trigger began; `beside` are the triggers of other events that were coded alike there.
    """

    event: str
    report: str
    start: int
    end: int
    event_type: EventType | None
    in_title: bool = False
    trigger: int | None = None
    beside: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person decided: on two incidents (same, not same), or on one (split, confirm, reject, edit, grade); of a state, whether it still holds
    (check); or that a decision is undone.

    `left` and `right` are events that stand for the incidents. `field` is the slot of an edit. `value` is JSON-like: an edit's new
    value (None: unknown), a grade (1 to 6), a check (`state`: in force, ended or unknown; `on`: the day), the events that a split takes out, the events of the second incident of two, the number of
    the judgement that is undone. `anchors` hold all events that are named, by which they are found again after another reading.
    `undone` is when it was undone (UTC).
    """

    id: int
    kind: JudgementKind
    left: str
    right: str | None
    by: str
    made: str
    reason: str | None = None
    field: Slot | None = None
    value: Any = None
    anchors: tuple[EventMark, ...] = ()
    undone: str | None = None
    undone_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Who is working on the incident of an event, and until when (UTC)."""

    subject: str
    by: str
    until: str
