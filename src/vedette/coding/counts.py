"""What a noun phrase counts, and how many."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from vedette.codebook.things import nobody
from vedette.codebook.triggers import classes
from vedette.coding.clauses import Tree, kept
from vedette.coding.words import NOMINAL, table, words

PLURALS = {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "millions": 2_000_000, "tens": 20}
"""Plural units and what is meant at least."""
HARM = frozenset({"killed", "wounded", "missing", "abducted", "arrested", "displaced"})
"""What is done to people: one person's phrase without a number counts as one."""
OF_PEOPLE = HARM | {"personnel", "protesters"}
THINGS = frozenset({"vehicles", "weapons", "money"})
COUPLES = {"couple": 2, "duo": 2, "trio": 3}
"""Nouns that say themselves how many they are."""
BRINGING = frozenset({"bring", "take", "raise", "push", "lift"})
"""Verbs whose "to" is the number to which the dead or wounded, their object, have come."""
HUNDREDS = {"dozen": 12, "hundred": 100, "thousand": 1000}
"""What a couple may be of."""
CLAUSAL = frozenset({"acl", "acl:relcl", "advcl", "conj", "parataxis", "appos"})
WHOLE = 7
"""Words before its noun in which both numbers of "four of its twelve armoured trucks" stand."""
INSIDE = frozenset({"JJ", "RB", "DT", "NN", "NNS", "CD", "PRP$", "NNP", "NNPS", "VBN"})
"""Parts of speech (of the Penn Treebank) that stand between a preposition and its noun."""
PARTS = frozenset({"percent", "%", "cent"})
"""Units of which a number is a part of a whole that is not told."""
MONTHS = frozenset("january february march april may june july august september october november december".split())


OF_A_PART = frozenset({"NOUN", "ADJ", "PROPN", "DET", "ADV", "ADP"})
"""Parts of speech behind "of them" of what is told of a part only ("two of them women", "one of them a minor", "three of them badly")."""
YEAR = re.compile(r"(?:1[89]|20)\d\d")
REACH = 14
"""Words after "toll" within which its number stands."""
BEFORE = frozenset({"to", "at", "of", "as", ":", "reach", "hit", "pass", "be", "stand"})
"""Words before the number to which a toll has come."""
RISING = frozenset({"rise", "climb", "go", "grow", "increase", "jump", "mount", "fall", "drop", "come"})
"""Verbs whose "to" is what a toll has come to, however far behind it."""
ROUGHLY = frozenset({"at", "least", "about", "some", "around", "more", "than", "over", "nearly", "almost", "now", "already"})
"""Words between these and the number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number in a text: at least `low`, at most `high`, from its first word to its last; `said` where it is a number, not one person's noun phrase."""

    low: int | None
    high: int | None
    first: int
    last: int
    said: bool = True


@kept
def counted(tree: Tree, h: int) -> int:
    """The noun that a phrase counts: of "dozens of farmers" and "a group of ten farmers" the farmers, of "three of them" whoever is meant."""
    t = tree.tokens[h]
    of_cattle = tree.lemma(h) == "head" and bool(tree.kids(h, "nummod"))
    if t.upos == "NUM" or t.text.lower() in PLURALS or tree.lemma(h) in words("measures", "several people") or of_cattle:
        several = tree.lemma(h) in words("several people") and tree.lemma(h) not in words("measures")
        for case, k in tree.obliques(h):
            if several and not (tree.tokens[k].upos == "NUM" or tree.kids(k, "nummod")):
                continue
            if case == "of" and tree.tokens[k].upos == "NUM":
                k = next((n for n in tree.kids(h, "nmod") if n > k and tree.tokens[n].upos == "NOUN"), k)  # "four of twelve hired trucks"
            if case == "of" and tree.tokens[k].upos in ("NOUN", "PROPN", "PRON", "ADJ", "NUM"):
                return counted(tree, k) if tree.tokens[k].text.lower() in PLURALS else meant(tree, k)
    return meant(tree, h)


def meant(tree: Tree, h: int) -> int:
    """The noun that "they", "them" and "who" stand for: the last subject or, failing that, noun in the plural before it in the sentence."""
    if tree.tokens[h].upos not in ("PRON", "DET"):
        return h
    other = tree.antecedent(h)
    if other != h:
        return other
    if tree.tokens[h].text.lower() not in ("they", "them", "their"):
        return h
    of = set(tree.above(h))  # of "scores of them" neither is the other
    before = [
        k
        for k in range(h)
        if tree.tokens[k].xpos in ("NNS", "NNPS") and tree.tokens[k].upos in NOMINAL and k not in of and is_people(tree, k)
    ]
    subjects = [k for k in before if tree.rel(k) == "nsubj"]
    told = [k for k in before if tree.kids(k, "nummod")] if tree.rel(h) == "obj" else []
    return (told or subjects or before or [h])[-1]


@kept
def thing(tree: Tree, h: int) -> str | None:
    """The kind of what is counted by its noun alone; `-` for a time or a measure, None for any other."""
    k = counted(tree, h)
    lemma = tree.lemma(k)
    if lemma in words("time units") or lemma in words("uncounted") or tree.lemma(h) in PARTS:
        return "-"
    if lemma == "bomber" and any(tree.lemma(j) in ("suicide", "car") for j in tree.kids(k, "compound", "amod")):
        return "personnel"  # no aircraft
    found = table("quantities.tsv").get(lemma)
    if k != h and tree.lemma(h) in words("bodies of the armed") and (tree.tokens[k].upos == "NUM" or lemma == "man"):
        return "personnel"  # "a contingent of 220"
    if lemma in words("bodies of the armed") and any(tree.lemma(j) == "strong" for j in tree.kids(k, "amod")):
        return "personnel"  # "its 3,700-strong force"
    if found is None and any(tree.lemma(j) in words("uprooted") for j in (k, *tree.kids(k, "amod"))):
        found = "displaced"
    if tree.tokens[k].upos in ("VERB", "ADJ"):
        found = None
    if found is None and not tree.lemmas.isdisjoint(money_words()) and any(tree.lemma(j) in money_words() for j in (k, *tree.kids(k))):
        found = "money"
    if found is None:
        found = "vehicles" if lemma in classes()["VEHICLE"] else "weapons" if lemma in classes()["HEAVYWEAPON"] else None
    if found is None and (lemma in classes()["FORCE"] or lemma in classes()["POLICE"]):
        units = lemma in words("several people") and lemma not in words("bodies of men")
        found = None if units and tree.kids(k, "nummod") else "personnel"  # "two battalions" are not two men
    return found


@cache
def money_words() -> frozenset[str]:
    """Nouns and signs of sums of money."""
    return frozenset({"$", "€", "£", "usd", "eur"} | {lemma for lemma, kind in table("quantities.tsv").items() if kind == "money"})


@cache
def _people() -> frozenset[str]:
    names = ("PERSON", "CASUALTY", "CAPTIVE", "OFFICIAL", "LEADER", "POLICE", "MILITIA", "KIN", "DIPLOMAT", "REFUGEE")
    known = words("persons") | frozenset(w for name in names for w in classes()[name] if not w.startswith("@"))
    return known - {"mission", "delegation", "government", "cabinet", "police", "missions", "body"}


@kept
def is_people(tree: Tree, h: int) -> bool:
    """Whether a phrase counts people: by its noun, its ending, or a bare number."""
    k = counted(tree, h)
    t, lemma = tree.tokens[k], tree.lemma(k)
    entity = tree.entity(k)
    if tree.lemma(h) == "member":
        return True
    if entity is not None and t.upos in ("PROPN", "NOUN", "ADJ"):
        return entity.label in ("PER", "NORP")
    if len(t.text) == 4 and t.text.isdecimal():
        return False  # an hour or a year
    if (
        t.upos in ("NUM", "PRON")
        or t.xpos == "CD"
        or t.text.lower() in (*PLURALS, "both")
        or lemma in ("hundred", "thousand", "dozen", "score")
    ):
        return True
    if t.upos not in NOMINAL:
        return table("quantities.tsv").get(lemma) in HARM
    if table("quantities.tsv").get(lemma) in OF_PEOPLE or lemma in _people():
        return True
    return t.upos == "NOUN" and _ends_as_people(lemma)


@lru_cache(10_000)
def _ends_as_people(lemma: str) -> bool:
    """Whether the end of a noun says that it names people ("bodyguard", "grandmother", "metalworker")."""
    if lemma in words("uncounted") or lemma in nobody() or not noun_ok(lemma):
        return False
    return lemma.endswith(_endings()) or bool(
        re.search(r"(?:er|[ts]or|ist|man|woman|ian|ee|mate|bishop|master|captain|chief|leader)$", lemma)
    )


@cache
def _endings() -> tuple[str, ...]:
    return tuple(w for w in _people() if len(w) > 4)


def noun_ok(lemma: str) -> bool:
    """Whether a noun names no thing, building or office."""
    return all(
        lemma not in classes()[c] for c in ("VEHICLE", "BUILDING", "PROPERTY", "OFFICE", "GOODS", "AIDGOODS", "HEAVYWEAPON", "SHIP", "POST")
    )


def number(tree: Tree, head: int, singly: bool = False) -> Number | None:
    """The number of one noun phrase; where people may be counted `singly`, one for a person's phrase without a number."""
    return _singly(tree, head) if singly else _told(tree, head)


@kept
def _told(tree: Tree, head: int) -> Number | None:
    return _number(tree, head, False)


@kept
def _singly(tree: Tree, head: int) -> Number | None:
    return _number(tree, head, True)


def _couple_of(tree: Tree, head: int) -> Number | None:
    """The number of "a couple of hundred fighters", by its first word or by the noun it counts."""
    for k in {head, head - 1, head - 3, *tree.above(head)} if "couple" in tree.lemmas else ():
        if 0 <= k < len(tree.tokens) - 2 and tree.lemma(k) == "couple" and tree.lemma(k + 1) == "of" and tree.lemma(k + 2) in HUNDREDS:
            low = 2 * HUNDREDS[tree.lemma(k + 2)]
            return Number(low=low, high=low, first=k, last=k + 2)
    return None


def _number(tree: Tree, head: int, singly: bool) -> Number | None:
    if not singly and not _like_numbers(tree) and tree.lemmas.isdisjoint(COUPLES):
        return None
    if (some := _couple_of(tree, head)) is not None:
        return some
    head = meant(tree, head)
    t = tree.tokens[head]
    if _age(tree, head) or YEAR.fullmatch(t.text):
        return None  # "a student, 19", "in 2009"
    if (some := _out_of(tree, head)) is not None:
        return some
    at = [
        k
        for k in tree.kids(head, "nummod")
        if tree.tokens[k].upos in ("NUM", "NOUN", "ADJ")
        and not _noun_between(tree, head, k)
        and not _of_them(tree, head, k)
        and not _age(tree, k)
    ]
    if t.upos == "NUM" or t.text.lower() in PLURALS:
        at = [head]
    if not at:
        at = [k for j in tree.kids(head, "amod") if tree.lemma(j) == "strong" for k in tree.kids(j) if tree.tokens[k].xpos == "CD"]
    if not at:
        at = [
            k
            for k in tree.kids(head, "amod", "det", "nmod", "compound")
            if tree.tokens[k].text.lower() in PLURALS
            or (tree.tokens[k].xpos == "CD" and not tree.cases(k) and not _age(tree, k))
            or tree.lemma(k) in ("dozen", "hundred", "thousand")
        ]
    if not at and tree.lemma(head) in COUPLES and t.upos == "NOUN":
        return Number(low=COUPLES[tree.lemma(head)], high=COUPLES[tree.lemma(head)], first=head, last=head)
    both = (
        head if t.text.lower() == "both" else next((k for k in tree.kids(head, "det", "advmod", "nmod") if tree.lemma(k) == "both"), None)
    )
    if singly and not at and both is not None and not tree.kids(head, "conj"):
        return Number(low=2, high=2, first=both, last=both)
    found = _read(tree, at) if at else _apart(tree, head)
    people = tree.entity(head)
    named = t.upos == "ADJ" and people is not None and people.label == "NORP" and bool(tree.kids(head, "det"))  # "the Norwegian"
    if found is not None or not singly or not (named or (t.xpos in ("NN", "NNP") and t.upos in ("NOUN", "PROPN"))):
        return found
    if tree.lemma(head) in words("harms"):
        return None
    if any(tree.lemma(k) in ("no", "any", "single", "each", "every") for k in tree.kids(head, "det", "amod")):
        return None
    one = any(tree.lemma(k) in ("a", "an", "another", "one") for k in tree.kids(head, "det", "nummod"))
    if (is_people(tree, head) if not one else noun_ok(tree.lemma(head))) and tree.lemma(head) not in words("several people"):
        return Number(low=1, high=1, first=head, last=head, said=False)
    return None


@kept
def _age(tree: Tree, k: int) -> bool:
    """Whether a number between commas behind one person is how old he is ("a student, 19, and a trader")."""
    t = tree.tokens[k]
    if t.upos != "NUM" or t.head < 0 or t.head > k or not re.fullmatch(r"\d{1,2}", t.text) or tree.tokens[k - 1].text not in (",", "("):
        return False
    after = tree.tokens[k + 1].text if k + 1 < len(tree.tokens) else "."
    return after in (",", ".", ")", ";", "and") and tree.tokens[t.head].xpos in ("NN", "NNP")


def _out_of(tree: Tree, head: int) -> Number | None:
    """How many of a whole, where a phrase tells both: "four of its twelve trucks"."""
    k = head - 1
    while (
        k > max(0, head - WHOLE) and tree.tokens[k].text.lower() != "of" and (tree.tokens[k].xpos in INSIDE or tree.tokens[k].text == "-")
    ):
        k -= 1
    if k < 1 or head - k < 2 or tree.tokens[k].text.lower() != "of" or tree.tokens[k - 1].xpos != "CD":
        return None
    whole = any(tree.tokens[j].xpos == "CD" for j in range(k + 1, head))
    return _read(tree, [k - 1]) if whole else None


def is_one(tree: Tree, head: int) -> bool:
    """Whether a phrase tells of one person or thing, with "a" or "an"."""
    several = tree.lemma(head) in words("several people", "measures")
    return tree.tokens[head].xpos == "NN" and not several and any(tree.lemma(k) in ("a", "an") for k in tree.kids(head, "det"))


def _of_them(tree: Tree, head: int, k: int) -> bool:
    """Whether a number behind its noun is of a part of them ("strikers, 2,800 of them women")."""
    after = [t.text.lower() for t in tree.tokens[k + 1 : k + 3]]
    tail = tree.tokens[k + 3].upos if k + 3 < len(tree.tokens) else "PUNCT"
    return k > head and after == ["of", "them"] and tail in OF_A_PART


def _noun_between(tree: Tree, a: int, b: int) -> bool:
    return any(tree.tokens[j].upos in ("NOUN", "PROPN") for j in range(a + 1, b))


def _apart(tree: Tree, head: int) -> Number | None:
    """A number that stands beside its noun: "villagers, some 400 of them", "a family of six", "a convoy of ten lorries", "peacekeepers (1,690)"."""
    if not has_number(tree):
        return None
    if (told := _after(tree, head) or _aside(tree, head)) is not None:
        return told
    for k in tree.kids(head, "acl"):
        there = [j for j in tree.kids(k, "nsubj") if tree.tokens[j].upos == "NUM"] if tree.kids(k, "expl") else []
        if there:
            return number(tree, there[0])  # "prisoners, of whom there were 4,200"
    for k in tree.kids(head, "acl"):
        if tree.lemma(k) in words("counting"):
            near = [*(j for _, j in tree.obliques(k)), *tree.kids(k, "obj")]
            told = next((n for j in near if meant(tree, j) != head and (n := number(tree, j)) is not None), None)
            if told is not None:
                return told
    for k in tree.kids(head, "appos", "parataxis", "dep", "list"):
        if k > head and (tree.tokens[k].upos == "NUM" or tree.kids(k, "nummod")):
            inner = counted(tree, k)
            if is_one(tree, head):
                continue  # "a woman, her two sons and a driver"
            if any(tree.tokens[j].text.lower() == "them" for case, j in tree.obliques(k) if case == "of"):
                continue  # "workers, about 600 of them women"
            if inner == k and tree.tokens[k].upos != "NUM" and not is_people(tree, k):
                continue
            return number(tree, k)
    if tree.lemma(head) in words("several people", "measures"):
        for case, k in tree.obliques(head):
            if case == "of":
                return number(tree, k)
    return None


def _aside(tree: Tree, head: int) -> Number | None:
    """A bare number right behind the comma after those whom it counts: "The wounded, eleven they tell us, were …", "vehicles, around 30 by one count"."""
    several = tree.tokens[head].xpos == "NNS" or tree.lemma(head) in words("fate nouns")
    k = head + 2
    if not several or k + 1 >= len(tree.tokens) or tree.tokens[head + 1].text not in (",", "("):
        return None
    k += tree.lemma(k) in words("roughly")
    n = numeral(tree, k) if k + 1 < len(tree.tokens) else None
    after = tree.tokens[n.last + 1] if n is not None and n.last + 1 < len(tree.tokens) else None
    counted_apart = after is not None and (
        after.upos in ("NOUN", "ADJ", "PROPN", "NUM") or after.text.lower() in ("of", "a.m.", "p.m.", ":", "-")
    )
    return None if n is None or counted_apart or re.fullmatch(r"\d{4}", tree.tokens[n.first].text) else n


def _after(tree: Tree, head: int) -> Number | None:
    """A number told of a phrase behind a comma or a dash: "villagers, some 400 of them", "every roadblock, 28 in number", "armour, 150 vehicles strong"."""
    last = max((k for k in tree.below(head, CLAUSAL) if k >= head), default=head)
    for comma in range(head + 1, min(last + 2, len(tree.tokens))):
        if tree.tokens[comma].text not in (",", "–", "—", "(", "-"):
            continue
        for k in range(comma + 1, min(comma + 5, len(tree.tokens) - 2)):
            if tree.tokens[k].text in (",", ";", "–"):
                break
            if not _numeric(tree, k) or _numeric(tree, k + 1):
                continue
            tail = [tree.tokens[j].text.lower() for j in range(k + 1, min(k + 4, len(tree.tokens)))]
            part = tail[:2] == ["of", "them"] and tree.tokens[min(k + 3, len(tree.tokens) - 1)].upos in OF_A_PART
            of_all = tail[:2] in (["of", "them"], ["of", "it"], ["in", "number"], ["in", "all"], ["in", "total"]) and not part
            if of_all or "strong" in tail[:2]:
                return _read(tree, [k])
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
    if joint is None and first > 1 and tree.tokens[first - 1].text.lower() in ("or", "to") and _numeric(tree, first - 2):
        joint, end, last = first - 1, last, first - 2  # "five or six hundred"
        first = last
        while first > 0 and _belongs(tree, first - 1, first):
            first -= 1
    if any(0 <= j < len(tree.tokens) and tree.lemma(j) in MONTHS and tree.tokens[j].upos == "PROPN" for j in (first - 1, last + 1)):
        dated = first > 1 and tree.lemma(first - 1) in MONTHS and _numeric(tree, first - 2)
        if not dated or YEAR.fullmatch(tree.tokens[first].text):  # "on 6 September four lorries"
            return None
    after = [tree.tokens[j].text.lower() for j in range(last + 1, min(last + 3, len(tree.tokens)))]
    if len(after) == 2 and after[0] == "in" and _numeric(tree, last + 2):
        return None  # "nine in ten voters"
    before = " ".join(tree.tokens[j].text.lower() for j in range(max(0, first - 3), last + 1) if not _elsewhere(tree, j))
    said = [tree.tokens[j].text for j in range(first, last + 1)]
    if joint is not None and (tree.tokens[joint].text.lower() != "and" or "between" in before):
        low, high = value(said), value([tree.tokens[j].text for j in range(joint + 1, end + 1)])
        unit = int(table("numbers.tsv").get(tree.lemma(end), "0"))
        if low is not None and high is not None and unit >= 100 and low[0] * unit <= (high[0] or 0):  # "seven or eight hundred"
            low = low[0] * unit, low[0] * unit, True
        if low is not None and high is not None and low[0] <= high[0]:
            return Number(low=low[0], high=high[1], first=first, last=end)
    if joint is not None and tree.lemma(joint) == "and" and any(tree.lemma(j) in ("hundred", "thousand") for j in range(first, last + 1)):
        said, last = [*said, *(tree.tokens[j].text for j in range(joint + 1, end + 1))], end
    read = value(said)
    if read is None:
        return None
    least, most = _bounds(before, *read)
    if after == ["or", "more"]:
        most = None
    elif after in (["or", "fewer"], ["or", "less"]):
        least = None
    return Number(low=least, high=most, first=first, last=last)


def _elsewhere(tree: Tree, j: int) -> bool:
    """Whether "over" or "up" belongs to the verb, and says nothing of how many ("handed over ten", "went up to seven")."""
    t = tree.tokens[j]
    if t.text.lower() == "up" and j > 0 and tree.tokens[j - 1].upos == "VERB" and tree.lemma(j - 1) in RISING:
        return True
    after_verb = j > 0 and tree.tokens[j - 1].upos == "VERB" and tree.lemma(j - 1) in ("hand", "turn", "give", "sign", "pass")
    return t.text.lower() == "over" and (t.deprel == "compound:prt" or after_verb)


@cache
def _number_words() -> frozenset[str]:
    return frozenset({*table("numbers.tsv"), *PLURALS, "several", "few"})


def has_number(tree: Tree) -> bool:
    """Whether a sentence has a number in digits or words."""
    known: dict[None, bool] = tree.answers[has_number]
    if None not in known:
        known[None] = any(_numeric(tree, i) for i in _like_numbers(tree))
    return known[None]


def _like_numbers(tree: Tree) -> list[int]:
    """The words of a sentence that may be of a number: where there is none, nothing is counted."""
    known: dict[None, list[int]] = tree.answers[_like_numbers]
    if None not in known:
        told = _number_words()
        known[None] = [
            i for i, t in enumerate(tree.tokens) if t.text[0].isdigit() or "-" in t.text or "–" in t.text or t.text.lower() in told
        ]
    return known[None]


def numeral(tree: Tree, i: int) -> Number | None:
    """The number that a word begins, None where it begins none, or one of days, hours or the like."""
    if not _numeric(tree, i):
        return None
    n = _read(tree, [i])
    after = n.last + 1 if n else len(tree.tokens)
    return None if n and after < len(tree.tokens) and tree.lemma(after) in words("time units", "uncounted") else n


def come_to(tree: Tree, i: int) -> Number | None:
    """The number to which a toll has come: the first after it that is not told as an earlier one, or that its verb brings it to."""
    verb = tree.tokens[i].head
    for k in tree.kids(i, "nummod"):
        if k > 1 and k < i and tree.lemma(k - 1) == "to" and tree.lemma(k - 2) in BRINGING:
            return numeral(tree, k)  # "bringing to five the number of", hung on the number by the parser
    if verb >= 0 and tree.tokens[verb].upos == "VERB":
        for case, k in tree.obliques(verb):
            n = numeral(tree, k) if case == "to" and (k < i or (tree.rel(i) == "nsubj" and tree.lemma(verb) in RISING)) else None
            if n is not None:
                return n
    for k in range(i + 1, min(i + 1 + REACH, len(tree.tokens))):
        if tree.tokens[k].text in (";", "("):
            return None
        n = numeral(tree, k)
        if n is None:
            continue
        if n.low != n.high and tree.lemma(n.first - 1) == "from" and n.high is not None:
            return Number(low=n.high, high=n.high, first=n.last, last=n.last)  # "raised the toll from 12 to 15"
        first = n.first - 1
        while first > i and tree.lemma(first) in ROUGHLY and tree.lemma(first - 1) in BEFORE | ROUGHLY:
            first -= 1
        if tree.lemma(first) in BEFORE or tree.tokens[first].text == ":":
            return n
    return None


@kept
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
    if right.lemma.lower() == "a" and left.lemma.lower() == "half":
        return True
    if left.lemma.lower() in ("a", "an", "half"):
        return _is_unit(right.text)
    if "of" in (left.text.lower(), right.text.lower()):
        before, after = (a, b + 1) if right.text.lower() == "of" else (a - 1, b)
        return before >= 0 and after < len(tree.tokens) and all(tree.tokens[j].text.lower() in PLURALS for j in (before, after))
    return _numeric(tree, a) and _numeric(tree, b)


def _bounds(before: str, low: int, high: int | None, exact: bool) -> tuple[int | None, int | None]:
    if re.search(r"\b(at least|(?<!no )(?<!not )more than|over|no fewer than|no less than|minimum of|upwards of|in excess of)\b", before):
        return low, None
    if re.search(
        r"\b(up to|at most|no more than|not more than|fewer than|less than|maximum of|as many as|(?:some|many|most|half|percent|per cent|%|part|third|quarter|fifth|tenth|bulk|majority|fraction) of(?: its| his| her| their| the| all)?)\b",
        before,
    ):
        return None, low
    return low, high if exact and "as few as" not in before else None


def value(given: list[str]) -> tuple[int, int | None, bool] | None:
    """(low, high, exact) of number words: `two`, `1,000`, `2.5 million`, `thirty-five`, `several hundred`, `dozens`; None if there is none."""
    return _value(tuple(given))


@lru_cache(10_000)
def _value(given: tuple[str, ...]) -> tuple[int, int | None, bool] | None:
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


def counted_last(trees: Sequence[Tree], start: int, things: bool = False) -> int | None:
    """Where the number begins that was told last of several people or things before an offset; with `things`, None where they are people."""
    last: int | None = None
    for t in trees:
        for k in range(len(t.tokens)):
            if t.tokens[k].start < start and t.tokens[k].xpos == "NNS" and thing(t, k) != "-":
                n = number(t, k)
                if n is not None and n.said and t.tokens[n.first].start < start:
                    last = None if things and is_people(t, k) else t.tokens[n.first].start
    return last
