from __future__ import annotations

import random
import re
from dataclasses import replace
from typing import Any

import pytest

from tests.incidents.factories import actor, event, place, report, who
from vedette.domain import Copies, Event, Incident, Judgement, Place, Quantity, QuantityKind, Seat, Span
from vedette.export.picture import incident_shape
from vedette.incidents import merge
from vedette.incidents.mentions import mention
from vedette.incidents.pairs import signs

POLICE = actor("police of Zaqia", "ZQA", "COP", entry="zq-police")
FARMERS = actor("farmers", "ZQA", "AGR")
BELO = actor("Anton Belo", "ZQA", "CVL")
SARIC = actor("Mina Sarro", "ZQA", "CVL")
MINISTRY = actor("interior ministry", "ZQA", "GOV")


def merged(*events: Event, copies: tuple[Copies, ...] = (), judgements: tuple[Judgement, ...] = ()) -> tuple[Incident, ...]:
    keys = sorted({e.report for e in events})
    return merge(events, {k: report(k, f"2031-05-{10 + n}") for n, k in enumerate(keys)}, copies, judgements)


def shooting(id: str, **more: object) -> Event:
    given = {"on": "2031-05-09", "at": "Velin", "to": (POLICE,), "numbers": (("wounded", 1, 1),)} | more
    return event(id, "ASSAULT/firearms", "gunmen fired on a police patrol in Velin", **given)  # type: ignore[arg-type]


def judgement(kind: str, left: str, right: str | None = None, id: int = 1) -> Judgement:
    return Judgement(id=id, kind=kind, left=left, right=right, by="kim", made="2031-05-20")  # type: ignore[arg-type]


def test_two_tellings_are_one_incident() -> None:
    (i,) = merged(shooting("a#1"), event("b#1", "ASSAULT/firearms", "police car shot at", on="2031-05-09", at="Velin", to=(POLICE,)))
    assert i.reports == ("a", "b")
    assert (i.begin, i.time_precision, i.place and i.place.name) == ("2031-05-09", "day", "Velin")
    assert i.title == "gunmen fired on a police patrol in Velin"
    assert (i.independent_sources, i.credibility) == (2, 2)


@pytest.mark.parametrize(
    "other",
    [
        {"on": "2031-05-14"},
        {"at": "Dorim"},
    ],
)
def test_another_day_or_place_is_another_incident(other: dict[str, object]) -> None:
    assert len(merged(shooting("a#1"), shooting("b#1", **other))) == 2


def test_another_victim_is_another_incident() -> None:
    other = event("b#1", "ASSAULT/firearms", "Anton Belo shot outside his shop", on="2031-05-10", at="Velin", to=(BELO,))
    assert len(merged(shooting("a#1"), other)) == 2


def test_arrests_of_two_people_stay_apart() -> None:
    a = event("a#1", "COERCE/arrest", "police arrested Anton Belo", by=(POLICE,), to=(BELO,), on="2031-05-09", at="Velin")
    b = event("a#2", "COERCE/arrest", "police arrested Mina Sarro", by=(POLICE,), to=(SARIC,), on="2031-05-09", at="Velin")
    assert len(merged(a, b)) == 2


def test_a_series_of_days_does_not_chain() -> None:
    days = [event(f"r{n}#1", "ASSAULT/heavy-weapons", "shelling of Velin", on=f"2031-05-{n:02}", at="Velin") for n in range(1, 9)]
    found = merged(*days)
    assert max(len(i.events) for i in found) <= 3


def test_an_undated_mention_joins_the_nearest_earlier_incident() -> None:
    late = event("c#1", "ASSAULT/firearms", "gunmen fired on a police patrol", at="Velin", to=(POLICE,), background=True)
    old, new = merged(shooting("a#1", on="2031-05-02"), shooting("b#1", on="2031-05-10"), late)
    assert old.reports == ("a",)
    assert new.reports == ("b", "c")
    assert not new.background


def test_old_news_alone_is_background() -> None:
    (i,) = merged(
        event("a#1", "ASSAULT/aerial", "the alliance bombed the country", on="1999-03-24", last="1999-06-10", at="Zaqia", background=True)
    )
    assert i.background


@pytest.mark.parametrize("modality", ["planned", "requested", "threatened", "promised", "denied"])
def test_what_did_not_happen_is_no_evidence_that_it_did(modality: str) -> None:
    found = merged(shooting("a#1"), shooting("b#1", modality=modality))
    assert sorted(i.modality for i in found) == sorted(["asserted", modality])
    happened = next(i for i in found if i.modality == "asserted")
    assert happened.reports == ("a",)
    assert happened.disputed == (modality == "denied")


def test_a_hypothesis_is_no_incident() -> None:
    assert merged(shooting("a#1", modality="hypothetical")) == ()


def test_a_state_that_goes_on_is_no_incident_of_its_own() -> None:
    on = event(
        "b#1", "PROTEST/obstruct", "the road to Velin remains blocked", at="Velin", condition="blockade", phase="continues", on="2031-05-11"
    )
    assert merged(on) == ()
    block = event(
        "a#1", "PROTEST/obstruct", "farmers blocked the road to Velin", by=(FARMERS,), at="Velin", condition="blockade", on="2031-05-09"
    )
    (i,) = merged(block, on)
    assert i.reports == ("a", "b")
    assert i.begin == "2031-05-09"
    assert i.independent_sources == 2


def test_its_end_is_another_incident() -> None:
    block = event("a#1", "PROTEST/obstruct", "farmers blocked the road to Velin", at="Velin", condition="blockade", on="2031-05-09")
    end = event("b#1", "RETREAT", "farmers cleared the road to Velin", at="Velin", condition="blockade", on="2031-05-10", phase="ends")
    assert len(merged(block, end)) == 2


def test_numbers_are_kept_apart_and_make_it_disputed() -> None:
    (i,) = merged(
        shooting("a#1", says="police"), shooting("b#1", numbers=(("wounded", 3, 3),), says="the hospital"), shooting("c#1", says="police")
    )
    assert {(n.kind, n.low, n.by, n.reports) for n in i.numbers} == {
        ("wounded", 1, "police", ("a", "c")),
        ("wounded", 3, "the hospital", ("b",)),
    }
    assert i.disputed
    assert i.credibility == 4


def test_copies_count_once() -> None:
    copies = (Copies(reports=("a", "b"), copy_of=(("b", "a"),)),)
    (i,) = merged(shooting("a#1"), shooting("b#1"), shooting("c#1"), copies=copies)
    assert (i.independent_sources, i.credibility) == (2, 2)


def test_the_value_of_most_sources_wins_and_the_others_are_kept() -> None:
    (i,) = merged(shooting("a#1", on="2031-05-08"), shooting("b#1"), shooting("c#1"))
    assert i.begin == "2031-05-09"
    slots = dict(i.slots)
    assert [(v.value[0], v.reports) for v in slots["begin"]] == [("2031-05-09", ("b", "c")), ("2031-05-08", ("a",))]


def test_the_finest_place_that_most_support_is_shown() -> None:
    (i,) = merged(shooting("a#1", at="northern Zaqia"), shooting("b#1", at="Zaqia"), shooting("c#1", at="Velin"))
    assert i.place
    assert i.place.name == "Velin"


@pytest.mark.parametrize(
    ("events", "grade"),
    [
        ([shooting("a#1")], 6),
        ([shooting("a#1", says="police")], 3),
        ([shooting("a#1"), shooting("b#1"), shooting("c#1")], 1),
        ([shooting("a#1"), shooting("b#1"), shooting("c#1", modality="denied")], 4),
        ([shooting("a#1"), shooting("c#1", modality="denied")], 5),
    ],
)
def test_credibility(events: list[Event], grade: int) -> None:
    found = [i for i in merged(*events) if i.modality == "asserted"]
    assert [i.credibility for i in found] == [grade]


def test_judgements_are_obeyed_and_the_last_counts() -> None:
    a, b = shooting("a#1"), shooting("b#1")
    (one,) = merged(a, b)
    assert len(merged(a, b, judgements=(judgement("not same", "a#1", "b#1"),))) == 2
    again = (judgement("not same", "a#1", "b#1"), judgement("same", "b#1", "a#1", 2))
    assert len(merged(a, b, judgements=again)) == 1
    far = shooting("c#1", at="Dorim", on="2031-05-01")
    first, second = merged(a, far)
    assert len(merged(a, far, judgements=(judgement("same", first.id, second.id),))) == 1
    (rejected,) = merged(a, b, judgements=(judgement("reject", one.id),))
    assert rejected.status == "rejected"
    (back,) = merged(a, b, judgements=(judgement("reject", one.id), judgement("confirm", one.id, id=2)))
    assert back.status == "confirmed"


def test_the_id_is_that_of_its_first_event() -> None:
    (before,) = merged(shooting("a#1"))
    (after,) = merged(shooting("a#1"), shooting("b#1"))
    assert before.id == after.id


def test_order_does_not_matter() -> None:
    pick = random.Random(5)
    kinds = ["ASSAULT/firearms", "PROTEST/obstruct", "COERCE/arrest", "REQUEST", "ACCUSE"]
    places = ["Velin", "Old Velin", "Karsk", "Dorim", "northern Zaqia", None]
    events = [
        event(
            f"r{n % 12}#{n}",
            pick.choice(kinds),
            pick.choice(["gunmen fired on a patrol", "farmers blocked a road", "police arrested a deputy", "the mayor asked for troops"]),
            on=pick.choice([None, *(f"2031-05-{d:02}" for d in range(3, 12))]),
            at=pick.choice(places),
            by=pick.choice([(), (POLICE,), (FARMERS,)]),
            to=pick.choice([(), (BELO,), (MINISTRY,)]),
            modality=pick.choice(["asserted", "asserted", "possible", "planned", "denied"]),
            background=pick.random() < 0.2,
        )
        for n in range(60)
    ]
    expected = merged(*events)
    for seed in range(6):
        random.Random(seed).shuffle(events)
        assert merged(*events) == expected


def said(id: str, type: str = "REQUEST", **more: object) -> Event:
    given = {"by": (BELO,), "to": (MINISTRY,), "about": "a pardon for the miners", "on": "2031-05-09", "trigger": "asked"} | more
    return event(id, type, "Belo asked the ministry for a pardon", **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("events", "titles", "count"),
    [
        ([said("a#1")], {"a": "Miners wait for spring"}, 0),
        ([said("a#1")], {"a": "Call for pardon: what was asked"}, 1),
        ([said("a#1"), said("b#1")], {}, 1),
        ([said("a#1", "ACCUSE")], {"a": "Call for pardon: what was asked"}, 0),
        ([said("a#1", to=())], {"a": "Call for pardon: what was asked"}, 0),
        ([said("a#1", by=(FARMERS,))], {"a": "Miners wait for spring"}, 1),
        ([said("a#1", by=(FARMERS,), on=None)], {"a": "Miners wait for spring"}, 1),
        ([said("a#1", by=(FARMERS,), on=None, confidence=0.6)], {"a": "Miners wait for spring"}, 0),
        ([said("a#1", by=(FARMERS,), on=None, to=(actor("villagers", "ZQA", "CVL"),))], {"a": "Miners wait for spring"}, 0),
        ([said("a#1", by=(FARMERS,), on=None, about=None)], {"a": "Miners wait for spring"}, 0),
        ([said("a#1", by=(FARMERS,), on=None, background=True)], {"a": "Miners wait for spring"}, 0),
        ([said("a#1", "THREATEN", by=(FARMERS,), on=None)], {"a": "Miners wait for spring"}, 0),
        ([said("a#1", by=(FARMERS,), says="The bishop")], {"a": "Miners wait for spring"}, 0),
        ([said("a#1", "ACCUSE", by=(FARMERS,))], {"a": "Miners wait for spring"}, 0),
        ([said("a#1", "AGREE", by=(), to=(FARMERS,))], {"a": "Miners wait for spring"}, 1),
        ([said("a#1", "SUPPORT", by=(FARMERS,), to=(), at="Velin")], {"a": "Miners wait for spring"}, 1),
        ([said("a#1", "SUPPORT", by=(FARMERS,), to=())], {"a": "Miners wait for spring"}, 0),
        ([said("a#1", "SUPPORT", by=(FARMERS,), to=(), at="Velin", trigger="welcome")], {"a": "Miners wait for spring"}, 0),
        ([said("a#1", by=(FARMERS,)), said("a#2", "ACCUSE", by=(FARMERS,))], {"a": "Miners wait for spring"}, 0),
        ([said("a#1", by=(FARMERS,)), said("a#2", "ACCUSE", by=(MINISTRY,))], {"a": "Miners wait for spring"}, 1),
        ([event("a#1", "ASSAULT/explosives", "Blasts", confidence=0.5)], {}, 0),
        ([event("a#1", "ASSAULT", "Least 12 were killed", about="12", numbers=(("killed", 12, None),), confidence=0.5)], {}, 1),
    ],
)
def test_what_is_worth_an_incident(events: list[Event], titles: dict[str, str], count: int) -> None:
    there = Span(start=300, end=340, text="-")
    moved = [
        replace(
            e,
            evidence=replace(there, text=e.evidence.text),
            quantities=tuple(replace(q, start=300, end=301) for q in e.quantities),
        )
        for e in events
    ]
    reports = {e.report: report(e.report, title=titles.get(e.report)) for e in moved}
    assert len(merge(moved, reports, ())) == count


def test_a_report_that_matters_to_nobody_makes_none() -> None:
    assert not merge([shooting("a#1")], {"a": report("a", relevant=False)}, ())


def test_undated_news_is_taken_to_be_of_the_day_of_its_first_report_to_within_a_week() -> None:
    (i,) = merged(shooting("a#1", on=None))
    assert (i.begin, i.last, i.time_precision, i.time_estimated) == ("2031-05-10", "2031-05-10", "week", True)
    (i,) = merged(*(shooting(f"{r}#1", on=None) for r in "abc"))  # told of three sources on three days
    assert (i.begin, i.last, len(i.reports)) == ("2031-05-10", "2031-05-10", 3)


def test_an_undated_clause_of_an_old_story_is_as_old() -> None:
    old = event("a#1", "COERCE", "the army drove them out", on="1999-03-01", last="1999-04-30", at="Velin", background=True)
    raid = replace(event("a#2", "ASSAULT/aerial", "bombing of Velin", at="Velin", about="Velin"), evidence=old.evidence)
    assert {i.begin for i in merged(old, raid)} == {"1999-03-01"}


def test_reports_of_one_story_draw_their_mentions_together() -> None:
    flood = "The river Osk burst its banks; dykes broke, cellars stood under water, pumps came from the garrison, the harvest was lost to the flood."
    theatre = (
        "The theatre festival opened with a comedy, actors from nine lands, critics, juries, tickets, costumes, music and a long applause."
    )
    events = [
        event("a#1", "AID", "tents for families", to=("families",), on="2031-05-09", about="tents"),
        event("b#1", "AID", "sugar came", to=("nuns",), about="sugar"),
    ]
    texts = {"a": flood, "b": flood.replace("cellars", "houses"), "c": theatre}

    def together(b: str) -> int:
        return len(
            merge(events, {"a": report("a", text=texts["a"]), "b": report("b", "2031-05-15", texts[b]), "x": report("x", text=theatre)}, ())
        )

    assert together("b") < together("c")


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ([("wounded", 2, 2), ("wounded", 1, 1)], [(2, 2)]),
        ([("killed", 17, None), ("killed", 4, 4)], [(17, None)]),
        ([("killed", 2, 2), ("killed", 2, 2)], [(4, 4)]),
        ([("killed", 2, 2), ("killed", 2, 2), ("killed", 1, None)], [(5, None)]),
        ([("personnel", 500, 500), ("personnel", 300, 300)], [(500, 500), (300, 300)]),
    ],
)
def test_what_one_mention_tells_of_casualties_is_one_number(
    told: list[tuple[str, int, int | None]], kept: list[tuple[int, int | None]]
) -> None:
    (i,) = merge([shooting("a#1", numbers=tuple(told))], {"a": report("a")}, ())
    assert [(n.low, n.high) for n in i.numbers] == kept
    assert not i.disputed


def raid(id: str) -> Event:
    headline = "gunmen attacked the grain market of Velin"
    return event(id, "ASSAULT/firearms", headline, on="2031-05-09", at="Velin", to=("traders",), numbers=(("killed", 17, None),))


def toll(id: str, headline: str, at: str) -> Event:
    return event(id, None, headline, at=at, what="dead", phase="continues", numbers=(("killed", 23, 23),))


def test_a_toll_of_no_deed_joins_the_attack_of_its_place_and_makes_no_incident() -> None:
    told = toll("b#1", "twenty-three are dead in the grain market", "Velin")
    (found,) = merged(raid("a#1"), told)
    assert [(n.low, n.reports) for n in found.numbers] == [(17, ("a",)), (23, ("b",))]
    assert merged(told) == ()
    (alone,) = merged(raid("a#1"), toll("b#1", "twenty-three are dead in a mine", "Dorim"))
    assert alone.reports == ("a",)


def test_numbers_told_elsewhere_in_a_report_stand_beside_those_of_its_passage() -> None:
    told = replace(raid("a#1"), attribution=shooting("a#1", says="the police").attribution)
    far = replace(told.quantities[0], low=20, start=400, end=404)
    (found,) = merged(replace(told, quantities=(*told.quantities, far)))
    assert [(n.low, n.by) for n in found.numbers] == [(17, "the police"), (20, None)]


def test_who_counted_stands_beside_each_number() -> None:
    told = replace(raid("a#1"), attribution=shooting("a#1", says="the police").attribution)
    other = replace(told.quantities[0], low=20, high=20, start=9, end=11, by="the clinic")
    (found,) = merged(replace(told, quantities=(*told.quantities, other)))
    assert [(n.low, n.by) for n in found.numbers] == [(17, "the police"), (20, "the clinic")]
    (found,) = merged(replace(told, quantities=(*told.quantities, replace(other, low=17, high=17))))
    assert [(n.low, n.by) for n in found.numbers] == [(17, "the police"), (17, "the clinic")]


def test_a_deed_shows_what_the_same_people_did_right_after() -> None:
    passage = "Police used tear gas on the marchers and arrested 16 of them."
    gas = event(
        "a#1", "ASSAULT/crowd-control", "police used tear gas", by=(POLICE,), to=(FARMERS,), on="2031-05-09", at="Velin", evidence=passage
    )
    held = event(
        "a#2", "COERCE/arrest", "police arrested 16", by=(POLICE,), on="2031-05-09", numbers=(("arrested", 16, 16),), evidence=passage
    )
    held = replace(held, trigger=Span(start=41, end=49, text="arrested"))
    shown = {i.mode: [(n.kind, n.low) for n in i.numbers] for i in merged(gas, held)}
    assert shown == {"crowd-control": [("arrested", 16)], "arrest": [("arrested", 16)]}
    others = (
        replace(held, actors=(who(MINISTRY),)),
        replace(held, modality="planned"),
        replace(held, begin="2031-05-10", last="2031-05-10"),
        replace(held, evidence=Span(start=400, end=420, text="Police arrested 16.")),
        replace(held, background=True),
    )
    for other in others:
        assert next(i for i in merged(gas, other) if i.mode == "crowd-control").numbers == ()


@pytest.mark.parametrize(
    ("passage", "kind", "told"),
    [
        ("Police say 14 people were held, the league 19.", "arrested", ("14", "19")),
        ("14 people were held; the league counts 19.", "arrested", ("14", "19")),
        ("Officials say 12 porters died, the village 21 and the diocese 30.", "killed", ("12", "21", "30")),
        ("4 porters, and not 7 as has been claimed, were killed.", "killed", ("4", "7")),
        # parts and wholes of one count
        ("Two soldiers and three porters died.", "killed", None),
        ("Killed: porters 12, soldiers 21.", "killed", None),
    ],
)
def test_a_second_count_of_one_passage_is_no_part(passage: str, kind: QuantityKind, told: tuple[str, ...] | None) -> None:
    at = [(n, passage.index(w)) for n, w in ((2, "Two"), (3, "three")) if w in passage]
    at += [(int(m.group()), m.start()) for m in re.finditer(r"\d+", passage)]
    given = tuple(Quantity(kind=kind, low=n, high=n, start=i, end=i + (len(str(n)) if n > 3 else 3)) for n, i in at)
    (found,) = merged(replace(raid("a#1"), evidence=Span(start=0, end=len(passage), text=passage), quantities=given))
    assert len(found.numbers) == (len(told) if told else 1)


def test_news_without_a_day_is_not_of_weeks_before() -> None:
    old = event("a#1", "ASSAULT/firearms", "gunmen shot at a bus in Velin", on="2031-05-09", at="Velin")
    new = event("b#1", "ASSAULT/firearms", "gunmen shot at a bus in Velin", at="Velin")
    for day, reports in (("2031-06-10", ("a",)), ("2031-05-12", ("a", "b"))):
        found = merge([old, new], {"a": report("a", "2031-05-10"), "b": report("b", day)}, ())
        assert next(i for i in found if "a" in i.reports).reports == reports


def test_whom_a_deed_harmed_is_part_of_the_deed_told_before() -> None:
    harmed = event("a#2", "ASSAULT", "three porters were wounded", to=("porters",), trigger="wounded")
    harmed = replace(harmed, trigger=replace(harmed.trigger, start=90, end=97), evidence=replace(harmed.evidence, start=70, end=98))
    (found,) = merged(raid("a#1"), harmed)
    assert found.events == ("a#1", "a#2")
    far = replace(harmed, trigger=replace(harmed.trigger, start=900, end=907), evidence=replace(harmed.evidence, start=880, end=908))
    dated = replace(harmed, begin="2031-05-04", last="2031-05-04", time_precision="day")
    assert len(merged(raid("a#1"), far)) == len(merged(raid("a#1"), dated)) == 2
    assert len(merged(raid("a#1"), replace(dated, begin="2031-05-09", last="2031-05-09"))) == 1


@pytest.mark.parametrize(
    ("passage", "by", "at", "count"),
    [
        ("Men on motorcycles opened fire from the left.", "men", 200, 1),
        ("Men on motorcycles opened fire from the left.", "men", 600, 2),
        ("In another attack men on motorcycles opened fire.", "men", 200, 2),
        ("Anton Belo opened fire from the left.", "Anton Belo", 200, 2),
    ],
)
def test_how_an_attack_went_on_is_no_other_attack(passage: str, by: str, at: int, count: int) -> None:
    first = replace(raid("a#1"), actors=(who("Mina Sarro"),)) if by == "Anton Belo" else raid("a#1")
    then = event("a#2", "ASSAULT/firearms", "men opened fire", by=(by,), trigger="opened", evidence=passage)
    then = replace(then, trigger=replace(then.trigger, start=at, end=at + 6), evidence=replace(then.evidence, start=at - 20, end=at + 30))
    assert len(merged(first, then)) == count
    assert len(merged(first, replace(then, mode="explosives"))) == 2


def test_a_day_told_weeks_later_founds_no_incident_beside_that_told_when_it_was_news() -> None:
    guard, named = actor("guard", "ZQA", "COP"), actor("Anton Belo", "ZQA")
    parties = {f"a{n}": (guard, "arrest of a guard") for n in range(3)} | {f"b{n}": (named, "Belo in handcuffs") for n in range(6)}
    told = [event(f"{key}#1", "COERCE/arrest", title, on="2031-05-10", at="Velin", to=(who,)) for key, (who, title) in parties.items()]
    slip = event("c#1", "COERCE/arrest", "arrest of a guard", on="2031-05-08", at="Velin", to=(guard,))
    for day, count in (("2031-05-12", 2), ("2031-06-10", 1)):
        reports = {e.report: report(e.report, "2031-05-11") for e in told} | {"c": report("c", day)}
        assert len(merge([*told, slip], reports, ())) == count


def test_how_many_were_harmed_joins_the_deed_of_its_scene_without_a_word_in_common() -> None:
    there = place("Velin")
    harmed = event("b#1", "ASSAULT", "sixty-eight are wounded", trigger="wounded", scene=there, numbers=(("wounded", 68, 68),))
    story = (
        "The grain market of Velin lay in ruins; traders carried sacks from burning stalls, medics begged for plasma, the bakery kept shut."
    )
    reports = {r: report(r, "2031-05-10", story) for r in "ab"}
    deed = replace(raid("a#1"), recipients=())
    (found,) = merge([deed, harmed], reports, ())
    assert [(n.kind, n.low) for n in found.numbers] == [("killed", 17), ("wounded", 68)]
    elsewhere = reports | {
        "b": report("b", "2031-05-10", "A match in Dorim was called off; the crowd had pressed against a fence, and ambulances came.")
    }
    assert len(merge([deed, replace(harmed, scene=place("Dorim"))], elsewhere, ())) == 2
    assert len(merge([deed, replace(harmed, trigger=replace(harmed.trigger, text="scarred"))], reports, ())) == 2


def test_an_end_under_way_is_that_which_is_told_as_done_days_later() -> None:
    told: dict[str, Any] = {"at": "Velin", "by": (POLICE,), "condition": "blockade", "phase": "ends"}
    first = event("a#1", "COERCE", "police were removing the trucks from the road", trigger="removing", **told)
    last = event("b#1", "COERCE", "police removed the last trucks from the road", trigger="removed", on="2031-05-12", **told)
    reports = {"a": report("a", "2031-05-10"), "b": report("b", "2031-05-12")}
    assert len(merge([first, last], reports, ())) == 1
    assert len(merge([replace(first, trigger=replace(first.trigger, text="removed")), last], reports, ())) == 2


def test_blame_of_one_is_not_blame_of_another() -> None:
    first = said("a#1", "ACCUSE", to=(actor("Ivo Karr", "ZQA"),), about="the failure of the talks on the miners")
    other = replace(first, id="b#1", report="b", recipients=said("b#1", to=(actor("Lena Moss", "YQA"),)).recipients)
    assert len(merged(first, replace(first, id="b#1", report="b"))) == 1
    assert "other addressee" in signs(mention(first, None, "a"), mention(other, None, "b"))


def test_two_who_ask_two_others_for_the_same_are_two() -> None:
    first = said("a#1", to=(actor("Ivo Karr", "ZQA"),), by=(actor("Lena Moss", "YQA"),), about="clear the barricades at once")
    other = replace(first, id="b#1", report="b")
    elsewhere = said("b#1", to=(actor("Orla Denn", "XQA"),), by=(actor("Anton Belo", "WQA"),), about="clear the barricades at once")
    assert len(merged(first, other)) == 1
    assert len(merged(first, replace(elsewhere, report="b"))) == 2
    assert len(merged(first, replace(other, recipients=elsewhere.recipients))) == 1, "one who asks two"


def test_two_things_suspended_are_not_in_one_state() -> None:
    aid = event("a#1", "SANCTION", "donors froze their loan for roads and harbours", on="2031-05-09", condition="suspension")
    clinic = event("b#1", "SANCTION", "doctors suspended all surgery at a hospital", on="2031-05-09", condition="suspension")
    assert "same state" not in signs(mention(aid, None, "a"), mention(clinic, None, "b"))
    assert "same state" in signs(mention(aid, None, "a"), mention(replace(aid, id="b#1", report="b"), None, "b"))


def test_a_stretch_of_road_named_by_its_kilometre_is_no_school() -> None:
    road = event("a#1", "COERCE/restrict", "Km 41 closed since noon", on="2031-05-09", at="Velin", condition="closure")
    school = event("b#1", "COERCE/restrict", "Schools are closed", on="2031-05-09", at="Velin", condition="closure")
    highway = event("b#1", "COERCE/restrict", "The highway is closed", on="2031-05-09", at="Velin", condition="closure")
    assert "excluded" in signs(mention(road, None, "a"), mention(school, None, "b"))
    assert "excluded" not in signs(mention(road, None, "a"), mention(highway, None, "b"))


def test_gunmen_say_more_than_people() -> None:
    told = [replace(raid(f"{r}#1"), actors=(who(name, unnamed),)) for r, name, unnamed in (("a", "people", False), ("b", "gunmen", True))]
    (found,) = merged(*told)
    assert [a.name for a in found.actors] == ["people", "gunmen"]
    (found,) = merged(*told, replace(raid("c#1"), actors=(who("Anton Belo"),)))
    assert [a.name for a in found.actors] == ["Anton Belo"]


def test_one_name_does_not_outweigh_those_whom_most_reports_do_not_name() -> None:
    told = [replace(raid(f"{r}#1"), actors=(who("gunmen", True),)) for r in "ab"]
    (found,) = merged(*told, replace(raid("c#1"), actors=(who("Anton Belo"),)))
    assert [a.name for a in found.actors] == ["gunmen", "Anton Belo"]


def test_of_what_only_an_authority_does_it_is_presumed_and_marked_so() -> None:
    closed = event("a#1", "COERCE/restrict", "the bridge was closed", on="2031-05-09", at="Velin", condition="closure")
    closed = replace(closed, place=replace(place("Velin"), country="TD"))
    (found,) = merged(closed)
    assert found.actors == ()
    assert found.presumed is not None
    assert (found.presumed.actor.name, found.presumed.actor.code) == ("authorities of Chad", "TCDGOV")
    shape = incident_shape(found, {"a": "a"})
    assert (shape["actors"][0]["name"], shape["actors_told"], shape["actors_reason"]) == (
        "authorities of Chad", "presumed", "an act of authority there",
    )  # fmt: skip
    prefect = actor("prefect of Velin", "TCD", "GOV")
    announced = replace(closed, attribution=event("b#1", None, "-", says=prefect).attribution)
    (found,) = merged(announced)
    assert found.presumed is not None
    assert (found.presumed.actor, found.presumed.reason) == (prefect, "who announced it")
    abroad = replace(closed, attribution=event("b#1", None, "-", says=actor("Ministry", "FRA", "GOV")).attribution)
    (found,) = merged(abroad)
    assert found.presumed is not None
    assert found.presumed.actor.name == "authorities of Chad"
    arrested = replace(closed, mode="arrest", condition=None)
    (found,) = merged(arrested)
    assert found.presumed is not None
    assert found.presumed.actor.code == "TCDCOP"
    given = replace(arrested, evidence=Span(start=0, end=41, text="On Monday Belo was given 30 days' detention."))
    (found,) = merged(given)
    assert found.presumed is not None
    assert (found.presumed.actor.name, found.presumed.actor.code) == ("court of Chad", "TCDJUD")


@pytest.mark.parametrize(
    ("told", "presumed"),
    [
        ("Twelve people were released on Monday.", True),
        ("Two men accused of kidnapping were released on bail.", True),
        ("Two hostages were released on Monday.", False),
        ("Three workers who were abducted in May were released.", False),
    ],
)
def test_captives_are_not_presumed_to_be_released_by_an_authority(told: str, presumed: bool) -> None:
    released = event("a#1", "RETREAT/release", "released", on="2031-05-09", at="Velin", condition="detention", phase="ends")
    released = replace(released, place=replace(place("Velin"), country="TD"), evidence=Span(start=0, end=len(told), text=told))
    (found,) = merged(released)
    assert (found.presumed is not None) == presumed


def test_who_ends_a_curfew_is_presumed_where_nothing_else_is_told() -> None:
    ended = event("a#1", None, "the curfew ends today", on="2031-05-09", at="Velin", condition="curfew", phase="ends", what="curfew")
    (found,) = merged(replace(ended, place=replace(place("Velin"), country="TD")))
    assert found.presumed is not None
    assert found.presumed.actor.name == "authorities of Chad"


@pytest.mark.parametrize(
    ("condition", "phase", "told"),
    [
        ("ban", "ends", True),
        ("closure", "ends", True),
        ("postponement", "happens", True),
        ("suspension", "ends", False),
        ("blockade", "ends", False),
    ],
)
def test_an_office_that_tells_of_it_is_presumed_to_have_lifted_a_ban_or_put_a_day_off(condition: str, phase: str, told: bool) -> None:
    ministry = actor("Ministry of Velin", "TCD", "GOV")
    ended = event("a#1", None, "the ban is lifted", on="2031-05-09", at="Velin", condition=condition, phase=phase, what="ban")
    ended = replace(ended, place=replace(place("Velin"), country="TD"))
    said = replace(ended, attribution=event("b#1", None, "-", says=ministry).attribution)
    (found,) = merged(said)
    assert (found.presumed is not None and found.presumed.actor == ministry) == told
    (found,) = merged(ended)
    assert found.presumed is None
    trader = replace(ended, attribution=event("b#1", None, "-", says=actor("trader", "TCD", "CVL")).attribution)
    (found,) = merged(trader)
    assert found.presumed is None


def test_who_relieves_an_official_is_presumed_not_who_resigns() -> None:
    chief = (who("Anton Belo"),)
    relieved = event(
        "a#1",
        None,
        "Belo was relieved",
        on="2031-05-09",
        at="Velin",
        condition="vacancy",
        phase="happens",
        trigger="relieved",
        what="relieved",
    )
    relieved = replace(relieved, recipients=chief, place=replace(place("Velin"), country="TD"))
    (found,) = merged(relieved)
    assert found.presumed is not None
    assert found.presumed.actor.code == "TCDGOV"
    (found,) = merged(replace(relieved, trigger=Span(start=0, end=1, text="resigned")))
    assert found.presumed is None


@pytest.mark.parametrize(
    "other",
    [
        {"event_type": "PROTEST", "mode": "obstruct", "condition": "blockade"},
        {"event_type": "ASSAULT", "mode": None, "condition": None},
        {"mode": "seize", "condition": None},
        {"actors": (who("gunmen", True),)},
        {"place": None},
        {"condition": "blockade"},
        {"event_type": None, "mode": None, "what": "did not open", "confidence": 0.9},
    ],
)
def test_of_what_anybody_may_have_done_nobody_is_presumed(other: dict[str, object]) -> None:
    closed = event("a#1", "COERCE/restrict", "the bridge was closed", on="2031-05-09", at="Velin", condition="closure")
    closed = replace(closed, place=replace(place("Velin"), country="TD"))
    (found,) = merged(replace(closed, **other))  # type: ignore[arg-type]
    assert found.presumed is None
    assert incident_shape(found, {"a": "a"})["actors_told"] == ("here" if found.actors else None)


@pytest.mark.parametrize(
    ("kind", "trigger", "about", "stands"),
    [
        ("ACCUSE", "summoned", None, True),
        ("ACCUSE", "blamed", None, False),
        ("REJECT", "rejected", "the appeal of the dockers", True),
        ("REJECT", "rejected", "the idea of a second bridge", False),
        ("REJECT", "turned down", "calls for an inquiry into the fire", True),
        ("REJECT", "denied", "the rumour of a fire", False),
        ("REQUEST", "filed", "their complaint against the ballot", True),
        ("REQUEST", "handed in", "an application for seats on the council", True),
        ("REQUEST", "wants", "an answer to her complaint", False),
        ("REQUEST", "filed", "into the hall for the vote", False),
        ("SUPPORT", "signed", "an accord with the dockers", True),
        ("SUPPORT", "praised", "the accord with the dockers", False),
        ("SUPPORT", "signed", "a card for the widow", False),
    ],
)
def test_a_summons_an_answer_a_filing_and_a_signature_are_acts_by_themselves(
    kind: str, trigger: str, about: str | None, stands: bool
) -> None:
    to = ("envoy of Zaqia",) if kind == "ACCUSE" else ()
    told = event("a#1", kind, "the minister did so", by=("Anton Belo",), to=to, trigger=trigger, about=about)
    assert len(merged(told)) == stands
    by_wire, by_bishop = (replace(told, attribution=event("b#1", None, "-", says=x).attribution) for x in (WIRE, "The bishop"))
    assert len(merged(by_wire)) == stands
    assert not merged(by_bishop)


WIRE = actor("Zaqia Wire", "ZQA", "JRN")


@pytest.mark.parametrize(
    ("passage", "count"), [("Farmers have asked the ministry for seed.", 1), ("Farmers had asked the ministry for seed.", 0)]
)
def test_what_one_had_asked_before_is_no_news(passage: str, count: int) -> None:
    made = said("a#1", by=(FARMERS,), on=None, about="seed", evidence=passage)
    at = passage.index("asked")
    told = replace(
        made, trigger=Span(start=500 + at, end=505 + at, text="asked"), evidence=Span(start=500, end=500 + len(passage), text=passage)
    )
    assert len(merge([told], {"a": report("a", title="Harvest of beans begins")}, ())) == count


def test_who_is_on_strike_and_where_is_told_of_its_beginning_too() -> None:
    on = event("a#1", "PROTEST/strike", "Pilots in Velin are on strike", by=("pilots",), at="Velin", condition="strike", phase="continues")
    begun = event("b#1", "PROTEST/strike", "The strike had started on May 9", on="2031-05-09", condition="strike", confidence=0.5)
    begun = replace(begun, scene=place("Velin"))
    assert not merged(on)
    assert not merged(begun)
    (found,) = merged(on, begun)
    assert (found.place, found.begin, [a.name for a in found.actors]) == (place("Velin"), "2031-05-09", ["pilots"])
    assert not merged(replace(on, condition="occupation"), begun)


def test_since_when_somebody_lately_holds_a_state_is_news_of_its_beginning() -> None:
    shut = event(
        "a#1", "PROTEST/strike", "drivers in Velin have parked their buses since Friday", by=("drivers",), at="Velin", on="2031-05-08"
    )
    shut = replace(shut, condition="strike", phase="continues")
    (found,) = merged(shut)
    assert (found.begin, found.event_type) == ("2031-05-08", "PROTEST")
    for other in (
        {"begin": "2031-04-20", "last": "2031-04-20"},
        {"begin": None, "last": None, "time_precision": "unknown"},
        {"time_precision": "week"},
        {"event_type": None, "mode": None},
        {"condition": "deployment"},
        {"background": True},
    ):
        assert not merged(replace(shut, **other))


def test_who_speaks_for_a_state_has_its_own_word() -> None:
    state, office = actor("government of Zaqia", "ZQA", "GOV"), actor("commissioner of Velin", "ZQA", "GOV")
    asked = event("a#1", "REQUEST", "the government asked Merun to let its police cross", by=(state,), to=(actor("Merun", "YQA"),))
    asked = replace(asked, about=event("b#1", "REQUEST", "-", about="let its police cross the river").about, confidence=0.8)
    asked = replace(asked, trigger=Span(start=900, end=905, text="asked"), evidence=replace(asked.evidence, start=890, end=950))
    assert merged(replace(asked, attribution=event("c#1", None, "-", says=office).attribution))
    for teller in (actor("envoy of Merun", "YQA", "GOV"), actor("Anton Belo", "ZQA", "CVL"), actor("dockers", "ZQA", "LAB")):
        assert not merged(replace(asked, attribution=event("c#1", None, "-", says=teller).attribution))


def test_to_be_of_no_type_makes_nothing_alike() -> None:
    sunk = event("a#1", None, "A ferry sank off Velin", on="2031-05-09")
    buried = event("b#1", None, "A painter was buried", on="2031-05-09")
    assert "same type" not in signs(mention(sunk, None, "a"), mention(buried, None, "b"))
    shut = [replace(e, condition="closure") for e in (sunk, buried)]
    assert "same type" in signs(mention(shut[0], None, "a"), mention(shut[1], None, "b"))


def test_a_warning_and_a_request_of_one_speaker_are_two_sayings_unless_a_day_or_who_hears_it_joins_them() -> None:
    asked = said("a#1", to=(), about="a seat for Velin in the union of ports", on=None)
    warned = said("b#1", "THREATEN", to=(), about="a seat for Velin in the union of ports", on="2031-05-09")
    assert signs(mention(asked, report("a"), "a"), mention(warned, report("b"), "b")) == {"excluded": 1.0}
    day = replace(asked, begin="2031-05-09", last="2031-05-09", time_precision="day")
    heard = [replace(e, recipients=(who(MINISTRY),)) for e in (asked, warned)]
    for one, other in ((day, warned), heard):
        assert "excluded" not in signs(mention(one, report("a"), "a"), mention(other, report("b"), "b"))


def test_whom_the_news_names_goes_before_whom_a_later_word_in_passing_names() -> None:
    news = replace(raid("c#1"), actors=(who("River Front"),))
    passing = [replace(raid(f"{r}#1"), begin=None, last=None, actors=(who("Anton Belo"),)) for r in "ab"]
    (found,) = merged(news, *passing)
    assert [a.name for a in found.actors] == ["River Front", "Anton Belo"]


def test_an_area_told_in_passing_does_not_hide_the_town_of_the_story() -> None:
    news = [replace(raid(f"{r}#1"), place=None, scene=place("Dorim")) for r in "ab"]
    passing = replace(raid("c#1"), begin=None, last=None, place=place("northern Zaqia"))
    (found,) = merged(*news, passing)
    assert (found.place, found.place_told) == (place("Dorim"), "around")
    (found,) = merged(*news, replace(raid("c#1"), place=place("northern Zaqia")))
    assert found.place == place("northern Zaqia")


def test_a_village_that_nobody_can_locate_is_not_another_of_another_name() -> None:
    known = event("a#1", "ASSAULT", "gunmen killed nine", on="2031-05-09", at="Velin", numbers=(("killed", 9, 9),))
    lost = replace(known, id="b#1", report="b", place=Place(name="Tarno", lat=None, lon=None, country="ZQ", feature="", precision="city"))
    assert "place of another name" in signs(mention(known, None, "a"), mention(lost, None, "b"))
    same = replace(lost, place=replace(place("Velin"), lat=None, lon=None))
    assert "place of another name" not in signs(mention(known, None, "a"), mention(same, None, "b"))


def test_a_place_that_is_told_counts_before_the_seat_of_who_speaks_which_is_marked() -> None:
    refusal = event("a#1", "REJECT", "the Zaqian cabinet refused the plan", by=("Zaqian cabinet",), on="2031-05-09")
    seated = replace(refusal, seat=Seat(place=place("Velin"), of="the government of Zaqia"))
    filed = replace(refusal, id="b#1", report="b", seat=Seat(place=place("Dorim")))
    (found,) = merged(seated, filed)
    assert (found.place, found.place_told, found.seat) == (None, None, seated.seat)
    shape = incident_shape(found, {"a": "a", "b": "b"})
    assert (shape["place"]["name"], shape["place_told"], shape["place_reason"]) == ("Velin", "seat", "seat of the government of Zaqia")
    (found,) = merged(seated, replace(refusal, id="b#1", report="b", place=place("Karsk")))
    assert (found.place, found.place_told, found.seat) == (place("Karsk"), "here", None)
    (found,) = merged(replace(refusal, scene=place("Karsk")))
    assert (found.place, found.place_told) == (place("Karsk"), "around")


def test_a_day_by_which_it_had_happened_is_no_day_of_its_own() -> None:
    asked = event("a#1", "REQUEST", "the mission had been asked to clear the road", by=("Zaqia",), last="2031-05-01", time_precision="day")
    late, soon = mention(asked, report("a", "2031-05-10"), "a"), mention(asked, report("a", "2031-05-02"), "a")
    assert (late.span, late.fresh, late.reach and late.reach[1]) == (None, False, soon.span and soon.span[1])
    assert soon.span == (soon.span and soon.span[1],) * 2


def test_a_thing_put_off_joins_no_other_by_way_of_those_that_name_none() -> None:
    told: dict[str, Any] = {"by": ("Zaqia",), "condition": "postponement"}
    vote = event("a#1", "SANCTION", "Zaqia put off the vote in four towns of the north", on="2031-05-08", at="Velin", **told)
    bare = [
        event(f"{r}#1", "SANCTION", "Zaqia was putting it off in four towns of the north", on="2031-05-08", at="Velin", **told)
        for r in "bcd"
    ]
    fines = event("e#1", "SANCTION", "Zaqia has put off fines in four towns of the north", **told)
    assert [i.events for i in merged(vote, *bare, fines)] == [("a#1", "b#1", "c#1", "d#1"), ("e#1",)]


def test_those_who_were_taken_by_gunmen_are_let_go_by_no_authority() -> None:
    def freed(trigger: str, to: str) -> Event:
        told = event("a#2", "RETREAT/release", f"{to} were {trigger}", on="2031-05-09", at="Velin", to=(to,), trigger=trigger)
        return replace(told, place=replace(place("Velin"), country="TD"), condition="detention", phase="ends")

    taken = event("a#1", "ASSAULT/abduct", "two nurses were kidnapped", on="2031-05-01", at="Karsk", to=("two nurses",))
    held = event("a#1", "COERCE/arrest", "two nurses were arrested", on="2031-05-01", at="Karsk", to=("two nurses",))
    nobody = [i.presumed for i in merged(freed("released", "the nurses"), taken) if i.mode == "release"]
    assert nobody == [None]
    for told in ((freed("released", "the nurses"), held), (freed("released", "five miners"), taken), (freed("released", "five miners"),)):
        (found,) = [i for i in merged(*told) if i.mode == "release"]
        assert found.presumed is not None
    (left,) = merged(freed("left", "five miners"))
    assert left.presumed is None


def test_a_decision_told_of_a_land_is_shown_at_the_seat_of_those_who_made_it() -> None:
    seat = Seat(place=place("Dorim"), of="the government of Zaqia")
    told = [
        event(f"{r}#1", "REJECT", "the ministry refused a recount", on="2031-05-09", at=at, by=(MINISTRY,))
        for r, at in (("a", "northern Zaqia"), ("b", None))
    ]
    (found,) = merged(told[0], replace(told[1], seat=seat))
    assert (found.place, found.seat) == (None, seat)
    (town,) = merged(replace(told[0], place=place("Velin")), replace(told[1], seat=seat))
    assert (town.place, town.seat) == (place("Velin"), None)
    here = Seat(place=place("Dorim"))  # where the story is: no seat of theirs
    (area,) = merged(told[0], replace(told[1], seat=here))
    assert area.place == place("northern Zaqia")
