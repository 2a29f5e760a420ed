"""Debian's chromium for tests of pages: a board that is served, and pages that fail a test on a script error or a request to elsewhere."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from vedette.web.app import create_app
from vedette.web.desk import Desk
from vedette.web.serve import listening

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")


def needs(there: bool, why: str) -> None:
    """Skip where something is missing; in CI that is a failure, so that the browser is tried somewhere."""
    if not there:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(why)


@contextmanager
def served(db: str) -> Iterator[str]:
    """The board of a database on a free port of this machine; its address."""
    desk = Desk(db)
    with listening("127.0.0.1", 0) as sock:
        server = uvicorn.Server(uvicorn.Config(create_app(desk, ["127.0.0.1"]), log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
        server.should_exit = True
        thread.join(20)
    desk.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser."""
    needs(CHROMIUM.exists(), f"{CHROMIUM} is missing: the page was not tried in a browser (Debian: chromium)")
    needs(find_spec("playwright") is not None, "playwright is not installed: the page was not tried in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def watched(browser: Browser, base: str, *, refused: tuple[int, ...] = (), cookie: str = "", **context: Any) -> Iterator[Page]:
    """A page in a context of its own, 1366 by 768; `refused` are HTTP errors that are expected, `cookie` a session."""
    wrong: list[str] = []
    expected = tuple(f"status of {code} " for code in refused)
    with browser.new_context(**{"viewport": {"width": 1366, "height": 768}, **context}) as made:
        if cookie:
            made.add_cookies([{"name": "vedette", "value": cookie, "url": base}])
        page = made.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda e: wrong.append(str(e)))
        page.on("console", lambda m: wrong.append(m.text) if m.type == "error" and not any(x in m.text for x in expected) else None)
        page.on("request", lambda r: wrong.append(r.url) if not r.url.startswith((base, "data:", f"blob:{base}")) else None)
        yield page
    assert wrong == []
