from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from tests.incidents.factories import actor, event, place, report, who
from vedette.domain import Actor, Condition, ConditionKind, Event
from vedette.incidents import merge
from vedette.situation import conditions
from vedette.situation.signs import kinds, sign_of

ARMY = actor("army of Zaqia", "ZQA", "MIL", entry="zq-army")
FARMERS = actor("farmers", "ZQA", "AGR")
BELO = actor("Anton Belo", "ZQA", "CVL")
SARRO = actor("Mina Sarro", "ZQA", "CVL")
DAYS = {f"r{n:02}": f"2031-05-{n:02}" for n in range(1, 32)}


def shown(*events: Event, as_of: str | None = "2031-05-20") -> tuple[Condition, ...]:
    """Conditions from events whose report `rNN` is of the NNth of May."""
    reports = {e.report: report(e.report, DAYS[e.report]) for e in events}
    return conditions(merge(events, reports, ()), events, reports, as_of)


def blocked(day: int, at: str | None = "Velin", n: int = 1, **more: object) -> Event:
    given = {"by": (FARMERS,), "on": f"2031-05-{day:02}", "condition": "blockade"} | more
    return event(f"r{day:02}#{n}", "PROTEST/obstruct", f"farmers blocked the road to {at}", at=at, **given)  # type: ignore[arg-type]


def cleared(day: int, at: str | None = "Velin", headline: str = "farmers removed the roadblock", **more: object) -> Event:
    given = {"on": f"2031-05-{day:02}", "condition": "blockade", "phase": "ends"} | more
    return event(f"r{day:02}#9", "RETREAT", headline, at=at, **given)  # type: ignore[arg-type]


def remains(day: int, at: str | None = "Velin", **more: object) -> Event:
    return event(
        f"r{day:02}#5",
        None,
        "the road remained blocked",
        what="remained blocked",
        at=at,
        on=f"2031-05-{day:02}",
        condition="blockade",
        phase="continues",
        **more,  # type: ignore[arg-type]
    )


def test_every_kind_has_a_row() -> None:
    assert set(kinds()) == set(get_args(ConditionKind))
    assert all(kind.ended_as <= set(kinds()) for kind in kinds().values())


def test_a_blockade_begins_is_confirmed_and_ends() -> None:
    (c,) = shown(blocked(3), remains(6), cleared(8))
    assert (c.kind, c.begin, c.last_confirmed, c.end, c.state) == ("blockade", "2031-05-03", "2031-05-06", "2031-05-08", "ended")
    assert c.place
    assert c.place.name == "Velin"
    assert len(c.opened_by) == len(c.closed_by) == 1
    assert c.reports == ("r03", "r06", "r08")


def test_the_picture_of_an_earlier_day_knows_no_end() -> None:
    (c,) = shown(blocked(3), remains(6), cleared(8), as_of="2031-05-07")
    assert (c.end, c.state) == (None, "in force")


def test_what_nobody_confirms_goes_stale() -> None:
    (c,) = shown(blocked(3), as_of="2031-05-25")
    assert (c.state, c.end, c.last_confirmed) == ("stale", None, "2031-05-03")


@pytest.mark.parametrize("modality", ["planned", "promised", "requested", "threatened", "hypothetical"])
def test_an_ending_to_come_ends_nothing(modality: str) -> None:
    (c,) = shown(blocked(3), cleared(6, modality=modality, due="2031-05-09"), as_of="2031-05-08")
    assert c.state == "in force"
    assert c.expected_end == ("2031-05-09" if modality in ("planned", "promised") else None)


def test_what_was_not_removed_is_confirmed() -> None:
    (c,) = shown(blocked(3), cleared(8, polarity="negative"), as_of="2031-05-10")
    assert (c.state, c.last_confirmed) == ("in force", "2031-05-08")


def test_barricades_of_one_district_are_one_and_end_with_the_last() -> None:
    events = [
        blocked(3, "Velin"),
        blocked(4, "Karsk"),
        cleared(7, "Karsk"),
        remains(8),
        cleared(11, "Velin", headline="engineers removed the last roadblocks"),
    ]
    (c,) = shown(*events)
    assert (c.begin, c.end) == ("2031-05-03", "2031-05-11")
    (open_,) = shown(*events[:4], as_of="2031-05-09")
    assert open_.state == "in force"


def test_a_beginning_of_removal_is_no_end_until_it_grows_quiet() -> None:
    events = [blocked(3), cleared(6, headline="farmers began to remove the roadblock")]
    assert shown(*events, as_of="2031-05-07")[0].state == "in force"
    (c,) = shown(*events, as_of="2031-05-28")
    assert (c.state, c.end) == ("ended", "2031-05-06")


def test_far_places_are_apart() -> None:
    velin, dorim = shown(blocked(3, "Velin"), blocked(4, "Dorim"), cleared(6, "Dorim"), as_of="2031-05-08")
    assert (velin.begin, velin.state, dorim.begin, dorim.state) == ("2031-05-03", "in force", "2031-05-04", "ended")


def test_a_second_blockade_is_another() -> None:
    first, second = shown(blocked(3), cleared(5), blocked(12))
    assert (first.end, second.begin, second.state) == ("2031-05-05", "2031-05-12", "in force")


def test_a_reopening_may_end_a_blockade() -> None:
    (c,) = shown(
        blocked(3),
        event("r05#1", None, "the road reopened", what="the road reopened", at="Velin", on="2031-05-05", condition="closure", phase="ends"),
    )
    assert c.end == "2031-05-05"


def test_detentions_are_each_persons_own() -> None:
    def held(id: str, who: Actor, day: int) -> Event:
        return event(
            id, "COERCE/arrest", f"police arrested {who.name}", to=(who,), on=f"2031-05-{day:02}", at="Velin", condition="detention"
        )

    free = event(
        "r09#1", "RETREAT/release", "Belo was released", to=(actor("Belo", "ZQA"),), on="2031-05-09", condition="detention", phase="ends"
    )
    belo, sarro = shown(held("r03#1", BELO, 3), held("r04#1", SARRO, 4), free)
    assert (belo.end, sarro.end) == ("2031-05-09", None)


def test_an_alert_is_a_side_s_own() -> None:
    other = actor("army of Merun", "YQA", "MIL")
    found = shown(
        event("r03#1", "MOBILIZE/troops", "army on highest alert", by=(ARMY,), on="2031-05-03", at="Zaqia", condition="alert"),
        event("r04#1", "MOBILIZE/troops", "Merun's army on alert", by=(other,), on="2031-05-04", at="Merun", condition="alert"),
    )
    assert len(found) == 2


def test_an_undated_state_of_old_news_is_none() -> None:
    assert not shown(event("r03#1", "COERCE/restrict", "the border was closed", at="Zaqia", condition="closure", background=True))


def test_order_does_not_matter() -> None:
    events = [blocked(3), blocked(4, "Karsk"), remains(6), cleared(8), blocked(10, "Dorim"), cleared(12, "Dorim")]
    expected = shown(*events)
    for seed in range(5):
        random.Random(seed).shuffle(events)
        assert shown(*events) == expected


def test_a_state_that_is_still_reported_did_not_end() -> None:
    (c,) = shown(blocked(3), cleared(5), remains(7), as_of="2031-05-08")
    assert (c.state, c.end) == ("in force", None)


def test_what_blocked_a_road_in_the_passage_of_its_removal_is_no_new_blockade() -> None:
    passage = "Engineers removed the lorries that blocked the road to Velin."
    events = [blocked(3), cleared(9, evidence=passage), blocked(9, on=None, evidence=passage, n=2)]
    (c,) = shown(*events)
    assert c.end == "2031-05-09"


def test_a_state_of_unknown_kind_is_left_out() -> None:
    assert not shown(blocked(3, condition="weather"))


def test_what_is_closed_tells_closures_apart() -> None:
    road = event(
        "r03#1", "COERCE/restrict", "the road to Velin was closed", about="the road to Velin", trigger="closed", condition="closure"
    )
    shops = event(
        "r04#1",
        None,
        "shops remained closed",
        what="shops closed",
        by=("shopkeepers",),
        trigger="closed",
        condition="closure",
        phase="continues",
    )
    assert len(shown(road, shops)) == 2


def test_who_clears_their_own_roadblock_ends_no_others() -> None:
    theirs = cleared(6, by=("herders",), headline="herders cleared their roadblock", about="their roadblock")
    (c,) = shown(blocked(3), theirs, as_of="2031-05-08")
    assert c.state == "in force"
    (c,) = shown(blocked(3), cleared(6, by=(FARMERS,), about="their roadblock"), as_of="2031-05-08")
    assert c.end == "2031-05-06"


def freed(day: int, headline: str) -> Event:
    return event(f"r{day:02}#9", "RETREAT/release", headline, to=("farmers",), on=f"2031-05-{day:02}", condition="detention", phase="ends")


def test_some_of_those_held_are_not_all() -> None:
    held = event("r03#1", "COERCE/arrest", "police arrested 17 farmers", to=("farmers",), on="2031-05-03", condition="detention")
    (c,) = shown(held, freed(6, "a judge set free 12 of the 17 farmers"), as_of="2031-05-08")
    assert c.state == "in force"
    (c,) = shown(held, freed(6, "a judge set free 12 of the 17 farmers"), freed(8, "the last farmers were set free"), as_of="2031-05-12")
    assert c.end == "2031-05-08"


def test_house_arrest_ends_a_custody_and_begins_another_hold() -> None:
    held = event("r03#1", "COERCE/arrest", "police arrested Anton Belo", to=(BELO,), on="2031-05-03", condition="detention")
    home = event("r09#1", "COERCE/arrest", "a court put Belo under house arrest", to=(BELO,), on="2031-05-09", condition="detention")
    first, second = shown(held, home)
    assert (first.end, second.begin, second.state) == ("2031-05-09", "2031-05-09", "in force")


def test_a_state_agreed_before_begins_on_the_day_told() -> None:
    agreed = event("r03#1", "RETREAT/ceasefire", "two armies agreed to a ceasefire", by=(ARMY,), on="2031-05-03", condition="ceasefire")
    due = event(
        "r03#2", None, "the ceasefire of the army will begin", by=(ARMY,), due="2031-05-05", modality="planned", condition="ceasefire"
    )
    (c,) = shown(agreed, due)
    assert c.begin == "2031-05-05"


def test_what_still_lasts_has_not_begun_now() -> None:
    still = event("r09#1", "SANCTION", "food aid to Velin still suspended", about="food aid to Velin", condition="suspension", by=(ARMY,))
    (c,) = shown(still)
    assert (c.begin, c.last_confirmed) == (None, "2031-05-09")


def test_a_bare_mention_is_of_the_only_state_in_force() -> None:
    truce = event("r03#1", "RETREAT/ceasefire", "two armies agreed to a truce", by=(ARMY,), on="2031-05-03", condition="ceasefire")
    word = event("r09#1", "RETREAT/ceasefire", "the truce holds", trigger="truce", condition="ceasefire")
    (c,) = shown(truce, word)
    assert c.reports == ("r03", "r09")


def test_the_closure_ordered_is_a_closure() -> None:
    ordered = event(
        "r04#1", "COERCE/restrict", "the closure ordered on Friday", about="the closure", on="2031-05-04", at="Velin", condition="ban"
    )
    (c,) = shown(ordered)
    assert c.kind == "closure"


@pytest.mark.parametrize(
    ("told", "begin"),
    [
        ("held for a week", "2031-04-29"),
        ("held for more than two weeks", "2031-04-22"),
        ("ending a 12-day hold", "2031-04-24"),
        ("held since spring", None),
        ("held for reasons of state", None),
    ],
)
def test_a_passage_that_tells_of_a_state_and_its_end_makes_one_that_began_as_long_before_as_it_says(told: str, begin: str | None) -> None:
    passage = f"Anton Belo, {told}, was set free on 6 May."
    held = event("r08#1", "COERCE/arrest", "Anton Belo was held", to=(BELO,), condition="detention", evidence=passage, confidence=0.8)
    free = event(
        "r08#2", "RETREAT/release", "Belo was set free", to=(BELO,), on="2031-05-06", condition="detention", phase="ends", evidence=passage
    )
    (c,) = shown(held, free)
    assert (c.begin, c.end, c.state) == (begin, "2031-05-06", "ended")


def test_two_kilometres_of_a_road_are_two_blockades_and_each_ends_alone() -> None:
    here = blocked(3, at=None, about="the coast road at kilometre 12")
    there = blocked(4, at=None, n=2, about="the coast road at km 48")
    gone = cleared(6, at=None, headline="a tractor took away the logs at kilometre 48", about="the logs")
    found = {c.begin: c.end for c in shown(here, there, gone, as_of="2031-05-10")}
    assert found == {"2031-05-03": None, "2031-05-04": "2031-05-06"}


def test_a_road_that_is_blocked_is_also_told_as_closed() -> None:
    shut = event("r05#3", None, "the road is still shut by farmers", by=(FARMERS,), at="Velin", condition="closure", phase="continues")
    (c,) = shown(blocked(3), shut, as_of="2031-05-07")
    assert (c.kind, c.last_confirmed, c.reports) == ("blockade", "2031-05-05", ("r03", "r05"))
    other = event("r05#3", None, "the road is still shut by the army", by=(ARMY,), at="Velin", condition="closure", phase="continues")
    assert len(shown(blocked(3), other, as_of="2031-05-07")) == 2


def closed(day: int, **more: object) -> Event:
    given = {"by": (ARMY,), "on": f"2031-05-{day:02}", "condition": "closure"} | more
    return event(f"r{day:02}#1", "COERCE/restrict", "the army closed its two crossings", about="its two crossings", **given)  # type: ignore[arg-type]


def reopened(day: int, headline: str) -> Event:
    return event(
        f"r{day:02}#2", "RETREAT/access", headline, at="Velin", on=f"2031-05-{day:02}", condition="closure", phase="ends", about=headline
    )


def test_a_listed_part_that_ends_by_name_is_a_state_of_its_own() -> None:
    both = closed(3, at="Velin", evidence="The army closed its two crossings, at Tarno and Besk.")
    parts = shown(both, reopened(9, "The bridge of Tarno is open again for all hours"), as_of="2031-05-12")
    assert sorted((c.begin, c.end) for c in parts if c.end) == [("2031-05-03", "2031-05-09")]
    assert [c.what.endswith(": Tarno") for c in parts if c.end] == [True]
    assert [c.state for c in parts if not c.end] == ["in force"]
    assert len({c.id for c in parts}) == 2


def test_an_ending_of_all_ends_each_place_apart() -> None:
    both = closed(3, at="Velin", evidence="The army closed its two crossings, at Tarno and Besk.")
    parts = shown(both, reopened(9, "All crossings at Tarno and Besk are open again"), as_of="2031-05-12")
    assert sorted((c.end, c.what) for c in parts) == [("2031-05-09", f"the army closed its two crossings: {n}") for n in ("Besk", "Tarno")]


def test_what_is_said_of_the_closure_does_not_begin_it() -> None:
    said = event(
        "r06#1",
        None,
        "The minister called the closure a mistake",
        trigger="closure",
        by=(SARRO,),
        on="2031-05-01",
        at="Velin",
        condition="closure",
    )
    said = replace(said, trigger=replace(said.trigger, start=24, end=31))
    assert shown(said) == ()
    (c,) = shown(closed(5, at="Velin"), said, as_of="2031-05-07")
    assert c.begin == "2031-05-05"


def test_a_blockade_long_silent_is_not_the_one_that_others_end_or_begin() -> None:
    late = cleared(20, headline="strikers removed their barrier", by=(BELO,), about="their barrier", at=None)
    (c,) = shown(blocked(3), late, as_of="2031-05-21")
    assert (c.end, c.state) == (None, "stale")
    assert len(shown(blocked(3), blocked(16, by=(SARRO,)), as_of="2031-05-17")) == 2


def test_the_news_of_the_day_outweighs_one_report_that_dates_it_far_back() -> None:
    (c,) = shown(blocked(9, on="2031-05-04"), blocked(8), as_of="2031-05-10")
    assert c.begin == "2031-05-08"


def test_one_person_is_not_the_thirty_that_were_held_before() -> None:
    thirty = event(
        "r03#1", "COERCE/arrest", "30 marchers were held", about="30 marchers", on="2031-05-03", at="Velin", condition="detention"
    )
    one = event(
        "r06#1", "COERCE/arrest", "the leader was held", about="the leader", to=(SARRO,), on="2031-05-06", at="Velin", condition="detention"
    )
    assert [c.begin for c in shown(thirty, one, as_of="2031-05-08")] == ["2031-05-03", "2031-05-06"]


def test_an_arrest_told_again_does_not_undo_the_house_arrest() -> None:
    held = event("r03#1", "COERCE/arrest", "police arrested Anton Belo", to=(BELO,), on="2031-05-03", condition="detention")
    home = event("r09#1", "COERCE/arrest", "a court put Belo under house arrest", to=(BELO,), on="2031-05-09", condition="detention")
    again = event("r12#1", "COERCE/arrest", "the detention of Anton Belo", to=(BELO,), condition="detention", phase="continues")
    found = shown(held, home, again)
    assert [(c.begin, c.end) for c in found] == [("2031-05-03", "2031-05-09"), ("2031-05-09", None)]


def test_a_day_after_its_report_is_no_day_of_a_deed() -> None:
    (c,) = shown(blocked(3), replace(cleared(8), begin="2031-05-31", last="2031-05-31"))
    assert c.end == "2031-05-08"


def test_the_day_since_when_it_was_is_not_the_day_of_its_end() -> None:
    (c,) = shown(blocked(3), replace(cleared(8), begin="2031-05-03", last=None))
    assert (c.begin, c.end) == ("2031-05-03", "2031-05-08")


def test_where_the_story_is_does_not_tell_where_a_roadblock_was() -> None:
    away = replace(cleared(8, at=None, headline="farmers removed the roadblock on the road to Velin"), scene=place("Dorim"))
    (c,) = shown(blocked(3), away)
    assert c.end == "2031-05-08"
    there = shown(blocked(3), cleared(8, at="Dorim", headline="farmers removed the roadblock on the road to Velin"))
    assert [c.end for c in there] == [None]


def test_an_opening_that_is_put_off_keeps_it_closed() -> None:
    late = event("r09#3", None, "the reopening was put off", at="Velin", about="the reopening", condition="postponement")
    (c,) = shown(closed(3, at="Velin"), late)
    assert (c.kind, c.last_confirmed, c.state) == ("closure", "2031-05-09", "in force")


def test_a_reopening_that_is_put_off_ends_nothing() -> None:
    passage = "The reopening announced for Friday was put off."
    late = event("r09#3", None, "the reopening was put off", at="Velin", about="The reopening", condition="postponement", evidence=passage)
    opening = event("r09#4", None, "the reopening", at="Velin", what="reopening", condition="closure", phase="ends", evidence=passage)
    shut = replace(closed(3, at="Velin"), headline="the army closed the crossing", about=None)
    (c,) = shown(shut, late, opening)
    assert (c.end, c.state) == (None, "in force")
    (c,) = shown(shut, opening)
    assert c.state == "ended"


def test_schools_closed_by_a_strike_are_on_strike() -> None:
    shut = event("r05#1", "COERCE/restrict", "schools are closed", by=("the strike of teachers",), at="Velin", condition="closure")
    (c,) = shown(shut)
    assert c.kind == "strike"
    (c,) = shown(replace(shut, actors=(who("the mayor"),)))
    assert c.kind == "closure"


def test_the_part_that_ends_is_that_of_which_a_clause_goes_on_to_tell() -> None:
    both = closed(3, at="Velin", evidence="The army closed its two crossings, at Tarno and Besk.")
    passage = "Many fled to the outskirts of Tarno and to Besk, where the army opened one crossing."
    end = replace(reopened(9, "the army opened one crossing"), place=replace(place("Velin"), name="Tarno"))
    end = replace(end, evidence=replace(end.evidence, end=len(passage), text=passage), trigger=replace(end.trigger, start=60, end=66))
    parts = shown(both, end, as_of="2031-05-12")
    assert [c.what.endswith(": Besk") for c in parts if c.end] == [True]
    final = reopened(12, "the army opened its last crossing")
    assert {c.end for c in shown(both, end, final, as_of="2031-05-14")} == {"2031-05-09", "2031-05-12"}


def test_a_union_clears_what_its_strikers_built() -> None:
    built = blocked(3, by=("strikers of the hauliers' union",))
    for by, state in (("the hauliers' union", "ended"), ("the herders' league", "in force")):
        (c,) = shown(built, cleared(6, by=(by,), headline="cleared their last roadblock", about="their last roadblock"), as_of="2031-05-08")
        assert c.state == state


def test_what_is_left_of_a_list_bears_its_own_names() -> None:
    both = closed(3, at="Velin", evidence="The army closed its two crossings, at Tarno and Besk.")
    parts = shown(both, reopened(9, "The bridge of Tarno is open again for all hours"), as_of="2031-05-12")
    (left,) = [c for c in parts if not c.end]
    assert left.what.endswith(": Besk")
    assert left.place
    assert (left.place.name, left.place.located) == ("Besk", False)


def test_one_lane_is_not_the_road() -> None:
    (c,) = shown(blocked(3), cleared(6, headline="police opened one lane", about="one lane"), as_of="2031-05-10")
    assert c.state == "in force"


def test_the_last_of_many_who_were_held_end_the_hold() -> None:
    held = event("r03#1", "COERCE/arrest", "police arrested 17 farmers", on="2031-05-03", condition="detention", about="17 farmers")
    last = event(
        "r09#1",
        "RETREAT/release",
        "the last five of those arrested were let go",
        about="the last five of those arrested",
        condition="detention",
        phase="ends",
    )
    (c,) = shown(held, last)
    assert (c.end, c.state) == ("2031-05-09", "ended")


def test_a_pronoun_names_no_state() -> None:
    assert shown(event("r03#1", None, "the army was putting it off", by=(ARMY,), about="it", condition="postponement")) == ()


def test_a_day_of_another_matter_is_not_lent() -> None:
    (i,) = merge([blocked(3)], {"r03": report("r03", "2031-05-03")}, ())
    late = event("r09#1", "SANCTION", "the ministry put an order on hold", about="an order of the governor", condition="suspension")
    lent, own = sign_of(late, report("r09", "2031-05-09"), replace(i, title=late.headline)), sign_of(late, report("r09", "2031-05-09"), i)
    assert lent
    assert own
    assert (lent.at, own.at, own.incident) == (date(2031, 5, 3).toordinal(), date(2031, 5, 9).toordinal(), None)


def test_two_things_suspended_in_one_place_are_two() -> None:
    food = event(
        "r03#1", "SANCTION", "the agency stopped food", at="Velin", about="food for the camps", on="2031-05-03", condition="suspension"
    )
    fund = event("r04#1", "SANCTION", "Merun froze money", at="Velin", about="its thirty million", on="2031-05-04", condition="suspension")
    assert len(shown(food, fund)) == 2


def test_a_state_told_days_later_with_its_day_holds_in_between() -> None:
    since = closed(3, at="Velin", time_precision="day")
    late = replace(since, id="r09#1", report="r09")
    between = event("r08#4", "COERCE/restrict", "line closed", at="Karsk", about="line", on="2031-05-08", condition="closure")
    near = replace(between, place=place("Old Velin"))
    assert len(shown(late, near, as_of="2031-05-12")) == 1


def test_it_names_nothing_that_was_taken() -> None:
    assert (
        shown(event("r03#1", "PROTEST/obstruct", "it was occupied", by=(FARMERS,), on="2031-05-03", at="Velin", condition="occupation"))
        == ()
    )


def test_a_span_with_both_ends_is_over() -> None:
    both = blocked(5, on="2031-05-02", last="2031-05-04", evidence="Farmers blocked the road to Velin from Friday to early Sunday.")
    (c,) = shown(both)
    assert (c.begin, c.end, c.state) == ("2031-05-02", "2031-05-04", "ended")
    vague = replace(both, evidence=replace(both.evidence, text="Farmers blocked the road to Velin at the weekend."))
    assert [c.end for c in shown(vague)] == [None]


def test_a_report_that_tells_of_a_beginning_weeks_before_its_own_news_is_heard() -> None:
    """Such as: farmers have blocked the road since late April; on Tuesday others joined them."""
    news = blocked(13, n=1)
    early = replace(blocked(13, n=2), begin="2031-04-20", last="2031-04-30", time_precision="week")
    (c,) = shown(news, early)
    assert c.begin == "2031-04-20"
    (c,) = shown(news, early, blocked(13, n=3))
    assert c.begin == "2031-04-20"
