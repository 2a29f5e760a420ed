"""How near words are in meaning, as a table: `MINILM=DIR python -m training.nearness` writes `codebook/data/nearness.npz`.

Each word is read alone by all-MiniLM-L6-v2 (Apache-2.0) and the mean of its states is its vector; the vectors are centred, turned to their principal
axes, of which the first `DIMENSIONS` are kept, brought to length 1 and rounded to 8 bits. The words are those of the model's own vocabulary, of our lexicons
and of our training texts, without what are mostly names.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from tokenizers import BertWordPieceTokenizer
from torch import Tensor
from torch.nn import functional as F

from vedette.codebook.plover import rows
from vedette.codebook.wording import fold

HERE = Path(__file__).resolve().parent
TABLE = HERE.parent / "src/vedette/codebook/data/nearness.npz"
DIMENSIONS = 96
WIDTH, HEADS, LAYERS = 384, 12, 6
SETS = ("own", "events", "topics")
WORD = re.compile(r"[a-z]{3,}")
LEAST = 2
"""Times that a word must stand in our training texts in lower case."""


def vocabulary(pieces: list[str]) -> list[str]:
    """The words of the table, by name."""
    told: Counter[str] = Counter()
    capitals: Counter[str] = Counter()
    for name in SETS:
        for line in (HERE / "data" / name / "train.jsonl").read_text("utf-8").splitlines():
            for word in re.findall(r"[^\W\d_]+", json.loads(line)["text"]):
                (told if word.islower() else capitals)[fold(word)] += 1
    lexicon = {w for row in rows("triggers.tsv") for w in re.split(r"[ _|;=:.@]", f"{row['lemma']} {row['frame']}")}
    lexicon |= {w for row in rows("concepts.tsv") for w in row["words"].replace("_", " ").split()}
    known = set(pieces) | lexicon | {w for w, n in told.items() if n >= LEAST}
    return sorted(w for w in known if WORD.fullmatch(w) and (w in lexicon or capitals[w] <= 2 * told[w]))


class MiniLM:
    """The encoder in its published form, for a few pieces at a time."""

    def __init__(self, folder: Path) -> None:
        self.weights = {k.removeprefix("bert."): v.float() for k, v in load_file(str(folder / "model.safetensors")).items()}

    def vectors(self, ids: Tensor) -> Tensor:
        """Mean of the last layer's states for sequences of one length [B, L] with their marks of begin and end: [B, 384]."""
        w = self.weights
        x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][: ids.shape[1]]
        x = self._norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for n in range(LAYERS):
            at = f"encoder.layer.{n}"
            q, k, v = (
                self._linear(x, f"{at}.attention.self.{part}").view(*ids.shape, HEADS, WIDTH // HEADS).transpose(1, 2)
                for part in ("query", "key", "value")
            )
            mixed = (F.softmax(q @ k.transpose(-1, -2) / math.sqrt(WIDTH // HEADS), -1) @ v).transpose(1, 2).reshape(*ids.shape, WIDTH)
            x = self._norm(x + self._linear(mixed, f"{at}.attention.output.dense"), f"{at}.attention.output.LayerNorm")
            inner = F.gelu(self._linear(x, f"{at}.intermediate.dense"))
            x = self._norm(x + self._linear(inner, f"{at}.output.dense"), f"{at}.output.LayerNorm")
        return x.mean(1)

    def _linear(self, x: Tensor, name: str) -> Tensor:
        return F.linear(x, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def _norm(self, x: Tensor, name: str) -> Tensor:
        return F.layer_norm(x, (WIDTH,), self.weights[f"{name}.weight"], self.weights[f"{name}.bias"], 1e-12)


def vectors(words: list[str], folder: Path) -> NDArray[np.float32]:
    """The words' vectors [W, 384]."""
    tokenizer = BertWordPieceTokenizer(str(folder / "vocab.txt"), lowercase=True)
    found = np.zeros((len(words), WIDTH), dtype=np.float32)
    by_length: dict[int, list[int]] = {}
    ids = [tokenizer.encode(w).ids for w in words]
    for n, i in enumerate(ids):
        by_length.setdefault(len(i), []).append(n)
    model = MiniLM(folder)
    with torch.no_grad():
        for members in by_length.values():
            for at in range(0, len(members), 512):
                part = members[at : at + 512]
                found[part] = F.normalize(model.vectors(torch.tensor([ids[n] for n in part])), dim=1).numpy()
    return found


def main() -> None:
    folder = Path(os.environ["MINILM"])
    pieces = (folder / "vocab.txt").read_text("utf-8").split("\n")
    words = vocabulary(pieces)
    found = vectors(words, folder)
    found -= found.mean(0)
    _, _, axes = np.linalg.svd(found, full_matrices=False)
    turned = found @ axes[:DIMENSIONS].T
    turned /= np.linalg.norm(turned, axis=1, keepdims=True)
    scale = 127 / float(np.abs(turned).max())
    table = np.round(turned * scale).astype(np.int8)
    np.savez_compressed(TABLE, words=np.array("\n".join(words)), vectors=table)
    print(f"{len(words)} words, {TABLE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
