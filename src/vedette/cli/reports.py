"""`vedette reports` and `vedette db`: what is held, and its upkeep."""

from __future__ import annotations

from typing import Any

import click

from vedette.cli.common import form_option, opened, person, show
from vedette.errors import StoreError


@click.group(
    epilog="""\b
Example:
  vedette reports list""",
    short_help="The reports that are held.",
)
def reports() -> None:
    """The reports that are held: list, show, forget."""


@reports.command(
    name="list",
    epilog="""\b
Examples:
  vedette reports list
  vedette reports list --search "barricades Rudare\"""",
)
@click.option("--search", metavar="WORDS", help="Only those whose title or text holds all these words, best first.")
@form_option
def list_(search: str | None, form: str | None) -> None:
    """The reports that are held, in the order in which they were known."""
    with opened() as store:
        held = [store.report(k) for k in store.search(search)] if search is not None else store.reports()
    rows: list[dict[str, Any]] = [
        {"id": r.id, "source": r.source, "published": r.published, "published_estimated": r.published_estimated, "received": r.received}
        | {"title": r.title, "url": r.url, "language": r.language, "text_kind": r.text_kind, "relevant": r.relevant}
        for r in held
    ]
    columns = [
        ("id", lambda r: r["id"]),
        ("published", lambda r: ("~" if r["published_estimated"] else "") + (r["published"] or "?")),
        ("source", lambda r: r["source"]),
        ("title", lambda r: r["title"]),
        ("kind", lambda r: "" if r["text_kind"] == "original" else r["text_kind"]),
    ]
    show(rows, columns, form, "no reports")


@reports.command(
    name="show",
    epilog="""\b
Example:
  vedette reports show K01""",
)
@click.argument("id")
@form_option
def show_(id: str, form: str | None) -> None:
    """One report and what was coded in it."""
    import sys

    from vedette.cli.common import line, standard_output
    from vedette.cli.text import show as text
    from vedette.domain import Annotated
    from vedette.pipeline import Reading, record
    from vedette.pipeline.read import readable

    with opened() as store:
        report = store.report(id)
        entities, coded = store.reading(id)
    annotated = Annotated(text=report.text, sentences=(), entities=entities)
    reading = Reading(report=report, annotated=annotated, read=readable(report), coded=coded)
    if (form or ("table" if sys.stdout.isatty() else "jsonl")) == "jsonl":
        standard_output().write(line(record(reading)))
    else:
        text([reading], False, standard_output())


@reports.command(
    epilog="""\b
Example:
  vedette reports forget K01 --reason "the person named asked for it\""""
)
@click.argument("id")
@click.option("--reason", required=True, help="Why; it stands in the tombstone.")
def forget(id: str, reason: str) -> None:
    """Remove a report's text and all that was read in it, everywhere, and leave a tombstone.

    Where the file could not be scrubbed, because another process was reading it, repeat the command.
    """
    with opened(write=True) as store:
        store.forget(id, reason=reason, by=person())
    click.echo(f"{id} forgotten", err=True)


@click.group(
    epilog="""\b
Example:
  vedette db info""",
    short_help="The database.",
)
def db() -> None:
    """The database: what it holds, whether it is sound, who changed what, what could not be read."""


@db.command(
    epilog="""\b
Example:
  vedette db info"""
)
@form_option
def info(form: str | None) -> None:
    """How many rows of each kind the database holds."""
    with opened() as store:
        rows = [{"table": k, "rows": n} for k, n in store.counts().items()]
    show(rows, [("table", lambda r: r["table"]), ("rows", lambda r: r["rows"])], form, "empty")


@db.command(
    epilog="""\b
Example:
  vedette db check"""
)
def check() -> None:
    """Whether the file is sound; the exit code is 1 where it is not."""
    with opened() as store:
        wrong = store.check()
    if wrong:
        raise StoreError("; ".join(wrong[:5]) + "; restore a copy")
    click.echo("sound", err=True)


@db.command(
    epilog="""\b
Examples:
  vedette db history
  vedette db history K01"""
)
@click.argument("subject", required=False)
@form_option
def history(subject: str | None, form: str | None) -> None:
    """The audit trail: who changed what, when and why; of one report, situation or incident where it is named."""
    with opened() as store:
        rows = store.history(subject)
    columns = [(k, lambda r, k=k: r[k]) for k in ("at", "by", "action", "subject", "reason")]
    show(rows, columns, form, "no changes")


@db.command(
    epilog="""\b
Examples:
  vedette db issues
  vedette db issues --format jsonl"""
)
@form_option
def issues(form: str | None) -> None:
    """The inputs that could not be read: when, which, and why."""
    with opened() as store:
        rows = store.issues()
    columns = [(k, lambda r, k=k: r[k]) for k in ("at", "input", "kind", "message")]
    show(rows, columns, form, "no issues")
