"""Tables, and the numbered migrations that make them. Nothing here is special to one database; `sqlite.py` holds what is."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    inspect,
    select,
    update,
)

from vedette.domain.moments import instant

metadata = MetaData()

migration = Table(
    "migration",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", String, nullable=False),
    Column("applied", String, nullable=False),
)
report = Table(
    "report",
    metadata,
    Column("key", String, primary_key=True),
    Column("whole_number", Boolean, nullable=False),  # the id was given as a number and goes out as one
    Column("digest", String, nullable=False),  # of title and text
    Column("received", String, nullable=False),
    Column("published", String),
    Column("published_estimated", Boolean, nullable=False),
    Column("known", String, nullable=False),
    Column("title", Text),
    Column("url", Text),
    Column("source", Text),
    Column("language", String),
    Column("text_kind", String, nullable=False),
    Column("dateline", Text),
    Column("relevant", Boolean),
    Column("text", Text, nullable=False),
    Column("raw", Text, nullable=False),
    Column("offsets", Text, nullable=False),
    Index("report_known", "known"),
)
reading = Table(
    "reading",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report", String, ForeignKey("report.key"), nullable=False),
    Column("made", String, nullable=False),
    Column("version", String, nullable=False),
    Column("entities", Text, nullable=False),
    Column("coded", Text, nullable=False),  # places, times, quotes; its events stand in `event`
    Index("reading_report", "report", "id"),
)
event = Table(
    "event",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", String, nullable=False),
    Column("reading", Integer, ForeignKey("reading.id"), nullable=False),
    Column("report", String, ForeignKey("report.key"), nullable=False),
    Column("event_type", String),
    Column("mode", String),
    Column("begin", String),
    Column("last", String),
    Column("lat", Float),
    Column("lon", Float),
    Column("data", Text, nullable=False),
    UniqueConstraint("reading", "id"),
    Index("event_begin", "begin"),
    Index("event_type", "event_type"),
    Index("event_report", "report"),
)
situation = Table("situation", metadata, Column("name", String, primary_key=True), Column("data", Text, nullable=False))
judgement = Table(
    "judgement",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("left", String, nullable=False),
    Column("right", String),
    Column("by", String, nullable=False),
    Column("made", String, nullable=False),
    Column("reason", Text),
    Column("undone", String),
    Column("field", String),  # of an edit: which slot
    Column("value", Text),  # JSON: the new value of an edit, the grade, the events that a split takes out
    Column("anchors", Text),  # JSON: report, span and type of each event named, by which it is found again after another reading
    Column("undone_by", String),
)
desk_place = Table("desk_place", metadata, Column("name", String, primary_key=True), Column("data", Text, nullable=False))
sitrep = Table(
    "sitrep",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("situation", String),
    Column("as_of", String),
    Column("known_at", String),
    Column("made", String, nullable=False),
    Column("data", Text, nullable=False),
    Column("by", String),
    Column("released", String),  # when it was locked; nothing of it changes after that
    Column("released_by", String),
    Column("digest", String),  # sha256 of what was released
)
daily = Table(
    "daily",
    metadata,
    Column("situation", String, primary_key=True),
    Column("data", Text, nullable=False),
    Column("done", String, nullable=False),  # the last cut-off that is covered
)
followed = Table(
    "followed",
    metadata,
    Column("pair", String, primary_key=True),  # sha256 of the model, a matter and a sentence
    Column("said", String, nullable=False),  # JSON: what the model gave for them; can be made again at any time
)
source = Table("source", metadata, Column("name", String, primary_key=True), Column("data", Text, nullable=False))
account = Table(
    "account",
    metadata,
    Column("name", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("secret", String, nullable=False),  # argon2 of the password
    Column("made", String, nullable=False),
    Column("disabled", String),
)
session = Table(
    "session",
    metadata,
    Column("digest", String, primary_key=True),  # sha256 of the cookie's token
    Column("account", String, ForeignKey("account.name"), nullable=False),
    Column("csrf", String, nullable=False),
    Column("made", String, nullable=False),
    Column("seen", String, nullable=False),
    Column("ended", String),
)
hold = Table(
    "hold",
    metadata,
    Column("subject", String, primary_key=True),  # an event id: the first of the incident that is being worked on
    Column("by", String, nullable=False),
    Column("until", String, nullable=False),
)
log_entry = Table(
    "log_entry",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("by", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("subject", String),  # an event of the incident that it is about
    Column("tell", Text),  # who is to be told
    Column("told", String),  # when
    Column("told_by", String),
    Column("withdrawn", String),
    Index("log_entry_at", "at"),
)
handover = Table(
    "handover",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("by", String, nullable=False),
    Column("to", String),
    Column("taken", String),  # when the other signed
    Column("data", Text, nullable=False),  # JSON: what was handed over
)
tombstone = Table(
    "tombstone",
    metadata,
    Column("key", String, primary_key=True),
    Column("digest", String, nullable=False),
    Column("made", String, nullable=False),
    Column("by", String, nullable=False),
    Column("reason", Text, nullable=False),
)
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("by", String, nullable=False),
    Column("action", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("data", Text, nullable=False),  # JSON: what changed
    Column("reason", Text),
    Index("audit_subject", "subject"),
)
feed = Table(
    "feed",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("name", Text, nullable=False),  # the source that its reports bear
    Column("added", String, nullable=False),
    Column("every", Integer),
    Column("words", String, nullable=False),
    Column("pattern", Text),
    Column("since", String),
    Column("paused", String),
    Column("etag", Text),
    Column("modified", Text),
    Column("due", String),
    Column("tried", String),
    Column("succeeded", String),
    Column("newest", String),
    Column("failures", Integer, nullable=False),
    Column("error", Text),
    Column("answered", Boolean, nullable=False),
)
feed_item = Table(
    "feed_item",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("feed", Integer, ForeignKey("feed.id"), nullable=False),
    Column("mark", String, nullable=False),  # sha256 of guid, link and content: what has been seen is known by it, whatever is forgotten
    Column("guid", String, nullable=False),  # sha256
    Column("link", Text),
    Column("title", Text),
    Column("words", Text),  # until it is read
    Column("published", String),
    Column("seen", String, nullable=False),
    Column("fresh", Boolean, nullable=False),
    Column("state", String, nullable=False),
    Column("report", String),
    Column("tries", Integer, nullable=False),
    Column("due", String),  # not to be tried again before
    Column("note", Text),
    UniqueConstraint("feed", "mark"),
    Index("feed_item_guid", "feed", "guid"),
    Index("feed_item_state", "state", "feed"),
    Index("feed_item_report", "report"),
)
rule = Table(
    "rule", metadata, Column("name", String, primary_key=True), Column("made", String, nullable=False), Column("data", Text, nullable=False)
)
alert = Table(
    "alert",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("rules", Text, nullable=False),  # JSON: names, the one that rang first
    Column("area", String, nullable=False),
    Column("origin", Text, nullable=False),  # JSON: the passages that it rang for
    Column("data", Text, nullable=False),  # JSON: the sign as it is now
    Column("rang", String, nullable=False),
    Column("updated", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("acknowledged", String),
    Column("acknowledged_by", String),
    Column("note", Text),
    Column("escalated", String),
    Index("alert_state", "state"),
)
alert_mark = Table(
    "alert_mark",
    metadata,
    Column("space", String, primary_key=True),
    Column("mark", String, primary_key=True),  # a passage is of one alert at most: that is why nothing rings twice
    Column("alert", Integer, ForeignKey("alert.id"), nullable=False),
    Index("alert_mark_alert", "alert"),
)
told = Table(
    "told",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("alert", Integer, ForeignKey("alert.id"), nullable=False),
    Column("rule", String, nullable=False),
    Column("to", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("key", String, nullable=False, unique=True),
    Column("intended", String, nullable=False),
    Column("due", String, nullable=False),
    Column("state", String, nullable=False),
    Column("batch", String),
    Column("claimed", String),
    Column("tries", Integer, nullable=False),
    Column("told", String),
    Column("error", Text),
    Column("doubtful", Boolean, nullable=False),
    Index("told_state", "state", "due"),
    Index("told_alert", "alert"),
)
issue = Table(
    "issue",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("input", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("message", Text, nullable=False),
)


def _first(connection: Connection) -> None:
    metadata.create_all(connection, tables=[t for t in metadata.sorted_tables if t is not migration])


def _second(connection: Connection) -> None:
    for row in connection.execute(select(report.c.key, report.c.published, report.c.received)).all():
        known = instant(row.published or row.received)
        connection.execute(update(report).where(report.c.key == row.key).values(known=known))


def _third(connection: Connection) -> None:
    desk_place.create(connection, checkfirst=True)


def _fourth(connection: Connection) -> None:
    added = {judgement: ("field", "value", "anchors", "undone_by"), sitrep: ("by", "released", "released_by", "digest")}
    for table, columns in added.items():
        there = {c["name"] for c in inspect(connection).get_columns(table.name)}
        for name in columns:
            if name not in there:
                kind = table.c[name].type.compile(connection.dialect)
                connection.exec_driver_sql(f'ALTER TABLE {table.name} ADD COLUMN "{name}" {kind}')
    for table in (source, account, session, hold, log_entry, handover):
        table.create(connection, checkfirst=True)


def _fifth(connection: Connection) -> None:
    for table in (feed, feed_item):
        table.create(connection, checkfirst=True)


def _sixth(connection: Connection) -> None:
    for table in (rule, alert, alert_mark, told):
        table.create(connection, checkfirst=True)


def _seventh(connection: Connection) -> None:
    daily.create(connection, checkfirst=True)


def _eighth(connection: Connection) -> None:
    followed.create(connection, checkfirst=True)


MIGRATIONS: tuple[tuple[str, Callable[[Connection], None]], ...] = (
    ("reports, readings, events, judgements, audit", _first),
    ("the time known in UTC with seconds", _second),
    ("the desk's own places", _third),
    ("edits, grades, sources, accounts, the duty log, released sitreps", _fourth),
    ("what is listened to, and what was found there", _fifth),
    ("alerts: rules, what rang, who was told", _sixth),
    ("situation reports that are written daily", _seventh),
    ("what the model of follow-ups has read", _eighth),
)
"""In order; the n-th has number n. A migration that has run anywhere is never changed: add another."""


def pending(connection: Connection) -> list[int]:
    """Numbers of the migrations that this database still lacks; writes nothing."""
    done: set[int] = set()
    if connection.dialect.has_table(connection, "migration"):
        done = set(connection.execute(select(migration.c.number)).scalars())
    return [n for n in range(1, len(MIGRATIONS) + 1) if n not in done]


def newest(connection: Connection) -> int:
    """The highest number that has been applied, 0 for a new database."""
    if not connection.dialect.has_table(connection, "migration"):
        return 0
    return max(connection.execute(select(migration.c.number)).scalars(), default=0)
