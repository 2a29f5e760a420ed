"""States of one kind that are two: of other things, put off again, told since a day."""

from __future__ import annotations

from tests.incidents.factories import actor, event, report
from tests.situation.test_conditions import shown
from vedette.domain import Event
from vedette.incidents import merge
from vedette.situation import conditions
from vedette.situation.signs import sign_of

ARMY = (actor("army", "ZQA", "MIL"),)


def told(day: int, kind: str, about: str, headline: str, **more: object) -> Event:
    given = {"by": ARMY, "at": "Velin", "on": f"2031-05-{day:02}", "condition": kind, "about": about} | more
    return event(f"r{day:02}#1", "COERCE/restrict", headline, **given)  # type: ignore[arg-type]


def test_the_airport_is_not_the_highway() -> None:
    airport = told(3, "closure", "the airport", "the army closed the airport")
    highway = told(4, "closure", "the highway", "the army closed the highway")
    again = told(5, "closure", "the airport", "the army keeps the airport shut", phase="continues")
    found = shown(airport, highway, again, as_of="2031-05-06")
    assert sorted((c.begin, len(c.events)) for c in found) == [("2031-05-03", 2), ("2031-05-04", 1)]


def test_each_town_has_a_curfew_of_its_own() -> None:
    here = told(3, "curfew", "a curfew", "the army put Velin under curfew")
    there = told(4, "curfew", "a curfew", "the army put Karsk under curfew", at="Karsk")
    again = told(5, "curfew", "a curfew", "the army put Velin under curfew")
    assert sorted((c.begin, len(c.events)) for c in shown(here, there, again, as_of="2031-05-06")) == [("2031-05-03", 2), ("2031-05-04", 1)]


def test_what_is_put_off_again_ends_the_first_delay() -> None:
    vote = told(3, "postponement", "the vote", "the army put off the vote", evidence="The army put off the vote.")
    twice = told(9, "postponement", "the vote", "the army put off the vote again", evidence="The army put off the vote again.")
    first, second = shown(vote, twice, as_of="2031-05-12")
    assert (first.begin, first.end is not None, second.begin, second.state) == ("2031-05-03", True, "2031-05-09", "in force")
    (one,) = shown(
        vote, told(9, "postponement", "the vote", "the army put off the vote", evidence="The army put off the vote."), as_of="2031-05-12"
    )
    assert one.begin == "2031-05-03"


def test_a_state_that_is_told_with_since_began_then() -> None:
    held = {"phase": "continues", "on": "2031-05-09"}
    since = told(10, "closure", "the road", "the road is shut", evidence="The road has been shut since Friday.", **held)
    plain = told(10, "closure", "the road", "the road is shut", evidence="The road was shut on Friday.", **held)
    steps = [s.step if (s := sign_of(e, report("r10", "2031-05-10"), None)) else None for e in (since, plain)]
    assert steps == ["opens", "confirms"]


def test_a_slip_of_one_copy_does_not_move_the_beginning() -> None:
    days = {"r03": "2031-05-04", "r04": "2031-05-04", "r05": "2031-05-03"}
    made = [
        event(f"{r}#1", "PROTEST/obstruct", "farmers blocked the road to Velin", by=("farmers",), at="Velin", on=on, condition="blockade")
        for r, on in days.items()
    ]
    reports = {r: report(r, "2031-05-05") for r in days}
    (c,) = conditions(merge(made, reports, ()), made, reports, "2031-05-08")
    assert c.begin == "2031-05-04"


def test_one_word_tells_what_is_suspended_but_not_what_is_occupied() -> None:
    less_sure = {"by": (), "on": None, "at": "Velin", "confidence": 0.6}
    assert [c.kind for c in shown(told(3, "suspension", "visits", "visits are suspended", **less_sure))] == ["suspension"]
    assert shown(told(3, "occupation", "offices", "offices are held", **less_sure)) == ()
