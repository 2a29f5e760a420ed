"""The stages wired together for one report or many."""

from vedette.pipeline.read import Reading, read_reports
from vedette.pipeline.records import conllu, record

__all__ = ["Reading", "conllu", "read_reports", "record"]
