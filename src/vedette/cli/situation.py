"""`vedette situation`: named watches."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from vedette.cli.common import form_option, opened, person, show
from vedette.errors import UsageError


@click.group(
    epilog="""\b
Example:
  vedette situation list""",
    short_help="Named watches: an area and a time.",
)
def situation() -> None:
    """Named watches: incidents inside an area, or with an actor from it, within a time."""


@situation.command(
    epilog="""\b
Example:
  vedette situation add "North Kosovo" --area XK --area RS --from 2022-11-01 --to 2023-01-31"""
)
@click.argument("name")
@click.option("--area", multiple=True, metavar="CC", help="Country of the area, two letters (ISO 3166-1; XK for Kosovo); may be repeated.")
@click.option("--from", "begin", metavar="DAY", help="First day.")
@click.option("--to", "last", metavar="DAY", help="Last day.")
@click.option("--zone", default="UTC", show_default=True, help="Time zone in which days are counted.")
def add(name: str, area: tuple[str, ...], begin: str | None, last: str | None, zone: str) -> None:
    """Name a watch, or give one of this name a new area and time."""
    from zoneinfo import ZoneInfo

    from vedette.codebook.countries import countries
    from vedette.domain import Situation

    if not name.strip():
        raise UsageError('a situation needs a name, such as "North Kosovo"')
    known = {c.iso2 for c in countries()}
    for code in area:
        if code.upper() not in known:
            raise UsageError(f"--area {code}: no country code; give two letters, such as XK or RS")
    begin, last = _day("--from", begin), _day("--to", last)
    if begin and last and last < begin:
        raise UsageError(f"--to {last} lies before --from {begin}")
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise UsageError(f"--zone {zone}: no such time zone; write it as Europe/Belgrade") from None
    with opened(write=True, create=True) as store:
        watch = Situation(name=name, area=tuple(a.upper() for a in area), begin=begin, last=last, zone=zone)
        store.put_situation(watch, by=person())
    click.echo(f'situation "{name}" kept', err=True)


def _day(option: str, value: str | None) -> str | None:
    if value is None:
        return None
    try:
        if (day := date.fromisoformat(value).isoformat()) == value:
            return day
        raise ValueError
    except ValueError:
        raise UsageError(f"{option} {value}: not a day; write it as 2022-11-01") from None


@situation.command(
    name="list",
    epilog="""\b
Example:
  vedette situation list""",
)
@form_option
def list_(form: str | None) -> None:
    """The named watches."""
    with opened() as store:
        rows: list[dict[str, Any]] = [
            {"name": s.name, "area": list(s.area), "from": s.begin, "to": s.last, "zone": s.zone} for s in store.situations()
        ]
    columns = [
        ("name", lambda r: r["name"]),
        ("area", lambda r: " ".join(r["area"])),
        ("from", lambda r: r["from"]),
        ("to", lambda r: r["to"]),
    ]
    show(rows, columns, form, "no situations; add one with `vedette situation add NAME --area CC`")


@situation.command(
    epilog="""\b
Example:
  vedette situation remove "North Kosovo\""""
)
@click.argument("name")
def remove(name: str) -> None:
    """Remove a named watch; its reports stay."""
    with opened(write=True) as store:
        store.drop_situation(name, by=person())
    click.echo(f'situation "{name}" removed', err=True)
