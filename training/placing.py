"""Learn what the marks of places are worth by which an event's place is chosen.

    PYTHONPATH=.:src python -m training.placing [--check]

Reads passages with the place of one event each (`tests/held/place_time.jsonl`, first half, and the first two thirds of
`tests/held/place_more.jsonl`) and the sentences of `data/events/train.jsonl`, whose events name their places as spans; writes
`src/vedette/coding/data/placing.tsv`. A conditional logistic regression: of the candidates of an event one is its place (or none), several of them where
they are the same. The sentences tell only what their own words say: whatever else an event's place may be counts there as one candidate. They are also
stricter than passages (a place told in another clause of the sentence is none), so that how near a place stands has weights of their own in them, which
are left out afterwards. Prints in ten-fold cross-validation how many passages have the right place; the order of everything is fixed.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections import Counter, OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from bench.place_time import any_right, same_place
from vedette.coding.clauses import Tree
from vedette.coding.placing import Candidate, Placer, choice
from vedette.domain import Event, Place, PlaceMention, Report
from vedette.errors import InputError
from vedette.ingest import from_text
from vedette.language import Reader
from vedette.pipeline import Coder, read_reports

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "src/vedette/coding/data/placing.tsv"
PASSAGES = (("place_time.jsonl", 160), ("place_more.jsonl", 160))
"""Files of passages, and how many of their first lines may be learnt from."""
SHRINK, STEPS, RATE = 3.0, 150, 0.1
PASSAGE = 3.0
"""Weight of a passage; a sentence's is 1."""
LEAST = 3
"""Candidates in which a mark must occur."""
SMALLEST = 0.05
"""Weights nearer to nothing are left out."""
FOLDS = 10
STRICT = "strict "
NOWHERE = Place(name="", lat=None, lon=None, country=None, feature="", precision="region")
"""Stands for all that is not told in a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The candidates of one event, and which of them are right; `weight` as above."""

    id: str
    candidates: tuple[Candidate, ...]
    right: tuple[bool, ...]
    weight: float


@dataclass(slots=True)
class Seen:
    """An event's candidates as the coder weighed them."""

    start: int
    end: int
    candidates: tuple[Candidate, ...]
    places: Sequence[PlaceMention]
    event: Event


class Recorder(Placer):
    """A placer that keeps what it weighed."""

    seen: ClassVar[list[Seen]] = []

    def candidates(self, tree: Tree, trigger: int, bearer: int, event: Event, asked: frozenset[int]) -> Iterator[Candidate]:
        found = tuple(super().candidates(tree, trigger, bearer, event, asked))
        Recorder.seen.append(Seen(event.trigger.start, event.trigger.end, found, self.places, event))
        yield from found


def recorded(reports: list[Report]) -> Iterator[tuple[str, list[Seen]]]:
    """The text of each report as it was coded, and all that was weighed in it."""
    sys.modules["vedette.coding.code"].Placer = Recorder  # type: ignore[attr-defined]
    coder = Coder()
    for reading in read_reports(reports, Reader(), batch=1, coder=coder):
        if isinstance(reading, InputError):
            raise reading
        yield reading.report.text, list(Recorder.seen)
        Recorder.seen.clear()


def nearest(seen: list[Seen], start: int, end: int) -> Seen | None:
    """What was weighed for the trigger at `start:end`."""
    return min((s for s in seen if s.start < end and start < s.end), key=lambda s: abs(s.start - start), default=None)


def passages() -> list[Row]:
    """Rows of the passages."""
    given: list[dict[str, Any]] = []
    for name, count in PASSAGES:
        path = ROOT / "tests/held" / name
        given += [json.loads(line) for line in path.read_text("utf-8").splitlines()[:count]]
    reports = [from_text(r["text"], kind="text", id=r["id"], title=r.get("title"), published=r["published"]) for r in given]
    out = []
    for r, (text, seen) in zip(given, recorded(reports), strict=True):
        start, end = r["trigger"]
        before = max(0, start - 10)
        shift = 0 if text == r["text"] else text.find(r["text"][before:end]) - before
        found = nearest(seen, start + shift, end + shift)
        if found is not None and found.candidates:
            right = tuple(is_right(c, r["place"]) for c in found.candidates)
            out.append(Row(id=r["id"], candidates=found.candidates, right=right, weight=PASSAGE))
    return out


def is_right(c: Candidate, label: dict[str, Any] | None) -> bool:
    """Whether a candidate is where the label says; of a place without a point its name tells."""
    if label is None:
        return False
    if c.place.located:
        return any_right(c.place, same_place, label)
    return any(c.place.name.lower() in x["name"].lower() for x in (label, *(label.get("also") or ())))


def sentences() -> list[Row]:
    """Rows of the annotated sentences, read by document."""
    docs: OrderedDict[str, list[dict[str, Any]]] = OrderedDict()
    for line in (ROOT / "training/data/events/train.jsonl").read_text("utf-8").splitlines():
        r = json.loads(line)
        if "events" in r["layers"]:
            docs.setdefault(r["doc"], []).append(r)
    reports = [
        from_text(" ".join(r["text"] for r in mine), kind="text", id=doc, published=mine[0].get("published") or "2010-01-01")
        for doc, mine in docs.items()
    ]
    out = []
    for (doc, mine), (_, seen) in zip(docs.items(), recorded(reports), strict=True):
        at = 0
        for r in mine:
            for e in r["events"]:
                found = nearest(seen, at + e["trigger"][0], at + e["trigger"][1])
                spans = [(at + a, at + b) for a, b in e["places"]]
                row = strict(doc, found, spans) if found is not None else None
                out += [row] if row is not None else []
            at += len(r["text"]) + 1
    return out


def strict(doc: str, found: Seen, spans: list[tuple[int, int]]) -> Row | None:
    """The row of an annotated event, None where nothing can be learnt from it: no place in the sentence, or one that is no candidate."""
    here = [c for c in found.candidates if "ruled, elsewhere" not in c.marks]
    right = [
        any(found.places[c.mention].start < b and a < found.places[c.mention].end for a, b in spans) for c in here if c.mention is not None
    ]
    if not here or (spans and not any(right)):
        return None
    told = [replace(c, marks=(*c.marks, STRICT + "here", *(STRICT + m for m in c.marks if _of_distance(m)))) for c in here]
    marks = ["other", str(found.event.event_type), *(["ruled elsewhere"] if not any(c.ruled for c in here) else [])]
    other = Candidate(place=NOWHERE, marks=tuple(STRICT + m for m in marks))
    return Row(id=doc, candidates=(*told, other), right=(*right, not spans), weight=1.0)


def _of_distance(mark: str) -> bool:
    """Whether a mark says how near a place stands to the deed: they end in a kind of event, or begin with the role."""
    return mark.startswith("here: literal, ") or mark.endswith((", told", ", open"))


def learn(rows: list[Row]) -> dict[str, float]:
    """Weights by mark."""
    rows = [r for r in rows if any(r.right)]
    seen = Counter(m for r in rows for c in r.candidates for m in c.marks)
    index = {m: i for i, m in enumerate(sorted(m for m, n in seen.items() if n >= LEAST))}
    flat = [(k, c, g, r.weight) for k, r in enumerate(rows) for c, g in zip(r.candidates, r.right, strict=True)]
    pairs = [(j, index[m]) for j, (_, c, _, _) in enumerate(flat) for m in c.marks if m in index]
    of, mark = (np.array(x) for x in zip(*pairs, strict=True))
    event, good, weight = (np.array(x) for x in zip(*((k, float(g), w) for k, _, g, w in flat), strict=True))
    n, size = len(flat), len(index)
    w, first, second = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, STEPS + 1):
        worth = np.bincount(of, w[mark], minlength=n)
        top = np.full(len(rows), -np.inf)
        np.maximum.at(top, event, worth)
        share = np.exp(worth - top[event])
        all_, right = np.bincount(event, share), np.bincount(event, share * good)
        pull = (share / all_[event] - share * good / np.maximum(right[event], 1e-12)) * weight
        slope = np.bincount(mark, pull[of], minlength=size) + SHRINK * w
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        rate = RATE if step < STEPS // 2 else RATE / 3
        w -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-6)
    return {m: float(w[i]) for m, i in index.items() if not m.startswith(STRICT)}


def is_hit(r: Row, weights: dict[str, float]) -> bool:
    """Whether the place that is chosen (for one without a point, the next likely of its sentence) is right."""
    best = choice(r.candidates, weights)
    found = best.chosen if best.chosen.place.located or best.located is None else best.located
    return r.right[r.candidates.index(found)] and found.place.located


def main() -> None:
    told, other = passages(), sentences()
    fold = [zlib.crc32(r.id.encode()) % FOLDS for r in told]
    right: Counter[str] = Counter()
    ruled: Counter[str] = Counter()
    for k in range(FOLDS):
        weights = learn([r for r, f in zip(told, fold, strict=True) if f != k] + other)
        for r, f in zip(told, fold, strict=True):
            if f == k:
                right[r.id[:2]] += is_hit(r, weights)
                ruled[r.id[:2]] += is_hit(r, {"ruled": 99.0})
    count = Counter(r.id[:2] for r in told)
    for name, n in count.items():
        print(f"{name}: {right[name]} of {n} right where they were not learnt from, {ruled[name]} by the rules")
    if "--check" in sys.argv:
        return
    weights = {m: w for m, w in learn(told + other).items() if abs(w) >= SMALLEST}
    lines = ["mark\tweight"]
    OUT.write_text("\n".join(lines + [f"{m}\t{w:.2f}" for m, w in sorted(weights.items())]) + "\n", "utf-8")
    print(f"{len(weights)} weights from {len(told)} passages and {len(other)} events of sentences")


if __name__ == "__main__":
    main()
