"""How the words of an actor phrase are cut: where something known may begin in it, and which of its words may be a name, whatever the day and the country."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from vedette.codebook import catalogue

_GROUPS = "group groups crowd crowds number majority handful pair couple dozens hundreds thousands tens scores millions series lot".split()
_BEFORE = (
    "a an the this that these those his her its their our my your some several many most both all each every any other another no such few more fewer less than at "
    "least about around nearly almost over under up to roughly approximately estimated only just dozen dozens hundred hundreds thousand thousands scores tens million "
    "millions half one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy eighty ninety first second third"
).split()
_QUANTITY = re.compile(
    rf"(?:(?:an? |the )?(?:{'|'.join(_GROUPS)}) of"
    rf"|(?:{'|'.join(_BEFORE)}|\d[\d,.]*(?:st|nd|rd|th|-strong)?)(?: of(?= (?:the|these|those|its|his|their)\b))?)\s+",
    re.IGNORECASE,
)
_FIRST = frozenset([*_GROUPS, *_BEFORE])
"""Words with which a phrase begins that may have something left out."""
_WORD = re.compile(r"[^\s,;:()\[\]\"“”]+|[,;:()]")
OF, IN = frozenset({"of", "from"}), frozenset({"in", "at", "near", "inside", "across", "throughout", "around", "outside", "within"})
CUT = OF | IN | frozenset(
    "to for with against by on over under about between toward towards during after before since amid into via and or but as who whom whose which that "
    "where when while , ; : ( )".split()
)  # fmt: skip
_OWN = re.compile(r"(.+)-(?:led|based|run|owned|administered|dominated|flagged|registered|headquartered|majority|wide)$", re.IGNORECASE)
_OTHERS = re.compile(
    r"(?:pro|anti|non)-.+|.+-(?:backed|supported|funded|financed|allied|armed|trained|sponsored|aligned|linked|held|controlled|occupied|born|speaking"
    r"|friendly|brokered|mediated|installed|affiliated|inspired|appointed|made|supplied|educated|member)$",
    re.IGNORECASE,
)
COMPASS = frozenset("north south east west northern southern eastern western central upper lower greater inner outer".split())
_PARTICLES = frozenset("de da do dos del della di van von der den bin ibn ben al el la le ter abu y e".split())
_LONGEST = 60
"""Words of a phrase that are read."""


class Phrase(NamedTuple):
    """The words of a phrase, as they stand and in lower case, and what of them may be known, whatever the day and the country.

    `spots` are the words where something known may begin, each with its ends, the longest first, and the text to look up (None: to be ignored);
    `begins` and `goes` say of each word whether it may begin a name (a capitalised one) or go on with one (a particle, too). `unknown` says that nothing
    at all is known in it, and nowhere is it cut.
    """

    words: tuple[str, ...]
    low: tuple[str, ...]
    spots: tuple[tuple[int, tuple[tuple[int, str | None], ...]], ...]
    begins: tuple[bool, ...]
    goes: tuple[bool, ...]
    unknown: bool


@lru_cache(maxsize=10_000)
def trimmed(phrase: str) -> str:
    """A phrase without determiners and numbers at its head ("some 600 police officers" → "police officers"), never empty."""
    words = phrase.split(None, 1)
    if len(words) < 2 or (words[0].casefold() not in _FIRST and not words[0][0].isdigit()):
        return phrase  # one word is never left out
    while (match := _QUANTITY.match(phrase)) and match.end() < len(phrase):
        phrase = phrase[match.end() :]
    return phrase


class _Word(NamedTuple):
    """What is known of a word of a phrase by itself: its lower case, whether it may begin a name or go on with one, of how many words what begins with it
    may be, whether it is known alone, and whether nothing is known that it begins: no word with a hyphen, of which a part may be, and no mark.
    """

    low: str
    begins: bool
    goes: bool
    reach: int
    known: bool
    plain: bool


@lru_cache(maxsize=10_000)
def _word(word: str) -> _Word:
    low = word.lower()
    begins = word[:1].isupper() and low not in COMPASS
    reach, known = catalogue.reach(word), catalogue.is_known(word)
    return _Word(low, begins, begins or low in _PARTICLES, reach, known, not (known or reach > 1 or "-" in word or word in ",;:()"))


@lru_cache(maxsize=10_000)
def phrase_of(text: str) -> Phrase:
    """The words of a phrase, and what of them may be known."""
    words = tuple(_WORD.findall(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))[:_LONGEST])
    known = [_word(w) for w in words]
    spots: list[tuple[int, tuple[tuple[int, str | None], ...]]] = []
    end = len(words)
    for start in range(len(words) - 1, -1, -1):
        own = known[start]
        if own.plain:
            continue
        word = words[start]
        if word in ",;:()":
            end = start
            continue
        longest = min(start + own.reach, end)
        if longest == start + 1 and "-" not in word:
            if own.known:
                spots.append((start, ((longest, word),)))
            continue
        texts = [(e, " ".join(words[start:e])) for e in range(longest, start + 1, -1)]
        choices: list[tuple[int, str | None]] = [(e, text) for e, text in texts if catalogue.is_known(text)]
        choices += _choice(word, start + 1)
        if choices:
            spots.append((start, tuple(choices)))
    low = tuple([w.low for w in known])
    begins = tuple([w.begins for w in known])
    goes = tuple([w.goes for w in known]) if True in begins else begins
    unknown = not spots and CUT.isdisjoint(low) and not any(catalogue.by_surname(" ".join(words[i:j])) for i, j in runs(begins, goes))
    return Phrase(words=words, low=low, spots=tuple(reversed(spots)), begins=begins, goes=goes, unknown=unknown)


def runs(begins: tuple[bool, ...], goes: tuple[bool, ...], covered: Collection[int] = ()) -> Iterator[tuple[int, int]]:
    """Where runs of words that may be a name begin and end, among those that are not `covered`."""
    i, n = 0, len(begins)
    while i < n:
        j = i
        while j < n and j not in covered and (goes if j > i else begins)[j]:
            j += 1
        if j > i:
            yield i, j
        i = max(j, i + 1)


def _choice(word: str, end: int) -> list[tuple[int, str | None]]:
    """Where a word ends and what is to be looked up of it, where anything is known of that."""
    if "-" in word:
        if _OTHERS.fullmatch(word):
            return [(end, None)]
        if own := _OWN.fullmatch(word):
            word = own[1]
    return [(end, word)] if catalogue.is_known(word) else []
