"""Examples to padded batches of tensors, with noise on letter shapes for training."""

from __future__ import annotations

import random
from typing import Any

import torch
from torch import Tensor

from training.corpora import Example
from vedette.language.lexicon import FLAGS, Lexicon, Match
from vedette.language.pieces import WordPieces


def bio(classes: list[str]) -> list[str]:
    """`O`, then `B-` and `I-` of each class."""
    return ["O", *(f"{p}-{c}" for c in classes for p in "BI")]


def label_lists(config: dict[str, Any], examples: list[Example]) -> dict[str, list[str]]:
    """Each head's labels: from the config (`bio`, `labels`) or all that occur in the training data, sorted."""
    out = {}
    for name, head in config["heads"].items():
        if "bio" in head:
            out[name] = bio(head["bio"])
        elif "labels" in head:
            out[name] = list(head["labels"])
        elif head["kind"] == "tree":
            out[name] = sorted({r for e in examples if name in e for r in e[name][1]})
        else:
            out[name] = sorted({t for e in examples if name in e for t in e[name]})
    return out


class Coder:
    """Turns examples into rows of integers once, and rows into batches."""

    def __init__(self, config: dict[str, Any], labels: dict[str, list[str]], pieces: WordPieces, lexicon: Lexicon | None = None) -> None:
        self.config, self.labels, self.pieces, self.lexicon = config, labels, pieces, lexicon
        self.index = {name: {t: i for i, t in enumerate(ls)} for name, ls in labels.items()}
        self.sources = {s["name"]: i for i, s in enumerate(config["sources"])}
        self.allowed = {s["name"]: self._allowed(s) for s in config["sources"]}

    def _allowed(self, source: dict[str, Any]) -> dict[str, dict[str, list[float]]]:
        """For heads with classes: a source's tag → 1 for each tag of ours that it may stand for."""
        scheme = self.config["schemes"][source["scheme"]]
        out: dict[str, dict[str, list[float]]] = {}
        for name, head in self.config["heads"].items():
            if "bio" not in head:
                continue
            index = self.index[name]

            def row(tags: list[str], index: dict[str, int] = index) -> list[float]:
                r = [0.0] * len(index)
                for t in tags:
                    if t in index:  # a scheme may name classes of other heads
                        r[index[t]] = 1.0
                return r

            table = {"O": row(["O", *(f"{p}-{c}" for c in scheme["O"] for p in "BI")])}
            for label, ours in {**{c: [c] for c in head["bio"]}, **scheme}.items():
                if label != "O":
                    for p in "BI":
                        table[f"{p}-{label}"] = row(["O" if not c else f"{p}-{c}" for c in ours])
            out[name] = table
        return out

    def code(self, e: Example) -> dict[str, Any]:
        """One example as integers; layers without labels are left out."""
        row: dict[str, Any] = {"words": e["words"], "source": self.sources[e["source"]], "id": e["id"]}
        row["pieces"] = self.pieces.length(e["words"])
        for name, head in self.config["heads"].items():
            if name not in e:
                continue
            index = self.index[name]
            if "bio" in head:
                row[name] = [self.allowed[e["source"]][name][t] for t in e[name]]
            elif head["kind"] == "token":
                row[name] = [index.get(t, -1) for t in e[name]]
            elif head["kind"] == "tree":
                heads, relations = e[name]
                row[name] = [[h + 1, index.get(r, index.get(r.split(":")[0], 0))] for h, r in zip(heads, relations, strict=True)]
            elif head["kind"] == "pairs":
                row[name] = [[c, h + 1, index[r]] for c, h, r in e[name]]
            else:
                row[name] = index[e[name]]
        return row

    def _matches(self, words: list[str], noise: random.Random | None) -> list[Match]:
        """Listed names; with noise some are lost, as most of the world's names are not listed."""
        if self.lexicon is None:
            return []
        found = self.lexicon.matches(words)
        if noise is None:
            return found
        share = self.config["data"]["hints_lost"] if noise.random() < 0.8 else 1.0
        return [m for m in found if noise.random() >= share]

    def batch(self, rows: list[dict[str, Any]], noise: random.Random | None = None) -> dict[str, Tensor]:
        """Padded tensors: `ids`, `shapes` [B, P]; `hints` [B, P, FLAGS]; `first`, `word_mask` [B, W]; `head_mask` [B, W + 1]; a target a head."""
        words = [altered(r["words"], noise, self.config["data"]) if noise else r["words"] for r in rows]
        encoded = [self.pieces.encode(w, self._matches(w, noise)) for w in words]
        width = -(-max(len(x.ids) for x in encoded) // 8) * 8
        n = max(len(w) for w in words)
        b = len(rows)
        out = {
            "ids": torch.zeros(b, width, dtype=torch.long),
            "shapes": torch.zeros(b, width, dtype=torch.long),
            "first": torch.zeros(b, n, dtype=torch.long),
            "word_mask": torch.zeros(b, n, dtype=torch.bool),
            "head_mask": torch.zeros(b, n + 1, dtype=torch.bool),
            "source": torch.tensor([r["source"] for r in rows]),
            "hints": torch.zeros(b, width, FLAGS),
        }
        for i, x in enumerate(encoded):
            out["ids"][i, : len(x.ids)] = torch.tensor(x.ids)
            out["shapes"][i, : len(x.ids)] = torch.tensor(x.shapes)
            out["first"][i, : len(x.first)] = torch.tensor(x.first)
            out["word_mask"][i, : len(x.first)] = True
            out["head_mask"][i, : len(x.first) + 1] = True
            for piece, flag in x.hints:
                out["hints"][i, piece, flag] = 1
        for name, head in self.config["heads"].items():
            if not any(name in r for r in rows):
                continue
            if "bio" in head:
                target = torch.zeros(b, n, len(self.labels[name]))
            elif head["kind"] == "token":
                target = torch.full((b, n), -1)
            elif head["kind"] == "tree":
                target = torch.full((b, n, 2), -1)
            elif head["kind"] == "pairs":
                target = torch.full((b, n, n + 1), -1)
            else:
                target = torch.full((b,), -1)
            for i, r in enumerate(rows):
                if name not in r:
                    continue
                if head["kind"] == "sentence":
                    target[i] = r[name]
                elif head["kind"] == "pairs":
                    k = len(words[i])
                    target[i, :k, : k + 1] = 0
                    for child, at, label in r[name]:
                        target[i, child, at] = label
                else:
                    k = len(words[i])
                    target[i, :k] = torch.tensor(r[name][:k], dtype=target.dtype)
            if head["kind"] == "token" and "bio" not in head:
                target = torch.nn.functional.one_hot(target + 1, len(self.labels[name]) + 1)[..., 1:].float()
            out[name] = target
        return out


def altered(words: list[str], noise: random.Random, settings: dict[str, Any]) -> list[str]:
    """The same words in another case, as headlines and chat messages have them; number and order stay."""
    x = noise.random()
    if x < settings["lower"]:
        return [w.lower() for w in words]
    if x < settings["lower"] + settings["upper"]:
        return [w.upper() for w in words]
    if x < settings["lower"] + settings["upper"] + settings["title"]:
        return [w[:1].upper() + w[1:] for w in words]
    return words


def without_final(e: Example) -> Example | None:
    """The same sentence without its last mark, if nothing hangs on that; None where there is none to drop."""
    n = len(e["words"]) - 1
    if n < 2 or "tree" not in e or e["upos"][n] != "PUNCT" or n in e["tree"][0]:
        return None
    cut = {k: v[:n] for k, v in e.items() if k in ("words", "upos", "xpos", "entities")}
    return {**e, **cut, "tree": [e["tree"][0][:n], e["tree"][1][:n]]}


def grouped(rows: list[dict[str, Any]], pieces: int, order: random.Random) -> list[list[dict[str, Any]]]:
    """Batches of like length and at most `pieces` padded pieces, in random order."""
    keyed = sorted(rows, key=lambda r: (r["pieces"] + order.random() * 4, order.random()))
    out: list[list[dict[str, Any]]] = []
    at: list[dict[str, Any]] = []
    for r in keyed:
        width = -(-max([r["pieces"], *(x["pieces"] for x in at[-1:])]) // 8) * 8 + 8
        if at and width * (len(at) + 1) > pieces:
            out.append(at)
            at = []
        at.append(r)
    if at:
        out.append(at)
    order.shuffle(out)
    return out
