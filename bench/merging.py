"""The merger with very many events: what adding one report costs in a large store against a small one, and how a rebuild grows.

`python -m bench.merging` merges made-up reports of so many countries and days, the same number of events for each country and day, in stores
of the given sizes: once all together (the rebuild), then one more report at a time. First reports of the last day, one after the other
(live); then reports of any day, each as if none had been compared for a while (any). Reports are made again from their number whenever they are
asked for, so that the memory measured is the merger's own. Times are the process's own seconds, so that what else the machine does
weighs little.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import random
import statistics
import sys
import time
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from vedette.codebook.countries import countries
from vedette.domain import Actor, ActorMention, Event, EventType, OffsetMap, Place, Quantity, Report, Span
from vedette.incidents import Merger, Told
from vedette.pipeline.metrics import resident
from vedette.store import Shelves

SIZES = (10_000, 20_000, 40_000)
ADDED = 40
"""Reports of the last day that are added to each store, one at a time, and of any day."""
REPORTS = 3
"""Reports of a country and day."""
EVENTS = 5 / 3
"""Events of a report, on average."""
TOGETHER = 20_000
"""Reports that a rebuild takes in before it brings the incidents up to date."""
FIRST = date(2020, 1, 1)
RATIO = 2.0
"""What adding one report may cost in the largest store against the smallest, at most."""
DEEDS: tuple[tuple[EventType, str | None, str], ...] = (
    ("ASSAULT", "firearms", "shot at"),
    ("ASSAULT", "explosives", "bombed"),
    ("COERCE", "arrest", "arrested"),
    ("PROTEST", "demo", "marched against"),
    ("PROTEST", "obstruct", "blocked the way of"),
    ("REQUEST", "yield", "called on"),
    ("ACCUSE", "allege", "blamed"),
    ("AID", None, "brought supplies to"),
    ("CONSULT", None, "met"),
)
WHO = (
    "police guards farmers teachers rebels miners soldiers drivers students elders monitors judges ministers traders nurses sailors".split()
)
THINGS = "road bridge market school depot station convoy well office clinic mill harbour quarry granary ferry tower".split()
FILLER = (
    "officials witnesses season harvest river money council family hospital fuel price winter shortage letter radio border court union vote paper "
    "field engine roof doctor fire night morning square garden teacher kitchen window"
).split()


class World:
    """Reports of `areas` countries on `days` days. A report's key is `day.area.number`."""

    def __init__(self, events: int) -> None:
        cells = events / (REPORTS * EVENTS)
        self.areas = max(1, min(len(countries()), round(math.sqrt(cells / 10))))
        self.days = max(1, round(cells / self.areas))

    def keys(self) -> list[str]:
        """All reports, the oldest first."""
        return [f"{day}.{area}.{n}" for day in range(self.days) for area in range(self.areas) for n in range(REPORTS)]

    def load(self, key: str) -> Told:
        """A report: it tells one incident of its day, which another may tell too, and often one of the days before."""
        day, area, number = map(int, key.split("."))
        rng = random.Random(key)
        told = [(day, rng.randrange(2))]
        if rng.random() < EVENTS - 1:
            told.append((max(0, day - rng.choice((0, 1, 1, 2, 5, 20))), rng.randrange(2)))
        published = (FIRST + timedelta(days=day)).isoformat()
        events = tuple(self._event(f"{key}#{n}", key, area, on, slot, day, rng) for n, (on, slot) in enumerate(told))
        text = " ".join(f"{e.headline} in {e.place.name if e.place else 'the country'}." for e in events)
        text += " " + " ".join(rng.choice(FILLER) for _ in range(40)) + "."
        report = Report(
            id=key,
            text=text,
            raw=text,
            offsets=OffsetMap.identity(len(text)),
            title=events[0].headline,
            source=f"Paper {number}",
            published=published,
        )
        return Told(report=report, events=events, copy=key, origin=f"Paper {number}")

    def _event(self, id: str, report: str, area: int, on: int, slot: int, known: int, rng: random.Random) -> Event:
        """A mention of the incident of a country, day and slot."""
        land = countries()[area]
        deed = random.Random(f"{area} {on} {slot}")
        kind, mode, verb = deed.choice(DEEDS)
        by, to, thing, town = deed.choice(WHO), deed.choice(WHO), deed.choice(THINGS), deed.randrange(12)
        name = f"{deed.choice('Bar Dor Kel Mir Nov Pel Tar Vel'.split())}{'ska burg ton by mar din'.split()[town % 6]}{'' if town < 6 else ' Heights'}"
        whom = [Actor(name=f"{w} of {name}", country=land.iso3) for w in (by, to)]
        mentions = [ActorMention(start=0, end=len(a.name), text=a.name, actor=a) for a in whom]
        dated, placed = rng.random() < 0.6, rng.random() < 0.7
        day = (FIRST + timedelta(days=on)).isoformat()
        headline = f"{by.capitalize()} {verb} {to} at the {thing}" if rng.random() < 0.7 else f"{verb} {to} near the {thing}"
        passage = Span(start=10 * int(id[-1]), end=10 * int(id[-1]) + 9, text=headline)
        place = Place(name=name, lat=area % 80 + town / 10, lon=area % 170 + town / 7, country=land.iso2, feature="PPL", precision="city")
        return Event(
            id=id, report=report, event_type=kind, mode=mode, trigger=Span(start=passage.start, end=passage.start + 4, text=verb.split()[0]), evidence=passage,
            headline=headline, actors=(mentions[0],), recipients=(mentions[1],), place=place if placed else None, scene=None if placed else place,
            begin=day if dated else None, last=day if dated else None, time_precision="day" if dated else "unknown", confidence=0.8,
            modality=rng.choices(("asserted", "possible", "planned", "denied"), (90, 3, 4, 3))[0], background=known - on > 10,
            quantities=(Quantity(kind="wounded", low=slot + 1, high=slot + 1, start=0, end=1),) if kind == "ASSAULT" else (),
        )  # fmt: skip


def measured(events: int, added: int = ADDED, shelved: bool = False) -> dict[str, Any]:
    """A store of so many events: seconds of the rebuild, milliseconds of adding one report (means), and bytes that the merger holds."""
    world = World(events)
    keys = world.keys()
    rng = random.Random(events)
    last = keys[-REPORTS * world.areas :]
    live = rng.sample(last, min(added, len(last) // 2))
    late = rng.sample(keys[: -len(last)], added)
    count = sum(len(world.load(k).events) for k in keys)
    gc.collect()
    empty = resident()
    merger = Merger(world.load, Shelves() if shelved else dict)
    held_back = {*live, *late}
    start = time.process_time()
    made = 0
    for n, key in enumerate(keys, 1):
        if key not in held_back:
            merger.put(key)
        if n % TOGETHER == 0 or n == len(keys):
            made += sum(i is not None for i in merger.settle().values())
    rebuild = time.process_time() - start
    merger.let_go()
    gc.collect()
    held = resident() - empty
    gc.freeze()
    merger.settle()
    one_more(merger, live[0])
    taken = [one_more(merger, key) for key in live[1:]]
    cold = []
    for key in late:
        merger.let_go()
        cold.append(one_more(merger, key))
    gc.unfreeze()
    return {
        "events": count, "countries": world.areas, "days": world.days, "incidents_made": made, "rebuild_s": round(rebuild, 1),
        "rebuild_ms_an_event": round(1000 * rebuild / count, 3), "live_ms": round(1000 * statistics.mean(taken), 2),
        "any_ms": round(1000 * statistics.mean(cold), 2), "bytes_an_event": round(held / count),
    }  # fmt: skip


def one_more(merger: Merger, key: str) -> float:
    """Seconds of adding a report and bringing the incidents up to date."""
    start = time.process_time()
    merger.put(key)
    merger.settle()
    return time.process_time() - start


def main(arguments: Sequence[str] | None = None) -> None:
    p = argparse.ArgumentParser(prog="python -m bench.merging", description=__doc__)
    p.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="EVENTS", help="events of each store")
    p.add_argument("--added", type=int, default=ADDED, help="reports that are added to each, one at a time")
    p.add_argument("--shelves", action="store_true", help="keep in a temporary file where mentions stand, as for large stores")
    p.add_argument("--json", action="store_true", help="print the figures as JSON")
    a = p.parse_args(arguments)
    rows = []
    for size in a.sizes:
        rows.append(measured(size, a.added, a.shelves))
        print(", ".join(f"{k} {v:,}" for k, v in rows[-1].items()), file=sys.stderr, flush=True)
    ratios = {name: round(rows[-1][name] / rows[0][name], 2) for name in ("live_ms", "any_ms", "rebuild_ms_an_event", "bytes_an_event")}
    if a.json:
        print(json.dumps({"stores": rows, "ratios": ratios}, indent=1))
        return
    print(
        f"the largest store to the smallest: one report of the last day {ratios['live_ms']}, of any day {ratios['any_ms']} times as much; at most {RATIO}"
    )
    print(f"rebuild {ratios['rebuild_ms_an_event']}, memory {ratios['bytes_an_event']} times as much an event")


if __name__ == "__main__":
    main()
