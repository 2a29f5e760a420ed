"""How long something has held: "for a third day", "has been blocked for thirteen days"."""

from __future__ import annotations

import re

from vedette.coding.clauses import Tree
from vedette.coding.when import attached_to, day_of_it
from vedette.domain import TimeMention

DAYS = {"D": 1, "W": 7}
"""Days of a unit by which people count how long a thing has held; of months they count too roughly."""
LONGEST = 60
"""Days that such a thing has held at most."""
KEPT_UP = frozenset({"blockade", "strike", "occupation", "displacement"})
"""States that those who made them keep up from day to day."""
SUFFERED = frozenset({"closure", "cut-off"})
"""States of which only the passive says how long they have held: who "has closed the border for three days" says until when."""
HELD = frozenset({"hold", "keep"})
"""Verbs of captives whose days are counted; who "has been remanded for thirty days" is told his term."""


def which_day(tree: Tree, trigger: int, bearer: int, times: tuple[TimeMention, ...], condition: str | None) -> int | None:
    """Which day of something going on it is, by its number or by how long it has held; None where it is not told or the first."""
    nth = day_of_it(tree, trigger, bearer)
    if nth is not None or trigger != bearer or not _counted(tree, trigger, condition):
        return nth
    if not any(tree.lemma(a) == "have" and tree.tokens[a].xpos in ("VBP", "VBZ") for a in tree.kids(trigger, "aux")):
        return None
    for _, t in tree.here(times):
        told = re.fullmatch(r"P(\d+)([DW])", t.value or "") if t.type == "DURATION" and not t.begin else None
        i = attached_to(tree, t.start, t.end) if told else None
        if told is None or i is None or tree.cases(i) != "for" or tree.tokens[i].head != trigger or tree.rel(i) != "obl":
            continue
        length = int(told[1]) * DAYS[told[2]]
        if 1 <= length <= LONGEST:
            return length + 1
    return None


def _counted(tree: Tree, verb: int, condition: str | None) -> bool:
    """Whether "for three days" says of a state how long it has held, and not how long it is to."""
    if condition == "detention":
        return tree.lemma(verb) in HELD
    passive = bool(tree.kids(verb, "aux:pass", "nsubj:pass", "cop"))
    return condition in KEPT_UP or (condition in SUFFERED and passive)
