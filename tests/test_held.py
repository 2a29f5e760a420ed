"""Our held-out sets are sound, and as first committed: a label changes only with a reason in the commit, and its digest with it."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

import pytest

from tests.conftest import ROOT

HELD = ROOT / "tests/held"
DIGESTS = {
    "tests/held/place_time.jsonl": "3fd1fa25a405d0af",
    "tests/held/coding.jsonl": "40c6380cbf29210a",
    "tests/held/irrelevant.jsonl": "ad70f3ac48c13d64",
    "tests/held/pairs.jsonl": "6147b9bd34b68044",
    "tests/held/place_more.jsonl": "6a882029a48a13fb",
    "tests/held/states.jsonl": "abd5270e563d42a9",
    "tests/held/answers.jsonl": "e1103b7d18f94c15",
    "tests/held/undertakings.jsonl": "afc9d18fb55041a7",
    "tests/held/undertakings_read.jsonl": "a1a897d1ec96987f",
    "training/data/events/heldout.jsonl": "7a8f5b05e5c80c13",
    "tests/situations/tumaco/key.json": "c77d733b61aac1b9",
    "tests/situations/adre/key.json": "6f449445357ae725",
    "tests/situations/palma/key.json": "94a264fdae11aa6a",
    "tests/situations/batken/key.json": "646ab205d7796877",
    "tests/situations/enga/key.json": "e914294e849db7db",
}


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HELD / f"{name}.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("path", DIGESTS)
def test_as_first_committed(path: str) -> None:
    assert hashlib.sha256((ROOT / path).read_bytes()).hexdigest()[:16] == DIGESTS[path]


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("place_time", 300),
        ("coding", 300),
        ("irrelevant", 200),
        ("pairs", 120),
        ("place_more", 240),
        ("states", 100),
        ("answers", 100),
        ("undertakings", 150),
        ("undertakings_read", 150),
    ],
)
def test_enough_and_each_once(name: str, least: int) -> None:
    found = rows(name)
    assert len(found) >= least
    assert len({r["id"] for r in found}) == len(found)


def test_places_and_times_are_sound() -> None:
    for r in rows("place_time") + rows("place_more"):
        start, end = r["trigger"]
        assert 0 <= start < end <= len(r["text"])
        places = [r["place"], *((r["place"] or {}).get("also") or [])]
        times = [r.get("time"), *((r.get("time") or {}).get("also") or [])]
        for p in filter(None, places):
            assert p["precision"] in ("point", "city", "admin2", "admin1", "country", "region")
            assert -90 <= p["lat"] <= 90
            assert -180 <= p["lon"] <= 180
        for t in filter(None, times):
            days = [date.fromisoformat(t[k]) for k in ("begin", "end") if t[k]]
            assert days == sorted(days)


KINDS = {
    "states": frozenset(
        "alert ban blockade ceasefire closure curfew cut-off deployment detention displacement emergency occupation other postponement strike suspension vacancy".split()
    ),
    "answers": frozenset("request demand ultimatum promise offer threat decision".split()),
}
OUTCOMES = frozenset("pending granted refused kept broken withdrawn lapsed partly".split()) | {"carried out"}


@pytest.mark.parametrize(("name", "listed", "reports"), [("states", "conditions", "begin_reports"), ("answers", "undertakings", "reports")])
def test_small_cases_are_sound(name: str, listed: str, reports: str) -> None:
    for case in rows(name):
        ids = [r["id"] for r in case["reports"]]
        days = [r["published"] for r in case["reports"]]
        assert len(set(ids)) == len(ids)
        assert days == sorted(days)
        assert case[listed]
        for x in case[listed]:
            assert {x["kind"], *(x.get("also") or [])} <= KINDS[name], case["id"]
            assert set(x[reports]) <= set(ids)
            told = [date.fromisoformat(x[k]) for k in ("begin", "end", "made", "outcome_date", "due") if x.get(k)]
            assert x.get("begin") is None or x.get("end") is None or told == sorted(told), case["id"]
            assert name == "states" or x["outcome"] in OUTCOMES
            assert name == "states" or (x["outcome"] == "pending") == (x["outcome_date"] is None), case["id"]


@pytest.mark.parametrize("name", ["undertakings", "undertakings_read"])
def test_undertakings_are_sound(name: str) -> None:
    found = [(r, u) for r in rows(name) for u in r["undertakings"]]
    assert len(found) >= 100
    for r, u in found:
        assert set(u["kind"] if isinstance(u["kind"], list) else [u["kind"]]) <= KINDS["answers"], r["id"]
        assert u["at"].lower() in f"{r['title']} {r['text']}".lower(), r["id"]
        assert u["due"] is None or abs((date.fromisoformat(u["due"]) - date.fromisoformat(r["published"])).days) < 3660, r["id"]


def test_codings_are_sound() -> None:
    for r in rows("coding"):
        spans = [r["trigger"], *(q["span"] for q in r["quantities"])]
        spans += [s for s in (r["attribution"] or {}).values() if s]
        assert all(0 <= a < b <= len(r["text"]) for a, b in spans), r["id"]
        assert r["polarity"] in ("positive", "negative")


def test_pairs_are_judged_and_as_many_apart_as_together() -> None:
    found = rows("pairs")
    assert sum(r["same"] is True for r in found) >= 60
    assert sum(r["same"] is False for r in found) >= 60
