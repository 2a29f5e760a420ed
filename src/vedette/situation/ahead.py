"""What is to come in sentences that say neither who speaks nor that it is promised: an announced march, what an accord binds its sides to, a second meeting, what hangs on a "when"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from vedette.codebook.wording import roots
from vedette.domain import Actor, Event
from vedette.domain.compare import is_name

_DAY = r"(?:(?:the )?\d|mon|tues|wednes|thurs|fri|satur|sun|tomorrow|next|january|february|march|april|may \d|june|july|august|september|october|november|december|midnight|dawn)\w*"
ANNOUNCED = re.compile(
    r"\b(?:call(?:s|ed|ing)?|announc(?:e|es|ed|ing)|declar(?:e|es|ed|ing)|schedul(?:e|es|ed|ing)) (?:for )?(?:an?|another|two|three|new) (?:[\w-]+ ){0,3}?"
    r"(?:march|strike|protest|rally|demonstration|walkout|stoppage|sit-in|blockade|shutdown|lockdown)(?:es|s)? (?:[\w-]+ ){0,4}?(?:for|on|from|starting|beginning) "
    + _DAY,
    re.IGNORECASE,
)
"""A protest of which it is said on what day it will be."""
HANGS = re.compile(r"\b(?:unless|if)\b", re.IGNORECASE)
"""What makes such news a threat."""
WHEN = re.compile(r"\b(?:when|once|as soon as|until|only after)\b ([^.;:]{5,100})")
"""What must be first."""
NOT_YET = re.compile(r"\b(?:until|till|before|unless|if)\b")
"""What must be first before those who hold out give way."""
BINDING = frozenset("agree sign accord deal pact agreement conclude reach".split())
"""Words of an accord just made."""
NEAR = 500
"""Characters behind it within which a text tells what it binds its sides to."""
KINDLY = frozenset({"RETREAT", "CONCEDE", "AID", "COOPERATE", "AGREE", "CONSULT", "SUPPORT"})
"""Types of what is asked for."""
MEET = frozenset("meet talk reconvene".split())


def announced(e: Event) -> str:
    """The kind of undertaking of a protest that is announced for a day: a decision, or a threat where it hangs on something; "" of what is none."""
    if e.event_type != "PROTEST" or e.modality != "asserted" or e.polarity == "negative" or not e.actors or e.phase == "ends":
        return ""
    found = ANNOUNCED.search(e.evidence.text)
    if found is None or not found.start() <= e.trigger.start - e.evidence.start < found.end():
        return ""
    return "threat" if HANGS.search(e.evidence.text) else "decision"


def announcement(e: Event) -> str:
    """What is announced, with its day ("a march for Friday"), "" where nothing is."""
    found = ANNOUNCED.search(e.evidence.text) if announced(e) else None
    return found[0].split(" ", 1)[1].removeprefix("for ") if found else ""


def first_then(e: Event) -> str:
    """What must be before a promised deed ("would leave when the town was calm"), "" where nothing is said of it."""
    found = WHEN.search(e.evidence.text, max(0, e.trigger.end - e.evidence.start))
    return found[1] if found else ""


def bound(e: Event, others: Sequence[Event]) -> tuple[Actor, ...]:
    """Those who are bound to what will be, where nobody is told to say it: the sides of the accord told just before, or those who will meet again."""
    before = [o for o in others if o is not e and not o.trigger.in_title and 0 < e.trigger.start - o.trigger.start <= NEAR]
    before.sort(key=lambda o: o.trigger.start)
    if MEET & roots(e.trigger.text):
        met = [o for o in before if o.event_type == "CONSULT" and o.modality == "asserted" and o.polarity == "positive"]
        both = [tuple(m.actor for m in (*o.actors, *o.recipients) if is_name(m.actor) or m.actor.sectors) for o in met]
        return next((b for b in reversed(both) if len(b) > 1), ())
    made = [
        o
        for o in before
        if o.modality == "asserted"
        and o.polarity == "positive"
        and o.event_type in ("AGREE", "SUPPORT")
        and BINDING & roots(o.trigger.text)
    ]
    return next((sides for o in reversed(made) if (sides := tuple(m.actor for m in o.actors if not m.unnamed))), ())


def withheld(e: Event) -> Event | None:
    """What somebody says will not be done, as the refusal that it is ("said the law would not be withdrawn"), None of what is none."""
    if e.polarity != "negative" or e.modality not in ("planned", "promised") or e.event_type not in KINDLY:
        return None
    if NOT_YET.search(e.evidence.text, max(0, e.trigger.end - e.evidence.start)):
        return None  # a demand: others are to do something first
    by = e.actors or ((e.attribution.source,) if e.attribution else ())
    return replace(e, event_type="REJECT", modality="asserted", polarity="positive", phase="happens", actors=by) if by else None
