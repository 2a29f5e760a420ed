"""A daily report: cut off at an hour of the situation's clock, new since the issue before, and the same however often it is asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.web.conftest import copied, db  # noqa: F401 (fixtures)
from vedette.cli.main import cli
from vedette.errors import UsageError
from vedette.pipeline import report_on
from vedette.store import Store


def run(own: str, *words: str) -> Result:
    return CliRunner().invoke(cli, ["--db", own, "sitrep", *words], catch_exceptions=False, standalone_mode=False)


def test_only_what_was_known_by_the_cut_off_counts_and_new_is_what_came_in_a_day(copied: str) -> None:  # noqa: F811
    store = Store.open(copied, readonly=True)
    made, picture = report_on(store, "South", as_of="2022-01-10", cut_off="18:00")
    assert (made.known_at, made.since) == ("2022-01-10T16:00:00Z", "2022-01-09T16:00:00Z")
    assert set(picture.reports) == {
        "a/1",
        "a2",
    }  # a bare day ends at midnight: that of 9 January before this cut-off, that of 11 January after it
    again, _ = report_on(store, "South", as_of="2022-01-10", cut_off="18:00", now=datetime(2030, 1, 1, tzinfo=UTC))
    assert again == made
    store.close()


def test_without_a_day_it_is_the_last_cut_off_that_has_passed(copied: str) -> None:  # noqa: F811
    store = Store.open(copied, readonly=True)
    made, _ = report_on(store, None, cut_off="18:00", now=datetime(2022, 1, 12, 17, 59, tzinfo=UTC))
    assert made.known_at == "2022-01-11T18:00:00Z"
    assert made.as_of == "2022-01-09"
    store.close()


def test_the_next_issue_is_new_since_the_last_one(copied: str) -> None:  # noqa: F811
    run(copied, "--situation", "South", "--as-of", "2022-01-10", "--cut-off", "18:00", "--issue")
    store = Store.open(copied, readonly=True)
    made, _ = report_on(store, "South", as_of="2022-01-13", cut_off="18:00")
    assert made.since == "2022-01-10T16:00:00Z"
    new = {s.text.partition(":")[0]: s.new for section in made.sections for s in section.sentences if section.title.startswith("Incidents")}
    assert new["10 January 2022, Southern District"]
    assert not new["7 January 2022, Kanye"]
    earlier, _ = report_on(store, "South", as_of="2022-01-09", cut_off="18:00")  # before that issue: not compared with it
    assert earlier.since == "2022-01-08T16:00:00Z"
    store.close()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--cut-off", "25:00"), "not a time of day"),
        (("--cut-off", "18:00", "--known-at", "2022-01-12"), "give one of them"),
        (("--cut-off", "18:00", "--as-of", "soon"), "not a day"),
    ],
)
def test_what_makes_no_sense_is_said(copied: str, words: tuple[str, ...], said: str) -> None:  # noqa: F811
    with pytest.raises(UsageError, match=said):
        run(copied, *words)


def test_every_form_is_written_by_topic_too(copied: str, tmp_path: Path) -> None:  # noqa: F811
    for form in ("md", "txt", "html", "docx", "json"):
        path = tmp_path / f"s.{form}"
        run(
            copied,
            "--situation",
            "South",
            "--as-of",
            "2022-01-13",
            "--cut-off",
            "23:00",
            "--by",
            "topic",
            "--format",
            form,
            "-o",
            str(path),
        )
        data = path.read_bytes()
        assert data.startswith(b"PK") if form == "docx" else b"Protests and blockades" in data or b"PROTESTS AND BLOCKADES" in data
