"""The situation report as a Word document: the same bytes for the same sheet."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from vedette.domain.moments import instant
from vedette.export.sitrep import Document, heading, link, origin, standing

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every part in the file: a zip has none earlier."""


def docx(doc: Document) -> bytes:
    """A document of A4 pages: the marking above and below, page numbers, sections of sentences with raised numbers, the sources."""
    import docx as word
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    made = word.Document()
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin = page.bottom_margin = Mm(20)
    made.styles["Normal"].font.name = "Georgia"
    made.styles["Normal"].font.size = Pt(11)
    head, foot = page.header.paragraphs[0], page.footer.paragraphs[0]
    for line in (head, foot):
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if doc["marking"]:
        head.add_run(_clean(doc["marking"])).bold = True
        foot.add_run(f"{_clean(doc['marking'])}    ").bold = True
    foot.add_run("Page ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")
    made.add_heading(_clean(doc["title"]), 1)
    for said in ("; ".join(heading(doc)), *standing(doc)):
        made.add_paragraph(_clean(said))
    if not doc["sections"]:
        made.add_paragraph("Nothing to report.")
    for section in doc["sections"]:
        made.add_heading(_clean(f"{section['title']} ({len(section['sentences'])})"), 2)
        for s in section["sentences"]:
            line = made.add_paragraph(style="List Bullet")
            if s["new"]:
                line.add_run("New. ").bold = True
            if s["by"]:
                line.add_run(_clean(f"Desk ({s['by']}): ")).italic = True
            line.add_run(_clean(s["text"]))
            if s["citations"]:
                line.add_run(",".join(str(n) for n in s["citations"])).font.superscript = True
    if doc["citations"]:
        made.add_heading("Sources", 2)
    for c in doc["citations"]:
        url = link(c["url"])
        line = made.add_paragraph(_clean(f"{c['number']}. “{c['text']}” {origin(c)}{f', {url}' if url else ''}"))
        line.runs[0].font.size = Pt(9)
    at = datetime.fromisoformat(instant(doc["released"] or doc["made"] or "1980-01-01T00:00:00Z")).replace(tzinfo=None)
    about = made.core_properties
    about.title, about.author, about.last_modified_by = _clean(doc["title"])[:255], "Vedette", "Vedette"
    about.created = about.modified = at
    about.comments, about.revision = "", 1
    out = io.BytesIO()
    made.save(out)
    return _fixed(out.getvalue())


def _field(paragraph: Any, name: str) -> None:
    """A number that the word processor fills in."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = paragraph.add_run()
    for kind, text in (("begin", None), (None, name), ("end", None)):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def _clean(text: str) -> str:
    """Words on one line, without signs that XML cannot hold."""
    return (
        " ".join("".join(c if c.isprintable() and not "\ud800" <= c <= "\udfff" else " " for c in text).split(" "))
        .replace("\ufffe", "")
        .replace("\uffff", "")
    )


def _fixed(data: bytes) -> bytes:
    """The same zip with one time for every part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for part in sorted(given.infolist(), key=lambda p: (p.filename != "[Content_Types].xml", p.filename)):
            info = zipfile.ZipInfo(part.filename, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(info, given.read(part.filename))
    return out.getvalue()
