"""What came of undertakings by the texts of several reports, read as a desk reads them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from vedette.ingest import from_text
from vedette.language import Reader
from vedette.pipeline import Coder, ingest, picture
from vedette.store import Store

ROWS = [json.loads(line) for line in (Path(__file__).parents[1] / "cases" / "answers_told.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_what_came_of_it_is_told_by_other_reports(row: dict[str, Any], reader: Reader, coder: Coder, tmp_path: Path) -> None:
    store = Store.open(tmp_path / "desk.db")
    told = [from_text(text, kind="text", id=f"r{n}", published=day) for n, (day, text) in enumerate(row["reports"])]
    list(ingest(store, told, reader, coder))
    drawn = picture(store)
    shown = [(u.kind, f"{u.what} / {drawn.events[u.events[0]].evidence.text}", u.outcome) for u in drawn.undertakings]
    store.close()
    for kinds, what, outcomes in row.get("want", []):
        found = [u for u in shown if u[0] in kinds.split("|") and re.search(what, u[1])]
        assert any(u[2] in outcomes.split("|") for u in found), shown
    for what, outcomes in row.get("not", []):
        assert not [u for u in shown if re.search(what, u[1]) and u[2] in outcomes.split("|")], shown
