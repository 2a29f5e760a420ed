"""What those who threaten say that they themselves will do, and whether they did it: "would down tools on Friday if the roster stayed"."""

from __future__ import annotations

import re

from vedette.codebook.wording import roots
from vedette.domain import Event
from vedette.domain.marks import SHUT

WILL = re.compile(r"\b(?:will|would|shall|is going to|are going to)\b|['’]ll\b|['’]d\b", re.IGNORECASE)
NOT = re.compile(r"\b(?:not|never|no longer|nobody|no one|none)\b|n['’]t\b|\bno\b", re.IGNORECASE)
ON_TERMS = re.compile(r"\b(?:if|unless)\b", re.IGNORECASE)
"""What a threat of one's own hangs on; what is told with "or else" is a demand first."""
NONE_TO_BE = re.compile(r"be no \w")
LATER = re.compile(r"\b(?:until|till|before)\b")
BEFORE = 60
"""Characters before its verb within which it is told that a deed is to come."""
TELLING = frozenset(
    "threaten warn give gave given set issue have vow swear tell say announce declare threat warning ultimatum deadline".split()
)
"""Words of who threatens, not of what he will do."""
BEFALLS = frozenset("lose face suffer see be get pay".split())
"""Verbs of what is done to those who are threatened."""
STOPS_WORK = re.compile(
    r"\b(?:(?:stop|cease|halt|suspend|down|lay down|refuse to|not) (?:all |any )?(?:work|working|tools|duty|duties)|walk(?:s|ing)? (?:out|off)|on strike|strik(?:e|es|ing)"
    r"|stoppages?|walkouts?|stay(?:s|ing)? (?:at )?home)\b",
    re.IGNORECASE,
)
"""A strike in other words."""
SHUTS = re.compile(
    r"\b(?:block(?:s|ing|ade|ading)?|clos(?:e|es|ing)|shut(?:s|ting)?|cut(?:s|ting)? off|barricad(?:e|es|ing)|obstruct(?:s|ing)?|tie(?:s)? up|occupy|occupies|seal(?:s|ing)?)\b",
    re.IGNORECASE,
)
"""What bars a way or a door."""


def own_deed(e: Event) -> bool:
    """Whether a threat is told by what its maker will do ("would stop work if"), not by what others must ("have until Monday to leave")."""
    if e.event_type != "THREATEN" or TELLING & roots(e.trigger.text):
        return False
    at = e.trigger.start - e.evidence.start
    return WILL.search(e.evidence.text[max(0, at - BEFORE) : max(0, at)]) is not None


def on_terms(e: Event) -> bool:
    """Whether such a deed hangs on an "if" or "unless"; also one of which somebody warns ("warned that its members would close the bridge if")."""
    if own_deed(e):
        return ON_TERMS.search(e.evidence.text) is not None
    will = WILL.search(e.about.text) if e.about is not None and e.event_type == "THREATEN" else None
    return will is not None and e.about is not None and ON_TERMS.search(e.about.text, will.end()) is not None


def holds_out(e: Event) -> bool:
    """Whether those who speak will not do something until others have done something ("will not go back before police are posted")."""
    if not own_deed(e):
        return False
    at = e.trigger.start - e.evidence.start
    none = NOT.search(e.evidence.text[max(0, at - BEFORE) : at]) or NONE_TO_BE.match(e.evidence.text, at)
    return none is not None and LATER.search(e.evidence.text, at) is not None


def deed_of(e: Event) -> str:
    """What is threatened from its verb to the end of its object ("stop work"), "" where these stand apart or nobody will do it ("not one lorry will leave")."""
    at = e.trigger.start - e.evidence.start
    if NOT.search(e.evidence.text[max(0, at - BEFORE) : max(0, at)]) or BEFALLS & roots(e.trigger.text):
        return ""
    if e.about is None or e.about.in_title != e.trigger.in_title or not 0 <= e.about.start - e.trigger.end <= BEFORE:
        return ""
    return e.evidence.text[e.trigger.start - e.evidence.start : e.about.end - e.evidence.start]


def is_strike(text: str) -> bool:
    """Whether a text tells of a strike."""
    return STOPS_WORK.search(text) is not None


def carried_out(what: str, e: Event) -> bool:
    """Whether an event is the strike or the closing that was threatened, whatever its words."""
    if e.phase == "ends" or e.polarity == "negative":
        return False
    if e.condition == "strike" or (e.event_type == "PROTEST" and e.mode == "strike"):
        return is_strike(what)
    return (e.condition in SHUT or e.mode == "obstruct") and SHUTS.search(what) is not None
