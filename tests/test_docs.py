"""Every command and option is documented, every snippet runs and prints what the page says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.conftest import ROOT
from vedette.cli.main import cli


def all_commands(group: click.Group) -> list[click.Command]:
    out: list[click.Command] = []
    for command in group.commands.values():
        out.append(command)
        if isinstance(command, click.Group):
            out += all_commands(command)
    return out


@pytest.mark.parametrize("command", [cli, *all_commands(cli)], ids=lambda c: c.name)
def test_every_command_and_option_is_described(command: click.Command) -> None:
    reference = (ROOT / "docs/reference.md").read_text("utf-8")
    if command is not cli:  # whose options stand on the pages, not in the reference
        assert re.search(rf"`vedette (\w+ )?{command.name}`", reference)
    assert command.help
    for p in command.params:
        if isinstance(p, click.Option):
            assert p.help, f"{p.name} has no help"
            assert command is cli or all(o in reference for o in p.opts)
    context = click.Context(command, info_name=command.name)
    last = [line for line in command.get_help(context).splitlines() if line.strip()][-1]
    assert last.strip().startswith(("vedette ", "cat ", "echo ")), "help ends in an example"


def test_the_reference_is_up_to_date() -> None:
    done = subprocess.run([sys.executable, "docs/build_reference.py", "--check"], cwd=ROOT, check=False)
    assert done.returncode == 0, "run make docs"


def test_every_snippet_prints_what_the_page_says() -> None:
    done = subprocess.run([sys.executable, "docs/snippets.py"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))], ids=lambda p: p.name
)
def test_files_that_pages_name_exist(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.S)
    for name in re.findall(r"`((?:docs|src|training|bench|tests|examples|changelog\.d)/[\w./-]*[\w/])`", text):
        assert (ROOT / name).exists(), f"{page.name} names {name}"


def test_make_help_lists_every_target() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", text, re.M)
    assert phony is not None
    for target in phony[1].split():
        assert re.search(rf"^{target}:.*## .+", text, re.M), f"{target} has no help"
