"""Who a deed is aimed at where the text names another deed, a border or a blockade; whose country a group is of; who "they" are."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder
from vedette.domain import Event

DAY = "2024-05-10"


def event(coder: Coder, text: str, kind: str) -> Event:
    found = [e for e in coder.code(text, DAY).events if e.event_type == kind]
    assert found, [(e.trigger.text, e.event_type) for e in coder.code(text, DAY).events]
    return found[0]


def countries(coder: Coder, text: str, kind: str) -> tuple[list[str | None], list[str | None]]:
    e = event(coder, text, kind)
    return [m.actor.country for m in e.actors], [m.actor.country for m in e.recipients]


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        ("Chad denounced Sudan's shelling of Libyan villages.", "ACCUSE", ["TCD"], ["SDN"]),
        ("Ghana opened an investigation into crimes committed by Togolese soldiers against Ivorian farmers.", "ACCUSE", ["GHA"], ["TGO"]),
        ("Peru demanded the withdrawal of Ecuadorean troops from Colombia.", "REQUEST", ["PER"], ["ECU"]),
        ("Kenyan police prevented a march organised by Somali traders in Garissa.", "COERCE", ["KEN"], ["SOM"]),
        ("Togo closed its border with Ghana on Monday.", "COERCE", ["TGO"], ["GHA"]),
        ("Mali lifted the blockade on Mauritanian lorries.", "RETREAT", ["MLI"], ["MRT"]),
        ("Students in Dakar blocked a road in defiance of the Gambian authorities.", "PROTEST", ["SEN"], ["GMB"]),
        ("Niger is opposed to French mediation with Mali.", "REJECT", ["NER"], ["FRA"]),
        ("The rebels attacked. A pact between Chad and Sudan was signed on Friday.", "SUPPORT", ["TCD", "SDN"], []),
        ("At the Nyabugogo bridge Rwanda began on Monday letting Ugandan lorries through.", "RETREAT", ["RWA"], ["UGA"]),
        ("Zambia strengthened its army after the arrival of Congolese rebels.", "MOBILIZE", ["ZMB"], []),
    ],
)
def test_at_whom_a_deed_is_aimed(coder: Coder, text: str, kind: str, actors: list[str], recipients: list[str]) -> None:
    assert countries(coder, text, kind) == (actors, recipients)


def test_who_hears_of_a_request_does_not_make_it(coder: Coder) -> None:
    e = event(coder, "Rebels attacked the barracks. Kenya has seen the request of Uganda.", "REQUEST")
    assert [m.actor.country for m in e.actors] == ["UGA"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Rebels attacked. The mayor asked the army if it could send men.", True),
        ("Rebels attacked. The elders asked that the army leave the town.", True),
        ("Rebels attacked. People have stopped asking whether there was a shooting.", False),
        ("Rebels attacked. Reporters asked why the army had fled.", False),
    ],
)
def test_a_question_asks_for_nothing(coder: Coder, text: str, asked: bool) -> None:
    assert any(e.event_type == "REQUEST" for e in coder.code(text, DAY).events) == asked


def test_who_forbids_a_march_does_not_hold_it(coder: Coder) -> None:
    found = event(coder, "A march forbidden by the governor of Cusco was stopped by Bolivian soldiers on Monday.", "COERCE")
    assert not [m for m in found.recipients if "governor" in m.text]


def test_an_ethnic_group_is_of_the_country_that_it_lives_in(coder: Coder) -> None:
    found = event(
        coder, "Hungary said on Monday that Romania had freed two men. In Romania, ethnic Hungarian teachers marched on Tuesday.", "PROTEST"
    )
    assert [m.actor.country for m in found.actors] == ["ROU"]


def test_they_are_those_whom_a_group_counts(coder: Coder) -> None:
    found = event(coder, "A group of Kenyan elders said on Monday that they had forgiven the president of Uganda.", "SUPPORT")
    assert [m.actor.country for m in found.actors] == ["KEN"]


def test_a_country_that_only_a_body_names(coder: Coder) -> None:
    found = event(coder, "Farmers gave in to demands from the African National Congress to leave the land.", "CONCEDE")
    assert [m.actor.country for m in found.actors] == ["ZAF"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The rebels vowed to attack the port of Buenaventura.", "THREATEN"),
        ("The militia has sworn to fight the army of Chad.", "THREATEN"),
        ("The president of Peru vowed to fight corruption.", "AGREE"),
        ("The rebels promised to release the nuns.", "AGREE"),
    ],
)
def test_a_vow_of_force_is_a_threat(coder: Coder, text: str, kind: str) -> None:
    assert event(coder, text, kind).event_type == kind


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bishop Aro Lindqvist spoke in Goma on Monday. The bishop condemned the shelling of the market.", "Aro Lindqvist"),
        ("Governor Sela Okoro met traders in Goma. Later the governor of the province condemned the looting.", "Sela Okoro"),
        ("Governor Sela Okoro met Governor Ilo Banda in Goma. The governor condemned the looting.", None),
        ("Governor Sela Okoro met traders in Goma. A governor condemned the looting.", None),
        ("The Karsk Front, a rebel coalition, took the town on Monday. The rebel coalition condemned the shelling.", "Karsk Front"),
        ("Rebels of the Karsk Front took the town on Monday. The rebels condemned the shelling.", "Karsk Front"),
        ("Rebels of the Karsk Front fought rebels of the Tovar Army on Monday. The rebels condemned the shelling.", None),
    ],
)
def test_a_title_or_a_word_for_a_body_stands_for_who_was_named_with_it(coder: Coder, text: str, name: str | None) -> None:
    names = [m.actor.name for e in coder.code(text, DAY).events if e.trigger.text == "condemned" for m in e.actors]
    assert names == [name] if name else not {"Sela Okoro", "Ilo Banda", "Karsk Front", "Tovar Army"} & set(names)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The dockers' union met the minister. About 400 of its members blocked the gate on Tuesday.", "dockers' union"),
        ("The Karsk Front denied it. Two in three of its 900 fighters blocked the road on Tuesday.", "Karsk Front"),
        ("The dockers' union, Sindoc, blocked the port of Dakar on Monday.", "Sindoc"),
        ("Police in the capital, Nouakchott, blocked the road on Monday.", "Police in the capital, Nouakchott"),
        ("France denied it. Its soldiers blocked the road on Monday.", "soldiers"),
    ],
)
def test_the_people_of_a_body_and_its_name_beside_a_word_for_it(coder: Coder, text: str, name: str) -> None:
    found = [m.actor.name for e in coder.code(text, DAY).events if e.trigger.text == "blocked" for m in e.actors]
    assert found == [name]


def test_what_is_ordered_is_done_by_who_orders_it(coder: Coder) -> None:
    e = event(coder, "A court in Lome ordered the leader of the dockers to be held for two months.", "COERCE")
    assert (e.modality, [m.actor.code for m in e.actors]) == ("asserted", ["TGOJUD"])
    assert event(coder, "The governor will order the bridge to be closed if the rain goes on.", "COERCE").modality == "hypothetical"


def test_who_announces_a_death_has_not_killed(coder: Coder) -> None:
    e = event(coder, "It is with sadness that Aide Sans Murs announces the death of Adou Bra, 37, its driver, on the Tal road.", "ASSAULT")
    assert (e.modality, e.actors) == ("asserted", ())


def test_the_foreign_ministry_is_no_body_named_before(coder: Coder) -> None:
    text = "The Karsk Front held a rally. In Lome the foreign ministry said that on Monday it had asked Ghana to send observers."
    assert [m.actor.sectors[:1] for m in event(coder, text, "REQUEST").actors] == [("GOV",)]


@pytest.mark.parametrize(
    ("text", "deeds"),
    [
        ("Soldiers searched the wood. Who fired was not stated.", []),
        ("It is not clear who fired at the bus.", []),
        ("Rebels who fired at the bus fled.", ["fired"]),
        ("A commission is looking into the killing of two farmers near Lome.", ["killing"]),
    ],
)
def test_an_open_question_is_no_deed_and_what_is_looked_into_is(coder: Coder, text: str, deeds: list[str]) -> None:
    assert [e.trigger.text for e in coder.code(text, DAY).events if e.event_type == "ASSAULT"] == deeds


def test_vehicles_that_patrol_have_not_come_today(coder: Coder) -> None:
    assert event(coder, "Police vehicles patrol the town.", "MOBILIZE").phase == "continues"
    text = "Togo closed its largest crossing on Friday; with two others shut by protests since Monday, three remain open."
    shut = [(e.trigger.text, e.phase) for e in coder.code(text, DAY).events if e.condition == "closure"]
    assert shut[:2] == [("closed", "happens"), ("shut", "continues")]


def test_gunmen_have_a_sector_and_no_code(coder: Coder) -> None:
    (m,) = event(coder, "Gunmen killed two farmers near Goma on Monday.", "ASSAULT").actors
    assert (m.actor.sectors[:1], m.actor.code) == (("UAF",), None)


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("An agronomist held by an armed group was freed on Saturday.", ["armed group"]),
        ("Agronomist Rafael Onda, held by the Bolo Front, was freed on Saturday.", ["Bolo Front"]),
        ("Three drivers held by the Bolo Front were freed in an army raid on Saturday.", []),
        ("Three drivers held by the Bolo Front were freed on Saturday when the army stormed the camp.", []),
    ],
)
def test_who_held_captives_let_them_go_unless_others_freed_them(text: str, actors: list[str], coder: Coder) -> None:
    (freed,) = [e for e in coder.code(text, DAY).events if e.trigger.text == "freed"]
    assert [m.actor.name for m in freed.actors] == actors


@pytest.mark.parametrize(
    "text",
    [
        "Eleven persons arrested for obstruction: nine men, two women.",
        "26 Aug 0700H - Eleven persons arrested for obstruction: nine men, two women.",
        "Two officers hurt, water cannon used.",
        "Six hostages freed by Sunday evening, army says.",
    ],
)
def test_in_a_log_those_whom_it_befell_stand_before_the_verb(text: str, coder: Coder) -> None:
    found = coder.code(text, DAY).events[0]
    assert not found.actors
    assert found.evidence.text.startswith(text[:6])  # a day and its month are of one sentence


def named(coder: Coder, text: str, kind: str) -> list[str]:
    return [m.actor.name for m in event(coder, text, kind).actors]


@pytest.mark.parametrize(
    ("text", "kind", "actors"),
    [
        ("Fighters of the Karsk Front attacked the town of Velin on Monday.", "ASSAULT", ["Karsk Front"]),
        ("Fighters of the north attacked the town of Velin on Monday.", "ASSAULT", ["Fighters of the north"]),
        ("Indigenous Awá communities cleared their barricade from the highway at noon.", "RETREAT", ["Awá"]),
        ("Workers of the Karsk Front attacked the town of Velin on Monday.", "ASSAULT", ["Workers of the Karsk Front"]),
        ("Former fighters of the Karsk Front attacked the town of Velin.", "ASSAULT", ["Former fighters of the Karsk Front"]),
        ("Russian militants attacked the town of Velin.", "ASSAULT", ["Russian militants"]),
        ("UN envoys met the rebels on Monday.", "CONSULT", ["United Nations"]),
    ],
)
def test_a_body_acts_through_those_whom_it_sends(coder: Coder, text: str, kind: str, actors: list[str]) -> None:
    assert named(coder, text, kind) == actors


def test_families_are_called_by_their_names(coder: Coder) -> None:
    told = "The Dimalub and Balusan families agreed to a truce of three days. The families met on Tuesday in Midsayap. The Dimalubs burned three houses."
    both = ["Dimalub family", "Balusan family"]
    assert named(coder, told, "RETREAT") == both
    assert named(coder, told, "CONSULT") == both
    assert named(coder, told, "ASSAULT") == ["Dimalub family"]
    land = "Ten Syrian families fled on Monday. The Syrians attacked Velin."
    assert named(coder, land, "ASSAULT") == ["Syrians"]
    unknown = "The families met on Tuesday in Midsayap. The Dimalub and Balusan families agreed to a truce of three days."
    assert not set(named(coder, unknown, "CONSULT")) & set(both)


@pytest.mark.parametrize(
    ("text", "kind", "actors"),
    [
        ("The column came under fire from both banks of the river.", "ASSAULT", []),
        ("The column came under fire from the rebels.", "ASSAULT", ["rebels"]),
        ("The village came under fire from the Pakistani side.", "ASSAULT", ["Pakistani"]),
        ("Velin police reported 40 arrests near the market.", "COERCE", ["Velin police"]),
        ("Velin police report gunfire near the market.", "ASSAULT", []),
        ("The road to Velin was closed by the farmers' protest on Monday.", "COERCE", ["farmers"]),
    ],
)
def test_neither_who_tells_nor_the_side_of_a_river_does_a_deed(coder: Coder, text: str, kind: str, actors: list[str]) -> None:
    assert named(coder, text, kind) == actors


def test_who_mounts_a_barricade_stands_behind_it(coder: Coder) -> None:
    assert named(coder, "The army saw a barricade mounted by young men at Sunate.", "PROTEST") == ["young men"]


def test_what_is_suspended_of_our_own_we_suspended(coder: Coder) -> None:
    told = "Our activities in Tiné are suspended as of this morning."
    e = next(e for e in coder.code(told, DAY, source="Zarbat Medical Horizon, statement").events if e.condition == "suspension")
    assert [m.actor.name for m in e.actors] == ["Zarbat Medical Horizon"]
    others = ("The activities in Tiné are suspended.", "“Our salaries have been suspended,” teachers said.")
    for other in others:
        found = coder.code(other, DAY, source="Zarbat Medical Horizon, statement").events
        assert all(e.actors == () for e in found if e.condition == "suspension")


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("A Geneva-based group said government troops killed six people in a raid.", None),
        ("A charity based in Nairobi said soldiers had killed six people.", None),
        ("A charity based in Nairobi said soldiers near Baidoa had killed six people.", "SOM"),
        ("Nairobi-based soldiers killed six people in a raid.", "KEN"),
    ],
)
def test_where_a_body_sits_is_not_where_it_tells_of(coder: Coder, text: str, country: str | None) -> None:
    (deed,) = [e for e in coder.code(text, DAY).events if e.event_type == "ASSAULT"]
    assert [m.actor.country for m in deed.actors] == [country]
    assert country is not None or deed.scene is None


@pytest.mark.parametrize(
    "text",
    [
        "A factory based in Kano was burned by a mob.",
        "A radio station based in Kano was attacked by soldiers.",
        "A rebel group based in Kano attacked the airport.",
    ],
)
def test_a_building_or_a_band_is_where_it_is_based(coder: Coder, text: str) -> None:
    (deed,) = [e for e in coder.code(text, DAY).events if e.event_type in ("ASSAULT", "PROTEST")]
    assert deed.scene is not None
    assert deed.scene.name == "Kano"


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("The transport ministry offered talks but the union refused them.", "REJECT", "union"),
        ("The defence ministry said nothing. The union called a strike.", "PROTEST", "union"),
        ("The United Nations offered talks. The union called a strike.", "PROTEST", "union"),
        ("The Teachers' Union of Kivu refused. The union called a strike.", "PROTEST", "Teachers' Union"),
        ("The SPNA asked for more pay. The union called a strike.", "PROTEST", "SPNA"),
        ("Fatah turned it down. The party called for a march.", "REQUEST", "Fatah"),
    ],
)
def test_a_word_for_a_body_calls_none_of_another_kind(coder: Coder, text: str, kind: str, name: str) -> None:
    assert [m.actor.name for m in event(coder, text, kind).actors] == [name]


def test_we_are_those_whom_we_say_we_are(coder: Coder) -> None:
    asked = event(coder, "We, the elders of Bole, demand that the company leave.", "REQUEST")
    assert [m.actor.name for m in asked.actors] == ["elders of Bole"]
    assert asked.headline == "Elders of Bole demand that the company leave"


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        ("MPs told to stay inside as shots fall.", "REQUEST", [], ["MPs"]),
        ("Villagers urged to leave Kodi.", "REQUEST", [], ["Villagers"]),
        ("The mayor told villagers to leave Kodi.", "REQUEST", ["mayor"], ["villagers"]),
        ("Chad's air force shot down 18 of 21 drones launched overnight from the coast, it said.", "ASSAULT", ["Chad's air force"], []),
    ],
)
def test_who_was_told_and_who_shot_down(coder: Coder, text: str, kind: str, actors: list[str], recipients: list[str]) -> None:
    found = event(coder, text, kind)
    assert ([m.text for m in found.actors], [m.text for m in found.recipients]) == (actors, recipients)


def test_whose_boycott_it_is_and_what_it_shuns(coder: Coder) -> None:
    found = event(coder, "The opposition's boycott of parliament enters its third month.", "PROTEST")
    assert ([m.text for m in found.actors], [m.text for m in found.recipients]) == (["opposition"], ["parliament"])


def test_whose_killing_it_was_did_not_kill(coder: Coder) -> None:
    text = "After the mayor's killing the town council asked for 50 gendarmes."
    asked = event(coder, text, "REQUEST")
    assert [m.text for m in asked.actors] == ["town council"]
    assert not [e for e in coder.code(text, DAY).events if e.event_type == "ASSAULT" and e.actors]


@pytest.mark.parametrize(
    ("text", "trigger", "actors"),
    [
        ("The plea of block leaders was ignored.", "plea", ["block leaders"]),
        ("The governor ignored pleas from the fishermen.", "pleas", ["fishermen"]),
        ("An appeal by the bishop for calm went unheard.", "appeal", ["bishop"]),
    ],
)
def test_from_whom_a_request_came(coder: Coder, text: str, trigger: str, actors: list[str]) -> None:
    found = next(e for e in coder.code(text, "2024-05-10").events if e.trigger.text == trigger)
    assert [m.actor.name for m in found.actors] == actors
    assert not found.recipients


@pytest.mark.parametrize(
    ("text", "coded"),
    [
        ("Norland protested on Monday at the arrest of two of its consuls.", "ACCUSE"),
        ("The clash at the weir drew a protest from Dushanbe.", "ACCUSE"),
        ("Moscow protested that gas had drifted over its territory.", "ACCUSE"),
        ("Residents protested on Monday against the closure.", "PROTEST"),
        ("The teachers protested at the ministry over unpaid wages.", "PROTEST"),
        ("The students' protest of last week closed the road.", "PROTEST"),
        ("A government workers' union protested on Friday.", "PROTEST"),
    ],
)
def test_a_state_protests_in_words(coder: Coder, text: str, coded: str) -> None:
    assert next(e for e in coder.code(text, "2024-05-10").events if e.trigger.text.startswith("protest")).event_type == coded
