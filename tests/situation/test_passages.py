"""Answers that are told in other words than the asking, found by the nearness of their words."""

from __future__ import annotations

import pytest

from tests.incidents.factories import actor, event, report
from vedette.domain import Outcome, Picture, Report, UndertakingKind
from vedette.domain.compare import day
from vedette.export.picture import undertaking_shape
from vedette.incidents import merge
from vedette.situation import sitrep, undertakings
from vedette.situation.passages import Heard, Sought, answer, cues, passages, sought

ASKED = report(
    "r1",
    "2031-05-03",
    "The carters of Velmora asked the customs house to let their lorries through the Tarn gate. Plums are dear this year.",
)
MADE, LAST = day("2031-05-03"), day("2031-12-31") or 0
GRANTED = "Trucks of the carters have been passing the gate at Tarn since Sunday. A choir sang."


def matter(
    kind: UndertakingKind = "request", what: str = "let their lorries through the Tarn gate", due: int | None = None, text: Report = ASKED
) -> Sought:
    return sought(
        kind,
        [what],
        ["the carters of Velmora", "the customs house"],
        [passages(text)[0].span.text],
        MADE,
        due,
        {text.key},
        {text.key: text},
        frozenset(),
    )


def said(kind: UndertakingKind, *later: str, **more: object) -> tuple[Outcome, str] | None:
    reports = [ASKED, *(report(f"r{n}", f"2031-05-{n + 8:02}", text) for n, text in enumerate(later, 2))]
    found = answer(matter(kind, **more), Heard(reports), LAST)  # type: ignore[arg-type]
    return (found[0], found[2].span.text) if found else None


def test_a_deed_in_other_words_grants_what_was_asked() -> None:
    assert said("request", GRANTED) == ("granted", "Trucks of the carters have been passing the gate at Tarn since Sunday.")
    assert said("promise", GRANTED) == ("kept", "Trucks of the carters have been passing the gate at Tarn since Sunday.")


@pytest.mark.parametrize(
    ("kind", "text", "outcome"),
    [
        ("request", "The lorries will not get through the gate: there are no plans to open Tarn, the customs house told the carters.", "refused"),
        ("request", "The customs house discussed the lorries of the carters at the Tarn gate and sent the matter to the capital.", None),
        ("request", "Of the lorries at the Tarn gate the carters have had no answer.", None),
        ("request", "The carters called off their request about lorries at the Tarn gate.", "lapsed"),
        ("request", "The carters of Velmora once more asked that their lorries be let through the Tarn gate, and repeated it on Monday.", None),
        ("request", "The lorries of the carters still stand before the Tarn gate.", None),
        ("promise", "Not one of the carters' lorries got through the Tarn gate.", "broken"),
        ("threat", "The carters shelved it: the lorries stay away from the Tarn gate.", "lapsed"),
    ],
)  # fmt: skip
def test_what_a_sentence_says_of_a_matter(kind: UndertakingKind, text: str, outcome: Outcome | None) -> None:
    found = said(kind, text)
    assert (found[0] if found else None) == outcome


def test_a_report_that_names_nothing_of_the_matter_answers_nothing() -> None:
    assert said("request", "Trucks have been passing a gate since Sunday.") is None


def test_what_was_told_before_or_on_the_day_itself_answers_nothing() -> None:
    early = report("r0", "2031-05-01", GRANTED)
    assert answer(matter(), Heard([ASKED, early]), LAST) is None


def test_the_likest_sentence_counts() -> None:
    other = "The carters of Velmora refused the toll on plums at Tarn."
    assert said("request", f"{GRANTED} {other}") == ("granted", "Trucks of the carters have been passing the gate at Tarn since Sunday.")


def test_of_many_sentences_more_must_agree() -> None:
    text = "At Tarn a cart went by."
    crowd = ["Plums were sold at Tarn. The river rose. A mill burnt down. Nobody was hurt. The mayor spoke. Rain fell." for _ in range(40)]
    assert said("request", text, *crowd) is None


def test_sentences_end_where_they_end() -> None:
    held = report("r9", "2031-05-09", "Gen. Ardo met Mr. Bel on Monday. He said: “No.” Then rain fell.", title="No rain")
    assert [p.span.text for p in passages(held)] == ["No rain", "Gen. Ardo met Mr. Bel on Monday.", "He said: “No.", "Then rain fell."]
    assert [held.text[p.span.start : p.span.end] == p.span.text for p in passages(held)[1:]] == [True] * 3


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("The council turned it down.", "no"),
        ("That won't happen, she said.", "no"),
        ("The court declared void the permit.", "undone"),
        ("The deadline came and went.", "out"),
        ("The strike was called off at dawn.", "off"),
        ("Half of the sum was paid.", "part"),
        ("Talks have been put off until June.", "late"),
        ("He agreed to let them pass.", "yes"),
        ("The paper was forwarded to the capital.", "step"),
    ],
)
def test_cues(text: str, cue: str) -> None:
    assert (cue in cues(text)) == (cue != "undone")


def test_the_sentence_is_kept_and_cited_and_makes_no_event_an_answer() -> None:
    carters, house = actor("carters of Velmora", "ZQA", "BUS"), actor("customs house", "ZQA", "GOV")
    first = passages(ASKED)[0].span.text
    put = event(
        "r1#1", "REQUEST", "The carters asked the customs house", by=(carters,), to=(house,), on="2031-05-03", trigger="asked", evidence=first,
        about="let their lorries through the Tarn gate",
    )  # fmt: skip
    reports = {"r1": ASKED, "r2": report("r2", "2031-05-09", GRANTED)}
    (u,) = undertakings(merge([put], reports, ()), [put], reports, "2031-05-30")
    assert (u.outcome, u.outcome_at, u.answered_by, u.events) == ("granted", "2031-05-09", (), ("r1#1",))
    assert [(x.report, reports[x.report].text[x.span.start : x.span.end]) for x in u.said] == [
        ("r2", GRANTED.removesuffix(" A choir sang."))
    ]
    assert undertaking_shape(u, {"r1": "r1", "r2": "r2"})["said"][0]["text"] == u.said[0].span.text
    picture = Picture(
        situation=None, as_of="2031-05-30", known_at=None, incidents=(), conditions=(), undertakings=(u,), copies=(), reports=reports,
        events={put.id: put},
    )  # fmt: skip
    assert u.said[0].span.text in [c.text for c in sitrep(picture).citations]
