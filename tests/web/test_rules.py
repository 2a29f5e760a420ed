"""Rules of alerts made on the board: from a form, from a search, the default ones; paused, removed, and refused where they cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_plus

import pytest
from fastapi.testclient import TestClient

from tests.web.conftest import opened
from vedette.pipeline import picture
from vedette.situation.alerts import defaults, signs
from vedette.store import Store


@pytest.fixture
def client(copied: str) -> Iterator[TestClient]:
    with opened(copied) as made:
        yield made


def sent(client: TestClient, what: str, status: int = 201, **fields: Any) -> Any:
    token = client.get("/me.json").json()["token"]
    answer = client.post(f"/alerts/rules{what}", json=fields, headers={"accept": "application/json", "x-token": token})
    assert answer.status_code == status, answer.text
    return answer.json()


def rules(client: TestClient) -> dict[str, dict[str, Any]]:
    return {r["name"]: r for r in client.get("/alerts.json?show=rules").json()["rules"]}


def test_a_rule_from_a_form_rings_for_what_fits_it(client: TestClient, copied: str) -> None:
    page = client.get("/alerts?show=rules").text
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    given = {
        "token": token[1], "name": "  Gates <b>  ", "about-incident": "1", "about-opened": "1", "situation": "South", "area": "BW; BW/Southern District",
        "types": "COERCE", "actors": "", "sources": "", "severity": "1", "to": "mailto:duty@example.org", "quiet_from": "22:00", "quiet_to": "06:00", "digest": "",
    }  # fmt: skip
    assert client.post("/alerts/rules", data=given).status_code == 303
    made = rules(client)["Gates <b>"]
    assert (made["about"], made["area"], made["types"]) == (["incident", "opened"], ["BW", "BW/Southern District"], ["COERCE"])
    assert (made["quiet"], made["severity"], made["situation"], made["zone"]) == (["22:00", "06:00"], 1.0, "South", "Africa/Gaborone")
    assert "Gates &lt;b&gt;" in client.get("/alerts?show=rules").text
    store = Store.open(copied)
    rung = signs(store.rule("Gates <b>"), picture(store, store.situation("South")))
    (row,) = store.history("Gates <b>")
    store.close()
    assert {s.topic for s in rung} == {"incident", "opened"}
    assert (row["by"], row["action"]) == ("desk", "rule set")


def test_a_search_leads_to_a_rule_that_asks_for_the_same(client: TestClient) -> None:
    page = client.get("/search?type=COERCE&source=Post").text
    link = re.search(r'href="(/alerts\?[^"]*show=rules[^"]*)"', page)
    assert link
    form = client.get(link[1].replace("&amp;", "&")).text
    assert 'name="types" value="COERCE"' in form
    assert 'name="sources" value="Post"' in form
    assert 'name="name" value="Coerce, Post"' in form
    assert "types=COERCE" in unquote_plus(link[1])
    for cannot in ("/search?q=gate", "/search?type=COERCE&q=gate", "/search", "/search?type=COERCE&status=machine"):
        assert "ring when such comes" not in client.get(cannot).text, cannot


def test_the_default_rules_are_made_once(client: TestClient) -> None:
    assert "Make the rules that a duty officer starts with" in client.get("/alerts?show=rules").text
    assert len(sent(client, "/defaults?situation=South")["made"]) == len(defaults())
    assert sent(client, "/defaults")["made"] == []
    assert {r["situation"] for r in rules(client).values()} == {"South"}
    assert "Make the rules that a duty officer starts with" not in client.get("/alerts?show=rules").text


def test_a_rule_is_paused_resumed_and_removed(client: TestClient) -> None:
    before = sent(client, "", name="Gates", about=["incident"], to=["mailto:duty@example.org"])["rule"]
    sent(client, "/change", 200, name="Gates", do="pause")
    assert rules(client)["Gates"] == {**before, "paused": True}
    sent(client, "/change", 200, name="Gates", do="resume")
    assert rules(client)["Gates"] == before
    sent(client, "/change", 200, name="Gates", do="remove")
    assert rules(client) == {}
    sent(client, "/change", 404, name="Gates", do="remove")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "needs a name"),
        ({"about": []}, "is about one or more of"),
        ({"about": ["weather"]}, "is about one or more of"),
        ({"types": ["FLOOD"]}, "no PLOVER type"),
        ({"severity": "high"}, "a number from 0 to 10"),
        ({"severity": "11"}, "severity is 0 to 10"),
        ({"severity": "nan"}, "severity is 0 to 10"),
        ({"to": ["https://example.org/hook"]}, "on the board a rule tells by mail"),
        ({"to": ["cap:/etc"]}, "on the board a rule tells by mail"),
        ({"to": ["mailto:two words@example.org"]}, "give mailto:NAME@HOST"),
        ({"quiet_from": "22:00"}, "need a beginning and an end"),
        ({"digest": "late"}, "no time of day"),
        ({"actors": [["x"]]}, "must be a text"),
    ],
)
def test_what_cannot_be_a_rule_is_said_in_one_line(client: TestClient, fields: dict[str, Any], words: str) -> None:
    told = sent(client, "", 400, **{"name": "Gates", "about": ["incident"], **fields})
    assert words in told["error"]["message"]
    assert rules(client) == {}


def test_a_rule_of_another_name_or_situation_is_not_overwritten_or_invented(client: TestClient) -> None:
    sent(client, "", name="Gates", about=["incident"])
    assert "already" in sent(client, "", 409, name="Gates", about=["ended"])["error"]["message"]
    sent(client, "", 404, name="North", about=["incident"], situation="North")
    sent(client, "/change", 400, name="Gates", do="ring")
    assert rules(client)["Gates"]["about"] == ["incident"]
