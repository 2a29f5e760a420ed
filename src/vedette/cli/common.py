"""What the commands share: the database, and tables on a terminal or JSON Lines in a pipe."""

from __future__ import annotations

import getpass
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from vedette.domain import DeskPlace, Picture
    from vedette.store import Store

ISSUES = 3
F = TypeVar("F", bound=Callable[..., Any])

form_option = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl"]),
    help="How to write it; a table on a terminal and JSON Lines in a pipe, unless told.",
)


def cut_options(command: F) -> F:
    """`--situation`, `--as-of` and `--known-at`, alike for every command that shows the picture."""
    for option in (
        click.option("--known-at", metavar="DAY", help="Only what was known by the end of this day, or by this moment (2022-12-16T14:00)."),
        click.option(
            "--as-of", metavar="DAY", help="The picture at the end of this day (default: the last day of which there are reports)."
        ),
        click.option("--situation", "name", metavar="NAME", help="Only what bears on this situation (default: everything)."),
    ):
        command = option(command)
    return command


@contextmanager
def opened(*, write: bool = False, create: bool = False) -> Iterator[Store]:
    """The database named by `--db`, closed at the end."""
    from vedette.store import Store

    store = Store.open(click.get_current_context().find_root().params["db"], readonly=not write, create=create)
    try:
        yield store
    finally:
        store.close()


def desk_places() -> list[DeskPlace]:
    """The desk's own places of the database named by `--db`; none where there is no database, or one that cannot be used, which is told."""
    from vedette.errors import StoreError

    name = click.get_current_context().find_root().params["db"]
    if not Path(name.removeprefix("sqlite:///")).is_file():
        return []
    try:
        with opened() as store:
            return store.places()
    except StoreError as e:
        tell(f"{e}; read without places of your own")
        return []


def picture_of(store: Store, name: str | None, as_of: str | None, known_at: str | None) -> Picture:
    """The picture that a command's options ask for."""
    from vedette.pipeline import picture

    return picture(store, store.situation(name) if name is not None else None, as_of=as_of, known_at=known_at)


def person() -> str:
    """Who gives the command, for the audit trail."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def standard_output() -> IO[str]:
    """Standard output as UTF-8 whatever the locale says."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    return sys.stdout


def give_up_output() -> None:
    """Let what is still to be written go nowhere, so that Python does not fail again at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write(text: str, output: str | None) -> None:
    """A text to a file, or to standard output where none is named."""
    if output:
        Path(output).write_text(text, "utf-8")
    else:
        standard_output().write(text)


def tell(message: object) -> None:
    """One line of talk on standard error; control characters of what was read do not reach the terminal."""
    click.echo("vedette: " + re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", str(message)), err=True)


def line(row: Any) -> str:
    """A row as one line of JSON."""
    return json.dumps(row, ensure_ascii=False) + "\n"


def show(
    rows: Iterable[dict[str, Any]], columns: Sequence[tuple[str, Callable[[dict[str, Any]], Any]]], form: str | None, empty: str
) -> None:
    """Rows as a table with these columns (head, what to print of a row) on a terminal, else as JSON Lines; `empty` says so where there are none."""
    out = standard_output()
    if (form or ("table" if out.isatty() else "jsonl")) == "jsonl":
        for row in rows:
            out.write(line(row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=out, width=None if out.isatty() else 120, highlight=False)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for head, _ in columns:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if (value := of(row)) is None else str(value)) for _, of in columns))
    if table.row_count:
        console.print(table)
    else:
        click.echo(empty, err=True)


def names(actors: Sequence[dict[str, Any]]) -> str:
    """Actors' names for a table's cell."""
    return ", ".join(a["name"] for a in actors)


def place_name(place: dict[str, Any] | None) -> str | None:
    """A place for a table's cell; a coarse one says how coarse."""
    if place is None:
        return None
    return place["name"] if place["precision"] in ("point", "city") else f"{place['name']} ({place['precision']})"
