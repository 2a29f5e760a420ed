"""`vedette sources`: the list with its record, and grades that are kept and audited."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from tests.web.conftest import copied, db  # noqa: F401 (fixtures)
from vedette.cli.main import cli
from vedette.errors import NotFound
from vedette.store import Store


def run(own: str, *words: str) -> Result:
    return CliRunner().invoke(cli, ["--db", own, "sources", *words], catch_exceptions=False, standalone_mode=False)


def test_a_grade_is_kept_listed_and_audited(copied: str) -> None:  # noqa: F811
    run(copied, "set", "Post", "--grade", "b", "--side", "north", "--reason", "a year of reports")
    run(copied, "set", "Post", "--note", "daily")
    found = {r["name"]: r for r in map(json.loads, run(copied, "list", "--format", "jsonl").stdout.splitlines())}
    assert (found["Post"]["reliability"], found["Post"]["graded"], found["Post"]["side"], found["Post"]["note"]) == (
        "B",
        True,
        "north",
        "daily",
    )
    assert (found["Mirror"]["reliability"], found["Mirror"]["graded"], found["Mirror"]["copies"]) == ("F", False, 1)
    store = Store.open(copied, readonly=True)
    assert [r["reason"] for r in store.history("Post") if r["action"] == "source set"] == ["a year of reports", None]
    store.close()
    run(copied, "set", "Post", "--side", "")
    (post,) = (r for r in map(json.loads, run(copied, "list", "--format", "jsonl").stdout.splitlines()) if r["name"] == "Post")
    assert post["side"] is None


def test_a_name_that_no_report_bears_is_refused(copied: str) -> None:  # noqa: F811
    with pytest.raises(NotFound, match="no report bears this name"):
        run(copied, "set", "Pots", "--grade", "A")


def test_the_list_can_be_of_a_situation_at_a_time(copied: str) -> None:  # noqa: F811
    out = run(copied, "list", "--situation", "South", "--known-at", "2022-01-08", "--format", "jsonl").stdout
    assert [json.loads(line)["name"] for line in out.splitlines()] == ["Post"]
