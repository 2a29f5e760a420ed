"""The stages wired together for one report or many."""

from vedette.pipeline.ingest import Ingested, date_undated, ingest
from vedette.pipeline.picture import picture, report_on
from vedette.pipeline.read import Coder, Reading, read_reports
from vedette.pipeline.records import conllu, record

__all__ = ["Coder", "Ingested", "Reading", "conllu", "date_undated", "ingest", "picture", "read_reports", "record", "report_on"]
