"""By which nouns a text calls the persons and bodies that it names: "Bishop Aro" is later "the bishop", the Karsk Front "the rebels"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import replace

from vedette.codebook.countries import by_demonym, by_name
from vedette.codebook.triggers import classes, lemmas_of
from vedette.coding.clauses import Tree
from vedette.coding.namings import is_force
from vedette.coding.presumptions import DEFINITE
from vedette.coding.words import governors, table, words
from vedette.domain import Actor, Entity
from vedette.domain.bodies import another_body

AGAINST = re.compile(r"(?:ex|anti|pro|former)\b", re.IGNORECASE)
"""What a name begins with that is of those who left a body, or are for or against it."""
OTHER = frozenset({"a", "an", "another", "former", "deputy", "one"})
"""Words before a title by which it is not the person named with it."""


SPEAKS = frozenset({"speech", "requested", "promised", "threatened", "denied"})
"""What verbs of those who speak make of what they say."""


class Called:
    """Titles of persons, by their last names, and nouns for bodies, by their entities' numbers; a noun that fits several stands for none."""

    def __init__(self, trees: list[Tree], located: frozenset[int] = frozenset()) -> None:
        """`located` are the offsets of names that are known places."""
        self._persons: dict[str, set[str]] = {}
        self._ranks: dict[tuple[str, str], set[str]] = {}
        self._bodies: dict[str, set[int]] = {}
        self._kin: dict[str, str] = {}
        self._several: dict[str, list[tuple[int, int]]] = {}
        self._armed: dict[int, int] = {}
        first: dict[str, int] = {}
        for tree in trees:
            for i, t in enumerate(tree.tokens) if not tree.lemmas.isdisjoint(words("kin")) else ():
                if t.upos == "NOUN" and tree.lemma(i) in words("kin"):
                    self._learn_kin(tree, i)
            for n, e in tree.entities:
                at = tree.head_of(e.start, e.end)
                if at is None:
                    continue
                if e.label == "PER":
                    for k in _titles(tree, at, e):
                        noun, name = tree.lemma(k).lower(), last_name(e.text)
                        self._persons.setdefault(noun, set()).add(name)
                        self._ranks.setdefault((noun, name), set()).update(_rank(tree, k))
                elif e.label == "ORG" or (e.label in ("GPE", "LOC") and e.start not in located and _with_men(tree, at)):
                    number = first.setdefault(e.text, n)
                    nouns = _nouns(tree, at)
                    for noun in nouns | {e.text.split()[-1].lower()}:
                        self._bodies.setdefault(noun, set()).add(number)
                    if nouns & classes()["MILITIA"] and not AGAINST.match(e.text):
                        self._armed.setdefault(number, e.start)

    def _learn_kin(self, tree: Tree, i: int) -> None:
        """The families that a noun names ("the Karu and Pelo clans"), not those of a land ("Syrian families")."""
        named = [j for k in tree.kids(i, "compound", "amod") for j in tree.conjuncts(k) if tree.tokens[j].text[:1].isupper()]
        names = [tree.tokens[j].text for j in named if tree.tokens[j].upos == "PROPN" or tree.entity(j)]
        names = [n for n in names if by_demonym(n) is None and by_name(n) is None]
        self._kin |= {n.lower(): f"{n} {tree.lemma(i)}" for n in names}
        if len(names) > 1 and tree.tokens[i].xpos == "NNS":
            self._several.setdefault(tree.lemma(i), []).append((tree.number, i))

    def kin(self, tree: Tree, head: int) -> str | None:
        """The family or clan of the text that a name in the plural is ("the Karus"), not a man's ("Mayor Karus")."""
        plural = tree.tokens[head].text.lower()
        if not any(tree.lemma(k) == "the" for k in tree.kids(head, "det")) or tree.kids(head, "compound", "flat", "appos"):
            return None
        return next(
            (self._kin[one] for end in ("s", "es") if plural.endswith(end) and (one := plural.removesuffix(end)) in self._kin), None
        )

    def several(self, tree: Tree, head: int) -> tuple[int, int] | None:
        """The number of the sentence and the noun by which those families were named last whom a bare definite plural calls ("the families")."""
        if tree.tokens[head].xpos != "NNS" or tree.kids(head, "amod", "compound", "nmod", "acl", "appos", "flat", "conj"):
            return None
        if not any(tree.lemma(k) in DEFINITE or tree.lemma(k) in ("both", "two") for k in tree.kids(head, "det", "nummod")):
            return None
        told = self._several.get(tree.lemma(head), [])
        last = bisect_left(told, (tree.number, head)) - 1
        return told[last] if last >= 0 else None

    def person(self, tree: Tree, head: int) -> str | None:
        """The last name of the one person whose title a singular noun is ("the bishop", "the mayor of Zarbat"), None for somebody's ("her minister")."""
        found = self._persons.get(tree.lemma(head), set())
        if len(found) != 1 or tree.tokens[head].xpos != "NN" or any(tree.tokens[k].deprel == "nmod:poss" for k in tree.kids(head)):
            return None
        if any(tree.lemma(k) in OTHER for k in tree.kids(head, "det", "amod", "nummod")) or tree.kids(head, "appos", "flat"):
            return None
        (name,) = found
        rank = self._ranks[tree.lemma(head), name]
        return None if rank and not _rank(tree, head) <= rank else name

    def body(self, tree: Tree, head: int) -> int | None:
        """The number of the one body that a definite noun calls ("the rebel coalition"), None where more is said of it ("the rebels of the north")."""
        found = self._bodies.get(tree.lemma(head), set()) or self._gunmen(tree, head)
        if len(found) != 1 or not any(tree.lemma(k) in DEFINITE for k in tree.kids(head, "det")):
            return None
        return None if tree.kids(head, "nummod", "nmod", "appos", "flat") else next(iter(found))

    def _gunmen(self, tree: Tree, head: int) -> set[int]:
        """The armed bodies named before a noun for armed people in the plural ("the insurgents", "the armed men", "the group"); none where it is said whose or which they are."""
        armed = tree.lemma(head) in classes()["MILITIA"] or (
            tree.lemma(head) == "man" and any(tree.lemma(k) == "armed" for k in tree.kids(head, "amod"))
        )
        plural = armed and tree.tokens[head].xpos == "NNS"
        if not (plural or (tree.lemma(head) == "group" and tree.tokens[head].xpos == "NN")) or tree.kids(head, "acl", "compound"):
            return set()
        if any(tree.lemma(k) not in ("armed", "same") for k in tree.kids(head, "amod")):
            return set()
        return {n for n, start in self._armed.items() if start < tree.tokens[head].start} if len(self._armed) == 1 else set()


def flat_head(tree: Tree, head: int, e: Entity) -> bool:
    """Whether a person's name hangs on a title as its name ("Prime Minister Albin Kurti" headed by the title)."""
    at = tree.head_of(e.start, e.end)
    return (
        at is not None
        and tree.tokens[at].head == head
        and tree.rel(at) in ("flat", "appos", "compound", "nmod")
        and at > head
        and not tree.cases(at)
    )


OF_ITS_KIND = frozenset({"MIL", "JUD", "COP", "LAB", "PTY", "BUS"})
"""Sectors of those whom a noun for one of them calls ("the court", "the union"), and nobody else."""


RULERS = frozenset({"president", "premier", "king", "queen", "emir", "sultan", "chancellor", "pope"})
"""Nouns for those who are known by their office, so that nobody of whom nothing is told is called so."""


def of_another_kind(noun: str, alone: tuple[Actor, float] | None, actor: Actor) -> bool:
    """Whether a noun for a body ("the army", "the court", "the union") cannot call one that is known, or called, to be something else; "the army" none of which nothing says
    that it bears arms.
    """
    if noun in actor.name.lower().split():
        return False
    if noun in RULERS and not (actor.sectors or actor.entry):
        return True  # "the president" is not who was named last
    kind = alone[0].sectors[:1] if alone else ()
    known = bool(actor.sectors) or international(actor.country or "")
    told = bool(kind) and known and kind[0] in OF_ITS_KIND and kind[0] not in actor.sectors
    return told or another_body(noun, actor.name) or not is_force(noun, actor)


def group_of_people(tree: Tree, head: int) -> Entity | None:
    """The body whose people a noun is ("delegates of the Karsk Front"), or the people that it calls so ("indigenous Awá communities"); not those who were of it, or against it."""
    if tree.tokens[head].upos != "NOUN" or any(tree.lemma(k) in words("no more") for k in tree.kids(head, "amod", "compound")):
        return None
    sent = tree.lemma(head) in classes()["MILITIA"] or tree.lemma(head) in words("people sent")
    for k in reversed(tree.kids(head, "nmod", "compound", "amod")):
        named = tree.entity(k)
        if named is None or tree.cases(k) not in ("", "of") or tree.kids(k, "conj"):
            continue
        prefixed = (AGAINST.match(named.text) and named.text.casefold() != "anti-balaka") or (
            named.start > 0 and tree.text[named.start - 1] in "-–"
        )
        if not prefixed and (named.label == "ORG" if sent else named.label == "NORP" and tree.lemma(head) in words("peoples")):
            return named
    return None


def owner_of_people(tree: Tree, head: int) -> int | None:
    """The pronoun of a body whose people a noun is ("its members", "30 of its men", "nine in ten of its 1,700 members")."""
    if tree.tokens[head].upos == "NUM":
        of = [k for case, k in tree.obliques(head) if case in ("of", "in")]
        of += [j for k in of if tree.tokens[k].upos == "NUM" for case, j in tree.obliques(k) if case == "of"]
        return next((found for k in of if tree.tokens[k].upos == "NOUN" and (found := owner_of_people(tree, k)) is not None), None)
    lemma = tree.lemma(head)
    if tree.tokens[head].upos != "NOUN" or (lemma not in classes()["MILITIA"] and lemma not in words("people of a body")):
        return None
    return next((k for k in tree.kids(head, "nmod:poss") if tree.tokens[k].text.lower() in ("its", "their")), None)


def addressed(tree: Tree, i: int) -> bool:
    """Whether a pronoun owns something, or says or is told or asked something, so that it stands for people."""
    return (
        tree.tokens[i].xpos == "PRP$"
        or (tree.rel(i) == "nsubj" and governors().get((tree.lemma(tree.tokens[i].head), "v")) in SPEAKS)
        or tree.rel(i) == "iobj"
        or (tree.rel(i) in ("obj", "obl") and bool(tree.infinitives(tree.tokens[i].head)))
    )


def speaks(tree: Tree, e: Entity) -> bool:
    """Whether a body says something, which may be of elsewhere."""
    i = tree.head_of(e.start, e.end)
    way = [] if i is None else [i, *tree.above(i)]
    says = any(tree.rel(a) == "nsubj" and governors().get((tree.lemma(tree.tokens[a].head), "v")) == "speech" for a in way)
    return says or any(tree.cases(a).startswith("accord") for a in way[:1])


def last_name(name: str) -> str:
    """A person's last name, lower-case, without a possessive."""
    return name.removesuffix("’s").removesuffix("'s").split()[-1].lower()


def _rank(tree: Tree, k: int) -> set[str]:
    """What a title says besides its noun ("interior", "prime"), without whose it is."""
    return {
        tree.tokens[j].text.lower()
        for j in tree.kids(k, "amod", "compound")
        if tree.entity(j) is None and tree.lemma(j) not in ("late", "new", "old")
    }


def _titles(tree: Tree, at: int, e: Entity) -> set[int]:
    """Nouns that say what a person is: right before the name, or in apposition."""
    first = tree.within(e.start, e.end)[0]
    near = [first - 1] if first and tree.tokens[first - 1].upos in ("NOUN", "PROPN") else []
    near += tree.kids(at, "appos") + ([tree.tokens[at].head] if tree.rel(at) in ("appos", "flat") else [])
    return {k for k in near if tree.tokens[k].xpos in ("NN", "NNP") and tree.entity(k) is None}


def _nouns(tree: Tree, at: int) -> set[str]:
    """Nouns for a body: in apposition, or for its armed people ("rebels of the Karsk Front", "Karsk Front fighters")."""
    top = tree.tokens[at].head
    near = [*tree.kids(at, "appos"), *([top] if tree.rel(at) == "appos" else [])]
    of = top >= 0 and tree.rel(at) in ("compound", "nmod") and tree.cases(at) in ("", "of") and tree.lemma(top) in classes()["MILITIA"]
    return {tree.lemma(k) for k in [*near, *([top] if of else [])] if tree.tokens[k].upos == "NOUN" and tree.entity(k) is None}


def _with_men(tree: Tree, at: int) -> bool:
    """Whether a name is that of a body with armed people ("fighters of Karu ba Pelo")."""
    top = tree.tokens[at].head
    return top >= 0 and tree.tokens[top].xpos == "NNS" and tree.cases(at) == "of" and tree.lemma(top) in classes()["MILITIA"]


def one_label(entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """Names of which those that are a body's by their last word ("Karsk Front"), or that the text mostly uses as one, are so throughout."""
    used = Counter((e.text.lower(), e.label) for e in entities)
    out = []
    for e in entities:
        name = e.text.lower()
        if name in table("numbers.tsv"):
            continue  # "Eleven persons arrested"
        if e.label in ("LOC", "GPE", "FAC"):
            body = name.split()[-1] in words("bodies") or used[name, "ORG"] > max(used[name, "LOC"], used[name, "GPE"], used[name, "FAC"])
            e = replace(e, label="ORG") if body else e
        out.append(e)
    return tuple(out)


def acted_on(trees: list[Tree]) -> frozenset[int]:
    """Starts of the states of a lone sentence to which something is done: whoever does it is of another ("Parliament condemned Iran", "asked him to help Iran")."""
    if len(trees) != 1:
        return frozenset()
    out = set()
    for _, e in trees[0].entities:
        head = trees[0].head_of(e.start, e.end)
        if head is None or e.label != "GPE" or by_name(e.text) is None:
            continue
        to = trees[0].rel(head) == "obl" and trees[0].cases(head) in ("to", "with", "against")
        if trees[0].rel(head) in ("obj", "iobj") or to:
            out.add(e.start)
    return frozenset(out)


SEATED = frozenset({"based", "headquartered", "registered"})
"""Words for where a body sits, which need not be where it tells of."""


def seats_told(trees: list[Tree]) -> frozenset[int]:
    """Starts of the names that only tell where a body sits ("a London-based group", "a charity based in Nairobi"); soldiers, bands and
    buildings are of where they are based.
    """
    out = set()
    for tree in trees:
        for k in (i for i, t in enumerate(tree.tokens) if t.text.lower() in SEATED):
            noun = tree.tokens[k].head
            if noun < 0 or tree.lemma(noun) in lemmas_of("FORCE", "MILITIA", "POLICE", "BUILDING"):
                continue
            if any(tree.lemma(i) in lemmas_of("MILITIA") for i in tree.kids(noun, "compound", "amod")):
                continue  # "a rebel group"
            for _, e in tree.entities:
                head = tree.head_of(e.start, e.end)
                inside = tree.within(e.start, e.end)
                before = bool(inside) and inside[-1] == k - 2 and tree.tokens[k - 1].text == "-"
                if before or (head is not None and tree.tokens[head].head == k and tree.cases(head) in ("in", "at")):
                    out.add(e.start)
    return frozenset(out)


def told_aside(trees: list[Tree]) -> frozenset[int]:
    """Starts of the names that do not tell which country a text is about: of a state to which something is done, and of where a body sits."""
    return acted_on(trees) | seats_told(trees)


def international(code: str) -> bool:
    """Whether a code in the place of a country is that of a body of several, or of none."""
    return code in ("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC")
