"""What ties an ending to a state: the words that both are told in."""

from __future__ import annotations

from vedette.codebook.wording import likeness, words
from vedette.domain import Place
from vedette.domain.compare import extent, fine, km, relation
from vedette.situation.signs import Sign
from vedette.situation.states import State

CAMPAIGN = 40.0
"""Km within which states of one kind that overlap in time are one campaign (barricades in one district), not two."""
ENDED = 25.0
"""Km within which an ending is of a state."""
SPOT = 15.0
"""Radius in km up to which a place is a spot."""
ANEW = 10
"""Days without a word of a state after which a beginning is rather that of another."""
OTHERS = 0.15
"""Likeness below which two parties are others."""
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


def other_mark(state: State, s: Sign) -> bool:
    """Whether a sign is of another kilometre, gate … than all that is known of a state."""
    marks = {m for o in state.known for m in o.marks}
    return any(k == n for k, _ in marks for n, _ in s.marks) and not marks & s.marks


def of_any_kind(state: State, s: Sign) -> bool:
    """Whether an ending of which only the reading model tells may be of a state of this kind: of the kind it says, or, where it does not know of which
    ("other"), of any that people and things come and go again after; and nothing ends by the first that is heard of it.
    """
    if not s.event.learnt or s.step != "ends" or s.when <= min(o.when for o in state.signs):
        return False
    return state.kind == s.kind or (s.kind == "other" and state.kind in PASSED)


def spot(place: Place) -> bool:
    """Whether a place is a spot or a settlement; a road that is named by its two ends is not."""
    return fine(place) and extent(place) <= SPOT


def near(a: Place | None, b: Place | None, ends: bool) -> float:
    """How near two places are, -1 to 1, for an ending or else: below 0 too far to be of one state, 0 where that is not known."""
    how = relation(a, b)
    if how == "unknown" or a is None or b is None:
        return 0.0
    if how in ("same", "within"):
        vague = any(extent(p) > CAMPAIGN or (p.precision == "country" and not p.part) for p in (a, b))
        return 0.9 if how == "same" or not vague else 0.5
    if how == "near":
        return 0.6
    if not (a.located and b.located):
        return -1.0
    limit = ENDED if ends else CAMPAIGN
    between = km(a, b) - sum(extent(p) for p in (a, b) if not (spot(p) if ends else fine(p)))
    return 0.4 if between <= limit and a.country == b.country else -1.0
