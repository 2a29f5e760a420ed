"""Votes, terms, fights between two, accords, and words of the lexicon that once went unseen."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder, event
from vedette.codebook.triggers import forms
from vedette.coding.called import one_label
from vedette.domain import Entity


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "begin"),
    [
        # what an assembly said by its vote
        ("Parliament voted on Tuesday to reject the treaty with Chad.", "reject", "REJECT", "2024-05-07"),
        # a deed that it decided on is not done by the vote
        ("Miners voted on Tuesday to return to work.", "voted", None, "2024-05-07"),
        # a preposition is no particle: "close in", "call in", "hold on"
        ("Nigeria has closed its border crossing with Niger for the second time in five weeks.", "closed", "COERCE", None),
        ("The union called a strike in Lagos on Tuesday.", "called", "PROTEST", "2024-05-07"),
        ("The army closed in on the rebels on Tuesday.", "closed", "MOBILIZE", "2024-05-07"),
        # regular forms of which the lemma is not known
        ("The opposition boycotted the session on Tuesday.", "boycotted", "PROTEST", "2024-05-07"),
        # what people and gunmen do to lorries
        ("Youths at the crossroads of Hildu held nine trucks of the charity.", "held", "PROTEST", None),
        ("Bandits took two lorries off the highway near Mubi on Tuesday.", "took", "COERCE", "2024-05-07"),
        ("Gunmen in boats strafed and raked the wharf in Yola on Tuesday.", "raked", "ASSAULT", "2024-05-07"),
        # sent out of a place
        ("The charity's coordinator was ordered on Tuesday to leave Borno.", "ordered", "SANCTION", "2024-05-07"),
        ("Chad's interior ministry put on hold an order by the governor to send away the coordinator.", "put", "CONCEDE", None),
        # of the two sides nobody says who they are
        ("Both groups agreed on Tuesday to extend the truce by a month.", "agreed", "AGREE", "2024-05-07"),
        # two subjects, of which the first is only a number
        ("The day before the donors met, the first ten of 60 African Union observers landed in Yola.", "landed", "MOBILIZE", None),
    ],
)
def test_type_and_day(text: str, trigger: str, kind: str | None, begin: str | None, coder: Coder) -> None:
    found = event(coder, text, trigger)
    assert (found.event_type, found.begin) == (kind, begin)


def test_a_vote_is_told_once(coder: Coder) -> None:
    (found,) = coder.code("Parliament voted on Tuesday to reject the treaty with Chad.", "2024-05-10").events
    assert [m.text for m in found.actors] == ["Parliament"]


@pytest.mark.parametrize(
    ("text", "trigger", "due"),
    [
        ("The mayor has given the strikers until Saturday at noon to clear the square.", "given", "2024-05-11"),
        ("The union gave the government until midnight on Sunday to pay the arrears.", "gave", "2024-05-12"),
    ],
)
def test_a_term_is_when_it_is_due_and_not_when_it_was_set(text: str, trigger: str, due: str, coder: Coder) -> None:
    found = event(coder, text, trigger)
    assert (found.begin, found.last, found.due) == (None, None, due)


@pytest.mark.parametrize(
    ("text", "trigger", "actors"),
    [
        ("Fighting between the army and the Karsk Front killed three people in Yola.", "Fighting", ["army", "Karsk Front"]),
        ("The fighting between the Karsk Front and the Mubi Bloc broke out at dawn.", "broke", ["Karsk Front", "Mubi Bloc"]),
        ("YOLA, Nigeria (CPS) - The United Hauliers' Union struck on Tuesday. The union cleared its roadblock.", "cleared", ["union"]),
    ],
)
def test_who_acts(text: str, trigger: str, actors: list[str], coder: Coder) -> None:
    found = event(coder, text, trigger)
    assert [m.text for m in found.actors] == actors
    assert "CPS" not in [m.actor.name for m in found.actors]


def test_whose_offer_is_accepted(coder: Coder) -> None:
    (to,) = event(coder, "The rebels accepted the bishop's invitation on Tuesday.", "accepted").recipients
    assert "bishop" in to.text


def named(start: int, text: str, label: str) -> Entity:
    return Entity(start=start, end=start + len(text), text=text, label=label, confidence=0.9)  # type: ignore[arg-type]


def test_a_name_is_of_one_class_throughout() -> None:
    given = (
        named(0, "Karsk Bloc", "LOC"),
        named(20, "Tarma", "ORG"),
        named(40, "Tarma", "ORG"),
        named(60, "Tarma", "GPE"),
        named(80, "Yola", "GPE"),
    )
    assert [e.label for e in one_label(given)] == ["ORG", "ORG", "ORG", "ORG", "GPE"]


def test_forms_of_verbs() -> None:
    found = forms()
    assert [found.get(w) for w in ("raked", "boycotted", "emptied", "barred", "freeing")] == ["rake", "boycott", "empty", "bar", "free"]
    assert "bared" not in found
