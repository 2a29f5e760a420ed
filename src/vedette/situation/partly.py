"""Whether an ending is of a part of a state only, of what it was made of, or of both sides' captives, as its words say."""

from __future__ import annotations

import re

from vedette.codebook.wording import fold, words
from vedette.domain.marks import SHUT
from vedette.situation.held import many, people, plural
from vedette.situation.signs import Sign, kinds, same_spot
from vedette.situation.states import State

PARTLY = frozenset("begin partly partial partially some first gradual gradually several half lane corridor".split())
"""Concepts and stems that make an ending one of a part."""
AT_LAST = re.compile(r"\b(?:for the first time|at first light|first thing)\b")
"""What is first in no row of several."""
RUNS_AGAIN = frozenset({"begin", "first"})
"""What, told of the opposite of a state, is no part of its end ("classes began", "lorries crossed for the first time")."""
OPPOSITE = frozenset({"suspension", "strike", "cut-off", "postponement", "other"})
"""Kinds of which the end is told as a beginning of what they kept from being."""

WHOLLY = frozenset("all last final finally end complete completely completed fully remaining entire entirely".split())
"""Concepts and stems in the passage of an ending that make it one of the whole. "end" stands for finish, cease …"""

ALL_DAY = re.compile(r"\ball (?:hours|day|night|week|along|over)\b|\bafter all\b")
"""What is not all of a state."""

MADE_OF = re.compile(
    r"\b(?:with|using|of|behind|dragg(?:ed|ing)|park(?:ed|ing)|roll(?:ed|ing)|pil(?:ed|ing)|heap(?:s|ed|ing)?|laid|laying|felled|put(?:ting)?|stretch(?:ed|ing)|str(?:ung|inging)|h(?:ung|anging))\b ([^.;,]{3,60})",
    re.IGNORECASE,
)
"""What a barrier is told to be made of."""
SWAP = re.compile(r"\b(?:exchang(?:ed?|es|ing)|swap(?:s|ped|ping)?|handed over each other)\b", re.IGNORECASE)
"""Words of an exchange of prisoners."""
THE = re.compile(r"^(?:the|this|that|these|those|both|all|its|their) |\. (?:the|this|that|these|those|both|all|its|their) ", re.IGNORECASE)
"""What something begins with that is known already."""

MANY = frozenset("cattle children men most people police women".split())
"""Words of many that do not look like it."""
MEANS = frozenset("boulders branches logs mattresses rocks sandbags stones tarpaulins tents trees trunks tyres tires".split())
"""What many are one camp of, or one barricade."""
THOSE_IN_IT = re.compile(
    r"^(?:(?:all|most|many|last|remaining|other|freed|displaced) )*(?:evacuees?|displaced|returnees|hostages?|captives?|detainees|internees|strikers|squatters|occupiers|besiegers)\b"
    r"|^(?:curfew|ceasefire|cease-fire|truce|siege|blockade|state of emergency|martial law)\b",
    re.IGNORECASE,
)
"""Those who are so called because of a state that is known already, and what there is but one of, without an article ("Evacuees went home", "Curfew lifted")."""

SOMEWHERE = re.compile(r"\b(?:in|at|to|for|across) (?:some |several )?(?:parts?|areas|districts|quarters) of\b")
"""Where something is again that is not yet elsewhere."""
FOR_HOURS = re.compile(
    r"(?:(?!\b(?:after|had|having|been|being|held|blocked|closed)\b)[^.;]){0,60}?\bfor (?:an?|a few|some|several|two|three|four|five|six|seven|eight|nine|ten|twelve|\d+) hours?\b",
    re.IGNORECASE,
)
"""For how long something was open that is closed again."""
ITSELF = re.compile(
    r"(?:the|its|their|his|her|this|that) (?:[\w-]+ ){0,2}?(?:shutdown|shut-down|closure|lockout|lock-out|siege|strike|walkout|stoppage|suspension|ban|blockade|occupation|sit-in|curfew)\b",
    re.IGNORECASE,
)
"""A state by its own name, of whatever it was ("called off its shutdown")."""
THROUGH = re.compile(
    r"\b(?:let(?:s|ting)?|allow(?:s|ed|ing)?|wav(?:e[sd]?|ing)|permit(?:s|ted|ting)?)\b (?P<what>[^.;]{3,80}?)\b(?:through|pass|past|cross)\b",
    re.IGNORECASE,
)
"""Who may pass a barrier that stands."""
SOME = re.compile(
    r"\b(?:ambulances?|emergency|food|fuel|aid|relief|humanitarian|medical|medicines?|doctors?|nurses?|patients?|sick|wounded|injured|pupils|schoolchildren|pedestrians"
    r"|motorcycles?|motorcyclists?|cyclists|convoys?|mourners|funeral|light|private|small)\b",
    re.IGNORECASE,
)
"""Those few that are let through a barrier."""

OF_PLACE = re.compile(r"\b(?:of|in|at|from) (?:the )?([A-Z][\w'’-]{2,}(?: [A-Z][\w'’-]+)*)")
"""Where those are from who are named by it ("the teachers of Velin")."""

BODIES = frozenset(
    "union unions federation confederation ministry association league council company committee board party front authority service corporation agency society hospital university group".split()
)
"""What is no place, though people are of it."""


def part_told(s: Sign) -> bool:
    """Whether the words of an ending say that it is of a part ("one lane was opened", "began to lift"), not what is told behind a comma ("with half of the pay")."""
    e = s.event
    about = e.about.text.lower() if e.about else ""
    behind = fold(e.headline).find(fold(e.trigger.text))
    comma = e.headline.find(",", behind + len(e.trigger.text)) if behind >= 0 else -1
    told = AT_LAST.sub("", f"{e.headline[:comma] if comma > 0 else e.headline} . {about}".lower())
    found = (set(words(told)) | set(told.replace(",", " ").split())) & PARTLY
    if SOMEWHERE.search(told) or FOR_HOURS.match(e.evidence.text, max(0, e.trigger.end - e.evidence.start)):
        return True
    few = THROUGH.search(e.headline) if s.kind in SHUT else None
    if few is not None and SOME.search(few["what"]):
        return True  # "let ambulances and food trucks through"
    if e.learnt or s.kind == "other" or (s.kind in OPPOSITE and "begin" in words(e.trigger.text)):
        found -= RUNS_AGAIN
    return bool(found)


def means(s: Sign) -> bool:
    """Whether what a sign tells to be done is done to what it is done with ("pitched tents", "burned tyres"): many of these are one state."""
    return s.event.about is not None and bool(MEANS & set(s.event.about.text.lower().replace(",", " ").split()[:4]))


def known_to_all(text: str) -> bool:
    """Whether a text speaks of a thing, or of people, as known already ("the order", "evacuees")."""
    return THE.search(text) is not None or THOSE_IN_IT.search(text) is not None


def itself(s: Sign) -> bool:
    """Whether an ending names the state as such, whatever it is of."""
    return s.event.about is not None and ITSELF.match(s.event.about.text) is not None


def one_of_many(kind: str, s: Sign) -> bool:
    """Whether an ending of a state of several things, or people, tells of one of them."""
    if kinds()[kind].bound == "person":
        return bool(people(s) or s.event.about) and not (many(s) or plural(s))
    return not itself(s) and not plural(s) and not MANY & set(s.event.headline.lower().split()[:4])


def made_of(state: State, s: Sign) -> bool:
    """Whether an ending tells of what a state was told to be made of ("blocked the bridge with tree trunks" … "rolled the trunks into the river")."""
    if s.event.about is None or not THE.search(s.event.about.text):
        return False
    told = frozenset[str]().union(*(words(m[1]) for o in state.openings() for m in MADE_OF.finditer(o.event.evidence.text)))
    return bool(words(s.event.about.text) & told)


def swap(s: Sign) -> bool:
    """Whether both sides let go of those whom they held, so that more than one custody ends."""
    return s.kind == "detention" and bool(SWAP.search(s.event.evidence.text))


def strikers_elsewhere(state: State, s: Sign) -> bool:
    """Whether those who strike, or strike no more, are told to be of another place than all those of whom a strike is told ("the teachers of Karsk went back")."""
    mine = _from(s)
    theirs = frozenset[str]().union(*map(_from, state.known))
    return bool(mine and theirs) and not any(same_spot(a, b) for a in mine for b in theirs)


def _from(s: Sign) -> frozenset[str]:
    found = (fold(m[1]) for a in s.event.actors for m in OF_PLACE.finditer(a.text))
    return frozenset(n for n in found if not BODIES & set(n.split()))


def wholly(s: Sign) -> bool:
    """Whether the words of an ending say that it is of the whole, or of the last part."""
    return bool(_told_in(s) & WHOLLY)


def _told_in(s: Sign) -> set[str]:
    text = ALL_DAY.sub("", f"{s.event.headline} {s.event.about.text if s.event.about else ''}".lower())
    return set(words(text)) | set(text.replace(",", " ").split())
