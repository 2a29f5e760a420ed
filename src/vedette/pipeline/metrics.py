"""What a long run tells of itself: numbers in the text form that Prometheus reads."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from vedette.errors import UsageError

Labels = tuple[tuple[str, str], ...]
PREFIX = "vedette_"


class Metrics:
    """Counters and gauges by name and labels. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._values: dict[str, dict[Labels, float]] = {}
        self._kinds: dict[str, tuple[str, str]] = {}

    def declare(self, name: str, kind: str, help: str) -> None:
        """Say what a number is: `kind` is counter or gauge."""
        with self._lock:
            self._kinds[name] = kind, help
            self._values.setdefault(name, {})

    def add(self, name: str, by: float = 1, **labels: str) -> None:
        """Add to a counter."""
        key = tuple(sorted(labels.items()))
        with self._lock:
            held = self._values.setdefault(name, {})
            held[key] = held.get(key, 0) + by

    def set(self, name: str, value: float, **labels: str) -> None:
        """Set a gauge."""
        with self._lock:
            self._values.setdefault(name, {})[tuple(sorted(labels.items()))] = value

    def replace(self, name: str, values: Mapping[str, float], label: str) -> None:
        """Set a gauge for each value of one label, and drop those that are no more."""
        with self._lock:
            self._values[name] = {((label, k),): v for k, v in values.items()}

    def value(self, name: str, **labels: str) -> float:
        """One number; 0 where it was never set."""
        with self._lock:
            return self._values.get(name, {}).get(tuple(sorted(labels.items())), 0)

    def text(self) -> str:
        """All of them, as Prometheus reads them."""
        out = []
        with self._lock:
            for name, values in self._values.items():
                kind, help = self._kinds.get(name, ("gauge", name))
                out += [f"# HELP {PREFIX}{name} {help}", f"# TYPE {PREFIX}{name} {kind}"]
                for labels, value in values.items():
                    inside = ",".join(f'{k}="{_escaped(v)}"' for k, v in labels)
                    out.append(f"{PREFIX}{name}{'{' + inside + '}' if inside else ''} {value:.10g}")
        return "\n".join(out) + "\n"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")


def resident() -> float:
    """Bytes of memory that this process holds, 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0.0
    import resource

    return float(pages * resource.getpagesize())


LARGE = 256 * 1024
"""Bytes of a piece of memory from which on it goes back to the system as soon as it is freed."""


def give_back() -> None:
    """From now on give large pieces of memory back as they are freed, where the C library is glibc: left to itself it learns to keep, for each thread,
    as much as the largest page that it ever fetched.
    """
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(-3, LARGE)  # M_MMAP_THRESHOLD


class Page:
    """`/metrics` on the loopback address, in a thread of its own, until it is closed. Port 0 takes a free one."""

    def __init__(self, metrics: Metrics, port: int, fresh: Callable[[], None] = lambda: None) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path.partition("?")[0] != "/metrics":
                    self.send_error(404)
                    return
                fresh()
                body = metrics.text().encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        try:
            self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        except OSError as e:
            raise UsageError(f"--metrics {port}: cannot listen there ({(e.strerror or str(e)).lower()}); give another port") from None
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.2}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
