"""A desk's own places: read from files, found in texts, and stronger than the gazetteer where a text is about their area."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from tests.resolve.test_places import named
from vedette.domain import DeskPlace, Precision
from vedette.errors import BadRecord
from vedette.resolve.desk import made, read, sorts
from vedette.resolve.gazetteer import Gazetteer
from vedette.resolve.places import places

CSV = """name;aliases;lat;lon;kind;reach
Blue Bridge;Plavi most|Плави мост;42.8969;20.8667;bridge;20
Austin;;42.96;20.81;village;
OP Tango;;42.95;20.80;observation post;
"""
KML = """<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>Old Mill</name>
<description>by the river</description><ExtendedData><Data name="aliases"><value>Stara vodenica</value></Data></ExtendedData>
<Point><coordinates>20.80,42.90,510</coordinates></Point></Placemark></Document></kml>"""
GEOJSON = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name": "Sector N", "kind": "sector", "aliases": ["North sector"]},
            "geometry": {"type": "Polygon", "coordinates": [[[20.7, 42.9], [20.9, 42.9], [20.9, 43.1], [20.7, 43.1], [20.7, 42.9]]]},
        }
    ],
}


@pytest.fixture(scope="module")
def plain() -> Gazetteer:
    return Gazetteer.open()


def good(name: str, text: str, gazetteer: Gazetteer) -> list[DeskPlace]:
    found = list(read(name, text, gazetteer))
    assert not any(isinstance(x, BadRecord) for x in found), found
    return [x for x in found if isinstance(x, DeskPlace)]


@pytest.fixture(scope="module")
def gazetteer(plain: Gazetteer) -> Gazetteer:
    return Gazetteer.open(desk=good("ours.csv", CSV, plain))


def test_csv(plain: Gazetteer) -> None:
    bridge, village, post = good("ours.csv", CSV, plain)
    assert bridge.aliases == ("Plavi most", "Плави мост")
    assert (bridge.place.country, bridge.place.feature, bridge.place.precision, bridge.reach) == ("XK", "BDG", "point", 20.0)
    assert (village.place.precision, village.reach) == ("city", 50.0)
    assert post.place.name == "OP Tango"
    (by_grid,) = good("g.csv", "\ufeffName,MGRS\nMonument,18SUJ2348306479\n", plain)
    assert (by_grid.place.country, round(by_grid.place.at[0], 3)) == ("US", 38.889)


def test_kml_and_geojson(plain: Gazetteer) -> None:
    (mill,) = good("a.kml", KML, plain)
    assert (mill.place.name, mill.place.lat, mill.place.lon, mill.aliases, mill.note) == (
        "Old Mill", 42.9, 20.8, ("Stara vodenica",), "by the river",
    )  # fmt: skip
    (sector,) = good("a.geojson", json.dumps(GEOJSON), plain)
    assert (sector.place.precision, sector.aliases) == ("region", ("North sector",))
    assert (sector.place.lat, sector.place.lon) == (43.0, 20.8)
    assert sector.place.radius == pytest.approx(13.8, abs=0.2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,lat,lon\nA,95,20\n", "a, line 2: 95, 20 is no latitude"),
        ("name,lat,lon\nA,x,20\n", "no numbers"),
        ("name,lat,lon\nA,,\n", "no lat and lon"),
        ("name,lat,lon\n,1,2\n", "no name"),
        ("name,lat,lon\nA,1,2,3,4\n", "5 cells under 3 columns"),
        ("name,lat,lon,precision\nA,1,2,exact\n", "precision exact: it is one of"),
        ("name,lat,lon,country\nA,1,2,ZZ\n", "country ZZ: no country code"),
        ("name,lat,lon,reach\nA,1,2,-3\n", "reach -3: give kilometres"),
        ("name,grid\nA,99ZZZ1\n", "no position"),
        ('{"type": "Feature", "geometry": null}', "no Feature with a geometry"),
        ('{"type": "Feature", "properties": {"name": "A"}, "geometry": {"type": "Point", "coordinates": []}}', "no coordinates"),
        (KML.replace("<coordinates>20.80,42.90,510</coordinates>", ""), "no coordinates"),
    ],
)
def test_a_wrong_place_is_one_line_and_the_rest_is_kept(text: str, said: str, plain: Gazetteer) -> None:
    (found,) = read("a", text, plain)
    assert isinstance(found, BadRecord)
    assert said in str(found)
    assert "this place is left out" in str(found)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the first line must name the columns"),
        ("where,what\n1,2\n", "the first line must name the columns"),
        ("{", "no valid JSON"),
        ('{"type": "FeatureCollection"}', "no GeoJSON"),
        ("<kml>", "no valid KML"),
        ("<kml></kml>", "no Placemark"),
        ('<!DOCTYPE kml [<!ENTITY a "b">]><kml/>', "document type declaration"),
    ],
)
def test_a_file_that_is_none_is_refused(text: str, said: str, plain: Gazetteer) -> None:
    with pytest.raises(BadRecord, match=said):
        list(read("a", text, plain))


def test_its_names_are_found_though_no_name_was_read_there(gazetteer: Gazetteer) -> None:
    text = "Crowds on the Plavi most, and at op tango; Zvečan was calm."
    found = {m.text: m.place.name if m.place else None for m in places(named(text, "Zvečan"), gazetteer)}
    assert found == {"Plavi most": "Blue Bridge", "Zvečan": "Zvečan"}, "a name in lower case without a figure is no name"


@pytest.mark.parametrize(
    ("text", "others", "country"),
    [
        ("A patrol left Austin for Zvečan.", ("Zvečan",), "XK"),
        ("Police in Austin, Texas, arrested two.", ("Texas",), "US"),
        ("Austin and Dallas are rivals.", ("Dallas",), "US"),
    ],
)
def test_it_wins_inside_its_area_alone(text: str, others: tuple[str, ...], country: str, gazetteer: Gazetteer) -> None:
    found = next(m for m in places(named(text, "Austin", *others), gazetteer) if m.text == "Austin")
    assert found.place is not None
    assert found.place.country == country
    assert ("the text is about its area" in found.alternatives[0].reasons) == (country == "XK")


def test_far_from_its_area_a_name_of_the_desk_alone_stays_open(gazetteer: Gazetteer) -> None:
    text = "Shots were heard at OP Tango near Kandahar, Afghanistan."
    first = places(named(text, "Kandahar", "Afghanistan"), gazetteer)[0]
    assert (first.text, first.place) == ("OP Tango", None)


def test_inside_the_name_of_a_body_it_is_no_place_of_its_own(gazetteer: Gazetteer) -> None:
    text = "The Blue Bridge Watch met in Zvečan."
    read_ = named(text, "Zvečan")
    body = named(text, "Blue Bridge Watch", label="ORG").entities
    annotated = type(read_)(text=text, sentences=(), entities=(*body, *read_.entities))
    assert [m.text for m in places(annotated, gazetteer)] == ["Zvečan"]


def test_kinds_have_a_feature_and_a_precision() -> None:
    assert len(sorts()) > 50
    for word, (feature, precision) in sorts().items():
        assert word == word.lower()
        assert feature.isupper() or feature[-1].isdigit()
        assert precision in get_args(Precision)


def test_without_a_country_of_its_own_it_takes_the_nearest(plain: Gazetteer) -> None:
    assert made({"name": "A"}, plain, [(42.9, 20.8)]).place.country == "XK"
    assert made({"name": "Buoy"}, plain, [(-40.0, -120.0)]).place.country is None
