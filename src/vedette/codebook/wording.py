"""The content words of a passage, folded so that two tellings of one thing meet: no inflection, no accents, one name for a concept.

`data/concepts.tsv` names concepts ("barrier": barricade, roadblock, blockade …); a word in none of them stands for itself.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from vedette.codebook.plover import rows
from vedette.domain import Event, Report

IN_TITLE = 0.5
"""Share of the shorter one's words that a headline and a title have in common from which the report is about it."""
_WORD = re.compile(r"[^\W_]+")
_EMPTY = frozenset(
    "a about above across after again against all almost along already also although am among an and another any are around as at away back be because been "
    "before being below between both but by can cannot could did do does doing done down due during each earlier early either else even ever every few for from "
    "further get gets getting give given gives go goes going gone got had has have having he her here him his how however i if in into is it its itself just "
    "last late later least less let like made make makes making many may me might more most much must near nearly new next no nor not now of off on once one only "
    "onto or other our out over own per perhaps please quite rather re s said same say says saying several she should since so some soon still such t take taken "
    "takes taking than that the their them then there these they this those though through thus till to today tomorrow tonight too took toward towards under until "
    "up upon us very was we week weeks went were what when where whether which while who whom whose why will with within without would yesterday yet you your "
    "monday tuesday wednesday thursday friday saturday sunday january february april june july august september october november december jan feb mar apr "
    "jun jul aug sep sept oct nov dec day days night morning afternoon evening month months year years time hours hour mr mrs ms "
    "president prime minister spokesman spokeswoman spokesperson told tell tells ask according reportedly report reported reports announced announce".split()
)
"""Words that say nothing about which event a passage tells of."""


@cache
def concepts() -> dict[str, str]:
    """Concept by lower-case word, or by two words joined by `_`."""
    return {word: row["concept"] for row in rows("concepts.tsv") for word in row["words"].split()}


@lru_cache(maxsize=65536)
def words(text: str) -> frozenset[str]:
    """Concepts, stems and numbers of a text, without the words that say nothing. Order and counts are lost."""
    return frozenset(sequence(text))


def gist(text: str) -> frozenset[str]:
    """As `words`, of a long text: nothing is kept for the next time."""
    return frozenset(_told(text))


@lru_cache(maxsize=65536)
def sequence(text: str) -> tuple[str, ...]:
    """As `words`, in the order of the text."""
    return _told(text)


def _told(text: str) -> tuple[str, ...]:
    known = concepts()
    tokens = _WORD.findall(fold(text))
    found: list[str] = []
    i = 0
    while i < len(tokens):
        pair = _first([f"{b}_{tokens[i + 1]}" for b in bases(tokens[i])], known) if i + 1 < len(tokens) else None
        if pair:
            found.append(pair)
            i += 1
        elif tokens[i] not in _EMPTY and (len(tokens[i]) > 1 or tokens[i].isdigit()) and (one := stem(tokens[i])) not in _EMPTY:
            found.append(one)
        i += 1
    return tuple(found)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The concept of a folded word, else the shortest of its base forms."""
    forms = bases(word)
    short = min(forms, key=lambda f: (len(f), f))
    return _first(forms, concepts()) or (short[:-1] if len(short) > 4 and short.endswith("e") else short)


def fold(text: str) -> str:
    """Lower case, no accents, đ as d and dotless ı as i, for comparison."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return plain.lower().replace("đ", "d").replace("ı", "i").replace("ł", "l").replace("ø", "o")


def likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """Share of the smaller set's words that the larger has too, 0..1; 0 where one is empty."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def leads(event: Event, report: Report) -> bool:
    """Whether a report is about an event: told in its first sentence, or in the words of its title."""
    start = len(report.dateline) if report.dateline else 0
    if event.trigger.in_title or event.evidence.start <= start + 6:
        return True
    names = words(" . ".join(a.actor.name for a in (*event.actors, *event.recipients)))
    told, title = words(event.headline) - names, words(report.title or "") - names
    return len(told & title) >= min(2, len(told)) and likeness(told, title) >= IN_TITLE


def bases(word: str) -> list[str]:
    """What an English word may be an inflection of, itself first."""
    found = [word]
    if len(word) > 3:
        if word.endswith("ies"):
            found.append(word[:-3] + "y")
        elif word.endswith(("ses", "xes", "zes", "ches", "shes")):
            found.append(word[:-2])
        if word.endswith("s") and not word.endswith("ss"):
            found.append(word[:-1])
    for ending in ("ed", "ing"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            cut = word[: -len(ending)]
            found += [cut, cut + "e"]
            if cut[-1] == cut[-2]:
                found.append(cut[:-1])
            if ending == "ed" and cut.endswith("i"):
                found.append(cut[:-1] + "y")
    return found


ENVOYS = frozenset({"ambassador", "envoy", "consul", "attache", "charge", "diplomat", "nuncio"})
"""Who is sent to another state and is there by office, without accents."""


@lru_cache(maxsize=65536)
def roots(text: str) -> frozenset[str]:
    """What a word of any case and accents may be an inflection of."""
    return frozenset(bases(fold(text)))


def _first(forms: list[str], known: dict[str, str]) -> str | None:
    return next((known[f] for f in forms if f in known), None)
