"""Who two groups are of which a lead does not say it: "Two armed groups agreed to a truce. The Karsk Front and the Dorim Guards signed on Monday"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from vedette.coding.clauses import Tree
from vedette.coding.matching import Found
from vedette.coding.reported import effect_of
from vedette.coding.who import Cast
from vedette.domain import Actor, ActorMention, Event, PlaceMention

TWO = re.compile(
    r"^(?:the\s+)?(?:two|both)\s+(?:[a-z-]+\s+){0,3}(?:groups|gangs|militias|factions|clans|families|tribes|parties|unions|movements)\b",
    re.I,
)
"""What stands for two that are not named."""
ONE_OF = re.compile(r"\b(?:one|neither|either|none)\s+of\s+(?:the\s+)?$", re.I)
AND = re.compile(r"\s+and\s+(?:the\s+)?")
OTHERS = frozenset(
    "condemn welcome praise criticise criticize denounce applaud regret mediate broker host arrange urge call appeal ask".split()
)
"""What others do of whom the two are not."""
AHEAD = 3
"""Sentences in which the names follow."""


def with_rivals(
    trees: Sequence[Tree], coded: Sequence[tuple[Found, Event]], places: Sequence[PlaceMention], cast: Cast
) -> list[tuple[Found, Event]]:
    """Events in the order of the text; those done by two groups without a name have the two bodies that the next sentences name together, and no others."""
    out = list(coded)
    for n, (f, e) in enumerate(out):
        text = trees[0].text
        if len(e.actors) != 1 or not TWO.match(e.actors[0].text) or ONE_OF.search(text, 0, e.actors[0].start):
            continue
        at = next(k for k, t in enumerate(trees) if t.sentence.start <= e.actors[0].start < t.sentence.end)
        pairs = [p for t in trees[at + 1 : at + 1 + AHEAD] for p in _pairs(t, places, cast)]
        if pairs and all({m.actor.name for m in p} == {m.actor.name for m in pairs[0]} for p in pairs):
            out[n] = f, replace(e, actors=pairs[0], reasons=(*e.reasons, "the two groups are named further on"))
    return out


def _beside(tree: Tree, start: int, end: int) -> bool:
    """Whether those who are named only speak of the two, or brought them together ("… and … condemned it")."""
    k = tree.head_of(start, end)
    verb = tree.clause(k) if k is not None else -1
    return verb < 0 or effect_of(tree, verb) == "emotion" or tree.lemma(verb) in OTHERS


def _pairs(tree: Tree, places: Sequence[PlaceMention], cast: Cast) -> list[tuple[ActorMention, ...]]:
    """The bodies that a sentence names two by two ("the Karsk Front and the Dorim Guards")."""
    towns = {p.start for _, p in tree.here(places)}
    bodies = [(n, e) for n, e in tree.entities if e.label in ("ORG", "NORP") and e.start not in towns]
    out: list[tuple[ActorMention, ...]] = []
    for (a, left), (b, right) in pairwise(bodies):
        if AND.fullmatch(tree.text, left.end, right.start) is None or _beside(tree, left.start, left.end):
            continue
        pair = []
        for n, e in ((a, left), (b, right)):
            actor, sure = cast.of_entities[n] or (Actor(name=e.text), 0.4)
            pair.append(ActorMention(start=e.start, end=e.end, text=e.text, actor=actor, confidence=round(0.8 * sure, 3)))
        if not any(m.actor.entry is not None or m.actor.sectors[:1] == ("GOV",) for m in pair):
            out.append(tuple(pair))
    return out
