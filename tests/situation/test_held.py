"""Who is held: one custody is not another's, and an exchange ends both."""

from __future__ import annotations

from dataclasses import replace

from tests.incidents.factories import actor, event
from tests.situation.test_conditions import shown
from vedette.domain import Actor, Event

HERDERS = actor("herders", "YQA", "AGR")
FISHERS = actor("fishermen", "ZQA", "AGR")
PEOPLE = actor("people", "ZQA", "CVL")


def held(day: int, whom: Actor, at: str, n: int = 1, count: int | None = None, about: str | None = None) -> Event:
    return event(
        f"r{day:02}#{n}",
        "COERCE/arrest",
        f"{about or whom.name} were detained at {at}",
        to=(whom,),
        at=at,
        on=f"2031-05-{day:02}",
        condition="detention",
        about=about or whom.name,
        numbers=(("arrested", count, count),) if count else (),
    )


def test_those_taken_weeks_later_are_others() -> None:
    found = shown(held(3, HERDERS, "Velin", count=3), held(20, PEOPLE, "Velin", count=14, about="fourteen people"))
    assert sorted(c.begin or "" for c in found) == ["2031-05-03", "2031-05-20"]


def test_many_more_are_others() -> None:
    go_on = event(
        "r06#1",
        None,
        "17 people are still in custody",
        to=(PEOPLE,),
        condition="detention",
        phase="continues",
        about="17 people",
        numbers=(("arrested", 17, 17),),
    )
    found = shown(held(3, HERDERS, "Velin", count=3), go_on)
    assert next(c for c in found if c.begin == "2031-05-03").last_confirmed == "2031-05-03"


def test_an_exchange_ends_both_custodies() -> None:
    swap = event(
        "r12#1",
        "RETREAT/release",
        "the sides exchanged the herders and the fishermen at Karsk",
        to=(HERDERS, FISHERS),
        on="2031-05-12",
        at="Karsk",
        condition="detention",
        phase="ends",
        about="the herders and the fishermen",
    )
    found = shown(held(3, HERDERS, "Velin"), held(4, FISHERS, "Dorim"), swap)
    assert {(c.begin, c.end) for c in found} == {("2031-05-03", "2031-05-12"), ("2031-05-04", "2031-05-12")}


def test_a_sum_told_beside_does_not_make_one_person_many() -> None:
    preacher = actor("Sami Aro", "ZQA")
    since = replace(
        held(1, preacher, "Velin", about="200,000 crowns"), begin="2031-05-01", last=None, time_precision="month", phase="continues"
    )
    found = shown(since, replace(held(3, preacher, "Velin"), id="r02#1", report="r02"))
    assert len(found) == 1
