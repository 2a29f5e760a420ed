"""The mode by what is asked, refused or threatened, and by what a deed was done with."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder

DAY = "2024-05-10"


def modes(coder: Coder, text: str, kind: str) -> list[str | None]:
    found = coder.code(text, DAY).events
    assert any(e.event_type == kind for e in found), [(e.trigger.text, e.event_type) for e in found]
    return [e.mode for e in found if e.event_type == kind]


@pytest.mark.parametrize(
    ("text", "kind", "mode"),
    [
        ("Benin asked the bishops to mediate.", "REQUEST", "assist"),
        ("The mayor of Bossangoa begged the mission to send medicine.", "REQUEST", "assist"),
        ("Togo urged the rebels to free the two pilots.", "REQUEST", "yield"),
        ("The union called on the army to leave the refinery.", "REQUEST", "yield"),
        ("Ghana told Togo to stop arresting fishermen.", "REQUEST", "yield"),
        ("The opposition urged the government to amend the electoral law.", "REQUEST", "change"),
        ("Gambia pressed both camps to go back to the talks.", "REQUEST", "meet"),
        ("Malawi asked the junta to negotiate with the students.", "REQUEST", "meet"),
        ("Peru refused to meet the envoy of Bolivia.", "REJECT", "meet"),
        ("Chad refused to help Niger against the rebels.", "REJECT", "assist"),
        ("The cartel threatened to kill the governor of Guerrero.", "THREATEN", "violence"),
        ("Mali threatened to expel the ambassador of Norway.", "THREATEN", "expel"),
        ("Kenya threatened to close its border with Somalia.", "THREATEN", "restrict"),
        ("The general threatened to impose a curfew in Bata.", "THREATEN", "restrict"),
        ("Ecuador threatened to break off relations with Peru.", "THREATEN", "relations"),
        ("The rebels threatened to walk out of the peace talks with Manila.", "THREATEN", "relations"),
        ("The prosecutor threatened to arrest the leaders of the march.", "THREATEN", "arrest"),
    ],
)
def test_what_is_asked_refused_or_threatened(coder: Coder, text: str, kind: str, mode: str) -> None:
    assert modes(coder, text, kind) == [mode]


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Rebels wounded four soldiers in a grenade attack on Monday.", "explosives"),
        ("Rebels using mortars killed four soldiers near Kaya on Monday.", "heavy-weapons"),
        ("Herders killed two farmers with machetes near Jos on Monday.", "primitive"),
        ("Nine traders were killed in a suicide car bombing in Kano on Monday.", "suicide-attack"),
        ("Guards in Tarma sexually abused three prisoners on Monday.", "sexual"),
    ],
)
def test_what_an_attack_was_made_with(coder: Coder, text: str, mode: str) -> None:
    assert modes(coder, text, "ASSAULT") == [mode]


def test_a_hunger_strike_is_no_strike(coder: Coder) -> None:
    assert modes(coder, "Four nuns in Cusco began a hunger strike on Monday.", "PROTEST") == ["hunger"]


def test_police_that_are_sent_are_no_troops(coder: Coder) -> None:
    assert modes(coder, "Zambia deployed 200 police to Kitwe on Monday.", "MOBILIZE") == ["police"]
    assert modes(coder, "Zambia deployed 200 soldiers to Kitwe on Monday.", "MOBILIZE") == ["troops"]


def test_a_rule_for_the_press_is_censorship(coder: Coder) -> None:
    assert modes(coder, "The government of Laos ordered two newspapers in Vientiane to stop printing.", "COERCE") == ["censor"]
