"""What the common nouns beside a name tell of it: where it ends and of which class it is (docs/annotation.md, rule 7).

A province, valley or river written small stays outside its name ("Kandahar province"), what is built is a part of it ("Jarinje crossing"). Either tells the
class; so does "the village of Dobra", and an apposition ("Erez, a crossing in the north").
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from vedette.domain import Token
from vedette.errors import table

PATH = Path(__file__).parent / "data" / "kinds.tsv"
PLACES = frozenset({"GPE", "LOC", "FAC"})
AREAS = frozenset({"GPE", "LOC"})
NAMED = frozenset({"GPE", "LOC", "ORG", "NORP"})
"""Classes whose names do not end with a word written small."""
BETWEEN = frozenset(
    "border customs refugee displacement transit army police military air naval oil gas coal gold copper water power toll bus railway train cattle fish "
    "primary secondary regional general district central teaching training detention reception fishing international main local old new".split()
)
"""Words that may stand between a name and what is built there ("Kasindi customs post")."""
ARTICLED = frozenset(
    "u.s. us usa u.s.a. u.k. uk uae u.a.e. ussr gdr drc car hague gambia bahamas maldives seychelles comoros philippines netherlands antilles congo sudan "
    "lebanon ukraine yemen vatican north south east west kingdom emirates federation union republic state states capital bronx argentine crimea".split()
)
"""States and towns that stand with an article."""


class Kind(NamedTuple):
    """What a noun is the kind of, GPE, LOC, FAC or TITLE (of persons), and where it tells that of a name beside it.

    `tells`: `after` the name, `before` it, `both` (before it with "of"), `other` (after a name that is not a town's, for a town has several of them: "Osh
    bazaar"), or `-`, in appositions alone ("the coast of Batumi" says nothing of Batumi).
    """

    label: str
    tells: str


@cache
def kinds() -> dict[str, Kind]:
    """Noun, written small, → what it is the kind of. Raises ModelError where the table is missing."""
    with table(PATH, "the table of kinds of places"), PATH.open(encoding="utf-8") as f:
        next(f)
        return {noun: Kind(label, tells) for noun, label, tells in (line.rstrip("\n").split("\t") for line in f)}


NONE = Kind("", "-")


def bounded(first: int, last: int, label: str, tokens: Sequence[Token]) -> tuple[int, int, str]:
    """A name's first and last word and class, by the nouns beside it; a name that is not written with a capital stays as it is."""
    if not tokens[first].text[:1].isupper():
        return first, last, label
    kind = kinds()
    if label == "PER":
        while last > first and tokens[first].text[:1].isupper() and kind.get(tokens[first].text.lower(), NONE).label == "TITLE":
            first += 1
    if label in NAMED:
        while last > first and tokens[last].text.islower() and tokens[last - 1].end < tokens[last].start:
            last -= 1
    if label not in PLACES:
        return first, last, label
    if not any(kind.get(tokens[i].text.lower(), NONE).label in PLACES for i in (first, last)):
        if (built := _built(last, label, tokens)) is not None:
            return first, built, "FAC"
        after = kind.get(tokens[last + 1].text, NONE) if last + 1 < len(tokens) else NONE
        if after.label in AREAS and after.tells != "-":
            return first, last, after.label
    before = _before_of(first, tokens)
    if before.label in AREAS and before.tells == "both":
        return first, last, before.label
    if label == "GPE" and first == last and tokens[last].text.lower() not in ARTICLED and _stands_with_article(last, tokens):
        return first, last, "LOC"
    said = _apposed(last, tokens).label
    if said in PLACES and label != "FAC" and (said != "LOC" or label == "GPE"):
        return first, last, said
    return first, last, label


def _built(last: int, label: str, tokens: Sequence[Token]) -> int | None:
    """The last word of what is built and named after the name that ends at `last`; None where nothing is."""
    at = last + 1
    while at < len(tokens) and at <= last + 2 and tokens[at].text in BETWEEN:
        at += 1
    noun = kinds().get(tokens[at].text, NONE) if at < len(tokens) else NONE
    if noun.label != "FAC" or not (noun.tells == "after" or (noun.tells == "other" and label != "GPE")):
        return None
    return at if at == last + 1 or last < tokens[last].head <= at else None


def _before_of(first: int, tokens: Sequence[Token]) -> Kind:
    """The noun before "of" and the name ("the village of Dobra")."""
    at = first - 1
    if at >= 0 and tokens[at].text == "the":
        at -= 1
    return kinds().get(tokens[at - 1].text, NONE) if at >= 1 and tokens[at].text == "of" else NONE


def _stands_with_article(at: int, tokens: Sequence[Token]) -> bool:
    """Whether "the" is the name's own and not that of a noun behind it."""
    return (
        at > 0
        and tokens[at - 1].text.lower() == "the"
        and tokens[at - 1].head == at
        and tokens[at].deprel not in ("compound", "amod", "nmod:poss", "flat")
    )


def _apposed(last: int, tokens: Sequence[Token]) -> Kind:
    """The noun of an apposition behind a comma ("Erez, a crossing")."""
    if last + 2 >= len(tokens) or tokens[last + 1].text != "," or tokens[last + 2].text not in ("a", "an", "the"):
        return NONE
    noun = tokens[last + 2].head
    apposed = noun > last + 2 and tokens[noun].deprel == "appos" and tokens[noun].head <= last
    return kinds().get(tokens[noun].text, NONE) if apposed else NONE
