"""What feeds hold, and what hostile and broken ones do not get."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.watching import RSS, World, story
from vedette.domain import Source
from vedette.domain.feeds import Feed, Found, Waiting, silence, span_words
from vedette.errors import BadRecord, InputError, Refused, TooLarge
from vedette.ingest import fetch, opml
from vedette.ingest.feeds import MAX_FEED, address, parse, plain, unpacked, well_formed
from vedette.ingest.fetch import Fetcher
from vedette.ingest.sources import alternates, kind_of, look, report_of

NOW = datetime(2024, 5, 6, 12, 0, tzinfo=UTC)
URL = "https://post.example/rss"


def rss(*items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>', root: str = '<rss version="2.0">') -> bytes:
    return f"{head}{root}<channel><title>Valley Post</title>{''.join(items)}</channel></rss>".encode()


def item(title: str = "Road closed", link: str = "https://post.example/1", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def titles(data: bytes) -> list[str | None]:
    return [f.title for f in parse(data, URL, now=NOW).items]


def test_an_item_of_rss() -> None:
    more = "<guid isPermaLink='false'>g1</guid><pubDate>Mon, 06 May 2024 10:15:00 +0200</pubDate><description>&lt;p&gt;Villagers closed it.&lt;/p&gt;</description>"
    parsed = parse(rss("<ttl>30</ttl>", item(more=more)), URL, now=NOW)
    assert parsed.items == (
        Found(
            guid="g1",
            link="https://post.example/1",
            title="Road closed",
            words="<p>Villagers closed it.</p>",
            published="2024-05-06T08:15:00Z",
        ),
    )
    assert (parsed.title, parsed.ttl, parsed.note) == ("Valley Post", 1800, None)


def test_an_entry_of_atom_with_a_relative_link_and_its_whole_text() -> None:
    data = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://other.example/x/"><title>Post</title><entry><id>tag:1</id><title type="html">A &amp;amp; B</title>
    <link rel="alternate" href="/n/1"/><updated>2024-05-06T08:00:00Z</updated><summary>Short.</summary><content type="html">&lt;p&gt;A longer text.&lt;/p&gt;</content></entry></feed>"""
    (found,) = parse(data, URL, now=NOW).items
    assert (found.guid, found.title, found.words, found.published) == ("tag:1", "A & B", "<p>A longer text.</p>", "2024-05-06T08:00:00Z")
    assert found.link in ("https://post.example/n/1", "https://other.example/n/1")


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        (rss(item("Žabljak")).replace(b"utf-8", b"windows-1250").decode().encode("cp1250"), "Žabljak"),
        (rss(item("Čačak")).decode().encode("utf-16"), "Čačak"),
        (rss(item("Čačak"), head=""), "Čačak"),
        (b"\xef\xbb\xbf\n " + rss(item("Čačak")), "Čačak"),
        (rss(item("Fish &amp; chips &nbsp; &eacute;t&eacute;")), "Fish & chips été"),
        (rss(item("AT&T & sons")), "AT&T & sons"),
        (rss(item("A\x0b\x00B")), "AB"),
        (rss(item("<![CDATA[A <b>bold</b> title]]>")), "A bold title"),
        (b'<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">' + rss(item("Old"), head=""), "Old"),
        (rss(item("Unbound", more="<media:x>y</media:x>")), "Unbound"),
    ],
    ids=["cp1250", "utf-16", "undeclared", "bom", "html entities", "ampersands", "control", "cdata", "document type", "unbound prefix"],
)
def test_feeds_as_they_come(raw: bytes, wanted: str) -> None:
    assert titles(raw) == [wanted]


def test_of_a_broken_feed_the_whole_items_are_read_and_it_says_so() -> None:
    data = rss(item("One"), "<item><title>Two</b></title></item>", item("Three"), item("Four"))[:-45]
    parsed = parse(data, URL, now=NOW)
    assert [f.title for f in parsed.items] == ["One", "Three"]
    assert parsed.note == "is not well-formed XML: 2 whole items read; 2 broken items left out"


BOMBS = {
    "billion laughs": b'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + rss(item("&b;"), head=""),
    "outer entity": b'<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss(item("&x;"), head=""),
    "parameter entity": b'<!DOCTYPE l [<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]>' + rss(item("a"), head=""),
    "deep": rss("<a>" * 5000),
    "wide": rss("<a/>" * 70_000),
    "long text": rss(item("x" * 700_000)),
    "long tag": rss(f"<item {' '.join(f'a{n}=x' for n in range(9000))}></item>"),
    "open items": rss("<item>" * 50_000),
    "no feed": b"<html><body>Not here</body></html>",
    "html page": b"<!DOCTYPE html><html><head><title>x</title></head></html>",
    "nothing": b"",
    "json": b'{"a": 1}',
    "a file's name": b"/etc/passwd",
    "zeros": b"\0" * 10_000,
}


@pytest.mark.parametrize("data", BOMBS.values(), ids=BOMBS)
def test_what_is_made_to_hurt_is_refused_with_one_line(data: bytes) -> None:
    with pytest.raises(BadRecord) as e:
        parse(data, URL, now=NOW)
    assert str(e.value).startswith(f"{URL}: ")
    assert "\n" not in str(e.value)


def test_a_document_type_within_means_nothing() -> None:
    assert titles(rss('<!DOCTYPE x [<!ENTITY a "b">]>', item("&a;"))) == ["&a;"]
    text, note = well_formed(rss(item("a")), URL)
    assert "<?xml" not in text
    assert note is None


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("<script>alert(1)</script>Road closed", "Road closed"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Road", "alert(1) Road"),
        ("<img src=x onerror=alert(1)>Road", "Road"),
        ("Road <b>closed</b><br>again", "Road closed again"),
        ("3 < 4 & 5 > 2", "3 < 4 & 5 > 2"),
        ("a\u202egnp.exe\x07 b\u2028c", "a gnp.exe b c"),
        ("x" * 900, "x" * 499 + "…"),
        ("<p> </p>", None),
        (None, None),
    ],
)
def test_a_title_is_plain_text(raw: str | None, shown: str | None) -> None:
    assert plain(raw) == shown


@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        ("/n/1", "https://post.example/n/1"),
        ("https://a.example/x?id=3&utm_source=rss&at_medium=RSS#top", "https://a.example/x?id=3"),
        ("https://a.example/x?q=a%20b", "https://a.example/x?q=a%20b"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("ftp://a.example/x", None),
        ("https://user:secret@a.example/", None),
        ("http://[broken/", None),
        ("http://a:99999/", None),
        ("", None),
        (None, None),
    ],
)
def test_only_addresses_of_the_web_are_links(link: str | None, wanted: str | None) -> None:
    assert address(link, URL) == wanted


@pytest.mark.parametrize("day", ["Tue, 06 May 2025 10:15:00 GMT", "Mon, 06 May 1924 10:15:00 GMT", "yesterday"])
def test_a_date_that_cannot_be_is_none(day: str) -> None:
    (found,) = parse(rss(item(more=f"<pubDate>{day}</pubDate>")), URL, now=NOW).items
    assert found.published is None


# -- over the network -------------------------------------------------------------------------------------------------------


def feed(url: str, **more: object) -> Feed:
    return Feed(id=1, url=url, kind="feed", name="Post", added="2024-05-06T00:00:00Z", **more)  # type: ignore[arg-type]


HOSTILE = {
    "file:///etc/passwd": "is no http or https address",
    "data:application/rss+xml,<rss/>": "is no http or https address",
    "ftp://127.0.0.1/a": "is no http or https address",
    "/hostile": "redirects more than 5 times",
}


@pytest.mark.parametrize(("there", "said"), HOSTILE.items(), ids=HOSTILE)
def test_redirects_that_lead_nowhere_good_are_refused(there: str, said: str, world: World, fetcher: Fetcher) -> None:
    world.pages["/hostile"] = (302, {"Location": there}, b"")
    with pytest.raises(InputError, match=said):
        look(feed(f"{world.root}/hostile"), fetcher, NOW)


def test_a_redirect_into_a_private_network_is_refused_though_the_feed_is_public(
    world: World, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = world.root.rsplit(":", 1)[1]
    world.pages["/outside"] = (302, {"Location": f"http://127.0.0.2:{port}/feed/a"}, b"")
    world.add("a", story(1))
    stranger = Fetcher(pause=0, timeout=2)
    real = fetch._global
    monkeypatch.setattr(fetch, "_global", lambda a: a == "127.0.0.1" or real(a))  # this machine stands for the public network
    with pytest.raises(Refused, match="lies in a private network"):
        look(feed(f"{world.root}/outside"), stranger, NOW)
    assert "/feed/a" not in world.asked
    stranger.close()


def test_a_packed_bomb_is_refused_before_it_is_unpacked(world: World, fetcher: Fetcher) -> None:
    import gzip

    world.pages["/bomb"] = (200, {"Content-Type": RSS, "Content-Encoding": "gzip"}, gzip.compress(b"<rss>" + b" " * 40_000_000))
    with pytest.raises(TooLarge, match="over 5 MB"):
        look(feed(f"{world.root}/bomb"), fetcher, NOW)
    world.pages["/bomb.gz"] = (200, {"Content-Type": "application/gzip"}, gzip.compress(b"<rss>" + b" " * 40_000_000))
    with pytest.raises(TooLarge):
        look(feed(f"{world.root}/bomb.gz"), fetcher, NOW)
    # Each of the locks holds by itself.
    with pytest.raises(TooLarge, match="over 5 MB"):
        fetcher.get(f"{world.root}/bomb", limit=MAX_FEED)
    with pytest.raises(TooLarge, match="MB unpacked"):
        unpacked(gzip.compress(b" " * 40_000_000), URL)
    with pytest.raises(TooLarge, match="over 5 MB"):
        well_formed(b"<rss>" + b" " * 5_000_000, URL)


def test_items_come_the_oldest_first_and_only_those_that_are_wanted(world: World, fetcher: Fetcher) -> None:
    world.add("a", *[story(n) for n in range(5)])
    url = f"{world.root}/feed/a"
    assert [f.guid for f in look(feed(url), fetcher, NOW).items] == [f"a-{n}" for n in range(5)]
    assert [f.guid for f in look(feed(url, pattern="/[13]$"), fetcher, NOW).items] == ["a-1", "a-3"]
    assert look(feed(url, since="2024-05-07"), fetcher, NOW).items == ()


def test_an_items_own_words_become_a_report_that_can_be_traced(fetcher: Fetcher) -> None:
    words = "<p>Villagers <b>closed</b> the road &amp; left.</p><script>alert(1)</script>"
    waiting = Waiting(id=1, feed=1, found=Found(guid="g", title="Road closed", words=words), seen="2024-05-06T12:00:00Z")
    report, note = report_of(waiting, feed(URL, words="feed"), fetcher)
    assert (report.text, report.title, report.source, report.url, note) == (
        "Villagers closed the road & left.",
        "Road closed",
        "Post",
        None,
        None,
    )
    assert "&amp;" in report.raw[slice(*report.offsets.span(0, len(report.text)))]
    again, _ = report_of(waiting, feed(URL, words="feed"), fetcher)
    assert again.id == report.id


def test_a_page_names_its_feeds() -> None:
    page = b"""<html><head><LINK href='/rss?a=1&amp;b=2' rel="alternate" type="application/rss+xml"><link rel=stylesheet href="x.css">
    <link rel="alternate" type="application/atom+xml" href="https://a.example/atom"><link rel="alternate" hreflang="sr" href="/sr"></head></html>"""
    assert alternates(page, URL) == ["https://post.example/rss?a=1&b=2", "https://a.example/atom"]


def test_the_kind_is_told_by_the_address() -> None:
    assert [
        kind_of(u) for u in ("https://a.example/rss", "https://a.example/sitemap-news.xml", "imaps://me@a.example/INBOX", "a.mbox")
    ] == [
        "feed",
        "sitemap",
        "imap",
        "mbox",
    ]
    with pytest.raises(BadRecord):
        kind_of("gopher://a.example")


# -- lists and health ---------------------------------------------------------------------------------------------------------


def test_a_list_of_feeds_goes_out_and_comes_in() -> None:
    sources = [Source(name='Post & "Co"', reliability="B", side="north")]
    text = opml.write(
        [feed(URL), Feed(id=2, url="https://b.example/?a=1&b=2", kind="sitemap", name='Post & "Co"', added="x")],
        sources,
        "2024-05-06T12:00:00Z",
    )
    first, second = opml.read(text.encode(), "list.opml")
    assert (first.url, first.name, first.kind, first.reliability) == (URL, "Post", "feed", None)
    assert (second.url, second.name, second.kind) == ("https://b.example/?a=1&b=2", 'Post & "Co"', "sitemap")
    assert (second.reliability, second.side) == ("B", "north")


def test_how_a_feed_is_read_goes_out_and_comes_in_too_but_for_nonsense() -> None:
    given = feed(URL, every=1800, words="feed", pattern='/news/"[0-9]+', since="2024-05-01")
    (found,) = opml.read(opml.write([given], [], "2024-05-06T12:00:00Z").encode(), "list.opml")
    assert (found.every, found.words, found.pattern, found.since) == (1800, "feed", '/news/"[0-9]+', "2024-05-01")
    odd = b'<opml><body><outline text="x" xmlUrl="https://a.example/" every="3" words="all" since="soon"/></body></opml>'
    (found,) = opml.read(odd, "list.opml")
    assert (found.every, found.words, found.pattern, found.since) == (None, "page", None, None)
    with pytest.raises(BadRecord, match="no regular expression"):
        opml.read(b'<opml><body><outline text="x" xmlUrl="https://a.example/" pattern="("/></body></opml>', "list.opml")


@pytest.mark.parametrize("data", [b"<opml><body/></opml>", rss(item()), b"no", BOMBS["billion laughs"]])
def test_what_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(BadRecord):
        opml.read(data, "list.opml")


def moments(*hours: float) -> list[str]:
    return [f"2024-05-{1 + int(h // 24):02d}T{int(h % 24):02d}:{int(h * 60 % 60):02d}:00Z" for h in hours]


def test_silence_is_told_by_a_sources_own_rhythm() -> None:
    daily = moments(*[24 * d + h for d in range(4) for h in (8, 10, 12, 15, 20)])
    assert silence(daily, "2024-05-05T09:00:00Z") is None  # it sleeps at night
    found = silence(daily, "2024-05-06T12:00:00Z")
    assert found is not None
    assert str(found) == "silent for 1 day 16 h; its longest usual pause is 12 h"
    assert silence(daily[:6], "2024-06-06T12:00:00Z") is None  # too little is known
    weekly = moments(*[24 * 3 * d for d in range(10)])
    assert silence(weekly, "2024-06-01T00:00:00Z") is None


def test_stretches_of_time_in_words() -> None:
    assert [span_words(s) for s in (0, 3599, 3600, 5 * 3600 + 120, 86_400, 3 * 86_400 + 7300)] == [
        "0 min",
        "59 min",
        "1 h",
        "5 h 2 min",
        "1 day",
        "3 days 2 h",
    ]
