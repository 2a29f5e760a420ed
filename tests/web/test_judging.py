"""Judgements over HTTP: as forms and as JSON, refused where they must be, conflicts told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from vedette.store import Store
from vedette.web.app import create_app
from vedette.web.desk import Desk

JSON = {"Accept": "application/json"}


@pytest.fixture
def client(copied: str) -> Iterator[TestClient]:
    desk = Desk(copied)
    app = create_app(desk, ["127.0.0.1"])
    with TestClient(app, base_url="http://127.0.0.1") as made:
        made.headers["X-Token"] = app.state.token
        yield made
    desk.close()


def gate(client: TestClient) -> str:
    """Id of the incident at the gate."""
    queue = client.get("/queue.json?situation=").json()["queue"]
    return str(next(q["incident"] for q in queue if q["title"] == "Guards closed the gate"))


def post(client: TestClient, path: str, **fields: Any) -> Any:
    return client.post(f"{path}?situation=", json=fields, headers=JSON)


def shown(client: TestClient, id: str) -> Any:
    return client.get(f"/incidents/{id}.json?situation=").json()


def test_a_judgement_as_json_says_what_came_of_it(client: TestClient) -> None:
    id = gate(client)
    said = post(client, f"/incidents/{id}/confirm", seen=0, reason="seen by a patrol")
    assert said.status_code == 200
    assert said.json() == {"incident": id, "version": 1, "judgement": 1, "message": "confirmed"}
    assert shown(client, id)["status"] == "confirmed"
    assert id not in {q["incident"] for q in client.get("/queue.json?situation=").json()["queue"]}
    assert id in {q["incident"] for q in client.get("/queue.json?situation=&all=1").json()["queue"]}
    assert post(client, "/undo").json() == {"incident": id, "version": 2, "judgement": 1, "message": "undone: confirmed"}
    assert shown(client, id)["status"] == "machine"
    kinds = [(j["kind"], j["by"], j["undone_by"]) for j in client.get(f"/incidents/{id}/history.json?situation=").json()["judgements"]]
    assert kinds == [("confirm", "desk", "desk"), ("undo", "desk", None)]


def test_a_form_goes_on_to_the_page(client: TestClient) -> None:
    id = gate(client)
    done = client.post(f"/incidents/{id}/reject?situation=", data={"reason": "a drill", "seen": "0"}, follow_redirects=False)
    assert (done.status_code, done.headers["location"]) == (303, f"/incidents/{id}?situation=")
    assert shown(client, id)["status"] == "rejected"


def test_every_slot_can_be_edited_from_a_form(client: TestClient) -> None:
    id = gate(client)
    fields = {
        "title": "The gate was closed",
        "type": "PROTEST/obstruct",
        "begin": "2022-01-06",
        "place": '{"name": "Gate", "lat": -24.9, "lon": 25.3}',
        "actors": "Guards; men in black",
        "recipients": "",
    }
    for field, value in fields.items():
        done = client.post(f"/incidents/{id}/edit?situation=", data={"field": field, "value": value}, headers=JSON)
        assert (done.status_code, done.json()["message"]) == (200, f"changed the {field}")
    now = shown(client, id)
    assert (now["title"], now["event_type"], now["mode"]) == ("The gate was closed", "PROTEST", "obstruct")
    assert (now["begin"], now["end"], now["place"]["name"], now["place"]["country"]) == ("2022-01-06", "2022-01-06", "Gate", "BW")
    assert [(a["name"], a["country"]) for a in now["actors"]] == [("Guards", "BWA"), ("men in black", None)]
    first, second = now["slots"]["place"]
    assert (first["by"], first["reports"], second["value"]["name"]) == ("desk", [], "Kanye")


def test_merge_apart_split_grade(client: TestClient) -> None:
    queue = client.get("/queue.json?situation=").json()["queue"]
    a, b = gate(client), next(q["incident"] for q in queue if q["title"] == "Herders blocked roads")
    assert post(client, f"/incidents/{a}/apart", **{"with": b}).json()["message"] == "kept apart"
    merged = post(client, f"/incidents/{a}/merge", **{"with": b}).json()
    assert merged["message"] == "merged"
    assert post(client, f"/incidents/{b}/grade", credibility=3).json()["incident"] == merged["incident"], "the old id leads there"
    assert shown(client, merged["incident"])["credibility"] == 3
    split = post(client, f"/incidents/{a}/split", events=["r3#1"]).json()
    assert split["message"] == "split"
    assert shown(client, b)["events"] == ["r3#1"]


def test_who_was_overtaken_is_told_by_whom_and_nothing_is_written(client: TestClient, copied: str) -> None:
    id = gate(client)
    post(client, f"/incidents/{id}/edit", field="place", value=None, seen=0)
    late = post(client, f"/incidents/{id}/confirm", seen=0)
    assert late.status_code == 409
    assert "desk changed its place" in late.json()["error"]["message"]
    assert len(Store.open(copied, readonly=True).judged()) == 1


def test_a_hold_of_another_person_is_named(client: TestClient, copied: str) -> None:
    id = gate(client)
    with_other = Store.open(copied)
    with_other.hold("a/1#1", by="analyst 2", seconds=300)
    assert "analyst 2 is working on this" in post(client, f"/incidents/{id}/hold").json()["error"]["message"]
    assert post(client, f"/incidents/{id}/confirm").status_code == 409
    (row,) = [q for q in client.get("/queue.json?situation=").json()["queue"] if q["incident"] == id]
    assert row["held"]["by"] == "analyst 2"
    with_other.release_hold(["a/1#1"], by="analyst 2")
    held = post(client, f"/incidents/{id}/hold", seconds=60).json()
    assert (held["by"], held["message"][:10]) == ("desk", "held until")
    assert post(client, f"/incidents/{id}/release").json()["message"] == "released"
    assert post(client, f"/incidents/{id}/release").json()["message"] == "was not held by you"


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("/incidents/{id}/reject", {}, 400),
        ("/incidents/{id}/reject", {"reason": "x" * 2001}, 400),
        ("/incidents/{id}/reject", {"reason": ["a"]}, 400),
        ("/incidents/{id}/confirm", {"seen": "many"}, 400),
        ("/incidents/{id}/edit", {"field": "id", "value": "x"}, 400),
        ("/incidents/{id}/edit", {"field": "place", "value": "{"}, 400),
        ("/incidents/{id}/edit", {"field": "place", "value": {"name": "X", "lat": "1e999", "lon": 0}}, 400),
        ("/incidents/{id}/edit", {"field": "title", "value": "x" * 5000}, 400),
        ("/incidents/{id}/grade", {"credibility": 9}, 400),
        ("/incidents/{id}/split", {"events": "r3#1"}, 400),
        ("/incidents/{id}/split", {"events": [1]}, 400),
        ("/incidents/{id}/merge", {}, 400),
        ("/incidents/{id}/merge", {"with": "i000000000000"}, 404),
        ("/incidents/{id}/hold", {"seconds": 0}, 400),
        ("/incidents/i000000000000/confirm", {}, 404),
        ("/undo", {}, 404),
        ("/undo", {"judgement": 99}, 404),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(client: TestClient, path: str, fields: dict[str, Any], status: int) -> None:
    said = post(client, path.format(id=gate(client)), **fields)
    assert said.status_code == status
    message = said.json()["error"]["message"]
    assert message
    assert "\n" not in message


def test_without_the_forms_token_nothing_is_written(client: TestClient, copied: str) -> None:
    id = gate(client)
    for token in ("", "forged"):
        assert client.post(f"/incidents/{id}/confirm?situation=", data={"token": token}, headers={"X-Token": token}).status_code == 403
    assert Store.open(copied, readonly=True).judged() == []


def test_what_is_similar_comes_with_reasons(client: TestClient) -> None:
    found = client.get(f"/incidents/{gate(client)}/similar.json?situation=").json()
    assert found["incident"] == gate(client)
    assert isinstance(found["similar"], list)
    assert client.get("/incidents/none/similar.json?situation=").status_code == 404


def test_script_in_a_reason_or_title_comes_back_as_text(client: TestClient) -> None:
    id = gate(client)
    post(client, f"/incidents/{id}/edit", field="title", value="<script>alert(1)</script>", reason="<img src=x onerror=alert(1)>")
    page = client.get(f"/incidents/{id}?situation=").text
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page
