"""Trees in which bare numbers, and verbs that take up a number of those told before, hang where they are meant."""

from __future__ import annotations

from dataclasses import replace

from vedette.coding.words import words
from vedette.domain import Token

FINITE = frozenset({"VBD", "VBZ", "VBP"})
PAST_TOO = FINITE | {"VBN"}
SEVERAL = frozenset({"NNS", "NNPS"})
STANDS_BESIDE = frozenset({"flat", "dep", "appos", "list", "discourse", "nummod"})
"""Relations by which the parser hangs a number on a word that it has nothing to do with."""


def numbered(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words with bare numbers hung on their own verbs, and with "arrested 14 of them" on whoever dealt with those before it."""
    out = list(tokens)
    for i, t in enumerate(tokens):
        if t.xpos == "CD" and t.upos in ("NOUN", "ADJ"):
            out[i] = t = replace(t, upos="NUM")  # "seven were hurt", of two minds about what "seven" is
        elif (
            t.upos == "VERB" and t.xpos in ("NN", "NNS") and i and tokens[i - 1].upos in ("DET", "NOUN", "ADJ") and _has_article(tokens, i)
        ):
            out[i] = t = replace(t, upos="NOUN")  # "the labour inspectorate 1,200"
        elif t.xpos == "RP" and _driven_off(tokens, i):
            out[t.head] = replace(tokens[t.head], deprel="obj")
            out[i] = t = replace(t, head=i - 1, deprel="compound:prt")
        if t.deprel == "conj" and t.upos in ("NOUN", "NUM") and (deeds := _second_object(tokens, i)) is not None:
            first, second = deeds
            out[i] = replace(t, head=second, deprel="obj")
            out[second] = replace(tokens[second], head=first, deprel="conj", xpos="VBD")
        elif t.deprel == "conj" and t.upos == "NOUN" and (verb := _second_subject(tokens, i)) is not None:
            passive = any(k.head == verb and k.deprel == "aux:pass" for k in tokens)
            out[i] = replace(t, head=verb, deprel="nsubj:pass" if passive else "nsubj")
        elif t.deprel == "conj" and t.upos == "NOUN" and _says_who(tokens, i):
            out[i] = replace(t, deprel="appos")
        if t.upos == "NUM" and t.deprel == "nummod" and i + 1 == t.head and _undergone(tokens, t.head):
            out[i] = replace(t, deprel="nsubj:pass")
        elif t.upos == "NUM" and t.deprel == "nummod" and i < t.head and (verb := _verb_behind(tokens, i)) is not None:
            passive = any(k.head == verb and k.deprel == "aux:pass" for k in tokens)
            out[i] = replace(t, head=verb, deprel="nsubj:pass" if passive else "nsubj")
        elif t.upos == "NUM" and t.deprel == "nummod" and t.head < i and _object_of(tokens, i):
            out[i] = replace(t, head=_before(tokens, i), deprel="obj")
        elif t.upos == "NUM" and 0 <= t.head < i and t.deprel in STANDS_BESIDE and (noun := _noun_behind(tokens, i)) is not None:
            out[i] = replace(t, head=noun, deprel="nummod")
        elif t.deprel == "conj" and t.xpos in PAST_TOO and (main := _dealt_with(tokens, i)) is not None:
            out[i] = replace(t, head=main)
    return tuple(out)


def _has_article(tokens: tuple[Token, ...], i: int) -> bool:
    return any(t.head == i and t.deprel in ("det", "nmod:poss") for t in tokens[:i])


def _driven_off(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether "off" or "away" belongs to the verb before it, though the parser took it for the preposition of what was taken ("drove off 90 cattle")."""
    t = tokens[i]
    of_noun = t.deprel == "case" and t.head > i and tokens[t.head].deprel in ("obj", "obl") and tokens[t.head].head == i - 1
    return t.text.lower() in ("off", "away") and of_noun and tokens[i - 1].upos == "VERB"


def _undergone(tokens: tuple[Token, ...], v: int) -> bool:
    """Whether a participle joined to a passive tells what became of a bare number right before it ("three were killed and two abducted")."""
    first = tokens[v].head
    passive = 0 <= first < v and any(t.head == first and t.deprel == "aux:pass" for t in tokens)
    bare = not any(t.head == v and t.deprel in ("nsubj", "nsubj:pass", "obj") for t in tokens)
    return tokens[v].upos == "VERB" and tokens[v].xpos in ("VBN", "VBD") and tokens[v].deprel == "conj" and passive and bare


def _over(tokens: tuple[Token, ...], k: int) -> tuple[int, int]:
    """The head of a word, and that one's; -1 above the root."""
    head = tokens[k].head
    return head, tokens[head].head if head >= 0 else -1


def _before(tokens: tuple[Token, ...], i: int) -> int:
    """The word before a number and the words that belong to it ("at least 14", "some 300")."""
    k = i - 1
    while k > 0 and i in _over(tokens, k):
        k -= 1
    return k


def _phrase(tokens: tuple[Token, ...], i: int) -> int:
    """The first word of what stands before a noun and belongs to it ("seven" of "seven young soldiers")."""
    k = i
    while k > 0 and tokens[k - 1].deprel not in ("cc", "punct") and i in _over(tokens, k - 1):
        k -= 1
    return k


def _says_who(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a noun behind somebody's name and age says who that is ("killed Ana Tarn, 52, a teacher, and …")."""
    k = _phrase(tokens, i)
    if k < 4 or tokens[k].upos != "DET" or tokens[k - 1].text != "," or tokens[k - 3].text != ",":
        return False
    return tokens[k - 2].upos == "NUM" and tokens[k - 2].text.isdigit() and tokens[k - 4].upos == "PROPN" and tokens[i].head < k - 3


def _second_object(tokens: tuple[Token, ...], i: int) -> tuple[int, int] | None:
    """Two verbs with an object each, the second of which the parser joined to the first one's object ("killed two people and wounded seven soldiers")."""
    other, v = tokens[i].head, _phrase(tokens, i) - 1
    if not 0 <= other < v or tokens[v].upos != "VERB" or tokens[v].xpos not in ("VBD", "VBN") or tokens[v].deprel != "conj":
        return None
    first = tokens[other].head
    joined = tokens[v].head in (first, other) and tokens[v - 1].deprel == "cc"
    if not joined or not 0 <= first < other or tokens[other].deprel != "obj" or tokens[first].xpos != "VBD":
        return None
    return None if any(t.head == v and t.deprel in ("obj", "aux", "aux:pass", "nsubj", "nsubj:pass") for t in tokens) else (first, v)


def _second_subject(tokens: tuple[Token, ...], i: int) -> int | None:
    """The verb of which a noun is the subject, though the parser joined it to the object before ("killed the mayor and 300 officers were sent")."""
    k = i + 1
    while k < len(tokens) and tokens[k].upos == "AUX":
        k += 1
    if k == i + 1 or k >= len(tokens) or tokens[k].upos != "VERB" or tokens[_phrase(tokens, i) - 1].deprel != "cc":
        return None
    if not 0 <= tokens[i].head < i or tokens[tokens[i].head].deprel != "obj" or any(tokens[j].head != k for j in range(i + 1, k)):
        return None
    return None if any(t.head == k and t.deprel.startswith("nsubj") for t in tokens) else k


def _verb_behind(tokens: tuple[Token, ...], i: int) -> int | None:
    """The verb right behind a number that the parser gave to a noun beyond it ("killed and at least 14 were injured when riot police …")."""
    noun, k = tokens[i].head, i + 1
    while k < noun and tokens[k].upos == "AUX":
        k += 1
    if k >= noun or k == i + 1 or tokens[k].upos != "VERB":
        return None
    own = any(t.head == k and t.deprel.startswith("nsubj") for t in tokens)
    return None if own or not all(tokens[j].head == k for j in range(i + 1, k)) else k


def _object_of(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a number right behind a verb of harm is its object, though the parser gave it to the noun before that ("killed two and wounded seven on Friday")."""
    k = _before(tokens, i)
    if not tokens[i].head < k or tokens[k].upos != "VERB" or tokens[k].lemma.lower() not in words("harm told of numbers"):
        return False
    if any(t.head == k and t.deprel in ("obj", "nsubj:pass", "aux:pass", "ccomp") for t in tokens):
        return False
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    return after is None or after.upos in ("ADP", "CCONJ", "PUNCT", "SCONJ", "ADV")


def _noun_behind(tokens: tuple[Token, ...], i: int) -> int | None:
    """The plural right behind a number at the head of a sentence, which the parser hung on what a dash sets off before it ("From Agora - Two men died")."""
    k = i + 1
    if i == 0 or tokens[i - 1].text not in ("-", "–", "—", ":") or k >= len(tokens) or tokens[k].xpos not in SEVERAL:
        return None
    return (
        None if any(t.head == k and t.deprel == "nummod" for t in tokens) or any(t.head == i and t.deprel != "punct" for t in tokens) else k
    )


def _dealt_with(tokens: tuple[Token, ...], v: int) -> int | None:
    """The verb beyond a relative clause that one joined to its verb goes with, as whom the clause is about is its object ("dispersed those
    who marched and arrested 14 of them").
    """
    inner = tokens[v].head
    if (
        inner < 0
        or tokens[inner].deprel != "acl:relcl"
        or not inner < v
        or any(t.head == v and t.deprel.startswith("nsubj") for t in tokens)
    ):
        return None
    whom = tokens[inner].head
    who = [t for t in tokens[whom + 1 : inner] if t.head == inner and t.deprel.startswith("nsubj")]
    if [t.text.lower() for t in who] not in (["who"], ["that"]) or tokens[whom].xpos not in SEVERAL:
        return None
    them = [n for n in range(v + 1, len(tokens)) if tokens[n].text.lower() == "them" and v in _over(tokens, n)]
    objects = [n for n in them if any(t.head == v and t.deprel == "obj" for t in (tokens[n], tokens[tokens[n].head]))]
    others = any(t.xpos in SEVERAL for t in tokens[inner + 1 : v])
    if not objects or others:
        return None
    k = tokens[whom].head
    while k >= 0 and not (tokens[k].upos == "VERB" and tokens[k].xpos in PAST_TOO):
        k = tokens[k].head
    return k if 0 <= k < whom else None
