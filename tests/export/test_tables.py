"""Comma-separated values and feeds: what a spreadsheet or a reader makes of hostile words."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET

import pytest

from vedette.export import atom
from vedette.export.csv import cell, lines


@pytest.mark.parametrize(
    "words", ["=1+1", "+49 30", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", '=HYPERLINK("http://x","y")']
)
def test_words_are_no_formula(words: str) -> None:
    assert str(cell(words)).startswith("'")
    (row,) = list(csv.reader(io.StringIO("".join(lines(["a"], [[words]])), newline="")))[1:]
    assert row == ["'" + words]


def test_numbers_stay_numbers_and_nothing_is_an_empty_cell() -> None:
    text = "".join(lines(["lat", "what", "n"], [[-24.5, 'He said "no", twice', None], [3, "line\nbreak", True]]))
    assert text == 'lat,what,n\r\n-24.5,"He said ""no"", twice",\r\n3,"line\nbreak",True\r\n'


def test_a_feed_is_sound_xml_whatever_the_words() -> None:
    hostile = "<script>alert('x')</script> & \x00\x1f\ufffe ]]> \"q\""
    text = atom.feed(
        id="urn:x",
        title=hostile,
        link='http://127.0.0.1/a?b=1&c="2"',
        page="http://127.0.0.1/",
        updated="2022-12-20T23:59:59Z",
        entries=[
            atom.Entry(
                id="urn:y", title=hostile, link="http://127.0.0.1/i", updated="2022-12-20T23:59:59Z", summary=hostile, authors=("A",)
            )
        ],
    )
    root = ET.fromstring(text)
    at = "{http://www.w3.org/2005/Atom}"
    assert root.findtext(f"{at}entry/{at}title") == "<script>alert('x')</script> &  ]]> \"q\""
    assert [e.get("href") for e in root.findall(f"{at}link")] == ['http://127.0.0.1/a?b=1&c="2"', "http://127.0.0.1/"]
    assert root.findtext(f"{at}entry/{at}author/{at}name") == "A"
