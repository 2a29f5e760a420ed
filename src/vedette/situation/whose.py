"""Whether those of whom a sign tells can be in its state: forces are deployed, not lorries of flour; families are displaced, not the wounded who are flown out."""

from __future__ import annotations

from functools import cache

from vedette.codebook.triggers import lemmas_of
from vedette.codebook.wording import bases, fold
from vedette.situation.signs import Sign

ARMED = frozenset("MIL COP REB UAF SEP INS SPY PRM GOV".split())
"""Sectors of those who are deployed, or who deploy them."""
CIVIL = frozenset("agency aid ambulance bus cargo convoy food lorry relief truck tanker vehicle".split())
"""What drives up and is no force."""
CARRIED = frozenset(
    "body casualty case cholera colleague corpse crew delegate diplomat doctor employee expert injured kia nurse officer official patient personnel policeman sick soldier staff "
    "surgeon teacher team troop truck wia worker wounded".split()
)
"""Those who are moved and not displaced."""
UPROOTED = frozenset(
    "area civilian community displaced district evacuee family hamlet home house household inhabitant islander people person population quarter refugee resident returnee shelter "
    "settlement town village villager woman child".split()
)
"""Those who are, and what they leave."""


@cache
def _forces() -> frozenset[str]:
    found = lemmas_of("UNITS", "POLICEMEN", "SOLDIERS", "ARMOUR", "WARSHIP", "HEAVYWEAPON", "POLICE", "MILITIA")
    more = "checkpoint escort garrison guard helicopter jet mission monitor observer outpost patrol presence reinforcement vanguard column task_force"
    return (found | frozenset(more.split())) - CIVIL - {"man"}


def can_be(s: Sign) -> bool:
    """Whether a sign of a deployment tells of a force, one of a displacement of people who live there; of other kinds, always."""
    if s.kind not in ("deployment", "displacement"):
        return True
    said = [s.event.headline, s.event.about.text if s.event.about else "", *(m.text for m in (*s.event.actors, *s.event.recipients))]
    told = {b for w in fold(" ".join(said)).replace(",", " ").split() for b in (w, *bases(w))}
    if s.kind == "displacement":
        return not told & CARRIED or bool(told & UPROOTED)
    if not told & CIVIL or told & _forces():
        return True
    return any(ARMED & {*m.actor.sectors} for m in (*s.event.actors, *s.event.recipients))
