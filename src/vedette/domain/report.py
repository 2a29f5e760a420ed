"""A report: what someone published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vedette.domain.offsets import OffsetMap

TextKind = Literal["original", "restated", "fiction"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One published text, cleaned, with the way back to its raw form.

    `raw[offsets.span(a, b)]` is what `text[a:b]` was read from. `id` is as given (a string or a whole number). `published` is ISO 8601 as far as it is known
    (`2022-12-18`, `2022-12-18T15:46`), `language` an ISO 639-1 code or None where it could not be told.
    """

    id: str | int
    text: str
    raw: str
    offsets: OffsetMap
    title: str | None = None
    published: str | None = None
    url: str | None = None
    source: str | None = None
    language: str | None = None
    text_kind: TextKind = "original"
