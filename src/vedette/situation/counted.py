"""What is counted: people by what they are called, things, and words that are used for one another."""

from __future__ import annotations

import re
from functools import cache

from vedette.codebook.things import nobody
from vedette.codebook.triggers import classes
from vedette.codebook.wording import fold, stem

PEOPLE: tuple[frozenset[str], ...] = (
    frozenset(
        "soldier policeman policewoman officer police troop gendarme guard constable serviceman marine trooper conscript ranger".split()
    ),
    frozenset("insurgent terrorist militant fighter gunman rebel bandit jihadist attacker raider militiaman".split()),
)
"""Sides of a fight: of one who falls on both, the numbers are two."""
_ALIKE = (
    "truck lorry vehicle", "house home hut dwelling homestead", "cattle cow head animal livestock", "tonne ton mt", "barrier roadblock barricade", "shop stall store",
    "tent shelter", "boat canoe", "gun rifle weapon",
)  # fmt: skip
_ONE = {stem(w): words.split()[0] for words in _ALIKE for w in words.split()}


def noun_of(word: str) -> str:
    """What a counted noun is compared as."""
    folded = fold(word).strip("’'-")
    irregular = {
        "men": "man",
        "women": "woman",
        "people": "people",
        "children": "child",
        "policemen": "policeman",
        "gunmen": "gunman",
        "lives": "body",
        "bodies": "body",
        "tons": "ton",
        "lorries": "lorry",
    }
    if folded.endswith("men") and folded not in irregular and len(folded) > 5:
        folded = folded[:-3] + "man"
    one = stem(irregular.get(folded, folded))
    return _ONE.get(one, one)


BARRIER, TRUCK = noun_of("barricades"), noun_of("trucks")
COMMON = frozenset(noun_of(w) for w in ("trucks", "houses", "shops", "boats", "rifles", "tonnes", "tents", "cattle"))
"""Things that are told of in many ways, of which only those that were lost are one count."""
ANYBODY = frozenset(
    stem(w)
    for w in "people person man woman men women individual citizen soul name villager resident civilian member victim body brother child youth".split()
)
"""Nouns that say nothing of who people are."""


@cache
def _persons() -> frozenset[str]:
    kinds = ("PERSON", "CASUALTY", "CAPTIVE", "OFFICIAL", "LEADER", "POLICE", "MILITIA", "KIN", "DIPLOMAT", "REFUGEE", "FORCE")
    return (
        frozenset(noun_of(w) for kind in kinds for w in classes().get(kind, ()) if not w.startswith("@")) | ANYBODY | PEOPLE[0] | PEOPLE[1]
    )


@cache
def _things() -> frozenset[str]:
    kinds = ("VEHICLE", "BUILDING", "PROPERTY", "OFFICE", "GOODS", "AIDGOODS", "HEAVYWEAPON", "SHIP", "POST")
    return frozenset(noun_of(w) for w in (*nobody(), *(w for kind in kinds for w in classes().get(kind, ()))))


@cache
def is_people(noun: str) -> bool:
    """Whether a counted noun names people, by our lists or by its ending."""
    if noun in _ONE.values() or noun in _things():
        return False
    return noun in _persons() or (
        bool(
            re.search(
                r"(?:er|[ts]or|ist|man|ian|ee|mate|bishop|patient|migrant|protestant|student|pupil|resident|participant|inhabitant|supporter)$",
                noun,
            )
        )
    )
