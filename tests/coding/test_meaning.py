"""What must not be turned round: negation in what is asked or promised, states only asked for, who a pronoun stands for."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder
from vedette.domain import Event

DAY = "2024-05-09"


def events(coder: Coder, text: str) -> tuple[Event, ...]:
    return coder.code(text, DAY).events


@pytest.mark.parametrize(
    ("text", "kind", "kept"),
    [
        ("Bishops appealed to the rebels not to attack the dam.", "REQUEST", "not to attack"),
        ("The mayor asked the residents on the radio not to block the bridge.", "REQUEST", "not to block"),
        ("Togo urged Benin never to close the border again.", "REQUEST", "never to close"),
        ("The envoy called on both armies to refrain from shelling the town.", "REQUEST", "refrain from"),
        ("The bishop told the students to stop burning tyres.", "REQUEST", "stop burning"),
        ("The ministry told citizens not to travel to the south.", "REQUEST", "not to travel"),
        ("Ghana asked Togo no longer to arrest fishermen.", "REQUEST", "no longer"),
        ("The union asked its members to stop working at night.", "REQUEST", "stop working"),
        ("Elders pleaded with the gunmen not to harm the hostages.", "REQUEST", "not to harm"),
        ("Chad asked that Libya not open the crossing.", "REQUEST", "not open"),
        ("The rebels promised not to shell the port.", "AGREE", "not to shell"),
        ("The junta pledged never to expel the observers.", "AGREE", "never to expel"),
        ("The militia agreed to stop recruiting children.", "AGREE", "stop recruiting"),
        ("Peru vowed that it would not send troops to the border.", "AGREE", "would not send"),
        ("Togo and Benin agreed not to fire on ambulances.", "AGREE", "not to fire"),
        ("The cartel threatened not to release the engineers.", "THREATEN", "not to release"),
        ("The governor warned teachers against striking.", "THREATEN", "against striking"),
        ("The opposition refused to stop its march.", "REJECT", "stop its march"),
    ],
)
def test_a_negation_stays_in_what_is_asked_promised_or_threatened(coder: Coder, text: str, kind: str, kept: str) -> None:
    found = [e for e in events(coder, text) if e.event_type == kind and e.about is not None and kept in e.about.text]
    assert found, [(e.event_type, e.about) for e in events(coder, text)]
    assert all(kept in e.headline for e in found), [e.headline for e in found]
    assert not [e for e in events(coder, text) if e.modality == "asserted" and e.event_type != kind]


@pytest.mark.parametrize(
    "text",
    [
        "The herders made several demands, among them the release of two elders and a ban on ploughing near the wells.",
        "The rebels set conditions such as the withdrawal of the army and a ceasefire.",
        "They demanded cheaper fuel, among other demands the closure of the base.",
        "Mali gave the rebels until Friday to release the pilots.",
        "The committee demanded the release of three students.",
        "The council proposed a curfew in the old town.",
        "The minister threatened to close the border.",
        "The army plans to impose a curfew.",
        "The army may close the airport.",
        "The ministry denied that it had closed the crossing.",
        "Fishermen asked the navy to lift the blockade.",
        "The road to the port remains open.",
        "The council asked for a ban on motorcycles.",
        "The two bridges stayed open on Monday.",
    ],
)
def test_no_state_is_opened_or_ended_by_what_is_only_asked_planned_or_denied(coder: Coder, text: str) -> None:
    found = [e for e in events(coder, text) if e.condition and e.modality == "asserted" and e.polarity == "positive"]
    assert not found, [(e.headline, e.condition, e.phase, e.modality) for e in found]


@pytest.mark.parametrize(
    ("text", "condition", "phase"),
    [
        ("The closure of the bridge took effect at noon.", "closure", "continues"),
        ("The ban on motorcycles came into force on Monday.", "ban", "happens"),
        ("Police officers in the east left their posts in March.", "vacancy", "happens"),
        ("The exodus of Tuareg officers from the army began in April.", "vacancy", "happens"),
        ("The mayors withdrew from all institutions.", "vacancy", "happens"),
        ("The judges gave up their posts in protest.", "vacancy", "happens"),
        ("The crossing remains closed.", "closure", "continues"),
    ],
)
def test_states(coder: Coder, text: str, condition: str, phase: str) -> None:
    assert (condition, phase) in {(e.condition, e.phase) for e in events(coder, text)}


@pytest.mark.parametrize(
    ("text", "type_", "mode"),
    [
        ("The Kenyan government ordered drivers to register their cars.", "COERCE", "restrict"),
        ("Chad tried to require herders to carry passes.", "COERCE", "restrict"),
        ("Egypt asked Sudan to open the crossing.", "REQUEST", "yield"),
        ("Seven people were killed in an explosion at a market in Mogadishu.", "ASSAULT", "explosives"),
        ("Seven people were killed in a gas explosion in Lima.", None, None),
        ("The driver had only been bringing bread to his family in Beirut.", "nothing", None),
        ("Tensions flared in Beirut last week.", "nothing", None),
    ],
)
def test_types(coder: Coder, text: str, type_: str | None, mode: str | None) -> None:
    found = [(e.event_type, e.mode) for e in events(coder, text)]
    assert not found if type_ == "nothing" else (type_, mode) in found, found


@pytest.mark.parametrize(
    ("text", "trigger", "actors", "recipients"),
    [
        ("KFOR said barricades stood on the road and they block the villagers.", "block", [], ["villagers"]),
        ("The minister met the elders and asked them to open the road.", "asked", ["minister"], ["them"]),
        (
            "Youths wrecked the office of the election commission in Kisumu.",
            "wrecked",
            ["Youths"],
            ["office of the election commission in Kisumu"],
        ),
        ("Gunmen fired on a police patrol near Kidal.", "fired", ["Gunmen"], ["police patrol"]),
        ("The rebels took part in an attack on soldiers near Gao.", "took", ["rebels"], ["soldiers"]),
        ("Police seized goats and the government said it will begin fining herders and seize carts.", "seize", ["it"], []),
    ],
)
def test_parties(coder: Coder, text: str, trigger: str, actors: list[str], recipients: list[str]) -> None:
    found = [e for e in events(coder, text) if e.trigger.text == trigger]
    assert found
    assert ([m.text for m in found[0].actors], [m.text for m in found[0].recipients]) == (actors, recipients)


@pytest.mark.parametrize(
    ("text", "trigger", "headline"),
    [
        ("Guards were to search lorries from Monday.", "search", "Guards were to search lorries from Monday"),
        ("The army finished removing the barricades near Gao.", "removing", "The army finished removing the barricades near Gao"),
        ("The rebels used lorries on Monday to block the road.", "block", "The rebels used lorries on Monday to block the road"),
        ("The mayor was dismissed and arrested on Monday.", "arrested", "The mayor arrested on Monday"),
        ("Soldiers passed lorries that blocked the road.", "blocked", "Lorries blocked the road"),
        ("The council tried to expel the envoy.", "expel", "The council tried to expel the envoy"),
    ],
)
def test_headlines_have_their_subject(coder: Coder, text: str, trigger: str, headline: str) -> None:
    assert headline in [e.headline for e in events(coder, text) if e.trigger.text == trigger]


def test_a_demand_by_must_is_made_when_it_is_said(coder: Coder) -> None:
    found = [e for e in events(coder, "The minister said on Tuesday that the herders must leave the park.") if e.event_type == "REQUEST"]
    assert [(e.begin, e.last) for e in found] == [("2024-05-07", "2024-05-07")]


def test_a_time_since_the_first_is_not_the_event_s(coder: Coder) -> None:
    found = events(coder, "The army sent troops into Lima for the first time since 1990.")
    assert [(e.begin, e.last) for e in found] == [(None, None)]


def test_what_is_removed_is_not_set_up_anew(coder: Coder) -> None:
    found = events(coder, "Soldiers removed lorries that blocked the road to Gao.")
    assert [(e.condition, e.phase) for e in found] == [("blockade", "ends")]


@pytest.mark.parametrize("opening", ["In the afternoon", "Later", "By the evening", "That night"])
def test_a_story_goes_on_with_its_day(coder: Coder, opening: str) -> None:
    found = events(coder, f"Police arrested a baker in Gao on Monday. He had resigned in March. {opening} youths blocked the bridge.")
    assert [(e.begin, e.last) for e in found if e.condition == "blockade"] == [("2024-05-06", "2024-05-06")]


def test_we_is_who_publishes_a_statement(coder: Coder) -> None:
    found = coder.code("We condemn the raid on Gao. We call on all sides not to attack convoys.", DAY, source="NATO").events
    assert {e.event_type: [m.actor.name for m in e.actors] for e in found if e.actors} == {"ACCUSE": ["NATO"], "REQUEST": ["NATO"]}


@pytest.mark.parametrize(
    ("text", "about", "condition"),
    [
        ("Convoys avoided the Gao road because rebels had blocked it.", "the Gao road", "blockade"),
        ("Chad closed its crossing after herders blocked it.", "its crossing", "blockade"),
        ("The port remains shut.", "The port", "closure"),
        ("Kenya put its deployment of 1,000 officers on hold.", "its deployment of 1,000 officers on hold", "suspension"),
    ],
)
def test_what_it_is_done_to(coder: Coder, text: str, about: str, condition: str) -> None:
    found = [(e.about.text if e.about else None, e.condition) for e in events(coder, text)]
    assert (about, condition) in found, found
    assert not [e for e in events(coder, text) if e.condition == "deployment"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The governor said on Monday that he would answer before Friday.", "governor"),
        ("The elders said they would pay for the wells.", "elders"),
    ],
)
def test_ones_own_word_is_a_promise_whatever_the_deed(coder: Coder, text: str, who: str) -> None:
    (found,) = [e for e in events(coder, text) if e.event_type == "AGREE"]
    assert found.modality == "planned"
    assert [who in m.actor.name.lower() for m in found.actors] == [True], found.actors


@pytest.mark.parametrize(
    "text",
    ["The governor said the elders would answer.", "The governor said it would rain.", "The elders said he would answer for it."],
)
def test_what_another_will_do_is_no_promise(coder: Coder, text: str) -> None:
    assert not [e for e in events(coder, text) if e.event_type == "AGREE"]


def test_what_is_provided_for_has_not_happened(coder: Coder) -> None:
    text = "The growers said they would open the road on Sunday provided that the men arrested by police were freed."
    assert not [e for e in events(coder, text) if e.phase == "ends" and e.condition == "detention" and e.modality == "asserted"]


def test_a_deed_to_be_begun_is_to_come(coder: Coder) -> None:
    text = "The army will leave the schools and start clearing mines from the reserves."
    assert not [e for e in events(coder, text) if e.modality == "asserted" and e.event_type == "RETREAT"]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Customs officers lifted the barrier on Monday.", "closure"),
        ("The barrier at the border was raised on Monday at seven.", "closure"),
        ("Customs officers let lorries cross again.", "closure"),
        ("Lorries crossed the bridge again on Monday.", "closure"),
        ("Helicopters landed again at the airstrip on Monday.", "closure"),
        ("Three barricades stood in the town; the one at the market was removed on Monday.", "blockade"),
        ("The pupils' teachers went back to their classrooms on Monday.", "strike"),
        ("The telephone network worked again on Monday.", "cut-off"),
        ("The two hostages were left with their families on Monday.", "detention"),
        ("The displaced families went back to their villages on Monday.", "displacement"),
        ("The ban on net fishing has been lifted.", "ban"),
        ("Bread distribution resumed in the district on Monday.", "suspension"),
        ("The lessons that began again on Monday are short.", "suspension"),
        ("The airstrip, closed since the storm, was reopened on Monday.", "closure"),
        ("The crossing opened again on Monday.", "closure"),
        ("The strike is over.", "strike"),
        ("The curfew is over, the mayor said.", "curfew"),
        ("The blockade collapsed on Monday.", "blockade"),
        ("The truce ran out at midnight.", "ceasefire"),
        ("The high alert was stood down on Monday.", "alert"),
        ("The reporter is free again.", "detention"),
        ("A magistrate let the teacher go home on bail.", "detention"),
        ("The bridge carries lorries again.", "closure"),
        ("Fishing is allowed again.", "ban"),
    ],
)
def test_a_state_ends_in_plain_words(coder: Coder, text: str, state: str) -> None:
    assert state in [e.condition for e in events(coder, text) if e.phase == "ends" and e.modality == "asserted"], events(coder, text)


@pytest.mark.parametrize(
    ("text", "state", "phase"),
    [
        ("Nurses did not report for work on Monday.", "strike", "happens"),
        ("Km 45: closed since 6 May.", "closure", None),
        ("Villagers raised barriers across the road on Monday.", "blockade", "happens"),
        ("The barrier came down at noon.", "closure", "happens"),
    ],
)
def test_a_state_begins_in_plain_words(coder: Coder, text: str, state: str, phase: str | None) -> None:
    found = [e for e in events(coder, text) if e.condition == state and e.phase != "ends"]
    assert found, events(coder, text)
    assert phase in (None, found[0].phase)


def test_what_there_is_has_not_just_come(coder: Coder) -> None:
    found = [
        e for e in events(coder, "There are still eleven barricades in the north, the prime minister said.") if e.condition == "blockade"
    ]
    assert [e.phase for e in found] == ["continues"]


def test_what_is_used_for_a_deed_is_none_of_its_own(coder: Coder) -> None:
    found = events(coder, "Serbs in Serbia used tractors on Tuesday to block the road near the border.")
    assert [(e.event_type, e.condition) for e in found] == [("PROTEST", "blockade")]


def test_what_the_water_took_is_no_occupation(coder: Coder) -> None:
    assert not [e for e in events(coder, "The river took the village on Monday.") if e.condition == "occupation"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Oxfam asked the governor on Monday, in writing, to let lorries use the bridge.", "REQUEST"),
        ("Oxfam asked both armies today in writing for a corridor.", "REQUEST"),
        ("The union keeps its word to the farmers, whose debts are not paid, and calls on Togo to open the border.", "REQUEST"),
        ("Villagers met the prefect on Monday to demand ten wells.", "REQUEST"),
        ("A caller demanded the release of the rebels.", "REQUEST"),
        ("The rebels said the army had until Friday to leave the town.", "THREATEN"),
        ("The minister said Norway would freeze its contribution if Chad gave no explanation.", "THREATEN"),
        ("The government binds itself to pay the farmers before 31 May.", "AGREE"),
    ],
)
def test_what_is_asked_threatened_or_vowed_in_other_words(coder: Coder, text: str, kind: str) -> None:
    found = [e for e in events(coder, text) if e.event_type == kind and e.modality == "asserted"]
    assert found, events(coder, text)
    assert found[0].actors


@pytest.mark.parametrize(
    "text",
    [
        "Half of the debt will be paid by 20 May.",
        "The rebels' road is to be repaired by 20 May.",
        "Pumping will resume within five days, the company said.",
        "The committee's chairman said members would answer by Friday.",
        "Herders will stay north of the river until the harvest is in.",
        "Its director hopes to restart on 20 May.",
    ],
)
def test_a_public_deed_with_a_day_is_to_come(coder: Coder, text: str) -> None:
    (found,) = [e for e in events(coder, text) if e.modality == "planned"]
    assert found.event_type in (None, "AGREE")


@pytest.mark.parametrize(
    "text", ["Prices will climb by Friday.", "It will rain until Sunday.", "The forces should be let back into the town."]
)
def test_what_will_be_by_itself_is_no_promise(coder: Coder, text: str) -> None:
    assert not [e for e in events(coder, text) if e.modality in ("planned", "asserted") and e.polarity == "positive"]


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("A drone strike by the army killed four villagers near Gao.", ["army"], ["villagers"]),
        ("Clashes between farmers and herders in Plateau left six dead on Monday.", ["farmers", "herders"], []),
        ("Fighting between farmers and herders around two villages has caused a mass displacement.", ["farmers", "herders"], []),
    ],
)
def test_who_is_behind_a_deed_that_is_told_as_a_doer(coder: Coder, text: str, actors: list[str], recipients: list[str]) -> None:
    found = next(e for e in events(coder, text) if e.event_type == "ASSAULT")
    assert ([m.actor.name for m in found.actors], [m.actor.name for m in found.recipients]) == (actors, recipients)
