"""Of which state a sign is, as weighed, and what looks like an end and is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.incidents.factories import event, report
from vedette.domain import FOLLOWED, FollowUp, Report
from vedette.situation.seeming import seems_over
from vedette.situation.signs import Sign, sign_of
from vedette.situation.states import State
from vedette.situation.tied import TABLE, TIED, Ties

BLOCKED = report("r1", "2031-05-06", "Farmers blocked the road to Velin at Tovar on Monday.")
CLEARED = report("r2", "2031-05-12", "The farmers cleared the road to Velin at Tovar on Sunday.")
OTHER = report("r3", "2031-05-12", "Two bakers of Dorim, held over a debt, cleared the hall of a school.")


def silent(pairs: Sequence[FollowUp]) -> NDArray[np.float32]:
    """A model that has no opinion."""
    return np.full((len(pairs), len(FOLLOWED)), 1 / len(FOLLOWED), np.float32)


def sign(r: Report, phase: Literal["happens", "ends"], verb: str, on: str, at: str = "Tovar") -> Sign:
    start = r.text.index(verb)
    e = event(
        f"{r.key}#1", "PROTEST", r.text.rstrip("."), by=("farmers",), on=on, at=at, trigger=verb, about="the road to Velin", evidence=r.text
    )
    told = replace(
        e,
        report=r.key,
        condition="blockade",
        phase=phase,
        trigger=replace(e.trigger, start=start, end=start + len(verb)),
        evidence=replace(e.evidence, start=0, end=len(r.text), text=r.text),
    )
    made = sign_of(told, r, None)
    assert made is not None
    return made


def test_the_table_has_a_weight_for_each_sign() -> None:
    rows = [line.split("\t")[0] for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert rows == ["sign", *TIED]
    assert len(set(TIED)) == len(TIED)


def test_an_end_in_the_words_of_a_state_is_likelier_its_own_than_one_of_something_else() -> None:
    state = State(kind="blockade", signs=[sign(BLOCKED, "happens", "blocked", "2031-05-05")])
    ties = Ties({r.key: r for r in (BLOCKED, CLEARED, OTHER)}, silent)
    end, else_ = sign(CLEARED, "ends", "cleared", "2031-05-11"), sign(OTHER, "ends", "cleared", "2031-05-11", at="Dorim")
    likely = [ties.likely([state], s, [0.0], ()) for s in (end, else_)]
    assert likely[0] is not None
    assert likely[1] is not None
    assert likely[0][0] > likely[1][0]
    assert ties.likely([state], sign(report("r9", "2031-05-12", CLEARED.text), "ends", "cleared", "2031-05-11"), [0.0], ()) is None


def test_two_beginnings_of_one_report_on_two_days_are_of_two_states() -> None:
    both = report("r1", "2031-05-07", "Farmers blocked the road at Tovar on Monday. Miners blocked the road at Velin on Tuesday.")
    first = sign(both, "happens", "blocked", "2031-05-05")
    second = sign(both, "happens", "blocked", "2031-05-06", at="Velin")
    ties = Ties({both.key: both}, silent)
    assert ties.likely([State(kind="blockade", signs=[first])], second, [1.5], {0}) == {}


@pytest.mark.parametrize(
    ("text", "verb", "kind", "over"),
    [
        ("The bridge was blocked in 2019 and was opened within an hour.", "opened", "blockade", False),
        ("The bridge that was blocked in 2019 was opened on Monday.", "opened", "blockade", True),
        ("The border, closed since 2020, was reopened.", "reopened", "closure", True),
        ("On Monday the bridge that was blocked in 2019 was opened.", "opened", "blockade", True),
        ("Police let two men held in Velin go on Sunday.", "let", "detention", True),
        ("The truce has been broken eleven times by small arms.", "broken", "ceasefire", False),
        ("The truce was broken on Monday.", "broken", "ceasefire", True),
        ("Lawyers were let in to see the nine officials.", "let", "detention", False),
        ("The nine officials were let go on Monday.", "let", "detention", True),
    ],
)
def test_what_looks_like_an_end(text: str, verb: str, kind: str, over: bool) -> None:
    r = report("r1", "2031-10-06", text)
    start = text.index(verb)
    e = event("r1#1", None, text, trigger=verb, evidence=text)
    told = replace(
        e,
        condition=kind,
        phase="ends",
        trigger=replace(e.trigger, start=start, end=start + len(verb)),
        evidence=replace(e.evidence, start=0, end=len(text), text=text),
    )
    assert seems_over(told, r) is not over
