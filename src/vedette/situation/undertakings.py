"""What was asked, promised, threatened, offered or decided, and what came of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import cast

from vedette.codebook.wording import bases, fold, leads, roots, sequence, words
from vedette.domain import Actor, Event, Incident, Outcome, Report, Undertaking, UndertakingKind
from vedette.domain.compare import actors_alike, day, is_name, iso, relation, same_actor
from vedette.situation.addressing import ASKS, addressees, parties_known, put_off_until, sides
from vedette.situation.reach import Answers, Matters

GIVES = frozenset({"promise", "decision", "offer"})
STEPS = 60
"""Days within which a step joins the undertaking that it repeats."""
ANSWERED = 120
"""Days within which an answer is taken to be one."""
GRACE = 2
"""Days after its due day within which a promise is still kept."""
GRANTS = frozenset("grant approve accept agree".split())
"""Verbs of an answer that gives what was asked, whatever it is."""
JOIN = 1.0
"""Least fit for two steps to be one undertaking."""
SURE = 0.6
"""Confidence from which a reading is sure."""
COPIED = 0.7
"""Share of words of two passages from which one is the other's copy."""
NOMINAL = frozenset("a an the his her its their our this that these those no any some all new".split())
BINDS = frozenset("agree sign pledge promise undertake declare commit".split())
"""Verbs by which those who will hold their fire bind themselves."""
SENDS = frozenset("send deploy dispatch".split())
"""Verbs of what is asked or promised that is done when those who were to be sent are there."""
MEETS = frozenset("receive meet see host talk".split())
"""Verbs of what is done when the two have met."""
OPENS = re.compile(
    r"^(?:to )?(?:let|allow|permit)\b.*\b(?:cross|pass|through|enter|use|in|out)\b|^(?:to )?(?:re-?open|open|unblock|clear)\b"
)
"""What is asked for where something closed or blocked is to be opened."""
ASKED = re.compile(
    r"^(?:(?:the|this|that|his|her|its|their|our|both|all)\b ?)?(?:request|demand|appeal|call|petition|plea|condition|proposal|offer|ultimatum|it|that|this)?s?$"
)
"""What is refused or granted where that stands in the sentence before."""
GAP = 4
"""Characters between two sentences of which the second answers the first."""
ASKING = frozenset("ask request petition appeal apply demand".split())
"""Verbs of a promise to ask for something."""
MODAL = frozenset("will would shall should must".split())
DEEDS = frozenset(
    {"CONCEDE", "COOPERATE", "AID", "RETREAT", "AGREE", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "CONSULT", None}
)
"""Types of events that can carry out what was asked, promised or threatened."""


@cache
def asking() -> dict[str, UndertakingKind]:
    """Kind of undertaking by trigger lemma, from `data/asking.tsv`."""
    lines = (Path(__file__).parent / "data" / "asking.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return {lemma: cast(UndertakingKind, kind) for lemma, kind in rows}


@cache
def _asking_words() -> frozenset[str]:
    """What every request and promise says, so that it tells none from another."""
    return words(" ".join(asking()) + " one two three four five six seven eight nine ten")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """An event that makes an undertaking. `deed` is the first word of what is to happen, `content` the events that say so;
    `at` is its day, `told` that of its report (None: unknown); `leads` if its report is about it.
    """

    event: Event
    kind: UndertakingKind
    by: tuple[Actor, ...]
    to: tuple[Actor, ...]
    what: str
    words: frozenset[str]
    deed: tuple[str, ...]
    content: tuple[Event, ...]
    at: int | None
    told: int | None
    leads: bool

    @property
    def when(self) -> int | None:
        """Its day, else that of its report."""
        return self.at if self.at is not None else self.told


def undertakings(
    incidents: Iterable[Incident], events: Iterable[Event], reports: Mapping[str, Report], as_of: str | None
) -> tuple[Undertaking, ...]:
    """Undertakings as of a day (None: of the last day known), by the day on which they were made.

    Steps of one undertaking (announced, decided, filed, repeated) are one: same maker, same addressee where both are known,
    same content. Its answer is what came after: a refusal by the addressee, the asked or promised thing happening, a due day
    that passed in silence (lapsed); else it is pending. A threat that was carried out is kept. Remarks to nobody in
    particular make none, unless a report is about them.
    """
    of_event = {e: i for i in incidents if i.status != "rejected" and i.modality == "asserted" for e in i.events}
    told = [(e, day(report.published) if (report := reports.get(e.report)) else None) for e in events]
    until = day(as_of) or max((t for _, t in told if t), default=0)
    usable = [(e, t) for e, t in told if (day(e.begin) or day(e.last) or t or 0) <= until]
    by_report: dict[str, list[Event]] = {}
    for e, _ in usable:
        by_report.setdefault(e.report, []).append(e)
    known = parties_known(e for e, _ in usable)
    steps = [s for e, t in usable if (s := _step(e, t, by_report[e.report], reports.get(e.report), known))]
    steps.sort(key=lambda s: (s.when is None, s.when, s.event.report, s.event.id))
    matters: list[list[_Step]] = []
    held = Matters(COPIED)
    for s in steps:
        keys = [*s.words, f"event {s.event.id}", *(f"event {c.id}" for c in s.content)]
        keys += [f"incident {i.id}"] if (i := of_event.get(s.event.id)) else []
        near = held.near(keys, s.event.evidence.text, s.when, STEPS)
        fits = [(f, -n) for n in near if (f := _fit(matters[n], s, of_event)) >= JOIN]
        at = -max(fits)[1] if fits else len(matters)
        if fits:
            matters[at].append(s)
        else:
            matters.append([s])
        held.put(at, keys, s.event.evidence.text, s.when)
    matters = _addressed(matters)
    used = {e.id for m in matters for s in m for e in (s.event, *s.content)}
    answers = Answers([(e, t) for e, t in usable if e.id not in used and e.polarity == "positive" and e.modality == "asserted"])
    asked = [s for m in matters for s in m if s.kind in ASKS]
    out = [_undertaking(m, answers, of_event, until, asked) for m in matters if _weighs(m)]
    return tuple(sorted(out, key=lambda u: (u.made or "", u.id)))


def _lemma(e: Event) -> UndertakingKind | None:
    trigger = fold(e.trigger.text).split()
    return next((asking()[b] for w in trigger for b in bases(w) if b in asking()), None)


def _kind(e: Event) -> UndertakingKind | None:
    """What sort of undertaking an event makes, None for none."""
    if e.modality in ("hypothetical", "denied", "requested") or (e.polarity == "negative" and e.modality == "asserted"):
        return None
    if e.event_type == "REQUEST" and e.modality in ("asserted", "possible"):
        found = _lemma(e)
        return found if found in ("demand", "ultimatum", "offer") else "request"
    if e.event_type == "THREATEN" and e.modality in ("asserted", "possible"):
        return "ultimatum" if e.due or (e.last and not e.begin) or _lemma(e) == "ultimatum" else "threat"
    if e.modality == "threatened":
        return "threat"
    if e.modality == "promised":
        return "promise"
    if e.modality == "planned":
        return "decision" if _lemma(e) == "decision" else "promise"
    if _lemma(e) in ("offer", "promise") and e.event_type in (None, "AGREE"):
        return _lemma(e)
    if e.mode == "ceasefire" and e.phase == "happens" and e.polarity == "positive" and e.actors and BINDS & roots(e.trigger.text):
        return "promise"
    if e.event_type == "AGREE" and (e.phase == "ends" or (e.about and _verbal(e.about.text))):
        return "promise"
    if e.event_type is None and (_lemma(e) == "decision" or e.condition == "postponement") and (e.due or e.about):
        return "decision"
    return None


def _put_to(e: Event, kind: UndertakingKind) -> bool:
    """Whether something is asked of somebody, in sure words, though not told by whom ("was ordered to leave")."""
    return kind in ASKS and e.confidence >= SURE and e.about is not None and any(not m.unnamed for m in e.recipients)


def _fixed(e: Event, kind: UndertakingKind) -> bool:
    """Whether it is settled what will be done and by when, though not told by whom ("half will be paid by 10 October")."""
    said = e.about is not None and len(words(e.about.text)) > 1
    return kind in GIVES and said and e.due is not None and e.modality in ("planned", "promised") and e.polarity == "positive"


def _verbal(text: str) -> bool:
    """Whether what was agreed is a doing ("stop the shelling"), not a thing ("a plan"): a modal verb stands in it, or
    no determiner, name or number stands first.
    """
    parts = text.lower().split()
    first = text.split()[0]
    return bool(MODAL & set(parts)) or (first.islower() and first.isalpha() and first not in NOMINAL and not first.endswith("s"))


def _addressed(matters: list[list[_Step]]) -> list[list[_Step]]:
    """Promises to do what somebody had asked for are made to who had asked."""
    asked = [m for m in matters if any(s.kind in ASKS for s in m)]
    out = []
    for m in matters:
        if all(s.kind in GIVES for s in m) and not any(s.to for s in m):
            for q in asked:
                by = actors_alike((a for s in m for a in s.by), (a for s in q for a in s.to))
                common = max(len(s.words & o.words) / min(len(s.words), len(o.words)) for s in m for o in q)
                if by is not None and by >= 0.3 and common >= 0.5 and any(len(s.words & o.words) > 1 for s in m for o in q):
                    to = next((o.by for o in q if o.by), ())
                    m = [replace(s, to=to) for s in m]
                    break
        out.append(m)
    return out


def _step(e: Event, told: int | None, others: Sequence[Event], report: Report | None, known: Mapping[str, Actor]) -> _Step | None:
    """An event as a step of an undertaking, None if it makes none."""
    kind = _kind(e)
    by = tuple(m.actor for m in e.actors if not m.unnamed) or tuple(m.actor for m in e.actors)
    if e.condition == "ceasefire" and not any(map(is_name, by)):
        by = sides(e, others, known) or by
    word = e.attribution.source.actor if e.attribution else None
    if by and kind in GIVES and word and is_name(word) and not any(is_name(a) or (a.country and a.country != word.country) for a in by):
        by = (*by, word)  # whose word it is that "the government" will
    until = put_off_until(e, others, known)
    if until and kind == "promise":
        kind = "demand"
    if not by and e.attribution and e.mode != "ceasefire":
        by = (e.attribution.source.actor,)
    if (
        kind is None
        or not (by or _put_to(e, kind) or _fixed(e, kind))
        or (e.background and not e.begin and not e.last and not e.recipients)
    ):
        return None
    at = day(e.begin) or day(e.last)
    if e.modality in ("planned", "promised", "threatened"):
        at = None  # its day is that of the deed to come
    if at is not None and told is not None:
        if told - at > ANSWERED:
            return None
        at = min(at, told)
    content = tuple(o for o in others if o is not e and _inside(o, e))
    if e.modality in ("planned", "promised", "threatened"):
        content = (e, *content)
    to = tuple(m.actor for m in e.recipients if not m.unnamed) or tuple(m.actor for m in e.recipients)
    if until and kind == "demand":
        content, to = (), until[1]
    elif e.condition == "ceasefire" and len(by) > 1:
        to = by  # each to the other
    to = to or addressees(e, kind, by, content, others)
    named = words(" . ".join(a.name for a in (*by, *to)))
    what = next((t for t in (e.about.text if e.about else "", e.what or "") if len(words(t)) > 1 and words(t) - named), e.headline)
    if until and kind == "demand":
        what = until[0]
    full = words(" . ".join([what, *(c.headline for c in content)]))
    return _Step(
        event=e,
        kind=kind,
        by=by,
        to=to,
        what=what,
        words=(full - named - _asking_words()) or full,
        deed=tuple(w for w in sequence(what) if w not in named and w not in _asking_words())[:1],
        content=content,
        at=at,
        told=told,
        leads=report is not None and leads(e, report),
    )


def _inside(o: Event, e: Event) -> bool:
    """Whether an event is what another asks for, promises or threatens."""
    if o.modality not in ("requested", "promised", "threatened", "planned", "hypothetical") or o.trigger.in_title != e.trigger.in_title:
        return False
    if e.about:
        return e.about.start <= o.trigger.start < e.about.end
    return o.evidence.overlaps(e.evidence) and o.trigger.start > e.trigger.start


def _weighs(m: Sequence[_Step]) -> bool:
    """Whether it is more than a remark: news that is put to someone, is due on a day, or that a report is about."""
    if all(s.event.background for s in m) or not any(len(s.words) > 1 or (s.words and s.to) for s in m):
        return False
    if any(s.leads or s.event.due for s in m):
        return True
    if any(_full(s) for s in m):
        return True
    if any(s.kind in ASKS for s in m):
        return any(s.to for s in m)
    return any(s.to or s.kind in ("threat", "decision", "offer") or s.event.condition for s in m) or len({s.event.report for s in m}) > 1


def _full(s: _Step) -> bool:
    """Whether a sure reading says by whom and at least two things of what, in the words that the asking or promising governs."""
    if s.event.confidence < SURE:
        return False
    if s.event.modality in ("planned", "promised"):
        return s.event.event_type is None and bool(s.by) and len(s.words) > 2
    told = s.event.about is not None and len(s.words) > 1 and s.event.modality == "asserted"
    return told and (any(not m.unnamed for m in s.event.actors) or (s.kind in ASKS and bool(s.event.actors) and len(s.words) > 2))


def _fit(m: Sequence[_Step], s: _Step, of_event: Mapping[str, Incident]) -> float:
    """How well a step continues a matter: maker, addressee, content, time; below 0 where something excludes it."""
    best = -1.0
    for o in m:
        if (o.when is not None and s.when is not None and abs(o.when - s.when) > STEPS) or not _akin(o, s):
            continue
        incident = of_event.get(o.event.id)
        if (incident is not None and incident is of_event.get(s.event.id)) or s.event in o.content or o.event in s.content:
            return 3.0
        if o.event.report != s.event.report and o.event.event_type == s.event.event_type and _one_passage(o.event, s.event):
            return 3.0
        common = len(o.words & s.words)
        if not common:
            continue
        by, to = _alike(o.by, s.by), _alike(o.to, s.to)
        if by is None:
            by = 0.3 if to is not None and to >= 0.55 and s.kind in ASKS else 0.0
        if by < 0.15 or (to is not None and to < 0.1) or (by < 0.25 and (to is None or to < 0.25)):
            continue
        share = common / min(len(o.words), len(s.words)) * min(1.0, common / 2)
        best = max(best, 0.6 * by + 0.4 * (to or 0.0) + 1.6 * share)
    return best


def _one_passage(a: Event, b: Event) -> bool:
    """Whether two passages are one in two reports, word for word but for a few."""
    left, right = words(a.evidence.text), words(b.evidence.text)
    return len(left & right) >= COPIED * max(len(left), len(right), 1)


def _alike(left: Sequence[Actor], right: Sequence[Actor]) -> float | None:
    """As `actors_alike`; a person whose country is unknown may be anybody's."""
    found = actors_alike(left, right)
    if found is not None and found < 0.2 and any(not a.country and not a.sectors for a in (*left, *right)):
        return 0.2
    return found


def _akin(o: _Step, s: _Step) -> bool:
    """Whether two steps may be of one undertaking; an announced request is a promise until it is filed."""
    kinds = {o.kind, s.kind}
    return (
        len(kinds) == 1
        or kinds <= ASKS
        or kinds <= GIVES
        or kinds <= {"threat", "ultimatum"}
        or (kinds == {"request", "promise"} and o.event.event_type == s.event.event_type == "REQUEST")
    )


def _undertaking(
    m: Sequence[_Step],
    answers: Answers,
    of_event: Mapping[str, Incident],
    until: int,
    asked: Sequence[_Step],
) -> Undertaking:
    order = sorted(m, key=lambda s: (s.told is None, s.told, s.event.report, s.event.id))
    kind = _main_kind(m)
    main = [s for s in order if s.kind == kind]
    lead = max(main, key=lambda s: (not s.event.background, bool(s.to), len(s.words) > 1, s.event.confidence))
    made = min((s.at for s in main if s.at is not None), default=None)
    if made is None:
        made = min((s.when for s in order if s.when is not None), default=None)
    told = [d for s in reversed(main) if (d := _due(s, kind))]
    due = max(told, key=lambda d: told.count(d)) if told else None
    outcome, at, found = _outcome(m, kind, made, due, _within(m, answers, made), until)
    if outcome in ("pending", "lapsed") and kind in GIVES and (filed := _filed(m, made, asked)):
        outcome, at, found = "kept", filed.when, [filed.event]
    return Undertaking(
        id="u" + hashlib.sha256(order[0].event.id.encode()).hexdigest()[:12],
        kind=kind,
        by=_several(s.by for s in order),
        to=_several(s.to for s in order),
        what=lead.what,
        made=iso(made) if made is not None else None,
        due=due,
        outcome=outcome,
        outcome_at=iso(at) if at is not None else None,
        reports=tuple(dict.fromkeys(s.event.report for s in order)),
        answered_by=tuple(dict.fromkeys(of_event[e.id].id for e in found if e.id in of_event)),
        events=tuple(dict.fromkeys([*(s.event.id for s in order), *(e.id for e in found)])),
    )


def _within(m: Sequence[_Step], answers: Answers, made: int | None) -> list[tuple[Event, int | None]]:
    """The events that can answer it: of its reports, or of its days and with a word or state in common."""
    told = {w for s in m for w in s.words} | {w for s in m for c in s.content for w in words(c.headline)}
    states = {c.condition for s in m for c in (s.event, *s.content) if c.condition}
    first, last = (made - 1, made + ANSWERED) if made is not None else (0, 10**7)
    return answers.of(told, states, {s.event.report for s in m}, first, last)


def _filed(m: Sequence[_Step], made: int | None, asked: Sequence[_Step]) -> _Step | None:
    """The request that was promised ("will ask the council for a force"), once it is made."""
    for s in m:
        if not any(ASKING & set(bases(w)) for w in fold(s.what).split()[:2]):
            continue
        for q in asked:
            later = q.when is not None and made is not None and made < q.when <= made + ANSWERED
            if later and (actors_alike(q.by, s.by) or 0.0) >= 0.55 and len(q.words & s.words) >= 2:
                return q
    return None


def _due(s: _Step, kind: UndertakingKind) -> str | None:
    """The day by which it is due; of an ultimatum ("has given them until Thursday") the day on which its time ends."""
    e = s.event
    if e.condition == "ceasefire" and e.modality == "planned":
        return None  # the day from which a truce is to hold
    until = e.last if kind == "ultimatum" and e.begin is None else None
    return next((d for d in (e.due, until) if d and (s.when is None or (day(d) or 0) >= s.when)), None)


def _main_kind(m: Sequence[_Step]) -> UndertakingKind:
    """The kind of its strongest step: a request that was filed outweighs its announcement, an ultimatum and a demand the softer words."""
    held = {s.kind for s in m}
    order: tuple[UndertakingKind, ...] = ("ultimatum", "demand", "request", "threat", "decision", "promise", "offer")
    return next(kind for kind in order if kind in held)


def _outcome(
    m: Sequence[_Step], kind: UndertakingKind, made: int | None, due: str | None, answers: Sequence[tuple[Event, int | None]], until: int
) -> tuple[Outcome, int | None, list[Event]]:
    """What came of it, when, and the events that say so. The later of a refusal and a fulfilment counts."""
    refused: list[tuple[int, Event]] = []
    done: list[tuple[int, Event]] = []
    reports = {s.event.report for s in m}
    for e, told in answers:
        at = day(e.begin) or day(e.last) or told
        beside = e.report in reports and any(e.report == s.event.report and e.evidence.overlaps(s.event.evidence) for s in m)
        if at is None:
            at = made if beside else None
        beside = beside or any(_replies(s, e) for s in m)
        if not beside and (at is None or (made is not None and not made - (kind in ASKS) <= at <= made + ANSWERED)):
            continue
        if (e.event_type == "REJECT" and _refuses(m, e, beside)) or (kind == "promise" and _breaks(m, e)):
            refused.append((at or 0, e))
        elif e.phase != "continues" and e.event_type in DEEDS and _carries_out(m, kind, e, beside):
            done.append((at or 0, e))
    for found, answer, given in ((refused, "refused", "broken"), (done, "granted", "kept")):
        other = done if found is refused else refused
        if found and max(a for a, _ in found) >= max((a for a, _ in other), default=-1) and not (found is refused and kind == "threat"):
            outcome = answer if kind in ASKS or kind == "offer" else given
            if outcome == "kept" and kind in GIVES and (late := day(due)) and min(a for a, _ in found) > late + GRACE:
                return "broken", late, [e for _, e in found]
            if outcome == "granted" and kind == "ultimatum" and (late := day(due)) and min(a for a, _ in found) > late + GRACE:
                return "lapsed", late, [e for _, e in found]
            return cast(Outcome, outcome), min(a for a, _ in found) or None, [e for _, e in found]
    deadline = day(due)
    if deadline is not None and deadline < until:
        return "lapsed", deadline, []
    return "pending", None, []


def _replies(s: _Step, e: Event) -> bool:
    """Whether a bare "refused", "agreed to it" in the next sentence is another's answer to what was asked."""
    if s.kind not in ASKS or e.report != s.event.report or e.trigger.in_title != s.event.trigger.in_title or not e.actors:
        return False
    if e.event_type not in ("REJECT", "AGREE", "CONCEDE") or not ASKED.match(e.about.text.lower() if e.about else ""):
        return False
    return 0 <= e.evidence.start - s.event.evidence.end <= GAP and (actors_alike((a.actor for a in e.actors), s.by) or 0.0) < 0.3


def _breaks(m: Sequence[_Step], e: Event) -> bool:
    """Whether an event ends the ceasefire that was promised, where it was to hold."""
    if e.condition != "ceasefire" or e.phase != "ends":
        return False
    return any(s.event.condition == "ceasefire" and relation(s.event.place, e.place) != "far" for s in m)


def _refuses(m: Sequence[_Step], e: Event, beside: bool) -> bool:
    """Whether a refusal is an answer to it: by whom it was put to, or to who put it, about the same or in the same breath."""
    told = words(" . ".join([e.headline, e.about.text if e.about else ""]))
    for s in m:
        by = actors_alike((a.actor for a in e.actors), s.to)
        to = actors_alike((a.actor for a in e.recipients), s.by)
        if _replies(s, e):
            return True
        common = bool(told & s.words) or beside
        if common and max(by or 0.0, to or 0.0) >= 0.3 and (by is None or by >= 0.25) and (to is None or to >= 0.25):
            return True
    return False


def _carries_out(m: Sequence[_Step], kind: UndertakingKind, e: Event, beside: bool) -> bool:
    """Whether an event is the asked, promised or threatened thing: the same end of a state, the same deed in the same words, a yielding."""
    if e.condition == "ceasefire" and any(s.event.condition == "ceasefire" for s in m):
        return False  # that it was signed, or holds so far, keeps no truce
    told = words(" . ".join([e.headline, e.about.text if e.about else "", e.trigger.text]))
    deed = sequence(e.trigger.text)[:1]
    for s in m:
        common = told & s.words
        state = any(c.condition == e.condition and c.condition for c in s.content)
        if not common and not beside and not state and e.event_type not in ("CONSULT", "RETREAT"):
            continue
        alike = actors_alike((a.actor for a in e.actors), s.to if kind in ASKS else s.by)
        if kind in ASKS and GRANTS & roots(e.trigger.text) and len(common) >= 3 and _to_another(e, s):
            return True
        if (alike is not None and alike < 0.15) or (e.report == s.event.report and not beside and s.at is None):
            continue
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
        for c in s.content:
            ends = c.condition is not None and (c.condition, c.phase) == (e.condition, e.phase)
            same = c.event_type not in (None, "REQUEST") and (c.event_type, c.mode) == (e.event_type, e.mode)
            if (ends or (same and words(c.headline) & told)) and relation(c.place, e.place) != "far":
                return True
        named = deed == s.deed or (not beside and len(common) > 2 and bool(deed) and deed[0] in sequence(s.what) and (alike or 0.0) >= 0.15)
        if deed and named and len(common) >= 2 and len(common) >= 0.4 * len(s.words):
            return True
    return False


def _to_the_point(common: frozenset[str], s: _Step) -> bool:
    """Whether common words are of the matter: numbers ("under Resolution 1244") and one word among many are not."""
    told = {w for w in common if not w.isdigit()}
    return len(told) >= min(2, len(s.words)) or (bool(told) and len(told) >= 0.25 * len(s.words))


def _comes_to_pass(s: _Step, e: Event, common: frozenset[str], alike: float | None) -> bool:
    """Whether those who were to be sent are there, those who were to meet have met, or what was to be opened is open."""
    sent, met = e.event_type == "MOBILIZE" and e.phase == "happens", e.event_type == "CONSULT"
    if sent or met:
        verb = frozenset[str]().union(*map(roots, [*s.what.split()[:1], *(c.trigger.text for c in s.content)]))
        if sent and SENDS & verb:
            return relation(s.event.place, e.place) != "far" and any(not w.isdigit() for w in common)
        if met and MEETS & verb:
            return alike is not None and alike >= 0.55 and relation(s.event.place, e.place) != "far"
    if e.phase == "ends" and e.condition in ("closure", "blockade") and alike is not None and alike >= 0.25:
        return bool(OPENS.match(s.what.lower())) and relation(s.event.place, e.place) != "far"
    return False


def _to_another(e: Event, s: _Step) -> bool:
    """Whether it is told who answers, and it is another than who asked."""
    asked = actors_alike((a.actor for a in e.actors), s.by)
    return bool(e.actors) and (asked is None or asked < 0.3)


def _several(sides: Iterable[tuple[Actor, ...]]) -> tuple[Actor, ...]:
    found: list[Actor] = []
    for side in sides:
        for a in side:
            if all(same_actor(a, b) < 0.85 for b in found):
                found.append(a)
    return tuple(found[:4])
