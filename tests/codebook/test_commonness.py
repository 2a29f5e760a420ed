"""How much a word tells: the table is what the script makes of our own training texts, and weights fall with how common a word is."""

from __future__ import annotations

from pathlib import Path

import pytest

from training import commonness as script
from vedette.codebook.commonness import likeness, weight
from vedette.codebook.wording import words


def test_the_table_is_what_the_script_makes() -> None:
    assert script.TABLE.read_text("utf-8") == script.table()


def test_the_table_is_well_formed() -> None:
    head, columns, *lines = script.TABLE.read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    assert head.startswith("#")
    assert columns == "word\tdocuments"
    assert rows[0][0] == "*"
    assert [r[0] for r in rows[1:]] == sorted({r[0] for r in rows[1:]})
    assert all(script.LEAST <= int(r[1]) <= int(rows[0][1]) for r in rows)


def test_nothing_held_out_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in script.SETS:
        (tmp_path / "data" / name).mkdir(parents=True)
        (tmp_path / "data" / name / "train.jsonl").write_text('{"id": "a", "text": "Gunmen fired."}\n', "utf-8")
        (tmp_path / "data" / name / "heldout.jsonl").write_text('{"id": "b", "text": "An earthquake."}\n', "utf-8")
    monkeypatch.setattr(script, "HERE", tmp_path)
    assert frozenset.union(*script.documents()) == words("Gunmen fired.")


def test_a_name_tells_more_than_what_every_report_says() -> None:
    assert weight("police") < weight("harvest") < weight("quibbleton")
    assert weight("ASSAULT/firearms") == weight("PROTEST/-") < weight("quibbleton")
    assert likeness(words("Quibbleton police"), words("Quibbleton market")) > likeness(words("police Quibbleton"), words("police market"))


def test_likeness_is_near_one_for_the_same_and_nought_for_nothing_in_common() -> None:
    a = words("farmers blocked the bridge at Quibbleton with tractors")
    assert 0.9 < likeness(a, a) < 1.0
    assert likeness(a, words("two ministers resigned")) == 0.0
    assert likeness(a, frozenset()) == 0.0


def test_one_word_in_common_says_less_than_many() -> None:
    one, many = words("barricade"), words("barricade tractors Quibbleton bridge")
    assert likeness(one, one) < likeness(many, many)
