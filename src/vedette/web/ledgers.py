"""What is in force and what was asked and promised, as rows of pages: which fit what is asked for, how many of each kind, who keeps their word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from fastapi import Request

from vedette.domain import Condition, Undertaking
from vedette.domain.compare import day
from vedette.web.drawings import Axis, Bar
from vedette.web.finder import Choice
from vedette.web.listing import number

T = TypeVar("T")
PAGE = 100
"""Rows on a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger(Generic[T]):
    """A page of rows that fit; `facets` say by field what could be chosen and how many rows each choice would leave."""

    rows: tuple[T, ...]
    total: int
    page: int
    pages: int
    facets: dict[str, tuple[Choice, ...]]
    given: tuple[tuple[str, str], ...]


Fields = dict[str, Callable[[T], Iterable[str]]]
STATES: Fields[Condition] = {
    "kind": lambda c: (c.kind,),
    "state": lambda c: (c.state,),
    "place": lambda c: (c.place.name,) if c.place else ("place not known",),
    "actor": lambda c: {a.name for a in c.by},
}
ASKED: Fields[Undertaking] = {
    "kind": lambda u: (u.kind,),
    "outcome": lambda u: (u.outcome,),
    "actor": lambda u: {a.name for a in (*u.by, *u.to)},
}


def ledger(request: Request, rows: Sequence[T], fields: Fields[T], size: int | None = PAGE) -> Ledger[T]:
    """The rows that have one of the values asked for in each field; `size` None for all of them. Raises UsageError for a page that is none."""
    params = request.query_params
    asked = {name: {v for v in params.getlist(name) if v} for name in fields}
    chosen = {name: values for name, values in asked.items() if values}
    fit = [r for r in rows if all(values.intersection(fields[name](r)) for name, values in chosen.items())] if chosen else list(rows)
    facets = {}
    for name, of in fields.items():
        others = {k: v for k, v in chosen.items() if k != name}
        among = [r for r in rows if all(v.intersection(fields[k](r)) for k, v in others.items())] if name in chosen else fit
        counts = Counter(value for r in among for value in of(r))
        wanted = asked[name]
        shown = sorted({*(v for v, _ in counts.most_common(40)), *wanted}, key=lambda v: (-counts[v], v))
        facets[name] = tuple(Choice(value=v, label=v, count=counts[v], chosen=v in wanted) for v in shown)
    at = number(request, "page", 1) if size else 1
    page = fit[(at - 1) * size : at * size] if size else fit
    given = tuple((name, v) for name in fields for v in params.getlist(name) if v)
    return Ledger(rows=tuple(page), total=len(fit), page=at, pages=max(1, -(-len(fit) // size)) if size else 1, facets=facets, given=given)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Of an actor's promises and offers (`gave`): how many were kept, broken, or lapsed (their day passed in silence). Of what it was asked (`asked`): granted, refused, unanswered."""

    name: str
    gave: int = 0
    kept: int = 0
    broken: int = 0
    lapsed: int = 0
    asked: int = 0
    granted: int = 0
    refused: int = 0
    unanswered: int = 0


def word(undertakings: Iterable[Undertaking], most: int = 12) -> tuple[Word, ...]:
    """Who keeps their word and who answers: the actors with the most undertakings first."""
    counts: dict[str, Counter[str]] = {}
    for u in undertakings:
        if u.kind in ("promise", "offer", "decision"):
            for a in u.by:
                found = counts.setdefault(a.name, Counter())
                found["gave"] += 1
                found[
                    {"kept": "kept", "granted": "kept", "broken": "broken", "lapsed": "lapsed", "refused": "broken"}.get(u.outcome, "")
                ] += 1
        elif u.kind in ("request", "demand", "ultimatum"):
            for a in u.to:
                found = counts.setdefault(a.name, Counter())
                found["asked"] += 1
                answer = {"granted": "granted", "kept": "granted", "refused": "refused", "broken": "refused"}
                found[answer.get(u.outcome, "unanswered")] += 1
    order = sorted(counts, key=lambda n: (-counts[n]["gave"] - counts[n]["asked"], n))[:most]
    return tuple(Word(name=n, **{k: v for k, v in counts[n].items() if k}) for n in order)
