"""What a later sentence says of an earlier matter, by the shipped nets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from vedette.domain import FOLLOWED, FollowUp
from vedette.errors import ModelError
from vedette.language import FollowUps
from vedette.language.followups import GAPS, PIECES, SENTENCE, parts, step
from vedette.language.model import FOLDER

ASKED = FollowUp(
    kind="request",
    by="carters of Velmora",
    to="customs house",
    what="let their lorries through the Tarn gate",
    told="The carters of Velmora asked the customs house to let their lorries through the Tarn gate.",
    text="",
    days=4,
)
BLOCKED = FollowUp(
    kind="blockade",
    where="Velin",
    what="Farmers blocked the road to Velin",
    told="Farmers blocked the road to Velin with tractors on Saturday.",
    text="",
    days=4,
)


@pytest.fixture(scope="module")
def model() -> FollowUps:
    return FollowUps()


@pytest.mark.parametrize(
    ("matter", "text", "said"),
    [
        (ASKED, "The customs house agreed on Monday to let the lorries through the gate.", "done"),
        (ASKED, "The customs house rejected the request of the carters.", "not"),
        (ASKED, "The carters are still waiting for an answer to their request.", "open"),
        (ASKED, "A choir from Karsk sang at the fair.", "nothing"),
        (BLOCKED, "The farmers took their tractors home, and cars were driving to Velin again.", "done"),
        (BLOCKED, "The road to Velin was still blocked on Wednesday.", "open"),
        (BLOCKED, "Two men were arrested in Dorim over a stolen car.", "nothing"),
    ],
)
def test_what_a_sentence_says(model: FollowUps, matter: FollowUp, text: str, said: str) -> None:
    (p,) = model([replace(matter, text=text)])
    assert FOLLOWED[int(p.argmax())] == said


def test_what_a_pair_is_read_as_does_not_depend_on_the_others(model: FollowUps) -> None:
    texts = [
        "The gate opened.",
        "The customs house rejected it, and said that it would not hear of lorries again before the spring.",
        "It rained.",
    ]
    pairs = [replace(m, text=t, title="Gate", before="Plums are dear.") for m in (ASKED, BLOCKED) for t in texts]
    every = model(pairs)
    assert every.shape == (6, len(FOLLOWED))
    assert np.allclose(every.sum(axis=1), 1, atol=1e-5)
    assert all((model([p])[0] == row).all() for p, row in zip(pairs, every, strict=True))
    assert (model(pairs[::-1]) == every[::-1]).all()


def test_no_pairs_give_no_rows(model: FollowUps) -> None:
    assert model([]).shape == (0, len(FOLLOWED))


def test_long_texts_are_cut(model: FollowUps) -> None:
    long = replace(ASKED, told="The carters asked. " * 200, text="It opened. " * 200, title="Gate " * 200, before="Rain. " * 200)
    ids = {part: model.pieces(t) for part, t in parts(long)}
    assert {part: len(found) - 2 for part, found in ids.items()} == {part: abs(n) for part, n in PIECES.items()}
    assert model([long]).shape == (1, len(FOLLOWED))


def test_a_part_that_is_not_known_is_left_out() -> None:
    assert [part for part, _ in parts(replace(ASKED, text="It opened."))] == [1, SENTENCE]
    assert parts(ASKED)[0][1][0].startswith("request: carters of Velmora to customs house: let their lorries")
    assert parts(BLOCKED)[0][1][0].startswith("blockade: Velin: Farmers blocked")


def test_days_go_in_steps() -> None:
    assert [step(n) for n in (-3, 0, 1, 2, 7, 8, 400)] == [0, 0, 1, 2, 3, 4, len(GAPS)]


def test_missing_nets_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="model of follow-ups is missing"):
        _ = FollowUps(tmp_path).name
    (tmp_path / "vocab.txt").write_text((FOLDER / "vocab.txt").read_text("utf-8"), "utf-8")
    with pytest.raises(ModelError, match="model of follow-ups is missing"):
        FollowUps(tmp_path)([ASKED])


@pytest.mark.parametrize("damaged", ["followup_texts.onnx", "followup_pairs.onnx"])
def test_damaged_nets_are_named(damaged: str, tmp_path: Path) -> None:
    for name in {"vocab.txt", "followup_texts.onnx", "followup_pairs.onnx"} - {damaged}:
        (tmp_path / name).symlink_to(FOLDER / name)
    (tmp_path / damaged).write_bytes(b"not a model")
    with pytest.raises(ModelError, match=f"{damaged}: the model of follow-ups is damaged"):
        FollowUps(tmp_path)([ASKED])
