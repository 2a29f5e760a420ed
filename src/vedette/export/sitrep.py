"""The situation report as Markdown and as one self-contained page for the screen and A4 paper."""

from __future__ import annotations

import re
from urllib.parse import quote

from vedette.domain import KIND_NOTES, Citation, Picture, Report, Sitrep, SitrepSentence

_SIGNS = re.compile(r"[\s<>()\[\]{}|\\^`\"\x00-\x1f\x7f]")
"""Signs that would end an address in running text."""


def source_line(c: Citation, report: Report) -> str:
    """Where a citation points, such as: AP, 2022-12-09, report K15, characters 12 to 90 (restated …)."""
    day = report.published or report.received or "undated"
    day = f"about {day}" if report.published_estimated else day
    said = f"{report.source or 'source not named'}, {day}, report {report.id}, characters {c.start} to {c.end}"
    return f"{said} ({KIND_NOTES[report.text_kind]})" if report.text_kind in KIND_NOTES else said


def masthead(sitrep: Sitrep) -> list[str]:
    """As of when, known when, since when."""
    out = [f"As of {sitrep.as_of}"] if sitrep.as_of else []
    out += [f"from reports known by {sitrep.known_at}"] if sitrep.known_at else []
    out += [f"new since {sitrep.since} is marked"] if sitrep.since else []
    return out


def markdown(sitrep: Sitrep, picture: Picture) -> str:
    """Markdown: sections of sentences with numbers, and the passages that the numbers stand for."""
    lines = [f"# {_plain(sitrep.title)}", "", "; ".join(masthead(sitrep)), ""]
    if not sitrep.sections:
        lines += ["Nothing to report.", ""]
    for section in sitrep.sections:
        lines += [f"## {section.title} ({len(section.sentences)})", ""]
        lines += [f"- {_marked(s)}" for s in section.sentences]
        lines.append("")
    if sitrep.citations:
        lines += ["## Sources", ""]
    for c in sitrep.citations:
        report = picture.reports.get(c.report)
        where = source_line(c, report) if report else f"report {c.report}"
        url = link(report.url if report else None)
        lines.append(f"{c.number}. {_plain(where)}: “{_plain(c.text)}”{f' <{url}>' if url else ''}")
    return "\n".join(lines).rstrip() + "\n"


def _marked(s: SitrepSentence) -> str:
    numbers = ", ".join(str(n) for n in s.citations)
    return f"{'**New.** ' if s.new else ''}{_plain(s.text)} [{numbers}]"


def _plain(text: str) -> str:
    """Words on one line that Markdown would not read as its own signs."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|~&" else c for c in " ".join(text.split()))


def html(sitrep: Sitrep, picture: Picture) -> str:
    """One page without anything from elsewhere: numbers link to the passages below."""
    from jinja2 import Environment

    page = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(PAGE)
    sources = [
        {
            "number": c.number,
            "text": c.text,
            "where": source_line(c, picture.reports[c.report]) if c.report in picture.reports else f"report {c.report}",
        }
        | {"url": link(picture.reports[c.report].url if c.report in picture.reports else None)}
        for c in sitrep.citations
    ]
    return page.render(sitrep=sitrep, head="; ".join(masthead(sitrep)), sources=sources)


def link(url: str | None) -> str | None:
    """An address that a browser can follow safely, without signs that would end it in running text; None for any but http and https."""
    if url is None or not url.startswith(("http://", "https://")):
        return None
    return _SIGNS.sub(lambda m: quote(m[0], safe=""), url)


PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ sitrep.title }}</title>
<style>
body { font: 16px/1.45 Georgia, serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #111; background: #fff }
h1 { font-size: 1.5rem; margin-bottom: .2rem } h2 { font-size: 1.1rem; border-bottom: 1px solid #999; margin-top: 1.6rem }
.head, .where { color: #444; font-size: .9rem } ul { padding-left: 1.1rem } li { margin: .35rem 0 }
sup a { text-decoration: none; padding: 0 .1rem } .new { font-weight: bold } ol { padding-left: 2rem; font-size: .9rem }
:target { background: #fff3bf } @page { size: A4; margin: 18mm }
@media print { body { font-size: 11pt; margin: 0; max-width: none } a { color: inherit } li { break-inside: avoid } }
</style>
<h1>{{ sitrep.title }}</h1>
<p class="head">{{ head }}</p>
{% for section in sitrep.sections %}
<h2>{{ section.title }} ({{ section.sentences | length }})</h2>
<ul>
{% for s in section.sentences %}
<li>{% if s.new %}<span class="new">New.</span> {% endif %}{{ s.text }}<sup>{% for n in s.citations %}<a href="#c{{ n }}">{{ n }}</a>{% if not loop.last %},{% endif %}{% endfor %}</sup></li>
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
</html>
"""
