"""What is told as known, what is called by a name in the other passage, and numbers that nearly agree."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.incidents.factories import event, place, report
from vedette.domain import Event
from vedette.domain.compare import relation
from vedette.incidents import merge
from vedette.incidents.mentions import families, mention
from vedette.incidents.pairs import score, signs
from vedette.incidents.retold import another, nearly, retold


def told(passage: str, trigger: str, id: str = "a#1", type: str = "ASSAULT", headline: str = "", **more: Any) -> Event:
    """An event on a word of a passage."""
    e = event(id, type, headline or passage.rstrip("."), evidence=passage, **more)
    at = passage.index(trigger)
    return replace(
        e,
        trigger=replace(e.trigger, start=at, end=at + len(trigger), text=trigger),
        evidence=replace(e.evidence, start=0, end=len(passage)),
    )


@pytest.mark.parametrize(
    ("passage", "trigger"),
    [
        ("The envoy's appeal held for two nights.", "appeal"),
        ("The harbour shooting has cost the ferry its crew.", "shooting"),
        ("Buyers have kept away since a herder's wounding and the closing of the weir.", "closing"),
        ("Rations had been halted in two camps.", "halted"),
        ("Last month's walkout of the crews ended in a brawl.", "walkout"),
    ],
)
def test_what_is_told_as_known(passage: str, trigger: str) -> None:
    assert retold(told(passage, trigger))


@pytest.mark.parametrize(
    ("passage", "trigger"),
    [
        ("Gunmen shot a herder near Velin on Monday.", "shot"),
        ("A shooting near Velin has cost a herder his life.", "shooting"),
        ("The guards arrested four drivers at the ferry.", "arrested"),
        ("The rebels took the bridge at dawn.", "took"),
        ("After dawn, gunmen fired on a bus.", "fired"),
    ],
)
def test_news_is_not_told_as_known(passage: str, trigger: str) -> None:
    assert not retold(told(passage, trigger))


def test_what_is_told_as_known_may_be_told_weeks_after() -> None:
    news = told("Men of a gold firm wounded a herder by the weir on Monday.", "wounded", to=("herder",), on="2031-05-05", at="Velin")
    known = told("Buyers keep away since the wounding of a herder by men of a gold firm.", "wounding", id="b#1", to=("herder",))
    fresh = told("Men of a gold firm wounded a herder.", "wounded", id="b#1", to=("herder",))
    reports = {"a": report("a", "2031-05-06"), "b": report("b", "2031-06-01")}
    a, b, c = (mention(e, reports[e.report], e.report) for e in (news, known, fresh))
    assert "retold apart" in signs(a, b)
    assert "reported apart" not in signs(a, b)
    assert "reported apart" in signs(a, c)


def test_a_plea_that_says_nothing_of_what_was_asked() -> None:
    asked = told("Elders asked the firm to pull back its guards.", "asked", type="REQUEST", by=("elders",), about="pull back its guards")
    known = told("The elders' plea went unheard.", "plea", id="b#1", type="REQUEST", headline="elders' plea", by=("elders",))
    other = told("Elders urged for a bridge.", "urged", id="b#1", type="REQUEST", by=("elders",), about="bridge")
    a, b, c = (mention(e, report(e.report, "2031-05-06"), e.report) for e in (asked, known, other))
    assert signs(a, b).keys().isdisjoint(("no word in common", "few words"))
    assert "no word in common" in signs(a, c)


def test_who_is_called_by_the_other_passages_words_is_no_other() -> None:
    first = told(
        "The Tarn Council, which met in Karsk, turned down the timetable of the army.", "turned", type="REJECT", by=("Tarn Council",)
    )
    known = told("The Karsk refusal has hardened both camps.", "refusal", id="b#1", type="REJECT", by=("Karsk",))
    other = told("The Dorim refusal has hardened both camps.", "refusal", id="b#1", type="REJECT", by=("Dorim",))
    a, b, c = (mention(e, report(e.report, "2031-05-06"), e.report) for e in (first, known, other))
    assert signs(a, b)["actors"] == 0
    assert signs(a, c)["actors"] < 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ((58, 58), (60, 60), True),
        ((143, 143), (87, 87), False),
        ((2, 2), (3, 3), False),
        ((60, 60), (60, 60), False),
        ((60, None), (58, 58), True),
    ],
)
def test_numbers_that_nearly_agree(one: tuple[int, int | None], other: tuple[int, int | None], same: bool) -> None:
    a, b = (event(f"{n}#1", "ASSAULT", "villagers were killed", numbers=(("killed", *of),)) for n, of in (("a", one), ("b", other)))
    assert nearly(a, b) is same


def test_things_of_other_kinds_do_not_nearly_agree() -> None:
    dead = event("a#1", "ASSAULT", "villagers were killed", numbers=(("killed", 58, 58),))
    hurt = event("b#1", "ASSAULT", "villagers were hurt", numbers=(("wounded", 60, 60),))
    assert not nearly(dead, hurt)


def test_a_deal_and_the_ceasefire_that_it_made_are_compared() -> None:
    deal = event("a#1", "AGREE", "elders reached an accord")
    truce = event("b#1", "RETREAT/ceasefire", "clans sign a truce")
    pulled = event("c#1", "RETREAT/withdraw", "troops left the weir")
    assert families(deal) & families(truce)
    assert not families(deal) & families(pulled)


def test_a_numbered_or_named_part_lies_in_the_whole() -> None:
    whole = replace(place("Velin"), name="Belo", lat=None, lon=None)
    part, upper, other = (replace(whole, name=name) for name in ("Belo 2", "Upper Belo", "Belo Tarn"))
    assert relation(part, whole) == relation(whole, upper) == "within"
    assert relation(other, whole) == relation(part, replace(whole, name="Belo 1")) == "unknown"


def test_a_loose_mention_is_found_abroad_by_its_words() -> None:
    news = event("a#1", "ASSAULT/firearms", "gunmen fired on a ferry of the Tessan line", on="2031-05-05", at="Velin", to=("Tessan ferry",))
    known = event("b#1", "ASSAULT/firearms", "gunfire on a ferry of the Tessan line", at="Merun", to=("Tessan ferry",))
    known = replace(known, place=None, scene=place("Merun"))
    reports = {"a": report("a", "2031-05-06"), "b": report("b", "2031-05-07")}
    assert len(merge([news, known], reports, ())) == 1


@pytest.mark.parametrize(
    ("passage", "trigger", "other"),
    [
        ("A second train was shot at by the bridge.", "shot", True),
        ("In Velin a far larger march filled the square again.", "march", True),
        ("A further raid was reported in the hills.", "raid", True),
        ("The new shelling emptied the market.", "shelling", True),
        ("A train was shot at by the bridge.", "shot", False),
        ("The second officer of the ferry said; gunmen shot the pilot.", "shot", False),
        ("Guards shot a man in the new market.", "shot", False),
    ],
)
def test_what_is_told_as_another(passage: str, trigger: str, other: bool) -> None:
    assert another(told(passage, trigger)) is other


def test_another_than_one_before_is_not_that_one() -> None:
    first = told("A train was shot at near Velin on Monday.", "shot", on="2031-05-05", at="Velin")
    second = told("A second train was shot at near Velin.", "shot", id="b#1", at="Velin")
    same = told("A train was shot at near Velin.", "shot", id="b#1", at="Velin")
    reports = {"a": report("a", "2031-05-06"), "b": report("b", "2031-05-07")}
    a, b, c = (mention(e, reports[e.report], e.report) for e in (first, second, same))
    assert "told as another" in signs(a, b)
    assert "told as another" not in signs(a, c)
    assert len(merge([first, same], reports, ())) == 1
    assert score(a, b) < score(a, c) - 1


def test_an_earlier_report_tells_no_second_one() -> None:
    second = told("A second train was shot at near Velin.", "shot", at="Velin", on="2031-05-05")
    later = told("A train was shot at near Velin.", "shot", id="b#1", at="Velin")
    reports = {"a": report("a", "2031-05-06"), "b": report("b", "2031-05-07")}
    a, b = (mention(e, reports[e.report], e.report) for e in (second, later))
    assert "told as another" not in signs(a, b)


def test_an_extension_is_not_what_it_prolongs() -> None:
    begun = told("A curfew from dusk to dawn was imposed on Velin.", "imposed", type="COERCE/curfew", at="Velin", condition="curfew")
    longer = told("The governor extended it by a week.", "extended", "b#1", "COERCE/curfew", at="Velin", condition="curfew")
    again = told("The governor prolonged it by a week.", "prolonged", "b#1", "COERCE/curfew", at="Velin", condition="curfew")
    named = told("The governor announced it for a week.", "announced", "b#1", "COERCE/curfew", at="Velin", condition="curfew")
    a, b, c, d = (mention(e, report(e.report, "2031-05-06"), e.report) for e in (begun, longer, again, named))
    assert "prolonged" in signs(a, b)
    assert "prolonged" not in signs(b, c)
    assert score(a, b) < score(a, d) - 1
