"""The board as an application: its routes, and what stands before and behind them."""

from __future__ import annotations

import secrets
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Response
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection

from vedette import __version__
from vedette.errors import VedetteError
from vedette.web import description
from vedette.web.desk import Desk
from vedette.web.gate import HEADERS, Gate
from vedette.web.guard import unguarded
from vedette.web.limits import Limiter
from vedette.web.refusals import failed
from vedette.web.render import DIST, HERE, POLICY
from vedette.web.routes import ROUTERS


def create_app(desk: Desk, hosts: list[str], dist: Path = DIST) -> FastAPI:
    """The board of a desk, answering to these host names; `dist` is the folder of the built map.

    Where it answers to names of this machine alone, not to any (`*`), and no account was ever made, whoever asks is the desk
    itself. Otherwise people sign in.
    """
    app = FastAPI(title="Vedette", version=__version__, openapi_url="/openapi.json", docs_url=None, redoc_url=None)
    app.state.desk, app.state.dist, app.state.here = desk, dist, "*" not in hosts
    app.state.token, app.state.limiter = secrets.token_urlsafe(24), Limiter()
    for router in ROUTERS:
        open_to_all = unguarded(router.routes)
        assert not open_to_all, f"{', '.join(open_to_all)}: depends on no needs(role)"
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    app.mount("/dist", StaticFiles(directory=dist, check_dir=False))
    app.openapi = cache(lambda: description.described(ROUTERS))  # type: ignore[method-assign] # FastAPI's way to shape it
    for kind in (VedetteError, HTTPException, RequestValidationError, UnicodeError, OverflowError):
        app.add_exception_handler(kind, failed)
    app.add_exception_handler(Exception, _unforeseen)
    app.add_middleware(Gate, hosts=hosts)
    return app


def _unforeseen(request: HTTPConnection, e: Exception) -> Response:
    """A fault of ours is answered outside the gate, so that its headers are set here."""
    answer = failed(request, e)
    headers: dict[str, Any] = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store", **HEADERS}
    answer.headers.update(headers)
    return answer
