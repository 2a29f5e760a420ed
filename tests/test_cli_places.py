"""`vedette places`: the desk's own places on the command line, and that readings know them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

RECORD = '{"id": "1", "text": "Crowds crossed the Plavi most in Mitrovica."}\n'


def run(db: Path, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "vedette", "--db", str(db), *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=False)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


def test_add_list_use_remove(db: Path) -> None:
    done = run(db, "places", "add", "Blue Bridge", "--at", "42.8969,20.8667", "--alias", "Plavi most", "--kind", "bridge")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "kept: Blue Bridge, 42.89690, 20.86670 (XK)\n"
    (row,) = [json.loads(line) for line in run(db, "places", "list").stdout.splitlines()]
    assert (row["name"], row["aliases"], row["precision"], row["country"]) == ("Blue Bridge", ["Plavi most"], "point", "XK")
    (answer,) = [json.loads(line) for line in run(db, "places", given=RECORD).stdout.splitlines()]
    first = answer["places"][0]
    assert (first["text"], first["name"], first["lat"]) == ("Plavi most", "Blue Bridge", 42.8969)
    assert first["alternatives"][0]["reasons"][0] == "the desk's own place"
    reading = json.loads(run(db, "read", "-", "--format", "jsonl", "--quiet", given=RECORD).stdout)
    assert "Blue Bridge" in {p["name"] for p in reading["places"]}
    assert run(db, "places", "remove", "Blue Bridge").stderr == 'place "Blue Bridge" removed\n'
    gone = run(db, "places", "remove", "Blue Bridge")
    assert (gone.returncode, "no place" in gone.stderr) == (1, True)
    history = json.loads(json.dumps(_history(db)))
    assert [h["action"] for h in history] == ["place set", "place removed"]


def _history(db: Path) -> list[dict[str, object]]:
    from vedette.store import Store

    store = Store.open(db, readonly=True)
    try:
        return store.history("Blue Bridge")
    finally:
        store.close()


def test_import_keeps_the_good_and_tells_of_the_bad(db: Path, tmp_path: Path) -> None:
    file = tmp_path / "ours.csv"
    file.write_text("name,lat,lon\nMill,42.9,20.8\nNowhere,95,20\n", "utf-8")
    done = run(db, "places", "import", str(file))
    assert done.returncode == 3
    assert "line 3: 95, 20 is no latitude and longitude" in done.stderr
    assert done.stderr.endswith("1 places kept; 1 left out\n")
    assert len(run(db, "places", "list").stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("places", "add", "A", "--at", "here"), 2, "no position; write it as"),
        (("places", "add", "A", "--at", "1,2", "--kind", "brigde"), 2, "--kind brigde: none of"),
        (("places", "add", "A"), 2, "Missing option '--at'"),
        (("places", "import", "nowhere.csv"), 1, "nowhere.csv: no such file"),
        (("places", "list"), 1, "no such database"),
    ],
)
def test_wrong_use(arguments: tuple[str, ...], code: int, said: str, db: Path) -> None:
    done = run(db, *arguments)
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr


def test_a_database_that_cannot_be_used_is_told_and_the_reading_goes_on(db: Path) -> None:
    db.write_text("no database", "utf-8")
    done = run(db, "places", given=RECORD)
    assert done.returncode == 0
    assert "read without places of your own" in done.stderr
    assert json.loads(done.stdout)["places"]
