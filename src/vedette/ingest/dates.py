"""The time of publication that an address or the head of a text tells."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import unquote, urlsplit

from vedette.ingest.clean import clean

_HEAD = 1500
"""Characters at the head of a text in which it says when it was published."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_YEAR = r"(?:19[89]\d|20\d\d)"
_IN_URL = (
    re.compile(rf"(?<!\d)(?P<y>{_YEAR})[/_-](?P<m>\d\d?)[/_-](?P<d>\d\d?)(?!\d)"),
    re.compile(rf"(?i)(?<!\d)(?P<y>{_YEAR})[/_-](?P<m>{_NAME})[/_-](?P<d>\d\d?)(?!\d)"),
    re.compile(rf"(?i)(?<![a-z0-9])(?P<d>\d\d?)[/_-](?P<m>{_NAME})[/_-](?P<y>{_YEAR})(?!\d)"),
    re.compile(rf"(?i)(?<![a-z])(?P<m>{_NAME})[/_-](?P<d>\d\d?)[/_-](?P<y>{_YEAR})(?!\d)"),
    re.compile(rf"(?<!\d)(?P<y>{_YEAR})(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)"),
)
_DAY = rf"(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m>{_NAME})\.?,?\s+(?P<y>{_YEAR})|(?P<m2>{_NAME})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>{_YEAR})|(?P<iso>{_YEAR}-\d\d-\d\d))"
_CLOCK = r"(?:[\s,|T–-]*(?:at\s+)?(?P<t>(?:[01]?\d|2[0-3])[:.][0-5]\d)(?::[0-5]\d)?\s*(?P<half>[ap]\.?m\.?)?)?"
_LABELLED = re.compile(
    rf"(?i)(?:\b(?:published|posted|issued|released|created|filed|updated|last\s+updated|date|as\s+of)\b[\s:]*(?:on\s+|at\s+)?(?P<t0>(?:[01]?\d|2[0-3]):[0-5]\d[\s,|–-]*(?:on\s+)?)?|^[^\n!?\"“]{{0,60}}?[|·•]\s*(?:\w+day,?\s+)?){_DAY}{_CLOCK}",
    re.M,
)
_DATELINE = re.compile(rf"(?m)^[A-Z][\w.'’ -]{{1,40}}(?:,\s*[\w.'’ -]{{1,40}})?,\s*(?i:{_DAY})\s*(?:\([^)\n]{{2,40}}\)\s*)?[–—:-]")
_GROUP = re.compile(r"\b(?P<d>[0-3]\d)(?P<h>[0-2]\d)(?P<mi>[0-5]\d)\s?[A-Z]?\s?(?P<mon>[A-Z]{3})\s?(?P<y>20\d\d|\d\d)\b")


def from_url(url: str) -> str | None:
    """The day that an address carries in its path or query (`/2022/11/09/`, `/2022/nov/09/`, `20221109`), None where there is none.

    A number that could be the day in an article's id is taken only as eight digits that are a day of 1980 to 2099.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    for text in (unquote(parts.path), unquote(parts.query)):
        for pattern in _IN_URL:
            for m in pattern.finditer(text):
                found = _iso(m["y"], m["m"], m["d"])
                if found is not None:
                    return found
    return None


def from_text(text: str) -> str | None:
    """When a text says at its head that it was published (ISO 8601, to the minute where it says so), None where it does not.

    A line of its own ("15:46 | December 18, 2022"), a label ("Published: 12 March 2021", "As of 12 March 2021"), a dateline with its year
    ("GOMA, 12 March 2021 –") or a date-time group of a field report ("DTG 120630Z DEC 22").
    """
    head = text[:_HEAD]
    stamped = clean(head).published
    if stamped is not None:
        return stamped
    for pattern in (_LABELLED, _DATELINE):
        for m in pattern.finditer(head):
            found = (
                m["iso"]
                if m["iso"] and _iso(*m["iso"].split("-"))
                else _iso(m["y"] or m["y2"] or "", m["m"] or m["m2"] or "", m["d"] or m["d2"] or "")
            )
            if found is not None:
                return found + (_clock(m) if pattern is _LABELLED else "")
    group = _GROUP.search(head[:400])
    if group is None or group["mon"].lower() not in _MONTHS or int(group["h"]) > 23:
        return None
    found = _iso(group["y"] if len(group["y"]) == 4 else "20" + group["y"], group["mon"], group["d"])
    return f"{found}T{group['h']}:{group['mi']}" if found else None


def _iso(year: str, month: str, day: str) -> str | None:
    """ISO date of a year, a month's number or name, and a day; None where there is no such day."""
    try:
        n = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
        return date(int(year), n, int(day)).isoformat()
    except ValueError:
        return None


def _clock(m: re.Match[str]) -> str:
    """`T15:46` of a match's time of day, or nothing."""
    if not m["t"]:
        return f"T{m['t0'].strip(' ,|–-on').zfill(5)}" if m["t0"] else ""
    hour, minute = (int(x) for x in re.split(r"[:.]", m["t"]))
    if m["half"]:
        hour = hour % 12 + (12 if m["half"][0].lower() == "p" else 0)
    return f"T{hour:02d}:{minute:02d}"
