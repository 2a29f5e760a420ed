"""The picture as of a day and as known at a moment."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from vedette import situation as watch
from vedette.domain import Event, Incident, Picture, Report, Sitrep, Situation
from vedette.errors import UsageError
from vedette.incidents import fold, merge
from vedette.store import Store


def moment(value: str | None, name: str) -> str | None:
    """A day or a moment as given in an option, up to its end: `2022-12-20` is until `2022-12-20T23:59:59Z`. Raises UsageError."""
    if value is None:
        return None
    try:
        day = date.fromisoformat(value[:10])
    except ValueError:
        raise UsageError(f"{name} {value}: not a day; write it as 2022-12-20") from None
    rest = value[10:]
    if rest and not (rest[0] in "T " and len(rest) >= 6 and rest[1:3].isdigit() and rest[4:6].isdigit()):
        raise UsageError(f"{name} {value}: not a moment; write it as 2022-12-20T14:00")
    return f"{day}T{rest[1:]}" if rest else f"{day}T23:59:59Z"


def picture(store: Store, situation: Situation | None = None, *, as_of: str | None = None, known_at: str | None = None) -> Picture:
    """Incidents, conditions and undertakings of a situation (None: of everything) from the reports known at `known_at`, as of the day `as_of`.

    Without `as_of` the day is the last one on which a report was published, or the situation's last day where that is earlier.
    Raises UsageError where a day is none.
    """
    until = moment(known_at, "--known-at")
    day = (moment(as_of, "--as-of") or "")[:10]
    reports = {r.key: r for r in store.reports(until)}
    events = [e for e in store.events() if e.report in reports]
    copies = fold(list(reports.values()))
    incidents = merge(events, reports, copies, store.judgements())
    told: dict[str, list[Event]] = defaultdict(list)
    for e in events:
        told[e.report].append(e)
    bearing = {key for key, r in reports.items() if situation is None or watch.bears_on(situation, r, told[key])}
    if not day:
        days = [r.published[:10] for r in reports.values() if r.published]
        last = max((reports[k].published or "" for k in bearing), default="")[:10] or max(days, default=date.today().isoformat())
        day = min(last, situation.last) if situation and situation.last else last
    by_id = {e.id: e for e in events}
    chosen = tuple(i for i in incidents if _counts(i, situation, by_id, reports, day))
    inside = [e for e in events if e.report in bearing]
    return Picture(
        situation=situation,
        as_of=day,
        known_at=known_at,
        incidents=chosen,
        conditions=watch.conditions(chosen, inside, reports, day),
        undertakings=watch.undertakings(chosen, inside, reports, day),
        copies=copies,
        reports=reports,
        events=by_id,
        inside=frozenset(bearing),
    )


def report_on(
    store: Store, name: str | None, *, as_of: str | None = None, known_at: str | None = None, since: str | None = None
) -> tuple[Sitrep, Picture]:
    """The situation report of a named watch (None: of everything) and the picture that it tells of.

    `since` is a day, or "last" for the last issued sitrep: what became known after it is marked as new. Raises NotFound for a
    situation that there is none of, UsageError where a day is none or no sitrep was issued.
    """
    if since == "last":
        issued = store.last_sitrep(name)
        if issued is None:
            raise UsageError("--since last: no sitrep was issued yet; issue one with `vedette sitrep --issue`, or name a day")
        since = issued[1].known_at or issued[1].as_of
    made = picture(store, store.situation(name) if name else None, as_of=as_of, known_at=known_at)
    return watch.sitrep(made, moment(since, "--since")), made


def _counts(incident: Incident, situation: Situation | None, events: dict[str, Event], reports: dict[str, Report], day: str) -> bool:
    """Whether an incident had begun by the day and lies in the situation; one without a day had, where a report of it was out by then."""
    told = [published[:10] for r in incident.reports if (published := reports[r].published)]
    if (incident.begin or incident.last or min(told, default=day)) > day:
        return False
    return situation is None or watch.inside(situation, incident, [events[e] for e in incident.events])
