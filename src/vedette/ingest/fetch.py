"""Pages by address: politely, within limits, and never past a lock.

Redirects are followed one by one and each address is checked: http or https only, and only public networks unless
the caller allows private ones. robots.txt is obeyed. What a site refuses (a login, a paywall) stays refused.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from vedette import __version__
from vedette.domain import Report
from vedette.errors import Binary, NotFound, Refused, TooLarge, Unreachable
from vedette.ingest import dates
from vedette.ingest.decode import decode
from vedette.ingest.inputs import MAX_BYTES, from_text

if TYPE_CHECKING:
    import httpx

TIMEOUT = 20.0
"""Seconds for a connection, and between two pieces of an answer."""
WHOLE = 60.0
"""Seconds for a whole page."""
REDIRECTS = 5
PAUSE = 1.0
"""Seconds between two requests to one host."""
PAGES = ("text/html", "application/xhtml+xml", "text/plain")
_REFUSALS = {
    401: "asks for a login",
    402: "asks for payment",
    403: "refuses",
    429: "asks to come back later",
    451: "is closed for legal reasons",
}


class Fetcher:
    """Fetches pages for one run; keeps each host's robots.txt and when it was last asked.

    `contact` is told to the sites in the user agent. `timeout` and `pause` are in seconds.
    """

    def __init__(
        self,
        *,
        contact: str | None = None,
        allow_private: bool = False,
        timeout: float = TIMEOUT,
        pause: float = PAUSE,
        limit: int = MAX_BYTES,
    ) -> None:
        import httpx

        self.agent = f"Vedette/{__version__} ({contact})" if contact else f"Vedette/{__version__}"
        self.allow_private = allow_private
        self.pause = pause
        self.limit = limit
        self._client = httpx.Client(timeout=timeout, follow_redirects=False, headers={"User-Agent": self.agent}, trust_env=True)
        self._robots: dict[str, RobotFileParser | None] = {}
        self._asked: dict[str, float] = {}

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def report(self, url: str) -> Report:
        """The article at an address. Raises an InputError that says in one line why there is none."""
        address, data, charset = self.page(url)
        text = _text(data, charset, url)
        report = from_text(text, kind="html" if b"<" in data[:2000] else "text", name=url, url=address)
        if report.published:
            return report
        found = dates.from_url(address) or _dated(text, address) or dates.from_text(report.text)
        return from_text(text, kind="html" if b"<" in data[:2000] else "text", name=url, url=address, published=found) if found else report

    def page(self, url: str) -> tuple[str, bytes, str | None]:
        """The last address after redirects, the bytes and the charset that the server names."""
        address = url
        for _ in range(REDIRECTS + 1):
            self._allowed(address, url)
            status, headers, data = self._get(address, url, self.limit)
            if status in (301, 302, 303, 307, 308) and headers.get("location"):
                address = urljoin(address, headers["location"])
                continue
            self._accepted(status, url)
            kind, _, rest = headers.get("content-type", "text/html").partition(";")
            if kind.strip().lower() not in PAGES:
                raise Binary(f"{url}: is {kind.strip() or 'of no stated kind'}, not a page; save it and name the file if it holds text")
            charset = rest.partition("charset=")[2].strip().strip("\"'") or None
            return address, data, charset
        raise Unreachable(f"{url}: redirects more than {REDIRECTS} times; give the address that the browser ends at")

    def _accepted(self, status: int, url: str) -> None:
        if status in (404, 410):
            raise NotFound(f"{url}: no such page ({status}); check the address")
        if status in _REFUSALS:
            raise Refused(f"{url}: the site {_REFUSALS[status]} ({status}); no way round that is tried")
        if status != 200:
            raise Unreachable(f"{url}: the site answered {status}; try again later")

    def _allowed(self, address: str, url: str) -> None:
        """Check scheme, network and robots.txt of an address on the way."""
        parts = _parts(address, url)
        self._public(parts.hostname or "", url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._rules(origin, url)
        rules = self._robots[origin]
        if rules is not None and not rules.can_fetch(self.agent, address):
            raise Refused(f"{url}: the site's robots.txt asks programs not to fetch it; save the page and name the file")

    def _rules(self, origin: str, url: str) -> RobotFileParser | None:
        """The rules of a host, None where it has none. A host whose rules cannot be had is not asked for pages (RFC 9309)."""
        address = f"{origin}/robots.txt"
        for _ in range(REDIRECTS + 1):
            self._public(_parts(address, url).hostname or "", url)
            status, headers, data = self._get(address, url, 500_000, cut=True)
            if status in (301, 302, 303, 307, 308) and headers.get("location"):
                address = urljoin(address, headers["location"])
                continue
            if status >= 500:
                raise Unreachable(f"{url}: the site's robots.txt cannot be had ({status}); try again later")
            if status != 200:
                return None
            rules = RobotFileParser()
            rules.parse(data.decode("utf-8", "replace").splitlines())
            return rules
        return None

    def _public(self, host: str, url: str) -> None:
        """Refuse a host with an address of a private network."""
        if self.allow_private:
            return
        try:
            found = socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP)
        except (socket.gaierror, UnicodeError):
            raise Unreachable(f"{url}: no such host; check the address and the network") from None
        if not all(_global(str(x[4][0])) for x in found):
            raise Refused(f"{url}: lies in a private network; allow such addresses with --allow-private")

    def _get(self, address: str, url: str, limit: int, cut: bool = False) -> tuple[int, httpx.Headers, bytes]:
        """Status, headers and body of one request; a body over the limit is cut or refused."""
        import httpx

        host = urlsplit(address).netloc
        wait = self._asked.get(host, -self.pause) + self.pause - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        started = time.monotonic()
        try:
            with self._client.stream("GET", address) as answer:
                self._same_network(answer, url)
                data = bytearray()
                for piece in answer.iter_bytes():
                    data += piece
                    if len(data) > limit and not cut:
                        raise TooLarge(f"{url}: over {limit // 1_000_000} MB; save the article and name the file")
                    if len(data) > limit:
                        break
                    if time.monotonic() - started > WHOLE:
                        raise Unreachable(f"{url}: not done within {WHOLE:.0f} seconds; try again later")
                return answer.status_code, answer.headers, bytes(data)
        except httpx.TimeoutException:
            raise Unreachable(f"{url}: no answer in time; try again later") from None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as e:
            raise Unreachable(
                f"{url}: cannot be reached ({str(e).lower() or type(e).__name__}); check the address and the network"
            ) from None
        finally:
            self._asked[host] = time.monotonic()

    def _same_network(self, answer: httpx.Response, url: str) -> None:
        """Check where the connection really went: a name may have changed its address after it was checked."""
        stream = answer.extensions.get("network_stream")
        there = stream.get_extra_info("server_addr") if stream is not None else None
        if there and not self.allow_private and not _global(str(there[0])) and not self._client._mounts:
            raise Refused(f"{url}: lies in a private network; allow such addresses with --allow-private")


def _parts(address: str, url: str) -> SplitResult:
    """An address in parts, where it is one of the web."""
    try:
        parts = urlsplit(address)
        if parts.scheme in ("http", "https") and parts.hostname and parts.port != 0:
            return parts
    except ValueError:
        pass
    raise Refused(f"{url}: leads to {address[:80]!r}, which is no http or https address")


def _global(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    return (mapped or ip).is_global and not ip.is_multicast


def _text(data: bytes, charset: str | None, url: str) -> str:
    """A page's text in the charset that the server names, else as the bytes tell."""
    if charset and data.strip():
        try:
            return data.decode(charset)
        except (LookupError, UnicodeDecodeError):
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
