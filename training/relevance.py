"""Learn the weights of words by which a report is told to bear on politics, conflict and public order, or not.

    PYTHONPATH=src python -m training.relevance

Reads `data/topics/train.jsonl` (reports marked by hand) and, as reports that do bear on it, the sentences of `data/own/train.jsonl` and
`data/events/train.jsonl` by document; for the weights of whole reports all of `data/topics` and, as those that do, the reports of `data/followups`.
Writes `src/vedette/coding/data/relevance.tsv`. A logistic regression on which lemmas occur (names count by their
class alone), each report's sum divided by the root of the number of its lemmas, both classes weighing the same. Prints the accuracy in
five-fold cross-validation; the order of everything is fixed.
"""

from __future__ import annotations

import json
from collections import Counter, OrderedDict
from pathlib import Path

import numpy as np

from training.followups import FOLDER as SITUATIONS
from training.followups import records
from vedette.coding.relevance import DATA, features
from vedette.language import Reader

HERE = Path(__file__).resolve().parent / "data"
CHUNK = 5
"""Sentences of a document of ours that make one report."""
EPOCHS, RATE, SHRINK = 30, 0.3, 1e-3
LEAST = 3
"""Reports in which a lemma must occur."""
SMALLEST = 0.02
"""Weights nearer to nothing are left out."""


def reports() -> list[tuple[str, bool]]:
    """Texts and whether they bear on it."""
    out = []
    for line in (HERE / "topics/train.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        out.append((f"{row['title']}.\n\n{row['text']}", bool(row["relevant"])))
    for name in ("own/train.jsonl", "events/train.jsonl"):
        by: OrderedDict[str, list[str]] = OrderedDict()
        for line in (HERE / name).read_text("utf-8").splitlines():
            row = json.loads(line)
            by.setdefault(row["doc"], []).append(row["text"])
        for texts in by.values():
            out += [(" ".join(texts[i : i + CHUNK]), True) for i in range(0, len(texts), CHUNK) if len(texts) - i > 1]
    return out


def whole_reports() -> list[tuple[str, bool]]:
    """Reports as a desk gets them and whether they bear on it."""
    out = []
    for name in ("train", "border", "everyday"):
        for line in (HERE / f"topics/{name}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            out.append((titled(row["title"], row["text"]), bool(row["relevant"])))
    for name in ("train", "watches"):
        for situation in records(SITUATIONS / f"{name}.jsonl"):
            out += [(titled(r["title"], " ".join(r["sentences"])), True) for r in situation["reports"]]
    return out


def titled(title: str | None, text: str) -> str:
    """A report's text below its headline, if it has one."""
    return f"{title}.\n\n{text}" if title else text


def learn(rows: list[frozenset[str]], marks: np.ndarray) -> tuple[dict[str, float], float]:
    """Weights by lemma, and the bias."""
    seen = Counter(f for row in rows for f in row)
    words = sorted(w for w, n in seen.items() if n >= LEAST)
    index = {w: i for i, w in enumerate(words)}
    coded = [np.array([index[f] for f in sorted(row) if f in index], dtype=int) for row in rows]
    weight = np.where(marks > 0, 0.5 / marks.mean(), 0.5 / (1 - marks.mean()))
    w, bias, sums = np.zeros(len(words)), 0.0, np.full(len(words), 1e-8)
    order = np.random.default_rng(20261128)
    for _ in range(EPOCHS):
        for i in order.permutation(len(coded)):
            f = coded[i]
            if not len(f):
                continue
            share = 1 / np.sqrt(len(rows[i]))
            p = 1 / (1 + np.exp(-np.clip(bias + w[f].sum() * share, -30, 30)))
            g = (p - marks[i]) * weight[i]
            step = g * share + SHRINK * w[f]
            sums[f] += step**2
            w[f] -= RATE * step / np.sqrt(sums[f])
            bias -= 0.01 * g
    return dict(zip(words, w.tolist(), strict=True)), bias


def learnt(given: list[tuple[str, bool]], reader: Reader, name: str) -> tuple[dict[str, float], float]:
    """The weights of some reports; prints how often those learnt from four fifths of them are right of the rest."""
    rows = [features(a) for a in reader.read_all([t for t, _ in given])]
    marks = np.array([float(m) for _, m in given])
    fold = np.arange(len(rows)) % 5
    hits = Counter[bool]()
    for k in range(5):
        weights, bias = learn([r for r, f in zip(rows, fold, strict=True) if f != k], marks[fold != k])
        for row, mark, f in zip(rows, marks, fold, strict=True):
            if f == k and row:
                score = bias + sum(weights.get(x, 0.0) for x in row) / len(row) ** 0.5
                hits[bool(mark)] += (score > 0) == bool(mark)
    yes, no = hits[True] / marks.sum(), hits[False] / (1 - marks).sum()
    print(f"{name}: {len(rows)} reports; in cross-validation {yes:.3f} of those that bear on it and {no:.3f} of the others are right")
    return learn(rows, marks)


def main() -> None:
    reader = Reader()
    short, whole = learnt(reports(), reader, "short"), learnt(whole_reports(), reader, "whole")
    kept = {w for weights, _ in (short, whole) for w, value in weights.items() if abs(value) >= SMALLEST}
    rows = [f"{w}\t{short[0].get(w, 0.0):.2f}\t{whole[0].get(w, 0.0):.2f}" for w in kept]
    lines = ["lemma\tshort\twhole", *sorted([f"*\t{short[1]:.3f}\t{whole[1]:.3f}", *rows])]
    (DATA / "relevance.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    print(f"relevance.tsv: {len(lines) - 2} lemmas")


if __name__ == "__main__":
    main()
