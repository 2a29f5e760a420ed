"""Sentences of reports, and how like they are to a matter."""

from __future__ import annotations

from tests.incidents.factories import report
from vedette.domain.compare import day
from vedette.situation.passages import Heard, heard_in, passages, sought

ASKED = report(
    "r1",
    "2031-05-03",
    "The carters of Velmora asked the customs house to let their lorries through the Tarn gate. Plums are dear this year.",
)
LAST = day("2031-12-31") or 0


def test_the_sentence_in_other_words_is_the_likest() -> None:
    own = passages(ASKED)[0].span.text
    matter = sought(
        ["let their lorries through the Tarn gate"], ["the carters of Velmora", "the customs house"], [own], day("2031-05-03"), {"r1"},
        {"r1": ASKED}, frozenset(),
    )  # fmt: skip
    told = "Trucks of the carters have been passing the gate at Tarn since Sunday. A choir sang in Velmora. The customs house was painted."
    heard = Heard([ASKED, report("r2", "2031-05-09", told), report("r3", "2031-05-09", "Nothing of the kind.")])
    later = heard.later(matter, LAST)
    assert [heard.passages[n].report for n in later] == ["r2", "r2", "r2", "r3"]
    assert heard.naming(matter) == {"r1", "r2"}
    like = heard.likeness(matter)
    assert max(later, key=lambda n: like[n]) == later[0]
    assert min(like) >= 0
    assert max(like) <= 1


def test_reports_without_a_sentence_or_a_day_are_passed_over() -> None:
    heard = Heard(
        [ASKED, report("r2", "2031-05-09", "\n"), report("r3", None, "They asked."), report("r4", "2031-05-09", "No.", relevant=False)]
    )
    assert list(heard.reports) == ["r1"]
    assert [len(heard.passages), len(Heard([]).passages)] == [2, 0]


def test_one_picture_is_looked_through_once() -> None:
    reports = {"r1": ASKED}
    assert heard_in(reports) is heard_in(dict(reports))
    assert heard_in({"r1": report("r1", "2031-05-03", "Other.")}) is not heard_in(reports)


def test_sentences_end_where_they_end() -> None:
    held = report("r9", "2031-05-09", "Gen. Ardo met Mr. Bel on Monday. He said: “No.” Then rain fell.", title="No rain")
    assert [p.span.text for p in passages(held)] == ["No rain", "Gen. Ardo met Mr. Bel on Monday.", "He said: “No.", "Then rain fell."]
    assert [held.text[p.span.start : p.span.end] == p.span.text for p in passages(held)[1:]] == [True] * 3
