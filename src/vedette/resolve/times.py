"""Time expressions of a text and the days they stand for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from vedette.domain import Anchor, Annotated, TimeMention
from vedette.resolve import time_amounts, time_dates, time_days, time_units  # noqa: F401 (they hold the rules)
from vedette.resolve.time_calendar import iso, moved
from vedette.resolve.time_context import Context, Reading
from vedette.resolve.time_forms import Read, rules, starts
from vedette.resolve.time_tense import PAST, Tense

Relation = Literal["at", "since", "until", "by", "before", "after"]
_HEAD = 400
"""Characters of a text in which its dateline stands."""


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
    readings = list(_not_in_names(annotated, _clocks(context, list(_readings(context)))))
    return tuple(_related(text, readings, context.tense))


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _readings(c: Context) -> Iterator[Reading]:
    until = 0
    forms = rules()
    for start in starts(c.text):
        if start < until:
            continue
        best: tuple[int, list[Reading]] = (start, [])
        for pattern, read in forms:
            hit = pattern.match(c.text, start)
            if hit is None or hit.end() <= best[0]:
                continue
            got = _read(read, hit, c)
            if got and got[-1].end > best[0]:
                best = (got[-1].end, got)
        for r in best[1]:
            c.told(r)
            yield r
        until = max(until, best[0])


_OUTSIDE = re.compile(r"\d{5}|0000|-")


def _read(read: Read, hit: re.Match[str], c: Context) -> list[Reading]:
    """What a rule reads; words that lead out of the years 1 to 9999 keep their place and have no value."""
    try:
        got = list(read(hit, c))
    except OverflowError:
        return [Reading(start=hit.start(), end=hit.end(), type="DATE", value=None, precision="unknown")]
    return [replace(r, value=None) if r.type in ("DATE", "TIME") and _OUTSIDE.match(r.value or "") else r for r in got]


_NAMED = re.compile(
    r"\s+(?:Movement|Brigades?|Battalion|Front|Army|Square|Street|Avenue|Road|Bridge|Hospital|University|Stadium|Club|Coalition|Alliance|Group|Party|Revolution)\b"
)


def _not_in_names(annotated: Annotated, readings: Iterable[Reading]) -> Iterator[Reading]:
    """Readings that are no part of a longer name: 6 April Movement, Black Friday Square."""
    names = [e for e in annotated.entities if e.label in ("ORG", "FAC", "PER") and e.confidence > 0.6]
    starts = [e.start for e in names]
    for r in readings:
        i = bisect_right(starts, r.start) - 1
        inside = i >= 0 and r.end <= names[i].end and names[i].end - names[i].start > r.end - r.start + 2
        if not inside and _NAMED.match(annotated.text, r.end) is None:
            yield r


def _day_first(text: str) -> bool:
    """Whether numeric dates have the day first: unless the text has one that can only be month first, and none that cannot."""
    pairs = [(int(a), int(b)) for a, b in re.findall(r"\b(\d\d?)/(\d\d?)/(?:\d{4}|\d\d)\b", text)]
    return not (any(b > 12 for _, b in pairs) and not any(a > 12 for a, _ in pairs))


_FULL_DATE = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{1,2},?)? (1[5-9]\d\d|20\d\d)\b"
)
_DEICTIC = re.compile(
    r"(?i)\b(?:yesterday|tomorrow|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:last|this|next) (?:week|month|year|night))\b"
)


def _tells_history(text: str, base: date | None) -> bool:
    """Whether the text tells of long ago: most dates with their year are old, and few are counted from the day of writing."""
    if base is None:
        return False
    years = [int(y) for y in _FULL_DATE.findall(text)]
    old = sum(y < base.year - 1 for y in years)
    return old >= 3 and old > len(years) // 2 and len(_DEICTIC.findall(text)) < old


_PLACE = re.compile(r"(?:(?:[A-Z][\w.'’-]*|de|la|el|al|of|the|and|du|[(/][\w .]+[)/])[\s,/]*){1,7}")
_AGENCY = re.compile(r",?\s*(?:\([^)\n]{1,40}\)|/[^/\n]{2,30}/|\[[^\]\n]{2,30}\])?\s*(?:[–—:-]|$)")


def _take_dateline(c: Context) -> None:
    """Count from the dateline where it is at most two weeks before the publication; without one from any full date on a line of the head."""
    head = c.text[:_HEAD]
    if not any(x.isdigit() for x in head):
        return  # no date that would count
    tense = Tense(Annotated(text=head, sentences=(), entities=()))
    for r in _readings(Context(text=head, tense=tense, base=c.base, anchor=c.anchor, day_first=c.day_first)):
        begin, last, _ = r.extent()
        if begin is None or begin != last or not any(x.isdigit() for x in head[r.start : r.end]):
            continue
        line = head.rfind("\n", 0, r.start) + 1
        before, rest = head[line : r.start], head[r.end :].partition("\n")[0]
        dateline = _PLACE.fullmatch(before) is not None and _AGENCY.match(rest) is not None
        if c.base is not None and dateline and 0 < (c.base - begin).days <= 14:
            c.base, c.anchor = begin, "dateline"
            return
        if (
            c.base is None
            and r.stated
            and (dateline or (len(before) + len(rest) < 110 and not rest.rstrip().endswith((".", "!", "?", "”"))))
        ):
            c.base, c.anchor = begin, "dateline"
            return


_LOGGED = re.compile(r"(?:^|[\n.:;])\s*(?:At )?\d{4}\s?h(?:rs)?$")
"""A time of day at the head of an entry ("1120h: patrol left"): it is of the log's own day, whatever day was told of before."""


_BARE_DAY = re.compile(r"the \d\d?(?:st|nd|rd|th)", re.IGNORECASE)
"""A day that says which of several is meant ("those arrested on the 25th"), not where the story is."""


_ENTRY = re.compile(r"(?:^|\n)[ \t]*(?:\d{1,2}[.)]|[-•*])?[ \t]*$")
"""What stands before a day that heads an entry of a log ("2. 21 MAY. 1755h …")."""
_HOUR = re.compile(r"[ \t,.:]*\d{4}\s?h")
_NEXT = re.compile(r"\n\s*\n|\n[ \t]*(?:\d{1,2}[.)]|[-•*])[ \t]")
"""What ends such an entry."""


_SAID = re.compile(
    r"\b(?:said|says|say|added|announced|confirmed|reported|told \w+)\s+(?:(?:late|early|later)\s+)?(?:on\s+)?$", re.IGNORECASE
)
"""What stands before the day on which something was only said."""
_CAME_AFTER = re.compile(r"\b(?:after|following|who|whom|which|where|had)\b[^.;]*$", re.IGNORECASE)
"""What stands before the earlier day of what a deed came after, or of what somebody had done before."""


def _by_the_way(text: str, r: Reading, day: date, last: date) -> bool:
    """Whether a day is that on which something was said, or an earlier one that a deed came after: the story of the day before goes on."""
    before = text[max(0, r.start - 120) : r.start]
    return _SAID.search(before) is not None or (day < last and _CAME_AFTER.search(before) is not None)


def _clocks(c: Context, readings: list[Reading]) -> list[Reading]:
    """Times of day with their days: that of the date beside them or at the head of their entry, else of the last one told of, else of the publication."""
    out: list[Reading] = []
    last: date | None = None
    headed: tuple[date, int] | None = None
    for i, r in enumerate(readings):
        if r.clock is None:
            begin, until, _ = r.extent()
            bare = _BARE_DAY.fullmatch(c.text, r.start, r.end) is not None
            if (
                r.type in ("DATE", "TIME")
                and begin
                and begin == until
                and not (bare or c.tense.describes(r.start, r.end) or (last is not None and _by_the_way(c.text, r, begin, last)))
            ):
                last = begin
                opens = c.text[r.end : r.end + 1] in (".", ":") and _ENTRY.search(c.text, max(0, r.start - 20), r.start)
                if opens:
                    over = _NEXT.search(c.text, r.end)
                    headed = begin, over.start() if over else len(c.text)
                elif headed is not None and _HOUR.match(c.text, r.end):
                    headed = begin, headed[1]  # "22 May 0600h patrol left."
            out.append(r)
            continue
        if headed is not None and r.start >= headed[1]:
            headed = None
        beside: Reading | None = None
        for other in (readings[i + 1] if i + 1 < len(readings) else None, readings[i - 1] if i else None):
            if other is None or other.clock is not None:
                continue
            between = c.text[r.end : other.start] if other.start >= r.end else c.text[other.end : r.start]
            begin, until, _ = other.extent()
            if begin and begin == until and re.fullmatch(r"[\s,]*(?:(?:on|at|about|around|the|of|local|time|by)?\s*){0,3}", between):
                beside = other
                break
        logged = bool(c.base) and _LOGGED.search(c.text[max(0, r.start - 10) : r.end]) is not None
        carried = (headed and headed[0]) if logged else last
        if carried and c.base and carried > c.base and c.direction(r.start, r.end) == PAST:
            carried = None  # what was done at midnight was not done on the day that a deadline falls on
        day = beside.extent()[0] if beside else carried or c.base
        anchor: Anchor = beside.anchor if beside else "text" if carried else c.anchor
        if day is None:
            out.append(replace(r, value=f"XXXX-XX-XX{r.clock}", clock=None))
        else:
            out.append(replace(r, value=f"{day.isoformat()}{r.clock}", anchor=anchor, clock=None))
    return out


_BOUND = re.compile(
    r"(?i)\b(since|until|till|by|before|after|through|prior to|up to|starting|beginning|from)\s+(?:(?:about|around|on|in|at|the)\s+)*$"
)
_RELATIONS: dict[str, Relation] = {
    "since": "since", "starting": "since", "beginning": "since", "until": "until", "till": "until", "through": "until", "up to": "until", "by": "by",
    "before": "before", "prior to": "before", "after": "after",
}  # fmt: skip
_DASHES = ("-", "–", "—", "/")


def _related(text: str, readings: Sequence[Reading], tense: Tense) -> Iterator[TimeMention]:
    """Mentions with the preposition that bounds them; the two ends of a range know the whole range."""
    i = 0
    while i < len(readings):
        r = readings[i]
        m = _BOUND.search(text, max(0, r.start - 30), r.start)
        word = re.sub(r"\s+", " ", m[1].lower()) if m else ""
        end = readings[i + 1] if i + 1 < len(readings) else None
        if end is not None and _is_range(text, r, end, word):
            begin, last = r.extent()[0], end.extent()[1]
            yield _mention(text, replace(r, begin=begin, last=last, precision=r.extent()[2], part=None), "since")
            yield _mention(text, replace(end, begin=begin, last=last, precision=end.extent()[2], part=None), "until")
            i += 2
            continue
        relation = _RELATIONS.get(word, "at")
        if word == "from" and (re.match(r"\s+(?:on|onwards?)\b", text[r.end : r.end + 12]) or tense.hangs_on_verb(r.start, r.end)):
            relation = "since"
        if r.type in ("DURATION", "SET") or (r.type == "TIME" and relation in ("before", "after")):
            relation = "at"
        yield _bounded(text, _eve(text, r), relation)
        i += 1


_EVE = re.compile(r"\b(?:the )?(?:very )?eve of (?:the )?$", re.IGNORECASE)


def _eve(text: str, r: Reading) -> Reading:
    """The day before the one told of: "on the eve of Orthodox Christmas", "the eve of 18 December"."""
    m = _EVE.search(text, max(0, r.start - 24), r.start)
    begin, last, precision = r.extent()
    if m is None or r.type != "DATE" or precision != "day" or begin is None or begin != last:
        return r
    day = moved(begin, days=-1)
    return replace(r, start=m.start(), value=iso(day), begin=day, last=day)


def _is_range(text: str, first: Reading, second: Reading, word: str) -> bool:
    """Whether two readings are the ends of one stretch: 10-12 December, from May to July, between 2011 and 2014."""
    if not {first.type, second.type} <= {"DATE", "TIME"}:
        return False
    begin, last = first.extent()[0], second.extent()[1]
    if begin is None or last is None or begin > last:
        return False
    between = text[first.end : second.start].strip().lower()
    if between in _DASHES:
        return True
    if between in ("to", "until", "till", "through"):
        return word == "from" or text[first.start : second.end].count(" ") <= 4
    return between == "and" and re.search(r"(?i)\bbetween\s+(?:the\s+)?$", text[max(0, first.start - 14) : first.start]) is not None


def _bounded(text: str, r: Reading, relation: Relation) -> TimeMention:
    """A mention whose first or last day is open, as its preposition says; "after Sunday's vote" begins on Sunday."""
    found = _mention(text, r, relation)
    if relation == "at":
        return found
    begin, last, _ = r.extent()
    whole = text[r.end : r.end + 2] in ("'s", "’s")
    if relation == "since":
        return replace(found, last=None)
    if relation in ("until", "by", "before") and r.part and begin and last and (bound := _bound_of(text, r, begin, last, relation)):
        return replace(found, begin=None, last=iso(bound))
    if relation in ("until", "by"):
        return replace(found, begin=None)
    if relation == "before":
        return replace(found, begin=None, last=iso((last if whole else moved(begin, days=-1)) if begin and last else None))
    return replace(found, begin=iso((begin if whole else moved(last, days=1)) if begin and last else None), last=None)


_FIRST = re.compile(r"\b(?:start|beginning)\b", re.IGNORECASE)


def _bound_of(text: str, r: Reading, begin: date, last: date, relation: Relation) -> date | None:
    """The day that a part of a month or week ends something on: "by mid-June" its middle, "before the end of the month" its last, "by the start of June" the first."""
    if r.part == "mid":
        return begin.replace(day=15) if r.precision == "month" and begin.month == last.month else begin + (last - begin) // 2
    if r.part == "late" and relation == "before":
        return last
    if r.part == "early" and _FIRST.search(text, r.start, r.end):
        return begin
    return None


def _mention(text: str, r: Reading, relation: Relation) -> TimeMention:
    begin, last, precision = r.extent()
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
        relation=relation,
    )
