"""What kind of event or state a word may tell of: a small net over the reading model's layers and the tree.

`weights/told.onnx` is made by `training/told.py` from the annotated sentences of events and of states: for a verb, noun or adjective it gives a probability
to each PLOVER type and to none of them, and to each step of a state (it begins, holds, ends), of each kind. It knows words by their likeness, so it tells of
events that no list holds; which sense of a listed word is meant, and who acts on whom, is the coder's to say.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from vedette.domain import TELLING, Token
from vedette.errors import ModelError
from vedette.language.sessions import opened

RELATIONS = tuple(
    "nsubj nsubj:pass obj iobj obl obl:agent nmod nmod:poss ccomp xcomp advcl acl acl:relcl mark aux aux:pass cop advmod compound compound:prt "
    "case amod det conj cc nummod appos expl parataxis root dep".split()
)
TAGS = tuple("VB VBD VBG VBN VBP VBZ NN NNS JJ".split())
OUTPUTS = ("shares", "phases", "kinds")
"""What the net gives for a word: probabilities of types, of steps of a state, and, where it is one, of its kinds."""
LEAST = 0.05
"""Probabilities below this are not kept."""
_RELATION = {r: n for n, r in enumerate(RELATIONS)}
_TAG = {t: n for n, t in enumerate(TAGS)}
MARKS = 2 * len(RELATIONS) + len(TAGS) + 1


def marks(tokens: Sequence[Token]) -> NDArray[np.float32]:
    """What the tree says of each word, 0 or 1: its own relation, its dependents' relations, its tag, whether it is negated. [W, MARKS]."""
    out = np.zeros((len(tokens), MARKS), np.float32)
    for k, t in enumerate(tokens):
        relation = _RELATION.get(t.deprel)
        if relation is not None:
            out[k, relation] = 1
        if t.xpos in _TAG:
            out[k, 2 * len(RELATIONS) + _TAG[t.xpos]] = 1
        if t.head >= 0:
            if relation is not None:
                out[t.head, len(RELATIONS) + relation] = 1
            if t.lemma in ("not", "never", "no"):
                out[t.head, MARKS - 1] = 1
    return out


def asked(tokens: Sequence[Token]) -> list[int]:
    """The words of a sentence of which it is asked what they tell of: verbs, nouns, adjectives and what a copula bears ("the strike is *over*")."""
    borne = {t.head for t in tokens if t.deprel == "cop"}
    return [k for k, t in enumerate(tokens) if t.upos in TELLING or k in borne]


def inputs(tokens: Sequence[Token], states: NDArray[np.float32], words: Sequence[int]) -> dict[str, NDArray[Any]]:
    """The session's inputs for some words of a sentence: `states` [W, S] and `marks` [W, MARKS] of all its words, `words` [K], `heads` [K] that they hang on."""
    heads = [tokens[k].head if tokens[k].head >= 0 else k for k in words]
    return {"states": states, "marks": marks(tokens), "words": np.array(words, np.int64), "heads": np.array(heads, np.int64)}


class Spotter:
    """The net in its session, opened at first use. Raises ModelError where its file is missing or damaged.

    Each word's layers and marks become a vector; layers of attention let the words of a sentence speak to each other; a hidden layer over what a word was,
    has become and hangs on gives the scores (Vaswani et al. 2017, with the norms first).
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "told.onnx"

    @cached_property
    def session(self) -> Any:
        """The session, on one thread: a sentence is too little to share."""
        return opened(self.path, 1, "the model of events")

    @cached_property
    def labels(self) -> list[list[str]]:
        """Of each of `OUTPUTS` its labels in the order of the probabilities; the first type and the first step are none."""
        given = self.session.get_modelmeta().custom_metadata_map
        return [[str(label) for label in json.loads(given[name])] for name in OUTPUTS]

    @cached_property
    def _bearing(self) -> tuple[NDArray[np.float32], float]:
        path = self.path.with_name("bearing.npz")
        try:
            with np.load(path) as table:
                return table["weight"].astype(np.float32), float(table["bias"])
        except (OSError, ValueError, KeyError, BadZipFile) as e:
            raise ModelError(f"{path}: the model of what a report bears on is missing or damaged ({e}); install Vedette again") from e

    def bearing(self, states: NDArray[np.float32]) -> float:
        """How much a sentence speaks for a bearing on politics, conflict and public order, a logit, by the model's layers for its words [W, S].

        Learnt by `training/bearing.py`. Raises ModelError where its file is missing or damaged.
        """
        weight, bias = self._bearing
        return round(float(states.mean(axis=0) @ weight) + bias, 3)

    def told(self, tokens: Sequence[Token], states: NDArray[np.float32]) -> list[Token]:
        """Words of one sentence with what they may tell of; `states` [W, S] are the model's layers for them.

        Each sentence is computed alone, so what stands beside it makes no difference.
        """
        words = asked(tokens)
        out = list(tokens)
        if not words:
            return out
        types, steps, kinds = self.session.run(list(OUTPUTS), inputs(tokens, states, words))
        of_types, of_steps, of_kinds = self.labels
        order = np.argsort(-types, axis=1, kind="stable")
        telling = (types[:, 1:] >= LEAST).any(axis=1)
        changing = steps[:, 0] <= 1 - LEAST
        for row in np.flatnonzero(telling | changing).tolist():
            t = tokens[words[row]]
            of, state = t.told, t.state
            if telling[row] and t.upos in TELLING:
                p = types[row].tolist()
                of = tuple((of_types[n], round(p[n], 2)) for n in order[row].tolist() if n and p[n] >= LEAST)
            if changing[row]:
                step, kind = int(steps[row, 1:].argmax()) + 1, int(kinds[row].argmax())
                state = of_kinds[kind], of_steps[step], round(1 - float(steps[row, 0]), 2), round(float(kinds[row, kind]), 2)
            out[words[row]] = replace(t, told=of, state=state)
        return out
