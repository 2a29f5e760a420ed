"""What to look at next, and what an incident may be the same as."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from math import log2, log10

from vedette.domain import Actor, Incident, Picture, Place
from vedette.domain.compare import day
from vedette.incidents import alike, hostility

CASUALTIES = ("killed", "wounded", "missing", "abducted")
UNSURE = {1: 0.2, 2: 0.4, 3: 0.6, 4: 1.0, 5: 0.8, 6: 0.9}
"""How unsure each credibility is; what is improbable is nearly decided."""
LEAST = -1.0
"""Score from which an incident is suggested as the same: somewhat below the merger's 0, since a person decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """An incident and how urgent a decision on it is: `priority` = `severity` × `uncertainty` × `age`.

    severity: 1 + hostility (intensity negated, 0 to 10) + 2 log2(1 + casualties); for what is not said to have happened, or is old news,
    a quarter of the first two. uncertainty: 0 once a person decided, else by credibility, more where it is disputed, has one source, or was read with
    doubt. age: 1 + log10(1 + `days`), days from when it became known to the picture's day.
    """

    incident: Incident
    priority: float
    severity: float
    uncertainty: float
    age: float
    days: int
    sure: float

    @property
    def formula(self) -> str:
        """How the priority comes about, in words and numbers."""
        return self.told(lambda text: text, lambda n, digits: f"{n:,.{digits}f}")

    def told(self, _: Callable[[str], str], number: Callable[[float, int], str]) -> str:
        """The same in another language: `_` translates a text, `number` writes a number with so many digits behind the point."""
        i = self.incident
        hurt = casualties(i)
        high = max(hostility(i), 0.0)
        parts = _("1 + %(n)s hostility") % {"n": number(high, 0 if high == int(high) else 1)}
        if not _news(i):
            parts = _("a quarter of %(what)s") % {"what": parts} + ", " + (_("old news") if i.background else _(i.modality))
        elif hurt:
            parts += _(" + %(n)s for casualties (%(m)s)") % {"n": number(_toll(i), 1), "m": number(hurt, 0)}
        doubts = [_("credibility %(n)s") % {"n": i.credibility}]
        doubts += [_("disputed")] * i.disputed + [_("one source")] * (i.independent_sources < 2)
        doubts += [_("read with %(n)s %% confidence") % {"n": number(100 * self.sure, 0)}]
        if i.status != "machine":
            doubts = [_("%(status)s by %(who)s") % {"status": _(i.status), "who": i.decided or _("a person")}]
        return _("severity %(s)s (%(parts)s) × uncertainty %(u)s (%(doubts)s) × age %(a)s (known for %(d)s d) = %(p)s") % {
            "s": number(self.severity, 1),
            "parts": parts,
            "u": number(self.uncertainty, 2),
            "doubts": ", ".join(doubts),
            "a": number(self.age, 2),
            "d": number(self.days, 0),
            "p": number(self.priority, 1),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An incident that may be the same: the merger's score of the two (above 0: more likely one than two), what speaks for and against it
    in words, and the slots in which they differ: slot, this one's value, the other's.
    """

    incident: Incident
    score: float
    reasons: tuple[str, ...]
    differences: tuple[tuple[str, str, str], ...]


def queue(picture: Picture, settled: Collection[str]) -> tuple[Queued, ...]:
    """A picture's incidents by urgency, the most urgent first, without those whose ids are in `settled`. What people decided comes last."""
    now = day(picture.as_of)
    known = {d: day(d) for d in {i.known[:10] for i in picture.incidents}}
    days = {d: max(0, now - at) if now is not None and at is not None else 0 for d, at in known.items()}
    found = [_queued(picture, i, days[i.known[:10]]) for i in picture.incidents if i.id not in settled]
    return tuple(sorted(found, key=lambda q: (-q.priority, q.incident.status != "machine", -q.severity, q.incident.id)))


def suggestions(picture: Picture, incident: Incident, limit: int = 5) -> tuple[Suggestion, ...]:
    """Incidents that may be the same as one, the most alike first; none that is rejected, or that a person said is another one."""
    found = alike(incident, picture.incidents, picture.events, picture.reports, picture.copies)
    return tuple(
        Suggestion(incident=a.incident, score=a.score, reasons=a.reasons, differences=differences(incident, a.incident))
        for a in found[:limit]
        if a.score > LEAST
    )


def differences(mine: Incident, theirs: Incident) -> tuple[tuple[str, str, str], ...]:
    """Slots in which two incidents differ, each with both values in words."""
    left, right = _words(mine), _words(theirs)
    return tuple((slot, left[slot], right[slot]) for slot in left if left[slot] != right[slot])


def casualties(incident: Incident) -> int:
    """Killed, wounded, missing and abducted, each by the highest number that is given."""
    most: dict[str, int] = {}
    for n in incident.numbers:
        if n.kind in CASUALTIES:
            most[n.kind] = max(most.get(n.kind, 0), n.high or n.low or 0)
    return sum(most.values())


def _queued(picture: Picture, i: Incident, days: int) -> Queued:
    severity = 1 + max(hostility(i), 0.0)
    severity = severity + _toll(i) if _news(i) else severity / 4
    sure = max((e.confidence for id in i.events if (e := picture.events.get(id))), default=0.5)
    uncertainty = 0.0
    if i.status == "machine":
        uncertainty = UNSURE.get(i.credibility, 0.9) + 0.2 * i.disputed + 0.1 * (i.independent_sources < 2) + 0.3 * (1 - sure)
    age = 1 + log10(1 + days)
    priority = round(severity * uncertainty * age, 6)
    return Queued(incident=i, priority=priority, severity=severity, uncertainty=uncertainty, age=age, days=days, sure=sure)


def _toll(i: Incident) -> float:
    return 2 * log2(1 + casualties(i)) if i.numbers else 0.0


def _news(i: Incident) -> bool:
    return i.modality == "asserted" and not i.background


def _words(i: Incident) -> dict[str, str]:
    kind = "/".join(x for x in (i.event_type, i.mode) if x) or i.what or "unknown"
    days = "unknown" if not (i.begin or i.last) or i.time_estimated else " to ".join(dict.fromkeys(x for x in (i.begin, i.last) if x))
    numbers = dict.fromkeys(f"{_amount(n.low, n.high)} {n.kind}" for n in i.numbers)
    return {
        "type": kind,
        "begin": days,
        "place": _place(i.place),
        "actors": _names(i.actors),
        "recipients": _names(i.recipients),
        "numbers": ", ".join(numbers) or "none",
    }


def _place(p: Place | None) -> str:
    return p.name if p else "unknown"


def _names(actors: tuple[Actor, ...]) -> str:
    return ", ".join(a.name for a in actors) or "unknown"


def _amount(low: int | None, high: int | None) -> str:
    if low == high:
        return str(low)
    return f"{low} or more" if high is None else f"up to {high}" if not low else f"{low} to {high}"
