"""What a report tells beside a deed and of the same people, day and spot, so that it is no incident of its own.

Who blocks a road burns tyres on it, turns cars back and lets ambulances through; in a clash there is tear gas first, then shots; who meets somebody asks him for
something; lorries drive off, and traffic flows. Some of it is a part of the deed (`alongside`), some is mere detail (`details`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vedette.codebook.wording import fold
from vedette.domain import Actor, ActorMention, Event
from vedette.domain.compare import actors_alike, day, days_apart, relation
from vedette.incidents.parts import tells_harm
from vedette.incidents.trifles import was_tried

ONE = 0.85
"""Likeness from which two sides are one."""
NEAR, FAR = 400, 900
"""Characters within which what is told next belongs to a deed, and within which how a clash went on."""
BUILDING = frozenset(
    "burn burned burnt burning set put park parked pile piled pull pulled drag dragged light lit fell felled erect erected stack stacked dump "
    "dumped place placed lay laid dig dug cut strung stretched rolled lined heaped torched".split()
)
"""Verbs for what is put on a road that is blocked."""
OBSTACLES = re.compile(
    r"\b(?:tyres?|tires?|lorries|lorry|trucks?|tractors?|trailers?|logs?|trees?|trunks?|stones?|rocks?|boulders?|earth|sand|gravel|tents?|marquees?|barricades?|"
    r"barriers?|containers?|furniture|branches|poles?|buses|cars|chains?|ropes?|rubble|bricks)\b",
    re.IGNORECASE,
)
"""What is put there."""
TURNED = frozenset("turned turn sent send diverted divert rerouted stopped stop".split())
SPARED = re.compile(
    r"\b(?:ambulances?|school buses|the sick|patients|pregnant women|fire engines?|emergency (?:vehicles|cases|services)|oxygen|hearses?|funerals?|doctors)\b",
    re.IGNORECASE,
)
"""Whom those who block a way let through as a rule."""
LET = frozenset("let lets allowed allow allows permitted permit pass passed waved".split())
AS_A_RULE = re.compile(r"\b(?:daily|each day|every day|hours in which|at all times)\b", re.IGNORECASE)
ROADBLOCKS = frozenset("roadblock roadblocks blockade blockades barricade barricades picket pickets".split())
AT = re.compile(r"\b(?:at|near|on|behind|from|by|beside|around)\s+(?:(?:a|an|the|one|their|its|this|that)\s+)?(?:\w+\s+)?$", re.IGNORECASE)
"""What stands before a roadblock at which something else was done."""
ANOTHER = re.compile(
    r"\b(?:another|other|elsewhere|meanwhile|separate\w*|earlier|previous\w*|second|third|last (?:week|month|year)|later|days? (?:before|after|later))\b",
    re.IGNORECASE,
)
"""Words by which something is told of another time or place."""
TREATED = frozenset("treated treat treats treating admitted".split())
BROKEN = frozenset("broken smashed damaged burned burnt destroyed torched wrecked looted overturned shattered".split())
"""Words for what was damaged in a march or a clash, by nobody told."""
SIGNED = re.compile(r"\b(?:accord|agreement|pact|deal|treaty|truce|memorandum|protocol|it)\s+(?:was|were)\s+signed\b", re.IGNORECASE)
COLUMN = re.compile(r"\b(?:convoy|column|patrol|attackers?|gunmen|assailants|raiders)\b", re.IGNORECASE)
FIRING = frozenset(
    "fired fire firing shots gunfire opened used attacked attack shooting exploded explosion explosions blast thrown threw burned burnt burning destroyed damaged hit heard "
    "fighting clash clashes".split()
)
"""Words for how a clash goes on of which nobody is told to be the doer; somebody murdered elsewhere is another matter."""
UNREST = frozenset({"ASSAULT", "PROTEST"})
DEEDS = UNREST | {"COERCE", "MOBILIZE"}
TALKING = frozenset({"CONSULT", "REQUEST"})
ASKING = frozenset({"REQUEST", "THREATEN"})
WAYS = frozenset({"blockade", "closure", "suspension"})
"""States of a way that is open again, in whichever words it is told."""
FLOWS = frozenset(
    "resumed running ran moving moved flowing flowed crossing crossed passing passed driven drove driving rolled rolling gone went".split()
)
"""Words for traffic that flows, or lorries that are gone; a barricade that was taken away elsewhere is another end."""
TRAFFIC = re.compile(
    r"\b(?:roads?|highway|traffic|lorries|lorry|trucks?|buses|cars|vehicles|bridge|crossing|route|barricades?|roadblocks?)\b", re.IGNORECASE
)


def details(events: Sequence[Event]) -> frozenset[str]:
    """The ids of those events of a report that only tell how a deed of it was done, or whom it spared."""
    told = [e for e in _in_order(events) if _told(e)]
    one_clash = _one_clash(told)
    found = set()
    for n, e in enumerate(told):
        before = told[:n]
        slight = _spares(e, told) or _stood_there(e, told) or (not e.quantities and any(_of_a_blockade(e, d) for d in before))
        slight = slight or any(_tended(e, d) or _taken(e, d) or _left(e, d) or (one_clash and _other_side(e, d)) for d in before)
        if slight:
            found.add(e.id)
    return frozenset(found)


def alongside(events: Sequence[Event]) -> list[tuple[str, str]]:
    """What is told in a report as a part of another deed of it, each with that deed, in the order of the text."""
    told = [e for e in _in_order(events) if _told(e)]
    one_clash = _one_clash(told)
    found: list[tuple[str, str]] = []
    joined: set[str] = set()
    for n, e in enumerate(told):
        for d in told[:n]:
            if d.id in joined or not _may_be_one(e, d):
                continue
            if (
                _came_of_it(e, d)
                or (one_clash and _of_the_clash(e, d))
                or _of_a_blockade(e, d)
                or _answered(e, d)
                or _broke(e, d)
                or _asked_there(e, d)
                or _asked_too(e, d)
                or _open_again(e, d)
                or _freed_there(e, d)
            ):
                found.append((e.id, d.id))
                joined.add(e.id)
                break
            if _stayed_away(e, d) or _met_to_ask(e, d):
                found.append((d.id, e.id))  # the boycott, the demand is the news
                joined.add(d.id)
                break
    return found


def _in_order(events: Sequence[Event]) -> list[Event]:
    return sorted((e for e in events if not e.trigger.in_title), key=lambda e: (e.trigger.start, e.id))


def _told(e: Event) -> bool:
    return e.modality == "asserted" and e.polarity == "positive" and not e.background


def _gap(e: Event, d: Event) -> int:
    return e.trigger.start - d.trigger.end


def _may_be_one(e: Event, d: Event) -> bool:
    """Whether neither the days nor the places that are told of two speak against their being one."""
    if not _same_time(e, d):
        return False
    return not (e.place and d.place) or relation(e.place, d.place) in ("same", "within", "near")


def _by(e: Event) -> list[Actor]:
    return [m.actor for m in e.actors]


def _same_doers(e: Event, d: Event) -> bool:
    """Whether the same did both, or a board or branch of theirs ("the board of United Hauliers", "United Hauliers")."""
    if not (e.actors and d.actors):
        return False
    return (actors_alike(_by(e), _by(d)) or 0.0) >= ONE or any(_within(a.name, b.name) for a in _by(e) for b in _by(d))


def _within(a: str, b: str) -> bool:
    """Whether one name of several words stands in the other."""
    short, long = sorted((fold(a).split(",")[0], fold(b).split(",")[0]), key=len)
    return " " in short and re.search(rf"(?<!\w){re.escape(short)}(?!\w)", long) is not None


def _blocks(d: Event) -> bool:
    """Whether a way was blocked or closed."""
    return d.event_type in ("PROTEST", "COERCE") and d.condition in ("blockade", "closure") and d.phase == "happens"


def _of_a_blockade(e: Event, d: Event) -> bool:
    """Whether it tells what those who blocked a way put on it, or whom they turned back."""
    if not _blocks(d) or _gap(e, d) > NEAR or e.condition is not None or (e.actors and d.actors and not _same_doers(e, d)):
        return False
    if not _same_time(e, d):
        return False
    word, about = fold(e.trigger.text), e.evidence.text
    if ANOTHER.search(about):
        return False
    if e.event_type == "PROTEST":
        return word in BUILDING and e.mode in (None, "demo", "obstruct") and OBSTACLES.search(about) is not None
    return e.event_type == "COERCE" and e.mode in (None, "restrict") and not e.actors and word in TURNED


def _spares(e: Event, told: Sequence[Event]) -> bool:
    """Whether it only says whom those who bar a way let through, or at what hours as a rule."""
    if e.event_type not in ("RETREAT", "AGREE", None) or fold(e.trigger.text) not in LET:
        return False
    about = e.evidence.text
    if AS_A_RULE.search(about[: max(0, e.trigger.start - e.evidence.start)]) is not None:
        return True
    barred = any(d is not e and d.condition in ("blockade", "closure", "curfew", "strike", "ceasefire") for d in told)
    return barred and SPARED.search(about) is not None


def _stood_there(e: Event, told: Sequence[Event]) -> bool:
    """Whether a roadblock is only where an attack was ("fired at a roadblock on the highway")."""
    at = e.trigger.start - e.evidence.start
    if e.event_type != "PROTEST" or e.actors or fold(e.trigger.text) not in ROADBLOCKS or AT.search(e.evidence.text, 0, max(0, at)) is None:
        return False
    return any(d.event_type == "ASSAULT" and d.evidence.overlaps(e.evidence) for d in told)


def _tended(e: Event, d: Event) -> bool:
    """Whether it tells that those hurt in a clash were treated."""
    return (
        e.event_type == "AID"
        and fold(e.trigger.text) in TREATED
        and d.event_type in UNREST
        and 0 < _gap(e, d) <= NEAR
        and not ANOTHER.search(e.evidence.text)
    )


def _taken(e: Event, d: Event) -> bool:
    """Whether it tells again that those were taken who were arrested ("They were seized at a petrol station")."""
    arrest = d.event_type == "COERCE" and d.mode == "arrest" and d.phase == "happens"
    return arrest and (e.event_type, e.mode) == ("ASSAULT", "abduct") and not e.actors and 0 < _gap(e, d) <= NEAR and _same_time(e, d)


def _same_time(e: Event, d: Event) -> bool:
    spans = [(first, day(x.last) or first) for x in (e, d) if (first := day(x.begin) or day(x.last)) is not None]
    return len(spans) < 2 or days_apart(spans[0], spans[1]) == 0


def _freed_there(e: Event, d: Event) -> bool:
    """Whether it tells again, of nobody else, that people were freed ("a court ordered his release. He walked free at noon", "Each side freed twenty")."""
    freed = all(x.phase in ("ends", "happens") and (x.mode == "release" or (x.condition, x.phase) == ("detention", "ends")) for x in (e, d))
    if not freed or not 0 < _gap(e, d) <= NEAR or ANOTHER.search(e.evidence.text) or e.event_type not in ("RETREAT", None):
        return False
    return not _other_victims(e, d)


def _answered(e: Event, d: Event) -> bool:
    """Whether the police answered a riot with tear gas, or were pelted when they did: one clash."""
    both = {(x.event_type, x.mode) for x in (e, d)}
    return both == {("PROTEST", "riot"), ("ASSAULT", "crowd-control")} and 0 < _gap(e, d) <= NEAR and not ANOTHER.search(e.evidence.text)


def _stayed_away(e: Event, d: Event) -> bool:
    """Whether a session failed because some stayed away from it."""
    return (
        was_tried(d) and (e.event_type, e.mode) == ("PROTEST", "boycott") and 0 < _gap(e, d) <= NEAR and not ANOTHER.search(e.evidence.text)
    )


def _met_to_ask(e: Event, d: Event) -> bool:
    """Whether a body met, with nobody else, to ask or threaten what is told next."""
    return (
        d.event_type == "CONSULT"
        and len(d.actors) == 1
        and not d.recipients
        and e.event_type in ASKING
        and _same_doers(e, d)
        and 0 < _gap(e, d) <= NEAR
    )


def _came_of_it(e: Event, d: Event) -> bool:
    """Whether it is what came of a deed, was taken in it or led to it: cattle driven off in a raid, one more who died, current that failed, a paper
    that was signed, what those are accused of who were arrested, the concession after which a strike was called off.
    """
    near = 0 < _gap(e, d) <= NEAR and not ANOTHER.search(e.evidence.text)
    if not near:
        return False
    beside = e.evidence.overlaps(d.evidence)
    if e.event_type == "COERCE":
        if e.mode == "seize" and d.event_type == "ASSAULT" and e.condition is None:
            return _same_doers(e, d) and not e.place
        besieged = d.event_type == "COERCE" and d.condition == "blockade" and d.phase == "happens"
        return besieged and e.condition == "cut-off" and not e.actors
    if e.event_type == "ASSAULT":  # "stopped a patrol … Two cars were damaged with stones"
        return d.event_type == "PROTEST" and e.mode in (None, "destroy", "beat") and _same_doers(e, d) and not e.place
    if e.event_type is None and e.phase == "ends" and d.event_type in ("AGREE", "SUPPORT"):
        return beside and e.condition in ("strike", "blockade", "occupation")  # "signed a deal that ends a strike"
    if e.event_type is None and d.event_type == "ASSAULT":
        died = fold(e.trigger.text) in ("died", "dead") and e.condition is None and not e.place and not (e.begin or e.last)
        return died or (beside and e.condition in ("cut-off", "suspension") and e.phase == "happens" and not e.actors)
    if e.event_type == "SUPPORT":
        return d.event_type == "AGREE" and fold(e.trigger.text) == "signed" and SIGNED.search(e.evidence.text) is not None
    if e.event_type == "ACCUSE" and d.event_type == "COERCE" and d.mode == "arrest":
        whom, held = ([m.actor for m in x.recipients] for x in (e, d))
        return bool(whom and held) and (actors_alike(whom, held) or 0.0) >= ONE
    led = (
        beside
        and e.event_type in ("AGREE", "CONCEDE")
        and d.event_type in ("CONCEDE", "RETREAT", "CONSULT", None)
        and d.phase in ("ends", "happens")
    )
    between = e.evidence.text[d.trigger.end - e.evidence.start : e.trigger.start - e.evidence.start] if led else ""
    return led and re.search(r"\bafter\b", between) is not None


def _left(e: Event, d: Event) -> bool:
    """Whether it tells that those drove off who had attacked, or were attacked, on the way."""
    gone = e.event_type in ("RETREAT", None) and e.phase == "ends" and e.mode in (None, "withdraw") and bool(e.begin)
    gone = gone or fold(e.trigger.text) in ("fled", "escaped")
    after = d.event_type == "ASSAULT" and 0 < _gap(e, d) <= FAR and _same_time(e, d)
    return gone and after and len(e.actors) == 1 and COLUMN.search(e.actors[0].text) is not None


def _one_clash(told: Sequence[Event]) -> bool:
    """Whether all attacks that a report tells of may be one: of no two days, and not in places apart."""
    attacks = [e for e in told if e.event_type == "ASSAULT"]
    return len(attacks) > 1 and all(_may_be_one(b, a) for n, a in enumerate(attacks) for b in attacks[n + 1 :])


def _of_the_clash(e: Event, d: Event) -> bool:
    """Whether an attack told without a place of its own is how the clash went on of which its report is."""
    somewhere = bool(d.place or d.scene) and bool(d.begin or d.last)
    if d.event_type != "ASSAULT" or not somewhere or e.place or _gap(e, d) > FAR or ANOTHER.search(e.evidence.text):
        return False
    if e.event_type != "ASSAULT" or e.mode == "abduct":
        return False
    if _same_doers(e, d):
        return True
    if not e.actors:
        return (tells_harm(e) or fold(e.trigger.text) in FIRING) and not _other_victims(e, d)
    if not d.actors:
        return tells_harm(d) and not _other_victims(e, d)  # "three were wounded. … The soldiers fired into the air"
    return _of_one_force(e.actors, d.actors)


def _other_side(e: Event, d: Event) -> bool:
    """Whether it only says what those did before on whom was fired: a crowd that surrounded lorries, or that it had thrown something at the soldiers."""
    if d.event_type != "ASSAULT" or e.place or not 0 < _gap(e, d) <= FAR or not _may_be_one(e, d):
        return False
    if any(q.kind in ("killed", "wounded") for q in e.quantities):
        return False
    if (e.event_type, e.mode) == ("PROTEST", "riot") and not e.actors and not e.recipients:
        return e.evidence.overlaps(d.evidence)  # "fired into the air after stones were thrown"
    if d.mode == "crowd-control" or not (d.actors and d.place):
        return False
    if (e.event_type, e.mode) == ("PROTEST", "riot"):
        return not e.recipients and not _same_doers(e, d)
    return e.event_type == "ASSAULT" and not e.actors and _of_one_force(e.recipients, d.actors)


def _of_one_force(a: Sequence[ActorMention], b: Sequence[ActorMention]) -> bool:
    """Whether two sides are of one force, as far as their sectors tell."""
    left, right = ({m.actor.sectors[:1] for m in side} for side in (a, b))
    return bool(left) and left == right and () not in left


def _other_victims(e: Event, d: Event) -> bool:
    """Whether both name who was attacked, and it was not the same."""
    a, b = ([m.actor for m in x.recipients] for x in (e, d))
    return bool(a and b) and (actors_alike(a, b) or 0.0) < 0.3


def _broke(e: Event, d: Event) -> bool:
    """Whether something was damaged, by nobody told, in the march or clash of which was told right before."""
    damaged = (e.event_type, e.mode) in (("ASSAULT", "destroy"), ("PROTEST", "vandalize"), ("ASSAULT", None)) and not e.actors
    if not damaged or fold(e.trigger.text) not in BROKEN or e.place or ANOTHER.search(e.evidence.text):
        return False
    return d.event_type in DEEDS and d.phase == "happens" and bool(d.place or d.scene) and 0 < _gap(e, d) <= NEAR


def _asked_there(e: Event, d: Event) -> bool:
    """Whether who met somebody asked him for something there, or met others on the same round."""
    if not {e.event_type, d.event_type} <= TALKING or not d.recipients or not _same_doers(e, d) or _gap(e, d) > NEAR or not e.recipients:
        return False
    if "CONSULT" not in (e.event_type, d.event_type):
        return False
    if e.event_type == "CONSULT":
        return True
    return bool(e.recipients) and (actors_alike([m.actor for m in e.recipients], [m.actor for m in d.recipients]) or 0.0) >= ONE


def _asked_too(e: Event, d: Event) -> bool:
    """Whether who asks or threatens something goes on to say what else he asks, or what he will do otherwise."""
    if d.event_type not in ASKING or e.event_type not in ASKING or _gap(e, d) > NEAR:
        return False
    if (
        e.event_type == "THREATEN"
        and d.event_type == "REQUEST"
        and _of_one_force(e.actors, d.actors)
        and re.match(r"(?:If|Unless|Otherwise)\b", e.evidence.text)
    ):
        return True
    if not _same_doers(e, d):
        return False
    if e.event_type == "THREATEN" or d.event_type == "THREATEN":
        return True
    return re.search(r"\balso\b", e.evidence.text) is not None


def _open_again(e: Event, d: Event) -> bool:
    """Whether the traffic that flows, or the lorries that are gone, are those of the way that was opened."""
    of_a_way = d.condition in WAYS and e.condition in (*WAYS, "other") and fold(e.trigger.text) in FLOWS
    ends = of_a_way and all(
        x.phase == "ends" and x.event_type in (None, "RETREAT", "COERCE") and TRAFFIC.search(x.evidence.text) for x in (e, d)
    )
    return ends and not (e.actors and d.actors and not _same_doers(e, d)) and 0 < _gap(e, d) <= NEAR and not ANOTHER.search(e.evidence.text)
