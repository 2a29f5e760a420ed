"""The reports and passages of `training/data/places`: every mark is of words that are there, and none of the held-out ones is learnt from."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from training.followups import FOLDER

PLACES = FOLDER.parent / "places"


def rows_of(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (PLACES / f"{name}.jsonl").read_text("utf-8").splitlines()]


def test_what_is_held_out_is_in_no_other_file() -> None:
    texts = [{r["text"] for r in rows_of(name)} for name in ("reports", "passages", "heldout")]
    assert sum(map(len, texts)) == len(set.union(*texts))


@pytest.mark.parametrize(("name", "count", "events"), [("reports", 820, 5600), ("passages", 520, 1600), ("heldout", 200, 1100)])
def test_the_marked_reports_are_as_they_should_be(name: str, count: int, events: int) -> None:
    rows = rows_of(name)
    assert len(rows) >= count
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
    assert marks >= events
