"""Known names: hints for the reading model that a stretch of words is listed as a name of some class.

A hint is no verdict. The model learnt with names missing from the list and with listed words that are no names, and
weighs the hint against the sentence.
"""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from vedette.errors import table

CLASSES = ("PER", "ORG", "GPE", "LOC", "NORP", "FAC")
FLAGS = 2 * len(CLASSES)
"""Hints of a word: for each class that it begins a listed name (even), and that it goes on with one (odd)."""
LONGEST = 8
"""Words of the longest name."""
_FOLDER = Path(__file__).parent / "weights"


class Match(NamedTuple):
    """Words `first` to `last` of a sentence are listed under `CLASSES[label]`."""

    first: int
    last: int
    label: int


class Lexicon:
    """Finds listed names, the longest at each place and class; raises ModelError where the list is missing.

    The file has a line `CLASS<TAB>words` a name, words separated by blanks as the tokenizer cuts them.
    """

    def __init__(self, folder: Path = _FOLDER) -> None:
        self.path = folder / "lexicon.txt.gz"

    @cached_property
    def _names(self) -> dict[str, list[tuple[tuple[str, ...], int]]]:
        """First word → (further words, class) of its names, longest first."""
        out: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        with table(self.path, "the list of names"), gzip.open(self.path, "rt", encoding="utf-8") as f:
            for line in f:
                label, _, name = line.rstrip("\n").partition("\t")
                first, *more = name.lower().split(" ")
                out.setdefault(first, []).append((tuple(more), CLASSES.index(label)))
        for names in out.values():
            names.sort(key=lambda x: -len(x[0]))
        return out

    def matches(self, words: Sequence[str]) -> list[Match]:
        """Listed names among the words of a sentence, in order; one a class at any place.

        A name must begin with a capital, or with anything where the whole sentence has none (messages).
        """
        names = self._names
        out: list[Match] = []
        plain = not any(w[:1].isupper() for w in words)
        until = [0] * len(CLASSES)
        low: list[str] | None = None
        for i, word in enumerate(words):
            if not (plain or word[:1].isupper()):
                continue
            found = names.get(word.lower())
            if found is None:
                continue
            if low is None:
                low = [w.lower() for w in words]
            for more, label in found:
                if i >= until[label] and (not more or tuple(low[i + 1 : i + 1 + len(more)]) == more):
                    out.append(Match(i, i + len(more), label))
                    until[label] = i + len(more) + 1
        return out
