"""What rang, on the board: who may acknowledge it, and what its twins say."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient
from lxml import etree

from tests.export.test_cap import SCHEMA
from tests.situation.test_alerts import EMPTY
from tests.web import signing
from vedette.domain import Rule
from vedette.pipeline import picture
from vedette.pipeline.alerting import ring
from vedette.pipeline.channels import Settings
from vedette.store import Store
from vedette.web.app import create_app
from vedette.web.desk import Desk

HOOK = "https://hook.example/secret-path"
GATES = Rule(name="Gates & <roads>", about=("opened",), kinds=("closure", "blockade"), to=(HOOK, "mailto:duty@example.org"))


@pytest.fixture
def rung(db: str, tmp_path: Path) -> str:
    """A database in which a closure and a blockade rang."""
    path = str(shutil.copy(db, tmp_path / "rung.db"))
    store = Store.open(path)
    store.put_rule(replace(GATES, since="2022-01-01T00:00:00Z"), by="me")
    empty = replace(EMPTY, as_of="2022-01-12")
    assert len(ring(store, empty, picture(store), "2022-01-12T12:00:00Z", settings=Settings(), sender=lambda *_: None)) == 2
    store.close()
    return path


@pytest.fixture
def mine(rung: str) -> Iterator[TestClient]:
    desk = Desk(rung)
    app = create_app(desk, ["127.0.0.1"])
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as made:
        made.headers["X-Token"] = app.state.token
        yield made
    desk.close()


def test_what_rang_is_shown_with_its_evidence_and_counted_on_every_page(mine: TestClient) -> None:
    text = mine.get("/alerts").text
    assert "Closure: Guards closed the gate" in text
    assert "“Herders blocked roads across the Southern District on Monday.”" in text
    assert 'acknowledged">2</b>' in mine.get("/").text
    assert 'aria-current="page" accesskey="a"' in text
    assert "Gates &amp; &lt;roads&gt;" in text


def test_alerts_with_a_point_go_on_a_map(mine: TestClient) -> None:
    found = mine.get("/alerts.geojson").json()["features"]
    assert {f["properties"]["place"]: f["geometry"]["coordinates"] for f in found} == {
        "Kanye": [25.35, -24.98],
        "Southern District": [24.8, -24.8],
    }
    assert "lat" not in found[0]["properties"]
    assert "secret-path" not in mine.get("/alerts.geojson").text


def test_who_acknowledges_says_what_was_done_and_it_is_open_no_more(mine: TestClient) -> None:
    answer = mine.post("/alerts/1/ack", json={"note": "patrol sent"}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["alert"]["note"]) == (200, "patrol sent")
    assert mine.post("/alerts/2/ack", data={"note": ""}).status_code == 303
    assert mine.get("/alerts.json").json()["alerts"] == []
    assert "Nothing is open." in mine.get("/alerts").text
    assert 'class="unread"' not in mine.get("/").text
    assert "patrol sent" in mine.get("/alerts?show=all").text
    assert mine.post("/alerts/1/ack", data={}).status_code == 409
    assert mine.post("/alerts/99/ack", data={}).status_code == 404


def test_the_log_and_the_rules_show_no_secret_of_an_address(mine: TestClient) -> None:
    for path in ("/alerts?show=told", "/alerts?show=rules", "/alerts.json?show=told", "/alerts.json?show=rules", "/alerts/1.json"):
        text = mine.get(path).text
        assert "secret-path" not in text, path
        assert "hook.example" in text, path
        assert "duty@example.org" in text, path
    told = mine.get("/alerts.json?show=told").json()["told"]
    assert {(t["alert"], t["state"], t["told"]) for t in told} == {(n, "told", "2022-01-12T12:00:00Z") for n in (1, 2)}


def test_each_rule_is_a_feed_and_each_alert_a_cap_document(mine: TestClient) -> None:
    feed = ElementTree.fromstring(mine.get("/alerts.atom", params={"rule": GATES.name}).text)
    atom = "{http://www.w3.org/2005/Atom}"
    assert len(feed.findall(f"{atom}entry")) == 2
    assert (feed.findtext(f"{atom}title") or "").startswith("Alerts, Gates & <roads>")
    assert mine.get("/alerts.atom?rule=Nothing").status_code == 404
    answer = mine.get("/alerts/1.cap")
    assert answer.headers["content-type"].startswith("application/cap+xml")
    SCHEMA.assertValid(etree.fromstring(answer.content))
    assert mine.get("/alerts/99.cap").status_code == 404
    assert mine.get("/alerts.csv").text.splitlines()[0].startswith("id,rang,rules")
    assert mine.get("/alerts?show=some").status_code == 400


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("reporter", 403), ("analyst", 303)])
def test_only_analysts_acknowledge(rung: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, role: str, status: int) -> None:
    signing.quick(monkeypatch)
    with signing.board(signing.peopled(rung, tmp_path)) as client:
        assert client.post("/alerts/1/ack", data={"token": "x"}).status_code == 401
        token = signing.sign_in(client, role)
        assert ("Acknowledge" in client.get("/alerts").text) == (status == 303)
        assert client.post("/alerts/1/ack", data={"token": "wrong"}).status_code == 403
        assert client.post("/alerts/1/ack", data={"token": token}).status_code == status


def test_a_board_without_rules_says_how_to_make_some(client: TestClient) -> None:
    assert "vedette alerts defaults" in client.get("/alerts").text
    assert "vedette alerts defaults" in client.get("/alerts?show=rules").text
