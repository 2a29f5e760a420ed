"""A report's text cut into pieces, so that each coded field shows the words it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from vedette.domain import Coded, Event
from vedette.web.languages import gettext as _
from vedette.web.languages import marked, number
from vedette.web.words import amount, day, kind, span, whereabouts


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Words of a text (or of its title) and the field that rests on them."""

    start: int
    end: int
    role: str
    in_title: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of characters with the same roles; `tags` names those that end here; `event` is what a click chooses."""

    text: str
    roles: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    event: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A coded field of an event: its role, its value in words, and the words of the text it rests on."""

    role: str
    value: str
    words: tuple[str, ...] = ()


ROLES = {
    "trigger": marked("what"),
    "actor": marked("who"),
    "recipient": marked("to whom"),
    "about": marked("about"),
    "place": marked("where"),
    "time": marked("when"),
    "number": marked("how many"),
    "attribution": marked("says who"),
}
"""Roles of marked words and what a page calls them, in the order of the legend."""


def marks(e: Event, coded: Coded) -> list[Mark]:
    """The words behind each field of an event, its evidence first."""
    out = [Mark(start=s.start, end=s.end, role=role, in_title=s.in_title) for s, role in ((e.evidence, "evidence"), (e.trigger, "trigger"))]
    out += [Mark(start=a.start, end=a.end, role="actor") for a in e.actors]
    out += [Mark(start=a.start, end=a.end, role="recipient") for a in e.recipients]
    if e.about:
        out.append(Mark(start=e.about.start, end=e.about.end, role="about", in_title=e.about.in_title))
    out += [Mark(start=coded.places[n].start, end=coded.places[n].end, role="place") for n in e.places if n < len(coded.places)]
    out += [Mark(start=coded.times[n].start, end=coded.times[n].end, role="time") for n in e.times if n < len(coded.times)]
    out += [Mark(start=q.start, end=q.end, role="number") for q in e.quantities]
    if e.attribution:
        source, cue = e.attribution.source, e.attribution.cue
        out.append(Mark(start=source.start, end=source.end, role="attribution"))
        out.append(Mark(start=cue.start, end=cue.end, role="attribution", in_title=cue.in_title))
    return out


def runs(text: str, marked: Sequence[Mark], events: Sequence[Event] = (), in_title: bool = False) -> list[tuple[bool, list[Piece]]]:
    """The whole text as runs in or outside the evidence, each of pieces; triggers of `events` choose them. Marks outside the text are left out."""
    mine = [m for m in marked if m.in_title == in_title and 0 <= m.start < m.end <= len(text)]
    triggers = [e for e in events if e.trigger.in_title == in_title and 0 <= e.trigger.start < e.trigger.end <= len(text)]
    edges = {0, len(text)} | {x for m in mine for x in (m.start, m.end)} | {x for e in triggers for x in (e.trigger.start, e.trigger.end)}
    cuts = sorted(edges)
    names = {role: _(label) for role, label in ROLES.items()}
    pieces: list[tuple[bool, Piece]] = []
    for start, end in pairwise(cuts):
        over = [m for m in mine if m.start <= start and end <= m.end]
        roles = tuple(r for r in ROLES if any(m.role == r for m in over))
        tags = tuple(label for r, label in names.items() if any(m.role == r and m.end == end for m in over))
        event = next((e.id for e in triggers if e.trigger.start <= start and end <= e.trigger.end), None)
        pieces.append((any(m.role == "evidence" for m in over), Piece(text=text[start:end], roles=roles, tags=tags, event=event)))
    return [(evidence, [p for _, p in found]) for evidence, found in groupby(pieces, key=lambda x: x[0])]


def fields(e: Event, coded: Coded) -> list[Field]:
    """What was coded of an event, field by field, with the words that each rests on."""
    out = [Field(role="trigger", value=kind(e.event_type, e.mode), words=(e.trigger.text,))]
    for role, mentions in (("actor", e.actors), ("recipient", e.recipients)):
        out += [
            Field(role=role, value=f"{m.actor.name} ({m.actor.code})" if m.actor.code else m.actor.name, words=(m.text,)) for m in mentions
        ]
    if e.about:
        out.append(Field(role="about", value="", words=(e.about.text,)))
    said = tuple(coded.places[n].text for n in e.places if n < len(coded.places))
    if e.place or e.scene or e.seat or said:
        out.append(Field(role="place", value=whereabouts(e), words=said))
    said = tuple(coded.times[n].text for n in e.times if n < len(coded.times))
    if e.begin or e.last or said:
        out.append(Field(role="time", value=span(e.begin, e.last, e.time_precision), words=said))
    for q in e.quantities:
        out.append(Field(role="number", value=f"{amount(q.low, q.high)} {_(q.kind)}"))
    if e.attribution:
        a = e.attribution
        out.append(Field(role="attribution", value=a.source.actor.name, words=(a.source.text, a.cue.text)))
    else:
        out.append(Field(role="attribution", value=_("the report itself")))
    return out


def notes(e: Event) -> list[tuple[str, str]]:
    """Coded fields that rest on the passage as a whole."""
    out: list[tuple[str, str]] = [(_("modality"), _("denied or negated") if e.polarity == "negative" else _(e.modality))]
    out += [(_("state"), f"{_(e.condition)}, {_(e.phase)}")] if e.condition else []
    out += [(_("due"), day(e.due))] if e.due else []
    out += [(_("topics"), ", ".join(_(c) for c in e.contexts))] if e.contexts else []
    out += [(_("told as"), _("background"))] if e.background else []
    return [*out, (_("confidence"), number(e.confidence, 2))]
