"""The coder on annotated sentences of our own: `python -m bench.events_own [--errors] [FILE…]` (default: the held-out tenth and a half).

Events are matched by their triggers: overlapping spans in one sentence, the same type first. `found`: share of the annotated events with a match;
`right of found`: type, mode where the type is right, polarity and modality; `made`: coded events for each annotated one. A sentence is read as a report of its day.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vedette.domain import Event
from vedette.errors import InputError
from vedette.ingest import from_text
from vedette.language import Reader
from vedette.pipeline import Coder, read_reports

FOLDER = Path(__file__).resolve().parent.parent / "training" / "data" / "events"


def matched(gold: list[dict[str, Any]], found: list[Event]) -> Iterator[tuple[dict[str, Any], Event]]:
    """Annotated events with the coded events on their triggers, each once."""
    pairs = [
        (g["type"] != e.event_type, n, m)
        for n, g in enumerate(gold)
        for m, e in enumerate(found)
        if e.trigger.start < g["trigger"][1] and g["trigger"][0] < e.trigger.end
    ]
    left, right = set(range(len(gold))), set(range(len(found)))
    for _, n, m in sorted(pairs):
        if n in left and m in right:
            left.discard(n)
            right.discard(m)
            yield gold[n], found[m]


def spans(event: Event, side: str) -> set[tuple[int, int]]:
    return {(m.start, m.end) for m in getattr(event, side)}


def overlap(found: set[tuple[int, int]], gold: list[list[int]]) -> tuple[int, int, int]:
    """Hits, found, annotated: spans of which one holds the other's last word."""
    hits = sum(any(a < d and c < b for c, d in gold) for a, b in found)
    return hits, len(found), len(gold)


def f1(hits: int, found: int, gold: int) -> float:
    return round(200 * hits / (found + gold), 1) if found + gold else 100.0


def measure(paths: list[Path], errors: bool = False) -> dict[str, float]:
    """Figures in percent over the records of the files."""
    rows = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]
    reports = [from_text(r["text"], kind="text", id=r["id"], published=r["published"]) for r in rows]
    n: Counter[str] = Counter()
    sides = {side: [0, 0, 0] for side in ("actors", "recipients", "quantities")}
    for r, reading in zip(rows, read_reports(reports, Reader(), coder=Coder()), strict=True):
        if isinstance(reading, InputError):
            raise reading
        if reading.report.text != r["text"]:
            n["changed"] += 1
            continue
        found = [e for e in reading.coded.events if e.event_type]
        gold = r["events"]
        n["gold"] += len(gold)
        n["made"] += len(found)
        n["quiet"] += not gold
        n["alarm"] += not gold and bool(found)
        pairs = list(matched(gold, found))
        for g, e in pairs:
            n["on"] += 1
            n["type"] += g["type"] == e.event_type
            n["mode"] += g["type"] == e.event_type and g["mode"] == e.mode
            n["modality"] += g["modality"] == e.modality
            n["polarity"] += g["polarity"] == e.polarity
            n["attribution"] += bool(g["attribution"]) == bool(e.attribution)
            for side in ("actors", "recipients"):
                sides[side] = [a + b for a, b in zip(sides[side], overlap(spans(e, side), g[side]), strict=True)]
            sides["quantities"] = [
                a + b
                for a, b in zip(
                    sides["quantities"],
                    (
                        len({(q.kind, q.low, q.high) for q in e.quantities} & {(k, lo, hi) for k, _, _, lo, hi in g["quantities"]}),
                        len(e.quantities),
                        len(g["quantities"]),
                    ),
                    strict=True,
                )
            ]
        if errors:
            _tell(r, gold, found, pairs)
    right = n["type"]
    out = {"found": n["on"] / n["gold"], "type of found": right / n["on"], "mode": n["mode"] / right, "modality": n["modality"] / n["on"]}
    out |= {"polarity": n["polarity"] / n["on"], "attributed": n["attribution"] / n["on"], "false alarm": n["alarm"] / n["quiet"]}
    shares = {k: round(100 * v, 1) for k, v in out.items()} | {"made for each": round(n["made"] / n["gold"], 2)}
    shares["type F1"] = f1(right, n["made"], n["gold"])
    return shares | {f"{side} F1": f1(*counts) for side, counts in sides.items()}


def _tell(r: dict[str, Any], gold: list[dict[str, Any]], found: list[Event], pairs: list[tuple[dict[str, Any], Event]]) -> None:
    text = r["text"]
    done = [id(g) for g, _ in pairs]
    used = [id(e) for _, e in pairs]
    lines = [f"  MISSED {g['type']}/{g['mode']} [{text[slice(*g['trigger'])]}] {g['modality']}" for g in gold if id(g) not in done]
    lines += [
        f"  TYPE {g['type']}/{g['mode']} coded {e.event_type}/{e.mode} [{e.trigger.text}]" for g, e in pairs if g["type"] != e.event_type
    ]
    lines += [f"  EXTRA {e.event_type}/{e.mode} [{e.trigger.text}] {e.modality}" for e in found if id(e) not in used]
    if lines:
        print(f"{r['id']} {text}", *lines, sep="\n")


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("files", nargs="*", type=Path)
    p.add_argument("--errors", action="store_true")
    args = p.parse_args()
    print(json.dumps(measure(args.files or [FOLDER / "heldout.jsonl"], args.errors), indent=1))
