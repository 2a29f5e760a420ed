"""`python -m training prepare|train|export|evaluate`: one command a step; `--help` lists the options."""

from __future__ import annotations

import argparse
import json
import os
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


def main() -> None:
    p = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    p.add_argument("step", choices=["prepare", "train"])
    p.add_argument("--config", type=Path, default=HERE / "config.toml")
    p.add_argument("--corpora", type=Path, default=Path(os.environ.get("VEDETTE_CORPORA", HERE.parent.parent / "shared/corpora/syntax")))
    p.add_argument("--minilm", type=Path, required=False, help="folder with vocab.txt and model.safetensors of all-MiniLM-L6-v2")
    p.add_argument("--out", type=Path, default=HERE.parent / "build/training")
    p.add_argument("--stage", action="append", help="train only this stage (may be repeated)")
    p.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="CPU processes of one thread each")
    p.add_argument("--fresh", action="store_true", help="forget a half-done stage")
    a = p.parse_args()
    config = tomllib.loads(a.config.read_text("utf-8"))
    if a.step == "prepare":
        prepare(config, a.corpora, a.out, a.minilm)
    else:
        from training.train import train

        train(config, a.out, a.out, a.minilm, a.stage, a.processes, a.fresh)


def prepare(config: dict[str, Any], corpora: Path, out: Path, minilm: Path) -> None:
    """Read every source once and write `data.json`: labels, train, dev, and what was left out."""
    from training.batches import label_lists
    from training.data import load
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
        print(f"{source['name']:10} train {len(short):6} ({marked} with entities)  held {len(held):5}")
    out.mkdir(parents=True, exist_ok=True)
    data = {"labels": label_lists(config, train), "train": train, "dev": dev}
    (out / "data.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    print(f"left out for their length: {left}; labels: " + ", ".join(f"{k} {len(v)}" for k, v in data["labels"].items()))


if __name__ == "__main__":
    main()
