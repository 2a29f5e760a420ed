"""The command line: `vedette COMMAND`."""

from vedette.cli.main import main

__all__ = ["main"]
