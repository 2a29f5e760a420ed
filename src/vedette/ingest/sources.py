"""One look at a source, whatever its kind, and the report that an item of it makes."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

from vedette.domain import Report
from vedette.domain.feeds import Feed, FeedKind, Found, Waiting
from vedette.errors import BadRecord, Empty, InputError, Unreachable, Unreadable
from vedette.ingest import feeds
from vedette.ingest.inputs import from_text, identity

if TYPE_CHECKING:
    from vedette.ingest.fetch import Answer, Fetcher

TRIES = 4
"""How often a page is asked for before the item's own words are taken."""
PARTS = 3
"""Parts of a sitemap that are looked at, the newest."""
FEED_TYPES = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look at a source found. `unchanged`: nothing since the last one. `items` stand in the order in which they are to be read.

    `every` is how many seconds the source asks us to leave it alone, `note` what was wrong with a part of it, `title` its own name.
    """

    items: tuple[Found, ...] = ()
    unchanged: bool = False
    etag: str | None = None
    modified: str | None = None
    every: int | None = None
    title: str | None = None
    note: str | None = None


class Later(Unreachable):
    """A source that asks to be left alone for `seconds`."""

    def __init__(self, message: str, seconds: float) -> None:
        super().__init__(message, answered=True)
        self.seconds = seconds


def look(feed: Feed, fetcher: Fetcher, now: datetime) -> Look:
    """Look at a source once. Raises InputError, which says in one line why nothing was to be had (`Later`: and when to come back)."""
    found = _KINDS[feed.kind](feed, fetcher, now)
    items = found.items
    if feed.pattern:
        items = tuple(f for f in items if re.search(feed.pattern, f.link or f.guid))
    if feed.since:
        items = tuple(f for f in items if f.published is None or f.published[:10] >= feed.since)
    return replace(found, items=tuple(sorted(items, key=lambda f: f.published or "9")))


def _feed(feed: Feed, fetcher: Fetcher, now: datetime) -> Look:
    got = ask(feed, fetcher, now, FEED_TYPES)
    if got is None:
        return Look(unchanged=True, etag=feed.etag, modified=feed.modified)
    parsed = feeds.parse(feeds.unpacked(got.data, feed.url), got.address, charset=got.charset, now=now)
    # Feeds put the newest first: what bears no date is read from the end.
    items = tuple(reversed(parsed.items))
    # A feed that came in pieces is asked for anew, whole.
    etag, modified = (None, None) if parsed.note else (got.headers.get("etag"), got.headers.get("last-modified"))
    return Look(items=items, etag=etag, modified=modified, every=parsed.ttl, title=parsed.title, note=parsed.note)


def ask(feed: Feed, fetcher: Fetcher, now: datetime, accept: str) -> Answer | None:
    """What an address answers, None where it has not changed since the last look. Raises InputError."""
    headers = {"Accept": accept}
    if feed.etag:
        headers["If-None-Match"] = feed.etag[:500]
    if feed.modified:
        headers["If-Modified-Since"] = feed.modified[:100]
    got = fetcher.get(feed.url, headers, feeds.MAX_FEED)
    if got.status == 304:
        return None
    if got.status in (429, 503) and (wait := _wait(got.headers.get("retry-after"), now)) is not None:
        raise Later(f"{feed.url}: asks to come back later ({got.status})", wait)
    fetcher.accepted(got.status, feed.url)
    return got


def _wait(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, at most a day."""
    if not value:
        return None
    if value.strip().isdecimal():
        return min(float(value), 86_400.0)
    try:
        at = parsedate_to_datetime(value)
        return min(max(0.0, ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds()), 86_400.0)
    except (ValueError, TypeError, OverflowError):
        return None


def _sitemap(feed: Feed, fetcher: Fetcher, now: datetime) -> Look:
    from vedette.ingest.sitemaps import sitemap

    got = ask(feed, fetcher, now, "application/xml, text/xml;q=0.9, */*;q=0.5")
    if got is None:
        return Look(unchanged=True, etag=feed.etag, modified=feed.modified)
    found, further = sitemap(got.data, got.address, now, feed.since)
    notes = []
    for url in further[:PARTS]:  # of an index the newest parts
        try:
            part = fetcher.get(url, None, feeds.MAX_FEED)
            fetcher.accepted(part.status, url)
            found += sitemap(part.data, part.address, now, feed.since)[0]
        except InputError as e:
            notes.append(str(e))
    if further and len(notes) == min(len(further), PARTS):
        raise Unreachable(notes[0], answered=True)
    # The parts of an index change without it.
    etag, modified = (None, None) if further else (got.headers.get("etag"), got.headers.get("last-modified"))
    return Look(items=tuple(reversed(found)), etag=etag, modified=modified, note="; ".join(notes) or None)


def _list(feed: Feed, fetcher: Fetcher, now: datetime) -> Look:
    from vedette.ingest.sitemaps import articles

    got = ask(feed, fetcher, now, "text/html, application/xhtml+xml;q=0.9")
    if got is None:
        return Look(unchanged=True, etag=feed.etag, modified=feed.modified)
    found = articles(got.data, got.address, got.charset, all_of=feed.pattern is not None)
    if not found:
        raise BadRecord(f"{feed.url}: lists no article of its own site; tell with --pattern what their addresses look like")
    return Look(items=tuple(reversed(found)), etag=got.headers.get("etag"), modified=got.headers.get("last-modified"))


def _folder(feed: Feed, fetcher: Fetcher, now: datetime) -> Look:
    from vedette.ingest.folders import folder

    found, mark, wrong = folder(feed.url, feed.etag, now)
    if mark is not None and mark == feed.etag:
        return Look(unchanged=True, etag=mark, note=feed.error)
    more = f" (and {len(wrong) - 3} more)" if len(wrong) > 3 else ""
    return Look(items=tuple(found), etag=mark, note="; ".join(wrong[:3]) + more if wrong else None)


def _chat(feed: Feed, fetcher: Fetcher, now: datetime) -> Look:
    from vedette.ingest.folders import chat

    return Look(items=tuple(chat(feed.url, now)))


def _mail(feed: Feed, fetcher: Fetcher, now: datetime) -> Look:
    from vedette.ingest.mailboxes import local

    found, note = local(feed.url, feed.kind, now)
    return Look(items=tuple(found), note=note)


def _imap(feed: Feed, fetcher: Fetcher, now: datetime) -> Look:
    from vedette.ingest.mailboxes import imap

    found, mark, note = imap(feed.url, feed.etag, now)
    return Look(items=tuple(found), etag=mark, note=note)


def _gdelt(feed: Feed, fetcher: Fetcher, now: datetime) -> Look:
    from vedette.ingest.gdelt import addresses, latest

    url, _, fragment = feed.url.partition("#")
    countries = frozenset(c.strip().upper() for c in fragment.split(",") if c.strip())
    if not re.match(r"https?://", url, re.I):
        try:
            return Look(items=tuple(addresses(Path(url).read_bytes(), url, countries)))
        except OSError as e:
            raise Unreadable(f"{url}: cannot be read ({(e.strerror or str(e)).lower()})") from None
    if url.lower().endswith(".txt"):
        got = fetcher.get(url, None, 100_000)
        fetcher.accepted(got.status, url)
        url = latest(got.data, url)
        if url == feed.etag:
            return Look(unchanged=True, etag=url)
    got = fetcher.get(url)
    fetcher.accepted(got.status, url)
    return Look(items=tuple(addresses(got.data, url, countries)), etag=url)


_KINDS: dict[FeedKind, Callable[[Feed, Fetcher, datetime], Look]] = {
    "feed": _feed,
    "sitemap": _sitemap,
    "page": _list,
    "folder": _folder,
    "chat": _chat,
    "mbox": _mail,
    "maildir": _mail,
    "imap": _imap,
    "gdelt": _gdelt,
}
POINTING: tuple[FeedKind, ...] = ("feed", "sitemap", "page", "gdelt")
"""Kinds whose items lead to pages; the items of the others are the reports."""


# -- items to reports -------------------------------------------------------------------------------------------------------


def report_of(item: Waiting, feed: Feed, fetcher: Fetcher) -> tuple[Report, str | None]:
    """The report that an item makes, and a note where its page could not be had and the item's own words were taken.

    Raises Unreachable where the page does not answer and is to be tried again, InputError where neither page nor words can be read.
    """
    found, note = item.found, None
    if feed.words == "page" and feed.kind in POINTING and found.link:
        try:
            return _dated(_page(item, feed, fetcher), item), None
        except InputError as e:
            if isinstance(e, Unreachable) and item.tries + 1 < TRIES:
                raise
            note = f"its own words: {e}"
            if not (found.words or found.title):
                raise
    return _dated(_own(item, feed), item), note


def _page(item: Waiting, feed: Feed, fetcher: Fetcher) -> Report:
    found = item.found
    assert found.link is not None
    report = fetcher.report(found.link)
    url = feeds.address(report.url, found.link) or found.link
    many = feed.kind in ("gdelt", "sitemap") and bool(report.source)
    return replace(
        report,
        id=identity(url, report.text),
        url=url,
        source=report.source if many else feed.name,
        published=found.published or report.published,
        title=found.title or report.title,
    )


def _own(item: Waiting, feed: Feed) -> Report:
    found = item.found
    words = found.words or found.title or ""
    kind = "html" if re.search(r"<[a-zA-Z/!][^>]*>", words) else "text"
    text = f"<html><body><article><div>{words}</div></article></body></html>" if kind == "html" else html.unescape(words)
    name = found.link or feed.url
    try:
        report = from_text(text, kind=kind, name=name, title=found.title, published=found.published, url=found.link, source=feed.name)  # type: ignore[arg-type]
    except Empty:
        if not found.title or words == found.title:
            raise
        report = from_text(found.title, kind="text", name=name, published=found.published, url=found.link, source=feed.name)
    if found.link is None:
        report = replace(report, id=identity(f"{feed.url} {found.guid}", report.text))
    return report


def _dated(report: Report, item: Waiting) -> Report:
    """The report with a day: where none is known, that on which it was seen, if the source was looked at before that."""
    if report.published or not item.fresh:
        return report
    return replace(report, published=item.seen, published_estimated=True)


def alternates(data: bytes, base: str) -> list[str]:
    """The feeds that a web page names as its own."""
    out = []
    for tag in re.findall(r"<link\b[^<>]{1,2000}>", data[:500_000].decode("utf-8", "replace"), re.I):
        held = {k.lower(): html.unescape(v) for k, v in re.findall(r"""(\w+)\s*=\s*["']([^"']{1,1500})["']""", tag)}
        if "alternate" in held.get("rel", "").lower() and re.search(r"application/(?:rss|atom)\+xml", held.get("type", ""), re.I):
            found = feeds.address(held.get("href"), base)
            if found and found not in out:
                out.append(found)
    return out


def kind_of(url: str) -> FeedKind:
    """The kind of source that an address or path looks like. Raises BadRecord where it is neither."""
    lower = url.lower()
    if lower.startswith("imap"):
        return "imap"
    if re.match(r"https?://", lower):
        return "sitemap" if re.search(r"sitemap[^/]*\.xml(?:\.gz)?(?:$|\?)", lower) else "feed"
    if "://" in lower:
        raise BadRecord(f"{url}: is no address that can be listened to; give http, https or imap(s), or a path")
    path = Path(url)
    if path.is_dir():
        return "maildir" if (path / "cur").is_dir() and (path / "new").is_dir() else "folder"
    if lower.endswith((".mbox", ".mbx")):
        return "mbox"
    if lower.endswith(".json"):
        return "chat"
    if lower.endswith((".export.csv", ".export.csv.zip")):
        return "gdelt"
    raise BadRecord(f"{url}: cannot tell what it is; say so with --kind")
