from __future__ import annotations

import pytest

from tests.incidents.factories import event
from tests.situation.test_undertakings import MISSION, shown
from vedette.domain import Event
from vedette.situation.shortfall import falls_short


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("forty tankers standing in Ostrel within five days", "Eleven tankers had come by the end of the week."),
        ("send 250 border guards to Velin by 15 June", "By 17 June ninety of the 250 guards were there."),
        ("take back the 420 dismissed miners", "120 of the 420 dismissed are back at work."),
        ("six ambulances", "Two ambulances, not six, were delivered."),
        ("20,000 doses of vaccine by mid-month", "10,000 doses were unloaded on Sunday."),
        ("return 140 head of cattle", "Ninety-six head were driven back over the ford."),
        ("return 140 head of cattle", "96 of 140 animals were driven back over the ford."),
        ("release the nine boatmen", "Two of the nine went home on Monday."),
        ("withdraw its 300 soldiers by Easter", "180 of 300 soldiers left on the 17th."),
    ],
)
def test_fewer_came_than_were_promised(asked: str, told: str) -> None:
    assert falls_short(asked, told)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("forty tankers within five days", "Forty tankers had come by the end of the week."),
        ("send 250 border guards to Velin", "The first of the 250 guards came on Monday."),
        ("six ambulances", "The six ambulances came on Monday, and two officers signed for them."),
        ("release the nine boatmen", "The nine went home at two in the morning."),
        ("leave within 48 hours", "They left 12 hours later."),
        ("send two doctors", "Three doctors came."),
        ("reopen the road within ten days", "The road was open again after five days."),
        ("pay 5,000 crowns to each family", "Each family has its 5,000 crowns."),
        ("reopen the road", "Two lorries crossed on Monday."),
        ("release 40 prisoners", "20 prisoners walked out on Saturday and 20 prisoners on Monday."),
        ("send 250 officers", "The promised 150 officers and 100 officers of the reserve arrived."),
        ("release 40 prisoners", "The prisoners were let go, among them nine prisoners who are ill."),
        ("24 trucks of flour", "Two dozen trucks came."),
        ("30 million dollars for the schools", "The schools got 30m dollars, 12 dollars a pupil."),
        ("40 tankers", "The tankers came, each of 4 tankers with its own pump."),
        ("400 trucks", "The trucks came, 30 trucks of them with fuel."),
        ("cut the price by 20 percent", "Bread costs 10 percent less since Monday."),
    ],
)
def test_as_many_came_or_other_things_are_counted(asked: str, told: str) -> None:
    assert not falls_short(asked, told)


def promise(due: str | None) -> Event:
    return event(
        "r03#1",
        "AGREE",
        "The mission will send 250 guards to Velin",
        trigger="send",
        by=(MISSION,),
        on="2031-05-03",
        due=due,
        modality="planned",
        about="250 guards to Velin",
    )


def sends(count: str, day: int = 8) -> Event:
    return event(
        f"r{day:02}#1",
        "MOBILIZE",
        f"The mission sent {count} guards to Velin",
        trigger="sent",
        by=(MISSION,),
        on=f"2031-05-{day:02}",
        about=f"{count} guards to Velin",
    )


@pytest.mark.parametrize(
    ("due", "count", "outcome"),
    [
        ("2031-05-10", "250", "kept"),
        ("2031-05-10", "90", "broken"),
        (None, "90", "pending"),
        ("2031-06-20", "90", "pending"),
    ],
)
def test_a_promise_of_which_a_part_was_done(due: str | None, count: str, outcome: str) -> None:
    assert {u.outcome for u in shown(promise(due), sends(count)) if u.kind == "promise"} == {outcome}
