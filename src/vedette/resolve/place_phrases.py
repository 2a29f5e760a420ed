"""Places that a text describes by others: so far from a town, between two, on the road from one to the other, at a border, in the north.

They are read after the names have been resolved, and stand among them: a described place covers its phrase, and the names that
only describe it become modifiers.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

from vedette.codebook.countries import by_code
from vedette.domain import Annotated, Candidate, Place, PlaceMention, Precision
from vedette.resolve.coordinates import positions
from vedette.resolve.gazetteer import Gazetteer, normalise
from vedette.resolve.place_names import km, known_country, named, part_of, prior, shown
from vedette.resolve.place_roles import Roles
from vedette.resolve.place_words import DIRECTION, direction

BORDERS = Path(__file__).parent / "data" / "place_borders.tsv"
NUMBERS = {
    "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0, "eight": 8.0, "nine": 9.0, "ten": 10.0,
    "a dozen": 12.0, "twelve": 12.0, "fifteen": 15.0, "twenty": 20.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0,
    "eighty": 80.0, "a hundred": 100.0, "half a": 0.5, "a": 1.0, "a few": 3.0, "several": 5.0, "a couple of": 2.0, "a few hundred": 300.0,
}  # fmt: skip
UNITS = {"k": 1.0, "n": 1.852, "mi": 1.609, "m": 0.001, "y": 0.0009}
COMPASS = {
    "n": "north", "s": "south", "e": "east", "w": "west", "ne": "northeast", "nw": "northwest", "se": "southeast", "sw": "southwest",
    "nne": "northeast", "ene": "northeast", "ese": "southeast", "sse": "southeast", "ssw": "southwest", "wsw": "southwest", "wnw": "northwest",
    "nnw": "northwest",
}  # fmt: skip
BEARINGS = {"north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225, "west": 270, "northwest": 315}
_COUNT = r"\d+(?:[.,]\d+)?|" + "|".join(sorted(NUMBERS, key=len, reverse=True))
AWAY = re.compile(
    rf"(?:\b(?:some|about|around|roughly|nearly|almost|approx\.?|approximately|barely|less\s+than|more\s+than|not|just|over)\s+)*"
    rf"(?<![\w.])(?P<count>{_COUNT})(?:[\s-]*(?:to|-|–)\s*\d+)?[\s-]*"
    r"(?P<unit>k(?:m|ms|ilomet(?:er|re)s?)?|nautical\s+miles?|nm|mi(?:les?)?|m|met(?:er|re)s?|yards?)\b\.?"
    r"\s*(?:\([^()]{1,25}\)\s*)?"
    rf"(?:,?\s*(?:to\s+the\s+|due\s+)?(?P<way>{DIRECTION}|[NSEW]{{1,3}})\b(?:\s*-?\s*(?:north|south)[- ]?(?:east|west))?\s*(?:(?:of|from)\b)?|\s*(?:away\s+)?(?:from|outside|off|short\s+of|beyond|inside)\b)"
    r"\s*(?:the\s+)?(?:(?:[a-z]+\s+){0,3}(?:of\s+)?(?:the\s+)?)?$",
    re.I,
)
"""What stands before a name when the place is so far from it."""
WAYS = r"(?:road|highway|motorway|route|railway|railroad|rail\s+line|track|corridor|axis|pipeline|expressway)"
LINKED = re.compile(rf"^(?P<first>[^-–—]+?)\s*[-–—]\s*(?:to\s*[-–—]\s*)?(?P<second>[^-–—]+?)(?:\s+{WAYS})?$", re.I)
ON_THE_WAY = re.compile(
    rf"\b{WAYS}\s+(?:that\s+(?:links|connects|runs)\s+)?(?:from|between|linking|connecting)\s+(?:the\s+)?(?:(?:town|city|village)s?\s+of\s+)?$",
    re.I,
)
BETWEEN = re.compile(r"\b(?:half-?way\s+|somewhere\s+)?between\s+(?:the\s+)?(?:(?:town|city|village)s?\s+of\s+)?$", re.I)
JOINT = re.compile(r"^\s*(?:and|to|with)\s+(?:the\s+)?(?:[a-z]+\s+of\s+)?$", re.I)
BORDER = re.compile(r"\b(?:border|frontier|boundary)\s+(?:with|between)\s+(?:the\s+)?$", re.I)
OF_BORDER = re.compile(
    r"^(?:['’]s)?\s+(?:border|frontier)\b(?!\s+(?:police|guards?|patrols?|forces?|troops|agents?|officials?|guard|service))", re.I
)
APART = re.compile(
    rf"(?:(?P<where>\b(?:in|to|from|across|of|throughout|into)\s+)the\s+(?:country['’]s\s+)?(?:far\s+|restive\s+|remote\s+|troubled\s+)?(?P<one>{DIRECTION})"
    r"(?:\s+of\s+the\s+country)?(?=\s*[.,;:)]|\s+(?:on|in|over|after|and|but|where|when|since|last|this|as|for|to|by|who|which|said|have|has|had|were|was|is|are)\b|\s*$)"
    rf"|\bthe\s+country['’]s\s+(?:far\s+|restive\s+|remote\s+|troubled\s+)?(?P<two>{DIRECTION})\b"
    rf"|\b(?:the\s+)?(?:(?:two|three|four|five|six|several|many|some|both|all|most)\s+)?(?:of\s+the\s+)?(?P<three>(?:(?:north|south)[- ]?(?:east|west)|north|south|east|west)ern|central)"
    r"\s+(?:provinces|districts|municipalities|states|regions|governorates|counties|departments|province|region|part|half|villages|towns)\b(?!\s+of\s+(?:the\s+)?[A-Z]))",
    re.I,
)
"""A part of the country that the text is about, without its name."""


SO_FAR = re.compile(
    r"\b(?:km|kms|kilomet(?:er|re)s?|miles?)(?:\s+(?:away|further|farther))?\s+to\s+the\s+(?:(?:north|south)[- ]?(?:east|west)|north|south|east|west)\b"
    r"(?!\s*(?:-|of\b|from\b))",
    re.I,
)
"""A distance and a direction, whence it is counted having been told before."""
LINE = re.compile(r"(?:,\s*[A-Z][\w .]{1,30})?(?:,?\s+[A-Z]?[\w. ]{1,15})?\s*(?:\([^)\n]{2,40}\))?\s*[-\u2010-\u2015]\s")
"""What follows the place in a dateline."""
_QUARTER = r"(?:quarter|neighbou?rhood|suburb|shanty ?town|slum|favela|barrio|ward|market|square|avenue|boulevard|stadium|roundabout|cathedral|mosque|theatre|hotel|hospital)"
QUARTER_BEFORE = re.compile(
    rf"\b{_QUARTER}s?(?:\s+(?:of|called|named))?\s+$|\b(?:stilt-house|slum|working-class|poor|wealthy|residential)\s+district\s+of\s+$",
    re.I,
)
QUARTER_AFTER = re.compile(rf"^\s+{_QUARTER}\b", re.I)
QUARTER_NAME = re.compile(
    r"^(?:Plaza|Plaça|Place|Piazza|Avenida|Avenue|Rue|Calle|Boulevard|Barrio|Quartier|Bairro)\s|\s(?:Square|Avenue|Street|Boulevard|Market|Stadium|Quarter|Roundabout|Cathedral|Mosque|Theatre|Hotel|Hospital)$"
)
"""What is in a town: words beside a name, and words of the name."""
IN_TOWN = 6.0
"""Radius in km within which a quarter or square of a town is, of which only the town is known."""
EVERYWHERE = re.compile(
    r"\b(?:(?:in\s+all|in\s+the\s+whole|in\s+the\s+entire|in\s+most|throughout|across|all\s+over|all\s+across|all\s+around|around|all\s+through|up\s+and\s+down)"
    r"\s+(?P<all>(?:of\s+)?(?:the\s+)?(?:whole\s+|entire\s+)?(?:country|nation|kingdom))\b(?![-'\u2019])"
    r"|(?P<wide>(?:country|nation)-?wide)\b"
    r"|(?:districts|provinces|regions|states|departments|counties|governorates|prefectures)\s+of\s+(?P<some>the\s+country)\b)",
    re.I,
)
"""All of the country that the text is about, without its name."""
CAPITAL = re.compile(
    r"\bcapital\b(?!\s+(?:of|city\s+of|punishment|gains?|markets?|outlay|letters?|account|flows?|stock|control|investment)\b)(?!['\u2019-]\w)"
)
THE = re.compile(r"\b[Tt]he\s+(?:(?:country|nation)['\u2019]s\s+)?(?:besieged\s+|coastal\s+|nearby\s+)?$")
"""The seat of government, without its name, of a country that is told with it or that the text is about."""


def described(annotated: Annotated, mentions: Sequence[PlaceMention], gazetteer: Gazetteer) -> list[PlaceMention]:
    """The mentions of a text with those that it describes, in text order."""
    text = annotated.text
    out = _quarters(_named_so([_away(text, m) for m in mentions], text, gazetteer), text)
    made = [
        *_figures(text, gazetteer),
        *_from_here(annotated, out),
        *_everywhere(text, out, gazetteer),
        *_capital(annotated, out, gazetteer),
        *_linked(text, out, gazetteer),
        *_borders(text, out),
        *_parts(annotated, out, gazetteer),
    ]
    kept: list[PlaceMention] = []
    for m in out:
        over = [d for d in made if d.start <= m.start and m.end <= d.end]
        if any(d.start == m.start and d.end == m.end for d in over):
            continue
        kept.append(replace(m, role="modifier") if over and m.role == "literal" else m)
    taken: list[PlaceMention] = []
    for d in sorted(made, key=lambda d: (d.start, -d.end)):
        if not any(d.start < t.end and t.start < d.end for t in taken):
            taken.append(d)
    return sorted([*kept, *taken], key=lambda m: (m.start, m.end))


def _mention(text: str, start: int, end: int, place: Place, reason: str, confidence: float) -> PlaceMention:
    candidate = Candidate(place=place, score=confidence, reasons=(reason,))
    return PlaceMention(
        start=start,
        end=end,
        text=text[start:end],
        place=place,
        role="literal",
        confidence=confidence,
        candidates=1,
        alternatives=(candidate,),
    )


def _figures(text: str, gazetteer: Gazetteer) -> Iterator[PlaceMention]:
    for p in positions(text):
        near = gazetteer.nearest(p.lat, p.lon)
        known = near[0] if near and near[1] < 100 else None
        place = Place(
            name=text[p.start : p.end], lat=p.lat, lon=p.lon, country=known.country if known else None, feature="LCTY", precision="point",
            admin1=known.admin1 if known else None, radius=p.radius,
        )  # fmt: skip
        yield _mention(text, p.start, p.end, place, p.form, 0.98)


def _away(text: str, m: PlaceMention) -> PlaceMention:
    """A mention as the place that lies so far from it, where the words before it say so."""
    place = m.place
    if place is None or place.precision == "country" or place.part is not None or m.role in ("demonym", "embedded"):
        return m
    found = AWAY.search(text, max(0, m.start - 90), m.start)
    if found is None or "\n\n" in found[0]:
        return m
    count = found["count"].lower()
    number = NUMBERS.get(re.sub(r"\s+", " ", count)) or float(count.replace(",", "." if re.search(r",\d{1,2}$", count) else ""))
    unit = found["unit"].lower()
    distance = number * UNITS["mi" if unit.startswith("mi") else "n" if unit.startswith("n") else unit[0]]
    way = (found["way"] or "").lower()
    bearing = COMPASS.get(way) or (direction(way) if way else None)
    if not 0.05 <= distance <= 400 or (unit in ("m", "k") and not way):
        return m
    (lat, lon), radius = place.at, distance
    if bearing in BEARINGS:
        angle = math.radians(BEARINGS[bearing])
        lat += distance * math.cos(angle) / 111.2
        lon += distance * math.sin(angle) / (111.2 * max(0.05, math.cos(math.radians(place.at[0]))))
        radius = max(1.0, distance / 4)
    if not -90 <= lat <= 90:
        return m
    there = replace(
        place, name=f"{found[0].strip()} {m.text}".strip(), lat=round(lat, 4), lon=round(lon, 4), precision="point", feature="LCTY",
        geonameid=None, population=0, radius=round(radius, 1),
    )  # fmt: skip
    start = found.start() + len(found[0]) - len(found[0].lstrip())
    return replace(
        m,
        start=start,
        text=text[start : m.end],
        place=there,
        role="literal",
        alternatives=(replace(m.alternatives[0], place=there), *m.alternatives[1:]),
    )


def _from_here(annotated: Annotated, mentions: Sequence[PlaceMention]) -> Iterator[PlaceMention]:
    """Where a report says "here", which is where it was written, and places so far from it or from the town told last ("35 km to the south"); not the "here"
    of whom it quotes.
    """
    text = annotated.text
    for m in SO_FAR.finditer(text):
        near = [p for p in mentions if p.end <= m.start() and p.role == "literal" and p.place is not None and p.place.located]
        near = [p for p in near if p.place is not None and p.place.precision in ("point", "city") and "\n\n" not in text[p.end : m.start()]]
        if near and not any(p.start < m.end() and m.start() < p.end for p in mentions):
            there = _away(text, replace(near[-1], start=m.end(), end=m.end(), text="", role="literal"))
            if there.place is not None and there.place is not near[-1].place:
                yield replace(there, place=replace(there.place, name=f"{there.text} of {near[-1].text}"))
    line = mentions[0] if mentions else None
    if line is None or line.place is None or line.start > 2 or not LINE.match(text, line.end):
        return
    for here in re.finditer(r"\bhere\b", text):
        there = _away(text, replace(line, start=here.start(), end=here.end(), text=here[0], role="literal"))
        if there.place is not line.place:
            yield there
        elif not _quoted(text, here.start()) and line.place.precision in ("point", "city") and line.place.located:
            yield _mention(text, here.start(), here.end(), line.place, "where the report was written", 0.7)


def _quoted(text: str, at: int) -> bool:
    """Whether a character stands in quotation marks, as far as its line says."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line.count('"') % 2 == 1 or line.count("\u201c") > line.count("\u201d")


def _everywhere(text: str, mentions: Sequence[PlaceMention], gazetteer: Gazetteer) -> Iterator[PlaceMention]:
    """The country that the text is about, where something is so in all of it."""
    for m in EVERYWHERE.finditer(text):
        code = _main_country([p for p in mentions if p.end <= m.start()]) or _main_country(mentions)
        country = gazetteer.country(code) if code else None
        if country is not None and not any(p.start < m.end() and m.start() < p.end for p in mentions):
            start, end = next(m.span(g) for g in ("all", "wide", "some") if m[g])
            yield _mention(text, start, end, shown(country), "all of the country that the text is about", 0.7)


def _capital(annotated: Annotated, mentions: Sequence[PlaceMention], gazetteer: Gazetteer) -> Iterator[PlaceMention]:
    """Capitals without their names ("in the capital", "the Guinean capital"), where they stand for the town and not for its rulers."""
    text = annotated.text
    found = [m.span() for m in CAPITAL.finditer(text)]
    roles = Roles(annotated) if found else None
    for start, end in found:
        if roles is None or any(p.start < end and start < p.end for p in mentions) or roles.of(start, end) != "literal":
            continue
        of = next((p for p in mentions if p.end < start and re.fullmatch(r"(?:['\u2019]s)?\s+", text[p.end : start])), None)
        if of is not None:
            code = of.place.country if of.place is not None and (of.role == "demonym" or of.place.precision == "country") else None
        elif THE.search(text, max(0, start - 40), start):
            code = _main_country([p for p in mentions if p.end <= start]) or _main_country(mentions)
        else:
            code = None
        country = by_code(code) if code else None
        towns = (
            [p for p in gazetteer.lookup(country.capital) if p.country == code and p.feature.startswith("PPL")]
            if country and country.capital
            else []
        )
        if towns and re.match(r"\s*,?\s*[A-Z]", text[end : end + 4]) is None:
            reason = "the capital of " + ("the country told with it" if of is not None else "the country that the text is about")
            yield _mention(text, start, end, max(towns, key=lambda p: (p.feature == "PPLC", p.population)), reason, 0.7)


def _named_so(mentions: list[PlaceMention], text: str, gazetteer: Gazetteer) -> list[PlaceMention]:
    """Names that the gazetteer lacks, beside words that say where they are ("Barlonyo, 26 km north of Lira"), are there.

    What such a village is said to lie in ("Nsenyi in Kasese") is the district of that name, not its town.
    """
    out = list(mentions)
    for i, (m, n) in enumerate(pairwise(mentions)):
        if m.place is None and n.place is not None and n.place.geonameid is None and re.fullmatch(r"\s*[,(]\s*", text[m.end : n.start]):
            there = replace(n.place, name=m.text)
            reason = f"it lies {n.text}"
            out[i] = replace(
                m, place=there, confidence=0.9, candidates=1, alternatives=(Candidate(place=there, score=0.9, reasons=(reason,)),)
            )
        town = n.place
        if m.place is None and m.role == "literal" and town is not None and town.precision == "city" and text[m.end : n.start] == " in ":
            districts = [e.place for e in gazetteer.entries(normalise(n.text)) if e.place.precision == "admin2" and km(e.place, town) < 60]
            if districts:
                out[i + 1] = replace(n, place=districts[0])
    return out


def _quarters(mentions: Sequence[PlaceMention], text: str) -> list[PlaceMention]:
    """Quarters, squares and streets that the gazetteer lacks are in the town that is told with them, or else right before them in the text."""
    out: list[PlaceMention] = []
    for k, m in enumerate(mentions):
        named = (
            QUARTER_BEFORE.search(text, max(0, m.start - 60), m.start)
            or QUARTER_AFTER.match(text[m.end : m.end + 20])
            or QUARTER_NAME.search(m.text)
        )
        if m.place is not None or m.role not in ("literal", "modifier") or not named:
            out.append(m)
            continue
        after = next(
            (n for n in mentions[k + 1 : k + 2] if re.fullmatch(r"(?:\s+\w+)?(?:,|\s+of|\s+in|,\s+in)\s+", text[m.end : n.start])), None
        )
        told = [
            n for n in (after, *reversed(mentions[:k])) if n is not None and n.place is not None and n.role not in ("demonym", "embedded")
        ]
        town = next((n.place for n in told if n.place is not None and n.place.precision == "city" and n.place.located), None)
        if town is not None and not (after is not None and after.place is not None and after.place is not town):
            place = replace(town, name=m.text, precision="point", feature="PPLX", geonameid=None, population=0, radius=IN_TOWN)
            reason = f"in {town.name}, the town that is told with it"
            m = replace(m, place=place, confidence=0.7, candidates=1, alternatives=(Candidate(place=place, score=0.7, reasons=(reason,)),))
        out.append(m)
    return out


def _small(m: PlaceMention) -> bool:
    return m.place is not None and m.place.precision in ("point", "city", "admin2", "admin1") and m.place.part is None


def _middle(a: Place, b: Place, name: str, feature: str) -> Place:
    """The place half-way between two."""
    lat, lon = ((x + y) / 2 for x, y in zip(a.at, b.at, strict=True))
    return Place(
        name=name, lat=round(lat, 4), lon=round(lon, 4), country=a.country if a.country == b.country else None,
        feature=feature, precision="point", admin1=a.admin1 if a.admin1 == b.admin1 else None, radius=round(max(1.0, km(a, b) / 2), 1),
    )  # fmt: skip


def _linked(text: str, mentions: Sequence[PlaceMention], gazetteer: Gazetteer) -> Iterator[PlaceMention]:
    """Between two places, on the road from one to the other, and roads named after their two ends ("the Khost-Gardez road")."""
    for m, n in pairwise(mentions):
        if not (_small(m) and _small(n)) or m.place is None or n.place is None or m.role in ("demonym", "embedded"):
            continue
        before, between = text[max(0, m.start - 60) : m.start], text[m.end : n.start]
        road, gap = ON_THE_WAY.search(before), BETWEEN.search(before)
        if JOINT.match(between) and (road or (gap and m.role == n.role == "literal")) and 0 < km(m.place, n.place) < 600:
            found = road or gap
            assert found is not None
            start = m.start - len(found[0])
            yield _mention(
                text, start, n.end, _middle(m.place, n.place, text[start : n.end], "RD" if road else "LCTY"), "between two places", 0.9
            )
        elif (
            re.fullmatch(r"\s*[-–—]\s*", between)
            and re.match(rf"\s+{WAYS}\b", text[n.end : n.end + 20], re.I)
            and km(m.place, n.place) < 600
        ):
            word = re.match(rf"\s+{WAYS}", text[n.end : n.end + 20], re.I)
            end = n.end + len(word[0]) if word else n.end
            yield _mention(text, m.start, end, _middle(m.place, n.place, text[m.start : end], "RD"), "a road between two places", 0.9)
    for m in mentions:
        if m.place is not None and m.confidence > 0.5:
            continue
        end = m.end
        road_after = re.match(rf"\s+{WAYS}\b", text[end : end + 20], re.I)
        both = LINKED.match(m.text)
        if both is None or not (road_after or re.search(rf"\b{WAYS}$", m.text, re.I)):
            continue
        ends = [_best(both[g], gazetteer, mentions) for g in ("first", "second")]
        a, b = ends
        if a is not None and b is not None and 0 < km(a, b) < 600:
            end += len(road_after[0]) if road_after else 0
            yield _mention(text, m.start, end, _middle(a, b, text[m.start : end], "RD"), "a road between two places", 0.85)


def _best(name: str, gazetteer: Gazetteer, mentions: Sequence[PlaceMention]) -> Place | None:
    """The likeliest place of a name inside another: one that the text names elsewhere, else the best known in the countries of the text."""
    known = next((m.place for m in mentions if m.place is not None and m.text == name.strip()), None)
    if known is not None:
        return known
    here = {m.place.country for m in mentions if m.place is not None}
    found = sorted((o for o in named(name.strip(), gazetteer) if not here or o.place.country in here), key=prior, reverse=True)
    return found[0].place if found else None


@cache
def borders() -> dict[frozenset[str], tuple[float, float, float]]:
    """Middle (latitude, longitude) and half length (km) of the border of two countries (ISO 3166-1 alpha-2).

    From settlements on both sides, by `training/gazetteer.py`.
    """
    rows = (line.split("\t") for line in BORDERS.read_text("utf-8").splitlines()[1:])
    return {frozenset((a, b)): (float(lat), float(lon), float(radius)) for a, b, lat, lon, radius in rows}


def _borders(text: str, mentions: Sequence[PlaceMention]) -> Iterator[PlaceMention]:
    """Borders of two countries, or of one with the country that the text is about."""
    for m in mentions:
        both = LINKED.match(m.text) if m.place is None else None
        sides = [known_country(both[g].strip()) for g in ("first", "second")] if both else []
        after = OF_BORDER.match(text[m.end : m.end + 40])
        if after is not None and len(sides) == 2 and sides[0] and sides[1]:
            yield from _border(text, m.start, m.end + after.end(), (sides[0].iso2, sides[1].iso2))
    states = [m for m in mentions if m.place is not None and (m.place.precision == "country" or m.role == "demonym")]
    for n, m in enumerate(states):
        assert m.place is not None
        before = BORDER.search(text[max(0, m.start - 40) : m.start])
        after = OF_BORDER.match(text[m.end : m.end + 40])
        joined = states[n - 1] if n and re.fullmatch(r"\s*[-–—/]\s*|\s+and\s+", text[states[n - 1].end : m.start]) else None
        following = states[n + 1] if n + 1 < len(states) and JOINT.fullmatch(text[m.end : states[n + 1].start]) else None
        pair: tuple[str | None, str | None]
        if after is not None and joined is not None and joined.place is not None:
            start, end, pair = joined.start, m.end + after.end(), (joined.place.country, m.place.country)
        elif before is not None and "between" in before[0].lower() and following is not None and following.place is not None:
            start, end, pair = m.start - len(before[0]), following.end, (m.place.country, following.place.country)
        elif before is not None or after is not None:
            other = _main_country([x for x in mentions if x is not m], without=m.place.country)
            start = m.start - (len(before[0]) if before else 0)
            end, pair = m.end + (after.end() if after else 0), (m.place.country, other)
        else:
            continue
        yield from _border(text, start, end, pair)


def _border(text: str, start: int, end: int, pair: tuple[str | None, str | None]) -> Iterator[PlaceMention]:
    there = borders().get(frozenset(c for c in pair if c))
    if there is not None:
        lat, lon, radius = there
        place = Place(name=text[start:end], lat=lat, lon=lon, country=None, feature="BDRY", precision="region", radius=radius)
        yield _mention(text, start, end, place, "the border of two countries", 0.8)


def _main_country(mentions: Iterable[PlaceMention], without: str | None = None) -> str | None:
    """The country in which most places of a text lie, None where there is none or two have as many."""
    votes: Counter[str] = Counter()
    for m in mentions:
        if m.place is not None and m.place.country and m.place.country != without and m.role != "embedded":
            votes[m.place.country] += 1
    best = votes.most_common(2)
    if not best or (len(best) == 2 and best[0][1] == best[1][1]):
        return None
    return best[0][0]


def _parts(annotated: Annotated, mentions: Sequence[PlaceMention], gazetteer: Gazetteer) -> Iterator[PlaceMention]:
    """A part of the country that the text is about, without its name: in the north, four northern municipalities."""
    text = annotated.text
    found = [m for m in APART.finditer(text) if not any(p.start < m.end() and m.start() < p.end for p in mentions)]
    code = _main_country(mentions) if found else None
    country = gazetteer.country(code) if code else None
    for m in found:
        if country is None:
            return
        if any(s.start() < m.start() < s.end() for s in SO_FAR.finditer(text, max(0, m.start() - 40))):
            continue
        word = m["one"] or m["two"] or m["three"]
        start = m.start() + len(m["where"] or "")
        state = known_country(country.name)
        phrase = f"{word.lower() if word.lower().endswith('ern') or word.lower() == 'central' else 'the ' + word.lower() + ' of'} {state.name if state else country.name}"
        place = part_of(country, direction(word), gazetteer, phrase)
        precision: Precision = "region"
        yield _mention(
            text,
            start,
            m.end(),
            replace(place, precision=precision, geonameid=country.geonameid),
            "a part of the country that the text is about",
            0.7,
        )
