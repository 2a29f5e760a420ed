"""Who puts something to whom, where the clause that asks or promises does not say it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from vedette.codebook.countries import by_code, by_name
from vedette.codebook.wording import bases, fold, roots, words
from vedette.domain import Actor, Event, UndertakingKind
from vedette.domain.compare import actors_alike, is_name
from vedette.situation.reach import YES_OR_NO
from vedette.situation.threats import holds_out

ASKS = frozenset({"request", "demand", "ultimatum"})
UNTIL = re.compile(r"\b(?:until|till|unless|before)\b ([^.;\"“”\n]+)")
"""What is to happen before those who hold out give way."""
UNLESS = re.compile(r"\b(?:unless|or else|if not) ([^.;\"“”\n]+)")
"""What is to happen before a threat is carried out."""
PROVIDED = re.compile(
    r"\b(?:provided(?: that)?|providing|on (?:the )?condition that|as long as|so long as|in (?:return|exchange) for) ([^.;\"“”\n]+)"
)
"""What is to happen before a promise is kept."""
PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being) (?:\w+ly )?(?:\w+(?:ed|en|wn|ut|ld|id)|set|let|made|sent|lost|found|free|safe)\b"
)
"""A clause that tells to whom it is done, or how somebody is to be, not who does it."""
OF_WHOM = re.compile(r"^(?:the |an? |their |his |her )?[\w-]+ (?:of|for|from)\b")
"""What is asked told by a noun ("the arrest of the killers")."""
HOLDS = frozenset("stay remain keep continue hold last leave move go return lift open reopen clear end withdraw resume work".split())
"""Verbs of those who hold out ("will not leave until …", "would stay until …")."""
BETWEEN = re.compile(
    r"\bbetween (?:the )?(.+?) and (?:the )?(.+?)(?= (?:will|would|is|was|has|had|that|which|who|took|takes|came|in|at|on|from|for|over|began|begins)\b|[.,;]|$)"
)
"""The two sides of a truce or a deal."""
DEAL = frozenset({"agreement"})
"""Concept of what two sides have agreed on."""
TOLD = frozenset("summon meet tell write inform invite receive warn address".split())
"""Verbs whose object is also the one to whom the same sentence puts a demand."""


PUBLIC = Actor(name="the public")
"""To whom an authority says what it will do, where that is nobody in particular."""
AUTHORITIES = frozenset("government authorities army military police parliament cabinet presidency ministry".split())
STATE = frozenset("GOV MIL COP LEG JUD SPY".split())
OWED = frozenset("reply answer respond pay give grant hand send compensate repay return".split())
"""Verbs of what is promised to somebody, though it is not said to whom."""


def of_state(a: Actor) -> Actor:
    """An authority that is called by its office alone, with the name of its country ("government of Chad")."""
    country = by_code(a.country) if a.country else None
    last = a.name.lower().split()[-1:]
    bare = bool(last) and last[0] in AUTHORITIES and not is_name(a) and len(a.name.split()) <= 3
    if country is None or not bare or any(fold(n) in fold(a.name) for n in (*country.names, *country.demonyms)):
        return a
    return replace(a, name=f"{a.name[:1].lower()}{a.name[1:]} of {country.name}")


def partners(by: Sequence[Actor], others: Sequence[Event], known: Mapping[str, Actor]) -> tuple[Actor, ...]:
    """The other side of the agreement that the same report tells of, for what one side of it is to do."""
    for o in others:
        if o.event_type not in ("AGREE", "SUPPORT") or o.modality != "asserted" or o.polarity != "positive" or not o.about:
            continue
        if not DEAL & words(o.about.text):
            continue
        pairs = [(tuple(m.actor for m in o.actors), tuple(m.actor for m in o.recipients))]
        pairs += [(_named(found[1], known), _named(found[2], known)) for found in BETWEEN.finditer(o.evidence.text)]
        for left, right in pairs:
            first, second = _like(by, left), _like(by, right)
            if left and right and max(first, second) >= 0.15 and first != second:
                return right if first > second else left
            if bool(left) != bool(right) and o.event_type == "AGREE" and max(first, second) < 0.15 and not o.actors:
                return left or right  # the side that is not known by name is who promises
    return ()


def _named(text: str, known: Mapping[str, Actor]) -> tuple[Actor, ...]:
    """The party that a phrase names, by all of it or by its last words ("the growers' league Aron")."""
    parts = fold(text).removeprefix("the ").split()
    found = (known.get(" ".join(parts[n:])) for n in range(min(len(parts), 8)))
    return tuple(a for a in found if a is not None)[:1]


def _like(by: Sequence[Actor], side: Sequence[Actor]) -> float:
    """How likely it is that one side of an agreement is, or acts for, who promises: also one authority of a state for another."""
    same = [0.4 for a in by for b in side if a.country and a.country == b.country and STATE & set(a.sectors) and STATE & set(b.sectors)]
    return max([actors_alike(by, side) or 0.0, *same])


def told_openly(e: Event, by: Sequence[Actor]) -> bool:
    """Whether who will do something says so, in office or for an organisation, and owes it to nobody in particular."""
    own = e.event_type in ("AGREE", None) and e.modality == "asserted"  # "the minister guaranteed that", "the council decided to"
    if not by or not (own or (e.modality in ("planned", "promised") and e.attribution is not None)):
        return False
    said = {b for w in (*fold(e.about.text if e.about else "").split()[:2], fold(e.trigger.text)) for b in bases(w)}
    return not OWED & said and all(a.sectors or is_name(a) for a in by)


GENERIC = frozenset("group charity organisation organization agency company firm movement".split())
"""What an organisation that was named before is called."""
CALLED = r"(?:,? (?:called|named|known as|calling itself|calling themselves),?)? ((?:[A-Z][\w’'-]+|al-[A-Z]\w+)(?: (?:[A-Z][\w’'-]+|al-[A-Z]\w+|de|of|la))*)"
"""The name behind what somebody is: "the gang called Red Fork", "the armed group Sons of the Lake"."""
KINDS = frozenset(
    "group gang militia faction column brigade unit company firm developer operator contractor agency movement party union cartel clan".split()
)
"""Nouns for bodies that are told of by what they are and have a name."""


def by_its_name(a: Actor, e: Event, report: str) -> Actor:
    """A body that is told of by what it is, by the one name that its report gives beside that."""
    last = fold(a.name).split()[-1:]
    if is_name(a) or not last or last[0] not in KINDS:
        return a
    text = re.escape(next((m.text for m in e.actors if m.actor == a), a.name).removeprefix("The ").removeprefix("the "))
    named = {m[1] for m in re.finditer(rf"\b{text}\b{CALLED}", report)}
    return replace(a, name=named.pop()) if len(named) == 1 else a


HEADLINE = re.compile(
    r"^(?:[\w’' -]{2,30}: )?(?P<by>[A-Z][\w’'.-]*(?: [\w’'.-]+){0,4}?) (?P<verb>calls? (?:on|for)|asks?|demands?|warns?|threatens?|vows?|pledges?|promises?|offers?|urges?|gives?|"
    r"tells?|wants?|seeks?|begs?|orders?|petitions?)\b(?P<rest>.*)"
)
"""A headline that says who asks, promises or threatens."""
_STOPS = r"of|to|until|till|over|in|on|for|not|an?|two|three|four|five|six|seven|eight|nine|ten|\w+day|\d[\w-]*"
TO_WHOM = re.compile(rf"^ (?:the )?(?P<to>[A-Za-z][\w’'.-]*(?: (?!(?:{_STOPS})\b)[\w’'.-]+){{0,3}}) (?:{_STOPS})\b")
"""Whom a headline names behind "warns", "gives", "asks"."""
PUTS = re.compile(r"^(?:asks?|warns?|urges?|gives?|tells?|begs?|orders?|calls? on)$")


def in_headline(title: str, told: frozenset[str], known: Mapping[str, Actor]) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Who asks, promises or threatens by a headline, and whom, where it tells of what has these words ("Nurses warn the county of a walkout")."""
    found = HEADLINE.match(title)
    if not found or not told & words(found["rest"]):
        return (), ()

    def party(name: str) -> tuple[Actor, ...]:
        return (known.get(fold(name).removeprefix("the ")) or Actor(name=name),)

    to = TO_WHOM.match(found["rest"]) if PUTS.match(found["verb"]) else None
    return party(found["by"]), party(to["to"]) if to else ()


BY = re.compile(r"\bby (?:the |its |their |a |an )?([^,.;\"“”]{3,60})")


def agent(e: Event, known: Mapping[str, Actor]) -> tuple[Actor, ...]:
    """Who asks or threatens, behind the "by" of a passive ("the elders were told by the commander that …")."""
    if e.event_type not in ("REQUEST", "THREATEN") or not PASSIVE.search(fold(e.evidence.text)):
        return ()
    found = BY.search(e.evidence.text, max(0, e.trigger.end - e.evidence.start))
    parts = fold(found[1]).split() if found else []
    spans = [(b, n) for n in range(min(6, len(parts)), 0, -1) for b in range(min(3, len(parts) - n + 1))]
    names = (known.get(" ".join(parts[b : b + n])) for b, n in spans)
    to = tuple(m.actor for m in e.recipients)
    return tuple(a for a in names if a is not None and not _same_side(a, to))[:1]


WE = re.compile(r"\b(?:we|our|us)\b", re.IGNORECASE)


def named_before(a: Actor, e: Event, others: Sequence[Event]) -> Actor:
    """The organisation that "the group" stands for: the one that other events of the same report name most, none where two are named alike often."""
    if a.name.lower() not in GENERIC:
        return a
    to = {m.actor for m in e.recipients}
    told = Counter(m.actor for o in others for m in o.actors if is_name(m.actor) and m.actor not in to and not by_name(m.actor.name))
    best = told.most_common(2)
    return best[0][0] if best and best[0][1] > 1 and (len(best) < 2 or best[0][1] > best[1][1]) else a


def parties_known(events: Iterable[Event]) -> dict[str, Actor]:
    """Parties of any event by the folded words that tell of them; of several who are told of so the one that most events have."""
    told: dict[str, Counter[Actor]] = {}
    for e in events:
        for m in (*e.actors, *e.recipients):
            for name in {fold(m.actor.name), fold(m.text)}:
                told.setdefault(name.removeprefix("the "), Counter())[m.actor] += 1
    return {name: max(found, key=lambda a: (found[a], a.name)) for name, found in told.items() if len(name) > 3}


def sides(e: Event, others: Sequence[Event], known: Mapping[str, Actor]) -> tuple[Actor, ...]:
    """The two sides that a report names of a truce ("the truce between A and B"), for who is only counted ("two armed groups")."""
    texts = [e, *(o for o in others if o.condition == e.condition)]
    for o in texts:
        for found in BETWEEN.finditer(o.headline):
            both = [known.get(fold(found[n])) for n in (1, 2)]
            if all(a and is_name(a) for a in both):
                return tuple(a for a in both if a)
    return ()


GRANTED = re.compile(
    r"\b(?:(?:were|are|was|is|be|been|get|got|had|have) (?:all |both |let |set )?(?:free|freed|go|released|paid|met|heard|granted|withdrawn|returned|handed|given|hired|reinstated"
    r"|dropped|removed|dismissed|sacked|transferred|compensated|named|arrested|charged|punished|received|promised)|(?:they|we) (?:have|had|get|got|hear|heard|see|saw|receive|received))\b",
    re.IGNORECASE,
)
"""What somebody is to be granted before those who hold out give way, without a word of by whom."""


def put_off_until(e: Event, others: Sequence[Event], known: Mapping[str, Actor]) -> tuple[str, tuple[Actor, ...]] | None:
    """What others must do before those who hold out give way, and who: "would stay until the government stops the felling"."""
    threat = e.event_type == "THREATEN" and e.modality == "asserted"
    holds = e.modality in ("planned", "promised") and HOLDS & roots(e.trigger.text)
    ours = e.polarity == "negative" and WE.search(e.evidence.text)  # "they will not resume until we are given guarantees"
    if not (e.actors or ours) or not (threat or holds):
        return None
    return _clause(e, UNLESS if threat and not holds_out(e) else UNTIL, others, known)


def wanted_for(e: Event, others: Sequence[Event], known: Mapping[str, Actor]) -> tuple[str, tuple[Actor, ...]] | None:
    """What others must do before a promise is kept ("would open it provided that those arrested were freed"), and who, where that is told."""
    if (
        e.modality not in ("planned", "promised", "hypothetical")
        or not e.actors
        or not any(is_name(m.actor) or m.actor.sectors for m in e.actors)
    ):
        return None
    return _clause(e, PROVIDED, others, known)


def _clause(e: Event, mark: re.Pattern[str], others: Sequence[Event], known: Mapping[str, Actor]) -> tuple[str, tuple[Actor, ...]] | None:
    """The clause behind a mark that follows an event, and who is to do it."""
    found = mark.search(e.evidence.text, max(0, e.trigger.end - e.evidence.start))
    if not found or len(words(found[1])) < 2:
        return None
    start, end = e.evidence.start + found.start(1), e.evidence.start + found.end(1)
    mine = tuple(m.actor for m in e.actors)
    doers = [m.actor for o in others if start <= o.trigger.start < end and o.trigger.in_title == e.trigger.in_title for m in o.actors]
    subject = [] if PASSIVE.search(found[1].lower()) else fold(found[1]).removeprefix("the ").split()
    spans = [(b, n) for b in range(3) for n in range(min(5, len(subject) - 1 - b), 0, -1)]
    doers += [known[name] for b, n in spans if (name := " ".join(subject[b : b + n])) in known]  # "its rival Aron left"
    begun = next((n for n in range(min(3, len(subject) - 1), 1, -1) if not doers), 0)
    doers += [a for name, a in known.items() if begun and name.startswith(" ".join(subject[:begun]) + " ")][:1]
    to = tuple(dict.fromkeys(a for a in doers if not _same_side(a, mine)))
    granted = GRANTED.search(found[1]) is not None
    refused = e.polarity == "negative" and (
        not mine or PASSIVE.search(found[1].lower()) is not None
    )  # "will not return before guards are posted"
    return (found[1].strip(), to[:1]) if to or granted or mark is not UNTIL or refused else None


def _same_side(a: Actor, mine: Sequence[Actor]) -> bool:
    """Whether a party is one of those who speak; two that have names of their own are not one because they are of one kind."""
    alike = actors_alike([a], mine) or 0.0
    return alike >= 0.85 or (alike >= 0.55 and not (is_name(a) and all(map(is_name, mine))))


WANTS = frozenset("demand request seek want propose require".split())
"""Verbs whose bare object is what is wanted, not who is asked."""
AN = re.compile(r"\ban? $", re.IGNORECASE)


def put_to(e: Event) -> tuple[Actor, ...]:
    """To whom it is put by its own clause: its recipients, but for those who only stand in what is asked ("the release of the two drivers",
    "him to be freed", "the road to Palma") and do not do it.
    """
    named = tuple(m for m in e.recipients if not m.unnamed) or e.recipients
    named = tuple(m for m in named if not _only_there(e, m.start))
    if e.event_type != "REQUEST" or e.about is None or e.trigger.in_title != e.about.in_title:
        return tuple(m.actor for m in named)
    if WANTS & roots(e.trigger.text):
        named = tuple(m for m in named if not AN.search(e.evidence.text[: max(0, m.start - e.evidence.start)]))
    first = fold(e.about.text)
    doer = not PASSIVE.search(first) and not OF_WHOM.match(first) and re.search(r"\b(?:to|should|must|will|would)\b|s\b", first) is not None
    doer = doer or SUBJECT.match(first) is not None
    size = len(e.about.text) - len("the ")
    inside = [m for m in named if e.evidence.start < e.about.start <= m.start and m.end <= e.about.end and m.end - m.start < size]
    return tuple(m.actor for m in named if m not in inside or (doer and m.start <= e.about.start + len("the ")))


SUBJECT = re.compile(r"(?:it|they|he|she) (?!be\b)\w")
"""How what is asked begins that somebody is to do who was told of before ("requested that it keep away")."""
THERE = re.compile(r"\b(?:in|at|near|around|outside|inside|(?:north|south|east|west) of)(?: the)? $", re.IGNORECASE)


def _only_there(e: Event, start: int) -> bool:
    """Whether a name in what is asked or promised tells where ("titles in four villages north of Sindan"), not to whom."""
    inside = e.about is not None and e.about.start <= start < e.about.end and e.evidence.start < e.about.start
    return inside and THERE.search(e.evidence.text[: max(0, start - e.evidence.start)]) is not None


LETTER = re.compile(
    r"\b(?:wr(?:o|i)te|written|writes|writing|letters?|notes?|messages?|petition(?:ed)?|appeal(?:ed|s|ing)?|complaints?|notices?|ultimatum|plea(?:ded)?|pleas|demands?|"
    r"requests?|calls?|called|calling|turned|turning|applied|word|warning)\b([^.;,\"“”]*)",
    re.IGNORECASE,
)
"""Words by which something is put to somebody, with the rest of their clause."""
TOWARDS = re.compile(r"\b(?:to|on|upon|at|before|with|from)\b(?: the\b)?")
FAR = 45
"""Characters of that rest within which the party stands."""


def written_to(e: Event, by: Sequence[Actor], known: Mapping[str, Actor]) -> tuple[Actor, ...]:
    """The party that the sentence of a request names behind "a letter to", "wrote to", "called on"."""
    for found in LETTER.finditer(e.evidence.text):
        rest = found[1]
        for to in TOWARDS.finditer(rest[:FAR]):
            parts = fold(rest[to.end() :]).split()
            spans = [(b, n) for n in range(min(6, len(parts)), 0, -1) for b in range(min(6, len(parts) - n + 1))]
            for b, n in spans:
                a = known.get(" ".join(parts[b : b + n]))
                if a is not None and not _same_side(a, by) and "to" not in parts[:b]:
                    return (a,)
    return ()


def addressees(
    e: Event, kind: UndertakingKind, by: Sequence[Actor], content: Sequence[Event], others: Sequence[Event]
) -> tuple[Actor, ...]:
    """To whom it is put, where its own clause does not say: who is to do it, else whom its maker summoned or told in the same sentence."""
    if kind in ASKS or kind == "threat":
        doers = [tuple(m.actor for m in c.actors) for c in content if c is not e and c.actors]
        found = next((d for d in doers if (actors_alike(d, by) or 0.0) < 0.55), ())
        if found:
            return found
    if kind not in ASKS:
        return ()
    for o in others:
        if (
            o.event_type in YES_OR_NO
            and o.evidence == e.evidence
            and o.about
            and o.about.text.lower() == "which"
            and o.trigger.start > e.trigger.end
        ):
            return tuple(m.actor for m in o.actors)
        beside = o.recipients and o.evidence.overlaps(e.evidence) and TOLD & roots(o.trigger.text)
        if beside and (actors_alike((m.actor for m in o.actors), by) or 0.0) >= 0.85:
            return tuple(m.actor for m in o.recipients)
    return ()
