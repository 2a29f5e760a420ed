"""Which of the places that a report names an event was at, or none: what the rules chose, weighed with everything else that is known of each.

`where` and `scene` say by rules where a deed was. Here each place of the report, and "nowhere told", is given marks (what the rules say of it, how it hangs on the
trigger, how far it is, what else was there) and scored by a small net, one hidden layer, that `training/spots.py` learnt from whole reports and passages of ours whose
writers marked where each thing was. The likeliest place wins over what the rules chose, if they chose any.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vedette.coding.clauses import Tree
from vedette.coding.matching import Found
from vedette.coding.reported import effect_of
from vedette.coding.scene import Scene
from vedette.coding.when import attached_to, path, steps_to
from vedette.coding.where import BROAD, FINE, fineness, in_passing, is_goal, is_way, locates, of_a_body, of_another, outer, undergoes
from vedette.domain import PRECISIONS, Event, Place, PlaceMention
from vedette.resolve.seats import SAID

DATA = Path(__file__).parent / "data"
TYPES = tuple(
    "AGREE CONSULT SUPPORT COOPERATE AID CONCEDE REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT RETREAT".split()
)
MODALITIES = ("asserted", "possible", "denied", "planned", "promised", "requested", "threatened", "hypothetical")
PHASES = ("happens", "continues", "ends")
ROLES = ("literal", "modifier", "metonym", "demonym", "embedded")
CASES = {
    case: n
    for n, cases in enumerate(
        (
            "in within inside", "at near outside around beside off by", "to towards toward into", "from", "of", "between",
            "on along across over through", "for with against about",
        )
    )
    for case in cases.split()
}  # fmt: skip
RELATIONS = ("obl", "nmod", "nsubj", "obj", "compound", "appos", "conj", "root")


@dataclass(frozen=True, slots=True)
class Net:
    """Weights: `hidden` [marks of a place and an event, H], `bias` [H], `out` [H], `straight` [marks of a place]."""

    hidden: NDArray[np.float32]
    bias: NDArray[np.float32]
    out: NDArray[np.float32]
    straight: NDArray[np.float32]

    def scores(self, candidates: NDArray[np.float32], event: NDArray[np.float32]) -> NDArray[np.float32]:
        """Log-odds [C] of the candidates [C, marks of a place] of one event [marks of an event]."""
        width = candidates.shape[1]
        inner = np.maximum(candidates @ self.hidden[:width] + (event @ self.hidden[width:] + self.bias), 0)
        scores: NDArray[np.float32] = inner @ self.out + candidates @ self.straight
        return scores


@cache
def net() -> Net | None:
    """The learnt weights; None before they were made."""
    path = DATA / "spots.npz"
    if not path.exists():
        return None
    with np.load(path) as f:
        return Net(*(f[k].astype(np.float32) for k in ("hidden", "bias", "out", "straight")))


def same(a: Place | None, b: Place | None) -> bool:
    """Whether two are the same place as exactly."""
    return a is not None and b is not None and (a.name, a.country, a.precision) == (b.name, b.country, b.precision)


def _flags(value: object, of: Sequence[object]) -> list[float]:
    return [float(value == x) for x in of]


class Spots:
    """The places of one report as candidates: `mentions` are those of its text, then those of its headline."""

    def __init__(
        self, trees: Sequence[Tree], places: Sequence[PlaceMention], title: Sequence[PlaceMention], scene: Scene, head: int
    ) -> None:
        self.trees, self.scene, self.head = trees, scene, head
        self.index = [n for n, p in enumerate(places) if p.place is not None]
        self.mentions = [places[n] for n in self.index]
        self.text = len(self.mentions)
        self.mentions += [p for p in title if p.place is not None]
        self._tree = [next((t for t in trees if t.sentence.start <= p.start < t.sentence.end), None) for p in self.mentions[: self.text]]
        told = self.mentions[: self.text]
        self._countries = Counter(p.place.country for p in told if p.place is not None)
        self._count = Counter((p.place.name, p.place.country, p.place.precision) for p in told if p.place is not None)
        self._fine = [n for n, p in enumerate(told) if p.place is not None and p.place.precision in FINE and p.start >= head]
        self._order = [n for n, p in enumerate(told) if p.role in ("literal", "modifier") and p.start >= head]
        self._marks = [self._of_mention(n) for n in range(len(self.mentions))]
        self._towns = len({(told[n].place.name, told[n].place.country) for n in self._fine})  # type: ignore[union-attr]

    def _of_mention(self, n: int) -> list[float]:
        """What is known of a place whatever the event is."""
        p = self.mentions[n]
        place = p.place
        assert place is not None
        line, title = same(place, self.scene.line), same(place, self.scene.title)
        out = [float(line), float(title), *_flags(p.role, ROLES), *_flags(place.precision, PRECISIONS), float(place.located), p.confidence]
        out += [float(n >= self.text), float(n < self.text and p.end <= self.head)]
        count = self._count[place.name, place.country, place.precision]
        out += [float(count == 1), float(count == 2), float(count > 2), float(self._fine[:1] == [n])]
        out.append(self._countries[place.country] / max(1, self._countries.total()))
        t = self._tree[n] if n < self.text else None
        i = attached_to(t, p.start, p.end) if t is not None else None
        tail = len(RELATIONS) + 8 + 1 + 11 + 2
        if t is None or i is None:
            return out + [0.0] * tail
        first = outer(t, i)
        case, above = t.cases(first).split(" ")[0], t.tokens[first].head
        out += [float(CASES.get(case) == k) for k in range(8)] + [float(not case)] + _flags(t.rel(first), RELATIONS)
        home = t.clause(i)
        out += [float(f(t, i)) for f in (locates, is_goal, of_another, of_a_body, in_passing, is_way)]
        out += [float(above >= 0 and t.tokens[above].upos == "VERB"), float(effect_of(t, home) == "speech")]
        out.append(min(sum(t.is_clause(a) for a in t.above(home)), 3) / 2)
        finer = any(
            q.place is not None and q is not p and q.place.country == place.country and fineness(q.place) < fineness(place)
            for q, other in zip(self.mentions, self._tree, strict=False)
            if other is t
        )
        return [*out, 1.0, float(finer), float(same(self.scene.told[t.number], place)), min(n, 5) / 5]

    def asked(self, tree: Tree, e: Event) -> bool:
        """Whether the net is asked where an event was: not of words, nor of what the rules place nowhere or all over a country, where its writers and
        others judge too differently; nor where a position is given, or the heading of a paragraph.
        """
        rule = e.place or e.scene
        if rule is None or e.event_type in SAID or e.trigger.in_title or self.scene.sections[tree.number] is not None:
            return False
        return fineness(rule) < BROAD and not any(c.isdigit() for c in rule.name)

    def allowed(self, e: Event) -> list[bool]:
        """Which candidates may be chosen: what the rules chose, and all others but "nowhere", a country, the dateline's, and whence or whither somebody came or went; none where
        the rules' choice is no candidate.
        """
        kept = [same(p.place, e.place or e.scene) for p in self.mentions]
        return [*(any(kept) and (mine or not self._barred(n)) for n, mine in enumerate(kept)), False]

    def _barred(self, n: int) -> bool:
        p, t = self.mentions[n], self._tree[n] if n < self.text else None
        i = attached_to(t, p.start, p.end) if t is not None else None
        aside = t is not None and i is not None and (is_goal(t, i) or of_another(t, i))
        filed = n < self.text and p.end <= self.head
        return aside or filed or (p.place is not None and fineness(p.place) >= BROAD)

    def of_event(self, tree: Tree, f: Found, e: Event) -> NDArray[np.float32]:
        """What is known of an event whatever the place is."""
        told = [p for _, p in tree.here(self.scene.places) if p.place is not None and p.role == "literal" and p.start >= self.head]
        out = [*_flags(e.event_type, TYPES), float(e.event_type is None), float(e.event_type in SAID), *_flags(e.modality, MODALITIES)]
        out += [float(e.background), float(f.row.pos == "n"), float(f.learnt), float(e.condition is not None), *_flags(e.phase, PHASES)]
        out += [float(tree.passive(f.bearer)), float(tree.number == 0), float(tree.number == len(self.trees) - 1), min(len(told), 4) / 2]
        out += [min(self._towns, 6) / 3, float(self.scene.log), float(self.scene.line is not None), float(self.scene.title is not None)]
        nowhere = e.place is None and e.scene is None
        out += [float(e.place is None), float(nowhere), float(effect_of(tree, tree.clause(f.bearer)) == "speech")]
        return np.array(out, np.float32)

    def candidates(self, tree: Tree, f: Found, e: Event, at: int, told: Sequence[tuple[Found, Event]]) -> NDArray[np.float32]:
        """Marks [C, M] of the mentions and, last, of "nowhere told", for the event `told[at]`."""
        around = self.scene.place(tree.number)
        start = tree.tokens[f.at].start
        before = [n for n in self._order if self.mentions[n].start < start]
        towns = [n for n in before if self.mentions[n].place.precision in FINE]  # type: ignore[union-attr]
        after = next((n for n in self._order if self.mentions[n].start > start), -1)
        others = [x.place or x.scene for n, (_, x) in enumerate(told) if n != at]
        beside = [
            x.place or x.scene for n, (_, x) in enumerate(told) if n != at and tree.sentence.start <= x.trigger.start < tree.sentence.end
        ]
        triggers = {
            k
            for n, (g, x) in enumerate(told)
            if n != at and tree.sentence.start <= x.trigger.start < tree.sentence.end
            for k in (g.at, g.bearer)
        }
        triggers -= {f.at, f.bearer}
        sides = [told[n][1].place or told[n][1].scene if 0 <= n < len(told) else None for n in (at - 1, at + 1)]
        rule = e.place or e.scene
        rows = []
        for n, p in enumerate(self.mentions):
            place = p.place
            assert place is not None
            text = n < self.text
            t = self._tree[n] if text else None
            apart = tree.number - t.number if t is not None else None
            row = [0.0, float(same(place, e.place)), float(same(place, e.scene)), float(text and e.places[:1] == (self.index[n],))]
            row += [
                float(same(place, around)),
                float(apart == 0),
                float(apart == 1),
                float(apart == 2),
                float(apart is not None and apart > 2),
            ]
            row += [float(apart == -1), float(apart is not None and apart < -1)]
            row.append(float(t is not None and self.scene.paragraph[t.number] == self.scene.paragraph[tree.number]))
            row += [float(text and p.start < start), float(before[-1:] == [n]), float(towns[-1:] == [n]), float(after == n)]
            row.append(float(bool(towns) and same(self.mentions[towns[-1]].place, place)))
            row += self._in_sentence(tree, f, p, triggers) if t is tree else [0.0] * 14
            row.append(float(rule is not None and place.country == rule.country and fineness(place) < fineness(rule)))
            row.append(float(rule is not None and place.country != rule.country))
            there = sum(same(x, place) for x in others)
            row += [min(there, 4) / 2, there / max(1, len(others)), float(any(same(x, place) for x in beside))]
            row += [float(same(x, place)) for x in sides]
            rows.append(row + self._marks[n])
        width = len(rows[0]) if rows else 1
        return np.array([*rows, [1.0] + [0.0] * (width - 1)], np.float32)

    @staticmethod
    def _in_sentence(tree: Tree, f: Found, p: PlaceMention, triggers: set[int]) -> list[float]:
        """How a place hangs on a trigger in its own sentence."""
        i = attached_to(tree, p.start, p.end)
        if i is None:
            return [0.0] * 14
        steps = steps_to(tree, f.at, f.bearer, i, place=True)
        way = path(tree, i)
        far = next((n for n, a in enumerate(way) if a in (f.at, f.bearer)), 9)
        other = next((n for n, a in enumerate(way) if a in triggers), 9)
        above = tree.tokens[outer(tree, i)].head
        start = tree.tokens[f.at].start
        out = [float(steps == 0), float(steps == 1), float(steps == 2), float(steps is not None and steps > 2), float(steps is None)]
        out += [float(undergoes(tree, f.at, i)), float(tree.clause(i) == tree.clause(f.bearer)), float(above in (f.at, f.bearer))]
        out += [float(far < 9), min(far, 9) / 3, math.log1p(abs(start - p.start)) / 5, float(start < p.start)]
        return [*out, float(above in triggers), float(other < far)]


def placed(spots: Spots, told: list[tuple[Found, Event]]) -> list[tuple[Found, Event]]:
    """Events with their triggers, each where the net takes it to have been; as they are before the net was made, and where no place is named."""
    weights = net()
    if weights is None or not spots.mentions:
        return told
    out = []
    for n, (f, e) in enumerate(told):
        tree = next((t for t in spots.trees if t.sentence.start <= e.trigger.start < t.sentence.end), None)
        if tree is None or not spots.asked(tree, e):
            out.append((f, e))
            continue
        scores = weights.scores(spots.candidates(tree, f, e, n, told), spots.of_event(tree, f, e))
        out.append((f, _at(spots, tree, e, scores)))
    return out


def _at(spots: Spots, tree: Tree, e: Event, scores: NDArray[np.float32]) -> Event:
    """An event where the likeliest candidate says."""
    allowed = spots.allowed(e)
    best = int(np.where(allowed, scores, -np.inf).argmax())
    p = spots.mentions[best] if any(allowed) else None
    if p is None or same(p.place, e.place or e.scene):
        return e
    here = best < spots.text and tree.sentence.start <= p.start < tree.sentence.end and p.role == "literal"
    index = spots.index[best] if best < spots.text else None
    places = e.places if index is None else (index, *(n for n in e.places if n != index))
    if here and p.place is not None and not p.place.located:
        around = spots.scene.about(tree.number)
        return replace(e, place=p.place, scene=around if around is not None and around.located else None, seat=None, places=places)
    return replace(e, place=p.place if here else None, scene=None if here else p.place, seat=None, places=places)
