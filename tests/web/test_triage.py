"""The triage page: its queue, its forms without a script, what is refused."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.web.conftest import opened
from tests.web.desk_of_many import BRIDGE, many
from vedette.store import Store

SHOT, HERDERS, FARMERS, GATE = "Gunmen shot at a bus", "Herders blocked the road", "Farmers blocked a highway", "Guards closed the gate"


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> str:
    return many(tmp_path_factory.mktemp("many") / "many.db")


@pytest.fixture
def db(original: str, tmp_path: Path) -> str:
    """A copy that a test may write to."""
    return shutil.copyfile(original, str(tmp_path / "t.db"))


@pytest.fixture
def client(db: str) -> Iterator[TestClient]:
    with opened(db) as made:
        yield made


def queue(client: TestClient, query: str = "") -> dict[str, dict[str, Any]]:
    """Rows of the queue by the first words of their titles, in order."""
    rows = client.get(f"/triage.json{query}").json()["queue"]
    return {next((t for t in (SHOT, HERDERS, FARMERS, GATE) if r["title"].startswith(t)), r["title"]): r for r in rows}


def fill(client: TestClient, do: str, row: dict[str, Any], fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of the page's form about a row of the queue."""
    token = client.get("/triage").text.split('name="token" value="')[1].partition('"')[0]
    id = str(row["incident"])
    return {"do": do, "token": token, "incident": id, f"seen-{id}": str(row["version"]), **fields}


def post(client: TestClient, do: str, row: dict[str, Any], **fields: Any) -> Any:
    """Send the form as the page's script does: the answer is JSON."""
    return client.post("/triage", data=fill(client, do, row, fields), headers={"Accept": "application/json"})


def submit(client: TestClient, do: str, row: dict[str, Any], **fields: Any) -> Any:
    """Send the form as a browser without script does: the answer is a page, or leads to one."""
    return client.post("/triage", data=fill(client, do, row, fields))


def test_the_queue_begins_with_what_is_grave_and_unsure(client: TestClient) -> None:
    rows = queue(client)
    assert next(iter(rows)) == SHOT
    assert list(rows)[-1] == GATE  # two sources: less unsure
    priorities = [r["priority"] for r in rows.values()]
    assert priorities == sorted(priorities, reverse=True)
    page = client.get("/triage").text
    assert rows[SHOT]["formula"] in page
    assert page.index(SHOT) < page.index(HERDERS) < page.index(GATE)


def test_filters_and_permalinks(client: TestClient) -> None:
    rows = queue(client)
    assert list(queue(client, "?type=PROTEST")) == [HERDERS, FARMERS]
    area = rows[FARMERS]["area"]
    assert area == "BW/Southern District"
    assert list(queue(client, f"?area={area}")) == [FARMERS]
    assert queue(client, "?mine=1") == {}
    post(client, "grade", rows[HERDERS], grade="2")
    assert list(queue(client, "?mine=1")) == [HERDERS]
    post(client, "confirm", queue(client)[HERDERS])
    assert HERDERS not in queue(client)
    assert queue(client, "?settled=1")[HERDERS]["status"] == "confirmed"
    page = client.get(f"/triage?incident={rows[GATE]['incident']}&type=PROTEST").text
    assert "<mark" in page
    assert "the gate near Kanye" in page
    assert client.get("/triage?incident=nothing").status_code == 404
    assert client.get("/triage?from=x&area=nowhere&type=<b>").status_code == 200


def test_the_queue_has_twins(client: TestClient) -> None:
    told = client.get("/queue.json").json()["queue"]
    rows = client.get("/queue.csv").text.splitlines()
    assert [row.split(",")[0] for row in rows[1:]] == [q["incident"] for q in told]
    feed = client.get("/queue.atom").text
    assert feed.count("<entry>") == len(told)
    assert "To decide" in feed
    points = client.get("/queue.geojson").json()["features"]
    assert points
    assert {f["id"] for f in points} <= {q["incident"] for q in told}
    assert 'href="/queue.csv?' in client.get("/triage").text


def test_each_decision_as_a_plain_form(client: TestClient) -> None:
    rows = queue(client)
    answer = submit(client, "confirm", rows[SHOT], next=rows[HERDERS]["incident"])
    assert answer.status_code == 303
    after = client.get(answer.headers["location"]).text
    assert f"Accepted: {SHOT}" in after
    assert f'data-incident="{rows[HERDERS]["incident"]}"' in after  # the next one is shown
    token = after.split('name="token" value="')[1].partition('"')[0]
    number = after.split('name="judgement" value="')[1].partition('"')[0]
    client.post("/triage", data={"do": "undo", "judgement": number, "token": token})
    assert list(queue(client)) == list(rows)
    answer = submit(client, "", queue(client)[SHOT], canned="2")
    assert answer.status_code == 303
    assert queue(client, "?settled=1")[SHOT]["status"] == "rejected"
    refused = submit(client, "reject", rows[HERDERS], reason=" ")
    assert refused.status_code == 400
    assert "a rejection needs a reason" in refused.text


def test_what_was_typed_comes_back_with_the_conflict(client: TestClient) -> None:
    row = queue(client)[SHOT]
    post(client, "grade", row, grade="3")
    stale = submit(client, "edit", row, title="Gunmen fired at a bus", **{"was-title": SHOT}, reason="as the driver says")
    assert stale.status_code == 409
    assert "desk graded it" in stale.text
    assert 'value="Gunmen fired at a bus"' in stale.text
    assert 'value="as the driver says"' in stale.text
    assert queue(client)[SHOT]["title"].startswith(SHOT)  # nothing was written
    twin = post(client, "confirm", row)
    assert twin.status_code == 409
    assert twin.json()["failed"][0]["incident"] == row["incident"]


def test_only_changed_fields_are_edited(client: TestClient, db: str) -> None:
    row = queue(client)[SHOT]
    fields = {
        "title": SHOT,
        "was-title": SHOT,
        "begin": "2022-01-08",
        "was-begin": "2022-01-09",
        "last": "2022-01-09",
        "was-last": "2022-01-09",
    }
    fields |= {"kind": "ASSAULT|targeted", "was-kind": "ASSAULT|firearms", "actors": "Gunmen; KFOR", "was-actors": "Gunmen"}
    made = post(client, "edit", row, **fields)
    assert made.status_code == 200
    store = Store.open(db, readonly=True)
    edits = {j.field: j.value for j in store.judgements()}
    store.close()
    assert set(edits) == {"begin", "type", "actors"}
    assert edits["begin"] == ["2022-01-08", "2022-01-09"]
    assert edits["type"] == ["ASSAULT", "targeted"]
    assert [(a["name"], a["country"]) for a in edits["actors"]] == [("Gunmen", "BWA"), ("KFOR", "IGO")]
    twin = client.get(f"/incidents/{row['incident']}.json").json()
    assert (twin["begin"], twin["end"], twin["mode"]) == ("2022-01-08", "2022-01-09", "targeted")
    for bad in ({"begin": "2022-02-30"}, {"begin": "2022-01-10", "last": "2022-01-09"}, {"kind": "ASSAULT|nothing"}, {"title": ""}, {}):
        now = queue(client)[SHOT]
        assert post(client, "edit", now, **{f"was-{k}": "x" for k in bad}, **bad).status_code == 400


@pytest.mark.parametrize(
    ("fields", "name", "lat"),
    [
        ({"place": "Kanye", "was-place": "Jwaneng"}, "Kanye", None),
        ({"place": "old bridge", "was-place": "Jwaneng"}, BRIDGE.name, BRIDGE.lat),
        ({"place": "km 12", "was-place": "Jwaneng", "lat": "-24.7", "lon": "24.9", "was-lat": "", "was-lon": ""}, "km 12", -24.7),
        ({"place": "", "was-place": "Jwaneng", "lat": "", "lon": "", "was-lat": "", "was-lon": ""}, None, None),
    ],
)
def test_a_place_by_name_of_the_desk_or_by_its_point(
    client: TestClient, fields: dict[str, str], name: str | None, lat: float | None
) -> None:
    row = queue(client)[SHOT]
    assert post(client, "edit", row, **fields).status_code == 200
    place = client.get(f"/incidents/{row['incident']}.json").json()["place"]
    assert (place and place["name"]) == name
    assert lat is None or place["lat"] == lat


def test_a_place_that_is_none_is_refused(client: TestClient) -> None:
    row = queue(client)[SHOT]
    for fields in (
        {"place": "Nowhere at all"},
        {"place": "x", "lat": "91", "lon": "1"},
        {"lat": "1", "lon": "1"},
        {"place": "x", "lat": "nan", "lon": "0"},
    ):
        assert post(client, "edit", row, **fields).status_code == 400
    found = client.get("/triage/places.json?q=bridge").json()["places"]
    assert found[0]["name"] == BRIDGE.name


def test_merging_and_splitting(client: TestClient) -> None:
    rows = queue(client)
    merged = post(client, "merge", rows[HERDERS], **{"with": rows[FARMERS]["incident"]}).json()["done"][0]
    assert FARMERS not in queue(client) or HERDERS not in queue(client)
    assert client.get(f"/triage?incident={rows[FARMERS]['incident']}").status_code == 200  # its old address leads to the one it is part of
    assert client.get(f"/incidents/{merged['incident']}.json").json()["events"] == ["b1#1", "b2#1"]
    assert post(client, "split", rows[GATE], event=["g2#1"]).status_code == 200
    assert sum("Kanye on Friday" in t or t == GATE for t in queue(client)) == 2
    for event in ([], ["g1#1", "g2#1"], ["s1#1"]):
        assert post(client, "split", rows[GATE], event=event).status_code in (400, 409)
    assert post(client, "merge", rows[SHOT], **{"with": rows[SHOT]["incident"]}).status_code == 400
    assert post(client, "merge", rows[SHOT], **{"with": "nothing"}).status_code == 404


def test_what_is_no_decision_is_refused(client: TestClient) -> None:
    row = queue(client)[SHOT]
    for do, fields in (
        ("", {}),
        ("delete", {}),
        ("grade", {"grade": "7"}),
        ("grade", {"grade": "x"}),
        ("confirm", {"canned": "9"}),
        ("reject", {"reason": "x" * 501}),
    ):
        assert post(client, do, row, **fields).status_code == 400
    assert client.post("/triage", data={"do": "confirm", "incident": row["incident"]}).status_code == 403
    assert queue(client)[SHOT] == row


def test_a_batch_says_what_was_not_done(client: TestClient) -> None:
    rows = queue(client)
    post(client, "grade", rows[HERDERS], grade="2")
    ids = [str(rows[t]["incident"]) for t in (SHOT, HERDERS)]
    made = post(client, "confirm", rows[SHOT], incident=ids, **{f"seen-{ids[1]}": "0"}).json()
    assert [d["incident"] for d in made["done"]] == ids[:1]
    assert [f["incident"] for f in made["failed"]] == ids[1:]
    assert "desk graded it" in made["message"]
