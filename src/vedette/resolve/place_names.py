"""From the words of a place's name to the entries that may bear it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from vedette.codebook.countries import by_code, by_demonym, by_name
from vedette.domain import Place, Precision
from vedette.resolve.gazetteer import Gazetteer, normalise
from vedette.resolve.place_words import AFTER, BEFORE, DATA, DIRECTIONS, INSIDE, Kind, direction, kinds, people

NEXT_WORDS = re.compile(r"\s+((?:[a-z]+[ -]?){1,3})")
LISTED = re.compile(r"(?:,(?: [A-Z][\w'\u2019-]*){1,4})*,? and (?:[A-Z][\w'\u2019-]* ){1,4}(?P<kind>[a-z]+)\b")
"""The rest of a list of names that share a word for their kind: "Idlib and Aleppo provinces"."""
ABBREVIATION = re.compile(r"^(?:[A-Z]{2,3}|[A-Z][a-z]{1,4}\.|(?:[A-Z]\.\s?)+(?:[A-Z][a-z]*\.?)?)$")
"""What is short for something: it stands for no small place of that name."""
DESK = 2.5
"""Prior of a desk's own place: that of a small town, until the text is seen to be about its area."""
SEAT = 1.6
"""What it costs a division before a word for a site ("Bamako market"), where it has a town of its name."""
SHORTENED = 1.5
"""What it costs a town that only the first part of its name is said."""
CIVIC = frozenset(
    "airport|international airport|cathedral|harbour|harbor|jail|port|prison|railway station|train station|refinery|town hall|city hall".split(
        "|"
    )
)
"""Words for what a large town has one of, which is called after it: "Porto Velho prison" is in Porto Velho."""
TOWN = 150_000
"""Inhabitants from which such a name is believed although nothing else in the text is near."""
EDGES = re.compile(r"^['\u2019\"“(\s]+|['\u2019](?:s)?$|[\s\"”),;:]+$")
WHOLE = ("PCL", "ADM", "RGN", "CONT", "ISL", "TERR", "AREA")
"""Features of areas that have parts."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in the text: `start:end` with the part of the area, `core` the name itself, `kind` the word for what it is.

    `inner` says that the kind is one of the name's own words ("Idlib province" as one name).
    """

    start: int
    end: int
    core: str
    part: str | None = None
    kind: Kind | None = None
    kind_word: str = ""
    inner: bool = False


HALF, PEOPLED = 2.0, 50_000
"""What it costs a state that only the first of its two names is said, where towns of so many people are called that."""


@dataclass(frozen=True, slots=True)
class Option:
    """An entry that a name may stand for, how well the name fits (0 is exactly), and why."""

    place: Place
    cost: float
    reasons: tuple[str, ...]
    countries: tuple[str, ...] = ()
    near: bool = False
    """Only believed near the other places of the text: the name fits in part."""
    reach: float | None = None
    """Of a desk's own place: km within which it wins."""


@lru_cache(maxsize=10_000)
def clean(text: str) -> str:
    """A name without quotation marks, brackets and a possessive."""
    return EDGES.sub("", EDGES.sub("", " ".join(text.split()))).strip()


def read(text: str, start: int, end: int, gazetteer: Gazetteer, *, widen: bool = True) -> Name:
    """The name at `text[start:end]`; with `widen` it takes in words before or after that name a part ("northern ", "'s east")."""
    core = clean(text[start:end])
    inside = INSIDE.match(core)
    if inside and not gazetteer.entries(normalise(core)) and known_country(core) is None:
        rest = core[inside.end() :]
        if known(rest, gazetteer):
            return kind_of(text, Name(start=start, end=end, core=rest, part=direction(inside[1])))
    if not widen:
        return kind_of(text, Name(start=start, end=end, core=core))
    before = BEFORE.search(text[max(0, start - 40) : start])
    if before and known(core, gazetteer) and not before[0].lower().startswith(("north of", "south of", "east of", "west of")):
        phrase = before[0]
        if " of" not in phrase or phrase.lower().startswith("the"):
            begin = start - len(phrase)
            if phrase.lower().startswith("the ") and " of" not in phrase:
                begin += 4
            return kind_of(text, Name(start=begin, end=end, core=core, part=direction(before[1])))
    after = AFTER.match(text[end : end + 30])
    if after and known(core, gazetteer):
        return Name(start=start, end=end + after.end(), core=core, part=direction(after[1]))
    return kind_of(text, Name(start=start, end=end, core=core))


def known(core: str, gazetteer: Gazetteer) -> bool:
    """Whether a name is one that has parts: of a country, or in the gazetteer."""
    return known_country(core) is not None or bool(gazetteer.entries(normalise(core)))


def kind_of(text: str, name: Name) -> Name:
    """The name with the word for its kind: inside it ("Idlib province", "Lake Kivu"), after it or before it with "of"."""
    table, own = kinds(), name.core.lower().split(" ")
    for n in range(min(3, len(own) - 1), 0, -1):
        for word in (" ".join(own[-n:]), " ".join(own[:n])):
            if word in table:
                return replace(name, kind=table[word], kind_word=word, inner=True)
    following = NEXT_WORDS.match(text[name.end : name.end + 40].lower().replace("-", " ")) if text[name.end : name.end + 1] == " " else None
    if following:
        words = following[1].split()
        for n in range(len(words), 0, -1):
            kind = kinds().get(" ".join(words[:n]))
            if kind is not None:
                return replace(name, kind=kind, kind_word=" ".join(words[:n]))
    following = re.match(r"\s+([A-Z][a-z]+)\b", text[name.end : name.end + 30])
    if following and following[1].lower() in kinds():
        return replace(name, kind=kinds()[following[1].lower()], kind_word=following[1].lower())
    listed = LISTED.match(text, name.end, name.end + 90)
    if listed and listed["kind"] in kinds() and listed["kind"].endswith("s"):
        return replace(name, kind=kinds()[listed["kind"]], kind_word=listed["kind"])
    before = re.search(r"([a-z]+(?: [a-z]+)?) (?:of|named|called) (?:the )?$", text[max(0, name.start - 40) : name.start])
    if before:
        words = before[1].split()
        kind = kinds().get(before[1]) or kinds().get(words[-1])
        named_so = re.search(
            r"(?<![.!?] )\b(?!The\b|An?\b)[A-Z][\w'\u2019-]* $", text[max(0, name.start - 70) : max(0, name.start - 40) + before.start()]
        )
        if kind not in (None, "site") and not named_so:
            return replace(name, kind=kind, kind_word=words[-1])
    return name


def core_of(name: Name) -> str:
    """The name without its own word for its kind."""
    if not name.inner:
        return name.core
    lowered = name.core.lower()
    if lowered.endswith(" " + name.kind_word):
        return re.sub(r"['\u2019]s$", "", name.core[: -len(name.kind_word) - 1].strip())
    rest = name.core[len(name.kind_word) :].strip()
    return re.sub(r"^of (?:the )?", "", rest)


def options(name: Name, gazetteer: Gazetteer) -> list[Option]:
    """What the name may stand for, unscored and in no order. A name all of words of direction and kind needs its place nearby."""
    found = _options(name, gazetteer)
    if name.kind in (None, "city", "district") and len(name.core) > 3:
        known_ids = {o.place.geonameid for o in found}
        found = found + [
            Option(e.place, SHORTENED, (f"short for {e.place.name}",), e.countries, near=True)
            for e in gazetteer.longer(normalise(core_of(name)))
            if e.place.feature.startswith("PPL") and e.place.geonameid not in known_ids
        ]
    if all(w in kinds() or w.removesuffix("ern") in DIRECTIONS for w in name.core.lower().split()):
        return [replace(o, near=True) for o in found]
    return found


def _options(name: Name, gazetteer: Gazetteer) -> list[Option]:
    exact = list(named(name.core, gazetteer))
    core = core_of(name)
    if exact and name.inner and name.kind in ("division", "district"):
        others = [
            replace(o, cost=o.cost + 0.3)
            for o in named(core, gazetteer)
            if fits(o.place, name.kind) and all(o.place != e.place for e in exact)
        ]
        return exact + others
    if exact and (name.kind is None or name.inner):
        return towns_first(exact)
    if name.kind is not None:
        if not name.inner:
            whole = (
                list(named(f"{name.core} {name.kind_word}", gazetteer))
                if name.kind in ("county", "district", "division", "water", "land")
                else []
            )
            singular = name.kind_word.removesuffix("ies") + "y" if name.kind_word.endswith("ies") else name.kind_word.removesuffix("s")
            if not whole and singular != name.kind_word:
                whole = list(named(f"{name.core} {singular}", gazetteer))
            if whole and name.kind in ("county", "water", "land"):
                return whole
            if name.kind == "water" and not whole and name.kind_word in ("river", "creek", "rivers"):
                return []
            if name.kind == "site" and name.kind_word not in ("border", "frontier"):
                towns = {(o.place.country, o.place.admin1) for o in exact if o.place.feature.startswith("PPL")}
                exact = [
                    replace(o, cost=o.cost + SEAT) if o.place.feature == "ADM1" and (o.place.country, o.place.admin1) in towns else o
                    for o in exact
                ]
            return whole + [o for o in exact if all(o.place != w.place for w in whole)]
        found = list(named(core, gazetteer))
        found = towns_first(found) if name.kind == "site" else found
        if name.kind == "site" and not found and " " in core:
            within_it = kind_of(core, Name(start=0, end=len(core), core=core))
            found = list(named(core_of(within_it), gazetteer)) if within_it.inner else []
        if name.kind == "site":
            leads_to = name.core.endswith(" road")  # "the Zarbat road" leads to Zarbat, "Zarbat Road" is a street of any town
            if name.kind_word in ("street", "avenue", "boulevard", "square", "plaza", "road", "lane") and not leads_to:
                return []  # named after whatever the town wished to honour
            return [
                replace(
                    o,
                    cost=o.cost + 0.5,
                    near=name.kind_word not in CIVIC or o.place.population < TOWN,
                    reasons=(*o.reasons, f"the place that the {name.kind_word} is named after"),
                )
                for o in found
            ]
        if name.kind in ("water", "land"):
            return [o for o in found if suits(o.place, name.kind)]
        return [replace(o, near=not fits(o.place, name.kind)) for o in found]
    parted = re.split(r"\s*/\s*|\s+\(|\s+or\s+", name.core)
    if len(parted) > 1:
        for part in parted:
            found = list(named(part.rstrip(") "), gazetteer))
            if found:
                return found
    return []


def towns_first(choices: list[Option]) -> list[Option]:
    """A town and the division or district named after it: the bare name means the town, if a good part of the division lives there."""
    divisions = {(o.place.country, o.place.admin1): o.place.population for o in choices if o.place.feature == "ADM1"}
    towns = {(o.place.country, o.place.admin1) for o in choices if o.place.feature.startswith("PPL")}
    out = []
    for o in choices:
        where, feature = (o.place.country, o.place.admin1), o.place.feature
        if feature.startswith("PPL") and feature != "PPLC" and where in divisions and o.place.population >= 0.08 * divisions[where]:
            out.append(replace(o, cost=min(0.0, o.cost) - 1.6))  # the seat, under whichever of its names
        elif feature in ("ADM2", "ADM3") and where in towns:
            out.append(replace(o, cost=o.cost + 2.0))
        else:
            out.append(o)
    return out


def named(text: str, gazetteer: Gazetteer) -> Iterator[Option]:
    """Entries under exactly that name, countries' own names and aliases among them."""
    key = normalise(text)
    entries = gazetteer.entries(key)
    if ABBREVIATION.search(text.strip()):
        entries = tuple(e for e in entries if not e.alternate and (e.place.geonameid is None or e.place.feature in ("ADM1", "RGN", "PPLC")))
    state = known_country(text)
    if state is not None:
        country = gazetteer.country(state.iso2)
        own = key == normalise(state.name)
        part = not own and any(
            e.place.country == state.iso2 and not e.place.feature.startswith("PCL") and (not e.alternate or e.place.feature == "ADM1")
            for e in entries
        )
        if country is not None and not part:
            # "Trinidad" is a city in several lands before it is half a state's name
            half = not own and " and " in state.name and normalise(state.name.split(" and ")[0]) == key
            half = half and any(e.place.feature.startswith("PPL") and e.place.population > PEOPLED and not e.alternate for e in entries)
            cost = 0.0 if own else HALF if half else 0.3
            yield Option(shown(country), cost, ("name of a country" if own else f"another name of {state.name}",), (state.iso2,))
    for entry in entries:
        place = entry.place
        if entry.reach is not None:
            yield Option(place, 0.0, ("the desk's own place",), entry.countries, reach=entry.reach)
        elif place.feature.startswith("PCL") and (state is None or place.country != state.iso2):
            country_row = by_code(place.country or "")
            if country_row is not None and entry.alternate:
                yield Option(shown(place), 3.0, (f"another name of {country_row.name}",), (place.country or "",))
            elif not entry.alternate:
                yield Option(shown(place), 0.0, ("name of a country",), (place.country or "",))
        elif not place.feature.startswith("PCL"):
            plain = not entry.alternate or normalise(place.name.partition(" (")[0]) == key  # "Junín (Nariño)" is called Junín
            cost = 0.0 if plain else 1.0 if place.population > 50_000 or not place.feature.startswith("PPL") else 1.5
            yield Option(place, cost, () if plain else (f"another name of {place.name}",), entry.countries)

    held = {e.place.geonameid for e in entries} - {None}
    for now, where, feature, years in former().get(key, ()):
        there = [
            e.place
            for e in gazetteer.entries(normalise(now))
            if e.place.country == where and (feature == "RGN" or e.place.feature.startswith(feature))
        ]
        if there and not any(p.geonameid in held for p in there):
            place = max(there, key=lambda p: p.population)
            yield Option(place, 1.0, (f"what {place.name} was called {years}",), near=True)


@cache
def former() -> dict[str, list[tuple[str, str, str, str]]]:
    """Former names, normalised: the name of today, its country, the class of its feature (RGN: any), and the years.

    Rows of `data/place_former.tsv`, written for Vedette; they point to entries of the gazetteer, most of which bear the former name already.
    """
    out: dict[str, list[tuple[str, str, str, str]]] = {}
    for line in (DATA / "place_former.tsv").read_text("utf-8").splitlines()[1:]:
        name, first, last, now, country, feature = line.split("\t")
        out.setdefault(normalise(name), []).append((now, country, feature, f"from {first} to {last}"))
    return out


known_country = lru_cache(maxsize=10_000)(by_name)
"""The country of a name or alias, remembered."""


def shown(country: Place) -> Place:
    """A country under the name that the code book gives it."""
    row = by_code(country.country or "")
    return replace(country, name=row.name) if row else country


def demonym(text: str, gazetteer: Gazetteer) -> Option | None:
    """The country or area of a demonym."""
    word = clean(text)
    area = people().get(word.lower())
    if area is not None:
        found = sorted(named(area, gazetteer), key=prior, reverse=True)
        return replace(found[0], reasons=(f"{word} is of {found[0].place.name}",)) if found else None
    row = by_demonym(word)
    country = gazetteer.country(row.iso2) if row else None
    return Option(shown(country), 0.0, (f"{word} is of {row.name}",), (row.iso2,)) if row and country else None


def prior(option: Option) -> float:
    """How likely a name means this entry before anything else of the text is known: more for states, capitals and the many-peopled."""
    if option.reach is not None:
        return DESK
    return _known(option.place.feature, option.place.population, option.place.country, option.place.geonameid is None) - option.cost


@lru_cache(maxsize=20_000)
def _known(feature: str, population: int, country: str | None, unlisted: bool) -> float:
    """How well a place is known; `unlisted`: it is not of GeoNames."""
    size = math.log10(population + 10)
    if feature.startswith("PCL"):
        score = 6.4 + 0.1 * size if population > 100_000 else 4.5
    elif feature == "CONT":
        score = 6.0
    elif (unlisted and not feature.startswith(("ADM", "PPLL"))) or (feature == "RGN" and country is None):
        score = 4.5
    elif feature == "ADM1":
        score = 2.2 + 0.35 * size
    elif feature == "ADM2":
        score = 0.4 + 0.35 * size
    elif feature.startswith("ADM"):
        score = 0.35 * size
    elif feature == "PPLC":
        score = 2.0 + 0.6 * size
    elif feature.startswith("PPL"):
        score = 2.6 if feature == "PPLL" and unlisted else 0.6 * size  # our own: small, but what news of conflicts names
    elif feature == "RGN":
        score = 0.6  # an old or natural region inside a country: a town of its name, however small, is meant sooner
    else:
        score = 2.5
    return score


def suits(place: Place, kind: Kind) -> bool:
    """Whether a place is of a kind of water or land."""
    water = place.feature in ("STM", "LK", "SEA", "OCN", "BAY", "GULF", "STRT", "CHN", "CNL", "RSV", "DAM", "DLTA", "BSNU")
    return (
        water
        if kind == "water"
        else not water and (place.feature in ("RGN", "CONT") or not place.feature.startswith(("PPL", "ADM", "PCL")))
    )


def fits(place: Place, kind: Kind) -> bool:
    """Whether a place is of a kind."""
    feature = place.feature
    if kind == "city":
        return feature.startswith("PPL")
    if kind == "division":
        return feature in ("ADM1", "ADM2", "RGN")
    if kind in ("district", "county"):
        return feature.startswith("ADM")
    if kind == "site":
        return True
    return suits(place, kind)


def kind_score(place: Place, name: Name) -> float:
    """What the word for its kind says for or against a place."""
    kind, feature = name.kind, place.feature
    if kind in ("water", "land") and suits(place, kind):
        return 2.0
    if kind is None or kind == "site" or (name.inner and normalise(name.core) == normalise(place.name)):
        return 0.0
    if kind == "city":
        return 1.5 if feature.startswith("PPL") else -1.5
    if kind == "division":
        return 3.0 if feature == "ADM1" else 1.0 if feature in ("ADM2", "RGN") else -2.0
    if kind in ("district", "county"):
        return 3.0 if feature == "ADM2" else 2.5 if feature == "ADM3" else 1.5 if feature == "ADM1" else -1.0
    return -3.0


def part_of(place: Place, part: str, gazetteer: Gazetteer, phrase: str) -> Place:
    """The part of an area: a point displaced into it, a radius, and a precision no coarser than the area's."""
    there = gazetteer.part(place, part)
    if there is None:
        reach = (place.radius or 4.0) / 2
        north = (part.startswith("north") - part.startswith("south")) * reach
        east = (part.endswith("east") - part.endswith("west")) * reach
        lat = max(-89.0, min(89.0, place.at[0] + north / 111.2))
        there = lat, place.at[1] + east / (111.2 * math.cos(math.radians(lat))), reach
    precision: Precision = "admin1" if place.precision == "country" else place.precision
    return replace(
        place, name=phrase, lat=round(there[0], 4), lon=round(there[1], 4), radius=round(there[2], 1), part=part, precision=precision
    )


def km(a: Place, b: Place) -> float:
    """Distance in km, near enough for comparing."""
    (north, east), (south, west) = a.at, b.at
    x = (east - west + 180) % 360 - 180
    return 111.2 * math.hypot(north - south, x * math.cos(math.radians((north + south) / 2)))


def within(option: Option, area: Place, countries: Iterable[str]) -> bool:
    """Whether an entry lies in an area."""
    place = option.place
    if area.feature.startswith("PCL"):
        return place.country == area.country and not place.feature.startswith("PCL")
    if area.feature == "ADM1":
        return place.country == area.country and place.admin1 is not None and place.admin1 == area.admin1 and place.feature != "ADM1"
    if area.country is not None and place.country != area.country:
        return False
    touched = set(countries)
    if touched and place.country not in touched:
        return False
    return not place.feature.startswith("PCL") and km(place, area) < (area.radius or 30) * 1.3 + 15
