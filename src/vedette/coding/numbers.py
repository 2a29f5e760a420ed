"""Numbers of an event: how many were killed, arrested, took part, were sent."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

from vedette.codebook.triggers import Trigger, classes
from vedette.coding.clauses import NOMINAL, Tree
from vedette.coding.matching import Found
from vedette.coding.words import table, words
from vedette.domain import Event, Quantity, QuantityKind

PLURALS = {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "millions": 2_000_000, "tens": 20}
"""Plural units and what is meant at least."""
HARM = frozenset({"killed", "wounded", "missing", "abducted", "arrested", "displaced"})
"""What is done to people: one person's phrase without a number counts as one."""
BY_MODE = {"abduct": "abducted", "arrest": "arrested"}
"""Modes that say by themselves what becomes of people."""
KILLING = frozenset({("burn", "alive"), ("gun", "down"), ("mow", "down"), ("cut", "down"), ("blow", "up")})
KILLERS = frozenset(verb for verb, _ in KILLING)
SUFFERED = frozenset({("life", "lose"), ("injury", "suffer"), ("injury", "sustain")})
"""Nouns and the verbs whose subject it befalls: "44 lost their lives", "eleven officers suffered injuries"."""
DYING = frozenset({"find", "meet", "cause"})
"""Verbs whose object "death" says that someone died."""
THINGS = frozenset({"vehicles", "weapons", "money"})
FORCES = frozenset({"personnel", *THINGS})
MONTHS = frozenset("january february march april may june july august september october november december".split())
HARMLESS = frozenset({"arrest", "restrict", "curfew", "censor", "cyber", "misinformation", "martial-law", "deport"})
"""Modes of COERCE of which nobody dies."""
FATES = frozenset({"killed", "wounded", "missing", "displaced"})
"""What a sentence tells of people beside a deed, and what befalls them by it."""
DEAD = frozenset({"dead", "death"})
COUNTED = frozenset({"toll", "life", "body", "corpse"})
"""Nouns that tell of the killed, though they are no deed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number in a text: at least `low`, at most `high`, from its first word to its last; `said` where it is a number, not one person's noun phrase."""

    low: int | None
    high: int | None
    first: int
    last: int
    said: bool = True


def quantities(tree: Tree, trigger: int, bearer: int, row: Trigger, affected: list[int], doers: list[int]) -> tuple[Quantity, ...]:
    """Numbers in the noun phrases of an event, each with its own words; people named singly count together ("a boy and a man were hurt")."""
    deed = _deed(tree, trigger) or _deed(tree, bearer)
    out: list[Quantity] = []
    single: list[Quantity] = []
    for h in dict.fromkeys(affected + _beside(tree, trigger, bearer, row, doers)):
        kind = _done_to(tree, h, deed, row, doers)
        n = number(tree, h, kind in HARM and kind != "displaced") if kind is not None else None
        if n is None or kind is None:
            continue
        (out if n.said else single).append(quantity(tree, n, kind))
    out += _together(single)
    for h in dict.fromkeys([*doers, *([trigger] if row.pos == "n" and _thing(tree, trigger) == "personnel" else [])]):
        kind = _doing(tree, h, row)
        n = number(tree, h) if kind is not None else None
        if n is not None and kind is not None:
            out.append(quantity(tree, n, kind))
    return tuple(dict.fromkeys(out))


def _together(single: list[Quantity]) -> list[Quantity]:
    """People named singly as one number."""
    return [replace(single[0], low=len(single), high=len(single), end=single[-1].end)] if single else []


def quantity(tree: Tree, n: Number, kind: QuantityKind) -> Quantity:
    """A number as one of an event."""
    return Quantity(kind=kind, low=n.low, high=n.high, start=tree.tokens[n.first].start, end=tree.tokens[n.last].end)


def _deed(tree: Tree, i: int) -> str | None:
    """What a word says becomes of people; "shot" and "beaten" only with "dead" or "to death" that they were killed."""
    if tree.lemmas.isdisjoint(DEAD) and tree.lemma(i) not in KILLERS:
        return table("quantities.tsv").get(tree.lemma(i))
    for k in tree.kids(i, "xcomp", "obl", "advmod", "amod", "compound", "obj", "dep"):
        lemma = tree.lemma(k)
        dead = lemma == "dead" or (lemma == "death" and (tree.cases(k) == "to" if tree.rel(k) == "obl" else tree.lemma(i) in DYING))
        if (dead and tree.lemma(i) not in words("sentencing")) or (tree.lemma(i), lemma) in KILLING:
            return "killed"
    return table("quantities.tsv").get(tree.lemma(i))


def _beside(tree: Tree, trigger: int, bearer: int, row: Trigger, doers: list[int]) -> list[int]:
    """What a deed is done with or what is asked or promised, where it may be counted: "reinforced it with 200 men", "agreed to pay two million"."""
    out = [
        j
        for i in dict.fromkeys((trigger, bearer))
        for case, j in tree.obliques(i)
        if case in ("with", "in", "of", "by", "along", "together", "alongside") and number(tree, j)
    ]
    out += [
        j
        for d in doers
        for case, j in tree.obliques(d)
        if case in ("with", "in", "on", "aboard") and _thing(tree, j) in ("vehicles", "weapons")
    ]
    out = [j for j in out if _thing(tree, j) in FORCES]
    if "dead" in tree.lemmas:
        out += [j for i in (trigger, bearer) for k in tree.kids(i) if tree.lemma(k) == "dead" for j in tree.objects(k) + tree.subjects(k)]
    if row.type in ("AGREE", "REQUEST", "THREATEN"):
        out += [j for i in (trigger, bearer) for k in tree.kids(i, "xcomp", "ccomp", "acl") for j in tree.objects(k)]
    return out


def _done_to(tree: Tree, h: int, deed: str | None, row: Trigger, doers: list[int]) -> QuantityKind | None:
    """What number a phrase gives of what is done to it, None where its number says nothing of the event."""
    thing = _thing(tree, h)
    if thing == "-":
        return None
    people = thing not in THINGS and is_people(tree, h)
    kind = row.type
    if people and (deed in HARM or row.mode in BY_MODE):
        return cast(QuantityKind, deed if deed in ("killed", "wounded") else BY_MODE.get(row.mode or "") or deed)
    if thing in THINGS:
        aloft = kind == "MOBILIZE" and tree.lemma(_counted(tree, h)) in words("warcraft")
        return "weapons" if aloft else cast(QuantityKind, thing)
    if kind == "PROTEST":
        return "protesters" if thing == "protesters" and row.pos != "n" else None
    if kind == "MOBILIZE":
        return "displaced" if people and tree.lemma(_counted(tree, h)) in words("civilians") else "personnel" if people else None
    if kind == "RETREAT":
        if row.mode in ("release", "access"):
            return "other" if people else None
        return "personnel" if people and thing == "personnel" else None
    if kind == "AID":
        sheltered = row.head in words("sheltering") and people
        if tree.lemma(_counted(tree, h)) == "man" and row.head in words("dispatching"):
            return "personnel"
        return cast(QuantityKind, thing) if thing in ("personnel", "displaced") else "displaced" if sheltered else "other"
    if kind == "SANCTION":
        if row.mode in ("expel", "convict"):
            return "other" if people else None
        return "personnel" if thing == "personnel" else None
    if kind == "COERCE":
        if row.mode == "deport":
            return "displaced" if people else None
        if people and row.mode is None and row.head in words("taking"):
            armed = any(tree.lemma(d) in classes()["MILITIA"] | {"mutineer"} for d in doers)
            return "abducted" if armed else "arrested" if doers else None
        if people:
            return "other" if row.mode == "restrict" else None
        kept = row.mode in ("seize", "restrict", "withhold") or (row.mode is None and row.head in words("taking"))
        return "other" if kept and not _somewhere(tree, h) else None
    if kind == "ASSAULT":
        return "other" if row.mode == "destroy" and not people and number(tree, h) else None
    if kind in ("COOPERATE", "NONE", "STATE"):
        return "other" if people or deed == "other" else None
    return None


def _somewhere(tree: Tree, h: int) -> bool:
    """Whether what is counted are places or buildings ("two towns"), which are told as where it was."""
    lemma = tree.lemma(_counted(tree, h))
    return (
        any(lemma in classes()[c] for c in ("TERRITORY", "BUILDING", "OFFICE"))
        and lemma not in classes()["PROPERTY"] - classes()["BUILDING"]
    )


def _doing(tree: Tree, h: int, row: Trigger) -> QuantityKind | None:
    """What number a phrase gives of those who act."""
    thing = _thing(tree, h)
    if row.type == "PROTEST":
        return cast(QuantityKind, thing) if thing in THINGS else "protesters" if is_people(tree, h) else None
    if thing == "vehicles" and row.type == "MOBILIZE" and tree.lemma(_counted(tree, h)) in words("warcraft"):
        return "weapons"
    if thing in FORCES and thing != "money":
        return cast(QuantityKind, thing)
    moves = row.type == "MOBILIZE" or (row.type == "RETREAT" and row.mode in ("withdraw", "disarm"))
    return "personnel" if moves and is_people(tree, h) else None


@cache
def _fateful() -> frozenset[str]:
    """Lemmas that tell of people's fate themselves, or together with another word."""
    return frozenset(lemma for lemma, kind in table("quantities.tsv").items() if kind in FATES) | COUNTED | KILLERS


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
        if kind is None or tree.negated(i):
            continue
        found: list[Quantity] = []
        single: list[Quantity] = []
        for h in _befallen(tree, i, kind):
            n = number(tree, h, singly=t.upos == "VERB" or tree.lemma(i) in ("dead", "life"))
            if n is None or (not n.said and tree.lemma(i) == "fall"):
                continue
            if (h == i or is_people(tree, h)) and not any(tree.lemma(k) == "no" for k in tree.kids(h, "det")):
                (found if n.said else single).append(quantity(tree, n, kind))
        out += [(i, q) for q in (*found, *_together(single))]
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
    found = "killed" if lemma in ("life", "body", "corpse") else _deed(tree, i)
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
        if not number(tree, i) and (tree.lemma(i), tree.lemma(t.head) if t.head >= 0 else "") in SUFFERED:
            return tree.subjects(t.head)
        return [i]
    if i and tree.tokens[i - 1].xpos == "CD" and t.xpos in ("VBN", "JJ"):
        return [i - 1]  # "six dead and twenty wounded"
    if t.upos == "VERB" and t.deprel != "amod" and tree.lemma(i) not in words("fate states"):
        return tree.subjects(i) if tree.lemma(i) in words("fates undergone") else tree.objects(i)
    if own := tree.kids(i, "nsubj"):
        return [j for k in own for j in tree.conjuncts(tree.antecedent(k))]
    if t.head >= 0 and tree.rel(i) in ("amod", "acl", "nmod", "appos") and tree.tokens[t.head].upos in NOMINAL:
        return [t.head]
    if t.head >= 0 and tree.rel(i) in ("xcomp", "advcl") and tree.tokens[t.head].upos == "VERB":
        return tree.objects(t.head) or tree.subjects(t.head)
    return tree.subjects(i) or ([i] if tree.kids(i, "nummod") else [])


def _counted(tree: Tree, h: int) -> int:
    """The noun that a phrase counts: of "dozens of farmers" and "a group of ten farmers" the farmers, of "three of them" whoever is meant."""
    t = tree.tokens[h]
    if t.upos == "NUM" or t.text.lower() in PLURALS or tree.lemma(h) in words("measures"):
        for case, k in tree.obliques(h):
            if case == "of" and tree.tokens[k].upos in ("NOUN", "PROPN", "PRON", "ADJ"):
                return _meant(tree, k)
    return _meant(tree, h)


def _meant(tree: Tree, h: int) -> int:
    """The noun that "they", "them" and "who" stand for: the last subject or, failing that, noun in the plural before it in the sentence."""
    if tree.tokens[h].upos not in ("PRON", "DET"):
        return h
    other = tree.antecedent(h)
    if other != h:
        return other
    if tree.tokens[h].text.lower() not in ("they", "them", "their"):
        return h
    before = [k for k in range(h) if tree.tokens[k].upos == "NOUN" and tree.tokens[k].xpos == "NNS" and is_people(tree, k)]
    subjects = [k for k in before if tree.rel(k) == "nsubj"]
    return (subjects or before or [h])[-1]


def _thing(tree: Tree, h: int) -> str | None:
    """The kind of what is counted by its noun alone; `-` for a time or a measure, None for any other."""
    k = _counted(tree, h)
    lemma = tree.lemma(k)
    if lemma in words("time units") or lemma in words("uncounted"):
        return "-"
    found = table("quantities.tsv").get(lemma)
    if tree.tokens[k].upos in ("VERB", "ADJ"):
        found = None
    if found is None and not tree.lemmas.isdisjoint(_money()) and any(tree.lemma(j) in _money() for j in (k, *tree.kids(k))):
        found = "money"
    if found is None:
        found = "vehicles" if lemma in classes()["VEHICLE"] else "weapons" if lemma in classes()["HEAVYWEAPON"] else None
    if found is None and (lemma in classes()["FORCE"] or lemma in classes()["POLICE"]):
        units = lemma in words("several people") and lemma not in words("bodies of men")
        found = None if units and tree.kids(k, "nummod") else "personnel"  # "two battalions" are not two men
    return found


@cache
def _money() -> frozenset[str]:
    """Nouns and signs of sums of money."""
    return frozenset({"$", "€", "£", "usd", "eur"} | {lemma for lemma, kind in table("quantities.tsv").items() if kind == "money"})


@cache
def _people() -> frozenset[str]:
    names = ("PERSON", "CASUALTY", "CAPTIVE", "OFFICIAL", "LEADER", "POLICE", "MILITIA", "KIN", "DIPLOMAT", "REFUGEE")
    known = words("persons") | frozenset(w for name in names for w in classes()[name] if not w.startswith("@"))
    return known - {"mission", "delegation", "government", "cabinet", "police", "missions", "body"}


def is_people(tree: Tree, h: int) -> bool:
    """Whether a phrase counts people: by its noun, its ending, or a bare number."""
    k = _counted(tree, h)
    t, lemma = tree.tokens[k], tree.lemma(k)
    entity = tree.entity(k)
    if entity is not None and t.upos in ("PROPN", "NOUN", "ADJ"):
        return entity.label in ("PER", "NORP")
    if re.fullmatch(r"\d{4}", t.text):
        return False  # an hour or a year
    if t.upos in ("NUM", "PRON") or t.text.lower() in (*PLURALS, "both") or lemma in ("hundred", "thousand", "dozen", "score"):
        return True
    if t.upos not in NOMINAL:
        return table("quantities.tsv").get(lemma) in HARM
    if table("quantities.tsv").get(lemma) in HARM | {"personnel", "protesters"} or lemma in _people():
        return True
    return (
        t.upos == "NOUN"
        and lemma not in words("uncounted")
        and bool(re.search(r"(?:er|[ts]or|ist|man|woman|ian|ee|mate|bishop|master|captain|chief|leader)$", lemma))
        and _noun_ok(lemma)
    )


def _noun_ok(lemma: str) -> bool:
    return all(
        lemma not in classes()[c] for c in ("VEHICLE", "BUILDING", "PROPERTY", "OFFICE", "GOODS", "AIDGOODS", "HEAVYWEAPON", "SHIP", "POST")
    )


def number(tree: Tree, head: int, singly: bool = False) -> Number | None:
    """The number of one noun phrase; where people may be counted `singly`, one for a person's phrase without a number."""
    head = _meant(tree, head)
    t = tree.tokens[head]
    if (some := _out_of(tree, head)) is not None:
        return some
    at = [k for k in tree.kids(head, "nummod") if tree.tokens[k].upos in ("NUM", "NOUN", "ADJ") and not _noun_between(tree, head, k)]
    if t.upos == "NUM" or t.text.lower() in PLURALS:
        at = [head]
    if not at:
        at = [
            k
            for k in tree.kids(head, "amod", "det", "nmod", "compound")
            if tree.tokens[k].text.lower() in PLURALS
            or (tree.tokens[k].xpos == "CD" and not tree.cases(k))
            or tree.lemma(k) in ("dozen", "hundred", "thousand")
        ]
    both = (
        head if t.text.lower() == "both" else next((k for k in tree.kids(head, "det", "advmod", "nmod") if tree.lemma(k) == "both"), None)
    )
    if singly and not at and both is not None and not tree.kids(head, "conj"):
        return Number(low=2, high=2, first=both, last=both)
    found = _read(tree, at) if at else _apart(tree, head)
    if found is not None or not singly or t.xpos not in ("NN", "NNP") or t.upos not in ("NOUN", "PROPN"):
        return found
    if any(tree.lemma(k) in ("no", "any", "single", "each", "every") for k in tree.kids(head, "det", "amod")):
        return None
    one = any(tree.lemma(k) in ("a", "an", "another", "one") for k in tree.kids(head, "det", "nummod"))
    if (is_people(tree, head) if not one else _noun_ok(tree.lemma(head))) and tree.lemma(head) not in words("several people"):
        return Number(low=1, high=1, first=head, last=head, said=False)
    return None


def _out_of(tree: Tree, head: int) -> Number | None:
    """How many of a whole, where a phrase tells both: "four of its twelve trucks"."""
    k = head - 1
    while k > 0 and tree.tokens[k].text.lower() != "of" and (tree.tokens[k].head == head or tree.tokens[tree.tokens[k].head].head == head):
        k -= 1
    if k < 1 or head - k < 2 or tree.tokens[k].text.lower() != "of" or tree.tokens[k - 1].xpos != "CD":
        return None
    whole = any(tree.tokens[j].xpos == "CD" for j in range(k + 1, head))
    return _read(tree, [k - 1]) if whole else None


def _noun_between(tree: Tree, a: int, b: int) -> bool:
    return any(tree.tokens[j].upos in ("NOUN", "PROPN") for j in range(a + 1, b))


def _apart(tree: Tree, head: int) -> Number | None:
    """A number that stands beside its noun: "villagers, some 400 of them", "a family of six", "a convoy of ten lorries", "peacekeepers (1,690)"."""
    for k in (
        range(head + 2, min(head + 5, len(tree.tokens) - 2))
        if tree.tokens[head + 1 : head + 2] and tree.tokens[head + 1].text == ","
        else ()
    ):
        if _numeric(tree, k) and tree.lemma(k + 1) == "of" and tree.tokens[k + 2].text.lower() in ("them", "it"):
            return _read(tree, [k])
    for k in tree.kids(head, "appos", "parataxis", "dep", "list"):
        if k > head and (tree.tokens[k].upos == "NUM" or tree.kids(k, "nummod")):
            inner = _counted(tree, k)
            if inner == k and tree.tokens[k].upos != "NUM" and not is_people(tree, k):
                continue
            return number(tree, k)
    if tree.lemma(head) in words("several people") | words("measures"):
        for case, k in tree.obliques(head):
            if case == "of":
                return number(tree, k)
    return None


def _read(tree: Tree, at: list[int]) -> Number | None:
    """The number whose words stand around the first of these, None for a day of a month."""
    first = last = at[0]
    while first > 0 and _belongs(tree, first - 1, first):
        first -= 1
    while last + 1 < len(tree.tokens) and _belongs(tree, last, last + 1):
        last += 1
    joint = None
    if last + 2 < len(tree.tokens) and _numeric(tree, last + 2) and tree.tokens[last + 1].text.lower() in ("and", "to", "or", "–"):
        joint = last + 1
        end = joint + 1
        while end + 1 < len(tree.tokens) and _belongs(tree, end, end + 1):
            end += 1
    if any(0 <= j < len(tree.tokens) and tree.lemma(j) in MONTHS and tree.tokens[j].upos == "PROPN" for j in (first - 1, last + 1)):
        return None
    before = " ".join(tree.tokens[j].text.lower() for j in range(max(0, first - 3), last + 1))
    said = [tree.tokens[j].text for j in range(first, last + 1)]
    if joint is not None and (tree.tokens[joint].text.lower() != "and" or "between" in before):
        low, high = value(said), value([tree.tokens[j].text for j in range(joint + 1, end + 1)])
        if low is not None and high is not None and low[0] <= high[0]:
            return Number(low=low[0], high=high[1], first=first, last=end)
    if joint is not None and tree.lemma(joint) == "and" and any(tree.lemma(j) in ("hundred", "thousand") for j in range(first, last + 1)):
        said, last = [*said, *(tree.tokens[j].text for j in range(joint + 1, end + 1))], end
    read = value(said)
    if read is None:
        return None
    least, most = _bounds(before, *read)
    return Number(low=least, high=most, first=first, last=last)


def numeral(tree: Tree, i: int) -> Number | None:
    """The number that a word begins, None where it begins none, or one of days, hours or the like."""
    if not _numeric(tree, i):
        return None
    n = _read(tree, [i])
    after = n.last + 1 if n else len(tree.tokens)
    return None if n and after < len(tree.tokens) and tree.lemma(after) in words("time units") | words("uncounted") else n


def _numeric(tree: Tree, j: int) -> bool:
    """Whether a word is part of a number."""
    t = tree.tokens[j]
    return t.text.lower() in PLURALS or (value([t.text]) is not None and (t.xpos != "DT"))


def _belongs(tree: Tree, a: int, b: int) -> bool:
    """Whether two neighbouring words are of one number: "thirty-one", "2.5 million", "several hundred", "tens of thousands"."""
    left, right = tree.tokens[a], tree.tokens[b]
    if right.text == "-" or left.text == "-":
        near = b + 1 if right.text == "-" else a - 1
        return (
            left.end == right.start and 0 <= near < len(tree.tokens) and _numeric(tree, near) and (_numeric(tree, a) or _numeric(tree, b))
        )
    if left.lemma.lower() in ("a", "an", "half"):
        return _is_unit(right.text)
    if right.lemma.lower() == "a" and left.lemma.lower() == "half":
        return True
    if "of" in (left.text.lower(), right.text.lower()):
        before, after = (a, b + 1) if right.text.lower() == "of" else (a - 1, b)
        return before >= 0 and after < len(tree.tokens) and all(tree.tokens[j].text.lower() in PLURALS for j in (before, after))
    return _numeric(tree, a) and _numeric(tree, b)


def _bounds(before: str, low: int, high: int | None, exact: bool) -> tuple[int | None, int | None]:
    if re.search(r"\b(at least|(?<!no )(?<!not )more than|over|no fewer than|no less than|minimum of|upwards of|in excess of)\b", before):
        return low, None
    if re.search(r"\b(up to|at most|no more than|not more than|fewer than|less than|maximum of)\b", before):
        return None, low
    return low, high if exact else None


def value(given: list[str]) -> tuple[int, int | None, bool] | None:
    """(low, high, exact) of number words: `two`, `1,000`, `2.5 million`, `thirty-five`, `several hundred`, `dozens`; None if there is none."""
    numbers = table("numbers.tsv")
    total, current, seen, several, part = 0.0, 0.0, False, False, 1.0
    parts = [p for w in given for p in ([w] if re.fullmatch(r"[\d.,]+", w) else re.split(r"[-–]", w))]
    ranged = re.fullmatch(r"(\d+)[-–](\d+)", "".join(given))
    if ranged:
        return int(ranged[1]), int(ranged[2]), True
    for at, p in enumerate(parts):
        w = p.lower()
        if w in PLURALS and not seen:
            low = PLURALS[w]
            rest = [x.lower() for x in given]
            if w == "tens" and "thousands" in rest:
                return 20_000, None, False
            if w == "hundreds" and "thousands" in rest:
                return 200_000, None, False
            return low, None, False
        if re.fullmatch(r"\d{1,3}(,\d{3})+|\d+", w):
            current, seen = current + int(w.replace(",", "")), True
        elif re.fullmatch(r"\d+\.\d+", w):
            current, seen = current + float(w), True
        elif w in ("several", "few"):
            several = True
        elif (
            w in ("a", "an", "another")
            and any(x.lower() in numbers or x[:1].isdigit() for x in parts[at + 1 :])
            and not _is_unit(parts[at + 1])
        ):
            continue  # "another four", "a further 34 million"
        elif w == "half":
            part = 0.5
        elif w in numbers:
            n = int(numbers[w])
            if n >= 100 or w == "dozen":
                current = max(current, 1) * n
                if n >= 1000:
                    total, current = total + current, 0
            else:
                current += n
            seen = True
    if not seen:
        return (3, None, False) if several else None
    n = int((total + current) * part)
    return (2 * n, None, False) if several else (n, n, True)


def _is_unit(word: str) -> bool:
    return int(table("numbers.tsv").get(word.lower(), "0")) >= 100 or word.lower() in ("dozen", "couple", "score")


def with_fates(tree: Tree, coded: list[tuple[Found, Event]]) -> list[tuple[Found, Event]]:
    """Events with what the sentence tells beside them of people's fate: of the attack nearest in the tree, else of the deed of force."""
    out = list(coded)
    for i, q in fates(tree):
        own = next((n for n, (f, _) in enumerate(out) if i in (f.at, f.bearer)), None)
        if own is None and any(q.start == o.start for _, e in out for o in e.quantities):
            continue
        if own is None and _of_another(tree, i, out):
            continue
        near = [n for n, (f, e) in enumerate(out) if n != own and e.event_type == "ASSAULT" and _does(tree, f.at) and _does(tree, f.bearer)]
        near = [n for n in near if not undergoes(tree, i, out[n][0])]
        if any(to_things(tree, *out[n]) for n in near):
            near = [n for n in near if not to_things(tree, *out[n])] or ([] if _apart_from(tree, i, [out[n][0].at for n in near]) else near)
        near = near or [
            n
            for n, (f, e) in enumerate(out)
            if n != own and e.event_type == "COERCE" and e.mode not in HARMLESS and not undergoes(tree, i, f)
        ]
        if not near or (own is not None and _by_others(out[own][1], out[near[0]][1])):
            continue
        n = min(near, key=lambda n: (_steps(tree, i, out[n][0].at), abs(i - out[n][0].at)))
        f, e = out[n]
        if not any((o.kind, o.low, o.high) == (q.kind, q.low, q.high) for o in e.quantities):
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


def _does(tree: Tree, i: int) -> bool:
    """Whether a word names a deed, not only what came of it ("died", "was wounded")."""
    return tree.lemma(i) not in words("fates undergone") | words("fates met")


def _steps(tree: Tree, a: int, b: int) -> int:
    """How many steps lie between two words in the tree."""
    up, down = [a, *tree.above(a)], [b, *tree.above(b)]
    met = next((k for k in up if k in down), -1)
    return up.index(met) + down.index(met) if met >= 0 else len(up) + len(down)
