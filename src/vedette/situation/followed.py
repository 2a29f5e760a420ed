"""What later sentences say came of a matter, where no event says so: a model that reads the matter and a sentence together, over the sentences that are likest to it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from vedette.domain import FOLLOWED, FollowUp, Span
from vedette.situation.heeded import heed, heed_not, tells
from vedette.situation.passages import PARTY, Heard, Passage, Sought, same

Follow = Callable[[Sequence[FollowUp]], NDArray[np.float32]]
"""Probabilities of `FOLLOWED` for each pair of a matter and a sentence, [N, 5]: `vedette.language.FollowUps`."""
LIKEST = 12
"""Sentences that are read for each matter."""
DEEP = 4
"""So many times as many are looked at for the parties that they name."""
NEXT = 4
"""Sentences of its own report behind a matter's that are read, too."""
LEAST = 0.55
"""Probability from which a sentence says that an undertaking was carried out."""
LIKE = 0.3
"""Share of a matter's words from which a sentence is like enough to it: so much less a sentence tells, so much surer the model must be."""
OWN = 0.3
"""How much more it takes in the report that tells the matter itself."""
VETO = (0.1, 0.2)
"""How much what says that an undertaking was carried out must be heeded at least, however sure the model is: of many sentences, one that is of another matter looks like an answer sooner, so each must be heeded more, up to the
second figure."""
BEHIND = 0.05
"""The same of a sentence of its own report, which must be surer anyhow."""
MORE = 0.15
"""How much less the model is believed that it was not."""
UNDONE = 0.35
"""How much a sentence must be heeded that says that an undertaking was not carried out."""
OF_IT = 0.2
"""How likely it must be that what says that an undertaking was kept too late tells of it at all."""
TIE = 0.035
"""Share of a matter's words that a sentence must tell, so that the two can be of one story: so much for each step of e by which the picture has more than `FEW` sentences."""
FEW = 20
MANY = 20
"""So many times as many from which a picture has many sentences."""
NAMED = 0.1
"""What it adds to how like a sentence is that its report names what the matter names."""
ABOUT = 0.85
"""Share of the likeliest sentence's probability from which a later one says as much."""
MOVED_TO = re.compile(
    r"\b(?:to|until|till|for) ((?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{1,2}\b)?(?:,? \d{4})?)"
)
"""The day or month to which something was moved."""
REFUSES = re.compile(
    r"\b(?:refus\w*|reject\w*|turn(?:s|ed|ing)? (?:[\w’']+ ){0,4}down|declin\w*|(?:do|does|did) not (?:take|accept|want)|(?:will|would|shall) not [\w’'-]+|(?:stay|remain)(?:s|ed)? (?:shut|closed|in place|in force)|not one|ran out|run out|expired|lapsed"
    r"|let (?:[\w’']+ ){1,3}pass|passed without|vetoe[sd]|ruled out)\b",
    re.IGNORECASE,
)
"""Plain words of a refusal, or of a term that ended for nothing."""
ASKS_AGAIN = re.compile(
    r"\b(?:demand(?:ed|s)?|call(?:ed|s)? (?:for|on)|ask(?:ed|s)? (?:for|that|to)|urg(?:ed|es)|insist(?:ed|s)?)\b", re.IGNORECASE
)
"""Words of a sentence that tells what is asked, and not that it was refused."""
DONE, NOT = FOLLOWED.index("done"), FOLLOWED.index("not")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A matter of which it is asked what came of it: what it is (`head`, a pair that lacks the sentence), its words, how likely a sentence must say so at least, whether it is a state, and how much of the words it must tell (`tie`, as `TIE`);
    what is told before the day `since` does not count, nor what tells its beginning again (`again`: spans by report).
    """

    head: FollowUp
    sought: Sought
    since: int | None = None
    least: float = LEAST
    state: bool = False
    tie: float = TIE
    again: Mapping[str, Sequence[Span]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What a sentence says came of a matter: that it was done, or not, how likely, and on which day its report was published; `tells` is how likely it is that it tells of it at all."""

    done: bool
    share: float
    passage: Passage
    tells: float = 1.0


def came(matters: Sequence[Asked], heard: Heard, until: int, follow: Follow) -> list[Came | None]:
    """What came of each matter by the sentences of the reports until a day; None where none says so."""
    rows: list[tuple[int, int]] = []
    pairs: list[FollowUp] = []
    for k, a in enumerate(matters):
        for n in likest(a, heard, until):
            rows.append((k, n))
            pairs.append(paired(a, heard, n))
    if not pairs:
        return [None] * len(matters)
    like = [heard.likeness(a.sought) if a.sought.told else None for a in matters]
    said: list[list[Came]] = [[] for _ in matters]
    many = min(1.0, math.log(max(1.0, len(heard.passages) / FEW)) / math.log(MANY))
    for (k, n), pair, p in zip(rows, pairs, follow(pairs), strict=True):
        passage, near = heard.passages[n], like[k]
        alike, own = None if near is None else float(near[n]), passage.report in matters[k].sought.reports
        share, done = _share(matters[k], pair, p, alike, own, many)
        if share >= matters[k].least:
            said[k].append(
                Came(done=done, share=share, passage=passage, tells=tells(pair, p.tolist(), alike or 0.0, own, matters[k].state))
            )
    return [_last(found) for found in said]


def _share(a: Asked, pair: FollowUp, said: NDArray[np.float32], alike: float | None, own: bool, many: float) -> tuple[float, bool]:
    """How sure it is that a sentence tells what came of a matter, and whether that it was done; a state is ended by what is heeded alone. `many` says how far the picture has many sentences (0 to 1)."""
    like = alike or 0.0
    heeded = heed(pair, said.tolist(), like, own, a.state)
    if a.state:
        return heeded, True
    if said[DONE] >= said[NOT] and heeded >= (BEHIND if own else VETO[0] + many * (VETO[1] - VETO[0])):
        share = float(said[DONE]) - (OWN if own else 0.0 if alike is None else max(0.0, LIKE - alike))
        if share >= a.least:
            return share, True
    undone = heed_not(pair, said.tolist(), like, own)
    again = not REFUSES.search(pair.text) and ASKS_AGAIN.search(pair.text)
    if undone < UNDONE or undone <= heeded or again or _moved_to_it(pair):
        return 0.0, False
    return max(a.least, undone, float(said[NOT]) - MORE), False


def _moved_to_it(pair: FollowUp) -> bool:
    """Whether a sentence tells that something was moved to the very day or month that was promised, which breaks no promise."""
    return any(m[1] in pair.what for m in MOVED_TO.finditer(pair.text))


def _last(found: Sequence[Came]) -> Came | None:
    """The last of the sentences that say it about as surely as the surest; they stand in the order of their days."""
    best = max((c.share for c in found), default=0.0)
    return next((c for c in reversed(found) if c.share >= ABOUT * best), None)


def likest(a: Asked, heard: Heard, until: int) -> list[int]:
    """The sentences that are likest to a matter, in the order of their days, and those behind it in its own report."""
    later = np.array([n for n in heard.later(a.sought, until) if a.since is None or (heard.passages[n].at or 0) >= a.since], dtype=np.int64)
    beside = heard.behind(a.sought, NEXT)
    if not a.sought.told or not len(later):
        return beside
    like = heard.likeness(a.sought)
    more = NAMED * heard.marked(heard.naming(a.sought))
    able = later[like[later] >= a.tie * math.log(max(1.0, len(heard.passages) / FEW))]
    first = able[np.argsort(-(like + more)[able], kind="stable")][: LIKEST * DEEP].tolist()
    fits = []
    for n in first:
        p = heard.passages[n]
        if not (_again(a, p) or any(same(p.span.text, own) for own in a.sought.own)):
            stems = {one for _, one in p.told}
            named = sum(bool(stems & party) for party in a.sought.parties)
            fits.append((-float(like[n] + more[n]) - PARTY * named, n))
    best = {n for _, n in sorted(fits)[:LIKEST]} - set(beside)
    return [*beside, *(n for n in later.tolist() if n in best)]


def _again(a: Asked, p: Passage) -> bool:
    """Whether a sentence holds what tells the matter's own beginning again."""
    return any(p.span.overlaps(s) and p.span.in_title == s.in_title for s in a.again.get(p.report, ()))


def paired(a: Asked, heard: Heard, n: int) -> FollowUp:
    """A matter with one of the sentences heard."""
    p = heard.passages[n]
    title, before = ("", "") if p.span.in_title else heard.beside(n)
    made = a.sought.made
    return replace(a.head, title=title, before=before, text=p.span.text, days=p.at - made if p.at is not None and made is not None else 0)
