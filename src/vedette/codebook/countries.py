"""States and the usual non-states, with the names, demonyms and seats by which reports call them.

The table is `data/countries.tsv`, written for Vedette: ISO 3166-1 codes (XK and XKX for Kosovo), English names of today and
of yesterday. A name or demonym of a part (Somaliland, Chechen, Scottish) stands in the row of the state that it is filed under
in PLOVER data; that takes no side.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from vedette.codebook.plover import rows

_SPECIAL = str.maketrans({"đ": "d", "Đ": "D", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "ð": "d", "æ": "ae", "’": "'", "‘": "'", "`": "'", "ʿ": "'", "-": " ", "–": " "})  # fmt: skip
_INITIALS = re.compile(r"\b([A-Za-z])\.(?=\s|$|[A-Za-z]\b)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A row of the table. `iso2`, `iso3` are ISO 3166-1 codes; `demonyms` are nouns and adjectives in singular and plural.

    `capital` is the city where its government sits, None where the table has none; `seats` are further names that stand for
    its government ("Kremlin", "White House"). `region` is a part of the world as a news desk divides it.
    """

    iso2: str
    iso3: str
    name: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    capital: str | None
    seats: tuple[str, ...]
    region: str

    @property
    def names(self) -> tuple[str, ...]:
        """The name and its aliases."""
        return (self.name, *self.aliases)


def several(cell: str) -> tuple[str, ...]:
    """The values of a cell that are separated by `|`."""
    return tuple(cell.split("|")) if cell else ()


@cache
def countries() -> tuple[Country, ...]:
    """All countries, in order of their two-letter code."""
    return tuple(
        Country(
            iso2=row["iso2"],
            iso3=row["iso3"],
            name=row["name"],
            aliases=several(row["aliases"]),
            demonyms=several(row["demonyms"]),
            capital=row["capital"] or None,
            seats=several(row["seats"]),
            region=row["region"],
        )
        for row in rows("countries.tsv")
    )


@lru_cache(maxsize=100_000)
def folded(text: str) -> str:
    """A name as it is looked up: without case, accents, leading "the", final possessive, points of abbreviations and doubled blanks; hyphens are blanks.

    Short abbreviations (US, WHO, M23) keep their case, because us and who are words.
    """
    if text.isalpha() and text.isascii():  # one plain word
        return text if len(text) in (2, 3) and text.isupper() else text.lower()
    if not text.isascii():
        text = text.translate(_SPECIAL)
    elif "-" in text or "`" in text:
        text = text.replace("-", " ").replace("`", "'")
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = " ".join((_INITIALS.sub(r"\1", text) if "." in text else text).split())
    text = text[4:] if text[:4].lower() == "the " else text
    text = text.removesuffix("'s").rstrip("'")
    return text if len(text) in (2, 3) and text.isupper() else text.casefold()


def by_name(text: str) -> Country | None:
    """The country of a name or alias ("Britain", "DR Congo"), None where it is none."""
    return _names().get(folded(text))


def by_demonym(text: str) -> Country | None:
    """The country of a noun or adjective for its people ("Kosovar", "Britons"), None where it is none."""
    return _demonyms().get(folded(text))


def by_capital(text: str) -> Country | None:
    """The country whose capital, or other seat of government, a name is ("Ankara", "the Kremlin"), None where it is none.

    Brussels gives Belgium: that it stands for the European Union in the news is known to the actor catalogue.
    """
    return _capitals().get(folded(text))


def known_names() -> tuple[Iterable[str], ...]:
    """All names, demonyms, and seats of government, as they are looked up."""
    return _names(), _demonyms(), _capitals()


def by_code(code: str) -> Country | None:
    """The country of a code of two or three letters ("RS", "SRB"), None where it is none."""
    return _codes().get(code.upper())


def iso3(iso2: str) -> str | None:
    """The three-letter code for a two-letter one."""
    country = by_code(iso2)
    return country.iso3 if country else None


def iso2(iso3: str) -> str | None:
    """The two-letter code for a three-letter one."""
    country = by_code(iso3)
    return country.iso2 if country else None


def _index(names: Callable[[Country], Iterable[str | None]]) -> dict[str, Country]:
    return {folded(name): country for country in countries() for name in names(country) if name}


@cache
def _names() -> dict[str, Country]:
    return _index(lambda c: c.names)


@cache
def _demonyms() -> dict[str, Country]:
    return _index(lambda c: c.demonyms)


@cache
def _capitals() -> dict[str, Country]:
    return _index(lambda c: (c.capital, *c.seats))


@cache
def _codes() -> dict[str, Country]:
    return {code: country for country in countries() for code in (country.iso2, country.iso3)}
