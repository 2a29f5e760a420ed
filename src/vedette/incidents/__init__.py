"""Copies folded, events merged to incidents: pure functions of reports, events and judgements."""

from vedette.incidents.copies import agency, fold, origins

__all__ = ["agency", "fold", "origins"]
