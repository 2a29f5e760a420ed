"""Whether less came than was asked or promised: "forty tankers within five days", of which eleven came."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vedette.codebook.wording import fold, sequence
from vedette.situation.terms import NUMBERS

_TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)}
_UNITS = {word: n for word, n in NUMBERS.items() if 0 < n < 20 and word not in ("a", "an")}
_ONE = rf"(?:(?P<tens>{'|'.join(_TENS)})(?:[- ](?P<unit>{'|'.join(w for w, n in _UNITS.items() if n < 10)}))?|(?P<small>{'|'.join(sorted(_UNITS, key=len, reverse=True))})|(?P<figure>\d[\d,]*(?:\.\d+)?))"
_NUMBER = re.compile(
    rf"(?<![\w.,:-]){_ONE}(?: ?(?P<scale>dozen|hundred|thousand|million|billion|m|bn|k)\b)?(?![\w:]|[.,-]\d|-[a-z])(?P<after>[^.;:]{{0,40}})"
)
_NO_THINGS = re.compile(
    r"^(?: (?:or so|more|of the|of its|of their|of those|last|next|first|full))* (?:hours?|days?|nights?|weeks?|fortnights?|months?|years?|o'clock|a\.?m|p\.?m|km|kilomet\w+|miles?|per ?cent)\b|^ ?%"
)
"""What follows a number of hours, days or miles, or a share, which are no things that can be too few."""
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "k": 1_000, "million": 1_000_000, "m": 1_000_000, "billion": 10**9, "bn": 10**9}
_PART = re.compile(r"\b(?:among them|among those|including|each of|every|apiece|per|of whom|of which)(?: the| some| about| at least)? ?$")
"""What stands before the number of a part, or of what each of them has."""
_OF_THEM = re.compile(r"^(?: \w+)? (?:of (?:them|whom|which|these|those)|each|apiece|a (?:day|week|month|head|pupil|family|person))\b")
"""What stands behind such a number."""
_OUT_OF = re.compile(r"^ (?:out )?of (?:the|its|their|those|his|her|some|these)? ?$")
NEXT = 3
"""Words behind a number among which that stands which it counts."""
ENOUGH = 0.95
"""Share of what was asked from which it is all of it."""


def falls_short(asked: str, told: str) -> bool:
    """Whether sentences tell of fewer of the things that were asked for or promised by their number, all told, and nowhere of as many that came.

    A number counts the words right behind it. "Ninety of the 250 officers" tells of ninety, "250 officers were to come" of none, "20 men on Friday and 20 on Monday" of forty.
    """
    wanted = [(n, things) for n, things, _ in _counts(asked) if n >= 2]
    for n, things in wanted:
        heard = list(_counts(told))
        out_of = {k for k, (m, _, _) in enumerate(heard) if k and m >= ENOUGH * n and heard[k - 1][2] and heard[k - 1][0] < m}
        alike = [
            m
            for k, (m, counted, _) in enumerate(heard)
            if k not in out_of and (counted & things or (k + 1 in out_of and heard[k + 1][0] == n))
        ]
        if alike and sum(alike) < ENOUGH * n:
            return True
    return False


def _counts(text: str) -> Iterator[tuple[float, frozenset[str], bool]]:
    """The numbers of a text that count things: how many, the stems of the words behind, and whether the next number is that of the whole ("ninety of the 250")."""
    folded = fold(text)
    at = 0
    while (found := _NUMBER.search(folded, at)) is not None:
        at = found.start("after")
        if _NO_THINGS.match(found["after"]) or _OF_THEM.match(found["after"]) or _PART.search(folded[: found.start()]):
            continue
        if found["figure"]:
            n = float(found["figure"].replace(",", ""))
        elif found["tens"]:
            n = _TENS[found["tens"]] + _UNITS.get(found["unit"] or "", 0)
        else:
            n = _UNITS[found["small"]]
        n *= _SCALES.get(found["scale"] or "", 1)
        following = _NUMBER.search(folded, at)
        whole = following is not None and bool(_OUT_OF.match(folded[at : following.start()]))
        behind = found["after"][: following.start() - at] if following else found["after"]
        yield n, frozenset(sequence(behind)[:NEXT]), whole
