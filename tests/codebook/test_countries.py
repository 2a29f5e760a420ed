"""The table of countries is well formed, and names, demonyms and seats find their country."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from vedette.codebook.countries import Country, by_capital, by_code, by_demonym, by_name, countries, folded, iso2, iso3

REGIONS = {
    "Antarctica", "Balkans", "Caribbean", "Caucasus", "Central Africa", "Central America", "Central Asia", "East Africa", "East Asia",
    "Eastern Europe", "Middle East", "North Africa", "North America", "Northern Europe", "Oceania", "South America", "South Asia",
    "Southeast Asia", "Southern Africa", "Southern Europe", "West Africa", "Western Europe",
}  # fmt: skip


def test_codes_are_legal_unique_and_sorted() -> None:
    rows = countries()
    assert len(rows) >= 240
    assert [c.iso2 for c in rows] == sorted({c.iso2 for c in rows})
    assert len({c.iso3 for c in rows}) == len({c.name for c in rows}) == len(rows)
    for c in rows:
        assert re.fullmatch("[A-Z]{2}", c.iso2)
        assert re.fullmatch("[A-Z]{3}", c.iso3)
        assert c.region in REGIONS, c.name


@pytest.mark.parametrize("column", ["names", "demonyms", "seats"])
def test_no_word_stands_for_two_countries(column: str) -> None:
    words = Counter(folded(w) for c in countries() for w in getattr(c, column))
    assert [w for w, n in words.items() if n > 1] == []


def test_cells_are_clean() -> None:
    for c in countries():
        for word in (*c.names, *c.demonyms, *c.seats, c.capital or "-"):
            assert word == word.strip()
            assert word
            assert not word.startswith("the ")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Britain", "GBR"), ("the UK", "GBR"), ("U.K.", "GBR"), ("DR Congo", "COD"), ("Congo-Brazzaville", "COG"), ("Burma", "MMR"),
        ("Côte d’Ivoire", "CIV"), ("Kosova", "XKX"), ("The Gambia", "GMB"), ("Republic of China", "TWN"), ("PRC", "CHN"), ("Holy See", "VAT"),
        ("Western Sahara", "ESH"), ("Somaliland", "SOM"), ("US", "USA"), ("us", None), ("Gaza", "PSE"), ("Türkiye", "TUR"), ("Narnia", None),
        ("Kenya's", "KEN"), ("Kenya’s", "KEN"),
    ],
)  # fmt: skip
def test_names(name: str, expected: str | None) -> None:
    assert code(by_name(name)) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Kosovar", "XKX"), ("Kosovars", "XKX"), ("Britons", "GBR"), ("British", "GBR"), ("Nigerien", "NER"), ("Nigerian", "NGA"), ("Dane", "DNK"),
        ("South Sudanese", "SSD"), ("Sudanese", "SDN"), ("Burkinabe", "BFA"), ("Guinean", "GIN"), ("Bissau-Guinean", "GNB"), ("Kurdish", None),
        ("Filipinas", "PHL"), ("table", None),
    ],
)  # fmt: skip
def test_demonyms(word: str, expected: str | None) -> None:
    assert code(by_demonym(word)) == expected


@pytest.mark.parametrize(
    ("seat", "expected"),
    [
        ("the Kremlin", "RUS"),
        ("Downing Street", "GBR"),
        ("Kyiv", "UKR"),
        ("Kiev", "UKR"),
        ("Priština", "XKX"),
        ("N’Djamena", "TCD"),
        ("Springfield", None),
    ],
)
def test_seats(seat: str, expected: str | None) -> None:
    assert code(by_capital(seat)) == expected


def test_codes_go_there_and_back() -> None:
    assert iso3("XK") == "XKX"
    assert iso2("XKX") == "XK"
    assert iso3("ZZ") is iso2("QQQ") is None
    for c in countries():
        assert by_code(c.iso2) == by_code(c.iso3.lower()) == c


def code(country: Country | None) -> str | None:
    return country.iso3 if country else None
