"""`vedette sources add`, `import`, `export`, `feeds`, `test`, `pause`, `remove` and `vedette watch --once`, over a small world."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.conftest import ROOT
from tests.watching import StubCoder, StubReader, World, story
from vedette.cli.main import cli
from vedette.store import Store


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    made.close()


class Desk:
    """Commands on one database."""

    def __init__(self, db: Path) -> None:
        self.db = db

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        done = CliRunner().invoke(cli, ["--db", str(self.db), *arguments], standalone_mode=False)
        if done.exception and not isinstance(done.exception, SystemExit):
            return 1, done.stdout, str(done.exception)
        return int(done.return_value or 0), done.stdout, done.stderr

    def rows(self, *arguments: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self(*arguments)[1].splitlines()]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setattr("vedette.ingest.fetch.PAUSE", 0.0)
    held = {s: signal.getsignal(s) for s in (signal.SIGTERM, signal.SIGINT)}
    yield Desk(tmp_path / "v.db")
    for s, handler in held.items():
        signal.signal(s, handler)


def test_a_source_is_added_watched_and_told_of(desk: Desk, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vedette.language.Reader", lambda threads=None: StubReader())
    monkeypatch.setattr("vedette.pipeline.Coder", lambda *_, **__: StubCoder())
    world.add("Valley", *[story(n, "Valley") for n in range(3)])
    world.add("bad", fault="500")
    url = f"{world.root}/feed/Valley"
    code, _, told = desk("sources", "add", url, "--allow-private", "--grade", "b", "--side", "north", "--every", "2h", "--words", "feed")
    assert (code, told.splitlines()) == (0, [f"{url}: 3 items now", "1: Valley, an RSS or Atom feed; `vedette watch` reads it from now on"])
    assert desk("sources", "add", url, "--allow-private")[2] == f"{url}: is listened to already"
    assert "answered 500" in desk("sources", "add", f"{world.root}/feed/bad", "--allow-private")[2]
    assert desk("sources", "add", f"{world.root}/feed/bad", "--unchecked", "--name", "Bad")[0] == 0
    code, out, _ = desk("sources", "test", "--allow-private")
    assert (code, [json.loads(x)["items"] for x in out.splitlines()]) == (3, [3, None])
    assert desk.rows("sources", "feeds")[0]["state"] == "new"

    code, _, log = desk("watch", "--once", "--allow-private", "--log", "json")
    assert code == 3
    events = [json.loads(x) for x in log.splitlines()]
    assert [e["event"] for e in events].count("read") == 3
    assert {e["level"] for e in events if e["event"] == "look failed"} == {"warning"}
    good, bad = desk.rows("sources", "feeds")
    assert (good["state"], good["read"], good["last_item"] is not None) == ("ok", 3, True)
    assert (bad["state"], bad["error"]) == ("failing", "the site answered 500; try again later")
    assert [r["name"] for r in desk.rows("sources", "feeds", "--failing")] == ["Bad"]

    assert desk("sources", "pause", "Bad")[0] == 0
    assert desk("watch", "--once", "--allow-private", "--quiet")[0] == 0
    assert desk.rows("sources", "feeds")[1]["state"] == "paused"
    assert desk("sources", "pause", "2", "--resume")[0] == 0
    assert desk("sources", "remove", f"{world.root}/feed/bad")[0] == 0
    assert "nothing is listened to by this number" in desk("sources", "remove", "2")[2]
    with _opened(desk.db) as store:
        assert len(store.reports()) == 3
        assert store.sources()["Valley"].reliability == "B"
        assert [h["action"] for h in store.history() if h["action"].startswith("feed")] == [
            "feed added",
            "feed added",
            "feed paused",
            "feed resumed",
            "feed removed",
        ]


class _opened:  # noqa: N801
    def __init__(self, db: Path) -> None:
        self.store = Store.open(db, readonly=True)

    def __enter__(self) -> Store:
        return self.store

    def __exit__(self, *_: object) -> None:
        self.store.close()


def test_a_page_that_names_its_feed_leads_to_it(desk: Desk, world: World) -> None:
    world.add("a", story(1))
    link = '<link rel="alternate" type="application/rss+xml" href="/feed/{}">'
    world.pages["/"] = (200, {"Content-Type": "text/html"}, f"<html><head>{link.format('a')}</head></html>".encode())
    world.pages["/two"] = (200, {"Content-Type": "text/html"}, f"<html><head>{link.format('a')}{link.format('b')}</head></html>".encode())
    assert desk("sources", "add", f"{world.root}/", "--allow-private")[0] == 0
    assert desk.rows("sources", "feeds")[0]["url"] == f"{world.root}/feed/a"
    assert (
        f"names 2 feeds; add one of them: {world.root}/feed/a {world.root}/feed/b"
        in desk("sources", "add", f"{world.root}/two", "--allow-private")[2]
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("http://127.0.0.1/x",), "private network"),
        (("gopher://a.example",), "no address that can be listened to"),
        (("https://a.example/rss", "--pattern", "("), "not a regular expression"),
        (("https://a.example/rss", "--since", "monday"), "not a day"),
        (("https://a.example/rss", "--every", "1s"), "give a time between 10s and 7d"),
        (
            ("imaps://me:secret@a.example/", "--unchecked"),
            "give no password in an address: it is kept in the database; put it into VEDETTE_IMAP",
        ),
        (("https://me:secret@a.example/rss",), "give no password in an address: it is kept in the database"),
        (("file:///etc/passwd",), "no address that can be listened to"),
    ],
)
def test_what_cannot_be_listened_to_is_told(arguments: tuple[str, ...], words: str, desk: Desk) -> None:
    code, _, told = desk("sources", "add", *arguments)
    assert code == 1
    assert words in told
    assert "secret" not in told


def test_lists_go_in_and_out(desk: Desk, tmp_path: Path) -> None:
    sample = ROOT / "deploy/feeds.opml"
    code, _, told = desk("sources", "import", str(sample))
    assert (code, told) == (0, "28 added; 0 listened to already\n")
    assert desk("sources", "import", str(sample))[2] == "0 added; 28 listened to already\n"
    out = tmp_path / "out.opml"
    assert desk("sources", "export", "--output", str(out))[0] == 0
    desk("sources", "add", "https://z.example/rss", "--every", "2h", "--words", "feed", "--pattern", "/n/", "--unchecked")
    assert desk("sources", "export", "--output", str(out))[0] == 0
    other = Desk(tmp_path / "other.db")
    assert other("sources", "import", str(out))[2] == "29 added; 0 listened to already\n"
    held, taken = (
        [{k: r[k] for k in ("name", "url", "kind", "every", "words", "pattern")} for r in x.rows("sources", "feeds")] for x in (desk, other)
    )
    assert taken == held
    assert taken[-1]["every"] == 7200
    bad = tmp_path / "bad.opml"
    bad.write_text(
        '<opml><body><outline text="x" xmlUrl="file:///etc/passwd"/><outline text="y" xmlUrl="https://a.example/y"/></body></opml>', "utf-8"
    )
    code, _, told = desk("sources", "import", str(bad))
    assert code == 3
    assert "is no http or https address" in told
