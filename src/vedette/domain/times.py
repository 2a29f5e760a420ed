"""Time expressions and what they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
TimePrecision = Literal["hour", "day", "week", "month", "year", "unknown"]
Anchor = Literal["published", "dateline", "text", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """A time expression: `text[start:end]`, its TIMEX3 `type` and `value` (`2022-12-16`, `2022-W49`, `P2D`, `PAST_REF`).

    `begin` and `last` are the first and last day it covers (ISO dates, inclusive; None: open or unknown). `anchor` is
    what it was counted from: nothing (`none`, a full date), the publication, the dateline, or an earlier time of the text.
    `relation` is a preposition that bounds it: "since" and "after" give an open end, "by", "until" and "before" an open begin.
    """

    start: int
    end: int
    text: str
    type: TimeType
    value: str | None
    begin: str | None
    last: str | None
    precision: TimePrecision
    anchor: Anchor
    relation: Literal["at", "since", "until", "by", "before", "after"] = "at"

    @property
    def impossible(self) -> bool:
        """Whether it is written as a day that the calendar lacks ("31 April")."""
        return self.type == "DATE" and self.value is None and self.precision == "day" and any(c.isdigit() for c in self.text)

    @property
    def reason(self) -> str:
        """In words, how its days were found."""
        if self.impossible:
            return "no such day; kept as it is written"
        if self.value is None:
            return "nothing here says which day is meant"
        counted = {
            "published": "counted from the day of publication",
            "dateline": "counted from the day of the dateline",
            "text": "counted from a day told before",
            "none": "as it is written",
        }[self.anchor]
        bound = {
            "since": "its first day",
            "after": "from the day after",
            "until": "its last day",
            "by": "its last day",
            "before": "to the day before",
        }
        return f"{counted}; {bound[self.relation]}" if self.relation in bound else counted
