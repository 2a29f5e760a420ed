"""Rules for amounts of time: three days, two weeks ago, within 48 hours, the past month."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date, timedelta

from vedette.domain import TimePrecision
from vedette.resolve.time_calendar import moved, week_of
from vedette.resolve.time_context import Context, Reading
from vedette.resolve.time_forms import APPROX, number, rule
from vedette.resolve.time_tense import FUTURE, PAST

_CODES = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "night": "D", "week": "W", "fortnight": "W", "weekend": "W", "month": "M",
    "quarter": "M", "year": "Y", "decade": "Y", "century": "Y", "centurie": "Y",
}  # fmt: skip


_TIMES = {"fortnight": 2, "quarter": 3, "decade": 10, "century": 100, "centurie": 100}


def amount(n: float | None, unit: str) -> str:
    """TIMEX3 duration: P3D, PT24H, PXW."""
    code = _CODES[unit]
    if n is None and unit in ("decade", "century", "centurie"):
        return "PXDE" if unit == "decade" else "PXCE"
    if n is not None:
        n *= _TIMES.get(unit, 1)
        if n < 1 and code in ("TH", "Y", "D", "M"):
            n, code = (n * 60, "TM") if code == "TH" else (n * 12, "M") if code == "Y" else (n * 24, "TH") if code == "D" else (n * 4, "W")
    shown = "X" if n is None or not math.isfinite(n) else f"{n:.4f}".rstrip("0").rstrip(".")
    return f"PT{shown}{code[1]}" if code[0] == "T" else f"P{shown}{code}"


def _from(base: date | None, n: float, unit: str) -> date | None:
    """The day n units from another; hours count as the days that they begin."""
    code, k = _CODES[unit], n * _TIMES.get(unit, 1)
    if base is None:
        return None
    try:
        if code == "Y":
            return moved(base, months=round(12 * k))
        if code == "M":
            return moved(base, months=round(k))
        return base + timedelta(days=math.copysign(math.ceil(abs(k) * {"W": 7, "D": 1, "TH": 1 / 24, "TM": 0, "TS": 0}[code]), k))
    except OverflowError:
        return None


def stretch(start: int, end: int, n: float | None, unit: str, direction: int, c: Context) -> Reading:
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
        value=amount(n, unit),
        anchor=anchor if begin or last else "none",
        begin=begin,
        last=last,
        precision=_precision(unit),
    )


_PRECISIONS: dict[str, TimePrecision] = {"T": "hour", "D": "day", "W": "week", "M": "month", "Y": "year"}


def _precision(unit: str) -> TimePrecision:
    return _PRECISIONS[_CODES[unit][0]]


def _singular(unit: str) -> str:
    unit = unit.lower()
    return {"centuries": "century", "centurie": "century"}.get(unit, unit.removesuffix("s"))


@rule(
    APPROX
    + r"(?P<span>(?:(?:the |these |those )?(?P<rel>last|past|next|coming|previous|following|recent|first|final|latest) )?(?:<number>(?:[\s-](?:and a half|more|full|long|straight|consecutive|whole|or so))?[\s-])?<unit>(?P<plural>s|ies)?['’]?)"
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
        r"(?i)\b(?:aged?|age of)\s+(?:\S+\s+)?$", c.text[max(0, start - 20) : start]
    ):
        return
    if unit == "quarter" or (
        unit == "hour"
        and not word
        and re.search(r"(?i)\b(?:working|opening|office|business|school|visiting)\s+$", c.text[max(0, start - 10) : start])
    ):
        return
    if (unit in ("second", "night") and (not m["plural"] or not word)) or ((word or "").lower() in ("a", "an") and unit == "second"):
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
        yield stretch(start, end, n, unit, PAST, c)
        return
    if rel in ("next", "coming", "following"):
        yield stretch(start, end, n, unit, FUTURE, c)
        return
    before = c.text[max(0, start - 24) : start]
    if n is not None and (
        re.search(r"(?i)\bwithin\s+(?:the\s+)?(?:(?:next|coming)\s+)?(?:[\w-]{1,6}\s+(?:to|or)\s+)?$", before)
        or (re.search(r"(?i)\bin\s+$", before) and c.direction(start, end) == FUTURE)
    ):
        yield stretch(start, end, n, unit, FUTURE, c)
        return
    yield Reading(start=start, end=end, type="DURATION", value=amount(n, unit), precision=_precision(unit))


def _offset(start: int, end: int, n: float | None, unit: str, way: str, c: Context) -> Reading:
    """Some time before or after the day of writing, or the last date told of."""
    back = way in ("ago", "earlier", "before", "beforehand", "prior")
    now = way in ("ago", "from now", "hence")
    vague = "PAST_REF" if back else "FUTURE_REF"
    base, anchor = c.now() if now and not (c.history and c.year) else (c.reference(), "text")
    if base is None and back and _CODES[unit] in ("Y", "M"):
        base, anchor = c.now()
    if n is None or base is None:
        return Reading(start=start, end=end, type="DATE", value=vague, precision="unknown")
    code = _CODES[unit]
    found = _from(base, -n if back else n, unit)
    if found is None:
        return Reading(start=start, end=end, type="DATE", value=vague, precision="unknown")
    if code[0] == "T":
        day = found if n >= 24 else base
        return Reading(start=start, end=end, type="TIME", value=day.isoformat(), anchor=anchor, precision="day")
    exact = now or c.day is not None
    if code == "Y":
        value: str | None = f"{found.year:04d}" if unit == "year" else f"{found.year // 10:03d}"
    elif code == "M":
        value = f"{found.year:04d}-{found.month:02d}"
    elif not exact:
        value = None
    else:
        value = week_of(found) if code == "W" and now else found.isoformat()
    return Reading(start=start, end=end, type="DATE", value=value, anchor=anchor, precision=_precision(unit))
