"""What a report is about: politics, conflict and public order, or something else."""

from __future__ import annotations

from importlib import import_module

import pytest

from vedette.coding.relevance import bearing, features, weights
from vedette.domain import Annotated
from vedette.ingest import from_text
from vedette.language import Reader
from vedette.pipeline import Coder, read_reports
from vedette.pipeline.read import Reading

APART = [
    "The striker fired home after a late attack, and the champions beat their rivals 3-1 to lift the trophy before a record crowd.",
    "Shares of the chip maker fell 6% after it rejected a hostile bid; analysts said the board would fight for a better price per share.",
    "The band shot its new video in a studio and will begin a tour in spring, its singer said, after a long battle over the album's name.",
    "Add the garlic and the lemon, cook the sauce for ten minutes and serve it with rice; leftovers keep in the fridge for two days.",
]
ABOUT = [
    "Police fired tear gas at protesters who blocked the road to the airport, and arrested forty of them, the interior ministry said.",
    "Rebels attacked an army post near the border on Friday and killed two soldiers before they withdrew, a spokesman said.",
    "The president put off the election until April and asked the United Nations to send observers, after talks with the opposition failed.",
    "A riot broke out at the match when supporters stormed the field; police arrested twenty and the governor imposed a curfew.",
]


def read(text: str) -> Reading:
    (found,) = read_reports([from_text(text, kind="text", published="2024-05-10")], Reader(threads=1), coder=Coder())
    assert isinstance(found, Reading)
    return found


@pytest.mark.parametrize("text", APART)
def test_nothing_is_coded_from_what_is_about_something_else(text: str) -> None:
    found = read(text).coded
    assert (found.relevant, found.events) == (False, ())


@pytest.mark.parametrize("text", ABOUT)
def test_the_words_of_sport_and_business_do_not_hide_what_happened(text: str) -> None:
    found = read(text).coded
    assert found.relevant
    assert found.events


def test_a_text_that_names_nobody_in_office_may_tell_of_a_killing() -> None:
    found = read(
        "Two men on foot came into a bar by the mill and shot those at the tables, and a young man was killed on the spot. Another, whose "
        "surname nobody knows, was wounded and died in hospital. It is the third shooting in a week, and neighbours have stopped asking "
        "whether there was one. The owner says that he had never seen the two, and the children were sent home."
    ).coded
    assert found.relevant
    assert "ASSAULT" in {e.event_type for e in found.events}


def test_the_table_is_sound() -> None:
    table = weights()
    assert "*" in table
    assert len(table) > 2000
    assert all(-20 < w < 20 for both in table.values() for w in both)
    assert not any(w[:1].isupper() for w in table)


def test_names_count_by_their_class_alone() -> None:
    found = features(read("Serbia beat Albania 2-1 and won $ 5 at cards.").annotated)
    assert {"@GPE", "@score", "$"} <= found
    assert not found & {"serbia", "albania"}


def test_no_words_speak_for_nothing() -> None:
    assert bearing(Annotated(text="", sentences=(), entities=())) == 0.0


STAFF = (
    "The founder of the toy maker had let a deadline pass on Monday. Workers at the plant had threatened to quit, and one of them accused him of "
    "breaking his pledge to raise wages; he was dismissed on Tuesday and came back within the week, to songs in the canteen."
)
POLICE = STAFF + " Kenyan police arrested two of the workers on Wednesday."


@pytest.mark.parametrize(("text", "apart"), [(STAFF, True), (POLICE, False)])
def test_where_words_leave_it_open_a_long_text_needs_someone_who_acts_in_public(
    monkeypatch: pytest.MonkeyPatch, text: str, apart: bool
) -> None:
    monkeypatch.setattr(import_module("vedette.coding.code"), "bearing", lambda annotated, heading: 0.2)
    assert (read(text).coded.events == ()) is apart


@pytest.mark.parametrize(
    "text",
    [
        "The storm struck the coast of Oman on Monday.",
        "A leopard attacked two goats near Karachi on Monday.",
        "Locusts invaded the fields of Marsabit on Monday.",
    ],
)
def test_what_nature_does_is_no_deed(text: str) -> None:
    assert not [e for e in read(text).coded.events if e.event_type]


def test_those_hurt_in_an_accident_were_not_attacked() -> None:
    found = read("Nine people were hurt in Quito on Monday when a bus of the army collided with a taxi and overturned.").coded.events
    assert not [e for e in found if e.event_type == "ASSAULT"]


def test_those_hurt_by_a_bomb_that_overturned_a_bus_were() -> None:
    found = read("Nine people were hurt in Quito on Monday when a bomb overturned a bus.").coded.events
    assert [e for e in found if e.event_type == "ASSAULT"]
