"""Stretches of a text in quotation marks, also where the opening or the closing mark is missing."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

_PARAGRAPH = re.compile(r"[^\n]+")
_MARK = re.compile("''|``|[“”„«‟»\"‘’]")
_PAIRS = {"“": "”", "«": "»"}
_OPEN, _CLOSE = "“„«‟", "”»"
MARKS = frozenset("\"“”„«»‟‘’'")
"""Characters that quotation marks are written with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """`text[start:end]` with its marks, in the paragraph `paragraph:paragraph_end`; `opened` and `closed` say which marks are there."""

    start: int
    end: int
    paragraph: int
    paragraph_end: int
    opened: bool = True
    closed: bool = True


class Stretches:
    """Marked stretches, in order and apart, found by their place."""

    def __init__(self, stretches: Sequence[Marked]) -> None:
        self.all = tuple(stretches)
        self._starts = [q.start for q in self.all]

    def at(self, place: int) -> Marked | None:
        """The stretch around a character."""
        i = bisect_right(self._starts, place) - 1
        return self.all[i] if i >= 0 and place < self.all[i].end else None

    def over(self, start: int, end: int) -> Sequence[Marked]:
        """Those that share a character with `start:end`."""
        first = max(0, bisect_right(self._starts, start) - 1)
        return [q for q in self.all[first : bisect_left(self._starts, end)] if q.end > start]


def marked(text: str) -> list[Marked]:
    """Marked stretches in order. They do not reach over a paragraph's end: one left open there ends with its paragraph."""
    out: list[Marked] = []
    for p in _PARAGRAPH.finditer(text):
        out += _in_paragraph(text, p.start(), p.end())
    return out


def _in_paragraph(text: str, begin: int, end: int) -> list[Marked]:
    out: list[Marked] = []
    start: int | None = None
    mark = ""
    for found in _MARK.finditer(text, begin, end):
        i, size = found.start(), len(found[0])
        c = text[i]
        kind = _kind(text, i, size, begin, end, start, mark)
        if kind == "open" and start is None:
            start, mark = i, c
        elif kind == "open" and start is not None and c == mark and c != '"':
            out.append(Marked(start=start, end=_before(text, start, i), paragraph=begin, paragraph_end=end, closed=False))
            start = i
        elif kind == "close" and start is not None and c != _PAIRS.get(mark, c) and _PAIRS[mark] in text[i:end]:
            pass  # of other marks, inside these
        elif kind == "close" and start is not None:
            out.append(Marked(start=start, end=i + size, paragraph=begin, paragraph_end=end))
            start = None
        elif kind == "close" and not text[i - 1 : i].isdigit() and (not out or out[-1].end < i - 12):
            out.append(
                Marked(
                    start=_sentence_after(text, out[-1].end, i) if out else begin,
                    end=i + size,
                    paragraph=begin,
                    paragraph_end=end,
                    opened=False,
                )
            )
    if start is not None:
        out.append(Marked(start=start, end=_before(text, start, end), paragraph=begin, paragraph_end=end, closed=False))
    return out


def _kind(text: str, i: int, size: int, begin: int, end: int, start: int | None, mark: str) -> str:
    """open, close or nothing for the character (or the two) at i."""
    c = text[i]
    before, after = text[i - 1 : i] if i > begin else "", text[i + size : i + size + 1] if i + size < end else ""
    if c == "“" and mark == "„" and start is not None:
        return "close"
    if c in _OPEN:
        return "open"
    if c in _CLOSE:
        return "close"
    if c == '"' or size == 2:
        if start is not None and mark in ('"', "'", "`"):
            return "close"
        return (
            "open"
            if start is None and (not before or before.isspace() or before in "([—–-:") and after and not after.isspace()
            else "close"
        )
    if c == "‘" and start is None and (not before or not before.isalnum()) and re.search(r"[.,!?…]’|\w’(?!\w)", text[i:end]):
        return "open"
    if c == "’" and start is not None and mark == "‘" and not after.isalnum():
        rest = text[i + 1 : end].partition("‘")[0]
        return "close" if before in ".,!?…" or not re.search(r"[.,!?…]’", rest) else ""
    return ""


def _before(text: str, start: int, end: int) -> int:
    """`end` without white space before it."""
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _sentence_after(text: str, at: int, until: int) -> int:
    """Where the sentence after `at` begins, at the latest at `until`."""
    m = re.search(r"[.!?]\s+(?=\S)", text[at:until])
    if m:
        return at + m.end()
    while at < until and (text[at].isspace() or text[at] in ",.;:"):
        at += 1
    return at
