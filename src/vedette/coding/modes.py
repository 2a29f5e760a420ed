"""The mode of an event where its trigger alone leaves it open: from what is asked, refused or threatened, and from what a deed was done with."""

from __future__ import annotations

from vedette.codebook.triggers import classes, lemmas_of
from vedette.coding.clauses import Tree
from vedette.coding.matching import Found, match
from vedette.coding.roles import Parties
from vedette.coding.words import table, words

SPOKEN = frozenset({"REQUEST", "REJECT", "THREATEN"})
"""Types whose mode says what is asked, refused or threatened."""
YIELDS = frozenset({"RETREAT", "CONCEDE"})
"""Types of what one who yields does."""
ASKED = (
    ("TALKS", "meet"),
    ("YIELDING", "yield"),
    ("CHANGING", "change"),
    ("HELPING", "assist"),
    ("AIDGOODS", "assist"),
    ("MONEY", "assist"),
)
"""Classes of nouns that say what is asked."""
THIRD = frozenset({"IGO", "UNO", "EUR"})
"""Bodies that are asked to help with what others have done ("asked the United Nations to clear the mines")."""
WITH = frozenset({"in", "with", "by", "from"})
"""Prepositions of what a deed was done with, or of the attack that did it."""
DEPTH = 3
"""Steps from a verb that only carries another to the one that says what is asked."""


def mode_of(tree: Tree, f: Found, kind: str | None, mode: str | None, who: Parties) -> str | None:
    """The mode of an event of a type (`kind`), given that of its trigger and who has part in it."""
    if kind in SPOKEN and (mode is None or (kind == "REJECT" and any(c.kind == "comp" for c in f.row.checks))):
        told = _told(tree, f, kind) or mode
        third = bool(who.recipients) and all(m.actor.country in THIRD for m in who.recipients)
        asked = told == "yield" and third and any(tree.lemma(h) in words("helping with") for h in _contents(tree, f))
        return "assist" if asked else told
    if kind == "ASSAULT" and mode in (None, "explosives"):
        return _means(tree, f, mode, who.doers) or mode
    if kind == "PROTEST" and mode == "strike" and any(tree.lemma(k) == "hunger" for i in (f.at, *f.used) for k in tree.kids(i, "compound")):
        return "hunger"
    if kind == "MOBILIZE" and mode == "troops":
        return _raised(tree, [*who.affected, *who.doers]) or mode
    return mode


def _told(tree: Tree, f: Found, kind: str) -> str | None:
    """The mode by the first thing asked, refused or threatened that tells it."""
    of = _threatened if kind == "THREATEN" else _asked
    if kind == "THREATEN" and f.row.type not in ("THREATEN", "AGREE"):
        return of(tree, f.at)
    heads = [f.bearer] if f.row.roles == "must" else _contents(tree, f)
    return next((m for h in heads if (m := of(tree, h))), None)


def _contents(tree: Tree, f: Found) -> list[int]:
    """Heads of the clauses, infinitives and nouns that say what is asked, refused or threatened."""
    out: list[int] = []
    for i in dict.fromkeys((f.at, f.bearer)):
        for k in tree.kids(i, "xcomp", "ccomp", "advcl", "acl"):
            if k != f.at and (tree.rel(k) in ("xcomp", "ccomp") or k in tree.infinitives(i) or tree.tokens[k].xpos == "VBG"):
                out += tree.conjuncts(k)
        for case, k in tree.obliques(i):
            if case in ("for", "of", "against", "with", "on") and tree.tokens[k].upos == "NOUN" and not tree.entity(k):
                out.append(k)
            out += tree.infinitives(k)  # "called on the army to withdraw"
        if tree.tokens[i].upos == "VERB":
            out += [k for k in tree.objects(i) if k != f.at and tree.tokens[k].upos == "NOUN" and not tree.entity(k)]
    for k in list(out):
        # "the request to release them", "an appeal for talks" that is turned down
        if tree.tokens[k].upos == "NOUN":
            out += [j for j in tree.kids(k, "acl") if j in tree.infinitives(k)]
            out += [j for case, j in tree.obliques(k) if case in ("for", "of") and tree.tokens[j].upos == "NOUN" and not tree.entity(j)]
    return list(dict.fromkeys(out))


def _carried(tree: Tree, h: int) -> int:
    """The word that says what a light or phase verb is about: "hold talks", "begin to withdraw", "consider easing"."""
    for _ in range(DEPTH):
        if tree.tokens[h].upos != "VERB":
            break
        below = tree.kids(h, "xcomp") if tree.lemma(h) in words("carrying") else []
        below = below or ([k for k in tree.objects(h) if tree.tokens[k].upos == "NOUN"] if tree.lemma(h) in words("light") else [])
        if not below:
            break
        h = below[0]
    return h


def _asked(tree: Tree, head: int) -> str | None:
    """What is asked or refused: help, a change, that one gives way, a meeting."""
    if tree.lemma(head) in words("stopping") or tree.negated(head):
        return "yield"
    return next((m for h in dict.fromkeys((_carried(tree, head), head)) if (m := _asked_by(tree, h))), None)


def _asked_by(tree: Tree, h: int) -> str | None:
    """What one word says is asked."""
    lemma, noun = tree.lemma(h), tree.tokens[h].upos == "NOUN"
    if noun:
        return next((mode for name, mode in ASKED if lemma in classes()[name]), None) or _by_match(tree, h, "n")
    if any(
        tree.lemma(k) in classes()["TALKS"] for k in (*tree.objects(h), *(k for case, k in tree.obliques(h) if case in ("to", "in", "at")))
    ):
        return "meet"
    return table("asked.tsv").get(lemma) or _by_match(tree, h, "v")


def _by_match(tree: Tree, h: int, pos: str) -> str | None:
    """What is asked by the type of what a word tells of."""
    found = match(tree, h, tree.lemma(h), pos, h)
    if found is None:
        return None
    kind = found.row.type
    return "yield" if kind in YIELDS else "meet" if kind == "CONSULT" else "assist" if kind == "AID" else None


def _threatened(tree: Tree, head: int) -> str | None:
    """What is threatened: force, arrest, expulsion, an end of relations, a restriction."""
    h = _carried(tree, head)
    if tree.negated(head) or tree.negated(h):
        return None
    lemma, noun = tree.lemma(h), tree.tokens[h].upos == "NOUN"
    about = [h, *(tree.objects(h) if not noun else []), *(k for case, k in tree.obliques(h) if case in ("from", "of", "out of"))]
    if any(tree.lemma(k) in lemmas_of("RELATION", "TALKS") or tree.lemma(k) in words("bonds") for k in about) and (
        lemma in words("breaking") or (noun and lemma not in classes()["TALKS"])
    ):
        return "relations"
    if noun and lemma == "strike" and (work := match(tree, h, lemma, "n", h)) is not None and work.row.type == "PROTEST":
        return None
    if lemma in words("violence") and (noun or not any(_no_victim(tree, k) for k in tree.objects(h))):
        return "violence"
    found = match(tree, h, lemma, "n" if noun else "v", h)
    kind, mode = (found.row.type, found.row.mode) if found else (None, None)
    if kind == "ASSAULT":
        return "violence"
    if mode == "arrest" or (kind, mode) == ("SANCTION", "convict"):
        return "arrest"
    if mode in ("expel", "deport"):
        return "expel"
    if (kind, mode) == ("SANCTION", "withdraw"):
        return "relations"
    if kind in ("COERCE", "SANCTION") or mode == "obstruct":
        return "restrict"
    return "restrict" if lemma in words("restraining") or (noun and lemma in classes()["SANCTIONING"]) else None


def _no_victim(tree: Tree, k: int) -> bool:
    """Whether what is fought or struck is neither people nor a place: "fight corruption", "strike a deal"."""
    lemma = tree.lemma(k)
    known = ("PERSON", "FORCE", "MILITIA", "TERRITORY", "BUILDING", "VEHICLE", "SHIP", "GROUP")
    return tree.tokens[k].upos == "NOUN" and tree.entity(k) is None and not any(lemma in classes()[c] for c in known)


def _means(tree: Tree, f: Found, mode: str | None, doers: tuple[int, ...]) -> str | None:
    """What an attack was made with: what its nouns, its instruments and those who made it say."""
    near = [k for i in dict.fromkeys((f.at, f.bearer)) for case, k in tree.obliques(i) if case in WITH]
    near += [k for i in dict.fromkeys((f.at, f.bearer)) for v in tree.kids(i, "advcl", "xcomp", "acl") for k in _used(tree, v)]
    near += [k for d in doers for v in tree.kids(d, "acl") for k in _used(tree, v)]
    near += [f.at, *f.used] if f.row.pos == "n" or f.used else []
    each = [j for k in near for j in (k, *tree.kids(k, "compound", "amod"))]
    inner = [j for k in [*each, *doers] for j in (k, *tree.kids(k, "compound", "amod"))]
    if any(tree.lemma(k).startswith("suicide") for k in inner):
        return "suicide-attack"
    if mode is not None:
        return None
    return next((m for k in [*each, *doers] if (m := table("means.tsv").get(tree.lemma(k)))), None)


def _used(tree: Tree, v: int) -> list[int]:
    """The object of "using", and what hangs on "armed with"."""
    if tree.lemma(v) == "use":
        return tree.objects(v)
    return [k for case, k in tree.obliques(v) if case == "with"] if tree.lemma(v) == "arm" else []


def _raised(tree: Tree, heads: list[int]) -> str | None:
    """What is moved or put on alert where it is no troops: police alone, a militia, or weapons."""
    kinds = [
        next(
            (
                m
                for m, name in (("police", "POLICE"), ("militia", "MILITIA"), ("weapons", "HEAVYWEAPON"))
                if tree.lemma(h) in classes()[name]
            ),
            None,
        )
        for h in heads
        if tree.entity(h) is None
    ]
    return kinds[0] if kinds and len(set(kinds)) == 1 else None
