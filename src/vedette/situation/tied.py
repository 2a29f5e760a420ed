"""Of which state is what an event tells: what the two have in common, weighed, with what the model of follow-ups says of the state and the event's sentence.

The weights are learnt from watches of our own whose keys say which sentences tell of which state, and which end it (`training/tied.py`, decision 38).
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from vedette.codebook.countries import by_name
from vedette.codebook.wording import fold
from vedette.domain import FOLLOWED, ActorMention, Report
from vedette.domain.compare import fine, km, relation, same_actor
from vedette.domain.marks import SHUT
from vedette.situation.ends import asked_of
from vedette.situation.followed import Follow, paired
from vedette.situation.heeded import ABOUT, about_signs
from vedette.situation.held import SOME_OF, people
from vedette.situation.partly import THOSE_IN_IT, known_to_all, one_of_many, part_told, wholly
from vedette.situation.passages import heard_in
from vedette.situation.signs import NO_NAMES, Sign, kinds, same_spot
from vedette.situation.states import State
from vedette.situation.ties import ANEW, OTHERS, near, of_any_kind, other_mark, same_words

TABLE = Path(__file__).parent / "data" / "tied.tsv"
TIED = (
    "sure",
    "fit",
    "excluded",
    "fits",
    "same kind",
    "other kind",
    "learnt",
    "learnt, same kind",
    "background",
    "confidence",
    "dated",
    "age",
    "silent",
    "rivals",
    "place near",
    "no place",
    "far",
    "own place, same",
    "own place, far",
    "person",
    "words",
    "same spot",
    "other spot",
    "apart",
    "over",
    "since over",
    "opens",
    "same day",
    "days apart",
    "incident",
    "party",
    "other party",
    "other thing",
    "known",
    "again",
    "of them",
    "in part",
    "wholly",
    "one of many",
    "others",
    "lasting",
    *ABOUT[1:],
)
"""Signs that what is told is of a state, and that what ends of it is the whole: 1; how well it fits by rule, whether a rule excludes it, whether the rules tie it; that it is of the kind, or of any kind; that only the model tells of it, of any kind and of this one;
told as background; how sure it is; its day is known; log days since the state was first and last told; log of the states of the kind that may be meant; how near, no place to compare, far away; at the same place by its own sentence,
or elsewhere; of people held; likeness of the headlines' words; a place named in both sentences, or others in each; log km between their spots; the state is over, and log days since; a beginning; begun on one day, log days between both
beginnings; of one incident; likeness of the parties, or others; another sort of thing; told as known ("the closure"); told to be again; some of a number, in part, wholly, one of several, others told beside, for a time; and those of `heeded.ABOUT`.
"""
OVER = 14
"""Days after its end within which a state may still be told of, or turn out not to be over."""
AT = re.compile(r"\b(?:at|in|near|on|outside|around|to|from|through|between) (?:the )?([A-Z][\w'’-]{2,}(?: [A-Z][\w'’-]+)*)")
"""A place behind a preposition."""
AGAIN = re.compile(
    r"\b(?:again|once more|anew|re-?open\w*|resum\w+|for the (?:second|third|fourth|fifth|\w+th) time|another time)\b", re.IGNORECASE
)
"""Words of what was so before."""
OTHERS_STAY = re.compile(
    r"\b(?:but|while|except|though|although|whereas|only|remain\w*|stay\w*|still|(?:the )?(?:other|rest|remaining)s?)\b", re.IGNORECASE
)
"""What stands behind an ending of which not all have part."""
FOR_A_TIME = re.compile(
    r"\bfor (?:an?|\w+|\d+) (?:hours?|days?)\b|\bfrom \d[^.;]{0,20} to \d|\b(?:ambulances?|food|medic\w+|pedestrians|on foot)\b",
    re.IGNORECASE,
)
"""For some hours, or for some goods."""
UNASKED = 0.5
"""What the model would say without an opinion; it is only asked about endings, since of what begins and goes on it tells no more than the words do."""
LEAST = 0.2
"""How likely it must be that an ending is of a state, where the rules tie the two."""
MORE = 0.5
"""The same where they do not."""
KEEP = 0.15
"""How likely it must be that what is told to begin or go on is of a state, where the rules tie the two."""
TELLS = 0.6
"""The same where they do not."""
WHOLE = 0.6
"""How likely it must be that an ending is of the whole of its state."""


@cache
def _weights(step: str) -> tuple[float, ...]:
    """The weights of `TIED` for what "ends" a state, what "tells" that it began or goes on, and an ending of the "whole"."""
    rows = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    at = rows[0].index(step)
    found = {row[0]: float(row[at]) for row in rows[1:]}
    return tuple(found[name] for name in TIED)


def _chance(step: str, signs: Sequence[float]) -> float:
    return 1 / (1 + math.exp(-sum(w * x for w, x in zip(_weights(step), signs, strict=True))))


class Ties:
    """Tells of which states signs are, over the reports of a picture and a model of follow-ups."""

    def __init__(self, reports: Mapping[str, Report], follow: Follow) -> None:
        self._reports, self._follow = reports, follow
        self._heard = heard_in(reports)
        self._last: dict[int, list[float]] = {}
        self._of: dict[str, list[int]] = {}
        for n, p in enumerate(self._heard.passages):
            self._of.setdefault(p.report, []).append(n)

    def of(self, states: Sequence[State], s: Sign, fits: Sequence[float], ruled: Collection[int]) -> list[tuple[float, int]] | None:
        """The states that a sign is of, as how likely and the place in the list, of those that it fits by rule (`ruled`) and others; None where its sentence is not at hand."""
        likely = self.likely(states, s, fits, ruled)
        if likely is None:
            return None
        least, more = (LEAST, MORE) if s.step == "ends" else (KEEP, TELLS)
        if THOSE_IN_IT.search(s.event.headline):
            least /= 2  # "evacuees" are those of the one evacuation
        return [(p, n) for n, p in likely.items() if p >= (least if n in ruled else more)]

    def likely(self, states: Sequence[State], s: Sign, fits: Sequence[float], ruled: Collection[int]) -> dict[int, float] | None:
        """How likely it is that a sign is of each of the states that it may be of, by their places in the list; None where its sentence is not at hand."""
        found = self.signs(states, s, fits, ruled)
        self._last = found or {}
        step = "ends" if s.step == "ends" else "tells"
        return None if found is None else {n: _chance(step, signs) for n, signs in found.items()}

    def whole(self, n: int) -> bool | None:
        """Whether the ending that was asked about last is of the whole of the state at a place in the list; None where its sentence is not at hand."""
        return _chance("whole", self._last[n]) >= WHOLE if n in self._last else None

    def signs(self, states: Sequence[State], s: Sign, fits: Sequence[float], ruled: Collection[int]) -> dict[int, list[float]] | None:
        """The signs of `TIED` for each of the states that a sign may be of; None where its sentence is not at hand."""
        at = self._passage(s)
        if at is None:
            return None
        able = [n for n, o in enumerate(states) if (s.step == "ends" and n in ruled and o.end is not None) or _may_be_of(o, s, n in ruled)]
        if not able:
            return {}
        asked = [asked_of(states[n], self._reports, s.when, {}, {}) for n in able]
        pairs = [paired(a, self._heard, at) for a in asked]
        alike = [float(self._heard.likeness(a.sought)[at]) if a.sought.told else 0.0 for a in asked]
        told = self._follow(pairs) if s.step == "ends" else np.full((len(pairs), len(FOLLOWED)), UNASKED)
        out = {}
        for n, pair, said, like in zip(able, pairs, told, alike, strict=True):
            own = s.event.report in {o.event.report for o in states[n].signs}
            rivals = sum(states[k].kind == states[n].kind for k in able)
            out[n] = [*_signs(states[n], s, fits[n], rivals, n in ruled), *about_signs(pair, said.tolist(), like, own)[1:]]
        return out

    def _passage(self, s: Sign) -> int | None:
        """The sentence of a sign, by its number among those heard."""
        e = s.event.evidence
        start = max(s.event.trigger.start, e.start)
        for n in self._of.get(s.event.report, ()):
            span = self._heard.passages[n].span
            if span.in_title == e.in_title and span.start <= start < span.end and span.overlaps(e):
                return n
        return None


def _may_be_of(state: State, s: Sign, ruled: bool) -> bool:
    if state.end is not None and s.when > state.end.when + (1 if s.step == "ends" else OVER):
        return False
    if s.step == "opens" and s.exact and s.when - max(o.when for o in state.known) > ANEW and not ruled:
        return False
    if s.step == "opens" and s.exact and any(_another_day(o, s) for o in state.openings()):
        return False
    if other_mark(state, s):
        return False
    if s.step == "ends":
        return s.kind in (state.kind, *kinds()[state.kind].ended_as) or of_any_kind(state, s)
    return s.kind == state.kind or {s.kind, state.kind} == SHUT


def _another_day(o: Sign, s: Sign) -> bool:
    """Whether one report tells two beginnings, each with its day and its place ("blocked the road at Tal on Monday … at Ober on Tuesday")."""
    if not o.exact or o.event.report != s.event.report or o.at == s.at or o.event.trigger.in_title != s.event.trigger.in_title:
        return False
    placed = o.place is not None and s.place is not None and o.own and s.own and fine(o.place) and fine(s.place)
    return placed and relation(o.place, s.place) not in ("same", "within")


def _signs(state: State, s: Sign, fit: float, rivals: int, ruled: bool) -> list[float]:
    where = max((near(o.place, s.place, True) for o in state.known if relation(o.place, s.place) != "unknown"), default=None)
    same = state.kind == s.kind
    mine, theirs = _spots(s), frozenset[str]().union(*map(_spots, state.known))
    one_spot = any(same_spot(a, b) for a in mine for b in theirs)
    gaps = [
        km(o.place, s.place)
        for o in state.known
        if o.place and s.place and fine(o.place) and fine(s.place) and o.place.located and s.place.located
    ]
    begun = [o.when for o in state.openings() if o.exact]
    days = min((abs(s.when - d) for d in begun), default=0) if s.exact and s.step == "opens" else 0
    parties = [same_actor(a.actor, b.actor) for a in _people(state, s) for o in state.known for b in _people(state, o)]
    sorts = frozenset[str]().union(*(o.things for o in state.known))
    return [
        1.0,
        max(fit, 0.0),
        float(fit <= -1.0),
        float(ruled),
        float(same),
        float(of_any_kind(state, s) and not same),
        float(s.event.learnt),
        float(s.event.learnt and same),
        float(s.event.background),
        s.event.confidence,
        float(s.exact),
        math.log1p(max(0, s.when - min(o.when for o in state.signs))),
        math.log1p(max(0, s.when - max(o.when for o in state.signs))),
        math.log(rivals),
        where or 0.0,
        float(where is None),
        float(where is not None and where < 0),
        float(s.own and (where or 0.0) >= 0.9),
        float(s.own and where is not None and where < 0.5),
        float(kinds()[state.kind].bound == "person"),
        max(same_words(o.words, s.words) for o in state.known),
        float(one_spot),
        float(bool(mine and theirs) and not one_spot),
        math.log1p(min(gaps, default=0.0)),
        float(state.end is not None),
        math.log1p(max(0, s.when - state.end.when)) if state.end is not None else 0.0,
        float(s.step == "opens"),
        float(s.step == "opens" and s.exact and bool(begun) and days <= 1),
        math.log1p(days),
        float(s.incident is not None and any(o.incident is s.incident for o in state.known)),
        max(parties, default=0.0),
        float(bool(parties) and max(parties) < OTHERS),
        float(bool(s.things and sorts) and not s.things & sorts),
        float(known_to_all(f"{s.event.headline} . {s.event.about.text if s.event.about else ''}")),
        float(AGAIN.search(s.event.evidence.text) is not None),
        float(SOME_OF.search(s.event.evidence.text.lower()) is not None),
        float(part_told(s)),
        float(wholly(s)),
        float(one_of_many(state.kind, s)),
        float(OTHERS_STAY.search(s.event.evidence.text, max(0, s.event.trigger.end - s.event.evidence.start)) is not None),
        float(FOR_A_TIME.search(s.event.evidence.text) is not None),
    ]


def _people(state: State, s: Sign) -> tuple[ActorMention, ...]:
    return people(s) if kinds()[state.kind].bound == "person" else s.event.actors


@lru_cache(maxsize=8192)
def _named(text: str) -> frozenset[str]:
    return frozenset(fold(m[1]) for m in AT.finditer(text)) - NO_NAMES


def _spots(s: Sign) -> frozenset[str]:
    """The places that the sentence of a sign names behind a preposition, without countries and the names of its parties."""
    parties = fold(" ".join(m.text for m in (*s.event.actors, *s.event.recipients)))
    found = _named(s.event.evidence.text) | ({fold(s.place.name)} if s.place and s.own and fine(s.place) else set())
    return frozenset(n for n in found if n not in parties and by_name(n) is None)
