"""Datelines ("BATKEN, Kyrgyzstan, Sept 28 (Meridian) -") and bullets: no part of the sentence behind them.

The parser takes the place for a subject ("GENEVA - Refugees from …") or for the root. So the dateline is read alone, and its first word hung on the sentence's root.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vedette.language.sentences import BULLETS
from vedette.language.tokens import Word

MOST = 30
"""Words in which a dateline ends."""
_DAY = r"(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8}\.?)(?:,?\s+\d{4})?"
_AGENCY = r"\([A-Z][^()\n]{1,40}\)"
_PLACE = r"[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+){0,3}"
_LINE = re.compile(
    rf"(?:[A-Z][A-Z'’. -]{{2,40}}[A-Z](?:,\s+{_PLACE})?(?:,?\s*{_DAY}|\s*{_AGENCY}){{0,2}}"
    rf"|{_PLACE}(?:,\s+{_PLACE})?(?:\s*{_AGENCY}(?:,?\s*{_DAY})?|,?\s*{_DAY}(?:\s*{_AGENCY})?))"
    r"\s[-\u2010-\u2015]{1,2}\s"
)


_CLOCK = re.compile(r"0\d[0-5]\dh?|(?:[01]\d|2[0-3])(?::|h)[0-5]\d|(?:1\d|2[0-3])[0-5]\dh")
"""The time at the head of an entry of a log, which is no number of what comes next ("0900 road closed", but "1400 people")."""


def bullet(words: Sequence[Word]) -> int:
    """How many words at the head of a sentence are the mark or number of an item of a list ("•", "3."), or the time of an entry in a log; 0 where it has none."""
    if len(words) < 4:
        return 0
    first = words[0].text
    if first in BULLETS:
        return 1
    if _CLOCK.fullmatch(first):
        return 2 if words[1].text in (":", "-", "–", "—", "h", "hrs") else 1
    numbered = (
        first.isdecimal()
        and len(first) < 3
        and words[1].text in (".", ")")
        and words[1].start == words[0].end
        and words[2].start > words[1].end
    )
    return 2 if numbered else 0


def dateline(words: Sequence[Word]) -> int:
    """How many words at the head of a sentence are a dateline, with the dash behind it; 0 where it has none."""
    head = words[:MOST]
    if not any(w.text[0] in "-\u2010\u2011\u2012\u2013\u2014\u2015" for w in head[1:]):
        return 0
    text, ends = "", []
    for n, w in enumerate(head):
        text += " " * (n > 0 and w.start > head[n - 1].end) + w.text
        ends.append(len(text))
    line = _LINE.match(text)
    if line is None:
        return 0
    size = sum(end < line.end() for end in ends)
    return size if size < len(words) - 1 else 0
