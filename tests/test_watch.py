"""The watch over a small world: every good item read once, whatever the sources, the network, the clock and the process do."""

from __future__ import annotations

import itertools
import json
import os
import platform
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.watching import START, StubCoder, StubReader, World, direct, story
from vedette.domain import Picture, Situation
from vedette.errors import StoreError, UsageError
from vedette.ingest.fetch import Fetcher
from vedette.pipeline.metrics import Page
from vedette.pipeline.pace import Clock, Network, Settings
from vedette.pipeline.watch import Watch
from vedette.store import Store


class Told(Clock):
    """A clock that shows what it is told."""

    def __init__(self) -> None:
        self.at = START + timedelta(hours=2)

    def now(self) -> Any:
        return self.at


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    made.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.open(tmp_path / "v.db")
    yield made
    made.close()


@pytest.fixture
def fetcher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fetcher]:
    yield from direct(monkeypatch, timeout=0.5, whole=1.0)


class Desk:
    """A watch over the world that can be run again and again, as of a clock that is told the time."""

    def __init__(self, world: World, store: Store, fetcher: Fetcher, **settings: Any) -> None:
        self.world, self.store, self.fetcher, self.clock = world, store, fetcher, Told()
        self.settings = Settings(**{"tick": 0.02, "seed": 1, "retry": 1.0, **settings})
        self.lines: list[tuple[str, dict[str, Any]]] = []
        self.watch = self.made()

    def made(self, **more: Any) -> Watch:
        def log(event: str, level: str = "info", **fields: Any) -> None:
            self.lines.append((event, fields))

        return Watch(self.store, StubReader(), StubCoder(), self.fetcher, self.settings, clock=self.clock, log=log, **more)

    def listen(self, name: str, words: Any = "feed", **options: Any) -> int:
        return self.store.add_feed(f"{self.world.root}/feed/{name}", "feed", name, by="test", words=words, **options).id

    def once(self, **more: Any) -> int:
        self.watch = self.made(**more)
        return self.watch.run(once=True)

    def texts(self) -> list[str]:
        return [r.text for r in self.store.reports()]


@pytest.fixture
def desk(world: World, store: Store, fetcher: Fetcher) -> Desk:
    return Desk(world, store, fetcher)


def test_every_item_is_read_once_the_oldest_first_and_not_again(desk: Desk, world: World) -> None:
    world.add("a", *[story(n) for n in range(5)])
    desk.listen("a")
    assert desk.once() == 5
    assert desk.once() == 0
    read = [f["link"] for event, f in desk.lines if event == "read"]
    assert read == [f"{world.root}/a/{n}" for n in range(5)]
    world.channels["a"].stories.append(story(5))
    assert desk.once() == 1
    assert len(desk.texts()) == 6
    assert desk.store.feed_counts() == {1: {"read": 6}}


def test_the_page_is_read_and_its_source_and_time_are_those_of_the_feed(desk: Desk, world: World) -> None:
    world.add("a", story(1))
    desk.listen("a", words="page")
    desk.once()
    (report,) = desk.store.reports()
    assert (report.source, report.published, report.url) == ("a", "2024-05-06T08:01:00Z", f"{world.root}/a/1")
    assert report.title == "Road 1 of a closed"
    assert "/a/1" in world.asked


def test_what_has_not_changed_is_not_sent_again(desk: Desk, world: World) -> None:
    world.add("a", story(1))
    desk.listen("a")
    desk.once()
    desk.once()
    asked = [h for path, h in zip(world.asked, world.headers, strict=True) if path == "/feed/a"]
    assert "if-none-match" not in asked[0]
    assert "if-none-match" in asked[1]
    assert desk.watch.metrics.value("looks_total", result="unchanged") == 1


def test_a_changed_article_becomes_a_further_report_beside_the_first(desk: Desk, world: World) -> None:
    s = story(1)
    world.add("a", s)
    desk.listen("a")
    desk.once()
    first = desk.store.reports()[0]
    s.text = s.text.replace("closed the road", "blocked the road and burned a car on it")
    desk.clock.at += timedelta(hours=1)
    assert desk.once() == 1
    keys = [r.key for r in desk.store.reports()]
    assert sorted(keys) == [first.key, f"{first.key}~2"]
    assert desk.store.versions(f"{first.key}~2") == [first.key, f"{first.key}~2"]
    second = desk.store.report(f"{first.key}~2")
    assert "burned a car" in second.text
    assert desk.store.report(first.key).text == first.text
    # As changed, it was not known when the first was published.
    assert (second.published, second.published_estimated) == ("2024-05-06T11:00:00Z", True)
    s.text = first.text
    assert desk.once() == 0  # changed back: that text is held


def test_a_change_that_leaves_the_text_as_it_was_makes_no_report(desk: Desk, world: World) -> None:
    s = story(1)
    world.add("a", s)
    desk.listen("a", words="page")
    desk.once()
    s.title += " (updated)"
    assert desk.once() == 0
    assert desk.store.feed_counts() == {1: {"read": 1, "same": 1}}


def test_two_items_of_one_guid_are_both_read(desk: Desk, world: World) -> None:
    a, b = story(1), story(2)
    b.guid = a.guid
    world.add("a", a, b)
    desk.listen("a")
    assert desk.once() == 2
    assert desk.once() == 0
    assert all("~" not in r.key for r in desk.store.reports())


def test_one_article_in_two_feeds_is_one_report(desk: Desk, world: World) -> None:
    s = story(1)
    world.add("a", s)
    world.add("b", s)
    desk.listen("a")
    desk.listen("b")
    assert desk.once() == 1
    assert Counter(k for c in desk.store.feed_counts().values() for k in c) == {"read": 1, "same": 1}


def test_an_article_whose_item_has_no_date_gets_the_day_on_which_it_came(desk: Desk, world: World) -> None:
    world.add("a", story(1, at=None))
    desk.listen("a")
    desk.once()
    assert desk.store.reports()[0].published is None  # it may have lain there for years
    world.channels["a"].stories.append(story(2, at=None))
    desk.once()
    (later,) = (r for r in desk.store.reports() if "quarter 2" in r.text)
    assert (later.published, later.published_estimated) == ("2024-05-06T10:00:00Z", True)


def test_a_date_in_the_future_is_not_believed(desk: Desk, world: World) -> None:
    world.add("a", story(1, at=START + timedelta(days=400)))
    desk.listen("a")
    desk.once()
    assert desk.store.reports()[0].published is None


FAULTS = [
    ("500", "answered 500"),
    ("404", "no such page"),
    ("403", "the site refuses"),
    ("hang", "no answer in time"),
    ("drip", "not done within 1 seconds"),
    ("endless", "over 5 MB"),
    ("drop", "cannot be reached"),
]


@pytest.mark.parametrize(("fault", "words"), FAULTS, ids=[f[0] for f in FAULTS])
def test_a_broken_source_is_told_hurts_no_other_and_recovers(fault: str, words: str, desk: Desk, world: World) -> None:
    bad = world.add("bad", *[story(n, "bad") for n in range(3)], fault=fault)
    world.add("good", story(1, "good"))
    id = desk.listen("bad")
    desk.listen("good")
    assert desk.once() == 1
    held = desk.store.feed(id)
    assert words in (held.error or "")
    assert (held.failures, held.succeeded) == (1, None)
    bad.fault = None
    assert desk.once() == 3
    assert (desk.store.feed(id).failures, desk.store.feed(id).error) == (0, None)


def test_of_a_feed_that_is_cut_off_the_whole_items_are_read_and_the_rest_when_it_is_whole(desk: Desk, world: World) -> None:
    bad = world.add("bad", *[story(n, "bad") for n in range(10)], fault="truncated")
    id = desk.listen("bad")
    first = desk.once()
    assert 0 < first < 10
    assert "not well-formed" in (desk.store.feed(id).error or "")
    assert desk.store.feed(id).etag is None
    bad.fault = None
    assert first + desk.once() == 10
    assert desk.store.feed(id).error is None


def test_a_source_that_fails_is_asked_less_and_less_often_but_not_too_seldom(desk: Desk, world: World) -> None:
    world.add("bad", fault="500")
    id = desk.listen("bad")
    waits = []
    for _ in range(12):
        desk.once()
        held = desk.store.feed(id)
        assert held.due is not None
        waits.append((at(held.due) - desk.clock.at).total_seconds())
    assert 170 <= waits[0] <= 280
    assert all(b > a for a, b in itertools.pairwise(waits[:5]))
    assert max(waits) <= 6 * 3600 * 1.2


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment)


def test_a_source_that_asks_to_be_left_alone_is(desk: Desk, world: World) -> None:
    world.pages["/feed/slow"] = (429, {"Retry-After": "7200"}, b"")
    id = desk.listen("slow")
    desk.once()
    held = desk.store.feed(id)
    assert held.due is not None
    assert (at(held.due) - desk.clock.at).total_seconds() >= 7200


def test_a_page_that_is_refused_leaves_the_words_of_the_item_and_says_so(desk: Desk, world: World) -> None:
    s = story(1)
    world.add("a", s)
    world.pages["/a/1"] = (403, {}, b"")
    desk.listen("a", words="page")
    assert desk.once() == 1
    assert desk.texts() == [s.text]
    (event,) = (f for e, f in desk.lines if e == "read")
    assert "its own words" in event["note"]


def test_a_page_that_does_not_answer_is_tried_again_later_and_then_its_words_are_taken(desk: Desk, world: World) -> None:
    world.add("a", story(1))
    world.pages["/a/1"] = (503, {}, b"")
    desk.listen("a", words="page")
    counts = []
    for _ in range(4):
        counts.append(desk.once())
        desk.clock.at += timedelta(hours=3)
    assert counts == [0, 0, 0, 1]
    assert world.asked.count("/a/1") == 4


def test_a_fault_of_ours_in_one_source_ends_its_turn_and_no_more(desk: Desk, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from vedette.ingest.sources import look as real

    def faulty(feed: Any, *rest: Any) -> Any:
        if feed.name == "bad":
            raise KeyError("nobody thought of that")
        return real(feed, *rest)

    monkeypatch.setattr("vedette.pipeline.watch.look", faulty)
    world.add("bad", story(1, "bad"))
    world.add("good", story(1, "good"))
    id = desk.listen("bad")
    desk.listen("good")
    assert desk.once() == 1
    assert "a fault of ours (KeyError at test_watch.py" in (desk.store.feed(id).error or "")


class Poison(StubReader):
    """Fails on one text, and on any batch with it."""

    def read_all(self, texts: Any, batch: int = 1, told: bool = False) -> Any:
        held = list(texts)
        if any("quarter 2" in t for t in held):
            raise ValueError("poison")
        return super().read_all(held, batch)


def test_a_text_on_which_the_model_fails_is_told_and_the_others_are_read(desk: Desk, world: World) -> None:
    world.add("a", *[story(n) for n in range(4)])
    desk.listen("a")
    watch = Watch(desk.store, Poison(), StubCoder(), desk.fetcher, desk.settings, clock=desk.clock)
    assert watch.run(once=True) == 3
    assert desk.store.feed_counts() == {1: {"read": 3, "refused": 1}}
    assert desk.store.counts()["issue"] == 1


def test_a_forgotten_report_is_not_read_again_and_nothing_of_it_stays(desk: Desk, world: World, tmp_path: Path) -> None:
    s = story(1)
    world.add("a", s)
    desk.listen("a")
    desk.once()
    desk.store.forget(desk.store.reports()[0].key, reason="asked by the person named", by="editor 1")
    assert desk.once() == 0
    s.title = "Another title"
    assert desk.once() == 0
    assert desk.texts() == []
    assert b"Villagers of quarter 1" not in (tmp_path / "v.db").read_bytes()


def test_a_dead_network_is_slept_through_and_everything_is_caught_up_in_order(world: World, store: Store, fetcher: Fetcher) -> None:
    desk = Desk(world, store, fetcher, probe=0.05, dead=3)
    for k in "abcdef":
        world.add(k, story(1, k))
        desk.listen(k)
    world.down = True
    thread = threading.Thread(target=desk.watch.run)
    thread.start()
    wait(lambda: desk.watch.offline)
    asked = len(world.asked)
    time.sleep(0.3)
    assert len(world.asked) - asked <= 8  # one after the other, not all again and again
    world.down = False
    wait(lambda: len(store.reports()) == 6)
    desk.watch.stop()
    thread.join(timeout=10)
    assert not desk.watch.offline
    assert all(f.failures == 0 for f in store.feeds())
    assert [e for e, _ in desk.lines if e.startswith("network")] == ["network gone", "network back"]


def test_when_the_network_is_gone_and_back() -> None:
    net = Network()
    assert not net.silent(1, 2, "t1", 0.0)
    assert net.spoke() is None  # one that answers proves it
    assert not net.silent(1, 2, "t2", 0.0)
    assert not net.silent(1, 2, "t3", 0.0)  # the same one again proves nothing
    assert net.silent(2, 2, "t4", 5.0)
    assert net.probe(5.0)
    waits = []
    for _ in range(6):
        net.probing(0.0, 30.0)
        waits.append(net._next)
    assert waits == [30, 60, 120, 240, 300, 300]
    assert net.spoke() == "t2"
    assert not net.dead


def test_a_clock_that_jumps_back_silences_no_source(desk: Desk, world: World) -> None:
    world.add("a", story(1))
    id = desk.listen("a")
    desk.clock.at += timedelta(days=4000)
    desk.once()
    desk.clock.at -= timedelta(days=4000)
    held = desk.store.feed(id)
    assert desk.watch._is_due(held, desk.clock.at)
    desk.clock.at = at(held.due or "") - timedelta(seconds=60)
    assert not desk.watch._is_due(held, desk.clock.at)


def test_a_long_backlog_stops_the_looking_until_it_is_read(world: World, store: Store, fetcher: Fetcher) -> None:
    desk = Desk(world, store, fetcher, backlog=3, turn=2, queue=1, batch=1, workers=1)
    world.add("a", *[story(n) for n in range(9)])
    desk.listen("a")
    assert desk.once() == 9


def test_a_paused_source_is_left_alone(desk: Desk, world: World) -> None:
    world.add("a", story(1))
    id = desk.listen("a")
    desk.store.pause_feed(id, True, by="test")
    assert desk.once() == 0
    assert world.asked == []
    desk.store.pause_feed(id, False, by="test")
    assert desk.once() == 1


# -- what is hung on it ---------------------------------------------------------------------------------------------------


def test_each_round_hands_on_the_picture_before_and_after(desk: Desk, world: World) -> None:
    seen: list[tuple[Picture | None, Picture]] = []
    world.add("a", story(1))
    desk.listen("a")
    everything: list[Situation | None] = [None]
    desk.once(after_round=lambda s, before, after: seen.append((before, after)), views=lambda s: everything)
    assert seen[0][0] is None
    assert all(b is a for (_, b), (a, _) in itertools.pairwise(seen))
    assert len(seen[-1][1].reports) == 1


def test_time_goes_on_in_the_pictures_though_no_report_comes(desk: Desk, world: World) -> None:
    world.add("a", story(1))
    desk.listen("a")
    days: list[str | None] = []
    for _ in range(2):
        desk.once(after_round=lambda s, before, after: days.append(after.as_of), views=lambda s: [Situation(name="T", zone="Asia/Tokyo")])
        desk.clock.at += timedelta(days=3, hours=6)
    assert "2024-05-06" in days
    assert days[-1] == "2024-05-10"  # in Tokyo it is day already


def test_no_picture_is_drawn_where_there_is_no_rule(desk: Desk, world: World) -> None:
    world.add("a", story(1))
    desk.listen("a")
    seen: list[Any] = []
    desk.once(after_round=lambda *x: seen.append(x))
    assert seen == []


def test_what_fails_there_ends_no_watch(desk: Desk, world: World) -> None:
    def failing(*_: Any) -> None:
        raise RuntimeError("the mail server is on fire")

    everything: list[Situation | None] = [None]
    world.add("a", story(1))
    desk.listen("a")
    assert desk.once(after_round=failing, views=lambda s: everything) == 1
    assert "alerts failed" in {e for e, _ in desk.lines}
    assert desk.watch.metrics.value("rounds_total", result="fault") >= 1


def test_numbers_are_served_on_this_machine_alone(desk: Desk, world: World) -> None:
    world.add("a", story(1))
    desk.listen("a")
    desk.once()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    page = Page(desk.watch.metrics, port, desk.watch.measure)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        text = answer.read().decode()
    with pytest.raises(UsageError, match="cannot listen there"):
        Page(desk.watch.metrics, port)
    page.close()
    assert 'vedette_reports_total{status="unread"} 0' not in text
    assert "# TYPE vedette_looks_total counter" in text
    assert 'vedette_looks_total{result="ok"} 1' in text
    assert 'vedette_source_success_age_seconds{source="1 a"} 0' in text


# -- ends of the process ----------------------------------------------------------------------------------------------------

CHILD = """
import sys, signal, json
from tests.watching import StubReader, StubCoder
from vedette.ingest.fetch import Fetcher
from vedette.pipeline.pace import Settings
from vedette.pipeline.watch import Watch
from vedette.store import Store
store = Store.open(sys.argv[1])
watch = Watch(store, StubReader(), StubCoder(), Fetcher(allow_private=True, pause=0), Settings(tick=0.02, every=0.2, workers=3, batch=3))
signal.signal(signal.SIGTERM, lambda *_: watch.stop())
print("ready", flush=True)
watch.run()
print("done", flush=True)
"""


def start(db: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", CHILD, str(db)], stdout=subprocess.PIPE, text=True, env={**os.environ})
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def wait(what: Any, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.01)


def test_killed_at_any_moment_nothing_is_lost_and_nothing_read_twice(world: World, tmp_path: Path) -> None:
    db = tmp_path / "v.db"
    store = Store.open(db)
    for k in "abc":
        world.add(k, *[story(n, k) for n in range(20)])
        store.add_feed(f"{world.root}/feed/{k}", "feed", k, by="test", words="feed")
    for n in range(3):
        process = start(db)
        wanted = (n + 1) * 9
        wait(lambda wanted=wanted: len(store.reports()) >= wanted)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        for k in "abc":  # the world goes on meanwhile
            world.channels[k].stories.append(story(100 + n, k))
    process = start(db)
    wait(lambda: len(store.reports()) == 69)
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=30)
    assert out == "done\n"
    assert process.returncode == 0
    counts = store.counts()
    assert counts["report"] == counts["reading"] == 69
    assert {k: sum(c.get(k, 0) for c in store.feed_counts().values()) for k in ("read", "waiting", "refused")} == {
        "read": 69,
        "waiting": 0,
        "refused": 0,
    }
    assert store.check() == []
    store.close()


def test_only_one_watch_keeps_a_database(tmp_path: Path) -> None:
    from vedette.cli.watch import alone

    db = str(tmp_path / "v.db")
    with alone(db), pytest.raises(StoreError, match="another watch keeps this database"), alone(db):
        pass
    with alone(db):
        pass


def test_the_log_is_json_that_no_title_can_break(capsys: pytest.CaptureFixture[str]) -> None:
    from vedette.cli.watch import Log

    Log("json", False)("read", link="a\nb", note=None)
    Log("text", False)("read", link="a\n\x1b[31mb")
    first, second = capsys.readouterr().err.splitlines()
    assert json.loads(first)["link"] == "a\nb"
    assert "note" not in json.loads(first)
    assert "\x1b" not in second


def test_what_is_done_beside_is_done_however_busy_the_reading_is_and_at_the_end(desk: Desk, world: World) -> None:
    world.add("a", *[story(n) for n in range(4)])
    desk.listen("a")
    done: list[int] = []
    desk.settings = Settings(tick=0.02, seed=1, idle=0.0, gap=0.0, batch=1)
    desk.once(after_round=lambda *_: None, idle=lambda store: done.append(len(store.reports())))
    assert any(0 < n < 4 for n in done)
    assert done[-1] == 4


PAGES = """
import threading
from vedette.pipeline.metrics import give_back, resident
give_back()
def fetch(kept):
    for _ in range(4):
        page = bytearray()
        while len(page) < 5_000_000:
            page += bytes(16384)
            kept.append(bytes(16))
        del page
    through.wait()
    ended.wait()
before, through, ended = resident(), threading.Barrier(9), threading.Event()
threads = [threading.Thread(target=fetch, args=([],)) for _ in range(8)]
for t in threads: t.start()
through.wait()
print(resident() - before)
ended.set()
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="how memory is given back is the C library's own affair")
def test_what_large_pages_took_is_given_back_by_every_thread() -> None:
    done = subprocess.run([sys.executable, "-c", PAGES], capture_output=True, text=True, check=True, env={**os.environ})
    assert float(done.stdout) < 15e6  # of 40 MB that are kept otherwise
