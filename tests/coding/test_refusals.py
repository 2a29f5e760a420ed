"""Refusals in plain words, and what frames alone decide."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder, event


@pytest.mark.parametrize(
    ("text", "trigger", "by"),
    [
        ("There would be no amnesty, Prime Minister Ilse Varga said on Friday.", "amnesty", "Ilse Varga"),
        ("There will be no talks with the rebels while they hold the dam, President Orsan said.", "talks", "Orsan"),
        ("No ransom will be paid, the governor of Halden said.", "ransom", "governor of Halden"),
        ("The harbour board wrote that the fishermen's demand could not be met.", "met", "harbour board"),
        ("The foreign ministry told Bolivia that hot pursuit over the river is “not acceptable”.", "acceptable", "foreign ministry"),
        ("The army said that a joint patrol in the strait is out of the question.", "question", "army"),
        ("The rebels, who had guaranteed the convoy's safety, deny involvement in the hijacking.", "deny", "rebels"),
        ("The camp wants the road open, a condition that the governor of Halden rejected on Thursday.", "rejected", "governor of Halden"),
    ],
)
def test_refusals_without_a_verb_of_refusing(coder: Coder, text: str, trigger: str, by: str) -> None:
    e = event(coder, text, trigger)
    assert (e.event_type, e.modality, e.polarity, e.actors[0].actor.name) == ("REJECT", "asserted", "positive", by)


@pytest.mark.parametrize(
    "text",
    [
        "There will be no rain before June, the forecaster said.",
        "There would be no school on Monday, the mayor said.",
        "There will be no talk of football at the table, Mrs Lind said.",
        "There will be no deal before Friday, an analyst said.",
        "There will be no truce if the rains come, the mayor said.",
        "The minister said the shelling of villages was unacceptable.",
        "The demand for rice could not be met by local farms, traders said.",
        "His wish to see the sea could not be granted.",
        "An amnesty cannot be ruled out, the minister said.",
        "Talks were out of reach, the minister said.",
    ],
)
def test_what_is_only_lacking_is_no_refusal(coder: Coder, text: str) -> None:
    assert [e.trigger.text for e in coder.code(text, "2024-05-10").events if e.event_type == "REJECT" and e.modality == "asserted"] == []


@pytest.mark.parametrize(
    ("text", "trigger", "kind"),
    [
        ("The assembly of Noro voted 14-3 on Wednesday to back the governor's plan for a state of emergency.", "back", "SUPPORT"),
        ("The archbishop of Tarn has formed a commission of five to seek a way out of the dispute.", "formed", "COOPERATE"),
        ("The governor set up a panel to investigate the deaths at the stadium.", "set", "ACCUSE"),
        ("The delay of the vote brought thousands of people into the streets of Lima on Sunday.", "brought", "PROTEST"),
        ("Some 900 women walked on Sunday from the cathedral to the port to ask that the killings stop.", "walked", "PROTEST"),
        ("On Friday 22 trucks of the World Food Programme reached Dalaba.", "reached", "AID"),
        ("On Thursday a police post was opened at Lima with eight officers.", "opened", "MOBILIZE"),
        ("Five of the eight students walked out of the central police station on Tuesday evening.", "walked", "RETREAT"),
        ("A judge let the preacher go home on bail on Saturday.", "go", "RETREAT"),
        ("The eleven people arrested on the highway were bailed out this morning.", "bailed", "RETREAT"),
        ("The gang put the driver ashore near Lima after nine days.", "put", "RETREAT"),
        ("Some 60 families entered the pastures of the estate on Saturday and put up shelters.", "entered", "PROTEST"),
        ("Under the agreement signed on Wednesday between the army and the rebels, 80 men are taken back.", "signed", "SUPPORT"),
    ],
)
def test_deeds_in_other_words(coder: Coder, text: str, trigger: str, kind: str) -> None:
    e = event(coder, text, trigger)
    assert (e.event_type, e.modality) == (kind, "asserted")


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The film brought the director thousands of letters from the street.", "brought"),
        ("The women walked to the shop to ask the price of flour.", "bought"),
        ("The trucks of the circus reached Dalaba on Friday.", "reached"),
        ("The bank formed a committee to choose a new logo.", "formed"),
        ("The editor named a panel of five writers.", "named"),
        ("The guests walked out of the central hotel on Tuesday evening.", "walked"),
        ("The sheep entered the pastures on Saturday.", "entered"),
        ("A new post office was opened at Lima with eight clerks.", "opened"),
        ("The firm was bailed out this morning.", "bailed"),
        ("Under the agreement signed in 2009 between the army and the rebels, 80 men were taken back.", "signed"),
    ],
)
def test_deeds_that_only_sound_like_it(coder: Coder, text: str, trigger: str) -> None:
    kinds = {"PROTEST", "COOPERATE", "ACCUSE", "RETREAT", "MOBILIZE", "SUPPORT"} | ({"AID"} if trigger == "reached" else set())
    assert [e.event_type for e in coder.code(text, "2024-05-10").events if e.trigger.text == trigger and e.event_type in kinds] == []


@pytest.mark.parametrize(
    ("text", "trigger", "wanted"),
    [
        ("Unless the pickets are lifted by 3 May, the company said, the mine will be closed for good.", "closed", ("THREATEN", "company")),
        (
            "The union of dockers said its members would walk out unless two foremen were taken back.",
            "walk",
            ("THREATEN", "union of dockers"),
        ),
        ("The ministry gave notice: the squatters have two days to leave the depot.", "have", ("REQUEST", "")),
    ],
)
def test_what_is_held_over_others(coder: Coder, text: str, trigger: str, wanted: tuple[str, str]) -> None:
    e = event(coder, text, trigger)
    assert (e.event_type, e.modality) == (wanted[0], "asserted")
    assert wanted[1] in (e.actors[0].actor.name if e.actors else "")
    assert e.condition is None


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The school will be closed if snow falls, the mayor said.", "closed"),
        ("Pilots have ten minutes to clear the runway.", "have"),
        ("Guests have two hours to see the museum.", "have"),
        ("A curfew will be imposed if the fever spreads, the ministry said.", "imposed"),
    ],
)
def test_what_is_only_foreseen(coder: Coder, text: str, trigger: str) -> None:
    found = [e.event_type for e in coder.code(text, "2024-05-10").events if e.trigger.text == trigger and e.modality == "asserted"]
    assert found == []


def test_the_same_night_is_of_the_day_told_before(coder: Coder) -> None:
    shot = "A grocer was shot dead at noon on Tuesday in Lima, the fifth shooting since last week. "
    assert event(coder, shot + "The same night a grenade hurt five people in Cuzco.", "hurt").begin == "2024-05-07"
    assert event(coder, shot + "The same men hurt five people in Cuzco on Thursday night.", "hurt").begin == "2024-05-09"
