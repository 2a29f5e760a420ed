"""The actor catalogue: named actors of the world's news with their dates, and common nouns for those who act.

`data/actors.tsv` and `data/agents.tsv` were written for Vedette; sectors and international codes are those of the PLOVER manual
0.8 and its agents list. Private persons are not in the catalogue. An alias that ends in `?` holds only where its country is spoken of:
many countries have a PNP.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import Literal, TypeVar, cast

from vedette.codebook.countries import folded, known_names, several
from vedette.codebook.plover import cells, lines, rows

_SUFFIX = re.compile(r"[IVX]+|Jr\.?|Sr\.?")
"""What follows a surname."""
K = TypeVar("K")
Kind = Literal["person", "org", "group", "ethnic", "office"]
Flag = Literal["", "body", "voice", "unnamed"]
INTERNATIONAL = ("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC")
"""PLOVER's codes that stand in place of a country."""
SECTORS = (
    "AGR", "BUS", "COP", "CRM", "CVL", "EDU", "ELI", "GOV", "JRN", "JUD", "LAB", "LEG", "MED", "MIL", "OPP", "PRE", "PRM", "PTY", "REB",
    "REF", "REL", "SOC", "SPY", "UAF",
)  # fmt: skip
"""PLOVER's sectors as the two tables use them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What an actor is from one day to another: country, sectors (most specific first) and the office held.

    Days are ISO dates, inclusive, None: open or unknown.
    """

    country: str | None
    sectors: tuple[str, ...]
    begin: str | None = None
    last: str | None = None
    office: str | None = None

    def distance(self, day: str) -> int:
        """0 inside the term, else years (rounded up) to it."""
        if self.begin and day < self.begin:
            return int(self.begin[:4]) - int(day[:4]) + 1
        if self.last and day > self.last:
            return int(day[:4]) - int(self.last[:4]) + 1
        return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A named actor. `countries` are the codes (country or international) of its terms; for a people those of every country where it lives.

    `local` are those of the aliases that hold only where its country is spoken of. A people's term has the country of its own, None where it has no state. `terms` are in order of their beginning.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    local: frozenset[str]
    kind: Kind
    countries: frozenset[str]
    terms: tuple[Term, ...]

    def term(self, on: str | None) -> Term:
        """The term of a day, the nearest one where the day is outside all; the latest where no day is given."""
        if on is None:
            return self.terms[-1]
        return min(reversed(self.terms), key=lambda t: t.distance(on))

    def past(self, on: str) -> bool:
        """Whether all terms were over on a day."""
        return all(t.last is not None and t.last < on for t in self.terms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A common noun for one who acts. `phrase` is its singular.

    `flag` says what its actor is: `body` one that belongs to what is named beside it ("party member", "army commander"),
    `voice` one that speaks for it ("spokesman"), `unnamed` somebody unknown ("gunmen").
    """

    phrase: str
    sectors: tuple[str, ...]
    flag: Flag


def day(date: str, *, last: bool) -> str | None:
    """The first or last day of an ISO date that may lack its day or month (`2019`, `2019-03`); None for an empty one."""
    if not date:
        return None
    year, month, given = (*date.split("-"), "", "")[:3]
    month = month or ("12" if last else "01")
    return f"{year}-{month}-{given or (f'{monthrange(int(year), int(month))[1]:02d}' if last else '01')}"


def entries() -> tuple[Entry, ...]:
    """All named actors, in order of their ids. Rows of one id are its terms."""
    return tuple(_entry(n) for n in range(len(_groups())))


@cache
def _groups() -> tuple[list[str], ...]:
    """The lines of each actor, in order of the ids: an actor is made of them when it is asked for."""
    groups: dict[str, list[str]] = {}
    given = lines("actors.tsv")
    next(given)
    for line in given:
        groups.setdefault(line.partition("\t")[0].strip(), []).append(line)
    return tuple(groups.values())


@cache
def _header() -> list[str]:
    return next(lines("actors.tsv")).split("\t")


def _named() -> Iterator[tuple[int, str, list[str]]]:
    """Each actor's place in the order of ids, kind and names."""
    name, aliases, kind = (_header().index(column) for column in ("name", "aliases", "kind"))
    for n, group in enumerate(_groups()):
        first = group[0].split("\t")
        yield n, first[kind].strip(), [first[name].strip(), *(a.removesuffix("?") for a in several(first[aliases].strip()))]


@cache
def _entry(n: int) -> Entry:
    group = [cells(_header(), line) for line in _groups()[n]]
    first = group[0]
    terms = [
        Term(
            country=codes[0] if codes[0] != "-" else None,
            sectors=several(row["sectors"]),
            begin=day(row["from"], last=False),
            last=day(row["to"], last=True),
            office=row["office"] or None,
        )
        for row in group
        for codes in [several(row["country"])]
    ]
    return Entry(
        id=first["id"],
        name=first["name"],
        aliases=tuple(a.removesuffix("?") for a in several(first["aliases"])),
        local=frozenset(folded(a[:-1]) for a in several(first["aliases"]) if a.endswith("?")),
        kind=cast(Kind, first["kind"]),
        countries=frozenset(code for row in group for code in several(row["country"]) if code != "-"),
        terms=tuple(sorted(terms, key=lambda t: (t.begin or "", t.last or "9999"))),
    )


@cache
def _aliases() -> dict[str, list[int]]:
    """Actors, by their places in the order of ids, of each name."""
    index: dict[str, list[int]] = {}
    for n, _, names in _named():
        for alias in names:
            key = folded(alias)
            _put(index, key, n)
            if len(alias) > 3 and (other := alias.casefold()) != key:
                _put(index, other, n)
    return index


def _put(index: dict[K, list[int]], key: K, n: int) -> None:
    found = index.setdefault(key, [])
    if not found or found[-1] != n:
        found.append(n)


@cache
def _surnames() -> dict[str, list[int]]:
    """Persons by each ending of their names: "der Leyen" and "Leyen" for Ursula von der Leyen."""
    index: dict[str, list[int]] = {}
    for n, kind, names in _named():
        for alias in names if kind == "person" else ():
            words = alias.split()
            for i in range(1, len(words)):
                if not _SUFFIX.fullmatch(words[i]):
                    _put(index, folded(" ".join(words[i:])), n)
    return index


@cache
def _agents() -> dict[str, Agent]:
    index: dict[str, Agent] = {}
    for row in rows("agents.tsv"):
        agent = Agent(phrase=row["phrase"], sectors=several(row["sectors"]), flag=cast(Flag, row["flag"]))
        for form in (row["phrase"], *several(row["forms"])):
            index.setdefault(folded(form), agent)
    return index


def by_alias(text: str, country: str | None = None) -> tuple[Entry, ...]:
    """The actors of a name or alias, those of the country spoken of where there are any; several where it is ambiguous."""
    key = folded(text)
    if key not in _aliases():
        return ()
    found = [_entry(n) for n in _aliases()[key]]
    return tuple(e for e in found if country in e.countries) or tuple(e for e in found if key not in e.local)


def all_of(text: str) -> tuple[Entry, ...]:
    """The actors of a name or alias, be it one that holds only where their country is spoken of."""
    return tuple(_entry(n) for n in _aliases().get(folded(text), ()))


def by_surname(text: str) -> tuple[Entry, ...]:
    """The persons whose name ends in a surname."""
    found = _surnames().get(folded(text))
    return tuple(_entry(n) for n in found) if found else ()


def agent(text: str) -> Agent | None:
    """The common noun of a phrase in singular or plural ("riot police"), None where it is none."""
    return _agents().get(folded(text) if not text.isupper() or len(text) < 4 else text.casefold())


@cache
def _reaches() -> dict[str, int]:
    """Words of the longest name or noun, a country's among them, by their first word."""
    out: dict[str, int] = {}
    for key in _keys():
        first, *more = key.split()
        out[first.casefold()] = max(out.get(first.casefold(), 0), 1 + len(more))
    return out


@cache
def _keys() -> frozenset[str]:
    return frozenset(chain(_aliases(), _agents(), *known_names()))


@lru_cache(maxsize=20_000)
def is_known(text: str) -> bool:
    """Whether a text is a name or noun of the tables, or a country's name, demonym or seat."""
    return folded(text) in _keys() or text.casefold() in _keys()


@lru_cache(maxsize=10_000)
def reach(word: str) -> int:
    """How many words a name or noun that begins with a word may have, at least 1: where none begins with it, longer ones need not be looked up."""
    low = word.lower()
    if word.isalpha() and word.isascii() and low != "the":
        return min(_reaches().get(low, 1), longest())
    before = folded(f"{word} x").split()
    if len(before) < 2 or low == "the":  # the word leaves nothing behind, so that the next one is the first
        return longest()
    return min(max(1, _reaches().get(before[0].casefold(), 1)), longest())


@cache
def longest() -> int:
    """How many words the longest name or noun of both tables has."""
    return max(len(key.split()) for index in (_aliases(), _agents()) for key in index)


@cache
def _holders() -> dict[tuple[str, str], list[int]]:
    """Those who at some time held an office of a country, by the two."""
    country, office = (_header().index(column) for column in ("country", "office"))
    index: dict[tuple[str, str], list[int]] = {}
    for n, group in enumerate(_groups()):
        for term in (line.split("\t") for line in group):
            if len(term) > office and (held := term[office].strip()):
                _put(index, (term[country].strip().partition("|")[0], held), n)
    return index


def holders(country: str, office: str, on: str) -> tuple[Entry, ...]:
    """The persons that held an office of a country on a day."""
    found = [_entry(n) for n in _holders().get((country, office), ())]
    return tuple(e for e in found if any((t.country, t.office) == (country, office) and not t.distance(on) for t in e.terms))
