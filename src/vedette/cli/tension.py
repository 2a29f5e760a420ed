"""`vedette tension`: how hostile the last days were, area by area, what made them so, and whether the level has changed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from vedette.cli.common import cut_options, form_option, opened, picture_of, show
from vedette.errors import UsageError


@click.command(
    epilog="""\b
Examples:
  vedette tension
  vedette tension --by pair --format table
  vedette tension --area Mitrovica --from 2022-12-01 --to 2022-12-20""",
    short_help="Whether it is getting worse.",
)
@cut_options
@form_option
@click.option("--by", type=click.Choice(["area", "pair"]), default="area", show_default=True, help="Of areas, or between two parties.")
@click.option("--area", "areas", multiple=True, metavar="NAME", help="Only of this area or party; can be given several times.")
@click.option("--from", "first", metavar="DAY", help="The first day counted (default: six days before the last).")
@click.option("--to", "last", metavar="DAY", help="The last day counted; the same as --as-of.")
@click.option("--days", "daily", is_flag=True, help="A row for each day instead.")
@click.option("--moved", type=click.IntRange(0), default=3, show_default=True, help="Incidents to name that moved each level most.")
def tension(
    name: str | None,
    as_of: str | None,
    known_at: str | None,
    form: str | None,
    by: Any,
    areas: tuple[str, ...],
    first: str | None,
    last: str | None,
    daily: bool,
    moved: int,
) -> None:
    """How hostile the last seven days were, what made them so, between what the score lies, and when the level last rose.

    The score sums the incidents that happened: how hostile, how many dead and hurt, how well supported, weighed by how much was
    reported. Hostile and friendly acts are kept apart. docs/tension.md has the formula and how good the alarms are.
    """
    from vedette.domain.compare import day
    from vedette.situation.level import levels

    if last is not None and as_of is not None and last != as_of:
        raise UsageError(f"--to {last} and --as-of {as_of}: name one last day")
    begin = day(first)
    if first is not None and (begin is None or len(first) != 10):
        raise UsageError(f"--from {first}: not a day; write it as 2022-12-20")
    with opened() as store:
        picture = picture_of(store, name, last or as_of, known_at)
    end = day(picture.as_of)
    if begin is not None and end is not None and not 0 <= end - begin <= 366:
        raise UsageError(f"--from {first}: must be at most a year before the last day, {picture.as_of}, and not after it")
    found = levels(picture, by, first=first, most=moved)
    if areas:
        asked = {a.casefold() for a in areas}
        found = tuple(v for v in found if asked & {x.casefold() for x in (v.key, v.name, *v.name.split(" – "))})
    rows = [{"word": v.word, "direction": v.direction, **asdict(v)} for v in found]
    if daily:
        days = [{"key": r["key"], "name": r["name"], **d} for r in rows for d in r["days"]]
        show(
            days,
            [
                ("day", lambda r: r["day"]),
                (by, lambda r: r["name"]),
                ("hostile", lambda r: f"{r['hostile']:.1f}"),
                ("friendly", lambda r: f"{r['friendly']:.1f}"),
                ("incidents", lambda r: r["count"]),
            ],
            form,
            "no incidents in these days",
        )
        return
    columns = [
        (by, lambda r: r["name"]),
        ("level", lambda r: r["word"]),
        ("hostile", lambda r: f"{r['hostile']:.1f}" + (f" ({r['low']:.1f} to {r['high']:.1f})" if r["low"] is not None else "")),
        ("before", lambda r: f"{r['before']:.1f} {'↑' if r['direction'] == 'up' else '↓' if r['direction'] == 'down' else '='}"),
        ("friendly", lambda r: f"{r['friendly']:.1f}"),
        ("rose", lambda r: f"{r['rise']['at']} ({r['rise']['base']:.1f} to {r['rise']['level']:.1f} a week)" if r["rise"] else ""),
        ("moved by", lambda r: "\n".join(f"{s['points']:+.1f} {s['title']}" for s in r["moved"])),
    ]
    show(rows, columns, form, "no incidents in these days")
