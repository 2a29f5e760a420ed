"""How near two words are in meaning, from a table of word vectors (`data/nearness.npz`, made by `training/nearness.py`): the same in every store.

The vectors are those of all-MiniLM-L6-v2 for each word alone, 96 axes of 8 bits: "cattle" is near "herd", "doctors" are near "physicians".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from vedette.codebook.plover import DATA
from vedette.codebook.wording import bases, fold


@cache
def _table() -> tuple[dict[str, int], NDArray[np.float32]]:
    """The row of each word, and the vectors, of length 1 [words, 96]."""
    with np.load(DATA / "nearness.npz") as found:
        words, vectors = str(found["words"]).split("\n"), found["vectors"].astype(np.float32)
    return {w: n for n, w in enumerate(words)}, vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@lru_cache(maxsize=65536)
def row(word: str) -> int | None:
    """The row of a word, or of what it is an inflection of; None where the table lacks it (names and numbers)."""
    known, _ = _table()
    return next((known[b] for b in bases(fold(word)) if b in known), None)


def vectors(words: Sequence[str]) -> NDArray[np.float32]:
    """The vectors of words, of length 1 [words, 96]; all zeros for one that the table lacks."""
    _, known = _table()
    rows = [row(w) for w in words]
    found = np.zeros((len(rows), known.shape[1]), np.float32)
    there = [n for n, r in enumerate(rows) if r is not None]
    found[there] = known[[r for r in rows if r is not None]]
    return found


def near(words: Sequence[str], others: Sequence[str]) -> NDArray[np.float32]:
    """Cosines of words with others [words, others], -1 to 1: 1 for the same word, 0 where the table lacks one of them."""
    found: NDArray[np.float32] = vectors(words) @ vectors(others).T
    found[np.array([[w == o for o in others] for w in words], dtype=bool).reshape(len(words), len(others))] = 1.0
    return found
