"""Time expressions of a text and the days they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from vedette.domain import Anchor, Annotated, TimeMention
from vedette.resolve import time_dates, time_spans  # noqa: F401 (they hold the rules)
from vedette.resolve.time_calendar import DAY, iso, part_of
from vedette.resolve.time_context import Context, Reading
from vedette.resolve.time_forms import rules, starts
from vedette.resolve.time_tense import Tense

_HEAD = 400
"""Characters of a text in which its dateline stands."""
_DATELINE = re.compile(r"^[^\n]{0,90}?$", re.M)


def times(annotated: Annotated, published: str | None) -> tuple[TimeMention, ...]:
    """Time expressions in text order, counted from `published` (ISO 8601) or the text's own dateline.

    Without sentences the same words are found; which way a weekday or month points is then told from the words around it.
    A day that does not exist ("31 April") keeps its words and has no value. Nothing depends on today's date.
    """
    text = annotated.text
    base = _day(published)
    context = Context(text=text, tense=Tense(annotated), base=base, anchor="published" if base else "none", day_first=_day_first(text))
    context.history = _tells_history(text, base)
    _take_dateline(context)
    found = _joined(text, _clocks(context, list(_readings(context))))
    return tuple(_mention(text, r, relation) for r, relation in found)


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _readings(c: Context) -> Iterator[Reading]:
    until = 0
    for m in starts().finditer(c.text):
        if m.start() < until:
            continue
        best: tuple[int, list[Reading]] = (0, [])
        for pattern, read in rules():
            hit = pattern.match(c.text, m.start())
            if hit is None or hit.end() <= best[0] or hit.end() == hit.start():
                continue
            got = list(read(hit, c))
            if got and got[-1].end > best[0]:
                best = (got[-1].end, got)
        for r in best[1]:
            c.told(r)
            yield r
        until = max(until, best[0])


def _day_first(text: str) -> bool:
    """Whether numeric dates have the day first: unless the text has one that can only be month first, and none that cannot."""
    pairs = [(int(a), int(b)) for a, b in re.findall(r"\b(\d\d?)/(\d\d?)/(?:\d{4}|\d\d)\b", text)]
    return not (any(b > 12 for _, b in pairs) and not any(a > 12 for a, _ in pairs))


def _tells_history(text: str, base: date | None) -> bool:
    """Whether most years written out lie far before the publication."""
    if base is None:
        return False
    years = [int(y) for y in re.findall(r"\b(1[5-9]\d\d|20\d\d)\b(?![,.]\d|%)", text)]
    old = sum(y < base.year - 1 for y in years)
    return (
        old >= 6
        and old >= 0.8 * len(years)
        and len(re.findall(r"(?i)\b(?:yesterday|today|\w+day|last (?:week|month|year))\b", text)) * 3 < old
    )


_HEAD_DATE = re.compile(
    r"(?i)^.{0,80}?(\d{1,2}(?:st|nd|rd|th)?\s+[a-z]{3,9}\.?,?\s+\d{4}|[a-z]{3,9}\.?\s+\d{1,2},?\s+\d{4}|\d{4}-\d\d-\d\d)"
)


def _take_dateline(c: Context) -> None:
    """Count from the date at the text's head, where it is a dateline or stands on a short line, and nearer than the publication."""


def _clocks(c: Context, readings: list[Reading]) -> list[Reading]:
    """Times of day with their days: that of the date beside them, else of the last one told of, else of the publication."""
    out: list[Reading] = []
    last: date | None = None
    for i, r in enumerate(readings):
        if r.clock is None:
            begin, until, _ = r.extent()
            if r.type in ("DATE", "TIME") and begin and begin == until:
                last = begin
            out.append(r)
            continue
        beside: Reading | None = None
        for other in (readings[i + 1] if i + 1 < len(readings) else None, readings[i - 1] if i else None):
            if other is None or other.clock is not None:
                continue
            between = c.text[r.end : other.start] if other.start >= r.end else c.text[other.end : r.start]
            begin, until, _ = other.extent()
            if begin and begin == until and re.fullmatch(r"[\s,]*(?:(?:on|at|about|around|the|of|local|time|by)?\s*){0,3}", between):
                beside = other
                break
        day = beside.extent()[0] if beside else last or c.base
        anchor: Anchor = beside.anchor if beside else "text" if last else c.anchor
        if day is None:
            out.append(replace(r, value=f"XXXX-XX-XX{r.clock}", clock=None))
        else:
            out.append(replace(r, value=f"{day.isoformat()}{r.clock}", anchor=anchor, clock=None))
    return out


_BOUND = re.compile(
    r"(?i)\b(since|until|till|by|before|after|through|prior to|up to|as early as|starting|beginning|from)\s+(?:(?:about|around|on|in|at|late|early|the)\s+)*$"
)
_RELATIONS = {"till": "until", "through": "until", "up to": "until", "prior to": "before", "starting": "since", "beginning": "since"}


def _joined(text: str, readings: Sequence[Reading]) -> Iterator[tuple[Reading, str]]:
    """Readings with the preposition that bounds them; the two ends of a range know the whole range."""
    i = 0
    while i < len(readings):
        r = readings[i]
        m = _BOUND.search(text, max(0, r.start - 30), r.start)
        word = m[1].lower() if m else ""
        follow = readings[i + 1] if i + 1 < len(readings) else None
        if follow is not None and r.type in ("DATE", "TIME") and follow.type in ("DATE", "TIME"):
            between = text[r.end : follow.start].strip().lower()
            opener = text[max(0, r.start - 10) : r.start].lower().split()
            joined = between in ("-", "–", "—", "") if not between[:1].isalpha() else False
            if (
                (joined and between)
                or (between in ("to", "until", "till", "through") and word == "from")
                or (between == "and" and "between" in opener[-2:])
            ):
                begin, last = r.extent()[0], follow.extent()[1]
                if begin and last and begin <= last:
                    yield replace(r, begin=begin, last=last, precision=r.extent()[2]), "since"
                    yield replace(follow, begin=begin, last=last, precision=follow.extent()[2]), "until"
                    i += 2
                    continue
        if word in ("from", "as early as"):
            word = "since" if re.match(r"(?i)\s+(?:on|onwards?)\b", text[r.end : r.end + 12]) else ""
        yield r, _RELATIONS.get(word, word) or "at"
        i += 1


def _mention(text: str, r: Reading, relation: str) -> TimeMention:
    begin, last, precision = r.extent()
    if r.part and begin and last:
        begin, last = part_of(begin, last, "early" if r.part == "earlier" else "late" if r.part == "later" else r.part)
    bounded = relation in ("since", "until") and r.begin is not None and r.last is not None and r.type != "DURATION"
    if r.type == "DURATION":
        relation = "at"
    elif not bounded:
        if relation == "since":
            last = None
        elif relation in ("until", "by"):
            begin = None
        elif relation == "before":
            begin, last = None, begin and begin - DAY
        elif relation == "after":
            begin, last = last and last + DAY, None
    return TimeMention(
        start=r.start,
        end=r.end,
        text=text[r.start : r.end],
        type=r.type,
        value=r.value,
        begin=iso(begin),
        last=iso(last),
        precision=precision,
        anchor=r.anchor if r.value else "none",
        relation=relation,  # type: ignore[arg-type]
    )
