"""The gazetteer and the lists that go with it."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from training.gazetteer import KINDS as LOCAL_KINDS
from vedette.codebook.countries import by_code, countries
from vedette.domain import DeskPlace, Place
from vedette.errors import ModelError
from vedette.resolve.gazetteer import DATA, Gazetteer, normalise, precision_of, rows
from vedette.resolve.place_names import demonym
from vedette.resolve.place_words import KINDS, direction, kinds, people


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("The Hague", "hague"),
        ("Zvečan", "zvecan"),
        ("Sana'a", "sanaa"),
        ("Sana\u2019a", "sanaa"),
        ("Port-au-Prince", "port au prince"),
        ("Łódź", "lodz"),
        ("U.S.", "us"),
        ("  New \n York ", "new york"),
        ("The", "the"),
        ("", ""),
    ],
)
def test_normalise(name: str, key: str) -> None:
    assert normalise(name) == key


@given(st.text(max_size=40))
def test_normalising_again_changes_nothing_but_a_leading_the(name: str) -> None:
    key = normalise(name)
    if not key.startswith("the "):
        assert normalise(key) == key


@pytest.mark.parametrize(
    ("name", "geonameid"),
    [
        ("Zveçan", 783770), ("Zvečan", 783770), ("ZVECAN", 783770), ("Kyiv", 703448), ("Kiev", 703448), ("Bamako", 2460596),
        ("Hodeidah", 79415), ("Raqqa", 172955), ("Kosovo", 831053), ("Donbass", 709718), ("the Sahel", 2400917), ("St. Louis", 4407066),
    ],
)  # fmt: skip
def test_lookup_finds_a_name_however_it_is_written(name: str, geonameid: int, gazetteer: Gazetteer) -> None:
    if geonameid in (2400917,):
        assert any(p.feature == "RGN" for p in gazetteer.lookup(name))
    else:
        assert geonameid in {p.geonameid for p in gazetteer.lookup(name)}


@pytest.mark.parametrize("name", ["", "zzyxtopol", "\u0000", "~" * 300, "'", "\U0001f600"])
def test_lookup_of_no_name_is_empty(name: str, gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup(name) == []


def test_points_are_those_of_geonames(gazetteer: Gazetteer) -> None:
    state, division = gazetteer.by_id(6252001), gazetteer.by_id(4829764)
    assert state is not None
    assert division is not None
    assert (round(state.at[0], 2), round(state.at[1], 2), state.precision) == (39.76, -98.5, "country")
    assert (division.name, round(division.at[0], 2), round(division.at[1], 2), division.precision) == ("Alabama", 32.75, -86.75, "admin1")
    assert gazetteer.by_id(1) is None
    assert gazetteer.by_id(4_000_000_000) is None


def test_every_country_of_the_code_book_with_people_has_a_place(gazetteer: Gazetteer) -> None:
    empty = {"AQ", "BV", "HM", "TF", "UM", "SJ", "EH", "FK"}
    assert [c.iso2 for c in countries() if gazetteer.country(c.iso2) is None and c.iso2 not in empty] == []
    assert gazetteer.country("ZZ") is None


def test_names_lead_back_to_their_places(gazetteer: Gazetteer) -> None:
    for number in (783770, 703448, 2460596, 281133, 3718426, 379303, 216281, 6252001, 831053, 206938):
        place = gazetteer.by_id(number)
        assert place is not None
        assert number in {p.geonameid for p in gazetteer.lookup(place.name)}


def test_parts_of_an_area_lie_on_their_sides(gazetteer: Gazetteer) -> None:
    for code in ("XK", "UA", "LB", "ML", "CD", "MM", "CL"):
        whole = gazetteer.country(code)
        assert whole is not None
        north, south, east, west = (gazetteer.part(whole, p) for p in ("north", "south", "east", "west"))
        assert north is not None
        assert south is not None
        assert east is not None
        assert west is not None
        assert north[0] > south[0]
        assert east[1] > west[1]
    (village,) = [p for p in gazetteer.lookup("Zveçan") if p.country == "XK"]
    assert gazetteer.part(village, "north") is None


def test_the_file_is_small_and_opens_at_once() -> None:
    assert (DATA / "gazetteer.bin").stat().st_size <= 20_000_000
    start = time.perf_counter()
    assert Gazetteer.open().by_id(831053) is not None
    assert time.perf_counter() - start < 0.25  # some milliseconds on a machine that does nothing else


def test_a_missing_or_damaged_file_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="the gazetteer is missing"):
        Gazetteer.open(tmp_path / "none.bin").lookup("Goma")
    damaged = tmp_path / "gazetteer.bin"
    damaged.write_bytes(b"something else, long enough to hold a header and more than that" * 10)
    with pytest.raises(ModelError, match="the gazetteer is damaged"):
        Gazetteer.open(damaged).lookup("Goma")


def test_our_list_is_in_order_and_whole(gazetteer: Gazetteer) -> None:
    found = list(rows())
    keys = [(normalise(r.name), r.feature, "|".join(r.countries)) for r in found]
    assert keys == sorted(set(keys))
    assert len(found) > 1000
    for row in found:
        names = [normalise(n) for n in (row.name, *row.aliases)]
        assert len(set(names)) == len(names), row.name
        assert all(names), row.name
        assert all(by_code(c) for c in row.countries), row.name
        assert re.fullmatch("[A-Z]{2,5}[0-9]?", row.feature), row.name
        assert (row.point is None) != (row.geonameid is None), row.name
        if row.point is not None:
            assert -90 <= row.point[0] <= 90
            assert -180 <= row.point[1] <= 180
            assert row.radius, row.name
        else:
            assert row.precision == precision_of(row.feature), row.name
    for row in found[::7]:
        assert any(p.name == row.name for p in gazetteer.lookup(row.name)), row.name


def test_a_bad_row_is_named(tmp_path: Path) -> None:
    path = tmp_path / "places.tsv"
    path.write_text("name\taliases\n", "utf-8")
    with pytest.raises(ValueError, match="first line must name the columns"):
        list(rows(path))
    path.write_text((DATA / "places.tsv").read_text("utf-8").splitlines()[0] + "\nNowhere\n", "utf-8")
    with pytest.raises(ValueError, match="line 2"):
        list(rows(path))


def test_word_lists_are_in_order_and_mean_something(gazetteer: Gazetteer) -> None:
    for name in ("place_words", "place_demonyms"):
        header, *lines = (DATA / f"{name}.tsv").read_text("utf-8").splitlines()
        assert len(header.split("\t")) == 2
        assert lines == sorted(set(lines)), name
    assert set(kinds().values()) == set(KINDS)
    assert [w for w in people() if demonym(w, gazetteer) is None] == []


@pytest.mark.parametrize(
    ("word", "part"),
    [
        ("northern", "north"),
        ("South-Eastern", "southeast"),
        ("north west", "northwest"),
        ("Central", "centre"),
        ("easternmost", "east"),
        ("west", "west"),
    ],
)
def test_direction(word: str, part: str) -> None:
    assert direction(word) == part


def test_the_package_s_own_is_opened_once_and_a_desk_s_apart() -> None:
    assert Gazetteer.open() is Gazetteer.open()
    ours = DeskPlace(place=Place(name="Gate 4", lat=1.0, lon=2.0, country=None, feature="S", precision="point"), reach=5.0)
    assert Gazetteer.open(desk=[ours]) is not Gazetteer.open()
    assert Gazetteer.open(desk=[ours]).lookup("Gate 4") == [ours.place]
    assert Gazetteer.open().lookup("Gate 4") == []


def test_the_small_places_of_our_own_are_as_they_should_be(gazetteer: Gazetteer) -> None:
    head, *lines = (ROOT / "training/data/places/local.tsv").read_text("utf-8").splitlines()
    assert head == "name\taliases\tkind\tlat\tlon\tradius_km\tcountry\tadmin1"
    assert len(lines) >= 17000
    seen: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for line in lines:
        name, aliases, kind, lat, lon, radius, country, admin1 = line.split("\t")
        assert kind in LOCAL_KINDS, line
        assert admin1, line
        assert abs(float(lat)) < 90, line
        assert abs(float(lon)) < 180, line
        assert 0 < float(radius) <= 300, line
        assert all(3 <= len(n) <= 60 and n == n.strip() for n in (name, *filter(None, aliases.split("|")))), line
        others = seen.setdefault((normalise(name), country), [])
        assert all(abs(a - float(lat)) + abs(b - float(lon)) > 0.3 for a, b in others), line
        others.append((float(lat), float(lon)))
        found = [p for p in gazetteer.lookup(name) if p.country == country and abs((p.lat or 0) - float(lat)) < 0.001]
        assert found, line
        assert found[0].radius == max(1, round(float(radius))), line
        assert (found[0].population, found[0].geonameid) == (0, None), line
