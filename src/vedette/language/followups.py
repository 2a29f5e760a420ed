"""What a later sentence says of an earlier matter: that it goes on, was done, was done in part, or was refused, dropped, broken; or nothing.

Two int8 nets made by `training/followup_net.py` from all-MiniLM-L6-v2 (Apache-2.0) on situations of our own: the first reads every text alone (two layers), the second a matter and
a sentence together (four layers), so that a text is read once however many others it is held against (as in MacAvaney et al. 2020, "Efficient document re-ranking for
transformers by precomputing term representations").
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from vedette.domain import FOLLOWED, FollowUp
from vedette.errors import ModelError
from vedette.language.model import FOLDER
from vedette.language.sessions import opened

WIDTH = 384
MATTER, TITLE, BEFORE, SENTENCE = 1, 2, 3, 4
"""Parts of a pair: the matter, the title of the sentence's report, the sentence before it, and itself; 0 is padding."""
PIECES = {MATTER: 72, TITLE: 16, BEFORE: -20, SENTENCE: 60}
"""Pieces of each part at most: its first, or, where negative, its last."""
GAPS = (0, 1, 3, 7, 14, 30, 60)
"""Days between the matter and the sentence, in steps."""
PAD = 4
"""Texts and pairs are padded to a multiple of so many pieces, and read only with others of that length: what one is read as does not depend on the rest."""
CALL = 2048
"""Pieces of one call."""
Text = tuple[str, int]


def matter(f: FollowUp) -> str:
    """The text of a matter: its kind, its parties or place, what it is, and the sentence that tells it first."""
    party = f"{f.by} to {f.to}" if f.by and f.to else f.by or f.to or f.where
    return f"{f.kind}: {party + ': ' if party else ''}{f.what}. {f.told}"


def parts(f: FollowUp) -> list[tuple[int, Text]]:
    """The texts of a pair, each with its part and how many of its pieces are read."""
    texts = ((MATTER, matter(f)), (TITLE, f.title), (BEFORE, f.before), (SENTENCE, f.text))
    return [(part, (text, PIECES[part])) for part, text in texts if text or part == SENTENCE]


def step(days: int) -> int:
    """Which of the steps of `GAPS` a number of days is, 0 to `len(GAPS)`."""
    return sum(days > g for g in GAPS)


class Pieces:
    """Texts to piece numbers over BERT's uncased vocabulary, [CLS] first and [SEP] last."""

    def __init__(self, vocabulary: Path) -> None:
        vocab = {line: i for i, line in enumerate(vocabulary.read_text("utf-8").split("\n")) if line}
        tok = Tokenizer(models.WordPiece(vocab=vocab, unk_token="[UNK]", max_input_chars_per_word=100))
        tok.normalizer = normalizers.BertNormalizer(lowercase=True)
        tok.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        self._tokenizer = tok
        self.start, self.end = vocab["[CLS]"], vocab["[SEP]"]

    def __call__(self, text: Text) -> list[int]:
        """The piece numbers of a text, of as many pieces as are read of it."""
        ids = self._tokenizer.encode(text[0], add_special_tokens=False).ids
        return [self.start, *(ids[: text[1]] if text[1] > 0 else ids[text[1] :]), self.end]


def padded(count: int) -> int:
    """The next multiple of `PAD`."""
    return -(-count // PAD) * PAD


class FollowUps:
    """The two nets in their sessions, opened at first use; `threads` is the number of cores that one call may use.

    Raises ModelError where a file is missing or damaged.
    """

    def __init__(self, folder: Path = FOLDER, threads: int = 2) -> None:
        self.folder, self.threads = folder, threads

    @cached_property
    def name(self) -> str:
        """A digest of the nets: what was read by others is not theirs. Raises ModelError where a file is missing."""
        files = [self.folder / f"followup_{n}.onnx" for n in ("texts", "pairs")]
        try:
            return hashlib.sha256(b"".join(hashlib.sha256(f.read_bytes()).digest() for f in files)).hexdigest()[:16]
        except OSError as e:
            raise ModelError(f"{e.filename}: the model of follow-ups is missing; install the package again") from None

    @cached_property
    def pieces(self) -> Pieces:
        """The vocabulary, which is the reading model's."""
        return Pieces(self.folder / "vocab.txt")

    @cached_property
    def _texts(self) -> Any:
        return opened(self.folder / "followup_texts.onnx", self.threads, "the model of follow-ups")

    @cached_property
    def _pairs(self) -> Any:
        return opened(self.folder / "followup_pairs.onnx", self.threads, "the model of follow-ups")

    def __call__(self, pairs: Sequence[FollowUp]) -> NDArray[np.float32]:
        """Probabilities of `FOLLOWED` for each pair, [N, 5]."""
        given = [parts(f) for f in pairs]
        states = self._states({t for p in given for _, t in p})
        out = np.zeros((len(pairs), len(FOLLOWED)), np.float32)
        groups: dict[int, list[int]] = {}
        for n, p in enumerate(given):
            groups.setdefault(padded(sum(len(states[t]) for _, t in p)), []).append(n)
        for width, members in sorted(groups.items()):
            size = max(1, CALL // width)
            for at in range(0, len(members), size):
                chosen = members[at : at + size]
                x = np.zeros((len(chosen), width, WIDTH), np.float32)
                part = np.zeros((len(chosen), width), np.int32)
                for row, n in enumerate(chosen):
                    here = 0
                    for which, t in given[n]:
                        found = states[t]
                        x[row, here : here + len(found)] = found
                        part[row, here : here + len(found)] = which
                        here += len(found)
                gaps = np.array([step(pairs[n].days) for n in chosen], np.int32)
                out[chosen] = self._pairs.run(["followed"], {"states": x, "parts": part, "gaps": gaps})[0]
        return out

    def _states(self, texts: Iterable[Text]) -> dict[Text, NDArray[np.float16]]:
        """The first net's states of each text, [pieces, 384]."""
        out: dict[Text, NDArray[np.float16]] = {}
        groups: dict[int, list[tuple[Text, list[int]]]] = {}
        for t in sorted(texts):
            ids = self.pieces(t)
            groups.setdefault(padded(len(ids)), []).append((t, ids))
        for width, members in sorted(groups.items()):
            size = max(1, CALL // width)
            for at in range(0, len(members), size):
                chosen = members[at : at + size]
                numbers = np.zeros((len(chosen), width), np.int32)
                for row, (_, ids) in enumerate(chosen):
                    numbers[row, : len(ids)] = ids
                found = self._texts.run(["states"], {"ids": numbers})[0].astype(np.float16)
                for (t, ids), row_states in zip(chosen, found, strict=True):
                    out[t] = row_states[: len(ids)]
        return out
