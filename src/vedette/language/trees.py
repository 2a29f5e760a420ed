"""Arc scores to a tree with one root."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Heads = NDArray[np.intp]


def heads_of(arcs: Scores) -> Heads:
    """Heads of a sentence's words: each word's best where that is a tree with one root, else the best such tree.

    `arcs` is [W, W + 1]: score of each head (column 0 the root) for each word. The result has one entry a word, 0 for
    the root and i + 1 for word i.
    """
    heads: Heads = arcs.argmax(axis=1)
    if is_tree(heads):
        return heads
    return best_tree(arcs)


def is_tree(heads: Heads) -> bool:
    """Whether every word reaches the root, and one word alone hangs on it."""
    if int((heads == 0).sum()) != 1:
        return False
    state = [0] * (len(heads) + 1)
    state[0] = 2
    above = heads.tolist()
    for i in range(1, len(above) + 1):
        path = []
        at = i
        while state[at] == 0:
            state[at] = 1
            path.append(at)
            at = above[at - 1]
        if state[at] == 1:
            return False
        for node in path:
            state[node] = 2
    return True


def best_tree(arcs: Scores) -> Heads:
    """Maximum spanning tree with a single root (Chu-Liu/Edmonds; Zmigrod et al. 2020 on the single root).

    Each word is tried as the only child of the root, best first, until no other can beat the best tree found.
    """
    n = len(arcs)
    full = np.full((n + 1, n + 1), -np.inf)
    full[:, 1:] = arcs.T.astype(np.float64)  # [head, child]
    np.fill_diagonal(full, -np.inf)
    inner = full[1:, 1:].max(axis=0) if n > 1 else np.full(n, -np.inf)
    best: Heads | None = None
    best_score = -np.inf
    # Upper bound of a tree rooted at r: its root arc, and for all others their best head among words.
    bound = full[0, 1:] + np.where(np.isfinite(inner), inner, 0).sum() - np.where(np.isfinite(inner), inner, 0)
    for r in np.argsort(-bound, kind="stable"):
        if bound[r] <= best_score:
            break
        graph = full.copy()
        graph[0, 1:] = -np.inf
        graph[0, r + 1] = full[0, r + 1]
        graph[1:, r + 1] = -np.inf
        heads = _edmonds(graph)
        score = graph[heads[1:], np.arange(1, n + 1)].sum()
        if best is None or score > best_score:
            best, best_score = heads, score
    assert best is not None  # a sentence has a word
    tree: Heads = best[1:]
    return tree


def _edmonds(graph: NDArray[np.float64]) -> Heads:
    """Heads of the maximum arborescence from node 0; `graph[head, child]`, minus infinity where there is no arc."""
    n = len(graph)
    heads: Heads = graph.argmax(axis=0)
    heads[0] = 0
    cycle = np.array(_cycle(heads), dtype=np.intp)
    if not cycle.size:
        return heads
    inside = np.zeros(n, dtype=bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    gain = np.full(n, 0.0)
    gain[cycle] = graph[heads[cycle], cycle]
    m = len(outside)
    small = np.full((m + 1, m + 1), -np.inf)
    small[:m, :m] = graph[np.ix_(outside, outside)]
    enter = graph[np.ix_(outside, cycle)] - gain[cycle]
    leave = graph[np.ix_(cycle, outside)]
    small[:m, m] = enter.max(axis=1)
    small[m, :m] = leave.max(axis=0)
    small[:, 0] = -np.inf
    solved = _edmonds(small)
    for k in range(1, m):
        h = solved[k]
        heads[outside[k]] = outside[h] if h < m else cycle[int(leave[:, k].argmax())]
    into = cycle[int(enter[solved[m]].argmax())]
    heads[into] = outside[solved[m]]
    return heads


def _cycle(heads: Heads) -> list[int]:
    """Nodes of one cycle, empty where there is none."""
    state = [0] * len(heads)
    state[0] = 2
    above = heads.tolist()
    for i in range(1, len(above)):
        path = []
        at = i
        while state[at] == 0:
            state[at] = 1
            path.append(at)
            at = above[at]
        if state[at] == 1:
            return path[path.index(at) :]
        for node in path:
            state[node] = 2
    return []
