"""The actor tables are well formed, and names, surnames and common nouns find their rows."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from itertools import combinations, pairwise

import pytest

from vedette.codebook.catalogue import INTERNATIONAL, SECTORS, Entry, Term, agent, by_alias, by_surname, day, entries, holders
from vedette.codebook.countries import by_code, folded, several
from vedette.codebook.plover import rows

KINDS = {"person", "org", "group", "ethnic", "office"}
ACTORS = list(rows("actors.tsv"))
AGENTS = list(rows("agents.tsv"))


def test_columns_and_counts() -> None:
    assert list(ACTORS[0]) == ["id", "name", "aliases", "kind", "country", "sectors", "from", "to", "office", "note"]
    assert list(AGENTS[0]) == ["phrase", "forms", "sectors", "flag"]
    assert len(entries()) >= 1_500
    assert sum(e.kind == "person" for e in entries()) >= 900
    assert len(AGENTS) >= 700


def test_rows_are_sorted_and_unique() -> None:
    keys = [(r["id"], r["from"], r["to"], r["office"], r["country"]) for r in ACTORS]
    assert len(set(keys)) == len(keys)
    assert [r["id"] for r in ACTORS] == sorted(r["id"] for r in ACTORS)
    assert [r["phrase"] for r in AGENTS] == sorted({r["phrase"] for r in AGENTS})


def test_ids_kinds_and_names() -> None:
    said: dict[str, tuple[str, str, str]] = {}
    for r in ACTORS:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", r["id"]), r
        assert r["kind"] in KINDS, r
        assert r["name"], r
        assert said.setdefault(r["id"], (r["name"], r["aliases"], r["kind"])) == (r["name"], r["aliases"], r["kind"])
        names = [folded(n.removesuffix("?")) for n in (r["name"], *several(r["aliases"]))]
        assert all(names)
        assert len(set(names)) == len(names), r


def test_codes_are_legal() -> None:
    for r in ACTORS:
        codes = several(r["country"])
        assert codes, r
        assert len(codes) == 1 or r["kind"] == "ethnic", r
        assert all(c in INTERNATIONAL or c == "-" or ((k := by_code(c)) and k.iso3 == c) for c in codes), r
        assert set(several(r["sectors"])) <= set(SECTORS), r
        assert len(set(several(r["sectors"]))) == len(several(r["sectors"])), r
    for r in AGENTS:
        assert set(several(r["sectors"])) <= set(SECTORS), r
        assert r["flag"] in ("", "body", "voice", "unnamed"), r
        assert r["sectors"] or r["flag"] in ("body", "voice"), r


def test_dates_are_iso_and_in_order() -> None:
    for r in ACTORS:
        for d in (r["from"], r["to"]):
            assert re.fullmatch(r"(\d{4}(-\d\d){0,2})?", d), r
        begin, last = day(r["from"], last=False), day(r["to"], last=True)
        for whole in (begin, day(r["to"], last=False)):
            assert whole is None or date.fromisoformat(whole).isoformat() == whole, r
        assert not (begin and last) or begin <= last, r
        assert r["kind"] == "person" or not r["office"], r


def test_a_name_means_one_actor_in_one_country_at_one_time() -> None:
    bearers: dict[str, list[Entry]] = defaultdict(list)
    for e in entries():
        for key in {folded(n) for n in (e.name, *e.aliases)}:
            bearers[key].append(e)
    clashes = [
        (key, a.id, b.id)
        for key, found in bearers.items()
        for a, b in combinations(found, 2)
        if a.countries & b.countries and any(overlap(s, t) for s in a.terms for t in b.terms)
    ]
    assert clashes == []


def test_no_common_noun_has_two_meanings() -> None:
    meaning: dict[str, tuple[str, str]] = {}
    for r in AGENTS:
        for form in (r["phrase"], *several(r["forms"])):
            assert meaning.setdefault(folded(form), (r["sectors"], r["flag"])) == (r["sectors"], r["flag"]), form


def test_terms_are_in_order() -> None:
    for e in entries():
        assert e.terms
        for a, b in pairwise(e.terms):
            assert (a.begin or "") <= (b.begin or "")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("African Union", "african-union"), ("UNHCR", "unhcr"), ("Médecins Sans Frontières", "doctors-without-borders"),
        ("Medecins Sans Frontieres", "doctors-without-borders"), ("al-Shabab", "al-shabaab"), ("Hizbullah", "hezbollah"),
        ("Nato", "nato"), ("U.N.", "united-nations"), ("Abdel-Fattah el-Sissi", "abdel-fattah-el-sisi"),
    ],
)  # fmt: skip
def test_spellings_find_their_entry(name: str, expected: str) -> None:
    assert [e.id for e in by_alias(name)] == [expected]


def test_local_abbreviations_need_their_country() -> None:
    assert [e.id for e in by_alias("PNP")] == [e.id for e in by_alias("PNP", "PHL")] == ["philippine-national-police"]
    assert [e.id for e in by_alias("PNP", "JAM")] == ["people-s-national-party"]


def test_short_abbreviations_are_no_words() -> None:
    assert by_alias("who") == by_alias("it") == by_alias("is") == ()
    assert [e.id for e in by_alias("WHO")] == ["world-health-organization"]


def test_surnames_with_particles() -> None:
    assert "ursula-von-der-leyen" in {e.id for e in by_surname("von der Leyen")}
    assert by_surname("II") == by_surname("Jr.") == ()


def test_terms_by_day() -> None:
    [guterres] = by_alias("Antonio Guterres")
    assert guterres.term("1999-01-01").country == "PRT"
    assert guterres.term("2020-01-01").country == guterres.term(None).country == "UNO"
    [obama] = by_alias("Barack Obama")
    assert not obama.past("2016-06-01")
    assert obama.past("2018-01-01")


def test_holders_of_an_office() -> None:
    assert [e.id for e in holders("KEN", "president", "2015-05-01")] == ["uhuru-kenyatta"]
    assert [e.id for e in holders("FRA", "president", "2013-01-01")] == ["francois-hollande"]
    assert holders("KEN", "emperor", "2015-05-01") == ()


@pytest.mark.parametrize(("text", "sector", "flag"), [("riot police", "COP", ""), ("lawmakers", "LEG", ""), ("gunmen", "UAF", "unnamed"), ("Defense Minister", "GOV", ""), ("spokeswomen", "GOV", "voice")])  # fmt: skip
def test_common_nouns(text: str, sector: str, flag: str) -> None:
    found = agent(text)
    assert found
    assert (found.sectors[0], found.flag) == (sector, flag)


def test_partial_dates() -> None:
    assert day("2019", last=False) == "2019-01-01"
    assert day("2019", last=True) == "2019-12-31"
    assert day("2019-02", last=True) == "2019-02-28"
    assert day("2020-02", last=True) == "2020-02-29"
    assert day("", last=True) is None


def overlap(a: Term, b: Term) -> bool:
    return (a.begin or "") <= (b.last or "9999") and (b.begin or "") <= (a.last or "9999")
