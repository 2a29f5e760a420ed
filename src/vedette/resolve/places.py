"""Where: the places that a text names, resolved against the gazetteer.

A name has candidates; each is scored by what is known of it (state, division, population), by the words beside it ("Idlib
province", "Paris, Texas"), and by the other places of the text: which countries and divisions they lie in, and how near
they are. One name means one place throughout a text, unless a word beside it says otherwise. Scores of the best few and the
reasons are kept. A name without an entry stays unresolved and takes nothing from the others.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from vedette.codebook.catalogue import by_alias
from vedette.codebook.countries import by_name
from vedette.domain import Annotated, Candidate, Entity, Place, PlaceMention, PlaceRole
from vedette.resolve import namesakes
from vedette.resolve.datelines import sent_from_town, unfound
from vedette.resolve.gazetteer import Gazetteer, normalise
from vedette.resolve.place_bodies import PLAIN, is_body, is_name, is_town, seat_in
from vedette.resolve.place_names import Name, Option, clean, demonym, kind_score, km, named, options, part_of, prior, read, within
from vedette.resolve.place_phrases import described
from vedette.resolve.place_roles import Roles
from vedette.resolve.place_words import missions

CONSIDERED = 60
"""Candidates of one name that are scored against the text."""
KEPT = 3
SAME_SPOT = 50.0
"""km within which a town and the district named after it are one spot."""
PINNED = 8.0
HERE = 8.0
"""What it is worth to a desk's own place that the text is about its area."""
CAPITAL = 1.5
CONTEXT = 4.0
TOLD = 0.3
"""The vote of a people, or of an international mission, for its country."""
COUNTRY_VOTE = 3.6
DIVISION_VOTE = 2.5
NEARNESS = 2.0
CLOSE = 150.0
"""km within which another place of the text speaks for a candidate."""
STRANGE = ((3.0, 2.9), (1.6, 2.3))
"""Votes for countries from which a text is about somewhere, and the prior below which a place elsewhere is too little known to be meant in it.

The second pair is for settlements alone.
"""
KNOWN, FEW, ELSEWHERE, DOUBT = 3.0, 0.15, 1.2, 0.4
"""Prior below which a place is little known; share of the votes below which a country is hardly the text's; votes from which a text is about
somewhere; what is left of the confidence in a little known place elsewhere: the gazetteer lacks most villages, so that the one that it has
under a name need not be the one meant.
"""
DISTRICTS = frozenset(
    "district districts upazila woreda tehsil taluk thana raion raions soum cercle commune communes municipality municipalities regency county".split()
)
"""Words for areas that are called after their chief town."""
NEEDED = 300.0
"""km within which another place must lie for a name that fits in part."""
AREA_AFTER = re.compile(
    r"^(?:['\u2019]s)?(?:\s+(?:[a-z]+|District|Province|County|Municipality|City))?"
    r"(?P<link>\s*,\s*(?:in\s+|near\s+)?|\s+\(\s*|\s+in\s+)(?:the\s+)?"
    r"(?:(?:(?:north|south)[- ]?(?:east|west)|north|south|east|west)(?:ern)?\s+|central\s+)?(?:(?:province|state|region|district|municipality|county|governorate)\s+of\s+)?"
    r"(?P<area>[A-Z][\w.'\u2019-]*(?:\s+(?:of\s+|and\s+|al-|the\s+|de\s+|del\s+)?[A-Z][\w.'\u2019-]*){0,3})"
)
DATELINE = re.compile(
    r"^\W*(?P<names>[A-Z][A-Z'\u2019. -]{2,}[A-Z](?:,\s+[A-Z][\w .]{1,30})?)\s*(?:\([^)]{2,40}\)\s*)?(?:[-\u2010-\u2015:])"
)

SECTION = re.compile(r"(?m)^[ \t]*(?:\d{1,2}|[A-Z])[.)][ \t]+(?P<name>[A-Z][A-Z'\u2019 -]{2,30}[A-Z])(?=[.:])")
"""The heading of a numbered paragraph in a log ("2. GOMA."), whose name the reading may have taken for something else."""
AGENCY = re.compile(r"^\W*[A-Z][^\n(]{1,60}\((?P<agency>[^)\n]{2,40})\)\s*[-\u2010-\u2015]")
"""The agency in brackets in a dateline, whose name is no place ("Andes Wire")."""


@dataclass(slots=True)
class Draft:
    """A mention on its way: what it is called, how it is used, and the areas that it is said to lie in."""

    name: Name
    span: tuple[int, int]
    role: PlaceRole | None
    fixed: Option | None = None
    areas: tuple[tuple[Place, tuple[str, ...]], ...] = ()
    group: Group | None = None


@dataclass(slots=True)
class Group:
    """Mentions that mean one place: same name, same kind, same area."""

    options: list[Option]
    name: Name
    pinned: bool = False
    everybodys: bool = False
    """Whether places of many lands have the name, for a desk that watches one: it says nothing of the land."""
    mentions: int = 0
    acts: bool = False
    """Whether a mention says or does something, as a government does."""
    scores: list[float] = field(default_factory=list)
    reasons: list[list[str]] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    """How likely each option is."""
    strange: list[bool] = field(default_factory=list)
    """Whether each option is a little known place far from what else the text names."""
    alone: list[tuple[float, float, tuple[int, int] | None]] = field(default_factory=list)
    """Of each option what holds without the text: its prior, what the word for its kind says, and its square of the earth where it is local."""

    def known(self) -> list[tuple[float, float, tuple[int, int] | None]]:
        """`alone`, worked out at first use."""
        if not self.alone:
            self.alone = [(prior(o), kind_score(o.place, self.name), cell(o.place) if local(o.place) else None) for o in self.options]
        return self.alone

    @property
    def best(self) -> int | None:
        """Index of the option with the highest score."""
        return max(range(len(self.scores)), key=self.scores.__getitem__) if self.scores else None


def places(
    annotated: Annotated,
    gazetteer: Gazetteer,
    spans: Sequence[tuple[int, int]] | None = None,
    context: Sequence[str] = (),
    watched: Sequence[str] = (),
) -> tuple[PlaceMention, ...]:
    """The places that a text names, in text order; with `spans`, exactly one mention for each of those, in their order.

    `context` holds ISO 3166-1 alpha-2 codes of countries that the text is known to be about, `watched` those that the desk's reports are
    mostly about: they tip the balance where the text itself leaves it open. Raises ModelError where the gazetteer is missing or damaged.
    """
    roles = Roles(annotated)
    drafts = given(annotated, gazetteer, spans) if spans is not None else found(annotated, gazetteer, context)
    assign(drafts, roles, annotated)
    groups = grouped(drafts, gazetteer)
    dateline = DATELINE.match(annotated.text[:120])
    sent = posts(annotated)
    home = frozenset((*context, *watched, *sent))
    told = [d.fixed.place.country or "" for d in drafts if d.fixed] + sent
    decide(groups, told, context, watched, home)
    if dateline:
        unfound(drafts, dateline.end())
        first = next((d.group for d in drafts if d.group and d.name.start < dateline.end()), None)
        if first is not None and first.best is not None:
            decide(groups, told, [*context, first.options[first.best].place.country or ""], watched, home)
    sent_from_town(drafts, annotated.text, gazetteer)
    if spans is None:
        drafts += embedded(annotated, gazetteer, drafts, groups)
        drafts.sort(key=lambda d: d.span)
    made = [mention(d, annotated.text, gazetteer) for d in drafts]
    return tuple(made if spans is not None else described(annotated, [m for m in made if is_name(m, annotated.text)], gazetteer))


def assign(drafts: Sequence[Draft], roles: Roles, annotated: Annotated) -> None:
    """Give each draft its role. Only what has a government acts, and an area that another name lies in ("Goma, North Kivu") does not."""
    sites = {(e.start, e.end) for e in annotated.entities if e.label in ("LOC", "FAC")}
    before: Draft | None = None
    wire = AGENCY.match(annotated.text[:160])
    for d in drafts:
        if wire is not None and wire.start("agency") <= d.span[0] and d.span[1] <= wire.end("agency"):
            d.role = "embedded"
        if d.role is None:
            d.role = roles.of(*d.span)
            holds = before is not None and before.areas and annotated.text[before.span[1] : d.span[0]].strip() == ","
            if d.role == "metonym" and (holds or d.name.kind in ("site", "water", "land") or (d.name.start, d.name.end) in sites):
                d.role = "literal"
        before = d


def resolve_spans(
    annotated: Annotated, gazetteer: Gazetteer, spans: Sequence[tuple[int, int]], context: Sequence[str] = ()
) -> tuple[PlaceMention, ...]:
    """One mention for each span, in order; its place is None where nothing fits."""
    return places(annotated, gazetteer, spans, context)


def given(annotated: Annotated, gazetteer: Gazetteer, spans: Sequence[tuple[int, int]]) -> list[Draft]:
    """Drafts of given spans. Raises ValueError where one is empty or outside the text."""
    labels = {(e.start, e.end): e for e in annotated.entities}
    out = []
    for start, end in spans:
        if not 0 <= start < end <= len(annotated.text):
            raise ValueError(f"span {start}:{end} is empty or outside the text of {len(annotated.text)} characters")
        entity = labels.get((start, end))
        out.append(draft(annotated, gazetteer, start, end, entity, widen=False))
    return out


def found(annotated: Annotated, gazetteer: Gazetteer, context: Sequence[str] = ()) -> list[Draft]:
    """Drafts of the entities that name places; a people that is of no place is none.

    In a text that is known to be about some countries (a headline) a body or people of one word that bears the name of a town there is the town.
    """
    out: list[Draft] = []
    longer = [(e.start, e.end) for e in annotated.entities if e.label in ("ORG", "PER")]
    own = [(a, b) for a, b in gazetteer.desk_names(annotated.text) if not any(s <= a and b <= e and e - s > b - a for s, e in longer)]
    out += [draft(annotated, gazetteer, a, b, None, widen=True) for a, b in own]
    for entity in annotated.entities:
        if any(a < entity.end and entity.start < b for a, b in own):
            continue
        if entity.label in ("GPE", "LOC") and is_body(entity.text, gazetteer):
            continue
        if entity.label in ("GPE", "LOC", "FAC"):
            out.append(draft(annotated, gazetteer, entity.start, entity.end, entity, widen=True))
        elif entity.label == "NORP":
            made = draft(annotated, gazetteer, entity.start, entity.end, entity, widen=False)
            if made.fixed is not None:
                out.append(made)
                continue
        seat = seat_in(entity.text, gazetteer) if entity.label == "ORG" else None
        if seat is not None:
            made = draft(annotated, gazetteer, entity.start, entity.start + len(seat), None, widen=False)
            out.append(replace(made, role="embedded"))
        elif context and entity.label in ("NORP", "ORG") and is_town(entity.text, gazetteer, context):
            out.append(draft(annotated, gazetteer, entity.start, entity.end, None, widen=False))
    line = DATELINE.match(annotated.text[:120])
    if line is not None and not annotated.text[line.end() : line.end() + 1].isalnum():  # "NATO-led troops" has no dateline
        at = line.start("names")
        for name in line["names"].split(","):
            start = at + len(name) - len(name.lstrip())
            end = at + len(name.rstrip(" -"))
            at += len(name) + 1
            if (
                start < end
                and not any(a < end and start < b for a, b in (d.span for d in out))
                and gazetteer.entries(normalise(annotated.text[start:end]))
            ):
                out.append(draft(annotated, gazetteer, start, end, None, widen=False))
    for m in SECTION.finditer(annotated.text):
        start, end = m.span("name")
        if not any(a < end and start < b for a, b in (d.span for d in out)) and gazetteer.entries(normalise(m["name"])):
            out.append(draft(annotated, gazetteer, start, end, None, widen=False))
    return sorted(out, key=lambda d: d.span)


def posts(annotated: Annotated) -> list[str]:
    """The countries of the international missions that a text names, each once."""
    names = dict.fromkeys(
        n for e in annotated.entities if e.label == "ORG" for n in (clean(e.text), *filter(str.isupper, clean(e.text).split()))
    )
    return list(dict.fromkeys(code for n in names for e in by_alias(n) if (code := missions().get(e.id))))


def draft(annotated: Annotated, gazetteer: Gazetteer, start: int, end: int, entity: Entity | None, *, widen: bool) -> Draft:
    """The draft of one name."""
    text = annotated.text[start:end]
    if (entity is not None and entity.label == "NORP") or (by_name(clean(text)) is None and len(text) > 3):
        of = demonym(text, gazetteer)
        if of is not None and (
            (entity is not None and entity.label == "NORP") or all(prior(o) < PLAIN for o in named(clean(text), gazetteer))
        ):
            return Draft(Name(start=start, end=end, core=text), (start, end), "demonym", fixed=of)
    name = read(annotated.text, start, end, gazetteer, widen=widen)
    if len(text) == 2 and text.isupper() and annotated.text[max(0, start - 2) : start] == ", " and by_name(text) is None:
        name = replace(name, core=f"postal {text}")
    areas = () if name.part and name.end != end else container(annotated.text, name, gazetteer)
    return Draft(name, (name.start, name.end), None, areas=areas)


def container(text: str, name: Name, gazetteer: Gazetteer) -> tuple[tuple[Place, tuple[str, ...]], ...]:
    """Areas that the words after a name say it lies in ("Goma, North Kivu", "Paris (Texas)", "Beni in eastern Congo")."""
    after = AREA_AFTER.match(text[name.end : name.end + 90])
    if not after:
        return ()
    words = after["area"].split()
    for n in range(len(words), 0, -1):
        said = " ".join(words[:n]).rstrip(".")
        if len(said) == 2 and said.isupper() and "," in after["link"]:
            said = f"postal {said}"
        areas = [
            (o.place, o.countries) for o in named(clean(said), gazetteer)
            if o.place.feature.startswith(("PCL", "ADM1", "ADM2")) or (o.place.geonameid is None and o.place.precision in ("region", "admin1", "admin2"))
        ]  # fmt: skip
        if areas:
            state = by_name(name.core)
            if state is not None and any(a.feature.startswith("PCL") for a, _ in areas):
                return ()
            return tuple(areas)
    return ()


def grouped(drafts: Iterable[Draft], gazetteer: Gazetteer) -> list[Group]:
    """Put drafts of one name together. A mention without an area of its own takes that of its namesakes, if they agree."""
    namesakes: dict[str, list[Draft]] = defaultdict(list)
    for d in drafts:
        if d.fixed is None:
            namesakes[normalise(d.name.core)].append(d)
    groups: list[Group] = []
    for same in namesakes.values():
        made: dict[tuple[object, ...], Group] = {}
        pins: dict[tuple[object, ...], list[Option]] = {}
        for d in same:
            if d.areas:
                choices = options(d.name, gazetteer)
                held = [replace(o, near=False) for o in choices if any(within(o, a, c) for a, c in d.areas)]
                if held and all(o.cost >= 1 for o in held) and max(map(prior, choices)) - max(map(prior, held)) > 2.5:
                    continue
                if held:
                    pins[(d.name.kind, d.areas)] = held
        shared = (
            next(iter(pins.values()))
            if len({tuple(o.place.geonameid or o.place.name for o in held) for held in pins.values()}) == 1
            else None
        )
        for d in same:
            pinned = pins.get((d.name.kind, d.areas)) or (shared if d.name.kind in (None, "city", "site") else None)
            key = (d.name.kind, d.name.kind_word, tuple(id(o) for o in pinned) if pinned else None)
            if key not in made:
                choices = pinned or options(d.name, gazetteer)
                made[key] = Group(considered(choices, d.name), d.name, pinned=pinned is not None)
            d.group = made[key]
            d.group.mentions += 1
            d.group.acts |= d.role == "metonym"
        groups += made.values()
    return groups


def considered(choices: Sequence[Option], name: Name) -> list[Option]:
    """The likeliest options, and of every country the likeliest."""
    order = sorted(choices, key=lambda o: prior(o) + kind_score(o.place, name), reverse=True)
    there = {o.place.country for o in order[:CONSIDERED]}
    rest = [o for o in order[CONSIDERED:] if o.place.country not in there]
    return order[:CONSIDERED] + list({o.place.country: o for o in reversed(rest)}.values())


def decide(
    groups: list[Group], told: Sequence[str], context: Sequence[str], watched: Sequence[str] = (), home: frozenset[str] = frozenset()
) -> None:
    """Score every group's options, twice: first alone, then by the votes of all groups, then by those of the outcome.

    `told` are the countries of peoples that the text names, each as often as it does, and of missions; `home` those that the desk watches or the text
    is known to be about.
    """
    for g in groups:
        g.everybodys = bool(home) and not g.pinned and namesakes.everybodys(g.name.core, g.options, home)
        base = [before + kind + PINNED * g.pinned for before, kind, _ in g.known()]
        g.scores, g.reasons = base, [[*o.reasons] for o in g.options]
        g.weights = shares(base)
    for _ in range(2):
        countries: dict[str, float] = defaultdict(float)
        divisions: dict[tuple[str, str], float] = defaultdict(float)
        for code in filter(None, context):
            countries[code] += CONTEXT
        for code in watched:
            countries[code] += namesakes.WATCHED
        for code in told:
            countries[code] += TOLD
        by_places: dict[str, float] = defaultdict(float)
        for g in groups:
            for c, d, w in votes(g):
                countries[c] += w
                by_places[c] += 0.0 if g.everybodys else w
                if d:
                    divisions[(c, d)] += w
        settled = [
            (g, g.options[b].place) for g in groups for b in [g.best] if b is not None and g.weights[b] > 0.4 and local(g.options[b].place)
        ]
        cells: dict[tuple[int, int], dict[int, float]] = defaultdict(lambda: defaultdict(float))
        for g in groups:
            for (_, _, spot), w in zip(g.known(), g.weights, strict=True):
                if w > 0.02 and spot is not None:
                    cells[spot][id(g)] += w
        for g in groups:
            score(g, countries, divisions, settled, cells, home, told, by_places)
        for g in groups:
            g.weights = shares(g.scores)


def votes(g: Group) -> Iterable[tuple[str, str | None, float]]:
    """Country, division and weight of each option."""
    weight = min(2.0, 1 + 0.25 * (g.mentions - 1))
    for o, w in zip(g.options, g.weights, strict=True):
        if w > 0.02:
            yield o.place.country or "", o.place.admin1, w * weight


def local(place: Place) -> bool:
    """Whether a place is small enough for distances to it to mean something."""
    return place.precision in ("point", "city", "admin2") or (place.radius or 1e9) < CLOSE


def cell(place: Place) -> tuple[int, int]:
    """The square of the earth, about a hundred kilometres wide, in which a place lies."""
    lat, lon = place.at
    return math.floor(lat), math.floor(lon * math.cos(math.radians(lat)))


def around(spot: tuple[int, int], g: Group, cells: dict[tuple[int, int], dict[int, float]]) -> float:
    """How likely other names of the text are near a square of the earth: 0 none, 1 at least one surely."""
    x, y = spot
    total = 0.0
    for i in (x - 1, x, x + 1):
        for j in (y - 1, y, y + 1):
            if (i, j) in cells:
                total += sum([w for owner, w in cells[i, j].items() if owner != id(g)])
    return min(1.0, total)


def score(
    g: Group,
    countries: dict[str, float],
    divisions: dict[tuple[str, str], float],
    settled: list[tuple[Group, Place]],
    cells: dict[tuple[int, int], dict[int, float]],
    home: frozenset[str],
    told: Sequence[str],
    by_places: dict[str, float],
) -> None:
    """Score one group's options against the rest of the text; `told` are the lands of peoples and missions, who may be abroad, `by_places` the
    votes of places alone.
    """
    own_country: dict[str, float] = defaultdict(float)
    own_division: dict[tuple[str, str], float] = defaultdict(float)
    for c, d, w in votes(g):
        own_country[c] += w
        if d:
            own_division[(c, d)] += w
    total = sum(countries.values()) - sum(own_country.values()) + 0.7
    elsewhere = total - TOLD * len(told) > ELSEWHERE
    others = [p for h, p in settled if h is not g][:25]
    beside = namesakes.at_home(g.options, home, g.everybodys) if home else 0.0
    mine = {} if g.everybodys else own_country
    scores, reasons, doubted = [], [], []
    for o, (before, kind, spot) in zip(g.options, g.known(), strict=True):
        place, why = o.place, [*o.reasons]
        value = before
        if g.pinned:
            value += PINNED
            why.append("named with the area it lies in")
        land = place.country or ""
        abroad, named = bool(home) and place.country not in home, by_places.get(land, 0.0) - mine.get(land, 0.0) >= FEW
        if abroad and beside:
            value -= namesakes.handicap(o, beside, named, () if home & {*told} else told)
        if g.acts and place.feature == "PPLC":
            value += CAPITAL
            why.append("a capital that acts")
        if kind > 0:
            why.append(f"it is called a {g.name.kind_word}")
        country = (countries.get(land, 0.0) - own_country.get(land, 0.0)) / total if land else 0.0
        where = (land, place.admin1 or "")
        division = (divisions.get(where, 0.0) - own_division.get(where, 0.0)) / total if place.admin1 else 0.0
        if country > 0.2:
            why.append("other places of the text are in the same country")
        if division > 0.2:
            why.append(f"other places of the text are in {place.admin1}")
        close = around(spot, g, cells) if spot is not None else 0.0
        if close > 0.4:
            why.append("near other places of the text")
        value += kind + COUNTRY_VOTE * country + DIVISION_VOTE * division + NEARNESS * close
        if o.near and country < 0.25 and not any(km(place, p) < NEEDED for p in others):
            value = -1.0
        limits = STRANGE[: 2 if place.feature.startswith("PPL") else 1]
        away = abroad and (before < KNOWN or g.everybodys or (o.cost >= 1 and place.feature == "ADM1"))  # "Tisin", for Ticino
        strange = away or any(total > votes_ and before + kind < known for votes_, known in limits)
        # the people of its land may be told of, and one whose chief name is another needs a neighbour in the text
        alone = away and (o.cost >= 1 or not named)
        if (country == 0.0 or alone) and not g.pinned and o.place.country and close < 0.2 and strange:
            value = -1.0  # a name that the world hardly knows, in a country of which the text has no other
        if o.reach is not None:
            if country > 0.2 or any(km(place, p) <= o.reach for p in others):
                value += HERE
                why.append("the text is about its area")
            elif total > 1.2:
                value = -1.0
        odd = country < FEW and close < 0.2 and not g.pinned and o.reach is None and elsewhere and before + kind < KNOWN
        if odd:
            why.append("little known, and far from the other places of the text")
        scores.append(value)
        reasons.append(why)
        doubted.append(odd)
    g.scores, g.reasons, g.strange = scores, reasons, doubted


def shares(scores: Sequence[float]) -> list[float]:
    """Scores as shares of one."""
    if not scores:
        return []
    top = max(scores)
    weights = [math.exp(min(0.0, s - top)) for s in scores]
    total = sum(weights)
    return [w / total for w in weights]


def embedded(annotated: Annotated, gazetteer: Gazetteer, drafts: Sequence[Draft], groups: Sequence[Group]) -> list[Draft]:
    """Places inside the names of organisations: what the text names elsewhere, countries, demonyms, and what follows "of", "in" or "for"."""
    resolved = {normalise(d.name.core): d.group for d in drafts if d.group is not None}
    taken = [d.span for d in drafts]
    out: list[Draft] = []
    for entity in annotated.entities:
        if entity.label != "ORG":
            continue
        words = [(m.start() + entity.start, m.end() + entity.start) for m in re.finditer(r"[\w.\u2019'-]*\w\.?", entity.text)]
        at = 0
        while at < len(words):
            for n in range(min(4, len(words) - at), 0, -1):
                start, end = words[at][0], words[at + n - 1][1]
                if (n == len(words) and n < 2) or any(s < end and e > start for s, e in taken):
                    continue
                text = annotated.text[start:end]
                if not text[:1].isupper():
                    continue
                made = inside(
                    text,
                    start,
                    end,
                    gazetteer,
                    resolved,
                    after_of=at > 0 and annotated.text[slice(*words[at - 1])].lower() in ("of", "in", "for"),
                )
                if made is not None:
                    out.append(made)
                    at += n - 1
                    break
            at += 1
    return out


def inside(text: str, start: int, end: int, gazetteer: Gazetteer, resolved: dict[str, Group], *, after_of: bool) -> Draft | None:
    """The place at `start:end` inside a longer name, where it surely is one."""
    name = Name(start=start, end=end, core=clean(text))
    of = demonym(text, gazetteer)
    if of is not None:
        return Draft(name, (start, end), "embedded", fixed=of)
    if normalise(name.core) in resolved:
        return Draft(name, (start, end), "embedded", group=resolved[normalise(name.core)])
    choices = sorted(named(name.core, gazetteer), key=prior, reverse=True)
    if choices and (prior(choices[0]) >= 5.5 or (after_of and prior(choices[0]) >= 2.5)):
        group = Group(choices[:CONSIDERED], name, mentions=1)
        decide([group], (), ())
        return Draft(name, (start, end), "embedded", group=group)
    return None


def _is_district(name: Name, text: str, place: Place) -> bool:
    """Whether a name is said to be a district's, and the gazetteer has only the town after which it is called; "the Salt district" is a quarter."""
    if place.feature not in ("PPL", "PPLA2", "PPLA3", "PPLA4") or place.precision != "city" or name.kind_word not in DISTRICTS:
        return False
    return name.inner or re.search(r"\b[Tt]he\s+$", text[max(0, name.start - 5) : name.start]) is None


def mention(d: Draft, text: str, gazetteer: Gazetteer) -> PlaceMention:
    """The finished mention. Its confidence is the share of all options that mean about the same spot."""
    start, end = d.span
    role = d.role or "literal"
    if d.fixed is not None:
        candidate = Candidate(place=d.fixed.place, score=0.95, reasons=d.fixed.reasons)
        return PlaceMention(
            start=start,
            end=end,
            text=text[start:end],
            place=d.fixed.place,
            role=role,
            confidence=0.95,
            candidates=1,
            alternatives=(candidate,),
        )
    g = d.group
    if g is None or not g.scores or max(g.scores) < 0:
        return PlaceMention(start=start, end=end, text=text[start:end], place=None, role=role, confidence=0.0)
    order = sorted(range(len(g.scores)), key=lambda i: -g.scores[i])[:KEPT]
    candidates = tuple(Candidate(place=g.options[i].place, score=round(g.weights[i], 3), reasons=tuple(g.reasons[i])) for i in order)
    best = candidates[0].place
    if d.name.part is not None:
        phrase = clean(text[start:end]) if end - start > len(d.name.core) + 2 else best.name
        best = part_of(best, d.name.part, gazetteer, phrase)
        candidates = (replace(candidates[0], place=best), *candidates[1:])
    chosen = g.options[order[0]].place
    if _is_district(d.name, text, best):
        best = replace(best, precision="admin2", feature="ADM2", population=0, radius=SAME_SPOT / 2)
        candidates = (
            replace(candidates[0], place=best, reasons=(*candidates[0].reasons, "the district around the town of its name")),
            *candidates[1:],
        )
    sure = sum(
        w for o, w in zip(g.options, g.weights, strict=True) if o.place.country == chosen.country and km(o.place, chosen) < SAME_SPOT
    )
    confidence = min(1.0, sure) * (0.7 if g.options[order[0]].near else 0.98) * (DOUBT if g.strange[order[0]] else 1.0)
    return PlaceMention(
        start=start,
        end=end,
        text=text[start:end],
        place=best,
        role=role,
        confidence=round(confidence, 3),
        candidates=len(g.options),
        alternatives=candidates,
    )
