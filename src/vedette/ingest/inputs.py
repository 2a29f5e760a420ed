"""Files, standard input and records to reports."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Literal

from vedette.domain import OffsetMap, Report
from vedette.errors import BadRecord, Empty, InputError, NotFound, TooLarge, Unreadable
from vedette.ingest.clean import clean
from vedette.ingest.decode import decode
from vedette.ingest.html import page
from vedette.ingest.languages import identify

MAX_BYTES = 20_000_000
"""Limit of one input record, and of one file that holds a single report."""

_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|div|p)\b", re.I | re.S)
_KINDS = ("original", "restated", "fiction")


def from_text(text: str, *, kind: Literal["auto", "text", "html"] = "auto", name: str = "text", **known: Any) -> Report:
    """A report from raw text or HTML; `known` are fields of `Report` that the caller has (id, title, published …).

    `name` is for messages. Without an id, the report takes one from its URL, else from its content. Raises Empty where no text is left.
    """
    if not text.strip():
        raise Empty(f"{name}: empty; give a text with words in it", id=known.get("id"))
    head: dict[str, Any] = {}
    if kind == "html" or (kind == "auto" and _HTML.match(text[:2000])):
        cleaned, head = page(text)
    else:
        cleaned = clean(text, known.get("title"))
    if not cleaned.text.strip():
        raise Empty(f"{name}: no text is left after cleaning; give the article itself", id=known.get("id"))
    fields = {k: v for k, v in known.items() if v not in (None, "")}
    url = fields.get("url") or head.get("url")
    language = fields.get("language") or identify(cleaned.text)
    return Report(
        id=str(fields.get("id") or identity(url, cleaned.text)),
        text=cleaned.text,
        raw=text,
        offsets=cleaned.offsets,
        title=fields.get("title") or head.get("title") or cleaned.title,
        published=fields.get("published") or head.get("published") or cleaned.published,
        url=url,
        source=fields.get("source") or head.get("source") or cleaned.site,
        language=language,
        text_kind=fields.get("text_kind", "original"),
    )


def identity(url: str | None, text: str) -> str:
    """Id of a report that was given none: of its URL, else of its content; the same on every run."""
    return "r" + hashlib.sha256((url or " ".join(text.split())).encode()).hexdigest()[:15]


def from_record(record: Any, name: str = "record") -> Report:
    """A report from a JSON object with `text` and, where known, `id title published url source lang text_kind`.

    Raises BadRecord where the object lacks a text or a field has the wrong type.
    """
    if not isinstance(record, dict):
        raise BadRecord(f'{name}: not a JSON object; write one object a line, such as {{"id": "r1", "text": "…"}}')
    given = record.get("id")
    id = str(given) if given not in (None, "") else None
    if not isinstance(record.get("text"), str):
        raise BadRecord(f'{name}: no "text" in the record; only "text" is required', id=id)
    for key in ("title", "published", "url", "source", "lang", "text_kind"):
        if record.get(key) is not None and not isinstance(record[key], str):
            raise BadRecord(f'{name}: "{key}" must be a string', id=id)
    if record.get("text_kind") not in (None, *_KINDS):
        raise BadRecord(f'{name}: "text_kind" must be one of {", ".join(_KINDS)}', id=id)
    if len(record["text"]) > MAX_BYTES:
        raise TooLarge(f"{name}: over {MAX_BYTES // 1_000_000} MB of text; split it into reports", id=id)
    fields: dict[str, Any] = {k: record.get(k) for k in ("title", "published", "url", "source", "text_kind")}
    return from_text(record["text"], name=name, id=id, language=record.get("lang"), **fields)


def open_input(path: str, stdin: BinaryIO) -> Iterator[Report | InputError]:
    """Reports of one input, in order: a file (text, HTML or JSON Lines, told by content) or `-` for standard input.

    What cannot be read comes as an InputError in its place, and the rest goes on.
    """
    name = "standard input" if path == "-" else path
    try:
        stream = stdin if path == "-" else _opened(path)
        with stream:
            yield from _reports(stream, name, "" if path == "-" else Path(path).suffix.lower())
    except InputError as e:
        yield e
    except OSError as e:
        yield Unreadable(f"{name}: cannot be read ({(e.strerror or str(e)).lower()})")


def _opened(path: str) -> BinaryIO:
    p = Path(path)
    if not p.exists():
        raise NotFound(f"{path}: no such file; check the name")
    if p.is_dir():
        raise Unreadable(f"{path}: is a folder; name its files, such as {path.rstrip('/')}/*.txt")
    return p.open("rb")


def _reports(stream: BinaryIO, name: str, suffix: str) -> Iterator[Report | InputError]:
    first = stream.readline(MAX_BYTES + 1)
    if suffix in (".jsonl", ".ndjson") or (suffix != ".html" and _is_record(first)):
        yield from _json_lines(stream, first, name)
        return
    data = first + stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise TooLarge(f"{name}: over {MAX_BYTES // 1_000_000} MB; split it into reports, one JSON object a line")
    text = decode(data, name)
    if suffix == ".json" or (text.lstrip()[:1] in "[{" and _is_json(text)):
        yield from _json(text, name)
        return
    yield from_text(text, kind="html" if suffix in (".html", ".htm", ".xhtml") else "auto", name=name)


def _is_record(line: bytes) -> bool:
    line = line.strip().removeprefix(b"\xef\xbb\xbf")
    if not (line.startswith(b"{") and line.endswith(b"}")):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _json(text: str, name: str) -> Iterator[Report | InputError]:
    """A JSON document: one record, or a list of them."""
    try:
        data = json.loads(text)
    except ValueError as e:
        raise BadRecord(f"{name}: not valid JSON ({e}); write one object a line") from None
    for i, record in enumerate(data if isinstance(data, list) else [data], 1):
        yield _record(record, f"{name}:{i}")


def _json_lines(stream: BinaryIO, line: bytes, name: str) -> Iterator[Report | InputError]:
    number = 0
    while line:
        number += 1
        where = f"{name}:{number}"
        if len(line) > MAX_BYTES:
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_BYTES)
            yield TooLarge(f"{where}: over {MAX_BYTES // 1_000_000} MB in one line; split it into reports")
        elif line.strip():
            try:
                record = json.loads(line.decode("utf-8-sig"))
            except UnicodeDecodeError:
                yield BadRecord(f"{where}: not UTF-8; save the file as UTF-8")
            except ValueError as e:
                yield BadRecord(f"{where}: not valid JSON ({e}); write one object a line")
            except RecursionError:
                yield BadRecord(f"{where}: nested too deeply; write one flat object a line")
            else:
                yield _record(record, where)
        line = stream.readline(MAX_BYTES + 1)
    if number == 0:
        raise Empty(f"{name}: empty; give a file with text in it")


def _record(record: Any, where: str) -> Report | InputError:
    try:
        return from_record(record, where)
    except InputError as e:
        return e


def pretokenized(text: str, name: str) -> list[tuple[str, list[str], list[tuple[int, int]], list[bool]]]:
    """Sentences with given words: CoNLL-U, or one sentence of space-separated words a line.

    Each is (id, words, their spans in the sentence's text, clitic flags); raises BadRecord where CoNLL-U is broken.
    """
    out = []
    if re.search(r"^\d+(?:-\d+)?\t", text, re.M):
        for n, block in enumerate(b for b in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")) if re.search(r"^\d", b, re.M)):
            out.append(_conllu_block(block, str(n + 1), name))
        return out
    for n, line in enumerate(x for x in text.splitlines() if x.strip()):
        words = line.split()
        spans, at = [], 0
        for w in words:
            spans.append((at, at + len(w)))
            at += len(w) + 1
        out.append((str(n + 1), words, spans, [False] * len(words)))
    return out


def _conllu_block(block: str, number: str, name: str) -> tuple[str, list[str], list[tuple[int, int]], list[bool]]:
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    clitic: list[bool] = []
    at, until, inner, first = 0, 0, 0, True
    for line in block.split("\n"):
        if line.startswith("#"):
            key, _, value = line[1:].partition("=")
            if key.strip() == "sent_id":
                number = value.strip()
            continue
        row = line.split("\t")
        if not line.strip() or "." in row[0]:
            continue
        if len(row) < 2:
            raise BadRecord(f"{name}: a CoNLL-U line without tabs: {line[:60]!r}")
        space = 0 if len(row) > 9 and "SpaceAfter=No" in row[9].split("|") else 1
        if "-" in row[0]:
            until, inner, first = int(row[0].split("-")[1]), at, True
            at += len(row[1]) + space
            continue
        inside = int(row[0]) <= until
        clitic.append(inside and not first)
        first = False
        start = inner if inside else at
        words.append(row[1])
        spans.append((start, start + len(row[1])))
        if inside:
            inner = start + len(row[1])
        else:
            at = start + len(row[1]) + space
    return number, words, spans, clitic


__all__ = ["MAX_BYTES", "OffsetMap", "from_record", "from_text", "identity", "open_input", "pretokenized"]
