"""Count in how many of our own training texts each word stands: `python -m training.commonness` writes the codebook's table.

Counted are the sentences and reports that were written for the project (`data/own`, `data/events`, `data/topics`), by document; the
held-out sets are left out.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from vedette.codebook.wording import words

HERE = Path(__file__).resolve().parent
TABLE = HERE.parent / "src/vedette/codebook/data/commonness.tsv"
SETS = ("own", "events", "topics")
LEAST = 5
"""Documents that a word must stand in to have a row: rarer ones tell about as much as one that was never seen."""
HEAD = "# In how many documents of training/data a content word stands (`python -m training.commonness`), * how many documents there are."


def documents() -> list[frozenset[str]]:
    """The content words of each document."""
    found: dict[str, set[str]] = {}
    for name in SETS:
        for line in (HERE / "data" / name / "train.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            found.setdefault(f"{name}/{row.get('doc') or row['id']}", set()).update(words(f"{row.get('title') or ''}. {row['text']}"))
    return [frozenset(d) for d in found.values()]


def table() -> str:
    """The table as it is written: `*` first, then the words by name."""
    docs = documents()
    counts = Counter(w for d in docs for w in d)
    rows = [("*", len(docs)), *sorted((w, n) for w, n in counts.items() if n >= LEAST)]
    return "\n".join([HEAD, "word\tdocuments", *(f"{w}\t{n}" for w, n in rows)]) + "\n"


if __name__ == "__main__":
    TABLE.write_text(table(), "utf-8")
