"""Actor phrases find whom they stand for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from vedette.resolve.actor_phrases import trimmed
from vedette.resolve.actors import Actors, _Setting, country_code, record

CASES = [json.loads(x) for x in (Path(__file__).parent.parent / "cases" / "actors.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[f"{c['text']} ({c.get('context') or c.get('on') or '-'})" for c in CASES])
def test_phrases(case: dict[str, Any]) -> None:
    found = Actors().resolve(case["text"], on=case.get("on"), country=case.get("context"))
    if case.get("unknown"):
        assert found is None
        return
    assert found is not None
    actor, confidence = found
    assert 0 < confidence <= 1
    for key in ("name", "country", "entry"):
        if key in case:
            assert getattr(actor, key) == case[key]
    assert list(actor.sectors) == case["sectors"]


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("masked gunmen", True),
        ("unknown assailants", True),
        ("a suicide bomber", True),
        ("the police", False),
        ("Hamas gunmen", False),
        ("Kurti", False),
    ],
)
def test_unnamed(phrase: str, expected: bool) -> None:
    assert Actors().unnamed(phrase) is expected


@pytest.mark.parametrize(
    ("phrase", "entry"),
    [("Netanyahu", True), ("Benjamin Netanyahu", True), ("Netanyahu Sarro", False), ("Anwar Sadiq", False)],
)
def test_one_name_of_a_known_person_is_not_the_first_name_of_another(phrase: str, entry: bool) -> None:
    found = Actors().resolve(phrase)
    assert bool(found and found[0].entry) is entry


def test_a_place_may_be_located_by_another_source() -> None:
    actors = Actors(locate={"Zenobia": "SYR"}.get)
    found = actors.resolve("Zenobia police")
    assert found
    assert found[0].code == "SYRCOP"


def test_an_endless_phrase_is_read_at_its_head() -> None:
    found = Actors().resolve("the police of " * 5_000 + "Ghana")
    assert found
    assert found[0].code == "COP"


def test_sectors_of_the_context_fill_in() -> None:
    found = Actors().resolve("Norway", sectors=("MIL",))
    assert found
    assert found[0].code == "NORMIL"


def test_the_surer_reading_has_the_higher_confidence() -> None:
    actors = Actors()
    sure = [found[1] for p in ("NATO", "Kenyan police", "police") if (found := actors.resolve(p))]
    assert sure == sorted(sure, reverse=True)
    assert len(sure) == 3


def test_record_has_the_public_shape() -> None:
    assert record({"id": 7, "text": "the Kenyan police", "on": "2020-01-01"}) == {
        "id": 7, "name": "Kenyan police", "country": "KEN", "sectors": ["COP"], "code": "KENCOP", "confidence": 0.85,
    }  # fmt: skip
    assert record({"id": "x", "text": "the thing"}) == {
        "id": "x",
        "name": None,
        "country": None,
        "sectors": [],
        "code": None,
        "confidence": 0.0,
    }
    assert record({"id": "x", "text": ""})["name"] is None
    assert record({"id": "y", "text": "soldiers", "context": "Mexican"})["code"] == "MEXMIL"
    with pytest.raises(ValueError, match="`text`"):
        record({"id": "z"})


@pytest.mark.parametrize(
    ("text", "expected"), [("Mexico", "MEX"), ("Mexican", "MEX"), ("mx", "MEX"), ("IGO", "IGO"), ("nowhere", None), (3, None)]
)
def test_context_as_a_country(text: object, expected: str | None) -> None:
    assert country_code(text) == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("the two men", "men"),
        ("more than 1,200 troops", "troops"),
        ("a group of youths", "youths"),
        ("several of the soldiers", "soldiers"),
        ("others", "others"),
    ],
)
def test_trimmed(phrase: str, expected: str) -> None:
    assert trimmed(phrase) == expected


def test_what_is_kept_of_a_phrase_is_what_it_stands_for_on_that_day_and_in_that_country() -> None:
    phrases = sorted({c["text"] for c in CASES} | {"Serbs", "ethnic Serbs", "President Vucic", "PNP", "the mayor of Lima"})
    settings = [(on, country) for on in (None, "1999-05-01", "2022-12-18") for country in (None, "SRB", "COL", "PHL")]
    kept = Actors()
    for on, country in [*settings, *reversed(settings)]:
        for phrase in phrases:
            assert kept.resolve(phrase, on=on, country=country) == Actors().resolve(phrase, on=on, country=country), (phrase, on, country)
    of_many = [phrase for phrase in phrases if len({kept.resolve(phrase, on=on, country=country) for on, country in settings}) > 1]
    assert "ethnic Serbs" in of_many
    assert len(of_many) > 5


def test_common_nouns_stand_for_the_same_on_all_days_and_everywhere() -> None:
    phrases = {c["text"].lower() for c in CASES if "ethnic" not in c["text"].lower()}
    days, countries = (None, "1999-05-01", "2022-12-18"), (None, "SRB", "COL")
    assert len(phrases) > 50
    for phrase in phrases:
        every = {Actors()._parts(trimmed(phrase), _Setting(on=on, country=country)) for on in days for country in countries}
        assert every == {Actors()._of_nouns(trimmed(phrase))}, phrase
        assert Actors()._whole(phrase, _Setting(on=None, country="SRB")) is None
