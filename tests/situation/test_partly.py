"""Endings of a whole and of a part, and the days of endings."""

from __future__ import annotations

import pytest

from tests.incidents.factories import event
from tests.situation.test_conditions import FARMERS, blocked, cleared, shown
from vedette.domain import Event
from vedette.domain.events import LIKENESS

LEARNT = (f"“-” {LIKENESS}",)


def shut(day: int, condition: str, headline: str, **more: object) -> Event:
    given = {"by": (FARMERS,), "on": f"2031-05-{day:02}", "condition": condition, "at": "Velin"} | more
    return event(f"r{day:02}#1", "SANCTION", headline, **given)  # type: ignore[arg-type]


def over(day: int, condition: str, headline: str, trigger: str, **more: object) -> Event:
    given = {"on": f"2031-05-{day:02}", "condition": condition, "phase": "ends", "at": "Velin"} | more
    return event(f"r{day:02}#2", None, headline, trigger=trigger, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("condition", "began", "headline", "trigger", "about", "end"),
    [
        ("suspension", "food distributions were halted", "food distributions started again", "started", "food distributions", "2031-05-10"),
        ("strike", "drivers went on strike", "drivers went back to work on Tuesday, with half of the pay", "went", None, "2031-05-10"),
        (
            "closure",
            "the bridge was closed",
            "lorries crossed the bridge for the first time in a week",
            "crossed",
            "the bridge",
            "2031-05-10",
        ),
        ("curfew", "the mayor imposed a curfew", "the mayor began to lift the curfew", "lift", "the curfew", None),
        ("closure", "the bridge was closed", "half of the bridge was reopened, the mayor said", "reopened", "half of the bridge", None),
        ("closure", "the bridge was closed", "the first lorries crossed the bridge", "crossed", "the bridge", None),
    ],
)
def test_what_is_told_as_a_part_is_one_of_what_ended(
    condition: str, began: str, headline: str, trigger: str, about: str | None, end: str | None
) -> None:
    c = shown(
        shut(3, condition, began, about=about and about.removeprefix("half of ")), over(10, condition, headline, trigger, about=about)
    )
    assert [x.end for x in c] == [end]


@pytest.mark.parametrize(("who", "end"), [(("eleven workers",), "2031-05-10"), (("one worker",), None)])
def test_people_are_let_go_together_or_one_by_one(who: tuple[str, ...], end: str | None) -> None:
    held = event(
        "r03#1",
        "COERCE/arrest",
        "police detained eleven workers",
        to=("eleven workers",),
        on="2031-05-03",
        at="Velin",
        condition="detention",
        about="eleven workers",
    )
    free = event("r10#2", "RETREAT", f"a court let {who[0]} go", to=who, on="2031-05-10", at="Velin", condition="detention", phase="ends")
    assert [c.end for c in shown(held, free)] == [end]


def test_an_ending_told_late_of_the_first_day_bears_the_day_of_its_report() -> None:
    (late,) = shown(blocked(3), cleared(9, on="2031-05-03"))
    (dated,) = shown(blocked(3), cleared(9, on="2031-05-08"))
    (same,) = shown(blocked(3), cleared(4, on="2031-05-03"))
    assert (late.end, dated.end, same.end) == ("2031-05-09", "2031-05-08", "2031-05-03")


def test_an_ending_with_its_own_day_outweighs_one_without() -> None:
    (c,) = shown(blocked(3), cleared(9, on="2031-05-03"), cleared(10, on="2031-05-07"))
    assert c.end == "2031-05-07"


@pytest.mark.parametrize(
    ("about", "kind"),
    [
        ("electricity supply to the quarter", "cut-off"),
        ("gas", "cut-off"),
        ("the gas site at Velin", "suspension"),
        ("food supply lorries", "suspension"),
        ("power station works", "suspension"),
    ],
)
def test_a_supply_is_not_suspended_but_cut(about: str, kind: str) -> None:
    (c,) = shown(shut(3, "suspension", f"the company stopped {about}", about=about))
    assert c.kind == kind


@pytest.mark.parametrize(
    ("trigger", "learnt", "kind"), [("suspended", True, "suspension"), ("dismissed", True, "vacancy"), ("suspended", False, "vacancy")]
)
def test_a_mayor_who_is_suspended_has_a_post(trigger: str, learnt: bool, kind: str) -> None:
    (c,) = shown(
        shut(3, "vacancy", f"the governor {trigger} the mayor", about="the mayor", trigger=trigger, reasons=LEARNT if learnt else ())
    )
    assert c.kind == kind


def test_lorries_that_run_again_free_nobody() -> None:
    held = event(
        "r03#1", "ASSAULT/abduct", "gunmen seized two engineers", to=("two engineers",), on="2031-05-03", at="Velin", condition="detention"
    )
    run = over(8, "other", "lorries ran again", "ran", reasons=LEARNT, about="lorries")
    home = over(8, "other", "the two engineers are home", "home", reasons=LEARNT, about="the two engineers")
    assert [c.end for c in shown(held, run)] == [None]
    assert [c.end for c in shown(held, home)] == ["2031-05-08"]


def test_an_ending_is_of_the_state_at_its_very_spot() -> None:
    far = blocked(3, "Karsk")
    near = event(
        "r04#1", "PROTEST/obstruct", "miners blocked the bridge", by=("miners",), on="2031-05-04", at="Velin", condition="blockade"
    )
    states = shown(far, near, cleared(8, "Velin", "the roadblock at Velin was removed by farmers"))
    assert {c.place.name: c.end for c in states if c.place} == {"Karsk": None, "Velin": "2031-05-08"}
