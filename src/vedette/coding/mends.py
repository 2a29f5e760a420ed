"""Trees with what the parser often hangs wrong hung right."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from vedette.coding.idioms import due_to_be, shares_object
from vedette.coding.joined import deeds_joined
from vedette.coding.titles import one_bearer
from vedette.coding.words import NOMINAL, governors, words
from vedette.domain import Token

IDLE = frozenset({"punct", "case", "cc", "mark", "aux", "aux:pass", "expl", "det"})
"""Relations of words that are never hung otherwise themselves."""
HUNG = frozenset({"nsubj", "nmod", "obl", "vocative", "acl", "conj", "cop", "nummod", "advmod"})
FORMS = frozenset({"CD", "VBN", "JJ", "VBD", "VBG"})
"""Relations and tags of words that may be hung otherwise, beside verbs."""
TELLING = frozenset({"tell", "assure", "inform", "remind", "warn", "promise"})
"""Verbs of speech with an object: whom something is told."""
ORDERING = frozenset({"order", "want", "ask", "allow", "require", "request", "demand", "expect", "cause", "force"})
"""Verbs whose object is to undergo the infinitive behind it."""
FINITE = frozenset({"VBD", "VBZ", "VBP", "VBN"})
NONE: frozenset[int] = frozenset()


@cache
def base(relation: str) -> str:
    """A relation without its subtype."""
    return relation.partition(":")[0]


def mended(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words with those hung right that the parser often hangs wrong: a subject before the reporting verb, what follows "in writing" or
    "back", when it was said (", a doctor said on Friday"), and a verb coordinated with the main one behind a relative clause.
    """
    said, relations = {t.text.lower() for t in tokens}, {t.deprel for t in tokens}
    tokens = one_bearer(due_to_be(deeds_joined(tokens)) if "due" in said else deeds_joined(tokens))
    out, heading = list(tokens), ":" in said
    counted_here = {t.head for t in tokens if t.deprel == "nummod"} if "nummod" in relations else NONE
    beside_it = "parataxis" in map(base, relations)
    for i, t in enumerate(tokens):
        if t.deprel in IDLE:
            continue
        relation = base(t.deprel)
        if relation not in HUNG and t.xpos not in FORMS and t.upos != "VERB":
            continue
        if t.deprel == "nsubj" and t.head >= 0:
            up = tokens[t.head].head
            if i < up < t.head and tokens[t.head].deprel == "ccomp" and not any(k.head == up and base(k.deprel) == "nsubj" for k in tokens):
                out[i] = replace(t, head=up)
            elif (borne := _borne(tokens, t.head)) is not None:
                out[i] = replace(t, head=borne)
        elif t.head >= 0 and (up := tokens[t.head].head) >= 0 and tokens[up].upos == "VERB" and up < t.head < i:
            over = tokens[t.head]
            manner = t.deprel == "nmod" and base(over.deprel) == "obl" and over.lemma.lower() in words("manner nouns")
            if manner or (relation == "obl" and over.deprel == "advmod" and over.lemma.lower() in words("directions")):
                out[i] = replace(t, head=up, deprel="obl")
        if relation == "obl" and t.head >= 0:
            if t.head < i and tokens[t.head].upos == "VERB" and (bound := _bound(tokens, i)) is not None:
                out[i], out[bound] = replace(t, deprel="obj"), replace(tokens[bound], deprel="advmod")
            if beside_it and (teller := _beside(tokens, i)) is not None:
                out[i] = replace(out[i], head=teller)
            if (deed := _before_what_is_said(tokens, i)) is not None:
                out[i] = replace(t, head=deed)
        if t.deprel == "advmod" and (verb := _goes_with(tokens, i)) is not None:
            out[i] = replace(t, head=verb, deprel="compound:prt")
        if t.deprel == "vocative" and _begins(tokens, i):
            out[i] = replace(t, deprel="nsubj")
        if t.xpos == "VBN" and t.deprel == "acl" and (causing := _causing(tokens, i)) is not None:
            out[i] = replace(t, head=causing, deprel="xcomp")
        if t.xpos == "VB" and t.deprel == "advcl" and (asks := _asked_behind(tokens, i)) is not None:
            out[i] = replace(t, head=asks, deprel="xcomp")
        if t.xpos in ("VBN", "VBD") and (orders := _ordered(tokens, i)) is not None:
            out[i] = replace(t, head=orders, deprel="xcomp", xpos="VBN")
        if t.xpos == "VBZ" and t.deprel == "conj" and (main := _agreeing(tokens, i)) is not None:
            out[i] = replace(t, head=main)
        if t.deprel == "cop" and _is_to(tokens, i):
            out[i] = replace(t, deprel="aux")
        if t.deprel == "conj" and (beside := _next_to(tokens, i)) is not None:
            out[i] = replace(t, head=beside)
        if t.deprel == "obl" and i in counted_here and (part := _up_to(tokens, i)) is not None:
            out[part], out[i] = replace(tokens[part], head=i, deprel="advmod"), replace(t, deprel="obj")
            out[part + 1] = replace(tokens[part + 1], head=part, deprel="fixed")
        if t.deprel == "nsubj" and heading and _headed(tokens, i):
            out[i] = replace(t, deprel="dep")
        elif t.deprel == "nsubj" and (teller := _told_it(tokens, i)) is not None:
            out[i] = replace(t, head=teller, deprel="iobj")
        elif t.deprel == "nsubj" and (before := _of_the_clause(tokens, i)) is not None:
            out[i] = replace(t, head=before)
        if t.deprel == "obl" and (i in counted_here or t.upos != "NOUN") and _bare_object(tokens, i):
            out[i] = replace(t, deprel="obj")
        if t.deprel == "nummod" and 0 <= t.head == i - 1 and tokens[t.head].upos == "VERB" and _has_no_object(tokens, t.head):
            out[i] = replace(t, deprel="obj")  # "airlifted 430 of its staff"
        if t.xpos == "CD":
            if (noun := _beyond_compound(tokens, i)) is not None:
                out[i] = replace(t, head=noun)
            if (part := _part_of(tokens, i)) is not None:
                out[part] = replace(tokens[part], head=i, deprel="nmod")
            if (noun := _number_of(tokens, i)) is not None or (noun := _some_of(tokens, i)) is not None:
                out[i] = replace(t, head=noun, deprel="nummod")
        if t.upos == "VERB" and (told := _said_of(tokens, i)) is not None:
            out[i], out[told] = replace(t, head=tokens[told].head, deprel="ccomp"), replace(tokens[told], head=i, deprel="nsubj")
        if t.xpos == "VBG" and (deed := _beside_speech(tokens, i)) is not None:
            out[i] = replace(t, head=deed, deprel="advcl")
        if t.xpos in ("VBN", "JJ", "VBD") and (counted := _numbered(tokens, i)) is not None and not _hangs(out, i, counted):
            out[counted] = replace(tokens[counted], head=i, deprel="nsubj:pass" if t.upos == "VERB" else "nsubj")
    several = _with_two_subjects(out)
    for i in [i for i, t in enumerate(tokens) if t.upos == "VERB"]:  # which stays one
        if several and (first := _first_of_two(out, i)) is not None:
            subject = min(n for n, k in enumerate(out) if k.head == i and base(k.deprel) == "nsubj")
            if out[i].head in (subject, *(n for n in range(subject + 1) if out[n].head == i)):
                continue
            out[first] = replace(out[first], head=out[i].head, deprel=out[i].deprel)
            out[subject] = replace(out[subject], head=first)
            out[i] = replace(out[i], head=first, deprel="conj")
        elif (near := _own_subject(out, i)) is not None:
            upper = out[near].head
            while out[upper].upos != "VERB" and out[upper].head >= 0:
                upper = out[upper].head
            out[near] = replace(out[near], head=i, deprel="nsubj")
            several = _with_two_subjects(out)
            if upper != i and not _hangs(out, upper, i):
                out[i] = replace(out[i], head=upper, deprel="conj")
    if (main := _after_relative(out)) is not None:
        root = next(n for n, k in enumerate(out) if k.head < 0)
        out[main], out[root] = (
            replace(out[main], head=-1, deprel="root", xpos="VBD" if out[main].xpos == "VBN" else out[main].xpos),
            replace(out[root], head=main, deprel="nsubj"),
        )
    if (found := _main_verb(out)) is not None:
        verb, other = found
        root = out[verb].head
        out[verb], out[root] = replace(out[verb], head=-1, deprel="root"), replace(out[root], head=verb, deprel="nsubj")
        if other is not None:
            out[other] = replace(out[other], head=root, deprel="conj")
    several = _with_two_subjects(out)
    for i, t in enumerate(out):
        if t.xpos not in ("VBD", "VBN") or t.upos != "VERB" or not (i in several or t.lemma.lower() in words("harm without object")):
            continue
        if (patient := _behind(out, i)) is not None:
            out[i] = replace(t, xpos="VBD")
            out[:] = [replace(k, deprel="nsubj") if k.head == i and k.deprel == "nsubj:pass" else k for k in out]
            out[patient] = replace(out[patient], deprel="obj")
    for i, t in enumerate(out):
        if t.xpos in ("VBD", "VBN") and (_undergone(out, i) or _undergone_too(out, i)) and not shares_object(out, i):
            out[i] = replace(t, xpos="VBN")
            for n, k in enumerate(out):
                if k.head == i and k.deprel == "nsubj":
                    out[n] = replace(k, deprel="nsubj:pass")
    for i in range(len(out)):
        if out[i].xpos in FINITE and (teller := _teller(out, i)) is not None:
            clause = out[teller].head
            while out[clause].upos in NOMINAL and out[clause].head >= 0 and clause != i:
                clause = out[clause].head
            if out[i].deprel != "root" and clause != i:
                out[i] = replace(out[i], head=clause, deprel="parataxis")
            out[teller] = replace(out[teller], head=i, deprel="nsubj")
    return tuple(out)


def _with_two_subjects(tokens: list[Token]) -> set[int]:
    """The words to which the parser gave more than one subject."""
    one: set[int] = set()
    several: set[int] = set()
    for t in tokens:
        if base(t.deprel) == "nsubj":
            (several if t.head in one else one).add(t.head)
    return several


def _first_of_two(tokens: list[Token], i: int) -> int | None:
    """The verb of the first of two subjects that the parser gave to one verb ("Villagers asking for water kept the road shut, and Kiri warned …")."""
    if tokens[i].upos != "VERB":
        return None
    told = [n for n, k in enumerate(tokens[:i]) if k.head == i and k.deprel == "nsubj"]
    join = [n for n, k in enumerate(tokens[:i]) if k.head == i and k.deprel == "cc"] if len(told) == 2 else []
    if len(join) != 1 or not told[0] < join[0] < told[1]:
        return None
    for n in range(told[0] + 1, join[0]):
        t = tokens[n]
        if (
            t.xpos in ("VBD", "VBZ", "VBP")
            and t.upos == "VERB"
            and base(t.deprel) in ("acl", "ccomp", "advcl", "conj")
            and _hangs(tokens, n, told[0])
        ):
            beside = [k for k in tokens if k.head == n]
            if t.deprel != "acl:relcl" and not any(base(k.deprel) in ("nsubj", "csubj", "expl", "mark") for k in beside):
                return n
    return None


def _own_subject(tokens: list[Token], i: int) -> int | None:
    """The noun right before a verb that is its subject, where the parser joined it to an object ("police detained him and his supporters left")."""
    t = tokens[i]
    if t.upos != "VERB" or t.xpos not in ("VBD", "VBZ", "VBP") or t.deprel != "conj" or i < 3:
        return None
    beside = [k for k in tokens if k.head == i]
    if any(base(k.deprel) in ("nsubj", "csubj", "expl", "aux", "cop") for k in beside):
        return None
    noun = tokens[i - 1]
    joins = [n for n, k in enumerate(tokens) if k.deprel == "cc" and k.head in (i - 1, i)]
    if (
        noun.upos not in NOMINAL
        or noun.deprel != "conj"
        or not 0 <= noun.head < i - 1
        or base(tokens[noun.head].deprel) not in ("obj", "obl")
    ):
        return None
    return i - 1 if joins and max(joins) < i - 1 and tokens[noun.head].head < noun.head else None


def _borne(tokens: tuple[Token, ...], i: int) -> int | None:
    """What a copula bears, where `i` is that copula or an adverb between them, on which the parser hung the subject ("The buses are back on the road")."""
    t = tokens[i]
    if t.head < i or t.deprel not in ("cop", "advmod") or any(base(k.deprel) == "nsubj" and k.head == t.head for k in tokens):
        return None
    return t.head if t.deprel == "cop" or any(k.deprel == "cop" and k.head == t.head for k in tokens) else None


def _beside(tokens: tuple[Token, ...], i: int) -> int | None:
    """The verb beside a sentence ("…, a doctor said") that a phrase right behind it belongs to, where the parser hung that on the sentence's own."""
    first = min([i, *(n for n, k in enumerate(tokens[:i]) if k.head == i and base(k.deprel) in ("case", "det"))])
    verb = first - 1
    return (
        verb
        if verb > 0
        and base(tokens[verb].deprel) == "parataxis"
        and tokens[verb].head == tokens[i].head < verb
        and tokens[verb].upos == "VERB"
        else None
    )


def _goes_with(tokens: tuple[Token, ...], i: int) -> int | None:
    """The verb right before an adverb of direction that the parser hung on what follows ("allowed *back* into the town", "handed *over* 40 drones")."""
    t, verb = tokens[i], tokens[i - 1]
    if not 0 < i < t.head or verb.upos != "VERB" or t.lemma.lower() not in words("directions"):
        return None
    return i - 1 if verb.lemma.lower() == "hand" or (t.lemma.lower() != "over" and tokens[t.head].head == i - 1) else None


def _begins(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a name that the parser took for an address is the subject of its verb: no comma parts them, and the verb has none."""
    up = tokens[i].head
    if not i < up or tokens[up].upos != "VERB" or any(t.text == "," for t in tokens[i:up]):
        return False
    return not any(k.head == up and base(k.deprel) in ("nsubj", "csubj", "expl") for k in tokens)


def _undergone(tokens: list[Token], i: int) -> bool:
    """Whether a verb of harm has its victim as the parser's subject ("…, one officer killed"): it has a past form and no object."""
    t = tokens[i]
    if t.xpos not in ("VBD", "VBN") or t.lemma.lower() not in words("harm without object") or t.upos != "VERB":
        return False
    end = next((n for n, k in enumerate(tokens) if n > i and k.text == ":"), len(tokens))
    beside = [k for k in tokens[:end] if k.head == i]
    if any(k.deprel == "nsubj:pass" or base(k.deprel) in ("obj", "iobj", "ccomp", "xcomp", "aux", "cop") for k in beside):
        return False
    return any(k.deprel == "nsubj" and k.upos in ("NOUN", "NUM") for k in beside)


def _undergone_too(tokens: list[Token], i: int) -> bool:
    """Whether a verb of harm goes on with what its subject underwent ("was dragged out and hacked to death"): it has no subject or object of its own."""
    t = tokens[i]
    if t.xpos != "VBD" or t.deprel != "conj" or t.lemma.lower() not in words("harm without object") or tokens[t.head].xpos != "VBN":
        return False
    if any(k.head == i and base(k.deprel) in ("nsubj", "obj", "iobj", "ccomp", "aux") for k in tokens):
        return False
    return any(k.head == t.head and k.deprel in ("nsubj:pass", "aux:pass") for k in tokens)


def _after_relative(tokens: list[Token]) -> int | None:
    """The sentence's verb behind a relative clause on its subject, which the parser hung on that subject at the root ("Hromyk, who had refused a ferry, called on …")."""
    root = next((n for n, k in enumerate(tokens) if k.head < 0), -1)
    if (
        root < 0
        or tokens[root].upos not in ("NOUN", "PROPN")
        or any(k.head == root and base(k.deprel) in ("cop", "nsubj", "conj") for k in tokens)
    ):
        return None
    told = next((n for n, k in enumerate(tokens) if k.head == root and k.deprel == "acl:relcl" and n > root), None)
    if told is None:
        return None
    for verb in range(len(tokens) - 1, told, -1):
        t = tokens[verb]
        if (
            t.upos != "VERB"
            or t.xpos not in FINITE
            or base(t.deprel) not in ("acl", "conj", "parataxis", "advcl")
            or t.deprel == "acl:relcl"
        ):
            continue
        before = verb - 1
        while before > told and tokens[before].upos == "ADV":
            before -= 1
        if tokens[before].text == "," and not any(k.head == verb and base(k.deprel) in ("nsubj", "mark", "aux", "cc") for k in tokens):
            return verb
    return None


def _main_verb(tokens: list[Token]) -> tuple[int, int | None] | None:
    """The finite verb that the parser coordinated with a noun at the root, its subject, and the second of two subjects where it is the verb's
    alone ("A woman and her son died when …").
    """
    root = next((n for n, k in enumerate(tokens) if k.head < 0), -1)
    if root < 0 or tokens[root].upos not in ("NOUN", "PROPN") or any(k.head == root and base(k.deprel) in ("cop", "nsubj") for k in tokens):
        return None
    verbs = [n for n, k in enumerate(tokens) if k.head == root and k.deprel == "conj" and k.xpos in ("VBD", "VBZ", "VBP") and n > root]
    if len(verbs) != 1 or any(k.text in (":", ";", "–", "—") for k in tokens[root : verbs[0]]):
        return None
    own = [n for n, k in enumerate(tokens) if k.head == verbs[0] and base(k.deprel) in ("nsubj", "expl", "csubj")]
    joined = [n for n, k in enumerate(tokens) if root < n < verbs[0] and k.text.lower() == "and" and k.head in (verbs[0], *own)]
    if not own:
        return None if any(k.head == verbs[0] and k.deprel == "cc" for k in tokens) else (verbs[0], None)
    alone = len(own) == 1 and tokens[own[0]].upos == "NOUN" and len(joined) == 1 and joined[0] < own[0] < verbs[0]
    return (verbs[0], own[0]) if alone and not any(k.text == "," for k in tokens[root : own[0]]) else None


def _is_to(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a form of "be" goes with an infinitive of what is to come ("Berlin is to send …"), its subject someone, not a plan."""
    head = tokens[i].head
    if head < i or tokens[head].xpos != "VB" or tokens[head].upos != "VERB":
        return False
    if not any(k.head == head and k.lemma.lower() == "to" and i < n < head for n, k in enumerate(tokens)):
        return False
    said_of = [k for k in tokens if k.head == head and base(k.deprel) == "nsubj"]
    return any(k.upos == "PROPN" or k.xpos in ("NNS", "PRP") or k.lemma.lower() in words("several people") for k in said_of)


def _up_to(tokens: tuple[Token, ...], i: int) -> int | None:
    """The word "up" of "up to" before a number that the parser took for the verb's particle ("would displace up to half a million people")."""
    head = tokens[i].head
    if tokens[i].deprel != "obl" or not 0 <= head < i or not any(k.head == i and k.deprel == "nummod" for k in tokens):
        return None
    up = next((n for n, k in enumerate(tokens) if k.head == head and k.deprel == "compound:prt" and k.text.lower() == "up"), None)
    if up is None or up + 1 >= len(tokens) or tokens[up + 1].text.lower() != "to" or tokens[up + 1].head != i:
        return None
    return up


def _of_the_clause(tokens: tuple[Token, ...], i: int) -> int | None:
    """The verb before a closing verb of speech that has no subject, where the parser gave its subject to the latter ("Ten of them fled, a guard said")."""
    t = tokens[i]
    if t.deprel != "nsubj" or t.head <= i or governors().get((tokens[t.head].lemma.lower(), "v")) != "speech":
        return None
    if not any(k.head == t.head and k.deprel == "nsubj" and n > i for n, k in enumerate(tokens)):
        return None
    told = next((n for n, k in enumerate(tokens) if i < n < t.head and k.head == t.head and k.deprel == "ccomp" and k.upos == "VERB"), None)
    if told is None or any(k.head == told and base(k.deprel) in ("nsubj", "csubj", "expl") for k in tokens):
        return None
    return told


def _headed(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a second subject stands before a colon, as a heading of the sentence ("One piece of movement: the judge released five")."""
    verb = tokens[i].head
    if not i < verb or tokens[verb].upos != "VERB":
        return False
    later = [n for n, k in enumerate(tokens[:verb]) if k.head == verb and k.deprel == "nsubj" and n > i]
    return bool(later) and any(k.text == ":" for k in tokens[i : later[0]])


def _told_it(tokens: tuple[Token, ...], i: int) -> int | None:
    """The verb of speech right before whom it tells something, where the parser took that for a second subject ("told a radio the barrier would stay")."""
    verb = tokens[i].head
    over = tokens[verb].head if verb >= 0 else -1
    if not 0 <= over < i < verb or tokens[verb].deprel != "ccomp" or tokens[over].lemma.lower() not in TELLING:
        return None
    told = [n for n, k in enumerate(tokens[:verb]) if k.head == verb and base(k.deprel) == "nsubj"]
    if len(told) != 2 or told[0] != i or any(k.head == over and base(k.deprel) in ("obj", "iobj") for k in tokens):
        return None
    return over


def _next_to(tokens: tuple[Token, ...], i: int) -> int | None:
    """The noun that counted people are coordinated with where the parser took the name in it ("the chief of Kiri and five elders")."""
    t = tokens[i]
    if t.deprel != "conj" or t.upos != "NOUN" or not 0 <= t.head < i or tokens[t.head].upos != "PROPN" or tokens[t.head].deprel != "nmod":
        return None
    over = tokens[t.head].head
    counted = any(k.head == i and k.deprel == "nummod" for k in tokens)
    return over if counted and 0 <= over < t.head and tokens[over].upos == "NOUN" else None


def _bare_object(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a number of people or things after a verb is its object, though the parser took it for a circumstance ("shot dead at least 34 people")."""
    t = tokens[i]
    if t.deprel != "obl" or not 0 <= t.head < i or tokens[t.head].upos != "VERB" or t.upos not in ("NOUN", "NUM"):
        return False
    if t.lemma.lower() in words("time units") or any(k.head == t.head and base(k.deprel) in ("obj", "iobj", "ccomp") for k in tokens):
        return False
    beside = [k for k in tokens if k.head == i]
    if any(k.deprel == "case" for k in beside) or (t.upos == "NUM" and any(k.upos == "PROPN" for k in beside)):
        return False
    return any(k.deprel == "nummod" for k in beside) if t.upos == "NOUN" else tokens[t.head].lemma.lower() in words("harm without object")


def _beyond_compound(tokens: tuple[Token, ...], i: int) -> int | None:
    """The plural noun that a number counts, where the parser gave it to the noun before that ("50 personnel carriers")."""
    t = tokens[i]
    if t.xpos != "CD" or t.deprel != "nummod" or not i < t.head or tokens[t.head].deprel != "compound":
        return None
    noun = tokens[t.head].head
    counts = tokens[noun].xpos == "NNS" and noun > t.head and not any(k.head == noun and k.deprel == "nummod" for k in tokens)
    return noun if counts and tokens[t.head].lemma.lower() not in words("time units", "uncounted") else None


def _part_of(tokens: tuple[Token, ...], i: int) -> int | None:
    """The noun of which a number before "of" counts some, where the parser hung it beside the number ("emptied four of its 12 trucks")."""
    t = tokens[i]
    if t.xpos != "CD" or t.head < 0 or i + 2 >= len(tokens) or tokens[i + 1].text.lower() != "of" or tokens[i + 1].head <= i:
        return None
    whole = tokens[i + 1].head
    return whole if tokens[whole].head == t.head and base(tokens[whole].deprel) in ("obl", "nmod") else None


def _some_of(tokens: tuple[Token, ...], i: int) -> int | None:
    """The noun of which a number counts some, where the parser hung it on the verb ("four of twelve hired trucks were looted")."""
    t, j = tokens[i], i + 2
    if j >= len(tokens) or tokens[i + 1].text.lower() != "of" or tokens[j].xpos != "CD" or tokens[j].head != i:
        return None
    noun = next((n for n in range(j + 1, len(tokens)) if tokens[n].xpos == "NNS" and tokens[n].head == t.head), None)
    if noun is None or not i < noun < t.head or any(k.upos in ("ADP", "CCONJ", "AUX") for k in tokens[j:noun]):
        return None
    return noun


def _has_no_object(tokens: tuple[Token, ...], verb: int) -> bool:
    return not any(k.head == verb and base(k.deprel) in ("obj", "ccomp", "xcomp") for k in tokens)


def _number_of(tokens: tuple[Token, ...], i: int) -> int | None:
    """The plural noun behind a number, which it counts though the parser hung both on one word ("turned back 71 Rohingya")."""
    t, j = tokens[i], i + 1
    if t.xpos != "CD" or t.upos != "NUM" or base(t.deprel) not in ("xcomp", "obj", "obl", "dep", "advmod"):
        return None
    while j < len(tokens) and tokens[j].upos == "ADJ" and tokens[j].head > j:
        j += 1
    if j >= len(tokens) or tokens[j].xpos not in ("NNS", "NNPS") or tokens[j].head != t.head or any(k.head == i for k in tokens):
        return None
    return j


def _said_of(tokens: tuple[Token, ...], i: int) -> int | None:
    """The noun after a verb of speech that is the subject of what is said, where the parser took it for the object ("said 18 trucks had moved")."""
    t = tokens[i]
    if t.upos != "VERB" or t.deprel not in ("conj", "acl") or not 0 <= t.head < i:
        return None
    noun = tokens[t.head]
    if noun.deprel != "obj" or noun.upos not in NOMINAL or governors().get((tokens[noun.head].lemma.lower(), "v")) != "speech":
        return None
    beside = [k for k in tokens if k.head == i]
    finite = any(k.deprel == "aux" and k.xpos in ("VBD", "VBP", "VBZ", "MD") for k in beside)
    return t.head if finite and not any(base(k.deprel) in ("nsubj", "mark", "cc") for k in beside) else None


def _beside_speech(tokens: tuple[Token, ...], i: int) -> int | None:
    """The verb that a participle goes with where the parser hung it on the words of speech between them ("…, medics told reporters, killing two")."""
    t = tokens[i]
    if t.xpos != "VBG" or t.deprel not in ("advcl", "ccomp") or not 0 <= t.head < i or tokens[t.head].deprel != "parataxis":
        return None
    said, deed = tokens[t.head], tokens[t.head].head
    if governors().get((said.lemma.lower(), "v")) != "speech" or not 0 <= deed < t.head or tokens[i - 1].text != ",":
        return None
    return deed if tokens[deed].upos == "VERB" else None


def _before_what_is_said(tokens: tuple[Token, ...], i: int) -> int | None:
    """The verb told by the speech behind it, whose clause a phrase opens that hangs on that speech ("On the bridge, men blocked both lanes, said one")."""
    up = tokens[i].head
    if up < i or tokens[up].upos != "VERB" or governors().get((tokens[up].lemma.lower(), "v")) != "speech":
        return None
    told = next((n for n, k in enumerate(tokens) if i < n < up and k.head == up and k.deprel == "ccomp"), None)
    subject = told is not None and any(i < n < told and k.head == told and base(k.deprel) == "nsubj" for n, k in enumerate(tokens))
    return told if subject else None


def _numbered(tokens: tuple[Token, ...], i: int) -> int | None:
    """The bare number before a participle of harm that it is said of, where the parser hung it elsewhere ("one killed, 12 wounded", "ten were hurt")."""
    t = tokens[i]
    if not (t.xpos in ("VBN", "JJ", "VBD") and t.upos in ("VERB", "ADJ") and t.lemma.lower() in words("harm told of numbers")):
        return None
    k = i - 1
    while k >= 0 and tokens[k].upos == "AUX" and tokens[k].head == i:
        k -= 1
    if k < 0 or tokens[k].xpos != "CD" or tokens[k].head == i or (t.deprel == "xcomp" and tokens[k].head == t.head):
        return None
    own = [j for j in tokens if j.head == i and base(j.deprel) in ("nsubj", "obj")]
    hung = any(j.head == k and base(j.deprel) == "case" for j in tokens) and _bound(tokens, k) is None
    return None if own or hung or tokens[k].head > k else k


def _behind(tokens: list[Token], i: int) -> int | None:
    """The second of two subjects of a verb, which stands behind it: whom the first did it to ("soldiers killed, with knives, some ten men")."""
    told = [n for n, k in enumerate(tokens) if k.head == i and base(k.deprel) == "nsubj"]
    if len(told) == 1 and tokens[i].lemma.lower() in words("harm without object"):
        aside = [n for n, k in enumerate(tokens) if k.head == i < n and k.deprel == "parataxis" and k.upos == "NOUN"]
        told += [n for n in aside if any(k.head == n and k.deprel == "nummod" for k in tokens)][:1]
    if len(told) != 2 or not told[0] < i < told[1] or any(k.head == i and base(k.deprel) in ("aux", "obj", "ccomp") for k in tokens):
        return None
    if tokens[told[1]].upos != "NOUN" or governors().get((tokens[i].lemma.lower(), "v")) == "speech":
        return None
    return None if any(k.head == told[1] and k.deprel == "case" for k in tokens) else told[1]


def _teller(tokens: list[Token], i: int) -> int | None:
    """The noun after a comma that is a closing verb of speech's subject, where the parser took it for an apposition ("…, an aid worker confided")."""
    t = tokens[i]
    if t.xpos not in FINITE or base(t.deprel) not in ("root", "advcl", "acl", "parataxis"):
        return None
    if governors().get((t.lemma.lower(), "v")) != "speech" or any(
        k.head == i and base(k.deprel) in ("nsubj", "obj", "ccomp", "aux") and n > i for n, k in enumerate(tokens)
    ):
        return None
    if any(k.head == i and base(k.deprel) in ("nsubj", "aux") for k in tokens) or any(k.upos in ("VERB", "AUX") for k in tokens[i + 1 :]):
        return None
    for j in range(i - 1, 0, -1):
        if base(tokens[j].deprel) == "appos" and tokens[j].upos in ("NOUN", "PROPN") and tokens[j].head < j:
            first = min((n for n in range(j + 1) if n == j or tokens[n].head == j), default=j)
            between = all(_hangs(tokens, n, j) for n in range(j + 1, i) if tokens[n].upos != "PUNCT")
            comma = tokens[first].text == "," or tokens[max(0, first - 1)].text == ","
            return j if between and comma else None
    return None


def _hangs(tokens: list[Token], n: int, j: int) -> bool:
    """Whether a word hangs under another."""
    seen: set[int] = set()
    while n >= 0 and n not in seen:
        if n == j:
            return True
        seen.add(n)
        n = tokens[n].head
    return False


def _bound(tokens: tuple[Token, ...], i: int) -> int | None:
    """The first word of "at least" or "up to" that the parser took for the preposition of a noun, None where there is none."""
    for k, t in enumerate(tokens[:-1]):
        if t.head == i and t.deprel == "case":
            return k if f"{t.lemma} {tokens[k + 1].text}".lower() in ("at least", "at most", "up to") else None
    return None


def _causing(tokens: tuple[Token, ...], i: int) -> int | None:
    """The infinitive of "have" or "get", or a form of "keep", whose object a participle is said of ("to have the warrants suspended", "kept the road blocked")."""
    up = tokens[i].head
    while up >= 0 and tokens[up].upos in ("NOUN", "PROPN"):
        up = tokens[up].head
    if not 0 <= up < i:
        return None
    verb = tokens[up].lemma.lower()
    return up if (tokens[up].xpos == "VB" and verb in ("have", "get")) or verb == "keep" else None


def _asked_behind(tokens: tuple[Token, ...], i: int) -> int | None:
    """The verb that asks somebody for an infinitive behind a relative clause ("we ask Rao, whose men hold the dam, to open the gates")."""
    to = next((n for n, k in enumerate(tokens) if k.head == i and k.deprel == "mark" and k.lemma.lower() == "to"), 0)
    relative = tokens[i].head
    if not to or tokens[to - 1].text != "," or relative < 0 or base(tokens[relative].deprel) != "acl" or relative > to:
        return None
    someone = tokens[relative].head
    up = tokens[someone].head if tokens[someone].deprel in ("obj", "iobj") else -1
    asks = up >= 0 and governors().get((tokens[up].lemma.lower(), "v")) in ("requested", "threatened")
    return up if asks and not any(k.head == up and k.deprel in ("xcomp", "ccomp") for k in tokens) else None


def _ordered(tokens: tuple[Token, ...], i: int) -> int | None:
    """The verb for whose object a passive infinitive is ordered, no purpose ("ordered the leader to be held", "ordered the road closed")."""
    up = tokens[i].head
    if tokens[i].deprel == "acl" and up >= 0 and tokens[up].deprel == "obj":
        up = tokens[up].head
    if not 0 <= up < i or tokens[up].lemma.lower() not in ORDERING or tokens[i].deprel not in ("acl", "advcl", "ccomp"):
        return None
    kids = {k.deprel for k in tokens if k.head == i}
    if kids & {"nsubj", "nsubj:pass", "obl:agent"} or not any(
        k.head == up and k.deprel == "obj" and up < n < i for n, k in enumerate(tokens)
    ):
        return None
    bare = tokens[up].lemma.lower() == "order" and tokens[i].lemma.lower() in words("ordered deeds") and not kids & {"mark", "aux"}
    return up if bare or {"mark", "aux:pass"} <= kids else None


def _agreeing(tokens: tuple[Token, ...], i: int) -> int | None:
    """The verb outside a relative clause that a coordinated verb goes with, where the clause's own subject is of another number."""
    head = tokens[i].head
    if tokens[head].deprel != "acl:relcl" or tokens[tokens[head].head].xpos not in ("NNS", "NNPS"):
        return None
    own = [k for k in range(len(tokens)) if tokens[k].head == head and base(tokens[k].deprel) == "nsubj"]
    if not own or any(tokens[k].xpos not in ("NNS", "NNPS", "WDT", "WP") for k in own):
        return None
    if any(tokens[k].head == i and base(tokens[k].deprel) == "nsubj" for k in range(len(tokens))):
        return None
    up = tokens[head].head
    while up >= 0 and tokens[up].upos != "VERB":
        up = tokens[up].head
    return up if up >= 0 and tokens[up].xpos in ("VBZ", "VBD") else None
