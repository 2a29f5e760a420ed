"""The sentences of a situation report: frames filled with days, places, headlines in the reports' own words, numbers with who counted, states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from vedette.domain import Condition, Count, Incident, Place, Report, Undertaking

Names = Mapping[str, str]
"""What a report is called where it says something itself: its outlet, by its key. One that is not among them is called by its key."""


def outlets(reports: Mapping[str, Report]) -> Names:
    """The outlets of reports that name theirs."""
    return {key: r.source for key, r in reports.items() if r.source}


def incident_sentence(i: Incident, names: Names | None = None) -> str:
    """Such as: 10 December 2022, Rudare: Serbs blocked main roads; 1 wounded (police) or 2 wounded (Tanjug). Graded 2, 3 independent sources."""
    told = f"No day told, reported by {day(i.last)}" if i.time_estimated else when(i.begin, i.last, i.time_precision)
    head = ", ".join(x for x in (told, where(i.place)) if x)
    counted = numbers(i.numbers, names)
    sources = "1 source" if i.independent_sources == 1 else f"{i.independent_sources} independent sources"
    body = headline(i.title)
    return f"{head}: {body}{f'; {counted}' if counted else ''}. Graded {i.credibility}, {sources}{', disputed' if i.disputed else ''}."


def condition_sentence(c: Condition) -> str:
    """Such as: Blockade, northern Kosovo: roads blocked, since 10 December 2022, last confirmed 18 December 2022."""
    head = ", ".join(x for x in (c.kind.capitalize(), where(c.place)) if x)
    parts = [headline(c.what), f"since {day(c.begin)}" if c.begin else "since a day not known"]
    if c.state == "ended":
        parts.append(f"ended {day(c.end)}{_by_desk(c, c.end)}" if c.end else "ended on a day not known")
    else:
        parts += [f"expected until {day(c.expected_end)}"] if c.expected_end else []
        parts += [f"last confirmed {day(c.last_confirmed)}{_by_desk(c, c.last_confirmed)}"] if c.last_confirmed else []
        if c.checked and c.checked.said == "unknown" and c.state == "stale":
            parts.append(f"the desk could not tell on {day(c.checked.on)}: may have ended")
        elif c.state == "stale":
            parts.append("not re-reported since: may have ended")
    return f"{head}: {', '.join(parts)}."


def _by_desk(c: Condition, on: str) -> str:
    """Where it is the desk that says so."""
    return " (by the desk)" if c.checked and c.checked.on == on and c.checked.said != "unknown" else ""


def undertaking_sentence(u: Undertaking, as_of: str | None) -> str:
    """Such as: 15 December 2022, request by Serbia to KFOR: return of up to 1,000 police; no answer for 5 days."""
    by = listed(a.name for a in u.by) or "someone not named"
    to = listed(a.name for a in u.to)
    head = f"{day(u.made) if u.made else 'On a day not known'}, {u.kind} by {by}{f' to {to}' if to else ''}"
    parts = [headline(u.what)]
    parts += [f"due {day(u.due)}{_late(u, as_of)}"] if u.due else []
    if u.outcome != "pending":
        parts.append(f"{u.outcome}{f' {day(u.outcome_at)}' if u.outcome_at else ''}")
    elif u.made and as_of and len(u.made) >= 10:
        silent = (date.fromisoformat(as_of[:10]) - date.fromisoformat(u.made[:10])).days
        parts.append(f"no answer for {silent} day{'s' if silent != 1 else ''}" if silent > 0 else "no answer yet")
    else:
        parts.append("no answer yet")
    return f"{head}: {'; '.join(parts)}."


def _late(u: Undertaking, as_of: str | None) -> str:
    """By how many days something unanswered is overdue, in words."""
    if u.outcome != "pending" or not as_of or not u.due or len(u.due) < 10:
        return ""
    late = (date.fromisoformat(as_of[:10]) - date.fromisoformat(u.due[:10])).days
    return f", overdue by {late} day{'s' if late != 1 else ''}" if late > 0 else ""


def disputed_slots(i: Incident, names: Names | None = None) -> Iterator[tuple[str, list[str]]]:
    """A sentence for each slot of an incident on which its reports disagree, each value with who says so, and the events behind it."""
    for name, values in i.slots:
        if (name == "place" or (name == "begin" and not i.time_estimated)) and len(values) > 1:
            among = [r for v in values if not v.by for r in v.reports]
            said = [f"{_value(v.value)} ({v.by or listed(_named(v.reports, names, among))})" for v in values]
            yield (
                f"{headline(i.title)}: {'day' if name == 'begin' else 'place'} {' or '.join(said)}.",
                [e for v in values for e in v.events],
            )


def _value(value: Any) -> str:
    if value is None:
        return "not known"
    if isinstance(value, Place):
        return value.name
    begin, last, precision = value if isinstance(value, tuple) else (value, value, "day")
    return when(begin, last, precision)


def _named(reports: Iterable[str], names: Names | None, among: Iterable[str]) -> list[str]:
    """What reports are called; of two of one outlet `among` those of a sentence, the key tells which."""
    said = Counter((names or {}).get(key, key) for key in set(among))
    return [f"{name} {key}" if said[name := (names or {}).get(key, key)] > 1 else name for key in reports]


def numbers(counts: Sequence[Count], names: Names | None = None) -> str:
    """Numbers by kind, each with all who counted so, the outlet where a report says it itself: "1 wounded (police) or 2 wounded (Tanjug)". Without those of
    which no word says what they count ("other").
    """
    counts = [c for c in counts if c.kind != "other"]
    said: dict[str, dict[str, list[str]]] = {}
    # Two reports of one outlet that count alike are one voice.
    among = {(_count(c), (names or {}).get(r, r)): r for c in counts if not c.by for r in c.reports}.values()
    for c in counts:
        said.setdefault(c.kind, {}).setdefault(_count(c), []).extend([c.by] if c.by else _named(c.reports, names, among))
    told = (
        " or ".join(f"{number} {_of_kind(kind, number)} ({', '.join(dict.fromkeys(by))})" for number, by in numbers.items())
        for kind, numbers in said.items()
    )
    return "; ".join(told)


def _of_kind(kind: str, number: str) -> str:
    """What is counted, as of one where it is one ("1 vehicle")."""
    return kind.removesuffix("s") if number == "1" and kind in ("vehicles", "weapons", "protesters") else kind


def _count(c: Count) -> str:
    if c.low == c.high and c.low is not None:
        return f"{c.low:,}"
    if c.high is None:
        return f"at least {c.low:,}" if c.low is not None else "an unknown number"
    return f"up to {c.high:,}" if not c.low else f"{c.low:,} to {c.high:,}"


def when(begin: str | None, last: str | None, precision: str) -> str:
    """A day or span in words."""
    if begin is None:
        return f"By {day(last)}" if last else "On a day not known"
    if precision == "month" and len(begin) >= 7:
        return date.fromisoformat(f"{begin[:7]}-01").strftime("%B %Y")
    if precision == "year":
        return begin[:4]
    return f"{day(begin)} to {day(last)}" if last and last != begin else day(begin)


def where(place: Place | None) -> str | None:
    """A place; a coarse one says how coarse."""
    if place is None:
        return None
    return place.name if place.precision != "country" else f"{place.name} (country only)"


def day(value: str | None) -> str:
    """`2022-12-10` as 10 December 2022; a month or a year likewise, anything else as it is."""
    if not value:
        return "a day not known"
    try:
        if len(value) == 7:
            return date.fromisoformat(f"{value}-01").strftime("%B %Y")
        if len(value) >= 10:
            d = date.fromisoformat(value[:10])
            return f"{d.day} {d.strftime('%B %Y')}"
    except ValueError:
        pass
    return value


def listed(names: Iterable[str]) -> str:
    """Names as "a, b and c", each once."""
    found = list(dict.fromkeys(names))
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}" if found else ""


def headline(text: str) -> str:
    """A headline inside a sentence: no final stop."""
    return " ".join(text.split()).rstrip(" .;,")
