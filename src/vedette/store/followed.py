"""What the model of follow-ups gave for pairs that it has read: it can be made again at any time, but not in no time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import insert, select

from vedette.store import schema
from vedette.store.base import Base

AT_ONCE = 500
"""Pairs that are asked for in one query."""


class Followed(Base):
    """What the model of follow-ups has read."""

    def followed(self, pairs: Sequence[str]) -> dict[str, tuple[float, ...]]:
        """Of each pair (a digest) that was read before what the model gave."""
        found: dict[str, tuple[float, ...]] = {}
        table = schema.followed
        with self._reads() as connection:
            for at in range(0, len(pairs), AT_ONCE):
                asked = select(table.c.pair, table.c.said).where(table.c.pair.in_(pairs[at : at + AT_ONCE]))
                found |= {row.pair: tuple(json.loads(row.said)) for row in connection.execute(asked)}
        return found

    def keep_followed(self, given: Mapping[str, Sequence[float]]) -> None:
        """Keep what the model gave for pairs. Raises StoreError."""
        if not given:
            return
        rows = [{"pair": pair, "said": json.dumps([round(x, 4) for x in said])} for pair, said in given.items()]
        with self._writes() as connection:
            connection.execute(insert(schema.followed).prefix_with("OR IGNORE"), rows)
