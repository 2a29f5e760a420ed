"""What was asked, promised, threatened, offered or decided, and what came of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import cast

from vedette.codebook.wording import bases, fold, sequence, words
from vedette.domain import Actor, Event, Incident, Outcome, Report, Undertaking, UndertakingKind
from vedette.domain.compare import actors_alike, day, iso, relation, same_actor

ASKS = frozenset({"request", "demand", "ultimatum"})
GIVES = frozenset({"promise", "decision", "offer"})
STEPS = 60
"""Days within which a step joins the undertaking that it repeats."""
ANSWERED = 120
"""Days within which an answer is taken to be one."""
JOIN = 1.0
"""Least fit for two steps to be one undertaking."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """An event that makes an undertaking: `deed` is the first word of what is to happen, `content` the events inside it that say so."""

    event: Event
    kind: UndertakingKind
    by: tuple[Actor, ...]
    to: tuple[Actor, ...]
    what: str
    words: frozenset[str]
    deed: tuple[str, ...]
    at: int | None
    told: int
    content: tuple[Event, ...]

    @property
    def when(self) -> int:
        """Its day, else that of its report."""
        return self.at if self.at is not None else self.told


@dataclass(slots=True)
class _Matter:
    """Steps of one undertaking."""

    steps: list[_Step] = field(default_factory=list)


def undertakings(
    incidents: Iterable[Incident], events: Iterable[Event], reports: Mapping[str, Report], as_of: str | None
) -> tuple[Undertaking, ...]:
    """Undertakings as of a day (None: of the last day known), by the day on which they were made.

    Steps of one undertaking (announced, decided, filed, repeated) are one: same maker, same addressee where both are known,
    same content. Its answer is what came after: a refusal by the addressee, the asked or promised thing happening, a due day
    that passed in silence (lapsed); else it is pending. A threat that was carried out is kept.
    """
    known = [i for i in incidents if i.status != "rejected"]
    of_event = {e: i for i in known if i.modality == "asserted" for e in i.events}
    told = [(e, t) for e in events if (t := _told(e, reports)) is not None]
    until = day(as_of) if as_of else max((t for _, t in told), default=0)
    assert until is not None
    usable = [(e, t) for e, t in told if (day(e.begin) or t) <= until]
    by_report: dict[str, list[Event]] = {}
    for e, _ in usable:
        by_report.setdefault(e.report, []).append(e)
    steps = [s for e, t in usable if (s := _step(e, t, by_report[e.report]))]
    steps.sort(key=lambda s: (s.when, s.told, s.event.report, s.event.id))
    matters: list[_Matter] = []
    for s in steps:
        fits = [(f, -n) for n, m in enumerate(matters) if (f := _fit(m, s, of_event)) >= JOIN]
        if fits:
            matters[-max(fits)[1]].steps.append(s)
        else:
            matters.append(_Matter([s]))
    used = {e.id for m in matters for s in m.steps for e in (s.event, *s.content)}
    answers = [(e, t) for e, t in usable if e.id not in used and e.polarity == "positive"]
    out = [_undertaking(m, answers, of_event, until) for m in matters if _weighs(m)]
    return tuple(sorted(out, key=lambda u: (u.made or "", u.id)))


def _told(e: Event, reports: Mapping[str, Report]) -> int | None:
    report = reports.get(e.report)
    return (day(report.known) if report else None) or day(e.begin) or day(e.last)


def _lemma(e: Event) -> UndertakingKind | None:
    trigger = fold(e.trigger.text).split()
    return next((asking()[b] for w in trigger for b in bases(w) if b in asking()), None)


def _step(e: Event, told: int, others: Sequence[Event]) -> _Step | None:
    """An event as a step of an undertaking, None if it makes none."""
    kind = _kind(e)
    if kind is None or (e.background and e.begin is None and e.last is None and not e.recipients):
        return None
    begin = day(e.begin)
    at = begin if begin is not None else day(e.last)
    if kind in ("promise", "decision", "threat") and e.modality in ("planned", "promised", "threatened"):
        at = None  # its day is that of the deed to come
    if at is not None and told - at > ANSWERED:
        return None
    content = tuple(
        o
        for o in others
        if o is not e
        and o.modality in ("requested", "promised", "threatened", "planned", "hypothetical")
        and (
            e.about.start <= o.trigger.start < e.about.end
            if e.about
            else o.evidence.overlaps(e.evidence) and o.trigger.start > e.trigger.start
        )
    )
    by = tuple(m.actor for m in e.actors if not m.unnamed) or tuple(m.actor for m in e.actors)
    if not by and e.attribution:
        by = (e.attribution.source.actor,)
    to = tuple(m.actor for m in e.recipients if not m.unnamed) or tuple(m.actor for m in e.recipients)
    what = (e.about.text if e.about else "") or e.what or e.headline
    if not by:
        return None
    at = min(at, told) if at is not None else None
    named = words(" . ".join(a.name for a in (*by, *to)))
    full = words(" . ".join([what, *(c.headline for c in content)]))
    deed = tuple(w for w in sequence(what) if w not in named)[:1]
    return _Step(event=e, kind=kind, by=by, to=to, what=what, words=(full - named) or full, deed=deed, at=at, told=told, content=content)


def _kind(e: Event) -> UndertakingKind | None:
    if e.modality in ("hypothetical", "denied", "requested") or e.polarity == "negative":
        return None
    if e.event_type == "REQUEST" and e.modality in ("asserted", "possible"):
        found = _lemma(e)
        return found if found in ("demand", "ultimatum", "offer") else "request"
    if e.event_type == "THREATEN" and e.modality in ("asserted", "possible"):
        return "ultimatum" if e.due or _lemma(e) == "ultimatum" else "threat"
    if e.modality == "threatened":
        return "threat"
    if e.modality == "promised":
        return "promise"
    if e.modality == "planned":
        return "decision" if _lemma(e) == "decision" else "promise"
    if e.event_type == "AGREE" and e.modality == "asserted" and (e.about is not None or e.phase == "ends"):
        return "promise"
    if e.modality == "asserted" and (_lemma(e) == "decision" or e.condition == "postponement") and (e.due or e.about):
        return "decision" if e.event_type in (None, "AGREE") else None
    return "offer" if _lemma(e) == "offer" and e.event_type in (None, "AGREE") else None


def _weighs(m: _Matter) -> bool:
    """Whether it is more than a remark: addressed to someone, or with content that says what is to happen."""
    return any(s.to or len(s.words) >= 2 for s in m.steps) and any(not s.event.background for s in m.steps)


def _fit(m: _Matter, s: _Step, of_event: Mapping[str, Incident]) -> float:
    """How well a step continues a matter: maker, addressee, content, time; below 0 where something excludes it."""
    best = -1.0
    for o in m.steps:
        if abs(o.when - s.when) > STEPS or not _akin(o.kind, s.kind):
            continue
        if of_event.get(o.event.id) is not None and of_event.get(o.event.id) is of_event.get(s.event.id):
            return 3.0
        by = actors_alike(o.by, s.by) or 0.0
        to = actors_alike(o.to, s.to)
        if by < 0.15 or (to is not None and to < 0.15):
            continue
        if s.event in o.content or o.event in s.content:
            return 3.0
        common = len(o.words & s.words) / min(len(o.words), len(s.words)) if o.words and s.words else 0.0
        found = 0.6 * by + (0.4 * to if to is not None else 0.0) + 1.6 * common * min(1.0, len(o.words & s.words) / 2)
        best = max(best, found if common > 0 else -1.0)
    return best


def _akin(a: UndertakingKind, b: UndertakingKind) -> bool:
    return a == b or {a, b} <= ASKS or {a, b} <= GIVES or {a, b} <= {"threat", "ultimatum"} or {a, b} == {"request", "promise"}


def _undertaking(m: _Matter, answers: Sequence[tuple[Event, int]], of_event: Mapping[str, Incident], until: int) -> Undertaking:
    order = sorted(m.steps, key=lambda s: (s.told, s.event.report, s.event.id))
    kind = _main_kind(m)
    lead = max(order, key=lambda s: (s.kind == kind, not s.event.background, bool(s.to), s.event.confidence))
    made = min((s.at for s in m.steps if s.at is not None and s.kind == kind), default=None)
    if made is None:
        made = min(s.when for s in m.steps)
    due = next((s.event.due for s in reversed(order) if s.event.due), None)
    outcome, at, found = _outcome(m, kind, made, due, answers, until)
    return Undertaking(
        id="u" + hashlib.sha256(order[0].event.id.encode()).hexdigest()[:12],
        kind=kind,
        by=_several(s.by for s in order),
        to=_several(s.to for s in order),
        what=lead.what,
        made=iso(made),
        due=due,
        outcome=outcome,
        outcome_at=iso(at) if at is not None else None,
        reports=tuple(dict.fromkeys(s.event.report for s in order)),
        answered_by=tuple(dict.fromkeys(of_event[e.id].id for e in found if e.id in of_event)),
        events=tuple(dict.fromkeys([*(s.event.id for s in order), *(e.id for e in found)])),
    )


def _main_kind(m: _Matter) -> UndertakingKind:
    """The kind of most steps; a request that was filed outweighs its announcement, an ultimatum and a demand the softer words beside it."""
    held = {s.kind for s in m.steps}
    order: tuple[UndertakingKind, ...] = ("ultimatum", "demand", "request", "threat", "decision", "promise", "offer")
    return next(kind for kind in order if kind in held)


def _outcome(
    m: _Matter, kind: UndertakingKind, made: int, due: str | None, answers: Sequence[tuple[Event, int]], until: int
) -> tuple[Outcome, int | None, list[Event]]:
    """What came of it, when, and the events that say so."""
    refused: list[tuple[int, Event]] = []
    done: list[tuple[int, Event]] = []
    for e, told in answers:
        at = day(e.begin)
        at = at if at is not None else day(e.last)
        at = at if at is not None else told
        if not made - 1 <= at <= made + ANSWERED or (e.background and at <= made):
            continue
        if e.event_type == "REJECT" and e.modality == "asserted" and _refuses(m, kind, e):
            refused.append((at, e))
        elif e.modality == "asserted" and e.phase != "continues" and e.event_type in DEEDS and _carries_out(m, kind, e):
            done.append((at, e))
    last_no, last_yes = max((a for a, _ in refused), default=-1), max((a for a, _ in done), default=-1)
    if refused and last_no >= last_yes and kind not in ("threat",):
        first = min(a for a, _ in refused)
        return ("refused" if kind in ASKS | {"offer"} else "broken"), first, [e for _, e in refused]
    if done:
        first = min(a for a, _ in done)
        return ("granted" if kind in ASKS | {"offer"} else "kept"), first, [e for _, e in done]
    deadline = day(due)
    if deadline is not None and deadline < until:
        return "lapsed", deadline, []
    return "pending", None, []


def _refuses(m: _Matter, kind: UndertakingKind, e: Event) -> bool:
    """Whether a refusal is an answer to it: by whom it was put to, or to who put it, about the same."""
    told = words(" . ".join([e.headline, e.about.text if e.about else ""]))
    for s in m.steps:
        by = actors_alike((a.actor for a in e.actors), s.to)
        to = actors_alike((a.actor for a in e.recipients), s.by)
        common = len(told & s.words)
        if (by or 0.0) >= 0.55 and (common >= 1 or (to or 0.0) >= 0.3):
            return True
        if by is None and (to or 0.0) >= 0.3 and common >= 1:
            return True
        if (by or 0.0) >= 0.3 and (to or 0.0) >= 0.3 and common >= 1:
            return True
    return False


def _carries_out(m: _Matter, kind: UndertakingKind, e: Event) -> bool:
    """Whether an event is the asked, promised or threatened thing: the state's end that was asked for, or the same deed in the same words."""
    told = words(" . ".join([e.headline, e.about.text if e.about else "", e.trigger.text]))
    trigger = sequence(e.trigger.text)[:1]
    for s in m.steps:
        for c in s.content:
            if c.event_type == "REQUEST":
                continue
            same = c.condition is not None and (c.condition, c.phase) == (e.condition, e.phase)
            same = same or (
                c.event_type is not None and (c.event_type, c.mode) == (e.event_type, e.mode) and bool(words(c.headline) & told)
            )
            if same and relation(c.place, e.place) != "far" and _by_the_right(s, kind, e):
                return True
        common = told & s.words
        if trigger == s.deed and len(common) >= 2 and len(common) >= 0.4 * len(s.words) and _by_the_right(s, kind, e):
            return True
        if e.event_type == "CONCEDE" and (actors_alike((a.actor for a in e.actors), s.to) or 0.0) >= 0.55 and common:
            return True
    return False


def _by_the_right(s: _Step, kind: UndertakingKind, e: Event) -> bool:
    """Whether it was done by who should do it, as far as that is told."""
    doer = s.to if kind in ASKS else s.by
    alike = actors_alike((a.actor for a in e.actors), doer)
    return alike is None or alike >= 0.15


def _several(sides: Iterable[tuple[Actor, ...]]) -> tuple[Actor, ...]:
    found: list[Actor] = []
    for side in sides:
        for a in side:
            if all(same_actor(a, b) < 0.85 for b in found):
                found.append(a)
    return tuple(found[:4])
