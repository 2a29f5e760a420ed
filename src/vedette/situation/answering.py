"""What came of it: the events that refuse, grant, keep or break what was asked, promised or threatened."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import cast

from vedette.codebook.wording import bases, fold, roots, sequence, words
from vedette.domain import Actor, Event, Outcome, UndertakingKind
from vedette.domain.compare import actors_alike, day, is_name, relation, same_actor
from vedette.domain.marks import SHUT
from vedette.situation.addressing import ASKS
from vedette.situation.implied import GRANTS, maker_of
from vedette.situation.reach import heard_on, told_of
from vedette.situation.steps import ANSWERED, GIVES, IF_NOT, Step
from vedette.situation.threats import carried_out

NAMED_WITHIN = 60
"""Days within which a request is answered that only its maker's name tells."""
GRACE = 2
"""Days after its due day within which a promise is still kept."""
SENDS = frozenset("send deploy dispatch".split())
"""Verbs of what is asked or promised that is done when those who were to be sent are there."""
MEETS = frozenset("receive meet see host talk sit".split())
"""Verbs of what is done when the two have met."""
LETS = re.compile(r"^(?:to )?(?:let|allow|permit)\b.*\b(?:cross|pass|through|enter|use|in|out)\b")
"""What is asked for where people or goods are to be let through."""
OPENS = re.compile(
    r"^(?:to )?(?:re-?open|open|unblock|clear)\b|\b(?:will|would|to|must|should|shall) be (?:re-?)?(?:opened|unblocked|cleared)\b"
)
"""What is asked for or promised where something closed or blocked is to be opened."""
DAYS = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December".split()
)
WHOSE_ASKING = re.compile(r"\b(?:to|with)? ?(?:its|their|his|her) (?:requests?|demands?|appeal|call|petition|proposal)\b")
OPENING = words("open reopen unblock clear")
LEAVES = re.compile(r"\b(?:leave|quit|vacate|withdraw from|pull out of|move out of|go home)\b")
"""What those are asked or promise who are to go."""
GONE = frozenset("leave left quit vacate withdraw depart pull move".split())
"""Verbs of those who have gone."""
FIRST = 5
"""Words of what is asked among which its verb stands."""
FREES = frozenset({"release"})
"""Concept of what is asked for where people are held."""
COMPLIES = frozenset("comply heed obey satisfy fulfil fulfill".split())
"""Verbs of who does what was demanded."""
ASKED = re.compile(
    r"^(?:(?:the|this|that|his|her|its|their|our|both|all)\b ?)?(?:request|demand|appeal|call|petition|plea|condition|proposal|offer|ultimatum|it|that|this|which)?s?$"
)
"""What is refused or granted where that stands in the sentence before."""
GAP = 4
"""Characters between two sentences of which the second answers the first."""
FAR = 160
"""Characters between them where it is told that those answer to whom it was put."""
PASSED = re.compile(r"^(?:the|a|an|this|that|its|their|his|her) (?:\w+ )?(?:deadlines?|ultimatums?|dates?)$")
"""What is ignored or let pass by those who do not do what they were given a day for."""
PASSES = 6
"""Days behind its day within which it is told of a term that it was let pass."""
OUT = re.compile(
    r"\b(?:go|leave|resign(?:s|ation)?|step(?:s|ping)? down|quit|removal|removed|dismiss(?:al|ed)?|sack(?:ed|ing)?|fired|relieved|replaced?|out|ousted|resigning|departure)\b"
)
"""What is wanted of who is to lose his office."""
COURT = frozenset("sue sued prosecute indict charge file".split())
SUES = re.compile(
    r"\b(?:sue|go to (?:the )?courts?|take \w[\w ]{1,40} to court|legal action|prosecute|file (?:a )?(?:suit|lawsuit|case|charges)|press charges)\b"
)
INQUIRES = words("inquiry investigation probe")
LENGTHENS = frozenset("extend prolong lengthen".split())
LASTING = frozenset({"closure", "curfew", "suspension", "ban", "emergency", "cut-off", "alert"})
"""States that are to last for a time and are prolonged."""
SAYS_NOTHING = re.compile(
    r"^(?:to )?(?:comment|say|speak|discuss|elaborate|confirm|be (?:named|quoted|identified)|give (?:details|names|his name|her name)|answer questions)\b"
)
"""What is declined by who says nothing: no answer to what was asked of him."""
ASKING = frozenset("ask request petition appeal apply demand submit lodge file".split())
"""Verbs of a promise to ask for something."""
BARE_WITHIN = 14
"""Days within which a bare answer follows what was asked."""
REPLIES = frozenset("reply answer respond".split())
"""Verbs of a promise that any answer keeps."""
SMALL = {w: str(n) for n, w in enumerate("two three four five six seven eight nine ten eleven twelve".split(), 2)}
STEMS = words("postpone postponement delay order decide decision reschedule schedule")
"""Words that are left out of what is asked since many ask so, but tell what is asked for where a court or council is asked."""
MANY = words("dozen hundred thousand million billion")
"""Words of a number, by which two matters are not one."""
DEEDS = frozenset(
    {"CONCEDE", "COOPERATE", "AID", "RETREAT", "AGREE", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "CONSULT", None}
)
"""Types of events that can carry out what was asked, promised or threatened."""


def filed(m: Sequence[Step], made: int | None, asked: Sequence[Step]) -> Step | None:
    """The request that was promised ("will ask the council for a force"), once it is made or answered."""
    for s in m:
        if not any(ASKING & set(bases(w)) for w in (*fold(s.what).split()[:2], fold(s.event.trigger.text))):
            continue
        for q in asked:
            later = q.when is not None and made is not None and made < q.when <= made + ANSWERED
            if not later or s.event.id == q.event.id:
                continue
            by = actors_alike(q.by, s.by) or 0.0
            common = {
                w for w in (q.words | (words(q.event.evidence.text) & STEMS)) & (s.words | (words(s.what) & STEMS)) if not w.isdigit()
            }
            least = min(len(q.words), len(s.words))
            same = (len(common) >= 4 and len(common) >= 0.6 * least) or (len(common) >= 3 and len(common) >= 0.75 * least)
            if same or (by >= 0.55 and (len(common) >= 2 or (common and s.event.event_type == "REQUEST"))):
                return q
    return None


def put_off(m: Sequence[Step], made: int | None, steps: Sequence[Step]) -> Step | None:
    """The later decision to put off what was to be ("the vote set for 2 June was moved again")."""
    mine = {s.event.id for s in m}
    for q in steps:
        if (
            q.event.condition != "postponement"
            or q.event.id in mine
            or q.when is None
            or made is None
            or not made + 1 < q.when <= made + ANSWERED
        ):
            continue
        for s in m:
            common = {w for w in q.words & s.words if not w.isdigit()}
            by = actors_alike(q.by, s.by)
            enough = len(common) >= (1 if by is not None and by >= 0.85 else 2)  # their own decision, told in fewer words
            if enough and len(common) >= 0.5 * min(len(q.words), len(s.words)) and (by is None or by >= 0.25):
                return q
    return None


def outcome_of(
    m: Sequence[Step],
    kind: UndertakingKind,
    made: int | None,
    due: str | None,
    answers: Sequence[tuple[Event, int | None]],
    until: int,
    meant: Mapping[str, str],
) -> tuple[Outcome, int | None, list[Event]]:
    """What came of it, when, and the events that say so. The later of a refusal and a fulfilment counts."""
    refused: list[tuple[int, Event]] = []
    done: list[tuple[int, Event]] = []
    reports = {s.event.report for s in m}
    for e, told in answers:
        if e.event_type == "REJECT" and e.about and SAYS_NOTHING.match(e.about.text.lower()):
            continue
        at = heard_on(e, told)
        beside = e.report in reports and any(e.report == s.event.report and e.evidence.overlaps(s.event.evidence) for s in m)
        if at is None:
            at = made if beside else None
        beside = beside or any(_replies(s, e) for s in m)
        if not beside and (at is None or (made is not None and not made - (kind in ASKS) <= at <= made + ANSWERED)):
            continue
        if e.id in meant:
            (refused if e.event_type == "REJECT" else done).append((at or 0, e))
        elif (e.event_type == "REJECT" and _refuses(m, e, beside)) or (
            kind in ("promise", "decision") and (_breaks(m, e) or any(_extends(s, e, at, made) for s in m))
        ):
            refused.append((at or 0, e))
        elif (kind in GIVES and not beside and _in_time(at, made, due) and any(_answers_as_promised(s, e) for s in m)) or (
            (e.phase != "continues" or _since(e, made)) and (e.event_type in DEEDS or _in_court(e)) and _carries_out(m, kind, e, beside)
        ):
            done.append((at or 0, e))
    for found, answer, given in ((refused, "refused", "broken"), (done, "granted", "kept")):
        other = done if found is refused else refused
        if found and max(a for a, _ in found) >= max((a for a, _ in other), default=-1) and not (found is refused and kind == "threat"):
            outcome = answer if kind in ASKS or kind == "offer" else given
            if outcome == "kept" and kind in GIVES and (late := day(due)) and min(a for a, _ in found) > late + GRACE:
                return "broken", late, [e for _, e in found]
            if outcome == "granted" and kind in ("ultimatum", "demand") and (late := day(due)) and min(a for a, _ in found) > late + GRACE:
                return "lapsed", late, [e for _, e in found]
            return cast(Outcome, outcome), min(a for a, _ in found) or None, [e for _, e in found]
    if kind in ("ultimatum", "demand") and (done_to_them := _does_harm(m, made, answers)):
        return "refused", min(at for at, _ in done_to_them), [e for _, e in done_to_them]
    deadline = day(due)
    if deadline is not None and deadline + GRACE < until:
        return "lapsed", deadline, []
    return "pending", None, []


def _does_harm(m: Sequence[Step], made: int | None, answers: Sequence[tuple[Event, int | None]]) -> list[tuple[int, Event]]:
    """The deeds with which those who set a term did what they would do if nothing came of it ("would cut off the current unless": it cut it off)."""
    out = []
    for e, told in answers:
        at = heard_on(e, told)
        if at is None or made is None or not made < at <= made + NAMED_WITHIN or e.phase == "ends" or e.event_type in ("REQUEST", "REJECT"):
            continue
        for s in m:
            if e.report == s.event.report or not IF_NOT.search(s.event.evidence.text):
                continue
            if (actors_alike((a.actor for a in e.actors), s.by) or 0.0) < 0.55 or relation(s.event.place, e.place) == "far":
                continue
            verb = sequence(e.trigger.text)[:1]
            said = bool(verb) and verb[0] in words(s.event.evidence.text) - words(s.what)
            common = (words(told_of(e)) & words(s.event.evidence.text)) - words(" . ".join(a.name for a in s.by)) - frozenset(verb)
            if carried_out(s.event.evidence.text, e) or (said and any(not w.isdigit() for w in common)):
                out.append((at, e))
                break
    return out


def meant_by(
    e: Event, told: int | None, matters: Sequence[list[Step]], by_report: Mapping[str, Sequence[Event]], known: Mapping[str, Actor]
) -> list[Step] | None:
    """What an answer means that names no matter: the last request of the one whose request is granted, or, of "her appeal was turned down",
    the only thing asked of late in a report that tells of the one whose appeal it was.
    """
    at = day(e.begin) or day(e.last) or told
    asked = [m for m in matters if m[0].event.report != e.report and any(s.kind in ASKS and not s.implied for s in m)]
    if maker := maker_of(e, known):
        own = [m for m in asked if any(same_actor(a, maker) >= 0.85 for s in m for a in s.by) and _may_answer(e, m, at)]
        return max(own, key=lambda m: max(s.when or 0 for s in m), default=None)
    of = [m.actor for m in e.recipients] or ([e.attribution.source.actor] if e.attribution else [])
    found = []
    for m in asked:
        near = [s for s in m if s.kind in ASKS and s.when is not None and at is not None and 0 <= at - s.when <= BARE_WITHIN]
        told_of = [p.actor for s in near for o in by_report[s.event.report] for p in (*o.actors, *o.recipients)]
        if any(same_actor(a, b) >= 0.85 for a in of for b in told_of if is_name(b)):
            found.append(m)
    own = [m for m in found if not any(same_actor(a, b) >= 0.55 for a in of for s in m for b in s.to)]
    return own[0] if len(own) == 1 else None


def _may_answer(e: Event, m: Sequence[Step], at: int | None) -> bool:
    """Whether what was asked is not younger than its answer, nor put to somebody else."""
    early = all(s.when is None or at is None or 0 <= at - s.when <= NAMED_WITHIN for s in m)
    to = [k for s in m if (k := actors_alike((a.actor for a in e.actors), s.to)) is not None]
    return early and (not to or max(to) >= 0.15)


def _replies(s: Step, e: Event) -> bool:
    """Whether a bare "refused", "agreed to it" in the next sentence is another's answer to what was asked."""
    if s.kind not in (*ASKS, "offer") or e.report != s.event.report or e.trigger.in_title != s.event.trigger.in_title or not e.actors:
        return False
    if e.event_type not in ("REJECT", "AGREE", "CONCEDE") or not ASKED.match(e.about.text.lower() if e.about else ""):
        return False
    same = (
        e.evidence == s.event.evidence and e.trigger.start > s.event.trigger.end and e.about is not None
    )  # "asked for a delay, which they granted"
    theirs = (actors_alike((a.actor for a in e.actors), s.to) or 0.0) >= 0.55
    near = 0 <= e.evidence.start - s.event.evidence.end <= (FAR if theirs else GAP)
    return (same or near) and (actors_alike((a.actor for a in e.actors), s.by) or 0.0) < 0.3


def _breaks(m: Sequence[Step], e: Event) -> bool:
    """Whether an event ends the ceasefire that was promised, where it was to hold."""
    if e.condition != "ceasefire" or e.phase != "ends":
        return False
    return any(s.event.condition == "ceasefire" and relation(s.event.place, e.place) != "far" for s in m)


def _refuses(m: Sequence[Step], e: Event, beside: bool) -> bool:
    """Whether a refusal is an answer to it: by whom it was put to, or to who put it, about the same or in the same breath."""
    told = words(" . ".join([e.headline, e.about.text if e.about else ""]))
    for s in m:
        by = actors_alike((a.actor for a in e.actors), s.to)
        to = actors_alike((a.actor for a in e.recipients), s.by)
        if _replies(s, e) or _let_pass(s, e):
            return True
        common = bool(told & s.words) or beside
        of_it = frozenset(w for w in told & s.words if not w.isdigit())
        if s.kind in ("promise", "decision") and not beside:
            if (actors_alike((a.actor for a in e.actors), s.by) or 0.0) < 0.85:
                continue  # that another refuses something breaks no word of theirs
            if len(of_it) >= 2 and _to_the_point(of_it, s):
                return True
        if common and max(by or 0.0, to or 0.0) >= 0.3 and (by is None or by >= 0.25) and (to is None or to >= 0.25):
            return True
        if s.kind in ASKS and not s.to and to is None and len(of_it) >= 2 and _to_the_point(of_it, s) and _to_another(e, s):
            return True
    return False


def _let_pass(s: Step, e: Event) -> bool:
    """Whether those who were given a day let it pass or ignored it."""
    due, at = day(s.event.due or s.event.last), day(e.begin) or day(e.last)
    if s.kind not in ASKS or due is None or at is None or not 0 <= at - due <= PASSES or e.about is None:
        return False
    return PASSED.match(e.about.text.lower()) is not None and (actors_alike((a.actor for a in e.actors), s.to) or 0.0) >= 0.55


def _carries_out(m: Sequence[Step], kind: UndertakingKind, e: Event, beside: bool) -> bool:
    """Whether an event is the asked, promised or threatened thing: the same end of a state, the same deed in the same words, a yielding."""
    if any(s.kind in ASKS and _put_out(s, e) for s in m):
        return True
    if e.condition == "ceasefire" and any(s.event.condition == "ceasefire" for s in m):
        return False  # that it was signed, or holds so far, keeps no truce
    told = words(f"{told_of(e)} . {e.trigger.text}")
    deed = sequence(e.trigger.text)[:1]
    for s in m:
        if e.event_type is None and e.evidence == s.event.evidence and e.trigger.start < s.event.trigger.start:
            continue  # "stood before the court to demand their release"
        common = told & s.words
        state = any(c.condition == e.condition and c.condition for c in s.content)
        if not common and not beside and not state and e.event_type not in ("CONSULT", "RETREAT"):
            continue
        if e.event_type in ("CONCEDE", "AGREE") and not beside and _of_another(s, e):
            continue
        alike = actors_alike((a.actor for a in e.actors), s.to if kind in ASKS else s.by)
        if kind in ASKS and COMPLIES & roots(e.trigger.text) and len(common) >= 2 and (alike is None or alike >= 0.25):
            return True
        if kind in ASKS and GRANTS & roots(e.trigger.text) and len(common) >= 3 and _to_another(e, s):
            return True
        if any(_same_end(c, e, told) for c in (*s.content, *s.taken)) and (e.report != s.event.report or beside):
            return True  # whoever ended it
        if _has_left(s, e, alike):
            return True
        if (alike is not None and alike < 0.15) or (e.report == s.event.report and not beside and s.at is None):
            continue
        if kind == "threat" and e.event_type == "CONCEDE":
            continue  # "called off the strike"
        if e.event_type in ("CONCEDE", "AGREE"):
            if _replies(s, e):
                return True
            if alike is not None and alike >= 0.55 and (beside or (_to_the_point(common, s) and len(common) > (kind in GIVES))):
                return True
            if kind in ASKS and not s.to and _to_another(e, s) and len(common) >= 2:
                return True
            continue
        if kind in ASKS and GRANTS & roots(e.trigger.text) and len(common) >= 2 and _to_another(e, s):
            return True
        if _comes_to_pass(s, e, common, alike):
            return True
        if kind == "threat" and alike is not None and alike >= 0.55 and e.modality == "asserted" and carried_out(s.what, e):
            return True
        if kind == "threat" and alike is not None and alike >= 0.55 and SUES.search(s.what) and COURT & roots(e.trigger.text):
            return any(not w.isdigit() for w in common)
        if kind in ASKS and (e.event_type, e.mode) == ("ACCUSE", "investigate"):
            continue
        for c in s.content:
            ends = c.condition is not None and (c.condition, c.phase) == (e.condition, e.phase) and _of_one_thing(c, e, told, alike)
            same = c.event_type not in (None, "REQUEST") and (c.event_type, c.mode) == (e.event_type, e.mode)
            if (ends or (same and any(not w.isdigit() for w in (words(c.headline) & told) - MANY))) and relation(c.place, e.place) != "far":
                return True
        last = deed == ("end",) and "the end of" in s.what  # "before the end of the month"
        named = deed == s.deed or (
            not last and not beside and len(common) > 2 and bool(deed) and deed[0] in sequence(s.what) and (alike or 0.0) >= 0.15
        )
        of_it = common & _plain_words(" . ".join([s.what, *(c.headline for c in s.content)])) - frozenset(deed)
        if deed and named and of_it and len(common) >= 2 and len(common) >= 0.4 * len(s.words):
            return True
    return False


def _same_end(c: Event, e: Event, told: frozenset[str]) -> bool:
    """Whether the end of a state that was asked or promised has come, of the same thing in the same place, or so told."""
    if c.condition is None or e.phase != "ends" or (c.condition, c.phase) != (e.condition, e.phase) or relation(c.place, e.place) == "far":
        return False
    near = relation(c.place, e.place) == "same"
    there = words(" . ".join(p.name for p in (c.place, e.place) if p is not None))
    thing = {w for w in (words(f"{c.headline} . {c.about.text if c.about else ''}") & told) - there if not w.isdigit()}
    return len(thing) >= (1 if near else 2)


def _of_another(s: Step, e: Event) -> bool:
    """Whether what is agreed to is "its request", of somebody whom the sentence tells of and who is not the one that asked."""
    found = WHOSE_ASKING.search(e.evidence.text, max(0, e.trigger.end - e.evidence.start))
    if found is None or found.start() + e.evidence.start - e.trigger.end > GAP:
        return False
    return not words(" . ".join(a.name for a in s.by)) & words(e.evidence.text)


def _has_left(s: Step, e: Event, alike: float | None) -> bool:
    """Whether those who were to leave, or promised it, have left ("the last marchers left")."""
    if e.event_type != "RETREAT" or e.report == s.event.report or not LEAVES.search(s.what.lower()) or not GONE & roots(e.trigger.text):
        return False
    who = words(" . ".join(a.name for a in (s.to if s.kind in ASKS else s.by)))
    same = (alike or 0.0) >= 0.55 or bool(who & words(" . ".join(m.text for m in e.actors)))
    named = frozenset(w.strip(".,;:“”\"'") for w in s.what.split()[1:] if w[:1].isupper()) - DAYS
    if named and not any(w in e.evidence.text for w in named):
        return False  # "those inside Nemra were to leave": not those who left Keldo
    return same and relation(s.event.place, e.place) != "far"


def _plain_words(text: str) -> frozenset[str]:
    """The words of a text that are no names nor numbers."""
    return frozenset(w for w in words(" . ".join(w for w in text.split() if w[:1].islower())) if not w.isdigit())


def _of_one_thing(c: Event, e: Event, told: frozenset[str], alike: float | None) -> bool:
    """Whether a state is of what is asked or promised: its doers, or a word in common beside the place's name and the state's own."""
    there = words(" . ".join(p.name for p in (c.place, e.place) if p is not None)) | words(f"{c.trigger.text} . {e.trigger.text}")
    mine = _plain_words(f"{c.headline} . {c.about.text if c.about else ''}")
    return (alike or 0.0) >= 0.55 or bool((mine & told) - there)


def _in_court(e: Event) -> bool:
    """Whether an accusation is a step of justice, which can be asked for or threatened."""
    return e.event_type == "ACCUSE" and (e.mode == "investigate" or bool(COURT & roots(e.trigger.text)))


def _since(e: Event, made: int | None) -> bool:
    """Whether a state that goes on has begun since ("has been under arrest since Monday")."""
    begun = day(e.begin)
    return e.condition is not None and begun is not None and made is not None and begun > made


def _put_out(s: Step, e: Event) -> bool:
    """Whether an event is that somebody lost the office that he was to leave ("they wanted Tarn to go": Tarn was relieved)."""
    if e.condition != "vacancy" or e.phase != "happens" or not OUT.search(s.what.lower()):
        return False
    whom = [a for a in (*s.to, *s.about) if is_name(a)]
    return any(same_actor(m.actor, a) >= 0.85 for m in (*e.recipients, *(e.actors if e.mode == "resign" else ())) for a in whom)


def _extends(s: Step, e: Event, at: int | None, made: int | None) -> bool:
    """Whether a state is prolonged that was to last no longer."""
    if (
        e.condition not in LASTING
        or e.condition != s.event.condition
        or s.kind not in ("promise", "decision")
        or at is None
        or made is None
    ):
        return False
    again = (
        at > made
        and LENGTHENS & roots(e.trigger.text)
        and not LENGTHENS & roots(s.event.trigger.text)
        and s.event.modality in ("planned", "promised")
    )
    return bool(again) and relation(s.event.place, e.place) != "far"


def _to_the_point(common: frozenset[str], s: Step) -> bool:
    """Whether common words are of the matter: numbers ("under Resolution 1244") and one word among many are not."""
    told = {w for w in common if not w.isdigit()}
    return len(told) >= min(2, len(s.words)) or (bool(told) and len(told) >= 0.25 * len(s.words))


def _comes_to_pass(s: Step, e: Event, common: frozenset[str], alike: float | None) -> bool:
    """Whether those who were to be sent are there, those who were to meet have met, or what was to be opened is open."""
    sent, met = e.event_type == "MOBILIZE" and e.phase == "happens", e.event_type == "CONSULT"
    if sent or met:
        verb = frozenset[str]().union(*map(roots, [*s.what.split()[:FIRST], *(c.trigger.text for c in s.content)]))
        if sent and SENDS & verb:
            return relation(s.event.place, e.place) != "far" and any(not w.isdigit() for w in common)
        if met and MEETS & verb:
            due, at = day(s.event.due), day(e.begin) or day(e.last)
            if due is not None and at is not None and not due - 1 <= at <= due + GRACE:
                return False  # that they met before is no second meeting
            return alike is not None and alike >= 0.55 and relation(s.event.place, e.place) != "far"
    if e.event_type == "ACCUSE" and e.mode == "investigate" and s.kind in ASKS:
        wanted = {w for w in s.words - INQUIRES if not w.isdigit()}
        of_it = wanted & words(f"{told_of(e)} . {e.trigger.text}")  # an inquiry into another fire is not the one into the school fire
        return (
            bool(INQUIRES & (s.words - words(" . ".join(a.name for a in s.by))))
            and len(of_it) > len(wanted) / 2
            and (actors_alike((a.actor for a in e.actors), s.by) or 0.0) < 0.85
        )
    if e.phase != "ends":
        return False
    if FREES & s.words and e.condition == "detention":
        whose = any(same_actor(m.actor, a) >= 0.85 for m in e.recipients if is_name(m.actor) for a in (*s.to, *s.held))
        told = {w for w in common if not w.isdigit()}
        return (whose or len(told) >= 2 or (bool(told) and _as_many(s.what, e))) and relation(s.event.place, e.place) != "far"
    if e.condition in SHUT and relation(s.event.place, e.place) != "far":
        if LETS.match(s.what.lower()):
            return alike is not None and alike >= 0.25
        there = words(" . ".join(p.name for p in (s.event.place, e.place) if p is not None))
        thing = bool(common & _plain_words(s.what) - OPENING - there)  # "open the road": not the airport that is open again
        return thing and (alike is None or alike >= 0.25) and OPENS.search(s.what.lower()) is not None
    return False


def _as_many(what: str, e: Event) -> bool:
    """Whether an event tells of as many as what was asked ("the two drivers")."""
    mine, theirs = (
        {SMALL.get(w, w) for w in re.findall(r"\d+|[a-z]+", t.lower()) if w.isdigit() or w in SMALL} for t in (what, told_of(e))
    )
    return bool(mine & theirs)


def _in_time(at: int | None, made: int | None, due: str | None) -> bool:
    """Whether a reply comes by its day, or soon where it has none."""
    last = day(due) or (made + BARE_WITHIN if made is not None else at)
    return at is not None and last is not None and at <= last + GRACE


def will_reply(s: Step) -> bool:
    """Whether what is promised is a reply."""
    return any(REPLIES & roots(w) for w in (*s.what.split()[:2], s.event.trigger.text))


def _answers_as_promised(s: Step, e: Event) -> bool:
    """Whether who was to reply says yes or no, or somebody says so to who had put something to them in the report of that promise."""
    if e.event_type not in ("REJECT", "AGREE", "CONCEDE") or e.report == s.event.report or not will_reply(s):
        return False
    if (actors_alike((m.actor for m in e.actors), s.by) or 0.0) >= 0.55:
        return True
    return (actors_alike((m.actor for m in e.recipients), s.asking) or 0.0) >= 0.85


def _to_another(e: Event, s: Step) -> bool:
    """Whether it is told who answers, and it is another than who asked."""
    asked = actors_alike((a.actor for a in e.actors), s.by)
    return bool(e.actors) and (asked is None or asked < 0.3)
