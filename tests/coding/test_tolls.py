"""Tolls told apart from their deed."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder

DAY = "2024-05-10"
ATTACK = "Rebels attacked an army post in Jowhar on Monday, the defence ministry said. "


def numbers(coder: Coder, text: str, trigger: str) -> list[tuple[str, int | None, int | None]]:
    """Kinds and bounds of the numbers of the event on a trigger."""
    found = [e for e in coder.code(text, DAY).events if e.trigger.text == trigger]
    assert found, [e.trigger.text for e in coder.code(text, DAY).events]
    return sorted((q.kind, q.low, q.high) for q in found[0].quantities)


@pytest.mark.parametrize(
    ("toll", "wanted"),
    [
        ("The hospital speaks of four dead.", [("killed", 4, 4)]),
        ("Three traders lost their lives.", [("killed", 3, 3)]),
        ("Nine police officers suffered injuries.", [("wounded", 9, 9)]),
        ("The death toll has risen to 14 from eight, a doctor said.", [("killed", 14, 14)]),
        ("The mayor put the number of dead at eleven.", [("killed", 11, 11)]),
        ("Two more bodies found in the river bring to nineteen the death toll.", [("killed", 19, 19)]),
        ("A fifth trader died in hospital on Thursday.", [("killed", 5, 5)]),
        ("Number of wounded: seven.", [("wounded", 7, 7)]),
    ],
)
def test_a_toll_in_another_sentence_is_of_the_deed_told_before(coder: Coder, toll: str, wanted: list[tuple[str, int, int]]) -> None:
    assert numbers(coder, ATTACK + toll, "attacked") == wanted


@pytest.mark.parametrize(
    "told",
    [
        "Four of the dead were traders.",  # a part
        "The ministry counts 88 dead of cholera.",
        "In Baidoa, nine people were dead.",
        "Two more bodies were found.",  # beside those counted before
        "Nobody was hurt.",
    ],
)
def test_what_is_no_toll_of_that_deed_is_not_counted(coder: Coder, told: str) -> None:
    assert numbers(coder, ATTACK + told, "attacked") == []


def test_one_who_died_of_wounds_is_among_those_counted_before(coder: Coder) -> None:
    text = "Gunmen killed six traders in Jowhar on Monday. Two men died overnight."
    assert numbers(coder, text, "killed") == [("killed", 6, 6)]


def test_people_who_died_of_a_deed_are_no_event_beside_it(coder: Coder) -> None:
    events = coder.code(ATTACK + "Five persons died.", DAY).events
    assert [(e.trigger.text, [q.low for q in e.quantities]) for e in events] == [("attacked", [5])]


def test_a_lead_tells_the_toll_of_what_follows(coder: Coder) -> None:
    text = "Ecuador closed its border on Sunday, hours after a third marine died. Quito gave no date. Gunmen had attacked a patrol on Saturday."
    assert numbers(coder, text, "attacked") == [("killed", 3, 3)]


def test_nobody_dies_of_what_is_done_after_a_death_or_to_things(coder: Coder) -> None:
    assert numbers(coder, "Quito moved 800 soldiers to the border after the death of a pilot.", "moved") == [("personnel", 800, 800)]
    text = "The week saw the looting of a convoy and fighting between herders and farmers in which four people were killed."
    assert numbers(coder, text, "looting") == []
    assert numbers(coder, text, "fighting") == [("killed", 4, 4)]


def test_several_dead_of_no_deed_are_told_as_a_state(coder: Coder) -> None:
    text = "The defence ministry and the rebels speak of a truce. Twenty-three of our people are dead in Jowhar. There are sixty-eight wounded."
    (found,) = (e for e in coder.code(text, DAY).events if e.quantities)
    assert (found.event_type, found.phase, found.place and found.place.country) == (None, "continues", "SO")
    assert [(q.kind, q.low) for q in found.quantities] == [("killed", 23), ("wounded", 68)]
    assert not [e for e in coder.code("The ministry has announced 41 deaths and one dead in Jowhar.", DAY).events if e.quantities]


def test_whom_something_is_done_to_afterwards_that_did_not_hurt(coder: Coder) -> None:
    assert numbers(coder, ATTACK + "Eleven wounded were carried to the hospital of Baidoa.", "attacked") == [("wounded", 11, 11)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "One of the wounded of 16 April, a conscript aged 19, died in hospital this morning, bringing the dead of Dorva to eight.",
            ("dead", "Dorva", 8),
        ),
        (
            "Five more bodies found in the bush bring to nineteen the toll of the massacre of Dorva, a prosecutor said.",
            ("massacre", "Dorva", 19),
        ),
        ("In the naval hospital the marine died on Sunday, so that the ambush has now cost two lives.", ("ambush", None, 2)),
        ("The toll of the attack on Dorva rose to nine on Monday.", ("attack", "Dorva", 9)),
    ],
)
def test_a_later_toll_is_of_no_new_day(coder: Coder, text: str, wanted: tuple[str, str | None, int]) -> None:
    made = [e for e in coder.code(text, "2024-05-10").events if e.trigger.text == wanted[0]]
    assert [(e.trigger.text, e.place.name if e.place else None, max(q.low or 0 for q in e.quantities), e.begin) for e in made] == [
        (*wanted, None)
    ]


@pytest.mark.parametrize("text", ["They brought the dead to the morgue at eight.", "They brought the wounded to two hospitals."])
def test_where_the_dead_are_brought_is_no_toll(coder: Coder, text: str) -> None:
    assert not [q for e in coder.code(text, "2024-05-10").events for q in e.quantities]


def test_the_day_of_a_deed_that_is_told_anew_with_it_is_its_own(coder: Coder) -> None:
    made = coder.code("The ambush on Monday has cost two lives.", "2024-05-10").events
    assert [e.begin for e in made] == ["2024-05-06"]


def test_secondary_explosions_are_no_deed_of_their_own(coder: Coder) -> None:
    made = coder.code("The air force bombed the camp; secondary explosions were seen for twenty minutes.", "2024-05-10").events
    assert [e.trigger.text for e in made] == ["bombed"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The dead, who number nine, were buried at noon.", ("killed", 9)),
        ("The wounded, who now number 14, were taken to hospital.", ("wounded", 14)),
        ("The minister met the families of those shot at the gate, who number four since Friday.", ("killed", 4)),
        ("The teachers of the dead boy, who number nine, were there.", None),
        ("The members of the band, who number nine, were there.", None),
    ],
)
def test_who_number_how_many(coder: Coder, text: str, wanted: tuple[str, int] | None) -> None:
    made = coder.code(f"Gunmen attacked Dorva on Monday. {text}", "2024-05-10").events
    found = {(q.kind, q.low) for e in made for q in e.quantities if (q.low or 0) > 1}
    assert found == ({wanted} if wanted else set())


@pytest.mark.parametrize(("when", "toll"), [(" in February", []), ("", [("killed", 4, 4)]), (" on Monday", [("killed", 4, 4)])])
def test_whom_the_same_people_killed_long_before_is_no_toll_of_what_they_did_now(
    when: str, toll: list[tuple[str, int, int]], coder: Coder
) -> None:
    assert numbers(coder, f"The village of Velin was attacked by militiamen who killed four nurses{when}.", "attacked") == toll


def test_a_toll_may_stand_before_what_it_counts(coder: Coder) -> None:
    text = "Two more traders died, bringing to seven the number of people killed in the attack."
    assert numbers(coder, ATTACK + text, "killed") == [("killed", 7, 7)]
