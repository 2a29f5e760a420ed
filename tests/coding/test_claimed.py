"""Numbers that others give of what was told before, whose they are, and numbers of something else."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder

DAY = "2024-05-10"


def told(coder: Coder, text: str) -> set[tuple[str, int | None]]:
    """The numbers of those who did or underwent something, as the first event of a text tells them."""
    return {(q.kind, q.low or q.high) for q in coder.code(text, DAY).events[0].quantities}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Boatmen marched through Velin on Monday. Police put the crowd at 800; the Ferry League said 5,000 had taken part.",
            {("protesters", 800), ("protesters", 5000)},
        ),
        ("Miners in Velin stopped work on Monday. The mine's owners say 250 stayed away. The union says 900.", {("protesters", 250), ("protesters", 900)}),
        (
            "Miners in Velin began a strike on Monday. The committee says 1,900 men came out, the company says 600.",
            {("protesters", 1900), ("protesters", 600)},
        ),
        ("Some 300 students, 250 by the police count and 900 according to the organisers, marched in Velin on Monday.", {("protesters", 300), ("protesters", 250), ("protesters", 900)}),
        ("Police arrested 40 students in Velin on Monday. The Students' Front said 75 of its members were in custody.", {("arrested", 40), ("arrested", 75)}),
        ("Gunmen abducted pupils from a school in Velin on Monday. The state says 17 were taken. Parents have drawn up a list of 26 names.", {("abducted", 17), ("abducted", 26)}),
        ("Four herders were shot dead near Velin on Monday, the prefect said. Their elders say seven men died, two of them in the bush.", {("killed", 4), ("killed", 7)}),
        ("Protesters burned vehicles near Velin on Monday. Police counted four buses. The owners' league said eleven vehicles were destroyed.", {("vehicles", 4), ("vehicles", 11)}),
        ("Raiders drove off cattle near Velin on Monday. The owners say 320 head are gone. The army puts the loss at 90 head.", {("other", 320), ("other", 90)}),
        ("Nine of our farmers, not seven as the border service says, were detained near Velin on Monday.", {("arrested", 9), ("arrested", 7)}),
        ("Clashes between police and supporters of the mayor in Velin on Monday left one dead. The clinic speaks of two dead.", {("killed", 1), ("killed", 2)}),
        ("Guards beat inmates in the prison of Velin on Monday. A league has the names of 19 injured.", {("wounded", 19)}),
        ("Armed men stole cattle near Velin on Monday. The herders say that 210 animals were taken. The police have recorded the loss of 75.", {("other", 210), ("other", 75)}),
        ("Houses were burned in Velin on Monday. The county says 70 structures were demolished.", {("other", 70)}),
        ("Militiamen attacked Velin on Monday. An elder put the dead at 13.", {("killed", 13)}),
        ("Gunmen attacked Velin on Monday. The council has verified the deaths of 26 people.", {("killed", 26)}),
        ("Gunmen attacked Velin on Monday. The police raised the toll from 12 to 15.", {("killed", 15)}),
        ("Militiamen attacked Velin on Monday. Two villagers lost their lives, one of them a minor.", {("killed", 2)}),
        ("Soldiers attacked Velin on Monday. The governor says two rebels were neutralised.", {("killed", 2)}),
        ("Students of the college in Velin demonstrated on Monday. Their council estimates that 6,000 joined in. The police gave the figure of 1,200.", {("protesters", 6000), ("protesters", 1200)}),
        ("Shells hit a school in Velin on Monday, killing three pupils. A nurse gave the number of dead as seven.", {("killed", 3), ("killed", 7)}),
        ("Strikers torched vehicles in Velin on Monday. The prefect reports 14 vehicles burned. According to the hauliers it was 31.", {("vehicles", 14), ("vehicles", 31)}),
        ("A mob burned shops in Velin on Monday. Police say 18 shops were damaged. The traders say that 37 are in ashes.", {("other", 18), ("other", 37)}),
        ("Rebels kidnapped teachers in Velin on Monday. The prefect speaks of five, the union of eleven.", {("abducted", 5), ("abducted", 11)}),
        ("Soldiers fired on a crowd in Velin on Monday. The bishop said he had buried four people.", {("killed", 4)}),
        ("People gathered on the square of Velin on Monday, at first some tens of women. The militia says 600.", {("protesters", 600)}),
        # something else is counted
        ("A mob burned shops in Velin on Monday. Police say 18 shops were damaged. The traders say that 37 were insured.", {("other", 18)}),
        ("Gunmen attacked Velin on Monday. The town buried its teacher on Friday.", set()),
        ("Gunmen attacked Velin on Monday. The village says it buried 41 sacks of grain.", set()),
        ("Gunmen abducted nine workers in Velin. The union said five were from Dorva.", {("abducted", 9)}),
        ("Protesters burned four buses in Velin. The company says 20 were in the yard.", {("vehicles", 4)}),
        ("Gunmen attacked Velin on Monday. The council mourned the deaths of 26 people in a flood.", set()),
        ("Gunmen attacked Velin on Monday. The mayor put the price of bread at 13 dinars.", set()),
        ("Gunmen attacked Velin on Monday. The mayor read the names of five streets.", set()),
        ("A drone hit a base near Velin on Monday. A clinic said nine officers were wounded, three of them badly.", {("wounded", 9)}),
        ("Traders in Velin went on strike on Wednesday. The league says 12,000 stalls stayed shut; the council counted 3,500.", set()),
        ("Rebels burned houses in Velin on Monday. The agency says 40 houses have been rebuilt since.", set()),
        ("Farmers marched in Velin on Monday. The mayor said 20 officers had taken part in the search for the driver.", set()),
        ("Raiders stole cattle near Velin on Monday. The army said 50 head had been recovered.", set()),
        ("Gunmen abducted pupils from a school in Velin. The ministry said 12 schools had been closed.", set()),
        ("Police clashed with strikers in Velin on Monday. The union said 60 workers had been dismissed in March.", set()),
        ("Gunmen killed six people in Velin on Monday. The mayor said 40 families live there.", {("killed", 6)}),
        ("Gunmen killed six people in Velin on Monday. The clinic said four more had died.", {("killed", 6)}),
        ("Gunmen killed six people in Velin on Monday. The agency says 11 people die of hunger every day.", {("killed", 6)}),
        ("Gunmen killed six people in Velin on Monday. The agency says 11 children have died in the camp.", {("killed", 6)}),
        ("Gunmen killed two herders in Velin and stole 90 cattle on Monday. The union says 140 were taken.", {("killed", 2)}),
        ("Police arrested 12 people in Velin on Monday. Their lawyer said six of them had been released.", {("arrested", 12)}),
        ("Police arrested 12 people in Velin on Monday. Their lawyer said he could not confirm the 30 that some speak of.", {("arrested", 12)}),
        ("Residents have blocked the railway at Velin since Monday. 37 wagons of coal stand still, says the company. The union says there are 90.", set()),
        ("Residents blocked the road at Velin on Monday. The prefect said 30 lorries were waiting.", set()),
        ("Gunmen attacked Velin on Monday. The clinic said it had treated 14 people for malaria.", set()),
        ("Gunmen abducted nine workers near Velin. The company says it employs 200 workers.", {("abducted", 9)}),
        ("Workers stopped work in Velin on Monday. The union says 30 delegates will meet on Friday.", set()),
    ],
)  # fmt: skip
def test_what_others_count(text: str, wanted: set[tuple[str, int]], coder: Coder) -> None:
    assert told(coder, text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Boatmen marched through Velin on Monday. Police put the crowd at 800; the Ferry League said 5,000 had taken part.",
            {(800, "Police"), (5000, "Ferry League")},
        ),
        ("Gunmen killed six people in Velin on Monday, police said. The mayor said nine had died.", {(6, None), (9, "mayor")}),
        ("Some students, 250 by the police count and 900 according to the organisers, marched in Velin.", {(250, "police"), (900, "organisers")}),
        ("Police said they had detained 40 people in Velin on Monday; the league counted 75.", {(40, None), (75, "league")}),
        ("Protesters burned vehicles near Velin on Monday. Police counted four buses.", {(4, "Police")}),
        # nobody else counts
        ("Gunmen killed six people in Velin on Monday.", {(6, None)}),
        ("Gunmen killed six people and wounded nine in Velin on Monday, the mayor said.", {(6, None), (9, None)}),
    ],
)  # fmt: skip
def test_who_counted(text: str, wanted: set[tuple[int, str | None]], coder: Coder) -> None:
    assert {(q.low, q.by) for q in coder.code(text, DAY).events[0].quantities} == wanted


def test_a_bare_number_joined_to_a_passive_is_whom_it_befell(coder: Coder) -> None:
    assert told(coder, "Three guards were killed and two abducted, an officer said.") == {("killed", 3), ("abducted", 2)}
    assert told(coder, "Three guards were killed and two trucks burned near Velin.") >= {("killed", 3)}


def test_whom_the_sides_of_a_clash_support_was_not_killed_in_it(coder: Coder) -> None:
    text = "Clashes between police and supporters of the mayor in Velin on Monday left one dead, the prosecutor said."
    assert told(coder, text) == {("killed", 1)}
    assert [(q.kind, q.low) for e in coder.code(text, DAY).events for q in e.quantities] == [("killed", 1)]


def test_a_heading_with_its_number_behind_a_colon(coder: Coder) -> None:
    assert told(coder, "Displaced since 3 May by the fighting in Velin: 27,500.") == {("displaced", 27500)}
    made = coder.code("Displaced people were told in Velin on Monday: 14 days are left.", DAY).events
    assert [q for e in made for q in e.quantities if q.low == 14] == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Our volunteers counted 188 houses destroyed in Velin.", [("other", 188)]),
        ("Police counted 40 cars parked in the square of Velin.", []),
        ("Experts neutralised a bomb in Velin on Monday.", []),
        ("The elder said 22 people had been killed and about 60 taken.", [("killed", 22), ("abducted", 60)]),
        ("The elder said 22 trucks had been burned and about 60 taken.", [("vehicles", 22)]),
    ],
)
def test_what_was_found_done(text: str, wanted: list[tuple[str, int]], coder: Coder) -> None:
    assert [(q.kind, q.low) for e in coder.code(text, DAY).events for q in e.quantities] == wanted


def test_a_number_that_another_sentence_tells_of_a_deed_is_asked_of_that_sentence_alone(coder: Coder) -> None:
    text = "Some 4,000 supporters of the Front rallied in Velin on Thursday, by police estimates. The Front itself spoke of 20,000. The police had deployed 600 men."
    assert told(coder, text) == {("protesters", 4000), ("protesters", 20000)}
