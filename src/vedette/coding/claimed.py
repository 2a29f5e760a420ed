"""Numbers that others give of what was told before, with words of their own: "The chamber counts 51 shops", "The union says 2,500 stayed away",
"Parents have a list of 26 names", "400 by the police count and 1,500 according to the organisers".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

from vedette.codebook.triggers import lemmas_of
from vedette.coding.clauses import Tree
from vedette.coding.counters import COUNTS
from vedette.coding.counts import HARM, THINGS, Number, counted, counted_last, is_people, number, thing
from vedette.coding.crowds import CROWDS, crowd_or_place, of_a_crowd
from vedette.coding.fates import fates
from vedette.coding.matching import Found
from vedette.coding.numbers import BY_MODE, doing, done_to, quantity, what_becomes
from vedette.coding.recounts import gapped
from vedette.coding.tolls import fits
from vedette.coding.words import words
from vedette.domain import Event, PlaceMention, Quantity, QuantityKind, TimeMention

BACK = 3
"""Sentences before a number in which the deed is told."""
TIMES = 12
"""How many times larger or smaller a second number of the same thing may be."""
OF = frozenset({"speak", "talk", "know", "tell", "hear", "write"})
"""Verbs whose "of" is what is counted."""
AT = frozenset({"put", "estimate", "reckon", "tally", "count", "set"})
"""Verbs whose "at" is the number."""
ANYBODY = frozenset({"people", "person", "individual", "man", "woman", "name", "victim", "case", "soul", "member", "body", "citizen"})
"""Nouns by which whoever was told of is counted."""
FURTHER = frozenset({"more", "another", "other", "further", "additional", "first", "last", "next"})
"""Words of a number that adds to those before."""
JOINING = frozenset({"rally", "join", "attend", "gather", "strike", "participate", "protest", "demonstrate", "assemble"})
"""Verbs of those who are in a crowd; with their adverbs "turn out", "stay away"."""
JOINING_WITH = frozenset({("take", "part"), ("turn", "out"), ("come", "out"), ("walk", "out"), ("stay", "away"), ("stop", "work")})
HOLDING = frozenset({"custody", "detention", "cell", "jail", "prison", "gaol", "bar"})
"""Where those are who were arrested."""
NAMING = frozenset({"have", "give", "hold", "publish", "receive", "read", "list", "collect", "obtain"})
"""Verbs whose object may be the names of those who are counted."""
NOT_OF_IT = lemmas_of("WEATHER", "DISASTER", "ACCIDENT", "DISEASE") | {"camp", "famine", "hunger"}
"""In what people die whom no deed killed."""
ROBBING = frozenset({"steal", "seize", "take", "loot", "rustle", "rob", "drive"})
"""Verbs of taking things."""
LATER = frozenset({"later", "since", "overnight", "subsequently", "afterwards"})
"""Words by which a later death is one of those counted before, or one more."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A noun or number of which somebody gives a number, and the verb that says what became of it (None where it is only counted)."""

    head: int
    told: Number
    verb: int | None


def with_claims(
    trees: Sequence[Tree], coded: Sequence[tuple[Found, Event]], places: Sequence[PlaceMention], times: Sequence[TimeMention]
) -> list[tuple[Found, Event]]:
    """Events with the numbers that another source gives, in their own sentence or the three behind it, of those whom they tell of."""
    out: list[tuple[Found, Event] | None] = list(coded)
    for s, tree in enumerate(trees):
        for c in _claims(tree):
            start = tree.tokens[c.told.first].start
            held = [n for n, x in enumerate(out) if x is not None and any(q.start <= start < q.end for q in x[1].quantities)]
            own = held[0] if len(held) == 1 else None
            bare = own is not None and _bare_fate(tree, c, out[own])
            if len(held) > 1 or (own is not None and not (bare or _of_no_one(tree, c, out[own]))):
                continue
            found = _deed(trees, out, s, tree, c, places, times)
            x = out[found[0]] if found is not None else None
            if found is None or x is None or found[0] == own:
                continue
            n, kind = found
            e, more = x[1], [quantity(tree, c.told, kind)]
            held_by = out[own] if own is not None else None
            if own is not None and held_by is not None:
                if held_by[1].begin not in (None, e.begin) or held_by[1].place not in (None, e.place):
                    continue
                if bare:
                    out[own] = None
                    more += [replace(q, kind=kind) for q in held_by[1].quantities if q.start != more[0].start]
                else:  # a deed of its own, which may be told of the same
                    more = [q for q in more if q.kind in HARM | THINGS]
            known = {(q.kind, q.start) for q in e.quantities}
            out[n] = x[0], replace(e, quantities=(*e.quantities, *(q for q in more if (q.kind, q.start) not in known)))
    return [x for x in out if x is not None]


def _bare_fate(tree: Tree, c: Claim, held: tuple[Found, Event] | None) -> bool:
    """Whether an event only says what became of those counted, which was told before: by nobody who is told."""
    if held is None or not _here(tree, held[1]):
        return False
    f, e = held
    if c.verb is None:  # "the ministry acknowledges four" tells no deed of its own
        return _nameless(tree, c) and tree.lemma(f.at) in words("counts given") and {q.kind for q in e.quantities} == {"other"}
    said_again = c.verb in (f.at, f.bearer) and e.event_type in ("ASSAULT", "COERCE", None) and (e.phase != "ends" or _joins(tree, c.verb))
    alone = (
        (not e.actors or (e.event_type is None and e.condition is None))
        and e.modality in ("asserted", "possible")
        and e.polarity == "positive"
    )
    named = any(m.actor.entry is not None for m in e.recipients)
    return said_again and alone and not named and len({q.kind for q in e.quantities}) == 1


def _here(tree: Tree, e: Event) -> bool:
    """Whether an event is told in a sentence: it may hold a number that another one tells."""
    return tree.sentence.start <= e.trigger.start < tree.sentence.end


def _of_no_one(tree: Tree, c: Claim, held: tuple[Found, Event] | None) -> bool:
    """Whether a deed of force is told by nobody's doing, in the words of whoever counts ("the union says 15 lorries were burned and eight drivers killed")."""
    if held is None or c.verb is None or not _here(tree, held[1]):
        return False
    f, e = held
    there = c.verb in (f.at, f.bearer) or tree.first_conjunct(c.verb) == tree.first_conjunct(f.bearer)
    told = e.modality in ("asserted", "possible") and e.polarity == "positive" and not any(m.actor.entry is not None for m in e.recipients)
    return there and told and e.event_type == "ASSAULT" and not e.actors


def _claims(tree: Tree) -> Iterator[Claim]:
    """What others count in a sentence."""
    if tree.lemmas.isdisjoint(words("counts given", "counts known")) and tree.lemmas.isdisjoint(("accord", "by")):
        return
    seen: set[int] = set()
    before: list[Claim] = []
    for h, verb in _told(tree):
        if h in seen:
            continue
        seen.add(h)
        n = number(tree, h)
        near = {tree.lemma(k) for k in (*tree.kids(h), *tree.kids(n.first))} if n is not None else set()
        if n is None or not n.said or near & FURTHER or (n.high == 1 and n.low == 1 and tree.lemma(n.first) != "1"):
            continue
        if any(o.verb == verb for o in before) and [t.text.lower() for t in tree.tokens[n.last + 1 : n.last + 3]] == ["of", "them"]:
            continue  # "nine were wounded, three of them badly"
        if tree.negated(h) and not _not_as_said(tree, n.first):
            continue
        before.append(Claim(h, n, verb))
        yield before[-1]


def _told(tree: Tree) -> Iterator[tuple[int, int | None]]:
    """The nouns and numbers that may be counted, each with the verb of its clause."""
    for i, t in enumerate(tree.tokens):
        if t.upos == "VERB" and tree.lemma(i) in words("counts given", "counts known") and _says(tree, i):
            yield from ((k, None) for k in _objects(tree, i))
            for c in (*tree.kids(i, "ccomp"), *(k for k in tree.kids(i, "parataxis") if k < i)):
                yield from _of_clause(tree, c)
        elif t.upos == "NOUN" and tree.lemma(i) in ("list", "name", "register") and number(tree, i) is None:
            listed = [k for case, k in tree.obliques(i) if case in ("of", "with")]
            yield from ((k, None) for k in listed if tree.lemma(i) == "name" or tree.lemma(k) == "name")
        elif t.upos == "NOUN" and tree.lemma(i) == "name" and tree.rel(i) == "obj" and tree.lemma(t.head) in NAMING:
            yield i, None
        elif tree.rel(i) == "case" and t.text.lower() == "according" and tree.root >= 0 and tree.root in tree.above(i):
            yield from _of_clause(tree, tree.root)
    spoken = [i for i in tree.having("nsubj") if tree.lemma(i) in words("counts given")]
    for k, t in enumerate(tree.tokens):
        if t.upos == "NUM" and (_counted_by(tree, k) or _not_as_said(tree, k) or (spoken and gapped(tree, k, spoken))):
            yield k, None


def _says(tree: Tree, i: int) -> bool:
    """Whether somebody says it: not what he may say, is to say or could not."""
    t = tree.tokens[i]
    somebody = bool(tree.kids(i, "nsubj")) or tree.rel(i) == "conj"
    return somebody and t.xpos in ("VBD", "VBZ", "VBP", "VBN") and not (tree.negated(i) or tree.passive(i))


def _objects(tree: Tree, i: int) -> Iterator[int]:
    """What a verb counts: its object, "of" whom it speaks, the number "at" which it puts a loss."""
    lemma = tree.lemma(i)
    objects = [j for k in tree.kids(i, "obj") for j in tree.conjuncts(k)]
    if lemma not in AT or lemma == "count":
        yield from objects
    for at in (i, *objects):
        for case, k in tree.obliques(at):
            if (case == "of" and lemma in OF and at == i) or (case == "at" and lemma in AT):
                yield k
    for k in objects:  # "gave the names of 13", "recorded the loss of 75", "gave the figure of 1,200"
        if tree.lemma(k) in words("tallies"):
            yield from (j for case, j in tree.obliques(k) if case == "of" and tree.tokens[j].upos == "NUM")
        if tree.lemma(k) in ("name", "list", "loss", "theft", "disappearance", "destruction"):
            yield from (j for case, j in tree.obliques(k) if case == "of")


def _of_clause(tree: Tree, c: int) -> Iterator[tuple[int, int | None]]:
    """The subject, objects and "there are …" of a clause and of those joined to it; what is only said to be so is counted by its verb."""
    for v in tree.conjuncts(c):
        if tree.negated(v) or any(tree.tokens[k].xpos == "MD" for k in tree.kids(v, "aux")):
            continue
        if tree.tokens[v].upos in ("NUM", "NOUN") and not tree.kids(v, "case") and (tree.kids(v, "cop") or not tree.kids(v, "nsubj")):
            yield v, None
            continue
        there = bool(tree.kids(v, "expl"))
        for k in tree.kids(v, "nsubj"):
            yield k, None if there else v
        if not tree.passive(v):
            yield from ((j, v) for k in tree.kids(v, "obj") for j in tree.conjuncts(k))


def _counted_by(tree: Tree, k: int) -> bool:
    """Whether a bare number is said to be somebody's count: "400 by the police count", "1,500 according to the organisers", "32 by their own reckoning"."""
    after = [tree.tokens[j].text.lower() for j in range(k + 1, min(k + 3, len(tree.tokens)))]
    if after == ["according", "to"]:
        return True
    if after[:1] not in (["by"], ["in"], ["at"]):
        return False
    near = range(k + 2, min(k + 8, len(tree.tokens)))
    stop = next((j for j in near if tree.tokens[j].text in (",", ";", ".", "and") or tree.tokens[j].upos == "VERB"), near.stop)
    return any(tree.lemma(j) in COUNTS for j in range(k + 2, stop))


def _not_as_said(tree: Tree, k: int) -> bool:
    """Whether a number is what others say, and is not so: "nine were held, not seven, as the police say"."""
    if k < 1 or tree.lemma(k - 1) != "not":
        return False
    near = [
        j for j in range(k + 1, min(k + 8, len(tree.tokens))) if tree.lemma(j) in words("counts given") and tree.tokens[j].upos == "VERB"
    ]
    return any(tree.lemma(j) == "as" for j in range(k + 1, near[0])) if near else False


def _deed(
    trees: Sequence[Tree],
    coded: Sequence[tuple[Found, Event] | None],
    s: int,
    tree: Tree,
    c: Claim,
    places: Sequence[PlaceMention],
    times: Sequence[TimeMention],
) -> tuple[int, QuantityKind] | None:
    """The event told last of which a claim may count somebody or something, and as what."""
    start = tree.tokens[c.told.first].start
    here = {tree.tokens[c.verb].start} if c.verb is not None else set()
    near = [
        n
        for n, x in enumerate(coded)
        if x is not None
        and trees[max(0, s - BACK)].sentence.start <= x[1].trigger.start < tree.sentence.end
        and x[1].trigger.start not in here
        and not x[1].trigger.in_title
        and x[1].modality in ("asserted", "possible")
        and x[1].polarity == "positive"
        and not x[1].background
        and (x[1].trigger.start < start or x[1].trigger.start < tree.sentence.end)
    ]
    for n in reversed(near):
        f, e = cast(tuple[Found, Event], coded[n])
        last = next(t for t in trees if t.sentence.start <= e.trigger.start < t.sentence.end)
        kind = _as_what(tree, c, last, f, e)
        if (
            kind is not None
            and (c.verb is None or kind in (*THINGS, "other"))
            and _nameless(tree, c)
            and _of_another(trees, last.number, s, tree, c, e)
        ):
            return None
        if kind is None or not fits(e, tree, c.head, places, times):
            continue
        like = [q for q in e.quantities if q.kind == kind and q.start != start]
        if all(_of_like_size(c.told, q) for q in like):
            return n, kind
    return None


def _nameless(tree: Tree, c: Claim) -> bool:
    """Whether a number stands without a noun that tells what it counts."""
    noun = counted(tree, c.head)
    return tree.tokens[noun].upos in ("NUM", "PRON") or tree.lemma(noun) == "name"


def _of_another(trees: Sequence[Tree], first: int, s: int, tree: Tree, c: Claim, e: Event) -> bool:
    """Whether something else than an event tells of was counted last before a bare number ("… have blocked the line. 37 wagons stand still. The union says 90")."""
    last = counted_last(trees[first : s + 1], tree.tokens[c.told.first].start)
    return last is not None and not any(q.start <= last < q.end for q in e.quantities)


def _as_what(tree: Tree, c: Claim, last: Tree, f: Found, e: Event) -> QuantityKind | None:
    """What a claim counts of an event, None where it is of something else."""
    noun = counted(tree, c.head)
    verb = tree.lemma(c.verb) if c.verb is not None else None
    people = tree.tokens[noun].upos in ("NUM", "PRON") or tree.lemma(noun) in ANYBODY or is_people(tree, noun)
    anybody = _nameless(tree, c) or tree.lemma(noun) in ANYBODY
    parties = list(_parties(last, f, e))
    if verb is not None and people and _joins(tree, cast(int, c.verb)):
        return "protesters" if e.event_type == "PROTEST" and e.mode in CROWDS | {"obstruct"} else None
    if verb is not None and people and verb in HOLDING and tree.cases(cast(int, c.verb)) in ("in", "behind"):
        return "arrested" if e.mode == "arrest" or any(q.kind == "arrested" for q in e.quantities) else None
    if verb is not None and people and (fate := _fate(tree, c)) is not None:
        if fate in ("killed", "wounded") and (not tree.lemmas.isdisjoint(LATER) or _of_a_cause(tree, cast(int, c.verb))):
            return None
        told = any(q.kind == fate for q in e.quantities) or any(kind == fate for _, kind in parties)
        return fate if told or (e.event_type == "ASSAULT" and verb == "bury") else None
    if verb is not None and verb not in words("lost or gone"):
        return None
    same = [kind for k, kind in parties if _alike(last, k, tree, noun)]
    if same:
        return same[0]
    if verb in ("take", "seize", "miss", "missing") and _nameless(tree, c):
        before = [k for k in range(c.told.first) if tree.tokens[k].xpos == "NNS" and (n := number(tree, k)) is not None and n.said]
        if before and not is_people(tree, before[-1]):
            return None  # "22 trucks were burned and about 60 taken"
        if e.event_type == "ASSAULT" and e.mode != "abduct" and _robbed(last, f):
            return None  # "stole 90 cattle and killed two herders. The union says 140 were taken"
        by_force = "abducted" if e.event_type == "ASSAULT" and e.mode != "crowd-control" and verb == "take" else None
        return next((kind for _, kind in parties if kind in ("abducted", "arrested")), cast(QuantityKind | None, by_force))
    if verb is not None and _nameless(tree, c):  # "the league says 37 were destroyed"
        return next((kind for kind in _last_kind(e, tree.tokens[c.told.first].start) if kind in (*THINGS, "other")), None)
    if not anybody or verb is not None or not _where_it_was(tree, c):
        return None
    counts = _last_kind(e, tree.tokens[c.told.first].start)
    several = [
        kind
        for k, kind in parties
        if kind in (*HARM, "protesters") and (last.tokens[k].xpos == "NNS" or last.lemma(k) in words("several people"))
    ]
    return (counts[-1:] or several or [None])[0]  # type: ignore[list-item]


def _of_a_cause(tree: Tree, v: int) -> bool:
    """Whether people are told to die as a rule, of a cause of its own, or by no deed ("11 people die of hunger every day")."""
    if tree.lemma(v) != "die":
        return False
    beside = [(case, k) for case, k in tree.obliques(v) if case in ("of", "from", "in", "at")]
    elsewhere = any(case in ("of", "from") or tree.lemma(k) in NOT_OF_IT for case, k in beside)
    return elsewhere or tree.tokens[v].xpos in ("VBP", "VBZ")


def _robbed(tree: Tree, f: Found) -> bool:
    """Whether the sentence of a deed tells by another verb what things were taken."""
    robs = [v for v, t in enumerate(tree.tokens) if t.upos == "VERB" and v not in (f.at, f.bearer) and tree.lemma(v) in ROBBING]
    return any(not is_people(tree, k) for v in robs for k in tree.objects(v))


def _last_kind(e: Event, start: int) -> list[QuantityKind]:
    """What an event counted last before an offset, in a list; empty where it has counted nothing yet."""
    before = [q for q in e.quantities if q.start < start]
    return [max(before, key=lambda q: q.start).kind] if before else []


def _joins(tree: Tree, v: int) -> bool:
    """Whether a verb says that people were in a crowd, or stayed away from work."""
    beside = {tree.lemma(k) for k in tree.kids(v, "advmod", "compound", "obj")}
    if not of_a_crowd(tree, v):
        return False  # "took part in the search"
    return tree.lemma(v) in JOINING or any((tree.lemma(v), w) in JOINING_WITH for w in beside)


def _where_it_was(tree: Tree, c: Claim) -> bool:
    """Whether nobody is counted elsewhere ("counted 300 people in the census")."""
    if tree.tokens[c.head].upos == "NUM":
        return True
    over = tree.tokens[c.head].head
    beside = [k for i in (c.head, over) if i >= 0 for case, k in tree.obliques(i) if case in ("in", "at", "on", "of") and k != c.head]
    return all(crowd_or_place(tree, k) or tree.lemma(k) in ("name", "hospital", "morgue", "clinic", "all", "total", "list") for k in beside)


def _fate(tree: Tree, c: Claim) -> QuantityKind | None:
    """What a claim's clause says became of those whom it counts."""
    told = next((q.kind for _, q in fates(tree) if q.start == tree.tokens[c.told.first].start), None)
    if told is not None:
        return told
    verb = cast(int, c.verb)
    if tree.lemma(verb) == "bury" and c.told.low != 1 and c.head in tree.objects(verb):
        return "killed"
    deed = what_becomes(tree, verb)
    undergone = tree.passive(verb) or c.head in tree.objects(verb)
    return cast(QuantityKind, deed) if deed in HARM and undergone else None


def _parties(tree: Tree, f: Found, e: Event) -> Iterator[tuple[int, QuantityKind]]:
    """Those to whom a deed was done and who did it, with what a number of them would be."""
    deed = what_becomes(tree, f.at) or what_becomes(tree, f.bearer)
    doers = tree.doers(f.bearer)
    done = [*dict.fromkeys(k for i in (f.at, f.bearer) for k in (*tree.objects(i), *(j for case, j in tree.obliques(i) if case == "of")))]
    for k in done:
        kind = done_to(tree, k, deed, f.row, doers)
        if kind is None and e.event_type in ("ASSAULT", "COERCE", "PROTEST") and tree.tokens[k].xpos == "NNS":
            what = thing(tree, k)
            kind = cast(QuantityKind, what) if what in THINGS else "other" if what is None and not is_people(tree, k) else None
        if kind is None and e.mode in BY_MODE and is_people(tree, k):
            kind = cast(QuantityKind, BY_MODE[e.mode])
        if kind is not None:
            yield k, kind
    for k in doers:
        kind = doing(tree, k, f.row)
        if kind is not None:
            yield k, kind


def _alike(last: Tree, a: int, tree: Tree, b: int) -> bool:
    """Whether two nouns name the same people or things: one word, or both arms, vehicles or soldiers."""
    a = counted(last, a)
    one, other = thing(last, a), thing(tree, b)
    both = {last.lemma(a), tree.lemma(b)}
    return len(both) == 1 or (one == other and one in (*THINGS, "personnel")) or any(both <= alike for alike in _LIKE)


_LIKE = (
    frozenset({"house", "home", "hut", "dwelling", "homestead", "structure", "building", "shelter"}),
    frozenset({"shop", "store", "stall", "kiosk", "market"}),
    frozenset({"cattle", "cow", "head", "animal", "livestock", "goat", "sheep", "camel"}),
)
"""Nouns that one teller uses for another's."""


def _of_like_size(n: Number, like: Quantity) -> bool:
    """Whether two numbers may count one thing."""
    low, high = n.low or n.high or 0, like.low or like.high or 0
    return bool(low) and (not high or 1 / TIMES <= low / high <= TIMES)
