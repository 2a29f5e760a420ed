"""RSS and Atom: what a feed holds, whatever state it is in.

Feeds come broken, cut off and hostile. What reaches `feedparser` is always small, well-formed XML without a document type: a feed that
declares entities is refused, one that is nested beyond reason too, and of one that is not well-formed the whole items are taken, one by one.
So no feed can make the parser expand, recurse or guess for minutes.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit
from xml.parsers import expat

from vedette.domain import moments
from vedette.domain.feeds import Found
from vedette.errors import BadRecord, TooLarge
from vedette.ingest.decode import decode

MAX_FEED = 5_000_000
"""Bytes of a feed, unpacked."""
MAX_ITEMS = 5_000
"""Items of one feed that are looked at, in its order."""
DEEPEST = 60
"""Elements within elements."""
MOST = 60_000
"""Elements of one feed."""
LONGEST = 600_000
"""Characters of the text of one element."""
LONGEST_TAG = 20_000
"""Characters of one tag with its attributes."""
TITLE = 500
"""Characters of a title that are kept."""
WORDS = 400_000
"""Characters of an item's own words that are kept."""
_TRACKING = re.compile(r"(?i)utm_\w+|fbclid|gclid|mc_[ce]id|at_(?:medium|campaign|bbc_\w+|custom\d+|format|link_\w+|ptr_\w+)|cmp|ocid|rss")
_ITEM = re.compile(r"<(?P<name>(?:[A-Za-z_][\w.-]*:)?(?:item|entry))(?=[\s>])")
_LONG_TAG = re.compile(rf"<(?!!)[^<>]{{{LONGEST_TAG}}}")
_ROOT = re.compile(r"<(?:rss|(?:\w+:)?RDF|(?:\w+:)?feed|channel)\b", re.I)
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_ENCODING = re.compile(rb"<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(\w{1,31};)")
_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "media": "http://search.yahoo.com/mrss/",
    "georss": "http://www.georss.org/georss",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "thr": "http://purl.org/syndication/thread/1.0",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What a feed holds: its title, its items as they stand in it, seconds between two looks that it asks for, and what was wrong with it."""

    title: str | None
    items: tuple[Found, ...]
    ttl: int | None = None
    note: str | None = None


def parse(data: bytes, url: str, *, charset: str | None = None, now: datetime | None = None) -> Parsed:
    """The items of a feed (RSS 0.9x to 2.0, RDF, Atom) from its bytes; `url` is where it lies, to which its links are relative.

    `now` (default: this moment) is when it was had: a publication more than a day after it is not believed. Raises BadRecord where it is no
    feed, declares entities or is nested beyond reason, TooLarge.
    """
    import feedparser

    text, note = well_formed(data, url, charset)
    # Never its bytes themselves: feedparser opens what looks like the name of a file.
    got: Any = feedparser.parse(
        io.BytesIO(text.encode()),
        response_headers={"content-type": "application/xml; charset=utf-8", "content-location": url},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not got.get("version") and not got.entries:
        raise BadRecord(f"{url}: is no RSS or Atom feed; give the feed's own address")
    at = now or datetime.now(UTC)
    items = [f for f in (_found(e, url, at) for e in got.entries[:MAX_ITEMS]) if f is not None]
    if len(got.entries) > MAX_ITEMS:
        note = f"only the first {MAX_ITEMS} of its {len(got.entries)} items are looked at"
    ttl = str(got.feed.get("ttl") or "")
    return Parsed(
        title=plain(got.feed.get("title")),
        items=tuple(items),
        ttl=min(int(ttl) * 60, 86_400) if ttl.isdecimal() and 0 < int(ttl) < 100_000 else None,
        note=note,
    )


def _found(entry: Any, url: str, now: datetime) -> Found | None:
    """One entry as an item; None where it has neither a link nor words."""
    link = address(entry.get("link"), url)
    title = plain(entry.get("title"))
    bodies = [str(c.get("value") or "") for c in entry.get("content") or ()] + [str(entry.get("summary") or "")]
    words = max(bodies, key=len).strip()[:WORDS] or None
    if not link and not words and not title:
        return None
    guid = str(entry.get("id") or link or f"{title}\n{words}")
    return Found(guid=guid[:2000], link=link, title=title, words=words, published=_published(entry, now))


def _published(entry: Any, now: datetime) -> str | None:
    for key in ("published_parsed", "updated_parsed", "created_parsed"):
        value = dict.get(entry, key)  # its own `get` takes one date for another
        if value:
            try:
                year, month, day, hour, minute, second = value[:6]
                return believable(datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC), now)
            except (ValueError, TypeError):
                continue
    return None


def believable(at: datetime, now: datetime) -> str | None:
    """A time of publication in UTC with seconds, None where it lies before 1990 or more than a day after `now`: no clock is trusted blindly."""
    if at.year < 1990 or at > now + timedelta(days=1):
        return None
    return moments.text(at)


# -- addresses and titles -------------------------------------------------------------------------------------------------


def address(link: Any, base: str) -> str | None:
    """A link as an absolute address of the web, without what only counts visitors; None for any other (`javascript:`, `file:`, `data:`)."""
    if not link:
        return None
    try:
        parts = urlsplit(urljoin(base, "".join(str(link).split())))
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or parts.username or len(parts.geturl()) > 2000:
        return None
    query = parts.query
    if query:
        pairs = parse_qsl(query, keep_blank_values=True)
        kept = [(k, v) for k, v in pairs if not _TRACKING.fullmatch(k)]
        if len(kept) < len(pairs):
            query = urlencode(kept)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


class _Plain(HTMLParser):
    """The visible text of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("script", "style")
        self.out.append(" " if tag in ("br", "p", "div", "li") else "")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style") and self.hidden > 0

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.out.append(data)


def plain(value: Any, limit: int = TITLE) -> str | None:
    """A title as plain text in one line: no tags, no scripts, no control or direction characters, at most `limit` characters."""
    text = str(value or "")[: 20 * limit]
    for _ in range(2):  # some escape it twice
        if not re.search(r"<[a-zA-Z/!]", text):
            break
        parser = _Plain()
        parser.feed(text)
        parser.close()
        text = "".join(parser.out)
    text = unescape(text)
    if re.search(r"<\s*/?\s*(?:script|style|iframe|img|svg|object)\b", text, re.I):
        text = re.sub(r"<[^>]*>?", " ", text)
    text = "".join(
        c
        if c.isprintable() and c not in "\u200e\u200f\u2028\u2029" and not "\u202a" <= c <= "\u202e" and not "\u2066" <= c <= "\u2069"
        else " "
        for c in text
    )
    text = " ".join(text.split())
    return (text if len(text) <= limit else text[: limit - 1].rstrip() + "…") or None


# -- into well-formed XML ---------------------------------------------------------------------------------------------------


def well_formed(data: bytes, url: str, charset: str | None = None) -> tuple[str, str | None]:
    """A document as well-formed XML without its declaration and document type, and what had to be left out of it.

    Raises BadRecord where it declares entities, is nested beyond `DEEPEST`, or holds no whole item; TooLarge over `MAX_FEED`.
    """
    if len(data) > MAX_FEED:
        raise TooLarge(f"{url}: over {MAX_FEED / 1_000_000:g} MB; no feed is so large")
    text = _NO_XML.sub("", _decoded(data, url, charset))
    text = _DECLARATION.sub("", text.lstrip("\ufeff"), count=1).lstrip()
    text = _without_type(text, url)
    if _LONG_TAG.search(text):
        raise BadRecord(f"{url}: has a tag of more than {LONGEST_TAG:,} characters; no feed has")
    if _sound(text, url):
        return text, None
    repaired = _BARE.sub("&amp;", _NAMED.sub(_character, text))
    if _sound(repaired, url):
        return repaired, None
    return _salvaged(repaired, url)


def _decoded(data: bytes, url: str, charset: str | None) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    declared = _ENCODING.search(data[:400])
    for name in (charset, declared[1].decode("ascii") if declared else None, "utf-8"):
        if name:
            try:
                return data.decode(name)
            except (LookupError, ValueError):
                continue
    if b"\0" in data[:4000]:
        raise BadRecord(f"{url}: is no XML")
    return decode(data, url)


def _without_type(text: str, url: str) -> str:
    """The text without its document type; one that declares entities is refused, for such are made to blow up or to reach for files."""
    at = text.find("<!DOCTYPE")
    if at < 0:
        at = text.find("<!doctype")
    root = _ROOT.search(text)
    if at < 0 or (root is not None and root.start() < at):
        return text
    end = root.start() if root else len(text)
    head = text[at:end]
    if "<!ENTITY" in head.upper():
        raise BadRecord(f"{url}: declares entities of its own, which no feed needs and attacks do; not read")
    if "html" in head[:20].lower():
        raise BadRecord(f"{url}: is a web page, not a feed; add it with --kind page, or give the feed's own address")
    return text[:at] + text[end:]


def _sound(text: str, url: str) -> bool:
    """Whether a text is well-formed XML with namespaces. Raises BadRecord where it is beyond what a feed needs."""
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.buffer_text = True
    depth = elements = size = spaces = 0

    def check(value: int, most: int, what: str) -> None:
        if value > most:
            raise BadRecord(f"{url}: has more than {most:,} {what}; no feed has")

    def start(name: str, attributes: Any) -> None:
        nonlocal depth, elements, size
        depth, elements, size = depth + 1, elements + 1, 0
        check(depth, DEEPEST, "elements within each other")
        check(elements, MOST, "elements")

    def end(name: str) -> None:
        nonlocal depth, size
        depth, size = depth - 1, 0

    def words(data: str) -> None:
        nonlocal size
        size += len(data)
        check(size, LONGEST, "characters in one element")

    def space(prefix: str | None, uri: str | None) -> None:
        nonlocal spaces
        spaces += 1
        check(spaces, MOST, "namespaces")

    def declared(*_: Any) -> None:
        raise BadRecord(f"{url}: has a document type where none may be")

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, words
    parser.StartDoctypeDeclHandler, parser.StartNamespaceDeclHandler = declared, space
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError:
        return False
    return True


def _character(m: re.Match[str]) -> str:
    """The character that HTML means by a name that XML does not know."""
    found = unescape(m[0])
    return m[0] if found == m[0] else found.replace("<", "&lt;").replace(">", "&gt;")


def _salvaged(text: str, url: str) -> tuple[str, str]:
    """A feed of the items that are whole, each for itself. Raises BadRecord where there are none."""
    atom = re.search(r"<(?:\w+:)?feed\b", text[:5000], re.I) is not None
    spaces = "".join(f' xmlns:{k}="{v}"' for k, v in _SPACES.items())
    first = _ITEM.search(text)
    opening = f'<feed xmlns="{_SPACES["atom"]}"{spaces}>' if atom else f'<rss version="2.0"{spaces}><channel>'
    closing = "</feed>" if atom else "</channel></rss>"
    kept, broken = [], 0
    for piece in _pieces(text, first.start() if first else len(text)):
        if piece and _sound(f"{opening}{piece}{closing}", url):
            kept.append(piece)
        else:
            broken += 1
    if not kept:
        raise BadRecord(f"{url}: is not well-formed XML and holds no whole item")
    head = text[: first.start()] if first else ""
    title = re.search(r"<title[^>]{0,200}>([^<]{1,300})</title>", head[:20_000])
    said = f"<title>{title[1]}</title>" if title and _sound(f"<t>{title[1]}</t>", url) else ""
    left = f"; {broken} broken item{'s' if broken > 1 else ''} left out" if broken else ""
    return f"{opening}{said}{''.join(kept)}{closing}", f"is not well-formed XML: {len(kept)} whole items read{left}"


def _pieces(text: str, start: int) -> Iterator[str | None]:
    """Each item of a text from its opening to its closing tag; None for one that is not closed before the next begins."""
    at = start
    count = 0
    while (m := _ITEM.search(text, at)) is not None and count <= MAX_ITEMS:
        count += 1
        tag = f"</{m['name']}>"
        following = _ITEM.search(text, m.end())
        until = following.start() if following else len(text)
        end = text.find(tag, m.end(), until)
        yield text[m.start() : end + len(tag)] if end >= 0 else None
        at = until


def unpacked(data: bytes, url: str, limit: int = MAX_FEED * 4) -> bytes:
    """Bytes that may be packed with gzip, unpacked up to a limit. Raises TooLarge beyond it, BadRecord where they are damaged."""
    if data[:2] != b"\x1f\x8b":
        return data
    unpacker = zlib.decompressobj(wbits=31)
    try:
        out = unpacker.decompress(data, limit + 1)
    except zlib.error:
        raise BadRecord(f"{url}: is damaged (gzip)") from None
    if len(out) > limit:
        raise TooLarge(f"{url}: over {limit / 1_000_000:g} MB unpacked")
    return out
