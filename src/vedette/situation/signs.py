"""The signs of states: what one event says of a blockade, a closure, a truce: that it opens, goes on, ends or is planned."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

from vedette.codebook.countries import by_name
from vedette.codebook.things import things
from vedette.codebook.wording import bases, fold, roots, sequence, words
from vedette.domain import Event, Incident, Place, Report
from vedette.domain.compare import day, fine, relation
from vedette.situation.seeming import seems_over

OLD = 120
"""Days before its report from which a beginning is history, not a state in force."""
STAYS = frozenset("remain remains remained stay stays stayed still".split())
"""What "remains open" has not ended now, what is "still suspended" has not begun now."""
LASTS = frozenset({"remain", "stay", "keep"})
"""Verbs by which what will be so is so."""
NO_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december".split()
)
MARK = re.compile(r"\b(kilomet(?:er|re)|km|mile|milepost|gate|pier|checkpoint|junction|sector|bridge|lane) ?(?:no\.? ?)?(\d+)\b")
"""A numbered point ("kilometre 63", "gate 4") that tells one thing from its neighbour."""
NAME = re.compile(r"(?<=[\w,;:(] )[A-Z][\w'’-]{3,}")
"""A proper name inside a sentence."""
ONE = r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)(?![A-Z]{2,}s\b)[A-Z][\w'’-]+"
NAMES = re.compile(rf"{ONE}(?: {ONE})*")
LIES_IN = re.compile(rf"(?<! and) in {NAMES.pattern}")
"""What a place of a row lies in ("Tarno in Velin and Besk")."""
NEXT = rf"(?: in {NAMES.pattern})?"
AT = r"(?: (?:at|on|in|near|outside|around))?(?: the)?"
ROW = re.compile(rf"{NAMES.pattern}{NEXT}(?:,{AT} {NAMES.pattern}{NEXT})*,? and{AT} {NAMES.pattern}")
"""Names in a row, each with a preposition or none."""
TOLD_OF = re.compile(rf", where [^,;.]*(?=, and{AT} {NAMES.pattern}(?:[,.;]|$))")
"""What is told of a place before the next of a row ("at Tal, where farmers felled trees, and at Ober")."""
WHERE = frozenset("in at on outside near around".split())
"""Prepositions behind which names in a row are places."""
DEFINITE = re.compile(r"\b(?:the|this|that)(?: [a-z-]+)? $", re.IGNORECASE)
"""What stands before the noun of a state that is known already ("the closure", "the night curfew")."""
SINCE = re.compile(r"\bsince\b", re.IGNORECASE)
OVER_SINCE = re.compile(r"(?: (?!\w+(?:ed|wn|en)\b)(?!held|shut|cut|in force)[\w'’-]+){0,5} since\b")
"""What stands between a verb and the day since which it is so."""
BESIDE = re.compile(r"\b(?:before|ahead of|during|despite|in spite of|in time for|under)((?: [\w'’-]+){1,3})", re.IGNORECASE)
"""What something else is told to be before, or during."""
WAS_TO = re.compile(
    r"\b(?:is|are|was|were|been|be) (?:(?:only|now|also|originally|initially) )?(?:due |supposed |scheduled |expected |meant |set )?to (?:be )?$",
    re.IGNORECASE,
)
"""What stands before the verb of what was to be."""
DUE_TO = re.compile(r"(?:due|supposed|scheduled|expected|meant|set) to\b", re.IGNORECASE)
SINCE_THAT = re.compile(r"\bsince (?:the|its|his|her|their|it|they|[A-Z])[^,.;]{0,60}$")
"""What stands before the verb of a clause that says since when something is so."""
AVERTS = frozenset("avoid avert prevent forestall escape spare".split())
"""Verbs of what never began."""
OPENING = "open"
"""The concept of what ends a closure."""
SOON = 160
"""Characters between an ending and what begins again."""
AGAIN = re.compile(r"[^.;]{0,60}\b(?:again|anew|once more)\b", re.IGNORECASE)
"""What stands behind the verb of what begins again."""
FIRST_DAY = re.compile(r"\b(?:(?:the|its|their|a) first (?:full )?day of|for (?:a|the) first day)\b", re.IGNORECASE)
"""Words of a day on which a state began."""
SUPPLY = re.compile(
    r"(?:the |its |their |all )?(?:(?:(?:electric(?:al)?|electricity|power|water|gas|fuel|tap|running|natural gas|heat|coal) )?(?:supply|supplies)"
    r"|(?:electricity|water|natural gas|gas) (?:deliver(?:y|ies)|flows?)|electricity|power|water|gas|current|heating)"
    r"(?: (?:to|in|of|for|from|across|at)\b|$)"
)
"""What is not suspended but cut."""
VERBAL = frozenset("close shut ban block strike".split())
"""Names of states that are verbs too."""

COUNTS = "no one two three four five six seven eight nine ten eleven twelve".split()
LASTED = re.compile(
    r"\b(?:for|after|end(?:ing|ed|s)?|end (?:of|to)) (?:(?:more than|nearly|about|almost|over|some|its|the|their) )?(?:an? (?=\d|[a-z]+[- ](?:day|week|month)\b))?"
    rf"(an?|\d+|{'|'.join(COUNTS[1:])})[- ](day|week|month)s?\b",
    re.IGNORECASE,
)
"""How long something lasted that is over."""

Bound = Literal["place", "person", "group"]
Step = Literal["opens", "confirms", "ends", "plans to end", "plans to open"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A row of `data/kinds.tsv`: days after which it is stale, whose it is, kinds whose endings may end it too (`loosely`: those that do only where they
    share a word with it), concepts that name it.
    """

    stale: int
    bound: Bound
    ended_as: frozenset[str]
    loosely: frozenset[str]
    names: frozenset[str]


@cache
def kinds() -> dict[str, Kind]:
    """The table by kind of condition."""
    lines = (Path(__file__).parent / "data" / "kinds.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return {
        kind: Kind(
            stale=int(stale),
            bound=cast(Bound, bound),
            ended_as=frozenset(also.replace("~", "").split()) - {"-"},
            loosely=frozenset(k[1:] for k in also.split() if k[0] == "~"),
            names=frozenset(names.split()) - {"-"},
        )
        for kind, stale, bound, also, names in rows
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """An event as a sign of a state: `at` is its day (None: unknown), `exact` if it is known to a day or two; `told` is its report's day;
    `own` if its own sentence says where it was; `cause` the undated beginning that is told with an end, `since` the day of a dated one; `spots` are the several places that it
    names in a row, its own among them; `things` the sorts of what is closed, put off ….
    """

    event: Event
    kind: str
    step: Step
    at: int | None
    exact: bool
    told: int
    place: Place | None
    incident: Incident | None
    own: bool
    words: frozenset[str]
    marks: frozenset[tuple[str, str]]
    names: frozenset[str]
    cause: Sign | None = None
    since: int | None = None
    spots: tuple[str, ...] = ()
    things: frozenset[str] = frozenset()

    @property
    def when(self) -> int:
        """Its day, else that of its report."""
        return self.at if self.at is not None else self.told


def sign_of(e: Event, report: Report | None, incident: Incident | None, beside: Place | None = None) -> Sign | None:
    """An event as a sign of a state, None where it is none, is of long ago, or bears no day; `report` and `incident` are those that tell of it, `beside`
    is the only place of which its report tells.
    """
    if e.condition not in kinds() or (step := _step(e)) is None:
        return None
    if step == "ends" and seems_over(e, report):
        return None
    known = refers(e)
    if (step == "plans to open" and not e.due) or (step == "opens" and e.condition == "postponement" and not (e.about or known)):
        return None  # also "was putting it off", of which nobody can say what
    told = day(report.published) if report else None
    since = e.phase == "ends" and e.begin is not None and e.last is None and not _over_since(e)  # "held since Friday": since when it was
    begin, last = (None, None) if known or since or _ahead(e, told) else (day(e.begin), day(e.last))
    incident = incident if incident and _is_of(e, incident) else None
    if begin is None and not known and e.phase == "happens" and incident and incident.time_precision in ("day", "hour"):
        begin = day(incident.begin)
    at = begin if begin is not None else last
    if (told := told if told is not None else at) is None:
        return None
    exact = begin is not None and at is not None and (e.time_precision in ("day", "hour") if last is None else last - at <= 2)
    if step == "opens" and at is None and not e.background:
        at = told  # fresh news without a day
    if step != "ends" and at is not None and told - at > OLD:
        return None
    if step == "confirms" and at is not None and (at < told - 1 or (at < told and SINCE.search(e.evidence.text))):
        step = "opens"  # "blocked since the 10th"
    if step == "confirms" and exact and FIRST_DAY.search(e.evidence.text, max(0, e.trigger.start - e.evidence.start)):
        step = "opens"  # "shops stayed shut on Monday, the first day of a shutdown"
    if (step == "confirms" and not (exact and at == told)) or step in ("plans to end", "plans to open"):
        at = told
    about = [e.headline, e.about.text if e.about else "", e.what or ""]
    there = incident.place if incident and incident.place else e.scene or beside
    place = e.place or (None if relation(e.scene, there) == "far" else there)  # the story is elsewhere: an incident of others, or not here
    told_of = words(" . ".join(about))
    of = told_of - words(e.trigger.text) or told_of  # "closed" says nothing about which closure it is
    return Sign(
        event=e,
        kind=_kind(e),
        step=step,
        at=at,
        exact=exact,
        told=told,
        place=place,
        incident=incident,
        own=e.place is not None,
        words=of,
        marks=_marks(" ".join(about)),
        names=_own_names(e, place),
        spots=_spots(e, place),
        things=things(e),
    )


def only_places(events: Iterable[Event]) -> dict[str, Place]:
    """The place of each report all of whose events that tell one were there, or at what lies around it."""
    told: dict[str, list[Place]] = defaultdict(list)
    for e in events:
        if (place := e.place or e.scene) is not None:
            told[e.report].append(place)
    finest = {key: next((p for p in places if fine(p)), places[0]) for key, places in told.items()}
    return {key: p for key, p in finest.items() if all(relation(p, o) in ("same", "within") for o in told[key])}


def _over_since(e: Event) -> bool:
    """Whether the opposite of a state is told to hold since a day ("boats sail again since Saturday"), not the state ("those held since Friday")."""
    behind = e.evidence.text[max(0, e.trigger.end - e.evidence.start) :]
    return not e.trigger.in_title and OVER_SINCE.match(behind) is not None


def _ahead(e: Event, told: int | None) -> bool:
    """Whether what is told as done bears a day after its report, which is another thing's."""
    begin = day(e.begin)
    return e.modality == "asserted" and told is not None and begin is not None and begin > told + 1


def _is_of(e: Event, incident: Incident) -> bool:
    """Whether an event is plainly told of the incident to which it was put: it shares a word of what was done, or names nothing."""
    if e.about is None:
        return True
    return bool(words(f"{e.headline} . {e.about.text}") & words(f"{incident.title} . {incident.what or ''}"))


def _own_names(e: Event, place: Place | None) -> frozenset[str]:
    """Proper names in what is closed, held … that are neither those of who does it nor the place's."""
    known = fold(" ".join([*(t for m in e.actors for t in (m.text, m.actor.name)), place.name if place else ""]))
    found = (fold(n) for n in NAME.findall(f"{e.headline} , {e.about.text if e.about else ''}"))
    return frozenset(n for n in found if n not in known and n not in NO_NAMES)


def _spots(e: Event, place: Place | None) -> tuple[str, ...]:
    """The places that are named in a row with its own ("at Velin and Tarno", "in Velin, Tarno and in Besk"); of a road between two, none."""
    if place is None or kinds()[cast(str, e.condition)].bound == "person":
        return ()
    parties = " ".join(m.text for m in e.actors)
    text = TOLD_OF.sub("", e.evidence.text)
    for found in ROW.finditer(text):
        row = [n for n in NAMES.findall(LIES_IN.sub("", found[0])) if fold(n) not in NO_NAMES and by_name(n) is None]
        before = text[: found.start()].rstrip().rsplit(" ", 1)[-1].lower()
        if len(row) < 2 or before in ("between", "from") or any(n in parties for n in row):
            continue
        if before in WHERE or (fine(place) and any(same_spot(n, place.name) for n in row)):
            return tuple(dict.fromkeys(row))
    return ()


def same_spot(a: str, b: str) -> bool:
    """Whether two names of places are one, or one is the other with more words."""
    left, right = set(fold(a).split()), set(fold(b).split())
    return bool(left and right) and (left <= right or right <= left)


def _marks(text: str) -> frozenset[tuple[str, str]]:
    return frozenset(("km" if kind.startswith("k") else kind, number) for kind, number in MARK.findall(text.lower()))


def refers(e: Event) -> bool:
    """Whether a bare noun speaks of a state that is known already ("called the closure a mistake"), whose beginning it does not tell."""
    noun = fold(e.trigger.text)
    if e.phase != "happens" or e.about or noun.endswith(("ed", "ing")) or len(bases(noun)) > 1:
        return False
    before = e.evidence.text[: max(0, e.trigger.start - e.evidence.start)]
    return bool(kinds()[cast(str, e.condition)].names & words(noun)) and noun not in VERBAL and bool(DEFINITE.search(before))


def _kind(e: Event) -> str:
    """The kind of the state: what "the closure ordered on Monday" names outweighs what its verb says of any order."""
    kind = cast(str, e.condition)
    if _put_off(e):
        return "closure"
    if kind == "closure" and any(kinds()["strike"].names & words(m.text) for m in e.actors):
        return "strike"  # "schools are closed by the teachers' strike"
    if e.about and kind == "suspension" and SUPPLY.match(e.about.text.lower()):
        return "cut-off"  # "the cooperative cut supply to six hours a day"
    if kind == "vacancy" and e.learnt and "suspend" in roots(e.trigger.text):
        return "suspension"  # a mayor who is suspended has a post
    if kind not in ("ban", "other") or not e.about:
        return kind
    first = sequence(e.about.text)[:1]
    return next((k for k, row in kinds().items() if row.names & set(first)), kind)


def _put_off(e: Event) -> bool:
    """Whether it is the opening of something closed that is put off, so that it stays closed."""
    return e.condition == "postponement" and e.about is not None and OPENING in sequence(e.about.text)[:2]


def _step(e: Event) -> Step | None:
    """What an event says of its state; an agreement to end it is a plan, an ending denied is a confirmation."""
    if _put_off(e):
        return "confirms" if e.modality == "asserted" and e.polarity == "positive" else None
    denied = e.polarity == "negative" or e.modality == "denied"
    to_come = e.modality in ("planned", "promised") or (e.event_type == "AGREE" and e.condition != "ceasefire")
    if (
        e.phase == "ends"
        and e.event_type is None
        and (set(e.headline.lower().split()) & STAYS or (e.learnt and AVERTS & roots(e.trigger.text)))
    ):
        return None
    if e.phase == "ends" and _only_beside(e):
        return None
    if e.phase == "ends":
        if to_come or _was_to_end(e):
            return "plans to end"
        return None if e.modality not in ("asserted", "denied") else "confirms" if denied else "ends"
    if to_come and not denied and e.phase == "happens":
        return "plans to open"
    if to_come and not denied and e.phase == "continues" and {*roots(e.trigger.text)} & LASTS:
        return "confirms"  # "will stay closed until Monday"
    if denied or to_come or e.modality != "asserted":
        return None
    goes_on = (e.begin is None and bool(set(e.headline.lower().split()) & STAYS)) or refers(e)
    return "opens" if e.phase == "happens" and not goes_on else "confirms"


def told_as_known(e: Event) -> bool:
    """Whether a beginning is only named to say of what something else is told ("nine of the 41 arrested in Tal were released on Tuesday", "the first since
    the airport was closed"): the day of its sentence is not its own.
    """
    low = e.trigger.start - e.evidence.start
    if e.about is not None and e.about.start < e.trigger.start < e.about.end:
        return True
    return low > 0 and SINCE_THAT.search(e.evidence.text[:low]) is not None


def _was_to_end(e: Event) -> bool:
    """Whether what is told as an end was only due, or expected, to come ("had been due to open on Saturday")."""
    low, high = e.trigger.start - e.evidence.start, e.trigger.end - e.evidence.start
    if e.modality != "asserted" or low < 0:
        return False
    return WAS_TO.search(e.evidence.text[:low]) is not None or DUE_TO.match(e.evidence.text[low : high + 4]) is not None


def _only_beside(e: Event) -> bool:
    """Whether what is told as an end names the state only as what something went on before or during ("the crowd dispersed before the curfew")."""
    names = kinds()[cast(str, e.condition)].names
    if not names or (e.about is not None and names & words(e.about.text)):
        return False
    beside = [words(m[1]) for m in BESIDE.finditer(e.headline)]
    return any(names & w for w in beside) and not names & words(BESIDE.sub("", e.headline))


def ends_put_off(events: Sequence[Event]) -> set[str]:
    """Endings that are none: put off ("the reopening announced for tomorrow was put off"), asked for or refused ("asked for an end to the ban"), or undone
    in the same breath ("removed the stones, but the villagers blocked the road again").
    """
    held: dict[str, list[Event]] = defaultdict(list)
    again: dict[str, list[Event]] = defaultdict(list)
    for e in events:
        if e.modality != "asserted" or e.polarity != "positive" or e.background:
            continue
        if e.about and (e.condition == "postponement" or e.event_type in ("REQUEST", "REJECT")):
            held[e.report].append(e)
        if e.condition and e.phase == "happens" and AGAIN.match(e.evidence.text, max(0, e.trigger.end - e.evidence.start)):
            again[e.report].append(e)
    return {
        e.id
        for e in events
        if e.phase == "ends"
        and (
            any(o.about and o.about.start <= e.trigger.start < o.about.end for o in held.get(e.report, ()))
            or any(_undoes(e, o) for o in again.get(e.report, ()))
        )
    }


def _undoes(end: Event, o: Event) -> bool:
    """Whether what begins again is told behind an ending of that day, in a sentence of its own clause or the next."""
    kind = cast(str, o.condition)
    if end.condition not in (kind, *kinds()[kind].ended_as) or (o.begin is not None and o.begin != end.begin):
        return False
    return 0 < o.trigger.start - end.trigger.start <= SOON and not end.trigger.in_title and not o.trigger.in_title


def lasted(e: Event) -> int | None:
    """How many days a state had lasted, as the passage says that tells of its end ("freed after a week in custody", "ended a 12-day strike")."""
    found = LASTED.search(e.evidence.text)
    if found is None:
        return None
    count = int(found[1]) if found[1].isdigit() else COUNTS.index(found[1].lower()) if found[1].lower() in COUNTS else 1
    return count * {"day": 1, "week": 7, "month": 30}[found[2].lower()]
