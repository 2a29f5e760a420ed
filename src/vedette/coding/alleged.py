"""What someone says he can prove against others ("has evidence that the army shelled the village"): an accusation that no trigger names."""

from __future__ import annotations

from vedette.coding.clauses import Tree
from vedette.coding.matching import Found
from vedette.coding.reported import read
from vedette.coding.said import ALLEGED
from vedette.coding.words import words

WRONGS = frozenset({"ASSAULT", "COERCE", "ACCUSE", "MOBILIZE", "SANCTION"})
"""Types of what is laid to others' charge."""


def alleged(tree: Tree, others: dict[int, Found]) -> list[Found]:
    """The nouns for proof that someone has, finds or gives, or that there is, with a clause in which others do wrong."""
    out: list[Found] = []
    if tree.lemmas.isdisjoint(words("proofs")):
        return out
    for i, t in enumerate(tree.tokens):
        if t.upos != "NOUN" or tree.lemma(i) not in words("proofs") or i in others or not accused(tree, i):
            continue
        told = [k for c in _clauses(tree, i) for k in (c, *tree.kids(c, "conj"))]
        wrongs = frozenset(k for k in told if k in others and others[k].row.type in WRONGS)
        if not wrongs:
            continue
        bearer = t.head if t.head >= 0 and tree.rel(i) == "obj" and tree.tokens[t.head].upos == "VERB" else i
        if bearer != i and tree.lemma(bearer) not in words("having proof"):
            continue  # "destroyed evidence that", "demanded proof that"
        probe = Found(row=ALLEGED, at=i, bearer=bearer, used=wrongs)
        how = read(tree, probe, {})
        if not how.dropped and not how.aside and how.polarity == "positive" and how.modality == "asserted":
            out.append(probe)
    return out


def accused(tree: Tree, noun: int) -> list[int]:
    """Heads of those against whom there is proof: the subject of the clause that says of what."""
    return [j for c in _clauses(tree, noun) for k in tree.kids(c, "nsubj")[:1] for j in tree.conjuncts(k)]


def _clauses(tree: Tree, noun: int) -> list[int]:
    """Heads of the clauses that say what is proved: "evidence that …", "evidence proving (that) …"."""
    said = [k for k in tree.kids(noun, "acl", "ccomp") if tree.tokens[k].deprel != "acl:relcl"]
    out = []
    for k in said:
        if tree.kids(k, "mark") and tree.kids(k, "nsubj"):
            out.append(k)
        elif tree.lemma(k) in words("proving"):
            out += [c for c in tree.kids(k, "ccomp") if tree.kids(c, "nsubj")]
    return out
