"""Whether two mentions are one incident, as `tests/cases/incidents.jsonl` has it: arguments of the factory `event`, and `same`."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import cases
from tests.incidents.factories import event, report
from vedette.domain import Actor, Event
from vedette.incidents import merge
from vedette.incidents.mentions import mention
from vedette.incidents.pairs import WEIGHTS, signs


def made(id: str, given: dict[str, Any]) -> Event:
    known: Any = {k: tuple(v) if isinstance(v, list) else v for k, v in given.items() if k not in ("type", "headline")}
    return event(id, given["type"], given["headline"], **known)


@pytest.mark.parametrize("case", cases("incidents"))
def test_one_incident_or_two(case: dict[str, Any]) -> None:
    events = [made("a#1", case["a"]), made("b#1", case["b"])]
    found = merge(events, {"a": report("a", "2031-05-11"), "b": report("b", "2031-05-12")}, ())
    assert (len(found) == 1) is case["same"]


def test_every_sign_has_a_weight() -> None:
    seen: set[str] = set()
    for case in cases("incidents"):
        row = case.values[0]
        a, b = (mention(made(f"{n}#1", row[n]), report(n, "2031-05-12"), n) for n in "ab")
        seen |= set(signs(a, b))
    assert seen - {"excluded"} <= set(WEIGHTS)


def test_an_arrest_is_no_closure_though_the_mode_of_one_is_not_told() -> None:
    arrest = event("a#1", "COERCE/arrest", "police arrested a mayor", condition="detention")
    shut = event("b#1", "COERCE", "the market was shut by police", condition="closure")
    bare = event("c#1", "COERCE", "police stepped in")
    a, b, c = (mention(e, report(e.report, "2031-05-12"), e.report) for e in (arrest, shut, bare))
    assert "other mode" in signs(a, b)
    assert "other mode" not in signs(a, c)


def test_what_the_police_close_is_not_what_others_bar() -> None:
    police = Actor(name="police", sectors=("COP",))
    shut = event(
        "a#1", "COERCE/restrict", "police closed the road to Velin", on="2031-05-09", at="Velin", by=(police,), condition="closure"
    )
    barred = event("b#1", "PROTEST/obstruct", "growers barred the road to Velin", on="2031-05-09", at="Velin", condition="blockade")
    assert len(merge([shut, barred], {"a": report("a", "2031-05-11"), "b": report("b", "2031-05-12")}, ())) == 2
