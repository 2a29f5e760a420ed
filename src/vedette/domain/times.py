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
