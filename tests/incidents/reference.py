"""What the merger should give, said as plainly as can be: everything compared afresh, nothing kept."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from vedette.domain import Incident, Judgement
from vedette.incidents import Merged, Told, blocks
from vedette.incidents.cluster import cluster
from vedette.incidents.decided import ties
from vedette.incidents.groups import BEFORE, ROUNDS, SLIP, Group, Groups
from vedette.incidents.mentions import Block, Key, Mention, handles, lookout, mentions, modality
from vedette.incidents.mentions import blocks as standing
from vedette.incidents.merger import DENYING, denies
from vedette.incidents.overlay import order
from vedette.incidents.pairs import NEVER, score
from vedette.incidents.slots import incident
from vedette.incidents.standing import stands

Blocked = Mapping[Key, Sequence[Block]]


def near(key: Key, looks: Iterable[Block], stand: Blocked) -> set[Key]:
    """Those of whom fewer than `NEAREST` of a block stand between them and a place in the order."""
    found: set[Key] = set()
    for b in looks:
        held = sorted(k for k, bs in stand.items() if b in bs)
        at = bisect_left(held, key)
        found.update(held[max(0, at - blocks.NEAREST) : at + blocks.NEAREST + 1])
    return found - {key}


class Reference:
    """All mentions of some reports, merged at once."""

    def __init__(self, told: Mapping[str, Told], judgements: Iterable[Judgement]) -> None:
        self.told = told
        self.mention = {m.key: m for t in told.values() for m in mentions(t.report, t.events, t.copy)}
        self.fits = Groups(self.mention.__getitem__, self.score)
        self.judgements = [j for j in judgements if j.kind in ("same", "not same", "split")]

    def score(self, a: Key, b: Key) -> float:
        return score(self.mention[a], self.mention[b])

    def clusters(self, stand: Blocked, same: Mapping[Key, set[Key]], apart: Mapping[Key, set[Key]]) -> list[tuple[Key, ...]]:
        keys = sorted(stand)
        at = {k: n for n, k in enumerate(keys)}
        scores = {(at[a], at[b]): self.score(a, b) for a in keys for b in near(a, stand[a], stand) if a < b}
        joined, never = (
            [(at[a], at[b]) for a, others in t.items() for b in others if a < b and a in at and b in at] for t in (same, apart)
        )
        return [tuple(keys[n] for n in found) for found in cluster(len(keys), scores, NEVER / 2, joined, never)]

    def best(
        self, m: Mention, looks: Sequence[Block], groups: Mapping[int, Group], stand: Blocked, apart: Mapping[Key, set[Key]]
    ) -> int | None:
        seen = near(m.key, looks, stand)
        fits = []
        for n, g in groups.items():
            members = {*g.core, *g.loose}
            if seen & members & stand.keys() and not apart.get(m.key, set()) & members and (fit := self.fits.fit(m, g)) is not None:
                fits.append((-fit, n))
        return min(fits)[1] if fits else None

    def groups(self, of: list[Mention], same: Mapping[Key, set[Key]], apart: Mapping[Key, set[Key]]) -> tuple[list[Group], Blocked]:
        firm = {m.key: m for m in of if m.firm or m.key in same}
        loose = {m.key: m for m in of if m.key not in firm}
        found: dict[int, Group] = {}
        for n, members in enumerate(self.clusters({k: standing(m, SLIP, SLIP) for k, m in firm.items()}, same, apart)):
            core = tuple(k for k in members if firm[k].firm) or members
            found[n] = Group(core, tuple(k for k in members if k not in core))
        stand = {k: (*standing(m, SLIP, SLIP), *handles(m)) for k, m in firm.items()}
        for _ in range(ROUNDS):
            wanted = [(k, self.best(loose[k], lookout(loose[k], BEFORE, SLIP), found, stand, apart)) for k in sorted(loose)]
            for k, at in wanted:
                if at is not None and not apart.get(k, set()) & {*found[at].core, *found[at].loose}:
                    found[at] = Group(found[at].core, (*found[at].loose, k))
                    del loose[k]
        left = self.clusters({k: standing(m) for k, m in loose.items()}, same, apart)
        stand |= {k: (*standing(m), *handles(m)) for k, m in loose.items()}
        return [*found.values(), *map(Group, left)], stand

    def merged(self) -> Merged:
        told = sorted(self.mention.values(), key=lambda m: m.key)
        told = [m for m in told if m.event.polarity == "positive" or modality(m.event) in ("asserted", "denied")]
        out: list[Incident] = []
        weak: list[Incident] = []
        for how in {modality(m.event) for m in told}:
            of = [m for m in told if modality(m.event) == how]
            found, stand = self.groups(of, *ties(self.judgements, {m.event.id: m.key for m in of}))
            doubts: dict[int, list[Mention]] = {}
            for m in told if how == "asserted" else ():
                if modality(m.event) == "denied":
                    of_all = self.best(m, lookout(m, DENYING, SLIP), dict(enumerate(found)), stand, {})
                    if of_all is not None and denies(m, [self.mention[k] for k in found[of_all].core]):
                        doubts.setdefault(of_all, []).append(m)
            for n, g in enumerate(found):
                core, loose = ([self.mention[k] for k in keys] for keys in (g.core, g.loose))
                reports = {k: t.report for k, t in self.told.items() if t.report}
                origin = {k: t.origin for k, t in self.told.items()}
                made = incident(core, loose, doubts.get(n, []), how, origin, reports)
                (out if how != "asserted" or stands([*core, *loose], origin, reports) else weak).append(made)
        return Merged(incidents=tuple(sorted(out, key=order)), weak=tuple(sorted(weak, key=order)))
