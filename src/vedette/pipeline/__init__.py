"""The stages wired together for one report or many. Names are loaded at first use: reading needs no database."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vedette.pipeline.draw import picture, report_on
    from vedette.pipeline.keep import Ingested, date_undated, ingest
    from vedette.pipeline.read import Coder, Reading, read_reports
    from vedette.pipeline.records import conllu, record

_HOMES = {
    "Coder": "read",
    "Ingested": "keep",
    "Reading": "read",
    "conllu": "records",
    "date_undated": "keep",
    "ingest": "keep",
    "picture": "draw",
    "read_reports": "read",
    "record": "records",
    "report_on": "draw",
}
__all__ = ["Coder", "Ingested", "Reading", "conllu", "date_undated", "ingest", "picture", "read_reports", "record", "report_on"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"vedette.pipeline.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
