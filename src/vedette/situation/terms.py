"""The day by which something is due, or until which it holds, where it is told as so many hours, days or weeks ("gave them 72 hours to", "a 21-day truce")."""

from __future__ import annotations

import math
import re

from vedette.codebook.wording import fold

NUMBERS = {
    word: n
    for n, words in enumerate(
        "- a|an|one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
    for word in words.split("|")
} | {"twenty-one": 21, "twenty-four": 24, "thirty": 30, "forty-eight": 48, "sixty": 60, "seventy-two": 72, "ninety": 90}
DAYS = {"hour": 1 / 24, "day": 1.0, "night": 1.0, "week": 7.0, "fortnight": 14.0, "month": 30.0}
_MANY = rf"(\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})[ -](?:working |calendar |business |clear |full |more )?(hour|day|night|week|fortnight|month)s?"
_TERM = re.compile(
    rf"\b(?:within|in) (?:the next |the coming )?(?:[\w-]{{1,6}} (?:to|or) )?{_MANY}\b(?! of| time ago| ago)"
    rf"|\bafter {_MANY}\b(?! of\b)"
    rf"|\b(?:deadline|ultimatum|term|grace|notice) of {_MANY}\b"
    rf"|\b{_MANY} (?:deadline|ultimatum|grace|notice)\b"
    rf"|\b(?:give|gives|gave|given|giving|grants?|granted|has|have|had|set)\b[^.;]{{0,60}}?\b{_MANY}\b"
)
_GOES_ON = re.compile(r"^(?:it|he|she|they|that|this|the)\b[^.;]{0,40}\b(?:gave|given|gives|has|have|had|set|deadline|ultimatum)\b")
"""How a next sentence begins that sets the term of what the last one asked ("It gave the firm 21 days")."""


_HELD = r"truce|cease-?fire|pause|lull|halt|corridor|closure|curfew|ban|embargo|moratorium|state of (?:emergency|siege|exception|alert)|suspension|freeze|strike|shutdown|stoppage"
_HOLDS = re.compile(
    rf"\b{_MANY} (?:[\w-]+ ){{0,2}}?(?:{_HELD})s?\b"
    rf"|\b(?:{_HELD}) of {_MANY}\b"
    rf"|\bfor (?:the next |the coming |another |a further |no (?:more|longer) than |up to )?{_MANY}\b(?! (?:now|already|past))"
    rf"|\b(?:lasts?|lasting|not longer than|no longer than|prolong\w*[^.;]{{0,30}}? by|extend\w*[^.;]{{0,30}}? by) {_MANY}\b"
)


def term(text: str) -> int | None:
    """The number of days that a text sets, the day on which they end being a whole one; None where it sets none."""
    return _days(_TERM.search(fold(text)))


def holds_for(text: str) -> int | None:
    """The number of days for which something is to hold ("a truce of 72 hours", "would be closed for two weeks"); None where it is not told."""
    return _days(_HOLDS.search(fold(text)))


def _days(found: re.Match[str] | None) -> int | None:
    if not found:
        return None
    count, unit = [g for g in found.groups() if g][-2:]
    many = int(count) if count.isdigit() else NUMBERS[count]
    working = unit == "day" and re.search(r"\b(?:working|business) days?\b", found[0]) is not None
    return math.ceil(many * DAYS[unit] * (7 / 5 if working else 1))


def term_told(text: str, report: str) -> int | None:
    """The term that a sentence of a report sets, or the next one, where that goes on with it."""
    days = term(text)
    if days is not None:
        return days
    at = report.find(text)
    after = report[at + len(text) :].lstrip(" .”\"'\n") if at >= 0 else ""
    following = re.split(r"(?<=[.!?])\s", after, maxsplit=1)[0]
    return term(following) if _GOES_ON.match(fold(following)) else None
