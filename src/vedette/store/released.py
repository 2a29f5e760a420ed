"""Sitreps: kept as issued, edited, released and locked."""

from __future__ import annotations

from sqlalchemy import insert, select

from vedette.domain import Sitrep
from vedette.store import schema
from vedette.store.base import Base, now
from vedette.store.rows import dump, load


class Released(Base):
    """Sitreps: kept as issued, edited, released and locked."""

    def issue_sitrep(self, sitrep: Sitrep, situation: str | None, *, by: str) -> int:
        """Keep a sitrep as issued; returns its number."""
        with self._writes() as connection:
            row = {"situation": situation, "as_of": sitrep.as_of, "known_at": sitrep.known_at, "made": now(), "data": dump(sitrep)}
            (number,) = connection.execute(insert(schema.sitrep).values(**row)).inserted_primary_key or (0,)
            self._audit(connection, by, "sitrep issued", str(number), {"situation": situation, "as_of": sitrep.as_of})
        return int(number)

    def last_sitrep(self, situation: str | None) -> tuple[int, Sitrep] | None:
        """The last issued sitrep of a situation and its number."""
        rows = schema.sitrep
        query = select(rows).where(rows.c.situation.is_(None) if situation is None else rows.c.situation == situation)
        with self._reads() as connection:
            row = connection.execute(query.order_by(rows.c.id.desc()).limit(1)).first()
        return (row.id, load(Sitrep, row.data)) if row else None
