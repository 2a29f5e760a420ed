"""Events: one coded reading of one passage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vedette.domain.actors import Actor, ActorMention
from vedette.domain.places import Place, PlaceMention, Seat
from vedette.domain.quotes import Quote
from vedette.domain.spans import Span
from vedette.domain.times import TimeMention, TimePrecision

EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST",
    "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Modality = Literal["asserted", "planned", "requested", "promised", "threatened", "possible", "hypothetical", "denied"]
Polarity = Literal["positive", "negative"]
Phase = Literal["happens", "continues", "ends"]
QuantityKind = Literal[
    "killed", "wounded", "missing", "abducted", "arrested", "displaced", "protesters", "personnel", "vehicles", "weapons", "money", "other"
]


LIKENESS = "by its likeness to words of the annotated sentences"
"""What the reasons of an event say whose word no row of the lexicon knows in this use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number in an event: `low` and `high` are whole numbers, equal where it is exact; None: open ("more than 10" has no high). `by` is who counted,
    where that is another than whose word the event is.
    """

    kind: QuantityKind
    low: int | None
    high: int | None
    start: int
    end: int
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """On whose word: the source as an actor's phrase, and the words that say so ("said", "according to")."""

    source: ActorMention
    cue: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One mention of something that happened, is asked, planned or said to be so.

    `id` is the report's key, `#` and a number. `event_type` and `mode` are PLOVER's of 2021; None: it matters and has no
    PLOVER type, then `what` says it in a few words of the text. `trigger` is the word that shows it, `about` what it is done to
    or about ("main roads", "the return of up to 1,000 police"). `headline` is a short clause in the text's own words, for
    lists. `places`, `times` are indexes into the record's lists, the one that counts first; `place` is where it happened by its own sentence, `scene`,
    where that says nothing, where the story is (the sentence before, the dateline, the headline); `seat`, of words (a request, a refusal) of which no
    place is told, where the body sits that says them; `begin`, `last` are the first
    and last possible day (inclusive; None: unknown). `due` is the day by which something asked, promised or threatened is to
    happen. `phase` "continues" for a state that goes on ("roads remain blocked"), "ends" for what ends one ("reopened").
    `background` for what is old news in the report. `condition` is the kind of state (CONTRACT §2) that the event opens, confirms or ends, None if it makes no state.
    `evidence` is the passage, a sentence or less. `confidence` 0..1. `reasons` say why it was coded so.
    """

    id: str
    report: str
    event_type: EventType | None
    mode: str | None
    trigger: Span
    evidence: Span
    headline: str
    what: str | None = None
    about: Span | None = None
    contexts: tuple[str, ...] = ()
    actors: tuple[ActorMention, ...] = ()
    recipients: tuple[ActorMention, ...] = ()
    places: tuple[int, ...] = ()
    times: tuple[int, ...] = ()
    place: Place | None = None
    scene: Place | None = None
    seat: Seat | None = None
    begin: str | None = None
    last: str | None = None
    time_precision: TimePrecision = "unknown"
    due: str | None = None
    attribution: Attribution | None = None
    modality: Modality = "asserted"
    polarity: Polarity = "positive"
    phase: Phase = "happens"
    condition: str | None = None
    background: bool = False
    quantities: tuple[Quantity, ...] = ()
    confidence: float = 0.5
    reasons: tuple[str, ...] = ()

    @property
    def learnt(self) -> bool:
        """Whether the reading model alone, no row of the lexicon, takes its word for what it tells."""
        return any(LIKENESS in r for r in self.reasons[:1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """All that was coded in one report. `entity_actors` runs parallel to the report's entities (None: no actor)."""

    places: tuple[PlaceMention, ...] = ()
    times: tuple[TimeMention, ...] = ()
    quotes: tuple[Quote, ...] = ()
    events: tuple[Event, ...] = ()
    entity_actors: tuple[Actor | None, ...] = ()
    relevant: bool | None = None
    dateline: str | None = None
