"""A state on its way, and the condition that it makes: when it began and ended, where it is, how it is put."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from vedette.codebook.wording import fold
from vedette.domain import Actor, Condition, ConditionKind, Event, Place, Saying
from vedette.domain.compare import day, finer, iso, relation, same_actor
from vedette.situation.passages import Passage
from vedette.situation.signs import Sign, kinds, lasted, same_spot

MANY = 12
"""So many first and latest signs of a state are compared with a new one."""
AHEAD = 14
"""Days by which a state may be agreed or ordered before it begins."""
QUIET = 14
"""Days without confirmation after a partial ending from which the state is taken to have ended with it."""
FULL = 8
"""So many telling words make a headline full."""
NEXT = 2
"""Days by which the day that most reports of an incident give may differ from the earliest of its state."""
LATE = 2
"""Days after which a beginning is told late."""
AROUND = 0.7
"""Share of the most reports for a day and those beside it that the day of a beginning has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """The day on which a state ended by a sentence that no event tells."""

    at: int
    passage: Passage


@dataclass(slots=True)
class State:
    """A state on its way: its signs, and the day from which it no longer holds; `named` if it is the part of another that has this name;
    `left` are the names of its parts that have not ended; `eased` if a milder state of the same followed; `over` its end by a sentence that no event tells.
    """

    kind: str
    signs: list[Sign] = field(default_factory=list)
    end: Sign | None = None
    parts: list[Sign] = field(default_factory=list)
    planned: list[Sign] = field(default_factory=list)
    expected: str | None = None
    named: tuple[str, ...] = ()
    eased: bool = False
    left: tuple[str, ...] = ()
    over: Over | None = None

    @property
    def known(self) -> list[Sign]:
        """The signs that tell what it is: the first and the latest, where there are many."""
        return self.signs if len(self.signs) <= 2 * MANY else self.signs[:MANY] + self.signs[-MANY:]

    def openings(self) -> list[Sign]:
        """The signs of its beginning."""
        return [s for s in self.signs if s.step == "opens"]


def undated(state: State, s: Sign) -> Sign:
    """An ending without its day, where this is the day on which the state began, told late ("those taken on the 12th are home")."""
    begun = s.step == "ends" and s.at is not None and s.told - s.at > LATE and any(o.exact and o.at == s.at for o in state.openings())
    return replace(s, at=None, exact=False) if begun else s


def condition_of(state: State, until: int, spots: Mapping[str, Place]) -> Condition:
    """The condition that a state makes as of the day `until`; `spots` are the places of the picture by folded name."""
    openings = state.openings()
    signs = state.signs + state.parts
    begin = _as_decided(_begin(openings), openings)
    if begin is not None and (due := next((d for p in state.planned if (d := day(p.event.due))), None)) and begin < due <= begin + AHEAD:
        begin = due  # "agreed on Saturday" to what begins on Monday
    confirmed = [s.when for s in state.signs]
    end = state.end.when if state.end else None
    if end is None and state.parts and not state.left:  # of what is left of several places no word says that it ended, too
        last = max(p.when for p in state.parts)
        if until - last >= QUIET and not any(s.when > last for s in state.signs):
            end = last
    if end is None and state.over is not None:
        end = state.over.at
    if end is not None and begin is not None and end < begin:
        end = None
    if end is not None and begin in (None, end) and (length := next((n for p in state.parts if (n := lasted(p.event))), None)):
        begin = end - length
    last_confirmed = max(confirmed)
    expected = next((s.event.due for s in openings if s.event.due), None) or state.expected
    silent = until - last_confirmed > kinds()[state.kind].stale or (
        (day(expected) or until) < until and last_confirmed < (day(expected) or 0)
    )
    lead = _lead([s for s in openings if s.at == begin] + state.planned or openings or state.signs)
    first = min(signs, key=lambda s: (s.told, s.event.id))
    closing = [p for p in state.parts if end is not None and p.when >= end] or state.parts[-1:]
    return Condition(
        id="c" + hashlib.sha256(" ".join((first.kind, first.event.id, *state.named)).encode()).hexdigest()[:12],
        kind=cast(ConditionKind, state.kind),
        what=": ".join(filter(None, (_what(lead.event), " ".join(state.named or state.left)))),
        place=_where_named(state, spots) or _where(openings or state.signs),
        by=_parties(openings or state.signs),
        begin=iso(begin) if begin is not None else None,
        end=iso(end) if end is not None else None,
        expected_end=expected,
        last_confirmed=iso(last_confirmed),
        state="ended" if end is not None else "stale" if silent else "in force",
        opened_by=_incidents(openings),
        closed_by=_incidents(closing) if end is not None else (),
        reports=tuple(dict.fromkeys(s.event.report for s in sorted(signs, key=lambda s: (s.told, s.event.id)))),
        events=tuple(dict.fromkeys(s.event.id for s in sorted(signs, key=lambda s: (s.told, s.event.id)))),
        said=(Saying(report=state.over.passage.report, span=state.over.passage.span),) if state.over and end == state.over.at else (),
    )


def _begin(openings: Sequence[Sign]) -> int | None:
    """The earliest day that at least half as many reports give as the day which most give, and that the days beside it bear out."""
    held: dict[int, set[str]] = defaultdict(set)
    exact = [s for s in openings if s.exact]
    first = min((s.at for s in exact if s.at is not None), default=0)
    before = [s for s in openings if not s.exact and (last := day(s.event.last)) is not None and last < first]  # "in November"
    for s in [*exact, *before] or [s for s in openings if s.at == s.told] or openings:
        if s.at is not None:
            held[s.at].add(s.event.report)
    most = max((len(r) for r in held.values()), default=0)
    told = min((s.told for s in openings), default=0)
    around = {d: len(r) + sum(len(held[n]) for n in (d - 1, d + 1) if n in held) for d, r in held.items()}
    likely = sorted(d for d, r in held.items() if 2 * len(r) >= most and around[d] >= AROUND * max(around.values()))
    fresh = [d for d in likely if abs(told - d) <= 1]
    if likely and fresh and len(held[likely[0]]) == 1 and told - likely[0] > LATE and not held[likely[0]] & held[fresh[0]]:
        return fresh[0]  # the day's news outweighs one report that puts it well before anybody told of it, but not one that tells of both
    return likely[0] if likely else None


def _as_decided(begin: int | None, openings: Sequence[Sign]) -> int | None:
    """The day of the beginning, or of the incident that most of those who date it tell, where this lies next to it: of an incident a copy with a slip has no say."""
    dated = [s for s in openings if s.exact and s.incident is not None]
    if begin is None or not dated:
        return begin
    told = max((s.incident for s in dated if s.incident), key=lambda i: sum(o.incident is i for o in dated))
    on = day(told.begin) if told.time_precision in ("day", "hour") and not told.time_estimated else None
    most = 2 * sum(s.incident is told for s in dated) > len(dated)
    return on if on is not None and most and on in {s.at for s in dated} and abs(on - begin) <= NEXT else begin


def _lead(signs: Sequence[Sign]) -> Sign:
    """The sign that puts it best: sure, of the report's own news, neither a stub nor a sentence."""
    return max(
        sorted(signs, key=lambda s: (s.told, s.event.id)),
        key=lambda s: (
            s.event.confidence
            - 0.3 * s.event.background
            - 0.05 * max(0, 4 - len(s.event.headline.split()))
            + 0.2 * bool(s.event.about)
            + 0.03 * min(len(s.words), FULL)
        ),
    )


def _what(e: Event) -> str:
    """Its headline, with what is blocked, closed, agreed … before it, where the headline lacks that subject."""
    if (
        e.about is None
        or e.actors
        or e.about.end > e.trigger.start
        or fold(e.about.text) in fold(e.headline)
        or {w for w in fold(e.about.text).split() if len(w) > 3} & set(fold(e.headline).split())
    ):
        return e.headline
    return f"{e.about.text[:1].upper()}{e.about.text[1:]} {e.headline[:1].lower()}{e.headline[1:]}"


def _where_named(state: State, spots: Mapping[str, Place]) -> Place | None:
    """Where a part is, or where the parts are that have not ended: of a place that nobody can locate the name, in the country of the rest."""
    places = [s.place for s in state.signs if s.place]
    row = any(s.spots for s in state.signs)
    names = state.left or (state.named if row else ())
    if not names:
        return None
    found = next((p for p in places if any(same_spot(n, p.name) if row else n in p.name for n in names)), None)
    country = next((p.country for p in places if p.country), None)
    return found or spots.get(fold(names[0])) or Place(name=names[0], lat=None, lon=None, country=country, feature="", precision="city")


def _where(signs: Sequence[Sign]) -> Place | None:
    """The place that most signs bear; of equal ones the finer."""
    places = [s.place for s in signs if s.place]
    best: Place | None = None
    for p in places:
        if best is None:
            best = p
            continue
        n, m = sum(relation(p, q) in ("same", "within") for q in places), sum(relation(best, q) in ("same", "within") for q in places)
        if n > m or (n == m and finer(p, best)):
            best = p
    return best


def _parties(signs: Sequence[Sign]) -> tuple[Actor, ...]:
    found: list[Actor] = []
    named = any(not m.unnamed for s in signs for m in s.event.actors)
    for s in signs:
        for m in s.event.actors:
            if (not m.unnamed or not named) and all(same_actor(m.actor, a) < 0.85 for a in found):
                found.append(m.actor)
    return tuple(found[:4])


def _incidents(signs: Iterable[Sign]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s.incident.id for s in signs if s.incident))
