"""The gazetteer: from a name to the places that bear it.

Two files make it: `data/gazetteer.bin`, built by `training/gazetteer.py` from GeoNames rows (CC BY 4.0) that registry
packages carry, and `data/places.tsv`, a list of our own: seas, rivers, ranges, informal and disputed areas, lines,
crossings, camps, bases, and abbreviations of states and provinces. Nothing is read before the first lookup, and the
binary file is mapped, not loaded.

Layout of `gazetteer.bin` (little-endian):

    HEADER   magic, then sizes: entries, areas, split areas, name blocks, and where each section starts
    meta     JSON: `countries` and `features` (lists that entries index), `admin1` (names; the first is empty), `sources`
    ENTRY    one for each place: geonameid (0: none), latitude and longitude in 1e-5 degrees, population, start of its
             name in `text`, admin1, country, feature. Areas come first (those split into parts before the others), then
             populated places; each of the three runs is in order of geonameid.
    radius   u16 km for each area
    PARTS    for each split area a latitude and longitude (1e-2 degrees) and a radius (km) for each of PARTS_OF_AN_AREA
    text     names of entries as people write them, UTF-8, each ended by a zero byte
    index    u32 start of each block in `blocks`
    blocks   normalised names in order, BLOCK names each: length shared with the name before (0 for a block's first),
             length of the rest, the rest, the number of its postings, the postings. A posting is `2 * entry + alternate`,
             as a variable-length number of seven-bit digits, lowest first.
"""

from __future__ import annotations

import json
import math
import mmap
import re
import struct
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, cast, get_args

from vedette.domain import DeskPlace, Place, Precision
from vedette.errors import table

DATA = Path(__file__).parent / "data"
MAGIC = b"VEDGAZ01"
HEADER = struct.Struct("<8s4I7Q")
"""Magic; number of entries, areas, split areas, blocks; starts of meta, entries, radius, parts, text, index, blocks."""
ENTRY = struct.Struct("<IiiIIHBB")
PART = struct.Struct("<hhH")
PARTS_OF_AN_AREA = ("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "centre")
BLOCK = 32
LARGEST = 1.6
"""How many times the people of the next town the largest of a division has where it is taken for the seat."""

APOSTROPHES = "'\u2018\u2019\u201b\u02bb\u02bc\u02be\u02bf\u0060\u00b4\u2032."
LETTERS = {
    "ł": "l",
    "đ": "d",
    "ø": "o",
    "ı": "i",
    "æ": "ae",
    "ð": "d",
    "þ": "th",
    "ə": "e",
    "œ": "oe",
    "ħ": "h",
    "ŧ": "t",
    "ʉ": "u",
    "ɓ": "b",
    "ɗ": "d",
}
FOLD = str.maketrans({**LETTERS, **dict.fromkeys(APOSTROPHES), **dict.fromkeys("-\u2010\u2011\u2012\u2013\u2014\u2015/_,\u00a0\n\t", " ")})
WORD = re.compile(r"\w+(?:['\u2019\u02bb\u02bc\u02be\u02bf\u0060]\w+)*")
LINKS = ("de", "del", "do", "da", "dos", "di")
LONG_FORMS = (("st ", "saint "), ("ste ", "sainte "), ("mt ", "mount "), ("ft ", "fort "))
"""Abbreviated first words and what they stand for."""


@lru_cache(maxsize=20_000)
def normalise(name: str) -> str:
    """The key of a name: case folded, accents, apostrophes and full stops off, hyphens as blanks, no leading "the"."""
    folded = name.casefold().translate(FOLD)
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    words = folded.split()
    if len(words) > 1 and words[0] == "the":
        del words[0]
    return " ".join(words)


def precision_of(feature: str) -> Precision:
    """How exactly a GeoNames feature code places something."""
    if feature.startswith("PPL"):
        return "city"
    if feature.startswith("PCL"):
        return "country"
    if feature == "ADM1":
        return "admin1"
    if feature.startswith("ADM"):
        return "admin2"
    return "region" if feature in REGIONS else "point"


REGIONS = frozenset("RGN CONT SEA OCN GULF STRT BAY CHN ISLS MTS PEN STM DSRT AREA ZN LCTY BSNU PLN LK CNL ISL CAPE VAL FLTU".split())
"""Feature codes of what has an extent but is no division of a country."""
SMALL = 5
"""Radius in km up to which even that is a spot: a square, a burial ground, a gorge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A place that bears a name; `alternate` if the name is not the one that it is shown with."""

    place: Place
    alternate: bool
    countries: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2 codes that a place across borders touches."""
    reach: float | None = None
    """Of a desk's own place: km within which it wins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of `places.tsv`. With a GeoNames id it has no point of its own: it gives that entry an English name and aliases."""

    name: str
    aliases: tuple[str, ...]
    point: tuple[float, float] | None
    feature: str
    precision: Precision
    countries: tuple[str, ...]
    radius: float | None
    geonameid: int | None


COLUMNS = ("name", "aliases", "lat", "lon", "feature", "precision", "countries", "radius_km", "geonameid")


def rows(path: Path = DATA / "places.tsv") -> Iterator[Row]:
    """The rows of our own list; raises ValueError where a line is not as it should be."""
    lines = path.read_text("utf-8").splitlines()
    precisions = get_args(Precision)
    if tuple(lines[0].split("\t")) != COLUMNS:
        raise ValueError(f"{path.name}: the first line must name the columns {' '.join(COLUMNS)}")
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(COLUMNS) or cells[5] not in precisions:
            raise ValueError(f"{path.name}, line {number}: {len(COLUMNS)} cells with a precision in the sixth are needed")
        name, aliases, lat, lon, feature, precision, countries, radius, geonameid = cells
        yield Row(
            name=name,
            aliases=tuple(filter(None, aliases.split("|"))),
            point=(float(lat), float(lon)) if lat else None,
            feature=feature,
            precision=cast(Precision, precision),
            countries=tuple(filter(None, countries.split("|"))),
            radius=float(radius) if radius else None,
            geonameid=int(geonameid) if geonameid else None,
        )


class Gazetteer:
    """Names to places. `open` is cheap: the file is mapped at the first lookup. One gazetteer may serve many threads."""

    def __init__(self, path: Path, desk: Iterable[DeskPlace] = ()) -> None:
        self.path = path
        self.desk = tuple(desk)
        self.entries = lru_cache(maxsize=20_000)(self._entries)
        self.longer = lru_cache(maxsize=5_000)(self._longer)
        self._country = lru_cache(maxsize=500)(self._country_of)

    @classmethod
    def open(cls, path: Path | None = None, desk: Iterable[DeskPlace] = ()) -> Gazetteer:
        """The gazetteer in `path`, by default the one in the package, and the desk's own places.

        ModelError at the first lookup if the file is missing or damaged. Who opens the package's own without a desk gets the one of the process:
        places and actors look up the same names.
        """
        desk = tuple(desk)
        return _packaged() if path is None and not desk else cls(path or DATA / "gazetteer.bin", desk)

    def lookup(self, name: str) -> list[Place]:
        """All places of that name, the best known first; empty where there is none."""
        found = self.entries(normalise(name))
        return [e.place for e in sorted(found, key=lambda e: (e.alternate, -e.place.population))]

    def by_id(self, geonameid: int) -> Place | None:
        """The place with that GeoNames id."""
        index = self._find(geonameid)
        return None if index is None else self._place(index)

    def country(self, iso2: str) -> Place | None:
        """The country with that ISO 3166-1 alpha-2 code."""
        return self._country(iso2)

    def _country_of(self, iso2: str) -> Place | None:
        index = self._countries.get(iso2)
        return self._place(index) if index is not None else self._other_countries.get(iso2)

    def nearest(self, lat: float, lon: float) -> tuple[Place, float] | None:
        """The settlement nearest to a point, and how far it is in km; None where no settlement is within about 300 km. Looks at all of them."""
        import numpy as np

        h = self._header
        fields = np.dtype({"names": ["lat", "lon"], "formats": ["<i4", "<i4"], "offsets": [4, 8], "itemsize": ENTRY.size})
        rows = np.frombuffer(self._bytes, fields, h.entries - h.areas, h.entry + h.areas * ENTRY.size)
        east = (rows["lon"] / 1e5 - lon + 180) % 360 - 180
        square = (rows["lat"] / 1e5 - lat) ** 2 + (east * math.cos(math.radians(lat))) ** 2
        at = int(square.argmin()) if len(square) else -1
        far = 111.2 * math.sqrt(float(square[at])) if at >= 0 else math.inf
        return (self._place(h.areas + at), round(far, 1)) if far < 300 else None

    def chief_town(self, division: Place) -> Place | None:
        """The town that is by far the largest of a first-order division; None for other places and where none is. Looks at all settlements."""
        import numpy as np

        names = self._meta["admin1"]
        if division.feature != "ADM1" or division.country not in self._meta["countries"] or (division.admin1 or division.name) not in names:
            return None
        h = self._header
        fields = np.dtype(
            {
                "names": ["people", "admin1", "country"],
                "formats": ["<u4", "<u2", "u1"],
                "offsets": [12, 20, 22],
                "itemsize": ENTRY.size,
            }
        )
        rows = np.frombuffer(self._bytes, fields, h.entries - h.areas, h.entry + h.areas * ENTRY.size)
        country = self._meta["countries"].index(division.country)
        inside = np.flatnonzero((rows["country"] == country) & (rows["admin1"] == names.index(division.admin1 or division.name)))
        order = sorted(inside, key=lambda i: -int(rows["people"][i]))[:2]
        if not order or (len(order) == 2 and rows["people"][order[0]] < LARGEST * rows["people"][order[1]]):
            return None
        return self._place(h.areas + int(order[0]))

    def desk_names(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a text has names of the desk's own places, the longest at each spot; a name in lower case counts only with a figure."""
        if not self._desk_words:
            return
        words = [(m.start(), m.end(), normalise(m[0])) for m in WORD.finditer(text)]
        at = 0
        while at < len(words):
            taken = 1
            for name in self._desk_words.get(words[at][2], ()):
                run = words[at : at + len(name)]
                if tuple(w for _, _, w in run) != name:
                    continue
                written = text[run[0][0] : run[-1][1]]
                if not written.islower() or any(c.isdigit() for c in written):
                    yield run[0][0], run[-1][1]
                    taken = len(name)
                    break
            at += taken

    @cached_property
    def _desk_words(self) -> dict[str, list[tuple[str, ...]]]:
        """The normalised words of the desk's names by their first, longest first."""
        out: dict[str, list[tuple[str, ...]]] = {}
        for name in {n for d in self.desk for n in (d.place.name, *d.aliases)}:
            words = tuple(normalise(m[0]) for m in WORD.finditer(name))
            if words:
                out.setdefault(words[0], []).append(words)
        return {k: sorted(set(v), key=lambda w: (-len(w), w)) for k, v in out.items()}

    @cached_property
    def _desk_entries(self) -> dict[str, list[Entry]]:
        out: dict[str, list[Entry]] = {}
        for d in self.desk:
            countries = (d.place.country,) if d.place.country else ()
            entry = Entry(place=d.place, alternate=False, countries=countries, reach=d.reach)
            for key in {normalise(name) for name in (d.place.name, *d.aliases)}:
                out.setdefault(key, []).append(entry)
        return out

    def part(self, place: Place, part: str) -> tuple[float, float, float] | None:
        """Latitude, longitude and radius (km) of the `part` ("north", "centre") of a country or first-order division; None for others."""
        index = self._find(place.geonameid) if place.geonameid else None
        if index is None or index >= self._header.split:
            return None
        at = self._header.parts + PART.size * (index * len(PARTS_OF_AN_AREA) + PARTS_OF_AN_AREA.index(part))
        lat, lon, radius = PART.unpack_from(self._bytes, at)
        return (lat / 100, lon / 100, float(radius)) if radius else None

    def _entries(self, key: str) -> tuple[Entry, ...]:
        """The entries under a normalised name: the desk's, ours and GeoNames'."""
        own = (Entry(place=self._of(row), alternate=False, countries=row.countries) for row in self._own.get(key, ()))
        found = [*self._desk_entries.get(key, ()), *own]
        known = {e.place.geonameid for e in found} - {None}
        for posting in self._postings(key):
            place = self._place(posting >> 1)
            if place.geonameid not in known:
                found.append(Entry(place=place, alternate=bool(posting & 1)))
        if not found:
            for short, long in LONG_FORMS:
                if key.startswith(short):
                    return self._entries(long + key.removeprefix(short))
        return tuple(found)

    @cached_property
    def _bytes(self) -> mmap.mmap:
        with table(self.path, "the gazetteer"), self.path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            if mapped[: len(MAGIC)] != MAGIC:
                raise ValueError("no gazetteer of this version")
            return mapped

    @cached_property
    def _header(self) -> _Header:
        return _Header(*HEADER.unpack_from(self._bytes)[1:])

    @cached_property
    def _meta(self) -> dict[str, Any]:
        meta: dict[str, Any] = json.loads(self._bytes[self._header.meta : self._header.entry])
        return meta

    @cached_property
    def _index(self) -> tuple[int, ...]:
        return struct.unpack_from(f"<{self._header.blocks}I", self._bytes, self._header.index)

    @cached_property
    def _countries(self) -> dict[str, int]:
        """Code to entry; countries are split areas, so only those are looked at."""
        out: dict[str, int] = {}
        for i in range(self._header.split):
            *_, country, feature = ENTRY.unpack_from(self._bytes, self._header.entry + i * ENTRY.size)
            if self._meta["features"][feature].startswith("PCL"):
                out.setdefault(self._meta["countries"][country], i)
        return out

    @cached_property
    def _other_countries(self) -> dict[str, Place]:
        """Countries and territories of our own list by code."""
        found = {row for rows_ in self._own.values() for row in rows_ if row.feature.startswith("PCL") and row.geonameid is None}
        places = [self._of(row) for row in sorted(found, key=lambda r: r.name)]
        return {p.country: p for p in places if p.country}

    @cached_property
    def _own(self) -> dict[str, list[Row]]:
        """The rows of `places.tsv` by normalised name; all their names count as the place's own."""
        out: dict[str, list[Row]] = {}
        with table(DATA / "places.tsv", "the list of places"):
            for row in rows():
                for key in {normalise(name) for name in (row.name, *row.aliases)}:
                    out.setdefault(key, []).append(row)
        return out

    def _of(self, row: Row) -> Place:
        """The place that a row of our list stands for; raises ValueError where it has neither a point nor a known id."""
        if row.geonameid is not None:
            place = self.by_id(row.geonameid)
            if place is None:
                raise ValueError(f"places.tsv: {row.name} has an id that the gazetteer lacks")
            return replace(place, name=row.name, radius=row.radius or place.radius)
        if row.point is None:
            raise ValueError(f"places.tsv: {row.name} has neither a point nor an id")
        return Place(
            name=row.name,
            lat=row.point[0],
            lon=row.point[1],
            country=row.countries[0] if len(row.countries) == 1 else None,
            feature=row.feature,
            precision=row.precision,
            radius=row.radius,
        )

    def _place(self, index: int) -> Place:
        h, meta = self._header, self._meta
        number, lat, lon, population, name, admin1, country, feature = ENTRY.unpack_from(self._bytes, h.entry + index * ENTRY.size)
        start = h.text + name
        code = meta["features"][feature]
        radius = struct.unpack_from("<H", self._bytes, h.radius + 2 * index)[0] if index < h.areas else 0
        return Place(
            name=self._bytes[start : self._bytes.find(b"\0", start)].decode(),
            lat=lat / 1e5,
            lon=lon / 1e5,
            country=meta["countries"][country] or None,
            feature=code,
            precision="point" if 0 < radius <= SMALL and precision_of(code) == "region" else precision_of(code),
            geonameid=number or None,
            admin1=meta["admin1"][admin1] or None,
            population=population,
            radius=float(radius) or None,
        )

    def _find(self, geonameid: int) -> int | None:
        """The entry with an id, by bisection in each of the three runs."""
        h = self._header
        for low, high in ((0, h.split), (h.split, h.areas), (h.areas, h.entries)):
            end = high
            while low < high:
                middle = (low + high) // 2
                if struct.unpack_from("<I", self._bytes, h.entry + middle * ENTRY.size)[0] < geonameid:
                    low = middle + 1
                else:
                    high = middle
            if low < end and struct.unpack_from("<I", self._bytes, h.entry + low * ENTRY.size)[0] == geonameid:
                return low
        return None

    def _postings(self, key: str) -> list[int]:
        """Postings of a normalised name."""
        wanted = key.encode()
        return next((_numbers(self._bytes, at)[0] for name, at in self._names(wanted, wanted) if name == wanted), []) if key else []

    def _longer(self, key: str) -> tuple[Entry, ...]:
        """The entries whose normalised name goes on after a key with a word for "of": San Cristóbal (de las Casas)."""
        found: dict[bytes, list[int]] = {f"{key} {link} ".encode(): [] for link in LINKS}
        for name, at in self._names(min(found), max(found) + b"\xff"):
            for start, numbers in found.items():
                if name.startswith(start):
                    numbers += _numbers(self._bytes, at)[0]
        return tuple(Entry(place=self._place(n >> 1), alternate=bool(n & 1)) for numbers in found.values() for n in numbers)

    def _names(self, first: bytes, last: bytes) -> Iterator[tuple[bytes, int]]:
        """Normalised names from one to another and where their postings stand: the block by bisection on first names, then through the blocks."""
        index, data, base = self._index, self._bytes, self._header.block
        low, high = 0, len(index)
        while low < high:
            middle = (low + high) // 2
            at = base + index[middle]
            if data[at + 2 : at + 2 + data[at + 1]] <= first:
                low = middle + 1
            else:
                high = middle
        low = max(low, 1)
        for block in range(low - 1, len(index)):
            begin = base + index[block]
            here = data[begin : base + index[block + 1] if block + 1 < len(index) else len(data)]
            at, name, stop = 0, b"", len(here)
            while at < stop:
                start = at + 2
                at = start + here[at + 1]
                name = name[: here[start - 2]] + here[start:at]
                if name >= first:
                    if name > last:
                        return
                    yield name, begin + at
                count = here[at]
                if count > 127:
                    _, after = _numbers(data, begin + at)
                    at = after - begin
                    continue
                at += 1
                while count:
                    count -= here[at] < 128
                    at += 1


@cache
def _packaged() -> Gazetteer:
    return Gazetteer(DATA / "gazetteer.bin")


@dataclass(frozen=True, slots=True)
class _Header:
    entries: int
    areas: int
    split: int
    blocks: int
    meta: int
    entry: int
    radius: int
    parts: int
    text: int
    index: int
    block: int


def _numbers(data: mmap.mmap, at: int) -> tuple[list[int], int]:
    """A counted run of variable-length numbers and where it ends; the count is one too."""
    out: list[int] = []
    left = -1
    while left:
        value = shift = 0
        while True:
            digit = data[at]
            at += 1
            value |= (digit & 127) << shift
            shift += 7
            if digit < 128:
                break
        if left < 0:
            left = value
        else:
            out.append(value)
            left -= 1
    return out, at
