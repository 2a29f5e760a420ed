"""Whom a pronoun or a common noun among the sources stands for."""

from __future__ import annotations

from vedette.domain import Annotated, Span


class Speakers:
    """Named sources of a text, as they are met."""

    def __init__(self, annotated: Annotated) -> None:
        self._annotated = annotated

    def of(self, source: Span) -> Span | None:
        """The nearest earlier name that fits a source without a name; None where there is none."""
        return None

    def heard(self, source: Span, speaker: Span | None) -> None:
        """Remember a source."""
