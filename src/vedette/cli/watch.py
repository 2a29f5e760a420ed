"""`vedette watch`: keeps watch by itself."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from vedette.cli.common import ISSUES, opened, tell
from vedette.cli.listening import fetching, network_options, seconds
from vedette.domain.moments import now
from vedette.errors import StoreError


@click.command(
    epilog="""\b
Examples:
  vedette watch
  vedette watch --once
  vedette --db watch.db watch --every 10m --metrics 9464 --log json""",
    short_help="Look at the sources, read what is new, ring the alerts, for ever.",
)
@click.option("--once", is_flag=True, help="Look at every source once, read all that is new, and end.")
@click.option(
    "--every",
    metavar="TIME",
    callback=seconds,
    default="15m",
    show_default=True,
    help="How often a source is looked at that says nothing else.",
)
@click.option("--workers", type=click.IntRange(1, 64), default=4, show_default=True, help="Sources looked at together.")
@click.option("--threads", type=click.IntRange(1, 64), help="Cores to read with (default: all, at most 4).")
@click.option(
    "--metrics", type=click.IntRange(1, 65535), metavar="PORT", help="Serve numbers for Prometheus at http://127.0.0.1:PORT/metrics."
)
@click.option(
    "--log",
    "form",
    type=click.Choice(["text", "json"]),
    help="Lines of the log on standard error (default: text on a terminal, else JSON).",
)
@click.option("--quiet", is_flag=True, help="Log only what goes wrong.")
@network_options
def watch(
    once: bool,
    every: int,
    workers: int,
    threads: int | None,
    metrics: int | None,
    form: str | None,
    quiet: bool,
    contact: str | None,
    allow_private: bool,
) -> int:
    """Keep watch: look at every source when it is due, read and code what is new, merge it, and ring the alerts.

    It runs beside `vedette serve` on one database until it is told to end (Ctrl-C, SIGTERM): the report in hand is finished, and what
    waits is read at the next start. Wherever it ends, nothing that was found is lost and nothing is read twice. One watch keeps a database at a time.
    """
    from vedette.language import Reader
    from vedette.pipeline import Coder
    from vedette.pipeline.alerting import deliver, escalate, ring
    from vedette.pipeline.daily import write_due
    from vedette.pipeline.metrics import Page
    from vedette.pipeline.pace import Settings
    from vedette.pipeline.watch import Watch

    db = click.get_current_context().find_root().params["db"].removeprefix("sqlite:///")
    log = Log(form or ("text" if sys.stderr.isatty() else "json"), quiet)
    with opened(write=True, create=True) as store, alone(db), fetching(contact, allow_private) as fetcher:
        if not store.feeds():
            tell("nothing is listened to yet; begin with `vedette sources add URL`")
        watched = sorted({code for s in store.situations() for code in s.area})
        reader, coder = Reader(threads=threads), Coder(store.places(), context=watched)
        reader.load()  # the model answers for itself before anything is touched

        def idle(store: Any) -> None:
            escalate(store)
            deliver(store)
            for number, daily in write_due(store):
                log(
                    "sitrep released" if daily.release else "sitrep drafted",
                    number=number,
                    situation=daily.situation,
                    cut_off=daily.cut_off,
                )

        settings = Settings(every=float(every), workers=workers)
        kept = Watch(store, reader, coder, fetcher, settings, after_round=ring, idle=idle, log=log)
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: kept.stop())
        page = Page(kept.metrics, metrics, kept.measure) if metrics else None
        try:
            kept.run(once=once)
        finally:
            if page is not None:
                page.close()
    return ISSUES if once and kept.failed else 0


class Log:
    """Lines of the log on standard error: JSON objects with `at`, `level`, `event` and what belongs to it, or text."""

    def __init__(self, form: str, quiet: bool) -> None:
        self.form, self.quiet = form, quiet
        self._lock = threading.Lock()

    def __call__(self, event: str, level: str = "info", **fields: Any) -> None:
        """Write one line."""
        if self.quiet and level == "info":
            return
        told = {k: v for k, v in fields.items() if v is not None}
        if self.form == "json":
            line = json.dumps({"at": now(), "level": level, "event": event, **told}, ensure_ascii=False, default=str)
        else:
            rest = "  ".join(f"{k}={v}" for k, v in told.items())
            line = "".join(
                c if c.isprintable() else " " for c in f"{now()[11:19]} {'' if level == 'info' else level + ': '}{event}  {rest}"
            )
        with self._lock:
            sys.stderr.write(line.rstrip() + "\n")
            sys.stderr.flush()


@contextmanager
def alone(db: str) -> Iterator[None]:
    """Hold the place of the one watch of a database, which the system takes back wherever this process ends. Raises StoreError where it is taken."""
    path = Path(f"{db}.watch")
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:  # no such locks on this system
            pass
        except OSError:
            raise StoreError(f"{db}: another watch keeps this database already; end that one first") from None
        yield
    finally:
        os.close(handle)
