"""What a denial leaves standing, and what is denied without a word for it."""

from __future__ import annotations

from vedette.coding.clauses import Tree

TAKES_FOR_TRUE = frozenset({"claim", "film", "hear", "notice", "record", "report", "see", "survive", "witness"})
"""Verbs of which what they are about has happened, whoever did not do so ("nobody has claimed the attack")."""
DEFINITE = frozenset({"the", "this", "that", "these", "those"})


def presupposed(tree: Tree, noun: int, verb: int) -> bool:
    """Whether a deed told by a definite noun has happened though the verb over it is denied ("no group claimed Sunday's bombing")."""
    if noun == verb or tree.tokens[noun].upos != "NOUN" or tree.rel(noun) != "obj" or tree.lemma(verb) not in TAKES_FOR_TRUE:
        return False
    return definite(tree, noun)


def definite(tree: Tree, noun: int) -> bool:
    """Whether a noun stands for what is known: "the murder", "Belo's arrest"."""
    return bool(tree.kids(noun, "nmod:poss")) or any(tree.lemma(k) in DEFINITE for k in tree.kids(noun, "det"))


def yet_to(tree: Tree, verb: int) -> bool:
    """Whether somebody has yet to do something ("has yet to reopen the border")."""
    over = tree.tokens[verb].head
    if over < 0 or tree.rel(verb) != "xcomp" or tree.lemma(over) not in ("have", "be"):
        return False
    return any(tree.lemma(k) == "yet" for k in (*tree.kids(over, "advmod"), *tree.kids(verb, "advmod")))


SETS_OUT = frozenset("come go arrive return move travel head drive send dispatch deploy bring".split())
"""Verbs of those who set out to do something, which is not done by that ("a convoy had come to clear the road")."""
LETS = frozenset("let allow permit authorise authorize empower enable".split())
RULES = frozenset(
    "decree law order resolution agreement accord deal ruling measure act mandate charter plan emergency rule regulation".split()
)
"""What lets somebody do something, who need not have done it."""


def only_meant(tree: Tree, verb: int) -> bool:
    """Whether an infinitive tells what somebody set out to do or is allowed to do by a rule, and not that it was done."""
    at = verb
    for _ in range(3):
        over = tree.tokens[at].head
        if over < 0 or tree.rel(at) not in ("xcomp", "advcl", "ccomp") or tree.tokens[at].xpos != "VB":
            return False
        if tree.lemma(over) in SETS_OUT and any(tree.lemma(k) == "to" for k in tree.kids(at, "mark")):
            return True
        if tree.lemma(over) in LETS:
            return any(tree.lemma(j) in RULES for j in tree.subjects(over))
        at = over
    return False
