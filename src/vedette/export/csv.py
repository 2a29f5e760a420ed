"""Rows as comma-separated values that a spreadsheet reads as text and numbers, never as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

_DANGEROUS = frozenset("=+-@＝＋－＠\t\r\n")


def cell(value: object) -> object:
    """What goes into a cell: words that a spreadsheet would take for a formula get an apostrophe before them; numbers stay."""
    if value is None or isinstance(value, bool | int | float):
        return "" if value is None else value
    text = str(value)
    return f"'{text}" if text[:1] in _DANGEROUS or text.lstrip()[:1] in _DANGEROUS else text


def lines(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The head and the rows (RFC 4180, UTF-8 when encoded), a line at a time; None is an empty cell."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    yield buffer.getvalue()
    for row in rows:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([cell(v) for v in row])
        yield buffer.getvalue()
