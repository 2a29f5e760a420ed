"""When an undated report was published: as its copy, as the reports most like it, or as the days that it names."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from vedette.domain import Copies, Report

ALIKE, AGREED, NEAR = 0.2, 0.15, 0.12
"""Cosine of word vectors from which one dated report alone tells the day, from which three that agree do, and from which one
does that is of a day named in the text. (Leaving out one of 40 dates at a time in the example situation: 19 are told, 16 of them within a day.)"""
WINDOW = 2
"""Days within which reports on one story agree, and by which a story is told after a day that it names."""
APART = 3
"""Days by which the reports like it are away from the only day that a text names, where that day is taken for its own."""
_WORD = re.compile(r"[^\W_]{2,}")
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_DAY = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}}) (?P<m1>{_MONTH})|(?P<m2>{_MONTH})\.? (?P<d2>\d{{1,2}}))\b(?!\d*(?:-|–)\d)(?:,? (?P<y>\d{{4}}))?"
)
_AHEAD = re.compile(
    r"\b(?:until|till|by|before|from|beginning|starting|as of|ends?(?: on)?|due(?: on)?|expires?(?: on)?) (?:the )?(?:\w+day,? (?:the )?)?$"
)
"""What stands before a day that is still to come."""

Vector = dict[str, float]


def estimated(reports: Sequence[Report], copies: Sequence[Copies]) -> dict[str, str]:
    """Days (ISO) of the reports without one, by key; a report about which nothing can be told is left out.

    In this order: the earliest dated copy; the dated report most like it, at a cosine of at least `ALIKE`; the three most
    like it, where they agree within `WINDOW` days; the last day named in its text, in the year nearest to the reports'
    middle, unless a report like it says that this day was still to come.
    """
    dated = {
        r.key: date.fromisoformat(r.published[:10]) for r in reports if r.published and not r.published_estimated and len(r.published) >= 10
    }
    if not dated:
        return {}
    vectors = _vectors(reports)
    index: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for key in dated:
        for word, weight in vectors[key].items():
            index[word].append((key, weight))
    middle = sorted(dated.values())[len(dated) // 2]
    groups = {key: c for c in copies for key in c.reports}
    out: dict[str, str] = {}
    for r in reports:
        if r.published and not r.published_estimated:
            continue
        twins = [dated[k] for k in (groups[r.key].reports if r.key in groups else ()) if k in dated]
        day = min(twins) if twins else _told(r, vectors[r.key], index, dated, middle)
        if day is not None:
            out[r.key] = day.isoformat()
    return out


def _told(
    r: Report, vector: Vector, index: Mapping[str, Sequence[tuple[str, float]]], dated: Mapping[str, date], middle: date
) -> date | None:
    scores: dict[str, float] = defaultdict(float)
    for word, weight in vector.items():
        for key, other in index.get(word, ()):
            scores[key] += weight * other
    best = sorted(scores.items(), key=lambda x: (-x[1], x[0]))[:3]
    if best and best[0][1] >= ALIKE:
        return dated[best[0][0]]
    agreed = sorted(dated[key] for key, score in best if score >= AGREED)
    if len(agreed) == 3 and agreed[-1] - agreed[0] <= timedelta(WINDOW):
        return agreed[1]
    close = [dated[key] for key, score in best if score >= NEAR]
    named = _named(f"{r.title or ''}. {r.text}", middle)
    for day in close:
        if named and timedelta(0) <= day - named[-1] <= timedelta(WINDOW):
            return day
    return named[0] if len(named) == 1 and all(abs(day - named[0]) > timedelta(APART) for day in close) else None


def _named(text: str, middle: date) -> list[date]:
    """Days that a text names by day and month, in order; those without a year are put into the year nearest to `middle`."""
    out = set()
    for m in _DAY.finditer(text):
        if _AHEAD.search(text, max(0, m.start() - 30), m.start()):
            continue
        name = (m["m1"] or m["m2"]).lower()
        month = next((n for n, full in enumerate(_MONTHS, 1) if full == name or (len(name) in (3, 4) and full.startswith(name))), 0)
        number = int(m["d1"] or m["d2"])
        years = [int(m["y"])] if m["y"] else [middle.year - 1, middle.year, middle.year + 1]
        days = []
        for year in years:
            try:
                days.append(date(year, month, number))
            except ValueError:
                continue
        if days:
            out.add(min(days, key=lambda d: abs(d - middle)))
    return sorted(out)


def _vectors(reports: Sequence[Report]) -> dict[str, Vector]:
    """Unit vectors of words, weighted by how rare they are; the title counts twice."""
    counts = {r.key: Counter(w.lower() for w in _WORD.findall(f"{r.title or ''} {r.title or ''} {r.text}")) for r in reports}
    spread = Counter(word for c in counts.values() for word in c)
    out = {}
    for key, c in counts.items():
        v = {w: (1 + math.log(n)) * math.log((len(reports) + 1) / (spread[w] + 0.5)) for w, n in c.items()}
        size = math.sqrt(sum(x * x for x in v.values())) or 1.0
        out[key] = {w: x / size for w, x in v.items()}
    return out
