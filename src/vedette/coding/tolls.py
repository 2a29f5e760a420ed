"""Tolls told apart from their deed: "The hospital speaks of four dead", "The death toll rose to 14", "Two civilians lost their lives".

What a sentence tells of people's fate without a deed that brought it about is of the deed told before it in the report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import cast

from vedette.codebook.triggers import Trigger
from vedette.coding.clauses import Tree
from vedette.coding.counts import BRINGING, Number, come_to, numeral
from vedette.coding.fates import fates, to_things, undergoes
from vedette.coding.matching import Found
from vedette.coding.numbers import DEADLY, quantity, what_becomes
from vedette.coding.telling import mishap
from vedette.coding.words import table, words
from vedette.domain import Event, PlaceMention, Quantity, QuantityKind, TimeMention
from vedette.domain.compare import day, relation

BACK, AHEAD, LEAD = 3, 1, 6
"""Sentences before it and, where none of those tells of a deed, after it in which the deed of a toll is looked for; after the first two, `LEAD`:
what a report opens with it tells again."""
OTHER = frozenset({"conj", "parataxis", "advcl", "acl", "ccomp"})
"""Relations by which other clauses hang under a clause."""
WRECKS = frozenset({"capsize", "derail", "derailment", "overturn", "shipwreck", "sink", "crash", "collide", "collision", "rollover"})
"""Words of what befalls a vessel or vehicle."""
WITHIN = 12
"""Words before "who number nine" within which those are told who do."""
PUTTING = frozenset({"put", "estimate", "reckon", "set", "place"})
"""Verbs whose "at" is the number."""
FALLEN: tuple[tuple[QuantityKind, frozenset[str]], ...] = (
    ("wounded", words("the wounded")),
    ("missing", frozenset({"missing"})),
    ("killed", words("the dead")),
)
"""Whom a tally counts, by its nouns."""
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


TOLL = Trigger(
    head="toll",
    rest=(),
    pos="a",
    checks=(),
    type="STATE",
    mode=None,
    condition=None,
    phase=None,
    roles="o<",
    frame="-",
    note="how many are dead, where nothing says of what",
)


def with_tolls(
    trees: Sequence[Tree], coded: list[tuple[Found, Event]], places: Sequence[PlaceMention], times: Sequence[TimeMention]
) -> tuple[list[tuple[Found, Event]], list[tuple[Tree, Found, tuple[Quantity, ...]]]]:
    """Events with what other sentences than their own tell of people's fate; one that only says that these died is then none of its own.
    And the tolls of which the report tells no deed.
    """
    out: list[tuple[Found, Event] | None] = list(coded)
    at: dict[int, list[int]] = {}
    for n, (_, e) in enumerate(coded):
        at.setdefault(_sentence(trees, e.trigger.start), []).append(n)
    deeds = {s: [n for n in held if _harms(trees[s], *coded[n])] for s, held in at.items()}
    if not any(deeds.values()):  # a post overrun, a raid
        deeds = {s: [n for n in held if _takes(*coded[n])] for s, held in at.items()}
    alone: dict[int, list[tuple[int, Quantity]]] = {}
    for s, tree in enumerate(trees):
        for _i, q in _counted(tree) if mishap(tree) else ():
            wreck = next((n for n in at.get(s, ()) if tree.lemma(coded[n][0].at) in words("mishaps")), None)
            told_of = out[wreck] if wreck is not None else None
            if wreck is not None and told_of is not None and not any(o.kind == q.kind for o in told_of[1].quantities):
                out[wreck] = told_of[0], replace(told_of[1], quantities=(*told_of[1].quantities, q))
        for i, q, tally in told(tree):
            here = [n for n in at.get(s, ()) if out[n] is not None]
            holders = [n for n in here if any(q.start == o.start and q.kind == o.kind for o in coded[n][1].quantities)]
            holder = next((n for n in holders if not _died(coded[n][1])), holders[0] if holders else None)
            if holder is not None and not _died(coded[holder][1]):
                for n in here:
                    if _died(coded[n][1]) and coded[n][0].at == i and coded[n][1].quantities == (q,):
                        out[n] = None
                led = _led_to(tree, i, coded[holder], deeds.get(s - 1, ()), coded)
                deed = out[led] if led is not None else None
                untold = deed is not None and not any(o.kind == q.kind for o in deed[1].quantities)
                if led is not None and deed is not None and untold and fits(deed[1], tree, i, places, times):
                    out[led] = deed[0], replace(deed[1], quantities=(*deed[1].quantities, q))
                continue
            if holder is None and (of := next((n for n in here if i in (coded[n][0].at, coded[n][0].bearer)), None)) is not None:
                told_of = out[of]
                if tally and told_of is not None and tree.lemma(i) not in ORDINALS:  # "those shot on Monday, who number four"
                    out[of] = told_of[0], replace(told_of[1], quantities=(*told_of[1].quantities, q))
                continue  # whom that befell its event tells
            others = [n for n in deeds.get(s, ()) if not undergoes(tree, i, coded[n][0])]
            own = [n for n in others if tally or not _does(tree, coded[n][0].at)]
            if own:
                near: int | None = min(own, key=lambda n: abs(coded[n][0].at - i))
            elif others:
                continue
            else:
                around = [k for k in _around(s) if k < s or q.kind != "missing"]
                near = next((n for k in around for n in _from(deeds.get(k, ()), k < s) if fits(coded[n][1], tree, i, places, times)), None)
            found = out[near] if near is not None else None
            if near is None or found is None:
                if holder is None:
                    alone.setdefault(s, []).append((i, q))
                continue
            f, e = found
            if holder is not None:
                if any(o.kind == q.kind for o in e.quantities):
                    continue  # whoever died of wounds is one of those counted before, or one more
                out[holder] = None
            if not any((o.kind, o.low, o.high) == (q.kind, q.low, q.high) for o in e.quantities):
                out[near] = f, replace(e, quantities=(*e.quantities, q))
    return [x for x in out if x is not None], _untold(trees, alone, {(q.kind, q.low, q.high) for _, e in coded for q in e.quantities})


def _led_to(tree: Tree, i: int, held: tuple[Found, Event], last: Sequence[int], coded: Sequence[tuple[Found, Event]]) -> int | None:
    """The deed of the last sentence of which a sentence tells only who came to harm ("… attacked an outpost. Three guards were killed")."""
    f, e = held
    harmed = tree.lemma(i) in words("fates met", "fate states") | {"life"} or any(tree.lemma(k) == "dead" for k in tree.kids(i, "xcomp"))
    joined = f.at in (i, *tree.above(i)) or tree.first_conjunct(tree.clause(i)) == tree.first_conjunct(f.at)
    only = joined and tree.passive(f.at) and tree.root in (f.at, *tree.above(f.at)) and harmed
    if not only or not last or e.actors or e.background or e.modality != "asserted":
        return None
    deed = coded[last[-1]][1]
    elsewhere = e.place not in (None, deed.place) or e.begin not in (None, deed.begin)
    return None if elsewhere else last[-1]


def _untold(
    trees: Sequence[Tree], alone: Mapping[int, Sequence[tuple[int, Quantity]]], known: set[tuple[QuantityKind, int | None, int | None]]
) -> list[tuple[Tree, Found, tuple[Quantity, ...]]]:
    """Tolls of no deed in the report, with the numbers of the sentence after theirs: of several dead, but not where a deed's toll says the same, nor
    mere counts of deaths, which are mostly of a disease.
    """
    left: dict[int, tuple[Tree, Found, tuple[Quantity, ...]]] = {}
    for s, held in alone.items():
        new = tuple(q for i, q in held if (q.kind, q.low, q.high) not in known and trees[s].lemma(i) not in ("death", "fatality"))
        if s - 1 in left:
            tree, f, before = left[s - 1]
            left[s - 1] = tree, f, (*before, *new)
        elif any(q.kind == "killed" for q in new) and sum(q.low or 0 for q in new) > 1:
            left[s] = trees[s], Found(row=TOLL, at=held[0][0], bearer=held[0][0]), new
    return list(left.values())


def told(tree: Tree) -> list[tuple[int, Quantity, bool]]:
    """Numbers of people killed, wounded or missing in a sentence, each with the word that tells it, and whether it is a toll that was told
    as such; not those of a part of them, nor of those whom no deed killed.
    """
    tallies = _counted(tree)
    out = [(i, q, True) for i, q in tallies if not _caused(tree, i)]
    taken = {tree.tokens[k].start for i, _ in tallies if tree.lemma(i) in ORDINALS for k in (i, tree.tokens[i].head)} | {
        q.start for _, q in tallies
    }
    for i, q in fates(tree):
        if q.start in taken or _part(tree, i) or _caused(tree, i) or not (q.low or q.high) or _numbering(tree, q):
            continue
        taken.add(q.start)
        out.append((i, q, False))
    return out


def _numbering(tree: Tree, q: Quantity) -> bool:
    """Whether the words taken for a number are "the number of …", or say that more came to those counted before ("five more bodies")."""
    k = tree.within(q.start, q.end)[-1]
    near = {tree.lemma(j) for j in (k, k + 1) if j < len(tree.tokens)}
    return bool(near & (words("tallies") | {"more", "further", "other", "additional"}))


def _counted(tree: Tree) -> list[tuple[int, Quantity]]:
    """What a toll has come to: "the toll rose to 14", "put the number of wounded at five", "brings to nineteen the toll", "a third man died"."""
    out: list[tuple[int, Quantity]] = []
    if tree.lemmas.isdisjoint(_telling()) and tree.lemmas.isdisjoint(BRINGING) and tree.lemmas.isdisjoint(PUTTING):
        return out
    for i, t in enumerate(tree.tokens):
        if t.text.lower() in ("who", "they") and (all_told := _who_number(tree, i)) is not None:
            out.append(all_told)
        if t.upos not in ("NOUN", "PROPN", "ADJ"):
            continue
        kind = _tally(tree, i)
        if kind is not None:
            n = come_to(tree, i)
            if n is not None:
                out.append((i, quantity(tree, n, kind)))
        elif tree.lemma(i) in ORDINALS[1:] and _one_more(tree, i):
            rank = ORDINALS.index(tree.lemma(i)) + 1
            out.append((i, quantity(tree, Number(low=rank, high=rank, first=i, last=i), "killed")))
    return out


@cache
def _telling() -> frozenset[str]:
    """Lemmas of the nouns that count the dead, and of the ordinals that may."""
    return words("tallies") | {"toll", *ORDINALS}


def _who_number(tree: Tree, i: int) -> tuple[int, Quantity] | None:
    """How many the dead, the wounded or those shot are ("the dead, who number nine", "those shot at the gate, who now number four")."""
    k = i + 1 + (i + 1 < len(tree.tokens) and tree.tokens[i + 1].upos == "ADV")
    n = numeral(tree, k + 1) if k + 1 < len(tree.tokens) and tree.lemma(k) == "number" else None
    before = range(i - 1, max(0, i - WITHIN) - 1, -1)
    for j in before if n is not None else ():
        several = j > 0 and tree.tokens[j - 1].text.lower() in ("those", "the")
        done = what_becomes(tree, j) or ("killed" if tree.lemma(j) in DEADLY | {"shot"} else None)
        if (
            several
            and tree.tokens[j + 1].upos != "NOUN"
            and n is not None
            and done in ("killed", "wounded")
            and tree.tokens[j].upos in ("NOUN", "ADJ", "VERB")
        ):
            return j, quantity(tree, n, cast(QuantityKind, done))
        if tree.tokens[j].xpos in ("NNS", "NNPS"):
            return None
    return None


def _tally(tree: Tree, i: int) -> QuantityKind | None:
    """What a noun counts: a toll the dead, a number of wounded these; None for any other."""
    lemma = tree.lemma(i)
    if lemma != "toll" and lemma not in words("tallies"):
        return _brought_to(tree, i)
    if any(tree.lemma(k) in words("earlier tolls") for k in tree.kids(i, "amod")):
        return None
    of = {tree.lemma(j) for case, k in tree.obliques(i) if case == "of" for j in (k, *_known_to(tree, k))} | {
        tree.lemma(k) for k in tree.kids(i, "compound", "amod")
    }
    if lemma == "toll" or of & words("slaughter"):
        return "killed"
    for verb in sorted(of & (words("fates met", "fates undergone"))):
        if (fate := table("quantities.tsv").get(verb)) in ("killed", "wounded"):
            return cast(QuantityKind, fate)
    return next((kind for kind, nouns in FALLEN if of & nouns), None)


def told_anew(tree: Tree, i: int) -> bool:
    """Whether a known deed is only named for what it has cost by now ("the ambush has now cost two lives", "the toll of the attack rose to nine on Monday")."""
    over = tree.tokens[i].head
    if tree.tokens[i].upos != "NOUN" or over < 0 or not any(tree.lemma(k) in ("the", "this", "that") for k in tree.kids(i, "det")):
        return False
    if tree.cases(i) in ("of", "from", "in") and (tree.lemma(over) == "toll" or _tally(tree, over) is not None):
        return come_to(tree, over) is not None
    perfect = any(tree.lemma(k) == "have" for k in tree.kids(over, "aux"))
    return tree.rel(i) == "nsubj" and tree.lemma(over) in ("cost", "claim", "take") and perfect


def _brought_to(tree: Tree, i: int) -> QuantityKind | None:
    """Whom a verb brings to or puts at a number ("bringing the dead of Dorva to eight", "put the dead at 13"), None for any other noun."""
    verb = tree.tokens[i].head
    if tree.rel(i) != "obj" or verb < 0:
        return None
    near = [(case, k) for at in (verb, i) for case, k in tree.obliques(at) if tree.tokens[k].xpos == "CD"]
    brings = tree.lemma(verb) in BRINGING and any(case == "to" for case, _ in near)
    puts = tree.lemma(verb) in PUTTING and any(case == "at" for case, _ in near)
    if not (brings or puts):
        return None
    return next((k for k, nouns in FALLEN if tree.lemma(i) in nouns - {"body", "victim"}), None)


def _known_to(tree: Tree, k: int) -> list[int]:
    """What people are said to have done, or what was done to them ("people known to have died", "people killed")."""
    said = tree.kids(k, "acl")
    return [*said, *(j for v in said for j in tree.kids(v, "xcomp", "ccomp"))]


def _one_more(tree: Tree, i: int) -> bool:
    """Whether an ordinal counts the dead: "a third marine died", "the death of a third marine", "five bodies were found, a sixth died"."""
    head = tree.tokens[i].head
    if tree.rel(i) == "nsubj" and head >= 0 and tree.lemma(head) in ("die", "perish", "succumb") and not tree.kids(i, "nmod"):
        others = any(tree.lemma(k) in words("the dead") | words("fates met") | {"die"} for k in range(i))
        return others and any(tree.lemma(k) in ("a", "an") for k in tree.kids(i, "det"))
    if head < 0 or tree.rel(i) != "amod" or not any(tree.lemma(k) in ("a", "an") for k in tree.kids(head, "det")):
        return False
    over = tree.tokens[head].head
    return over >= 0 and (
        (tree.lemma(over) in ("die", "perish") and tree.rel(head) == "nsubj") or (tree.lemma(over) == "death" and tree.rel(head) == "nmod")
    )


def _part(tree: Tree, i: int) -> bool:
    """Whether a word tells only whose part is counted: "four of the dead were fishermen", "six of the wounded died"."""
    over = tree.tokens[i].head
    if tree.cases(i) == "of" and over >= 0 and (tree.tokens[over].upos == "NUM" or tree.kids(over, "nummod")):
        return True
    return any(
        case == "of" and tree.lemma(k) in words("fate nouns") | {"they", "them", "whom"} and tree.tokens[s].upos in ("NUM", "NOUN")
        for s in tree.subjects(i)
        for case, k in tree.obliques(s)
    )


def _caused(tree: Tree, i: int) -> bool:
    """Whether something else than a deed of force is named as the cause: "88 dead of cholera", "flood deaths", "17 died when a boat capsized"; or people drowned."""
    if tree.lemma(i) == "drown" or (not tree.lemmas.isdisjoint(WRECKS) and mishap(tree)):
        return True
    causes = [k for case, k in tree.obliques(i) if case in ("of", "from")] + tree.kids(i, "compound", "amod")
    if tree.lemma(i) == "death":  # "the deaths of 26 people in a flood"
        causes += [k for j in (i, *causes) for case, k in tree.obliques(j) if case == "in"]
    return any(tree.lemma(k) in words("natural causes") for k in causes)


def _sentence(trees: Sequence[Tree], start: int) -> int:
    return next((n for n, t in enumerate(trees) if t.sentence.start <= start < t.sentence.end), -1)


def _harms(tree: Tree, f: Found, e: Event) -> bool:
    """Whether people can come to harm by a deed."""
    return (
        e.event_type == "ASSAULT"
        and not to_things(tree, f, e)
        and e.polarity == "positive"
        and e.modality in ("asserted", "possible")
        and not e.background
    )


def _takes(f: Found, e: Event) -> bool:
    """Whether it is told of a riot, or that something was taken by force, which may cost lives."""
    told = e.polarity == "positive" and e.modality == "asserted" and not e.background
    if e.event_type == "PROTEST" and e.mode == "riot":
        return told
    return e.event_type == "COERCE" and (e.mode == "seize" or (e.mode is None and f.row.head not in words("taking"))) and told


def _died(e: Event) -> bool:
    """Whether an event only says that people died, or that their bodies were brought in."""
    bodies = e.event_type == "AID" and {q.kind for q in e.quantities} == {"killed"}
    return (e.event_type is None and e.condition is None) or bodies


def _around(s: int) -> list[int]:
    return [*range(s - 1, s - 1 - BACK, -1), *range(s + 1, s + 1 + (AHEAD if s > 1 else LEAD))]


def _from(held: Sequence[int], before: bool) -> Sequence[int]:
    """Those nearest first."""
    return held[::-1] if before else held


def _does(tree: Tree, i: int) -> bool:
    """Whether a word names a deed, not only what came of it."""
    return tree.lemma(i) not in words("fates undergone", "fates met")


def fits(e: Event, tree: Tree, i: int, places: Sequence[PlaceMention], times: Sequence[TimeMention]) -> bool:
    """Whether a deed may be what a word tells the toll of: not one elsewhere than its clause says, nor one after the days that the sentence names."""
    begun = day(e.begin)
    days = [d for _, t in tree.here(times) if (d := day(t.last or t.begin)) is not None]
    if begun is not None and days and max(days) < begun - 1:
        return False
    if tree.lemma(i) in ORDINALS:
        return True
    near = set(tree.below(tree.clause(i), OTHER)) | {k for a in tree.above(i) for k in (a, *tree.kids(a, "nsubj", "obl", "nmod"))}
    here = [
        p
        for _, p in tree.here(places)
        if not _goal(tree, p) and p.role != "embedded" and p.text[0].isupper() and near & set(tree.within(p.start, p.end))
    ]
    return not here or any(relation(p.place, e.place or e.scene) in ("same", "within") or p.text in e.evidence.text for p in here)


def _goal(tree: Tree, p: PlaceMention) -> bool:
    """Whether a place is where someone is taken."""
    head = tree.head_of(p.start, p.end)
    return head is not None and any(tree.cases(a) in ("to", "from") for a in (head, tree.tokens[head].head) if a >= 0)
