"""A situation report as a paper: drafted, edited, released under a digest, and compared with the one before."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from vedette.domain.situation import Section, Sitrep, SitrepSentence
from vedette.errors import UsageError

FORGOTTEN = "[forgotten]"
"""What stands in a kept paper where words of a forgotten report stood."""
OWN_TEXT = 2000
"""Characters of a sentence of the desk's own at most."""
ASSESSMENT = "Assessment"
"""The section that takes what the desk says itself, where no other is named."""
HIGHLIGHTS = "Highlights"
"""The section that repeats what stands below."""

BRIEF = {
    "Highlights": 4,
    "Key figures": 2,
    "Tension": 2,
    "Changes since the last issue": 3,
    "Freedom of movement": 4,
    "In force": 3,
    "Due and overdue": 3,
    "Outlook": 2,
}
"""Sections of a brief, and how many sentences of each fit its page."""
BY_BEGINNING = frozenset({"Freedom of movement", "In force"})
"""Sections in which the latest stands last; a brief has it first."""

Change = Literal["added", "gone", "changed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A situation report with its number, and who wrote and released it when (UTC); `digest` is the sha256 of what was released.

    `id` is None of one that was only generated, `released` of a draft.
    """

    sitrep: Sitrep
    id: int | None = None
    situation: str | None = None
    made: str | None = None
    by: str | None = None
    released: str | None = None
    released_by: str | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A sentence that one sheet has and the one before has not, or has otherwise (`before`)."""

    change: Change
    section: str
    text: str
    before: str | None = None
    subject: str | None = None


def document(sheet: Sheet) -> dict[str, Any]:
    """A sheet as plain data: what its digest is taken of, and all that its papers are written from."""
    made = sheet.sitrep
    return {
        "schema": 1,
        "kind": "sitrep",
        "vedette": made.version,
        "number": sheet.id,
        "situation": sheet.situation,
        "title": made.title,
        "marking": made.marking,
        "as_of": made.as_of,
        "known_at": made.known_at,
        "since": made.since,
        "made": sheet.made,
        "by": sheet.by,
        "released": sheet.released,
        "released_by": sheet.released_by,
        "sections": [asdict(s) for s in made.sections],
        "citations": [asdict(c) for c in made.citations],
        "removed": [asdict(r) for r in made.removed],
    }


def canonical(data: dict[str, Any]) -> str:
    """JSON with one spelling for one content: keys in order, no spaces, letters as they are."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(data: dict[str, Any]) -> str:
    """The sha256 of a document, in hexadecimal digits."""
    return hashlib.sha256(canonical(data).encode("utf-8", "surrogatepass")).hexdigest()


def final(made: Sitrep) -> Sitrep:
    """What is released of a draft: no hidden sentence, no empty section, no passage that nothing cites any more."""
    sections = tuple(replace(s, sentences=tuple(x for x in s.sentences if not x.hidden)) for s in made.sections)
    sections = tuple(s for s in sections if s.sentences)
    cited = {n for s in sections for x in s.sentences for n in x.citations}
    return replace(made, sections=sections, citations=tuple(c for c in made.citations if c.number in cited))


# -- edits: each gives a new draft ------------------------------------------------------------------------------------


def moved(made: Sitrep, section: int, at: int, by: int) -> Sitrep:
    """A sentence moved up (-1) or down (1) within its section; at the edge nothing changes. Raises UsageError where there is no such sentence."""
    rows = list(_section(made, section).sentences)
    _sentence(made, section, at)
    to = max(0, min(len(rows) - 1, at + by))
    rows.insert(to, rows.pop(at))
    return _with(made, section, rows)


def shown(made: Sitrep, section: int, at: int, hidden: bool) -> Sitrep:
    """A sentence hidden from what is released, or shown again. Raises UsageError."""
    rows = list(_section(made, section).sentences)
    rows[at] = replace(_sentence(made, section, at), hidden=hidden)
    return _with(made, section, rows)


def reworded(made: Sitrep, section: int, at: int, text: str, by: str) -> Sitrep:
    """A sentence said in the desk's own words.

    A composed one is hidden and one of the author's own stands in its place with the same citations; an own one gets the new words
    and the new author. Raises UsageError.
    """
    old = _sentence(made, section, at)
    rows = list(_section(made, section).sentences)
    own = replace(old, text=_own(text), by=by, hidden=False)
    rows[at : at + 1] = [own] if old.by else [own, replace(old, hidden=True)]
    return _with(made, section, rows)


def added(made: Sitrep, section: int | None, text: str, by: str) -> Sitrep:
    """A sentence of the desk's own at the end of a section (None: of the assessment, which is made where it is missing). Raises UsageError."""
    own = SitrepSentence(text=_own(text), citations=(), by=by)
    if section is None:
        names = [s.title for s in made.sections]
        if ASSESSMENT not in names:
            return replace(made, sections=(*made.sections, Section(title=ASSESSMENT, sentences=(own,))))
        section = names.index(ASSESSMENT)
    return _with(made, section, [*_section(made, section).sentences, own])


def dropped(made: Sitrep, section: int, at: int) -> Sitrep:
    """A sentence of the desk's own taken out. Raises UsageError for a composed one, which can only be hidden."""
    if not _sentence(made, section, at).by:
        raise UsageError("a composed sentence can be hidden, not taken out")
    rows = list(_section(made, section).sentences)
    del rows[at]
    return _with(made, section, rows)


def brief(made: Sitrep) -> Sitrep:
    """What fits one page: of the sections that say how it stands the first sentences, each with its best source; a heading says where there are more.

    Sources are numbered anew.
    """
    sections, numbers = [], dict[int, int]()
    for s in made.sections:
        if s.title not in BRIEF:
            continue
        kept = []
        newest = s.sentences[::-1] if s.title in BY_BEGINNING else s.sentences
        for x in newest[: BRIEF[s.title]]:
            cited = tuple(numbers.setdefault(n, len(numbers) + 1) for n in x.citations[:1])
            kept.append(replace(x, citations=cited))
        of = len(s.sentences)
        sections.append(Section(title=f"{s.title}, of {of} in all" if of > len(kept) else s.title, sentences=tuple(kept)))
    held = {c.number: c for c in made.citations}
    title = made.title.replace("Situation report", "Brief", 1)
    return replace(made, title=title, sections=tuple(sections), citations=tuple(replace(held[n], number=new) for n, new in numbers.items()))


def difference(before: Sitrep, after: Sitrep) -> tuple[Difference, ...]:
    """What a sheet says more, otherwise or no longer, section by section; highlights, which repeat, and hidden sentences are left out.

    Sentences are paired by what they tell of within a section, an own one by its words.
    """
    old, new = _told(final(before)), _told(final(after))
    out = []
    for key, s in new.items():
        if key not in old:
            out.append(Difference(change="added", section=key[0], text=s.text, subject=s.subject))
        elif old[key].text != s.text:
            out.append(Difference(change="changed", section=key[0], text=s.text, before=old[key].text, subject=s.subject))
    out += [Difference(change="gone", section=key[0], text=s.text, subject=s.subject) for key, s in old.items() if key not in new]
    return tuple(out)


def _told(made: Sitrep) -> dict[tuple[str, str, int], SitrepSentence]:
    out: dict[tuple[str, str, int], SitrepSentence] = {}
    for section in made.sections:
        for s in section.sentences if section.title != HIGHLIGHTS else ():
            name = s.subject or s.text
            count = sum(1 for key in out if key[:2] == (section.title, name))
            out[section.title, name, count] = s
    return out


def _own(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise UsageError("write a sentence first")
    if len(words) > OWN_TEXT:
        raise UsageError(f"a sentence may have {OWN_TEXT} characters; this one has {len(words)}")
    return words


def _section(made: Sitrep, section: int) -> Section:
    if not 0 <= section < len(made.sections):
        raise UsageError(f"there is no section {section + 1} in this draft; load the page again")
    return made.sections[section]


def _sentence(made: Sitrep, section: int, at: int) -> SitrepSentence:
    rows = _section(made, section).sentences
    if not 0 <= at < len(rows):
        raise UsageError(f"there is no sentence {at + 1} in this section; load the page again")
    return rows[at]


def _with(made: Sitrep, section: int, rows: list[SitrepSentence]) -> Sitrep:
    sections = list(made.sections)
    sections[section] = replace(sections[section], sentences=tuple(rows))
    return replace(made, sections=tuple(sections))
