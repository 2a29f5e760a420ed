"""What other sentences and reports tell of how many an incident cost, took or brought: where they give another number than the incident has, it has both, each with its report."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from vedette.codebook.commonness import weight
from vedette.codebook.wording import fold, words
from vedette.domain import Count, Event, Incident, QuantityKind, Report
from vedette.domain.compare import day, fine
from vedette.situation.counted import BARRIER, COMMON, TRUCK, is_people
from vedette.situation.passages import MOST, Passage, names, passages
from vedette.situation.sides import Sides, shared, sides
from vedette.situation.tallies import Tally, apart, recounted, said, tallies

AFTER = 60
"""Days after an incident within which its numbers are told again."""
WITHIN = 12
"""How many times larger or smaller a second number of the same thing may be."""
ENOUGH = 2.5
"""What must tie a number to an incident."""
CLEAR = 0.75
"""By how much more than to any other."""
HARM: tuple[QuantityKind, ...] = ("killed", "wounded", "missing", "abducted", "arrested", "displaced")
"""Kinds of what becomes of people."""
FORCE = frozenset({"ASSAULT", "COERCE"})
"""Types of those whose dead, hurt and captives are told again without a word on who counted before."""
_THINGS: tuple[QuantityKind, ...] = ("vehicles", "weapons", "other", "protesters", "personnel")
NEWS = 3
"""Days after an incident within which a report tells of it without naming its day."""
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTHS = "january february march april may june july august september october november december".split()
_WHEN = re.compile(
    rf"\b(?:(?P<weekday>{'|'.join(_DAYS)})(?:['’]s)?|(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m1>{'|'.join(_MONTHS)})|(?P<m2>{'|'.join(_MONTHS)}) (?P<d2>\d{{1,2}})\b"
    rf"|the (?P<d3>\d{{1,2}})(?:st|nd|rd|th)\b|(?P<today>today|this (?:morning|afternoon|evening)|tonight)|(?P<yesterday>yesterday|last night|overnight)"
    rf"|in (?P<month>{'|'.join(_MONTHS)})\b|(?P<long>last (?:year|month)|(?:in|since|of) (?:19|20)\d\d|this year|years? ago|a month ago))",
    re.IGNORECASE,
)
_DEED = "shootings?|attacks?|raids?|ambush|blasts?|bombing|explosions?|clash(?:es)?|fighting|battle|strikes?|shelling|killings?|riots?|unrest|march|protests?|massacre|eviction|violence|crackdown"
_DAYS_DEED = re.compile(
    rf"\b(?:{'|'.join(_DAYS)})['’]s (?:\w+ )?(?:{_DEED})\b|\b(?:{_DEED}) (?:of|on) (?:{'|'.join(_DAYS)}|\d)", re.IGNORECASE
)
"""A deed that is named by its day."""
_ANOTHER = re.compile(
    r"\b(?:another|separate(?:ly)?|elsewhere|meanwhile|in the same (?:week|month)|a second|a third|unrelated|earlier attacks?|previous)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\b(?:figure|toll|count|estimate) of(?: about| some| at least)? $", re.IGNORECASE)
_CORRECTED = re.compile(r"\b(?:correct(?:ed|s)?|put right|revised)\b[^.;]{0,60}$", re.IGNORECASE)
_SPELL = re.compile(
    r"\b(?:ending|after|in|during|over|of) (?:[\w-]+ ){0,2}(?:days|weeks|months) of\b|\b(?:this|last) (?:year|month)\b", re.IGNORECASE
)
"""Words of all that a time cost."""
_SPOKEN = re.compile(r"\b(?:says?|said|puts?|told|announced|reported|counted|corrected|now|denied|claimed|published|visited|has|have)\b")
_IT_WAS = re.compile(r"(?:It|They|There) (?:is|was|are|were) [\w-]+[.,;]")
_PLACED = re.compile(r"\b(?:in|at|near|around|from|outside|of|to|off|on) (?:the )?([A-ZÀ-ÝĐŁŠŽČĆ][\w’'-]+)")
_THERE = re.compile(
    r"^(?: [a-z]+){0,3}? (?:in|at|near) ((?!(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday))[A-ZÀ-ÝĐŁŠŽČĆ][\w’'-]+)"
)
_BY = re.compile(
    r"^(?:But |And |Yet |While )?((?:[Tt]he |[Aa] |An |Its |Their )?(?:[\w’'-]+ ){0,5}?[\w’'-]+?),?(?: [^,]*,)? (?:says|said|put|puts|counts|counted|claims|claimed|insists|insisted|speaks of|spoke of|gave|gives|reported|reports)\b"
)
_NOBODY = re.compile(
    r"\d|^(?:he|she|it|they|we|who|that|this|-)\b|\b(?:in|on|at|from|by|and|was|were|who)\b|^a (?:visit|count)", re.IGNORECASE
)
"""Subjects that say not who counted."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A number of things that no event has, and its noun; `lost`: they were taken, destroyed or put up; `pair`: two sources are set against each other."""

    count: Count
    noun: str
    lost: bool
    pair: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A number of a report: in which of its passages."""

    report: str
    passage: int
    tally: Tally


class _Sought:
    """An incident with all by which a number is recognised as one of its own."""

    def __init__(self, i: Incident, events: Sequence[Event], told: _Texts) -> None:
        self.incident, self.events = i, events
        places = [p for e in events for p in (e.place, e.scene) if p is not None and fine(p)] + (
            [i.place] if i.place and fine(i.place) else []
        )
        self.places = frozenset(w for p in places for w in re.findall(r"[^\W\d_]{3,}", fold(p.name)))
        self.names = self.places | frozenset(n for e in events for n in names(e.evidence.text))
        self.begin = day(i.begin) if i.time_precision in ("day", "hour") else None
        located = frozenset(fold(w) for e in events for w in _PLACED.findall(e.evidence.text)) & self.names
        self.spots = self.places | located
        self.triggers = frozenset(w for e in events for w in words(e.trigger.text))
        self.words = frozenset(w for e in events for w in words(e.evidence.text))
        self.reports = frozenset(i.reports)
        self.unread = told.unread(events) if i.event_type in FORCE | {"PROTEST"} else []
        self.counts: dict[QuantityKind, list[Count]] = defaultdict(list)
        for c in (*i.numbers, *(u.count for u in self.unread)):
            self.counts[c.kind].append(c)
        self.amounts = {kind: {n for c in there for n in (c.low, c.high) if n} for kind, there in self.counts.items()}

    def read(self, told: _Texts) -> dict[str, set[int]]:
        """How many its events count of what."""
        out: dict[str, set[int]] = defaultdict(set)
        for e in self.events:
            for q in e.quantities:
                out[told.noun(e, q.start) or ""].add(q.low or q.high or 0)
        return out

    def nouns(self, kind: QuantityKind, told: _Texts, lost: bool = False) -> set[str]:
        """What its numbers of a kind count; with `lost`, of those that no event has only what was taken, destroyed or put up."""
        read = {n for e in self.events for q in e.quantities if q.kind == kind and (n := told.noun(e, q.start))}
        return read | {u.noun for u in self.unread if u.count.kind == kind and (u.lost or not lost)}


def retold(
    incidents: Iterable[Incident], events: Mapping[str, Event], reports: Mapping[str, Report], inside: Iterable[str]
) -> tuple[Incident, ...]:
    """The incidents, with the numbers that other sentences of `inside` reports give of what they have numbers of."""
    given = tuple(incidents)
    own = [events[e] for i in given for e in i.events if e in events]
    keys = {*inside, *(k for i in given for k in i.reports)}
    told = _Texts([reports[k] for k in sorted(keys) if k in reports], own)
    beside = sides(given, events)
    found = [_Sought(i, [events[e] for e in i.events if e in events], told) for i in given if _countable(i)]
    found = [s for s in found if s.incident.numbers or s.unread]
    more: dict[str, list[tuple[QuantityKind, Tally, str, str | None]]] = defaultdict(list)
    near = _Near(found, told)
    for t in told.all():
        best = _best(t, near.of(t.report), told, beside)
        if best is not None:
            sought, kind = best
            more[sought.incident.id].append((kind, t.tally, t.report, told.by(t)))
    had = {s.incident.id: (s.unread, s.read(told)) for s in found}
    made = tuple(_with(i, more[i.id], *had[i.id]) if i.id in had else i for i in given)
    return shared(made, beside)


def _countable(i: Incident) -> bool:
    return i.modality == "asserted" and i.status != "rejected"


class _Near:
    """The incidents of which a report may tell: of the time before it, and named in it, or told by it."""

    def __init__(self, found: Sequence[_Sought], told: _Texts) -> None:
        self._told, self._found = told, found
        self._named: dict[str, set[int]] = defaultdict(set)
        self._own: dict[str, set[int]] = defaultdict(set)
        self._counted: dict[str, set[int]] = defaultdict(set)
        for n, s in enumerate(found):
            for name in s.spots | (s.names - told.common):
                self._named[name].add(n)
            for key in s.reports:
                self._own[key].add(n)
            for noun in s.read(told):
                self._counted[noun].add(n)
        self._last: tuple[str, list[_Sought]] = ("", [])

    def of(self, report: str) -> list[_Sought]:
        """Those of which it may tell."""
        if self._last[0] != report:
            near = self._own[report].union(*(self._named[n] for n in self._told.names[report] if n in self._named))
            nouns = {t.noun for there in self._told.tallies[report] for t in there if t.telling}
            near = near.union(*(self._counted[n] for n in nouns if n in self._counted))
            known = day(self._told.reports[report].published)
            there = [self._found[n] for n in sorted(near)]
            self._last = report, [s for s in there if s.begin is None or known is None or 0 <= known - s.begin <= AFTER]
        return self._last[1]


class _Texts:
    """The sentences of some reports with their numbers."""

    def __init__(self, reports: Sequence[Report], events: Sequence[Event]) -> None:
        latest = sorted((r for r in reports if r.relevant is not False), key=lambda r: (r.published or "", r.key))[-MOST:]
        self.reports = {r.key: r for r in latest}
        self.passages = {k: passages(r) for k, r in self.reports.items()}
        self.tallies = {k: tuple(recounted(tallies(p.span.text), p.span.text) for p in found) for k, found in self.passages.items()}
        counted: Counter[str] = Counter(n for k, r in self.reports.items() for n in names(f"{r.title or ''}. {r.text}"))
        self.common = {n for n, many in counted.items() if many > max(4, 0.4 * len(self.reports))}
        self.nouns: dict[tuple[str, int], str] = {}
        for k, found in self.passages.items():
            for p, there in zip(found, self.tallies[k], strict=True):
                self.nouns.update({(k, -1 - p.span.start - t.start if p.span.in_title else p.span.start + t.start): t.noun for t in there})
        self.names = {k: names(f"{r.title or ''}. {r.text}") for k, r in self.reports.items()}
        self.elsewhere = frozenset(
            w for e in events for p in (e.place, e.scene) if p is not None and fine(p) for w in re.findall(r"[^\W\d_]{3,}", fold(p.name))
        )
        self.held: dict[tuple[str, int], set[str]] = defaultdict(set)
        self._beside: tuple[Told | None, list[tuple[Tally, int]]] = (None, [])
        self.kinds: dict[tuple[str, int], set[QuantityKind]] = defaultdict(set)
        self.counted = {(e.report, q.kind, q.low, q.high) for e in events for q in e.quantities}
        self.deeds: set[tuple[str, int]] = set()
        for e in events:
            for q in e.quantities:
                if e.event_type is not None:
                    self.deeds.add((e.report, -1 - q.start if e.trigger.in_title else q.start))
                self.kinds[e.report, -1 - q.start if e.trigger.in_title else q.start].add(q.kind)
                self.held[e.report, -1 - q.start if e.trigger.in_title else q.start].add(e.id)

    def noun(self, e: Event, start: int) -> str | None:
        """What a number of an event counts."""
        return self.nouns.get((e.report, -1 - start if e.trigger.in_title else start))

    def all(self) -> Iterator[Told]:
        """All numbers, in the order of the reports."""
        for key, found in self.tallies.items():
            for n, there in enumerate(found):
                yield from (Told(key, n, t) for t in there if not (t.denied or t.part or t.more))

    def passage(self, t: Told, back: int = 0) -> Passage | None:
        """Its sentence, or one so many before it."""
        n = t.passage - back
        found = self.passages[t.report]
        return found[n] if 0 <= n < len(found) else None

    def start(self, t: Told) -> int:
        """Where a number stands in its text, below 0 in its title."""
        span = self.passages[t.report][t.passage].span
        at = span.start + t.tally.start
        return -1 - at if span.in_title else at

    def named(self, text: str, s: _Sought) -> float:
        """How much a sentence names an incident's places and parties: 1 for a place, 0.5 for another name, -1 where it only names the place of another."""
        here = names(text)
        if here & s.spots:
            return 1.0
        if here & self.elsewhere - s.names:
            return -1.0
        return 0.5 if here & (s.names - self.common) else 0.0

    def unread(self, events: Sequence[Event]) -> list[Unread]:
        """Numbers of things that events' sentences and the two behind them tell and no event has: all of their own sentence, of the others what was lost and what two sources count."""
        out: dict[tuple[str, int], Unread] = {}
        for e in events:
            if e.trigger.in_title or e.report not in self.passages:
                continue
            there = self.passages[e.report]
            own = next((n for n, p in enumerate(there) if not p.span.in_title and p.span.start <= e.trigger.start < p.span.end), None)
            if own is None:
                continue
            pairs = self._pairs(e.report, own)
            for n in range(own, min(own + 3, len(there))):
                for t in self.tallies[e.report][n]:
                    start, paired = there[n].span.start + t.start, pairs.get((n, t.start))
                    noun = t.noun or paired or ""
                    thing = noun and not is_people(noun) and not (t.denied or t.part or t.more) and (e.report, start) not in self.held
                    if not thing or not (t.lost or n == own or paired):
                        continue
                    by = self.by(Told(e.report, n, t)) if paired else None
                    count = Count(kind="vehicles" if noun == TRUCK else "other", low=t.low, high=t.high, by=by, reports=(e.report,))
                    lost = t.lost and (n == own or t.total or said(t, there[n].span.text))
                    out[e.report, start] = Unread(count, noun, lost or noun == BARRIER, paired is not None)
        return list(out.values())

    def _pairs(self, report: str, own: int) -> dict[tuple[int, int], str]:
        """The numbers of a sentence and the two behind it of which one source gives the first and another the second, by where they stand, with what they count."""
        found = [
            (n, t, said(t, self.passages[report][n].span.text))
            for n in range(own, min(own + 3, len(self.passages[report])))
            for t in self.tallies[report][n]
            if not (t.denied or t.part or t.more)
        ]
        out: dict[tuple[int, int], str] = {}
        for (n, t, given), (m, o, again) in pairwise(found):
            bare = o.noun == t.noun or (not o.noun and o.bare and o.fate is None)
            if given and again and bare and t.noun and m - n <= 1 and o.many != t.many and 1 / WITHIN <= o.many / t.many <= WITHIN:
                out[n, t.start] = out[m, o.start] = t.noun
        return out

    def restated(self, t: Told, s: _Sought, kind: QuantityKind) -> bool:
        """Whether things are counted anew that an incident has counted, in a report that does not count them as its own."""
        tally = t.tally
        if (
            not tally.noun
            or tally.anybody
            or self.holders(t)
            or any(u.count.reports == (t.report,) and u.count.low == tally.low and u.noun == tally.noun for u in s.unread)
            or tally.noun not in s.nouns(kind, self, lost=True)
            or (tally.noun in COMMON and not tally.lost)
        ):
            return False
        own = any(q.kind == kind and self.noun(e, q.start) == tally.noun for e in s.events if e.report == t.report for q in e.quantities)
        return not own and (tally.total or tally.lost or said(tally, self.passages[t.report][t.passage].span.text))

    def holds(self, t: Told, kind: QuantityKind, tally: Tally) -> bool:
        """Whether an event of its report has such a number."""
        return (t.report, kind, tally.low, tally.high) in self.counted

    def held_as(self, t: Told) -> set[QuantityKind]:
        """As what events have it."""
        return self.kinds.get((t.report, self.start(t)), set())

    def barely(self, t: Told) -> bool:
        """Whether only what tells of no deed has it: that the dead were buried."""
        return (t.report, self.start(t)) not in self.deeds

    def holders(self, t: Told) -> set[str]:
        """The events that have it."""
        return self.held.get((t.report, self.start(t)), set())

    def beside(self, t: Told) -> list[tuple[Tally, int]]:
        """The other numbers of its sentence and of those beside it, with how many sentences on they stand."""
        if self._beside[0] is t:
            return self._beside[1]
        out: list[tuple[Tally, int]] = []
        for n in (-2, -1, 0, 1, 2):
            at = t.passage + n
            if 0 <= at < len(self.passages[t.report]) and (not n or not self.passages[t.report][at].span.in_title):
                out += [(o, n) for o in self.tallies[t.report][at] if n or o.start != t.tally.start]
        self._beside = t, out
        return out

    def between(self, t: Told, o: Tally, n: int) -> tuple[str, int]:
        """The words between a number and one `n` sentences on, in one sentence, and how many other numbers stand there that are not denied."""
        if n:
            first, last = (t.tally, None) if n > 0 else (o, t.tally)
            here = self.tallies[t.report][t.passage + min(n, 0)]
            there = self.tallies[t.report][t.passage + max(n, 0)]
            a = sum(x.start > first.start and not x.denied for x in here)
            return "", a + sum(x.start < (last.start if last else o.start) and not x.denied for x in there)
        first, last = (t.tally, o) if t.tally.start < o.start else (o, t.tally)
        text = self.passages[t.report][t.passage].span.text[first.end : last.start]
        return text, sum(first.start < x.start < last.start and not x.denied for x in self.tallies[t.report][t.passage])

    def by(self, t: Told) -> str | None:
        """Who gives it, where its sentence says so plainly."""
        text = self.passages[t.report][t.passage].span.text
        found = _BY.search(text)
        who = found[1].strip() if found and found.end() <= t.tally.start else ""
        return who if who and not _NOBODY.search(who) else None


def _best(t: Told, found: Sequence[_Sought], told: _Texts, beside: Sides) -> tuple[_Sought, QuantityKind] | None:
    """The incident of which a number is one, and as what: what ties it to that is enough, and clearly more than to any other."""
    ranked: list[tuple[float, _Sought, QuantityKind, float]] = []
    holders = told.holders(t)
    for s in found:
        for kind in _kinds(t, s, told):
            fit = _fit(t, s, kind, told)
            if fit > 0:
                ranked.append((fit, s, kind, _contrast(t, s, kind, told)))
    if t.tally.total and t.tally.telling and ranked:
        ranked = [(f + 1 + 0.75 * (len({r[1].incident.id for r in ranked}) == 1), s, k, c) for f, s, k, c in ranked]
    if any(c >= 3 for _, _, _, c in ranked):
        ranked = [r for r in ranked if r[3] >= 3]
    ranked.sort(key=lambda r: (-r[0], r[1].incident.id))
    if not ranked or ranked[0][0] < ENOUGH:
        return None
    fit, s, kind, contrast = ranked[0]
    one = beside.of(s.incident.id) | {s.incident.id}
    if any(o.incident.id not in one and fit - f < (CLEAR if contrast < 3 else CLEAR / 2) for f, o, _, _ in ranked[1:]):
        return None
    if holders & {*s.incident.events}:
        return None
    return s, kind


def _kinds(t: Told, s: _Sought, told: _Texts) -> Iterator[QuantityKind]:
    """As what of an incident's numbers a number may count."""
    tally, i = t.tally, s.incident
    for kind, amounts in s.amounts.items():
        if kind in HARM and tally.fate not in (None, kind) and {tally.fate, kind} != {"abducted", "arrested"}:
            continue
        if not any(1 / WITHIN <= tally.many / n <= WITHIN for n in amounts):
            continue
        contrast = _contrast(t, s, kind, told)
        if kind in HARM:
            told_so = tally.fate == kind or {tally.fate, kind} == {"abducted", "arrested"}
            counted = any(q.kind == kind for e in s.events if e.report == t.report for q in e.quantities)
            alone = (i.event_type in FORCE | {"PROTEST"} or kind == "displaced") and not counted and not told.holds(t, kind, tally)
            if (told_so and (contrast or alone)) or (
                tally.fate is None and not tally.busy and tally.people and (tally.noun or tally.bare) and contrast
            ):
                yield kind
        elif kind in _THINGS and told.restated(t, s, kind):
            yield kind  # "there are still eleven barricades"
        elif contrast and kind in _THINGS and (tally.fate is None or tally.noun):
            nouns = s.nouns(kind, told, lost=contrast < 3)
            beside = {o.noun for o, _ in told.beside(t) if o.many in amounts}
            if (
                tally.noun in nouns
                if tally.noun
                else (
                    beside & nouns
                    or any(kind == "protesters" and is_people(b) for b in beside)
                    or (t.report not in s.reports and len(nouns) == 1 and beside == {""})
                )
            ):
                yield kind


def _contrast(t: Told, s: _Sought, kind: QuantityKind, told: _Texts) -> float:
    """How surely another number beside it, one that the incident has, is another's count of the same: 3 where that is denied or corrected, 1 where both are given as somebody's, 0
    where there is none; a large number says more than a small one.
    """
    tally, best, amounts = t.tally, 0.0, s.amounts[kind]
    beside = [(o, n) for o, n in told.beside(t) if o.many in amounts and o.many != tally.many]
    if not beside:
        return 0.0
    texts = {n: p.span.text for n in (-2, -1, 0, 1, 2) if (p := told.passage(t, -n)) is not None}
    for o, n in beside:
        if apart(o, tally) or o.more or o.part:
            continue
        same_kind = bool(o.fate and tally.fate) or (tally.anybody and not tally.fate)
        like = not o.noun or not tally.noun or o.noun == tally.noun or (o.people and tally.people and same_kind)
        if not like or not (o.fate is None or tally.fate is None or o.fate == tally.fate):
            continue
        large = 1.0 if o.many >= 10 else 0.5 if o.many >= 5 else 0.0
        if kind in HARM and not (o.people and tally.people):
            continue
        if kind in HARM and tally.noun and not (tally.fate or tally.anybody or o.denied or o.noun == tally.noun):
            continue  # two nurses who say that eight are dead
        if _opposed(tally, o, n, told.between(t, o, n), texts[n][o.end :]) if o.denied else _corrected(tally, o, texts[0], texts[n]):
            best = max(best, 3 + large)
        elif (
            (t.report in s.reports or (large == 1 and _IT_WAS.match(texts[0])) or kind not in HARM or kind in (tally.fate, o.fate))
            and said(o, texts[n])
            and (said(tally, texts[0]) or (not o.noun and (tally.fate or _IT_WAS.match(texts[0]))))
        ):
            best = max(best, 1 + large)
    return best


def _corrected(t: Tally, o: Tally, here: str, there: str) -> bool:
    """Whether a number is put right, or another one is called a figure beside it ("The figure of 27 was too low. A visit counted 43")."""
    return bool(_FIGURE.search(there[: o.start]) and not _FIGURE.search(here[: t.start])) or bool(_CORRECTED.search(here[: t.start]))


def _opposed(t: Tally, o: Tally, n: int, between: tuple[str, int], behind: str) -> bool:
    """Whether a denied number `n` sentences on, with the words and the count of numbers between the two, is what the other one is told instead of."""
    text, others = between
    if n == 0 and o.start < t.start:
        return bool(re.match(r"^[^.;]{0,30}?,?\s*but\b", text)) or (others == 0 and bool(re.match(r"^[.:;!]", text)))
    return others == 0 and abs(n) < 2 and not (n == 0 and re.match(r"[^.;]{0,30}?,?\s*but\b", behind))


def _fit(t: Told, s: _Sought, kind: QuantityKind, told: _Texts) -> float:
    """How surely a number is one of an incident's, 0 or less where it cannot be."""
    report = told.reports[t.report]
    known = day(report.published)
    here, last, beyond = told.passage(t), told.passage(t, 1), told.passage(t, 2)
    assert here is not None
    contrast = _contrast(t, s, kind, told)
    alike = t.tally.fate == kind or (t.tally.noun and t.tally.noun in s.nouns(kind, told))
    score = 0.0 if not contrast else contrast + (0.5 if alike else 0.0)
    held = any(k == kind for k in told.held_as(t))
    if elsewhere(here.span.text[t.tally.end :], s):
        return 0.0
    named = told.named(here.span.text, s)
    behind = [(p.span.text, w) for p, w in ((last, 1.0), (beyond, 0.7)) if p is not None]
    context = max([w * told.named(text, s) for text, w in behind] + [0.5 * told.named(report.title or "", s), 0.0])
    score += max(1.5 * named, context)
    if named < 0 or (named == 0 and not contrast and last is not None and told.named(last.span.text, s) < 0):
        score -= 1.5
    if s.places & told.names[t.report]:
        score += 0.75
    score += min(1.0, sum(weight(w) for w in s.words & words(" ".join((here.span.text, *(x for x, _ in behind[:1]))))) / 25)
    own = [e for e in s.events if e.report == t.report and not e.trigger.in_title]
    if own and not here.span.in_title:
        near = min((0 if here.span.start <= e.trigger.start < here.span.end else abs(e.trigger.start - here.span.start)) for e in own)
        score += 1.5 if near == 0 else 1.0 if near <= 250 else 0.5
    when = _when(here.span.text, known, s)
    if when == 0 and last is not None:
        when = 0.5 * max(0, _when(last.span.text, known, s))
    by_name = named == 1 and when == 1 and bool(s.triggers & words(here.span.text) or _DAYS_DEED.search(here.span.text))
    by_name = by_name or (told.barely(t) and context >= 0.7 and bool(s.triggers & words(here.span.text)))
    if not contrast and ((held and not by_name) or _SPELL.search(here.span.text)):
        return 0.0
    if not contrast and when < 1 and not t.tally.total and (s.begin is None or known is None or known - s.begin > NEWS):
        return 0.0
    score += (-1.0 if contrast >= 3 else -3.0) if when < 0 else when
    if _ANOTHER.search(here.span.text):
        score -= 1.5
    if s.triggers & words(here.span.text):
        score += 0.5
    if t.tally.fate == kind:
        score += 0.5
    if held and contrast < 3:
        score -= 1.5
    return score


def elsewhere(behind: str, s: _Sought) -> bool:
    """Whether a number is told to be of another place ("two in Dorva and three in Velin")."""
    found = _THERE.match(behind)
    return found is not None and fold(found[1]) not in s.names


def _when(text: str, known: int | None, s: _Sought) -> float:
    """1 where a sentence names an incident's day, -1 where it names others only, 0 where it names none."""
    if s.begin is None or known is None:
        return 0
    begun = date.fromordinal(s.begin)
    told: list[bool] = []
    for m in _WHEN.finditer(text):
        if m["weekday"]:
            at = _DAYS.index(m["weekday"].lower())
            if (
                at in (date.fromordinal(known).weekday(), date.fromordinal(known - 1).weekday())
                and at != begun.weekday()
                and _SPOKEN.search(text)
            ):
                continue  # when it was said
            told.append(at == begun.weekday() and known - s.begin <= 9)
        elif m["d1"] or m["d2"]:
            month = _MONTHS.index((m["m1"] or m["m2"]).lower()) + 1
            told.append((int(m["d1"] or m["d2"]), month) == (begun.day, begun.month))
        elif m["d3"]:
            told.append(int(m["d3"]) == begun.day)
        elif m["today"]:
            told.append(known == s.begin)
        elif m["yesterday"]:
            told.append(0 <= known - s.begin <= 1)
        elif m["month"]:
            told.append(_MONTHS.index(m["month"].lower()) + 1 == begun.month)
        else:
            told.append(False)
    return 0 if not told else 1 if any(told) else -1


def _many(u: Unread) -> int:
    return u.count.low or u.count.high or 0


def _differs(
    t: Tally, more: Sequence[tuple[QuantityKind, Tally, str, str | None]], unread: Sequence[Unread], read: Mapping[str, set[int]]
) -> bool:
    """Whether several numbers are told of the things that one counts."""
    all_told = {o.many for _, o, _, _ in more if o.noun == t.noun} | {_many(u) for u in unread if u.noun == t.noun}
    return len(all_told | read.get(t.noun, set())) > 1


def _with(
    i: Incident, more: Sequence[tuple[QuantityKind, Tally, str, str | None]], unread: Sequence[Unread], read: Mapping[str, set[int]]
) -> Incident:
    """An incident with further numbers; one that it has of others' word is that of another report, too."""
    bare = {kind for kind, t, _, _ in more if not t.noun}
    more = [m for m in more if m[0] not in _THINGS or not m[1].noun or _differs(m[1], more, unread, read)]
    nouns = {t.noun for _, t, _, _ in more}
    counted = {noun: read.get(noun, set()) | {_many(u) for u in unread if u.noun == noun and u.lost} for noun in {u.noun for u in unread}}
    nouns |= {u.noun for u in unread if u.pair or (u.lost and len(counted[u.noun]) > 1)}
    numbers = [*i.numbers, *(u.count for u in unread if u.noun in nouns or (u.lost and u.count.kind in bare))]
    for kind, t, report, by in more:
        if any(c.kind == kind and (c.low, c.high) == (t.low, t.high) and report in c.reports for c in numbers):
            continue
        same = next((n for n, c in enumerate(numbers) if c.kind == kind and (c.low, c.high, c.by) == (t.low, t.high, by)), None)
        if same is not None:
            numbers[same] = replace(numbers[same], reports=(*numbers[same].reports, report))
        else:
            numbers.append(Count(kind=kind, low=t.low, high=t.high, by=by, reports=(report,)))
    return replace(i, numbers=tuple(numbers))
