"""WCAG 2.2 AA on every page of the board, in Debian's chromium: axe, light and dark; 200 % zoom; the focus that is seen; no movement for who wants none."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

import httpx
import pytest
from fastapi.routing import APIRoute

from tests.web.browser import chromium, served, watched
from vedette.store import Store
from vedette.web.routes import ROUTERS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""What can differ between light and dark."""
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
NO_PAGES = {"/head", "/health", "/live", "/me.json", "/openapi.json", "/field-worker.js"}
"""Addresses without a form behind their name that are no pages, beside those of the twins."""


@pytest.fixture(scope="module")
def base(db: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("access") / "a.db"
    shutil.copyfile(db, path)
    store = Store.open(path)
    gone = store.add_feed("https://gone.example/rss", "feed", "Gone Herald", by="desk")
    store.failed(gone.id, at="2022-01-12T00:00:00Z", due="2099-01-01T00:00:00Z", error="no such page", answered=True, failures=2)
    store.close()
    with served(str(path)) as url:
        yield url


@pytest.fixture(scope="module")
def pages(base: str) -> list[str]:
    """Every page that a GET route answers with, each with something on it; what it needs is written first."""
    with httpx.Client(base_url=base, headers={"accept": "application/json"}, timeout=60) as ask:
        ask.headers["X-Token"] = ask.get("/me.json").json()["token"]
        ids = [i["id"] for i in ask.get("/incidents.json?all=1").json()["incidents"]]

        def write(path: str, **fields: Any) -> dict[str, Any]:
            answer = ask.post(path, data=fields)
            assert answer.is_success, answer.text
            return dict(answer.json())

        write(f"/incidents/{ids[1]}/grade", credibility="2")
        write(f"/incidents/{ids[1]}/confirm", reason="seen by a patrol")
        write("/log", text="The patrol was told", tell="duty officer", subject=ids[0])
        draft, done = write("/sitrep"), write("/sitrep")
        write("/alerts/rules/defaults")
        state = ask.get("/inforce.json").json()["conditions"][0]["id"]
        write(f"/inforce/{state}/check", said="in force", on="2022-01-12", reason="seen by a patrol")
        write(f"/sitrep/{done['sitrep']}/release", seen=done["seen"])
        handover = write("/handover", name="desk 1", to="desk 2", note="quiet")["handover"]["id"]
    filled = {
        "/incidents/{id}": [f"/incidents/{i}" for i in ids[:2]],
        "/reports/{key:path}": ["/reports/r3", "/reports/a%2F1?event=a%2F1%231"],
        "/sitrep/{id}": [f"/sitrep/{draft['sitrep']}", f"/sitrep/{done['sitrep']}"],
        "/handover/{id}": [f"/handover/{handover}"],
    }
    more = [
        "/?all=1", f"/?incident={ids[0]}", "/?map=1", "/?situation=&as_of=2022-01-10", f"/triage?incident={ids[0]}", "/inforce?all=1", "/search?q=gate&type=COERCE",
        "/sources?source=Post", "/reports?q=gate", f"/log?subject={ids[0]}", "/field?sent=new", "/nowhere", "/?known_at=2000-01-01", "/?lang=fr",
        "/alerts?show=rules&name=Shots", "/alerts?show=told", "/sitrep?cut_off=18:00&as_of=2022-01-12", "/sources?source=Gone+Herald",
    ]  # fmt: skip
    routes = [r for router in ROUTERS for r in router.routes if isinstance(r, APIRoute) and "GET" in (r.methods or ())]
    shown = [r.path for r in routes if r.path not in NO_PAGES and not re.search(r"\.\w+$|\.\{form\}$", r.path)]
    return [page for path in shown for page in (filled[path] if "{" in path else [path])] + more


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as made:
        yield made


def opened(page: Page, base: str, path: str) -> None:
    page.goto(base + path)
    page.locator("main").wait_for()


def test_axe_finds_nothing_serious_on_any_page_light_or_dark(base: str, pages: list[str], browser: Browser) -> None:
    from axe_playwright_python.sync_playwright import Axe

    axe, wrong = Axe(), {}
    with watched(browser, base, refused=(404,), color_scheme="light", bypass_csp=True) as page:
        for path in pages:
            opened(page, base, path)
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                report = axe.run(page, context={"exclude": [[".maplibregl-canvas"]]}, options=AXE if scheme == "light" else COLOURS)
                serious = [v for v in report.response["violations"] if v["impact"] in ("serious", "critical")]
                if serious:
                    wrong[path, scheme] = [(v["id"], [n["html"][:200] for n in v["nodes"][:3]]) for v in serious]
    assert wrong == {}, json.dumps({" ".join(k): v for k, v in wrong.items()}, indent=1)


MOVING = """[...document.querySelectorAll('*')].map(e => [e, getComputedStyle(e)])
  .filter(([, s]) => s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0.01).map(([e]) => e.className)"""
FOCUSED = """(e) => {
  const s = getComputedStyle(e), box = e.getBoundingClientRect();
  return { what: e.outerHTML.slice(0, 120), ring: s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2,
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight };
}"""
WALKED = f"""() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
  .filter(e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({{ visibilityProperty: true }}))
  .map(e => {{ e.focus(); return document.activeElement === e ? ({FOCUSED})(e) : null; }})
  .filter(at => at && !(at.ring && at.seen))"""
"""What can be focused and does not show it: after one press of Tab a page shows the focus that its script sets as it does that of the keyboard."""


@pytest.fixture(scope="module")
def found(base: str, pages: list[str], browser: Browser) -> dict[str, dict[str, Any]]:
    """By page, what is wrong on it for those who want no movement, who use the keyboard and who magnify."""
    out: dict[str, dict[str, Any]] = {}
    with watched(browser, base, refused=(404,), reduced_motion="reduce") as page:  # so that what is scrolled to is there at once
        for path in pages:
            opened(page, base, path)
            moving = page.evaluate(MOVING)
            page.keyboard.press("Tab")
            unseen = page.evaluate(WALKED)
            page.set_viewport_size({"width": 683, "height": 384})
            wide = max(0, page.evaluate("document.documentElement.scrollWidth") - 683)
            page.set_viewport_size({"width": 1366, "height": 768})
            out[path] = {"moving": moving, "unseen": unseen[:3], "wide": wide}
    return out


@pytest.mark.parametrize("what", ["moving", "unseen", "wide"])
def test_nothing_moves_the_focus_is_seen_and_200_percent_fit(found: dict[str, dict[str, Any]], what: str) -> None:
    wrong = {path: seen[what] for path, seen in found.items() if seen[what]}
    assert wrong == {}, json.dumps(wrong, indent=1)


@pytest.mark.parametrize("path", ["/", "/triage", "/search"])
def test_tab_leads_from_one_seen_place_to_the_next(base: str, browser: Browser, path: str) -> None:
    with watched(browser, base, reduced_motion="reduce") as page:
        opened(page, base, path)
        walked = []
        for _step in range(35):
            page.keyboard.press("Tab")
            at = page.evaluate(f"document.activeElement === document.body ? null : ({FOCUSED})(document.activeElement)")
            if at:
                assert at["ring"], at
                assert at["seen"], at
                walked.append(at["what"])
        assert len(set(walked)) > 15
