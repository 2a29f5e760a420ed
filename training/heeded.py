"""Learn when a sentence is heeded that the model of follow-ups takes for news of a matter: the weights of `vedette.situation.heeded`.

    python -m training.heeded [--score]

Reads `data/heard/pairs.jsonl`: the matters of 91 watches as Vedette read them, each with the sentences that it asked about and what the model of follow-ups said of these (`said`, in the order of
`FOLLOWED`), labelled by hand. Two logistic regressions for undertakings and two for states, drawn to 0 (ridge); writes `src/vedette/situation/data/heeded.tsv`. Prints how right what is heeded is, in
six parts of whole watches of which each is judged by weights learnt from the others, beside the model alone. Labels and `said` are of one day's reading: after the model has been learnt anew, they are made anew.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vedette.domain import FOLLOWED, FollowUp
from vedette.situation.ends import LEAST as ENDED
from vedette.situation.followed import LEAST, LIKE, OWN, VETO
from vedette.situation.heeded import ABOUT, DONE, TABLE, about_signs, done_signs
from vedette.situation.steps import asking

FILE = Path(__file__).parent / "data" / "heard" / "pairs.jsonl"
PARTS = 6
RIDGE = 10.0
"""How much each weight, in standard deviations of its sign, is drawn to 0."""
STEPS = 30
UNDERTAKINGS = frozenset(asking().values()) | {"promise", "threat", "decision", "offer"}
ONE = 0.85
"""Share of the surest sentence's figure from which a later one is taken, as when pictures are drawn."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A labelled pair with its signs."""

    watch: str
    pair: FollowUp
    said: Sequence[float]
    own: bool
    alike: float
    label: str
    about: list[float]
    done: list[float]

    @property
    def undertaking(self) -> bool:
        """Whether the matter is no state."""
        return self.pair.kind in UNDERTAKINGS

    @property
    def right(self) -> bool:
        """Whether the sentence tells that the matter was done; of an undertaking a part is enough."""
        return self.label == "done" or (self.undertaking and self.label == "part")


def records(path: Path = FILE) -> list[Heard]:
    """The labelled pairs."""
    out = []
    for line in path.read_text("utf-8").splitlines():
        r = json.loads(line)
        pair = FollowUp(**{k: r[k] for k in ("kind", "by", "to", "what", "told", "title", "before", "text", "days")})
        signs = about_signs(pair, r["said"], r["alike"], r["own"]), done_signs(pair, r["said"], r["own"])
        out.append(Heard(r["watch"], pair, r["said"], r["own"], r["alike"], r["label"], *signs))
    return out


def fitted(signs: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights of a ridge regression on log-odds, found by Newton's steps; the first sign is 1 and is not drawn."""
    mean, spread = signs.mean(0), signs.std(0)
    spread[spread == 0] = 1.0
    x = (signs - mean) / spread
    x[:, 0] = 1.0
    drawn = np.full(x.shape[1], RIDGE)
    drawn[0] = 0.0
    weights = np.zeros(x.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (chance - right) + drawn * weights
        bend = (x * (chance * (1 - chance))[:, None]).T @ x + np.diag(drawn + 1e-9)
        weights -= np.linalg.solve(bend, slope)
    out: NDArray[np.float64] = weights / spread
    out[0] = weights[0] - float((weights[1:] * mean[1:] / spread[1:]).sum())
    return out


def learn(found: Sequence[Heard]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The weights of `ABOUT` and of `DONE`; the second are learnt where a sentence tells of the matter."""
    telling = [h for h in found if h.label != "nothing"]
    about = fitted(np.array([h.about for h in found]), np.array([h.label != "nothing" for h in found], float))
    return about, fitted(np.array([h.done for h in telling]), np.array([h.right for h in telling], float))


def heeds(found: Sequence[Heard]) -> dict[int, float]:
    """How much each pair is heeded by weights learnt from the watches of other parts, by the identity of the pair."""
    watches = sorted({h.watch for h in found})
    part = {w: n % PARTS for n, w in enumerate(watches)}
    out: dict[int, float] = {}
    for sort in (True, False):
        mine = [h for h in found if h.undertaking == sort]
        for n in range(PARTS):
            about, done = learn([h for h in mine if part[h.watch] != n])
            for h in mine:
                if part[h.watch] == n:
                    out[id(h)] = float(1 / (1 + np.exp(-np.dot(about, h.about))) / (1 + np.exp(-np.dot(done, h.done))))
    return out


def alone(h: Heard) -> float:
    """What the model alone says for "done", less in the matter's own report and for a sentence that is little like it; 0 where it says rather "not"."""
    p = dict(zip(FOLLOWED, h.said, strict=True))
    return 0.0 if p["done"] < p["not"] else p["done"] - OWN * h.own - (0.0 if h.own else max(0.0, LIKE - h.alike))


def scores(found: Sequence[Heard], figure: Callable[[Heard], float], least: float) -> dict[str, float]:
    """Of the matters that were done: precision and recall of the last sentence that says so about as surely as the surest, percent."""
    of: dict[tuple[str, ...], list[Heard]] = defaultdict(list)
    for h in found:
        of[h.watch, h.pair.kind, h.pair.what, h.pair.told].append(h)
    taken = right = done = 0
    for pairs in of.values():
        done += any(h.right for h in pairs)
        sure = [(figure(h), h) for h in sorted(pairs, key=lambda h: h.pair.days)]
        best = max(f for f, _ in sure)
        if best >= least:
            chosen = next(h for f, h in reversed(sure) if f >= max(least, ONE * best))
            taken, right = taken + 1, right + chosen.right
    return {
        "matters": len(of),
        "done": done,
        "heeded": taken,
        "precision": 100 * right / max(1, taken),
        "recall": 100 * right / max(1, done),
    }


def main() -> None:
    """Score, learn and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--score", action="store_true", help="write nothing")
    args = parser.parse_args()
    found = records()
    heeded = heeds(found)
    for name, sort, least, weighed in (
        ("undertakings", True, LEAST, lambda h: alone(h) if heeded[id(h)] >= VETO[1] else 0.0),
        ("states", False, ENDED, lambda h: heeded[id(h)]),
    ):
        mine = [h for h in found if h.undertaking == sort]
        for how, figure, at in (("the model alone", alone, LEAST if sort else 0.65), ("weighed", weighed, least)):
            print(f"{name}, {how}: " + ", ".join(f"{k} {v:.0f}" for k, v in scores(mine, figure, at).items()))
    if args.score:
        return
    sorts = {name: learn([h for h in found if h.undertaking == (name == "undertaking")]) for name in ("undertaking", "state")}
    head = [line for line in TABLE.read_text("utf-8").splitlines() if line.startswith("#")] if TABLE.exists() else []
    rows = [
        f"{step}\t{sign}\t" + "\t".join(f"{sorts[s][n][k]:.3f}" for s in ("undertaking", "state"))
        for n, (step, signs) in enumerate((("about", ABOUT), ("done", DONE)))
        for k, sign in enumerate(signs)
    ]
    TABLE.write_text("\n".join([*head, "step\tsign\tundertaking\tstate", *rows]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
