"""Set phrases and verbs of accidents that the parser takes for something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vedette.codebook.triggers import lemmas_of
from vedette.coding.words import words
from vedette.domain import Token

RIOTERS = frozenset("crowd demonstrator fan mob protest protester riot rioter vandal youth".split())
"""Words of which one tells that cars were overturned by someone."""
STRIKING = frozenset({"affect", "batter", "devastate", "hit", "ravage", "strike", "tear"})
"""Verbs whose participle says behind a hyphen what struck a place."""


def idioms(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words with "set fire to" as the verb that it is, and what overturned, crashed or sank as what did so."""
    tokens = _possessed(tokens)
    out: list[Token] | None = None
    for i, t in enumerate(tokens):
        if t.deprel == "nsubj:pass" and t.head > i and (_befell(tokens, t.head) or _has_object(tokens, t.head)):
            out = out or list(tokens)
            out[i] = replace(t, deprel="nsubj")
            if tokens[t.head].xpos == "VBN" and _has_object(tokens, t.head):
                out[t.head] = replace(tokens[t.head], xpos="VBD")
        elif t.deprel == "nsubj" and t.head > i and _was_told(tokens, i):
            out = out or list(tokens)
            out[i], out[t.head] = replace(t, deprel="nsubj:pass"), replace(tokens[t.head], xpos="VBN")
        elif t.text.lower() == "over" and t.deprel in ("case", "advmod") and (whom := _handed(tokens, i)) is not None:
            out = out or list(tokens)
            out[i] = replace(t, head=i - 1, deprel="compound:prt", xpos="RP")  # "handed over 14 captives"
            out[whom] = replace(tokens[whom], deprel="obj")
        elif (
            t.text.lower() in SERVED
            and t.xpos == "VBG"
            and (marks := [k for k, o in enumerate(tokens[:i]) if o.head == i and o.deprel == "mark"])
        ):
            out = out or list(tokens)
            out[i] = replace(t, lemma=t.text.lower(), upos="NOUN", xpos="NN")  # "have been without heating"
            for k in marks:
                out[k] = replace(tokens[k], deprel="case")
        elif t.xpos in ("NN", "JJ") and i > 2 and tokens[i - 1].text.lower() == "to" and _was_to(tokens, i):
            out = out or list(tokens)
            out[i] = replace(t, upos="VERB", xpos="VB")  # "schools were to reopen on Monday"
            out[i - 2] = replace(tokens[i - 2], deprel="aux", upos="AUX")
        elif t.xpos == "VBG" and t.lemma.lower() == "miss" and not any(k.head == i and k.deprel == "obj" for k in tokens):
            out = out or list(tokens)
            out[i] = replace(t, lemma="missing", upos="ADJ", xpos="JJ")  # "with eight people still missing"
        elif t.deprel == "xcomp" and t.head == i - 1 and t.text.lower() == "dead" and (whom := _shot_dead(tokens, i)) is not None:
            out = out or list(tokens)
            out[whom] = replace(tokens[whom], head=i - 1, deprel="obj")
        elif t.xpos == "VBD" and t.deprel in ("ccomp", "parataxis", "dep", "xcomp") and _done_to_whom_before(tokens, i):
            out = out or list(tokens)
            out[i] = replace(t, head=i - 1, deprel="acl", xpos="VBN")
        elif t.xpos == "VBG" and t.deprel == "advcl" and (noun := _burning(tokens, i)) is not None:
            out = out or list(tokens)
            out[noun] = replace(tokens[noun], head=t.head, deprel="obl")
            out[i] = replace(t, head=noun, deprel="amod", upos="ADJ", xpos="JJ")  # "blocked the road with burning tyres on Monday"
            for k, o in enumerate(tokens):
                if o.head == i and k != noun:
                    out[k] = replace(o, head=noun, deprel="case") if k == i - 1 else replace(o, head=t.head)
        elif t.upos == "VERB" and i > 1 and tokens[i - 1].text == "-" and tokens[i - 2].upos == "NOUN":
            if (noun := _struck(tokens, i)) is not None:
                out = out or list(tokens)
                top = tokens[i - 2] if tokens[i - 2].head != i else t
                cased = any(k.deprel == "case" and k.head in (i, i - 2) for k in tokens[: i - 2])
                out[noun] = replace(tokens[noun], head=top.head, deprel="obl" if cased and top is t else top.deprel)
                out[i - 2] = replace(tokens[i - 2], head=noun, deprel="compound")
                out[i] = replace(t, head=noun, deprel="amod", upos="ADJ", xpos="JJ")
                for k in range(i - 2):
                    if tokens[k].head in (i, i - 2):
                        out[k] = replace(tokens[k], head=noun)
            elif (who := _before_compound(tokens, i)) is not None:
                out = out or list(tokens)
                out[who] = replace(tokens[who], head=i, deprel="nsubj")
                out[i - 2] = replace(tokens[i - 2], head=i, deprel="compound")
        elif t.deprel == "amod" and t.lemma.lower() == "set" and (who := _setter(tokens, i)) is not None:
            out = out or list(tokens)
            fire = i + 1
            out[i] = replace(t, head=tokens[fire].head, deprel="advcl" if tokens[fire].head >= 0 else "root", upos="VERB", xpos="VBD")
            out[fire] = replace(tokens[fire], head=i, deprel="obj")
            out[who] = replace(tokens[who], head=i, deprel="nsubj")
            first = min([who, *(k for k, o in enumerate(tokens) if o.head == who)])
            if first and tokens[first - 1].lemma.lower() in ("after", "when", "as", "because", "while", "before"):
                out[first - 1] = replace(tokens[first - 1], head=i, deprel="mark")
            for k in range(fire + 1, len(tokens)):
                if tokens[k].head == fire and tokens[k].deprel == "nmod":
                    out[k] = replace(tokens[k], head=i, deprel="obl")
    return tuple(out) if out else tokens


SERVED = frozenset({"heating", "lighting", "schooling"})
"""Services that look like verbs."""


def _was_to(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a word behind "was to" that was taken for a noun or an adjective is the verb of what was to be done."""
    before, be = tokens[i - 1], tokens[i - 2]
    return before.head == i and before.deprel in ("mark", "case") and be.head == i and be.deprel == "cop" and be.lemma.lower() == "be"


FLAMING = frozenset({"blaze", "burn", "flame", "smoke", "smoulder"})
"""Verbs whose participle says behind "with" how that looks with which something is done."""


def _burning(tokens: tuple[Token, ...], i: int) -> int | None:
    """The noun right behind a participle that was taken for a deed of its own ("with burning tyres")."""
    if tokens[i].lemma.lower() not in FLAMING or i + 1 >= len(tokens) or tokens[i - 1].text.lower() not in ("with", "by", "behind", "of"):
        return None
    after = next((k for k in range(i + 1, len(tokens)) if tokens[k].deprel not in ("compound", "amod")), None)
    return after if after is not None and tokens[after].head == i and tokens[after].deprel == "obj" else None


TOLD = frozenset({"advise", "allow", "compel", "force", "instruct", "order", "permit", "tell", "urge", "warn"})
"""Verbs that say to whom, so that without an object the subject of a headline is whom they are told to."""


def _has_object(tokens: tuple[Token, ...], v: int) -> bool:
    """Whether a verb that was taken for a passive has an object and no auxiliary ("the air force shot down 18 drones")."""
    stop = next((k for k, t in enumerate(tokens) if k > v and t.upos == "PUNCT"), len(tokens))
    beside = {t.deprel for k, t in enumerate(tokens) if t.head == v and k < stop}
    counted = "compound:prt" in beside and any(t.head == v and t.deprel == "obl" and t.upos == "NUM" for t in tokens[v + 1 : v + 3])
    return (counted or "obj" in beside) and tokens[v].upos == "VERB" and not beside & {"aux:pass", "aux", "obl:agent"}


def _was_told(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether the subject of a clause without an auxiliary is who was told to do something ("MPs told to stay inside")."""
    v = tokens[i].head
    if v != i + 1 or tokens[v].lemma.lower() not in TOLD or tokens[v].xpos not in ("VBD", "VBN") or tokens[v].deprel != "root":
        return False
    if any(t.head == v and t.deprel in ("obj", "iobj", "aux", "aux:pass", "ccomp") for t in tokens):
        return False
    return v + 1 < len(tokens) and tokens[v + 1].text.lower() == "to" and tokens[v + 1].deprel == "mark"


AFTER = frozenset({"after", "amid", "before", "despite", "since"})


def _possessed(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words with what was done to somebody as the noun that it is, where it was taken for what he did ("after the mayor's killing the council met")."""
    for v, t in enumerate(tokens):
        if (
            t.xpos != "VBG"
            or t.deprel != "advcl"
            or v < 3
            or tokens[v - 1].text not in ("'s", "’s")
            or tokens[v - 1].head not in (v, v - 2)
        ):
            continue
        mark = next(
            (k for k in range(v - 2) if tokens[k].head == v and tokens[k].deprel == "mark" and tokens[k].lemma.lower() in AFTER), None
        )
        whose = next((k for k in range(v - 1) if tokens[k].head == v and tokens[k].deprel == "nsubj"), None)
        if mark is None or whose is None:
            continue
        out = list(tokens)
        out[v] = replace(t, upos="NOUN", xpos="NN", lemma=t.text.lower(), deprel="obl")
        out[mark] = replace(tokens[mark], upos="ADP", deprel="case")
        out[v - 1] = replace(tokens[v - 1], upos="PART", xpos="POS", head=whose, deprel="case")
        out[whose] = replace(tokens[whose], deprel="nmod:poss")
        subject = next((k for k in range(v + 1, t.head) if tokens[k].head == v and tokens[k].deprel == "obj"), None)
        if subject is not None and not any(o.head == t.head and o.deprel.startswith("nsubj") for o in tokens):
            out[subject] = replace(tokens[subject], head=t.head, deprel="nsubj")
        return tuple(out)
    return tokens


def _handed(tokens: tuple[Token, ...], i: int) -> int | None:
    """The object of "handed over" or "turned over", on which, or on whose number, "over" was hung."""
    if not 0 < i < tokens[i].head or tokens[i - 1].lemma.lower() not in ("hand", "turn") or tokens[i - 1].upos != "VERB":
        return None
    noun = tokens[i].head
    if tokens[noun].upos == "NUM" and tokens[noun].head > i:
        noun = tokens[noun].head
    return noun if tokens[noun].head == i - 1 and tokens[noun].deprel in ("obj", "obl") else None


def due_to_be(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words with "due" over what was due to be, where the parser took "due to" for a preposition ("had been due to end the same day")."""
    at = next(
        (
            i
            for i, t in enumerate(tokens[:-2])
            if t.deprel in ("case", "mark") and t.text.lower() == "due" and tokens[i + 1].text.lower() == "to"
        ),
        None,
    )
    if at is None:
        return tokens
    low = tokens[at].head
    borne = {
        i
        for i, t in enumerate(tokens)
        if t.head == low and i < at and t.deprel.partition(":")[0] in ("cop", "aux", "nsubj", "advmod", "mark", "cc")
    }
    if low != at + 2:
        return tokens
    out = list(tokens)
    if not any(tokens[i].deprel == "cop" for i in borne):
        if (
            at == 0
            or tokens[at - 1].upos not in ("NOUN", "PROPN")
            or not any(t.head == low and t.deprel == "obl" and k > low for k, t in enumerate(tokens))
        ):
            return tokens
        out[at] = replace(tokens[at], head=at - 1, deprel="acl", upos="ADJ", xpos="JJ")  # "a strike due to start on Monday"
        out[at + 1] = replace(tokens[at + 1], head=low, deprel="mark", upos="PART", xpos="TO")
        out[low] = replace(tokens[low], head=at, deprel="xcomp", upos="VERB", xpos="VB")
        return tuple(out)
    for i in borne:
        out[i] = replace(tokens[i], head=at)
    out[at] = replace(tokens[at], head=tokens[low].head, deprel=tokens[low].deprel, upos="ADJ", xpos="JJ")
    out[at + 1] = replace(tokens[at + 1], head=low, deprel="mark", upos="PART", xpos="TO")
    out[low] = replace(tokens[low], head=at, deprel="xcomp", upos="VERB", xpos="VB")
    return tuple(out)


def shares_object(tokens: Sequence[Token], i: int) -> bool:
    """Whether a verb without an object shares the one of the verb joined to it ("kidnapped and killed a teacher")."""
    for k in range(i + 1, len(tokens)):
        t = tokens[k]
        if t.head == i and t.deprel == "conj" and t.upos == "VERB":
            own = {o.deprel for o in tokens if o.head == k}
            return "obj" in own and not own & {"nsubj", "nsubj:pass", "aux:pass", "obl:agent"}
    return False


def _befell(tokens: tuple[Token, ...], v: int) -> bool:
    """Whether a verb of an accident in the simple past has neither auxiliary nor object ("their bus overturned")."""
    t = tokens[v]
    if t.lemma.lower() not in words("mishaps", "wrecking"):
        return False
    when = any(k.head == v and k.lemma.lower() in ("when", "as", "after", "while", "before") for k in tokens)
    alone = t.head < 0 and not any(k.lemma.lower() in RIOTERS for k in tokens)
    if t.xpos != "VBD" and not (t.xpos == "VBN" and ((t.deprel == "advcl" and when) or alone)):
        return False
    return not any(k.head == v and k.deprel in ("aux:pass", "obj", "obl:agent") for k in tokens)


def _struck(tokens: tuple[Token, ...], i: int) -> int | None:
    """The place that a disaster struck, where the parser took "earthquake-hit Velin" for a deed done to it."""
    struck = tokens[i].lemma.lower() in STRIKING and tokens[i - 2].lemma.lower() in lemmas_of("DISASTER", "WEATHER", "DISEASE")
    if not struck or not (tokens[i].head == i - 2 or tokens[i - 2].head == i):
        return None
    return next((k for k in range(i + 1, min(len(tokens), i + 5)) if tokens[k].head == i and tokens[k].deprel == "obj"), None)


def _before_compound(tokens: tuple[Token, ...], i: int) -> int | None:
    """Who does what a verb with a noun before its hyphen tells, whom the parser took for a part of the noun ("Chile test-fired a missile")."""
    if (
        tokens[i].xpos not in ("VBD", "VBZ")
        or tokens[i - 2].head != i
        or any(t.head == i and t.deprel.startswith("nsubj") for t in tokens[:i])
    ):
        return None
    who = [
        k
        for k in range(i - 2)
        if tokens[k].head == i - 2 and tokens[k].deprel in ("compound", "nmod:poss") and tokens[k].upos in ("PROPN", "NOUN")
    ]
    return who[-1] if who and who[-1] == i - 3 else None


def _done_to_whom_before(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a bare verb of harm right behind a noun tells by whom that one was harmed ("the body of a cleric shot dead by gunmen")."""
    before = tokens[i - 1] if i else None
    if before is None or before.upos not in ("NOUN", "PROPN") or before.deprel not in ("obj", "nmod", "obl", "conj") or before.head > i:
        return False
    if tokens[i].lemma.lower() not in words("violence", "harm told of numbers") | {"stab", "beat", "injure", "kidnap", "abduct"}:
        return False
    own = [k for k in tokens if k.head == i]
    by = any(k.text.lower() == "by" for k in tokens[i + 1 : i + 4])
    return by and not any(k.deprel.startswith(("nsubj", "obj", "aux", "mark")) for k in own)


def _shot_dead(tokens: tuple[Token, ...], i: int) -> int | None:
    """Whom somebody shot dead, where the parser hung him on "dead" or as a measure on the verb."""
    if any(k.head == i - 1 and k.deprel in ("obj", "aux:pass", "nsubj:pass", "obl:agent") for k in tokens):
        return None
    after = [k for k in range(i + 1, len(tokens)) if tokens[k].upos in ("NOUN", "PROPN", "NUM", "PRON")]
    hung = ((i, "obj"), (i, "nsubj"), (i - 1, "obl:unmarked"))
    return next((k for k in after[:4] if (tokens[k].head, tokens[k].deprel) in hung), None)


def _setter(tokens: tuple[Token, ...], i: int) -> int | None:
    """Who set fire to something, where the parser made "set" a word of the fire."""
    if (
        i < 1
        or i + 2 >= len(tokens)
        or tokens[i].head != i + 1
        or tokens[i + 1].lemma.lower() != "fire"
        or tokens[i + 2].text.lower() != "to"
    ):
        return None
    who = tokens[i - 1]
    return i - 1 if who.upos in ("NOUN", "PROPN") and who.head in (i, i + 1) else None
