"""The build hook: builds what changed, installs what the lock changed, and lets an install go on without npm."""

from __future__ import annotations

from pathlib import Path

import pytest

import hatch_build
from hatch_build import NoBundle, bundle, current, digest, sources

ROOT = Path(__file__).resolve().parents[2]


class Runs:
    """Commands that were run, in place of running them; `fails` names the program that does not work."""

    def __init__(self, dist: Path, fails: str = "") -> None:
        self.dist, self.fails, self.said = dist, fails, list[str]()

    def __call__(self, words: list[str], folder: Path) -> None:
        self.said.append(" ".join(words[:2]))
        if words[0] == self.fails:
            raise NoBundle(f"`{words[0]}` failed")
        if words[0] == "node":
            (self.dist / "map.js").write_text("built", "utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    web = tmp_path / "webui"
    (web / "src").mkdir(parents=True)
    for name, text in {"package.json": "{}", "package-lock.json": "{}", ".npmrc": "", "src/map.ts": "map"}.items():
        (web / name).write_text(text, "utf-8")
    return tmp_path


def test_the_bundle_is_built_once_and_again_where_a_source_changed(root: Path) -> None:
    dist = root / "src/vedette/web/dist"
    runs = Runs(dist)
    bundle(root, runs)
    assert runs.said == ["npm ci", "node build.mjs"]
    assert current(root)
    bundle(root, runs)
    assert len(runs.said) == 2
    (root / "webui/src/map.ts").write_text("another map", "utf-8")
    assert not current(root)
    bundle(root, runs)
    assert runs.said[2:] == ["node build.mjs"]  # the lock is the same: nothing to install
    (root / "webui/package-lock.json").write_text('{"a": 1}', "utf-8")
    bundle(root, runs)
    assert runs.said[3:] == ["npm ci", "node build.mjs"]


def test_what_npm_installs_is_no_source(root: Path) -> None:
    before = digest(sources(root / "webui"))
    (root / "webui/node_modules/a").mkdir(parents=True)
    (root / "webui/node_modules/a/index.js").write_text("x", "utf-8")
    assert digest(sources(root / "webui")) == before
    (root / "webui/src/more.ts").write_text("x", "utf-8")
    assert digest(sources(root / "webui")) != before


@pytest.mark.parametrize("fails", ["npm", "node"])
def test_a_failure_leaves_a_note_and_is_tried_again(root: Path, fails: str) -> None:
    dist = root / "src/vedette/web/dist"
    bundle(root, Runs(dist, fails))
    assert (dist / "missing.txt").read_text("utf-8") == f"`{fails}` failed\n"
    assert not current(root)
    bundle(root, Runs(dist))
    assert not (dist / "missing.txt").exists()
    assert current(root)


def test_an_install_from_a_wheel_or_without_sources_does_nothing(tmp_path: Path) -> None:
    bundle(tmp_path, Runs(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_failing_command_and_a_missing_node_are_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if hatch_build.node() is not None:
        with pytest.raises(NoBundle, match=r"^`node -e` failed when Vedette was installed \(.*no such file.*\)") as e:
            hatch_build.command(["node", "-e", "throw new Error('no such file')"], tmp_path)
        assert "\n" not in str(e.value)
    monkeypatch.setattr(hatch_build, "node", lambda: None)
    with pytest.raises(NoBundle, match=r"Node\.js was not found"):
        hatch_build.command(["npm", "ci"], tmp_path)


def test_no_third_party_script_and_no_registry_address_is_kept() -> None:
    web = ROOT / "webui"
    assert "resolved" not in (web / "package-lock.json").read_text("utf-8")
    assert (web / ".npmrc").read_text("utf-8") == "omit-lockfile-registry-resolved=true\n"
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert {"/src/vedette/web/dist/", "/webui/node_modules/"} <= set(ignored)
