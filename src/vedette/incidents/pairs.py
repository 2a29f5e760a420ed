"""How much two mentions look like one incident: a sum of weighted signs, each of which can be read off.

`WEIGHTS` is the whole model. A sign is between -1 and 1, or absent where one of the two mentions does not tell. The sum
starts at `BIAS`; above 0 the two are more likely one incident than two.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from vedette.codebook.wording import words
from vedette.domain import ActorMention, Copies, Event, Place, Report, TimePrecision
from vedette.domain.compare import actors_alike, day, days_apart, fine, is_name, km, relation, same_name
from vedette.domain.marks import KINDRED

DEED, WORD = 0, 1
WEIGHTS: dict[str, tuple[float, float]] = {
    # sign: weight for deeds, weight for words (speech, talks, agreements)
    "same type and mode": (0.9, 0.6),
    "same type": (0.5, 0.3),
    "kindred type": (-0.3, -0.3),
    "kindred, one report": (-0.8, -0.4),
    "other mode": (-0.6, -0.3),
    "same state": (0.5, 0.0),
    "same day": (1.2, 0.9),
    "a day apart": (-0.6, 0.1),
    "days apart": (-4.2, -1.2),
    "spans meet": (0.4, 0.3),
    "reported at the time": (0.5, 0.4),
    "reported apart": (-1.6, -0.6),
    "same place": (1.0, 0.4),
    "place in place": (0.3, 0.1),
    "place near": (0.3, 0.1),
    "place far": (-1.5, -0.4),
    "same scene": (0.6, 0.3),
    "scene far": (-0.5, -0.2),
    "recipients": (1.0, 0.8),
    "actors": (0.7, 1.4),
    "words": (2.2, 2.6),
    "no word in common": (-0.7, -2.0),
    "one story": (0.8, 0.6),
    "copied passage": (3.0, 3.0),
    "same passage": (0.9, 0.4),
    "same report": (-0.2, -0.2),
}
BIAS = -1.7
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
SHARP = 1
"""A date whose span is at most this many days longer than one day is exact."""
BACK = 45
"""How many days before its report an undated mention may have happened."""

LENGTH: dict[TimePrecision, int] = {"hour": 1, "day": 1, "week": 7, "month": 31, "year": 366, "unknown": 1}
"""Days that a time of a precision covers, where its last day is not told."""

WORDS = frozenset({"AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
"""Types that are done with words: where they were said matters less than who said them to whom."""

PERSONAL = frozenset({"arrest", "deport", "abduct", "release", "convict", "expel", "targeted", "torture", "detention"})
"""Modes and states that are one person's: another name, another incident."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An event made ready for comparing. `span`: first and last possible day; `fresh`: undated, and its report's own news, so that
    it happened a few days before at most; `reach`: the days in which an undated one may lie; `known`: the day of its report;
    `copy`: its group of copies or its report; `evidence`: the words of its passage.
    """

    event: Event
    span: tuple[int, int] | None
    fresh: bool
    reach: tuple[int, int] | None
    known: int | None
    copy: str
    words: frozenset[str]
    evidence: frozenset[str]
    families: frozenset[str]

    @property
    def sharp(self) -> bool:
        """Whether its day is known to within `SHARP` days."""
        return self.span is not None and self.span[1] - self.span[0] <= SHARP

    @property
    def kind(self) -> int:
        """DEED or WORD, the column of `WEIGHTS`."""
        return WORD if self.event.event_type in WORDS else DEED


class Rarity:
    """How much a word tells: the fewer reports have it, the more; and how alike what mentions say, and whole reports, are by it."""

    def __init__(self, mentions: Sequence[Mention], texts: Mapping[str, str]) -> None:
        """`texts` are the reports' texts by key: of what stands in many of them little is told."""
        held: dict[str, set[str]] = {}
        copies = set()
        for m in mentions:
            copies.add(m.copy)
            for w in m.words:
                held.setdefault(w, set()).add(m.copy)
        self._weights = {w: math.log(1 + len(copies) / len(c)) for w, c in held.items()}
        self._reports = {key: words(text) for key, text in texts.items()}
        spread = Counter(w for found in self._reports.values() for w in found)
        self._told = {w: math.log((1 + len(texts)) / n) for w, n in spread.items()}
        self._norms: dict[tuple[int, frozenset[str]], float] = {}
        self._stories: dict[tuple[str, str], float] = {}

    def common(self, a: frozenset[str], b: frozenset[str]) -> float:
        """Weighted cosine of two sets of words of mentions, 0..1."""
        return self._cosine(a, b, self._weights)

    def story(self, a: Mention, b: Mention) -> float:
        """How alike the reports of two mentions are, -0.5 (nothing in common) to 1 (much in common)."""
        x, y = sorted((a.event.report, b.event.report))
        if (x, y) not in self._stories:
            left, right = self._reports.get(x, frozenset()), self._reports.get(y, frozenset())
            alike = self._cosine(left, right, self._told) / STORY - 0.5
            self._stories[x, y] = min(1.0, alike) if min(len(left), len(right)) >= STUB else 0.0
        return self._stories[x, y]

    def _cosine(self, a: frozenset[str], b: frozenset[str], weights: Mapping[str, float]) -> float:
        shared = a & b
        if not shared:
            return 0.0
        return sum(weights[w] ** 2 for w in shared) / (self._norm(a, weights) * self._norm(b, weights) or 1.0)

    def _norm(self, found: frozenset[str], weights: Mapping[str, float]) -> float:
        key = (id(weights), found)
        if key not in self._norms:
            self._norms[key] = math.sqrt(sum(weights[w] ** 2 for w in found))
        return self._norms[key]


def mention(event: Event, report: Report | None, copy: str) -> Mention:
    """An event with all that comparing needs; `report` None if it is not at hand."""
    begin, last = day(event.begin), day(event.last)
    known = day(report.published) if report else None
    span = None
    if begin is not None or last is not None:
        low = begin if begin is not None else cast(int, last)
        high = last if last is not None else low + LENGTH[event.time_precision] - 1
        open_ended = (begin is None or last is None) and event.time_precision == "unknown"
        span = None if open_ended or high < low else (low, high)
    reach = span
    if reach is None and known is not None:
        reach = (begin if begin is not None else known - BACK, last if last is not None else known)
    parties = [a.actor.name for a in (*event.actors, *event.recipients)]
    names = words(" . ".join(n for n in parties if not re.search(r"['’]s ", n)))  # "Merun's request" says more than who it is
    told = words(" . ".join([event.headline, event.what or "", event.about.text if event.about else "", event.trigger.text]))
    return Mention(
        event=event,
        span=span,
        fresh=span is None and known is not None and not event.background and event.phase != "continues",
        reach=reach if reach and reach[0] <= reach[1] else None,
        known=known,
        copy=copy,
        words=(told - names - words(event.trigger.text))
        if event.event_type in WORDS
        else told | names | {f"{event.event_type or event.condition}/{event.mode}"},
        evidence=words(event.evidence.text),
        families=families(event),
    )


def families(event: Event) -> frozenset[str]:
    """Keys of which two mentions must share one to be compared: the type, kindred types, the state that is opened or ended."""
    found: set[str] = {event.event_type or "happening"}
    found |= {"/".join(sorted(k)) for k in KINDRED if event.event_type in k}
    if event.condition:
        found.add(f"{event.condition} {'ends' if event.phase == 'ends' else 'opens'}")
    return frozenset(found)


def signs(a: Mention, b: Mention, rarity: Rarity) -> dict[str, float]:
    """The signs that two mentions are one incident or two, by the names of `WEIGHTS`; "excluded" where they cannot be one."""
    x, y = a.event, b.event
    found = _days(a, b) | _places(x, y)
    if "excluded" in found:
        return found
    if x.event_type is None and y.event_type is None and x.condition != y.condition:
        return {"excluded": 1.0}
    if x.event_type == y.event_type:
        both = bool(x.mode and y.mode)
        found["same type and mode" if both and x.mode == y.mode else "same type"] = 1.0
        if both and x.mode != y.mode:
            found["other mode"] = 1.0
    else:
        found["kindred type"] = 1.0
    if x.condition and x.condition == y.condition:
        if (x.phase == "ends") != (y.phase == "ends"):
            return {"excluded": 1.0}
        found["same state"] = 1.0
    for side in ("recipients", "actors"):
        left, right = getattr(x, side), getattr(y, side)
        alike = actors_alike((m.actor for m in left), (m.actor for m in right))
        if alike is not None:
            found[side] = max(_agree(alike), _worst(side, left, right) if DEED == a.kind == b.kind else -1.0)
    if PERSONAL & {x.mode, y.mode, x.condition, y.condition} and x.recipients and y.recipients and _strangers(x, y):
        return {"excluded": 1.0}
    found["words"] = rarity.common(a.words, b.words)
    if found["words"] < FEW and ((a.words and b.words) or found.get("recipients", -1.0) < 0):
        found["no word in common"] = 1.0
    if x.report == y.report:
        passage = x.evidence.overlaps(y.evidence)
        if passage and x.event_type != y.event_type:
            return {"excluded": 1.0}
        found["kindred, one report" if x.event_type != y.event_type else "same passage" if passage else "same report"] = 1.0
    elif a.copy == b.copy and len(a.evidence & b.evidence) >= 0.6 * max(len(a.evidence), len(b.evidence), 1):
        found["copied passage"] = 1.0
    else:
        found["one story"] = rarity.story(a, b)
    return found


def score(a: Mention, b: Mention, rarity: Rarity) -> float:
    """The sum of the signs: above 0, one incident."""
    found = signs(a, b, rarity)
    if found.pop("excluded", 0.0):
        return NEVER
    column = WORD if WORD in (a.kind, b.kind) else DEED
    return BIAS + sum(WEIGHTS[name][column] * value for name, value in found.items())


def _days(a: Mention, b: Mention) -> dict[str, float]:
    lasting = [m for m in (a, b) if m.event.phase == "continues"]
    if len(lasting) == 1 and a.span and b.span:
        begun = b if lasting[0] is a else a
        assert begun.span
        assert lasting[0].span
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
    return {} if a.span or b.span else {"reported apart": min(gap / 14, 2.0)}


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
    return {}


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


def group_of(reports: Mapping[str, Report], copies: Iterable[Copies]) -> dict[str, str]:
    """The first of its copies, by report key; the report itself where it has none."""
    found = {key: key for key in reports}
    for c in copies:
        found |= dict.fromkeys(c.reports, c.reports[0])
    return found
