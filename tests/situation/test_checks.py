"""What the desk found out about a state, laid over what reports tell: of the same day or before it counts, of a later day they do."""

from __future__ import annotations

from typing import Any

import pytest

from tests.situation.test_conditions import blocked, cleared, remains, shown
from vedette.domain import Condition, Judgement
from vedette.domain.incidents import EventMark
from vedette.situation import checked
from vedette.situation.phrases import condition_sentence


def said(state: str, on: str, *events: str, id: int = 1) -> Judgement:
    anchors = tuple(EventMark(event=e, report=e.partition("#")[0], start=0, end=9, event_type=None) for e in events)
    value = {"state": state, "on": on}
    return Judgement(
        id=id, kind="check", left=events[0], right=None, by="analyst 1", made="2031-05-20T12:00:00Z", value=value, anchors=anchors
    )


def laid(conditions: tuple[Condition, ...], *judgements: Judgement, as_of: str = "2031-05-20", until: str | None = None) -> Condition:
    (c,) = checked(conditions, judgements, as_of, until)
    return c


def test_what_was_stale_is_in_force_again_and_goes_stale_in_its_time() -> None:
    stale = shown(blocked(3), as_of="2031-05-25")
    assert stale[0].state == "stale"
    c = laid(stale, said("in force", "2031-05-24", "r03#1"), as_of="2031-05-25")
    assert (c.state, c.last_confirmed, c.checked and c.checked.by) == ("in force", "2031-05-24", "analyst 1")
    assert "last confirmed 24 May 2031 (by the desk)" in condition_sentence(c)
    assert laid(stale, said("in force", "2031-05-24", "r03#1"), as_of="2031-07-25").state == "stale"


def test_it_ends_on_the_day_on_which_the_desk_found_it_ended() -> None:
    c = laid(shown(blocked(3), remains(6)), said("ended", "2031-05-07", "r03#1", "r06#5"))
    assert (c.state, c.end, c.last_confirmed) == ("ended", "2031-05-07", "2031-05-06")
    assert "ended 7 May 2031 (by the desk)" in condition_sentence(c)


def test_what_reports_ended_the_desk_can_find_standing() -> None:
    c = laid(shown(blocked(3), cleared(8)), said("in force", "2031-05-18", "r03#1"))
    assert (c.state, c.end, c.closed_by, c.last_confirmed) == ("in force", None, (), "2031-05-18")


def test_where_nobody_can_tell_it_is_stale() -> None:
    c = laid(shown(blocked(3), remains(18)), said("unknown", "2031-05-19", "r03#1"))
    assert (c.state, c.last_confirmed) == ("stale", "2031-05-18")
    assert "the desk could not tell on 19 May 2031" in condition_sentence(c)


@pytest.mark.parametrize("state", ["ended", "unknown", "in force"])
def test_what_reports_tell_of_a_later_day_counts_but_the_check_is_shown(state: str) -> None:
    (told,) = shown(blocked(3), remains(18))
    c = laid((told,), said(state, "2031-05-17", "r03#1"))
    assert (c.state, c.end, c.last_confirmed) == (told.state, told.end, told.last_confirmed)
    assert c.checked
    assert "by the desk" not in condition_sentence(c)


def test_the_check_of_the_latest_day_counts_and_of_one_day_the_last() -> None:
    found = shown(blocked(3))
    later, earlier = said("in force", "2031-05-15", "r03#1"), said("ended", "2031-05-12", "r03#1", id=2)
    assert laid(found, later, earlier).state == "in force"
    assert laid(found, later, said("ended", "2031-05-15", "r03#1", id=3)).state == "ended"


def test_the_picture_of_an_earlier_day_knows_no_later_check() -> None:
    found = shown(blocked(3), as_of="2031-05-05")
    check = said("ended", "2031-05-06", "r03#1")
    assert laid(found, check, as_of="2031-05-05", until="2031-05-05") == found[0]
    assert laid(found, check, as_of="2031-05-05").state == "ended"


def test_it_is_laid_on_the_state_that_has_most_of_its_mentions() -> None:
    two = shown(blocked(3), blocked(4, at="Dorim", n=2), remains(6))
    assert [c.place.name for c in two if c.place] == ["Velin", "Dorim"]
    assert two[1].state != "ended"
    events: dict[str, Any] = {c.place.name if c.place else "": c.events for c in two}
    found = checked(two, [said("ended", "2031-05-10", *events["Velin"], events["Dorim"][0])], "2031-05-20")
    assert {c.place.name: c.state for c in found if c.place} == {"Velin": "ended", "Dorim": two[1].state}


def test_a_check_of_what_is_gone_does_nothing() -> None:
    found = shown(blocked(3))
    assert checked(found, [said("ended", "2031-05-10", "r99#1")], "2031-05-20") == found
