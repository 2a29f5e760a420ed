"""The database file of a store: opening, transactions, migrations, the audit trail."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import DBAPIError

from vedette.domain.moments import now
from vedette.errors import StoreError, UsageError
from vedette.store import schema, sqlite


class Base:
    """What every part of the store stands on. Raises StoreError with one line that says what to do."""

    def __init__(self, path: str, *, readonly: bool = False, wait: float = sqlite.WAIT) -> None:
        self.path = path
        self.readonly = readonly
        self._engine = sqlite.engine(path, readonly=readonly, wait=wait)

    @classmethod
    def open(cls, path: str | Path, *, readonly: bool = False, create: bool = True, wait: float = sqlite.WAIT) -> Self:
        """Open a database, make it if it is new, and bring its tables up to date. `wait` is how long to wait for another writer, in seconds."""
        name = str(path).removeprefix("sqlite:///")
        if "://" in name:
            raise UsageError(f"{name}: only SQLite so far; name a file, or sqlite:///FILE, with --db")
        if Path(name).is_dir():
            raise StoreError(f"{name}: is a folder; name a file, such as {name.rstrip('/')}/vedette.db")
        if not Path(name).exists() and (readonly or not create):
            raise StoreError(f"{name}: no such database; make one with `vedette --db {name} ingest FILE`, or name another with --db")
        if not readonly and Path(name).exists() and not os.access(name, os.W_OK):
            raise StoreError(f"{name}: is read-only; change its permissions, or name another database with --db")
        store = cls(name, readonly=readonly, wait=wait)
        store._migrate()
        return store

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def kept_open(self) -> Iterator[None]:
        """Keep one idle connection while many transactions follow: SQLite empties and removes its log whenever the last one is closed."""
        with self._engine.connect():
            yield

    # -- transactions ------------------------------------------------------------------------------------------------

    @contextmanager
    def _reads(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection, connection.begin():
                yield connection
        except DBAPIError as e:
            raise StoreError(sqlite.explained(e, self.path)) from e

    @contextmanager
    def _writes(self) -> Iterator[Connection]:
        if self.readonly:
            raise StoreError(f"{self.path}: was opened for reading only")
        try:
            with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
                yield connection
        except DBAPIError as e:
            raise StoreError(sqlite.explained(e, self.path)) from e

    def state(self) -> tuple[int, ...]:
        """Numbers that differ whenever reports, readings, situations or judgements, of which a picture is drawn, have changed.

        Unlike `revision` it stays as it is when the desk writes into its log, grades a source or signs in.
        """
        situations = schema.situation
        with self._reads() as connection:
            numbers = [
                connection.execute(query).scalar() or 0
                for query in (
                    select(func.max(schema.reading.c.id)),
                    select(func.count()).select_from(schema.tombstone),
                    select(func.max(schema.judgement.c.id)),
                    select(func.count(schema.judgement.c.undone)),
                )
            ]
            named = "\n".join(connection.execute(select(situations.c.data).order_by(situations.c.name)).scalars())
        return (*numbers, zlib.crc32(named.encode()))

    def _migrate(self) -> None:
        with self._reads() as connection:
            newest, pending = schema.newest(connection), schema.pending(connection)
            tables = bool(connection.exec_driver_sql("SELECT 1 FROM sqlite_master LIMIT 1").first())
        if newest > len(schema.MIGRATIONS):
            raise StoreError(f"{self.path}: was made by a newer Vedette; install that version, or name another database with --db")
        if tables and newest == 0:
            raise StoreError(f"{self.path}: is a database of another program; name another with --db")
        if not pending:
            return
        if self.readonly:
            told = f"ingest into it once (vedette --db {self.path} ingest FILE)"
            raise StoreError(f"{self.path}: holds nothing yet, or was made by an older Vedette; {told}")
        with self._writes() as connection:
            for number in schema.pending(connection):  # again: another process may have come first
                if number == 1:
                    schema.migration.create(connection, checkfirst=True)
                    sqlite.create(connection)
                name, step = schema.MIGRATIONS[number - 1]
                step(connection)
                connection.execute(insert(schema.migration).values(number=number, name=name, applied=now()))

    @staticmethod
    def _audit(
        connection: Connection, by: str, action: str, subject: str, data: Mapping[str, Any] | None = None, reason: str | None = None
    ) -> None:
        row = {"at": now(), "by": by, "action": action, "subject": subject, "reason": reason}
        connection.execute(insert(schema.audit).values(data=json.dumps(data or {}, ensure_ascii=False), **row))
