"""Our two situations, scored as `bench/score_situation.py` does, with floors: a change that lowers a figure below one has to say so here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from tests.conftest import ROOT
from vedette.domain import Situation, Undertaking
from vedette.export.picture import picture_shape
from vedette.ingest import open_input
from vedette.language import Reader
from vedette.pipeline import Coder, date_undated, ingest, picture
from vedette.situation.reach import Answers, Matters
from vedette.store import Store

FLOORS = {
    "tumaco": {
        "incidents.recall": 0.78,
        "incidents.precision": 0.80,
        "date.within_1_day": 0.88,
        "place.rate": 0.78,
        "actors.rate": 0.68,
        "conditions.recall": 0.85,
        "undertakings.recall": 0.72,
        "undertakings.outcome_of_all.rate": 0.60,
    },
    "adre": {
        "incidents.recall": 0.85,
        "incidents.precision": 0.80,
        "date.within_1_day": 0.84,
        "place.rate": 0.77,
        "actors.rate": 0.71,
        "conditions.recall": 0.67,
        "undertakings.recall": 0.80,
        "undertakings.outcome_of_all.rate": 0.62,
    },
}
"""Precision was 0.80 and 0.78 at least before the reading model was asked where the lexicon is silent, recall 0.62 and 0.52 (decision 14). That of adre was held to 0.82 while a whole week stood for news without
a day, which fits more of a key by chance (decision 31).
"""
LEAK = 0
"""Incidents, conditions and undertakings that may rest on irrelevant reports alone."""


def scores(name: str, folder: Path, reader: Reader) -> dict[str, Any]:
    here = ROOT / "tests/situations" / name
    watch = json.loads((here / "key.json").read_text("utf-8"))["watch"]
    store = Store.open(folder / "x.db")
    try:
        situation = Situation(name=name, area=tuple(watch["area"]), begin=watch["from"], last=watch["to"])
        store.put_situation(situation, by="test")
        coder = Coder(context=watch["area"])
        kept = list(ingest(store, open_input(str(here / "reports.jsonl"), sys.stdin.buffer), reader, coder))
        assert {x.status for x in kept} == {"new"}
        date_undated(store, reader, coder)
        made = picture(store, situation)
        assert made.undertakings == looked_at_all(store, situation), "what is not looked at would have counted"
        (folder / "x.json").write_text(json.dumps(picture_shape(made)), "utf-8")
    finally:
        store.close()
    command = [sys.executable, str(ROOT / "bench/score_situation.py"), str(here / "key.json"), str(folder / "x.json")]
    subprocess.run(
        [*command, "--reports", str(here / "reports.jsonl"), "--json", str(folder / "out.json")], check=True, stdout=subprocess.DEVNULL
    )
    found: dict[str, Any] = json.loads((folder / "out.json").read_text("utf-8"))
    return found


def looked_at_all(store: Store, situation: Situation) -> tuple[Undertaking, ...]:
    """The undertakings where each step is compared with each matter, and each matter with each answer."""
    answers = mock.patch.object(
        Answers, "of", lambda self, matter, *_, **__: [a for a in self.answers if self.meant.get(a[0].id, matter) == matter]
    )
    matters = mock.patch.object(Matters, "near", lambda self, *_, **__: sorted(self._last))
    with answers, matters:
        return picture(store, situation).undertakings


def _told(found: dict[str, Any], key: str) -> float:
    """The figure of a key such as `place.rate`."""
    told: Any = found
    for part in key.split("."):
        told = told[part]
    return float(told)


@pytest.mark.parametrize("name", FLOORS)
def test_no_figure_falls_below_its_floor(name: str, tmp_path: Path, reader: Reader) -> None:
    found = scores(name, tmp_path, reader)
    reached = {key: _told(found, key) for key in FLOORS[name]}
    assert all(reached[key] >= floor for key, floor in FLOORS[name].items()), reached
    assert found["leak"]["incidents"] + found["leak"]["conditions"] + found["leak"]["undertakings"] <= LEAK
