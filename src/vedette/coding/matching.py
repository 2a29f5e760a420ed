"""Which words of a sentence tell of an event: the trigger lexicon held against the tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import cast

from vedette.codebook.triggers import OF_STATES, Check, Kind, Pos, Trigger, TriggerType, classes, mostly, triggers_of
from vedette.coding.bearers import bearer_of, of_another
from vedette.coding.clauses import NONE, Tree, kept
from vedette.coding.words import NOMINAL, governors, table, words
from vedette.domain.events import LIKENESS

SURE = {"v": 0.5, "n": 0.6}
"""Probability from which a word outside the lexicon tells of an event."""
QUESTIONS = frozenset("whether if why how when where who what which".split())
"""What a question that is told begins with."""
LIKELY = 0.5
"""Probability that its likeliest type must have."""
TOLD_BY_WORDS = frozenset({"ACCUSE", "AGREE", "CONCEDE", "CONSULT", "REJECT", "REQUEST", "SUPPORT", "THREATEN"})
"""Types of what is done by words, which opens no state."""
AGAIN = frozenset({"again", "more", "back", "long", "longer", "anymore", "first"})
"""Words of which one stands where something is told to be again or no longer so."""
KINDLY = frozenset({"AID", "CONSULT", "COOPERATE"})
"""Types of what ends a bad state where it is done again."""
RESUMED = Trigger(
    head="again", rest=(), pos="v", checks=(), type="STATE", mode=None, condition="other", phase="ends", roles="o<", frame="-",
    note="what is again as it was",
)  # fmt: skip
NO_LONGER = replace(RESUMED, head="longer", checks=(Check(kind="neg"),), note="what is no longer so")
PARTICIPLES = frozenset({"VBN", "JJ", "VBG"})
PERSONAL = frozenset({"he", "she", "it", "they", "we", "i", "you", "him", "her", "them", "us", "me"})


Needs = tuple[tuple[Kind, frozenset[str]], ...]
Group = tuple[Kind | None, frozenset[str], list[tuple[Needs, Trigger]]]


@dataclass(slots=True, kw_only=True)
class Found:
    """A trigger in a tree: the row of the lexicon, its word, the verb that bears it (itself, or a light verb), words its frame used up,
    whether it tells of a state that goes on, and whether no row of the lexicon but the reading model knows it.
    """

    row: Trigger
    at: int
    bearer: int
    used: frozenset[int] = frozenset()
    lasting: bool = False
    learnt: bool = False

    def fixed(self, tree: Tree) -> frozenset[int]:
        """The words of a set phrase beside its head ("take *part*")."""
        return frozenset(k for k in self.used if tree.lemma(k) in self.row.rest)


def candidates(tree: Tree) -> list[Found]:
    """Triggers of a sentence in the order of their words; a noun that its verb's frame used up is none of its own."""
    out: list[Found] = []
    used: set[int] = set()
    copular = tree.copular
    for i, t in enumerate(tree.tokens):
        if t.upos not in ("VERB", "AUX", "ADJ") and i not in copular:
            continue
        if (tree.lemma(i) == "ask" and _questions(tree, i)) or (t.upos == "VERB" and _asked_about(tree, i)):
            used.add(i)
            continue
        lasting = t.xpos in PARTICIPLES and _lasting(tree, i)
        for lemma, pos in _keys(tree, i, lasting):
            found = match(tree, i, lemma, pos, i)
            if found and lasting and found.row.type == "STATE" and found.row.phase == "ends":
                break  # "remains open": no change to tell of
            if found:
                found.lasting = lasting
                found = _as_noun(tree, found) or _as_learnt(tree, found)
                out.append(found)
                used |= found.fixed(tree) if found.row.mode == "investigate" else found.used  # what is looked into happened
                break
        else:
            told = t.upos == "VERB" and (t.xpos != "VBG" or tree.is_told(i)) and t.deprel != "amod"
            found = meant(tree, i, tree.lemma(i)) if told and _nearly(tree.lemma(i)) is not None and not barred(tree, i) else None
            if found:
                out.append(found)
    at = {f.at for f in out}
    for i, t in enumerate(tree.tokens):
        if t.upos == "NOUN" and i not in used and i not in at and triggers_of(tree.lemma(i), "n"):
            found = match(tree, i, tree.lemma(i), "n", bearer_of(tree, i))
            if found and _tells(tree, found):
                out.append(found)
    taken = used | {k for f in out for k in (f.at, f.bearer)}
    for i, t in enumerate(tree.tokens):
        if t.told and i not in taken and (found := spotted(tree, i)) is not None and not _only_leads(tree, found, at):
            out.append(found)
            taken.add(found.bearer)
    return sorted([*out, *_again(tree, out, used)], key=lambda f: f.at)


def _questions(tree: Tree, i: int) -> bool:
    """Whether a verb asks what is so ("asked whether there was a shooting"), and not that something be done."""
    opens = ("mark", "advmod", "nsubj", "obj", "det")
    return any(
        tree.lemma(m) in QUESTIONS and m < k and not (tree.kids(i, "obj", "iobj") and tree.lemma(m) in ("if", "whether"))
        for k in tree.kids(i, "ccomp")
        for m in tree.kids(k, *opens)
    )


def _only_leads(tree: Tree, found: Found, known: set[int]) -> bool:
    """Whether a word that no list knows only leads to a deed that one knows ("*used* lorries to block the road"), and is nothing said."""
    i = found.at
    return found.row.type not in TOLD_BY_WORDS and any(k in known and tree.tokens[k].xpos == "VB" for k in tree.kids(i, "xcomp", "advcl"))


def _again(tree: Tree, found: list[Found], used: set[int]) -> list[Found]:
    """What goes on again or holds no longer, in words that no trigger names ("the rank is crowded again"); marks those of `found` that say so of help or talks."""
    if tree.lemmas.isdisjoint(AGAIN):
        return []
    for f in found:
        if f.row.condition is None and f.row.type in KINDLY and goes_again(tree, f.at):
            f.row = replace(f.row, condition="other", phase="ends")
    taken = used | {k for f in found for k in (f.at, f.bearer)}
    return [
        Found(row=NO_LONGER if tree.no_longer(i) else RESUMED, at=i, bearer=i)
        for i, t in enumerate(tree.tokens)
        if i not in taken
        and not barred(tree, i, by_frame=True)  # "were sent by way of Tal again"
        and (i in tree.copular or (t.upos == "VERB" and t.xpos in ("VBZ", "VBP", "VBD", "VBN", "VBG")))
        and goes_again(tree, i)
    ]


@kept
def goes_again(tree: Tree, i: int) -> bool:
    """Whether a word tells of what is again or no longer so: "again", "once more", "is back", "no longer", "for the first time since"."""
    if not tree.subjects(i) or tree.lemma(i) in words("bad again") or (tree.lemma(i), "v") in governors():
        return False
    if tree.no_longer(i):
        return True
    if tree.negated(i):
        return False
    beside = tree.kids(i, "advmod", "obl", "compound:prt")
    if any(
        tree.lemma(k) == "again" or (tree.lemma(k) in ("more", "again") and any(tree.lemma(j) == "once" for j in tree.kids(k)))
        for k in beside
    ):
        return True
    if tree.kids(i, "cop") and any(tree.lemma(k) == "back" for k in (i, *beside)):
        return True
    return any(tree.lemma(k) == "time" and any(tree.lemma(j) == "first" for j in tree.kids(k)) and "since" in tree.lemmas for k in beside)


def _as_noun(tree: Tree, found: Found) -> Found | None:
    """Of a verb that only says that a deed began or goes on, the deed ("the strike began", "imposed a curfew"); None of another."""
    if found.row.type not in ("NONE", "STATE") or found.row.phase not in ("opens", "continues") or tree.no_longer(found.at):
        return None
    for k in sorted(found.used):
        if tree.tokens[k].upos != "NOUN" or not triggers_of(tree.lemma(k), "n"):
            continue
        noun = match(tree, k, tree.lemma(k), "n", bearer_of(tree, k))
        if noun and noun.row.type not in ("NONE", "STATE") and noun.row.condition == found.row.condition and _tells(tree, noun):
            return replace(noun, row=replace(noun.row, phase=found.row.phase), used=noun.used | {found.at})
    return None


def _as_learnt(tree: Tree, found: Found) -> Found:
    """A verb of which the lexicon says no more than which state it opens or ends, with the type that the reading model gives it."""
    # to put off is a decision, no deed
    bare = found.row.phase == "opens" and found.row.condition != "postponement"
    freed = (found.row.phase, found.row.condition) == ("ends", "detention")
    told = spotted(tree, found.at) if found.row.type == "NONE" and (bare or freed) else None
    if told is None or told.row.type in TOLD_BY_WORDS or (freed and told.row.type != "RETREAT"):
        return found
    if told.row.type == "ASSAULT" and found.row.condition == "vacancy":
        return told  # "guards were fired on": nobody lost a post
    return replace(found, row=replace(found.row, type=told.row.type, roles=told.row.roles, note=LIKENESS), learnt=True)


def spotted(tree: Tree, i: int) -> Found | None:
    """A word that no row of the lexicon knows in this use, and of which the reading model says that it tells of an event.

    A verb must be told of, a noun must tell of one happening, as of the lexicon's own.
    """
    t = tree.tokens[i]
    if not t.told:
        return None
    kind, likely = t.told[0]
    pos = {"VERB": "v", "NOUN": "n"}.get(t.upos)
    if pos is None or likely < LIKELY or sum(p for _, p in t.told) < SURE[pos]:
        return None
    if pos == "v":
        told = (t.xpos != "VBG" or tree.is_told(i)) and t.deprel != "amod" and not tree.kids(i, "cop")
        if kind == "ASSAULT" and tree.lemma(i) in words("hospitalising") and any(tree.lemma(k) == "hospital" for _, k in tree.obliques(i)):
            return None  # "the hurt were carried to a hospital" tells whom the deed before it hurt
        if not told or barred(tree, i, by_frame=True) or tree.means_to(i):
            return None
        return Found(row=_learnt(tree.lemma(i), "v", kind), at=i, bearer=i, learnt=True)
    if any(r.type == "-" and not r.rest for r in triggers_of(tree.lemma(i), "n")):
        return None
    found = Found(row=_learnt(tree.lemma(i), "n", kind), at=i, bearer=bearer_of(tree, i), learnt=True)
    return found if _tells(tree, found) else None


@cache
def _learnt(lemma: str, pos: Pos, kind: str) -> Trigger:
    """The row that stands for a word of the model's: its parties are what they mostly are for words of this type."""
    return Trigger(
        head=lemma, rest=(), pos=pos, checks=(), type=cast(TriggerType, kind), mode=None, condition=None, phase=None,
        roles=mostly()[pos, kind], frame="-", note=LIKENESS,
    )  # fmt: skip


def barred(tree: Tree, i: int, by_frame: bool = False) -> bool:
    """Whether a sense of the verb that is no event is met; `by_frame`: one that has a frame or further words of its own."""
    lemma = tree.lemma(i)
    for row in triggers_of(lemma, "v"):
        if by_frame and not (row.checks or row.rest):
            continue
        if row.type == "-" and _rest(tree, i, row.rest) is not None and all(_met(tree, i, "v", i, c) is not None for c in row.checks):
            return True
    return False


def _keys(tree: Tree, i: int, lasting: bool) -> list[tuple[str, str]]:
    """Under what a verb, an adjective or what a copula bears is looked up, in order."""
    t = tree.tokens[i]
    lemma, word = tree.lemma(i), t.text.lower()
    if tree.kids(i, "cop"):
        if t.upos == "VERB" and t.xpos == "VB":
            return [(lemma, "v")]  # "is to reopen"
        return [(lemma, "a"), (word, "a"), ("be", "v")] if t.upos == "ADJ" else [("be", "v")]
    if t.upos == "ADJ":
        if t.head >= 0 and tree.lemma(t.head) in words("tearing"):
            return []  # "tore open the pipeline"
        return [(lemma, "a"), (word, "a")] if tree.rel(i) in ("xcomp", "conj", "root", "advcl") else []
    if t.upos not in ("VERB", "AUX") or t.deprel == "amod" or (t.upos == "AUX" and _asked_about(tree, i)):
        return []  # nor what is asked about, of which `candidates` leaves verbs out
    if t.xpos == "VBG" and not tree.is_told(i):
        return []
    if t.xpos != "VBN":
        return [(lemma, "v")]
    if tree.agents(i):
        return [(lemma, "v"), (word, "a")]
    stated = match(tree, i, word, "a", i) if not lasting else None
    first_adjective = lasting or (stated is not None and stated.row.type != "STATE")
    return [(word, "a"), (lemma, "v")] if first_adjective else [(lemma, "v"), (word, "a")]


@kept
def _lasting(tree: Tree, i: int) -> bool:
    """Whether a participle or adjective tells of a state that goes on ("remain closed", "were still blocked")."""
    t = tree.tokens[i]
    if t.xpos not in PARTICIPLES:
        return False
    if tree.rel(i) in ("xcomp", "conj") and t.head >= 0 and tree.lemma(t.head) in ("remain", "stay", "keep", "lie"):
        return True
    return any(tree.lemma(k) in ("still", "already") for k in tree.kids(i, "advmod")) and bool(tree.kids(i, "aux", "cop", "aux:pass"))


def _asked_about(tree: Tree, i: int) -> bool:
    """Whether a verb stands in an open question ("who fired was not stated")."""
    if tree.lemmas.isdisjoint(("who", "what", "whoever")):
        return False
    return any(tree.lemma(k) in ("who", "what", "whoever") and tree.antecedent(k) == k for k in tree.kids(i, "nsubj"))


def meant(tree: Tree, i: int, lemma: str) -> Found | None:
    """A verb in none of its frames, whose senses are nearly all of one type, done by or to someone who acts in public."""
    row = _nearly(lemma)
    if row is None or not any(_public(tree, h) for h in (*tree.doers(i), *tree.objects(i))):
        return None
    return Found(row=row, at=i, bearer=i)


@cache
def _nearly(lemma: str) -> Trigger | None:
    """The row for a verb of which seven senses in ten, and two at least, are of one type; None for other verbs."""
    mine = [t for t in triggers_of(lemma, "v") if not t.rest and t.note != OF_STATES]
    if len(mine) < 2 or any(not t.checks for t in mine):
        return None
    kind, n = Counter(t.type for t in mine).most_common(1)[0]
    if kind in ("-", "NONE", "STATE") or n < 0.7 * len(mine):
        return None
    same = [t for t in mine if t.type == kind]
    modes, roles = {t.mode for t in same}, Counter(t.roles for t in same)
    return replace(
        same[0], checks=(), frame="-", mode=next(iter(modes)) if len(modes) == 1 else None, condition=None, phase=None,
        roles=roles.most_common(1)[0][0], note="nearly all senses of the verb",
    )  # fmt: skip


def _public(tree: Tree, h: int) -> bool:
    """Whether a word is the name of a state, a people or a body."""
    return (entity := tree.entity(h)) is not None and entity.label in ("GPE", "NORP", "ORG")


def match(tree: Tree, i: int, lemma: str, pos: str, bearer: int) -> Found | None:
    """The first row of the lexicon whose frame the word fulfils; None where none does or that sense is no event.

    A row that tells of no state takes on the one that a later row tells of, and one that tells of a state alone the type of a later row:
    whoever lifts a curfew concedes, and the curfew is over.
    """
    first: Found | None = None
    for row in _possible(tree, i, lemma, pos, bearer) if triggers_of(lemma, pos) else ():
        if first is not None and not _adds(first.row, row):
            continue
        hits: list[set[int]] = []
        for check in row.checks:
            hit = _met(tree, i, pos, bearer, check)
            if hit is None:
                break
            hits.append(hit)
        else:
            rest = _rest(tree, i, row.rest)
            if rest is None:
                continue
            if row.type == "-":
                return first
            found = Found(row=row, at=i, bearer=bearer, used=frozenset(rest).union(*hits))
            if first is not None:
                return _both(first, found)
            if row.condition is not None and row.note != OF_STATES:
                return found
            first = found
    return first


def _possible(tree: Tree, i: int, lemma: str, pos: str, bearer: int) -> list[Trigger]:
    """The rows of a word in order, without those of whose further words, or of whose tests' words, none stands where it should: most of them."""
    further, phrases, groups, asked = _groups(lemma, pos)
    out: list[Trigger] = []
    said = phrases and not (tree.lemmas.isdisjoint(further) and tree.words.isdisjoint(further))
    if said and not (beside := _beside(tree, i)).isdisjoint(further):
        out += [row for row in phrases if beside.issuperset(row.rest)]
    there = {kind: _all_hung(tree, i) if kind == "obl" else _heads(tree, i, pos, bearer, kind)[1] for kind in asked}
    for kind, any_of, rows in groups:
        if kind is not None and there[kind].isdisjoint(any_of):
            continue
        for needs, row in rows:
            for of, some in needs:
                if of in there and there[of].isdisjoint(some):
                    break
            else:
                out.append(row)
    return out


@cache
def _groups(lemma: str, pos: str) -> tuple[frozenset[str], list[Trigger], list[Group], list[Kind]]:
    """The rows of a word: all further words and the rows that have such; the others, those next to each other together whose first test of words is of
    one kind, with that kind and all their words, and each with all that it needs; and the kinds of first tests.
    """
    mine = triggers_of(lemma, pos)
    phrases = [row for row in mine if row.rest]
    rows: list[tuple[Needs, Trigger]] = []
    for row in mine[len(phrases) :]:
        rows.append((tuple((c.kind, c.words) for c in row.checks if c.words and c.kind != "inf"), row))
    groups: list[Group] = []
    for kind, some in groupby(rows, lambda r: r[0][0][0] if r[0] else None):
        together = list(some)
        groups.append((kind, NONE.union(*[needs[0][1] for needs, _ in together if needs]), together))
    return frozenset(w for row in phrases for w in row.rest), phrases, groups, [*dict.fromkeys(kind for kind, _, _ in groups if kind)]


def _adds(first: Trigger, later: Trigger) -> bool:
    """Whether a row after the first that is fulfilled may say more of the word: which state it opens or ends, if it is of no other type and not for
    any use of the word; of a state alone, of what type it is.
    """
    framed = bool(later.checks or later.rest)
    if later.type == "-":
        return framed
    if first.note == OF_STATES:
        return later.note != OF_STATES and later.type not in ("NONE", "STATE") and (later.phase or first.phase) == first.phase
    same = (later.type, later.mode) == (first.type, first.mode)
    return later.condition is not None and (framed or same) and (later.type in ("NONE", "STATE") or same)


def _both(first: Found, later: Found) -> Found:
    """What two rows say of one word: the type of the one, the state of the other."""
    typed, state = (later.row, first.row) if first.row.note == OF_STATES else (first.row, later.row)
    denied = tuple(c for c in state.checks if c.kind == "neg" and c not in typed.checks)
    both = replace(typed, condition=state.condition, phase=state.phase, checks=typed.checks + denied)
    return replace(first, row=both, used=first.used | later.used)


@kept
def _near(tree: Tree, i: int) -> tuple[int, ...]:
    """Words among which those of a fixed expression stand."""
    near = tree.kids(i, "compound", "advmod", "obj", "obl", "case", "mark", "xcomp", "nmod", "amod", "advcl", "dep")
    if tree.kids(i, "cop"):
        near += [i, *tree.kids(i, "case")]
    near += [d for k in near for d in tree.kids(k, "case", "amod", "compound", "fixed", "det", "nmod", "mark")]
    return tuple(near)


@kept
def _beside(tree: Tree, i: int) -> frozenset[str]:
    """The lemmas and forms of the words of `_near`."""
    near = _near(tree, i)
    return frozenset([*(tree.lemma(k) for k in near), *(tree.tokens[k].text.lower() for k in near)])


def _rest(tree: Tree, i: int, rest: tuple[str, ...]) -> list[int] | None:
    """Words of a fixed expression among what hangs on its head, None where one is missing."""
    out: list[int] = []
    for word in rest:
        hit = next(
            (
                k
                for k in _near(tree, i)
                if word in (tree.lemma(k), tree.tokens[k].text.lower()) and k not in out and not of_another(tree, i, k, word)
            ),
            None,
        )
        if hit is None:
            return None
        out.append(hit)
    return out


def _met(tree: Tree, i: int, pos: str, bearer: int, check: Check) -> set[int] | None:
    """Words that fulfil a test, None where it fails."""
    verbal = pos == "v"
    kind = check.kind
    if kind == "neg":
        return set() if tree.negated(bearer) or tree.negated(i) else None
    if kind == "pass":
        return set() if verbal and tree.passive(i) else None
    if kind == "comp":
        return set() if tree.kids(i, "ccomp", "xcomp") or (pos == "n" and tree.kids(i, "acl", "advcl")) else None
    if kind == "inf":
        # "gave them three days to leave"; who has three days is told so by nobody here (`given.py`)
        spans = [k for k in tree.kids(i, "obj", "obl") if tree.lemma(k) in words("time units") and tree.lemma(i) != "have"]
        return (
            set()
            if any(not check.words or tree.lemma(k) in check.words for j in (i, *spans) for k in tree.aims(j, bool(check.words)))
            else None
        )
    if kind == "noobj":
        return set() if not (tree.objects(i) if verbal else _of(tree, i)) else None
    heads: Iterable[int]
    if kind == "obl":
        if check.words and _all_hung(tree, i).isdisjoint(check.words):
            return None
        heads = [j for case, first, j in _hung(tree, i) if case in check.preps or first in check.preps]
        if not check.words:
            return set() if heads else None
    else:
        heads, faces = _heads(tree, i, pos, bearer, kind)
        if not check.words:
            return set() if heads else None
        if faces.isdisjoint(check.words):
            return None
    return {h for h in heads if not _faces(tree, h).isdisjoint(check.words)} or None


def _heads(tree: Tree, i: int, pos: str, bearer: int, kind: str) -> tuple[tuple[int, ...], frozenset[str]]:
    """Heads of the subject, the object or the modifiers of a word that tells of an event, and what these count as, all together."""
    known = tree.answers[_heads]
    found: tuple[tuple[int, ...], frozenset[str]] | None = known.get((i, pos, bearer, kind))
    if found is not None:
        return found
    verbal = pos == "v"
    if kind == "subj":
        heads = tree.doers(i) if verbal else tree.subjects(i) if pos == "a" else _owners(tree, i, bearer)
        if verbal and tree.passive(i):
            heads = heads + tree.subjects(i)
    elif kind == "obj":
        heads = tree.objects(i) if verbal else _of(tree, i)
    else:
        heads = _modifiers(tree, i)
    found = known[i, pos, bearer, kind] = (tuple(heads), NONE.union(*[_faces(tree, h) for h in heads]) if heads else NONE)
    return found


@kept
def _hung(tree: Tree, i: int) -> tuple[tuple[str, str, int], ...]:
    """(preposition, its first word, head) of what hangs on a word, or on its object, by a preposition."""
    out = [(case, case.split(" ")[0], j) for case, j in tree.obliques(i)]
    if tree.kids(i, "cop"):
        out.append((tree.cases(i), tree.cases(i), i))
    for k in [*tree.kids(i, "obj"), *(j for case, j in tree.obliques(i) if case == "of")]:
        out += [(case, case, j) for case, j in tree.obliques(k)]
    return tuple(out)


@kept
def _all_hung(tree: Tree, i: int) -> frozenset[str]:
    """What the heads of `_hung` count as, all together."""
    return NONE.union(*[_faces(tree, j) for _, _, j in _hung(tree, i)])


def _of(tree: Tree, i: int) -> list[int]:
    return [j for case, j in tree.obliques(i) if case == "of"]


def _modifiers(tree: Tree, i: int) -> list[int]:
    near = tree.kids(i, "compound", "amod", "nmod:poss", "nmod")
    return [k for k in near if not tree.cases(k) or tree.tokens[k].deprel == "nmod:poss"] + _of(tree, i)


def _owners(tree: Tree, i: int, bearer: int) -> list[int]:
    owners = [j for k in tree.kids(i, "nmod:poss") for j in tree.conjuncts(k)]
    owners += [j for case, j in tree.obliques(i) if case == "by"]
    return owners or (tree.doers(bearer) if bearer != i and tree.tokens[bearer].upos == "VERB" else [])


@kept
def _faces(tree: Tree, h: int) -> frozenset[str]:
    """What a word counts as where a frame names lemmas and labels: itself, the compounds that it heads ("border crossing"), whom it stands for,
    what it measures ("dozens of protesters"), a name's label.
    """
    lemma, t = tree.lemma(h), tree.tokens[h]
    out = {lemma, t.text.lower()}
    if t.upos == "PRON" and (meant := tree.parallel(h)) is not None:
        out |= _faces(tree, meant)
    if t.upos == "PRON" and (says := _own_words(tree, h)) is not None:
        out |= _faces(tree, says)
    for k in tree.kids(h, "compound", "amod", "nmod"):
        case = tree.cases(k)
        out |= {f"{tree.lemma(k)} {lemma}", f"{lemma} {case} {tree.lemma(k)}"}
        if case == "of" and (t.upos == "NUM" or lemma in words("measures")):
            out |= _faces(tree, k)
    if t.upos == "PRON" and lemma in PERSONAL:
        out.add("@PRON")
    if t.upos == "NUM":
        out.add("@NUM")
    entity = tree.entity(h) if t.upos in NOMINAL or t.upos == "ADJ" else None
    if entity is not None and (t.upos == "PROPN" or entity.end == t.end):
        out.add(f"@{entity.label}")
    return frozenset(out)


def _own_words(tree: Tree, h: int) -> int | None:
    """Who says or knows it of himself ("the army said it had lost four men"), None where a pronoun may be of others."""
    v = tree.tokens[h].head
    said = v >= 0 and tree.rel(h) == "nsubj" and tree.rel(v) == "ccomp" and tree.tokens[v].upos == "VERB"
    over = tree.tokens[v].head if said else -1
    who = tree.kids(over, "nsubj") if over >= 0 and tree.tokens[h].text.lower() in ("it", "they") else []
    if len(who) != 1 or tree.tokens[who[0]].upos == "PRON" or tree.kids(who[0], "conj"):
        return None
    several = tree.tokens[who[0]].xpos in ("NNS", "NNPS")
    return who[0] if several == (tree.tokens[h].text.lower() == "they") or tree.lemma(who[0]) in words("several people") else None


def _tells(tree: Tree, found: Found) -> bool:
    """Whether a noun tells of one happening, not of a kind of thing: it has a bearer, an argument, a name, a number or a time."""
    i = found.at
    t = tree.tokens[i]
    if found.row.condition and tree.rel(i) == "nsubj" and t.head >= 0 and tree.lemma(t.head) == "be" and tree.kids(t.head, "expl"):
        found.lasting = True  # "there are still eleven barricades"
    if found.bearer != i:
        return True
    armed = found.row.type == "ASSAULT" and any(tree.lemma(k) in table("means.tsv") for k in tree.kids(i, "compound"))
    if armed and tree.rel(i) == "obl" and tree.cases(i) in ("after", "following"):
        return True  # "halted exports after a drone strike"
    if t.deprel == "compound" or (t.deprel == "nmod" and tree.cases(i) in ("", "like", "such as")):
        return False
    if tree.kids(i, "cop"):
        return False
    cases = {c for c, _ in tree.obliques(i)}
    if _owners(tree, i, i) or cases & words("arguments"):
        return True
    alone = found.row.condition and tree.rel(i) in ("root", "parataxis", "ccomp", "list")
    if alone and any(_place_or_day(tree, k) for _, k in tree.obliques(i)):
        return True  # "From tonight curfew in Tal"
    if tree.rel(i) in ("nsubj", "obj") and tree.tokens[tree.tokens[i].head].upos == "VERB":
        return True
    return tree.rel(i) not in ("obl", "nmod") and (bool(tree.kids(i, "acl")) or _named(tree, i))


def _place_or_day(tree: Tree, k: int) -> bool:
    named = tree.entity(k)
    return (named is not None and named.label in ("GPE", "LOC", "FAC")) or tree.lemma(k) in classes()["WHEN"]


def _named(tree: Tree, i: int) -> bool:
    return any(tree.entity(k) is not None for k in tree.kids(i, "amod", "compound"))
