"""Where and when a story is at a sentence that does not say it."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder, event


@pytest.mark.parametrize(
    ("text", "trigger", "place"),
    [
        ("Police surrounded the market in Kindia on Monday. They arrested two women.", "arrested", "Kindia"),
        ("GOMA, Congo (Reuters) - Gunmen killed two traders on Friday.", "killed", "Goma"),
        ("Crowds marched in Kindia on Monday. The governor spoke of peace. Police arrested two men.", "arrested", "Kindia"),
        ("Crowds marched in Kindia. In Labé, police arrested two men.", "arrested", None),
        ("Crowds marched in Kindia. The governor demanded the withdrawal of the army.", "demanded", None),
        ("Police arrested two men.", "arrested", None),
        # nor does what is told only later, or where an office sits
        ("Police arrested two men. Others fled. In Kindia the market was shut.", "arrested", None),
        ("The embassy in Kindia gave no comment. Police arrested two men.", "arrested", None),
        ("Two men were hurt by shots from a car in Kindia, a town in eastern Guinea. Police arrested two men.", "arrested", "Kindia"),
        # nor whence or for whom something was
        ("Crowds were angry at news from Labé, as were those of Kindia. Police arrested two men.", "arrested", "Kindia"),
        ("Crowds marched in Kindia. Soldiers sent from Labé looked on. Police arrested two men.", "arrested", "Kindia"),
        ("Crowds marched in Kindia. A statement put out in Labé says all is calm. Police arrested two men.", "arrested", "Kindia"),
        # what is told of a town in passing does not bring the story there
        (
            "GOMA, Congo (Reuters) - Drivers ended a strike that had left Beni without food. Police arrested two men.",
            "arrested",
            "Goma",
        ),
    ],
)
def test_place_of_the_story(text: str, trigger: str, place: str | None, coder: Coder) -> None:
    found = event(coder, text, trigger)
    assert (found.scene.name if found.scene else None) == place
    assert (found.place is None) == (not text.startswith("Crowds marched in Kindia. In Labé"))


@pytest.mark.parametrize(
    ("text", "trigger", "begin"),
    [
        ("Police surrounded the market in Kindia on Monday. They arrested two women.", "arrested", "2024-05-06"),
        ("Police surrounded the market in Kindia on Monday. They have arrested two women.", "arrested", "2024-05-06"),
        ("Police surrounded the market in Kindia on Monday. They had arrested two women.", "arrested", "2024-05-06"),
        ("Police surrounded the market in Kindia on Monday. They are arresting women.", "arresting", None),
        ("Police surrounded the market in Kindia on Monday.\n\nThey arrested two women.", "arrested", None),
        ("The governor said on Monday that all was calm. Police arrested two women.", "arrested", None),
    ],
)
def test_day_of_the_story(text: str, trigger: str, begin: str | None, coder: Coder) -> None:
    assert event(coder, text, trigger).begin == begin


def test_those_who_protest_do_so_in_their_town(coder: Coder) -> None:
    found = event(coder, "LAGOS, Nigeria (Wire) - The women of Kano marched on Sunday.", "marched")
    assert found.scene is not None
    assert found.scene.name == "Kano"


@pytest.mark.parametrize(
    ("text", "trigger", "place"),
    [
        ("LAGOS, Nigeria (Wire) - Kano's dockers blocked the gate on Sunday.", "blocked", "Kano"),
        ("LAGOS, Nigeria (Wire) - The gendarmes of Kano shot six men.", "shot", "Kano"),
        ("LAGOS, Nigeria (Wire) - Egypt arrested an engineer on Sunday.", "arrested", "Egypt"),
        ("LAGOS, Nigeria (Wire) - Egyptian police arrested an engineer on Sunday.", "arrested", "Egypt"),
        ("LAGOS, Nigeria (Wire) - The women of Kano will march on Friday.", "march", "Kano"),
        ("LAGOS, Nigeria (Wire) - A march by the women of Kano drew thousands on Sunday.", "march", "Kano"),
        # those to whom it is done may be abroad, as are envoys and who comes with help; a train is nobody
        ("LAGOS, Nigeria (Wire) - Egyptian policemen were arrested by the army on Sunday.", "arrested", "Lagos"),
        ("LAGOS, Nigeria (Wire) - The Kano train was attacked on Sunday.", "attacked", "Lagos"),
        ("LAGOS, Nigeria (Wire) - The mayor of London handed over blankets on Sunday.", "handed", "Lagos"),
        # a state's army may be anywhere
        ("LAGOS, Nigeria (Wire) - Egypt shelled the camp on Sunday.", "shelled", "Lagos"),
        ("LAGOS, Nigeria (Wire) - Nigerian police arrested an engineer on Sunday.", "arrested", "Lagos"),
    ],
)
def test_those_of_a_town_or_land_act_at_home(text: str, trigger: str, place: str, coder: Coder) -> None:
    found = event(coder, text, trigger)
    assert found.place is None
    assert found.scene is not None
    assert found.scene.name == place


def test_what_another_state_decides_is_not_where_the_story_is(coder: Coder) -> None:
    told = "Crowds marched in Kindia on Monday. {} has frozen its aid."
    abroad, home = (event(coder, told.format(state), "frozen") for state in ("Berlin", "Guinea"))
    assert (abroad.place, abroad.scene) == (None, None)
    assert home.seat is not None
    assert (home.scene, home.seat.place.name) == (None, "Conakry")


def test_several_areas_are_not_the_place_told_before(coder: Coder) -> None:
    told = "The governor was in Kano on Monday. Police have arrested two men in the {} municipalities."
    assert event(coder, told.format("four"), "arrested").place is None


def test_the_heading_of_a_numbered_paragraph_is_where_all_is_that_it_tells(coder: Coder) -> None:
    text = "1. KANO. 0610h: patrol met elders from Lagos.\n\n2. GOMBE. 0930h: Police from Abuja passed.\nTwo lorries were seized by armed men. No firing heard."
    seized = event(coder, text, "seized")
    assert seized.place is None
    assert seized.scene is not None
    assert seized.scene.name == "Gombe"


@pytest.mark.parametrize(
    ("text", "trigger", "place"),
    [
        ("Fewer people were arrested in Kano on Monday, thanks to new rules in Lagos.", "arrested", "Kano"),
        ("The minister resigned because of the killing of two protesters in Kano.", "killing", "Kano"),
        ("Because of the arrest of 20 students in Kano, lecturers went on strike.", "arrest", "Kano"),
    ],
)
def test_what_brought_a_deed_about_has_its_own_place(text: str, trigger: str, place: str, coder: Coder) -> None:
    found = event(coder, text, trigger)
    assert found.place is not None
    assert found.place.name == place


def test_a_deed_in_a_part_of_the_country_is_in_the_town_of_the_dateline_that_lies_there(coder: Coder) -> None:
    text = "{} (Wire) - Police in southern Mali arrested two men on Sunday."
    for line, town in (("SIKASSO, Mali", "Sikasso"), ("KIDAL, Mali", None)):
        found = event(coder, text.format(line), "arrested")
        assert found.place is not None
        assert (found.scene.name if found.scene else None) == town
