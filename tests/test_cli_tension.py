"""`vedette tension`: rows, spans of days, parties, and one clear line for what makes no sense."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from tests.web.conftest import db  # noqa: F401 (a fixture)
from vedette.cli.main import cli
from vedette.errors import UsageError


def run(db: str, *words: str) -> Result:  # noqa: F811
    return CliRunner().invoke(cli, ["--db", db, "tension", *words], catch_exceptions=False, standalone_mode=False)


def test_areas_with_what_moved_them(db: str) -> None:  # noqa: F811
    rows = [json.loads(line) for line in run(db, "--to", "2022-01-12").stdout.splitlines()]
    assert rows
    assert all(r["first"] == "2022-01-06" and r["last"] == "2022-01-12" for r in rows)
    assert rows == sorted(rows, key=lambda r: -r["hostile"])
    top = rows[0]
    assert top["moved"][0]["why"].startswith("hostility")
    assert top["low"] <= top["hostile"] <= top["high"]
    assert abs(sum(d["hostile"] for d in top["days"]) - top["hostile"]) < 1e-9
    only = [json.loads(line) for line in run(db, "--to", "2022-01-12", "--area", top["name"].upper()).stdout.splitlines()]
    assert [r["key"] for r in only] == [top["key"]]


def test_days_parties_and_a_table(db: str) -> None:  # noqa: F811
    days = [json.loads(line) for line in run(db, "--from", "2022-01-10", "--to", "2022-01-12", "--days").stdout.splitlines()]
    assert {d["day"] for d in days} == {"2022-01-10", "2022-01-11", "2022-01-12"}
    pairs = [json.loads(line) for line in run(db, "--by", "pair", "--to", "2022-01-12").stdout.splitlines()]
    assert [r["name"] for r in pairs] == ["Botswana – the herders"]
    table = run(db, "--to", "2022-01-12", "--format", "table").stdout
    assert "moved by" in table
    assert "Herders blocked roads" in table
    assert "no incidents in these days" in run(db, "--area", "Nowhere", "--format", "table").stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--from", "yesterday"), "--from yesterday: not a day"),
        (("--from", "2022-01-13", "--to", "2022-01-12"), "not after it"),
        (("--from", "2020-01-01", "--to", "2022-01-12"), "at most a year"),
        (("--as-of", "2022-01-11", "--to", "2022-01-12"), "name one last day"),
        (("--to", "2022-13-40"), "not a day"),
    ],
)
def test_what_makes_no_sense_is_said(db: str, words: tuple[str, ...], said: str) -> None:  # noqa: F811
    with pytest.raises(UsageError, match=said):
        run(db, *words)
