"""When and where an event was: the times and places that hang on its trigger, its clause, or what governs it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from vedette.codebook.triggers import classes
from vedette.coding.clauses import Tree
from vedette.coding.reported import effect_of
from vedette.coding.words import words
from vedette.domain import PRECISIONS, Modality, Place, PlaceMention, TimeMention, TimePrecision

DATING = frozenset(
    "date issue publish release post begin start erupt break happen occur take plan schedule set slate due call hold".split()
)
"""Verbs of a clause on a noun that say when the noun was, or is to be."""
BESIDE = frozenset({"after", "when", "while", "as", "once"})
"""Words that hang a deed on another one of about the same day."""
SPAN = re.compile(
    r"(?:(?:about|some|just|only|barely|almost|nearly) )?(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\d+) (?:day|week|month|year)s?\s",
    re.I,
)
"""How long after it something was: "a week after"."""
LENGTHS = {"D": timedelta(days=1), "W": timedelta(days=7), "M": timedelta(days=30), "Y": timedelta(days=365)}
OLD = timedelta(days=60)
"""What is told with a date further back than this is background."""
NEAR_IT = 40
"""Letters between a day and how long it is from that day."""
BROAD = PRECISIONS.index("country")
"""From this fineness on a place is a country or a region."""
VAGUE = 25.0
"""Radius in km above which a point is not exact."""
DOUBTFUL = 0.45
"""Confidence in a place below which an event is said to be at that name, and not where the gazetteer has it."""
FINE = ("point", "city", "admin2")
"""Precisions that tell a spot."""
CARRIERS = frozenset("let begin start continue resume allow permit help see keep".split())
"""Verbs of which the deed is told by the verb beneath them ("let lorries cross at Zarbat")."""
WHOLES = frozenset(
    {"whole", "all", "most", "much", "half", "stretch", "swathe", "length", "tip", "corner", "quarter", "interior", "shore", "bank"}
)
"""Nouns before "of" that take a share of a place."""
WHERE = frozenset("in at near outside around inside into to on beside above below beyond off across behind within".split())
"""Prepositions of the place where something was."""
TOWNS = frozenset({"town", "city", "village"})
"""What no state or region is called."""
UNTOLD: frozenset[Modality] = frozenset({"planned", "requested", "promised", "threatened", "hypothetical"})


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """`begin`, `last`, `due` as in `Event`; `times` are indexes into the report's times."""

    begin: str | None = None
    last: str | None = None
    precision: TimePrecision = "unknown"
    due: str | None = None
    times: tuple[int, ...] = ()


def _attached(tree: Tree, start: int, end: int) -> int | None:
    return tree.head_of(start, end)


def path(tree: Tree, i: int) -> list[int]:
    """A word and its heads."""
    return [i, *tree.above(i)]


def _reach(tree: Tree, trigger: int, bearer: int, i: int, *, place: bool = False) -> int | None:
    """How far a time or place word is from a trigger: 0 on it, 1 in its clause, 2 in a clause above that hands it down; None: elsewhere."""
    way = path(tree, i)
    if _after_speech(tree, i):
        return None if effect_of(tree, bearer) != "speech" else 1
    for above, near in ((trigger, 0), (bearer, 0 if bearer == trigger else 1)):
        if above in way:
            opening = [j for j in way[: way.index(above)] if _opens_another(tree, j) and not _carried_on(tree, j, above)]
            if not opening or (len(opening) == 1 and _dates_it(tree, opening[0])):
                return near
            return 1 if len(opening) == 1 and not place and _at_the_time(tree, opening[0]) else None
    home = tree.clause(trigger)
    own = next((j for j in way if tree.is_clause(j)), None)
    if own == home:
        return 1
    if own is None:
        return None
    if place and tree.rel(home) == "parataxis" and effect_of(tree, home) == "speech":
        return None  # what is said was there, and not the speaker
    if tree.rel(own) == "conj" and tree.joined_to(own) == home and i > own and not tree.kids(own, "nsubj"):
        return 2
    step, up = 2, home
    while (head := tree.tokens[up].head) >= 0:
        relation = tree.rel(up)
        above = tree.clause(head)
        if effect_of(tree, above) == "speech" and relation in ("ccomp", "parataxis", "obj"):
            return None
        if relation in ("advcl", "parataxis") and any(
            tree.lemma(m) in ("after", "before", "since", "until", "because", "following") for m in tree.kids(up, "mark")
        ):
            return None
        if tree.tokens[up].deprel == "acl:relcl" or relation in ("ccomp", "csubj"):
            return None
        if above == own:
            return step
        if above == up:
            return None
        up, step = above, step + 1
    return None


def goes_on_now(tree: Tree, verb: int) -> bool:
    """Whether a verb tells what is so now: "continues", "is suspected", "are warned, then fined"."""
    if tree.tokens[verb].xpos in ("VBZ", "VBP"):
        return True
    aux = tree.kids(verb, "aux", "cop")
    beside = tree.rel(verb) in ("conj", "parataxis") and tree.tokens[verb].xpos in ("VBN", "VBD")
    if beside and not aux and not tree.kids(verb, "nsubj"):
        head = tree.tokens[verb].head
        return tree.tokens[head].xpos == "VBN" and goes_on_now(tree, head)
    return any(tree.tokens[k].xpos in ("VBZ", "VBP") for k in aux) and not any(tree.lemma(k) == "have" for k in aux)


def _in_dateline(tree: Tree, i: int) -> bool:
    return tree.tokens[i].deprel == "discourse"


def _another_day(tree: Tree, line: TimeMention, times: tuple[TimeMention, ...]) -> bool:
    """Whether a sentence tells when its deed was or when it was spoken of, so that the day in its dateline is that of the report alone."""
    for t in times:
        if not (tree.sentence.start <= t.start < tree.sentence.end and t.precision in ("day", "hour") and t.begin):
            continue
        i = _attached(tree, t.start, t.end)
        if i is None or _in_dateline(tree, i) or tree.tokens[i].deprel == "nmod:poss":
            continue
        if t.begin[:10] != (line.begin or "")[:10] or effect_of(tree, tree.clause(i)) == "speech":
            return True
    return False


def _carried_on(tree: Tree, j: int, above: int) -> bool:
    """Whether a verb tells what the one above it lets happen or goes on with."""
    return tree.rel(j) in ("xcomp", "ccomp") and tree.tokens[j].head == above and tree.lemma(above) in CARRIERS


def _at_the_time(tree: Tree, j: int) -> bool:
    """Whether a clause tells what went on at the same time: "… as the band passed on 9 May"."""
    marks = {tree.lemma(m) for m in tree.kids(j, "mark", "advmod")}
    return tree.rel(j) == "advcl" and bool(marks & {"as", "while", "when"})


def _dates_it(tree: Tree, j: int) -> bool:
    """Whether a clause on a noun says when it was or is to be: "the strike, which began on Monday", "a letter dated 7 May"."""
    return tree.rel(j) == "acl" and tree.lemma(j) in DATING and tree.tokens[tree.tokens[j].head].upos == "NOUN"


def hung(tree: Tree, bearer: int, times: tuple[TimeMention, ...], published: str | None) -> tuple[date, int] | None:
    """The day of a deed that is told beside another ("left on Monday after rebels attacked", "a month after it fell"), and the time that says so."""
    if tree.rel(bearer) not in ("advcl", "parataxis") and tree.root != bearer:
        return None
    marks = [m for m in tree.kids(bearer, "mark", "advmod") if tree.lemma(m) in BESIDE]
    if not marks or any(tree.lemma(a) == "have" for a in tree.kids(bearer, "aux")):
        return None
    here = tree.here(times)
    start = tree.tokens[marks[0]].start
    dated = [
        (n, t)
        for n, t in here
        if t.begin and t.relation == "at" and t.precision in ("day", "hour") and t.begin[:10] == (t.last or t.begin)[:10]
    ]
    gap = next(((n, t) for n, t in here if t.type == "DURATION" and SPAN.fullmatch(tree.text, t.start, start)), None)
    if gap is not None:
        day, back = _day(dated[0][1].begin) if dated else _day(published), re.fullmatch(r"P(\d+)([DWMY])", gap[1].value or "")
        return (day - int(back[1]) * LENGTHS[back[2]], gap[0]) if day is not None and back is not None else None
    if len(dated) != 1 or tree.root == bearer:
        return None
    n, t = dated[0]
    day, i = _day(t.begin), _attached(tree, t.start, t.end)
    if day is None or i is None or any(tree.tokens[a].deprel == "acl:relcl" or tree.rel(a) == "ccomp" for a in path(tree, i)):
        return None
    return day, n


def sole_day(tree: Tree, here: Sequence[TimeMention]) -> TimeMention | None:
    """The one day of a sentence, where it says when a deed was and not when something was said or what somebody was."""
    days = [t for t in here if t.precision in ("day", "hour") and t.relation == "at"]
    i = _attached(tree, days[0].start, days[0].end) if len(days) == 1 else None
    if i is None or tree.rel(i) != "obl" or _after_speech(tree, i):
        return None
    verb = tree.tokens[i].head
    told = tree.tokens[verb].upos == "VERB" and tree.tokens[verb].deprel != "acl:relcl" and effect_of(tree, verb) != "speech"
    return days[0] if told else None


def _after_speech(tree: Tree, i: int) -> bool:
    """Whether a time stands right behind a speech verb, before the clause that it reports ("said on Sunday they …")."""
    first = min([i, *tree.kids(i, "case", "det", "advmod")])
    if first == 0 or effect_of(tree, first - 1) != "speech":
        return False
    verb = first - 1
    return tree.tokens[verb].upos == "VERB" and bool(tree.kids(verb, "ccomp")) and tree.tokens[i].head != verb


def _ordinal(tree: Tree, i: int) -> bool:
    """Whether a time only says since when it is the first time."""
    first = min([i, *tree.kids(i, "case")])
    return first > 1 and tree.lemma(first - 1) == "time" and tree.lemma(first - 2) in ("first", "last")


def _opens_another(tree: Tree, j: int) -> bool:
    """Whether a word heads a clause that keeps its times and places to itself."""
    return tree.rel(j) in ("ccomp", "xcomp", "advcl", "acl", "parataxis", "conj") and tree.is_clause(j)


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None


def when(
    tree: Tree,
    trigger: int,
    bearer: int,
    times: tuple[TimeMention, ...],
    modality: Modality,
    published: str | None,
    content: frozenset[int],
    decided: int | None = None,
    asked: bool = False,
) -> When:
    """The days of an event; a noun that no verb bears has only those that hang on itself.

    `content` are words of what it asks or promises: times there, and times to come, are when it is due. `decided` is the verb of
    the decision to do it: its time counts. `asked`: it asks or threatens, so that it holds until it is due ("gave them until Friday").
    """
    near: list[tuple[int, int, TimeMention]] = []
    due: list[TimeMention] = []
    told = _day(published)
    given = _given(tree, trigger, times, told)
    bare = trigger == bearer and tree.tokens[trigger].upos == "NOUN" and not _goes_on_in(tree, trigger)
    for n, t in tree.here(times):
        if t.type in ("DURATION", "SET") and not t.begin:
            continue
        i = _attached(tree, t.start, t.end)
        if i is None:
            continue
        first = _day(t.begin) or _day(t.last)
        ahead = (told is not None and first is not None and first > told) or (told is None and tree.cases(i) in ("until", "till", "by"))
        if tree.cases(i) == "for" or (tree.cases(i) == "in" and first == told and tree.lemma(bearer) in words("scheduling verbs")):
            ahead = ahead or (first is not None and (told is None or first >= told))
        if decided is not None and tree.clause(i) == decided and not ahead:
            near.append((3, n, t))
            continue
        if i in content:
            until = _day(t.last) or _day(t.begin)
            if until is not None and not (told is not None and until < told - OLD):
                due.append(_until_its_end(tree, t, times) if modality == "asserted" else t)
            continue
        reach = _reach(tree, trigger, bearer, i)
        if reach is not None and reach > 1 and not _in_dateline(tree, i) and goes_on_now(tree, bearer):
            continue  # "it took effect on Tuesday; those who break it are fined"
        if reach is None or (reach and bare) or (_in_dateline(tree, i) and _another_day(tree, t, times)):
            continue
        if _ordinal(tree, i):
            continue
        if content and reach <= 1 and tree.cases(i) == "within" and t.type == "DURATION":
            due.append(t)
            continue
        past = told is not None and (_day(t.last) or first or told) < told
        term = t.relation == "until" and asked and not past
        if ahead or term or (t.relation in ("until", "by") and modality != "asserted") or (modality in UNTOLD and not past):
            if reach <= 1:
                due.append(_until_its_end(tree, t, times) if modality == "asserted" else t)
            continue
        if tree.cases(i) == "to" and t.relation == "at":
            due.append(t)
            continue
        near.append((reach, n, t))
    due.sort(key=lambda t: t.relation not in ("until", "by"))  # "due to lapse on Monday, will now last until 23 May"
    ends = (t.last or (t.begin if told is None or (first := _day(t.begin)) is None or first > told else None) for t in due)
    last_due = next((end for end in ends if end), None) or given  # "in the coming days" ends on no day
    if not near:
        return When(due=last_due)
    best = min(r for r, _, _ in near)
    chosen = [(n, t) for r, n, t in near if r == best]
    dated = [(n, t) for n, t in chosen if t.begin or t.last] or chosen
    order = {"hour": 0, "day": 1, "week": 2, "month": 3, "year": 4, "unknown": 5}
    n, t = min(dated, key=lambda x: order[x[1].precision])
    begin, last = t.begin, t.last
    if t.relation in ("since", "after") and not (t.relation == "since" and t.last and told is not None and (_day(t.last) or told) <= told):
        last = None  # but "from Thursday to Saturday" is over
    elif t.relation == "by" and t.type == "TIME" and modality == "asserted":
        begin = last  # "had left by midnight"
    elif t.relation in ("until", "by", "before"):
        begin = None
    return When(
        begin=begin[:10] if begin else None,
        last=last[:10] if last else None,
        precision=t.precision if begin or last else "unknown",
        due=last_due,
        times=tuple(sorted(n for n, _ in chosen)),
    )


def _given(tree: Tree, trigger: int, times: tuple[TimeMention, ...], told: date | None) -> str | None:
    """The day on which the time is up that somebody gave another ("gave the ministry 48 hours to pay")."""
    if told is None or tree.lemma(trigger) != "give":
        return None
    for k in tree.kids(trigger, "obj", "iobj", "xcomp"):
        span = next((t for t in times if t.type == "DURATION" and t.start <= tree.tokens[k].start < t.end and not t.begin), None)
        if span is not None and (length := _length(span)) is not None:
            return (told + length).isoformat()
    return None


def _length(t: TimeMention) -> timedelta | None:
    """How long a stretch of time is, None where it does not say."""
    found = re.fullmatch(r"P(?:(\d+)([DWMY])|T(\d+)H)", t.value or "")
    if found is None:
        return None
    return int(found[1]) * LENGTHS[found[2]] if found[1] else timedelta(hours=int(found[3]))


def _until_its_end(tree: Tree, t: TimeMention, times: tuple[TimeMention, ...]) -> TimeMention:
    """What is promised "for thirty days from the 15th" is due until their end, not on the day on which it begins."""
    first = _day(t.begin)
    if t.relation != "since" or first is None:
        return t
    for _, span in tree.here(times):
        here = span.type == "DURATION" and not span.begin
        if here and abs(span.start - t.start) <= NEAR_IT and (length := _length(span)) is not None and length.days > 1:
            return replace(t, last=(first + length - timedelta(days=1)).isoformat())
    return t


def _goes_on_in(tree: Tree, noun: int) -> bool:
    """Whether a noun is what its verb's deed was part of: "were killed in the ambush on Sunday"."""
    verb = tree.tokens[noun].head
    return (
        tree.rel(noun) == "obl"
        and tree.cases(noun) in ("in", "during")
        and tree.tokens[verb].upos == "VERB"
        and effect_of(tree, verb) != "speech"
    )


def is_ahead(tree: Tree, bearer: int, times: tuple[TimeMention, ...], published: str | None) -> bool:
    """Whether a word in the present, or a noun, has a day after the report's: "the ministers meet on 20 May", "next week's march"."""
    told = _day(published)
    if told is None or tree.tokens[bearer].xpos in ("VBD", "VBN", "VBG"):
        return False
    for _, t in tree.here(times):
        first = _day(t.begin)
        if first is not None and first > told and t.type != "DURATION":
            i = _attached(tree, t.start, t.end)
            if i is not None and tree.tokens[i].head == bearer and tree.cases(i) in ("on", "in", "at", ""):
                return True
    return False


def is_old(told: When, published: str | None) -> bool:
    """Whether an event's days are long before the report's."""
    day, last = _day(published), _day(told.last) or _day(told.begin)
    if told.begin and told.last is None and told.precision != "year":
        return False
    return day is not None and last is not None and last < day - OLD


def named(trees: Sequence[Tree], places: Sequence[PlaceMention], head: int) -> tuple[PlaceMention, ...]:
    """Place mentions of which those that say where something was, by a name that no gazetteer knows, have a place without a point.

    It is in the country in which all places of the text are that are not its dateline's.
    """
    told = {p.place.country for p in places if p.place is not None and not _doubtful(p) and p.role == "literal" and p.start >= head}
    country = next(iter(told)) if len(told) == 1 else None
    out: list[PlaceMention] = []
    for n, p in enumerate(places):
        if (p.place is None or _doubtful(p)) and p.role == "literal" and _says_where(trees, p, head):
            after = places[n + 1] if n + 1 < len(places) else None
            area = after.place if after is not None and INNER.fullmatch(trees[0].text, p.end, after.start) else None
            of = area.country if area is not None else country
            there = Place(name=p.text, lat=None, lon=None, country=of, feature="", precision="city")
            p = replace(p, place=there)
        elif _doubtful(p):
            p = replace(p, place=None)
        out.append(p)
    return tuple(out)


def _doubtful(p: PlaceMention) -> bool:
    """Whether the one that was found of a name is hardly the one meant."""
    return p.place is not None and p.place.precision in FINE and p.confidence < DOUBTFUL


def _says_where(trees: Sequence[Tree], p: PlaceMention, head: int) -> bool:
    """Whether a name stands behind a preposition of place, is what was attacked or taken, or is the dateline's."""
    if not p.text[:1].isupper() or p.end <= head:
        return p.text[:1].isupper()
    tree = next((t for t in trees if t.sentence.start <= p.start < t.sentence.end), None)
    i = tree.head_of(p.start, p.end) if tree is not None else None
    if tree is None or i is None or tree.tokens[i].upos != "PROPN" or is_body(p.text):
        return False
    verb = tree.tokens[i].head
    taken = tree.rel(i) == "obj" and tree.tokens[verb].upos == "VERB" and tree.lemma(verb) not in words("going away")
    return (taken and effect_of(tree, verb) != "speech") or tree.cases(_outer(tree, i)) in WHERE


def is_body(name: str) -> bool:
    """Whether a name that was taken for a place's is that of a body ("Diocese of Zarbat", "Karsk Front")."""
    parts = name.lower().split()
    return bool({parts[0], parts[-1]} & words("bodies"))


def _outer(tree: Tree, i: int) -> int:
    """The noun that says what a named place is ("the *town* of Zarbat"), or the first of the names in a row."""
    i = tree.first_conjunct(i)
    head = tree.tokens[i].head
    while head >= 0 and tree.cases(i) == "of" and tree.tokens[head].upos == "NOUN" and _is_place(tree.lemma(head)):
        i = tree.first_conjunct(head)
        head = tree.tokens[i].head
    return i


def _is_place(noun: str) -> bool:
    """Whether a noun that is of a town says where in it or what it is: "the *town* of Zarbat", "the *well* of Zarbat", no embassy."""
    of = classes()
    built = noun in of["BUILDING"] and noun not in of["INSTITUTION"] and noun not in of["OFFICE"]
    return built or noun in words("place nouns") or noun in words("sites")


def _way_to(tree: Tree, i: int) -> bool:
    """Whether a place only says where a road or line leads ("blocked the highway to the port of Zarbat")."""
    i = _outer(tree, i)
    head = tree.tokens[i].head
    leads = head >= 0 and tree.cases(i) in ("to", "from", "between", "towards", "toward")
    return leads and (tree.lemma(head) in classes()["ROAD"] or tree.lemma(head) in words("lines"))


def where(
    trees: list[Tree],
    tree: Tree,
    trigger: int,
    bearer: int,
    places: tuple[PlaceMention, ...],
    content: frozenset[int],
    head: int = 0,
    said: bool = False,
) -> tuple[Place | None, tuple[int, ...]]:
    """The place of an event, and indexes of the literal places of its sentence; what stands before `head` is the dateline's.

    Of what is `said` (a request, a refusal) no sentence beside its own tells it, nor the seat of whom it is said to.
    """
    found: list[tuple[int, int, int]] = []
    beside: list[tuple[int, int, int]] = []
    here: list[int] = []
    for n, p in tree.here(places):
        if p.place is None or p.start < head:
            continue
        if p.role == "modifier" and p.place.precision in FINE and _of_the_deed(tree, trigger, p):
            beside.append((0, _fineness(p.place), n))
        if p.role != "literal":
            continue
        here.append(n)
        i = _attached(tree, p.start, p.end)
        if i is None or i in content:
            continue
        reach = _where_told(tree, trigger, i)
        if reach is None and not locates(tree, i):
            continue
        reach = _reach(tree, trigger, bearer, i, place=True) if reach is None else reach
        if said and of_a_body(tree, i) and tree.rel(tree.tokens[_outer(tree, i)].head) in ("obj", "iobj", "obl"):
            continue
        if reach is None:
            if not _nearby(tree, trigger, i) or (said and "parataxis" in (tree.rel(tree.clause(i)), tree.rel(tree.clause(trigger)))):
                continue
            reach = 3
        found.append((3 if _way_to(tree, i) else reach, _fineness(p.place), n))
    clause = [f for f in found if f[0] <= 2]
    for group in ([f for f in clause if f[1] < BROAD], beside, clause, found):
        if group:
            best = _inner(tree.text, places, min(group)[2])
            return places[best].place, (best, *(n for n in here if n != best))
    if tree.number and (word := _points_back(tree, trigger)):
        before = trees[tree.number - 1]
        back = [p for _, p in before.here(places) if p.role == "literal" and p.place]
        back = [p for p in back if (i := _attached(before, p.start, p.end)) is None or not in_passing(before, i)]
        back = [p for p in back if word not in TOWNS or (p.place and p.place.precision in FINE)]
        if back:
            return min(back, key=lambda p: _fineness(p.place)).place, tuple(here)  # type: ignore[arg-type]
    return None, tuple(here)


def _where_told(tree: Tree, trigger: int, i: int) -> int | None:
    """How far a place is from a deed that is told of it: 0 where it is the deed's ("the shelling of Zarbat", "Zarbat, where two were killed"), 1 where that
    is from where it is told ("fighting was reported from Zarbat"), None where neither.
    """
    if _undergoes(tree, trigger, i):
        return 0
    home, first = tree.clause(trigger), _outer(tree, i)
    if tree.tokens[home].deprel == "acl:relcl" and any(tree.lemma(k) == "where" for k in tree.kids(home, "advmod")):
        noun = tree.tokens[home].head
        if noun in (i, first, *path(tree, i)) and not any(tree.is_clause(a) for a in path(tree, i)[: path(tree, i).index(noun)]):
            return 0
    verb = tree.tokens[first].head
    told = verb >= 0 and tree.lemma(verb) == "report" and tree.cases(first) in ("from", "in", "at", "near")
    return 1 if told and trigger in tree.kids(verb, "nsubj:pass", "nsubj") else None


def _undergoes(tree: Tree, trigger: int, i: int) -> bool:
    """Whether a place is what a noun's deed is done to: "the siege of Zarbat"."""
    first = _outer(tree, i)
    return tree.tokens[first].head == trigger and tree.tokens[trigger].upos == "NOUN" and tree.cases(first) == "of"


def _of_the_deed(tree: Tree, trigger: int, p: PlaceMention) -> bool:
    """Whether a place's name qualifies the deed or what it was done to or in ("the Quito siege", "fired on the Kandahar road"), and no doer."""
    i = _attached(tree, p.start, p.end)
    if i is None:
        return False
    noun = tree.tokens[tree.first_conjunct(i)].head
    if tree.rel(tree.first_conjunct(i)) != "compound" or noun < 0:
        return False
    if noun == trigger:
        return True
    return tree.rel(noun) == "obl" and tree.tokens[noun].head == trigger and tree.cases(noun) in WHERE


INNER = re.compile(
    r"\s*(?:,\s*(?:in\s+)?|\(|\bin\s+)(?:the\s+)?(?:(?:municipality|district|province|department|region|state|county|canton|prefecture|commune) of\s+)?"
)


def _inner(text: str, places: tuple[PlaceMention, ...], best: int) -> int:
    """The finer place that is said right before the area in which it lies ("Makeni, in Sierra Leone")."""
    area = places[best].place
    if not best or area is None or area.precision not in ("country", "region", "admin1"):
        return best
    p = places[best - 1]
    inside = p.role == "literal" and p.place is not None and p.place.precision in FINE and p.place.country == area.country
    return best - 1 if inside and INNER.fullmatch(text, p.end, places[best].start) else best


def _fineness(place: Place) -> int:
    """How exactly a place is given, 0 most; a point far off a town that it is counted from is no better than a district."""
    if place.precision == "point" and (place.radius or 0) > VAGUE:
        return PRECISIONS.index("admin2")
    return PRECISIONS.index(place.precision)


def _nearby(tree: Tree, trigger: int, i: int) -> bool:
    """Whether a place outside the clauses that hand it down may still be the event's: not one that only says who speaks or of whom it is told."""
    own = tree.clause(i)
    if effect_of(tree, own) == "speech" or tree.cases(_outer(tree, i)) in ("to", "from"):
        return False
    low = tree.below(trigger)
    told_of = False
    for a in path(tree, i):
        if a == trigger or trigger in tree.below(a):
            return True
        if tree.tokens[a].deprel == "acl:relcl" and own not in low:
            return False
        told_of |= tree.rel(a) == "acl"
        if told_of and tree.rel(a) == "nsubj":
            return False
    return True


def locates(tree: Tree, i: int) -> bool:
    """Whether a place's phrase says where: not "its border with Chad", "talks between Cairo and Khartoum", "the people of Mali"."""
    first = _outer(tree, i)
    case = tree.cases(first)
    head = tree.tokens[first].head
    if case.split(" ")[0] == "of":
        named = tree.tokens[head].upos == "PROPN" and tree.lemma(head) not in words("bodies")
        return head >= 0 and (
            tree.lemma(head) in words("place nouns") or tree.lemma(head) in WHOLES or tree.tokens[head].upos == "VERB" or named
        )
    if case == "to" and head >= 0 and tree.tokens[head].upos == "VERB" and effect_of(tree, head) == "speech":
        return False
    return case not in words("no location") and case != "opposite"


def of_a_body(tree: Tree, i: int) -> bool:
    """Whether a place's phrase only says where a body or official sits ("the high commission in Cairo")."""
    first = _outer(tree, i)
    head = tree.tokens[first].head
    bodies = classes()["INSTITUTION"] | classes()["OFFICIAL"] | classes()["LEADER"]
    return head >= 0 and tree.rel(first) == "nmod" and tree.lemma(head) in bodies - words("local services")


def in_passing(tree: Tree, i: int) -> bool:
    """Whether a word stands in a clause that only describes something ("a strike that had left Zarbat without food")."""
    return any(tree.tokens[a].deprel == "acl:relcl" for a in path(tree, i))


def _points_back(tree: Tree, trigger: int) -> str | None:
    """The word by which a clause says where the sentence before did ("there", "in those *areas*"), None where it does not."""
    if tree.lemmas.isdisjoint(words("there")) and tree.lemmas.isdisjoint(words("vague places")):
        return None
    home = tree.clause(trigger)
    for i in tree.below(home):
        word = tree.lemma(i)
        if word in words("there") and tree.tokens[i].upos == "ADV":
            return word
        pointed = any(tree.lemma(k) in ("the", "this", "that", "these", "those", "both") for k in tree.kids(i, "det"))
        if (
            word in words("vague places") and pointed and not tree.kids(i, "nummod")
        ):  # "the four municipalities" are no one place told before
            return word
    return None
