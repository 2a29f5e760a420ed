"""Numbers that stand apart: hung aside by the parser, told of a part, of who was aboard, by a pronoun, or in the next sentence."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder
from tests.coding.test_numbers import numbers

Wanted = list[tuple[str, int | None, int | None]]


@pytest.mark.parametrize(
    ("text", "trigger", "wanted"),
    [
        ("Guards shot dead at least 12 porters in Kindu on Monday.", "shot", [("killed", 12, None)]),
        ("Gunmen abducted the chief of Kayes and four elders on Monday.", "abducted", [("abducted", 1, 1), ("abducted", 4, 4)]),
        ("Rebels killed, with axes and then with rifles, some three hundred villagers near Bria.", "killed", [("killed", 300, 300)]),
        ("An offensive on Sumy displaced up to half a million people.", "displaced", [("displaced", None, 500_000)]),
        ("Rebels shelled a clinic in Kaya, medics told reporters, killing two nurses.", "shelled", [("killed", 2, 2)]),
        ("On 6 April four of twelve hired lorries were burned near Gao.", "burned", [("vehicles", 4, 4)]),
        ("Four of twelve army-escorted lorries were burned near Gao.", "burned", [("vehicles", 4, 4)]),
        ("A farmer in Gao was dragged out and stabbed on Monday.", "stabbed", [("wounded", 1, 1)]),
        ("A teacher of 60 and her nephew died when a bus was shelled near Sumy.", "shelled", [("killed", 1, 1), ("killed", 1, 1)]),
    ],
)
def test_numbers_that_the_parser_hangs_aside(coder: Coder, text: str, trigger: str, wanted: Wanted) -> None:
    assert numbers(coder, text, trigger) == wanted


@pytest.mark.parametrize(
    ("text", "trigger", "wanted"),
    [
        ("Rebels are holding five or six hundred villagers in Bria.", "holding", [("abducted", 500, 600)]),
        ("Police in Lagos arrested as many as 50 students on Monday.", "arrested", [("arrested", None, 50)]),
        ("Police in Lagos arrested 50 or more students on Monday.", "arrested", [("arrested", 50, None)]),
        ("Chad mobilised most of the 9,000 reservists on Monday.", "mobilised", [("personnel", None, 9000)]),
        ("Norway handed over 40 drones to Ukraine on Monday.", "handed", [("weapons", 40, 40)]),
        ("A crowd estimated at 5,000 marched in Lima on Monday.", "marched", [("protesters", 5000, 5000)]),
        ("The rebels surrendered with 45 rifles and a mortar.", "surrendered", [("weapons", 1, 1), ("weapons", 45, 45)]),
        ("Sappers destroyed seized mines, some 900 of them, near Kabul on Monday.", "destroyed", [("weapons", 900, 900)]),
        ("Guards shot dead a student, 19, and a trader in Lagos on Monday.", "shot", [("killed", 1, 1), ("killed", 1, 1)]),
        (
            "A shell killed an old woman, her two sons and a driver in Sumy.",
            "killed",
            [("killed", 1, 1), ("killed", 1, 1), ("killed", 2, 2)],
        ),
    ],
)
def test_how_a_number_is_bounded(coder: Coder, text: str, trigger: str, wanted: Wanted) -> None:
    assert numbers(coder, text, trigger) == wanted


@pytest.mark.parametrize(
    ("text", "trigger", "wanted"),
    [
        ("A gang of about thirty ambushed a convoy near Kaya on Monday.", "ambushed", [("personnel", 30, 30)]),
        ("Lima's police fired tear gas at about 500 teachers on Monday.", "fired", [("protesters", 500, 500)]),
        ("Guards turned back a boat with 63 migrants aboard near Lesbos on Monday.", "turned", [("other", 63, 63)]),
        ("Pirates seized a tanker near Lagos with a crew of 19.", "seized", [("abducted", 19, 19)]),
        ("Police in Tunis made 31 arrests on Monday.", "arrests", [("arrested", 31, 31)]),
        ("Rebels made off with 300 goats from Kaya on Monday.", "made", [("other", 300, 300)]),
        ("Kabul asked Oslo for 25 million dollars on Monday.", "asked", [("money", 25_000_000, 25_000_000)]),
        ("Chad's parliament approved a contingent of 220 for Mali.", "approved", [("personnel", 220, 220)]),
        ("Hundreds of Malians fled to Niger on Monday.", "fled", [("displaced", 200, None)]),
    ],
)  # fmt: skip
def test_of_what_a_number_is(coder: Coder, text: str, trigger: str, wanted: Wanted) -> None:
    found = numbers(coder, text, trigger)
    assert [q for q in found if q in wanted] == wanted, found


@pytest.mark.parametrize(
    ("text", "trigger", "wanted"),
    [
        ("They are five brothers from Lome. Police in Lome arrested them on Sunday.", "arrested", [("arrested", 5, 5)]),
        ("A contingent of 140 marines sails in July. They will be deployed to Mali.", "deployed", [("personnel", 140, 140)]),
        ("M23 fighters attacked Sake on Monday. They were perhaps 300.", "attacked", [("personnel", 300, 300)]),
        ("Police in Kano arrested hawkers on Monday. The figure, he said, was 12.", "arrested", [("arrested", 12, 12)]),
        ("Farmers blocked a road near Lyon on Monday. About 90 took part.", "blocked", [("protesters", 90, 90)]),
        ("Police opened fire on farmers near Kaya. Seven men were shot dead and twenty injured.", "opened",
         [("killed", 7, 7), ("wounded", 20, 20)]),
    ],
)  # fmt: skip
def test_a_number_told_in_the_sentence_beside(coder: Coder, text: str, trigger: str, wanted: Wanted) -> None:
    assert numbers(coder, text, trigger) == wanted


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Nine in ten voters boycotted the vote in Gao on Monday.", "boycotted"),
        ("Chad granted him refuge in 2009.", "granted"),
        ("A mayor was shot in Gao on Monday by two men who fled on foot.", "shot"),
        ("Farmers blocked a road near Lyon on Monday. Nobody took part in the talks.", "blocked"),
    ],
)
def test_what_is_no_number_of_the_event(coder: Coder, text: str, trigger: str) -> None:
    assert not [q for q in numbers(coder, text, trigger) if q[0] in ("displaced", "protesters", "other")]


@pytest.mark.parametrize(
    ("text", "trigger", "modality", "wanted"),
    [
        ("Oslo is to send 300 rifles to Kyiv in May.", "send", "planned", [("weapons", 300, 300)]),
        ("They are to release 40 prisoners in Gao on Monday, the mayor said.", "release", "planned", [("other", 40, 40)]),
    ],
)
def test_what_is_to_come_is_told_by_its_verb(coder: Coder, text: str, trigger: str, modality: str, wanted: Wanted) -> None:
    (found,) = [e for e in coder.code(text, "2024-05-01").events if e.trigger.text == trigger]
    assert found.modality == modality
    assert [(q.kind, q.low, q.high) for q in found.quantities] == wanted


def test_the_deed_is_the_word_of_its_toll(coder: Coder) -> None:
    (found,) = [
        e for e in coder.code("A battle near Kaya killed three farmers on Monday.", "2024-05-10").events if e.event_type == "ASSAULT"
    ]
    assert found.trigger.text == "battle"
    assert [(q.kind, q.low) for q in found.quantities] == [("killed", 3)]


@pytest.mark.parametrize(
    ("text", "trigger", "wanted"),
    [
        ("Police in Lagos seized 12 containers on Monday.", "seized", [("other", 12, 12)]),
        ("Rebels burned three barriers in Kaya on Monday.", "burned", [("other", 3, 3)]),
        ("Youths felled two trees across the road to Bria on Monday.", "felled", [("other", 2, 2)]),
        ("Gunmen killed two dentists in Kaya on Monday.", "killed", [("killed", 2, 2)]),
        ("Gunmen killed a couple of dozen villagers in Kaya on Monday.", "killed", [("killed", 24, 24)]),
    ],
)
def test_a_thing_whose_name_ends_as_people_s_do_is_nobody(coder: Coder, text: str, trigger: str, wanted: Wanted) -> None:
    assert numbers(coder, text, trigger) == wanted
