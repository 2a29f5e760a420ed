"""By which nouns a text calls the persons and bodies that it names: "Bishop Aro" is later "the bishop", the Karsk Front "the rebels"."""

from __future__ import annotations

from vedette.codebook.triggers import classes
from vedette.coding.clauses import Tree
from vedette.coding.words import words
from vedette.domain import Entity

DEFINITE = frozenset({"the", "this", "that", "these", "those"})
OTHER = frozenset({"a", "an", "another", "former", "deputy", "one"})
"""Words before a title by which it is not the person named with it."""


class Called:
    """Titles of persons, by their last names, and nouns for bodies, by their entities' numbers; a noun that fits several stands for none."""

    def __init__(self, trees: list[Tree]) -> None:
        self._persons: dict[str, set[str]] = {}
        self._bodies: dict[str, set[int]] = {}
        first: dict[str, int] = {}
        for tree in trees:
            for n, e in tree.entities:
                at = tree.head_of(e.start, e.end)
                if at is None:
                    continue
                if e.label == "PER":
                    for noun in _titles(tree, at, e):
                        self._persons.setdefault(noun, set()).add(last_name(e.text))
                elif e.label == "ORG":
                    number = first.setdefault(e.text, n)
                    for noun in _nouns(tree, at) | {e.text.split()[-1].lower()}:
                        self._bodies.setdefault(noun, set()).add(number)

    def person(self, tree: Tree, head: int) -> str | None:
        """The last name of the one person whose title a singular noun is ("the bishop", "the mayor of Zarbat"), None for somebody's ("her minister")."""
        found = self._persons.get(tree.lemma(head), set())
        if len(found) != 1 or tree.tokens[head].xpos != "NN" or any(tree.tokens[k].deprel == "nmod:poss" for k in tree.kids(head)):
            return None
        if any(tree.lemma(k) in OTHER for k in tree.kids(head, "det", "amod", "nummod")) or tree.kids(head, "appos", "flat"):
            return None
        return next(iter(found))

    def body(self, tree: Tree, head: int) -> int | None:
        """The number of the one body that a definite noun calls ("the rebel coalition"), None where more is said of it ("the rebels of the north")."""
        found = self._bodies.get(tree.lemma(head), set())
        if len(found) != 1 or not any(tree.lemma(k) in DEFINITE for k in tree.kids(head, "det")):
            return None
        return None if tree.kids(head, "nummod", "nmod", "appos", "flat") else next(iter(found))


def owner_of_people(tree: Tree, head: int) -> int | None:
    """The pronoun of a body whose people a noun is ("its members", "30 of its men", "nine in ten of its 1,700 members")."""
    if tree.tokens[head].upos == "NUM":
        of = [k for case, k in tree.obliques(head) if case in ("of", "in")]
        of += [j for k in of if tree.tokens[k].upos == "NUM" for case, j in tree.obliques(k) if case == "of"]
        return next((found for k in of if tree.tokens[k].upos == "NOUN" and (found := owner_of_people(tree, k)) is not None), None)
    people = classes()["MILITIA"] | words("people of a body")
    if tree.tokens[head].upos != "NOUN" or tree.lemma(head) not in people:
        return None
    return next((k for k in tree.kids(head, "nmod:poss") if tree.tokens[k].text.lower() in ("its", "their")), None)


def addressed(tree: Tree, i: int) -> bool:
    """Whether a pronoun owns something or is told or asked something, so that it stands for people."""
    return (
        tree.tokens[i].xpos == "PRP$"
        or tree.rel(i) == "iobj"
        or (tree.rel(i) in ("obj", "obl") and bool(tree.infinitives(tree.tokens[i].head)))
    )


def last_name(name: str) -> str:
    """A person's last name, lower-case, without a possessive."""
    return name.removesuffix("’s").removesuffix("'s").split()[-1].lower()


def _titles(tree: Tree, at: int, e: Entity) -> set[str]:
    """Nouns that say what a person is: right before the name, or in apposition."""
    first = tree.within(e.start, e.end)[0]
    near = [first - 1] if first and tree.tokens[first - 1].upos in ("NOUN", "PROPN") else []
    near += tree.kids(at, "appos") + ([tree.tokens[at].head] if tree.rel(at) in ("appos", "flat") else [])
    return {tree.lemma(k).lower() for k in near if tree.tokens[k].xpos in ("NN", "NNP") and tree.entity(k) is None}


def _nouns(tree: Tree, at: int) -> set[str]:
    """Nouns for a body: in apposition, or for its armed people ("rebels of the Karsk Front", "Karsk Front fighters")."""
    top = tree.tokens[at].head
    near = [*tree.kids(at, "appos"), *([top] if tree.rel(at) == "appos" else [])]
    of = top >= 0 and tree.rel(at) in ("compound", "nmod") and tree.cases(at) in ("", "of") and tree.lemma(top) in classes()["MILITIA"]
    return {tree.lemma(k) for k in [*near, *([top] if of else [])] if tree.tokens[k].upos == "NOUN" and tree.entity(k) is None}
