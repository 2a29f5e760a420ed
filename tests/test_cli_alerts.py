"""`vedette alerts` from the command line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.incidents.factories import report
from tests.situation.test_alerts import EMPTY, SHOTS, incident, picture, shots
from vedette.cli.main import cli
from vedette.domain import Coded
from vedette.errors import VedetteError
from vedette.pipeline.alerting import ring
from vedette.pipeline.channels import Settings
from vedette.store import Store


@pytest.fixture
def db(tmp_path: Path) -> str:
    path = str(tmp_path / "v.db")
    store = Store.open(path)
    for key, day in (("a", "2031-05-10"), ("b", "2031-05-12")):
        e = shots(key, on=day, at="Velin" if key == "a" else "Dorim")
        store.add(report(key, day, text="gunmen shot at a patrol. " + key), (), Coded(events=(e,), relevant=True))
    store.close()
    return path


def run(db: str, *args: str, fails: bool = False) -> Result:
    done = CliRunner().invoke(cli, ["--db", db, "alerts", *args], standalone_mode=False)
    assert isinstance(done.exception, (VedetteError, SystemExit)) if fails else done.exception is None, done.output
    return done


def rows(done: Result) -> list[dict[str, Any]]:
    return [json.loads(x) for x in done.stdout.splitlines()]


def test_a_rule_is_made_shown_tried_over_the_past_and_removed(db: str) -> None:
    run(
        db,
        "add",
        "Shots",
        "--about",
        "incident",
        "--type",
        "ASSAULT/firearms",
        "--area",
        "ZQ",
        "--quiet",
        "22:00-06:00",
        "--to",
        "mailto:a@b.example",
    )
    (made,) = rows(run(db, "list"))
    assert (made["name"], made["types"], made["quiet"], made["rang"]) == ("Shots", ["ASSAULT/firearms"], ["22:00", "06:00"], 0)
    done = run(db, "test", "Shots", "--since", "2031-05-01")
    assert [(r["at"], r["place"], r["reports"]) for r in rows(done)] == [("2031-05-10", "Velin", ["a"]), ("2031-05-12", "Dorim", ["b"])]
    assert "2 rings on 2 days: 2 Shots" in done.stderr
    assert rows(run(db, "list"))[0]["rang"] == 0  # a rehearsal rings for nobody
    run(db, "remove", "Shots")
    assert rows(run(db, "list")) == []


def test_the_default_rules_are_made_once(db: str) -> None:
    assert "8 rules kept" in run(db, "defaults", "--to", "terminal:").stderr
    assert "0 rules kept, 8 were there" in run(db, "defaults").stderr
    assert {tuple(r["to"]) for r in rows(run(db, "list"))} == {("terminal:",)}
    assert "Shots and explosions" in run(db, "test", "--since", "2031-05-01").stderr


def test_what_rang_is_listed_shown_and_acknowledged(db: str) -> None:
    store = Store.open(db)
    store.put_rule(replace(SHOTS, to=("cap:/nowhere",), since="2031-05-10T12:00:00Z"), by="me")
    e = shots()
    ring(store, EMPTY, picture(incident(e), events=(e,)), "2031-05-10T12:00:00Z", settings=Settings(), sender=lambda *_: None)
    store.close()
    (alert,) = rows(run(db, "log", "--open"))
    assert (alert["id"], alert["title"], alert["state"]) == (1, "gunmen shot at a patrol", "open")
    (told,) = rows(run(db, "log", "--told"))
    assert (told["to"], told["state"], told["told"]) == ("cap:/nowhere", "told", "2031-05-10T12:00:00Z")
    assert "acknowledged: gunmen" in run(db, "ack", "1", "--note", "patrol sent").stderr
    assert rows(run(db, "log", "--open")) == []
    shown = json.loads(run(db, "show", "1").stdout)
    assert (shown["note"], len(shown["told"])) == ("patrol sent", 1)
    assert "urn:oasis:names:tc:emergency:cap:1.2" in run(db, "show", "1", "--cap").stdout
    assert "acknowledged it" in str(run(db, "ack", "1", fails=True).exception)


def test_the_addresses_of_a_rule_are_tried(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VEDETTE_SMTP", raising=False)
    run(db, "add", "Shots", "--about", "incident", "--to", "mailto:a@b.example", "--to", "terminal:")
    done = run(db, "test", "Shots", "--send")
    assert done.return_value == 1
    assert "mailto:a@b.example: no mail server" in done.stderr
    assert "terminal:: sent" in done.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("add", "X", "--about", "incident", "--type", "NOISE"), "NOISE"),
        (("add", "X", "--about", "incident", "--to", "duty@example.org"), "no address to tell"),
        (("add", "X", "--about", "incident", "--near", "1,2"), "--near"),
        (("add", "X", "--about", "incident", "--quiet", "22:00"), "--quiet"),
        (("add", "X", "--about", "incident", "--quiet", "22:00-6"), "time of day"),
        (("add", "X", "--about", "incident", "--situation", "Nowhere"), "Nowhere"),
        (("add", "X", "--about", "incident", "--escalate", "5"), "escalation"),
        (("test",), "--since"),
        (("test", "--since", "soon"), "not a day"),
        (("test", "Nothing", "--since", "2031-05-01"), "no rule"),
        (("remove", "Nothing"), "no rule"),
        (("ack", "9"), "no alert 9"),
        (("show", "9"), "no alert 9"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(db: str, args: tuple[str, ...], said: str) -> None:
    done = run(db, *args, fails=True)
    assert said in str(done.exception)
    assert "\n" not in str(done.exception)
