"""Who did what a sentence tells without a doer: whom the text names beside it, and nobody where it may have been others."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder

HERE = "GAO, Mali (Wire) - "


def doers(coder: Coder, text: str, trigger: str, source: str | None = None) -> list[str]:
    """Names of those who did what the last event of a trigger tells."""
    found = [e for e in coder.code(text, "2031-05-10", source).events if e.trigger.text == trigger]
    return [a.actor.name for a in found[-1].actors] if found else []


@pytest.mark.parametrize(
    ("text", "trigger", "names"),
    [
        # the aftermath of a deed told before it
        (HERE + "Raiders attacked the village of Tacharane on Friday. Seven people were killed.", "killed", ["Raiders"]),
        (HERE + "Armed men entered the village of Tacharane at dusk. Seven people were killed.", "killed", ["Armed men"]),
        (HERE + "Hundreds of villagers looted a food convoy on Saturday. Two drivers were beaten.", "beaten", ["villagers"]),
        # those who fought each other, others, another day, another place, or by what it says itself
        (HERE + "Police and strikers clashed on Monday. Two officers were hurt.", "hurt", []),
        (HERE + "Rebels attacked an army post on Monday. Six rebels were killed.", "killed", []),
        (HERE + "Rebels burned a bus on Monday. A week earlier three drivers were shot.", "shot", []),
        (HERE + "Armed men entered the village of Tacharane on Monday. On Friday two fishermen were shot at Mopti.", "shot", []),
        (HERE + "Villagers looted a store on Monday. In another town two clerks were beaten.", "beaten", []),
        (HERE + "A bus crashed on Monday. Eight people were killed.", "killed", []),
        # a clash of long before, named beside it
        (HERE + "Four men were wounded on Monday when farmers came to a well after their clash over water.", "wounded", []),
        # not those whom the police dispersed, nor those who were shot at
        (HERE + "Police fired tear gas at marchers on Monday. Two cars were burned.", "burned", []),
        (HERE + "Protesters stormed the town hall on Monday. Four people were shot dead.", "shot", []),
        (HERE + "Protesters threw stones at police on Monday. A student was killed.", "killed", []),
        # another deed told next
        ("A trader was shot dead near Gao, Mali, on Monday. Police shot dead two robbers.", "shot", ["Police"]),
        ("A farmer was shot dead near Gao, Mali, on Monday. Soldiers stabbed a guard.", "shot", []),
        ("A woman was stabbed in Gao, Mali. A man stabbed his brother.", "stabbed", ["man"]),
        # the one who shot, told in the next sentence
        ("A boy was shot at a well near Gao, Mali, on Monday. An officer of the border unit fired towards a crowd.", "shot", ["officer of the border unit"]),
    ],
)  # fmt: skip
def test_harm_is_of_whoever_is_told_beside_it_to_have_attacked(text: str, trigger: str, names: list[str], coder: Coder) -> None:
    assert doers(coder, text, trigger) == names


@pytest.mark.parametrize(
    ("text", "trigger", "names"),
    [
        (HERE + "Fighters of the Karsk Front took nine workers on Monday. Five of the workers were let go on Wednesday.", "let", ["Karsk Front"]),
        (HERE + "Two nurses, taken by gunmen on the Kidal road, were left at a crossroads on Tuesday.", "left", ["gunmen"]),
        (HERE + "Rebels of the Karsk Front let eleven pupils go on Sunday. They had been held for three weeks.", "held", ["Karsk Front"]),
        # by others, by the law, or by an authority, of whose prisoners another disposes
        (HERE + "Gunmen took nine workers on Monday. They were freed in an army raid on Sunday.", "freed", []),
        (HERE + "Rebels held ten villagers on Monday. Two students were freed from jail on Tuesday.", "freed", []),
        (HERE + "Police arrested nine men on Monday. Five of them were released on bail on Tuesday.", "released", []),
        (HERE + "Gunmen took Amadou Karu on Monday. Issa Pelo was freed on Tuesday.", "freed", []),
        # others than those who were taken, or after an attack on the captors
        (HERE + "Gunmen took nine workers on Monday. Three detained union leaders were released on Tuesday.", "released", []),
        (HERE + "Gunmen took nine workers on Monday. The army attacked their camp. Five were freed.", "freed", []),
        (HERE + "The rebels released a priest on Friday. A nun was abducted in May.", "abducted", []),
        (HERE + "The rebels released two captives on Friday. Four rebels were captured on Monday.", "captured", []),
    ],
)  # fmt: skip
def test_captors_let_go_those_whom_they_took(text: str, trigger: str, names: list[str], coder: Coder) -> None:
    assert doers(coder, text, trigger) == names


@pytest.mark.parametrize(
    ("text", "trigger", "source", "names"),
    [
        # by whose order
        ("By order of Governor Salif Karu, Gao in Mali is under curfew from nine to five.", "curfew", None, ["Salif Karu"]),
        ("By order number 12 the town of Gao in Mali is under curfew from nine to five.", "curfew", None, []),
        # whose paper it is
        ("A curfew is established in Gao, Mali, from nine to five.", "curfew", "Office of the Governor of Gao", ["Office of the Governor of Gao"]),
        ("A curfew is established in Gao, Mali, from nine to five.", "curfew", "Zarbat Infantry Brigade", []),
        ("A curfew is established in Gao, Mali, from nine to five.", "curfew", "Zarbat Herald", []),
        ("At six this morning supply was disconnected for Gao in Mali.", "disconnected", "Zarbat Power Cooperative", ["Zarbat Power Cooperative"]),
        ("At six this morning supply was disconnected for Gao in Mali.", "disconnected", "Zarbat Herald", []),
        ("Nine men were arrested in Gao, Mali, on Monday.", "arrested", "Zarbat Police, duty log", ["Zarbat Police"]),
        ("Nine men were arrested in Gao, Mali, on Monday.", "arrested", "Zarbat Relief, situation note 4", []),
        # who says how long it will be
        (HERE + "The bridge was closed to lorries on Monday. Governor Salif Karu said the closure will last two weeks.", "closed", None, ["Salif Karu"]),
        (HERE + "The bridge was closed to lorries on Monday. A trader said the closure will ruin him.", "closed", None, []),
        (HERE + "The bridge was closed to lorries on Monday. Governor Salif Karu said the closure was unlawful.", "closed", None, []),
        (HERE + "The bridge was closed to lorries on Monday. Governor Salif Karu said the closure by rebels hurt trade.", "closed", None, []),
        (HERE + "The mine was closed on Monday. Rebels seized a town nearby.", "closed", None, []),
        # who puts there what bars a road
        ("The road is cut at Gao, Mali, where displaced people put tree trunks on the asphalt.", "cut", None, ["displaced people"]),
        ("The market of Gao in Mali was shut after traders put up their prices.", "shut", None, []),
        # a protest may have had the authorities close a place
        (HERE + "Protesters occupied the terminal on Monday. The airport was closed.", "closed", None, []),
        # who voted to go back
        (HERE + "Tea workers walked out on Monday. Work on the estates resumed on Thursday after the workers voted to go back.", "resumed", None, ["workers"]),
        (HERE + "The strike of tea workers ended on Thursday after parliament voted to raise their pay.", "ended", None, []),
    ],
)  # fmt: skip
def test_a_state_is_made_and_ended_by_whom_the_text_gives(
    text: str, trigger: str, source: str | None, names: list[str], coder: Coder
) -> None:
    assert doers(coder, text, trigger, source) == names


@pytest.mark.parametrize(
    ("text", "trigger", "names"),
    [
        # what went off is of whoever laid or threw it
        ("The Karsk Front said it had laid the mine that killed two soldiers near Gao in Mali on Tuesday.", "killed", ["Karsk Front"]),
        ("A grenade thrown by a youth hurt five people in Gao, Mali, on Sunday.", "hurt", ["youth"]),
        ("Police found the bomb that killed two men in Gao, Mali.", "killed", []),
        # both sides of a truce that broke down, and of an accord told at a distance
        (HERE + "A truce between the Karu and Pelo families broke down on Sunday in a gun battle.", "broke", ["Karu family", "Pelo family"]),
        (HERE + "A truce between two feuding families broke down on Sunday in a gun battle.", "broke", []),
        (HERE + "The truce between the army and the rebels collapsed and nine people were killed.", "killed", []),
        (HERE + "The agreement was reached at midnight in the hall of Gao, between the dockers’ union and the army.", "reached", ["dockers’ union", "army"]),
        (HERE + "He said that the deal will allow for cooperation between Norway and Kenya.", "allow", []),
        (HERE + "The agreement on the road was reached on Monday between Gao and Mopti.", "reached", []),
    ],
)  # fmt: skip
def test_the_doers_are_found_beyond_the_verb(text: str, trigger: str, names: list[str], coder: Coder) -> None:
    assert doers(coder, text, trigger) == names


@pytest.mark.parametrize(
    ("text", "trigger", "names"),
    [
        # the one armed group of the text
        (HERE + "An amnesty is for fighters of the Karsk Front. The insurgents burned a market on Monday.", "burned", ["Karsk Front"]),
        (HERE + "Gunmen of the Karsk Front took a depot on Saturday. The armed men burned a lorry on Sunday.", "burned", ["Karsk Front"]),
        (HERE + "Fighters of the Karsk Front and fighters of the Velin Brigade met. The insurgents burned a market on Monday.", "burned", ["insurgents"]),
        (HERE + "An amnesty is for fighters of the Karsk Front. Two insurgents burned a market on Monday.", "burned", ["insurgents"]),
        (HERE + "Fighters of Joseph Karu left on Sunday. The rebels burned a market on Monday.", "burned", ["rebels"]),
        # a name at the end of the subject's clause
        (HERE + "A rebel alliance that controls most of the Kidal region, the Adrar Coalition, freed two men.", "freed", ["Adrar Coalition"]),
        (HERE + "A farmer who lives near the base, the Karsk Barracks, attacked a post on Monday.", "attacked", ["farmer"]),
        # "it" is no town that only stands in the sentence before, and the firm that speaks
        ("A convoy of twelve trucks reached Gao in Mali on Sunday and Mopti on Monday. It carried rice for 3,000 families.", "carried", []),
        ("At Gao in Mali the contractor Belo confirmed it was laying off 260 workers.", "laying", ["Belo"]),
    ],
)  # fmt: skip
def test_a_word_stands_for_whom_the_text_names(text: str, trigger: str, names: list[str], coder: Coder) -> None:
    assert doers(coder, text, trigger) == names


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Kyrgyzstan shut the gate at Batken. Tajik President Emomali Rahmon announced that the government would pay the families.", "TJK"),
        (
            "Kyrgyzstan shut the gate at Batken. Tajik President Emomali Rahmon announced that the Kyrgyz government would pay the families.",
            "KGZ",
        ),
        ("The UN envoy announced that the government will pay the families in Juba.", "SSD"),
    ],
)
def test_who_holds_an_office_announces_what_his_own_government_will_do(text: str, country: str, coder: Coder) -> None:
    (paid,) = [e for e in coder.code(text, "2031-05-10", None).events if e.trigger.text == "pay"]
    assert [a.actor.country for a in paid.actors] == [country]
