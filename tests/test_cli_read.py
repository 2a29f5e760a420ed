"""`vedette read` as a user meets it: formats, exit codes, and one clear line for each kind of bad input."""

from __future__ import annotations

import io
import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from vedette.language.model import FOLDER

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


def run(*args: str, given: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "NO_COLOR": "1"}
    return subprocess.run([sys.executable, "-m", "vedette", *args], input=given, capture_output=True, check=False, cwd=cwd, env=env)


def records(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


SENTENCE = "Serbs in the valley blocked main roads on Saturday."


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.txt"
    path.write_text(SENTENCE, "utf-8")
    return path


def test_json_lines_in_a_pipe(good: Path) -> None:
    done = run("read", str(good))
    assert done.returncode == 0
    assert done.stderr == b""
    (r,) = records(done)
    assert r["schema"] == 1
    assert r["language"] == "en"
    assert r["text"] == SENTENCE
    assert r["sentences"] == [{"start": 0, "end": 51}]
    assert [(e["text"], e["label"], r["text"][e["start"] : e["end"]]) for e in r["entities"]] == [("Serbs", "NORP", "Serbs")]
    assert "tokens" not in r["sentences"][0]
    assert r["title"] is None
    assert r["published"] is None


def test_tokens(good: Path) -> None:
    (r,) = records(run("read", str(good), "--tokens", "--format", "jsonl"))
    tokens = r["sentences"][0]["tokens"]
    assert [r["text"][t["start"] : t["end"]] for t in tokens] == [*SENTENCE[:-1].split(), "."]
    assert tokens[0] == {"start": 0, "end": 5, "lemma": "Serb", "upos": "PROPN", "xpos": "NNPS", "head": 4, "deprel": "nsubj"}


def test_ids_titles_and_order_come_back(tmp_path: Path) -> None:
    rows = [
        {"id": "S1", "text": "NATO\u00a0called on Serbia.", "title": "Call", "published": "2022-12-18T15:46", "source": "Herald", "url": "https://example.org/1", "text_kind": "restated"},
        {"id": 7, "text": SENTENCE},
        {"text": SENTENCE, "lang": "en"},
    ]  # fmt: skip
    path = tmp_path / "in.jsonl"
    path.write_text("\n\n".join(json.dumps(r) for r in rows), "utf-8")
    a, b, c = records(run("read", str(path)))
    assert (a["id"], a["title"], a["published"], a["source"], a["url"], a["text_kind"]) == (
        "S1",
        "Call",
        "2022-12-18T15:46",
        "Herald",
        "https://example.org/1",
        "restated",
    )
    assert a["text"] == "NATO called on Serbia."
    assert b["id"] == 7
    assert re.fullmatch(r"r[0-9a-f]{15}", c["id"])
    assert records(run("read", "-", given=json.dumps(rows[2]).encode()))[0] == c


def test_another_language_passes_through_marked() -> None:
    text = "Srbi su u ponedeljak blokirali puteve na severu zbog hapšenja bivšeg policajca i traže njegovo oslobađanje."
    done = run("read", "-", given=text.encode())
    (r,) = records(done)
    assert done.returncode == 0
    assert r["language"] != "en"
    assert (r["text"], r["read"], r["sentences"], r["entities"]) == (text, False, [], [])
    assert b"passed through unread" in done.stderr


BAD: list[tuple[str, bytes, str]] = [
    ("empty.txt", b"", "empty; give a file with text"),
    ("blank.txt", b" \n\t\n", "empty; give a file with text"),
    ("image.png", b"\x89PNG\r\n\x1a\n\0\0", "not text"),
    ("nul.txt", b"abc\0def", "not text"),
    ("noise.txt", bytes(range(128, 160)) * 20 + bytes(range(1, 9)) * 40, "not text"),
    ("broken.json", b'{"text": "a"', "not valid JSON"),
    ("list.jsonl", b'[1, 2]\n', "not a JSON object"),
    ("notext.jsonl", b'{"id": "x1", "title": "T"}\n', 'no "text" in the record'),
    ("number.jsonl", b'{"id": "x1", "text": 3}\n', 'no "text" in the record'),
    ("kind.jsonl", b'{"text": "a b", "text_kind": "poem"}\n', '"text_kind" must be one of'),
    ("title.jsonl", b'{"text": "a b", "title": 4}\n', '"title" must be a string'),
    ("latin.jsonl", '{"text": "é"}\n'.encode("latin-1"), "not UTF-8"),
    ("deep.jsonl", b'{"text": ' + b"[" * 100_000 + b"\n", "write one"),
    ("void.jsonl", b'{"text": " "}\n', "empty; give a text"),
    ("id.jsonl", b'{"id": ["a"], "text": "a b"}\n', '"id" must be a string'),
    ("deep.json", b"[" * 100_000, "write one"),
    ("menu.html", b"<html><body><script>x()</script></body></html>", "no text is left"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "message"), BAD, ids=[b[0] for b in BAD])
def test_bad_input_gets_one_line_and_the_rest_is_read(name: str, data: bytes, message: str, tmp_path: Path, good: Path) -> None:
    (tmp_path / name).write_bytes(data)
    done = run("read", str(tmp_path / name), str(good))
    bad, read = records(done)
    lines = done.stderr.decode().splitlines()
    assert done.returncode == 3
    assert len(lines) == 1
    assert name in lines[0]
    assert message in lines[0]
    assert len(lines[0]) < 400
    assert bad["schema"] == 1
    assert bad["error"]["message"] in lines[0]
    assert re.fullmatch("[a-z_]+", bad["error"]["kind"])
    assert read["text"] == SENTENCE


def test_a_bad_record_keeps_its_id() -> None:
    (r,) = records(run("read", "-", given=b'{"id": "x1"}\n'))
    assert r["id"] == "x1"


def test_a_line_over_the_limit_is_skipped_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.jsonl"
    with path.open("wb") as f:
        f.write(b'{"text": "' + b"a " * 11_000_000 + b'"}\n')
        f.write(json.dumps({"id": "next", "text": SENTENCE}).encode() + b"\n")
    done = run("read", str(path))
    bad, read = records(done)
    assert (done.returncode, bad["error"]["kind"], read["id"]) == (3, "too_large", "next")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.txt"], "missing.txt: no such file"),
        (["."], ".: no file there that can be read"),
        (["http://127.0.0.1:9/a"], "lies in a private network"),
    ],
)
def test_inputs_that_are_not_there(arguments: list[str], message: str, tmp_path: Path) -> None:
    done = run("read", *arguments, cwd=tmp_path)
    assert done.returncode == 3
    assert message in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_that_may_not_be_read(good: Path) -> None:
    good.chmod(stat.S_IWUSR)
    done = run("read", str(good))
    assert done.returncode == 3
    assert b"permission denied" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["read", "examples/patrol.txt", "-o", "examples/patrol.txt"], "is also an input"),
        (["read", "-", "-"], "standard input (-) can be read once only"),
        (["read", "--pretokenized", "--format", "html", "-"], "--pretokenized writes conllu or jsonl"),
        (["read", "--format", "pdf", "-"], "'pdf' is not one of"),
        (["read", "--wrong"], "No such option"),
        (["nonsense"], "No such command"),
        (["read", "-o", "/no/such/folder/x.jsonl", "-"], "cannot write"),
    ],
)
def test_wrong_usage(arguments: list[str], message: str) -> None:
    done = run(*arguments, given=b"A text.")
    assert message in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert done.returncode == (1 if message == "cannot write" else 2)


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        (b'\n\n{"id": "a", "text": "He left."}\n{"id": "b", "text": "She left."}\n', ["a", "b"]),
        (b'{"id": "a", "text": "One."\n{"id": "b", "text": "She left."}\n', [None, "b"]),
        ('{"id": "a", "text": "He left."}\n{"id": "b", "text": "Čačak."}\n'.encode("utf-16"), ["a", "b"]),
        (b'[{"id": "a", "text": "He left."},\n{"id": "b", "text": "She left."}]', ["a", "b"]),
        (b'[\n{"id": "a", "text": "He left."}\n]', ["a"]),
        (b'{\n "id": "a",\n "text": "He left."\n}', ["a"]),
    ],
)
def test_records_are_told_from_text(given: bytes, ids: list[str | None]) -> None:
    assert [r["id"] for r in records(run("read", "-", given=given))] == ids


def test_halves_of_characters_do_no_harm(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    given = b'{"text": "He \\ud800left.", "url": "http://x.example/\\ud800", "title": "\\ud800"}\n'
    assert run("read", "-", "-o", str(out), given=given).returncode == 0
    assert json.loads(out.read_text("utf-8"))["text"] == "He left."


@pytest.mark.parametrize("lang", ["en_US", "EN", "eng", "English"])
def test_english_by_any_name_is_read(lang: str) -> None:
    (r,) = records(run("read", "-", given=json.dumps({"text": SENTENCE, "lang": lang}).encode()))
    assert r["read"] is True


def test_markup_in_a_text_is_shown_as_it_is() -> None:
    done = run("read", "-", "--format", "text", given=json.dumps({"text": "Police of Goma[/b] left [red]Goma.", "lang": "[/b]"}).encode())
    assert done.returncode == 0
    assert "[/b]" in done.stdout.decode()


BROKEN = ["1\tA\n1-x\tB\n", "1-2\tdont\n", "1\tA\nfoo\tbar\n", "1\t\n"]


@pytest.mark.parametrize("given", BROKEN)
def test_broken_conllu_is_one_line(given: str) -> None:
    done = run("read", "--pretokenized", "--format", "jsonl", "-", given=given.encode())
    (r,) = records(done)
    assert done.returncode == 3
    assert r["error"]["kind"] == "bad_record"
    assert done.stderr.count(b"\n") == 1


def test_long_given_sentences_keep_all_their_words() -> None:
    words = [f"word{i}" for i in range(700)]
    rows = run("read", "--pretokenized", "-", given=" ".join(words).encode()).stdout.decode().splitlines()
    assert [r.split("\t")[1] for r in rows if "\t" in r] == words
    assert sum(r.split("\t")[6] == "0" for r in rows if "\t" in r) == 1


def test_words_longer_than_their_written_form_stay_apart() -> None:
    given = "1-2\tdu\t_\n1\tde\t_\n2\tle\t_\n3\tchat\t_\n"
    (r,) = records(run("read", "--pretokenized", "--format", "jsonl", "-", given=given.encode()))
    assert [r["text"][t["start"] : t["end"]] for t in r["sentences"][0]["tokens"]] == ["de", "le", "chat"]


def test_encodings(tmp_path: Path) -> None:
    text = "Čačak’s mayor said “no” to the café owners on Monday, and they left the square."
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert records(run("read", "-", given=text.encode(encoding)))[0]["text"] == text
    western = "The café owners’ mayor said “no” on Monday."
    assert records(run("read", "-", given=western.encode("cp1252")))[0]["text"] == western
    page = f'<html><head><meta charset="windows-1250"></head><body><p>{text}</p></body></html>'
    assert records(run("read", "-", given=page.encode("cp1250")))[0]["text"] == text


def test_text_format(good: Path) -> None:
    done = run("read", str(ROOT / "examples/patrol.txt"), "--format", "text", "--tokens")
    shown = done.stdout.decode()
    assert done.returncode == 0
    assert "Serbs NORP]" in shown
    assert re.search(r"\d+ sentences, \d+ words, \d+ names", shown)
    assert "lemma" in shown


class Page(HTMLParser):
    """Tags that are open at the end, and addresses that the page would load."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loads += [v or "" for k, v in attrs if k in ("src", "href")]
        if tag not in ("meta", "path", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass


def test_html_is_one_file_without_scripts(tmp_path: Path) -> None:
    out = tmp_path / "reading.html"
    done = run(
        "read",
        str(ROOT / "examples/page.html"),
        "-",
        "--format",
        "html",
        "-o",
        str(out),
        given=b"<p>A &lt;script&gt; &amp; AT&amp;T said no.</p>",
    )
    assert done.returncode == 0
    text = out.read_text("utf-8")
    page = Page()
    page.feed(text)
    assert page.loads == []
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert text.count("<details>") == text.count("<svg") == text.count("</svg>") > 4
    assert '<mark class="ORG">European Union<b>ORG</b></mark>' in text


def test_conllu_and_pretokenized_keep_the_given_words() -> None:
    given = (
        "# sent_id = a1\n# text = They don't.\n1\tThey\t_\t_\t_\t_\t_\t_\t_\t_\n2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n"
        "2\tdo\t_\t_\t_\t_\t_\t_\t_\t_\n3\tn't\t_\t_\t_\t_\t_\t_\t_\t_\n4\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n"
    )
    rows = run("read", "--pretokenized", "-", given=given.encode()).stdout.decode().splitlines()
    assert rows[0] == "# sent_id = a1"
    assert rows[1] == "# text = They don't."
    assert [r.split("\t")[:2] for r in rows[2:] if r] == [["1", "They"], ["2-3", "don't"], ["2", "do"], ["3", "n't"], ["4", "."]]
    assert rows[5].split("\t")[2] == "not"
    (r,) = records(run("read", "--pretokenized", "--format", "jsonl", "-", given=b"He can not go .\n"))
    assert [r["text"][t["start"] : t["end"]] for t in r["sentences"][0]["tokens"]] == ["He", "can", "not", "go", "."]


def test_conllu_of_a_report_reads_back(good: Path) -> None:
    text = run("read", str(ROOT / "examples/patrol.txt"), "--format", "conllu").stdout.decode()
    again = run("read", "--pretokenized", "-", given=text.encode()).stdout.decode()
    words = [[line.split("\t")[1] for line in t.splitlines() if "\t" in line] for t in (text, again)]
    assert words[0] == words[1]
    assert "NER=B-" in text


def test_the_reader_of_our_output_may_leave(good: Path) -> None:
    rows = (json.dumps({"id": str(i), "text": SENTENCE}) + "\n" for i in range(600))
    command = [sys.executable, "-m", "vedette", "read", "-", "--batch", "8"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as p:
        assert p.stdin is not None
        assert p.stdout is not None
        assert p.stderr is not None
        first = b""
        data = "".join(rows).encode()
        import threading

        def feed() -> None:
            try:
                p.stdin.write(data)  # type: ignore[union-attr]
                p.stdin.close()  # type: ignore[union-attr]
            except BrokenPipeError:
                pass

        t = threading.Thread(target=feed)
        t.start()
        first = p.stdout.readline()
        p.stdout.close()
        t.join()
        error = p.stderr.read()
    assert json.loads(first)["id"] == "0"
    assert b"Traceback" not in error


def test_library_and_command_agree(good: Path) -> None:
    import vedette

    found = vedette.read(SENTENCE)
    (r,) = records(run("read", str(good)))
    assert [(e.start, e.end, e.label) for e in found.entities] == [(e["start"], e["end"], e["label"]) for e in r["entities"]]
    with pytest.raises(vedette.InputError, match="empty"):
        vedette.read("  ")


@pytest.mark.parametrize("name", sorted(p.name for p in FOLDER.iterdir() if p.suffix != ".md" and not p.name.startswith("followup")))
@pytest.mark.parametrize("data", [b"not a model", None], ids=["damaged", "missing"])
def test_damaged_and_missing_weights_are_one_line(
    name: str, data: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from vedette.cli import main
    from vedette.language import Reader

    for path in FOLDER.iterdir():
        if path.name != name:
            (tmp_path / path.name).symlink_to(path)
    if data is not None:
        (tmp_path / name).write_bytes(data)
    monkeypatch.setattr("vedette.language.Reader", lambda threads: Reader(tmp_path))
    monkeypatch.setattr(sys, "argv", ["vedette", "read", "-"])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"A text.")))
    with pytest.raises(SystemExit) as e:
        main()
    assert e.value.code == 1
    said = capsys.readouterr().err
    assert said.startswith(f"vedette: {tmp_path / name}: the ")
    assert ("damaged" if data else "missing") in said
    assert said.count("\n") == 1
