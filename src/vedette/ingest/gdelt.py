"""GDELT's event files as lists of addresses: where to look, never what happened."""

from __future__ import annotations

import io
import re
import zipfile

from vedette.domain.feeds import Found
from vedette.errors import BadRecord, TooLarge
from vedette.ingest.dates import from_url
from vedette.ingest.feeds import address

COLUMNS = (58, 61)
"""Columns of a daily file of version 1 and of a file of version 2; the last is the address."""
COUNTRY = {58: 51, 61: 53}
"""Where the country of the action stands (FIPS 10-4)."""
LARGEST = 200_000_000
MOST = 1000


def addresses(data: bytes, name: str, countries: frozenset[str] = frozenset()) -> list[Found]:
    """The articles that an event file points to, each once, those of most events first; `countries` (FIPS) keeps those with an event there.

    Raises BadRecord where it is no such file, TooLarge.
    """
    rows: dict[str, int] = {}
    seen = 0
    for line in _unzipped(data, name).splitlines():
        fields = line.split("\t")
        if len(fields) not in COLUMNS:
            continue
        seen += 1
        link = address(fields[-1], "https://invalid.example/") if fields[-1].startswith("http") else None
        if link and (not countries or fields[COUNTRY[len(fields)]].upper() in countries):
            rows[link] = rows.get(link, 0) + 1
    if not seen and data.strip():
        raise BadRecord(f"{name}: is no GDELT event file (58 or 61 columns, tab-separated)")
    found = sorted(rows, key=lambda u: (-rows[u], u))[:MOST]
    return [Found(guid=u, link=u, published=from_url(u)) for u in found]


def latest(data: bytes, name: str) -> str:
    """The event file that `lastupdate.txt` names. Raises BadRecord."""
    m = re.search(rb"https?://[^\s]+\.export\.CSV\.zip", data[:10_000], re.I)
    if m is None:
        raise BadRecord(f"{name}: names no event file")
    return m[0].decode("ascii", "replace")


def _unzipped(data: bytes, name: str) -> str:
    if data[:2] == b"PK":
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed, packed.open(packed.namelist()[0]) as stream:
                data = stream.read(LARGEST + 1)
        except (zipfile.BadZipFile, IndexError, RuntimeError, NotImplementedError, EOFError, ValueError):
            raise BadRecord(f"{name}: is damaged (zip)") from None
    if len(data) > LARGEST:
        raise TooLarge(f"{name}: over {LARGEST // 1_000_000} MB")
    return data.decode("utf-8", "replace")
