"""Entries as an Atom feed (RFC 4287), so that any question can be followed in a reader."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry: `id` is an address or urn that stays, `updated` a moment in UTC (ISO 8601 with seconds), `summary` plain text."""

    id: str
    title: str
    link: str
    updated: str
    summary: str = ""
    authors: tuple[str, ...] = ()


def feed(*, id: str, title: str, link: str, page: str, updated: str, entries: Iterable[Entry]) -> str:
    """The feed as XML. `link` is the feed's own address, `page` the page that shows the same; characters that XML lacks are left out."""
    out = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<id>{_text(id)}</id><title>{_text(title)}</title><updated>{_text(updated)}</updated>",
        f'<link rel="self" type="application/atom+xml" href={_quoted(link)}/><link rel="alternate" type="text/html" href={_quoted(page)}/>',
        "<author><name>Vedette</name></author>",
    ]
    for e in entries:
        authors = "".join(f"<author><name>{_text(a)}</name></author>" for a in e.authors)
        out.append(
            f"<entry><id>{_text(e.id)}</id><title>{_text(e.title)}</title><updated>{_text(e.updated)}</updated>{authors}"
            f'<link rel="alternate" type="text/html" href={_quoted(e.link)}/><summary>{_text(e.summary)}</summary></entry>'
        )
    return "\n".join([*out, "</feed>\n"])


def _text(value: str) -> str:
    return escape(_UNFIT.sub("", value))


def _quoted(value: str) -> str:
    return quoteattr(_UNFIT.sub("", value))
