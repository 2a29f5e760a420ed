from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from vedette.ingest import from_text, page


def test_the_article_without_menus_and_footers() -> None:
    report = from_text((ROOT / "examples/page.html").read_text("utf-8"))
    assert report.title == "Talks on the Lipa bridge broken off"
    assert (report.source, report.published, report.language) == ("Valley Herald", "2024-04-12T18:20Z", "en")
    assert report.text.startswith("DOLNO POLE — Mediators of the European Union")
    assert report.text.endswith("has confirmed no such case.")
    assert "“Both sides must show restraint,” the EU's envoy" in report.text
    assert "council says" in report.text
    for furniture in ("Home", "Related", "Farmers", "©", "reserved", "color"):
        assert furniture not in report.text


def test_every_character_is_where_the_map_says() -> None:
    report = from_text((ROOT / "examples/page.html").read_text("utf-8"))
    for m in re.finditer(r"\S", report.text):
        raw = report.raw[slice(*report.offsets.span(*m.span()))]
        assert raw == m.group() or (raw.startswith("&") and raw.endswith(";")), (raw, m.group())
    start = report.text.index("the EU's")
    assert report.raw[slice(*report.offsets.span(start, start + 8))] == "the EU&#39;s"


LONG = "The council said on Monday that the road to the valley would stay closed until the court answers its petition in full."


@pytest.mark.parametrize(
    ("html", "kept", "lost"),
    [
        (f"<p>{LONG}<p>Unclosed <b>tags <i>everywhere", ["Unclosed tags everywhere"], []),
        (f"<div><p>{LONG}</p><br>Second line &amp; more</div>", ["Second line & more"], []),
        (
            f"<html><body><nav>Menu</nav><p>{LONG}</p><script>var a = '<p>no</p>';</script><!-- hidden --></body>",
            [LONG],
            ["var a", "hidden", "Menu"],
        ),
        (f"<p>{LONG}</p><p>Lone & ampersand, 3 < 4, &unknown; &#x201C;quoted&#x201D;</p>", ["“quoted”"], []),
        (f"<p>{LONG} <![foo[ x ]]> and <![ more</p>", [LONG], []),
        (f"<!doctype html><html><head><title>T</title><meta charset=utf-8><p>{LONG}", [LONG], []),
        (f"<p>Police said.<button>Share<p>{LONG}</p>", ["Police said.", LONG], []),
        (f"<table><tr><td>{LONG}</td></tr></table>", [LONG], []),
    ],
)
def test_broken_and_odd_pages(html: str, kept: list[str], lost: list[str]) -> None:
    report = from_text(html, kind="html")
    for text in kept:
        assert text in report.text
    for text in lost:
        assert text not in report.text


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["<p>", "</p>", "<div class='a'>", "</div>", "&amp;", "&nbsp;", "&#8212;", "&bogus", "<", ">", "<br/>", "word ", "Čačak ", "<!--", "-->", "<script>", "</script>", "\r\n", "<nav>", "</nav>"]), max_size=40))  # fmt: skip
def test_no_page_breaks_the_map(parts: list[str]) -> None:
    raw = "".join(parts)
    cleaned, _ = page(raw)
    assert cleaned.offsets.length == len(cleaned.text)
    for m in re.finditer(r"word|Čačak", cleaned.text):
        assert raw[slice(*cleaned.offsets.span(*m.span()))] == m.group()
