"""Where a deed was, told in the sentence behind it."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder


@pytest.mark.parametrize(
    ("text", "trigger", "town"),
    [
        ("MOPTI, Mali (Wire) - Ranchers parked tractors across the road between Mopti and Gao on Thursday. The roadblock is at Konna, 50 km away.", "parked", "Konna"),
        ("Rebels in northern Mali attacked a column on Monday. The attack was near Konna, outside a mill.", "attacked", "Konna"),
        # of something else, of another deed, of a deed whose spot is known
        ("Rebels in northern Mali attacked a column on Monday. The hospital is in Konna.", "attacked", "the north of Mali"),
        ("Rebels in northern Mali attacked a column on Monday. The roadblock is at Konna.", "attacked", "the north of Mali"),
        ("Rebels attacked a market at Gao in Mali on Monday. The attack in May was in Konna.", "attacked", "Gao"),
        ("Rebels in northern Mali attacked a column on Monday. The attack in March was in Konna.", "attacked", "the north of Mali"),
        ("Rebels in northern Mali attacked a column on Monday. The second attack was in Konna.", "attacked", "the north of Mali"),
        ("Nine people were killed at Zarbatun on Monday. The explosion was in Konna.", "killed", "Zarbatun"),
    ],
)  # fmt: skip
def test_a_deed_without_a_spot_is_where_a_later_sentence_puts_it(text: str, trigger: str, town: str, coder: Coder) -> None:
    found = next(e for e in coder.code(text, "2031-05-10").events if e.trigger.text == trigger)
    assert found.place is not None
    assert town in (found.place.name, found.place.name.replace("northern", "the north of"))


def test_a_march_sets_off_from_where_it_begins(coder: Coder) -> None:
    found = coder.code("LIMA, Peru (Wire) - From Juliaca the march of the Karsk Council set off on Sunday.", "2031-05-10").events
    assert [(e.place or e.scene).name for e in found if e.trigger.text == "march"] == ["Juliaca"]  # type: ignore[union-attr]


def test_strikers_end_their_strike_at_home(coder: Coder) -> None:
    (found,) = coder.code("The teachers of Kisumu suspended their strike on Wednesday.", "2031-05-10").events
    assert found.scene is not None
    assert found.scene.name == "Kisumu"
