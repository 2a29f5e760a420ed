"""What people of the desk found when they looked into a state, laid over what reports tell of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import cast

from vedette.domain import Check, Checked, Condition, Judgement
from vedette.domain.compare import day
from vedette.situation.signs import kinds


def checked(
    conditions: Sequence[Condition], judgements: Iterable[Judgement], as_of: str, until: str | None = None
) -> tuple[Condition, ...]:
    """Conditions with the latest check of each, by the day that it is of; `judgements` as `incidents.settled` gives them.

    A check is laid on the condition that has most of its events. It counts against what reports tell of the same day or before; what they tell of a
    later day counts against it. In force: confirmed on that day, and begun again where it had ended. Ended: on that day. Unknown: taken for
    stale. Checks of days after `until` (None: of any) are left out; `as_of` is the day of the picture.
    """
    made = [j for j in judgements if j.kind == "check" and (until is None or j.value["on"] <= until)]
    if not made:
        return tuple(conditions)
    at: dict[str, list[int]] = defaultdict(list)
    for n, c in enumerate(conditions):
        for e in c.events:
            at[e].append(n)
    found: dict[int, Check] = {}
    for j in sorted(made, key=lambda j: (j.value["on"], j.id)):
        near = Counter(n for a in j.anchors for n in at.get(a.event, ()))
        if near:
            said = cast(Checked, j.value["state"])
            check = Check(said=said, on=j.value["on"], by=j.by, made=j.made, judgement=j.id, reason=j.reason)
            found[min(near, key=lambda n: (-near[n], n))] = check
    return tuple(_laid(c, found[n], as_of) if n in found else c for n, c in enumerate(conditions))


def _laid(c: Condition, check: Check, as_of: str) -> Condition:
    told = max(c.end or "", c.last_confirmed or "")[:10]
    c = replace(c, checked=check)
    if told > check.on:
        return c
    if check.said == "unknown":
        return replace(c, state="stale") if c.state == "in force" else c
    if check.said == "ended":
        return replace(c, state="ended", end=check.on)
    silent = (day(as_of) or 0) - (day(check.on) or 0) > kinds()[c.kind].stale
    return replace(c, state="stale" if silent else "in force", end=None, closed_by=(), last_confirmed=check.on)
