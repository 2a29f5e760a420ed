"""What a report tells of that is no happening by itself: a term that ran out, a way that is open now, all the dead since a day."""

from __future__ import annotations

import re

from vedette.domain import Event
from vedette.domain.compare import is_name

TERM = re.compile(
    r"\b(?:deadline|ultimatum|time limit|\d+[- ]hours?|(?:the|an?|its|their|that) (?:\S+ ){0,2}(?:hours|days|weeks))\b", re.IGNORECASE
)
"""Words for a term that was set."""
RAN_OUT = frozenset("run ran running expire expired expires lapse lapsed pass passed passes elapse elapsed end ended".split())
"""Words for its end."""
NOW = re.compile(r"\b(?:is|are|remains?|stays?|lies|lie)\b(?:\W+(?:\w+ly|now|still|again|all|both)\b)*\W*$", re.IGNORECASE)
"""What stands before a word by which a state is told as it is now ("the roads *are* free")."""
SINCE = re.compile(
    r"\bsince\s+(?:(?:the )?(?:start|beginning|end|middle) of\b|(?:early |mid-?|late )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\b|\d{1,2}(?:st|nd|rd|th)?\s+[A-Z]|"
    r"last (?:month|year)|\d{4}\b)"
)
"""What stands before the day from which a report counts; "since yesterday" is news."""
HARMED = frozenset({"killed", "wounded", "missing"})
OVER = re.compile(
    r"\b(?:over|for|in connection with|linked to|suspected of|accused of|follow(?:s|ed|ing)?)\s+(?:(?:an?|the|last \w+['’]s)\s+)?(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)
"""What stands before the deed for which somebody is held."""
AFTER_LAST = re.compile(r"\b(?:after|following|since)\s+(?:last|this) (?:week|month|year)['’]s\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE)
"""What stands before a deed that was told when it was news ("after last week's attack")."""
SET_FOR = re.compile(r"\bset\b[^.;,]{0,40}\bfor\s+(?:the\s+)?$|\b(?:deadline|ultimatum)\s+for\s+(?:the\s+)?$", re.IGNORECASE)
THOSE_WHO = re.compile(r"\b(?:those|anyone|anybody|people|everyone|whoever)\s+(?:who\s+)?$", re.IGNORECASE)
FAILED = frozenset({"fail", "failed", "fails", "failing", "unable"})
"""Words for what a body did not bring about on a day ("the council failed on Monday to elect a mayor")."""


def is_trifle(e: Event) -> bool:
    """Whether what is told is no happening by itself: only that a term was over, or how things are now."""
    return _term_over(e) or _as_it_is(e) or _set_for(e) or _in_general(e) or _meanwhile(e) or _before_that(e)


def is_sum(e: Event) -> bool:
    """Whether it only counts all who were harmed since a day ("nine dead and 640 hurt since 17 May"), of no one deed."""
    counted = bool(e.quantities) and e.event_type in (None, "ASSAULT") and all(q.kind in HARMED for q in e.quantities)
    anybody = not any(is_name(m.actor) for m in e.recipients)
    return counted and e.begin is not None and e.last is None and anybody and SINCE.search(e.evidence.text) is not None


def is_reason(e: Event) -> bool:
    """Whether an attack is only that over which somebody was arrested or accused, of no day of its own ("arrested two men over a grenade attack")."""
    at = max(0, e.trigger.start - e.evidence.start)
    if e.event_type != "ASSAULT" or e.quantities:
        return False
    if not (e.begin or e.last):
        return OVER.search(e.evidence.text, 0, at) is not None
    return e.time_precision in ("week", "month", "year", "unknown") and AFTER_LAST.search(e.evidence.text, 0, at) is not None


def was_tried(e: Event) -> bool:
    """Whether a body tried on a day to fill a post and failed: what goes on is an empty chair, but that was a happening."""
    dated = e.begin is not None and e.begin == e.last and e.time_precision in ("day", "hour")
    tried = e.condition == "vacancy" and e.phase == "continues" and e.trigger.text.lower() in FAILED
    return tried and dated and bool(e.actors) and e.modality == "asserted" and not e.background


def _term_over(e: Event) -> bool:
    """Whether a term that somebody had set was over: what came of it is the news."""
    word = e.trigger.text.lower()
    over = e.event_type is None and e.condition is None and word in RAN_OUT
    let = e.event_type == "REJECT" and word in ("let", "lets", "letting")  # "let a deadline pass"
    return (over or let) and TERM.search(f"{e.what or ''} {e.about.text if e.about else ''} {e.headline}") is not None


def _set_for(e: Event) -> bool:
    """Whether it is only that for which a term was set ("the 48 hours set for the release of its leaders")."""
    at = max(0, e.trigger.start - e.evidence.start)
    return SET_FOR.search(e.evidence.text, 0, at) is not None and TERM.search(e.evidence.text, 0, at) is not None


def _meanwhile(e: Event) -> bool:
    """Whether it is only what went on beside the news ("would not sit down while its dead were being buried")."""
    at = max(0, e.trigger.start - e.evidence.start)
    return e.event_type is None and e.condition is None and e.evidence.text[:at].rstrip().lower().endswith(" being")


def _before_that(e: Event) -> bool:
    """Whether a report tells of its own that it had been before, and not when ("the road had been blocked by militia")."""
    at = max(0, e.trigger.start - e.evidence.start)
    told = e.begin is None and e.last is None and e.attribution is None and not e.quantities
    return told and re.search(r"\bhad(?:\s+been)?(?:\s+\w+ly)?\s*$", e.evidence.text[:at], re.IGNORECASE) is not None


def _in_general(e: Event) -> bool:
    """Whether it is what some people do in general ("a reward for those who close roads")."""
    at = max(0, e.trigger.start - e.evidence.start)
    return (
        THOSE_WHO.search(e.evidence.text, 0, at) is not None
        and re.search(r"(?:ed|ught|ung|ew|oke|ole|ot|ent|ove)$", e.trigger.text) is None
    )


def _as_it_is(e: Event) -> bool:
    """Whether the end of a state is told by how things are now, of no day ("roads to the north are free")."""
    if e.event_type is not None or e.phase != "ends" or e.begin or e.last:
        return False
    return NOW.search(e.evidence.text, 0, max(0, e.trigger.start - e.evidence.start)) is not None
