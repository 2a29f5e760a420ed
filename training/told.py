"""Learn what kind of event a word may tell of, and which state: the net of `vedette.language.spotting`.

    python -m training.told [--weights FOLDER] [--epochs N]

Reads `train.jsonl` of `data/events`, `data/states` and `data/marks` with the shipped reader, whose layers are the input, and writes `told.onnx` beside it; prints
F1 of types and of states on the `heldout.jsonl` beside them at several thresholds and writes them to `TOLD_CARD.md`. The reader itself stays as it is, so this takes minutes. `--expose`
first adds the layers as outputs to a reader that was exported without them; `--score` scores the table that is there and writes its card.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn
from torch.nn import functional as F

from training import annotations
from training.export import CONTRIB, Graph, array
from vedette.language import Reader
from vedette.language.model import FOLDER, LAYERS
from vedette.language.spotting import MARKS, OUTPUTS, asked, marks

DATA = Path(__file__).resolve().parent / "data"
EVENTS, STATES, MARKED = (DATA / name for name in ("events", "states", "marks"))
NONE = "-"
TYPES = (
    NONE, "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "MOBILIZE",
    "SANCTION", "COERCE", "ASSAULT",
)  # fmt: skip
PHASES = (NONE, *annotations.PHASES)
KINDS = annotations.KINDS
SIZES = (len(TYPES), len(PHASES), len(KINDS))
WIDTH, DIM, WIDE, HEADS, DEPTH, HIDDEN = 384 * len(LAYERS), 192, 384, 4, 1, 256
DROPOUT, INSIDE, RATE, DECAY, SMOOTH, BATCH = 0.35, 0.2, 1.5e-3, 2e-2, 0.05, 24
LEAST = (0.3, 0.4, 0.5, 0.6, 0.7)
"""Probabilities from which a word is taken to tell of something, for the scores."""
LONGEST = 80
"""Words of the longest sentence that is trained on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence of W words: states [W, S] float16, marks [W, M] int8, heads [W] (of the root itself); types, phases and kinds [3, W], -1 where none is learnt."""

    states: np.ndarray
    marks: np.ndarray
    heads: np.ndarray
    gold: np.ndarray


class Net(nn.Module):
    """Batches of sentences [B, W, …] to scores of types, phases and kinds [B, W, T + P + K]: `vedette.language.spotting.Spotter` says how."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.LayerNorm(WIDTH)
        self.enter = nn.Linear(WIDTH + MARKS, DIM)
        self.speak = nn.ModuleList(
            [nn.TransformerEncoderLayer(DIM, HEADS, WIDE, INSIDE, batch_first=True, norm_first=True) for _ in range(DEPTH)]
        )
        self.last = nn.LayerNorm(3 * DIM)
        self.hidden = nn.Linear(3 * DIM, HIDDEN)
        self.out = nn.Linear(HIDDEN, sum(SIZES))
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, states: Tensor, marked: Tensor, heads: Tensor, there: Tensor) -> Tensor:
        entered = self.enter(torch.cat([self.drop(self.first(states)), marked], dim=-1))
        x = self.drop(F.relu(entered))
        for layer in self.speak:
            x = layer(x, src_key_padding_mask=~there)
        over = torch.gather(x, 1, heads[..., None].expand(-1, -1, DIM))
        return self.out(self.drop(F.relu(self.hidden(self.last(torch.cat([entered, x, over], dim=-1))))))


def examples(path: Path, reader: Reader) -> list[Example]:
    """Sentences with the type, or the state, of every word that may tell of one; of a phrase the word that the others hang on."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    out: list[Example] = []
    seen: list[Any] = []
    keep = reader.spotter.told

    def told(tokens: Any, states: Any) -> Any:
        seen.append((tokens, states))
        return tokens

    reader.spotter.told = told
    for row in rows:
        seen.clear()
        next(iter(reader.read_all([row["text"]], told=True)))
        for tokens, states in seen:
            words = asked(tokens)
            gold = np.full((3, len(tokens)), -1)
            if "events" in row["layers"]:
                gold[0, words] = 0
                for e in row["events"]:
                    _mark(gold[:1], tokens, words, e["trigger"], (TYPES.index(e["type"]) if e["type"] else 0,))
            if "triggers" in row["layers"]:
                gold[0, words] = 0
                for start, end, kind in row["triggers"]:
                    _mark(gold[:1], tokens, words, (start, end), (TYPES.index(kind),))
            if "states" in row["layers"]:
                gold[1, words] = 0
                for start, end, kind, phase, _ in row["states"]:
                    _mark(gold[1:], tokens, words, (start, end), (PHASES.index(phase), KINDS.index(kind)))
            heads = np.array([t.head if t.head >= 0 else k for k, t in enumerate(tokens)])
            out.append(Example(states=states.astype(np.float16), marks=marks(tokens).astype(np.int8), heads=heads, gold=gold))
    reader.spotter.told = keep
    return out


def _mark(gold: np.ndarray, tokens: Any, words: Sequence[int], span: Sequence[int], label: tuple[int, ...]) -> None:
    """Of the words of a span, the one asked that the others hang on has the label; of the others none is learnt."""
    inside = [k for k, t in enumerate(tokens) if t.start < span[1] and span[0] < t.end]
    spotted = [k for k in inside if k in words]
    for k in inside:
        if gold[0, k] == 0:
            gold[0, k] = -1
    if spotted:
        gold[:, next((k for k in spotted if tokens[k].head not in inside), spotted[0])] = label


def batch(found: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Examples padded to the longest: the net's four inputs and what is learnt [B, 3, W]."""
    shape = (len(found), max(len(x.heads) for x in found))
    states, marked = torch.zeros(*shape, found[0].states.shape[1]), torch.zeros(*shape, MARKS)
    heads, gold, there = torch.zeros(shape, dtype=torch.long), torch.full((shape[0], 3, shape[1]), -1), torch.zeros(shape, dtype=torch.bool)
    for n, x in enumerate(found):
        k = len(x.heads)
        states[n, :k] = torch.from_numpy(x.states.astype(np.float32))
        marked[n, :k] = torch.from_numpy(x.marks.astype(np.float32))
        heads[n, :k], gold[n, :, :k], there[n, :k] = torch.from_numpy(x.heads), torch.from_numpy(x.gold), True
    return states, marked, heads, there, gold


def learn(found: list[Example], epochs: int) -> Net:
    """A net trained from a fixed start, in a fixed order; sentences of about one length go together."""
    torch.manual_seed(20261129)
    found = [x for x in found if len(x.heads) <= LONGEST]
    net = Net()
    adam = torch.optim.AdamW(net.parameters(), RATE, weight_decay=DECAY)
    rate = torch.optim.lr_scheduler.OneCycleLR(adam, RATE, total_steps=epochs * (len(found) // BATCH + 1), pct_start=0.15)
    lengths = torch.tensor([float(len(x.heads)) for x in found])
    for _ in range(epochs):
        net.train()
        order = torch.argsort(lengths + 6 * torch.rand(len(found))).tolist()
        starts = torch.arange(0, len(order), BATCH)
        for at in starts[torch.randperm(len(starts))].tolist():
            *given, gold = batch([found[n] for n in order[at : at + BATCH]])
            adam.zero_grad()
            loss(net(*given), gold).backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            adam.step()
            rate.step()
    return net.eval()


def loss(scores: Tensor, gold: Tensor) -> Tensor:
    """Cross-entropy of types, phases and kinds, each over the words of which it is learnt, weighed by their number."""
    total, words = torch.zeros(()), 0
    for part, kind in zip(scores.split(SIZES, dim=-1), gold.unbind(1), strict=True):
        learnt = kind >= 0
        total = total + F.cross_entropy(part[learnt], kind[learnt], label_smoothing=SMOOTH, reduction="sum")
        words += int(learnt.sum())
    return total / max(words, 1)


def score(p: Tensor, gold: Tensor, least: float, kinds: tuple[Tensor, Tensor] | None = None) -> dict[str, float]:
    """Precision, recall and F1 in percent of types or phases [N, T] against `gold` [N], where a word tells of something from a probability of `least` that it
    is not nothing; with `kinds` (probabilities and gold), the kind must be right too.
    """
    found = torch.where(1 - p[:, 0] >= least, p[:, 1:].argmax(-1) + 1, 0)
    fits = found == gold if kinds is None else (found == gold) & (kinds[0].argmax(-1) == kinds[1])
    right = int((fits & (gold > 0)).sum())
    made, told = int((found > 0).sum()), int((gold > 0).sum())
    shares = {"precision": right / max(made, 1), "recall": right / max(told, 1), "F1": 2 * right / max(made + told, 1)}
    return {k: round(100 * v, 1) for k, v in shares.items()}


def expose(path: Path) -> bool:
    """Add the outputs of `LAYERS` to a reader of an older export; False where it has them. They are the norms' results, two a layer after the first."""
    model = onnx.load(str(path))
    graph = model.graph
    if any(o.name in LAYERS for o in graph.output):
        return False
    used = {i for n in graph.node if n.op_type == "QuantizeLinear" for i in n.input}
    norms = [n.output[0] for n in graph.node if n.op_type == "Add" and n.output[0] in used]
    gather = next(n for n in graph.node if n.op_type == "GatherND")
    norms.append(gather.input[0])
    for name in LAYERS:
        node = helper.make_node("GatherND", [norms[2 * int(name.removeprefix("words"))], gather.input[1]], [name], batch_dims=1)
        graph.node.append(node)
        graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, ["B", "H", 384]))
    onnx.save(model, str(path))
    return True


CARD = """# Model card: what kind of event or state a word may tell of (`told.onnx`)

- **For**: `vedette.language.spotting`: probabilities of the 16 PLOVER types for a verb, noun or adjective, and of the beginning, holding and ending of
  17 kinds of states for these and what a copula bears; the coder asks it where its lexicon is silent.
- **Net**: of each word the reading model's layers 0, 2, 3 and 4 and the tree's marks, to {dim}; {depth} of attention over the sentence ({heads} heads, {wide} wide); of what the
  word was, has become and hangs on one hidden layer of {hidden}; int8.
- **Data**: sentences written and annotated for this project (CC BY-SA 4.0), with the `heldout.jsonl` beside them that are never trained on (SHA-256):
{data}
- **Training**: `python -m training.told`, {epochs} epochs, seed fixed, {versions}; minutes on two CPU cores.
- **File**: {size:,} bytes, SHA-256 `{digest}`. Licence: CC BY-SA 4.0, as its data.
- **Limits**: types of rare verbs are confused (PROTEST and ASSAULT above all); one annotator's labels, of which a second gave the same in 91 of 100 triggers.

Percent on the held-out sentences by the least probability that a word tells of anything: types of events; phases of states; phases with their kinds; "reports" are
the held-out dossiers (`data/marks`), whose marks go without the other layers of an event:

| of | at least | precision | recall | F1 |
|---|---|---|---|---|
{scores}
"""


def entering(net: Net, x: Example) -> dict[str, Tensor]:
    """What enters each linear layer for one sentence, by the layer's name."""
    states, marked, heads, _, gold = batch([x])
    out = {"enter": torch.cat([net.first(states), marked], dim=-1)[0]}
    entered = net.enter(out["enter"])
    y = F.relu(entered)
    for n, layer in enumerate(net.speak):
        at = layer.self_attn
        out[f"speak.{n}.mix"] = layer.norm1(y)
        q, k, v = F.linear(out[f"speak.{n}.mix"], at.in_proj_weight, at.in_proj_bias).reshape(len(y), 3, HEADS, -1).permute(1, 2, 0, 3)
        out[f"speak.{n}.leave"] = F.scaled_dot_product_attention(q, k, v).permute(1, 0, 2).reshape(y.shape)
        y = y + at.out_proj(out[f"speak.{n}.leave"])
        out[f"speak.{n}.widen"] = layer.norm2(y)
        out[f"speak.{n}.narrow"] = F.relu(layer.linear1(out[f"speak.{n}.widen"]))
        y = y + layer.linear2(out[f"speak.{n}.narrow"])
    words = (gold[0] >= 0).any(dim=0)
    out["hidden"] = net.last(torch.cat([entered, y, y[heads[0]]], dim=-1))[words]
    out["out"] = F.relu(net.hidden(out["hidden"]))
    return out


def ranges(net: Net, found: list[Example]) -> dict[str, tuple[float, float]]:
    """The range of what enters each linear layer over examples, but for one number in two thousand at either end."""
    with torch.no_grad():
        seen = [entering(net, x) for x in found]
    out = {}
    for name in seen[0]:
        low, high = np.quantile(np.concatenate([x[name].reshape(-1)[::7].numpy() for x in seen]), [0.0005, 0.9995])
        out[name] = (float(low), float(high))
    return out


def write(net: Net, limits: dict[str, tuple[float, float]], path: Path) -> None:
    """The net as an int8 ONNX file over one sentence; inputs as `vedette.language.spotting.inputs`, outputs `OUTPUTS`: probabilities [K, T], [K, P] and [K, S]."""
    g = Graph()

    def linear(x: str, weight: Tensor, bias: Tensor, name: str) -> str:
        return g.linear(g.quantised(x, *limits[name]), array(weight), array(bias))

    zero, one = g.constant([0], np.int64), g.constant([1], np.int64)
    count = g.node("Slice", [g.node("Shape", ["states"]), zero, one])
    some = g.node("Shape", ["words"])

    def norm(x: str, layer: nn.LayerNorm, rows: str) -> str:
        # as `Graph.norm`: an instance norm over rows is several times as fast as a layer norm
        fills = [g.node("ConstantOfShape", [rows], value=numpy_helper.from_array(np.array([v], np.float32))) for v in (1, 0)]
        flat = g.node("Unsqueeze", [x, zero])
        plain = g.node("Squeeze", [g.node("InstanceNormalization", [flat, *fills], epsilon=float(layer.eps)), zero])
        return g.node("Add", [g.node("Mul", [plain, g.constant(array(layer.weight))]), g.constant(array(layer.bias))])

    entered = linear(g.node("Concat", [norm("states", net.first, count), "marks"], axis=1), net.enter.weight, net.enter.bias, "enter")
    x = g.node("Relu", [entered])
    for n, layer in enumerate(net.speak):
        at = layer.self_attn
        mixed = linear(norm(x, layer.norm1, count), at.in_proj_weight, at.in_proj_bias, f"speak.{n}.mix")
        three = g.node("Split", [g.node("Unsqueeze", [mixed, zero]), g.constant([DIM] * 3, np.int64)], outputs=3, axis=2)
        heard = g.node("Squeeze", [g.node("MultiHeadAttention", three, domain=CONTRIB, num_heads=HEADS), zero])
        x = g.node("Add", [x, linear(heard, at.out_proj.weight, at.out_proj.bias, f"speak.{n}.leave")])
        wide = g.node("Relu", [linear(norm(x, layer.norm2, count), layer.linear1.weight, layer.linear1.bias, f"speak.{n}.widen")])
        x = g.node("Add", [x, linear(wide, layer.linear2.weight, layer.linear2.bias, f"speak.{n}.narrow")])
    parts = [g.node("Gather", [v, at], axis=0) for v, at in ((entered, "words"), (x, "words"), (x, "heads"))]
    known = norm(g.node("Concat", parts, axis=1), net.last, some)
    hidden = g.node("Relu", [linear(known, net.hidden.weight, net.hidden.bias, "hidden")])
    scores = linear(hidden, net.out.weight, net.out.bias, "out")
    for part, name in zip(g.node("Split", [scores, g.constant(SIZES, np.int64)], outputs=3, axis=1), OUTPUTS, strict=True):
        g.nodes.append(helper.make_node("Softmax", [part], [name], axis=1))
    graph = helper.make_graph(
        g.nodes,
        "vedette-told",
        [
            helper.make_tensor_value_info("states", TensorProto.FLOAT, ["W", WIDTH]),
            helper.make_tensor_value_info("marks", TensorProto.FLOAT, ["W", MARKS]),
            *(helper.make_tensor_value_info(n, TensorProto.INT64, ["K"]) for n in ("words", "heads")),
        ],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["K", n]) for name, n in zip(OUTPUTS, SIZES, strict=True)],
        g.weights,
    )
    proto = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(CONTRIB, 1)], ir_version=8, producer_name="vedette"
    )
    for name, labels in zip(OUTPUTS, (TYPES, PHASES, KINDS), strict=True):
        item = proto.metadata_props.add()
        item.key, item.value = name, json.dumps(labels)
    onnx.save(proto, str(path))


def scored(reader: Reader, found: list[Example]) -> tuple[list[Tensor], Tensor]:
    """Of all words of examples that are learnt, by the file: probabilities by output, each [N, …], and what is learnt [3, N]."""
    shares: list[list[np.ndarray]] = []
    gold = []
    for x in found:
        at = np.flatnonzero((x.gold >= 0).any(axis=0))
        if len(at):
            given = {"states": x.states.astype(np.float32), "marks": x.marks.astype(np.float32), "words": at, "heads": x.heads[at]}
            shares.append(reader.spotter.session.run(list(OUTPUTS), given))
            gold.append(x.gold[:, at])
    return [torch.from_numpy(np.concatenate(part)) for part in zip(*shares, strict=True)], torch.from_numpy(np.concatenate(gold, axis=1))


def scores_of(weights: Path, reader: Reader) -> dict[tuple[str, float], dict[str, float]]:
    """Scores of the file on the held-out sentences, by what is scored and the least probability."""
    shipped = Reader(weights)
    out = {}
    held = {folder: scored(shipped, examples(folder / "heldout.jsonl", reader)) for folder in (EVENTS, STATES, MARKED)}
    for name, folder in (("types", EVENTS), ("phases", STATES), ("types, reports", MARKED), ("phases, reports", MARKED)):
        found, learnt = held[folder]
        layer = 0 if name.startswith("types") else 1
        told = learnt[layer] >= 0
        out |= {(name, t): score(found[layer][told], learnt[layer][told], t) for t in LEAST}
        if layer:
            kinds = found[2][told], learnt[2][told]
            out |= {(name.replace("phases", "phases, kinds"), t): score(found[1][told], learnt[1][told], t, kinds) for t in LEAST}
    return out


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_card(weights: Path, epochs: int, scores: dict[tuple[str, float], dict[str, float]]) -> None:
    """`TOLD_CARD.md` beside the file."""
    file = weights / "told.onnx"
    data = [
        f"  `training/data/{path.relative_to(DATA)}`, {len(path.read_text('utf-8').splitlines()):,} sentences, `{sha(path)}`"
        for folder in (EVENTS, STATES, MARKED)
        for path in (folder / "train.jsonl", folder / "heldout.jsonl")
    ]
    card = CARD.format(
        hidden=HIDDEN,
        dim=DIM,
        heads=HEADS,
        wide=WIDE,
        depth="one layer" if DEPTH == 1 else f"{DEPTH} layers",
        data="\n".join(data),
        epochs=epochs,
        versions=f"Python {platform.python_version()}, " + ", ".join(f"{p} {version(p)}" for p in ("torch", "numpy", "onnxruntime")),
        size=file.stat().st_size,
        digest=sha(file),
        scores="\n".join(f"| {of} | {t} | {s['precision']} | {s['recall']} | {s['F1']} |" for (of, t), s in scores.items()),
    )
    (weights / "TOLD_CARD.md").write_text(card, "utf-8")


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--weights", type=Path, default=FOLDER)
    p.add_argument("--epochs", type=int, default=10)
    p.add_argument("--expose", action="store_true", help="add the layers to the reader's outputs first")
    p.add_argument("--score", action="store_true", help="train nothing: score the table that is there and write its card")
    a = p.parse_args()
    if a.expose:
        expose(a.weights / "reader.onnx")
    reader = Reader(a.weights)
    if not a.score:
        given = [x for folder in (EVENTS, STATES, MARKED) for x in examples(folder / "train.jsonl", reader)]
        net = learn(given, a.epochs)
        write(net, ranges(net, given[::10]), a.weights / "told.onnx")
    scores = scores_of(a.weights, reader)
    write_card(a.weights, a.epochs, scores)
    print(json.dumps({f"{of} {t}": s for (of, t), s in scores.items()}, indent=1))


if __name__ == "__main__":
    main()
