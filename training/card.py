"""Score what was exported and write the model card: data with digests and licences, scores, versions, the run's log."""

from __future__ import annotations

import json
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

from training.corpora import HERE, digest, load
from training.refit import NOTE, corrected

CARD = """# Model card: the reading model of Vedette {version}

Sentences, words, Universal Dependencies tags and trees, lemmas and six classes of names for English news and field
reports. Made by `training/` (see `training/README.md`); this page is written by `python -m training evaluate`.

- **Model**: {layers} layers of all-MiniLM-L6-v2 (384 wide), letter-shape embeddings, heads for UPOS, XPOS, a biaffine tree
  and IOB2 entities; int8 weights (7 bits a column), fixed input ranges{correction}. {size:,} bytes, SHA-256 `{digest}`.
- **Beside it**: a sentence splitter (convolution over hashed words), a lemma table, BERT's uncased vocabulary.
- **Licence**: CC BY-SA 4.0, with the credits below and in NOTICE. The code is Apache-2.0.
- **Meant for**: reading reports for a watch desk, offline, on a CPU. **Not for**: decisions on people; languages other
  than English. Names of small places, groups and people are often given the wrong class; the class of a name is
  a guess with a confidence, not a fact.

## Scores of the shipped files
Shares in percent by `bench/` on data that was never trained on. UNER's test and our held-out sentences chose nothing.

| measure | figures |
|---|---|
{scores}

Loss from int8 (the same weights, greedy heads, EWT test LAS): {float_las:.2f} in float32, {int8_las:.2f} on the int8 grids.

## Data
| source | sentences trained on | licence | credit |
|---|---|---|---|
{sources}

Files and digests (SHA-256, first 16):

{digests}

The entity labels on EWT, GUM and re3d and the sentences in `training/data/own` were written for this project with the
help of a language model, following `docs/annotation.md`; the held-out sentences were written by one hand and labelled
by another.

## Training
Stages: {stages}. Seed {seed}. {notes}

| stage | epoch | seconds | EWT dev UPOS | UAS | LAS | GUM dev LAS | own dev entities |
|---|---|---|---|---|---|---|---|
{log}

Versions: Python {python}, {versions}.
"""


def write_card(config: dict[str, Any], corpora: Path, out: Path, weights: Path) -> None:
    """Measure the exported files with `bench` and write `MODEL_CARD.md` beside them; prints the scores."""
    from bench import accuracy
    from vedette import __version__
    from vedette.language import Reader

    scores = accuracy.measure(Reader(weights))
    model = weights / "reader.onnx"
    files = [corpora / f for s in config["sources"] for k in ("trees", "iob") for f in s.get(k, {}).values()]
    files += sorted((HERE / "data").rglob("*.*"))
    log = [json.loads(line) for line in (out / "log.jsonl").read_text("utf-8").splitlines()]
    notes = out / "notes.txt"
    card = CARD.format(
        version=__version__,
        layers=len(config["stages"][-1]["layers"]),
        size=model.stat().st_size,
        digest=digest(model),
        correction=NOTE if corrected(model) else "",
        scores=score_rows(scores),
        float_las=greedy_las(config, corpora, out, quantised=False),
        int8_las=greedy_las(config, corpora, out, quantised=True),
        sources="\n".join(
            f"| {s['name']} | {len(load(s, corpora, 'train')):,} | {s['licence']} | {s['credit']} |" for s in config["sources"]
        ),
        digests="\n".join(f"- `{f.name}` {digest(f)[:16]}" for f in files),
        stages=", ".join(f"{s['name']} ({s['epochs']} epochs, {len(s['layers'])} layers)" for s in config["stages"]),
        seed=config["seed"],
        notes=notes.read_text("utf-8").strip() if notes.exists() else "",
        log="\n".join(row(x) for x in log if "ewt las" in x),
        python=platform.python_version(),
        versions=", ".join(f"{p} {version(p)}" for p in ("torch", "numpy", "onnx", "onnxruntime", "tokenizers")),
    )
    (weights / "MODEL_CARD.md").write_text(card, "utf-8")
    print(json.dumps(scores, indent=1))


def score_rows(scores: dict[str, dict[str, float]]) -> str:
    """The lines of the card's table of scores."""
    return "\n".join(f"| {k} | " + ", ".join(f"{n} {x:.2f}" for n, x in v.items()) + " |" for k, v in scores.items())


def row(x: dict[str, Any]) -> str:
    """One line of the log's table."""
    figures = (x["ewt upos"], x["ewt uas"], x["ewt las"], x["gum las"], x.get("own entities", float("nan")))
    return f"| {x['stage']} | {x['epoch']} | {x['seconds']} | " + " | ".join(f"{v:.2f}" for v in figures) + " |"


def greedy_las(config: dict[str, Any], corpora: Path, out: Path, quantised: bool) -> float:
    """EWT test LAS of the last stage's weights in PyTorch, greedy heads, as they are or rounded to the int8 grids."""
    import torch

    from training.batches import Coder
    from training.evaluate import scores_of
    from training.train import build, quantise
    from vedette.language.lexicon import Lexicon
    from vedette.language.pieces import WordPieces

    data = json.loads((out / "data.json").read_text("utf-8"))
    pieces = WordPieces(out / "vocab.txt")
    coder = Coder(config, data["labels"], pieces, Lexicon(out))
    model = build(config, coder, pieces, out / f"{config['stages'][-1]['name']}.pt", None)
    if quantised:
        quantise(model)
    ewt = next(s for s in config["sources"] if s["name"] == "ewt")
    return scores_of(model, coder, load(ewt, corpora, "test"), torch.device("cpu"), half=False)["ewt las"]
