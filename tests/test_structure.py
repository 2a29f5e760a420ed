"""The house holds: who may import whom, what is public, how large a module may be."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import vedette

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "vedette"
EVERYWHERE = {"errors", "progress"}
MAY_IMPORT = {
    "domain": set(),
    "codebook": {"domain"},
    "ingest": {"domain"},
    "language": {"domain"},
    "resolve": {"domain", "codebook"},
    "coding": {"domain", "codebook", "resolve"},
    "incidents": {"domain", "codebook"},
    "situation": {"domain", "codebook"},
    "store": {"domain"},
    "review": {"domain", "incidents", "store"},
    "export": {"domain", "codebook"},
    "pipeline": {"domain", "codebook", "ingest", "language", "resolve", "coding", "incidents", "situation", "store", "export"},
    "web": {"domain", "store", "situation", "review", "export", "pipeline"},
}
"""DESIGN: after each package the Vedette packages that it may import. `cli` may import all, and nothing imports `cli`."""


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """First-level Vedette packages that a module imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            names = [node.module] + ([f"vedette.{a.name}" for a in node.names] if node.module == "vedette" else [])
        yield from (n.split(".")[1] for n in names if n.startswith("vedette."))


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(SOURCE)))
def test_imports_follow_the_design(path: Path) -> None:
    package = path.relative_to(SOURCE).parts[0].removesuffix(".py")
    found = set(imported(path)) - {package, "__version__"}
    if package in ("cli", "__main__"):
        return
    assert "cli" not in found
    if package == "__init__":
        return
    assert package in MAY_IMPORT or package in EVERYWHERE, f"{package} is not in DESIGN's table"
    assert found - EVERYWHERE <= MAY_IMPORT.get(package, set())


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(SOURCE)))
def test_modules_stay_readable(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 600


def test_public_names_are_complete_and_sorted() -> None:
    assert sorted(vedette.__all__) == vedette.__all__
    for name in vedette.__all__:
        assert getattr(vedette, name).__doc__, f"{name} has no description"
    public = {n for n in vars(vedette) if not n.startswith("_") and n not in ("annotations", "TYPE_CHECKING", "Any", "Sequence")}
    packages = {p.name for p in SOURCE.iterdir() if p.is_dir()} | EVERYWHERE
    assert public - packages == set(vedette.__all__)


def test_import_loads_neither_the_model_nor_heavy_libraries() -> None:
    code = "import sys, vedette, vedette.cli; print([m for m in ('onnxruntime','numpy','tokenizers','trafilatura','rich') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_locks_name_no_address() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text("utf-8")
        assert "://" not in text
        assert "--hash=sha256:" in text


def test_the_weights_stay_small() -> None:
    folder = SOURCE / "language" / "weights"
    assert (folder / "reader.onnx").stat().st_size <= 24_000_000
    assert sum(p.stat().st_size for p in folder.iterdir()) <= 50_000_000
