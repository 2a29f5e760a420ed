"""Sources as the desk grades them."""

from __future__ import annotations

import json

from sqlalchemy import delete, insert, select

from vedette.domain import RELIABILITY, Source
from vedette.errors import UsageError
from vedette.store import schema
from vedette.store.base import Base
from vedette.store.rows import dump, load

LONGEST = 400
"""Characters of a field that people write."""


class Sources(Base):
    """Sources as the desk grades them."""

    def sources(self) -> dict[str, Source]:
        """What the desk has written down about sources, by name; one that it has not graded is not among them."""
        with self._reads() as connection:
            rows = connection.execute(select(schema.source.c.data).order_by(schema.source.c.name))
            return {s.name: s for s in (load(Source, r[0]) for r in rows)}

    def put_source(self, source: Source, *, by: str, reason: str | None = None) -> None:
        """Keep what the desk says of a source, in place of what it said before; nothing is written where nothing changes.

        Raises UsageError for a name that is empty, a grade that is none of A to F, or a field of more than `LONGEST` characters.
        """
        if not source.name.strip():
            raise UsageError("a source needs a name, as its reports bear it")
        if source.reliability not in RELIABILITY:
            raise UsageError(f"grade {source.reliability}: give one of {', '.join(RELIABILITY)}")
        long = [f for f in ("name", "side", "ownership", "language", "note") if len(getattr(source, f) or "") > LONGEST]
        if long:
            raise UsageError(f"{long[0]}: more than {LONGEST} characters")
        rows = schema.source
        with self._writes() as connection:
            old = connection.execute(select(rows.c.data).where(rows.c.name == source.name)).scalar()
            if old and load(Source, old) == source:
                return
            connection.execute(delete(rows).where(rows.c.name == source.name))
            connection.execute(insert(rows).values(name=source.name, data=dump(source)))
            change = {"before": json.loads(old) if old else None, "after": json.loads(dump(source))}
            self._audit(connection, by, "source set", source.name, change, reason)
