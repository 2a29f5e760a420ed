"""Where sentences begin: a small convolution over the words around each word.

An empty line always ends a sentence. Elsewhere the model decides from the words, their letter shapes and the white
space between them, so that headlines, lists and messages without final marks come apart too.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from vedette.language.pieces import shape
from vedette.language.sessions import opened
from vedette.language.tokens import Word

WORDS, SUFFIXES, GAPS = 8192, 2048, 4
REACH = 2
"""Words to each side that one layer sees."""
MAX_WORDS = 120
"""A longer stretch is cut at its likeliest place: the reading model takes 512 pieces at most."""
HEADING = 6
"""A line in capitals of so many words at most is a heading."""
DATELINE = frozenset("( :".split())
"""What goes on with a dateline in capitals on the next line."""
BULLETS = frozenset("- – — • * · ▪ ‣ ● ◦ ○".split())
"""Marks of an item of a list at the start of its line."""
_FOLDER = Path(__file__).parent / "weights"


def gap(between: str) -> int:
    """Class of the white space before a word: 0 none, 1 blanks, 2 a line end, 3 an empty line."""
    if not between:
        return 0
    ends = between.count("\n")
    return 1 if ends == 0 else 2 if ends == 1 else 3


_TITLES = frozenset(
    "Mr. Mrs. Ms. Mx. Messrs. Dr. Drs. Prof. Rev. Fr. Hon. Gov. Sen. Rep. Pres. Amb. Gen. Maj. Col. Capt. Cmdr. Cdr. Lt. Sgt. Cpl. Adm. Brig. Insp. Supt. St. Msgr.".split()
)
_MONTHS = frozenset("January February March April May June July August September October November December".split())
_SHORT = frozenset("Jan Feb Mar Apr May Jun Jul Aug Sep Sept Oct Nov Dec JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split())
_LEADING = frozenset("the a an of and or from with at for into before after during until since than nor but its their his".split())
"""Words with which no sentence ends ("before | Christmas")."""
_MARKS = frozenset(".!?:;…\"”’')]»")
SURE = 3.0
"""Log-odds above which a sentence may begin after a single initial ("Sector B. The patrol")."""


PLAIN, UNMARKED = 40, 2.0
"""Words of a text of one line that is a sentence or two, and the same in such a text where no mark stands before it."""


def _unmarked(words: Sequence[Word], i: int) -> float:
    """Log-odds above which a sentence may begin at word `i` of a short text: 0 where a mark or a number ("0610H Lorries …") stands before it."""
    before = words[i - 1].text
    return 0.0 if before[-1] in _MARKS or any(c.isdigit() for c in before) else UNMARKED


def _goes_on(words: Sequence[Word], i: int, score: float, gap: int) -> bool:
    """Whether the sentence goes on at word `i` against the model: after a title, an article or preposition, an initial, a dash, or within a date ("December. 18")."""
    before = words[i - 1].text
    if before in _TITLES or before in _LEADING:
        return True
    if before.isdecimal() and len(before) < 3 and words[i].text.rstrip(".") in _MONTHS | _SHORT:
        return gap < 2  # "26 Aug 0700H"
    if before in ("'", "’") and gap < 2 and i > 1 and words[i - 2].text[-1].isalpha():
        return True  # "The Journalists' Syndicate"
    if before in ("–", "—", "-", "--"):  # a dateline ("BRUSSELS – Talks …") or an aside
        return score < SURE
    if len(before) == 2 and before[1] == "." and before[0].isupper():
        return score < SURE
    return before == "." and i > 1 and words[i - 2].text in _MONTHS and words[i].text.isdecimal() and int(words[i].text[:4]) <= 31


def _items(words: Sequence[Word], gaps: NDArray[np.int32]) -> list[int]:
    """Words that begin an item of a list: a bullet at the start of a line; a dash only before a capital or a number, else a sentence may go on with it."""
    return [
        i
        for i in range(1, len(words) - 1)
        if gaps[i] >= 2
        and words[i].text in BULLETS
        and (words[i].text not in "-–—" or words[i + 1].text[:1].isupper() or words[i + 1].text[:1].isdigit())
    ]


def _after_headings(words: Sequence[Word], gaps: NDArray[np.int32]) -> list[int]:
    """Words that begin a heading, and the line after it: a short line of its own in capitals, as situation reports have them ("FOOD", "NEEDS AND GAPS")."""
    out = []
    line = 0
    for i in range(1, len(words)):
        if gaps[i] < 2:
            continue
        heading = words[line:i]
        told = [w.text for w in heading if w.text.isalpha()]
        plain = len(heading) <= HEADING and all(w.isupper() for w in told) and all(w.text.isalpha() or w.text in "&/-,:" for w in heading)
        if (
            plain
            and any(len(w) > 2 for w in told)
            and not (words[i].text.isupper() and len(words[i].text) > 1)
            and words[i].text not in DATELINE
        ):
            out += [line, i] if line else [i]
        line = i
    return out


class Features:
    """Word features by hashing, cached: three integers a word (form, ending, shape)."""

    def __init__(self, cache_size: int = 200_000) -> None:
        self._cache: dict[str, tuple[int, int, int]] = {}
        self._cache_size = cache_size

    def word(self, text: str) -> tuple[int, int, int]:
        """Hashed form, hashed ending, shape."""
        hit = self._cache.get(text)
        if hit is None:
            low = "".join("0" if c.isdigit() else c for c in text.lower())
            hit = crc32(low.encode()) % WORDS, crc32(low[-3:].encode()) % SUFFIXES, shape(text)
            if len(self._cache) >= self._cache_size:
                self._cache.clear()
            self._cache[text] = hit
        return hit

    def rows(self, text: str, words: Sequence[Word]) -> NDArray[np.int32]:
        """[N, 4]: the word's three features and the gap before it."""
        out = np.empty((len(words), 4), dtype=np.int32)
        last = 0
        for i, w in enumerate(words):
            out[i, :3] = self.word(w.text)
            out[i, 3] = gap(text[last : w.start]) if i else 3
            last = w.end
        return out


class Splitter:
    """Sentence starts of a text; raises ModelError where its weights are missing."""

    def __init__(self, folder: Path = _FOLDER, threads: int = 1) -> None:
        self.path = folder / "sentences.onnx"
        self.threads = threads
        self.features = Features()

    @cached_property
    def session(self) -> Any:
        """The session, opened at first use."""
        return opened(self.path, self.threads, "the sentence model", fused=False)

    def scores(self, rows: NDArray[np.int32]) -> NDArray[np.float32]:
        """Log-odds [N] that a sentence begins at each word; `rows` as `Features.rows` gives them."""
        found: NDArray[np.float32] = self.session.run(["scores"], {"rows": rows})[0]
        return found

    def starts(self, text: str, words: Sequence[Word]) -> list[int]:
        """Indexes of the words that begin a sentence; a clitic never does, and none is longer than `MAX_WORDS`."""
        if not words:
            return []
        rows = self.features.rows(text, words)
        scores = self.scores(rows)
        for i, w in enumerate(words):
            if w.clitic:
                scores[i] = -np.inf
        hard = rows[:, 3] == 3
        plain = len(words) <= PLAIN and bool((rows[1:, 3] < 2).all())
        for i in (*_after_headings(words, rows[:, 3]), *_items(words, rows[:, 3])):
            hard[i] = True
        for i in range(1, len(words)):
            if scores[i] > 0 and not hard[i] and (hard[i - 1] and words[i - 1].text in BULLETS):
                scores[i] = -1  # the item's first word after its bullet
            elif scores[i] > 0 and not hard[i]:
                score = float(scores[i])
                if (plain and score <= _unmarked(words, i)) or _goes_on(words, i, score, int(rows[i, 3])):
                    scores[i] = -1
        begins = [int(i) for i in np.flatnonzero((scores > 0) | hard)]
        out = []
        for a, b in pairwise([*begins, len(words)]):
            out.append(a)
            while b - a > MAX_WORDS:
                low = a + MAX_WORDS // 3
                a = low + int(scores[low : a + MAX_WORDS].argmax())
                out.append(a)
        return out
