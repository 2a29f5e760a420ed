"""Words that put something into someone's mouth or mind (`data/cues.tsv`)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

POS = ("verb", "noun", "adjective", "adverb")
KINDS = ("say", "tell", "ask", "promise", "deny", "judge", "believe", "intend", "show", "discuss")


class Cue(NamedTuple):
    """What a cue takes (q quoted words, c a clause, i an infinitive, o a noun phrase) and what kind of word it is."""

    takes: str
    kind: str


@cache
def cues() -> dict[tuple[str, str], Cue]:
    """(words by lemma, part of speech) → cue."""
    out = {}
    for line in (Path(__file__).parent / "data" / "cues.tsv").read_text("utf-8").splitlines()[1:]:
        words, pos, takes, kind = line.split("\t")
        out[words, pos] = Cue(takes, kind)
    return out


@cache
def cue_verbs() -> frozenset[str]:
    """The lemmas of the verbs that are cues, alone or with a particle or preposition."""
    return frozenset(words.split(" ")[0] for words, pos in cues() if pos == "verb")
