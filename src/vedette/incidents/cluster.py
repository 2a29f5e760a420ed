"""Average-link clustering of a sparse graph, with pairs that must or must not come together."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping

Pair = tuple[int, int]


def cluster(
    count: int, scores: Mapping[Pair, float], unrelated: float, same: Iterable[Pair] = (), never: Iterable[Pair] = ()
) -> list[list[int]]:
    """Clusters of `range(count)`: two of them join while the mean score between their members is above 0, the best first.

    `scores` holds pairs (low, high); every other pair counts as `unrelated` (below 0), so that a chain of look-alikes does
    not become one. `same` are joined first, whatever the scores; a pair of `never` stays apart, even where `same` would join it by a detour.
    Members are sorted, clusters by their first. The result is a function of the pairs, not of their order. About O(E log E).
    """
    members = {i: [i] for i in range(count)}
    home = list(range(count))
    apart: dict[int, set[int]] = defaultdict(set)
    for a, b in never:
        apart[a].add(b)
        apart[b].add(a)
    links: dict[int, dict[int, tuple[float, int]]] = defaultdict(dict)
    for (a, b), s in scores.items():
        links[a][b] = links[b][a] = (s, 1)

    def join(a: int, b: int) -> None:
        keep, gone = min(a, b), max(a, b)
        for i in members[gone]:
            home[i] = keep
        members[keep] = sorted(members[keep] + members.pop(gone))
        for other, (s, n) in links.pop(gone, {}).items():
            del links[other][gone]
            if other != keep:
                s0, n0 = links[keep].get(other, (0.0, 0))
                links[keep][other] = links[other][keep] = (s + s0, n + n0)
        for other in apart.pop(gone, set()):
            apart[other].discard(gone)
            apart[other].add(keep)
            apart[keep].add(other)

    for a, b in sorted(same):
        x, y = home[a], home[b]
        if x != y and y not in apart[x]:
            join(x, y)

    def mean(a: int, b: int) -> float:
        s, n = links[a][b]
        size = len(members[a]) * len(members[b])
        return round((s + (size - n) * unrelated) / size, 9)

    queue = [(-m, a, b) for a in members for b in links[a] if a < b and (m := mean(a, b)) > 0]
    heapq.heapify(queue)
    while queue:
        m, a, b = heapq.heappop(queue)
        if a not in members or b not in members or b not in links[a] or b in apart[a] or -m != mean(a, b):
            continue
        join(a, b)
        for other in list(links[a]):
            if (m := mean(a, other)) > 0 and other not in apart[a]:
                heapq.heappush(queue, (-m, min(a, other), max(a, other)))
    return [members[i] for i in sorted(members)]
