"""`vedette sources`: the outlets whose reports are held, and the desk's grades."""

from __future__ import annotations

from typing import Any

import click

from vedette.cli import listening
from vedette.cli.common import cut_options, form_option, opened, person, show
from vedette.domain import RELIABILITY
from vedette.errors import NotFound


@click.group(
    epilog="""\b
Example:
  vedette sources list
  vedette sources add https://example.org/rss.xml --name "Valley Post\"""",
    short_help="Outlets: what is listened to, their grades and their record.",
)
def sources() -> None:
    """The outlets whose reports are held or listened to: the desk's grade (Admiralty, A to F), for which side each speaks, what came of its
    incidents, and how the feeds fare from which they are read.
    """


for command in (
    listening.add,
    listening.import_,
    listening.export,
    listening.feeds,
    listening.test,
    listening.pause,
    listening.remove,
):
    sources.add_command(command)


@sources.command(
    name="list",
    epilog="""\b
Examples:
  vedette sources list
  vedette sources list --situation "North Kosovo" --format jsonl""",
)
@cut_options
@form_option
def list_(name: str | None, as_of: str | None, known_at: str | None, form: str | None) -> None:
    """Sources with their grade and record, those with most reports first."""
    from vedette.pipeline import picture
    from vedette.situation import records

    with opened() as store:
        situation = store.situation(name) if name else None
        found = records(picture(store, situation, as_of=as_of, known_at=known_at), store.sources())
    rows: list[dict[str, Any]] = [
        {"name": r.source.name, "reliability": r.source.reliability, "graded": r.graded, "side": r.source.side}
        | {"ownership": r.source.ownership, "language": r.source.language, "note": r.source.note}
        | {"reports": r.reports, "copies": r.copies, "unread": r.unread, "last": r.last, "incidents": r.incidents}
        | {"told_by_others": r.others, "confirmed": r.confirmed, "rejected": r.rejected, "disputed": r.disputed}
        for r in sorted(found.values(), key=lambda r: (-r.reports, r.source.name))
    ]
    columns = [
        ("source", lambda r: r["name"]),
        ("grade", lambda r: r["reliability"] if r["graded"] else "F (not graded)"),
        ("side", lambda r: r["side"]),
        ("last", lambda r: (r["last"] or "")[:10]),
        ("reports", lambda r: r["reports"]),
        ("incidents", lambda r: r["incidents"]),
        ("confirmed", lambda r: r["confirmed"] or ""),
        ("rejected", lambda r: r["rejected"] or ""),
        ("disputed", lambda r: r["disputed"] or ""),
    ]
    show(rows, columns, form, "no report names its source")


@sources.command(
    name="set",
    epilog="""\b
Examples:
  vedette sources set "Kosovo Online" --grade C --side Serbian
  vedette sources set "Kosovo Online" --note "" --reason "the note was out of date\"""",
)
@click.argument("name")
@click.option(
    "--grade",
    type=click.Choice(list(RELIABILITY), case_sensitive=False),
    help="Reliability, A (completely reliable) to F (cannot be judged).",
)
@click.option("--side", help="The side or community that it speaks for; empty to remove.")
@click.option("--ownership", help="Who owns it; empty to remove.")
@click.option("--language", help="The language that it publishes in; empty to remove.")
@click.option("--note", help="What else a colleague should know; empty to remove.")
@click.option("--reason", help="Why it is graded so; it stands in the audit trail.")
def set_(
    name: str, grade: str | None, side: str | None, ownership: str | None, language: str | None, note: str | None, reason: str | None
) -> None:
    """Grade a source, or say for whom it speaks; what is not given stays as it is. NAME is as its reports bear it."""
    from vedette.domain import Source

    with opened(write=True) as store:
        held = store.sources().get(name)
        listened = any(f.name == name for f in store.feeds())
        if held is None and not listened and all(r.source != name for r in store.reports()):
            raise NotFound(f"{name}: no report bears this name as its source; `vedette sources list` shows those that do")
        old = held or Source(name=name)
        letter = next(g for g in RELIABILITY if g == (grade or old.reliability).upper())

        def now(given: str | None, before: str | None) -> str | None:
            return before if given is None else given.strip() or None

        made = Source(
            name=name,
            reliability=letter,
            side=now(side, old.side),
            ownership=now(ownership, old.ownership),
            language=now(language, old.language),
            note=now(note, old.note),
        )
        store.put_source(made, by=person(), reason=reason)
    click.echo(f"{name}: {made.reliability}, {RELIABILITY[made.reliability]}", err=True)
