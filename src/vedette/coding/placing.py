"""Which of the places of its sentence is an event's: they are weighed by what speaks for each, and against what the rules found.

The rules (`where`, `scene`) say whether an event has a place at all, and give one: of its sentence, or where the story is. Here each place of the sentence
is weighed against that one. What speaks for a place are its marks, which are words: `here: literal, its clause` is one by its own name in the clause of the
trigger, `ruled` is the one that the rules gave. `data/placing.tsv` holds what a mark is worth, learnt by `python -m training.placing`; a place's worth is
the sum of its marks, and its share is exp(worth) among all. No mark knows a name.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from vedette.codebook.triggers import classes
from vedette.coding.clauses import Tree
from vedette.coding.doubles import VERBAL
from vedette.coding.reported import effect_of
from vedette.coding.scene import happens_somewhere
from vedette.coding.when import attached_to, path, steps_to
from vedette.coding.where import (
    FINE,
    INNER,
    first_noun,
    in_passing,
    is_way,
    locates,
    nearby,
    of_a_body,
    of_the_deed,
    where_told,
)  # fmt: skip
from vedette.coding.words import rows, words
from vedette.domain import PRECISIONS, Event, Place, PlaceMention

LOCAL = frozenset("in at near outside around inside across through along within over off on".split())
"""Prepositions that say where; they count as one."""
NAMED = LOCAL | frozenset(
    "from to of into between with against by for towards toward behind beyond under about like after before since as than including".split()
)
RELATIONS = frozenset(
    "obl nmod obj nsubj nsubj:pass compound appos root iobj nmod:poss amod discourse parataxis advcl conj dep flat acl xcomp ccomp list".split()
)
ORDER = {"its deed": 0, "on it": 0, "its report": 1, "its clause": 1, "a clause above": 2, "further above": 3, "beside": 3, "apart": 4}
"""How near a place is to the deed, nearest first."""
AREAS = ("country", "region", "admin1", "admin2")
DESCRIBED = ("RD", "LCTY", "BDRY")
"""Features of places that a phrase describes: between two towns, on the road from one to the other, at a border."""
TRUST = 0.5
"""What the rules' own place is worth beyond what was learnt: another must have clearly more for it."""
NOTED = 0.05
"""Share from which the next likely place is told to the analyst."""
FROM_LOCAL = {0: "on it", 1: "its clause", 2: "a clause above"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that may be an event's. `mention` is its index in the text's places, None for one that stands in none; `own` is set where the event's
    own sentence tells it as a place, and does not only name who is of there, `fit` where its phrase says where; `ruled` is the rules' own; `told` says how
    the text tells it, for the analyst.
    """

    place: Place
    marks: tuple[str, ...]
    mention: int | None = None
    own: bool = False
    fit: bool = True
    ruled: bool = False
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The likeliest candidate, its share (0..1), the next likely one with its share, and the likeliest whose point is known."""

    chosen: Candidate
    share: float
    rival: tuple[Place, float] | None = None
    located: Candidate | None = None

    @property
    def reason(self) -> str:
        """Why the event is placed so, for the analyst."""
        rest = f"; else {self.rival[0].name}, {self.rival[1]:.0%}" if self.rival and self.rival[1] >= NOTED else ""
        return f"at {self.chosen.place.name}: {self.chosen.told} ({self.share:.0%}{rest})"


@cache
def weights() -> dict[str, float]:
    """What each mark is worth."""
    return {row[0]: float(row[1]) for row in rows("placing.tsv")}


def choice(found: Sequence[Candidate], table: Mapping[str, float]) -> Choice:
    """The likeliest of an event's candidates by a table of weights; mentions of one place count together. Raises ValueError where there is none."""
    worth = [sum(table.get(m, 0.0) for m in c.marks) + TRUST * c.ruled for c in found]
    top = max(worth)
    shares = [math.exp(w - top) for w in worth]
    by: defaultdict[str, float] = defaultdict(float)
    for c, s in zip(found, shares, strict=True):
        by[c.place.name] += s / sum(shares)
    (name, share), *rest = sorted(by.items(), key=lambda x: -x[1])
    order = sorted(range(len(found)), key=lambda i: -worth[i])
    best = next(found[i] for i in order if found[i].place.name == name)
    rival = next(((c.place, rest[0][1]) for c in found if c.place.name == rest[0][0]), None) if rest else None
    land = best.place.country
    located = next((found[i] for i in order if found[i].place.located and found[i].own and land in (None, found[i].place.country)), None)
    return Choice(chosen=best, share=share, rival=rival, located=located)


class Placer:
    """The places of one text. `head` is where the text begins behind its dateline, `title` the places of its headline."""

    def __init__(self, places: Sequence[PlaceMention], head: int, title: Sequence[PlaceMention] = ()) -> None:
        self.places, self.head = places, head
        votes: Counter[str] = Counter()
        for p in (*places, *title):
            if p.place is not None and p.place.country and p.role != "embedded":
                votes[p.place.country] += 2 if p.role == "literal" else 1
        self._votes, self._most = votes, max(votes.values(), default=0)

    def choose(self, tree: Tree, trigger: int, bearer: int, event: Event, asked: frozenset[int]) -> Choice | None:
        """Where an event was to which the rules gave a place; None where they gave none. `asked` are words of what it asks or promises."""
        found = list(self.candidates(tree, trigger, bearer, event, asked))
        return choice(found, weights()) if found else None

    def candidates(self, tree: Tree, trigger: int, bearer: int, event: Event, asked: frozenset[int]) -> Iterator[Candidate]:
        """The places of the event's sentence and the one that the rules gave, with their marks; none where those gave none."""
        ruled = event.place or event.scene
        if ruled is None:
            return
        somewhere = f"{_kind(event)}, {'somewhere' if happens_somewhere(event) else 'anywhere'}"
        seen = False
        for c in self._here(tree, trigger, bearer, event, asked, _kind(event), f"{_kind(event)}, {_stand(event)}"):
            more = [f"here: {self._home(c.place)} country"]
            if c.mention is not None and self.places[c.mention].role != "literal" and c.place.precision == "country":
                more.append(f"{self._home(c.place)} country by {self.places[c.mention].role}, {event.event_type}")
            same = c.place is ruled or c.place.name == ruled.name
            if not same and not (c.fit and self._as_exact(c, ruled)):
                continue
            more += ["ruled", "ruled, here", f"ruled, {somewhere}"] if same else []
            seen |= same
            yield replace(c, marks=(*c.marks, *more), ruled=same)
        if not seen:
            marks = (
                "ruled",
                "ruled, elsewhere",
                f"ruled, {somewhere}",
                f"elsewhere: {_precision(ruled)}",
                f"elsewhere: {self._home(ruled)} country",
            )
            n = next((n for n, p in enumerate(self.places) if p.place is ruled), None)
            yield Candidate(place=ruled, marks=marks, mention=n, ruled=True, told="where the story is")

    def _as_exact(self, c: Candidate, ruled: Place) -> bool:
        """Whether a candidate is no mere country or region around the spot that the rules gave, unless it is said to be all of it ("nationwide")."""
        around = (
            c.place.precision in ("country", "region") and ruled.precision in FINE and ruled.located and ruled.country == c.place.country
        )
        return not around or (c.mention is not None and not self.places[c.mention].text[:1].isupper())

    def _home(self, place: Place) -> str:
        """Whether a place's country is that of most, or of more places than any other."""
        if not place.country:
            return "no"
        votes = self._votes[place.country]
        return "main" if votes > self._votes.total() / 2 else "leading" if votes == self._most else "other"

    def _here(
        self, tree: Tree, trigger: int, bearer: int, event: Event, asked: frozenset[int], kind: str, opens: str
    ) -> Iterator[Candidate]:
        """The places of the event's own sentence."""
        given: list[tuple[int, PlaceMention, str, list[str], str]] = []
        for n, p in tree.here(self.places):
            if p.place is None or p.start < self.head or p.role == "embedded":
                continue
            i = attached_to(tree, p.start, p.end)
            if i is None:
                given.append((n, p, "apart", ["here: without a word of its own"], "in its sentence"))
                continue
            reach, marks = _marks(tree, trigger, bearer, event, p, i, kind, opens)
            given.append((n, p, reach, marks, _in_words(tree, i, reach, p)))
        literal = [(n, p, reach) for n, p, reach, _, _ in given if p.role == "literal"]
        for n, p, reach, marks, told in given:
            assert p.place is not None
            if p.role == "literal":
                marks += _compared(tree, n, p, reach, literal)
            theirs = {"here: tells no place", "here: in the doer"} <= set(marks) and "here: in the one after" not in marks
            own = (p.role == "literal" and not theirs) or "here: of the deed" in marks
            i = attached_to(tree, p.start, p.end)
            # what is asked for or promised is not where the words were said
            fit = (
                own
                and (i is None or reach in ("its deed", "its report") or _says_where(tree, trigger, bearer, p.place, i, kind))
                and i not in asked
            )
            yield Candidate(place=p.place, marks=tuple(marks), mention=n, own=own, fit=fit, told=told)


def _precision(place: Place) -> str:
    """How exact a place is, `unknown` for one without a point."""
    return place.precision if place.located else "unknown"


def _kind(event: Event) -> str:
    if event.event_type == "CONSULT":
        return "meeting"
    if event.event_type in VERBAL:
        return "words"
    return "deed" if event.event_type is not None else "state" if event.condition else "matter"


def _stand(event: Event) -> str:
    return "told" if event.modality in ("asserted", "denied") else "open"


def _case(tree: Tree, i: int) -> str:
    """The preposition of a noun, `-` for none."""
    case = tree.cases(i).split(" ")[0]
    return "-" if not case else case if case in NAMED else "other"


def _marks(tree: Tree, trigger: int, bearer: int, event: Event, p: PlaceMention, i: int, kind: str, opens: str) -> tuple[str, list[str]]:
    """How near a place's word stands to the trigger, and its marks."""
    tokens, place, role = tree.tokens, p.place, p.role
    assert place is not None
    first = first_noun(tree, i)
    top = tree.first_conjunct(first)
    relation = tokens[top].deprel if tokens[top].deprel in RELATIONS else tree.rel(top)
    case, head = _case(tree, first), tokens[top].head
    local = "where" if case in LOCAL else case
    special = where_told(tree, trigger, i)
    steps = steps_to(tree, trigger, bearer, i, place=True) if special is None else None
    if special is not None:
        reach = ("its deed", "its report")[special]
    elif steps is not None:
        reach = FROM_LOCAL.get(steps, "further above")
    else:
        reach = "beside" if nearby(tree, trigger, i) else "apart"
    on = "trigger" if head == trigger else "bearer" if head == bearer else "argument" if _argument(tree, head, trigger, bearer) else "other"
    marks = [
        f"here: {role}", f"here: {role}, {reach}", f"here: {role}, {relation}", f"here: {local} on {on}, {reach}", f"here: after {case}",
        f"here: {_precision(place)}", f"here: {relation}, {kind}", f"here: {reach}, {opens}", f"here: {relation}, {_side(tree, trigger, p)}",
        f"here: {_between(tree, trigger, i)}", f"here: {_between(tree, trigger, i).split(' by ')[0]}, {opens}",
    ]  # fmt: skip
    if not locates(tree, i):
        marks += ["here: tells no place", f"here: tells no place, {role}"]
    if of_a_body(tree, i):
        marks += ["here: of a body", f"here: of a body, {kind}"]
    if is_way(tree, i):
        marks.append("here: where a road leads")
    if effect_of(tree, tree.clause(i)) == "speech" and tree.clause(i) not in (trigger, bearer):
        marks.append("here: with a speaker")
    if reach in ("beside", "apart") and in_passing(tree, i):
        marks.append("here: in passing")
    if relation == "nmod" and head >= 0:
        marks.append(f"here: {local} on {_sort(tree, head, trigger)}")
    for who, mentions in (("doer", event.actors), ("other side", event.recipients)):
        over = next((a for a in mentions if a.start < p.end and p.start < a.end), None)
        if over is not None:
            whole = "is" if over.end - over.start <= p.end - p.start + 4 else "in"
            marks.append(f"here: {whole} the {who}")
            marks += [f"here: {whole} the {who}, {role}"] if who == "doer" else []
            break
    if role == "modifier" and place.precision in FINE and of_the_deed(tree, trigger, p):
        marks.append("here: of the deed")
    return reach, marks


def _says_where(tree: Tree, trigger: int, bearer: int, place: Place, i: int, kind: str) -> bool:
    """Whether a place's phrase says where something was: not "its border with X", nor one end of "between X and Y", nor "asked the government in X", nor
    where somebody went in a clause that only describes something ("in the hour in which he flew to X").
    """
    first = first_noun(tree, i)
    body = tree.tokens[first].head
    if not locates(tree, i) and place.feature not in DESCRIBED:
        return False
    if kind == "words" and of_a_body(tree, i) and tree.rel(body) in ("obj", "iobj", "obl") and tree.tokens[body].head in (trigger, bearer):
        return False
    return _case(tree, first) not in ("to", "from") or not in_passing(tree, i) or trigger in tree.below(tree.clause(i))


def _argument(tree: Tree, head: int, trigger: int, bearer: int) -> bool:
    return head >= 0 and tree.tokens[head].head in (trigger, bearer)


def _side(tree: Tree, trigger: int, p: PlaceMention) -> str:
    return "before it" if p.start < tree.tokens[trigger].start else "after it"


def _sort(tree: Tree, noun: int, trigger: int) -> str:
    """What sort of noun a place hangs on."""
    lemma = tree.lemma(noun)
    if lemma in words("place nouns") or lemma in words("sites"):
        return "a place's noun"
    if lemma in classes()["INSTITUTION"]:
        return "a body"
    if lemma in classes()["OFFICIAL"] or lemma in classes()["LEADER"]:
        return "an official"
    return "a name" if tree.tokens[noun].upos == "PROPN" else "the trigger" if noun == trigger else "a noun"


def _between(tree: Tree, trigger: int, i: int) -> str:
    """How the clause of a place is hung to that of the trigger."""
    home, own = tree.clause(trigger), tree.clause(i)
    if own == home:
        return "same clause"
    if own in path(tree, trigger):
        return f"clause above by {_link(tree, home, own)}"
    if home in path(tree, i):
        return f"clause below by {_link(tree, own, home)}"
    return f"clause aside by {tree.rel(own)}"


def _link(tree: Tree, low: int, high: int) -> str:
    """The relation by which the branch that holds `low` hangs on the clause `high`."""
    while tree.tokens[low].head >= 0 and (up := tree.clause(tree.tokens[low].head)) != high and up != low:
        low = up
    return tree.tokens[low].deprel


def _compared(tree: Tree, n: int, p: PlaceMention, reach: str, literal: Sequence[tuple[int, PlaceMention, str]]) -> Iterator[str]:
    """How a place stands to the others of its sentence."""
    assert p.place is not None
    others = [x for x in literal if x[0] != n]
    same = [x for x in others if ORDER[x[2]] == ORDER[reach]]
    nearer = any(ORDER[x[2]] < ORDER[reach] for x in others)
    yield "here: another is nearer" if nearer else "here: none is nearer"
    if not others:
        yield "here: the only one"
    fine = PRECISIONS.index(p.place.precision)
    grades = [(PRECISIONS.index(q.place.precision), q.place.country == p.place.country) for _, q, _ in same if q.place is not None]
    if any(g < fine and land for g, land in grades):
        yield "here: another is finer"
    elif any(g > fine for g, _ in grades):
        yield "here: finer than another"
    if not nearer and same and all(x[0] > n for x in same):
        yield "here: the first"
    for m, q, _ in others:
        if q.place is None:
            continue
        if m == n - 1 and p.place.precision in AREAS and INNER.fullmatch(tree.text, q.end, p.start):
            yield "here: holds the one before"
        if m == n + 1 and q.place.precision in AREAS and INNER.fullmatch(tree.text, p.end, q.start):
            yield "here: in the one after"


def _in_words(tree: Tree, i: int, reach: str, p: PlaceMention) -> str:
    """How the event's sentence tells a place, for the analyst."""
    case = tree.cases(first_noun(tree, i))
    after = f" after “{case}”" if case else ""
    if p.role != "literal":
        return f"“{p.text}” in its sentence, as a {p.role}"
    return {
        "its deed": "what was done was done to it or there", "on it": f"told with the deed{after}", "its report": "from where it is told",
        "its clause": f"in the clause of the deed{after}", "beside": f"in its sentence{after}", "apart": f"elsewhere in its sentence{after}",
    }.get(reach, f"in the clause above{after}")  # fmt: skip
