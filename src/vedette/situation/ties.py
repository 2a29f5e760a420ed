"""What ties an ending to a state: the words that both are told in."""

from __future__ import annotations

from vedette.codebook.wording import likeness, words
from vedette.situation.signs import Sign
from vedette.situation.states import State

PASSED = frozenset({"ban", "blockade", "closure", "curfew", "cut-off", "emergency", "occupation", "strike", "suspension"})
"""Kinds of whose end the same is told: people and things come and go again."""
TIED = 0.3
"""Likeness of words that ties an ending of which only the reading model tells to a state of another place."""


def same_words(a: frozenset[str], b: frozenset[str]) -> float:
    """Their likeness, of which one common word among several proves half."""
    return likeness(a, b) * (0.5 if len(a & b) == 1 < min(len(a), len(b)) else 1.0)


def of_else(state: State, s: Sign) -> bool:
    """Whether what is again, as only the reading model tells, is another thing than a state is of: that lorries run again frees nobody."""
    return s.event.learnt and s.kind == "other" and state.kind not in (*PASSED, "other") and not _tied(state, s)


def _tied(state: State, s: Sign) -> bool:
    """Whether an ending has words in common with what is known of a state, besides those of where it was."""
    told = s.words - words(" . ".join((*s.spots, s.place.name if s.place else "")))
    return any(same_words(o.words, told) >= TIED for o in state.known)
