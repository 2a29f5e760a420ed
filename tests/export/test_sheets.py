"""Papers of a sheet: the same bytes each time, hostile words harmless, and any change of a released one found out."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

import docx as word
import pytest

from vedette.domain import Citation, Section, Sheet, Sitrep, SitrepSentence
from vedette.export.docx import docx
from vedette.export.sitrep import dtg, html_of, json_of, markdown_of, paper, text_of, verify

HOSTILE = '</style><script>alert(1)</script> "x" & [y](javascript:z) \x07'


def sheet(released: bool = True, words: str = "A gate was closed.", marking: str | None = "TLP:AMBER") -> Sheet:
    own = SitrepSentence(text="The desk expects a quiet night.", citations=(), by="editor 1")
    said = SitrepSentence(text=words, citations=(1,), new=True)
    cited = Citation(number=1, report="r1", start=0, end=5, text=words, where="Post, 2022-01-08, report r1", url="https://post.example/1")
    made = Sitrep(
        title=words, as_of="2022-01-10", known_at="2022-01-10", since=None, marking=marking, version="0",
        sections=(Section(title="Incidents", sentences=(said,)), Section(title="Assessment", sentences=(own,))), citations=(cited,),
    )  # fmt: skip
    done = {"released": "2022-01-10T18:00:00Z", "released_by": "editor 1"} if released else {}
    return Sheet(sitrep=made, id=3, situation="South", made="2022-01-10T17:00:00Z", by="editor 1", **done)


def test_every_paper_says_who_may_read_it_and_what_it_is() -> None:
    doc = paper(sheet())
    opened = word.Document(io.BytesIO(docx(doc)))
    told = "\n".join(p.text for p in opened.paragraphs)
    for text in (markdown_of(doc).replace("\\", ""), text_of(doc), html_of(doc), told):
        for expected in ("Sitrep 3, released by editor 1, 101800ZJAN22", "sha256 ", "Desk (editor 1):", "Post, 2022-01-08, report r1"):
            assert expected in text
    assert opened.sections[0].header.paragraphs[0].text == "TLP:AMBER"
    for text in (markdown_of(doc), text_of(doc), html_of(doc)):
        assert "TLP:AMBER" in text
    assert max(map(len, text_of(doc).splitlines())) <= 76
    draft = paper(sheet(released=False))
    assert "DRAFT 3, not released" in text_of(draft)
    assert "vedette-sitrep" not in html_of(draft)


def test_a_word_document_has_the_same_bytes_each_time_and_no_clock_in_it() -> None:
    first = docx(paper(sheet()))
    assert first == docx(paper(sheet()))
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {p.date_time for p in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    about = word.Document(io.BytesIO(first)).core_properties
    assert (about.author, about.created.isoformat() if about.created else None) == ("Vedette", "2022-01-10T18:00:00+00:00")


def test_hostile_words_stay_words_in_every_paper() -> None:
    doc = paper(sheet(words=HOSTILE, marking=HOSTILE[:60]))
    page = html_of(doc)
    assert "<script" not in page
    assert page.count("</style>") == 1
    assert verify(page.encode()).whole
    assert "alert(1)" in "\n".join(p.text for p in word.Document(io.BytesIO(docx(doc))).paragraphs)
    assert "\\[y\\](javascript:z)" in markdown_of(doc)


@pytest.mark.parametrize("form", ["html", "json"])
def test_a_released_sheet_verifies_and_one_changed_byte_is_found(form: str) -> None:
    data = (html_of if form == "html" else json_of)(paper(sheet())).encode()
    found = verify(data)
    assert (found.whole, found.number) == (True, 3)
    changed = data.replace(b"A gate was closed", b"A gate was clossd")
    assert not verify(changed).whole
    for n in range(0, len(data), 97) if form == "html" else ():
        assert not verify(data[:n] + bytes([data[n] ^ 1]) + data[n + 1 :]).whole, n


def test_a_forged_digest_shows_another_number_to_compare() -> None:
    forged = json.loads(json_of(paper(sheet())))
    forged["document"]["title"] = "Another"
    assert "changed after its release" in verify(json.dumps(forged).encode()).said
    mine = json_of(paper(replace(sheet(), sitrep=replace(sheet().sitrep, title="Another")))).encode()
    assert verify(mine).digest != verify(json_of(paper(sheet())).encode()).digest  # whole in itself, but not what was announced


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"{}", b"[]", b'{"document": 1, "sha256": 2}', b"<html></html>", b"[" * 100_000])
def test_what_is_no_released_sheet_is_said_in_one_line(data: bytes) -> None:
    found = verify(data)
    assert not found.whole
    assert "\n" not in found.said


def test_a_draft_does_not_verify() -> None:
    assert "no released sitrep" in verify(json_of(paper(sheet(released=False))).encode()).said


def test_a_date_time_group_is_written_in_zulu() -> None:
    assert dtg("2022-12-20T15:05:00+01:00") == "201405ZDEC22"
