from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from vedette.errors import ModelError
from vedette.language.lexicon import CLASSES, Lexicon
from vedette.language.pieces import WordPieces


@pytest.fixture
def lexicon(tmp_path: Path) -> Lexicon:
    with gzip.open(tmp_path / "lexicon.txt.gz", "wt", encoding="utf-8") as f:
        f.write("GPE\tDeir ez - Zor\nGPE\tGoma\nGPE\tNorth Kivu\nLOC\tKivu\nNORP\tSerbs\nORG\tNorth Kivu Police\nGPE\tHit\n")
    return Lexicon(tmp_path)


def named(lexicon: Lexicon, text: str) -> list[tuple[str, str]]:
    words = text.split()
    return [(" ".join(words[m.first : m.last + 1]), CLASSES[m.label]) for m in lexicon.matches(words)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They left Goma for Deir ez - Zor .", [("Goma", "GPE"), ("Deir ez - Zor", "GPE")]),
        ("In North Kivu Police said", [("North Kivu Police", "ORG"), ("North Kivu", "GPE"), ("Kivu", "LOC")]),
        ("A shell hit the town of Hit", [("Hit", "GPE")]),
        ("shots in goma", [("goma", "GPE")]),
        ("SERBS LEAVE GOMA", [("SERBS", "NORP"), ("GOMA", "GPE")]),
        ("Deir ez is cut", []),
        ("", []),
    ],
)
def test_listed_names_are_found(lexicon: Lexicon, text: str, found: list[tuple[str, str]]) -> None:
    assert named(lexicon, text) == found


def test_every_piece_of_a_name_is_told(lexicon: Lexicon, reader_pieces: WordPieces) -> None:
    words = ["In", "North", "Kivu"]
    encoded = reader_pieces.encode(words, lexicon.matches(words))
    gpe, loc = 2 * CLASSES.index("GPE"), 2 * CLASSES.index("LOC")
    told = {flag for piece, flag in encoded.hints if piece == encoded.first[1]}
    assert told == {gpe}
    assert {flag for piece, flag in encoded.hints if piece == encoded.first[2]} == {gpe + 1, loc}
    assert all(encoded.first[1] <= piece < len(encoded.ids) - 1 for piece, _ in encoded.hints)


def test_a_missing_list_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="list of names is missing"):
        Lexicon(tmp_path).matches(["Goma"])
