"""What a grown report tells beyond single incidents: figures, changes, due dates, the outlook, grades; and which incidents lead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.situation.test_sitrep import ASKED, BLOCKADE, INCIDENT, event, picture, report, under  # noqa: F401 (a fixture)
from vedette.domain import Count, Incident, Picture, Place, Source
from vedette.situation import sitrep
from vedette.situation.phrases import numbers
from vedette.situation.sitrep import corroboration, importance, topic


def text(made: object, title: str) -> list[str]:
    return [s.text for s in under(made, title)]  # type: ignore[arg-type]


def killed(low: int | None, high: int | None, by: str | None, *reports: str) -> Count:
    return Count(kind="killed", low=low, high=high, by=by, reports=reports)


def test_figures_are_summed_from_the_lowest_to_the_highest_with_who_says_which(picture: Picture) -> None:  # noqa: F811
    one = replace(INCIDENT, numbers=(killed(1, 1, "police", "r1"), killed(3, 3, None, "r2")))
    two = replace(INCIDENT, id="i2", begin="2021-09-23", last="2021-09-23", numbers=(killed(2, 2, None, "r1"),))
    made = sitrep(replace(picture, incidents=(one, two)))
    assert text(made, "Key figures") == [
        "Killed, in the 7 days to 25 September 2021: 3 to 5 in 2 incidents. 20 September 2021, Port Sudan: 1 killed (police) or 3 killed (Post); "
        "23 September 2021, Port Sudan: 2 killed (Post)."
    ]
    opened = replace(two, numbers=(killed(2, None, None, "r1"),))
    (told,) = text(sitrep(replace(picture, incidents=(one, opened))), "Key figures")
    assert told.startswith("Killed, in the 7 days to 25 September 2021: at least 3 in 2 incidents.")
    old = replace(one, begin="2021-09-01", last="2021-09-01")
    assert text(sitrep(replace(picture, incidents=(old,))), "Key figures") == []


def test_tension_says_between_what_and_what_moved_it(picture: Picture) -> None:  # noqa: F811
    (told,) = under(sitrep(picture), "Tension")
    assert told.text.startswith("Sudan: low; hostile score ")
    assert "(80 %: 0.0 to " in told.text
    assert "in the 7 days to 25 September 2021, 0.0 in the 7 days before." in told.text
    assert "Moved most by: Dockers blocked the gate of Port Sudan (+" in told.text
    assert told.events == INCIDENT.events


def test_the_due_stand_before_the_rest_and_the_overdue_say_by_how_much(picture: Picture) -> None:  # noqa: F811
    late = replace(ASKED, id="u2", due="2021-09-23")
    early = replace(ASKED, id="u3", due="2021-09-30")
    made = sitrep(replace(picture, undertakings=(ASKED, early, late)))
    assert [(s.subject, "overdue by 2 days" in s.text) for s in under(made, "Due and overdue")] == [("u2", True), ("u3", False)]
    assert [s.subject for s in under(made, "Asked and promised, unanswered")] == ["u1"]


def test_changes_since_the_last_issue_are_told_once_with_what_was_said_before(picture: Picture) -> None:  # noqa: F811
    last = sitrep(picture)
    graded = replace(INCIDENT, credibility=1)
    ended = replace(BLOCKADE, state="ended", end="2021-09-26")
    after = replace(picture, as_of="2021-09-27", incidents=(graded,), conditions=(ended,))
    changed = text(sitrep(after, seen=frozenset({"r1", "r2"}), last=last), "Changes since the last issue")
    assert len(changed) == 2  # not the request, of which only the silence has grown
    assert changed[0].startswith("20 September 2021, Port Sudan: Dockers blocked the gate")
    assert ". Graded 1, " in changed[0].partition(" Before: ")[0]
    assert "Graded 2, " in changed[0].partition(" Before: ")[2]
    assert changed[1].startswith("Ended: Blockade, Port Sudan: ")
    assert "ended 26 September 2021. Before: Blockade, Port Sudan: gate of the port blocked, since" in changed[1]


def test_nothing_changed_says_nothing_and_what_is_merely_old_is_not_gone(picture: Picture) -> None:  # noqa: F811
    last = sitrep(picture)
    later = replace(picture, as_of="2021-10-20", conditions=(replace(BLOCKADE, expected_end="2021-11-01"),))
    made = sitrep(later, seen=frozenset({"r1", "r2"}), last=last, recent=7)
    assert text(made, "Incidents: Sudan") == []
    assert [s.subject for s in under(made, "Changes since the last issue")] == ["c1"]
    gone = sitrep(replace(later, incidents=()), seen=frozenset({"r1", "r2"}), last=last)
    assert [t for t in text(gone, "Changes since the last issue") if t.startswith("No longer told: 20 September 2021, Port Sudan")]


def test_the_outlook_holds_only_what_reports_say_is_planned_and_what_was_known_by_the_day(picture: Picture) -> None:  # noqa: F811
    base = replace(event("r1#3", (0, 49)), modality="planned", headline="Dockers will march", begin="2021-09-28", last="2021-09-28")
    base = replace(base, time_precision="day", confidence=0.9)
    again = replace(base, id="r2#3", report="r2", confidence=0.4, headline="A march")
    others = [
        replace(base, id="r1#4", begin="2021-09-25"),  # not ahead
        replace(base, id="r1#5", modality="possible", begin="2021-09-29"),
        replace(base, id="r1#6", polarity="negative", begin="2021-09-29"),
        replace(base, id="late#1", report="late", begin="2021-09-29"),  # published after the day
        replace(base, id="r1#7", begin=None, last=None, due="2021-10-02", headline="Talks will begin"),
    ]
    events = {**picture.events, **{e.id: e for e in (base, again, *others)}}
    reports = {**picture.reports, "late": report("late", "2021-09-26")}
    made = sitrep(replace(picture, events=events, reports=reports, inside=picture.inside | {"late"}))
    assert text(made, "Outlook") == [
        "28 September 2021, planned: Dockers will march, by 2 reports.",
        "1 October 2021, Port Sudan, expected end of: blockade, gate of the port blocked.",
        "By 2 October 2021, planned: Talks will begin.",
    ]


def test_sources_stand_with_their_grades_and_their_passages(picture: Picture) -> None:  # noqa: F811
    reports = {**picture.reports, "r2": report("r2", "2021-09-22", source="Herald")}
    graded = {"Post": Source(name="Post", reliability="B", side="north")}
    made = sitrep(replace(picture, reports=reports), sources=graded)
    post, rest = under(made, "Sources and their grades")
    assert post.text == "Post: B, usually reliable; speaks for north; 1 report cited."
    assert rest.text == "Not graded by the desk (F, reliability cannot be judged): Herald."
    by = {c.number: reports[c.report].source for c in made.citations}
    assert {by[n] for n in post.citations} == {"Post"}
    assert {by[n] for n in rest.citations} == {"Herald"}


def test_incidents_stand_by_area_or_by_topic(picture: Picture) -> None:  # noqa: F811
    far = Place(name="Kassala", lat=15.4, lon=36.4, country="SD", feature="PPL", precision="city", admin1="Kassala")
    shot = replace(INCIDENT, id="i2", event_type="ASSAULT", mode="firearms", place=far)
    talks = replace(INCIDENT, id="i3", event_type="CONSULT", mode=None, place=None)
    found = replace(picture, incidents=(INCIDENT, talks, shot))
    by_area = [s.title for s in sitrep(found).sections if s.title.startswith("Incidents")]
    assert by_area == ["Incidents: Kassala", "Incidents: Sudan", "Incidents: Place not known"]
    by_topic = [s.title for s in sitrep(found, by="topic").sections if s.title.startswith("Incidents")]
    assert by_topic == ["Incidents: Violence", "Incidents: Protests and blockades", "Incidents: Talks and agreements"]
    assert topic(replace(INCIDENT, event_type=None)) == "Other"


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (replace(INCIDENT, event_type="ASSAULT", mode="firearms"), INCIDENT),  # graver
        (replace(INCIDENT, begin="2021-09-25", last="2021-09-25"), INCIDENT),  # newer
        (replace(INCIDENT, independent_sources=4), INCIDENT),  # better supported
        (INCIDENT, replace(INCIDENT, credibility=5)),  # improbable
        (replace(INCIDENT, independent_sources=1, status="confirmed"), replace(INCIDENT, independent_sources=1)),
    ],
)
def test_each_factor_moves_a_highlight(better: Incident, worse: Incident) -> None:
    assert importance(better, "2021-09-25") > importance(worse, "2021-09-25")


def test_the_factors_are_what_the_page_says() -> None:
    assert corroboration(replace(INCIDENT, independent_sources=1)) == 0.5
    assert corroboration(replace(INCIDENT, independent_sources=2, credibility=5)) == 0.375
    assert corroboration(replace(INCIDENT, credibility=1)) == 1.0
    now = importance(replace(INCIDENT, begin="2021-09-25", last="2021-09-25"), "2021-09-25")
    assert importance(replace(INCIDENT, begin="2021-09-22", last="2021-09-22"), "2021-09-25") == pytest.approx(now / 2)


def test_one_thing_is_told_as_one() -> None:
    counts = [
        Count(kind="vehicles", low=1, high=1, by="police", reports=("a",)),
        Count(kind="vehicles", low=3, high=3, by="mayor", reports=("b",)),
    ]
    assert numbers(counts) == "1 vehicle (police) or 3 vehicles (mayor)"
    assert numbers([Count(kind="killed", low=1, high=1, by="police", reports=("a",))]) == "1 killed (police)"
