"""Learn what kind of event a word may tell of: the net of `vedette.language.spotting`.

    python -m training.told [--weights FOLDER] [--epochs N]

Reads `data/events/train.jsonl` with the shipped reader, whose layers are the input, and writes `told.npz` beside it; prints F1 of types on
`data/events/heldout.jsonl` at several thresholds and writes them to `TOLD_CARD.md`. The reader itself stays as it is, so this takes minutes. `--expose`
first adds the layers as outputs to a reader that was exported without them; `--score` scores the table that is there and writes its card.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from vedette.language import Reader
from vedette.language.model import FOLDER, LAYERS
from vedette.language.spotting import MARKS, SPOTTED, inputs

DATA = Path(__file__).resolve().parent / "data" / "events"
NONE = "-"
TYPES = (
    NONE, "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "MOBILIZE",
    "SANCTION", "COERCE", "ASSAULT",
)  # fmt: skip
STATES, AROUND = 4 * 384, 384 + MARKS
HIDDEN, DROPOUT, RATE, DECAY, SMOOTH, BATCH = 256, 0.4, 1.5e-3, 2e-2, 0.05, 256


class Net(nn.Module):
    """States [N, S] and what is around them [N, A] to scores of the types [N, T]."""

    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(STATES)
        self.first = nn.Linear(STATES + AROUND, HIDDEN)
        self.second = nn.Linear(HIDDEN, len(TYPES))
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, own: Tensor, around: Tensor) -> Tensor:
        x = torch.cat([self.drop(self.norm(own)), self.drop(around)], dim=-1)
        return self.second(self.drop(F.relu(self.first(x))))


def examples(path: Path, reader: Reader) -> tuple[Tensor, Tensor, Tensor]:
    """States, what is around them and type numbers of every word that may tell of an event; of a phrase the word that the others hang on."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    own: list[np.ndarray] = []
    around: list[np.ndarray] = []
    types: list[int] = []
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
            marked: dict[int, int | None] = {}
            for e in row["events"]:
                inside = [k for k, t in enumerate(tokens) if t.start < e["trigger"][1] and e["trigger"][0] < t.end]
                spotted = [k for k in inside if tokens[k].upos in SPOTTED]
                for k in inside:
                    marked.setdefault(k, None)
                if spotted:
                    marked[next((k for k in spotted if tokens[k].head not in inside), spotted[0])] = (
                        TYPES.index(e["type"]) if e["type"] else 0
                    )
            words = [k for k, t in enumerate(tokens) if t.upos in SPOTTED and marked.get(k, 0) is not None]
            if words:
                x, y = inputs(tokens, states, words)
                own.append(x.astype(np.float16))
                around.append(y.astype(np.float16))
                types += [marked.get(k) or 0 for k in words]
    reader.spotter.told = keep
    return torch.from_numpy(np.concatenate(own)), torch.from_numpy(np.concatenate(around)), torch.tensor(types)


def learn(own: Tensor, around: Tensor, types: Tensor, epochs: int) -> Net:
    """A net trained from a fixed start, in a fixed order."""
    torch.manual_seed(20261128)
    net = Net()
    adam = torch.optim.AdamW(net.parameters(), RATE, weight_decay=DECAY)
    rate = torch.optim.lr_scheduler.OneCycleLR(adam, RATE, total_steps=epochs * (len(types) // BATCH + 1))
    for _ in range(epochs):
        net.train()
        order = torch.randperm(len(types))
        for at in range(0, len(order), BATCH):
            part = order[at : at + BATCH]
            adam.zero_grad()
            F.cross_entropy(net(own[part].float(), around[part].float()), types[part], label_smoothing=SMOOTH).backward()
            adam.step()
            rate.step()
    return net.eval()


def score(p: Tensor, types: Tensor, least: float) -> dict[str, float]:
    """Precision, recall and F1 of types in percent, where a word tells of an event from a probability of `least` that it is not nothing."""
    found = torch.where(1 - p[:, 0] >= least, p[:, 1:].argmax(-1) + 1, 0)
    right = int(((found == types) & (types > 0)).sum())
    made, gold = int((found > 0).sum()), int((types > 0).sum())
    shares = {"precision": right / max(made, 1), "recall": right / gold, "F1": 2 * right / max(made + gold, 1)}
    return {k: round(100 * v, 1) for k, v in shares.items()}


def expose(path: Path) -> bool:
    """Add the outputs of `LAYERS` to a reader of an older export; False where it has them. They are the norms' results, two a layer after the first."""
    import onnx
    from onnx import TensorProto, helper

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


CARD = """# Model card: what kind of event a word may tell of (`told.npz`)

- **For**: `vedette.language.spotting`: probabilities of the 16 PLOVER types for a verb, noun or adjective; the coder asks it where its lexicon is silent.
- **Net**: the reading model's layers 0, 2, 3 and 4 of the word, the last layer of its head and the tree's marks; one hidden layer of {hidden}; float16.
- **Data**: `training/data/events/train.jsonl`, {train:,} sentences written and annotated for this project (CC BY-SA 4.0), SHA-256 `{train_digest}`;
  scored on `heldout.jsonl`, {held} sentences never trained on, SHA-256 `{held_digest}`.
- **Training**: `python -m training.told`, {epochs} epochs, seed fixed, {versions}; minutes on two CPU cores.
- **File**: {size:,} bytes, SHA-256 `{digest}`. Licence: CC BY-SA 4.0, as its data.
- **Limits**: types of rare verbs are confused (PROTEST and ASSAULT above all); one annotator's labels, of which a second gave the same in 91 of 100 triggers.

Types of words on the held-out sentences, percent, by the least probability that a word tells of an event:

| at least | precision | recall | F1 |
|---|---|---|---|
{scores}
"""


def table_of(net: Net) -> dict[str, np.ndarray]:
    """The arrays that the package reads."""
    values = {
        "gain": net.norm.weight, "shift": net.norm.bias, "first": net.first.weight.T, "first_bias": net.first.bias,
        "second": net.second.weight.T, "second_bias": net.second.bias,
    }  # fmt: skip
    return {k: v.detach().numpy().astype(np.float16) for k, v in values.items()}


def loaded(path: Path) -> Net:
    """The net of a file."""
    net = Net()
    with np.load(path) as f, torch.no_grad():
        for name, to in (
            ("gain", net.norm.weight),
            ("shift", net.norm.bias),
            ("first_bias", net.first.bias),
            ("second_bias", net.second.bias),
        ):
            to.copy_(torch.from_numpy(f[name].astype(np.float32)))
        net.first.weight.copy_(torch.from_numpy(f["first"].astype(np.float32).T))
        net.second.weight.copy_(torch.from_numpy(f["second"].astype(np.float32).T))
    return net.eval()


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_card(weights: Path, epochs: int, scores: dict[float, dict[str, float]]) -> None:
    """`TOLD_CARD.md` beside the file."""
    train, held, file = DATA / "train.jsonl", DATA / "heldout.jsonl", weights / "told.npz"
    card = CARD.format(
        hidden=HIDDEN,
        train=len(train.read_text("utf-8").splitlines()),
        train_digest=sha(train),
        held=len(held.read_text("utf-8").splitlines()),
        held_digest=sha(held),
        epochs=epochs,
        versions=f"Python {platform.python_version()}, " + ", ".join(f"{p} {version(p)}" for p in ("torch", "numpy", "onnxruntime")),
        size=file.stat().st_size,
        digest=sha(file),
        scores="\n".join(f"| {t} | {s['precision']} | {s['recall']} | {s['F1']} |" for t, s in scores.items()),
    )
    (weights / "TOLD_CARD.md").write_text(card, "utf-8")


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--weights", type=Path, default=FOLDER)
    p.add_argument("--epochs", type=int, default=12)
    p.add_argument("--expose", action="store_true", help="add the layers to the reader's outputs first")
    p.add_argument("--score", action="store_true", help="train nothing: score the table that is there and write its card")
    a = p.parse_args()
    if a.expose:
        expose(a.weights / "reader.onnx")
    reader = Reader(a.weights)
    if not a.score:
        net = learn(*examples(DATA / "train.jsonl", reader), a.epochs)
        np.savez_compressed(a.weights / "told.npz", labels=np.array(json.dumps(TYPES)), **table_of(net))
    own, around, types = examples(DATA / "heldout.jsonl", reader)
    with torch.no_grad():
        found = loaded(a.weights / "told.npz")(own.float(), around.float()).softmax(-1)
    scores = {t: score(found, types, t) for t in (0.3, 0.4, 0.5, 0.6, 0.7)}
    write_card(a.weights, a.epochs, scores)
    print(json.dumps({str(t): s for t, s in scores.items()}, indent=1))


if __name__ == "__main__":
    main()
