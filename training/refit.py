"""Fit the UPOS tags once more where the reading model has not been: `python -m training.refit [--corpora DIR] [--weights FOLDER]`.

The model knows its training sentences nearly by heart (99.7 of 100 tags), so nothing more is to be learnt there. This fits a linear correction of its UPOS
scores over the encoder's first and last layer on the *development* halves of EWT and GUM, which no stage was trained on, and writes it into `reader.onnx`;
everything else in the file stays as it is. From then on only the test halves measure UPOS. Prints the errors on development sentences that were left out of
the fit (four parts, in order), before and after. Run again, it replaces the correction. A minute or two. `--card`: fit nothing, score the files that are
there by `bench.accuracy` and bring `MODEL_CARD.md` up to date.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor
from torch.nn import functional as F

from training.corpora import conllu, digest
from vedette.language import Reader
from vedette.language.model import FOLDER

ROOT = Path(__file__).resolve().parent.parent
DEV = ("en_ewt-ud-dev.conllu.gz", "en_gum-permitted-dev.conllu.gz")
LAYERS = ("words0", "words4")
DECAY, STEPS, PARTS = 2e-2, 40, 4
"""Weight of the squared correction in the loss (of standardised inputs), steps of L-BFGS, parts of the cross-validation."""


def plain(model: onnx.ModelProto) -> str:
    """Take an earlier correction out of the model; the name of the UPOS scores [B, W, T]."""
    graph = model.graph
    last = next(n for n in graph.node if "upos" in n.output)
    best = next(n for n in graph.node if n.op_type == "ArgMax" and n.output[0] == last.input[0])
    scaled = next((n for n in graph.node if n.name == "refit_scale"), None)
    if scaled is not None:
        best.input[0] = scaled.input[0]
        for old in [n for n in graph.node if n.name.startswith("refit_")]:
            graph.node.remove(old)
        for old in [t for t in graph.initializer if t.name.startswith("refit_")]:
            graph.initializer.remove(old)
    return str(best.input[0])


def examples(path: Path, reader: Reader, model: onnx.ModelProto, scores: str) -> tuple[Tensor, Tensor, Tensor]:
    """UPOS scores [N, T], layers [N, S] and right tags [N] of a treebank's words, in order."""
    import onnxruntime

    shown = onnx.ModelProto()
    shown.CopyFrom(model)
    shown.graph.node.append(helper.make_node("Identity", [scores], ["scores"]))
    shown.graph.output.append(helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["B", "W", "T"]))
    with tempfile.TemporaryDirectory() as folder:
        onnx.save(shown, f"{folder}/shown.onnx")
        session = onnxruntime.InferenceSession(f"{folder}/shown.onnx", providers=["CPUExecutionProvider"])
    found: list[np.ndarray] = []
    states: list[np.ndarray] = []
    right: list[int] = []
    for e in conllu(path):
        encoded = reader.pieces.encode(e["words"], reader.lexicon.matches(e["words"]))
        out = session.run(["scores", *LAYERS], reader.model.inputs([encoded], -(-len(encoded.ids) // 2) * 2))
        found.append(out[0][0])
        states.append(np.concatenate([x[0, 1:] for x in out[1:]], axis=-1))
        right += [reader.model.labels["upos"].index(t) for t in e["upos"]]
    return torch.from_numpy(np.concatenate(found)), torch.from_numpy(np.concatenate(states)), torch.tensor(right)


def fit(scores: Tensor, states: Tensor, right: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Scale [1], weights [S, T] and bias [T] of the correction: scale * scores + states @ weights + bias."""
    mean, spread = states.mean(0), states.std(0) + 1e-6
    given = (states - mean) / spread
    weights = torch.zeros(states.shape[1], scores.shape[1], requires_grad=True)
    bias = torch.zeros(scores.shape[1], requires_grad=True)
    scale = torch.ones(1, requires_grad=True)
    search = torch.optim.LBFGS([weights, bias, scale], max_iter=STEPS, history_size=10)

    def loss() -> Tensor:
        search.zero_grad()
        value = F.cross_entropy(scores * scale + given @ weights + bias, right) + DECAY * (weights**2).sum()
        value.backward()
        return value

    search.step(loss)
    with torch.no_grad():
        folded = weights / spread[:, None]
        return scale.detach(), folded, bias - mean @ folded


def wrong(fitted: tuple[Tensor, Tensor, Tensor], scores: Tensor, states: Tensor, right: Tensor) -> int:
    """Words whose best tag is another."""
    scale, weights, bias = fitted
    return int(((scores * scale + states @ weights + bias).argmax(-1) != right).sum())


def validated(data: dict[str, tuple[Tensor, Tensor, Tensor]]) -> dict[str, dict[str, int]]:
    """Errors by treebank, before and after, on the parts left out of the fit."""
    out = {n: {"words": len(d[2]), "before": int((d[0].argmax(-1) != d[2]).sum()), "after": 0} for n, d in data.items()}
    for part in range(PARTS):
        inside = {n: torch.arange(len(d[2])) * PARTS // len(d[2]) == part for n, d in data.items()}
        fitted = fit(*(torch.cat([d[k][~inside[n]] for n, d in data.items()]) for k in range(3)))
        for n, d in data.items():
            out[n]["after"] += wrong(fitted, *(d[k][inside[n]] for k in range(3)))
    return out


def write(model: onnx.ModelProto, scores: str, fitted: tuple[Tensor, Tensor, Tensor], path: Path) -> None:
    """Put the correction between the UPOS scores and their best tag."""
    graph = model.graph
    scale, weights, bias = (x.numpy().astype(np.float32) for x in fitted)
    parts = np.split(weights, len(LAYERS))
    constants = {"scale": scale, "bias": bias, "one": np.array([1], np.int64), "end": np.array([2**31 - 1], np.int64)}
    constants |= dict(zip(LAYERS, parts, strict=True))
    graph.initializer.extend(numpy_helper.from_array(v, f"refit_{k}_value") for k, v in constants.items())

    def node(op: str, inputs: list[str], name: str) -> str:
        graph.node.append(helper.make_node(op, inputs, [f"refit_{name}_out"], name=f"refit_{name}"))
        return f"refit_{name}_out"

    last = next(n for n in graph.node if "upos" in n.output)
    best = next(n for n in graph.node if n.op_type == "ArgMax" and n.output[0] == last.input[0])
    products = [node("MatMul", [layer, f"refit_{layer}_value"], layer) for layer in LAYERS]
    with_root = node("Add", products, "layers")
    words = node("Slice", [with_root, "refit_one_value", "refit_end_value", "refit_one_value"], "words")
    moved = node("Add", [words, "refit_bias_value"], "moved")
    kept = node("Mul", [scores, "refit_scale_value"], "scale")
    best.input[0] = node("Add", [kept, moved], "sum")
    for n in (best, last):  # nodes stand behind what they take
        again = onnx.NodeProto()
        again.CopyFrom(n)
        graph.node.remove(n)
        graph.node.append(again)
    onnx.checker.check_model(model, full_check=False)
    onnx.save(model, str(path))


NOTE = "; a linear correction of the UPOS scores over the first and the last layer, fitted by `training.refit` on the development halves of EWT and GUM"


def corrected(model: Path) -> bool:
    """Whether a model has the correction."""
    return any(n.name == "refit_scale" for n in onnx.load(str(model)).graph.node)


def update_card(weights: Path) -> None:
    """Size, digest and scores of the files that are there, in `MODEL_CARD.md`; the correction is named where the model has one."""
    from bench import accuracy
    from training.card import score_rows

    path, model = weights / "MODEL_CARD.md", weights / "reader.onnx"
    card = path.read_text("utf-8")
    said = f"{model.stat().st_size:,} bytes, SHA-256 `{digest(model)}`"
    card = re.sub(r"[\d,]+ bytes, SHA-256 `[0-9a-f]{64}`", lambda _: said, card, count=1)
    card = card.replace(NOTE, "")
    if corrected(model):
        card = card.replace(
            "int8 weights (7 bits a column), fixed input ranges", "int8 weights (7 bits a column), fixed input ranges" + NOTE, 1
        )
    scores = accuracy.measure(Reader(weights))
    rows = score_rows(scores)
    card = re.sub(r"(\| measure \| figures \|\n\|---\|---\|\n)(?:\|.*\n)+", lambda m: m[1] + rows + "\n", card, count=1)
    path.write_text(card, "utf-8")


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--corpora", type=Path, default=Path(os.environ.get("VEDETTE_CORPORA", ROOT.parent / "shared/corpora/syntax")))
    p.add_argument("--weights", type=Path, default=FOLDER)
    p.add_argument("--card", action="store_true", help="fit nothing: score the files and bring the model card up to date")
    a = p.parse_args()
    if a.card:
        update_card(a.weights)
        return
    torch.manual_seed(0)
    model = onnx.load(str(a.weights / "reader.onnx"))
    scores = plain(model)
    reader = Reader(a.weights, threads=1)
    data: dict[str, Any] = {name: examples(a.corpora / name, reader, model, scores) for name in DEV}
    print(json.dumps(validated(data), indent=1))
    fitted = fit(*(torch.cat([d[k] for d in data.values()]) for k in range(3)))
    write(model, scores, fitted, a.weights / "reader.onnx")


if __name__ == "__main__":
    main()
