"""`vedette ingest` and `vedette demo`: reports into the database."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from vedette.cli.common import ISSUES, form_option, give_up_output, line, opened, person, standard_output, tell
from vedette.errors import UsageError, VedetteError

if TYPE_CHECKING:
    from vedette.store import Store

SITUATION = "North Kosovo"
"""Name of the example's situation."""


@click.command(
    epilog="""\b
Examples:
  vedette ingest reports.jsonl
  vedette --db watch.db ingest field/*.txt https://example.org/news/1
  cat reports.jsonl | vedette ingest -""",
    short_help="Read reports, code them and keep them.",
)
@click.argument("inputs", nargs=-1, metavar="[FILE|FOLDER|URL|-]...")
@form_option
@click.option("--threads", type=click.IntRange(1, 64), help="Cores to use (default: all, at most 4).")
@click.option("--contact", metavar="ADDRESS", help="Your e-mail or page, told to the sites that are fetched from (or VEDETTE_CONTACT).")
@click.option("--allow-private", is_flag=True, help="Also fetch from addresses of private networks.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
def ingest(inputs: tuple[str, ...], form: str | None, threads: int | None, contact: str | None, allow_private: bool, quiet: bool) -> int:
    """Read reports (plain text, HTML, JSON Lines, folders, addresses), code them and keep them in the database.

    Each report is acknowledged once it is on the disk: a line of JSON in a pipe, a count on a terminal. What is held already
    is not read again. An input that cannot be read gives one line on standard error, the rest goes on, and the exit
    code is 3.
    """
    if not inputs:
        if sys.stdin.isatty():
            raise UsageError("nothing to ingest: name a file, a folder or an address, or give - for standard input (vedette ingest --help)")
        inputs = ("-",)
    if inputs.count("-") > 1:
        raise UsageError("standard input (-) can be read once only")
    from vedette.ingest import open_inputs

    with opened(write=True, create=True) as store:
        items = open_inputs(inputs, sys.stdin.buffer, contact=contact or os.environ.get("VEDETTE_CONTACT"), allow_private=allow_private)
        return run(store, items, form, threads, quiet)


def run(store: Store, items: Iterable[Any], form: str | None, threads: int | None, quiet: bool, total: int | None = None) -> int:
    """Ingest items and tell of each; returns the exit code."""
    from vedette.language import Reader
    from vedette.pipeline import Coder, date_undated
    from vedette.pipeline import ingest as ingested
    from vedette.progress import progress

    watched = sorted({code for s in store.situations() for code in s.area})
    reader, coder = Reader(threads=threads), Coder(store.places(), context=watched)
    reader.load()  # the model answers for itself before any input is touched
    out = standard_output()
    lines = (form or ("table" if out.isatty() else "jsonl")) == "jsonl"
    counts: Counter[str] = Counter()
    events = 0

    def told() -> Iterator[Any]:
        yield from progress(ingested(store, items, reader, coder, by=person()), "ingesting", total=total, shown=not quiet)

    for item in told():
        counts[item.status] += 1
        events += item.events
        if item.message:
            tell(item.message)
        if lines:
            try:
                out.write(line({"id": item.id, "status": item.status, "events": item.events, "message": item.message}))
                out.flush()
            except BrokenPipeError:
                give_up_output()
                raise VedetteError("nobody reads the acknowledgements any more; run it again to read the rest") from None
    dated = date_undated(store, reader, coder, by=person())
    said = [f"{counts['new']} read ({events} events)", f"{counts['known']} held already"]
    said += [f"{counts['unread']} in another language, kept unread"] if counts["unread"] else []
    said += [f"{len(dated)} dated by like reports or their content"] if dated else []
    said += [f"{counts['forgotten']} forgotten, not read again"] if counts["forgotten"] else []
    said += [f"{counts['error']} not kept"] if counts["error"] else []
    click.echo("; ".join(said), err=True)
    return ISSUES if counts["error"] else 0


@click.command(
    epilog="""\b
Example:
  vedette --db demo.db demo""",
    short_help="Ingest the example situation.",
)
@form_option
@click.option("--quiet", is_flag=True, help="No progress bar.")
def demo(form: str | None, quiet: bool) -> int:
    """Ingest the example: 58 reports on North Kosovo, November 2022 to January 2023, and the situation of that name.

    The reports are restated for this project, not the publishers' words, and are marked so wherever they are cited.
    """
    from importlib.resources import as_file, files

    from vedette.domain import Situation
    from vedette.ingest import open_input

    with opened(write=True, create=True) as store, as_file(files("vedette") / "examples" / "kosovo.jsonl") as path:
        watch = Situation(name=SITUATION, area=("XK", "RS"), begin="2022-11-01", last="2023-01-31")
        if SITUATION not in {s.name for s in store.situations()}:
            store.put_situation(watch, by=person())
        return run(store, open_input(str(path), sys.stdin.buffer), form, None, quiet)
