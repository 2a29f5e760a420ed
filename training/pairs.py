"""Weights of the signs that two mentions tell of one incident, from judged pairs: `python -m training.pairs` writes `incidents/data/pairs.tsv`.

The pairs are those of `training/data/pairs/train.jsonl`: dossiers of short reports in which each mention of a happening has the label of its incident. They
are coded as any report, so the signs carry the coder's faults. A logistic regression gives each sign a weight for deeds and one for words; it is drawn
towards the weights that were set by hand before (`start.tsv`, L2), a sign that speaks for one incident keeps its direction (`SIGNS`), and the biases are
lowered by `CAUTION`, because a watch has more look-alikes for each true pair than a dossier. Also prints the scores on `heldout.jsonl` and, of longer dossiers with three or four
stories each, on `watches.jsonl` and `heldout_watches.jsonl`, of which nothing is learnt: decision 31 says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.dossiers import records
from vedette.incidents.mentions import WORD, Mention, mentions
from vedette.incidents.pairs import SIGNS, TABLE, signs
from vedette.ingest import from_text
from vedette.language import Reader
from vedette.pipeline import Coder, Reading, read_reports

DATA = Path(__file__).resolve().parent / "data/pairs"
DRAWN = (0.01, 0.1)
"""Strength with which a weight of deeds and one of words (of which there are five times fewer pairs) is drawn to the one set by hand."""
STEPS, RATE = 4000, 0.5
MOST = 8.0
"""A weight's size at most."""
KEPT = frozenset(
    {
        "same place",
        "place in place",
        "place near",
        "place far",
        "place of another name",
        "same scene",
        "scene far",
        "one story",
        "copied passage",
        "reported at the time",
        "reported apart",
        "no word in common",
        "a day apart",
        "days apart",
        "recipients",
        "same type",
    }
)
"""Signs whose weights stay as set by hand. In a dossier everything is of one place, one story and a few weeks, so it cannot tell what those of place, story
and reporting are worth; learnt, those of type, days and recipients joined what our cases of the merger hold apart (daily shellings, another victim).
"""
CAUTION = (-0.5, -0.8)
"""Added to the biases: chosen on the development situations."""

Pair = tuple[int, dict[str, float], bool]
"""The column of the weights, the signs, and whether it is one incident."""


def labelled(path: Path) -> Iterator[list[tuple[Mention, str]]]:
    """The mentions of each dossier that were coded, each with its incident."""
    dossiers = records(path)
    reports = [
        from_text(r["text"], kind="text", id=f"{d['id']}-{n}", title=r.get("title"), published=r["published"], source=r["source"] or None)
        for d in dossiers
        for n, r in enumerate(d["reports"])
    ]
    read = {x.report.id: x for x in read_reports(reports, Reader(), coder=Coder()) if isinstance(x, Reading)}
    for d in dossiers:
        out: list[tuple[Mention, str]] = []
        for n in range(len(d["reports"])):
            found = read[f"{d['id']}-{n}"]
            left = mentions(found.report, found.coded.events, found.report.key)
            for given in (m for m in d["mentions"] if m["report"] == n):
                on = next((m for m in left if _meets(m, given)), None)
                if on is not None:
                    left.remove(on)
                    out.append((on, given["incident"]))
        yield out


def _meets(m: Mention, given: dict[str, Any]) -> bool:
    """Whether a mention was coded on a mark."""
    at = m.event.trigger
    return at.in_title == (given.get("part") == "title") and at.start < given["end"] and given["start"] < at.end


def judged(path: Path) -> list[Pair]:
    """The pairs of a file that are compared: of kindred types, and not excluded by their days or places."""
    out: list[Pair] = []
    for dossier in labelled(path):
        for (a, one), (b, other) in combinations(dossier, 2):
            found = signs(a, b) if a.families & b.families else {"excluded": 1.0}
            if "excluded" not in found:
                out.append((int(WORD in (a.kind, b.kind)), found, one == other))
    return out


def matrix(pairs: list[Pair]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Signs [pairs, 2 × signs + 2], those of deeds and of words apart, the biases last; and whether each is one incident [pairs]."""
    at = {name: n for n, name in enumerate(SIGNS)}
    x = np.zeros((len(pairs), 2 * len(at) + 2))
    for row, (column, found, _) in enumerate(pairs):
        for name, value in found.items():
            x[row, 2 * at[name] + column] = value
        x[row, 2 * len(at) + column] = 1
    return x, np.array([same for _, _, same in pairs], float)


def by_hand() -> NDArray[np.float64]:
    """The weights set by hand, in the order of `matrix`."""
    rows = (line.split("\t") for line in (DATA / "start.tsv").read_text("utf-8").splitlines()[1:])
    known = {name: (float(deeds), float(words)) for name, deeds, words in rows}
    return np.array([w for name in (*SIGNS, "bias") for w in known[name]])


def fitted(pairs: list[Pair]) -> NDArray[np.float64]:
    """The weights, in the order of `matrix`."""
    x, y = matrix(pairs)
    start = by_hand()
    drawn = np.array(DRAWN * (len(SIGNS) + 1))
    low = np.array([0.0 if SIGNS[name] > 0 else -MOST for name in SIGNS for _ in (0, 1)] + [-MOST, -MOST])
    high = np.array([0.0 if SIGNS[name] < 0 else MOST for name in SIGNS for _ in (0, 1)] + [MOST, MOST])
    still = [2 * n + column for n, name in enumerate(SIGNS) if name in KEPT for column in (0, 1)]
    low[still] = high[still] = start[still]
    weights = start
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-x @ weights))
        weights = np.clip(weights - RATE * (x.T @ (chance - y) / len(y) + drawn * (weights - start)), low, high)
    return weights


def scores(pairs: list[Pair], weights: NDArray[np.float64]) -> dict[str, float]:
    """Precision, recall and F1 of the pairs above 0."""
    x, y = matrix(pairs)
    taken = x @ weights > 0
    hits = float(y[taken].sum())
    of = {"precision": hits / max(1, int(taken.sum())), "recall": hits / y.sum(), "F1": 2 * hits / (taken.sum() + y.sum())}
    return {"pairs": len(y)} | {name: round(100 * float(value), 1) for name, value in of.items()}


def main() -> None:
    """Learn, score and write."""
    train, held = judged(DATA / "train.jsonl"), judged(DATA / "heldout.jsonl")
    weights = fitted(train)
    print("by hand", scores(held, by_hand()))
    print("learnt", scores(held, weights))
    weights[-2:] += CAUTION
    print("written", scores(held, weights))
    for name in ("watches", "heldout_watches"):
        print("written,", name, scores(judged(DATA / f"{name}.jsonl"), weights))
    rows = [*SIGNS, "bias"]
    head = [line for line in TABLE.read_text("utf-8").splitlines() if line.startswith("#")]
    table = [f"{name}\t{weights[2 * n]:.2f}\t{weights[2 * n + 1]:.2f}" for n, name in enumerate(rows)]
    TABLE.write_text("\n".join([*head, "sign\tdeeds\twords", *table]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
