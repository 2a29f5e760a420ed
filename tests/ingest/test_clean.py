from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.ingest import clean


def plain(c: str) -> str:
    return "\n" if c in "\r\n\x0b\x0c\x85\u2028\u2029" else " " if c.isspace() else c


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_every_character_is_the_raw_one_it_is_mapped_to(raw: str) -> None:
    c = clean(raw)
    for i, char in enumerate(c.text):
        if char != "\n":
            start, end = c.offsets.span(i, i + 1)
            assert plain(raw[start]) == char
            assert char == " " or end == start + 1


@given(st.text(alphabet="ab .\n\r\t\u00a0\u00ad\u200b", max_size=80))
def test_spans_of_words_read_the_same_in_the_raw_text(raw: str) -> None:
    c = clean(raw)
    for m in re.finditer(r"[ab.]+", c.text):
        start, end = c.offsets.span(*m.span())
        assert re.sub("[\u00ad\u200b]", "", raw[start:end]) == m.group()


def test_paragraphs_stay_apart_and_white_space_is_single() -> None:
    c = clean("One\u00a0 two\tthree.  \r\n\r\n\r\n Four\r\nfive. ")
    assert c.text == "One two three.\n\nFour\nfive."


def test_invisible_characters_go() -> None:
    assert clean("bar\u00adri\u200bcade\ufeff").text == "barricade"


def test_title_repeated_and_site_furniture_are_taken_out_and_the_time_is_read() -> None:
    raw = (
        "Talks fail in the valley | Valley Herald\n\nTalks fail in the valley\n\n | Valley Herald\n\nValley Herald Updates.\n\n"
        "15:46 | December 18, 2022\n\nMediators left on Friday.\n\nShare this on Facebook\n\nRead more: Bridge closed\n\n© 2022 Valley Herald. All rights reserved."
    )
    c = clean(raw)
    assert c.text == "Mediators left on Friday."
    assert (c.title, c.site, c.published) == ("Talks fail in the valley", "Valley Herald", "2022-12-18T15:46")
    assert raw[slice(*c.offsets.span(0, len(c.text)))] == "Mediators left on Friday."


def test_a_given_title_as_first_line_goes() -> None:
    assert clean("Roads blocked!\nSerbs blocked roads.", title="Roads blocked").text == "Serbs blocked roads."


@pytest.mark.parametrize(
    ("line", "time"),
    [
        ("Published: 3 January 2023 at 09:05", "2023-01-03T09:05"),
        ("Jan. 3, 2023 9:05 GMT", "2023-01-03T09:05"),
        ("2023-01-03", "2023-01-03"),
        ("Updated on March 31st, 2021", "2021-03-31"),
        ("31 February 2021", None),
        ("18:99 - 18 December 2022", "2022-12-18"),
    ],
)
def test_time_stamp_lines(line: str, time: str | None) -> None:
    c = clean(f"Head\n{line}\nSomething happened in town.\nIt was quiet.")
    assert c.published == time
    assert line not in c.text


@pytest.mark.parametrize(
    "line",
    [
        "Like us, the Serbs have lost their homes.",
        "See more troops than ever, he said on Friday.",
        "Follow us on the road to Goma, said the commander.",
        "Share prices fell after the vote.",
        "Follow-up talks are planned for May.",
        "He said on Facebook that roads were open.",
        "Home Affairs Minister Lee resigned.",
        "Search teams found two bodies.",
        "In 2021 the road was closed.",
    ],
)
def test_sentences_that_begin_like_furniture_stay(line: str) -> None:
    text = f"Something happened.\n{line}\nIt was quiet."
    assert clean(text).text == text


def test_a_text_of_furniture_alone_is_kept() -> None:
    assert clean("Home\nSearch").text == "Home\nSearch"


def test_a_lost_quotation_mark_stays_lost() -> None:
    text = "We call on all sides to show restraint,” the alliance wrote."
    assert clean(text).text == text
