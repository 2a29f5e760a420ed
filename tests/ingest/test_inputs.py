"""Names to files, and records to reports."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from vedette.domain import Report
from vedette.errors import BadRecord, Empty, InputError, NotFound, TooLarge, Unreadable
from vedette.ingest import from_record, from_text, open_input, open_inputs, sound

TEXT = "Guards closed the gate at Oveto on Tuesday and let nobody through."


def opened(*names: str | Path, given: bytes = b"") -> list[Report | InputError]:
    return list(open_inputs([str(n) for n in names], io.BytesIO(given)))


def texts(found: list[Report | InputError]) -> list[str]:
    assert all(isinstance(x, Report) for x in found), found
    return [x.text for x in found if isinstance(x, Report)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three reports, and files that are none."""
    top = tmp_path / "field"
    (top / "north" / ".cache").mkdir(parents=True)
    for name in ("b.txt", "a.md", "north/c.TXT", "north/.cache/old.txt", ".hidden.txt", "photo.jpg", "notes.docx"):
        (top / name).write_text(f"Report {name}: {TEXT}", "utf-8")
    return top


THREE = [f"Report {n}: {TEXT}" for n in ("a.md", "b.txt", "north/c.TXT")]


def test_a_folder_gives_its_reports_by_name_and_no_hidden_files(folder: Path) -> None:
    assert texts(opened(folder)) == THREE
    assert texts(opened(f"{folder}/")) == THREE


def test_a_folder_is_read_wherever_it_lies(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder / "north")
    assert texts(opened("..")) == THREE
    assert texts(opened("../../field")) == THREE
    assert texts(opened(".")) == THREE[2:]
    home = tmp_path / ".local"
    home.mkdir()
    folder.rename(home / "field")
    assert texts(opened(home / "field")) == THREE


def test_patterns_and_names_that_look_like_patterns(folder: Path, tmp_path: Path) -> None:
    assert texts(opened(folder / "*.txt")) == THREE[1:2]
    assert texts(opened(folder / "**" / "*.[tT][xX][tT]")) == THREE[1:]
    odd = tmp_path / "report [1].txt"
    odd.write_text(TEXT, "utf-8")
    assert texts(opened(odd)) == [TEXT]


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("none.txt", NotFound, "no such file; check the name"),
        ("void", NotFound, "no file there that can be read; name a file, or put .txt, .html or .jsonl files into it"),
        ("*.txt", NotFound, "no file there that can be read"),
        ("a" * 5000, InputError, "aaa: "),  # how it is told depends on Python's version
    ],
)
def test_what_is_not_there_is_told_and_the_rest_is_read(name: str, error: type[InputError], words: str, tmp_path: Path) -> None:
    (tmp_path / "void").mkdir()
    (tmp_path / "good.md").write_text(TEXT, "utf-8")
    bad, good = opened(tmp_path / name, tmp_path / "good.md")
    assert isinstance(bad, error)
    assert words in str(bad)
    assert isinstance(good, Report)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every folder")
def test_a_closed_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0)
    (bad,) = opened(tmp_path / "closed" / "a.txt")
    assert isinstance(bad, Unreadable)


@pytest.mark.parametrize(
    ("published", "good"),
    [
        ("2022-12-18", True),
        ("2022-12-18T15:46", True),
        ("2022-12-18T15:46:10Z", True),
        ("2022-12-18 15:46+01:00", True),
        ("", True),
        ("2022-02-30", False),
        ("2022-12", False),
        ("20221218", False),
        ("2022-12-18T25:00", False),
        ("18 December 2022", False),
        ("yesterday", False),
        ("0001-01-01", False),
        ("9999-12-31", False),
    ],
)
def test_published_is_a_day_or_a_moment(published: str, good: bool) -> None:
    record = {"id": "x1", "text": TEXT, "published": published}
    if good:
        assert from_record(record).published == (published or None)
        return
    with pytest.raises(BadRecord, match=r'"published" must be a day or a moment, such as 2022-12-18 or 2022-12-18T15:46') as e:
        from_record(record, "in.jsonl:3")
    assert e.value.id == "x1"
    assert str(e.value).startswith("in.jsonl:3: ")


def test_a_page_whose_date_is_no_day_has_none() -> None:
    page = f'<html><head><meta name="date" content="0000-00-00"></head><body><p>{TEXT}</p></body></html>'
    assert from_text(page).published is None


@pytest.mark.parametrize(("id", "kept"), [("a", "a"), (7, 7), (10**30, 10**30), (-1, -1), ("", None), (None, None)])
def test_an_id_comes_back_as_it_was_given(id: Any, kept: Any) -> None:
    found = from_record({"id": id, "text": TEXT}).id
    assert found == (kept if kept is not None else from_record({"text": TEXT}).id)
    assert type(found) is type(kept) or kept is None


@pytest.mark.parametrize("id", [True, 1.5, ["a"], {"a": 1}])
def test_another_id_is_refused(id: Any) -> None:
    with pytest.raises(BadRecord, match=r'"id" must be a string or a whole number'):
        from_record({"id": id, "text": TEXT})


def test_halves_of_characters_go_and_the_map_holds() -> None:
    report = from_record(json.loads('{"id": "\\udfff", "text": "He \\ud800left \\ud83d\\ude00 Oveto.", "title": "\\ud800T"}'))
    assert report.text == "He left 😀 Oveto."
    for word in ("left", "Oveto"):
        at = report.text.index(word)
        assert report.raw[slice(*report.offsets.span(at, at + len(word)))] == word
    for field in (report.text, report.raw, report.title, report.key):
        assert field is not None
        field.encode()


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1 if n > 1 else str()};" * 10}">' for n in range(1, 12))
    + f"]><html><body><p>{TEXT}</p><p>&lol11;</p></body></html>"
)


@pytest.mark.parametrize("name", ["bomb.xml", "bomb.html", "bomb.txt"])
def test_entities_of_a_page_are_not_multiplied(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(BOMB, "utf-8")
    (found,) = open_input(str(path), io.BytesIO())
    assert isinstance(found, Report)
    assert len(found.text) <= len(BOMB)


def test_a_text_as_long_as_a_library_is_refused(tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    long.write_text("word " * 500_000, "utf-8")
    (found,) = opened(long)
    assert isinstance(found, TooLarge)
    assert str(found) == f"{long}: over 2,000,000 characters of text; split it into reports"


@pytest.mark.parametrize("given", [b"", b" \n\n", b"\xef\xbb\xbf"])
def test_nothing_on_standard_input_is_told(given: bytes) -> None:
    (found,) = opened("-", given=given)
    assert isinstance(found, Empty)
    assert str(found).startswith("standard input: ")


@pytest.mark.parametrize("title", ["", "  ", None])
def test_an_empty_title_is_none(title: str | None) -> None:
    assert from_record({"id": "1", "text": TEXT, "title": title, "source": "", "published": ""}).title is None
    assert from_text(TEXT, title=title).title is None


def test_halves_of_surrogate_pairs_are_replaced_one_for_one() -> None:
    assert sound("\ud800 at Oveto \udfff\ud800") == "\ufffd at Oveto \ufffd\ufffd"


@pytest.mark.parametrize(
    ("text", "url", "day"),
    [
        ("SITREP\nDTG: 160745ZMAY19\nThe mill road is open again.", None, "2019-05-16T07:45"),
        ("Published: 12 March 2021\nThe mill road is open again, the mayor said.", None, "2021-03-12"),
        ("The mill road is open again, the mayor said.", "https://example.org/2021/03/12/mill-road", "2021-03-12"),
        ("The mill road is open again, the mayor said.", None, None),
    ],
)
def test_the_day_comes_from_the_address_or_the_head_of_the_text(text: str, url: str | None, day: str | None) -> None:
    assert from_text(text, url=url).published == day
    assert from_text(text, url=url, published="2020-01-01").published == "2020-01-01"
