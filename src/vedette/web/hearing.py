"""What the desk listens to and how it fares, as pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from vedette.domain.feeds import Feed, Health
from vedette.domain.moments import instant
from vedette.web import languages
from vedette.web.languages import gettext as _

UNWATCHED = 1800
"""Seconds after which feeds that are due and at which nobody looked say that no watch runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """What is listened to at a moment: the feeds that need a look first. `unwatched`: since so many seconds nobody looked at any, though some are due."""

    at: str
    feeds: tuple[Health, ...] = ()
    unwatched: int | None = None

    @property
    def wrong(self) -> int:
        """How many need a look."""
        return sum(h.wrong for h in self.feeds)

    def of(self, name: str) -> tuple[Health, ...]:
        """The feeds of a source."""
        return tuple(h for h in self.feeds if h.feed.name == name)


def heard(found: Sequence[Health], at: str) -> Hearing:
    """The feeds as they fare at a moment (UTC)."""
    live = [h.feed for h in found if not h.feed.paused]
    last = max((f.tried or f.added for f in live), default=at)
    idle = seconds(last, at)
    due = any(f.due is None or f.due <= at for f in live)
    order = sorted(found, key=lambda h: (not h.wrong, bool(h.feed.paused), h.feed.name.casefold(), h.feed.id))
    return Hearing(at=at, feeds=tuple(order), unwatched=idle if due and idle > UNWATCHED else None)


def seconds(a: str, b: str) -> int:
    """Seconds from one moment to another, 0 where they are the wrong way round."""
    first, then = (datetime.fromisoformat(instant(x)) for x in (a, b))
    return max(0, int((then - first).total_seconds()))


def stretch(n: float) -> str:
    """A stretch of time in words, by its two greatest units at most: `3 d 4 h`, `5 h 20 min`, `12 min`."""
    minutes = int(n) // 60
    whole = (
        (_("%(n)s d"), minutes // 1440),
        (_("%(n)s h"), minutes // 60 % 24),
        (_("%(n)s min"), minutes % 60),
    )
    at = next((k for k, (_text, m) in enumerate(whole) if m), 2)
    return " ".join(text % {"n": languages.number(m)} for text, m in whole[at : at + 2] if m) or _("%(n)s min") % {"n": 0}


def ago(moment: str | None, at: str) -> str:
    """How long before `at` a moment was; `never` where it has not been."""
    return _("%(n)s ago") % {"n": stretch(seconds(moment, at))} if moment else _("never")


def quiet(h: Health) -> str:
    """An unusual silence in words, empty where there is none."""
    if h.quiet is None:
        return ""
    return _("silent for %(n)s; its longest usual pause is %(m)s") % {"n": stretch(h.quiet.quiet), "m": stretch(h.quiet.usual)}


def address(f: Feed) -> str:
    """An address as pages show it: without a user, and without what it asks for, which can be a key."""
    parts = urlsplit(f.url)
    if not parts.scheme or not parts.hostname:
        return f.url
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname}{port}{parts.path}{'?…' if parts.query else ''}"


def shape(h: Health) -> dict[str, Any]:
    """A feed and how it fares, flat, without what its address hides."""
    return {**h.flat, "url": address(h.feed)}
