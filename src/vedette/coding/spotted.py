"""Triggers that the reading model sees, beside those of the lexicon.

The lexicon says what a word does in which frame, and an analyst can change it; the model has seen words in use that no list
holds. A word of the lexicon that the model takes for no event at all is dropped; a word that the model is sure of, and the lexicon lacks,
becomes a trigger of the model's type with the roles that its part of speech has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import cast

from vedette.codebook.triggers import Pos, Trigger, TriggerType
from vedette.coding.clauses import Tree
from vedette.coding.matching import Found, bearer_of
from vedette.domain import TriggerMention

SEEN = 0.5
"""How likely an event a word must be, by the model, to become a trigger that the lexicon lacks."""
MEANT = 0.4
"""How likely its type must be."""
UNSEEN = 0.02
"""A word of the lexicon that is less likely an event is none."""
OTHER = 0.8
"""How likely another type must be for it to stand in place of the lexicon's."""
ROLES: dict[str, str] = {"CONSULT": "s=o", "AGREE": "s=o", "COOPERATE": "s=o"}
"""Roles of a verb by type, where it is not "subject acts on object"."""


def seen(tree: Tree, found: list[Found], guesses: Sequence[TriggerMention]) -> list[Found]:
    """The lexicon's triggers of a sentence as the model sees them, and the model's own, in the order of the words."""
    at = {t.start: i for i, t in enumerate(tree.tokens)}
    likely = {at[g.start]: g for g in guesses if g.start in at}
    kept = [f for f in found if not _unlikely(f, likely, tree)]
    taken = {i for f in kept for i in (f.at, f.bearer, *f.used)}
    new = []
    for run in _runs(likely):
        head = next((i for i in run if tree.tokens[i].head not in run), run[0])
        guess = likely[head]
        if taken.isdisjoint(run) and guess.event >= SEEN and guess.confidence >= MEANT:
            made = _made(tree, head, guess.type)
            if made is not None:
                new.append(made)
    return sorted([*kept, *new], key=lambda f: f.at)


def _unlikely(f: Found, likely: dict[int, TriggerMention], tree: Tree) -> bool:
    """Whether the model takes a trigger of the lexicon for no event; states and happenings without a type are the lexicon's alone."""
    if f.row.type in ("NONE", "STATE") or f.row.condition is not None:
        return False
    words = {f.at, f.bearer, *f.fixed(tree)}
    return all(i not in likely or likely[i].event < UNSEEN for i in words)


def _runs(likely: dict[int, TriggerMention]) -> Iterable[list[int]]:
    """Neighbouring words that are likely one trigger."""
    run: list[int] = []
    for i in sorted(i for i, g in likely.items() if g.event >= SEEN):
        if run and (i != run[-1] + 1 or likely[i].type != likely[run[-1]].type):
            yield run
            run = []
        run.append(i)
    if run:
        yield run


def _made(tree: Tree, i: int, kind: str) -> Found | None:
    """A trigger of the model's; None on a word that can be none (a name, a preposition)."""
    upos = tree.tokens[i].upos
    if upos not in ("VERB", "NOUN", "ADJ", "AUX"):
        return None
    pos: Pos = "n" if upos == "NOUN" else "v"
    roles = "n" if pos == "n" else ROLES.get(kind, "s>o")
    return Found(row=_row(tree.lemma(i), pos, kind, roles), at=i, bearer=bearer_of(tree, i) if pos == "n" else i)


@cache
def _row(head: str, pos: Pos, kind: str, roles: str) -> Trigger:
    return Trigger(
        head=head, rest=(), pos=pos, checks=(), type=cast(TriggerType, kind), mode=None, condition=None, phase=None, roles=roles, frame="-",
        note="seen by the reading model",
    )  # fmt: skip
