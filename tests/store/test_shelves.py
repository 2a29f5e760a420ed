"""A shelf is a mapping, whatever of it is in memory."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.store.shelves import Shelf, Shelves

KEYS = st.tuples(st.integers(0, 3), st.sampled_from(["a", "b"]))
STEPS = st.lists(
    st.tuples(st.sampled_from(["set", "get", "del", "pop", "in", "all"]), KEYS, st.lists(st.integers(), max_size=3)), max_size=40
)


@given(STEPS, st.integers(1, 4))
def test_it_does_what_a_dict_does(steps: list[tuple[str, tuple[int, str], list[int]]], keep: int) -> None:
    shelf: Shelf[tuple[int, str], list[int]] = Shelves(keep)()
    plain: dict[tuple[int, str], list[int]] = {}
    for what, key, value in steps:
        if what == "set":
            shelf[key] = plain[key] = value
        elif what == "get":
            assert shelf.get(key) == plain.get(key)
        elif what == "pop":
            assert shelf.pop(key, None) == plain.pop(key, None)
        elif what == "in":
            assert (key in shelf, len(shelf)) == (key in plain, len(plain))
        elif what == "all":
            assert dict(shelf.items()) == plain
        elif key in plain:
            del shelf[key], plain[key]
        else:
            with pytest.raises(KeyError):
                del shelf[key]
    assert dict(shelf.items()) == plain


def test_only_so_many_entries_stay_in_memory_and_shelves_do_not_mix() -> None:
    shelves = Shelves(keep=10)
    one: Shelf[int, str] = shelves()
    other: Shelf[int, str] = shelves()
    for n in range(200):
        one[n] = str(n)
    assert len(one._near) == 10
    assert [one[n] for n in range(200)] == [str(n) for n in range(200)]
    assert len(other) == 0


def test_a_value_from_the_file_is_a_new_one_and_counts_when_it_is_set_again() -> None:
    shelf: Shelf[str, list[int]] = Shelves(keep=1)()
    shelf["a"] = [1]
    shelf["b"] = [2]
    shelf["a"].append(9)
    assert shelf["b"] == [2]
    assert shelf["a"] == [1]
    shelf["a"] = [*shelf["a"], 9]
    assert shelf["b"] == [2]
    assert shelf["a"] == [1, 9]
