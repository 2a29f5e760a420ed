"""Each page and its twin: what it shows, what it must not show, and how it says no."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.web import signing
from vedette.domain import Picture, Situation
from vedette.errors import NotFound
from vedette.pipeline import picture
from vedette.store import Store
from vedette.web.app import create_app
from vedette.web.desk import Cut, Desk
from vedette.web.serve import names

PAGES = (
    "/",
    "/?all=1",
    "/?map=1",
    "/reports",
    "/reports?q=gate",
    "/reports/r3",
    "/reports/r3?event=r3%231",
    "/sitrep",
    "/sitrep?since=2022-01-09",
)


def ids(client: TestClient) -> dict[str, str]:
    """Incident ids by title."""
    return {i["title"]: i["id"] for i in client.get("/board.json").json()["incidents"]}


@pytest.mark.parametrize("path", PAGES)
def test_pages_carry_a_strict_policy_and_nothing_inline_or_from_elsewhere(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not re.search(r"<script(?![^>]*\ssrc=\"/)|\sstyle=|\son\w+=|<style", answer.text)
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//(?!mirror\.example)", answer.text)


def test_the_board_lists_incidents_newest_first_with_who_says_so(client: TestClient) -> None:
    text = client.get("/").text
    titles = re.findall(r'<span class="what">([^<]*)', text)
    assert [t.split()[0] for t in titles] == ["Botswana", "Herders", "Guards"]
    assert "Southern District (area)" in text
    assert "Botswana (country only)" in text
    assert "1/2 sources" in text  # a copy is no second source
    assert "Open undertakings" in text
    assert 'class="grade"' in text
    assert "/dist/map" not in text  # the map is closed until it is asked for
    assert "1 with no exact place" in client.get("/?map=1").text


def test_the_board_shows_what_is_in_force_with_its_age(client: TestClient) -> None:
    side = client.get("/?as_of=2022-01-12").text.partition('class="side"')[2]
    assert "Closure" in side
    assert "since 7 Jan 2022" in side
    assert "age 5 d" in side


def test_a_chosen_incident_shows_its_mentions_each_linked_to_its_words(client: TestClient) -> None:
    id = ids(client)["Guards closed the gate"]
    text = client.get(f"/?incident={id}").text
    detail = text.partition('id="detail"')[2]
    assert "/reports/a%2F1?situation=South&amp;event=a%2F1%231#evidence" in detail
    assert "copy of Post" in detail
    assert "on the word of police" in detail
    assert "2 wounded" in detail
    assert f'<body class="board" data-incident="{id}">' in text


def test_an_incidents_page_lists_facts_by_source_and_what_hangs_on_it(client: TestClient) -> None:
    text = client.get(f"/incidents/{ids(client)['Guards closed the gate']}").text
    assert "<b>Coerce: restrict</b>" in text
    assert "7 Jan 2022" in text
    assert "States that hang on it" in text


def test_a_report_marks_the_words_of_each_field_of_the_chosen_event(client: TestClient) -> None:
    text = client.get("/reports/a%2F1?event=a%2F1%231").text
    mark = re.search(r'<mark class="evidence" id="evidence">(.*?)</mark>', text, re.DOTALL)
    assert mark
    assert re.sub(r"<[^>]+>", "", mark[1]) == "Guards closed the gate near Kanye on Friday, police said."
    for role, words in [("actor", "Guards"), ("about", "the gate"), ("place", "Kanye"), ("time", "Friday"), ("attribution", "police")]:
        assert re.search(rf'<span class="role {role}" data-tag="[a-z ]+">{words}</span>', mark[1]), role
    assert re.search(r'<span class="role trigger" data-tag="what"><a [^>]*>closed</a></span>', mark[1])
    assert re.search(r'<span class="role number" data-tag="how many">Two</span>', text)
    body = re.sub(r"<[^>]+>", "", text.partition('<div class="body"')[2].partition(">")[2].partition("</div>")[0])
    assert body == "Guards closed the gate near Kanye on Friday, police said. Two people were hurt."
    assert "mark" not in client.get("/reports/a%2F1").text.partition('class="body"')[2].partition("</div>")[0]


def test_a_report_says_what_kind_of_text_it_is_and_what_it_copies(client: TestClient) -> None:
    text = client.get("/reports/a2").text
    assert "Restated for this example, not the publisher&#39;s words." in text
    assert "(copies Post)" in text
    assert 'href="https://mirror.example/gate"' in text
    assert "javascript:" not in client.get("/reports/a%2F1").text
    assert client.get("/reports/a2.txt").text.startswith("Guards closed")
    assert "no event a2#9" in client.get("/reports/a2?event=a2%239").text


def test_hostile_words_stay_words(client: TestClient) -> None:
    for path in (
        "/",
        "/reports",
        "/reports/4",
        "/reports/4?event=4%231",
        "/sitrep",
        "/sitrep.html",
        "/reports?q=%3Cscript%3E%22*",
        "/reports/%3Cscript%3E",
    ):
        text = client.get(path).text
        assert "<script>alert" not in text
        assert "<i>Gazette" not in text
        assert "<b>closed" not in text
        assert "<script>" not in text
    assert "&lt;script&gt;alert" in client.get("/reports/4").text


def test_twins_say_the_same(client: TestClient) -> None:
    board = client.get("/board.json").json()
    assert (board["schema"], board["situation"]) == (1, "South")
    assert {r["id"] for r in board["reports"]} == {"a/1", "a2", "r3", 4}
    id = ids(client)["Guards closed the gate"]
    incident = client.get(f"/incidents/{id}.json").json()
    assert [m["evidence"]["text"] for m in incident["mentions"]] == ["Guards closed the gate near Kanye on Friday, police said."] * 2
    assert incident["conditions"]
    one = client.get("/reports/a%2F1.json").json()
    assert one["text"][slice(*(one["events"][0]["trigger"][k] for k in ("start", "end")))] == "closed"
    assert one["events"][0]["incident"] == id
    assert client.get("/reports/4.json").json()["id"] == 4
    found = client.get("/reports.json?q=herders").json()
    assert {r["id"] for r in found["reports"]} == {"r3", 4}
    assert client.get("/sitrep.json").json()["sections"]
    assert client.get("/sitrep.md").text.startswith("# Situation report: South")
    assert client.get("/health").json()["reports"] == 4


def test_the_map_has_no_point_for_a_whole_country(client: TestClient) -> None:
    features = client.get("/incidents.geojson").json()["features"]
    assert {(f["properties"]["place"], f["properties"]["exact"]) for f in features} == {("Kanye", True), ("Southern District", False)}
    area = next(f for f in features if f["properties"]["place"] == "Southern District")
    assert area["properties"]["radius_km"] == 120
    assert area["geometry"] == {"type": "Point", "coordinates": [24.8, -24.8]}
    assert area["properties"]["url"].startswith("/incidents/")


@pytest.mark.parametrize(
    ("box", "places"),
    [
        ("25,-25.5,26,-24", {"Kanye"}),
        ("20,-30,30,-20", {"Kanye", "Southern District"}),
        ("170,-30,25,-20", {"Southern District"}),
        ("0,0,1,1", set()),
    ],
)
def test_a_box_cuts_the_map(client: TestClient, box: str, places: set[str]) -> None:
    features = client.get(f"/incidents.geojson?bbox={box}").json()["features"]
    assert {f["properties"]["place"] for f in features} == places


def test_as_of_and_known_at_cut_the_picture(client: TestClient) -> None:
    assert set(ids(client)) == {"Guards closed the gate", "Herders blocked roads", "Botswana held talks <script>alert('x')</script>"}
    assert "Herders" not in client.get("/?as_of=2022-01-09").text
    assert len(client.get("/board.json?known_at=2022-01-08").json()["reports"]) == 1
    assert client.get("/board.json?situation=").json()["situation"] is None


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/incidents/i000", 404, "no such incident"),
        ("/incidents/i000.json", 404, "no such incident"),
        ("/?incident=i000", 404, "no such incident"),
        ("/reports/none", 404, "no such report"),
        ("/reports/none.json", 404, "no such report"),
        ("/reports/gone", 404, "forgotten on"),
        ("/nowhere", 404, "/nowhere: no such page"),
        ("/?situation=East", 404, "no situation"),
        ("/?as_of=2022-02-30", 400, "as-of 2022-02-30: not a day"),
        ("/?known_at=soon", 400, "known-at soon: not a day"),
        ("/board.json?as_of=x", 400, "as-of x: not a day"),
        ("/sitrep?since=x", 400, "since x: not a day"),
        ("/incidents.geojson?bbox=1,2,3", 400, "bbox 1,2,3: not a box"),
        ("/incidents.geojson?bbox=1,2,3,nan", 400, "not a box"),
    ],
)
def test_what_cannot_be_shown_is_said_in_one_line(client: TestClient, path: str, status: int, words: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    said = answer.json()["error"]["message"] if path.partition("?")[0].endswith("json") else answer.text
    assert words in said
    assert "Traceback" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_nothing_can_be_written(client: TestClient) -> None:
    assert client.post("/").status_code == 405
    for path in (*PAGES, "/board.json", "/reports/a2.txt", "/health"):
        asked = client.head(path)
        assert (asked.status_code, asked.text) == (200, ""), path
    assert client.delete("/reports/r3").status_code == 405


def test_another_host_name_is_refused_where_only_this_machine_may_ask(client: TestClient) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    assert "*" not in names("127.0.0.1")
    assert "*" not in names("::1")
    assert names("0.0.0.0") == ["*"]  # whoever opens it to a network names the hosts there


def test_an_empty_database_says_how_to_fill_it_and_a_board_without_a_map_says_why(empty: TestClient, db: str, tmp_path: Path) -> None:
    text = empty.get("/").text
    assert "No reports yet" in text
    assert "ingest reports.jsonl" in text
    assert empty.get("/sitrep").status_code == 200
    assert empty.get("/incidents.geojson").json() == {"type": "FeatureCollection", "features": []}
    dist = tmp_path / "dist"
    dist.mkdir()
    (dist / "missing.txt").write_text("`npm ci` failed <here>\n", "utf-8")
    desk = Desk(db)
    with TestClient(create_app(desk, ["127.0.0.1"], dist=dist), base_url="http://127.0.0.1") as client:
        text = client.get("/?map=1").text
    desk.close()
    assert "No map: `npm ci` failed &lt;here&gt;" in text
    assert "/dist/map.js" not in text
    assert "Herders blocked roads" in text


def test_the_printed_sitrep_lets_its_own_style_through(client: TestClient) -> None:
    answer = client.get("/sitrep.html")
    assert "style-src 'sha256-" in answer.headers["content-security-policy"]
    assert "Herders blocked roads" in answer.text


def test_a_picture_is_kept_until_the_database_changes(tmp_path: Path) -> None:
    path = tmp_path / "k.db"
    Store.open(path).close()
    desk = Desk(str(path))
    first = desk.view(Cut())
    assert desk.view(Cut()) is first
    assert desk.view(Cut(known_at="2022-01-01")) is not first
    writer = Store.open(path)
    writer.issue("x", "empty", "nothing to read")
    writer.close()
    assert desk.view(Cut()) is first  # an issue changes no picture
    desk.close()


@pytest.fixture
def shared(db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """The board as a viewer sees it from another machine."""
    signing.quick(monkeypatch)
    with signing.board(signing.peopled(db, tmp_path)) as made:
        signing.sign_in(made, "viewer")
        yield made


def test_a_viewer_is_shown_no_more_of_a_text_than_an_event_rests_on(shared: TestClient) -> None:
    evidence, rest = "Guards closed the gate near Kanye on Friday, police said.", "people were hurt"
    text = shared.get("/reports/a2").text
    assert "Guards closed the gate near" not in text
    assert "whole text is withheld" in text
    assert "a2.txt" not in text
    text = shared.get("/reports/a2?event=a2%231").text
    assert evidence in re.sub(r"<[^>]+>", "", text)
    raw, twin = shared.get("/reports/a2.txt"), shared.get("/reports/a2.json").json()
    assert (raw.status_code, twin["text"]) == (403, None)
    assert raw.text.strip() == twin["withheld"]
    assert twin["events"][0]["evidence"]["text"] == evidence
    for path in (*PAGES, "/reports/a2", "/reports/a2?event=a2%231", "/reports/a2.txt", "/reports/a2.json", "/board.json", "/sitrep.md"):
        assert rest not in shared.get(path).text, path
    assert "Botswana held" not in shared.get("/reports").text  # an untitled report is named by its id


def test_pages_are_not_kept_by_browsers_and_fixed_files_are_asked_for_again(client: TestClient) -> None:
    for path in (*PAGES, "/reports/a2.json", "/reports/a2.txt", "/board.json", "/sitrep.md", "/sitrep.html"):
        assert client.get(path).headers["cache-control"] == "no-store", path
    assert client.get("/static/style.css").headers["cache-control"] == "no-cache"


def test_a_picture_in_the_making_holds_up_only_those_who_wait_for_it(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go, made = threading.Event(), threading.Event(), list[str | None]()

    def slow(store: Store, situation: Situation | None, **cut: str | None) -> Picture:
        made.append(cut["as_of"])
        if cut["as_of"] is None:
            begun.set()
            assert go.wait(20)
        return picture(store, situation, as_of=cut["as_of"], known_at=cut["known_at"])

    monkeypatch.setattr("vedette.web.desk.picture", slow)
    desk = Desk(db)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(desk.view, Cut())
        assert begun.wait(20)
        second = pool.submit(desk.view, Cut())
        assert desk.view(Cut(as_of="2022-01-09")).picture.as_of == "2022-01-09"
        assert not first.done()
        go.set()
        assert first.result(20) is second.result(20)
    assert made == [None, "2022-01-09"]
    with pytest.raises(NotFound):
        desk.view(Cut(situation="East"))
    with pytest.raises(NotFound):  # a failure is not kept
        desk.view(Cut(situation="East"))
    desk.close()
