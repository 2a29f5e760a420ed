"""Positions written as figures: decimal degrees, degrees with minutes, and MGRS grid references.

A grid reference stands for the middle of its square. The letters of the hundred-kilometre squares follow NGA.SIG.0012 (the
"AA" scheme of WGS84); the projection is the `utm` package's. A reference without its zone says nothing and is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
"""Letters of squares from west to east, by zone modulo three, beginning with zone 1."""
ROWS = "ABCDEFGHJKLMNPQRSTUV"
"""Letters from south to north in odd zones; in even zones they begin at F."""
BANDS = "CDEFGHJKLMNPQRSTUVWX"
"""Letters of bands eight degrees high, from 80 degrees south."""
GRID = re.compile(
    r"(?<![A-Za-z0-9])(?P<zone>[1-9]|[1-5]\d|60|0[1-9])\s?(?P<band>[C-HJ-NP-X])\s?(?P<column>[A-HJ-NP-Z])(?P<row>[A-HJ-NP-V])"
    r"\s?(?P<digits>\d{1,5}\s\d{1,5}|\d{2,10})(?![A-Za-z0-9])"
)
_DEGREES = (
    r"(?P<{0}d>\d{{1,3}})(?:\s*°\s*|\s+|-)(?:(?P<{0}m>\d{{1,2}}(?:\.\d+)?)(?:\s*['′’]\s*|\s+|-|(?=\s*[NSEW])|(?![\w.°]))"
    r"(?:(?P<{0}s>\d{{1,2}}(?:\.\d+)?)\s*(?:[\"″”]|''|’’)?\s*)?)?"
)
_PLAIN = r"(?P<{0}d>\d{{1,3}}\.\d+|\d{{1,3}}(?=\s*°))\s*°?\s*"
_GAP = r"\s*[,;/]?\s*"


def _pair(lat: str, lon: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,-]){lat}{_GAP}{lon}(?![\w°])")


FIGURES = (
    _pair(_PLAIN.format("lat") + r"(?P<latside>[NS])", _PLAIN.format("lon") + r"(?P<lonside>[EW])"),
    _pair(r"(?P<latside>[NS])\s?" + r"(?P<latd>\d{1,2}\.\d+)°?", r"(?P<lonside>[EW])\s?" + r"(?P<lond>\d{1,3}\.\d+)°?"),
    _pair(_DEGREES.format("lat") + r"(?P<latside>[NS])", _DEGREES.format("lon") + r"(?P<lonside>[EW])"),
    _pair(r"(?P<latside>[NS])\s?" + _DEGREES.format("lat").rstrip(), r"(?P<lonside>[EW])\s?" + _DEGREES.format("lon").rstrip()),
    re.compile(r"(?<![\w.,-])(?P<lat>[+-]?\d{1,2}\.\d{3,})(?:\s*,\s+|,(?=[+-]?\d{1,3}\.\d{4}))(?P<lon>[+-]?\d{1,3}\.\d{3,})(?![\w.]\d|\w)"),
)
"""Shapes of a latitude with its longitude, the more certain first. Bare figures need three decimals, four where no blank parts them, so that no list of numbers is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A position at `text[start:end]`; `lat`, `lon` in degrees (WGS84), `radius` how exact the figures are, in km, and `form` how it is written."""

    start: int
    end: int
    lat: float
    lon: float
    radius: float
    form: str


def positions(text: str) -> tuple[Position, ...]:
    """The positions that a text gives as figures, in text order, without overlap."""
    found: list[Position] = []
    for p in (*_grids(text), *_figures(text)):
        if not any(p.start < q.end and q.start < p.end for q in found):
            found.append(p)
    return tuple(sorted(found, key=lambda p: p.start))


def position(text: str) -> Position:
    """The position that a text consists of ("42.8907, 20.8672", "34TDN7594"). Raises ValueError where it is none."""
    plain = re.sub(r"^([+-]?\d{1,2})(?:\.(\d*))?\s*,\s*([+-]?\d{1,3})(?:\.(\d*))?$", _padded, text.strip())
    found = positions(plain)
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(plain)):
        raise ValueError(f"{text}: no position; write it as 42.8907,20.8672 or as a grid reference such as 34TDN7594")
    return found[0]


def _padded(m: re.Match[str]) -> str:
    """Bare figures with the decimals that a running text would need."""
    return f"{m[1]}.{(m[2] or '').ljust(4, '0')},{m[3]}.{(m[4] or '').ljust(4, '0')}"


def _grids(text: str) -> Iterator[Position]:
    for m in GRID.finditer(text):
        east, north = _digits(m["digits"])
        if east is None or north is None:
            continue
        size = 10 ** (5 - len(east))
        found = _of_grid(int(m["zone"]), m["band"], m["column"], m["row"], int(east) * size + size / 2, int(north) * size + size / 2)
        if found is not None:
            yield Position(
                start=m.start(), end=m.end(), lat=found[0], lon=found[1], radius=max(0.05, size / 2000), form="a grid reference (MGRS)"
            )


def _digits(written: str) -> tuple[str | None, str | None]:
    """Easting and northing of a reference's digits; None where they are not two of one length."""
    parts = written.split()
    if len(parts) == 1:
        half, odd = divmod(len(written), 2)
        return (None, None) if odd else (written[:half], written[half:])
    return (parts[0], parts[1]) if len(parts[0]) == len(parts[1]) else (None, None)


def _of_grid(zone: int, band: str, column: str, row: str, east: float, north: float) -> tuple[float, float] | None:
    """Latitude and longitude of metres inside a hundred-kilometre square; None where no zone has that square there."""
    import utm

    letters = COLUMNS[(zone - 1) % 3]
    if column not in letters:
        return None
    easting = (letters.index(column) + 1) * 100_000 + east
    northing = (ROWS.index(row) - (0 if zone % 2 else 5)) % 20 * 100_000 + north
    lowest = -80 + 8 * BANDS.index(band)
    floor = float(utm.from_latlon(max(lowest, -79.9), zone * 6 - 183, force_zone_number=zone)[1]) - 100_000
    while northing < floor:
        northing += 2_000_000
    try:
        lat, lon = utm.to_latlon(easting, northing, zone, band, strict=False)
    except ValueError:
        return None
    if not lowest - 0.9 <= lat <= lowest + (12 if band == "X" else 8) + 0.9:
        return None
    return round(float(lat), 6), round(float(lon), 6)


def _figures(text: str) -> Iterator[Position]:
    for pattern in FIGURES:
        for m in pattern.finditer(text):
            g = m.groupdict()
            lat, lon = (_degrees(g, name) for name in ("lat", "lon"))
            if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180:
                continue
            yield Position(start=m.start(), end=m.end(), lat=lat, lon=lon, radius=_exact(g), form="latitude and longitude")


def _degrees(g: dict[str, str | None], name: str) -> float | None:
    if g.get(name) is not None:
        return float(g[name] or 0)
    minutes, seconds = float(g.get(f"{name}m") or 0), float(g.get(f"{name}s") or 0)
    if minutes >= 60 or seconds >= 60:
        return None
    value = float(g[f"{name}d"] or 0) + minutes / 60 + seconds / 3600
    return round(-value if g[f"{name}side"] in ("S", "W") else value, 6)


def _exact(g: dict[str, str | None]) -> float:
    """How far, in km, the last figure given may be off."""
    if g.get("lats") or "." in (g.get("latm") or ""):
        return 0.1
    if g.get("latm"):
        return 1.0
    decimals = len((g.get("lat") or g.get("latd") or "").partition(".")[2])
    return max(0.05, round(55.5 * float(10) ** -decimals, 2))
