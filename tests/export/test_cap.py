"""Every CAP document is valid, whatever the reports say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from vedette.domain import TRIAL, Alert, Sign
from vedette.export import cap, messages

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parent / "cap.xsd"))
NS = {"c": cap.NAMESPACE}
SIGN = Sign(
    topic="incident",
    space="event",
    marks=("a@3",),
    subject="i1",
    title="Gunmen shot at a patrol",
    severity=9.0,
    day="2031-05-10",
    place="Velin",
    area="ZQ/",
    lat=10.0,
    lon=-20.5,
    known="2031-05-10T23:59:59Z",
    received="2031-05-10T12:00:00Z",
    events=("a#1",),
    reports=("a",),
    evidence="Gunmen shot at a patrol near Velin.",
    source="Radio Velin",
    facts=(("numbers", (("wounded", 1, 1),)), ("sources", 2)),
)
ALERT = Alert(id=7, rules=("Shots",), sign=SIGN, marks=("a@3",), rang="2031-05-10T12:01:00Z", updated="2031-05-10T12:01:00Z")
HOSTILE = "\x00\x1b[2J]]><script>alert(1)</script> & \ud800 <!ENTITY x SYSTEM 'file:///etc/passwd'>\r\nBcc: all@example.org"


def read(alert: Alert, **more: Any) -> Any:
    made = etree.fromstring(cap.document(alert, sender="vedette@desk.example", **more))
    SCHEMA.assertValid(made)
    return made


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"place": None, "lat": None, "lon": None},
        {"day": None},
        {"day": "2031-05"},
        {"evidence": None, "source": None},
        {"severity": 0.0, "topic": "ended"},
        {"title": HOSTILE, "place": HOSTILE, "evidence": HOSTILE, "source": HOSTILE},
    ],
)
def test_it_is_valid(change: dict[str, Any]) -> None:
    alert = replace(ALERT, sign=replace(SIGN, **change))
    for state, version in (("open", 1), ("open", 3), ("withdrawn", 1), ("acknowledged", 2)):
        read(replace(alert, state=state, version=version), link="https://desk.example/alerts#a7")  # type: ignore[arg-type]


def test_a_trial_is_a_test_and_no_alarm() -> None:
    status = f"{{{cap.NAMESPACE}}}status"
    assert read(replace(ALERT, sign=replace(SIGN, space=TRIAL))).findtext(status) == "Test"
    assert read(ALERT).findtext(status) == "Actual"
    assert messages.shape(replace(ALERT, sign=replace(SIGN, space=TRIAL)))["trial"] is True
    assert messages.shape(ALERT)["trial"] is False


def test_the_schema_can_refuse() -> None:
    made = cap.document(ALERT, sender="vedette@desk.example").replace(b"<urgency>Unknown", b"<urgency>Soon")
    assert not SCHEMA.validate(etree.fromstring(made))
    assert not SCHEMA.validate(etree.fromstring(cap.document(ALERT, sender="two words")))


def test_an_update_and_a_cancellation_name_what_went_before() -> None:
    first, second = read(ALERT), read(replace(ALERT, version=2, updated="2031-05-10T13:00:00Z"))
    gone = read(replace(ALERT, version=2, state="withdrawn", updated="2031-05-10T14:00:00Z"))
    name = first.findtext("c:identifier", namespaces=NS)
    assert [m.findtext("c:msgType", namespaces=NS) for m in (first, second, gone)] == ["Alert", "Update", "Cancel"]
    assert second.findtext("c:references", namespaces=NS) == f"vedette@desk.example,{name},2031-05-10T12:01:00-00:00"
    assert second.findtext("c:identifier", namespaces=NS) in gone.findtext("c:references", namespaces=NS)


def test_it_says_how_grave_and_how_sure() -> None:
    made = read(ALERT)
    assert made.findtext(".//c:severity", namespaces=NS) == "Severe"
    assert made.findtext(".//c:certainty", namespaces=NS) == "Likely"
    assert made.findtext(".//c:circle", namespaces=NS) == "10.00000,-20.50000 0"
    alone = read(replace(ALERT, sign=replace(SIGN, facts=(("sources", 1),), severity=10.0)))
    assert alone.findtext(".//c:certainty", namespaces=NS) == "Possible"
    assert alone.findtext(".//c:severity", namespaces=NS) == "Extreme"


def test_a_hostile_title_sets_no_header_and_moves_no_cursor() -> None:
    alert = replace(ALERT, sign=replace(SIGN, title=HOSTILE, evidence=HOSTILE))
    for said in (messages.subject([("ring", alert)], HOSTILE), messages.line("update", alert)):
        assert said.isprintable()
        assert "\n" not in said
    assert "\x1b" not in messages.text([("ring", alert)])
    assert "wounded 1" in messages.text([("ring", ALERT)])
    assert "2 alerts" in messages.subject([("ring", ALERT), ("ring", ALERT)], "Shots")
