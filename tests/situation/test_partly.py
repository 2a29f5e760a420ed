"""Endings of a whole and of a part, and the days of endings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.incidents.factories import event
from tests.situation.test_conditions import FARMERS, blocked, cleared, shown
from vedette.domain import Event, OffsetMap, Place, Report, Span
from vedette.domain.compare import day, iso
from vedette.domain.events import LIKENESS
from vedette.situation.ends import _day
from vedette.situation.passages import Passage
from vedette.situation.signs import sign_of

LEARNT = (f"“-” {LIKENESS}",)


def shut(day: int, condition: str, headline: str, **more: object) -> Event:
    given = {"by": (FARMERS,), "on": f"2031-05-{day:02}", "condition": condition, "at": "Velin"} | more
    return event(f"r{day:02}#1", "SANCTION", headline, **given)  # type: ignore[arg-type]


def over(day: int, condition: str, headline: str, trigger: str, **more: object) -> Event:
    given = {"on": f"2031-05-{day:02}", "condition": condition, "phase": "ends", "at": "Velin"} | more
    return event(f"r{day:02}#2", None, headline, trigger=trigger, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("condition", "began", "headline", "trigger", "about", "end"),
    [
        ("suspension", "food distributions were halted", "food distributions started again", "started", "food distributions", "2031-05-10"),
        ("strike", "drivers went on strike", "drivers went back to work on Tuesday, with half of the pay", "went", None, "2031-05-10"),
        (
            "closure",
            "the bridge was closed",
            "lorries crossed the bridge for the first time in a week",
            "crossed",
            "the bridge",
            "2031-05-10",
        ),
        ("curfew", "the mayor imposed a curfew", "the mayor began to lift the curfew", "lift", "the curfew", None),
        ("closure", "the bridge was closed", "half of the bridge was reopened, the mayor said", "reopened", "half of the bridge", None),
        ("closure", "the bridge was closed", "the first lorries crossed the bridge", "crossed", "the bridge", None),
        ("closure", "farmers closed the road", "farmers let ambulances and food trucks through", "let", "ambulances", None),
        ("closure", "farmers closed the road", "farmers let all vehicles through", "let", "all vehicles", "2031-05-10"),
    ],
)
def test_what_is_told_as_a_part_is_one_of_what_ended(
    condition: str, began: str, headline: str, trigger: str, about: str | None, end: str | None
) -> None:
    c = shown(
        shut(3, condition, began, about=about and about.removeprefix("half of ")), over(10, condition, headline, trigger, about=about)
    )
    assert [x.end for x in c] == [end]


@pytest.mark.parametrize(("who", "end"), [(("eleven workers",), "2031-05-10"), (("one worker",), None)])
def test_people_are_let_go_together_or_one_by_one(who: tuple[str, ...], end: str | None) -> None:
    held = event(
        "r03#1",
        "COERCE/arrest",
        "police detained eleven workers",
        to=("eleven workers",),
        on="2031-05-03",
        at="Velin",
        condition="detention",
        about="eleven workers",
    )
    free = event("r10#2", "RETREAT", f"a court let {who[0]} go", to=who, on="2031-05-10", at="Velin", condition="detention", phase="ends")
    assert [c.end for c in shown(held, free)] == [end]


def test_an_ending_told_late_of_the_first_day_bears_the_day_of_its_report() -> None:
    (late,) = shown(blocked(3), cleared(9, on="2031-05-03"))
    (dated,) = shown(blocked(3), cleared(9, on="2031-05-08"))
    (same,) = shown(blocked(3), cleared(4, on="2031-05-03"))
    assert (late.end, dated.end, same.end) == ("2031-05-09", "2031-05-08", "2031-05-03")


def test_an_ending_with_its_own_day_outweighs_one_without() -> None:
    (c,) = shown(blocked(3), cleared(9, on="2031-05-03"), cleared(10, on="2031-05-07"))
    assert c.end == "2031-05-07"


@pytest.mark.parametrize(
    ("about", "kind"),
    [
        ("electricity supply to the quarter", "cut-off"),
        ("gas", "cut-off"),
        ("the gas site at Velin", "suspension"),
        ("food supply lorries", "suspension"),
        ("power station works", "suspension"),
    ],
)
def test_a_supply_is_not_suspended_but_cut(about: str, kind: str) -> None:
    (c,) = shown(shut(3, "suspension", f"the company stopped {about}", about=about))
    assert c.kind == kind


@pytest.mark.parametrize(
    ("trigger", "learnt", "kind"), [("suspended", True, "suspension"), ("dismissed", True, "vacancy"), ("suspended", False, "vacancy")]
)
def test_a_mayor_who_is_suspended_has_a_post(trigger: str, learnt: bool, kind: str) -> None:
    (c,) = shown(
        shut(3, "vacancy", f"the governor {trigger} the mayor", about="the mayor", trigger=trigger, reasons=LEARNT if learnt else ())
    )
    assert c.kind == kind


def test_lorries_that_run_again_free_nobody() -> None:
    held = event(
        "r03#1", "ASSAULT/abduct", "gunmen seized two engineers", to=("two engineers",), on="2031-05-03", at="Velin", condition="detention"
    )
    run = over(8, "other", "lorries ran again", "ran", reasons=LEARNT, about="lorries")
    home = over(8, "other", "the two engineers are home", "home", reasons=LEARNT, about="the two engineers")
    assert [c.end for c in shown(held, run)] == [None]
    assert [c.end for c in shown(held, home)] == ["2031-05-08"]


def test_an_ending_is_of_the_state_at_its_very_spot() -> None:
    far = blocked(3, "Karsk")
    near = event(
        "r04#1", "PROTEST/obstruct", "miners blocked the bridge", by=("miners",), on="2031-05-04", at="Velin", condition="blockade"
    )
    states = shown(far, near, cleared(8, "Velin", "the roadblock at Velin was removed by farmers"))
    assert {c.place.name: c.end for c in states if c.place} == {"Karsk": None, "Velin": "2031-05-08"}


def strike(day: int, who: str, ends: bool = False, n: int = 1) -> Event:
    given = {"by": (who,), "on": f"2031-05-{day:02}", "condition": "strike"}
    if ends:
        return event(f"r{day:02}#{n}", "CONCEDE", f"{who} went back to work", phase="ends", **given)  # type: ignore[arg-type]
    return event(f"r{day:02}#{n}", "PROTEST/strike", f"{who} went on strike", **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "second", "ended", "ends"),
    [
        ("the teachers of Velin", "the teachers of Karsk", "the teachers of Karsk", [None, "2031-05-09"]),
        ("the teachers of Velin", "the teachers of Karsk", "the teachers of Velin", ["2031-05-09", None]),
        ("the teachers of Velin", "the teachers of Old Velin", "the teachers of Velin", ["2031-05-09"]),
        ("the teachers of Velin", "the teachers of the Schools Union", "the teachers of Velin", ["2031-05-09"]),
        ("the teachers", "the teachers of Karsk", "the teachers of Karsk", ["2031-05-09"]),
    ],
)
def test_the_strikers_of_each_town_end_their_own_strike(first: str, second: str, ended: str, ends: list[str | None]) -> None:
    states = shown(strike(3, first), strike(4, second, n=2), strike(9, ended, ends=True), as_of="2031-05-12")
    assert [c.end for c in states] == ends


@pytest.mark.parametrize(
    ("text", "trigger", "at"),
    [
        ("Passenger boats sail again since Saturday.", "sail", "2031-05-03"),
        ("Electricity has been normal since Saturday.", "normal", "2031-05-03"),
        ("They released the nine men held since Saturday.", "released", None),
        ("The court freed those detained since Saturday.", "freed", None),
        ("The road, closed since Saturday, is open.", "open", None),
        ("The army lifted a curfew in force since Saturday.", "lifted", None),
    ],
)
def test_since_when_the_opposite_holds_is_the_day_of_the_end(text: str, trigger: str, at: str | None) -> None:
    start = text.index(trigger)
    e = over(8, "suspension", text.rstrip("."), trigger, on="2031-05-03", evidence=text)
    e = replace(e, last=None, trigger=Span(start=start, end=start + len(trigger), text=trigger))
    told = Report(id="r08", text=text, raw=text, offsets=OffsetMap.identity(len(text)), published="2031-05-08")
    sign = sign_of(e, told, None)
    assert sign is not None
    assert (iso(sign.at) if sign.at is not None else None) == at


@pytest.mark.parametrize(("trigger", "heard"), [("avoided", False), ("averted", False), ("ended", True)])
def test_what_was_averted_never_began(trigger: str, heard: bool) -> None:
    e = over(8, "cut-off", f"the blackout was {trigger}", trigger, reasons=LEARNT)
    assert (sign_of(e, None, None) is not None) == heard


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("The gate was open to visitors on Sunday.", "2031-05-11"),
        ("The gate was open to visitors yesterday.", "2031-05-14"),
        ("The gate was open to visitors on Thursday.", "2031-05-15"),
        ("The gate was open to visitors.", "2031-05-15"),
        ("The gate was open on Sunday and again on Tuesday.", "2031-05-15"),
        ("The gate was open on Sunday and will be shut tomorrow.", "2031-05-15"),
    ],
)
def test_a_sentence_without_an_event_has_the_weekday_that_it_names(text: str, at: str) -> None:
    told = day("2031-05-15")
    assert told is not None
    passage = Passage(report="r15", span=Span(start=0, end=len(text), text=text), at=told, told=())
    assert iso(_day(passage, (), told) or 0) == at


def test_what_a_sentence_tells_besides_of_weeks_ago_is_not_the_day_of_an_end() -> None:
    text = "The commission named a day for the vote, seven weeks after it had called it off."
    span = Span(start=0, end=len(text), text=text)
    told = day("2031-05-15")
    assert told is not None
    passage = Passage(report="r15", span=span, at=told, told=())
    old = replace(event("r15#1", "REJECT", "it had called it off", on="2031-03-27"), evidence=span)
    late = replace(event("r15#2", "AGREE", "the commission named a day", on="2031-05-12"), evidence=span)
    assert iso(_day(passage, (old,), told) or 0) == "2031-05-15"
    assert iso(_day(passage, (old, late), told) or 0) == "2031-05-12"


@pytest.mark.parametrize(
    ("name", "precision", "states"), [("Karsk City", "admin2", 2), ("Karsk District", "admin2", 1), ("Karsk", "city", 2)]
)
def test_a_city_that_is_a_district_has_a_curfew_of_its_own(name: str, precision: str, states: int) -> None:
    def curfew(day: int, at: Place | str) -> Event:
        e = event(
            f"r{day:02}#1",
            "COERCE/curfew",
            "the mayor imposed a curfew",
            by=("the mayor",),
            on=f"2031-05-{day:02}",
            condition="curfew",
            at="Velin",
        )
        return e if isinstance(at, str) else replace(e, place=at)

    karsk = Place(name=name, lat=10.3, lon=20.2, country="ZQ", feature="ADM2", precision=precision)  # type: ignore[arg-type]
    assert len(shown(curfew(3, "Velin"), curfew(5, karsk))) == states


@pytest.mark.parametrize(
    ("headline", "about", "end"), [("the vice mayor took the oath", None, None), ("the mayor took up office again", None, "2031-05-08")]
)
def test_who_stands_in_for_a_suspended_mayor_does_not_put_him_back(headline: str, about: str | None, end: str | None) -> None:
    begun = shut(3, "suspension", "the governor suspended the mayor", about="the mayor")
    assert [c.end for c in shown(begun, over(8, "vacancy", headline, "took", about=about))] == [end]


@pytest.mark.parametrize(
    ("headline", "end"),
    [
        ("the crowd dispersed before the night curfew", None),
        ("the army went home during the curfew", None),
        ("the curfew ended before the feast", "2031-05-08"),
        ("the mayor lifted the curfew ahead of the holiday", "2031-05-08"),
    ],
)
def test_what_goes_on_before_a_curfew_does_not_end_it(headline: str, end: str | None) -> None:
    begun = shut(3, "curfew", "the mayor imposed a curfew", by=("the mayor",))
    assert [c.end for c in shown(begun, over(8, "curfew", headline, headline.split()[2]))] == [end]


@pytest.mark.parametrize(
    ("told", "end"), [("sirens were heard in Tarn and Velin", None), ("the mayors of Velin are at their posts again", "2031-05-09")]
)
def test_a_like_place_ties_no_ending_of_another_thing_to_a_vacancy(told: str, end: str | None) -> None:
    left = shut(3, "vacancy", "the mayors of Velin gave up their posts", about="their posts", trigger="gave")
    other = event(
        "r09#1", None, told, what=told, at="Velin", on="2031-05-09", condition="other", phase="ends", reasons=LEARNT, trigger="heard"
    )
    assert [c.end for c in shown(left, other) if c.kind == "vacancy"] == [end]
