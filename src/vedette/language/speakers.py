"""Whom a pronoun or a common noun among the sources stands for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from vedette.domain import Annotated, Entity, Span, span
from vedette.domain.bodies import another_body

_NAMES = ("PER", "ORG", "GPE", "NORP")
_PRONOUNS = {
    "he": ("PER",), "she": ("PER",), "him": ("PER",), "her": ("PER",), "his": ("PER",), "it": ("ORG", "GPE"), "its": ("ORG", "GPE"), "they": ("NORP", "ORG", "GPE"),
    "their": ("NORP", "ORG", "GPE"),
}  # fmt: skip
_LABELS = {"person": ("PER",), "group": ("ORG",), "place": ("GPE",)}
_FEMALE = frozenset({"she", "her"})
_MALE = frozenset({"he", "him", "his"})
_TITLES = (
    (re.compile(r"\b(?:Mrs|Ms|Miss|Lady|Queen|Princess|Madame|Sister)\.?\s$"), "f"),
    (re.compile(r"\b(?:Mr|Sir|King|Lord|Prince|Father|Brother)\.?\s$"), "m"),
)
_OFFICES = frozenset({"ministry", "court", "department", "office", "directorate", "secretariat", "prefecture", "inspectorate"})
"""Nouns that with more words are no body named before, unless it is called so: "the foreign ministry"."""
_FAR = 1500
"""Characters back to a name that is itself a subject or a source."""
_NEAR = 300
"""Characters back to any other name."""


@cache
def nouns() -> dict[str, str]:
    """Common nouns for those who speak → person, group or place (`data/speakers.tsv`)."""
    lines = (Path(__file__).parent / "data" / "speakers.tsv").read_text("utf-8").splitlines()[1:]
    return dict(line.split("\t") for line in lines)


def _kind(words: list[str]) -> str | None:
    """Of what kind the last noun among some words is that can speak."""
    return next((nouns()[w] for w in reversed(words) if w in nouns()), None)


class Speakers:
    """Names of a text in order, and which of them have spoken."""

    def __init__(self, annotated: Annotated, marked: Sequence[tuple[int, int]] = ()) -> None:
        """`marked` are the stretches in quotation marks: a name in someone's mouth is seldom the one who speaks next."""
        self._text = annotated.text
        self._names = [e for e in annotated.entities if e.label in _NAMES]
        self._unnamed: list[tuple[Span, str]] = []
        self._starts = [e.start for e in self._names]
        self._quoted = {e.start for a, b in marked for e in self._between(a, b)}
        subjects = [t.start for s in annotated.sentences for t in s.tokens if t.deprel.startswith("nsubj")]
        self._strong = {e.start for e in self._names if bisect_left(subjects, e.start) < bisect_left(subjects, e.end)}
        self._sex = {
            e.text: sex for e in self._names for pattern, sex in _TITLES if pattern.search(self._text, max(0, e.start - 12), e.start)
        }

    def of(self, source: Span) -> Span | None:
        """What a source without a name stands for: the nearest earlier name that fits, for a pronoun also a nearer source without one.

        None for a named or indefinite source, and where nothing fits.
        """
        if self._inside(source):
            return None
        words = source.text.lower().split()
        if not words:
            return None
        if words == ["who"] or words == ["which"]:
            return self._antecedent(source)
        if len(words) == 1 and words[0] in _PRONOUNS:
            named = self._nearest(source, _PRONOUNS[words[0]], pronoun=words[0])
            other = next((s for s, label in reversed(self._unnamed) if label in _PRONOUNS[words[0]]), None)
            near = other is not None and 0 <= source.start - other.end < _FAR and (named is None or named.end < other.start)
            return other if near else named
        kind = _kind(words)
        if kind is None or words[0] not in ("the", "this", "that", "his", "her", "its", "their"):
            return None
        found = self._nearest(source, _LABELS[kind], noun=words[-1])
        if found is not None and len(words) > 2 and words[-1] in _OFFICES:
            name = next(e for e in self._names if e.start == found.start)
            return found if self._is_called(name, words[-1]) else None
        return found

    def heard(self, source: Span, speaker: Span | None) -> None:
        """Remember that a source has spoken: its name, or the phrase that has none, comes first for the pronouns after it."""
        words = source.text.lower().split()
        kind = _kind(words)
        if kind is not None and speaker is None and not self._inside(source):
            self._unnamed.append((source, _LABELS[kind][0]))
        self._strong |= {e.start for e in self._inside(source)}
        if speaker is not None:
            self._strong.add(speaker.start)

    def _inside(self, source: Span) -> list[Entity]:
        return [e for e in self._between(source.start, source.end) if e.end <= source.end]

    def _between(self, start: int, end: int) -> list[Entity]:
        """Names that begin in a stretch of the text."""
        return self._names[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _antecedent(self, source: Span) -> Span | None:
        near = [e for e in self._between(source.start - 100, source.start) if 0 <= source.start - e.end <= 3]
        return span(self._text, near[-1].start, near[-1].end) if near else None

    def _nearest(self, source: Span, labels: tuple[str, ...], pronoun: str = "", noun: str = "") -> Span | None:
        sex = "f" if pronoun in _FEMALE else "m" if pronoun in _MALE else None
        best: tuple[int, int, Entity] | None = None
        for e in reversed(self._between(source.start - _FAR, source.start)):
            away = source.start - e.end
            if away < 0 or e.label not in labels or e.start in self._quoted or (sex and self._sex.get(e.text, sex) != sex):
                continue
            if (e.start not in self._strong and away > _NEAR) or (noun and another_body(noun, e.text)):
                continue
            rank = 1 if e.start in self._strong else 0
            if (noun and self._is_called(e, noun)) or (sex and e.text in self._sex):
                rank = 2
            if best is None or rank > best[0]:
                best = (rank, away, e)
        if best is None:
            return None
        found = best[2]
        if sex:
            self._sex.setdefault(found.text, sex)
        return span(self._text, found.start, found.end)

    def _is_called(self, e: Entity, noun: str) -> bool:
        """Whether a common noun is part of a name or stands beside it: "Minister Haddad", "Haddad, the minister"."""
        beside = self._text[max(0, e.start - 40) : e.end + 40]
        return re.search(rf"(?i)\b{re.escape(noun)}\b", beside) is not None
