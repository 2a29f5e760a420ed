"""The whole reports of `training/data/places`: every mark is of words that are there."""

from __future__ import annotations

import json
from datetime import date

from training.followups import FOLDER

PATH = FOLDER.parent / "places" / "reports.jsonl"


def test_the_marked_reports_are_as_they_should_be() -> None:
    rows = [json.loads(line) for line in PATH.read_text("utf-8").splitlines()]
    assert len(rows) >= 400
    assert len({r["id"] for r in rows}) == len({r["text"] for r in rows}) == len(rows)
    marks = 0
    for r in rows:
        assert set(r) == {"id", "published", "title", "text", "events"}
        assert 1990 <= date.fromisoformat(r["published"]).year <= 2025
        taken = [tuple(m["trigger"]) for m in r["events"]]
        assert taken == sorted(set(taken)), r["id"]
        for m in r["events"]:
            marks += 1
            start, end = m["trigger"]
            word = r["text"][start:end]
            assert word, r["id"]
            assert not any(c.isspace() for c in word), (r["id"], word)
            assert m["places"] or m["none"], (r["id"], word)
            for kind, a, b in m["places"]:
                said = {"text": r["text"], "title": r["title"]}[kind][a:b]
                assert said == said.strip() != "", (r["id"], word)
    assert marks >= 2700
