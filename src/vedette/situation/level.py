"""How tense a place is, or how tense it is between two: a score explained by the incidents that made it, its uncertainty, and when it changed.

The formula is in `docs/tension.md`. Every share can be traced to its incident, and every incident to its passages.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from vedette.domain import Incident, Picture
from vedette.domain.compare import day, iso
from vedette.situation.tension import NOWHERE, STEP, WEEK, area, on, weight

By = Literal["area", "pair"]
WORDS = ((0.0, "quiet"), (10.0, "low"), (30.0, "raised"), (75.0, "high"), (math.inf, "severe"))
"""Of a hostile score of seven days: a word and below what it holds (quiet: at zero)."""
EDGE = 1.2816
"""Standard deviations to each side that hold 80 % of a normal distribution."""
FEW = 10
"""Reports a week below which nothing is said of their volume."""
MEMORY = 8
"""Weeks that tell the usual volume of reports."""
HISTORY = 156
"""Weeks that are looked back to for changes at most."""
SAME = 0.1
"""Difference of two scores, as a share of their sum, up to which they are level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one incident adds to a score: `points`, hostile above zero and friendly below, `low` to `high` by the numbers that its sources give.

    `part` is its part (0..1) of all points of its sign; `why` says in words how the points came about.
    """

    incident: str
    title: str
    day: str
    points: float
    low: float
    high: float
    part: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayScore:
    """A day's sums."""

    day: str
    hostile: float
    friendly: float
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """Original reports of the last seven days, how many are usual (None: not known), and the factor that every share was taken by."""

    reports: int
    usual: float | None
    factor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A rise: told in the week that ended `at`, begun in the week that ended `since`, from `base` to `level` a week (weighed counts)."""

    at: str
    since: str
    base: float
    level: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The tension of an area or between two parties over some days.

    `hostile` and `friendly` (≤ 0) are sums of shares; `low` to `high` holds the hostile one with 80 % (None: no hostile incident is told).
    `before` is the hostile score of as many days before. `moved` are the shares, the weightiest first. `weeks` are the weighed
    counts of hostile incidents by week from Monday to Sunday, oldest first, the last one that of the last day; `rise` is the last rise found in them.
    """

    key: str
    name: str
    first: str
    last: str
    hostile: float
    friendly: float
    low: float | None
    high: float | None
    before: float
    count: int
    count_before: int
    days: tuple[DayScore, ...]
    moved: tuple[Share, ...]
    volume: Volume
    weeks: tuple[int, ...]
    rise: Told | None

    @property
    def word(self) -> str:
        """The hostile score in a word, as for seven days."""
        week = self.hostile * WEEK / len(self.days)
        return "quiet" if week <= 0 else next(word for most, word in WORDS if week < most)

    @property
    def direction(self) -> Literal["up", "level", "down"]:
        """Against as many days before; up is worse."""
        change = self.hostile - self.before
        if abs(change) < max(STEP, SAME * (self.hostile + self.before)):
            return "level"
        return "up" if change > 0 else "down"

    @property
    def new(self) -> bool:
        """Whether a rise was told in the week of the last day."""
        return self.rise is not None and self.rise.at >= self.last


def happened(picture: Picture) -> list[Incident]:
    """Incidents that are said to have happened and were not rejected."""
    return [i for i in picture.incidents if i.modality == "asserted" and not i.background and i.status != "rejected"]


def levels(picture: Picture, by: By = "area", *, first: str | None = None, most: int | None = None) -> tuple[Level, ...]:
    """The levels of all areas, or of all pairs of parties, with an incident in the days from `first` to the picture's day or in as many before; the tensest first.

    Without `first` it is the last seven days. `most` says how many shares each level names at most (None: all). Empty where the picture has no
    day, or `first` is none or later than that.
    """
    last = day(picture.as_of)
    begin = last - WEEK + 1 if last is not None and first is None else day(first)
    if last is None or begin is None or begin > last:
        return ()
    span = last - begin + 1
    volume = _volumes(picture, last)
    held: dict[tuple[str, str], list[tuple[int, Incident]]] = defaultdict(list)
    for i in happened(picture):
        at = on(i)
        if at is not None and at <= last and last - at < HISTORY * WEEK:
            for named in _keys(i, by):
                held[named].append((at, i))
    out = []
    for (key, name), found in held.items():
        if not any(last - at < 2 * span for at, _ in found):
            continue
        out.append(_level(key, name, found, begin, last, volume, most))
    return tuple(sorted(out, key=lambda v: (v.name == NOWHERE, -v.hostile, -v.before, v.friendly, v.key)))


def _keys(i: Incident, by: By) -> list[tuple[str, str]]:
    if by == "area":
        lies = area(i.place)
        return [(lies.key, lies.name)]
    if not i.actors or not i.recipients or i.actors[0].name == i.recipients[0].name:
        return []
    name = " – ".join(sorted((i.actors[0].name, i.recipients[0].name)))
    return [(name, name)]


def _level(
    key: str, name: str, found: Sequence[tuple[int, Incident]], begin: int, last: int, volume: dict[int, Volume], most: int | None
) -> Level:
    span = last - begin + 1
    shares, before, count_before = [], 0.0, 0
    days = [[0.0, 0.0, 0] for _ in range(span)]
    for at, i in sorted((f for f in found if last - f[0] < 2 * span), key=lambda f: (f[0], f[1].id)):
        made = share(i, at, volume[(last - at) // WEEK])
        if at < begin:
            before += max(0.0, made.points)
            count_before += 1
            continue
        shares.append(made)
        sums = days[at - begin]
        sums[0 if made.points > 0 else 1] += made.points
        sums[2] += 1
    hostile, friendly = sum(max(0.0, s.points) for s in shares), sum(min(0.0, s.points) for s in shares)
    spread = EDGE * math.sqrt(sum(s.points**2 for s in shares if s.points > 0))
    told = any(s.points > 0 for s in shares)
    whole = {True: hostile or 1.0, False: friendly or -1.0}
    moved = sorted(
        (_with_part(s, s.points / whole[s.points > 0]) for s in shares if s.points), key=lambda s: (-abs(s.points), s.day, s.incident)
    )
    weeks = _weeks(found, last)
    return Level(
        key=key,
        name=name,
        first=iso(begin),
        last=iso(last),
        hostile=hostile,
        friendly=friendly,
        low=max(0.0, sum(s.low for s in shares if s.points > 0) - spread) if told else None,
        high=sum(s.high for s in shares if s.points > 0) + spread if told else None,
        before=before,
        count=len(shares),
        count_before=count_before,
        days=tuple(DayScore(day=iso(begin + n), hostile=d[0], friendly=d[1], count=int(d[2])) for n, d in enumerate(days)),
        moved=tuple(moved[:most]),
        volume=volume[0],
        weeks=weeks,
        rise=_rise(weeks, last),
    )


def share(i: Incident, at: int, volume: Volume) -> Share:
    """What an incident adds to the score of the day number `at`; `part` is 1."""
    hostility = weight(i)
    support = 1.0 if i.decided and i.status == "confirmed" else 1.0 - 0.5 ** max(1, i.independent_sources)
    low, high, likely = hurt(i) if hostility > 0 else (0.0, 0.0, 0.0)
    factor = support * volume.factor
    said = [f"hostility {hostility:g}" if hostility >= 0 else f"friendliness {-hostility:g}"]
    said += [f"dead and hurt +{likely:.1f}" + (f" ({low:.1f} to {high:.1f})" if low != high else "")] if high else []
    said += [
        "confirmed by a person"
        if support == 1.0 and i.status == "confirmed"
        else f"{i.independent_sources} independent source{'s' if i.independent_sources != 1 else ''} ×{support:.2f}"
    ]
    said += [f"report volume ×{volume.factor:.2f}"] if volume.factor != 1.0 else []
    return Share(
        incident=i.id,
        title=i.title,
        day=iso(at),
        points=(hostility + likely) * factor,
        low=(hostility + low) * factor,
        high=(hostility + high) * factor,
        part=1.0,
        why=", ".join(said),
    )


def hurt(i: Incident) -> tuple[float, float, float]:
    """Points for the killed and wounded: by the lowest and the highest number told, and by the one that is borne most."""
    low, high, likely = 0.0, 0.0, 0.0
    for kind, part in (("killed", 1.0), ("wounded", 0.25)):
        found = [n for n in i.numbers if n.kind == kind]
        if not found:
            continue
        low += part * min(n.low if n.low is not None else 0 for n in found)
        high += part * max(n.high if n.high is not None else n.low or 0 for n in found)
        best = max(found, key=lambda n: len(n.reports))
        likely += part * (best.low if best.low is not None else best.high or 0)
    points = tuple(2.0 * math.log2(1.0 + x) for x in (low, high, likely))
    return points[0], points[1], points[2]


def _with_part(s: Share, part: float) -> Share:
    return Share(incident=s.incident, title=s.title, day=s.day, points=s.points, low=s.low, high=s.high, part=part, why=s.why)


def _volumes(picture: Picture, last: int) -> dict[int, Volume]:
    """By weeks before the last one (0 is the last): the volume of reports and what it makes of a share."""
    copies = {a for c in picture.copies for a, _ in c.copy_of}
    counts: dict[int, int] = defaultdict(int)
    for key in picture.inside:
        r = picture.reports.get(key)
        at = day(r.published or r.received) if r and key not in copies else None
        if at is not None and at <= last:
            counts[(last - at) // WEEK] += 1
    oldest = max(counts, default=0)
    none = Volume(reports=0, usual=None, factor=1.0)
    out: dict[int, Volume] = defaultdict(lambda: none)
    for week in range(oldest + 1):
        earlier = [counts[n] for n in range(week + 1, min(week + MEMORY, oldest) + 1)]
        usual = sum(earlier) / len(earlier) if len(earlier) >= 2 else None
        now = counts[week]
        factor = min(2.0, max(0.5, math.sqrt(usual / now))) if usual and now >= FEW else 1.0
        out[week] = Volume(reports=now, usual=usual, factor=factor)
    return out


def _week(number: int) -> int:
    """The week of a day number, from Monday to Sunday: weeks that stay where they are, so that a rise is looked for once a week and not anew every day."""
    return (number - 1) // WEEK


def _weeks(found: Iterable[tuple[int, Incident]], last: int) -> tuple[int, ...]:
    """Weighed counts of hostile incidents by week, from the week of the first one on."""
    events: dict[int, int] = defaultdict(int)
    deaths: dict[int, int] = defaultdict(int)
    for at, i in found:
        if weight(i) > 0:
            back = _week(last) - _week(at)
            events[back] += 1
            deaths[back] += max((n.low or n.high or 0 for n in i.numbers if n.kind == "killed"), default=0)
    oldest = max(events, default=0)
    return tuple(events[n] + round(math.log2(1 + deaths[n])) for n in range(oldest, -1, -1))


def _rise(weeks: Sequence[int], last: int) -> Told | None:
    from vedette.situation.change import rises

    found = rises(weeks)
    if not found:
        return None
    r, ends = found[-1], len(weeks) - 1
    at, since = (iso(WEEK * (_week(last) - (ends - n) + 1)) for n in (r.at, r.since))
    return Told(at=at, since=since, base=r.base, level=r.level)
