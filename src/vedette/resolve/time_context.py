"""What a time expression is counted from, while a text is read from front to back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vedette.domain import Anchor, TimePrecision, TimeType
from vedette.resolve.time_calendar import DAY, day_of, extent, part_of
from vedette.resolve.time_tense import FUTURE, Tense


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to read `start:end` of the text. `begin` and `last` are given where the value alone does not tell them.

    `part` is the third of the stretch that is meant (early, mid, late). `clock` is a time of day (`T15:46`) that still needs its day. `stated` if the year was written out.
    """

    start: int
    end: int
    type: TimeType
    value: str | None
    anchor: Anchor = "none"
    begin: date | None = None
    last: date | None = None
    precision: TimePrecision | None = None
    part: str | None = None
    clock: str | None = None
    stated: bool = False

    def extent(self) -> tuple[date | None, date | None, TimePrecision]:
        """First and last day, as given or as the value says."""
        begin, last, precision = extent(self.value)
        if self.begin is not None or self.last is not None:
            begin, last = self.begin, self.last
        if self.part and begin and last:
            begin, last = part_of(begin, last, self.part)
        return begin, last, self.precision or precision


JUST_OVER = 30
"""Days for which a day that a text calls ahead may be over: nobody means the one of next year without naming the year."""


@dataclass(slots=True, kw_only=True)
class Context:
    """What is known while reading: the text, its tense, the day it was written, and the last date it told of.

    `day_first` says how 3/4/2021 is meant. `history` if the text tells of long ago: then dates without a year follow the
    last date told of, not the publication.
    """

    text: str
    tense: Tense
    base: date | None
    anchor: Anchor
    day_first: bool = True
    history: bool = False
    year: int | None = None
    month: int | None = None
    day: date | None = None
    at: int = -1
    stated: bool = False
    story: date | None = None

    def direction(self, start: int, end: int) -> int:
        """See `Tense.direction`."""
        return self.tense.direction(start, end)

    def told(self, r: Reading) -> None:
        """Remember the date of a reading as the last one told of."""
        if r.type not in ("DATE", "TIME") or not r.value or not r.value[:4].isdigit():
            return
        begin, last, precision = r.extent()
        if begin is None or last is None or (last - begin).days > 366 or (self.history and r.anchor == "published"):
            return
        if precision == "year" and r.anchor == "text":
            return
        if precision == "year" and self.month is not None and (begin.year == self.year or not self._opens(r.start)):
            return
        self.year, self.at = begin.year, r.start
        self.month = begin.month if precision != "year" else None
        self.day = begin if begin == last else None
        self.story = self.day or self.story
        self.stated = r.stated

    def _opens(self, start: int) -> bool:
        """Whether a year stands at the head of its sentence ("In 1942, …"), so that what follows is of that year."""
        return start - self.tense.sentence(start)[0] <= 5

    def follows(self, start: int) -> bool:
        """Whether a date without a year at `start` belongs to the last date told of, and not to the publication."""
        if self.year is None:
            return False
        if self.history or self.base is None:
            return True
        near = self.month is not None and start - self.at < 250 and "\n" not in self.text[self.at : start]
        return self.stated and near and abs(self.year - self.base.year) > 1

    def year_for(self, month: int, start: int, end: int, day: int | None = None, weekday: int | None = None) -> tuple[int | None, Anchor]:
        """The year of a month (and day) named without one."""
        if self.follows(start):
            assert self.year is not None  # follows() has seen to it
            if self.month is None:
                return self.year, "text"
            away = month - self.month
            return self.year + (1 if away <= -8 else -1 if away >= 10 else 0), "text"
        if self.base is None:
            return None, "none"
        years = [self.base.year - 1, self.base.year, self.base.year + 1]
        if weekday is not None and day is not None:
            fitting = [d for y in years if (d := day_of(y, month, day)) and d.weekday() == weekday]
            if fitting:
                base = self.base
                return min(fitting, key=lambda d: abs((d - base).days)).year, self.anchor
        ahead = (month, day or 0) > (self.base.month, self.base.day if day else 0)
        same = month == self.base.month and not day
        direction = self.direction(start, end)
        told = day_of(self.base.year, month, day) if day else None
        if day and self.tense.was_to_be(start):  # ahead, or just over
            days = [d for y in years if (d := day_of(y, month, day))]
            base = self.base
            return (min(days, key=lambda d: abs((d - base).days)).year if days else base.year), self.anchor
        if direction == FUTURE:
            over = told is not None and 0 < (self.base - told).days <= JUST_OVER
            today = (month, day) == (self.base.month, self.base.day)
            return self.base.year + (0 if ahead or same or today or over else 1), self.anchor
        near = told if direction == 0 else None
        if near is not None and 0 < (near - self.base).days <= 21:
            return self.base.year, self.anchor
        return self.base.year - (1 if ahead else 0), self.anchor

    def year_named(self, which: str) -> tuple[int | None, Anchor]:
        """The year that "last year" or "the same year" means, by its first words."""
        which = which.lower().split()[-1]
        if which in ("that", "same", "following", "previous"):
            return self.year and self.year + {"previous": -1, "following": 1}.get(which, 0), "text" if self.year else "none"
        if self.base is None:
            return None, "none"
        return self.base.year + {"last": -1, "next": 1}.get(which, 0), self.anchor

    def weekday(self, n: int, start: int, end: int, word: str | None) -> tuple[date | None, Anchor]:
        """The day that a weekday (0 for Monday) means; `word` is last, next, this or None."""
        base, anchor = self.base, self.anchor
        if base is None or (self.history and self.day is not None):
            base, anchor = self.day, "text"
        if base is None:
            return None, "none"
        back = (base.weekday() - n) % 7
        if word in ("last", "past", "previous"):
            return base - (back or 7) * DAY, anchor
        if word in ("next", "coming", "following"):
            return base + ((7 - back) if back else 7) * DAY, anchor
        direction = self.direction(start, end)
        if direction == FUTURE or (word == "this" and direction == 0):
            return base + ((7 - back) % 7) * DAY, anchor
        return base - back * DAY, anchor

    def now(self) -> tuple[date | None, Anchor]:
        """The day from which "yesterday" or "last week" is counted."""
        return self.base, self.anchor

    def reference(self) -> date | None:
        """The last date told of, by its first day as far as it is known."""
        if self.day is not None or self.year is None:
            return self.day
        return date(self.year, self.month or 1, 1)
