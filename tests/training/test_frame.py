"""The training frame takes further heads and partly labelled data as configuration; the exported heads match the trained.

Needs PyTorch and onnx (`make train` makes an environment with both): skipped where they are missing.
"""

from __future__ import annotations

import copy
import random
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.conftest import ROOT

torch = pytest.importorskip("torch", reason="PyTorch is not installed: the training frame is tested where models are trained")
pytest.importorskip("onnx", reason="onnx is not installed: the training frame is tested where models are trained")

from training.batches import Coder, grouped, label_lists, without_final  # noqa: E402
from training.export import export  # noqa: E402
from training.model import Reader  # noqa: E402
from training.names import renamed  # noqa: E402
from training.train import quantise  # noqa: E402
from vedette.language.lexicon import Lexicon  # noqa: E402
from vedette.language.model import FOLDER  # noqa: E402
from vedette.language.pieces import WordPieces  # noqa: E402

WORDS = [["Serbs", "blocked", "roads", "."], ["NATO", "called", "on", "Serbia", "."], ["Rain", "fell", "in", "Gao", "."]]


@pytest.fixture(scope="module")
def config() -> dict[str, Any]:
    c = tomllib.loads((ROOT / "training/config.toml").read_text("utf-8"))
    c["heads"] |= {
        "trigger": {"kind": "token", "bio": ["PROTEST", "REQUEST"], "weight": 1.0},
        "role": {"kind": "pairs", "labels": ["none", "actor", "recipient"], "width": 16, "weight": 1.0},
        "relevant": {"kind": "sentence", "labels": ["no", "yes"], "weight": 1.0},
    }
    return c


@pytest.fixture(scope="module")
def examples() -> list[dict[str, Any]]:
    tree = {
        "upos": ["X", "VERB", "X", "PUNCT"],
        "xpos": ["NN", "VBD", "NN", "."],
        "tree": [[1, -1, 1, 1], ["nsubj", "root", "obj", "punct"]],
    }
    return [
        {"source": "own", "id": "1", "words": WORDS[0], **tree, "entities": ["B-NORP", "O", "O", "O"]},
        {"source": "uner", "id": "2", "words": WORDS[1], "entities": ["B-ORG", "O", "O", "B-LOC", "O"]},
        {"source": "own", "id": "3", "words": WORDS[1], "trigger": ["O", "B-REQUEST", "O", "O", "O"], "role": [[0, 1, "actor"], [3, 1, "recipient"]], "relevant": "yes"},
        {"source": "own", "id": "4", "words": WORDS[2], "relevant": "no"},
    ]  # fmt: skip


@pytest.fixture(scope="module")
def coder(config: dict[str, Any], examples: list[dict[str, Any]]) -> Coder:
    return Coder(config, label_lists(config, examples), WordPieces(FOLDER / "vocab.txt"), Lexicon(FOLDER))


def model_of(config: dict[str, Any], coder: Coder) -> Any:
    torch.manual_seed(1)
    return Reader(config, coder.labels, coder.pieces.size, 2)


def test_new_heads_are_learnt_together_with_missing_layers(config: dict[str, Any], coder: Coder, examples: list[dict[str, Any]]) -> None:
    model = model_of(config, coder)
    model.train()
    batch = coder.batch([coder.code(e) for e in examples])
    first, parts = model.loss(batch)
    assert set(parts) == {"upos", "xpos", "tree", "entities", "trigger", "role", "relevant"}
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3)
    for _ in range(25):
        loss, _ = model.loss(batch)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    assert float(loss.detach()) < 0.5 * float(first.detach())


def test_a_layer_that_is_absent_counts_in_no_loss(config: dict[str, Any], coder: Coder, examples: list[dict[str, Any]]) -> None:
    model = model_of(config, coder).eval()
    alone = model.loss(coder.batch([coder.code(examples[0])]))[1]
    beside = model.loss(coder.batch([coder.code(examples[0]), coder.code(examples[3])]))[1]
    for name in alone:
        assert beside[name] == pytest.approx(alone[name], abs=1e-4)


def test_a_coarse_label_may_stand_for_several_of_ours(coder: Coder) -> None:
    allowed = coder.allowed["uner"]["entities"]
    tags = coder.labels["entities"]
    named = {k: {tags[i] for i, x in enumerate(v) if x} for k, v in allowed.items()}
    assert named["B-LOC"] == {"B-GPE", "B-LOC", "B-FAC"}
    assert named["O"] == {"O", "B-NORP", "I-NORP", "B-FAC", "I-FAC"}
    assert {k for k, v in zip(tags, coder.allowed["own"]["entities"]["B-LOC"], strict=True) if v} == {"B-LOC"}


def test_the_exported_heads_match_the_trained(config: dict[str, Any], coder: Coder, examples: list[dict[str, Any]], tmp_path: Path) -> None:
    """Tolerance: rounding to the int8 grids may tip at a few places, so scores agree to 0.15 of their spread."""
    import onnxruntime as ort

    model = model_of(config, coder).eval()
    for layer in model.linears():
        layer.watching = True
    batch = coder.batch([coder.code(e) for e in examples])
    with torch.no_grad():
        for _ in range(2):
            arcs, child, head = model(batch)["tree"]
            model.heads["tree"].relations(child, head, arcs.argmax(-1))
        quantise(model)
        scores = model(batch, house=True)
    session = ort.InferenceSession(str(export(model, coder.labels, tmp_path, {})), providers=["CPUExecutionProvider"])
    names = [o.name for o in session.get_outputs()]
    given = {k: batch[k].numpy().astype(np.int32) for k in ("ids", "shapes", "first")} | {"hints": batch["hints"].numpy()}
    found = dict(zip(names, session.run(names, given), strict=True))
    words = batch["word_mask"].numpy()
    heads = batch["head_mask"].numpy()

    def close(mine: Any, theirs: Any) -> None:
        assert mine.shape == theirs.shape
        assert np.abs(mine - theirs).max() <= 0.15 * theirs.std() + 1e-3

    close(found["entities"][words], scores["entities"].log_softmax(-1).numpy()[words])
    close(found["trigger"][words], scores["trigger"].log_softmax(-1).numpy()[words])
    close(found["relevant"], scores["relevant"].numpy())
    pairs = words[:, :, None] & heads[:, None, :]
    close(found["role"][pairs], scores["role"].numpy()[pairs])
    arcs = scores["tree"][0].numpy()
    close(found["arcs"][pairs & (arcs > -9e3)], arcs[pairs & (arcs > -9e3)])
    assert found["upos"].shape == words.shape
    assert found["relations"].shape == words.shape


def test_batches_hold_every_sentence_once(coder: Coder, examples: list[dict[str, Any]]) -> None:
    rows = [coder.code(e) for e in examples * 20]
    batches = grouped(rows, 64, random.Random(1))
    assert sorted(r["id"] for b in batches for r in b) == sorted(r["id"] for r in rows)
    assert batches == grouped([copy.deepcopy(r) for r in rows], 64, random.Random(1))


def test_without_the_final_mark(examples: list[dict[str, Any]]) -> None:
    short = without_final(examples[0])
    assert short is not None
    assert short["words"] == WORDS[0][:3]
    assert short["tree"] == [[1, -1, 1], ["nsubj", "root", "obj"]]
    assert without_final(examples[3]) is None


def test_names_are_exchanged_for_others_of_their_class(examples: list[dict[str, Any]]) -> None:
    lists = {"NORP": [["Roma"]], "GPE": [["Deir", "ez", "-", "Zor"]]}
    e = {"source": "own", "id": "5", "words": ["Serbs", "left", "Gao", "."], "entities": ["B-NORP", "O", "B-GPE", "O"]}
    made = [renamed(e, lists, random.Random(i)) for i in range(20)]
    assert {"source": "own", "id": "5", "words": ["Roma", "left", "Deir", "ez", "-", "Zor", "."], "entities": ["B-NORP", "O", "B-GPE", "I-GPE", "I-GPE", "I-GPE", "O"]} in made  # fmt: skip
    assert renamed({**e, "entities": ["O"] * 4}, lists, random.Random(1)) is None


def test_the_exported_splitter_matches_the_trained(tmp_path: Path) -> None:
    from training.export import export_splitter
    from training.splitter import Net, arrays_of
    from vedette.language.sentences import SUFFIXES, Splitter
    from vedette.language.sentences import WORDS as FORMS

    torch.manual_seed(3)
    net = Net().eval()
    np.savez(tmp_path / "sentences.npz", **arrays_of(net, 0.25))
    export_splitter(tmp_path / "sentences.npz", tmp_path)
    order = np.random.default_rng(3)
    rows = np.stack([order.integers(0, n, 50) for n in (FORMS, SUFFIXES, 13, 4)], axis=1).astype(np.int32)
    with torch.no_grad():
        trained = net(torch.from_numpy(rows).long()[None])[0].numpy() - 0.25
    assert np.abs(Splitter(tmp_path).scores(rows) - trained).max() < 0.02  # float16 tables
