"""Vedette keeps watch on a tense situation: it reads the reports that come in and logs who did what to whom.

import vedette
reading = vedette.read("NATO on Friday called on all actors in Kosovo to coordinate with its peacekeepers.")
print([(e.text, e.label) for e in reading.entities])
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vedette.domain import Annotated, Entity, OffsetMap, Report, Sentence, Token
from vedette.errors import InputError, ModelError, UsageError, VedetteError

if TYPE_CHECKING:
    from vedette.language import Reader

__version__ = "0.1.0"
__all__ = [
    "Annotated",
    "Entity",
    "InputError",
    "ModelError",
    "OffsetMap",
    "Report",
    "Sentence",
    "Token",
    "UsageError",
    "VedetteError",
    "read",
]

_reader: Reader | None = None


def read(text: str) -> Annotated:
    """Sentences, words, trees and entities of one English text, plain or HTML.

    The text is cleaned first (site furniture, odd white space); offsets point into the result's own `text`. The model
    is loaded at the first call. A text in another language comes back without sentences. Raises InputError where
    there is nothing to read.
    """
    global _reader
    from vedette.ingest import from_text
    from vedette.language import Reader
    from vedette.pipeline import Reading, read_reports

    if _reader is None:
        _reader = Reader()
    item = next(iter(read_reports([from_text(text)], _reader)))
    assert isinstance(item, Reading)  # from_text has raised what could be wrong
    return item.annotated
