"""What was asked, promised, threatened, offered or decided, and what came of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vedette.codebook.wording import words
from vedette.domain import Actor, Event, FollowUp, Incident, Outcome, Report, Saying, Span, Undertaking, UndertakingKind
from vedette.domain.compare import actors_alike, day, is_name, iso, same_actor
from vedette.situation.addressing import ASKS, PUBLIC, of_state, parties_known, told_openly
from vedette.situation.ahead import announced, withheld
from vedette.situation.answering import filed, meant_by, outcome_of, put_off, will_reply
from vedette.situation.departed import departed
from vedette.situation.followed import OF_IT, Asked, Came, Follow, came
from vedette.situation.implied import unlinked
from vedette.situation.in_words import done_in_words
from vedette.situation.passages import Passage, by_word, heard_in, sought
from vedette.situation.put_to import put_to
from vedette.situation.reach import Answers, Matters
from vedette.situation.shortfall import falls_short
from vedette.situation.steps import ANSWERED, ELSE, GIVES, IF_NOT, NEXT_TO, SURE, Step, asking_words, implied_step, price_of, step_of
from vedette.situation.terms import holds_for, term, term_told

NO_ANSWER = re.compile(
    r"\bno (?:answer|response|reply|word|sign of|news)\b|\b(?:not|n['’]t|never) (?:yet )?(?:been )?(?:answered|replied|responded|heard|seen|pronounced|commented|reacted|said)\b"
    r"|\b(?:has|have|had|is|are) yet to\b|\bnot yet\b|\bsilen(?:ce|t)\b|\bunanswered\b|\b(?:being|will be) (?:studied|considered|analysed|examined|discussed)\b",
    re.IGNORECASE,
)
"""What tells that nothing has come of it so far, and not that it was refused."""
SO_MANY = re.compile(
    r"(?:an? [\w-]+ of |another |at least )?(?:\d[\d,. ]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety|a hundred|a dozen)[ -]\w",
    re.IGNORECASE,
)
"""So many of something ("ten wells"), which tells what is asked in one word."""
OF_SO_MANY = re.compile(
    r"\bof (?:the|all|its|their|his|her|our)(?: other| last)? (?:\d[\d,. ]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty)\b",
    re.IGNORECASE,
)
"""Of so many ("the release of the nine")."""
NOT_ASKED = words("thing point condition question demand request time way matter issue favour item")
"""Nouns that do not say what is asked ("three things")."""
SOME_DAY = words("day date new announce set name fix tell later time known detail")
"""Words of what says only that a day will be told."""
LASTS = re.compile(r"\b(?:last|for|another|stay)\b.{0,14}\b(?:hours|days|weeks|months)\b", re.IGNORECASE)
"""How long something will be."""
TRUCE = words("ceasefire truce")
STEPS = 60
"""Days within which a step joins the undertaking that it repeats."""
SOON = 3
"""Days within which two steps of one incident are one undertaking, in whatever words."""
SPOKEN = 14
"""The same where they have but one word in common."""
JOIN = 1.0
"""Least fit for two steps to be one undertaking."""
SURELY = 4
"""Common words from which a promise is of what was asked, whatever else the two have."""
LATE = 5
"""Days behind its due day from which a report that a promise was kept tells that it was not kept in time."""
PLAIN = 0.8
"""Confidence from which a reading that says what is asked in one telling word is news."""
COPIED = 0.7
"""Share of words of two passages from which one is the other's copy."""


def undertakings(
    incidents: Iterable[Incident],
    events: Iterable[Event],
    reports: Mapping[str, Report],
    as_of: str | None,
    follow: Follow | None = None,
) -> tuple[Undertaking, ...]:
    """Undertakings as of a day (None: of the last day known), by the day on which they were made.

    Steps of one undertaking (announced, decided, filed, repeated) are one: same maker, same addressee where both are known,
    same content. Its answer is what came after: a refusal by the addressee, the asked or promised thing happening, a due day
    that passed in silence (lapsed); else it is pending. A threat that was carried out is kept. Remarks to nobody in
    particular make none, unless a report is about them. With `follow` the sentences of later reports are asked what came of those that no event answers.
    """
    of_event = {e: i for i in incidents if i.status != "rejected" and i.modality == "asserted" for e in i.events}
    told = [(e, day(report.published) if (report := reports.get(e.report)) else None) for e in events]
    until = day(as_of) or max((t for _, t in told if t), default=0)
    usable = [(e, t) for e, t in told if ((t if announced(e) else None) or day(e.begin) or day(e.last) or t or 0) <= until]
    by_report: dict[str, list[Event]] = {}
    for e, _ in usable:
        by_report.setdefault(e.report, []).append(e)
    known = parties_known(e for e, _ in usable)
    steps = [s for e, t in usable if (s := step_of(e, t, by_report[e.report], reports.get(e.report), known))]
    steps += [s for e, t in usable for s in (implied_step(e, t, known), price_of(e, t, by_report[e.report], known)) if s]
    steps.sort(key=lambda s: (s.when is None, s.when, s.event.report, s.event.id))
    matters: list[list[Step]] = []
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
    matters = put_to(matters, by_report)
    used = {e.id for m in matters for s in m if not s.implied for e in (s.event, *s.content)}
    heard = [(withheld(e) or e, t) for e, t in usable]
    answered = [
        (e, t) for e, t in heard if (e.id not in used or e.event_type == "REJECT") and e.polarity == "positive" and e.modality == "asserted"
    ]
    asked = [s for m in matters for s in m if s.kind in ASKS]
    settled = [s for m in matters for s in m if s.kind in GIVES]
    told_bare = {e.id: m[0].event.id for e, t in answered if unlinked(e, known) and (m := meant_by(e, t, matters, by_report, known))}
    answers = Answers(answered, told_bare)
    drafts = [_draft(m, answers, until, asked, told_bare, reports) for m in matters if _weighs(m)]
    by_incident: dict[str, list[Event]] = {}
    for e, _ in usable:
        if i := of_event.get(e.id):
            by_incident.setdefault(i.id, []).append(e)
    again = {e.id: tuple(by_incident[of_event[e.id].id]) for e, _ in usable if e.id in of_event}
    _follow_up(drafts, reports, until, again, follow)
    _done_instead(drafts)
    out = [_undertaking(d, of_event, settled) for d in drafts]
    return tuple(sorted(out, key=lambda u: (u.made or "", u.id)))


def _weighs(m: Sequence[Step]) -> bool:
    """Whether it is more than a remark: news that is put to someone, is due on a day, or that a report is about."""
    if all(s.kind in GIVES and not s.event.due and s.words <= SOME_DAY for s in m):
        return False  # "the date will be announced later"
    if all(s.event.background and not _is_delay(s.kind, s) for s in m) or not any(
        len(s.words) > 1
        or (s.words and (s.to or announced(s.event) or _counted(s) or ((s.event.due or _termed_word(s)) and s.by) or _plain(s)))
        for s in m
    ):
        return False
    if any(_counted(s) or _termed_word(s) or _plain(s) or announced(s.event) for s in m):
        return True
    if any(s.leads or s.event.due or s.implied or s.price for s in m):
        return True
    if any(_full(s) for s in m):
        return True
    if any(s.kind in ("threat", "ultimatum") and s.by and ELSE.search(s.event.evidence.text) for s in m):
        return True
    if any(s.kind in ASKS for s in m):
        return any(s.to or (s.by and s.event.about and s.event.confidence >= SURE and len(s.words) > 2) for s in m)
    return (
        any(
            s.to or s.kind in ("threat", "offer") or (s.kind == "decision" and s.event.modality == "asserted") or s.event.condition
            for s in m
        )
        or len({s.event.report for s in m}) > 1
    )


def _termed_word(s: Step) -> bool:
    """Whether who has a name says in how many days he will do something ("would answer within ten working days")."""
    return (
        s.kind in ("promise", "decision")
        and any(map(is_name, s.by))
        and s.event.modality in ("planned", "promised")
        and term(s.event.evidence.text) is not None
    )


def _plain(s: Step) -> bool:
    """Whether a very sure reading says in a few words what somebody who has a name asks to be done ("asked the guild to let coal in")."""
    told = s.event.about
    sure = s.event.event_type == "REQUEST" and s.event.confidence >= PLAIN and s.event.modality == "asserted"
    return (
        s.kind in ASKS and sure and told is not None and len(told.text.split()) > 2 and any(map(is_name, s.by)) and not s.words <= NOT_ASKED
    )


def _counted(s: Step) -> bool:
    """Whether a sure demand says of whom or what by a number or a clause, though in one telling word ("the release of the nine", "ten wells")."""
    told = s.event.about
    sure = s.event.confidence >= SURE and (s.event.event_type == "PROTEST" or (s.event.event_type == "REQUEST" and told is not None))
    if (
        s.kind in ASKS
        and s.by
        and sure
        and any(SO_MANY.match(t) or OF_SO_MANY.search(t) for t in (s.what if s.what != s.event.headline else "", told.text if told else ""))
        and not s.words <= NOT_ASKED
    ):
        return True
    return (
        s.kind in ("demand", "ultimatum")
        and s.event.confidence >= SURE
        and any(map(is_name, s.by))
        and told is not None
        and len(told.text.split()) > 3
    )


def _full(s: Step) -> bool:
    """Whether a sure reading says by whom and at least two things of what, in the words that the asking or promising governs."""
    if s.event.confidence < SURE:
        return False
    if s.event.modality in ("planned", "promised"):
        return s.event.event_type in (None, "AGREE") and bool(s.by) and len(s.words) > 2
    told = s.event.about is not None and len(s.words) > 1 and s.event.modality == "asserted"
    return told and (any(not m.unnamed for m in s.event.actors) or (s.kind in ASKS and bool(s.event.actors) and len(s.words) > 2))


def _fit(m: Sequence[Step], s: Step, of_event: Mapping[str, Incident]) -> float:
    """How well a step continues a matter: maker, addressee, content, time; below 0 where something excludes it."""
    best = -1.0
    for o in m:
        if (o.when is not None and s.when is not None and abs(o.when - s.when) > STEPS) or not _akin(o, s) or _again(o, s):
            continue
        incident = of_event.get(o.event.id)
        if (
            (incident is not None and incident is of_event.get(s.event.id) and _of_one(o, s))
            or s.event in o.content
            or o.event in s.content
        ):
            return 3.0
        if o.event.report != s.event.report and o.event.event_type == s.event.event_type and _one_passage(o.event, s.event):
            return 3.0
        common = len(o.words & s.words)
        if not common:
            continue
        by, to = _alike(o.by, s.by), _alike(o.to, s.to)
        if by is None:
            by = 0.3 if to is not None and to >= 0.55 and s.kind in ASKS else 0.0
        if (
            by < (0.15 if o.kind == s.kind or {o.kind, s.kind} != {"request", "promise"} else 0.55)
            or (to is not None and to < 0.1)
            or (by < 0.25 and (to is None or to < 0.25))
        ):
            continue
        share = common / min(len(o.words), len(s.words)) * min(1.0, common / 2)
        best = max(best, 0.6 * by + 0.4 * (to or 0.0) + 1.6 * share)
    return best


def _of_one(o: Step, s: Step) -> bool:
    """Whether two steps of one incident ask or promise the same: close in time, or in words of which some are the same."""
    days = abs(o.when - s.when) if o.when is not None and s.when is not None else 0
    common = len(o.words & s.words)
    return days <= SOON or (common >= 0.3 * min(len(o.words), len(s.words)) and (common > 1 or days <= SPOKEN))


def _again(o: Step, s: Step) -> bool:
    """Whether one puts off what the other had settled days before."""
    days = abs(o.when - s.when) if o.when is not None and s.when is not None else 0
    later = s if o.when is not None and s.when is not None and s.when > o.when else o
    return days > 2 and later.event.condition == "postponement" and later.kind == "decision"


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


def _akin(o: Step, s: Step) -> bool:
    """Whether two steps may be of one undertaking; an announced request is a promise until it is filed."""
    kinds = {o.kind, s.kind}
    return (
        len(kinds) == 1
        or kinds <= ASKS
        or kinds <= GIVES
        or kinds <= {"threat", "ultimatum"}
        or (kinds == {"request", "promise"} and o.event.event_type == s.event.event_type == "REQUEST")
    )


@dataclass(slots=True, kw_only=True)
class _Draft:
    """An undertaking on its way: its steps in their order, those of its main kind and the one that tells it best; and what came of it, on what day, by which events or
    which sentence.
    """

    order: list[Step]
    kind: UndertakingKind
    main: list[Step]
    lead: Step
    made: int | None
    due: str | None
    outcome: Outcome
    at: int | None
    found: list[Event]
    passage: Passage | None = None


def _draft(
    m: Sequence[Step],
    answers: Answers,
    until: int,
    asked: Sequence[Step],
    meant: Mapping[str, str],
    reports: Mapping[str, Report],
) -> _Draft:
    order = sorted(m, key=lambda s: (s.told is None, s.told, s.event.report, s.event.id))
    kind = _main_kind(m)
    main = [s for s in order if s.kind == kind]
    lead = max(main, key=lambda s: (not s.implied, not s.event.background, bool(s.to), len(s.words) > 1, s.event.confidence))
    made = min((s.at for s in main if s.at is not None), default=None)
    if made is None:
        made = min((s.when for s in order if s.when is not None and not s.implied), default=None)
    told = [d for s in reversed(main) if (d := _due(s, kind))] or [d for s in main if (d := _termed(s, kind, reports))]
    due = max(told, key=lambda d: told.count(d)) if told else None
    outcome, at, found = outcome_of(m, kind, made, due, _within(m, answers, made), until, meant)
    if outcome == "kept" and kind in GIVES and found and falls_short(lead.what, " . ".join(dict.fromkeys(e.evidence.text for e in found))):
        outcome, at, found = _too_little(due, until, found)
    if outcome in ("pending", "lapsed") and kind in GIVES and (put := filed(m, made, asked)):
        outcome, at, found = "kept", put.when, [put.event]
    if _is_delay(kind, lead) and outcome in ("kept", "lapsed"):
        outcome, at, found = "pending", None, []  # the day that it tells is that of what is put off
    return _Draft(order=order, kind=kind, main=main, lead=lead, made=made, due=due, outcome=outcome, at=at, found=found)


def _is_delay(kind: UndertakingKind, lead: Step) -> bool:
    """Whether it is decided that something is put off, which is done with the saying of it."""
    return kind == "decision" and lead.event.condition == "postponement" and lead.event.phase == "happens"


def _follow_up(
    drafts: Sequence[_Draft], reports: Mapping[str, Report], until: int, again: Mapping[str, Sequence[Event]], follow: Follow | None
) -> None:
    """What the sentences of later reports say came of those that no event answers. No event of a sentence is made an answer: a likeness alone rings nobody's alert."""
    _agreed_to(drafts)
    if any(d.outcome in ("pending", "lapsed") and d.made is not None for d in drafts):
        spoken = by_word(reports.values())
        _departures(drafts, spoken, until)
        _told_in_words(drafts, spoken, until)
    open_ = [d for d in drafts if d.outcome in ("pending", "lapsed") and not _is_delay(d.kind, d.lead)]
    if follow is None or not open_:
        return
    for d, said in zip(open_, came([_asked(d, reports, again) for d in open_], heard_in(reports), until, follow), strict=True):
        if said is not None and not (said.done and d.kind in GIVES and said.tells < OF_IT and _late(d, said)):
            _settle(d, said, until)


def _settle(d: _Draft, said: Came, until: int) -> None:
    """Sets what came of it as a sentence says, unless that leaves it open."""
    if (outcome := _outcome(d, said, until)) != "pending":
        missed = outcome in ("broken", "lapsed") and said.done  # too little or too late: it was broken on its day
        d.outcome, d.at, d.passage = outcome, day(d.due) if missed else said.passage.at, said.passage


def _agreed_to(drafts: Sequence[_Draft]) -> None:
    """What was asked is granted where those it was put to agree to it or promise it, in words of which most are the same."""
    for d in drafts:
        if d.outcome not in ("pending", "lapsed") or d.kind not in ASKS or d.made is None:
            continue
        given = [
            q for q in drafts if q.kind == "promise" and q.made is not None and d.made <= q.made <= d.made + STEPS and _gives_word(d, q)
        ]
        if given:
            q = min(given, key=lambda q: q.made or 0)
            d.outcome, d.at, d.found = "granted", q.made, [q.lead.event]


def _done_instead(drafts: Sequence[_Draft]) -> None:
    """What was demanded is refused where the threat that was told with it was carried out."""
    kept = [t for t in drafts if t.kind == "threat" and t.outcome == "kept" and ELSE.search(t.lead.event.evidence.text)]
    for d in drafts:
        if d.kind not in ("ultimatum", "demand"):
            continue
        if d.outcome == "granted":
            for t in kept:
                if t.passage is not None and any(_told_with(s.event, o.event) for s in d.main for o in t.main):
                    t.outcome, t.at, t.passage = "pending", None, None  # what was demanded was done: the sentence tells of that
        if d.outcome not in ("pending", "lapsed"):
            continue
        for t in kept:
            if any(_told_with(s.event, o.event) for s in d.main for o in t.main) and (t.at or 0) >= (d.made or 0):
                d.outcome, d.at, d.found, d.passage = "refused", t.at, t.found, t.passage


def _told_with(a: Event, b: Event) -> bool:
    """Whether two things are told in one sentence of a report, or one right behind the other."""
    gap = max(a.evidence.start, b.evidence.start) - min(a.evidence.end, b.evidence.end)
    return a.report == b.report and a.evidence.in_title == b.evidence.in_title and gap <= NEXT_TO


def _gives_word(d: _Draft, q: _Draft) -> bool:
    """Whether a promise is to do what was asked, by who was asked, and not by who asked."""
    for s in d.main:
        for o in q.main:
            truce = "ceasefire" in (o.event.condition, *(c.condition for c in o.content)) and bool(TRUCE & words(s.what))
            common = {w for w in s.words & o.words if not w.isdigit()}
            others = len(common) < SURELY and s.words - o.words and o.words - s.words  # "the Wau bridge", "the Bor bridge"
            enough = truce or (len(common) >= 2 and len(common) >= 0.5 * min(len(s.words), len(o.words)) and not others)
            if not enough or s.event.report == o.event.report:
                continue
            by, back = actors_alike(o.by, s.to), actors_alike(o.to, s.by)
            if max(by or 0.0, back or 0.0) >= 0.55 and (actors_alike(o.by, s.by) or 0.0) < 0.3:
                return True
    return False


def _departures(drafts: Sequence[_Draft], spoken: Mapping[str, Sequence[Passage]], until: int) -> None:
    """Those who were told to leave and have left, as a later report says by their name."""
    for d in drafts:
        if d.outcome not in ("pending", "lapsed") or d.kind not in ASKS or d.made is None:
            continue
        own = {s.event.report for s in d.order}
        to = [a for s in d.order for a in s.to]
        if found := departed(d.lead.what, to, spoken, own, d.made, min(until, d.made + ANSWERED)):
            d.outcome, d.at, d.passage = "granted", found.at, found


def _told_in_words(drafts: Sequence[_Draft], spoken: Mapping[str, Sequence[Passage]], until: int) -> None:
    """What was done, as a later report says in the words of the asking or the promise."""
    for d in drafts:
        if d.outcome not in ("pending", "lapsed") or d.made is None:
            continue
        own = {s.event.report for s in d.order}
        by, to = [a for s in d.order for a in s.by], [a for s in d.order for a in s.to]
        deed = next(iter(d.lead.deed), "")
        if found := done_in_words(d.lead.what, deed, by, to, d.kind in ASKS, spoken, own, d.made, min(until, d.made + ANSWERED)):
            _settle(d, Came(done=True, share=1.0, passage=found), until)


def _too_little(due: str | None, until: int, found: list[Event]) -> tuple[Outcome, int | None, list[Event]]:
    """What came of a promise of which only a part was done: it may still be kept until its day, and is broken after it."""
    last = day(due)
    return ("broken", last, found) if last is not None and last < until else ("pending", None, [])


def _late(d: _Draft, said: Came) -> bool:
    """Whether what came of it was told long after its day."""
    last = day(d.due)
    return last is not None and said.passage.at is not None and said.passage.at > last + LATE


def _outcome(d: _Draft, said: Came, until: int) -> Outcome:
    if said.done and d.kind in GIVES:
        if falls_short(d.lead.what, said.passage.span.text):
            return _too_little(d.due, until, [])[0]
        if _late(d, said):
            return "broken"
    if said.done and d.kind in ("ultimatum", "demand") and _late(d, said):
        return "lapsed"
    if not said.done and NO_ANSWER.search(said.passage.span.text) and ((last := day(d.due)) is None or last >= (said.passage.at or 0)):
        return "pending"
    if said.done:
        return "granted" if d.kind in ASKS or d.kind == "offer" else "kept"
    return "lapsed" if d.kind == "threat" else "refused" if d.kind in ASKS or d.kind == "offer" else "broken"


def _asked(d: _Draft, reports: Mapping[str, Report], again: Mapping[str, Sequence[Event]]) -> Asked:
    """The matter as the sentences are asked for it; `again` are the events of one incident with one of its steps."""
    lead = d.lead
    texts = [
        lead.what if lead.event.about or lead.price else lead.event.evidence.text,
        *(c.headline for s in d.main for c in s.content if c is not s.event),
    ]
    parties = [
        " . ".join(a.name for s in d.order for a in s.by),
        " . ".join(a.name for s in d.order for a in s.to if is_name(a) or a.country or a.sectors),
    ]
    own = [s.event.evidence.text for s in d.order]
    matter = sought(texts, parties, own, d.made, {s.event.report for s in d.order}, reports, asking_words())
    head = FollowUp(
        kind=d.kind,
        by=", ".join(a.name for a in _several(s.by for s in d.order)[:2]),
        to=", ".join(a.name for a in _several(s.to for s in d.order)[:2]),
        what=lead.what,
        told=lead.event.evidence.text,
        text="",
        days=0,
    )
    spans: dict[str, list[Span]] = {}
    for s in d.order:
        for e in again.get(s.event.id, ()):
            spans.setdefault(e.report, []).append(e.evidence)
    return Asked(head=head, sought=matter, again=spans)


def _undertaking(d: _Draft, of_event: Mapping[str, Incident], settled: Sequence[Step]) -> Undertaking:
    order, kind = d.order, d.kind
    outcome, at, found, passage = d.outcome, d.at, d.found, d.passage
    if kind in GIVES and outcome in ("pending", "lapsed", "kept") and (moved := put_off(order, d.made, settled)):
        outcome, at, found, passage = "broken", moved.when, [moved.event], None
    to = tuple(map(of_state, _several(s.to for s in order) or _answered_by(found, order, kind)))
    return Undertaking(
        id="u" + hashlib.sha256(f"{order[0].event.id}{' price' * order[0].price}".encode()).hexdigest()[:12],
        kind=kind,
        by=tuple(map(of_state, _several(s.by for s in order))),
        to=to or ((PUBLIC,) if kind in GIVES and any(told_openly(s.event, s.by) for s in d.main) else ()),
        what=d.lead.put or d.lead.what,
        made=iso(d.made) if d.made is not None else None,
        due=d.due,
        outcome=outcome,
        outcome_at=iso(at) if at is not None else None,
        reports=tuple(dict.fromkeys(s.event.report for s in order)),
        answered_by=tuple(dict.fromkeys(of_event[e.id].id for e in found if e.id in of_event)),
        events=tuple(dict.fromkeys([*(s.event.id for s in order), *(e.id for e in found)])),
        said=(Saying(report=passage.report, span=passage.span),) if passage else (),
    )


def _within(m: Sequence[Step], answers: Answers, made: int | None) -> list[tuple[Event, int | None]]:
    """The events that can answer it: of its reports, or of its days and with a word or state in common, or any yes or no where a reply was promised."""
    told = {w for s in m for w in s.words} | {w for s in m for c in s.content for w in words(c.headline)}
    told |= {
        w for s in m if s.kind in ("ultimatum", "demand") and IF_NOT.search(s.event.evidence.text) for w in words(s.event.evidence.text)
    }
    states = {c.condition for s in m for c in (s.event, *s.content) if c.condition}
    first, last = (made - 1, made + ANSWERED) if made is not None else (0, 10**7)
    return answers.of(
        m[0].event.id,
        told,
        states,
        {s.event.report for s in m},
        first,
        last,
        replies=any(will_reply(s) or (s.kind in ASKS and s.event.due) for s in m),
    )


def _due(s: Step, kind: UndertakingKind) -> str | None:
    """The day by which it is due; of an ultimatum ("has given them until Thursday") the day on which its time ends."""
    e = s.event
    if e.condition == "ceasefire" and e.modality == "planned":
        return None  # the day from which a truce is to hold
    until = e.begin if announced(e) else e.last if kind == "ultimatum" and e.begin is None else None
    lasts = LASTS.search(e.evidence.text) is not None  # "will last five days, he said on Tuesday" is not due on Tuesday
    return next((d for d in (e.due, until) if d and (s.when is None or (day(d) or 0) >= s.when + lasts)), None)


def _termed(s: Step, kind: UndertakingKind, reports: Mapping[str, Report]) -> str | None:
    """The day on which the term ends that is set as so many days or hours."""
    held = reports.get(s.event.report)
    if kind not in (*ASKS, "threat", "promise", "offer", "decision") or s.when is None or held is None:
        return None
    days = None if s.event.condition == "ceasefire" else term_told(s.event.evidence.text, held.text)
    if days is None and kind in GIVES and (days := holds_for(s.event.evidence.text)):
        return iso((day(s.event.begin) or s.when) + days)
    return iso(s.when + days) if days else None


def _main_kind(m: Sequence[Step]) -> UndertakingKind:
    """The kind of its strongest step: a request that was filed outweighs its announcement, an ultimatum and a demand the softer words."""
    held = {s.kind for s in m}
    order: tuple[UndertakingKind, ...] = ("ultimatum", "demand", "request", "threat", "decision", "promise", "offer")
    return next(kind for kind in order if kind in held)


def _answered_by(found: Sequence[Event], order: Sequence[Step], kind: UndertakingKind) -> tuple[Actor, ...]:
    """Who refused or granted it, where nobody says to whom it was put."""
    if kind not in (*ASKS, "offer"):
        return ()
    by = [a for s in order for a in s.by]
    found = [e for e in found if e.event_type in ("REJECT", "CONCEDE", "AGREE")]
    return _several([tuple(m.actor for m in e.actors if not m.unnamed and (actors_alike([m.actor], by) or 0.0) < 0.3) for e in found])[:2]


def _several(sides: Iterable[tuple[Actor, ...]]) -> tuple[Actor, ...]:
    found: list[Actor] = []
    for side in sides:
        for a in side:
            if all(same_actor(a, b) < 0.85 for b in found):
                found.append(a)
    return tuple(found[:4])
