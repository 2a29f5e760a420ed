"""Characters of a report's text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """`text[start:end]` of a report, half-open, in code points, and the words there; `in_title` if it is of the title."""

    start: int
    end: int
    text: str
    in_title: bool = False

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.in_title == other.in_title and self.start < other.end and other.start < self.end


def span(text: str, start: int, end: int) -> Span:
    """The span `start:end` of a text."""
    return Span(start=start, end=end, text=text[start:end])
