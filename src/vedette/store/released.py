"""Sitreps: drafted, edited, released and locked; kept as released, but for the words of forgotten reports."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from vedette import __version__
from vedette.domain import FORGOTTEN, Daily, Removal, Sheet, Sitrep, SitrepSentence
from vedette.domain.moments import now
from vedette.domain.sheet import digest, document, final
from vedette.errors import Conflict, NotFound
from vedette.store import schema
from vedette.store.base import Base
from vedette.store.rows import dump, load


class Released(Base):
    """Sitreps: kept as issued, edited, released and locked."""

    def issue_sitrep(self, sitrep: Sitrep, situation: str | None, *, by: str) -> int:
        """Keep a sitrep as issued, locked from the start; returns its number."""
        with self._writes() as connection:
            number = _insert(connection, replace(sitrep, version=__version__), situation, by)
            self._audit(connection, by, "sitrep issued", f"sitrep {number}", {"situation": situation, "as_of": sitrep.as_of})
            self._lock(connection, number, by)
        return number

    def draft_sitrep(self, sitrep: Sitrep, situation: str | None, *, by: str) -> Sheet:
        """Keep a sitrep as a draft that can be edited until it is released."""
        with self._writes() as connection:
            number = _insert(connection, sitrep, situation, by)
            self._audit(connection, by, "sitrep drafted", f"sitrep {number}", {"situation": situation, "as_of": sitrep.as_of})
        return self.sheet(number)

    # -- daily by themselves ---------------------------------------------------------------------------------------------

    def dailies(self) -> list[Daily]:
        """The situation reports that are written daily, by situation."""
        rows = schema.daily
        with self._reads() as connection:
            return [replace(load(Daily, r.data), done=r.done) for r in connection.execute(select(rows).order_by(rows.c.situation))]

    def put_daily(self, daily: Daily, *, by: str) -> None:
        """Write a report on a situation daily from now on, in place of what was said before; `done` is the cut-off before the first."""
        assert daily.done is not None
        rows, row = schema.daily, {"situation": daily.situation, "data": dump(replace(daily, done=None)), "done": daily.done}
        with self._writes() as connection:
            connection.execute(delete(rows).where(rows.c.situation == daily.situation))
            connection.execute(insert(rows).values(**row))
            self._audit(connection, by, "daily sitrep set", daily.situation, {"after": row})

    def drop_daily(self, situation: str, *, by: str) -> None:
        """Write none on a situation any more. Raises NotFound."""
        rows = schema.daily
        with self._writes() as connection:
            if not connection.execute(delete(rows).where(rows.c.situation == situation)).rowcount:
                raise NotFound(f'no situation report on "{situation}" is written daily')
            self._audit(connection, by, "daily sitrep ended", situation)

    def keep_daily(self, sitrep: Sitrep, daily: Daily, at: str, *, by: str) -> int | None:
        """Keep a daily report and that the cut-off `at` (UTC) is covered by it, in one transaction; returns its number.

        None, and nothing is written, where another process has covered a cut-off since `daily` was read, or it was ended or changed.
        """
        rows = schema.daily
        with self._writes() as connection:
            row = connection.execute(select(rows).where(rows.c.situation == daily.situation)).first()
            if row is None or replace(load(Daily, row.data), done=row.done) != daily:
                return None
            connection.execute(update(rows).where(rows.c.situation == daily.situation).values(done=at))
            made = replace(sitrep, version=__version__) if daily.release else sitrep
            number = _insert(connection, made, daily.situation, by)
            said = {"situation": daily.situation, "as_of": sitrep.as_of, "cut_off": at}
            self._audit(connection, by, "sitrep issued" if daily.release else "sitrep drafted", f"sitrep {number}", said)
            if daily.release:
                self._lock(connection, number, by)
        return number

    # -- edited, released, kept ------------------------------------------------------------------------------------------

    def edit_sitrep(self, id: int, sitrep: Sitrep, *, by: str, seen: str, what: str) -> Sheet:
        """Save an edited draft; `seen` is the mark (`mark_of`) of what was edited, `what` names the edit for the audit trail.

        Raises NotFound, and Conflict where it was released or changed meanwhile: then nothing is written. The audit row holds
        digests and no words, so that a report can still be forgotten.
        """
        with self._writes() as connection:
            held = _draft(connection, id)
            before = mark_of(held)
            if seen != before:
                last = _last_edit(connection, id)
                raise Conflict(f"sitrep {id}: {last} changed this draft meanwhile; load the page again")
            connection.execute(update(schema.sitrep).where(schema.sitrep.c.id == id).values(data=dump(sitrep)))
            self._audit(connection, by, "sitrep edited", f"sitrep {id}", {"edit": what, "before": before, "after": mark_of(sitrep)})
        return self.sheet(id)

    def drop_sitrep(self, id: int, *, by: str) -> None:
        """Remove a draft. Raises NotFound, Conflict where it was released."""
        with self._writes() as connection:
            _draft(connection, id)
            connection.execute(schema.sitrep.delete().where(schema.sitrep.c.id == id))
            self._audit(connection, by, "sitrep draft removed", f"sitrep {id}")

    def release_sitrep(self, id: int, *, by: str, seen: str) -> Sheet:
        """Lock a draft under its digest, without what is hidden in it. Raises NotFound, Conflict as `edit_sitrep` does."""
        with self._writes() as connection:
            held = _draft(connection, id)
            if seen != mark_of(held):
                raise Conflict(
                    f"sitrep {id}: {_last_edit(connection, id)} changed this draft meanwhile; read it again before you release it"
                )
            connection.execute(
                update(schema.sitrep).where(schema.sitrep.c.id == id).values(data=dump(replace(final(held), version=__version__)))
            )
            self._lock(connection, id, by)
        return self.sheet(id)

    def sheet(self, id: int) -> Sheet:
        """One sheet. Raises NotFound."""
        with self._reads() as connection:
            row = connection.execute(select(schema.sitrep).where(schema.sitrep.c.id == id)).first()
        if row is None:
            raise NotFound(f"there is no sitrep {id}")
        return _sheet(row)

    def sheets(self, situation: str | None = None, *, every: bool = True) -> list[Sheet]:
        """All sheets, the latest first; with `every` False only those of a situation (None: of everything)."""
        rows = schema.sitrep
        query = select(rows).order_by(rows.c.id.desc())
        if not every:
            query = query.where(rows.c.situation.is_(None) if situation is None else rows.c.situation == situation)
        with self._reads() as connection:
            return [_sheet(r) for r in connection.execute(query)]

    def last_sitrep(self, situation: str | None, before: int | None = None) -> tuple[int, Sitrep] | None:
        """The last issued sitrep of a situation and its number; with `before` the last one issued earlier than that one."""
        rows = schema.sitrep
        query = select(rows).where(rows.c.situation.is_(None) if situation is None else rows.c.situation == situation)
        query = query.where(rows.c.released.is_not(None) | rows.c.by.is_(None))  # those of the first versions have no author
        if before is not None:
            query = query.where(rows.c.id < before)
        with self._reads() as connection:
            row = connection.execute(query.order_by(rows.c.id.desc()).limit(1)).first()
        return (row.id, load(Sitrep, row.data)) if row else None

    def _lock(self, connection: Connection, id: int, by: str) -> None:
        at = now()
        rows = schema.sitrep
        connection.execute(update(rows).where(rows.c.id == id).values(released=at, released_by=by))
        sheet = _sheet(connection.execute(select(rows).where(rows.c.id == id)).one())
        connection.execute(update(rows).where(rows.c.id == id).values(digest=_digest(sheet)))
        self._audit(connection, by, "sitrep released", f"sitrep {id}", {"digest": _digest(sheet)})

    @classmethod
    def _forget_sitreps(cls, connection: Connection, key: str, by: str) -> None:
        """Take the words of a report out of all sheets; a released one tells of it and gets a new digest, both of which are recorded."""
        rows = schema.sitrep
        for row in connection.execute(select(rows)).all():
            made = load(Sitrep, row.data)
            kept = without(made, key)
            if kept == made:
                continue
            if row.digest:
                kept = replace(kept, removed=(*made.removed, Removal(at=now(), before=row.digest)))
            connection.execute(update(rows).where(rows.c.id == row.id).values(data=dump(kept)))
            after = _digest(_sheet(connection.execute(select(rows).where(rows.c.id == row.id)).one())) if row.digest else None
            if after:
                connection.execute(update(rows).where(rows.c.id == row.id).values(digest=after))
            cls._audit(
                connection, by, "words removed from sitrep", f"sitrep {row.id}", {"report": key, "before": row.digest, "after": after}
            )


def mark_of(sitrep: Sitrep) -> str:
    """A short mark of a draft's content, by which two people's edits do not cover each other."""
    return digest({"draft": dump(sitrep)})[:16]


def without(sitrep: Sitrep, key: str) -> Sitrep:
    """A sitrep without the words of one report: its passages, and every sentence that cites it or tells of what rests on it."""
    gone = {c.number for c in sitrep.citations if c.report == key}

    def rests(s: SitrepSentence) -> bool:
        return not gone.isdisjoint(s.citations) or any(e.rpartition("#")[0] == key for e in s.events)

    subjects = {s.subject for section in sitrep.sections for s in section.sentences if s.subject and rests(s)}
    citations = tuple(
        replace(c, text=FORGOTTEN, url=None, where=c.where and FORGOTTEN) if c.number in gone else c for c in sitrep.citations
    )
    sections = tuple(
        replace(
            section,
            sentences=tuple(replace(s, text=FORGOTTEN) if s.subject in subjects or rests(s) else s for s in section.sentences),
        )
        for section in sitrep.sections
    )
    return replace(sitrep, citations=citations, sections=sections)


def _insert(connection: Connection, sitrep: Sitrep, situation: str | None, by: str) -> int:
    row = {"situation": situation, "as_of": sitrep.as_of, "known_at": sitrep.known_at, "made": now(), "by": by, "data": dump(sitrep)}
    (number,) = connection.execute(insert(schema.sitrep).values(**row)).inserted_primary_key or (0,)
    return int(number)


def _draft(connection: Connection, id: int) -> Sitrep:
    row = connection.execute(select(schema.sitrep).where(schema.sitrep.c.id == id)).first()
    if row is None:
        raise NotFound(f"there is no sitrep {id}")
    if row.released or not row.by:
        raise Conflict(f"sitrep {id} was released on {(row.released or row.made)[:10]} and is locked; begin a new draft")
    return load(Sitrep, row.data)


def _last_edit(connection: Connection, id: int) -> str:
    rows = schema.audit
    query = select(rows.c.by).where(
        rows.c.subject == f"sitrep {id}", rows.c.action.in_(("sitrep edited", "words removed from sitrep", "sitrep drafted"))
    )
    return str(connection.execute(query.order_by(rows.c.id.desc()).limit(1)).scalar() or "someone")


def _sheet(row: Any) -> Sheet:
    return Sheet(
        sitrep=load(Sitrep, row.data),
        id=row.id,
        situation=row.situation,
        made=row.made,
        by=row.by,
        released=row.released or (row.made if row.by is None else None),
        released_by=row.released_by,
        digest=row.digest,
    )


def _digest(sheet: Sheet) -> str:
    return digest(document(sheet))
