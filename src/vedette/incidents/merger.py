"""Incidents that are kept while reports come, are read again and go: always as if all had been merged at once."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from dataclasses import dataclass

from vedette.codebook.commonness import likeness
from vedette.domain import Event, Incident, Judgement, Modality, Report
from vedette.incidents.blocks import Shelf, exclude, include
from vedette.incidents.clusters import Ties
from vedette.incidents.decided import ties
from vedette.incidents.groups import SLIP, Groups, Name
from vedette.incidents.mentions import Key, Mention, lookout, mentions, modality
from vedette.incidents.overlay import PAIRS, Merged, order
from vedette.incidents.pairs import score
from vedette.incidents.slots import incident
from vedette.incidents.standing import stands

ALIKE = 0.5
"""Likeness of words from which a negated mention denies another."""
AT_HAND = 30_000
"""Reports whose mentions are kept ready for comparing; others are made ready again when they are needed."""
SCORES = 200_000
"""Scores of pairs that are kept."""
DENYING = 30
"""Days before its own from which on a denial looks for what it denies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A report as the merger needs it: None where it is not at hand; its events; the first of its copies; whose word it is."""

    report: Report | None
    events: Sequence[Event]
    copy: str
    origin: str


class Merger:
    """Merges what is put into it. Reports and events are asked for by `load(report key)` when they are needed; kept is who stands where.

    What is put, dropped and judged counts from the next `settle` on. A report whose text, events, copies or origin are others than they were
    is dropped while `load` still gives the old, and put again when it gives the new.
    """

    def __init__(self, load: Callable[[str], Told], shelf: Shelf = dict) -> None:
        """`shelf` makes the mappings in which is kept who stands where: of a large store, ones that do not stay in memory whole."""
        self.load, self._shelf = load, shelf
        self._keys: MutableMapping[str, tuple[tuple[Modality, Key], ...]] = shelf()
        self._event: MutableMapping[str, tuple[Modality, Key]] = shelf()
        self._groups: dict[Modality, Groups] = {}
        self._judged: tuple[Judgement, ...] = ()
        self._named: frozenset[str] = frozenset()
        self._ties: dict[Modality, tuple[Ties, Ties]] = {}
        self._stale: set[str] = set()
        self._doubted: MutableMapping[Key, Name] = shelf()
        self._doubts: MutableMapping[Name, frozenset[Key]] = shelf()
        self._made: MutableMapping[tuple[Modality, Name], tuple[Incident, bool]] = shelf()
        self._merged: Merged | None = None
        self._ready: OrderedDict[str, tuple[Told, dict[Key, Mention]]] = OrderedDict()
        self._scores: dict[tuple[Key, Key], float] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def put(self, key: str) -> None:
        """Take in a report that is not held."""
        found: list[tuple[Modality, Key]] = []
        for m in self._at_hand(key)[1].values():
            how = modality(m.event)
            if m.event.polarity == "negative" and how not in ("asserted", "denied") and m.event.modality != "denied":
                continue
            found.append((how, m.key))
            self._event[m.event.id] = how, m.key
            self._stale.add(m.event.id)
            self._of(how).put(m, m.key in self._ties.get(how, ({}, {}))[0])
            if how == "denied":
                said = self._of("asserted")
                said.others.add(m.key, lookout(m, DENYING, SLIP))
                said.unsure.add(m.key)
        self._keys[key] = tuple(found)

    def drop(self, key: str) -> None:
        """Take out a report that is held."""
        for how, k in self._keys.pop(key):
            self._of(how).drop(k)
            del self._event[k[3]]
            self._stale.add(k[3])
            if how == "denied":
                self._of("asserted").others.remove(k)
                self._of("asserted").unsure.add(k)
        self._ready.pop(key, None)
        self._scores.clear()

    def judge(self, judgements: Iterable[Judgement]) -> None:
        """Say what people decided about what belongs together; `judgements` as `settled` gives them, instead of those before."""
        given = tuple(j for j in judgements if j.kind in PAIRS)
        if given != self._judged:
            named = frozenset(e for j in given for e in (j.left, j.right, *(a.event for a in j.anchors)) if e)
            self._stale |= named | self._named
            self._judged, self._named = given, named

    def settle(self) -> dict[str, Incident | None]:
        """Bring the incidents up to date; returns those that are new or others than they were, and None for ids that are no more."""
        self._decide()
        changed: set[tuple[Modality, Name]] = set()
        for how, groups in self._groups.items():
            changed |= {(how, name) for name in groups.settle(*self._ties.get(how, ({}, {})))}
        changed |= {("asserted", name) for name in self._deny()}
        out: dict[str, Incident | None] = {}
        for which in changed:
            before = self._made.pop(which, None)
            if before is not None:
                out.setdefault(before[0].id, None)
        for which in sorted(changed):  # neighbours rest on the same reports
            if (made := self._make(*which)) is not None:
                self._made[which] = made
                out[made[0].id] = made[0]
        if changed:
            self._merged = None
        return out

    def merged(self) -> Merged:
        """All incidents, as clustered."""
        self.settle()
        if self._merged is None:
            stand = sorted((i for i, stands in self._made.values() if stands), key=order)
            weak = sorted((i for i, stands in self._made.values() if not stands), key=order)
            self._merged = Merged(incidents=tuple(stand), weak=tuple(weak))
        return self._merged

    def let_go(self) -> None:
        """Keep nothing at hand that can be made again: as if no report had been compared for a while."""
        self._ready.clear()
        self._scores.clear()

    def _of(self, how: Modality) -> Groups:
        if how not in self._groups:
            self._groups[how] = Groups(self._mention, self._score, self._shelf)
        return self._groups[how]

    def _at_hand(self, report: str) -> tuple[Told, dict[Key, Mention]]:
        found = self._ready.get(report)
        if found is None:
            told = self.load(report)
            found = told, {m.key: m for m in mentions(told.report, told.events, told.copy)}
            self._ready[report] = found
            if len(self._ready) > AT_HAND:
                self._ready.popitem(last=False)
        else:
            self._ready.move_to_end(report)
        return found

    def _mention(self, key: Key) -> Mention:
        return self._at_hand(key[1])[1][key]

    def _score(self, a: Key, b: Key) -> float:
        found = self._scores.get((a, b))
        if found is None:
            if len(self._scores) > SCORES:
                self._scores.clear()
            found = self._scores[a, b] = score(self._mention(a), self._mention(b))
        return found

    def _decide(self) -> None:
        """Where people decided anew, or an event came or went on which they had decided, have its groups settled again."""
        stale = self._stale & (self._named | {k[3] for both in self._ties.values() for t in both for k in t})
        self._stale = set()
        if not stale:
            return
        held: dict[Modality, dict[str, Key]] = defaultdict(dict)
        for event in self._named:
            if event in self._event:
                how, key = self._event[event]
                held[how][event] = key
        for how in {*held, *self._ties}:
            old, new = self._ties.get(how, ({}, {})), ties(self._judged, held[how])
            self._ties[how] = new
            groups = self._of(how)
            for key in {k for before, now in zip(old, new, strict=True) for k in {*before, *now} if before.get(k) != now.get(k)}:
                first = groups.holds(key)
                if first is None:
                    continue
                m = self._mention(key)
                if first is (m.firm or key in new[0]):
                    groups.touch(key)
                else:
                    groups.drop(key)
                    groups.put(m, key in new[0])

    def _deny(self) -> set[Name]:
        """Find for each denial what it denies, where that may have changed; returns the names of the groups of which that is so."""
        said = self._of("asserted")
        changed: set[Name] = set()
        for key in sorted(said.unsure):
            old = self._doubted.pop(key, None)
            if old is not None:
                exclude(self._doubts, old, key)
                changed.add(old)
            if key in said.others:
                m = self._mention(key)
                new = said.best(m, said.others.blocks(key))
                group = said.group(new) if new else None
                if new and group and denies(m, [self._mention(k) for k in group.core]):
                    self._doubted[key] = new
                    include(self._doubts, new, key)
                    changed.add(new)
        said.unsure.clear()
        return changed

    def _make(self, how: Modality, name: Name) -> tuple[Incident, bool] | None:
        """The incident of a group, and whether it stands."""
        group = self._of(how).group(name)
        if group is None:
            return None
        core, loose = ([self._mention(k) for k in keys] for keys in (group.core, group.loose))
        doubts = [self._mention(k) for k in sorted(self._doubts.get(name, ()))] if how == "asserted" else []
        told = {m.event.report: self._at_hand(m.event.report)[0] for m in (*core, *loose, *doubts)}
        reports = {key: t.report for key, t in told.items() if t.report is not None}
        origin = {key: t.origin for key, t in told.items()}
        made = incident(core, loose, doubts, how, origin, reports, {key: t.events for key, t in told.items()})
        return made, how != "asserted" or stands([*core, *loose], origin, reports)


def denies(m: Mention, core: Sequence[Mention]) -> bool:
    """Whether a denial is of this: "nobody was hurt" says nothing against a blast."""
    return m.event.modality == "denied" or any(likeness(m.words, other.words) >= ALIKE for other in core)
