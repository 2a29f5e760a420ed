"""Who puts something to whom, where the clause that asks or promises does not say it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from vedette.codebook.wording import bases, fold, words
from vedette.domain import Actor, Event, UndertakingKind
from vedette.domain.compare import actors_alike, is_name

ASKS = frozenset({"request", "demand", "ultimatum"})
UNTIL = re.compile(r"\b(?:until|unless|before)\b ([^.;\"“”\n]+)")
"""What is to happen before those who hold out give way."""
HOLDS = frozenset("stay remain keep continue hold last leave move go return lift open reopen clear end withdraw resume work".split())
"""Verbs of those who hold out ("will not leave until …", "would stay until …")."""
BETWEEN = re.compile(
    r"\bbetween (?:the )?(.+?) and (?:the )?(.+?)(?= (?:will|would|is|was|has|had|that|which|who|took|takes|came|in|at|on|from|for|over|began|begins)\b|[.,;]|$)"
)
"""The two sides of a truce or a deal."""
TOLD = frozenset("summon meet tell write inform invite receive warn address".split())
"""Verbs whose object is also the one to whom the same sentence puts a demand."""


def parties_known(events: Iterable[Event]) -> dict[str, Actor]:
    """Parties of any event by the folded words that tell of them; of several who are told of so the one that most events have."""
    told: dict[str, Counter[Actor]] = {}
    for e in events:
        for m in (*e.actors, *e.recipients):
            for name in {fold(m.actor.name), fold(m.text)}:
                told.setdefault(name.removeprefix("the "), Counter())[m.actor] += 1
    return {name: max(found, key=lambda a: (found[a], a.name)) for name, found in told.items() if len(name) > 3}


def sides(e: Event, others: Sequence[Event], known: Mapping[str, Actor]) -> tuple[Actor, ...]:
    """The two sides that a report names of a truce ("the truce between A and B"), for who is only counted ("two armed groups")."""
    texts = [e, *(o for o in others if o.condition == e.condition)]
    for o in texts:
        for found in BETWEEN.finditer(o.headline):
            both = [known.get(fold(found[n])) for n in (1, 2)]
            if all(a and is_name(a) for a in both):
                return tuple(a for a in both if a)
    return ()


def put_off_until(e: Event, others: Sequence[Event], known: Mapping[str, Actor]) -> tuple[str, tuple[Actor, ...]] | None:
    """What others must do before those who hold out give way, and who: "would stay until the government stops the felling"."""
    if e.modality not in ("planned", "promised") or not e.actors or not HOLDS & set(bases(fold(e.trigger.text))):
        return None
    found = UNTIL.search(e.evidence.text, max(0, e.trigger.end - e.evidence.start))
    if not found or len(words(found[1])) < 2:
        return None
    start, end = e.evidence.start + found.start(1), e.evidence.start + found.end(1)
    mine = tuple(m.actor for m in e.actors)
    doers = [m.actor for o in others if start <= o.trigger.start < end and o.trigger.in_title == e.trigger.in_title for m in o.actors]
    subject = fold(found[1]).removeprefix("the ").split()
    doers += [known[name] for n in range(min(5, len(subject) - 1), 0, -1) if (name := " ".join(subject[:n])) in known]
    begun = next((n for n in range(min(3, len(subject) - 1), 1, -1) if not doers), 0)
    doers += [a for name, a in known.items() if begun and name.startswith(" ".join(subject[:begun]) + " ")][:1]
    to = tuple(dict.fromkeys(a for a in doers if (actors_alike([a], mine) or 0.0) < 0.55))
    return (found[1].strip(), to[:1]) if to else None


def addressees(
    e: Event, kind: UndertakingKind, by: Sequence[Actor], content: Sequence[Event], others: Sequence[Event]
) -> tuple[Actor, ...]:
    """To whom it is put, where its own clause does not say: who is to do it, else whom its maker summoned or told in the same sentence."""
    if kind in ASKS or kind == "threat":
        doers = [tuple(m.actor for m in c.actors) for c in content if c is not e and c.actors]
        found = next((d for d in doers if (actors_alike(d, by) or 0.0) < 0.55), ())
        if found:
            return found
    if kind not in ASKS:
        return ()
    for o in others:
        beside = o.recipients and o.evidence.overlaps(e.evidence) and TOLD & set(bases(fold(o.trigger.text)))
        if beside and (actors_alike((m.actor for m in o.actors), by) or 0.0) >= 0.85:
            return tuple(m.actor for m in o.recipients)
    return ()
