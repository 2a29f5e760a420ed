"""The triage loop in a real browser, by keyboard alone: decisions, repairs with the keys they take counted, two analysts at once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.browser import chromium, served, watched
from tests.web.desk_of_many import many
from vedette.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

SHOT, SEIZED, HERDERS, FARMERS, ARRESTED, GATE = "Gunmen", "Soldiers", "Herders", "Farmers", "Police", "Guards"
MOST = 6
"""Keys that the repair of a wrong incident may take."""


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> str:
    return many(tmp_path_factory.mktemp("keys") / "keys.db")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as made:
        yield made


@pytest.fixture
def db(original: str, tmp_path: Path) -> str:
    return shutil.copyfile(original, str(tmp_path / "k.db"))


@pytest.fixture
def board(db: str) -> Iterator[str]:
    with served(db) as made:
        yield made


class Hand:
    """A hand on the keyboard, which counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, *keys: str) -> None:
        """Keys, one after another."""
        for key in keys:
            self.page.keyboard.press(key)
            self.count += 1

    def told(self, words: str) -> None:
        """Wait until the live region says so."""
        self.page.locator("#said", has_text=words).wait_for()

    def opened(self, words: str) -> None:
        """Wait until an incident of this title is shown and held."""
        with self.page.expect_response(lambda r: r.url.partition("?")[0].endswith("/hold")):
            self.press("Enter")
        self.page.locator("#title", has_text=words).wait_for()

    def at(self, words: str) -> None:
        """Wait until the focus is on the row of this title."""
        self.page.locator("#rows a:focus .what", has_text=words).wait_for()


def row(page: Page, words: str) -> Locator:
    """The row of a title that begins so."""
    return page.locator("#rows li[data-id]", has_text=words)


def decided(db: str) -> list[tuple[str, str | None]]:
    """What was decided and counts: kind and reason."""
    store = Store.open(db, readonly=True)
    found: list[tuple[str, str | None]] = [(j.kind, j.reason) for j in store.judgements()]
    store.close()
    return found


def go_to(hand: Hand, words: str) -> None:
    """Down the queue to a row, uncounted."""
    for _ in range(8):
        hand.press("j")
        if hand.page.locator("#rows a:focus .what").inner_text().startswith(words):
            break
    else:
        raise AssertionError(f"{words}: no such row")
    hand.count = 0


def test_the_whole_loop_by_keyboard_alone(browser: Browser, board: str, db: str) -> None:
    with watched(browser, board) as page:
        page.goto(f"{board}/triage")
        hand = Hand(page)
        hand.press("j")
        hand.at(SHOT)
        hand.opened(SHOT)
        hand.press("a")
        hand.told("Accepted: Gunmen")
        hand.at(SEIZED)  # the next one, and it is shown
        page.locator("#title", has_text=SEIZED).wait_for()
        assert "accepted" in row(page, SHOT).inner_text()  # its row stays where it was
        hand.press("x", "2")
        hand.told("Rejected: Soldiers")
        page.locator("#title", has_text=HERDERS).wait_for()
        hand.press("g", "4")
        hand.told("Graded: Herders")
        hand.press("e")
        page.keyboard.press("Control+a")
        page.keyboard.type("Herders closed the road")
        hand.press("Enter")
        hand.told("Saved")
        page.locator("#title", has_text="Herders closed the road").wait_for()
        hand.press("p")
        page.keyboard.type("old bridge")
        page.locator("#candidates button", has_text="Old Bridge, BW").wait_for()
        hand.press("ArrowDown", "Enter", "Enter")
        page.locator("#work .head .meta", has_text="Old Bridge").wait_for()
        hand.press("t")
        page.keyboard.type("the sector commander")
        hand.press("Enter")
        hand.told("Written into the log: the sector commander")
        hand.press("u")
        hand.told("Undone: saved")
        hand.press("?")
        page.locator("#keys").wait_for(state="visible")
        hand.press("Escape")
        page.locator("#keys").wait_for(state="hidden")
        with page.expect_response(lambda r: r.url.endswith("/release")):
            hand.press("Escape")
        page.locator("#work .idle").wait_for()
    assert decided(db) == [("confirm", None), ("reject", "old news told again"), ("grade", None), ("edit", None)]
    store = Store.open(db, readonly=True)
    assert [(e.tell, e.subject) for e in store.log()] == [("the sector commander", "b1#1")]
    assert store.holds() == []
    store.close()


def test_a_right_one_is_accepted_with_one_key(browser: Browser, board: str, db: str) -> None:
    with watched(browser, board) as page:
        page.goto(f"{board}/triage")
        hand = Hand(page)
        go_to(hand, ARRESTED)
        hand.press("a")
        hand.told("Accepted: Police")
        assert hand.count == 1
        hand.at(GATE)
    assert decided(db) == [("confirm", None)]


def test_two_that_were_merged_wrongly_are_split(browser: Browser, board: str, db: str) -> None:
    with watched(browser, board) as page:
        page.goto(f"{board}/triage")
        hand = Hand(page)
        go_to(hand, GATE)
        hand.opened(GATE)
        hand.press("s", "Space", "Enter")
        hand.told("Split off")
        assert hand.count <= MOST
        page.locator("#rows li[data-id]", has_text="The guards closed the bridge").wait_for()
        assert page.locator("#h-queue .n").inner_text() == "7"
        hand.at(GATE)
    assert decided(db) == [("split", None)]


def test_two_that_are_one_are_merged_by_the_suggestion(browser: Browser, board: str, db: str) -> None:
    with watched(browser, board) as page:
        page.goto(f"{board}/triage")
        hand = Hand(page)
        go_to(hand, HERDERS)
        hand.opened(HERDERS)
        marked = page.locator(".suggestion").first.locator(".diff th[scope=row]").all_inner_texts()
        assert marked == ["≠ when", "≠ where", "≠ who"]
        hand.press("m", "1")
        hand.told("Merged")
        assert hand.count <= MOST
        assert page.locator(".told").count() == 2
        assert page.locator("#rows li[data-gone]").count() == 1  # its row stays and says so
    assert decided(db) == [("same", None)]


def test_the_mouse_can_do_the_same(browser: Browser, board: str, db: str) -> None:
    with watched(browser, board) as page:
        page.goto(f"{board}/triage")
        row(page, GATE).locator("a").click()
        page.locator("#title", has_text=GATE).wait_for()
        page.locator(".ticks input").nth(1).check()
        page.get_by_role("button", name="Split off the ticked").click()
        page.locator("#said", has_text="Split off").wait_for()
        page.get_by_text("Reject x", exact=True).click()
        page.get_by_role("button", name="misread").first.click()
        page.locator("#said", has_text="Rejected").wait_for()
    assert [kind for kind, _ in decided(db)] == ["split", "reject"]


def test_several_are_ticked_and_decided_at_once(browser: Browser, board: str, db: str) -> None:
    with watched(browser, board) as page:
        page.goto(f"{board}/triage")
        hand = Hand(page)
        hand.press("j", "Shift+ArrowDown", "Shift+ArrowDown")
        hand.told("3 ticked")
        hand.press("a")
        hand.told("Accepted: 3 incidents")
        assert decided(db) == [("confirm", None)] * 3
        row(page, ARRESTED).locator("a").click(modifiers=["Shift"])
        hand.told("ticked")
        hand.press("x")
        page.keyboard.type("a drill")
        hand.press("Enter")
        hand.told("Rejected")
    reasons = [reason for kind, reason in decided(db) if kind == "reject"]
    assert reasons
    assert set(reasons) == {"a drill"}


def people(db: str) -> dict[str, str]:
    """Two analysts, and a session of each."""
    store = Store.open(db)
    store.add_account("lead", "seven grey herons stand", "admin", by="desk")
    out = {}
    for name in ("analyst 1", "analyst 2"):
        store.add_account(name, "seven grey herons stand", "analyst", by="lead")
        out[name] = store.begin_session(name)
    store.close()
    return out


def test_two_analysts_at_once(browser: Browser, db: str) -> None:
    sessions = people(db)
    with ExitStack() as stack:
        board = stack.enter_context(served(db))
        one = Hand(stack.enter_context(watched(browser, board, cookie=sessions["analyst 1"])))
        two = Hand(stack.enter_context(watched(browser, board, cookie=sessions["analyst 2"], refused=(409,))))
        for hand in (one, two):
            hand.page.goto(f"{board}/triage")
            hand.press("j")
        one.opened(SHOT)
        two.opened(SHOT)  # held by the other: the page says so, and refuses
        notice = two.page.locator("#held")
        notice.wait_for(state="visible")
        assert "analyst 1" in notice.inner_text()
        two.press("a")
        two.page.locator("#wrong", has_text="analyst 1").wait_for()
        assert decided(db) == []
        one.press("g", "3")
        one.told("Graded")
        one.press("Escape")
        one.page.locator("#work .idle").wait_for()
        two.page.get_by_role("button", name="Try again").click()  # free now
        notice.wait_for(state="hidden")
        two.press("e")
        two.page.keyboard.press("Control+a")
        two.page.keyboard.type("Gunmen fired at a bus")
        two.press("Enter")  # the page was loaded before the grade
        wrong = two.page.locator("#wrong", has_text="analyst 1 graded it")
        wrong.wait_for()
        assert decided(db) == [("grade", None)]
        two.page.get_by_role("button", name="Load it again").click()
        two.page.locator("#wrong").wait_for(state="hidden")
        assert two.page.locator("#f-title").input_value() == "Gunmen fired at a bus"  # nothing typed is lost
        two.page.locator("#f-title").press("Enter")
        two.told("Saved")
        two.page.locator("#title", has_text="Gunmen fired at a bus").wait_for()
    assert decided(db) == [("grade", None), ("edit", None)]


def test_what_the_other_one_decides_appears_without_a_jump(browser: Browser, board: str) -> None:
    with watched(browser, board) as page, watched(browser, board) as other:
        page.goto(f"{board}/triage")
        hand = Hand(page)
        go_to(hand, HERDERS)
        before = page.locator("#rows a:focus").bounding_box()
        other.goto(f"{board}/triage")
        Hand(other).press("j", "a")
        other.locator("#said", has_text="Accepted: Gunmen").wait_for()
        page.locator("#rows li[data-gone]", has_text=SHOT).wait_for()
        assert page.locator("#rows a:focus").bounding_box() == before


def test_without_a_server_nothing_is_lost(browser: Browser, board: str, db: str) -> None:
    with watched(browser, board) as page:
        page.goto(f"{board}/triage")
        hand = Hand(page)
        hand.press("j")
        hand.opened(SHOT)
        hand.press("x")
        page.keyboard.type("not one shot was fired")
        page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('gone')) }")
        hand.press("Enter")
        page.locator("#wrong", has_text="the server does not answer").wait_for()
        assert page.locator("#reason-one").input_value() == "not one shot was fired"
    assert decided(db) == []


def test_without_script_the_forms_do_it(browser: Browser, board: str, db: str) -> None:
    with watched(browser, board, java_script_enabled=False) as page:
        page.goto(f"{board}/triage")
        page.get_by_role("link", name=SHOT).click()
        page.get_by_role("button", name="Accept a").click()
        assert "Accepted: Gunmen" in page.locator("#work .notice").first.inner_text()
        assert page.locator("#title").inner_text().startswith(SEIZED)
        page.get_by_text("Reject x", exact=True).click()
        page.get_by_role("button", name="old news").last.click()
        assert page.locator("#title").inner_text().startswith(HERDERS)
        page.locator("#rows").get_by_role("checkbox", name=FARMERS).check()
        page.locator("#rows").get_by_role("checkbox", name=ARRESTED).check()
        page.locator("#bulk").get_by_role("button", name="Accept").click()
    assert [kind for kind, _ in decided(db)] == ["confirm", "reject", "confirm", "confirm"]


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844), (683, 384)])
def test_it_fits_a_laptop_a_phone_and_twice_the_size(browser: Browser, board: str, width: int, height: int) -> None:
    with watched(browser, board, viewport={"width": width, "height": height}) as page:
        page.goto(f"{board}/triage")
        row(page, GATE).locator("a").click()
        page.locator("#title", has_text=GATE).wait_for()
        wide, tall = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
        assert wide <= width
        assert width < 1000 or tall <= height
        assert page.locator(".acts .first").is_visible()


def test_letters_can_be_turned_off(browser: Browser, board: str, db: str) -> None:
    with watched(browser, board) as page:
        page.goto(f"{board}/triage")
        hand = Hand(page)
        hand.press("j", "?")
        page.locator("#letters").uncheck()
        hand.press("Escape")
        page.locator("#rows a").nth(1).focus()
        hand.press("a", "u", "ArrowDown")
        page.locator("#rows li:nth-child(3) a:focus").wait_for()
    assert decided(db) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, board: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with watched(browser, board, color_scheme=scheme, bypass_csp=True) as page:
        for words in ("", GATE, HERDERS):
            page.goto(f"{board}/triage")
            if words:
                row(page, words).locator("a").click()
                page.locator("#title", has_text=words).wait_for()
                page.locator("#edit summary").click()
                page.locator("#candidates button").first.wait_for()
                page.keyboard.press("Escape")
                page.get_by_text("Grade g", exact=True).click()
            found = Axe().run(page).response["violations"]
            assert [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")] == []
