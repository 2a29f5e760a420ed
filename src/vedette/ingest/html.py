"""An HTML page to its article text, every character traceable to the page's source.

`trafilatura` decides which blocks are the article; the characters come from the page itself, block by block, so that
offsets hold. Where it finds nothing, blocks outside navigation, headers and footers are taken.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any

from vedette.domain import OffsetMap
from vedette.errors import TooLarge
from vedette.ingest.clean import MAX_CHARACTERS, Cleaned, clean

_BLOCK = frozenset(
    """address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6
    header hgroup hr html legend li main menu nav ol option p pre section select summary table tbody td tfoot th thead title tr ul br""".split()
)
_HARD = frozenset("script style noscript template svg math".split())
_SOFT = frozenset("button select textarea iframe object canvas audio video".split())
_SKIPPED = _HARD | _SOFT
_FRAME = frozenset("nav header footer aside form menu dialog".split())
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())


@dataclass(slots=True)
class _Block:
    """Text between two block elements: characters with their raw start and end."""

    chars: list[tuple[str, int, int]] = field(default_factory=list)
    framed: bool = False
    heading: bool = False
    linked: int = 0

    @property
    def key(self) -> str:
        return re.sub(r"\W+", "", "".join(c for c, *_ in self.chars)).casefold()


class _Parser(HTMLParser):
    """Collects blocks of visible text, and the page's title and dates."""

    def __init__(self, raw: str) -> None:
        super().__init__(convert_charrefs=False)
        self.raw = raw
        self.starts = [0]
        for m in re.finditer(r"\n", raw):
            self.starts.append(m.end())
        self.blocks: list[_Block] = [_Block()]
        self.meta: dict[str, str] = {}
        self.page_title = ""
        self.language: str | None = None
        self._skip: list[str] = []
        self._frame: list[str] = []
        self._in_title = False
        self._heading = 0
        self._link = 0

    def at(self) -> int:
        line, column = self.getpos()
        return self.starts[line - 1] + column

    def _new(self) -> None:
        if self.blocks[-1].chars:
            self.blocks.append(_Block())
        self.blocks[-1].framed = bool(self._frame)
        self.blocks[-1].heading = self._heading > 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {k: v or "" for k, v in attrs}
        if tag == "html" and values.get("lang"):
            self.language = values["lang"][:2].lower()
        if tag == "meta":
            key = (values.get("property") or values.get("name") or values.get("itemprop") or "").lower()
            if key and values.get("content"):
                self.meta.setdefault(key, values["content"].strip())
            return
        if tag == "time" and values.get("datetime"):
            self.meta.setdefault("time", values["datetime"].strip())
        if tag == "title":
            self._in_title = not self.page_title
            return
        if tag in _BLOCK and tag != "option":
            while self._skip and self._skip[-1] in _SOFT:  # left open: a block ends it
                self._skip.pop()
        if tag in _SKIPPED and tag not in _VOID:
            self._skip.append(tag)
        if tag in _FRAME and not (tag == "header" and "article" in values.get("class", "")):
            self._frame.append(tag)
        if tag in ("h1", "h2", "h3"):
            self._heading += 1
        if tag == "a":
            self._link += 1
        if tag in _BLOCK:
            self._new()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID or tag == "meta":
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
            return
        if tag in self._skip:
            while self._skip and self._skip.pop() != tag:
                pass
        if tag in self._frame:
            while self._frame and self._frame.pop() != tag:
                pass
        if tag in ("h1", "h2", "h3"):
            self._heading = max(0, self._heading - 1)
        if tag == "a":
            self._link = max(0, self._link - 1)
        if tag in _BLOCK:
            self._new()

    def _add(self, text: str, start: int, end: int) -> None:
        """Text that stands at `start:end` of the page; more than one character may stem from one reference."""
        if self._in_title:
            self.page_title += text
            return
        if self._skip:
            return
        block = self.blocks[-1]
        one = end - start == len(text)
        for i, c in enumerate(text):
            block.chars.append((" " if c in "\n\r\t" else c, start + i if one else start, start + i + 1 if one else end))
        if self._link:
            block.linked += len(text)

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Pass over `<![…>` of any kind, which the standard parser refuses."""
        end = self.rawdata.find(">", i + 3)
        return -1 if end < 0 else end + 1

    def handle_data(self, data: str) -> None:
        self._add(data, self.at(), self.at() + len(data))

    def handle_entityref(self, name: str) -> None:
        at = self.at()
        end = at + 1 + len(name) + (self.raw[at + 1 + len(name) : at + 2 + len(name)] == ";")
        self._add(unescape(self.raw[at:end]), at, end)

    def handle_charref(self, name: str) -> None:
        at = self.at()
        end = at + 2 + len(name) + (self.raw[at + 2 + len(name) : at + 3 + len(name)] == ";")
        self._add(unescape(self.raw[at:end]), at, end)


def page(raw: str) -> tuple[Cleaned, dict[str, Any]]:
    """The article of a page and what its head says (`title`, `published`, `url`, `source`, `language`, where given)."""
    parser = _Parser(raw)
    parser.feed(raw)
    parser.close()
    blocks = [b for b in parser.blocks if b.key]
    kept = _article(raw, blocks)
    chars: list[tuple[str, int, int]] = []
    for b in kept:
        if chars:
            at = chars[-1][2]
            start = b.chars[0][1]
            chars += [("\n", at, min(at + 1, start)), ("\n", min(at + 1, start), start)]
        chars += b.chars
    if len(chars) > MAX_CHARACTERS:
        raise TooLarge(f"over {MAX_CHARACTERS:,} characters of text; split it into reports")
    text = "".join(c for c, *_ in chars)
    head = _head(parser)
    cleaned = clean(text, head.get("title"))
    offsets = cleaned.offsets.then(OffsetMap.of([s for _, s, _ in chars], [e for *_, e in chars])) if text else cleaned.offsets
    if cleaned.published:
        head.setdefault("published", cleaned.published)
    return Cleaned(text=cleaned.text, offsets=offsets, title=cleaned.title, site=cleaned.site, published=cleaned.published), head


def _article(raw: str, blocks: list[_Block]) -> list[_Block]:
    """Blocks that hold the article: those whose text the extractor kept, else the likely ones."""
    wanted = Counter(re.sub(r"\W+", "", line).casefold() for line in _extracted(raw).splitlines())
    body = "".join(k for k in wanted)
    kept = []
    for b in blocks:
        if wanted[b.key] > 0:
            wanted[b.key] -= 1
            kept.append(b)
        elif len(b.key) > 40 and b.key in body and not b.framed:
            kept.append(b)
    if sum(len(b.key) for b in kept) >= 60:
        return kept
    plain = [b for b in blocks if not b.framed and b.linked * 2 < len(b.chars)]
    return plain or blocks


def _extracted(raw: str) -> str:
    """What `trafilatura` takes for the article, a line a paragraph; nothing where it fails."""
    import logging

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        text = trafilatura.extract(raw, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return ""
    return str(text or "")


def _head(parser: _Parser) -> dict[str, Any]:
    meta = parser.meta
    out: dict[str, Any] = {}
    site = meta.get("og:site_name")
    title = meta.get("og:title") or " ".join(parser.page_title.split()) or None
    if title and meta.get("og:title") is None:
        for bar in (" | ", " - ", " – ", " — "):
            head, found, tail = title.rpartition(bar)
            if found and len(tail) <= 40 and len(head) > len(tail):
                title, site = head, site or tail
                break
    for key, value in (
        ("title", title),
        ("source", site),
        ("url", meta.get("og:url")),
        ("language", parser.language),
        ("published", _when(meta)),
    ):
        if value:
            out[key] = unescape(value)
    return out


def _when(meta: dict[str, str]) -> str | None:
    """Publication time to the minute, in the page's own zone, from the usual places."""
    for key in ("article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "pubdate", "publish-date", "time"):
        m = re.match(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?", meta.get(key, ""))
        if m:
            return m[1] + (f"T{m[2]}{m[3] or ''}" if m[2] else "")
    return None
