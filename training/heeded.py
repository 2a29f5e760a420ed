"""Learn when a sentence is heeded that the model of follow-ups takes for news of a matter: the weights of `vedette.situation.heeded`.

    python -m training.heeded [--score]

Reads pairs of a matter, as Vedette read it, and a sentence that it asked about: those of `data/heard/pairs.jsonl`, labelled by hand, each with what the model of follow-ups said (`said`, in the order of `FOLLOWED`), and those of the
keyed watches of `data/followups`, which are read anew (three minutes) and labelled by their keys. Three logistic regressions for undertakings (tells of it; done; not done) and two for states, drawn to 0 (ridge); writes
`src/vedette/situation/data/heeded.tsv`. Prints how right what is heeded is, in six parts of whole watches of which each is judged by weights learnt from the others, beside the model alone. Labels and `said` of the file are of
one day's reading: after the model has been learnt anew, they are made anew.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.keyed import Key, instead, of_all, read
from vedette.domain import FOLLOWED, FollowUp, Report
from vedette.situation.ends import LEAST as ENDED
from vedette.situation.followed import UNDONE, VETO, Asked, Came, Follow, likest, paired
from vedette.situation.heeded import ABOUT, DONE, TABLE, about_signs, done_signs
from vedette.situation.passages import Heard as Sentences
from vedette.situation.steps import asking

FILE = Path(__file__).parent / "data" / "heard" / "pairs.jsonl"
PARTS = 6
RIDGE = 10.0
"""How much each weight, in standard deviations of its sign, is drawn to 0."""
STEPS = 30
UNDERTAKINGS = frozenset(asking().values()) | {"promise", "threat", "decision", "offer"}
MODEL = 0.6
"""Probability from which the model alone is believed."""
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
    def undone(self) -> bool:
        """Whether the sentence tells that the matter was refused, broken or dropped."""
        return self.label == "not"

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


def asked_in(record: dict[str, Any]) -> list[Heard]:
    """The pairs that are asked about while a keyed watch is drawn, labelled by its key; those of matters that the key does not have are left out, and of sentences that tell a matter first."""
    out: list[Heard] = []
    key: list[Key] = []

    def kept(reports: Mapping[str, Report]) -> Sentences:
        key[:] = [Key(record, reports)]
        made: Sentences = heard_in(reports)
        return made

    def came(matters: Sequence[Asked], heard: Sentences, until: int, follow: Follow) -> list[Came | None]:
        for a in matters:
            own = key[0].holding(a.sought.reports, a.sought.own)
            m = key[0].matter("state" if a.state else "undertaking", own, a.head.kind)
            near_by = [] if m is None else likest(a, heard, until)
            if m is None or not near_by:
                continue
            pairs = [paired(a, heard, n) for n in near_by]
            like = heard.likeness(a.sought) if a.sought.told else None
            for n, pair, probabilities in zip(near_by, pairs, follow(pairs), strict=True):
                p, said = heard.passages[n], [float(x) for x in probabilities]
                told = key[0].said(m, key[0].sentences(p.report, p.span))
                if "told" in told:
                    continue
                label = next((one for one in ("done", "not", "part", "open") if one in told), "nothing")
                alike, mine = 0.0 if like is None else float(like[n]), p.report in a.sought.reports
                signs = about_signs(pair, said, alike, mine), done_signs(pair, said, mine)
                out.append(Heard(record["id"], pair, said, mine, alike, label, *signs))
        found: list[Came | None] = shipped(matters, heard, until, follow)
        return found

    with ExitStack() as stack:
        for module in ("ends", "undertakings"):
            heard_in = stack.enter_context(instead(f"vedette.situation.{module}", "heard_in", kept))
            shipped = stack.enter_context(instead(f"vedette.situation.{module}", "came", came))
        read(record)
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


def learn(found: Sequence[Heard]) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """The weights of `ABOUT`, and of `DONE` for that it was done and that it was not; these are learnt where a sentence tells of the matter."""
    telling = [h for h in found if h.label != "nothing"]
    about = fitted(np.array([h.about for h in found]), np.array([h.label != "nothing" for h in found], float))
    signs = np.array([h.done for h in telling])
    done, undone = ([h.right for h in telling], [h.undone for h in telling])
    return about, fitted(signs, np.array(done, float)), fitted(signs, np.array(undone, float)) if any(undone) else np.zeros(len(DONE))


def heeds(found: Sequence[Heard]) -> dict[int, tuple[float, float]]:
    """How much each pair is heeded as saying that the matter was done, and that it was not, by weights learnt from the watches of other parts, by the identity of the pair."""
    watches = sorted({h.watch for h in found})
    part = {w: n % PARTS for n, w in enumerate(watches)}
    out: dict[int, tuple[float, float]] = {}
    for sort in (True, False):
        mine = [h for h in found if h.undertaking == sort]
        for n in range(PARTS):
            about, done, undone = learn([h for h in mine if part[h.watch] != n])
            for h in mine:
                if part[h.watch] == n:
                    of_it = _chance(about, h.about)
                    out[id(h)] = of_it * _chance(done, h.done), of_it * _chance(undone, h.done)
    return out


def _chance(weights: NDArray[np.float64], signs: Sequence[float]) -> float:
    return float(1 / (1 + np.exp(-np.dot(weights, signs))))


def alone(h: Heard, wanted: str) -> float:
    """What the model alone says for "done" or "not"; 0 where it says rather the other."""
    p = dict(zip(FOLLOWED, h.said, strict=True))
    return p[wanted] if p[wanted] >= p["not" if wanted == "done" else "done"] else 0.0


def scores(found: Sequence[Heard], figure: Callable[[Heard], float], least: float, *, undone: bool = False) -> dict[str, float]:
    """Of the matters that were done (or not): precision and recall of the last sentence that says so about as surely as the surest, percent."""
    of: dict[tuple[str, ...], list[Heard]] = defaultdict(list)
    for h in found:
        of[h.watch, h.pair.kind, h.pair.what, h.pair.told].append(h)
    taken = right = wanted = 0
    for pairs in of.values():
        wanted += any(_is(h, undone) for h in pairs)
        sure = [(figure(h), h) for h in sorted(pairs, key=lambda h: h.pair.days)]
        best = max(f for f, _ in sure)
        if best >= least:
            chosen = next(h for f, h in reversed(sure) if f >= max(least, ONE * best))
            taken, right = taken + 1, right + _is(chosen, undone)
    return {
        "matters": len(of),
        "so": wanted,
        "heeded": taken,
        "precision": 100 * right / max(1, taken),
        "recall": 100 * right / max(1, wanted),
    }


def _is(h: Heard, undone: bool) -> bool:
    return h.undone if undone else h.right


def main() -> None:
    """Score, learn and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--score", action="store_true", help="write nothing")
    args = parser.parse_args()
    keyed = of_all(asked_in)
    found = [*records(), *keyed]
    heeded = heeds(found)
    for name, sort, undone, least in (
        ("undertakings that were done", True, False, VETO[1]),
        ("undertakings that were not", True, True, UNDONE),
        ("states that ended", False, False, ENDED),
    ):
        for of, pairs in (("labelled by hand", found[: -len(keyed)]), ("keyed watches", keyed)):
            mine = [h for h in pairs if h.undertaking == sort]
            wanted = "not" if undone else "done"
            for how, figure, at in (
                ("the model alone", lambda h, wanted=wanted: alone(h, wanted), MODEL),
                ("weighed", lambda h, undone=undone: heeded[id(h)][undone], least),
            ):
                counts = scores(mine, figure, at, undone=undone)
                print(f"{name}, {of}, {how}: " + ", ".join(f"{k} {v:.0f}" for k, v in counts.items()))
    if args.score:
        return
    sorts = {name: learn([h for h in found if h.undertaking == (name == "undertaking")]) for name in ("undertaking", "state")}
    head = [line for line in TABLE.read_text("utf-8").splitlines() if line.startswith("#")] if TABLE.exists() else []
    rows = [
        f"{step}\t{sign}\t" + "\t".join(f"{sorts[s][n][k]:.3f}" for s in ("undertaking", "state"))
        for n, (step, signs) in enumerate((("about", ABOUT), ("done", DONE), ("not", DONE)))
        for k, sign in enumerate(signs)
    ]
    TABLE.write_text("\n".join([*head, "step\tsign\tundertaking\tstate", *rows]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
