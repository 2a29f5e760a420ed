"""Who said what."""

from __future__ import annotations

from dataclasses import dataclass

from vedette.domain.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words put into someone's mouth. `source` and `cue` are None where the text has none; `speaker` is the span that a
    pronoun or a common noun ("it", "the alliance") stands for, where that was found; `direct` if in quotation marks.
    """

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    direct: bool
    speaker: Span | None = None
