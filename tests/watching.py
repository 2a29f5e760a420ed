"""A small world for the watch: feeds and articles from this machine, a reader that reads nothing, a clock that is told the time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from xml.sax.saxutils import escape

import pytest

from bench.soak import StubCoder as StubCoder
from bench.soak import StubReader as StubReader
from vedette.ingest.fetch import Fetcher

RSS = "application/rss+xml; charset=utf-8"
START = datetime(2024, 5, 6, 8, 0, tzinfo=UTC)


@dataclass
class Story:
    """An article and its item in a feed."""

    n: int
    title: str
    text: str
    at: datetime | None
    guid: str | None = None
    path: str | None = None


def story(n: int, feed: str = "a", at: datetime | None = START, text: str | None = None) -> Story:
    title = f"Road {n} of {feed} closed"
    body = text or f"Villagers of quarter {n} closed the road to the north of {feed} on Monday, the police of the district said in a note."
    return Story(n=n, title=title, text=body, at=at and at + timedelta(minutes=n), guid=f"{feed}-{n}", path=f"/{feed}/{n}")


@dataclass
class Channel:
    """A feed of the world: its stories, newest first as feeds have it, and what is wrong with it."""

    name: str
    stories: list[Story] = field(default_factory=list)
    fault: str | None = None
    etag: bool = True

    def xml(self, root: str) -> bytes:
        items = []
        for s in reversed(self.stories):
            date = f"<pubDate>{format_datetime(s.at)}</pubDate>" if s.at else ""
            link = f"<link>{root}{s.path}</link>" if s.path else ""
            guid = f'<guid isPermaLink="false">{escape(s.guid)}</guid>' if s.guid else ""
            items.append(f"<item><title>{escape(s.title)}</title>{link}{guid}{date}<description>{escape(s.text)}</description></item>")
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{self.name}</title>{"".join(items)}</channel></rss>'.encode()


class World:
    """Serves channels at `/feed/NAME` and their stories; counts what it was asked."""

    def __init__(self) -> None:
        self.channels: dict[str, Channel] = {}
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.down = False
        self.closing = threading.Event()
        world = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                world.asked.append(self.path)
                world.headers.append({k.lower(): v for k, v in self.headers.items()})
                with suppress(ConnectionError):
                    world.answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            request_queue_size = 128

            def handle_error(self, request: Any, client_address: Any) -> None:
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.root = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    def add(self, name: str, *stories: Story, fault: str | None = None) -> Channel:
        self.channels[name] = Channel(name=name, stories=list(stories), fault=fault)
        return self.channels[name]

    def answer(self, to: BaseHTTPRequestHandler) -> None:
        if self.down:
            to.close_connection = True
            to.connection.close()
            return
        path = to.path
        if path in self.pages:
            self.send(to, *self.pages[path])
        elif path.startswith("/feed/"):
            self.feed(to, self.channels[path.removeprefix("/feed/")])
        else:
            found = next((s for c in self.channels.values() for s in c.stories if s.path == path), None)
            if found is None:
                self.send(to, 404, {}, b"")
            else:
                html = f"<html lang='en'><head><title>{escape(found.title)}</title></head><body><article><h1>{escape(found.title)}</h1><p>{escape(found.text)}</p></article></body></html>"
                self.send(to, 200, {"Content-Type": "text/html; charset=utf-8"}, html.encode())

    def feed(self, to: BaseHTTPRequestHandler, c: Channel) -> None:
        body = c.xml(self.root)
        tag = f'"{hash(body)}"'
        fault = c.fault or ""
        if fault.isdecimal():
            self.send(to, int(fault), {}, b"")
        elif fault == "hang":
            self.closing.wait(30)
        elif fault == "drip":
            to.send_response(200)
            to.end_headers()
            while not self.closing.wait(0.02):
                to.wfile.write(b"<")
        elif fault == "endless":
            to.send_response(200)
            to.send_header("Content-Type", RSS)
            to.end_headers()
            to.wfile.write(body[:-20])
            while not self.closing.is_set():
                to.wfile.write(b"<item><title>more</title></item>" * 2000)
        elif fault == "truncated":
            self.send(to, 200, {"Content-Type": RSS, "ETag": tag}, body[: int(len(body) * 0.6)])
        elif fault == "drop":
            to.send_response(200)
            to.send_header("Content-Length", str(len(body)))
            to.end_headers()
            to.wfile.write(body[: len(body) // 2])
        elif c.etag and to.headers.get("If-None-Match") == tag:
            self.send(to, 304, {"ETag": tag}, b"")
        else:
            self.send(to, 200, {"Content-Type": RSS, "ETag": tag}, body)

    @staticmethod
    def send(to: BaseHTTPRequestHandler, status: int, headers: dict[str, str], body: bytes) -> None:
        to.send_response(status)
        for k, v in headers.items():
            to.send_header(k, v)
        if status != 304:
            to.send_header("Content-Length", str(len(body)))
        to.end_headers()
        if status != 304:
            to.wfile.write(body)

    def close(self) -> None:
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def direct(monkeypatch: pytest.MonkeyPatch, **options: Any) -> Iterator[Fetcher]:
    """A fetcher that asks this machine itself, without a proxy and without a pause."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    made = Fetcher(allow_private=True, pause=0, **options)
    yield made
    made.close()
