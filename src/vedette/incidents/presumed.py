"""Who presumably acts where no report says who: what only an authority can do, an authority did.

"The road was closed", "a curfew begins at eight", "thirty people were arrested" name nobody. Whoever announced it for the place's own state did it, as far as
anybody reads; else the authorities there. It is told as a presumption, with its reason, and is none of the incident's actors.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vedette.codebook.countries import by_code
from vedette.domain import Actor, ActorMention, Event, Place, Presumed
from vedette.domain.actors import OFFICIAL
from vedette.incidents.mentions import Mention

STATES = frozenset({"closure", "curfew", "ban", "emergency", "alert", "detention"})
"""Kinds of states that an authority makes and ends; who blocks, strikes, suspends or occupies may be anybody."""
SURELY = frozenset({"curfew", "emergency", "alert"})
"""Those of which this holds whatever else the text tells: a shop may be shut, and overtime be banned, by anybody."""
CUSTODY = re.compile(r"\b(?:custody|jail|prison|bail|remand|police cell|detention cent(?:re|er))\b", re.IGNORECASE)
"""Words for where an authority holds people."""
MODES = frozenset({"arrest", "censor", "curfew", "martial-law", "restrict", "deport", "expel", "convict"})
"""Modes of COERCE and SANCTION that an authority alone can do."""
CAPTIVE = re.compile(
    r"\b(?:hostages?|captives?|captivity|captors?|ransom|(?:was|were|been|men|women|people|children|workers|students) (?:kidnapped|abducted))\b",
    re.I,
)
"""Words for those whom no authority holds; those accused of kidnapping it may hold."""
POSTS = frozenset(
    {"dismissed", "relieved", "removed", "sacked", "fired", "appointed", "named", "suspended", "replaced", "reinstated", "ousted"}
)
"""Words for what is done to who holds an office."""
TYPES = frozenset({"COERCE", "SANCTION", "MOBILIZE", "RETREAT", "CONCEDE"})
REMAND = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|eighteen|twenty|thirty|forty|sixty|ninety) (?:days?|weeks?|months?|years?)['’]? (?:of |in )?(?:\w+ )?(?:detention|custody|arrest|remand|jail|prison)\b|\bremanded\b",
    re.I,
)
SECTOR = {"arrest": ("COP", "police"), "convict": ("JUD", "court")}
"""Whose work it is by mode, else the government's."""


def presumed(mentions: Sequence[Mention], place: Place | None, beside: Sequence[Event] = ()) -> Presumed | None:
    """Who presumably did what the mentions of an incident at a place tell without a doer; None where anybody may have done it. `beside` is all else that
    their reports tell.
    """
    events = [m.event for m in mentions]
    if _by_captors(events, beside):
        return None
    countries = {place.country} if place is not None and place.country else set[str]().union(*(m.areas for m in mentions))
    official = any(map(_official, events))
    if not events or any(e.actors for e in events) or not (official or any(map(_announced, events))):
        return None
    lands = {c.iso3 for code in countries if (c := by_code(code)) is not None}
    for e in events:
        teller = _announcer(e)
        if (
            teller is not None
            and (teller.actor.country in lands or not lands)
            and teller.actor.sectors[:1]
            and teller.actor.sectors[0] in OFFICIAL
        ):
            return Presumed(actor=teller.actor, reason="who announced it")
    land = by_code(next(iter(countries))) if len(countries) == 1 else None
    if land is None or not official:
        return None
    sector, name = next((SECTOR["convict" if _sentenced(e) else e.mode] for e in events if e.mode in SECTOR), ("GOV", "authorities"))
    return Presumed(actor=Actor(name=f"{name} of {land.name}", country=land.iso3, sectors=(sector,)), reason="an act of authority there")


def _by_captors(events: Sequence[Event], beside: Sequence[Event]) -> bool:
    """Whether those who are let go were taken by no authority: they were abducted, and nobody was arrested, or they were left by the road."""
    freed = [e for e in events if e.mode == "release" or (e.condition == "detention" and e.phase == "ends")]
    if not freed:
        return False
    if any(e.trigger.text.lower() in ("left", "dropped", "abandoned") and not CUSTODY.search(e.evidence.text) for e in freed):
        return True
    who = _people(freed)
    taken = [o for o in beside if o.mode == "abduct" and o.modality == "asserted" and (not who or not (held := _people([o])) or who & held)]
    return bool(taken) and not any(o.mode in ("arrest", "convict") for o in (*events, *beside))


def _people(events: Sequence[Event]) -> set[str]:
    """The last words of those to whom something was done."""
    return {m.text.lower().split()[-1] for e in events for m in e.recipients} - {"they", "them", "people"}


def _sentenced(e: Event) -> bool:
    """Whether a custody was given for a time, as a court does ("was given 30 days' detention")."""
    return bool(REMAND.search(e.evidence.text))


def _official(e: Event) -> bool:
    """Whether an event is what an authority alone does, or is done to who holds an office; who dies or resigns leaves it by no act of another."""
    named = e.condition == "vacancy" and bool(e.recipients) and e.trigger.text.lower() in POSTS
    captive = (e.mode == "release" or e.condition == "detention") and CAPTIVE.search(e.evidence.text) is not None
    if named or captive or e.condition == "blockade":
        return named
    if e.event_type is None:
        return e.condition in SURELY or (e.condition == "detention" and CUSTODY.search(e.evidence.text) is not None)
    return e.event_type in TYPES and (e.mode in MODES or e.condition in STATES)


def _announced(e: Event) -> bool:
    """Whether an event is the end of a ban or closure, or a thing put off, which an office that tells of it has most likely done itself."""
    ended = e.phase == "ends" and e.condition in ("ban", "closure")
    return (ended or (e.phase == "happens" and e.condition == "postponement")) and e.event_type in (None, "SANCTION", "RETREAT", "CONCEDE")


def _announcer(e: Event) -> ActorMention | None:
    """Whose word an event is."""
    return e.attribution.source if e.attribution is not None and e.modality == "asserted" else None
