"""Signing in and out, accounts, the audit trail."""

from __future__ import annotations

import ipaddress
import json
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any, cast
from urllib.parse import quote

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import HTMLResponse

from vedette.domain import ROLES, Role
from vedette.errors import UsageError
from vedette.export.picture import SCHEMA
from vedette.store.accounts import AuditRow
from vedette.web.desk import Desk
from vedette.web.guard import Person, cookie_name, needs, same
from vedette.web.languages import gettext as _
from vedette.web.languages import marked
from vedette.web.limits import FREE, FREE_ADDRESS, Limiter, spoken
from vedette.web.papers import Given, answered, table, word
from vedette.web.render import ENVIRONMENT, Asked, page, tongues, written

router = APIRouter()
Anyone = Annotated[Person, Depends(needs("viewer"))]
Analyst = Annotated[Person, Depends(needs("analyst"))]
Admin = Annotated[Person, Depends(needs("admin"))]
FORM = "vedette-form"
"""The cookie that a sign-in form must come back with, so that nobody is signed in by another site's page."""
ROWS, MOST = 200, 10_000
"""Changes on one page, and in a twin."""
COLUMNS = ("id", "at", "by", "action", "subject", "before", "after", "reason")
WRONG = marked("the name or the password is not right")


def body(*required: str, **optional: str) -> dict[str, Any]:
    """How the form of a write is described to other programs: fields that must be there, and others with what they mean."""
    known = {"name": "Of the account", "password": "The new password", "role": "viewer, reporter, analyst, editor or admin"}
    fields = {k: {"type": "string", "description": optional.get(k) or known.get(k, k)} for k in (*required, *optional)}
    if "role" in fields:
        fields["role"]["enum"] = list(ROLES)  # type: ignore[assignment] # JSON
    schema = {"type": "object", "required": list(required), "properties": fields}
    content = {kind: {"schema": schema} for kind in ("application/x-www-form-urlencoded", "application/json")}
    return {"requestBody": {"required": bool(required), "content": content}}


# -- signing in and out -----------------------------------------------------------------------------------------------


@router.api_route("/signin", methods=["GET", "HEAD"])
def signin(request: Request, next: str = "/") -> Response:
    """The form to sign in; to those who have, who they are, the way out, and another password."""
    return _form(request, "", next)


@router.post("/signin", openapi_extra=body("name", "password", next="The page to go on with, of this board"))
def sign_in(request: Request, given: Given) -> Response:
    """Begin a session: the cookie holds its token, which is kept nowhere else. A form must hold the token of its cookie."""
    desk: Desk = request.app.state.desk
    name, onward = " ".join(unicodedata.normalize("NFC", word(given, "name", 200)).split()), word(given, "next", 8000)
    password = given.get("password")
    if not desk.store.has_accounts():
        return _form(request, _("no account was made yet: vedette users add NAME --role admin"), onward, 403)
    form = request.cookies.get(FORM, "")
    if not form or not same(word(given, "token", 200), form):
        return _form(request, _("the form is out of date, or your browser keeps no cookies; try again"), onward, 403)
    limiter: Limiter = request.app.state.limiter
    account, address = f"account {name.casefold()}", f"address {_network(request)}"
    wait = limiter.attempt({account: FREE, address: FREE_ADDRESS})
    if wait:
        return _form(
            request,
            _("too many tries; try again in %(time)s") % {"time": spoken(wait)},
            onward,
            429,
            {"Retry-After": str(int(-(-wait // 1)))},
        )
    if not isinstance(password, str) or not desk.store.fits(name, password):
        tries = limiter.tries(account)
        if tries >= FREE:
            desk.writer.refused(name, address=_address(request), tries=tries)
        return _form(request, _(WRONG), onward, 401)
    limiter.right(account, address)
    token = desk.writer.begin_session(name, address=_address(request), instead=request.cookies.get(cookie_name(request)))
    session = desk.store.session(token)
    shown = {"name": name, "role": session.role if session else None, "token": session.csrf if session else None}
    answer = answered(request, local(onward), shown)
    _cookie(request, answer, cookie_name(request), token)
    _cookie(request, answer, FORM, None, path="/signin")
    return answer


@router.post("/signout", openapi_extra=body())
def sign_out(request: Request, person: Anyone) -> Response:
    """End the session."""
    desk: Desk = request.app.state.desk
    if token := request.cookies.get(cookie_name(request)):
        desk.writer.end_session(token)
    answer = answered(request, "/signin", {"message": "signed out"})
    _cookie(request, answer, cookie_name(request), None)
    answer.headers["Clear-Site-Data"] = '"cache"'  # what was read stays on no shared screen
    return answer


@router.post("/password", openapi_extra=body("current", "password", current="The password so far"))
def change_password(request: Request, person: Anyone, given: Given) -> Response:
    """Take another password; all other sessions of the person end."""
    desk, current = request.app.state.desk, given.get("current")
    if not person.signed:
        raise UsageError("there is no account to change: nobody needs to sign in here")
    limiter: Limiter = request.app.state.limiter
    account, address = f"account {person.name.casefold()}", f"address {_network(request)}"
    if wait := limiter.attempt({account: FREE, address: FREE_ADDRESS}):
        raise HTTPException(
            429, _("too many tries; try again in %(time)s") % {"time": spoken(wait)}, {"Retry-After": str(int(-(-wait // 1)))}
        )
    if not isinstance(current, str) or not desk.store.fits(person.name, current):
        raise HTTPException(403, "the password so far is not right")
    limiter.right(account, address)
    desk.writer.set_password(person.name, _password(given), by=person.name, keep=request.cookies.get(cookie_name(request)))
    return answered(request, "/signin?changed=1", {"message": "your password was changed; your other sessions have ended"})


@router.get("/me.json")
def me(person: Anyone) -> Response:
    """Who asks: name, role, and the token that their writes carry."""
    return written({"schema": SCHEMA, "name": person.name, "role": person.role, "token": person.token, "signed_in": person.signed})


# -- accounts ---------------------------------------------------------------------------------------------------------


@router.api_route("/people", methods=["GET", "HEAD"])
def people(request: Request, cut: Asked, person: Admin) -> Response:
    """Who may sign in, and as what."""
    return page(request, "people.html", cut, page="people", accounts=request.app.state.desk.store.accounts(), roles=ROLES)


@router.get("/people.json")
def people_json(request: Request, person: Admin) -> Response:
    """The same as JSON."""
    return written({"schema": SCHEMA, "accounts": [asdict(a) for a in request.app.state.desk.store.accounts()]})


@router.post("/people", openapi_extra=body("name", "password", "role", reason="Why"))
def add(request: Request, person: Admin, given: Given) -> Response:
    """Make an account. The first one is an admin's; from then on everybody signs in."""
    made = request.app.state.desk.writer.add_account(
        word(given, "name", 200), _password(given), _role(given), by=person.name, reason=_reason(given)
    )
    return answered(request, "/people", {"message": f"{made.name} may sign in as {made.role}", **asdict(made)})


@router.post("/people/{name}/role", openapi_extra=body("role", reason="Why"))
def role(request: Request, name: str, person: Admin, given: Given) -> Response:
    """Give a person another role, which counts at once."""
    request.app.state.desk.writer.set_role(name, _role(given), by=person.name, reason=_reason(given))
    return answered(request, "/people", {"message": f"{name} has the role {_role(given)}"})


@router.post("/people/{name}/disable", openapi_extra=body(reason="Why"))
def disable(request: Request, name: str, person: Admin, given: Given) -> Response:
    """Let a person sign in no more; their sessions end at once, what they did stays theirs."""
    request.app.state.desk.writer.disable(name, by=person.name, reason=_reason(given))
    return answered(request, "/people", {"message": f"{name} can sign in no more"})


@router.post("/people/{name}/enable", openapi_extra=body(reason="Why"))
def enable(request: Request, name: str, person: Admin, given: Given) -> Response:
    """Let a person sign in again."""
    request.app.state.desk.writer.enable(name, by=person.name, reason=_reason(given))
    return answered(request, "/people", {"message": f"{name} can sign in again"})


@router.post("/people/{name}/password", openapi_extra=body("password", reason="Why"))
def reset(request: Request, name: str, person: Admin, given: Given) -> Response:
    """Give a person a new password; their sessions end."""
    request.app.state.desk.writer.set_password(name, _password(given), by=person.name, reason=_reason(given))
    return answered(request, "/people", {"message": f"{name} has a new password"})


# -- the audit trail --------------------------------------------------------------------------------------------------


def trail(request: Request, person: Person, asked: Mapping[str, str], before: int | None, limit: int) -> list[AuditRow]:
    """Changes as filtered, newest first; those of accounts and sessions for an admin only."""
    desk: Desk = request.app.state.desk
    before = before if before is None or before < 2**63 else None
    return desk.store.trail(**asked, before=before, limit=limit, private=person.may("admin"))


def asked_for(by: str = "", subject: str = "", action: str = "") -> dict[str, str]:
    """What the audit trail is filtered by: who, on what, and how the action begins."""
    return {"by": by.strip(), "subject": subject.strip(), "action": action.strip()}


Filters = Annotated[dict[str, str], Depends(asked_for)]


@router.api_route("/audit", methods=["GET", "HEAD"])
def audit(request: Request, cut: Asked, person: Analyst, asked: Filters, before: int | None = None) -> Response:
    """Every change: who, when, what, the old and the new value, and why."""
    found = trail(request, person, asked, before, ROWS + 1)
    rows = [(r, _lines(r)) for r in found[:ROWS]]
    filters = {k: v for k, v in asked.items() if v}
    older = cut.url("/audit", **filters, before=str(rows[-1][0].id)) if len(found) > ROWS else None
    twin = {form: cut.url(f"/audit.{form}", **filters) for form in ("csv", "json")}
    actions = sorted({r.action for r, _ in rows})
    return page(request, "audit.html", cut, page="audit", rows=rows, asked=asked, older=older, twin=twin, actions=actions, before=before)


@router.get("/audit.json")
def audit_json(request: Request, person: Analyst, asked: Filters, before: int | None = None) -> Response:
    """The same as JSON, up to 10,000 changes; `before` is the id below which to go on."""
    return written({"schema": SCHEMA, "changes": [asdict(r) for r in trail(request, person, asked, before, MOST)]})


@router.get("/audit.csv")
def audit_csv(request: Request, person: Analyst, asked: Filters, before: int | None = None) -> Response:
    """The same as CSV; old and new value are JSON."""
    rows = [asdict(r) for r in trail(request, person, asked, before, MOST)]
    return table(COLUMNS, [{**r, "before": _json(r["before"]), "after": _json(r["after"])} for r in rows])


# -- helpers ----------------------------------------------------------------------------------------------------------


def local(onward: str) -> str:
    """A page of this board to go on with, and no other site's: `/` where it is none."""
    plain = onward.startswith("/") and not onward.startswith(("//", "/signin")) and "\\" not in onward
    return quote(onward, safe="/?&=%:;,+@~!$'()*#[]-._") if plain and onward.isprintable() else "/"


def _form(request: Request, message: str, onward: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """The sign-in page, with a fresh token for its form; what is wrong as JSON where that is asked for."""
    person: Person | None = request.state.person
    if "application/json" in request.headers.get("accept", "") and status != 200:
        return Response(
            json.dumps({"schema": SCHEMA, "error": {"kind": "error", "message": message}}), status, headers, media_type="application/json"
        )
    token = secrets.token_urlsafe(24)
    shown: dict[str, Any] = {"message": message, "next": local(onward), "token": token, "person": person, "page": "signin"}
    shown |= {"accounts": request.app.state.desk.store.has_accounts(), "changed": request.query_params.get("changed") == "1"}
    shown |= {"others": tongues(request)}
    answer = HTMLResponse(ENVIRONMENT.get_template("signin.html").render(shown), status, headers)
    _cookie(request, answer, FORM, token, path="/signin")
    return answer


def _cookie(request: Request, answer: Response, name: str, value: str | None, path: str = "/") -> None:
    secure = request.url.scheme == "https"
    if value is None:
        answer.delete_cookie(name, path=path, secure=secure, httponly=True, samesite="strict")
    else:
        answer.set_cookie(name, value, path=path, secure=secure, httponly=True, samesite="strict")


def _address(request: Request) -> str | None:
    return request.client.host if request.client else None


def _network(request: Request) -> str:
    """The address that tries are counted by: of IPv6 the network, whose every address one machine may take."""
    address = _address(request) or ""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    return str(ipaddress.ip_network(f"{parsed}/64", strict=False)) if parsed.version == 6 else str(parsed)


def _password(given: Mapping[str, Any]) -> str:
    password = given.get("password")
    if not isinstance(password, str):
        raise UsageError("password is missing")
    return password


def _role(given: Mapping[str, Any]) -> Role:
    return cast(Role, word(given, "role", 20))  # the store refuses what is none


def _reason(given: Mapping[str, Any]) -> str | None:
    return word(given, "reason", 1000) or None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if value else ""


def _lines(r: AuditRow) -> list[tuple[str, str, str]]:
    """Of each field that changed its name, old and new value, cut to a length that a table bears."""

    def shown(value: Any) -> str:
        text = value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)
        return text if len(text) <= 200 else text[:200] + "…"

    return [(k, shown(r.before.get(k)), shown(r.after.get(k))) for k in dict.fromkeys((*r.before, *r.after))]
