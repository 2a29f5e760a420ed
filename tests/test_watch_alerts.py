"""The watch with its alerts, killed at moments of all kinds: nothing lost, nothing read, rung or told twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.watching import START, World, story
from vedette.domain import Rule
from vedette.store import Store

CHILD = """
import os, signal, sys
from dataclasses import replace
from tests.watching import StubCoder, StubReader
from tests.incidents.factories import event
from vedette.domain import Coded, span
from vedette.ingest.fetch import Fetcher
from vedette.pipeline.alerting import deliver, ring
from vedette.pipeline.pace import Settings
from vedette.pipeline.watch import Watch
from vedette.store import Store

class Assaults(StubCoder):
    def code(self, reading):
        report = reading.report
        part, n = span(report.text, 0, 30), int(report.text.split()[3])
        day = report.published[:10]
        made = event(f"{report.key}#1", "ASSAULT", part.text, by=(f"Group {n}",), to=("villagers",), on=day, at=("Velin", "Dorim", "Merun")[n % 3])
        return replace(reading, coded=Coded(events=(replace(made, report=report.key, trigger=part, evidence=part),)))

def run(db, once=False):
    settings = Settings(tick=0.02, every=0.3, workers=2, batch=2, queue=4, gap=0.0, idle=0.5)
    fetcher = Fetcher(allow_private=True, pause=0)
    watch = Watch(Store.open(db), StubReader(), Assaults(), fetcher, settings, after_round=lambda s, b, a: ring(s, b, a), idle=deliver)
    signal.signal(signal.SIGTERM, lambda *_: watch.stop())
    watch.run(once=once)

Store.claim.__kwdefaults__["lease"] = 2  # so that what was under way when it was killed is not waited for
run(sys.argv[1], once=True)  # so that all is loaded before the first is begun
print("ready", flush=True)
for db in sys.stdin:
    if (child := os.fork()) == 0:
        run(db.strip())
        os._exit(0)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""Runs watches, each in a process of its own that begins with everything loaded."""
KILLS = 50


def text(n: int) -> str:
    """A text that is like no other, so that no report is taken for a copy."""
    chance = random.Random(n)
    a, b, c, d = ("".join(chance.choice("bdfgklmnprstv") + chance.choice("aeiou") for _ in range(4)) for _ in range(4))
    return f"Villagers of quarter {n} saw a {a} and a {b}, then {c} by {c}, {d} after {d}, until the {b} and the {a} of {c} {d} had gone."


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    made.close()


@pytest.fixture
def forge(world: World, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    world.add("warm", story(99, text=text(99)))
    listening(tmp_path / "warm.db", f"{world.root}/feed/warm", tmp_path / "warm").close()
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tmp_path / "warm.db")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        os.killpg(process.pid, signal.SIGKILL)


def listening(db: Path, url: str, folder: Path) -> Store:
    """A store that listens to a feed and tells of what comes in a folder."""
    folder.mkdir()
    store = Store.open(db)
    store.add_feed(url, "feed", "a", by="test", words="feed")
    rule = Rule(name="shots", about=("incident",), types=("ASSAULT",), to=(f"cap:{folder}",), since="2000-01-01T00:00:00Z")
    store.put_rule(rule, by="test")
    return store


def test_killed_at_fifty_random_moments_each_incident_rings_once_and_is_told_once(
    world: World, forge: subprocess.Popen[str], tmp_path: Path
) -> None:
    db, folder = tmp_path / "v.db", tmp_path / "cap"
    # Two days apart, so that no two are taken for one thing, and no more at a time than stay news.
    stories = [story(n, text=text(n), at=START + timedelta(days=2 * n)) for n in range(2 * KILLS)]
    channel = world.add("a")
    store = listening(db, f"{world.root}/feed/a", folder)
    assert forge.stdin is not None
    assert forge.stdout is not None

    def start() -> int:
        forge.stdin.write(f"{db}\n")  # type: ignore[union-attr]
        forge.stdin.flush()  # type: ignore[union-attr]
        return int(forge.stdout.readline())  # type: ignore[union-attr]

    def end(pid: int, how: int) -> int:
        os.kill(pid, how)
        return int(forge.stdout.readline())  # type: ignore[union-attr]

    def wait(done: Callable[[], bool], seconds: float = 90.0) -> bool:
        deadline = time.monotonic() + seconds
        while not (there := done()) and time.monotonic() < deadline:
            time.sleep(0.002)
        return there

    def asked() -> int:
        return world.asked.count("/feed/a")

    def read() -> int:
        return store.counts()["report"]

    def rang() -> int:
        return len(store.alerts(limit=None))

    def told() -> int:
        return len(list(folder.glob("*.xml")))

    chance = random.Random(8)
    steps = [asked, read, rang, told] * (KILLS // 4 + 1)
    reached: Counter[str] = Counter()
    for n in range(KILLS):
        channel.stories = stories[: read() + 3]  # the world goes on meanwhile
        step = steps[n]
        before = step()
        pid = start()
        reached[step.__name__] += wait(lambda step=step, before=before: step() > before, 20)  # type: ignore[misc]
        time.sleep(chance.uniform(0, 0.06))
        assert end(pid, signal.SIGKILL) == -signal.SIGKILL
    pid = start()
    many = len(channel.stories)
    assert wait(lambda: rang() >= many)
    assert wait(lambda: all(t.told for t in store.tellings()))
    assert end(pid, signal.SIGTERM) == 0
    assert min(reached[s.__name__] for s in steps) >= 8, reached  # it was killed in the midst of each part of its work
    assert store.counts()["report"] == store.counts()["reading"] == many
    rang_of = Counter(a.sign.reports for a in store.alerts(limit=None))
    assert len(rang_of) == many
    assert set(rang_of.values()) == {1}
    assert len([t for t in store.tellings() if t.kind == "ring"]) == many
    assert len(list(folder.iterdir())) == many
    assert store.check() == []
    store.close()
