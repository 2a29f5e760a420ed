"""Scores on gold words while training; the final figures come from the shipped model and `bench/`'s scorers."""

from __future__ import annotations

from collections import Counter
from typing import Any

import torch

from training.batches import Coder
from training.corpora import Example
from training.model import Reader


def chunks(tags: list[str]) -> set[tuple[int, int, str]]:
    """(first, last, class) of IOB2 tags; an I- that continues nothing opens a span."""
    out, start, label = set(), 0, ""
    for i, t in enumerate([*tags, "O"]):
        if label and not (t[:2] == "I-" and t[2:] == label):
            out.add((start, i - 1, label))
            label = ""
        if t != "O" and not label:
            start, label = i, t[2:]
    return out


@torch.no_grad()
def scores_of(
    model: Reader, coder: Coder, examples: list[Example], device: torch.device, size: int = 48, half: bool = True
) -> dict[str, float]:
    """Accuracy of tags and trees (greedy heads, UAS/LAS with subtypes) and entity F1, in percent, by source; `half` computes in bfloat16.

    Entities of coarser schemes are folded as the benches do: GPE counts as LOC, NORP and FAC are passed over.
    """
    model.eval()
    count: Counter[str] = Counter()
    ranked = sorted(examples, key=lambda e: len(e["words"]))
    for at in range(0, len(ranked), size):
        part = ranked[at : at + size]
        batch = {k: v.to(device) for k, v in coder.batch([coder.code(e) for e in part]).items()}
        with torch.autocast(device.type, torch.bfloat16, enabled=half):
            scores = model(batch, house=True)
        found: dict[str, Any] = {}
        for name, kind in model.kinds.items():
            if kind == "tree":
                arcs = scores[name][0].float().masked_fill(~batch["head_mask"][:, None], -1e9)
                heads = arcs.argmax(-1)
                with torch.autocast(device.type, torch.bfloat16, enabled=half):
                    relations = model.heads[name].relations(scores[name][1], scores[name][2], heads)
                found[name] = heads.tolist(), relations.argmax(-1).tolist()
            elif kind == "token":
                found[name] = scores[name].argmax(-1).tolist()
        for i, e in enumerate(part):
            n, source = len(e["words"]), e["source"]
            for name, kind in model.kinds.items():
                if name not in e or name not in found:
                    continue
                if kind == "tree":
                    for j in range(n):
                        right = found[name][0][i][j] == e[name][0][j] + 1
                        count[f"{source} words"] += 1
                        count[f"{source} uas"] += right
                        count[f"{source} las"] += right and coder.labels[name][found[name][1][i][j]] == e[name][1][j]
                elif "bio" in coder.config["heads"][name]:
                    mine = chunks([coder.labels[name][t] for t in found[name][i][:n]])
                    gold = chunks(e[name])
                    if source == "uner" and name == "entities":
                        fold = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC"}
                        mine, gold = ({(a, b, fold[c]) for a, b, c in x if c in fold} for x in (mine, gold))
                    count[f"{source} {name} hit"] += len(mine & gold)
                    count[f"{source} {name} found"] += len(mine)
                    count[f"{source} {name} gold"] += len(gold)
                else:
                    gold_tags = e[name]
                    count[f"{source} {name}"] += sum(coder.labels[name][found[name][i][j]] == gold_tags[j] for j in range(n))
                    count[f"{source} {name} words"] += n
    out = {}
    for source in sorted({k.split()[0] for k in count}):
        if count[f"{source} words"]:
            out[f"{source} uas"] = 100 * count[f"{source} uas"] / count[f"{source} words"]
            out[f"{source} las"] = 100 * count[f"{source} las"] / count[f"{source} words"]
        for name in ("upos", "xpos"):
            if count[f"{source} {name} words"]:
                out[f"{source} {name}"] = 100 * count[f"{source} {name}"] / count[f"{source} {name} words"]
        for name in ("entities", "triggers"):
            if count[f"{source} {name} gold"]:
                hits = 200 * count[f"{source} {name} hit"]
                out[f"{source} {name}"] = hits / (count[f"{source} {name} found"] + count[f"{source} {name} gold"])
    return {k: round(v, 2) for k, v in out.items()}
