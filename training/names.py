"""Sentences with their names exchanged for others of the same class, from lists of ours (`data/names/CLASS.txt`).

A name teaches by its letters, its context by what it says of any name: exchanging them teaches the two apart.
"""

from __future__ import annotations

import gzip
import random
from pathlib import Path

from training.corpora import HERE, Example, lines, tagged
from vedette.language.lexicon import LONGEST
from vedette.language.tokens import tokenize

Lists = dict[str, list[list[str]]]


def load_names(folder: Path = HERE / "data" / "names") -> Lists:
    """Names of each class as words, in file order; empty where there is no such folder."""
    return {p.stem: [[w.text for w in tokenize(line)] for line in lines(p) if line.strip()] for p in sorted(folder.glob("*.txt"))}


def renamed(e: Example, lists: Lists, choice: random.Random) -> Example | None:
    """A copy with about three in four of its names exchanged; only the entity layer is kept. None where it has none."""
    tags = e["entities"]
    words: list[str] = []
    spans: list[tuple[int, int, str]] = []
    i = 0
    while i < len(tags):
        if tags[i] == "O":
            words.append(e["words"][i])
            i += 1
            continue
        label, end = tags[i][2:], i + 1
        while end < len(tags) and tags[end] == f"I-{label}":
            end += 1
        name = e["words"][i:end]
        if label in lists and choice.random() < 0.75:
            new = choice.choice(lists[label])
            name = [w.upper() for w in new] if all(w.isupper() for w in name) and len("".join(name)) > 5 else new
        spans.append((len(words), len(words) + len(name) - 1, label))
        words += name
        i = end
    if not spans:
        return None
    return {"id": e["id"], "source": e["source"], "words": words, "entities": tagged(len(words), spans)}


def write_lexicon(out: Path, folder: Path = HERE / "data" / "names") -> None:
    """Write `lexicon.txt.gz`, the list of names that the reader takes hints from.

    Of people the single words of their names are listed: full names are invented or private, their parts are common.
    """
    rows = set()
    for label, names in load_names(folder).items():
        for words in names:
            if label == "PER":
                rows |= {(label, w) for w in words if len(w) > 2 and w[0].isupper() and w.isalpha()}
            elif len(words) <= LONGEST:
                rows.add((label, " ".join(words)))
    text = "".join(f"{label}\t{name}\n" for label, name in sorted(rows))
    with (out / "lexicon.txt.gz").open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as f:
        f.write(text.encode())
    print(f"lexicon: {len(rows):,} names")
