"""The labelled pairs of watches as they were read, and what is learnt from them."""

from __future__ import annotations

import json

import numpy as np

from training.heeded import FILE, UNDERTAKINGS, fitted, records, scores
from vedette.domain import FOLLOWED
from vedette.situation.signs import kinds

ROWS = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]


def test_each_row_is_a_whole_pair_with_a_label() -> None:
    for r in ROWS:
        assert set(r) == {"watch", "kind", "by", "to", "what", "told", "title", "before", "text", "days", "own", "alike", "said", "label"}
        assert r["label"] in FOLLOWED
        assert r["kind"] in UNDERTAKINGS | kinds().keys()
        assert len(r["said"]) == len(FOLLOWED)
        assert abs(sum(r["said"]) - 1) < 0.01
        assert 0 <= r["alike"] <= 1
        assert r["text"].strip()
        assert r["told"].strip()


def test_no_pair_stands_twice_and_the_rows_are_sorted() -> None:
    keys = [(r["watch"], r["kind"], r["what"], r["told"], r["text"]) for r in ROWS]
    assert len(set(keys)) == len(keys)
    order = [(r["watch"], r["kind"], r["what"], r["told"], r["days"], r["text"]) for r in ROWS]
    assert order == sorted(order)


def test_the_watches_are_those_of_the_dossiers_from_which_may_be_learnt() -> None:
    dossiers = FILE.parent.parent / "pairs"
    known = {json.loads(line)["id"] for line in (dossiers / "watches.jsonl").read_text("utf-8").splitlines()}
    held = {json.loads(line)["id"] for line in (dossiers / "heldout_watches.jsonl").read_text("utf-8").splitlines()}
    assert {r["watch"] for r in ROWS} <= known
    assert not {r["watch"] for r in ROWS} & held


def test_a_sign_that_tells_gets_its_weight_and_one_that_does_not_gets_little() -> None:
    rng = np.random.default_rng(1)
    signs = np.column_stack([np.ones(400), rng.normal(size=400), rng.normal(size=400)])
    weights = fitted(signs, (signs[:, 1] + 0.3 * rng.normal(size=400) > 0.5).astype(float))
    assert weights[1] > 1.5
    assert abs(weights[2]) < 0.5
    assert weights[0] < 0


def test_all_right_answers_give_a_hundred_percent() -> None:
    found = records()[:600]
    whole = scores(found, lambda h: float(h.right), 0.5)
    assert (whole["precision"], whole["recall"]) == (100, 100)
    assert scores(found, lambda h: 0.0, 0.5)["heeded"] == 0
