"""Dossiers of reports whose mentions are labelled by incident, from a writer's plain text: `python -m training.dossiers FILE.txt … --out FILE.jsonl`.

The text of one dossier (`docs/annotation.md` says what is marked and what one incident is):

    # xa-01 | Peru (Apurímac)
    ## 2017-09-04 | wire | Andean Press Service | Villagers shut haul road
    Some two hundred residents {i1|laid boulders} across the haul road. Their president {i2|asked} the ministry for asphalt.

A record has `id`, `area`, `reports` (each `published`, `genre`, `source`, `title` or null, `text`) and `mentions` (each the `report`'s number, `part` "title" or "text", `start` and
`end` in it, and the `incident`). Older dossiers have neither genres nor titles; a mention without a part is of the text.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

GENRES = frozenset({"wire", "regional", "broadcast", "statement", "field", "social", "log"})
LONGEST = 10
"""Words of a mark at most: it is the word that tells of the happening, no clause."""
_MARK = re.compile(r"\{(i\d+)\|([^{}|]+)\}")
_HEAD = re.compile(r"## *(?P<published>[^|]+)\|(?P<genre>[^|]+)\|(?P<source>[^|]+)\|(?P<title>.*)")

Record = dict[str, Any]


def parsed(text: str) -> Record:
    """A record from the plain text of one dossier. Raises ValueError where a line is not as it should be."""
    head, *lines = text.strip().split("\n")
    if not head.startswith("# ") or "|" not in head:
        raise ValueError("line 1: begin with `# id | area`")
    name, area = (part.strip() for part in head[2:].split("|", 1))
    out: Record = {"id": name, "area": area, "reports": [], "mentions": []}
    for n, line in enumerate(lines, 2):
        if line.startswith("##"):
            found = _HEAD.match(line)
            if found is None:
                raise ValueError(f"line {n}: a report begins with `## published | genre | source | title`")
            given = {k: v.strip() for k, v in found.groupdict().items()}
            out["reports"].append({**given, "title": None if given["title"] == "-" else given["title"], "text": ""})
        elif line.strip():
            if not out["reports"]:
                raise ValueError(f"line {n}: text before the first report")
            report = out["reports"][-1]
            report["text"] += "\n" * bool(report["text"]) + line.strip()
    for n, report in enumerate(out["reports"]):
        for part in ("title", "text"):
            if report[part] is not None:
                report[part] = _unmarked(report[part], n, part, out["mentions"])
    return out


def _unmarked(marked: str, report: int, part: str, mentions: list[Record]) -> str:
    """A text without its marks, which are added to `mentions`."""
    out, at = "", 0
    for m in _MARK.finditer(marked):
        out += marked[at : m.start()]
        mentions.append({"report": report, "part": part, "start": len(out), "end": len(out) + len(m[2]), "incident": m[1]})
        out, at = out + m[2], m.end()
    return out + marked[at:]


def faults(record: Record) -> list[str]:
    """What is wrong with a record, in words; nothing where it is as it should be."""
    out = []
    for n, r in enumerate(record["reports"]):
        try:
            date.fromisoformat(r["published"])
        except ValueError:
            out.append(f"report {n}: {r['published']} is no day")
        if r.get("genre", "wire") not in GENRES:
            out.append(f"report {n}: {r['genre']} is no genre")
        if not r["text"].strip() or set("{}") & set(r["text"] + (r.get("title") or "")):
            out.append(f"report {n}: no text, or a mark that is left")
    spots = []
    for m in record["mentions"]:
        n, part = m["report"], m.get("part", "text")
        text = record["reports"][n].get(part) if 0 <= n < len(record["reports"]) else None
        told = (text or "")[m["start"] : m["end"]]
        if not told or told != told.strip() or len(told.split()) > LONGEST:
            out.append(f"report {n}: {told!r} is no mark")
        spots.append((n, part, m["start"], m["end"]))
    out += [f"report {a[0]}: two marks meet at {b[2]}" for a, b in pairwise(sorted(spots)) if a[:2] == b[:2] and b[2] < a[3]]
    return out


def records(path: Path) -> list[Record]:
    """The records of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def main(given: Iterable[str] | None = None) -> None:
    """Turn texts into records; names what is not as it should be, and then writes nothing."""
    p = argparse.ArgumentParser(prog="python -m training.dossiers", description=(__doc__ or "").split("\n", 1)[0])
    p.add_argument("files", nargs="+", type=Path)
    p.add_argument("--out", type=Path, required=True)
    a = p.parse_args(None if given is None else list(given))
    out, wrong = [], []
    for path in a.files:
        try:
            record = parsed(path.read_text("utf-8"))
        except ValueError as e:
            wrong.append(f"{path}: {e}")
            continue
        out.append(record)
        wrong += [f"{path}: {fault}" for fault in faults(record)]
    if wrong:
        raise SystemExit("\n".join(wrong))
    a.out.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in out), "utf-8")


if __name__ == "__main__":
    main()
