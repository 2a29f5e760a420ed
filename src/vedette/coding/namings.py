"""By what in a sentence a noun or pronoun is named: by a name set at the end of its clause, or by the body that says what it does."""

from __future__ import annotations

from functools import cache

from vedette.codebook.triggers import lemmas_of
from vedette.coding.clauses import Tree
from vedette.coding.reported import effect_of
from vedette.coding.words import words
from vedette.domain import Actor, Span

FORCES = frozenset({"army", "force"})
"""Nouns that a text uses of those who bear arms alone."""
ARMED = frozenset({"MIL", "REB", "UAF", "COP", "SPY", "PRM"})
"""Sectors of those."""
FIRMS = frozenset(
    "contractor company firm operator airline builder miner supplier manager subcontractor carrier shipper union retailer brewer bank utility".split()
)
"""Nouns for a firm or body whose name the reader may take for a person's ("the contractor Belo")."""
BODIES = frozenset(
    "alliance coalition movement group front union federation association committee council network army brigade gang militia commission company firm party".split()
)
"""Nouns for those that have a name of their own."""


ANNOUNCED = frozenset("announce pledge promise vow order".split())
"""What officials say of their own state's bodies; what they only say may be of another's."""
STATE_BODIES = frozenset("government cabinet army military navy parliament police ministry force troop".split())


@cache
def no_persons() -> frozenset[str]:
    """Nouns for which no "he" or "she" stands."""
    return words("bodies that speak", "public bodies", "several people")


def announcer(tree: Tree, head: int) -> int | None:
    """Who announces what a state's body will do, told by a bare noun ("he announced that the government will ask"); None for any other noun."""
    verb = tree.tokens[head].head
    if tree.lemma(head) not in STATE_BODIES or verb < 0 or tree.rel(head) != "nsubj" or tree.rel(verb) != "ccomp":
        return None
    over = tree.tokens[verb].head
    if tree.lemma(over) not in ANNOUNCED or tree.passive(over):
        return None
    return next((k for k in tree.kids(over, "nsubj") if k < head), None)


def is_force(noun: str, actor: Actor) -> bool:
    """Whether "the army" or "the force" may be somebody named before: one who bears arms, or of whom the name says so; other nouns may be anybody."""
    if noun not in FORCES:
        return True
    return (
        bool(ARMED & set(actor.sectors))
        or noun in actor.name.lower()
        or actor.name.lower().endswith(("front", "brigade", "corps", "guard", "militia", "forces"))
    )


def body_that_says(tree: Tree, i: int) -> int | None:
    """The head of the firm or body that says what "it" does, where it is called by a noun for one; None for any other pronoun."""
    verb = tree.tokens[i].head
    if verb < 0 or tree.rel(i) != "nsubj" or tree.rel(verb) != "ccomp":
        return None
    over = tree.tokens[verb].head
    if effect_of(tree, over) != "speech":
        return None
    return next(
        (k for k in tree.kids(over, "nsubj") if not FIRMS.isdisjoint(tree.lemma(j) for j in (k, *tree.kids(k, "compound", "nmod")))), None
    )


def named_last(tree: Tree, head: int) -> list[int]:
    """The head of the name that ends a subject's relative clause and stands for the subject ("a rebel alliance that holds most of Velin, the Karsk Coalition, promised")."""
    verb = tree.tokens[head].head
    if tree.rel(head) != "nsubj" or verb <= head or not any(tree.lemma(k) in ("a", "an", "the") for k in tree.kids(head, "det")):
        return []
    clauses = tree.kids(head, "acl")
    if not clauses or (tree.lemma(head) not in BODIES and tree.lemma(head) not in lemmas_of("GROUP", "MILITIA", "INSTITUTION")):
        return []
    end = next((k for k in range(verb - 1, head, -1) if tree.tokens[k].text == ","), None)
    if end is None or (end < max(tree.below(clauses[-1]), default=end) and end - 1 not in tree.below(head)):
        return []
    last = end - 1
    named = tree.entity(last)
    if named is None or named.label != "ORG":
        return []
    at = tree.head_of(named.start, named.end)
    first = tree.within(named.start, named.end)[0]
    before = first - 1 if first and tree.tokens[first - 1].text.lower() != "the" else first - 2
    return [at] if at is not None and before > head and tree.tokens[before].text == "," and tree.rel(at) == "appos" else []


OF_ALL = frozenset({"national", "local", "regional", "native", "young", "old", "rich", "poor"})
"""Adjectives that stand for people as nouns, and say of no thing whose it is ("nationals", "the poor"; "national output")."""


def called_by(tree: Tree, span: Span, head: int) -> str:
    """The words of a noun phrase up to its head by which somebody may be known."""
    first = tree.within(span.start, span.end)[0]
    loose = {k for k in tree.kids(head, "amod") if first <= k < head and tree.lemma(k) in OF_ALL}
    if not loose:
        return tree.span(first, head).text
    return " ".join(tree.tokens[k].text for k in range(first, head + 1) if k not in loose)
