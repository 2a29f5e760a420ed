"""Rules for times counted from somewhere: weekdays, yesterday, last week, two days ago, seasons, hours, every Friday."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

from vedette.domain import Anchor
from vedette.resolve.time_calendar import DAY, day_of, easter, extent, iso, month_end, moved, shifted, week_of
from vedette.resolve.time_calendar import SEASONS as SEASON_STARTS
from vedette.resolve.time_context import Context, Reading
from vedette.resolve.time_dates import with_daypart
from vedette.resolve.time_forms import DAYPARTS, LEAD, ORDINALS, SEASONS, holidays, mod_of, number, rule, weekday_number
from vedette.resolve.time_tense import FUTURE, PAST

_CODES = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "night": "D", "week": "W", "fortnight": "W", "weekend": "W", "month": "M", "quarter": "Q",
    "year": "Y", "decade": "Y", "century": "Y", "centurie": "Y",
}  # fmt: skip
_TIMES = {"fortnight": 2, "decade": 10, "century": 100, "centurie": 100}
_BACK = ("last", "past", "previous", "preceding")
_FORTH = ("next", "coming", "following", "upcoming")
_APPROX = r"(?:(?:(?:a )?little )?(?:about|around|almost|nearly|approximately|roughly|at least|at most|more than|less than|fewer than|under|only|just|up to) )?"


@rule(
    r"(?:(?:the )?(?:very )?(?P<mod>early|late|later)(?: (?:on|this|last|next))?[\s-])?(?:(?P<every>every|each) |(?:<rel>) |the )?<weekday>"
    r"(?:(?:['’]s)? (?P<pod>(?:early |late )?(?:morning|afternoon|evening|night))|,? (?P<overnight>overnight))?"
)
def _weekday(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """Friday, last Tuesday, late Thursday, Friday morning, every Friday."""
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
        yield Reading(start=start, end=m.end(), type="SET", value=f"XXXX-WXX-{n + 1}", precision="day")
        return
    rel = (m["rel"] or "").lower() or (re.search(r"(?i)\b(this|last|next)\b", m[0][: m.start("weekday") - m.start()]) or [""])[0].lower()
    end = m.end() - (word.endswith(".") and m.end() == m.end("weekday") and not short)
    found, anchor = c.weekday(n, start, end, rel or None)
    r = Reading(start=start, end=end, type="DATE", value=iso(found), anchor=anchor, precision="day", part=mod_of(m["mod"]))
    yield with_daypart(r, "night" if m["overnight"] else m["pod"] and m["pod"].split()[-1])


@rule(r"(?P<d><dayname>)s(?: (?:morning|afternoon|evening|night)s)?\b".replace("(?P<d><dayname>)", "<dayname>"))
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
    value = found and f"{found.isoformat()}TNI"
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
    found = base and base + _DAYS[word] * DAY
    r = Reading(start=m.start(), end=end, type="DATE", value=iso(found), anchor=anchor if found else "none", precision="day")
    yield with_daypart(r, m["pod"] or ("night" if word == "tonight" else None))


@rule(r"overnight")
def _overnight(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """The night that ended on the day of writing; the one to come after a verb of the future."""
    base, anchor = c.now()
    if base is None or re.match(r"\s+(?:stay|curfew|bag|success|train|flight|bus|guest)", c.text[m.end() :]):
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


_NARRATIVE = ("following", "previous", "same", "that", "preceding")


@rule(
    LEAD
    + r"(?:(?P<the>the(?: very)?|of) )?(?:<rel> )?(?:(?P<same>same|very) )?(?P<unit>day|week|month|year|weekend|decade|century|quarter|fortnight)(?P<own>['’]s end|-end)?\b"
)
def _near_unit(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """Last week, the following month, later this year, the end of the month, that day."""
    unit, rel, mod = m["unit"].lower(), (m["rel"] or "").lower(), mod_of(m["mod"])
    the = bool(m["the"]) or bool(re.search(r"(?i)\bthe\b", m[0][: m.start("unit") - m.start()]))
    if m["same"]:
        rel = "same"
    if not rel:
        if m["own"] and unit == "year":
            rel, mod = "this", "late"
        elif mod and the:
            rel = "that" if c.follows(m.start()) else "this"
        elif unit == "day" and m[0].lower() == "the day" and c.day and re.match(r"\s+(?:before|after)\b", c.text[m.end() :]):
            rel = "same"
        else:
            return
    if rel == "that" and unit == "day" and not c.day:
        return
    n = -1 if rel in _BACK else 1 if rel in _FORTH else 0
    narrative = rel in _NARRATIVE or (the and rel in ("next", "last")) or (c.history and c.year is not None)
    if the and rel in ("past", "last") and unit not in ("day",) and not (c.history and c.year):
        yield _stretch(m.start(), m.end(), 1, unit, PAST, c)
        return
    if (
        the
        and rel in ("next", "coming")
        and unit in ("decade", "century", "year", "week", "month", "fortnight")
        and not c.follows(m.start())
    ):
        yield _stretch(m.start(), m.end(), 1, unit, FUTURE, c)
        return
    base, anchor = c.now()
    if narrative:
        base, anchor = c.reference(), "text"
    value = _unit_value(unit, n, base, c.day if narrative else base)
    begin, last, _ = extent(value)
    if not narrative and begin and last and base and begin <= base <= last:
        begin, last = (begin, base) if mod == "earlier" else (base, last) if mod == "later" else (None, None)
    else:
        begin = last = None
    part = None if begin or mod in ("earlier", "later") else mod
    precision = {"day": "day", "weekend": "day", "week": "week", "fortnight": "week", "month": "month", "quarter": "month"}.get(
        unit, "year"
    )
    yield Reading(
        start=m.start(), end=m.end(), type="DATE", value=value, anchor=anchor if value else "none", begin=begin, last=last, precision=precision, part=part  # type: ignore[arg-type]
    )  # fmt: skip


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
    if unit == "year":
        return f"{base.year + n:04d}"
    return f"{base.year // 10 + n:03d}" if unit == "decade" else f"{base.year // 100 + n:02d}"


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
    n = -1 if rel in _BACK else 1 if rel in _FORTH else 0
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


@rule(LEAD + r"(?:(?P<the>the) )?(?:<rel> )?<season>(?:(?:,? (?:of )?)<year>| of (?P<which>that|this|last|next) year)?")
def _season(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """Last summer, the spring of 1989, winter."""
    word, rel = m["season"].lower(), (m["rel"] or "").lower()
    before = c.text[max(0, m.start() - 12) : m.start()]
    clear = rel or m["year"] or m["which"]
    if not clear:
        if word == "fall" or m["season"][0].isupper() and before.strip()[-1:].isalnum():
            return
        if not (m["the"] or m["mod"] or re.search(r"(?i)\b(?:in|during|by|since|until|this|of)\s+$", before)) or re.match(
            r"\s+(?:of|offensive)\b", c.text[m.end() :]
        ):
            return
    code = SEASONS[word]
    first = SEASON_STARTS[code]
    year: int | None
    anchor: Anchor = "none"
    if m["year"]:
        year = int(m["year"])
    elif m["which"] or rel in ("that", "same"):
        year, anchor = (c.year, "text") if (m["which"] or rel).lower() in ("that", "same") else (c.base and c.base.year, c.anchor)
        year = year and year + {"last": -1, "next": 1}.get((m["which"] or "").lower(), 0)
    elif c.follows(m.start()):
        year, anchor = c.year, "text"
        year = year and year + (1 if rel in _FORTH else -1 if rel in _BACK else 0)
    elif c.base:
        year, anchor = c.base.year, c.anchor
        begun = c.base.month >= first
        over = c.base > month_end(*shifted(year, first, 2))
        forth = rel in _FORTH or c.direction(m.start(), m.end()) == FUTURE
        if rel in _BACK:
            year -= not over
        elif forth and rel != "this":
            year += begun if rel else over
        elif not begun and rel != "this" and c.direction(m.start(), m.end()) == PAST:
            year -= 1
        elif rel == "this" and code == "WI" and c.base.month <= 2:
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
    r"(?:the )?(?:(?P<n><ordinal>|last) (?P<what>quarter|half)|(?P<q>Q[1-4]|H[12]))(?: (?:of )?(?:<year>|(?P<which>this|last|next|the) year))?".replace(
        "(?P<n><ordinal>|last)", "(?P<n>first|second|third|fourth|last)"
    )
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
    base, anchor = (c.reference(), "text") if c.follows(m.start()) else c.now()
    year = int(m["year"]) if m["year"] else base and base.year + {"last": -1, "next": 1}.get((m["which"] or "").lower(), 0)
    yield Reading(
        start=m.start(), end=m.end(), type="DATE", value=f"{year:04d}-{code}" if year else None, anchor="none" if m["year"] or not year else anchor, precision="month"  # type: ignore[arg-type]
    )  # fmt: skip


def _amount(n: float | None, unit: str) -> str:
    """TIMEX3 duration: P3D, PT24H, PXW."""
    code = _CODES[unit]
    if n is None and unit in ("decade", "century", "centurie"):
        return "PXDE" if unit == "decade" else "PXCE"
    if n is not None:
        n *= _TIMES.get(unit, 1)
        if n < 1 and code in ("TH", "Y", "D", "M"):
            n, code = (n * 60, "TM") if code == "TH" else (n * 12, "M") if code == "Y" else (n * 24, "TH") if code == "D" else (n * 4, "W")
    shown = "X" if n is None else f"{n:g}"
    return f"PT{shown}{code[1]}" if code[0] == "T" else f"P{shown}{code}"


def _from(base: date | None, n: float, unit: str) -> date | None:
    """The day n units from another."""
    code, k = _CODES[unit], n * _TIMES.get(unit, 1)
    if base is None:
        return None
    try:
        if code == "Y":
            return moved(base, months=round(12 * k))
        if code in ("M", "Q"):
            return moved(base, months=round(k * (3 if code == "Q" else 1)))
        return base + timedelta(days=k * {"W": 7, "D": 1, "TH": 1 / 24, "TM": 0, "TS": 0}[code])
    except OverflowError:
        return None


def _stretch(start: int, end: int, n: float | None, unit: str, direction: int, c: Context) -> Reading:
    """A duration that ends or begins with the day of writing."""
    base, anchor = c.now()
    begin = last = None
    if base:
        other = _from(base, direction * n, unit) if n else None
        begin, last = (other, base) if direction == PAST else (base, other)
    return Reading(
        start=start,
        end=end,
        type="DURATION",
        value=_amount(n, unit),
        anchor=anchor if begin or last else "none",
        begin=begin,
        last=last,
        precision=_precision(unit),
    )


def _precision(unit: str):  # type: ignore[no-untyped-def]
    return {"T": "hour", "D": "day", "W": "week", "M": "month", "Q": "month", "Y": "year"}[_CODES[unit][0]]


def _singular(unit: str) -> str:
    unit = unit.lower()
    return {"centuries": "century", "centurie": "century"}.get(unit, unit.removesuffix("s"))


@rule(
    _APPROX
    + r"(?P<span>(?:the |these |those )?(?:(?P<rel>last|past|next|coming|previous|following|recent|first|final|latest) )?(?:<number>(?:[\s-](?:and a half|more|full|long|straight|consecutive|whole|or so))?[\s-])?<unit>(?P<plural>s|ies)?['’]?)"
    r"(?:[\s-]and[\s-]a[\s-]half)?(?:[\s-]long)?"
    r"(?: (?P<dir>ago|earlier|later|before|after|from now|hence|beforehand|afterwards?|prior|on)\b)?"
)
def _amount_of_time(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """Two weeks ago, three days later, the past 24 hours, within 48 hours, several months, years."""
    unit, way, rel = _singular(m["unit"] + (m["plural"] or "")), (m["dir"] or "").lower(), (m["rel"] or "").lower()
    word = m["number"]
    n = number(re.sub(r"\s+", " ", word)) if word else None
    if n is not None and re.search(r"(?i)and[\s-]a[\s-]half", m[0]):
        n += 0.5
    if not word and not m["plural"]:
        return
    end, start = m.end(), m.start()
    after = c.text[end : end + 16]
    if re.match(r"(?i)[\s-]*(?:old\b|of age|\w*-old)", after) or re.search(
        r"(?i)\b(?:aged?|age of)\s+$", c.text[max(0, start - 8) : start]
    ):
        return
    if unit in ("second", "quarter", "night") and (not m["plural"] or not word) or (word or "").lower() in ("a", "an") and unit == "second":
        return
    if (word or "").lower() == "many" and not m["plural"]:
        return
    if way in ("before", "after", "on", "prior") and re.match(r"\s+\w", after):
        end, way = m.end("span"), ""
    if way == "on":
        end, way = m.end("span"), ""
    if m["span"].endswith(("'", "’")) and end == m.end("span") and not m["plural"]:
        end -= 1
    if way:
        yield _offset(start, end, n, unit, way, c)
        return
    if rel in ("last", "past", "previous", "recent", "latest") and (word or m["plural"]):
        yield _stretch(start, end, n, unit, PAST, c)
        return
    if rel in ("next", "coming", "following"):
        yield _stretch(start, end, n, unit, FUTURE, c)
        return
    before = c.text[max(0, start - 12) : start]
    if n is not None and (
        re.search(r"(?i)\bwithin\s+(?:the\s+)?$", before) or (re.search(r"(?i)\bin\s+$", before) and c.direction(start, end) == FUTURE)
    ):
        yield _stretch(start, end, n, unit, FUTURE, c)
        return
    yield Reading(start=start, end=end, type="DURATION", value=_amount(n, unit), precision=_precision(unit))


def _offset(start: int, end: int, n: float | None, unit: str, way: str, c: Context) -> Reading:
    """Some time before or after the day of writing, or the last date told of."""
    back = way in ("ago", "earlier", "before", "beforehand", "prior")
    now = way in ("ago", "from now", "hence")
    vague = "PAST_REF" if back else "FUTURE_REF"
    base, anchor = c.now() if now and not (c.history and c.year) else (c.reference(), "text")
    if n is None or base is None:
        return Reading(start=start, end=end, type="DATE", value=vague, precision="unknown")
    code = _CODES[unit]
    found = _from(base, -n if back else n, unit)
    if found is None:
        return Reading(start=start, end=end, type="DATE", value=vague, precision="unknown")
    if code[0] == "T":
        return Reading(
            start=start,
            end=end,
            type="TIME",
            value=found.isoformat() if unit == "hour" else base.isoformat(),
            anchor=anchor,
            precision="day",
        )  # type: ignore[arg-type]
    exact = now or c.day is not None
    if code == "Y":
        value: str | None = f"{found.year:04d}" if unit == "year" else f"{found.year // 10:03d}"
    elif code in ("M", "Q"):
        value = f"{found.year:04d}-{found.month:02d}"
    elif not exact:
        value = None
    else:
        value = week_of(found) if code == "W" and now else found.isoformat()
    return Reading(start=start, end=end, type="DATE", value=value, anchor=anchor, precision=_precision(unit))  # type: ignore[arg-type]


_CLOCK = r"<clock>(?:(?:,? | ?\()(?P<zone>GMT|UTC|local time|EST|EDT|CET|CEST|EET|EEST|BST|MSK)\b\)?)?"


@rule(_APPROX + _CLOCK.replace("| ?", r"|\s?"))
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
    end = m.end()
    if m[0].endswith(".") and re.match(r"(?:\s+[A-Z\"“]|\s*$)", c.text[end:]) and re.search(r"(?i)[ap]\.m\.$", m[0]):
        end -= 0
    yield Reading(start=m.start(), end=end, type="TIME", value=None, clock=f"T{clock}{zone}", precision="hour")


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
        value = _amount(n, unit)
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
        start=m.start(), end=m.end(), type="SET", value=_RATES[m["rate"].lower()] if m["rate"] else _amount(1, (m["u"] or m["per"]).lower())
    )


_REFS = {
    "now": "PRESENT_REF", "right now": "PRESENT_REF", "currently": "PRESENT_REF", "nowadays": "PRESENT_REF", "these days": "PRESENT_REF", "recently": "PAST_REF",
    "the present": "PRESENT_REF", "at present": "PRESENT_REF", "the future": "FUTURE_REF", "the near future": "FUTURE_REF", "future": "FUTURE_REF", "the past": "PAST_REF",
    "this moment": "PRESENT_REF", "at the moment": "PRESENT_REF", "the moment": "PRESENT_REF", "this time": "PRESENT_REF",
}  # fmt: skip


@rule(r"(?:now|currently|nowadays|these days|(?:very )?recently|the (?:near |distant )?future|the past)\b(?!-)")
def _vague(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """Now, recently, the future."""
    word = re.sub(r"\s+", " ", m[0].lower())
    if word == "the past" and not re.match(r"\s*(?:[.,;:)]|$|and\b)", c.text[m.end() :]):
        return
    value = "FUTURE_REF" if "future" in word else "PAST_REF" if word.endswith(("recently", "past")) else "PRESENT_REF"
    yield Reading(start=m.start(), end=m.end(), type="DATE", value=value, precision="unknown")


@cache
def _holiday_pattern() -> str:
    return "|".join(re.escape(n).replace(r"\ ", " ").replace("'", "['’]") for n in sorted(holidays(), key=lambda n: (-len(n), n)))


@rule(r"(?:(?P<rel>last|this|next) )?(?P<name>" + _holiday_pattern() + r")\b(?:,? (?:of )?<year>)?")
def _holiday(m: re.Match[str], c: Context) -> Iterable[Reading]:
    """Christmas 1963, Good Friday."""
    if not m["name"][0].isupper() or re.match(r"\s+(?:Agreement|Accords?|Island|Uprising|Offensive|Rising)", c.text[m.end() :]):
        return
    month, day = holidays()[re.sub(r"\s+", " ", m["name"].lower()).replace("’", "'")]
    anchor: Anchor = "none"
    year: int | None
    if m["year"]:
        year = int(m["year"])
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


def _feast(year: int, month: int, day: int) -> date | None:
    return day_of(year, month, day) if month else easter(year) + day * DAY
