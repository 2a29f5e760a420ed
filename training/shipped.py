"""The shipped weights back into PyTorch, so that training can go on from them (`python -m training unpack`).

Weights come back as they are computed with (7 bits a column, piece embeddings 8 bits a row); what the export leaves out,
the sources' own biases and the optimiser's state, begins anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from training.model import Linear, Reader


class _Graph:
    """Nodes of a shipped model in the order in which `training.export` wrote them, and their constants."""

    def __init__(self, path: Path) -> None:
        self.proto = onnx.load(str(path))
        self.nodes = list(self.proto.graph.node)
        self.values = {w.name: numpy_helper.to_array(w) for w in self.proto.graph.initializer}
        self.by_output = {name: n for n in self.nodes for name in n.output}

    def linears(self) -> list[tuple[np.ndarray, np.ndarray | None, tuple[float, float]]]:
        """Weight [outputs, inputs], bias and input range of every int8 product, in order."""
        out = []
        for n in self.nodes:
            if n.op_type == "MatMulIntegerToFloat":
                quantise = self.by_output[n.input[0]]
                scale, zero = float(self.values[quantise.input[1]]), int(self.values[quantise.input[2]])
                weight = self.values[n.input[1]].T.astype(np.float32) * self.values[n.input[3]][:, None]
                bias = self.values[n.input[6]] if len(n.input) > 6 and n.input[6] else None
                out.append((weight, bias, (-zero * scale, (255 - zero) * scale)))
        return out

    def norms(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """Weight and bias of every norm, in order."""
        out = []
        for n in self.nodes:
            if n.op_type == "InstanceNormalization":
                scaled = self._after(self._after(n.output[0], "Reshape").output[0], "Mul")
                out.append((self.values[scaled.input[1]], self.values[self._after(scaled.output[0], "Add").input[1]]))
        return out

    def _after(self, name: str, kind: str) -> Any:
        return next(n for n in self.nodes if n.op_type == kind and n.input[0] == name)

    def constant(self, hint: str) -> np.ndarray:
        """The constant that `training.export` named so (`pieces`, `piece_scale`, `places`, `shapes`)."""
        (name,) = (k for k in self.values if k.rpartition("_")[0] == hint)
        return self.values[name]

    def product(self, wanted: Callable[[str, np.ndarray], bool]) -> np.ndarray:
        """The constant of the float product whose other input's name and constant are wanted."""
        found = ((n.input[0], self.values[n.input[1]]) for n in self.nodes if n.op_type == "MatMul" and n.input[1] in self.values)
        return next(value for name, value in found if wanted(name, value))


def unpack(config: dict[str, Any], labels: dict[str, list[str]], folder: Path, out: Path) -> Path:
    """Write `out/shipped.pt`, a stage's file, from the shipped model in `folder`; heads that came after it are left to begin anew.

    Raises ValueError where a head of its own has other labels than `labels`.
    """
    graph = _Graph(folder / "reader.onnx")
    told = json.loads(next(p.value for p in graph.proto.metadata_props if p.key == "labels"))
    if any(labels.get(head) != names for head, names in told.items()):
        raise ValueError("the shipped model has other labels: train from the start")
    config = {**config, "heads": {name: head for name, head in config["heads"].items() if name in told}}
    labels = told
    pieces = graph.constant("pieces").astype(np.float32) * graph.constant("piece_scale")
    linears, norms = graph.linears(), graph.norms()
    layers = (len(norms) - 1) // 2
    model = Reader(config, labels, pieces.shape[0], layers)

    def put(parameter: torch.Tensor, value: np.ndarray) -> None:
        parameter.copy_(torch.from_numpy(np.array(value, dtype=np.float32)).reshape(parameter.shape))

    def fill(layer: Linear, weight: np.ndarray, bias: np.ndarray | None, limits: tuple[float, float]) -> None:
        put(layer.weight, weight)
        layer.limits.copy_(torch.tensor(limits))
        if bias is not None:
            put(layer.bias, bias)

    with torch.no_grad():
        e = model.encoder
        put(e.pieces.weight, pieces)
        put(e.places.weight, graph.constant("places"))
        put(e.shapes.weight, graph.constant("shapes"))
        put(e.hints.weight, graph.product(lambda name, _: name == "hints").T)
        for module, (weight, bias) in zip([e.norm, *(n for b in e.layers for n in (b.norm1, b.norm2))], norms, strict=True):
            put(module.weight, weight)
            put(module.bias, bias)
        for block, start in zip(e.layers, range(0, 4 * layers, 4), strict=True):
            for layer, row in zip((block.qkv, block.out, block.up, block.down), linears[start : start + 4], strict=True):
                fill(layer, *row)
        weight, bias, limits = linears[4 * layers]
        at = 0
        for name, kind in model.kinds.items():
            h = model.heads[name]
            for layer in (h.score,) if kind == "token" else (h.arc_child, h.arc_head, h.relation.child, h.relation.head):
                n = layer.weight.shape[0]
                assert bias is not None
                fill(layer, weight[at : at + n], bias[at : at + n], limits)
                at += n
        assert at == weight.shape[0]
        tree = next(model.heads[n] for n, kind in model.kinds.items() if kind == "tree")
        fill(tree.arc_mix, *linears[4 * layers + 1])
        fill(tree.relation.mix, *linears[4 * layers + 2])
        fill(tree.relation.linear, *linears[4 * layers + 3])
        put(tree.arc_prior.weight, graph.product(lambda _, value: value.shape[-1] == 1).T)
    path = out / "shipped.pt"
    torch.save({"model": model.state_dict(), "layers": layers, "labels": labels}, path)
    return path
