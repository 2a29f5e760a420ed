"""Situation reports: draft, edit, release, difference."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse

from vedette.domain import Sheet, Sitrep
from vedette.domain import sheet as edits
from vedette.errors import NotFound, UsageError
from vedette.export import sitrep as export
from vedette.export.docx import docx
from vedette.situation import Grouping
from vedette.store.released import mark_of
from vedette.web import papers, twins
from vedette.web.desk import Cut, Desk
from vedette.web.guard import Person, needs
from vedette.web.papers import Given, number, word
from vedette.web.render import POLICY, Asked, page, written

router = APIRouter()
Editor = Annotated[Person, Depends(needs("editor"))]
FORMS = ("md", "txt", "html", "docx", "json")
MARKINGS = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED", "UNCLASSIFIED", "RESTRICTED")
"""Offered; another line can be written."""
SHOWN = (100, 50, 25, 12, 6, 3)
"""Sentences of a section that the page shows, the most with which all sections have at most `WHOLE`; the papers have all."""
WHOLE = 600
"""Sentences on the page."""
CITED = 12
"""Citations of a sentence that the page shows: what is said of a source can rest on hundreds of passages."""
LETTERS = re.compile(r"[\w :+\-/.,()]*")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a report is to tell: what is new `since` a day or the `last` one, what was known by a time of day (`cut_off`), incidents `by` area or topic;
    of it all only the `brief`.
    """

    since: str | None = None
    cut_off: str | None = None
    by: Grouping = "area"
    brief: bool = False

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Wish:
        """As an address or a form says it. Raises UsageError."""
        by = word(given, "by", 40) or "area"
        groups: dict[str, Grouping] = {"area": "area", "topic": "topic"}
        if by not in groups:
            raise UsageError(f"by {by}: not a choice; it is {' or '.join(groups)}")
        since, cut_off = word(given, "since", 40) or None, word(given, "cut_off", 40) or None
        return cls(since=since, cut_off=cut_off, by=groups[by], brief=word(given, "brief", 5) == "1")

    @property
    def asked(self) -> dict[str, str]:
        """What of it an address has to say."""
        given = {
            "since": self.since,
            "cut_off": self.cut_off,
            "by": self.by if self.by != "area" else None,
            "brief": "1" if self.brief else None,
        }
        return {k: v for k, v in given.items() if v}


def wished(since: str | None = None, cut_off: str | None = None, by: str | None = None, brief: str | None = None) -> Wish:
    """What the address asks for."""
    return Wish.of({"since": since, "cut_off": cut_off, "by": by, "brief": brief})


Wished = Annotated[Wish, Depends(wished)]


def generated(request: Request, cut: Cut, wish: Wish, *, whole: bool = True) -> tuple[Sheet, dict[int, str | None], dict[str, int]]:
    """The report as it is composed now, without `whole` of each section the first sentences with their first citations; the event behind each citation;
    how many sentences each section has, and how many more citations each sentence (its text).
    """
    desk: Desk = request.app.state.desk
    made, view = desk.sitrep(cut, wish.since, wish.cut_off, wish.by)
    made = edits.brief(made) if wish.brief else made
    totals = {s.title: len(s.sentences) for s in made.sections}
    if not whole:
        most = next((m for m in SHOWN if sum(min(n, m) for n in totals.values()) <= WHOLE), SHOWN[-1])
        shown = [(s, s.sentences[:most]) for s in made.sections]
        totals |= {x.text: len(x.citations) - CITED for _, found in shown for x in found if len(x.citations) > CITED}
        sections = tuple(replace(s, sentences=tuple(replace(x, citations=x.citations[:CITED]) for x in found)) for s, found in shown)
        cited = sorted({n for s in sections for x in s.sentences for n in x.citations})
        made = replace(made, sections=sections, citations=tuple(made.citations[n - 1] for n in cited))  # the n-th has number n
    told = view.told_in
    at = {(e.report, e.evidence.start, e.evidence.end): e.id for c in made.citations for e in told.get(c.report, ())}
    events = {c.number: at.get((c.report, c.start, c.end)) for c in made.citations}
    filled = export.filled(made, view.picture)
    if wish.brief:  # addresses take half of a page; the whole report has them
        filled = replace(filled, citations=tuple(replace(c, url=None) for c in filled.citations))
    return Sheet(sitrep=filled, situation=cut.situation), events, totals


def passages(made: Sitrep) -> dict[int, str]:
    """By its number the words that a citation rests on, and whose they are."""
    return {c.number: f"“{c.text}” {c.where or ''}".strip() for c in made.citations}


NARROW = """@page { margin: 12mm 14mm } @media print { body { font-size: 9.5pt; line-height: 1.25 } h1 { font-size: 14pt; margin: 0 } h2 { margin: .45rem 0 .15rem; font-size: 11pt }
ul, ol { margin: .15rem 0 } li, .head { margin: .1rem 0 } .head { font-size: 9pt } sup { line-height: 0 }
ol { columns: 2; font-size: 7pt; padding-left: 1.4rem } .where { font-size: 7pt } }
"""
"""The style of a brief on top of a report's: it is to fit one page."""


def file(doc: dict[str, Any], form: str, name: str, *, narrow: bool = False) -> Response:
    """A paper in a form; a page's own style is let through by its digest. `narrow`: set so as to fit one page."""
    if form == "html":
        text = export.html_of(doc)
        if narrow:
            text = text.replace("</style>", f"{NARROW}</style>", 1)
        style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256((style[1] if style else "").encode()).digest()).decode()
        return HTMLResponse(text, headers={"Content-Security-Policy": POLICY.replace("style-src 'self'", f"style-src 'sha256-{digest}'")})
    if form == "docx":
        return Response(docx(doc), media_type=DOCX, headers={"Content-Disposition": f'attachment; filename="{name}.docx"'})
    if form == "json":
        return Response(export.json_of(doc), media_type="application/json")
    text = export.markdown_of(doc) if form == "md" else export.text_of(doc)
    return Response(text, media_type="text/markdown; charset=utf-8" if form == "md" else "text/plain; charset=utf-8")


@router.api_route("/sitrep", methods=["GET", "HEAD"])
def sitrep(request: Request, cut: Asked, wish: Wished) -> Response:
    """The situation report as it is composed now, each sentence with links to its passages; and the drafts and released ones.

    `since` (a day, or `last`) marks what is new, `cut_off` (such as 18:00, by the situation's clock, on the day `as_of`) tells what was known by then,
    `by` groups incidents by area or topic, `brief=1` leaves only what fits one page.
    """
    desk: Desk = request.app.state.desk
    sheet, events, totals = generated(request, cut, wish, whole=False)
    kept = desk.store.sheets(cut.situation, every=False)[:50]
    more: dict[str, Any] = {"wish": wish, "totals": totals, "kept": kept, "forms": FORMS, "issued": any(s.released for s in kept)}
    more["passages"] = passages(sheet.sitrep)
    return page(request, "sitrep.html", cut, page="sitrep", sitrep=sheet.sitrep, events=events, head=export.masthead(sheet.sitrep), **more)


@router.api_route("/sitrep.json", methods=["GET", "HEAD"])
def sitrep_json(request: Request, cut: Asked, wish: Wished) -> Response:
    """The same as JSON."""
    return written(twins.sitrep(generated(request, cut, wish)[0].sitrep))


@router.api_route("/sitrep.{form}", methods=["GET", "HEAD"])
def sitrep_file(request: Request, cut: Asked, wish: Wished, form: str) -> Response:
    """The same as a paper: md, txt, docx, or html, one page to print."""
    if form not in FORMS:
        raise NotFound(f"/sitrep.{form}: no such page; there are {', '.join(FORMS)}")
    return file(export.paper(generated(request, cut, wish)[0]), form, "brief" if wish.brief else "sitrep", narrow=wish.brief)


@router.api_route("/sitreps.json", methods=["GET", "HEAD"])
def sitreps_json(request: Request, cut: Asked) -> Response:
    """Drafts and released reports of the situation, the latest first."""
    kept = request.app.state.desk.store.sheets(cut.situation, every=False)
    names = ("id", "situation", "made", "by", "released", "released_by", "digest")
    return written({"schema": 1, "sitreps": [{n: getattr(s, n) for n in names} | {"title": s.sitrep.title} for s in kept]})


@router.post("/sitrep")
def draft(request: Request, cut: Asked, person: Editor, fields: Given) -> Response:
    """Keep the report as it is composed now as a draft; `since`, `cut_off` and `by` as in its address."""
    desk: Desk = request.app.state.desk
    sheet = generated(request, cut, Wish.of(fields))[0]
    made = desk.writer.draft_sitrep(sheet.sitrep, cut.situation, by=person.name)
    return papers.answered(request, cut.url(f"/sitrep/{made.id}"), {"sitrep": made.id, "seen": mark_of(made.sitrep)}, 201)


@router.api_route("/sitrep/{id}", methods=["GET", "HEAD"])
def kept(request: Request, cut: Asked, id: str) -> Response:
    """A draft to be edited, or a released report; with a form behind its number (`3.md`) the paper."""
    desk: Desk = request.app.state.desk
    stem, _, form = id.partition(".")
    sheet = desk.store.sheet(_number(stem))
    if form == "json" and not sheet.released:
        return written({"seen": mark_of(sheet.sitrep), "document": edits.document(sheet)})
    if form:
        if form not in FORMS:
            raise NotFound(f"/sitrep/{id}: no such page; there are {', '.join(FORMS)}")
        return file(export.paper(sheet), form, f"sitrep-{sheet.id}")
    changes = _changes(desk, sheet)
    more: dict[str, Any] = {
        "forms": FORMS,
        "markings": MARKINGS,
        "seen": mark_of(sheet.sitrep),
        "standing": export.standing(export.paper(sheet)),
    }
    more["passages"] = passages(sheet.sitrep)
    head = export.masthead(sheet.sitrep)
    name = "released.html" if sheet.released else "draft.html"
    return page(request, name, cut, page="sitrep", sheet=sheet, sitrep=sheet.sitrep, changes=changes, head=head, **more)


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise NotFound(f"there is no sitrep {text[:20]}")
    return int(text)


def _changes(desk: Desk, sheet: Sheet) -> tuple[int, tuple[edits.Difference, ...]] | None:
    """The number of the report before, and what this one says otherwise; None where it is the first."""
    last = desk.store.last_sitrep(sheet.situation, before=sheet.id)
    return (last[0], edits.difference(last[1], sheet.sitrep)) if last else None


@router.api_route("/sitrep/{id}/difference.json", methods=["GET", "HEAD"])
def difference_json(request: Request, id: int) -> Response:
    """What a report says more, otherwise or no longer than the one before."""
    desk: Desk = request.app.state.desk
    found = _changes(desk, desk.store.sheet(id))
    rows = [{n: getattr(d, n) for n in ("change", "section", "text", "before", "subject")} for d in found[1]] if found else []
    return written({"schema": 1, "sitrep": id, "before": found[0] if found else None, "changes": rows})


@router.post("/sitrep/{id}/edit")
def edit(request: Request, cut: Asked, person: Editor, fields: Given, id: int) -> Response:
    """One edit of a draft: `op` is up, down, hide, show, reword, drop (each with `section` and `sentence`, from 0), add (`section` or none),
    title or marking; `text` are the words; `seen` is the mark of what was edited. A form writes `op` as `up 1 4` and the words under `text-1-4`.
    """
    desk: Desk = request.app.state.desk
    made = desk.store.sheet(id).sitrep
    op, *at = word(fields, "op", 40).split() or [""]
    section = int(at[0]) if at and at[0].isdigit() else number(fields, "section") if word(fields, "section") else None
    sentence = int(at[1]) if len(at) > 1 and at[1].isdigit() else number(fields, "sentence") if word(fields, "sentence") else None
    text = word(fields, f"text-{section}-{sentence}") or word(fields, f"text-{op}") or word(fields, "text")
    new = _edited(made, op, section, sentence, text, person.name)
    done = desk.writer.edit_sitrep(id, new, by=person.name, seen=word(fields, "seen", 40), what=" ".join((op, *at)))
    mark = f"s{section}-{sentence}" if sentence is not None else "draft"
    return papers.answered(request, cut.url(f"/sitrep/{id}", mark), {"sitrep": id, "seen": mark_of(done.sitrep)})


def _edited(made: Sitrep, op: str, section: int | None, sentence: int | None, text: str, by: str) -> Sitrep:
    """A draft after one edit. Raises UsageError."""
    if op == "title":
        if not text or len(text) > 200:
            raise UsageError("a title has 1 to 200 characters")
        return replace(made, title=" ".join(text.split()))
    if op == "marking":
        if len(text) > 60 or not LETTERS.fullmatch(text):
            raise UsageError("a marking has at most 60 letters, digits, spaces and : + - / . , ( )")
        return replace(made, marking=" ".join(text.split()) or None)
    if op == "add":
        return edits.added(made, section, text, by)
    actions: dict[str, Callable[[int, int], Sitrep]] = {
        "up": lambda s, n: edits.moved(made, s, n, -1),
        "down": lambda s, n: edits.moved(made, s, n, 1),
        "hide": lambda s, n: edits.shown(made, s, n, True),
        "show": lambda s, n: edits.shown(made, s, n, False),
        "reword": lambda s, n: edits.reworded(made, s, n, text, by),
        "drop": lambda s, n: edits.dropped(made, s, n),
    }
    if op not in actions:
        raise UsageError(f"op {op}: no such edit; there are {', '.join((*actions, 'add', 'title', 'marking'))}")
    if section is None or sentence is None:
        raise UsageError(f"{op} needs a section and a sentence")
    return actions[op](section, sentence)


@router.post("/sitrep/{id}/release")
def release(request: Request, cut: Asked, person: Editor, fields: Given, id: int) -> Response:
    """Lock a draft: from now on nothing of it changes; `seen` is the mark of what is released."""
    done = request.app.state.desk.writer.release_sitrep(id, by=person.name, seen=word(fields, "seen", 40))
    return papers.answered(request, cut.url(f"/sitrep/{id}"), {"sitrep": id, "sha256": done.digest, "released": done.released})


@router.post("/sitrep/{id}/remove")
def remove(request: Request, cut: Asked, person: Editor, id: int) -> Response:
    """Remove a draft; a released one stays."""
    request.app.state.desk.writer.drop_sitrep(id, by=person.name)
    return papers.answered(request, cut.url("/sitrep"), {"sitrep": id, "removed": True})
