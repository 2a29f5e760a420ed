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
        # other numbers
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
