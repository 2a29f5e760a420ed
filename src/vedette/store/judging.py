"""Judgements and holds: what people decide about incidents."""

from __future__ import annotations

import json
import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from vedette.domain import FORGOTTEN, EventMark, Hold, Judgement, JudgementKind, Slot
from vedette.domain.marks import beside, follow
from vedette.domain.moments import now
from vedette.errors import Conflict, NotFound
from vedette.store import schema
from vedette.store.base import Base


class Judging(Base):
    """Judgements and holds: what people decide about incidents. Nothing is ever taken out: what is undone stays, and says by whom."""

    def judgements(self, at: str | None = None) -> list[Judgement]:
        """Judgements that count, oldest first: those not undone; with `at` (a moment in UTC) those that had been made then and were not undone yet."""
        rows = schema.judgement
        query = select(rows).where(rows.c.kind != "undo").order_by(rows.c.id)
        if at is None:
            query = query.where(rows.c.undone.is_(None))
        else:
            query = query.where(rows.c.made <= at, rows.c.undone.is_(None) | (rows.c.undone > at))
        with self._reads() as connection:
            return [_judgement(r) for r in connection.execute(query)]

    def ground(self) -> tuple[int, int]:
        """A mark of the reports and readings held: it changes with every report that comes, is read again or is forgotten."""
        with self._reads() as connection:
            readings = int(connection.execute(select(func.max(schema.reading.c.id))).scalar() or 0)
            return readings, int(connection.execute(select(func.count()).select_from(schema.tombstone)).scalar() or 0)

    def judged(self, events: Collection[str] | None = None) -> list[Judgement]:
        """All judgements, oldest first, undone ones and undoings too; with `events` (ids of current ones) those that are about any of them."""
        rows = schema.judgement
        with self._reads() as connection:
            query = select(rows).order_by(rows.c.id)
            if events is not None:
                query = query.where(rows.c.id.in_(self._touching(connection, events)))
            return [_judgement(r) for r in connection.execute(query)]

    def marks(self, reports: Collection[str]) -> dict[str, list[EventMark]]:
        """Where the events of reports stand, by report, of their latest readings."""
        with self._reads() as connection:
            return _marks(connection, reports)

    def judge(
        self,
        kind: JudgementKind,
        events: Sequence[str],
        *,
        by: str,
        subject: str,
        others: Sequence[str] = (),
        field: Slot | None = None,
        value: Any = None,
        change: tuple[Any, Any] = (None, None),
        reason: str | None = None,
        seen: int | None = None,
    ) -> Judgement:
        """Keep a judgement on the incident of `events`, the one that identifies it first; `others` are the events of a second incident,
        or, of a split, those of `events` that are taken out.

        `seen` is the newest judgement on these events that the person knew of (0: none; None: unchecked), `change` what the audit
        trail calls old and new, `subject` what it calls the incident. Raises Conflict, which says who changed what, where there is a
        newer judgement, another person holds the incident, or a report was read again meanwhile: then nothing is written.
        """
        named = list(dict.fromkeys([*events, *others]))
        pair = kind in ("same", "not same", "split")
        with self._writes() as connection:
            held = connection.execute(select(schema.hold).where(schema.hold.c.subject.in_(named), schema.hold.c.until > now())).all()
            for row in held:
                if row.by != by:
                    raise Conflict(_held(row))
            here = _marks(connection, {_report(e) for e in named})
            known = {m.event: m for found in here.values() for m in found}
            if missing := [e for e in named if e not in known]:
                raise Conflict(f"{_report(missing[0])} was read again or forgotten meanwhile; load the page again")
            if seen is not None and seen != (newest := max(self._touching(connection, events, here), default=0)):
                raise Conflict(_changed(connection, newest))
            made = {
                "kind": kind,
                "left": named[0],
                "right": others[0] if others else None,
                "by": by,
                "made": now(),
                "reason": reason,
                "field": field,
                "value": json.dumps(list(others) if pair else value, ensure_ascii=False),
                "anchors": json.dumps([asdict(known[e]) for e in named], ensure_ascii=False),
            }
            (id,) = connection.execute(insert(schema.judgement).values(**made)).inserted_primary_key or (0,)
            data = {"judgement": id, "event": named[0], "before": change[0], "after": change[1]}
            self._audit(connection, by, _ACTIONS[kind] + (f": {field}" if field else ""), subject, data, reason)
            return _judgement(connection.execute(select(schema.judgement).where(schema.judgement.c.id == id)).one())

    def undo_judgement(self, *, by: str, subject: str | None = None, id: int | None = None) -> Judgement:
        """Undo the last judgement of a person that counts, or the one named; returns it.

        Raises NotFound where there is none, Conflict where it was undone already. The undoing is kept as a judgement of its own.
        """
        rows = schema.judgement
        query = select(rows).where(rows.c.kind != "undo")
        query = query.where(rows.c.id == id) if id is not None else query.where(rows.c.by == by, rows.c.undone.is_(None))
        with self._writes() as connection:
            row = connection.execute(query.order_by(rows.c.id.desc()).limit(1)).first()
            if row is None:
                raise NotFound(f"there is no judgement {id}" if id is not None else f"there is nothing of {by} to undo")
            if row.undone:
                raise Conflict(f"judgement {id} was undone already by {row.undone_by or 'someone'} at {row.undone[11:16]}Z")
            at = now()
            connection.execute(update(rows).where(rows.c.id == row.id).values(undone=at, undone_by=by))
            again = {"kind": "undo", "left": row.left, "right": row.right, "by": by, "made": at, "anchors": row.anchors}
            connection.execute(insert(rows).values(value=json.dumps(row.id), **again))
            data = {"judgement": row.id, "event": row.left, "before": row.kind, "after": None}
            self._audit(connection, by, "judgement undone", subject or row.left, data)
            return _judgement(connection.execute(select(rows).where(rows.c.id == row.id)).one())

    def hold(self, subject: str, *, by: str, seconds: int, events: Collection[str] = ()) -> Hold:
        """Hold an incident for a person for so many seconds from now, or for longer; `subject` is its first event, `events` all of them.

        Raises Conflict, which names the holder, where another person holds it. A hold is no change of the picture and leaves no audit row.
        """
        rows = schema.hold
        until = (datetime.now(UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
        with self._writes() as connection:
            connection.execute(delete(rows).where(rows.c.until <= now()))
            for row in connection.execute(select(rows).where(rows.c.subject.in_({subject, *events}))).all():
                if row.by != by:
                    raise Conflict(_held(row))
            connection.execute(delete(rows).where(rows.c.subject.in_({subject, *events})))
            connection.execute(insert(rows).values(subject=subject, by=by, until=until))
        return Hold(subject=subject, by=by, until=until)

    def release_hold(self, events: Collection[str], *, by: str) -> bool:
        """Let go of an incident; False where this person did not hold it."""
        rows = schema.hold
        with self._writes() as connection:
            return connection.execute(delete(rows).where(rows.c.subject.in_(list(events)), rows.c.by == by)).rowcount > 0

    def holds(self) -> list[Hold]:
        """Holds that have not run out."""
        with self._reads() as connection:
            return [Hold(**r._mapping) for r in connection.execute(select(schema.hold).where(schema.hold.c.until > now()))]

    @classmethod
    def _forget_judgements(cls, connection: Connection, key: str, by: str) -> None:
        """Take out of the audit trail what edits that rest on a report replaced, and the words of judgements that rest on it alone."""
        rows, trail = schema.judgement, schema.audit
        for row in connection.execute(select(rows).where(rows.c.anchors.is_not(None))).all():
            reports = {a.report for a in _anchored(row.anchors)}
            if key not in reports:
                continue
            alone = reports == {key}
            if alone and row.kind != "undo":
                kept = json.dumps(FORGOTTEN) if row.kind == "edit" else row.value
                connection.execute(update(rows).where(rows.c.id == row.id).values(value=kept, reason=row.reason and FORGOTTEN))
            if row.kind == "edit" or (alone and row.reason):
                found = connection.execute(select(trail).where(trail.c.data.like(f'%"judgement": {row.id},%'))).all()
                for told in found:
                    data = json.loads(told.data)
                    if row.kind == "edit" and told.action != "judgement undone":
                        data |= {"before": FORGOTTEN, "after": FORGOTTEN}
                    reason = told.reason and FORGOTTEN if alone else told.reason
                    connection.execute(
                        update(trail).where(trail.c.id == told.id).values(data=json.dumps(data, ensure_ascii=False), reason=reason)
                    )
                cls._audit(connection, by, "words removed from judgement", row.left, {"judgement": row.id, "report": key})

    def newest_judgements(self, events: Collection[str]) -> dict[str, int]:
        """The number of the newest judgement about each of these events (ids of current ones) that has any, undoings too."""
        with self._reads() as connection:
            return {event: ids[-1] for event, ids in self._of_events(connection, events).items()}

    def _touching(
        self, connection: Connection, events: Collection[str], here: Mapping[str, Sequence[EventMark]] | None = None
    ) -> list[int]:
        """Numbers of all judgements about any of these events, oldest first."""
        return sorted({id for ids in self._of_events(connection, events, here).values() for id in ids})

    def _of_events(
        self, connection: Connection, events: Collection[str], here: Mapping[str, Sequence[EventMark]] | None = None
    ) -> dict[str, list[int]]:
        """Numbers of the judgements about each of these events that has any, oldest first; `here` are their reports' marks, if at hand."""
        kept = self._anchors(connection)
        wanted = set(events)
        near = {r for e in wanted if (r := _report(e)) in kept}
        if not near:
            return {}
        marks = _marks(connection, near) if here is None else here
        found: dict[str, list[int]] = {}
        for report in near:
            for anchor, ids in kept[report].items():
                event = follow(anchor, marks)
                if event in wanted:
                    found.setdefault(event, []).extend(ids)
        return {event: sorted(set(ids)) for event, ids in found.items()}

    def _anchors(self, connection: Connection) -> dict[str, dict[EventMark, list[int]]]:
        """The anchors of all judgements by report, each with the judgements' numbers; they never change, so each is read once."""
        with _READING:
            last: int
            kept: dict[str, dict[EventMark, list[int]]]
            last, kept = self.__dict__.get("_kept_anchors", (0, {}))
            rows = schema.judgement
            for row in connection.execute(select(rows.c.id, rows.c.anchors).where(rows.c.id > last).order_by(rows.c.id)).all():
                for a in _anchored(row.anchors):
                    kept.setdefault(a.report, {}).setdefault(a, []).append(row.id)
                last = row.id
            self.__dict__["_kept_anchors"] = (last, kept)
        return kept


_READING = threading.Lock()
"""Several threads ask one store."""
_ACTIONS: dict[str, str] = {
    "same": "incidents merged",
    "not same": "incidents kept apart",
    "split": "incident split",
    "confirm": "incident confirmed",
    "reject": "incident rejected",
    "edit": "incident edited",
    "grade": "incident graded",
    "check": "state checked",
}
_DID: dict[str, str] = {
    "same": "merged it with another one",
    "not same": "said that it is not another one",
    "split": "split it",
    "confirm": "confirmed it",
    "reject": "rejected it",
    "grade": "graded it",
    "check": "looked into it",
    "undo": "undid a judgement on it",
}


def _changed(connection: Connection, newest: int) -> str:
    """Who changed what since."""
    row = connection.execute(select(schema.judgement).where(schema.judgement.c.id == newest)).first()
    if row is None:
        return "this incident changed since you loaded it; load the page again"
    did = f"changed its {row.field}" if row.kind == "edit" else _DID[row.kind]
    return f"{row.by} {did} at {row.made[11:16]}Z, since you loaded it; load the page again"


def _held(row: Any) -> str:
    return f"{row.by} is working on this incident until {row.until[11:16]}Z"


def _report(event: str) -> str:
    return event.rpartition("#")[0]


def _marks(connection: Connection, reports: Iterable[str]) -> dict[str, list[EventMark]]:
    rows, held = schema.event, schema.reading
    latest = select(func.max(held.c.id)).where(held.c.report.in_(list(reports))).group_by(held.c.report)
    found: dict[str, list[EventMark]] = {}
    for id, report, data in connection.execute(
        select(rows.c.id, rows.c.report, rows.c.data).where(rows.c.reading.in_(latest)).order_by(rows.c.row)
    ):
        e = json.loads(data)
        at = e["evidence"]
        place = {"start": at["start"], "end": at["end"], "in_title": at["in_title"], "trigger": e["trigger"]["start"]}
        found.setdefault(report, []).append(EventMark(event=id, report=report, event_type=e["event_type"], **place))
    return {report: beside(together) for report, together in found.items()}


def _anchored(data: str | None) -> tuple[EventMark, ...]:
    return tuple(EventMark(**{**a, "beside": tuple(a.get("beside", ()))}) for a in json.loads(data)) if data else ()


def _judgement(row: Any) -> Judgement:
    named = {k: getattr(row, k) for k in ("id", "kind", "left", "right", "by", "made", "reason", "field", "undone", "undone_by")}
    return Judgement(value=json.loads(row.value) if row.value else None, anchors=_anchored(row.anchors), **named)
