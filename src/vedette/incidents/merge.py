"""Events to incidents, all at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from vedette.domain import Copies, Event, Incident, Judgement, Report
from vedette.incidents.copies import origins
from vedette.incidents.mentions import group_of
from vedette.incidents.merger import Merger, Told
from vedette.incidents.overlay import Merged, overlaid, settled


def merge(
    events: Iterable[Event], reports: Mapping[str, Report], copies: Sequence[Copies], judgements: Iterable[Judgement] = ()
) -> tuple[Incident, ...]:
    """Incidents from events, by first day, then id; independent of the order of what is given.

    What is asserted (or held possible) makes incidents; what is planned, promised, asked for, threatened or denied makes
    records of its own of that modality and never counts as evidence that something happened; what is hypothetical makes
    none. A state that goes on supports the incident that began it and makes none. Judgements are obeyed, the latest first.
    """
    events = list(events)
    decided, _ = settled(judgements, events)
    return overlaid(clustered(events, reports, copies, decided), decided)


def clustered(
    events: Iterable[Event], reports: Mapping[str, Report], copies: Sequence[Copies], judgements: Iterable[Judgement] = ()
) -> Merged:
    """Incidents without what people decided about each: only of what is the same and what is not (`PAIRS`) the judgements are obeyed.

    `judgements` as `settled` gives them.
    """
    told = by_report(events, reports, copies)
    merger = Merger(told.__getitem__)
    for key in sorted(told):
        merger.put(key)
    merger.judge(judgements)
    return merger.merged()


def by_report(events: Iterable[Event], reports: Mapping[str, Report], copies: Sequence[Copies]) -> dict[str, Told]:
    """What a merger is to load, by report; of reports that are not at hand too, where there are events of them."""
    found: dict[str, list[Event]] = defaultdict(list)
    for e in events:
        found[e.report].append(e)
    copy, origin = group_of(reports, copies), origins(reports, copies)
    return {
        key: Told(report=reports.get(key), events=tuple(given), copy=copy.get(key, key), origin=origin.get(key, key))
        for key, given in found.items()
    }
