"""Two titles of one person, and two persons."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Prime Minister and Commander-in-Chief Haidar Karu met the envoy on Monday.", ["Haidar Karu"]),
        ("Deputy Prime Minister and Foreign Minister Anna Karu met the envoy on Monday.", ["Anna Karu"]),
        ("Justice and Interior Minister Anna Karu met the envoy on Monday.", ["Anna Karu"]),
        ("The prime minister and Interior Minister Anna Karu met the envoy on Monday.", ["prime minister", "Anna Karu"]),
        ("Prime Minister Karu and Foreign Minister Belo met the envoy on Monday.", ["Karu", "Belo"]),
        ("The prime minister and the interior minister met the envoy on Monday.", ["prime minister", "interior minister"]),
    ],
)
def test_who_has_two_titles_is_one(coder: Coder, text: str, actors: list[str]) -> None:
    (e,) = [e for e in coder.code(text, "2024-05-10").events if e.event_type == "CONSULT"]
    assert [m.actor.name.removeprefix("the ") for m in e.actors] == actors


@pytest.mark.parametrize(
    ("text", "kind", "actors"),
    [
        ("The company has shut nine wells. Output fell on Sunday. It asked the strikers to leave.", "REQUEST", ["company"]),
        ("The ministry closed the port. The storm weakened on Monday. It urged ships to wait.", "REQUEST", ["ministry"]),
        ("The company has shut nine wells. The storm weakened on Monday. It destroyed a depot in Kaya.", "ASSAULT", []),
        ("Local residents condemned the attack.", "ACCUSE", ["Local residents"]),
    ],
)
def test_who_speaks_is_no_thing(coder: Coder, text: str, kind: str, actors: list[str]) -> None:
    found = [e for e in coder.code(text, "2024-05-10").events if e.event_type == kind]
    assert [m.actor.name.removeprefix("The ") for m in found[0].actors] == actors
