"""The town that a dateline names: a report is sent from a town, never from the province of its name, and not from a namesake of another land than it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from vedette.codebook.countries import by_name
from vedette.resolve.place_phrases import LINE

if TYPE_CHECKING:
    from vedette.resolve.gazetteer import Gazetteer
    from vedette.resolve.places import Draft

WITHIN = 3
"""Characters before which a dateline begins."""


def unfound(drafts: Sequence[Draft], end: int) -> None:
    """Take from a dateline's town what the gazetteer has of its name, where the dateline says its country and all are in others ("ZARBAT, Mali (Wire) - …")."""
    first = next((d for d in drafts if d.group and d.name.start < end), None)
    if first is None or first.group is None or not first.areas or first.group.pinned or by_name(first.name.core) is not None:
        return
    lands = {a.country for a, _ in first.areas if a.feature.startswith("PCL")}
    if lands and not any(o.place.country in lands for o in first.group.options):
        gone = first.group
        for d in drafts:
            d.group = None if d.group is gone else d.group


def sent_from_town(drafts: Sequence[Draft], text: str, gazetteer: Gazetteer) -> None:
    """Let the bare name in a dateline, and wherever the text has it without a word for what it is, be that of the town, where a division is called so, too.

    A name of three capitals ("GAO") may have been taken for what is short for a division, so that its town is no option.
    """
    first = next((d for d in drafts if d.name.start <= WITHIN), None)
    if first is None or first.group is None or first.name.kind is not None or first.name.part is not None:
        return
    if not first.name.core.isupper() or LINE.match(text, first.name.end) is None:
        return
    group = first.group
    if group.best is None or not (best := group.options[group.best].place).feature.startswith("ADM"):
        return
    same = [
        n
        for n, o in enumerate(group.options)
        if o.place.feature.startswith("PPL") and (o.place.country, o.place.admin1) == (best.country, best.admin1) and group.scores[n] >= 0
    ]
    here = [] if same else [p for p in gazetteer.lookup(first.name.core) if p.feature.startswith("PPL") and p.country == best.country]
    towns = [p for p in here if p.admin1 == best.admin1]
    if towns:
        known = group.options[group.best]
        group.options[group.best] = replace(known, place=max(towns, key=lambda p: p.population))
    if same:
        town, area = max(same, key=group.scores.__getitem__), group.best
        for values in (group.scores, group.weights):
            values[town], values[area] = values[area], values[town]
