"""What is said to come unless others act, what is decided, and since when something goes on; and what must not be taken for these."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder
from vedette.domain import Event

DAY = "2024-05-10"
BEFORE = "Soldiers and rebels clashed near Karsk on Monday. "


def told(coder: Coder, text: str, trigger: str, source: str | None = None) -> Event:
    found = {e.trigger.text: e for e in coder.code(BEFORE + text, DAY, source).events}
    assert trigger in found, sorted(found)
    return found[trigger]


@pytest.mark.parametrize(
    ("text", "trigger", "by"),
    [
        ("The Bolo Front said its convoys would carry no more grain to Togo unless the tolls were dropped.", "carry", "Bolo Front"),
        ("The Bolo Front said nothing would leave the port before its men came home.", "leave", "Bolo Front"),
        ("If the ransom was not paid, the Bolo Front said, the tankers would burn.", "burn", "Bolo Front"),
        ("The Bolo Front warned that whoever crossed the line would be shot.", "warned", "Bolo Front"),
        ("The nurses' union will not work at night before there are guards at the gate.", "work", "nurses’ union"),
    ],
)
def test_threats_in_words_that_no_trigger_names(coder: Coder, text: str, trigger: str, by: str) -> None:
    e = told(coder, text, trigger)
    assert (e.event_type, e.polarity) == ("THREATEN", "positive")
    assert [m.actor.name.replace("'", "’") for m in e.actors] == [by]


@pytest.mark.parametrize(
    "text",
    [
        "The Bolo Front said the harvest would be late if it rained.",
        "The mayor said the school would open if the roof was mended.",
        "If the weather holds, the ferries will sail.",
    ],
)
def test_a_forecast_or_a_promise_is_no_threat(coder: Coder, text: str) -> None:
    assert [e for e in coder.code(BEFORE + text, DAY).events if e.event_type == "THREATEN"] == []


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The council decided that the weekly market would be held on the bridge from Saturday.", "held"),
        ("The Bolo Front decided to auction the cars of those who had fled.", "auction"),
    ],
)
def test_what_is_decided_is_the_deciders(coder: Coder, text: str, trigger: str) -> None:
    e = told(coder, text, trigger)
    assert e.modality == "planned"
    assert [m.actor.name for m in e.actors] in (["council"], ["Bolo Front"])


def test_all_that_somebody_is_to_do_is_still_to_come(coder: Coder) -> None:
    e = told(coder, "Under the accord the army is to leave the hospital by Sunday and lift the siege of Karsk.", "lift")
    assert e.modality == "planned"


@pytest.mark.parametrize(
    ("text", "trigger", "begin"),
    [
        ("Teachers in Karsk stayed on strike for a third day on Friday.", "stayed", "2024-05-08"),
        ("The road to Karsk was closed for the fourth consecutive day.", "closed", "2024-05-07"),
    ],
)
def test_the_nth_day_tells_the_first(coder: Coder, text: str, trigger: str, begin: str) -> None:
    e = told(coder, text, trigger)
    assert (e.begin, e.phase) == (begin, "continues")


@pytest.mark.parametrize(
    "text",
    [
        "The Bolo Front, which in 2019 had spared the schools, demanded that the army leave the airport.",
        "The Bolo Front demanded that the army leave the airport, as it had left the port two years ago.",
        "The Bolo Front demanded that the army leave the airport before Christmas.",
    ],
)
def test_old_days_of_another_clause_make_nothing_old(coder: Coder, text: str) -> None:
    assert not told(coder, text, "demanded").background


def test_one_clause_about_the_past_makes_the_next_sentence_no_old_news(coder: Coder) -> None:
    text = "Abu Dalo, who in 2019 led a revolt, met the governor. He also asked the army to free his son."
    assert not told(coder, text, "asked").background


@pytest.mark.parametrize(
    ("text", "trigger", "actors", "recipients"),
    [
        ("The mine killed two soldiers of the Togolese army.", "killed", [], ["Togolese army"]),
        ("Karsk suffered its second raid in four days.", "raid", [], ["Karsk"]),
        ("Private guards opened fire on a bus near Karsk.", "opened", ["Private guards"], ["bus"]),
        ("The Red Column pulled its 120 officers out of Karsk on Friday.", "pulled", ["Red Column"], []),
        ("Men in a pick-up took away two nurses near Karsk.", "took", ["Men in a pick-up"], ["two nurses"]),
    ],
)
def test_who_acted_and_on_whom(coder: Coder, text: str, trigger: str, actors: list[str], recipients: list[str]) -> None:
    e = told(coder, text, trigger)
    assert [m.text.removeprefix("The ") for m in e.actors] == actors
    assert len(e.recipients) == len(recipients)


def test_no_body_is_he_or_she(coder: Coder) -> None:
    e = told(coder, "A court in Karsk acquitted the chief of the strike. Police detained him again on Friday.", "detained")
    assert "court" not in " ".join(m.actor.name for m in e.recipients)


def test_it_goes_on_with_the_subject_before(coder: Coder) -> None:
    text = "The Togolese interior ministry freed nobody when its own term ran out, but on Friday it suspended twelve officers."
    assert [m.actor.country for m in told(coder, text, "suspended").actors] in (["TGO"], [])


def test_nobody_was_attacked_where_the_column_was_going(coder: Coder) -> None:
    e = told(coder, "The column was heading to Lomé when it came under fire from both banks.", "came")
    assert e.place is None or e.place.name != "Lomé"


def test_what_a_where_clause_goes_on_to_tell_is_told(coder: Coder) -> None:
    text = "The move followed a ruling in Lomé, where a judge let go the last four of the miners on condition that they report each Monday."
    assert told(coder, text, "let").event_type == "RETREAT"


def test_who_is_fired_on_loses_no_post(coder: Coder) -> None:
    assert told(coder, "Border guards were fired on from the Togolese post at dawn.", "fired").condition is None


def test_what_is_still_up_has_not_ended(coder: Coder) -> None:
    found = coder.code(
        BEFORE + "The roadblock at Lomé was still lifted only in part. The barrier at Lomé was still up at noon on Friday.", DAY
    ).events
    assert not [e for e in found if e.condition and e.phase == "ends" and "noon" in e.evidence.text]


@pytest.mark.parametrize(
    ("text", "trigger", "begin"),
    [
        ("The northern road has been blocked for thirteen days.", "blocked", "2024-04-27"),
        ("Farmers have blocked the road to Karsk for two weeks over the price of milk.", "blocked", "2024-04-26"),
        ("The border has been shut for three days.", "shut", "2024-05-07"),
        ("The two engineers have been held for eleven days.", "held", "2024-04-29"),
        ("Teachers have been on strike for ten days.", "strike", "2024-04-30"),
    ],
)
def test_how_long_something_has_held_tells_when_it_began(coder: Coder, text: str, trigger: str, begin: str) -> None:
    e = told(coder, text, trigger)
    assert (e.begin, e.phase) == (begin, "continues")


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The ministry has closed the border for three days.", "closed"),
        ("The deputy has been remanded for fifteen days.", "remanded"),
        ("A curfew has been imposed for five days.", "imposed"),
        ("The governor has suspended the mayor for thirty days.", "suspended"),
    ],
)
def test_how_long_something_is_to_hold_does_not(coder: Coder, text: str, trigger: str) -> None:
    assert told(coder, text, trigger).phase == "happens"


@pytest.mark.parametrize(
    ("text", "trigger", "begin"),
    [
        ("Two teachers were let out of a car on Tuesday, sixteen days after their abduction.", "abduction", "2024-04-21"),
        ("A fortnight after four students were arrested at the ferry, the bishop asked for their release.", "arrested", "2024-04-26"),
        ("The lorries went home on Wednesday, thirteen days after they shut the track.", "shut", "2024-04-25"),
    ],
)
def test_so_many_days_after_it(coder: Coder, text: str, trigger: str, begin: str) -> None:
    assert told(coder, text, trigger).begin == begin
