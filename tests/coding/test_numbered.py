"""Bare numbers that the parser hangs on other words, and whom "them" counts."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder

DAY = "2024-05-10"


def told(coder: Coder, text: str) -> set[tuple[str, int | None]]:
    return {(q.kind, q.low) for e in coder.code(text, DAY).events for q in e.quantities}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "DORVA, Meldavia, May 9 (Crest Wire) - One person was killed and at least 14 were injured on Thursday when riot police tried to "
            "remove rice growers who have been blocking the highway to the northern port of Velin, officials and the growers' league said.",
            {("killed", 1), ("wounded", 14)},
        ),
        (
            "DORVA, Meldavia (Crest) - Gunmen killed two people and wounded seven on Thursday when they shot at boats carrying a wedding "
            "party at Velin, on Meldavia's river border with Arcia, the navy said.",
            {("killed", 2), ("wounded", 7)},
        ),
        ("Gunmen killed two people and wounded seven soldiers.", {("killed", 2), ("wounded", 7)}),
        (
            "Gunmen killed two people and wounded seven soldiers in the town of Velin on Thursday, police said.",
            {("killed", 2), ("wounded", 7)},
        ),
        ("Rebels killed the 12 men and 300 officers were sent to the town.", {("killed", 12), ("personnel", 300)}),
        ("Velin - Three soldiers were killed in an ambush on Monday.", {("killed", 3)}),
        # numbers that hang right
        ("Gunmen killed two men in Dorva on Monday and wounded three in Velin on Tuesday.", {("killed", 2), ("wounded", 3)}),
        ("Rebels killed four soldiers and the army killed nine rebels.", {("killed", 4), ("killed", 9)}),
        ("Doctors treated the dead and injured soldiers.", set()),
        ("In 2030 people fled the town.", set()),
    ],
)
def test_bare_numbers_hang_on_their_own_verbs(coder: Coder, text: str, wanted: set[tuple[str, int]]) -> None:
    assert told(coder, text) == wanted


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Police fired rubber bullets at students who blocked the bridge and detained 20 of them.", "Police"),
        (
            "Police used tear gas to disperse farmers who marched in Dorva on Monday to ask for seed, and arrested at least 14 of them.",
            "Police",
        ),
        # those who hold others are who the clause is about
        ("Police questioned the youths who attacked the guards and detained three of them.", "youths"),
    ],
)
def test_whom_they_arrested_had_been_dealt_with(coder: Coder, text: str, who: str) -> None:
    made = [e for e in coder.code(text, DAY).events if e.event_type == "COERCE"]
    assert [m.text for e in made for m in e.actors] == [who]


def test_killed_and_wounded_by_the_same_is_one_deed(coder: Coder) -> None:
    made = coder.code("Rebels killed four soldiers and injured nine civilians near Kaya.", DAY).events
    assert [{(q.kind, q.low) for q in e.quantities} for e in made] == [{("killed", 4), ("wounded", 9)}]
    apart = coder.code("Rebels killed four soldiers in Kaya on Monday and injured nine civilians in Ouahigouya on Tuesday.", DAY).events
    assert len(apart) == 2


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Rebels attacked the post; one soldier fell and two were injured.", {("killed", 1), ("wounded", 2)}),
        ("Two servicemen gave their lives and 16 people are injured, civilians mostly.", {("killed", 2), ("wounded", 16)}),
        ("Rebels ambushed a patrol at the bridge. 9 WIA lifted by helicopter to Dorva at noon. 2 MIA.", {("wounded", 9)}),
        ("Soldiers fought at Dorva. Bodies of 5 soldiers recovered, a sixth died before evacuation.", {("killed", 5), ("killed", 6)}),
        ("Velin, Friday 14, before dawn: 9 to 11 killed, one nurse abducted.", {("killed", 9), ("abducted", 1)}),
        # nobody is dead
        ("Two soldiers fell ill after the march.", {("personnel", 2)}),
        ("Two workers fell from a roof in Dorva.", set()),
        ("Three officers fell back to the bridge.", {("personnel", 3)}),
        ("Two soldiers fell into the hands of the rebels.", set()),
        ("Two singers gave their lives to music.", set()),
        ("A third died of hunger.", set()),
    ],
)
def test_words_for_those_who_died(coder: Coder, text: str, wanted: set[tuple[str, int]]) -> None:
    assert told(coder, text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ana Tarn, 31, was shot dead on Thursday.", {("killed", 1)}),
        ("Police arrested Pedro Velin, 52, on Thursday.", {("arrested", 1)}),
        ("Rebels abducted Maria Tarn (27) on Thursday.", {("abducted", 1)}),
        ("Nolan Tarn, 46, of the water committee, was stopped in his car by police on Thursday.", set()),
        ("The dead, 12, were buried on Thursday.", {("other", 12)}),
        ("Strikers, 300, blocked the road on Thursday.", {("protesters", 300)}),
    ],
)
def test_how_old_somebody_is_counts_nobody(text: str, wanted: set[tuple[str, int | None]], coder: Coder) -> None:
    assert told(coder, text) == wanted


def test_who_somebody_is_behind_his_age_is_nobody_else(coder: Coder) -> None:
    (killed,) = [
        e for e in coder.code("Gunmen killed Pedro Velin, 52, a teacher, and wounded his son.", DAY).events if "killed" in e.trigger.text
    ]
    assert [m.text for m in killed.recipients] == ["Pedro Velin"]
    assert [(q.kind, q.low) for q in killed.quantities if q.kind == "killed"] == [("killed", 1)]


@pytest.mark.parametrize("text", ["Two policemen fell on the ice in Velin on Monday.", "Two marines fell overboard on Monday."])
def test_not_all_who_fall_are_dead(text: str, coder: Coder) -> None:
    assert ("killed", 2) not in told(coder, text)
