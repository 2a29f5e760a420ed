"""Pages by address: politely, within limits, and never past a lock.

Redirects are followed one by one and each address is checked: http or https only, and only public networks unless
the caller allows private ones. robots.txt is obeyed. What a site refuses (a login, a paywall) stays refused.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.request import getproxies

from vedette import __version__
from vedette.domain import Report
from vedette.errors import Binary, NotFound, Refused, TooLarge, Unreachable, UsageError
from vedette.ingest.decode import decode
from vedette.ingest.inputs import MAX_BYTES, from_text
from vedette.ingest.robots import Rules

if TYPE_CHECKING:
    import httpx

TIMEOUT = 20.0
"""Seconds for a connection, and between two pieces of an answer."""
WHOLE = 60.0
"""Seconds for a whole answer."""
REDIRECTS = 5
PAUSE = 1.0
"""Seconds between two requests to one host."""
RULES_KEPT = 24 * 3600.0
"""Seconds for which a host's robots.txt is kept (RFC 9309)."""
HOSTS_KEPT = 2000
"""Hosts of which anything is kept."""
PAGES = ("text/html", "application/xhtml+xml", "text/plain")
_LOCAL = tuple(ipaddress.IPv6Network(n) for n in ("::/96", "64:ff9b:1::/48", "fec0::/10"))
"""Networks that are not public, though Python 3.11 says so."""
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_REFUSALS = {
    401: "asks for a login",
    402: "asks for payment",
    403: "refuses",
    429: "asks to come back later",
    451: "is closed for legal reasons",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a site answered in the end: the last address after redirects, the status, headers (names in lower case) and the bytes."""

    address: str
    status: int
    headers: Mapping[str, str]
    data: bytes

    @property
    def kind(self) -> str:
        """The media type that the site names, in lower case; empty where it names none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The character set that the site names."""
        return self.headers.get("content-type", "").lower().partition("charset=")[2].partition(";")[0].strip(" \"'") or None


class Fetcher:
    """Fetches pages; keeps each host's robots.txt for a day, and when it was last asked. Several threads may share it: a host is asked
    by one at a time.

    `contact` is told to the sites in the user agent. `timeout` (of a connection, and between two pieces), `whole` (of an answer, default
    `WHOLE`) and `pause` (between two requests to one host) are in seconds, `limit` is the largest page in bytes.
    Raises UsageError where the contact cannot stand in a header, or the environment names a proxy that cannot be used.
    """

    def __init__(
        self,
        *,
        contact: str | None = None,
        allow_private: bool = False,
        timeout: float = TIMEOUT,
        pause: float = PAUSE,
        limit: int = MAX_BYTES,
        whole: float | None = None,
    ) -> None:
        import httpx

        if contact and not (contact.isascii() and contact.isprintable()):
            raise UsageError(f"--contact {contact!r}: give an e-mail or a page in plain ASCII letters")
        self.agent = f"Vedette/{__version__} ({contact})" if contact else f"Vedette/{__version__}"
        self.allow_private = allow_private
        self.pause = pause
        self.limit = limit
        self.whole = whole
        try:
            # No connection is kept for a second request, so that each one is checked.
            self._client = httpx.Client(
                timeout=timeout, headers={"User-Agent": self.agent}, limits=httpx.Limits(max_keepalive_connections=0), trust_env=True
            )
        except (ValueError, ImportError) as e:
            said = " ".join(str(e).split())
            raise UsageError(
                f"the proxy that the environment names cannot be used ({said}); correct or unset HTTP_PROXY or ALL_PROXY"
            ) from None
        self._robots: dict[str, tuple[float, Rules | None]] = {}
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def report(self, url: str) -> Report:
        """The article at an address. Raises an InputError that says in one line why there is none."""
        address, kind, charset, data = self.page(url)
        text = _text(data, charset, url)
        report = from_text(text, kind="auto" if kind == "text/plain" else "html", name=url, url=address)
        found = None if report.published else _dated(text, address)
        return replace(report, published=found) if found else report

    def page(self, url: str) -> tuple[str, str, str | None, bytes]:
        """The last address after redirects, the kind (one of `PAGES`) and the charset that the server names, and the bytes."""
        got = self.get(url)
        self.accepted(got.status, url)
        kind = got.kind if "content-type" in got.headers else "text/html"
        if kind not in PAGES:
            raise Binary(f"{url}: is {kind or 'of no stated kind'}, not a page; save it and name the file if it holds text")
        return got.address, kind, got.charset, got.data

    def get(self, url: str, headers: Mapping[str, str] | None = None, limit: int | None = None) -> Answer:
        """What a site answers in the end, whatever its status; `headers` go out with every request on the way. Raises InputError."""
        address = url
        for _ in range(REDIRECTS + 1):
            self._allowed(address, url)
            status, got, data = self._get(address, url, limit or self.limit, headers=headers)
            if status in (301, 302, 303, 307, 308) and got.get("location"):
                address = _onwards(address, got["location"], url)
                continue
            return Answer(address=address, status=status, headers={k.lower(): v for k, v in got.items()}, data=data)
        raise Unreachable(f"{url}: redirects more than {REDIRECTS} times; give the address that the browser ends at", answered=True)

    @staticmethod
    def accepted(status: int, url: str) -> None:
        """Raise the InputError that a status means; nothing for 200."""
        if status in (404, 410):
            raise NotFound(f"{url}: no such page ({status}); check the address")
        if status in _REFUSALS:
            raise Refused(f"{url}: the site {_REFUSALS[status]} ({status}); no way round that is tried")
        if status != 200:
            raise Unreachable(f"{url}: the site answered {status}; try again later", answered=True)

    def _allowed(self, address: str, url: str) -> None:
        """Check scheme, network and robots.txt of an address on the way."""
        parts = _parts(address, url)
        self._public(parts.hostname or "", url)
        origin = f"{parts.scheme}://{parts.netloc}"
        since, rules = self._robots.get(origin, (-RULES_KEPT, None))
        if time.monotonic() - since >= RULES_KEPT:
            rules = self._rules(origin, url)
            if len(self._robots) >= HOSTS_KEPT:
                self._robots.clear()
            self._robots[origin] = time.monotonic(), rules
        if rules is not None and not rules.allow(address):
            raise Refused(f"{url}: the site's robots.txt asks programs not to fetch it; save the page and name the file")

    def _rules(self, origin: str, url: str) -> Rules | None:
        """The rules of a host, None where it has none. A host whose rules cannot be had is not asked for pages (RFC 9309)."""
        address = f"{origin}/robots.txt"
        for _ in range(REDIRECTS + 1):
            self._public(_parts(address, url).hostname or "", url)
            status, headers, data = self._get(address, url, 500_000, cut=True)
            if status in (301, 302, 303, 307, 308) and headers.get("location"):
                address = _onwards(address, headers["location"], url)
                continue
            if status >= 500:
                raise Unreachable(f"{url}: the site's robots.txt cannot be had ({status}); try again later", answered=True)
            if status != 200:
                return None
            return Rules(data.decode("utf-8", "replace"), "Vedette")
        return None

    def _public(self, host: str, url: str) -> None:
        """Refuse a host with an address of a private network."""
        if self.allow_private:
            return
        try:
            found = socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP)
        except (socket.gaierror, UnicodeError):
            if getproxies():  # which may know it
                return
            raise Unreachable(f"{url}: no such host; check the address and the network") from None
        if not all(_global(str(x[4][0])) for x in found):
            raise _private(url)

    @contextmanager
    def _turn(self, host: str) -> Iterator[None]:
        """One request to a host: after the one before it, and not before the pause is over."""
        with self._lock:
            if len(self._hosts) >= HOSTS_KEPT:
                quiet = time.monotonic() - self.pause
                self._hosts = {k: v for k, v in self._hosts.items() if v.waiting or v.asked > quiet}
            mine = self._hosts.setdefault(host, _Host())
            mine.waiting += 1
        try:
            with mine.lock:
                wait = mine.asked + self.pause - time.monotonic()
                if wait > 0:
                    time.sleep(wait)
                try:
                    yield
                finally:
                    mine.asked = time.monotonic()
        finally:
            with self._lock:
                mine.waiting -= 1

    def _get(
        self, address: str, url: str, limit: int, cut: bool = False, headers: Mapping[str, str] | None = None
    ) -> tuple[int, httpx.Headers, bytes]:
        """Status, headers and body of one request; a body over the limit is cut or refused."""
        import httpx

        whole = WHOLE if self.whole is None else self.whole
        watch = _Watch(url, self.allow_private, whole)
        with self._turn(urlsplit(address).netloc):
            try:
                watch.host = httpx.URL(address).raw_host.decode("ascii")
                with watch, self._client.stream("GET", address, headers=headers, extensions={"trace": watch.trace}) as answer:
                    if "," in answer.headers.get("content-encoding", ""):
                        raise Unreachable(f"{url}: is packed more than once; save the article and name the file", answered=True)
                    data = bytearray()
                    for piece in answer.iter_bytes():
                        data += piece
                        if len(data) > limit and not cut:
                            raise TooLarge(f"{url}: over {limit / 1_000_000:g} MB; save the article and name the file")
                        if len(data) > limit:
                            break
                    if watch.late:
                        raise httpx.ReadTimeout("")
                    return answer.status_code, answer.headers, bytes(data)
            except httpx.InvalidURL:
                raise Refused(f"{url}: leads to what is no http or https address") from None
            except (httpx.HTTPError, ValueError) as e:
                if watch.late:
                    said = f"not done within {whole:g} seconds; try again later"
                elif isinstance(e, httpx.TimeoutException):
                    said = "no answer in time; try again later"
                else:
                    why = " ".join(str(e).lower().split()) or type(e).__name__
                    said = f"cannot be reached ({why}); check the address and the network"
                raise Unreachable(f"{url}: {said}") from None


class _Host:
    """What is kept of one host: who asks now, how many want to, and when it was asked last."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.waiting = 0
        self.asked = float("-inf")


class _Watch:
    """Keeps an eye on the connection of one request.

    A peer in a private network is refused before anything is sent: a name may have changed its address after it was checked.
    Where a proxy of the environment is asked, it is the proxy that looks the name up, and this cannot be told. What is not done
    in `whole` seconds is cut, however slowly it still drips.
    """

    def __init__(self, url: str, allow_private: bool, whole: float) -> None:
        self.url = url
        self.host = ""
        self.allow_private = allow_private
        self.late = False
        self._to: str | None = None
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(whole, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def trace(self, step: str, told: dict[str, Any]) -> None:
        """Called by httpx at each step of a request."""
        if step == "connection.connect_tcp.started":
            self._to = str(told["host"])
        elif step in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            stream = told["return_value"]
            self._socket = stream.get_extra_info("socket")
            if not self.allow_private and self._to == self.host and not _global(str(stream.get_extra_info("server_addr")[0])):
                stream.close()
                raise _private(self.url)
            if self.late:
                self._cut()

    def _cut(self) -> None:
        self.late = True
        if self._socket is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)  # of the plain socket: TLS would wait for an answer


def _private(url: str) -> Refused:
    return Refused(f"{url}: lies in a private network; allow such addresses with --allow-private")


def _parts(address: str, url: str) -> SplitResult:
    """An address in parts, where it is one of the web."""
    try:
        parts = urlsplit(address)
        if parts.scheme in ("http", "https") and parts.hostname and parts.port != 0:
            return parts
    except ValueError:
        pass
    raise Refused(f"{url}: leads to {address[:80]!r}, which is no http or https address")


def _onwards(address: str, location: str, url: str) -> str:
    """Where a redirect leads."""
    try:
        return urljoin(address, location)
    except ValueError:
        raise Unreachable(f"{url}: redirects to {location[:80]!r}, which is no address; give the one that the browser ends at") from None


def _global(address: str) -> bool:
    """Whether an address is of the public network; one of IPv6 that stands for one of IPv4 is what that is."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF) if ip in _NAT64 else None)
        if inner is None and any(ip in n for n in _LOCAL):
            return False
        ip = inner or ip
    return ip.is_global and not ip.is_multicast


def _text(data: bytes, charset: str | None, url: str) -> str:
    """A page's text in the charset that the server names, else as the bytes tell."""
    if charset and data.strip():
        try:
            return data.decode(charset)
        except (LookupError, ValueError):
            pass
    return decode(data, url)


def _dated(page: str, url: str) -> str | None:
    """The day that a page gives as its publication, by `htmldate`."""
    import logging

    import htmldate

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        found = htmldate.find_date(page, original_date=True, extensive_search=False, url=url)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    return str(found) if found else None
