"""Where words may have been said of which no place is told: the seat of whoever says them, kept apart from places, with its reason."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder, event
from vedette.resolve.gazetteer import Gazetteer
from vedette.resolve.seats import _table


@pytest.mark.parametrize(
    ("text", "trigger", "town", "reason"),
    [
        ("Kenya's foreign ministry rejected the proposal on Monday.", "rejected", "Nairobi", "seat of the government of Kenya"),
        ("Norway accused the militia of looting.", "accused", "Oslo", "seat of the government of Norway"),
        ("The European Commission demanded an inquiry on Monday.", "demanded", "Brussels", "seat of the European Commission"),
        ("The mayor of Mombasa demanded more police on Monday.", "demanded", "Mombasa", "seat of the mayor of Mombasa"),
        ("Mombasa's mayor demanded more police on Monday.", "demanded", "Mombasa", "seat of the mayor of Mombasa"),
        ("The governor of Borno, Anton Belo, demanded more police.", "demanded", "Maiduguri", "seat of the governor of Borno State, of which it is the largest town"),
        # whose town is not told: where the report comes from
        ("MOPTI, Mali, May 9 (Wire) - The mayor demanded more police on Monday.", "demanded", "Mopti", "where the story is"),
        # a rebel group, a relief agency and an envoy have no seat
        ("The rebels rejected the proposal on Monday.", "rejected", None, None),
        ("UNHCR demanded access to the camps on Monday.", "demanded", None, None),
        ("Norway's ambassador demanded an inquiry on Monday.", "demanded", None, None),
        # what two say together is said at neither's seat
        ("Norway and Kenya demanded an inquiry on Monday.", "demanded", None, None),
    ],
)  # fmt: skip
def test_words_without_a_place_have_the_seat_of_their_speaker(
    text: str, trigger: str, town: str | None, reason: str | None, coder: Coder
) -> None:
    found = event(coder, text, trigger)
    assert found.place is None
    assert found.scene is None
    assert (found.seat.place.name if found.seat else None, found.seat.reason if found.seat else None) == (town, reason)


def test_words_that_were_said_somewhere_and_deeds_have_no_seat(coder: Coder) -> None:
    assert event(coder, "In Mombasa, Kenya's foreign minister rejected the proposal.", "rejected").seat is None
    assert event(coder, "Kenya's army shelled a village on Monday.", "shelled").seat is None


def test_a_wire_that_was_sent_from_a_third_country_tells_no_seat(coder: Coder) -> None:
    text = "LONDON, May 9 (Wire) - Kenyan farmers rejected the proposal on Monday."
    assert event(coder, text, "rejected").seat is None


def test_every_seat_of_the_table_is_a_town() -> None:
    gazetteer = Gazetteer.open()
    missing = [
        (city, country)
        for _, city, country in _table().values()
        if not any(p.country == country and p.precision == "city" for p in gazetteer.lookup(city))
    ]
    assert missing == []


def test_those_at_home_in_a_story_speak_where_it_is(coder: Coder) -> None:
    story = "BAMAKO, Mali (Wire) - {}A barricade went up in Konna on Monday. {} demanded the release of two men."
    for speaker, town in (("Villagers", "Konna"), ("The ministry", "Bamako")):
        found = event(coder, story.format("", speaker), "demanded")
        assert found.seat is not None
        assert found.seat.place.name == town
    first = event(coder, "BAMAKO, Mali (Wire) - Villagers demanded on Monday that the road to Konna be paved.", "demanded")
    assert first.seat is not None
    assert first.seat.place.name == "Bamako"
