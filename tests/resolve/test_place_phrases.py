"""Places that a text describes by others."""

from __future__ import annotations

import pytest

from tests.resolve.test_places import named
from vedette.domain import Place, PlaceMention
from vedette.language import Reader
from vedette.resolve.gazetteer import Gazetteer
from vedette.resolve.place_names import km
from vedette.resolve.place_phrases import BORDERS, borders
from vedette.resolve.places import places


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def found(text: str, phrase: str, gazetteer: Gazetteer, *names: str) -> PlaceMention:
    mentions = places(named(text, *names), gazetteer)
    for m in mentions:
        assert text[m.start : m.end] == m.text
    hits = [m for m in mentions if m.text == phrase]
    assert len(hits) == 1, f"{phrase} is not among {[m.text for m in mentions]}"
    return hits[0]


def at(lat: float, lon: float) -> Place:
    return Place(name="", lat=lat, lon=lon, country=None, feature="", precision="point")


@pytest.mark.parametrize(
    ("text", "phrase", "names", "lat", "lon"),
    [
        ("A camp 26 km north of Lira, Uganda, burned.", "26 km north of Lira", ("Lira", "Uganda"), 2.484, 32.90),
        (
            "A bus was stopped some 25 miles (40 km) south-west of Goma.",
            "some 25 miles (40 km) south-west of Goma",
            ("Goma",),
            -1.935,
            28.98,
        ),
        ("Shots fell 4 km N of Goma.", "4 km N of Goma", ("Goma",), -1.643, 29.228),
        ("Rebels hold a ridge ten kilometres from Goma.", "ten kilometres from Goma", ("Goma",), -1.679, 29.228),
        ("Men robbed trucks between Kolwezi and Likasi.", "between Kolwezi and Likasi", ("Kolwezi", "Likasi"), -10.85, 26.10),
        ("Mines lie on the road from Kolwezi to Likasi.", "road from Kolwezi to Likasi", ("Kolwezi", "Likasi"), -10.85, 26.10),
        ("They cut the Kolwezi-Likasi road.", "Kolwezi-Likasi road", ("Kolwezi", "Likasi"), -10.85, 26.10),
        ("Guards fired at 38SMB4488 near Baghdad.", "38SMB4488", ("Baghdad",), 33.334, 44.404),
    ],
)
def test_described_points(text: str, phrase: str, names: tuple[str, ...], lat: float, lon: float, gazetteer: Gazetteer) -> None:
    m = found(text, phrase, gazetteer, *names)
    assert m.place is not None
    assert (m.place.precision, m.role) == ("point", "literal")
    assert km(m.place, at(lat, lon)) < 3


@pytest.mark.parametrize(
    "text", ["About 30 km of road to Goma were repaired.", "The 12 Goma schools reopened.", "In 1994 Goma burned.", "A third of Goma fled."]
)
def test_other_numbers_move_nothing(text: str, gazetteer: Gazetteer) -> None:
    m = found(text, "Goma", gazetteer, "Goma")
    assert m.place is not None
    assert m.place.precision == "city"


def test_names_that_describe_another_are_modifiers(gazetteer: Gazetteer) -> None:
    text = "Men robbed trucks between Kolwezi and Likasi."
    assert found(text, "Kolwezi", gazetteer, "Kolwezi", "Likasi").role == "modifier"


def test_an_unknown_name_is_where_the_words_beside_it_say(gazetteer: Gazetteer) -> None:
    m = found("They burned Barlonyoro, 26 km north of Lira, Uganda.", "Barlonyoro", gazetteer, "Barlonyoro", "Lira", "Uganda")
    assert m.place is not None
    assert (m.place.name, m.place.country) == ("Barlonyoro", "UG")
    assert km(m.place, at(2.484, 32.90)) < 3


@pytest.mark.parametrize(
    ("text", "phrase", "names", "pair"),
    [
        ("Troops massed on the Chad-Sudan border.", "Chad-Sudan border", ("Chad-Sudan",), "SD TD"),
        (
            "Refugees wait at the border between Ecuador and Colombia.",
            "border between Ecuador and Colombia",
            ("Ecuador", "Colombia"),
            "CO EC",
        ),
        ("He was held at the border with Tanzania, Burundi said.", "border with Tanzania", ("Tanzania", "Burundi"), "BI TZ"),
    ],
)
def test_borders(text: str, phrase: str, names: tuple[str, ...], pair: str, gazetteer: Gazetteer) -> None:
    m = found(text, phrase, gazetteer, *names)
    assert m.place is not None
    assert m.place.precision == "region"
    assert (m.place.lat, m.place.lon, m.place.radius) == borders()[frozenset(pair.split())]


def test_border_guards_are_no_place(gazetteer: Gazetteer) -> None:
    text = "The Tanzania border police met in Burundi."
    assert [m.text for m in places(named(text, "Tanzania", "Burundi"), gazetteer)] == ["Tanzania", "Burundi"]


@pytest.mark.parametrize(
    ("text", "phrase", "part"),
    [
        ("Mali is at war. In the north, markets closed.", "the north", "north"),
        ("Mali held a vote. Schools in four northern regions stayed shut.", "four northern regions", "north"),
        ("Mali's president went to the country's east.", "the country's east", "east"),
    ],
)
def test_a_part_without_its_name_is_of_the_country_of_the_text(text: str, phrase: str, part: str, gazetteer: Gazetteer) -> None:
    m = found(text, phrase, gazetteer, "Mali")
    assert m.place is not None
    assert (m.place.country, m.place.part, m.place.precision) == ("ML", part, "region")


def test_no_part_where_the_text_is_about_two_countries(gazetteer: Gazetteer) -> None:
    text = "Mali and Niger met. In the north, markets closed."
    assert [m.text for m in places(named(text, "Mali", "Niger"), gazetteer)] == ["Mali", "Niger"]


def test_a_distance_to_a_quarter_of_the_sky_is_counted_from_the_town_told_last(gazetteer: Gazetteer) -> None:
    text = "Traders in Mopti, Mali, said that the road was cut some 35 kilometres to the south on Tuesday."
    town, _, there = places(named(text, "Mopti", "Mali"), gazetteer)
    assert (there.text, there.place.name if there.place else None) == (
        "some 35 kilometres to the south", "some 35 kilometres to the south of Mopti",
    )  # fmt: skip
    assert there.place is not None
    assert town.place is not None
    assert 30 < km(there.place, town.place) < 40
    # whence is not told before it, or another paragraph tells of that town
    text = "The road is cut some 35 kilometres to the south on Tuesday, said traders in Mopti, Mali."
    assert [m.text for m in places(named(text, "Mopti", "Mali"), gazetteer)] == ["Mopti", "Mali"]
    text = "Traders met in Mopti, Mali.\n\nThe road was cut some 35 kilometres to the south."
    assert [m.text for m in places(named(text, "Mopti", "Mali"), gazetteer)] == ["Mopti", "Mali"]
    # no distance: a part of the country
    text = "Thousands left Mopti, Mali, and fled to the south on Tuesday."
    assert [m.text for m in places(named(text, "Mopti", "Mali"), gazetteer)] == ["Mopti", "Mali", "the south"]


def test_the_table_of_borders_is_sound() -> None:
    lines = BORDERS.read_text("utf-8").splitlines()
    assert lines[0].split("\t") == ["first", "second", "lat", "lon", "radius"]
    assert len(borders()) == len(lines) - 1 > 300
    for pair, (lat, lon, radius) in borders().items():
        assert all(len(c) == 2 and c.isupper() for c in pair)
        assert -60 < lat < 80
        assert -180 <= lon <= 180
        assert 5 <= radius < 3000


def test_so_far_from_here_is_counted_from_the_dateline(gazetteer: Gazetteer) -> None:
    there = found(
        "BUNIA, Congo - Gunmen raided a clinic. It lies about 40 km south of here.",
        "about 40 km south of here",
        gazetteer,
        "BUNIA",
        "Congo",
    )
    assert there.place is not None
    assert (there.place.precision, round(there.place.at[0], 1)) == ("point", 1.2)


def test_all_of_the_country(gazetteer: Gazetteer) -> None:
    there = found(
        "Crowds marched in Accra and Kumasi. A curfew was imposed in all the country.", "the country", gazetteer, "Accra", "Kumasi"
    )
    assert there.place is not None
    assert (there.place.precision, there.place.country) == ("country", "GH")


def test_a_village_that_nobody_knows_lies_in_the_district_of_that_name(gazetteer: Gazetteer) -> None:
    there = found("Soldiers from Kampala burned huts at Zzyzwe in Kasese.", "Kasese", gazetteer, "Kampala", "Zzyzwe", "Kasese")
    assert there.place is not None
    assert (there.place.precision, there.place.country) == ("admin2", "UG")


@pytest.mark.parametrize(
    ("text", "name", "town"),
    [
        ("MOPTI, Mali - Gunmen shot at a bus in the Zarbatul quarter on Monday.", "Zarbatul", "Mopti"),
        ("Police in Mopti said that gunmen shot at a bus in the market of Zarbatul.", "Zarbatul", "Mopti"),
        ("Crowds gathered in Mopti on Monday. Gunmen fired on them on Plaza Zarbatul.", "Plaza Zarbatul", "Mopti"),
        # the town that stands right behind it
        ("MOPTI, Mali - Gunmen shot at a bus in the Zarbatul quarter of Bamako on Monday.", "Zarbatul", "Bamako"),
        # a village is not in the town from which it is told
        ("MOPTI, Mali - Gunmen shot at a bus in the village of Zarbatul on Monday.", "Zarbatul", None),
        ("Gunmen shot at a bus in the Zarbatul quarter on Monday.", "Zarbatul", None),
    ],
)
def test_a_quarter_is_in_the_town_that_is_told(text: str, name: str, town: str | None, reader: Reader, gazetteer: Gazetteer) -> None:
    (annotated,) = reader.read_all([text], told=True)
    found = next(m for m in places(annotated, gazetteer) if name in m.text)
    if town is None:
        assert found.place is None
        return
    assert found.place is not None
    assert (found.place.name, found.place.precision) == (found.text, "point")
    assert found.alternatives[0].reasons == (f"in {town}, the town that is told with it",)


def test_the_agency_of_a_dateline_is_no_place(reader: Reader, gazetteer: Gazetteer) -> None:
    (annotated,) = reader.read_all(["KINDIA, Guinea, Feb 13 (Andes Wire) - Gunmen killed two traders on Friday."], told=True)
    assert [m.role for m in places(annotated, gazetteer) if "Andes" in m.text] in ([], ["embedded"])
