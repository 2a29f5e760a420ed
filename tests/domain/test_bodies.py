from __future__ import annotations

import pytest

from vedette.domain.bodies import another_body


@pytest.mark.parametrize(
    ("noun", "name", "other"),
    [
        ("commission", "Bakers' Syndicate", True),
        ("union", "Bakers’ Syndicate", False),
        ("union", "Federation of Miners", False),
        ("army", "Ministry of Defence", True),
        ("ministry", "Ministry of Defence", False),
        ("commission", "Council Commission", False),
        ("group", "Ministry of Defence", False),
        ("council", "Karsk Front", False),
    ],
)
def test_a_noun_for_a_body_calls_none_of_another_kind(noun: str, name: str, other: bool) -> None:
    assert another_body(noun, name) is other
