from __future__ import annotations

import itertools

import numpy as np
import pytest

from vedette.language.entities import best_tags, spans, transitions

LABELS = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG"]
FOLLOWS = transitions(LABELS)


def valid(path: list[int]) -> bool:
    return all(FOLLOWS[a, b] for a, b in itertools.pairwise([0, *path]))


@pytest.mark.parametrize("seed", range(20))
def test_the_best_valid_path_is_found(seed: int) -> None:
    scores = np.log(np.random.default_rng(seed).dirichlet(np.ones(5), size=4)).astype(np.float32)
    best = max(
        (list(p) for p in itertools.product(range(5), repeat=4) if valid(list(p))), key=lambda p: sum(scores[i, t] for i, t in enumerate(p))
    )
    found = best_tags(scores, FOLLOWS)
    assert valid(found)
    assert sum(scores[i, t] for i, t in enumerate(found)) == pytest.approx(sum(scores[i, t] for i, t in enumerate(best)), abs=1e-5)


def test_spans_of_a_path() -> None:
    assert spans([0, 1, 2, 3, 3, 4, 0, 1], LABELS) == [(1, 2, "PER"), (3, 3, "ORG"), (4, 5, "ORG"), (7, 7, "PER")]
