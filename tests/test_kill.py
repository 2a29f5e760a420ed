"""Killed at twenty moments, started again each time: nothing that was acknowledged is lost, nothing is doubled."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from vedette.store import Store

MOMENTS = 20
SEED = 11

FORGE = """
import json, os, sys
import vedette.ingest, vedette.language, vedette.pipeline
from vedette.cli import main

reader, coder = vedette.language.Reader(threads=1), vedette.pipeline.Coder()
sample = vedette.ingest.from_text("Police in Goma blocked the road on Monday, the army said.")
list(vedette.pipeline.read_reports([sample], reader, coder=coder))
vedette.language.Reader = lambda threads=None: reader
vedette.pipeline.Coder = lambda *_, **__: coder
print("ready", flush=True)
for row in sys.stdin:
    arguments, output = json.loads(row)
    child = os.fork()
    if child == 0:
        os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
        sys.argv = ["vedette", *arguments]
        try:
            main()
        except SystemExit as e:
            sys.stdout.flush()
            os._exit(e.code)  # at a full end the model would wait for a thread that the fork left behind
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""Runs commands, each in a process of its own that begins with the model loaded: what is written comes after that."""

ACTORS = ("Police", "Soldiers", "Rebels", "Villagers", "Miners", "Border guards", "Students")
DEEDS = (
    "blocked the road to {}",
    "attacked a post near {}",
    "arrested three men in {}",
    "closed the bridge at {}",
    "marched through {}",
    "left the barracks at {}",
)
TOWNS = ("Goma", "Kanye", "Potosi", "Gilgit", "Abyei", "Mopti", "Osh", "Jaffna")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
ENDS = (
    "Nobody was hurt, the mayor said.",
    "Two people were wounded, a hospital said.",
    "The governor demanded that they leave.",
    "The ministry denied it.",
)


def reports() -> list[dict[str, Any]]:
    """Sixty short reports, more than the moments acknowledge: four without a date, of which two are copies and two say it themselves."""
    chance = random.Random(SEED)
    rows: list[dict[str, Any]] = []
    for n in range(56):
        town = TOWNS[n % len(TOWNS)]
        first = f"{chance.choice(ACTORS)} {chance.choice(DEEDS).format(town)} on {chance.choice(DAYS)}, residents of quarter {n} said."
        rows.append(
            {"id": f"k{n}", "published": f"2023-03-{n % 28 + 1:02d}", "source": f"Post {n % 5}", "text": f"{first} {chance.choice(ENDS)}"}
        )
    rows += [{"id": f"c{n}", "source": "Wire", "text": rows[n]["text"]} for n in (3, 17)]
    rows += [{"id": f"d{n}", "text": f"OSH, {n} March 2023 - Students marched through Osh on Friday. {ENDS[n % 4]}"} for n in (5, 9)]
    return chance.sample(rows, len(rows))


@dataclass(kw_only=True)
class Forge:
    """The process that runs commands, and the folder in which they work."""

    process: subprocess.Popen[str]
    folder: Path
    runs: int = 0
    output: Path = field(default_factory=Path)

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def start(self, *arguments: str) -> int:
        """Begin a command; returns its process id. Its standard output goes to a file of its own."""
        self.runs += 1
        self.output = self.folder / f"out{self.runs}"
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps([arguments, str(self.output)]) + "\n")
        self.process.stdin.flush()
        return int(self._line())

    def end(self) -> int:
        """Wait for the command's end; returns its exit code, below zero where it was killed."""
        return int(self._line())

    def acknowledged(self) -> list[dict[str, Any]]:
        """The whole lines that the command has written so far."""
        lines = self.output.read_text("utf-8").split("\n")[:-1] if self.output.exists() else []
        return [json.loads(x) for x in lines]

    def wait_for(self, *, lines: int = 0, new: int = 0) -> None:
        """Until it has acknowledged so many reports, and so many as new."""
        deadline = time.monotonic() + 60
        while len(rows := self.acknowledged()) < lines or sum(r["status"] == "new" for r in rows) < new:
            assert time.monotonic() < deadline
            time.sleep(0.001)


@pytest.fixture
def forge(tmp_path: Path) -> Iterator[Forge]:
    environment = {**os.environ, "TOKENIZERS_PARALLELISM": "false"}
    command = [sys.executable, "-c", FORGE]
    with subprocess.Popen(
        command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield Forge(process=process, folder=tmp_path)
        os.killpg(process.pid, signal.SIGKILL)


def content(db: Path) -> dict[str, Any]:
    """What a database holds, but for the hour at which it was written."""
    store = Store.open(db, readonly=True)
    held = store.reports()
    found = {
        "reports": [(r.key, r.text, r.published, r.published_estimated, r.relevant) for r in held],
        "events": sorted(store.events(), key=lambda e: e.id),
        "audit": Counter((h["action"], h["subject"]) for h in store.history()),
        "counts": store.counts(),
        "search": sorted(store.search("march")),
        "box": store.events_in(-90, -180, 90, 180),
    }
    assert store.check() == []
    store.close()
    return found


def test_nothing_acknowledged_is_lost_and_nothing_is_doubled(forge: Forge, tmp_path: Path) -> None:
    given = reports()
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps(r) + "\n" for r in given), "utf-8")
    db, clean = tmp_path / "v.db", tmp_path / "clean.db"
    chance = random.Random(SEED)
    promised: dict[str, int] = {}
    killed = 0
    for n in range(MOMENTS):
        pid = forge.start("--db", str(db), "ingest", str(source))
        if n < MOMENTS // 4:  # while it starts, or before it acknowledges
            time.sleep(chance.uniform(0, 0.3))
        elif n < MOMENTS - 1:  # some acknowledgements on
            forge.wait_for(new=chance.randint(1, 3))
        else:  # when all are acknowledged, and those without a date are given one
            forge.wait_for(lines=len(given))
        time.sleep(chance.uniform(0, 0.03))
        with contextlib.suppress(ProcessLookupError):  # the last may have come to its end
            os.kill(pid, signal.SIGKILL)
        killed += forge.end() == -signal.SIGKILL
        promised |= {r["id"]: r["events"] for r in forge.acknowledged() if r["status"] == "new"}
        if promised:
            held = content(db)
            keys = [r[0] for r in held["reports"]]
            assert set(promised) <= set(keys)
            again = [key for action, key in held["audit"].elements() if action == "report read again"]  # by its estimated day
            assert len(again) == len(set(again))
            assert set(again) <= set(keys)
            assert len(keys) == len(set(keys)) == held["counts"]["reading"] - len(again)
            events = Counter(e.report for e in held["events"])
            assert {k: events[k] for k in promised} == promised
    assert killed >= MOMENTS - 1
    assert 0 < len(promised) <= len(given)

    for path in (db, clean):
        forge.start("--db", str(path), "ingest", str(source))
        assert forge.end() == 0
    assert content(db) == content(clean)
    assert content(db)["counts"]["report"] == len(given)
    assert all(published for _, _, published, _, _ in content(db)["reports"])

    forge.start("--db", str(db), "ingest", str(source))
    assert forge.end() == 0
    assert {r["status"] for r in forge.acknowledged()} == {"known"}
    assert content(db) == content(clean)
    forge.start("--db", str(db), "db", "check")
    assert forge.end() == 0
