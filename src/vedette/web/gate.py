"""What every request passes, and every answer: a host that is ours, a size that is sane, somebody who has signed in, strict headers."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from urllib.parse import quote, unquote_to_bytes

from fastapi import Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vedette.errors import VedetteError
from vedette.web import languages
from vedette.web.guard import OPEN, READS, Person, cookie_name, resolve
from vedette.web.refusals import TEXTS, failed, refusal, wants_json
from vedette.web.render import POLICY

LARGEST = 2_000_000
"""Bytes of what may be sent at once."""
LONGEST = 8_000
"""Characters of an address."""
ASKED_AGAIN = 30.0
"""Seconds after which it is looked up anew whether who reads a stream may go on."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=(), payment=(), usb=()",
}
"""With every answer, beside the policy on what a page may load. A field report may say where its writer stands."""
HOST = re.compile(r"(\[[0-9a-f:.]{2,45}\]|[a-z0-9](?:[a-z0-9._-]{0,252}))(?::\d{1,5})?", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Gate:
    """The outermost layer of the board. `hosts` are the names that it answers to; `*` stands for any."""

    def __init__(self, app: ASGIApp, hosts: list[str]) -> None:
        self.app, self.hosts = app, {h.lower() for h in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        languages.CURRENT.set(languages.chosen(request))
        answer = self._insane(request)
        person = None
        if answer is None and not scope["path"].startswith("/static/"):
            try:
                person = await run_in_threadpool(resolve, request, used=True)
            except VedetteError as e:
                answer = failed(request, e)
            if answer is None and person is None and scope["path"] not in OPEN:
                answer = _stranger(request)
        scope.setdefault("state", {})["person"] = person
        with suppress(ClientDisconnect):  # who left while sending awaits no answer
            await (answer or self.app)(scope, _bounded(receive), _Guarded(request, send, person).send)

    def _insane(self, request: HTTPConnection) -> Response | None:
        """What is wrong with a request whoever asks, or None."""
        host = HOST.fullmatch(request.headers.get("host", ""))
        if host is None or ("*" not in self.hosts and host[1].lower() not in self.hosts):
            return refusal(request, 400, "the board does not answer to this host name; use the address that `vedette serve` printed")
        query = request.scope["query_string"]
        if len(request.scope.get("raw_path") or b"") + len(query) > LONGEST:
            return refusal(request, 414, f"an address may have {LONGEST:,} characters; ask for less")
        if CONTROL.search(request.scope["path"]) or b"\x00" in unquote_to_bytes(query):
            return refusal(request, 400, "the address holds control characters")
        if request.scope["method"] in READS:
            return None
        if request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            return refusal(request, 403, "this was sent from another site's page")
        length = request.headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit():
            return refusal(request, 400, "the length of what was sent is no number")
        return refusal(request, 413, TOO_LARGE) if int(length[:12]) > LARGEST else None


TOO_LARGE = f"more than {LARGEST // 1_000_000} MB at once; send it in parts, or have `vedette ingest` read the file"


class _Guarded:
    """Sends an answer with its headers; ends a stream whose reader may read no more."""

    def __init__(self, request: HTTPConnection, send: Send, person: Person | None) -> None:
        self._request, self._send, self._person = request, send, person
        self._stream = self._over = False
        self._asked = time.monotonic()

    async def send(self, message: Message) -> None:
        """Pass on a part of the answer."""
        if self._over:
            return
        if message["type"] == "http.response.start":
            self._head(MutableHeaders(raw=message["headers"]))
        elif self._stream and time.monotonic() - self._asked > ASKED_AGAIN:
            self._asked = time.monotonic()
            now = await run_in_threadpool(resolve, self._request)
            if now is None or self._person is None or (now.name, now.token) != (self._person.name, self._person.token):
                self._over = True
                message = {"type": "http.response.body", "body": b"", "more_body": False}
        await self._send(message)

    def _head(self, headers: MutableHeaders) -> None:
        headers.setdefault("Content-Security-Policy", POLICY)
        for name, value in HEADERS.items():
            headers[name] = value
        fixed = self._request.scope["path"].startswith(("/static/", "/dist/"))
        if tag := languages.given(self._request):
            secure = "; Secure" if cookie_name(self._request).startswith("__Host-") else ""
            headers.append("Set-Cookie", f"{languages.COOKIE}={tag}; Path=/; Max-Age={languages.KEPT}; HttpOnly; SameSite=Lax{secure}")
        headers["Cache-Control"] = "no-cache" if fixed else "no-store"  # what a page tells can be forgotten tomorrow
        self._stream = headers.get("content-type", "").startswith("text/event-stream")


def _bounded(receive: Receive) -> Receive:
    """The request's body up to the largest; raises HTTPException 413 where more comes than was announced."""
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LARGEST:
            raise HTTPException(413, TOO_LARGE)
        return message

    return bounded


def _stranger(request: HTTPConnection) -> Response:
    """What somebody is told who has not signed in: a browser where to, a program that they must."""
    path = request.scope["path"]
    if request.scope["method"] in READS and not wants_json(request) and not path.endswith(TEXTS):
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/signin?next={quote(path + query, safe='')}", 303)
    return refusal(request, 401, "sign in first", kind="signed_out", headers={"WWW-Authenticate": 'Session realm="vedette"'})
