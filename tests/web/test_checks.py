"""The noon check of what is in force, on the board: in force, ended, or not known; audited, undone, and refused where it cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.web import signing
from tests.web.conftest import opened
from vedette.review import check
from vedette.store import Store
from vedette.web.desk import Cut, Desk


@pytest.fixture
def client(copied: str) -> Iterator[TestClient]:
    with opened(copied) as made:
        yield made


def states(client: TestClient, **asked: str) -> dict[str, dict[str, Any]]:
    rows = client.get("/inforce.json", params={"all": "1", **asked}).json()["conditions"]
    return {c["kind"]: c for c in rows}


def sent(client: TestClient, id: str, **fields: object) -> Any:
    token = client.get("/me.json").json()["token"]
    return client.post(f"/inforce/{id}/check", data={"token": token, **fields}, headers={"accept": "application/json"})


def test_a_state_is_found_ended_and_the_check_is_taken_back(client: TestClient, copied: str) -> None:
    closure = states(client)["closure"]
    assert (closure["state"], closure["checked"]) == ("in force", None)
    done = sent(client, closure["id"], said="ended", on="2022-01-12", reason="patrol <b>drove through</b>").json()
    after = states(client)["closure"]
    assert (after["state"], after["end"], after["checked"]["said"], after["checked"]["by"]) == ("ended", "2022-01-12", "ended", "desk")
    assert after["id"] == closure["id"]
    page = client.get("/inforce?all=1").text
    assert "desk: ended on 12 Jan 2022, desk" in page
    assert "patrol &lt;b&gt;drove through" in page
    assert "2022-01-12,ended,desk" in client.get("/inforce.csv?all=1").text
    assert "ended 12 January 2022 (by the desk)" in client.get("/sitrep.txt").text.replace("\n  ", " ")
    store = Store.open(copied, readonly=True)
    (row,) = (r for r in store.history(closure["id"]) if r["action"] == "state checked")
    store.close()
    assert (row["by"], row["reason"], row["data"]["before"]["state"], row["data"]["after"]["state"]) == (
        "desk",
        "patrol <b>drove through</b>",
        "in force",
        "ended",
    )
    token = client.get("/me.json").json()["token"]
    assert (
        client.post("/undo", data={"token": token, "judgement": done["judgement"]}, headers={"accept": "application/json"}).json()[
            "message"
        ]
        == "undone: checked the state"
    )
    assert states(client)["closure"] == closure


def test_a_check_stands_with_the_incident_and_counts_from_when_it_was_made(client: TestClient) -> None:
    closure = states(client)["closure"]
    sent(client, closure["id"], said="ended", on="2022-01-12")
    assert "state on 12 Jan 2022: ended" in client.get(f"/incidents/{closure['opened_by'][0]}").text
    assert states(client, as_of="2022-01-11")["closure"]["state"] == "in force"
    assert states(client, known_at="2022-01-12")["closure"]["state"] == "in force"
    assert "/check" not in client.get("/inforce?known_at=2022-01-12").text, "the past is not checked"


def test_the_form_needs_no_script_and_keeps_the_filter(client: TestClient) -> None:
    page = client.get("/inforce?kind=closure").text
    action = re.search(r'action="(/inforce/[^"]+)"', page)
    assert action
    hidden = dict(re.findall(r'name="(token|seen)" value="([^"]*)"', page))
    assert 'value="2022-01-12" required' in page, "the day of the picture, which is long ago"
    answer = client.post(action[1].replace("&amp;", "&"), data={**hidden, "on": "2022-01-12", "said": "unknown"})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/inforce?kind=closure#c")
    assert states(client)["closure"]["state"] == "stale"


def test_who_was_overtaken_is_told_by_whom(client: TestClient, copied: str) -> None:
    id = states(client)["closure"]["id"]
    desk: Desk = client.app.state.desk  # type: ignore[attr-defined] # FastAPI
    store = Store.open(copied)
    check(store, desk.view(Cut(situation=desk.first())).condition(id), "ended", "2022-01-12", by="analyst 2")
    store.close()
    answer = sent(client, id, said="in force", on="2022-01-12", seen=0)
    assert answer.status_code == 409
    assert "analyst 2 looked into it" in answer.text
    assert states(client)["closure"]["state"] == "ended"


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"said": "open", "on": "2022-01-12"}, 400, "in force, ended or unknown"),
        ({"said": "ended", "on": "soon"}, 400, "not a day"),
        ({"said": "ended", "on": "2022-1-12"}, 400, "not a day"),
        ({"said": "ended", "on": "2021-01-12"}, 400, "before it began"),
        ({"said": "ended", "on": "2999-01-12"}, 400, "still to come"),
        ({"said": "ended", "on": "2022-01-12", "reason": "x" * 3000}, 400, "may have 2000 characters"),
        ({"said": "ended", "on": "2022-01-12", "seen": "x"}, 400, "whole number"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(client: TestClient, fields: dict[str, str], status: int, words: str) -> None:
    answer = sent(client, states(client)["closure"]["id"], **fields)
    assert (answer.status_code, words in answer.json()["error"]["message"]) == (status, True)
    assert states(client)["closure"]["checked"] is None


def test_a_state_that_is_none_is_not_found(client: TestClient) -> None:
    assert sent(client, "c000", said="ended", on="2022-01-12").status_code == 404


def test_viewers_and_reporters_check_nothing(copied: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    signing.quick(monkeypatch)
    with signing.board(signing.peopled(copied, tmp_path)) as board:
        token = signing.sign_in(board, "reporter")
        id = next(c["id"] for c in board.get("/inforce.json").json()["conditions"])
        assert "/check" not in board.get("/inforce").text
        assert board.post(f"/inforce/{id}/check", data={"token": token, "said": "ended"}).status_code == 403
        signing.sign_in(board, "analyst")
        assert f"/inforce/{id}/check" in board.get("/inforce").text
