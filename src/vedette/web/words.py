"""Codes and days in words, short enough for a row of a list."""

from __future__ import annotations

from datetime import date

from vedette.domain import Condition, Incident, Judgement, Place, Undertaking
from vedette.domain.compare import day as number
from vedette.situation import area as lies_in

ICONS = {
    "ASSAULT": "violence", "COERCE": "force", "SANCTION": "force", "PROTEST": "protest", "MOBILIZE": "troops", "RETREAT": "troops",
    "THREATEN": "against", "ACCUSE": "against", "REJECT": "against", "REQUEST": "words", "CONSULT": "talks", "AGREE": "talks",
    "CONCEDE": "talks", "SUPPORT": "talks", "COOPERATE": "help", "AID": "help",
}  # fmt: skip
"""The sign of each PLOVER type; one without a type has `other`."""
CONFLICT = frozenset({"ASSAULT", "COERCE", "SANCTION", "PROTEST", "MOBILIZE"})
"""Types drawn as conflict on the map: PLOVER's material conflict."""
CREDIBILITY = {
    1: "confirmed by other sources",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "cannot be judged",
}
"""Admiralty credibility of what is reported."""
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def kind(type: str | None, mode: str | None) -> str:
    """A type and mode in words: `Protest: obstruct`."""
    return (type or "other").capitalize() + (f": {mode.replace('-', ' ').replace('_', ' ')}" if mode else "")


def icon(type: str | None) -> str:
    """The sign of a type."""
    return ICONS.get(type or "", "other")


def day(value: str | None) -> str:
    """`2022-12-10T08:00` as 10 Dec 2022; what is no full day as it is."""
    try:
        d = date.fromisoformat((value or "")[:10])
    except ValueError:
        return value or "undated"
    return f"{d.day} {MONTHS[d.month - 1]} {d.year}"


def moment(value: str | None) -> str:
    """`2022-12-10T08:00:00Z` as 10 Dec 2022 08:00, a day alone as such."""
    return day(value) + (f" {value[11:16]}" if value and len(value) >= 16 else "")


def span(begin: str | None, last: str | None, precision: str) -> str:
    """A day or a span of days in words: `10 Dec 2022`, `8 to 10 Dec 2022`, `by 10 Dec 2022`, `Dec 2022`, `undated`."""
    if begin is None:
        return f"by {day(last)}" if last else "undated"
    if precision == "year":
        return begin[:4]
    if precision == "month" and last and begin[:7] == last[:7]:
        return day(begin).partition(" ")[2]
    if last is None or last == begin:
        return day(begin)
    if begin[:7] == last[:7] and len(begin) >= 10:
        return f"{int(begin[8:10])} to {day(last)}"
    return f"{day(begin)} to {day(last)}"


def when(i: Incident) -> str:
    """When an incident happened."""
    return f"by {day(i.last)}, no day told" if i.time_estimated and i.last else span(i.begin, i.last, i.time_precision)


def exact(place: Place | None) -> bool:
    """Whether a place is a spot or a settlement."""
    return place is not None and place.precision in ("point", "city")


def pinned(place: Place | None) -> bool:
    """Whether a place goes on the map: a whole country does not."""
    return place is not None and (place.precision != "country" or place.part is not None)


def where(place: Place | None) -> str:
    """A place and, unless it is exact, how coarsely it is known."""
    if place is None:
        return "place not known"
    return place.name if exact(place) else f"{place.name} ({'area' if pinned(place) else 'country only'})"


def area(i: Incident) -> tuple[str, str]:
    """The area that an incident counts in: what an address calls it, and its name."""
    found = lies_in(i.place)
    return found.key, found.name


def chips(i: Incident) -> list[tuple[str, str]]:
    """States of an incident worth a mark, each with what it means."""
    out = []
    if i.status == "confirmed":
        out.append(("confirmed", "Confirmed by an analyst."))
    elif i.status == "rejected":
        out.append(("rejected", "Rejected by an analyst."))
    elif i.independent_sources < 2:
        out.append(("unconfirmed", "Only one independent source reports it."))
    if i.disputed:
        out.append(("disputed", "Sources contradict one another, or someone denies it."))
    if i.modality != "asserted":
        out.append((i.modality, f"The reports do not say that it happened: {i.modality}."))
    if i.background:
        out.append(("background", "Told as background, not as news."))
    return out


def decision(j: Judgement) -> str:
    """A judgement in a few words."""
    said = {
        "confirm": "confirmed",
        "reject": "rejected",
        "same": "merged with another",
        "not same": "kept apart from another",
        "split": "split",
    }
    if j.kind == "edit":
        value = ", ".join(str(v) for v in j.value) if isinstance(j.value, list) else "unknown" if j.value is None else str(j.value)
        return f"{j.field} set to {value[:120]}"
    return said.get(j.kind) or (f"credibility {j.value}" if j.kind == "grade" else f"decision {j.value} undone")


def days(since: str | None, as_of: str | None) -> str:
    """Days from one day to another: `9 d`, `today`, `` where either is unknown."""
    a, b = number(since), number(as_of)
    if a is None or b is None or b < a:
        return ""
    return f"{b - a} d" if b > a else "today"


def amount(low: int | None, high: int | None) -> str:
    """A number: `3`, `at least 10`, `up to 20`, `10 to 12`."""
    if low is not None and low == high:
        return f"{low:,}"
    if high is None:
        return f"at least {low:,}" if low is not None else "an unknown number"
    return f"{low:,} to {high:,}" if low else f"up to {high:,}"


def parties(u: Undertaking | Condition) -> str:
    """Who asked or did, and of whom: `Serbia → KFOR`."""
    by = ", ".join(a.name for a in u.by)
    to = ", ".join(a.name for a in u.to) if isinstance(u, Undertaking) else ""
    return f"{by or 'someone not named'} → {to}" if to else by


def slot(name: str, value: object) -> str:
    """A value of an incident's slot in words."""
    if value is None:
        return "not known"
    if name == "place" and isinstance(value, Place):
        return where(value)
    if name == "type" and isinstance(value, tuple):
        return kind(*value)
    if name == "begin" and isinstance(value, tuple):
        return span(*value)
    return str(getattr(value, "name", value))
