"""The store: one writer, many readers, and an audit row with every change."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from vedette import __version__
from vedette.domain import Coded, DeskPlace, Entity, Event, OffsetMap, Report, Situation
from vedette.domain.moments import instant, now
from vedette.errors import Conflict, Forgotten, NoSituation, NotFound, StoreError, UsageError
from vedette.store import schema, sqlite
from vedette.store.accounts import PRIVATE, Accounts
from vedette.store.alerts import Alerts
from vedette.store.feeds import Feeds
from vedette.store.followed import Followed
from vedette.store.judging import Judging
from vedette.store.log import Log
from vedette.store.released import Released
from vedette.store.rows import dump, load
from vedette.store.sources import Sources


def digest(title: str | None, text: str) -> str:
    """What a report's content is known by, whatever its white space."""
    return hashlib.sha256("\n".join((" ".join((title or "").split()), " ".join(text.split()))).encode()).hexdigest()


class Store(Judging, Sources, Accounts, Log, Released, Feeds, Alerts, Followed):
    """Reports, readings, events, situations, judgements, issued sitreps and the audit trail in one database file.

    Every method that writes does so in one transaction and returns once it is on the disk. Raises StoreError with one line
    that says what to do: no such folder, read-only, full, busy, damaged, or made by a newer Vedette.
    """

    # -- reports and readings ----------------------------------------------------------------------------------------

    def status(self, report: Report) -> Literal["new", "known"]:
        """Whether a report is new. Raises Conflict where its id has another text, Forgotten where it was forgotten."""
        with self._reads() as connection:
            return self._status(connection, report)

    @staticmethod
    def _status(connection: Connection, report: Report) -> Literal["new", "known"]:
        mine = digest(report.title, report.text)
        gone = schema.tombstone
        row = connection.execute(select(gone).where((gone.c.key == report.key) | (gone.c.digest == mine))).first()
        if row:
            raise Forgotten(f"{report.key}: was forgotten on {row.made[:10]} ({row.reason}); not read again", id=report.id)
        held = connection.execute(select(schema.report.c.digest).where(schema.report.c.key == report.key)).scalar()
        if held is None:
            return "new"
        if held != mine:
            raise Conflict(
                f"{report.key}: this id has another text already, which is kept; give the new text an id of its own", id=report.id
            )
        return "known"

    def add(
        self,
        report: Report,
        entities: Sequence[Entity],
        coded: Coded,
        *,
        by: str = "ingest",
        item: int | None = None,
        note: str | None = None,
    ) -> Literal["new", "known"]:
        """Keep a report and its first reading, or do nothing where it is held already. Raises as `status` does.

        `item` is the item of a source that it was read from: that it was read, and a `note` on how, is kept in the same transaction.
        """
        with self._writes() as connection:
            if self._status(connection, report) == "known":
                if item is not None:
                    self._settle(connection, item, "same", report.key, note)
                return "known"
            if item is not None:
                self._settle(connection, item, "read", report.key, note)
            received = report.received or now()
            connection.execute(
                insert(schema.report).values(
                    key=report.key,
                    whole_number=isinstance(report.id, int),
                    digest=digest(report.title, report.text),
                    received=received,
                    published=report.published,
                    published_estimated=report.published_estimated,
                    known=replace(report, received=received).known,
                    title=report.title,
                    url=report.url,
                    source=report.source,
                    language=report.language,
                    text_kind=report.text_kind,
                    dateline=coded.dateline or report.dateline,
                    relevant=coded.relevant,
                    text=report.text,
                    raw=report.raw,
                    offsets=dump(report.offsets),
                )
            )
            sqlite.index_report(connection, report.key, report.title, report.text)
            self._read(connection, report.key, entities, coded)
            self._audit(connection, by, "report added", report.key, {"source": report.source, "published": report.published})
        return "new"

    def read_again(self, report: Report, entities: Sequence[Entity], coded: Coded, *, by: str = "ingest", reason: str) -> None:
        """A further reading of a report that is held, which counts from now on; its estimated date is kept with it."""
        with self._writes() as connection:
            dated = {"published": report.published, "published_estimated": report.published_estimated, "known": report.known}
            changed = {**dated, "dateline": coded.dateline or report.dateline, "relevant": coded.relevant}
            connection.execute(update(schema.report).where(schema.report.c.key == report.key).values(**changed))
            self._read(connection, report.key, entities, coded)
            self._audit(connection, by, "report read again", report.key, dated, reason)

    @staticmethod
    def _read(connection: Connection, key: str, entities: Sequence[Entity], coded: Coded) -> None:
        bare = replace(coded, events=())
        row = {
            "report": key,
            "made": now(),
            "version": __version__,
            "entities": dump(tuple(entities), tuple[Entity, ...]),
            "coded": dump(bare),
        }
        (number,) = connection.execute(insert(schema.reading).values(**row)).inserted_primary_key or (0,)
        for e in coded.events:
            place = e.place
            columns = {
                "id": e.id,
                "reading": number,
                "report": key,
                "event_type": e.event_type,
                "mode": e.mode,
                "begin": e.begin,
                "last": e.last,
            }
            point = {"lat": place.lat if place else None, "lon": place.lon if place else None}
            (at,) = connection.execute(insert(schema.event).values(**columns, **point, data=dump(e))).inserted_primary_key or (0,)
            if place and place.located:
                sqlite.index_event(connection, at, *place.at)

    def report(self, key: str) -> Report:
        """One report. Raises NotFound, which says so where it was forgotten."""
        with self._reads() as connection:
            row = connection.execute(select(schema.report).where(schema.report.c.key == key)).first()
            if row:
                return _report(row)
            gone = connection.execute(select(schema.tombstone).where(schema.tombstone.c.key == key)).first()
        if gone:
            raise NotFound(f"{key}: forgotten on {gone.made[:10]} ({gone.reason})")
        raise _no_report(key)

    def reports(self, known_at: str | None = None, zone: str = "UTC") -> list[Report]:
        """All reports known by a day or moment, in the order in which they were known; a day ends as it does in the time zone."""
        query = select(schema.report).order_by(schema.report.c.known, schema.report.c.key)
        with self._reads() as connection:
            found = [_report(r) for r in connection.execute(query)]
        return [r for r in found if r.known_in(zone) <= instant(known_at, zone)] if known_at else found

    def unread(self) -> list[Report]:
        """Reports in a language that can be read, or in none that could be told, that were kept without being read."""
        rows = schema.report
        told = rows.c.language.is_(None) | rows.c.language.like("en%")
        with self._reads() as connection:
            return [_report(r) for r in connection.execute(select(rows).where(rows.c.relevant.is_(None), told).order_by(rows.c.key))]

    def events(self) -> list[Event]:
        """Events of every report's latest reading, by report and number."""
        latest = select(func.max(schema.reading.c.id)).group_by(schema.reading.c.report)
        query = select(schema.event.c.data).where(schema.event.c.reading.in_(latest)).order_by(schema.event.c.row)
        with self._reads() as connection:
            return [load(Event, r[0]) for r in connection.execute(query)]

    def reading(self, key: str) -> tuple[tuple[Entity, ...], Coded]:
        """Names and coded fields of a report's latest reading, its events too. Raises NotFound."""
        rows = schema.reading
        with self._reads() as connection:
            row = connection.execute(select(rows).where(rows.c.report == key).order_by(rows.c.id.desc()).limit(1)).first()
            if row is None:
                raise _no_report(key)
            found = connection.execute(select(schema.event.c.data).where(schema.event.c.reading == row.id).order_by(schema.event.c.row))
            events = tuple(load(Event, r[0]) for r in found)
        return load(tuple[Entity, ...], row.entities), replace(load(Coded, row.coded), events=events)

    def search(self, words: str, limit: int = 100) -> list[str]:
        """Keys of reports whose title or text holds all the words, best first."""
        with self._reads() as connection:
            return sqlite.search(connection, words, limit)

    def events_in(self, south: float, west: float, north: float, east: float) -> list[str]:
        """Ids of the current events whose place lies in a box of degrees."""
        latest = select(func.max(schema.reading.c.id)).group_by(schema.reading.c.report)
        with self._reads() as connection:
            rows = sqlite.in_box(connection, south, west, north, east)
            query = select(schema.event.c.id).where(schema.event.c.row.in_(rows), schema.event.c.reading.in_(latest))
            return sorted(connection.execute(query).scalars())

    def forget(self, key: str, *, reason: str, by: str) -> None:
        """Remove a report's text and all that was read in it, everywhere, and leave a tombstone.

        Of a report that was forgotten already only the file is scrubbed again. Raises NotFound, UsageError without a reason,
        and StoreError where the report is gone but its words could not be scrubbed from the file.
        """
        if not reason.strip():
            raise UsageError("give a reason: vedette reports forget ID --reason …")
        with self._writes() as connection:
            gone = connection.execute(select(schema.tombstone.c.key).where(schema.tombstone.c.key == key)).first()
            if not gone:
                self._forget(connection, key, reason, by)
        self._scrub(key)

    @staticmethod
    def _forget(connection: Connection, key: str, reason: str, by: str) -> None:
        held = connection.execute(select(schema.report.c.digest).where(schema.report.c.key == key)).scalar()
        if held is None:
            raise _no_report(key)
        sqlite.forget(connection, key)
        for table in (schema.event, schema.reading):
            connection.execute(delete(table).where(table.c.report == key))
        connection.execute(delete(schema.report).where(schema.report.c.key == key))
        Store._forget_items(connection, key)
        Store._forget_alerts(connection, key, by)
        Store._forget_sitreps(connection, key, by)
        Store._forget_handovers(connection, key, by)
        Store._forget_judgements(connection, key, by)
        connection.execute(insert(schema.tombstone).values(key=key, digest=held, made=now(), by=by, reason=reason))
        Store._audit(connection, by, "report forgotten", key, reason=reason)
        sqlite.scrub(connection)

    def _scrub(self, key: str) -> None:
        """Rewrite the file, so that nothing deleted is left in free pages or in the log."""
        later = f"{key} is forgotten, but its words may still be in the file: repeat `vedette reports forget` to scrub it"
        try:
            with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                raw = connection.connection.driver_connection
                assert raw is not None
                done = sqlite.rewrite(raw)
        except (DBAPIError, sqlite3.Error) as e:
            raise StoreError(f"{sqlite.explained(e, self.path)}; {later}") from e
        if not done:
            raise StoreError(f"{self.path}: another process is reading it; {later} once that is done")

    def issue(self, name: str, kind: str, message: str) -> None:
        """Record an input that could not be read; one that is recorded so already is not recorded again."""
        rows = schema.issue
        row = {"input": name, "kind": kind, "message": message}
        with self._writes() as connection:
            if not connection.execute(select(rows.c.id).filter_by(**row).limit(1)).first():
                connection.execute(insert(rows).values(at=now(), **row))

    def issues(self) -> list[dict[str, Any]]:
        """Inputs that could not be read, oldest first: at, input, kind, message."""
        rows = schema.issue
        with self._reads() as connection:
            found = connection.execute(select(rows.c.at, rows.c.input, rows.c.kind, rows.c.message).order_by(rows.c.id))
            return [dict(r._mapping) for r in found]

    # -- situations, places ------------------------------------------------------------------------------

    def put_situation(self, situation: Situation, *, by: str) -> None:
        """Keep a named watch; one of the same name is replaced."""
        with self._writes() as connection:
            old = connection.execute(select(schema.situation.c.data).where(schema.situation.c.name == situation.name)).scalar()
            connection.execute(delete(schema.situation).where(schema.situation.c.name == situation.name))
            connection.execute(insert(schema.situation).values(name=situation.name, data=dump(situation)))
            before = json.loads(old) if old else None
            self._audit(connection, by, "situation set", situation.name, {"before": before, "after": json.loads(dump(situation))})

    def drop_situation(self, name: str, *, by: str) -> None:
        """Remove a named watch; its reports stay. Raises NoSituation."""
        self.situation(name)
        with self._writes() as connection:
            connection.execute(delete(schema.situation).where(schema.situation.c.name == name))
            connection.execute(delete(schema.daily).where(schema.daily.c.situation == name))
            self._audit(connection, by, "situation removed", name)

    def situations(self) -> list[Situation]:
        """All named watches, by name."""
        with self._reads() as connection:
            return [load(Situation, r[0]) for r in connection.execute(select(schema.situation.c.data).order_by(schema.situation.c.name))]

    def situation(self, name: str) -> Situation:
        """One named watch. Raises NoSituation, which names those there are."""
        found = {s.name: s for s in self.situations()}
        if name not in found:
            there = ", ".join(f'"{n}"' for n in found) or "none so far"
            raise NoSituation(f'no situation "{name}"; there are: {there} (vedette situation add NAME --area …)')
        return found[name]

    def put_places(self, places: Sequence[DeskPlace], *, by: str) -> None:
        """Keep places of the desk's own, all or none; one of the same name is replaced. Reports that are held keep their readings."""
        rows = schema.desk_place
        with self._writes() as connection:
            for d in places:
                name = d.place.name
                old = connection.execute(select(rows.c.data).where(rows.c.name == name)).scalar()
                connection.execute(delete(rows).where(rows.c.name == name))
                connection.execute(insert(rows).values(name=name, data=dump(d)))
                before = json.loads(old) if old else None
                self._audit(connection, by, "place set", name, {"before": before, "after": json.loads(dump(d))})

    def drop_place(self, name: str, *, by: str) -> None:
        """Remove a place of the desk's own. Raises NotFound."""
        rows = schema.desk_place
        with self._writes() as connection:
            old = connection.execute(select(rows.c.data).where(rows.c.name == name)).scalar()
            if old is None:
                raise NotFound(f'no place "{name}" of your own; `vedette places list` shows them')
            connection.execute(delete(rows).where(rows.c.name == name))
            self._audit(connection, by, "place removed", name, {"before": json.loads(old), "after": None})

    def places(self) -> list[DeskPlace]:
        """The desk's own places, by name."""
        with self._reads() as connection:
            return [load(DeskPlace, r[0]) for r in connection.execute(select(schema.desk_place.c.data).order_by(schema.desk_place.c.name))]

    # -- upkeep -------------------------------------------------------------------------------------------------------

    def revision(self) -> int:
        """A number that grows with every change, but for who signs in: that changes no picture."""
        rows = schema.audit
        query = select(rows.c.id).where(*(rows.c.action.not_like(p) for p in PRIVATE)).order_by(rows.c.id.desc()).limit(1)
        with self._reads() as connection:
            return int(connection.execute(query).scalar() or 0)

    def history(self, subject: str | None = None) -> list[dict[str, Any]]:
        """Audit rows, oldest first: at, by, action, subject, data, reason."""
        query = select(schema.audit).order_by(schema.audit.c.id)
        if subject is not None:
            query = query.where(schema.audit.c.subject == subject)
        with self._reads() as connection:
            return [{**r._mapping, "data": json.loads(r.data)} for r in connection.execute(query)]

    def counts(self) -> dict[str, int]:
        """Rows by table, for `vedette db info`."""
        tables = (
            schema.report,
            schema.reading,
            schema.event,
            schema.situation,
            schema.desk_place,
            schema.judgement,
            schema.sitrep,
            schema.tombstone,
            schema.issue,
        )
        with self._reads() as connection:
            return {t.name: int(connection.execute(select(func.count()).select_from(t)).scalar() or 0) for t in tables}

    def check(self) -> list[str]:
        """What is wrong with the file, in words; empty where nothing is."""
        with self._reads() as connection:
            found = [str(r[0]) for r in connection.exec_driver_sql("PRAGMA integrity_check")]
            found += [f"a row of {r[0]} points to nothing in {r[2]}" for r in connection.exec_driver_sql("PRAGMA foreign_key_check")]
        return [x for x in found if x != "ok"]


def _report(row: Any) -> Report:
    return Report(
        id=int(row.key) if row.whole_number else row.key,
        text=row.text,
        raw=row.raw,
        offsets=load(OffsetMap, row.offsets),
        title=row.title,
        published=row.published,
        published_estimated=row.published_estimated,
        received=row.received,
        url=row.url,
        source=row.source,
        language=row.language,
        text_kind=row.text_kind,
        dateline=row.dateline,
        relevant=row.relevant,
    )


def _no_report(key: str) -> NotFound:
    return NotFound(f"{key}: no such report; `vedette reports list` shows those held")
