"""How much a word tells, by how many of our own training texts it stands in (`data/commonness.tsv`): the same in every store and on every day."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache

from vedette.codebook.plover import rows

UNSEEN = 30
"""Documents that every word is taken to stand in besides those counted: a name that was never seen tells much, but not everything."""
KIND = 400
"""Documents that a type and mode, written as one word ("ASSAULT/firearms"), is taken to stand in: they are compared as such besides."""

THIN = 3.0
"""Added to the square of a set's length, as if it had one more word that the other lacks: one word in common of one is no proof."""


@cache
def _weights() -> tuple[dict[str, float], float, float]:
    """Weights of the words that have a row, of one that has none, and of a type and mode."""
    counts = {row["word"]: int(row["documents"]) for row in rows("commonness.tsv")}
    total = counts.pop("*")
    return {w: math.log(1 + total / (n + UNSEEN)) for w, n in counts.items()}, math.log(1 + total / UNSEEN), math.log(1 + total / KIND)


def weight(word: str) -> float:
    """How much a content word (as `wording.words` gives them) tells: about 1.2 for the commonest, 4.2 for one that was never seen."""
    known, unseen, kind = _weights()
    return known.get(word, kind if "/" in word else unseen)


def square(found: Iterable[str]) -> float:
    """The square of a set of words' length as a vector of weights; the same whatever their order."""
    return math.fsum(weight(w) ** 2 for w in found)


def likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """Cosine of two sets of content words by their weights, 0 (none in common) to nearly 1 (long and the same)."""
    shared = a & b
    return square(shared) / math.sqrt((square(a) + THIN) * (square(b) + THIN)) if shared else 0.0
