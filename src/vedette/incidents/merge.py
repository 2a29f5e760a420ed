"""Events to incidents: which mentions tell of one happening."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from vedette.codebook.commonness import likeness
from vedette.codebook.wording import leads
from vedette.domain import Copies, Event, Incident, Judgement, Modality, Report
from vedette.domain.compare import days_apart, relation
from vedette.domain.marks import sides
from vedette.incidents.cluster import Pair, cluster
from vedette.incidents.copies import origins
from vedette.incidents.mentions import DEED, WORD, WORDS, Mention, group_of, mentions, modality
from vedette.incidents.overlay import PAIRS, Merged, order, overlaid, settled
from vedette.incidents.pairs import DATES_APART, NEVER, score
from vedette.incidents.slots import incident

ATTACH = 0.0
"""Least score for a loose mention to join an incident."""
VAGUE = -0.5
"""The same for one that is not its report's news: what is told in passing is more likely an old thing than a new one."""
ROUNDS = 3
"""How often what is left is compared again, with what joined in the round before."""
CLOSEST = 3
"""A loose mention is compared with an incident's mentions that are most like it, so many of them."""
REACTIONS = frozenset({"ACCUSE", "SUPPORT"})
"""Types by which people comment on what happened."""
SURE = 0.7
"""Confidence from which a reading is sure."""
ALIKE = 0.5
"""Likeness of words from which a negated mention denies another."""
FADE = 0.02
"""What a day between an incident and the report of an undated mention takes off the score: the nearest is the likeliest."""
MEET = 30
"""A loose mention is compared with at most this many members of an incident."""


@dataclass(slots=True)
class _Group:
    """Mentions of one happening: `core` by which it is recognised, `loose` that joined it, `doubts` that deny it."""

    core: list[Mention]
    loose: list[Mention] = field(default_factory=list)
    doubts: list[Mention] = field(default_factory=list)


def merge(
    events: Iterable[Event], reports: Mapping[str, Report], copies: Sequence[Copies], judgements: Iterable[Judgement] = ()
) -> tuple[Incident, ...]:
    """Incidents from events, by first day, then id; independent of the order of what is given.

    What is asserted (or held possible) makes incidents; what is planned, promised, asked for, threatened or denied makes
    records of its own of that modality and never counts as evidence that something happened; what is hypothetical makes
    none. A state that goes on supports the incident that began it and makes none. Judgements are obeyed, the latest first.
    """
    events = list(events)
    decided, _ = settled(judgements, events)
    return overlaid(clustered(events, reports, copies, decided), decided)


def clustered(
    events: Iterable[Event], reports: Mapping[str, Report], copies: Sequence[Copies], judgements: Iterable[Judgement] = ()
) -> Merged:
    """Incidents without what people decided about each: only of what is the same and what is not (`PAIRS`) the judgements are obeyed.

    `judgements` as `settled` gives them.
    """
    pairs = [j for j in judgements if j.kind in PAIRS]
    copy = group_of(reports, copies)
    told: dict[str, list[Event]] = defaultdict(list)
    for e in events:
        told[e.report].append(e)
    found = [m for key, given in told.items() for m in mentions(reports.get(key), given, copy.get(key, key))]
    found.sort(key=lambda m: m.key)
    by_modality: dict[Modality, list[Mention]] = defaultdict(list)
    for m in found:
        by_modality[modality(m.event)].append(m)
    said = by_modality.pop("asserted", [])
    groups = _groups(said, pairs)
    for m in by_modality.get("denied", []):
        if (found := _best(m, groups)) is not None and _doubts(m, groups[found]):
            groups[found].doubts.append(m)
    source = origins(reports, copies)
    out: list[Incident] = []
    weak: list[Incident] = []
    for g in groups:
        (out if _stands(g, source, reports) else weak).append(incident(g.core, g.loose, g.doubts, "asserted", source, reports))
    for how in sorted(by_modality):
        kept = [m for m in by_modality[how] if m.event.polarity == "positive" or m.event.modality == "denied"]
        out += [incident(g.core, g.loose, [], how, source, reports) for g in _groups(kept, pairs)]
    return Merged(incidents=tuple(sorted(out, key=order)), weak=tuple(sorted(weak, key=order)))


def _doubts(m: Mention, group: _Group) -> bool:
    """Whether a denial is of this: "nobody was hurt" says nothing against a blast."""
    return m.event.modality == "denied" or any(likeness(m.words, other.words) >= ALIKE for other in group.core)


def _stands(group: _Group, source: Mapping[str, str], reports: Mapping[str, Report]) -> bool:
    """Whether something happened that is worth telling.

    Not a state that goes on with no mention of its beginning. It says two of who, whom or what, where, when, how many; a sure
    reading makes up for one of them. Mere words (a request, talks) are told by two sources, or a report is about them and says to whom;
    praise and blame are told by two.
    """
    mentions = [m for m in group.core + group.loose if m.event.phase != "continues"]
    events = [m.event for m in mentions]
    told = [any(e.actors for e in events), any(e.recipients or e.about for e in events)]
    told += [any(e.place for e in events), any(e.begin or e.last for e in events), any(e.quantities for e in events)]
    told.append(any(e.confidence >= SURE for e in events))
    if sum(told) < 2:
        return False
    if all(e.event_type in WORDS or e.event_type == "CONSULT" for e in events):
        sources = {source.get(e.report, e.report) for e in events}
        put = any(e.event_type not in REACTIONS and e.recipients and e.report in reports and leads(e, reports[e.report]) for e in events)
        return put or len(sources) > 1
    return bool(events)


def _groups(mentions: list[Mention], judgements: Sequence[Judgement]) -> list[_Group]:
    """Dated mentions of the report's own news first, by clustering, with those that people put together; then each other one joins
    the group that it fits best.
    """
    decided = _Decided(judgements, {m.event.id for m in mentions})
    firm: list[Mention] = []
    loose: list[Mention] = []
    for m in mentions:
        (firm if m.firm or m.event.id in decided.bound else loose).append(m)
    groups = [_sorted_out(g) for g in _clustered(firm, decided)]
    for _ in range(ROUNDS):
        index = _Index(groups)
        found = [(m, _best(m, groups, index.near(m), decided)) for m in loose]
        left: list[Mention] = []
        for m, n in found:
            if n is None or decided.between(m, groups[n]):
                left.append(m)
            else:
                groups[n].loose.append(m)
        if not left or len(loose) == len(left):
            loose = left
            break
        loose = left
    return groups + _clustered(loose, decided)


def _sorted_out(group: _Group) -> _Group:
    """What people put into a group is heard as any other mention: a loose one does not found it, unless nothing else does."""
    firm = [m for m in group.core if m.firm]
    return _Group(firm, [m for m in group.core if not m.firm]) if firm else group


def _clustered(mentions: list[Mention], decided: _Decided) -> list[_Group]:
    scores = {(i, j): score(mentions[i], mentions[j]) for i, j in _candidates(mentions)}
    at = {m.event.id: i for i, m in enumerate(mentions)}
    same = [pair for a, b in decided.same if (pair := _pair(at, a, b))]
    never = [pair for a, b in decided.apart if (pair := _pair(at, a, b))]
    return [_Group([mentions[i] for i in members]) for members in cluster(len(mentions), scores, NEVER / 2, same, never)]


def _pair(at: Mapping[str, int], a: str, b: str) -> Pair | None:
    return (min(at[a], at[b]), max(at[a], at[b])) if a in at and b in at and a != b else None


def _candidates(mentions: list[Mention]) -> set[Pair]:
    """Pairs of one family whose days may meet."""
    by_family: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    undated: dict[str, list[int]] = defaultdict(list)
    for i, m in enumerate(mentions):
        for f in m.families:
            if m.reach:
                by_family[f].append((m.reach[0], m.reach[1], i))
            else:
                undated[f].append(i)
    pairs: set[Pair] = set()
    for f, spans in by_family.items():
        spans.sort()
        for n, (_, last, i) in enumerate(spans):
            for begin, _, j in spans[n + 1 :]:
                if begin > last + DATES_APART:
                    break
                pairs.add((min(i, j), max(i, j)))
        pairs |= {(min(i, j), max(i, j)) for i in undated.get(f, ()) for _, _, j in spans}
    for found in undated.values():
        pairs |= {(a, b) for n, b in enumerate(found) for a in found[:n]}
    return pairs


class _Index:
    """Groups by family and day, to find those that a loose mention may join."""

    def __init__(self, groups: list[_Group]) -> None:
        self._days: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for n, g in enumerate(groups):
            for f in frozenset().union(*(m.families for m in g.core)):
                days = [m.span[0] for m in g.core if m.span]
                self._days[f].append((min(days) if days else 0, n))
        for found in self._days.values():
            found.sort()

    def near(self, m: Mention) -> list[int]:
        """Indexes of groups of its family that began within its reach, or a few days around it."""
        found: set[int] = set()
        for f in m.families:
            days = self._days.get(f, [])
            low = bisect_left(days, (m.reach[0] - 14, 0)) if m.reach else 0
            for begin, n in days[low:]:
                if m.reach and begin > m.reach[1] + DATES_APART:
                    break
                found.add(n)
        return sorted(found)


def _best(m: Mention, groups: list[_Group], near: Iterable[int] | None = None, decided: _Decided | None = None) -> int | None:
    """The group that a mention fits best, None where it fits none."""
    best: tuple[float, int] | None = None
    for n in range(len(groups)) if near is None else near:
        members = (groups[n].core + groups[n].loose)[:MEET]
        if not any(m.families & other.families and m.words & other.words for other in members):
            continue
        if _elsewhere(m, members) or (decided is not None and decided.between(m, groups[n])):
            continue
        scores = [score(m, other) for other in members]
        if max(scores[: len(groups[n].core)]) <= NEVER:
            continue
        scores.sort(reverse=True)
        found = sum(scores[:CLOSEST]) / len(scores[:CLOSEST])
        if m.span is None and m.known is not None:
            known = (m.known, m.known)
            found -= FADE * min((days_apart(other.span, known) for other in members if other.span), default=0)
        if found > (ATTACH if m.fresh or m.kind == WORD else VAGUE) and (best is None or found > best[0]):
            best = (found, n)
    return best[1] if best else None


def _elsewhere(m: Mention, members: Sequence[Mention]) -> bool:
    """Whether a deed is far from all of those whose place is told."""
    placed = [other for other in members if other.event.place]
    return bool(m.kind == DEED and m.event.place and placed) and all(relation(m.event.place, o.event.place) == "far" for o in placed)


class _Decided:
    """What people decided about a set of events: which belong together and which do not, the latest judgement first.

    An incident that was merged or split was seen as a whole: its events stay together, whatever their likeness.
    """

    def __init__(self, judgements: Iterable[Judgement], events: Collection[str]) -> None:
        self.same: set[tuple[str, str]] = set()
        self.apart: set[tuple[str, str]] = set()
        for j in judgements:
            first, second = ([e for e in side if e in events] for side in sides(j))
            across = {_sorted(a, b) for a in first for b in second}
            if j.kind == "same":
                self.apart -= across
                self.same.update(_chain(first + second))
            else:
                self.apart |= across
                self.same -= across
                if j.kind == "split":
                    self.same.update(_chain(first) + _chain(second))
        self.bound = frozenset(e for pair in self.same for e in pair)
        self._apart: dict[str, set[str]] = defaultdict(set)
        for a, b in self.apart:
            self._apart[a].add(b)
            self._apart[b].add(a)

    def between(self, m: Mention, group: _Group) -> bool:
        """Whether a mention is kept out of a group."""
        others = self._apart.get(m.event.id, set())
        return bool(others) and any(other.event.id in others for other in group.core + group.loose)


def _chain(events: list[str]) -> list[tuple[str, str]]:
    return [_sorted(a, b) for a, b in pairwise(events)]


def _sorted(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)
