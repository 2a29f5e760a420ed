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
