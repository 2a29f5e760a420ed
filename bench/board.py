"""The board with very many incidents: how long each page takes with 100,000 of them against 1,000, and what the first screen weighs.

`python -m bench.board` makes both pictures in a temporary folder (a real database with reports, readings and the word index; the
incidents themselves are made up, not merged), asks every page a few times over HTTP in the process, and prints a table and the
slowest page's ratio.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args
from unittest import mock

from sqlalchemy import insert, text

from vedette.domain import (
    Actor,
    ActorMention,
    Coded,
    Condition,
    ConditionKind,
    Event,
    EventType,
    Incident,
    OffsetMap,
    Picture,
    Place,
    Report,
    Source,
    Undertaking,
    UndertakingKind,
    Value,
    span,
)
from vedette.store import Store, schema
from vedette.store.rows import dump

SIZES = (1_000, 100_000)
ROUNDS = 7
"""Times that each page is asked, after one that is not counted."""
ENOUGH = 10_000
"""Milliseconds after which a page is not asked again."""
RATIO, WEIGHT = 3.0, 400_000
"""The slowest page's time with many against with few, at most; bytes of the first screen, at most."""
END = date(2025, 12, 31)
DEEDS: dict[EventType, str] = {
    "ASSAULT": "attacked",
    "COERCE": "detained",
    "PROTEST": "blocked",
    "CONSULT": "met",
    "REQUEST": "asked",
    "ACCUSE": "blamed",
    "AID": "supplied",
}
WHERE = "Arden Belmor Casten Dorvik Elmora Farlen Gostan Hedrin Istova Jarnel Korvin Lasten Mirova Norvel Ostrin Pelmar".split()
WHO = (
    "police guards farmers teachers rebels miners soldiers drivers students elders monitors judges ministers traders nurses sailors".split()
)
THINGS = "road bridge market school depot station convoy well office clinic".split()


def days(n: int, rng: random.Random) -> str:
    """A day of the last year, later ones as likely as earlier ones."""
    return (END - timedelta(days=rng.randrange(365))).isoformat()


def made(n: int) -> Picture:
    """A picture of `n` incidents in 2n reports or so: the same for the same number."""
    rng = random.Random(n)
    places = [
        Place(
            name=f"{a}{b}",
            lat=rng.uniform(8, 14),
            lon=rng.uniform(14, 24),
            country="TD",
            feature="PPL",
            precision="city",
            admin1=a,
            geonameid=k,
        )
        for k, (a, b) in enumerate((a, b) for a in WHERE for b in ("", "ska", "burg", "ton", "by"))
    ]
    wide = [Place(name=a, lat=11, lon=19, country="TD", feature="ADM1", precision="admin1", admin1=a, radius=80) for a in WHERE]
    actors = [Actor(name=f"{w} of {a}", country="TCD", sectors=("CVL",)) for w in WHO for a in WHERE]
    outlets = [f"{a} {kind}" for a in WHERE for kind in ("Post", "Radio", "Herald", "Online", "Wire")]
    reports: dict[str, Report] = {}
    events: dict[str, Event] = {}
    incidents = []
    for k in range(n):
        type = rng.choice(list(DEEDS))
        by, to = rng.sample(actors, 2)
        place = rng.choice(wide) if rng.random() < 0.1 else None if rng.random() < 0.05 else rng.choice(places)
        on = days(n, rng)
        title = f"{by.name.capitalize()} {DEEDS[type]} {to.name} at the {rng.choice(THINGS)}"
        mine, keys = [], []
        for m in range(rng.choice((1, 1, 2, 2, 3))):
            key = f"r{k}-{m}"
            body = f"{title} in {place.name if place else 'the country'} on {on}. Officials gave no further word of it, number {k}."
            reports[key] = Report(id=key, text=body, raw=body, offsets=OffsetMap.identity(len(body)), title=title, source=rng.choice(outlets), published=on, received=f"{on}T12:00:00Z", relevant=True)  # fmt: skip
            whom = [ActorMention(start=0, end=len(a.name), text=a.name, actor=a) for a in (by, to)]
            events[f"{key}#1"] = Event(
                id=f"{key}#1",
                report=key,
                event_type=type,
                mode=None,
                trigger=span(body, 0, 5),
                evidence=span(body, 0, body.index(".") + 1),
                headline=title,
                actors=(whom[0],),
                recipients=(whom[1],),
                place=place,
                begin=on,
                last=on,
                time_precision="day",
                confidence=0.8,
            )
            mine.append(f"{key}#1")
            keys.append(key)
        incidents.append(incident(k, type, by, to, place, on, title, tuple(mine), tuple(keys), rng))
    return Picture(
        situation=None,
        as_of=END.isoformat(),
        known_at=None,
        incidents=tuple(incidents),
        conditions=tuple(states(incidents, rng)),
        undertakings=tuple(asked(incidents, rng)),
        copies=(),
        reports=reports,
        events=events,
        inside=frozenset(reports),
    )


def incident(
    k: int,
    type: EventType,
    by: Actor,
    to: Actor,
    place: Place | None,
    on: str,
    title: str,
    events: tuple[str, ...],
    reports: tuple[str, ...],
    rng: random.Random,
) -> Incident:
    """An incident of these events."""
    said = (("type", (type, None)), ("begin", (on, on, "day")), ("place", place), ("actors", by), ("recipients", to))
    return Incident(
        id=f"i{k}",
        title=title,
        event_type=type,
        mode=None,
        begin=on,
        last=on,
        time_precision="day",
        place=place,
        actors=(by,),
        recipients=(to,),
        numbers=(),
        modality="asserted" if rng.random() < 0.9 else "planned",
        background=False,
        disputed=rng.random() < 0.05,
        status="machine",
        credibility=rng.randint(1, 6),
        events=events,
        reports=reports,
        independent_sources=len(reports),
        known=f"{on}T12:00:00Z",
        slots=tuple((name, (Value(value=v, events=events, reports=reports),)) for name, v in said if v),
    )


def states(incidents: list[Incident], rng: random.Random) -> Iterator[Condition]:
    """A condition for every twentieth incident; nine in ten have ended."""
    for k, i in enumerate(incidents[::20]):
        kind = rng.choice(get_args(ConditionKind))
        over = rng.random() < 0.9
        yield Condition(
            id=f"c{k}", kind=kind, what=i.title, place=i.place, by=i.actors, begin=i.begin, end=i.last if over else None, expected_end=None,
            last_confirmed=i.last, state="ended" if over else "in force", opened_by=(i.id,), closed_by=(), reports=i.reports, events=i.events,
        )  # fmt: skip


def asked(incidents: list[Incident], rng: random.Random) -> Iterator[Undertaking]:
    """An undertaking for every twentieth incident; one in five is open."""
    for k, i in enumerate(incidents[7::20]):
        is_open = rng.random() < 0.2
        yield Undertaking(
            id=f"u{k}", kind=rng.choice(get_args(UndertakingKind)), by=i.actors, to=i.recipients, what=i.title, made=i.begin, due=None,
            outcome="pending" if is_open else "granted", outcome_at=None if is_open else i.last, reports=i.reports, answered_by=(), events=i.events,
        )  # fmt: skip


def stored(path: Path, picture: Picture) -> None:
    """A database that holds the picture's reports, read."""
    store = Store.open(path)
    with store._writes() as connection:
        held = list(picture.reports.values())
        for at in range(0, len(held), 5_000):
            some = held[at : at + 5_000]
            connection.execute(insert(schema.report), [_row(r) for r in some])
            connection.execute(
                text("INSERT INTO report_words (key, title, text) VALUES (:k, :t, :b)"),
                [{"k": r.key, "t": r.title, "b": r.text} for r in some],
            )
            empty = {"made": "2031-01-01T00:00:00Z", "version": "0", "entities": "[]", "coded": dump(Coded(relevant=True))}
            connection.execute(insert(schema.reading), [{"id": at + n + 1, "report": r.key, **empty} for n, r in enumerate(some)])
            connection.execute(insert(schema.event), [_event(picture.events[f"{r.key}#1"], at + n + 1) for n, r in enumerate(some)])
    for name in sorted({r.source for r in held if r.source})[::2]:
        store.put_source(Source(name=name, reliability="B", side=name.split()[0]), by="bench")
    store.close()


def _row(r: Report) -> dict[str, Any]:
    kept = {
        "title",
        "source",
        "published",
        "published_estimated",
        "received",
        "url",
        "language",
        "text_kind",
        "dateline",
        "relevant",
        "text",
        "raw",
    }
    return {
        "key": r.key,
        "whole_number": False,
        "digest": r.key,
        "known": r.known,
        "offsets": dump(r.offsets),
        **{k: getattr(r, k) for k in kept},
    }


def _event(e: Event, reading: int) -> dict[str, Any]:
    point = {"lat": e.place.lat if e.place else None, "lon": e.place.lon if e.place else None}
    return {"row": reading, "id": e.id, "reading": reading, "report": e.report, "event_type": e.event_type, "begin": e.begin, "last": e.last, "data": dump(e), **point}  # fmt: skip


PAGES = (
    "/", "/?incident=i500", "/?area=TD/Arden", "/?page=10", "/?map=1", "/incidents.geojson?limit=2000", "/incidents/i500", "/reports", "/reports?q=bridge",
    "/reports/r500-0?event=r500-0%231", "/search", "/search?q=Arden+bridge", "/search?q=officials", "/search?type=ASSAULT&area=TD/Arden&from=2025-06-01", "/map",
    "/map?from=2025-12-01&to=2025-12-31", "/inforce", "/inforce?kind=curfew&all=1", "/undertakings", "/undertakings?outcome=pending", "/sources",
    "/sources?source=Arden+Post", "/compare", "/triage", "/log", "/handover?since=2025-12-31T00:00:00Z", "/sitrep", "/queue.json", "/live.json", "/health",
)  # fmt: skip
"""What is asked, each answered from a picture that is drawn already."""


def measured(
    sizes: Sequence[int], folder: Path, pages: tuple[str, ...] = PAGES, clock: Callable[[], float] = time.perf_counter, rounds: int = ROUNDS
) -> tuple[list[dict[str, float]], dict[str, int]]:
    """Milliseconds of each page (the median) for each number of incidents, and bytes of the first screen with the last number, by file.

    The boards are asked in turn, so that what else the machine does weighs on them alike.
    """
    from fastapi.testclient import TestClient

    from vedette.web.app import create_app
    from vedette.web.desk import Desk

    pictures = {str(folder / f"{n}.db"): made(n) for n in sizes}
    for path, picture in pictures.items():
        stored(Path(path), picture)
    times: list[dict[str, float]] = [{} for _ in sizes]
    with ExitStack() as stack:
        stack.enter_context(mock.patch("vedette.web.desk.picture", side_effect=lambda store, *_, **__: pictures[store.path]))
        desks = [Desk(path) for path in pictures]
        apps = [TestClient(create_app(d, ["127.0.0.1"]), base_url="http://127.0.0.1") for d in desks]
        clients = [stack.enter_context(app) for app in apps]
        for page in pages:
            taken: list[list[float]] = [[] for _ in sizes]
            for client in clients:
                if (status := client.get(page).status_code) != 200:
                    sys.exit(f"{page}: {status}")
            while len(taken[0]) < rounds and sum(taken[-1]) < ENOUGH:
                for client, mine in zip(clients, taken, strict=True):
                    start = clock()
                    client.get(page)
                    mine.append(1000 * (clock() - start))
            for found, mine in zip(times, taken, strict=True):
                found[page] = statistics.median(mine)
            print(f"{page}: {', '.join(f'{found[page]:.0f}' for found in times)} ms", file=sys.stderr)
        html = clients[-1].get("/").text
        linked = re.findall(r'<(?:link rel="(?:stylesheet|icon)"|script)[^>]*?(?:href|src)="([^"]+)"', html)
        files = ["/", *dict.fromkeys(linked), "/static/signs.svg"]
        weights = {f: len(clients[-1].get(f).content) for f in files}
    for desk in desks:
        desk.close()
    return times, weights


def main() -> None:
    p = argparse.ArgumentParser(prog="python -m bench.board", description=__doc__)
    p.add_argument("--sizes", type=int, nargs=2, default=SIZES, metavar=("FEW", "MANY"), help="how many incidents")
    p.add_argument("--cpu", action="store_true", help="count the process's own seconds: for a machine that is busy with other things")
    p.add_argument("--page", action="append", help="only this page; may be repeated")
    p.add_argument("--json", action="store_true", help="print the figures as JSON")
    a = p.parse_args()
    few, many = a.sizes
    clock = time.process_time if a.cpu else time.perf_counter
    pages = tuple(a.page) if a.page else PAGES
    with tempfile.TemporaryDirectory() as name:
        (small, large), weights = measured((few, many), Path(name), pages, clock)
    slowest = max(pages, key=lambda page: large[page])
    worst = max(pages, key=lambda page: large[page] / small[page])
    out = {
        "sizes": [few, many],
        "pages": {page: {"few_ms": round(small[page], 1), "many_ms": round(large[page], 1), "ratio": round(large[page] / small[page], 2)} for page in pages},
        "slowest": {"page": slowest, "ratio": round(large[slowest] / small[slowest], 2)},
        "worst": {"page": worst, "ratio": round(large[worst] / small[worst], 2)},
        "slowest_to_slowest": round(max(large.values()) / max(small.values()), 2),
        "first_screen_bytes": sum(weights.values()),
    }  # fmt: skip
    if a.json:
        json.dump(out, sys.stdout, indent=1)
        print()
        return
    print(f"{'page':60} {few:>9,} {many:>9,}  ratio   (median ms of {ROUNDS})")
    for page in sorted(pages, key=lambda page: -large[page]):
        print(f"{page:60} {small[page]:9.1f} {large[page]:9.1f}  {large[page] / small[page]:5.2f}")
    print(f"slowest page {slowest}: {out['slowest']['ratio']} times; at most {RATIO}")  # type: ignore[index]
    print(
        f"first screen, map closed: {sum(weights.values()):,} bytes ({', '.join(f'{f} {w:,}' for f, w in weights.items())}); at most {WEIGHT:,}"
    )


if __name__ == "__main__":
    main()
