"""What every route uses: the cut that is asked for, pages from templates, JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from vedette import __version__
from vedette.domain import KIND_NOTES, RELIABILITY
from vedette.errors import UsageError
from vedette.export import sitrep as sheets
from vedette.web import drawings, hearing, languages, words
from vedette.web.desk import Cut, Desk
from vedette.web.guard import who, whole
from vedette.web.languages import gettext as _
from vedette.web.languages import marked

Handler = TypeVar("Handler", bound=Callable[..., Response])
HERE = Path(__file__).parent
DIST = HERE / "dist"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Nothing from elsewhere and nothing inline."""
LISTED = 500
"""Reports or incidents on one page."""

WITHHELD = marked("The whole text is withheld: analysts and those above them read it; your role is shown the words that an event rests on.")


def asked(request: Request) -> Cut:
    """The cut that an address asks for: `situation` (empty: everything; absent: the first one), `as_of`, `known_at`."""
    given = {k: v.strip() or None for k, v in request.query_params.items()}
    desk: Desk = request.app.state.desk
    request.state.stamp = "-".join(str(n) for n in desk.store.state())  # before anything is drawn: a change that comes now is told later
    situation = given["situation"] if "situation" in given else desk.first()
    return Cut(situation=situation, as_of=given.get("as_of"), known_at=given.get("known_at"))


Asked = Annotated[Cut, Depends(asked)]


def written(data: Any, status: int = 200, media: str = "application/json") -> Response:
    """JSON as text that people can read."""
    return Response(json.dumps(data, ensure_ascii=False, indent=1), status, media_type=media)


def page(request: Request, name: str, cut: Cut, **more: Any) -> HTMLResponse:
    """A page of a template, with what all pages show: the cut, the situations, the clock."""
    desk: Desk = request.app.state.desk
    dist: Path = request.app.state.dist
    missing = dist / "missing.txt"
    shown = {
        "cut": cut,
        "stamp": getattr(request.state, "stamp", ""),
        "view": desk.view(cut),
        "situations": desk.situations(),
        "zone": desk.zone(cut.situation),
        "now": datetime.now(UTC),
        "map_there": (dist / "map.js").exists(),
        "map_missing": missing.read_text("utf-8").strip() if missing.exists() else _("the map was not built when Vedette was installed"),
        "query": "",
        "hearing": desk.hearing(),
        "unread": desk.store.open_alerts(),
        "db": desk.path,
        "person": who(request),
        "withheld": "" if whole(request) else _(WITHHELD),
        "others": tongues(request),
    }
    return HTMLResponse(ENVIRONMENT.get_template(name).render({**shown, **more}))


def tongues(request: Request) -> list[tuple[str, str, str]]:
    """The other languages of the board: the tag of each, what it calls itself, and the address of this page in it."""
    here = (
        request.url.include_query_params
        if request.method in ("GET", "HEAD")
        else request.url.replace(path="/", query="").include_query_params
    )
    found = [languages.language(tag) for tag in languages.offered() if tag != languages.current().tag]
    return [(t.tag, t.name, f"{(url := here(lang=t.tag)).path}?{url.query}") for t in found]


def readable_at(router: APIRouter) -> Callable[[str], Callable[[Handler], Handler]]:
    """A decorator for the pages and twins of a router: they can be read, and asked for their head."""

    def route(path: str) -> Callable[[Handler], Handler]:
        return router.api_route(path, methods=["GET", "HEAD"])

    return route


def number(request: Request, name: str, default: int, most: int = 10**6) -> int:
    """A whole number of an address, from 1. Raises UsageError."""
    given = request.query_params.get(name, "").strip()
    if not given:
        return default
    if not given.isascii() or not given.isdigit() or not 1 <= int(given[:9]) <= most or len(given) > 9:
        raise UsageError(f"{name} {given[:20]}: not a number from 1 to {most}")
    return int(given)


def chosen(request: Request) -> bool:
    """Whether incidents that did not happen, or are old news, are asked for too."""
    return request.query_params.get("all") == "1"


def english() -> Markup:
    """The attribute that says that words are English, on pages in another language: reports, and what is composed from them."""
    return Markup("") if languages.current().locale.language == "en" else Markup(' lang="en"')


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(languages.gettext, languages.ngettext, newstyle=True)  # type: ignore[attr-defined] # comes with the extension
    made.filters |= {
        "day": words.day,
        "moment": words.moment,
        "when": words.when,
        "where": words.where,
        "whereabouts": words.whereabouts,
        "presumption": words.presumption,
        "published": words.published,
        "outlet": words.outlet,
        "term": words.term,
        "area": words.area_named,
        "number": languages.number,
        "signed": languages.signed,
        "icon": words.icon,
        "chips": words.chips,
        "parties": words.parties,
        "safe_url": sheets.link,
        "address": hearing.address,
        "quiet": hearing.quiet,
        "stretch": hearing.stretch,
    }
    made.tests["pinned"] = words.pinned
    made.globals |= {
        "kind": words.kind,
        "amount": words.amount,
        "days": words.days,
        "elapsed": words.elapsed,
        "ago": hearing.ago,
        "differences": words.slots,
        "tongue": languages.current,
        "territory": languages.territory,
        "scripted": languages.scripted,
        "formula": words.formula,
        "en": english,
        "slot": words.slot,
        "CREDIBILITY": words.CREDIBILITY,
        "RELIABILITY": RELIABILITY,
        "spark": drawings.spark,
        "KINDS": KIND_NOTES,
        "version": __version__,
    }
    return made


ENVIRONMENT = _environment()
