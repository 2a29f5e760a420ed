"""One person with two titles: "Prime Minister and Commander-in-Chief Haidar Karu" is nobody else than Haidar Karu."""

from __future__ import annotations

from dataclasses import replace

from vedette.codebook.triggers import classes
from vedette.domain import Token

OPENS = frozenset("the a an its his her their our both".split())
"""Words before a title by which it is another's ("the prime minister and Interior Minister Belo")."""
INSIDE = frozenset(
    {
        "prime",
        "deputy",
        "vice",
        "first",
        "-",
        "in",
        "of",
        "acting",
        "foreign",
        "interior",
        "defence",
        "defense",
        "finance",
        "justice",
        "chief",
    }
)
"""Words of a title beside its noun."""
OFFICES = frozenset(
    "justice interior defence defense finance economy education health energy trade labour labor agriculture transport information security planning culture environment".split()
)
"""Offices before "and Interior Minister Anna Karu"."""
LONGEST = 6
"""Most words of one title."""


def one_bearer(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words with two titles before one name hung on the name."""
    for i, t in enumerate(tokens):
        if t.text == "and" and 0 < i < len(tokens) - 2:
            found = _name(tokens, i)
            if found is not None:
                tokens = _hung(tokens, i, *found)
    return tokens


def _is_title(t: Token) -> bool:
    return t.text[:1].isupper() and t.upos in ("NOUN", "PROPN") and t.xpos in ("NN", "NNP") and t.lemma.lower() in _nouns()


def _nouns() -> frozenset[str]:
    return frozenset(classes()["OFFICEHOLDER"] | classes()["LEADER"])


def _name(tokens: tuple[Token, ...], at: int) -> tuple[int, int] | None:
    """The last title's noun and the first word of the name, where one title stands before "and" and another with a name behind it."""
    shared = tokens[at - 1].text.lower() in OFFICES and tokens[at - 1].text[:1].isupper()
    if not (_is_title(tokens[at - 1]) or shared):
        return None
    first = at - 1
    while first > 0 and (tokens[first - 1].text[:1].isupper() or tokens[first - 1].text.lower() in INSIDE):
        first -= 1
    if first > 0 and tokens[first - 1].text.lower() in OPENS:
        return None
    title = None
    for j in range(at + 1, min(at + 1 + LONGEST, len(tokens) - 1)):
        t = tokens[j]
        if _is_title(t) and not (shared and t.lemma.lower() not in ("minister", "secretary")):
            title = j
        elif title is not None and t.upos == "PROPN" and t.text[:1].isupper() and t.text.lower() not in INSIDE:
            return title, j
        elif not (t.text[:1].isupper() or t.text.lower() in INSIDE):
            return None
    return None


def _hung(tokens: tuple[Token, ...], at: int, title: int, name: int) -> tuple[Token, ...]:
    """The same with the name in the place of the first title, where that was taken for a person of its own."""
    first, last = at - 1, name
    while last + 1 < len(tokens) and tokens[last + 1].upos == "PROPN" and tokens[last + 1].text[:1].isupper():
        last += 1
    over = tokens[first]
    if over.head < 0 or first <= over.head <= last:
        return tokens
    out = list(tokens)
    out[name] = replace(tokens[name], head=over.head, deprel=over.deprel)
    out[first] = replace(over, head=name, deprel="nmod:desc")
    out[title] = replace(tokens[title], head=first, deprel="conj")
    out[at] = replace(tokens[at], head=title, deprel="cc")
    for k in range(name + 1, last + 1):
        out[k] = replace(tokens[k], head=name, deprel="flat")
    for k in range(at + 1, name):  # what is left of the second title
        if k != title and not (at < out[k].head < name):
            out[k] = replace(out[k], head=title, deprel="compound")
    return tuple(out)
