"""Days and moments on one scale."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo


def clock(zone: str) -> tzinfo:
    """The time zone of a name (IANA)."""
    return UTC if zone == "UTC" else ZoneInfo(zone)


def text(at: datetime) -> str:
    """A moment with an offset as it is kept: ISO 8601, UTC, to the second (`2022-12-18T04:30:00Z`)."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def now() -> str:
    """This moment, as it is kept."""
    return text(datetime.now(UTC))


@lru_cache(maxsize=65536)
def instant(value: str, zone: str = "UTC") -> str:
    """An ISO 8601 day or moment in UTC with seconds (`2022-12-18T04:30:00Z`): two of them compare as strings.

    A bare day means its end in the zone, a moment without an offset is one of UTC. What is neither comes back as it is.
    """
    try:
        if len(value) == 10:
            at = datetime.combine(date.fromisoformat(value), time(23, 59, 59), clock(zone))
        else:
            at = datetime.fromisoformat(value)
        return text(at if at.tzinfo else at.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return value
