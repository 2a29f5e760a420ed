"""The reader: text in, sentences, words, trees and entities out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vedette.domain import Annotated, Entity, Sentence, Token
from vedette.errors import ModelError
from vedette.language.entities import best_tags, spans, transitions
from vedette.language.lemmas import Lemmas
from vedette.language.model import FOLDER, Model, Scores
from vedette.language.pieces import WordPieces
from vedette.language.sentences import Splitter
from vedette.language.tokens import Word, tokenize
from vedette.language.trees import heads_of

MAX_PIECES = 500
"""Pieces of the longest stretch that the model takes at once; a longer sentence is read in parts."""


class Reader:
    """Reads English texts with the model in `folder`; loads nothing before the first text.

    One reader serves one thread. The same text gives the same result whatever it is read together with.
    """

    def __init__(self, folder: Path = FOLDER, threads: int | None = None) -> None:
        self.model = Model(folder, threads)
        self.splitter = Splitter(folder)
        self.lemmas = Lemmas(folder)
        self._vocabulary = folder / "vocab.txt"

    @cached_property
    def pieces(self) -> WordPieces:
        """The word pieces, read at first use; raises ModelError where their list is missing."""
        if not self._vocabulary.exists():
            raise ModelError(f"{self._vocabulary}: the vocabulary is missing; install the package again")
        return WordPieces(self._vocabulary)

    def read(self, text: str) -> Annotated:
        """One text."""
        return next(iter(self.read_all([text])))

    def read_all(self, texts: Iterable[str], batch: int = 64) -> Iterator[Annotated]:
        """Texts in order; `batch` of them go through the model together."""
        waiting: list[str] = []
        for text in texts:
            waiting.append(text)
            if len(waiting) == batch:
                yield from self._together(waiting)
                waiting = []
        if waiting:
            yield from self._together(waiting)

    def _together(self, texts: list[str]) -> Iterator[Annotated]:
        split = [self.split(t) for t in texts]
        read = iter(self.parse([s for sentences in split for s in sentences]))
        for text, sentences in zip(texts, split, strict=True):
            found = [next(read) for _ in sentences]
            yield Annotated(
                text=text,
                sentences=tuple(s for s, _ in found),
                entities=tuple(
                    Entity(start=e.start, end=e.end, text=text[e.start : e.end], label=e.label, confidence=e.confidence)
                    for _, es in found
                    for e in es
                ),
            )

    def split(self, text: str) -> list[list[Word]]:
        """Sentences of a text as lists of words."""
        words = tokenize(text)
        starts = self.splitter.starts(text, words)
        out = []
        for a, b in pairwise([*starts, len(words)]):
            while self.pieces.length([w.text for w in words[a:b]]) > MAX_PIECES:
                n, cut = 2, a
                while cut < b and n + len(self.pieces.word(words[cut].text)[0]) <= MAX_PIECES:
                    n += len(self.pieces.word(words[cut].text)[0])
                    cut += 1
                out.append(words[a:cut])
                a = cut
            out.append(words[a:b])
        return out

    def parse(self, sentences: Sequence[Sequence[Word]]) -> list[tuple[Sentence, list[Entity]]]:
        """Trees and entities of sentences given as words; an entity's `text` is its words joined by blanks."""
        encoded = [self.pieces.encode([w.text for w in s]) for s in sentences]
        return [self._decoded(s, x) for s, x in zip(sentences, self.model.run(encoded), strict=True)]

    def _decoded(self, words: Sequence[Word], scores: Scores) -> tuple[Sentence, list[Entity]]:
        labels = self.model.labels
        heads = heads_of(scores.arcs)
        best = scores.arcs.argmax(axis=1)
        relations = scores.relations.tolist()
        root = labels["tree"].index("root")
        for i in np.flatnonzero(heads != best).tolist():
            relations[i] = self.model.relation(scores.child[i], scores.head[heads[i]])
        tokens = []
        for i, w in enumerate(words):
            xpos = labels["xpos"][scores.tags["xpos"][i]]
            head = int(heads[i]) - 1
            relation = "root" if head < 0 else labels["tree"][relations[i]]
            if head >= 0 and relations[i] == root:
                relation = "dep"
            tokens.append(
                Token(
                    start=w.start,
                    end=w.end,
                    text=w.text,
                    lemma=self.lemmas.lemma(w.text, xpos),
                    upos=labels["upos"][scores.tags["upos"][i]],
                    xpos=xpos,
                    head=head,
                    deprel=relation,
                    clitic=w.clitic,
                )
            )
        tags = best_tags(scores.entities, self._follows)
        entities = []
        for first, last, label in spans(tags, labels["entities"]):
            sure = float(np.exp(min(scores.entities[i, tags[i]] for i in range(first, last + 1))))
            name = " ".join(w.text for w in words[first : last + 1])
            entities.append(Entity(start=words[first].start, end=words[last].end, text=name, label=label, confidence=sure))  # type: ignore[arg-type]
        return Sentence(start=words[0].start, end=words[-1].end, tokens=tuple(tokens)), entities

    @cached_property
    def _follows(self) -> NDArray[np.bool_]:
        return transitions(self.model.labels["entities"])
