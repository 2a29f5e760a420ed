"""When states began and ended by the texts of several reports, read as a desk reads them: `tests/cases/states_ended.jsonl`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from vedette.domain import Situation
from vedette.ingest import from_text
from vedette.language import Reader
from vedette.pipeline import Coder, ingest, picture
from vedette.store import Store

ROWS = [json.loads(line) for line in (Path(__file__).parents[1] / "cases" / "states_ended.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_states_begin_and_end_on_their_days(row: dict[str, Any], reader: Reader, tmp_path: Path) -> None:
    """`want`: kind, begin and end of states; `count`: how many are shown; `never`: kinds of which none is."""
    store = Store.open(tmp_path / "desk.db")
    situation = Situation(name="desk", area=tuple(row["area"]))
    store.put_situation(situation, by="test")
    told = [from_text(text, kind="text", id=f"r{n}", published=day, title=title) for n, (day, title, text) in enumerate(row["reports"])]
    list(ingest(store, told, reader, Coder(context=row["area"])))
    shown = [(c.kind, c.begin, c.end) for c in picture(store, situation).conditions]
    store.close()
    for kind, begin, end in row["want"]:
        assert any(k in kind.split("|") and (b, e) == (begin, end) for k, b, e in shown), shown
    assert len(shown) == row.get("count", len(shown)), shown
    assert not {k for k, _, _ in shown} & set(row.get("never", ())), shown
