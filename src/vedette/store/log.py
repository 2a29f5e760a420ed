"""The duty log and handovers."""

from __future__ import annotations

from vedette.store.base import Base


class Log(Base):
    """The duty log and handovers."""
