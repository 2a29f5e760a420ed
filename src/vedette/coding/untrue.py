"""What a sentence tells only to say that it is not so: "reports that the bridge was blown up are false", "it is not true that …"."""

from __future__ import annotations

import re

from vedette.coding.clauses import Tree

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
