"""An ending without a place, or with another's words, finds its state; others stay."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.incidents.factories import actor, event, place, report
from tests.situation.test_conditions import ARMY, DAYS, shown
from vedette.domain import Event, Place, Situation, Span
from vedette.domain.events import LIKENESS
from vedette.situation.inside import bears_on, beside
from vedette.situation.signs import sign_of

TAL = Place(name="Tal", lat=None, lon=None, country="ZQ", feature="", precision="city")


def began(day: int, what: str, kind: str, **more: object) -> Event:
    given = {"by": (ARMY,), "at": "Velin", "on": f"2031-05-{day:02}", "condition": kind, "about": what} | more
    return event(f"r{day:02}#1", "COERCE/restrict", f"the army ordered {what}", **given)  # type: ignore[arg-type]


def ended(day: int, headline: str, kind: str, **more: object) -> Event:
    given = {"on": f"2031-05-{day:02}", "condition": kind, "phase": "ends", "about": headline} | more
    return event(f"r{day:02}#2", None, headline, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "evidence", ["The army ordered a curfew in Velin and Ober.", "The army ordered a curfew in Velin, Tal and in Ober."]
)
def test_places_in_a_row_are_states_apart(evidence: str) -> None:
    found = shown(began(3, "a curfew", "curfew", evidence=evidence), as_of="2031-05-05")
    assert {c.place.name for c in found if c.place} == set(
        evidence.split(" in ", 1)[1].strip(".").replace(" in ", " ").replace(" and ", ", ").split(", ")
    )
    assert {(c.begin, c.state) for c in found} == {("2031-05-03", "in force")}
    assert len({c.id for c in found}) == len(found)


def test_an_ending_at_one_of_them_leaves_the_others() -> None:
    row = began(3, "a curfew", "curfew", evidence="The army ordered a curfew in Velin and Tal.")
    found = shown(row, replace(ended(6, "the curfew is over in Tal", "curfew"), place=TAL), as_of="2031-05-07")
    assert {c.place.name: c.end for c in found if c.place} == {"Velin": None, "Tal": "2031-05-06"}


@pytest.mark.parametrize(
    "evidence", ["The army closed the road between Velin and Ober.", "The army closed the road in Velin, Governor Belo said."]
)
def test_a_road_between_two_places_is_one_and_so_is_a_place_before_a_name(evidence: str) -> None:
    assert len(shown(began(3, "the road", "closure", evidence=evidence), as_of="2031-05-05")) == 1


def test_an_ending_of_what_is_known_ends_the_only_state_that_it_can_mean() -> None:
    over = ended(8, "the measure was withdrawn", "other")
    (c,) = shown(began(3, "a night curfew", "curfew"), over, as_of="2031-05-09")
    assert c.end == "2031-05-08"
    two = shown(began(3, "a night curfew", "curfew"), began(4, "lorries", "ban", at="Dorim"), over, as_of="2031-05-09")
    assert [c.end for c in two] == [None, None]


def test_an_ending_in_the_passage_of_a_beginning_of_another_kind_is_not_its() -> None:
    passage = "A bomb tore the line open and the army stopped pumping."
    begin = began(3, "pumping", "suspension", evidence=passage)
    torn = replace(ended(3, "a bomb tore the line open", "closure", at="Velin"), evidence=begin.evidence, report=begin.report)
    assert [c.end for c in shown(begin, torn, as_of="2031-05-05") if c.kind == "suspension"] == [None]


@pytest.mark.parametrize(("about", "end"), [("a new director", None), ("the flights to Velin", "2031-05-08")])
def test_the_ending_of_a_loosely_kindred_kind_needs_a_word_in_common(about: str, end: str | None) -> None:
    over = ended(8, f"{about} resumed", "vacancy", at="Velin", about=about)
    assert [c.end for c in shown(began(3, "flights to Velin", "suspension"), over, as_of="2031-05-09")] == [end]


def test_what_is_again_ends_the_state_at_its_place_alone() -> None:
    again = ended(8, "traders are busy again in Velin", "other", at="Velin", about="traders")
    elsewhere = began(4, "the market", "closure", at="Dorim")
    found = shown(began(3, "the market", "closure"), elsewhere, again, as_of="2031-05-09")
    assert {c.place.name: c.end for c in found if c.place} == {"Velin": "2031-05-08", "Dorim": None}


LEARNT = (f"“busy” {LIKENESS}: suspension ends",)
"""The reasons of what the reading model alone knows."""


def test_an_ending_of_which_the_model_knows_no_kind_may_be_of_any_at_its_place() -> None:
    begin, elsewhere = began(3, "the market", "closure"), began(4, "a rally", "ban", at="Dorim")
    known = replace(ended(8, "traders are busy", "strike", at="Velin", about="traders"), reasons=LEARNT)
    assert [c.end for c in shown(begin, elsewhere, known, as_of="2031-05-09")] == [None, None]
    found = shown(begin, elsewhere, replace(known, condition="other"), as_of="2031-05-09")
    assert {c.kind: c.end for c in found} == {"closure": "2031-05-08", "ban": None}


@pytest.mark.parametrize(
    ("day", "kind", "at", "end"),
    [
        (8, "other", "Velin", "2031-05-08"),
        (3, "other", "Velin", None),  # nothing ends by the first that is heard of it
        (8, "vacancy", "Velin", None),  # not told as a road is told to be open
        (8, "closure", "Tovar", None),  # not at its place, though close by
    ],
)
def test_what_ties_such_an_ending_to_a_state(day: int, kind: str, at: str, end: str | None) -> None:
    over = replace(ended(day, "traders are busy", kind, at=at, about="traders"), reasons=LEARNT)
    assert [c.end for c in shown(began(3, "the market", "closure"), over, as_of="2031-05-09")] == [end]


def test_what_a_report_tells_to_be_over_before_it_began_is_not_its_end() -> None:
    begin = began(8, "the road", "blockade")
    clear = replace(ended(8, "the road is clear", "blockade", at="Velin", about="the road"), report=begin.report, reasons=LEARNT)
    clear = replace(clear, evidence=replace(clear.evidence, start=clear.evidence.start + 500, end=clear.evidence.end + 500))
    earlier, later = (replace(clear, trigger=replace(clear.trigger, start=begin.trigger.start + d)) for d in (-1, 1))
    assert [c.end for c in shown(begin, earlier, as_of="2031-05-09")] == [None]
    assert [c.end for c in shown(begin, later, as_of="2031-05-09")] == ["2031-05-08"]


@pytest.mark.parametrize("kind", ["detention", "displacement"])
def test_such_an_ending_frees_nobody_and_ends_nothing_that_begins_in_its_own_sentence(kind: str) -> None:
    held = began(3, "the editor", "detention", to=(actor("Anton Belo", "ZQA", "JRN"),))
    over = replace(ended(8, "he came back from Velin", kind, at="Velin", about="he"), reasons=LEARNT)
    if kind == "detention":
        over = replace(over, report=held.report, evidence=held.evidence, begin=held.begin)
    assert [(c.kind, c.end) for c in shown(held, over, as_of="2031-05-09")] == [("detention", None)]


def test_an_arrest_told_in_two_towns_is_no_arrest_of_parts() -> None:
    held = began(3, "smugglers", "detention", evidence="VELIN, May 3 - Police in Tal, Ober and Velin held smugglers.", about="smugglers")
    over = ended(8, "two smugglers from Ober were freed", "detention", about="two smugglers")
    assert len(shown(held, over, as_of="2031-05-09")) == 1


def test_a_country_asked_beside_another_is_no_place_of_a_state() -> None:
    north = Place(name="the north of Merun", lat=1.0, lon=1.0, country="ZQ", feature="", precision="region", part="north")
    barred = began(3, "barricades", "blockade", evidence="Envoys asked Merun and Tarno to stay calm, where farmers have set up barricades.")
    assert len(shown(replace(barred, place=north), as_of="2031-05-05")) == 1


def test_a_report_that_tells_of_no_country_is_of_the_watch_for_which_the_desk_gathers() -> None:
    watch = Situation(name="x", area=("ZQ",))
    told = {"r03": [began(3, "a curfew", "curfew")], "r08": [ended(8, "the curfew is over", "curfew")]}
    reports = {key: report(key, DAYS[key]) for key in told}
    bearing = {key for key in told if bears_on(watch, reports[key], told[key])}
    assert bearing == {"r03"}
    assert beside(watch, reports, told, bearing) == {"r08"}
    abroad = replace(told["r08"][0], id="r09#1", report="r09", place=replace(place("Velin"), country="QQ"))
    reports["r09"], told["r09"] = report("r09", DAYS["r09"]), [abroad]
    assert beside(watch, reports, told, bearing) == frozenset()


def test_a_row_of_parties_is_no_row_of_places() -> None:
    e = began(3, "the border", "closure", evidence="Ober and Velin closed the border.", by=("Ober", "Velin"))
    sign = sign_of(e, report("r03", DAYS["r03"]), None)
    assert sign is not None
    assert sign.spots == ()


@pytest.mark.parametrize(
    ("text", "spots"),
    [
        ("Farmers cut the road at Velin, where they felled trees, and at Dorim, where women sat down.", ("Velin", "Dorim")),
        ("Farmers cut the road at the western gate of Velin, at Dorim and on the Tarno road.", ("Velin", "Dorim", "Tarno")),
        ("Farmers cut the road at Velin, where two were hurt, and in Dorim police arrested five.", ()),
    ],
)
def test_places_in_a_row_with_what_is_told_of_each(text: str, spots: tuple[str, ...]) -> None:
    e = replace(began(3, "the road", "blockade", evidence=text), place=place("Velin"))
    sign = sign_of(e, report("r03", DAYS["r03"]), None)
    assert sign is not None
    assert sign.spots == spots


@pytest.mark.parametrize(("told", "ended"), [("the trunks", ["Velin"]), ("the carts", ["Dorim"]), ("the cattle", [])])
def test_an_ending_tells_of_what_the_barrier_was_made_of(told: str, ended: list[str]) -> None:
    def blocked(n: int, at: Place, text: str) -> Event:
        made = event(f"r03#{n}", "PROTEST/obstruct", text.partition(" with")[0], on="2031-05-03", condition="blockade", about="the way")
        return replace(made, evidence=Span(start=n, end=n + len(text), text=text), place=at)

    first = blocked(1, place("Velin"), "Planters blocked the bridge with tree trunks and a broken harvester.")
    other = blocked(90, place("Dorim"), "Herders blocked the ford with ox carts.")
    headline = f"{told} were rolled into the river"
    over = event("r09#1", None, headline, what="rolled", on="2031-05-09", condition="blockade", phase="ends", about=told)
    found = shown(first, other, replace(over, reasons=(f"“rolled” {LIKENESS}: blockade ends",)), as_of="2031-05-12")
    assert [c.place.name for c in found if c.end == "2031-05-09" and c.place] == ended
