"""The words of Vedette as frozen dataclasses: no I/O, no other package."""

from vedette.domain.annotated import Annotated, Entity, Label, Sentence, Token
from vedette.domain.offsets import OffsetMap
from vedette.domain.report import Report, TextKind

__all__ = ["Annotated", "Entity", "Label", "OffsetMap", "Report", "Sentence", "TextKind", "Token"]
