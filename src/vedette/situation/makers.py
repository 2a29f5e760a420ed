"""Who presumably ended a state, where no report says who did: whoever made it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vedette.domain import Actor, Condition, ConditionKind, Incident, Presumed

MADE: frozenset[ConditionKind] = frozenset(
    {"alert", "ban", "blockade", "closure", "curfew", "cut-off", "detention", "emergency", "occupation", "strike", "suspension"}
)
"""Kinds of states that end when those who made them say so; a truce takes two, and displaced people go home by themselves."""


def ended_by_makers(incidents: Sequence[Incident], conditions: Sequence[Condition]) -> tuple[Incident, ...]:
    """The incidents; of those that end a state and of which nobody says who did, and no announcement, who made the state is presumed."""
    makers: dict[str, Actor] = {}
    for c in conditions:
        if c.kind in MADE and c.by:
            makers |= {i: c.by[0] for i in c.closed_by if i not in c.opened_by and i not in makers}
    return tuple(_presumed(i, makers.get(i.id)) for i in incidents)


def _presumed(i: Incident, maker: Actor | None) -> Incident:
    announced = i.presumed is not None and i.presumed.reason == "who announced it"
    if maker is None or i.actors or announced or "actors" in i.edited:
        return i
    return replace(i, presumed=Presumed(actor=maker, reason="who began it"))
