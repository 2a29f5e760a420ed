"""What is merged as reports come, are read again, go and are judged is what is merged of all at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.incidents.factories import FARMERS, POLICE, actor, event, report
from tests.incidents.reference import Reference
from vedette.domain import Copies, Event, Judgement, Report
from vedette.domain.marks import mark
from vedette.incidents import Merged, Merger, clustered
from vedette.incidents.blocks import Shelf
from vedette.incidents.merge import by_report
from vedette.store import Shelves

BELO, SARRO = actor("Anton Belo", "ZQA", "CVL"), actor("Mina Sarro", "ZQA", "CVL")
TEXTS = (
    "Gunmen fired on a patrol near the mill; one officer was hurt and the road to the river was closed for hours by police.",
    "Farmers blocked the road to the bridge with tractors and asked the ministry for cheaper fuel, seed and a longer season.",
    "Text.",
)
HEADLINES = (
    "gunmen fired on a patrol",
    "farmers blocked a road",
    "police arrested a deputy",
    "shots at a patrol of the police",
    "the road was cleared",
)
DAYS = (None, *(f"2031-05-{d:02}" for d in range(4, 14)))


@st.composite
def events(draw: st.DrawFn, key: str) -> tuple[Event, ...]:
    """The events of one reading of a report."""
    made = []
    for n in range(draw(st.integers(0, 3))):
        on = draw(st.sampled_from(DAYS))
        long = on is not None and draw(st.booleans())
        made.append(
            event(
                f"{key}#{n}",
                draw(st.sampled_from(["ASSAULT/firearms", "PROTEST/obstruct", "COERCE/arrest", "REQUEST", "ASSAULT"])),
                draw(st.sampled_from(HEADLINES)),
                on=on,
                last="2031-05-28" if long else None,
                at=draw(st.sampled_from(["Velin", "Old Velin", "Karsk", "Dorim", "Merun", None])),
                by=draw(st.sampled_from([(), (POLICE,), (FARMERS,)])),
                to=draw(st.sampled_from([(), (BELO,), (SARRO,), (POLICE,)])),
                modality=draw(st.sampled_from(["asserted"] * 4 + ["possible", "planned", "denied"])),
                polarity=draw(st.sampled_from(["positive"] * 4 + ["negative"])),
                phase=draw(st.sampled_from(["happens"] * 4 + ["continues"])),
                background=draw(st.sampled_from([False] * 4 + [True])),
            )
        )
    return tuple(made)


@st.composite
def steps(draw: st.DrawFn) -> list[tuple[str, Any]]:
    """What befalls a store: (report, its day, text and events, or None where it goes), or ("judge", kind, two picks)."""
    out: list[tuple[str, Any]] = []
    for _ in range(draw(st.integers(1, 14))):
        key = draw(st.sampled_from(["a", "b", "c", "d", "e", "f", "g"]))
        what = draw(st.sampled_from(["read", "read", "read", "read", "drop", "judge"]))
        if what == "read":
            day = draw(st.sampled_from([None, *(f"2031-05-{d:02}" for d in (5, 8, 9, 10, 14, 30))]))
            out.append((key, (day, draw(st.sampled_from(TEXTS)), draw(events(key)), draw(st.sampled_from(["a", key])))))
        elif what == "drop":
            out.append((key, None))
        else:
            out.append(
                (
                    "judge",
                    (draw(st.sampled_from(["same", "not same", "split", "undo"])), draw(st.integers(0, 50)), draw(st.integers(0, 50))),
                )
            )
    return out


class World:
    """A store and a merger that is told of each change."""

    def __init__(self, shelf: Shelf = dict) -> None:
        self.reports: dict[str, Report] = {}
        self.events: dict[str, tuple[Event, ...]] = {}
        self.heads: dict[str, str] = {}
        self.judgements: list[Judgement] = []
        self.merger = Merger(lambda key: self.told()[key], shelf)

    @property
    def copies(self) -> tuple[Copies, ...]:
        found = tuple(k for k, head in sorted(self.heads.items()) if head == "a" and k != "a")
        return (Copies(reports=("a", *found), copy_of=tuple((k, "a") for k in found)),) if "a" in self.heads and found else ()

    def told(self) -> Mapping[str, Any]:
        return by_report([e for found in self.events.values() for e in found], self.reports, self.copies)

    def step(self, key: str, given: Any) -> None:
        if key == "judge":
            self.judge(*given)
            return
        before = self.told()
        reports, held, heads = dict(self.reports), dict(self.events), dict(self.heads)
        for known in (reports, held, heads):
            known.pop(key, None)
        if given is not None:
            day, text, found, head = given
            reports[key] = report(key, day, text=text)
            held[key], heads[key] = found, head
        after = World.told_of(reports, held, heads)
        changed = {k for k in {*before, *after} if before.get(k) != after.get(k)}
        for k in sorted(changed, reverse=True):
            if k in self.merger:
                self.merger.drop(k)
        self.reports, self.events, self.heads = reports, held, heads
        for k in changed:
            if k in after:
                self.merger.put(k)

    @staticmethod
    def told_of(reports: dict[str, Report], events: dict[str, tuple[Event, ...]], heads: dict[str, str]) -> Mapping[str, Any]:
        world = World()
        world.reports, world.events, world.heads = reports, events, heads
        return world.told()

    def judge(self, kind: str, left: int, right: int) -> None:
        if kind == "undo":
            self.judgements = self.judgements[:-1]
        else:
            all_events = [e for found in self.events.values() for e in found]
            a, b = (all_events[n % len(all_events)] if all_events else None for n in (left, right))
            if a is None or b is None or a is b:
                return
            given: dict[str, Any] = {"kind": kind, "left": a.id, "right": b.id, "value": [b.id], "anchors": (mark(a), mark(b))}
            self.judgements.append(Judgement(id=len(self.judgements) + 1, by="kim", made="2031-05-20", **given))
        self.merger.judge(self.judgements)

    def expected(self) -> Merged:
        return clustered([e for found in self.events.values() for e in found], self.reports, self.copies, self.judgements)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@pytest.mark.parametrize(("nearest", "in_memory"), [(1, True), (40, True), (40, False)])
@given(given=steps())
def test_kept_up_to_date_is_as_merged_at_once(
    nearest: int, in_memory: bool, given: list[tuple[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vedette.incidents.blocks.NEAREST", nearest)
    world = World(dict if in_memory else Shelves(keep=3))
    held: dict[str, Any] = {}
    for n, (key, what) in enumerate(given):
        world.step(key, what)
        if n % 3 != 1:  # now and then several changes together
            held = {k: i for k, i in (held | world.merger.settle()).items() if i is not None}
            expected = world.expected()
            assert world.merger.merged() == expected == Reference(world.told(), world.judgements).merged()
            assert held == {i.id: i for i in (*expected.incidents, *expected.weak)}
