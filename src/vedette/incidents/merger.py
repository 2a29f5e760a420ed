"""Incidents that are kept while reports come, are read again and go: always as if all had been merged at once."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass

from vedette.codebook.commonness import likeness
from vedette.codebook.wording import ENVOYS, fold, leads, roots
from vedette.domain import Event, Incident, Judgement, Modality, Report
from vedette.incidents.blocks import Shelf, exclude, include
from vedette.incidents.clusters import Ties
from vedette.incidents.decided import ties
from vedette.incidents.groups import SLIP, Groups, Name
from vedette.incidents.mentions import REACTIONS, WORDS, Key, Mention, lookout, mentions, modality
from vedette.incidents.overlay import PAIRS, Merged, order
from vedette.incidents.pairs import score
from vedette.incidents.slots import counts, incident

PRIVATE = (("CVL",), ("JRN",))
"""First sectors of those whose words alone are no happening."""
SUMMONS = frozenset({"summon", "summons"})
"""Words for what is done to an envoy, no mere blame."""
FILED = frozenset("appeal petition offer request application plea bid motion ultimatum invitation".split())
"""What was put to somebody, so that turning it down is its answer."""
ACCORDS = frozenset({"AGREE", "SUPPORT"})
"""Types of accords and votes, which are told with their place."""
SIDES = frozenset("support back welcome praise hail applaud laud condolence solidarity thank".split())
"""Words of who only says that he is for it."""
MUTUAL = frozenset({"AGREE", "REJECT", "CONSULT"})
"""Types that a passive may tell without those who did it ("an agreement was reached")."""
SURE = 0.7
"""Confidence from which a reading is sure."""
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
        made = incident(core, loose, doubts, how, origin, reports)
        return made, how != "asserted" or stands([*core, *loose], origin, reports)


MADE = frozenset({"curfew", "closure", "ban", "emergency", "alert", "blockade", "strike", "occupation", "suspension", "cut-off"})
"""Kinds of states that somebody makes on a day; who patrols or has fled somewhere is told in passing."""


def stands(mentions: Sequence[Mention], source: Mapping[str, str], reports: Mapping[str, Report]) -> bool:
    """Whether something happened that is worth telling.

    Not a state that goes on with no mention of its beginning, nor one of which the reading model alone knows. It says two of who, whom or what, where, when, how many; a sure
    reading, and a deed with which a state begins at a place, make up for one of them. Mere words (a request, talks) are told by two sources, or a report is about them and says to whom,
    or tells on its own word that someone, no private person, said them to someone on a day; praise and blame are told by two, but for a summons and the answer to what was asked or offered.
    """
    events = [m.event for m in mentions if m.event.phase != "continues" and (m.event.event_type or not m.event.learnt)]
    told = [any(e.actors for e in events), any(e.recipients or e.about for e in events)]
    told += [any(e.place for e in events), any(e.begin or e.last for e in events), any(map(counts, events))]
    told.append(any(e.confidence >= SURE for e in events))
    told.append(
        any(e.event_type and e.condition in MADE and e.phase == "happens" and e.place for e in events)
    )  # "a curfew is established in Tal"
    if sum(told) < 2:
        return False
    if all(e.event_type in WORDS or e.event_type == "CONSULT" for e in events):
        sources = {source.get(e.report, e.report) for e in events}
        about = [e for e in events if e.report in reports and leads(e, reports[e.report])]
        own = [e for e in events if e.id not in {m.event.id for m in mentions if m.wish}]
        put = any(e.recipients for e in about if e in own and e.event_type not in REACTIONS)
        put = put or any(_ruled(e) for e in own)
        return put or len(sources) > 1 or any(_public(e, e in about) or _its_own(e, reports.get(e.report)) for e in own)
    return bool(events)


def _ruled(e: Event) -> bool:
    """Whether words are an act by themselves, on the report's own word: an envoy is summoned, an appeal or offer that was made is turned down."""
    if e.background or e.modality != "asserted" or not e.actors or e.attribution is not None:
        return False
    if e.event_type == "REJECT":
        return e.polarity == "positive" and e.about is not None and _tells(e.about.text, FILED)
    return e.polarity == "positive" and _tells(e.trigger.text, SUMMONS) and any(_tells(m.text, ENVOYS) for m in e.recipients)


def _tells(text: str, names: frozenset[str]) -> bool:
    """Whether a phrase has one of the words, in any form."""
    return any(not names.isdisjoint(roots(w)) for w in text.split())


def _its_own(e: Event, report: Report | None) -> bool:
    """Whether a report is the word of who asks or threatens something in it, and says whom or by when ("We ask Mr Chéry to open the gates")."""
    if report is None or not report.source or e.event_type not in ("REQUEST", "THREATEN", "REJECT") or e.background:
        return False
    mine = any(fold(m.actor.name) == fold(report.source) for m in e.actors)
    return mine and e.modality == "asserted" and e.about is not None and bool(e.recipients or e.due)


def _public(e: Event, leading: bool) -> bool:
    """Whether words are told as a happening of their own, on the report's own word: by someone who is no private person, on a day or with a
    term, and to someone, unless the report is about them (`leading`). An accord or a vote is told with its place.
    """
    accord = e.event_type in ACCORDS and e.place is not None and not SIDES & roots(e.trigger.text)
    by = accord or any(a.actor.sectors[:1] not in PRIVATE for a in e.actors) or (not e.actors and e.event_type in MUTUAL)
    own = e.attribution is None or e.attribution.source.actor in [a.actor for a in e.actors]
    told = by and own and bool(e.begin or e.last or e.due) and e.modality == "asserted" and not e.background
    term = e.event_type == "THREATEN" and e.due is not None
    return told and (accord or e.event_type not in REACTIONS) and bool(e.recipients or ((leading or accord or term) and e.actors))


def denies(m: Mention, core: Sequence[Mention]) -> bool:
    """Whether a denial is of this: "nobody was hurt" says nothing against a blast."""
    return m.event.modality == "denied" or any(likeness(m.words, other.words) >= ALIKE for other in core)
