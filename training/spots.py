"""Learn which of a report's places an event was at: the net of `vedette.coding.spots`.

    PYTHONPATH=src python -m training.spots [--epochs N] [--folds]

Reads `data/places/reports.jsonl` and `passages.jsonl`: reports and passages of ours whose writers marked each event and the words that say where it was (or that none do). Each is read and
coded as always; the rules' choice is one of the marks that a place has. Writes `src/vedette/coding/data/spots.npz` and `SPOTS_CARD.md` beside it; `--folds`
prints how often the rules and a net that has not seen the report are right, in five parts. `heldout.jsonl` is never learnt from.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import platform
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from vedette.coding import spots as kept
from vedette.coding.matching import Found
from vedette.coding.spots import DATA, Spots, Told, same
from vedette.domain import Event, PlaceMention
from vedette.ingest import from_text
from vedette.language import Reader
from vedette.pipeline import Coder, read_reports

FOLDER = Path(__file__).resolve().parent / "data" / "places"
FILES = (FOLDER / "reports.jsonl", FOLDER / "passages.jsonl")
HELD = FOLDER / "heldout.jsonl"
HIDDEN, DROPOUT, RATE, DECAY, BATCH, NETS = 64, 0.3, 2e-3, 1e-2, 32, 4
FOLDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An event: its report, the marks of its candidates [C, M] and its own, which are right [C], whether the rules were, and what is added to the scores of the
    mentions [C - 1] (minus infinity: not weighed; None: the net is not asked).
    """

    doc: str
    candidates: NDArray[np.float32]
    event: NDArray[np.float32]
    right: NDArray[np.float32]
    rules: bool
    bonus: NDArray[np.float32] | None


def rows(*paths: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]


def examples(given: Sequence[dict[str, Any]]) -> Iterator[Example]:
    """The marked events that are coded on their word and whose place is in the gazetteer, or nowhere."""
    reports = [from_text(r["text"], kind="text", id=r["id"], title=r["title"], published=r["published"], language="en") for r in given]
    seen: list[tuple[Spots, list[tuple[Found, Event]]]] = []

    def noted(spots: Spots, told: list[tuple[Found, Event]]) -> list[tuple[Found, Event]]:
        seen.append((spots, told))
        return told

    coding: Any = importlib.import_module("vedette.coding.code")
    coding.placed, before = noted, coding.placed
    try:
        coder, reader = Coder(), Reader()
        for r, report in zip(given, reports, strict=True):
            seen.clear()
            list(read_reports([report], reader, coder=coder))
            if seen and report.text == r["text"]:
                yield from _of_report(r, *seen[0])
    finally:
        coding.placed = before


def _of_report(r: dict[str, Any], spots: Spots, told: list[tuple[Found, Event]]) -> Iterator[Example]:
    all_ = Told(spots.trees, told)
    for mark in r["events"]:
        start, end = mark["trigger"]
        on = [n for n, (_, e) in enumerate(told) if not e.trigger.in_title and e.trigger.start < end and start < e.trigger.end]
        if not on:
            continue
        at = min(on, key=lambda n: abs(told[n][1].trigger.start - start))
        f, e = told[at]
        tree = spots.trees[all_.sentence[at]]
        right = [_is_marked(spots, n, p, mark["places"]) for n, p in enumerate(spots.mentions)]
        places = [p.place for p, yes in zip(spots.mentions, right, strict=True) if yes]
        near = spots.near(tree, e)
        right = [any(same(spots.mentions[n].place, q) for q in places) for n in near]
        if not spots.mentions or (not places and not mark["none"]):
            continue
        rule = e.place or e.scene
        weighed = spots.weighed(e, near) if spots.asked(tree, e) else []
        bonus = np.full(len(near), -np.inf, np.float32)
        bonus[[near.index(n) for n in weighed]] = spots.bonus(e, weighed)
        yield Example(
            doc=r["id"],
            candidates=spots.candidates(at, all_, near),
            event=np.array(spots.of_event(tree, f, e), np.float32),
            right=np.array([*right, mark["none"]], np.float32),
            rules=any(same(rule, q) for q in places) if rule is not None else mark["none"],
            bonus=bonus if weighed else None,
        )


def _is_marked(spots: Spots, n: int, p: PlaceMention, marks: Sequence[tuple[str, int, int]]) -> bool:
    part = "text" if n < spots.text else "title"
    return any(part == kind and p.start < end and start < p.end for kind, start, end in marks)


class Net(nn.Module):
    """One hidden layer over the marks of a place and of the event, and a straight way for the place's."""

    def __init__(self, of_place: int, of_event: int) -> None:
        super().__init__()
        self.hidden, self.out = nn.Linear(of_place + of_event, HIDDEN), nn.Linear(HIDDEN, 1, bias=False)
        self.straight, self.drop = nn.Linear(of_place, 1, bias=False), nn.Dropout(DROPOUT)

    def forward(self, candidates: Tensor, event: Tensor) -> Tensor:
        both = torch.cat([candidates, event[:, None].expand(-1, candidates.shape[1], -1)], dim=-1)
        inner = torch.relu(self.hidden(self.drop(both)))
        return (self.out(self.drop(inner)) + self.straight(candidates)).squeeze(-1)


def batch(found: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Candidates [B, C, M], events [B, E], which are right [B, C], which are there [B, C]."""
    most = max(len(x.right) for x in found)
    candidates = torch.zeros(len(found), most, found[0].candidates.shape[1])
    right, there = torch.zeros(len(found), most), torch.zeros(len(found), most, dtype=torch.bool)
    for n, x in enumerate(found):
        k = len(x.right)
        candidates[n, :k], right[n, :k], there[n, :k] = torch.from_numpy(x.candidates), torch.from_numpy(x.right), True
    return candidates, torch.from_numpy(np.stack([x.event for x in found])), right, there


def learn(found: Sequence[Example], epochs: int, seed: int) -> Net:
    """A net trained from a fixed start in a fixed order: the likelihood that one of the right candidates is chosen."""
    torch.manual_seed(seed)
    found = [x for x in found if x.right.any()]
    net = Net(found[0].candidates.shape[1], len(found[0].event))
    adam = torch.optim.AdamW(net.parameters(), RATE, weight_decay=DECAY)
    rate = torch.optim.lr_scheduler.LinearLR(adam, 1.0, 0.05, epochs)
    for _ in range(epochs):
        net.train()
        order = torch.randperm(len(found)).tolist()
        for at in range(0, len(order), BATCH):
            candidates, event, right, there = batch([found[n] for n in order[at : at + BATCH]])
            likely = torch.log_softmax(net(candidates, event).masked_fill(~there, -1e9), dim=1)
            adam.zero_grad()
            (-torch.logsumexp(likely.masked_fill(right == 0, -1e9), dim=1).mean()).backward()
            adam.step()
        rate.step()
    return net.eval()


def joined(nets: Sequence[Net]) -> kept.Net:
    """Several nets as one, whose scores are their mean."""
    with torch.no_grad():
        return kept.Net(
            hidden=np.concatenate([n.hidden.weight.numpy().T for n in nets], axis=1),
            bias=np.concatenate([n.hidden.bias.numpy() for n in nets]),
            out=np.concatenate([n.out.weight.numpy()[0] for n in nets]) / len(nets),
            straight=np.mean([n.straight.weight.numpy()[0] for n in nets], axis=0),
        )


def right_of(net: kept.Net, found: Sequence[Example]) -> list[bool]:
    """Whether the net's choice is right, for each; the rules' where it has none."""
    out = []
    for x in found:
        scores = net.scores(x.candidates, x.event[None], [0] * len(x.candidates))[:-1]
        out.append(x.rules if x.bonus is None else bool(x.right[int((scores + x.bonus).argmax())]))
    return out


def folds(found: Sequence[Example], epochs: int) -> dict[str, float]:
    """Percent right of the rules and of nets that have not seen the report, over all events."""
    docs = sorted({x.doc for x in found})
    of = {d: n % FOLDS for n, d in enumerate(np.random.default_rng(20261130).permutation(docs))}
    hits: list[bool] = []
    for k in range(FOLDS):
        net = joined([learn([x for x in found if of[x.doc] != k], epochs, seed) for seed in range(2)])
        hits += right_of(net, [x for x in found if of[x.doc] == k])
    return {"events": len(found), "rules": share(x.rules for x in found), "net": share(hits)}


def share(right: Iterable[bool]) -> float:
    """How many are right, in percent."""
    return round(100 * float(np.mean(list(right))), 1)


CARD = """# Model card: which of a report's places an event was at (`spots.npz`)

- **For**: `vedette.coding.spots`: the score of each place that a report names, and of "nowhere told", for one event.
- **Net**: {places} marks of a place and {events} of an event, one hidden layer of {hidden} (the mean of {nets} nets; of two in the five parts below), float16.
- **Data**: reports and passages written and marked for this project (CC BY-SA 4.0), SHA-256:
{data}
- **Training**: `python -m training.spots`, {epochs} epochs, seed fixed, Python {python}, torch {torch}, numpy {numpy}; minutes on two CPU cores.
- **File**: {size:,} bytes, SHA-256 `{digest}`. Licence: CC BY-SA 4.0, as its data.
- **Limits**: marked by their writers; English; it chooses among names, it finds none.

Percent of marked events whose place is right (of words, and of what the rules place nowhere, the net is not asked):

| of | events | the rules alone | with the net |
|---|---|---|---|
{scores}
"""


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--epochs", type=int, default=40)
    p.add_argument("--folds", action="store_true", help="print the cross-validation and write nothing")
    a = p.parse_args()
    torch.set_num_threads(1)  # the nets are small: threads would only wait for each other
    found, held = list(examples(rows(*FILES))), list(examples(rows(HELD)))
    scores = {"reports that it has not seen, in five parts": folds(found, a.epochs)}
    print(json.dumps(scores))
    if a.folds:
        return
    net = joined([learn(found, a.epochs, seed) for seed in range(NETS)])
    scores["held out"] = {"events": len(held), "rules": share(x.rules for x in held), "net": share(right_of(net, held))}
    path = DATA / "spots.npz"
    np.savez_compressed(path, **{k: getattr(net, k).astype(np.float16) for k in ("hidden", "bias", "out", "straight")})
    card = CARD.format(
        places=len(net.straight), events=len(net.hidden) - len(net.straight), hidden=HIDDEN, nets=NETS, epochs=a.epochs, size=path.stat().st_size,
        data="\n".join(f"  `training/data/places/{f.name}`, {len(f.read_text('utf-8').splitlines()):,}, `{sha(f)}`" for f in (*FILES, HELD)), digest=sha(path),
        python=platform.python_version(), torch=version("torch"), numpy=version("numpy"), scores="\n".join(f"| {of} | {s['events']:,} | {s['rules']} | {s['net']} |" for of, s in scores.items()),
    )  # fmt: skip
    (DATA / "SPOTS_CARD.md").write_text(card, "utf-8")


if __name__ == "__main__":
    main()
