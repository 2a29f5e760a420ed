"""Of very many steps and answers, those that can belong to one another: what is left out, the rules of undertakings would refuse."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from vedette.codebook.commonness import weight
from vedette.codebook.wording import words
from vedette.domain import Event
from vedette.domain.compare import day

WORDLESS = frozenset({"CONSULT", "RETREAT"})
"""Types by which something can be answered though no word is in common."""
FOLLOWS = 120
"""Characters behind a yes in which its object stands."""
YES_OR_NO = frozenset({"REJECT", "AGREE", "CONCEDE"})
"""Types by which a reply that was promised is given, whatever its words."""


def heard_on(e: Event, told: int | None) -> int | None:
    """The day number on which an answer counts: its own, but what is told as done is not of a day after its report (`told`)."""
    at = day(e.begin) or day(e.last) or told
    return told if at is not None and told is not None and at > told + 1 else at


def told_of(e: Event) -> str:
    """What an answer tells: its headline and its object, or what follows it where it is a yes without one ("agreed on Monday to an escort")."""
    if e.about is None and e.event_type in ("CONCEDE", "AGREE"):
        rest = e.evidence.text[max(0, e.trigger.end - e.evidence.start) :]
        return f"{e.headline} . {rest[:FOLLOWS]}"
    return f"{e.headline} . {e.about.text if e.about else ''}"


class Answers:
    """Events that may answer something, by their report, and by day and what they tell: their words, their state, their type."""

    def __init__(self, answers: Sequence[tuple[Event, int | None]], meant: Mapping[str, str]) -> None:
        """`answers` with the days of their reports; `meant`: by id the one thing that an answer is about, by the id of its first event, where that is known."""
        self.answers, self.meant = answers, meant
        self._reports: dict[str, list[int]] = defaultdict(list)
        self._meant: dict[str, list[int]] = defaultdict(list)
        held: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for n, (e, told) in enumerate(answers):
            self._reports[e.report].append(n)
            if e.id in meant:
                self._meant[meant[e.id]].append(n)
            at = heard_on(e, told)
            if at is None:
                continue
            keys = words(told_of(e)) | words(f"{told_of(e)} . {e.trigger.text}")
            keys |= {f"condition {e.condition}"} if e.condition else set()
            for key in keys | ({f"type {e.event_type}"} if e.event_type in WORDLESS | YES_OR_NO else set()):
                held[key].append((at, n))
        self._held = {key: sorted(found) for key, found in held.items()}

    def of(
        self,
        matter: str,
        told: Iterable[str],
        conditions: Iterable[str],
        reports: Iterable[str],
        first: int,
        last: int,
        *,
        replies: bool = False,
    ) -> list[tuple[Event, int | None]]:
        """Those meant for a matter (the id of its first event), those of its reports, and those of the days `first` to `last` (day numbers) with a word or
        state in common, or with `replies` any yes or no; none that is meant for another. In the order in which they were given.
        """
        found = {*self._meant.get(matter, ()), *(n for r in reports for n in self._reports.get(r, ()))}
        types = WORDLESS | YES_OR_NO if replies else WORDLESS
        for key in {*told, *(f"condition {c}" for c in conditions), *(f"type {t}" for t in types)}:
            held = self._held.get(key, [])
            found.update(n for _, n in held[bisect_left(held, (first, -1)) : bisect_right(held, (last, len(self.answers)))])
        return [self.answers[n] for n in sorted(found) if self.meant.get(self.answers[n][0].id, matter) == matter]


class Matters:
    """Which matters bear what: the words of their steps, their incidents and events, and the most telling words of their passages."""

    def __init__(self, copied: float) -> None:
        """`copied`: the least share of the words of two passages that are one."""
        self._copied = copied
        self._held: dict[str, set[int]] = defaultdict(set)
        self._last: dict[int, int | None] = {}

    def put(self, matter: int, keys: Iterable[str], passage: str, when: int | None) -> None:
        """Note a step of a matter: its `keys`, its passage and its day. Steps come in the order of their days, those of none last."""
        for key in (*keys, *self._rarest(passage)):
            self._held[key].add(matter)
        self._last[matter] = when

    def near(self, keys: Iterable[str], passage: str, when: int | None, within: int) -> list[int]:
        """The matters that a step may continue, the first first: something in common, and a step at most `within` days before."""
        found = set().union(*(self._held.get(key, ()) for key in (*keys, *self._rarest(passage))))
        return sorted(n for n in found if when is None or (last := self._last[n]) is None or when - last <= within)

    def _rarest(self, passage: str) -> list[str]:
        """So many words that two passages of which one copies the other have one of them in common at least."""
        told = sorted(words(passage), key=lambda w: (-weight(w), w))
        return [f"passage {w}" for w in told[: len(told) - math.ceil(self._copied * len(told)) + 1]]
