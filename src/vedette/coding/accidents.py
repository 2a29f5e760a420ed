"""Whose death or injury was nobody's deed: accidents, also those told in the sentence before or after the toll, and fires."""

from __future__ import annotations

from vedette.codebook.triggers import classes, lemmas_of
from vedette.coding.clauses import Tree, kept
from vedette.coding.telling import forceful, mishap
from vedette.coding.words import words

GOING_DOWN = frozenset({"come", "go"})
"""Verbs whose "down" says of an aircraft or a ship that it was lost."""
BURNING = frozenset({"break", "engulf", "gut", "rip", "spread", "sweep", "tear", "rage", "destroy"})
"""What a fire does that nobody is told to have set."""
PLACES = frozenset({"GPE", "LOC", "FAC"})
"""Labels of names of places."""
AROUND = 2
"""Sentences around an accident in which nothing may be told to be done by force."""


def accidental(trees: list[Tree], tree: Tree) -> bool:
    """Whether those killed or hurt in a sentence came to harm by an accident told in it, or in the one before or after it."""
    if mishap(tree):
        return wrecked(tree) or tree.lemmas & words("mishaps") != {"collapse"}  # not "the regime collapsed"
    n = tree.number
    beside = [trees[k] for k in (n - 1, n + 1) if 0 <= k < len(trees) and not _elsewhere(tree, trees[k])]
    if not wrecked(tree) and not any(wrecked(t) for t in beside) and not _aboard(tree):
        return False
    return not any(forceful(t) for t in trees[max(0, n - AROUND) : n + AROUND + 1])


@kept
def _wrecks(tree: Tree, i: int) -> bool:
    """Whether a verb tells that a vehicle, an aircraft, a ship or a building was lost, or that a fire broke out, and nobody did it."""
    if tree.tokens[i].upos != "VERB" or tree.passive(i) or tree.negated(i):
        return False
    lemma, subjects = tree.lemma(i), {tree.lemma(k) for k in tree.subjects(i)}
    if not subjects:
        return False
    if lemma in words("mishaps", "wrecking"):
        if lemma == "collapse" and ("bank" in subjects or not subjects.isdisjoint(classes()["BUSINESS"])):
            return False
        bodies = lemmas_of("VEHICLE", "AIRCRAFT", "SHIP", "BUILDING")
        return not tree.objects(i) and not (subjects.isdisjoint(bodies) and subjects.isdisjoint(words("carriers")))
    if lemma in GOING_DOWN and any(tree.lemma(k) == "down" for k in tree.kids(i)):
        return not subjects.isdisjoint(classes()["AIRCRAFT"])
    return lemma in BURNING and not subjects.isdisjoint(("fire", "blaze"))


def _elsewhere(tree: Tree, other: Tree) -> bool:
    """Whether both sentences name places, of which none is the same."""
    mine, theirs = ({e.text for _, e in t.entities if e.label in PLACES and t.within(e.start, e.end)} for t in (tree, other))
    return bool(mine and theirs) and mine.isdisjoint(theirs)


def _aboard(tree: Tree) -> bool:
    """Whether a sentence tells of all who were in a vessel ("all aboard were killed", "everyone on board was killed")."""
    return not tree.lemmas.isdisjoint(("aboard", "board")) and any(
        tree.lemma(i) in ("all", "everyone", "everybody", "nobody") and tree.rel(i) == "nsubj" for i in range(len(tree.tokens))
    )


def wrecked(tree: Tree) -> bool:
    """Whether a sentence tells of such a loss."""
    return any(_wrecks(tree, i) for i in range(len(tree.tokens)))
