"""A desk's own places from files: CSV, GeoJSON and KML.

CSV has a first line that names its columns, in any order: `name`; `lat` and `lon`, or `grid` (MGRS); and, as wished, `aliases` (apart by `|`),
`kind` (a word of `data/place_sorts.tsv`), `precision`, `country` (two letters), `radius` and `reach` in km, `note`. Features of GeoJSON carry the
same as properties, placemarks of KML as extended data. Of a line or an area the middle of its box is taken and the distance to its
farthest corner as radius.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from vedette.domain import DeskPlace, Place, Precision
from vedette.errors import BadRecord
from vedette.resolve.coordinates import position

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from vedette.resolve.gazetteer import Gazetteer

DATA = Path(__file__).parent / "data"
NAMES = {
    "name": ("name", "title", "place"),
    "aliases": ("aliases", "alias", "alternate names", "alternate_names", "other names", "names"),
    "lat": ("lat", "latitude", "y"),
    "lon": ("lon", "lng", "long", "longitude", "x"),
    "grid": ("grid", "mgrs", "position"),
    "kind": ("kind", "type", "category"),
    "precision": ("precision",),
    "country": ("country", "country code", "iso2"),
    "radius": ("radius", "radius_km"),
    "reach": ("reach", "reach_km", "area_km"),
    "note": ("note", "notes", "description", "comment"),
}
"""What each field may be called."""
FAR = 30.0
"""km from the nearest known settlement beyond which a place is given no country of its own."""


@cache
def sorts() -> dict[str, tuple[str, Precision]]:
    """Words for what a place is, with their GeoNames feature code and precision."""
    rows = (line.split("\t") for line in (DATA / "place_sorts.tsv").read_text("utf-8").splitlines()[1:])
    return {word: (feature, next(p for p in get_args(Precision) if p == precision)) for word, feature, precision in rows}


def made(fields: Mapping[str, Any], gazetteer: Gazetteer, shape: Iterable[tuple[float, float]] = ()) -> DeskPlace:
    """A place from its fields (columns of the CSV) or, where `shape` holds points (latitude, longitude), at these.

    Country and division are those of the nearest settlement where none is given. Raises ValueError with what is wrong.
    """
    given = _fields(fields)
    name = given.get("name", "")
    if not any(c.isalnum() for c in name):
        raise ValueError("no name")
    points = list(shape)
    if points:
        lat, lon, extent = _middle(points)
    else:
        lat, lon, extent = _point(given)
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"{lat:g}, {lon:g} is no latitude and longitude (the latitude comes first)")
    feature, precision = _sort(given)
    near = gazetteer.nearest(lat, lon)
    country = given.get("country", "").upper() or (near[0].country if near and near[1] < FAR else None)
    if country is not None and gazetteer.country(country) is None:
        raise ValueError(f"country {country}: no country code; give two letters, such as XK")
    place = Place(
        name=name,
        lat=round(lat, 6),
        lon=round(lon, 6),
        country=country,
        feature=feature,
        precision=precision,
        admin1=near[0].admin1 if near and near[0].country == country else None,
        radius=_number(given, "radius") or extent,
    )
    aliases = tuple(dict.fromkeys(a.strip() for a in given.get("aliases", "").replace(";", "|").split("|") if a.strip()))
    return DeskPlace(place=place, aliases=aliases, reach=_number(given, "reach") or 50.0, note=given.get("note") or None)


def read(name: str, text: str, gazetteer: Gazetteer) -> Iterator[DeskPlace | BadRecord]:
    """The places of a file, told by its content, and a BadRecord in the place of each that is wrong. `name` stands in messages."""
    start = text.lstrip("\ufeff \t\r\n")[:1]
    rows = _geojson(name, text) if start in ("{", "[") else _kml(name, text) if start == "<" else _csv(name, text)
    for where, fields, shape in rows:
        try:
            if isinstance(fields, str):
                raise ValueError(fields)
            yield made(fields, gazetteer, shape)
        except ValueError as e:
            yield BadRecord(f"{where}: {e}; this place is left out")


Row = tuple[str, "Mapping[str, Any] | str", list[tuple[float, float]]]
"""Where it stands, its fields or what is wrong with it, and its points."""


def _csv(name: str, text: str) -> Iterator[Row]:
    head = text.lstrip("\ufeff").split("\n", 1)[0]
    rows = csv.reader(text.lstrip("\ufeff").splitlines(), delimiter=max(",;\t", key=head.count))
    columns = [c.strip().lower() for c in next(rows, [])]
    if not set(columns) & set(NAMES["name"]) or not set(columns) & {*NAMES["lat"], *NAMES["grid"]}:
        raise BadRecord(
            f"{name}: the first line must name the columns: name,lat,lon (or name,grid), and aliases,kind,country,reach as wished"
        )
    for cells in rows:
        where = f"{name}, line {rows.line_num}"
        if any(c.strip() for c in cells):
            wrong = f"{len(cells)} cells under {len(columns)} columns"
            yield where, (wrong if len(cells) > len(columns) else dict(zip(columns, cells, strict=False))), []


def _geojson(name: str, text: str) -> Iterator[Row]:
    try:
        found = json.loads(text.lstrip("\ufeff"))
    except ValueError as e:
        raise BadRecord(f"{name}: no valid JSON ({e})") from None
    features = found.get("features") if isinstance(found, dict) and found.get("type") == "FeatureCollection" else [found]
    if not isinstance(features, list):
        raise BadRecord(f"{name}: no GeoJSON; a FeatureCollection with a list of features is needed")
    for n, feature in enumerate(features, 1):
        where = f"{name}, feature {n}"
        if not isinstance(feature, dict) or feature.get("type") != "Feature" or not isinstance(feature.get("geometry"), dict):
            yield where, "no Feature with a geometry", []
            continue
        properties = feature.get("properties") or {}
        shape = list(_corners(feature["geometry"].get("coordinates", feature["geometry"].get("geometries"))))
        yield where, (properties if isinstance(properties, dict) else "its properties are no object") if shape else "no coordinates", shape


def _corners(value: Any) -> Iterator[tuple[float, float]]:
    """Latitude and longitude of every position of a GeoJSON geometry, whose own order is longitude, latitude."""
    if isinstance(value, dict):
        yield from _corners(value.get("coordinates", value.get("geometries")))
    elif isinstance(value, list):
        if len(value) >= 2 and all(isinstance(x, (int, float)) for x in value[:2]):
            yield float(value[1]), float(value[0])
        else:
            for part in value:
                yield from _corners(part)


def _kml(name: str, text: str) -> Iterator[Row]:
    from xml.etree import ElementTree

    if re.search(r"<!\s*(DOCTYPE|ENTITY)", text, re.I):
        raise BadRecord(f"{name}: has a document type declaration; a KML file needs none, and it is not read for safety")
    try:
        tree = ElementTree.fromstring(text.lstrip("\ufeff \t\r\n"))  # noqa: S314 (entities cannot be declared without what was refused above)
    except ElementTree.ParseError as e:
        raise BadRecord(f"{name}: no valid KML ({e})") from None
    marks = [x for x in tree.iter() if _tag(x) == "Placemark"]
    if not marks:
        raise BadRecord(f"{name}: no Placemark in it")
    for n, mark in enumerate(marks, 1):
        fields: dict[str, Any] = {_tag(x): x.text or "" for x in mark if _tag(x) in ("name", "description")}
        shape: list[tuple[float, float]] = []
        for x in mark.iter():
            if _tag(x) in ("Data", "SimpleData"):
                fields[str(x.get("name"))] = "".join(x.itertext()).strip()
            elif _tag(x) == "coordinates":
                shape += _triples(x.text or "")
        yield f"{name}, placemark {n}", fields if shape else "no coordinates", shape


def _tag(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def _triples(text: str) -> Iterator[tuple[float, float]]:
    """Latitude and longitude of KML's "longitude,latitude[,height]" items."""
    for item in text.split():
        parts = item.split(",")
        try:
            yield float(parts[1]), float(parts[0])
        except (IndexError, ValueError):
            return


def _fields(fields: Mapping[str, Any]) -> dict[str, str]:
    """Fields under our own names, as text without blanks around it; an empty one is left out."""
    plain = {str(k).strip().lower(): v for k, v in fields.items()}
    out: dict[str, str] = {}
    for ours, names in NAMES.items():
        value = next((plain[n] for n in names if plain.get(n) not in (None, "")), None)
        if value is not None:
            out[ours] = "|".join(map(str, value)) if isinstance(value, list) else " ".join(str(value).split())
    return out


def _point(given: Mapping[str, str]) -> tuple[float, float, float | None]:
    if "grid" in given:
        found = position(given["grid"])
        return found.lat, found.lon, None
    try:
        return float(given["lat"]), float(given["lon"]), None
    except KeyError:
        raise ValueError("no lat and lon, and no grid") from None
    except ValueError:
        raise ValueError(f"lat {given['lat']}, lon {given['lon']}: no numbers; write degrees such as 42.8907") from None


def _middle(points: list[tuple[float, float]]) -> tuple[float, float, float | None]:
    lats, lons = [p[0] for p in points], [p[1] for p in points]
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    reach = max(math.hypot(a - lat, (b - lon) * math.cos(math.radians(lat))) for a, b in points) * 111.2
    return lat, lon, round(reach, 2) if len(points) > 1 else None


def _number(given: Mapping[str, str], field: str) -> float | None:
    if field not in given:
        return None
    try:
        value = float(given[field])
    except ValueError:
        value = -1.0
    if not 0 < value < 20_000:
        raise ValueError(f"{field} {given[field]}: give kilometres, such as 5")
    return value


def _sort(given: Mapping[str, str]) -> tuple[str, Precision]:
    """GeoNames feature code and precision, from the word for its kind; a place of no known kind is a point."""
    feature, precision = sorts().get(given.get("kind", "").lower(), ("LCTY", "point"))
    wanted = given.get("precision")
    if wanted is not None:
        if wanted not in get_args(Precision):
            raise ValueError(f"precision {wanted}: it is one of {', '.join(get_args(Precision))}")
        precision = next(p for p in get_args(Precision) if p == wanted)
    return feature, precision
