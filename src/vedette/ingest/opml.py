"""Lists of feeds as OPML, in and out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

from vedette.domain import RELIABILITY, Reliability, Source
from vedette.domain.compare import day as is_day
from vedette.domain.feeds import Feed, FeedKind, Words
from vedette.errors import BadRecord
from vedette.ingest.feeds import plain, well_formed

LISTED: tuple[FeedKind, ...] = ("feed", "sitemap", "page")
"""Kinds that go into a list and are taken from one: a list of somebody else's names no folder and no file of this machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One feed of a list, and what the list says of its source and of how it is read (as in `Feed`)."""

    url: str
    name: str | None = None
    kind: FeedKind = "feed"
    reliability: Reliability | None = None
    side: str | None = None
    ownership: str | None = None
    language: str | None = None
    every: int | None = None
    words: Words = "page"
    pattern: str | None = None
    since: str | None = None


def read(data: bytes, name: str) -> list[Outline]:
    """The feeds of a list, each once, in its order. Raises BadRecord where it is no OPML or names no feed."""
    text, _ = well_formed(data, name)
    root = ElementTree.fromstring(text)  # noqa: S314 (well_formed lets no document type through)
    if root.tag.lower() != "opml":
        raise BadRecord(f"{name}: is no OPML; give a list of feeds as feed readers export it")
    out: dict[str, Outline] = {}
    for e in root.iter():
        held = {k.lower(): " ".join(v.split()) for k, v in e.attrib.items()}
        url = held.get("xmlurl")
        if e.tag.lower() != "outline" or not url:
            continue
        kind, grade = held.get("kind", "feed"), held.get("reliability", "").upper()
        made = Outline(
            url=url,
            name=plain(held.get("title") or held.get("text")),
            kind=kind if kind in LISTED else "feed",
            reliability=grade if grade in RELIABILITY else None,
            side=held.get("side"),
            ownership=held.get("ownership"),
            language=held.get("language"),
            every=int(every) if (every := held.get("every", "")).isdecimal() and 10 <= int(every) <= 7 * 86_400 else None,
            words="feed" if held.get("words") == "feed" else "page",
            pattern=_pattern(held.get("pattern"), name),
            since=since if is_day(since := held.get("since", "")) else None,
        )
        out.setdefault(url, made)
    if not out:
        raise BadRecord(f"{name}: names no feed (no outline has an xmlUrl)")
    return list(out.values())


def _pattern(value: str | None, name: str) -> str | None:
    """A regular expression; one that is none would leave everything out, or nothing. Raises BadRecord."""
    try:
        return re.compile(value).pattern if value else None
    except re.error as e:
        raise BadRecord(f"{name}: pattern {value!r} is no regular expression ({e})") from None


def write(feeds: Iterable[Feed], sources: Sequence[Source], made: str) -> str:
    """A list of feeds as OPML 2.0, with what the desk says of their sources."""
    by_name = {s.name: s for s in sources}
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"<head><title>Sources</title><dateCreated>{made}</dateCreated></head>",
        "<body>",
    ]
    for f in feeds:
        s = by_name.get(f.name)
        values = {"type": "rss", "text": f.name, "title": f.name, "xmlUrl": f.url}
        if f.kind != "feed":
            values["kind"] = f.kind
        settings = {
            "every": f.every and str(f.every),
            "words": f.words if f.words != "page" else None,
            "pattern": f.pattern,
            "since": f.since,
        }
        values |= {k: v for k, v in settings.items() if v}
        if s is not None:
            said = {"reliability": s.reliability, "side": s.side, "ownership": s.ownership, "language": s.language}
            values |= {k: v for k, v in said.items() if v}
        lines.append(f"  <outline {' '.join(f'{k}={quoteattr(v)}' for k, v in values.items())}/>")
    return "\n".join([*lines, "</body>", "</opml>", ""])
