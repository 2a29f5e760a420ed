"""Accounts and sessions."""

from __future__ import annotations

from vedette.store.base import Base


class Accounts(Base):
    """Accounts and sessions."""
