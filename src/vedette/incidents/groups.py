"""Mentions of one modality as groups of one happening each, kept while mentions come and go."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass

from vedette.domain.compare import days_apart, relation
from vedette.incidents.blocks import Blocks, Shelf, exclude, include
from vedette.incidents.clusters import Clusters, Ties
from vedette.incidents.mentions import DEED, WORD, Block, Key, Mention, blocks, handles, lookout, tells_toll
from vedette.incidents.pairs import NEVER, other_things

ATTACH = 0.0
"""Least score for a loose mention to join an incident."""
VAGUE = -0.5
"""The same for one that is not its report's news: what is told in passing is more likely an old thing than a new one."""
ROUNDS = 3
"""How often what is left is compared again, with what joined in the round before."""
CLOSEST = 3
"""A loose mention is compared with an incident's mentions that are most like it, so many of them."""
FADE = 0.02
"""What a day between an incident and the report of an undated mention takes off the score: the nearest is the likeliest."""
MEET = 30
"""A loose mention is compared with at most this many members of an incident."""
SLIP = 2
"""Days around its own in which a mention is looked for: dates slip."""
BEFORE = 14
"""Days before its own from which on a loose mention looks for incidents: what goes on began earlier."""


@dataclass(frozen=True, slots=True)
class Group:
    """Mentions of one happening: `core` by which it is recognised, `loose` that joined it."""

    core: tuple[Key, ...]
    loose: tuple[Key, ...] = ()


Name = tuple[bool, Key]
"""A group's name: whether it was made of what was left, and the first mention of its cluster."""


class Groups:
    """Firm mentions by clustering; then, in rounds, each loose one joins the group that it fits best; then those left, by clustering.

    What a round gives for a mention depends only on the groups near it. So a change is followed from round to round: the groups that
    it alters, the loose mentions that are near these, the groups that these join or leave.
    """

    def __init__(self, mention: Callable[[Key], Mention], score: Callable[[Key, Key], float], shelf: Shelf = dict) -> None:
        """`mention(key)` of each that was put in, `score(a, b)` of two, a < b."""
        self.states: list[MutableMapping[Key, Group]] = [shelf() for _ in range(ROUNDS + 1)]
        """Groups by the name of their cluster: of firm ones alone, and after each round."""
        self.left: MutableMapping[Key, Group] = shelf()
        self.others = Blocks(shelf)
        """Mentions of another modality that look for the group here that they fit best."""
        self.unsure: set[Key] = set()
        """Those of the others for which that may have changed; emptied by whoever looks for them."""
        self._mention, self._score = mention, score
        self._firm, self._rest = Clusters(score, shelf), Clusters(score, shelf)
        self._loose = Blocks(shelf)
        self._wanted: list[MutableMapping[Key, tuple[float, Key]]] = [shelf() for _ in range(ROUNDS)]
        """By round, how well each free loose mention fits the group that it fits best, and that group."""
        self._wanting: list[MutableMapping[Key, frozenset[Key]]] = [shelf() for _ in range(ROUNDS)]
        """The same by group."""
        self._taken: list[MutableMapping[Key, tuple[Key, ...]]] = [shelf() for _ in range(ROUNDS)]
        """Those of them that joined it: all but what people keep apart."""
        self._joined: MutableMapping[Key, tuple[int, Key]] = shelf()
        """The round in which a loose mention joined a group, and that group."""
        self._bound: set[Key] = set()
        """Mentions that are clustered with the firm ones only because people put them together with another."""
        self._new: set[Key] = set()
        self._again: set[Key] = set()
        self._anew: set[Key] = set()
        """Loose mentions that may be near other firm ones than before."""

    def put(self, m: Mention, bound: bool) -> None:
        """Take a mention in; `bound`: people put it together with another."""
        self._new.add(m.key)
        if m.firm or bound:
            self._firm.put(m.key, blocks(m, SLIP, SLIP), handles(m))
            if not m.firm:
                self._bound.add(m.key)
            self._moved(self._firm, m.key)
        else:
            self._loose.add(m.key, lookout(m, BEFORE, SLIP))
            self._again.add(m.key)
            self._anew.add(m.key)

    def drop(self, key: Key) -> None:
        """Take a mention out."""
        self._new.discard(key)
        self._bound.discard(key)
        if key in self._firm:
            self._moved(self._firm, key)
            self._firm.drop(key)
        else:
            self._leave(key)
            self._loose.remove(key)
            self._again.add(key)

    def holds(self, key: Key) -> bool | None:
        """Whether a mention is clustered first (True) or loose (False); None where it is not here."""
        return True if key in self._firm else False if key in self._loose else None

    def touch(self, key: Key) -> None:
        """Have it settled again where a mention belongs: people decided anew about it."""
        if key in self._firm:
            self._firm.touch(key)
        else:
            self._again.add(key)
            self._anew.add(key)
            self._new.add(key)

    def settle(self, same: Ties, apart: Ties) -> set[Name]:
        """Bring all groups up to date; returns the names of those that are new, changed or gone."""
        changed = {name for name in self._firm.settle(same, apart) if self._founded(name)}
        again = self._again
        for n in range(ROUNDS):
            again.update(*(self._lookers(k) for name in changed for k in self._firm.members.get(name, ())))
            changed = self._round(n, changed, again, apart)
        for key in sorted(again):
            waits = key in self._loose and key not in self._joined
            if not waits or key in self._new:
                self._leave(key)
            if waits and key not in self._rest:
                self._rest.put(key, blocks(self._mention(key)), handles(self._mention(key)))
                self._moved(self._rest, key)
        rest = self._rest.settle(same, apart)
        for name in rest:
            if name in self._rest.members:
                self.left[name] = Group(self._rest.members[name])
            else:
                self.left.pop(name, None)
        self._new.clear()
        self._anew.clear()
        self._again = set()
        found = {(False, name) for name in changed} | {(True, name) for name in rest}
        if len(self.others):
            for made, name in found:
                clusters = self._rest if made else self._firm
                for key in clusters.members.get(name, ()):
                    self.unsure |= clusters.near.seen_from(self.others, key, clusters.near.blocks(key))
        return found

    def group(self, name: Name) -> Group | None:
        """A group as it is now."""
        return self.left.get(name[1]) if name[0] else self.states[ROUNDS].get(name[1])

    def best(self, m: Mention, where: Sequence[Block]) -> Name | None:
        """The group, of all, that a mention of another modality fits best."""
        found = [(False, self._firm.home[k]) for k in self._firm.near.near(m.key, where)]
        found += [(True, self._rest.home[k]) for k in self._rest.near.near(m.key, where)]
        best: tuple[float, Name] | None = None
        for name in sorted(set(found)):
            group = self.group(name)
            fit = self.fit(m, group) if group else None
            if fit is not None and (best is None or fit > best[0]):
                best = (fit, name)
        return best[1] if best else None

    def fit(self, m: Mention, group: Group) -> float | None:
        """How well a mention fits a group, None where it does not."""
        others = [self._mention(k) for k in (group.core + group.loose)[:MEET]]
        if not any(m.families & o.families and (m.bare or m.words & o.words) for o in others) or _elsewhere(m, others):
            return None
        if any(m.event.condition == o.event.condition and other_things(m.event, o.event) for o in others):
            return None  # nor by way of one that tells of no thing ("was putting it off")
        scores = [self._score(min(m.key, o.key), max(m.key, o.key)) for o in others]
        if max(scores[: len(group.core)]) <= NEVER:
            return None
        scores.sort(reverse=True)
        found = sum(scores[:CLOSEST]) / len(scores[:CLOSEST])
        if m.span is None and m.known is not None:
            known = (m.known, m.known)
            found -= FADE * min((days_apart(o.span, known) for o in others if o.span), default=0)
        return found if found > (ATTACH if m.fresh or m.kind == WORD or tells_toll(m.event) else VAGUE) else None

    def _founded(self, name: Key) -> bool:
        """Bring a group of firm mentions up to date; whether that changed it.

        What people put into a group is heard as any other mention: a loose one does not found it, unless nothing else does.
        """
        members, before = self._firm.members.get(name), self.states[0].get(name)
        if members is None:
            self.states[0].pop(name, None)
            return before is not None
        firm = tuple(k for k in members if k not in self._bound)
        core, loose = (firm, tuple(k for k in members if k in self._bound)) if firm else (members, ())
        if before is not None and (before.core, before.loose) == (core, loose) and self._new.isdisjoint(members):
            return False
        self.states[0][name] = Group(core, loose)
        return True

    def _lookers(self, key: Key) -> set[Key]:
        """The loose mentions that are near a firm one."""
        return self._firm.near.seen_from(self._loose, key, self._firm.near.blocks(key))

    def _moved(self, clusters: Clusters, key: Key) -> None:
        """Look again at whatever is near a mention that came into, or is about to leave, one of the clusterings."""
        where = clusters.near.blocks(key)
        if clusters is self._firm:
            lookers = clusters.near.seen_from(self._loose, key, where)
            self._again |= lookers
            if clusters.near.crowded(where):
                self._anew |= lookers
        self.unsure |= clusters.near.seen_from(self.others, key, where)

    def _leave(self, key: Key) -> None:
        """Take a loose mention out of those that no group took."""
        if key in self._rest:
            self._moved(self._rest, key)
            self._rest.drop(key)

    def _round(self, n: int, changed: set[Key], again: set[Key], apart: Ties) -> set[Key]:
        """Let loose mentions join groups in one round; returns the names of the groups that are not as they were after it.

        `changed`: those that were not as they were before it; `again`: mentions to look at again, to which those are added that
        joined in this round or no longer do.
        """
        wanted, wanting = self._wanted[n], self._wanting[n]
        doubtful = set(changed)
        for key in sorted(again):
            free = key in self._loose and ((held := self._joined.get(key)) is None or held[0] >= n)
            old, new = wanted.get(key), self._best(key, n, changed, apart) if free else None
            if new != old or key in self._new:
                doubtful.update(found[1] for found in (old, new) if found is not None)
            if new != old:
                if old is not None:
                    exclude(wanting, old[1], key)
                    del wanted[key]
                if new is not None:
                    include(wanting, new[1], key)
                    wanted[key] = new
        return {name for name in doubtful if self._took(n, name, again, apart)}

    def _took(self, n: int, name: Key, again: set[Key], apart: Ties) -> bool:
        """Have a group take in those that want to join it in a round; whether it is another after that than it was."""
        base, before = self.states[n].get(name), self.states[n + 1].get(name)
        taken: list[Key] = []
        if base is not None:
            for key in sorted(self._wanting[n].get(name, ())):
                kept_out = apart.get(key)
                if not kept_out or kept_out.isdisjoint((*base.core, *base.loose, *taken)):
                    taken.append(key)
        old = self._taken[n].pop(name, ())
        for key in set(old).difference(taken):
            if self._joined.get(key) == (n, name):
                del self._joined[key]
            again.add(key)
        for key in set(taken).difference(old):
            self._joined[key] = (n, name)
            again.add(key)
        if base is None:
            self.states[n + 1].pop(name, None)
            return before is not None
        after = Group(base.core, (*base.loose, *taken))
        if taken:
            self._taken[n][name] = tuple(taken)
        if before == after and self._new.isdisjoint((*after.core, *after.loose)):
            return False
        self.states[n + 1][name] = after
        return True

    def _best(self, key: Key, n: int, changed: set[Key], apart: Ties) -> tuple[float, Key] | None:
        """How well a loose mention fits the group that it fits best in a round, and that group; None where it fits none.

        Looked at are the groups that are others than when it was last told: after the last settling, or in the round before.
        """
        names = {self._firm.home[k] for k in self._firm.near.near(key, self._loose.blocks(key))}
        best = self._wanted[max(n - 1, 0)].get(key)
        look = {name for name in names if name in (self._taken[n - 1] if n else changed)}
        kept_out = apart.get(key, set())
        if kept_out or (n == 0 and key in self._anew) or (best is not None and (best[1] in look or best[1] not in names)):
            best, look = None, names
        m = self._mention(key) if look else None
        for name in look:
            group = self.states[n][name]
            if m is None or (kept_out and not kept_out.isdisjoint((*group.core, *group.loose))):
                continue
            fit = self.fit(m, group)
            if fit is not None and (best is None or (fit, best[1]) > (best[0], name)):
                best = (fit, name)
        return best


def _elsewhere(m: Mention, members: Sequence[Mention]) -> bool:
    """Whether a deed is far from all of those whose place is told."""
    placed = [o for o in members if o.event.place]
    return bool(m.kind == DEED and m.event.place and placed) and all(relation(m.event.place, o.event.place) == "far" for o in placed)
