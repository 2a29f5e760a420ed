"""Keeps watch by itself: looks at every source when it is due, reads what is new, and tells whoever waits for it.

One process. A thread decides what is due; a few look at sources and fetch what they name; the one that began it reads and keeps, so there is
one writer of reports. Between them stand bounded queues: where reading is slower than the world, nothing more is fetched. All that must
survive stands in the database before it counts: what a look found is kept with how far the source was read, and a report with that its item
was read. So the process may end anywhere, and goes on from there.
"""

from __future__ import annotations

import queue
import random
import threading
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from vedette.domain import Picture, Report, Situation
from vedette.domain.feeds import Feed, Waiting
from vedette.domain.moments import clock, text
from vedette.errors import Conflict, Forgotten, InputError, StoreError, Unreachable, VedetteError
from vedette.ingest.fetch import Fetcher
from vedette.ingest.sources import POINTING, Later, look, report_of
from vedette.language import Reader
from vedette.pipeline.draw import picture
from vedette.pipeline.metrics import Metrics, give_back, resident
from vedette.pipeline.pace import Clock, Network, Settings
from vedette.pipeline.read import Coder, read_reports
from vedette.store import Store

AfterRound = Callable[[Store, Picture | None, Picture], object]
"""Called when new reports have been read, and now and then without: with the picture before (None at the start) and the one now."""
Views = Callable[[Store], Sequence[Situation | None]]
"""The situations whose pictures are drawn for that; None: that of everything."""
Log = Callable[..., None]
"""`log(event, level="info", **fields)`: one line of the log."""
NETWORK = ("feed", "sitemap", "page", "imap")
"""Kinds of source that need the network."""


class Watch:
    """A watch over the sources of a store. `run` keeps it until `stop` is called (from any thread or a signal handler).

    After each round a picture is drawn of each of `views` (default: of each situation for which there is a rule) and handed to `after_round`;
    `idle` is called every half minute or so. Nothing that fails there ends the watch.

    Raises StoreError where the database cannot be used for longer than a while.
    """

    def __init__(
        self,
        store: Store,
        reader: Reader,
        coder: Coder,
        fetcher: Fetcher,
        settings: Settings | None = None,
        *,
        after_round: AfterRound | None = None,
        views: Views | None = None,
        idle: Callable[[Store], object] | None = None,
        log: Log = lambda event, level="info", **fields: None,
        clock: Clock | None = None,
    ) -> None:
        self.store, self.reader, self.coder, self.fetcher = store, reader, coder, fetcher
        self.settings = settings or Settings()
        self.after_round, self.views, self.idle = after_round, views or ruled, idle
        self.log, self.clock = log, clock or Clock()
        self.metrics = Metrics()
        for name, kind, help in _NUMBERS:
            self.metrics.declare(name, kind, help)
        self._chance = random.Random(self.settings.seed)  # noqa: S311 (jitter is no secret)
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._lock = threading.Lock()
        self._tasks: queue.Queue[tuple[Feed, bool]] = queue.Queue(maxsize=2 * self.settings.workers)
        self._ready: queue.Queue[_Ready] = queue.Queue(maxsize=self.settings.queue)
        self._busy: dict[int, str] = {}
        self._flying: dict[int, int] = {}
        """Items that are on their way to be read, with their source."""
        self._net = Network()
        self._polled: set[int] = set()
        self._all_done = threading.Event()
        self._ended: StoreError | None = None
        self._new = 0
        self._pictures: dict[str | None, Picture] = {}
        self._drawn = self._idled = float("-inf")
        self._took = 0.0
        self.failed = 0
        """Looks at sources that failed."""

    def stop(self) -> None:
        """Finish the report in hand and end; what waits is read at the next start."""
        self._stop.set()

    @property
    def offline(self) -> bool:
        """Whether the network is taken for dead."""
        return self._net.dead

    def run(self, *, once: bool = False) -> int:
        """Keep watch until stopped, or look at every source once and read all that waits; returns how many reports were read."""
        give_back()
        with self.store.kept_open():
            return self._run(once)

    def _run(self, once: bool) -> int:
        threads = [threading.Thread(target=self._plan, args=(once,), name="plan", daemon=True)]
        threads += [threading.Thread(target=self._work, name=f"source {n}", daemon=True) for n in range(self.settings.workers)]
        self.log("started", sources=len(self.store.feeds()), every=self.settings.every)
        for t in threads:
            t.start()
        total = 0
        try:
            self._tell()  # what was kept just before an earlier end, and not told
            while not self._stop.is_set():
                total += self._read()
                if self._due_to_tell():
                    self._tell()
                if self.clock.mono() - self._idled >= self.settings.idle:
                    self._beside()
                if once and self._all_done.is_set() and self._ready.empty() and not self._flying:
                    break
            if once and not self._stop.is_set():
                if self._new:
                    self._tell()
                self._beside()
        finally:
            self._stop.set()
            for t in threads:
                t.join(timeout=2.0)  # a request in hand is not waited for: nothing of it counts yet
            self.log("stopped", read=total)
        if self._ended is not None:
            raise self._ended
        return total

    # -- what is due ---------------------------------------------------------------------------------------------------

    def _plan(self, once: bool) -> None:
        """Decide what is due, again and again (a thread). What fails ten times in a row ends the watch."""
        failures = 0
        while not self._stop.is_set():
            try:
                self._decide(once)
                failures = 0
            except Exception as e:
                failures += 1
                told = str(e) if isinstance(e, StoreError) else f"a fault of ours ({_fault(e)}); please send us this line"
                self.log("planning failed", level="error", error=told, tries=failures)
                if failures == 10:
                    self._ended = StoreError(told)
                    self._stop.set()
                self._stop.wait(5 * self.settings.tick)
            self._wake.wait(self.settings.tick)
            self._wake.clear()

    def _decide(self, once: bool) -> None:
        with self._lock:  # before the database is asked: what ends in between is seen there
            busy, hosts = set(self._busy), {h for h in self._busy.values() if h}
            flying = Counter(self._flying.values())
        now = self.clock.now()
        feeds, waits = self.store.feeds(), self.store.waits(text(now))
        active = [f for f in feeds if not f.paused]
        network = [f for f in active if f.kind in NETWORK]
        left = 0
        offline = self._net.dead
        probe = self._net.probe(self.clock.mono()) if offline else False
        tasks: list[tuple[str, Feed, bool]] = []
        for f in feeds:
            late = not f.paused and (f.id not in self._polled if once else self._is_due(f, now))
            late = late and waits.get(f.id, 0) < self.settings.backlog
            if offline and f.kind in NETWORK:
                late = probe and f is max(network, key=lambda x: (x.succeeded or "", x.id))
            if once and not f.paused and f.id not in self._polled and not (offline and f.kind in NETWORK):
                left += 1
            has = waits.get(f.id, 0) > flying[f.id] and not (offline and _fetches(f))
            left += has
            if f.id in busy or not (late or has):
                continue
            tasks.append((f.due or f.tried or "", f, late))
        for _, f, late in sorted(tasks, key=lambda t: (t[0], t[1].id)):
            host = _host(f)
            if host and host in hosts:
                continue
            with self._lock:
                self._busy[f.id] = host
            hosts.add(host)
            try:
                self._tasks.put_nowait((f, late))
            except queue.Full:
                with self._lock:
                    del self._busy[f.id]
                break
            if late and offline:
                self._net.probing(self.clock.mono(), self.settings.probe)
        if once and not left and not busy and not flying and not tasks:
            self._all_done.set()
        self.metrics.set("sources", len(active))
        self.metrics.set("sources_failing", sum(f.failures > 0 for f in active))
        self.metrics.set("items_waiting", sum(waits.values()))
        self.metrics.set("offline", float(offline))
        self.metrics.set("queue", self._ready.qsize())

    def _is_due(self, feed: Feed, now: datetime) -> bool:
        """Whether a source is due; a moment that lies farther ahead than any wait was set by a clock that was wrong."""
        if feed.due is None:
            return True
        due = datetime.fromisoformat(feed.due)
        return due <= now or due > now + timedelta(seconds=2 * max(self.settings.slowest, self._every(feed), 86_400.0))

    def _every(self, feed: Feed) -> float:
        return float(feed.every or self.settings.every)

    # -- sources ---------------------------------------------------------------------------------------------------------

    def _work(self) -> None:
        """Take sources and look at them (a thread): whatever goes wrong with one ends its turn and no more."""
        while not self._stop.is_set():
            try:
                feed, late = self._tasks.get(timeout=self.settings.tick)
            except queue.Empty:
                continue
            try:
                if late:
                    self._look(feed)
                self._deliver(feed)
            except StoreError as e:
                self.log("database", level="error", source=feed.name, error=str(e))
                self._stop.wait(5 * self.settings.tick)
            except Exception as e:
                self._ours(feed, e)
            finally:
                with self._lock:
                    self._busy.pop(feed.id, None)
                self._wake.set()

    def _ours(self, feed: Feed, e: Exception) -> None:
        """A fault of ours in one source."""
        told = f"a fault of ours ({_fault(e)}); please send us this line and the source"
        self.log("fault", level="error", source=feed.name, url=feed.url, error=told)
        self.metrics.add("looks_total", result="fault")
        self._polled.add(feed.id)
        with suppress(StoreError):
            self._put_off(feed, told, True)

    def _look(self, feed: Feed) -> None:
        now = self.clock.now()
        try:
            got = look(feed, self.fetcher, now)
        except InputError as e:
            answered = e.answered if isinstance(e, Unreachable) else True
            self._answer(feed, answered)
            told = str(e).removeprefix(f"{feed.url}: ")
            self._put_off(feed, told, answered, e.seconds if isinstance(e, Later) else 0.0)
            self.metrics.add("looks_total", result="failed")
            self.log("look failed", level="warning", source=feed.name, url=feed.url, error=str(e))
            self._polled.add(feed.id)
            self.failed += 1
            return
        self._answer(feed, True)
        wait = max(self._every(feed), float(got.every or 0)) * self._jitter(0.1)
        due = text(now + timedelta(seconds=wait))
        new = self.store.polled(feed.id, got.items, at=text(now), due=due, etag=got.etag, modified=got.modified, note=got.note)
        self._polled.add(feed.id)
        self.metrics.add("looks_total", result="unchanged" if got.unchanged else "ok")
        self.metrics.add("items_total", by=new)
        self.log("looked", source=feed.name, url=feed.url, new=new, items=len(got.items), unchanged=got.unchanged, note=got.note)

    def _put_off(self, feed: Feed, error: str, answered: bool, asked: float = 0.0) -> None:
        """Keep that a source failed; it is looked at again after longer and longer waits, at once where only the network was gone."""
        failures = feed.failures + (0 if self._net.dead and not answered else 1)
        first = min(self._every(feed), max(60.0, self._every(feed) / 4))
        wait = min(self.settings.slowest, first * 2.0 ** min(max(failures - 1, 0), 20)) * self._jitter(0.2)
        now = self.clock.now()
        due = text(now + timedelta(seconds=max(wait, asked)))
        self.store.failed(feed.id, at=text(now), due=due, error=error, answered=answered, failures=failures)

    def _jitter(self, share: float) -> float:
        with self._lock:
            return self._chance.uniform(1 - share, 1 + share)

    def _answer(self, feed: Feed, answered: bool) -> None:
        """Note whether the network gave an answer; where it is back, all that did not answer is due."""
        if feed.kind not in NETWORK:
            return
        if not answered:
            many = sum(f.kind in NETWORK and not f.paused for f in self.store.feeds())
            if self._net.silent(feed.id, min(self.settings.dead, many), text(self.clock.now()), self.clock.mono()):
                self.log("network gone", level="warning", sources=many)
        elif (since := self._net.spoke()) is not None:
            back = self.store.revive(since)
            self.log("network back", sources=back)

    def _deliver(self, feed: Feed) -> None:
        """Fetch what waits of a source, the oldest first, and hand it on to be read."""
        silent = 0
        with self._lock:
            flying = set(self._flying)  # before the database is asked: it may be done with these a moment later
        for item in self.store.waiting(feed.id, text(self.clock.now()), self.settings.turn):
            if self._stop.is_set() or silent >= 2 or (self._net.dead and _fetches(feed)):
                return
            if item.id in flying:
                continue
            with self._lock:
                self._flying[item.id] = feed.id
            handed = False
            try:
                report, note = report_of(item, feed, self.fetcher)
                handed = self._hand(_Ready(item=item, feed=feed, report=report, note=note))
            except Unreachable as e:
                silent += not e.answered
                wait = self.settings.retry * 4.0 ** min(item.tries, 5) * self._jitter(0.2)
                due = text(self.clock.now() + timedelta(seconds=wait))
                self.store.later(item.id, due=due, note=str(e), counted=not self._net.dead)
            except InputError as e:
                self._refuse(item, feed, e)
            except Exception as e:
                if isinstance(e, StoreError):
                    raise
                self._refuse(
                    item, feed, InputError(f"{item.found.link or feed.url}: a fault of ours ({_fault(e)}); please send us this line")
                )
            finally:
                if not handed:
                    with self._lock:
                        self._flying.pop(item.id, None)

    def _hand(self, ready: _Ready) -> bool:
        """Put a report where it is read from, when there is room; False where the watch ends first."""
        while not self._stop.is_set():
            try:
                self._ready.put(ready, timeout=0.2)
                return True
            except queue.Full:
                continue
        return False

    def _refuse(self, item: Waiting, feed: Feed, e: InputError) -> None:
        if isinstance(e, Forgotten):
            self.store.settle(item.id, "forgotten")
            return
        self.store.settle(item.id, "refused", str(e))
        self.store.issue(item.found.link or feed.url, e.kind, str(e))
        self.metrics.add("reports_total", status="refused")
        self.log("not read", level="warning", source=feed.name, link=item.found.link, error=str(e))

    # -- reading -----------------------------------------------------------------------------------------------------------

    def _read(self) -> int:
        """Read what has come, a few together, and keep each; returns how many new reports that made."""
        try:
            group = [self._ready.get(timeout=self.settings.tick)]
        except queue.Empty:
            return 0
        while len(group) < self.settings.batch:
            try:
                group.append(self._ready.get_nowait())
            except queue.Empty:
                break
        count, tries = 0, 0
        try:
            while group and not self._stop.is_set():
                try:
                    made, group = self._keep(group)
                    count += made
                    tries = 0
                except StoreError as e:
                    tries += 1
                    self.log("database", level="error", error=str(e), tries=tries)
                    if tries >= 5:
                        raise
                    self._stop.wait(5 * self.settings.tick)
        finally:
            with self._lock:
                for x in group:
                    self._flying.pop(x.item.id, None)
        return count

    def _keep(self, group: list[_Ready]) -> tuple[int, list[_Ready]]:
        """Read and keep reports in order; returns how many are new, and those that must go again: versions of others in the group."""
        count = 0
        wanted: list[_Ready] = []
        again: list[_Ready] = []
        keys: set[str] = set()
        for x in group:
            report, held = self.store.place(x.report, x.item.first)
            if held:
                self.store.settle(x.item.id, "same", x.note, report.key)
                self._done(x, "same")
            elif report.key in keys:
                again.append(x)
            else:
                keys.add(report.key)
                if "~" in report.key:  # as changed, it was not known before it was seen so
                    report = replace(report, published=x.item.seen, published_estimated=True)
                wanted.append(replace(x, report=report))
        for x, reading in zip(wanted, self._readings([x.report for x in wanted]), strict=True):
            try:
                if isinstance(reading, InputError):
                    raise reading
                entities, coded = reading.annotated.entities, reading.coded
                status = self.store.add(reading.report, entities, coded, by="watch", item=x.item.id, note=x.note)
                self._done(x, "unread" if status == "new" and not reading.read else status)
                count += status == "new"
                self._new += status == "new"
            except Conflict:
                again.append(x)  # another process has kept a text under this id just now
            except InputError as e:
                self._refuse(x.item, x.feed, e)
            except StoreError:
                raise
            except Exception as e:
                self._refuse(
                    x.item, x.feed, InputError(f"{x.report.id}: cannot be kept ({_fault(e)}), a fault of ours; please send us this line")
                )
            if x not in again:
                with self._lock:
                    self._flying.pop(x.item.id, None)
            if self._stop.is_set():
                break
        return count, again

    def _done(self, x: _Ready, status: str) -> None:
        with self._lock:
            self._flying.pop(x.item.id, None)
        self.metrics.add("reports_total", status=status)
        self.log("read", source=x.feed.name, report=x.report.key, status=status, link=x.item.found.link, note=x.note)

    def _readings(self, reports: list[Report]) -> Iterable[Any]:
        """Readings in order; where the model fails on several together, each is read alone, and the one that fails is told."""
        try:
            return list(read_reports(reports, self.reader, max(1, self.settings.batch), self.coder))
        except Exception as e:
            if len(reports) == 1:
                return [
                    InputError(f"{reports[0].id}: cannot be read ({_fault(e)}), a fault of ours; please send us this line and the text")
                ]
            return [y for r in reports for y in self._readings([r])]

    # -- telling -----------------------------------------------------------------------------------------------------------

    def _due_to_tell(self) -> bool:
        if self.after_round is None:
            return False
        quiet = self.clock.mono() - self._drawn
        if self._new == 0:
            return quiet >= max(self.settings.beat, 20 * self._took)
        return quiet >= max(self.settings.gap, 4 * self._took)

    def _tell(self) -> None:
        """Draw the pictures and hand them on."""
        self._new = 0
        if self.after_round is None:
            return
        began = self.clock.mono()
        self.metrics.add("rounds_total", result="ok" if self._guarded("alerts", self._round) else "fault")
        self._drawn = self.clock.mono()
        self._took = self._drawn - began
        self.metrics.set("round_seconds", self._took)

    def _beside(self) -> None:
        """Do what is done now and then, however busy the reading is."""
        if self.idle is not None:
            idle = self.idle
            self._guarded("what is done beside", lambda: idle(self.store))
        self._idled = self.clock.mono()

    def _round(self) -> None:
        assert self.after_round is not None
        views = self.views(self.store)
        held, self._pictures = self._pictures, {}
        for situation in views:
            name = situation.name if situation else None
            today = self.clock.now().astimezone(clock(situation.zone if situation else "UTC")).date().isoformat()
            now = picture(self.store, situation, today=today)
            self.after_round(self.store, held.get(name), now)
            self._pictures[name] = now

    def _guarded(self, what: str, step: Callable[[], object]) -> bool:
        """Do what others hang on the watch; whether it went well. What goes wrong there is told, and ends no watch."""
        try:
            step()
        except Exception as e:
            self.log(f"{what} failed", level="error", error=str(e) if isinstance(e, VedetteError) else f"a fault of ours ({_fault(e)})")
            return False
        return True

    def measure(self) -> None:
        """Bring the numbers up to date that are looked up only when they are asked for."""
        self.metrics.set("memory_bytes", resident())
        now = self.clock.now()
        ages = {}
        for f in self.store.feeds():
            if f.succeeded and not f.paused:
                ages[f"{f.id} {f.name}"] = (now - datetime.fromisoformat(f.succeeded)).total_seconds()
        self.metrics.replace("source_success_age_seconds", ages, "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """A report that waits in memory to be read."""

    item: Waiting
    feed: Feed
    report: Report
    note: str | None


_NUMBERS = (
    ("looks_total", "counter", "Looks at sources, by result (ok, unchanged, failed, fault)."),
    ("items_total", "counter", "New items found."),
    ("reports_total", "counter", "Items done with, by status (new, known, same, unread, refused)."),
    ("rounds_total", "counter", "Pictures drawn and handed on, by result."),
    ("round_seconds", "gauge", "Seconds that the last picture and what follows from it took."),
    ("sources", "gauge", "Sources that are listened to and not paused."),
    ("sources_failing", "gauge", "Sources whose last look failed."),
    ("source_success_age_seconds", "gauge", "Seconds since the last look at a source that succeeded."),
    ("items_waiting", "gauge", "Items that are kept and wait to be read."),
    ("queue", "gauge", "Reports in memory that wait to be read."),
    ("offline", "gauge", "1 where the network is taken for dead."),
    ("memory_bytes", "gauge", "Memory that the process holds."),
)


def ruled(store: Store) -> list[Situation | None]:
    """The situations for which there is a rule; None stands for everything."""
    names = {r.situation for r in store.rules()}
    held = {s.name: s for s in store.situations()}
    return [held[n] if n else None for n in sorted(names, key=lambda n: n or "") if not n or n in held]


def _fetches(feed: Feed) -> bool:
    """Whether the items of a source are read from the pages that they lead to."""
    return feed.words == "page" and feed.kind in POINTING


def _host(feed: Feed) -> str:
    return urlsplit(feed.url).netloc if feed.kind in NETWORK else ""


def _fault(e: BaseException) -> str:
    where = traceback.extract_tb(e.__traceback__)[-1]
    return f"{type(e).__name__} at {Path(where.filename).name}:{where.lineno}"
