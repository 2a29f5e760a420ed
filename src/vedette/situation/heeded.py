"""Whether a sentence that the model of follow-ups takes for news of a matter is heeded: its answer, weighed with what the two have in common.

The model alone believes too much: it was taught on matters that people had put into words, and in a watch it is asked about those that were read, of which many a sentence of another matter looks like
an answer. First it is weighed whether a sentence tells of the matter at all, then whether what it tells is that it was done, or was not. The weights are learnt from pairs of such watches that were labelled by
hand or by their keys (`training/heeded.py`, decisions 34 and 38).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from vedette.codebook.commonness import weight
from vedette.codebook.wording import fold, words
from vedette.domain import FOLLOWED, FollowUp

ABOUT = (
    "sure",
    "done",
    "part",
    "not",
    "open",
    "nothing",
    "alike",
    "what",
    "told",
    "near",
    "rarest",
    "names",
    "names near",
    "parties",
    "numbers",
    "own report",
    "days",
    "length",
)
"""Signs that a sentence tells of a matter: 1; the log-odds of what the model says; how like the matter it is; the share that it has of the words of the matter, of the sentence that tells the matter, and
of both in what stands around it; how much the most telling common word tells; common names, in it and around it; words of the parties; common numbers; the matter's own report; log days; length.
"""
DONE = ("sure", "if open", "if part", "if done", "if not", "own report", "days")
"""Signs that it tells that the matter was done, if it tells of it: 1; the log-odds of what the model says if that is not nothing; the matter's own report; log days."""
TABLE = Path(__file__).parent / "data" / "heeded.tsv"
_NAME = re.compile(r"(?<=[\w,;:(] )[A-Z][\w'’-]{2,}|^[A-Z][\w'’-]{3,}")
_FIGURE = re.compile(r"\d+")
_LEAST, _MOST = 1e-3, 0.999


@cache
def _weights() -> dict[str, tuple[tuple[float, ...], ...]]:
    """The weights of `ABOUT`, and of `DONE` for that it was done and that it was not, for undertakings and for states."""
    rows = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    at = {name: n for n, name in enumerate(rows[0])}
    table = {(row[0], row[1]): row for row in rows[1:]}
    return {
        sort: tuple(
            tuple(float(table[step, s][at[sort]]) for s in signs) for step, signs in (("about", ABOUT), ("done", DONE), ("not", DONE))
        )
        for sort in ("undertaking", "state")
    }


def about_signs(pair: FollowUp, said: Sequence[float], alike: float, own: bool) -> list[float]:
    """The signs of `ABOUT` for a pair; `said` are the model's probabilities of `FOLLOWED`, `alike` its likeness (0 to 1), `own` whether the sentence is of a report that tells the matter."""
    odds = dict(zip(FOLLOWED, map(_odds, said), strict=True))
    what, told, text, near = words(pair.what), words(pair.told), words(pair.text), words(f"{pair.title} . {pair.before}")
    names = _names(f"{pair.what} . {pair.told}") - _names(pair.by)
    return [
        1.0,
        *(odds[k] for k in ("done", "part", "not", "open", "nothing")),
        alike,
        _share(what, text),
        _share(told, text),
        _share(what | told, near),
        max(map(weight, (what | told) & text), default=0.0),
        float(len(names & _names(pair.text))),
        float(len(names & _names(f"{pair.title} . {pair.before}"))),
        float(len(words(f"{pair.by} . {pair.to}") & text)),
        float(len(set(_FIGURE.findall(f"{pair.what} {pair.told}")) & set(_FIGURE.findall(pair.text)))),
        float(own),
        math.log(1 + max(0, pair.days)),
        len(text) / 10,
    ]


def done_signs(pair: FollowUp, said: Sequence[float], own: bool) -> list[float]:
    """The signs of `DONE` for a pair."""
    given = dict(zip(FOLLOWED, (float(p) + _LEAST for p in said), strict=True))
    rest = sum(given[k] for k in ("open", "part", "done", "not"))
    return [1.0, *(_odds(given[k] / rest) for k in ("open", "part", "done", "not")), float(own), math.log(1 + max(0, pair.days))]


def heed(pair: FollowUp, said: Sequence[float], alike: float, own: bool, state: bool = False) -> float:
    """How likely it is, 0 to 1, that a sentence tells that an undertaking was carried out, at least in part, or that a state ended."""
    _, done, _ = _weights()["state" if state else "undertaking"]
    return tells(pair, said, alike, own, state) * _chance(done, done_signs(pair, said, own))


def heed_not(pair: FollowUp, said: Sequence[float], alike: float, own: bool) -> float:
    """How likely it is, 0 to 1, that a sentence tells that an undertaking was refused, broken or dropped."""
    *_, undone = _weights()["undertaking"]
    return tells(pair, said, alike, own) * _chance(undone, done_signs(pair, said, own))


def tells(pair: FollowUp, said: Sequence[float], alike: float, own: bool, state: bool = False) -> float:
    """How likely it is, 0 to 1, that a sentence tells of a matter at all, whatever it says came of it."""
    about, _, _ = _weights()["state" if state else "undertaking"]
    return _chance(about, about_signs(pair, said, alike, own))


def _chance(weights: Sequence[float], signs: Sequence[float]) -> float:
    return 1 / (1 + math.exp(-sum(w * s for w, s in zip(weights, signs, strict=True))))


def _odds(p: float) -> float:
    q = min(max(float(p), _LEAST), _MOST)
    return math.log(q / (1 - q))


def _names(text: str) -> frozenset[str]:
    return frozenset(map(fold, _NAME.findall(text)))


def _share(of: frozenset[str], text: frozenset[str]) -> float:
    """The share of some words that a text has, by what they tell."""
    total = sum(map(weight, of))
    return sum(map(weight, of & text)) / total if total else 0.0
