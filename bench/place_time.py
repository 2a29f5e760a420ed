"""Where and when an event was, on passages of our own: `python -m bench.place_time [--errors]`.

`tests/held/place_time.jsonl` was written by one hand and labelled by another, neither of whom saw the rules. Each passage has one trigger; what is scored is
the place and the time of the event that was coded on it. A passage in which no event was coded there counts in `coded` alone.

A place is right where both are unknown, or where it is as exact and near enough: 25 km for a point or settlement (one class), 50 for a district, 150 for a
first-order division, the same country, 400 for a region (for which also a division or district counts). A time is right where both are unknown, or where it begins within a day of the label and, if the label is longer than a day,
ends within a day of it. A planned event's time is when it is due. Alternatives of the label count alike.

`training/data/places/heldout.jsonl` are reports and passages whose writers marked every event, with the words that say where it was: 200 that the net of
`vedette.coding.spots` never learnt from.

`tests/held/place_more.jsonl` tells places alone. Of both files the first part may be read: only the
second part measures.
"""

from __future__ import annotations

import json
import math
import sys
from datetime import date
from pathlib import Path
from typing import Any

from vedette.domain import Event, Place
from vedette.errors import InputError
from vedette.ingest import from_text
from vedette.language import Reader
from vedette.pipeline import Coder, read_reports
from vedette.resolve.seats import SAID

HELD = Path(__file__).resolve().parent.parent / "tests" / "held" / "place_time.jsonl"
MORE = HELD.with_name("place_more.jsonl")
"""Passages labelled with the place alone; the first `READ` of them may be read."""
WHOLE = HELD.parents[2] / "training" / "data" / "places" / "heldout.jsonl"
"""Reports whose writer marked where each thing was, by the words of the text."""
READ = 160
FINE = ("point", "city")
LIMITS = {"point": 25.0, "city": 25.0, "admin2": 50.0, "admin1": 150.0, "region": 400.0}
AREAS = {"admin2": ("admin2", "admin1", "region"), "admin1": ("admin1", "admin2", "region"), "region": ("region", "admin1", "admin2")}


def km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    a, b, c, d = map(math.radians, (lat1, lon1, lat2, lon2))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def same_place(found: Place | None, label: dict[str, Any] | None) -> bool:
    if found is None or label is None:
        return found is None and label is None
    wanted = label["precision"]
    if wanted == "country":
        return found.precision == "country" and found.country == label["country"]
    as_exact = found.precision in (FINE if wanted in FINE else AREAS[wanted])
    return as_exact and km(*found.at, label["lat"], label["lon"]) <= LIMITS[wanted]


def days(a: str | None, b: str | None) -> float:
    if a is None or b is None:
        return 0.0 if a == b else math.inf
    return abs((date.fromisoformat(a[:10]) - date.fromisoformat(b[:10])).days)


def same_time(event: Event, label: dict[str, Any] | None) -> bool:
    begin, last = event.begin, event.last
    if begin is None and last is None:
        begin = last = event.due
    if label is None:
        return begin is None and last is None
    if label["begin"] is None:
        return days(last, label["end"]) <= 1 or days(event.due, label["end"]) <= 1
    if days(begin, label["begin"]) > 1:
        return False
    return last is None or label["begin"] == label["end"] or days(last, label["end"]) <= 1


def any_right(found: Any, right: Any, label: dict[str, Any] | None) -> bool:
    return any(right(found, x) for x in (label, *((label or {}).get("also") or [])))


def measure(half: int | None = None, errors: bool = False, path: Path = HELD) -> dict[str, float]:
    """Shares in percent: passages whose event was coded, and of these the right places and times (where the file tells times); of one part of the file
    where it is given: what may be read (1), or the rest (2).
    """
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    middle = READ if path == MORE else len(rows) // 2
    rows = rows if half is None else rows[:middle] if half == 1 else rows[middle:]
    reports = [from_text(r["text"], kind="text", id=r["id"], title=r.get("title"), published=r["published"]) for r in rows]
    coded = places = times = 0
    for r, reading in zip(rows, read_reports(reports, Reader(), coder=Coder()), strict=True):
        if isinstance(reading, InputError):
            raise reading
        start, end = r["trigger"]
        text = reading.report.text
        shift = 0 if text == r["text"] else text.find(r["text"][start - 10 if start > 10 else 0 : end]) - (start - 10 if start > 10 else 0)
        start, end = start + shift, end + shift
        on = [e for e in reading.coded.events if not e.trigger.in_title and e.trigger.start < end and start < e.trigger.end]
        if not on:
            if errors:
                print(f"{r['id']} NOT CODED: {r['text'][slice(*r['trigger'])]} | {r['text'][:200]}\n")
            continue
        event = min(on, key=lambda e: abs(e.trigger.start - start))
        coded += 1
        there = next((p for p in (event.place, event.scene) if p is not None and p.located), None)
        place = any_right(there, same_place, r["place"])
        time = "time" not in r or any_right(event, same_time, r["time"])
        places += place
        times += time
        if errors and not (place and time):
            print(f"{r['id']} {r['published']} [{r['text'][slice(*r['trigger'])]}] {r.get('title') or ''} || {r['text']}")
            if not place:
                f = there
                print("   PLACE found", f and (f.name, f.precision, f.country, f.lat, f.lon), "label", r["place"])
            if not time:
                print("   TIME found", event.begin, event.last, event.due, "label", r["time"])
            print()
    found = {"coded": round(100 * coded / len(rows), 1), "place": round(100 * places / coded, 1), "time": round(100 * times / coded, 1)}
    return found if "time" in rows[0] else {k: v for k, v in found.items() if k != "time"}


def whole() -> dict[str, float]:
    """Shares in percent of the marked deeds, and of the marked words and decisions, that were coded in `heldout.jsonl`: placed where its words say, or
    nowhere where they do not; those whose place is a name that the gazetteer lacks are left out.
    """
    rows = [json.loads(line) for line in WHOLE.read_text("utf-8").splitlines()]
    reports = [from_text(r["text"], kind="text", id=r["id"], title=r["title"], published=r["published"]) for r in rows]
    coder, hits, count = Coder(), {"deeds": 0, "words": 0}, {"deeds": 0, "words": 0}
    for r, reading in zip(rows, read_reports(reports, Reader(), coder=coder), strict=True):
        if isinstance(reading, InputError):
            raise reading
        named = coder.named(reading)
        for mark in r["events"] if reading.report.text == r["text"] else ():
            start, end = mark["trigger"]
            on = [e for e in reading.coded.events if not e.trigger.in_title and e.trigger.start < end and start < e.trigger.end]
            right = [
                p.place
                for kind, a, b in mark["places"]
                for p in (named.heading if kind == "title" else named.places)
                if p.place is not None and p.start < b and a < p.end
            ]
            if not on or not (right or mark["none"]):
                continue
            event = min(on, key=lambda e: abs(e.trigger.start - start))
            told = [p for p in (event.place, event.scene) if p is not None]
            kind = "words" if event.event_type in SAID else "deeds"
            count[kind] += 1
            hits[kind] += any((p.name, p.country) == (q.name, q.country) for p in told for q in right) if told else mark["none"]
    return {kind: round(100 * hits[kind] / count[kind], 1) for kind in count}


if __name__ == "__main__":
    for half in (1, 2):  # errors are read in the first half alone
        print(f"half {half}", json.dumps(measure(half, half == 1 and "--errors" in sys.argv)))
    for half, name in ((1, f"place_more, first {READ}"), (2, "place_more, the rest")):
        print(name, json.dumps(measure(half, half == 1 and "--errors" in sys.argv, MORE)))
    print("200 held-out reports", json.dumps(whole()))
