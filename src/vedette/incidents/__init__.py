"""Copies folded, events merged to incidents: pure functions of reports, events and judgements."""

from vedette.incidents.copies import agency, fold, origins
from vedette.incidents.dating import estimated
from vedette.incidents.merge import merge
from vedette.incidents.slots import incident_id

__all__ = ["agency", "estimated", "fold", "incident_id", "merge", "origins"]
