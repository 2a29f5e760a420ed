"""To whom something is put by what else its report tells."""

from __future__ import annotations

from dataclasses import replace

from tests.incidents.factories import actor, event
from tests.situation.test_undertakings import FARMERS, MAYOR, MERUN, shown
from vedette.domain import Actor, Event

POLICE = actor("police of Merun", "YQA", "COP")


def asks(n: int, about: str, to: tuple[Actor, ...] = ()) -> Event:
    told = f"The league demanded {about}"
    return event(f"r03#{n}", "REQUEST", told, by=(FARMERS,), to=to, about=about, on="2031-05-03", trigger="demanded")


def found(*events: Event) -> dict[str, list[str]]:
    return {u.what: [a.name for a in u.to] for u in shown(*events)}


def test_who_asks_one_party_of_two_things_in_a_report_asks_it_of_both() -> None:
    told = found(asks(1, "two new wells for the valley", to=(MAYOR,)), asks(2, "an end to the mining permits"))
    assert told == {"two new wells for the valley": ["Petra Olin"], "an end to the mining permits": ["Petra Olin"]}


def test_who_asks_two_parties_may_ask_either() -> None:
    told = found(
        asks(1, "two new wells for the valley", to=(MAYOR,)),
        asks(2, "a road to the harbour town", to=(MERUN,)),
        asks(3, "an end to the mining permits"),
    )
    assert told["an end to the mining permits"] == []


def test_who_took_them_is_asked_to_let_them_go() -> None:
    taken = event("r03#5", "COERCE/arrest", "Police arrested four herders", by=(POLICE,), condition="detention", on="2031-05-02")
    assert found(taken, asks(1, "the release of four herders"))["the release of four herders"] == ["police of Merun"]
    assert found(taken, asks(1, "the repair of four wells"))["the repair of four wells"] == []
    over = replace(taken, phase="ends")
    assert found(over, asks(1, "the release of four herders"))["the release of four herders"] == []
