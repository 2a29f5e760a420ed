"""What is listened to: `vedette sources add`, `import`, `export`, `feeds`, `test`, `pause`, `remove`."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import click

from vedette.cli.common import ISSUES, form_option, opened, person, show, tell, write
from vedette.domain import RELIABILITY, Source
from vedette.domain.feeds import FEED_KINDS, Feed, FeedKind, span_words
from vedette.domain.moments import now
from vedette.errors import BadRecord, Conflict, InputError, UsageError

if TYPE_CHECKING:
    from vedette.ingest.fetch import Fetcher
    from vedette.store import Store

F = TypeVar("F", bound=Callable[..., Any])
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def seconds(context: click.Context, option: click.Parameter, value: str | None) -> int | None:
    """A stretch of time as given in an option (`30s`, `15m`, `2h`, `1d`, or minutes) in seconds."""
    if value is None:
        return None
    m = re.fullmatch(r"(\d{1,6})\s*([smhd]?)", value.strip().lower())
    found = int(m[1]) * UNITS[m[2] or "m"] if m else 0
    if not 10 <= found <= 7 * 86_400:
        raise click.BadParameter(f"{value}: give a time between 10s and 7d, such as 15m or 2h", context, option)
    return found


def network_options(command: F) -> F:
    """`--contact` and `--allow-private`, alike for every command that asks sites."""
    contact = click.option(
        "--contact", metavar="ADDRESS", help="Your e-mail or page, told to the sites that are asked (or VEDETTE_CONTACT)."
    )
    private = click.option("--allow-private", is_flag=True, help="Also ask addresses of private networks.")
    return contact(private(command))


@contextmanager
def fetching(contact: str | None, allow_private: bool) -> Iterator[Fetcher]:
    """A fetcher, closed at the end."""
    from vedette.ingest.fetch import Fetcher

    fetcher = Fetcher(contact=contact or os.environ.get("VEDETTE_CONTACT"), allow_private=allow_private)
    try:
        yield fetcher
    finally:
        fetcher.close()


def health(store: Store, at: str) -> list[dict[str, Any]]:
    """How each source that is listened to fares."""
    return [
        {**h.flat, "every": h.feed.every, "words": h.feed.words, "pattern": h.feed.pattern, "since": h.feed.since} for h in store.health(at)
    ]


def _ago(moment: str | None, at: str) -> str:
    if not moment:
        return ""
    return span_words((datetime.fromisoformat(at) - datetime.fromisoformat(moment)).total_seconds()) + " ago"


@click.command(
    epilog="""\b
Examples:
  vedette sources feeds
  vedette sources feeds --failing --format jsonl""",
)
@click.option("--failing", is_flag=True, help="Only those that fail, are silent for longer than usual, or were read in part only.")
@form_option
def feeds(failing: bool, form: str | None) -> int:
    """What is listened to and how it fares: last success, last new item, errors in words, and silence that its own rhythm does not explain."""
    at = now()
    with opened() as store:
        rows = [r for r in health(store, at) if not failing or r["state"] in ("failing", "silent", "partly")]
    columns: list[tuple[str, Callable[[dict[str, Any]], Any]]] = [
        ("no.", lambda r: r["id"]),
        ("source", lambda r: r["name"]),
        ("state", lambda r: r["state"]),
        ("looked at", lambda r: _ago(r["last_success"], at)),
        ("last new", lambda r: _ago(r["last_item"], at)),
        ("read", lambda r: r["read"]),
        ("waiting", lambda r: r["waiting"] or ""),
        ("refused", lambda r: r["refused"] or ""),
        ("what is wrong", lambda r: "; ".join(x for x in (r["error"], r["silence"]) if x)),
    ]
    show(rows, columns, form, "nothing fails" if failing else "nothing is listened to yet; begin with `vedette sources add URL`")
    return 0


@click.command(
    epilog="""\b
Examples:
  vedette sources add https://example.org/rss.xml --name "Valley Post" --grade C
  vedette sources add /srv/reports --name "Patrols" --every 1m
  vedette sources add https://example.org/news --kind page --pattern "/news/2[0-9]{3}/\"""",
)
@click.argument("url", metavar="ADDRESS|PATH")
@click.option("--name", help="The source that its reports bear (default: the feed's own title).")
@click.option("--kind", type=click.Choice(list(FEED_KINDS)), help="What it is (default: told by the address).")
@click.option(
    "--every", metavar="TIME", callback=seconds, help="How often it is looked at, such as 15m or 2h (default: as `vedette watch` is told)."
)
@click.option(
    "--words",
    type=click.Choice(["page", "feed"]),
    default="page",
    show_default=True,
    help="Read the pages that items lead to, or the words in the feed itself.",
)
@click.option("--pattern", metavar="REGEX", help="Only items whose address holds this.")
@click.option("--since", metavar="DAY", help="Only items published on this day or later; those without a date are taken.")
@click.option("--grade", type=click.Choice(list(RELIABILITY), case_sensitive=False), help="Reliability of the source, A to F.")
@click.option("--side", help="The side or community that it speaks for.")
@click.option("--ownership", help="Who owns it.")
@click.option("--language", help="The language that it publishes in.")
@click.option("--unchecked", is_flag=True, help="Do not look at it now.")
@network_options
def add(
    url: str,
    name: str | None,
    kind: FeedKind | None,
    every: int | None,
    words: Any,
    pattern: str | None,
    since: str | None,
    grade: str | None,
    side: str | None,
    ownership: str | None,
    language: str | None,
    unchecked: bool,
    contact: str | None,
    allow_private: bool,
) -> None:
    """Listen to a feed, a sitemap, a page that lists articles, a folder, a mailbox, a chat export or a GDELT event file from now on.

    It is looked at once, so that a wrong address is told at once; where it is a web page that names its own feed, that is taken.
    """
    from vedette.ingest.sources import kind_of
    from vedette.store.feeds import refuse_password

    if pattern:
        try:
            re.compile(pattern)
        except re.error as e:
            raise UsageError(f"--pattern {pattern!r}: not a regular expression ({e})") from None
    if since:
        try:
            date.fromisoformat(since)
        except ValueError:
            raise UsageError(f"--since {since}: not a day; write it as 2022-12-20") from None
    what = kind or kind_of(url)
    if "://" not in url:
        url = str(Path(url).resolve())
    refuse_password(url, what)  # before anybody is asked with it
    if not unchecked:
        with fetching(contact, allow_private) as fetcher:
            url, title, found = _tried(url, what, kind is None, fetcher)
        name = name or title
        click.echo(f"{url}: {found} items now", err=True)
    name = name or urlsplit(url).hostname or Path(url).name
    with opened(write=True, create=True) as store:
        made = store.add_feed(url, what, name, by=person(), every=every, words=words, pattern=pattern, since=since)
        _describe(store, made.name, grade, side, ownership, language)
    click.echo(f"{made.id}: {made.name}, {FEED_KINDS[what]}; `vedette watch` reads it from now on", err=True)


def _tried(url: str, kind: FeedKind, guessed: bool, fetcher: Fetcher) -> tuple[str, str | None, int]:
    """The address to listen to, its own title, and how many items it has now."""
    from vedette.ingest.sources import alternates, look

    try:
        got = look(Feed(id=0, url=url, kind=kind, name="", added=now()), fetcher, datetime.now(UTC))
    except BadRecord:
        if not guessed or kind != "feed":
            raise
        page = fetcher.get(url)
        named = alternates(page.data, page.address)
        if len(named) != 1:
            if named:
                raise UsageError(f"{url}: is a web page that names {len(named)} feeds; add one of them: {' '.join(named[:8])}") from None
            raise
        got = look(Feed(id=0, url=named[0], kind=kind, name="", added=now()), fetcher, datetime.now(UTC))
        url = named[0]
    return url, got.title, len(got.items)


def _describe(store: Store, name: str, grade: str | None, side: str | None, ownership: str | None, language: str | None) -> None:
    """Keep what is said of a source, beside what was said before."""
    if not any((grade, side, ownership, language)):
        return
    old = store.sources().get(name) or Source(name=name)
    letter = next(g for g in RELIABILITY if g == (grade or old.reliability).upper())
    made = Source(
        name=name,
        reliability=letter,
        side=side or old.side,
        ownership=ownership or old.ownership,
        language=language or old.language,
        note=old.note,
    )
    store.put_source(made, by=person())


@click.command(
    name="import",
    epilog="""\b
Example:
  vedette sources import feeds.opml""",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
def import_(file: str) -> int:
    """Listen to every feed of a list (OPML), as feed readers export it; those that are listened to already are left as they are.

    Beside the name and address of a feed the list may say `reliability`, `side`, `ownership` and `language` of its source.
    """
    from vedette.ingest import opml

    outlines = opml.read(Path(file).read_bytes(), file)
    counts = {"new": 0, "held": 0, "bad": 0}
    with opened(write=True, create=True) as store:
        for o in outlines:
            try:
                if not re.match(r"https?://", o.url, re.I):
                    raise BadRecord(f"{o.url[:200]}: is no http or https address")
                name = o.name or urlsplit(o.url).hostname or o.url
                made = store.add_feed(o.url, o.kind, name, by=person(), every=o.every, words=o.words, pattern=o.pattern, since=o.since)
                _describe(store, made.name, o.reliability, o.side, o.ownership, o.language)
                counts["new"] += 1
            except Conflict:
                counts["held"] += 1
            except (InputError, UsageError) as e:
                tell(e)
                counts["bad"] += 1
    click.echo(
        f"{counts['new']} added; {counts['held']} listened to already" + (f"; {counts['bad']} left out" if counts["bad"] else ""), err=True
    )
    return ISSUES if counts["bad"] else 0


@click.command(
    epilog="""\b
Example:
  vedette sources export --output feeds.opml""",
)
@click.option("--output", metavar="FILE", help="Write to a file instead of standard output.")
def export(output: str | None) -> None:
    """The feeds that are listened to, as OPML, with how they are read and what the desk says of their sources."""
    from vedette.ingest import opml

    with opened() as store:
        text = opml.write([f for f in store.feeds() if f.kind in opml.LISTED], list(store.sources().values()), now())
    write(text, output)


@click.command(
    epilog="""\b
Examples:
  vedette sources test
  vedette sources test "Valley Post\"""",
)
@click.argument("which", nargs=-1, metavar="[NUMBER|ADDRESS|NAME]...")
@form_option
@network_options
def test(which: tuple[str, ...], form: str | None, contact: str | None, allow_private: bool) -> int:
    """Look at sources now and say what is found there, without reading or keeping any of it (default: all that are not paused).

    The exit code is 3 where one of them fails.
    """
    from vedette.ingest.sources import look

    with opened() as store:
        wanted = [store.feed(w) for w in which] or [f for f in store.feeds() if not f.paused]
    rows: list[dict[str, Any]] = []
    with fetching(contact, allow_private) as fetcher:
        for f in wanted:
            row: dict[str, Any] = {"id": f.id, "name": f.name, "url": f.url, "items": None, "newest": None, "title": None, "error": None}
            try:
                got = look(
                    Feed(id=f.id, url=f.url, kind=f.kind, name=f.name, added=f.added, pattern=f.pattern, since=f.since),
                    fetcher,
                    datetime.now(UTC),
                )
                last = got.items[-1] if got.items else None
                dates = [x.published for x in got.items if x.published]
                row |= {
                    "items": len(got.items),
                    "newest": max(dates, default=None),
                    "title": last.title if last else None,
                    "error": got.note,
                }
                row["ok"] = True
            except InputError as e:
                row |= {"error": str(e), "ok": False}
            rows.append(row)
    columns: list[tuple[str, Callable[[dict[str, Any]], Any]]] = [
        ("no.", lambda r: r["id"]),
        ("source", lambda r: r["name"]),
        ("items", lambda r: r["items"]),
        ("newest", lambda r: r["newest"]),
        ("title", lambda r: r["title"]),
        ("what is wrong", lambda r: r["error"]),
    ]
    show(rows, columns, form, "nothing is listened to yet; begin with `vedette sources add URL`")
    return 0 if all(r["ok"] for r in rows) else ISSUES


@click.command(
    epilog="""\b
Examples:
  vedette sources pause "Valley Post"
  vedette sources pause 3 --resume""",
)
@click.argument("which", nargs=-1, required=True, metavar="NUMBER|ADDRESS|NAME...")
@click.option("--resume", is_flag=True, help="Look at it again from now on.")
def pause(which: tuple[str, ...], resume: bool) -> None:
    """Leave a source alone for a while; what was found there before is still read."""
    with opened(write=True) as store:
        for f in [store.feed(w) for w in which]:
            store.pause_feed(f.id, not resume, by=person())
            click.echo(f"{f.name}: {'looked at again' if resume else 'paused'}", err=True)


@click.command(
    epilog="""\b
Example:
  vedette sources remove 3""",
)
@click.argument("which", nargs=-1, required=True, metavar="NUMBER|ADDRESS|NAME...")
def remove(which: tuple[str, ...]) -> None:
    """Listen to a source no more; its reports stay, what still waits of it is dropped."""
    with opened(write=True) as store:
        for f in [store.feed(w) for w in which]:
            store.remove_feed(f.id, by=person())
            click.echo(f"{f.name}: no longer listened to", err=True)
