"""Board, ledgers, search, map, sources, compare: what each shows, its twins, and how it says no."""

from __future__ import annotations

import csv
import io
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bench.board import PAGES, WEIGHT, measured
from tests.web.conftest import event, report
from tests.web.test_pages import ids
from vedette.domain import Coded, Place, Source
from vedette.store import Store
from vedette.web.app import create_app
from vedette.web.desk import Cut, Desk

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def own(db: str, tmp_path: Path) -> Iterator[TestClient]:
    """A board whose database may be written to."""
    path = tmp_path / "own.db"
    shutil.copy(db, path)
    desk = Desk(str(path))
    with TestClient(create_app(desk, ["127.0.0.1"]), base_url="http://127.0.0.1") as made:
        yield made
    desk.close()


def token(client: TestClient, path: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def rows(client: TestClient, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


# -- the board --------------------------------------------------------------------------------------------------------


def test_areas_say_where_it_gets_worse_in_words_too(client: TestClient) -> None:
    text = client.get("/?as_of=2022-01-12").text
    areas = text.partition('class="pane areas"')[2].partition("</section>")[0]
    assert "Southern District" in areas
    assert "incidents: 1 in the last 7 days (weight 4.5), 0 in the 7 before (weight 0.0)" in areas
    assert "up; incidents: 1, the week before 0" in areas
    assert areas.count("<rect") == 14 * areas.count("<svg")
    (south,) = [a for a in client.get("/areas.json?as_of=2022-01-12").json()["areas"] if a["key"] == "BW/Southern District"]
    assert (south["direction"], south["now"], south["count_now"]) == ("up", 4.5, 1)
    assert {r["area"] for r in rows(client, "/areas.csv")} == {"Southern District", "Botswana"}


def test_areas_say_how_tense_they_are_between_what_and_what_moved_it(client: TestClient) -> None:
    areas = client.get("/?as_of=2022-01-12").text.partition('class="pane areas"')[2].partition("</section>")[0]
    assert "hostile 2.2, between 0.0 and 5.1 with 80 %" in areas
    assert 'title="hostility 4.5, 1 independent source ×0.50"' in areas
    assert '<span class="word low">low</span>' in areas
    (south,) = [a for a in client.get("/areas.json?as_of=2022-01-12").json()["areas"] if a["key"] == "BW/Southern District"]
    level = south["level"]
    assert (level["word"], level["direction"], level["hostile"], level["rise"]) == ("low", "up", 2.25, None)
    assert level["moved"][0]["incident"] in areas


def test_an_area_cuts_the_list_and_the_twins(client: TestClient) -> None:
    text = client.get("/?area=BW/Southern District").text
    assert re.findall(r'<span class="what">([^<]*)', text) == ["Herders blocked roads"]
    assert 'href="/incidents.csv?situation=South&amp;area=BW%2FSouthern+District"' in text
    assert [r["title"] for r in rows(client, "/incidents.csv?area=BW/Southern District")] == ["Herders blocked roads"]
    assert client.get("/incidents.json?area=BW/Southern District").json()["total"] == 1


def test_a_grade_is_the_best_sources_letter_and_the_credibility(own: TestClient) -> None:
    id = ids(own)["Guards closed the gate"]
    grade = own.get("/incidents.json?q=gate").json()["incidents"][0]["grade"]
    assert grade[0] == "F"
    key = token(own, "/sources?source=Mirror")
    for name, letter in (("Post", "B"), ("Mirror", "C")):
        assert own.post("/sources", data={"token": key, "name": name, "reliability": letter}, follow_redirects=False).status_code == 303
    assert f">B{grade[1]}</span>" in own.get(f"/incidents/{id}").text
    assert "Best source: B, usually reliable." in own.get("/").text


def test_the_list_is_turned_over_page_by_page(client: TestClient) -> None:
    assert client.get("/?page=2").status_code == 200
    assert "No incident fits" in client.get("/?page=2").text
    for page in ("0", "-1", "x", "٣", "9" * 40):
        answer = client.get(f"/?page={page}")
        assert (answer.status_code, "not a number" in answer.text) == (400, True), page


# -- ledgers ----------------------------------------------------------------------------------------------------------


def test_what_is_in_force_has_a_row_a_bar_and_an_age(client: TestClient) -> None:
    text = client.get("/inforce?as_of=2022-01-12").text
    assert "<b>Closure</b>" in text
    assert "7 Jan 2022<br>" in text.replace(" <br>", "<br>")
    assert "5 d" in text
    assert text.count('class="firm') == 2
    assert 'aria-label="From 7 Jan 2022 to 7 Jan 2022"' in text
    assert 'type="date" name="as_of"' in text
    assert 'type="date" name="known_at"' in text
    assert "<b>Blockade</b>" not in client.get("/inforce?kind=closure").text
    assert "<b>Blockade</b>" not in client.get("/inforce?as_of=2022-01-09").text
    assert "<b>Blockade</b>" not in client.get("/inforce?known_at=2022-01-09").text


def test_in_force_has_twins_that_keep_the_filter(client: TestClient) -> None:
    assert [c["kind"] for c in client.get("/inforce.json?kind=closure").json()["conditions"]] == ["closure"]
    (row,) = rows(client, "/inforce.csv?kind=blockade")
    assert row["evidence"] == "Herders blocked roads across the Southern District on Monday."
    assert row["url"].startswith("http://127.0.0.1/reports/r3?")
    (feature,) = client.get("/inforce.geojson?kind=closure").json()["features"]
    assert feature["geometry"]["coordinates"] == [25.35, -24.98]
    feed = ET.fromstring(client.get("/inforce.atom").text)
    assert len(feed.findall(f"{ATOM}entry")) == 2


def test_undertakings_and_their_twins_answer_where_there_are_none(client: TestClient) -> None:
    assert "Nothing asked or promised fits" in client.get("/undertakings").text
    assert client.get("/undertakings.json").json()["undertakings"] == []
    assert rows(client, "/undertakings.csv") == []
    assert ET.fromstring(client.get("/undertakings.atom").text).tag == f"{ATOM}feed"


# -- search -----------------------------------------------------------------------------------------------------------


def test_search_counts_what_each_choice_would_leave(client: TestClient) -> None:
    found = client.get("/search.json").json()
    assert found["total"] == 3
    counts = {name: {c["value"]: c["count"] for c in choices} for name, choices in found["facets"].items()}
    assert counts["type"] == {"COERCE": 1, "PROTEST": 1, "CONSULT": 1}
    assert counts["source"] == {"Post": 1, "Mirror": 1, "Herald": 1, "<i>Gazette</i>": 1}
    assert counts["area"]["BW/Botswana"] == 2
    narrowed = client.get("/search.json?type=COERCE").json()
    assert narrowed["total"] == 1
    assert {c["value"]: c["count"] for c in narrowed["facets"]["type"]} == counts["type"]  # a second type would widen it
    assert {c["value"] for c in narrowed["facets"]["source"]} == {"Post", "Mirror"}
    assert client.get("/search.json?type=COERCE&type=PROTEST").json()["total"] == 2
    assert client.get("/search.json?type=COERCE&source=Herald").json()["total"] == 0


def test_search_joins_words_of_texts_days_and_fields(client: TestClient) -> None:
    assert [i["title"] for i in client.get("/search.json?q=gate").json()["incidents"]] == ["Guards closed the gate"]
    assert client.get("/search.json?q=gate&type=PROTEST").json()["total"] == 0
    assert client.get("/search.json?from=2022-01-10&to=2022-01-10").json()["total"] == 1
    assert client.get("/search.json?actor=Herders").json()["total"] == 1
    (point,) = client.get("/search.geojson?q=gate").json()["features"]
    assert point["properties"]["title"] == "Guards closed the gate"
    text = client.get("/search?q=gate").text
    assert "Reports with these words" in text
    assert text.count('href="/reports/a') == 2
    assert "aria-current" in client.get("/search?type=COERCE").text.partition("facets")[2]


@pytest.mark.parametrize("path", ["/search", "/search.json", "/incidents.csv", "/incidents.geojson", "/incidents.atom", "/map"])
@pytest.mark.parametrize("query", ["from=soon", "to=2022-02-30", "from=2022-1-1", "page=x"])
def test_a_day_or_page_that_is_none_is_said_in_one_line(client: TestClient, path: str, query: str) -> None:
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 400
    assert "not a" in answer.text


def test_exports_are_safe_and_carry_no_more_than_the_evidence(own: TestClient, tmp_path: Path) -> None:
    for path in ("/incidents.csv", "/reports.csv", "/compare.csv?day=2022-01-08", "/incidents.atom", "/reports.atom", "/inforce.csv"):
        text = own.get(path).text
        assert "were hurt" not in text, path
        assert "<script>alert" not in text or path.endswith("csv"), path
    store = Store.open(tmp_path / "own.db")
    store.put_source(Source(name="=HYPERLINK(1)", side="+1"), by="editor 1")
    store.close()
    found = {r["name"]: r for r in rows(own, "/sources.csv")}
    assert found["'=HYPERLINK(1)"]["side"] == "'+1"
    assert own.get("/incidents.csv").headers["content-disposition"] == 'attachment; filename="incidents.csv"'


def test_an_atom_feed_names_grade_place_and_who_says_so(client: TestClient) -> None:
    feed = ET.fromstring(client.get("/search.atom?q=gate").text)
    (entry,) = feed.findall(f"{ATOM}entry")
    assert (entry.findtext(f"{ATOM}title") or "").startswith("7 Jan 2022, Kanye: Guards closed the gate (F")
    assert "Post: Guards closed the gate near Kanye" in (entry.findtext(f"{ATOM}summary") or "")
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert (link.get("href") or "").startswith("http://127.0.0.1/incidents/")


# -- map --------------------------------------------------------------------------------------------------------------


def test_the_map_page_has_a_timeline_and_a_table_with_what_is_not_on_the_map(client: TestClient) -> None:
    text = client.get("/map").text
    assert text.count('class="war"') >= 5
    assert "7 Jan 2022 to 7 Jan 2022: 1 conflict, 0 other" in text
    assert "not on the map" in text
    assert "Botswana held talks" in text
    cut = client.get("/map?from=2022-01-07&to=2022-01-07").text
    assert "Botswana held talks" not in cut
    assert "7 Jan 2022 to 7 Jan 2022: 1 conflict, 0 other" in cut  # the timeline keeps the other days, to choose them
    assert 'data-incidents="/incidents.geojson?situation=South&amp;limit=2000&amp;from=2022-01-07&amp;to=2022-01-07"' in cut


def test_the_map_can_be_cut_to_the_newest(client: TestClient) -> None:
    features = client.get("/incidents.geojson?limit=2").json()["features"]
    assert [f["properties"]["place"] for f in features] == ["Southern District"]  # the newest of all is of a whole country


def test_a_place_of_which_only_the_name_is_known_is_named_everywhere_and_put_on_no_map(own: TestClient, tmp_path: Path) -> None:
    ford = Place(name="Old Ford", lat=None, lon=None, country=None, feature="", precision="city")
    text = "Shots were fired at a boat by Old Ford on Sunday."
    shots = event("r9", text, "fired", text, "Shots were fired at a boat", event_type="ASSAULT", on="2022-02-06", place=ford)
    store = Store.open(tmp_path / "own.db")
    store.add(report("r9", text, "Herald", "2022-02-07"), (), Coded(events=(shots,), relevant=True))
    store.close()
    (row,) = [r for r in rows(own, "/incidents.csv?situation=") if r["place"] == "Old Ford"]
    assert (row["lat"], row["lon"]) == ("", "")
    assert "Old Ford" not in own.get("/incidents.geojson?situation=").text
    (found,) = [i for i in own.get("/incidents.json?situation=").json()["incidents"] if i["place"] and i["place"]["name"] == "Old Ford"]
    assert (found["place"]["lat"], found["place"]["lon"]) == (None, None)
    for path in (
        "/?situation=",
        "/map?situation=",
        f"/incidents/{found['id']}?situation=",
        f"/triage?situation=&incident={found['id']}",
        "/inforce",
    ):
        answer = own.get(path)
        assert answer.status_code == 200, path
        assert path == "/inforce" or "Old Ford" in answer.text, path


@pytest.mark.parametrize(("as_of", "place"), [("2022-03-01", 0), ("2022-01-12", -1)])
def test_what_has_no_day_stands_first_while_one_watches_and_last_in_an_archive(db: str, as_of: str, place: int) -> None:
    desk = Desk(db)
    view = desk.view(Cut())
    desk.close()
    undated = replace(view.incidents[0], id="undated", begin=None, last=None, known="2022-03-02T08:00:00Z")
    shown = replace(view, picture=replace(view.picture, as_of=as_of, incidents=(*view.picture.incidents, undated))).incidents
    assert len(shown) > 2
    assert shown[place].id == "undated"


LISTS = ("incidents", "inforce", "undertakings", "reports", "sources", "areas", "compare", "search", "queue", "log", "alerts")


@pytest.mark.parametrize("name", LISTS)
def test_each_list_has_its_four_twins(name: str, client: TestClient) -> None:
    assert client.get(f"/{name}.json").json()
    assert client.get(f"/{name}.csv").text.count(",") > 2
    assert ET.fromstring(client.get(f"/{name}.atom").text).tag == f"{ATOM}feed"
    drawn = client.get(f"/{name}.geojson")
    assert drawn.headers["content-type"] == "application/geo+json"
    assert drawn.json()["type"] == "FeatureCollection"


def test_what_is_no_incident_is_drawn_at_the_places_that_it_tells_of(client: TestClient) -> None:
    def spots(path: str) -> dict[str, list[list[float]] | None]:
        found = client.get(path).json()["features"]
        return {f["id"]: f["geometry"] and f["geometry"]["coordinates"] for f in found}

    kanye, south = [25.35, -24.98], [24.8, -24.8]
    assert spots("/reports.geojson")["r3"] == [south]
    assert spots("/sources.geojson")["Post"] == [kanye]
    assert [south] in spots("/areas.geojson").values()
    assert spots("/compare.geojson?day=2022-01-08") != {}
    areas = [e.findtext(f"{ATOM}title") or "" for e in ET.fromstring(client.get("/areas.atom").text).findall(f"{ATOM}entry")]
    assert any(title.startswith("Southern District, BW: up") for title in areas), areas
    graded = [e.findtext(f"{ATOM}title") for e in ET.fromstring(client.get("/sources.atom").text).findall(f"{ATOM}entry")]
    assert "Post (F)" in graded


def test_an_entry_of_the_log_is_drawn_where_its_incident_is(own: TestClient) -> None:
    herders = next(i for i in own.get("/incidents.json").json()["incidents"] if i["title"].startswith("Herders"))
    form = token(own, "/log")
    for subject in (herders["id"], ""):
        own.post("/log", data={"token": form, "text": "The patrol was told", "subject": subject})
    drawn = [f["geometry"] for f in own.get("/log.geojson").json()["features"]]
    assert sorted(map(str, drawn)) == sorted(map(str, [{"type": "MultiPoint", "coordinates": [[24.8, -24.8]]}, None]))


# -- sources ----------------------------------------------------------------------------------------------------------


def test_sources_stand_with_their_record(client: TestClient) -> None:
    found = {s["name"]: s for s in client.get("/sources.json").json()["sources"]}
    assert found["Post"] == {
        "name": "Post", "reliability": "F", "graded": False, "side": None, "ownership": None, "language": None, "note": None, "reports": 1,
        "copies": 0, "unread": 0, "last": "2022-01-08", "incidents": 1, "told_by_others": 0, "confirmed": 0, "rejected": 0, "disputed": 0,
    }  # fmt: skip
    assert found["Mirror"]["copies"] == 1
    assert "not graded" in client.get("/sources").text
    assert client.get("/sources?source=None").status_code == 404


def test_an_editor_grades_a_source_and_it_is_audited(own: TestClient, tmp_path: Path) -> None:
    key = token(own, "/sources?source=Post")
    given = {"token": key, "name": "Post", "reliability": "b", "side": "<b>south</b>", "reason": "a year of reports"}
    assert own.post("/sources", data=given, follow_redirects=False).status_code == 303
    assert own.post("/sources", data={"token": key, "name": "Post", "note": "daily"}, headers={"accept": "application/json"}).json()["source"] == {
        "name": "Post", "reliability": "B", "side": "<b>south</b>", "ownership": None, "language": None, "note": "daily",
    }  # fmt: skip
    text = own.get("/sources?source=Post").text
    assert "&lt;b&gt;south&lt;/b&gt;" in text
    assert "<b>south" not in text
    store = Store.open(tmp_path / "own.db", readonly=True)
    first, second = (r for r in store.history("Post") if r["action"] == "source set")
    store.close()
    assert (first["by"], first["reason"], first["data"]["before"]) == ("desk", "a year of reports", None)
    assert (second["data"]["before"]["note"], second["data"]["after"]["note"]) == (None, "daily")


@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        ({"name": "Post", "reliability": "Z"}, 400, "give one of A, B, C, D, E, F"),
        ({"name": "Nobody", "reliability": "A"}, 404, "no report bears this name"),
        ({"reliability": "A"}, 400, "say which source"),
        ({"name": "Post", "note": "x" * 500}, 400, "more than 400 characters"),
    ],
)
def test_a_grade_that_cannot_be_is_refused(own: TestClient, given: dict[str, str], status: int, words: str) -> None:
    answer = own.post("/sources", data={"token": token(own, "/sources?source=Post"), **given})
    assert (answer.status_code, words in answer.text) == (status, True)
    assert all(not s["graded"] for s in own.get("/sources.json").json()["sources"])


def test_a_grade_needs_the_forms_token(own: TestClient) -> None:
    assert own.post("/sources", data={"name": "Post", "reliability": "A"}).status_code == 403
    assert not own.get("/sources.json").json()["sources"][0]["graded"]


# -- compare ----------------------------------------------------------------------------------------------------------


def test_a_day_is_told_side_by_side(own: TestClient, tmp_path: Path) -> None:
    assert "No source of this day has a side yet" in own.get("/compare?day=2022-01-11").text
    store = Store.open(tmp_path / "own.db")
    for name, side in (("Post", "north"), ("Herald", "south"), ("Mirror", "south")):
        store.put_source(Source(name=name, side=side), by="editor 1")
    store.close()
    day = own.get("/compare.json?day=2022-01-08").json()
    assert day["sides"] == [{"side": "north", "reports": 1}]
    (told,) = day["incidents"]
    assert told["sides"]["north"][0]["evidence"] == "Guards closed the gate near Kanye on Friday, police said."
    assert told["told_on_other_days_by"] == ["south"]
    assert own.get("/compare.json?day=2022-01-09").json()["incidents"] == []  # a copy says nothing of its own
    assert own.get("/compare").status_code == 200
    assert own.get("/compare?day=soon").status_code == 400


# -- what makes a picture anew ----------------------------------------------------------------------------------------


def test_a_grade_draws_no_picture_anew_but_shows_at_once(db: str, tmp_path: Path) -> None:
    path = tmp_path / "g.db"
    shutil.copy(db, path)
    desk = Desk(str(path))
    before = desk.view(Cut())
    desk.writer.put_source(Source(name="Post", reliability="A"), by="editor 1")
    after = desk.view(Cut())
    assert after.picture is before.picture
    assert (before.letter("Post"), after.letter("Post")) == ("F", "A")
    assert desk.view(Cut()) is after
    desk.writer.put_source(Source(name="Post", reliability="A"), by="editor 1")  # nothing changes
    assert len([r for r in desk.store.history("Post") if r["action"] == "source set"]) == 1
    desk.writer.forget("r3", reason="asked for", by="desk")
    assert desk.view(Cut()).picture is not before.picture
    desk.close()


def test_the_first_screen_is_light_with_many_incidents_and_every_page_of_the_bench_answers(tmp_path: Path) -> None:
    (times,), weights = measured((700,), tmp_path, rounds=1)
    assert set(times) == set(PAGES)
    assert {"/", "/static/style.css", "/static/board.css", "/static/page.js", "/static/live.js"} <= set(weights)
    assert sum(weights.values()) <= WEIGHT
