from __future__ import annotations

import itertools

import numpy as np
import pytest

from vedette.language.trees import best_tree, heads_of, is_tree


def brute(arcs: np.ndarray) -> float:
    """Score of the best single-root tree, by trying all."""
    n = len(arcs)
    trees = (np.array(h) for h in itertools.product(range(n + 1), repeat=n))
    return max(float(arcs[np.arange(n), h].sum()) for h in trees if is_tree(h))


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("seed", range(12))
def test_the_best_tree_is_found(n: int, seed: int) -> None:
    arcs = np.random.default_rng(seed).normal(size=(n, n + 1)).astype(np.float32)
    arcs[np.arange(n), np.arange(1, n + 1)] = -1e4  # nobody is his own head
    heads = best_tree(arcs)
    assert is_tree(heads)
    assert float(arcs[np.arange(n), heads].sum()) == pytest.approx(brute(arcs), abs=1e-4)


def test_two_roots_become_one() -> None:
    arcs = np.full((3, 4), -5.0, dtype=np.float32)
    arcs[0, 0], arcs[2, 0], arcs[1, 1] = 5, 4, 5  # words 1 and 3 both want the root
    arcs[2, 1] = 3
    assert heads_of(arcs).tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    ("heads", "good"),
    [([0], True), ([0, 1], True), ([2, 0], True), ([0, 0], False), ([2, 1], False), ([0, 3, 2], False), ([2, 3, 0], True)],
)
def test_is_tree(heads: list[int], good: bool) -> None:
    assert is_tree(np.array(heads)) is good


@pytest.mark.parametrize("n", [30, 120])
def test_large_random_sentences_give_a_tree(n: int) -> None:
    arcs = np.random.default_rng(n).normal(size=(n, n + 1)).astype(np.float32)
    arcs[np.arange(n), np.arange(1, n + 1)] = -1e4
    assert is_tree(heads_of(arcs))
