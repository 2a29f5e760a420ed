"""Who said what: spans, parts, speakers, and quotation marks that are missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vedette.language
from tests.conftest import cases
from vedette.domain import Annotated, Quote
from vedette.language import Reader
from vedette.language.cues import KINDS, POS, cues
from vedette.language.quotation import marked
from vedette.language.quotes import quotes
from vedette.language.speakers import nouns

DATA = Path(vedette.language.__file__).parent / "data"


def shown(q: Quote) -> dict[str, Any]:
    out: dict[str, Any] = {"source": q.source and q.source.text, "cue": q.cue and q.cue.text, "content": [c.text for c in q.content]}
    if q.direct:
        out["direct"] = True
    if q.speaker:
        out["speaker"] = q.speaker.text
    return out


@pytest.mark.parametrize("case", cases("quotes"))
def test_quotes(case: dict[str, Any], reader: Reader) -> None:
    found = quotes(reader.read(case["text"]))
    assert [shown(q) for q in found] == case["quotes"]
    for q in found:
        for s in (q.source, q.cue, q.speaker, *q.content):
            assert s is None or case["text"][s.start : s.end] == s.text


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ('He said "yes" and "no".', ['"yes"', '"no"']),
        ("He said “yes, «oui»” twice.", ["“yes, «oui»”"]),
        ("Er sagte „ja“ dann.", ["„ja“"]),
        ("‘We won’t go,’ they said.", ["‘We won’t go,’"]),
        ("The soldiers’ pay and the dogs’ food.", []),
        ("It's the city's wall.", []),
        ("We go now,” she said.", ["We go now,”"]),
        ("“We go now.\n\n“We stay,” she said.", ["“We go now.", "“We stay,”"]),
        ("“We go.", ["“We go."]),
        ("''We go,'' he said.", ["''We go,''"]),
        ('A 5" pipe.', []),
        ("", []),
    ],
)
def test_marked(text: str, stretches: list[str]) -> None:
    found = marked(text)
    assert [text[q.start : q.end] for q in found] == stretches


def test_a_paragraph_in_marks_goes_on_from_the_one_before(reader: Reader) -> None:
    text = "“The dam is safe,” Governor Tessa Okoro said.\n\n“Nobody should leave.”\n\nShops opened."
    first, second = quotes(reader.read(text))
    assert (first.source and first.source.text, second.source) == ("Governor Tessa Okoro", None)
    assert second.speaker is not None
    assert "Tessa Okoro" in second.speaker.text


def test_marks_are_no_source(reader: Reader) -> None:
    assert all(q.source is None or q.source.text for q in quotes(reader.read("’ said “ ” according to “")))


def test_no_sentences_no_quotes() -> None:
    assert quotes(Annotated(text="", sentences=(), entities=())) == ()
    for q in quotes(Annotated(text="«Nous partons», a-t-il dit.", sentences=(), entities=())):
        assert q.source is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "“",
                "”",
                '"',
                "'",
                "’",
                "‘",
                "said",
                "he",
                "Okoro",
                "the",
                "army",
                "told",
                "that",
                "it",
                ",",
                ".",
                ":",
                "\n\n",
                "left",
                "to",
                "leave",
                "by",
                "according",
            ]
        ),
        max_size=25,
    )
)
def test_any_text_gives_sound_spans(reader: Reader, words: list[str]) -> None:
    text = " ".join(words)
    for q in quotes(reader.read(text)):
        assert q.content
        for s in (q.source, q.cue, q.speaker, *q.content):
            assert s is None or (0 <= s.start < s.end <= len(text) and text[s.start : s.end] == s.text)
        assert all(a.end <= b.start for a, b in zip(q.content, q.content[1:], strict=False))


def test_the_cues_are_sound() -> None:
    header, *rows = (DATA / "cues.tsv").read_text("utf-8").splitlines()
    assert header == "cue\tpos\ttakes\tkind"
    keys = [tuple(row.split("\t")[:2]) for row in rows]
    assert keys == sorted(set(keys))
    for row in rows:
        words, pos, takes, kind = row.split("\t")
        assert words == words.lower().strip()
        assert pos in POS
        assert kind in KINDS
        assert takes
        assert list(takes) == sorted(set(takes), key="qcio".index)
    assert len(cues()) == len(rows) > 400


def test_the_speakers_nouns_are_sound() -> None:
    header, *rows = (DATA / "speakers.tsv").read_text("utf-8").splitlines()
    assert header == "noun\tkind"
    assert rows == sorted(set(rows))
    assert len(nouns()) == len(rows)
    assert set(nouns().values()) == {"person", "group", "place"}
