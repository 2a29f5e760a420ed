"""Who presumably ends a state that nobody is told to have ended."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.incidents.factories import actor, event, report
from vedette.domain import Actor, Condition, Event, Incident, Presumed, Span
from vedette.incidents import merge
from vedette.situation import conditions, ended_by_makers

FARMERS = actor("farmers", "ZQA", "AGR")
POLICE = Actor(name="police of Chad", country="TCD", sectors=("COP",))


def picture(
    by: tuple[Actor, ...] = (FARMERS,),
    told: str = "removed",
    kind: str = "blockade",
    coded: str | None = "RETREAT",
    to: tuple[Actor, ...] = (),
) -> tuple[Incident, tuple[Condition, ...], dict[str, Event]]:
    """The incident that ends a state, the states, and the events."""
    begun = event("a#1", "PROTEST/obstruct", "the road to Velin was blocked", by=by, on="2031-05-03", at="Velin", condition=kind)
    over = event("b#1", coded, f"it was {told}", to=to, on="2031-05-08", at="Velin", condition=kind, phase="ends", trigger=told, what=told)
    reports = {"a": report("a", "2031-05-03"), "b": report("b", "2031-05-08")}
    incidents = merge([begun, over], reports, ())
    states = conditions(incidents, [begun, over], reports, "2031-05-10")
    (c,) = states
    return next(i for i in incidents if i.id in c.closed_by), states, {e.id: e for e in (begun, over)}


def maker(over: Incident, states: tuple[Condition, ...], events: dict[str, Event]) -> Actor | None:
    (found,) = ended_by_makers([over], states, events)
    return found.presumed.actor if found.presumed is not None else None


def test_who_made_a_blockade_is_presumed_to_have_ended_it() -> None:
    over, states, events = picture()
    (found,) = ended_by_makers([over], states, events)
    assert found.actors == ()
    assert found.presumed == Presumed(actor=FARMERS, reason="who began it")


@pytest.mark.parametrize(
    "other",
    [
        {"actors": (POLICE,)},
        {"presumed": Presumed(actor=POLICE, reason="who announced it")},
        {"edited": ("actors",)},
        {"recipients": (FARMERS,)},
    ],
)
def test_what_is_told_announced_decided_or_done_to_them_stands(other: dict[str, object]) -> None:
    over, states, events = picture()
    given = replace(over, **other)  # type: ignore[arg-type]
    assert ended_by_makers([given], states, events) == (given,)


@pytest.mark.parametrize("told", ["bulldozed", "broken", "dispersed", "cleared", "overturned"])
def test_what_ends_by_force_or_a_ruling_they_did_not_end(told: str) -> None:
    assert maker(*picture(told=told)) is None


def test_what_others_did_is_not_theirs() -> None:
    over, states, events = picture()
    told = "The road was reopened after police fired tear gas."
    (end,) = (e for e in over.events if e.startswith("b"))
    forced = events | {end: replace(events[end], evidence=Span(start=0, end=len(told), text=told))}
    assert maker(over, states, forced) is None


def test_what_is_done_to_them_they_did_not_do() -> None:
    assert maker(*picture(coded="COERCE/seize")) is None
    assert maker(*picture(coded="RETREAT")) == FARMERS


def test_the_maker_goes_before_authority_in_general() -> None:
    over, states, events = picture()
    assert maker(replace(over, presumed=Presumed(actor=POLICE, reason="an act of authority there")), states, events) == FARMERS


def test_of_a_state_that_nobody_made_and_of_a_truce_nobody_is_presumed() -> None:
    assert maker(*picture(by=())) is None
    over, (state,), events = picture()
    assert maker(over, (replace(state, kind="ceasefire"),), events) is None


def test_who_arrested_somebody_is_not_presumed_to_have_let_him_go() -> None:
    over, (state,), events = picture()
    assert maker(over, (replace(state, kind="detention"),), events) == FARMERS
    assert maker(over, (replace(state, kind="detention", by=(POLICE,)),), events) is None


def test_what_begins_a_state_has_no_other_maker() -> None:
    over, (state,), events = picture()
    assert maker(over, (replace(state, opened_by=state.closed_by),), events) is None
