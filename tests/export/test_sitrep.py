"""The situation report as Markdown and HTML: hostile words stay words, and an address leads where it says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.incidents.factories import report
from vedette.domain import Citation, Picture, Section, Sitrep, SitrepSentence
from vedette.export.sitrep import html, link, markdown


def made(
    title: str = "Zaqia", sentence: str = "A gate was closed.", passage: str = "They closed it.", **given: Any
) -> tuple[Sitrep, Picture]:
    """A situation report of one sentence and the picture with the report that it cites."""
    sheet = Sitrep(
        title=title, as_of="2031-05-10", known_at=None, since=None,
        sections=(Section(title="Incidents", sentences=(SitrepSentence(text=sentence, citations=(1,)),)),),
        citations=(Citation(number=1, report="K1", start=0, end=15, text=passage),),
    )  # fmt: skip
    cited = {"K1": report("K1", **given)}
    return sheet, Picture(situation=None, as_of=None, known_at=None, incidents=(), conditions=(), undertakings=(), copies=(), reports=cited)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://paper.example/a?b=c&d=%20e#f", "https://paper.example/a?b=c&d=%20e#f"),
        ("http://a.b/c> [evil](javascript:alert(1))", "http://a.b/c%3E%20%5Bevil%5D%28javascript:alert%281%29%29"),
        ("https://a.b/c\nd\te\\f`g", "https://a.b/c%0Ad%09e%5Cf%60g"),
        ("https://žurnal.example/č", "https://žurnal.example/č"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//a.b/c", None),
        ("", None),
        (None, None),
    ],
)
def test_only_web_addresses_are_linked_and_none_can_end_early(url: str | None, expected: str | None) -> None:
    assert link(url) == expected
    last = markdown(*made(url=url)).splitlines()[-1]
    assert last.endswith(f"“They closed it.” <{expected}>" if expected else "“They closed it.”")
    page = html(*made(url=url))
    assert page.count("<a ") == (2 if expected else 1)
    assert 'href="javascript' not in page


@pytest.mark.parametrize("hostile", ["[x](javascript:y)", "<script>z</script>", "*b* _i_ `c` ~d~", "a | b", "&lt;s&gt;"])
def test_words_are_no_markdown_and_no_html(hostile: str) -> None:
    text = markdown(*made(title=hostile, sentence=hostile, passage=hostile, source=hostile))
    shown = "".join(f"\\{c}" if c in "\\`*_[]<>#|~&" else c for c in hostile)
    assert text.count(shown) == 4
    assert hostile not in text
    assert "<script>" not in html(*made(title=hostile, sentence=hostile, passage=hostile, source=hostile))


def test_nothing_breaks_its_line() -> None:
    text = markdown(*made(title="A\n# B", sentence="C\n\n- D", passage="E\r\n> F", source="G\n\n## H"))
    assert [x for x in text.splitlines() if x] == [
        "# A \\# B",
        "As of 2031-05-10",
        "## Incidents (1)",
        "- C - D [1]",
        "## Sources",
        "1. G \\#\\# H, 2031-05-10, report K1, characters 0 to 15: “E \\> F”",
    ]


def test_a_text_that_is_no_original_says_so_and_an_unknown_report_is_named() -> None:
    assert "(restated for this example, not the publisher's words)" in markdown(*made(text_kind="restated"))
    assert "(fiction)" in html(*made(text_kind="fiction"))
    sheet, pic = made()
    pic.reports.clear()
    assert markdown(sheet, pic).endswith("1. report K1: “They closed it.”\n")


def test_an_empty_report_says_so() -> None:
    _, pic = made()
    empty = Sitrep(title="Zaqia", as_of=None, known_at=None, since=None, sections=(), citations=())
    assert "Nothing to report." in markdown(empty, pic)
    assert "Nothing to report." in html(empty, pic)
