"""Numbers of an event: how many were killed, arrested, took part, were sent."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import cast

from vedette.codebook.triggers import Trigger, classes
from vedette.coding.clauses import Tree
from vedette.coding.counts import CLAUSAL, HARM, THINGS, Number, come_to, counted, is_people, money_words, noun_ok, number, thing
from vedette.coding.matching import Found
from vedette.coding.words import NOMINAL, table, words
from vedette.domain import Event, Quantity, QuantityKind

BY_MODE = {"abduct": "abducted", "arrest": "arrested"}
"""Modes that say by themselves what becomes of people."""
KILLING = frozenset({("burn", "alive"), ("gun", "down"), ("mow", "down"), ("cut", "down"), ("blow", "up")})
KILLERS = frozenset(verb for verb, _ in KILLING)
SUFFERED = frozenset({("life", "lose"), *((hurt, verb) for hurt in words("hurts") for verb in ("suffer", "sustain", "receive"))})
"""Nouns and the verbs whose subject it befalls: "44 lost their lives", "eleven officers suffered injuries"."""
DYING = frozenset({"find", "meet", "cause"})
"""Verbs whose object "death" says that someone died."""
SUM = 1000
"""From how much on money is a sum that something costs, not a price or a fare."""
FORCES = frozenset({"personnel", *THINGS})
CONTENT = frozenset({"AGREE", "REQUEST", "THREATEN"})
"""Types of which what is to be done is told in a clause of its own."""
HARMLESS = frozenset({"arrest", "restrict", "curfew", "censor", "cyber", "misinformation", "martial-law", "deport"})
"""Modes of COERCE of which nobody dies."""
MAKING_OFF = frozenset({"drive", "make", "ride", "run", "sail", "speed"})
"""Verbs that say with "off" or "away" that somebody left with what he had taken."""
FATES = frozenset({"killed", "wounded", "missing", "displaced"})
"""What a sentence tells of people beside a deed, and what befalls them by it."""
DEAD = frozenset({"dead", "death", "hospital"})
"""Words that make others tell of a fate."""
COUNTED = frozenset({"toll", "life", "body", "corpse"})
"""Nouns that tell of the killed, though they are no deed."""


def quantities(
    tree: Tree, trigger: int, bearer: int, row: Trigger, affected: list[int], doers: list[int], before: Tree | None = None
) -> tuple[Quantity, ...]:
    """Numbers in the noun phrases of an event, each with its own words; people named singly are one each ("a boy and a man were hurt"). Of those
    whom "they" or "them" takes up from the sentence `before`, the number told there.
    """
    deed = what_becomes(tree, trigger) or what_becomes(tree, bearer)
    out: list[Quantity] = []
    most = [
        j for k in tree.kids(trigger, "advmod", "obj") if tree.lemma(k) in ("most", "half") for case, j in tree.obliques(k) if case == "of"
    ]
    listed = [j for h in affected for j in tree.kids(h, "appos") if tree.kids(j, "nummod", "nmod:poss")]
    for h in dict.fromkeys(affected + listed + most + _beside(tree, trigger, bearer, row, doers)):
        kind = done_to(tree, h, deed or _left(tree, trigger, h, row), row, doers)
        n = number(tree, h, kind in HARM and kind != "displaced") if kind is not None else None
        if n is None and kind in ("vehicles", "weapons") and _in_list(tree, h):
            n = Number(low=1, high=1, first=h, last=h, said=False)
        if n is not None and kind is not None:
            out.append(quantity(tree, n, kind))
        elif kind is not None and (counted_as := _tallied(tree, h)) is not None:
            out.append(quantity(tree, counted_as, kind))
        elif kind is not None and before is not None and (last := _taken_up(tree, h, before)) is not None:
            out.append(quantity(before, last[1], kind))
    for h, kind in _told_of(tree, trigger, bearer, row):
        if (n := number(tree, h)) is not None:
            out.append(quantity(tree, n, kind))
    if row.pos == "n" and (n := number(tree, trigger)) is not None and (deed in HARM or row.type == "REQUEST"):
        out.append(quantity(tree, n, cast(QuantityKind, deed) if deed in HARM else "other"))  # "made 31 arrests"
    if row.type == "ASSAULT" and not doers and not tree.lemmas.isdisjoint(words("attackers")):
        doers = [j for j in tree.below(trigger) if tree.lemma(j) in words("attackers")]  # "the ambush (three attackers)"
    for h in dict.fromkeys([*doers, *([trigger] if row.pos == "n" and thing(tree, trigger) == "personnel" else [])]):
        kind = doing(tree, h, row)
        n = number(tree, h) if kind is not None else None
        if n is not None and kind is not None:
            out.append(quantity(tree, n, kind))
        elif n is None and before is not None and (last := _taken_up(tree, h, before)) is not None:
            kind = doing(before, last[0], row)
            if kind is not None:
                out.append(quantity(before, last[1], kind))
    return tuple({q.start: q for q in reversed(out)}.values())[::-1]


def _left(tree: Tree, trigger: int, h: int, row: Trigger) -> str | None:
    """What a deed left people as ("the shelling left nine people dead"), None where that is not told."""
    verb = tree.tokens[h].head
    if row.pos != "n" or tree.rel(trigger) != "nsubj" or tree.tokens[trigger].head != verb or tree.rel(h) != "obj":
        return None
    after = [tree.lemma(k) for k in (*tree.kids(h, "amod"), *tree.kids(verb, "xcomp")) if k > h]
    return next((kind for w in after if (kind := "killed" if w == "dead" else table("quantities.tsv").get(w)) in FATES), None)


def _tallied(tree: Tree, h: int) -> Number | None:
    """What the number of a phrase is put at ("put the number of those arrested at 640")."""
    over = tree.tokens[h].head
    return come_to(tree, over) if over >= 0 and tree.cases(h) == "of" and tree.lemma(over) in words("tallies") else None


def _in_list(tree: Tree, h: int) -> bool:
    """Whether one thing is counted with others ("45 rifles and a mortar")."""
    if not any(tree.lemma(k) in ("a", "an", "another") for k in tree.kids(h, "det")):
        return False
    return any(number(tree, k) is not None for k in tree.conjuncts(tree.first_conjunct(h)) if k != h)


def _taken_up(tree: Tree, h: int, before: Tree) -> tuple[int, Number] | None:
    """Those whom "they" or "them" takes up from the sentence before, where that counts them: its subject, else its object."""
    if tree.tokens[h].text.lower() not in ("they", "them"):
        definite = tree.tokens[h].xpos == "NNS" and any(tree.lemma(k) in ("the", "these", "those") for k in tree.kids(h, "det"))
        others = tree.kids(h, "acl", "amod", "compound") or any(tree.cases(k) == "of" for k in tree.kids(h, "nmod"))
        if not definite or others or number(tree, h) is not None:
            return None
        same = [k for k in range(len(before.tokens)) if before.lemma(k) == tree.lemma(h) and before.tokens[k].xpos == "NNS"]
        return next(((k, n) for k in same if (n := number(before, k)) is not None and n.said), None)
    root = before.root
    told = before.kids(root, "cop") and before.tokens[root].upos == "NOUN" if root >= 0 else False
    for k in [*([root] if told else []), *before.subjects(root), *before.objects(root)] if root >= 0 else ():
        if is_people(before, k) or before.lemma(k) in words("several people"):
            n = number(before, k)
            if n is not None and n.said and n.low != 1:
                return k, n
    return None


def quantity(tree: Tree, n: Number, kind: QuantityKind) -> Quantity:
    """A number as one of an event."""
    return Quantity(kind=kind, low=n.low, high=n.high, start=tree.tokens[n.first].start, end=tree.tokens[n.last].end)


def what_becomes(tree: Tree, i: int) -> str | None:
    """What a word says becomes of people; "shot" and "beaten" only with "dead" or "to death" that they were killed."""
    if tree.lemmas.isdisjoint(DEAD) and tree.lemma(i) not in KILLERS:
        return table("quantities.tsv").get(tree.lemma(i))
    for k in tree.kids(i, "xcomp", "obl", "advmod", "amod", "compound", "obj", "dep"):
        lemma = tree.lemma(k)
        if k < i and tree.rel(k) in ("amod", "xcomp"):
            continue  # "two dead and nine hurt"
        dead = lemma == "dead" or (lemma == "death" and (tree.cases(k) == "to" if tree.rel(k) == "obl" else tree.lemma(i) in DYING))
        if (dead and tree.lemma(i) not in words("sentencing")) or (tree.lemma(i), lemma) in KILLING:
            return "killed"
        if lemma == "hospital" and tree.rel(k) == "obl" and tree.cases(k) in ("to", "in") and tree.lemma(i) in words("hospitalising"):
            return "wounded"
    return table("quantities.tsv").get(tree.lemma(i))


def _beside(tree: Tree, trigger: int, bearer: int, row: Trigger, doers: list[int]) -> list[int]:
    """What a deed is done with or what is asked or promised, where it may be counted: "reinforced it with 200 men", "agreed to pay two million"."""
    near = [*dict.fromkeys((trigger, bearer)), *(k for i in dict.fromkeys((trigger, bearer)) for k in tree.objects(i))]
    out = [
        j
        for i in near
        for case, j in tree.obliques(i)
        if case == "with" and (_aboard(tree, j) or thing(tree, j) in FORCES or _some(tree, j))
    ]
    out += [
        j
        for i in dict.fromkeys((trigger, bearer))
        for case, j in tree.obliques(i)
        if case in ("with", "in", "of", "by", "along", "together", "alongside")
        and tree.lemma(j) not in ("who", "whom", "which")
        and tree.tokens[j].deprel != "obl:agent"
        and not (case == "by" and row.pos == "n")
        and (number(tree, j) or _in_list(tree, j))
    ]
    asked = {"money", "abducted"} | (FORCES if row.type == "REQUEST" else set())
    out += [j for i in near for case, j in tree.obliques(i) if case in ("for", "of") and thing(tree, j) in asked]
    done = [*near, *(j for i in near for _, j in tree.obliques(i))]
    out += [j for h in done for k in tree.kids(h, "acl") for j in tree.kids(k, "obj") if _on_board(tree, j) and number(tree, j)]
    out += [
        j
        for d in doers
        for case, j in tree.obliques(d)
        if case in ("with", "in", "on", "aboard") and thing(tree, j) in ("vehicles", "weapons")
    ]
    if row.pos == "n" and tree.rel(trigger) == "nsubj" and (verb := tree.tokens[trigger].head) >= 0:
        out += [j for j in tree.objects(verb) if number(tree, j)]  # "the raid netted 12 suspects", "the rally drew 300"
    if not tree.lemmas.isdisjoint(money_words()):
        sums = [j for j in tree.below(bearer, CLAUSAL) if tree.tokens[j].upos in NOMINAL and thing(tree, j) == "money"]
        out += [j for j in sums if (n := number(tree, j)) is not None and (n.low or n.high or 0) >= SUM]
    if row.type == "PROTEST" and row.pos == "n" and tree.cases(trigger) in ("in", "at") and (who := tree.tokens[trigger].head) >= 0:
        out += [j for j in (who, *tree.subjects(who)) if is_people(tree, j) and number(tree, j)]  # "2,000 people were in the march"
    if "dead" in tree.lemmas:
        out += [j for i in (trigger, bearer) for k in tree.kids(i) if tree.lemma(k) == "dead" for j in tree.objects(k) + tree.subjects(k)]
    if row.type == "AID":
        received = [j for i in near for case, j in tree.obliques(i) if case in ("to", "for", "among")]
        out += [j for j in received if is_people(tree, j)]
    if row.type == "THREATEN":
        conditions = [k for i in (trigger, bearer) for c in tree.kids(i, "xcomp", "advcl") for k in (c, *tree.kids(c, "advcl"))]
        out += [
            h
            for k in conditions
            for j in tree.objects(k)
            for h in (j, *(o for c, o in tree.obliques(j) if c == "of"))
            if thing(tree, h) == "money"
        ]
    return out


def _told_of(tree: Tree, trigger: int, bearer: int, row: Trigger) -> list[tuple[int, QuantityKind]]:
    """Numbers of those to whom what is asked, promised or threatened is to be done, or whom a deed left somehow ("leaving 300 stranded"), with their kinds."""
    near = tuple(dict.fromkeys((trigger, bearer)))
    verbs = [k for i in near for k in tree.kids(i, "xcomp", "ccomp", "acl")] if row.type in CONTENT else []
    verbs += [k for i in near for k in tree.kids(i, "advcl") if tree.tokens[k].xpos == "VBG" and what_becomes(tree, k) not in FATES]
    out: list[tuple[int, QuantityKind]] = []
    for k in verbs:
        for h in tree.objects(k):
            what = thing(tree, h)
            if what == "-" or number(tree, h) is None or _known(tree, h):
                continue
            if what in FORCES:
                out.append((h, cast(QuantityKind, what)))
            elif is_people(tree, h):
                left = [j for j in tree.kids(k, "xcomp", "amod") if tree.lemma(j) in ("homeless", "displaced")]
                deed = what_becomes(tree, k)
                kind: str | None = "displaced" if left or what == "displaced" else deed if deed in HARM else "other"
                if tree.lemma(k) in words("dispatching") and tree.lemma(counted(tree, h)) in words("trades"):
                    kind = "personnel"
                out.append((h, cast(QuantityKind, kind)))
    return out


def _aboard(tree: Tree, j: int) -> bool:
    """Whether a phrase tells who was in what a deed was done to ("a boat with 63 migrants aboard", "a ship with a crew of 19")."""
    if tree.cases(j) != "with":
        return False
    return tree.lemma(j) in ("crew", "passenger", "occupant") or any(
        tree.lemma(k) in ("aboard", "inside", "onboard") for k in tree.kids(j, "advmod", "obl", "advcl")
    )


def _known(tree: Tree, h: int) -> bool:
    """Whether a phrase names one or two who are known ("the two leaders") rather than telling how many."""
    n = number(tree, h)
    return n is not None and n.high in (1, 2) and any(tree.lemma(k) == "the" for k in tree.kids(h, "det"))


def _on_board(tree: Tree, h: int) -> bool:
    """Whether people are those whom a vessel or vehicle carried, in a clause about it ("a barge which had 30 peacekeepers on board")."""
    verb = tree.tokens[h].head
    if tree.rel(h) != "obj" or verb < 0 or tree.rel(verb) != "acl" or tree.lemma(verb) not in words("bearing"):
        return False
    return thing(tree, tree.tokens[verb].head) == "vehicles"


def _some(tree: Tree, h: int) -> bool:
    """Whether a phrase tells how many, so that those killed or hurt may be anyone ("four poachers")."""
    n = number(tree, h)
    return n is not None and n.said


def done_to(tree: Tree, h: int, deed: str | None, row: Trigger, doers: list[int]) -> QuantityKind | None:
    """What number a phrase gives of what is done to it, None where its number says nothing of the event."""
    what = thing(tree, h)
    if what == "-" or (tree.cases(h) == "to" and tree.lemma(h) in words("harms")):
        return None
    if tree.lemma(h) in words("goods measures") or (tree.cases(h) == "from" and tree.lemma(h) in ("country", "nation", "state")):
        return "other"
    people = what not in THINGS and is_people(tree, h)
    if row.type in ("NONE", "STATE") and tree.lemma(h) in ("body", "corpse", "remains"):
        return "killed"
    kind, noun = row.type, tree.lemma(counted(tree, h))
    if people and (_aboard(tree, h) or _on_board(tree, h)):
        return "abducted" if row.mode in ("abduct", "seize") else "other"
    harmed = deed in ("killed", "wounded") and row.head not in KILLERS and what not in THINGS and tree.rel(h) in ("obj", "nsubj", "conj")
    harmed |= row.pos == "n" and deed in ("killed", "wounded") and what not in THINGS and tree.cases(h) == "of"
    harmed |= row.mode == "abduct" and what not in THINGS and tree.cases(h) in ("", "of") and not _known(tree, h)
    if row.head == "hijack" and {tree.tokens[h].upos, tree.tokens[counted(tree, h)].upos} & {"NUM", "PRON"}:
        return None
    if (people or (harmed and noun_ok(noun) and _some(tree, h))) and (deed in HARM or row.mode in BY_MODE):
        return cast(QuantityKind, deed if deed in ("killed", "wounded") else BY_MODE.get(row.mode or "") or deed)
    if what in THINGS:
        return "weapons" if kind == "MOBILIZE" and noun in words("warcraft") else cast(QuantityKind, what)
    if kind == "ASSAULT" and row.mode == "crowd-control" and people and noun not in words("civilians"):
        return "protesters"
    if kind == "PROTEST" and people and row.pos == "n" and what != "personnel" and what not in HARM:
        return "protesters"
    if what in ("protesters", "displaced") and people and row.pos != "n" and kind in ("PROTEST", "ASSAULT"):
        return cast(QuantityKind, what)
    if what == "abducted" and people and row.mode != "release":
        return "abducted"
    if kind == "MOBILIZE":
        moved = noun in words("civilians") and row.mode != "militia"
        return "displaced" if people and moved else "personnel" if people else None
    if kind == "RETREAT":
        if row.mode in ("release", "access"):
            return "displaced" if what == "displaced" and row.mode == "access" else "other" if people else None
        if people:
            force = what == "personnel" or noun in ("man", "staff") or row.mode == "withdraw"
            return "personnel" if force else _by_default(tree, h, row)
        return _things(tree, h, what)
    if kind == "AID":
        if what == "personnel" or (row.head in words("dispatching") and noun in words("trades")):
            return "personnel"
        received = (
            what == "displaced" or (people and tree.cases(h) in ("to", "for", "among")) or (people and row.head in words("sheltering"))
        )
        return "displaced" if received else "other"
    if kind == "SANCTION":
        return "other" if people and row.mode in ("expel", "convict") else "personnel" if what == "personnel" else None
    if kind == "COERCE":
        return _coerced(tree, h, row, doers, what if people else "-", noun)
    if kind == "ASSAULT":
        made_off = row.head in MAKING_OFF and any(tree.lemma(k) in ("off", "away") for k in tree.kids(tree.tokens[h].head))
        if people and tree.cases(h) == "with" and made_off:
            return "abducted"  # "drove off with five of its passengers"
        if people:
            taken = row.head in words("taking")
            return _taken(tree, h, row, doers) if taken else _by_default(tree, h, row)
        broken = row.mode in ("destroy", "explosives") or row.head in words("deeds to things")
        return "other" if broken and (n := number(tree, h)) is not None and n.low != 1 else None
    if what == "personnel" and (kind in ("AGREE", "SUPPORT") or (kind == "REQUEST" and tree.cases(h) == "for")):
        return "personnel"
    if kind in ("COOPERATE", "NONE", "STATE"):
        bare = tree.tokens[h].upos == "NUM" and counted(tree, h) == h and bool(tree.cases(h))
        return "other" if (people and not bare) or deed == "other" else None
    return _by_default(tree, h, row) if people else None


def _by_default(tree: Tree, h: int, row: Trigger) -> QuantityKind | None:
    """What becomes of people to whom a deed is done of which no more is told, by its type and mode; None for those only spoken of or hung on beside."""
    found = table("undergone.tsv").get(f"{row.type}/{row.mode or '-'}")
    if tree.cases(h) or thing(tree, h) == "personnel" or _known(tree, h):
        return None
    if row.head in words("driving") and any(case in ("from", "off", "out") for case, _ in tree.obliques(tree.tokens[h].head)):
        return "displaced"
    if found is None:
        return None
    return None if row.type == "REQUEST" and tree.rel(h) not in ("obj", "iobj") else cast(QuantityKind, found)


def _coerced(tree: Tree, h: int, row: Trigger, doers: list[int], people: str | None, noun: str) -> QuantityKind | None:
    """What becomes of those, or of the things where `people` is `-`, to whom a state or an armed band does something by force."""
    taken = row.mode is None and row.head in words("taking")
    if people == "-":
        return "other" if (taken or row.mode in ("seize", "restrict", "withhold")) and not _somewhere(tree, h) else None
    if row.mode == "deport":
        return "other" if noun in classes()["DIPLOMAT"] | classes()["OFFICIAL"] or noun in words("on duty") else "displaced"
    if taken or (row.mode == "seize" and row.head in ("seize", "capture", "hijack")):
        return _taken(tree, h, row, doers)
    return _by_default(tree, h, row)


def _taken(tree: Tree, h: int, row: Trigger, doers: list[int]) -> QuantityKind:
    """What becomes of people who are taken: arrested, where a state does it or they come before a court; abducted; displaced, over a border or off their land."""
    who = [*doers, *(k for d in doers for k in tree.kids(d, "nmod:poss", "compound"))]
    armed = any(tree.lemma(d) in classes()["MILITIA"] | words("nobody's men") for d in who)
    goals = [(case, tree.lemma(j)) for i in (h, tree.tokens[h].head) if i >= 0 for case, j in tree.obliques(i)]
    if any(case in ("to", "into", "before", "for") and where in words("gaols") for case, where in goals):
        return "arrested"
    if any(case in ("across", "over", "out") for case, _ in goals):
        return "displaced"
    return "arrested" if not armed and _in_office(tree, doers) else "abducted"


def _things(tree: Tree, h: int, what: str | None) -> QuantityKind | None:
    """`other` for things that are counted, not people, times or places."""
    lemma = tree.lemma(counted(tree, h))
    return (
        None
        if is_people(tree, h)
        or tree.cases(h) in ("from", "to", "by", "at")
        or lemma in classes()["TERRITORY"]
        or what == "-"
        or lemma in words("several people")
        else "other"
    )


def _in_office(tree: Tree, doers: list[int]) -> bool:
    """Whether those who do it are a state or its forces."""
    names = ("POLICE", "FORCE", "OFFICIAL", "GOVERNMENT", "COUNTRY", "LEADER")
    return any(
        any(tree.lemma(d) in classes()[c] for c in names) or ((e := tree.entity(d)) is not None and e.label in ("GPE", "NORP", "ORG"))
        for d in doers
    )


def _somewhere(tree: Tree, h: int) -> bool:
    """Whether what is counted are places or buildings ("two towns"), which are told as where it was."""
    lemma = tree.lemma(counted(tree, h))
    return (
        any(lemma in classes()[c] for c in ("TERRITORY", "BUILDING", "OFFICE"))
        and lemma not in classes()["PROPERTY"] - classes()["BUILDING"]
    )


def doing(tree: Tree, h: int, row: Trigger) -> QuantityKind | None:
    """What number a phrase gives of those who act."""
    what = thing(tree, h)
    if row.type == "PROTEST":
        return cast(QuantityKind, what) if what in THINGS else "protesters" if is_people(tree, h) else None
    if what in FORCES and what != "money":
        return cast(QuantityKind, what)
    if row.type == "ASSAULT" and tree.lemma(h) in words("crowd nouns"):
        return "protesters"
    if not is_people(tree, h):
        return None
    if row.type in ("ASSAULT", "COERCE") and (
        tree.lemma(h) in classes()["MILITIA"] | words("attackers") or any(tree.lemma(k) == "armed" for k in tree.kids(h, "amod"))
    ):
        return "personnel"
    if what in ("protesters", "displaced"):
        return cast(QuantityKind, what)
    if row.type == "MOBILIZE" and (tree.lemma(counted(tree, h)) in words("civilians") | {"people"}):
        return None
    if row.type == "MOBILIZE" or (row.type == "RETREAT" and row.mode in ("withdraw", "disarm")):
        return "personnel"
    if row.type == "RETREAT" and tree.lemma(counted(tree, h)) == "man":
        return "personnel"
    if row.type in ("ASSAULT", "COERCE") and (n := number(tree, h)) is not None and (n.low or 0) >= 20:
        return "protesters" if tree.lemma(h) in words("crowd nouns") else "other"
    if row.type not in ("NONE", "STATE"):
        return None
    if table("quantities.tsv").get(row.head) != "displaced":
        return "other"
    noun = tree.lemma(counted(tree, h))
    chased = classes()["MILITIA"] | classes()["CAPTIVE"] | words("nobody's men") | {"suspect"}
    return None if noun in chased - {"man", "youth", "boy", "villager", "people", "person"} else "displaced"


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
        kind = _fate(tree, i) if dead or tree.lemma(i) in told else None
        if tree.lemma(i) == "survive" and tree.negated(i) and not any(tree.tokens[k].xpos == "MD" for k in tree.kids(i, "aux")):
            kind = "killed"  # "four riflemen did not survive"
        elif kind is None or tree.negated(i):
            continue
        for h in _befallen(tree, i, kind):
            n = number(tree, h, singly=t.upos == "VERB" or tree.lemma(i) in ("dead", "life"))
            if n is None or (not n.said and tree.lemma(i) == "fall"):
                continue
            if (h == i or is_people(tree, h)) and not any(tree.lemma(k) == "no" for k in tree.kids(h, "det")):
                out.append((i, quantity(tree, n, kind)))
    return out


def _fate(tree: Tree, i: int) -> QuantityKind | None:
    """What a word tells of people's fate, None for a word that tells of none."""
    lemma, t = tree.lemma(i), tree.tokens[i]
    if lemma == "toll" and t.upos == "NOUN":
        return "killed"
    if t.upos in ("NOUN", "PROPN") and not (lemma in words("fate nouns") or t.text in ("KIA", "WIA")):
        return None
    if lemma == "life" and t.head >= 0 and tree.lemma(t.head) not in ("lose", "claim", "cost", "take", "cost"):
        return None
    found = "killed" if lemma in ("life", "body", "corpse") else what_becomes(tree, i)
    return cast(QuantityKind, found) if found in FATES else None


def _befallen(tree: Tree, i: int, kind: str) -> list[int]:
    """Heads of those whom a word that tells of a fate is about."""
    t = tree.tokens[i]
    if tree.lemma(i) == "toll":  # "the toll has risen to 14"
        near = tree.obliques(i) + (tree.obliques(t.head) if t.head >= 0 else [])
        return [k for case, k in near if case in ("to", "at", "of") and tree.tokens[k].xpos == "CD"]
    if t.text in ("KIA", "WIA"):
        return [k for k in (i + 1, i - 1) if 0 <= k < len(tree.tokens) and (tree.tokens[k].xpos == "CD" or tree.kids(k, "nummod"))][:1]
    if t.upos in ("NOUN", "PROPN"):
        if not number(tree, i) and t.head >= 0 and tree.lemma(t.head) in ("number", "total"):
            return tree.objects(t.head)  # "the dead number eleven"
        if not number(tree, i) and (tree.lemma(i), tree.lemma(t.head) if t.head >= 0 else "") in SUFFERED:
            return tree.subjects(t.head)
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
    if t.upos == "VERB" and t.deprel != "amod" and tree.lemma(i) not in words("fate states"):
        return tree.subjects(i) if tree.lemma(i) in words("fates undergone") else tree.objects(i)
    if own := tree.kids(i, "nsubj"):
        return [j for k in own for j in tree.conjuncts(tree.antecedent(k))]
    if t.head >= 0 and tree.rel(i) in ("amod", "acl", "nmod", "appos") and tree.tokens[t.head].upos in NOMINAL:
        return [t.head]
    if t.head >= 0 and tree.rel(i) in ("xcomp", "advcl") and tree.tokens[t.head].upos == "VERB":
        return tree.objects(t.head) or tree.subjects(t.head)
    return tree.subjects(i) or ([i] if tree.kids(i, "nummod") else [])


def with_fates(tree: Tree, coded: list[tuple[Found, Event]]) -> list[tuple[Found, Event]]:
    """Events with what the sentence tells beside them of people's fate: of the attack nearest in the tree, else of the deed of force."""
    out = list(coded)
    for i, q in fates(tree):
        own = next((n for n, (f, _) in enumerate(out) if i in (f.at, f.bearer)), None)
        if own is not None and tree.lemma(i) == "survive":
            out[own] = out[own][0], replace(out[own][1], polarity="positive")  # they are dead: nothing is denied
        if own is None and any(q.start == o.start for _, e in out for o in e.quantities):
            continue
        if own is None and _of_another(tree, i, out):
            continue
        near = [n for n, (f, e) in enumerate(out) if n != own and e.event_type == "ASSAULT" and _names_deed(tree, f)]
        near = [n for n in near if not undergoes(tree, i, out[n][0])]
        if any(to_things(tree, *out[n]) for n in near):
            near = [n for n in near if not to_things(tree, *out[n])] or ([] if _apart_from(tree, i, [out[n][0].at for n in near]) else near)
        near = near or [
            n
            for n, (f, e) in enumerate(out)
            if own is None and e.event_type == "COERCE" and e.mode not in HARMLESS and not undergoes(tree, i, f)
        ]
        if (
            not near
            and own is not None
            and q.kind in ("killed", "wounded", "missing")
            and not any(o.kind == q.kind or o.start == q.start for o in out[own][1].quantities)
        ):
            out[own] = out[own][0], replace(out[own][1], quantities=(*out[own][1].quantities, q))  # "12 injured of whom five …"
            continue
        if not near or (own is not None and _by_others(out[own][1], out[near[0]][1])):
            continue
        n = min(near, key=lambda n: (_steps(tree, i, out[n][0].at), abs(i - out[n][0].at)))
        f, e = out[n]
        of_doers = any(d in (k, tree.tokens[k].head) for k in tree.within(q.start, q.end) for d in tree.doers(f.at))
        if q.kind == "displaced" and of_doers:
            continue  # "killed by two men who fled"
        if not any(o.kind == q.kind and (q.start, q.end) == (o.start, o.end) for o in e.quantities):
            out[n] = f, replace(e, quantities=(*e.quantities, q))
    return out


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
    harms = tree.lemma(i) not in words("fates undergone") | words("fate states")
    return harms and bool(doers) and bool(tree.objects(i)) and not taken & set(doers)


def _by_others(e: Event, other: Event) -> bool:
    """Whether two deeds have different doers."""
    return bool(e.actors and other.actors) and not {m.actor for m in e.actors} & {m.actor for m in other.actors}


def _names_deed(tree: Tree, f: Found) -> bool:
    """Whether the words of an event name a deed: its noun does, whatever its verb ("the battle killed three and hurt five")."""
    return _does(tree, f.at) and (f.row.pos == "n" or _does(tree, f.bearer))


def _does(tree: Tree, i: int) -> bool:
    """Whether a word names a deed, not only what came of it ("died", "was wounded")."""
    return tree.lemma(i) not in words("fates undergone") | words("fates met")


def _steps(tree: Tree, a: int, b: int) -> int:
    """How many steps lie between two words in the tree."""
    up, down = [a, *tree.above(a)], [b, *tree.above(b)]
    met = next((k for k in up if k in down), -1)
    return up.index(met) + down.index(met) if met >= 0 else len(up) + len(down)
