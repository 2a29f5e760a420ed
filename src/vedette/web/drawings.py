"""Where the lines of small drawings go: sparklines, bars of what lasted how long, bars of how much happened when. Templates draw them as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vedette.domain.compare import iso
from vedette.web import languages


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A rectangle in the drawing's own units; `label` says it in words, `first` and `last` are the days that it stands for."""

    x: float
    y: float
    width: float
    height: float
    label: str = ""
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A day on an axis."""

    x: float
    label: str


def spark(series: Sequence[float], top: float, width: float = 84, height: float = 20) -> list[Bar]:
    """A bar for each value; `top` is the value of the full height, so that several drawings share a scale. What is below zero hangs from the line."""
    low = min(0.0, *series) if series else 0.0
    span = max(top, 1.0) - max(low, -top)
    step, unit = width / max(1, len(series)), height / max(span, 1.0)
    zero = max(top, 1.0) * unit
    out = []
    for n, value in enumerate(series):
        size = round(min(abs(value), max(top, 1.0)) * unit, 1)
        y = zero - size if value > 0 else zero
        out.append(Bar(x=round(n * step, 1), y=round(y, 1), width=round(step - 1, 1), height=max(size, 0.8)))
    return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """Days from `first` to `last` (day numbers, inclusive) over a width."""

    first: int
    last: int
    width: float

    def at(self, day: int) -> float:
        """Where a day begins; days outside are at the edge."""
        within = min(max(day, self.first), self.last + 1)
        return round((within - self.first) * self.width / (self.last + 1 - self.first), 1)

    def bar(self, begin: int | None, last: int | None, y: float, height: float, label: str = "") -> Bar:
        """From the beginning of a day to the end of another; without one, from or to the edge."""
        left = self.at(begin) if begin is not None else 0.0
        right = self.at(last + 1) if last is not None else self.width
        return Bar(x=left, y=y, width=round(max(2.0, right - left), 1), height=height, label=label)

    def ticks(self, most: int = 8) -> list[Tick]:
        """At most so many days to write beside the axis, the first of months where it is long."""
        days = self.last + 1 - self.first
        if days > 31 * 2:
            firsts = [n for n in range(self.first, self.last + 1) if date.fromordinal(n).day == 1]
            step = max(1, -(-len(firsts) // most))
            chosen = firsts[::step]
        else:
            chosen = list(range(self.first, self.last + 1, max(1, -(-days // most))))
        return [Tick(x=x, label=_short(n, year=days > 31 * 2)) for n in chosen if (x := self.at(n)) < self.width - 50]


def columns(counts: Sequence[tuple[int, int, int]], axis: Axis, height: float) -> list[tuple[Bar, Bar]]:
    """For spans of days with how many of one kind and of another happened: two bars, one on the other."""
    most = max((a + b for _, a, b in counts), default=0) or 1
    out = []
    for n, (begin, a, b) in enumerate(counts):
        end = counts[n + 1][0] - 1 if n + 1 < len(counts) else axis.last
        x, right = axis.at(begin), axis.at(end + 1)
        low, high = height * a / most, height * (a + b) / most
        days = {"first": iso(begin), "last": iso(end)}
        wide = round(max(1.0, right - x - 1), 1)
        out.append(
            (
                Bar(x=x, y=round(height - low, 1), width=wide, height=round(low, 1), label=str(a), **days),
                Bar(x=x, y=round(height - high, 1), width=wide, height=round(high - low, 1), label=str(b), **days),
            )
        )
    return out


def _short(number: int, year: bool) -> str:
    d = date.fromordinal(number)
    return languages.month(d) if year else languages.short(d)
