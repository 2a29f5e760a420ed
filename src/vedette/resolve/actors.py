"""Actor phrases: whom "the Ukrainian defence minister" or "Serbs in northern Kosovo" stands for, with PLOVER's codes.

A phrase is cut at its first preposition or comma. What is known in it (catalogue entries, countries, demonyms, seats of
government, common nouns) is marked, longest first; the last mark is the head, the marks before it and the complement say whose
it is. In order: catalogue entry, country beside a common noun, seat for its government, people of a country, common noun alone
with the country of the context, unnamed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from vedette.codebook import catalogue, countries
from vedette.codebook.catalogue import INTERNATIONAL, Agent, Entry
from vedette.domain.actors import Actor
from vedette.resolve.actor_phrases import COMPASS, CUT, IN, OF, Phrase, phrase_of, runs, trimmed

if TYPE_CHECKING:
    from vedette.resolve.gazetteer import Gazetteer

_FORMER = frozenset({"former", "ex", "onetime", "ousted", "deposed", "erstwhile", "retired", "exiled"})
_LOYAL = frozenset({"loyal", "allied", "aligned", "close", "belonging"})
_POWER = frozenset({"GOV", "LEG", "JUD", "SPY"})
"""Sectors that one who has left them trades for the elite."""
_HIGHEST = frozenset(
    {"president", "prime minister", "chancellor", "premier", "king", "queen", "emir", "supreme leader", "leader", "junta leader"}
)
"""Offices whose holders are meant where a bare surname fits several persons."""
_HIGH = _HIGHEST | {
    "secretary-general", "NATO secretary-general", "foreign policy chief", "Commission president", "Council president", "pope", "foreign minister",
    "foreign secretary", "secretary of state", "defence minister", "secretary of defense", "rebel leader", "group leader", "opposition leader",
}  # fmt: skip
"""Offices whose holders are known by their surname far from home, where nobody else in the catalogue bears it."""

_CITY, _LARGER = 100_000, 4
"""Inhabitants of a place that an actor may be named by, and how many times larger it is than one of its name elsewhere."""
ANY = "*"
"""Any day or country, none included."""
_SETTINGS = 50
"""Days and countries of which the readings of one phrase are kept."""
MarkKind = Literal["entry", "country", "people", "seat", "agent", "name", "ignored"]
Locate = Callable[[str], str | None]


class _Mark(NamedTuple):
    """Words `start:end` of a phrase and what is known of them."""

    start: int
    end: int
    kind: MarkKind
    country: str | None = None
    sectors: tuple[str, ...] = ()
    entry: Entry | None = None
    agent: Agent | None = None


class _Reading(NamedTuple):
    """What a part of a phrase stands for. `own` says that the country is of the words themselves; `name` is a name found in them."""

    country: str | None = None
    sectors: tuple[str, ...] = ()
    entry: Entry | None = None
    name: str | None = None
    agent: Agent | None = None
    confidence: float = 0.0
    people: bool = False


class _Setting:
    """What is known outside the phrase, and in `asked` what of it the answer depends on: most phrases are the same on all days and everywhere."""

    __slots__ = ("_country", "_on", "asked")

    def __init__(self, on: str | None, country: str | None) -> None:
        self._on, self._country = on, country
        self.asked: list[str | None] = [ANY, ANY]

    @property
    def on(self) -> str | None:
        """The day."""
        self.asked[0] = self._on
        return self._on

    @property
    def country(self) -> str | None:
        """The country of the context."""
        self.asked[1] = self._country
        return self._country


class Actors:
    """Resolves actor phrases with the catalogue.

    `locate` gives the country (ISO 3166-1 alpha-3) of a place's name, for "Shanghai police"; by default that of the gazetteer's city.
    """

    def __init__(self, locate: Locate | None = None) -> None:
        self._locate = locate or _city
        self._remembered = lru_cache(maxsize=5_000)(self._resolved)
        self._readings: Callable[[str], dict[tuple[str | None, str | None], _Reading | None]] = lru_cache(maxsize=5_000)(lambda phrase: {})
        self._of_nouns = lru_cache(maxsize=10_000)(self._anywhere)
        self._nobody = lru_cache(maxsize=1_000)(self._named_by_none)

    def resolve(
        self, phrase: str, on: str | None = None, country: str | None = None, sectors: Sequence[str] = ()
    ) -> tuple[Actor, float] | None:
        """The actor that a phrase stands for and how sure that is (0..1), None where nothing of it is known.

        `on` is the day (ISO date) by which office holders are chosen; `country` and `sectors` are those of the context, used where
        the phrase has none of its own.
        """
        return self._remembered(phrase, on, country, tuple(sectors))

    def _resolved(self, phrase: str, on: str | None, country: str | None, sectors: tuple[str, ...]) -> tuple[Actor, float] | None:
        text = " ".join(phrase.split()).strip(" .,;:\"'“”")
        name = trimmed(text)
        reading = self._of_nouns(name) if text.lower() == text and "ethnic" not in text else self._named_on(text, name, on, country)
        if reading is None:
            return None
        found, sure = reading.country, reading.confidence
        unnamed = reading.agent is not None and reading.agent.flag == "unnamed"
        if found is None and country and not unnamed and not reading.entry and reading.sectors:
            found, sure = country, sure - 0.1
        held = reading.sectors or sectors
        if not (found or held or reading.entry or unnamed):
            return None
        entry = reading.entry
        if not entry and found and held[:1] == ("GOV",) and (state := _of_state(name, found)):
            name, reading = state, reading._replace(name=None)
        return Actor(name=reading.name or name, country=found, sectors=held, entry=entry.id if entry else None), round(max(sure, 0.1), 2)

    def _named_on(self, text: str, name: str, on: str | None, country: str | None) -> _Reading | None:
        """What a phrase with a name stands for on a day and in a country, as it is and trimmed; kept under what of the two it depends on."""
        known = self._readings(text)
        for key in ((ANY, ANY), (on, ANY), (ANY, country), (on, country)) if known else ():
            if key in known:
                return known[key]
        at = _Setting(on, country)
        reading = self._whole(text, at) or (self._whole(name, at) if name != text else None) or self._parts(name, at)
        if len(known) >= _SETTINGS:
            known.clear()
        known[at.asked[0], at.asked[1]] = reading
        return reading

    def unnamed(self, phrase: str) -> bool:
        """Whether a phrase names nobody, not even a country or a body ("masked gunmen")."""
        return self._nobody(phrase)

    def _named_by_none(self, phrase: str) -> bool:
        reading = self._of_nouns(trimmed(phrase))
        return (
            reading is not None and reading.agent is not None and reading.agent.flag == "unnamed" and not (reading.country or reading.name)
        )

    def _anywhere(self, phrase: str) -> _Reading | None:
        """What a phrase stands for where neither day nor country are known: one of common nouns alone is the same on all days and everywhere."""
        return self._parts(phrase, _Setting(None, None))

    def _whole(self, text: str, at: _Setting) -> _Reading | None:
        """A phrase that is a name as a whole."""
        words = text.split()
        if not words or len(words) > catalogue.longest():
            return None
        mark = _known(text, at)
        if mark is None and text[0].isupper():
            entry = _bearer(text, at, None)
            mark = _Mark(start=0, end=len(words), kind="entry", entry=entry) if entry else None
        if mark is None and text[0].isupper() and not catalogue.by_surname(text) and (place := self._locate(text)):
            return _Reading(country=place, sectors=("CVL",), confidence=0.4)
        if mark is None or mark.kind == "agent":
            return None
        if mark.entry:
            exact = countries.folded(text) in {countries.folded(n) for n in (mark.entry.name, *mark.entry.aliases)}
            return _entered(mark.entry, at, 0.95 if exact else 0.75, None)
        if mark.kind == "seat":
            return _Reading(country=mark.country, sectors=("GOV",), confidence=0.85)
        if mark.kind == "country":
            known = countries.by_name(text)
            return _Reading(country=mark.country, name=known.name if known else None, confidence=0.95)
        return _Reading(country=mark.country, sectors=("CVL",) if _folk(text) else (), confidence=0.85, people=True)

    def _parts(self, text: str, at: _Setting) -> _Reading | None:
        phrase = phrase_of(text)
        words, low = phrase.words, phrase.low
        if phrase.unknown:
            return None
        marks = self._marks(phrase, at)
        cuts = [] if CUT.isdisjoint(low) else [i for i, w in enumerate(low) if w in CUT and i]
        cut = next((i for i in cuts if not any(m.start <= i < m.end for m in marks)), len(words))
        core = self._core(words[:cut], low[:cut], [m for m in marks if m.end <= cut], at)
        if cut == len(words):
            return core
        join, rest = low[cut], " ".join(words[cut + 1 :])
        if join == "to" and low[cut - 1] in _LOYAL:
            join = "of"
        if join == "for" and core and core.agent and core.agent.flag in ("body", "voice"):
            join = "of"
        if join in OF | IN:
            inner = self._whole(trimmed(rest), at) or self._parts(trimmed(rest), at)
            if inner is None and (place := self._locate(trimmed(rest))):
                inner = _Reading(country=place, confidence=0.6)
            return _owned(core, inner, join) if inner else core
        first = " ".join(words[:cut])
        if core and join in ("and", "or") and countries.by_demonym(first) and not _folk(first):
            other = self._parts(trimmed(rest), at)
            return core._replace(sectors=core.sectors or (other.sectors if other else ()))
        if join in ",(" or core is None:
            other = self._whole(trimmed(rest), at) or self._parts(trimmed(rest), at)
            return _apposed(core, other, " ".join(words[:cut]), rest)
        return core

    def _marks(self, phrase: Phrase, at: _Setting) -> list[_Mark]:
        """Everything known in a phrase, in order, without overlaps: at each word the longest."""
        marks: list[_Mark] = []
        until = 0
        for start, choices in phrase.spots:
            if start < until:
                continue
            for end, text in choices:
                mark = _IGNORED if text is None else _known(text, at)
                if mark is not None and not _namesake(mark, phrase, start, end):
                    marks.append(_Mark(start, end, *mark[2:]))
                    until = end
                    break
        if True not in phrase.begins:
            return marks
        country = next((m.country for m in reversed(marks) if m.kind in ("country", "people", "seat") and m.country), None)
        return self._named(phrase, marks, at, country)

    def _named(self, phrase: Phrase, marks: list[_Mark], at: _Setting, country: str | None) -> list[_Mark]:
        """The marks with those of names: runs of capitalised words that are no mark yet."""
        covered = {i for m in marks for i in range(m.start, m.end)}
        names = [self._name(phrase.words, marks, i, j, at, country) for i, j in runs(phrase.begins, phrase.goes, covered)]
        return sorted([*marks, *names], key=lambda m: m.start)

    def _name(self, words: tuple[str, ...], marks: list[_Mark], start: int, end: int, at: _Setting, country: str | None) -> _Mark:
        """A run of capitalised words: a known person's surname, unless what stands before it may be a first name ("Jordan Smith")."""
        before = next((m for m in marks if m.end == start), None)
        first = before is not None and before.kind in ("country", "seat", "entry") and not words[start - 1].endswith("'s")
        text = " ".join(words[start:end])
        if not first and (entry := _bearer(text, at, country)):
            return _Mark(start=start, end=end, kind="entry", entry=entry)
        return _Mark(start=start, end=end, kind="name")

    def _core(self, words: tuple[str, ...], low: tuple[str, ...], marks: list[_Mark], at: _Setting) -> _Reading | None:
        """A phrase without complements."""
        marks = [m for m in marks if m.kind != "ignored"]
        solid = [m for m in marks if m.kind != "name"]
        if not solid:
            return None
        former = not _FORMER.isdisjoint(low) or any(w.startswith("ex-") for w in low)
        ethnic = "ethnic" in low
        head, before = solid[-1], solid[:-1]
        adjective = next((m.country for m in reversed(before) if m.kind in ("country", "people", "seat")), None)
        tail = next((m for m in marks if m.kind == "name" and m.start == head.end and m.end == len(words)), None)
        if head.kind == "entry" and head.entry and not (tail and head.entry.kind == "ethnic" and not before):
            return self._of_entry(head.entry, before, adjective, at, former, ethnic)
        if head.kind == "agent" and head.agent:
            if ethnic:
                adjective = at.country
            adjective = adjective or self._placed(words, marks, head)
            reading = _of_agent(head.agent, before, adjective, at)
            if former and reading.sectors and reading.sectors[0] in _POWER:
                reading = reading._replace(sectors=("ELI", *(s for s in reading.sectors if s != "ELI")))
            if tail:
                return reading._replace(name=" ".join(words[tail.start : tail.end]), entry=None, confidence=reading.confidence - 0.1)
            return reading
        noun = head.kind != "people" and not countries.by_demonym(" ".join(words[head.start : head.end]))
        if noun and any(m.kind == "name" and (m.start == head.end or m.end == head.start) for m in marks):
            return None
        if tail:
            return _Reading(country=head.country, name=" ".join(words[tail.start : tail.end]), confidence=0.5)
        if head.end < len(words):
            return _Reading(country=head.country, confidence=0.5)
        if head.kind == "people":
            if adjective and adjective != head.country:
                return _Reading(country=adjective, sectors=("CVL",), confidence=0.75, people=True)
            if ethnic:
                return _Reading(country=at.country, sectors=("CVL",), confidence=0.6, people=True)
            folk = head.start > 0 or _folk(" ".join(words[head.start : head.end]))
            return _Reading(country=head.country, sectors=("CVL",) if folk else (), confidence=0.75, people=True)
        return _Reading(country=head.country, sectors=("GOV",) if head.kind == "seat" and not head.start else (), confidence=0.7)

    def _of_entry(self, entry: Entry, before: list[_Mark], adjective: str | None, at: _Setting, former: bool, abroad: bool) -> _Reading:
        reading = _entered(entry, at, 0.9, adjective)
        if entry.kind == "ethnic" and adjective:
            return reading._replace(country=adjective, confidence=0.85)
        if entry.kind == "ethnic" and abroad and at.country is None:
            return reading._replace(country=None, confidence=0.6)
        if entry.kind == "ethnic" and before and before[-1].agent:
            return reading._replace(sectors=before[-1].agent.sectors or reading.sectors)
        titled = next((m.agent for m in reversed(before) if m.agent), None)
        if titled and not former and not at.on and (then := next((t for t in reversed(entry.terms) if t.office == titled.phrase), None)):
            return reading._replace(country=then.country, sectors=then.sectors)
        if titled and titled.sectors and not former and entry.kind == "person" and reading.sectors[:1] == ("ELI",):
            return reading._replace(sectors=entry.term(at.on).sectors)
        if former and entry.kind == "person" and reading.sectors[:1] != ("ELI",):
            return reading._replace(sectors=("ELI", *reading.sectors))
        return reading

    def _placed(self, words: tuple[str, ...], marks: list[_Mark], head: _Mark) -> str | None:
        """The country of a place's name before a common noun ("Shanghai police")."""
        for mark in reversed(marks):
            if mark.kind == "name" and mark.end <= head.start and (country := self._locate(" ".join(words[mark.start : mark.end]))):
                return country
        return None


def record(obj: Mapping[str, Any], actors: Actors | None = None) -> dict[str, Any]:
    """One line of `vedette actors` (CONTRACT 3): `{"id", "text", "on"?, "context"?}` to what it stands for, nulls where nothing is known.

    `context` is a country: its name, a noun or adjective for its people, or its code. Raises ValueError where `text` is no string.
    """
    text, on, context = obj.get("text"), obj.get("on"), obj.get("context")
    if not isinstance(text, str):
        raise ValueError("an actor needs a string in `text`")
    found = (actors or _plain()).resolve(
        text, on=(on[:10] or None) if isinstance(on, str) else None, country=country_code(context) if context else None
    )
    actor, confidence = found or (None, 0.0)
    return {
        "id": obj.get("id"),
        "name": actor.name if actor else None,
        "country": actor.country if actor else None,
        "sectors": list(actor.sectors) if actor else [],
        "code": actor.code if actor else None,
        "confidence": confidence,
    }


def country_code(text: object) -> str | None:
    """A country's three letters from its name, demonym or code; PLOVER's international codes stay. None for anything else."""
    if not isinstance(text, str):
        return None
    if text in INTERNATIONAL:
        return text
    country = countries.by_code(text) or countries.by_name(text) or countries.by_demonym(text)
    return country.iso3 if country else None


@cache
def _gazetteer() -> Gazetteer:
    from vedette.resolve.gazetteer import Gazetteer

    return Gazetteer.open()


@lru_cache(maxsize=10_000)
def _city(name: str) -> str | None:
    """The country of a city that is far larger than its namesakes elsewhere."""
    if name.lower() in COMPASS:
        return None
    found = [p for p in _gazetteer().lookup(name) if p.population >= _CITY and p.country]
    best = max(found, key=lambda p: p.population, default=None)
    if best is None or any(p.country != best.country and p.population * _LARGER > best.population for p in found):
        return None
    return countries.iso3(best.country or "")


@lru_cache(maxsize=10_000)
def _of_state(phrase: str, country: str) -> str | None:
    """One name for a state's government or authorities: "the Chadian government", "Chad's authorities"; None for those of a part of it ("the Scottish government")."""
    state = countries.by_code(country)
    if state is None:
        return None
    told = phrase.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").removeprefix("the ")
    head, of, rest = told.partition(" of ")
    owner, _, noun = head.rpartition(" ")
    owner = countries.folded(rest if of and not owner else owner)
    names = (
        state.name,
        *state.demonyms[:1],
        *(a for a in (*state.aliases, *state.demonyms) if a.isupper()),
    )  # other names may be those of parts
    own = owner in ("", *map(countries.folded, names))
    return f"{noun.lower()} of {state.name}" if own and noun.lower() in ("government", "authorities") else None


@cache
def _plain() -> Actors:
    return Actors()


def _namesake(mark: _Mark, phrase: Phrase, start: int, end: int) -> bool:
    """Whether one name of a known person is the first name of somebody else ("Anwar" of "Anwar Sadiq")."""
    if mark.entry is None or mark.entry.kind != "person" or end != start + 1 or end >= len(phrase.words) or not phrase.goes[end]:
        return False
    own = {w for name in (mark.entry.name, *mark.entry.aliases) for w in countries.folded(name).split()}
    return countries.folded(phrase.words[end]) not in own and all(at != end for at, _ in phrase.spots)


def _folk(demonym: str) -> bool:
    """Whether a demonym is a noun in the plural ("Zambians", "Frenchmen"), not the adjective, which may stand for a government ("the British")."""
    return demonym.endswith("men") or (demonym.endswith("s") and countries.by_demonym(demonym[:-1]) is not None)


_IGNORED = _Mark(start=0, end=0, kind="ignored")


def _known(text: str, at: _Setting) -> _Mark | None:
    """What a text is as a whole, as a mark without a place."""
    entries, mark, plain = _meant(text)
    if entries > 1 or (entries and mark is None):
        country = at.country
        entry = _chosen(catalogue.by_alias(text, country), at.on, country)
        mark = _Mark(0, 0, "entry", entry=entry) if entry else None
    return mark or plain


@lru_cache(maxsize=10_000)
def _meant(text: str) -> tuple[int, _Mark | None, _Mark | None]:
    """How many entries a text may name, the only one where it names that everywhere, and what it is if it names none."""
    if not catalogue.is_known(text):
        return 0, None, None
    if any(map(str.isupper, text)):
        entries, everywhere = catalogue.all_of(text), catalogue.by_alias(text)
        mark = _Mark(0, 0, "entry", entry=entries[0]) if len(entries) == 1 and everywhere else None
        if (named := countries.by_name(text)) and named.region != "Antarctica":
            return len(entries), mark, _Mark(0, 0, "country", named.iso3)
        if named := countries.by_demonym(text):
            return len(entries), mark, _Mark(0, 0, "people", named.iso3)
        if named := countries.by_capital(text):
            return len(entries), mark, _Mark(0, 0, "seat", named.iso3)
    else:
        entries, mark = (), None
    agent = catalogue.agent(text)
    return len(entries), mark, _Mark(0, 0, "agent", agent=agent) if agent else None


def _chosen(found: Sequence[Entry], on: str | None, country: str | None) -> Entry | None:
    """Of the entries that bear a name, that of the country, the day and the highest office; None where several are left."""
    if len(found) > 1 and country:
        found = [e for e in found if country in e.countries] or found
    if len(found) > 1 and on:
        nearest = min(e.term(on).distance(on) for e in found)
        found = [e for e in found if e.term(on).distance(on) == nearest]
    if len(found) > 1:
        found = [e for e in found if e.term(on).office in _HIGHEST] or found
    return found[0] if len(found) == 1 else None


def _bearer(surname: str, at: _Setting, country: str | None) -> Entry | None:
    """The person whom a bare surname names: one of the country in question, else one who holds a high office.

    Anyone else's surname may be a private person's, and names nobody here.
    """
    found = catalogue.by_surname(surname)
    if not found:
        return None
    country = country or at.country
    offices = _HIGH if len(found) == 1 else _HIGHEST
    own = [e for e in found if country and country in e.countries]
    high = [e for e in found if e.term(at.on).office in offices and not (at.on and e.term(at.on).distance(at.on))]
    return _chosen(own or high, at.on, country)


def _entered(entry: Entry, at: _Setting, confidence: float, country: str | None) -> _Reading:
    """An entry as it was on the day; a people is of the country given, else of that of the context, if it lives there."""
    term = entry.term(at.on)
    sectors = term.sectors
    if at.on and entry.kind == "person" and entry.past(at.on) and sectors[:1] and sectors[0] in _POWER:
        sectors = ("ELI", *(s for s in sectors if s != "ELI"))
    own = term.country
    if entry.kind == "ethnic" and (there := country or at.country) in entry.countries:
        own = there
    return _Reading(country=own, sectors=sectors, entry=entry, name=entry.name if entry.kind != "ethnic" else None, confidence=confidence)


def _of_agent(agent: Agent, before: list[_Mark], adjective: str | None, at: _Setting) -> _Reading:
    """A common noun and what stands before it."""
    owner = next((m for m in reversed(before) if m.entry or m.agent), None)
    if owner and owner.entry:
        whose = _entered(owner.entry, at, 0.85, adjective)
        return _joined(agent, whose._replace(country=adjective or whose.country) if owner.entry.kind == "ethnic" else whose)
    sectors = agent.sectors
    if owner and owner.agent and (agent.flag in ("body", "voice") or not sectors):
        sectors = owner.agent.sectors or sectors
    reading = _Reading(country=adjective, sectors=sectors, agent=agent, confidence=0.85 if adjective else 0.55)
    return _officer(reading, at)


def _officer(reading: _Reading, at: _Setting) -> _Reading:
    """An office of a country, with its holder on the day where one is known."""
    if reading.agent and reading.country and at.on and len(held := catalogue.holders(reading.country, reading.agent.phrase, at.on)) == 1:
        return reading._replace(entry=held[0])
    return reading


def _joined(agent: Agent, whose: _Reading) -> _Reading:
    """A common noun with the entry that it belongs to: "UN spokesman", "Hamas fighters", "NATO troops"."""
    entry = whose.entry
    if agent.flag == "voice":
        return whose._replace(agent=agent)
    keep = agent.flag == "body" or agent.sectors[:1] == ("UAF",)
    sectors = whose.sectors or agent.sectors if keep else agent.sectors
    if entry and entry.kind == "ethnic" and agent.sectors:
        sectors = agent.sectors
    return _Reading(country=whose.country, sectors=sectors, entry=None, agent=agent, confidence=0.8)


def _owned(core: _Reading | None, inner: _Reading, join: str) -> _Reading:
    """A phrase and its complement: "leader of Hamas", "police in Lagos", "soldiers from Chad"."""
    if core is None:
        return inner._replace(name=None, entry=None, confidence=inner.confidence - 0.25, sectors=inner.sectors if join in OF else ())
    if join in IN:
        if core.entry and core.entry.kind == "ethnic":
            return core._replace(country=inner.country or core.country)
        if core.people:
            return core._replace(country=core.country or inner.country, sectors=core.sectors or ("CVL",))
        return core if core.country or core.entry else core._replace(country=inner.country, confidence=min(0.8, core.confidence + 0.2))
    if core.agent and inner.entry and not core.entry:
        joined = _joined(core.agent, inner)
        return joined._replace(country=core.country or joined.country)
    if core.entry and core.country:
        return core
    sectors = core.sectors
    if core.agent and core.agent.flag in ("body", "voice"):
        sectors = inner.sectors or sectors
    return core._replace(
        country=core.country or inner.country, sectors=sectors, confidence=max(core.confidence, min(0.8, inner.confidence))
    )


def _apposed(core: _Reading | None, other: _Reading | None, left: str, right: str) -> _Reading | None:
    """A phrase and what follows its comma: "Ama Mensah, a Ghanaian judge" takes the name of the one and the rest of the other."""
    if core is None:
        named = left[:1].isupper() and other is not None and other.name is None
        return other._replace(name=left, entry=None) if other and named else other
    if core.entry or other is None or not other.entry or other.entry.kind != "person":
        only = right.split(",")[0].strip()
        named = core.name is None and core.entry is None and other is None and only.istitle() and len(only.split()) > 1
        return core._replace(name=only) if named else core
    return other
