"""Learn of which state it is what an event tells: the weights of `vedette.situation.tied`.

    python -m training.tied [--score]

Reads the watches of `data/followups` (`watches.jsonl`, `plain.jsonl`) as a desk would (three minutes), and asks of each sign of a state and each state that it may be of whether the key says that the sign's sentence ends that state,
or tells of it; of those that end it, whether wholly. States that the key does not have are left out. While a watch is read, signs are put to states as the key says. Writes `src/vedette/situation/data/tied.tsv`; prints how right
this is in six parts of whole watches of which each is judged by weights learnt from the others, beside the rules alone.
"""

from __future__ import annotations

import argparse
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.heeded import fitted
from training.keyed import Key, instead, of_all, read
from vedette.domain import Report
from vedette.situation.followed import Follow
from vedette.situation.signs import Sign
from vedette.situation.states import State
from vedette.situation.tied import TABLE, TIED, Ties

PARTS = 6
TOLD = {"ends": "what ends a state", "tells": "what tells that a state began or goes on", "whole": "an ending, of the whole"}


@dataclass(frozen=True, slots=True)
class Tie:
    """A sign and a state that it may be of: the watch, whether it is an ending, the kinds of both, the key's state, the sign's sentences, the signs of `TIED`, whether the key ties the two, and as the end of the whole."""

    watch: str
    ends: bool
    kinds: tuple[str, str]
    state: int
    sentences: frozenset[int]
    signs: list[float]
    right: bool
    whole: bool


class Keyed(Ties):
    """Ties as the key of a watch does, and remembers what it was asked."""

    record: dict[str, Any]
    made: list[Tie]

    def __init__(self, reports: Mapping[str, Report], follow: Follow) -> None:
        super().__init__(reports, follow)
        self._key = Key(self.record, reports)
        self._whole: dict[int, bool] = {}

    def of(self, states: Sequence[State], s: Sign, fits: Sequence[float], ruled: Collection[int]) -> list[tuple[float, int]] | None:
        """The states that the key ties a sign to."""
        found = self.signs(states, s, fits, ruled)
        if found is None:
            return None
        sentences = self._key.sentences(s.event.report, s.event.evidence)
        ends = s.step == "ends"
        self._whole = {}
        tied = []
        for n, signs in found.items():
            first = states[n].openings() or states[n].signs[:1]
            m = self._key.matter("state", set().union(*(self._key.sentences(o.event.report, o.event.evidence) for o in first)))
            if m is None:
                continue
            said = self._key.said(m, sentences)
            right = bool(said & {"done", "part"}) if ends else bool(said)
            self.made.append(
                Tie(self._key.watch, ends, (s.kind, states[n].kind), m, frozenset(sentences), signs, right, ends and "done" in said)
            )
            if right:
                tied.append((1.0, n))
            self._whole[n] = "done" in said
        return tied

    def whole(self, n: int) -> bool | None:
        """Whether the ending that was asked about last is of the whole."""
        return self._whole.get(n)


def ties_of(record: dict[str, Any]) -> list[Tie]:
    """The ties that are asked about while a watch is drawn, without those of an ending to a state of another kind in a sentence that has one of the state's own kind, which is the one that the key means."""
    Keyed.record, Keyed.made = record, []
    with instead("vedette.situation.conditions", "Ties", Keyed):
        read(record)
    found = Keyed.made
    own = {(n, t.state) for t in found if t.right and t.kinds[0] == t.kinds[1] for n in t.sentences}
    return [t for t in found if not t.right or t.kinds[0] == t.kinds[1] or not any((n, t.state) in own for n in t.sentences)]


def judged(found: Sequence[Tie]) -> NDArray[np.float64]:
    """How likely each tie is by weights learnt from the watches of other parts, [N]."""
    watches = sorted({t.watch for t in found})
    part = np.array([watches.index(t.watch) % PARTS for t in found])
    x, y = arrays(found)
    out = np.zeros(len(found))
    for n in range(PARTS):
        out[part == n] = 1 / (1 + np.exp(-x[part == n] @ fitted(x[part != n], y[part != n])))
    return out


def arrays(found: Sequence[Tie]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Signs [N, S] and whether the key ties [N]."""
    return np.array([t.signs for t in found]), np.array([t.right for t in found], float)


def main() -> None:
    """Score, learn and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--score", action="store_true", help="write nothing")
    args = parser.parse_args()
    found = of_all(ties_of)
    asked = {
        "ends": [t for t in found if t.ends],
        "tells": [t for t in found if not t.ends],
        "whole": [replace(t, right=t.whole) for t in found if t.ends and t.right],
    }
    for step, mine in asked.items():
        likely, (x, y) = judged(mine), arrays(mine)
        print(f"{TOLD[step]}: {len(mine)} pairs, {int(y.sum())} of them right by the key, in {len({t.watch for t in mine})} watches")
        rules = x[:, TIED.index("fits")] > 0
        for name, made in (("rules alone", rules), *((f"from {at}", likely >= at) for at in (0.2, 0.3, 0.4, 0.5, 0.6))):
            print(f"  {name}: precision {100 * y[made].mean():.1f}, recall {100 * y[made].sum() / y.sum():.1f}")
    if args.score:
        return
    weights = [fitted(*arrays(mine)) for mine in asked.values()]
    head = [line for line in TABLE.read_text("utf-8").splitlines() if line.startswith("#")] if TABLE.exists() else []
    rows = ["\t".join([sign, *(f"{w:.3f}" for w in ws)]) for sign, *ws in zip(TIED, *weights, strict=True)]
    TABLE.write_text("\n".join([*head, "\t".join(["sign", *asked]), *rows]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
