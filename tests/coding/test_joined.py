"""Two deeds told in one breath keep each its own object."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The band killed two and wounded seven near Kaya on Monday.", {("killed", "killed", 2), ("killed", "wounded", 7)}),
        (
            "The army killed two, wounded seven and captured one near Kaya.",
            {("killed", "killed", 2), ("killed", "wounded", 7), ("captured", "arrested", 1)},
        ),
        ("Gunmen shot dead two near Kaya on Monday.", {("shot", "killed", 2)}),
        ("Rebels killed two soldiers and wounded seven villagers near Kaya.", {("killed", "killed", 2), ("killed", "wounded", 7)}),
    ],
)
def test_each_deed_has_its_own_number(coder: Coder, text: str, wanted: set[tuple[str, str, int]]) -> None:
    found = {(e.trigger.text, q.kind, q.low) for e in coder.code(text, "2024-05-10").events for q in e.quantities}
    assert found == wanted
