"""What plain agency sentences tell: senses of common words, threats on a condition, what is told to be untrue, who did it and when."""

from __future__ import annotations

from typing import Any

import pytest

from tests.coding.conftest import Coder
from vedette import pipeline
from vedette.domain import Event
from vedette.ingest import from_text
from vedette.language import Reader

TYPES: list[tuple[str, str, str | None, str | None]] = [
    # text, trigger, type ("-": no event, None: an event of no type), mode
    ("The high court on Wednesday suspended the minister's order on the building in Tal.", "suspended", "REJECT", None),
    ("The minister on Wednesday suspended his order on the building in Tal.", "suspended", "CONCEDE", None),
    ("A court in Velin annulled 42 land titles on Friday.", "annulled", "REJECT", None),
    ("In Washington, the Treasury on Thursday placed Karim Bado, a fugitive general, under sanctions.", "placed", "SANCTION", None),
    ("Police placed the town under curfew on Thursday.", "placed", "COERCE", "curfew"),
    ("The opposition members stayed away over the order on the building.", "stayed", "PROTEST", "boycott"),
    ("The Tana Party stayed away to protest against the arrest of its members.", "stayed", "PROTEST", "boycott"),
    ("Anton Belo received six votes and Ivan Karu five in the council of Tal on Monday.", "received", "-", None),
    ("The president received the foreign minister of Mali on Monday.", "received", "CONSULT", None),
    ("The ministry named the dead man as Lieutenant Belo, 28, from Velin.", "named", "-", None),
    ("The council of Tal named Karim Bado as acting head.", "named", None, None),
    ("Lorries were sent by way of Tal again after protesters blocked the road.", "sent", "-", None),
    ("The wounded were flown to Ankara on Wednesday, the consulate said.", "flown", "AID", None),
    ("The minister flew to Ankara on Wednesday.", "flew", "CONSULT", "visit"),
    ("A judge in Velin changed the prison order against Anton Belo to house arrest.", "changed", "RETREAT", "release"),
    ("The prime minister on Saturday ordered a brigade to the city of Bamako.", "ordered", "MOBILIZE", "troops"),
    ("Protesters moved their tents there from the square.", "moved", "-", None),
    ("Protesters removed their tents from the square on Monday.", "removed", "RETREAT", "withdraw"),
    ("Police found a second grenade and took it away.", "took", "-", None),
    ("Soldiers took away three men in Tal on Monday.", "took", "COERCE", "arrest"),
    ("We also protest against the decision of the agency to close the radio of the rebels.", "protest", "ACCUSE", "disapprove"),
    ("They protested against the decision in Velin on Monday, and police fired tear gas.", "protested", "PROTEST", "demo"),
    ("The strike in Velin would begin on Sunday, as announced, the union said.", "announced", "-", None),
    ("The union announced a strike in Velin.", "announced", "PROTEST", "strike"),
]


def of(coder: Coder, text: str, trigger: str, published: str = "2031-05-10") -> Event | None:
    return next((e for e in coder.code(text, published).events if e.trigger.text == trigger), None)


@pytest.mark.parametrize(("text", "trigger", "kind", "mode"), TYPES)
def test_senses(coder: Coder, text: str, trigger: str, kind: str | None, mode: str | None) -> None:
    found = of(coder, text, trigger)
    told = "-" if found is None else found.event_type
    assert told == kind or (kind == "CONCEDE" and told is not None and told != "REJECT")
    if found is not None and mode is not None:
        assert found.mode == mode


@pytest.mark.parametrize(
    ("text", "trigger", "modality"),
    [
        ("Reports that a bridge near Tal had been blown up by rebels were untrue, the army said.", "blown", "denied"),
        ("It is not true that soldiers burned the village, the army said.", "burned", "denied"),
        ("In a report on Monday we said wrongly that two officers had been killed in Tal.", "killed", "denied"),
        ("Reports that rebels had seized the town were confirmed by the army.", "seized", "asserted"),
        ("The union said that the decision was wrong. Soldiers shot a man who was wrongly accused.", "shot", "asserted"),
    ],
)
def test_what_is_told_to_be_untrue_is_denied(coder: Coder, text: str, trigger: str, modality: str) -> None:
    found = of(coder, text, trigger)
    assert found is not None
    assert found.modality == modality


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "modality"),
    [
        ("If the price is not lowered, farmers will block the road to Tal, the union said on Monday.", "block", "THREATEN", "asserted"),
        ("The opposition said it would march on the capital if its leader was not released.", "march", "THREATEN", "asserted"),
        ("If the law is passed, students will march on Friday, the minister said.", "march", "PROTEST", "hypothetical"),
    ],
)
def test_a_threat_on_a_condition_is_made_now(coder: Coder, text: str, trigger: str, kind: str, modality: str) -> None:
    found = of(coder, text, trigger)
    assert found is not None
    assert (found.event_type, found.modality) == (kind, modality)


@pytest.mark.parametrize(
    ("text", "trigger", "day"),
    [
        ("The Tana Party will not accept any delay beyond 1 June, its local head Anton Belo said on Monday.", "accept", "2031-05-05"),
        ("The council of Tal failed for the second time this month to elect a mayor on Wednesday.", "failed", "2031-05-07"),
        ("Five of those wounded on 2 May were flown to Ankara on Wednesday, the consulate said.", "flown", "2031-05-07"),
        ("The eight people arrested on Tuesday in Tal were freed on Thursday.", "freed", "2031-05-08"),
        ("The six people held since Tuesday were released without charge.", "released", None),
        ("Oil has been flowing again since Monday through the pipeline to Tal.", "flowing", "2031-05-05"),
    ],
)
def test_the_day_is_the_deeds_own(coder: Coder, text: str, trigger: str, day: str | None) -> None:
    found = of(coder, text, trigger)
    assert found is not None
    assert found.begin == day


def test_a_story_goes_on_on_its_own_day(coder: Coder) -> None:
    text = (
        "Gunmen fired on a patrol in Velin on Friday evening. It was the second shooting in a week, after five people were killed at a march on 2 May.\n\n"
        "The attackers shot from a car at about 8 p.m. and escaped."
    )
    found = of(coder, text, "shot")
    assert found is not None
    assert found.begin == "2031-05-09"


@pytest.mark.parametrize(
    ("text", "phase"),
    [
        ("Protesters have blocked the road to Tal for a week.", "continues"),
        ("Protesters have blocked the road to Tal.", "happens"),
        ("Protesters blocked the road to Tal for three days in April.", "happens"),
    ],
)
def test_what_has_been_so_for_some_time_goes_on(coder: Coder, text: str, phase: str) -> None:
    found = of(coder, text, "blocked")
    assert found is not None
    assert found.phase == phase


@pytest.mark.parametrize(
    ("text", "trigger", "who"),
    [
        (
            "Velin Oil informs that on Saturday groups of people entered its field near Tal, cut the power and forced the staff to leave.",
            "forced",
            "people",
        ),
        ('"Our leaders signed, we did not," said Anna Belo of Tal. The president withdrew his decree on Friday.', "withdrew", "president"),
        ("President Anton Belo spoke in Tal on Monday. The president withdrew his decree on Friday.", "withdrew", "Anton Belo"),
    ],
)
def test_who_did_it(coder: Coder, text: str, trigger: str, who: str) -> None:
    found = of(coder, text, trigger)
    assert found is not None
    assert [m.actor.name for m in found.actors] == [who]


def test_who_calls_a_blast_something_has_not_done_it(coder: Coder) -> None:
    events = coder.code(
        "An explosion damaged a pipeline near Velin on Sunday. The oil ministry called the explosion an act of sabotage.", "2031-05-10"
    ).events
    assert not [e for e in events if e.event_type == "ASSAULT" and e.actors]
    called = of(coder, "The union called a strike in Velin on Monday.", "called")
    assert called is not None
    assert called.event_type == "PROTEST"


def _read(reader: Reader, text: str) -> Any:
    (read,) = pipeline.read_reports(
        [from_text(text, kind="text", id="a", published="2031-05-10")], reader, coder=pipeline.Coder(context=["IQ"])
    )
    assert isinstance(read, pipeline.Reading)
    return read.coded


@pytest.mark.parametrize(
    ("text", "trigger", "place"),
    [
        ("Iran closed the Gurbezan crossing to fuel tankers on Monday.", "closed", "Gurbezan crossing"),
        ("Soldiers shot at a car near the Zarlik bridge on Monday.", "shot", "Zarlik bridge"),
        ("A grenade exploded in a garden in Tisin at dawn on Friday.", "exploded", "Tisin"),
        ("A grenade exploded in a garden in Vienna at dawn on Friday.", "exploded", "Vienna"),
    ],
)
def test_places_of_unknown_names(reader: Reader, text: str, trigger: str, place: str) -> None:
    found = next(e for e in _read(reader, text).events if e.trigger.text == trigger)
    assert found.place is not None
    assert found.place.name == place
    assert found.place.country != "CH"


def test_members_of_a_people_are_at_home(reader: Reader) -> None:
    text = "KIRKUK - The provincial council failed on Wednesday to elect a governor. The Arab and Turkmen members stayed away from the session."
    found = next(e for e in _read(reader, text).events if e.trigger.text == "stayed")
    assert found.scene is not None
    assert found.scene.country == "IQ"


def test_a_report_is_about_what_it_begins_with(coder: Coder) -> None:
    text = (
        "Talks between the government and copper miners in the town of Huarique broke down on Thursday after five hours. The energy minister had offered a bonus of 800 soles. "
        "The miners turned it down and said the strike would go on. The 4,200 miners stopped work on 9 January. The company says it loses two million dollars a day."
    )
    told = coder.code(text, "2034-01-20")
    assert told.relevant
    assert any(e.event_type == "PROTEST" for e in told.events)
    other = "Copper prices rose on Thursday. The company sold a bonus issue of 800 shares. It says it earned two million dollars a day. Miners' shares went up, too."
    assert not coder.code(other, "2034-01-20").events
