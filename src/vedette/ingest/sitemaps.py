"""Sitemaps, and pages that list articles."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from urllib.parse import urlsplit
from xml.etree import ElementTree

from vedette.domain.feeds import Found
from vedette.errors import BadRecord
from vedette.ingest.dates import from_url
from vedette.ingest.feeds import address, believable, plain, unpacked, well_formed

RECENT = timedelta(days=2)
"""How old a page of a sitemap may be to count as news, where the source says nothing else."""
MOST = 500
"""Addresses taken of one sitemap or page."""
_FEW = 25
"""Characters that the text of a link to an article has at least, where its address does not look like one's."""


def sitemap(data: bytes, url: str, now: datetime, since: str | None = None) -> tuple[list[Found], list[str]]:
    """Recent addresses of a sitemap, the newest first, and the sitemaps that it names, the newest first.

    Recent are those that were published (by the news extension, else changed) since a day, or in the last two days. Raises BadRecord
    where it is no sitemap, TooLarge.
    """
    text, _ = well_formed(unpacked(data, url), url)
    root = ElementTree.fromstring(text)  # noqa: S314 (well_formed lets no document type through)
    kind = _name(root)
    if kind not in ("urlset", "sitemapindex"):
        raise BadRecord(f"{url}: is no sitemap")
    oldest = since or (now - RECENT).strftime("%Y-%m-%d")
    rows: list[tuple[str, str, str | None, str | None]] = []
    for e in root:
        held = {_name(x): (x.text or "").strip() for x in e.iter()}
        link = address(held.get("loc"), url)
        if link is None or urlsplit(link).hostname is None:
            continue
        changed = _moment(held.get("publication_date") or held.get("lastmod"), now)
        if kind == "urlset" and (changed is None or changed[:10] < oldest):
            continue
        rows.append((changed or "", link, plain(held.get("title")), _moment(held.get("publication_date"), now)))
    rows.sort(key=lambda r: r[0], reverse=True)
    if kind == "sitemapindex":
        return [], [r[1] for r in rows]
    return [Found(guid=link, link=link, title=title, published=day or from_url(link)) for _, link, title, day in rows[:MOST]], []


def _name(e: ElementTree.Element) -> str:
    return str(e.tag).rpartition("}")[2].lower()


def _moment(value: str | None, now: datetime) -> str | None:
    if not value:
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    found = believable(at if at.tzinfo else at.replace(tzinfo=UTC), now)
    return found[:10] if found and len(value) == 10 else found


class _Links(HTMLParser):
    """The links of a page with their text, but for those of its navigation and foot."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self._href: str | None = None
        self._text: list[str] = []
        self._framed = 0
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("nav", "footer", "form"):
            self._framed += 1
        elif tag in ("script", "style"):
            self._hidden += 1
        elif tag == "a" and not self._framed:
            self._href, self._text = dict(attrs).get("href"), []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("nav", "footer", "form"):
            self._framed = max(0, self._framed - 1)
        elif tag in ("script", "style"):
            self._hidden = max(0, self._hidden - 1)
        elif tag == "a" and self._href is not None:
            self.found.append((self._href, " ".join("".join(self._text).split())))
            self._href = None

    def handle_data(self, data: str) -> None:
        if self._href is not None and not self._hidden:
            self._text.append(data)


def articles(data: bytes, url: str, charset: str | None = None, *, all_of: bool = False) -> list[Found]:
    """The articles that a page lists, in its order: links within its own site that look like an article's.

    Such an address carries a day, a long number or words joined by dashes below a folder, or its link has the length of a headline.
    `all_of` takes every link of the site: a pattern chooses afterwards.
    """
    try:
        text = data.decode(charset or "utf-8", "replace")
    except LookupError:
        text = data.decode("utf-8", "replace")
    parser = _Links()
    parser.feed(text)
    host = _site(url)
    out: dict[str, Found] = {}
    for href, words in parser.found:
        link = address(href, url)
        if link is None or _site(link) != host or link.rstrip("/") == url.rstrip("/"):
            continue
        path = urlsplit(link).path
        last = path.rstrip("/").rpartition("/")[2]
        likely = from_url(link) or re.search(r"\d{5,}", path) or last.count("-") >= 3 or (path.count("/") >= 2 and len(words) >= _FEW)
        if not (all_of or likely) or re.search(r"\.(?:jpe?g|png|gif|pdf|mp[34]|zip|css|js|xml|rss)$", path, re.I):
            continue
        held = out.get(link)
        if held is None or len(words) > len(held.title or ""):
            out[link] = Found(guid=link, link=link, title=plain(words) if len(words) >= _FEW else None, published=from_url(link))
    return list(out.values())[:MOST]


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
