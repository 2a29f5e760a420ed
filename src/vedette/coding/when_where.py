"""When and where an event was: the times and places that hang on its trigger, its clause, or what governs it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from vedette.coding.clauses import Tree
from vedette.coding.reported import effect_of
from vedette.coding.words import words
from vedette.domain import PRECISIONS, Modality, Place, PlaceMention, TimeMention, TimePrecision

OLD = timedelta(days=60)
"""What is told with a date further back than this is background."""
UNTOLD: frozenset[Modality] = frozenset({"planned", "requested", "promised", "threatened", "hypothetical"})


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """`begin`, `last`, `due` as in `Event`; `times` are indexes into the report's times."""

    begin: str | None = None
    last: str | None = None
    precision: TimePrecision = "unknown"
    due: str | None = None
    times: tuple[int, ...] = ()


def _attached(tree: Tree, start: int, end: int) -> int | None:
    return tree.head_of(start, end)


def path(tree: Tree, i: int) -> list[int]:
    """A word and its heads."""
    return [i, *tree.above(i)]


def _reach(tree: Tree, trigger: int, bearer: int, i: int) -> int | None:
    """How far a time or place word is from a trigger: 0 on it, 1 in its clause, 2 in a clause above that hands it down; None: elsewhere."""
    way = path(tree, i)
    if _after_speech(tree, i):
        return None if effect_of(tree, bearer) != "speech" else 1
    for above, near in ((trigger, 0), (bearer, 0 if bearer == trigger else 1)):
        if above in way:
            opening = [j for j in way[: way.index(above)] if _opens_another(tree, j)]
            return near if not opening else 1 if len(opening) == 1 and _at_the_time(tree, opening[0]) else None
    home = tree.clause(trigger)
    own = next((j for j in way if tree.is_clause(j)), None)
    if own == home:
        return 1
    if own is None:
        return None
    if tree.rel(own) == "conj" and tree.joined_to(own) == home and i > own and not tree.kids(own, "nsubj"):
        return 2
    step, up = 2, home
    while (head := tree.tokens[up].head) >= 0:
        relation = tree.rel(up)
        above = tree.clause(head)
        if effect_of(tree, above) == "speech" and relation in ("ccomp", "parataxis", "obj"):
            return None
        if relation == "advcl" and any(
            tree.lemma(m) in ("after", "before", "since", "until", "because", "following") for m in tree.kids(up, "mark")
        ):
            return None
        if tree.tokens[up].deprel == "acl:relcl" or relation in ("ccomp", "csubj"):
            return None
        if above == own:
            return step
        if above == up:
            return None
        up, step = above, step + 1
    return None


def _at_the_time(tree: Tree, j: int) -> bool:
    """Whether a clause tells what went on at the same time: "… as the band passed on 9 May"."""
    marks = {tree.lemma(m) for m in tree.kids(j, "mark", "advmod")}
    return tree.rel(j) == "advcl" and bool(marks & {"as", "while", "when"})


def _after_speech(tree: Tree, i: int) -> bool:
    """Whether a time stands right behind a speech verb, before the clause that it reports ("said on Sunday they …")."""
    first = min([i, *tree.kids(i, "case", "det", "advmod")])
    if first == 0 or effect_of(tree, first - 1) != "speech":
        return False
    verb = first - 1
    return tree.tokens[verb].upos == "VERB" and bool(tree.kids(verb, "ccomp")) and tree.tokens[i].head != verb


def _ordinal(tree: Tree, i: int) -> bool:
    """Whether a time only says since when it is the first time."""
    first = min([i, *tree.kids(i, "case")])
    return first > 1 and tree.lemma(first - 1) == "time" and tree.lemma(first - 2) in ("first", "last")


def _opens_another(tree: Tree, j: int) -> bool:
    """Whether a word heads a clause that keeps its times and places to itself."""
    return tree.rel(j) in ("ccomp", "xcomp", "advcl", "acl", "parataxis", "conj") and tree.is_clause(j)


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None


def when(
    tree: Tree,
    trigger: int,
    bearer: int,
    times: tuple[TimeMention, ...],
    modality: Modality,
    published: str | None,
    content: frozenset[int],
    decided: int | None = None,
) -> When:
    """The days of an event; a noun that no verb bears has only those that hang on itself.

    `content` are words of what it asks or promises: times there, and times to come, are when it is due. `decided` is the verb of
    the decision to do it: its time counts.
    """
    near: list[tuple[int, int, TimeMention]] = []
    due: list[TimeMention] = []
    told = _day(published)
    bare = trigger == bearer and tree.tokens[trigger].upos == "NOUN"
    for n, t in enumerate(times):
        if t.type in ("DURATION", "SET") and not t.begin:
            continue
        if not tree.sentence.start <= t.start < tree.sentence.end:
            continue
        i = _attached(tree, t.start, t.end)
        if i is None:
            continue
        first = _day(t.begin) or _day(t.last)
        ahead = (told is not None and first is not None and first > told) or (told is None and tree.cases(i) in ("until", "till", "by"))
        if tree.cases(i) == "for" or (tree.cases(i) == "in" and first == told and tree.lemma(bearer) in words("scheduling verbs")):
            ahead = ahead or (first is not None and (told is None or first >= told))
        if decided is not None and tree.clause(i) == decided and not ahead:
            near.append((3, n, t))
            continue
        if i in content:
            until = _day(t.last) or _day(t.begin)
            if until is not None and not (told is not None and until < told - OLD):
                due.append(t)
            continue
        reach = _reach(tree, trigger, bearer, i)
        if reach is None or (reach and bare):
            continue
        if _ordinal(tree, i):
            continue
        past = told is not None and (_day(t.last) or first or told) < told
        if ahead or (t.relation in ("until", "by") and modality != "asserted") or (modality in UNTOLD and not past):
            if reach <= 1:
                due.append(t)
            continue
        if tree.cases(i) == "to" and t.relation == "at":
            due.append(t)
            continue
        near.append((reach, n, t))
    last_due = next((t.last or t.begin for t in due if t.last or t.begin), None)
    if not near:
        return When(due=last_due)
    best = min(r for r, _, _ in near)
    chosen = [(n, t) for r, n, t in near if r == best]
    dated = [(n, t) for n, t in chosen if t.begin or t.last] or chosen
    order = {"hour": 0, "day": 1, "week": 2, "month": 3, "year": 4, "unknown": 5}
    n, t = min(dated, key=lambda x: order[x[1].precision])
    begin, last = t.begin, t.last
    if t.relation in ("since", "after"):
        last = None
    elif t.relation in ("until", "by", "before"):
        begin = None
    return When(
        begin=begin[:10] if begin else None,
        last=last[:10] if last else None,
        precision=t.precision if begin or last else "unknown",
        due=last_due,
        times=tuple(sorted(n for n, _ in chosen)),
    )


def is_old(told: When, published: str | None) -> bool:
    """Whether an event's days are long before the report's."""
    day, last = _day(published), _day(told.last) or _day(told.begin)
    if told.begin and told.last is None and told.precision != "year":
        return False
    return day is not None and last is not None and last < day - OLD


def where(
    trees: list[Tree], tree: Tree, trigger: int, bearer: int, places: tuple[PlaceMention, ...], content: frozenset[int], head: int = 0
) -> tuple[Place | None, tuple[int, ...]]:
    """The place of an event, and indexes of the literal places of its sentence; what stands before `head` is the dateline's."""
    found: list[tuple[int, int, int]] = []
    here: list[int] = []
    for n, p in enumerate(places):
        if p.role != "literal" or p.place is None or not tree.sentence.start <= p.start < tree.sentence.end or p.start < head:
            continue
        here.append(n)
        i = _attached(tree, p.start, p.end)
        if i is None or i in content or not locates(tree, i):
            continue
        reach = _reach(tree, trigger, bearer, i)
        if reach is None:
            if any(effect_of(tree, a) == "speech" and tree.clause(i) == a for a in [tree.clause(i)]):
                continue
            reach = 3
        found.append((reach, PRECISIONS.index(p.place.precision), n))
    clause = [f for f in found if f[0] <= 2]
    fine = [f for f in clause if places[f[2]].place.precision not in ("country", "region")]  # type: ignore[union-attr]
    for group in (fine, [f for f in found if places[f[2]].place.precision not in ("country", "region")], clause, found):  # type: ignore[union-attr]
        if group:
            best = min(group)[2]
            return places[best].place, (best, *(n for n in here if n != best))
    if tree.number and _points_back(tree, trigger):
        before = trees[tree.number - 1].sentence
        back = [p for p in places if p.role == "literal" and p.place and before.start <= p.start < before.end]
        if back:
            return min(back, key=lambda p: PRECISIONS.index(p.place.precision)).place, tuple(here)  # type: ignore[union-attr]
    return None, tuple(here)


def locates(tree: Tree, i: int) -> bool:
    """Whether a place's phrase says where: not "its border with Chad", "talks between Cairo and Khartoum", "the people of Mali"."""
    first = tree.first_conjunct(i)
    case = tree.cases(first)
    if case.split(" ")[0] == "of":
        head = tree.tokens[first].head
        return head >= 0 and (tree.lemma(head) in words("place nouns") or tree.tokens[head].upos in ("VERB", "PROPN"))
    return case not in words("no location")


def _points_back(tree: Tree, trigger: int) -> bool:
    """Whether a clause says "there" or "in those areas"."""
    home = tree.clause(trigger)
    for i in tree.below(home):
        word = tree.lemma(i)
        if word in words("there") and tree.tokens[i].upos == "ADV":
            return True
        if word in words("vague places") and any(
            tree.lemma(k) in ("the", "this", "that", "these", "those", "both") for k in tree.kids(i, "det")
        ):
            return True
    return False
