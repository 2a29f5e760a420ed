"""Places told first, without a comma: "In Zarbat soldiers shot two traders".

The parser takes such a place for a part of the subject's name ("Zarbat soldiers"), and so hides both who acted and where. The entities say where the
name ends, so it can be hung right: a subject has no preposition of place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from vedette.domain import Entity, Token

PLACES = frozenset({"GPE", "LOC", "FAC"})
BEFORE = frozenset("in at near outside inside around on off along across throughout".split())
"""Prepositions with which a sentence tells where before it tells who."""
PARTS = ("compound", "amod", "nmod", "flat", "nmod:desc", "nmod:unmarked", "appos")
"""Relations by which the name hangs on the words after it."""
AREAS = frozenset(
    "district region province county state oblast department prefecture governorate valley city town village hill hills mountain mountains camp area woreda "
    "municipality canton territory division township commune subdistrict parish atoll island islands peninsula suburb quarter neighbourhood neighborhood".split()
)
"""Common nouns that belong to the name of a place before them."""
NEW = ("NOUN", "PROPN", "ADJ", "NUM", "DET", "PRON")
"""Parts of speech with which a subject begins."""


NUMBERED = frozenset(
    "highway road route street avenue motorway lane line track platform runway gate door pier berth dock terminal exit checkpoint post point kilometre kilometer "
    "km mile marker hill height camp base zone sector area block ward district precinct quarter village compound unit cell hall room floor house building school "
    "station mine shaft pit well reactor plant factory depot lock bridge stage phase region number no no. buoy borehole settlement colony prison hospital".split()
)
"""Common nouns of places that are told by their numbers ("Checkpoint 12")."""
YEAR = re.compile(r"(?:19|20)\d\d")


def uncounted(first: int, last: int, tokens: Sequence[Token]) -> int:
    """The last word of a place's name without the number of what comes next ("At Tal 41 lorries were waiting"); a year is none, nor what tells which gate is meant."""
    if not 0 < first < last < len(tokens) - 1 or tokens[first - 1].lemma.lower() not in BEFORE:
        return last
    number = tokens[last].upos == "NUM" and tokens[last].text.replace(",", "").isdigit()
    if not number or tokens[last - 1].text.lower() in NUMBERED or YEAR.fullmatch(tokens[last].text):
        return last
    return last - 1 if tokens[last + 1].xpos == "NNS" else last


def fronted(tokens: Sequence[Token], entities: Sequence[Entity]) -> list[Token]:
    """The words of one sentence, with each place that stands before a subject hung on the verb, and the subject's last word as the subject."""
    out = list(tokens)
    for e in entities:
        if e.label in PLACES:
            _hang(out, e)
    for e in entities:
        _free(out, e)
        _counts(out, e)
    _whens(out)
    return out


def _whens(out: list[Token]) -> None:
    """Makes a clause with "when" that was taken for one more main clause one of time ("seven were hurt when the crowds threw stones")."""
    for k, t in enumerate(out):
        if t.deprel == "conj" and t.upos == "VERB" and t.head < k:
            before = [x for x in out[t.head + 1 : k] if x.head == k]
            if any(x.lemma.lower() == "when" for x in before) and not any(x.deprel == "cc" for x in before):
                out[k] = replace(t, deprel="advcl")


def _counts(out: list[Token], e: Entity) -> None:
    """Hangs a number that was taken for the end of the name before it on what it counts."""
    inside = _words(out, e)
    k = inside[-1] + 1 if inside else len(out)
    if k + 1 < len(out) and out[k].head in inside and uncounted(inside[0], k, out) < k and out[k].deprel in (*PARTS, "nummod"):
        out[k] = replace(out[k], head=k + 1, deprel="nummod")


def _free(out: list[Token], e: Entity) -> None:
    """Makes a name the subject of the verb behind it that was taken for one with the place before it ("At the Tal bridge Zarbat began letting lorries through")."""
    inside = _words(out, e)
    if not inside or inside[0] < 2 or inside[-1] + 1 >= len(out):
        return
    first, last = inside[0], inside[-1]
    head = next((k for k in inside if out[k].head not in inside), last)
    place, verb = out[head].head, last + 1
    if out[verb].upos == "ADV" and verb + 1 < len(out):
        verb += 1
    if place != first - 1 or out[head].deprel not in ("nmod:unmarked", "appos", "flat", "nmod:desc") or out[place].deprel != "obl":
        return
    if out[place].head == verb and out[verb].upos == "VERB" and out[verb].xpos in ("VBD", "VBZ", "VBP") and not _has_subject(out, verb):
        out[head] = replace(out[head], head=verb, deprel="nsubj")


def _words(out: Sequence[Token], e: Entity) -> list[int]:
    return [k for k, t in enumerate(out) if t.start >= e.start and t.end <= e.end]


def _has_subject(out: Sequence[Token], verb: int) -> bool:
    return any(t.head == verb and t.deprel.partition(":")[0] in ("nsubj", "csubj", "expl") for t in out)


def _hang(out: list[Token], e: Entity) -> None:
    """Hangs a place on the verb behind the subject of whose name it was taken for a part."""
    inside = _words(out, e)
    if not inside or inside[-1] + 2 >= len(out):
        return
    first, last = inside[0], inside[-1]
    case = first - 1
    while case > 0 and out[case].lemma.lower() in ("the", "northern", "southern", "eastern", "western", "central"):
        case -= 1
    if case < 0 or out[case].lemma.lower() not in BEFORE or out[case].upos not in ("ADP", "SCONJ"):
        return
    head = next((k for k in inside if out[k].head not in inside), last)
    if out[last + 1].lemma.lower() in AREAS and out[last + 1].upos in ("NOUN", "PROPN") and out[head].head >= last + 1:
        head = last = last + 1
    if out[last + 1].upos not in NEW or out[last + 1].deprel == "nmod:poss" or out[last + 1].text in ("'s", "’s"):
        return
    subject = out[head].head
    if out[head].deprel not in PARTS or subject <= last:
        return
    while out[subject].deprel in PARTS and out[subject].head > subject:
        subject = out[subject].head
    verb = out[subject].head
    relation = out[subject].deprel
    if relation not in ("nsubj", "nsubj:pass", "obl") or verb <= subject or out[verb].upos != "VERB":
        return
    if relation == "obl":
        if _has_subject(out, verb):
            return
        passive = any(t.head == verb and t.deprel == "aux:pass" for t in out)
        out[subject] = replace(out[subject], deprel="nsubj:pass" if passive else "nsubj")
    for k in range(case + 1, last + 1):
        if k != head and out[k].head > last:
            out[k] = replace(out[k], head=head, deprel="det" if out[k].upos == "DET" else out[k].deprel)
    out[case] = replace(out[case], head=head, deprel="case")
    out[head] = replace(out[head], head=verb, deprel="obl")
