"""The words of Vedette as frozen dataclasses: no I/O, no other package."""

from vedette.domain.actors import Actor, ActorMention
from vedette.domain.annotated import Annotated, Entity, Label, Sentence, Token
from vedette.domain.desk import RELIABILITY, ROLES, Account, Handover, LogEntry, Reliability, Role, Source
from vedette.domain.events import Attribution, Coded, Event, EventType, Modality, Phase, Polarity, Quantity, QuantityKind
from vedette.domain.incidents import Copies, Count, EventMark, Incident, Judgement, JudgementKind, Slot, Status, Value
from vedette.domain.offsets import OffsetMap
from vedette.domain.places import PRECISIONS, Candidate, DeskPlace, Place, PlaceMention, PlaceRole, Precision
from vedette.domain.quotes import Quote
from vedette.domain.report import KIND_NOTES, Report, TextKind
from vedette.domain.sheet import FORGOTTEN, Difference, Sheet
from vedette.domain.situation import (
    Citation,
    Condition,
    ConditionKind,
    ConditionState,
    Outcome,
    Picture,
    Removal,
    Section,
    Sitrep,
    SitrepSentence,
    Situation,
    Undertaking,
    UndertakingKind,
)
from vedette.domain.spans import Span, span
from vedette.domain.times import Anchor, TimeMention, TimePrecision, TimeType

__all__ = [
    "FORGOTTEN",
    "KIND_NOTES",
    "PRECISIONS",
    "RELIABILITY",
    "ROLES",
    "Account",
    "Actor",
    "ActorMention",
    "Anchor",
    "Annotated",
    "Attribution",
    "Candidate",
    "Citation",
    "Coded",
    "Condition",
    "ConditionKind",
    "ConditionState",
    "Copies",
    "Count",
    "DeskPlace",
    "Difference",
    "Entity",
    "Event",
    "EventMark",
    "EventType",
    "Handover",
    "Incident",
    "Judgement",
    "JudgementKind",
    "Label",
    "LogEntry",
    "Modality",
    "OffsetMap",
    "Outcome",
    "Phase",
    "Picture",
    "Place",
    "PlaceMention",
    "PlaceRole",
    "Polarity",
    "Precision",
    "Quantity",
    "QuantityKind",
    "Quote",
    "Reliability",
    "Removal",
    "Report",
    "Role",
    "Section",
    "Sentence",
    "Sheet",
    "Sitrep",
    "SitrepSentence",
    "Situation",
    "Slot",
    "Source",
    "Span",
    "Status",
    "TextKind",
    "TimeMention",
    "TimePrecision",
    "TimeType",
    "Token",
    "Undertaking",
    "UndertakingKind",
    "Value",
    "span",
]
