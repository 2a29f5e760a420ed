"""Words to the model's input: word pieces and letter shapes.

Training and reading share this module, so that a word can never be cut differently in the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from vedette.language.lexicon import Match

SHAPES = (
    "padding",
    "special",
    "punctuation",
    "digits",
    "digits mixed",
    "lower",
    "single capital",
    "short capitals",
    "long capitals",
    "title",
    "title mixed",
    "inner capital",
    "other",
)
"""Letter shapes of a word; the vocabulary is uncased, so capitals reach the model through these alone."""

SPECIAL = SHAPES.index("special")
MAX_PIECES_PER_WORD = 8
"""A URL can have forty pieces; its first eight say enough, and nothing else is cut."""


def shape(word: str) -> int:
    """Index into `SHAPES` of a word's letter shape."""
    if word.islower() and word.isalpha():
        return 5
    if any(c.isdigit() for c in word):
        return 4 if any(c.isalpha() for c in word) else 3
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 2
    upper = sum(c.isupper() for c in letters)
    if upper == 0:
        return 5 if any(c.islower() for c in letters) else 12
    if upper == len(letters):
        return 6 if upper == 1 else 7 if upper <= 4 else 8
    if letters[0].isupper():
        return 9 if upper == 1 else 10
    return 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """One sentence as the model takes it.

    `ids` and `shapes` have one entry a piece, [CLS] first and [SEP] last; `first` has one entry a word: the position
    of its first piece. `hints` lists (piece, flag) of every piece of a listed name (`lexicon.FLAGS` flags).
    """

    ids: list[int]
    shapes: list[int]
    first: list[int]
    hints: list[tuple[int, int]]


class WordPieces:
    """Greedy longest-match word pieces over BERT's uncased vocabulary, word by word, with a cache.

    `vocabulary` is the path of a `vocab.txt`, one piece a line; the line number is the piece's id.
    """

    def __init__(self, vocabulary: Path, cache_size: int = 200_000) -> None:
        vocab = {line: i for i, line in enumerate(vocabulary.read_text("utf-8").split("\n")) if line}
        tok = Tokenizer(models.WordPiece(vocab=vocab, unk_token="[UNK]", max_input_chars_per_word=100))
        tok.normalizer = normalizers.BertNormalizer(lowercase=True)
        tok.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        self._tokenizer = tok
        self.unknown, self.start, self.end = vocab["[UNK]"], vocab["[CLS]"], vocab["[SEP]"]
        self.size = len(vocab)
        self._cache: dict[str, tuple[list[int], int]] = {}
        self._cache_size = cache_size

    def word(self, word: str) -> tuple[list[int], int]:
        """Piece ids (one to `MAX_PIECES_PER_WORD`) and shape of one word."""
        hit = self._cache.get(word)
        if hit is None:
            ids = self._tokenizer.encode(word, add_special_tokens=False).ids
            hit = (ids[:MAX_PIECES_PER_WORD] or [self.unknown], shape(word))
            if len(self._cache) >= self._cache_size:
                self._cache.clear()
            self._cache[word] = hit
        return hit

    def encode(self, words: Sequence[str], matches: Sequence[Match] = ()) -> Encoded:
        """The whole sentence with the listed names found in it; every word keeps at least one piece."""
        ids, shapes, first = [self.start], [SPECIAL], []
        for w in words:
            pieces, form = self.word(w)
            first.append(len(ids))
            ids += pieces
            shapes += [form] * len(pieces)
        ids.append(self.end)
        shapes.append(SPECIAL)
        ends = [*first[1:], len(ids) - 1]
        hints = []
        for m in matches:
            for k in range(m.first, m.last + 1):
                hints += [(piece, 2 * m.label + (k > m.first)) for piece in range(first[k], ends[k])]
        return Encoded(ids=ids, shapes=shapes, first=first, hints=hints)

    def length(self, words: Sequence[str]) -> int:
        """Number of pieces of a sentence, both special ones included."""
        return 2 + sum(len(self.word(w)[0]) for w in words)
