"""Every sentence of a situation report is made from coded fields and cites the passage that it rests on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vedette.domain import (
    Actor,
    Condition,
    Copies,
    Count,
    Event,
    Incident,
    OffsetMap,
    Picture,
    Place,
    Report,
    Sitrep,
    SitrepSentence,
    Situation,
    Undertaking,
    Value,
    span,
)
from vedette.export.sitrep import html, markdown
from vedette.situation import sitrep
from vedette.situation.sitrep import day, numbers, severity, when

TEXT = "Dockers blocked the gate of Port Sudan on Monday. One man was hurt. They asked the governor for back pay."
PORT = Place(name="Port Sudan", lat=19.6, lon=37.2, country="SD", feature="PPL", precision="city")
DOCKERS, GOVERNOR = Actor(name="dockers", country="SDN", sectors=("LAB",)), Actor(name="governor", country="SDN", sectors=("GOV",))


def report(id: str, published: str, **more: object) -> Report:
    return replace(Report(id=id, text=TEXT, raw=TEXT, offsets=OffsetMap.identity(len(TEXT)), source="Post", published=published), **more)  # type: ignore[arg-type]


def event(id: str, at: tuple[int, int]) -> Event:
    part = span(TEXT, *at)
    return Event(id=id, report=id.split("#")[0], event_type="PROTEST", mode="obstruct", trigger=part, evidence=part, headline=part.text)


INCIDENT = Incident(
    id="i1",
    title="Dockers blocked the gate of Port Sudan.",
    event_type="PROTEST",
    mode="obstruct",
    begin="2021-09-20",
    last="2021-09-20",
    time_precision="day",
    place=PORT,
    actors=(DOCKERS,),
    recipients=(),
    numbers=(
        Count(kind="wounded", low=1, high=1, by="police", reports=("r1",)),
        Count(kind="wounded", low=2, high=2, by=None, reports=("r2",)),
    ),
    modality="asserted",
    background=False,
    disputed=True,
    status="machine",
    credibility=2,
    events=("r1#1", "r2#1"),
    reports=("r1", "r2"),
    independent_sources=2,
    known="2021-09-21",
    slots=(
        (
            "begin",
            (
                Value(value=("2021-09-20", "2021-09-20", "day"), events=("r1#1",), reports=("r1",)),
                Value(value=("2021-09-19", "2021-09-20", "week"), events=("r2#1",), reports=("r2",)),
            ),
        ),
    ),
)
BLOCKADE = Condition(
    id="c1",
    kind="blockade",
    what="gate of the port blocked",
    place=PORT,
    by=(DOCKERS,),
    begin="2021-09-20",
    end=None,
    expected_end="2021-10-01",
    last_confirmed="2021-09-24",
    state="in force",
    opened_by=("i1",),
    closed_by=(),
    reports=("r1",),
    events=("r1#1",),
)
ASKED = Undertaking(
    id="u1",
    kind="request",
    by=(DOCKERS,),
    to=(GOVERNOR,),
    what="back pay",
    made="2021-09-20",
    due=None,
    outcome="pending",
    outcome_at=None,
    reports=("r1",),
    answered_by=(),
    events=("r1#2",),
)


def under(made: Sitrep, title: str) -> tuple[SitrepSentence, ...]:
    """The sentences of a section, none where it is left out."""
    return next((s.sentences for s in made.sections if s.title == title), ())


@pytest.fixture
def picture() -> Picture:
    return Picture(
        situation=Situation(name="Red Sea"),
        as_of="2021-09-25",
        known_at=None,
        incidents=(INCIDENT,),
        conditions=(BLOCKADE,),
        undertakings=(ASKED,),
        copies=(Copies(reports=("r1", "r3"), copy_of=(("r3", "r1"),)),),
        reports={
            "r1": report("r1", "2021-09-21", text_kind="restated"),
            "r2": report("r2", "2021-09-22"),
            "r3": report("r3", "2021-09-22"),
        },
        events={e.id: e for e in (event("r1#1", (0, 49)), event("r1#2", (68, 105)), event("r2#1", (0, 49)))},
        inside=frozenset({"r1", "r2"}),
    )


def test_every_sentence_cites_and_every_citation_is_the_text_at_its_span(picture: Picture) -> None:
    made = sitrep(picture)
    assert [s.title for s in made.sections] == [
        "Highlights", "Key figures", "Tension", "Freedom of movement", "Incidents: Sudan", "Asked and promised, unanswered",
        "Outlook", "Disputed", "Sources and their grades",
    ]  # fmt: skip
    numbers_ = {c.number: c for c in made.citations}
    for section in made.sections:
        for sentence in section.sentences:
            assert sentence.citations
            assert set(sentence.citations) <= set(numbers_)
    for c in made.citations:
        assert picture.reports[c.report].text[c.start : c.end] == c.text
    assert [c.number for c in made.citations] == list(range(1, len(made.citations) + 1))


def test_sentences_say_what_is_known_on_whose_word_and_what_is_not(picture: Picture) -> None:
    made = sitrep(picture)
    said = {s.title: s.sentences[0].text for s in made.sections}
    assert said["Incidents: Sudan"] == (
        "20 September 2021, Port Sudan: Dockers blocked the gate of Port Sudan; 1 wounded (police) or 2 wounded (Post). "
        "Graded 2, 2 independent sources, disputed."
    )
    assert said["Freedom of movement"] == (
        "Blockade, Port Sudan: gate of the port blocked, since 20 September 2021, expected until 1 October 2021, last confirmed 24 September 2021."
    )
    assert said["Asked and promised, unanswered"] == "20 September 2021, request by dockers to governor: back pay; no answer for 5 days."
    assert (
        said["Disputed"]
        == "Dockers blocked the gate of Port Sudan: day 20 September 2021 (Post r1) or 19 September 2021 to 20 September 2021 (Post r2)."
    )


def test_a_day_that_no_report_tells_is_not_told(picture: Picture) -> None:
    guessed = replace(INCIDENT, begin="2021-09-15", last="2021-09-21", time_precision="week", time_estimated=True)
    made = sitrep(replace(picture, incidents=(guessed,)))
    assert made.sections[0].sentences[0].text.startswith("No day told, reported by 21 September 2021, Port Sudan: Dockers")
    assert "Disputed" not in [s.title for s in made.sections]


def test_what_is_new_since_the_last_one_is_marked_and_leads(picture: Picture) -> None:
    later = replace(INCIDENT, id="i2", title="A crane was burned", events=("r2#1",), reports=("r2",), credibility=3)
    made = sitrep(replace(picture, incidents=(INCIDENT, later)), since="2021-09-21T23:59:59Z")
    assert [s.subject for s in made.sections[0].sentences] == ["i2"]
    assert {s.subject: s.new for s in under(made, "Incidents: Sudan")} == {"i1": False, "i2": True}
    told = sitrep(replace(picture, incidents=(INCIDENT, later)), since="2021-09-30T23:59:59Z", seen=frozenset({"r2"}))
    assert [s.new for s in under(told, "Freedom of movement")] == [True]
    assert {s.subject: s.new for s in under(told, "Incidents: Sudan")} == {"i1": False, "i2": False}


def test_highlights_are_of_the_days_before_and_never_without_a_day(picture: Picture) -> None:
    undated = replace(INCIDENT, id="i2", begin=None, last=None, slots=())
    later = replace(INCIDENT, id="i3", begin="2021-09-27", last="2021-09-27", slots=())
    for incidents in ((INCIDENT, undated, later), (undated,)):
        made = sitrep(replace(picture, incidents=incidents))
        highlights = [s.subject for section in made.sections if section.title == "Highlights" for s in section.sentences]
        assert highlights == [i.id for i in incidents if i is INCIDENT]


def test_a_sitrep_keeps_what_it_rests_on_and_which_reports_it_knew(picture: Picture) -> None:
    far = report("far", "2021-10-30")
    made = sitrep(replace(picture, reports={**picture.reports, "far": far}))
    assert made.known_at == "2021-09-22"
    assert made.reports == ("r1", "r2")
    behind = {(s.subject, s.events) for section in made.sections for s in section.sentences}
    assert behind >= {("i1", ("r1#1", "r2#1")), ("c1", ("r1#1",)), ("u1", ("r1#2",)), ("figure wounded", ("r1#1", "r2#1"))}
    assert {s for s, _ in behind} == {"i1", "c1", "u1", "figure wounded", "tension SD/Sudan", "end c1", "sources not graded"}


def test_planned_denied_and_background_do_not_stand_among_incidents(picture: Picture) -> None:
    others = tuple(
        replace(INCIDENT, id=f"x{n}", **change)  # type: ignore[arg-type]
        for n, change in enumerate(({"modality": "planned"}, {"modality": "denied"}, {"background": True}, {"status": "rejected"}))
    )
    made = sitrep(replace(picture, incidents=others))
    titles = [s.title for s in made.sections]
    assert titles == ["Freedom of movement", "Asked and promised, unanswered", "Outlook", "Background", "Sources and their grades"]


def test_markdown_and_html_carry_the_passages_and_mark_what_is_restated(picture: Picture) -> None:
    hostile = replace(
        picture, reports={**picture.reports, "r2": report("r2", "2021-09-22", url="javascript:alert(1)", source="<b>Post</b>")}
    )
    made = sitrep(hostile)
    text, page = markdown(made, hostile), html(made, hostile)
    assert "restated for this example" in text
    assert "restated for this example" in page
    assert "“Dockers blocked the gate of Port Sudan on Monday.”" in text
    assert "<b>" not in page
    assert "javascript:" not in page
    assert "<script" not in page
    assert 'href="#c1"' in page
    assert 'id="c1"' in page


def test_an_empty_picture_says_so() -> None:
    empty = Picture(situation=None, as_of="2021-01-01", known_at=None, incidents=(), conditions=(), undertakings=(), copies=())
    assert "Nothing to report." in markdown(sitrep(empty), empty)
    assert "Nothing to report." in html(sitrep(empty), empty)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("2022-12-10", "2022-12-10", "day"), "10 December 2022"),
        (("2022-12-05", "2022-12-11", "week"), "5 December 2022 to 11 December 2022"),
        (("2022-11-01", "2022-11-30", "month"), "November 2022"),
        (("2008-01-01", "2008-12-31", "year"), "2008"),
        ((None, "2022-12-16", "unknown"), "By 16 December 2022"),
        ((None, None, "unknown"), "On a day not known"),
    ],
)
def test_days_are_told_as_precisely_as_they_are_known(given: tuple[str | None, str | None, str], said: str) -> None:
    assert when(*given) == said
    assert day("2022-13-45x") == "2022-13-45x"


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (3, 3, "3 killed (army)"),
        (1000, 1000, "1,000 killed (army)"),
        (10, None, "at least 10 killed (army)"),
        (None, 40, "up to 40 killed (army)"),
        (5, 9, "5 to 9 killed (army)"),
        (None, None, "an unknown number killed (army)"),
    ],
)
def test_numbers_keep_their_bounds_and_their_counter(low: int | None, high: int | None, said: str) -> None:
    assert numbers([Count(kind="killed", low=low, high=high, by="army", reports=("r",))]) == said


def test_equal_numbers_are_told_once_with_all_who_counted() -> None:
    counts = [
        Count(kind="wounded", low=2, high=2, by=None, reports=("a", "b")),
        Count(kind="wounded", low=3, high=3, by="army", reports=("c",)),
        Count(kind="wounded", low=2, high=2, by="the mayor", reports=("d",)),
        Count(kind="killed", low=2, high=2, by=None, reports=("a",)),
    ]
    assert numbers(counts) == "2 wounded (a, b, the mayor) or 3 wounded (army); 2 killed (a)"
    assert numbers(counts, {"a": "Post", "b": "Post"}) == "2 wounded (Post, the mayor) or 3 wounded (army); 2 killed (Post)"
    apart = [Count(kind="wounded", low=n, high=n, by=None, reports=(r,)) for n, r in ((2, "a"), (3, "b"))]
    assert numbers(apart, {"a": "Post", "b": "Post"}) == "2 wounded (Post a) or 3 wounded (Post b)"


def test_the_dead_weigh_more_than_a_roadblock() -> None:
    killed = Count(kind="killed", low=4, high=4, by=None, reports=("r",))
    assert severity(replace(INCIDENT, event_type="ASSAULT", mode="firearms", numbers=(killed,))) > severity(INCIDENT)
