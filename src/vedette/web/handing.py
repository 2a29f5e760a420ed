"""What one watch hands to the next: what came in since a moment, what changed by it, what is open."""

from __future__ import annotations

from collections.abc import Iterable, Sized
from datetime import UTC, datetime
from typing import Any

from vedette.domain.moments import text
from vedette.situation.phrases import condition_sentence, incident_sentence, outlets, undertaking_sentence
from vedette.web.desk import Cut, Desk, View
from vedette.web.finder import told

MOST = 60
"""Items of one list; of more the number is told."""


def drawn(desk: Desk, cut: Cut, since: str) -> dict[str, Any]:
    """Plain data, as it is shown and as it is kept when signed. An item has `text`, `id`, `events` (what it rests on) and what else is told of it.

    What came in counts by when the desk received it, not by when it was published: an old report that arrives tonight is tonight's news.
    """
    view = desk.view(cut)
    picture = view.picture
    now = datetime.now(UTC)
    fresh = view.received_after(since)

    def new(reports: Iterable[str]) -> bool:
        return fresh.issuperset(reports)

    def touched(reports: Iterable[str]) -> bool:
        return not fresh.isdisjoint(reports)

    came = [i for i in view.index.of_reports(fresh) if told(i)]
    incidents = [i for i in came if new(i.reports)]
    grown = [i for i in came if not new(i.reports)]
    states = [c for c in picture.conditions if touched([*c.reports, *(x.report for x in c.said)])]
    shown = {k for i in (*incidents[:MOST], *grown[:MOST]) for k in i.reports}
    names = outlets({k: picture.reports[k] for k in shown if k in picture.reports})  # not of all reports: there may be many
    day = picture.as_of or now.date().isoformat()
    answered = [
        u
        for u in picture.undertakings
        if u.outcome != "pending" and touched([*_reports(view, u.answered_by, u.reports), *(x.report for x in u.said)])
    ]
    overdue = [u for u in picture.undertakings if u.outcome == "pending" and u.due and u.due[:10] < day]
    stale = [c for c in picture.conditions if c.state == "stale"]
    written = [e for e in desk.store.log(limit=500) if not e.withdrawn]
    untold = desk.store.log(untold=True, limit=500)
    judged = [j for j in desk.store.judgements() if j.made > since]
    lists: dict[str, list[dict[str, Any]]] = {
        "incidents": [{"text": incident_sentence(i, names), "id": i.id, "events": list(i.events)} for i in incidents[:MOST]],
        "grown": [{"text": incident_sentence(i, names), "id": i.id, "events": list(i.events)} for i in grown[:MOST]],
        "conditions": [
            {"text": condition_sentence(c), "id": c.id, "events": list(c.events), "change": "new" if new(c.reports) else c.state}
            for c in states[:MOST]
        ],
        "answered": [
            {"text": undertaking_sentence(u, day), "id": u.id, "events": [*u.events, *_events(view, u.answered_by)]}
            for u in answered[:MOST]
        ],
        "overdue": [{"text": undertaking_sentence(u, day), "id": u.id, "events": list(u.events)} for u in overdue[:MOST]],
        "stale": [{"text": condition_sentence(c), "id": c.id, "events": list(c.events)} for c in stale[:MOST]],
        "untold": [{"text": e.text, "id": e.id, "tell": e.tell, "by": e.by, "at": e.at} for e in untold[:MOST]],
        "log": [{"text": e.text, "id": e.id, "by": e.by, "at": e.at} for e in written if e.at > since],
    }
    found: dict[str, Sized] = {
        "incidents": incidents,
        "grown": grown,
        "conditions": states,
        "answered": answered,
        "overdue": overdue,
        "stale": stale,
    }
    totals = {name: len(items) for name, items in {**found, "untold": untold}.items()}
    counts: dict[str, int] = {}
    for j in judged:
        counts[j.kind] = counts.get(j.kind, 0) + 1
    return {
        "situation": cut.situation,
        "as_of": picture.as_of,
        "since": since,
        "drawn": text(now),
        "reports": len(fresh & picture.inside),
        "judgements": counts,
        "totals": {**{name: len(items) for name, items in lists.items()}, **totals},
        **{name: items[:MOST] for name, items in lists.items()},
    }


def _reports(view: View, incidents: Iterable[str], own: Iterable[str]) -> list[str]:
    return [r for id in incidents if id in view.by_id for r in view.by_id[id].reports] or list(own)


def _events(view: View, incidents: Iterable[str]) -> list[str]:
    return [e for id in incidents if id in view.by_id for e in view.by_id[id].events]
