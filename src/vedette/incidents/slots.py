"""What an incident says: each slot's values with who says so, and the one that most independent sources bear."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar, cast

from vedette.codebook.wording import fold, words
from vedette.domain import PRECISIONS, Actor, Count, Event, Incident, Modality, Place, Quantity, Report, TimePrecision, Value
from vedette.domain.compare import day, fine, iso, relation, same_actor
from vedette.incidents.companions import carried
from vedette.incidents.mentions import Mention
from vedette.incidents.presumed import presumed

T = TypeVar("T")
ANYBODY = frozenset("people person persons man men woman women youth youths individual individuals group groups others".split())
"""What names nobody, so that "gunmen" says more."""
ONE_ACTOR = 0.85
"""Likeness from which two actors are listed as one."""
TIMES: tuple[TimePrecision, ...] = ("hour", "day", "week", "month", "year", "unknown")
CASUALTIES = frozenset({"killed", "wounded", "missing", "abducted", "arrested"})
"""Numbers of which two that exclude each other make an incident disputed; crowds and sums are always rough."""
BY_WORDS = frozenset({"AGREE", "SUPPORT", "CONCEDE", "COOPERATE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION"})
"""Types of what is said or decided."""


BARE = re.compile(r"\s*(?:[.,;)]|$|and\b)")
"""What stands behind a number that counts without a noun."""
SAID_AGAIN = re.compile(
    r"(?:[,;(]|\b(?:and|while|but)\b)\s*(?:(?:the|its|their|his|her|our)\s+(?:[\w’'-]+\s+){1,4}|[^,;]*\b(?:says?|said|counts?|counted|speaks? of|spoke of|at)\s+)$",
    re.IGNORECASE,
)
"""What stands before it: another source, or its verb."""


def incident_id(event_id: str) -> str:
    """The id of the incident whose first event this is."""
    return "i" + hashlib.sha256(event_id.encode()).hexdigest()[:12]


def incident(
    core: Sequence[Mention],
    loose: Sequence[Mention],
    doubts: Sequence[Mention],
    modality: Modality,
    origin: Mapping[str, str],
    reports: Mapping[str, Report],
    told_in: Mapping[str, Sequence[Event]] | None = None,
) -> Incident:
    """An incident from its mentions: `core` founds it, `loose` joined it, `doubts` deny it; `origin` is whose word a report is, `told_in` are all
    events of a report.

    Credibility (Admiralty): 1 where three or more independent sources agree and none contradicts, 2 where two do, 3 where one
    does and names its own source, 4 where some contradict, 5 where as many deny as say it, 6 where one unattributed source says it
    or no mention asserts it.
    """
    support = sorted([*core, *loose], key=_order)
    first = support[0].event.id
    firm = [m for m in core if m.event.modality != "possible"] or list(core)
    kinds = _values([(m, (m.event.event_type, m.event.mode)) for m in firm if m.event.event_type], origin)
    told = _spans(firm, origin) or _spans(support, origin)
    spans = told or _spans([m for m in support if m.fresh], origin, guess=True)
    own_places = _places(firm, origin)
    told_places = own_places or _places(support, origin)
    scenes = _places(firm, origin, scenes=True)
    if not own_places and scenes and fine(scenes[0].value) and told_places and not fine(told_places[0].value):
        scenes, told_places = (*scenes, *told_places), ()  # an area that is told in passing, of what others tell of a town
    elif told_places and not fine(told_places[0].value):
        inner = [v for v in scenes if fine(v.value) and relation(v.value, told_places[0].value) == "within"]
        scenes, told_places = (*inner, *told_places), () if inner else told_places
    places = told_places or scenes
    seats = _sat(firm, places, origin)
    if seats:
        told_places = places = ()  # "Zarbat put off the vote", "the vote in the north of Zarbat was moved"
    if not places and not seats:
        seats = _seats(firm, origin) or _seats(support, origin)
    by, to = _actors(support, "actors", origin), _actors(support, "recipients", origin)
    numbers = _numbers(support, told_in or {})
    sources = {
        origin.get(m.event.report, m.event.report) for m in support if m.event.modality != "possible" and m.event.phase != "continues"
    }
    denying = {origin.get(m.event.report, m.event.report) for m in doubts}
    disputed = bool(denying) or _clash(numbers, origin)
    kind = kinds[0].value if kinds else (None, None)
    when = spans[0].value if spans else (None, None, "unknown")
    best = _best_told(firm, words(" ".join(m.event.headline for m in support)))
    keys = _unique(m.event.report for m in support)
    return Incident(
        id=incident_id(first),
        title=best.headline,
        event_type=kind[0],
        mode=kind[1],
        begin=when[0],
        last=when[1],
        time_precision=cast(TimePrecision, when[2]),
        place=places[0].value if places else None,
        actors=tuple(v.value for v in by),
        recipients=tuple(v.value for v in to),
        numbers=numbers,
        modality=modality,
        background=all(m.event.background for m in support),
        disputed=disputed,
        status="machine",
        credibility=_credibility(support, sources, denying, disputed, modality),
        events=_unique(m.event.id for m in support),
        reports=keys,
        independent_sources=len({origin.get(k, k) for k in keys}),
        known=min((reports[k].known for k in keys if k in reports), default=""),
        what=best.what,
        time_estimated=bool(spans) and not told,
        contexts=_unique(c for m in support for c in m.event.contexts),
        place_told="here" if told_places else "around" if places else None,
        seat=seats[0].value if seats else None,
        presumed=None if by else presumed(support, places[0].value if places else None, _beside(support, told_in or {})),
        slots=(("type", kinds), ("begin", spans), ("place", places), ("actors", by), ("recipients", to)),
    )


def _beside(support: Sequence[Mention], told_in: Mapping[str, Sequence[Event]]) -> list[Event]:
    """What the reports of an incident tell beside it."""
    own = {m.event.id for m in support}
    return [e for key in _unique(m.event.report for m in support) for e in told_in.get(key, ()) if e.id not in own]


def _order(m: Mention) -> tuple[int, str, int, str]:
    number = m.event.id.rpartition("#")[2]
    return (m.known if m.known is not None else 10**7, m.event.report, int(number) if number.isdigit() else 0, m.event.id)


def _spans(mentions: Sequence[Mention], origin: Mapping[str, str], guess: bool = False) -> tuple[Value, ...]:
    """First and last day with their precision; with `guess`, fresh news without a day is taken to be of the day of its first report, to within a week.

    (Of 61 such incidents of our ten situations 24 were of that day, 20 of one beside it, 17 of others.)
    """
    found: list[tuple[Mention, tuple[str, str, TimePrecision]]] = []
    for m in mentions:
        if m.span:
            found.append((m, (iso(m.span[0]), iso(m.span[1]), m.event.time_precision)))
        elif guess and m.known is not None:
            found.append((m, (iso(m.known), iso(m.known), "week")))
    values = _values(found, origin, _exactness)
    return tuple(sorted(values, key=lambda v: str(v.value[0]))) if guess else values


def _exactness(value: tuple[str, str, TimePrecision]) -> float:
    return -((day(value[1]) or 0) - (day(value[0]) or 0)) - TIMES.index(value[2]) / 10


def _weight(mentions: Iterable[Mention], origin: Mapping[str, str]) -> float:
    """How many independent sources bear a value; old news and what is only held possible count less."""
    best: dict[str, float] = {}
    for m in mentions:
        key = origin.get(m.event.report, m.event.report)
        best[key] = max(best.get(key, 0.0), (0.5 if m.event.background or m.event.modality == "possible" else 1.0))
    return sum(best.values())


def _values(pairs: Sequence[tuple[Mention, Any]], origin: Mapping[str, str], exact: Any = None) -> tuple[Value, ...]:
    """Values with their mentions: those of most independent sources first, then the most exact, then the earliest told."""
    held: dict[Any, list[Mention]] = defaultdict(list)
    for m, value in pairs:
        held[value].append(m)
    ranked = sorted(
        held.items(),
        key=lambda item: (
            -_weight(item[1], origin),
            -exact(item[0]) if exact else 0,
            -max(m.event.confidence for m in item[1]),
            min(map(_order, item[1])),
        ),
    )
    return tuple(_value(v, found) for v, found in ranked)


def _value(value: Any, found: Sequence[Mention]) -> Value:
    found = sorted(found, key=_order)
    named = _unique(a.source.actor.name for m in found if (a := m.event.attribution))
    return Value(
        value=value,
        events=_unique(m.event.id for m in found),
        reports=_unique(m.event.report for m in found),
        by=named[0] if len(named) == 1 and all(m.event.attribution for m in found) else None,
    )


def _places(mentions: Sequence[Mention], origin: Mapping[str, str], *, scenes: bool = False) -> tuple[Value, ...]:
    """Places, best first: a place is borne by those who name it or one inside it or around it, so that the finest of a chain wins.

    With `scenes` the places where the stories are that tell of it.
    """
    held: dict[Place, list[Mention]] = defaultdict(list)
    for m in mentions:
        place = m.event.scene if scenes else m.event.place
        if place:
            held[place].append(m)

    def support(p: Place) -> float:
        return _weight((m for q, found in held.items() if relation(p, q) in ("same", "within") for m in found), origin)

    ranked = sorted(
        held,
        key=lambda p: (-round(support(p) + 0.5 * _weight(held[p], origin), 3), PRECISIONS.index(p.precision), min(map(_order, held[p]))),
    )
    finest = sorted(ranked[:1] + [p for p in ranked[1:] if relation(p, ranked[0]) == "within"], key=lambda p: PRECISIONS.index(p.precision))
    if finest and finest[0] is not ranked[0] and support(finest[0]) >= support(ranked[0]) - 0.01:
        ranked = [finest[0], *(p for p in ranked if p is not finest[0])]
    return tuple(_value(p, held[p]) for p in ranked)


def _sat(firm: Sequence[Mention], places: Sequence[Value], origin: Mapping[str, str]) -> tuple[Value, ...]:
    """The seats of those who decided or said something of which reports tell no more than the land that it is about, whose seat others tell."""
    bodies = [m for m in firm if m.event.seat is not None and m.event.seat.of]
    by_words = all(m.event.event_type in BY_WORDS or m.event.condition == "postponement" or m.event.mode == "resign" for m in firm)
    if not bodies or not by_words or not places or fine(places[0].value):
        return ()
    return _seats(bodies, origin)


def _seats(mentions: Sequence[Mention], origin: Mapping[str, str]) -> tuple[Value, ...]:
    """Seats of those whose words it is, best first: that of a body before where the story is."""
    told = [(m, seat) for m in mentions if (seat := m.event.seat) is not None]
    return _values([(m, s) for m, s in told if s.of] or told, origin)


def _actors(mentions: Sequence[Mention], side: str, origin: Mapping[str, str]) -> tuple[Value, ...]:
    """Actors of one side: mentions of one actor together, under the name that is most exact; unnamed ones only where no named one is borne as well. First
    those told by mentions that are their report's own news, of a day that is known.
    """
    groups: list[tuple[list[Actor], list[Mention], bool]] = []
    for m in mentions:
        for a in getattr(m.event, side):
            for actors, found, _ in groups:
                if any(same_actor(a.actor, other) >= ONE_ACTOR for other in actors):
                    actors.append(a.actor)
                    found.append(m)
                    break
            else:
                groups.append(([a.actor], [m], a.unnamed or fold(a.actor.name) in ANYBODY))
    named = max((_weight(found, origin) for _, found, unnamed in groups if not unnamed), default=0.0)
    groups = [g for g in groups if not g[2] or _weight(g[1], origin) > named]
    groups.sort(key=lambda g: (-_weight([m for m in g[1] if m.firm], origin), -_weight(g[1], origin), min(map(_order, g[1]))))
    return tuple(
        _value(max(actors, key=lambda a: (a.entry is not None, bool(a.country), len(a.name), a.name)), found) for actors, found, _ in groups
    )


def _numbers(mentions: Sequence[Mention], told_in: Mapping[str, Sequence[Event]]) -> tuple[Count, ...]:
    """Numbers by kind, value and who counted, with those of what the same people did right after; those of different mentions are never added up."""
    held: dict[tuple[Any, ...], list[str]] = {}
    for m in mentions:
        source = m.event.attribution.source.actor.name if m.event.attribution else None
        for kind, low, high, here, by in _told(m.event):
            held.setdefault((kind, low, high, by or (source if here else None)), []).append(m.event.report)
        for q in carried(m.event, told_in.get(m.event.report, ())):
            held.setdefault((q.kind, q.low, q.high, q.by or source), []).append(m.event.report)
    return tuple(Count(kind=k[0], low=k[1], high=k[2], by=k[3], reports=_unique(found)) for k, found in held.items())


def _told(event: Event) -> list[tuple[str, int | None, int | None, bool, str | None]]:
    """The numbers that one mention tells, whether in its own passage, on the word of its source, and who else counted. Of casualties of one kind its passage tells one: the largest, where the others may be parts of it
    ("17, among them four children"), or else what the parts come to ("two soldiers and two farmers"). What is told of them elsewhere in its
    report is told apart: another's count, or a later one.
    """
    out: list[tuple[str, int | None, int | None, bool, str | None]] = []
    passage = counts(event)
    for kind in dict.fromkeys(q.kind for q in event.quantities):
        again = [q for q in passage if q.kind == kind and (q.by or _recounted(event, q))]
        found = [(q.low, q.high) for q in passage if q.kind == kind and q not in again]
        if kind in CASUALTIES and len(found) > 1:
            lows = sorted(low or 0 for low, _ in found)
            if lows[-1] < sum(lows[:-1]) or lows[-1] == lows[0]:
                high = None if any(h is None for _, h in found) else sum(cast(int, h) for _, h in found)
                found = [(sum(lows), high)]
            else:
                found = [max(found, key=lambda v: v[0] or 0)]
        out += [(kind, low, high, True, None) for low, high in dict.fromkeys(found)]
        told = dict.fromkeys((q.low, q.high, q.by) for q in event.quantities if q.kind == kind and (q not in passage or q in again))
        out += [(kind, low, high, False, by) for low, high, by in told if by or (low, high) not in found]
    return out


def _recounted(event: Event, q: Quantity) -> bool:
    """Whether a number without a noun is what a second source of the passage gives for what was counted before ("14 were held, the league counts 19")."""
    text, at = event.evidence.text, q.start - event.evidence.start
    if text[:at].endswith(" not "):
        return True  # "four traders, and not seven as has been claimed"
    first = min(o.end for o in event.quantities if o.kind == q.kind and o.end > event.evidence.start) - event.evidence.start
    return 0 < first < at and bool(BARE.match(text, at + q.end - q.start)) and bool(SAID_AGAIN.search(text, first, at))


def counts(event: Event) -> list[Quantity]:
    """The numbers in an event's own passage."""
    return [q for q in event.quantities if event.evidence.start <= q.start < event.evidence.end]


def _clash(numbers: Sequence[Count], origin: Mapping[str, str]) -> bool:
    """Whether two independent sources give numbers of casualties that exclude each other."""
    for n, a in enumerate(numbers):
        for b in numbers[n + 1 :]:
            if (
                a.kind != b.kind
                or a.kind not in CASUALTIES
                or {origin.get(r, r) for r in a.reports} & {origin.get(r, r) for r in b.reports}
            ):
                continue
            above, below = (
                (a.low or 0) > (b.high if b.high is not None else 10**9),
                (b.low or 0) > (a.high if a.high is not None else 10**9),
            )
            if above or below:
                return True
    return False


def _credibility(support: Sequence[Mention], sources: set[str], denying: set[str], disputed: bool, modality: Modality) -> int:
    if modality != "asserted" or not sources:
        return 6
    if len(denying) >= len(sources) and denying - sources:
        return 5
    if disputed:
        return 4
    if len(sources) >= 2:
        return 1 if len(sources) >= 3 else 2
    return 3 if any(m.event.attribution for m in support) else 6


def _best_told(mentions: Sequence[Mention], common: frozenset[str]) -> Event:
    """The event with the best headline: sure, with its parties, neither a stub nor a sentence, in the words that the others use."""

    def merit(m: Mention) -> tuple[float, float]:
        e = m.event
        length = len(e.headline.split())
        told = words(e.headline)
        fit = len(told & common) / max(len(common), 1)
        parties = bool(e.actors) + bool(e.recipients or e.about)
        return (
            round(
                e.confidence + 0.3 * parties + 0.5 * fit - 0.06 * max(0, 4 - length) - 0.03 * max(0, length - 16) - 0.4 * e.background, 3
            ),
            0.0,
        )

    return max(sorted(mentions, key=_order), key=merit).event


def _unique(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))
