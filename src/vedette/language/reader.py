"""The reader: text in, sentences, words, trees and entities out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vedette.domain import Annotated, Entity, Sentence, Token
from vedette.errors import table
from vedette.language.datelines import bullet, dateline
from vedette.language.entities import agree, best_tags, mixed_case, spans, tidy, transitions
from vedette.language.fronted import fronted, uncounted
from vedette.language.kinds import bounded
from vedette.language.lemmas import Lemmas
from vedette.language.lexicon import CLASSES, Lexicon, Match
from vedette.language.model import FOLDER, Model, Scores
from vedette.language.pieces import MAX_PIECES_PER_WORD, WordPieces
from vedette.language.sentences import Splitter
from vedette.language.spotting import Spotter
from vedette.language.tokens import Word, tokenize
from vedette.language.trees import heads_of
from vedette.language.whole import apart, fused, hints, together, torn

MAX_PIECES = 500
"""Pieces of the longest stretch that the model takes at once; a longer sentence is read in parts."""


SURE = 0.9
"""Probability from which a name written small in a sentence with capitals is believed."""


class Reader:
    """Reads English texts with the model in `folder`; loads nothing before the first text.

    One reader serves one thread. The same text gives the same result whatever it is read together with.
    """

    def __init__(self, folder: Path = FOLDER, threads: int | None = None) -> None:
        self.model = Model(folder, threads)
        self.splitter = Splitter(folder, self.model.threads)
        self.lemmas = Lemmas(folder)
        self.lexicon = Lexicon(folder)
        self.spotter = Spotter(folder)
        self._vocabulary = folder / "vocab.txt"

    @cached_property
    def pieces(self) -> WordPieces:
        """The word pieces, read at first use; raises ModelError where their list is missing or damaged."""
        with table(self._vocabulary, "the vocabulary"):
            return WordPieces(self._vocabulary)

    def load(self) -> None:
        """Open everything that reading needs; raises ModelError where a file is missing or damaged."""
        self.model.load()
        self.read("Nothing happened in Goma.")

    def read(self, text: str) -> Annotated:
        """One text."""
        return next(iter(self.read_all([text])))

    def read_all(self, texts: Iterable[str], batch: int = 64, told: bool = False) -> Iterator[Annotated]:
        """Texts in order; `batch` of them go through the model together. `told`: say of each word what kind of event it may tell of."""
        waiting: list[str] = []
        for text in texts:
            waiting.append(text)
            if len(waiting) == batch:
                yield from self._together(waiting, told)
                waiting = []
        if waiting:
            yield from self._together(waiting, told)

    def _together(self, texts: list[str], told: bool) -> Iterator[Annotated]:
        split = [self.split(t) for t in texts]
        read = iter(self.parse([s for sentences in split for s in sentences], told))
        for text, sentences in zip(texts, split, strict=True):
            found = [next(read) for _ in sentences]
            entities = [replace(e, text=text[e.start : e.end]) for _, es in found for e in es]
            yield Annotated(text=text, sentences=tuple(s for s, _ in found), entities=tuple(agree(entities)))

    def split(self, text: str) -> list[list[Word]]:
        """Sentences of a text as lists of words."""
        words = tokenize(text)
        starts = self.splitter.starts(text, words)
        out = []
        for a, b in pairwise([*starts, len(words)]):
            out += self._fitting(words[a:b])
        return out

    def _fitting(self, words: Sequence[Word]) -> list[list[Word]]:
        """The words in parts that the model can take at once; one part for all but the longest sentences."""
        if len(words) * MAX_PIECES_PER_WORD + 2 <= MAX_PIECES:
            return [list(words)]
        out: list[list[Word]] = [[]]
        n = 2
        for w in words:
            size = len(self.pieces.word(w.text)[0])
            if n + size > MAX_PIECES:
                out.append([])
                n = 2
            out[-1].append(w)
            n += size
        return out

    def parse(self, sentences: Sequence[Sequence[Word]], told: bool = False) -> list[tuple[Sentence, list[Entity]]]:
        """Trees and entities of sentences given as words; an entity's `text` is its words joined by blanks.

        A sentence too long for the model is read in parts: the later parts' roots hang on the first one's. So is one behind a dateline or a bullet, whose root hangs on that of the rest.
        """
        lines = [bullet(s) or dateline(s) for s in sentences]
        cut = [[*([s[:n]] if n else []), *self._fitting(s[n:])] for s, n in zip(sentences, lines, strict=True)]
        read = iter(self._read([part for parts in cut for part in parts], told))
        return [_joined([next(read) for _ in parts], n > 0) for parts, n in zip(cut, lines, strict=True)]

    def _read(self, sentences: Sequence[Sequence[Word]], told: bool) -> list[tuple[Sentence, list[Entity]]]:
        listed = [self.lexicon.matches([w.text for w in s]) for s in sentences]
        sizes = [fused(s, m) for s, m in zip(sentences, listed, strict=True)]
        out = self._given(sentences, listed, sizes, told)
        whole = [torn(s.tokens, es, n) for (s, es), n in zip(out, sizes, strict=True)]
        if again := [n for n, found in enumerate(whole) if found]:
            anew = self._given([sentences[n] for n in again], [listed[n] for n in again], [whole[n] or [] for n in again], told)
            for n, found in zip(again, anew, strict=True):
                out[n] = found
        return out

    def _given(
        self, sentences: Sequence[Sequence[Word]], listed: Sequence[Sequence[Match]], sizes: Sequence[Sequence[int]], told: bool
    ) -> list[tuple[Sentence, list[Entity]]]:
        given = [together(s, n) for s, n in zip(sentences, sizes, strict=True)]
        encoded = [self.pieces.encode([w.text for w in g], hints(m, n)) for g, m, n in zip(given, listed, sizes, strict=True)]
        read = self.model.run(encoded, states=told)
        return [self._decoded(s, g, n, x) for s, g, n, x in zip(sentences, given, sizes, read, strict=True)]

    def _decoded(self, told: Sequence[Word], words: Sequence[Word], sizes: Sequence[int], scores: Scores) -> tuple[Sentence, list[Entity]]:
        """What the model says of the `words` that it was given, as tokens of those `told`."""
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
        texts, upos = [w.text for w in words], [t.upos for t in tokens]
        found = spans(tags, labels["entities"])
        mixed = bool(found) and mixed_case(texts)
        for first, last, label in found:
            sure = float(np.exp(min(scores.entities[i, tags[i]] for i in range(first, last + 1))))
            kept = tidy(first, last, sure >= SURE, mixed, texts, upos)
            if kept is None:
                continue
            first, last, label = bounded(kept[0], uncounted(*kept, tokens), label, tokens)
            if label == "ORG" and last < kept[1]:
                label = self._rest(texts[first : last + 1])
            name = " ".join(texts[first : last + 1])
            entities.append(Entity(start=words[first].start, end=words[last].end, text=name, label=label, confidence=sure))  # type: ignore[arg-type]
        tokens = fronted(tokens, entities)
        if scores.states is not None:
            tokens = self.spotter.told(tokens, scores.states)
        bearing = self.spotter.bearing(scores.states) if scores.states is not None else None
        asked = bearing is not None
        return Sentence(
            start=words[0].start, end=words[-1].end, tokens=tuple(apart(tokens, told, sizes)), asked=asked, bearing=bearing
        ), entities

    def _rest(self, words: list[str]) -> str:
        """The class of what is left of a body's name without its common noun ("Kosovo police"): a body's still, where it is not listed as another."""
        listed = {CLASSES[m.label] for m in self.lexicon.matches(words) if m.first == 0 and m.last == len(words) - 1}
        return next((x for x in ("GPE", "NORP", "LOC") if x in listed), "ORG")

    @cached_property
    def _follows(self) -> NDArray[np.bool_]:
        return transitions(self.model.labels["entities"])


def _joined(parts: list[tuple[Sentence, list[Entity]]], lined: bool) -> tuple[Sentence, list[Entity]]:
    """One sentence of several parts, of which all roots hang on the first one's; where that is a dateline (`lined`), on the second one's."""
    if len(parts) == 1:
        return parts[0]
    tokens: list[Token] = []
    trunk = parts[int(lined)][0].tokens
    root = next(i for i, t in enumerate(trunk) if t.head < 0) + (len(parts[0][0].tokens) if lined else 0)
    for s, _ in parts:
        base = len(tokens)
        for t in s.tokens:
            if t.head >= 0:
                t = replace(t, head=t.head + base)
            elif s.tokens is not trunk:
                t = replace(t, head=root, deprel="punct" if t.upos == "PUNCT" else "parataxis")
            tokens.append(t)
    asked = all(s.asked for s, _ in parts)
    speaks = [s.bearing for s, _ in parts[int(lined) :] if s.bearing is not None]
    bearing = round(sum(speaks) / len(speaks), 3) if speaks else None
    sentence = Sentence(start=tokens[0].start, end=tokens[-1].end, tokens=tuple(tokens), asked=asked, bearing=bearing)
    return sentence, [e for _, es in parts for e in es]
