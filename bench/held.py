"""Our held-out sets, beside `bench.place_time`: `python -m bench.held`.

`coding.jsonl`: modality, polarity, attribution and quantities of the event on the marked word; a passage in which no event was coded there counts in `coded`
alone. `irrelevant.jsonl`: reports that give an event although nothing in them may be one. `pairs.jsonl`: two snippets are taken for one
incident if any incident rests on both; pairs on which the judge could not decide are left out. `training/data/events/heldout.jsonl`: see `bench.events_own`.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench import events_own, place_time
from vedette.domain import Event
from vedette.errors import InputError
from vedette.incidents import fold, merge
from vedette.ingest import from_text
from vedette.language import Reader
from vedette.pipeline import Coder, Reading, read_reports

HELD = Path(__file__).resolve().parent.parent / "tests" / "held"


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HELD / f"{name}.jsonl").read_text("utf-8").splitlines()]


def read(given: list[dict[str, Any]]) -> list[Reading]:
    """Records read and coded, in order."""
    fields = ("id", "title", "published", "source")
    reports = [from_text(r["text"], kind="text", **{k: r[k] for k in fields if r.get(k) is not None}) for r in given]
    out = []
    for item in read_reports(reports, Reader(), coder=Coder()):
        if isinstance(item, InputError):
            raise item
        out.append(item)
    return out


def meets(a: list[int] | None, start: int, end: int) -> bool:
    return a is not None and a[0] < end and start < a[1]


def coding() -> dict[str, float]:
    """Shares of the coded passages in which it is right, F1 for attribution and quantities."""
    given = rows("coding")
    coded = modality = polarity = 0
    quoted, numbers = [0, 0, 0], [0, 0, 0]
    for r, reading in zip(given, read(given), strict=True):
        start, end = r["trigger"]
        on = [e for e in reading.coded.events if e.trigger.start < end and start < e.trigger.end]
        if not on or reading.report.text != r["text"]:
            continue
        e = min(on, key=lambda e: abs(e.trigger.start - start))
        coded += 1
        modality += e.modality == r["modality"]
        polarity += e.polarity == r["polarity"]
        a, gold = e.attribution, r["attribution"]
        hit = a is not None and gold is not None and meets(gold["source"], a.source.start, a.source.end)
        quoted = [quoted[0] + hit, quoted[1] + (a is not None), quoted[2] + (gold is not None)]
        found = {(q.kind, q.low, q.high) for q in e.quantities}
        wanted = {(q["kind"], q["low"], q["high"]) for q in r["quantities"]}
        numbers = [numbers[0] + len(found & wanted), numbers[1] + len(found), numbers[2] + len(wanted)]
    shares = {"coded": coded / len(given), "modality": modality / coded, "polarity": polarity / coded}
    return {k: round(100 * v, 1) for k, v in shares.items()} | {
        "attribution F1": events_own.f1(*quoted),
        "quantities F1": events_own.f1(*numbers),
    }


def irrelevant() -> dict[str, float]:
    """Share of the reports from which an event was coded."""
    found = read(rows("irrelevant"))
    return {"give an event": round(100 * sum(bool(r.coded.events) for r in found) / len(found), 1)}


def pairs() -> dict[str, float]:
    """Precision, recall and F1 of pairs taken for one incident."""
    given = [r for r in rows("pairs") if r["same"] is not None]
    both = read([{**r[side], "id": f"{r['id']}{side}"} for r in given for side in ("a", "b")])
    hits = found = 0
    for n, r in enumerate(given):
        a, b = both[2 * n : 2 * n + 2]
        events: list[Event] = [replace(e) for x in (a, b) for e in x.coded.events]
        reports = {x.report.key: x.report for x in (a, b)}
        joined = any(len(i.reports) == 2 for i in merge(events, reports, fold(list(reports.values())), []))
        found += joined
        hits += joined and r["same"]
    gold = sum(r["same"] for r in given)
    shares = {"precision": hits / found if found else 0.0, "recall": hits / gold}
    return {k: round(100 * v, 1) for k, v in shares.items()} | {"F1": events_own.f1(hits, found, gold)}


def measure() -> dict[str, dict[str, float]]:
    """All held-out sets."""
    return {
        "where and when, 320 passages": place_time.measure(),
        "modality, polarity, attribution, quantities, 330 passages": coding(),
        "events, 551 sentences": events_own.measure([events_own.FOLDER / "heldout.jsonl"]),
        "210 reports of sport, business and the like": irrelevant(),
        "158 pairs: one incident or two": pairs(),
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
