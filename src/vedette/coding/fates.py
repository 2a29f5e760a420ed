"""What a sentence tells of people's fate beside the deed that brought it about: "killing two", "with five dead", "in which 44 lost their lives"."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import cast

from vedette.codebook.triggers import lemmas_of
from vedette.coding.clauses import Tree
from vedette.coding.counts import is_people, number
from vedette.coding.doubles import nowhere_else
from vedette.coding.matching import Found
from vedette.coding.numbers import DEAD, FATES, KILLERS, quantity, what_becomes
from vedette.coding.words import NOMINAL, table, words
from vedette.domain import Event, Quantity, QuantityKind

SUFFERED = frozenset(
    {("life", "lose"), ("life", "give"), *((hurt, verb) for hurt in words("hurts") for verb in ("suffer", "sustain", "receive"))}
)
"""Nouns and the verbs whose subject it befalls: "44 lost their lives", "eleven officers suffered injuries"."""
HARMLESS = frozenset({"arrest", "restrict", "curfew", "censor", "cyber", "misinformation", "martial-law", "deport"})
"""Modes of COERCE of which nobody dies."""
FIELD = frozenset({"KIA", "WIA", "MIA"})
"""What soldiers write of the killed, wounded and missing."""
COUNTED = frozenset({"toll", "life", "body", "corpse", "loss"})
"""Nouns that tell of the killed, though they are no deed."""


@cache
def _fateful() -> frozenset[str]:
    """Lemmas that tell of people's fate themselves, or together with another word."""
    return frozenset(lemma for lemma, kind in table("quantities.tsv").items() if kind in FATES) | COUNTED | KILLERS | {"survive"}


def fates(tree: Tree) -> tuple[tuple[int, Quantity], ...]:
    """What a sentence tells of people's fate, with the word that tells it: "killing two", "with five dead", "in which 44 lost their lives"."""
    known: dict[None, tuple[tuple[int, Quantity], ...]] = tree.answers[fates]
    if None not in known:
        known[None] = tuple(_fates(tree))
    return known[None]


def _fates(tree: Tree) -> list[tuple[int, Quantity]]:
    out: list[tuple[int, Quantity]] = []
    told, dead = _fateful(), not tree.lemmas.isdisjoint(DEAD)
    if not dead and tree.lemmas.isdisjoint(told):
        return out
    for i, t in enumerate(tree.tokens):
        lemma = tree.lemma(i)
        if not dead and lemma not in told:
            continue
        kind = _fate(tree, i)
        if lemma == "survive" and tree.negated(i) and not any(tree.tokens[k].xpos == "MD" for k in tree.kids(i, "aux")):
            kind = "killed"  # "four riflemen did not survive"
        elif kind is None or tree.negated(i):
            continue
        for h in _befallen(tree, i):
            n = number(tree, h, singly=t.upos == "VERB" or lemma in ("dead", "life", "loss"))
            if n is None or (not n.said and lemma == "fall"):
                continue
            if kind == "displaced" and (tree.lemma(h) in words("attackers") or _harms(tree, h, i)):
                continue  # "his attacker fled", "killed two and fled"
            if any(q.kind == kind for _, q in out) and [t.text.lower() for t in tree.tokens[n.last + 1 : n.last + 3]] == ["of", "them"]:
                continue  # "nine were wounded, three of them badly"
            if (h == i or is_people(tree, h)) and not any(tree.lemma(k) == "no" for k in tree.kids(h, "det")):
                out.append((i, quantity(tree, n, kind)))
    return out


def _harms(tree: Tree, h: int, but: int) -> bool:
    """Whether people of whom a verb tells do harm by another one of the sentence."""
    verbs = (v for v, t in enumerate(tree.tokens) if v != but and t.upos == "VERB" and not tree.passive(v) and h in tree.doers(v))
    return any(tree.lemma(v) in words("violence") or what_becomes(tree, v) in ("killed", "wounded", "abducted") for v in verbs)


def _fate(tree: Tree, i: int) -> QuantityKind | None:
    """What a word tells of people's fate, None for a word that tells of none."""
    lemma, t = tree.lemma(i), tree.tokens[i]
    if (lemma == "toll" and t.upos == "NOUN") or (lemma == "loss" and tree.cases(i) in ("with", "at")):
        return "killed"
    if t.upos in ("NOUN", "PROPN") and not (lemma in words("fate nouns") or t.text in FIELD):
        return None
    if lemma == "life" and t.head >= 0 and tree.lemma(t.head) == "give" and _devoted(tree, t.head):
        return None  # to music
    if lemma == "life" and t.head >= 0 and tree.lemma(t.head) not in ("lose", "claim", "cost", "give", "take"):
        return None
    found = "killed" if lemma in ("life", "body", "corpse") else what_becomes(tree, i)
    return cast(QuantityKind, found) if found in FATES else None


def _devoted(tree: Tree, v: int) -> bool:
    """Whether a verb says to what something is given: to music, to fighting malaria."""
    gerunds = [k for k in tree.kids(v, "advcl", "acl", "xcomp") if tree.tokens[k].xpos == "VBG"]
    gerunds += [k for o in tree.objects(v) for k in tree.kids(o, "acl", "advcl") if tree.tokens[k].xpos == "VBG"]
    return any(case == "to" for case, _ in tree.obliques(v)) or any(
        tree.lemma(m) == "to" for k in gerunds for m in tree.kids(k, "mark", "case")
    )


def _befallen(tree: Tree, i: int) -> list[int]:
    """Heads of those whom a word that tells of a fate is about."""
    t = tree.tokens[i]
    if tree.lemma(i) == "toll":  # "the toll has risen to 14"
        near = tree.obliques(i) + (tree.obliques(t.head) if t.head >= 0 else [])
        return [k for case, k in near if case in ("to", "at", "of") and tree.tokens[k].xpos == "CD"]
    if t.text in FIELD:
        return [k for k in (i + 1, i - 1) if 0 <= k < len(tree.tokens) and (_figure(tree, k) or tree.kids(k, "nummod"))][:1]
    if tree.lemma(i) == "loss":  # "with the loss of four policemen and a clerk"
        return [j for case, k in tree.obliques(i) if case == "of" for j in tree.conjuncts(k)]
    if t.upos in ("NOUN", "PROPN"):
        if not number(tree, i) and t.head >= 0 and tree.lemma(t.head) in ("number", "total"):
            return tree.objects(t.head)  # "the dead number eleven"
        if not number(tree, i) and (tree.lemma(i), tree.lemma(t.head) if t.head >= 0 else "") in SUFFERED:
            return tree.subjects(t.head)
        if tree.lemma(i) in ("death", "fatality") and not number(tree, i):
            return [k for case, k in tree.obliques(i) if case == "of" and tree.tokens[k].upos in NOMINAL and number(tree, k)] or [i]
        if tree.lemma(i) == "life" and not number(tree, i):
            return [*(k for case, k in tree.obliques(i) if case == "of"), *tree.kids(i, "nmod:poss")] or [i]
        return [i]
    if i and tree.tokens[i - 1].xpos == "CD" and t.xpos in ("VBN", "JJ"):
        return [i - 1]  # "six dead and twenty wounded"
    if (
        i > 1
        and tree.lemma(i) in words("fate states")
        and tree.tokens[i - 1].upos == "NOUN"
        and tree.kids(i - 1, "nummod")
        and not tree.kids(i, "nsubj")
    ):
        return [i - 1]  # "with nine officers dead"
    if tree.cases(i) == "among" and number(tree, i):
        return [i]  # "seven children were among 19 dead"
    if t.upos == "VERB" and t.deprel != "amod" and tree.lemma(i) not in words("fate states"):
        return tree.subjects(i) if tree.lemma(i) in words("fates undergone") else tree.objects(i)
    if own := tree.kids(i, "nsubj"):
        return [j for k in own for j in tree.conjuncts(tree.antecedent(k))]
    if t.head >= 0 and tree.rel(i) in ("amod", "acl", "nmod", "appos") and tree.tokens[t.head].upos in NOMINAL:
        return [t.head]
    if t.head >= 0 and tree.rel(i) in ("xcomp", "advcl") and tree.tokens[t.head].upos == "VERB":
        return tree.objects(t.head) or tree.subjects(t.head)
    return tree.subjects(i) or ([i] if tree.kids(i, "nummod") else [])


def _figure(tree: Tree, k: int) -> bool:
    """Whether a word is a number, also one that the parser took for that of a list's item ("9 WIA lifted out")."""
    t = tree.tokens[k]
    return t.xpos == "CD" or (t.xpos == "LS" and t.text.isdecimal())


def with_fates(tree: Tree, coded: list[tuple[Found, Event]]) -> list[tuple[Found, Event]]:
    """Events with what the sentence tells beside them of people's fate: of the attack nearest in the tree, else of the deed of force."""
    out = list(coded)
    for i, q in fates(tree):
        own = next((n for n, (f, _) in enumerate(out) if i in (f.at, f.bearer)), None)
        if own is not None and tree.lemma(i) == "survive":
            out[own] = out[own][0], replace(out[own][1], polarity="positive")  # they are dead: nothing is denied
        held = [(n, o) for n, (_, e) in enumerate(out) for o in e.quantities if q.start == o.start]
        if own is None and held:
            for n, o in held:
                if o.kind == "other" and q.kind in ("killed", "wounded"):  # "shot dead four", "cost eleven lives"
                    out[n] = out[n][0], replace(out[n][1], quantities=tuple(q if x is o else x for x in out[n][1].quantities))
            continue
        if own is None and _of_another(tree, i, out):
            continue
        near = [n for n, (f, e) in enumerate(out) if n != own and e.event_type == "ASSAULT" and _names_deed(tree, f)]
        near = [n for n in near if not undergoes(tree, i, out[n][0])]
        if any(to_things(tree, *out[n]) for n in near):
            near = [n for n in near if not to_things(tree, *out[n])] or ([] if _apart_from(tree, i, [out[n][0].at for n in near]) else near)
        if near and own is not None and not out[own][1].quantities and q.kind in ("killed", "wounded"):
            out[own] = out[own][0], replace(out[own][1], quantities=(q,))  # "9 to 11 killed, one nurse abducted"
        near = near or [
            n
            for n, (f, e) in enumerate(out)
            if own is None and e.event_type == "COERCE" and e.mode not in HARMLESS and not undergoes(tree, i, f)
        ]
        near = near or [n for n, (_, e) in enumerate(out) if own is None and q.kind == "missing" and _is_mishap(tree, *out[n])]
        if (
            not near
            and own is not None
            and q.kind in ("killed", "wounded", "missing")
            and not any(o.kind == q.kind or o.start == q.start for o in out[own][1].quantities)
        ):
            out[own] = out[own][0], replace(out[own][1], quantities=(*out[own][1].quantities, q))  # "12 injured of whom five …"
            continue
        deed = own is not None and out[own][1].event_type == "ASSAULT"
        apart = own is not None and deed and bool(near) and (not nowhere_else(out[own][1], out[near[0]][1]) or _long_ago(tree, *out[own]))
        if not near or apart or (own is not None and _by_others(out[own][1], out[near[0]][1])):
            continue
        n = min(near, key=lambda n: (_steps(tree, i, out[n][0].at), abs(i - out[n][0].at)))
        f, e = out[n]
        of_doers = any(d in (k, tree.tokens[k].head) for k in tree.within(q.start, q.end) for d in tree.doers(f.at))
        if q.kind == "displaced" and of_doers:
            continue  # "killed by two men who fled"
        if not any(o.kind == q.kind and (q.start, q.end) == (o.start, o.end) for o in e.quantities):
            out[n] = f, replace(e, quantities=(*e.quantities, q))
    return out


def _is_mishap(tree: Tree, f: Found, e: Event) -> bool:
    """Whether an event is an accident or a disaster, or tells whom one killed."""
    disaster = tree.lemma(f.at) in words("mishaps") or tree.lemma(f.at) in lemmas_of("DISASTER", "ACCIDENT", "WEATHER")
    return e.event_type is None and e.modality == "asserted" and (disaster or any(o.kind == "killed" for o in e.quantities))


def runaways(tree: Tree, coded: list[tuple[Found, Event]]) -> list[tuple[Found, Event]]:
    """Without the flight of those who have just done harm: "killed a trader and fled into the forest" displaces nobody."""
    harmers = {d for f, e in coded if e.event_type == "ASSAULT" and e.modality == "asserted" for d in tree.doers(f.at)}
    if not harmers:
        return coded
    return [
        (f, e)
        for f, e in coded
        if not (e.event_type is None and e.condition == "displacement" and e.phase != "ends" and harmers & set(tree.doers(f.at)))
    ]


def to_things(tree: Tree, f: Found, e: Event) -> bool:
    """Whether a deed of force is done to things, so that people come to harm by another."""
    return e.mode == "destroy" or (tree.lemma(f.at) in words("deeds to things") and not e.recipients)


def undergoes(tree: Tree, i: int, f: Found) -> bool:
    """Whether it is done to the dead or the hurt: they were carried, buried, found."""
    return tree.tokens[i].upos in ("NOUN", "ADJ") and i in (*tree.subjects(f.bearer), *tree.objects(f.bearer))


def _apart_from(tree: Tree, i: int, deeds: list[int]) -> bool:
    """Whether a word stands in another clause than each of these, joined by "and" or the like."""
    return all(any(tree.rel(a) in ("conj", "parataxis") and i not in tree.below(a) for a in (k, *tree.above(k))) for k in deeds)


def _of_another(tree: Tree, i: int, out: list[tuple[Found, Event]]) -> bool:
    """Whether people who have no part in the events did what a word tells of ("…, after gangs had murdered 62 people")."""
    if tree.tokens[i].upos != "VERB" or tree.passive(i):
        return False
    doers = [d for d in tree.doers(i) if is_people(tree, d) or tree.lemma(d) in words("several people")]
    taken = {k for f, _ in out for k in (*tree.doers(f.at), *tree.doers(f.bearer))}
    harms = tree.lemma(i) not in words("fates undergone", "fate states")
    return harms and bool(doers) and bool(tree.objects(i)) and not taken & set(doers)


def _long_ago(tree: Tree, f: Found, e: Event) -> bool:
    """Whether a clause on a noun tells a deed of a month or year of its own ("ambushed by the band that killed two drivers in March")."""
    return e.time_precision in ("month", "year") and tree.tokens[tree.clause(f.at)].deprel == "acl:relcl"


def _by_others(e: Event, other: Event) -> bool:
    """Whether two deeds have different doers."""
    return bool(e.actors and other.actors) and not {m.actor for m in e.actors} & {m.actor for m in other.actors}


def _names_deed(tree: Tree, f: Found) -> bool:
    """Whether the words of an event name a deed: its noun does, whatever its verb ("the battle killed three and hurt five")."""
    return _does(tree, f.at) and (f.row.pos == "n" or _does(tree, f.bearer))


def _does(tree: Tree, i: int) -> bool:
    """Whether a word names a deed, not only what came of it ("died", "was wounded")."""
    return tree.lemma(i) not in words("fates undergone", "fates met")


def _steps(tree: Tree, a: int, b: int) -> int:
    """How many steps lie between two words in the tree."""
    up, down = [a, *tree.above(a)], [b, *tree.above(b)]
    met = next((k for k in up if k in down), -1)
    return up.index(met) + down.index(met) if met >= 0 else len(up) + len(down)
