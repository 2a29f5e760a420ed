"""Whom "some" and "others" are of: "Drivers blocked the bridge. Some threw stones at buses; others set fire to a van"."""

from __future__ import annotations

from collections.abc import Sequence

from vedette.coding.clauses import Tree
from vedette.coding.counts import is_people
from vedette.coding.matching import Found
from vedette.coding.who import Cast
from vedette.domain import ActorMention

SOME = frozenset({"some", "others", "several", "many", "most"})
"""Words that stand for a part of those of whom the text tells."""


def of_some(trees: Sequence[Tree], number: int, f: Found, cast: Cast) -> tuple[ActorMention, ...]:
    """Those of whom it is a part that did something, where they are the only people of whom the clause or sentence before tells."""
    tree = trees[number]
    verb = f.bearer
    if tree.passive(verb) or not any(_bare(tree, k) for k in tree.kids(verb, "nsubj")):
        return ()
    over = tree.tokens[verb].head
    while over >= 0 and tree.rel(verb) in ("conj", "parataxis"):  # "some threw stones; others …": both of those told before
        subjects = tree.kids(over, "nsubj")
        if subjects and not any(_bare(tree, k) for k in subjects):
            return _only(tree, over, cast)
        verb, over = over, tree.tokens[over].head
    if not number or "\n\n" in tree.text[trees[number - 1].sentence.end : tree.sentence.start]:
        return ()
    return _only(trees[number - 1], trees[number - 1].root, cast)


def _bare(tree: Tree, k: int) -> bool:
    """Whether a subject is no more than "some" ("others in a van", but not "some drivers", "others of the men")."""
    return tree.tokens[k].text.lower() in SOME and not any(case == "of" for case, _ in tree.obliques(k))


def _only(tree: Tree, verb: int, cast: Cast) -> tuple[ActorMention, ...]:
    """The people who do what a clause tells, in the plural, if it tells of no others."""
    doers = [k for k in tree.kids(verb, "nsubj") if tree.tokens[k].xpos in ("NNS", "NNPS") and is_people(tree, k)]
    named = {j for k in doers for j in tree.below(k)}
    others = [i for i, t in enumerate(tree.tokens) if i not in named and t.xpos in ("NNS", "NNPS") and is_people(tree, i)]
    if len(doers) != 1 or others or tree.passive(verb) or tree.kids(doers[0], "conj"):
        return ()
    return tuple(cast.mentions(tree, doers[0]))
