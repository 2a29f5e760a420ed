"""Train the sentence splitter (a step of `python -m training train`).

Texts are put together from the treebanks' training sentences as they stood, paragraph by paragraph, with noise that
real input has: sentences on lines of their own, hard-wrapped lines, lost final marks, other case.
"""

from __future__ import annotations

import random
import textwrap
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.corpora import lines
from vedette.language.pieces import SHAPES
from vedette.language.sentences import GAPS, REACH, SUFFIXES, WORDS, Features
from vedette.language.tokens import tokenize

Paragraph = list[tuple[str, bool]]
"""Sentences as written, and whether white space follows."""


def paragraphs(path: Path) -> list[list[Paragraph]]:
    """Documents of a CoNLL-U file as paragraphs of sentences."""
    docs: list[list[Paragraph]] = []
    text, space, rows = "", True, 0
    for line in [*lines(path), ""]:
        if line.startswith("# newdoc"):
            docs.append([[]])
        elif line.startswith("# newpar"):
            if docs[-1][-1]:
                docs[-1].append([])
        elif line.startswith("# text ="):
            text = line[8:].strip()
        elif line and line[0].isdigit():
            space = "SpaceAfter=No" not in line.split("\t")[9].split("|")
            rows += 1
        elif not line and rows:
            if not docs:
                docs.append([[]])
            docs[-1][-1].append((text, space))
            rows = 0
    return docs


def written(doc: list[Paragraph], noise: random.Random | None) -> tuple[str, list[int]]:
    """A document as one text, and the offsets at which its sentences begin."""
    style = noise.random() if noise else 1.0
    out, starts = "", []
    for p in doc:
        part, begin = "", []
        for sentence, space in p:
            if noise and noise.random() < 0.05 and sentence[-1] in ".!?":
                sentence = sentence[:-1].rstrip() or sentence
                space = True
            if noise and style < 0.06:
                sentence = sentence.lower()
            elif noise and style < 0.1:
                sentence = sentence.upper()
            begin.append(len(part))
            line_end = noise is not None and (0.1 <= style < 0.2 or noise.random() < 0.04)
            part += sentence + ("\n" if line_end else " " if space else "")
        if noise and 0.2 <= style < 0.3:
            broken = textwrap.fill(part, 72, break_long_words=False, break_on_hyphens=False)
            if len(broken) == len(part.rstrip()):
                part = broken
        starts += [len(out) + b for b in begin]
        # Many texts set paragraphs apart by one line end, some by none.
        out += part.rstrip() + ("\n" if 0.3 <= style < 0.45 else " " if 0.45 <= style < 0.5 else "\n\n")
    return out, starts


def example(doc: list[Paragraph], features: Features, noise: random.Random | None) -> tuple[Tensor, Tensor]:
    """Feature rows [N, 4] and begin flags [N] of a document."""
    text, starts = written(doc, noise)
    words = tokenize(text)
    begin = set(starts)
    rows = torch.from_numpy(features.rows(text, words))
    return rows, torch.tensor([float(w.start in begin) for w in words])


class Net(nn.Module):
    """The same sum as `vedette.language.sentences.Splitter.scores`, batched: [B, N, 4] → [B, N]."""

    def __init__(self, width: int = 96, layers: int = 4, dropout: float = 0.25) -> None:
        super().__init__()
        self.words = nn.Embedding(WORDS, width)
        self.suffixes = nn.Embedding(SUFFIXES, width)
        self.shapes = nn.Embedding(len(SHAPES), width)
        self.gaps = nn.Embedding(GAPS, width)
        for e in (self.words, self.suffixes, self.shapes, self.gaps):
            nn.init.normal_(e.weight, std=0.3)
        self.mix = nn.ModuleList(nn.Linear(width * (2 * REACH + 1), width) for _ in range(layers))
        self.out = nn.Linear(width, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, rows: Tensor) -> Tensor:
        x = self.words(rows[..., 0]) + self.suffixes(rows[..., 1]) + self.shapes(rows[..., 2]) + self.gaps(rows[..., 3])
        inside = (rows[..., 0] >= 0).unsqueeze(-1).float()
        x = self.dropout(x)
        n = rows.shape[1]
        for mix in self.mix:
            padded = F.pad(x * inside, (0, 0, REACH, REACH))
            seen = torch.cat([padded[:, k : k + n] for k in range(2 * REACH + 1)], -1)
            x = x + F.relu(mix(self.dropout(seen)))
        return self.out(x).squeeze(-1)


def score(net: Net, docs: list[tuple[Tensor, Tensor]], threshold: float = 0.0) -> float:
    """F1 of whole sentences, in percent."""
    hit = found = gold = 0
    net.eval()
    with torch.no_grad():
        for rows, begin in docs:
            mine = (net(rows[None])[0] > threshold) | (rows[:, 3] == 3)
            a = [*torch.nonzero(mine).flatten().tolist(), len(rows)]
            b = [*torch.nonzero(begin > 0).flatten().tolist(), len(rows)]
            x, y = set(pairwise(a)), set(pairwise(b))
            hit, found, gold = hit + len(x & y), found + len(x), gold + len(y)
    return 200 * hit / (found + gold)


def train_splitter(corpora: Path, out: Path, epochs: int) -> None:
    """Train on one core and write `sentences.npz`."""
    torch.manual_seed(20261123)
    torch.set_num_threads(1)
    order = random.Random(20261123)
    features = Features()
    train = [d for f in ("en_ewt-ud-train", "en_gum-permitted-train") for d in paragraphs(corpora / f"{f}.conllu.gz")]
    dev = {
        f: [example(d, features, None) for d in paragraphs(corpora / f"{f}.conllu.gz")] for f in ("en_ewt-ud-dev", "en_gum-permitted-dev")
    }
    net = Net()
    optimiser = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=0.01)
    pieces = sum(1 for _ in train) // 8
    total = epochs * pieces
    plan = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=total + epochs, pct_start=0.1)
    average: dict[str, Any] = {k: v.clone() for k, v in net.state_dict().items()}
    steps = 0
    for epoch in range(epochs):
        docs = [example(d, features, order) for d in train]
        order.shuffle(docs)
        net.train()
        for at in range(0, len(docs) - 7, 8):
            rows, begin = chunked(docs[at : at + 8])
            scores = net(rows)
            known = (rows[..., 3] != 3) & (begin >= 0)
            # One loss a document of like weight: long newsgroup threads must not drown the rest.
            loss = F.binary_cross_entropy_with_logits(scores[known], begin[known])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            plan.step()
            steps += 1
            decay = min(0.995, (1 + steps) / (10 + steps))
            with torch.no_grad():
                for k, v in net.state_dict().items():
                    average[k].lerp_(v, 1 - decay)
        if epoch % 4 == 3 or epoch + 1 == epochs:
            kept = Net()
            kept.load_state_dict(average)
            print(f"epoch {epoch + 1}: " + ", ".join(f"{k} {score(kept, v):.2f}" for k, v in dev.items()), flush=True)
    kept = Net()
    kept.load_state_dict(average)
    best = max((score(kept, dev["en_ewt-ud-dev"], t), -abs(t), t) for t in (-1.0, -0.7, -0.4, -0.2, 0.0, 0.2, 0.4, 0.7, 1.0))
    print(f"threshold {best[2]}: {best[0]:.2f}")
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out / "sentences.npz", **arrays_of(kept, best[2]))


def arrays_of(net: Net, threshold: float) -> dict[str, Any]:
    """The weights as arrays, with the threshold taken off the last bias."""
    weights: dict[str, Any] = {k: getattr(net, k).weight for k in ("words", "suffixes", "shapes", "gaps")}
    for i, mix in enumerate(net.mix):
        weights[f"mix{i}"], weights[f"bias{i}"] = mix.weight.T, mix.bias
    weights["out"], weights["out_bias"] = net.out.weight[0], net.out.bias - threshold
    arrays = {k: v.detach().numpy().astype(np.float16) for k, v in weights.items()}
    return {"layers": np.int64(len(net.mix)), **arrays}


def chunked(docs: list[tuple[Tensor, Tensor]], size: int = 400) -> tuple[Tensor, Tensor]:
    """Documents cut to rows of `size` words: features [B, size, 4], flags [B, size] with -1 for padding."""
    rows, flags = [], []
    for r, b in docs:
        for at in range(0, len(r), size):
            part, flag = r[at : at + size], b[at : at + size]
            fill = size - len(part)
            rows.append(F.pad(part, (0, 0, 0, fill)))
            flags.append(F.pad(flag, (0, fill), value=-1.0))
    return torch.stack(rows), torch.stack(flags)
