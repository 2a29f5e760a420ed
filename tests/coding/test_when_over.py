"""The day of an end, where the sentence tells of other days, too; and from when an order holds."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder, event


@pytest.mark.parametrize(
    ("text", "trigger", "begin"),
    [
        ("The strike, which began on 2 May, ended on Tuesday.", "ended", "2024-05-07"),
        ("The curfew, in force since 3 May, ended on Tuesday.", "ended", "2024-05-07"),
        ("A curfew imposed on Sunday was lifted on Thursday.", "lifted", "2024-05-09"),
        ("The two drivers whom the rebels took at the bridge on 2 May are free.", "free", None),
        ("The strike, which began on 2 May, is over.", "over", None),
        ("The road was reopened on Tuesday.", "reopened", "2024-05-07"),
        ("The ban was lifted on Tuesday, the minister said on Thursday.", "lifted", "2024-05-07"),
    ],
)
def test_an_end_has_its_own_day_and_not_that_of_the_beginning(coder: Coder, text: str, trigger: str, begin: str | None) -> None:
    e = event(coder, text, trigger)
    assert (e.phase, e.begin) == ("ends", begin)


@pytest.mark.parametrize(
    ("text", "trigger", "begin"),
    [
        ("An attack that began on Sunday in Goma killed two soldiers.", "attack", "2024-05-05"),
        ("The shop has been closed since Sunday.", "closed", "2024-05-05"),
        ("The governor imposed a curfew from 20:00 to 05:00, starting Sunday night.", "imposed", "2024-05-05"),
        ("The governor imposed a night curfew, starting on Sunday.", "imposed", "2024-05-05"),
        ("The governor imposed a curfew on Sunday before starting talks on Wednesday.", "imposed", "2024-05-05"),
        ("The governor imposed a curfew on Sunday at 20:00.", "imposed", "2024-05-05"),
    ],
)
def test_from_when_it_holds_outweighs_the_hours_of_the_day(coder: Coder, text: str, trigger: str, begin: str) -> None:
    assert event(coder, text, trigger).begin == begin


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("In force since 3 May, the ban was lifted on Tuesday.", "lifted"),
        ("After a closure since 3 May, the bridge reopened on Tuesday.", "reopened"),
        ("Out of work since 3 May, the dockers ended their strike on Tuesday.", "ended"),
    ],
)
def test_since_when_it_was_is_not_when_it_ended(text: str, trigger: str, coder: Coder) -> None:
    (over,) = [e for e in coder.code(text, "2031-05-10").events if e.trigger.text == trigger]
    assert (over.begin, over.last) == ("2031-05-06", "2031-05-06")
