"""The board described for other programs (OpenAPI), at `/openapi.json`."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from vedette import __version__
from vedette.web.guard import READS, role_of

ABOUT = (
    "Every page is a query with a permalink; `situation`, `as_of` and `known_at` choose the picture, and its twins (`.json`, `.csv`, "
    "`.geojson`, `.atom`) answer the same query. Where accounts were made, all but `/signin` and `/health` needs a session cookie; "
    "whoever writes sends the session's token as `X-Token` or as the form field `token` (`/me.json` tells it)."
)
FORMS = {
    ".json": "application/json",
    ".csv": "text/csv",
    ".geojson": "application/geo+json",
    ".atom": "application/atom+xml",
    ".md": "text/markdown",
    ".txt": "text/plain",
    ".cap": "application/cap+xml",
    ".js": "text/javascript",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""By the end of an address, what is answered; a page where none fits."""
ALSO = {
    "/health": ("application/json",),
    "/live": ("text/event-stream",),
    "/reports/{key:path}": ("text/html", "application/json", "text/plain"),
    "/sitrep.{form}": ("text/html", "text/markdown", "text/plain", FORMS[".docx"]),
}
"""Addresses that answer something else, or more than one."""
REFUSED = {
    "400": "What was asked is not understood",
    "401": "Nobody has signed in",
    "403": "The role, or the form's token, does not do",
    "404": "There is no such thing",
    "409": "Somebody changed it first, or it is there already",
    "410": "The report was forgotten",
    "413": "More than may be sent at once",
    "414": "The address is too long",
    "422": "Something is missing or of the wrong kind",
    "429": "Too many tries to sign in",
    "503": "The database cannot be used now",
}
PARTLY = {"/triage": {"type": "object", "required": ["done", "failed"]}}
"""Where several things are asked for at once: what was done and what was not."""
TRIED = ("/signin", "/password")
"""Where guessing is slowed down."""
SENT = ("application/x-www-form-urlencoded", "application/json")
FIELDS = {"type": "object", "additionalProperties": {"type": "string"}}
"""A form whose fields the description of the operation names."""
READERS = frozenset({"400", "401", "403", "404", "410", "414", "422", "503"})
"""What a request that changes nothing can be told."""
ERROR = {
    "type": "object",
    "title": "Error",
    "required": ["schema", "error"],
    "properties": {
        "schema": {"type": "integer"},
        "error": {
            "type": "object",
            "required": ["kind", "message"],
            "properties": {"kind": {"type": "string"}, "message": {"type": "string"}},
        },
    },
}


def operation(route: APIRoute) -> str:
    """The name of a route in the description: its module and its function."""
    return f"{route.endpoint.__module__.rpartition('.')[2]}_{route.name}"


def described(routers: Iterable[APIRouter]) -> dict[str, Any]:
    """All routes of these routers, with who may use each and how it says no."""
    routes = []
    for router in routers:
        for route in router.routes:
            if isinstance(route, APIRoute) and route.include_in_schema:
                shown = copy.copy(route)  # a head is asked for as the page is: it needs no description of its own
                shown.methods = (route.methods or set()) - {"HEAD"}
                shown.operation_id = route.operation_id or operation(route)
                shown.tags = route.tags or [route.endpoint.__module__.rpartition(".")[2]]
                routes.append(shown)
    out = get_openapi(title="Vedette", version=__version__, description=ABOUT, routes=routes)
    schemas = out.setdefault("components", {}).setdefault("schemas", {})
    for gone in ("HTTPValidationError", "ValidationError"):
        schemas.pop(gone, None)
    schemas["Error"] = ERROR
    out["components"]["securitySchemes"] = {"session": {"type": "apiKey", "in": "cookie", "name": "vedette"}}
    for route in routes:
        for method in route.methods or ():
            _complete(out["paths"][route.path_format][method.lower()], route, method)
    return out


def _complete(described: dict[str, Any], route: APIRoute, method: str) -> None:
    """Say of one operation what it answers, how it says no, and what it needs."""
    answers = described["responses"]
    told = {code: answer for code, answer in answers.items() if route.responses.get(int(code))}
    media = ALSO.get(route.path) or (next((m for end, m in FORMS.items() if route.path.endswith(end)), "text/html"),)
    if method in READS:
        answers = told or {"200": _answer("As asked", *media)}
        no = READERS
    else:
        answers = told or {
            "200": _answer("Done", "application/json"),
            "201": _answer("Made", "application/json"),
            "303": {"description": "Done; the page to go on with"},
        }
        no = frozenset(REFUSED) - {"429", "410"} if route.path not in TRIED else frozenset(REFUSED) - {"404", "409", "410"}
        described.setdefault("requestBody", {"content": {kind: {"schema": FIELDS} for kind in SENT}})
        described.setdefault("parameters", []).append(
            {"name": "X-Token", "in": "header", "required": False, "schema": {"type": "string"}, "description": "The session's token"}
        )
    described["responses"] = answers | {code: _refused(REFUSED[code], PARTLY.get(route.path)) for code in sorted(no)}
    role = role_of(route)
    if route.path not in ("/signin", "/health"):
        described["security"] = [{"session": []}]
        described["description"] = f"{described.get('description', '')}\n\nNeeds the role {role or 'viewer'}.".strip()


def _answer(words: str, *media: str) -> dict[str, Any]:
    return {"description": words, "content": {m: {"schema": {} if m.endswith("json") else {"type": "string"}} for m in media}}


def _refused(words: str, partly: dict[str, Any] | None = None) -> dict[str, Any]:
    error = {"$ref": "#/components/schemas/Error"}
    content: dict[str, Any] = {"application/json": {"schema": {"anyOf": [error, partly]} if partly else error}}
    return {"description": words, "content": content | {media: {"schema": {"type": "string"}} for media in ("text/html", "text/plain")}}
