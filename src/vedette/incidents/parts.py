"""What a report tells further of a deed that it has told: whom it harmed, how it went on, what was taken in it, and the deed itself, taken up by its noun."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vedette.codebook.wording import fold, gist
from vedette.domain import Actor, Event
from vedette.domain.compare import actors_alike, day, days_apart, fine, is_name, km, relation

ONE = 0.85
"""Likeness from which two actors of one sentence are one."""
HARMED = frozenset("wounded injured hurt hit beaten killed shot died dead fell perished burned burnt".split())
"""Words that tell what a deed did to somebody, and not by whom."""
BESIDE = 200
"""Characters between a protest and such harm within which the harm came of it."""
GOES_ON = 300
"""Characters between two attacks within which the second, told without a day or place, is how the first went on, or whom it harmed."""
ANOTHER = frozenset("another other second third separate separately elsewhere meanwhile also later earlier previous".split())
"""Words that tell of another attack."""
TAKEN_UP = 600
"""Characters between a deed and the noun that takes it up, at most."""
RAIDED = 200
"""Characters between an arrest and what was seized with it, at most."""
CLOSE = 50.0
"""Km between two spots that one report may name of one deed."""
TYPED = frozenset({"ASSAULT", "PROTEST", "COERCE"})
"""Types of deeds of force: the last of these before a seizure is what it belongs to."""
DEEDS = frozenset({"ASSAULT", "PROTEST"})
"""Types of which a noun may take up what was told."""
NOUNS = frozenset(
    "shooting shootings attack assault raid ambush fighting battle gunfight firefight clash clashes blast blasts explosion explosions bombing "
    "shelling bombardment killing killings massacre murder violence unrest riot rioting gunfire shots march protest rally demonstration "
    "sit-in walkout stoppage blockade barricade barricades roadblock looting strike incident".split()
)
"""Nouns of such deeds."""
TAKES_UP = re.compile(
    r"\b(?:the|this|that|these|those)\s+(?:(?:new|latest|deadly|bloody|whole|reported|alleged|armed|brief)\s+)?$", re.IGNORECASE
)
"""What stands before a noun that takes up a deed."""
TOOK_PLACE = re.compile(r"\s+(?:took place|happened|occurred|began|started|broke out|unfolded)\b", re.IGNORECASE)
"""What stands behind one of which it is told where and when it was."""
AND = re.compile(r"(?:\band\b|,)\s+(?:\w+ly\s+)?$")
"""What stands before the next deed of the same people."""
CLAUSE = re.compile(r"\b(?:because|after|before|since|who|which|that|when|while|over|as)\b")
"""What opens a clause of its own between two deeds."""
LATER = re.compile(r"\b(?:later|then|hours?|days?|weeks?|also|separately|elsewhere)\b")
"""Words between two deeds that were not done in one go."""
IT = re.compile(r"(?:It|They|The (?:convoy|trucks|lorries|shipment|cargo|flight|plane|barge|boat|ship))\b")
"""How a sentence opens that goes on with what came."""
OF_ONE = re.compile(
    r"\s+(?:of|on|at|in|near|against|by|between|from|outside|over|for|since|called|that|who|which)\s+"
    r"((?:(?!(?:was|were|is|are|has|have|had|will|would|did|do|does|came|took|left|began|and|but|as|when|while|after|before)\b)[\w’'-]+\s*){1,4})"
)
"""What stands behind one that says which of several is meant ("the attack on the bridge")."""


def parts(events: Sequence[Event]) -> list[tuple[str, str]]:
    """What is told further of a deed of its report, each with that deed, in the order of the text."""
    found: list[tuple[str, str]] = []
    last: Event | None = None
    told = sorted((e for e in events if not e.trigger.in_title), key=lambda e: (e.trigger.start, e.id))
    for n, e in enumerate(told):
        if e.polarity == "negative" or e.modality not in ("asserted", "possible"):
            continue
        deed = _taken_up(e, told[:n]) or _raided(e, told[:n]) or _in_one_go(e, told[:n]) or _brought(e, told[:n])
        if e.event_type in DEEDS:
            if last is not None and _goes_on(e, last):
                deed = last
            last = e
        if deed is not None:
            found.append((e.id, deed.id))
    return found


def tells_harm(e: Event) -> bool:
    """Whether it tells what a deed did to somebody, and not by whom."""
    return e.event_type == "ASSAULT" and not e.actors and fold(e.trigger.text) in HARMED


def _goes_on(e: Event, last: Event) -> bool:
    """Whether an attack told without a day and place of its own is a part of the deed told right before it: whom that harmed ("three were wounded"), or how
    it went on ("the gunmen opened fire").
    """
    if e.event_type != "ASSAULT" or e.place or e.background != last.background:
        return False
    if last.event_type == "ASSAULT" and e.mode and last.mode and e.mode != last.mode and e.mode != "beat":
        return False  # a grenade is not shots
    gap = e.trigger.start - last.trigger.end
    undated = not (e.begin or e.last)
    if tells_harm(e) and gap <= (GOES_ON if last.event_type == "ASSAULT" else BESIDE) and (undated or e.begin == last.begin):
        return True
    if not undated or last.event_type != "ASSAULT" or gap > GOES_ON or ANOTHER & set(fold(e.evidence.text).replace(",", " ").split()):
        return False
    return _of_one_party(e, last) and not _of_another(e, last)


def _of_another(e: Event, last: Event) -> bool:
    """Whether a noun says which attack is meant in words that the one told before has not ("the attack on the bridge")."""
    end = e.trigger.end - e.evidence.start
    noun = fold(e.trigger.text)
    if noun.endswith("s") and noun[:-1] in NOUNS and noun not in NOUNS:
        return not last.trigger.text.endswith("s")  # "the attacks of last year"
    which = OF_ONE.match(e.evidence.text, end) if noun in NOUNS and end > 0 else None
    return which is not None and not gist(which[1]) <= gist(last.evidence.text)


def _of_one_party(e: Event, last: Event) -> bool:
    """Whether not both name who did it, or name the same."""
    by, to = ([m.actor for m in x.actors if is_name(m.actor)] for x in (e, last))
    return not by or not to or (actors_alike(by, to) or 0.0) >= ONE


def _taken_up(e: Event, before: Sequence[Event]) -> Event | None:
    """The deed of the same report that a noun with "the" takes up ("The shooting began at dawn"): the only one told before that it can be."""
    at, end = e.trigger.start - e.evidence.start, e.trigger.end - e.evidence.start
    if e.event_type not in DEEDS or e.phase != "happens" or fold(e.trigger.text) not in NOUNS or at < 0:
        return None
    if not TAKES_UP.search(e.evidence.text, 0, at):
        return None
    tells = bool(TOOK_PLACE.match(e.evidence.text, end))
    deeds = [d for d in before if _may_be_meant(e, d, tells)]
    deeds = [d for d in deeds if not _of_another(e, d)]
    near = [d for d in deeds if e.trigger.start - d.trigger.end <= TAKEN_UP]
    if not near or any(_apart(a, b) for n, a in enumerate(deeds) for b in deeds[n + 1 :]):
        return None
    return near[-1]


def _may_be_meant(e: Event, d: Event, tells: bool) -> bool:
    """Whether a deed told before may be the one that a noun takes up; with `tells` that one is told to have been somewhere, be it far from there."""
    told = d.modality in ("asserted", "possible") and d.polarity == "positive" and d.phase != "continues" and d.background == e.background
    if not told or d.event_type != e.event_type or d.trigger.end > e.trigger.start or (e.mode and d.mode and e.mode != d.mode):
        return False
    return not (_other_days(e, d) if tells else _apart(e, d)) and _of_one_party(e, d)


def _apart(a: Event, b: Event) -> bool:
    """Whether two deeds are told of other days or places."""
    if _other_days(a, b):
        return True
    how = relation(a.place, b.place)
    if how == "far" and a.place and b.place and a.place.located and b.place.located:
        return not (fine(a.place) and fine(b.place)) or km(a.place, b.place) > CLOSE
    return how == "far" or (how == "unknown" and a.place is not None and b.place is not None)


def _other_days(a: Event, b: Event) -> bool:
    spans = [(first, day(e.last) or first) for e in (a, b) if (first := day(e.begin) or day(e.last)) is not None]
    return len(spans) == 2 and days_apart(spans[0], spans[1]) > 0


def _raided(e: Event, before: Sequence[Event]) -> Event | None:
    """The arrest told right before it in which something was seized, by the same people or by nobody told."""
    if (e.event_type, e.mode) != ("COERCE", "seize") or e.recipients:
        return None
    for d in reversed(before):
        if d.event_type in TYPED and d.phase == "happens":
            arrest = d.mode == "arrest" and (d.modality, d.polarity, d.background) == ("asserted", "positive", e.background)
            near = arrest and e.trigger.start - d.trigger.end <= RAIDED and not _apart(e, d)
            return d if near and (not e.actors or _by(e) == _by(d)) else None
    return None


def _in_one_go(e: Event, before: Sequence[Event]) -> Event | None:
    """The deed of the same people right before it in its sentence ("stopped a bus and burned it"), neither elsewhere nor on another day, and no arrest."""
    for d in reversed(before):
        if not e.evidence.overlaps(d.evidence) or d.event_type not in TYPED or d.trigger.end > e.trigger.start:
            continue
        alike = e.event_type in TYPED and e.event_type != d.event_type and "arrest" not in (e.mode, d.mode)
        told = (e.phase, e.modality, e.background) == (d.phase, d.modality, d.background) == ("happens", "asserted", False)
        between = e.evidence.text[d.trigger.end - e.evidence.start : e.trigger.start - e.evidence.start]
        same = (
            bool(e.actors)
            and _by(e) == _by(d)
            and (e.begin, e.last) == (d.begin, d.last)
            and (not e.place or not d.place or e.place == d.place)
        )
        on = e.condition is None and not LATER.search(between)  # a station closed, or a hall taken over, is a state of its own
        return d if alike and told and same and on and AND.search(between) and not CLAUSE.search(between) else None
    return None


def _brought(e: Event, before: Sequence[Event]) -> Event | None:
    """The journey told right before it of which it tells what came with it ("A convoy reached Velin on Sunday. It carried rice")."""
    d = before[-1] if before else None
    if d is None or e.event_type not in ("AID", "MOBILIZE") or d.event_type != e.event_type or e.place or e.actors:
        return None
    told = (e.phase, e.modality, e.background) == ("happens", "asserted", False) == (d.phase, d.modality, d.background)
    near = e.trigger.start - d.trigger.end <= GOES_ON and not e.evidence.overlaps(d.evidence)
    return d if told and near and IT.match(e.evidence.text) and not _apart(e, d) else None


def _by(e: Event) -> set[Actor]:
    return {m.actor for m in e.actors}
