"""Reports into the store, one acknowledged after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from vedette.domain import Report
from vedette.errors import Forgotten, InputError
from vedette.incidents import estimated, fold
from vedette.language import Reader
from vedette.pipeline.read import BATCH, Coder, Reading, read_reports
from vedette.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """What became of one input: `status` is new, known (held already), unread (kept, in another language), forgotten (once, and not
    read again) or error; `events` were coded.
    """

    id: str | int | None
    status: str
    events: int = 0
    message: str | None = None


def ingest(
    store: Store, items: Iterable[Report | InputError], reader: Reader, coder: Coder, *, by: str = "ingest", batch: int = BATCH
) -> Iterator[Ingested]:
    """Read, code and keep reports in input order; each is on the disk when its line comes out.

    A report that is held already is not read again. What cannot be read and an id that another text has
    come out as errors, are recorded, and the rest goes on. Raises StoreError where the database fails.
    """
    pending = iter(items)
    while group := list(islice(pending, batch)):
        sorted_out = [_sorted_out(store, item) for item in group]
        wanted = [x for x in sorted_out if isinstance(x, Report)]
        read = read_reports(wanted, reader, batch, coder)
        for x in sorted_out:
            yield x if isinstance(x, Ingested) else _kept(store, next(read), by)


def _sorted_out(store: Store, item: Report | InputError) -> Report | Ingested:
    """The report where it is to be read, else what there is to say of it."""
    try:
        if isinstance(item, InputError):
            raise item
        if store.status(item) == "known":
            return Ingested(id=item.id, status="known")
    except InputError as e:
        return _refused(store, e)
    return item


def _refused(store: Store, e: InputError) -> Ingested:
    """What there is to say of what is not kept: recorded under the name that its message begins with, unless it was forgotten."""
    if isinstance(e, Forgotten):
        return Ingested(id=e.id, status="forgotten", message=str(e))
    store.issue(str(e).partition(": ")[0], e.kind, str(e))
    return Ingested(id=e.id, status="error", message=str(e))


def _kept(store: Store, reading: Reading | InputError, by: str) -> Ingested:
    try:
        if isinstance(reading, InputError):
            raise reading
        report = reading.report
        status: str = store.add(report, reading.annotated.entities, reading.coded, by=by)
    except InputError as e:  # the same id twice in one batch, with two texts
        return _refused(store, e)
    if status == "new" and not reading.read:
        said = f"{report.id}: in another language ({report.language}); kept unread"
        return Ingested(id=report.id, status="unread", message=said)
    return Ingested(id=report.id, status=status, events=len(reading.coded.events))


def date_undated(store: Store, reader: Reader, coder: Coder, *, by: str = "ingest") -> list[str]:
    """Estimate when undated reports were published, from what the store holds now, and read them again by it; returns their keys.

    A report whose estimate has not changed is left as it is, so that a second run does nothing.
    """
    reports = store.reports()
    if all(r.published and not r.published_estimated for r in reports):
        return []
    # Told from what was given alone: an earlier estimate would change which report counts as the first, and so the next estimate.
    given = [replace(r, published=None, published_estimated=False) if r.published_estimated else r for r in reports]
    given.sort(key=lambda r: (r.known, r.key))
    days = estimated(given, fold(given))
    changed = [
        replace(r, published=days[r.key], published_estimated=True)
        for r in reports
        if r.key in days and (r.published_estimated or not r.published) and r.published != days[r.key]
    ]
    for reading in read_reports(changed, reader, coder=coder):
        if isinstance(reading, InputError):  # a fault of ours on this report: its first reading stays
            store.issue(str(reading.id), reading.kind, str(reading))
            continue
        told = f"published {reading.report.published}, estimated from like reports or its content"
        store.read_again(reading.report, reading.annotated.entities, reading.coded, by=by, reason=told)
    return [r.key for r in changed]
