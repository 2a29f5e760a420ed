"""Sources as the desk grades them."""

from __future__ import annotations

from vedette.store.base import Base


class Sources(Base):
    """Sources as the desk grades them."""
