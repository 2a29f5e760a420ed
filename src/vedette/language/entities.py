"""Tag scores to entity spans."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def best_tags(scores: NDArray[np.float32], allowed: NDArray[np.bool_]) -> list[int]:
    """The best valid tag sequence: `scores` [W, L] log-probabilities, `allowed[a, b]` whether b may follow a.

    Row 0 of `allowed` also says what may stand first (0 is `O`). The argmax path is taken where it is valid, for then
    it is the best one.
    """
    path: list[int] = scores.argmax(axis=1).tolist()
    before = 0
    for tag in path:
        if not allowed[before, tag]:
            return _viterbi(scores, allowed)
        before = tag
    return path


def _viterbi(scores: NDArray[np.float32], allowed: NDArray[np.bool_]) -> list[int]:
    barrier = np.where(allowed, 0.0, -1e9)
    best = scores[0] + barrier[0]
    back = []
    for row in scores[1:]:
        through = best[:, None] + barrier
        back.append(through.argmax(axis=0))
        best = through.max(axis=0) + row
    path = [int(best.argmax())]
    for step in reversed(back):
        path.append(int(step[path[-1]]))
    return path[::-1]


def transitions(labels: list[str]) -> NDArray[np.bool_]:
    """Which IOB2 tag may follow which: `I-X` only `B-X` or `I-X`."""
    n = len(labels)
    out = np.ones((n, n), dtype=bool)
    for a, left in enumerate(labels):
        for b, right in enumerate(labels):
            if right.startswith("I-"):
                out[a, b] = left != "O" and left[2:] == right[2:]
    return out


def spans(tags: list[int], labels: list[str]) -> list[tuple[int, int, str]]:
    """(first word, last word, class) of a valid tag sequence."""
    out: list[tuple[int, int, str]] = []
    for i, t in enumerate(tags):
        label = labels[t]
        if label.startswith("B-"):
            out.append((i, i, label[2:]))
        elif label.startswith("I-"):
            first, _, kind = out[-1]
            out[-1] = (first, i, kind)
    return out
