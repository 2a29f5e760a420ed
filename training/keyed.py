"""Watches of our own as a desk reads them, beside their keys: which sentences of theirs an event, a span or a text is, and which of the key's matters those tell first."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from bench.cases import drawn
from bench.followups import rows_of
from training.followups import FOLDER, records
from vedette.domain import Report, Span
from vedette.language import Reader

FILES = ("watches", "plain")
"""The watches of `data/followups` that are learnt from."""
T = TypeVar("T")


class Key:
    """The key of a watch, for the reports of its picture."""

    def __init__(self, record: dict[str, Any], reports: Mapping[str, Report]) -> None:
        self.watch, self.matters = record["id"], record["matters"]
        self._reports = reports
        self._spots: dict[str, list[tuple[int, int, int, bool]]] = defaultdict(list)
        for number, (name, start, end, title, _) in rows_of(record)[1].items():
            self._spots[name].append((number, start, end, title))

    def sentences(self, report: str, at: Span) -> set[int]:
        """The numbers of the sentences that a span of a report (by its key) touches."""
        spots = self._spots[str(self._reports[report].id)]
        return {n for n, start, end, title in spots if title == at.in_title and start < at.end and at.start < end}

    def holding(self, reports: Iterable[str], texts: Iterable[str]) -> set[int]:
        """The numbers of the sentences of some reports that hold some texts, or stand in them."""
        out = set()
        for key in reports:
            r = self._reports[key]
            for n, start, end, title in self._spots[str(r.id)]:
                told = ((r.title or "") if title else r.text)[start:end]
                out |= {n for text in texts if told in text or text in told}
        return out

    def matter(self, sort: str, told: set[int], kind: str = "") -> int | None:
        """The matter of a sort ("state", "undertaking") most of whose first sentences are told, by its place in the key; of equal ones that of the kind."""
        found = [(len(told & set(m["told"])), m["kind"] == kind, -n) for n, m in enumerate(self.matters) if m["sort"] == sort]
        most, _, n = max(found, default=(0, False, 0))
        return -n if most else None

    def said(self, matter: int, sentences: Iterable[int]) -> set[str]:
        """What some sentences say of a matter; "told" where one of them tells it first."""
        m = self.matters[matter]
        return {m["said"].get(str(n), "told" if n in m["told"] else "") for n in sentences} - {""}


@contextmanager
def instead(module: str, name: str, made: Any) -> Iterator[Any]:
    """With something else in the place of what a module knows by a name."""
    inside = sys.modules[module].__dict__
    shipped = inside[name]
    inside[name] = made
    try:
        yield shipped
    finally:
        inside[name] = shipped


def read(record: dict[str, Any]) -> None:
    """Reads and draws a watch."""
    drawn(rows_of(record)[0], Reader())


def of_all(ask: Callable[[dict[str, Any]], list[T]]) -> list[T]:
    """What is asked of each watch, two at a time, in their order."""
    given = [r for name in FILES for r in records(FOLDER / f"{name}.jsonl")]
    with ProcessPoolExecutor(2) as pool:
        return [x for found in pool.map(ask, given) for x in found]
