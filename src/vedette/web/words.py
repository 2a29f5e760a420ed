"""Codes and days in words, short enough for a row of a list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from vedette.domain import Condition, Event, Incident, Judgement, Place, Presumed, Report, Undertaking
from vedette.domain.compare import day as number
from vedette.review import Queued
from vedette.situation import area as lies_in
from vedette.web import languages
from vedette.web.languages import gettext as _
from vedette.web.languages import marked

ICONS = {
    "ASSAULT": "violence", "COERCE": "force", "SANCTION": "force", "PROTEST": "protest", "MOBILIZE": "troops", "RETREAT": "troops",
    "THREATEN": "against", "ACCUSE": "against", "REJECT": "against", "REQUEST": "words", "CONSULT": "talks", "AGREE": "talks",
    "CONCEDE": "talks", "SUPPORT": "talks", "COOPERATE": "help", "AID": "help",
}  # fmt: skip
"""The sign of each PLOVER type; one without a type has `other`."""
CONFLICT = frozenset({"ASSAULT", "COERCE", "SANCTION", "PROTEST", "MOBILIZE"})
"""Types drawn as conflict on the map: PLOVER's material conflict."""
CREDIBILITY = {
    1: marked("confirmed by other sources"),
    2: marked("probably true"),
    3: marked("possibly true"),
    4: marked("doubtful"),
    5: marked("improbable"),
    6: marked("cannot be judged"),
}
"""Admiralty credibility of what is reported."""


def kind(type: str | None, mode: str | None) -> str:
    """A type and mode in words: `Protest: obstruct`."""
    named = _((type or "other").capitalize())
    return _("%(type)s: %(mode)s") % {"type": named, "mode": _(mode.replace("-", " ").replace("_", " "))} if mode else named


def icon(type: str | None) -> str:
    """The sign of a type."""
    return ICONS.get(type or "", "other")


def term(word: str | None) -> str:
    """A word of a code's list, such as the kind of a state, in the language that is answered in."""
    return _(word) if word else ""


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def day(value: str | None) -> str:
    """`2022-12-10T08:00` as 10 Dec 2022; what is no full day as it is."""
    d = _day(value)
    return languages.on(d) if d else value or _("undated")


def moment(value: str | None) -> str:
    """`2022-12-10T08:00:00Z` as 10 Dec 2022 08:00, a day alone as such."""
    if not value or len(value) < 16:
        return day(value)
    try:
        return f"{day(value)} {languages.at(time.fromisoformat(value[11:16]))}"
    except ValueError:
        return f"{day(value)} {value[11:16]}"


def published(r: Report, exact: bool = False) -> str:
    """When a report was published, to the minute where that is asked for."""
    shown = moment(r.published) if exact else day(r.published)
    return _("about %(day)s") % {"day": shown} if r.published_estimated else shown


def outlet(r: Report) -> str:
    """The source of a report, or which report it is."""
    return r.source or _("report %(id)s") % {"id": r.id}


def span(begin: str | None, last: str | None, precision: str) -> str:
    """A day or a span of days in words: `10 Dec 2022`, `8 to 10 Dec 2022`, `by 10 Dec 2022`, `Dec 2022`, `undated`."""
    if begin is None:
        return _("by %(day)s") % {"day": day(last)} if last else _("undated")
    first, end = _day(begin), _day(last)
    if precision == "year":
        return begin[:4]
    if precision == "month" and last and begin[:7] == last[:7]:
        return languages.month(first) if first else begin
    if last is None or last == begin:
        return day(begin)
    if first and end and len(begin) >= 10:
        return languages.between(first, end)
    return _("%(a)s to %(b)s") % {"a": day(begin), "b": day(last)}


def when(i: Incident) -> str:
    """When an incident happened."""
    if i.time_estimated and i.last:
        return _("by %(day)s, no day told") % {"day": day(i.last)}
    return span(i.begin, i.last, i.time_precision)


def exact(place: Place | None) -> bool:
    """Whether a place is a spot or a settlement."""
    return place is not None and place.precision in ("point", "city")


def pinned(place: Place | None) -> bool:
    """Whether a place goes on the map: a whole country does not, nor what only its name is known of."""
    return place is not None and place.located and (place.precision != "country" or place.part is not None)


def where(place: Place | None) -> str:
    """A place and, unless it is exact, how coarsely it is known."""
    if place is None:
        return _("place not known")
    if exact(place) or not place.located:
        return place.name
    if pinned(place):
        return _("%(place)s (area)") % {"place": place.name}
    return _("%(place)s (country only)") % {"place": languages.territory(place.country, place.name)}


def whereabouts(x: Incident | Event) -> str:
    """Where an incident or event was, and why it is thought to have been there where the words themselves do not say so."""
    if isinstance(x, Event) and x.place is None and x.scene is not None:
        return _("%(place)s, where the story is") % {"place": where(x.scene)}
    if x.place is not None or x.seat is None:
        return where(x.place)
    reason = _("seat of %(body)s") % {"body": x.seat.of} if x.seat.of else _("where the story is")
    return _("place not told (%(place)s: %(reason)s)") % {"place": x.seat.place.name, "reason": reason}


def presumption(p: Presumed) -> str:
    """Who presumably did what no report says who did, and why."""
    reasons = {
        "who announced it": _("who announced it"),
        "who began it": _("who began it"),
        "an act of authority there": _("an act of authority there"),
    }
    return _("not told (presumably %(actor)s: %(reason)s)") % {"actor": p.actor.name, "reason": reasons[p.reason]}


def area_named(key: str) -> str:
    """What a page calls an area, by what an address calls it: `Mitrovica, XK`."""
    country, _slash, name = key.partition("/")
    named = languages.territory(country, name)
    return f"{named}, {country}" if country else named


def area(i: Incident) -> tuple[str, str]:
    """The area that an incident counts in: what an address calls it, and its name."""
    found = lies_in(i.place)
    return found.key, found.name


def chips(i: Incident) -> list[tuple[str, str]]:
    """States of an incident worth a mark, by their code, each with what it means."""
    out = []
    if i.status == "confirmed":
        out.append(("confirmed", _("Confirmed by an analyst.")))
    elif i.status == "rejected":
        out.append(("rejected", _("Rejected by an analyst.")))
    elif i.independent_sources < 2:
        out.append(("unconfirmed", _("Only one independent source reports it.")))
    if i.disputed:
        out.append(("disputed", _("Sources contradict one another, or someone denies it.")))
    if i.modality != "asserted":
        out.append((i.modality, _("The reports do not say that it happened: %(how)s.") % {"how": _(i.modality)}))
    if i.background:
        out.append(("background", _("Told as background, not as news.")))
    return out


def decision(j: Judgement) -> str:
    """A judgement in a few words."""
    said = {
        "confirm": _("confirmed"),
        "reject": _("rejected"),
        "same": _("merged with another"),
        "not same": _("kept apart from another"),
        "split": _("split"),
    }
    if j.kind == "edit":
        value = ", ".join(str(v) for v in j.value) if isinstance(j.value, list) else _("unknown") if j.value is None else str(j.value)
        return _("%(field)s set to %(value)s") % {"field": term(j.field), "value": value[:120]}
    if j.kind == "check":
        return _("state on %(day)s: %(state)s") % {"day": day(j.value["on"]), "state": _(j.value["state"])}
    if j.kind == "grade":
        return _("credibility %(n)s") % {"n": j.value}
    return said.get(j.kind) or _("decision %(n)s undone") % {"n": j.value}


def elapsed(since: str | None, as_of: str | None) -> int | None:
    """Days from one day to another; None where either is unknown, or they are the wrong way round."""
    a, b = number(since), number(as_of)
    return None if a is None or b is None or b < a else b - a


def days(since: str | None, as_of: str | None) -> str:
    """The same in words: `9 d`, `today`, `` where either is unknown."""
    n = elapsed(since, as_of)
    return "" if n is None else _("%(n)s d") % {"n": languages.number(n)} if n else _("today")


def amount(low: int | None, high: int | None) -> str:
    """A number: `3`, `at least 10`, `up to 20`, `10 to 12`."""
    a, b = languages.number(low or 0), languages.number(high or 0)
    if low is not None and low == high:
        return a
    if high is None:
        return _("at least %(n)s") % {"n": a} if low is not None else _("an unknown number")
    return _("%(a)s to %(b)s") % {"a": a, "b": b} if low else _("up to %(n)s") % {"n": b}


def parties(u: Undertaking | Condition) -> str:
    """Who asked or did, and of whom: `Serbia → KFOR`."""
    by = ", ".join(a.name for a in u.by)
    to = ", ".join(a.name for a in u.to) if isinstance(u, Undertaking) else ""
    return f"{by or _('someone not named')} → {to}" if to else by


def slot(name: str, value: object) -> str:
    """A value of an incident's slot in words."""
    if value is None:
        return _("not known")
    if name == "place" and isinstance(value, Place):
        return where(value)
    if name == "type" and isinstance(value, tuple):
        return kind(*value)
    if name == "begin" and isinstance(value, tuple):
        return span(*value)
    return str(getattr(value, "name", value))


def formula(q: Queued) -> str:
    """How the priority of what awaits a decision comes about."""
    return q.told(_, languages.number)


def slots(differences: Iterable[tuple[str, str, str]], mine: Incident, theirs: Incident) -> list[tuple[str, str, str]]:
    """Where two incidents differ, in words: the field, this one's value, the other's."""

    def said(i: Incident, name: str, plain: str) -> str:
        if name == "type":
            return kind(i.event_type, i.mode)
        if name == "begin":
            return when(i)
        if name == "place":
            return where(i.place)
        if name == "numbers":
            return ", ".join(f"{amount(n.low, n.high)} {_(n.kind)}" for n in i.numbers) or _("none")
        return _("not known") if plain == "unknown" else plain

    return [(_(FIELDS.get(name, name)), said(mine, name, a), said(theirs, name, b)) for name, a, b in differences]


FIELDS = {
    "type": marked("what"),
    "begin": marked("when"),
    "place": marked("where"),
    "actors": marked("who"),
    "recipients": marked("to whom"),
    "numbers": marked("how many"),
}
"""What a page calls the fields in which incidents differ."""
