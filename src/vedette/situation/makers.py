"""Who presumably ended a state, where no report says who did: whoever made it, if it ended by no force and no ruling."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from vedette.codebook.wording import roots
from vedette.domain import Actor, Condition, ConditionKind, Event, Incident, Presumed
from vedette.domain.actors import OFFICIAL
from vedette.domain.compare import same_actor

MADE: frozenset[ConditionKind] = frozenset(
    {"alert", "ban", "blockade", "closure", "curfew", "detention", "emergency", "strike", "suspension"}
)
"""Kinds of states that end when those who made them say so; a truce takes two, an occupation ends by force as often, power comes back by repair."""
ENDED = frozenset({None, "RETREAT", "CONCEDE", "AGREE"})
"""Types of what ends a state by the will of who made it."""
FORCED = frozenset(
    "bulldoze break disperse evict dismantle demolish storm liberate recapture retake crush smash seize raid rescue quash overturn annul void strike acquit clear restore repair "
    "escape flee expire lapse run ran broken broke struck fled".split()
)
"""Verbs of what ends a state against the will of who made it, by a ruling, or by itself."""
BY_OTHERS = re.compile(
    r"\b(?:(?:military|police|rescue|security|joint) operations?|raid(?:ed)?|shoot-?out|gun ?battle|tear ?gas|water cannon|by force|courts?|ruling|judges?|bulldozers?|mediat\w+|ransom)\b",
    re.IGNORECASE,
)
"""Words of what others did to end it."""
SAME = 0.6
"""Likeness from which who made a state is whom its end was done to."""


def ended_by_makers(incidents: Sequence[Incident], conditions: Sequence[Condition], events: Mapping[str, Event]) -> tuple[Incident, ...]:
    """The incidents; of those that end a state and of which nobody says who did, and no announcement, who made the state is presumed.

    `events` are those of the incidents, by id. Not where they tell of force, a ruling or an escape, nor where the maker is whom it was done to, nor of custodies of an authority: who is held by one is often let go by another.
    """
    makers: dict[str, Actor] = {}
    for c in conditions:
        if c.kind in MADE and c.by and not (c.kind == "detention" and c.by[0].sectors[:1] and c.by[0].sectors[0] in OFFICIAL):
            makers |= {i: c.by[0] for i in c.closed_by if i not in c.opened_by and i not in makers}
    return tuple(_presumed(i, makers[i.id], events) if i.id in makers else i for i in incidents)


def _presumed(i: Incident, maker: Actor, events: Mapping[str, Event]) -> Incident:
    announced = i.presumed is not None and i.presumed.reason == "who announced it"
    if i.actors or announced or "actors" in i.edited or any(same_actor(maker, r) >= SAME for r in i.recipients):
        return i
    told = [events[e] for e in i.events if e in events]
    if not told or any(
        e.event_type not in ENDED or any(FORCED & roots(w) for w in e.trigger.text.split()) or BY_OTHERS.search(e.evidence.text)
        for e in told
    ):
        return i
    return replace(i, presumed=Presumed(actor=maker, reason="who began it"))
