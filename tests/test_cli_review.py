"""`vedette review`: decisions on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.incidents.factories import actor, event, report
from vedette.cli.main import cli
from vedette.domain import Coded
from vedette.errors import Conflict, NotFound, UsageError
from vedette.store import Store

Run = Callable[..., Result]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "review.db"
    store = Store.open(path)
    police = actor("police of Zaqia", "ZQA", "COP", entry="zq-police")
    for day, key in ((10, "a"), (11, "b")):
        shot = event(f"{key}#1", "ASSAULT/firearms", "gunmen fired on a patrol", on="2031-05-09", at="Velin", to=(police,))
        store.add(report(key, f"2031-05-{day}"), (), Coded(events=(shot,), relevant=True))
    march = event("c#1", "PROTEST/demo", "farmers marched", on="2031-05-10", at="Dorim", by=(actor("farmers", "ZQA", "AGR"),))
    store.add(report("c", "2031-05-11"), (), Coded(events=(march,), relevant=True))
    store.close()
    return path


@pytest.fixture
def run(db: Path) -> Run:
    def given(*arguments: str) -> Result:
        return CliRunner().invoke(cli, ["--db", str(db), "review", *arguments])

    return given


def rows(run: Run, *arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(*arguments).stdout.splitlines()]


def shown(db: Path, id: str) -> dict[str, Any]:
    done = CliRunner().invoke(cli, ["--db", str(db), "incidents", "--all"])
    return next(r for r in map(json.loads, done.stdout.splitlines()) if r["id"] == id)


def test_the_queue_and_each_decision(run: Run, db: Path) -> None:
    march, shot = sorted(rows(run, "list"), key=lambda r: str(r["title"]))
    assert "severity" in shot["formula"]
    id = shot["id"]
    done = run("confirm", id, "--reason", "seen by a patrol", "--by", "analyst 1")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "confirmed (decision 1; take it back with `vedette review undo 1`)\n"
    assert [r["id"] for r in rows(run, "list")] == [march["id"]]
    assert [r["version"] for r in rows(run, "list", "--all", "--limit", "2") if r["id"] == id] == [1]
    for arguments in (
        ("edit", id, "type", "COERCE/arrest"),
        ("edit", id, "actors", "masked men; farmers"),
        ("edit", id, "place", '{"name": "Bridge", "lat": 10.1, "lon": 20.1}'),
        ("edit", id, "begin", "--unknown"),
        ("grade", id, "2"),
    ):
        assert run(*arguments, "--by", "analyst 1").exit_code == 0, arguments
    now = shown(db, id)
    assert (now["status"], now["event_type"], now["credibility"], now["begin"]) == ("confirmed", "COERCE", 2, None)
    assert [a["name"] for a in now["actors"]] == ["masked men", "farmers"]
    assert now["place"]["name"] == "Bridge"
    assert run("split", id, "b#1").exit_code == 0
    assert shown(db, id)["events"] == ["a#1"]
    assert run("undo").exit_code == 0
    assert run("apart", id, march["id"]).exit_code == 0
    assert run("merge", id, march["id"]).exit_code == 0
    assert shown(db, id)["events"] == ["a#1", "b#1", "c#1"]
    assert run("reject", march["id"], "--reason", "a drill").exit_code == 0, "its old id leads to what it was merged into"
    assert shown(db, id)["status"] == "rejected"
    told = rows(run, "history", id)
    assert [r["kind"] for r in told] == ["confirm", "edit", "edit", "edit", "edit", "grade", "split", "undo", "not same", "same", "reject"]
    assert (told[0]["by"], told[0]["reason"], told[6]["undone"] is not None) == ("analyst 1", "seen by a patrol", True)
    assert run("undo", "1", "--by", "analyst 2").stderr == "undone: decision 1\n"
    assert rows(run, "list", "--lost") == []


def test_whether_a_state_still_holds(run: Run, db: Path) -> None:
    store = Store.open(db)
    blocked = event("d#1", "PROTEST/obstruct", "farmers blocked the road", on="2031-05-10", at="Dorim", condition="blockade")
    store.add(report("d", "2031-05-11"), (), Coded(events=(blocked,), relevant=True))
    store.close()

    def state() -> dict[str, Any]:
        (row,) = map(json.loads, CliRunner().invoke(cli, ["--db", str(db), "inforce", "--all"]).stdout.splitlines())
        return dict(row)

    id = state()["id"]
    done = run("check", id, "ended", "--on", "2031-05-12", "--reason", "seen by a patrol", "--by", "analyst 1")
    assert done.stderr == "ended on 2031-05-12 (decision 1; take it back with `vedette review undo 1`)\n"
    assert (state()["state"], state()["end"], state()["checked"]["by"]) == ("ended", "2031-05-12", "analyst 1")
    run("undo", "1")
    assert (state()["state"], state()["checked"]) == ("in force", None)
    wrong = run("check", "c000", "ended")
    assert isinstance(wrong.exception, NotFound)


def test_decisions_whose_mentions_are_gone_are_listed(run: Run, db: Path) -> None:
    id = next(r["id"] for r in rows(run, "list") if r["title"] == "farmers marched")
    run("confirm", id)
    store = Store.open(db)
    store.read_again(report("c", "2031-05-11"), (), Coded(relevant=True), reason="a newer model")
    store.close()
    (lost,) = rows(run, "list", "--lost")
    assert (lost["kind"], lost["events"]) == ("confirm", ["c#1"])


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("confirm", "i000000000000"), NotFound),
        (("edit", "{id}", "title"), UsageError),
        (("edit", "{id}", "place", "{"), UsageError),
        (("edit", "{id}", "begin", "May"), UsageError),
        (("split", "{id}", "c#1"), UsageError),
        (("merge", "{id}", "{id}"), UsageError),
        (("undo", "--by", "nobody"), NotFound),
        (("undo", "7"), NotFound),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(run: Run, arguments: tuple[str, ...], error: type[Exception]) -> None:
    id = rows(run, "list")[0]["id"]
    done = run(*(a.format(id=id) if a == "{id}" else a for a in arguments))
    assert isinstance(done.exception, error)
    assert "\n" not in str(done.exception)


def test_what_is_held_by_another_person_is_not_decided(run: Run, db: Path) -> None:
    store = Store.open(db)
    store.hold("c#1", by="analyst 2", seconds=300)
    store.close()
    id = next(r["id"] for r in rows(run, "list") if r["title"] == "farmers marched")
    assert isinstance(run("confirm", id).exception, Conflict)
