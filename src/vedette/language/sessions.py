"""ONNX sessions, opened alike."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from vedette.errors import ModelError


def opened(path: Path, threads: int, what: str, *, fused: bool = True) -> Any:
    """A session on the CPU; raises ModelError where the file is missing or damaged.

    Threads do not spin while they wait: a watch desk's laptop has other work. `fused` lets onnxruntime merge nodes;
    version 1.32 merges Conv, Relu and Add in the wrong order (the sum before the Relu), so the splitter goes without.
    """
    os.environ.setdefault(
        "ORT_DISABLE_TELEMETRY", "1"
    )  # nothing leaves the machine: onnxruntime 1.32 would call home from its first import
    import onnxruntime as ort

    if not path.exists():
        raise ModelError(f"{path}: {what} is missing; install the package again, or build it with `make train`")
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    if not fused:
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_BASIC
    try:
        return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as e:  # onnxruntime raises its own, unexported classes
        raise ModelError(f"{path}: {what} is damaged ({str(e).splitlines()[0][:120]}); install the package again") from None
