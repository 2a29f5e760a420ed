"""Numbers that others give for what was counted before, and numbers that count something else."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder

FIRST = "Gunmen killed 14 villagers in Dorva on Monday."


def killed(coder: Coder, text: str) -> list[int | None]:
    return [q.low for e in coder.code(f"{FIRST} {text}", "2024-05-10").events for q in e.quantities if q.kind == "killed"]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("The militia says nine.", [14, 9]),
        ("The council speaks of 19.", [14, 19]),
        ("The mayor insisted: 11.", [14, 11]),
        ("The council says 14 people died, the diocese 21.", [14, 14, 21]),
        # other numbers
        ("The governor said so in his bulletin 21.", [14]),
        ("The council says 14 people died, a boy 9.", [14, 14]),
        ("The council says 14 people died on the road to Velin, highway 19.", [14, 14]),
        ("The governor, 57, says that he will come.", [14]),
        ("The mayor reported at 11.", [14]),
        ("The union says chapter 9 was broken.", [14]),
        ("The army says it lost four.", [14]),
        ("The bus fare rose to 20 dinars; drivers say 40 buses stand still.", [14]),
        ("The militia says 600.", [14]),  # of another size
        ("The mayor says 2019 was worse.", [14]),
    ],
)
def test_a_second_number(coder: Coder, text: str, counts: list[int]) -> None:
    assert killed(coder, text) == counts


def test_the_number_of_a_crowd_that_nobody_counted_yet(coder: Coder) -> None:
    made = coder.code("Dockers marched in Dorva on Monday. The union says 600.", "2024-05-10").events
    assert [(q.kind, q.low) for e in made for q in e.quantities] == [("protesters", 600)]


def counts(coder: Coder, text: str) -> list[tuple[str, int | None]]:
    return [(q.kind, q.low) for e in coder.code(text, "2024-05-10").events for q in e.quantities]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Farmers marched in Dorva on Monday. He put the number of marchers at 300. Organisers spoke of 2,000.",
            [("protesters", 300), ("protesters", 2000)],
        ),
        ("Farmers marched in Dorva on Monday. Our correspondent counted 2,000 people in the march.", [("protesters", 2000)]),
        ("Farmers marched in Dorva on Monday. The clerk put the turnout at about 4,500.", [("protesters", 4500)]),
        ("Hundreds fled Dorva. We have registered 1,140 people (298 families) in the coliseum.", [("displaced", 1140)]),
        (
            "Thousands fled the fighting near Dorva on Monday. An official put the number moved so far at about 1,900.",
            [("displaced", 2000), ("displaced", 1900)],
        ),
        ("Police say 14 people were detained, the lawyers' committee 19.", [("arrested", 14), ("arrested", 19)]),
        ("14 persons were taken to the police station, the committee counts 19.", [("arrested", 14), ("arrested", 19)]),
        ("Men set fire to houses in Dorva on Monday. The village head counted 31, the relief office 27.", [("other", 31), ("other", 27)]),
        ("Gunmen burned trucks near Dorva on Monday. The company counts 12.", [("vehicles", 12)]),
        ("The army put the number of dead at 12; the villagers put it at 21.", [("killed", 12), ("killed", 21)]),
        ("Eleven ringleaders were placed at the disposal of the prosecutor in Dorva.", [("arrested", 11)]),
        ("It was three men that the bandits carried away, not two.", [("abducted", 3)]),
        # others are counted
        ("Farmers marched in Dorva on Monday. The town hall counted 300 people in the census.", []),
        ("Farmers marched in Dorva on Monday. The clerk put turnout at 45 percent.", []),
        ("Hundreds fled Dorva. The clerk registered 1,140 voters in the hall.", []),
        ("Gunmen burned the market near Dorva on Monday. The mayor says 12.", []),
        ("Twenty officers were placed at the disposal of the governor.", [("personnel", 20)]),
        ("The waters carried away three men.", []),
    ],
)
def test_numbers_told_apart_from_their_deed(coder: Coder, text: str, wanted: list[tuple[str, int]]) -> None:
    assert counts(coder, text) == wanted
