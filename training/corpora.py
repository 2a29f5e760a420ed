"""Corpora to examples: one sentence, its words, and whatever layers its source has.

An example is a dict: `source`, `id`, `words`, and any of the layers `upos`, `xpos` (labels a word), `tree`
([heads with -1 for the root, relations]), `entities` (IOB2 tags in the source's own scheme), `triggers` (IOB2 tags, PLOVER types), `matters` (yes or
no). A layer that is absent is unknown and counts in no loss.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Example = dict[str, Any]
HERE = Path(__file__).resolve().parent


def lines(path: Path) -> Iterator[str]:
    """Lines of a text file, gzipped or not, without line ends."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as f:
        for line in f:
            yield line.rstrip("\r\n")


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def conllu(path: Path) -> Iterator[Example]:
    """Sentences of a CoNLL-U file by syntactic words; multiword ranges and empty nodes are passed over."""
    name, rows = "", []
    for line in [*lines(path), ""]:
        if line.startswith("#"):
            key, _, value = line[1:].partition("=")
            if key.strip() == "sent_id":
                name = value.strip()
        elif line:
            row = line.split("\t")
            if row[0].isdigit():
                rows.append(row)
        elif rows:
            yield {
                "id": name,
                "words": [r[1] for r in rows],
                "lemmas": [r[2] for r in rows],
                "upos": [r[3] for r in rows],
                "xpos": [r[4] for r in rows],
                "tree": [[int(r[6]) - 1 for r in rows], [r[7] for r in rows]],
            }
            rows = []


def iob(path: Path) -> Iterator[Example]:
    """Sentences of an IOB file: UNER's (number, word, tag) or plain (word, tag); IOB1 becomes IOB2."""
    name, n = "", 0
    words: list[str] = []
    tags: list[str] = []
    for line in [*lines(path), ""]:
        if line.startswith("#"):
            key, _, value = line[1:].partition("=")
            if key.strip() == "sent_id":
                name = value.strip()
            continue
        if not line.strip():
            if words:
                yield {"id": name or str(n), "words": words, "entities": iob2(tags)}
                n += 1
            name, words, tags = "", [], []
            continue
        cells = line.split("\t") if "\t" in line else line.split(" ")
        word, tag = (cells[1], cells[2]) if len(cells) > 3 else (cells[0], cells[1])
        if word.strip():
            words.append(word)
            tags.append(tag)


def iob2(tags: list[str]) -> list[str]:
    """The same spans with every first tag a B-."""
    out, last = [], "O"
    for t in tags:
        if t.startswith("I-") and (last == "O" or last[2:] != t[2:]):
            t = "B-" + t[2:]
        out.append(t)
        last = t
    return out


def stand_off(path: Path) -> dict[str, list[tuple[int, int, str]]]:
    """Labels on somebody else's sentences: `sent_id<TAB>first-last:CLASS …` or `-`, word numbers from 1."""
    out = {}
    for line in lines(path):
        if not line or line.startswith("#"):
            continue
        name, _, spans = line.partition("\t")
        out[name] = [span(s) for s in spans.split()] if spans != "-" else []
    return out


def span(text: str) -> tuple[int, int, str]:
    """`3-5:ORG` or `3:ORG` as zero-based (first, last, class)."""
    where, _, label = text.partition(":")
    first, _, last = where.partition("-")
    return int(first) - 1, int(last or first) - 1, label


def tagged(n: int, spans: list[tuple[int, int, str]]) -> list[str]:
    """IOB2 tags of `n` words; raises ValueError where a span lies outside or two overlap."""
    tags = ["O"] * n
    for first, last, label in spans:
        if not 0 <= first <= last < n or any(t != "O" for t in tags[first : last + 1]):
            raise ValueError(f"span {first + 1}-{last + 1}:{label} does not fit {n} words")
        tags[first : last + 1] = [f"B-{label}"] + [f"I-{label}"] * (last - first)
    return tags


def own(path: Path) -> Iterator[Example]:
    """Annotated sentences of ours (`training/annotations.py` holds the format), cut by the reader's tokenizer."""
    from vedette.language.tokens import tokenize

    for line in lines(path):
        record = json.loads(line)
        words = tokenize(record["text"])
        places = [(w.start, w.end) for w in words]
        example = {
            "id": record["id"],
            "doc": record["doc"],
            "words": [w.text for w in words],
            "entities": tagged(len(words), [(*inside(places, start, end), label) for start, end, label in record["entities"]]),
        }
        if "events" in record["layers"]:
            example["triggers"] = tagged(len(words), apart([(*inside(places, *e["trigger"]), e["type"]) for e in record["events"]]))
            if record["events"]:
                example["matters"] = "yes"
        yield example


def inside(places: list[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """First and last word that lie in `start:end`."""
    found = [i for i, (a, b) in enumerate(places) if a < end and b > start]
    return found[0], found[-1]


def apart(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The spans that overlap no earlier one: two events on parts of one word ("raid-and-arrest") leave one."""
    out: list[tuple[int, int, str]] = []
    for s in sorted(spans):
        if not out or s[0] > out[-1][1]:
            out.append(s)
    return out


def topics(path: Path) -> Iterator[Example]:
    """Sentences of short reports that are marked as bearing on politics and conflict or not, each with its report's mark."""
    from vedette.language.tokens import tokenize

    for line in lines(path):
        record = json.loads(line)
        for n, text in enumerate(re.split(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])", record["text"]), 1):
            words = [w.text for w in tokenize(text)]
            if len(words) > 3:
                yield {"id": f"{record['id']}-{n}", "doc": record["id"], "words": words, "matters": "yes" if record["relevant"] else "no"}


def in_dev(doc: str) -> bool:
    """One document of ours in twelve is for development: looked at while training, never trained on."""
    return hashlib.sha256(doc.encode()).digest()[0] % 12 == 0


def load(source: dict[str, Any], corpora: Path, split: str) -> list[Example]:
    """All sentences of one source and split (`train`, `dev`, `test`); empty where the source has no such split."""
    out: list[Example] = []
    if split in source.get("trees", {}):
        out = list(conllu(corpora / source["trees"][split]))
    elif split in source.get("iob", {}):
        out = list(iob(corpora / source["iob"][split]))
    elif "topics" in source and split in ("train", "dev"):
        out = [e for e in topics(HERE / "data" / source["topics"]) if in_dev(e["doc"]) == (split == "dev")]
    elif "topics" in source:
        out = []
    elif "own" in source and split in ("train", "dev"):
        rows = own(HERE / "data" / source["own"]["train"])
        out = [e for e in rows if in_dev(e["doc"]) == (split == "dev")]
    elif "own" in source:
        out = list(own(HERE / "data" / source["own"][split]))
    labels = HERE / "data" / source["entities"] if "entities" in source else None
    if out and split == "train" and labels is not None:
        spans = stand_off(labels) if labels.exists() else {}
        for i, e in enumerate(out):
            e.pop("entities", None)
            key = e["id"] if e["id"] in spans else str(i)
            if key in spans:
                e["entities"] = tagged(len(e["words"]), spans[key])
    if source.get("only_with_entity"):
        out = [e for e in out if any(t != "O" for t in e["entities"])]
    for e in out:
        e["source"] = source["name"]
    return out
