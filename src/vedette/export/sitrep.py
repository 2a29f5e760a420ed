"""The situation report as Markdown, plain text and one self-contained page for the screen and A4 paper; released ones can be verified."""

from __future__ import annotations

import html as markup
import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from vedette.domain import KIND_NOTES, Citation, Picture, Report, Sheet, Sitrep
from vedette.domain.moments import instant
from vedette.domain.sheet import canonical, digest, document, final

Document = dict[str, Any]
"""A sheet as `domain.sheet.document` gives it."""
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
WIDTH = 76
"""Signs in a line of plain text at most, as signal systems take."""
_SIGNS = re.compile(r"[\s<>()\[\]{}|\\^`\"\x00-\x1f\x7f]")
"""Signs that would end an address in running text."""
_KEPT = re.compile(r'<meta name="vedette-sitrep" content="([^"]*)">')


def source_line(c: Citation, report: Report) -> str:
    """Where a citation points, such as: AP, 2022-12-09, report K15, characters 12 to 90 (restated …)."""
    day = report.published or report.received or "undated"
    day = f"about {day}" if report.published_estimated else day
    said = f"{report.source or 'source not named'}, {day}, report {report.id}, characters {c.start} to {c.end}"
    return f"{said} ({KIND_NOTES[report.text_kind]})" if report.text_kind in KIND_NOTES else said


def filled(sitrep: Sitrep, picture: Picture) -> Sitrep:
    """A sitrep whose citations say themselves where they come from, so that it can stand without the picture."""
    cited = []
    for c in sitrep.citations:
        r = picture.reports.get(c.report)
        cited.append(replace(c, where=source_line(c, r), url=link(r.url)) if r else c)
    return replace(sitrep, citations=tuple(cited))


def paper(sheet: Sheet) -> Document:
    """What is written of a sheet: without what is hidden in a draft."""
    return document(replace(sheet, sitrep=final(sheet.sitrep)))


def masthead(sitrep: Sitrep) -> list[str]:
    """As of when, known when, since when."""
    return heading({"as_of": sitrep.as_of, "known_at": sitrep.known_at, "since": sitrep.since})


def dtg(moment: str) -> str:
    """A moment as a date-time group: `2022-12-20T14:05:00Z` as 201405ZDEC22."""
    at = datetime.fromisoformat(instant(moment)).astimezone(UTC)
    return f"{at:%d%H%M}Z{MONTHS[at.month - 1]}{at:%y}"


def standing(doc: Document) -> list[str]:
    """What a paper is: draft or released, by whom, when, under which digest, and what was taken out of it later. Empty of one only generated."""
    if doc["number"] is None:
        return []
    if not doc["released"]:
        return [f"DRAFT {doc['number']}, not released. Written by {doc['by']}, {dtg(doc['made'])}."]
    out = [f"Sitrep {doc['number']}, released by {doc['released_by'] or 'the desk'}, {dtg(doc['released'])}."]
    out += [
        f"Words of a forgotten report were taken out on {r['at'][:10]}; before that the sha256 was {r['before']}." for r in doc["removed"]
    ]
    return [*out, f"sha256 {digest(doc)}"]


def markdown(sitrep: Sitrep, picture: Picture) -> str:
    """Markdown of a sitrep that is only generated."""
    return markdown_of(paper(Sheet(sitrep=filled(sitrep, picture))))


def html(sitrep: Sitrep, picture: Picture) -> str:
    """One page of a sitrep that is only generated."""
    return html_of(paper(Sheet(sitrep=filled(sitrep, picture))))


def markdown_of(doc: Document) -> str:
    """Markdown: sections of sentences with numbers, and the passages that the numbers stand for."""
    lines = [f"# {_plain(doc['title'])}", ""]
    lines += [f"**{_plain(doc['marking'])}**", ""] if doc["marking"] else []
    lines += ["; ".join(heading(doc)), ""]
    for said in standing(doc):
        lines += [_plain(said), ""]
    if not doc["sections"]:
        lines += ["Nothing to report.", ""]
    for section in doc["sections"]:
        lines += [f"## {_plain(section['title'])} ({len(section['sentences'])})", ""]
        for s in section["sentences"]:
            own = f"**Desk ({_plain(s['by'])}):** " if s["by"] else ""
            numbers = f" [{', '.join(str(n) for n in s['citations'])}]" if s["citations"] else ""
            lines.append(f"- {'**New.** ' if s['new'] else ''}{own}{_plain(s['text'])}{numbers}")
        lines.append("")
    if doc["citations"]:
        lines += ["## Sources", ""]
    for c in doc["citations"]:
        url = link(c["url"])
        lines.append(f"{c['number']}. {_plain(origin(c))}: “{_plain(c['text'])}”{f' <{url}>' if url else ''}")
    return "\n".join(lines).rstrip() + "\n"


def text_of(doc: Document) -> str:
    """Plain text in lines of at most 76 signs, but for an address that is longer."""
    from textwrap import fill

    def lines(words: str, first: str = "", rest: str = "") -> str:
        flat = " ".join(words.split())
        return fill(flat, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False)

    out = [doc["marking"], ""] if doc["marking"] else []
    out += [lines(doc["title"].upper()), lines("; ".join(heading(doc)))] + [lines(said) for said in standing(doc)]
    out += [] if doc["sections"] else ["", "Nothing to report."]
    for section in doc["sections"]:
        out += ["", lines(f"{section['title'].upper()} ({len(section['sentences'])})")]
        for s in section["sentences"]:
            own = f"Desk ({s['by']}): " if s["by"] else ""
            numbers = f" [{', '.join(str(n) for n in s['citations'])}]" if s["citations"] else ""
            out.append(lines(f"{'NEW. ' if s['new'] else ''}{own}{s['text']}{numbers}", "- ", "  "))
    out += ["", "SOURCES"] if doc["citations"] else []
    out += [lines(f"{origin(c)}: “{c['text']}” {link(c['url']) or ''}", f"{c['number']}. ", "   ") for c in doc["citations"]]
    out += ["", doc["marking"]] if doc["marking"] else []
    return "\n".join(out) + "\n"


def html_of(doc: Document) -> str:
    """One page without anything from elsewhere: numbers link to the passages below. A released one carries its document, to be verified."""
    from jinja2 import Environment

    page = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(PAGE)
    sources = [{**c, "where": origin(c), "url": link(c["url"])} for c in doc["citations"]]
    marking = "".join(c for c in doc["marking"] or "" if c.isalnum() or c in " :+-/.,()")  # it stands in a string of the style too
    kept = canonical(doc) if doc["released"] and doc["number"] is not None else None
    return page.render(doc=doc, head="; ".join(heading(doc)), standing=standing(doc), sources=sources, marking=marking, kept=kept)


def json_of(doc: Document) -> str:
    """The document and its digest, readable and to be verified."""
    return json.dumps({"document": doc, "sha256": digest(doc)}, ensure_ascii=False, indent=1) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a file of a released sitrep proves: whether it is whole in itself, its number and digest, and in words what is wrong."""

    whole: bool
    said: str
    number: int | None = None
    digest: str | None = None


def verify(data: bytes, version: str | None = None) -> Verified:
    """Check a released sitrep's JSON or HTML by the digest that it carries, without a database. `version` is the program's that checks.

    A JSON's content must fit its digest; an HTML page must be, letter for letter, what its document is written as.
    """
    try:
        text = data.decode("utf-8")
        found = _KEPT.search(text)
        given: Any = json.loads(markup.unescape(found[1])) if found else json.loads(text)
        doc = given if found else given["document"]
        stated = None if found else given["sha256"]
        if not isinstance(doc, dict) or doc.get("kind") != "sitrep" or not doc.get("released"):
            raise ValueError
        mine = digest(doc)
        if not found and stated != mine:
            return Verified(whole=False, said="its content does not fit its digest: it was changed after its release", number=doc["number"])
        if found and html_of(doc) != text:
            if version and doc.get("vedette") != version:
                said = f"it was written by Vedette {doc.get('vedette')}, whose page this version cannot compare; verify the JSON instead"
                return Verified(whole=False, said=said, number=doc["number"])
            return Verified(whole=False, said="it is not as it was written: it was changed after its release", number=doc["number"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Verified(whole=False, said="it is no released sitrep: give the .json or .html file of one, as it was downloaded")
    return Verified(whole=True, said="it is whole in itself", number=doc["number"], digest=mine)


def link(url: str | None) -> str | None:
    """An address that a browser can follow safely, without signs that would end it in running text; None for any but http and https."""
    if url is None or not url.startswith(("http://", "https://")):
        return None
    return _SIGNS.sub(lambda m: quote(m[0], safe=""), url)


def heading(doc: Document) -> list[str]:
    """As of when, known when, since when, of a paper."""
    out = [f"As of {doc['as_of']}"] if doc["as_of"] else []
    out += [f"from reports known by {doc['known_at']}"] if doc["known_at"] else []
    return out + ([f"new since {doc['since']} is marked"] if doc["since"] else [])


def origin(c: Document) -> str:
    """Where a paper's citation comes from, in words."""
    return str(c["where"] or f"report {c['report']}")


def _plain(text: str) -> str:
    """Words on one line that Markdown would not read as its own signs."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|~&" else c for c in " ".join(text.split()))


PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{% if kept %}
<meta name="vedette-sitrep" content="{{ kept }}">
{% endif %}
<title>{{ doc.title }}</title>
<style>
body { font: 16px/1.45 Georgia, "DejaVu Serif", serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #111; background: #fff }
h1 { font-size: 1.5rem; margin-bottom: .2rem } h2 { font-size: 1.1rem; border-bottom: 1px solid #999; margin-top: 1.6rem; break-after: avoid }
.marking { font-weight: bold; text-align: center; letter-spacing: .06em; border: 1px solid #111; padding: .15rem }
.head, .standing, .where { color: #333; font-size: .9rem } .standing { margin: .2rem 0; overflow-wrap: anywhere }
ul { padding-left: 1.1rem } li { margin: .35rem 0; overflow-wrap: anywhere } .own { font-style: italic }
sup a { text-decoration: none; padding: 0 .1rem } .new { font-weight: bold } ol { padding-left: 2rem; font-size: .9rem }
:target { background: #fff3bf }
@page { size: A4; margin: 20mm 18mm; @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 9pt sans-serif }
{% if marking %}
@top-center { content: "{{ marking }}"; font: bold 9pt sans-serif } @bottom-center { content: "{{ marking }}"; font: bold 9pt sans-serif }
{% endif %}
}
@media print { body { font-size: 11pt; margin: 0; padding: 0; max-width: none } a { color: inherit } li { break-inside: avoid } }
</style>
<main>
{% if doc.marking %}
<p class="marking">{{ doc.marking }}</p>
{% endif %}
<h1>{{ doc.title }}</h1>
<p class="head">{{ head }}</p>
{% for said in standing %}
<p class="standing">{{ said }}</p>
{% endfor %}
{% for section in doc.sections %}
<h2>{{ section.title }} ({{ section.sentences | length }})</h2>
<ul>
{% for s in section.sentences %}
<li>{% if s.new %}<span class="new">New.</span> {% endif %}{% if s.by %}<span class="own">Desk ({{ s.by }}):</span> {% endif %}{{ s.text }}{% if s.citations %}<sup>{% for n in s.citations %}<a href="#c{{ n }}">{{ n }}</a>{% if not loop.last %},{% endif %}{% endfor %}</sup>{% endif %}</li>
{% endfor %}
</ul>
{% else %}
<p>Nothing to report.</p>
{% endfor %}
{% if sources %}
<h2>Sources</h2>
<ol>
{% for c in sources %}
<li id="c{{ c.number }}" value="{{ c.number }}"><q>{{ c.text }}</q> <span class="where">{{ c.where }}{% if c.url %}, <a href="{{ c.url }}" rel="noreferrer">{{ c.url }}</a>{% endif %}</span></li>
{% endfor %}
</ol>
{% endif %}
</main>
</html>
"""
