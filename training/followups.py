"""Situations of our own in which later sentences tell what came of earlier matters: `python -m training.followups FILE.txt … --out FILE.jsonl`.

Writers write plain text (`docs/annotation.md`, "Follow-ups"); this turns it into records of `data/followups` and refuses what is not as it should be. A record:
`id`, `area` and `about`; `reports`, each with `published`, `genre`, `source`, `title` (or null) and `sentences`; and `matters`, each with `sort` ("undertaking" or "state"), `kind`,
`by` and `to`, or `where`, `what`, `told` (the sentences that first tell it) and `said` (what other sentences say of it, one of `SAID`). Sentences are numbered through a situation from
1, titles among them.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from training.annotations import GENRES

FOLDER = Path(__file__).resolve().parent / "data" / "followups"
UNDERTAKINGS = ("request", "demand", "ultimatum", "promise", "offer", "threat", "decision")
STATES = (
    "blockade", "closure", "suspension", "curfew", "emergency", "ceasefire", "occupation", "detention", "hostage", "displacement", "siege", "cut-off", "strike",
    "deployment", "boycott", "postponement", "ban", "sanction", "vacancy", "other",
)  # fmt: skip
SPELT = {"closed": "closure", "suspended": "suspension", "cutoff": "cut-off"}
"""Kinds of states that writers spell otherwise."""
SAID = ("open", "part", "done", "not")
"""What a sentence says of a matter: it goes on and nothing is settled; it was done, or ended, in part; it was granted, kept, carried out, or ended; refused, broken, dropped."""
REPORT = re.compile(r"@ (\d{4}-\d\d-\d\d) \| (\w+) \| (.+)")
LINE = re.compile(r"(\d+)(\*?)[.)]? +(.+)")
CLAIM = re.compile(r"(open|part|done|not) +(\d+(?: *, *\d+)*)")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a situation: its number, its text, the title of its report and the sentence before it there (or ""), and the day of its report."""

    number: int
    text: str
    title: str
    before: str
    day: int


def records(path: Path) -> list[dict[str, Any]]:
    """The situations of a `.jsonl` file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def lines(record: dict[str, Any]) -> Iterator[Line]:
    """The sentences of a situation in their order, titles among them."""
    number = 0
    for r in record["reports"]:
        day = date.fromisoformat(r["published"]).toordinal()
        if r["title"] is not None:
            number += 1
            yield Line(number, r["title"], "", "", day)
        before = ""
        for text in r["sentences"]:
            number += 1
            yield Line(number, text, r["title"] or "", before, day)
            before = text


def problems(record: dict[str, Any]) -> Iterator[str]:
    """What is wrong with a situation; nothing where all is well."""
    count = sum(1 for _ in lines(record))
    days = [r["published"] for r in record["reports"]]
    if days != sorted(days):
        yield "its reports do not stand in the order of their days"
    if len(days) < 3 or count < 12 or len(record["matters"]) < 3:
        yield "it has fewer than three reports, twelve sentences or three matters"
    for r in record["reports"]:
        if r["genre"] not in GENRES:
            yield f"genre {r['genre']}"
        if any(not t.strip() or t != t.strip() for t in (*r["sentences"], *filter(None, [r["title"]]))):
            yield "an empty sentence, or one with space around it"
    for m in record["matters"]:
        name = f"matter {m['what']!r}"
        if m["kind"] not in (UNDERTAKINGS if m["sort"] == "undertaking" else STATES):
            yield f"{name}: kind {m['kind']}"
        if m["sort"] == "undertaking" and not m["by"]:
            yield f"{name}: by nobody"
        said = {int(n): v for n, v in m["said"].items()}
        if not m["told"] or {n for n in (*m["told"], *said) if not 1 <= n <= count}:
            yield f"{name}: told by no sentence, or by one that is not there"
        if set(m["told"]) & set(said):
            yield f"{name}: a sentence both first tells it and says what came of it"
        if set(said.values()) - set(SAID) or (m["sort"] == "state" and "not" in said.values()):
            yield f"{name}: says {sorted(set(said.values()))}"


def _matter(sort: str, text: str) -> dict[str, Any]:
    """A line of a matter; raises ValueError."""
    cells = [c.strip() for c in text.split("|")]
    wanted = 6 if sort == "U" else 5
    if len(cells) == wanted - 1:
        cells.append("")
    if len(cells) != wanted:
        raise ValueError(f"{wanted} cells wanted: {text[:60]}")
    said: dict[str, str] = {}
    for part in filter(None, (p.strip() for p in cells[-1].split(";"))):
        if not (found := CLAIM.fullmatch(part)):
            raise ValueError(f"not understood: {part}")
        for n in found[2].split(","):
            if n.strip() in said:
                raise ValueError(f"sentence {n.strip()} twice: {text[:60]}")
            said[n.strip()] = found[1]
    if not re.fullmatch(r"\d+(?:, *\d+)*", cells[-2]):
        raise ValueError(f"told by which sentences: {text[:60]}")
    kind = SPELT.get(cells[0], cells[0])
    head = {"sort": "undertaking", "kind": kind, "by": cells[1], "to": cells[2] if cells[2] != "-" else ""}
    if sort == "S":
        head = {"sort": "state", "kind": kind, "where": cells[1]}
    return {**head, "what": cells[-3], "told": [int(n) for n in cells[-2].split(",")], "said": said}


def parsed(text: str) -> list[dict[str, Any]]:
    """The situations of a writer's text. Raises ValueError, with the line."""
    out: list[dict[str, Any]] = []
    number = 0
    for at, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if line.startswith("## "):
            cells = [c.strip() for c in line[3:].split("|")]
            if len(cells) != 3:
                raise ValueError(f"line {at}: ID | country | what it is about")
            out.append({"id": cells[0], "area": cells[1], "about": cells[2], "reports": [], "matters": []})
            number = 0
        elif found := REPORT.fullmatch(line):
            out[-1]["reports"].append({"published": found[1], "genre": found[2], "source": found[3], "title": None, "sentences": []})
        elif found := LINE.fullmatch(line):
            number += 1
            report = out[-1]["reports"][-1]
            if int(found[1]) != number:
                raise ValueError(f"line {at}: sentence {number} is numbered {found[1]}")
            if found[2] and report["title"] is None and not report["sentences"]:
                report["title"] = found[3].strip()
            else:
                report["sentences"].append(found[3].strip())
        elif line[:2] in ("U ", "S "):
            try:
                out[-1]["matters"].append(_matter(line[0], line[2:]))
            except ValueError as e:
                raise ValueError(f"line {at}: {e}") from None
        elif line:
            raise ValueError(f"line {at}: not understood: {line[:60]}")
    return out


def check(found: Sequence[dict[str, Any]]) -> list[str]:
    """What is wrong with situations, each and together."""
    ids = Counter(r["id"] for r in found)
    out = [f"{name}: twice" for name, n in ids.items() if n > 1]
    return out + [f"{r['id']}: {p}" for r in found for p in problems(r)]


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("texts", type=Path, nargs="+")
    p.add_argument("--out", type=Path, required=True)
    a = p.parse_args()
    found = [r for path in a.texts for r in parsed(path.read_text("utf-8"))]
    if wrong := check(found):
        raise SystemExit("\n".join(wrong))
    a.out.parent.mkdir(parents=True, exist_ok=True)
    a.out.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in found), "utf-8")
    print(f"{len(found)} situations, {sum(len(r['matters']) for r in found)} matters")


if __name__ == "__main__":
    main()
