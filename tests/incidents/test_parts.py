"""What one report tells further of a deed: the noun that takes it up, whom it harmed, what was seized in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.incidents.factories import actor, event, place, report
from vedette.domain import Event
from vedette.incidents import merge
from vedette.incidents.parts import parts

POLICE = actor("police of Zaqia", "ZQA", "COP", entry="zq-police")


def told(e: Event, at: int, trigger: str | None = None) -> Event:
    """An event whose passage begins at a character of its report."""
    found = e.evidence.text.index(trigger or e.trigger.text)
    text = trigger or e.trigger.text
    return replace(
        e,
        trigger=replace(e.trigger, start=at + found, end=at + found + len(text), text=text),
        evidence=replace(e.evidence, start=at, end=at + len(e.evidence.text)),
    )


def lede(**more: Any) -> Event:
    given: dict[str, Any] = {
        "on": "2031-05-09",
        "at": "Velin",
        "by": ("gunmen",),
        "trigger": "fired",
        "numbers": (("killed", 4, 4),),
    } | more
    return told(event("a#1", "ASSAULT/firearms", "gunmen fired on a bus near Velin on Friday", **given), 0)


def count(*events: Event) -> int:
    return len(merge(events, {"a": report("a", "2031-05-10")}, ()))


@pytest.mark.parametrize(
    "passage",
    [
        "The shooting began at dawn and lasted an hour.",
        "No group has claimed the attack.",
        "The attack on the bus was the work of men on foot, a farmer said.",
        "This latest attack took place south of the river.",
    ],
)
def test_a_noun_takes_up_the_deed_told_before(passage: str) -> None:
    word = next(w for w in ("shooting", "attack") if w in passage)
    again = told(event("a#2", "ASSAULT", passage, evidence=passage, trigger=word), 200)
    assert parts([lede(), again]) == [("a#2", "a#1")]
    assert count(lede(), again) == 1


@pytest.mark.parametrize(
    "passage",
    [
        "The second attack came at noon.",
        "Another attack was told from the hills.",
        "The attack on the customs post has not been forgotten.",
        "The killing of a judge is not solved.",
        "The attacks of the last year cost 90 lives.",
    ],
)
def test_a_noun_that_says_which_other_one_is_meant_takes_up_nothing(passage: str) -> None:
    word = next(w for w in ("shooting", "attacks", "attack", "killing") if w in passage)
    assert parts([lede(), told(event("a#2", "ASSAULT", passage, evidence=passage, trigger=word), 200)]) == []


def test_a_noun_takes_up_no_deed_of_another_day_place_kind_or_of_two_that_may_be_meant() -> None:
    passage = "The attack lasted an hour."
    again = told(event("a#2", "ASSAULT", passage, evidence=passage, trigger="attack"), 200)
    assert parts([lede(), again]) == [("a#2", "a#1")]
    for other in (
        replace(again, begin="2031-05-07", last="2031-05-07"),
        replace(again, place=place("Dorim")),
        replace(again, mode="explosives"),
        replace(again, background=True),
        replace(again, event_type="PROTEST"),
    ):
        assert parts([lede(), other]) == []
    assert parts([lede(), told(again, 500)]) == [("a#2", "a#1")]
    far = told(again, 900)
    assert parts([lede(), far]) == []
    elsewhere = told(event("a#3", "ASSAULT/firearms", "gunmen fired on a mill", on="2031-05-09", at="Dorim", trigger="fired"), 100)
    assert parts([lede(), elsewhere, told(again, 500)]) == []
    assert count(lede(), elsewhere) == 2


def test_where_a_deed_took_place_may_be_told_by_another_spot() -> None:
    passage = "The attack took place some 60 km south of Velin."
    again = told(event("a#2", "ASSAULT", passage, evidence=passage, trigger="attack", on="2031-05-09", at="Dorim"), 200)
    assert parts([lede(), again]) == [("a#2", "a#1")]
    later = replace(again, begin="2031-05-10", last="2031-05-10")
    assert parts([lede(), later]) == []


def test_what_takes_up_a_deed_of_a_land_tells_its_town() -> None:
    passage = "The shooting began in rice fields outside Velin."
    again = told(event("a#2", "ASSAULT/firearms", passage, evidence=passage, trigger="shooting", at="Velin"), 200)
    (found,) = merge([lede(at="Zaqia"), again], {"a": report("a", "2031-05-10")}, ())
    assert found.place is not None
    assert (found.place.name, found.begin) == ("Velin", "2031-05-09")


def test_those_who_fell_in_an_attack_are_told_of_that_attack() -> None:
    fell = told(
        event("a#2", "ASSAULT", "one soldier fell", trigger="fell", on="2031-05-09", to=("soldier",), numbers=(("killed", 1, 1),)), 260
    )
    assert parts([lede(), fell]) == [("a#2", "a#1")]
    assert parts([lede(), told(fell, 500)]) == []
    assert parts([lede(), replace(fell, begin="2031-05-07", last="2031-05-07")]) == []
    march = told(event("a#1", "PROTEST/demo", "hundreds marched in Velin", on="2031-05-09", at="Velin", trigger="marched"), 0)
    assert parts([march, fell]) == []  # so far behind a march it is another thing


def seized(**more: Any) -> Event:
    given: dict[str, Any] = {"on": "2031-05-09", "by": (POLICE,), "trigger": "seized"} | more
    return told(event("a#2", "COERCE/seize", "two rifles were seized", **given), 100)


def test_what_was_seized_in_a_raid_is_of_the_raid() -> None:
    raid = told(event("a#1", "COERCE/arrest", "police arrested nine men", on="2031-05-09", by=(POLICE,), at="Velin", trigger="arrested"), 0)
    assert count(raid, seized()) == 1
    assert parts([raid, seized(by=())]) == [("a#2", "a#1")]
    for other in (
        seized(on="2031-05-08"),
        seized(at="Dorim"),
        seized(by=("customs officers",)),
        seized(to=("a trader",)),
        told(seized(), 400),
    ):
        assert parts([raid, other]) == []
    between = told(event("a#3", "ASSAULT/firearms", "gunmen shot a guard", trigger="shot"), 60)
    assert parts([raid, between, seized()]) == []


def test_a_noun_chains_no_shootings_of_a_week() -> None:
    days = [
        told(event(f"a#{n}", "ASSAULT/firearms", "shots at a farm", on=f"2031-05-{n:02}", at="Velin", trigger="shots"), 80 * n)
        for n in range(3, 9)
    ]
    passage = "The shooting has not stopped."
    again = told(event("a#9", "ASSAULT/firearms", passage, evidence=passage, trigger="shooting"), 800)
    assert count(*days, again) == count(*days)


@pytest.mark.parametrize(
    ("passage", "second", "one"),
    [
        ("Youths stopped a bus near Velin and burned it.", "burned", True),
        ("Youths stopped a bus near Velin, beat the driver and burned it.", "burned", True),
        ("Youths stopped a bus near Velin after soldiers burned a mill.", "burned", False),
        ("Youths stopped a bus near Velin because of those who burned a mill.", "burned", False),
        ("Youths stopped a bus near Velin while others burned a mill.", "burned", False),
        ("Youths stopped a bus near Velin and, two hours later, burned a mill.", "burned", False),
    ],
)
def test_what_the_same_people_did_in_one_go_is_one_deed(passage: str, second: str, one: bool) -> None:
    given: dict[str, Any] = {"on": "2031-05-09", "at": "Velin", "by": ("youths",), "evidence": passage}
    first = told(event("a#1", "PROTEST/obstruct", "youths stopped a bus", trigger="stopped", **given), 0)
    then = told(event("a#2", "ASSAULT/destroy", "youths burned a bus", trigger=second, **given), 0)
    assert parts([first, then]) == ([("a#2", "a#1")] if one else [])
    assert count(first, then) == (1 if one else 2)
    if not one:
        return
    for other in (
        replace(then, actors=event("b#1", None, "", by=("soldiers",)).actors),
        replace(then, actors=()),
        replace(then, place=place("Dorim")),
        replace(then, begin="2031-05-08", last="2031-05-08"),
        replace(then, event_type="COERCE", mode="arrest"),
        replace(then, modality="planned"),
        replace(then, phase="ends"),
        replace(then, event_type="COERCE", mode="seize", condition="occupation"),
    ):
        assert parts([first, other]) == []


def test_what_a_convoy_brought_is_of_its_coming() -> None:
    came = told(event("a#1", "AID", "a convoy reached Velin on Friday", on="2031-05-09", at="Velin", by=("convoy",), trigger="reached"), 0)
    passage = "It carried rice for 3,000 families."
    rice = told(event("a#2", "AID", passage, evidence=passage, trigger="carried", on="2031-05-09", scene=place("Velin")), 60)
    assert parts([came, rice]) == [("a#2", "a#1")]
    assert count(came, rice) == 1
    between = told(event("a#3", "ASSAULT/firearms", "gunmen shot a guard", trigger="shot"), 40)
    assert parts([came, between, rice]) == []
    for other in (
        replace(rice, place=place("Dorim")),
        replace(rice, begin="2031-05-07", last="2031-05-07"),
        replace(rice, event_type="ASSAULT"),
        replace(rice, modality="planned"),
        replace(rice, background=True),
        replace(rice, actors=came.actors),
        told(rice, 600),
        replace(rice, evidence=replace(rice.evidence, text="Another one carried rice for 3,000 families.")),
    ):
        assert parts([came, other]) == []
