"""Annotated sentences of ours: one JSON object a line, one format for every layer, one validator.

    python -m training.annotations check [FILE…]           validate (default: all of training/data/own)
    python -m training.annotations import FILE.txt OUT     inline marks ([[text|CLASS]]) to JSON Lines

A record: `id` (`<document>-<number>`), `doc` (family: sentences of one report), `genre`, `area`, `year`, `text`, `layers`
(the layers annotated on it; a layer not named is unknown, not empty), `entities` as [start, end, class] in code points,
sorted, without overlap. Event layers join as further keys, named in `layers`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CLASSES = ("PER", "ORG", "GPE", "LOC", "NORP", "FAC")
GENRES = ("wire", "statement", "field", "regional", "broadcast", "message")
FOLDER = Path(__file__).resolve().parent / "data" / "own"
BRANDS = ("Moody", "Lloyd", "McDonald", "Sainsbury")  # names that end in their own genitive
MARK = re.compile(r"\[\[([^\[\]|]+)\|([A-Z]+)\]\]")


def records(path: Path) -> Iterator[dict[str, Any]]:
    """Records of a JSON Lines file."""
    with path.open(encoding="utf-8") as f:
        for line in f:
            yield json.loads(line)


def problems(record: dict[str, Any]) -> list[str]:
    """What is wrong with one record, in words; empty where it is right."""
    out = []
    missing = {"id", "doc", "genre", "area", "year", "text", "layers", "entities"} - record.keys()
    if missing:
        return [f"lacks {', '.join(sorted(missing))}"]
    text = record["text"]
    if not record["id"].startswith(record["doc"] + "-"):
        out.append(f"id does not begin with its document {record['doc']}")
    if record["genre"] not in GENRES:
        out.append(f"genre {record['genre']!r} is none of {', '.join(GENRES)}")
    if not 1990 <= record["year"] <= 2030:
        out.append(f"year {record['year']} is outside 1990 to 2030")
    if text != " ".join(text.split()) or not text:
        out.append("text is empty or has odd white space")
    if "entities" not in record["layers"]:
        out.append("layer entities is not named")
    last = 0
    for start, end, label in record["entities"]:
        name = text[start:end]
        if label not in CLASSES:
            out.append(f"{name!r}: no class {label}")
        if not last <= start < end <= len(text):
            out.append(f"span {start}-{end} overlaps, is out of order or outside the text")
        elif name != name.strip() or name[:1] in '"“(,;' or name[-1:] in ',;:"”':
            out.append(f"{name!r}: space or marks at its edge")
        elif re.match(r"(?i)the\s", name) and not re.match(r"(?i)the (hague|gambia)\b", name):
            out.append(f"{name!r}: leading article")
        elif re.search(r"['’]s$", name) and name[:-2] not in BRANDS:
            out.append(f"{name!r}: ends in 's")
        elif (start and text[start - 1].isalnum()) or (end < len(text) and text[end].isalnum()):
            out.append(f"{name!r}: cuts a word")
        last = end
    return out


def imported(path: Path) -> Iterator[dict[str, Any]]:
    """Records of a text file with inline marks; raises ValueError with the line number where a line is wrong."""
    head: dict[str, str] = {}
    n = 0
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        line = " ".join(line.split())
        if not line:
            continue
        if line.startswith("# doc="):
            head = dict(x.partition("=")[::2] for x in line[2:].split())
            n = 0
            continue
        n += 1
        text, spans, at = "", [], 0
        for m in MARK.finditer(line):
            text += line[at : m.start()]
            spans.append([len(text), len(text) + len(m[1]), m[2]])
            text += m[1]
            at = m.end()
        text += line[at:]
        record = {
            "id": f"{head['doc']}-{n}",
            "doc": head["doc"],
            "genre": head["genre"],
            "area": head["area"],
            "year": int(head["year"]),
            "text": text,
            "layers": ["entities"],
            "entities": spans,
        }
        if "[[" in text or "]]" in text or problems(record):
            raise ValueError(f"{path.name}:{number}: {problems(record) or 'a mark that does not close'}: {line}")
        yield record


def check(paths: list[Path]) -> int:
    """Validate files together (ids and texts must be unique over all); prints problems and counts, returns their number."""
    ids: Counter[str] = Counter()
    texts: Counter[str] = Counter()
    wrong = 0
    for path in paths:
        count: Counter[str] = Counter()
        n = 0
        for r in records(path):
            n += 1
            for p in problems(r):
                wrong += 1
                print(f"{path.name} {r.get('id')}: {p}")
            ids[r["id"]] += 1
            texts[r["text"]] += 1
            count.update(label for *_, label in r["entities"])
        print(f"{path.name}: {n} sentences, " + ", ".join(f"{c} {count[c]}" for c in CLASSES))
    for name, c in (("id", ids), ("text", texts)):
        for value, k in c.items():
            if k > 1:
                wrong += 1
                print(f"{name} {value!r} occurs {k} times")
    return wrong


def main() -> None:
    p = argparse.ArgumentParser(
        prog="python -m training.annotations", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    sub = p.add_subparsers(dest="command", required=True)
    a = sub.add_parser("check")
    a.add_argument("files", nargs="*", type=Path)
    a = sub.add_parser("import")
    a.add_argument("files", nargs="+", type=Path)
    a.add_argument("--out", type=Path, required=True)
    args = p.parse_args()
    if args.command == "check":
        sys.exit(1 if check(args.files or sorted(FOLDER.glob("*.jsonl"))) else 0)
    lines = [json.dumps(r, ensure_ascii=False) for f in args.files for r in imported(f)]
    args.out.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{args.out}: {len(lines)} sentences")


if __name__ == "__main__":
    main()
