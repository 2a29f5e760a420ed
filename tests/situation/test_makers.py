"""Who presumably ends a state that nobody is told to have ended."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.incidents.factories import actor, event, report
from vedette.domain import Actor, Condition, Incident, Presumed
from vedette.incidents import merge
from vedette.situation import conditions, ended_by_makers

FARMERS = actor("farmers", "ZQA", "AGR")
POLICE = Actor(name="police of Chad", country="TCD", sectors=("COP",))


def picture(by: tuple[Actor, ...] = (FARMERS,), ended_by: tuple[Actor, ...] = ()) -> tuple[Incident, tuple[Condition, ...]]:
    """The incident that ends a blockade, and the states."""
    begun = event("a#1", "PROTEST/obstruct", "the road to Velin was blocked", by=by, on="2031-05-03", at="Velin", condition="blockade")
    over = event(
        "b#1", "RETREAT", "the roadblock was removed", by=ended_by, on="2031-05-08", at="Velin", condition="blockade", phase="ends"
    )
    reports = {"a": report("a", "2031-05-03"), "b": report("b", "2031-05-08")}
    incidents = merge([begun, over], reports, ())
    states = conditions(incidents, [begun, over], reports, "2031-05-10")
    (c,) = states
    return next(i for i in incidents if i.id in c.closed_by), states


def test_who_made_a_blockade_is_presumed_to_have_ended_it() -> None:
    over, states = picture()
    (found,) = ended_by_makers([over], states)
    assert found.actors == ()
    assert found.presumed == Presumed(actor=FARMERS, reason="who began it")


@pytest.mark.parametrize(
    "other",
    [
        {"actors": (POLICE,)},
        {"presumed": Presumed(actor=POLICE, reason="who announced it")},
        {"edited": ("actors",)},
    ],
)
def test_what_is_told_announced_or_decided_stands(other: dict[str, object]) -> None:
    over, states = picture()
    given = replace(over, **other)  # type: ignore[arg-type]
    assert ended_by_makers([given], states) == (given,)


def test_the_maker_goes_before_authority_in_general() -> None:
    over, states = picture()
    given = replace(over, presumed=Presumed(actor=POLICE, reason="an act of authority there"))
    (found,) = ended_by_makers([given], states)
    assert found.presumed is not None
    assert found.presumed.actor == FARMERS


def test_of_a_state_that_nobody_made_and_of_a_truce_nobody_is_presumed() -> None:
    over, states = picture(by=())
    assert ended_by_makers([over], states) == (over,)
    over, (state,) = picture()
    assert ended_by_makers([over], [replace(state, kind="ceasefire")]) == (over,)
