"""Sitemaps, pages, folders, mail, chats and GDELT files as sources."""

from __future__ import annotations

import gzip
import io
import json
import mailbox
import os
import socketserver
import threading
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.watching import World
from vedette.domain.feeds import Feed, FeedKind, Waiting
from vedette.errors import BadRecord, NotFound, Refused, TooLarge, Unreachable
from vedette.ingest import gdelt, mailboxes
from vedette.ingest.fetch import Fetcher
from vedette.ingest.folders import chat, folder
from vedette.ingest.sitemaps import articles, sitemap
from vedette.ingest.sources import Look, look, report_of

NOW = datetime(2024, 5, 6, 12, 0, tzinfo=UTC)
URL = "https://post.example/sitemap.xml"
ROAD = "Villagers closed the road to the north on Monday, the police said."


def seen(url: object, kind: FeedKind, fetcher: Fetcher, **more: object) -> Look:
    feed = Feed(id=1, url=str(url), kind=kind, name="Post", added="x", **more)  # type: ignore[arg-type]
    return look(feed, fetcher, NOW)


# -- sitemaps and pages -----------------------------------------------------------------------------------------------------

MAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://post.example/n/1</loc><news:news><news:publication><news:name>Post</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2024-05-06T09:00:00+02:00</news:publication_date><news:title>Road closed</news:title></news:news></url>
<url><loc>https://post.example/2024/05/05/old-bridge</loc><lastmod>2024-05-05</lastmod></url>
<url><loc>https://post.example/about</loc></url><url><loc>https://post.example/n/0</loc><lastmod>2024-04-01T00:00:00Z</lastmod></url>
<url><loc>javascript:alert(1)</loc><lastmod>2024-05-06</lastmod></url></urlset>"""


def test_of_a_sitemap_the_recent_pages_are_taken() -> None:
    found, further = sitemap(MAP.encode(), URL, NOW)
    assert [(f.link, f.title, f.published) for f in found] == [
        ("https://post.example/n/1", "Road closed", "2024-05-06T07:00:00Z"),
        ("https://post.example/2024/05/05/old-bridge", None, "2024-05-05"),
    ]
    assert further == []
    assert len(sitemap(gzip.compress(MAP.encode()), URL, NOW, "2024-03-01")[0]) == 3


def test_of_an_index_the_newest_parts_are_looked_at(world: World, fetcher: Fetcher) -> None:
    root = world.root
    parts = "".join(f"<sitemap><loc>{root}/part{n}.xml</loc><lastmod>2024-05-0{n}</lastmod></sitemap>" for n in range(1, 6))
    world.pages["/sitemap.xml"] = (200, {}, f"<sitemapindex>{parts}</sitemapindex>".encode())
    for n in range(1, 6):
        world.pages[f"/part{n}.xml"] = (
            200,
            {},
            f"<urlset><url><loc>{root}/a/{n}</loc><lastmod>2024-05-06T0{n}:00:00Z</lastmod></url></urlset>".encode(),
        )
    world.pages["/part4.xml"] = (500, {}, b"")
    got = seen(f"{root}/sitemap.xml", "sitemap", fetcher)
    assert [f.link for f in got.items] == [f"{root}/a/3", f"{root}/a/5"]
    assert "part4.xml: the site answered 500" in (got.note or "")


@pytest.mark.parametrize("data", [b"<rss/>", b"no", b'<!DOCTYPE x [<!ENTITY a "b">]><urlset/>'])
def test_what_is_no_sitemap_is_told(data: bytes) -> None:
    with pytest.raises(BadRecord):
        sitemap(data, URL, NOW)


PAGE = b"""<html><body><nav><a href="/world/a-long-menu-entry-of-the-site">A long menu entry of the site</a></nav>
<h2><a href="/2024/05/06/road">Villagers close the road to the north</a></h2><a href="/2024/05/06/road"><img></a>
<a href="/news/police-hold-three-after-clash">3</a> <a href="/about">About us</a> <a href="https://other.example/2024/05/06/x">Elsewhere, also long enough</a>
<a href="javascript:alert(1)">Click here to read more of this</a><a href="/n/12345678">x</a><a href="/pic-of-the-long-day-x.jpg">A picture that is very nice</a>
<script>document.write('<a href="/2024/05/06/script">A script wrote this link here</a>')</script><footer><a href="/2020/01/01/imprint">i</a></footer></body></html>"""


def test_a_page_lists_articles() -> None:
    base = "https://www.post.example/"
    found = articles(PAGE, base)
    assert [(f.link, f.title) for f in found] == [
        ("https://www.post.example/2024/05/06/road", "Villagers close the road to the north"),
        ("https://www.post.example/news/police-hold-three-after-clash", None),
        ("https://www.post.example/n/12345678", None),
    ]
    assert found[0].published == "2024-05-06"


def test_a_page_that_lists_none_is_told(world: World, fetcher: Fetcher) -> None:
    world.pages["/empty"] = (200, {"Content-Type": "text/html"}, b"<html><body><p>Nothing.</p></body></html>")
    with pytest.raises(BadRecord, match="lists no article"):
        seen(f"{world.root}/empty", "page", fetcher)


# -- folders ------------------------------------------------------------------------------------------------------------------


def put(path: Path, text: str, at: int = 1_700_000_000) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    os.utime(path, (at, at))


def test_a_folder_is_read_and_looked_at_again_only_where_something_came(tmp_path: Path, fetcher: Fetcher) -> None:
    put(tmp_path / "b.txt", ROAD, 1_700_000_100)
    put(
        tmp_path / "deep/a.jsonl",
        '{"id": "x", "text": "One thing happened there."}\nno json\n{"text": "Two things.", "published": "2023-01-02"}\n',
    )
    put(tmp_path / ".hidden.txt", ROAD)
    put(tmp_path / "c.part", ROAD)
    got = seen(tmp_path, "folder", fetcher)
    assert [f.guid for f in got.items] == ["deep/a.jsonl#2", "deep/a.jsonl", "b.txt"]
    assert "not valid JSON" in (got.note or "")
    assert seen(tmp_path, "folder", fetcher, etag=got.etag).unchanged
    put(tmp_path / "d.txt", ROAD + " Later.", 1_600_000_000)
    assert len(seen(tmp_path, "folder", fetcher, etag=got.etag).items) == 4


def test_a_file_that_is_still_being_written_is_left_for_the_next_look(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", ROAD, int(NOW.timestamp()))
    assert folder(str(tmp_path), None, NOW) == ([], None, [])
    with pytest.raises(NotFound):
        folder(str(tmp_path / "gone"), None, NOW)


def test_a_file_of_a_folder_becomes_a_report_with_its_source(tmp_path: Path, fetcher: Fetcher) -> None:
    put(tmp_path / "b.txt", ROAD)
    feed = Feed(id=1, url=str(tmp_path), kind="folder", name="Patrols", added="x")
    (found,) = look(feed, fetcher, NOW).items
    report, _ = report_of(Waiting(id=1, feed=1, found=found, seen="2024-05-06T12:00:00Z"), feed, fetcher)
    assert (report.text, report.source, report.published) == (ROAD, "Patrols", "2023-11-14T22:13:20Z")


# -- mail ---------------------------------------------------------------------------------------------------------------------


def mail(n: int, html: bool = False) -> EmailMessage:
    made = EmailMessage()
    made["Subject"], made["From"], made["Message-ID"] = f"Patrol {n}", "a@example.org", f"<{n}@example.org>"
    made["Date"] = "Mon, 06 May 2024 10:00:00 +0200"
    made.set_content(f"{ROAD} Number {n}.")
    if html:
        made.add_alternative(f"<p>{ROAD}</p>", subtype="html")
        made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="a.png")
    return made


def test_mailboxes_of_this_machine_are_read_and_left_as_they_are(tmp_path: Path, fetcher: Fetcher) -> None:
    box = mailbox.mbox(tmp_path / "in.mbox")
    box.add(mail(1))
    box.add(mail(2, html=True))
    box.close()
    folder = mailbox.Maildir(tmp_path / "mail")
    folder.add(mail(3))
    before = (tmp_path / "in.mbox").read_bytes()
    got = seen(tmp_path / "in.mbox", "mbox", fetcher)
    assert [(f.guid, f.title, f.published) for f in got.items] == [
        ("<1@example.org>", "Patrol 1", "2024-05-06T08:00:00Z"),
        ("<2@example.org>", "Patrol 2", "2024-05-06T08:00:00Z"),
    ]
    assert [f.words for f in got.items] == [f"{ROAD} Number 1.", f"{ROAD} Number 2."]
    assert [f.guid for f in seen(tmp_path / "mail", "maildir", fetcher).items] == ["<3@example.org>"]
    assert (tmp_path / "in.mbox").read_bytes() == before
    assert len(list((tmp_path / "mail/new").iterdir())) == 1
    with pytest.raises(NotFound):
        seen(tmp_path / "none.mbox", "mbox", fetcher)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Subject: x\n\n",
        b"Content-Type: text/plain; charset=no-such\n\n\xff\xfe",
        b"Subject: =?utf-8?b?\xff?=\nDate: never\n\nHello there.",
        b"\0" * 100,
    ],
)
def test_broken_messages_break_nothing(data: bytes) -> None:
    found = mailboxes.message(data, NOW)
    assert found is None or found.published is None


class Imap(socketserver.ThreadingTCPServer):
    """As much of an IMAP server as is needed: one mailbox, one user."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.messages: dict[int, bytes] = {}
        self.validity = 7
        self.commands: list[str] = []

    @property
    def url(self) -> str:
        return f"imap://desk@127.0.0.1:{self.server_address[1]}/INBOX"


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server = self.server
        assert isinstance(server, Imap)

        def say(line: bytes) -> None:
            self.wfile.write(line + b"\r\n")

        say(b"* OK ready")
        for raw in self.rfile:
            tag, _, rest = raw.decode().strip().partition(" ")
            server.commands.append(rest)
            word = rest.upper()
            if word.startswith("CAPABILITY"):
                say(b"* CAPABILITY IMAP4rev1")
            elif word.startswith("LOGIN") and "right" not in rest:
                say(f"{tag} NO wrong password".encode())
                continue
            elif word.startswith(("EXAMINE", "SELECT")):
                say(f"* {len(server.messages)} EXISTS".encode())
                say(f"* OK [UIDVALIDITY {server.validity}] ok".encode())
            elif word.startswith("UID SEARCH"):
                first = int(rest.split()[-1].partition(":")[0])
                last = max(server.messages, default=0)
                say(("* SEARCH " + " ".join(str(n) for n in sorted(server.messages) if n >= first or n == last)).encode())
            elif word.startswith("UID FETCH"):
                n = int(rest.split()[2])
                data = server.messages[n]
                if "RFC822.SIZE" in word:
                    say(f"* {n} FETCH (UID {n} RFC822.SIZE {len(data)})".encode())
                else:
                    self.wfile.write(f"* {n} FETCH (UID {n} BODY[] {{{len(data)}}}\r\n".encode() + data + b")\r\n")
            elif word.startswith("LOGOUT"):
                say(b"* BYE")
                say(f"{tag} OK".encode())
                return
            say(f"{tag} OK done".encode())


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Imap]:
    monkeypatch.setenv(mailboxes.PASSWORD, "right")
    made = Imap()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


def test_new_messages_of_a_server_are_read_once_and_not_marked(server: Imap, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    server.messages = {3: mail(1).as_bytes(), 5: mail(2).as_bytes()}
    got = seen(server.url, "imap", fetcher)
    assert [f.title for f in got.items] == ["Patrol 1", "Patrol 2"]
    assert got.etag == "7:5"
    assert seen(server.url, "imap", fetcher, etag="7:5").items == ()
    server.messages[6] = mail(3).as_bytes()
    assert [f.title for f in seen(server.url, "imap", fetcher, etag="7:5").items] == ["Patrol 3"]
    server.validity = 8  # the server has numbered them anew
    assert len(seen(server.url, "imap", fetcher, etag="7:6").items) == 3
    assert not any(c.upper().startswith(("SELECT", "UID STORE")) or "BODY[]" in c for c in server.commands)
    monkeypatch.setattr(mailboxes, "LARGEST", 10)
    assert "3 messages" in (seen(server.url, "imap", fetcher).note or "")


def test_a_server_that_refuses_or_is_not_there_is_told(server: Imap, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(mailboxes.PASSWORD, "wrong")
    with pytest.raises(Refused, match="the server refuses"):
        seen(server.url, "imap", fetcher)
    with pytest.raises(Unreachable, match="cannot be reached"):
        seen("imap://desk@127.0.0.1:1/INBOX", "imap", fetcher)
    with pytest.raises(Refused, match="unencrypted"):
        seen("imap://desk@mail.example/INBOX", "imap", fetcher)
    with pytest.raises(Refused, match="give no password") as e:
        seen("imaps://desk:secret@mail.example/", "imap", fetcher)
    assert "secret" not in str(e.value)
    monkeypatch.delenv(mailboxes.PASSWORD)
    with pytest.raises(Refused, match="VEDETTE_IMAP_PASSWORD"):
        seen("imaps://desk@mail.example/", "imap", fetcher)


# -- chats and GDELT ------------------------------------------------------------------------------------------------------------

TELEGRAM = {
    "name": "Field",
    "type": "private_supergroup",
    "messages": [
        {"id": 1, "type": "service", "date": "2024-05-06T08:00:00", "action": "join"},
        {
            "id": 2,
            "type": "message",
            "date": "2024-05-06T09:00:00",
            "date_unixtime": "1714978800",
            "from": "Ana",
            "text": ["Villagers closed ", {"type": "link", "text": "the bridge"}, " now"],
        },
        {"id": 3, "type": "message", "date": "2024-05-06T08:30:00", "from": "Ben", "text": "ok"},
        {"id": 4, "type": "message", "date": "2024-05-06T08:40:00", "from": "Ben", "text": ROAD},
    ],
}
SIGNAL = [
    {"envelope": {"sourceNumber": "+100", "timestamp": 1714978800000, "dataMessage": {"timestamp": 1714978800000, "message": ROAD}}},
    {"envelope": {"sourceNumber": "+100", "timestamp": 1714978800001, "receiptMessage": {}}},
]


def test_chats_without_who_wrote(tmp_path: Path) -> None:
    put(tmp_path / "t.json", json.dumps(TELEGRAM))
    put(tmp_path / "all.json", json.dumps({"chats": {"list": [TELEGRAM]}}))
    put(tmp_path / "s.json", "\n".join(json.dumps(x) for x in SIGNAL) + "\nbroken")
    put(tmp_path / "l.json", json.dumps([{"body": ROAD, "date": "2024-05-06 07:00"}]))
    found = chat(str(tmp_path / "t.json"), NOW)
    assert [(f.guid, f.words, f.published) for f in found] == [
        ("Field/2", "Villagers closed the bridge now", "2024-05-06T07:00:00Z"),
        ("Field/4", ROAD, "2024-05-06T08:40:00Z"),
    ]
    assert chat(str(tmp_path / "all.json"), NOW) == found
    assert [(f.words, f.published) for f in chat(str(tmp_path / "s.json"), NOW)] == [(ROAD, "2024-05-06T07:00:00Z")]
    assert [(f.words, f.published) for f in chat(str(tmp_path / "l.json"), NOW)] == [(ROAD, "2024-05-06T07:00:00Z")]
    assert "Ana" not in repr(found)


@pytest.mark.parametrize("text", ["", "[]", "{}", "no", "[[[[1]]]]", '{"messages": [1, null, {"text": 5}]}'])
def test_what_is_no_chat_is_told(text: str, tmp_path: Path) -> None:
    put(tmp_path / "x.json", text)
    with pytest.raises(BadRecord):
        chat(str(tmp_path / "x.json"), NOW)


def row(url: str, country: str = "KV", columns: int = 61) -> str:
    fields = [""] * columns
    fields[gdelt.COUNTRY[columns]], fields[-1] = country, url
    return "\t".join(fields)


def packed(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("x.export.CSV", text)
    return out.getvalue()


def test_an_event_file_is_a_list_of_addresses(world: World, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join(
        [
            row("https://a.example/2024/05/06/x"),
            row("https://b.example/y"),
            row("https://b.example/y"),
            row("https://c.example/z", "US"),
            row("BBC Monitoring"),
            "broken",
        ]
    )
    assert [f.link for f in gdelt.addresses(text.encode(), "f", frozenset({"KV"}))] == [
        "https://b.example/y",
        "https://a.example/2024/05/06/x",
    ]
    assert len(gdelt.addresses(packed(row("https://a.example/1", columns=58)), "f")) == 1
    world.pages["/lastupdate.txt"] = (200, {}, f"1 a {world.root}/1.export.CSV.zip\n2 b {world.root}/1.mentions.CSV.zip\n".encode())
    world.pages["/1.export.CSV.zip"] = (200, {}, packed(text))
    got = seen(f"{world.root}/lastupdate.txt#KV,RI", "gdelt", fetcher)
    assert len(got.items) == 2
    assert seen(f"{world.root}/lastupdate.txt#KV,RI", "gdelt", fetcher, etag=got.etag).unchanged
    for data in (b"a,b,c", b"PK\x03\x04broken"):
        with pytest.raises(BadRecord):
            gdelt.addresses(data, "f")
    monkeypatch.setattr(gdelt, "LARGEST", 1000)
    with pytest.raises(TooLarge):
        gdelt.addresses(packed("\t" * 100_000), "f")
