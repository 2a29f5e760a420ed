"""What came of it: of what a source reported, of what an actor promised or was asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vedette.domain import Incident, Picture, Report, Source, Undertaking


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A source's reports and incidents in a picture. `source` is what the desk says of it, its grade F where nobody graded it.

    `unread` reports are in another language. Of its `incidents`, `others` are told by another independent source too,
    `confirmed` and `rejected` were judged so by an analyst, `disputed` are contradicted. `last` is when it was last heard of.
    """

    source: Source
    graded: bool
    reports: int = 0
    copies: int = 0
    unread: int = 0
    last: str | None = None
    incidents: int = 0
    others: int = 0
    confirmed: int = 0
    rejected: int = 0
    disputed: int = 0

    @property
    def borne_out(self) -> float | None:
        """The share of its judged incidents that were confirmed, 0..1; None where none was judged."""
        judged = self.confirmed + self.rejected
        return self.confirmed / judged if judged else None


def records(picture: Picture, sources: Mapping[str, Source]) -> dict[str, Record]:
    """The record of every source that is graded or has a report, by name. Reports without a source have none."""
    told: dict[str, list[Report]] = defaultdict(list)
    for r in picture.reports.values():
        if r.source:
            told[r.source].append(r)
    reported: dict[str, list[Incident]] = defaultdict(list)
    for i in picture.incidents:
        for name in {found.source for k in i.reports if (found := picture.reports.get(k)) and found.source}:
            reported[name].append(i)
    copied = {a for c in picture.copies for a, _ in c.copy_of}
    return {
        name: Record(
            source=sources.get(name) or Source(name=name),
            graded=name in sources,
            reports=len(told[name]),
            copies=sum(r.key in copied for r in told[name]),
            unread=sum(r.relevant is None for r in told[name]),
            last=max((r.published or r.received or "" for r in told[name]), default=None) or None,
            incidents=len(reported[name]),
            others=sum(i.independent_sources > 1 for i in reported[name]),
            confirmed=sum(i.status == "confirmed" for i in reported[name]),
            rejected=sum(i.status == "rejected" for i in reported[name]),
            disputed=sum(i.disputed for i in reported[name]),
        )
        for name in sorted({*told, *sources}, key=lambda n: (n.casefold(), n))
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Of an actor's promises and offers (`gave`): how many were kept, broken, or lapsed (their day passed in silence). Of what it was asked (`asked`): granted, refused, unanswered."""

    name: str
    gave: int = 0
    kept: int = 0
    broken: int = 0
    lapsed: int = 0
    asked: int = 0
    granted: int = 0
    refused: int = 0
    unanswered: int = 0


def keeping(undertakings: Iterable[Undertaking], most: int = 12) -> tuple[Word, ...]:
    """Who keeps their word and who answers: the actors with the most undertakings first."""
    counts: dict[str, Counter[str]] = {}
    for u in undertakings:
        if u.kind in ("promise", "offer", "decision"):
            for a in u.by:
                found = counts.setdefault(a.name, Counter())
                found["gave"] += 1
                found[
                    {"kept": "kept", "granted": "kept", "broken": "broken", "lapsed": "lapsed", "refused": "broken"}.get(u.outcome, "")
                ] += 1
        elif u.kind in ("request", "demand", "ultimatum"):
            for a in u.to:
                found = counts.setdefault(a.name, Counter())
                found["asked"] += 1
                answer = {"granted": "granted", "kept": "granted", "refused": "refused", "broken": "refused"}
                found[answer.get(u.outcome, "unanswered")] += 1
    order = sorted(counts, key=lambda n: (-counts[n]["gave"] - counts[n]["asked"], n))[:most]
    return tuple(Word(name=n, **{k: v for k, v in counts[n].items() if k}) for n in order)
