"""What is said where something is wrong: one line, as a page, as JSON or as text, whatever was asked for."""

from __future__ import annotations

from typing import Any

from fastapi import Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, PlainTextResponse
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection

from vedette.errors import Conflict, Forgotten, NotFound, StoreError, UsageError, VedetteError
from vedette.export.picture import SCHEMA
from vedette.web.languages import gettext as _
from vedette.web.languages import marked
from vedette.web.render import ENVIRONMENT, written

STATUS: tuple[tuple[type[Exception], int], ...] = (
    (NotFound, 404),
    (Forgotten, 410),
    (Conflict, 409),
    (UsageError, 400),
    (StoreError, 503),
    (RequestValidationError, 422),
    (UnicodeError, 400),
    (OverflowError, 400),
)
"""The first that fits; what else Vedette raises on purpose is 500, as is a fault of ours."""
HEADINGS = {
    400: marked("This cannot be asked"),
    401: marked("Sign in first"),
    403: marked("This is not allowed"),
    404: marked("Not found"),
    405: marked("This page cannot be written to"),
    409: marked("Somebody was faster"),
    410: marked("Forgotten"),
    413: marked("Too much at once"),
    414: marked("Too long an address"),
    422: marked("Something is missing"),
    429: marked("Too many tries"),
    503: marked("The database cannot be used"),
}
TEXTS = (".csv", ".md", ".txt", ".atom", ".docx", ".ics")
"""Twins that a program reads, and that are answered in plain text where they fail."""
PLAIN: dict[type[Exception], str] = {
    UnicodeError: "the text holds characters that cannot be written",
    OverflowError: "a number is too large",
}


def failed(request: HTTPConnection, e: Exception) -> Response:
    """A page, or a twin, that says in one line what is wrong."""
    status = next((s for kind, s in STATUS if isinstance(e, kind)), 500)
    message = "a fault of Vedette's own; the server's log says more"
    headers = None
    if isinstance(e, HTTPException):
        status, message, headers = e.status_code, str(e.detail), e.headers
        if status == 404 and message == "Not Found":
            message = f"{request.scope['path']}: no such page"
        elif status == 405:
            message = f"{request.scope['method']} {request.scope['path']}: this page takes no such request"
    elif isinstance(e, VedetteError):
        message = str(e).removeprefix("--")
    elif isinstance(e, RequestValidationError):
        message = "; ".join(f"{_field(error)}: {error['msg']}" for error in e.errors()[:3])
    else:
        message = next((said for kind, said in PLAIN.items() if isinstance(e, kind)), message)
    return refusal(request, status, message, kind=e.kind if isinstance(e, VedetteError) else "error", headers=headers)


def refusal(request: HTTPConnection, status: int, message: str, *, kind: str = "error", headers: Any = None) -> Response:
    """An answer of this status that says this line."""
    message = "".join(c if c.isprintable() else " " for c in message.encode("utf-8", "replace").decode())
    path = request.scope["path"]
    if wants_json(request):
        answer = written({"schema": SCHEMA, "error": {"kind": kind, "message": message}}, status)
    elif path.endswith(TEXTS):
        answer = PlainTextResponse(message + "\n", status)
    else:
        heading = _(HEADINGS.get(status, marked("This did not work")))
        answer = HTMLResponse(
            ENVIRONMENT.get_template("message.html").render(heading=heading, message=_(message), translated=_(message) != message, page=""),
            status,
        )
    answer.headers.update(dict(headers or {}))
    return answer


def wants_json(request: HTTPConnection) -> bool:
    """Whether a program asks: by the address of a twin, or by what it accepts."""
    return request.scope["path"].endswith("json") or "application/json" in request.headers.get("accept", "")


def _field(error: Any) -> str:
    named = [str(part) for part in error["loc"] if part not in ("body", "query", "path", "header")]
    return ".".join(named) or "what was sent"
