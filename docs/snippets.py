"""Commands and Python in the pages, with what they print: `python docs/snippets.py [--write]`.

A `console` block is a `$ command` and its output (a last line `…` stands for the rest); a `python` block is run as it stands,
and the `text` block that may follow it is what it prints. Without --write, differences are printed and the exit code is 1.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

FOLDER = tempfile.TemporaryDirectory()
"""Where databases of the pages' commands stand (`VEDETTE_DB`)."""
ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "docs/tutorial.md", "docs/how-to.md")
BLOCK = re.compile(r"```(console|python)\n(.*?)```(?:\n\n```text\n(.*?)```)?", re.S)
TODAY = "2026-11-25"
"""What the pages say for the day on which a command was run."""
MAKE = re.compile(r"^run:.*\n((?:\t@.+\n)+)", re.M)


def shell(command: str, db: str) -> str:
    """What a command prints on both streams, run in the project's root with this interpreter's programs and the database of this name."""
    if command == "make run":
        found = MAKE.search((ROOT / "Makefile").read_text("utf-8"))
        assert found is not None
        steps = [line.removeprefix("\t@") for line in found[1].splitlines() if "serve" not in line]
        command = " && ".join(steps).replace("$(BIN)/", "").replace("$(DB)", f"{FOLDER.name}/demo.db")
    path = f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}"
    env = {**os.environ, "PATH": path, "NO_COLOR": "1", "COLUMNS": "100", "VEDETTE_DB": f"{FOLDER.name}/{db}"}
    done = subprocess.run(["/bin/bash", "-c", command], capture_output=True, text=True, cwd=ROOT, env=env, check=False)  # noqa: S603
    out = done.stdout if done.stdout.endswith("\n") or not done.stdout else done.stdout + "\n"
    printed = (out + done.stderr).replace(datetime.now(UTC).date().isoformat(), TODAY)
    return re.sub(r"[ \t]+$", "", printed, flags=re.M)


def python(code: str) -> str:
    """What a piece of Python prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.chdir(ROOT):
        exec(compile(code, "snippet", "exec"), {})  # noqa: S102 (our own pages)
    return out.getvalue()


def fresh(kind: str, body: str, printed: str | None, db: str) -> tuple[str, str | None]:
    """The block's body and its printed part as they should stand."""
    if kind == "python":
        return body, python(body) if printed is not None else printed
    out = []
    for part in re.split(r"^(?=\$ )", body, flags=re.M):
        if not part.strip():
            continue
        line, _, shown = part.partition("\n")
        if line.startswith("$ make test") or "pip install" in line or "git clone" in line:
            out.append(part)
            continue
        real = shell(line[2:], db)
        if shown.rstrip().endswith("…"):
            wanted = len(shown.rstrip().splitlines()) - 1
            real = "\n".join([*real.splitlines()[:wanted], "…"]) + "\n"
        out.append(f"{line}\n{real}")
    return "".join(out), printed


def main() -> int:
    """Check the pages, or write them anew."""
    write = "--write" in sys.argv
    wrong = 0
    for name in PAGES:
        path = ROOT / name
        text = path.read_text("utf-8")

        def again(m: re.Match[str], name: str = name) -> str:
            nonlocal wrong
            body, printed = fresh(m[1], m[2], m[3], "readme.db" if name == "README.md" else "vedette.db")
            made = f"```{m[1]}\n{body}```" + (f"\n\n```text\n{printed}```" if printed is not None else "")
            if made != m[0]:
                wrong += 1
                if not write:
                    print(f"{name}: differs\n--- written\n{m[0]}\n--- real\n{made}")
            return made

        new = BLOCK.sub(again, text)
        if write and new != text:
            path.write_text(new, "utf-8")
    return 0 if write or not wrong else 1


if __name__ == "__main__":
    sys.exit(main())
