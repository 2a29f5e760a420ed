"""Judgements on what is merged and on what an incident says; found again after another reading."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.incidents.factories import POLICE, event, march, place, report, shooting
from vedette.domain import Actor, Event, EventMark, Incident, Judgement, Span
from vedette.domain.marks import carried, follow, mark, marks
from vedette.errors import UsageError
from vedette.incidents import edits, merge, settled


def merged(events: list[Event], *judgements: Judgement) -> tuple[Incident, ...]:
    keys = sorted({e.report for e in events})
    return merge(events, {k: report(k, f"2031-05-{10 + n}") for n, k in enumerate(keys)}, (), judgements)


def judged(kind: str, events: list[Event], others: list[Event] | None = None, id: int = 1, **more: Any) -> Judgement:
    named = list({e.id: e for e in [*events, *(others or [])]}.values())
    if others is not None:
        more |= {"value": [e.id for e in others], "right": others[0].id}
    given = {"right": None, "by": "analyst 1", "made": "2031-05-20T10:00:00Z", **more}
    return Judgement(id=id, kind=kind, left=named[0].id, anchors=tuple(map(mark, named)), **given)  # type: ignore[arg-type]


def groups(found: tuple[Incident, ...]) -> set[tuple[str, ...]]:
    return {tuple(sorted(i.events)) for i in found}


SHOTS = [shooting("a#1"), shooting("b#1"), shooting("c#1")]
MARCHES = [march("d#1"), march("e#1")]
ALL = [*SHOTS, *MARCHES]


def test_a_split_takes_mentions_out_and_leaves_the_rest_as_it_was() -> None:
    assert groups(merged(ALL)) == {("a#1", "b#1", "c#1"), ("d#1", "e#1")}
    assert groups(merged(ALL, judged("split", SHOTS, [SHOTS[1]]))) == {("a#1", "c#1"), ("b#1",), ("d#1", "e#1")}


def test_what_is_split_off_stands_though_it_says_little() -> None:
    bare = replace(shooting("b#1", at=None, to=(), numbers=()), confidence=0.4)
    events = [SHOTS[0], bare, SHOTS[2]]
    assert groups(merged(events)) == {("a#1", "b#1", "c#1")}
    assert ("b#1",) in groups(merged(events, judged("split", events, [bare])))


def test_merging_two_unlike_incidents_keeps_all_their_mentions_together() -> None:
    assert groups(merged(ALL, judged("same", SHOTS, MARCHES))) == {("a#1", "b#1", "c#1", "d#1", "e#1")}


def test_a_loose_mention_that_was_merged_does_not_found_the_incident() -> None:
    vague = shooting("d#1", on="2031-05-01", last="2031-05-29", at="Karsk")
    (i,) = merged([*SHOTS, vague], judged("same", SHOTS, [vague]))
    assert i.events == ("a#1", "b#1", "c#1", "d#1")
    assert (i.begin, i.place and i.place.name) == ("2031-05-09", "Velin")
    assert [v.value.name for v in dict(i.slots)["place"]] == ["Velin"]


def test_the_latest_of_merge_and_split_counts() -> None:
    one = judged("same", SHOTS, MARCHES, id=1)
    two = judged("split", ALL, [SHOTS[0], MARCHES[0]], id=2)
    assert groups(merged(ALL, one, two)) == {("a#1", "d#1"), ("b#1", "c#1", "e#1")}
    three = judged("same", [SHOTS[0], MARCHES[0]], [SHOTS[1], SHOTS[2], MARCHES[1]], id=3)
    assert len(merged(ALL, one, two, three)) == 1
    assert groups(merged(ALL, one)) == groups(merged(ALL, one, two, three))


def test_what_is_kept_apart_stays_apart_when_a_bridge_comes() -> None:
    apart = judged("not same", [SHOTS[0]], [SHOTS[1]])
    found = merged(SHOTS, apart)
    assert not any({"a#1", "b#1"} <= set(i.events) for i in found)
    assert {i.apart for i in found} == {("a#1",), ("b#1",)}


def test_a_loose_mention_is_kept_out_of_the_incident_that_it_was_split_from() -> None:
    vague = shooting("d#1", on=None)
    assert ("a#1", "b#1", "c#1", "d#1") in groups(merged([*SHOTS, vague]))
    assert groups(merged([*SHOTS, vague], judged("split", [*SHOTS, vague], [vague]))) == {("a#1", "b#1", "c#1"), ("d#1",)}


def test_two_loose_mentions_kept_apart_do_not_meet_in_an_incident_that_both_fit() -> None:
    one, two = shooting("d#1", on=None), shooting("e#1", on=None)
    assert len(merged([*SHOTS, one, two])) == 1
    found = groups(merged([*SHOTS, one, two], judged("not same", [one], [two])))
    assert not any({"d#1", "e#1"} <= set(g) for g in found)
    assert ("a#1", "b#1", "c#1", "d#1") in found


def test_a_loose_mention_kept_out_of_one_incident_joins_the_next_best() -> None:
    later = [shooting("d#1", on="2031-05-13"), shooting("e#1", on="2031-05-13")]
    vague = shooting("f#1", on=None)
    events = [*SHOTS, *later, vague]
    (joined,) = (i for i in merged(events) if "f#1" in i.events)
    others = [e for e in events if e.id in joined.events and e is not vague]
    expected = [e.id for e in (SHOTS if others == later else later)] + ["f#1"]
    assert tuple(expected) in groups(merged(events, judged("not same", others, [vague])))


def test_an_edit_stands_first_and_what_reports_say_beneath_it() -> None:
    to = edits.checked("place", {"name": "Bridge", "lat": 10.1, "lon": 20.2}, merged(SHOTS)[0])
    (i,) = merged(SHOTS, judged("edit", SHOTS, field="place", value=to))
    assert i.place
    assert (i.place.name, i.place.country, i.edited) == ("Bridge", "ZQ", ("place",))
    first, second = dict(i.slots)["place"]
    assert (first.by, first.judged, first.events) == ("analyst 1", True, ())
    assert (second.value.name, second.judged, second.reports) == ("Velin", False, ("a", "b", "c"))


def test_each_slot_can_be_edited_and_made_unknown() -> None:
    values: dict[str, Any] = {
        "title": "A patrol came under fire",
        "type": ["COERCE", "arrest"],
        "begin": "2031-05-08",
        "place": None,
        "actors": [{"name": "men in black"}],
        "recipients": [],
    }
    ways = [judged("edit", SHOTS, id=n, field=f, value=v) for n, (f, v) in enumerate(values.items(), 1)]
    (i,) = merged(SHOTS, *ways)
    assert (i.title, i.event_type, i.mode, i.place, i.recipients) == ("A patrol came under fire", "COERCE", "arrest", None, ())
    assert (i.begin, i.last, i.time_precision) == ("2031-05-08", "2031-05-08", "day")
    assert [a.name for a in i.actors] == ["men in black"]
    assert i.edited == tuple(values)
    slots = dict(i.slots)
    assert slots["place"][0].value is None
    assert [v.value for v in slots["title"]] == ["A patrol came under fire", "gunmen fired on a police patrol in Velin"]
    assert slots["recipients"][1].value.name == "police of Zaqia"


def test_the_last_edit_grade_and_status_count_and_undoing_brings_back_the_one_before() -> None:
    ways = [
        judged("edit", SHOTS, id=1, field="title", value="first"),
        judged("grade", SHOTS, id=2, value=2),
        judged("reject", SHOTS, id=3),
        judged("edit", SHOTS, id=4, field="title", value="second", by="analyst 2"),
        judged("grade", SHOTS, id=5, value=5, by="analyst 2"),
        judged("confirm", SHOTS, id=6, by="analyst 2"),
    ]
    (i,) = merged(SHOTS, *ways)
    assert (i.title, i.credibility, i.graded, i.status, i.decided) == ("second", 5, "analyst 2", "confirmed", "analyst 2")
    (i,) = merged(SHOTS, *ways[:3])
    assert (i.title, i.credibility, i.graded, i.status) == ("first", 2, "analyst 1", "rejected")
    (i,) = merged(SHOTS)
    assert (i.graded, i.decided, i.status, i.edited) == (None, None, "machine", ())


def test_what_is_confirmed_stays_though_a_later_reading_says_too_little() -> None:
    (whole,) = merged(SHOTS[:1])
    assert whole.status == "machine"
    said = judged("confirm", SHOTS[:1])
    bare = [replace(event("a#1", "ASSAULT/firearms", "gunmen fired"), confidence=0.3)]
    assert merged(bare) == ()
    (held,) = merged(bare, said)
    assert held.status == "confirmed"


def test_a_confirmation_follows_the_incident_when_its_first_mention_is_gone() -> None:
    (i,) = merged(SHOTS[1:], judged("confirm", SHOTS))
    assert (i.status, i.events) == ("confirmed", ("b#1", "c#1"))


def read_again(e: Event, number: int, shift: int, **more: Any) -> Event:
    """The same passage in another reading: another number, a slightly other span."""
    passage = e.evidence
    at = Span(start=passage.start, end=max(passage.end - shift, passage.start + 1), text=passage.text)
    return replace(e, id=f"{e.report}#{number}", evidence=at, **more)


def test_judgements_survive_another_reading_that_shifts_numbers() -> None:
    ways = [
        judged("same", SHOTS, MARCHES, id=1),
        judged("edit", ALL, id=2, field="title", value="edited"),
        judged("confirm", ALL, id=3),
    ]
    again = [read_again(e, 7, 5) for e in ALL]
    (i,) = merged(again, *ways)
    assert (i.title, i.status) == ("edited", "confirmed")
    assert set(i.events) == {"a#7", "b#7", "c#7", "d#7", "e#7"}
    split = judged("split", SHOTS, [SHOTS[1]])
    assert groups(merged(again, split)) == {("a#7", "c#7"), ("b#7",), ("d#7", "e#7")}


def test_a_mark_follows_the_trigger_then_the_type_then_the_overlap() -> None:
    old = EventMark(event="a#1", report="a", start=10, end=50, event_type="ASSAULT", trigger=20)
    same = replace(old, event="a#4", start=12)
    other = replace(old, event="a#5", trigger=40)
    kindred = replace(old, event="a#6", event_type="PROTEST")
    foreign = replace(old, event="a#7", event_type="AID")
    titled = replace(old, event="a#8", in_title=True)
    beside = replace(old, event="a#9", start=50, end=90)
    assert follow(old, {"a": [other, same, kindred]}) == "a#4"
    assert follow(old, {"a": [kindred, other]}) == "a#5"
    assert follow(old, {"a": [kindred, foreign]}) == "a#6"
    assert follow(old, {"a": [foreign, titled, beside]}) is None
    assert follow(old, {"b": [old]}) is None


def test_a_mark_is_not_taken_for_what_stood_beside_it() -> None:
    at = Span(start=0, end=60, text="police arrested Anton Belo and detained Mina Sarro on Friday")
    one = event("a#1", "COERCE/arrest", "police arrested Anton Belo", by=(POLICE,))
    one, two = (replace(one, id=f"a#{n}", evidence=at, trigger=Span(start=s, end=s + 8, text="-")) for n, s in ((1, 7), (2, 31)))
    both = marks([one, two])["a"]
    assert [m.beside for m in both] == [(31,), (7,)]
    assert follow(both[0], {"a": [mark(replace(two, id="a#1"))]}) is None
    assert follow(both[0], {"a": [mark(replace(one, id="a#9", trigger=Span(start=3, end=6, text="-")))]}) == "a#9"


def test_a_judgement_whose_events_are_gone_is_told_and_does_nothing() -> None:
    gone = judged("reject", [march("x#1")])
    pair = judged("same", [SHOTS[0]], [march("x#1")], id=2)
    found, lost = settled([gone, pair, judged("confirm", SHOTS, id=3)], SHOTS)
    assert ([j.id for j in found], [j.id for j in lost]) == ([3], [1, 2])
    assert groups(merged(SHOTS, gone, pair)) == groups(merged(SHOTS))


def test_two_events_of_one_passage_that_become_one_are_no_pair_any_more() -> None:
    both = [shooting("a#1"), replace(shooting("a#2"), trigger=Span(start=9, end=12, text="hit"))]
    pair = judged("not same", [both[0]], [both[1]])
    assert carried(pair, marks(both)) is not None
    assert carried(pair, marks(both[:1])) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("title", "x" * 301),
        ("type", "MURDER"),
        ("type", "ASSAULT/talks"),
        ("type", 7),
        ("begin", "10 May"),
        ("begin", "2031-05-10/2031-05-01"),
        ("last", "2031-05-10/2031-05-11"),
        ("place", "Nowhere"),
        ("place", {"name": "X", "lat": 91, "lon": 0}),
        ("place", {"name": "X", "lat": "nan", "lon": 0}),
        ("place", {"name": "X", "lat": 1, "lon": 2, "precision": "spot"}),
        ("place", {"name": ["X"], "lat": 1, "lon": 2}),
        ("place", 5),
        ("actors", ["x"] * 31),
        ("actors", [5]),
        ("actors", [{"name": "x", "sectors": "COP"}]),
        ("actors", [{"country": "ZQA"}]),
        ("numbers", 5),
    ],
)
def test_what_no_slot_can_hold_is_refused_in_one_line(field: str, value: object) -> None:
    with pytest.raises(UsageError) as e:
        edits.checked(field, value, merged(SHOTS)[0])
    assert "\n" not in str(e.value)


def test_values_are_kept_as_json_and_known_names_stand_for_what_reports_say() -> None:
    (i,) = merged(SHOTS)
    assert edits.checked("type", "assault/firearms", i) == ["ASSAULT", "firearms"]
    assert edits.checked("begin", "2031-05-10/2031-05-12", i) == ["2031-05-10", "2031-05-12"]
    assert edits.place(edits.checked("place", "velin", i)) == place("Velin")
    kept = edits.parties(edits.checked("recipients", ["Police of Zaqia", "Anton Belo"], i))
    assert kept == (POLICE, Actor(name="Anton Belo"))
    assert edits.checked("title", " A\x00 b\nc ", i) == "A b c"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"begin": "2031-05-08"}, ("2031-05-08", "2031-05-08", "day")),
        ({"begin": ["2031-05-08", "2031-05-12"]}, ("2031-05-08", "2031-05-12", "week")),
        ({"last": "2031-05-30"}, ("2031-05-09", "2031-05-30", "month")),
        ({"last": "2031-05-01"}, ("2031-05-01", "2031-05-01", "day")),
        ({"begin": None}, (None, None, "unknown")),
        ({"begin": None, "last": "2031-05-10"}, (None, "2031-05-10", "unknown")),
    ],
)
def test_days_after_an_edit(given: dict[str, Any], expected: tuple[object, ...]) -> None:
    assert edits.span(("2031-05-09", "2031-05-09", "day"), **given) == expected


VAGUE = shooting("f#1", on=None)
POOL = [*ALL, VAGUE]
PAIRS = ["same", "not same", "split"]


@st.composite
def decisions(draw: st.DrawFn) -> list[Judgement]:
    out = []
    for n in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from([*PAIRS, "confirm", "reject", "grade", "edit"]))
        chosen = draw(st.lists(st.sampled_from(POOL), min_size=2, max_size=5, unique=True))
        if kind in PAIRS:
            out.append(judged(kind, chosen if kind == "split" else chosen[1:], chosen[:1], id=n + 1))
        else:
            each: dict[str, dict[str, Any]] = {"grade": {"value": n % 6 + 1}, "edit": {"field": "title", "value": f"title {n}"}}
            more = each.get(kind, {})
            out.append(judged(kind, chosen, id=n + 1, **more))
    return out


@settings(max_examples=60, deadline=None, derandomize=True)
@given(ways=decisions(), seed=st.integers(0, 1000))
def test_the_effect_of_judgements_does_not_depend_on_the_order_of_reports(ways: list[Judgement], seed: int) -> None:
    keys = sorted({e.report for e in POOL})
    reports = {k: report(k, f"2031-05-{10 + n}") for n, k in enumerate(keys)}
    expected = merge(POOL, reports, (), ways)
    events, order, mixed = list(POOL), list(reports.items()), list(ways)
    shuffle = random.Random(seed).shuffle
    for x in (events, order, mixed):
        shuffle(x)
    assert merge(events, dict(order), (), mixed) == expected
    last = {tuple(sorted((a, b))): j.kind for j in ways if j.kind in PAIRS for a, b in across(j)}
    of_event = {e: i.id for i in expected for e in i.events}
    for (a, b), kind in last.items():
        if kind != "same" and a in of_event and b in of_event:
            assert of_event[a] != of_event[b], "what was said last to be apart is apart"


def across(j: Judgement) -> list[tuple[str, str]]:
    """Pairs of the first and the second side."""
    first = [a.event for a in j.anchors if a.event not in j.value]
    return [(a, b) for a in first for b in j.value]
