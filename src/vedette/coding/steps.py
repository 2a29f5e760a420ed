"""Steps of states (one begins, holds, ends) in words that no row of the lexicon knows: what the reading model takes them for."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import cast

from vedette.codebook.triggers import Pos, Trigger, TriggerPhase, left, triggers_of
from vedette.coding.bearers import bearer_of
from vedette.coding.clauses import Tree
from vedette.coding.matching import Found, barred
from vedette.domain.events import LIKENESS
from vedette.domain.situation import ConditionKind

SURE = {"opens": 0.8, "continues": 0.85, "ends": 0.5}
"""Probability from which a word tells of a step of a state: an end that ends nothing does no harm."""
STAYS = frozenset({"remain", "stay", "keep"})
OF_KIND = {"opens": 0.6, "continues": 0.6, "ends": 0.0}
"""Probability that the kind of a state must have."""
KIND_KNOWN = 0.6
"""Probability below which it is not known of which kind a state was that has ended."""
OF_A_DEED = 0.4
"""And the kind of one that a deed of the lexicon ends ("the patrol turned back" ends no roadblock)."""


def with_steps(tree: Tree, found: list[Found]) -> list[Found]:
    """The triggers of a sentence in order, with those of states that the reading model alone knows; marks what deeds of the lexicon leave behind."""
    stated = [i for i, t in enumerate(tree.tokens) if t.state is not None]
    if not stated:
        return found
    taken = {k for f in found for k in (f.at, f.bearer, *f.used)}
    for f in found:
        told = _state(tree, f.at, OF_A_DEED)
        of_things = told is not None and told[0] == "detention" and f.row.mode == "seize"  # "seized seven rifles"
        if f.row.condition is None and told is not None and (f.row.type, *told) in left() and not of_things:
            f.row = replace(f.row, condition=cast(ConditionKind, told[0]), phase=cast(TriggerPhase, told[1]), note=LIKENESS)
    out = list(found)
    for i in stated:
        t, told = tree.tokens[i], _state(tree, i)
        if told is None or i in taken:
            continue
        kind, step = told
        if step == "ends" and t.state is not None and t.state[3] < KIND_KNOWN:
            if any(k in taken for k in tree.kids(i, "xcomp", "ccomp")):
                continue  # "finished removing the vehicles": what is over its own words tell
            kind = "other"
        if step != "continues" and (tree.lemma(i) in STAYS or (tree.tokens[i].head >= 0 and tree.lemma(tree.tokens[i].head) in STAYS)):
            continue  # "stayed open": nothing has begun or ended
        pos: Pos = (
            "v" if t.upos in ("VERB", "AUX") and not tree.kids(i, "cop") else "n" if t.upos == "NOUN" and not tree.kids(i, "cop") else "a"
        )
        if pos == "v" and ((t.xpos == "VBG" and not tree.is_told(i)) or _to_come(tree, i)):
            continue
        if pos == "v" and t.upos == "VERB" and barred(tree, i, by_frame=True):
            continue
        bearer = bearer_of(tree, i) if pos == "n" else i
        if bearer in taken or any(r.type == "-" and not (r.rest or r.checks) for r in triggers_of(tree.lemma(i), pos)):
            continue
        roles = "n" if pos == "n" else "s>" if pos == "v" and not tree.passive(i) and tree.objects(i) and tree.kids(i, "nsubj") else "o<"
        out.append(Found(row=_row(tree.lemma(i), pos, kind, step, roles), at=i, bearer=bearer, lasting=step == "continues", learnt=True))
        taken |= {i, bearer}
    return sorted(out, key=lambda f: f.at)


def _state(tree: Tree, i: int, of_kind: float = 0.0) -> tuple[str, str] | None:
    """The kind of state of which a word surely tells, and the step; the kind's probability is at least `of_kind`."""
    told = tree.tokens[i].state
    return told[:2] if told is not None and told[2] >= SURE[told[1]] and told[3] >= max(OF_KIND[told[1]], of_kind) else None


def _to_come(tree: Tree, i: int) -> bool:
    """Whether a verb tells of what is to come or meant: an infinitive, or with "will", "would", "may"."""
    return tree.tokens[i].xpos == "VB" or any(tree.tokens[k].xpos == "MD" for k in tree.kids(i, "aux"))


@cache
def _row(lemma: str, pos: Pos, kind: str, step: str, roles: str) -> Trigger:
    """The row that stands for a word of the model's."""
    return Trigger(
        head=lemma, rest=(), pos=pos, checks=(), type="STATE" if step == "continues" else "NONE", mode=None, condition=cast(ConditionKind, kind),
        phase=cast(TriggerPhase, step), roles=roles, frame="-", note=LIKENESS,
    )  # fmt: skip
