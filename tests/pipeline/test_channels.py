"""Channels against servers on the loopback: what arrives, what is refused, and what is told of it."""

from __future__ import annotations

import email
import io
import json
import os
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message as Mail
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.conftest import ROOT
from tests.export.test_cap import ALERT, HOSTILE, SCHEMA, SIGN
from vedette.domain import Alert, Told
from vedette.errors import Refused, Unreachable, UsageError
from vedette.pipeline.channels import Settings, checked, send, signature
from vedette.store.alerts import Message


def message(to: str, *alerts: Alert, kind: str = "ring", key: str = "k1") -> Message:
    told = Told(id=1, alert=7, rule="Shots", to=to, kind=kind, key=key, intended=ALERT.rang, due=ALERT.rang)  # type: ignore[arg-type]
    return Message(key=key, to=to, rule="Shots", items=tuple((told, a) for a in alerts or (ALERT,)))


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mails and keeps them; refuses what it is told to refuse."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.mails: list[Mail] = []
        self.refuse: dict[str, str] = {}

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Session(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.wfile.write(b"220 stub\r\n")
        for raw in self.rfile:
            word = raw[:4].decode().upper()
            if word == "DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = []
                while (line := self.rfile.readline()) != b".\r\n":
                    lines.append(line)
                self.server.mails.append(email.message_from_bytes(b"".join(lines)))
            answer = self.server.refuse.get(word, "221 bye" if word == "QUIT" else "250 fine")
            self.wfile.write(f"{answer}\r\n".encode())
            if word == "QUIT":
                return


class Hook(ThreadingHTTPServer):
    """Takes posts and keeps them."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Post)
        self.posts: list[tuple[str, dict[str, str], bytes]] = []
        self.status = 204

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/hook"


class _Post(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


def served(server: Any) -> Iterator[Any]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def mails() -> Iterator[MailServer]:
    yield from served(MailServer())


@pytest.fixture
def hook() -> Iterator[Hook]:
    yield from served(Hook())


def test_a_mail_arrives_with_a_name_that_stays_at_every_try(mails: MailServer) -> None:
    settings = Settings(smtp=mails.url, sender="vedette@desk.example", board="https://desk.example/")
    for _ in range(2):
        send(message("mailto:duty@example.org"), settings)
    first, second = mails.mails
    assert first["Message-ID"] == second["Message-ID"] == "<k1@vedette>"
    assert (first["To"], first["From"]) == ("duty@example.org", "vedette@desk.example")
    assert first["Subject"] == "[Shots] Velin: Gunmen shot at a patrol"
    text = first.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert 'Radio Velin: "Gunmen shot at a patrol near Velin."' in text
    assert "https://desk.example/alerts#a7" in text
    assert "wounded 1" in text


def test_a_mail_that_was_taken_is_told_however_the_parting_goes(mails: MailServer) -> None:
    mails.refuse["QUIT"] = "421 gone"
    send(message("mailto:duty@example.org"), Settings(smtp=mails.url, sender="vedette@desk.example"))
    assert len(mails.mails) == 1


def test_a_hostile_headline_adds_no_header_to_a_mail(mails: MailServer) -> None:
    settings = Settings(smtp=mails.url, sender="vedette@desk.example")
    alert = replace(ALERT, rules=("Shots",), sign=replace(SIGN, title=HOSTILE, evidence=HOSTILE))
    send(message("mailto:duty@example.org", alert), settings)
    assert mails.mails[0]["Bcc"] is None
    assert mails.mails[0]["To"] == "duty@example.org"


@pytest.mark.parametrize(
    ("word", "answer", "kind"),
    [
        ("RCPT", "550 no such person", Refused),
        ("RCPT", "451 later", Unreachable),
        ("DATA", "554 no", Unreachable),
        ("MAIL", "421 busy", Unreachable),
    ],
)
def test_what_the_mail_server_says_decides_whether_it_is_tried_again(
    mails: MailServer, word: str, answer: str, kind: type[Exception]
) -> None:
    mails.refuse[word] = answer
    with pytest.raises(kind):
        send(message("mailto:duty@example.org"), Settings(smtp=mails.url, sender="vedette@desk.example"))


def test_a_password_is_not_sent_over_a_plain_line(mails: MailServer) -> None:
    with pytest.raises(UsageError, match="plain line"):
        send(message("mailto:duty@example.org"), Settings(smtp=mails.url.replace("//", "//me:secret@"), sender="vedette@desk.example"))
    assert mails.mails == []


def test_no_server_and_no_setting_are_told() -> None:
    with pytest.raises(UsageError, match="VEDETTE_SMTP"):
        send(message("mailto:duty@example.org"), Settings())
    with pytest.raises(UsageError, match="write it as"):
        send(message("mailto:duty@example.org"), Settings(smtp="ftp://x", sender="a@b"))
    with pytest.raises(Unreachable, match="did not take it"):
        send(message("mailto:duty@example.org"), Settings(smtp="smtp://127.0.0.1:1", sender="a@b"))
    with pytest.raises(UsageError, match="VEDETTE_WEBHOOK_SECRET"):
        send(message("http://127.0.0.1:1/"), Settings())


def test_a_webhook_is_signed_and_bears_its_key(hook: Hook) -> None:
    settings = Settings(secret="open sesame", private=frozenset({"127.0.0.1"}))
    send(message(hook.url, ALERT, replace(ALERT, id=8)), settings)
    ((_, headers, body),) = hook.posts
    at = int(headers["x-vedette-signature"].partition("t=")[2].partition(",")[0])
    assert headers["x-vedette-signature"] == signature("open sesame", at, body)
    assert headers["x-vedette-signature"] != signature("other", at, body)
    assert headers["idempotency-key"] == "k1"
    told = json.loads(body)
    assert [(a["id"], a["kind"], a["title"]) for a in told["alerts"]] == [(7, "ring", SIGN.title), (8, "ring", SIGN.title)]
    send(message(hook.url, replace(ALERT, sign=replace(SIGN, title=HOSTILE))), settings)
    assert "<script>" in json.loads(hook.posts[1][2])["alerts"][0]["title"]


def test_a_webhook_in_a_private_network_is_refused_unless_its_host_is_allowed(hook: Hook) -> None:
    for private in (frozenset[str](), frozenset({"localhost"})):
        with pytest.raises(Refused, match="private network"):
            send(message(hook.url), Settings(secret="s", private=private))
    assert hook.posts == []


@pytest.mark.parametrize(("status", "kind"), [(500, Unreachable), (429, Unreachable), (404, Refused), (302, Refused), (410, Refused)])
def test_what_a_webhook_answers_decides_whether_it_is_tried_again(hook: Hook, status: int, kind: type[Exception]) -> None:
    hook.status = status
    with pytest.raises(kind, match=str(status)):
        send(message(hook.url), Settings(secret="s", private=frozenset({"127.0.0.1"})))
    assert len(hook.posts) == 1  # nowhere else, however it redirects


def test_a_cap_document_is_there_once_however_often_it_is_written(tmp_path: Path) -> None:
    to = f"cap:{tmp_path / 'out'}"
    for _ in range(2):
        send(message(to), Settings(board="https://desk.example"))
    send(message(to, replace(ALERT, version=2)), Settings())
    found = sorted(p.name for p in (tmp_path / "out").iterdir())
    assert found == ["vedette-2031-05-10T120100Z-7.1.xml", "vedette-2031-05-10T120100Z-7.2.xml"]
    for p in (tmp_path / "out").iterdir():
        SCHEMA.assertValid(etree.parse(p))
    (tmp_path / "file").write_text("x")
    with pytest.raises(Unreachable, match="cannot be written"):
        send(message(f"cap:{tmp_path / 'file'}"), Settings())


def test_the_terminal_gets_one_line_without_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    send(message("terminal:", replace(ALERT, sign=replace(SIGN, title=HOSTILE))), Settings())
    said, log = capsys.readouterr()
    assert log == ""  # which programs read line by line
    assert said.startswith("\a12:01Z alert 7, Shots: Velin: ")
    assert said.count("\n") == 1
    assert "\x1b" not in said


def test_a_terminal_that_is_gone_or_knows_few_letters_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    few = io.TextIOWrapper(io.BytesIO(), "ascii")
    monkeypatch.setattr("sys.stdout", few)
    send(message("terminal:", replace(ALERT, sign=replace(SIGN, title="Mitrovicë"))), Settings())
    assert few.buffer.getvalue().endswith(b"Mitrovic?\n")
    few.close()
    with pytest.raises(Unreachable, match="is gone"):
        send(message("terminal:"), Settings())


def test_a_desktop_without_its_program_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(UsageError, match="notify-send"):
        send(message("desktop:"), Settings())


@pytest.mark.parametrize(
    "address",
    [
        "", "duty@example.org", "mailto:", "mailto:a", "mailto:a@b,c@d", "mailto:a@b?bcc=c@d", "mailto:a@b\nBcc: c@d", "ftp://x/", "file:///etc/passwd",
        "https://", "https://user:secret@host/", "http://[::1", "http://x:0/", "cap:", "terminal:now", "javascript:alert(1)", "https://ex\u0430mple.org/",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="no address to tell"):
        checked(address)


def test_settings_come_from_the_environment_alone() -> None:
    got = Settings.of({"VEDETTE_SMTP": "smtp://x", "VEDETTE_WEBHOOK_PRIVATE": " Hook.lan , 10.0.0.1", "VEDETTE_BOARD": ""})
    assert (got.smtp, got.private, got.board) == ("smtp://x", frozenset({"hook.lan", "10.0.0.1"}), None)


KILLED = """
import json, os, signal, sys
from dataclasses import replace
from tests.pipeline.test_alerting import SHOTS, many
from vedette.pipeline import alerting
from vedette.pipeline.channels import Settings
from vedette.store import Store

folder, url = sys.argv[1:]
settings = Settings(secret="s", private=frozenset({"127.0.0.1"}))

def step(name):
    call = getattr(Store, name)
    def stepped(*a, **k):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        out = call(*a, **k)
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return out
    setattr(Store, name, stepped)

for name in ("keep_alert", "claim", "sent"):
    step(name)

def run(n, now):
    store = Store.open(f"{folder}/{n}.db")
    alerting.ring(store, None, many(2), now, settings=settings)
    told = store.tellings()
    store.close()
    return told

for n in range(1, 15):
    store = Store.open(f"{folder}/{n}.db")
    store.put_rule(replace(SHOTS, to=(f"{url}?{n}",), since="2031-05-10T12:00:00Z"), by="me")
    store.close()
    left = n
    child = os.fork()
    if child == 0:
        run(n, "2031-05-10T12:00:00Z")
        os._exit(0)
    _, how = os.waitpid(child, 0)
    left = 0
    told = run(n, "2031-05-10T12:10:00Z")
    print(json.dumps([n, os.WIFSIGNALED(how), [[t.key, t.state, t.alert, t.doubtful] for t in told]]))
"""


def test_killed_at_any_step_nothing_is_lost_and_nothing_rings_twice(tmp_path: Path, hook: Hook) -> None:
    """Two shootings, the program killed before and after every write: both are told, and a repetition bears the key of what it repeats."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), hook.url], env=env, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [killed for _, killed, _ in rows] == [True] * 14
    twice = 0
    for n, _, told in rows:
        keys = [h["idempotency-key"] for p, h, _ in hook.posts if p.endswith(f"?{n}")]
        assert set(keys) == {key for key, *_ in told}, n
        assert [state for _, state, *_ in told] == ["told", "told"], n
        assert len({alert for *_, alert, _ in told}) == 2, n
        assert len(keys) - 2 <= sum(doubtful for *_, doubtful in told) <= 1, n  # a repetition is always called doubtful
        twice += len(keys) - 2
    assert twice == 2  # killed between sending and writing that down: once for each message
