"""Refusals in plain words: "there will be no talks", "the request cannot be granted", "pursuit is not acceptable"."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vedette.coding.clauses import Tree
from vedette.coding.given import WILL
from vedette.coding.matching import Found
from vedette.coding.reported import effect_of, read
from vedette.coding.said import REFUSED
from vedette.coding.words import words
from vedette.domain import ActorMention

Speaker = Callable[[int], ActorMention | None]
MODALS = WILL | {"can", "ca", "could", "may"}


def refusals(tree: Tree, others: Mapping[int, Found], speaker: Speaker, authored: bool) -> list[Found]:
    """What someone who has a say refuses without a verb of refusing; `authored`: the text is a body's own paper."""
    if tree.lemmas.isdisjoint(words("asked things")) and tree.lemmas.isdisjoint(words("none to be had")) and "question" not in tree.lemmas:
        return []
    out = []
    for v in tree.having("aux", "cop"):  # without either none of these is told
        at = _none_of_it(tree, v) or _not_granted(tree, v) or _not_acceptable(tree, v)
        if at is None or any(o.at == at and o.row.type == "REJECT" for o in others.values()):
            continue
        probe = Found(row=REFUSED, at=at, bearer=v)
        how = read(tree, probe, {})
        said = how.speech is not None and not any(tree.lemma(h) in words("onlookers") for h in how.speech[1])
        if how.dropped or how.aside or how.modality not in ("asserted", "planned") or (how.speech is not None and not said):
            continue
        if said or authored or speaker(tree.tokens[at].start) is not None:
            out.append(probe)
    return out


def _none_of_it(tree: Tree, v: int) -> int | None:
    """The noun of which there will be none, or that will not be given: "there would be no amnesty", "no ransom will be paid"."""
    if not any(tree.tokens[k].text.lower() in WILL for k in tree.kids(v, "aux")) or (tree.kids(v, "advcl") and _until(tree, v)):
        return None
    there = tree.lemma(v) == "be" and bool(tree.kids(v, "expl"))
    given = tree.passive(v) and tree.lemma(v) in words("giving in")
    if not (there or given):
        return None
    for k in tree.kids(v, "nsubj", "nsubj:pass", "obj"):
        some = tree.lemma(k) in words("none to be had") or (tree.lemma(k) == "talk" and tree.tokens[k].xpos == "NNS")
        if some and any(tree.lemma(d) == "no" for d in tree.kids(k, "det")):
            return k
    return None


def _until(tree: Tree, v: int) -> bool:
    """Whether a verb is bound to a condition that only foretells: "there will be no talks if the rains come"."""
    return any(tree.lemma(m) in ("if", "when") for c in tree.kids(v, "advcl") for m in tree.kids(c, "mark", "advmod"))


def _not_granted(tree: Tree, v: int) -> int | None:
    """The verb of what is asked and cannot be had: "the request cannot be granted", "the demand could not be met"."""
    if not tree.passive(v) or tree.lemma(v) not in words("granting") or not tree.negated(v):
        return None
    if not any(tree.tokens[k].text.lower() in MODALS for k in tree.kids(v, "aux")):
        return None
    return v if any(tree.lemma(k) in words("asked things") for k in tree.kids(v, "nsubj:pass", "nsubj")) else None


def _not_acceptable(tree: Tree, v: int) -> int | None:
    """The word that says of something asked that it will not do: "not acceptable", "unacceptable", "out of the question", "not negotiable"."""
    if not tree.kids(v, "cop") or tree.rel(v) not in ("ccomp", "root", "parataxis"):
        return None
    lemma = tree.lemma(v)
    plain = (lemma in ("acceptable", "negotiable") and tree.negated(v)) or (lemma == "unacceptable" and not tree.negated(v))
    out = lemma == "question" and tree.cases(v) == "out of" and not tree.negated(v)
    if not (plain or out):
        return None
    asked = any(tree.lemma(k) in words("asked things") for k in tree.kids(v, "nsubj"))
    told = tree.rel(v) == "ccomp" and effect_of(tree, tree.tokens[v].head) == "speech"
    return v if asked or (out and told) else None
