"""The board in a real browser, without a network: an incident, its mention, the evidence marked, the map drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.web import browser
from tests.web.browser import needs
from vedette.web.render import DIST

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def board(db: str) -> Iterator[str]:
    with browser.served(db) as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser.chromium() as made:
        yield made


@pytest.fixture
def page(board: str, chromium: Browser) -> Iterator[Page]:
    with browser.watched(chromium, board) as made:
        yield made


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
