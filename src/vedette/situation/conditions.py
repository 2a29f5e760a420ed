"""What is in force: states that events open, confirm and end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import cast

from vedette.codebook.countries import by_name
from vedette.codebook.wording import fold, roots, words
from vedette.domain import ActorMention, Condition, Event, Incident, Place, Report
from vedette.domain.compare import day, fine, is_name, km, relation, same_actor, same_name
from vedette.domain.marks import SHUT
from vedette.situation.ends import follow_up
from vedette.situation.followed import Follow
from vedette.situation.held import SOME_OF, let_another_go, many, others, people, plural, trades
from vedette.situation.partly import itself, known_to_all, made_of, means, one_of_many, part_told, strikers_elsewhere, swap, wholly
from vedette.situation.signs import NAME, STAYS, Sign, ends_put_off, kinds, only_places, refers, same_spot, sign_of, told_as_known
from vedette.situation.states import State, condition_of, undated
from vedette.situation.tied import Ties
from vedette.situation.ties import ANEW, OTHERS, TIED, near, of_any_kind, of_else, other_mark, same_words, spot
from vedette.situation.whose import can_be

SCENE = 8.0
"""Km from which two places are not one scene."""
SURE = 0.7
"""Confidence from which a reading is sure."""
BARE = 1
"""So many words besides the state's name has a bare mention."""
RESUMED = 10
"""Days after an ending within which a report that the state goes on, or that its last part ended, moves the end."""
NEEDED = 0.7
"""Least fit for an event to belong to a state."""
FROM_TO = re.compile(r"\bfrom\b[^.;]{3,30}\b(?:to|until|till)\b", re.IGNORECASE)
"""A span with both its ends."""
WHERE = re.compile(r"([A-Z][\w'’-]{3,}), where [^,.;]*$")
"""The place of which a clause goes on to tell ("in Tal, where the farmers removed their barrier")."""
LASTS = frozenset("extend prolong continue renew remain stay keep maintain hold last".split())
"""Verbs that tell of what was there before."""
THINGS = frozenset({"suspension", "ban", "postponement", "vacancy"})
"""Kinds of which what is suspended, banned … tells one from another more than where it is."""
OWN = frozenset("its their his her our".split())
"""Who removes "their barricade" ends their own state, not another's."""
PRONOUNS = frozenset("it this that them these those one".split())
"""What names nothing that could be closed, held or put off."""
PLACED = frozenset({"deployment", "displacement"})
"""Kinds of which much is told in passing that began at no time told ("trucks are parked in Tal", "50,000 people live in the north")."""
CROWDS = frozenset({"displacement", "strike"})
"""Kinds of which many take part in one."""
LISTED = re.compile(r"([A-Z][\w'’-]{3,})(?=(?:, (?:and |or )?| and | or )(?:(?:at|on|in|near|of|by|the) )*([A-Z][\w'’-]{3,}))")
"""Two names of a list ("at Tal, on the Ober road")."""
ALIKE = 0.5
"""Likeness of words from which a thing at the border of two countries is one."""
SAME_PLACE = 0.6
"""Nearness from which a closed and a blocked road may be one."""
SAME_PARTY = 0.55
"""Likeness of those who close and those who block a road from which it may be one."""
FORCES = frozenset({"GOV", "MIL", "COP"})
"""Sectors of which each state has its own."""
DOUBT = 0.6
"""How much less an ending fits a state that has been silent past its time."""
AGAIN = re.compile(r"\b(?:again|once more|for the (?:second|third|fourth|fifth|\w+th) time|another time)\b", re.IGNORECASE)
"""Words of what was put off before."""
STANDS_IN = re.compile(r"\b(?:vice|deputy|acting|interim|provisional|caretaker)\b", re.IGNORECASE)
"""Who takes the place of somebody suspended for a while."""
HOUSE_ARREST = frozenset({"hous", "arrest"})
"""Concepts of the milder hold that ends a custody."""


def conditions(
    incidents: Iterable[Incident],
    events: Iterable[Event],
    reports: Mapping[str, Report],
    as_of: str | None,
    follow: Follow | None = None,
) -> tuple[Condition, ...]:
    """States as of a day (None: of the last day known), by beginning; from events that open, confirm or end one.

    One state for each kind and place (or person, or group); states of one kind within `ties.CAMPAIGN` km that overlap are one. An
    ending that speaks of a part, or of one place among several, ends it only when nothing is heard of the state for `QUIET` days.
    What is planned, promised or asked for ends nothing; a planned ending gives `expected_end`. What nobody confirms goes stale. With `follow` it is weighed of which state a sign is (`tied.py`), and the sentences of later reports are asked whether what no event ends has ended.
    """
    of_event = {e: i for i in incidents if i.status != "rejected" and i.modality == "asserted" for e in i.events}
    events = list(events)
    off, only = ends_put_off(events), only_places(events)
    found = (sign_of(e, reports.get(e.report), of_event.get(e.id), only.get(e.report)) for e in events if e.id not in off)
    signs = _with_causes([s for s in found if s])
    signs += [over for s in signs if (over := _over(s))]
    until = day(as_of) if as_of else max((s.when for s in signs), default=0)
    assert until is not None
    signs = sorted((s for s in signs if s.when <= until), key=lambda s: (s.when, s.step == "ends", s.event.background, s.told, s.event.id))
    states: list[State] = []
    ties = Ties(reports, follow) if follow is not None else None
    for s in signs:
        _place_sign(s, states, ties)
    apart = [one for s in states if _told(s) for one in _by_spot(s)]
    spots = {fold(p.name): p for s in signs for p in (s.event.scene, s.event.place) if p and fine(p)}
    if follow is not None:
        follow_up(apart, reports, events, until, follow, spots)
    return tuple(sorted((condition_of(s, until, spots) for s in apart), key=lambda c: (c.begin or c.last_confirmed or "", c.id)))


def _with_causes(signs: list[Sign]) -> list[Sign]:
    """Undated beginnings in a passage that tells of the end ("removed the lorries that blocked the road"), put to that end; and the day of dated ones
    ("those arrested on the 25th were let go").
    """

    def passage(s: Sign) -> tuple[str, int, str]:
        return s.event.report, s.event.evidence.start, s.kind

    ends = {passage(s) for s in signs if s.step in ("ends", "plans to end")}
    on = {(passage(s), s.at) for s in signs if s.step == "ends"}

    def undated(s: Sign) -> bool:
        return s.event.begin is None or ((passage(s), s.at) in on and told_as_known(s.event))

    causes = {passage(s): s for s in signs if s.step == "opens" and undated(s) and passage(s) in ends}
    kept = [s for s in signs if causes.get(passage(s)) is not s and not (s.step == "opens" and undated(s) and passage(s) in ends)]
    began = {passage(s): s.when for s in signs if s.step == "opens" and not undated(s) and s.exact}
    return [replace(s, cause=causes.get(passage(s)), since=began.get(passage(s))) if s.step == "ends" else s for s in kept]


def _over(s: Sign) -> Sign | None:
    """The end that is told with a beginning ("blocked the road from Thursday to Saturday")."""
    last = day(s.event.last)
    if s.step != "opens" or s.at is None or last is None or not s.at < last <= s.told or not FROM_TO.search(s.event.evidence.text):
        return None
    return replace(s, step="ends", at=last, exact=True)


def _by_spot(state: State) -> list[State]:
    """A state of several places that its beginning names in a row, as one for each of them that has not ended on its own."""
    names = () if state.named or state.kind in PLACED else state.left or next((o.spots for o in state.openings() if o.spots), ())
    parts = [] if state.left else state.parts
    return [replace(state, named=(n,), left=(), parts=parts) for n in names] if len(names) > 1 else [state]


def _told(state: State) -> bool:
    """Whether a state rests on more than a passing mention of old news, or one report's word that somebody is somewhere."""
    if (
        state.kind in PLACED
        and all(s.step == "confirms" for s in state.signs)
        and len({s.event.report for s in (*state.signs, *state.parts)}) == 1
    ):
        return False
    return any(not s.event.background for s in state.signs)


def _place_sign(s: Sign, states: list[State], ties: Ties | None) -> None:
    """Puts a sign to the state that it is of, by the rules' fit, or as `ties` weigh it; one that opens or confirms what is of none is a state of its own."""
    fits = [_fit(state, s) for state in states]
    scored = [(f, -n) for n, f in enumerate(fits) if f >= NEEDED]
    if s.step == "plans to open":
        if scored:
            states[-max(scored)[1]].planned.append(s)
        return
    if s.step in ("opens", "confirms") and ties is not None:
        found = ties.of(states, s, fits, {-n for _, n in sorted(scored)[-1:]})
        scored = scored if found is None else [(p, -n) for p, n in found]
    if s.step in ("ends", "plans to end"):
        ended: set[str] = set()
        if not scored and (meant := _sole(states, fits, s)) is not None:
            scored = [(NEEDED, -meant)]
        scored = _right_there(states, s, scored)
        if s.step == "ends" and ties is not None and (found := ties.of(states, s, fits, {-n for _, n in scored})) is not None:
            again = [(f, n) for f, n in scored if states[-n].end is not None]  # its last part ended, by the rules
            scored = [(p, -n) for p, n in found if states[n].end is None] + again
        own = any(states[-n].kind == s.kind for _, n in scored)
        for _, n in sorted(scored, reverse=True):
            if wholly(s) or swap(s) or (states[-n].kind not in ended and (states[-n].kind == s.kind or not own)):
                ended.add(states[-n].kind)
                if part := _part(states[-n], s):
                    states[-n].parts.append(s)
                    states.append(part)
                else:
                    _end(
                        states[-n],
                        undated(states[-n], s),
                        ties.whole(-n) if ties is not None and s.step == "ends" else None,
                    )
        if not scored and s.cause and s.exact and _founds(s.cause):
            before = replace(s.cause, step="confirms", at=s.at)  # when it began is not told
            states.append(State(kind=s.kind, signs=[before], parts=[s], end=s))
    elif scored and _eases(states[-max(scored)[1]], s):
        states[-max(scored)[1]].parts.append(s)
        states[-max(scored)[1]].end = s
        states[-max(scored)[1]].eased = True
        states.append(State(kind=s.kind, signs=[s]))
    elif scored:
        state = states[-max(scored)[1]]
        if state.end and s.when > state.end.when and not (s.event.background or state.eased or _beside(state.end, s)):
            state.end = None  # still reported: what ended was a part
        state.signs.append(s)
        if s.kind != state.kind and s.step == "opens":
            state.kind = "blockade"  # says more than that the road is closed
    elif (only := _only(states, fits, s)) is not None:
        only.signs.append(s)
    elif _founds(s):
        states.append(State(kind=s.kind, signs=[replace(s, step="opens") if _as_of(s) else s]))


def _right_there(states: Sequence[State], s: Sign, scored: list[tuple[float, int]]) -> list[tuple[float, int]]:
    """Of the states that an ending fits those at its very spot, where its sentence names one at which there is a state; else all."""
    if not s.own or s.place is None or not fine(s.place):
        return scored
    here = [(f, n) for f, n in scored if any(relation(o.place, s.place) == "same" for o in states[-n].known)]
    return here or scored


def _as_of(s: Sign) -> bool:
    """Whether the first that is heard of a state gives it a day, and no word that it was there before ("as of Monday the town is under curfew")."""
    said = set(s.event.headline.lower().split())
    return s.step == "confirms" and s.exact and not said & STAYS and not LASTS & roots(s.event.trigger.text)


def _eases(state: State, s: Sign) -> bool:
    """Whether one who was in custody is now held at home, or what was put off is put off again: the one ends, and another begins."""
    if state.kind == s.kind == "postponement" and s.step == "opens" and state.end is None:
        return bool(AGAIN.search(s.event.evidence.text)) and s.when > max(o.when for o in state.openings() or state.signs) + 1
    if state.kind != "detention" or s.step != "opens" or not words(s.event.headline) >= HOUSE_ARREST:
        return False
    return state.end is None and not any(words(o.event.headline) >= HOUSE_ARREST for o in state.signs) and s.when > state.signs[0].when + 1


def _only(states: Sequence[State], fits: Sequence[float], s: Sign) -> State | None:
    """The only state in force that a bare mention ("the truce") can mean: undated, without a place or a party that speaks against it."""
    names = kinds()[s.kind].names
    named = names & (s.words | words(s.event.trigger.text))
    if not named or s.exact or s.event.place or len(s.words - names) > BARE:
        return None
    live = [n for n, o in enumerate(states) if o.kind == s.kind and not o.end and s.when - o.signs[-1].when <= kinds()[s.kind].stale]
    return states[live[0]] if len(live) == 1 and fits[live[0]] >= 0 else None


def _sole(states: Sequence[State], fits: Sequence[float], s: Sign) -> int | None:
    """The only state in force that an ending can mean against which nothing speaks: the one at its place, or, where it has no place, the one of
    which it speaks as of something known ("the restrictions ceased", "the order was withdrawn").
    """
    if s.kind == "vacancy" and STANDS_IN.search(s.event.headline):
        return None  # an acting director is not the new prefect
    live = [
        n
        for n, o in enumerate(states)
        if not (o.end or of_else(o, s))
        and not (s.event.learnt and _told_before(s, o))
        and (s.kind in (o.kind, *kinds()[o.kind].ended_as) or of_any_kind(o, s))
    ]
    mine = [n for n in live if fits[n] > -1.0 or (of_any_kind(states[n], s) and not _begins_there(states[n], s))]
    if s.own and s.place and fine(s.place):
        here = [
            n
            for n in mine
            if any(relation(o.place, s.place) == "same" or any(same_spot(p, s.place.name) for p in o.spots) for o in states[n].known)
        ]
        if here:
            return here[0] if len(here) == 1 else None
    # what the sentence names, though it is not where it says that this was ("At Velin the trunks were dragged aside and buses to Tal got through")
    named = [n for n in live if _named_in(states[n], s) and not _begins_there(states[n], s)]
    if len(named) == 1 and s.step == "ends" and (s.event.learnt or not (s.own and s.place and fine(s.place))):
        return named[0]
    if s.event.place or s.spots or not known_to_all(f"{s.event.headline} . {s.event.about.text if s.event.about else ''}"):
        return None
    return mine[0] if len(mine) == 1 and (len(live) == 1 or states[mine[0]].kind == s.kind) else None


def _named_in(state: State, s: Sign) -> bool:
    """Whether the sentence of a sign names a spot where a state is."""
    spots = {name for o in state.known for name in (*o.spots, *((o.place.name,) if o.place and fine(o.place) else ()))}
    return any(_names(s, name) for name in spots)


def _names(s: Sign, name: str) -> bool:
    """Whether the sentence of a sign names a place, and not in the name of an actor."""
    alone = re.compile(rf"(?<![\w-]){re.escape(fold(name))}(?![\w-])")
    parties = (*s.event.actors, *s.event.recipients)
    return bool(alone.search(fold(s.event.evidence.text))) and not any(alone.search(fold(m.text)) for m in parties)


def _founds(s: Sign) -> bool:
    """Whether a sign may be the first of a state: news, or old news with its day, that says two of when, where, who and what.

    A sure reading makes up for one of them.
    """
    if (s.event.background and not (s.step == "opens" and s.event.begin)) or refers(s.event) or not can_be(s):
        return False
    parties = bool(s.event.actors or s.event.recipients)
    about = s.event.about is not None and len(words(s.event.about.text)) > (s.kind not in THINGS)
    if s.step == "confirms" and not about and not (s.own or (parties and s.kind != "occupation")):
        return False
    if (fold(s.event.about.text) if s.event.about else fold(s.event.headline).split(" ")[0]) in PRONOUNS:
        return False
    return s.exact + (s.place is not None) + parties + about + (s.event.confidence >= SURE) >= 2


def _end(state: State, s: Sign, whole: bool | None) -> None:
    """Ends a state, wholly or in part; by the rules where it is not known (None)."""
    if s.step == "plans to end":
        state.expected = s.event.due or state.expected
        return
    state.parts.append(s)
    dated = state.end is not None and state.end.at is None and s.at is not None and s.at < state.end.when
    if whole is None:
        whole = wholly(s) or not _partial(state, s)
    if whole and (state.end is None or dated or wholly(s)):
        state.end = s


def _part(state: State, s: Sign) -> State | None:
    """The part of a state that an ending names, as a state that is over; None where it names none of several that the beginning names."""
    openings = state.openings()
    row = next((o.spots for o in openings if o.spots), ())
    if s.step != "ends" or state.end or state.named or not (row or any(map(plural, openings))) or wholly(s):
        return None
    if row:
        return _spot_left(state, s, row)
    if kinds()[state.kind].bound == "person":
        return None  # names in the sentence are of more than where they are held
    parties = [m.text for o in (s, *openings) for m in (*o.event.actors, *o.event.recipients)]
    listed = dict.fromkeys(n for o in openings for pair in LISTED.findall(o.event.evidence.text) for n in pair)
    held = [n for n in listed if not (n.isupper() or by_name(n) or any(n in party for party in parties))]
    told = f"{s.event.headline} {s.event.about.text if s.event.about else ''} {s.event.place.name if s.event.place and fine(s.event.place) else ''}"
    there = WHERE.search(s.event.evidence.text[: max(0, s.event.trigger.start - s.event.evidence.start)])
    mine = [n for n in ([there[1]] if there else dict.fromkeys(NAME.findall(f"at {told}"))) if n in held]
    if not mine or set(mine) == set(held):
        return None
    state.left = tuple(n for n in held if n not in mine) if not state.left else tuple(n for n in state.left if n not in mine)
    place = s.place if s.own and not there else None
    return State(kind=state.kind, signs=[replace(o, place=place or o.place) for o in openings], parts=[s], end=s, named=tuple(mine))


def _spot_left(state: State, s: Sign, row: Sequence[str]) -> State | None:
    """The part of a state of several places in a row that an ending names, as a state that is over; None where it names none, or all."""
    left = state.left or tuple(row)
    clause = WHERE.search(s.event.evidence.text[: max(0, s.event.trigger.start - s.event.evidence.start)])
    told = fold(clause[1] if clause else f"{s.event.headline} {s.event.about.text if s.event.about else ''}").split()
    elsewhere = clause is not None or s.place is None or not fine(s.place)
    there = "" if elsewhere or (not s.own and any(set(fold(n).split()) <= set(told) for n in left)) else cast(Place, s.place).name
    mine = tuple(n for n in left if set(fold(n).split()) <= set(told) or (there and same_spot(n, there)))
    mine = mine or tuple(n for n in left if not there and clause is None and _names(s, n))
    if not mine or set(mine) == set(left):
        return None
    state.left = tuple(n for n in left if n not in mine)
    return State(kind=state.kind, signs=state.openings(), parts=[s], end=s, named=mine)


def _partial(state: State, s: Sign) -> bool:
    """Whether an ending is of a part only: it says so, is of one thing where there are more, or at one of several places."""
    if wholly(s):
        return False
    if part_told(s) or (_several_things(state) and one_of_many(state.kind, s)):
        return True
    if SOME_OF.search(s.event.headline.lower()):
        return True
    spots = [p for o in state.signs if (p := o.place) and spot(p)]
    several = any(a.located and b.located and km(a, b) > SCENE for n, a in enumerate(spots) for b in spots[n + 1 :])
    wide = not spots and not itself(s) and _several_things(state) and any(o.place and not spot(o.place) for o in state.signs)
    return (several or wide) and s.event.place is not None and spot(s.event.place)


def _taken(s: Sign) -> set[str]:
    """Whether people were arrested or abducted, where it is told how many."""
    return {q.kind for q in s.event.quantities if q.kind in ("arrested", "abducted")}


def _several_things(state: State) -> bool:
    if state.kind in CROWDS:
        return False
    return 2 * sum(plural(o) and not means(o) for o in state.signs) > len(state.signs)


def _fit(state: State, s: Sign) -> float:
    """How well a sign belongs to a state: place, parties, words, incident, time; below 0 where something excludes it."""
    kind = s.kind
    ends = s.step in ("ends", "plans to end")
    also = kind != state.kind
    if ends and s.event.learnt and (_begins_there(state, s) or _told_before(s, state)):
        return -1.0
    learnt = also and ends and of_any_kind(state, s)
    if ends and of_else(state, s):
        return -1.0
    if also and not learnt and not (kind in kinds()[state.kind].ended_as if ends else {kind, state.kind} == SHUT):
        return -1.0
    if also and not ends and s.event.about and kinds()[kind].names & words(s.event.about.text):
        return -1.0  # "the closure" is not the blockade
    sorts = frozenset[str]().union(*(o.things for o in state.known))
    if not also and (not ends or kind == "strike") and s.things and sorts and not s.things & sorts:
        return -1.0  # the airport is not the highway that leads to it
    if not also and kind == "strike" and strikers_elsewhere(state, s):
        return -1.0
    if also and ends and state.kind == "suspension" and kind == "vacancy" and STANDS_IN.search(s.event.headline):
        return -1.0
    marks = {m for o in state.known for m in o.marks}
    if other_mark(state, s):
        return -1.0  # at another kilometre of the road
    if state.end and s.when > state.end.when + 1 and not _resumes(state, state.end, s):
        return -1.0
    if state.end and s.step == "opens" and s.exact and s.when > state.end.when and wholly(state.end):
        return -1.0  # the last part had ended: what begins then is another
    bound = kinds()[state.kind].bound
    if kind == state.kind == "curfew" and s.step == "opens" and _of_another_town(state, s):
        return -1.0
    found = -0.4 * also - 0.3 * (state.end is not None and s.when > state.end.when)
    shared = s.incident is not None and any(o.incident is s.incident for o in state.known)
    called = bool({n for o in state.known for n in o.names} & s.names)
    found += 1.0 * bool(marks & s.marks) + 0.8 * called
    beside = s.step == "confirms" and _bare(s) and any(o.event.report == s.event.report for o in state.known)
    found += 1.0 * beside
    alike = max(same_words(o.words, s.words) for o in state.known)
    where_said = set(fold(s.place.name).split()) if s.place else set()
    akin = any((o.words & s.words) - where_said for o in state.known)  # a common place name is no common thing
    if also and ends and ((not akin and (learnt or kind in kinds()[state.kind].loosely)) or _begins_there(state, s)):
        return -1.0
    found += shared * (1.5 if alike or not s.event.about else 0.5)
    where = [near(o.place, s.place, ends) for o in state.known if relation(o.place, s.place) != "unknown"]
    if bound == "person" and where and max(where) < 0.9:
        where = []  # who is taken in the next village is another; and people are let go elsewhere than they were taken
    if where and not s.own and max(where) < 0:
        where = []  # where the story is, is no word on where this was
    here = _says_where(state, s) or (s.place is not None and any(same_spot(n, s.place.name) for o in state.known for n in o.spots))
    told = (alike >= ALIKE and _wide(state, s)) or (called and not s.event.place) or here
    if where and max(where) < 0 and bound != "person" and not told:
        return -1.0
    made = ends and bound == "place" and made_of(state, s)
    akin = akin or (bound == "person" and bool(trades(people(s)) & trades(m for o in state.known for m in people(o))))
    if (
        ends
        and s.event.learnt
        and not (
            alike >= TIED
            or made
            or (bound == "person" and akin)
            or (s.own and (here or any(relation(o.place, s.place) == "same" for o in state.known)))
            or _named_in(state, s)
        )
    ):
        return -1.0  # only its place or words in common tie it to this state
    if here or made:
        where.append(0.9)
    silent = s.when - max(o.when for o in state.known)
    found += max([*where, -0.3] if where else [0.4])
    unheard = s.when - max(max(o.when, o.told) for o in state.known)
    if ends and unheard > kinds()[state.kind].stale:
        found -= DOUBT
    if s.step == "opens" and silent > ANEW and bound != "person":
        found -= 1.6 if s.exact and silent > kinds()[state.kind].stale else 1.0 if s.event.begin else 0.4
    found += 0.3 if any(o.when - 2 <= s.when <= (o.when if ends else max(o.when, o.told)) + 2 for o in state.known) else 0.0
    found += 1.2 * alike
    if not where and (also or not alike):
        found -= 0.4
    if ends and s.since is not None and s.since < s.when and any(abs(o.when - s.since) <= 1 for o in state.openings()):
        found += 0.6  # began on the day that the ending names
    if not alike and state.kind in THINGS and s.event.about and all(o.event.about for o in state.known):
        found -= 0.6
    if where and s.step == "confirms":
        found += 0.4
    if bound == "person" and s.step == "opens" and not many(s) and all(many(o) for o in state.known):
        return -1.0  # one person is not the thirty that were held before
    if bound == "person" and not ends and _taken(s) and (held := set().union(*map(_taken, state.known))) and not held & _taken(s):
        return -1.0  # who was arrested is not who was abducted
    if bound == "person" and ends and many(s) and all(many(o) for o in state.known):
        found += 0.5
    mine = people(s) if bound == "person" else s.event.actors
    theirs = [m for o in state.known for m in (people(o) if bound == "person" else o.event.actors)]
    if bound == "person" and not shared and (let_another_go(s, state.known) if ends else not called and others(s, state.known)):
        return -1.0
    if also and not ends and max([*where, 0.0]) < SAME_PLACE and not marks & s.marks and not beside and not (mine and theirs):
        return -1.0
    if not mine or not theirs:
        return found
    alike = max(same_actor(m.actor, o.actor) for m in mine for o in theirs)
    if bound == "place":
        if also and not ends and alike < SAME_PARTY:
            return -1.0
        if not ends and alike < OTHERS and max([*where, 0.0]) < SAME_PLACE and not marks & s.marks:
            return -1.0
        if ends and alike < 0.3:
            theirs_too = any(words(m.actor.name) <= words(o.actor.name) for m in mine for o in theirs if words(m.actor.name))
            return -1.0 if _own(s) and not theirs_too else found  # "the union" is that of "strikers of the carriers' union"
        return found + 0.8 * (alike - 0.3)
    if bound == "group":
        lands = [{m.actor.country for m in one if FORCES & set(m.actor.sectors)} for one in (mine, theirs)]
        nameless = not any(is_name(m.actor) for m in mine) or not any(is_name(m.actor) for m in theirs)  # "two armed groups"
        nameless = nameless and (not all(lands) or bool(lands[0] & lands[1]))
        return found + 0.8 * max(alike - 0.3, 0.0 if nameless else -1.0) if alike >= 0.3 or shared or nameless else -1.0
    named = max(same_name(m.actor, o.actor) for m in mine for o in theirs)
    if named < 0.6 and all(is_name(m.actor) for m in mine) and any(is_name(m.actor) for m in theirs):
        return -1.0
    return found + 2.0 * (named - 0.3) if named >= 0.6 else found + 0.5 * _one_trade(mine, theirs)


def _of_another_town(state: State, s: Sign) -> bool:
    """Whether a sign is of another town than those of which the state is told, each of which has a curfew of its own."""
    here = s.place
    if here is None or not _town(here) or not here.located:
        return False
    towns = [o.place for o in state.known if o.place and _town(o.place)]
    return bool(towns) and all(p.located and relation(p, here) in ("near", "far") and km(p, here) > SCENE for p in towns)


def _town(place: Place) -> bool:
    """Whether a place is a spot or a settlement, also one that is a district of its own ("Karsk City")."""
    return fine(place) or (place.precision == "admin2" and place.name.lower().endswith(" city"))


def _begins_there(state: State, s: Sign) -> bool:
    """Whether the passage of a sign tells of a state's beginning."""
    return any(_beside(o, s) for o in state.openings())


def _told_before(s: Sign, state: State) -> bool:
    """Whether a report tells an ending before it tells the beginning of a state of that day ("the road was clear … at ten villagers blocked it")."""
    first = min(state.signs, key=lambda o: o.when)
    return first.when >= s.when and first.event.report == s.event.report and first.event.trigger.start > s.event.trigger.start


def _beside(a: Sign, b: Sign) -> bool:
    """Whether two signs stand in one passage."""
    return a.event.report == b.event.report and a.event.evidence.start == b.event.evidence.start


def _says_where(state: State, s: Sign) -> bool:
    """Whether a sign that is placed by its country only names the place of the state ("let lorries cross at Tal")."""
    if s.own and s.place is not None and s.place.precision != "country":
        return False
    return any(len(w) > 3 and w in s.words for o in state.known if o.place and fine(o.place) for w in fold(o.place.name).split()[:1])


def _bare(s: Sign) -> bool:
    """Whether it speaks of "the road", without a name."""
    return s.event.about is not None and bool(re.fullmatch(r"(?:the|this|that|both|all) [a-z]+", s.event.about.text.strip().lower()))


def _wide(state: State, s: Sign) -> bool:
    """Whether a place is known by its country only, so that two countries may share it (a crossing)."""
    return any(p.precision == "country" for p in (*(o.place for o in state.known), s.place) if p)


def _own(s: Sign) -> bool:
    """Whether what is ended is told to be of who ends it ("cleared their barricade")."""
    return bool(s.event.about and set(s.event.about.text.lower().split()[:1]) & OWN)


def _one_trade(mine: Iterable[ActorMention], theirs: Iterable[ActorMention]) -> float:
    """1 where two descriptions of people share a sector, -1 where each has others, 0 where that is not told."""
    left, right = ({s for m in side for s in m.actor.sectors} for side in (mine, theirs))
    return 0.0 if not left or not right else 1.0 if left & right else -1.0


def _resumes(state: State, end: Sign, s: Sign) -> bool:
    """Whether what is told after an ending is of the state: its last part ends, or the same thing goes on (not: began anew on a day)."""
    if s.when > end.when + RESUMED or (s.step == "ends" and state.named):
        return False
    if s.step == "ends":
        return wholly(s)
    return s.step == "confirms" or (not s.exact and any(o.words & s.words for o in state.known))
