"""What only SQLite can do: pragmas, full-text search (FTS5), boxes (R*Tree), and what its errors mean."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.pool import NullPool

WAIT = 15.0
"""Seconds that a writer waits for another one."""
PAUSE = 0.02
"""Seconds between two tries to switch to the log."""
TRIES = 3
"""How often the log is tried to be emptied, each time for as long as a writer waits."""


def engine(path: str, *, readonly: bool = False, wait: float = WAIT) -> Engine:
    """An engine on a file: WAL, every commit on the disk before it is acknowledged, one writer at a time."""

    def connect() -> sqlite3.Connection:
        target = f"file:{_quoted(path)}?mode={'ro' if readonly else 'rwc'}"
        connection = sqlite3.connect(target, uri=True, timeout=wait, check_same_thread=False, isolation_level=None)
        connection.execute("PRAGMA foreign_keys=ON")
        if not readonly:
            _log_ahead(connection, wait)
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA secure_delete=ON")
        return connection

    made = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return made


def _log_ahead(connection: sqlite3.Connection, wait: float) -> None:
    """Switch to the write-ahead log, again and again for as long as a writer waits: while another process switches a new file, SQLite refuses without
    waiting (its busy handler is not asked there). Raises sqlite3.Error.
    """
    until = time.monotonic() + wait
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as e:
            if "locked" not in str(e).lower() or time.monotonic() >= until:
                raise
            time.sleep(PAUSE)


def _quoted(path: str) -> str:
    return path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def create(connection: Connection) -> None:
    """The virtual tables beside the ordinary ones."""
    connection.execute(
        text(
            "CREATE VIRTUAL TABLE IF NOT EXISTS report_words USING fts5(key UNINDEXED, title, text, tokenize='unicode61 remove_diacritics 2')"
        )
    )
    connection.execute(text("CREATE VIRTUAL TABLE IF NOT EXISTS event_box USING rtree(row, south, north, west, east)"))


def index_report(connection: Connection, key: str, title: str | None, body: str) -> None:
    """Make a report's words searchable."""
    connection.execute(text("INSERT INTO report_words (key, title, text) VALUES (:k, :t, :b)"), {"k": key, "t": title or "", "b": body})


def index_event(connection: Connection, row: int, lat: float, lon: float) -> None:
    """Make an event's point searchable by box."""
    box = {"r": row, "a": lat, "o": lon}
    connection.execute(text("INSERT INTO event_box VALUES (:r, :a, :a, :o, :o)"), box)


def forget(connection: Connection, key: str) -> None:
    """Take a report's words and points out of the indexes; the caller deletes its rows afterwards."""
    connection.execute(text("DELETE FROM report_words WHERE key = :k"), {"k": key})
    connection.execute(text("DELETE FROM event_box WHERE row IN (SELECT row FROM event WHERE report = :k)"), {"k": key})


def scrub(connection: Connection) -> None:
    """Rewrite the full-text index so that no deleted word stays in it."""
    connection.execute(text("INSERT INTO report_words(report_words) VALUES ('optimize')"))


def rewrite(connection: Any) -> bool:
    """Rewrite the file and empty its log, on a connection of the driver; False where a reader that is at work keeps the log from
    being emptied for as long as a writer waits. Raises sqlite3.Error.
    """
    connection.execute("VACUUM")
    for _ in range(TRIES):
        busy, _pages, _moved = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not busy:
            return True
    return False


RANKED = 1000
"""Reports that are ranked by how well they fit, at most: where more hold the words, the newest come first, which takes no pass over all."""


def search(connection: Connection, words: str, limit: int) -> list[str]:
    """Keys of reports that hold all the words, best first, or the latest stored first where more than `RANKED` do."""
    query = " ".join('"' + w.replace('"', "") + '"' for w in words.split())
    if not query:
        return []
    some = text("SELECT count(*) FROM (SELECT 1 FROM report_words WHERE report_words MATCH :q LIMIT :n)")
    many = (connection.execute(some, {"q": query, "n": RANKED + 1}).scalar() or 0) > RANKED
    best = text("SELECT key FROM report_words WHERE report_words MATCH :q ORDER BY rank LIMIT :n")
    newest = text("SELECT key FROM report_words WHERE report_words MATCH :q ORDER BY rowid DESC LIMIT :n")
    found = connection.execute(newest if many else best, {"q": query, "n": limit})
    return [str(r[0]) for r in found]


def in_box(connection: Connection, south: float, west: float, north: float, east: float) -> list[int]:
    """Rows of events whose point lies in a box of degrees."""
    box = {"s": south, "n": north, "w": west, "e": east}
    found = connection.execute(text("SELECT row FROM event_box WHERE south>=:s AND north<=:n AND west>=:w AND east<=:e"), box)
    return [int(r[0]) for r in found]


def explained(error: Any, path: str) -> str:
    """One line for an error of the driver: what is wrong and what to do."""
    said = str(getattr(error, "orig", error)).lower()
    if "locked" in said or "busy" in said:
        return f"{path}: another process is writing to it; wait until it is done, or name another database with --db"
    if "disk is full" in said or "disk full" in said or "no space" in said:
        return f"{path}: the disk is full; free some space and run it again (what was acknowledged is kept)"
    if "readonly" in said or "read-only" in said:
        return f"{path}: is read-only; change its permissions, or name another database with --db"
    if "unable to open" in said:
        return f"{path}: cannot be opened; check that its folder exists and may be written to"
    if "not a database" in said or "malformed" in said or "file is encrypted" in said:
        return f"{path}: is no Vedette database, or is damaged; name another with --db, or restore a copy"
    return f"{path}: the database failed ({said}); run `vedette db check`"
