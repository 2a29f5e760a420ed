"""Watches beside their keys."""

from __future__ import annotations

import json

import pytest

from training.followups import FOLDER, parsed
from training.heeded import asked_in
from training.keyed import FILES, Key
from training.tied import ties_of
from vedette.domain import OffsetMap, Report, Span

TEXT = """
## k-01 | Peru | two roads
@ 2031-05-06 | wire | Agency
1* Farmers block roads
2 Farmers blocked the road from Juliaca to Puno at Caracoto on Monday.
3 They asked the ministry to pay for the frost.
@ 2031-05-07 | wire | Agency
4 Miners blocked the road from Lampa to Pucara on Wednesday.
5 They want work.
6 It rained.
@ 2031-05-13 | wire | Agency
7 Police cleared the road from Lampa to Pucara on Monday.
8 The farmers stay on the road at Caracoto.
9 The ministry paid the farmers for the frost on Tuesday.
10 Nothing else.
11 More rain.
12 The end.
U request | farmers | ministry | pay for the frost | 3 | done 9
S blockade | Caracoto | road Juliaca-Puno | 1,2 | open 8
S blockade | Lampa | road Lampa-Pucara | 4 | done 7
"""


@pytest.fixture(scope="module")
def record() -> dict:  # type: ignore[type-arg]
    return parsed(TEXT)[0]


def test_spans_and_texts_are_sentences_of_the_key(record: dict) -> None:  # type: ignore[type-arg]
    text = " ".join(record["reports"][0]["sentences"])
    r = Report(id="k-01-0", title="Farmers block roads", text=text, raw=text, offsets=OffsetMap.identity(len(text)))
    key = Key(record, {"x": r})
    at = text.index("asked")
    assert key.sentences("x", Span(start=at, end=at + 5, text="asked", in_title=False)) == {3}
    assert key.sentences("x", Span(start=0, end=7, text="Farmers", in_title=True)) == {1}
    assert key.holding(["x"], ["Farmers blocked the road from Juliaca to Puno at Caracoto on Monday."]) == {2}
    assert key.matter("state", {2}) == 1
    assert key.matter("undertaking", {2}) is None
    assert key.said(1, {8, 2, 7}) == {"open", "told"}


def test_ties_and_pairs_are_labelled_by_the_key(record: dict) -> None:  # type: ignore[type-arg]
    ties = [t for t in ties_of(record) if t.ends]
    assert {(t.state, t.right, t.whole) for t in ties} >= {(2, True, True)}
    assert all(not t.right for t in ties if t.state == 1)
    pairs = asked_in(record)
    assert any(h.label == "done" and "paid" in h.pair.text for h in pairs if h.undertaking)


def test_what_is_learnt_from_is_not_held_out() -> None:
    held = {json.loads(line)["id"] for line in (FOLDER / "heldout_watches.jsonl").read_text("utf-8").splitlines()}
    for name in FILES:
        assert not held & {json.loads(line)["id"] for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()}
