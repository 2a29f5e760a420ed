"""Where a body sits: a request, a refusal or a decision of which no place is told was, as a rule, made at the seat of whoever made it.

That is no place that a text tells, and is kept apart from those (`Event.seat`), with its reason. In order: a town or division whose mayor, governor or
council it is; the town that is told with the body ("the government in Aden"); the capital of the government whose words they are; the city of an international
body (`data/seats.tsv`, written for Vedette). What is decided by words (a vote put off, an office laid down) has one, too, though its story has a place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from vedette.codebook import countries
from vedette.codebook.catalogue import by_alias
from vedette.codebook.countries import Country
from vedette.domain import Actor, ActorMention, Coded, Event, Place, PlaceMention, Seat
from vedette.resolve.gazetteer import DATA, Gazetteer
from vedette.resolve.place_words import words

NEAR = 60
"""Letters between a name and the office beside it."""
OF = re.compile(r"(?:['’]s)?\s+of\s+(?:the\s+)?(?:[a-z]+\s+of\s+)?")
"""What leads from an office to its place ("the governor *of the province of* Nangarhar")."""
SAID = frozenset({"AGREE", "SUPPORT", "CONCEDE", "COOPERATE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION"})
"""Types that are said or decided; what is done has no seat."""
ARTICLE = re.compile(
    r"^(?:United|European|Arab|African|Netherlands|Philippines|Gambia|Bahamas|Maldives|Seychelles)\b"
    r"|\b(?:Republic|Union|Council|Court|Bank|Commission|Fund|Organi[sz]ation|League|Islands|Assembly|Agency|Parliament|Community|Secretariat)\b"
)
"""Names that take an article."""
IN = re.compile(r"\b(?:in|at)\s+(?:the\s+)?$")
"""What stands before the place in which a body sits ("the government in Zarbat")."""
SEATED = frozenset({"GOV", "LEG", "SOC", "NGO", "BUS", "LAB", "JRN", "JUD", "PTY", "OPP", "MIL", "COP"})
"""Sectors of bodies that are told with the town in which they sit."""
POLITICAL = frozenset({"EUR"})
"""Codes of bodies of states that decide at their seat, and have nobody in the field."""
NATIONAL = frozenset({"GOV", "LEG", "SPY"})
"""Sectors of those who speak for a state."""


def decided(e: Event) -> bool:
    """Whether an event is decided by words, though it is no word: something is put off, or an office is laid down."""
    put_off = e.event_type is None and e.condition == "postponement" and e.phase == "happens"
    return e.modality == "asserted" and (put_off or e.event_type == "SANCTION" or e.mode == "resign")


@cache
def _table() -> dict[str, tuple[str, str, str]]:
    """Body, city and country of each key of the table."""
    lines = [line for line in (DATA / "seats.tsv").read_text("utf-8").splitlines() if line and not line.startswith("#")][1:]
    return {key: (body, city, country) for key, body, city, country in (line.split("\t") for line in lines)}


@cache
def _offices() -> re.Pattern[str]:
    """A local office or body, with the adjectives that make one local."""
    local, adjectives = ("|".join(sorted(words(name), key=len, reverse=True)) for name in ("local_office", "local"))
    return re.compile(rf"(?<!bank )\b(?:(?:{local})s?|(?:{adjectives})\s+(?:[a-z]+\s+)?[a-z]+)\b", re.I)


def _at_home(e: Event) -> Seat | None:
    """Where the story is, unless its country is none of those whose words they are: a wire is often sent from far away."""
    lands = {countries.iso2(m.actor.country) or "" for m in e.actors if m.actor.country} - {""}
    return e.seat if e.seat is not None and (not lands or e.seat.place.country in lands) else None


def _with_article(name: str) -> str:
    """A name as it stands behind "of"."""
    return f"the {name}" if ARTICLE.search(name) else name


class Seats:
    """Seats by a gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._cities: dict[tuple[str, str], Place | None] = {}
        self._towns: dict[tuple[str, str], Place | None] = {}

    def added(self, coded: Coded, text: str) -> Coded:
        """What was coded in a report of `text`, with the seats of those of whose words no place is told."""
        return replace(coded, events=tuple(self._seated(e, coded.places, text) for e in coded.events))

    def _seated(self, e: Event, places: Sequence[PlaceMention], text: str) -> Event:
        if e.place is not None or e.evidence.in_title or not (e.event_type in SAID or decided(e)):
            return e
        if e.scene is None:
            return replace(e, seat=self.of(e, places, text) or _at_home(e))
        seat = self.of(e, places, text) if decided(e) and self._at_its_seat(e, text) else None
        return e if seat is None else replace(e, seat=seat, scene=None)

    def _at_its_seat(self, e: Event, text: str) -> bool:
        """Whether an event is a decision of those who rule a land, or of a body of states, which is made at the seat of theirs, wherever its story is."""
        for m in e.actors:
            country = countries.by_code(m.actor.country) if m.actor.country else None
            if country is None and m.actor.country in POLITICAL:
                return True
            if self._office(m, e, text) is None and country is not None and self._state(m, country, text) is not None:
                return True
        return False

    def of(self, event: Event, places: Sequence[PlaceMention], text: str) -> Seat | None:
        """The seat of whoever speaks or decides in an event of `text`, whose places are `places`; None where it has none that is known."""
        told = {p.place.country for p in places if p.place is not None}
        if len({m.actor.country for m in event.actors}) > 1:
            return None  # what two say together is said at neither's seat
        for m in event.actors:
            office = self._office(m, event, text)
            if office is not None:
                return self._local(office, m, places, text)
            inside = self._inside(m, places, text)
            if inside is not None:
                return inside
            country = countries.by_code(m.actor.country) if m.actor.country else None
            seat = self._body(m.actor) if country is None else self._state(m, country, text) if country.iso2 in told else None
            if seat is not None:
                return seat
        return None

    def _inside(self, m: ActorMention, places: Sequence[PlaceMention], text: str) -> Seat | None:
        """The town in which a body is told to sit ("the government in Zarbat")."""
        if not m.actor.sectors or m.actor.sectors[0] not in SEATED:
            return None
        for p in places:
            town = p.place if p.place is not None and p.place.located and p.place.precision == "city" else None
            if town is None or not m.start < p.start or p.end > m.end + NEAR or IN.search(text, m.start, p.start) is None:
                continue
            if p.end <= m.end or text[m.end : p.start].strip() in ("in", "at"):
                body = text[m.start : p.end]
                return Seat(place=town, of=body if body[:1].isupper() else f"the {body}")
        return None

    def _office(self, m: ActorMention, event: Event, text: str) -> tuple[int, int] | None:
        """Where the local office or body is named that an actor holds or is: in the phrase or right before it ("Governor Belo")."""
        low = max(event.evidence.start, m.start - NEAR)
        for found in _offices().finditer(text, low, m.end + NEAR):
            if found.start() >= m.end:
                between = text[m.end : found.start()]  # "Anton Belo, mayor of Beni"
                return found.span() if re.fullmatch(r",\s+(?:the\s+)?(?:[a-z-]+\s+)?", between) else None
            if found.end() > m.start or re.fullmatch(r"(?:\s+of\s+[^,;.]{2,40})?,?\s+", text[found.end() : m.start]):
                return found.span()
        return None

    def _local(self, office: tuple[int, int], m: ActorMention, places: Sequence[PlaceMention], text: str) -> Seat | None:
        """The seat of a local office: the town or division that it is of, where that is told beside it."""
        start, end = office
        for p in places:
            if p.place is None or not p.place.located or p.place.precision in ("country", "region", "point"):
                continue
            before = p.end <= start and re.fullmatch(r"(?:['’]s)?\s+(?:(?:acting|deputy|former|interim|new|vice)\s+)?", text[p.end : start])
            if before or (p.start >= end and OF.fullmatch(text, end, p.start)) or (start <= p.start and p.end <= end):
                town = p.place if p.place.precision == "city" else self._chief_town(p.place)
                found = "" if p.place.precision == "city" else ", of which it is the largest town"
                return Seat(place=town, of=f"the {text[start:end].lower()} of {p.place.name}{found}") if town is not None else None
        return None

    def _state(self, m: ActorMention, country: Country, text: str) -> Seat | None:
        """The capital of a state whose government, parliament or secret service it is."""
        actor, said = m.actor, {w.lower() for w in re.findall(r"\w+", text[m.start : m.end])}
        if said & words("abroad"):
            return None
        sector = actor.sectors[0] if actor.sectors else None
        itself = sector is None and (countries.by_name(actor.name) or countries.by_capital(actor.name)) is country
        body = (sector == "MIL" and bool(said & words("command"))) or (sector == "JUD" and bool(said & words("highest")))
        if not (sector in NATIONAL or itself or body):
            return None
        city = self._capital(country)
        of = {"LEG": "parliament", "MIL": "army", "JUD": "highest court"}.get(sector or "", "government")
        return Seat(place=city, of=f"the {of} of {_with_article(country.name)}") if city is not None else None

    def _body(self, actor: Actor) -> Seat | None:
        """The seat of an international body, or of one who leads it."""
        entry = next((e for e in by_alias(actor.name) if e.id == actor.entry), None)
        if entry is None:
            return None
        row = _table().get(entry.id) or next((_table()[t.office] for t in reversed(entry.terms) if t.office in _table()), None)
        city = self._city(row[1], row[2]) if row is not None else None
        return Seat(place=city, of=row[0] or _with_article(actor.name)) if row is not None and city is not None else None

    def _chief_town(self, division: Place) -> Place | None:
        if (key := (division.name, division.country or "")) not in self._towns:
            self._towns[key] = self.gazetteer.chief_town(division)
        return self._towns[key]

    def _capital(self, country: Country) -> Place | None:
        names = [country.capital, *country.seats] if country.capital else []
        return next((city for name in names if name and (city := self._city(name, country.iso2)) is not None), None)

    def _city(self, name: str, country: str) -> Place | None:
        """The largest settlement of a name in a country."""
        key = (name, country)
        if key not in self._cities:
            found = [p for p in self.gazetteer.lookup(name) if p.country == country and p.feature.startswith("PPL")]
            self._cities[key] = max(found, key=lambda p: (p.feature == "PPLC", p.population), default=None)
        return self._cities[key]
