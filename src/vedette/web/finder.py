"""Which incidents are asked for: filters over coded fields and texts, with how many each further choice would leave.

An index is made once for a picture, so that a question costs a few passes over arrays, however many incidents there are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from urllib.parse import urlencode

import numpy as np
from numpy.typing import NDArray
from starlette.datastructures import QueryParams

from vedette.domain import Condition, Incident, Report, Undertaking
from vedette.domain.compare import day, iso
from vedette.errors import UsageError
from vedette.situation import area
from vedette.web.facets import Choice, Facets, Mask, Values, together

FACETS = ("type", "area", "actor", "source", "modality", "status")
"""Coded fields that can be chosen from; those of one field widen the choice, those of two narrow it."""
NO_SOURCE = "not named"
FAR = 10**7
"""A day number beyond all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What is asked for. `begin`, `last` are days, inclusive; `all` takes in what is planned, denied or told as background, and what was rejected."""

    q: str = ""
    type: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    modality: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    begin: str | None = None
    last: str | None = None
    all: bool = False

    @classmethod
    def of(cls, params: QueryParams) -> Filter:
        """From an address: `q`, `type` and the like (each may be repeated), `from`, `to`, `all=1`. Raises UsageError where a day is none."""
        chosen = {name: tuple(dict.fromkeys(v for v in params.getlist(name) if v)) for name in FACETS}
        days = {name: _day(given, name) for name in ("from", "to") if (given := str(params.get(name) or "").strip())}
        q = " ".join(str(params.get("q") or "").split())
        return cls(q=q, begin=days.get("from"), last=days.get("to"), all=params.get("all") == "1", **chosen)

    @property
    def given(self) -> list[tuple[str, str]]:
        """What an address carries to ask the same."""
        out = [("q", self.q)] if self.q else []
        out += [(name, value) for name in FACETS for value in getattr(self, name)]
        out += [(name, value) for name, value in (("from", self.begin), ("to", self.last)) if value]
        return out + ([("all", "1")] if self.all else [])

    @property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """The values chosen of each facet."""
        return {name: getattr(self, name) for name in FACETS}

    @property
    def query(self) -> str:
        """The same, as the end of an address: empty, or begins with `&`."""
        return f"&{urlencode(self.given)}" if self.given else ""

    @property
    def narrow(self) -> bool:
        """Whether anything is asked for but `all`."""
        return any(getattr(self, f.name) for f in fields(self) if f.name != "all")

    def without_days(self) -> Filter:
        """The same for all days."""
        return replace(self, begin=None, last=None)

    def turned(self, name: str, value: str) -> str:
        """The end of an address that asks for a further value of a facet, or no longer for it where it is chosen."""
        pair = (name, value)
        kept = [p for p in self.given if p != pair] if pair in self.given else [*self.given, pair]
        return f"&{urlencode(kept)}" if kept else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The incidents of a page, how many there are in all, and the further choices by facet (empty unless asked for)."""

    rows: tuple[Incident, ...]
    total: int
    facets: dict[str, tuple[Choice, ...]] = field(default_factory=dict)


class Index:
    """Incidents, newest first, and what they can be asked for by."""

    def __init__(self, incidents: Sequence[Incident], reports: Mapping[str, Report]) -> None:
        self.incidents = incidents
        self._reports = reports

    def find(
        self,
        asked: Filter,
        keys: Collection[str] | None = None,
        *,
        first: int = 0,
        limit: int | None = None,
        facets: int = 0,
        only: Collection[int] | None = None,
    ) -> Found:
        """Incidents that fit, `limit` of them from number `first` on; `facets` is how many values of each field are counted.

        `keys` are the reports that hold the words asked for (None: no words were). `only` are positions to look among.
        """
        n = len(self.incidents)
        base, masks = self._masks(asked, keys)
        if only is not None:
            within = np.zeros(n, dtype=bool)
            within[list(only)] = True
            base &= within
        hits = np.flatnonzero(together(base, masks))
        shown = hits[first : None if limit is None else first + limit]
        counted = self._facets.count(base, asked.chosen, masks, facets) if facets else {}
        return Found(rows=tuple(self.incidents[int(p)] for p in shown), total=len(hits), facets=counted)

    def timeline(
        self, asked: Filter, keys: Collection[str] | None, apart: Collection[str], most: int, end: int | None
    ) -> list[tuple[int, int, int, int]]:
        """How many incidents that fit began in each of at most `most` spans of whole days up to the day `end`: first day, last day, how many
        are of the types `apart`, how many are of others. Those that began more than a year before are in no span.
        """
        if end is None:
            return []
        base = together(*self._masks(asked, keys))
        began = self._spans[0]
        base &= (began <= end) & (began > end - 366)
        days = began[base]
        if not len(days):
            return []
        step = -(-(end + 1 - int(days.min())) // most)
        count = -(-(end + 1 - int(days.min())) // step)
        start = end + 1 - count * step
        at = (days - start) // step
        war = self._facets.mask("type", apart)[base]
        one, two = np.bincount(at[war], minlength=count), np.bincount(at[~war], minlength=count)
        return [(start + n * step, start + (n + 1) * step - 1, int(one[n]), int(two[n])) for n in range(count)]

    def _masks(self, asked: Filter, keys: Collection[str] | None) -> tuple[Mask, dict[str, Mask]]:
        """What fits by days, words and whether it happened; and what fits by each facet that is asked for."""
        base = self._days(asked)
        if not asked.all and not asked.modality and not asked.status:
            base &= self._told
        if keys is not None:
            base &= self._in(self._of_report, keys)
        return base, self._facets.masks(asked.chosen)

    def at(self, ids: Collection[str]) -> list[int]:
        """Positions of the incidents that have one of these events."""
        return sorted({p for e in ids if (p := self._of_event.get(e)) is not None})

    def of_reports(self, keys: Collection[str]) -> list[Incident]:
        """Incidents that rest on one of these reports."""
        return [self.incidents[p] for p in sorted({p for k in keys for p in self._of_report.get(k, ())})]

    def _days(self, asked: Filter) -> Mask:
        first, last = self._spans
        out = np.ones(len(self.incidents), dtype=bool)
        if asked.begin:
            out &= last >= (day(asked.begin) or 0)
        if asked.last:
            out &= first <= (day(asked.last) or FAR)
        return out

    def _in(self, of: Mapping[str, Sequence[int]], keys: Collection[str]) -> Mask:
        out = np.zeros(len(self.incidents), dtype=bool)
        out[[p for k in keys for p in of.get(k, ())]] = True
        return out

    @cached_property
    def _told(self) -> Mask:
        return np.array([told(i) for i in self.incidents], dtype=bool)

    @cached_property
    def _spans(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """First and last day number of each; one whose day nobody knows counts on the day it was known, else lies outside all spans."""
        first = [day(i.begin) or day(i.last) or day(i.known) or FAR for i in self.incidents]
        last = [day(i.last) or day(i.begin) or day(i.known) or -1 for i in self.incidents]
        return np.array(first, dtype=np.int64), np.array(last, dtype=np.int64)

    @cached_property
    def _of_report(self) -> dict[str, list[int]]:
        out: dict[str, list[int]] = {}
        for p, i in enumerate(self.incidents):
            for r in i.reports:
                out.setdefault(r, []).append(p)
        return out

    @cached_property
    def _of_event(self) -> dict[str, int]:
        return {e: p for p, i in enumerate(self.incidents) for e in i.events}

    @cached_property
    def _facets(self) -> Facets[Incident]:
        return Facets(self.incidents, FACETS, self._values)

    def _values(self, i: Incident) -> Values:
        """Values of each facet that an incident has, with what a page calls them."""
        where = area(i.place)
        sources = {(r.source if (r := self._reports.get(k)) else None) or NO_SOURCE for k in i.reports}
        status: list[str] = ["not judged" if i.status == "machine" else i.status]
        status += ["disputed"] if i.disputed else []
        status += ["background"] if i.background else []
        status += ["one source"] if i.independent_sources < 2 else []
        return {
            "type": {(type := i.event_type or "other"): type.capitalize()},
            "area": {where.key: f"{where.name}, {where.country}" if where.country else where.name},
            "actor": {a.name: a.name for a in (*i.actors, *i.recipients)},
            "source": {s: s for s in sources},
            "modality": {i.modality: i.modality},
            "status": {s: s for s in status},
        }


def state_facets(rows: Sequence[Condition]) -> Facets[Condition]:
    """By what conditions are chosen."""

    def values(c: Condition) -> Values:
        place = c.place.name if c.place else "place not known"
        return {"kind": {c.kind: c.kind}, "state": {c.state: c.state}, "place": {place: place}, "actor": {a.name: a.name for a in c.by}}

    return Facets(rows, ("kind", "state", "place", "actor"), values)


def asked_facets(rows: Sequence[Undertaking]) -> Facets[Undertaking]:
    """By what undertakings are chosen."""

    def values(u: Undertaking) -> Values:
        return {"kind": {u.kind: u.kind}, "outcome": {u.outcome: u.outcome}, "actor": {a.name: a.name for a in (*u.by, *u.to)}}

    return Facets(rows, ("kind", "outcome", "actor"), values)


def told(i: Incident) -> bool:
    """Whether an incident is said to have happened, and was not rejected: neither planned, denied nor old news."""
    return i.modality == "asserted" and not i.background and i.status != "rejected"


def _day(given: str, name: str) -> str:
    number = day(given) if len(given) == 10 else None
    if number is None or iso(number) != given:
        raise UsageError(f"{name} {given}: not a day; write it as 2022-12-20")
    return given
