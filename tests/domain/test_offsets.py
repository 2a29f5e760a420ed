from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.domain import OffsetMap


def test_identity_maps_every_span_onto_itself() -> None:
    m = OffsetMap.identity(5)
    assert m.span(0, 5) == (0, 5)
    assert m.span(3, 4) == (3, 4)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (-1, 2), (4, 6), (5, 6)])
def test_empty_and_outside_spans_are_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="outside the text of 5"):
        OffsetMap.identity(5).span(start, end)


def test_a_character_made_of_several_maps_to_all_of_them() -> None:
    raw = "a&amp;b"
    m = OffsetMap.of([0, 1, 6], [1, 6, 7])
    assert [raw[slice(*m.span(i, i + 1))] for i in range(3)] == ["a", "&amp;", "b"]
    assert m.span(0, 2) == (0, 6)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4)), min_size=1, max_size=40))
def test_any_map_gives_back_what_it_was_made_of(steps: list[tuple[int, int]]) -> None:
    starts, ends, at = [], [], 0
    for skip, length in steps:
        starts.append(at + skip)
        at += skip + length
        ends.append(at)
    m = OffsetMap.of(starts, ends)
    for i in range(len(steps)):
        for j in range(i + 1, len(steps) + 1):
            assert m.span(i, j) == (starts[i], ends[j - 1])


@given(st.integers(1, 30), st.data())
def test_one_map_after_another(n: int, data: st.DataObject) -> None:
    keep = sorted(data.draw(st.sets(st.integers(0, n - 1), min_size=1)))
    first = OffsetMap.of(keep, [k + 1 for k in keep])
    shift = OffsetMap.of([3 * i for i in range(n)], [3 * i + 2 for i in range(n)])
    both = first.then(shift)
    assert [both.span(i, i + 1) for i in range(len(keep))] == [(3 * k, 3 * k + 2) for k in keep]
