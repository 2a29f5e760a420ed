"""What the desk listens to, as the board shows it: state, errors and silences in words, on every page where something is wrong."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from vedette.domain.feeds import Feed, Found
from vedette.store import Store
from vedette.web import hearing
from vedette.web.app import create_app
from vedette.web.desk import Desk

NOW = datetime.now(UTC)


def at(hours: float) -> str:
    return (NOW - timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture
def path(db: str, tmp_path: Path) -> str:
    made = tmp_path / "feeds.db"
    shutil.copy(db, made)
    return str(made)


def listening(path: str, tried: float) -> None:
    """Three feeds that were looked at so many hours ago: one that is well, one that answers with an error, one that has been silent for three days.

    The first one's address holds a password, as a database of an earlier version may.
    """
    store = Store.open(path)
    good = store.add_feed("https://post.example/rss?key=k3y", "feed", "Post", by="desk")
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("UPDATE feed SET url = 'https://user:secret@post.example/rss?key=k3y' WHERE id = ?", (good.id,))
    gone = store.add_feed("https://gone.example/rss", "feed", "Gone <b>Herald", by="desk")
    still = store.add_feed("https://radio.example/rss", "feed", "Radio", by="desk")
    store.polled(good.id, [Found(guid="1", link="https://post.example/1", published=at(1))], at=at(tried), due=at(-1))
    store.failed(gone.id, at=at(tried), due=at(-1), error="no such page (404) <script>", answered=True, failures=2)
    items = [Found(guid=str(n), link=f"https://radio.example/{n}", published=at(72 + n)) for n in range(12)]
    store.polled(still.id, items, at=at(tried), due=at(-1) if tried < 1 else at(tried - 0.25))
    store.close()


@pytest.fixture
def client(path: str) -> Iterator[TestClient]:
    listening(path, 0.1)
    desk = Desk(path)
    with TestClient(create_app(desk, ["127.0.0.1"]), base_url="http://127.0.0.1") as made:
        yield made
    desk.close()


def test_every_page_says_that_feeds_need_a_look(client: TestClient) -> None:
    for page in ("/", "/triage", "/log"):
        assert "2 of 3 feeds need a look" in client.get(page).text
    assert "deux" not in (french := client.get("/?lang=fr").text)
    assert "2 flux sur 3 demandent un examen" in french


def test_the_head_can_be_asked_for_alone(client: TestClient) -> None:
    head = client.get("/head")
    assert head.text.lstrip().startswith('<span data-unread="0">')
    assert "2 of 3 feeds need a look" in head.text
    assert "<html" not in head.text


def test_the_sources_page_says_of_each_feed_what_is_wrong(client: TestClient) -> None:
    text = client.get("/sources").text
    table = text[text.index('id="feeds"') :]
    names = ("Gone &lt;b&gt;Herald", "Radio", "Post")
    assert sorted(names, key=table.index) == list(names)  # what is wrong comes first
    assert "no such page (404) &lt;script&gt;" in table
    assert "2 times running" in table
    assert "silent for 3 d; its longest usual pause is 3 h" in table
    assert "never" in table
    assert "secret" not in text
    assert "k3y" not in text
    assert "https://post.example/rss?…" in table


def test_a_source_that_was_only_listened_to_has_a_page_and_can_be_graded(client: TestClient) -> None:
    page = client.get("/sources", params={"source": "Radio"})
    assert page.status_code == 200
    assert "its longest usual pause" in page.text
    token = page.text.split('name="token" value="')[1].split('"')[0]
    done = client.post(
        "/sources", data={"token": token, "name": "Radio", "reliability": "C"}, headers={"accept": "application/json"}
    ).json()
    assert done["source"]["reliability"] == "C"
    assert client.get("/sources", params={"source": "Nobody"}).status_code == 404


def test_feeds_have_twins_without_secrets(client: TestClient) -> None:
    told = client.get("/feeds.json").json()
    assert {f["name"]: f["state"] for f in told["feeds"]} == {"Gone <b>Herald": "failing", "Radio": "silent", "Post": "ok"}
    assert told["unwatched_seconds"] is None
    rows = client.get("/feeds.csv").text
    feed = client.get("/feeds.atom").text
    assert rows.startswith("id,name,kind,url,state")
    assert rows.count("\n") == 4
    assert feed.count("<entry>") == 2
    assert "Post: " not in feed
    for text in (rows, feed, client.get("/feeds.json").text):
        assert "secret" not in text
        assert "k3y" not in text


def test_a_feed_is_paused_and_looked_at_again(client: TestClient, path: str) -> None:
    token = client.get("/me.json").json()["token"]
    gone = next(f["id"] for f in client.get("/feeds.json").json()["feeds"] if f["state"] == "failing")

    def change(do: str, id: int = gone) -> int:
        return client.post(f"/feeds/{id}/change", data={"token": token, "do": do}, follow_redirects=False).status_code

    assert change("pause") == 303
    assert {f["id"]: f["state"] for f in client.get("/feeds.json").json()["feeds"]}[gone] == "paused"
    assert "1 of 3 feeds need a look" in client.get("/").text
    assert f'action="/feeds/{gone}/change' in client.get("/sources").text
    assert change("resume") == 303
    assert (change("stop"), change("pause", 99)) == (400, 404)
    store = Store.open(path, readonly=True)
    done = [r["action"] for r in store.history() if r["action"] in ("feed paused", "feed resumed")]
    store.close()
    assert sorted(done) == ["feed paused", "feed resumed"]


def test_where_nobody_looks_at_the_feeds_every_page_says_so(path: str) -> None:
    listening(path, 3)
    desk = Desk(path)
    with TestClient(create_app(desk, ["127.0.0.1"]), base_url="http://127.0.0.1") as client:
        assert "nobody has looked at the feeds for 3 h" in client.get("/log").text
        assert "vedette watch" in client.get("/sources").text
        assert client.get("/feeds.json").json()["unwatched_seconds"] >= 3 * 3600
    desk.close()


def test_what_is_looked_up_is_kept_for_a_while(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(path)
    first = desk.hearing()
    assert desk.hearing() is first
    monkeypatch.setattr("vedette.web.desk.LISTENED", -1.0)
    assert desk.hearing() is not first
    desk.close()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 min"), (59, "0 min"), (720, "12 min"), (3 * 3600, "3 h"), (3 * 3600 + 120, "3 h 2 min"), (90_000, "1 d 1 h"), (259_300, "3 d")],
)
def test_a_stretch_of_time_in_words(seconds: int, words: str) -> None:
    assert hearing.stretch(seconds) == words


def test_a_folder_is_shown_as_it_is() -> None:
    assert hearing.address(Feed(id=1, url="/var/drop", kind="folder", name="Drop", added=at(0))) == "/var/drop"
