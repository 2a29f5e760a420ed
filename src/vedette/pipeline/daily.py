"""The daily situation report, written by the watch itself: once for each cut-off, whatever ends the program in between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from vedette.domain import Daily
from vedette.domain.moments import instant, text
from vedette.export.sitrep import filled
from vedette.pipeline.draw import report_on
from vedette.pipeline.schedule import Schedule, clock_time, due
from vedette.store import Store

GRACE = timedelta(minutes=30)
"""After a cut-off, at most, sources are waited for that were not looked at since, and items that wait to be read: what was published before it belongs into it."""
BY = "watch"


def schedule(store: Store, daily: Daily) -> Schedule:
    """When it is due, by the clock of its situation. Raises NoSituation, UsageError."""
    return Schedule(cut_off=clock_time(daily.cut_off), zone=store.situation(daily.situation).zone, days=frozenset(daily.days))


def begun(store: Store, daily: Daily, now: datetime | None = None) -> Daily:
    """The same as set at a moment (default: this one): the first cut-off after it is the first that is due. Raises NoSituation, UsageError."""
    at = schedule(store, daily).before(now or datetime.now(UTC))
    return replace(daily, done=text(at))


def write_due(store: Store, now: datetime | None = None) -> Iterator[tuple[int, Daily]]:
    """Write the daily reports that are due, each once; yields their numbers. What was known by the cut-off counts, whenever it is written."""
    at = now or datetime.now(UTC)
    for daily in store.dailies():
        cut_off = due(schedule(store, daily), at, datetime.fromisoformat(daily.done) if daily.done else None)
        if cut_off is None or (at < cut_off + GRACE and not _caught_up(store, cut_off, at)):
            continue
        since = (
            daily.done if store.last_sitrep(daily.situation) is None else None
        )  # drafts are no issues: new is what came since the last of them
        sitrep, picture = report_on(store, daily.situation, cut_off=daily.cut_off, since=since, now=cut_off)
        number = store.keep_daily(filled(sitrep, picture), daily, text(cut_off), by=BY)
        if number is not None:
            yield number, daily


def _caught_up(store: Store, cut_off: datetime, now: datetime) -> bool:
    """Whether every source was looked at since a cut-off, and all that was found is read."""
    if any(store.waits(text(now)).values()):
        return False
    return all(f.paused or (f.tried is not None and instant(f.tried) >= text(cut_off)) for f in store.feeds())
