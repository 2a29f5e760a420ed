"""Rows by the values of their coded fields, as arrays: which rows have a value, and how many of some rows have each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")
Mask = NDArray[np.bool_]
"""Which rows: one truth value for each."""
Values = Mapping[str, Mapping[str, str]]
"""Of one row: for each field its values, each with what a page calls it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value of a field: what an address calls it, what a page calls it, how many rows it would leave."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    """Pair n says that the row `at[n]` has the value `code[n]`."""

    values: tuple[str, ...]
    labels: Mapping[str, str]
    at: NDArray[np.int64]
    code: NDArray[np.int64]


class Facets(Generic[T]):
    """The fields `names` of rows. Made once in a pass over the rows; a question costs a few passes over arrays."""

    def __init__(self, rows: Sequence[T], names: Sequence[str], values: Callable[[T], Values]) -> None:
        self.rows, self.names = rows, tuple(names)
        codes: dict[str, dict[str, int]] = {name: {} for name in names}
        labels: dict[str, dict[str, str]] = {name: {} for name in names}
        pairs: dict[str, tuple[list[int], list[int]]] = {name: ([], []) for name in names}
        for p, row in enumerate(rows):
            for name, found in values(row).items():
                known, said, (at, code) = codes[name], labels[name], pairs[name]
                for value, label in found.items():
                    at.append(p)
                    code.append(known.setdefault(value, len(known)))
                    said.setdefault(value, label)
        self._fields = {
            name: _Field(
                values=tuple(codes[name]),
                labels=labels[name],
                at=np.array(pairs[name][0], dtype=np.int64),
                code=np.array(pairs[name][1], dtype=np.int64),
            )
            for name in names
        }

    def mask(self, name: str, chosen: Collection[str]) -> Mask:
        """Rows that have one of these values."""
        field, out = self._fields[name], np.zeros(len(self.rows), dtype=bool)
        wanted = [c for c, v in enumerate(field.values) if v in chosen]
        out[field.at[np.isin(field.code, wanted)]] = True
        return out

    def masks(self, chosen: Mapping[str, Collection[str]]) -> dict[str, Mask]:
        """The same for each field of which values are chosen."""
        return {name: self.mask(name, values) for name, values in chosen.items() if values}

    def count(
        self, base: Mask, chosen: Mapping[str, Collection[str]], masks: Mapping[str, Mask], most: int
    ) -> dict[str, tuple[Choice, ...]]:
        """For each field its `most` commonest values among the rows of `base` that fit what is chosen in the other fields; chosen values always."""
        return {name: self._counted(name, base, chosen.get(name) or (), masks, most) for name in self.names}

    def _counted(self, name: str, base: Mask, chosen: Collection[str], masks: Mapping[str, Mask], most: int) -> tuple[Choice, ...]:
        mask = base.copy()
        for other, m in masks.items():
            if other != name:
                mask &= m
        field = self._fields[name]
        counts = np.bincount(field.code[mask[field.at]], minlength=len(field.values))
        order = sorted((int(c) for c in np.flatnonzero(counts)), key=lambda c: (-int(counts[c]), field.values[c]))[:most]
        numbers = {field.values[c]: int(counts[c]) for c in order}
        for value in chosen:
            if value not in numbers:
                numbers[value] = int(counts[field.values.index(value)]) if value in field.labels else 0
        return tuple(Choice(value=v, label=field.labels.get(v, v), count=n, chosen=v in chosen) for v, n in numbers.items())


def together(base: Mask, masks: Mapping[str, Mask]) -> Mask:
    """Rows of `base` that are in every mask."""
    out = base.copy()
    for m in masks.values():
        out &= m
    return out
