"""A reading as one self-contained HTML file: names highlighted, each sentence's tree on demand, no script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING

from vedette.domain import KIND_NOTES

if TYPE_CHECKING:
    from vedette.domain import Sentence
    from vedette.pipeline import Reading

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --dim: #5b6470; --line: #d5dae0 }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ec; --paper: #15181c; --dim: #9aa4af; --line: #343b44 } }
body { font: 16px/1.6 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.3rem; margin: 2.5rem 0 .2rem } .head, .key { color: var(--dim); font-size: .85rem }
mark { color: inherit; border-radius: .25em; padding: .05em .25em; background: transparent; border-bottom: 3px solid }
mark b { font-size: .65em; font-weight: 600; color: var(--dim); margin-left: .3em; letter-spacing: .04em }
.PER { border-color: #b5379c } .ORG { border-color: #0b7285 } .GPE { border-color: #2b8a3e } .LOC { border-color: #74b816 } .NORP { border-color: #e67700 } .FAC { border-color: #1864ab }
details { border-left: 2px solid var(--line); padding: .1rem 0 .1rem .8rem; margin: .3rem 0 } summary { cursor: pointer; list-style-position: outside }
summary:focus-visible { outline: 2px solid #1864ab } .tree { overflow-x: auto } svg text { fill: var(--ink); font: 14px system-ui, sans-serif }
svg .tag { fill: var(--dim); font-size: 10px } svg path { fill: none; stroke: var(--dim) } svg .rel { font-size: 10px }
@media print { details { border: 0 } body { max-width: none } }
"""
LABELS = {
    "PER": "person",
    "ORG": "organisation",
    "GPE": "place with a government",
    "LOC": "other place",
    "NORP": "people or group",
    "FAC": "built thing",
}


def document(readings: Iterable[Reading]) -> Iterator[str]:
    """The file in pieces."""
    yield f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Vedette: a reading</title><style>{_STYLE}</style>\n'
    key = " ".join(f'<mark class="{k}">{v}<b>{k}</b></mark>' for k, v in LABELS.items())
    yield f'<p class="key">{key}<br>Open a sentence to see its tree.</p>\n'
    for r in readings:
        yield from _article(r)
    yield "</html>\n"


def _article(r: Reading) -> Iterator[str]:
    report = r.report
    kind = KIND_NOTES.get(report.text_kind)
    head = " · ".join(escape(x) for x in (str(report.id), report.source, report.published, report.language, kind) if x)
    yield f'<article><h1>{escape(report.title or str(report.id))}</h1><p class="head">{head}</p>\n'
    if not r.read:
        yield f"<p>In another language ({escape(report.language or '?')}): passed through unread.</p><p>{escape(r.annotated.text)}</p>"
    for s in r.annotated.sentences:
        yield f'<details><summary>{_marked(r, s)}</summary><div class="tree">{tree(s)}</div></details>\n'
    yield "</article>\n"


def _marked(r: Reading, s: Sentence) -> str:
    text, out, at = r.annotated.text, "", s.start
    for e in r.annotated.entities:
        if s.start <= e.start < s.end:
            out += escape(text[at : e.start]) + f'<mark class="{e.label}">{escape(text[e.start : e.end])}<b>{e.label}</b></mark>'
            at = e.end
    return out + escape(text[at : s.end])


def tree(s: Sentence) -> str:
    """An SVG of a sentence's words with arcs from heads to dependents."""
    xs, x = [], 10.0
    for t in s.tokens:
        width = max(8.2 * len(t.text), 7.0 * len(t.deprel), 30) + 14
        xs.append(x + width / 2)
        x += width
    levels = _levels(s)
    top = 22 * (max(levels, default=1) + 1) + 14
    out = []
    for i, t in enumerate(s.tokens):
        word = f'<text x="{xs[i]:.0f}" y="{top + 18}" text-anchor="middle">{escape(t.text)}</text>'
        out.append(word + f'<text class="tag" x="{xs[i]:.0f}" y="{top + 32}" text-anchor="middle">{t.upos}</text>')
        if t.head < 0:
            out.append(f'<path d="M{xs[i]:.0f},12 V{top}"/><text class="rel" x="{xs[i] + 4:.0f}" y="12">root</text>')
            continue
        a, b, h = xs[t.head], xs[i], top - 20 * levels[i] - 6
        shift = 4 if a < b else -4
        out.append(f'<path d="M{a + shift:.0f},{top} C{a + shift:.0f},{h:.0f} {b:.0f},{h:.0f} {b:.0f},{top}"/>')
        out.append(f'<path d="M{b - 3:.0f},{top - 5} L{b:.0f},{top} L{b + 3:.0f},{top - 5}"/>')
        out.append(
            f'<text class="rel" x="{(a + b) / 2:.0f}" y="{(top + 3 * h) / 4 - 3:.0f}" text-anchor="middle">{escape(t.deprel)}</text>'
        )
    label = "tree: " + "; ".join(f"{t.text} {t.deprel} of {s.tokens[t.head].text}" if t.head >= 0 else f"{t.text} root" for t in s.tokens)
    return f'<svg width="{x + 10:.0f}" height="{top + 40}" role="img" aria-label="{escape(label, quote=True)}">{"".join(out)}</svg>'


def _levels(s: Sentence) -> list[int]:
    """Height of each word's arc: one more than the highest arc it spans."""
    spans = sorted((abs(t.head - i), i) for i, t in enumerate(s.tokens) if t.head >= 0)
    levels = [0] * len(s.tokens)
    done: list[tuple[int, int, int]] = []
    for _, i in spans:
        a, b = sorted((i, s.tokens[i].head))
        levels[i] = 1 + max((level for x, y, level in done if x >= a and y <= b), default=0)
        done.append((a, b, levels[i]))
    return levels
