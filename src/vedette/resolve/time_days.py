"""Rules for days and hours: weekdays, yesterday, last night, 3 p.m., Christmas."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from vedette.domain import Anchor
from vedette.resolve.time_calendar import DAY, day_of, easter, hijri, iso, orthodox_easter
from vedette.resolve.time_context import Context, Reading
from vedette.resolve.time_dates import with_daypart
from vedette.resolve.time_forms import APPROX, BACK, DAYPARTS, FORTH, compiled, holidays, mod_of, number, rule, weekday_number
from vedette.resolve.time_tense import FUTURE


@rule(
    r"(?:(?:the )?(?:very )?(?P<mod>early|late|later)(?: (?:on|this|last|next))?[\s-])?(?:(?P<every>every|each) |(?:<rel>) |the )?<weekday>"
    r"(?:(?:['’]s)? (?P<pod>(?:early |late )?(?:morning|afternoon|evening|night))|,? (?P<overnight>overnight)"
    r"|,? (?:of )?(?P<which>this|next|last|the following|the coming) week\b|(?P<after> week)(?=\s*(?:$|[.,;:!?”\"]|(?:or|and|if|unless|to)\b)))?"
)
def _weekday(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """Friday, last Tuesday, late Thursday, Friday morning, every Friday, Friday of next week, "Sunday week"."""
    word = m["weekday"]
    short = not word.rstrip(".").lower().endswith("day")
    if not word[0].isupper() and (short or word.lower() in ("sun", "sat")):
        return
    if short and not (m["rel"] or m["pod"] or word.endswith(".")):
        return
    start = m.start("weekday") if m[0][:4].lower() == "the " and not m["mod"] and not m["rel"] else m.start()
    if re.search(r"\b(?:Good|Black|Bloody|Palm|Ash|Holy|Super|Cyber|Easter|Maundy)\s$", c.text[max(0, start - 9) : start]):
        return
    n = weekday_number(word)
    assert n is not None  # the pattern has matched a weekday
    if m["every"]:
        end = m.end() - (m[0].endswith(".") and not short)
        yield Reading(start=start, end=end, type="SET", value=f"XXXX-WXX-{n + 1}", precision="day")
        return
    rel = (m["rel"] or "").lower() or (re.search(r"(?i)\b(this|last|next)\b", m[0][: m.start("weekday") - m.start()]) or [""])[0].lower()
    overnight = m["overnight"] if not (m["overnight"] and m["overnight"][0].isupper()) else None  # "… Thursday. Overnight" are two
    whole = m.end() if overnight == m["overnight"] else m.end("weekday")
    end = whole - (word.endswith(".") and whole == m.end("weekday") and not short)
    found, anchor = c.weekday(n, start, end, rel or None)
    if (m["which"] or m["after"]) and c.base is not None and not c.history:
        which = (m["which"] or "").lower().split()[-1:]
        ahead = c.weekday(n, start, end, "this")[0] if m["after"] else c.base + (n - c.base.weekday()) * DAY
        weeks = 1 if m["after"] or which[0] in FORTH else -1 if which[0] in BACK else 0
        found, anchor = (ahead or c.base) + 7 * weeks * DAY, c.anchor
        yield Reading(start=start, end=m.end(), type="DATE", value=iso(found), anchor=anchor, precision="day", part=mod_of(m["mod"]))
        return
    numbered = _NUMBERED.match(c.text, end) if found is not None and not rel else None
    if numbered and found and not _tallied(c, start) and (on := _of_month(found, int(numbered[1]))) is not None:
        yield Reading(start=start, end=numbered.end(), type="DATE", value=iso(on), anchor=anchor, precision="day")
        return
    r = Reading(start=start, end=end, type="DATE", value=iso(found), anchor=anchor, precision="day", part=mod_of(m["mod"]))
    yield with_daypart(r, "night" if overnight else m["pod"] and m["pod"].split()[-1])


_NUMBERED = compiled(
    r"\s(?:the )?(\d{1,2})(?:st|nd|rd|th)?(?=[.,;:)](?!\d)(?!\s*(?:including|among|most|some|all|many|half)\b)|\s*$|\s(?:around|at|before|after|dusk|dawn|in the|near|by|when|about \d|and <dayname>)\b)"
)
"""The day of the month behind a weekday, where it counts nothing ("Friday 14, around 22:00")."""
_TALLY = compiled(r"\b<dayname>,? \d{1,2}\b(?:,? (?:and )?<dayname2>,? \d{1,2}\b)+(?! <month>)")
"""Weekdays in a row with a number each."""


def _tallied(c: Context, at: int) -> bool:
    """Whether something is counted by weekdays ("Monday 10, Tuesday 4, Wednesday 12"): numbers in a row that are not the days of one month, or of two."""
    run = next((m for m in _TALLY.finditer(c.text, max(0, at - 120), at + 120) if m.start() <= at < m.end()), None)
    numbers = [int(n) for n in re.findall(r"\d+", run[0])] if run is not None else []
    return any(b < a and not (a > 24 and b < 8) for a, b in pairwise(numbers))


def _of_month(near: date, number: int) -> date | None:
    """The day of that number next to a day of its weekday, at most two weeks off; None where it is another weekday."""
    fitting = [d for w in range(-2, 3) if (d := near + 7 * w * DAY).day == number]
    return min(fitting, key=lambda d: (abs(d - near), d), default=None)


@rule(r"<dayname>s(?: (?:morning|afternoon|evening|night)s)?\b")
def _weekdays(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """Fridays."""
    if m["dayname"][0].isupper():
        yield Reading(
            start=m.start(), end=m.end(), type="SET", value=f"XXXX-WXX-{(weekday_number(m['dayname']) or 0) + 1}", precision="day"
        )


@rule(
    r"(?:the )?(?:overnight|(?:night|evening)) (?:(?:from|between|of) )?(?:late )?<dayname>(?: night| evening)? (?:to|into|and|until) (?:early )?<dayname2>(?: morning)?"
)
def _night_between(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """The night from Thursday to Friday."""
    yield from _between(m, c)


@rule(r"(?:late )?<dayname> (?:night|evening) (?:in)?to (?:early )?<dayname2>(?: morning)?")
def _night_into(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """Thursday night into Friday."""
    yield from _between(m, c)


def _between(m: re.Match[str], c: Context) -> Iterable[Reading]:
    first, second = weekday_number(m["dayname"]), weekday_number(m["dayname2"])
    assert first is not None
    if second != (first + 1) % 7:
        return
    found, anchor = c.weekday(first, m.start(), m.end(), None)
    value = f"{found.isoformat()}TNI" if found else None
    yield Reading(
        start=m.start(), end=m.end(), type="TIME", value=value, anchor=anchor, begin=found, last=found and found + DAY, precision="day"
    )


_DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}


@rule(
    r"(?:(?P<mod>early|earlier|late|later)(?: on)? )?(?P<word>the day before yesterday|the day after tomorrow|yesterday|today|tonight|tomorrow)"
    r"(?:['’]s)?(?: (?P<pod>morning|afternoon|evening|night))?\b"
)
def _near_day(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """Yesterday, today, tonight, tomorrow morning."""
    word = re.sub(r"\s+", " ", m["word"].lower())
    end = m.end() if m["pod"] or m["word"] == m[0] or not re.search(r"['’]s$", m[0]) else m.end() - 2
    base, anchor = c.now()
    if c.history:
        value = "PRESENT_REF" if word == "today" and not m["pod"] else None
        yield Reading(start=m.start(), end=end, type="DATE", value=value, precision="unknown")
        return
    found = base + _DAYS[word] * DAY if base else None
    r = Reading(start=m.start(), end=end, type="DATE", value=iso(found), anchor=anchor if found else "none", precision="day")
    yield with_daypart(r, m["pod"] or ("night" if word == "tonight" else None))


@rule(r"overnight")
def _overnight(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """The night that ended on the day of writing; the one to come after a verb of the future."""
    base, anchor = c.now()
    if base is None or re.match(r"\s+(?:stay|curfew|bag|success|train|flight|bus|guest)", c.text[m.end() : m.end() + 40]):
        return
    first = base if c.direction(m.start(), m.end()) == FUTURE else base - DAY
    yield Reading(
        start=m.start(),
        end=m.end(),
        type="TIME",
        value=f"{first.isoformat()}TNI",
        anchor=anchor,
        begin=first,
        last=first + DAY,
        precision="day",
    )


@rule(r"(?:(?P<mod>early|late|later|earlier) )?<rel> (?:(?P<mod2>early|late) )?<daypart>")
def _near_daypart(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """This morning, last night, that afternoon, the next morning."""
    rel = m["rel"].lower()
    base, anchor = c.now()
    if (
        rel in ("that", "same", "following", "previous")
        or (c.history and c.day)
        or re.search(r"(?i)\bthe\s+$", c.text[max(0, m.start() - 5) : m.start()])
    ):
        base, anchor = c.day, "text"
    n = -1 if rel in BACK else 1 if rel in FORTH else 0
    start = m.start()
    lead = re.search(r"(?i)\bthe\s+$", c.text[max(0, start - 5) : start])
    if lead:
        start -= len(lead[0])
    value = f"{(base + n * DAY).isoformat()}T{DAYPARTS[m['daypart'].lower()]}" if base else None
    last = base + DAY if base and n == -1 and m["daypart"].lower() == "night" and rel == "last" and not c.history else None
    yield Reading(
        start=start,
        end=m.end(),
        type="TIME",
        value=value,
        anchor=anchor if value else "none",
        begin=last and last - 2 * DAY,
        last=last and last - DAY,
        precision="day",
    )


@rule(
    r"(?:the )?(?P<part>night|evening|morning|afternoon|day) (?P<way>before|after|earlier)\b(?!\s+(?:(?:the|an?|his|her|its|their|our|my|this|that|these|those|he|she|it|they|we|I|last|next|any|all|some|every|each|being|\w+ing|\w+['’]s)\b|(?-i:[A-Z])|\d))"
)
def _day_beside(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """The night before, the day after: counted from the last day told of; the night before also from the day of writing."""
    story = c.story or c.base
    if story is None or (m["part"].lower() == "day" and m["way"].lower() == "earlier") or (c.story is None and m["way"].lower() == "after"):
        return
    found = story + (DAY if m["way"].lower() == "after" else -DAY)
    part = m["part"].lower()
    r = Reading(start=m.start(), end=m.end(), type="DATE", value=iso(found), anchor="text", precision="day")
    yield with_daypart(r, None if part == "day" else part)


@rule(
    r"(?P<late>(?:late|early|later|deep) )?(?P<lead>in|during|into) the (?P<part>night|evening|morning|afternoon)(?! (?:of|to|between|from|before|after|shift|sky|hours|light))\b"
)
def _in_the_evening(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """In the night, late in the evening: of the last day told of, else of the day of writing."""
    base, anchor = (c.story, "text") if c.story is not None else c.now()
    if base is None:
        return
    part = m["part"].lower()
    start = m.start() if m["late"] else m.end("lead") + 1
    if part == "night" and anchor != "text":
        first = base - DAY
        yield Reading(
            start=start, end=m.end(), type="TIME", value=f"{first.isoformat()}TNI", anchor=anchor, begin=first, last=base, precision="day"
        )
        return
    yield Reading(start=start, end=m.end(), type="TIME", value=f"{base.isoformat()}T{DAYPARTS[part]}", anchor=anchor, precision="day")


@rule(r"(?P<hh>[01]\d|2[0-3])(?P<mm>[0-5]\d)(?P<zone>[A-IK-Z])(?![\w-])")
def _military_clock(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """0600L, 1510A, 0945Z: a time of day with the letter of its zone."""
    if m["zone"].isupper():
        zone = "Z" if m["zone"] == "Z" else ""
        yield Reading(start=m.start(), end=m.end(), type="TIME", value=None, clock=f"T{m['hh']}:{m['mm']}{zone}", precision="hour")


@rule(r"(?:at|about|around|by|from|until|since) (?P<hh>[01]\d|2[0-3])(?P<mm>[0-5]\d)(?= (?:on|local|today|yesterday|the same day)\b)")
def _log_clock(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """At 1415 on 2 July."""
    yield Reading(start=m.start("hh"), end=m.end(), type="TIME", value=None, clock=f"T{m['hh']}:{m['mm']}", precision="hour")


_CLOCK = r"<clock>(?:(?:,? |\s?\()(?P<zone>GMT|UTC|local time|EST|EDT|CET|CEST|EET|EEST|BST|MSK)\b\)?)?"


@rule(APPROX + _CLOCK)
def _clock(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """3:20 p.m., 15:46, 0630h, noon; its day is found afterwards."""
    word = m["clock"].lower()
    if word in ("noon", "midnight"):
        clock = "12:00" if word == "noon" else "00:00"
    else:
        digits = re.match(r"(\d\d)(\d\d)\s?h|(\d\d?)(?:[:.](\d\d))?", word)
        if digits:
            hour, minute = int(digits[1] or digits[3]), digits[2] or digits[4]
        else:
            hour, minute = int(number(word.split()[0]) or 0), None
        if "p" in word[-4:] and hour < 12:
            hour += 12
        elif "a" in word[-4:] and hour == 12:
            hour = 0
        clock = f"{hour:02d}" + (f":{minute}" if minute else "")
    zone = "Z" if m["zone"] in ("GMT", "UTC") else ""
    yield Reading(start=m.start(), end=m.end(), type="TIME", value=None, clock=f"T{clock}{zone}", precision="hour")


_EPIPHANY = r"on (?:\w+,? )?(?:Jan(?:uary|\.)? [67]|[67](?:th)? (?:of )?Jan(?:uary)?)\b"
OLD_CALENDAR = re.compile(
    r"\bOrthodox (?:Church|Christ\w+|bishops?|priests?|patriarch|faithful|believers|Easter)\b|\bJulian calendar\b"
    rf"|\b{_EPIPHANY}[^\n]{{0,160}}\bChristmas\b|\bChristmas\b[^\n]{{0,160}}\b{_EPIPHANY}",
)
"""What says that a text's Christmas is that of 7 January: the church, the calendar, or something that was on the day beside it."""


@rule(r"(?:(?P<rel>last|this|next) )?<holiday>\b(?:,? (?:of )?<year>)?")
def _holiday(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """Christmas 1963, Good Friday."""
    if not m["holiday"][0].isupper() or re.match(
        r"\s+(?:Agreement|Accords?|Island|Uprising|Offensive|Rising)", c.text[m.end() : m.end() + 40]
    ):
        return
    name = re.sub(r"\s+", " ", m["holiday"].lower()).replace("’", "'")
    if name.startswith("christmas") and OLD_CALENDAR.search(c.text):
        name = f"orthodox {name.removesuffix(' day')}"
    month, day = holidays()[name]
    anchor: Anchor = "none"
    year: int | None
    if m["year"]:
        year = int(m["year"])
    elif month < 0 or month > 12:
        year, anchor = _moving_year(m, c, month, day)
    else:
        year, anchor = c.year_for(month or 4, m.start(), m.end(), day if month else 10)
        if m["rel"] and c.base:
            found = [d for y in (-1, 0, 1) if (d := _feast(c.base.year + y, month, day))]
            rel = m["rel"].lower()
            chosen = (
                [d for d in found if d < c.base][-1:] if rel == "last" else [d for d in found if d > c.base][:1] if rel == "next" else []
            )
            year = chosen[0].year if chosen else c.base.year
    found_day = _feast(year, month, day) if year else None
    yield Reading(
        start=m.start(),
        end=m.end(),
        type="DATE",
        value=iso(found_day),
        anchor=anchor if found_day else "none",
        precision="day",
        stated=bool(m["year"]),
    )


def _moving_year(m: re.Match[str], c: Context, month: int, day: int) -> tuple[int | None, Anchor]:
    """The year of a feast whose day moves: the last one, the next one after a verb of the future or three weeks before it."""
    if c.base is None:
        return None, "none"
    base = c.base
    found = [d for y in (-1, 0, 1) if (d := _feast(base.year + y, month, day))]
    ahead = [d for d in found if d >= base]
    direction = c.direction(m.start(), m.end())
    if ahead and (direction == FUTURE or (direction == 0 and (ahead[0] - base).days <= 21)):
        return ahead[0].year, c.anchor
    return next((d.year for d in reversed(found) if d <= base), None), c.anchor


def _feast(year: int, month: int, day: int) -> date | None:
    """The day of a feast: of a fixed day, or so many days from Easter (month 0) or Orthodox Easter (-1), or of a Hijri month (100 + it)."""
    if month > 100:
        return hijri(year, month - 100, day)
    if month <= 0:
        return (easter(year) if month == 0 else orthodox_easter(year)) + day * DAY
    return day_of(year, month, day)
