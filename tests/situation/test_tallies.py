from __future__ import annotations

import pytest

from vedette.situation.counted import noun_of
from vedette.situation.tallies import Tally, recounted, said, tallies


def read(text: str) -> list[Tally]:
    return list(recounted(tallies(text), text))


def shape(t: Tally) -> tuple[int, str, str | None]:
    return t.many, t.noun, t.fate


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Gunmen killed eleven people and burned 14 houses.", [(11, "people", "killed"), (14, "house", None)]),
        ("It was eight trucks that were burned, not five.", [(8, "truck", None), (5, "truck", None)]),
        ("Lawyers say that not 38 but 52 people are in custody.", [(38, "people", "arrested"), (52, "people", "arrested")]),
        ("The dead of Sunday night now numbered 15.", [(15, "", "killed")]),
        ("It now puts the number of lorries looted at seven.", [(7, "truck", None)]),
        ("An official put the number moved so far at about 1,900.", [(1900, "", "displaced")]),
        ("Of those arrested in the march, 32 by the count of their lawyers, nine are still inside.", [(32, "", "arrested"), (9, "", None)]),
        ("The ambush has now cost two lives.", [(2, "body", "killed")]),
        ("The four citizens of Merun detained on 9 May are in Velin.", [(4, "citizen", "arrested")]),
        ("Three hundred and ten tents and half a dozen boats were lost.", [(310, "tent", None), (6, "boat", None)]),
    ],
)
def test_numbers_are_read_with_what_they_count(text: str, told: list[tuple[int, str, str | None]]) -> None:
    assert [shape(t) for t in read(text)] == [(n, noun_of(noun) if noun else "", fate) for n, noun, fate in told]


@pytest.mark.parametrize(
    "text",
    [
        "The road was shut for three hours and two days.",
        "It costs 40 dollars and 15 percent more.",
        "Ana Tarn, 31, a teacher, was there on 9 May 2031.",
        "They shot at boys of nineteen.",
        "Nine in ten stayed at home at 4 p.m.",
        "Page 3 of article 12.",
        "A 14-year-old and a three-day march.",
    ],
)
def test_days_sums_and_ages_are_no_tallies(text: str) -> None:
    assert read(text) == []


def test_what_a_number_is_not() -> None:
    assert [t.denied for t in read("Nine were held, not seven.")] == [False, True]
    assert [t.denied for t in read("The toll has climbed to 14 from eight.")] == [False, True]
    assert [t.part for t in read("Nine died, two of whom were children.")] == [False, True]
    assert [t.part for t in read("The patrol counted 11 bodies (8 men, 2 women).")] == [False, True, True]
    assert [t.part for t in read("Four of twelve trucks were looted.")] == [False, True]
    assert [t.more for t in read("Another four people died; two more bodies were found.")] == [True, True]
    assert [t.busy for t in read("A teacher said that 20 pupils had been in the room.")] == [True]
    assert [t.lost for t in read("The office puts the loss from the store at 25 tonnes.")] == [True]
    assert [t.lost for t in read("The district needs 25 tonnes of seed.")] == [False]
    assert [t.many for t in read("The number of observers in Dorim, 28, has not changed.")] == [28]
    assert [t.total for t in read("There are still eleven barricades.")] == [True]
    assert [t.part for t in read("They are fewer than the 400 announced by the minister.")] == [True]
    assert [shape(t)[2] for t in read("Eleven telephones were seized.")] == [None]  # things are not abducted
    assert [shape(t)[2] for t in read("Six policemen arrested the man.")] == [None]


@pytest.mark.parametrize(
    ("text", "somebody"),
    [
        ("The union says eleven.", True),
        ("Thirty by the count of their lawyers.", True),
        ("Two thousand came, according to the organisers.", True),
        ("Two helicopters fired.", False),
        ("Nine were hurt in the crush.", False),
    ],
)
def test_a_number_that_somebody_gives(text: str, somebody: bool) -> None:
    assert said(read(text)[0], text) is somebody
