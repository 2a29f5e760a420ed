"""A folder into which files are put, and exported chats."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from vedette.domain import moments
from vedette.domain.feeds import Found
from vedette.errors import BadRecord, InputError, NotFound, TooLarge, Unreadable
from vedette.ingest.feeds import WORDS, believable, plain
from vedette.ingest.inputs import MAX_BYTES, _files, open_input

SETTLED = 2.0
"""Seconds for which a file must have been left alone: it may still be being written."""
MOST = 5000
"""Files of one folder that are looked at, the newest."""
SHORTEST = 4
"""Words that a message of a chat has at least: "yes", "where?" and the like are no reports."""


def folder(path: str, mark: str | None, now: datetime) -> tuple[list[Found], str | None, list[str]]:
    """What lies in a folder and below it, the oldest first, a mark of the whole (None where a file is still being written), and what could
    not be read. Nothing where the mark is the one given. Raises NotFound.
    """
    root = Path(path)
    if not root.is_dir():
        raise NotFound(f"{path}: no such folder")
    rows = []
    try:
        for name in _files(path):
            seen = Path(name).stat()
            rows.append((seen.st_mtime, seen.st_size, name))
    except OSError as e:
        raise Unreadable(f"{path}: cannot be read ({(e.strerror or str(e)).lower()})") from None
    settled = [r for r in rows if not 0 <= now.timestamp() - r[0] < SETTLED]
    found = hashlib.sha256(repr(sorted(rows)).encode()).hexdigest()
    if found == mark:
        return [], mark, []
    out: list[Found] = []
    wrong: list[str] = []
    for at, _, name in sorted(settled)[-MOST:]:
        relative = str(Path(name).relative_to(root))
        for n, item in enumerate(open_input(name, io.BytesIO())):
            if isinstance(item, InputError):
                wrong.append(str(item))
                continue
            guid = relative if n == 0 else f"{relative}#{n}"
            when = item.published or moments.text(datetime.fromtimestamp(at, UTC))
            out.append(Found(guid=guid, link=item.url, title=item.title, words=item.raw[:WORDS], published=when))
    return out, found if len(settled) == len(rows) else None, wrong


# -- chats ------------------------------------------------------------------------------------------------------------------


def chat(path: str, now: datetime) -> list[Found]:
    """The messages of an exported chat, the oldest first: Telegram's JSON, signal-cli's JSON lines, or a list of objects with a text and a date.

    Who wrote a message is not kept: members of a chat are private persons. Raises NotFound, TooLarge, BadRecord.
    """
    file = Path(path)
    if not file.is_file():
        raise NotFound(f"{path}: no such file")
    if file.stat().st_size > 10 * MAX_BYTES:
        raise TooLarge(f"{path}: over {10 * MAX_BYTES // 1_000_000} MB; export a shorter time")
    text = file.read_bytes().decode("utf-8-sig", "replace")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = [_line(x) for x in text.splitlines() if x.strip()]
    out = []
    for room, message in _messages(data):
        words = _words(message)
        if words is None or len(words.split()) < SHORTEST:
            continue
        at = _when(message, now)
        number = message.get("id") or message.get("timestamp") or hashlib.sha256(words.encode()).hexdigest()[:16]
        out.append(Found(guid=f"{plain(room, 200) or file.name}/{number}", words=words[:WORDS], published=at))
    if not out:
        raise BadRecord(f"{path}: holds no message that can be read; export it as JSON (Telegram Desktop, signal-cli)")
    return sorted(out, key=lambda f: f.published or "9")


def _line(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _messages(data: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(data, dict) and isinstance(data.get("chats"), dict):
        for room in data["chats"].get("list") or ():
            yield from _messages(room)
    elif isinstance(data, dict) and isinstance(data.get("messages"), list):
        for m in data["messages"]:
            if isinstance(m, dict) and m.get("type", "message") == "message":
                yield str(data.get("name") or ""), m
    elif isinstance(data, dict) and isinstance(data.get("envelope"), dict):
        inner = data["envelope"].get("dataMessage")
        if isinstance(inner, dict):
            group = inner.get("groupInfo")
            yield str(group.get("groupId") or "") if isinstance(group, dict) else "", inner
    elif isinstance(data, list):
        for m in data:
            if isinstance(m, dict):
                yield from _messages(m) if ("envelope" in m or "messages" in m) else iter([("", m)])


def _words(message: dict[str, Any]) -> str | None:
    value = message.get("text") or message.get("message") or message.get("body")
    if isinstance(value, list):  # Telegram: pieces, of which some are links or names
        value = "".join(x if isinstance(x, str) else str(x.get("text", "")) for x in value if isinstance(x, str | dict))
    return value.strip() or None if isinstance(value, str) else None


def _when(message: dict[str, Any], now: datetime) -> str | None:
    for key in ("date_unixtime", "timestamp", "date", "sent_at"):
        value = message.get(key)
        try:
            if isinstance(value, str) and not value.isdecimal():
                at = datetime.fromisoformat(value)
                return believable(at if at.tzinfo else at.replace(tzinfo=UTC), now)
            if isinstance(value, str | int) and not isinstance(value, bool):
                n = int(value)
                return believable(datetime.fromtimestamp(n / 1000 if n > 10**11 else n, UTC), now)
        except (ValueError, OverflowError, OSError):
            continue
    return None
