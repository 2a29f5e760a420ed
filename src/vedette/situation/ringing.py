"""What of the signs in a picture is news, what goes on with an alert that rang, and when it may be told. Pure functions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from vedette.codebook import plover
from vedette.codebook.wording import leads
from vedette.domain import TOPICS, Alert, Picture, Rule, Sign
from vedette.domain.compare import day, relation
from vedette.domain.moments import clock, text
from vedette.errors import UsageError
from vedette.situation.alerts import mark, signs
from vedette.situation.tension import area as lies_in

SPOTS = ("point", "city", "admin2")
"""How precisely a place is known that can be told apart from another."""
APART = 2
"""Days after what rang from which a like thing at another place is news of its own, though it was merged with it."""


# -- what is news -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Ringing:
    """What comes of a sign: a new alert (`alert` None) of `rules`; or of an alert that rang: `rules` that it fits now too, and whether it is `changed`."""

    rules: tuple[Rule, ...]
    sign: Sign
    alert: Alert | None = None
    changed: bool = False


_ORDER = tuple(TOPICS)
Key = tuple[str, str]
"""A space and a mark in it: owned by at most one alert."""


def settle(
    rules: Iterable[Rule], after: Picture, before: Picture | None, held: Callable[[Sequence[Sign]], Mapping[Key, Alert]]
) -> list[Ringing]:
    """What rings in a picture, what joins an alert that rang, what is changed; `held` looks up alerts by space and mark.

    News is what fits a rule now and did not in the picture before, and what reached the desk after the rule's `since`. One thing rings once
    whatever rules it fits: those after the first join its alert. Where an incident is split, all its parts go on with its
    alert, of which that is shown for which it rang.
    """
    found: list[tuple[Rule, Sign, bool]] = []
    for rule in rules:
        mine = () if rule.paused else signs(rule, after)
        seen = None if before is None or not mine else {(s.space, m) for s in signs(rule, before) for m in s.marks}
        found += [(rule, s, is_news(rule, s, seen)) for s in mine]
    # What happened comes before what it means for a promise, and what is told most closely before what it is a part of: it gives the alert its name.
    found.sort(key=lambda f: (_ORDER.index(f[1].topic), len(f[1].marks), -f[1].severity))
    owner = dict(held([s for _, s, _ in found]))
    kept = _assigned(found, owner)
    out: list[Ringing] = []
    begun: dict[Key, int] = {}
    joined: dict[int, int] = {}
    for n, (rule, s, new) in enumerate(found):
        keys = _keys(s)
        alert, best = kept.get(n, (None, False))
        apart = _another(s, alert, after, owner) if alert is not None else None
        if apart is not None:
            begun.update({k: len(out) for k in _keys(apart)})
            out.append(Ringing(rules=(rule,), sign=apart))
            s = replace(s, marks=tuple(m for m in s.marks if m not in apart.marks))
        if alert is None and new:
            alert = _told_mostly(keys, owner)
        if alert is not None:
            fits = new and rule.name not in alert.rules
            same = best and s.topic == alert.sign.topic and rule.name == alert.rules[0]
            changed = same and (s.facts, s.title) != (alert.sign.facts, alert.sign.title)
            if alert.id in joined:
                at = joined[alert.id]
                out[at] = replace(
                    out[at],
                    rules=_with(out[at].rules, rule) if fits else out[at].rules,
                    sign=_wider(s if same else out[at].sign, s, out[at].sign),
                    changed=out[at].changed or changed,
                )
            elif fits or changed or not set(s.marks) <= set(alert.marks):
                joined[alert.id] = len(out)
                out.append(Ringing(rules=(rule,) if fits else (), sign=s if same else _wider(alert.sign, s), alert=alert, changed=changed))
            continue
        unowned = [k for k in keys if k not in owner]
        if not new or not unowned:
            continue
        at_, share = _most(keys, begun)
        twin = out[at_].sign if at_ is not None else None
        if at_ is not None and twin is not None and 2 * share >= len(keys) and (s.topic != twin.topic or s.subject == twin.subject):
            out[at_] = replace(out[at_], rules=_with(out[at_].rules, rule), sign=_wider(out[at_].sign, s))
        else:
            at_ = len(out)
            out.append(Ringing(rules=(rule,), sign=replace(s, marks=tuple(m for _, m in unowned if (s.space, m) not in begun) or s.marks)))
        begun.update({k: at_ for k in unowned if k not in begun})
    return out


def _keys(s: Sign) -> list[Key]:
    return [(s.space, m) for m in s.marks]


def _with(rules: tuple[Rule, ...], rule: Rule) -> tuple[Rule, ...]:
    return rules if rule in rules else (*rules, rule)


def _wider(s: Sign, *others: Sign) -> Sign:
    """A sign that has others' marks too."""
    return replace(s, marks=tuple(dict.fromkeys((*s.marks, *(m for o in others for m in o.marks)))))


def _assigned(found: Sequence[tuple[Rule, Sign, bool]], owner: Mapping[Key, Alert]) -> dict[int, tuple[Alert, bool]]:
    """The alert that each sign goes on with, by the sign's number, and whether it leads: of the signs of one rule and topic,
    the one that shares most of what it rang for, which it must share some of.
    """
    pairs: list[tuple[int, int, int, int]] = []
    alerts: dict[int, Alert] = {}
    for n, (rule, s, _) in enumerate(found):
        shared: dict[int, list[str]] = defaultdict(list)
        for k in _keys(s):
            if (a := owner.get(k)) is not None and (rule.name in a.rules or a.sign.topic == s.topic):
                shared[a.id].append(k[1])
                alerts[a.id] = a
        pairs += [(-len({*alerts[id].origin} & {*marks}), -len(marks), id, n) for id, marks in shared.items()]
    out: dict[int, tuple[Alert, bool]] = {}
    taken: set[tuple[int, str, str]] = set()
    for mine, _, id, n in sorted(pairs):
        rule, s, _ = found[n]
        place = (id, rule.name, s.topic)
        if n not in out:
            out[n] = alerts[id], place not in taken and mine < 0
            taken.add(place)
    return out


def _another(s: Sign, alert: Alert, after: Picture, owner: Mapping[Key, Alert]) -> Sign | None:
    """What a report has as its own news, of a later day and another place than was told, though it was merged with what rang: it rings for itself.

    Better one ring too many than a second shooting that nobody is told of because it was taken for the first.
    """
    told = day(alert.sign.day)
    if s.topic != "incident" or told is None:
        return None
    copies = {a for c in after.copies for a, b in c.copy_of if b in after.reports}
    mine = [e for x in s.events if (e := after.events.get(x)) is not None]
    places = [e.place for e in mine if (s.space, mark(e)) in owner and e.place and e.place.precision in SPOTS]
    fresh = []
    for e in mine:
        report = after.reports[e.report]
        at = day(e.begin) or day((report.published or "")[:10])
        if (s.space, mark(e)) in owner or e.report in copies or e.background or e.modality != "asserted" or not leads(e, report):
            continue
        if at is None or at < told + APART or e.place is None or e.place.precision not in SPOTS:
            continue
        if all(relation(e.place, p) == "far" for p in places):
            fresh.append(e)
    if not fresh:
        return None
    e = fresh[0]
    return replace(
        s, title=e.headline, day=e.begin, place=e.place.name if e.place else None, area=lies_in(e.place).key, lat=e.place.lat if e.place else None,
        lon=e.place.lon if e.place else None, marks=tuple(dict.fromkeys(map(mark, fresh))), events=tuple(x.id for x in fresh),
        reports=tuple(dict.fromkeys(x.report for x in fresh)), evidence=e.evidence.text, source=after.reports[e.report].source,
        known=after.reports[e.report].known, received=after.reports[e.report].received or "", facts=(),
    )  # fmt: skip


def _told_mostly(keys: Sequence[Key], owner: Mapping[Key, Alert]) -> Alert | None:
    """The alert that half of a sign's passages or more were told with already."""
    there = {k: a.id for k in keys if (a := owner.get(k)) is not None}
    best, share = _most(keys, there)
    if best is None or 2 * share < len(keys):
        return None
    return next(a for k in keys if (a := owner.get(k)) is not None and a.id == best)


def _most(keys: Sequence[Key], there: Mapping[Key, int]) -> tuple[int | None, int]:
    """What most of the keys lead to, and how many do."""
    counts: dict[int, int] = defaultdict(int)
    for k in keys:
        if k in there:
            counts[there[k]] += 1
    best = min(counts, key=lambda n: (-counts[n], n), default=None)
    return best, counts[best] if best is not None else 0


def is_news(rule: Rule, sign: Sign, seen: set[tuple[str, str]] | None) -> bool:
    """Whether a sign is new to the desk: not among the marks `seen` in the picture before, or come after the rule's `since`."""
    if seen is not None and seen.isdisjoint((sign.space, m) for m in sign.marks):
        return True
    return rule.since is not None and max(sign.known, sign.received) > rule.since


@dataclass(frozen=True, slots=True, kw_only=True)
class Rang:
    """One ring of a rehearsal: when (a day or moment), by which rules, for what."""

    at: str
    rules: tuple[str, ...]
    sign: Sign


def rehearse(rules: Sequence[Rule], pictures: Iterable[tuple[str, Picture]]) -> list[Rang]:
    """What would have rung over pictures in order of time, the first of which is what was known at the start."""
    rang: list[Rang] = []
    where: dict[Key, int] = {}
    before: Picture | None = None
    bare = [replace(r, since=None, paused=False) for r in rules]
    for at, after in pictures:
        marks: dict[int, list[str]] = defaultdict(list)
        for (_, m), n in where.items():
            marks[n].append(m)
        there = {k: _as_alert(n, rang[n], marks[n]) for k, n in where.items()}
        for r in settle(bare, after, before, lambda _, there=there: there) if before is not None else ():  # type: ignore[misc]
            names = tuple(rule.name for rule in r.rules)
            if r.alert is None:
                n = len(rang)
                rang.append(Rang(at=at, rules=names, sign=r.sign))
            else:
                n = r.alert.id
                rang[n] = replace(rang[n], rules=(*rang[n].rules, *names))
            where.update({k: where.get(k, n) for k in _keys(r.sign)})
        before = after
    return rang


def _as_alert(n: int, rang: Rang, marks: Sequence[str]) -> Alert:
    return Alert(id=n, rules=rang.rules, sign=rang.sign, marks=tuple(marks), rang=rang.at, updated=rang.at, origin=rang.sign.marks)


# -- when it may be told ----------------------------------------------------------------------------------------------


def due(rule: Rule, severity: float, now: str, last: str | None = None) -> str:
    """The moment (UTC) from which a ring may be told: at once, at the digest's hour, after the cooldown from the `last` one, or when it is day again."""
    at = datetime.fromisoformat(now)
    if rule.pierce is not None and severity >= rule.pierce:
        return now
    if rule.digest:
        at = _next(at, rule.digest, rule.zone)
    elif last and rule.cooldown:
        before = datetime.fromisoformat(last)
        at = before if before > at else max(at, before + timedelta(minutes=rule.cooldown))  # what is held back already goes along
    if rule.quiet:
        begin, end = rule.quiet
        local = at.astimezone(clock(rule.zone)).strftime("%H:%M")
        if begin <= local < end if begin < end else local >= begin or local < end:
            at = _next(at, end, rule.zone)
    return text(at)


def _next(at: datetime, hour: str, zone: str) -> datetime:
    """The next time that a clock in the zone shows an hour."""
    local = at.astimezone(clock(zone))
    found = local.replace(hour=int(hour[:2]), minute=int(hour[3:]), second=0, microsecond=0)
    return found if found > local else found + timedelta(days=1)


def checked(rule: Rule) -> Rule:
    """The rule, where it can be used. Raises UsageError that says what is wrong."""
    if not rule.name.strip() or len(rule.name) > 80:
        raise UsageError("a rule needs a name of at most 80 characters")
    if not rule.about or not set(rule.about) <= set(TOPICS):
        raise UsageError(f"a rule is about one or more of: {', '.join(TOPICS)}")
    for t in rule.types:
        kind, _, mode = t.partition("/")
        if kind not in plover.types() or (mode and mode not in plover.modes(kind)):
            raise UsageError(f"{t}: no PLOVER type or mode; write ASSAULT or ASSAULT/firearms")
    for hour in (*(rule.quiet or ()), *([rule.digest] if rule.digest else [])):
        try:
            if datetime.strptime(hour, "%H:%M").strftime("%H:%M") != hour:
                raise ValueError
        except ValueError:
            raise UsageError(f"{hour}: no time of day; write it as 22:00") from None
    if rule.quiet and rule.quiet[0] == rule.quiet[1]:
        raise UsageError("quiet hours begin and end at the same time")
    if rule.cooldown < 0 or rule.days < 0 or (rule.escalate is not None and rule.escalate < 1):
        raise UsageError("cooldown and days cannot be negative, and an escalation comes after a minute at least")
    if rule.escalate is not None and not rule.escalate_to:
        raise UsageError("say whom an escalation tells")
    if (rule.severity is not None and not 0 <= rule.severity <= 10) or (rule.credibility is not None and not 1 <= rule.credibility <= 6):
        raise UsageError("severity is 0 to 10, credibility 1 to 6")
    try:
        clock(rule.zone)
    except (KeyError, ValueError, OSError):
        raise UsageError(f"{rule.zone}: no such time zone; write it as Europe/Belgrade") from None
    return rule
