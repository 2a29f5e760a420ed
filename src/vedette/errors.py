"""What can go wrong, as a tree.

    VedetteError
    ├── UsageError          the command or call is wrong; nothing was read (exit code 2)
    │   └── NoSituation     a named watch that there is none of (a NotFound too)
    ├── InputError          one input cannot be read; the run goes on (exit code 3)
    │   ├── NotFound        no such file
    │   ├── Unreadable      a file that the system refuses to give
    │   ├── Empty           nothing to read in it
    │   ├── Binary          no text
    │   ├── TooLarge        over the size limit
    │   ├── BadRecord       a JSON or CoNLL-U record that lacks what it needs
    │   ├── Conflict        an id that another text has taken
    │   ├── Unreachable     an address that does not answer, or not with a page
    │   ├── Refused         an address that may not be fetched (robots.txt, a private network)
    │   │   └── Forgotten   a report that was forgotten and is not read again
    │   └── Uncoded         a report on which the coder fails, a fault of ours
    ├── StoreError          the database cannot be used (exit code 1)
    └── ModelError          the reading model is missing or damaged (exit code 1)

Every message says in one line what is wrong and what to do.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class VedetteError(Exception):
    """Base of all errors that Vedette raises on purpose."""

    @property
    def kind(self) -> str:
        """Name of the error as it stands in a record's `error.kind`: `not_found` of `NotFound`."""
        name = type(self).__name__.removesuffix("Error")
        return "".join("_" + c.lower() if c.isupper() and i else c.lower() for i, c in enumerate(name))


class UsageError(VedetteError):
    """The command or call is wrong."""


class InputError(VedetteError):
    """One input cannot be read; carries the `id` of its record where there is one."""

    def __init__(self, message: str, *, id: str | int | None = None) -> None:
        super().__init__(message)
        self.id = id


class NotFound(InputError):
    """No such file."""


class Unreadable(InputError):
    """A file or address that cannot be opened."""


class Empty(InputError):
    """Nothing to read in it."""


class Binary(InputError):
    """Bytes that are no text."""


class TooLarge(InputError):
    """Over the size limit."""


class BadRecord(InputError):
    """A record that lacks what it needs."""


class NoSituation(NotFound, UsageError):
    """A named watch that there is none of."""


class Conflict(InputError):
    """An id that another text has taken."""


class Unreachable(InputError):
    """An address that does not answer, or not with a page. `answered` says whether the other side said anything at all."""

    def __init__(self, message: str, *, id: str | int | None = None, answered: bool = False) -> None:
        super().__init__(message, id=id)
        self.answered = answered


class Refused(InputError):
    """An address that may not be fetched."""


class Forgotten(Refused):
    """A report that was forgotten and is not read again."""


class Uncoded(InputError):
    """A report on which the coder fails: a fault of ours."""


class StoreError(VedetteError):
    """The database cannot be opened, read or written."""


class ModelError(VedetteError):
    """The reading model is missing or damaged."""


@contextmanager
def table(path: Path, what: str) -> Iterator[None]:
    """Turn what goes wrong while a file of the model is opened into a ModelError that names it."""
    if not path.exists():
        raise ModelError(f"{path}: {what} is missing; install the package again, or build it with `make train`")
    try:
        yield
    except (OSError, ValueError, KeyError, EOFError, zlib.error, zipfile.BadZipFile) as e:
        raise ModelError(f"{path}: {what} is damaged ({type(e).__name__}); install the package again") from e
