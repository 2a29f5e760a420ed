"""The board as an application: its routes, what every answer carries, and what is said where something is wrong."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from vedette import __version__
from vedette.errors import Conflict, NotFound, StoreError, UsageError, VedetteError
from vedette.web import twins
from vedette.web.desk import Desk
from vedette.web.render import DIST, ENVIRONMENT, HERE, POLICY, written
from vedette.web.routes import ROUTERS


def create_app(desk: Desk, hosts: list[str], dist: Path = DIST) -> FastAPI:
    """The board of a desk, answering to these host names; `dist` is the folder of the built map.

    Whole texts are shown only where it answers to names of this machine alone, not to any (`*`).
    """
    app = FastAPI(title="Vedette", version=__version__, openapi_url=None, docs_url=None, redoc_url=None)
    app.state.desk, app.state.dist, app.state.whole = desk, dist, "*" not in hosts
    app.state.token = secrets.token_urlsafe(24)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    app.mount("/dist", StaticFiles(directory=dist, check_dir=False))
    for kind in (VedetteError, HTTPException):
        app.add_exception_handler(kind, failed)

    @app.middleware("http")
    async def guarded(request: Request, call_next: Any) -> Response:
        answer: Response = await call_next(request)
        answer.headers.setdefault("Content-Security-Policy", POLICY)
        fixed = request.url.path.startswith(("/static/", "/dist/"))
        answer.headers["Cache-Control"] = "no-cache" if fixed else "no-store"  # what a page tells can be forgotten tomorrow
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Referrer-Policy"] = "no-referrer"
        answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        return answer

    app.add_middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False)
    return app


def failed(request: Request, e: Exception) -> Response:
    """A page, or a JSON twin, that says in one line what is wrong."""
    status = 500
    if isinstance(e, HTTPException):
        status = e.status_code
    elif isinstance(e, NotFound):
        status = 404
    elif isinstance(e, Conflict):
        status = 409
    elif isinstance(e, UsageError):
        status = 400
    elif isinstance(e, StoreError):
        status = 503
    message = str(e.detail) if isinstance(e, HTTPException) else str(e).removeprefix("--")
    if isinstance(e, HTTPException) and status == 404:
        message = f"{request.url.path}: no such page"
    if request.url.path.endswith(("json", ".md")):
        return written({**twins.error(e), "error": {**twins.error(e)["error"], "message": message}}, status)
    heading = {400: "This cannot be asked", 404: "Not found", 503: "The database cannot be used"}.get(status, "This did not work")
    return HTMLResponse(ENVIRONMENT.get_template("message.html").render(heading=heading, message=message, page=""), status)
