"""What is listened to, what was found there, and what became of it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, TypeVar
from urllib.parse import urlsplit

from sqlalchemy import Connection, delete, func, insert, select, update

from vedette.domain import Report
from vedette.domain.feeds import Feed, FeedKind, Found, Health, Waiting, Words, silence
from vedette.domain.moments import now
from vedette.errors import Conflict, NotFound, UsageError
from vedette.store import schema
from vedette.store.base import Base

T = TypeVar("T")
VERSIONS = 20
"""Versions of one item that are looked at: one whose words change at every look (a counter in them) is not read for ever."""
CHUNK = 400


def refuse_password(url: str, kind: FeedKind) -> None:
    """Raises UsageError for an address with a password, which would be kept with it."""
    if urlsplit(url).password:
        instead = "; put it into VEDETTE_IMAP_PASSWORD" if kind == "imap" else ""
        raise UsageError(f"give no password in an address: it is kept in the database{instead}")


class Feeds(Base):
    """What is listened to (`feed`) and what was found there (`feed_item`).

    An item's `state` is waiting, read (it made a report), same (its text was held already), forgotten, or refused (it cannot be read;
    its note says why). What was found and how far a source was read are kept in one transaction, as are a report and that its item was read: wherever the
    process ends, an item is either still waiting or was read once.
    """

    # -- sources -----------------------------------------------------------------------------------------------------

    def feeds(self) -> list[Feed]:
        """All that is listened to, in the order in which it was added."""
        with self._reads() as connection:
            return [_feed(r) for r in connection.execute(select(schema.feed).order_by(schema.feed.c.id))]

    def feed(self, which: str | int) -> Feed:
        """One of them by its number, its address, or its name where only one bears it. Raises NotFound."""
        wanted = str(which)
        found = self.feeds()
        for test in (lambda f: str(f.id) == wanted, lambda f: f.url == wanted, lambda f: f.name.casefold() == wanted.casefold()):
            hits = [f for f in found if test(f)]
            if len(hits) > 1:
                raise NotFound(f"{which}: {len(hits)} sources bear this name; give the number, one of {', '.join(str(f.id) for f in hits)}")
            if hits:
                return hits[0]
        raise NotFound(f"{which}: nothing is listened to by this number, address or name; `vedette sources feeds` shows what is")

    def add_feed(
        self,
        url: str,
        kind: FeedKind,
        name: str,
        *,
        by: str,
        every: int | None = None,
        words: Words = "page",
        pattern: str | None = None,
        since: str | None = None,
    ) -> Feed:
        """Listen to an address from now on. Raises Conflict where that is done already, UsageError for one without a name or with a password."""
        refuse_password(url, kind)
        if not name.strip():
            raise UsageError(f"{url}: a source needs a name; give one with --name")
        row = {"url": url, "kind": kind, "name": " ".join(name.split())[:400], "added": now(), "every": every, "words": words}
        with self._writes() as connection:
            if connection.execute(select(schema.feed.c.id).where(schema.feed.c.url == url)).first():
                raise Conflict(f"{url}: is listened to already")
            state = {"pattern": pattern, "since": since, "failures": 0, "answered": True}
            (id,) = connection.execute(insert(schema.feed).values(**row, **state)).inserted_primary_key or (0,)
            self._audit(connection, by, "feed added", url, {"after": {**row, "pattern": pattern, "since": since}})
        return self.feed(int(id))

    def pause_feed(self, id: int, paused: bool, *, by: str) -> Feed:
        """Leave a source alone, or look at it again from now on; what waits of it is read in either case. Raises NotFound."""
        old = self.feed(id)
        if bool(old.paused) != paused:
            values: dict[str, Any] = {"paused": now() if paused else None}
            if not paused:
                values |= {"due": None, "failures": 0}
            with self._writes() as connection:
                connection.execute(update(schema.feed).where(schema.feed.c.id == id).values(**values))
                self._audit(connection, by, "feed paused" if paused else "feed resumed", old.url)
        return self.feed(id)

    def remove_feed(self, id: int, *, by: str) -> None:
        """Listen to it no more, and drop what still waits of it; its reports stay. Raises NotFound."""
        old = self.feed(id)
        with self._writes() as connection:
            connection.execute(delete(schema.feed_item).where(schema.feed_item.c.feed == id))
            connection.execute(delete(schema.feed).where(schema.feed.c.id == id))
            self._audit(connection, by, "feed removed", old.url)

    # -- how they fare -----------------------------------------------------------------------------------------------

    def polled(
        self,
        id: int,
        found: Sequence[Found],
        *,
        at: str,
        due: str,
        etag: str | None = None,
        modified: str | None = None,
        note: str | None = None,
    ) -> int:
        """Keep what a look at a source found, in the order in which it is to be read, and that the source answered; returns how many items are new.

        `note` is what went wrong with a part of it. An item is new where its guid, link and content were not seen together before.
        """
        links: dict[str, set[str | None]] = defaultdict(set)
        for f in found:
            links[f.guid].add(f.link)
        items = schema.feed_item
        count = 0
        with self._writes() as connection:
            held = connection.execute(select(schema.feed.c.succeeded).where(schema.feed.c.id == id)).first()
            if held is None:
                return 0
            marks = {_sha(f.guid, f.link, f.title, f.words): f for f in found}
            for some in _chunks(marks, CHUNK):
                seen = select(items.c.mark).where(items.c.feed == id, items.c.mark.in_(some))
                for mark in connection.execute(seen).scalars():
                    del marks[mark]
            for mark, f in marks.items():
                # One guid that two addresses share at a time is no name: the addresses tell them apart.
                guid = _sha(f.guid, f.link) if len(links[f.guid]) > 1 else _sha(f.guid)
                versions = connection.execute(select(func.count()).where(items.c.feed == id, items.c.guid == guid)).scalar() or 0
                if versions >= VERSIONS:
                    continue
                row = {"feed": id, "mark": mark, "guid": guid, "link": f.link, "title": f.title, "words": f.words, "published": f.published}
                state = {"seen": at, "fresh": held.succeeded is not None, "state": "waiting", "tries": 0}
                connection.execute(insert(items).values(**row, **state))
                count += 1
            values = {
                "tried": at,
                "succeeded": at,
                "due": due,
                "etag": etag,
                "modified": modified,
                "failures": 0,
                "error": note,
                "answered": True,
            }
            connection.execute(update(schema.feed).where(schema.feed.c.id == id).values(**values, **({"newest": at} if count else {})))
        return count

    def failed(self, id: int, *, at: str, due: str, error: str, answered: bool, failures: int) -> None:
        """Keep that a look at a source failed, and why."""
        values = {"tried": at, "due": due, "error": error, "answered": answered, "failures": failures}
        with self._writes() as connection:
            connection.execute(update(schema.feed).where(schema.feed.c.id == id).values(**values))

    def revive(self, since: str) -> int:
        """Make all sources due that did not answer when they were asked since a moment, for the network is back; returns how many."""
        rows = schema.feed
        with self._writes() as connection:
            silent = (rows.c.tried >= since) & rows.c.answered.is_(False)
            return connection.execute(update(rows).where(silent).values(due=None, failures=0)).rowcount

    def arrivals(self, id: int, limit: int = 60) -> list[str]:
        """When the last items of a source came, the latest first: when they were published, as far as that is known and was before they were seen."""
        rows = schema.feed_item
        query = select(rows.c.published, rows.c.seen).where(rows.c.feed == id).order_by(rows.c.id.desc()).limit(limit)
        with self._reads() as connection:
            found = connection.execute(query).all()
        return sorted((min(r.published, r.seen) if r.published and len(r.published) > 10 else r.seen for r in found), reverse=True)

    def feed_counts(self) -> dict[int, dict[str, int]]:
        """How many items of each source are in each state."""
        rows = schema.feed_item
        query = select(rows.c.feed, rows.c.state, func.count()).group_by(rows.c.feed, rows.c.state)
        out: dict[int, dict[str, int]] = defaultdict(dict)
        with self._reads() as connection:
            for feed, state, n in connection.execute(query):
                out[feed][state] = n
        return dict(out)

    def health(self, at: str) -> list[Health]:
        """How each source fares at a moment, in the order in which they were added."""
        counts = self.feed_counts()
        return [
            Health(feed=f, quiet=None if f.paused else silence(self.arrivals(f.id), at), items=counts.get(f.id, {})) for f in self.feeds()
        ]

    # -- items -------------------------------------------------------------------------------------------------------

    def waiting(self, id: int, at: str, limit: int) -> list[Waiting]:
        """Items of a source that wait to be read and are due, the oldest first."""
        rows = schema.feed_item
        query = (
            select(rows)
            .where(rows.c.state == "waiting", rows.c.feed == id, rows.c.due.is_(None) | (rows.c.due <= at))
            .order_by(func.coalesce(rows.c.published, rows.c.seen), rows.c.id)
            .limit(limit)
        )
        earlier = schema.feed_item.alias()
        with self._reads() as connection:
            out = []
            for r in connection.execute(query).all():
                before = select(earlier.c.report).where(
                    earlier.c.feed == id, earlier.c.guid == r.guid, earlier.c.id < r.id, earlier.c.report.is_not(None)
                )
                first = connection.execute(before.order_by(earlier.c.id).limit(1)).scalar()
                found = Found(guid=r.guid, link=r.link, title=r.title, words=r.words, published=r.published)
                out.append(Waiting(id=r.id, feed=id, found=found, seen=r.seen, tries=r.tries, first=first, fresh=r.fresh))
            return out

    def waits(self, at: str) -> dict[int, int]:
        """How many items that are due wait, by source."""
        rows = schema.feed_item
        query = select(rows.c.feed, func.count()).where(rows.c.state == "waiting", rows.c.due.is_(None) | (rows.c.due <= at))
        with self._reads() as connection:
            return {int(r[0]): int(r[1]) for r in connection.execute(query.group_by(rows.c.feed))}

    def later(self, item: int, *, due: str, note: str, counted: bool = True) -> None:
        """Try an item again, not before a moment; `counted`: it has one try less."""
        rows = schema.feed_item
        with self._writes() as connection:
            connection.execute(update(rows).where(rows.c.id == item).values(due=due, note=note, tries=rows.c.tries + int(counted)))

    def settle(self, item: int, state: str, note: str | None = None, report: str | None = None) -> None:
        """An item that waits is done with, without a report of its own."""
        with self._writes() as connection:
            self._settle(connection, item, state, report, note)

    @staticmethod
    def _settle(connection: Connection, item: int, state: str, report: str | None, note: str | None = None) -> None:
        rows = schema.feed_item
        values: dict[str, Any] = {"state": state, "report": report, "words": None, "due": None}
        if note is not None:
            values["note"] = note
        if state == "forgotten":
            values |= {"title": None, "link": None}
        connection.execute(update(rows).where(rows.c.id == item, rows.c.state == "waiting").values(**values))

    def place(self, report: Report, first: str | None = None) -> tuple[Report, bool]:
        """A report with the id under which it is to be kept, and whether its very text is held already, under that id.

        Where the text at its address was changed since it was read, it is a new report, `<id of the first>~2` and so on: the first stays
        as it was published then. `first` is a report of which the source says that this is a later version.
        """
        root = str(first or report.id).partition("~")[0]
        words = " ".join(report.text.split())
        with self._reads() as connection:
            held = self._versions(connection, root)
        for key, text in held:
            if " ".join(text.split()) == words:
                return _named(report, key), True
        if not held:
            return _named(report, root), False
        return _named(report, f"{root}~{max(_number(key) for key, _ in held) + 1}"), False

    def versions(self, key: str) -> list[str]:
        """Reports that are versions of one article, the first first; only the key itself where it was never changed."""
        with self._reads() as connection:
            found = [k for k, _ in self._versions(connection, key.partition("~")[0])]
        return sorted(found, key=_number) or [key]

    @staticmethod
    def _versions(connection: Connection, root: str) -> list[tuple[str, str]]:
        """Keys and texts of an article's versions."""
        rows = schema.report
        query = select(rows.c.key, rows.c.text).where((rows.c.key == root) | ((rows.c.key > f"{root}~") & (rows.c.key < f"{root}~:")))
        return [(k, t) for k, t in connection.execute(query) if k == root or k[len(root) + 1 :].isdecimal()]

    @staticmethod
    def _forget_items(connection: Connection, key: str) -> None:
        """Take the words of a report out of what was found; that it was seen stays known."""
        rows = schema.feed_item
        values = {"title": None, "words": None, "link": None, "note": None, "state": "forgotten"}
        connection.execute(update(rows).where(rows.c.report == key).values(**values))


def _feed(row: Any) -> Feed:
    return Feed(**row._mapping)


def _number(key: str) -> int:
    """Which version of an article a report is."""
    return int(key.partition("~")[2] or 1)


def _named(report: Report, key: str) -> Report:
    return report if report.key == key else replace(report, id=key)


def _sha(*parts: str | None) -> str:
    return hashlib.sha256("\0".join(p or "" for p in parts).encode("utf-8", "replace")).hexdigest()[:40]


def _chunks(values: Iterable[T], size: int) -> Iterator[list[T]]:
    left = iter(list(values))
    while some := list(islice(left, size)):
        yield some
