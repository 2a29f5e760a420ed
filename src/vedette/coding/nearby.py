"""Those of an event who are counted in the sentence before its own, or in the one after."""

from __future__ import annotations

from vedette.coding.clauses import Tree
from vedette.coding.counts import PLURALS, Number, counted, is_people, number, numeral
from vedette.coding.words import words

ANYBODY = frozenset({"man", "person", "people", "member", "woman"})
"""Nouns by which a next sentence takes up whoever was told of ("All 40 men were paid in April")."""
PLURAL = frozenset({"NNS", "NNPS"})


def taken_up(tree: Tree, h: int, before: Tree) -> tuple[int, Number] | None:
    """Those whom "they" or "them" takes up from the sentence before, where that counts them: its subject, else its object."""
    if tree.tokens[h].text.lower() not in ("they", "them"):
        definite = tree.tokens[h].xpos == "NNS" and any(tree.lemma(k) in ("the", "these", "those") for k in tree.kids(h, "det"))
        others = tree.kids(h, "acl", "amod", "compound") or any(tree.cases(k) == "of" for k in tree.kids(h, "nmod"))
        if not definite or others or number(tree, h) is not None:
            return None
        same = [k for k in range(len(before.tokens)) if before.lemma(k) == tree.lemma(h) and before.tokens[k].xpos == "NNS"]
        return next(((k, n) for k in same if (n := number(before, k)) is not None and n.said), None)
    root = before.root
    told = before.kids(root, "cop") and before.tokens[root].upos == "NOUN" if root >= 0 else False
    for k in [*([root] if told else []), *before.subjects(root), *before.objects(root)] if root >= 0 else ():
        if is_people(before, k) or before.lemma(k) in words("several people"):
            n = number(before, k)
            if n is not None and n.said and n.low != 1:
                return k, n
    return None


def counted_after(tree: Tree, h: int, after: Tree) -> Number | None:
    """How many the next sentence says that those of a phrase in the plural are: "There are fourteen of them", "They number 200", "All 1,900 men were paid"."""
    t, root = tree.tokens[h], after.root
    group = tree.lemma(h) in words("several people", "bodies of the armed")
    if root < 0 or number(tree, h) is not None or not (t.xpos in PLURAL or t.text.lower() in words("plural pronouns") or group):
        return None
    plurals = not after.words.isdisjoint(PLURALS)
    for k, there in enumerate(after.tokens):
        if there.upos == "NUM" or (plurals and there.text.lower() in PLURALS):
            of = next((j for case, j in after.obliques(k) if case == "of"), None)
            them = of is not None and after.tokens[of].text.lower() in ("them", "these", "those")
            said = _says_there_are(after, k) and (of is None or them)
            said = said or (them and after.rel(k) == "obj" and after.lemma(there.head) == "have")  # "the village has scores of them"
            if said or (them and _all(after, k)):
                return numeral(after, k)
        elif there.xpos in PLURAL and _all(after, k):
            alone = after.lemma(k) in ANYBODY or there.text.lower() in ("them", "they") or (not group and after.lemma(k) == tree.lemma(h))
            n = number(after, k) if alone else None
            if n is not None and n.said:
                return n
    return None


def _says_there_are(after: Tree, k: int) -> bool:
    """Whether a number is what a sentence says that there are: "There are six", "They number 200", "They are 33"."""
    root = after.root
    if k == root:
        subject = after.kids(root, "nsubj")
        return bool(after.kids(root, "expl")) or (
            bool(after.kids(root, "cop")) and [after.tokens[s].text.lower() for s in subject] == ["they"]
        )
    if after.tokens[k].head != root:
        return False
    if after.kids(root, "expl") and after.lemma(root) == "be":
        return after.rel(k) in ("nsubj", "xcomp", "obj")
    return after.lemma(root) in ("number", "total") and after.rel(k) in ("obj", "xcomp", "nummod", "obl")


def _all(after: Tree, k: int) -> bool:
    """Whether a phrase is of all of them: "all 1,900 men", "all forty of them"."""
    near = [j for j in after.kids(k) if j < k] + [j for n in after.kids(k, "nummod") for j in after.kids(n)]
    return any(after.lemma(j) == "all" for j in near) or (counted(after, k) != k and k > 0 and after.lemma(k - 1) == "all")


def carried(after: Tree) -> Number | None:
    """How many people a sentence says were in a vessel or vehicle: "Two hundred people were aboard", "It carried 40 passengers", "with 74 people on board"."""
    if after.root < 0:
        return None
    for k in after.subjects(after.root):
        near = (after.root, *after.kids(after.root, "advmod", "obl"))
        on = [j for j in near if after.lemma(j) in ("aboard", "onboard") or (after.lemma(j) == "board" and after.cases(j) == "on")]
        if on and is_people(after, k) and (n := number(after, k)) is not None and n.said:
            return n
    boarded = "with" in after.lemmas and not after.words.isdisjoint(("aboard", "onboard", "board"))
    for k in range(len(after.tokens)) if boarded else ():  # "the boat had left Zarbat with 74 people on board"
        if after.cases(k) == "with" and is_people(after, k) and _says_aboard(after, k) and (n := number(after, k)) is not None and n.said:
            return n
    carried = after.lemma(after.root) in words("bearing") and [after.tokens[k].text.lower() for k in after.subjects(after.root)] == ["it"]
    for k in after.objects(after.root) if carried else ():
        if is_people(after, k) and (n := number(after, k)) is not None and n.said:
            return n
    return None


def _says_aboard(after: Tree, k: int) -> bool:
    """Whether "aboard" or "on board" stands right behind a noun's phrase."""
    behind = [after.tokens[j].text.lower() for j in range(k + 1, min(k + 3, len(after.tokens)))]
    return behind[:1] in (["aboard"], ["onboard"]) or behind == ["on", "board"]
