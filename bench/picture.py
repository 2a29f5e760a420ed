"""The picture measured: the facts of a news article, and a situation of 58 reports, by the scorers beside this file.

The article and both answer keys are in the folder that VEDETTE_SITUATIONS names (`seed/article.txt`, `seed/key.json`,
`situations/kosovo/key.json`); the 58 reports are the package's own example.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(os.environ.get("VEDETTE_SITUATIONS", ROOT.parent / "shared"))
EXAMPLE = ROOT / "src/vedette/examples/kosovo.jsonl"


def complete() -> bool:
    """Whether the article and the keys are there; says so where they are not."""
    if (FOLDER / "seed/key.json").exists() and (FOLDER / "situations/kosovo/key.json").exists():
        return True
    print(f"the article and the answer keys are not in {FOLDER}: name their folder in VEDETTE_SITUATIONS")
    return False


def vedette(*arguments: str | Path) -> str:
    """What our own command prints."""
    done = subprocess.run([sys.executable, "-m", "vedette", *map(str, arguments)], stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def scored(scorer: str, *arguments: str | Path) -> dict[str, Any]:
    """What a scorer writes as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "figures.json"
        command = [sys.executable, str(ROOT / "bench" / scorer), *map(str, arguments), "--json", str(out)]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
        found: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return found


def measure() -> dict[str, dict[str, float]]:
    """Figures by group: facts of the article that hold, and shares in percent for the situation."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        article, db = FOLDER / "seed/article.txt", here / "article.db"
        (here / "read.jsonl").write_text(vedette("read", article, "--format", "jsonl"), "utf-8")
        vedette("--db", db, "ingest", article, "--quiet")
        (here / "article.json").write_text(vedette("--db", db, "export", "--as-of", "2022-12-18"), "utf-8")
        seed = scored("check_seed.py", FOLDER / "seed/key.json", here / "read.jsonl", here / "article.json")
        db = here / "kosovo.db"
        vedette("--db", db, "demo", "--quiet")
        (here / "kosovo.json").write_text(vedette("--db", db, "export", "--situation", "North Kosovo"), "utf-8")
        k = scored("score_situation.py", FOLDER / "situations/kosovo/key.json", here / "kosovo.json", "--reports", EXAMPLE)
    facts = seed["facts"] if "facts" in seed else next(v for v in seed.values() if isinstance(v, list))
    i, c, u = k["incidents"], k["conditions"], k["undertakings"]
    shares = {
        "incidents": {"recall": i["recall"], "precision": i["precision"]},
        "their facts": {
            "type": k["type"]["rate"],
            "mode": k["mode"]["rate"],
            "day": k["date"]["exact"],
            "day within one": k["date"]["within_1_day"],
        }
        | {"place": k["place"]["rate"], "actor": k["actors"]["rate"], "recipient": k["recipients"]["rate"]},
        "conditions": {"recall": c["recall"], "precision": c["precision"], "begin": c["begin"]["rate"], "end": c["end"]["rate"]},
        "undertakings": {"recall": u["recall"], "precision": u["precision"], "outcome": u["outcome_of_all"]["rate"]},
        "copies": {"pairs F1": k["copies"]["f1"]},
        "relevance": {"relevant F1": k["relevance"]["relevant"]["f1"], "irrelevant F1": k["relevance"]["irrelevant"]["f1"]},
    }
    out = {name: {key: round(100 * (value or 0.0), 1) for key, value in figures.items()} for name, figures in shares.items()}
    out["incidents"]["made from irrelevant reports (number)"] = float(k["leak"]["incidents"])
    held = {"one article: facts that hold, of 25": {"held": float(sum(f["held"] for f in facts))}}
    return held | {f"58 reports: {name}": figures for name, figures in out.items()}


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
