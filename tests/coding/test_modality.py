"""How sure it is: conditions, threats, futures and what only might be."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder
from vedette.domain import Event

DAY = "2024-05-10"


def one(coder: Coder, text: str, trigger: str) -> Event:
    found = [e for e in coder.code(text, DAY).events if e.trigger.text == trigger]
    assert found, [(e.trigger.text, e.modality) for e in coder.code(text, DAY).events]
    return found[0]


@pytest.mark.parametrize(
    ("text", "trigger", "modality"),
    [
        ("Kenya could close the crossing if Somalia sends troops.", "close", "hypothetical"),
        ("Chad may expel the envoy on Monday.", "expel", "possible"),
        ("The sanctions can be lifted by the council alone.", "lifted", "possible"),
        ("The army is going to shell the port, villagers said.", "shell", "planned"),
        ("Unless the debt is paid, the gang will kill the two drivers, a cousin said.", "kill", "threatened"),
        ("Soldiers would storm the campus at dawn, state radio warned.", "storm", "threatened"),
        ("Open the gate by noon or we shell the town, the rebels told the mayor.", "shell", "threatened"),
        ("Niger would have arrested the colonel if the court had asked.", "arrested", "hypothetical"),
        ("Togo would send troops to the border, the defence minister said on Monday.", "send", "planned"),
        ("Peru is considering closing the crossing at Tumbes.", "closing", "possible"),
        ("Kenya is to deploy police to the port and to close the road.", "close", "planned"),
        ("Students will march through Lima on Friday, 17 May 2024.", "march", "planned"),
        ("Police in Lima reportedly arrested the mayor.", "arrested", "asserted"),
        ("A raid on the camp near Bor is possible, the mayor said.", "raid", "possible"),
        ("Peru said it would go on sending food to Haiti.", "sending", "planned"),
        ("Shepherds near Bor speak of blocking the bridge.", "blocking", "threatened"),
        ("Farmers in Peru talked about burning the depot.", "burning", "threatened"),
        ("Witnesses in Lima spoke of soldiers shooting at the crowd.", "shooting", "asserted"),
    ],
)
def test_how_sure(coder: Coder, text: str, trigger: str, modality: str) -> None:
    assert one(coder, text, trigger).modality == modality


def test_what_could_not_be_did_not_come_about(coder: Coder) -> None:
    e = one(coder, "Egypt and Sudan could not agree on the dam.", "agree")
    assert (e.event_type, e.modality) == ("REJECT", "asserted")


def test_what_is_set_off_is_no_plan(coder: Coder) -> None:
    assert one(coder, "The killing of the imam set off riots in Kano.", "riots").modality == "asserted"


def test_what_someone_is_wanted_for_has_happened(coder: Coder) -> None:
    assert one(coder, "Police arrested two men wanted for the bombing of the market in Kano.", "bombing").modality == "asserted"


def test_a_day_to_come_has_not_come(coder: Coder) -> None:
    found = coder.code("The foreign ministers of Chad and Niger meet in Agadez on 20 May 2024.", DAY).events
    assert [e.modality for e in found if e.event_type in ("CONSULT", "AGREE")] == ["planned"]


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The bishop will return to Bor when the army stops shelling the town.", "shelling"),
        ("Farmers in Potosi will clear the road once the police free their leaders.", "free"),
        ("The union said that it would call off its strike after the ministry releases the teachers.", "releases"),
        ("Rebels will attack as soon as the army leaves Kaya.", "leaves"),
        ("The talks in Doha will go on as long as the rebels hold their fire.", "hold"),
        ("Whoever kills a soldier will be hanged, the general said.", "kills"),
        ("Those who attack the convoy will be shot, the general warned.", "attack"),
        ("Rebels in Bor said that they would pull back once the marines attacked the port.", "attacked"),
        ("In the event of an attack on the port, Yemen would close the strait.", "attack"),
        ("Wait in the camp until the rebels open the road to Bor.", "open"),
    ],
)
def test_what_must_come_first_has_not_happened(coder: Coder, text: str, trigger: str) -> None:
    found = [e for e in coder.code(text, DAY).events if e.trigger.text == trigger]
    assert all(e.modality != "asserted" or e.polarity == "negative" for e in found), found


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The army will stay in Kaya after rebels attacked the town on Monday.", "attacked"),
        ("Those who attacked the convoy will be tried, the general said.", "attacked"),
        ("Police arrested the mayor of Lima when protesters attacked the town hall.", "attacked"),
        ("Chad will send food to Bor while the army blocks the road to the north.", "blocks"),
    ],
)
def test_what_came_first_has_happened(coder: Coder, text: str, trigger: str) -> None:
    assert one(coder, text, trigger).modality == "asserted"


def test_what_one_supposes_is_hypothetical(coder: Coder) -> None:
    assert one(coder, "Suppose the police arrest the mayor of Lima, a student said.", "arrest").modality == "hypothetical"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Rebels want to attack Goma.", [("THREATEN", "planned")]),
        ("Norway wants to help Mali with grain.", [("AGREE", "planned")]),
        ("Nurses in Lagos want to be paid by the ministry.", [("REQUEST", "asserted")]),
        ("Norway wants Mali to free the teachers.", [("REQUEST", "asserted")]),
    ],
)
def test_who_wants_to_do_something_asks_nobody(coder: Coder, text: str, wanted: list[tuple[str, str]]) -> None:
    assert [(e.event_type, e.modality) for e in coder.code(text, DAY).events] == wanted


@pytest.mark.parametrize(
    ("text", "trigger", "told"),
    [
        ("The union said the strike would go on until the minister resigned.", "resigned", False),
        ("The crowd said it would not leave until police freed the men.", "freed", False),
        ("Rebels said they would not talk before the army left Goma.", "left", False),
        ("Police did not enter the hall until the gunmen surrendered.", "surrendered", True),
        ("Traders would gather there until police dispersed them on Sunday.", "dispersed", True),
        ("He would visit every day until soldiers arrested him in May.", "arrested", True),
        ("The army stayed in the town until the rebels withdrew.", "withdrew", True),
    ],
)
def test_until_when_something_will_be_has_not_happened(coder: Coder, text: str, trigger: str, told: bool) -> None:
    assert [e.trigger.text for e in coder.code(text, DAY).events if e.modality == "asserted"].count(trigger) == int(told)


@pytest.mark.parametrize(
    ("text", "trigger", "polarity"),
    [
        ("The government has yet to reopen the border.", "reopen", "negative"),
        ("Rebels have yet to release the nurses.", "release", "negative"),
        ("Nobody has claimed the abduction of two nurses near Kodi.", "abduction", "positive"),
        ("No group claimed Sunday's bombing of the bus.", "bombing", "positive"),
        ("The army did not carry out the attack on the bus.", "carry", "negative"),
    ],
)
def test_what_a_denial_leaves_standing(coder: Coder, text: str, trigger: str, polarity: str) -> None:
    assert one(coder, text, trigger).polarity == polarity


def test_to_have_yet_to_agree_is_no_refusal(coder: Coder) -> None:
    found = one(coder, "France and Niger have yet to agree on a timetable.", "agree")
    assert (found.event_type, found.polarity) == ("AGREE", "negative")


def test_a_deadline_is_no_deed(coder: Coder) -> None:
    assert one(coder, "The deadline for the withdrawal of the troops passed on Monday.", "withdrawal").modality == "planned"


def test_what_one_failed_to_stop_went_on(coder: Coder) -> None:
    assert one(coder, "A curfew failed to stop protests over power cuts.", "protests").polarity == "positive"
    assert one(coder, "The government failed to release the prisoners.", "release").polarity == "negative"


@pytest.mark.parametrize(
    ("text", "trigger", "modality"),
    [
        ("Shepherds speak of burning the depot.", "burning", "threatened"),
        ("Witnesses talked about soldiers burning houses.", "burning", "asserted"),
        ("Refugees speak of fleeing attacks.", "attacks", "asserted"),
    ],
)
def test_who_speaks_of_what_he_saw_threatens_nothing(coder: Coder, text: str, trigger: str, modality: str) -> None:
    assert [e.modality for e in coder.code(text, DAY).events if e.trigger.text == trigger] == [modality]
