"""Numbers of a crowd and of the displaced in a sentence that does not tell the deed: "He put the number of marchers at 300"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

from vedette.coding.clauses import Tree
from vedette.coding.counts import Number, come_to, counted, is_people, number
from vedette.coding.matching import Found
from vedette.coding.numbers import quantity
from vedette.coding.words import table, words
from vedette.domain import Event, QuantityKind

BACK = 3
"""Sentences before the number in which the deed is told."""
CROWDS = frozenset({"demo", "riot", "strike", "hunger", None})
"""Modes of a protest whose people are counted."""
CROWD = frozenset({"strike", "protest", "blockade", "procession", "stoppage", "vigil", "riot", "it", "walkout", "action", "street"})
"""What one may take part in, beside a march."""
ANYBODY = frozenset({"adult", "child", "family", "household", "individual", "people", "person", "resident", "villager", "woman"})
"""Those who are registered somewhere because they had to leave; not voters or pupils."""
UPROOTING = frozenset({"displace", "evacuate", "move", "uproot", "resettle", "relocate"})
"""What is done to people whom a tally counts as displaced."""


def with_crowds(trees: Sequence[Tree], coded: Sequence[tuple[Found, Event]]) -> list[tuple[Found, Event]]:
    """Events with the numbers of those who marched or had to leave, which a sentence behind theirs tells."""
    out = list(coded)
    for s, tree in enumerate(trees):
        for n, kind in _tallied(tree):
            start = tree.tokens[n.first].start
            if any(q.start <= start < q.end for _, e in out for q in e.quantities):
                continue
            first = trees[max(0, s - BACK)].sentence.start
            near = [at for at, (_, e) in enumerate(out) if first <= e.trigger.start < tree.sentence.end and not e.trigger.in_title]
            near = [at for at in near if out[at][1].modality == "asserted" and out[at][1].polarity == "positive"]
            held = [at for at in near if (_of_crowd if kind == "protesters" else _of_flight)(*out[at])]
            if not held:
                continue
            last = out[held[-1]][1]
            beside = [
                at for at in near if kind == "displaced" and out[at][1].evidence == last.evidence and out[at][1].event_type == "ASSAULT"
            ]
            for at in (held[-1], *beside):
                f, e = out[at]
                if not any((q.kind, q.low, q.high) == (kind, n.low, n.high) for q in e.quantities):
                    out[at] = f, replace(e, quantities=(*e.quantities, quantity(tree, n, kind)))
    return out


def _of_crowd(_f: Found, e: Event) -> bool:
    return e.event_type == "PROTEST" and e.mode in CROWDS


def _of_flight(f: Found, e: Event) -> bool:
    return e.condition == "displacement" or table("quantities.tsv").get(f.row.head) == "displaced"


def _tallied(tree: Tree) -> Iterator[tuple[Number, QuantityKind]]:
    """What a sentence counts of a crowd or of the displaced."""
    if tree.lemmas.isdisjoint(words("tallies", "counts given", "counting")) and "turnout" not in tree.lemmas:
        return
    for i, t in enumerate(tree.tokens):
        if t.upos == "NOUN" and (tree.lemma(i) in words("tallies") or tree.lemma(i) == "turnout"):
            kind = _counts(tree, i)
            if kind is not None and (n := come_to(tree, i)) is not None:
                yield n, kind
        elif t.upos == "VERB" and tree.lemma(i) in words("counting") and not tree.passive(i) and not tree.negated(i):
            least = [k for case, k in tree.obliques(i) if case == "at" and any(tree.tokens[j].text == "least" for j in range(i, k))]
            for h in (*tree.objects(i), *least):
                n = number(tree, h) if is_people(tree, h) else None
                kind = _counted_as(tree, i, h)
                if n is not None and n.said and kind is not None:
                    yield n, kind


def _counts(tree: Tree, i: int) -> QuantityKind | None:
    """Whom a noun counts: the marchers of "the number of marchers", the displaced of "the number of people evacuated" and "the number moved so far"."""
    of = [k for case, k in tree.obliques(i) if case == "of"] + tree.kids(i, "compound", "amod")
    if tree.lemma(i) == "turnout" or any(table("quantities.tsv").get(tree.lemma(k)) == "protesters" for k in of):
        return "protesters"
    over = tree.tokens[i].head
    bare = [over] if over == i + 1 and tree.tokens[over].xpos in ("VBN", "VBD") and not tree.kids(over, "aux") else []
    gone = [*bare, *(v for k in (i, *of) for v in tree.kids(k, "acl")), *of]
    left = any(tree.lemma(v) in UPROOTING for v in gone)
    return "displaced" if left or any(table("quantities.tsv").get(tree.lemma(k)) == "displaced" for k in gone) else None


def _counted_as(tree: Tree, verb: int, h: int) -> QuantityKind | None:
    """As what people are counted or registered: marchers, or those in a march; the displaced, or those for whom there is shelter."""
    kind = table("quantities.tsv").get(tree.lemma(counted(tree, h)))
    if kind in ("protesters", "displaced"):
        return cast(QuantityKind, kind)
    where = [tree.lemma(k) for i in (verb, h) for case, k in tree.obliques(i) if case in ("at", "in", "on")]
    if any(table("quantities.tsv").get(w) == "protesters" or w in words("crowd nouns") for w in where):
        return "protesters"
    anybody = tree.tokens[counted(tree, h)].upos in ("NUM", "PRON") or tree.lemma(counted(tree, h)) in ANYBODY
    return "displaced" if anybody and tree.lemma(verb) == "register" and any(w in words("shelters") for w in where) else None


def of_a_crowd(tree: Tree, v: int) -> bool:
    """Whether what people take part in, join or attend is a march, a strike or the like, where that is told: not "took part in the search"."""
    what = [k for case, k in tree.obliques(v) if case == "in"] + (tree.kids(v, "obj") if tree.lemma(v) in ("join", "attend") else [])
    return all(crowd_or_place(tree, k) for k in what)


def crowd_or_place(tree: Tree, k: int) -> bool:
    """Whether a noun is a crowd, what a crowd does, or a name."""
    known = tree.lemma(k) in words("crowd nouns") | CROWD or table("quantities.tsv").get(tree.lemma(k)) == "protesters"
    return known or tree.entity(k) is not None or tree.tokens[k].upos == "PRON"
