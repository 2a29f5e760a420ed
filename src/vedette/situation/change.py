"""When a level changed: two methods on counts by week, each told once, after which the new level is the base.

Poisson CUSUM: Page, Biometrika 41 (1954); for counts Lucas, Technometrics 27 (1985), with the sum of log likelihood ratios and the
ratio of the two levels as its one design choice. Bayesian online change point: Adams and MacKay, arXiv:0710.3742 (2007), with the gamma
distribution as conjugate of the Poisson. `bench/tension.py` measures both on public counts; `docs/tension.md` tells what came of it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

_EDGE = 1.2816
"""Standard deviations to each side that hold 80 % of a normal distribution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Of the CUSUM. `ratio`: how many times the base a level must be to be worth telling: 1.5 is half as much again, so that a bad place that gets
    worse is told too. `threshold`: how much evidence it takes (a log likelihood ratio: 4 is 55 to 1, in weeks that follow on each other). `floor`: the
    base is never taken to be less, so that one event after a silent year is no rise. `window`: weeks of the base at most. `warm`: weeks before
    the first word.

    `ratio` and `window` are what a desk wants to hear and a year; `floor` and `threshold` were chosen on eleven countries (`docs/tension.md`).
    """

    ratio: float = 1.5
    threshold: float = 4.0
    floor: float = 0.5
    window: int = 52
    warm: int = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class BayesSettings:
    """Of the Bayesian method. `hazard`: the chance that any week begins a new level (0.01: once in two years). `certain`: how probable a change in the
    last `recent` weeks must be. `ratio`, `floor`, `warm` as for the CUSUM. `shape` and `rate` are of the gamma distribution that a new level is
    drawn from; `longest` is the longest run of weeks that is thought of.
    """

    hazard: float = 0.01
    certain: float = 0.8
    recent: int = 8
    ratio: float = 1.5
    floor: float = 0.5
    warm: int = 8
    shape: float = 1.0
    rate: float = 1.0
    longest: int = 156


DEFAULT = Settings()
"""The one that the desk uses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rise:
    """A rise, told in week `at`, that began in week `since` (indexes into the counts): from `base`, the mean before it, to `level` a week. `evidence` is the log likelihood
    ratio, or of the Bayesian method the probability of a change.
    """

    at: int
    since: int
    base: float
    level: float
    evidence: float


def weighed(events: int, deaths: int) -> int:
    """A week's count for the methods: its events, and one more for each doubling of its dead."""
    return events + round(math.log2(1 + deaths))


def rises(counts: Sequence[int], settings: Settings = DEFAULT) -> tuple[Rise, ...]:
    """Rises found by the Poisson CUSUM in counts by week, oldest first.

    Each week adds `count × ln ratio − base × (ratio − 1)` to a sum that does not fall below zero; above the threshold a rise is told, the sum
    begins anew, and the base is what it has been since the rise began. The base of a week is the mean of the weeks before it.
    """
    before = [0]
    for count in counts:
        before.append(before[-1] + count)
    step, out = math.log(settings.ratio), []
    total, held, began = 0.0, 0, 0
    for week, count in enumerate(counts):
        first = max(held, week - settings.window)
        base = (before[week] - before[first]) / (week - first) if week > first else float(count)
        base = max(base, settings.floor)
        grown = max(0.0, total + count * step - base * (settings.ratio - 1))
        if total == 0.0 and grown > 0.0:
            began = week
        total = grown
        if total > settings.threshold:
            if week >= settings.warm:
                level = (before[week + 1] - before[began]) / (week + 1 - began)
                earlier = (before[began] - before[first]) / (began - first) if began > first else base
                out.append(Rise(at=week, since=began, base=max(earlier, settings.floor), level=level, evidence=total))
            total, held = 0.0, began
    return tuple(out)


class Beliefs:
    """What the Bayesian method thinks week by week: for each run of weeks since the last change how probable it is, and the level it would have."""

    def __init__(self, settings: BayesSettings | None = None) -> None:
        self.settings = settings or BayesSettings()
        self.runs: np.ndarray[Any, np.dtype[np.float64]] = np.array([1.0])
        self.shape = np.array([self.settings.shape])
        self.rate = np.array([self.settings.rate])

    def see(self, count: int) -> None:
        """Take in a week. Afterwards `runs[n]` is the probability that the level has held for n weeks."""
        s = self.settings
        told = _log_gamma(self.shape + count) - _log_gamma(self.shape) - math.lgamma(count + 1)
        told = told + self.shape * np.log(self.rate / (self.rate + 1)) - count * np.log(self.rate + 1)
        grown = self.runs * np.exp(told)
        runs = np.concatenate([[grown.sum() * s.hazard], grown * (1 - s.hazard)])[: s.longest]
        whole = float(runs.sum())
        self.runs = runs / whole if whole > 0.0 else np.eye(1, len(runs))[0]  # a count beyond anything thought of: a new level
        self.shape = np.concatenate([[s.shape], self.shape + count])[: s.longest]
        self.rate = np.concatenate([[s.rate], self.rate + 1])[: s.longest]

    def level(self) -> tuple[float, float, float]:
        """The level a week as it is thought to be now, and between what it lies with 80 %.

        The bounds are those of a gamma distribution with the mixture's mean and variance, after Wilson and Hilferty.
        """
        mean = float((self.runs * self.shape / self.rate).sum())
        square = float((self.runs * self.shape * (self.shape + 1) / self.rate**2).sum())
        shape = mean**2 / max(square - mean**2, 1e-12)
        low, high = (mean * max(0.0, 1 - 1 / (9 * shape) + z / (3 * math.sqrt(shape))) ** 3 for z in (-_EDGE, _EDGE))
        return mean, low, high


def turns(counts: Sequence[int], settings: BayesSettings | None = None) -> tuple[Rise, ...]:
    """Rises found by the Bayesian method: where a change in the last weeks is nearly certain and the level since is `ratio` times that before it."""
    s = settings or BayesSettings()
    beliefs, out, told = Beliefs(s), [], 0
    for week, count in enumerate(counts):
        beliefs.see(count)
        young = beliefs.runs[1 : s.recent + 1]
        if week < s.warm or len(beliefs.runs) <= s.recent + 1:
            continue
        sure = float(young.sum())
        since = week - int(np.argmax(young))
        earlier = counts[max(told, since - 52) : since]
        if sure <= s.certain or since <= told or not earlier:
            continue
        level = float((young * (beliefs.shape / beliefs.rate)[1 : s.recent + 1]).sum()) / sure
        base = max(sum(earlier) / len(earlier), s.floor)
        if level > s.ratio * base:
            out.append(Rise(at=week, since=since, base=base, level=level, evidence=sure))
            told = week
    return tuple(out)


_log_gamma = np.vectorize(math.lgamma, otypes=[float])
