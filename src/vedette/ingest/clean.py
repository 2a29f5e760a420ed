"""A raw text to the text that is read: odd characters, line ends and site furniture go, offsets stay known.

Nothing is rewritten: a character is kept, turned into a plain space or line end, or left out. Lost quotation marks
stay lost.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from vedette.domain import OffsetMap
from vedette.errors import TooLarge

MAX_CHARACTERS = 2_000_000
"""Limit of one report's text: a long book."""

_DROPPED = {"\u00ad", "\ufeff", "\u200b", "\u200c", "\u200d", "\u2060", "\u200e", "\u200f"} | {chr(c) for c in range(0x202A, 0x202F)}
_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
_STAMP = re.compile(
    rf"""(?ix) ^(?:(?:published|posted|updated|last\ updated|date)\s*(?:on|at)?\s*:?\s*)?
    (?:(?P<t1>\d{{1,2}}:\d\d)(?:\s*(?:[A-Z]{{2,4}}))?\s*[|,–-]\s*)?
    (?: (?P<m>{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})
      | (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m2>{_MONTH})\.?,?\s+(?P<y2>\d{{4}})
      | (?P<iso>\d{{4}}-\d\d-\d\d) )
    (?:\s*(?:[|,T–-]|at)?\s*(?P<t2>\d{{1,2}}:\d\d)(?::\d\d)?(?:\s*(?:[A-Z]{{2,4}}|Z))?)?\s*$"""
)
_FURNITURE = re.compile(
    r"""(?ix) ^(?:
      (?:share|tweet|print|e-?mail|save|copy\ link|comments?|advertisement|advertising|sponsored|menu|search|home|log\ ?in|sign\ (?:in|up)|subscribe|newsletter)\W*
    | (?:share|follow|like|find)\ (?:this|us)(?:\ (?:article|story|page|post))?(?:\ on\ (?:facebook|twitter|x|whatsapp|telegram|instagram|linkedin|youtube|social\ media)(?:[\ ,and]+\w+){0,3})?\W*
    | (?:read|see|watch)\ (?:more|also|next)\s*[:|»→].{0,140}
    | (?:read|see|watch)\ (?:more|also|next)[^\w]*
    | (?:related|recommended|trending|most\ read|popular)(?:\ (?:stories|articles|news|topics|posts|content))?\W*
    | (?:subscribe|sign\ up)\ (?:to|for)\b.{0,80}
    | (?:click|tap)\ here\b.{0,80}
    | (?:©|\(c\)|copyright)\b.{0,120} | .{0,60}all\ rights\ reserved\W*
    | (?:photo|image|picture|file\ photo)(?:\ credits?|\ by)?\s*:.{0,80}
    | (?:we\ use|this\ (?:site|website)\ uses)\ cookies\b.{0,200}
    | (?:accept|reject)(?:\ all)?(?:\ cookies)?\W*
    | (?:facebook|twitter|whatsapp|telegram|linkedin|x|reddit|pinterest|instagram|youtube)(?:[\s|,/]+(?:facebook|twitter|whatsapp|telegram|linkedin|x|reddit|pinterest|instagram|youtube|e-?mail|print))*\W*
    | (?:skip\ to|jump\ to)\ .{0,40} | \d+\ (?:comments?|shares?|min(?:ute)?s?\ read)\W* | loading\W*
    )$"""
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A text with its map to the raw one, and what the lines taken out told: title, site and time of publication."""

    text: str
    offsets: OffsetMap
    title: str | None = None
    site: str | None = None
    published: str | None = None


def clean(raw: str, title: str | None = None) -> Cleaned:
    """Clean a plain text; a first line that repeats `title` (or that the text itself repeats) is taken out.

    Paragraphs stay apart by an empty line, single line ends stay. Raises TooLarge over `MAX_CHARACTERS`.
    """
    if len(raw) > MAX_CHARACTERS:
        raise TooLarge(f"over {MAX_CHARACTERS:,} characters of text; split it into reports")
    lines = _lines(raw)
    kept, site, found, published = _without_furniture(lines, title)
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    gap = 0
    for line in kept:
        if not line:
            gap += 1
            continue
        if chars:
            # The line ends between two lines of text: one, or two where an empty line (or one taken out) lay between.
            at, until = ends[-1], line[0][1]
            chars.append("\n")
            starts.append(at)
            if gap:
                ends.append(min(at + 1, until))
                chars.append("\n")
                starts.append(min(at + 1, until))
            ends.append(until)
        gap = 0
        for c, s, e in line:
            chars.append(c)
            starts.append(s)
            ends.append(e)
    return Cleaned(text="".join(chars), offsets=OffsetMap.of(starts, ends), title=found, site=site, published=published)


Character = tuple[str, int, int]


def _lines(raw: str) -> list[list[Character]]:
    """Lines as lists of (character, raw start, raw end), inner white space single, edges bare."""
    out: list[list[Character]] = [[]]
    line = out[0]
    i, n = 0, len(raw)
    while i < n:
        c, end = raw[i], i + 1
        if c == "\r" and raw[end : end + 1] == "\n":
            end += 1
        if c in "\n\r\u2028\u2029\x0b\x0c\x85":
            while line and line[-1][0] == " ":
                line.pop()
            line = []
            out.append(line)
        elif c.isspace():
            if line and line[-1][0] != " ":
                line.append((" ", i, end))
            elif line:
                line[-1] = (" ", line[-1][1], end)
        elif c in _DROPPED or unicodedata.category(c) in ("Cc", "Cs", "Co"):
            pass
        else:
            line.append((c, i, end))
        i = end
    while line and line[-1][0] == " ":
        line.pop()
    return out


def _without_furniture(lines: list[list[Character]], title: str | None) -> tuple[list[list[Character]], str | None, str | None, str | None]:
    """Lines that are the report's own (others become empty), with the site's name, the title and the time they gave."""
    texts = ["".join(c for c, *_ in line) for line in lines]
    filled = [i for i, t in enumerate(texts) if t]
    if len(filled) < 2:
        return lines, None, title, None
    drop: set[int] = set()
    site = None
    first = texts[filled[0]]
    head, bar, tail = first.rpartition(" | ") if " | " in first else first.rpartition(" - ")
    early = filled[1:6]
    if bar and head and len(tail) <= 40 and ((title and _same(head, title)) or any(_same(texts[i], head) for i in early)):
        site, first = tail.strip(), head
        drop.add(filled[0])
        title = title or head
    if title is None and any(_same(texts[i], first) for i in early):
        title = first
    if title is not None:
        for i in filled[:6]:
            if _same(texts[i], title) and len(drop) < len(filled) - 1:
                drop.add(i)
    published = None
    for n, i in enumerate(filled):
        t = texts[i]
        if i in drop:
            continue
        bare = t.strip(" |-–—·•")
        if (site and (_same(bare, site) or (bare.startswith(site) and len(bare) <= len(site) + 12))) or (
            len(t) <= 200 and _FURNITURE.match(t)
        ):
            drop.add(i)
        elif n < 8 and published is None and len(t) <= 60:
            m = _STAMP.match(t)
            if m is not None:
                published = _time(m)
                drop.add(i)
    if len(drop) == len(filled):
        return lines, site, None, published
    return [[] if i in drop else line for i, line in enumerate(lines)], site, title, published


def _same(a: str, b: str) -> bool:
    """Whether two lines have the same letters and digits."""
    return re.sub(r"\W+", "", a).casefold() == re.sub(r"\W+", "", b).casefold() != ""


def _time(m: re.Match[str]) -> str | None:
    """ISO 8601 of a time stamp line, None where no such day exists."""
    import datetime

    if m["iso"]:
        year, month, day = (int(x) for x in m["iso"].split("-"))
    else:
        name = (m["m"] or m["m2"])[:3].lower()
        year, month, day = int(m["y"] or m["y2"]), _MONTHS.index(name) + 1, int(m["d"] or m["d2"])
    try:
        date = datetime.date(year, month, day).isoformat()
    except ValueError:
        return None
    clock = m["t1"] or m["t2"]
    return f"{date}T{clock.zfill(5)}" if clock and int(clock.split(":")[0]) < 24 and int(clock.split(":")[1]) < 60 else date
