"""`vedette log`: the duty log."""

from __future__ import annotations

from dataclasses import asdict

import click

from vedette.cli.common import form_option, opened, person, show


@click.group(
    epilog="""\b
Example:
  vedette log add "Crossing closed" --tell "chief of staff\"""",
    short_help="The duty log.",
)
def log() -> None:
    """The duty log: what happened, who is to be told, whether they were."""


@log.command(
    epilog="""\b
Example:
  vedette log add "Patrol reports a roadblock at Rudare" --tell "chief of staff\""""
)
@click.argument("text")
@click.option("--about", metavar="EVENT", help="Id of an event of the incident that it is about.")
@click.option("--tell", metavar="WHO", help="Who is to be told.")
def add(text: str, about: str | None, tell: str | None) -> None:
    """Write an entry."""
    with opened(write=True, create=True) as store:
        made = store.add_log(text, by=person(), subject=about, tell=tell)
    click.echo(f"entry {made.id} written", err=True)


@log.command(
    name="list",
    epilog="""\b
Example:
  vedette log list --open""",
)
@click.option("--open", "untold", is_flag=True, help="Only entries of which someone is still to be told.")
@form_option
def list_(untold: bool, form: str | None) -> None:
    """The entries, the latest first."""
    with opened() as store:
        rows = [asdict(e) for e in store.log(untold=untold)]
    columns = [
        ("no.", lambda r: r["id"]),
        ("when", lambda r: r["at"]),
        ("by", lambda r: r["by"]),
        ("text", lambda r: f"withdrawn: {r['text']}" if r["withdrawn"] else r["text"]),
        ("tell", lambda r: r["tell"]),
        ("told", lambda r: r["told"]),
    ]
    show(rows, columns, form, "nothing in the log")


@log.command(
    epilog="""\b
Example:
  vedette log told 12"""
)
@click.argument("number", type=click.IntRange(1))
def told(number: int) -> None:
    """Mark that whom an entry concerns was told."""
    with opened(write=True) as store:
        made = store.told_log(number, by=person())
    click.echo(f"entry {number}: {made.tell} told", err=True)
