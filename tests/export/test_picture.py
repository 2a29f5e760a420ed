"""The picture as JSON: nulls for what is unknown, ids as they were given, plain values."""

from __future__ import annotations

import json
from typing import Any

from tests.incidents.factories import actor, place
from vedette.domain import Condition, Copies, Count, Incident, OffsetMap, Picture, Report, Situation, Undertaking, Value
from vedette.export.picture import picture_shape

POLICE, CROWD = actor("Zaqian police", "ZAQ", "COP"), actor("residents", None, "CVL")


def incident(id: str, **more: Any) -> Incident:
    fields: dict[str, Any] = {
        "title": "Something", "event_type": None, "mode": None, "begin": None, "last": None, "time_precision": "unknown", "place": None,
        "actors": (), "recipients": (), "numbers": (), "modality": "asserted", "background": False, "disputed": False, "status": "machine",
        "credibility": 6, "events": ("7#1",), "reports": ("7",), "independent_sources": 1, "known": "",
    }  # fmt: skip
    return Incident(id=id, **{**fields, **more})


def report(id: str | int, **more: Any) -> Report:
    return Report(id=id, text="Text.", raw="Text.", offsets=OffsetMap.identity(5), **more)


def picture(*incidents: Incident, reports: tuple[Report, ...] = (), **more: Any) -> Picture:
    given: dict[str, Any] = {"situation": None, "as_of": None, "known_at": None, "conditions": (), "undertakings": (), "copies": (), **more}
    return Picture(incidents=incidents, reports={r.key: r for r in reports}, **given)


def shape(p: Picture) -> dict[str, Any]:
    """The picture's JSON, through text and back: only what JSON has can pass."""
    found = picture_shape(p)
    assert json.loads(json.dumps(found)) == found
    return found


def test_what_is_unknown_is_null() -> None:
    found = shape(picture(incident("i1"), reports=(report(7),)))
    (one,) = found["incidents"]
    assert (found["situation"], found["as_of"], found["known_at"]) == (None, None, None)
    assert [one[k] for k in ("event_type", "mode", "acled", "intensity", "begin", "end", "place", "what")] == [None] * 8
    assert (one["actors"], one["numbers"], one["slots"]) == ([], {}, {})
    (told,) = found["reports"]
    assert [told[k] for k in ("source", "title", "published", "url", "relevant", "copy_of")] == [None] * 6


def test_ids_come_back_as_they_were_given() -> None:
    numbers = (Count(kind="wounded", low=2, high=2, by=None, reports=("7", "K2")),)
    slots = (("actors", (Value(value=POLICE, events=("7#1",), reports=("7",)),)),)
    found = shape(
        picture(
            incident("i1", reports=("7", "K2"), numbers=numbers, slots=slots),
            reports=(report(7, relevant=True), report("K2", relevant=True)),
            copies=(Copies(reports=("7", "K2"), copy_of=(("K2", "7"),)),),
            inside=frozenset({"7"}),
            situation=Situation(name="Zaqia"),
        )
    )
    (one,) = found["incidents"]
    assert (one["reports"], one["numbers"]["wounded"][0]["reports"], one["slots"]["actors"][0]["reports"]) == ([7, "K2"], [7, "K2"], [7])
    assert found["copies"] == [[7, "K2"]]
    assert [(r["id"], r["copy_of"], r["relevant"]) for r in found["reports"]] == [(7, None, True), ("K2", 7, False)]
    assert found["situation"] == "Zaqia"


def test_slots_are_plain_json() -> None:
    values = {"type": ("ASSAULT", "firearms"), "begin": ("2031-05-09", "2031-05-09", "day"), "place": place("Velin"), "actors": POLICE}
    slots = tuple((name, (Value(value=v, events=("7#1",), reports=("7",), by="police"),)) for name, v in values.items())
    (one,) = shape(picture(incident("i1", slots=slots), reports=(report(7),)))["incidents"]
    told = {name: found[0]["value"] for name, found in one["slots"].items()}
    assert told["type"] == ["ASSAULT", "firearms"]
    assert told["begin"] == ["2031-05-09", "2031-05-09", "day"]
    assert (told["place"]["name"], told["place"]["precision"]) == ("Velin", "city")
    assert told["actors"] == {"name": "Zaqian police", "code": "ZAQCOP", "country": "ZAQ", "sectors": ["COP"]}


def test_acled_is_of_what_happened_and_of_who_is_armed() -> None:
    shots: dict[str, Any] = {"event_type": "ASSAULT", "mode": "firearms", "actors": (POLICE,)}
    found = shape(
        picture(
            incident("i1", recipients=(CROWD,), **shots),
            incident("i2", recipients=(actor("rebels", None, "REB"),), **shots),
            incident("i3", recipients=(CROWD,), modality="denied", **shots),
            incident("i4", **shots),
            reports=(report(7),),
        )
    )
    assert [i["acled"] for i in found["incidents"]] == ["Violence against civilians/Attack", "Battles/Armed clash", None, None]


def test_conditions_and_undertakings_are_told_whole() -> None:
    closed = Condition(
        id="c1", kind="closure", what="the gate", place=None, by=(POLICE,), begin="2031-05-09", end=None, expected_end=None,
        last_confirmed=None, state="in force", opened_by=("i1",), closed_by=(), reports=("7",), events=("7#1",),
    )  # fmt: skip
    asked = Undertaking(
        id="u1", kind="request", by=(CROWD,), to=(POLICE,), what="an open gate", made=None, due=None, outcome="pending", outcome_at=None,
        reports=("7",), answered_by=(),
    )  # fmt: skip
    found = shape(picture(incident("i1"), reports=(report(7),), conditions=(closed,), undertakings=(asked,)))
    (c,), (u,) = found["conditions"], found["undertakings"]
    assert (c["by"][0]["code"], c["place"], c["end"], c["reports"], c["opened_by"]) == ("ZAQCOP", None, None, [7], ["i1"])
    assert (u["by"][0]["name"], u["to"][0]["code"], u["made"], u["reports"]) == ("residents", "ZAQCOP", None, [7])
