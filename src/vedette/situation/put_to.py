"""To whom an undertaking is put, where its own sentence does not say, by what else is known of the matter and of its report."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from vedette.codebook.wording import fold
from vedette.domain import Actor, Event
from vedette.domain.compare import actors_alike, is_name
from vedette.situation.addressing import ASKS
from vedette.situation.steps import GIVES, Step

PUT = ASKS | {"threat"}
"""Kinds that are put to somebody."""
LETTING_GO = re.compile(r"\b(?:releas\w+|freed?(?:dom|ing)?|let go|set free|hand(?:ed|ing)? over|liberat\w+)\b")
"""What is asked of those who hold somebody."""
SAME = 0.85
"""Least likeness of two makers for them to be one."""


def put_to(matters: list[list[Step]], by_report: Mapping[str, Sequence[Event]]) -> list[list[Step]]:
    """The matters, with those to whom they are put where no step says it: who had asked for what is promised; whom the same maker asks or threatens in the same report, where
    that is one party; and who took those whose release is asked, as the same report tells.
    """
    asked = [m for m in matters if any(s.kind in ASKS for s in m)]
    beside: dict[str, list[Step]] = {}
    for m in matters:
        for s in m:
            if s.kind in PUT:
                beside.setdefault(s.event.report, []).append(s)
    return [m if any(s.to for s in m) else _put(m, asked, beside, by_report) for m in matters]


def _put(
    m: list[Step], asked: Sequence[list[Step]], beside: Mapping[str, Sequence[Step]], by_report: Mapping[str, Sequence[Event]]
) -> list[Step]:
    if all(s.kind in GIVES for s in m):
        to = _who_asked(m, asked)
        return [replace(s, to=to) for s in m] if to else m
    out = []
    for s in m:
        to = _asked_beside(s, beside.get(s.event.report, ())) or _holders(s, by_report.get(s.event.report, ())) if s.kind in PUT else ()
        out.append(replace(s, to=to) if to else s)
    return out


def _who_asked(m: Sequence[Step], asked: Sequence[Sequence[Step]]) -> tuple[Actor, ...]:
    """Who had asked for what is promised."""
    for q in asked:
        by = actors_alike((a for s in m for a in s.by), (a for s in q for a in s.to))
        common = max(len(s.words & o.words) / max(1, min(len(s.words), len(o.words))) for s in m for o in q)
        if by is not None and by >= 0.3 and common >= 0.5 and any(len(s.words & o.words) > 1 for s in m for o in q):
            return next((o.by for o in q if o.by), ())
    return ()


def _asked_beside(s: Step, others: Sequence[Step]) -> tuple[Actor, ...]:
    """The one party that the same maker asks or threatens elsewhere in the report."""
    found = {o.to for o in others if o is not s and o.to and (actors_alike(s.by, o.by) or 0.0) >= SAME}
    one = found.pop() if len(found) == 1 else ()
    known = all(is_name(a) or a.country or a.sectors for a in one)
    return one if known and (actors_alike(one, s.by) or 0.0) < 0.3 and not _told_of(s, one) else ()


def _told_of(s: Step, to: Sequence[Actor]) -> bool:
    """Whether what is asked tells of that party as somebody whom it befalls ("that the miners be paid")."""
    return any(fold(a.name) in fold(s.what) for a in to)


def _holders(s: Step, events: Sequence[Event]) -> tuple[Actor, ...]:
    """Who took or holds those whose release is asked, where the report tells of one such deed and who did it."""
    if s.kind not in ASKS or not LETTING_GO.search(fold(s.what)):
        return ()
    taken = [e for e in events if e.condition == "detention" and e.phase != "ends" and e.modality == "asserted" and e.actors]
    found = {tuple(m.actor for m in e.actors if not m.unnamed) for e in taken}
    one = found.pop() if len(found) == 1 else ()
    return one if one and (actors_alike(one, s.by) or 0.0) < 0.3 else ()
