"""The picture: a named watch, what is in force, what was asked and promised, the situation report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from vedette.domain.actors import Actor
from vedette.domain.events import Event
from vedette.domain.incidents import Copies, Incident
from vedette.domain.places import Place
from vedette.domain.report import Report
from vedette.domain.spans import Span

ConditionKind = Literal[
    "blockade", "closure", "curfew", "emergency", "deployment", "alert", "detention", "vacancy", "suspension", "postponement",
    "occupation", "cut-off", "ban", "strike", "ceasefire", "displacement", "other",
]  # fmt: skip
ConditionState = Literal["in force", "ended", "stale"]
Checked = Literal["in force", "ended", "unknown"]
UndertakingKind = Literal["request", "demand", "promise", "threat", "ultimatum", "decision", "offer"]
Outcome = Literal["pending", "granted", "refused", "kept", "broken", "lapsed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A named watch: incidents inside its area (ISO 3166-1 alpha-2), or with an actor from it, from a day to a day (inclusive)."""

    name: str
    area: tuple[str, ...] = ()
    begin: str | None = None
    last: str | None = None
    zone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Daily:
    """A situation report a day that the watch writes by itself: at `cut_off` (`18:00`) by the clock of the situation's zone, on `days` of the week (0 is Monday).

    It is kept as a draft, which people edit and release, unless `release` is set. `done` is the last cut-off that is covered (UTC).
    """

    situation: str
    cut_off: str
    days: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    release: bool = False
    done: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """That a person looked into a state: how it stood `on` a day. `judgement` is its number, `made` when it was said (UTC)."""

    said: Checked
    on: str
    by: str
    made: str
    judgement: int
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A sentence of a report."""

    report: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A state with a beginning and an end. Days are inclusive ISO dates; `opened_by`, `closed_by` are incident ids, `events` all events behind it.

    `said` is the sentence that tells its end, where that is told by no event. `checked` is what a person of the desk last said of it, whether or not reports have told otherwise since.
    """

    id: str
    kind: ConditionKind
    what: str
    place: Place | None
    by: tuple[Actor, ...]
    begin: str | None
    end: str | None
    expected_end: str | None
    last_confirmed: str | None
    state: ConditionState
    opened_by: tuple[str, ...]
    closed_by: tuple[str, ...]
    reports: tuple[str, ...]
    events: tuple[str, ...] = ()
    checked: Check | None = None
    said: tuple[Saying, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Undertaking:
    """What was asked, promised, threatened, offered or decided, and what came of it. `answered_by` are incident ids; `said` is the sentence
    that tells what came of it, where that is told by no event that answers.
    """

    id: str
    kind: UndertakingKind
    by: tuple[Actor, ...]
    to: tuple[Actor, ...]
    what: str
    made: str | None
    due: str | None
    outcome: Outcome
    outcome_at: str | None
    reports: tuple[str, ...]
    answered_by: tuple[str, ...]
    events: tuple[str, ...] = ()
    said: tuple[Saying, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """All of it as of a day and as known at a moment. `reports` holds every report known then, `inside` the keys of those
    that bear on the situation; `events` and `reports` are by id, for citations.
    """

    situation: Situation | None
    as_of: str | None
    known_at: str | None
    incidents: tuple[Incident, ...]
    conditions: tuple[Condition, ...]
    undertakings: tuple[Undertaking, ...]
    copies: tuple[Copies, ...]
    reports: dict[str, Report] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    inside: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What a sentence rests on: `text` is the evidence, `start:end` of the report's text.

    `where` and `url` say who published it and when, in words; they are kept with a sheet that must stand alone.
    """

    number: int
    report: str
    start: int
    end: int
    text: str
    where: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SitrepSentence:
    """One sentence and the numbers of its citations; `subject` is the id of the incident, condition or undertaking it tells of,
    `events` the ids of all events behind it, cited or not. `by` is the author of a sentence of the desk's own, None of one that
    was composed from coded fields; a `hidden` one stays in the draft and is left out of what is released.
    """

    text: str
    citations: tuple[int, ...]
    subject: str | None = None
    new: bool = False
    events: tuple[str, ...] = ()
    by: str | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A headed part of a situation report."""

    title: str
    sentences: tuple[SitrepSentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """Words taken out of a released sheet because a report was forgotten: when (UTC), and the sheet's digest before."""

    at: str
    before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitrep:
    """A situation report: sections of sentences that cite, and the citations in order of number. `since` is the time of the last one.

    `reports` are the keys of the reports that it knew of: those inside the situation, and those behind what it tells.
    `marking` is the line that says who may read it (such as TLP:AMBER); `removed` tells of words taken out after its release,
    `version` which Vedette released it.
    """

    title: str
    as_of: str | None
    known_at: str | None
    since: str | None
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]
    reports: tuple[str, ...] = ()
    marking: str | None = None
    removed: tuple[Removal, ...] = ()
    version: str | None = None
