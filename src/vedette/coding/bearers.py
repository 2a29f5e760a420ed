"""Which verb lends a noun that tells of a deed its subject, and which words beside a verb are no particles of it."""

from __future__ import annotations

from vedette.codebook.triggers import classes
from vedette.coding.clauses import Tree
from vedette.coding.words import words

STRETCHES = frozenset({"day", "week", "month", "night", "hour", "spate", "round", "campaign", "run", "flurry", "string", "succession"})
"""Nouns for a time or a row of deeds, which are done as these are ("began a week of strikes")."""


def bearer_of(tree: Tree, i: int) -> int:
    """The verb that lends a noun its subject ("carried out an attack", "an attack took place"), else the noun."""
    own, i = i, whole(tree, i)
    t = tree.tokens[i]
    for k in tree.kids(i, "acl"):
        if tree.tokens[k].xpos == "VBN" and tree.lemma(k) in words("light") and tree.passive(k):
            return k
    if t.head < 0 or tree.tokens[t.head].upos != "VERB":
        return own
    if tree.rel(i) in ("obj", "nsubj") or t.deprel == "nsubj:pass":
        verb = tree.lemma(t.head)
        if tree.lemma(i) in words("deaths") and verb in ("announce", "declare", "report"):
            return own
        if verb in ("call", "declare") and _names(tree, t.head, i):
            return own  # "called the blast an act of sabotage"
        if (i == own and verb in words("occur")) or (verb in words("light") and t.deprel != "nsubj"):
            return t.head
    if tree.rel(i) == "obl" and f"{tree.lemma(t.head)} {tree.cases(i)}" in words("light"):
        return t.head
    return own


def _names(tree: Tree, verb: int, i: int) -> bool:
    """Whether a verb says what something is, and does not call for it: it has a further noun or adjective behind its object."""
    further = [k for k in tree.kids(verb, "xcomp", "obj", "obl") if k > i and not tree.cases(k)]
    return any(tree.tokens[k].upos in ("NOUN", "ADJ", "PROPN") and not tree.kids(k, "mark") for k in further if not _is_day(tree, k))


def _is_day(tree: Tree, k: int) -> bool:
    return tree.lemma(k) in classes()["WHEN"]


def whole(tree: Tree, i: int) -> int:
    """The noun of which a deed is what it consists of, and that stands for it in the clause: "a series of attacks", "three days of protests"."""
    t = tree.tokens[i]
    if t.deprel != "nmod" or tree.cases(i) != "of" or t.head < 0 or t.head > i or tree.tokens[t.head].upos != "NOUN":
        return i
    lemma = tree.lemma(t.head)
    return t.head if lemma in STRETCHES or lemma in words("measures") else i


def of_another(tree: Tree, i: int, k: int, word: str) -> bool:
    """Whether a particle's word is a preposition of place or time here ("called a strike *in* Zarbat *for* June", "closed it *on* Monday")."""
    head = tree.tokens[k].head
    then = word == "for" and bool(tree.objects(i)) and not classes()["WHEN"].isdisjoint(map(tree.lemma, (head, *tree.kids(head))))
    return (word in ("in", "on") or then) and tree.rel(k) == "case" and head != i and tree.rel(head) in ("obl", "nmod")
