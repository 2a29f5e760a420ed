"""The trained reader as one int8 ONNX file, built node by node, and the relation weights that the host needs.

Linear layers: input to uint8 over a fixed range, weights to 7 bits a column, `MatMulIntegerToFloat`. Piece embeddings:
int8 with one scale a row. Attention, norms and the products of the tree head stay float32.

Inputs int32: `ids`, `shapes` [B, P] (shape 0 is padding), `first` [B, W] (0 is padding); float `hints` [B, P, FLAGS]. Outputs: each token head's
label indexes [B, W] int64, `arcs` [B, W, W + 1] float (the root first), `relations` [B, W] int64 of each word's best
head, `child` [B, W, R] and `head` [B, W + 1, R] float, `entities` [B, W, L] log-probabilities, and the layers of
`LAYERS` for the root and each word [B, W + 1, 384].
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from training.model import ATTENTION, WIDTH, Reader
from vedette.language.lexicon import FLAGS
from vedette.language.model import LAYERS

CONTRIB = "com.microsoft"


class Graph:
    """Collects nodes and weights; every method returns the name of its output."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self.count = 0

    def name(self, hint: str) -> str:
        self.count += 1
        return f"{hint}_{self.count}"

    def constant(self, value: Any, kind: Any = np.float32, hint: str = "c") -> str:
        name = self.name(hint)
        self.weights.append(numpy_helper.from_array(np.array(value, dtype=kind, order="C"), name))
        return name

    def node(self, op: str, inputs: list[str], hint: str = "", domain: str = "", outputs: int = 1, **attributes: Any) -> Any:
        names = [self.name(hint or op.lower()) for _ in range(outputs)]
        self.nodes.append(helper.make_node(op, inputs, names, domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def quantised(self, x: str, low: float, high: float) -> tuple[str, str, str]:
        """X on the uint8 grid of a fixed range: name, scale, zero point."""
        step = max((max(high, 0.0) - min(low, 0.0)) / 255, 1e-8)
        scale = self.constant(step)
        zero = self.constant(round(-min(low, 0.0) / step), np.uint8)
        return self.node("QuantizeLinear", [x, scale, zero]), scale, zero

    def linear(self, x: tuple[str, str, str], weight: np.ndarray, bias: np.ndarray | None) -> str:
        """X (as `quantised` gives it) times weight [outputs, inputs], transposed, plus bias."""
        step = np.maximum(np.abs(weight).max(axis=1) / 63, 1e-8)
        grid = np.clip(np.rint(weight / step[:, None]), -63, 63).astype(np.int8)
        inputs = [x[0], self.constant(grid.T, np.int8, "w"), x[1], self.constant(step), x[2], ""]
        if bias is not None:
            inputs.append(self.constant(bias))
        return self.node("MatMulIntegerToFloat", inputs, domain=CONTRIB)

    def norm(self, x: str, y: str, norm: Any, ones: str, zeros: str, rows: str, back: str) -> str:
        """Layer norm of x + y, as an instance norm over rows.

        onnxruntime computes LayerNormalization and SkipLayerNormalization one number at a time, InstanceNormalization
        several; all nodes of a norm together are about five times as fast (onnxruntime 1.32). `ones` and `zeros` have one entry a row, `rows` and `back` are
        the shapes [1, B * P, width] and [B, P, width].
        """
        flat = self.node("Reshape", [self.node("Add", [x, y]), rows])
        plain = self.node("InstanceNormalization", [flat, ones, zeros], epsilon=float(norm.eps))
        scaled = self.node("Mul", [self.node("Reshape", [plain, back]), self.constant(array(norm.weight))])
        return self.node("Add", [scaled, self.constant(array(norm.bias))])


def array(t: torch.Tensor) -> np.ndarray:
    return t.detach().float().cpu().numpy()


def layer(g: Graph, x: str, linear: Any) -> str:
    """One linear layer over its own input range."""
    low, high = linear.limits.tolist()
    return g.linear(g.quantised(x, low, high), array(linear.weight), None if linear.bias is None else array(linear.bias))


Norm = Callable[[str, str, Any], str]
"""Layer norm of the sum of two values, by a layer's numbers."""


def pieces_and_places(g: Graph, e: Any, ids: str) -> tuple[str, str]:
    """Embeddings of the pieces `ids` [B, P], int8 with one scale a row, and of their places [P]."""
    table = array(e.pieces.weight)
    step = np.maximum(np.abs(table).max(axis=1, keepdims=True) / 127, 1e-8)
    rows = g.node("Gather", [g.constant(np.rint(table / step), np.int8, "pieces"), ids], axis=0)
    scale = g.node("Gather", [g.constant(step, hint="piece_scale"), ids], axis=0)
    x = g.node("Mul", [g.node("Cast", [rows], to=TensorProto.FLOAT), scale])
    width = g.node("Slice", [g.node("Shape", [ids]), g.constant([1], np.int64), g.constant([2], np.int64)])
    return x, g.node("Slice", [g.constant(array(e.places.weight), hint="places"), g.constant([0], np.int64), width])


def normed(g: Graph, x: str) -> Norm:
    """Layer norms of values that are shaped as `x` [B, P, 384]."""
    zero, one = g.constant([0], np.int64), g.constant([1], np.int64)
    shape = g.node("Shape", [x])
    count = g.node("Mul", [g.node("Slice", [shape, zero, one]), g.node("Slice", [shape, one, g.constant([2], np.int64)])])
    rows = g.node("Concat", [one, count, g.constant([WIDTH], np.int64)], axis=0)
    fills = [g.node("ConstantOfShape", [count], value=numpy_helper.from_array(np.array([v], np.float32))) for v in (1, 0)]

    def norm(a: str, b: str, layer_norm: Any) -> str:
        return g.norm(a, b, layer_norm, fills[0], fills[1], rows, shape)

    return norm


def blocks(g: Graph, x: str, layers: Iterable[Any], mask: str, norm: Norm) -> list[str]:
    """Transformer layers over `x` [B, P, 384], of which the pieces count that `mask` (int32 [B, P]) marks: `x` and what comes out of each layer."""
    states = [x]
    for block in layers:
        qkv = layer(g, x, block.qkv)
        q, k, v = g.node("Split", [qkv, g.constant([WIDTH] * 3, np.int64)], outputs=3, axis=2)
        mixed = g.node("MultiHeadAttention", [q, k, v, "", mask], domain=CONTRIB, num_heads=ATTENTION)
        x = norm(x, layer(g, mixed, block.out), block.norm1)
        up = g.node("Gelu", [layer(g, x, block.up)], domain=CONTRIB)
        x = norm(x, layer(g, up, block.down), block.norm2)
        states.append(x)
    return states


def export(model: Reader, labels: dict[str, list[str]], out: Path, meta: dict[str, str]) -> Path:
    """Write `reader.onnx` and `relations.npz` into `out`; returns the model's path."""
    g = Graph()
    e = model.encoder
    x = g.node("Add", [*pieces_and_places(g, e, "ids")])
    x = g.node("Add", [x, g.node("MatMul", ["hints", g.constant(array(e.hints.weight).T)])])
    forms = g.node("Gather", [g.constant(array(e.shapes.weight), hint="shapes"), "shapes"], axis=0)
    norm = normed(g, x)
    x = norm(x, forms, e.norm)
    mask = g.node("Cast", [g.node("Greater", ["shapes", g.constant(0, np.int32)])], to=TensorProto.INT32)
    states = blocks(g, x, e.layers, mask, norm)
    outputs = heads(g, model, states, out, labels)
    graph = helper.make_graph(
        g.nodes,
        "vedette-reader",
        [
            *(helper.make_tensor_value_info(n, TensorProto.INT32, ["B", w]) for n, w in (("ids", "P"), ("shapes", "P"), ("first", "W"))),
            helper.make_tensor_value_info("hints", TensorProto.FLOAT, ["B", "P", FLAGS]),
        ],
        outputs,
        g.weights,
    )
    proto = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(CONTRIB, 1)], ir_version=8, producer_name="vedette"
    )
    for key, value in {"labels": json.dumps(labels), **meta}.items():
        item = proto.metadata_props.add()
        item.key, item.value = key, value
    out.mkdir(parents=True, exist_ok=True)
    path = out / "reader.onnx"
    onnx.save(proto, str(path))
    return path


def heads(g: Graph, model: Reader, states: list[str], out: Path, labels: dict[str, list[str]]) -> list[Any]:
    """All heads over the first pieces; their first linear layers run as one product. The layers named in `LAYERS` go out too."""
    # Rows of [CLS] and of every word's first piece: index 0 is [CLS] itself, and so is padding's.
    zero = g.node("Slice", ["first", g.constant([0], np.int64), g.constant([1], np.int64), g.constant([1], np.int64)])
    zero = g.node("Mul", [zero, g.constant(0, np.int32)])
    places = g.node("Concat", [zero, "first"], axis=1)
    deep = g.node("Unsqueeze", [g.node("Cast", [places], to=TensorProto.INT64), g.constant([2], np.int64)])
    vectors = g.node("GatherND", [states[-1], deep], batch_dims=1)
    parts: list[tuple[str, Any]] = []
    for name, kind in model.kinds.items():
        h = model.heads[name]
        if kind in ("token", "sentence"):
            parts.append((name, h.score))
        elif kind == "tree":
            parts += [("arc_child", h.arc_child), ("arc_head", h.arc_head), ("child", h.relation.child), ("head", h.relation.head)]
        elif kind == "pairs":
            parts += [(f"{name}_child", h.pair.child), (f"{name}_head", h.pair.head)]
    low = min(float(p.limits[0]) for _, p in parts)
    high = max(float(p.limits[1]) for _, p in parts)
    weight = np.concatenate([array(p.weight) for _, p in parts])
    bias = np.concatenate([array(p.bias) for _, p in parts])
    every = g.linear(g.quantised(vectors, low, high), weight, bias)
    sizes = [p.weight.shape[0] for _, p in parts]
    split = dict(zip([n for n, _ in parts], g.node("Split", [every, g.constant(sizes, np.int64)], outputs=len(parts), axis=2), strict=True))
    one, far = g.constant([1], np.int64), g.constant([2**31], np.int64)

    def words(v: str) -> str:
        return g.node("Slice", [v, one, far, one])

    found: list[Any] = []

    def output(value: str, name: str, kind: int, shape: list[Any]) -> None:
        g.nodes.append(helper.make_node("Identity", [value], [name]))
        found.append(helper.make_tensor_value_info(name, kind, shape))

    for name in LAYERS:
        number = int(name.removeprefix("words"))
        if number >= len(states):
            continue  # a model of fewer layers (tests)
        output(g.node("GatherND", [states[number], deep], batch_dims=1), name, TensorProto.FLOAT, ["B", "H", WIDTH])
    for name, kind in model.kinds.items():
        h = model.heads[name]
        if kind == "token" and labels[name][0] == "O":
            output(g.node("LogSoftmax", [words(split[name])], axis=-1), name, TensorProto.FLOAT, ["B", "W", len(labels[name])])
        elif kind == "token":
            output(g.node("ArgMax", [words(split[name])], axis=-1, keepdims=0), name, TensorProto.INT64, ["B", "W"])
        elif kind == "sentence":
            first = g.node("Squeeze", [g.node("Slice", [split[name], g.constant([0], np.int64), one, one]), one])
            output(first, name, TensorProto.FLOAT, ["B", len(labels[name])])
        elif kind == "tree":
            child, head = g.node("Relu", [words(split["arc_child"])]), g.node("Relu", [split["arc_head"]])
            arcs = g.node("MatMul", [layer(g, child, h.arc_mix), g.node("Transpose", [head], perm=[0, 2, 1])])
            prior = g.node("MatMul", [head, g.constant(array(h.arc_prior.weight).T)])
            arcs = g.node("Add", [arcs, g.node("Transpose", [prior], perm=[0, 2, 1])])
            # A word is not its own head, and padding is nobody's.
            heads_n = g.node("Slice", [g.node("Shape", [places]), one, g.constant([2], np.int64)])
            numbers = g.node("Range", [g.constant(0, np.int64), g.node("Squeeze", [heads_n]), g.constant(1, np.int64)])
            own = g.node(
                "Equal", [g.node("Unsqueeze", [words_only(g, numbers), one]), g.node("Unsqueeze", [numbers, g.constant([0], np.int64)])]
            )
            arcs = g.node("Where", [own, g.constant(-1e4), arcs])
            pad = g.node("And", [g.node("Equal", [places, g.constant(0, np.int32)]), g.node("Greater", [numbers, g.constant(0, np.int64)])])
            arcs = g.node("Where", [g.node("Unsqueeze", [pad, one]), g.constant(-1e9), arcs])
            output(arcs, "arcs", TensorProto.FLOAT, ["B", "W", "H"])
            best = g.node("ArgMax", [arcs], axis=-1, keepdims=1)
            c, d = g.node("Relu", [words(split["child"])]), g.node("Relu", [split["head"]])
            output(c, "child", TensorProto.FLOAT, ["B", "W", h.relation.width])
            output(d, "head", TensorProto.FLOAT, ["B", "H", h.relation.width])
            chosen = g.node("GatherND", [d, best], batch_dims=1)
            output(
                g.node("ArgMax", [pair_scores(g, h.relation, c, chosen)], axis=-1, keepdims=0), "relations", TensorProto.INT64, ["B", "W"]
            )
            r = h.relation
            out.mkdir(parents=True, exist_ok=True)
            np.savez_compressed(
                out / "relations.npz",
                mix=array(r.mix.weight).astype(np.float16),
                linear=array(r.linear.weight).astype(np.float16),
                bias=array(r.linear.bias),
            )
        else:
            c, d = g.node("Relu", [words(split[f"{name}_child"])]), g.node("Relu", [split[f"{name}_head"]])
            r = h.pair
            mixed = g.node("Reshape", [layer(g, c, r.mix), g.constant([0, 0, r.labels, r.width], np.int64)])
            mixed = g.node("Transpose", [mixed], perm=[0, 2, 1, 3])
            scores = g.node("MatMul", [mixed, g.node("Unsqueeze", [g.node("Transpose", [d], perm=[0, 2, 1]), one])])
            left, right = array(r.linear.weight)[:, : r.width], array(r.linear.weight)[:, r.width :]
            side = g.node("Add", [g.node("MatMul", [c, g.constant(left.T)]), g.constant(array(r.linear.bias))])
            other = g.node("MatMul", [d, g.constant(right.T)])
            side = g.node("Add", [g.node("Unsqueeze", [side, g.constant([2], np.int64)]), g.node("Unsqueeze", [other, one])])
            output(
                g.node("Add", [g.node("Transpose", [scores], perm=[0, 2, 3, 1]), side]), name, TensorProto.FLOAT, ["B", "W", "H", r.labels]
            )
    return found


def words_only(g: Graph, numbers: str) -> str:
    """The numbers without the root's."""
    return g.node("Slice", [numbers, g.constant([1], np.int64), g.constant([2**31], np.int64), g.constant([0], np.int64)])


def pair_scores(g: Graph, r: Any, child: str, head: str) -> str:
    """Label scores of one given head a word: [B, W, L]."""
    mixed = g.node("Reshape", [layer(g, child, r.mix), g.constant([0, 0, r.labels, r.width], np.int64)])
    deep = g.node("Unsqueeze", [head, g.constant([3], np.int64)])
    scores = g.node("Squeeze", [g.node("MatMul", [mixed, deep]), g.constant([3], np.int64)])
    return g.node("Add", [scores, layer(g, g.node("Concat", [child, head], axis=2), r.linear)])


def export_splitter(weights: Path, out: Path) -> Path:
    """The sentence splitter's arrays (`sentences.npz`) as `sentences.onnx`: int32 `rows` [N, 4] → `scores` [N]."""
    w = np.load(weights)
    g = Graph()
    x = ""
    for i, name in enumerate(("words", "suffixes", "shapes", "gaps")):
        column = g.node("Gather", ["rows", g.constant(i, np.int64)], axis=1)
        part = g.node("Cast", [g.node("Gather", [g.constant(w[name], np.float16, name), column], axis=0)], to=TensorProto.FLOAT)
        x = g.node("Add", [x, part]) if x else part
    x = g.node("Unsqueeze", [g.node("Transpose", [x], perm=[1, 0]), g.constant([0], np.int64)])  # [1, width, N]
    for i in range(int(w["layers"])):
        width = w[f"bias{i}"].shape[0]
        taps = w[f"mix{i}"].astype(np.float32)  # [taps * width, width]: the words from left to right
        kernel = taps.reshape(-1, width, width).transpose(2, 1, 0)
        seen = g.node("Conv", [x, g.constant(kernel), g.constant(w[f"bias{i}"])], pads=[kernel.shape[2] // 2] * 2)
        x = g.node("Add", [x, g.node("Relu", [seen])])
    x = g.node("Transpose", [g.node("Squeeze", [x, g.constant([0], np.int64)])], perm=[1, 0])
    x = g.node("Add", [g.node("MatMul", [x, g.constant(w["out"])]), g.constant(w["out_bias"].reshape(()))])
    g.nodes.append(helper.make_node("Identity", [x], ["scores"]))
    graph = helper.make_graph(
        g.nodes,
        "vedette-sentences",
        [helper.make_tensor_value_info("rows", TensorProto.INT32, ["N", 4])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["N"])],
        g.weights,
    )
    proto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8, producer_name="vedette")
    path = out / "sentences.onnx"
    onnx.save(proto, str(path))
    return path
