"""Rules over pictures: what fits, what is news, that one thing rings once, and when it may be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.incidents.factories import actor, event, place, report
from vedette.domain import Alert, Condition, Copies, Count, Event, Incident, Picture, Report, Rule, Saying, Situation, Span, Undertaking
from vedette.errors import UsageError
from vedette.situation.alerts import defaults, signs
from vedette.situation.ringing import checked, due, rehearse, settle

SHOTS = Rule(name="Shots", about=("incident",), types=("ASSAULT/firearms",))


def incident(*events: Event, id: str = "", **more: Any) -> Incident:
    first = events[0]
    given: dict[str, Any] = {
        "id": id or f"i-{first.id}",
        "title": first.headline,
        "event_type": first.event_type,
        "mode": first.mode,
        "begin": first.begin,
        "last": first.last,
        "time_precision": "day",
        "place": first.place,
        "actors": tuple(m.actor for m in first.actors),
        "recipients": (),
        "numbers": (),
        "modality": "asserted",
        "background": False,
        "disputed": False,
        "status": "machine",
        "credibility": 3,
        "events": tuple(e.id for e in events),
        "reports": tuple(dict.fromkeys(e.report for e in events)),
        "independent_sources": 1,
        "known": "2031-05-10T23:59:59Z",
    }
    return Incident(**{**given, **more})


def picture(
    *incidents: Incident,
    events: tuple[Event, ...],
    conditions: tuple[Condition, ...] = (),
    undertakings: tuple[Undertaking, ...] = (),
    copies: tuple[Copies, ...] = (),
    as_of: str = "2031-05-12",
    reports: tuple[Report, ...] = (),
    situation: str | None = None,
) -> Picture:
    told = {r.key: r for r in reports}
    for e in events:
        told.setdefault(e.report, report(e.report, received="2031-05-10T12:00:00Z"))
    return Picture(
        situation=Situation(name=situation) if situation else None,
        as_of=as_of,
        known_at=None,
        incidents=incidents,
        conditions=conditions,
        undertakings=undertakings,
        copies=copies,
        reports=told,
        events={e.id: e for e in events},
        inside=frozenset(told),
    )


def shots(key: str = "a", n: int = 1, on: str = "2031-05-10", at: str = "Velin", **more: object) -> Event:
    return event(f"{key}#{n}", "ASSAULT/firearms", "gunmen shot at a patrol", by=(actor("gunmen", "ZQA", "REB"),), on=on, at=at, **more)  # type: ignore[arg-type]


EMPTY = picture(events=())


def rings(*pictures: Picture, rules: tuple[Rule, ...] = (SHOTS,)) -> list[tuple[str, tuple[str, ...]]]:
    found = rehearse(rules, [(str(n), p) for n, p in enumerate((EMPTY, *pictures))])
    return [(r.sign.title, r.rules) for r in found]


@pytest.mark.parametrize(
    ("change", "fits"),
    [
        ({}, True),
        ({"types": ("ASSAULT",)}, True),
        ({"types": ("PROTEST",)}, False),
        ({"severity": 9.5}, False),
        ({"severity": 5}, True),
        ({"area": ("ZQ",)}, True),
        ({"area": ("YQ",)}, False),
        ({"area": ("ZQ/northern Zaqia",)}, False),
        ({"near": (10.0, 20.0, 1.0)}, True),
        ({"near": (12.0, 20.0, 50.0)}, False),
        ({"actors": ("REB",)}, True),
        ({"actors": ("ZQAREB",)}, True),
        ({"actors": ("gunmen",)}, True),
        ({"actors": ("MIL",)}, False),
        ({"credibility": 2}, False),
        ({"independent": 2}, False),
        ({"contexts": ("military",)}, False),
        ({"sources": ("Paper a",)}, True),
        ({"sources": ("Paper b",)}, False),
        ({"situation": "Elsewhere"}, False),
    ],
)
def test_a_rule_asks_by_area_type_severity_actors_and_sources(change: dict[str, object], fits: bool) -> None:
    e = shots()
    assert bool(signs(replace(SHOTS, **change), picture(incident(e), events=(e,)))) is fits  # type: ignore[arg-type]


@pytest.mark.parametrize("change", [{"modality": "denied"}, {"background": True}, {"status": "rejected"}, {"begin": "2031-03-01"}])
def test_what_did_not_happen_or_is_history_or_was_rejected_never_rings(change: dict[str, Any]) -> None:
    e = shots()
    assert signs(SHOTS, picture(incident(e, **change), events=(e,))) == ()


def test_the_dead_make_it_as_grave_as_can_be() -> None:
    e = shots()
    dead = incident(e, numbers=(Count(kind="killed", low=2, high=2, by=None, reports=("a",)),))
    assert signs(SHOTS, picture(dead, events=(e,)))[0].severity == 10
    assert signs(replace(SHOTS, severity=10), picture(incident(e), events=(e,))) == ()


def test_one_incident_rings_once_however_many_reports_and_rules_tell_of_it() -> None:
    a, b, c = shots("a"), shots("b"), shots("c")
    other = Rule(name="Violence", about=("incident",), types=("ASSAULT",))
    first, second = picture(incident(a), events=(a,)), picture(incident(a, b, c), events=(a, b, c))
    assert rings(first, second, second, rules=(SHOTS, other)) == [("gunmen shot at a patrol", ("Shots", "Violence"))]


def test_an_incident_that_is_merged_anew_under_another_id_does_not_ring_again() -> None:
    a, b = shots("a"), shots("b")
    assert len(rings(picture(incident(a), events=(a,)), picture(incident(b, a, id="other"), events=(a, b)))) == 1
    split = picture(incident(a), incident(b), events=(a, b))
    assert len(rings(picture(incident(a, b), events=(a, b)), split)) == 1


def test_what_an_alert_says_stays_with_what_it_rang_for() -> None:
    a, b, c = shots("a"), shots("b"), shots("c")
    first = Alert(
        id=1, rules=("Shots",), sign=signs(SHOTS, picture(incident(a), events=(a,)))[0], marks=("a@0", "b@0", "c@0"), rang="", updated="", origin=("a@0",)
    )  # fmt: skip
    held = {("event", m): first for m in first.marks}
    split = picture(incident(a, disputed=True), incident(b, c, title="another thing"), events=(a, b, c))
    (r,) = settle([SHOTS], split, EMPTY, lambda _: held)
    assert (r.alert, r.changed, r.sign.title) == (first, True, "gunmen shot at a patrol")
    alone = picture(incident(b, c, title="another thing"), events=(b, c))
    assert settle([SHOTS], alone, EMPTY, lambda _: held) == []


def test_the_order_of_rules_does_not_matter() -> None:
    opened = event("a#1", "PROTEST/obstruct", "farmers blocked the road", on="2031-05-10", at="Velin", condition="blockade")
    p = picture(incident(opened), events=(opened,), conditions=(condition(opened),))
    rules = (Rule(name="A", about=("opened",)), Rule(name="B", about=("incident",)))
    assert {rings(p, rules=order)[0][0] for order in (rules, rules[::-1])} == {"farmers blocked the road"}


def test_a_copy_never_rings_but_the_original_does() -> None:
    a, b = shots("a"), shots("b", on="2031-05-11")
    copied = (Copies(reports=("a", "b"), copy_of=(("b", "a"),)),)
    assert rings(picture(incident(a), events=(a,)), picture(incident(a), incident(b), events=(a, b), copies=copied)) == [
        ("gunmen shot at a patrol", ("Shots",))
    ]


def test_a_later_shooting_elsewhere_rings_though_it_was_merged_with_the_first() -> None:
    a = shots("a")
    b = replace(shots("b", on="2031-05-12", at="Dorim"), headline="men fired on a bus")
    near = shots("b", on="2031-05-12", at="Old Velin")
    first = picture(incident(a), events=(a,))
    assert [t for t, _ in rings(first, picture(incident(a, b), events=(a, b)))] == ["gunmen shot at a patrol", "men fired on a bus"]
    assert len(rings(first, picture(incident(a, near), events=(a, near)))) == 1


def test_what_was_there_when_the_watch_began_is_no_news_unless_it_came_after_the_rule() -> None:
    e = shots()
    p = picture(incident(e), events=(e,))
    assert settle([SHOTS], p, p, lambda _: {}) == []
    assert settle([SHOTS], p, None, lambda _: {}) == []
    assert len(settle([replace(SHOTS, since="2031-05-01T00:00:00Z")], p, None, lambda _: {})) == 1
    assert settle([replace(SHOTS, since="2031-06-01T00:00:00Z")], p, None, lambda _: {}) == []
    assert settle([replace(SHOTS, paused=True)], p, EMPTY, lambda _: {}) == []


def condition(e: Event, *more: Event, **changed: object) -> Condition:
    c = Condition(
        id="c1",
        kind="blockade",
        what="farmers blocked the road",
        place=place("Velin"),
        by=(),
        begin="2031-05-10",
        end=None,
        expected_end=None,
        last_confirmed="2031-05-10",
        state="in force",
        opened_by=(f"i-{e.id}",),
        closed_by=(),
        reports=(e.report,),
        events=(e.id, *(x.id for x in more)),
    )
    return replace(c, **changed)  # type: ignore[arg-type]


def test_a_state_rings_when_it_opens_and_when_it_ends_and_not_in_between() -> None:
    opened = event("a#1", "PROTEST/obstruct", "farmers blocked the road", on="2031-05-10", at="Velin", condition="blockade")
    cleared = event("b#1", "RETREAT/withdraw", "farmers cleared the road", on="2031-05-12", at="Velin", condition="blockade", phase="ends")
    rule = Rule(name="Roads", about=("opened", "ended"), kinds=("blockade",))
    first = picture(incident(opened), events=(opened,), conditions=(condition(opened),))
    goes_on = picture(incident(opened), events=(opened,), conditions=(condition(opened, last_confirmed="2031-05-11"),))
    gone = condition(opened, cleared, state="ended", end="2031-05-12")
    last = picture(incident(opened), incident(cleared), events=(opened, cleared), conditions=(gone,))
    assert rings(first, goes_on, last, rules=(rule,)) == [
        ("Blockade: farmers blocked the road", ("Roads",)),
        ("Blockade ended: farmers cleared the road", ("Roads",)),
    ]
    assert rings(first, last, rules=(replace(rule, kinds=("curfew",)),)) == []


def undertaking(e: Event, **changed: object) -> Undertaking:
    u = Undertaking(
        id="u1",
        kind="request",
        by=(actor("Zaqia", "ZQA"),),
        to=(actor("the force", "IGO", "MIL"),),
        what="let the police back",
        made="2031-05-10",
        due="2031-05-13",
        outcome="pending",
        outcome_at=None,
        reports=(e.report,),
        answered_by=(),
        events=(e.id,),
    )
    return replace(u, **changed)  # type: ignore[arg-type]


def test_an_undertaking_rings_when_made_when_due_when_answered_and_when_overdue() -> None:
    asked = event("a#1", "REQUEST", "Zaqia asked for its police back", on="2031-05-10")
    refused = event("b#1", "REJECT", "the force refused", on="2031-05-12")
    rule = Rule(name="Asked", about=("asked", "due", "answered", "overdue"), actors=("MIL",), days=1)

    def at(day: str, u: Undertaking, *more: Event) -> Picture:
        return picture(*map(incident, more), events=(asked, *more), undertakings=(u,), as_of=day)

    made, near = at("2031-05-10", undertaking(asked)), at("2031-05-12", undertaking(asked))
    answer = undertaking(asked, outcome="refused", outcome_at="2031-05-12", answered_by=("i-b#1",), events=("a#1", "b#1"))
    late = at("2031-05-14", undertaking(asked, outcome="lapsed"))
    text = "Zaqia → the force: let the police back"
    assert [t for t, _ in rings(made, near, at("2031-05-12", answer, refused), rules=(rule,))] == [
        f"Request: {text}, by 2031-05-13",
        f"Due 2031-05-13: {text}",
        f"Request refused: {text}",
    ]
    assert [t for t, _ in rings(late, late, rules=(replace(rule, about=("overdue",)),))] == [f"Overdue since 2031-05-13: {text}"]


def test_an_answer_of_which_only_a_likeness_tells_rings_nobody() -> None:
    asked = event("a#1", "REQUEST", "Zaqia asked for its police back", on="2031-05-10", trigger="asked")
    rule = Rule(name="Answered", about=("answered",), actors=("MIL",))
    open_ = undertaking(asked)
    told = replace(
        open_, outcome="granted", outcome_at="2031-05-12", said=(Saying(report="b", span=Span(start=0, end=9, text="They came.")),)
    )
    known = replace(open_, outcome="granted", outcome_at="2031-05-12", answered_by=("i-b#1",), events=("a#1", "b#1"))
    came = event("b#1", "RETREAT", "the police came", on="2031-05-12")

    def at(day: str, u: Undertaking) -> Picture:
        return picture(incident(came), events=(asked, came), undertakings=(u,), as_of=day)

    assert rings(at("2031-05-11", open_), at("2031-05-12", told), rules=(rule,)) == []
    assert len(rings(at("2031-05-11", open_), at("2031-05-12", known), rules=(rule,))) == 1


def test_a_source_that_is_silent_for_longer_than_usual_rings_once() -> None:
    def heard(as_of: str) -> Picture:
        told = tuple(report(f"r{d}", f"2031-05-{d:02}", source="Radio Velin") for d in range(1, 11))
        return picture(events=(), reports=told, as_of=as_of)

    rule = Rule(name="Silent", about=("silent",))
    assert rings(heard("2031-05-12"), heard("2031-05-13"), rules=(rule,)) == []
    assert len(rings(heard("2031-05-14"), heard("2031-05-20"), rules=(rule,))) == 1
    assert rings(heard("2031-05-14"), rules=(replace(rule, sources=("Other",)),)) == []


def test_tension_that_rises_in_an_area_rings_once_a_week_and_says_what_moved_it() -> None:
    some = tuple(shots(k, on="2031-05-12") for k in "abc")
    up = picture(*(incident(e) for e in some), events=some, as_of="2031-05-13")
    rule = Rule(name="Tension", about=("tension",), change=13)  # three shootings of one source: 3 × 9 × ½
    found = rings(up, replace(up, as_of="2031-05-14"), rules=(rule,))
    assert len(found) == 1
    assert "gunmen shot at a patrol" in found[0][0]
    assert rings(up, rules=(replace(rule, change=14),)) == []


def test_a_level_that_rises_rings_once_for_each_rise_by_change_detection() -> None:
    def shot(day: int, n: int) -> Event:
        on = (date(2031, 5, 12) + timedelta(days=day)).isoformat()  # a Monday
        return event(
            f"w{day}-{n}#1", "ASSAULT/firearms", f"gunmen shot at patrol {day} {n}", by=("gunmen",), to=("patrol",), on=on, at="Velin"
        )

    def known(*days: int, as_of: str) -> Picture:
        some = tuple(shot(d, n) for n, d in enumerate(days))
        return picture(*(incident(e) for e in some), events=some, as_of=as_of)

    quiet = range(-84, 0, 7)  # one a week for twelve weeks
    week = (0, *[1] * 5, *[2] * 6)
    rule = Rule(name="Tension", about=("tension",), change=0.5)
    calm = known(*quiet, 0, 1, as_of="2031-05-13")  # two in a week are none
    bad = known(*quiet, *week, as_of="2031-05-14")
    worse = known(*quiet, *week, 3, 4, 5, as_of="2031-05-17")
    after = known(*quiet, *week, 3, 4, 5, 7, 8, as_of="2031-05-20")
    assert rings(calm, rules=(rule,)) == []
    ((title, _),) = rings(calm, bad, worse, after, rules=(rule,))
    assert title.startswith("Tension in ")
    assert "rose from 1.0 to 12.0 a week since the week to 2031-05-18: gunmen shot at patrol" in title
    assert rings(calm, known(*quiet, as_of="2031-05-14"), rules=(rule,)) == []
    again = known(*quiet, *week, *[14] * 40, as_of="2031-05-27")
    assert len(rings(calm, bad, again, rules=(rule,))) == 2


def test_a_shooting_that_was_merged_into_a_blockade_is_told_for_what_it_is() -> None:
    road = event("a#1", "PROTEST/obstruct", "villagers blocked the road", by=("villagers",), on="2031-05-10")
    shot = shots("b", on="2031-05-10")
    one = incident(road, shot)
    whole = picture(one, events=(road, shot))
    ((title, rules),) = rings(whole, rules=(SHOTS,))
    assert (title, rules) == (shot.headline, ("Shots",))
    roads = Rule(name="Roads", about=("incident",), types=("PROTEST",))
    assert len(rings(whole, rules=(SHOTS, roads))) == 1  # one thing rings once
    for other in ({"modality": "planned"}, {"background": True}, {"phase": "continues"}):
        old = replace(shot, **other)
        assert rings(picture(incident(road, old), events=(road, old)), rules=(SHOTS,)) == []
    assert rings(picture(replace(one, edited=("type",)), events=(road, shot)), rules=(SHOTS,)) == []  # a person said what it is
    assert rings(whole, rules=(replace(SHOTS, independent=2),)) == []


@pytest.mark.parametrize(
    ("change", "now", "told"),
    [
        ({}, "2031-05-10T23:00:00Z", "2031-05-10T23:00:00Z"),
        ({"quiet": ("22:00", "06:00")}, "2031-05-10T23:00:00Z", "2031-05-11T06:00:00Z"),
        ({"quiet": ("22:00", "06:00")}, "2031-05-11T06:00:00Z", "2031-05-11T06:00:00Z"),
        ({"quiet": ("22:00", "06:00"), "pierce": 9}, "2031-05-10T23:00:00Z", "2031-05-10T23:00:00Z"),
        ({"quiet": ("22:00", "06:00"), "zone": "Europe/Belgrade"}, "2031-05-10T21:00:00Z", "2031-05-11T04:00:00Z"),
        ({"quiet": ("12:00", "14:00")}, "2031-05-10T13:00:00Z", "2031-05-10T14:00:00Z"),
        ({"digest": "07:30"}, "2031-05-10T07:30:00Z", "2031-05-11T07:30:00Z"),
        ({"cooldown": 60}, "2031-05-10T10:00:00Z", "2031-05-10T10:30:00Z"),
        ({"cooldown": 10}, "2031-05-10T10:00:00Z", "2031-05-10T10:00:00Z"),
    ],
)
def test_quiet_hours_digest_and_cooldown_say_when_it_is_told(change: dict[str, object], now: str, told: str) -> None:
    last = "2031-05-10T09:30:00Z" if "cooldown" in change else None
    assert due(replace(SHOTS, **change), 9.0, now, last) == told  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": " "}, "name"),
        ({"about": ()}, "about"),
        ({"types": ("ASSAULT/poison",)}, "ASSAULT/poison"),
        ({"quiet": ("22", "06:00")}, "time of day"),
        ({"quiet": ("06:00", "06:00")}, "quiet hours"),
        ({"digest": "25:00"}, "time of day"),
        ({"escalate": 5}, "whom"),
        ({"severity": 11}, "severity"),
        ({"zone": "Mars/Base"}, "time zone"),
        ({"cooldown": -1}, "negative"),
    ],
)
def test_a_rule_that_cannot_work_is_refused(change: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        checked(replace(SHOTS, **change))  # type: ignore[arg-type]


def test_the_default_rules_can_be_used() -> None:
    assert len({checked(r).name for r in defaults()}) == len(defaults()) >= 5
