"""The situations of `training/data/followups`, and the reader of the writers' text."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from training.followups import FOLDER, check, lines, parsed, problems, records

FILES = sorted(FOLDER.glob("*.jsonl"))
TEXT = """
## t-01 | Peru | a road
@ 2021-08-11 | wire | Agency
1* Herders halt trucks
2 Herders put stones on the road to Velin.
3. They want their sheep paid for.
4 Another road is shut, too.
@ 2021-08-13 | field | Log
5 Stones still there.
6 The firm says no.
7 A day of rain.
8 Trucks wait.
@ 2021-08-20 | wire | Agency
9 The road was cleared on Friday.
10 The firm gave each of them a lamb.
11 More rain.
12 Nothing else.
U demand | herders | the firm | pay for the sheep | 3 | not 6; part 10
S blockade | road to Velin | stones on the road | 1,2 | open 5,8; done 9
S closed | another road | shut | 4 |
"""


def test_there_are_situations() -> None:
    assert FILES


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_situations_are_well_formed(path: Any) -> None:
    assert check(records(path)) == []


def test_held_out_situations_are_not_learnt_from() -> None:
    texts = {path.stem: {line.text for r in records(path) for line in lines(r)} for path in FILES}
    held = texts.pop("heldout") | texts.pop("heldout_watches")
    assert len(records(FOLDER / "heldout.jsonl")) >= 30
    assert not any(held & other for other in texts.values())


def test_whole_watches_have_many_matters() -> None:
    found = [r for name in ("watches", "plain", "heldout_watches") for r in records(FOLDER / f"{name}.jsonl")]
    assert all(len(list(lines(r))) > 100 and len(r["matters"]) > 20 for r in found)


def test_writers_text_becomes_records() -> None:
    (found,) = parsed(TEXT)
    assert check([found]) == []
    assert [r["title"] for r in found["reports"]] == ["Herders halt trucks", None, None]
    assert [(line.number, line.text) for line in lines(found)][8] == (9, "The road was cleared on Friday.")
    told = {line.number: line for line in lines(found)}
    assert (told[3].title, told[3].before) == ("Herders halt trucks", "Herders put stones on the road to Velin.")
    assert found["matters"][0]["said"] == {"6": "not", "10": "part"}
    assert found["matters"][0]["told"] == [3]
    assert found["matters"][2] == {"sort": "state", "kind": "closure", "where": "another road", "what": "shut", "told": [4], "said": {}}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("5 Stones", "6 Stones", "line 9: sentence 5 is numbered 6"),
        ("| not 6;", "| maybe 6;", "not understood: maybe 6"),
        ("@ 2021-08-13 | field", "@ 13 August | field", "line 8"),
        ("| shut | 4 |", "", "5 cells wanted"),
        ("| shut | 4 |", "| shut | four |", "told by which sentences"),
    ],
)
def test_a_slip_of_a_writer_is_named(old: str, new: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        parsed(TEXT.replace(old, new))


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("matters", 0, "kind"), "wish", "kind wish"),
        (("matters", 0, "by"), "", "by nobody"),
        (("matters", 0, "told"), [6], "both first tells it"),
        (("matters", 1, "said"), {"13": "done"}, "not there"),
        (("matters", 1, "said"), {"9": "not"}, "says"),
        (("reports", 0, "published"), "2021-09-01", "order of their days"),
        (("reports", 0, "genre"), "rumour", "genre rumour"),
    ],
)
def test_a_faulty_record_is_refused(path: tuple[Any, ...], value: Any, told: str) -> None:
    record = copy.deepcopy(parsed(TEXT)[0])
    at: Any = record
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    assert any(told in p for p in problems(record))
