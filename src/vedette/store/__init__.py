"""The kept picture's ground: reports, readings, events, judgements, situations, sitreps and the audit trail, in one database."""

from vedette.store.shelves import Shelves
from vedette.store.store import Store

__all__ = ["Shelves", "Store"]
