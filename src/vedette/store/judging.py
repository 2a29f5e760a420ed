"""Judgements and holds: what people decide about incidents."""

from __future__ import annotations

from sqlalchemy import select

from vedette.domain import Judgement
from vedette.store import schema
from vedette.store.base import Base


class Judging(Base):
    """Judgements and holds: what people decide about incidents."""

    def judgements(self) -> list[Judgement]:
        """All judgements that have not been undone, oldest first."""
        query = select(schema.judgement).where(schema.judgement.c.undone.is_(None)).order_by(schema.judgement.c.id)
        with self._reads() as connection:
            rows = connection.execute(query).all()
        return [Judgement(id=r.id, kind=r.kind, left=r.left, right=r.right, by=r.by, made=r.made, reason=r.reason) for r in rows]
