"""Mappings of which only what was used last is in memory: for what is derived from a large store, and made again when the program starts."""

from __future__ import annotations

import pickle
import sqlite3
from collections import OrderedDict
from collections.abc import Iterator, MutableMapping
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")
KEEP = 4_000
"""Entries of a shelf that stay in memory."""
CACHE = 32_000
"""KiB of the file that SQLite keeps in memory, for all shelves together."""


class Shelves:
    """Makes shelves. They share one nameless temporary file, which ends with the last of them; what is taken out of it is overwritten."""

    def __init__(self, keep: int = KEEP) -> None:
        self._keep = keep
        self._count = 0
        self._file = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "secure_delete = ON", f"cache_size = -{CACHE}"):
            self._file.execute(f"PRAGMA {pragma}")

    def __call__(self) -> Shelf[K, V]:
        """A new shelf."""
        self._count += 1
        return Shelf(self._file, f"shelf{self._count}", self._keep)


class Shelf(MutableMapping[K, V]):
    """One mapping. A value that is changed in place counts only once it is set again. Keys differ where their `repr` does."""

    def __init__(self, file: sqlite3.Connection, name: str, keep: int) -> None:
        self._file, self._keep = file, keep
        file.execute(f"CREATE TABLE {name} (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID")
        self._select = f"SELECT value FROM {name} WHERE key = ?"  # noqa: S608 (the name is our own)
        self._all = f"SELECT value FROM {name} ORDER BY key"  # noqa: S608
        self._number = f"SELECT count(*) FROM {name}"  # noqa: S608
        self._write = f"INSERT OR REPLACE INTO {name} VALUES (?, ?)"  # noqa: S608
        self._delete = f"DELETE FROM {name} WHERE key = ?"  # noqa: S608
        self._near: OrderedDict[K, V] = OrderedDict()
        self._changed: set[K] = set()

    def __getitem__(self, key: K) -> V:
        if key in self._near:
            self._near.move_to_end(key)
            return self._near[key]
        row = self._file.execute(self._select, (repr(key),)).fetchone()
        if row is None:
            raise KeyError(key)
        value: V = pickle.loads(row[0])[1]  # noqa: S301 (written by this very process)
        self._hold(key, value)
        return value

    def __setitem__(self, key: K, value: V) -> None:
        self._changed.add(key)
        self._hold(key, value)

    def __delitem__(self, key: K) -> None:
        near = self._near.pop(key, self) is not self
        self._changed.discard(key)
        if not self._file.execute(self._delete, (repr(key),)).rowcount and not near:
            raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return key in self._near or self._file.execute(self._select, (repr(key),)).fetchone() is not None

    def __iter__(self) -> Iterator[K]:
        for key in list(self._changed):
            self._put(key)
        for row in self._file.execute(self._all):
            yield pickle.loads(row[0])[0]  # noqa: S301

    def __len__(self) -> int:
        for key in list(self._changed):
            self._put(key)
        return int(self._file.execute(self._number).fetchone()[0])

    def _hold(self, key: K, value: V) -> None:
        self._near[key] = value
        self._near.move_to_end(key)
        if len(self._near) > self._keep:
            oldest = next(iter(self._near))
            if oldest in self._changed:
                self._put(oldest)
            del self._near[oldest]

    def _put(self, key: K) -> None:
        self._file.execute(self._write, (repr(key), pickle.dumps((key, self._near[key]), pickle.HIGHEST_PROTOCOL)))
        self._changed.discard(key)
