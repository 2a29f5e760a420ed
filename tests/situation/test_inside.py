from __future__ import annotations

from dataclasses import replace

import pytest

from tests.incidents.factories import actor, event, report
from vedette.domain import Actor, Event, Place, Situation
from vedette.incidents import merge
from vedette.situation import bears_on, beside, inside, mostly

WATCH = Situation(name="Lakes", area=("KE", "UG"), begin="2031-05-01", last="2031-05-31")


def at(country: str) -> Place:
    return Place(name="Town", lat=0.0, lon=34.0, country=country, feature="PPL", precision="city")


def protest(country: str | None, on: str | None = "2031-05-09", by: tuple[Actor, ...] = (), background: bool = False) -> Event:
    made = event("a#1", "PROTEST/demo", "crowds marched through town", by=by, on=on, background=background)
    return replace(made, place=at(country) if country else None)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (protest("KE"), True),
        (protest("UG"), True),
        (protest("BR"), False),
        (protest("BR", by=(actor("government of Uganda", "UGA", "GOV"),)), True),
        (protest(None, by=(actor("government of Brazil", "BRA", "GOV"),)), False),
        (protest("KE", on="2031-04-20"), False),
        (protest("KE", on="2031-06-02"), False),
        (protest("KE", on=None, by=(actor("crowds"),)), True),
    ],
)
def test_area_and_days(made: Event, expected: bool) -> None:
    r = report("a", "2031-05-10")
    (i,) = merge([made], {"a": r}, ())
    assert inside(WATCH, i, [made]) is expected
    assert bears_on(WATCH, r, [made]) is expected


def test_of_a_place_that_is_only_a_name_it_counts_where_the_story_is() -> None:
    name = Place(name="Old Ford", lat=None, lon=None, country=None, feature="", precision="city")
    for country, expected in (("KE", True), ("BR", False)):
        made = replace(protest(None), place=name, scene=at(country))
        (i,) = merge([made], {"a": report("a", "2031-05-10")}, ())
        assert inside(WATCH, i, [made]) is expected
        assert bears_on(WATCH, report("a", "2031-05-10"), [made]) is expected


def test_what_nothing_places_is_inside_where_its_report_is() -> None:
    for made, expected in ((protest(None, by=(actor("the two groups"),)), True), (protest("BR"), False)):
        (i,) = merge([made], {"a": report("a", "2031-05-10")}, ())
        assert inside(WATCH, i, [made], near=True) is expected
        assert not inside(WATCH, i, [made])


def test_the_land_of_mere_people_does_not_take_what_is_near_elsewhere() -> None:
    drivers = actor("drivers of tankers in the governorate", "BRA", "CVL")
    for by, expected in ((drivers, True), (actor("Drivers' Union of Brazil", "BRA", "LAB"), False)):
        made = protest(None, by=(by,))
        (i,) = merge([made], {"a": report("a", "2031-05-10")}, ())
        assert inside(WATCH, i, [made], near=True) is expected
        assert not inside(WATCH, i, [made])


def test_without_area_or_days_all_is_inside() -> None:
    made = protest("BR", on="1999-01-01")
    (i,) = merge([made], {"a": report("a", "1999-01-02")}, ())
    assert inside(Situation(name="All"), i, [made])


def test_what_is_not_relevant_or_old_news_does_not_bear_on_it() -> None:
    assert not bears_on(WATCH, report("a", "2031-05-10", relevant=False), [protest("KE")])
    assert not bears_on(WATCH, report("a", "2031-05-10"), [])
    assert not bears_on(WATCH, report("a", "2031-05-10"), [protest("KE", on=None, background=True)])


def test_a_report_without_a_date_may_bear_on_it() -> None:
    assert bears_on(WATCH, report("a", None, received="2040-01-01T00:00:00Z"), [protest("KE", on=None)])
    assert not bears_on(WATCH, report("a", None), [protest("KE", on="2030-01-01")])


FRONT = actor("River Front")


def test_a_report_of_no_country_belongs_to_those_that_tell_of_the_same_party() -> None:
    near = replace(protest("KE", by=(FRONT,)), id="a#1", report="a")
    loose = replace(protest(None, by=(FRONT,)), id="b#1", report="b")
    reports = {key: report(key, "2031-05-10") for key in ("a", "b")}
    assert beside(WATCH, reports, {"a": [near], "b": [loose]}, {"a"}) == {"b"}
    assert beside(WATCH, reports, {"a": [near], "b": [replace(loose, begin="2031-07-01", last="2031-07-01")]}, {"a"}) == frozenset()
    assert beside(WATCH, reports | {"b": report("b", relevant=False)}, {"a": [near], "b": [loose]}, {"a"}) == frozenset()


def test_a_namesake_in_another_country_does_not() -> None:
    near = replace(protest("KE", by=(FRONT,)), id="a#1", report="a")
    there = replace(protest("BR"), id="b#2", report="b")
    loose = replace(protest(None, by=(FRONT,)), id="b#1", report="b")
    reports = {key: report(key, "2031-05-10") for key in ("a", "b")}
    assert beside(WATCH, reports, {"a": [near], "b": [loose, there]}, {"a"}) == frozenset()


def test_a_place_that_no_gazetteer_has_ties_two_reports() -> None:
    name = Place(name="Old Ford", lat=None, lon=None, country=None, feature="", precision="city")
    near = replace(protest("KE"), id="a#1", report="a", place=name, scene=at("KE"))
    loose = replace(protest(None), id="b#1", report="b", place=name)
    reports = {key: report(key, "2031-05-10") for key in ("a", "b")}
    assert beside(WATCH, reports, {"a": [near], "b": [loose]}, {"a"}) == {"b"}


def test_what_tells_of_no_country_belongs_where_no_other_country_is_told_of() -> None:
    made = replace(protest(None), report="r7")
    reports = {"r7": report("r7"), "r8": report("r8")}
    assert beside(Situation(name="x", area=("ZQ",)), reports, {"r7": [made]}, frozenset()) == {"r7"}
    abroad = replace(protest("YQ"), report="r8")
    assert beside(Situation(name="x", area=("ZQ",)), reports, {"r7": [made], "r8": [abroad]}, frozenset()) == frozenset()


def test_a_body_of_no_country_tells_of_no_other_country() -> None:
    made = replace(
        event("a#1", "REJECT", "the plea was turned down", to=(actor("World Food Programme", "UNO"),), on="2031-05-09"), place=None
    )
    (i,) = merge([made], {"a": report("a", "2031-05-10")}, ())
    assert inside(WATCH, i, [made], near=True)
    assert not inside(WATCH, i, [made])


def test_what_happened_abroad_is_inside_where_its_reports_are_mostly_about_the_situation() -> None:
    abroad = replace(protest("BR"), event_type="SANCTION", mode="discontinue")
    (i,) = merge([abroad], {"a": report("a", "2031-05-10")}, ())
    assert inside(WATCH, i, [abroad], near=True, of_it=True)
    (i,) = merge([protest("BR")], {"a": report("a", "2031-05-10")}, ())
    assert not inside(WATCH, i, [protest("BR")], near=True, of_it=True)  # a march abroad is of that land
    late = replace(protest("BR", on="2031-06-09"), event_type="SANCTION", mode="discontinue")
    (i,) = merge([late], {"a": report("a", "2031-06-10")}, ())
    assert not inside(WATCH, i, [late], near=True, of_it=True)
    untyped = replace(abroad, event_type=None, mode=None, what="a march")
    (i,) = merge([untyped], {"a": report("a", "2031-05-10")}, ())
    assert not inside(WATCH, i, [untyped], near=True, of_it=True)


@pytest.mark.parametrize(
    ("countries", "expected"),
    [
        (("KE", "UG", "BR"), True),
        (("KE", "KE", None, None, "BR"), True),
        (("KE", "BR"), False),
        (("KE", "BR", "PE", "CL"), False),
        ((None,), False),
        ((), False),
    ],
)
def test_a_round_up_is_not_mostly_about_a_situation(countries: tuple[str | None, ...], expected: bool) -> None:
    assert mostly(WATCH, [protest(c) for c in countries]) is expected
