"""Lemmas: a table of known words, and endings learnt from it for all others.

An entry says how many characters to cut from the end and what to append. Keys are the Penn tag and the lower-cased
form, or the tag and an ending; the longest ending known decides.
"""

from __future__ import annotations

import gzip
import json
from functools import cached_property
from pathlib import Path

from vedette.errors import table

_FOLDER = Path(__file__).parent / "weights"
LONGEST = 7
"""Characters of the longest ending."""
NAMES = ("NNP", "NNPS")
"""Tags whose words keep their case."""


def rule(form: str, lemma: str) -> tuple[int, str]:
    """(characters to cut, what to append) that turns a form into its lemma."""
    n = 0
    while n < min(len(form), len(lemma)) and form[n] == lemma[n]:
        n += 1
    return len(form) - n, lemma[n:]


class Lemmas:
    """`lemma(form, xpos)`; raises ModelError where the table is missing."""

    def __init__(self, folder: Path = _FOLDER) -> None:
        self.path = folder / "lemmas.json.gz"
        self._cache: dict[tuple[str, str], str] = {}

    @cached_property
    def _table(self) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
        with table(self.path, "the lemma table"), gzip.open(self.path, "rt", encoding="utf-8") as f:
            data = json.load(f)
            return data["words"], data["endings"]

    def lemma(self, form: str, xpos: str) -> str:
        """The lemma of a word with its Penn tag."""
        key = (form, xpos)
        hit = self._cache.get(key)
        if hit is None:
            hit = self._find(form, xpos)
            if len(self._cache) > 200_000:
                self._cache.clear()
            self._cache[key] = hit
        return hit

    def _find(self, form: str, xpos: str) -> str:
        words, endings = self._table
        low = form.lower()
        known = words.get(xpos, {}).get(low)
        if known is not None:
            return _cased(known, form, xpos)
        base = form if xpos in NAMES else low
        for n in range(min(LONGEST, len(low)), 0, -1):
            r = endings.get(xpos, {}).get(low[-n:])
            if r is not None:
                cut, _, add = r.partition(" ")
                if int(cut) < len(base) or add:
                    return (base[: len(base) - int(cut)] if int(cut) else base) + add
        return base


def _cased(lemma: str, form: str, xpos: str) -> str:
    """A name's lemma in the case it has here: all capitals stay so."""
    if xpos in NAMES and form.isupper() and len(form) > 1:
        return lemma.upper()
    return lemma
