"""Single leads as agencies and local papers write them: what each tells, and what it does not."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder

DAY = "2031-05-10"
Deed = tuple[str | None, str | None]


def deeds(coder: Coder, text: str) -> list[Deed]:
    return [(e.event_type, e.mode) for e in coder.code(text, DAY).events]


def numbers(coder: Coder, text: str) -> set[tuple[str, int | None]]:
    return {(q.kind, q.low) for e in coder.code(text, DAY).events for q in e.quantities}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Nine passengers were killed. Their bus had plunged into a ravine near Velin.", {(None, None)}),
        ("A ferry sank off Dorva on Monday. At least 30 people were killed.", {(None, None)}),
        ("Two people were killed when their bus overturned near Velin.", {(None, None)}),
        ("A fire broke out in a factory in Dorva. Nine workers were killed.", {(None, None)}),
        ("A plane crashed near Velin. All on board were killed.", {(None, None)}),
        ("A bus overturned near Velin on Monday.", {(None, None)}),
        # done by force, whatever was wrecked
        ("Cars overturned and shops looted in Velin riot.", {("PROTEST", "riot"), ("PROTEST", "vandalize")}),
        ("Gunmen fired at a bus, which plunged into a ravine. Nine passengers were killed.", {("ASSAULT", "firearms"), ("ASSAULT", None)}),
        ("A helicopter was shot down near Velin. All aboard were killed.", {("ASSAULT", "aerial"), ("ASSAULT", None)}),
        ("Two people were killed when rebels attacked their bus.", {("ASSAULT", None)}),
        # what collapsed is no building, or is elsewhere, or the harm was meant
        ("The regime collapsed and nine ministers were killed.", {(None, None), ("ASSAULT", None)}),
        ("The bank collapsed. Nine protesters were killed in Velin.", {(None, None), ("ASSAULT", None)}),
        ("In Dorva a house collapsed. In Velin nine people were killed.", {(None, None), ("ASSAULT", None)}),
        ("A stage collapsed in Velin. Nine people were stabbed.", {("ASSAULT", "primitive")}),
        ("Rebels overturned a bus near Velin and killed two people.", {("PROTEST", "riot"), ("ASSAULT", None)}),
    ],
)
def test_who_died_in_an_accident_was_killed_by_nobody(coder: Coder, text: str, wanted: set[Deed]) -> None:
    assert set(deeds(coder, text)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The rebels lost four men in the clash near Velin.", {("killed", 4)}),
        ("The army said it had lost four soldiers in fighting around Dorva.", {("killed", 4)}),
        ("The village lost 14 people in the massacre.", {("killed", 14)}),
        ("The family lost three children in the flood.", {("killed", 3)}),
        ("A couple in their 70s were killed in Velin.", {("killed", 2)}),
        ("Seven children were among 19 dead in an air raid on Velin.", {("killed", 19)}),
        ("The flood killed 31 people in Velin and forced 12,000 from their homes.", {("killed", 31), ("displaced", 12000)}),
        ("The landslide near Velin killed 17 people, with eight people still missing.", {("killed", 17), ("missing", 8)}),
        ("Police shot dead a man in Velin and wounded two others.", {("killed", 1), ("wounded", 2)}),
        ("Three workers, two women and a man, were seized by gunmen in Velin.", {("abducted", 3)}),
        ("Rebels killed three soldiers, two policemen and a guard.", {("killed", 3), ("killed", 2), ("killed", 1)}),
        ("The agency said 3,400 people had crossed into Rwanda since Sunday.", {("displaced", 3400)}),
        ("Two bombs killed 15 traders in Velin; no group has claimed responsibility.", {("killed", 15)}),
        ("Some 700 families who lost their homes are living in tents in Velin, the mayor said.", {("displaced", 700)}),
        # nobody died, was lost or fled
        ("The navy lost two officers who resigned over the scandal.", {("personnel", 2)}),
        ("The force lost 40 officers in budget cuts.", set()),
        ("The police force has lost three officers this year to suicide.", set()),
        ("The unit lost two men when their lorry overturned.", set()),
        ("The front lost nine fighters when they changed sides.", set()),
        ("About 300 people crossed into France to watch the match.", set()),
        ("The bank liquidated three subsidiaries.", set()),
        ("Two officers lost in the mountains near Velin were found.", set()),
        ("The club lost four players in the transfer window.", set()),
        ("The army lost 40 soldiers to desertion.", set()),
        ("The party lost four seats in the election.", set()),
        ("The company said it had lost 40 workers to its rivals.", set()),
        ("Two doctors gave their lives to fighting malaria.", set()),
        ("A man was stabbed outside a club in Velin; his attacker fled on foot.", {("wounded", 1)}),
        ("Three men killed a trader in Velin and fled into the forest.", {("killed", 1)}),
        ("A couple of soldiers were killed in Velin.", {("killed", 2)}),
        ("Two soldiers were among the dead in an attack on Velin.", {("killed", 2)}),
    ],
)
def test_who_was_lost_and_who_was_not(coder: Coder, text: str, wanted: set[tuple[str, int]]) -> None:
    assert numbers(coder, text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Six guards died in a shootout near Velin.", ("ASSAULT", "firearms")),
        ("Ten inmates died in a riot at a jail in Velin.", ("ASSAULT", None)),
        ("Three people died in an air strike on a village near Velin.", ("ASSAULT", "aerial")),
        ("A lorry hit a landmine near Velin, killing one.", ("ASSAULT", "explosives")),
        ("A drone crashed into an oil refinery near Velin.", ("ASSAULT", "drone")),
        ("A missile crashed into a market in Velin.", ("ASSAULT", "heavy-weapons")),
        ("Hackers shut down the computer system of the tax office.", ("COERCE", "cyber")),
        ("A cyber attack knocked out hospital computers in Velin.", ("COERCE", "cyber")),
        ("Guards pushed back 40 migrants at the border.", ("COERCE", "deport")),
        ("Rebels launched a series of attacks in Velin.", ("ASSAULT", None)),
        ("Workers began three days of protests in Velin.", ("PROTEST", "demo")),
        ("Chile and Peru began a week of naval exercises on Monday.", ("COOPERATE", None)),
        ("Spain will not recognise the outcome of the vote.", ("REJECT", "change")),
        ("The union vowed to continue the strike until Friday.", ("THREATEN", None)),
        ("Miners chained themselves to the gate and vowed to stay until they were paid.", ("THREATEN", None)),
        ("Schools closed in Velin after a mob set fire to the police station.", ("PROTEST", "riot")),
        ("The police of Velin closed the road after a drone strike.", ("ASSAULT", "drone")),
        ("He was held without charge in Velin.", ("COERCE", "arrest")),
        ("Police in Velin found the body of a cleric shot dead by gunmen.", ("ASSAULT", "firearms")),
        ("A teacher set herself on fire outside the ministry in Velin.", ("PROTEST", "demo")),
        ("Police stopped the march before it reached the palace.", ("COERCE", "restrict")),
        ("A gunman opened fire in a mosque in Velin, hitting four men at prayer.", ("ASSAULT", "firearms")),
        ("A tribal council in Velin gave the rebels three days to leave.", ("THREATEN", None)),
        ("The prime minister called a snap election for June 3.", (None, None)),
        ("Four men forced a journalist into a van in Velin on Friday.", ("ASSAULT", "abduct")),
        ("The supreme court in Lima upheld a ten-year sentence against the former president.", ("SANCTION", "convict")),
        # the like that is not the same
        ("Police forced a journalist into a van in Velin on Friday.", ("COERCE", "arrest")),
        ("The opposition called for an election in June.", ("REQUEST", "change")),
        ("Youths set a car on fire in Velin.", ("PROTEST", "riot")),
        ("Three people died in a stampede in Velin.", (None, None)),
        ("Protesters shut down the port.", ("COERCE", "restrict")),
        ("The vote was pushed back to June.", (None, None)),
        ("Chile began a week of naval exercises on the border with Peru.", ("MOBILIZE", "troops")),
        ("Spain recognised the new state on Monday.", ("SUPPORT", None)),
        ("The rebels vowed to continue their attacks.", ("THREATEN", "violence")),
        ("The union pledged to call off the strike.", ("AGREE", None)),
        ("Peacekeepers vowed to stay until the election.", ("AGREE", None)),
        ("Protesters in Velin vowed to stay calm.", ("AGREE", None)),
        ("A group that opposes the mine, Velin Watch, called for a march.", ("REQUEST", None)),
    ],
)
def test_what_is_done(coder: Coder, text: str, wanted: Deed) -> None:
    assert wanted in deeds(coder, text)


@pytest.mark.parametrize(
    "text",
    [
        "Firefighters from four villages stood ready to fight the blaze above Velin.",
        "Germany faces pressure at the back in the qualifier.",
        "The Irish batter went on to destroy the bowling with six sixes.",
        "The Tigers bombed out of the cup.",
        "Germany faces Italy in the final.",
        "Some 700 families who lost their homes are living in tents, the mayor said.",
        "The army cleared the way for a vote in June.",
    ],
)
def test_no_deed_at_all(coder: Coder, text: str) -> None:
    assert [d for d in deeds(coder, text) if d[0]] == []


def test_what_was_done_on_this_day_long_ago_is_old(coder: Coder) -> None:
    (event,) = coder.code("On this day in 1943, partisans blew up the bridge at Velin.", DAY).events
    assert event.background


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("Velin Watch accused the army of burning 200 homes.", "army"),
        ("Velin Watch condemned the army on Monday.", "army"),
        ("The Velin Front withdrew, and the group accused the army of lying.", "army"),
    ],
)
def test_whom_a_body_blames_is_not_itself(coder: Coder, text: str, whom: str) -> None:
    blamed = [m for e in coder.code(text, DAY).events if e.event_type == "ACCUSE" for m in e.recipients]
    assert [m.text for m in blamed] == [whom]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Gunmen shot and wounded a lawyer in Velin.", [("Gunmen", "lawyer")]),
        ("Rebels ambushed and killed nine soldiers near Velin.", [("Rebels", "nine soldiers")]),
        ("Rebels attacked a village near Velin and killed nine people.", [("Rebels", "nine people")]),
        ("The patrol hit a mine near Velin and two soldiers were hurt.", [("", "patrol")]),
        # two deeds, of the same men or not
        ("Militants kidnapped and killed a teacher.", [("Militants", "teacher"), ("Militants", "teacher")]),
        ("Soldiers arrested and beat a journalist.", [("Soldiers", "journalist"), ("Soldiers", "journalist")]),
        ("Gunmen killed a mayor in Velin on Monday and wounded a priest in Dorva on Tuesday.", [("Gunmen", "mayor"), ("Gunmen", "priest")]),
        ("Police used tear gas on the marchers and later killed two robbers.", [("Police", "marchers"), ("Police", "two robbers")]),
        ("A general was stripped of his rank and placed under house arrest in Velin.", [("", "general"), ("", "general")]),
    ],
)
def test_one_deed_and_its_toll_are_one_and_two_deeds_two(coder: Coder, text: str, wanted: list[tuple[str, str]]) -> None:
    found = coder.code(text, DAY).events
    assert [(e.actors[0].text if e.actors else "", e.recipients[0].text if e.recipients else "") for e in found] == wanted


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Chile test-fired a missile on Tuesday, state television said.", "Chile"),
        ("Youths petrol-bombed a police station in Velin.", "Youths"),
    ],
)
def test_a_verb_with_a_noun_before_its_hyphen_has_a_subject(coder: Coder, text: str, who: str) -> None:
    assert [m.text for e in coder.code(text, DAY).events for m in e.actors] == [who]


def test_a_flood_hit_town_is_not_attacked(coder: Coder) -> None:
    assert deeds(coder, "Chile is sending a field hospital to flood-hit Herat.") == [("AID", None)]
    assert deeds(coder, "Rockets hit the flood-hit town of Herat.") == [("ASSAULT", "heavy-weapons")]


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("The king dissolved parliament and called elections for August.", "2031-08-01"),
        ("The strike in Velin was called for Monday.", "2031-05-12"),
        ("The union announced a strike for Friday.", "2031-05-16"),
        # what has been
        ("The rebels attacked Velin on Monday.", "2031-05-05"),
        ("The king held elections in August.", "2030-08-01"),
    ],
)
def test_what_is_called_for_a_day_is_ahead(coder: Coder, text: str, begin: str) -> None:
    assert begin in {t.begin for t in coder.code(text, DAY).times}


def test_those_between_whom_talks_fail_are_told(coder: Coder) -> None:
    (event,) = coder.code("Talks between clan elders and the Velin administration broke down on Wednesday.", DAY).events
    assert [m.text for m in event.actors] == ["clan elders", "Velin administration"]


def test_a_denied_claim_is_no_attack_of_its_own(coder: Coder) -> None:
    text = "Two bombs killed 15 traders in Velin; no group has claimed responsibility."
    assert deeds(coder, text) == [("ASSAULT", "explosives")]
