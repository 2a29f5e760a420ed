"""The numbers of people and things that a sentence tells, with what became of them: "It was eight trucks that were burned, not five"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from vedette.codebook.wording import fold, stem
from vedette.domain import QuantityKind
from vedette.situation.counted import ANYBODY, COMMON, PEOPLE, is_people, noun_of

WORDS = re.compile(r"\d+(?:,\d{3})+\b|\d+[-–]\d+\b|\d[\w.,:'’-]*\w|\d|[^\W\d_]+(?:[-’'][^\W\d_]+)*|[^\w\s]")
"""Words, figures and marks."""
_UNITS = {
    w: n
    for n, w in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),
        start=1,
    )
}
_TENS = {w: 10 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)}
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "lakh": 100_000}
_MANY = {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000}
_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
NO_THINGS = frozenset(
    "hour hours day days night nights week weeks month months year years minute minutes second seconds decade decades fortnight o'clock am pm "
    "km kilometre kilometres kilometer kilometers mile miles metre metres meter meters cm mm kg kilo kilos degree degrees percent per hectare hectares acre "
    "acres litre litres liters point points vote votes time times % dollars dollar euros euro francs franc pesos peso naira gourdes meticais cents shillings "
    "rupees lakh crore cfa usd million billion centimetres feet inches mm story page article paragraph side sides way ways front fronts occasions rounds "
    "years-old half halves third thirds quarter quarters".split()
)
"""What follows a number of hours, miles or a sum of money, or of what cannot be harmed or taken."""
_NUMBERED = frozenset("$ € £ no page aged age km kilometre line tank section article number item".split())
"""What stands before a number that is a sum, an age or a name."""
_ONE_OF = frozenset("dead death policeman soldier guard marine".split())
_AT_LEAST = re.compile(r"(?:at least|more than|over|no fewer than|upwards of|in excess of)$")
_AT_MOST = re.compile(r"(?:up to|at most|no more than|fewer than|less than|as many as)$")
_ROUGHLY = frozenset(
    "at least more than over no fewer upwards of in excess up to most less as many some about around nearly almost roughly only just a an the now already approximately another total all".split()
)
_FATES: dict[QuantityKind, str] = {
    "killed": "killed killing kill kills dead die died dies death deaths fatalities bodies body corpses corpse lives life perished fell fallen slain murdered buried beheaded beheading executed massacred lynched drowned",
    "wounded": "wounded wounding wounds injured injuring hurt injuries maimed",
    "arrested": "arrested arresting arrests arrest detained detaining detainees custody held jailed imprisoned apprehended captured",
    "abducted": "abducted abducting kidnapped kidnapping seized hostage hostages taken took carried",
    "missing": "missing disappeared unaccounted",
    "displaced": "displaced fled flee fleeing evacuated homeless uprooted left moved evicted driven",
}
FATES: dict[str, QuantityKind] = {w: kind for kind, words in _FATES.items() for w in words.split()}
_GOES = frozenset("dead die died dies perished fell missing fled left homeless displaced wounds custody disappeared drowned".split())
"""Of these words those that need no "were" behind the people of whom they tell."""
_NOUNS = frozenset(
    "dead death deaths fatalities bodies body corpses corpse lives injuries arrests detainees hostages fatality wounded injured missing".split()
)
"""Those that stand right behind their number ("nine dead", "31 arrests")."""
_NAMED = frozenset("people persons men women patients passengers bodies civilians".split())
_BE = frozenset(
    "was were been be are is being got have has had who that which as so now still already reported reportedly believed known also since then all".split()
)
"""What stands between people and what became of them."""
LOST = frozenset(
    "loot rob steal stole stolen seize seized burn burnt torch destroy take taken took lose lost miss missing rustle drive drove driven empty hijack raze damage gone".split()
)
"""What is done to things that are lost."""
_STOP = frozenset(
    "of in at on to from by with for near and or but while as after before when who whom which that than because since if so not no nor is are was were be been being has have had will would could may might must shall should do does did "
    "the a an this these those his her its their our your my he she it they we you i there here then now still also only more another others said says say told told put puts aboard inside outside off out up down away over into across "
    "along through during between against among about under until without via per each every both either told claimed yesterday today tomorrow tonight monday tuesday wednesday thursday friday saturday sunday".split()
)
"""What ends the words of a noun."""
_AUX = frozenset("was were is are had have has will would could can did do may might must should".split())
_VERBS = frozenset(
    "died fell fled left took lost came went sat stood lie lay live sleep wait held gave made got became began told found saw set ran met stay remain broke hid put took rose drew drove burnt stole marched turned walked crossed arrived reached".split()
)
_PARTS = re.compile(r"(?:\bamong (?:them|those|whom)|\bincluding|\bof (?:whom|which|these|those))(?: the| some| about| at least| only)*$")
_WHOLES = (["out", "of"], ["of", "the"], ["of", "its"], ["of", "their"], ["of", "these"], ["of", "those"])
"""What stands before the number of a whole."""
_OF_THEM = re.compile(r"^(?: \w+)? of (?:them|whom|which|these|those)\b")
_BARE = re.compile(r"\s*(?:[.,;:)\"”]|$|and\b|as\b|according\b|by the\b|in custody\b|dead\b|people\b|more\b)")
"""What stands behind a number that counts without a noun."""
_AHEAD = frozenset("announced promised planned expected demanded requested pledged sought wanted needed due asked".split())
"""Words behind what did not happen."""
_BEFORE = re.compile(
    r"(?:\binstead of|\brather than|\b(?:earlier|previous|initial|first|former|old) (?:[a-z]+ )?(?:toll|count|figure|number|report|estimate|tally) (?:of|was)|\b(?:up|down) from|\b(?:rose|risen|climbed|raised|revised|went up|increased|fell|lowered|jumped)\b[^.;]{0,40}\bfrom)"
    r"(?: at least| about| some)?$"
)
"""What stands before a number that holds no more."""
_TOTAL = re.compile(r"\b(?:there (?:are|were)(?: still| now| already)?|the number of [^.;]{3,70}(?: at| to| is|,))$")
_YOUNG = frozenset("boy boys girl girls man men woman women child children youth youths son daughter".split())
_MORE = frozenset("more another other others further additional extra new second".split())


@dataclass(frozen=True, slots=True)
class Tally:
    """A number of a sentence: where it begins and ends there, how many at least and at most, its noun (`""` where it has none), what its clause says became of them; `denied`: not so
    many ("not nine"), `part`: of a part of others, `more`: beside others; `lost`: of things that were taken or destroyed; `total`: how many there are ("there are still eleven barricades"); `busy`: of whom
    something else is told than a fate ("20 pupils had been in the room").
    """

    start: int
    end: int
    low: int | None
    high: int | None
    noun: str = ""
    fate: QuantityKind | None = None
    denied: bool = False
    part: bool = False
    bare: bool = False
    more: bool = False
    lost: bool = False
    total: bool = False
    busy: bool = False

    @property
    def many(self) -> int:
        """How many."""
        return self.low if self.low is not None else self.high or 0

    @property
    def anybody(self) -> bool:
        """Whether its noun says nothing of who they are."""
        return self.noun in ANYBODY

    @property
    def telling(self) -> bool:
        """Whether its noun is not one of which many numbers are told."""
        return bool(self.noun) and not self.anybody and self.noun not in COMMON | PEOPLE[0] | PEOPLE[1]

    @property
    def people(self) -> bool:
        """Whether it counts people, or may."""
        return not self.noun or is_people(self.noun)


@lru_cache(maxsize=16384)
def tallies(text: str) -> tuple[Tally, ...]:
    """The numbers of people and things in a sentence, in its order; no days, sums, ages or miles."""
    tokens = [(m.start(), m.end(), m[0], fold(m[0])) for m in WORDS.finditer(text)]
    words = [t[3] for t in tokens]
    out: list[Tally] = []
    i = 0
    while i < len(words):
        found = _number(words, i)
        if found is None:
            i += 1
            continue
        low, high, last = found
        named = (
            i > 1 and words[i - 1] in (",", "(") and tokens[i - 2][2][:1].isupper() and words[last + 1 : last + 2] in ([","], ["."], [")"])
        )
        aged = named and low < 100 and words[i].isdigit() and not {"number", "those", "toll"} & {*words[:i]}  # how old somebody is
        if not aged and not _no_count(words, i, last):
            out.append(_tally(text, tokens, words, i, last, low, high))
        i = last + 1
    return tuple(out)


def _number(words: Sequence[str], i: int) -> tuple[int, int | None, int] | None:
    """The number that begins at a word: at least, at most, its last word."""
    w = words[i]
    if ranged := re.fullmatch(r"(\d+)[-–](\d+)", w):
        return int(ranged[1]), int(ranged[2]), i
    if w in ("a", "half") and words[i + 1 : i + 2] in (["dozen"], ["a"]):
        if w == "a":
            return 12, 12, i + 1
        return (6, 6, i + 2) if words[i + 2 : i + 3] == ["dozen"] else None
    if w in _MANY:
        return _MANY[w], None, i
    value = _value(w)
    if value is None:
        return None
    last, total = i, 0
    while last + 1 < len(words):
        after = words[last + 1]
        if after in _SCALES:
            value, last = value * _SCALES[after], last + 1
            if _SCALES[after] >= 1000:
                total, value = total + value, 0
        elif (
            after == "and"
            and words[last] in _SCALES
            and last + 2 < len(words)
            and (more := _value(words[last + 2])) is not None
            and more < 100
        ):
            value, last = value + more, last + 2
        elif words[last] == "thousand" and (more := _value(after)) is not None and more < 1000:
            value, last = value + more, last + 1
        else:
            break
    n = total + value
    return (n, n, last) if n else None


def _value(w: str) -> int | None:
    if re.fullmatch(r"\d+|\d{1,3}(?:,\d{3})+", w):
        return int(w.replace(",", ""))
    if w in _UNITS or w in _TENS:
        return _UNITS.get(w) or _TENS[w]
    tens, _, unit = w.partition("-")
    return _TENS[tens] + _UNITS[unit] if tens in _TENS and unit in _UNITS else None


def _no_count(words: Sequence[str], i: int, last: int) -> bool:
    """Whether a number counts neither people nor things."""
    before = words[i - 1] if i else ""
    after, beyond = (*words[last + 1 : last + 3], ".", ".")[:2]
    figure = words[i].isdigit()
    if before == "of" and i > 1 and words[i - 2] in _YOUNG:
        return True  # "boys of nineteen"
    if after in NO_THINGS or (after in ("a", "p") and beyond == ".") or (after in ("-", "–") and beyond in NO_THINGS):
        return True
    if figure and (before in _NUMBERED or after in _MONTHS or (before in _MONTHS and int(words[i]) <= 31)):
        return True
    if re.fullmatch(r"(?:1[89]|20)\d\d", words[i]) and i == last:
        return True
    if i == 0 and after in (".", ")") and (figure or last + 2 < len(words)):
        return True  # the number of an item in a list
    if words[i] == "one" and (after not in ANYBODY | _ONE_OF or before == "no"):
        return True
    if before == "in" and i > 1 and _value(words[i - 2]) is not None:
        return True
    return beyond in ("old", "years") or after == "-" or (after in ("in", "out") and (beyond in ("in", "of") or _value(beyond) is not None))


def _tally(
    text: str, tokens: Sequence[tuple[int, int, str, str]], words: Sequence[str], i: int, last: int, low: int, high: int | None
) -> Tally:
    noun, end, of_others = _noun(words, last)
    first = i
    while (
        first
        and words[first - 1] in _ROUGHLY
        and (words[first - 1] not in ("at", "in", "of") or words[first] in ("least", "most", "excess"))
    ):
        first -= 1
    near = " ".join(words[max(0, i - 3) : i])
    least: int | None = low
    if _AT_LEAST.search(near) and not near.endswith("no more than"):
        high = None
    elif _AT_MOST.search(near):
        least, high = None, low
    before = text[: tokens[first][0]].rstrip().lower()
    between = (*words[max(0, first - 2) : first], *words[last + 1 : end])
    of_them = bool(_OF_THEM.match(" " + " ".join(words[last + 1 : last + 4]))) and i > 1
    whole = words[max(0, i - 2) : i] in _WHOLES or (i > 1 and words[i - 1] == "of" and _value(words[i - 2]) is not None)
    part = of_others or of_them or whole or bool(_PARTS.search(before))
    part = part or bool(re.search(r"\([\w ,.]{0,12}$", text[: tokens[i][0]]))  # "11 bodies (8 men, 2 women)"
    ahead = bool({*words[last + 1 : end + 1]} & _AHEAD) or words[max(0, i - 2) : i] == ["than", "the"]
    denied = (first > 0 and words[first - 1] == "not") or bool(_BEFORE.search(before))
    fate = _fate(words, first, end) if not noun or is_people(noun) else None
    if noun == "body" and words[last + 1 : last + 2] == ["lives"]:
        fate = (
            "killed"
            if {"cost", "claimed", "lost", "lose", "losing", "claiming", "costing", "took", "taken"} & {*words[max(0, first - 3) : first]}
            else None
        )
    if not noun and (
        of := re.search(
            r"\b(?:number|total) of (?:the |all |those )?(?:[a-z]+ )?([a-z]+(?:s|men|people))\b",
            " ".join(words[max(0, first - 9) : first]),
        )
    ):
        noun = noun_of(of[1]) if of[1] not in FATES and of[1].endswith(("s", "men", "people")) else ""
    lost = _lost(words, first, end)
    bare = bool(_BARE.match(text, tokens[last][1]))
    return Tally(
        tokens[i][0],
        tokens[last][1],
        least,
        high,
        noun,
        fate,
        denied,
        part or ahead,
        bare,
        bool(_MORE & {*words[first:i], *between, *words[last + 1 : last + 2]} - ({"more"} if "more than" in near else set())),
        lost,
        bool(_TOTAL.search(before)),
        fate is None and words[end : end + 1] != [] and words[end] in _AUX | _VERBS,
    )


def _noun(words: Sequence[str], last: int) -> tuple[str, int, bool]:
    """The noun behind a number, where its words end, and whether the number is of a part of others ("five of the trucks")."""
    k = last + 1
    of_others = False
    if words[k : k + 1] == ["of"] and k + 1 < len(words):
        if words[k + 1] in ("them", "us", "whom", "ours", "theirs"):
            return "", k + 2, words[k + 1] == "whom"
        of_others = words[k + 1] in ("the", "these", "those", "whom", "which")
        k += 2 if of_others or words[k + 1] in ("its", "their", "his", "her", "our") else 1
        if k < len(words) and _value(words[k]) is not None:
            k += 1
    found = ""
    start = k
    while k < len(words) and k - start < 4:
        w = words[k]
        if not w[0].isalpha() or w in _STOP or _value(w) is not None:
            break
        if found and (w in FATES or w in _VERBS or w.endswith(("ed", "ly", "ing")) or (_plural(found) and not _plural(w))):
            break
        if not found and w in FATES and w not in ("bodies", "detainees", "hostages", "arrests", "deaths", "corpses", "lives"):
            if k + 1 < len(words) and noun_of(words[k + 1]) in ANYBODY:
                k += 1
                continue  # "nine wounded men"
            break
        found = w
        k += 1
        if w in _NAMED or w in ("dead", "wounded", "arrests", "deaths"):
            break
    if found and found.endswith(("ed", "ly")) and found not in ("dead",):
        found = ""
    return (noun_of(found) if found and (_plural(found) or words[last] == "one") else ""), max(k, last + 1), of_others


def _plural(w: str) -> bool:
    return (
        (w.endswith("s") and not w.endswith("ss"))
        or w.endswith("men")
        or w in ("people", "cattle", "head", "police", "children", "livestock", "mt")
    )


def _fate(words: Sequence[str], first: int, end: int) -> QuantityKind | None:
    """What became of those whom a number counts."""
    right = words[end : end + 9]
    if right[:1] == ["of"] and len(right) > 3 and any(w in FATES and w.endswith("ed") for w in right[2:4]):
        right = right[2 if right[2] in FATES else 3 :]  # "four citizens of Velin detained on Monday"
    for n, w in enumerate(right):
        if w in FATES:
            passive = n > 0 and any(b in ("was", "were", "been", "be", "are", "is", "got", "being") for b in right[:n])
            closed = n + 1 >= len(right) or right[n + 1] in (
                ".",
                ",",
                ";",
                ":",
                ")",
                "in",
                "at",
                "on",
                "by",
                "near",
                "and",
                "when",
                "during",
                "after",
                "since",
                "with",
                "from",
                "to",
                "for",
                "as",
                "last",
                "off",
                "this",
                "yesterday",
                "of",
            )
            if w in _GOES or (w in _NOUNS and n == 0) or passive or (n == 0 and closed and w.endswith("ed")):
                return _sure(w, right, n)
            break
        if w in ("in", "under") and right[n + 1 : n + 2] in (["custody"], ["arrest"], ["detention"]):
            return "arrested"
        if w not in _BE and not (w.endswith("ly")) and not (n < 4 and w in ("reported", "confirmed", "men", "bandits", "had", "not")):
            break
    left = words[max(0, first - 3) : first]
    for n, w in enumerate(reversed(left)):
        if w in FATES and w not in (
            "body",
            "bodies",
            "corpse",
            "corpses",
            "lives",
            "life",
            "dead",
            "death",
            "deaths",
            "left",
            "moved",
            "fell",
            "died",
            "die",
            "missing",
            "held",
            "arrests",
            "carried",
            "custody",
        ):
            behind = words[max(0, first - 2 - n) : first - 1 - n]
            return (
                None
                if behind and behind[-1] in ("was", "were", "been", "be", "are", "the", "those", "is")
                else _sure(w, words, first - 1 - n)
            )
        if w not in ("a", "an", "the", "at", "to", "further") and w not in _ROUGHLY:
            break
    return _toll(words, first)


def _sure(w: str, words: Sequence[str], at: int) -> QuantityKind | None:
    """What a word tells of people, None where it tells of another thing ("took part", "left for")."""
    after = words[at + 1] if at + 1 < len(words) else "."
    if w in ("took", "taken") and after in ("part", "place", "over", "to", "the", "shelter", "refuge"):
        return None
    if w == "fell" and after in ("ill", "sick", "back", "from", "off", "asleep", "silent"):
        return None
    if w == "held" and after in ("a", "the", "talks", "signs"):
        return None
    if w in ("carried", "moved", "driven") and after not in ("off", "away", "out", "from"):
        return None
    if w == "left" and after in ("the",) and at + 2 < len(words) and words[at + 2] in ("country", "room", "hall", "union"):
        return None
    return FATES[w]


def _toll(words: Sequence[str], first: int) -> QuantityKind | None:
    """Of whom a number is the toll: "the death toll rose to nine", "put the number of people arrested at 60", "the dead now numbered 15", "of those arrested, 32 by the count of …"."""
    near = [w for w in words[max(0, first - 14) : first] if w != "now"]
    cut = max((k for k, w in enumerate(near) if w in (";", ":", "(") or _value(w) is not None), default=-1)
    near = near[cut + 1 :]
    tail = [w for w in near[-2:] if w not in _ROUGHLY] or near[-1:]
    said = near[-1:] and (
        near[-1] in ("to", "at", "of", "numbered", "reached", ",", "hit", "is", "was") or "numbered" in tail or "reached" in tail
    )
    if not said:
        return None
    if "toll" in near:
        return "killed"
    for k in range(len(near) - 1, -1, -1):
        w = near[k]
        over = near[k - 1] if k else ""
        counted = over in ("the", "those", "of", "people", "persons", "men", "number", "were") or w in ("deaths",)
        if w in FATES and w not in ("took", "left", "taken", "fell", "seized", "carried", "held", "life", "moved") and counted:
            return FATES[w]
        if w == "moved" and over == "number":
            return "displaced"
    return None


def _lost(words: Sequence[str], first: int, end: int) -> bool:
    """Whether things of a number were taken or destroyed."""
    if {"loss", "losses"} & {*words[max(0, first - 12) : first]} and words[first - 1] in ("at", "of", ":"):
        return True  # "puts the loss from the store at 25 tonnes"
    return any(LOST & {w, stem(w)} for w in (*words[max(0, first - 4) : first], *words[end : end + 6]))


_SAYS = re.compile(
    r"\b(?:says?|said|puts?|counts?|counted|claims?|claimed|insists?|insisted|speaks? of|spoke of|talks? of|gives?|gave|maintains?|maintained|reports?|reported|acknowledges?|acknowledged|"
    r"admits?|admitted|estimates?|estimated|registered|lists?|records?|recorded|hears?|the figure of|a figure of|the count of|the correct number is|now numbered)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_SAYS_AFTER = re.compile(
    r"^[^.;]{0,80}(?:\baccording to\b|\bby (?:the|their|our|his|its|police)\b[\w ]{0,20}\b(?:count|reckoning|tally)\b|, [^,.;]{3,60}\b(?:says?|said|claims?|claimed)\b(?! th))",
    re.IGNORECASE,
)
_TAKEN_UP = re.compile(
    r"\b(?:not|but|says?|said|puts?|counts?|counted|claims?|claimed|insists?|speaks? of|spoke of|gives?|gave|according to|by the)\b|, the [\w ]{3,40}$",
    re.IGNORECASE,
)


def said(t: Tally, text: str) -> bool:
    """Whether a sentence gives a number as somebody's."""
    return bool(_SAYS.search(text[: t.start])) or bool(_SAYS_AFTER.match(text[t.end :]))


def recounted(told: Sequence[Tally], text: str) -> tuple[Tally, ...]:
    """The numbers of a sentence in which a second one without a noun counts what the first does, with its noun and fate: "arrested 38, not 52", "eight, the union says eleven"."""
    out: list[Tally] = []
    for t in told:
        if not t.noun and t.fate is None and out and not t.part:
            last = out[-1]
            between = text[last.end : t.start]
            if "." not in between and (last.noun or last.fate) and not last.part and _TAKEN_UP.search(between) and _BARE.match(text, t.end):
                t = replace(t, noun=last.noun, fate=last.fate, lost=last.lost)
        out.append(t)
    for n in range(len(out) - 1):  # "not 38 but 52 people"
        if out[n].denied and not out[n].noun and re.search(r"^\s*(?:,\s*)?but\b", text[out[n].end :]):
            out[n] = replace(out[n], noun=out[n + 1].noun, fate=out[n + 1].fate)
    return tuple(out)


def apart(a: Tally, b: Tally) -> bool:
    """Whether two numbers count the two sides of a fight."""
    return any(a.noun in one and b.noun in other for one in PEOPLE for other in PEOPLE if one is not other)
