"""Speed and memory of the shipped reader, each figure from a process of its own, rounds interleaved, best of five.

`python -m bench.speed CASE` measures one case in this process and prints JSON; `measure()` runs them all.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = 80
ROUNDS = 5
BATCH = 8
"""Articles that are read and coded in turn."""
DAY = "2022-12-18"
"""When they are taken to be published."""


def articles() -> list[str]:
    """Articles of 20 sentences each, put together from our own annotated sentences."""
    rows = [json.loads(line)["text"] for line in (ROOT / "training/data/own/train.jsonl").read_text("utf-8").splitlines()]
    return [" ".join(rows[i : i + 20]) for i in range(0, 20 * ARTICLES, 20)]


def peak() -> float:
    """Largest resident memory of this program so far, in MB (getrusage would count the parent's before the start)."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text("utf-8"))
    assert found is not None
    return int(found[1]) / 1024


def reading(threads: int, batch: int, part: int = 1, parts: int = 1) -> dict[str, float]:
    """Words a second (wall) and a CPU-second of the whole reader, text to entities."""
    from vedette.language import Reader

    began = time.perf_counter()
    reader = Reader(threads=threads)
    reader.read("NATO called on Serbia.")
    load = time.perf_counter() - began
    texts = articles()[part - 1 :: parts]
    one = min(_timed(lambda: reader.read(texts[0])) for _ in range(ROUNDS))
    wall, cpu = 1e9, 1e9
    words = sum(len(s.tokens) for a in reader.read_all(texts, batch) for s in a.sentences)
    for _ in range(ROUNDS):
        a, b = time.perf_counter(), time.process_time()
        for _annotated in reader.read_all(texts, batch):
            pass
        wall, cpu = min(wall, time.perf_counter() - a), min(cpu, time.process_time() - b)
    return {
        "words_per_second": words / wall,
        "words_per_cpu_second": words / cpu,
        "peak_mb": peak(),
        "first_read_s": load,
        "one_article_s": one,
    }


def _timed(call: Any) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def session() -> dict[str, float]:
    """Seconds to open the model's session, libraries already imported."""
    import numpy  # noqa: F401
    import onnxruntime  # noqa: F401

    from vedette.language.model import Model

    return {"session_s": _timed(lambda: Model(threads=1).session)}


def spacy_cnn(folder: str) -> dict[str, float]:
    """Words a CPU-second of spaCy's CNN pipeline (tagger and parser) on the same articles, one thread."""
    import spacy

    nlp = spacy.load(folder)
    texts = articles()
    words = sum(len(d) for d in nlp.pipe(texts, batch_size=64))
    cpu = 1e9
    for _ in range(ROUNDS):
        began = time.process_time()
        for _doc in nlp.pipe(texts, batch_size=64):
            pass
        cpu = min(cpu, time.process_time() - began)
    return {"words_per_cpu_second": words / cpu}


def command(*arguments: str) -> float:
    """Seconds (wall) that our command takes as a fresh process, best of five."""
    call = [sys.executable, "-m", "vedette", *arguments]
    return min(_timed(lambda: subprocess.run(call, stdout=subprocess.DEVNULL, check=True)) for _ in range(ROUNDS))


def start_up() -> dict[str, float]:
    """Wall time of `vedette --help` against `vedette read` on one article, both as fresh processes; and what places and times cost."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as f:
        f.write(articles()[0])
        f.flush()
        ratio = command("--help") / command("read", f.name)
    found = result(start("coding"))
    opened = result(start("gazetteer"))
    return {
        "`vedette --help` against `vedette read` on one article (wall, fresh processes)": round(ratio, 2),
        "places and times together against the reading (CPU, one thread)": round(found["places_and_times"], 2),
        "the net that says what a word may tell of, against the reading (CPU, one thread)": round(found["spotting"], 2),
        "the coder alone, quotes to relevance, against the reading (CPU, one thread)": round(found["coder"], 2),
        "all of the coding after the reading against the reading (CPU, one thread)": round(found["coding"], 2),
        "times, given the reading, against dateparser's search (documents a second)": round(found["against_dateparser"], 1),
        "opening the gazetteer and a first look-up against opening the model's session": round(opened["open"], 2),
        "memory that a thousand look-ups add (MB)": round(opened["mb"], 1),
    }


def coding() -> dict[str, float]:
    """What comes after the reading, against the reading, in CPU time of one thread, and times against dateparser.

    The articles of the second half are read and coded once, as a desk does it, after those of the first have filled the memories; the figures are
    medians over batches, in each of which reading and coding took turns. `spotting` is the net that says of which words an event may be told: it runs
    with the reading, while the model's states are at hand, and for the coder alone.
    """
    import dateparser.search

    from vedette.ingest import from_text
    from vedette.language import Reader
    from vedette.pipeline import Coder
    from vedette.pipeline.read import Reading
    from vedette.resolve.times import times

    reader, coder = Reader(threads=1), Coder()
    spotting = _Watch(reader.spotter.told)
    reader.spotter.told = spotting  # type: ignore[method-assign]
    shares: dict[str, list[float]] = {"places_and_times": [], "spotting": [], "coder": [], "coding": []}
    texts = articles()
    for at in range(0, len(texts), BATCH):
        batch = texts[at : at + BATCH]
        spotting.spent = 0.0
        plain = _Watch(reader.read_all)
        measured = at >= len(texts) // 2
        if measured:
            plain(batch)
        read = list(reader.read_all(batch, told=True))
        given = [Reading(report=from_text(t, kind="text", published=DAY), annotated=a, read=True) for t, a in zip(batch, read, strict=True)]
        where, what = _Watch(coder.named), _Watch(coder.told)
        for r in given:
            what(r, where(r))
        spent = {"places_and_times": where.spent, "spotting": spotting.spent, "coder": what.spent}
        for name, own in (spent | {"coding": sum(spent.values())}).items() if measured else ():
            shares[name].append(own / plain.spent)
    some, ours, other = texts[:4], _Watch(times), _Watch(dateparser.search.search_dates)
    for t, a in zip(some, reader.read_all(some), strict=True):
        other(t, languages=["en"])
        ours(a, DAY)
    return {name: median(found) for name, found in shares.items()} | {"against_dateparser": other.spent / ours.spent}


class _Watch:
    """A call, and the CPU time that it took each time it was made; what it gives one after another is asked for within that time."""

    def __init__(self, call: Any) -> None:
        self.call, self.spent = call, 0.0

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        began = time.process_time()
        found = self.call(*arguments, **named)
        found = list(found) if isinstance(found, Iterator) else found
        self.spent += time.process_time() - began
        return found


def gazetteer() -> dict[str, float]:
    """Opening the gazetteer against opening the model's session, and what a thousand look-ups add to the memory."""
    import random

    from vedette.resolve.gazetteer import Gazetteer

    found = Gazetteer.open()
    before = peak()
    began = time.perf_counter()
    found.lookup("Goma")
    opened = time.perf_counter() - began
    names = [found._place(i).name for i in random.Random(1).sample(range(found._header.entries), 1000)]
    for name in names:
        found.lookup(name)
    added = peak() - before  # before the session is opened
    return {"open": opened / session()["session_s"], "mb": added}


CASES: dict[str, Any] = {
    "one thread": lambda: reading(1, 64),
    "two threads": lambda: reading(2, 64),
    "batch of one": lambda: reading(1, 1),
    "worker 1 of 2": lambda: reading(1, 64, 1, 2),
    "worker 2 of 2": lambda: reading(1, 64, 2, 2),
    "session": session,
    "coding": coding,
    "gazetteer": gazetteer,
}


def start(case: str, python: str = sys.executable, *more: str) -> subprocess.Popen[str]:
    """One case in a process of its own."""
    return subprocess.Popen([python, "-m", "bench.speed", case, *more], stdout=subprocess.PIPE, text=True, cwd=ROOT)


def result(p: subprocess.Popen[str]) -> dict[str, float]:
    """What a case printed."""
    text, _ = p.communicate()
    if p.returncode:
        raise SystemExit(f"bench: a speed case failed with code {p.returncode}")
    found: dict[str, float] = json.loads(text)
    return found


def measure(spacy_python: str | None, spacy_model: str | None) -> dict[str, Any]:
    """All speed figures: words a second, and the ratios that hold on any machine."""
    best: dict[str, dict[str, float]] = {}
    pair: list[float] = []
    for _ in range(2):
        for case in ("one thread", "two threads", "batch of one", "session"):
            keep(best, case, result(start(case)))
        workers = [start("worker 1 of 2"), start("worker 2 of 2")]
        found = [result(w) for w in workers]
        pair.append(sum(f["words_per_second"] for f in found))
        keep(best, "worker", found[0])
        if spacy_python and spacy_model:
            keep(best, "spacy", result(start("spacy", spacy_python, spacy_model)))
    one, two, single = best["one thread"], best["two threads"], best["batch of one"]
    out: dict[str, Any] = {
        "words per second, 2 threads in one process": round(two["words_per_second"]),
        "words per second, 2 workers of 1 thread": round(max(pair)),
        "words per CPU-second, 1 thread": round(one["words_per_cpu_second"]),
        "2 threads against 1 (wall)": round(two["words_per_second"] / one["words_per_second"], 2),
        "batch of 64 against batch of 1 (wall)": round(one["words_per_second"] / single["words_per_second"], 2),
        "memory of one worker, MB (peak)": round(best["worker"]["peak_mb"]),
        "opening the session, s": round(best["session"]["session_s"], 3),
        "opening the session against reading one article": round(best["session"]["session_s"] / one["one_article_s"], 2),
        "all loading and the first sentence, s": round(one["first_read_s"], 3),
    }
    if "spacy" in best:
        out["words per CPU-second of spaCy's CNN"] = round(best["spacy"]["words_per_cpu_second"])
        out["ours against spaCy's CNN (words per CPU-second)"] = round(
            one["words_per_cpu_second"] / best["spacy"]["words_per_cpu_second"], 2
        )
    return out


def keep(best: dict[str, dict[str, float]], case: str, found: dict[str, float]) -> None:
    """The better of two rounds, figure by figure: high is good for rates, low for times and memory."""
    old = best.setdefault(case, found)
    best[case] = {k: (max if "per" in k else min)(old[k], v) for k, v in found.items()}


if __name__ == "__main__":
    case, *more = sys.argv[1:]
    print(json.dumps(spacy_cnn(*more) if case == "spacy" else CASES[case]()))
