"""`python -m training prepare|unpack|train|export|evaluate`: one command a step; `--help` lists the options.

prepare   reads the corpora once (data.json) and builds the lemma table
unpack    turns the shipped weights back into a stage's file, for `train --further`
train     trains the reading model stage by stage, then the sentence splitter; goes on where it was stopped
export    writes the int8 model and its tables into the package
evaluate  scores what was exported and writes the model card
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent


def main() -> None:
    p = argparse.ArgumentParser(prog="python -m training", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("step", choices=["prepare", "unpack", "train", "export", "evaluate"])
    p.add_argument("--config", type=Path, default=HERE / "config.toml")
    p.add_argument(
        "--corpora",
        type=Path,
        default=Path(os.environ.get("VEDETTE_CORPORA", ROOT.parent / "shared/corpora/syntax")),
        help="folder of the treebanks and entity corpora",
    )
    p.add_argument("--minilm", type=Path, help="folder with vocab.txt and model.safetensors of all-MiniLM-L6-v2")
    p.add_argument("--out", type=Path, default=ROOT / "build/training", help="where the steps leave their files")
    p.add_argument("--weights", type=Path, default=ROOT / "src/vedette/language/weights", help="where export writes")
    p.add_argument("--stage", action="append", help="train only this stage (may be repeated; `sentences` is the splitter)")
    p.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="CPU processes of one thread each")
    p.add_argument("--further", action="store_true", help="the config's `further` stages, from the shipped weights, in place of `stages`")
    p.add_argument("--fresh", action="store_true", help="begin a half-done stage again")
    a = p.parse_args()
    config = tomllib.loads(a.config.read_text("utf-8"))
    if a.further:
        config["stages"] = config["further"]
    if a.minilm is None and a.step in ("prepare", "train"):
        p.error("--minilm is needed: the folder with vocab.txt and model.safetensors of all-MiniLM-L6-v2")
    if a.step == "prepare":
        prepare(config, a.corpora, a.out, a.minilm)
    elif a.step == "unpack":
        from training.shipped import unpack

        print(unpack(config, json.loads((a.out / "data.json").read_text("utf-8"))["labels"], a.weights, a.out))
    elif a.step == "train":
        from training.splitter import train_splitter
        from training.train import train

        train(config, a.out, a.out, a.minilm, a.stage, a.processes, a.fresh)
        if not a.further and (not a.stage or "sentences" in a.stage) and not (a.out / "sentences.npz").exists():
            train_splitter(a.corpora, a.out, config["splitter"]["epochs"])
    elif a.step == "export":
        export_all(config, a.out, a.weights, splitter=not a.further)
    else:
        from training.card import write_card

        write_card(config, a.corpora, a.out, a.weights)


def prepare(config: dict[str, Any], corpora: Path, out: Path, minilm: Path) -> None:
    """Read every source once and write `data.json` (labels, train, dev), the vocabulary and the lemma table."""
    from training.batches import label_lists
    from training.corpora import load
    from training.lemmas import write_lemmas
    from training.names import write_lexicon
    from vedette.language.pieces import WordPieces

    pieces = WordPieces(minilm / "vocab.txt")
    train, dev, left = [], [], 0
    for source in config["sources"]:
        rows = load(source, corpora, "train")
        short = [e for e in rows if pieces.length(e["words"]) <= config["data"]["max_pieces"]]
        left += len(rows) - len(short)
        train += short * source.get("repeat", 1)
        held = load(source, corpora, "dev")
        dev += held
        marked = sum("entities" in e for e in short)
        print(f"{source['name']:10} train {len(short):6} ({marked} with entities)  dev {len(held):5}")
    out.mkdir(parents=True, exist_ok=True)
    data = {"labels": label_lists(config, train), "train": train, "dev": dev}
    (out / "data.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    shutil.copy(minilm / "vocab.txt", out / "vocab.txt")
    print(f"left out for their length: {left}; labels: " + ", ".join(f"{k} {len(v)}" for k, v in data["labels"].items()))
    write_lemmas(corpora, out)
    write_lexicon(out)


def export_all(config: dict[str, Any], out: Path, weights: Path, *, splitter: bool) -> None:
    """The last stage's model as ONNX, and the tables beside it; the splitter too, where it was trained."""
    from training.batches import Coder
    from training.export import export, export_splitter
    from training.train import build, quantise
    from vedette.language.pieces import WordPieces

    data = json.loads((out / "data.json").read_text("utf-8"))
    pieces = WordPieces(out / "vocab.txt")
    coder = Coder(config, data["labels"], pieces)
    model = build(config, coder, pieces, out / f"{config['stages'][-1]['name']}.pt", None).eval()
    quantise(model)
    path = export(model, data["labels"], weights, {"licence": "CC BY-SA 4.0"})
    for name in ("vocab.txt", "lemmas.json.gz", "lexicon.txt.gz"):
        shutil.copy(out / name, weights / name)
    if splitter:
        export_splitter(out / "sentences.npz", weights)
    print(f"{path}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
