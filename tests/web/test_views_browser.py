"""The pages to read in a real browser: they fit, follow a click, slide back in time; axe looks at them in test_access.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.web.browser import chromium, served, watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = ("/", "/?area=BW/Botswana", "/inforce", "/undertakings", "/search", "/search?q=gate&type=COERCE", "/map", "/sources", "/sources?source=Post", "/compare", "/reports", "/reports/r3?event=r3%231")  # fmt: skip


@pytest.fixture(scope="module")
def base(db: str) -> Iterator[str]:
    with served(db) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as made:
        yield made


@pytest.fixture
def page(base: str, browser: Browser) -> Iterator[Page]:
    with watched(browser, base) as made:
        yield made


def test_the_first_screen_stands_still_and_an_incident_opens_beside_it(base: str, page: Page) -> None:
    page.goto(base)
    assert page.locator("html").bounding_box() == {"x": 0, "y": 0, "width": 1366, "height": 768}
    for part in (".areas", ".list", ".side"):
        assert page.locator(part).is_visible()
    assert not page.locator(".centre").is_visible()
    page.locator(".list a[data-incident]").nth(1).click()
    page.locator("#detail h2", has_text="Herders blocked roads").wait_for(state="visible")
    assert page.locator(".areas").is_visible()
    page.get_by_role("link", name="Close the incident").click()
    page.locator(".centre").wait_for(state="hidden")
    assert "incident=" not in page.url


def test_an_area_is_chosen_by_keyboard(base: str, page: Page) -> None:
    page.goto(base)
    page.get_by_role("link", name="Southern District").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**area=BW*")
    assert page.locator(".list .what").all_inner_texts() == ["Herders blocked roads"]


def test_the_sliders_go_back_in_time(base: str, page: Page) -> None:
    page.goto(f"{base}/inforce")
    assert page.locator(".force tbody tr").count() == 2
    slider = page.get_by_role("slider", name="What had happened by")
    slider.focus()
    page.keyboard.press("Home")
    page.wait_for_url("**as_of=2022-01-07*")
    assert "known_at" not in page.url
    assert page.locator(".force tbody tr").count() == 1
    assert page.get_by_role("link", name="This is the past: back to now").is_visible()
    page.get_by_role("slider", name="What was known by").focus()
    page.keyboard.press("Home")
    page.wait_for_url("**known_at=2022-01-07*")


def test_a_choice_narrows_the_search_and_a_bar_cuts_the_map(base: str, page: Page) -> None:
    page.goto(f"{base}/search")
    page.locator(".facets a", has_text="Coerce").click()
    page.wait_for_url("**type=COERCE*")
    assert page.locator(".results .what").all_inner_texts() == ["Guards closed the gate"]
    page.goto(f"{base}/map")
    page.get_by_role("link", name="10 Jan 2022 to 10 Jan 2022: 1 conflict, 0 other").click()
    page.wait_for_url("**from=2022-01-10*")
    assert page.locator("tbody tr").count() == 1


@pytest.mark.parametrize("path", PAGES)
def test_nothing_runs_off_a_phone(base: str, browser: Browser, path: str) -> None:
    with watched(browser, base, viewport={"width": 390, "height": 844}) as page:
        page.goto(base + path)
        wide = page.locator("html").evaluate("e => e.scrollWidth")
        assert wide <= 390
