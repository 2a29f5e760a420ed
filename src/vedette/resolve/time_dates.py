"""Rules for dates of the calendar: days with a month, months, years, numbers only, date-time groups."""

from __future__ import annotations

import re
from collections.abc import Iterable

from vedette.domain import Anchor
from vedette.resolve.time_calendar import day_of, iso, shifted
from vedette.resolve.time_context import Context, Reading
from vedette.resolve.time_forms import (
    DAYPARTS,
    LEAD,
    compiled,
    day_number,
    mod_of,
    month_number,
    rule,
    short_year,
    weekday_number,
)
from vedette.resolve.time_tense import FUTURE


def _date(c: Context, start: int, end: int, given: tuple[int | None, Anchor], month: int, day: int, weekday: int | None = None) -> Reading:
    """A day of a month; its year is the one given, else worked out."""
    year, anchor = given
    stated = year is not None and anchor == "none"
    if year is None:
        year, anchor = c.year_for(month, start, end, day, weekday)
    value = iso(day_of(year or 2000, month, day))
    if value and year is None:
        value = "XXXX" + value[4:]
    return Reading(start=start, end=end, type="DATE", value=value, anchor=anchor, precision="day", stated=stated)


@rule(
    r"(?P<y>(?:1[5-9]|20)\d\d)([-/.])(?P<m>\d\d?)\2(?P<d>\d\d?)(?!\d)(?:(?:T|\s+)(?P<t>(?:[01]\d|2[0-3]):[0-5]\d)(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?"
)
def _year_first(m: re.Match[str], c: Context) -> Iterable[Reading]:
    found = day_of(int(m["y"]), int(m["m"]), int(m["d"]))
    if found and m["t"]:
        yield Reading(start=m.start(), end=m.end(), type="TIME", value=f"{found.isoformat()}T{m['t']}", stated=True)
    else:
        yield Reading(start=m.start(), end=m.end(), type="DATE", value=iso(found), precision="day", stated=True)


@rule(r"(?P<a>\d\d?)([/.-])(?P<b>\d\d?)\2(?P<y>(?:19|20)\d\d|\d\d)(?!\d|[./-]\d)")
def _year_last(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """18.12.2022 and 12/18/2022; the order of 3/4/2021 is that of the text's other dates, else day first."""
    a, b = int(m["a"]), int(m["b"])
    if len(m["y"]) == 2 and (m[2] == "-" or len(m["b"]) < 2):
        return
    if b > 12 or (a <= 12 and not c.day_first and m[2] != "."):
        a, b = b, a
    if not 1 <= b <= 12:
        return
    found = day_of(short_year(m["y"]), b, a)
    yield Reading(start=m.start(), end=m.end(), type="DATE", value=iso(found), precision="day", stated=True)


@rule(r"(?<=[(\[])(?P<a>\d\d?)[/.](?P<b>\d\d?)(?=[)\]])")
def _bracketed(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """A day and month in brackets: only where just one order lies within two months of the publication."""
    a, b = int(m["a"]), int(m["b"])
    near = []
    for day, month in {(a, b), (b, a)}:
        year, anchor = c.year_for(month, m.start(), m.end(), day) if 1 <= month <= 12 else (None, "none")
        found = day_of(year, month, day) if year else None
        if found and c.base and abs((found - c.base).days) <= 62:
            near.append((found, anchor))
    if len(near) == 1:
        yield Reading(start=m.start(), end=m.end(), type="DATE", value=near[0][0].isoformat(), anchor=near[0][1])


@rule(r"(?P<d>[0-3]\d)(?P<h>[0-2]\d)(?P<mi>[0-5]\d)\s?(?P<z>[A-Z])?\s?(?P<mon>[A-Z]{3})(?:\s?(?P<y>20\d\d|\d\d))?\b")
def _date_time_group(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """A date-time group of field reports: 120630Z DEC 22."""
    try:
        month = month_number(m["mon"])
    except ValueError:
        return
    if int(m["h"]) > 23:
        return
    anchor: Anchor = "none"
    year: int | None
    if m["y"]:
        year = short_year(m["y"])
    else:
        year, anchor = c.year_for(month, m.start(), m.end(), int(m["d"]))
    found = day_of(year, month, int(m["d"])) if year else None
    zone = "Z" if (m["z"] or "").upper() == "Z" else ""
    value = f"{found.isoformat()}T{m['h']}:{m['mi']}{zone}" if found else None
    yield Reading(start=m.start(), end=m.end(), type="TIME", value=value, anchor=anchor, precision="hour", stated=bool(m["y"]))


_YEAR_AHEAD = compiled(
    r"\s*(?:-|–|—|to|and|until|through|,)\s*(?:the )?(?:(?:early|mid|late)[\s-])?(?:<dd>(?: of)? )?<month>(?: <dd2>)?(?:\s*,)? <year>"
)


def _given(m: re.Match[str], c: Context) -> tuple[int | None, Anchor]:
    """The year written ("2015", "of the same year"), or the one of the second of two joined dates ("from 3 March to 5 April 2015")."""
    if m["year"]:
        return int(m["year"]), "none"
    which = m.groupdict().get("which")
    if which:
        return c.year_named(which)
    ahead = _YEAR_AHEAD.match(c.text, m.end(), m.end() + 60)
    if ahead is None:
        return None, "none"
    return int(ahead["year"]) - (month_number(ahead["month"]) < month_number(m["month"])), "none"


def _is_month(word: str) -> bool:
    """Whether the word can be a month: "may", "march" and cut names need their capital."""
    return word[0].isupper() or word.rstrip(".").lower() not in ("may", "march", "august", "mar", "jan", "jun", "sep", "dec")


_DASH = r"\s*(?:-|–|—|to|through|until|and|or|&)\s*"
_NO_COUNT = r"(?=\s*(?:$|[^\w\s]|(?:19|20)\d\d|(?:in|at|and|or|the|when|by|to|for|on|of|with|a|as|after|before|from|that|which|during|but|while)\b))"


_OF_DAY = r"(?:(?:the )?(?:(?:very )?(?:early|late) (?:in the )?)?<daypart>(?: hours)? (?:of|on) |(?:very )?(?:early|late) (?:on )?)?"


@rule(_OF_DAY + rf"(?:<weekday>,? )?(?:the )?<dd>{_DASH}<dd2>(?: of)? <month>(?:,? (?:of )?<year>)?")
def _days_of_month(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """10-12 December 2022: the first day, and the second with its month."""
    if not _is_month(m["month"]):
        return
    month, given = month_number(m["month"]), _given(m, c)
    second = _date(c, m.start("dd2"), m.end(), given, month, day_number(m["dd2"]))
    yield with_daypart(_date(c, m.start(), m.end("dd"), _year_of(second) or given, month, day_number(m["dd"])), m["daypart"])
    yield second


@rule(rf"(?:<weekday>,? )?<month> (?:the )?<dd>{_DASH}<dd2>{_NO_COUNT}(?:,? <year>)?")
def _month_days(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """December 18-25, 2022."""
    if not _is_month(m["month"]):
        return
    month, given = month_number(m["month"]), _given(m, c)
    first = _date(c, m.start(), m.end("dd"), given, month, day_number(m["dd"]))
    yield first
    yield _date(c, m.start("dd2"), m.end(), _year_of(first) or given, month, day_number(m["dd2"]))


def _year_of(r: Reading) -> tuple[int | None, Anchor] | None:
    return (int(r.value[:4]), "none" if r.stated else r.anchor) if r.value and r.value[:4].isdigit() else None


def with_daypart(r: Reading, daypart: str | None) -> Reading:
    """A day narrowed to its morning, afternoon, evening or night."""
    if not daypart:
        return r
    value = r.value and f"{r.value}T{DAYPARTS[daypart.lower()]}"
    return Reading(start=r.start, end=r.end, type="TIME", value=value, anchor=r.anchor, precision="day", stated=r.stated)


@rule(
    _OF_DAY
    + r"(?:<weekday>,? )?(?:the )?<dd>(?: of |,\s|[\s-])?<month>(?:(?:,|-)?\s*(?:of )?<year>)?(?: of (?P<which>the same|that|this|last|next) year)?(?: (?:in the |at )?<daypart2>)?"
)
def _day_month(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """18 December 2022."""
    if _is_month(m["month"]):
        found = _date(c, m.start(), m.end(), _given(m, c), month_number(m["month"]), day_number(m["dd"]), weekday_number(m["weekday"]))
        yield with_daypart(found, m["daypart"] or m["daypart2"])


@rule(
    _OF_DAY
    + r"(?:<weekday>,? )?<month>\s*(?:the )?<dd>(?:(?:\s*,\s*|\s+)(?:of )?<year>)?(?: of (?P<which>the same|that|this|last|next) year)?(?: (?:in the |at )?<daypart2>)?"
)
def _month_day(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """December 18, 2022."""
    if _is_month(m["month"]):
        found = _date(c, m.start(), m.end(), _given(m, c), month_number(m["month"]), day_number(m["dd"]), weekday_number(m["weekday"]))
        yield with_daypart(found, m["daypart"] or m["daypart2"])


_BEFORE_DAY = re.compile(r"(?i)\b(?:on|since|until|till|by|before|after|from|to|of|for|between|and|than|through)\s+(?:the\s+)?$")


@rule(
    r"the (?P<n>(?:[12]\d|0?[1-9]|3[01])(?:st|nd|rd|th))(?: of (?P<which>this|last|next|the) month)?"
    r"(?=\s*(?:$|[^\w\s-]|(?:in|at|and|or|the|when|by|to|on|with|as|after|against|before|from|that|which|who|during|but|while|only|were|was|has|had|if|unless|until)\b))"
)
def _day_only(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """A day of a month named by its number alone ("since the 6th", "arrested on the 25th"): the last such day, or the next where the verb looks ahead."""
    base = c.base
    if base is None or not _BEFORE_DAY.search(c.text[max(0, m.start() - 12) : m.start()]) or c.follows(m.start()):
        return
    n, which = day_number(m["n"]), (m["which"] or "").lower()
    ahead = c.direction(m.start(), m.end()) == FUTURE
    months = {"last": -1, "next": 1, "this": 0}
    away = months.get(which, n < base.day if ahead else -(n > base.day))
    year, month = shifted(base.year, base.month, away)
    yield Reading(start=m.start(), end=m.end(), type="DATE", value=iso(day_of(year, month, n)), anchor=c.anchor, precision="day")


_SPELT = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth "
    "twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
).split()
"""Days of a month as they are told in words."""
_ONE_SPELT = "|".join(sorted((w.replace("-", r"[\s-]") for w in _SPELT), key=len, reverse=True))

_LATE_SPELT = "|".join(w.replace("-", r"[\s-]") for w in reversed(_SPELT[9:]))


def _spelt(word: str) -> int:
    return _SPELT.index(word.lower().replace(" ", "-")) + 1


@rule(
    rf"(?:<weekday>,? )?the (?P<nth>{_ONE_SPELT}) of <month>(?:(?:,|-)?\s*(?:of )?<year>)?(?: of (?P<which>the same|that|this|last|next) year)?"
)
def _spelt_day(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """The tenth of May."""
    if _is_month(m["month"]):
        yield _date(c, m.start(), m.end(), _given(m, c), month_number(m["month"]), _spelt(m["nth"]), weekday_number(m["weekday"]))


@rule(
    rf"the (?P<nth>{_LATE_SPELT})"
    r"(?=\s*(?:$|[^\w\s-]|(?:in|at|and|or|when|by|to|on|with|as|if|unless|before|from|that|which|but|while)\b))"
)
def _spelt_alone(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """A day of a month named by its number in words ("until the fifteenth"), as `_day_only`; those below ten may count anything."""
    base = c.base
    if base is None or not _BEFORE_DAY.search(c.text[max(0, m.start() - 12) : m.start()]) or c.follows(m.start()):
        return
    n = _spelt(m["nth"])
    away = n < base.day if c.direction(m.start(), m.end()) == FUTURE else -(n > base.day)
    year, month = shifted(base.year, base.month, away)
    yield Reading(start=m.start(), end=m.end(), type="DATE", value=iso(day_of(year, month, n)), anchor=c.anchor, precision="day")


_BEFORE_MONTH = re.compile(
    r"(?i)\b(?:in|by|since|until|till|of|from|to|between|and|during|before|after|through|for|around|about|as)\s+(?:the\s+)?$|[(,–—-]\s*$"
)
_NO_MONTH = re.compile(
    r"(?i)\s+(?:on|for|be|not|have|was|said|also|has|told)\b|\s+of\b(?!\s+(?:\d|that|this|last|next|the\s+same))|['’]s\b|\s+[A-Z][a-z]+\b"
)


def _names_month(m: re.Match[str], c: Context) -> bool:
    """Whether a month's word without day or year is a month here: no "May said", "March for Peace", "may"."""
    if not _is_month(m["month"]):
        return False
    name = m["month"].rstrip(".").lower()
    before = c.text[max(0, m.start() - 20) : m.start()]
    if len(name) <= 4 and name not in ("may", "june", "july") and not m["month"].endswith("."):
        return False
    lead = _BEFORE_MONTH.search(before) is not None
    if name in ("may", "march") and not lead:
        return False
    return lead or name not in ("april", "june", "august") or not _NO_MONTH.match(c.text, m.end())


@rule(
    LEAD
    + r"(?:<rel> )?<month>(?:(?:,? (?:of )?)(?:<year>|(?P<which>last|this|next|that|the same|the following|the previous) year)|\s?['’](?P<yy>\d\d)(?!\d))?"
)
def _month(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """November, last November, early March 2021, April next year."""
    written = m["year"] or m["yy"]
    if not _is_month(m["month"]) or (not (m["mod"] or m["rel"] or m["which"] or written) and not _names_month(m, c)):
        return
    month, rel = month_number(m["month"]), (m["rel"] or "").lower()
    year: int | None
    anchor: Anchor = "none"
    if written:
        year = short_year(written)
    elif m["which"]:
        year, anchor = c.year_named(m["which"])
    elif rel in ("last", "past", "previous", "next", "coming", "following", "this", "upcoming") and c.base and not c.follows(m.start()):
        forth = rel in ("next", "coming", "following", "upcoming")
        year, anchor = c.base.year, c.anchor
        if rel != "this":
            year += (month <= c.base.month) if forth else -(month >= c.base.month)
    else:
        year, anchor = _given(m, c)
        if year is None:
            year, anchor = c.year_for(month, m.start(), m.end())
    yield Reading(
        start=m.start(),
        end=m.end(),
        type="DATE",
        value=f"{year:04d}-{month:02d}" if year else f"XXXX-{month:02d}",
        anchor=anchor if year else "none",
        precision="month",
        part=mod_of(m["mod"]),
        stated=bool(written),
    )  # fmt: skip


_BEFORE_YEAR = re.compile(
    r"(?i)(?:\b(?:in|since|until|till|by|of|from|between|and|to|before|after|during|through|for|early|late|mid|year|years|around|about|circa|spring|summer|autumn|fall|winter)[\s-]*(?:the\s+)?|[(\[,;/–—-]\s*)$"
)
_NO_YEAR = re.compile(
    r"(?i)(?:[$€£#№]|\b(?:resolution|res\.?|no\.?|number|route|highway|flight|some|nearly|almost|over|than|least|most|up to|another|article|law|unit|brigade|grid|page|room|model)\s+)$"
)
_COUNTED = re.compile(
    r"(?i)[\s-]+(?:(?:km|kg|mm|m|kw|mw|troops|men|women|people|children|personnel|meters?|metres?|miles?|feet|tons?|tonnes?|dollars?|euros?|rounds?|votes?)\b|(?:[a-z]+\s+)?[a-z]+s\b)"
)


@rule(LEAD + r"(?:(?:the )?years? )?<year>(?P<range>\s?[-–/]\s?(?P<to>\d{4}|\d\d)(?!\d|[-/.]))?")
def _year(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """1998, early 2021, 1998-99."""
    before, number = c.text[max(0, m.start() - 24) : m.start()], int(m["year"])
    lead = m.start() < m.start("year") or _BEFORE_YEAR.search(before) is not None
    if _NO_YEAR.search(before) or (
        (number < 1800 or number > 2100) and not re.search(r"(?i)\b(?:in|since|year|of|from|until)\s+$", before)
    ):
        return
    if (
        _COUNTED.match(c.text, m.end())
        and not m["range"]
        and (number % 10 == 0 or number < 1900)
        and not re.search(r"(?i)\b(?:the|in|['’]s|of|since)\s+$", before)
    ):
        return
    if not lead and number < 1900 and not m["range"]:
        return
    last = m.end("year")
    to = m["to"]
    second = int(to) if to and len(to) == 4 else number // 100 * 100 + int(to) if to else None
    if second is not None and not number < second <= number + 150:
        second = None
    yield Reading(start=m.start(), end=last, type="DATE", value=f"{number:04d}", precision="year", part=mod_of(m["mod"]), stated=True)
    if second is not None:
        yield Reading(start=m.start("to"), end=m.end("to"), type="DATE", value=f"{second:04d}", precision="year", stated=True)


@rule(LEAD + r"(?:the )?(?:(?:early|mid|late)[\s-])?(?:(?P<full>1[5-9]\d0|20\d0)s|['’](?P<two>\d0)s)\b")
def _decade(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """The 1990s, the late '80s."""
    first = int(m["full"]) if m["full"] else short_year(m["two"]) if int(m["two"]) != 0 else 2000
    yield Reading(start=m.start(), end=m.end(), type="DATE", value=f"{first // 10}", precision="year", part=mod_of(m["mod"]), stated=True)


@rule(LEAD + r"(?:the )?(?:(?:early|mid|late)[\s-])?(?P<n>(?:1\d|2[01])(?:st|th)|nineteenth|twentieth|twenty-first|eighteenth) century")
def _century(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """The 20th century."""
    words = {"eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21}
    n = words.get(m["n"].lower()) or day_number(m["n"])
    yield Reading(start=m.start(), end=m.end(), type="DATE", value=f"{n - 1}", precision="year", stated=True)
