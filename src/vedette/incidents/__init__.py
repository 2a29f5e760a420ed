"""Copies folded, events merged to incidents: pure functions of reports, events and judgements."""

from vedette.incidents.alike import alike, hostility, said
from vedette.incidents.copies import Folder, agency, fold, origins
from vedette.incidents.dating import estimated
from vedette.incidents.merge import by_report, clustered, merge
from vedette.incidents.merger import Merger, Told
from vedette.incidents.overlay import PAIRS, Merged, overlaid, settled
from vedette.incidents.slots import incident_id

__all__ = [
    "PAIRS",
    "Folder",
    "Merged",
    "Merger",
    "Told",
    "agency",
    "alike",
    "by_report",
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
