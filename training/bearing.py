"""Learn how much a sentence speaks for its report's bearing on politics, conflict and public order: `bearing.npz` beside the reader's weights.

    python -m training.bearing [--weights FOLDER]

A logistic regression on the mean over a sentence's words of the reading model's layers, the mean over its sentences making the report's. Reads
`data/topics/train.jsonl` and `border.jsonl` (reports marked by hand; those of the second are follow-ups in unusual words and everyday texts that look like
them, which no weights of single words tell apart) and, as reports that do bear on it, the sentences of `data/events/train.jsonl`, by document. Prints the
accuracy in five-fold cross-validation, neighbours (which are alike) in one fold, by file; the order of everything is fixed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
from collections import OrderedDict
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as F

from training.relevance import titled
from vedette.language import Reader
from vedette.language.model import FOLDER

DATA = Path(__file__).resolve().parent / "data"
NAMES = ("train", "border")
CHUNK, NEIGHBOURS, FOLDS = 5, 10, 5
"""Sentences of a document of ours that make one report; reports that stand together in a fold; folds."""
SHRINK, STEPS = 3e-2, 80


def reports() -> list[tuple[str, bool, str]]:
    """Texts, whether they bear on it, and their file."""
    out = []
    for name in NAMES:
        for line in (DATA / f"topics/{name}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            out.append((titled(row["title"], row["text"]), bool(row["relevant"]), name))
    by: OrderedDict[str, list[str]] = OrderedDict()
    for line in (DATA / "events/train.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        by.setdefault(row["doc"], []).append(row["text"])
    return out + [(" ".join(t[i : i + CHUNK]), True, "events") for t in by.values() for i in range(0, len(t), CHUNK) if len(t) - i > 1]


def pooled(texts: Sequence[str], reader: Reader) -> NDArray[np.float32]:
    """The mean over its sentences of the mean over their words of the model's layers, for each text. [N, S]."""
    seen: list[NDArray[np.float32]] = []
    keep = reader.spotter.told

    def told(tokens: Any, states: NDArray[np.float32]) -> Any:
        seen.append(states.mean(axis=0))
        return tokens

    reader.spotter.told = told  # type: ignore[method-assign]
    out = []
    for text in texts:
        seen.clear()
        next(iter(reader.read_all([text], told=True)))
        out.append(np.mean(seen, axis=0))
    reader.spotter.told = keep  # type: ignore[method-assign]
    return np.stack(out).astype(np.float32)


def learn(x: NDArray[np.float32], marks: NDArray[np.bool_]) -> tuple[NDArray[np.float32], float]:
    """Weights [S] and bias of the logits, both classes weighing the same."""
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    given, gold = torch.from_numpy((x - mean) / spread), torch.from_numpy(marks.astype(np.float32))
    share = torch.where(gold > 0, 0.5 / gold.mean(), 0.5 / (1 - gold.mean()))
    w, b = torch.zeros(given.shape[1], requires_grad=True), torch.zeros(1, requires_grad=True)
    step = torch.optim.LBFGS([w, b], max_iter=STEPS, line_search_fn="strong_wolfe")

    def cost() -> Any:
        step.zero_grad()
        total = F.binary_cross_entropy_with_logits(given @ w + b, gold, weight=share) + SHRINK * (w**2).sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    step.step(cost)
    weight = w.detach().numpy() / spread
    return weight.astype(np.float32), float(b.detach()[0] - mean @ weight)


CARD = """# Model card: what a sentence bears on (`bearing.npz`)

- **For**: `vedette.language.spotting`: how much a sentence speaks for its report's bearing on politics, conflict and public order; `vedette.coding.relevance` adds it to the words' weights.
- **Model**: a logistic regression on the mean over a sentence's words of the reading model's layers 0, 2, 3 and 4; a report's is the mean over its sentences.
- **Data**: written and marked for this project (CC BY-SA 4.0), SHA-256:
{data}
- **Training**: `python -m training.bearing`, {versions}; two minutes on two CPU cores. It belongs to the reader that it was learnt with.
- **File**: {size:,} bytes, SHA-256 `{digest}`. Licence: CC BY-SA 4.0, as its data.
- **Limits**: one writer's mark for each report, nobody's second; the shorter and the more allusive a report, the less sure.

Right in five-fold cross-validation, percent:

| file | of those that bear on it | of the others |
|---|---|---|
{scores}
"""


def write_card(folder: Path, scores: list[str]) -> None:
    """`BEARING_CARD.md` beside the file."""
    file = folder / "bearing.npz"
    data = [
        f"  `training/data/{p.relative_to(DATA)}`, `{_digest(p)}`"
        for p in (*(DATA / f"topics/{n}.jsonl" for n in NAMES), DATA / "events/train.jsonl")
    ]
    versions = f"Python {platform.python_version()}, " + ", ".join(f"{p} {version(p)}" for p in ("torch", "numpy", "onnxruntime"))
    card = CARD.format(data="\n".join(data), versions=versions, size=file.stat().st_size, digest=_digest(file), scores="\n".join(scores))
    (folder / "BEARING_CARD.md").write_text(card, "utf-8")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--weights", type=Path, default=FOLDER)
    a = p.parse_args()
    given = reports()
    x = pooled([text for text, _, _ in given], Reader(a.weights))
    marks, names = np.array([mark for _, mark, _ in given]), np.array([name for *_, name in given])
    fold = np.arange(len(given)) // NEIGHBOURS % FOLDS
    logits = np.zeros(len(given))
    for k in range(FOLDS):
        w, b = learn(x[fold != k], marks[fold != k])
        logits[fold == k] = x[fold == k] @ w + b
    scores = []
    for name in NAMES:
        of = names == name
        yes, no = (((logits > 0) == marks)[of & (marks == m)].mean() for m in (True, False))
        scores.append(f"| `topics/{name}.jsonl` | {100 * yes:.1f} | {100 * no:.1f} |")
        print(scores[-1])
    weight, bias = learn(x, marks)
    np.savez(a.weights / "bearing.npz", weight=weight, bias=np.float32(bias))
    write_card(a.weights, scores)
    print(f"bearing.npz: from {len(given)} reports, {int(marks.sum())} of which bear on it")


if __name__ == "__main__":
    main()
