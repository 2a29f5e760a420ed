"""Words that the parser hung in another clause than their own: behind a semicolon, behind "and" in a passive, before a verb."""

from __future__ import annotations

from dataclasses import replace

from vedette.codebook.triggers import classes
from vedette.coding.words import governors, table, words
from vedette.domain import Token

FINITE = frozenset({"VBD", "VBZ", "VBP"})
PEOPLE_LEFT = frozenset({"others", "more", "people", "persons", "civilians"})
"""Those of whom a second passive tells without its auxiliary ("12 were killed and 40 others wounded")."""
BODIES = frozenset({"military", "opposition", "judiciary", "elite", "majority"})
"""Nouns that look like adjectives before the verb of which they are the subject ("Nigeria's military airlifted …")."""


def own_clauses(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words with each of these in its own clause."""
    out: list[Token] | None = None
    for i, t in enumerate(tokens):
        if t.deprel == "conj" and t.upos == "NOUN" and (verb := _second_passive(tokens, i)) is not None:
            out = out or list(tokens)
            out[i] = replace(t, head=i + 1, deprel="nsubj:pass")
            out[i + 1] = replace(tokens[i + 1], head=verb, deprel="conj", upos="VERB", xpos="VBN")
        elif t.deprel == "conj" and t.upos == "VERB" and (verb := _behind_semicolon(tokens, i)) is not None:
            out = out or list(tokens)
            out[i] = replace(t, head=verb)
        elif t.deprel == "conj" and t.upos == "VERB" and _when_it_was(tokens, i):
            out = out or list(tokens)
            out[i] = replace(t, deprel="advcl")
        elif t.deprel == "acl:relcl" and (deed := _told_by(tokens, i)) is not None:
            out = out or list(tokens)
            out[i] = replace(t, head=deed, deprel="parataxis")
        elif t.deprel == "nsubj" and t.head > i and _undergone(tokens, t.head):
            out = out or list(tokens)
            out[i] = replace(t, deprel="nsubj:pass")
        elif t.deprel == "appos" and t.upos == "PROPN" and (one := _one_of_whom(tokens, i)) is not None:
            out = out or list(tokens)
            out[i] = replace(t, head=one)
        elif t.deprel == "appos" and (last := _last_of_list(tokens, i)) is not None:
            out = out or list(tokens)
            out[i] = replace(t, deprel="conj")
            out[last] = replace(tokens[last], head=t.head)
        elif t.deprel == "amod" and t.head == i + 1 and t.lemma.lower() in BODIES and _lacks_subject(tokens, i + 1):
            out = out or list(tokens)
            out[i] = replace(t, deprel="nsubj", upos="NOUN", xpos="NN")
            for k, other in enumerate(tokens[:i]):
                if other.head == i + 1 and other.deprel in ("det", "nmod:poss", "amod"):
                    out[k] = replace(other, head=i)
    return tuple(out) if out else tokens


def _second_subject(tokens: tuple[Token, ...], i: int) -> int | None:
    """The verb behind "and" of which a noun is the subject that the parser gave to the verb before, None for any other."""
    head = tokens[i].head
    if tokens[i].deprel == "conj":  # "Soldiers fired and *protesters* threw stones": joined to the soldiers, across their verb
        if tokens[i].upos not in ("NOUN", "PROPN") or tokens[head].deprel != "nsubj" or not head < tokens[head].head < i:
            return None
        head = tokens[head].head
    before = any(t.head == head and t.deprel == "nsubj" for t in tokens[:head])
    verb = next((k for k in range(i + 1, len(tokens)) if tokens[k].head == head and tokens[k].deprel == "conj"), None)
    if (
        not before
        or verb is None
        or tokens[verb].xpos not in FINITE
        or any(t.head == verb and t.deprel.startswith("nsubj") for t in tokens)
    ):
        return None
    first = next((k for k in range(i + 1) if tokens[k].head == i and tokens[k].deprel != "cc"), i)
    joined = first and tokens[first - 1].deprel == "cc" and tokens[first - 1].head in (verb, i)
    return verb if joined and all(tokens[k].upos in ("ADV", "AUX", "PART") for k in range(i + 1, verb)) else None


def _one_of_whom(tokens: tuple[Token, ...], i: int) -> int | None:
    """The one whose name stands behind him, not that of those who are of him ("Supporters of the winner, Anton Belo, blocked …"), None for any other."""
    head = tokens[i].head
    if not 0 <= head < i or tokens[head].xpos != "NNS" or i < 2 or tokens[i - 1].text != ",":
        return None
    one = tokens[i - 2]
    person = one.lemma.lower() in words("persons") or one.lemma.lower() in classes()["PERSON"]
    of = one.head == head and one.deprel == "nmod" and one.xpos == "NN" and person
    return i - 2 if of else None


def own_subjects(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words, each second subject of a verb with the verb behind it ("Students marched *and police* arrested ten")."""
    found = [
        (i, verb)
        for i, t in enumerate(tokens)
        if t.deprel in ("nsubj", "conj") and 0 <= t.head < i and (verb := _second_subject(tokens, i))
    ]
    if not found:
        return tokens
    out = list(tokens)
    for i, verb in found:
        out[i] = replace(tokens[i], head=verb, deprel="nsubj")
        for k in range(i):
            if tokens[k].head == i and tokens[k].deprel == "cc":
                out[k] = replace(tokens[k], head=verb)
    return tuple(out)


def _when_it_was(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a verb says when the one before it was, though the parser joined it by the "and" of its own subjects ("were hurt when miners and herders threw stones")."""
    own = [k for k in range(tokens[i].head + 1, i) if tokens[k].head == i]
    when = next((k for k in own if tokens[k].text.lower() in ("when", "after", "while") and tokens[k].deprel in ("advmod", "mark")), None)
    joining = next((k for k in own if tokens[k].deprel == "cc"), None)
    return (
        when is not None
        and joining is not None
        and when < joining
        and any(tokens[k].deprel.startswith("nsubj") for k in range(when, joining) if k in own)
    )


def _told_by(tokens: tuple[Token, ...], i: int) -> int | None:
    """The verb that closing words of speech tell, where the parser made these a clause on its noun ("killed four soldiers, two traders said by telephone")."""
    t = tokens[i]
    if t.xpos not in FINITE or governors().get((t.lemma.lower(), "v")) != "speech":
        return None
    mine = [k for k, o in enumerate(tokens) if o.head == i]
    teller = next((k for k in mine if tokens[k].deprel == "nsubj" and tokens[k].upos in ("NOUN", "PROPN")), None)
    if teller is None or any(tokens[k].deprel in ("obj", "ccomp", "aux", "iobj", "obl:agent") for k in mine):
        return None
    if any(o.upos in ("VERB", "AUX") or o.text in ",;:" for o in tokens[i + 1 :]):
        return None
    first = min(k for k in range(teller + 1) if k == teller or tokens[k].head == teller)
    root = next((k for k, o in enumerate(tokens) if o.head < 0), None)
    return root if first > 0 and tokens[first - 1].text == "," and root is not None and root < first else None


def _second_passive(tokens: tuple[Token, ...], i: int) -> int | None:
    """The passive verb of whose subject the parser made others a part, of whom the participle right behind them tells."""
    first = tokens[i].head
    if not 0 <= first < i or i + 1 >= len(tokens) or tokens[i].text.lower() not in PEOPLE_LEFT or tokens[first].deprel != "nsubj:pass":
        return None
    told, verb = tokens[i + 1], tokens[first].head
    hung = (told.head == i and told.deprel in ("amod", "acl")) or (told.head == verb and told.deprel == "conj")
    participle = hung and (told.xpos in ("VBN", "VBD") or (told.xpos == "JJ" and told.text.endswith("ed")))
    return verb if participle and first < verb < i else None


def _undergone(tokens: tuple[Token, ...], v: int) -> bool:
    """Whether a bare participle is coordinated with a passive and told of another subject ("was kidnapped and his guide beaten")."""
    t = tokens[v]
    participle = t.xpos == "VBN" or (t.xpos == "VBD" and t.lemma.lower() in words("deeds to things"))
    if not participle or t.deprel != "conj" or not 0 <= t.head < v:
        return False
    passive = any(k.head == t.head and k.deprel == "aux:pass" for k in tokens)
    return passive and not any(k.head == v and k.deprel in ("aux", "aux:pass", "obj") for k in tokens)


def _last_of_list(tokens: tuple[Token, ...], i: int) -> int | None:
    """The last of a list whose second the parser took for another word for the first ("killing eight officers, a chief and two drivers")."""
    head = tokens[i].head
    if not 0 <= head < i or tokens[head].xpos != "NNS" or tokens[i].xpos not in ("NN", "NNS") or tokens[head].upos != "NOUN":
        return None
    counted = {k.head for k in tokens if k.deprel == "nummod" or (k.deprel == "det" and k.lemma.lower() == "a")}
    if not {head, i} <= counted:
        return None
    more = [k for k in range(i + 1, len(tokens)) if tokens[k].head == i and tokens[k].deprel == "conj"]
    how_many = next((k.text.lower() for k in tokens if k.head == head and k.deprel == "nummod"), "")
    if table("numbers.tsv").get(how_many, how_many) == str(len(more) + 1):
        return None  # "two brothers, a teacher and a nurse"
    return next((k for k in more if k in counted), None)


def _behind_semicolon(tokens: tuple[Token, ...], i: int) -> int | None:
    """The verb behind a semicolon to which another one belongs that was joined to one before it."""
    head = tokens[i].head
    mark = next((k for k in range(i - 1, max(head, -1), -1) if tokens[k].text == ";"), None) if 0 <= head < i else None
    if mark is None:
        return None
    own = (k for k in range(mark + 1, i) if tokens[k].upos == "VERB" and tokens[k].xpos in FINITE)
    verb = next((k for k in own if tokens[k].head <= mark and any(s.head == k and s.deprel.startswith("nsubj") for s in tokens)), None)
    subject = any(s.head == i and s.deprel.startswith("nsubj") for s in tokens)
    return None if subject else verb


def _lacks_subject(tokens: tuple[Token, ...], v: int) -> bool:
    """Whether a finite verb has no subject."""
    return tokens[v].upos == "VERB" and tokens[v].xpos in FINITE and not any(t.head == v and t.deprel.startswith("nsubj") for t in tokens)
