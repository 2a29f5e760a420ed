"""On whose word: sources by whom nobody is known, words passed on, cues beside the clause."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder, event

DAY = "2024-05-10"


def told(coder: Coder, text: str, trigger: str) -> tuple[str, str] | None:
    """Source and cue of the event on a trigger."""
    found = [e for e in coder.code(text, DAY).events if e.trigger.text == trigger]
    assert found, [e.trigger.text for e in coder.code(text, DAY).events]
    a = found[0].attribution
    return (a.source.text.removeprefix("a ").removeprefix("the "), a.cue.text) if a else None


@pytest.mark.parametrize(
    ("text", "trigger", "wanted"),
    [
        ("Gunmen burned the depot at Bria, a lorry driver said.", "burned", ("lorry driver", "said")),
        ("Gunmen burned the depot at Bria, a bishop who was flown out on Sunday said.", "burned", ("bishop", "said")),
        ("Rebels shelled the port overnight, two fishermen told the harbour office.", "shelled", ("two fishermen", "told")),
        ("Radio Okapi quoted a nurse as saying that rebels shelled the port.", "shelled", ("nurse", "saying")),
        ("Soldiers arrested the mayor of Gao, villagers think.", "arrested", ("villagers", "think")),
        ("The governor let it be known that police had arrested the mayor of Gao.", "arrested", ("governor", "known")),
        ("Soldiers arrested the mayor of Gao, an aid worker confided.", "arrested", ("aid worker", "confided")),
        ("Denmark denied that its troops had shelled the port.", "shelled", ("Denmark", "denied")),
        ("Police arrested twenty students, according to the dean, who asked for calm.", "arrested", ("dean", "according to")),
    ],
)
def test_whose_word_it_is(coder: Coder, text: str, trigger: str, wanted: tuple[str, str]) -> None:
    assert told(coder, text, trigger) == wanted


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Three traders are feared to have been murdered near Gao.", "murdered"),
        ("Both parties undertook on Monday to release the prisoners.", "undertook"),
        ("Rebels shelled the port overnight.", "shelled"),
    ],
)
def test_nobody_s_word_but_the_report_s(coder: Coder, text: str, trigger: str) -> None:
    assert told(coder, text, trigger) is None


def test_who_speaks_for_a_body_in_a_place_is_one_source(coder: Coder) -> None:
    text = "“Gunmen stormed the prison on Monday,” the directorate's head in Mosul, Salwan Khidir, said on Tuesday."
    e = event(coder, text, "stormed", "2024-05-14")
    assert e.attribution is not None
    assert e.attribution.source is not None
    assert e.attribution.source.text.endswith("Salwan Khidir")
