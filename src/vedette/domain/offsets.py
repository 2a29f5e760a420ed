"""Where each character of a cleaned text stands in the raw one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OffsetMap:
    """A map from spans of a cleaned text to spans of the raw text it was made of.

    `clean[i]` and `raw[i]` are the starts of the i-th run in both texts; inside a run characters correspond one to
    one. `raw_end[i]` is where the run ends in the raw text: further than its length where several raw characters
    became one (`&amp;`, a line end of two characters).
    """

    clean: tuple[int, ...]
    raw: tuple[int, ...]
    raw_end: tuple[int, ...]
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span that the cleaned span `start:end` was read from.

        Raises ValueError where the span is empty or outside the cleaned text.
        """
        if not 0 <= start < end <= self.length:
            raise ValueError(f"span {start}:{end} is empty or outside the text of {self.length} characters")
        return self._at(start)[0], self._at(end - 1)[1]

    def _at(self, i: int) -> tuple[int, int]:
        """Raw start and end of one cleaned character."""
        k = bisect_right(self.clean, i) - 1
        last = (self.clean[k + 1] if k + 1 < len(self.clean) else self.length) - 1
        start = self.raw[k] + i - self.clean[k]
        return start, self.raw_end[k] if i == last else start + 1

    @classmethod
    def of(cls, starts: Sequence[int], ends: Sequence[int]) -> OffsetMap:
        """From the raw start and end of every cleaned character."""
        clean: list[int] = []
        raw: list[int] = []
        raw_end: list[int] = []
        for i, (s, e) in enumerate(zip(starts, ends, strict=True)):
            if clean and s == starts[i - 1] + 1 == ends[i - 1]:
                raw_end[-1] = e
            else:
                clean.append(i)
                raw.append(s)
                raw_end.append(e)
        return cls(clean=tuple(clean), raw=tuple(raw), raw_end=tuple(raw_end), length=len(starts))

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        """The map of a text onto itself."""
        runs = (0,) if length else ()
        return cls(clean=runs, raw=runs, raw_end=(length,) if length else (), length=length)

    def then(self, raw: OffsetMap) -> OffsetMap:
        """This map followed by another: `raw` maps this one's raw text to an earlier text."""
        spans = [raw.span(*self._at(i)) for i in range(self.length)]
        return OffsetMap.of([s for s, _ in spans], [e for _, e in spans])
