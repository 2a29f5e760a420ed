"""Whether those who were told to leave have left: "Ana Tarn was given until Sunday to leave" and, days later, "Tarn flew out on Sunday"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set

from vedette.codebook.wording import fold, sequence
from vedette.domain import Actor
from vedette.domain.compare import is_name
from vedette.situation.passages import Passage

LEAVE = re.compile(
    r"\b(?:leave|quit|depart(?: from)?|get out(?: of)?|go (?:home|away)|pack (?:up|their bags|her bags|his bags)|move out|vacate|pull out)\b"
)
"""What those are told who are to leave."""
LEFT = re.compile(
    r"(?:, (?:who|which|the|a|an|her|his|its)\b[^,;.]{3,60})?,? ?"
    r"(?:(?:has|have|had|then|finally|also|all|since|already|quietly|later) ){0,2}"
    r"(?:(?:flew|flown) (?:out|home|back|to|on)|(?:was|were|been) (?:flown|driven|escorted|put on (?:a|the) (?:plane|flight|bus)) (?:out|home|to|over)?"
    r"|left (?!behind|over|out|unanswered|open|dead|wounded|hanging)(?:the (?:country|province|town|city|region|island|port|building|area|state)|for|on|by|yesterday|last|this|in|with|[A-Z])"
    r"|departed|moved out|pulled out|went home|packed up|cleared out|vacated|boarded (?:a|the|his|her|their) (?:plane|flight|bus|ferry|train))\b"
)
"""How it is told that they did, behind their name."""
BEFORE_NAMES = frozenset(
    "Mr Mrs Ms Miss Dr Sir Lord Lady Professor President Minister Premier Governor Prefect Mayor Ambassador Consul Envoy Senator Judge Bishop Father Sister Pastor Sheikh "
    "Imam Chief King Prince Princess General Colonel Major Captain Lieutenant Sergeant Commander Admiral Marshal Inspector Commissioner Director Secretary Chairman Doctor "
    "On In At The That And But When After Yesterday Today Later Then Finally Meanwhile Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
)
"""Words with a capital before a name that are no part of it."""
FULL = 3
"""Letters that a name has at least."""


def departed(
    what: str, to: Sequence[Actor], spoken: Mapping[str, Sequence[Passage]], own: Set[str], first: int, last: int
) -> Passage | None:
    """The first sentence of the days `first` to `last`, of no report of its `own`, that tells that one of those who were to leave has left, None where none does;
    `spoken` are the sentences by their words, in the order of their days.
    """
    if not LEAVE.search(fold(what)):
        return None
    names = {n for a in to if is_name(a) and (n := _last_name(a.name))}
    if not names:
        return None
    told = re.compile(rf"(?:(?P<first>[A-Z][\w'’-]+) )?\b(?:{'|'.join(sorted(map(re.escape, names)))})\b" + LEFT.pattern)
    near = {id(p): p for n in names for one in sequence(fold(n)) for p in spoken.get(one, ())}.values()
    found = (p for p in near if p.at is not None and first <= p.at <= last and p.report not in own and _is_told(told, p.span.text, to))
    return min(found, key=lambda p: p.at or 0, default=None)


def _is_told(told: re.Pattern[str], text: str, to: Sequence[Actor]) -> bool:
    """Whether a sentence tells it of one of these, and of nobody else of the same family ("Rita Tarn flew home", where Ana Tarn is meant)."""
    known = {w for a in to for w in a.name.split()}
    for found in told.finditer(text):
        first = found["first"]
        if not first or first in known or first in BEFORE_NAMES or not any(len(_names(a.name)) > 1 for a in to):
            return True
    return False


def _names(name: str) -> list[str]:
    """The words of a name that are no title."""
    return [w for w in name.split() if w[:1].isupper() and w not in BEFORE_NAMES]


def _last_name(name: str) -> str:
    """The word of a name by which somebody is told of again."""
    parts = [w for w in name.split() if w[:1].isupper() and len(w) > FULL]
    return parts[-1] if parts else ""
