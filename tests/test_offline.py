"""Nothing leaves the machine, and nothing is left in the user's home, by reading."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_reading_calls_nobody_and_leaves_nothing_at_home(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    code = (
        "import socket\n"
        "def refuse(*_, **__): raise AssertionError('a connection was tried')\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse\n"
        "import vedette\n"
        "print(len(vedette.code('Gunmen killed two traders near Goma on Friday.', published='2022-12-18').events))\n"
    )
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("ORT_", "XDG_"))} | {"HOME": str(home)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.splitlines()[0] == "1"
    assert list(home.rglob("*")) == []
