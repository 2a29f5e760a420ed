"""What is in force and what was asked and promised, as rows of pages: which fit what is asked for, how many of each kind, and where their bars go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from fastapi import Request

from vedette.domain import Condition, Undertaking
from vedette.domain.compare import day
from vedette.web.drawings import Axis, Bar
from vedette.web.facets import Choice, Facets, together
from vedette.web.render import number

T = TypeVar("T")
PAGE = 50
"""Rows on a page."""
CHOICES = 40
"""Values of a field that can be chosen from: the commonest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger(Generic[T]):
    """A page of rows that fit; `facets` say by field what could be chosen and how many rows each choice would leave."""

    rows: tuple[T, ...]
    total: int
    page: int
    pages: int
    facets: dict[str, tuple[Choice, ...]]
    given: tuple[tuple[str, str], ...]


def ledger(request: Request, facets: Facets[T], among: int | None = None, size: int | None = PAGE) -> Ledger[T]:
    """The rows that have one of the values asked for in each field, of all or the first `among`; `size` None for all of them.

    Raises UsageError for a page that is none.
    """
    asked = {name: tuple(v for v in request.query_params.getlist(name) if v) for name in facets.names}
    base = np.ones(len(facets.rows), dtype=bool)
    if among is not None:
        base[among:] = False
    masks = facets.masks(asked)
    hits = np.flatnonzero(together(base, masks))
    at = number(request, "page", 1) if size else 1
    shown = hits[(at - 1) * size : at * size] if size else hits
    return Ledger(
        rows=tuple(facets.rows[int(p)] for p in shown),
        total=len(hits),
        page=at,
        pages=max(1, -(-len(hits) // size)) if size else 1,
        facets=facets.count(base, asked, masks, CHOICES),
        given=tuple((name, v) for name, values in asked.items() for v in values),
    )


def axis(rows: Iterable[Condition], as_of: str | None, width: float = 280) -> Axis | None:
    """Days from the first beginning (at most a year back) to the picture's day, or to an expected end soon after; None where there is no day."""
    end = day(as_of)
    if end is None:
        return None
    begins = [n for c in rows if (n := day(c.begin)) is not None]
    ends = [n for c in rows if (n := day(c.end or c.expected_end)) is not None and n <= end + 60]
    first = max(min(begins, default=end - 13), end - 365)
    return Axis(first=min(first, end - 6), last=max([end, *ends]), width=width)


def gantt(c: Condition, a: Axis, as_of: str | None) -> tuple[Bar, Bar | None, float | None]:
    """A condition's bar up to its last confirmation (or its end), the bar from there on, of which nobody told, and where its end is expected."""
    end, until = day(c.end), day(as_of)
    known = end if end is not None else day(c.last_confirmed) or day(c.begin)
    firm = a.bar(day(c.begin), known, 3, 10)
    rest = a.bar(known + 1, until, 5, 6) if end is None and known is not None and until is not None and until > known else None
    expected = day(c.expected_end)
    return firm, rest, a.at(expected) if expected is not None and end is None else None


def silence(u: Undertaking, as_of: str | None) -> int | None:
    """Days without an answer: from when it was made to when it was answered, or to the picture's day; None where a day is missing."""
    made, until = day(u.made), day(u.outcome_at) if u.outcome != "pending" else day(as_of)
    return until - made if made is not None and until is not None and until >= made else None
