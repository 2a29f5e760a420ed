"""`vedette serve` from outside: it starts, answers, ends on Ctrl-C, and says in one line why it cannot start."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from vedette.errors import UsageError
from vedette.web.serve import listening, local


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return int(sock.getsockname()[1])


def test_it_serves_until_ctrl_c_and_ends_well(db: str) -> None:
    port = free_port()
    command = [sys.executable, "-m", "vedette", "--db", db, "serve", "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as served:
        assert served.stderr
        assert served.stderr.readline() == f"serving http://127.0.0.1:{port}\n"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=20) as answer:
            assert answer.status == 200
        served.send_signal(signal.SIGINT)
        assert served.wait(20) == 0
        assert served.stderr.read() == ""


def test_a_busy_port_gives_one_clear_line(db: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "vedette", "--db", db, "serve", "--port", str(port)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.strip().endswith(f"port {port} on 127.0.0.1 is busy; name another with --port")
    assert len(done.stderr.strip().splitlines()) == 1


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(UsageError, match=r"cannot listen on 192\.0\.2\.1"):
        listening("192.0.2.1", free_port())


@pytest.mark.parametrize(
    ("host", "only_here"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("board", False)]
)
def test_who_can_reach_an_address(host: str, only_here: bool) -> None:
    assert local(host) is only_here


def test_help_needs_no_web_library() -> None:
    code = "import sys, vedette.cli; print([m for m in ('fastapi', 'jinja2', 'uvicorn', 'vedette.web') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
