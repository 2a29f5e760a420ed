"""Days, weeks, months and seasons: arithmetic, and the days that a TIMEX3 value covers."""

from __future__ import annotations

import re
from datetime import date, timedelta

from vedette.domain import TimePrecision

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""First months, those of the northern half of the world; a winter is of the year it begins in."""
DAY = timedelta(days=1)

_VALUE = re.compile(
    r"""(?x) (?P<year>\d{4}) (?: -W(?P<week>\d\d) (?:-(?P<weekend>WE))? | -(?P<season>SP|SU|FA|WI) | -Q(?P<quarter>[1-4]) | -H(?P<half>[12])
        | -(?P<month>\d\d) (?: -(?P<day>\d\d) (?: T(?P<clock>\d\d)?.* )? )? )? $
      | (?P<decade>\d{3})$ | (?P<century>\d\d)$"""
)


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, None where there is no such day (31 April)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def iso(day: date | None) -> str | None:
    """A day as ISO 8601."""
    return None if day is None else day.isoformat()


def shifted(year: int, month: int, months: int) -> tuple[int, int]:
    """Year and month some months away. Raises OverflowError outside the years 1 to 9999."""
    n = year * 12 + month - 1 + months
    if not 12 <= n < 120_000:
        raise OverflowError(f"{months} months from {year}-{month}: outside the years 1 to 9999")
    return n // 12, n % 12 + 1


def moved(day: date, years: int = 0, months: int = 0, days: int = 0) -> date | None:
    """The day some years, months and days away; a day that the month lacks becomes its last; None out of the calendar's range."""
    try:
        y, m = shifted(day.year + years, day.month, months)
        first = date(y, m, 1)
        return min(first + timedelta(days=day.day - 1), month_end(y, m)) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None


def month_end(year: int, month: int) -> date:
    """The month's last day."""
    return date(year + month // 12, month % 12 + 1, 1) - DAY if (year, month) != (9999, 12) else date(9999, 12, 31)


def week_of(day: date) -> str:
    """TIMEX3 value of the day's ISO week."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def easter(year: int) -> date:
    """Western Easter Sunday (the rule of the Gregorian calendar, as published anonymously in 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    n = h + i - 7 * ((a + 11 * h + 22 * i) // 451) + 114
    return date(year, n // 31, n % 31 + 1)


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the Orthodox churches, by our calendar (`python-dateutil`, years 1583 to 4099)."""
    from dateutil.easter import EASTER_ORTHODOX
    from dateutil.easter import easter as feast

    found: date = feast(max(1583, min(4099, year)), EASTER_ORTHODOX)
    return found


def hijri(year: int, month: int, day: int) -> date | None:
    """The first day in a year of ours that has a month and day of the Islamic calendar; None for a year without one.

    By the tabular calendar (Reingold and Dershowitz, Calendrical Calculations); the moon's sighting may be a day off.
    """
    about = (year - 622) * 33 // 32
    for y in (about - 1, about, about + 1, about + 2):
        number = day + -(-59 * (month - 1) // 2) + (y - 1) * 354 + (3 + 11 * y) // 30 + 227014
        if number > 0 and (found := date.fromordinal(number)).year == year:
            return found
    return None


def extent(value: str | None) -> tuple[date | None, date | None, TimePrecision]:
    """First and last day of a TIMEX3 value and how exact it is; (None, None, …) for one that is no stretch of the calendar."""
    m = _VALUE.match(value or "")
    if m is None:
        return None, None, "unknown"
    if m["decade"] or m["century"]:
        span = 10 if m["decade"] else 100
        first = int(m["decade"] or m["century"]) * span
        return (date(first, 1, 1), date(first + span - 1, 12, 31), "year") if first else (None, None, "year")
    year = int(m["year"])
    try:
        if m["week"]:
            monday = date.fromisocalendar(year, int(m["week"]), 1)
            return (monday + 5 * DAY, monday + 6 * DAY, "day") if m["weekend"] else (monday, monday + 6 * DAY, "week")
        if m["day"]:
            day = date(year, int(m["month"]), int(m["day"]))
            return day, day, "hour" if m["clock"] else "day"
        if m["month"]:
            return date(year, int(m["month"]), 1), month_end(year, int(m["month"])), "month"
        if m["season"] or m["quarter"] or m["half"]:
            start, months = _months(m)
            return date(year, start, 1), month_end(*shifted(year, start, months - 1)), "month"
        return date(year, 1, 1), date(year, 12, 31), "year"
    except (ValueError, OverflowError):
        return None, None, "unknown"


def _months(m: re.Match[str]) -> tuple[int, int]:
    """First month and number of months of a season, quarter or half year."""
    if m["season"]:
        return SEASONS[m["season"]], 3
    if m["quarter"]:
        return 3 * int(m["quarter"]) - 2, 3
    return 6 * int(m["half"]) - 5, 6


def part_of(begin: date, last: date, part: str) -> tuple[date, date]:
    """The early, middle or late third of a stretch of days; a single day, or any other part, stays whole."""
    days = (last - begin).days + 1
    if days < 3 or part not in ("early", "mid", "late"):
        return begin, last
    third = days // 3
    if part == "early":
        return begin, begin + (third - 1) * DAY
    if part == "late":
        return last - (third - 1) * DAY, last
    return begin + third * DAY, last - third * DAY
