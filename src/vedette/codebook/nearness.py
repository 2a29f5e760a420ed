"""How near two words are in meaning, from a table of word vectors (`data/nearness.npz`, made by `training/nearness.py`): the same in every store.

The vectors are those of all-MiniLM-L6-v2 for each word alone, 96 axes of 8 bits: "cattle" is near "herd", "doctors" are near "physicians".
"""

from __future__ import annotations

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


def near(words: tuple[str, ...], others: tuple[str, ...]) -> NDArray[np.float32]:
    """Cosines of words with others [words, others], -1 to 1: 1 for the same word, 0 where the table lacks one of them."""
    _, vectors = _table()
    left, right = [row(w) for w in words], [row(w) for w in others]
    a = np.stack([vectors[n] if n is not None else np.zeros(vectors.shape[1], np.float32) for n in left]) if left else vectors[:0]
    b = np.stack([vectors[n] if n is not None else np.zeros(vectors.shape[1], np.float32) for n in right]) if right else vectors[:0]
    found: NDArray[np.float32] = a @ b.T
    for i, w in enumerate(words):
        for j, o in enumerate(others):
            if w == o:
                found[i, j] = 1.0
    return found
