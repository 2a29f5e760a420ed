"""In a real browser: a field report that waits offline and lands once, the draft edited and released, the bar that tells what is new."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn

from tests.web.conftest import GATE, gate, report
from tests.web.test_browser import chromium  # noqa: F401 # a fixture
from vedette.language import Reader
from vedette.pipeline.hand import Hand
from vedette.store import Store
from vedette.web.app import create_app
from vedette.web.desk import Desk
from vedette.web.routes.live import Pulse
from vedette.web.serve import listening

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@dataclass
class Board:
    """A board that runs on a copy of the database."""

    url: str
    store: Store
    pulse: Pulse


@pytest.fixture
def served(db: str, tmp_path: Path, reader: Reader) -> Iterator[Board]:
    desk = Desk(str(shutil.copy(db, tmp_path / "mine.db")))
    app = create_app(desk, ["127.0.0.1"])
    app.state.hand = Hand(desk.writer, reader)
    app.state.pulse = pulse = Pulse(desk, tick=0.1)
    with listening("127.0.0.1", 0) as sock:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", timeout_graceful_shutdown=5))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        yield Board(f"http://127.0.0.1:{sock.getsockname()[1]}", desk.writer, pulse)
        pulse.ending.set()
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()
    desk.close()


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Page]:  # noqa: F811
    """A page of a phone's size; the test fails on a script error."""
    wrong: list[str] = []
    with chromium.new_context(viewport={"width": 390, "height": 844}, locale="en-GB", timezone_id="Europe/Belgrade") as context:
        made = context.new_page()
        made.on("pageerror", lambda e: wrong.append(str(e)))
        yield made
    assert wrong == []


def fill(tab: Page, what: str) -> None:
    tab.get_by_label("Who reports").fill("Patrol 2")
    tab.get_by_label("When it was seen").fill("2022-03-05T14:05")
    tab.get_by_label("Where", exact=True).fill("Kanye")
    tab.get_by_label("What was seen").fill(what)


def test_a_field_report_waits_offline_and_lands_once(served: Board, tab: Page) -> None:
    tab.goto(f"{served.url}/field")
    tab.locator("html[data-worker]").wait_for(state="attached")
    tab.evaluate("navigator.serviceWorker.ready.then(() => true)")
    tab.context.set_offline(True)
    fill(tab, "Two men blocked the main road with a truck.")
    tab.get_by_role("button", name="Send").click()
    tab.locator("#queue li", has_text="Two men blocked").wait_for()
    assert tab.locator("#count").inner_text() == "1"
    assert served.store.counts()["report"] == 4
    tab.reload()  # from what the browser kept
    tab.locator("#queue li", has_text="Two men blocked").wait_for()
    fill(tab, "A man closed the gate.")
    tab.get_by_role("button", name="Send").click()
    tab.locator("#queue li").nth(1).wait_for()
    tab.context.set_offline(False)
    tab.locator("#sent li").nth(1).wait_for()
    assert tab.locator("#waiting").is_hidden()
    found = [r for r in served.store.reports() if r.source == "Field report: Patrol 2"]
    assert sorted(r.text.partition(": ")[2] for r in found) == ["A man closed the gate.", "Two men blocked the main road with a truck."]
    assert all(r.text.startswith("On 5 March 2022 at 14:05, at Kanye") for r in found)


def test_what_was_sent_twice_lands_once_and_what_is_refused_can_be_mended(served: Board, tab: Page) -> None:
    tab.goto(f"{served.url}/field")
    answers = tab.evaluate(
        """async () => {
          const { token } = await (await fetch("/field.json")).json();
          const body = JSON.stringify({ client: "abcdefabcdef", reporter: "Patrol 2", seen: "2022-03-05T14:05", what: "A man closed the gate." });
          const send = () => fetch("/field", { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json", "X-Token": token }, body });
          return Promise.all((await Promise.all([send(), send(), send()])).map(async (a) => (await a.json()).status));
        }"""
    )
    assert sorted(answers) == ["known", "known", "new"]
    fill(tab, "A man closed the gate again.")
    tab.get_by_label("Latitude").fill("99")
    tab.get_by_label("Longitude").fill("20")
    tab.get_by_role("button", name="Send").click()
    wrong = tab.locator("#queue .wrong")
    wrong.wait_for()
    assert "no position" in wrong.inner_text()
    tab.get_by_role("button", name="Take it back into the form").click()
    assert tab.get_by_label("What was seen").input_value() == "A man closed the gate again."
    tab.locator("#waiting").wait_for(state="hidden")


def test_a_draft_is_edited_by_buttons_and_locked_when_released(served: Board, tab: Page) -> None:
    tab.goto(f"{served.url}/sitrep")
    tab.get_by_role("button", name="Begin a draft from this").click()
    first = tab.locator("#s0-0 .said").inner_text()
    tab.locator("#s0-0").get_by_role("button", name="Down").click()
    tab.locator("#s0-1 .said", has_text=first).wait_for()  # the page comes anew
    assert tab.locator("#s0-1 .said").inner_text() == first
    tab.locator("#s0-1").get_by_role("button", name="Leave out").click()
    tab.locator("#s0-1").get_by_text("left out").wait_for()
    tab.get_by_label("A sentence of the desk's own").fill("A quiet night is likely.")
    tab.get_by_role("button", name="Add it").click()
    tab.get_by_role("button", name="Release and lock").click()
    tab.locator(".digest").wait_for()
    assert tab.get_by_text("A quiet night is likely.").is_visible()
    assert tab.get_by_role("button", name="Release and lock").count() == 0
    tab.wait_for_load_state()  # before its style sheets are there, a page is as wide as its longest line
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390


def add(board: Board, key: str, day: str) -> None:
    coded = gate(key)
    event = replace(coded.events[0], id=f"{key}#1", begin=day, last=day, headline=f"Guards closed gate {key}")
    text = GATE.replace("Guards", f"Guards {key}")
    board.store.add(report(key, text, "Post", day), (), replace(coded, events=(event,), places=(), times=()))


def test_new_incidents_are_told_and_shown_without_moving_what_is_focused(served: Board, tab: Page) -> None:
    tab.set_viewport_size({"width": 1366, "height": 500})
    tab.goto(served.url)
    tab.locator("html[data-live=stream]").wait_for(state="attached")
    row = tab.locator(".list a[data-incident]", has_text="Herders blocked roads")
    row.focus()
    before = row.bounding_box()
    add(served, "n1", "2022-02-07")
    add(served, "n2", "2022-03-07")
    bar = tab.get_by_role("button", name="2 new: show")
    bar.wait_for()
    assert row.bounding_box() == before  # nothing moves when it comes
    tab.keyboard.press("n")
    tab.locator(".list li.fresh").nth(1).wait_for()
    titles = tab.locator(".list a[data-incident] .what").all_inner_texts()
    assert titles[:2] == ["Guards closed gate n2", "Guards closed gate n1"]
    assert tab.evaluate("document.activeElement.dataset.incident") == row.get_attribute("data-incident")
    now = row.bounding_box()
    assert now
    assert before
    assert abs(now["y"] - before["y"]) <= 1  # what one reads stays where it is
    assert bar.is_hidden()
    add(served, "n3", "2022-04-07")
    tab.get_by_role("button", name="1 new: show").click()
    assert tab.evaluate("document.activeElement.querySelector('.what').textContent") == "Guards closed gate n3"


def test_the_head_of_an_open_page_tells_of_feeds_alerts_and_a_desk_that_is_gone(
    served: Board, tab: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vedette.web.desk.LISTENED", -1.0)
    tab.goto(f"{served.url}/inforce")
    head = tab.locator("[data-health]")
    assert "feed" not in head.inner_text()
    feed = served.store.add_feed("https://gone.example/rss", "feed", "Gone Herald", by="desk")
    served.store.failed(feed.id, at="2031-01-01T00:00:00Z", due="2099-01-01T00:00:00Z", error="no such page", answered=True, failures=1)
    heed = "document.dispatchEvent(new CustomEvent('vedette:heed'))"
    tab.evaluate(heed)
    tab.locator("[data-health]", has_text="1 of 1 feeds need a look").wait_for()
    monkeypatch.setattr("vedette.store.Store.open_alerts", lambda self: 3)
    tab.evaluate(heed)
    tab.locator("nav .unread", has_text="3").wait_for()
    tab.context.set_offline(True)
    tab.evaluate(heed)
    tab.locator("[data-health]", has_text="no answer from the desk; this page is as of").wait_for()
    tab.context.set_offline(False)
    monkeypatch.setattr("vedette.store.Store.open_alerts", lambda self: 0)
    tab.evaluate(heed)
    tab.locator("[data-health]", has_text="1 of 1 feeds need a look").wait_for()
    assert tab.locator("nav .unread").count() == 0


def test_where_no_stream_can_be_had_the_page_asks_now_and_then(served: Board, tab: Page) -> None:
    served.pulse.most = 0
    tab.goto(served.url)
    tab.locator("html[data-live=poll]").wait_for(state="attached")
    add(served, "n1", "2022-02-07")
    tab.get_by_role("button", name="1 new: show").wait_for(timeout=30_000)
