"""`vedette incidents`, `inforce`, `undertakings`, `export`: the picture as rows."""

from __future__ import annotations

import json
from typing import Any

import click

from vedette.cli.common import cut_options, form_option, names, opened, picture_of, place_name, show, write


@click.command(
    epilog="""\b
Examples:
  vedette incidents
  vedette incidents --situation "North Kosovo" --as-of 2022-12-20 --format table""",
    short_help="What happened.",
)
@cut_options
@form_option
@click.option("--all", "everything", is_flag=True, help="Also background and what was only asked, planned, threatened or denied.")
def incidents(name: str | None, as_of: str | None, known_at: str | None, form: str | None, everything: bool) -> None:
    """What happened, merged from all reports: when, where, who did what to whom, and how well it is supported."""
    from vedette.export.picture import picture_shape

    with opened() as store:
        rows = picture_shape(picture_of(store, name, as_of, known_at))["incidents"]
    if not everything:
        rows = [r for r in rows if r["modality"] == "asserted" and not r["background"] and r["status"] != "rejected"]
    columns = [
        ("when", lambda r: f"by {r['end']}" if r["time_estimated"] else r["begin"] or "?"),
        ("where", lambda r: (f"({r['place_reason']}) " if r["place_reason"] else "") + (place_name(r["place"]) or "?")),
        ("what", lambda r: r["title"]),
        ("type", lambda r: "/".join(x for x in (r["event_type"], r["mode"]) if x) or "none"),
        ("grade", lambda r: r["credibility"]),
        ("sources", lambda r: f"{r['independent_sources']}/{len(r['reports'])}"),
        ("reports", lambda r: " ".join(str(x) for x in r["reports"])),
    ]
    show(rows, columns, form, "no incidents; ingest reports first (vedette ingest FILE)")


@click.command(
    epilog="""\b
Examples:
  vedette inforce
  vedette inforce --as-of 2022-12-20""",
    short_help="What is in force.",
)
@cut_options
@form_option
@click.option("--all", "everything", is_flag=True, help="Also what has ended.")
def inforce(name: str | None, as_of: str | None, known_at: str | None, form: str | None, everything: bool) -> None:
    """States in force: roads blocked, crossings closed, curfews, deployments, detentions; since when, and last confirmed."""
    from vedette.export.picture import picture_shape

    with opened() as store:
        rows = picture_shape(picture_of(store, name, as_of, known_at))["conditions"]
    if not everything:
        rows = [r for r in rows if r["state"] != "ended"]
    columns = [
        ("state", lambda r: r["state"]),
        ("kind", lambda r: r["kind"]),
        ("what", lambda r: r["what"]),
        ("where", lambda r: place_name(r["place"]) or "?"),
        ("since", lambda r: r["begin"] or "?"),
        ("until", lambda r: r["end"] or (f"expected {r['expected_end']}" if r["expected_end"] else "")),
        ("confirmed", lambda r: r["last_confirmed"]),
        ("reports", lambda r: " ".join(str(x) for x in r["reports"])),
    ]
    show(rows, columns, form, "nothing in force")


@click.command(
    epilog="""\b
Examples:
  vedette undertakings
  vedette undertakings --open --as-of 2022-12-20""",
    short_help="What was asked and promised, and the answers.",
)
@cut_options
@form_option
@click.option("--open", "pending", is_flag=True, help="Only those that await an answer.")
def undertakings(name: str | None, as_of: str | None, known_at: str | None, form: str | None, pending: bool) -> None:
    """Requests, demands, promises, threats, ultimatums, offers and decisions, and what came of them."""
    from vedette.export.picture import picture_shape

    with opened() as store:
        rows = picture_shape(picture_of(store, name, as_of, known_at))["undertakings"]
    if pending:
        rows = [r for r in rows if r["outcome"] == "pending"]
    columns = [
        ("made", lambda r: r["made"] or "?"),
        ("kind", lambda r: r["kind"]),
        ("by", lambda r: names(r["by"]) or "?"),
        ("to", lambda r: names(r["to"]) or "?"),
        ("what", lambda r: r["what"]),
        ("due", lambda r: r["due"]),
        ("outcome", lambda r: " ".join(x for x in (r["outcome"], r["outcome_at"]) if x)),
        ("reports", lambda r: " ".join(str(x) for x in r["reports"])),
    ]
    show(rows, columns, form, "no undertakings")


@click.command(
    epilog="""\b
Examples:
  vedette export --format json > picture.json
  vedette export --format json --situation "North Kosovo" --as-of 2022-12-20""",
    short_help="The whole picture for other programs.",
)
@cut_options
@click.option("--format", "form", type=click.Choice(["json"]), default="json", show_default=True, help="Interchange format.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, writable=True), help="Write to this file instead of standard output.")
def export(name: str | None, as_of: str | None, known_at: str | None, form: str, output: str | None) -> None:
    """Incidents, conditions, undertakings, copies and reports as one object (schema 1)."""
    from vedette.export.picture import picture_shape

    with opened() as store:
        shape: dict[str, Any] = picture_shape(picture_of(store, name, as_of, known_at))
    text = json.dumps(shape, ensure_ascii=False, indent=1) + "\n"
    write(text, output)
