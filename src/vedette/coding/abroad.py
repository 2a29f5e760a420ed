"""The other state that a deed concerns, where it stands only in what is done or said ("refused to withdraw from Georgia", "the Turkish consulate")."""

from __future__ import annotations

from dataclasses import replace

from vedette.codebook.countries import by_name
from vedette.coding.clauses import Tree
from vedette.coding.matching import Found
from vedette.coding.who import Cast
from vedette.domain import ActorMention

CONCERNED = frozenset({"ACCUSE", "AGREE", "COERCE", "PROTEST", "REJECT", "REQUEST", "RETREAT", "SANCTION", "SUPPORT", "THREATEN"})
"""Types of what one state says to another, asks of it, lays on it or takes off it."""
ASIDE = frozenset({"acl:relcl", "advcl", "parataxis", "nsubj", "nsubj:pass", "obl:agent", "cc", "appos"})
WHERE = frozenset({"in", "at", "near", "inside", "outside"})
"""Prepositions that say of a deed's own verb only where it was."""


def concerned(tree: Tree, found: Found, kind: str | None, actors: tuple[ActorMention, ...], cast: Cast) -> tuple[ActorMention, ...]:
    """The first other state, or people or thing of it, in what a deed of a state and of a type governs; none where that is only where it was done."""
    ours = {m.actor.country for m in actors if m.actor.country}
    if kind not in CONCERNED or not ours:
        return ()
    for top in dict.fromkeys((found.at, found.bearer, *sorted(found.used))):
        for i in tree.below(top, stop=ASIDE):
            named = tree.entity(i)
            if named is None or named.end != tree.tokens[i].end or named.label not in ("GPE", "NORP"):
                continue
            if named.label == "GPE" and by_name(named.text) is None:
                continue
            if named.label == "GPE" and _only_where(tree, i, found):
                continue
            state = cast.mention(tree, i)
            if state is None or not state.actor.country or state.actor.country in ours:
                continue
            over = tree.tokens[i].head
            if tree.rel(i) in ("amod", "compound") and over >= 0 and tree.tokens[over].upos == "NOUN":
                if kind == "COERCE" and tree.cases(over) in WHERE | {"of"}:
                    continue  # "near the Syrian border", "kilos of Colombian cocaine"
                phrase = cast.phrase(tree, over)
                whose = cast.mention(tree, over)
                if whose is not None and whose.actor.country == state.actor.country:
                    return (whose,)
                return (replace(state, start=phrase.start, end=phrase.end, text=phrase.text, confidence=round(state.confidence * 0.7, 3)),)
            return tuple(m for j in tree.conjuncts(i) if (m := cast.mention(tree, j)) and m.actor.country not in {None, *ours})
    return ()


def _only_where(tree: Tree, i: int, found: Found) -> bool:
    """Whether a name stands in a phrase that says where the deed's own verb was done ("rioted at a jail in Georgia")."""
    way = [i, *tree.above(i)]
    child = next((k for k in way if tree.tokens[k].head in (found.at, found.bearer)), i)
    return tree.rel(child) == "obl" and tree.cases(child) in WHERE
