"""Bad input, each kind with its line: what `vedette` says, its exit code, and that the good input beside it is kept."""

from __future__ import annotations

import functools
import io
import json
import os
import resource
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy.event import listen

from vedette.cli import main
from vedette.ingest import fetch
from vedette.language import Reader
from vedette.pipeline import Coder
from vedette.store import Store, sqlite

GOOD = "Guards closed the gate at Oveto on Tuesday and let nobody through, the mayor said."
OTHER = "Miners in Potosi blocked the road to the tin works on Friday."


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a run came to; `said` are its lines on standard error."""

    code: int
    out: list[str]
    said: list[str]

    @property
    def complaints(self) -> list[str]:
        return [x for x in self.said if x.startswith("vedette: ")]


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


@dataclass(kw_only=True)
class Desk:
    """A folder with a good report, a database, and the command line in this process, with one reader for all runs."""

    folder: Path
    capture: pytest.CaptureFixture[str]
    patch: pytest.MonkeyPatch
    site: str = ""

    @property
    def db(self) -> Path:
        return self.folder / "v.db"

    def file(self, name: str, content: str | bytes) -> str:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def run(self, *args: str, given: bytes = b"") -> Done:
        self.patch.setattr(sys, "argv", ["vedette", "--db", str(self.db), *args])
        self.patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        self.capture.readouterr()
        with pytest.raises(SystemExit) as e:
            main()
        out, err = self.capture.readouterr()
        assert "Traceback" not in err
        return Done(code=int(e.value.code or 0), out=out.splitlines(), said=err.splitlines())

    def kept(self) -> list[str]:
        store = Store.open(self.db, readonly=True)
        try:
            assert store.check() == []
            return [r.text for r in store.reports()]
        finally:
            store.close()


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, reader: Reader, coder: Coder) -> Desk:
    monkeypatch.setattr("vedette.language.Reader", lambda threads=None: reader)
    monkeypatch.setattr("vedette.pipeline.Coder", lambda *_, **__: coder)
    monkeypatch.chdir(tmp_path)
    for name in ("HTTP_PROXY", "ALL_PROXY", "VEDETTE_CONTACT", "VEDETTE_DB"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    return Desk(folder=tmp_path, capture=capsys, patch=monkeypatch)


# -- inputs: the run goes on, exit code 3 -------------------------------------------------------------------------------


def line(**record: object) -> str:
    return json.dumps(record) + "\n"


def long_line(d: Desk) -> str:
    path = d.folder / "long.jsonl"
    with path.open("wb") as f:
        f.write(b'{"text": "' + b"word " * 10_000_000 + b'"}\n')
    return str(path)


def empty_folder(d: Desk) -> str:
    (d.folder / "void").mkdir()
    return str(d.folder / "void")


def forgotten(d: Desk) -> str:
    path = d.file("gone.jsonl", line(id="gone", text=OTHER, published="2024-05-01"))
    assert d.run("ingest", path).code == 0
    assert d.run("reports", "forget", "gone", "--reason", "a person asked").code == 0
    return path


Make = Callable[[Desk], str]
BAD: list[tuple[str, Make, str]] = [
    ("an empty file", lambda d: d.file("a.txt", ""), "a.txt: empty; give a file with text in it"),
    ("a blank file", lambda d: d.file("a.txt", " \n\t\n"), "a.txt: empty; give a file"),
    ("a picture", lambda d: d.file("a.txt", b"\x89PNG\r\n\x1a\n\0\0"), "a.txt: not text (a binary file); give plain text, HTML or JSON Lines"),
    ("a database", lambda d: d.file("a.md", b"SQLite format 3\0" + bytes(90)), "a.md: not text (a binary file)"),
    ("noise", lambda d: d.file("a.txt", bytes(range(128, 160)) * 20 + bytes(range(1, 9)) * 40), "a.txt: not text"),
    ("a line of 50 MB", long_line, "long.jsonl:1: over 20 MB in one line; split it into reports"),
    ("a file of 20 MB", lambda d: d.file("a.txt", b"word " * 4_000_001), "a.txt: over 20 MB; split it into reports"),
    ("a page without text", lambda d: d.file("a.html", "<html><body><script>x()</script><p></div>"), "no text is left after cleaning"),
    ("records not in UTF-8", lambda d: d.file("a.jsonl", '{"text": "é"}\n'.encode("latin-1")), "a.jsonl:1: not UTF-8; save the file as UTF-8"),
    ("a record without text", lambda d: d.file("a.jsonl", line(id="x", title="T")), 'no "text" in the record; only "text" is required'),
    ("a record cut off", lambda d: d.file("a.jsonl", '{"id": "x", "text": "He le\n'), "a.jsonl:1: not valid JSON"),
    ("a list a line", lambda d: d.file("a.jsonl", "[1, 2]\n"), "a.jsonl:1: not a JSON object; write one object a line"),
    ("nested without end", lambda d: d.file("a.json", b"[" * 100_000), "a.json: not valid JSON"),
    ("a day that is none", lambda d: d.file("a.jsonl", line(text=OTHER, published="2024-02-31")), '"published" must be a day or a moment'),
    ("an id that is no id", lambda d: d.file("a.jsonl", line(text=OTHER, id=1.5)), '"id" must be a string or a whole number'),
    (
        "one id, two texts",
        lambda d: d.file("a.jsonl", line(id="x", text=OTHER) + line(id="x", text="Another text.")),
        "x: this id has another text already, which is kept; give the new text an id of its own",
    ),
    (
        "an id with a line end",
        lambda d: d.file("a.jsonl", line(id="x\n\x1b[31my", text=OTHER) + line(id="x\n\x1b[31my", text="Another text.")),
        "x [31my: this id has another text already",
    ),
    ("a missing file", lambda d: "none.txt", "none.txt: no such file; check the name"),
    ("a folder without reports", empty_folder, "void: no file there that can be read; name a file"),
    ("a pattern that fits nothing", lambda d: "*.docx", "*.docx: no file there that can be read; name a file"),
    ("another scheme", lambda d: "ftp://127.0.0.1/a", "ftp://127.0.0.1/a: no such file; check the name"),
    ("a page that is gone", lambda d: f"{d.site}/gone", "/gone: no such page (404); check the address"),
    ("a page that never comes", lambda d: f"{d.site}/never", "/never: no answer in time; try again later"),
    ("a page that sends in circles", lambda d: f"{d.site}/circle", "/circle: redirects more than 5 times; give the address"),
    ("a page behind a paywall", lambda d: f"{d.site}/paid", "/paid: the site asks for payment (402)"),
    ("a page of a private network", lambda d: "http://10.0.0.1/a", "http://10.0.0.1/a: lies in a private network; allow such addresses"),
]  # fmt: skip


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """A server of bad pages."""
    closing = threading.Event()
    answers = {"/gone": (404, ""), "/circle": (302, "/circle"), "/paid": (402, ""), "/robots.txt": (404, "")}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/never":
                closing.wait(20)
                return
            status, location = answers[self.path]
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    closing.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(("make", "words"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_a_bad_input_gives_one_line_and_the_good_one_is_kept(make: Make, words: str, desk: Desk, site: str) -> None:
    desk.site = site
    desk.patch.setattr(fetch, "Fetcher", functools.partial(fetch.Fetcher, timeout=0.3, pause=0))
    bad, good = make(desk), desk.file("good.txt", GOOD)
    private = ["--allow-private"] if "127.0.0.1" in bad else []
    done = desk.run("ingest", *private, bad, good)
    assert done.code == 3
    assert len(done.complaints) == 1
    assert words in done.complaints[0]
    assert len(done.complaints[0]) < 400
    assert done.said == [*done.complaints, done.said[-1]]
    assert done.said[-1].endswith("1 not kept")
    assert GOOD in desk.kept()
    rows = [json.loads(x) for x in done.out]
    assert [r["status"] for r in rows if r["status"] != "new"] == ["error"]
    assert rows[-1]["status"] == "new"
    store = Store.open(desk.db, readonly=True)
    assert store.counts()["issue"] == 1
    store.close()


# -- odd inputs that are read -------------------------------------------------------------------------------------------

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol0 "lol">'
    + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 12))
    + f"]><html><body><p>{GOOD}</p><p>&lol11;</p></body></html>"
)
ODD: list[tuple[str, str, bytes, str]] = [
    ("broken HTML", "a.html", f"<div><p>{GOOD}<b>No</i> end<td></p></section><a href='".encode(), GOOD),
    ("a page of entities in entities", "a.html", BOMB.encode(), GOOD),
    ("the same as XML", "a.xml", BOMB.encode(), GOOD),
    ("another encoding", "a.txt", GOOD.replace("Oveto", "Café Léon").encode("cp1252"), "Café Léon"),
    ("a byte order mark", "a.txt", b"\xef\xbb\xbf" + GOOD.encode(), GOOD),
    ("UTF-16", "a.txt", GOOD.encode("utf-16"), GOOD),
    ("old line ends and control characters", "a.txt", f"\0\x07{GOOD}\r\rEnd.\x1b".encode()[1:], GOOD),
    ("halves of characters", "a.jsonl", b'{"title": "\\ud800", "text": "He \\udc00left Oveto on Tuesday."}\n', "He left Oveto"),
    ("no end of line", "a.jsonl", line(text=GOOD).strip().encode(), GOOD),
    ("the first of days", "a.jsonl", line(text=f"{GOOD} A week ago they left.", published="1000-01-01").encode(), GOOD),
    ("the last of days", "a.jsonl", line(text=f"{GOOD} Next week they will leave.", published="2999-12-31").encode(), GOOD),
    ("no words", "a.txt", b"--- *** ... 12:30", "12:30"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "words"), [o[1:] for o in ODD], ids=[o[0] for o in ODD])
def test_an_odd_input_is_kept_without_a_word_and_shown(name: str, content: bytes, words: str, desk: Desk) -> None:
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    done = desk.run("ingest", desk.file(name, content))
    assert done.code == 0
    assert done.complaints == []
    (text,) = desk.kept()
    assert words in text
    assert len(text) <= len(content)
    assert time.monotonic() - started < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # kB
    for command in ("incidents", "sitrep", "export"):
        assert desk.run(command).code == 0


def test_a_forgotten_report_is_told_and_the_run_goes_on(desk: Desk) -> None:
    done = desk.run("ingest", forgotten(desk), desk.file("good.txt", GOOD))
    assert done.code == 0
    assert len(done.complaints) == 1
    assert "gone: was forgotten on " in done.complaints[0]
    assert [json.loads(x)["status"] for x in done.out] == ["forgotten", "new"]
    assert "1 forgotten, not read again" in done.said[-1]
    assert desk.run("db", "issues").out == []
    assert desk.run("reports", "forget", "gone", "--reason", "to scrub the file again").code == 0


def test_issues_are_listed_once_under_the_name_of_their_input(desk: Desk) -> None:
    bad = desk.file("a.jsonl", line(id="x", text=OTHER) + line(id="x", text="Another text.") + "[1]\n")
    for _ in range(2):
        assert desk.run("ingest", bad, "none.txt").code == 3
    rows = [json.loads(x) for x in desk.run("db", "issues").out]
    told = sorted((r["input"].rpartition("/")[2], r["kind"]) for r in rows)
    assert told == [("a.jsonl:3", "bad_record"), ("none.txt", "not_found"), ("x", "conflict")]
    assert all(r["at"].endswith("Z") and r["message"].startswith(r["input"]) for r in rows)


def test_a_report_kept_unread_is_shown_as_unread(desk: Desk) -> None:
    desk.run("ingest", desk.file("a.jsonl", line(id="u", text="Serija napada potresla je glavni grad jutros.") + line(id="e", text=OTHER)))
    assert [json.loads(desk.run("reports", "show", id).out[0])["read"] for id in ("u", "e")] == [False, True]
    assert "passed through unread" in " ".join(desk.run("reports", "show", "u", "--format", "table").out)


def test_the_example_leaves_a_situation_of_its_name_alone(desk: Desk) -> None:
    assert desk.run("situation", "add", "North Kosovo", "--area", "xk", "--from", "2023-09-01").code == 0
    desk.patch.setattr("vedette.cli.ingest.run", lambda *_: 0)
    assert desk.run("demo").code == 0
    (kept,) = [json.loads(x) for x in desk.run("situation", "list").out]
    assert (kept["area"], kept["from"]) == (["XK"], "2023-09-01")


def test_ids_that_are_numbers_stay_numbers(desk: Desk) -> None:
    path = desk.file("a.jsonl", line(id=7, text=GOOD) + line(id="8", text=OTHER))
    assert [json.loads(x)["id"] for x in desk.run("ingest", path).out] == [7, "8"]
    assert [json.loads(x)["id"] for x in desk.run("reports", "list").out] == [7, "8"]
    again = desk.run("ingest", path)
    assert [json.loads(x)["status"] for x in again.out] == ["known", "known"]
    assert again.code == 0


# -- the database: nothing is read, exit code 1 -------------------------------------------------------------------------


def newer(d: Desk) -> None:
    Store.open(d.db).close()
    connection = sqlite3.connect(d.db)
    connection.execute("INSERT INTO migration VALUES (999, 'later', '2030-01-01')")
    connection.commit()
    connection.close()


def another_programs(d: Desk) -> None:
    connection = sqlite3.connect(d.db)
    connection.execute("CREATE TABLE t (a)")
    connection.close()


def read_only(d: Desk) -> None:
    """A file that may not be written: root may write every file, so that the system's answer is given for it."""
    Store.open(d.db).close()
    d.db.chmod(0o444)
    real = os.access
    d.patch.setattr(os, "access", lambda path, mode: Path(path) != d.db and real(path, mode))


def no_longer_writable(d: Desk) -> None:
    """One that turns read-only after it was opened."""
    Store.open(d.db).close()
    real = sqlite.engine
    d.patch.setattr(sqlite, "engine", lambda path, *, readonly, wait: real(path, readonly=True, wait=wait))


def full(d: Desk) -> None:
    """A disk on which the file cannot grow."""
    Store.open(d.db).close()
    pages = d.db.stat().st_size // 4096
    real = sqlite.engine

    def engine(path: str, *, readonly: bool, wait: float) -> object:
        made = real(path, readonly=readonly, wait=wait)
        listen(made, "connect", lambda connection, _: connection.execute(f"PRAGMA max_page_count={pages}"))
        return made

    d.patch.setattr(sqlite, "engine", engine)


def held(d: Desk) -> Callable[[], None]:
    """Another process in the middle of writing."""
    Store.open(d.db).close()
    other = sqlite3.connect(d.db, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    real = Store.open
    d.patch.setattr(Store, "open", functools.partial(real, wait=0.05))
    return other.close


def damaged(d: Desk) -> None:
    Store.open(d.db).close()
    data = bytearray(d.db.read_bytes())
    data[100:4096] = b"\xff" * 3996
    d.db.write_bytes(data)


DATABASES: list[tuple[str, Callable[[Desk], object], str]] = [
    ("a folder", lambda d: d.db.mkdir(), "v.db: is a folder; name a file, such as "),
    ("no database", lambda d: d.db.write_bytes(b"just words" * 500), "v.db: is no Vedette database, or is damaged; name another"),
    ("another program's", another_programs, "v.db: is a database of another program; name another with --db"),
    ("a newer Vedette's", newer, "v.db: was made by a newer Vedette; install that version"),
    ("read-only", read_only, "v.db: is read-only; change its permissions, or name another database with --db"),
    ("read-only later", no_longer_writable, "v.db: is read-only; change its permissions"),
    ("a full disk", full, "v.db: the disk is full; free some space and run it again (what was acknowledged is kept)"),
    ("in another's hands", held, "v.db: another process is writing to it; wait until it is done"),
    ("damaged", damaged, "v.db: is no Vedette database, or is damaged; name another with --db, or restore a copy"),
]


@pytest.mark.parametrize(("make", "words"), [x[1:] for x in DATABASES], ids=[x[0] for x in DATABASES])
def test_a_database_that_cannot_be_used_gives_one_line(make: Callable[[Desk], object], words: str, desk: Desk) -> None:
    after = make(desk)
    done = desk.run("ingest", desk.file("good.jsonl", line(id="g", text=GOOD * 20)))
    if callable(after):
        after()
    assert done.code == 1
    assert len(done.said) == 1
    assert done.said[0].startswith("vedette: ")
    assert words in done.said[0]
    assert done.out == []


def test_a_database_in_no_folder_and_one_on_a_server_are_told(desk: Desk) -> None:
    good = desk.file("good.txt", GOOD)
    for db, code, words in (
        (str(desk.folder / "none" / "v.db"), 1, "cannot be opened; check that its folder exists and may be written to"),
        ("postgresql://host/v", 2, "only SQLite so far; name a file, or sqlite:///FILE, with --db"),
    ):
        done = desk.run("--db", db, "ingest", good)
        assert done.code == code
        assert len(done.said) == 1
        assert words in done.said[0]


# -- usage: exit code 2, and what is not held: exit code 1 --------------------------------------------------------------

USAGE: list[tuple[list[str], int, str]] = [
    (["incidents", "--as-of", "soon"], 2, "--as-of soon: not a day; write it as 2022-12-20"),
    (["inforce", "--as-of", "2022-02-30"], 2, "--as-of 2022-02-30: not a day"),
    (["undertakings", "--known-at", "2022-12-20Tnoon"], 2, "--known-at 2022-12-20Tnoon: not a moment; write it as 2022-12-20T14:00"),
    (["export", "--as-of", ""], 2, "--as-of : not a day"),
    (["incidents", "--as-of", "2022-12-20T14:00"], 2, "--as-of 2022-12-20T14:00: not a day; write it as 2022-12-20"),
    (["export", "--situation", ""], 2, 'no situation ""; there are: none so far'),
    (["sitrep", "--situation", ""], 2, 'no situation ""; there are: none so far'),
    (["situation", "add", " "], 2, "a situation needs a name, such as"),
    (["situation", "add", "N", "--from", "20221101"], 2, "--from 20221101: not a day; write it as 2022-11-01"),
    (["situation", "add", "N", "--to", "2022-W51-2"], 2, "--to 2022-W51-2: not a day; write it as 2022-11-01"),
    (["situation", "add", "N", "--to", ""], 2, "--to : not a day; write it as 2022-11-01"),
    (["sitrep", "--since", "never"], 2, "--since never: not a day"),
    (["sitrep", "--since", "last"], 2, "no sitrep was issued yet"),
    (["ingest", "-", "-"], 2, "standard input (-) can be read once only"),
    (["ingest", "--contact", "Жарко", "https://example.org/a"], 2, "--contact 'Жарко': give an e-mail or a page in plain ASCII letters"),
    (["situation", "add", "N", "--area", "Nowhere"], 2, "--area Nowhere: no country code; give two letters"),
    (["situation", "add", "N", "--from", "2022-13-01"], 2, "--from 2022-13-01: not a day"),
    (["situation", "add", "N", "--from", "2022-02-01", "--to", "2022-01-01"], 2, "--to 2022-01-01 lies before --from 2022-02-01"),
    (["situation", "add", "N", "--zone", "Nowhere/Town"], 2, "--zone Nowhere/Town: no such time zone; write it as Europe/Belgrade"),
    (["reports", "forget", "a", "--reason", " "], 2, "give a reason"),
    (["reports", "show", "none"], 1, "none: no such report; `vedette reports list` shows those held"),
    (["reports", "forget", "none", "--reason", "r"], 1, "none: no such report"),
    (["situation", "remove", "none"], 2, 'no situation "none"; there are: none so far'),
    (["incidents", "--situation", "none"], 2, 'no situation "none"'),
    (["serve", "--situation", "none"], 2, 'no situation "none"'),
]


@pytest.mark.parametrize(("args", "code", "words"), USAGE, ids=[" ".join(u[0]) for u in USAGE])
def test_wrong_usage_gives_one_line(args: list[str], code: int, words: str, desk: Desk) -> None:
    Store.open(desk.db).close()
    done = desk.run(*args)
    assert done.code == code
    assert len(done.said) == 1
    assert words in done.said[0]


@pytest.mark.parametrize("args", [["incidents"], ["sitrep"], ["reports", "list"], ["db", "check"], ["situation", "list"]], ids=" ".join)
def test_showing_what_is_not_there_makes_no_database(args: list[str], desk: Desk) -> None:
    done = desk.run(*args)
    assert done.code == 1
    assert done.said == [
        f"vedette: {desk.db}: no such database; make one with `vedette --db {desk.db} ingest FILE`, or name another with --db"
    ]
    assert not desk.db.exists()


@pytest.mark.parametrize("args", [["incidents"], ["db", "check"]], ids=" ".join)
def test_a_database_whose_making_was_cut_off_is_told_and_can_be_made(args: list[str], desk: Desk) -> None:
    desk.db.touch()
    done = desk.run(*args)
    assert done.code == 1
    assert done.said == [
        f"vedette: {desk.db}: holds nothing yet, or was made by an older Vedette; ingest into it once (vedette --db {desk.db} ingest FILE)"
    ]
    assert desk.run("ingest", desk.file("good.txt", GOOD)).code == 0
    assert desk.run(*args).code == 0


def test_a_busy_port_is_told(desk: Desk) -> None:
    Store.open(desk.db).close()
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        done = desk.run("serve", "--port", str(port))
    assert done.code == 2
    assert done.said == [f"vedette: port {port} on 127.0.0.1 is busy; name another with --port"]


# -- whole processes ----------------------------------------------------------------------------------------------------


def start(*args: str, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "vedette", *args]
    return subprocess.Popen(command, text=True, stderr=subprocess.PIPE, **options)  # type: ignore[call-overload, no-any-return]


def test_two_processes_on_one_database_keep_all(tmp_path: Path) -> None:
    """Both make the new database at once, one report is in both files, and one id with two texts."""
    db = str(tmp_path / "v.db")
    running = []
    for name in ("a", "b"):
        rows = [line(id=f"{name}{n}", text=f"{GOOD} Post {name}{n} said so.", published="2024-05-01") for n in range(8)]
        rows += [line(id="both", text=OTHER), line(id="clash", text=f"{OTHER} So says {name}.")]
        (tmp_path / f"{name}.jsonl").write_text("".join(rows), "utf-8")
        running.append(start("--db", db, "ingest", str(tmp_path / f"{name}.jsonl"), stdout=subprocess.PIPE))
    ends = [p.communicate() for p in running]
    assert sorted(p.returncode for p in running) == [0, 3]
    assert "Traceback" not in "".join(err for _, err in ends)
    statuses = [json.loads(x)["status"] for out, _ in ends for x in out.splitlines()]
    assert sorted(statuses) == ["error", "known", *["new"] * 18]
    store = Store.open(db, readonly=True)
    assert store.check() == []
    assert sorted(r.key for r in store.reports()) == sorted([*(f"{x}{n}" for x in "ab" for n in range(8)), "both", "clash"])
    store.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_under_standard_output_is_told_and_the_report_is_kept(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, "utf-8")
    with Path("/dev/full").open("w") as full:
        p = start("--db", str(tmp_path / "v.db"), "ingest", str(tmp_path / "good.txt"), stdout=full)
        _, err = p.communicate()
    assert p.returncode == 1
    assert err == "vedette: standard output: cannot write or read (no space left on device); check the disk and the permissions\n"
    store = Store.open(tmp_path / "v.db", readonly=True)
    assert [r.text for r in store.reports()] == [GOOD]
    store.close()


def test_a_reader_of_the_acknowledgements_that_leaves_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("".join(line(id=n, text=f"{GOOD} Post {n} said so.") for n in range(30)), "utf-8")
    p = start("--db", str(tmp_path / "v.db"), "ingest", str(tmp_path / "a.jsonl"), stdout=subprocess.PIPE)
    assert p.stdout is not None
    first = json.loads(p.stdout.readline())
    p.stdout.close()
    assert p.stderr is not None
    err = p.stderr.read()
    p.stderr.close()
    assert p.wait() == 1
    assert first["id"] == 0
    assert err == "vedette: nobody reads the acknowledgements any more; run it again to read the rest\n"
