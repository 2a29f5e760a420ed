"""A report: what someone published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vedette.domain.moments import instant
from vedette.domain.offsets import OffsetMap

TextKind = Literal["original", "restated", "fiction"]
KIND_NOTES = {"restated": "restated for this example, not the publisher's words", "fiction": "fiction"}
"""What is said of a text that is not an original, wherever it is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One published text, cleaned, with the way back to its raw form.

    `raw[offsets.span(a, b)]` is what `text[a:b]` was read from. `id` is as given (a string or a whole number); `key` is
    it as a string, by which everything else refers to the report. `published` is ISO 8601 as far as it is known
    (`2022-12-18`, `2022-12-18T15:46`); `published_estimated` says that it was worked out from a copy or from the content.
    `received` is when the report reached Vedette (ISO 8601, UTC, with seconds), None before it is stored. `language` is an
    ISO 639-1 code or None where it could not be told. `dateline` is the place and agency at the text's head
    (`PRISTINA, Kosovo (AP)`), `relevant` whether it is about politics, conflict, security or public order (None: unread).
    """

    id: str | int
    text: str
    raw: str
    offsets: OffsetMap
    title: str | None = None
    published: str | None = None
    published_estimated: bool = False
    received: str | None = None
    url: str | None = None
    source: str | None = None
    language: str | None = None
    text_kind: TextKind = "original"
    dateline: str | None = None
    relevant: bool | None = None

    @property
    def key(self) -> str:
        """The id as a string: 1 and "1" are one id, whose text is whichever came first."""
        return str(self.id)

    @property
    def known(self) -> str:
        """When its content was known, in UTC with seconds: as published, or estimated, or received; `""` for one that is none of these."""
        return self.known_in("UTC")

    def known_in(self, zone: str) -> str:
        """When its content was known, in UTC with seconds, where a bare day ends as it does in a time zone."""
        return instant(self.published or self.received or "", zone)
