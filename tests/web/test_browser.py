"""The board in a real browser, without a network: an incident, its mention, the evidence marked, the map drawn."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn

from vedette.web.app import create_app
from vedette.web.desk import Desk
from vedette.web.render import DIST
from vedette.web.serve import listening

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")


def needs(there: bool, why: str) -> None:
    """Skip where something is missing; in CI that is a failure, so that the browser is tried somewhere."""
    if not there:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(why)


@pytest.fixture(scope="module")
def board(db: str) -> Iterator[str]:
    desk = Desk(db)
    with listening("127.0.0.1", 0) as sock:
        server = uvicorn.Server(uvicorn.Config(create_app(desk, ["127.0.0.1"]), log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
        server.should_exit = True
        thread.join(20)
    desk.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    needs(CHROMIUM.exists(), f"{CHROMIUM} is missing: the board was not tried in a browser (Debian: chromium)")
    needs(find_spec("playwright") is not None, "playwright is not installed: the board was not tried in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(board: str, chromium: Browser) -> Iterator[Page]:
    """A page of 1366 by 768; the test fails on a script error, a blocked resource, or a request to elsewhere."""
    wrong: list[str] = []
    with chromium.new_page(viewport={"width": 1366, "height": 768}) as made:
        made.on("pageerror", lambda e: wrong.append(str(e)))
        made.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
        made.on("request", lambda r: wrong.append(r.url) if not r.url.startswith((board, "data:", f"blob:{board}")) else None)
        yield made
    assert wrong == []


def test_from_an_incident_to_the_marked_words_of_a_report(board: str, page: Page) -> None:
    page.goto(board)
    page.get_by_role("link", name="Guards closed the gate").first.click()
    page.locator("#detail .quote").first.click()
    mark = page.locator("mark.evidence")
    mark.wait_for(state="visible")
    assert mark.inner_text() == "Guards closed the gate near Kanye on Friday, police said."
    assert mark.locator(".actor").inner_text() == "Guards"
    assert page.locator(".role.trigger").first.is_visible()
    page.go_back()
    assert page.locator("#detail h2").inner_text() == "Guards closed the gate"


def test_the_board_fits_a_laptop_and_a_phone(board: str, page: Page) -> None:
    for width, height in ((1366, 768), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(board)
        box = page.locator("html").bounding_box()
        assert box
        assert page.locator(".side").bounding_box()
        assert box["width"] <= width
        assert width < 1000 or box["height"] <= height


def test_keys_reach_the_search_and_the_list(board: str, page: Page) -> None:
    page.goto(board)
    page.keyboard.press("j")
    assert page.locator(".list a:focus .what").inner_text().startswith("Botswana")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.locator("#detail h2", has_text="Herders blocked roads").wait_for()
    page.keyboard.press("/")
    page.keyboard.type("gate")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*q=gate")
    assert page.locator(".results .rows .what").first.inner_text() == "Guards closed the gate"
    assert page.locator("[aria-labelledby=h-reports] .rows li").count() == 2


def test_the_map_is_drawn_and_follows_the_list(board: str, page: Page) -> None:
    needs((DIST / "map.js").exists(), f"{DIST}/map.js is missing: the map was not tried (install again with npm)")
    page.goto(board)
    page.get_by_role("link", name="map beside").click()
    page.locator("html[data-map=idle]").wait_for(timeout=30_000)
    page.get_by_role("link", name="Guards closed the gate").first.click()
    page.locator("#detail h2", has_text="Guards").wait_for()
    page.locator("html[data-map=idle]").wait_for(timeout=30_000)
    page.get_by_role("link", name="Botswana held talks").first.click()  # a whole country: the map stays where it is
    page.locator("#detail h2", has_text="Botswana").wait_for()
    page.locator("html[data-map=idle]").wait_for(timeout=30_000)
    box = page.locator("#map").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator("#detail h2", has_text="Guards").wait_for()
