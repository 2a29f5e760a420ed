"""How much two mentions look like one incident: a sum of weighted signs, each of which can be read off.

The weights are learnt from judged pairs (`training/pairs.py`) and stand in `data/pairs.tsv`: that is the whole model. A sign is between -1 and 1, or absent
where one of the two mentions does not tell. The sum starts at the bias; above 0 the two are taken for one incident.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from vedette.codebook.commonness import likeness, square
from vedette.codebook.things import things
from vedette.codebook.wording import words
from vedette.domain import ActorMention, Event, Place
from vedette.domain.compare import actors_alike, days_apart, fine, is_name, km, relation, same_name
from vedette.incidents.mentions import BACK, DEED, WORD, WORDS, Mention, tells_toll

SIGNS: dict[str, int] = {
    # sign: 1 where it can only speak for one incident, -1 where only for two, 0 where the judged pairs decide
    "same type and mode": 1,
    "same type": 1,
    "kindred type": 0,
    "kindred, one report": -1,
    "other mode": -1,
    "same state": 1,
    "other state": -1,
    "same day": 1,
    "a day apart": 0,
    "days apart": -1,
    "spans meet": 1,
    "reported at the time": 1,
    "reported apart": -1,
    "same place": 1,
    "place in place": 1,
    "place near": 1,
    "place far": -1,
    "place of another name": -1,
    "same scene": 1,
    "scene far": -1,
    "recipients": 1,
    "other addressee": -1,
    "actors": 1,
    "words": 1,
    "no word in common": -1,
    "same number": 1,
    "one story": 1,
    "copied passage": 1,
    "same passage": 1,
    "same report": -1,
}
TABLE = Path(__file__).parent / "data" / "pairs.tsv"


def _weights() -> dict[str, tuple[float, float]]:
    """The weight of each sign for deeds and for words (speech, talks, agreements), and the biases."""
    rows = (line.split("\t") for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return {name: (float(deeds), float(words)) for name, deeds, words in rows if name != "sign"}


WEIGHTS = _weights()
BIAS = WEIGHTS.pop("bias")
NEVER = -5.0
"""Put in for dates or places that exclude each other; an average does not easily make up for it."""
STORY = 0.15
"""Likeness of two reports' texts (cosine) that half a sign of one story needs; 1.5 times as much is a whole one."""
STUB = 10
"""A report of fewer words tells nothing of its story."""
FEW = 0.05
"""Likeness of words below which the two have none in common that tells anything."""
DATES_APART = 3
"""Days between two exact dates beyond which it cannot be one incident."""
PLACES_APART = 50.0
"""Km between two towns beyond which it cannot be one incident."""
THINGS = frozenset({"suspension", "ban", "postponement", "vacancy"})
"""States of a thing that is suspended, banned …: where no word is in common, it is another thing, be it in one place."""
PERSONAL = frozenset({"arrest", "deport", "abduct", "release", "convict", "expel", "targeted", "torture", "detention"})
"""Modes and states that are one person's: another name, another incident."""


UNLIKE = -0.9
"""The sign of two makers with nothing in common."""


def signs(a: Mention, b: Mention) -> dict[str, float]:
    """The signs that two mentions are one incident or two, by the names of `WEIGHTS`; "excluded" where they cannot be one."""
    x, y = a.event, b.event
    found = _days(a, b) | _places(x, y)
    if "excluded" in found:
        return found
    if x.event_type is None and y.event_type is None and x.condition != y.condition:
        return {"excluded": 1.0}
    if x.event_type == y.event_type:
        both = bool(x.mode and y.mode)
        if x.event_type is not None or x.condition:  # that neither is of a type makes them no more alike
            found["same type and mode" if both and x.mode == y.mode else "same type"] = 1.0
        if (both and x.mode != y.mode) or {_personal(x), _personal(y)} == {True, False}:
            found["other mode"] = 1.0
    elif not (tells_toll(x) or tells_toll(y)):
        found["kindred type"] = 1.0
    if "kindred type" in found and WORD in (a.kind, b.kind) and _sayings_apart(a, b, found):
        return {"excluded": 1.0}
    if x.condition and x.condition == y.condition:
        if (x.phase == "ends") != (y.phase == "ends") or other_things(x, y):
            return {"excluded": 1.0}
        found["same state"] = 1.0
    elif x.condition and y.condition and x.condition != y.condition:
        found["other state"] = 1.0
    for side in ("recipients", "actors"):
        left, right = getattr(x, side), getattr(y, side)
        if side == "actors":
            left, right = _known(left), _known(right)
        alike = actors_alike((m.actor for m in left), (m.actor for m in right))
        if alike is not None and not ((a.part or b.part or (side == "actors" and _anybody(left) != _anybody(right))) and alike < 0.3):
            found[side] = max(_agree(alike), _worst(side, left, right) if DEED == a.kind == b.kind else -1.0)
            if side == "recipients" and alike < 0.15 and all(is_name(m.actor) or m.actor.country for m in (*left, *right)):
                found["other addressee"] = 1.0
    if WORD == a.kind == b.kind and found.get("actors", 0.0) <= UNLIKE and "other addressee" in found:
        return {"excluded": 1.0}  # one asks one and another asks another, be it for the same
    if PERSONAL & {x.mode, y.mode, x.condition, y.condition} and x.recipients and y.recipients and _strangers(x, y):
        return {"excluded": 1.0}
    found["words"] = likeness(a.words, b.words)
    somewhere = x.condition not in THINGS and not found.keys().isdisjoint(("same place", "place in place", "place near", "same scene"))
    if not somewhere and "same state" in found:
        told = words(f"{x.trigger.text} . {y.trigger.text}") if x.condition not in THINGS else frozenset()
        if not any("/" not in w for w in (a.words & b.words) - told):
            del found["same state"]
    if (n := _numbers(x, y)) > 0:
        found["same number"] = n
    if found["words"] < FEW and not (a.bare or b.bare) and ((a.words and b.words) or found.get("recipients", -1.0) < 0):
        found["no word in common"] = 1.0
    if x.report == y.report:
        passage = x.evidence.overlaps(y.evidence)
        if passage and x.event_type != y.event_type and not (a.part or b.part):
            return {"excluded": 1.0}
        found["kindred, one report" if x.event_type != y.event_type else "same passage" if passage else "same report"] = 1.0
    elif a.copy == b.copy and len(a.evidence & b.evidence) >= 0.6 * max(len(a.evidence), len(b.evidence), 1):
        found["copied passage"] = 1.0
    else:
        found["one story"] = _story(a, b)
    return found


def _sayings_apart(a: Mention, b: Mention, found: Mapping[str, float]) -> bool:
    """Whether words of two types ("asked", "warned") are two sayings, be they of one speaker: not told of one day, not put to the same, not in one passage."""
    x, y = a.event, b.event
    same = actors_alike((m.actor for m in x.recipients), (m.actor for m in y.recipients))
    together = a.copy == b.copy or (x.report == y.report and x.evidence.overlaps(y.evidence)) or _numbers(x, y) > 0
    return found.keys().isdisjoint(("same day", "spans meet")) and not together and (same is None or same < 0.3)


def other_things(a: Event, b: Event) -> bool:
    """Whether what is closed, put off … is of one sort here and of another there."""
    left, right = things(a), things(b)
    return bool(left and right) and not left & right


def _anybody(side: Sequence[ActorMention]) -> bool:
    """Whether they are told by what they are alone ("rival armed groups"), so that they may be any of those who have names."""
    return not any(is_name(m.actor) or m.actor.country for m in side)


def _known(side: Sequence[ActorMention]) -> list[ActorMention]:
    """Those of whom more is known than a word for people ("rival armed groups", "guards"), which may be anybody."""
    return [m for m in side if not m.unnamed or m.actor.country or m.actor.sectors]


def _personal(e: Event) -> bool | None:
    """Whether a deed is one person's (an arrest) rather than done to a place (a closure); None where neither its mode nor a state tells."""
    return bool(PERSONAL & {e.mode, e.condition}) if e.mode or e.condition else None


def _numbers(a: Event, b: Event) -> float:
    """Whether both tell of as many people, which says more the more these are."""
    both = {(q.kind, q.low) for q in a.quantities if q.low == q.high} & {(q.kind, q.low) for q in b.quantities if q.low == q.high}
    most = max((low or 0 for kind, low in both if kind != "other"), default=0)
    return 0.0 if most < 2 else 0.5 if most < 5 else 1.0


def score(a: Mention, b: Mention) -> float:
    """The sum of the signs: above 0, one incident."""
    found = signs(a, b)
    if found.pop("excluded", 0.0):
        return NEVER
    column = WORD if WORD in (a.kind, b.kind) else DEED
    return BIAS[column] + sum(WEIGHTS[name][column] * value for name, value in found.items())


def _story(a: Mention, b: Mention) -> float:
    """How alike the reports of two mentions are, -0.5 (nothing in common) to 1 (much in common); 0 where one is a stub."""
    x, y = a.story, b.story
    if min(len(x.words), len(y.words)) < STUB:
        return 0.0
    return min(1.0, square(x.words & y.words) / math.sqrt(x.square * y.square) / STORY - 0.5)


def _days(a: Mention, b: Mention) -> dict[str, float]:
    lasting = [m for m in (a, b) if m.event.phase == "continues"]
    if len(lasting) == 1 and a.span and b.span:
        begun = b if lasting[0] is a else a
        assert begun.span
        assert lasting[0].span
        if tells_toll(lasting[0].event) and a.sharp and b.sharp and a.span == b.span:
            return {"same day": 1.0}
        return {} if -1 <= lasting[0].span[1] - begun.span[0] <= BACK else {"excluded": 1.0}
    if a.span and b.span:
        gap = days_apart(a.span, b.span)
        if a.sharp and b.sharp:
            if gap == 0:
                return {"same day": 1.0}
            return {"a day apart": 1.0} if gap == 1 else {"days apart": gap / DATES_APART} if gap <= DATES_APART else {"excluded": 1.0}
        return {"spans meet": 1.0} if gap == 0 else {"days apart": min(gap, 6) / DATES_APART} if gap <= 14 else {"excluded": 1.0}
    if a.reach and b.reach and days_apart(a.reach, b.reach) > 0:
        return {"excluded": 1.0}
    if not all(m.span or m.fresh for m in (a, b)):
        return {}
    told = [m.span or (cast(int, m.known), cast(int, m.known)) for m in (a, b)]
    gap = days_apart(told[0], told[1])
    if gap <= 7:
        return {"reported at the time": 1.0 if gap <= 2 else 0.5}
    return {"reported apart": min((gap - 7) / 14 if a.span or b.span else gap / 14, 2.0)}


def _places(a: Event, b: Event) -> dict[str, float]:
    if not (a.place and b.place):
        return _scenes(a, b)
    how = relation(a.place, b.place)
    if how == "same":
        return {"same place": 1.0} if a.place.precision not in ("country", "region") or a.place.part else {"place in place": 1.0}
    if how == "within":
        return {"place in place": 1.0}
    if how == "near":
        return {"place near": 1.0}
    if how == "far":
        if a.event_type not in WORDS and fine(a.place) and fine(b.place) and _apart(a.place, b.place):
            return {"excluded": 1.0}
        return {"place far": 1.0}
    return {"place of another name": 1.0} if fine(a.place) and fine(b.place) else {}  # of one of them nobody knows where it is


def _apart(a: Place, b: Place) -> bool:
    """Whether two places are too far from each other for one deed."""
    return a.located and b.located and km(a, b) > PLACES_APART


def _scenes(a: Event, b: Event) -> dict[str, float]:
    """What places say of which one at least is only that of the story: little, and never that it cannot be."""
    how = relation(a.place or a.scene, b.place or b.scene)
    if how in ("same", "within", "near"):
        return {"same scene": 1.0 if how == "same" else 0.5}
    return {"scene far": 1.0} if how == "far" else {}


def _strangers(a: Event, b: Event) -> bool:
    """Whether the recipients of both are all named, and none of the one is one of the other."""
    left, right = ([m.actor for m in e.recipients] for e in (a, b))
    return all(map(is_name, left + right)) and all(same_name(x, y) < 0.5 for x in left for y in right)


def _worst(side: str, left: Sequence[ActorMention], right: Sequence[ActorMention]) -> float:
    """How much two unlike parties of deeds can speak against one incident: names most; descriptions ("armed men", "villagers") little,
    but for victims of different trades.
    """
    if all(is_name(m.actor) for m in (*left, *right)):
        return -1.0
    trades = [{s for m in x for s in m.actor.sectors} for x in (left, right)]
    return -0.8 if side == "recipients" and all(trades) and not trades[0] & trades[1] else -0.3


def _agree(likeness: float) -> float:
    """-1..1 from a likeness of actors: one country alone says little, nothing in common speaks against."""
    return (likeness - 0.3) / 0.7 if likeness >= 0.3 else (likeness - 0.3) / 0.3
