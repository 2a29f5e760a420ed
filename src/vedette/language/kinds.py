"""What the common nouns beside a name tell of it: where it ends and of which class it is (docs/annotation.md, rule 7).

A province, valley or river written small stays outside its name ("Kandahar province"), what is built is a part of it ("Jarinje crossing"). Either tells the
class; so does "the village of Dobra", and an apposition ("Erez, a crossing in the north").
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from vedette.domain import Token
from vedette.errors import table

PATH = Path(__file__).parent / "data" / "kinds.tsv"
PLACES = frozenset({"GPE", "LOC", "FAC"})
NAMED = frozenset({"GPE", "LOC", "ORG"})
"""Classes whose names do not end with a word written small."""
BETWEEN = frozenset(
    "border customs refugee displacement transit army police military air naval oil gas coal gold copper water power toll bus railway train cattle fish "
    "primary secondary regional general district central teaching training detention reception fishing international main local old new".split()
)
"""Words that may stand between a name and what is built there ("Kasindi customs post")."""
VAGUE = frozenset({"plant", "school", "college", "campus", "headquarters", "street", "tower", "compound", "warehouse", "depot", "building", "consulate"})
"""Built things that are as often something in a town or of a body as a name of their own ("Manbij school", "Nairobi headquarters")."""
SEVERAL = frozenset("market bazaar hotel clinic garrison highway motorway terminal embankment station gate railway mosque church".split())
"""Built things of which a town has several: no names of their own after a town's."""
ANYWHERE = frozenset("coast coastline shore outskirts corridor basin beach suburb suburbs hinterland slum forest forests".split())
"""Lands that name no class: a town has them, and a river or region too."""
PARTED = frozenset("island islands islet river stream lake lagoon gulf bay sea strait straits peninsula cape valley gorge plateau oasis".split())
"""Lands whose name stands behind an "of"; of others it is often the country's ("the highlands of Papua")."""
ARTICLED = frozenset(
    "u.s. us usa u.s.a. u.k. uk uae u.a.e. ussr gdr drc car hague gambia bahamas maldives seychelles comoros philippines netherlands antilles congo sudan "
    "lebanon ukraine yemen vatican north south east west kingdom emirates federation union republic state states capital bronx argentine crimea".split()
)
"""States and towns that stand with an article."""
BROAD = frozenset({"district", "region", "state", "territory", "settlement", "country", "republic", "enclave", "exclave", "capital", "nation"})
"""Countings of territory that stand beside names of any class."""


@cache
def kinds() -> dict[str, str]:
    """Noun, written small, → GPE, LOC or FAC. Raises ModelError where the table is missing."""
    with table(PATH, "the table of kinds of places"), PATH.open(encoding="utf-8") as f:
        next(f)
        return dict(line.rstrip("\n").split("\t") for line in f)  # type: ignore[misc]


def bounded(first: int, last: int, label: str, tokens: Sequence[Token], mixed: bool) -> tuple[int, int, str]:
    """A name's first and last word and class, by the nouns beside it. `mixed`: whether the sentence has words written small and large."""
    if not mixed:
        return first, last, label
    kind = kinds()
    if label in NAMED:
        while last > first and tokens[last].text.islower() and tokens[last - 1].end < tokens[last].start:
            last -= 1
    if label not in PLACES:
        return first, last, label
    whole = tokens[last].text.lower() in kind or tokens[first].text.lower() in kind
    built = None if whole else _built(last, label, tokens)
    if built is not None:
        return first, built, "FAC"
    after = tokens[last + 1].text if last + 1 < len(tokens) else ""
    said = kind.get(after)
    if said in ("GPE", "LOC") and not whole and after not in BROAD | ANYWHERE:
        return first, last, said
    at = first - 1
    if at >= 0 and tokens[at].text == "the":
        at -= 1
    if at >= 1 and tokens[at].text == "of":
        before = tokens[at - 1].text
        said = kind.get(before)
        if said in ("GPE", "LOC") and before not in BROAD and (said == "GPE" or before in PARTED):
            return first, last, said
    if label == "GPE" and first == last and tokens[last].text.lower() not in ARTICLED and _stands_with_article(last, tokens):
        return first, last, "LOC"
    said = kind.get(_apposed(last, tokens))
    if said is not None and label != "FAC" and (said != "LOC" or label == "GPE"):
        return first, last, said
    return first, last, label


def _built(last: int, label: str, tokens: Sequence[Token]) -> int | None:
    """The last word of what is built and named after the name that ends at `last`; None where nothing is."""
    at = last + 1
    while at < len(tokens) and at <= last + 2 and tokens[at].text in BETWEEN:
        at += 1
    if at >= len(tokens) or kinds().get(tokens[at].text) != "FAC" or tokens[at].text in VAGUE:
        return None
    if label == "GPE" and tokens[at].text in SEVERAL:
        return None
    return at if at == last + 1 or tokens[last].head == at else None


def _stands_with_article(at: int, tokens: Sequence[Token]) -> bool:
    """Whether "the" is the name's own and not that of a noun behind it."""
    return at > 0 and tokens[at - 1].text.lower() == "the" and tokens[at - 1].head == at and tokens[at].deprel not in ("compound", "amod", "nmod:poss", "flat")


def _apposed(last: int, tokens: Sequence[Token]) -> str:
    """The noun of an apposition behind a comma ("Erez, a crossing"), or nothing."""
    if last + 2 >= len(tokens) or tokens[last + 1].text != "," or tokens[last + 2].text not in ("a", "an", "the"):
        return ""
    noun = tokens[last + 2].head
    return tokens[noun].text if noun > last + 2 and tokens[noun].deprel == "appos" and tokens[noun].head <= last else ""
