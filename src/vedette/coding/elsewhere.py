"""Which places of a sentence are of something else that it tells: whence a deed's people came, what lies behind a crossing, what was before.

And where those were who said something: "Donors meeting in Zarbat pledged a loan", "In Zarbat the union said that it would strike".
"""

from __future__ import annotations

from vedette.codebook.triggers import classes
from vedette.coding.clauses import Tree
from vedette.coding.counts import is_people
from vedette.coding.reported import effect_of
from vedette.coding.when import path
from vedette.domain import Place

LEFT = frozenset({"leave", "quit", "depart", "flee"})
"""Verbs whose object is whence somebody came."""
PASSAGES = frozenset(
    {"crossing", "border", "frontier", "gate", "bridge", "ferry", "gateway", "route", "road", "highway", "line", "pipeline"}
)
"""What leads to another land."""
AREAS = frozenset({"country", "region", "admin1"})
"""Precisions of what lies behind a border."""
GATHERED = frozenset({"meet", "gather", "speak", "convene", "assemble", "visit"})
"""What those do who then say something together or to others."""
BLAMED = frozenset(
    "part role handling involvement failure mistake error conduct response complicity inaction negligence responsibility".split()
)
"""For what somebody is dismissed or punished, wherever that was ("dismissed for his part in the riot in Zarbat")."""
SIDES = frozenset("north south east west northeast northwest southeast southwest north-east north-west south-east south-west".split())
"""Where something lies beside a town: "south of Zarbat"."""
WHILE = frozenset({"when", "as", "while"})
"""What leads from those who had left to what then befell them."""
SAYING = frozenset({"in", "at", "near", "outside"})
"""Prepositions of where something is said."""


def elsewhere(tree: Tree, trigger: int, bearer: int, i: int, first: int, place: Place, of_body: bool, said: bool) -> bool:
    """Whether a place `i`, whose phrase begins at the noun `first`, is where something else was; `of_body`, that it only says where a body sits."""
    return (
        _left_before(tree, trigger, bearer, first)
        or _once(tree, trigger, i)
        or _blamed(tree, trigger, i)
        or beside_the_story(tree, first, place)
        or (said and (_helped(tree, trigger, first) or _owner(tree, first, place)))
        or (of_body and tree.clause(i) not in (tree.clause(trigger), tree.clause(bearer)))  # "said he would ask the court in Zarbat"
    )


def beside_the_story(tree: Tree, first: int, place: Place) -> bool:
    """Whether a place is that from which men came, or a land behind a crossing, whatever is told."""
    return _behind(tree, first, place) or _whence(tree, first)


def was_before(tree: Tree, i: int) -> bool:
    """Whether a place is told of what somebody or something had done before, by a clause that describes it."""
    return any(tree.tokens[a].deprel == "acl:relcl" and _had(tree, a) for a in path(tree, i))


def _left_before(tree: Tree, trigger: int, bearer: int, first: int) -> bool:
    """Whether a place was left before ("The column had left Zarbat and was heading north when it came under fire")."""
    verb = tree.tokens[first].head
    if verb < 0 or tree.rel(first) != "obj" or tree.lemma(verb) not in LEFT or verb in (trigger, bearer):
        return False
    if any(tree.lemma(k) in ("it", "there") for k in (*tree.kids(bearer, "obj", "advmod"), *tree.kids(trigger, "obj", "advmod"))):
        return False  # "had left Zarbat when gunmen attacked it"
    above = (trigger, *tree.above(trigger))
    over = next((n for n, a in enumerate(above) if a in tree.conjuncts(verb)), None)
    return over is not None and any(tree.lemma(m) in WHILE for a in above[:over] for m in (*tree.kids(a, "mark"), *tree.kids(a, "advmod")))


def _blamed(tree: Tree, trigger: int, i: int) -> bool:
    """Whether a place is only that of what somebody is blamed for."""
    way = path(tree, i)
    inner = way[: way.index(trigger)] if trigger in way else way
    return any(tree.cases(a) in ("for", "over") and tree.lemma(a) in BLAMED for a in inner)


def is_beside(tree: Tree, first: int) -> bool:
    """Whether something was not at a place, but so far or on that side from it ("South of Zarbat, in Tal, …")."""
    head = tree.tokens[first].head
    return head >= 0 and tree.cases(first) == "of" and tree.lemma(head) in SIDES and not tree.kids(head, "det", "case")


def _once(tree: Tree, trigger: int, i: int) -> bool:
    """Whether a place is in a clause that tells what somebody or something had done before ("set fire to boats that had ferried troops to Zarbat")."""
    for a in path(tree, i):
        if a == trigger:
            return False
        if tree.tokens[a].deprel == "acl:relcl" and _had(tree, a) and trigger not in tree.below(a):
            return True
    return False


def _had(tree: Tree, verb: int) -> bool:
    """Whether a verb is in the past perfect; "had" may stand for the verb, where the parser takes it for one."""
    if tree.lemma(verb) == "have" and tree.tokens[verb].xpos == "VBD":
        return any(tree.tokens[k].xpos == "VBN" for k in tree.kids(verb, "xcomp", "ccomp"))
    return any(tree.lemma(k) == "have" and tree.tokens[k].xpos == "VBD" for k in tree.kids(verb, "aux"))


def _behind(tree: Tree, first: int, place: Place) -> bool:
    """Whether a land only lies behind a crossing ("officers at two crossings to Zarbat")."""
    head = tree.tokens[first].head
    leads = tree.cases(first) in ("to", "into") and tree.rel(first) == "nmod"
    return head >= 0 and leads and place.precision in AREAS and tree.lemma(head) in PASSAGES


def _whence(tree: Tree, first: int) -> bool:
    """Whether a place is of that from which men came ("Soldiers from the base at Zarbat arrived"), but not of a thing ("shots from a car in Zarbat")."""
    k = first
    while (head := tree.tokens[k].head) >= 0 and tree.rel(k) == "nmod":
        of = classes()
        men = is_people(tree, head) or any(tree.lemma(head) in of[c] for c in ("FORCE", "POLICE"))
        if k != first and tree.cases(k) == "from" and men and tree.tokens[head].deprel == "nsubj":
            return True
        k = head
    return False


def _helped(tree: Tree, trigger: int, first: int) -> bool:
    """Whether a place is of those for whom something is promised or asked ("pledged ten million for refugees in Zarbat")."""
    k = first
    while (head := tree.tokens[k].head) >= 0 and k != trigger and tree.rel(k) in ("nmod", "obl"):
        if k != first and tree.cases(k) == "for":
            return True
        k = head
    return False


def _owner(tree: Tree, first: int, place: Place) -> bool:
    """Whether a land is only whose something is of which words tell ("Zarbat's warring sides agreed", "… warned over Zarbat's only highway")."""
    return tree.tokens[first].deprel == "nmod:poss" and place.precision in AREAS


def gathered(tree: Tree, trigger: int, bearer: int, i: int) -> bool:
    """Whether a place is where those met or spoke who do something by words ("Donors meeting in Zarbat pledged …", "The minister, speaking in Zarbat, ordered …")."""
    for a in path(tree, i):
        if a in (trigger, bearer):
            return False
        if tree.tokens[a].xpos == "VBG" and tree.lemma(a) in GATHERED:
            head = tree.tokens[a].head
            who = tree.rel(a) == "acl" and tree.rel(head) == "nsubj" and tree.tokens[head].head in (trigger, bearer)
            # of "Elders meeting in Zarbat asked" the parser often makes the meeting the subject
            return who or (tree.rel(a) in ("advcl", "nsubj", "csubj") and head in (trigger, bearer))
    return False


def where_said(tree: Tree, trigger: int, i: int, first: int) -> bool:
    """Whether a place is where something was said that is itself a deed of words ("In Zarbat the union said that it would strike")."""
    verb = tree.tokens[first].head
    over = verb >= 0 and verb != trigger and verb in tree.above(trigger)
    return over and tree.rel(first) == "obl" and tree.cases(first) in SAYING and effect_of(tree, verb) == "speech"


def follows(tree: Tree, home: int, i: int) -> bool:
    """Whether a name stands right before a clause that tells what was there ("in Tal and in Zarbat, *where* two were killed"), and not one of those before it."""
    start = next((k for k in tree.kids(home, "advmod") if tree.lemma(k) == "where"), None)
    if start is None:
        return True
    before = next((k for k in range(start - 1, -1, -1) if tree.tokens[k].upos not in ("PUNCT", "ADP")), None)
    if before is None or before <= i or tree.tokens[before].upos != "PROPN" or tree.first_conjunct(before) == before:
        return True
    return before in tree.below(i) and tree.entity(before) is tree.entity(i)
