"""Sentences of our own in which states begin, hold and end, in many words: `tests/cases/states_told.tsv`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.coding.conftest import Coder, event
from vedette.coding import telling
from vedette.domain import Event, OffsetMap, Report
from vedette.situation.signs import kinds, sign_of

PUBLISHED = "2031-06-12"
HEARD = 360
"""So many sentences are heard at least."""
ROWS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent.parent / "cases" / "states_told.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def steps(coder: Coder, text: str) -> set[tuple[str, str]]:
    """The kinds of states of which a sentence tells, each with what it says of it."""
    report = Report(id="t", text=text, raw=text, offsets=OffsetMap.identity(len(text)), published=PUBLISHED)

    def step(e: Event) -> tuple[str, str] | None:
        sign = sign_of(e, report, None) if e.condition else None
        return (sign.kind, sign.step) if sign else None

    return {s for e in coder.code(text, PUBLISHED).events if (s := step(e))}


def heard(told: str, wanted: str, found: set[tuple[str, str]]) -> bool:
    """Whether a sentence is heard as it is meant; an end also as that of a state that may end so."""
    mine = set(told.split("|"))
    near = mine | {k for kind in mine for k in kinds()[kind].ended_as} if "end" in wanted else mine
    said = {step for kind, step in found if kind in near}
    if wanted == "none":
        return not said & {"opens", "ends"}
    if wanted == "holds":
        return bool(said & {"opens", "confirms"}) and "ends" not in said
    against = {"opens": "ends", "ends": "opens"}.get(wanted)
    return wanted in said and (against is None or not any((kind, against) in found for kind in mine))


def test_every_kind_is_told_in_many_ways() -> None:
    assert {k for row in ROWS for k in row[0].split("|")} == set(kinds())
    assert {row[1] for row in ROWS} == {"opens", "holds", "ends", "plans to end", "plans to open", "none"}
    assert {row[3] for row in ROWS if len(row) > 3} == {"not yet"}
    assert sum(len(row) == 3 for row in ROWS) >= HEARD


@pytest.mark.parametrize("row", ROWS, ids=[row[2][:60] for row in ROWS])
def test_it_is_heard(coder: Coder, monkeypatch: pytest.MonkeyPatch, row: tuple[str, ...]) -> None:
    """What is marked as not heard yet must lose its mark when it is."""
    told, wanted, text = row[:3]
    monkeypatch.setattr(telling, "elsewhere", lambda bearing: False)  # a sentence alone says little of what its report is about
    monkeypatch.setattr(telling, "relevant", lambda *given: (True, False))
    found = steps(coder, text)
    assert heard(told, wanted, found) == (len(row) == 3), found


def test_who_has_no_power_to_do_it_sits_not_in_the_dark(coder: Coder) -> None:
    assert not coder.code("The department has no power to suspend a concession, the governor of Kaya said.", "2024-05-10").events
    assert [e.condition for e in coder.code("The hospital in Kaya has no power.", "2024-05-10").events] == ["cut-off"]


def test_the_month_for_which_wages_are_owed_is_not_when_they_struck(coder: Coder) -> None:
    found = coder.code("An indefinite strike was called in Lima over unpaid February wages.", "2024-05-10").events
    assert [(e.condition, e.begin) for e in found] == [("strike", None)]


@pytest.mark.parametrize(
    ("text", "trigger", "coded"),
    [
        ("The suspects were turned over to the police on Monday.", "turned", ("COERCE", "detention", "happens")),
        ("The freed men were handed over to the authorities.", "handed", ("RETREAT", "detention", "ends")),
        ("The hostages were handed over to the Red Cross.", "handed", ("RETREAT", "detention", "ends")),
        ("The teachers of Riberalta joined their colleagues' strike today.", "joined", ("PROTEST", "strike", "happens")),
        ("The students joined the rally today.", "joined", ("PROTEST", None, "happens")),
        ("Pharmacists joined the strike on Monday.", "joined", ("PROTEST", "strike", "happens")),
        ("Villagers handed over two men to police in Kano.", "handed", ("COERCE", "detention", "happens")),
    ],
)
def test_handing_over_and_joining(coder: Coder, text: str, trigger: str, coded: tuple[str | None, ...]) -> None:
    e = next(e for e in coder.code(text, "2024-05-10").events if e.trigger.text == trigger)
    assert (e.event_type, e.condition, e.phase) == coded


def test_an_air_strike_that_is_joined_is_no_stoppage(coder: Coder) -> None:
    found = coder.code("American jets joined the strike on Sanaa on Monday.", "2024-05-10").events
    assert all(e.event_type != "PROTEST" for e in found)


@pytest.mark.parametrize(
    ("text", "trigger", "begin"),
    [
        ("Rebels hit the mast at Kaya on Monday. The village has had no signal since.", "had", "2024-05-13"),
        ("Rebels hit the mast at Kaya on Monday. The village has no signal.", "has", None),
    ],
)
def test_a_state_that_holds_since_began_with_what_was_told_before(coder: Coder, text: str, trigger: str, begin: str | None) -> None:
    e = event(coder, text, trigger, "2024-05-17")
    assert (e.condition, e.begin) == ("cut-off", begin)


def test_a_headline_keeps_what_a_state_is_told_with(coder: Coder) -> None:
    (found,) = coder.code("The town has been without power since Monday.", "2031-05-10").events
    assert found.headline == "The town has been without power since Monday"
