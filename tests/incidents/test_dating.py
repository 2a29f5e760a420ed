"""Undated reports take the day of their copy, of the reports most like them, or of the day that they name."""

from __future__ import annotations

import pytest

from vedette.domain import Copies, OffsetMap, Report
from vedette.incidents import dating
from vedette.incidents.dating import estimated

FLOOD = "The Blue Nile burst its banks at Wad Alais and drowned two hundred houses; the governor asked for boats and tents."
STRIKE = "Bakers in Tunis shut their ovens over unpaid flour subsidies and said that they would stay closed for three days."
CLASH = "Herders and farmers fought over a well outside Dilling; six people died before soldiers parted them."


def report(id: str, text: str, published: str | None) -> Report:
    return Report(id=id, text=text, raw=text, offsets=OffsetMap.identity(len(text)), published=published)


DATED = [report("flood", FLOOD, "2020-08-10"), report("strike", STRIKE, "2020-08-20T09:30"), report("clash", CLASH, "2020-09-02")]


def test_a_copy_gives_its_day() -> None:
    twin = report("x", "Something quite different in words.", None)
    copies = [Copies(reports=("strike", "x"), copy_of=(("x", "strike"),))]
    assert estimated([*DATED, twin], copies) == {"x": "2020-08-20"}


def test_a_report_much_like_a_dated_one_takes_its_day() -> None:
    like = report("x", "Six people died when herders and farmers fought over a well outside Dilling, a nurse there said.", None)
    assert estimated([*DATED, like], []) == {"x": "2020-09-02"}


def test_the_only_day_named_counts_in_the_year_of_the_others() -> None:
    told = report("x", "The ferry at Kosti sank on August 14 with its cargo of sorghum.", None)
    assert estimated([*DATED, told], []) == {"x": "2020-08-14"}
    other_year = report("x", "The ferry at Kosti sank on 14 August 2017 with its cargo of sorghum.", None)
    assert estimated([*DATED, other_year], []) == {"x": "2017-08-14"}


def test_the_only_day_named_counts_beside_faintly_like_reports_of_other_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dating, "ALIKE", 0.99)
    for day, taken in (("14", {"x": "2020-08-14"}), ("22", {})):  # the strike was told on 20 August: too near to be another story
        told = report("x", f"Bakers in Tunis met on August {day} over flour and ovens.", None)
        assert estimated([*DATED, told], []) == taken


def test_a_day_to_come_is_not_that_of_a_report() -> None:
    order = report("x", "The ferry at Kosti stays moored from this Friday 14 August 2020, a measure that will end on 28 August.", None)
    assert estimated([*DATED, order], []) == {"x": "2020-08-14"}
    pledge = report("x", "The ferry at Kosti will sail again for a month from Monday 17 August.", None)
    assert estimated([*DATED, pledge], []) == {}


def test_nothing_is_made_up() -> None:
    unlike = report("x", "Owls hunt at dusk.", None)
    impossible = report("y", "The tax runs until 31 April.", None)
    assert estimated([*DATED, unlike, impossible], []) == {}
    assert estimated([unlike], []) == {}


def test_an_estimate_is_no_evidence_for_another() -> None:
    guessed = Report(
        id="g", text=CLASH, raw=CLASH, offsets=OffsetMap.identity(len(CLASH)), published="1999-01-01", published_estimated=True
    )
    assert estimated([DATED[0], DATED[1], guessed, report("x", CLASH, None)], []) == {}
