"""What part a place's name plays in its sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from vedette.codebook.countries import by_name
from vedette.domain import Annotated, PlaceRole, Sentence, Token
from vedette.resolve.place_words import kinds, words

SUBJECT = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj")
OBJECT = ("obj", "iobj")


class Roles:
    """Roles of the names of one text; the sentence of a name is found by bisection."""

    def __init__(self, annotated: Annotated) -> None:
        self.sentences = annotated.sentences
        self.starts = [s.start for s in annotated.sentences]

    def of(self, start: int, end: int) -> PlaceRole:
        """The role of the name at `start:end`; literal where no tree covers it."""
        at = bisect_right(self.starts, start) - 1
        if at < 0 or self.sentences[at].end < end:
            return "literal"
        sentence = self.sentences[at]
        head = head_of(sentence, start, end)
        return "literal" if head is None else role(sentence.tokens, head)


def head_of(sentence: Sentence, start: int, end: int) -> int | None:
    """Index of the word of a name that hangs on a word outside it."""
    inside = [i for i, t in enumerate(sentence.tokens) if t.start < end and t.end > start]
    for i in inside:
        if sentence.tokens[i].head not in inside and sentence.tokens[i].upos not in ("PUNCT", "PART", "ADP", "DET"):
            return i
    return inside[0] if inside else None


def role(tokens: Sequence[Token], at: int) -> PlaceRole:
    """The role of the name whose head is `tokens[at]`."""
    token = tokens[at]
    steps = 0
    while token.deprel == "conj" and token.head >= 0 and steps < 8 and tokens[token.head].upos in ("PROPN", "NOUN"):
        token, steps = tokens[token.head], steps + 1
    if token.head < 0:
        return "literal"
    head, relation, to_the_right = tokens[token.head], token.deprel, token.head > at
    if relation == "nmod:poss" or (relation in ("compound", "amod", "nmod:unmarked", "nmod:desc") and to_the_right):
        place = (head.lemma.lower() in kinds() or head.lemma.lower() in words("place_of")) and not (
            head.lemma.lower() in words("foreign") and (by_name(token.text) or token.text.upper() == token.text)
        )  # "the US embassy" is not in the United States
        return "literal" if place or head.upos not in ("NOUN", "ADJ", "PROPN") else "modifier"
    if relation in SUBJECT:
        return "metonym" if acts(tokens, token.head, relation) else "literal"
    if relation in OBJECT and head.upos == "VERB":
        return "metonym" if head.lemma in words("address") else "literal"
    if relation.startswith(("obl", "nmod")):
        case = {t.lemma.lower() for t in tokens if t.deprel == "case" and t.head >= 0 and tokens[t.head] is token}
        if relation == "obl:agent" or "against" in case or ("by" in case and head.upos == "VERB" and passive(tokens, token.head)):
            return "metonym"
        if head.upos == "NOUN" and case & {"with", "between", "from", "to", "on", "by"} and head.lemma.lower() in words("dealing"):
            return "metonym"
        if head.upos == "VERB" and case & {"with", "to"} and head.lemma in words("deal_with"):
            return "metonym"
        if case == {"on"} and head.lemma == "call" and head.upos == "VERB":
            return "metonym"
        if case == {"of"} and head.lemma.lower() in words("authority"):
            return "modifier"
    return "literal"


def acts(tokens: Sequence[Token], at: int, relation: str) -> bool:
    """Whether the predicate `tokens[at]` makes its subject an authority that does something: no state, nothing passive."""
    verb = tokens[at]
    if relation == "nsubj:pass" and verb.lemma in words("address") and any(t.head == at and t.deprel == "xcomp" for t in tokens):
        return True  # "Karachi was told to pay"
    if verb.upos != "VERB" or relation == "nsubj:pass" or passive(tokens, at):
        return False
    return verb.lemma not in words("still")


def passive(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb stands in the passive."""
    return any(t.head == at and t.deprel in ("nsubj:pass", "aux:pass") for t in tokens)
