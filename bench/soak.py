"""A soak of the watch: hundreds of feeds of this machine with faults injected, killed and started again; every good item read exactly once.

`python -m bench.soak` serves 200 feeds with 20,000 items from loopback addresses (each feed a host of its own), runs the watch on them in a
process of its own while feeds fail in turn, kills it at 50 random moments of the first half, and prints what came of it. `--feeds`, `--items` and `--kills` make it
smaller. The reader is a stub: what is measured is the watch, not the model. Exits 1 where an item was lost or doubled, health is wrong or
memory grew.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from vedette.domain import Annotated
from vedette.language import Reader
from vedette.pipeline import Coder, Reading
from vedette.store import Store

SEED = 5
START = datetime(2024, 1, 1, tzinfo=UTC)
FAULTS = ("500", "hang", "truncated", "clock", "duplicates", "endless", "loris", "drop", "reset")
CHILD = """
import json, signal, sys
from bench.soak import StubCoder, StubReader
from vedette.ingest.fetch import Fetcher
from vedette.pipeline.metrics import resident
from vedette.pipeline.pace import Settings
from vedette.pipeline.watch import Watch
from vedette.store import Store
store = Store.open(sys.argv[1])
settings = Settings(tick=0.1, every=float(sys.argv[2]), slowest=float(sys.argv[2]), workers=8, batch=16, retry=1.0, turn=50, seed=1)
watch = Watch(store, StubReader(), StubCoder(), Fetcher(allow_private=True, pause=0, timeout=1.0, whole=2.0), settings)
signal.signal(signal.SIGTERM, lambda *_: watch.stop())
print("ready", flush=True)
import threading, time
def measure():
    while True:
        print(json.dumps(resident()), flush=True)
        time.sleep(1)
threading.Thread(target=measure, daemon=True).start()
watch.run()
print("done", flush=True)
"""


class StubReader(Reader):
    """Reads nothing, at once."""

    def __init__(self) -> None:
        pass

    def load(self) -> None:
        """Nothing is to be loaded."""

    def read_all(self, texts: Any, batch: int = 1, told: bool = False) -> Iterator[Annotated]:
        """Each text without a sentence."""
        for t in texts:
            yield Annotated(text=t, sentences=(), entities=())


class StubCoder(Coder):
    """Codes nothing."""

    def code(self, reading: Reading) -> Reading:
        """The reading as it came."""
        return reading


@dataclass
class Channel:
    """A feed: how many items it has published so far, of how many in all; every seventh has changed once they are all out."""

    n: int
    total: int
    out: int = 0
    changed: bool = False
    fault: str | None = None
    broken: bool = False  # for good
    lock: threading.Lock = field(default_factory=threading.Lock)

    def text(self, i: int) -> str:
        """The text of an item as it is now."""
        more = " The police corrected the hour later." if self.changed and i % 7 == 0 else ""
        return f"Villagers of quarter {i} of town {self.n} closed the road number {i * 31 + self.n} on Monday, the police of the district said.{more}"

    def xml(self, host: str) -> bytes:
        """The feed as it is now."""
        items = []
        for i in reversed(range(max(0, self.out - WINDOW), self.out)):
            day = START + timedelta(minutes=i)
            if self.fault == "clock":
                day += timedelta(days=4000)
            item = f"<item><title>Road {i} of {self.n} closed</title><link>http://{host}/{i}</link><guid isPermaLink='false'>{self.n}-{i}</guid><pubDate>{format_datetime(day)}</pubDate><description>{escape(self.text(i))}</description></item>"
            items += [item, item] if self.fault == "duplicates" else [item]
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Town {self.n}</title>{"".join(items)}</channel></rss>'.encode()

    def wanted(self) -> set[str]:
        """Texts that must be read: each as it was first, and as it was changed."""
        old, self.changed = self.changed, False
        first = {self.text(i) for i in range(self.total)}
        self.changed = True
        last = {self.text(i) for i in range(max(0, self.total - WINDOW), self.total)}
        self.changed = old
        return first | last


WINDOW = 40
"""Items that a feed shows at a time."""


class World:
    """Serves each channel on a loopback address of its own; one port."""

    def __init__(self, channels: list[Channel]) -> None:
        self.channels = channels
        self.asked: Counter[int] = Counter()
        self.closing = threading.Event()
        world = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                with suppress(OSError):
                    world.answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            request_queue_size = 256
            daemon_threads = True

            def handle_error(self, request: Any, client_address: Any) -> None:
                pass

        self.server = Server(("0.0.0.0", 0), Handler)  # noqa: S104 (each feed a loopback address of its own)
        self.port = int(self.server.server_address[1])
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def host(self, n: int) -> str:
        """The address of a channel."""
        return f"127.0.{1 + n // 200}.{1 + n % 200}:{self.port}"

    def answer(self, to: BaseHTTPRequestHandler) -> None:
        """Answer one request, as the channel's fault has it."""
        if to.path == "/robots.txt":
            self.send(to, 404, b"")
            return
        c = self.channels[int(to.path.removeprefix("/feed/"))]
        self.asked[c.n] += 1
        with c.lock:
            fault, body = c.fault, c.xml(self.host(c.n))
        if fault == "500":
            self.send(to, 500, b"")
        elif fault == "hang":
            self.closing.wait(5)
        elif fault == "truncated":
            self.send(to, 200, body[: len(body) // 2])
        elif fault == "drop":
            to.send_response(200)
            to.send_header("Content-Length", str(len(body)))
            to.end_headers()
            to.wfile.write(body[: len(body) // 2])
        elif fault == "reset":
            to.connection.close()
        elif fault == "endless":
            to.send_response(200)
            to.end_headers()
            for _ in range(8000):  # 500 MB, were it read
                to.wfile.write(b"<item><title>more and more</title></item>\n" * 1500)
        elif fault == "loris":
            to.send_response(200)
            to.end_headers()
            for _ in range(100):
                to.wfile.write(b"<")
                if self.closing.wait(0.1):
                    return
        elif to.headers.get("If-None-Match") == (tag := f'"{hash(body)}"'):
            self.send(to, 304, b"")
        else:
            self.send(to, 200, body, tag)

    @staticmethod
    def send(to: BaseHTTPRequestHandler, status: int, body: bytes, tag: str | None = None) -> None:
        """A whole answer."""
        to.send_response(status)
        if tag:
            to.send_header("ETag", tag)
        to.send_header("Content-Type", "application/rss+xml; charset=utf-8")
        to.send_header("Content-Length", str(len(body)))
        to.end_headers()
        to.wfile.write(body)

    def close(self) -> None:
        """Answer no more."""
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()


@dataclass
class Outcome:
    """What a soak came to; `wrong` is empty where all is as it must be."""

    items: int = 0
    read: int = 0
    doubled: int = 0
    missing: int = 0
    kills: int = 0
    seconds: float = 0.0
    memory: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """Memory at the end over that when a third was through, in the longest life of the process."""
        n = len(self.memory)
        if n < 30:
            return 1.0
        early, late = self.memory[n // 3 : n // 3 + 8], self.memory[-8:]
        return (sum(late) / len(late)) / (sum(early) / len(early))


class Life:
    """One life of the watch's process."""

    def __init__(self, db: Path, every: float) -> None:
        command = [sys.executable, "-c", CHILD, str(db), str(every)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"
        self.memory: list[float] = []
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with suppress(ValueError):
                self.memory.append(float(json.loads(line)))

    def end(self, how: int) -> int:
        """End it by a signal; returns its exit code."""
        self.process.send_signal(how)
        code = self.process.wait(timeout=60)
        self.thread.join()
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code


def soak(folder: Path, feeds: int, items: int, kills: int, *, limit: float = 1800.0, tell: Any = lambda line: None) -> Outcome:
    """Run it; `limit` in seconds."""
    chance = random.Random(SEED)
    each = items // feeds
    channels = [Channel(n=n, total=each) for n in range(feeds)]
    for n, fault in enumerate(("500", "reset", "loris")):  # three that never work
        if feeds > 20:
            channels[n].fault, channels[n].broken = fault, True
    good = [c for c in channels if not c.broken]
    world = World(channels)
    db = folder / "soak.db"
    store = Store.open(db)
    for c in channels:
        store.add_feed(f"http://{world.host(c.n)}/feed/{c.n}", "feed", f"Town {c.n}", by="bench", words="feed")
    wanted: set[str] = set()
    for c in good:
        wanted |= c.wanted()
    out = Outcome(items=len(wanted))
    began = time.monotonic()
    every = max(1.0, feeds / 100)
    life = Life(db, every)
    moments = sorted(chance.uniform(0.01, 0.5) for _ in range(kills))
    told = 0.0
    longest: list[float] = []

    def held() -> int:
        return store.counts()["report"]

    while time.monotonic() - began < limit:
        counts = store.feed_counts()
        done = held()
        share = done / len(wanted)
        if time.monotonic() - told > 10:
            told = time.monotonic()
            tell(f"{done} of {len(wanted)} read, {out.kills} kills, {life.memory[-1] / 1e6 if life.memory else 0:.0f} MB")
        for c in good:
            mine = sum(counts.get(c.n + 1, {}).values())
            with c.lock:
                # No more is published while one of those shown is not known: what left the window unseen would be lost to any reader.
                c.out = min(c.total, c.out + WINDOW - 10) if mine >= c.out else c.out
                c.fault = None if share > 0.85 or chance.random() < 0.8 else chance.choice(FAULTS)
        if all(c.out == c.total for c in good) and done >= sum(c.total for c in good):
            for c in good:
                c.changed, c.fault = True, None
        if out.kills < kills and share >= moments[out.kills]:
            time.sleep(chance.uniform(0, 0.3))
            life.end(signal.SIGKILL)
            out.kills += 1
            longest = max(longest, life.memory, key=len)
            life = Life(db, every)
        if done >= len(wanted):
            break
        time.sleep(0.5)
    time.sleep(2 * every)  # and nothing more comes
    code = life.end(signal.SIGTERM)
    if code != 0:
        out.wrong.append(f"SIGTERM ended it with {code}")
    out.memory = max(longest, life.memory, key=len)
    out.seconds = time.monotonic() - began
    judge(out, store, wanted, channels)
    world.close()
    store.close()
    return out


def judge(out: Outcome, store: Store, wanted: set[str], channels: list[Channel]) -> None:
    """What is wrong with what came of it."""
    texts = Counter(r.text for r in store.reports())
    out.read, out.doubled = len(texts), sum(n - 1 for n in texts.values())
    out.missing = len(wanted - set(texts))
    if out.missing:
        out.wrong.append(f"{out.missing} items were not read, such as {sorted(wanted - set(texts))[:2]}")
    if out.doubled:
        out.wrong.append(f"{out.doubled} items were read twice")
    if extra := set(texts) - wanted:
        out.wrong.append(f"{len(extra)} texts that nobody published, such as {sorted(extra)[:2]}")
    counts = store.counts()
    if counts["reading"] != counts["report"]:
        out.wrong.append(f"{counts['reading']} readings of {counts['report']} reports")
    waiting = sum(n.get("waiting", 0) for n in store.feed_counts().values())
    if waiting:
        out.wrong.append(f"{waiting} items still wait")
    by_name = {f.name: f for f in store.feeds()}
    for c in channels:
        f = by_name[f"Town {c.n}"]
        if c.broken and (not f.failures or not f.error or f.succeeded):
            out.wrong.append(f"{f.name} never worked, and its health does not say so")
        if not c.broken and (f.failures or f.error or not f.succeeded):
            out.wrong.append(f"{f.name} works, and its health says: {f.error}")
    if out.growth > 1.15:
        out.wrong.append(f"memory grew to {out.growth:.2f} of what it was")
    out.wrong += store.check()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--items", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--limit", type=float, default=3600.0, help="seconds")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = soak(Path(folder), given.feeds, given.items, given.kills, limit=given.limit, tell=lambda line: print(line, file=sys.stderr))
    print(
        f"{out.read} of {out.items} items read exactly once from {given.feeds} feeds in {out.seconds:.0f} s ({out.read / out.seconds:.0f} a second)"
    )
    print(f"{out.missing} missing, {out.doubled} doubled, {out.kills} kills")
    if out.memory:
        print(f"memory {out.memory[-1] / 1e6:.0f} MB at the end, {out.growth:.2f} times that at a third of the longest life")
    for line in out.wrong:
        print(f"wrong: {line}")
    return 1 if out.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
