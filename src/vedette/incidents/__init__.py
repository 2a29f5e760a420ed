"""Copies folded, events merged to incidents: pure functions of reports, events and judgements."""

from vedette.incidents.alike import alike, hostility, said
from vedette.incidents.copies import agency, fold, origins
from vedette.incidents.dating import estimated
from vedette.incidents.merge import clustered, merge
from vedette.incidents.overlay import PAIRS, Merged, overlaid, settled
from vedette.incidents.slots import incident_id

__all__ = [
    "PAIRS",
    "Merged",
    "agency",
    "alike",
    "clustered",
    "estimated",
    "fold",
    "hostility",
    "incident_id",
    "merge",
    "origins",
    "overlaid",
    "said",
    "settled",
]
