"""What a sentence tells only to say that it is not so: "reports that the bridge was blown up are false", "it is not true that …"."""

from __future__ import annotations

import re

from vedette.coding.clauses import Tree
from vedette.coding.words import words

FALSE = (
    r"(?:false|untrue|incorrect|inaccurate|unfounded|baseless|groundless|fake|fabricated|invented|wrong|not true|not correct|without foundation|"
    r"(?:a |pure )?(?:lie|lies|invention|fabrication|nonsense|disinformation)|denied|dismissed|refuted)"
)
TOLD = re.compile(
    r"\b(?:reports?|rumou?rs?|claims?|allegations?|accusations?|suggestions?|assertions?|messages?|posts?|stories|story|news)\b"
    r"(?:(?!\bthat\b)[^.;:]){0,80}?\bthat\b(?P<said>[^;]+?)\b(?:is|are|was|were|proved|turned out to be)\s+"
    rf"(?:(?:\w+ly|all|also|both|simply)\s+)*{FALSE}\b",
    re.IGNORECASE,
)
"""A report of something, and that it is false."""
NOT_SO = re.compile(rf"\bit (?:is|was) {FALSE} that\b(?P<said>[^;]+)", re.IGNORECASE)
ERR = r"(?:wrongly|incorrectly|mistakenly|erroneously|in error)"
IN_ERROR = re.compile(
    rf"\b(?:(?:said|reported|stated|wrote|told \w+)\s+{ERR}|{ERR}\s+(?:said|reported|stated|wrote)) that\b(?P<said>[^;]+)", re.IGNORECASE
)
"""What was told by mistake."""
SIGNS = frozenset(
    "false untrue incorrect inaccurate unfounded baseless groundless fake fabricated invented wrong true correct foundation lie lies invention fabrication nonsense "
    "disinformation denied dismissed refuted wrongly incorrectly mistakenly erroneously error".split()
)


def untrue(tree: Tree, i: int) -> bool:
    """Whether a word stands in what is told to be false."""
    if SIGNS.isdisjoint(tree.words):
        return False
    at = tree.tokens[i].start - tree.sentence.start
    return any(
        m.start("said") <= at < m.end("said")
        for p in (TOLD, NOT_SO, IN_ERROR)
        for m in p.finditer(tree.text[tree.sentence.start : tree.sentence.end])
    )


def false_report(tree: Tree, noun: int) -> bool:
    """Whether a report or rumour is told to be false ("reports that the bridge was hit were untrue", "proved false", "there is no truth in claims that")."""
    over = tree.tokens[noun].head
    if tree.lemma(noun) not in words("claims") or over < 0:
        return False
    if tree.lemma(over) == "truth" and tree.cases(noun) in ("in", "to", "behind"):
        return tree.negated(over) or any(tree.lemma(k) == "no" for k in tree.kids(over, "det"))
    told = [
        k for k in tree.kids(noun, "ccomp", "acl") if tree.kids(k, "cop") and not tree.kids(k, "nsubj")
    ]  # hung on the noun by the parser
    if tree.rel(noun) == "nsubj":
        told += [over, *(k for k in tree.kids(over, "xcomp", "ccomp") if not tree.kids(k, "nsubj"))]
    false = [k for k in told if tree.lemma(k) in words("untrue")]
    true = [k for k in told if tree.lemma(k) in ("true", "correct", "accurate")]
    return any(not tree.negated(k) for k in false) or any(tree.negated(k) for k in true)
