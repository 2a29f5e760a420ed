"""Who said what: quoted and reported words with their source and the words that say so."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from vedette.domain import Annotated, Quote, Sentence, Span, span
from vedette.language.attributions import Draft, Tree
from vedette.language.quotation import MARKS, Marked, Stretches, marked
from vedette.language.speakers import Speakers

_FIRST_PERSON = re.compile(r"\b(?:we|our|ours|us|i|my|me)\b", re.I)
_BESIDE = 400
"""Characters before and after a paragraph in which the cue of its quotes may stand."""
_SELF = frozenset("i we you they it us me".split())
_LABEL = re.compile(
    r"(?:[A-Z][\w.'’-]*|of|the|for|de|al|el|and|[(,)])(?:[\s,]+(?:[A-Z][\w.'’-]*|of|the|for|de|al|el|and))*\s*(?:\([^)]*\))?"
)
"""A name and its titles before a colon."""


def quotes(annotated: Annotated) -> tuple[Quote, ...]:
    """Quotes in the order of their first words.

    `source` is the whole noun phrase without its relative clause, `cue` the verb with its particle (or the noun, "according to", the colon).
    The words that a cue interrupts, and sentences in quotation marks that go on after it, are parts of one quote. A paragraph in quotation marks
    without a source goes on from the one before and has that one's `speaker`.
    """
    text = annotated.text
    trees = [Tree(text, i, sentence) for i, sentence in enumerate(annotated.sentences)]
    drafts = [d for tree in trees for d in tree.drafts()]
    starts = [s.start for s in annotated.sentences]
    stretches = Stretches([_begun(text, q, annotated.sentences, starts) for q in marked(text)])
    _take_marked(text, stretches, drafts, trees)
    drafts = [d for d in drafts if d.parts and not _is_own_thought(text, d, stretches)]
    drafts.sort(key=lambda d: (min(d.parts), d.cue or (0, 0)))
    speakers = Speakers(annotated, [(q.start, q.end) for q in stretches.all])
    out: list[Quote] = []
    said: dict[int, Span | None] = {}
    for d in drafts:
        source = span(text, *d.source) if d.source else None
        content = tuple(span(text, a, b) for a, b in _merged(d.parts))
        speaker = speakers.of(source) if source is not None else said.get(id(d.after))
        if source is not None:
            speakers.heard(source, speaker)
        said[id(d)] = speaker or source or said.get(id(d.after))
        direct = stretches.at(content[0].start) is not None
        out.append(Quote(source=source, cue=span(text, *d.cue) if d.cue else None, content=content, direct=direct, speaker=speaker))
    return tuple(out)


def _begun(text: str, q: Marked, sentences: Sequence[Sentence], starts: Sequence[int]) -> Marked:
    """A stretch without its opening mark begins with the first sentence of its paragraph in the first person, else with its last sentence."""
    if q.opened:
        return q
    inside = sentences[max(0, bisect_right(starts, q.start) - 1) : bisect_left(starts, q.end)]
    if not inside:
        return q
    first = next((s for s in inside if _FIRST_PERSON.search(text, max(q.start, s.start), min(s.end, q.end))), inside[-1])
    return replace(q, start=max(q.start, first.start))


def _is_own_thought(text: str, d: Draft, stretches: Stretches) -> bool:
    """Whether someone quoted tells of what they think themselves ("we believe"): that is the quote's content, no second quote."""
    return d.source is not None and d.cue is not None and text[slice(*d.source)].lower() in _SELF and stretches.at(d.cue[0]) is not None


def _merged(parts: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Parts in order, those that touch or overlap made one."""
    out: list[tuple[int, int]] = []
    for a, b in sorted(parts):
        if out and a <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        else:
            out.append((a, b))
    return out


def _take_marked(text: str, stretches: Stretches, drafts: list[Draft], trees: Sequence[Tree]) -> None:
    """Give words in quotation marks to the cue that they hang on, or that stands nearest.

    Paragraphs left open wait for the one that names their source.
    """
    told = sorted((d for d in drafts if d.cue is not None), key=lambda d: d.cue or (0, 0))
    places = [d.cue[0] for d in told if d.cue is not None]
    last: tuple[Draft, Marked] | None = None
    waiting: list[Marked] = []
    for q in stretches.all:
        words = text[q.start : q.end].strip("".join(MARKS)).split()
        long = len(words) >= 4 or (len(words) >= 2 and words[-1][-1] in ".,!?…")
        near = told[bisect_left(places, q.paragraph - _BESIDE) : bisect_left(places, q.paragraph_end + _BESIDE)]
        owner = _introduced(text, q, near) if long else None
        owner = owner or _owner(q, near)
        if owner is None and long:
            owner = _nearby(text, q, near) or _labelled(text, q, drafts) or _before(text, q, last, drafts)
        if owner is not None:
            q = _ended(text, q, owner)
            owner.parts = _joined(owner.parts, q)
        if owner is not None and long:
            _mend(q, owner, stretches, trees)
            for w in waiting:
                owner.parts = _joined(owner.parts, w)
            last, waiting = (owner, q), []
        elif q.closed or (waiting and waiting[-1].paragraph_end < q.paragraph - 2):
            waiting = []
        if owner is None and long and not q.closed:
            waiting.append(q)


def _ended(text: str, q: Marked, d: Draft) -> Marked:
    """A stretch without its closing mark ends before the words that name its source ("We go, the mayor said.")."""
    if q.closed or d.cue is None or not q.start < d.cue[0] < q.end:
        return q
    end = min(d.cue[0], d.source[0] if d.source and d.source[0] > q.start else d.cue[0])
    return replace(q, end=q.start + len(text[q.start : end].rstrip(" ,–—-")))


def _joined(parts: Sequence[tuple[int, int]], q: Marked) -> list[tuple[int, int]]:
    """Parts with a marked stretch: one that lies half in it grows to hold it."""
    start, end = q.start, q.end
    kept = []
    for a, b in parts:
        if b <= start or a >= end or (a < start and not q.closed):
            kept.append((a, b))
        else:
            start, end = min(a, start), max(b, end)
    return [*kept, (start, end)]


def _introduced(text: str, q: Marked, drafts: Sequence[Draft]) -> Draft | None:
    """The cue right before a colon and the marks ("Bello said: …"), whatever else the tree hangs these words on."""
    found = next((d for d in drafts if d.cue and "q" in d.takes and d.cue[1] <= q.start and text[d.cue[1] : q.start].strip() == ":"), None)
    if found is not None and found.cue is not None:
        cut = min(found.cue[0], found.source[0] if found.source else found.cue[0])
        for d in drafts:
            if d is not found and d.cue is not None and not q.start <= d.cue[0] < q.end:
                before = [(a, min(b, a + len(text[a:cut].rstrip(" ,")))) for a, b in d.parts if a < cut]
                d.parts = before + [(max(a, q.end), b) for a, b in d.parts if b > q.end]
    return found


def _owner(q: Marked, drafts: Sequence[Draft]) -> Draft | None:
    """The draft whose content overlaps the marks most, its cue outside them (or anywhere, where a mark is missing and there is no other)."""
    best, size = None, 0
    for d in drafts:
        inside = d.cue is not None and q.start <= d.cue[0] < q.end
        if inside and q.opened and q.closed:
            continue
        shared = sum(max(0, min(q.end, b) - max(q.start, a)) for a, b in d.parts)
        shared = shared if not inside else min(shared, 1)
        if shared > size:
            best, size = d, shared
    return best


def _nearby(text: str, q: Marked, drafts: Sequence[Draft]) -> Draft | None:
    """A cue for words in quotation marks that stands in the same sentence, or before a colon; one that has no content yet comes first."""
    near = []
    for d in drafts:
        if d.cue is None or "q" not in d.takes or q.start <= d.cue[0] < q.end:
            continue
        before = d.cue[1] <= q.start
        gap = text[d.cue[1] : q.start] if before else text[q.end : d.cue[0]]
        whole = not any(c in gap for c in ".!?\n") or (before and gap.rstrip().endswith(":"))
        if whole and len(gap) < (160 if before else 100):
            near.append((len(gap) + (200 if d.parts else 0), d))
    return min(near, key=lambda x: x[0])[1] if near else None


def _labelled(text: str, q: Marked, drafts: list[Draft]) -> Draft | None:
    """A name and a colon at the head of the paragraph, as in an interview."""
    lead = text[q.paragraph : q.start].rstrip()
    if not lead.endswith(":") or len(lead) > 90 or _LABEL.fullmatch(lead[:-1].rstrip()) is None:
        return None
    end = q.paragraph + len(lead)
    found = Draft(sentence=-1, cue=(end - 1, end), source=(q.paragraph, q.paragraph + len(lead[:-1].rstrip())))
    drafts.append(found)
    return found


def _before(text: str, q: Marked, last: tuple[Draft, Marked] | None, drafts: list[Draft]) -> Draft | None:
    """The quote that words in quotation marks go on from: in the same paragraph, or in the one before if it was left open."""
    if last is None:
        return None
    owner, before = last
    follows = q.start == q.paragraph and not text[before.paragraph_end : q.paragraph].strip()
    if before.paragraph == q.paragraph or (follows and not before.closed):
        return owner
    if not follows or q.end < q.paragraph_end - 1:
        return None
    found = Draft(sentence=-1, cue=None, source=None, after=owner)
    drafts.append(found)
    return found


def _mend(q: Marked, d: Draft, stretches: Stretches, trees: Sequence[Tree]) -> None:
    """Where a quote in marks lacks a source outside them, take the noun phrase beside its cue; its words are no content."""
    if d.cue is None or d.sentence < 0 or stretches.at(d.cue[0]) is not None:
        return
    if d.source is not None and not stretches.over(*d.source):
        return
    found = trees[d.sentence].beside(d.cue, [(m.start, m.end) for m in stretches.over(q.paragraph, q.paragraph_end)])
    if found is None:
        return
    d.source = found
    d.parts = [(a, b) for a, b in d.parts if b <= found[0] or a >= found[1]] or [(q.start, q.end)]
