"""What came of something asked, promised or threatened where no event says so: the sentences of later reports that tell of the same matter.

A sentence tells of a matter where its words are near those of the matter in meaning ("the lorries rolled through" of "let trucks cross"), in a report that
names something which the matter's own sentences name. What it says of the matter is read from its cues (`data/replies.tsv`), and where it has none, it tells
that what was to happen did.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vedette.codebook.commonness import weight
from vedette.codebook.countries import by_name
from vedette.codebook.nearness import vectors
from vedette.codebook.wording import fold, sequence
from vedette.domain import Outcome, Report, Span, UndertakingKind
from vedette.domain.compare import day
from vedette.situation.addressing import ASKS

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
TELLS = 0.26
"""Share of a matter's words that a sentence must tell for what it says to have happened."""
REPLIES = 0.10
"""The same of a sentence that says yes or no, or that it is off."""
LEAST = 0.5
"""What the words that a sentence shares with a matter must tell at least, for the logarithm of the number of sentences that are looked through."""
STEEP = 1.5
"""How steeply that grows."""
RISE = 0.1
"""What is added to `TELLS` and `REPLIES` with the same logarithm."""
HALF = 0.5
"""What a word's nearness must count for to be told."""
CROWD = 3.5
"""Logarithm of the number of sentences from which one word alone tells of no deed."""
MATTER = 4.0
"""What the words of what is asked must tell for these alone to tell it from other matters ("would do it" does not)."""
AROUND = 0.4
"""What the words around what is asked count for."""
PARTY = 0.1
"""Added for each side that a sentence names."""
LONG = 14
"""Content words from which a sentence shares some with many a matter."""
ABOUT = 0.85
"""Share of the likest sentence's fit from which another one says as much."""
MOST = 4000
"""Reports that are looked through at most: the latest."""
SAME = 0.7
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence of a report, or its title. `at` is the day of its report."""

    report: str
    span: Span
    at: int | None
    told: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A matter of which an answer is sought: its kind, its words, the names that its sentences and parties have, the day on which it was made, the day by which
    it is due, the reports that tell of its making, and its own sentences.
    """

    kind: UndertakingKind
    told: Told
    around: Told
    names: frozenset[str]
    made: int | None
    due: int | None
    reports: frozenset[str]
    own: tuple[str, ...]
    parties: tuple[frozenset[str], ...]


@cache
def _cues() -> tuple[tuple[str, re.Pattern[str]], ...]:
    lines = (Path(__file__).parent / "data" / "replies.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    found: dict[str, list[str]] = defaultdict(list)
    for cue, words in rows:
        found[cue].append(words)
    return tuple((cue, re.compile("|".join(words))) for cue, words in found.items())


@lru_cache(maxsize=8192)
def cues(text: str) -> frozenset[str]:
    """What the words of a sentence say of a matter, by the names of `data/replies.tsv`."""
    plain = fold(text).replace("’", "'").replace("won't", "will not").replace("can't", "can not").replace("n't", " not")
    plain = re.sub(r"[^\w\s]+", " ", plain)
    plain = " ".join(plain.split())
    return frozenset(cue for cue, pattern in _cues() if pattern.search(plain))


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
                told=told(text),
            )
        )
    return tuple(out)


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Of each sentence [P]: the `share` of a matter's words, by what they tell, that it tells in these or in near words, 0 to 1; what these tell in all;
    and how many `words` of what is asked it tells.
    """

    share: NDArray[np.float64]
    tells: NDArray[np.float64]
    words: NDArray[np.int64]


class Heard:
    """The reports of a picture: by the names in them, and their sentences with the vectors of their words."""

    def __init__(self, reports: Iterable[Report]) -> None:
        dated = [r for r in reports if day(r.published) is not None]
        self.reports = {r.key: r for r in sorted(dated, key=lambda r: (r.published or "", r.key))[-MOST:]}
        self._named: dict[str, set[str]] = defaultdict(set)
        self._told: Counter[str] = Counter()
        self._of: dict[str, range] = {}
        self.passages: list[Passage] = []
        for r in self.reports.values():
            for n in names(f"{r.title or ''}. {r.text}"):
                self._named[n].add(r.key)
            found = [p for p in passages(r) if p.told]
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

    def tells(self, word: str, one: str) -> float:
        """How much a word tells here: less if it is common, in our own texts or in these reports."""
        many = len(self.reports) + FEW
        here = math.log(many / (self._told[one] + 1)) / math.log(many / 2)
        return weight(one) * max(0.1, here) * (NUMBER if word.isdigit() else 1.0)

    def likeness(self, s: Sought) -> Likeness:
        """How like each sentence is to a matter. The words of what is asked count most, those around it in the sentence that asks less."""
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
        share = (had + beside) / (total + total_beside)
        if total >= MATTER:
            share = np.maximum(share, had / total)
        return Likeness(share=share, tells=had + beside, words=(best[own] >= HALF).sum(0))

    def later(self, s: Sought, until: int) -> list[int]:
        """The sentences of the reports that name what a matter names, from the day on which it was made, in the order of their days."""
        keys = set().union(*(self._named.get(n, ()) for n in s.names)) - s.reports
        first = s.made if s.made is not None else 0
        found = [(day(self.reports[key].published) or 0, key) for key in keys]
        return [n for at, key in sorted(found) if first <= at <= min(until, first + AFTER) for n in self._of[key]]


def answer(s: Sought, heard: Heard, until: int) -> tuple[Outcome, int | None, Passage] | None:
    """What the later reports say came of a matter, on what day, and the sentence that says so; None where none does. The likest sentence counts,
    of those that are about as like the last one.
    """
    later = heard.later(s, until)
    if not later or not s.told:
        return None
    heap = math.log(len(later) + 1)
    like = heard.likeness(s)
    least, more = LEAST * heap**STEEP, RISE * max(0.0, heap - 2)  # the more sentences there are, the more of them share something by chance
    found = []
    for n in later:
        p = heard.passages[n]
        if like.share[n] + PARTY * len(s.parties) < REPLIES + more or any(_same(p.span.text, own) for own in s.own):
            continue
        how = _fit(s, p, heard, float(like.share[n]), float(like.tells[n]), least)
        said = verdict(s, p, how, more, several=heap < CROWD or int(like.words[n]) > 1)
        if said is not None:
            found.append((how, said, p))
    best = max((how for how, _, _ in found), default=0.0)
    return next(((said, p.at, p) for how, said, p in reversed(found) if how >= ABOUT * best), None)


def _fit(s: Sought, p: Passage, heard: Heard, share: float, tells: float, least: float) -> float:
    """How well a sentence tells of a matter, 0 to about 1.2: its words, more where it names a party, less where it is long, none where what it shares tells little."""
    words, stems = {w for w, _ in p.told}, {one for _, one in p.told}
    told_ = {w for w, _ in (*s.told, *s.around)}
    tells += sum(heard.tells(n, n) for n in sorted(s.names & words - told_))
    if tells < least:
        return 0.0
    named = sum(bool(stems & party) for party in s.parties)
    shorter: float = min(1.0, (LONG / max(1, len(p.told))) ** 0.25)
    return (share + PARTY * named) * shorter


def _same(text: str, own: str) -> bool:
    """Whether a sentence is one of the matter's own, told again in the same words and without an answer."""
    a, b = {w for _, w in told(text)}, {w for _, w in told(own)}
    if {"yes", "no", "off", "late", "out"} & (cues(text) - cues(own)):
        return False
    return len(a & b) >= SAME * max(1, len(a), len(b))


def verdict(s: Sought, p: Passage, like: float, more: float, *, several: bool) -> Outcome | None:
    """What a sentence that is so like a matter says came of it; `several`: it tells more than one of its words, or there are few sentences."""
    if like < REPLIES + more:
        return None
    c = cues(p.span.text)
    gives, asks = s.kind in ("promise", "decision"), s.kind in ASKS or s.kind == "offer"
    if not {"again", "silent"} & c:
        if "yes" in c and asks and "undone" not in c:
            return "granted"
        if "off" in c:
            return "broken" if s.kind == "promise" else "lapsed"
        if "no" in c and s.kind != "threat":
            return "broken" if gives else "refused"
        if "late" in c and gives:
            return "broken"
        if "out" in c and s.kind == "ultimatum":
            return "lapsed"
    fresh = p.at is not None and (s.made is None or p.at > s.made)  # what is told on its own day tells of its making
    if like < TELLS + more or {"again", "silent", "step"} & c or not fresh:
        return None
    if "undone" in c and "part" not in c:
        late = s.due is not None and p.at is not None and p.at > s.due
        return "broken" if gives and (late or s.due is None) else None
    if {"ahead", "late", "out"} & c or not several:
        return None
    return "granted" if asks else "kept"


def _beside(report: Report, own: Sequence[str]) -> list[str]:
    """The title and the sentences before and after those of a matter; all of a short report."""
    told_ = passages(report)
    if len(told_) <= SHORT:
        return [p.span.text for p in told_]
    at = [n for n, p in enumerate(told_) if not p.span.in_title and any(p.span.text in text or text in p.span.text for text in own)]
    return [p.span.text for n, p in enumerate(told_) if p.span.in_title or any(abs(n - k) <= 1 for k in at)]


def sought(
    kind: UndertakingKind,
    what: Sequence[str],
    parties: Sequence[str],
    own: Sequence[str],
    made: int | None,
    due: int | None,
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
        kind=kind,
        told=words or tuple(all_words),
        around=around,
        names=names(". ".join([*own, *beside, parts])),
        made=made,
        due=due,
        reports=keys,
        own=tuple(own),
        parties=tuple(frozenset(one for _, one in told(n)) for n in parties),
    )
