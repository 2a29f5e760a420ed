"""Train the reading model: stages of the config, on a GPU or on all CPU cores, resumable after every epoch.

On CPUs each process has one thread and its own part of the batches; every few steps the processes average their
weights (local SGD), which a busy machine slows down less than threads that wait for each other.
"""

from __future__ import annotations

import copy
import json
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
import torch.multiprocessing as mp

from training.batches import Coder, grouped, without_final
from training.evaluate import scores_of
from training.model import Reader
from training.names import Lists, load_names, renamed
from vedette.language.lexicon import Lexicon
from vedette.language.pieces import WordPieces

WATCHED = 100
"""Steps in which the ranges of a quantised stage are watched before they are fixed."""


class Average:
    """Exponential moving average of the weights, corrected for its start."""

    def __init__(self, model: torch.nn.Module, decay: float) -> None:
        self.decay, self.steps = decay, 0
        self.state = copy.deepcopy(model.state_dict())

    @torch.no_grad()
    def update(self, model: torch.nn.Module, steps: int) -> None:
        self.steps += steps
        decay = min(self.decay**steps, (1 + self.steps) / (10 + self.steps))
        for k, v in model.state_dict().items():
            if v.is_floating_point():
                self.state[k].lerp_(v, 1 - decay)


def train(config: dict[str, Any], prepared: Path, out: Path, minilm: Path, stages: list[str] | None, processes: int, fresh: bool) -> None:
    """Run the stages (all, or those named) and leave `out/<stage>.pt`; `fresh` starts a half-done stage again."""
    out.mkdir(parents=True, exist_ok=True)
    args = (config, str(prepared), str(out), str(minilm), stages, fresh)
    if torch.cuda.is_available() or processes == 1:
        worker(0, 1, *args)
        return
    mp.start_processes(worker, (processes, *args), nprocs=processes, start_method="spawn")


def worker(
    rank: int, size: int, config: dict[str, Any], prepared: str, out: str, minilm: str, stages: list[str] | None, fresh: bool
) -> None:
    cuda = torch.cuda.is_available()
    device = torch.device("cuda" if cuda else "cpu")
    if not cuda:
        torch.set_num_threads(1 if size > 1 else max(1, os.cpu_count() or 1))
    torch.set_flush_denormal(True)
    if size > 1:
        os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
        os.environ.setdefault("MASTER_PORT", "29577")
        dist.init_process_group("gloo", rank=rank, world_size=size)
    data = json.loads((Path(prepared) / "data.json").read_text("utf-8"))
    labels = data["labels"]
    pieces = WordPieces(Path(minilm) / "vocab.txt")
    coder = Coder(config, labels, pieces, Lexicon(Path(prepared)))
    previous: Path | None = None
    for number, stage in enumerate(config["stages"]):
        target = Path(out) / f"{stage['name']}.pt"
        if target.exists() or (stages and stage["name"] not in stages):
            previous = target
            continue
        run_stage(number, stage, config, data, coder, pieces, previous, target, Path(minilm), rank, size, device, fresh)
        previous = target
        if size > 1:
            dist.barrier()
    if size > 1:
        dist.destroy_process_group()


def build(config: dict[str, Any], coder: Coder, pieces: WordPieces, path: Path | None, minilm: Path | None) -> Reader:
    """The model as a stage's file left it, or a new one over the pretrained encoder."""
    if path is None:
        assert minilm is not None
        torch.manual_seed(config["seed"])
        model = Reader(config, coder.labels, pieces.size, 6)
        model.encoder.load_minilm(minilm / "model.safetensors")
        return model
    saved = torch.load(path, weights_only=True)
    model = Reader(config, coder.labels, pieces.size, saved["layers"])
    weights = {k: grown(v, model.state_dict().get(k)) for k, v in saved["model"].items()}
    missing, unknown = model.load_state_dict(weights, strict=False)
    new = {f"heads.{h}." for h in model.heads if h not in saved["labels"]}
    # A stage before the hints begins them at nothing, and so does one before a head.
    if unknown or [m for m in missing if m != "encoder.hints.weight" and not m.startswith(tuple(new))]:
        raise ValueError(f"{path} is of another model: {missing} {unknown}")
    return model


def grown(saved: torch.Tensor, now: torch.Tensor | None) -> torch.Tensor:
    """A source's biases with rows of zeros for the sources that came after; everything else as it was."""
    if now is None or saved.dim() != 2 or saved.shape[1] != now.shape[1] or saved.shape[0] >= now.shape[0]:
        return saved
    return torch.cat([saved, saved.new_zeros(now.shape[0] - saved.shape[0], saved.shape[1])])


def groups(model: Reader, stage: dict[str, Any], decay: float) -> list[dict[str, Any]]:
    """Parameter groups: encoder and heads at their rates, no decay on vectors."""
    out = []
    for mine, rate in (("encoder.", stage["encoder_rate"]), ("heads.", stage["head_rate"])):
        for flat in (False, True):
            ps = [p for n, p in model.named_parameters() if n.startswith(mine) and (p.dim() < 2) == flat]
            out.append({"params": ps, "lr": rate, "peak": rate, "weight_decay": 0.0 if flat else decay})
    return out


def run_stage(
    number: int, stage: dict[str, Any], config: dict[str, Any], data: dict[str, Any], coder: Coder, pieces: WordPieces,
    previous: Path | None, target: Path, minilm: Path, rank: int, size: int, device: torch.device, fresh: bool,
) -> None:  # fmt: skip
    settings = config["training"]
    model = build(config, coder, pieces, previous, minilm)
    model.keep(stage["layers"])
    model.to(device)
    for layer in model.linears():
        layer.watching = bool(stage.get("quantised"))
    optimiser = torch.optim.AdamW(groups(model, stage, settings["weight_decay"]), betas=(0.9, 0.98), fused=True)
    average = Average(model, stage.get("ema", settings["ema"]))
    epochs, first, step = stage["epochs"], 0, 0
    resume = target.with_suffix(f".resume{rank}.pt")
    if resume.exists() and not fresh:
        saved = torch.load(resume, weights_only=True)
        if saved["size"] != size:
            raise ValueError(f"{resume} was left by {saved['size']} processes: give --processes {saved['size']}, or --fresh")
        model.load_state_dict(saved["model"])
        optimiser.load_state_dict(saved["optimiser"])
        average.state, average.steps = saved["average"], saved["step"]
        first, step = saved["epoch"], saved["step"]
        if stage.get("quantised") and step > WATCHED:
            quantise(model)
    names = load_names() if stage.get("renamed") else {}
    cuda_or_bf16 = device.type == "cuda" or fast_bf16()
    total = 0
    started = time.time()
    for epoch in range(first, epochs):
        order = random.Random(f"{config['seed']}/{number}/{epoch}")
        rows = list(epoch_rows(config, data["train"], coder, names, order, stage.get("shares", {})))
        batches = grouped(rows, settings["pieces_per_batch"] * (8 if device.type == "cuda" else 1), order)
        batches = batches[: len(batches) // size * size]
        total = total or epochs * len(batches) // size
        mine = batches[rank::size]
        noise = random.Random(f"{config['seed']}/{number}/{epoch}/{rank}")
        torch.manual_seed(config["seed"] + 1000 * number + 10 * epoch + rank)
        model.train()
        log: dict[str, list[float]] = {}
        for i, b in enumerate(mine):
            if stage.get("quantised") and step == WATCHED:
                quantise(model)
            rate = schedule(step, total, stage)
            for g in optimiser.param_groups:
                g["lr"] = g["peak"] * rate
            batch = {k: v.to(device, non_blocking=True) for k, v in coder.batch(b, noise).items()}
            with torch.autocast(device.type, torch.bfloat16, enabled=cuda_or_bf16):
                loss, parts = model.loss(batch)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), settings["clip"])
            optimiser.step()
            step += 1
            for k, v in parts.items():
                log.setdefault(k, []).append(v)
            if step % settings["average_every"] == 0:
                if size > 1:
                    synchronise(model, size)
                average.update(model, settings["average_every"])
            if rank == 0 and i % 200 == 0:
                means = "  ".join(f"{k} {sum(v[-200:]) / len(v[-200:]):.3f}" for k, v in log.items())
                print(f"{stage['name']} epoch {epoch + 1}/{epochs} step {i}/{len(mine)} {time.time() - started:.0f} s  {means}", flush=True)
        if size > 1:
            synchronise(model, size)
        saving = resume.with_suffix(".new")
        state = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "average": average.state}
        torch.save({**state, "epoch": epoch + 1, "step": step, "size": size}, saving)
        if size > 1:
            dist.barrier()  # all parts of an epoch are on disk before any takes its place
        saving.replace(resume)
        if rank == 0:
            kept = copy.deepcopy(model)
            kept.load_state_dict(average.state)
            looked = (epoch + 1) % 3 == 0 or epoch + 1 == epochs
            report = scores_of(kept, coder, data["dev"], device, half=cuda_or_bf16) if looked else {}
            line = {"stage": stage["name"], "epoch": epoch + 1, "seconds": round(time.time() - started), **report}
            print(json.dumps(line), flush=True)
            with (target.parent / "log.jsonl").open("a", encoding="utf-8") as f:
                f.write(json.dumps(line) + "\n")
            if epoch + 1 == epochs:
                torch.save({"model": average.state, "layers": len(stage["layers"]), "labels": coder.labels}, target)
        if size > 1:
            dist.barrier()
    for path in target.parent.glob(f"{target.stem}.resume*.pt"):
        if rank == 0:
            path.unlink()


def fast_bf16() -> bool:
    """Whether this processor multiplies in bfloat16; one that does not is ten times slower in it than in float32."""
    info = Path("/proc/cpuinfo")
    return info.exists() and any(flag in info.read_text("utf-8") for flag in (" avx512_bf16", " amx_bf16", " bf16"))


def quantise(model: Reader) -> None:
    """From here on every linear layer computes as the shipped int8 one, over the ranges seen so far."""
    for layer in model.linears():
        layer.watching, layer.quantised = False, True


def epoch_rows(
    config: dict[str, Any], train: list[dict[str, Any]], coder: Coder, names: Lists, order: random.Random, shares: dict[str, float]
) -> Iterator[dict[str, Any]]:
    """Every training sentence, some without their final mark, and copies of some with other names.

    `shares` says how often a source's sentences are shown in an epoch of this stage (0.3: three in ten; 2: each twice), once where it does not.
    """
    settings = config["data"]
    house = {s["name"] for s in config["sources"] if s["scheme"] == "house"}
    for e in drawn(train, shares, order):
        short = without_final(e) if order.random() < settings["drop_final"] else None
        yield coder.code(short or e)
        if names and "entities" in e and e["source"] in house:
            copy_ = renamed(e, names, order) if order.random() < settings["renamed"].get(e["source"], 0) else None
            if copy_ is not None:
                yield coder.code(copy_)


def drawn(train: list[dict[str, Any]], shares: dict[str, float], order: random.Random) -> Iterator[dict[str, Any]]:
    """The sentences of an epoch, by their sources' shares."""
    for e in train:
        share = shares.get(e["source"], 1.0)
        for _ in range(int(share) + (order.random() < share % 1)):
            yield e


def schedule(step: int, total: int, stage: dict[str, Any]) -> float:
    """Share of the peak rate: linear warm-up, then linear fall to the stage's final share."""
    warm = max(1, int(total * stage["warm_up"]))
    if step < warm:
        return (step + 1) / warm
    left = max(0.0, 1 - (step - warm) / max(1, total - warm))
    return stage["final_rate"] + (1 - stage["final_rate"]) * left


@torch.no_grad()
def synchronise(model: torch.nn.Module, size: int) -> None:
    """Average all weights over the processes, in one message."""
    values = [p.data for p in model.parameters()] + [b for b in model.buffers() if b.is_floating_point()]
    flat = torch.cat([v.reshape(-1) for v in values])
    dist.all_reduce(flat)
    flat /= size
    at = 0
    for v in values:
        v.copy_(flat[at : at + v.numel()].view_as(v))
        at += v.numel()
