"""The desk's papers over HTTP: the log, the handover, the situation report as a paper, what people hand in, what is new."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import io
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx as word
import pytest
from fastapi import Request
from fastapi.testclient import TestClient

from tests.web.conftest import GATE, gate, report
from vedette.domain import Citation, Section, Sitrep, SitrepSentence
from vedette.domain.sheet import BRIEF, brief
from vedette.export.sitrep import verify
from vedette.language import Reader
from vedette.pipeline.hand import Hand
from vedette.web.app import create_app
from vedette.web.desk import Cut, Desk
from vedette.web.routes import live

FIELD = {
    "client": "0123456789abcdef",
    "reporter": "Patrol 2",
    "seen": "2022-03-05T14:05+02:00",
    "where": "Kanye",
    "what": "Two men blocked the main road with a truck.",
}


@pytest.fixture
def mine(db: str, tmp_path: Path) -> Iterator[TestClient]:
    """A board on a copy of the database, which may be written to."""
    path = shutil.copy(db, tmp_path / "mine.db")
    desk = Desk(str(path))
    app = create_app(desk, ["127.0.0.1"])
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as made:
        made.headers["X-Token"] = app.state.token
        yield made
    desk.close()


@pytest.fixture
def reading(mine: TestClient, reader: Reader) -> TestClient:
    """The same with the tests' reader."""
    state: Any = mine.app.state  # type: ignore[attr-defined]
    state.hand = Hand(state.desk.writer, reader)
    return mine


def sent(client: TestClient, path: str, status: int = 200, /, **fields: Any) -> dict[str, Any]:
    """Post JSON, and take JSON."""
    answer = client.post(path, json=fields, headers={"Accept": "application/json"})
    assert answer.status_code == status, answer.text
    data: dict[str, Any] = answer.json()
    return data


def message(data: dict[str, Any]) -> str:
    return str(data["error"]["message"])


# -- the log ----------------------------------------------------------------------------------------------------------


def test_a_log_entry_hangs_on_its_incident_and_is_told(mine: TestClient) -> None:
    incident = next(i for i in mine.get("/board.json").json()["incidents"] if i["title"].startswith("Guards"))
    made = sent(mine, "/log", 201, text="Called <b>the gate</b>", subject=incident["id"], tell="chief of staff")["entry"]
    assert made["subject"] == incident["events"][0]
    page = mine.get("/log").text
    assert "Called &lt;b&gt;the gate&lt;/b&gt;" in page
    assert "To tell (1)" in page
    assert f'href="/incidents/{incident["id"]}?situation=South">Guards closed the gate' in page
    assert "Gaborone · " in page  # local and Zulu
    assert sent(mine, f"/log/{made['id']}/told")["entry"]["told_by"] == "desk"
    assert "already" in message(sent(mine, f"/log/{made['id']}/told", 409))
    assert "To tell (0)" in mine.get("/log").text
    assert [e["state"] for e in mine.get("/log.json").json()["entries"]] == ["told"]
    assert mine.get("/log.json?show=open").json()["entries"] == []


def test_a_withdrawn_entry_is_struck_and_stays(mine: TestClient) -> None:
    id = sent(mine, "/log", 201, text="=1+1")["entry"]["id"]
    assert "say why" in message(sent(mine, f"/log/{id}/withdraw", 400, reason=" "))
    sent(mine, f"/log/{id}/withdraw", reason="wrong book")
    page = mine.get("/log").text
    assert 'class="struck"' in page
    assert "desk: wrong book" in page
    assert "'=1+1" in mine.get("/log.csv").text
    (entry,) = ElementTree.fromstring(mine.get("/log.atom").content).findall("{http://www.w3.org/2005/Atom}entry")  # our own
    assert entry.findtext("{http://www.w3.org/2005/Atom}title") == "=1+1"


def test_a_form_without_a_script_does_the_same(mine: TestClient) -> None:
    del mine.headers["X-Token"]
    token = mine.app.state.token  # type: ignore[attr-defined]
    assert mine.post("/log", data={"text": "x"}).status_code == 403
    answer = mine.post("/log", data={"text": "Noted.", "token": token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/log?situation=South#e1")


@pytest.mark.parametrize(
    ("path", "body", "status", "words"),
    [
        ("/log", {"text": ""}, 400, "needs a text"),
        ("/log", {"text": "x", "subject": "i000"}, 400, "no incident and no event"),
        ("/log", {"text": ["x"]}, 400, "text must be a text"),
        ("/log", {"text": "x" * 4001}, 400, "may have 4000 characters"),
        ("/log/99/told", {}, 404, "no log entry 99"),
        ("/handover", {}, 400, "sign with your name"),
        ("/handover", {"name": "a", "since": "soon"}, 400, "since soon: not a day"),
        ("/handover/9/take", {"name": "a"}, 404, "no handover 9"),
        ("/sitrep/9/edit", {"op": "up 0 0"}, 404, "no sitrep 9"),
        ("/field", {**FIELD, "client": "x"}, 400, "client: an id of 8 to 64"),
        ("/field", {**FIELD, "what": " "}, 400, "say what was seen"),
        ("/field", {**FIELD, "lat": "north"}, 400, "lat north: not degrees"),
        ("/paste", {"text": ""}, 400, "paste a message first"),
        ("/paste", {"text": "Words.", "published": "2999-01-01"}, 400, "still to come"),
        ("/paste/preview", {"text": "Words.", "published": "soon"}, 400, "must be a day"),
    ],
)
def test_what_cannot_be_written_is_said_in_one_line(mine: TestClient, path: str, body: dict[str, Any], status: int, words: str) -> None:
    assert words in message(sent(mine, path, status, **body))


def test_what_is_no_json_object_is_refused(mine: TestClient) -> None:
    for body in (b"[1]", b"{", b"\xff", b"[" * 100_000):
        answer = mine.post("/log", content=body, headers={"content-type": "application/json", "accept": "application/json"})
        assert (answer.status_code, message(answer.json())) == (400, "send a form, or one JSON object")


@pytest.mark.parametrize("path", ["/log?show=x", "/log?day=x", "/log.json?day=2022-02-30", "/handover?since=x"])
def test_a_filter_that_is_none_is_refused(mine: TestClient, path: str) -> None:
    assert mine.get(path).status_code == 400


# -- the handover -----------------------------------------------------------------------------------------------------


def test_a_handover_shows_what_came_in_and_is_signed_by_two(mine: TestClient) -> None:
    sent(mine, "/log", 201, text="Ask the liaison officer", tell="chief of staff")
    data = mine.get("/handover.json?since=2022-01-01").json()
    assert {i["text"].partition(": ")[2].split()[0] for i in data["incidents"]} == {"Guards", "Herders", "Botswana"}
    assert data["totals"]["untold"] == 1
    id = sent(mine, "/handover", 201, name="analyst 1", note="Quiet.", since="2022-01-01")["handover"]["id"]
    assert "another one signs" in message(sent(mine, f"/handover/{id}/take", 400, name="analyst 1"))
    assert sent(mine, f"/handover/{id}/take", name="analyst 2")["handover"]["to"] == "analyst 2"
    page = mine.get(f"/handover/{id}").text
    for words in ("analyst 1", "analyst 2", "Quiet.", "Ask the liaison officer", "Herders blocked roads"):
        assert words in page
    later = mine.get("/handover.json").json()  # since the one just signed
    assert (later["incidents"], later["totals"]["untold"]) == ([], 1)


def test_what_arrives_after_a_handover_is_new_however_old_it_is(mine: TestClient) -> None:
    sent(mine, "/handover", 201, name="analyst 1")
    desk: Desk = mine.app.state.desk  # type: ignore[attr-defined]
    old = replace(report("old", GATE.replace("Two", "Three"), "Courier", "2022-01-08"), received="2999-01-01T00:00:00Z")
    coded = gate("old")
    desk.writer.add(old, (), replace(coded, events=tuple(replace(e, quantities=()) for e in coded.events)))
    data = mine.get("/handover.json").json()
    assert [i["text"].partition(": ")[2].split(";")[0].split(".")[0] for i in data["incidents"] + data["grown"]] == [
        "Guards closed the gate"
    ]


# -- the situation report ---------------------------------------------------------------------------------------------


def test_a_report_is_drafted_edited_released_and_verified(mine: TestClient) -> None:
    made = sent(mine, "/sitrep", 201)
    id, seen = made["sitrep"], made["seen"]
    for op in ("down 0 0", "hide 0 0"):
        seen = sent(mine, f"/sitrep/{id}/edit", op=op, seen=seen)["seen"]
    seen = sent(mine, f"/sitrep/{id}/edit", op="reword", section=0, sentence=1, text="The desk says so.", seen=seen)["seen"]
    stale = seen
    seen = sent(mine, f"/sitrep/{id}/edit", op="marking", text="TLP:AMBER", seen=seen)["seen"]
    assert "changed this draft meanwhile" in message(sent(mine, f"/sitrep/{id}/edit", 409, op="up 0 1", seen=stale))
    page = mine.get(f"/sitrep/{id}").text
    assert "left out" in page
    assert "Release and lock" in page
    digest = sent(mine, f"/sitrep/{id}/release", seen=seen)["sha256"]
    for path, fields in (("edit", {"op": "up 0 1", "seen": seen}), ("release", {"seen": seen}), ("remove", {})):
        assert "is locked" in message(sent(mine, f"/sitrep/{id}/{path}", 409, **fields))
    page = mine.get(f"/sitrep/{id}").text
    assert digest in page
    assert "Release and lock" not in page
    for form in ("html", "json"):
        found = verify(mine.get(f"/sitrep/{id}.{form}").content)
        assert (found.whole, found.digest) == (True, digest)
    for form in ("md", "txt"):
        text = mine.get(f"/sitrep/{id}.{form}").text
        assert "TLP:AMBER" in text
        assert "The desk says so." in text
        assert digest in text
    opened = word.Document(io.BytesIO(mine.get(f"/sitrep/{id}.docx").content))
    assert any("The desk says so." in p.text for p in opened.paragraphs)
    assert "Drafts and released reports" in mine.get("/sitrep").text
    assert [s["digest"] for s in mine.get("/sitreps.json").json()["sitreps"]] == [digest]


def test_a_daily_report_is_cut_off_at_a_time_and_drafted_so(mine: TestClient) -> None:
    asked = {"as_of": "2022-01-10", "cut_off": "18:00", "by": "topic"}
    told = mine.get("/sitrep.json", params=asked).json()
    assert (told["as_of"], told["known_at"]) == ("2022-01-10", "2022-01-10T16:00:00Z")  # 18:00 in Gaborone
    page = mine.get("/sitrep", params=asked).text
    assert 'value="18:00"' in page
    assert "cut_off=18%3A00" in page.split("One page to print")[0]  # the papers are of the same
    with_day = sent(mine, "/sitrep?as_of=2022-01-10", 201, cut_off="18:00", by="topic")["sitrep"]
    kept = mine.get(f"/sitrep/{with_day}.json").json()["document"]
    assert kept["known_at"] == "2022-01-10T16:00:00Z"
    for wrong, words in (
        ("cut_off=25:00", "not a time of day"),
        ("by=colour", "not a choice"),
        ("cut_off=18:00&known_at=2022-01-09", "give one"),
    ):
        answer = mine.get(f"/sitrep?{wrong}")
        assert (answer.status_code, words in answer.text) == (400, True)


def test_a_brief_has_the_first_of_each_section_with_one_source_each(mine: TestClient) -> None:
    whole, brief = mine.get("/sitrep.json").json(), mine.get("/sitrep.json?brief=1").json()
    assert brief["title"].startswith("Brief")
    said = {x["text"] for s in whole["sections"] for x in s["sentences"]}
    assert {x["text"] for s in brief["sections"] for x in s["sentences"]} < said
    assert {s["title"].partition(",")[0] for s in brief["sections"]} <= set(BRIEF)
    cited = [n for s in brief["sections"] for x in s["sentences"] for n in x["citations"]]
    assert sorted(set(cited)) == [c["number"] for c in brief["citations"]] == list(range(1, len(brief["citations"]) + 1))
    held = {c["number"]: c["text"] for c in whole["citations"]}
    first = {x["text"]: held[x["citations"][0]] for s in whole["sections"] for x in s["sentences"]}
    own = {c["number"]: c["text"] for c in brief["citations"]}
    assert all(own[x["citations"][0]] == first[x["text"]] for s in brief["sections"] for x in s["sentences"])
    page = mine.get("/sitrep.html?brief=1")
    assert "<style>" in page.text
    style = page.text.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in page.headers["content-security-policy"]
    assert "https://" not in page.text


def test_a_brief_is_cut_and_says_so_and_has_the_newest_state_first() -> None:
    def said(n: int) -> SitrepSentence:
        return SitrepSentence(text=f"Sentence {n}.", citations=(n, 1), subject=None)

    told = (Section(title="In force", sentences=tuple(map(said, range(1, 9)))), Section(title="Answered", sentences=(said(9),)))
    cited = tuple(Citation(number=n, report=f"r{n}", start=0, end=1, text=str(n)) for n in range(1, 10))
    made = brief(Sitrep(title="Situation report: South", as_of=None, known_at=None, since=None, sections=told, citations=cited, reports=()))
    (states,) = made.sections
    assert (made.title, states.title) == ("Brief: South", "In force, of 8 in all")
    assert [(x.text, x.citations) for x in states.sentences] == [("Sentence 8.", (1,)), ("Sentence 7.", (2,)), ("Sentence 6.", (3,))]
    assert [(c.number, c.report) for c in made.citations] == [(1, "r8"), (2, "r7"), (3, "r6")]


def test_the_page_of_a_long_report_shows_a_part_and_says_how_much_more_there_is(mine: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = mine.get("/sitrep.json").json()
    rows = [x for s in whole["sections"] for x in s["sentences"]]
    monkeypatch.setattr("vedette.web.routes.sheets.CITED", 1)
    monkeypatch.setattr("vedette.web.routes.sheets.SHOWN", (2, 1))
    monkeypatch.setattr("vedette.web.routes.sheets.WHOLE", len(whole["sections"]))
    page = mine.get("/sitrep").text
    assert page.count('class="subject"') + page.count("<li><span") < len(rows)
    long = next(x for x in rows if len(x["citations"]) > 1)
    assert f"and {len(long['citations']) - 1} more</a></sup>" in page
    several = next(s for s in whole["sections"] if len(s["sentences"]) > 1)
    assert f"and {len(several['sentences']) - 1} more: <a" in page
    assert mine.get("/sitrep.json").json() == whole


def test_a_footnote_says_its_passage_before_it_is_followed(mine: TestClient) -> None:
    assert 'title="“Guards closed the gate near Kanye on Friday, police said.”' in mine.get("/sitrep").text
    draft = sent(mine, "/sitrep", 201)["sitrep"]
    assert 'title="“Guards closed the gate near Kanye on Friday, police said.”' in mine.get(f"/sitrep/{draft}").text


def test_a_draft_differs_from_the_last_one_by_what_was_said_otherwise(mine: TestClient) -> None:
    first = sent(mine, "/sitrep", 201)
    sent(mine, f"/sitrep/{first['sitrep']}/release", seen=first["seen"])
    second = sent(mine, "/sitrep", 201)
    assert mine.get(f"/sitrep/{second['sitrep']}/difference.json").json()["changes"] == []
    sent(mine, f"/sitrep/{second['sitrep']}/edit", op="add", text="A quiet night.", seen=second["seen"])
    (change,) = mine.get(f"/sitrep/{second['sitrep']}/difference.json").json()["changes"]
    assert (change["change"], change["text"]) == ("added", "A quiet night.")
    assert "1 added, 0 changed, 0 gone" in mine.get(f"/sitrep/{second['sitrep']}").text
    sent(mine, f"/sitrep/{second['sitrep']}/remove")
    assert mine.get(f"/sitrep/{second['sitrep']}").status_code == 404


@pytest.mark.parametrize("op", ["", "fly", "drop 0 0", "up", "title", "hide 99 0", "hide 0 99", "add", "reword 0 0"])
def test_an_edit_that_cannot_be_is_refused(mine: TestClient, op: str) -> None:
    made = sent(mine, "/sitrep", 201)
    sent(mine, f"/sitrep/{made['sitrep']}/edit", 400, op=op, seen=made["seen"])
    assert mine.get(f"/sitrep/{made['sitrep']}.json").json()["seen"] == made["seen"]


def test_a_marking_takes_no_signs_that_could_do_something(mine: TestClient) -> None:
    made = sent(mine, "/sitrep", 201)
    for text in ('"} body { display: none } @x {"', "<b>", "x" * 61):
        assert "a marking has" in message(sent(mine, f"/sitrep/{made['sitrep']}/edit", 400, op="marking", text=text, seen=made["seen"]))


@pytest.mark.parametrize(
    "path", ["/sitrep.pdf", "/sitrep/x", "/sitrep/1.pdf", "/sitrep/1", "/sitrep/99999999999999999999", "/sitrep/..%2f.md"]
)
def test_a_paper_that_is_none_is_not_found(mine: TestClient, path: str) -> None:
    assert mine.get(path).status_code == 404


def test_the_words_of_a_forgotten_report_leave_what_was_released(mine: TestClient) -> None:
    made = sent(mine, "/sitrep", 201)
    before = sent(mine, f"/sitrep/{made['sitrep']}/release", seen=made["seen"])["sha256"]
    assert "Herders blocked roads" in mine.get(f"/sitrep/{made['sitrep']}").text
    mine.app.state.desk.writer.forget("r3", reason="asked", by="desk")  # type: ignore[attr-defined]
    page = mine.get(f"/sitrep/{made['sitrep']}").text
    assert "Herders blocked roads" not in page
    assert "[forgotten]" in page
    assert f"before that the sha256 was {before}" in page


# -- what people hand in ----------------------------------------------------------------------------------------------


def test_a_field_report_lands_once_as_a_report(reading: TestClient) -> None:
    made = sent(reading, "/field", 201, **FIELD)
    assert (made["status"], made["events"]) == ("new", 1)
    assert sent(reading, "/field", **FIELD)["status"] == "known"
    assert "sent before, with other words" in message(sent(reading, "/field", 409, **{**FIELD, "what": "Another thing."}))
    assert [r["source"] for r in reading.get("/reports.json?q=truck").json()["reports"]] == ["Field report: Patrol 2"]
    incident = next(i for i in reading.get("/board.json").json()["incidents"] if "truck" in i["title"])
    assert (incident["begin"], incident["place"]["name"]) == ("2022-03-05", "Kanye")
    plain = reading.post("/field", data={**FIELD, "client": "another-id-1", "what": "A man closed the gate."})
    assert (plain.status_code, plain.headers["location"]) == (303, "/field?sent=new")
    assert "Received and read." in reading.get("/field?sent=new").text


def test_the_field_page_holds_nothing_of_the_desk(mine: TestClient) -> None:
    page = mine.get("/field").text
    assert "Herders" not in page
    assert "South" not in page
    assert mine.get("/field-worker.js").headers["content-type"].startswith("text/javascript")
    assert mine.get("/field.json").json()["token"] == mine.app.state.token  # type: ignore[attr-defined]


def test_a_pasted_message_is_seen_coded_before_it_is_kept(reading: TestClient) -> None:
    text = "Guards closed the gate near Kanye on January 7, police said. <script>x</script>"
    fields = {"text": text, "source": "Post", "published": "2022-01-08"}
    page = reading.post("/paste/preview", data=fields).text
    assert '<span class="role trigger" data-tag="what">closed</span>' in page
    assert "<script>x" not in page
    assert "Save it as a report" in page
    assert reading.get("/health").json()["reports"] == 4
    shown = sent(reading, "/paste/preview", **fields)
    assert shown["events"][0]["type"] == "COERCE"
    assert shown["events"][0]["like"]  # the gate that is known already
    kept = sent(reading, "/paste", 201, **fields)
    assert sent(reading, "/paste", **fields)["status"] == "known"
    assert reading.get(f"/reports/{kept['report']}").status_code == 200


# -- what is new ------------------------------------------------------------------------------------------------------


def events(client: TestClient, pulse: live.Pulse, act: Any, count: int, stamp: str = "") -> list[str]:
    """The first messages of a stream; `act` is done after the first."""
    app: Any = client.app

    async def run() -> list[str]:
        async def gone() -> dict[str, Any]:
            await asyncio.sleep(3600)
            return {"type": "http.disconnect"}

        request = Request({"type": "http", "app": app, "headers": [], "method": "GET", "path": "/live", "query_string": b""}, gone)
        out: list[str] = []
        assert pulse.enter()
        stream = live._stream(request, Cut(situation="South"), pulse, stamp)
        async for message in stream:
            out.append(message)
            if len(out) == 1:
                act()
            if len(out) == count:
                break
        await stream.aclose()  # type: ignore[attr-defined] # a generator
        return out

    return asyncio.run(run())


def test_a_stream_names_incidents_as_they_come_and_gives_its_place_back(mine: TestClient) -> None:
    desk: Desk = mine.app.state.desk  # type: ignore[attr-defined]
    pulse = live.Pulse(desk, tick=0.0)
    new = report("n1", GATE.replace("Kanye", "Lobatse"), "Post", "2022-02-08")
    coded = gate("n1")
    late = replace(coded, events=tuple(replace(e, id="n1#1", begin="2022-02-07", last="2022-02-07") for e in coded.events))
    first, second = events(mine, pulse, lambda: desk.writer.add(new, (), late), 2)
    assert first.startswith("retry: 3000\nevent: hello\n")
    (id,) = (i["id"] for i in mine.get("/board.json").json()["incidents"] if i["begin"] == "2022-02-07")
    assert second.startswith("event: change\n")
    assert f'"new": ["{id}"]' in second
    assert pulse.open == 0


def test_a_page_drawn_before_a_change_is_told_of_it_at_once(mine: TestClient) -> None:
    pulse = live.Pulse(mine.app.state.desk, tick=0.0)  # type: ignore[attr-defined]
    assert [m.partition("event: ")[2].split("\n")[0] for m in events(mine, pulse, lambda: None, 2, stamp="older")] == ["hello", "change"]


def test_streams_are_bounded_and_end_when_the_server_does(mine: TestClient) -> None:
    desk: Desk = mine.app.state.desk  # type: ignore[attr-defined]
    mine.app.state.pulse = pulse = live.Pulse(desk, most=0)  # type: ignore[attr-defined]
    answer = mine.get("/live")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    pulse.most = 1
    threading.Timer(0.2, pulse.ending.set).start()
    answer = mine.get("/live")  # returns, as the stream ends
    assert "event: hello" in answer.text
    assert pulse.open == 0
    assert mine.get("/live?situation=East").status_code == 404
    assert mine.get("/live.json").json()["stamp"] == pulse.stamp()
