"""Rules for weeks, months, seasons and years counted from somewhere, for what recurs, and for "now"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from vedette.domain import Anchor, TimePrecision
from vedette.resolve.time_amounts import amount, stretch
from vedette.resolve.time_calendar import DAY, extent, iso, month_end, shifted, week_of
from vedette.resolve.time_calendar import SEASONS as SEASON_STARTS
from vedette.resolve.time_context import Context, Reading
from vedette.resolve.time_forms import BACK, DAYPARTS, FORTH, LEAD, ORDINALS, SEASONS, mod_of, number, rule
from vedette.resolve.time_tense import FUTURE, PAST


@rule(
    r"(?:the )?(?:(?P<n>first|second|third|fourth|last) (?P<what>quarter|half)|(?P<q>Q[1-4]|H[12]))(?: (?:of )?(?:<year>|(?P<which>this|last|next|the) year))?"
)
def _quarter(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """The first quarter of 2021, Q3, the second half of the year."""
    if m["what"] and not (m["year"] or m["which"]) and m["what"].lower() == "half":
        return
    if m["q"]:
        code = m["q"].upper()
    else:
        n = ORDINALS.get(m["n"].lower(), 4 if m["what"].lower() == "quarter" else 2)
        code = ("Q" if m["what"].lower() == "quarter" else "H") + str(n)
    anchor: Anchor = "none"
    year: int | None = None
    if m["year"]:
        year = int(m["year"])
    else:
        base, anchor = (c.reference(), "text") if c.follows(m.start()) else c.now()
        if base is not None:
            year = base.year + {"last": -1, "next": 1}.get((m["which"] or "").lower(), 0)
            if not m["which"] and date(year, 3 * int(code[1]) - 2, 1) > base and c.direction(m.start(), m.end()) != FUTURE:
                year -= 1
    value = f"{year:04d}-{code}" if year else None
    yield Reading(start=m.start(), end=m.end(), type="DATE", value=value, anchor=anchor, precision="month")


_NARRATIVE = ("following", "previous", "same", "that", "preceding")
_UNIT_PRECISION: dict[str, TimePrecision] = {
    "day": "day", "weekend": "day", "week": "week", "fortnight": "week", "month": "month", "quarter": "month",
}  # fmt: skip


@rule(
    LEAD
    + r"(?:(?P<the>the(?: very)?|of) )?(?:<rel> )?(?:(?P<same>same|very) )?(?P<unit>day|week|month|year|weekend|decade|century|quarter|fortnight)(?P<own>['’]s end|-end)?\b"
)
def _near_unit(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """Last week, the following month, later this year, the end of the month, that day."""
    unit, rel, mod = m["unit"].lower(), "same" if m["same"] else (m["rel"] or "").lower(), mod_of(m["mod"])
    start, end = m.start(), m.end()
    lead = m.end("mod") if m["mod"] else start  # "the end of next week" is next week's
    the = re.search(r"(?i)\bthe\b", c.text[lead : m.start("unit")]) is not None
    unknown = Reading(start=start, end=end, type="DATE", value=None, precision=_UNIT_PRECISION.get(unit, "year"))
    if not rel:
        if m["own"] and unit in ("year", "month"):
            rel, mod = "this", "late"
        elif mod and the:
            rel = "that" if c.follows(start) else "this"
        elif unit == "weekend" and the and _WEEKEND.search(c.text, max(0, start - 10), start):
            yield _weekend(start, end, c)
            return
        elif unit == "day" and m[0].lower() == "the day" and re.match(r"\s+(?:before|after)\b", c.text[end : end + 40]):
            yield unknown
            return
        else:
            return
    if the and rel == "last" and re.match(r"\s+of\b", c.text[end : end + 40]):
        return
    told = c.history and c.year is not None
    if the and rel in ("past", "last", "next", "coming") and unit not in ("day", "weekend") and (unit == "decade" or not told):
        yield stretch(start, end, 1, unit, PAST if rel in BACK else FUTURE, c)
        return
    base, anchor = c.now()
    narrative = rel in _NARRATIVE or (the and rel in ("next", "last")) or told
    if narrative:
        base, anchor = c.reference(), "text"
    value = _unit_value(unit, -1 if rel in BACK else 1 if rel in FORTH else 0, base, c.day if narrative else base)
    if value is None:
        yield unknown
        return
    begin, last, _ = extent(value)
    now = begin is not None and last is not None and base is not None and not narrative and begin <= base <= last
    if now and mod == "earlier":
        last, mod = base, None
    elif now and mod == "later":
        begin, mod = base, None
    elif mod in ("earlier", "later"):
        mod = None
    yield replace(unknown, value=value, anchor=anchor, begin=begin, last=last, part=mod)


@rule(
    r"before the (?P<unit>week|month|year) (?:is|was|were) (?:out|over|up)|before the (?P<unit2>week|month|year) (?:ends|ended|runs out|ran out)"
)
def _before_it_is_out(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """Before the month is out: from now until its end."""
    unit = (m["unit"] or m["unit2"]).lower()
    base, anchor = c.now()
    value = _unit_value(unit, 0, base, base)
    if value is not None and base is not None:
        yield Reading(
            start=m.start(),
            end=m.end(),
            type="DATE",
            value=value,
            anchor=anchor,
            precision=_UNIT_PRECISION.get(unit, "year"),
            begin=base,
            last=extent(value)[1],
        )


@rule(r"mid-(?P<unit>month|week|year)|midweek")
def _mid_unit(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """Mid-month, midweek: the middle of this one, or of the next where this one's is over and the verb looks ahead."""
    unit = (m["unit"] or "week").lower()
    base, anchor = c.now()
    if base is not None and unit == "week":
        day = base + (2 - base.weekday()) * DAY
        day += 7 * DAY if day < base and c.direction(m.start(), m.end()) == FUTURE else 0 * DAY
        yield Reading(start=m.start(), end=m.end(), type="DATE", value=iso(day), anchor=anchor, precision="day")
        return
    value = _unit_value(unit, 0, base, base)
    if value is not None:
        yield Reading(
            start=m.start(), end=m.end(), type="DATE", value=value, anchor=anchor, precision=_UNIT_PRECISION.get(unit, "year"), part="mid"
        )


_WEEKEND = re.compile(r"(?i)\b(?:over|at|during|on|for|since|until|by|before)\s+$")


def _weekend(start: int, end: int, c: Context) -> Reading:
    """The weekend: the last one begun, the coming one after a verb of the future."""
    base, anchor = c.now()
    if base is None:
        return Reading(start=start, end=end, type="DATE", value=None, precision="day")
    day = base if base.weekday() > 4 or c.direction(start, end) == FUTURE else base - 7 * DAY
    return Reading(start=start, end=end, type="DATE", value=week_of(day) + "-WE", anchor=anchor, precision="day")


def _unit_value(unit: str, n: int, base: date | None, day: date | None) -> str | None:
    """TIMEX3 value of the unit n away from a day; days and weeks need `day` to be known exactly."""
    if base is None or (day is None and unit in ("day", "week", "weekend", "fortnight")):
        return None
    if unit == "day":
        return (day + n * DAY).isoformat() if day else None
    if unit in ("week", "weekend", "fortnight"):
        assert day is not None
        return week_of(day + 7 * n * (2 if unit == "fortnight" else 1) * DAY) + ("-WE" if unit == "weekend" else "")
    if unit == "month":
        return "{:04d}-{:02d}".format(*shifted(base.year, base.month, n))
    if unit == "quarter":
        y, month = shifted(base.year, base.month, 3 * n)
        return f"{y:04d}-Q{(month + 2) // 3}"
    year = base.year + n * {"decade": 10, "century": 100}.get(unit, 1)
    if not 1 <= year <= 9999:
        return None
    return f"{year:04d}" if unit == "year" else f"{year // 10:03d}" if unit == "decade" else f"{year // 100:02d}"


@rule(LEAD + r"(?:(?P<the>the) )?(?:<rel> )?<season>(?:(?:,? (?:of )?)<year>| of (?P<which>that|this|last|next) year)?")
def _season(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """Last summer, the spring of 1989, winter."""
    word, rel = m["season"].lower(), (m["rel"] or "").lower()
    before = c.text[max(0, m.start() - 12) : m.start()]
    clear = rel or m["year"] or m["which"]
    if not clear:
        if word == "fall" or (m["season"][0].isupper() and before.strip()[-1:].isalnum()):
            return
        if not (m["the"] or m["mod"] or re.search(r"(?i)\b(?:in|during|by|since|until|this|of)\s+$", before)) or re.match(
            r"\s+(?:of|offensive)\b", c.text[m.end() : m.end() + 40]
        ):
            return
    code = SEASONS[word]
    first = SEASON_STARTS[code]
    year: int | None
    anchor: Anchor = "none"
    if m["year"]:
        year = int(m["year"])
    elif m["which"] or rel in ("that", "same"):
        year, anchor = c.year_named(m["which"] or rel)
    elif c.follows(m.start()):
        year, anchor = c.year, "text"
        year = year and year + (1 if rel in FORTH else -1 if rel in BACK else 0)
    elif c.base:
        year, anchor = c.base.year, c.anchor
        begun = c.base.month >= first
        over = c.base > month_end(*shifted(year, first, 2))
        forth = rel in FORTH or c.direction(m.start(), m.end()) == FUTURE
        if rel in BACK:
            year -= not over
        elif forth and rel != "this":
            year += begun if rel else over
        elif (not begun and rel != "this" and c.direction(m.start(), m.end()) == PAST) or (
            rel == "this" and code == "WI" and c.base.month <= 2
        ):
            year -= 1
    else:
        year = None
    value = f"{year:04d}-{code}" if year else f"XXXX-{code}"
    yield Reading(
        start=m.start(),
        end=m.end(),
        type="DATE",
        value=value,
        anchor=anchor if year else "none",
        precision="month",
        part=mod_of(m["mod"]),
        stated=bool(m["year"]),
    )


@rule(
    r"(?:every|each)(?: (?:single|other|<number>))? (?P<unit>day|night|week|month|year|morning|afternoon|evening|hour|weekend|season|spring|summer|autumn|winter|quarter|minute)s?\b"
)
def _every(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """Every morning, each year, every two weeks."""
    unit = m["unit"].lower()
    if unit in DAYPARTS:
        value = f"XXXX-XX-XXT{DAYPARTS[unit]}"
    elif unit in SEASONS:
        value = f"XXXX-{SEASONS[unit]}"
    elif unit == "season":
        return
    else:
        n = number(m["number"]) if m["number"] else 2 if " other " in m[0].lower() else 1
        value = amount(n, unit)
    yield Reading(start=m.start(), end=m.end(), type="SET", value=value)


_RATES = {
    "hourly": "PT1H",
    "daily": "P1D",
    "nightly": "P1D",
    "weekly": "P1W",
    "monthly": "P1M",
    "quarterly": "P1Q",
    "yearly": "P1Y",
    "annually": "P1Y",
}


@rule(
    r"(?:(?:once|twice|(?:two|three|four|five|six|\d+) times) (?P<a>a|per|each|every) (?P<u>hour|day|week|month|year)|(?P<rate>hourly|daily|nightly|weekly|monthly|quarterly|yearly|annually)\b|per (?P<per>hour|day|week|month|year))"
)
def _rate(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """Daily, twice a week, per day."""
    if m["rate"] and m["rate"][0].isupper() and m.start() and not re.search(r"[.!?“\"\n]\s*$", c.text[max(0, m.start() - 3) : m.start()]):
        return
    yield Reading(
        start=m.start(), end=m.end(), type="SET", value=_RATES[m["rate"].lower()] if m["rate"] else amount(1, (m["u"] or m["per"]).lower())
    )


@rule(r"(?:right now|now|currently|nowadays|these days|(?:very )?recently|the (?:near |distant )?future|the past)\b(?!-)")
def _vague(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """Now, recently, the future."""
    word = re.sub(r"\s+", " ", m[0].lower())
    if word == "the past" and not re.match(r"\s*(?:[.,;:)]|$|and\b)", c.text[m.end() : m.end() + 40]):
        return
    value = "FUTURE_REF" if "future" in word else "PAST_REF" if word.endswith(("recently", "past")) else "PRESENT_REF"
    yield Reading(start=m.start(), end=m.end(), type="DATE", value=value, precision="unknown")
