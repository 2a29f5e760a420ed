"""`python -m bench`: measure, print, and write `bench/results.json` and the tables made from it.

The spaCy baseline needs an environment with spaCy: `--spacy` makes one under `build/` and trains there once.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

from bench import accuracy, corpora, held, picture, speed, stages, tension
from vedette import __version__
from vedette.language import Reader

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench/results.json"
BASELINE = ROOT / "build/bench-spacy"
PAGES = (ROOT / "README.md", ROOT / "docs/accuracy.md", ROOT / "docs/tension.md")
MARKED = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.S)


TARGETS = (
    ("EWT test, gold words: UPOS", "EWT test, gold words", "upos", 97.0),
    ("EWT test, gold words: UAS", "EWT test, gold words", "uas", 91.8),
    ("EWT test, gold words: LAS", "EWT test, gold words", "las", 89.4),
    ("GUM permitted test: UPOS", "GUM permitted test, gold words", "upos", 97.5),
    ("GUM permitted test: LAS", "GUM permitted test, gold words", "las", 88.4),
    ("GUM news: LAS", "GUM news test, gold words", "las", 87.0),
    ("EWT test, raw text: sentences F1", "EWT test, raw text", "sentences", 85.0),
    ("EWT test, raw text: words F1", "EWT test, raw text", "words", 98.6),
    ("EWT test, raw text: LAS", "EWT test, raw text", "las", 85.0),
    ("UNER EWT test: F1", "UNER EWT test entities", "all", 77.0),
    ("our held-out sentences: F1, six classes", "own held-out entities", "all", 85.0),
    ("EWT test: lemmas", "EWT test, gold words", "lemma", 97.0),
)
"""Accuracy targets of the first step: what, where in the results, and at least how much."""


def baseline() -> tuple[str, str, dict[str, Any]]:
    """The interpreter, the trained model and the scores of the spaCy baseline; made once."""
    python, model = BASELINE / "venv/bin/python", BASELINE / "model"
    if not python.exists():
        venv.create(BASELINE / "venv", with_pip=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "spacy>=3.8"], check=True)
    if not (model / "scores.json").exists():
        subprocess.run([str(python), "bench/spacy_cnn.py", str(corpora.FOLDER), str(model)], check=True, cwd=ROOT)
    return str(python), str(model), json.loads((model / "scores.json").read_text("utf-8"))


def processor() -> str:
    """Name of the processor and the instruction set that matters to int8."""
    info = Path("/proc/cpuinfo")
    text = info.read_text("utf-8") if info.exists() else ""
    name = re.search(r"model name\s*:\s*(.+)", text)
    return f"{name[1] if name else platform.processor()}{', AVX512-VNNI' if 'avx512_vnni' in text else ''}"


def tables(results: dict[str, Any]) -> dict[str, str]:
    """Markdown tables of the figures, by name."""
    a = ["| measure | figures |", "|---|---|"]
    for name, figures in results["accuracy"].items():
        a.append(f"| {name} | " + ", ".join(f"{k} {v:.1f}" for k, v in figures.items()) + " |")
    p = ["| measure | figures |", "|---|---|"]
    g, h, w = list(p), list(p), list(p)
    kept = ("picture", "stages", "held", "tension")
    for rows, found in zip((p, g, h, w), (results.get(k, {}) for k in kept), strict=True):
        rows += [f"| {name} | " + ", ".join(f"{k} {v:g}" for k, v in figures.items()) + " |" for name, figures in found.items()]
    s = ["| measure | figure |", "|---|---|"]
    s += [f"| {k} | {v:,} |" for k, v in (results["speed"] | results.get("start", {})).items()]
    if results.get("spacy"):
        b = results["spacy"]
        s.append(
            f"| spaCy {b['spacy']} CNN (width {b['width']}, depth {b['depth']}), EWT test UAS / LAS | {b['uas']:.1f} / {b['las']:.1f} |"
        )
    s.append(f"\nMeasured on {results['machine']}, Python {results['python']}, onnxruntime {results['onnxruntime']}.")
    if "start machine" in results:
        s.append(f"Fresh processes, places, times and the coder: on {results['start machine']}.")
    t = ["| target | at least | reached | |", "|---|---|---|---|"]
    for name, group, key, least in TARGETS:
        if group in results["accuracy"]:
            got = results["accuracy"][group][key]
            t.append(f"| {name} | {least:.1f} | {got:.2f} | {'yes' if got >= least else 'no'} |")
    made = {"accuracy": a, "picture": p, "stages": g, "held": h, "tension": w, "speed": s, "targets": t}
    return {name: "\n".join(lines) for name, lines in made.items()}


def write(results: dict[str, Any]) -> None:
    """Put the tables between their marks in the pages."""
    made = tables(results)
    for page in PAGES:
        if page.exists():
            text = page.read_text("utf-8")
            page.write_text(MARKED.sub(lambda m: f"{m[1]}{made[m[2]]}\n{m[3]}", text), "utf-8")


def main() -> None:
    p = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    p.add_argument("--spacy", action="store_true", help="measure spaCy's CNN beside us (trains it once, about ten minutes)")
    p.add_argument("--only", choices=["accuracy", "held", "picture", "speed", "stages", "start", "tension"])
    p.add_argument("--tables", action="store_true", help="measure nothing: write the tables anew from bench/results.json")
    p.add_argument("--write", action="store_true", help="keep the figures: bench/results.json and the tables in README and docs")
    a = p.parse_args()
    if a.tables:
        write(json.loads(RESULTS.read_text("utf-8")))
        return
    import onnxruntime

    results: dict[str, Any] = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    if a.only in (None, "picture") and picture.complete():
        results["picture"] = picture.measure()
    if a.only in (None, "stages") and stages.complete():
        results["stages"] = stages.measure()
    if a.only in (None, "tension") and tension.complete():
        results["tension"] = tension.measure()
    if a.only in (None, "held"):
        results["held"] = held.measure()
    if a.only in (None, "accuracy"):
        results["version"] = __version__
        results["accuracy"] = accuracy.measure(Reader())
    if a.only in (None, "start"):
        results |= {"start": speed.start_up(), "start machine": processor()}
    if a.only in (None, "speed"):
        results |= {"machine": processor(), "python": platform.python_version(), "onnxruntime": onnxruntime.__version__}
        python = model = None
        if (a.spacy and corpora.complete()) or (BASELINE / "model/scores.json").exists():
            python, model, results["spacy"] = baseline()
        results["speed"] = speed.measure(python, model)
    json.dump(results, sys.stdout, indent=1, ensure_ascii=False)
    print()
    if a.write:
        RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
        write(results)


if __name__ == "__main__":
    main()
