from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vedette.incidents.cluster import cluster


def test_the_mean_decides_not_one_link() -> None:
    assert cluster(3, {(0, 1): 1.0, (1, 2): 0.8}, -2.0) == [[0, 1], [2]]
    assert cluster(3, {(0, 1): 1.0, (1, 2): 0.8, (0, 2): 0.5}, -2.0) == [[0, 1, 2]]


def test_judgements_go_before_scores() -> None:
    assert cluster(2, {(0, 1): 5.0}, -2.0, never=[(0, 1)]) == [[0], [1]]
    assert cluster(2, {}, -2.0, same=[(0, 1)]) == [[0, 1]]
    assert cluster(3, {}, -2.0, same=[(0, 1), (1, 2)], never=[(0, 2)]) == [[0, 1], [2]]


@given(st.dictionaries(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda p: p[0] < p[1]), st.floats(-3, 3), max_size=30))
def test_every_member_is_in_one_cluster(scores: dict[tuple[int, int], float]) -> None:
    found = cluster(10, scores, -1.0)
    assert sorted(i for c in found for i in c) == list(range(10))
    assert found == cluster(10, dict(reversed(list(scores.items()))), -1.0)
