"""The picture as of a day and as known at a moment."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from weakref import WeakKeyDictionary

from vedette import situation as watch
from vedette.domain import Event, Incident, Judgement, Picture, Report, Sitrep, Situation, Source
from vedette.domain.moments import clock, instant, text
from vedette.errors import UsageError
from vedette.incidents import Folder, Merged, Merger, by_report, overlaid, settled
from vedette.pipeline.following import follower
from vedette.pipeline.schedule import Schedule, clock_time
from vedette.store import Shelves, Store

LIVE = 30
"""Days after the last report for which a watch is taken to be on the present, and not on an archive."""
WEEK = 7
"""Days whose incidents a daily report lists whole."""
LARGE = 50_000
"""Reports from which on the merger keeps in a temporary file where each mention stands."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?", re.ASCII)


def moment(value: str | None, name: str, zone: str = "UTC") -> str | None:
    """A day or a moment as given in an option, in UTC with seconds: a day until its end in the time zone, a moment without an offset in UTC.

    `2022-12-20` in UTC is `2022-12-20T23:59:59Z`. Raises UsageError.
    """
    if value is None:
        return None
    try:
        if not _MOMENT.fullmatch(value):
            raise ValueError
        datetime.fromisoformat(value)
    except ValueError:
        wanted = "moment; write it as 2022-12-20T14:00" if value[10:11] == "T" else "day; write it as 2022-12-20"
        raise UsageError(f"{name} {value}: not a {wanted}") from None
    return instant(value, zone)


class _Ground:
    """What all pictures of one moment stand on: the reports known then, their events, which reports are copies, and the merger of these."""

    def __init__(self, store: Store, until: str | None, zone: str, last: _Ground | None = None) -> None:
        """With `last`, the ground of the same moment before reports came, were read again or went, only these are merged anew; it ends."""
        self.reports = {r.key: r for r in store.reports(until, zone)}
        self.events = {e.id: e for e in store.events() if e.report in self.reports}
        self._folder: Folder = last._folder if last else Folder()
        self.copies = self._folder.fold(list(self.reports.values()))
        self._told = by_report(self.events.values(), self.reports, self.copies)
        before = last._told if last else {}
        shelf = Shelves() if len(self.reports) > LARGE else dict
        self._merger: Merger = last._merger if last else Merger(self._told.__getitem__, shelf)
        changed = [key for key in sorted({*before, *self._told}) if before.get(key) != self._told.get(key)]
        for key in changed:
            if key in self._merger:
                self._merger.drop(key)
        self._merger.load = self._told.__getitem__
        for key in changed:
            if key in self._told:
                self._merger.put(key)

    def merged(self, judgements: tuple[Judgement, ...]) -> Merged:
        """Incidents as clustered, anew only where a report came or went, or it was decided anew what is the same and what is not."""
        self._merger.judge(judgements)
        return self._merger.merged()


_KEPT: WeakKeyDictionary[Store, tuple[tuple[int, int], dict[tuple[str | None, str], _Ground]]] = WeakKeyDictionary()
"""By store: the mark of what it holds, and the last grounds. Nothing is kept of reports that have been read again or forgotten since."""
_ONE_AT_A_TIME = Lock()
"""Held while a ground is made or merged: it goes on from the last one."""
GROUNDS = 2
"""Moments whose ground is kept for each store."""


def _ground(store: Store, until: str | None, zone: str) -> _Ground:
    mark = store.ground()
    held, grounds = _KEPT.pop(store, (mark, {}))
    key = (until, zone if until else "")
    found = grounds.get(key)
    if found is None or held != mark:
        found = _Ground(store, until, zone, found)
        grounds = dict(list(grounds.items())[1 - GROUNDS :]) if held == mark else {}
    grounds.pop(key, None)
    _KEPT[store] = mark, {**grounds, key: found}  # the last used at the end
    return found


def picture(
    store: Store, situation: Situation | None = None, *, as_of: str | None = None, known_at: str | None = None, today: str | None = None
) -> Picture:
    """Incidents, conditions and undertakings of a situation (None: of everything) from the reports known at `known_at`, as of the day `as_of`.

    Without `as_of` the day is the last one on which a report was published, or the situation's last day where that is earlier,
    but not one after today, unless most are (an exercise). With `today` that is the day where it lies at most `LIVE` days after that one: though no
    report comes, answers fall due and sources are silent. Days end as they do in the situation's zone. Judgements count where they were made by `known_at`;
    readings are not cut so: a report known by then is shown as it was read last. Raises UsageError where a day is none.
    """
    zone = situation.zone if situation else "UTC"
    until = moment(known_at, "--known-at", zone)
    if as_of is not None and (not moment(as_of, "--as-of") or len(as_of) != 10):
        raise UsageError(f"--as-of {as_of}: not a day; write it as 2022-12-20")
    with _ONE_AT_A_TIME:
        ground = _ground(store, until, zone)
        reports, copies = ground.reports, ground.copies
        events = list(ground.events.values())
        judgements, _ = settled(store.judgements(until), events)
        merged = ground.merged(judgements)
    incidents = overlaid(merged, judgements)
    told: dict[str, list[Event]] = defaultdict(list)
    for e in events:
        told[e.report].append(e)
    bearing = {key for key, r in reports.items() if situation is None or watch.bears_on(situation, r, told[key])}
    if situation is not None:
        bearing |= watch.beside(situation, reports, told, bearing)
    day = as_of or _present(_last_day(reports, bearing, situation), today, situation)
    undated = day if as_of is None else "9999"  # of what no report dates nobody can say that it had begun by a given day
    about = {key for key in bearing if situation is not None and watch.mostly(situation, told[key])}
    chosen = tuple(i for i in incidents if _begun(i, reports, undated) <= day and _inside(i, situation, ground.events, bearing, about))
    follow = follower(store)
    inside = _as_decided([e for e in events if e.report in bearing], incidents)
    states = watch.conditions(chosen, inside, reports, day, follow=follow)
    return Picture(
        situation=situation,
        as_of=day,
        known_at=known_at,
        incidents=watch.retold(watch.ended_by_makers(chosen, states, ground.events), ground.events, reports, bearing),
        conditions=watch.checked(states, judgements, day, until=as_of),
        undertakings=watch.undertakings(chosen, inside, reports, day, follow=follow),
        copies=copies,
        reports=reports,
        events=ground.events,
        inside=frozenset(bearing),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """From when until when a situation report tells: `known_at` as of a picture; new is what became known after `until`, or rests on no report of `seen`;
    `last` is the issue before, `recent` of how many days incidents are listed (None: all).
    """

    known_at: str | None = None
    until: str | None = None
    seen: frozenset[str] | None = None
    last: Sitrep | None = None
    recent: int | None = None


def report_terms(
    store: Store,
    name: str | None,
    *,
    as_of: str | None = None,
    known_at: str | None = None,
    since: str | None = None,
    cut_off: str | None = None,
    now: datetime | None = None,
) -> Terms:
    """What `report_on` is asked for, looked up. Raises as it does."""
    situation = store.situation(name) if name is not None else None
    zone = situation.zone if situation else "UTC"
    issued = store.last_sitrep(name)
    until: str | None = None
    if cut_off is not None:
        if known_at is not None:
            raise UsageError("--cut-off and --known-at both say what was known; give one of them")
        schedule = Schedule(cut_off=clock_time(cut_off), zone=zone)
        if as_of is not None:
            moment(as_of, "--as-of")
            end = schedule.on(date.fromisoformat(as_of[:10]))
        else:
            end = schedule.before(now or datetime.now(UTC))
        known_at = text(end)
        if since is None:
            earlier = issued is not None and instant(issued[1].known_at or issued[1].as_of or "9999", zone) < known_at
            since = "last" if earlier else text(end - timedelta(days=1))
    seen: frozenset[str] | None = None
    last: Sitrep | None = None
    if since == "last":
        if issued is None:
            raise UsageError("--since last: no sitrep was issued yet; issue one with `vedette sitrep --issue`, or name a day")
        last = issued[1]
        until, seen = instant(last.known_at or last.as_of or "", zone), frozenset(last.reports)
    else:
        until = moment(since, "--since", zone)
    return Terms(known_at=known_at, until=until, seen=seen, last=last, recent=WEEK if cut_off is not None else None)


def composed(made: Picture, terms: Terms, *, by: watch.Grouping = "area", sources: Mapping[str, Source] | None = None) -> Sitrep:
    """The situation report on a picture that was drawn as known at the terms' moment."""
    return watch.sitrep(made, terms.until, terms.seen, by=by, last=terms.last, sources=sources, recent=terms.recent)


def report_on(
    store: Store,
    name: str | None,
    *,
    as_of: str | None = None,
    known_at: str | None = None,
    since: str | None = None,
    cut_off: str | None = None,
    by: watch.Grouping = "area",
    now: datetime | None = None,
) -> tuple[Sitrep, Picture]:
    """The situation report of a named watch (None: of everything) and the picture that it tells of.

    `since` is a day or a moment: what became known after it is marked as new; or "last" for the last issued sitrep: what rests
    on none of the reports that it knew is marked, and what it told otherwise is told. `cut_off` (`18:00`, by the situation's clock) makes a
    daily report: from what was known by that time of the day `as_of`, or else by the last such time before `now`, with the incidents
    that are new or of the last week, since the last issue, or else since the cut-off of the day before.

    Raises NoSituation for a situation that there is none of, UsageError where a day is none or no sitrep was issued.
    """
    terms = report_terms(store, name, as_of=as_of, known_at=known_at, since=since, cut_off=cut_off, now=now)
    situation = store.situation(name) if name is not None else None
    made = picture(store, situation, as_of=as_of, known_at=terms.known_at)
    return composed(made, terms, by=by, sources=store.sources()), made


def _as_decided(events: list[Event], incidents: tuple[Incident, ...]) -> list[Event]:
    """Events as people left them: none of a rejected incident, and a place or day that was edited instead of the one told."""
    rejected = {e for i in incidents if i.status == "rejected" for e in i.events}
    edited = {e: i for i in incidents if {"place", "begin", "last"} & set(i.edited) for e in i.events}
    return [_edited(e, edited[e.id]) if e.id in edited else e for e in events if e.id not in rejected]


def _edited(e: Event, i: Incident) -> Event:
    if "place" in i.edited:
        e = replace(e, place=i.place, scene=None)
    if {"begin", "last"} & set(i.edited) and e.phase == "happens":
        e = replace(e, begin=i.begin, last=i.last, time_precision=i.time_precision)
    return e


def _last_day(reports: dict[str, Report], bearing: set[str], situation: Situation | None) -> str:
    """The last day on which a report that bears on the situation was published (where there is none, any report), and no later than its last day.

    Days after today are slips of a date and do not count, unless most reports have one: then it is an exercise.
    """
    today = datetime.now(clock(situation.zone if situation else "UTC")).date().isoformat()
    days = {key: r.published[:10] for key, r in reports.items() if r.published}
    past = {key: day for key, day in days.items() if day <= today}
    if 2 * len(past) >= len(days):
        days = past
    last = max((days[k] for k in bearing if k in days), default="") or max(days.values(), default=today)
    return min(last, situation.last) if situation and situation.last else last


def _present(last: str, today: str | None, situation: Situation | None) -> str:
    """The day that it is, where reports came not long before; else the last one of which there are reports."""
    if today is None or not last < today or (date.fromisoformat(today) - date.fromisoformat(last)).days > LIVE:
        return last
    return min(today, situation.last) if situation and situation.last else today


def _begun(incident: Incident, reports: dict[str, Report], undated: str) -> str:
    """The day on which an incident began, or by which a report told of it; `undated` where no report has a day."""
    told = [published[:10] for r in incident.reports if (published := reports[r].published)]
    begun = None if incident.time_estimated else incident.begin or incident.last
    return begun or min(told, default=undated)


def _inside(incident: Incident, situation: Situation | None, events: dict[str, Event], bearing: set[str], about: set[str]) -> bool:
    if situation is None:
        return True
    told = [events[e] for e in incident.events]
    return watch.inside(situation, incident, told, not bearing.isdisjoint(incident.reports), about.issuperset(incident.reports))
