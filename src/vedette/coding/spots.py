"""Which of the places that a report names an event was at, or none: what the rules chose, weighed with everything else that is known of each.

`where` and `scene` say by rules where a deed was. Here each place of the report, and "nowhere told", is given marks (what the rules say of it, how it hangs on the
trigger, how far it is, what else was there) and scored by a small net, one hidden layer, that `training/spots.py` learnt from whole reports and passages of ours whose
writers marked where each thing was. The likeliest place wins over what the rules chose, if they chose any.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vedette.coding.clauses import Tree
from vedette.coding.elsewhere import beside_the_story, was_before
from vedette.coding.matching import Found
from vedette.coding.reported import effect_of
from vedette.coding.scene import Scene
from vedette.coding.when import attached_to, path, steps_to
from vedette.coding.where import BROAD, FINE, fineness, in_passing, is_goal, is_way, locates, of_a_body, of_another, outer, undergoes
from vedette.domain import PRECISIONS, Event, Place, PlaceMention
from vedette.resolve.seats import SAID

DATA = Path(__file__).parent / "data"
# the weights were learnt with these in this order
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
REACH = 12
"""Sentences from an event within which a place may be where it was."""
ROWS, FLAT = 8, 32
"""Rows that are multiplied at once with a matrix and with a single column: of more the linear algebra library would wake other threads, which takes longer
than the product."""
TOGETHER = 32
"""Events of a report that are scored together."""
SURE = 0.1
"""Log-odds by which another place must beat what the rules chose."""


@dataclass(frozen=True, slots=True)
class Net:
    """Weights: `hidden` [marks of a place and an event, H], `bias` [H], `out` [H], `straight` [marks of a place]."""

    hidden: NDArray[np.float32]
    bias: NDArray[np.float32]
    out: NDArray[np.float32]
    straight: NDArray[np.float32]

    def scores(self, candidates: NDArray[np.float32], events: NDArray[np.float32], of: Sequence[int]) -> NDArray[np.float32]:
        """Log-odds [C] of the candidates [C, marks of a place] of some events [E, marks of an event]; `of` [C] says of which each is."""
        width = candidates.shape[1]
        inner = _product(candidates, self.hidden[:width])
        inner += (_product(events, self.hidden[width:]) + self.bias)[of]
        return _product(np.maximum(inner, 0, out=inner), self.out) + _product(candidates, self.straight)


def _product(rows: NDArray[np.float32], by: NDArray[np.float32]) -> NDArray[np.float32]:
    out = np.empty((len(rows), *by.shape[1:]), np.float32)
    step = ROWS if by.ndim > 1 else FLAT
    for at in range(0, len(rows), step):
        np.matmul(rows[at : at + step], by, out=out[at : at + step])
    return out


@cache
def net() -> Net | None:
    """The learnt weights; None before they were made."""
    path = DATA / "spots.npz"
    if not path.exists():
        return None
    with np.load(path) as f:
        return Net(*(f[k].astype(np.float32) for k in ("hidden", "bias", "out", "straight")))


Key = tuple[str, str | None, str]


def key(place: Place | None) -> Key | None:
    """What two places have in common that are the same as exactly."""
    return (place.name, place.country, place.precision) if place is not None else None


def same(a: Place | None, b: Place | None) -> bool:
    """Whether two are the same place as exactly."""
    return a is not None and key(a) == key(b)


class Flags:
    """One mark for each of some values, 1 for the one that is given; all 0 for any other."""

    def __init__(self, values: Sequence[object]) -> None:
        self._rows = {x: tuple(float(x == y) for y in values) for x in values}
        self._none = (0.0,) * len(values)

    def of(self, value: object) -> tuple[float, ...]:
        """The marks of a value."""
        return self._rows.get(value, self._none)


TYPE, MODALITY, PHASE, ROLE = (Flags(v) for v in (TYPES, MODALITIES, PHASES, ROLES))
PRECISION, CASE, RELATION = Flags(PRECISIONS), Flags(range(8)), Flags(RELATIONS)


class Told:
    """The events of one report with their triggers, by sentence, and where the rules say that each was."""

    def __init__(self, trees: Sequence[Tree], events: Sequence[tuple[Found, Event]]) -> None:
        self.events = events
        self.keys = [key(e.place or e.scene) for _, e in events]
        self.count = Counter(self.keys)
        starts = [t.sentence.start for t in trees]
        self.sentence = [bisect_right(starts, e.trigger.start) - 1 for _, e in events]
        self.of_sentence: dict[int, list[int]] = defaultdict(list)
        for n, number in enumerate(self.sentence):
            self.of_sentence[number].append(n)

    def beside(self, at: int) -> set[Key | None]:
        """Where the rules say that the other events of an event's sentence were."""
        return {self.keys[n] for n in self.of_sentence[self.sentence[at]] if n != at}

    def triggers(self, at: int) -> set[int]:
        """The words of the other events of its sentence."""
        mine = [n for n in self.of_sentence[self.sentence[at]] if n != at]
        return {k for n in mine for k in (self.events[n][0].at, self.events[n][0].bearer)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrays:
    """What is known of the mentions of a report, one number each."""

    key: NDArray[np.int64]
    sentence: NDArray[np.int64]
    paragraph: NDArray[np.int64]
    start: NDArray[np.int64]
    index: NDArray[np.int64]
    country: NDArray[np.int64]
    fine: NDArray[np.int64]


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
        starts = [t.sentence.start for t in trees]
        self._at = [bisect_right(starts, p.start) - 1 for p in self.mentions[: self.text]]
        found = [trees[max(0, n)] for n in self._at]
        self._tree = [
            t if t.sentence.start <= p.start < t.sentence.end else None for p, t in zip(self.mentions[: self.text], found, strict=True)
        ]
        told = self.mentions[: self.text]
        self._known: set[int] = set()
        self._table = np.zeros((0, 0), np.float32)
        self._countries = Counter(p.place.country for p in told if p.place is not None)
        self._keys = [key(p.place) for p in self.mentions]
        self._ids = {own: n for n, own in enumerate(dict.fromkeys(self._keys))}
        lands = dict.fromkeys(p.place.country if p.place else None for p in self.mentions)
        self._lands = {land: n for n, land in enumerate(lands)}
        self._first = {own: n for n, own in reversed([*enumerate(self._keys)])}
        self._bars = [self._barred(n) for n in range(len(self.mentions))]
        self._count = Counter(self._keys[: self.text])
        self._fine = [n for n, p in enumerate(told) if p.place is not None and p.place.precision in FINE and p.start >= head]
        self._order = [n for n, p in enumerate(told) if p.role in ("literal", "modifier") and p.start >= head]
        self._starts = [told[n].start for n in self._order]
        self._fine_order = [n for n in self._order if told[n].place.precision in FINE]  # type: ignore[union-attr]
        self._fine_starts = [told[n].start for n in self._fine_order]
        self._towns = len({(told[n].place.name, told[n].place.country) for n in self._fine})  # type: ignore[union-attr]

    def _marks(self, mentions: list[int]) -> NDArray[np.float32]:
        """What is known of some mentions whatever the event is; of those alone that are weighed."""
        for n in mentions:
            if n not in self._known:
                row = self._of_mention(n)
                self._table = np.zeros((len(self.mentions), len(row)), np.float32) if not self._known else self._table
                self._table[n] = row
                self._known.add(n)
        return self._table[mentions]

    def _of_mention(self, n: int) -> list[float]:
        p = self.mentions[n]
        place = p.place
        assert place is not None
        line, title = same(place, self.scene.line), same(place, self.scene.title)
        out = [float(line), float(title), *ROLE.of(p.role), *PRECISION.of(place.precision), float(place.located), p.confidence]
        out += [float(n >= self.text), float(n < self.text and p.end <= self.head)]
        count = self._count[self._keys[n]]
        out += [float(count == 1), float(count == 2), float(count > 2), float(self._fine[:1] == [n])]
        out.append(self._countries[place.country] / max(1, self._countries.total()))
        t = self._tree[n] if n < self.text else None
        i = attached_to(t, p.start, p.end) if t is not None else None
        tail = len(RELATIONS) + 8 + 1 + 11 + 2
        if t is None or i is None:
            return out + [0.0] * tail
        first = outer(t, i)
        case, above = t.cases(first).split(" ")[0], t.tokens[first].head
        out += [*CASE.of(CASES.get(case)), float(not case), *RELATION.of(t.rel(first))]
        home = t.clause(i)
        out += [float(f(t, i)) for f in (locates, is_goal, of_another, of_a_body, in_passing, is_way)]
        out += [float(above >= 0 and t.tokens[above].upos == "VERB"), float(effect_of(t, home) == "speech")]
        out.append(min(t.depth(home), 3) / 2)
        finer = any(
            q.place is not None and q is not p and q.place.country == place.country and fineness(q.place) < fineness(place)
            for _, q in t.here(self.scene.places)
        )
        return [*out, 1.0, float(finer), float(same(self.scene.told[t.number], place)), min(n, 5) / 5]

    def asked(self, tree: Tree, e: Event) -> bool:
        """Whether the net is asked where an event was: not of words, nor of what the rules place nowhere or all over a country, where its writers and
        others judge too differently; nor where a position is given, or the heading of a paragraph.
        """
        rule = e.place or e.scene
        if rule is None or e.event_type in SAID or self.scene.sections[tree.number] is not None:
            return False
        return fineness(rule) < BROAD and not any(c.isdigit() for c in rule.name)

    def near(self, tree: Tree, e: Event) -> list[int]:
        """The mentions that are weighed for an event: the headline's, those not more than `REACH` sentences away, and what the rules chose."""
        rule = key(e.place or e.scene)
        low, high = (bisect_left(self._at, tree.number + d) for d in (-REACH, REACH + 1))
        kept = self._first.get(rule)
        further = [kept] if kept is not None and not low <= kept < high and kept < self.text else []
        return sorted([*further, *range(low, high), *range(self.text, len(self.mentions))])

    def weighed(self, e: Event, near: Sequence[int]) -> list[int]:
        """Of the mentions that are near those among which the net chooses: the rules' choice, and what is no country, no dateline's place and not whence or whither
        somebody came or went; empty where the rules' choice is no mention, or nothing else is near.
        """
        rule = key(e.place or e.scene)
        chosen = [self._keys[n] == rule for n in near]
        found = [n for n, mine in zip(near, chosen, strict=True) if mine or not self._bars[n]]
        return found if any(chosen) and len(found) > sum(chosen) else []

    def bonus(self, e: Event, weighed: Sequence[int]) -> list[float]:
        """What is added to the score of each mention that is weighed: `SURE` to the rules' choice."""
        rule = key(e.place or e.scene)
        return [SURE if self._keys[n] == rule else 0.0 for n in weighed]

    def _barred(self, n: int) -> bool:
        p, t = self.mentions[n], self._tree[n] if n < self.text else None
        i = attached_to(t, p.start, p.end) if t is not None else None
        aside = t is not None and i is not None and (is_goal(t, i) or of_another(t, i) or _of_subject(t, i))
        if t is not None and i is not None and p.place is not None:
            aside = aside or was_before(t, i) or beside_the_story(t, outer(t, i), p.place)
        filed = n < self.text and p.end <= self.head
        return aside or filed or (p.place is not None and fineness(p.place) >= BROAD)

    def of_event(self, tree: Tree, f: Found, e: Event) -> list[float]:
        """What is known of an event whatever the place is."""
        told = [p for _, p in tree.here(self.scene.places) if p.place is not None and p.role == "literal" and p.start >= self.head]
        out = [*TYPE.of(e.event_type), float(e.event_type is None), float(e.event_type in SAID), *MODALITY.of(e.modality)]
        out += [float(e.background), float(f.row.pos == "n"), float(f.learnt), float(e.condition is not None), *PHASE.of(e.phase)]
        out += [float(tree.passive(f.bearer)), float(tree.number == 0), float(tree.number == len(self.trees) - 1), min(len(told), 4) / 2]
        out += [min(self._towns, 6) / 3, float(self.scene.log), float(self.scene.line is not None), float(self.scene.title is not None)]
        nowhere = e.place is None and e.scene is None
        out += [float(e.place is None), float(nowhere), float(effect_of(tree, tree.clause(f.bearer)) == "speech")]
        return out

    def candidates(self, at: int, told: Told, mentions: list[int]) -> NDArray[np.float32]:
        """Marks [C, M] of some mentions, one at least, and, last, of "nowhere told", for the event `at` of those that are told."""
        own = self.marks(told, [(at, mentions)])
        nowhere = np.zeros((1, own.shape[1]), np.float32)
        nowhere[0, 0] = 1.0
        return np.concatenate([own, nowhere])

    def marks(self, told: Told, asked: Sequence[tuple[int, list[int]]]) -> NDArray[np.float32]:
        """Marks [C, M] of the mentions that are weighed for each of some events of those that are told, one after another."""
        of = np.repeat(np.arange(len(asked)), [len(mentions) for _, mentions in asked])
        n = np.array([m for _, mentions in asked for m in mentions])
        a = self._arrays
        events = np.array([self._sides(told, at) for at, _ in asked])[of].T
        place, scene, rest, town_key, before, behind, self_key, chosen, number, paragraph, start, last, town, after, land, fine = events
        counts = np.array([told.count[k] for k in self._ids])
        with_it = np.zeros((len(asked), len(counts)), bool)
        for row, (at, _) in enumerate(asked):
            with_it[row, [i for k in told.beside(at) if (i := self._ids.get(k)) is not None]] = True
        own, sentence, countries, text = a.key[n], a.sentence[n], a.country[n], n < self.text
        there, by, stands = counts[own] - (own == self_key), number - sentence, sentence >= 0
        columns = [own == place, own == scene, text & (a.index[n] == chosen), own == rest]
        columns += [stands & x for x in (by == 0, by == 1, by == 2, by > 2, by == -1, by < -1, a.paragraph[n] == paragraph)]
        columns += [text & (a.start[n] < start), n == last, n == town, n == after, own == town_key]
        further = [(land > UNKNOWN) & (countries == land) & (a.fine[n] < fine), (land > UNKNOWN) & (countries != land)]
        further += [np.minimum(there, 4) / 2, there / max(1, len(told.keys) - 1), with_it[of, own], own == before, own == behind]
        known = self._marks(n.tolist())
        width = 1 + len(columns) + len(ELSEWHERE) + len(further)
        out = np.zeros((len(n), width + known.shape[1]), np.float32)
        out[:, 1 : len(columns) + 1] = np.stack(columns, axis=1)
        out[:, width - len(further) : width] = np.stack(further, axis=1)
        out[:, width:] = known
        for row in np.flatnonzero(stands & (by == 0)).tolist():
            at = asked[of[row]][0]
            tree, f = self.trees[told.sentence[at]], told.events[at][0]
            p, triggers = self.mentions[n[row]], told.triggers(at) - {f.at, f.bearer}
            out[row, len(columns) + 1 : width - len(further)] = self._in_sentence(tree, f, p, triggers)
        return out

    def _sides(self, told: Told, at: int) -> list[int]:
        """What the marks of each mention for an event are told by: keys, sentence and paragraph, offset, the mentions before and behind, and the rules' choice."""
        f, e = told.events[at]
        tree = self.trees[told.sentence[at]]
        start = tree.tokens[f.at].start
        upto = bisect_left(self._starts, start)
        last, after = self._order[upto - 1] if upto else -1, self._order[upto] if upto < len(self._order) else -1
        towns = self._fine_order[: bisect_left(self._fine_starts, start)][-1:]
        town = towns[0] if towns else -1
        rule = e.place or e.scene
        of_town = self._keys[town] if towns else None
        sides = [told.keys[n] if 0 <= n < len(told.keys) else None for n in (at - 1, at + 1)]
        keys = (key(e.place), key(e.scene), key(self.scene.place(tree.number)), of_town, *sides, told.keys[at])
        land, fine = (UNKNOWN, 0) if rule is None else (self._lands.get(rule.country, len(self._lands)), fineness(rule))
        paragraph = self.scene.paragraph[tree.number]
        first = e.places[0] if e.places else UNKNOWN
        return [*(self._ids.get(k, UNKNOWN) for k in keys), first, tree.number, paragraph, start, last, town, after, land, fine]

    @cached_property
    def _arrays(self) -> Arrays:
        """What is known of the mentions, as arrays."""
        told = [None] * (len(self.mentions) - self.text)
        trees = [*self._tree, *told]
        return Arrays(
            key=np.array([self._ids[k] for k in self._keys]),
            sentence=np.array([UNKNOWN if t is None else t.number for t in trees]),
            paragraph=np.array([UNKNOWN if t is None else self.scene.paragraph[t.number] for t in trees]),
            start=np.array([p.start for p in self.mentions]),
            index=np.array([*self.index, *(2 * UNKNOWN for _ in told)]),
            country=np.array([self._lands[p.place.country if p.place else None] for p in self.mentions]),
            fine=np.array([fineness(p.place) if p.place else 0 for p in self.mentions]),
        )

    @staticmethod
    def _in_sentence(tree: Tree, f: Found, p: PlaceMention, triggers: set[int]) -> Sequence[float]:
        """How a place hangs on a trigger in its own sentence."""
        i = attached_to(tree, p.start, p.end)
        if i is None:
            return ELSEWHERE
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


ELSEWHERE = (0.0,) * 14
"""The marks of `Spots._in_sentence` for a place in another sentence."""
UNKNOWN = -1
"""What stands for no key, sentence, paragraph, index or country."""


def _of_subject(tree: Tree, i: int) -> bool:
    """Whether a place only describes a subject ("the army, based in Zarbat, shelled the town")."""
    return any(tree.rel(a) == "acl" and tree.rel(tree.tokens[a].head) == "nsubj" for a in path(tree, i))


def placed(spots: Spots, told: list[tuple[Found, Event]]) -> list[tuple[Found, Event]]:
    """Events with their triggers, each where the net takes it to have been; as they are before the net was made, and where no place is named."""
    weights = net()
    if weights is None or not spots.mentions:
        return told
    all_ = Told(spots.trees, told)
    asked: list[tuple[int, list[int]]] = []
    for n, (_, e) in enumerate(told):
        tree = spots.trees[all_.sentence[n]]
        weighed = spots.weighed(e, spots.near(tree, e)) if spots.asked(tree, e) else []
        if weighed:
            asked.append((n, weighed))
    best = {n: found for at in range(0, len(asked), TOGETHER) for n, found in _likeliest(spots, weights, all_, asked[at : at + TOGETHER])}
    return [(f, _at(spots, spots.trees[all_.sentence[n]], e, best[n]) if n in best else e) for n, (f, e) in enumerate(told)]


def _likeliest(spots: Spots, weights: Net, told: Told, asked: Sequence[tuple[int, list[int]]]) -> Iterator[tuple[int, int]]:
    """Some events by their numbers, each with the likeliest of the mentions that are weighed for it."""
    events = [spots.of_event(spots.trees[told.sentence[n]], *told.events[n]) for n, _ in asked]
    bonus = [x for n, weighed in asked for x in spots.bonus(told.events[n][1], weighed)]
    of = [at for at, (_, weighed) in enumerate(asked) for _ in weighed]
    scores = weights.scores(spots.marks(told, asked), np.array(events, np.float32), of) + np.array(bonus, np.float32)
    first = 0
    for n, weighed in asked:
        yield n, weighed[int(scores[first : first + len(weighed)].argmax())]
        first += len(weighed)


def _at(spots: Spots, tree: Tree, e: Event, best: int) -> Event:
    """An event where a mention says."""
    p = spots.mentions[best]
    if same(p.place, e.place or e.scene):
        return e
    here = best < spots.text and tree.sentence.start <= p.start < tree.sentence.end and p.role == "literal"
    index = spots.index[best] if best < spots.text else None
    places = e.places if index is None else (index, *(n for n in e.places if n != index))
    if here and p.place is not None and not p.place.located:
        around = spots.scene.about(tree.number)
        return replace(e, place=p.place, scene=around if around is not None and around.located else None, seat=None, places=places)
    return replace(e, place=p.place if here else None, scene=None if here else p.place, seat=None, places=places)
