"""Reports and rumours that are told to be false have not happened."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder


@pytest.mark.parametrize(
    ("text", "trigger", "modality"),
    [
        ("The ministry said reports that the bridge had been destroyed were false.", "destroyed", "denied"),
        ("Reports that the mayor had been arrested were wrong, police said.", "arrested", "denied"),
        ("The ministry said that reports of an attack on the bridge were untrue.", "attack", "denied"),
        ("A report that two nurses had been abducted proved untrue.", "abducted", "denied"),
        ("There is no truth in reports that the minister has resigned, his office said.", "resigned", "denied"),
        ("The claim that soldiers looted the market is baseless, the general said.", "looted", "denied"),
        ("Reports that soldiers had looted the market were not true, the general said.", "looted", "denied"),
        ("Reports that the bridge had been destroyed were confirmed by the ministry.", "destroyed", "asserted"),
        ("Reports that the army had shelled the town were not false, the mayor said.", "shelled", "asserted"),
    ],
)
def test_what_a_false_report_tells_is_denied(coder: Coder, text: str, trigger: str, modality: str) -> None:
    (e,) = [e for e in coder.code(text, "2024-05-10").events if e.trigger.text == trigger]
    assert e.modality == modality
