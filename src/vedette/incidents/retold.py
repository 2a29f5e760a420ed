"""How a passage tells a deed: as known ("the envoy's appeal", "the wounding of a herder"), as another than one before, as going on for longer; and by whose name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vedette.codebook.wording import bases, fold, words
from vedette.domain import ActorMention, Event
from vedette.incidents.parts import HARMED

VERBS = HARMED | frozenset(
    "held took taken seen met said told sent led left lost set broke broken blown driven drew drawn fought found fled gave gone heard struck stood threw thrown "
    "came went put swept let shut cut began begun chosen sat swore asks".split()
)
"""Forms of verbs that do not end in -ed."""
KNOWN = re.compile(
    r"(?:\b(?:the|this|that|these|those|his|her|its|their|our|my|your|whose|last|both)\s+|\w['’]s?\s+)(?:[\w-]+\s+){0,2}$", re.IGNORECASE
)
"""What stands before a noun that names a deed taken to be known."""
BEFORE_THEN = re.compile(r"\bhad(?:\s+(?:been|already|also|earlier|then|once|just))*\s+$", re.IGNORECASE)
ANOTHER = re.compile(
    r"\b(?:another|second|third|fourth|further|fresh|additional|repeated|separate(?:ly)?|(?:two|three) other)\b[^;.]{0,60}$|\bnew\s+$",
    re.IGNORECASE,
)
"""What stands before a deed that is another than one before ("a second train was shot at")."""
AGAIN = re.compile(r"^[^;.]{0,40}\b(?:again|anew|this time|once more)\b", re.IGNORECASE)
"""What stands behind one."""
LONGER = frozenset("extend extended prolong prolonged lengthen lengthened renew renewed extension prolongation renewal".split())
"""Words by which what began before is to hold for longer."""
ABOUT = 0.12
"""Share of the larger of two numbers by which they may differ that are nearly the same ("58", "some 60")."""
SEVERAL = 4
"""The least of them."""


def retold(event: Event) -> bool:
    """Whether a passage, no title, names a deed as one that is known: by its noun, or as done before."""
    at = event.trigger.start - event.evidence.start
    if event.evidence.in_title or at < 0:
        return False
    before, after = event.evidence.text[:at], event.evidence.text[at + len(event.trigger.text) :]
    told = fold(event.trigger.text)
    noun = not told.endswith("ed") and told not in VERBS
    if noun and (KNOWN.search(before) or after.startswith(" of ")):
        return True
    return bool(BEFORE_THEN.search(before))


def another(event: Event) -> bool:
    """Whether a passage tells a deed as another than one before ("a second march", "was attacked again")."""
    at = event.trigger.start - event.evidence.start
    if event.evidence.in_title or at < 0:
        return False
    text = event.evidence.text
    return bool(ANOTHER.search(text[:at]) or AGAIN.search(text[at + len(event.trigger.text) :]))


def prolongs(event: Event) -> bool:
    """Whether it tells that something is to hold for longer, not that it began."""
    return not LONGER.isdisjoint(bases(fold(event.trigger.text)))


def called(side: Sequence[ActorMention], passage: frozenset[str]) -> bool:
    """Whether one of the parties is called by words that all stand in another passage ("the Kotido refusal" of what "elders meeting in Kotido" said)."""
    return any((name := words(m.actor.name)) and name <= passage for m in side)


def nearly(a: Event, b: Event) -> bool:
    """Whether both tell of nearly as many people or things of one kind, and of none in the same number."""
    pairs = [(p, q) for p in a.quantities for q in b.quantities if p.kind == q.kind != "other"]
    told = [(p.low if p.low is not None else p.high or 0, q.low if q.low is not None else q.high or 0) for p, q in pairs]
    return any(min(x, y) >= SEVERAL and 0 < abs(x - y) <= ABOUT * max(x, y) for x, y in told)
