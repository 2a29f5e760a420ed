"""`vedette places`: places in texts, and the desk's own places."""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

import click

from vedette.cli.common import ISSUES, desk_places, form_option, opened, person, show, tell
from vedette.cli.parts import answer_all
from vedette.errors import BadRecord, InputError, NotFound, UsageError


class _Places(click.Group):
    """A group whose first word may also be a file: then places are found in it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = ["find", *args]
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "[FILE|-]")
        formatter.write_usage(ctx.command_path, "add|import|list|remove [ARGS]...")


@click.group(
    cls=_Places,
    epilog="""\b
Examples:
  echo '{"id": "1", "text": "Shots were heard near Goma."}' | vedette places -
  vedette places texts.jsonl > places.jsonl
  vedette places add "Blue Bridge" --at 34TDN7594 --alias "Plavi most"
  vedette places import ours.csv""",
    short_help="Places in texts, or of given spans; the desk's own places.",
)
def places() -> None:
    """Find the places that texts name and where they are; keep places of your own.

    In: {"id", "text", "spans": [[start, end], …]?} a line; out: {"id", "places": […]} a line. With "spans", exactly those are resolved.
    The places of your own that the database (--db) holds count too: where a text is about their area, they win.
    """


@places.command(
    epilog="""\b
Example:
  vedette places find texts.jsonl > places.jsonl""",
    short_help="Places in texts (the word may be left out).",
)
@click.argument("path", default="-", metavar="[FILE|-]")
def find(path: str) -> int:
    """Find the places that texts name and where they are.

    In: {"id", "text", "spans": [[start, end], …]?} a line; out: {"id", "places": […]} a line. With "spans", exactly those are resolved.
    """
    from vedette.pipeline import parts

    return answer_all(path, partial(parts.places, desk=desk_places()))


@places.command(
    epilog="""\b
Examples:
  vedette places add "Blue Bridge" --at 42.8969,20.8667 --alias "Plavi most" --kind bridge
  vedette places add "OP Tango" --at 34TDN7594 --reach 20""",
)
@click.argument("name")
@click.option("--at", required=True, metavar="LAT,LON|GRID", help="Where it is: degrees (42.8969,20.8667) or a grid reference (MGRS).")
@click.option("--alias", "aliases", multiple=True, metavar="NAME", help="Another name, in any language or script; may be repeated.")
@click.option("--kind", metavar="WORD", help="What it is: bridge, checkpoint, village, base, crossing, camp, road …")
@click.option("--precision", metavar="WORD", help="point, city, admin2, admin1, country or region, where the kind does not say it.")
@click.option("--country", metavar="CC", help="Its country, two letters (default: that of the nearest settlement).")
@click.option("--radius", type=float, metavar="KM", help="How far it extends.")
@click.option("--reach", type=float, metavar="KM", help="It wins where a text is about places this near to it (default: 50).")
@click.option("--note", metavar="WORDS", help="What there is to say of it.")
def add(name: str, at: str, aliases: tuple[str, ...], **more: Any) -> None:
    """Keep a place of your own, or give one of this name a new position; reports read from now on know it."""
    from vedette.resolve.coordinates import position
    from vedette.resolve.desk import made, sorts
    from vedette.resolve.gazetteer import Gazetteer

    if more["kind"] is not None and more["kind"].lower() not in sorts():
        raise UsageError(f"--kind {more['kind']}: none of {', '.join(sorted(sorts()))}")
    try:
        there = position(at)
        found = made({"name": name, "aliases": list(aliases), **more}, Gazetteer.open(), [(there.lat, there.lon)])
    except ValueError as e:
        raise UsageError(str(e)) from None
    with opened(write=True, create=True) as store:
        store.put_places([found], by=person())
    click.echo(f"kept: {found.place.name}, {found.place.lat:.5f}, {found.place.lon:.5f} ({found.place.country or 'no country'})", err=True)


@places.command(
    name="import",
    epilog="""\b
Example:
  vedette places import ours.csv""",
)
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
def import_(paths: tuple[str, ...]) -> int:
    """Keep the places of files: CSV, GeoJSON or KML, told by their content.

    CSV: a first line with the columns name, lat, lon (or name, grid); also aliases (apart by |), kind, precision, country, radius, reach
    (km), note. A place that is wrong gives one line, the others are kept, and the exit code is 3.
    """
    from pathlib import Path

    from vedette.domain import DeskPlace
    from vedette.resolve.desk import read
    from vedette.resolve.gazetteer import Gazetteer

    gazetteer = Gazetteer.open()
    good: dict[str, DeskPlace] = {}
    issues = 0
    for path in paths:
        try:
            text = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
            for item in read("standard input" if path == "-" else path, _decoded(path, text), gazetteer):
                if isinstance(item, InputError):
                    issues += 1
                    tell(item)
                else:
                    good[item.place.name] = item
        except (FileNotFoundError, IsADirectoryError):
            raise NotFound(f"{path}: no such file") from None
        except InputError as e:
            issues += 1
            tell(e)
    if good:
        with opened(write=True, create=True) as store:
            store.put_places(list(good.values()), by=person())
    click.echo(f"{len(good)} places kept" + (f"; {issues} left out" if issues else ""), err=True)
    return ISSUES if issues else 0


def _decoded(path: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadRecord(f"{path}: is not UTF-8; save it as UTF-8 text") from None


@places.command(
    name="list",
    epilog="""\b
Example:
  vedette places list""",
)
@form_option
def list_(form: str | None) -> None:
    """The places of your own."""
    with opened() as store:
        rows: list[dict[str, Any]] = [
            {"name": d.place.name, "aliases": list(d.aliases), "lat": d.place.lat, "lon": d.place.lon, "country": d.place.country}
            | {"admin1": d.place.admin1, "feature": d.place.feature, "precision": d.place.precision, "radius": d.place.radius}
            | {"reach": d.reach, "note": d.note}
            for d in store.places()
        ]
    columns = [
        ("name", lambda r: r["name"]),
        ("also", lambda r: ", ".join(r["aliases"])),
        ("lat", lambda r: f"{r['lat']:.5f}"),
        ("lon", lambda r: f"{r['lon']:.5f}"),
        ("country", lambda r: r["country"]),
        ("feature", lambda r: r["feature"]),
        ("reach km", lambda r: f"{r['reach']:g}"),
    ]
    show(rows, columns, form, "no places of your own; add one with `vedette places add NAME --at LAT,LON`")


@places.command(
    epilog="""\b
Example:
  vedette places remove "Blue Bridge\"""",
)
@click.argument("name")
def remove(name: str) -> None:
    """Remove a place of your own; what was read with it stays as it is."""
    with opened(write=True) as store:
        store.drop_place(name, by=person())
    click.echo(f'place "{name}" removed', err=True)
