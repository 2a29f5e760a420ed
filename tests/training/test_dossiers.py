"""Dossiers labelled by incident: the plain text, and the data of ours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.dossiers import faults, main, parsed, records

DATA = Path(__file__).parent.parent.parent / "training/data/pairs"
FILES = {"train": 273, "heldout": 47, "watches": 91, "heldout_watches": 6}
TOLD = """# zz-01 | Zarbat
## 2017-09-04 | wire | Zarbat Press | Villagers {i1|shut} the haul road
Residents {i1|laid boulders} across the road. Their president {i2|asked} for asphalt.
## 2017-09-05 | log | Police post | -
Km 42: {i1|boulders}, 30 lorries waiting.
"""


def test_a_text_becomes_a_record() -> None:
    found = parsed(TOLD)
    assert [(r["genre"], r["title"]) for r in found["reports"]] == [("wire", "Villagers shut the haul road"), ("log", None)]
    told = [found["reports"][m["report"]][m["part"]][m["start"] : m["end"]] for m in found["mentions"]]
    assert told == ["shut", "laid boulders", "asked", "boulders"]
    assert [m["incident"] for m in found["mentions"]] == ["i1", "i1", "i2", "i1"]
    assert faults(found) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("# zz-01 | Zarbat", "zz-01", "line 1"),
        ("## 2017-09-04 | wire | Zarbat Press | Villagers", "## 2017-09-04 | Villagers", "line 2"),
        ("2017-09-04", "4 September", "no day"),
        ("| wire |", "| letter |", "no genre"),
        ("{i2|asked}", "{i2 asked}", "a mark that is left"),
        ("{i2|asked} for", "{i2|asked }for", "no mark"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_written(tmp_path: Path, old: str, new: str, fault: str) -> None:
    given, out = tmp_path / "zz-01.txt", tmp_path / "out.jsonl"
    given.write_text(TOLD.replace(old, new, 1), "utf-8")
    with pytest.raises(SystemExit) as e:
        main([str(given), "--out", str(out)])
    assert fault in str(e.value)
    assert not out.exists()


def test_a_right_text_is_written(tmp_path: Path) -> None:
    given, out = tmp_path / "zz-01.txt", tmp_path / "out.jsonl"
    given.write_text(TOLD, "utf-8")
    main([str(given), "--out", str(out)])
    assert json.loads(out.read_text("utf-8")) == parsed(TOLD)


@pytest.mark.parametrize(("name", "count"), FILES.items())
def test_our_dossiers_are_sound(name: str, count: int) -> None:
    found = records(DATA / f"{name}.jsonl")
    assert len(found) >= count
    assert {r["id"]: f for r in found if (f := faults(r))} == {}


def test_no_dossier_stands_in_two_files_and_watches_are_watches() -> None:
    found = {name: records(DATA / f"{name}.jsonl") for name in FILES}
    ids = [r["id"] for of in found.values() for r in of]
    assert len(ids) == len(set(ids))
    for r in (*found["watches"], *found["heldout_watches"]):
        told = [{m["report"] for m in r["mentions"] if m["incident"] == i} for i in {m["incident"] for m in r["mentions"]}]
        assert len(r["reports"]) >= 12, r["id"]
        assert len(told) >= 18, r["id"]
        assert sum(len(t) > 2 for t in told) >= 4, r["id"]
