"""What looks like the end of a state and is none: told of another year, a truce broken so many times, lawyers let in."""

from __future__ import annotations

import re

from vedette.codebook.wording import roots
from vedette.domain import Event, Report

YEAR = re.compile(
    r"\b(?:in|during) (?:(?:January|February|March|April|May|June|July|August|September|October|November|December) )?((?:19|20)\d\d)\b"
)
"""A year of which something is told."""
DAY = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|this (?:morning|week|month)|last (?:night|week|month)"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December)\b(?! \d{4}))"
)
"""A day of late."""
TIMES = re.compile(r"\b(?:\w+ times|twice|repeatedly|again and again)\b", re.IGNORECASE)
"""How often a truce was broken that still holds."""
LET_IN = re.compile(
    r"(?:s|ting)?(?! (?:[\w'’]+ ){0,8}?(?:go|out|free|off|loose|leave|return)\b) (?:[\w'’]+ ){0,4}?(?:in|inside|see|visit|meet|speak|talk|have|use|make|know)\b"
)
"""Behind "let": who is let in, or let do something, is not let go."""
BREAKS = frozenset("break broken violate breach".split())


def seems_over(e: Event, report: Report | None) -> bool:
    """Whether an ending is none."""
    text, at = e.evidence.text, e.trigger.start - e.evidence.start
    if e.phase != "ends" or e.trigger.in_title != e.evidence.in_title or at < 0:
        return False
    if e.condition == "detention" and "let" in roots(e.trigger.text) and LET_IN.match(text, at + len(e.trigger.text)):
        return True
    if e.condition == "ceasefire" and BREAKS & roots(e.trigger.text) and TIMES.search(text, at):
        return True
    return not e.evidence.in_title and _of_another_year(report, text[:at], text)


def _of_another_year(report: Report | None, before: str, text: str) -> bool:
    """Whether the text before an ending names a year that is over, and its sentence no day ("was blocked in 2019 and opened within an hour"); in winter and spring the last year is not over."""
    years = YEAR.findall(before)
    if not years or report is None or not report.published or DAY.search(text):
        return False
    return int(years[-1]) < int(report.published[:4]) - (report.published[5:7] < "07")
