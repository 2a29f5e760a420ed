from __future__ import annotations

import random

import pytest

from tests.incidents.factories import actor, event, report
from vedette.domain import Event, Undertaking
from vedette.incidents import merge
from vedette.situation import undertakings
from vedette.situation.undertakings import asking

MAYOR = actor("Petra Olin", "ZQA", "GOV")
FARMERS = actor("farmers' league", "ZQA", "AGR")
MISSION = actor("peace mission", "IGO", "MIL", entry="mission")
MERUN = actor("Merun", "YQA", "GOV")


def shown(*events: Event, as_of: str | None = "2031-05-30") -> tuple[Undertaking, ...]:
    reports = {e.report: report(e.report, f"2031-05-{e.report[1:]}") for e in events}
    return undertakings(merge(events, reports, ()), events, reports, as_of)


def asks(day: int = 3, trigger: str = "asked", **more: object) -> Event:
    given = {"by": (MERUN,), "to": (MISSION,), "on": f"2031-05-{day:02}", "about": "the return of its border police"} | more
    return event(f"r{day:02}#1", "REQUEST", "Merun asked the mission for the return of its border police", trigger=trigger, **given)  # type: ignore[arg-type]


def refuses(day: int, **more: object) -> Event:
    given = {"by": (MISSION,), "to": (MERUN,), "on": f"2031-05-{day:02}", "about": "the return of border police"} | more
    return event(f"r{day:02}#7", "REJECT/yield", "The mission turned down the return of border police", trigger="turned", **given)  # type: ignore[arg-type]


def test_the_table_is_sorted() -> None:
    assert list(asking()) == sorted(asking())


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        (asks(), "request"),
        (asks(trigger="demanded"), "demand"),
        (
            event(
                "r03#1",
                "THREATEN/violence",
                "Merun threatened to march",
                by=(MERUN,),
                to=(MISSION,),
                on="2031-05-03",
                about="march on the capital",
            ),
            "threat",
        ),
        (
            event(
                "r03#1",
                "THREATEN/violence",
                "Merun gave two days",
                by=(MERUN,),
                to=(MISSION,),
                on="2031-05-03",
                about="march on the capital",
                due="2031-05-05",
            ),
            "ultimatum",
        ),
        (
            event(
                "r03#1", "AGREE", "The mayor will pay the herders", by=(MAYOR,), to=(FARMERS,), about="pay the herders", modality="promised"
            ),
            "promise",
        ),
        (
            event(
                "r03#1",
                None,
                "The mayor set the local vote for June",
                by=(MAYOR,),
                what="set the local vote",
                about="the local vote for 7 June",
                trigger="set",
                on="2031-05-03",
                due="2031-06-07",
            ),
            "decision",
        ),
    ],
)
def test_kinds(made: Event, kind: str) -> None:
    (u,) = shown(made)
    assert u.kind == kind
    assert u.made == "2031-05-03"
    assert u.outcome == ("lapsed" if kind == "ultimatum" else "pending")


def test_steps_join_and_the_answer_counts() -> None:
    announced = event(
        "r03#1",
        "REQUEST",
        "Merun will ask the mission for the return of its border police",
        by=(MERUN,),
        to=(MISSION,),
        about="the return of its border police",
        modality="planned",
        on="2031-05-08",
    )
    (u,) = shown(announced, asks(8), asks(9), refuses(20))
    assert (u.kind, u.made, u.outcome, u.outcome_at) == ("request", "2031-05-08", "refused", "2031-05-20")
    assert u.reports == ("r03", "r08", "r09")
    assert len(u.answered_by) == 1
    (before,) = shown(announced, asks(8), asks(9), refuses(20), as_of="2031-05-15")
    assert before.outcome == "pending"


def test_what_is_asked_of_another_or_about_another_thing_is_another() -> None:
    other = event(
        "r04#1",
        "REQUEST",
        "Merun asked the mission for tents and water",
        by=(MERUN,),
        to=(MISSION,),
        about="tents and water for the camp",
        on="2031-05-04",
    )
    third = event(
        "r05#1", "REQUEST", "Farmers asked the mayor", by=(FARMERS,), to=(MAYOR,), about="the return of its border police", on="2031-05-05"
    )
    assert len(shown(asks(), other, third)) == 3


def test_a_refusal_of_something_else_is_no_answer() -> None:
    (u,) = shown(
        asks(), event("r10#1", "REJECT", "The mayor rejected a tax", by=(MAYOR,), to=(FARMERS,), about="a tax on milk", on="2031-05-10")
    )
    assert u.outcome == "pending"


def test_a_demand_is_met_by_the_end_of_the_state() -> None:
    demand = event(
        "r03#1",
        "REQUEST",
        "The mayor demanded that farmers take down the roadblocks",
        by=(MAYOR,),
        to=(FARMERS,),
        about="take down the roadblocks",
        trigger="demanded",
        on="2031-05-03",
    )
    inner = event("r03#2", "RETREAT", "take down the roadblocks", by=(FARMERS,), condition="blockade", phase="ends", modality="requested")
    done = event(
        "r06#1",
        "RETREAT",
        "Farmers removed the barricades",
        by=(FARMERS,),
        at="Velin",
        on="2031-05-06",
        condition="blockade",
        phase="ends",
        trigger="removed",
    )
    (u,) = shown(demand, inner, done)
    assert (u.kind, u.outcome, u.outcome_at) == ("demand", "granted", "2031-05-06")


def test_a_due_day_that_passes_in_silence_lapses() -> None:
    (u,) = shown(asks(due="2031-05-10"))
    assert (u.outcome, u.outcome_at, u.due) == ("lapsed", "2031-05-10", "2031-05-10")
    (u,) = shown(asks(due="2031-05-10"), as_of="2031-05-09")
    assert u.outcome == "pending"


def test_a_threat_carried_out_is_kept() -> None:
    threat = event(
        "r03#1",
        "THREATEN",
        "Merun threatened to close the border",
        by=(MERUN,),
        to=(MISSION,),
        about="close the border",
        trigger="threatened",
        on="2031-05-03",
    )
    deed = event(
        "r06#1",
        "COERCE/restrict",
        "Merun closed the border",
        by=(MERUN,),
        on="2031-05-06",
        trigger="closed",
        about="the border",
        condition="closure",
    )
    (u,) = shown(threat, deed)
    assert (u.outcome, u.outcome_at) == ("kept", "2031-05-06")


def test_a_remark_without_addressee_and_content_is_none() -> None:
    assert not shown(event("r03#1", "REQUEST", "Olin asked", by=(MAYOR,), trigger="asked", on="2031-05-03", about="it"))


def test_order_does_not_matter() -> None:
    events = [asks(3), asks(8), refuses(20), asks(9, trigger="demanded"), asks(12, about="tents for the camp")]
    expected = shown(*events)
    for seed in range(5):
        random.Random(seed).shuffle(events)
        assert shown(*events) == expected
