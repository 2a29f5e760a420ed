"""The reading model in PyTorch: a BERT-shaped encoder with letter shapes, and heads that the config lists.

Shapes: B sentences, P pieces, W words, H heads-or-root positions (W + 1, the root first), L labels.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from vedette.language.lexicon import FLAGS
from vedette.language.pieces import SHAPES

WIDTH, INNER, ATTENTION = 384, 1536, 12


class Linear(nn.Linear):
    """A linear layer that can behave as the shipped int8 one: weights to 7 bits a column, input to 8 bits.

    Seven bits keep the sum of two products inside 16 bits, so that processors without VNNI give the same numbers.
    The input's range is fixed (buffer `limits`), so a sentence's numbers do not depend on what it is batched with.
    """

    def __init__(self, inputs: int, outputs: int, bias: bool = True) -> None:
        super().__init__(inputs, outputs, bias)
        self.quantised = False
        self.watching = False
        self.register_buffer("limits", torch.tensor([0.0, 0.0]))

    def scale(self) -> tuple[Tensor, Tensor]:
        """Step and zero point of the input's 8-bit grid."""
        low, high = self.limits[0].clamp(max=0), self.limits[1].clamp(min=0)
        step = ((high - low) / 255).clamp(min=1e-8)
        return step, torch.round(-low / step)

    def forward(self, x: Tensor) -> Tensor:
        if self.watching:
            seen = torch.stack(torch.aminmax(x.detach().float()))
            self.limits.copy_(seen if not self.limits.any() else torch.lerp(self.limits, seen, 0.05))
        if not self.quantised:
            return super().forward(x)
        step, zero = self.scale()
        grid = (torch.round(x.float() / step) + zero).clamp(0, 255)
        x = x + ((grid - zero) * step - x).detach()
        return F.linear(x, rounded(self.weight), self.bias)


def rounded(weight: Tensor) -> Tensor:
    """A weight on its 7-bit grid, one step an output; the gradient passes straight through."""
    step = (weight.detach().abs().amax(dim=1, keepdim=True) / 63).clamp(min=1e-8)
    return weight + (torch.round(weight / step) * step - weight).detach()


class Layer(nn.Module):
    """One post-norm transformer layer."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = Linear(WIDTH, 3 * WIDTH)
        self.out = Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = Linear(WIDTH, INNER)
        self.down = Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        b, p, _ = x.shape
        size = WIDTH // ATTENTION
        q, k, v = self.qkv(x).view(b, p, 3, ATTENTION, size).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) / math.sqrt(size) + mask
        mixed = scores.float().softmax(-1).to(v.dtype) @ v
        x = self.norm1(x + self.dropout(self.out(mixed.transpose(1, 2).reshape(b, p, WIDTH))))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Pieces, shapes and hints to vectors: `ids`, `shapes` [B, P] int64, 0 is padding; `hints` [B, P, FLAGS] → [B, P, 384]."""

    def __init__(self, vocabulary: int, layers: int, dropout: float) -> None:
        super().__init__()
        self.pieces = nn.Embedding(vocabulary, WIDTH, padding_idx=0)
        self.places = nn.Embedding(512, WIDTH)
        self.shapes = nn.Embedding(len(SHAPES), WIDTH)
        self.hints = nn.Linear(FLAGS, WIDTH, bias=False)
        nn.init.zeros_(self.shapes.weight)
        nn.init.zeros_(self.hints.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))

    def forward(self, ids: Tensor, shapes: Tensor, hints: Tensor) -> Tensor:
        x = self.pieces(ids) + self.places.weight[: ids.shape[1]] + self.shapes(shapes) + self.hints(hints)
        x = self.dropout(self.norm(x))
        mask = torch.where(shapes == 0, -1e4, 0.0)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def load_minilm(self, path: Path) -> None:
        """Start from a BERT-shaped safetensors file (all-MiniLM-L6-v2)."""
        from safetensors.torch import load_file

        raw = {k.removeprefix("bert."): v for k, v in load_file(path).items()}
        e = "embeddings."
        with torch.no_grad():
            self.pieces.weight.copy_(raw[e + "word_embeddings.weight"])
            self.places.weight.copy_(raw[e + "position_embeddings.weight"] + raw[e + "token_type_embeddings.weight"][0])
            self.norm.weight.copy_(raw[e + "LayerNorm.weight"])
            self.norm.bias.copy_(raw[e + "LayerNorm.bias"])
            for i, layer in enumerate(self.layers):
                r = f"encoder.layer.{i}."
                for part in ("weight", "bias"):
                    names = [f"{r}attention.self.{n}.{part}" for n in ("query", "key", "value")]
                    getattr(layer.qkv, part).copy_(torch.cat([raw[n] for n in names]))
                    getattr(layer.out, part).copy_(raw[f"{r}attention.output.dense.{part}"])
                    getattr(layer.norm1, part).copy_(raw[f"{r}attention.output.LayerNorm.{part}"])
                    getattr(layer.up, part).copy_(raw[f"{r}intermediate.dense.{part}"])
                    getattr(layer.down, part).copy_(raw[f"{r}output.dense.{part}"])
                    getattr(layer.norm2, part).copy_(raw[f"{r}output.LayerNorm.{part}"])


class TokenHead(nn.Module):
    """One label a word: [B, W, 384] → [B, W, L]; sources of other conventions have a bias of their own over the labels.

    `foreign` holds 1 for each such source and 0 for those in the house convention, which are scored as shipped.
    """

    def __init__(self, labels: int, foreign: list[float], source_bias: bool) -> None:
        super().__init__()
        self.score = Linear(WIDTH, labels)
        self.bias = nn.Parameter(torch.zeros(len(foreign), labels)) if source_bias else None
        self.register_buffer("foreign", torch.tensor(foreign), persistent=False)

    def forward(self, words: Tensor, root: Tensor, source: Tensor | None) -> Tensor:
        scores = self.score(words)
        if self.bias is not None and source is not None:
            scores = scores + (self.bias * self.foreign[:, None])[source][:, None]
        return scores

    def loss(self, scores: Tensor, target: Tensor) -> Tensor:
        """`target` [B, W, L] float: 1 for each label that the source's label may stand for; all 0 is unknown."""
        known = target.sum(-1) > 0
        logs = scores[known].float().log_softmax(-1)
        return -(logs + torch.where(target[known] > 0, 0.0, -1e9)).logsumexp(-1).mean()


class Biaffine(nn.Module):
    """Words paired with words: labelled scores of pairs, low rank, with the linear terms of both sides."""

    def __init__(self, width: int, labels: int, dropout: float) -> None:
        super().__init__()
        self.child = Linear(WIDTH, width)
        self.head = Linear(WIDTH, width)
        self.width, self.labels = width, labels
        self.mix = Linear(width, labels * width, bias=False)
        self.linear = Linear(2 * width, labels)
        self.dropout = nn.Dropout(dropout)
        nn.init.normal_(self.mix.weight, std=1 / width)

    def sides(self, words: Tensor, root: Tensor) -> tuple[Tensor, Tensor]:
        """Child vectors [B, W, width] and head vectors [B, H, width]."""
        heads = torch.cat([root[:, None], words], 1)
        return self.dropout(F.relu(self.child(words))), self.dropout(F.relu(self.head(heads)))

    def chosen(self, child: Tensor, head: Tensor) -> Tensor:
        """Label scores of given pairs: both [..., width] → [..., L]."""
        mixed = self.mix(child).unflatten(-1, (self.labels, self.width))
        return (mixed * head.unsqueeze(-2)).sum(-1) + self.linear(torch.cat([child, head], -1))

    def every(self, child: Tensor, head: Tensor) -> Tensor:
        """Label scores of all pairs: [B, W, width], [B, H, width] → [B, W, H, L]."""
        mixed = self.mix(child).unflatten(-1, (self.labels, self.width))
        a, b = self.linear.weight.split(self.width, 1)
        side = F.linear(child, a, self.linear.bias)[:, :, None] + F.linear(head, b)[:, None]
        return torch.einsum("bwlk,bhk->bwhl", mixed, head) + side


class TreeHead(nn.Module):
    """A head and a relation for each word (Dozat & Manning 2017): arcs [B, W, H], relations of given heads [B, W, L]."""

    def __init__(self, labels: int, arc_width: int, label_width: int, dropout: float) -> None:
        super().__init__()
        self.arc_child = Linear(WIDTH, arc_width)
        self.arc_head = Linear(WIDTH, arc_width)
        self.arc_mix = Linear(arc_width, arc_width, bias=False)
        self.arc_prior = nn.Linear(arc_width, 1, bias=False)
        nn.init.normal_(self.arc_mix.weight, std=0.5 / math.sqrt(arc_width))
        self.relation = Biaffine(label_width, labels, dropout)
        self.dropout = nn.Dropout(dropout)

    def forward(self, words: Tensor, root: Tensor, source: Tensor | None) -> tuple[Tensor, Tensor, Tensor]:
        child = self.dropout(F.relu(self.arc_child(words)))
        head = self.dropout(F.relu(self.arc_head(torch.cat([root[:, None], words], 1))))
        arcs = self.arc_mix(child) @ head.transpose(1, 2) + self.arc_prior(head).transpose(1, 2)
        own = torch.eye(words.shape[1], dtype=torch.bool, device=words.device)
        own = F.pad(own, (1, 0))
        return (arcs.masked_fill(own, -1e4), *self.relation.sides(words, root))

    def relations(self, child: Tensor, head: Tensor, heads: Tensor) -> Tensor:
        """Relation scores [B, W, L] for `heads` [B, W], positions among the root and the words."""
        return self.relation.chosen(child, head.gather(1, heads[..., None].expand(-1, -1, head.shape[-1])))


class PairsHead(nn.Module):
    """Any number of labelled pairs (event roles): [B, W, H, L], label 0 is none."""

    def __init__(self, labels: int, width: int, dropout: float) -> None:
        super().__init__()
        self.pair = Biaffine(width, labels, dropout)

    def forward(self, words: Tensor, root: Tensor, source: Tensor | None) -> Tensor:
        return self.pair.every(*self.pair.sides(words, root))

    def loss(self, scores: Tensor, target: Tensor) -> Tensor:
        """`target` [B, W, H] int64: label of each pair, -1 where unknown."""
        known = target >= 0
        return F.cross_entropy(scores[known].float(), target[known])


class SentenceHead(nn.Module):
    """One label a sentence, from [CLS]: [B, L]."""

    def __init__(self, labels: int) -> None:
        super().__init__()
        self.score = Linear(WIDTH, labels)

    def forward(self, words: Tensor, root: Tensor, source: Tensor | None) -> Tensor:
        return self.score(root)

    def loss(self, scores: Tensor, target: Tensor) -> Tensor:
        """`target` [B] int64, -1 where unknown."""
        return F.cross_entropy(scores[target >= 0].float(), target[target >= 0])


class Reader(nn.Module):
    """Encoder and heads. `labels` maps each head to its label list; `heads` is the config's table."""

    def __init__(self, config: dict[str, Any], labels: dict[str, list[str]], vocabulary: int, layers: int) -> None:
        super().__init__()
        drop = config["model"]["dropout"], config["model"]["head_dropout"]
        self.encoder = Encoder(vocabulary, layers, drop[0])
        self.dropout = nn.Dropout(drop[1])
        self.kinds = {name: h["kind"] for name, h in config["heads"].items()}
        self.weights = {name: h["weight"] for name, h in config["heads"].items()}
        foreign = [float(s["scheme"] != "house") for s in config["sources"]]
        self.heads = nn.ModuleDict()
        for name, h in config["heads"].items():
            n = len(labels[name])
            if h["kind"] == "token":
                self.heads[name] = TokenHead(n, foreign, h.get("source_bias", False))
            elif h["kind"] == "tree":
                self.heads[name] = TreeHead(n, h["arc_width"], h["label_width"], drop[1])
            elif h["kind"] == "pairs":
                self.heads[name] = PairsHead(n, h["width"], drop[1])
            elif h["kind"] == "sentence":
                self.heads[name] = SentenceHead(n)
            else:
                raise ValueError(f"head {name}: no kind {h['kind']!r} (token, tree, pairs, sentence)")

    def vectors(self, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
        """Word vectors [B, W, 384] (each word's first piece) and the root's [B, 384] ([CLS])."""
        x = self.dropout(self.encoder(batch["ids"], batch["shapes"], batch["hints"]))
        first = batch["first"]
        return x.gather(1, first[..., None].expand(-1, -1, WIDTH)), x[:, 0]

    def forward(self, batch: dict[str, Tensor], house: bool = False) -> dict[str, Any]:
        """Scores of every head; `house` leaves the sources' biases out, as the shipped model does."""
        words, root = self.vectors(batch)
        return {name: head(words, root, None if house else batch["source"]) for name, head in self.heads.items()}

    def loss(self, batch: dict[str, Tensor]) -> tuple[Tensor, dict[str, float]]:
        """Weighted sum over the heads that have labels in the batch, and each part for the log."""
        scores = self(batch)
        total, parts = batch["ids"].new_zeros((), dtype=torch.float32), {}
        for name, head in self.heads.items():
            if name not in batch:
                continue
            s = scores[name]
            if self.kinds[name] == "tree":
                gold, relation = batch[name].unbind(-1)
                known = gold >= 0
                arcs = s[0].float().masked_fill(~batch["head_mask"][:, None], -1e9)
                labelled = head.relations(s[1], s[2], gold.clamp(min=0))
                loss = F.cross_entropy(arcs[known], gold[known]) + F.cross_entropy(labelled[known].float(), relation[known])
            else:
                loss = head.loss(s, batch[name])
            total = total + self.weights[name] * loss
            parts[name] = float(loss.detach())
        return total, parts

    def keep(self, layers: list[int]) -> None:
        """Cut the encoder to the given layers."""
        self.encoder.layers = nn.ModuleList(self.encoder.layers[i] for i in layers)

    def linears(self) -> list[Linear]:
        """All layers that are shipped as int8."""
        return [m for m in self.modules() if isinstance(m, Linear)]
