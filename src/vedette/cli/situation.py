"""`vedette situation`: named watches."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from vedette.cli.common import form_option, opened, person, show
from vedette.errors import UsageError

if TYPE_CHECKING:
    from vedette.domain import Daily

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


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
        daily = {d.situation: d for d in store.dailies()}
        rows: list[dict[str, Any]] = [
            {"name": s.name, "area": list(s.area), "from": s.begin, "to": s.last, "zone": s.zone, "daily": _daily(daily.get(s.name))}
            for s in store.situations()
        ]
    columns = [
        ("name", lambda r: r["name"]),
        ("area", lambda r: " ".join(r["area"])),
        ("from", lambda r: r["from"]),
        ("to", lambda r: r["to"]),
        ("sitrep", lambda r: r["daily"] and f"{r['daily']['cut_off']} {', '.join(r['daily']['days'])}"),
    ]
    show(rows, columns, form, "no situations; add one with `vedette situation add NAME --area CC`")


def _daily(daily: Daily | None) -> dict[str, Any] | None:
    """How a daily report is written, for people and programs."""
    if daily is None:
        return None
    days = [name for n, name in enumerate(DAYS) if n in daily.days]
    return {"cut_off": daily.cut_off, "days": days if len(days) < len(DAYS) else ["daily"], "release": daily.release, "covered": daily.done}


@situation.command(
    epilog="""\b
Examples:
  vedette situation daily "North Kosovo" --cut-off 18:00
  vedette situation daily "North Kosovo" --cut-off 18:00 --on mon --on thu --release
  vedette situation daily "North Kosovo" --off"""
)
@click.argument("name")
@click.option("--cut-off", metavar="HH:MM", help="What was known by this time counts, by the situation's clock.")
@click.option("--on", "days", multiple=True, type=click.Choice(DAYS), help="Only on this day of the week; may be repeated.")
@click.option("--release", is_flag=True, help="Release it at once, locked, with nobody reading it before (default: a draft).")
@click.option("--off", is_flag=True, help="Write none any more.")
def daily(name: str, cut_off: str | None, days: tuple[str, ...], release: bool, off: bool) -> None:
    """Let the watch write the situation report by itself every day, as a draft that people edit and release on the board.

    It is written once for each cut-off, when all sources were looked at since and what was found is read, half an hour after it at the
    latest. Where nothing ran at that time, the latest report is written when `vedette watch` runs again, with what was known by the cut-off.
    """
    from vedette.domain import Daily
    from vedette.pipeline.daily import begun

    if off == bool(cut_off):
        raise UsageError("say when (--cut-off 18:00), or --off")
    with opened(write=True) as store:
        if off:
            store.drop_daily(name, by=person())
            click.echo(f'no report on "{name}" is written by itself any more', err=True)
            return
        chosen = tuple(n for n, day in enumerate(DAYS) if day in days or not days)
        made = begun(store, Daily(situation=name, cut_off=cut_off or "", days=chosen, release=release))
        store.put_daily(made, by=person())
        zone = store.situation(name).zone
    what = "released" if release else "drafted"
    click.echo(f'the report on "{name}" is {what} by `vedette watch` at each {cut_off}, {zone}', err=True)


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
