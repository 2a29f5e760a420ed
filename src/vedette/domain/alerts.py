"""Alerts: what the desk wants to be told, what rang, and who was told what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Topic = Literal["incident", "opened", "ended", "asked", "due", "answered", "overdue", "silent", "tension"]
TOPICS: dict[Topic, str] = {
    "incident": "something happened",
    "opened": "a state came into force",
    "ended": "a state ended",
    "asked": "something was asked, promised, threatened or decided",
    "due": "what was asked or promised falls due within the rule's days",
    "answered": "what was asked or promised was granted, refused, kept or broken",
    "overdue": "its day has passed without an answer",
    "silent": "a source has been silent for longer than is usual for it",
    "tension": "an area's tension has risen",
}
"""What a rule can be about."""

TRIAL = "trial"
"""The space of a sign that only tries an address: nothing happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A saved query, and how to tell of what fits it. An empty tuple or None asks for nothing.

    Which: `about` topics; `situation` by name (None: any); `area` countries (`XK`) or areas (`XK/Mitrovica`); `near` latitude, longitude
    (degrees) and km; `types` PLOVER types (`ASSAULT`) or modes (`ASSAULT/firearms`) of incidents; `kinds` of conditions and undertakings; of undertakings also
    outcomes, and the kinds of state that they are about; `actors` names, codes (`XKXCOP`) or sectors (`MIL`) on either side; `contexts` PLOVER's; `severity` 0 to 10, at least;
    `credibility` 1 to 6, at most; `independent` sources, at least; `days` ahead for what falls due; `change` of an area's hostile score in a week, at least, where too few weeks are known for change detection; `sources` by name.

    How: `to` are addresses of channels (`mailto:duty@example.org`, `https://…`, `terminal:`, `cap:FOLDER`); `cooldown` minutes after a ring
    within which the next is held back and told with others; `quiet` from and to (`22:00`, `06:00`) in `zone`, unless severity reaches
    `pierce`; `digest` a time of day (`07:30`) at which all is told at once; `updates` whether changes of what was told are told too;
    `escalate` minutes without an acknowledgement after which `escalate_to` is told.

    `since` (UTC): what reached the desk before is no news. `paused`: it does not ring.
    """

    name: str
    about: tuple[Topic, ...]
    situation: str | None = None
    area: tuple[str, ...] = ()
    near: tuple[float, float, float] | None = None
    types: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    severity: float | None = None
    credibility: int | None = None
    independent: int | None = None
    days: int = 2
    change: float = 10.0
    to: tuple[str, ...] = ()
    cooldown: int = 0
    quiet: tuple[str, str] | None = None
    pierce: float | None = None
    digest: str | None = None
    zone: str = "UTC"
    updates: bool = False
    escalate: int | None = None
    escalate_to: tuple[str, ...] = ()
    since: str | None = None
    paused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """Something in a picture that fits a rule.

    `space` and `marks` say what it is about: two signs of one space that share a mark are of one thing. The space `event` has marks of
    passages (`report@start`), which stay when incidents are merged anew. `subject` is the id of the incident, condition or undertaking in
    this picture. `severity` is 0 to 10. `facts` are the fields whose change is an update. `events` are the events behind it, `evidence` the passage
    that puts it first, with `source`; `known`, `received` when its first report was known and reached the desk (UTC).
    """

    topic: Topic
    space: str
    marks: tuple[str, ...]
    subject: str
    title: str
    severity: float
    day: str | None
    place: str | None
    area: str
    lat: float | None
    lon: float | None
    known: str
    received: str
    events: tuple[str, ...]
    reports: tuple[str, ...]
    evidence: str | None = None
    source: str | None = None
    facts: tuple[tuple[str, Any], ...] = ()


AlertState = Literal["open", "acknowledged", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What rang: once for one thing, updated in place. `rules` are the names of the rules that it fits, the one that rang first.

    `rang`, `updated`, `acknowledged`, `escalated` are moments (UTC); `version` counts updates from 1; `marks` hold every passage that it was
    ever about, `origin` those that it rang for.
    """

    id: int
    rules: tuple[str, ...]
    sign: Sign
    marks: tuple[str, ...]
    rang: str
    updated: str
    origin: tuple[str, ...] = ()
    version: int = 1
    state: AlertState = "open"
    acknowledged: str | None = None
    acknowledged_by: str | None = None
    note: str | None = None
    escalated: str | None = None


Telling = Literal["ring", "update", "escalation"]
ToldState = Literal["waiting", "sending", "told", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One message to one address about one alert: what is to be told, and what came of it.

    `key` is the same however often it is tried: receivers can tell a repetition by it. `due` is when it may be sent. `batch` is the key of the message
    in which it goes with others. `told` is when it was sent; `tries` and `error` tell of failures; `doubtful`: it was being sent when
    the program ended, and was sent again.
    """

    id: int
    alert: int
    rule: str
    to: str
    kind: Telling
    key: str
    intended: str
    due: str
    state: ToldState = "waiting"
    batch: str | None = None
    tries: int = 0
    told: str | None = None
    error: str | None = None
    doubtful: bool = False
