"""What common nouns beside a name tell of its end and class, and the table of these nouns."""

from __future__ import annotations

import pytest

from vedette.language import Reader
from vedette.language.kinds import PATH, bounded, kinds


def test_the_table_is_sound() -> None:
    rows = [line.split("\t") for line in PATH.read_text("utf-8").splitlines()]
    assert rows[0] == ["noun", "kind", "tells"]
    nouns = [r[0] for r in rows[1:]]
    assert nouns == sorted(set(nouns))
    assert all(n == n.lower().strip() for n in nouns)
    allowed = {"GPE": {"both", "-"}, "LOC": {"after", "both", "-"}, "FAC": {"after", "other", "-"}, "TITLE": {"before"}}
    assert all(kind in allowed and tells in allowed[kind] for _, kind, tells in rows[1:])
    assert len(kinds()) == len(nouns) > 500


@pytest.mark.parametrize(
    ("text", "given", "wanted"),
    [
        ("Guards left the Tarmo province before noon.", ("Tarmo province", "LOC"), ("Tarmo", "GPE")),
        ("Floods cut off the Osmar valley on Friday.", ("Osmar valley", "LOC"), ("Osmar", "LOC")),
        ("Guards shut the Pirsa crossing at noon.", ("Pirsa", "GPE"), ("Pirsa crossing", "FAC")),
        ("Lorries queue at the Pirsa customs post.", ("Pirsa", "FAC"), ("Pirsa customs post", "FAC")),
        ("Traders fled the Lusaka market.", ("Lusaka", "GPE"), ("Lusaka", "GPE")),
        ("Troops took the village of Harmin.", ("Harmin", "LOC"), ("Harmin", "GPE")),
        ("Rebels shelled the hills of Harmin.", ("Harmin", "GPE"), ("Harmin", "GPE")),
        ("Boats crossed the Velka at dawn.", ("Velka", "GPE"), ("Velka", "LOC")),
        ("Ships of the Philippines left.", ("Philippines", "GPE"), ("Philippines", "GPE")),
        ("A bomb fell on Tesmin, a camp for displaced people.", ("Tesmin", "GPE"), ("Tesmin", "FAC")),
        ("They arrested Padre Anselmo Ruba on Monday.", ("Padre Anselmo Ruba", "PER"), ("Anselmo Ruba", "PER")),
        ("The Aydar battalion moved north.", ("Aydar battalion", "ORG"), ("Aydar", "ORG")),
        ("floods cut off the osmar valley", ("osmar valley", "LOC"), ("osmar valley", "LOC")),
    ],
)
def test_a_name_ends_and_is_classed_by_the_nouns_beside_it(
    reader: Reader, text: str, given: tuple[str, str], wanted: tuple[str, str]
) -> None:
    tokens = reader.read(text).sentences[0].tokens
    start = text.index(given[0])
    inside = [i for i, t in enumerate(tokens) if start <= t.start and t.end <= start + len(given[0])]
    first, last, label = bounded(inside[0], inside[-1], given[1], tokens)
    assert (text[tokens[first].start : tokens[last].end], label) == wanted
