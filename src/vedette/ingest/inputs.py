"""Files, standard input and records to reports."""

from __future__ import annotations

import codecs
import glob
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal

from vedette.domain import Report
from vedette.errors import BadRecord, Empty, InputError, NotFound, TooLarge, Unreadable
from vedette.ingest import dates
from vedette.ingest.clean import clean
from vedette.ingest.decode import decode, sound
from vedette.ingest.html import page
from vedette.ingest.languages import identify

MAX_BYTES = 20_000_000
"""Limit of one line of JSON Lines, and of one file that holds a single report."""

Given = tuple[str, list[str], list[tuple[int, int]], list[bool]]
"""A sentence with given words: its id, the words, their spans in its text, and which are clitics."""

_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|div|p)\b", re.I | re.S)
_ADDRESS = re.compile(r"https?://", re.I)
_PAGES = (".html", ".htm", ".xhtml")
_READABLE = (*_PAGES, ".txt", ".md", ".json", ".jsonl", ".ndjson")
_KINDS = ("original", "restated", "fiction")


def from_text(text: str, *, kind: Literal["auto", "text", "html"] = "auto", name: str = "text", **known: Any) -> Report:
    """A report from raw text or HTML; `known` are fields of `Report` that the caller has (id, title, published …).

    `name` is for messages. Without an id, the report takes one from its URL, else from its content; without a day, what the page's head,
    its address or the head of its text says. Raises Empty where no text is left,
    BadRecord where `published` is no day.
    """
    fields = {k: v for k, v in known.items() if v is not None and str(v).strip()}
    if "published" in fields and not is_moment(fields["published"]):
        raise BadRecord(f'{name}: "published" must be a day or a moment, such as 2022-12-18 or 2022-12-18T15:46', id=known.get("id"))
    if not text.strip():
        raise Empty(f"{name}: empty; give a text with words in it", id=known.get("id"))
    head: dict[str, Any] = {}
    try:
        if kind == "html" or (kind == "auto" and _HTML.match(text[:2000])):
            cleaned, head = page(text)
        else:
            cleaned = clean(text, fields.get("title"))
    except TooLarge as e:
        raise TooLarge(f"{name}: {e}", id=known.get("id")) from None
    if not cleaned.text.strip():
        raise Empty(f"{name}: no text is left after cleaning; give the article itself", id=known.get("id"))
    url = fields.get("url") or head.get("url")
    language = fields.get("language") or identify(cleaned.text)
    said = (head.get("published"), cleaned.published, dates.from_url(url or ""), dates.from_text(cleaned.text))
    told = (x for x in said if x and is_moment(x))
    return Report(
        id=fields.get("id", identity(url, cleaned.text)),
        text=cleaned.text,
        raw=sound(text),
        offsets=cleaned.offsets,
        title=fields.get("title") or head.get("title") or cleaned.title,
        published=fields.get("published") or next(told, None),
        url=url,
        source=fields.get("source") or head.get("source") or cleaned.site,
        language=language,
        text_kind=fields.get("text_kind", "original"),
    )


def is_moment(value: str) -> bool:
    """Whether a text is a day of the years 1000 to 2999, with or without a time of day (ISO 8601)."""
    try:
        return bool(re.match(r"[12]\d{3}-\d\d-\d\d(?:[T ]|$)", value)) and datetime.fromisoformat(value) is not None
    except ValueError:
        return False


def identity(url: str | None, text: str) -> str:
    """Id of a report that was given none: of its URL, else of its content; the same on every run."""
    return "r" + hashlib.sha256((url or " ".join(text.split())).encode()).hexdigest()[:15]


def from_record(record: Any, name: str = "record") -> Report:
    """A report from a JSON object with `text` and, where known, `id title published url source lang text_kind`.

    Raises BadRecord where the object lacks a text or a field has the wrong type.
    """
    if not isinstance(record, dict):
        raise BadRecord(f'{name}: not a JSON object; write one object a line, such as {{"id": "r1", "text": "…"}}')
    id = record.get("id")
    if id == "":
        id = None
    if not isinstance(id, str | int | None) or isinstance(id, bool):
        raise BadRecord(f'{name}: "id" must be a string or a whole number')
    if not isinstance(record.get("text"), str):
        raise BadRecord(f'{name}: no "text" in the record; only "text" is required', id=id)
    for key in ("title", "published", "url", "source", "lang", "text_kind"):
        if record.get(key) is not None and not isinstance(record[key], str):
            raise BadRecord(f'{name}: "{key}" must be a string', id=id)
    if record.get("text_kind") not in (None, *_KINDS):
        raise BadRecord(f'{name}: "text_kind" must be one of {", ".join(_KINDS)}', id=id)
    fields: dict[str, Any] = {k: _sound(record.get(k)) for k in ("title", "published", "url", "source", "text_kind")}
    id = _sound(id)
    return from_text(record["text"], name=name, id=id, language=_sound(record.get("lang")), **fields)


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
        yield _unreadable(name, e)


def open_inputs(
    inputs: Iterable[str], stdin: BinaryIO, *, contact: str | None = None, allow_private: bool = False
) -> Iterator[Report | InputError]:
    """Reports of several inputs, in order: files, folders (all below them, by name), patterns (`field/*.txt`), addresses, `-`.

    What cannot be read comes as an InputError in its place, and the rest goes on. `contact` is told to the sites that are
    asked; `allow_private` also allows addresses of private networks. Raises UsageError before any input is touched where the
    contact or the proxy of the environment cannot be used.
    """
    names = list(inputs)
    fetcher = None
    if any(map(_ADDRESS.match, names)):
        from vedette.ingest.fetch import Fetcher

        fetcher = Fetcher(contact=contact, allow_private=allow_private)
    try:
        for name in names:
            if fetcher is not None and _ADDRESS.match(name):
                try:
                    yield fetcher.report(name)
                except InputError as e:
                    yield e
                continue
            try:
                found = _files(name)
            except OSError as e:
                yield _unreadable(name, e)
                continue
            if not found:
                yield NotFound(f"{name}: no file there that can be read; name a file, or put .txt, .html or .jsonl files into it")
            for path in found:
                yield from open_input(path, stdin)
    finally:
        if fetcher is not None:
            fetcher.close()


def _files(name: str) -> list[str]:
    """The files that a name stands for: of a folder or a pattern all that hold reports, sorted; else the name itself."""
    if name == "-" or Path(name).is_file():
        return [name]
    if Path(name).is_dir():
        found = (p for p in Path(name).rglob("*") if p.suffix.lower() in _READABLE and not _hidden(p.relative_to(name)))
    elif any(c in name for c in "*?["):
        found = (Path(p) for p in glob.glob(name, recursive=True))  # noqa: PTH207 (absolute patterns too)
    else:
        return [name]
    return sorted(str(p) for p in found if p.is_file())


def _hidden(path: Path) -> bool:
    """Whether a file or a folder on the way to it is hidden."""
    return any(part.startswith(".") for part in path.parts)


def _unreadable(name: str, error: OSError) -> Unreadable:
    return Unreadable(f"{name}: cannot be read ({(error.strerror or str(error)).lower()})")


def open_lines(path: str, stdin: BinaryIO) -> Iterator[tuple[str, Any]]:
    """Every line of a JSON Lines input as (where, value); what cannot be read comes as (where, InputError)."""
    name = "standard input" if path == "-" else path
    try:
        with stdin if path == "-" else _opened(path) as stream:
            yield from _values(_Lines(stream), name)
    except InputError as e:
        yield name, e
    except OSError as e:
        yield name, _unreadable(name, e)


def _sound(value: Any) -> Any:
    """A text without halves of surrogate pairs, which no encoding can write; anything else as it is."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else value


def _opened(path: str) -> BinaryIO:
    p = Path(path)
    if not p.exists():
        raise NotFound(f"{path}: no such file; check the name")
    if p.is_dir():
        raise Unreadable(f"{path}: is a folder; name its files, such as {path.rstrip('/')}/*.txt")
    return p.open("rb")


def _reports(stream: BinaryIO, name: str, suffix: str) -> Iterator[Report | InputError]:
    lines = _Lines(stream)
    if suffix in (".jsonl", ".ndjson") or (suffix not in _PAGES and _looks_like_records(lines)):
        yield from _json_lines(lines, name)
        return
    data = lines.rest(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise TooLarge(f"{name}: over {MAX_BYTES // 1_000_000} MB; split it into reports, one JSON object a line")
    text = decode(data, name)
    if suffix == ".json" or (text.lstrip()[:1] in ("[", "{") and _parsed(text) is not None):
        yield from _json(text, name)
        return
    yield from_text(text, kind="html" if suffix in _PAGES else "auto", name=name)


class _Lines:
    """Lines of a stream, of which some may be looked at before they are taken; UTF-16 is turned into UTF-8."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.waiting: list[bytes] = []
        first = stream.readline(MAX_BYTES + 1)
        if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            data = (first + stream.read()).decode("utf-16", "replace").encode()
            self.stream = io.BytesIO(data)
            first = self.stream.readline(MAX_BYTES + 1)
        if first:
            self.waiting.append(first)

    def take(self) -> bytes:
        """The next line, of at most one byte more than the limit; nothing at the end."""
        return self.waiting.pop(0) if self.waiting else self.stream.readline(MAX_BYTES + 1)

    def ahead(self, n: int) -> list[bytes]:
        """Up to `n` further lines that are not blank, left to be taken."""
        while sum(bool(x.strip()) for x in self.waiting) < n:
            line = self.stream.readline(MAX_BYTES + 1)
            if not line:
                break
            self.waiting.append(line)
        return [x for x in self.waiting if x.strip()][:n]

    def rest(self, limit: int) -> bytes:
        """All that is left, up to a limit in bytes."""
        data = b"".join(self.waiting)
        self.waiting = []
        return data + self.stream.read(max(0, limit - len(data)))


def _looks_like_records(lines: _Lines) -> bool:
    """Whether one of the first lines is a JSON object, or the first begins like one.

    A list that goes on over lines is one JSON document.
    """
    (first, *_) = lines.ahead(1) or [b""]
    bare = first.removeprefix(codecs.BOM_UTF8).strip()
    if bare[:1] not in (b"{", b"["):
        return False
    if len(first) > MAX_BYTES or (re.match(rb'\{\s*"[^"]{1,40}"\s*:', bare) and bare.endswith((b"}", b'"', b"]"))):
        return True
    if bare[:1] == b"[" and _parsed(bare.decode("utf-8", "replace")) is None:
        return False
    return any(isinstance(_parsed(x.decode("utf-8-sig", "replace")), dict) for x in lines.ahead(4))


def _parsed(text: str) -> Any:
    """The JSON value of a text, None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _json(text: str, name: str) -> Iterator[Report | InputError]:
    """A JSON document: one record, or a list of them."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as e:
        raise BadRecord(f"{name}: not valid JSON ({e}); write one object a line") from None
    for i, record in enumerate(data if isinstance(data, list) else [data], 1):
        yield _record(record, f"{name}:{i}")


def _json_lines(lines: _Lines, name: str) -> Iterator[Report | InputError]:
    for where, value in _values(lines, name):
        yield value if isinstance(value, InputError) else _record(value, where)


def _values(lines: _Lines, name: str) -> Iterator[tuple[str, Any]]:
    """The JSON value of every line that is not blank, or the InputError that it gives. Raises Empty where there is no line."""
    number = 0
    while line := lines.take():
        number += 1
        where = f"{name}:{number}"
        if len(line) > MAX_BYTES:
            while line and not line.endswith(b"\n"):
                line = lines.take()
            yield where, TooLarge(f"{where}: over {MAX_BYTES // 1_000_000} MB in one line; split it into reports")
        elif line.strip():
            try:
                yield where, json.loads(line.decode("utf-8-sig"))
            except UnicodeDecodeError:
                yield where, BadRecord(f"{where}: not UTF-8; save the file as UTF-8")
            except (ValueError, RecursionError) as e:
                yield where, BadRecord(f"{where}: not valid JSON ({e}); write one object a line")
    if number == 0:
        raise Empty(f"{name}: empty; give a file with text in it")


def _record(record: Any, where: str) -> Report | InputError:
    try:
        return from_record(record, where)
    except InputError as e:
        return e


def given_sentences(path: str, stdin: BinaryIO) -> list[Given]:
    """Sentences with given words of one input, as `pretokenized` takes them; raises InputError where it cannot be read."""
    name = "standard input" if path == "-" else path
    try:
        with stdin if path == "-" else _opened(path) as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as e:
        raise _unreadable(name, e) from None
    if len(data) > MAX_BYTES:
        raise TooLarge(f"{name}: over {MAX_BYTES // 1_000_000} MB; split it")
    return pretokenized(decode(data, name), name)


def laid_out(words: list[str], spans: list[tuple[int, int]]) -> str:
    """The text of given words at their spans, blanks between."""
    text = [" "] * spans[-1][1]
    for word, (start, end) in zip(words, spans, strict=True):
        text[start:end] = word
    return "".join(text)


def pretokenized(text: str, name: str) -> list[Given]:
    """Sentences with given words: CoNLL-U, or one sentence of space-separated words a line.

    Raises BadRecord where CoNLL-U is broken.
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


def _conllu_block(block: str, number: str, name: str) -> Given:
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    clitic: list[bool] = []
    at, until, inner, first, space_after = 0, 0, 0, True, 1
    for line in block.split("\n"):
        if line.startswith("#"):
            key, _, value = line[1:].partition("=")
            if key.strip() == "sent_id":
                number = value.strip()
            continue
        row = line.split("\t")
        if not line.strip() or "." in row[0]:
            continue
        if len(row) < 2 or not row[1] or not re.fullmatch(r"\d+(?:-\d+)?", row[0]):
            raise BadRecord(f"{name}: not a CoNLL-U line: {line[:60]!r}; it needs a number and a word between tabs")
        space = 0 if len(row) > 9 and "SpaceAfter=No" in row[9].split("|") else 1
        if "-" in row[0]:
            until, inner, first, space_after = int(row[0].split("-")[1]), at, True, space
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
            at = max(at, inner + space_after)
        else:
            at = start + len(row[1]) + space
    if not words:
        raise BadRecord(f"{name}: a CoNLL-U sentence without words ({number})")
    return number, words, spans, clitic
