"""When a daily situation report is due: a cut-off by the clock of the situation's zone, and what was issued last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from vedette.domain.moments import clock
from vedette.errors import UsageError

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A report a day: `cut_off` as the clock in `zone` (IANA) shows it, on `days` of the week (0 is Monday)."""

    cut_off: time
    zone: str = "UTC"
    days: frozenset[int] = EVERY_DAY

    def on(self, day: date) -> datetime:
        """The cut-off of a day in UTC. Where the clock jumps over it, the moment that it would have been without the jump."""
        return datetime.combine(day, self.cut_off, clock(self.zone)).astimezone(UTC)

    def before(self, now: datetime) -> datetime:
        """The last cut-off up to `now` (with a time zone), in UTC."""
        day = now.astimezone(clock(self.zone)).date()
        for back in range(9):
            at = day - timedelta(days=back)
            if at.weekday() in self.days and self.on(at) <= now:
                return self.on(at)
        raise UsageError("a schedule needs a day of the week")


def clock_time(value: str) -> time:
    """`18:00` as a time. Raises UsageError."""
    if not (found := _CLOCK.fullmatch(value)):
        raise UsageError(f"--cut-off {value}: not a time of day; write it as 18:00")
    return time(int(found[1]), int(found[2]))


def due(schedule: Schedule, now: datetime, last: datetime | None) -> datetime | None:
    """The cut-off (UTC) whose report is to be issued now; None where the last one issued covers it.

    `last` is the cut-off that the last issue covers, None where there was none. Of cut-offs that were slept through only the latest is due: its report
    tells what the others would have. A `last` that lies ahead by more than a day was written by a clock that was wrong, and counts for nothing.
    """
    at = schedule.before(now)
    if last is not None and last > now + timedelta(days=1):
        last = None
    return None if last is not None and last >= at else at
