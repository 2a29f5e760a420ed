"""The watch with its alerts, killed at moments of all kinds: nothing lost, nothing read, rung or told twice."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.watching import World, story
from vedette.domain import Rule
from vedette.store import Store

CHILD = """
import signal, sys
from dataclasses import replace
from datetime import date, timedelta
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
        day = (date(2024, 5, 6) - timedelta(days=2 * n)).isoformat()
        made = event(f"{report.key}#1", "ASSAULT", part.text, by=(f"Group {n}",), to=("villagers",), on=day, at=("Velin", "Dorim", "Merun")[n % 3])
        return replace(reading, coded=Coded(events=(replace(made, report=report.key, trigger=part, evidence=part),)))

store = Store.open(sys.argv[1])
settings = Settings(tick=0.02, every=0.3, workers=2, batch=2, queue=4, gap=0.0)
watch = Watch(store, StubReader(), Assaults(), Fetcher(allow_private=True, pause=0), settings, after_round=lambda s, b, a: ring(s, b, a))
signal.signal(signal.SIGTERM, lambda *_: watch.stop())
print("ready", flush=True)
watch.run()
"""


WORDS = """bridge river market school officer mayor convoy water harvest border garden window winter letter teacher doctor village council meeting
 driver engine factory field forest harbour island journey kitchen ladder machine morning mountain neighbour orchard painter quarry
 railway season soldier station street summer ticket tower traveller valley visitor wagon weather worker yard evening candle basket""".split()


def text(n: int) -> str:
    """A text that is like no other, so that no report is taken for a copy."""
    a, b, c, d = WORDS[4 * n : 4 * n + 4]
    return f"Villagers of quarter {n} saw a {a} and a {b}, then {c} by {c}, {d} after {d}, until the {b} and the {a} of {c} {d} had gone."


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    made.close()


def test_killed_again_and_again_each_incident_rings_once_and_is_told_once(world: World, tmp_path: Path) -> None:
    db, folder = tmp_path / "v.db", tmp_path / "cap"
    folder.mkdir()
    store = Store.open(db)
    world.add("a", *[story(n, text=text(n)) for n in range(12)])
    store.add_feed(f"{world.root}/feed/a", "feed", "a", by="test", words="feed")
    store.put_rule(
        Rule(name="shots", about=("incident",), types=("ASSAULT",), to=(f"cap:{folder}",), since="2000-01-01T00:00:00Z"), by="test"
    )

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen([sys.executable, "-c", CHILD, str(db)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    def until(reports: int, alerts: int) -> None:
        deadline = time.monotonic() + 60
        while store.counts()["report"] < reports or len(store.alerts()) < alerts:
            assert time.monotonic() < deadline
            time.sleep(0.005)

    for reports, alerts in ((2, 0), (6, 3), (9, 8)):  # as it reads, as it rings, as it tells
        process = start()
        until(reports, alerts)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    process = start()
    until(12, 12)
    deadline = time.monotonic() + 60
    while any(t.told is None for t in store.tellings()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert store.counts()["report"] == store.counts()["reading"] == 12
    rang = Counter(a.sign.reports for a in store.alerts())
    assert len(rang) == 12
    assert set(rang.values()) == {1}
    assert len([t for t in store.tellings() if t.kind == "ring"]) == 12
    assert len(list(folder.iterdir())) == 12
    store.close()
