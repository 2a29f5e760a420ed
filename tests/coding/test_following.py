"""Numbers told elsewhere than with the deed: in the next sentence, in what is asked or left behind, and in phrases that the parser hangs wrong."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder
from tests.coding.test_numbers import numbers


@pytest.mark.parametrize(
    ("text", "trigger", "wanted"),
    [
        (
            "Rebels abducted a group of nurses near Kaya on Friday. There were nine of them, the hospital says.",
            "abducted",
            ("abducted", 9, 9),
        ),
        ("Fourteen fishermen left Mannar on Monday. The navy detained the fishermen the same night.", "detained", ("arrested", 14, 14)),
        ("Police in Harare arrested vendors on Monday. Witnesses counted more than 50.", "arrested", ("arrested", 50, None)),
        ("Lawyers marched on the court in Lahore on Monday. Estimates range from 800 to 1,500.", "marched", ("protesters", 800, 1500)),
        ("The junta has freed prisoners. A rights group puts their number at 73.", "freed", ("other", 73, 73)),
        ("The rebels surrendered their arms. In a container at the base lie 912 rifles.", "surrendered", ("weapons", 912, 912)),
        ("Rebels captured the garrison at Kutum on Monday. The town's imam spoke of 40 dead.", "captured", ("killed", 40, 40)),
    ],
)
def test_how_many_they_were_is_told_afterwards(coder: Coder, text: str, trigger: str, wanted: tuple[str, int | None, int | None]) -> None:
    assert numbers(coder, text, trigger) == [wanted]


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Police in Harare arrested 60 vendors on Monday. Three of them were women.", "arrested"),
        ("Rebels abducted nurses near Kaya on Friday. Seven lorries of flour reached the town.", "abducted"),
        ("Rebels abducted nurses near Kaya on Friday. The army did not send its 30 rangers.", "abducted"),
    ],
)
def test_a_part_or_another_thing_is_no_number_of_theirs(coder: Coder, text: str, trigger: str) -> None:
    assert [n for n in numbers(coder, text, trigger) if n[1] != 60] == []


@pytest.mark.parametrize(
    ("text", "trigger", "wanted"),
    [
        ("The mayor of Kaya asked the government to send 500 marines on Monday.", "asked", [("personnel", 500, 500)]),
        ("Oslo offered to take in 900 Bosnians.", "offered", [("other", 900, 900)]),
        ("Miners blocked the Lusaka road on Monday, leaving 300 commuters stranded.", "blocked", [("other", 300, 300)]),
        ("The authorities demolished huts in Badia, making 500 people homeless.", "demolished", [("displaced", 500, 500)]),
        ("The general said he would demobilise a third of his 9,000 fighters.", "demobilise", [("personnel", None, 9000)]),
        ("Ten thousand people have fled Goma for Rwanda since dawn.", "fled", [("displaced", 10_000, 10_000)]),
        ("Deputies offered to host the two leaders in Accra.", "offered", []),
    ],
)
def test_what_is_asked_or_left_behind(coder: Coder, text: str, trigger: str, wanted: list[tuple[str, int | None, int | None]]) -> None:
    assert numbers(coder, text, trigger) == wanted


@pytest.mark.parametrize(
    ("text", "trigger", "wanted"),
    [
        ("The monitors said 18 trucks with covered loads had been attacked near Makiivka.", "attacked", [("vehicles", 18, 18)]),
        (
            "Hundreds of villagers stopped a food convoy near Tongo and emptied four of its 12 trucks.",
            "emptied",
            [("other", 200, None), ("vehicles", 4, 4)],
        ),
        ("The mission airlifted 430 of its staff from Freetown on Monday.", "airlifted", [("personnel", 430, 430)]),
        ("Authorities put 214 Chadians on lorries and drove them over the border on Monday.", "drove", [("displaced", 214, 214)]),
        ("A bomb killed a sergeant and two privates near Kaya on Monday.", "killed", [("killed", 1, 1), ("killed", 2, 2)]),
        ("Six armed men on three motorcycles shot a nurse near Kaya on Monday.", "shot", [("personnel", 6, 6), ("vehicles", 3, 3)]),
        ("Four of twelve armoured trucks were looted at Tongo on Monday.", "looted", [("vehicles", 4, 4)]),
        ("The mob, perhaps 400 strong, stoned the consulate in Herat on Monday.", "stoned", [("protesters", 400, 400)]),
    ],
)
def test_phrases_that_the_parser_hangs_wrong(coder: Coder, text: str, trigger: str, wanted: list[tuple[str, int, int]]) -> None:
    assert numbers(coder, text, trigger) == wanted


@pytest.mark.parametrize(
    ("text", "trigger", "wanted"),
    [
        ("The army moved into Tripoli with 50 personnel carriers on Monday.", "moved", [("vehicles", 50, 50)]),
        ("Soldiers fired on the barge, which had 30 passengers on board.", "fired", [("other", 30, 30)]),
        ("More than a thousand families have been expelled from Kashmore.", "expelled", [("displaced", 1000, None)]),
        ("Thirteen herders, two of them boys, were killed near Kaya on Monday.", "killed", [("killed", 13, 13)]),
        ("Police found the bodies of five ranchers near Kaya on Monday.", "found", [("killed", 5, 5)]),
        ("The insurgents blew up three pylons near Kaya on Monday.", "blew", [("other", 3, 3)]),
        ("Work was suspended after the ambush on the road to Kaya (three attackers, the police say).", "ambush", [("personnel", 3, 3)]),
        ("A lawyer put the number of those arrested since Friday at 640.", "arrested", [("arrested", 640, 640)]),
        ("Gunmen fired on the wharf. The hurt, eleven they tell us, were carried to the hospital.", "fired", [("wounded", 11, 11)]),
        ("Rebels ambushed a patrol near Kaya on Monday; two of the five on it are missing.", "ambushed", [("missing", 2, 2)]),
    ],
)
def test_who_and_what_was_there(coder: Coder, text: str, trigger: str, wanted: list[tuple[str, int, int | None]]) -> None:
    assert numbers(coder, text, trigger) == wanted


def test_hit_by_fire_is_an_attack(coder: Coder) -> None:
    found = [
        (e.event_type, e.mode) for e in coder.code("A patrol boat was hit by rifle fire on Monday, the navy said.", "2024-05-10").events
    ]
    assert found == [("ASSAULT", "firearms")]


def test_a_port_at_the_end_of_a_road_is_not_where_it_happened(coder: Coder) -> None:
    told = "One man was killed on Monday when police tried to remove growers who were blocking the highway to the Atlantic port of Matadi"
    text = f"GOMA, Congo, May 7 - {told}, officials said."
    found = next(e for e in coder.code(text, "2024-05-10").events if e.trigger.text == "killed")
    assert found.place is None or found.place.name != "Matadi"


def test_a_group_that_counts_others_has_no_number_of_its_own(coder: Coder) -> None:
    assert numbers(coder, "Police arrested the observers who counted the votes in Kaya on Monday.", "arrested") == []
