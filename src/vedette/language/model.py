"""The ONNX session of the reading model: encoded sentences in, scores out."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from vedette.errors import table
from vedette.language.lexicon import FLAGS
from vedette.language.sessions import opened

if TYPE_CHECKING:
    from vedette.language.pieces import Encoded

FOLDER = Path(__file__).parent / "weights"
STEP = 2
"""Sentences are padded to a multiple of this many pieces, and batched only with others of the same padded length: what
a sentence is read as can then not depend on its neighbours."""

LAYERS = ("words0", "words2", "words3", "words4")
"""Outputs of the encoder's layers for the root and each word [B, W + 1, 384]: the pieces alone, and after the second, third and fourth layer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What the model says of one sentence of W words.

    `tags` maps each token head (`upos`, `xpos`) to label indexes [W]; `arcs` is [W, W + 1]; `relations` [W] indexes for
    each word's best head, `child` and `head` the vectors from which `Model.relation` scores another head; `entities`
    [W, L] log-probabilities; `states` [W, S] float32, the encoder's layers side by side, the last one last, where they were asked for.
    """

    tags: dict[str, NDArray[np.int64]]
    arcs: NDArray[np.float32]
    relations: NDArray[np.int64]
    child: NDArray[np.float32]
    head: NDArray[np.float32]
    entities: NDArray[np.float32]
    states: NDArray[np.float32] | None = None


class Model:
    """The int8 model in its session; `threads` is the number of cores that one call may use.

    Raises ModelError where the weights are missing or damaged.
    """

    def __init__(self, folder: Path = FOLDER, threads: int | None = None) -> None:
        self.folder = folder
        self.threads = threads or min(4, os.cpu_count() or 1)

    @cached_property
    def session(self) -> Any:
        """The session, opened at first use."""
        return opened(self.folder / "reader.onnx", self.threads, "the reading model")

    @cached_property
    def labels(self) -> dict[str, list[str]]:
        """Label lists of every head, from the model's own metadata."""
        meta = self.session.get_modelmeta().custom_metadata_map
        return {k: list(v) for k, v in json.loads(meta["labels"]).items()}

    @cached_property
    def _relation(self) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        with table(self.folder / "relations.npz", "the relation table"):
            f = np.load(self.folder / "relations.npz")
            mix, linear, bias = f["mix"], f["linear"], f["bias"]
        return mix.astype(np.float32), linear.astype(np.float32), bias.astype(np.float32)

    def load(self) -> None:
        """Open the session and the relation table; raises ModelError where one is missing or damaged."""
        _ = self.session, self._relation

    def relation(self, child: NDArray[np.float32], head: NDArray[np.float32]) -> int:
        """Index of the best relation for one pair of vectors (used where the tree differs from the best heads)."""
        mix, linear, bias = self._relation
        mixed = (mix @ child).reshape(len(bias), len(head))
        scores = mixed @ head + linear @ np.concatenate([child, head]) + bias
        return int(scores.argmax())

    def run(self, sentences: Sequence[Encoded], pieces_per_call: int = 512, states: bool = False) -> list[Scores]:
        """Scores of every sentence, in input order; one call takes about `pieces_per_call` padded pieces. `states`: with the encoder's layers."""
        out: list[Scores | None] = [None] * len(sentences)
        groups: dict[int, list[int]] = {}
        for i, s in enumerate(sentences):
            groups.setdefault(-(-len(s.ids) // STEP) * STEP, []).append(i)
        for width, members in sorted(groups.items()):
            size = max(1, pieces_per_call // width)
            for at in range(0, len(members), size):
                part = members[at : at + size]
                for i, scores in zip(part, self._call([sentences[i] for i in part], width, states), strict=True):
                    out[i] = scores
        return [s for s in out if s is not None]

    @staticmethod
    def inputs(sentences: Sequence[Encoded], width: int) -> dict[str, NDArray[Any]]:
        """The session's inputs for B sentences of at most `width` pieces: `ids`, `shapes` [B, width], `first` [B, W] and `hints` [B, width, FLAGS]."""
        b = len(sentences)
        n = max(len(s.first) for s in sentences)
        ids = np.zeros((b, width), dtype=np.int32)
        shapes = np.zeros((b, width), dtype=np.int32)
        first = np.zeros((b, n), dtype=np.int32)
        hints = np.zeros((b, width, FLAGS), dtype=np.float32)
        for i, s in enumerate(sentences):
            ids[i, : len(s.ids)] = s.ids
            shapes[i, : len(s.shapes)] = s.shapes
            first[i, : len(s.first)] = s.first
            for piece, flag in s.hints:
                hints[i, piece, flag] = 1
        return {"ids": ids, "shapes": shapes, "first": first, "hints": hints}

    def _call(self, sentences: list[Encoded], width: int, states: bool) -> list[Scores]:
        """One batch of sentences of one padded length."""
        names = [o.name for o in self.session.get_outputs() if states or o.name not in LAYERS]
        found = dict(zip(names, self.session.run(names, self.inputs(sentences, width)), strict=True))
        out = []
        for i, s in enumerate(sentences):
            k = len(s.first)
            arcs = found["arcs"][i, :k, : k + 1]
            out.append(
                Scores(
                    tags={name: found[name][i, :k] for name in ("upos", "xpos")},
                    arcs=arcs,
                    relations=found["relations"][i, :k],
                    child=found["child"][i, :k],
                    head=found["head"][i, : k + 1],
                    entities=found["entities"][i, :k],
                    states=np.concatenate([found[n][i, 1 : k + 1] for n in LAYERS], axis=1) if states else None,
                )
            )
        return out
