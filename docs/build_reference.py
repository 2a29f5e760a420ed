"""Write `docs/reference.md` from the commands and the public names: `make docs`."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

import click

import vedette
from vedette.cli.main import cli

PAGE = Path(__file__).resolve().parent / "reference.md"


def commands(group: click.Group, path: str = "vedette") -> list[str]:
    """Help of every command, as it prints."""
    out = []
    for name, command in sorted(group.commands.items()):
        context = click.Context(command, info_name=f"{path} {name}", max_content_width=100, terminal_width=100)
        out += [f"### `{path} {name}`\n", "```text", command.get_help(context), "```\n"]
        if isinstance(command, click.Group):
            out += commands(command, f"{path} {name}")
    return out


def names() -> list[str]:
    """Signature and description of every public name."""
    out = []
    for name in vedette.__all__:
        thing = getattr(vedette, name)
        if inspect.isclass(thing) and issubclass(thing, Exception):
            head = f"class {name}({thing.__bases__[0].__name__})"
        elif inspect.isclass(thing):
            fields = [f"{k}: {v}" for k, v in inspect.get_annotations(thing).items()]
            head = f"class {name}({', '.join(fields)})"
        else:
            head = f"{name}{inspect.signature(thing)}"
        out += [f"### `vedette.{name}`\n", f"```text\n{head}\n```\n", inspect.cleandoc(thing.__doc__ or ""), ""]
        for k, v in vars(thing).items() if inspect.isclass(thing) else []:
            if not k.startswith("_") and inspect.isfunction(getattr(v, "__func__", v)):
                call = getattr(v, "__func__", v)
                out += [f"- `.{k}{inspect.signature(call)}`: {' '.join(inspect.cleandoc(call.__doc__ or '').split())}"]
        out.append("")
    return out


def page() -> str:
    """The whole reference."""
    lines = [
        "# Reference\n",
        "Made from the code by `make docs`; a test keeps it so.\n",
        "## Commands\n",
        *commands(cli),
        "## Python\n",
        *names(),
    ]
    return "\n".join(line.rstrip() for line in "\n".join(lines).splitlines()).rstrip() + "\n"


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(PAGE.read_text("utf-8") != page())
    PAGE.write_text(page(), "utf-8")
