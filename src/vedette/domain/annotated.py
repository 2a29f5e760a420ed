"""A report's text as the reader sees it: sentences, words, a tree for each sentence, entities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Label = Literal["PER", "ORG", "GPE", "LOC", "NORP", "FAC"]


TELLING = frozenset({"VERB", "NOUN", "ADJ"})
"""Tags of the words that may tell of an event, and of which it is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One syntactic word: `text[start:end]` of the report, with Universal Dependencies tags.

    `head` is the index of its head among the sentence's tokens, -1 for the root. `clitic` ties it to the word before
    (`do` + `n't`): the two are one written word. `xpos` is the Penn tag. `told` are PLOVER types of the event that the word may tell of, with
    probabilities, the likeliest first (empty where that was not asked for); `state` is the likeliest kind and step (`opens`, `continues`, `ends`) of a state
    of which it tells, with the probabilities that it tells of one and that it is of this kind (None where there is none or that was not asked for).
    """

    start: int
    end: int
    text: str
    lemma: str
    upos: str
    xpos: str
    head: int
    deprel: str
    clitic: bool = False
    told: tuple[tuple[str, float], ...] = ()
    state: tuple[str, str, float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence: `text[start:end]` of the report and its tokens in order; `asked`: whether it was asked what its words may tell of; `bearing`:
    how much it then speaks for a bearing on politics, conflict and public order (a logit).
    """

    start: int
    end: int
    tokens: tuple[Token, ...]
    asked: bool = False
    bearing: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A name: `text[start:end]` of the report and its class; `confidence` is the least sure tag's probability."""

    start: int
    end: int
    text: str
    label: Label
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """A text and all that was read in it, in text order."""

    text: str
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
