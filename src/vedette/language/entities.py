"""Tag scores to entity spans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from vedette.domain import Entity


def best_tags(scores: NDArray[np.float32], allowed: NDArray[np.bool_]) -> list[int]:
    """The best valid tag sequence: `scores` [W, L] log-probabilities, `allowed[a, b]` whether b may follow a.

    Row 0 of `allowed` also says what may stand first (0 is `O`). The argmax path is taken where it is valid, for then
    it is the best one.
    """
    path: list[int] = scores.argmax(axis=1).tolist()
    before = 0
    for tag in path:
        if not allowed[before, tag]:
            return _viterbi(scores, allowed)
        before = tag
    return path


def _viterbi(scores: NDArray[np.float32], allowed: NDArray[np.bool_]) -> list[int]:
    barrier = np.where(allowed, 0.0, -1e9)
    best = scores[0] + barrier[0]
    back = []
    for row in scores[1:]:
        through = best[:, None] + barrier
        back.append(through.argmax(axis=0))
        best = through.max(axis=0) + row
    path = [int(best.argmax())]
    for step in reversed(back):
        path.append(int(step[path[-1]]))
    return path[::-1]


def transitions(labels: list[str]) -> NDArray[np.bool_]:
    """Which IOB2 tag may follow which: `I-X` only `B-X` or `I-X`."""
    n = len(labels)
    out = np.ones((n, n), dtype=bool)
    for a, left in enumerate(labels):
        for b, right in enumerate(labels):
            if right.startswith("I-"):
                out[a, b] = left != "O" and left[2:] == right[2:]
    return out


def spans(tags: list[int], labels: list[str]) -> list[tuple[int, int, str]]:
    """(first word, last word, class) of a valid tag sequence."""
    out: list[tuple[int, int, str]] = []
    for i, t in enumerate(tags):
        label = labels[t]
        if label.startswith("B-"):
            out.append((i, i, label[2:]))
        elif label.startswith("I-"):
            first, _, kind = out[-1]
            out[-1] = (first, i, kind)
    return out


_LOOSE = frozenset({"ADP", "DET", "CCONJ", "SCONJ", "PUNCT", "PART", "AUX"})
"""Tags of words with which no name begins or ends where they are written small."""


def mixed_case(words: Sequence[str]) -> bool:
    """Whether a sentence has words written small and, after its first word, words with a capital."""
    return any(w[:1].isupper() for w in words[1:]) and any(w.islower() for w in words)


def tidy(first: int, last: int, sure: bool, mixed: bool, words: Sequence[str], upos: Sequence[str]) -> tuple[int, int] | None:
    """A span that can be a name: loose words at its edges come off; None where nothing of a name is left.

    In a sentence of `mixed` case a name does not begin with a common word written small and has a capital or a digit
    somewhere, unless the model is `sure` of it ("islamists"). An article comes off in any case ("The Times"), but not
    from The Hague and The Gambia.
    """

    def small(i: int) -> bool:
        return words[i] == words[i].lower() and not any(c.isdigit() for c in words[i])

    def opens(i: int) -> bool:
        if words[i].lower() in ("the", "a", "an") and i < last:
            return words[i + 1].lower() in ("hague", "gambia")
        return not small(i) or (upos[i] not in _LOOSE and (sure or not mixed or upos[i] in ("PROPN", "X")))

    while first <= last and not opens(first):
        first += 1
    while last >= first and small(last) and upos[last] in _LOOSE:
        last -= 1
    if first > last:
        return None
    if mixed and not sure and not any(c.isupper() or c.isdigit() for w in words[first : last + 1] for c in w):
        return None
    return first, last


KEPT_APART = frozenset({"ORG", "FAC"})
"""Classes between which one name may change within a report: the White House speaks, and stands somewhere."""


def agree(entities: Sequence[Entity]) -> list[Entity]:
    """Entities of one report with one class for one name: that which its mentions are surest of together.

    A single word that ends a person's full name in the report is that person, unless it is surer as something else.
    Spans do not change.
    """
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for e in entities:
        votes[_key(e.text)][e.label] += e.confidence
        words = e.text.split()
        if e.label == "PER" and len(words) > 1:
            votes[_key(words[-1])]["PER"] += e.confidence
    out = []
    for e in entities:
        best = max(votes[_key(e.text)].items(), key=lambda x: (x[1], x[0] == e.label, x[0]))[0]
        if best != e.label and not {best, e.label} <= KEPT_APART:
            e = replace(e, label=best)  # type: ignore[arg-type]
        out.append(e)
    return out


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
