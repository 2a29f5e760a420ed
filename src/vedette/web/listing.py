"""A page of incidents that fit what an address asks for, and the forms in which a list goes out: JSON, CSV, Atom, GeoJSON."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from vedette.domain import Incident
from vedette.domain.moments import instant
from vedette.export import atom, csv
from vedette.export.picture import SCHEMA, incident_shape
from vedette.web import words
from vedette.web.desk import Cut, Desk, View
from vedette.web.finder import Filter, Found
from vedette.web.render import number, written

WORDS = 2000
"""At most so many reports that hold the words asked for are looked at: the best, or the newest where very many do."""
FEED = 100
"""Entries of a feed, the newest."""
FACTS = ("id", "begin", "end", "type", "mode", "title", "place", "area", "lat", "lon", "precision", "actors", "recipients", "modality", "status",
         "disputed", "grade", "independent_sources", "reports", "sources", "evidence", "url")  # fmt: skip
"""Columns of incidents as CSV."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A page of a list: number `page` (from 1) of `pages`. `keys` are the reports that hold the words asked for, None where no words were."""

    filter: Filter
    found: Found
    page: int
    pages: int
    keys: tuple[str, ...] | None = None


def listed(request: Request, cut: Cut, size: int | None, *, facets: int = 0, only: Collection[int] | None = None) -> Listed:
    """The incidents that an address asks for, `size` of them (None: all). Raises UsageError for a day or a page that is none."""
    desk: Desk = request.app.state.desk
    asked = Filter.of(request.query_params)
    view = desk.view(cut)
    keys = tuple(desk.search(asked.q, WORDS)) if asked.q else None
    at = number(request, "page", 1)
    first = (at - 1) * size if size else 0
    found = view.index.find(asked, keys, first=first, limit=size, facets=facets, only=only)
    return Listed(filter=asked, found=found, page=at if size else 1, pages=max(1, -(-found.total // size)) if size else 1, keys=keys)


def shape(view: View, i: Incident) -> dict[str, Any]:
    """An incident as the picture has it, with its grade."""
    ids = {k: view.picture.reports[k].id for k in i.reports}
    return {**incident_shape(i, ids), "grade": view.grade(i)}


def incidents_json(view: View, found: Listed) -> Response:
    """A page of incidents."""
    rows = [shape(view, i) for i in found.found.rows]
    facets = {name: [{"value": c.value, "count": c.count} for c in choices] for name, choices in found.found.facets.items()}
    more = {"facets": facets} if facets else {}
    return written({"schema": SCHEMA, "total": found.found.total, "page": found.page, "pages": found.pages, **more, "incidents": rows})


def table(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Rows as a CSV file of this name."""
    head = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingResponse(csv.lines(columns, rows), media_type="text/csv; charset=utf-8", headers=head)


def incidents_csv(request: Request, cut: Cut, view: View, rows: Iterable[Incident]) -> Response:
    """Incidents, one a row, with the evidence of the first report and never more of its text."""
    return table("incidents", FACTS, (_facts(request, cut, view, i) for i in rows))


def _facts(request: Request, cut: Cut, view: View, i: Incident) -> list[object]:
    p = i.place
    point = [*p.point, p.precision] if p and words.pinned(p) else [None, None, p.precision if p else None]
    said = view.events(i.events[:1])
    sources = list(dict.fromkeys(r.source or f"report {r.id}" for k in i.reports if (r := view.picture.reports.get(k))))
    return [
        i.id, i.begin, i.last, i.event_type, i.mode, i.title, p.name if p else None, words.area(i)[1], *point,
        "; ".join(a.name for a in i.actors), "; ".join(a.name for a in i.recipients), i.modality, i.status, i.disputed, view.grade(i),
        i.independent_sources, len(i.reports), "; ".join(sources), said[0][0].evidence.text if said else None,
        absolute(request, cut.incident(i.id)),
    ]  # fmt: skip


def absolute(request: Request, path: str) -> str:
    """An address with the host that the request came to."""
    return f"{str(request.base_url).rstrip('/')}{path}"


def feed(request: Request, cut: Cut, title: str, page: str, entries: Iterable[atom.Entry]) -> Response:
    """An Atom feed of entries; it was updated when its latest entry was, or on the day of the picture."""
    rows = list(entries)
    view: View = request.app.state.desk.view(cut)
    updated = max((e.updated for e in rows), default="") or instant(view.picture.as_of or "1970-01-01")
    named = f"{title}: {cut.situation}" if cut.situation else title
    urn = f"urn:vedette:{request.url.path}?{request.url.query}"
    text = atom.feed(id=urn, title=named, link=str(request.url), page=absolute(request, page), updated=updated, entries=rows)
    return Response(text, media_type="application/atom+xml")


def incidents_atom(request: Request, cut: Cut, view: View, found: Listed, page: str) -> Response:
    """The newest incidents as a feed: each with its grade and the words that it rests on."""
    return entries_atom(request, cut, view, "Incidents", found.found.rows, page)


def entries_atom(request: Request, cut: Cut, view: View, title: str, rows: Iterable[Incident], page: str) -> Response:
    """Incidents as a feed of this title, which the page at `page` shows too."""

    def entry(i: Incident) -> atom.Entry:
        said = view.events(i.events[:5])
        return atom.Entry(
            id=f"urn:vedette:incident:{i.id}",
            title=f"{words.when(i)}, {words.whereabouts(i)}: {i.title} ({view.grade(i)})",
            link=absolute(request, cut.incident(i.id)),
            updated=moment(i.known),
            summary=" | ".join(f"{r.source or 'source not named'}: {e.evidence.text}" for e, r in said),
            authors=tuple(dict.fromkeys(r.source for _, r in said if r.source)),
        )

    return feed(request, cut, title, page, map(entry, rows))


def moment(value: str | None) -> str:
    """A moment that a feed can hold: UTC with seconds; the beginning of time where nobody knows."""
    made = instant(value or "")
    return made if len(made) == 20 else "1970-01-01T00:00:00Z"
