"""Datelines and bullets are read apart, so that no place of filing and no mark is the subject of a sentence."""

from __future__ import annotations

import pytest

from vedette.language import Reader
from vedette.language.datelines import bullet, dateline
from vedette.language.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("KARSK, Ruritania, May 3 (Osk Wire) - The army shelled a village.", "KARSK, Ruritania, May 3 (Osk Wire) -"),
        ("KARSK (Osk Wire), May 3 - The army shelled a village.", "KARSK (Osk Wire), May 3 -"),
        ("Karsk, 3 May 2031 – The army shelled a village.", "Karsk, 3 May 2031 –"),
        ("Velin (Osk Wire) — The army shelled a village.", "Velin (Osk Wire) —"),
        ("KARSK - The army shelled a village.", "KARSK -"),
        ("The minister - who was ill - shelled peas.", ""),
        ("NATO-led troops left the village on Monday.", ""),
        ("Karsk - a town of the north - was shelled.", ""),
    ],
)
def test_where_a_dateline_ends(text: str, line: str) -> None:
    words = tokenize(text)
    n = dateline(words)
    assert text[: words[n - 1].end if n else 0] == line


@pytest.mark.parametrize(
    ("text", "marks"),
    [("• Aid reached Velin today.", 1), ("3. Aid reached Velin today.", 2), ("3 lorries reached Velin.", 0), ("- No.", 0)],
)
def test_marks_of_items(text: str, marks: int) -> None:
    assert bullet(tokenize(text)) == marks


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("KARSK (Osk Wire), May 3 - Ruritania's chief prosecutor has refused to open an inquiry.", "refused", "prosecutor"),
        ("GENEVA, May 3 (Osk Wire) - Refugees from Togo blocked the road to the port.", "blocked", "Refugees"),
        ("2. On 14 May soldiers fired on a patrol.", "fired", "soldiers"),
    ],
)
def test_what_stands_before_a_sentence_is_not_its_subject(reader: Reader, text: str, verb: str, subject: str) -> None:
    (sentence,) = reader.read(text).sentences
    tokens = sentence.tokens
    assert (sentence.start, sentence.end) == (0, len(text))
    root = next(i for i, t in enumerate(tokens) if t.head < 0)
    assert tokens[root].text == verb
    assert [t.text for t in tokens if t.head == root and t.deprel == "nsubj"] == [subject]
    assert all(0 <= t.head < len(tokens) for i, t in enumerate(tokens) if i != root)
