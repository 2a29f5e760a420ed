"""Clauses that only describe someone or something: which of them tell of an event."""

from __future__ import annotations

from vedette.codebook.triggers import OF_STATES
from vedette.coding.clauses import Tree
from vedette.coding.matching import Found
from vedette.coding.reported import effect_of
from vedette.coding.roles import Parties
from vedette.coding.words import words

DEEDS = frozenset({"ASSAULT", "COERCE", "SANCTION", "PROTEST", "RETREAT", "AID"})
ANSWERS = frozenset({"AGREE", "CONCEDE", "REJECT"})


def undone(tree: Tree, f: Found, others: dict[int, Found]) -> bool:
    """Whether a clause tells of the state that the main verb ends ("removed lorries that blocked the road"), not since when it was."""
    if any(case == "since" for case, _ in tree.obliques(f.at)):
        return False
    noun = next((a for a in tree.above(f.at) if tree.tokens[a].upos in ("NOUN", "PROPN")), f.at)
    over = others.get(tree.tokens[noun].head)
    return over is not None and over.row.phase == "ends" and f.row.condition == over.row.condition is not None


def matters(tree: Tree, f: Found, who: Parties) -> bool:
    """Whether a clause that only describes someone or something is worth an event: a deed done to someone, or one that makes a state
    ("flights, halted since Monday").
    """
    clause = tree.clause(f.bearer)
    if f.row.head in words("signing") and tree.tokens[clause].xpos == "VBN" and _just_made(tree, clause):
        return True
    if f.row.type in ANSWERS and who.actors and tree.rel(clause) == "acl":  # "asked for a delay, which the mayor granted"
        what = tree.tokens[clause].head
        over = tree.tokens[what].head
        plain = f.row.type == "REJECT" and tree.tokens[f.at].xpos == "VBD" and tree.lemma(what) in words("asked things")
        if plain and f.at == clause and what in tree.objects(f.at):
            return True  # "a condition that the minister rejected on Thursday"
        return over >= 0 and effect_of(tree, over) in ("requested", "promised") and not tree.kids(f.at, "ccomp", "xcomp")
    # "in Tal, where a judge let go the last four"
    goes_on = bool(who.actors) and any(tree.lemma(k) == "where" for k in tree.kids(clause, "advmod"))
    return (f.row.type in DEEDS and (bool(who.recipients) or goes_on)) or (
        f.row.condition is not None
        and (bool(who.actors or who.recipients or who.affected or tree.passive(f.at)) or f.row.note == OF_STATES)
    )


def _just_made(tree: Tree, clause: int) -> bool:
    """Whether an accord is told to have been made on a day of the week or lately, in a clause that opens the sentence ("Under the deal signed on Friday, …")."""
    noun = tree.tokens[clause].head
    opens = tree.lemma(noun) in words("accords") and tree.cases(noun) in ("under", "by", "according to", "in") and noun < 6
    beside = [j for k in tree.kids(clause, "obl", "advmod") for j in (k, *tree.kids(k, "compound", "nmod"))]
    return opens and any(tree.lemma(j) in words("near days") or tree.tokens[j].text in words("near days") for j in beside)
