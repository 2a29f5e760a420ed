"""To whom somebody asks, promises or threatens something, where the lexicon's row does not tell: by the grammar of verbs of speech."""

from __future__ import annotations

from vedette.codebook.triggers import classes
from vedette.coding.clauses import Tree
from vedette.coding.counts import is_people

ADDRESSING = frozenset({"REQUEST", "AGREE", "THREATEN"})
"""Types of what is put to somebody."""
OWED = frozenset(
    "pay give grant hand send supply compensate reimburse repay refund reward help assist answer inform consult receive meet provide offer".split()
)
"""Deeds of which those who get something by them are whom they are promised to ("promised to pay the drivers")."""
TO_THEM = frozenset("pay compensate reimburse reward help assist answer inform consult receive meet".split())
"""Those of which they are the object."""
BRINGS = frozenset("host mediate broker arrange organise organize facilitate hold convene".split())
"""Deeds of those who bring others together ("offered to host talks between")."""
BODIES = ("PERSON", "GROUP", "INSTITUTION", "LEADER", "OFFICIAL", "MILITIA", "GOVERNMENT", "FORCE", "ORG")
NAMED = frozenset({"PER", "ORG", "GPE", "NORP"})


def addressed(tree: Tree, i: int, event_type: str | None) -> list[int]:
    """Heads of those to whom a verb puts what it says: its object beside a clause ("promised the strikers that", "asked the committee to"), "of" or "from" whom
    something is demanded, who is "called for" to do it, and those who get what is promised.
    """
    told = tree.kids(i, "ccomp", "xcomp")
    objects = [j for k in tree.kids(i, "iobj", *(("obj",) if told else ())) for j in tree.conjuncts(k)]
    if told and (found := [j for j in objects if _somebody(tree, j)]):
        return found
    if event_type == "REQUEST":
        heads = [j for case, j in tree.obliques(i) if case in ("from", "of", "on", "upon")]
        if any(tree.lemma(m) == "to" for k in tree.kids(i, "xcomp", "advcl") for m in tree.kids(k, "mark")):
            heads += [j for case, j in tree.obliques(i) if case == "for"]
        return [j for j in heads if _somebody(tree, j)]
    if event_type == "AGREE":
        to = [j for k in (i, *tree.kids(i, "obj")) for case, j in tree.obliques(k) if case == "to"]
        to += [
            j
            for k in tree.kids(i, "xcomp")
            if tree.lemma(k) in BRINGS
            for n in tree.objects(k)
            for case, j in tree.obliques(n)
            if case == "between"
        ]
        if to := [j for j in to if _somebody(tree, j)]:
            return to
        for k in tree.kids(i, "xcomp"):
            if tree.lemma(k) in OWED:
                got = [j for case, j in tree.obliques(k) if case == "to"] or tree.kids(k, "iobj")
                got = got or (tree.kids(k, "obj") if tree.lemma(k) in TO_THEM else [])
                return [c for j in got if _somebody(tree, j) for c in tree.conjuncts(j)]
    return []


def _somebody(tree: Tree, j: int) -> bool:
    """Whether a word stands for people or a body."""
    entity = tree.entity(j)
    if entity is not None:
        return entity.label in NAMED
    lemma = tree.lemma(j)
    return tree.tokens[j].upos == "NOUN" and (is_people(tree, j) or lemma == "side" or any(lemma in classes()[c] for c in BODIES))
