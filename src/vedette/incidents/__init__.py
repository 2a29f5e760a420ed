"""Copies folded, events merged to incidents: pure functions of reports, events and judgements."""

from vedette.incidents.copies import agency, fold, origins
from vedette.incidents.dating import estimated
from vedette.incidents.merge import merge

__all__ = ["agency", "estimated", "fold", "merge", "origins"]
