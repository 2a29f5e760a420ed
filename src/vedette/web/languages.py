"""The languages of the board: which one somebody is answered in, its catalogue, and how it writes days, times and numbers.

Texts are written in English where they are used, as `_("…")`; `locales/` has a catalogue (`.po`) for each other language, read when it is first
asked for. What reports say, and what is composed from them, stays in the language it is in.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache, lru_cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale, dates, negotiate_locale, numbers
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from starlette.requests import HTTPConnection

LOCALES = Path(__file__).parent / "locales"
SOURCE = "en"
"""What texts are written in, and what is answered in where nothing else is asked for."""
COOKIE = "vedette-language"
"""Where a browser keeps the language that was chosen with `lang`."""
KEPT = 365 * 86_400
"""Seconds that it keeps it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language: its tag (BCP 47), how it writes days and numbers, its catalogue, and the messages of each script by the script's name."""

    tag: str
    locale: Locale
    catalogue: NullTranslations = field(default_factory=NullTranslations)
    scripts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What it calls itself."""
        return (self.locale.get_display_name() or self.tag).capitalize()


@cache
def offered() -> tuple[str, ...]:
    """Tags of all languages that there are, the source first."""
    return (SOURCE, *sorted(path.stem for path in LOCALES.glob("*.po")))


@cache
def language(tag: str) -> Language:
    """One of the languages offered."""
    locale = Locale.parse(tag, sep="-")
    if tag == SOURCE:
        return Language(tag=tag, locale=locale)
    with (LOCALES / f"{tag}.po").open("rb") as file:
        found = read_po(file, locale=str(locale))
    made = BytesIO()
    write_mo(made, found)
    made.seek(0)
    scripts: dict[str, dict[str, str]] = defaultdict(dict)
    for message in found:
        if isinstance(message.id, str) and message.id and message.string and not message.fuzzy:
            for place, _line in message.locations:
                if place.endswith((".js", ".ts")):
                    scripts[Path(place).name][message.id] = str(message.string)
    return Language(tag=tag, locale=locale, catalogue=Translations(made), scripts=dict(scripts))


CURRENT: ContextVar[Language] = ContextVar("language")
"""The one that is answered in; set for each request before anything else."""


def current() -> Language:
    """The language that is answered in."""
    return CURRENT.get(None) or language(SOURCE)


def given(request: HTTPConnection) -> str | None:
    """The language that an address asks for (`lang`), where it is one that there is."""
    tag = request.query_params.get("lang", "")
    return tag if tag in offered() else None


def chosen(request: HTTPConnection) -> Language:
    """The language to answer in: as the address asks, else as was chosen before, else as the browser prefers, else the source."""
    kept = request.cookies.get(COOKIE)
    tag = given(request) or (kept if kept in offered() else None) or preferred(request.headers.get("accept-language", ""))
    return language(tag or SOURCE)


def preferred(header: str) -> str | None:
    """The language that an `Accept-Language` header likes best of those that there are, or None."""
    ranked = []
    for n, part in enumerate(header[:500].split(",")):
        tag, _, weight = part.strip().partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if quality > 0 and tag.isascii() and tag.replace("-", "").isalnum():
            ranked.append((-quality, n, tag))
    return negotiate_locale([tag for *_, tag in sorted(ranked)], offered(), sep="-")


# -- texts ------------------------------------------------------------------------------------------------------------


def gettext(text: str) -> str:
    """A text in the language that is answered in."""
    return current().catalogue.gettext(text) if text else ""


def ngettext(one: str, many: str, n: int) -> str:
    """A text by number; `%(num)s` in it stands for the number."""
    return current().catalogue.ngettext(one, many, n)


def marked(text: str) -> str:
    """The text itself, marked for the catalogues: it is shown through `gettext` later."""
    return text


SCRIPTS = {
    "board": ("page.js", "live.js", "map.ts"),
    "map": ("page.js", "map.ts"),
    "inforce": ("page.js", "slides.js"),
    "triage": ("page.js", "triage.js", "picker.js"),
    "field": ("field.js",),
}
"""Which scripts a page loads; the others load `page.js`."""


def scripted(page: str) -> str:
    """The messages of a page's scripts as JSON, English text to text; empty where that is the language."""
    scripts = current().scripts
    found = {k: v for name in SCRIPTS.get(page, ("page.js",)) for k, v in scripts.get(name, {}).items()}
    return json.dumps(found, ensure_ascii=False) if found else ""


def territory(country: str | None, name: str) -> str:
    """A country's name, where this is its English one; another name as it is; what stands for no country, as a text."""
    if not country:
        return gettext(name)
    english, own = language(SOURCE).locale.territories, current().locale.territories
    return own.get(country, name) if english.get(country) == name else name


# -- days, times, numbers ---------------------------------------------------------------------------------------------


def on(d: date) -> str:
    """A day: `10 Dec 2022`."""
    return _on(d, "day", current().locale)


def short(d: date) -> str:
    """A day without its year: `10 Dec`."""
    return _on(d, "short", current().locale)


def month(d: date) -> str:
    """A month: `Dec 2022`."""
    return _on(d, "month", current().locale)


@lru_cache(8192)
def _on(d: date, form: str, locale: Locale) -> str:
    if locale.language == "en":  # day before month, as reports of the field write it, also for those whose English is American
        return dates.format_date(d, {"day": "d MMM y", "short": "d MMM", "month": "MMM y"}[form], locale)
    if form == "day":
        return dates.format_date(d, "medium", locale)
    return dates.format_skeleton("MMMd" if form == "short" else "yMMM", d, locale=locale)


def between(first: date, last: date) -> str:
    """A span of days: `8 to 10 Dec 2022`."""
    locale = current().locale
    if locale.language != "en":
        return dates.format_interval(first, last, "yMMMd", locale=locale)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {on(last)}"
    return f"{on(first)} to {on(last)}"


def at(t: time) -> str:
    """A time of day, in English too by the clock of 24 hours: `08:00`."""
    locale = current().locale
    return f"{t:%H:%M}" if locale.language == "en" else dates.format_time(t, "short", locale=locale)


def number(n: float, digits: int = 0) -> str:
    """A number with so many digits behind the point: `1,234`."""
    return _number(round(n, digits) if digits else n, digits, current().locale)


@lru_cache(4096)
def _number(n: float, digits: int, locale: Locale) -> str:
    return numbers.format_decimal(n, "#,##0." + "0" * digits if digits else "#,##0", locale)


def signed(n: float, digits: int) -> str:
    """The same with its sign: `+1.2`."""
    return f"{'+' if n >= 0 else '−'}{number(abs(n), digits)}"
