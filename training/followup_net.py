"""Learn what a later sentence says of an earlier matter: the two nets of `vedette.language.followups`.

    MINILM=DIR python -m training.followup_net [--weights FOLDER] [--epochs N]

Reads `data/followups/train.jsonl` (small situations) and `watches.jsonl` (whole watches of many stories). The first two layers of all-MiniLM-L6-v2 read each text alone and stay as they are; its last four read a matter and a sentence
together and are learnt. Writes `followup_texts.onnx` and `followup_pairs.onnx`, both int8, scores them on `heldout.jsonl` and writes `FOLLOWUP_CARD.md`. On two cores with AVX512 and AMX
about half an hour. `--score` scores what is there and writes its card.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import os
import platform
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper
from torch import Tensor, nn
from torch.nn import functional as F

from training.export import CONTRIB, Graph, array, blocks, layer, normed, pieces_and_places
from training.followups import FOLDER as DATA
from training.followups import Line, lines, records
from training.model import Encoder, Linear
from vedette.codebook.wording import gist
from vedette.domain import FOLLOWED, FollowUp
from vedette.language.followups import GAPS, MATTER, SENTENCE, WIDTH, FollowUps, Pieces, Text, parts, step
from vedette.language.lexicon import FLAGS
from vedette.language.model import FOLDER

TRAIN, HELD = ("train",), ("heldout", "heldout_watches")
"""Of `watches` nothing is learnt so far: decision 27 says why."""
ALONE, LAYERS = 2, 6
"""Layers that read each text alone, and layers in all."""
RATE, DECAY, SMOOTH, BATCH = 1e-4, 1e-2, 0.03, 32
NOTHING, FAR = 0.15, 0.02
"""Share of the pairs that say nothing which an epoch sees, others each time; and of those of a whole watch whose sentence is not among the likest to the matter."""
NEAR, NEAREST = 0.4, 16
"""Share of those of a whole watch that are among so many likest, which are what is asked when the net is used."""
WATCH = 60
"""Sentences from which a record is a watch of many stories."""
RARE = (1.0, 1.0, 1.3, 1.0, 1.3)
"""Weights of the classes in the loss."""
BLUNT = 0.2
"""Share of pairs from which the title, or the sentence before, is left out while learning; of the matter's head, of what it is and of its sentence less."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A matter of a situation and one of its other sentences, and which of `FOLLOWED` that says of it; `of` is the matter's name, `number` the sentence's."""

    of: tuple[str, int]
    sort: str
    number: int
    given: FollowUp
    said: int
    share: float = 1.0


def nearest(told: str, found: Sequence[Line]) -> set[int]:
    """The numbers of the sentences with most rare words in common with a matter."""
    words = {line.number: gist(line.text) for line in found}
    often = Counter(w for one in words.values() for w in one)
    mine = gist(told)
    like = {n: sum(math.log(len(words) / often[w]) for w in mine & one) / math.sqrt(4 + len(one)) for n, one in words.items()}
    return set(sorted(like, key=lambda n: (-like[n], n))[:NEAREST])


def pairs(found: Iterable[dict[str, Any]]) -> list[Pair]:
    """All matters with all sentences that do not first tell them, but for those before it that say nothing of it."""
    out = []
    for r in found:
        all_lines = {line.number: line for line in lines(r)}
        whole = len(all_lines) > WATCH
        for k, m in enumerate(r["matters"]):
            told = [all_lines[n] for n in m["told"]]
            sentences = [t.text for t in told if t.text != t.title] or [told[0].text]
            made, first = min(t.day for t in told), min(m["told"])
            near = (
                nearest(f"{m['what']} {' '.join(sentences)}", [line for n, line in all_lines.items() if n > first and n not in m["told"]])
                if whole
                else set()
            )
            for n, line in all_lines.items():
                said = FOLLOWED.index(m["said"].get(str(n), "nothing"))
                if n in m["told"] or (n < first and not said):
                    continue
                given = FollowUp(
                    kind=m["kind"],
                    by=m.get("by", ""),
                    to=m.get("to", ""),
                    where=m.get("where", ""),
                    what=m["what"],
                    told=" ".join(sentences),
                    title=line.title,
                    before=line.before,
                    text=line.text,
                    days=line.day - made,
                )
                share = 1.0 if said else NOTHING if not whole else NEAR if n in near else FAR
                out.append(Pair((r["id"], k), m["sort"], n, given, said, share))
    return out


def blunted(f: FollowUp, rng: random.Random) -> FollowUp:
    """A pair of which a part is left out now and then: a picture does not always know all."""
    chance = rng.random()
    if chance < 0.15:
        f = replace(f, by="", to="", where="")
    elif chance < 0.25:
        f = replace(f, what="")
    elif chance < 0.32:
        f = replace(f, told="")
    return replace(f, title="" if rng.random() < BLUNT else f.title, before="" if rng.random() < BLUNT else f.before)


class Joint(nn.Module):
    """States of a matter and a sentence side by side [B, P, 384], their parts [B, P] and the step of the days between [B] to scores of `FOLLOWED` [B, 5]."""

    def __init__(self, layers: Sequence[nn.Module]) -> None:
        super().__init__()
        self.layers = nn.ModuleList(layers)
        self.part = nn.Embedding(SENTENCE + 1, WIDTH)
        self.gap = nn.Embedding(len(GAPS) + 1, WIDTH)
        for table in (self.part, self.gap):
            nn.init.normal_(table.weight, std=0.05)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.hidden, self.out = Linear(4 * WIDTH, WIDTH), Linear(WIDTH, len(FOLLOWED))
        self.drop = nn.Dropout(0.2)

    def forward(self, states: Tensor, part: Tensor, gap: Tensor) -> Tensor:
        there = (part == SENTENCE)[..., None].to(states.dtype)
        x = self.norm(states + self.part(part) + self.gap(gap)[:, None] * there)
        mask = torch.where(part == 0, -1e4, 0.0)[:, None, None, :]
        for one in self.layers:
            x = one(x, mask)
        matter = (part == MATTER)[..., None].to(x.dtype)
        a, b = (x * matter).sum(1) / matter.sum(1), (x * there).sum(1) / there.sum(1)
        both = torch.cat([a, b, a * b, (a - b).abs()], -1)
        return self.out(self.drop(F.gelu(self.hidden(self.drop(both)))))


class Texts:
    """The first layers over texts, each read once."""

    def __init__(self, encoder: Encoder, pieces: Pieces) -> None:
        self.encoder, self.pieces = encoder, pieces
        self.read: dict[Text, Tensor] = {}

    @torch.no_grad()
    def fill(self, texts: Iterable[Text]) -> None:
        wanted = sorted({t for t in texts if t not in self.read}, key=lambda t: (len(t[0]), t))
        for at in range(0, len(wanted), 64):
            chosen = wanted[at : at + 64]
            numbers = [self.pieces(t) for t in chosen]
            ids = torch.zeros(len(chosen), max(map(len, numbers)), dtype=torch.long)
            for row, one in enumerate(numbers):
                ids[row, : len(one)] = torch.tensor(one)
            found = self.encoder(ids, (ids > 0).long(), torch.zeros(*ids.shape, FLAGS))
            for t, row_states, one in zip(chosen, found, numbers, strict=True):
                self.read[t] = row_states[: len(one)].half()

    def batch(self, given: Sequence[FollowUp]) -> tuple[Tensor, Tensor, Tensor]:
        """What `Joint` takes."""
        rows = [[(which, self.read[t]) for which, t in parts(f)] for f in given]
        shape = len(given), max(sum(len(s) for _, s in row) for row in rows)
        states, part = torch.zeros(*shape, WIDTH), torch.zeros(shape, dtype=torch.long)
        for n, row in enumerate(rows):
            at = 0
            for which, found in row:
                states[n, at : at + len(found)], part[n, at : at + len(found)] = found.float(), which
                at += len(found)
        return states, part, torch.tensor([step(f.days) for f in given])


def start(minilm: Path) -> tuple[Encoder, Joint]:
    """The layers that stay, and those that learn, from a folder with `model.safetensors`."""
    encoder = Encoder(30522, LAYERS, 0.0)
    encoder.load_minilm(minilm / "model.safetensors")
    upper = list(encoder.layers[ALONE:])
    encoder.layers = encoder.layers[:ALONE]
    return encoder.eval(), Joint(upper)


def learn(found: Sequence[Pair], texts: Texts, net: Joint, epochs: int) -> None:
    """Train in a fixed order; the last epoch watches the ranges that the shipped net is cut to. What is left out of the pairs (`blunted`) does what dropout in the layers would, at no cost."""
    torch.manual_seed(20261129)
    rng = random.Random(20261129)
    grouped: dict[bool, list[nn.Parameter]] = defaultdict(list)
    for p in net.parameters():
        grouped[p.ndim > 1].append(p)
    adam = torch.optim.AdamW([{"params": grouped[True], "weight_decay": DECAY}, {"params": grouped[False], "weight_decay": 0.0}], RATE)
    size = sum(p.share for p in found)
    rate = torch.optim.lr_scheduler.OneCycleLR(
        adam, RATE, total_steps=int(epochs * size / BATCH * 1.1) + epochs, pct_start=0.1, anneal_strategy="linear"
    )
    fast = torch.backends.cpu.get_cpu_capability() == "AVX512"
    linears = [m for m in net.modules() if isinstance(m, Linear)]
    for epoch in range(epochs):
        net.train()
        for one in linears:
            one.watching = epoch == epochs - 1
        seen = [(blunted(p.given, rng), p.said) for p in found if rng.random() < p.share]
        texts.fill(t for f, _ in seen for _, t in parts(f))
        long = [sum(len(texts.read[t]) for _, t in parts(f)) + 12 * rng.random() for f, _ in seen]
        order = sorted(range(len(seen)), key=lambda n: long[n])
        batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
        rng.shuffle(batches)
        total = 0.0
        for chosen in batches:
            with torch.autocast("cpu", torch.bfloat16, enabled=fast):
                scores = net(*texts.batch([seen[n][0] for n in chosen]))
            loss = F.cross_entropy(scores.float(), torch.tensor([seen[n][1] for n in chosen]), torch.tensor(RARE), label_smoothing=SMOOTH)
            adam.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            adam.step()
            rate.step()
            total += float(loss.detach())
        print(f"epoch {epoch + 1}: {len(seen)} pairs, loss {total / len(batches):.4f}", flush=True)
    for one in linears:
        one.watching = False
    net.eval()


def watch(encoder: Encoder, texts: Texts, some: Sequence[Text]) -> None:
    """Fix the ranges of what enters the layers that were not learnt."""
    linears = [m for m in encoder.modules() if isinstance(m, Linear)]
    for one in linears:
        one.watching = True
    again = Texts(encoder, texts.pieces)
    again.fill(some)
    for one in linears:
        one.watching = False


def write(encoder: Encoder, net: Joint, folder: Path) -> None:
    """The two nets as int8 ONNX files."""
    g = Graph()
    mask = g.node("Cast", [g.node("Greater", ["ids", g.constant(0, np.int32)])], to=TensorProto.INT32)
    pieces, places = pieces_and_places(g, encoder, "ids")  # its shapes and hints are nought, as it comes
    norm = normed(g, pieces)
    x = norm(pieces, places, encoder.norm)
    g.nodes.append(helper.make_node("Identity", [blocks(g, x, encoder.layers, mask, norm)[-1]], ["states"]))
    inputs = [helper.make_tensor_value_info("ids", TensorProto.INT32, ["B", "P"])]
    save(
        g,
        "vedette-followup-texts",
        inputs,
        [helper.make_tensor_value_info("states", TensorProto.FLOAT, ["B", "P", WIDTH])],
        folder / "followup_texts.onnx",
    )

    g = Graph()
    there, matter = (
        g.node(
            "Unsqueeze",
            [g.node("Cast", [g.node("Equal", ["parts", g.constant(n, np.int32)])], to=TensorProto.FLOAT), g.constant([2], np.int64)],
        )
        for n in (SENTENCE, MATTER)
    )
    part = g.node("Gather", [g.constant(array(net.part.weight), hint="part"), "parts"], axis=0)
    gap = g.node(
        "Unsqueeze", [g.node("Gather", [g.constant(array(net.gap.weight), hint="gap"), "gaps"], axis=0), g.constant([1], np.int64)]
    )
    norm = normed(g, "states")
    x = norm(g.node("Add", ["states", part]), g.node("Mul", [gap, there]), net.norm)
    mask = g.node("Cast", [g.node("Greater", ["parts", g.constant(0, np.int32)])], to=TensorProto.INT32)
    x = blocks(g, x, net.layers, mask, norm)[-1]
    axis = g.constant([1], np.int64)
    a, b = (
        g.node("Div", [g.node("ReduceSum", [g.node("Mul", [x, one]), axis], keepdims=0), g.node("ReduceSum", [one, axis], keepdims=0)])
        for one in (matter, there)
    )
    both = g.node("Concat", [a, b, g.node("Mul", [a, b]), g.node("Abs", [g.node("Sub", [a, b])])], axis=1)
    hidden = g.node("Gelu", [layer(g, both, net.hidden)], domain=CONTRIB)
    g.nodes.append(helper.make_node("Softmax", [layer(g, hidden, net.out)], ["followed"], axis=1))
    inputs = [
        helper.make_tensor_value_info("states", TensorProto.FLOAT, ["B", "P", WIDTH]),
        helper.make_tensor_value_info("parts", TensorProto.INT32, ["B", "P"]),
        helper.make_tensor_value_info("gaps", TensorProto.INT32, ["B"]),
    ]
    save(
        g,
        "vedette-followup-pairs",
        inputs,
        [helper.make_tensor_value_info("followed", TensorProto.FLOAT, ["B", len(FOLLOWED)])],
        folder / "followup_pairs.onnx",
    )


def save(g: Graph, name: str, inputs: list[Any], outputs: list[Any], path: Path) -> None:
    graph = helper.make_graph(g.nodes, name, inputs, outputs, g.weights)
    imports = [helper.make_opsetid("", 17), helper.make_opsetid(CONTRIB, 1)]
    onnx.save(helper.make_model(graph, opset_imports=imports, ir_version=8, producer_name="vedette"), str(path))


def outcome(said: Iterable[tuple[int, int]]) -> int:
    """What came of a matter by what its sentences say of it (number, class): the last that it is done or not, 0 where none does."""
    return max(((n, s) for n, s in said if s > 2), default=(0, 0))[1]


def scores(found: Sequence[Pair], p: np.ndarray) -> list[tuple[str, float, float, float]]:
    """Precision, recall and F1 in percent, of pairs and of matters, by what is scored."""
    gold, told = np.array([x.said for x in found]), p.argmax(axis=1)
    state = np.array([x.sort == "state" for x in found])
    rows = []

    def row(name: str, made: np.ndarray, wanted: np.ndarray, right: np.ndarray) -> None:
        share = float(right.sum()) / max(1, int(made.sum())), float(right.sum()) / max(1, int(wanted.sum()))
        rows.append((name, 100 * share[0], 100 * share[1], 200 * float(right.sum()) / max(1, int(made.sum() + wanted.sum()))))

    row("says something of it", told > 0, gold > 0, (told > 0) & (gold > 0))
    for n in range(1, len(FOLLOWED)):
        row(f"`{FOLLOWED[n]}`", told == n, gold == n, (told == n) & (gold == n))
    of: dict[tuple[str, int], list[int]] = defaultdict(list)
    for n, x in enumerate(found):
        of[x.of].append(n)
    for sort, which in (("undertakings", False), ("states", True)):
        groups = [ns for ns in of.values() if state[ns[0]] == which]
        right = np.array([outcome((found[n].number, int(gold[n])) for n in ns) for ns in groups])
        for least in LEAST:
            best = [max(ns, key=lambda n: float(p[n, 3:].max())) for ns in groups]
            made = np.array([3 + int(p[n, 3:].argmax()) if p[n, 3:].max() >= least else 0 for n in best])
            row(f"outcome of {sort}, likeliest sentence from {least}", made > 0, right > 0, (made == right) & (right > 0))
    return rows


LEAST = (0.4, 0.5, 0.6, 0.7, 0.8)
CARD = """# Model card: what came of an earlier matter (`followup_texts.onnx`, `followup_pairs.onnx`)

- **For**: `vedette.language.followups`: whether a sentence says that an earlier undertaking or state goes on (`open`), was done or ended (`done`), in part (`part`), or was refused, broken or
  dropped (`not`), or says nothing of it.
- **Nets**: all-MiniLM-L6-v2 (Apache-2.0): its first {alone} layers read each text alone and are as they were, its last {joint} read a matter and a sentence side by side and were learnt; the means of both, their
  product and distance, one hidden layer; int8.
- **Data**: situations and whole watches written and labelled for this project (CC BY-SA 4.0), with those beside them that are never trained on (SHA-256):
{data}
- **Training**: `python -m training.followup_net`, {epochs} epochs, seed fixed, {versions}.
- **Files**: {files}. Licence: CC BY-SA 4.0, as their data.
- **Limits**: most labels are their writer's own; a second annotator's agreement stands in `docs/annotation.md`. English only.

Percent on the held-out situations; the sentence that a matter is likeliest `done` or `not` by gives its outcome:

| of | precision | recall | F1 |
|---|---|---|---|
{scores}

The same on the held-out watches; asked are the sentences that say something of a matter and, as when the nets are used, the sixteen likest of the others:

| of | precision | recall | F1 |
|---|---|---|---|
{watches}
"""


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_card(folder: Path, epochs: int) -> str:
    """`FOLLOWUP_CARD.md` beside the files; returns its table."""
    rows = []
    for name in HELD:
        held = [x for x in pairs(records(DATA / f"{name}.jsonl")) if x.said or x.share > FAR]
        found = scores(held, FollowUps(folder)([x.given for x in held]))
        rows.append("\n".join(f"| {name} | {p:.1f} | {r:.1f} | {f:.1f} |" for name, p, r, f in found))
    files = [folder / f"followup_{n}.onnx" for n in ("texts", "pairs")]
    card = CARD.format(
        alone=ALONE,
        joint=LAYERS - ALONE,
        data="\n".join(
            f"  `training/data/followups/{n}.jsonl`, {len(records(DATA / f'{n}.jsonl')):,} situations, `{sha(DATA / f'{n}.jsonl')}`"
            for n in (*TRAIN, *HELD)
        ),
        epochs=epochs,
        versions=f"Python {platform.python_version()}, " + ", ".join(f"{p} {version(p)}" for p in ("torch", "numpy", "onnxruntime")),
        files=", ".join(f"`{f.name}` {f.stat().st_size:,} bytes, SHA-256 `{sha(f)}`" for f in files),
        scores=rows[0],
        watches=rows[1],
    )
    (folder / "FOLLOWUP_CARD.md").write_text(card, "utf-8")
    return "\n\n".join(rows)


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--weights", type=Path, default=FOLDER)
    p.add_argument("--epochs", type=int, default=6)
    p.add_argument("--score", action="store_true", help="train nothing: score the files that are there and write their card")
    a = p.parse_args()
    if not a.score:
        encoder, net = start(Path(os.environ["MINILM"]))
        texts = Texts(encoder, Pieces(a.weights / "vocab.txt"))
        found = pairs([r for name in TRAIN for r in records(DATA / f"{name}.jsonl")])
        print(f"{len(found)} pairs, {np.bincount([x.said for x in found]).tolist()}", flush=True)
        learn(found, texts, net, a.epochs)
        watch(encoder, texts, sorted(texts.read)[::50])
        write(encoder, net, a.weights)
    print(write_card(a.weights, a.epochs))


if __name__ == "__main__":
    main()
