"""Words that belong to the clause of another verb than the parser says."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder
from vedette.domain import Event

DAY = "2024-05-10"


def told(coder: Coder, text: str, trigger: str) -> Event:
    return next(e for e in coder.code(text, DAY).events if e.trigger.text == trigger)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        (
            "At least 12 people, including three children, were killed and 40 others wounded when a car bomb exploded outside a hotel in Velin on Friday, police said.",
            {("killed", 12), ("wounded", 40)},
        ),
        ("Three people were killed and 40 others wounded when a bomb exploded in Velin.", {("killed", 3), ("wounded", 40)}),
        ("Five people were killed and three women abducted in a raid near Velin.", {("killed", 5), ("abducted", 3)}),
        ("Bandits killed eight police officers, a chief and two civilians.", {("killed", 8), ("killed", 1), ("killed", 2)}),
        ("Two brothers, a teacher and a nurse, were killed near Velin.", {("killed", 2)}),
        ("Twelve others and a driver were killed in Velin.", {("killed", 12), ("killed", 1)}),
    ],
)
def test_a_second_passive_counts_its_own(text: str, counts: set[tuple[str, int]], coder: Coder) -> None:
    assert {(q.kind, q.low) for e in coder.code(text, DAY).events for q in e.quantities} == counts


def test_behind_a_semicolon_another_acts(coder: Coder) -> None:
    text = "Thousands of people took to the streets of Velin for a third night; police fired tear gas and water cannon and arrested 66 protesters."
    arrest = told(coder, text, "arrested")
    assert [m.text for m in arrest.actors] == ["police"]
    assert [(q.kind, q.low) for q in arrest.quantities] == [("arrested", 66)]


def test_the_military_acts_and_a_military_operation_does_not(coder: Coder) -> None:
    text = "Chad's military airlifted 300 schoolgirls to safety after gunmen freed them in exchange for a ransom."
    assert [m.text for m in told(coder, text, "airlifted").actors] == ["Chad's military"]
    assert not coder.code("The military operation failed.", DAY).events


@pytest.mark.parametrize(
    ("text", "trigger"),
    [("A tourist was kidnapped in Velin and his guide beaten.", "beaten"), ("Two men were killed and their houses burned.", "burned")],
)
def test_who_is_told_of_behind_a_passive_did_nothing(text: str, trigger: str, coder: Coder) -> None:
    assert [m.text for e in coder.code(text, DAY).events if trigger in text for m in e.actors] == []


def test_when_it_was_is_told_in_a_clause_of_its_own(coder: Coder) -> None:
    text = (
        "At least seven people were hurt on Thursday when residents of Old Velin in southern Meldavia and villagers from the far side of the "
        "Dorva river threw stones at each other beside the Golov water intake, officials in both districts said."
    )
    (clash,) = [e for e in coder.code(text, DAY).events if e.event_type]
    assert (clash.event_type, clash.trigger.text, [(q.kind, q.low) for q in clash.quantities]) == ("PROTEST", "threw", [("wounded", 7)])
    both = "Seven people were hurt in Velin when a wall fell and the police arrested the builder."
    assert {e.trigger.text for e in coder.code(both, DAY).events} >= {"arrested"}


@pytest.mark.parametrize(
    ("text", "trigger", "source"),
    [
        ("Gunmen killed four soldiers near Gao, two traders from the town said by telephone.", "killed", "two traders from the town"),
        ("Gunmen killed four soldiers who guards from the town said had fled.", "killed", None),
        ("Soldiers burned the houses of men their officer said were rebels.", "burned", None),
    ],
)
def test_closing_words_of_speech_are_no_clause_on_a_noun(text: str, trigger: str, source: str | None, coder: Coder) -> None:
    said = told(coder, text, trigger).attribution
    assert (said.source.text if said else None) == source


def test_a_word_that_is_given_is_no_refusal(coder: Coder) -> None:
    events = coder.code("The minister said he was assured that Chad will not supply the rebels of Velin.", DAY).events
    assert [(e.event_type, e.polarity) for e in events] == [("AGREE", "positive"), ("AID", "negative")]


@pytest.mark.parametrize(
    ("text", "trigger", "doers"),
    [
        ("Students marched through Bunia and police arrested ten.", "arrested", ["police"]),
        ("Students marched through Bunia and police arrested ten.", "marched", ["Students"]),
        ("Soldiers fired and protesters threw stones.", "threw", ["protesters"]),
        ("Soldiers fired and protesters threw stones.", "fired", ["Soldiers"]),
        ("Soldiers shelled Konna and left on Monday.", "shelled", ["Soldiers"]),
        ("Drivers and teachers marched through Bunia on Monday.", "marched", ["Drivers", "teachers"]),
        # whose supporters they are
        ("Supporters of the leader, Anton Belo, blocked the square in Konna.", "blocked", ["Supporters of the leader"]),
        ("The leader, Anton Belo, blocked the square in Konna.", "blocked", ["Anton Belo"]),
    ],
)
def test_each_verb_has_its_own_subject(text: str, trigger: str, doers: list[str], coder: Coder) -> None:
    assert [m.text for m in told(coder, text, trigger).actors] == doers
