"""Pages by address, from a server in this process: what is read, and what is refused and why."""

from __future__ import annotations

import gzip
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from vedette.errors import Binary, Empty, InputError, NotFound, Refused, TooLarge, Unreachable, UsageError
from vedette.ingest import fetch
from vedette.ingest.fetch import Fetcher

BODY = (
    "Residents of Dubrava closed the bridge over the Lim on Monday to protest the arrest of a school principal.",
    "Police said that nobody was hurt and that the crossing stays shut until the court has heard the principal.",
    "The mayor called on both sides to talk, and said a meeting was set for the afternoon in the town hall.",
)
PARAGRAPHS = "".join(f"<p>{x}</p>\n" for x in BODY)
ARTICLE = f"""<!doctype html><html lang="en"><head><title>Bridge closed | Valley Post</title>
<meta property="og:title" content="Bridge closed at Dubrava"><meta property="og:site_name" content="Valley Post">
<meta property="article:published_time" content="2023-05-08T14:30:00+02:00"></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Bridge closed at Dubrava</h1>\n{PARAGRAPHS}<p>He said: &ldquo;No one passes.&rdquo;</p></article>
<aside>Most read: <a href="/x">Ten recipes for plum jam</a></aside><footer>&copy; Valley Post. All rights reserved.</footer></body></html>"""
BARE = f"<html><head><title>Bridge closed</title></head><body><article>{PARAGRAPHS}</article></body></html>"
HTML = "text/html; charset=utf-8"

Answer = tuple[int, dict[str, str], bytes]


def ok(body: str | bytes, kind: str = HTML) -> Answer:
    return 200, {"Content-Type": kind}, body if isinstance(body, bytes) else body.encode()


def to(address: str) -> Answer:
    return 302, {"Location": address}, b""


PAGES: dict[str, Answer] = {
    "/article": ok(ARTICLE),
    "/2023/05/08/bridge": ok(BARE),
    "/dated-by-text": ok(BARE.replace("<article>", "<article><p>Published: 12 March 2021</p>")),
    "/undated": ok(BARE),
    "/zero-date": ok(BARE.replace("<head>", '<head><meta name="date" content="0000-00-00">')),
    "/cp1250": ok(BARE.replace("Dubrava", "Žabljak").encode("cp1250"), "text/html; charset=windows-1250"),
    "/iso-8859-2": ok(BARE.replace("Dubrava", "Čačak").encode("iso-8859-2"), 'text/html; charset="ISO-8859-2"; level=1'),
    "/wrong-charset": ok(BARE.replace("Dubrava", "Čačak"), "text/html; charset=ascii"),
    "/no-charset-of-text": ok(BARE, "text/html; charset=undefined"),
    "/plain": ok(f"Patrol report, 3 < 4 trucks <seen>\n\n{BODY[0]}\n", "text/plain; charset=utf-8"),
    "/zipped": (200, {"Content-Type": HTML, "Content-Encoding": "gzip"}, gzip.compress(ARTICLE.encode())),
    "/moved": to("/article"),
    "/loop": to("/loop"),
    "/to-file": to("file:///etc/passwd"),
    "/to-ftp": to("ftp://127.0.0.1/a"),
    "/to-broken": to("http://[broken/"),
    "/to-secret": to("/secret/page"),
    "/secret/page": ok(ARTICLE),
    "/404": (404, {}, b""),
    "/410": (410, {}, b""),
    "/401": (401, {}, b""),
    "/402": (402, {}, b""),
    "/403": (403, {}, ARTICLE.encode()),
    "/429": (429, {}, b""),
    "/451": (451, {}, b""),
    "/500": (500, {}, b""),
    "/304": (304, {}, b""),
    "/image": ok(b"\x89PNG\r\n\x1a\n\0", "image/png"),
    "/binary-as-page": ok(b"\x89PNG\r\n\x1a\n\0", HTML),
    "/empty": ok("", HTML),
    "/blank": ok(" \n ", HTML),
    "/only-script": ok("<html><body><script>start()</script></body></html>"),
    "/large": ok("<p>" + "word " * 30_000),
    "/zip-bomb": (200, {"Content-Type": HTML, "Content-Encoding": "gzip"}, gzip.compress(b"a" * 30_000_000)),
    "/zipped-twice": (200, {"Content-Type": HTML, "Content-Encoding": "gzip, gzip"}, gzip.compress(gzip.compress(b"a" * 30_000_000))),
    "/not-zipped": (200, {"Content-Type": HTML, "Content-Encoding": "gzip"}, b"this is no gzip"),
}
ROBOTS = b"User-agent: *\nDisallow: /secret/\n\nUser-agent: OtherBot\nDisallow: /\n"


class Site:
    """A server on a free port. `robots` is what it says of itself, `asked` the (path, user agent) of every request."""

    def __init__(self) -> None:
        self.robots: Answer = (200, {"Content-Type": "text/plain"}, ROBOTS)
        self.asked: list[tuple[str, str]] = []
        self.closing = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, self.headers["User-Agent"]))
                if self.path.startswith("/drip"):
                    self.drip()
                    return
                status, headers, body = site.robots if self.path == "/robots.txt" else PAGES[self.path.split("?")[0]]
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with suppress(ConnectionError):  # it has seen enough
                    self.wfile.write(body)

            def drip(self) -> None:
                """An answer that never ends: a byte every 30 ms, of its body or already of its head, or nothing at all."""
                try:
                    if self.path == "/drip-body":
                        self.send_response(200)
                        self.send_header("Content-Type", HTML)
                        self.end_headers()
                    elif self.path == "/drip-head":
                        self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
                    while not site.closing.wait(0.03):
                        if self.path != "/drip-nothing":
                            self.wfile.write(b"a")
                except ConnectionError:
                    pass

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = False
        self.port = self.server.server_address[1]
        self.root = f"http://127.0.0.1:{self.port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    def close(self) -> None:
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture(scope="module")
def server() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture
def site(server: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The server as new, and no proxy in between."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    server.robots = (200, {"Content-Type": "text/plain"}, ROBOTS)
    server.asked.clear()
    return server


@pytest.fixture
def fetcher(site: Site) -> Iterator[Fetcher]:
    found = Fetcher(contact="desk@example.org", allow_private=True, timeout=2, pause=0, limit=100_000)
    yield found
    found.close()


@pytest.fixture
def stranger(site: Site) -> Iterator[Fetcher]:
    """One that may not go into private networks."""
    found = Fetcher(timeout=2, pause=0, limit=100_000)
    yield found
    found.close()


Names = Callable[..., None]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """Give names addresses: `names(host=["93.184.216.34"])`, one for each time that it is looked up, the last for good."""
    real = socket.getaddrinfo
    told: dict[str, list[str]] = {}

    def look_up(host: str | bytes | None, port: object, *args: object, **options: object) -> object:
        name = host.decode() if isinstance(host, bytes) else host
        if name in told:
            left = told[name]
            address = left.pop(0) if len(left) > 1 else left[0]
            return real(address, port, *args, **options)  # type: ignore[arg-type]
        if name and not re.fullmatch(r"[\d.]+|.*:.*", name):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real(host, port, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return lambda **given: told.update({k.replace("_", "."): v for k, v in given.items()})


def test_an_article_with_its_furniture_gone_and_its_characters_traceable(fetcher: Fetcher, site: Site) -> None:
    report = fetcher.report(f"{site.root}/article")
    assert (report.title, report.source, report.published) == ("Bridge closed at Dubrava", "Valley Post", "2023-05-08T14:30+02:00")
    assert (report.url, report.language) == (f"{site.root}/article", "en")
    assert report.text == "\n\n".join((*BODY, "He said: “No one passes.”"))
    assert report.raw == ARTICLE
    for passage in BODY:
        at = report.text.index(passage)
        assert report.raw[slice(*report.offsets.span(at, at + len(passage)))] == passage
    at = report.text.index("“No one passes.”")
    assert report.raw[slice(*report.offsets.span(at, at + 16))] == "&ldquo;No one passes.&rdquo;"
    assert fetcher.report(f"{site.root}/article").id == report.id


@pytest.mark.parametrize(
    ("path", "published"),
    [
        ("/article", "2023-05-08T14:30+02:00"),
        ("/2023/05/08/bridge", "2023-05-08"),
        ("/dated-by-text", "2021-03-12"),
        ("/undated", None),
        ("/undated?day=2022-07-01", "2022-07-01"),
        ("/zero-date", None),
    ],
)
def test_the_day_is_that_of_the_metadata_the_address_or_the_text(path: str, published: str | None, fetcher: Fetcher, site: Site) -> None:
    assert fetcher.report(site.root + path).published == published


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/cp1250", "Residents of Žabljak closed"),
        ("/iso-8859-2", "Residents of Čačak closed"),
        ("/wrong-charset", "Residents of Čačak closed"),
        ("/no-charset-of-text", "Residents of Dubrava closed"),
        ("/plain", "3 < 4 trucks <seen>"),
        ("/zipped", "Residents of Dubrava closed"),
    ],
)
def test_characters_come_through(path: str, words: str, fetcher: Fetcher, site: Site) -> None:
    assert words in fetcher.report(site.root + path).text


def test_a_redirect_is_followed_and_the_last_address_counts(fetcher: Fetcher, site: Site) -> None:
    report = fetcher.report(f"{site.root}/moved")
    assert report.url == f"{site.root}/article"
    assert report.id == fetcher.report(f"{site.root}/article").id


REFUSED: list[tuple[str, type[InputError], str]] = [
    ("/404", NotFound, "no such page (404); check the address"),
    ("/410", NotFound, "no such page (410)"),
    ("/401", Refused, "asks for a login (401)"),
    ("/402", Refused, "asks for payment (402); no way round that is tried"),
    ("/403", Refused, "the site refuses (403)"),
    ("/429", Refused, "asks to come back later (429)"),
    ("/451", Refused, "closed for legal reasons (451)"),
    ("/500", Unreachable, "answered 500; try again later"),
    ("/304", Unreachable, "answered 304"),
    ("/loop", Unreachable, "redirects more than 5 times; give the address that the browser ends at"),
    ("/to-file", Refused, "leads to 'file:///etc/passwd', which is no http or https address"),
    ("/to-ftp", Refused, "leads to 'ftp://127.0.0.1/a', which is no http or https address"),
    ("/to-broken", Unreachable, "redirects to 'http://[broken/', which is no address"),
    ("/secret/page", Refused, "robots.txt asks programs not to fetch it; save the page and name the file"),
    ("/to-secret", Refused, "robots.txt asks programs not to fetch it"),
    ("/image", Binary, "is image/png, not a page"),
    ("/binary-as-page", Binary, "not text"),
    ("/empty", Empty, "empty"),
    ("/blank", Empty, "empty"),
    ("/only-script", Empty, "no text is left after cleaning"),
    ("/large", TooLarge, "over 0.1 MB; save the article and name the file"),
    ("/zip-bomb", TooLarge, "over 0.1 MB"),
    ("/zipped-twice", Unreachable, "packed more than once"),
    ("/not-zipped", Unreachable, "cannot be reached"),
]


@pytest.mark.parametrize(("path", "error", "words"), REFUSED, ids=[r[0] for r in REFUSED])
def test_what_cannot_be_had_is_one_line_that_names_the_address(
    path: str, error: type[InputError], words: str, fetcher: Fetcher, site: Site
) -> None:
    with pytest.raises(error) as e:
        fetcher.report(site.root + path)
    assert type(e.value) is error
    assert str(e.value).startswith(f"{site.root}{path}: ")
    assert words in str(e.value)
    assert "\n" not in str(e.value)


@pytest.mark.parametrize("path", ["/drip-nothing", "/drip-head", "/drip-body"])
def test_an_answer_that_never_ends_is_cut(path: str, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "WHOLE", 0.6)
    fetcher = Fetcher(allow_private=True, timeout=0.3, pause=0)
    started = time.monotonic()
    with pytest.raises(
        Unreachable, match="no answer in time" if path == "/drip-nothing" else "not done within 0.6 seconds; try again later"
    ):
        fetcher.report(site.root + path)
    assert time.monotonic() - started < 5
    fetcher.close()


def test_a_closed_port_and_an_unknown_host_are_told(fetcher: Fetcher, stranger: Fetcher, names: Names) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Unreachable, match=r"cannot be reached \(.*refused.*\); check the address and the network"):
        fetcher.report(f"http://127.0.0.1:{port}/a")
    for one in (fetcher, stranger):
        with pytest.raises(Unreachable, match=r"not known|no such host"):
            one.report("http://nowhere.example/a")


@pytest.mark.parametrize("address", ["http://", "http:///a", "https://[::1/a", "http://a:99999/", "http://a:b/"])
def test_an_address_that_is_none_is_told(address: str, stranger: Fetcher) -> None:
    with pytest.raises(Refused, match="which is no http or https address"):
        stranger.report(address)


# -- robots.txt and manners ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False), (503, False)])
def test_rules_that_are_not_there_allow_and_rules_that_cannot_be_had_do_not(
    status: int, allowed: bool, fetcher: Fetcher, site: Site
) -> None:
    site.robots = (status, {}, b"")
    if allowed:
        assert fetcher.report(f"{site.root}/article").text
    else:
        with pytest.raises(Unreachable, match=rf"robots.txt cannot be had \({status}\); try again later"):
            fetcher.report(f"{site.root}/article")
        assert [path for path, _ in site.asked] == ["/robots.txt"]


def test_rules_for_us_by_name_count(fetcher: Fetcher, site: Site) -> None:
    site.robots = ok("User-agent: vedette\nDisallow: /article\n\nUser-agent: *\nAllow: /\n", "text/plain")
    with pytest.raises(Refused, match=r"robots\.txt asks"):
        fetcher.report(f"{site.root}/article")


def test_rules_are_asked_for_once_and_every_request_says_who_asks(fetcher: Fetcher, site: Site) -> None:
    fetcher.report(f"{site.root}/article")
    fetcher.report(f"{site.root}/undated")
    assert [path for path, _ in site.asked] == ["/robots.txt", "/article", "/undated"]
    assert all(re.fullmatch(r"Vedette/[\w.]+ \(desk@example\.org\)", agent) for _, agent in site.asked)


def test_requests_to_one_host_are_spaced(site: Site) -> None:
    fetcher = Fetcher(allow_private=True, timeout=2, pause=0.2)
    started = time.monotonic()
    fetcher.report(f"{site.root}/article")  # and its robots.txt
    assert time.monotonic() - started >= 0.2
    fetcher.close()


@pytest.mark.parametrize("contact", ["desk\r\nX-Evil: 1", "Жарко"])
def test_a_contact_that_cannot_stand_in_a_header_is_refused(contact: str, site: Site) -> None:
    with pytest.raises(UsageError, match=r"--contact .* plain ASCII"):
        Fetcher(contact=contact)


@pytest.mark.parametrize("proxy", ["gopher://proxy.example:70", "socks5://proxy.example:1080"])
def test_a_proxy_that_cannot_be_used_is_told(proxy: str, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    with pytest.raises(UsageError, match="the proxy that the environment names cannot be used"):
        Fetcher()


# -- private networks ---------------------------------------------------------------------------------------------------

PRIVATE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "[::1]",
    "[fe80::1]",
    "[fd00::1]",
    "[fec0::1]",
    "[::ffff:127.0.0.1]",
    "[::127.0.0.1]",
    "[64:ff9b::10.0.0.1]",
    "[2002:7f00:1::]",
    "[2002:a00:1::1]",
]


@pytest.mark.parametrize("host", PRIVATE)
def test_private_addresses_are_refused_unless_allowed(host: str, stranger: Fetcher, site: Site) -> None:
    with pytest.raises(Refused, match="lies in a private network; allow such addresses with --allow-private"):
        stranger.report(f"http://{host}:{site.port}/article")
    assert site.asked == []


@pytest.mark.parametrize("host", ["localhost", "2130706433", "0x7f.1"])
def test_other_spellings_of_this_machine_are_refused_too(host: str, stranger: Fetcher, site: Site) -> None:
    with pytest.raises((Refused, Unreachable)):
        stranger.report(f"http://{host}:{site.port}/article")
    assert site.asked == []


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8"])
def test_public_addresses_are_not(address: str) -> None:
    assert fetch._global(address)


def test_a_name_with_one_private_address_is_refused(stranger: Fetcher, names: Names, site: Site) -> None:
    names(inside_example=["10.0.0.7"])
    with pytest.raises(Refused, match="private network"):
        stranger.report("http://inside.example/a")


@pytest.mark.parametrize("looks", [1, 2], ids=["before robots.txt is asked for", "at the connection itself"])
def test_a_name_that_changes_its_address_after_the_check_is_refused_before_anything_is_sent(
    looks: int, stranger: Fetcher, names: Names, site: Site
) -> None:
    names(outside_example=[*["93.184.216.34"] * looks, "127.0.0.1"])
    with pytest.raises(Refused, match="private network"):
        stranger.report(f"http://outside.example:{site.port}/article")
    assert site.asked == []


def test_a_name_in_other_letters_is_checked_as_well(stranger: Fetcher, names: Names, site: Site) -> None:
    names(**{"čačak_example": ["93.184.216.34"], httpx.URL("http://čačak.example").raw_host.decode(): ["127.0.0.1"]})
    with pytest.raises(Refused, match="private network"):
        stranger.report(f"http://čačak.example:{site.port}/article")
    assert site.asked == []


@pytest.fixture
def outside(stranger: Fetcher, names: Names, monkeypatch: pytest.MonkeyPatch) -> Fetcher:
    """`http://outside.example` is our server and counts as public, so that only its redirects can lead inside."""
    names(outside_example=["127.0.0.1"], other_example=["10.0.0.7"])
    real = fetch._global
    monkeypatch.setattr(fetch, "_global", lambda a: a == "127.0.0.1" or real(a))
    return stranger


@pytest.mark.parametrize("there", ["http://10.0.0.7/a", "http://169.254.169.254/latest/meta-data/", "http://[::1]/a", "//other.example/a"])
def test_a_redirect_into_a_private_network_is_refused(there: str, outside: Fetcher, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PAGES, "/inwards", to(there))
    with pytest.raises(Refused, match=r"^http://outside.example:\d+/inwards: lies in a private network"):
        outside.report(f"http://outside.example:{site.port}/inwards")


def test_so_is_a_redirect_of_robots(outside: Fetcher, site: Site) -> None:
    site.robots = to("http://10.0.0.7/robots.txt")
    with pytest.raises(Refused, match="private network"):
        outside.report(f"http://outside.example:{site.port}/article")
    assert [path for path, _ in site.asked] == ["/robots.txt"]


def test_a_proxy_of_the_environment_is_used_and_looks_the_name_up(site: Site, names: Names, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", site.root)
    monkeypatch.setitem(PAGES, "http://behind.example/robots.txt", (404, {}, b""))
    monkeypatch.setitem(PAGES, "http://behind.example/news", ok(ARTICLE))
    fetcher = Fetcher(timeout=2, pause=0)
    assert fetcher.report("http://behind.example/news").text.startswith(BODY[0])
    with pytest.raises(Refused, match="private network"):
        fetcher.report("http://10.0.0.7/news")
    fetcher.close()


def test_a_list_of_hosts_without_proxy_does_not_lift_the_check(names: Names, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "intranet.example")
    names(outside_example=["93.184.216.34", "127.0.0.1"])
    fetcher = Fetcher(timeout=2, pause=0)
    with pytest.raises(Refused, match="private network"):
        fetcher.report(f"http://outside.example:{site.port}/article")
    assert site.asked == []
    fetcher.close()
