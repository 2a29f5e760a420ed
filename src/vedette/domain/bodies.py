"""Nouns for bodies, by kind: what is of one kind is called by no noun of another ("the commission" is no Journalists' Syndicate, but "the union" may be)."""

from __future__ import annotations

_KINDS = (
    "army military",
    "police constabulary gendarmerie",
    "commission",
    "committee",
    "company corporation",
    "council assembly parliament senate congress legislature",
    "court tribunal",
    "ministry department",
    "party",
    "union syndicate association federation confederation guild",
    "university",
    "hospital",
    "bank",
    "diocese bishopric archdiocese",
    "embassy consulate",
    "mission",
)
KIND_OF = {noun: n for n, nouns in enumerate(_KINDS) for noun in nouns.split()}


def another_body(noun: str, name: str) -> bool:
    """Whether a noun for a body cannot call the body of that name, because it is called something of another kind by its name."""
    said = name.lower().replace("’", "'").split()
    kinds = {KIND_OF[w] for w in said if w in KIND_OF}
    return noun not in said and noun in KIND_OF and bool(kinds) and KIND_OF[noun] not in kinds
