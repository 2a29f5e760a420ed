"""Places of a sentence that are of something else, and where those were who said something."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder, event
from vedette.domain import Event


def there(e: Event) -> str | None:
    """The name of where an event was, told with it or around it."""
    place = e.place or e.scene
    return place.name if place is not None else None


@pytest.mark.parametrize(
    ("text", "trigger", "place"),
    [
        # whence somebody had come, or what he had left
        ("Rebels attacked Konna on Monday. Soldiers from the base at Ansongo arrived two hours later.", "arrived", "Konna"),
        ("Gunmen were seen at Konna. The column had left Kidal and was heading to Gao when it came under fire.", "came", "Konna"),
        ("Rebels attacked Konna on Monday. Shots from a car in Ansongo killed two men.", "killed", "Ansongo"),
        ("Soldiers left Gao and attacked Konna on Monday.", "attacked", "Konna"),
        ("Gunmen attacked a bridge at Konna after soldiers left Gao.", "attacked", "Konna"),
        # what had been done before, somewhere else
        ("GAO, Mali (Wire) - Gunmen set fire to two boats that had ferried troops on the Niger River and took a captain with them.", "set", "Gao"),
        ("GAO, Mali - Gunmen burned two boats that were moored at Konna.", "burned", "Konna"),
        # the land behind a crossing
        ("NUKUS, Uzbekistan - Customs officers at two crossings to Kazakhstan stayed on strike for a third day.", "stayed", "Nukus"),
        ("NUKUS, Uzbekistan - Customs officers in Kazakhstan stayed on strike for a third day.", "stayed", "Kazakhstan"),
        # the last name before a clause that tells what was there
        ("Families camp near Gao and in Konna, where guards took down their barrier on Tuesday.", "took", "Konna"),
        ("Families camp in Konna, where guards took down their barrier on Tuesday.", "took", "Konna"),
        # beside a town, and in one
        ("South of Gao, in Konna, villagers clashed with herders on Tuesday.", "clashed", "Konna"),
        ("Villagers clashed with herders south of Gao on Tuesday.", "clashed", "Gao"),
        # "there" and "the town" of a name in the same sentence, but not of the dateline's
        ("ADEN, Yemen (Wire) - The Hadra Council, which holds the port of Mukalla, reopened the airport there on Sunday.", "reopened", "Mukalla"),
        ("GAO, Mali - Residents of Konna returned on Thursday after the army retook the town.", "retook", "Konna"),
        ("Police in Gao said that gunmen attacked the village at dawn.", "attacked", "Gao"),
    ],
)  # fmt: skip
def test_a_place_of_something_else_is_not_where_a_deed_was(text: str, trigger: str, place: str, coder: Coder) -> None:
    assert there(event(coder, text, trigger)) == place


@pytest.mark.parametrize(
    ("text", "trigger", "place"),
    [
        ("Donors meeting in Port-au-Prince on Friday pledged eleven million dollars for refugees in Mali.", "pledged", "Port-au-Prince"),
        ("Mozambique's president, speaking in Nampula, ordered an inquiry into a raid on a village.", "ordered", "Nampula"),
        ("GAO, Mali - The roads are empty. In Konna the union of drivers said that its members would stop work on Monday.", "stop", "Konna"),
        ("RIMBO, Sweden, 13 December (Wire) - Yemen's warring sides agreed on Thursday to leave the port of Hodeidah.", "agreed", None),
        ("Miners held Zambia's only rail line for a day, and Kenya warned that it would act.", "warned", None),
        ("In Zambia's north, elders asked for help on Thursday.", "asked", "Zambia's north"),
        ("The elders were in Lodwar. The union asked for tents for families in Konna.", "asked", None),
        ("The minister, who was born in Nampula, ordered an inquiry into a raid on a village.", "ordered", None),
    ],
)  # fmt: skip
def test_words_are_where_those_meet_who_say_them(text: str, trigger: str, place: str | None, coder: Coder) -> None:
    found = event(coder, text, trigger)
    assert (found.place.name if found.place is not None else None) == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Workers blocked the terminal at Konna on Monday. Fuel ran short in Gao. Police cleared the terminal on Thursday.", "Konna"),
        ("Women blocked the road to Konna on Monday. A man was stabbed in Gao. The women cleared the road in the evening.", "Konna"),
        ("Rebels attacked the Konna refinery on Monday. Police spoke in Gao. Soldiers cleared two halls of the refinery on Friday.", "Konna"),
        # of its own town
        ("Workers blocked the terminal at Konna on Monday. Police cleared the terminal at Gao on Thursday.", "Gao"),
    ],
)  # fmt: skip
def test_a_thing_that_was_placed_before_is_where_it_was(text: str, place: str, coder: Coder) -> None:
    assert there(event(coder, text, "cleared")) == place


@pytest.mark.parametrize(
    ("text", "trigger", "seat"),
    [
        ("Crowds marched in Kutaisi. Georgia's interior minister, Levan Abzian, resigned on Saturday.", "resigned", "Tbilisi"),
        ("Herders raided a camp in Lodwar. Kenya's election commission on Monday postponed a vote.", "postponed", "Nairobi"),
        ("Crowds marched in Kutaisi. The European Union froze 20 million euros in aid for Georgia.", "froze", "Brussels"),
        ("Press groups in Berlin condemned the arrests in Ankara.", "condemned", "Berlin"),
        # a local office decides where it sits; who helps in the field suspends its work there
        ("Crowds marched in Kutaisi, Georgia. The mayor of Kutaisi resigned on Saturday.", "resigned", None),
        ("Gunmen attacked Konna in Mali. The World Food Programme suspended its deliveries.", "suspended", None),
    ],
)  # fmt: skip
def test_a_decision_is_made_at_the_seat_of_those_who_rule(text: str, trigger: str, seat: str | None, coder: Coder) -> None:
    found = event(coder, text, trigger)
    assert (found.seat.place.name if found.seat is not None else None) == seat
    assert (found.scene is None) == (seat is not None)


@pytest.mark.parametrize(
    ("text", "trigger", "doers"),
    [
        ("Drivers parked their cars across the bridge. Some threw stones at buses.", "threw", ["Drivers"]),
        ("Drivers parked their cars across the bridge. Some threw stones; others set fire to a van.", "set", ["Drivers"]),
        ("Pupils marched through Konna on Monday, and some burned tyres.", "burned", ["Pupils"]),
        # of whom it may be is not told
        ("Soldiers fired on marchers at the bridge. Some threw stones at them.", "threw", []),
        ("Drivers were stopped on the bridge. Some drivers threw stones at buses.", "threw", ["drivers"]),
    ],
)  # fmt: skip
def test_some_and_others_are_of_those_told_before(text: str, trigger: str, doers: list[str], coder: Coder) -> None:
    assert [m.text for m in event(coder, text, trigger).actors] == doers


def test_a_dateline_names_a_town_and_not_the_province_of_its_name(coder: Coder) -> None:
    told = "{} (Wire) - A rally in the main square drew a thousand people on Saturday."
    town = event(coder, told.format("BATKEN, Kyrgyzstan"), "rally")
    assert town.scene is not None
    assert (town.scene.name, town.scene.precision) == ("Batken", "city")
    short = event(coder, told.format("GAO, Mali"), "rally")
    assert short.scene is not None
    assert (short.scene.name, short.scene.precision) == ("Gao", "city")
    area = event(coder, "Floods struck Batken province in Kyrgyzstan. A rally drew a thousand people on Saturday.", "rally")
    assert area.scene is None or area.scene.precision == "admin1"


def test_a_dateline_may_have_the_small_words_of_its_language(coder: Coder) -> None:
    found = event(coder, "DATU PIANG, Maguindanao del Sur - The decision brought crowds into the streets here yesterday.", "brought")
    assert found.actors == ()


@pytest.mark.parametrize(
    ("text", "trigger", "doers"),
    [
        ("Two armed groups agreed to a truce on Monday. The Karsk Front and the Velin Brothers signed it in Konna.", "agreed", {"Karsk Front", "Velin Brothers"}),
        ("One of two armed groups accused the other of a raid. The Karsk Front and the Velin Brothers signed a truce in May.", "accused", {"two armed groups"}),
        ("Two armed groups agreed to a truce on Monday. The Karsk Front and the Velin Brothers condemned it.", "agreed", {"Two armed groups"}),
        ("Two armed groups agreed to a truce on Monday. Mali and Niger signed a treaty.", "agreed", {"Two armed groups"}),
        ("The armed groups agreed to a truce on Monday. The Karsk Front and the Velin Brothers signed it.", "agreed", {"armed groups"}),
    ],
)  # fmt: skip
def test_two_groups_are_those_that_are_named_next(text: str, trigger: str, doers: set[str], coder: Coder) -> None:
    assert {m.text for m in event(coder, text, trigger).actors} == doers


@pytest.mark.parametrize(
    "text",
    [
        "As of this Monday evening, by order of Governor Idris Belo, Konna is under curfew from 8 p.m. to 5 a.m.",
        "By order of Governor Idris Belo, Konna is under curfew from 8 p.m. to 5 a.m.",
    ],
)
def test_by_whose_order_however_it_hangs(text: str, coder: Coder) -> None:
    assert [m.text for m in event(coder, text, "curfew", "2024-05-13").actors] == ["Governor Idris Belo"]


def test_an_office_is_lost_where_it_is(coder: Coder) -> None:
    told = "Anton Belo, {}, was relieved by decree on Tuesday for his part in the riot at Mopti in Mali."
    there_ = event(coder, told.format("prefect of Konna"), "relieved")
    assert there_.scene is not None
    assert there_.scene.name == "Konna"
