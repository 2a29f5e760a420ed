"""The parts that time expressions are made of, and the rules that read them.

A rule is a pattern and a function from its match to readings (none: the words are no time). In a pattern a blank is any
white space and `<name>` a part from `_PARTS`, captured under that name (`<month2>` for a second one).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from vedette.resolve.time_context import Context, Reading

Read = Callable[[re.Match[str], Context], Iterable[Reading]]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_NUMBERS = {w: i + 1 for i, w in enumerate(_ONES)} | {w: 10 * i + 20 for i, w in enumerate(_TENS)} | {"a": 1, "an": 1}
ORDINALS = {w: i + 1 for i, w in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split())}
DAYPARTS = {"morning": "MO", "dawn": "MO", "midday": "MI", "afternoon": "AF", "evening": "EV", "night": "NI"}
BACK = ("last", "past", "previous", "preceding")
FORTH = ("next", "coming", "following", "upcoming")
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}

_PARTS = {
    "month": r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\b(?:\.(?=\s?\d\d?\b))?"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)",
    "weekday": r"(?:Mon(?:day)?|Tue(?:s(?:day)?)?|Wed(?:nesday)?|Thu(?:rs?(?:day)?)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?)\b\.?",
    "dayname": r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day",
    "year": r"(?:1[0-9]|20)\d\d(?![\d%]|[,.]\d|\s?h(?:(?:ou)?rs?)?\b)",
    "dd": r"(?:[12]\d|0?[1-9]|3\d)(?:st|nd|rd|th)?(?![\w%]|[.,:]\d|\s?(?:%|percent|per cent))",
    "mod": r"(?:early|late|mid|earlier|later|(?:beginning|start|end|close|middle|(?:early|latter|first|last|second) (?:part|half|days|weeks|months))(?= of\b))",
    "rel": r"(?:last|this|next|past|previous|following|coming|same|that|current|preceding|upcoming)",
    "daypart": r"(?:morning|afternoon|evening|night|dawn|midday)",
    "season": r"(?:spring|summer|autumn|fall|winter)",
    "unit": r"(?:second|minute|hour|day|night|week|fortnight|weekend|month|year|decade|quarter|centur(?:y|ie))",
    "ordinal": rf"(?:{'|'.join(ORDINALS)})",
    "number": rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|(?:{'|'.join(_TENS)})(?:[\s-](?:{'|'.join(_ONES[:9])}))?\b|(?:{'|'.join(reversed(_ONES))})\b"
    r"|(?:an?|one|two|three|four|five)\shundred|an?\s(?:few|couple(?:\sof)?|half|number\sof)|several|some|few|many|couple\sof|half\san?|an?|dozens\sof|hundreds\sof|recent)",
    "clock": r"(?:(?:1[0-2]|0?\d)(?:[:.][0-5]\d)?\s?(?:a\.m\.|p\.m\.|am\b|pm\b)|(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:])(?:\s?(?:hrs?|hours)\b)?"
    r"|(?:[01]\d|2[0-3])[0-5]\d\s?(?:h|hrs?|hours)\b|(?:1[0-2]|[1-9]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\so['’]clock|noon\b|midnight\b)",
}
"""Days run to 39, so that an impossible one is seen as a date that cannot be."""

_BLANK = r"(?:[^\S\n]+\n?|\n)[^\S\n]*"
_BLANKS = r"[^\S\n]*\n?[^\S\n]*"
"""White space inside an expression: it may run over a line's end, not over an empty line."""

LEAD = r"(?:(?:the )?(?:very )?<mod>[\s-]+(?:(?:on|in|of|the)\s+)*)?"
"""Which stretch of what follows: "the end of", "mid-"."""

APPROX = r"(?:(?:(?:a )?little )?(?:about|around|almost|nearly|approximately|roughly|at least|at most|more than|less than|fewer than|under|only|just|up to) )?"
"""Words that make an amount a rough one."""

_rules: list[tuple[str, Read]] = []


def _expanded(pattern: str) -> str:
    def part(m: re.Match[str]) -> str:
        name = m[1].rstrip("23")
        return f"(?P<{m[1]}>{_holiday() if name == 'holiday' else _PARTS[name]})"

    return re.sub(r"(?<!\?P)<(\w+)>", part, pattern).replace(" ", _BLANK).replace(r"\s*", _BLANKS)


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of parts as a regular expression that minds no case."""
    return re.compile(_expanded(pattern), re.I)


def rule(pattern: str) -> Callable[[Read], Read]:
    """Make a function the reader of a pattern."""

    def keep(read: Read) -> Read:
        _rules.append((pattern, read))
        return read

    return keep


@cache
def rules() -> tuple[tuple[re.Pattern[str], Read], ...]:
    """All rules, compiled; of those that match at a place the longest counts, the first of equals."""
    return tuple((compiled(p), read) for p, read in _rules)


_KERNELS = (
    "yesterday today tonight tomorrow overnight now currently recently nowadays noon midnight future past once annually yearly monthly weekly daily nightly hourly quarterly twice"
    " spring summer autumn fall winter morning dawn midday midweek afternoon evening night nights day days week weeks weekend weekends fortnight month months year years hour hours minute"
    " minutes second seconds quarter decade decades century centuries clock q h tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty thirtieth thirty"
).split()
"""Words without one of which, a number, a month, a weekday or a named day nothing is a time."""
_LEADS = (
    "before mid the a an that this last next past previous following coming same every each late early mid earlier later very recent several some few many couple half dozens hundreds per these"
    " those about around almost nearly more less fewer at under approximately roughly only up beginning start end close middle latter right just current preceding upcoming times in during into deep"
).split()


_REACH = 50
_WORD = re.compile(r"(?<![\w$€£#/])(?:(?<!\d[.,:-])\d|['’](?=\d0s)|[^\W\d_]+)")


@cache
def _kernels() -> frozenset[str]:
    months = "january february march april may june july august september october november december sept"
    days = [f"{d}day" for d in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")]
    names = [*months.split(), *_MONTHS, *days, *(f"{d}s" for d in days), *_WEEKDAYS, "tues", "thur", "thurs"]
    return frozenset([*_KERNELS, *names, *(n.split()[0] for n in holidays())])


@cache
def _leads() -> frozenset[str]:
    return frozenset([*_LEADS, *_NUMBERS, *ORDINALS, *(w.split("'")[0] for n in holidays() for w in n.split()[:1])])


def starts(text: str) -> list[int]:
    """Places at which a time expression may begin: at a kernel, or at most `_REACH` characters before one."""
    kernels, leads = _kernels(), _leads()
    out = []
    waiting: list[int] = []
    for m in _WORD.finditer(text):
        word = m[0].lower()
        if word in kernels or not word.isalpha():
            kernel = m.start()
            out += [at for at in waiting if kernel - at <= _REACH]
            waiting.clear()
            out.append(kernel)
        elif word in leads:
            waiting.append(m.start())
    return out


@cache
def holidays() -> dict[str, tuple[int, int]]:
    """Named days → month and day; 0 or -1 and the days from Easter or Orthodox Easter; 100 + month and day of the Islamic calendar (`data/time_days.tsv`)."""
    out = {}
    for line in (Path(__file__).parent / "data" / "time_days.tsv").read_text("utf-8").splitlines()[1:]:
        name, month, day = line.split("\t")
        moving = {"easter": 0, "pascha": -1} | {f"hijri{n}": 100 + n for n in range(1, 13)}
        out[name] = (moving[month] if month in moving else int(month), int(day))
    return out


def _holiday() -> str:
    return "|".join(n.replace("'", "['’]") for n in sorted(holidays(), key=lambda n: (-len(n), n)))


def number(word: str) -> float | None:
    """The number that a word names; None for a vague one ("several")."""
    word = re.sub(r"[\s-]+", " ", word.lower()).replace(",", "")
    if re.fullmatch(r"\d+(\.\d+)?", word):
        return float(word)
    if word in _NUMBERS:
        return _NUMBERS[word]
    first, _, rest = word.partition(" ")
    if rest == "hundred":
        return 100 * _NUMBERS[first]
    if "half" in word:
        return 0.5
    return _NUMBERS[first] + _NUMBERS[rest] if first in _TENS and rest in _NUMBERS else None


def month_number(word: str) -> int:
    """1 for January; raises ValueError for what is no month."""
    return _MONTHS.index(word[:3].lower()) + 1


def weekday_number(word: str | None) -> int | None:
    """0 for Monday."""
    return _WEEKDAYS.index(word[:3].lower()) if word else None


def day_number(word: str) -> int:
    """The number at the head of "18th"."""
    return int(re.sub(r"\D", "", word))


def mod_of(word: str | None) -> str | None:
    """early, mid, late or None, of a word for a stretch of something."""
    if not word:
        return None
    word = word.lower()
    if word in ("beginning", "start") or word.startswith(("first", "early", "earlier")):
        return word if word == "earlier" else "early"
    if word in ("end", "close") or word.startswith(("last", "latter", "second", "late")):
        return word if word == "later" else "late"
    return "mid"


def short_year(text: str) -> int:
    """A year of two or four digits; two up to 70 are of this century."""
    n = int(text)
    return n if n > 99 else 1900 + n if n > 70 else 2000 + n
