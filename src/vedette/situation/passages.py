"""The sentences of later reports that may tell of a matter: those whose words are near its words in meaning ("the lorries rolled through", "let trucks cross"), in reports
that name something which its own sentences name.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vedette.codebook.commonness import weight
from vedette.codebook.countries import by_name
from vedette.codebook.nearness import vectors
from vedette.codebook.wording import fold, sequence
from vedette.domain import Report, Span
from vedette.domain.compare import day

LIKE = (0.3, 0.75)
"""Cosines of two words from which they count as near, and as nearly one."""
NEAR_ENOUGH = 0.9
"""What two words that are nearly one count for; one word told twice counts 1."""
NUMBER = 0.5
"""Share of its weight that a number has: another matter may have the same."""
SHORT = 8
"""Sentences of a report that is about one thing or two: what it names anywhere ties it to what is told later."""
FEW = 10
"""Reports that are taken to stand beside those there are, when it is counted in how many a word stands."""
MATTER = 4.0
"""What the words of what is asked must tell for these alone to tell it from other matters ("would do it" does not)."""
AROUND = 0.4
"""What the words around what is asked count for."""
PARTY = 0.1
"""Added for each side that a sentence names."""
MOST = 4000
"""Reports that are looked through at most: the latest."""
SAME = 0.9
"""Share of words in common from which two sentences are one."""
AFTER = 120
"""Days after a matter was made within which it is answered."""
_END = re.compile(r"(?<=[.!?])[\"”’')]*\s+(?=[\"“‘(]?[A-Z0-9])|\n+")
_TITLES = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Maj|Capt|Sgt|Sen|Rep|Rev|Gov|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[A-Z])\.$"
)
_WORD = re.compile(r"[^\W_]+")
_NAME = re.compile(r"\b[A-ZÀ-ÝĐŁŠŽČĆ](?:[^\W\d_]{2,}|[A-Z]*\d+)\b")
_COMMON = frozenset(
    "The This That These Those There They Then His Her Its Our Their And But For From With When While After Before Under Over Into Some Many Most Each Every Both "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December "
    "One Two Three Four Five Six Seven Eight Nine Ten Not Nobody Nothing Since Until Yesterday Today Tomorrow About Other Another Separately Meanwhile "
    "President Minister Ministry Government Governor Mayor Police Army Officials State National United Nations North South East West Northern Southern Eastern Western".split()
)
Told = tuple[tuple[str, str], ...]
"""Words of a text with what they are compared as."""
NOTHING: Told = (("", ""),)
"""What a sentence of small words tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence of a report, or its title. `at` is the day of its report."""

    report: str
    span: Span
    at: int | None
    told: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A matter as it is sought in later sentences: its words, those around them, the names that its sentences and parties have, the day on which it was made, the reports that tell of
    its making, its own sentences, and the words of its parties.
    """

    told: Told
    around: Told
    names: frozenset[str]
    made: int | None
    reports: frozenset[str]
    own: tuple[str, ...]
    parties: tuple[frozenset[str], ...]


@lru_cache(maxsize=8192)
def told(text: str) -> Told:
    """The content words of a text, each with its concept or stem."""
    return tuple((w, s[0]) for w in _WORD.findall(fold(text)) if (s := sequence(w)))


def names(text: str) -> frozenset[str]:
    """The words of a text that are written as names are, folded, without those of countries, days and offices."""
    return frozenset(fold(w) for w in _NAME.findall(text) if w not in _COMMON and by_name(w) is None)


@lru_cache(maxsize=4096)
def _split(text: str) -> tuple[tuple[int, int], ...]:
    """Where the sentences of a text stand."""
    out, start = [], 0
    for found in _END.finditer(text):
        if _TITLES.search(text[max(start, found.start() - 6) : found.start()]):
            continue
        out.append((start, found.start()))
        start = found.end()
    return (*out, (start, len(text)))


@lru_cache(maxsize=4096)
def passages(report: Report) -> tuple[Passage, ...]:
    """The sentences of a report, its title first."""
    spots = [(0, len(report.title), True)] if report.title else []
    spots += [(a, b, False) for a, b in _split(report.text) if b > a]
    out = []
    for a, b, in_title in spots:
        text = (report.title or "" if in_title else report.text)[a:b]
        out.append(
            Passage(
                report=report.key,
                span=Span(start=a, end=b, text=text, in_title=in_title),
                at=day(report.published),
                told=told(text) or NOTHING,  # "It said no."
            )
        )
    return tuple(out)


def by_word(reports: Iterable[Report]) -> dict[str, list[Passage]]:
    """The sentences of dated reports by what their words are compared as, in the order of their days."""
    out: dict[str, list[Passage]] = defaultdict(list)
    for p in sorted((p for r in reports for p in passages(r) if p.at is not None), key=lambda p: p.at or 0):
        for one in dict.fromkeys(one for _, one in p.told):
            out[one].append(p)
    return out


class Heard:
    """The dated reports of a picture that bear on politics, conflict or public order: by the names in them, and their sentences with the vectors of their words."""

    def __init__(self, reports: Iterable[Report]) -> None:
        dated = [r for r in reports if day(r.published) is not None and r.relevant is not False and passages(r)]
        self.reports = {r.key: r for r in sorted(dated, key=lambda r: (r.published or "", r.key))[-MOST:]}
        self._named: dict[str, set[str]] = defaultdict(set)
        self._told: Counter[str] = Counter()
        self._of: dict[str, range] = {}
        self.passages: list[Passage] = []
        for r in self.reports.values():
            for n in names(f"{r.title or ''}. {r.text}"):
                self._named[n].add(r.key)
            found = passages(r)
            self._told.update({one for p in found for _, one in p.told})
            self._of[r.key] = range(len(self.passages), len(self.passages) + len(found))
            self.passages += found
        stem_of = {w: one for p in self.passages for w, one in p.told}
        words = {w: n for n, w in enumerate(stem_of)}
        self._stems = {one: n for n, one in enumerate(self._told)}
        self._vectors = vectors(list(words))
        self._words = np.array([words[w] for p in self.passages for w, _ in p.told], dtype=np.int32)
        self._ones = np.array([self._stems[one] for one in stem_of.values()], dtype=np.int32)
        self._starts = np.cumsum([0, *(len(p.told) for p in self.passages)])[:-1]
        self._report = np.repeat(np.arange(len(self.reports)), [len(self._of[key]) for key in self.reports])
        self._number = {key: n for n, key in enumerate(self.reports)}

    def tells(self, word: str, one: str) -> float:
        """How much a word tells here: less if it is common, in our own texts or in these reports."""
        many = len(self.reports) + FEW
        here = math.log(many / (self._told[one] + 1)) / math.log(many / 2)
        return weight(one) * max(0.1, here) * (NUMBER if word.isdigit() else 1.0)

    def likeness(self, s: Sought) -> NDArray[np.float64]:
        """The share of a matter's words, by what they tell, that each sentence tells in these or in near words, 0 to 1, [P]. The words of what is asked count most, those around it
        in the sentence that asks less.
        """
        sought = (*s.told, *s.around)
        low, high = LIKE
        cosines = vectors([w for w, _ in sought]) @ self._vectors.T
        got = np.clip((cosines - low) / (high - low), 0.0, NEAR_ENOUGH)
        for i, (_, one) in enumerate(sought):
            got[i, self._ones == self._stems.get(one, -1)] = 1.0
        best = np.maximum.reduceat(got[:, self._words], self._starts, axis=1)
        heavy = np.array([self.tells(w, one) for w, one in sought])
        own, around = slice(len(s.told)), slice(len(s.told), None)
        had, beside = heavy[own] @ best[own], AROUND * (heavy[around] @ best[around])
        total, total_beside = heavy[own].sum(), AROUND * heavy[around].sum()
        share: NDArray[np.float64] = (had + beside) / (total + total_beside)
        return np.maximum(share, had / total) if total >= MATTER else share

    def behind(self, s: Sought, count: int) -> list[int]:
        """So many sentences at most that stand behind those of a matter in each report that tells it."""
        out = []
        for key in sorted(s.reports & self._of.keys()):
            spots = [n for n in self._of[key] if not self.passages[n].span.in_title]
            own = [n for n in spots if any(_part_of(self.passages[n].span.text, text) for text in s.own)]
            out += [n for n in spots if own and own[-1] < n <= own[-1] + count]
        return out

    def beside(self, n: int) -> tuple[str, str]:
        """The title of a sentence's report, and the sentence before it there."""
        p = self.passages[n]
        last = self.passages[n - 1] if n and self.passages[n - 1].report == p.report else None
        return self.reports[p.report].title or "", last.span.text if last and not last.span.in_title else ""

    def later(self, s: Sought, until: int) -> list[int]:
        """The sentences of the other reports from the day on which a matter was made, in the order of their days; of all where that is not known."""
        first, last = (s.made, min(until, s.made + AFTER)) if s.made is not None else (0, until)
        found = [(day(r.published) or 0, key) for key, r in self.reports.items() if key not in s.reports]
        return [n for at, key in sorted(found) if first <= at <= last for n in self._of[key]]

    def marked(self, keys: Iterable[str]) -> NDArray[np.bool_]:
        """Whether each sentence is of one of some reports, [P]."""
        of = np.zeros(len(self.reports), dtype=np.bool_)
        of[[self._number[key] for key in keys if key in self._number]] = True
        return of[self._report]

    def naming(self, s: Sought) -> set[str]:
        """The reports that name what a matter names."""
        return set().union(*(self._named.get(n, ()) for n in s.names))


_LAST: list[tuple[tuple[Report, ...], Heard]] = []


def heard_in(reports: Mapping[str, Report]) -> Heard:
    """The reports of a picture as they are looked through; states and undertakings of one picture share them."""
    wanted = tuple(reports.values())
    for held, heard in _LAST:
        if held == wanted:
            return heard
    made = Heard(wanted)
    _LAST[:] = [(wanted, made)]
    return made


def same(text: str, own: str) -> bool:
    """Whether a sentence is one of the matter's own, told again in the same words."""
    a, b = {w for _, w in told(text)}, {w for _, w in told(own)}
    return len(a & b) >= SAME * max(1, len(a), len(b))


def _part_of(text: str, own: str) -> bool:
    """Whether one of two texts holds the other."""
    return text in own or own in text


def _beside(report: Report, own: Sequence[str]) -> list[str]:
    """The title and the sentences before and after those of a matter; all of a short report."""
    told_ = passages(report)
    if len(told_) <= SHORT:
        return [p.span.text for p in told_]
    at = [n for n, p in enumerate(told_) if not p.span.in_title and any(p.span.text in text or text in p.span.text for text in own)]
    return [p.span.text for n, p in enumerate(told_) if p.span.in_title or any(abs(n - k) <= 1 for k in at)]


def sought(
    what: Sequence[str],
    parties: Sequence[str],
    own: Sequence[str],
    made: int | None,
    reports: Iterable[str],
    known: Mapping[str, Report],
    plain: frozenset[str],
) -> Sought:
    """A matter as it is sought: `what` are the texts of its content, `own` its sentences, `plain` the words that tell no matter from another."""
    parts = " . ".join(parties)
    party = {s for _, s in told(parts)}
    all_words = dict.fromkeys(w for text in what for w in told(text))
    words = tuple(w for w in all_words if w[1] not in party and w[1] not in plain)
    near_by = dict.fromkeys(w for text in own for w in told(text))
    around = tuple(w for w in near_by if w[1] not in party and w[1] not in plain and w not in words)
    keys = frozenset(reports)
    beside = [text for key in keys if (r := known.get(key)) for text in _beside(r, own)]
    return Sought(
        told=words or tuple(all_words),
        around=around,
        names=names(". ".join([*own, *beside, parts])),
        made=made,
        reports=keys,
        own=tuple(own),
        parties=tuple(frozenset(one for _, one in told(n)) for n in parties),
    )
