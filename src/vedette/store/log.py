"""The duty log and handovers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, insert, select, update

from vedette.domain import FORGOTTEN, Handover, LogEntry
from vedette.domain.moments import now
from vedette.errors import Conflict, NotFound, UsageError
from vedette.store import schema
from vedette.store.base import Base

TEXT = 4000
"""Characters of an entry at most."""
TELL = 200
"""Characters of who is to be told at most."""


class Log(Base):
    """The duty log and handovers. Nothing is ever taken out of either: a mistake is withdrawn, with a reason, and stays to be read."""

    def add_log(self, text: str, *, by: str, subject: str | None = None, tell: str | None = None) -> LogEntry:
        """Write an entry; `subject` is an event's id, `tell` who is to be told. Raises UsageError where it says nothing or too much."""
        words, whom = text.strip(), " ".join((tell or "").split()) or None
        if not words:
            raise UsageError("write what happened: an entry needs a text")
        if len(words) > TEXT or len(whom or "") > TELL:
            raise UsageError(f"an entry may have {TEXT} characters, and {TELL} for who is to be told")
        row = {"at": now(), "by": by, "text": words, "subject": subject, "tell": whom}
        with self._writes() as connection:
            (id,) = connection.execute(insert(schema.log_entry).values(**row)).inserted_primary_key or (0,)
            self._audit(connection, by, "log entry added", f"log {id}", {"after": {"text": words, "subject": subject, "tell": whom}})
        return self.log_entry(int(id))

    def told_log(self, id: int, *, by: str) -> LogEntry:
        """Mark that whom an entry concerns was told. Raises NotFound, Conflict where that is done, withdrawn, or nobody is to be told."""
        with self._writes() as connection:
            row = _open(connection, id)
            if not row.tell:
                raise Conflict(f"log entry {id} names nobody who is to be told")
            if row.told:
                raise Conflict(f"log entry {id}: {row.told_by} told {row.tell} at {row.told[11:16]}Z already")
            done = {"told": now(), "told_by": by}
            connection.execute(update(schema.log_entry).where(schema.log_entry.c.id == id).values(**done))
            self._audit(connection, by, "log entry told", f"log {id}", {"before": None, "after": done})
        return self.log_entry(id)

    def withdraw_log(self, id: int, *, by: str, reason: str) -> LogEntry:
        """Strike an entry, which stays to be read. Raises NotFound, UsageError without a reason, Conflict where it is struck already."""
        if not reason.strip():
            raise UsageError("say why the entry is withdrawn")
        with self._writes() as connection:
            _open(connection, id)
            at = now()
            connection.execute(update(schema.log_entry).where(schema.log_entry.c.id == id).values(withdrawn=at))
            self._audit(connection, by, "log entry withdrawn", f"log {id}", {"before": None, "after": at}, " ".join(reason.split())[:TELL])
        return self.log_entry(id)

    def log_entry(self, id: int) -> LogEntry:
        """One entry. Raises NotFound."""
        with self._reads() as connection:
            row = connection.execute(select(schema.log_entry).where(schema.log_entry.c.id == id)).first()
        if row is None:
            raise NotFound(f"there is no log entry {id}")
        return LogEntry(**row._mapping)

    def log(self, *, since: str | None = None, until: str | None = None, untold: bool = False, limit: int | None = None) -> list[LogEntry]:
        """Entries from a moment to a moment (UTC, inclusive), the latest first; `untold`: only those of which someone is still to be told."""
        rows = schema.log_entry
        query = select(rows).order_by(rows.c.at.desc(), rows.c.id.desc())
        if since:
            query = query.where(rows.c.at >= since)
        if until:
            query = query.where(rows.c.at <= until)
        if untold:
            query = query.where(rows.c.tell.is_not(None), rows.c.told.is_(None), rows.c.withdrawn.is_(None))
        with self._reads() as connection:
            return [LogEntry(**r._mapping) for r in connection.execute(query.limit(limit))]

    def withdrawals(self) -> dict[int, tuple[str, str]]:
        """Who withdrew each entry that is struck, and why, by its number."""
        rows = schema.audit
        query = select(rows.c.subject, rows.c.by, rows.c.reason).where(rows.c.action == "log entry withdrawn")
        with self._reads() as connection:
            return {int(r.subject.removeprefix("log ")): (r.by, r.reason or "") for r in connection.execute(query)}

    # -- handovers -------------------------------------------------------------------------------------------------------

    def hand_over(self, data: dict[str, Any], *, by: str, to: str | None = None, signed: str | None = None) -> Handover:
        """Sign a watch off with what was shown; `signed` is the name under it where it is not that of the account, `to` who is to come."""
        name = _name(signed or by)
        row = {"at": now(), "by": name, "to": " ".join((to or "").split())[:TELL] or None, "data": json.dumps(data, ensure_ascii=False)}
        with self._writes() as connection:
            (id,) = connection.execute(insert(schema.handover).values(**row)).inserted_primary_key or (0,)
            self._audit(connection, by, "watch handed over", f"handover {id}", {"signed": name, "to": row["to"]})
        return self.handover(int(id))

    def take_over(self, id: int, *, by: str, signed: str | None = None) -> Handover:
        """Sign for a watch that was handed over. Raises NotFound, Conflict where it was taken, UsageError where the one who went signs again."""
        name, rows = _name(signed or by), schema.handover
        with self._writes() as connection:
            row = connection.execute(select(rows).where(rows.c.id == id)).first()
            if row is None:
                raise NotFound(f"there is no handover {id}")
            if row.taken:
                raise Conflict(f"handover {id}: {row.to} took it at {row.taken[11:16]}Z already")
            if name.casefold() == row.by.casefold():
                raise UsageError(f"{row.by} handed this watch over; another one signs for it")
            after = {"to": name, "taken": now()}
            connection.execute(update(rows).where(rows.c.id == id).values(**after))
            self._audit(connection, by, "watch taken over", f"handover {id}", {"before": {"to": row.to}, "after": after})
        return self.handover(id)

    def handover(self, id: int) -> Handover:
        """One handover. Raises NotFound."""
        with self._reads() as connection:
            row = connection.execute(select(schema.handover).where(schema.handover.c.id == id)).first()
        if row is None:
            raise NotFound(f"there is no handover {id}")
        return _handover(row)

    def handovers(self, limit: int = 50) -> list[Handover]:
        """The last handovers, the latest first."""
        rows = schema.handover
        with self._reads() as connection:
            return [_handover(r) for r in connection.execute(select(rows).order_by(rows.c.id.desc()).limit(limit))]

    @classmethod
    def _forget_handovers(cls, connection: Connection, key: str, by: str) -> None:
        """Take the words of a report out of what was handed over: of every item that rests on it, which its `events` tell."""
        rows = schema.handover
        for row in connection.execute(select(rows)).all():
            data = json.loads(row.data)
            kept = _blank(data, lambda item: any(str(e).rpartition("#")[0] == key for e in item.get("events", ())))
            if kept != data:
                connection.execute(update(rows).where(rows.c.id == row.id).values(data=json.dumps(kept, ensure_ascii=False)))
                cls._audit(connection, by, "words removed from handover", f"handover {row.id}", {"report": key})


def _blank(value: Any, rests: Callable[[dict[str, Any]], bool]) -> Any:
    """A copy of JSON-like data in which the words of every object that rests on a report are gone."""
    if isinstance(value, list):
        return [_blank(v, rests) for v in value]
    if isinstance(value, dict):
        if rests(value):
            return {k: FORGOTTEN if k == "text" else v for k, v in value.items()}
        return {k: _blank(v, rests) for k, v in value.items()}
    return value


def _open(connection: Connection, id: int) -> Any:
    row = connection.execute(select(schema.log_entry).where(schema.log_entry.c.id == id)).first()
    if row is None:
        raise NotFound(f"there is no log entry {id}")
    if row.withdrawn:
        raise Conflict(f"log entry {id} was withdrawn at {row.withdrawn[11:16]}Z")
    return row


def _name(name: str) -> str:
    words = " ".join(name.split())
    if not words or len(words) > 80:
        raise UsageError("sign with a name of at most 80 characters")
    return words


def _handover(row: Any) -> Handover:
    return Handover(**{**row._mapping, "data": json.loads(row.data)})
