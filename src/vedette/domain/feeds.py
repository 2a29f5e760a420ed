"""What the desk listens to, what was found there, and how each source fares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Literal

from vedette.domain.moments import instant

FeedKind = Literal["feed", "sitemap", "page", "folder", "mbox", "maildir", "imap", "chat", "gdelt"]
FEED_KINDS: dict[FeedKind, str] = {
    "feed": "an RSS or Atom feed",
    "sitemap": "a sitemap",
    "page": "a page that lists articles",
    "folder": "a folder into which files are put",
    "mbox": "a mailbox file (mbox)",
    "maildir": "a mailbox folder (Maildir)",
    "imap": "a mailbox on a server (IMAP)",
    "chat": "an exported chat (Telegram, Signal; JSON)",
    "gdelt": "a GDELT event file, as a list of addresses",
}
Words = Literal["page", "feed"]
"""Where the text of a report comes from: the page that an item leads to, or the words of the item itself."""
GAPS = 8
"""Pauses between items that must be known before a silence can be called unusual."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A place that is looked at again and again. `name` is the source that its reports bear.

    `every` is in seconds (None: as the watch is told), `pattern` a regular expression that an item's address must hold, `since` the day
    before which items are left, `paused` when it was paused. The rest is how it fares: `due` when it is looked at next, `tried` and
    `succeeded` when it was last, `newest` when its last new item was found, `failures` in a row, `error` in words, `answered` whether
    the other side answered at the last failure. Moments are ISO 8601, UTC, with seconds.
    """

    id: int
    url: str
    kind: FeedKind
    name: str
    added: str
    every: int | None = None
    words: Words = "page"
    pattern: str | None = None
    since: str | None = None
    paused: str | None = None
    etag: str | None = None
    modified: str | None = None
    due: str | None = None
    tried: str | None = None
    succeeded: str | None = None
    newest: str | None = None
    failures: int = 0
    error: str | None = None
    answered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One item of a source as it was found: `guid` is what the source knows it by, `words` its own text (plain or HTML)."""

    guid: str
    link: str | None = None
    title: str | None = None
    words: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An item that is kept and waits to be read; `first` is the report of the item of which it is a later version."""

    id: int
    feed: int
    found: Found
    seen: str
    tries: int = 0
    first: str | None = None
    fresh: bool = False
    """Whether it came after the source had been looked at before, so that it is no older than that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """That a source has been quiet for longer than its own rhythm explains; both in seconds."""

    quiet: int
    usual: int

    def __str__(self) -> str:
        return f"silent for {span_words(self.quiet)}; its longest usual pause is {span_words(self.usual)}"


State = Literal["paused", "failing", "new", "silent", "partly", "ok"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a source fares: `quiet` where it is unusually silent, `items` how many of its items are in each state (read, same, waiting, refused, forgotten)."""

    feed: Feed
    quiet: Silence | None
    items: Mapping[str, int]

    @property
    def state(self) -> State:
        """In one word."""
        if self.feed.paused:
            return "paused"
        if self.feed.failures:
            return "failing"
        if self.feed.succeeded is None:
            return "new"
        return "silent" if self.quiet else "partly" if self.feed.error else "ok"

    @property
    def wrong(self) -> bool:
        """Whether somebody should look at it."""
        return self.state in ("failing", "silent", "partly")

    @property
    def flat(self) -> dict[str, Any]:
        """The source and how it fares, as lists of sources tell it."""
        f = self.feed
        said = {"id": f.id, "name": f.name, "kind": f.kind, "url": f.url, "state": self.state, "paused": f.paused}
        looked = {"last_tried": f.tried, "last_success": f.succeeded, "last_item": f.newest, "due": f.due, "failures": f.failures}
        wrong = {"error": f.error, "silence": str(self.quiet) if self.quiet else None}
        return {**said, **looked, **wrong, **{k: self.items.get(k, 0) for k in ("read", "same", "waiting", "refused", "forgotten")}}


def silence(moments: Sequence[str], now: str) -> Silence | None:
    """Whether a source is unusually silent, told by when its items came (ISO 8601, any order); None where it is not, or too few are known.

    Its longest usual pause is the longest but one of those between its items (one long outage is no rhythm), at least three times the
    middle one and half an hour. It is unusual to be quiet for more than twice that. Several items of one minute count as one.
    """
    at = _moment(now)
    times = sorted({m.replace(second=0, microsecond=0) for m in (_moment(x) for x in moments) if m <= at})
    gaps = sorted((b - a).total_seconds() for a, b in pairwise(times))
    if len(gaps) < GAPS:
        return None
    usual = max(gaps[-2], 3 * gaps[len(gaps) // 2], 1800.0)
    quiet = (at - times[-1]).total_seconds()
    return Silence(quiet=int(quiet), usual=int(usual)) if quiet > 2 * usual else None


def span_words(seconds: float) -> str:
    """A stretch of time for people: `3 days 4 h`, `5 h`, `12 min`."""
    left = timedelta(seconds=max(0, int(seconds)))
    hours, minutes = left.seconds // 3600, left.seconds % 3600 // 60
    if left.days:
        return f"{left.days} day{'s' if left.days > 1 else ''}" + (f" {hours} h" if hours else "")
    if hours:
        return f"{hours} h" + (f" {minutes} min" if minutes and hours < 6 else "")
    return f"{minutes} min"


def _moment(value: str) -> datetime:
    return datetime.fromisoformat(instant(value).replace("Z", "+00:00"))
