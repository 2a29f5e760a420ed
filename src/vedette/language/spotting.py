"""What kind of event a word may tell of: a small net over the reading model's layers and the tree.

`weights/told.npz` is made by `training/told.py` from the annotated event sentences: for a verb, noun or adjective it gives a probability to each PLOVER
type and to none of them. It knows words by their likeness, so it tells of events that no list holds; which sense of a listed word is meant, and who acts on
whom, is the coder's to say.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vedette.domain import Token
from vedette.errors import table

SPOTTED = frozenset({"VERB", "NOUN", "ADJ"})
"""Words that may tell of an event."""
RELATIONS = tuple(
    "nsubj nsubj:pass obj iobj obl obl:agent nmod nmod:poss ccomp xcomp advcl acl acl:relcl mark aux aux:pass cop advmod compound compound:prt "
    "case amod det conj cc nummod appos expl parataxis root dep".split()
)
TAGS = tuple("VB VBD VBG VBN VBP VBZ NN NNS JJ".split())
LEAST = 0.05
"""Probabilities below this are not kept."""
_RELATION = {r: n for n, r in enumerate(RELATIONS)}
_TAG = {t: n for n, t in enumerate(TAGS)}
MARKS = 2 * len(RELATIONS) + len(TAGS) + 1
ROWS, COLUMNS = 8, 16
"""Words and hidden units that are multiplied at a time: so few that the linear algebra library does it in the caller's thread. For a whole sentence it
wakes a thread a core, which wait for each other longer than they work: seven times the time of a processor, more on a busy machine.
"""


def marks(tokens: Sequence[Token], words: Sequence[int]) -> NDArray[np.float32]:
    """What the tree says of words, 0 or 1: their own relation, their dependents' relations, their tag, whether they are negated. [words, MARKS]."""
    out = np.zeros((len(words), MARKS), np.float32)
    row = {k: n for n, k in enumerate(words)}
    for k, t in enumerate(tokens):
        if (n := row.get(k)) is not None:
            if t.deprel in _RELATION:
                out[n, _RELATION[t.deprel]] = 1
            if t.xpos in _TAG:
                out[n, 2 * len(RELATIONS) + _TAG[t.xpos]] = 1
        if (n := row.get(t.head)) is not None:
            if t.deprel in _RELATION:
                out[n, len(RELATIONS) + _RELATION[t.deprel]] = 1
            if t.lemma in ("not", "never", "no"):
                out[n, MARKS - 1] = 1
    return out


def inputs(tokens: Sequence[Token], states: NDArray[np.float32], words: Sequence[int]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The net's two inputs for words of a sentence: their states [words, S], and their heads' last layer with the tree's marks [words, 384 + MARKS]."""
    heads = [tokens[k].head if tokens[k].head >= 0 else k for k in words]
    width = 384
    return states[list(words)], np.concatenate([states[heads][:, -width:], marks(tokens, words)], axis=1)


class Spotter:
    """The net, loaded at first use. Raises ModelError where its file is missing or damaged."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "told.npz"

    @cached_property
    def _net(self) -> tuple[list[str], dict[str, Any]]:
        with table(self.path, "the table of events"), np.load(self.path) as f:
            labels, net = json.loads(str(f["labels"])), {k: f[k].astype(np.float32) for k in f.files if k != "labels"}
        first = net["first"]
        net["first"] = np.ascontiguousarray(first.reshape(len(first), -1, COLUMNS).transpose(1, 0, 2))
        return labels, net

    def told(self, tokens: Sequence[Token], states: NDArray[np.float32]) -> list[Token]:
        """Words of one sentence with what they may tell of; `states` [W, S] are the model's layers for them.

        Each sentence is computed alone, so what stands beside it makes no difference.
        """
        words = [k for k, t in enumerate(tokens) if t.upos in SPOTTED]
        out = list(tokens)
        if not words:
            return out
        labels, net = self._net
        own, around = inputs(tokens, states, words)
        mean, spread = own.mean(axis=1, keepdims=True), own.std(axis=1, keepdims=True)
        own = (own - mean) / (spread + 1e-3) * net["gain"] + net["shift"]
        given = np.concatenate([own, around], axis=1)
        hidden = np.concatenate([_times(given[at : at + ROWS], net["first"]) for at in range(0, len(given), ROWS)])
        scores = np.maximum(hidden + net["first_bias"], 0) @ net["second"] + net["second_bias"]
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares = scores / scores.sum(axis=1, keepdims=True)
        order = np.argsort(-shares, axis=1, kind="stable")
        for row in np.flatnonzero((shares[:, 1:] >= LEAST).any(axis=1)).tolist():
            p = shares[row].tolist()
            likely = tuple((labels[n], round(p[n], 2)) for n in order[row].tolist() if n and p[n] >= LEAST)
            k = words[row]
            out[k] = replace(tokens[k], told=likely)
        return out


def _times(given: NDArray[np.float32], blocks: NDArray[np.float32]) -> NDArray[np.float32]:
    """[R, I] times the blocks [B, I, C] of a matrix: [R, B * C]."""
    found: NDArray[np.float32] = np.matmul(given[None], blocks).transpose(1, 0, 2).reshape(len(given), -1)
    return found
