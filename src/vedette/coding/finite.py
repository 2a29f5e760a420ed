"""What the form of a clause says: a condition, the present, what is to be."""

from __future__ import annotations

from vedette.coding.clauses import Tree, kept
from vedette.coding.matching import Found, match
from vedette.coding.words import words

CEASING = frozenset({"stop", "cease", "quit", "rest", "relent", "pause"})
"""Verbs of what one goes on doing when one will not do them."""
TURNED = frozenset({"should", "were", "had"})
"""Auxiliaries that open a condition without "if"."""
DATED = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december".split()
)
"""Names of days and months."""
HARMS = frozenset({"ASSAULT", "COERCE", "PROTEST", "SANCTION"})


def undoes(tree: Tree, c: int) -> bool:
    """Whether a condition is that something is not done: "unless …", "if the ransom is not paid"."""
    return (
        any(tree.lemma(m) in ("unless", "lest") for m in tree.kids(c, "mark")) or tree.negated(c) or tree.lemma(c) == "not"
    )  # "if they are not"


@kept
def is_to(tree: Tree, v: int) -> bool:
    """Whether a verb stands under "is to": "are to be evacuated", "is to go and to report"."""
    if "to" not in tree.lemmas:
        return False
    if tree.rel(v) == "conj" and tree.tokens[v].xpos == "VB" and any(tree.lemma(m) == "to" for m in tree.kids(v, "mark")):
        return is_to(tree, tree.tokens[v].head)
    if (
        tree.tokens[v].xpos == "VB"
        and any(tree.lemma(k) == "be" for k in tree.kids(v, "cop", "aux"))
        and any(tree.lemma(m) == "to" for m in tree.kids(v, "mark"))
    ):
        return True
    if not any(tree.lemma(m) == "to" for m in tree.kids(v, "mark")):
        return False
    head = tree.tokens[v].head
    below_be = tree.rel(v) in ("xcomp", "ccomp") and head >= 0 and tree.lemma(head) == "be" and not tree.kids(head, "expl")
    return below_be or any(tree.lemma(k) == "be" and tree.tokens[k].xpos in ("VBZ", "VBP", "VBD") for k in tree.kids(v, "aux"))


@kept
def is_condition(tree: Tree, c: int) -> bool:
    """Whether a clause is a condition: "if …", "unless …", "provided …", "should visas not be dropped"."""
    marks = {tree.lemma(m) for m in tree.kids(c, "mark")}
    if marks & {"if", "unless", "provide", "provided", "providing", "lest"} or tree.lemma(c) == "provide":
        return True
    if any(tree.lemma(k) == "provide" and k < c for k in tree.kids(c, "case", "dep", "advmod", "amod")):
        return True
    if tree.lemmas.isdisjoint(TURNED):
        return False
    first = tree.below(c)[0]
    return tree.lemma(first) in TURNED and tree.rel(first) == "aux" and bool(tree.kids(c, "nsubj", "nsubj:pass"))


def is_now(tree: Tree, v: int) -> bool:
    """Whether a clause stands in the present tense or present perfect."""
    carriers = [v, *tree.kids(v, "aux", "cop")]
    return any(tree.tokens[k].xpos in ("VBZ", "VBP") for k in carriers) and not any(tree.tokens[k].xpos in ("VBD", "MD") for k in carriers)


def goes_on(tree: Tree, v: int) -> bool:
    """Whether who will not do this only goes on with something that is no harm ("would not stop searching")."""
    if tree.lemma(v) not in CEASING:
        return False
    done = [k for k in tree.kids(v, "xcomp", "advcl") if tree.tokens[k].xpos == "VBG"]
    found = [match(tree, k, tree.lemma(k), "v", k) for k in done]
    return bool(done) and not any(m is not None and m.row.type in HARMS for m in found)


def spoken_of(tree: Tree, v: int, c: int, found: Found) -> bool:
    """Whether who speaks of a deed tells what he may do ("shepherds speak of burning the depot"), not what has happened to him ("spoke of fleeing") or what
    others did ("talked about soldiers burning houses").
    """
    if c not in (found.at, found.bearer) or tree.kids(c, "nsubj", "nsubj:pass"):
        return False
    return tree.lemma(v) == "talk" or (
        tree.lemma(v) == "speak"
        and (tree.tokens[v].xpos in ("VBP", "VBZ") or any(tree.tokens[k].lemma == "be" for k in tree.kids(v, "aux")))
    )


def goes_on_until(tree: Tree, v: int, c: int, marks: set[str]) -> bool:
    """Whether something will be until a clause comes true, or will not be before it does, in words of the past ("said the strike would go on until the minister
    resigned"); not what used to be until a day that is told ("would meet there until soldiers came in May").
    """
    if any(tree.lemma(k) in DATED for k in tree.kids(c, "obl", "nmod")) or ("before" in marks and not tree.negated(v)):
        return False
    return any(tree.lemma(k) in ("will", "would", "shall", "'ll", "'d") for k in tree.kids(v, "aux"))


LASTED = frozenset({"blockade", "occupation", "strike", "cut-off", "displacement"})
"""States that are told with how long they have held; what was put off or banned for some time is so from now on."""


def for_long(tree: Tree, v: int, condition: str | None) -> bool:
    """Whether a verb tells what has been so for some time up to now ("has been occupied for four weeks")."""
    has = any(tree.lemma(k) == "have" and tree.tokens[k].xpos in ("VBZ", "VBP") for k in tree.kids(v, "aux"))
    lasted = condition in LASTED or (condition == "closure" and tree.passive(v))
    return has and lasted and any(case == "for" and tree.lemma(k) in words("time units") for case, k in tree.obliques(v))


def as_told(tree: Tree, i: int) -> bool:
    """Whether a participle only says that it is as was said before ("would begin on Sunday, as announced")."""
    before = tree.tokens[i - 1] if i else None
    return before is not None and before.text.lower() == "as" and tree.tokens[i].xpos == "VBN" and not tree.kids(i, "obj", "ccomp", "aux")


def aside_of(tree: Tree, v: int) -> bool:
    """Whether a verb tells what was before, in a clause on what was ("an attack in which four were killed")."""
    relative = tree.tokens[v].deprel == "acl:relcl" and tree.tokens[v].head >= 0
    return relative and any(tree.lemma(k) == "which" and tree.cases(k) == "in" for k in tree.kids(v, "obl"))
