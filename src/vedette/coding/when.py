"""When an event was: the times that hang on its trigger, its clause, or what governs it."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta

from vedette.coding.clauses import Tree, kept
from vedette.coding.presumptions import DEFINITE, definite
from vedette.coding.reported import effect_of
from vedette.coding.words import words
from vedette.domain import Modality, TimeMention, TimePrecision

HOUR = re.compile(r"[\d:.h]+\s*(?:[ap]\.?m\.?|hours?|hrs?)?(?: (?:to|until|till|-) [\d:.h]+\s*(?:[ap]\.?m\.?|hours?|hrs?)?)?")
"""A bare hour, or two."""
DATING = frozenset(
    "date issue publish release post begin start erupt break happen occur take plan schedule set slate due call hold".split()
)
"""Verbs of a clause on a noun that say when the noun was, or is to be."""
BESIDE = frozenset({"after", "when", "while", "as", "once"})
"""Words that hang a deed on another one of about the same day."""
STARTS = frozenset({"start", "begin"})
"""Verbs that say from when something holds."""
APART = frozenset({"after", "before", "since"})
"""Words behind which stands what was so long before or after."""
SPAN = re.compile(
    r"(?:(?:about|some|just|only|barely|almost|nearly) )?(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|\d+) (?:day|week|fortnight|month|year)s?\s(?:to the day\s)?",
    re.I,
)
"""How long after it something was: "a week after"."""
NTH = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
LENGTHS = {"D": timedelta(days=1), "W": timedelta(days=7), "M": timedelta(days=30), "Y": timedelta(days=365)}
OLD = timedelta(days=60)
"""What is told with a date further back than this is background."""
NEAR_IT = 40
"""Letters between a day and how long it is from that day."""
CARRIERS = frozenset("let begin start continue resume allow permit help see keep".split())
"""Verbs of which the deed is told by the verb beneath them ("let lorries cross at Zarbat")."""
FOR_WHAT = frozenset({"over", "for", "about", "of", "since", "after", "following", "despite", "to", "from", "with"})
"""Prepositions of what a deed was about or came after."""
GOING_ON = frozenset("go proceed press push continue begin start succeed".split())
"""Verbs of those who do what is told behind "with"."""
UNTOLD: frozenset[Modality] = frozenset({"planned", "requested", "promised", "threatened", "hypothetical"})


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """`begin`, `last`, `due` as in `Event`; `times` are indexes into the report's times."""

    begin: str | None = None
    last: str | None = None
    precision: TimePrecision = "unknown"
    due: str | None = None
    times: tuple[int, ...] = ()


def attached_to(tree: Tree, start: int, end: int) -> int | None:
    """The word that the others of a mention hang on; None where it has no word here."""
    return tree.head_of(start, end)


@kept
def path(tree: Tree, i: int) -> tuple[int, ...]:
    """A word and its heads."""
    return (i, *tree.above(i))


def steps_to(tree: Tree, trigger: int, bearer: int, i: int, *, place: bool = False) -> int | None:
    """How far a time or place word is from a trigger: 0 on it, 1 in its clause, 2 in a clause above that hands it down; None: elsewhere."""
    way = path(tree, i)
    if _after_speech(tree, i):
        return None if effect_of(tree, bearer) != "speech" else 1
    for above, near in ((trigger, 0), (bearer, 0 if bearer == trigger else 1)):
        if above in way:
            opening = [j for j in way[: way.index(above)] if _opens_another(tree, j) and not _carried_on(tree, j, above)]
            if not opening or (len(opening) == 1 and _dates_it(tree, opening[0])):
                aside = not place and any(tree.rel(j) == "appos" for j in way[: way.index(above)])
                return near + 2 * aside  # "the strike, a stoppage called on 2 May, ended on Tuesday"
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
        i = attached_to(tree, t.start, t.end)
        if i is None or _in_dateline(tree, i) or tree.tokens[i].deprel == "nmod:poss":
            continue
        if t.begin[:10] != (line.begin or "")[:10] or effect_of(tree, tree.clause(i)) == "speech":
            return True
    return False


def _carried_on(tree: Tree, j: int, above: int) -> bool:
    """Whether a verb tells what the one above it lets happen or goes on with."""
    if tree.lemma(above) == "fail" and tree.tokens[j].xpos == "VB" and tree.rel(j) in ("advcl", "acl", "xcomp"):
        return True  # "failed to elect a mayor on Monday"
    return tree.tokens[j].head == above and tree.rel(j) in ("xcomp", "ccomp") and tree.lemma(above) in CARRIERS


def _at_the_time(tree: Tree, j: int) -> bool:
    """Whether a clause tells what went on at the same time: "… as the band passed on 9 May"."""
    marks = {tree.lemma(m) for m in tree.kids(j, "mark", "advmod")}
    before = any(
        tree.tokens[a].text.lower() in ("had", "'d", "’d") for a in tree.kids(j, "aux")
    )  # "as it had granted to others a year ago"
    return tree.rel(j) == "advcl" and bool(marks & {"as", "while", "when"}) and not before


def _dates_it(tree: Tree, j: int) -> bool:
    """Whether a clause on a noun says when it was or is to be: "the strike, which began on Monday", "a letter dated 7 May"."""
    if tree.rel(j) == "advcl":  # "imposed a curfew, starting on Sunday"
        return tree.lemma(j) in STARTS and tree.tokens[j].xpos == "VBG" and not tree.kids(j, "mark", "nsubj", "obj")
    return tree.rel(j) == "acl" and tree.lemma(j) in DATING and tree.tokens[tree.tokens[j].head].upos == "NOUN"


def _of_what_ended(tree: Tree, bearer: int, i: int) -> bool:
    """Whether a time is in a clause on a noun that tells of what has ended, not when that was ("the strike, which began on Monday, is over")."""
    way = path(tree, i)
    return bearer in way and any(tree.rel(j) == "acl" and tree.is_clause(j) for j in way[: way.index(bearer)])


def _once(tree: Tree, verb: int) -> bool:
    """Whether a verb tells what was done once ("those held since Tuesday were released"), and not what has been so since."""
    if any(tree.lemma(k) == "have" for k in tree.kids(verb, "aux")):
        return False
    told = [verb, *tree.kids(verb, "aux:pass")] if tree.tokens[verb].xpos == "VBN" else [verb]
    return any(tree.tokens[k].xpos == "VBD" for k in told)


def gap(tree: Tree, i: int, times: tuple[TimeMention, ...]) -> tuple[timedelta, int] | None:
    """How long before the deed it hangs on a deed was ("a week after their walkout"; less than nothing: how long after it), and the time that says so."""
    marks = [m for m in tree.kids(i, "mark", "advmod", "case") if tree.lemma(m) in APART]
    if not marks:
        return None
    start = tree.tokens[marks[0]].start
    for n, t in tree.here(times):
        if t.type == "DURATION" and SPAN.fullmatch(tree.text, t.start, start) and (told := re.fullmatch(r"P(\d+)([DWMY])", t.value or "")):
            length = int(told[1]) * LENGTHS[told[2]]
            return (-length if tree.lemma(marks[0]) == "before" else length), n
    return None


def hung(tree: Tree, bearer: int, times: tuple[TimeMention, ...], published: str | None) -> tuple[date, int] | None:
    """The day of a deed that is told beside another ("left on Monday after rebels attacked", "a month after it fell"), and the time that says so."""
    dated = [
        (n, t)
        for n, t in tree.here(times)
        if t.begin and t.relation == "at" and t.precision in ("day", "hour") and t.begin[:10] == (t.last or t.begin)[:10]
    ]
    apart = gap(tree, bearer, times)
    if apart is not None:
        low = tree.below(bearer)
        outside = [t for _, t in dated if attached_to(tree, t.start, t.end) not in low]
        day = _day(outside[0].begin) if outside else _day(published)
        return (day - apart[0], apart[1]) if day is not None else None
    if tree.rel(bearer) not in ("advcl", "parataxis"):
        return None
    marks = [m for m in tree.kids(bearer, "mark", "advmod") if tree.lemma(m) in BESIDE]
    if len(dated) != 1 or not marks or any(tree.lemma(a) == "have" for a in tree.kids(bearer, "aux")):
        return None
    n, t = dated[0]
    day, i = _day(t.begin), attached_to(tree, t.start, t.end)
    if day is None or i is None or any(tree.tokens[a].deprel == "acl:relcl" or tree.rel(a) == "ccomp" for a in path(tree, i)):
        return None
    return day, n


def sole_day(tree: Tree, here: Sequence[TimeMention], bearer: int) -> TimeMention | None:
    """The one day of a sentence, where it says when a deed was and not when something was said, planned, or what somebody was; none where another is told beside it."""
    exact = [t for t in here if t.precision in ("day", "hour")]
    days = [t for t in exact if t.relation == "at"]
    other = any(t.relation == "since" and (t.begin or "")[:10] != (days[0].begin or "")[:10] for t in exact if days)
    i = attached_to(tree, days[0].start, days[0].end) if len(days) == 1 and not other else None
    if i is None or tree.rel(i) != "obl" or _after_speech(tree, i) or _of_a_plan(tree, bearer, i):
        return None
    verb = tree.tokens[i].head
    describes = tree.rel(verb) in ("acl", "amod") and verb != bearer  # "those arrested on Tuesday were charged"
    told = (
        tree.tokens[verb].upos == "VERB"
        and not (describes or tree.tokens[verb].deprel == "acl:relcl")
        and effect_of(tree, verb) != "speech"
    )
    return days[0] if told else None


SCHEDULED = frozenset({"bill", "due", "plan", "schedule", "set", "slate", "time"})
"""Words of what was to be on a day."""


def _of_a_plan(tree: Tree, bearer: int, i: int) -> bool:
    """Whether a time is the day for which something was planned that an event is about ("called off a march scheduled for Monday")."""
    while i >= 0 and i != bearer:
        if tree.rel(i) in ("acl", "amod") and tree.lemma(i) in SCHEDULED and tree.tokens[i].head != bearer:
            return True
        i = tree.tokens[i].head
    return False


def in_passing(tree: Tree, trigger: int, bearer: int) -> bool:
    """Whether a deed that is taken to be known is named only to say what for another was done, or what it came after ("held over the murder of Belo"), so that
    the day on which that was is not its own.
    """
    noun = tree.tokens[trigger].upos == "NOUN" and trigger == bearer
    over = tree.lemma(tree.tokens[trigger].head) if tree.tokens[trigger].head >= 0 else ""
    if (tree.cases(trigger), over) == ("from", "flee") or (tree.cases(trigger) == "with" and over in GOING_ON):
        return False  # "went ahead with the attack"
    return noun and tree.rel(trigger) in ("obl", "nmod") and tree.cases(trigger) in FOR_WHAT and _known(tree, trigger)


def _known(tree: Tree, noun: int) -> bool:
    """Whether a noun stands for what is known: "the murder", "those", "Belo's arrest"."""
    return definite(tree, noun) or tree.lemma(noun) in DEFINITE


@kept
def _after_speech(tree: Tree, i: int) -> bool:
    """Whether a time stands right behind a speech verb, before the clause that it reports ("said on Sunday they …")."""
    first = min([i, *tree.kids(i, "case", "det", "advmod")])
    if first == 0 or effect_of(tree, first - 1) != "speech":
        return False
    verb = first - 1
    return tree.tokens[verb].upos == "VERB" and bool(tree.kids(verb, "ccomp")) and tree.tokens[i].head != verb


def _in_force(tree: Tree, trigger: int, bearer: int, i: int) -> bool:
    """Whether a time says since when a thing or somebody was what a deed ends: "the ban, in force since 3 May, was lifted"."""
    since = next((k for k in tree.kids(i, "case") if tree.lemma(k) == "since"), 0)
    if since < 3 or since > bearer or {since - 1} & {trigger, bearer} or tree.lemma(since - 1) not in words("holding since"):
        return False
    commas = [k for k, t in enumerate(tree.tokens[:bearer]) if t.text == ","]
    apart = any(k == since - 3 for k in commas) and any(since < k for k in commas)
    return apart and tree.lemma(since - 2) in ("in", "at", "under", "on")


def _between(tree: Tree, bearer: int, i: int, times: tuple[TimeMention, ...]) -> timedelta | None:
    """How long after what a day is said of a deed was that hangs above it ("three days before the vote on Sunday, a bomb went off")."""
    for j in path(tree, i):
        if j == bearer:
            return None
        if j != i and (found := gap(tree, j, times)) is not None:
            return found[0]
    return None


def _ordinal(tree: Tree, i: int) -> bool:
    """Whether a time only says since when it is the first time."""
    first = min([i, *tree.kids(i, "case")])
    return first > 1 and tree.lemma(first - 1) == "time" and tree.lemma(first - 2) in ("first", "last")


def _opens_another(tree: Tree, j: int) -> bool:
    """Whether a word heads a clause that keeps its times and places to itself."""
    reduced = tree.rel(j) == "acl" and tree.tokens[j].xpos == "VBN"  # "those *wounded* on 2 May were flown out on Monday"
    reduced = reduced or (tree.rel(j) == "amod" and bool(tree.kids(j, "obl")))
    return reduced or (tree.rel(j) in ("ccomp", "xcomp", "advcl", "acl", "parataxis", "conj") and tree.is_clause(j))


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None


def _of_what_is_paid(tree: Tree, i: int) -> bool:
    """Whether a time is that for which wages, rent or the like are owed, not one of what is told."""
    head = tree.tokens[i].head
    noun = head >= 0 and tree.tokens[head].upos == "NOUN" and tree.lemma(head) in words("paid for a time")
    return noun and tree.rel(i) in ("compound", "amod", "nmod", "nummod") and tree.cases(i) in ("", "of", "for")


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
    over: bool = False,
) -> When:
    """The days of an event; a noun that no verb bears has only those that hang on itself.

    `content` are words of what it asks or promises: times there, and times to come, are when it is due. `decided` is the verb of
    the decision to do it: its time counts. `asked`: it asks or threatens, so that it holds until it is due ("gave them until Friday").
    `over`: it ends a state, of which other days in its sentence tell.
    """
    near: list[tuple[int, int, TimeMention]] = []
    due: list[TimeMention] = []
    told = _day(published)
    given = _given(tree, trigger, times, told)
    bare = trigger == bearer and tree.tokens[trigger].upos == "NOUN" and not _goes_on_in(tree, trigger)
    for n, t in tree.here(times):
        if t.type in ("DURATION", "SET") and not t.begin:
            continue
        i = attached_to(tree, t.start, t.end)
        if i is None or _of_what_is_paid(tree, i):
            continue  # "over unpaid February wages"
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
        if (over and (_of_what_ended(tree, bearer, i) or (t.relation == "since" and _once(tree, bearer)))) or _of_a_plan(tree, bearer, i):
            continue
        reach = steps_to(tree, trigger, bearer, i)
        if (
            reach is not None
            and first is not None
            and t.precision in ("day", "hour")
            and (apart := _between(tree, bearer, i, times)) is not None
        ):
            first += apart
            t = replace(t, begin=first.isoformat(), last=first.isoformat(), precision="day")
            ahead = told is not None and first > told
        if reach is not None and reach > 1 and not _in_dateline(tree, i) and goes_on_now(tree, bearer):
            continue  # "it took effect on Tuesday; those who break it are fined"
        if reach is None or (reach and bare) or (_in_dateline(tree, i) and _another_day(tree, t, times)):
            continue
        if _ordinal(tree, i) or (t.relation == "since" and _in_force(tree, trigger, bearer, i)):
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
    if over:  # "in force since 3 May, it ended on Tuesday"
        dated = [(n, t) for n, t in dated if t.relation != "since"] or dated
    order = {"hour": 0, "day": 1, "week": 2, "month": 3, "year": 4, "unknown": 5}
    days = {(t.begin or t.last or "")[:10] for _, t in dated if not HOUR.fullmatch(t.text)}
    n, t = min(dated, key=lambda x: order[x[1].precision] + 1.5 * _clock(x[1], published, days))
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


def _clock(t: TimeMention, published: str | None, days: Set[str]) -> bool:
    """Whether a time is a bare hour, which has the day of the report or the story for want of another ("from 22:00 to 05:00"); `days` are those told beside it."""
    on = (t.begin or t.last or "-")[:10]
    return t.precision == "hour" and (on == (published or "-")[:10] or on not in days) and HOUR.fullmatch(t.text) is not None


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
            i = attached_to(tree, t.start, t.end)
            if i is not None and tree.tokens[i].head == bearer and tree.cases(i) in ("on", "in", "at", "by", "from", ""):
                return True
    return False


def since_then(tree: Tree, trigger: int, bearer: int) -> bool:
    """Whether it is told to hold since what was told before ("the mast was hit; the village has had no signal since")."""
    return any(tree.lemma(k) == "since" and tree.tokens[k].upos == "ADV" for i in {trigger, bearer} for k in tree.kids(i, "advmod"))


def day_of_it(tree: Tree, trigger: int, bearer: int) -> int | None:
    """Which day of something going on it was ("for a third day", "entered its 12th day"), None where it is not told or the first."""
    if tree.lemmas.isdisjoint(("day", "night")):
        return None
    ways = {trigger, bearer, *(k for i in (trigger, bearer) for k in tree.kids(i, "xcomp"))}
    for i, t in enumerate(tree.tokens):
        if tree.lemma(i) not in ("day", "night") or not (t.head in ways or i in (trigger, bearer)):
            continue
        lasting = tree.cases(i) in ("for", "in", "into") or tree.rel(i) == "obj"
        if not lasting:
            continue
        for k in tree.kids(i, "amod", "nummod", "compound"):
            word = tree.tokens[k].text.lower()
            n = NTH.index(word) + 1 if word in NTH else int(word[:-2]) if re.fullmatch(r"\d{1,3}(?:st|nd|rd|th)", word) else 0
            if n > 1:
                return n
    return None


def since_the_first(told: When, nth: int, published: str | None) -> When:
    """The days of what is told on its `nth` day: since the first one; as told where it is not known which day that is."""
    day = (_day(told.begin) if told.precision in ("day", "hour") else None) or _day(published)
    if day is None:
        return told
    return replace(told, begin=(day - timedelta(days=nth - 1)).isoformat(), last=None, precision="day")


def is_old(told: When, published: str | None) -> bool:
    """Whether an event's days are long before the report's."""
    day, last = _day(published), _day(told.last) or _day(told.begin)
    if told.begin and told.last is None and told.precision != "year":
        return False
    return day is not None and last is not None and last < day - OLD
