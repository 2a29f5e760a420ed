"""Bytes to text."""

from __future__ import annotations

import codecs
import re

from vedette.errors import Binary, Empty

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{2,40})|<\?xml[^>]{0,100}encoding=["']([\w-]{2,40})""", re.I)
_MAGIC = (b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"\xd0\xcf\x11\xe0", b"SQLite format 3")


_SURROGATE = re.compile("[\ud800-\udfff]")


def sound(text: str) -> str:
    """A text whose halves of surrogate pairs, which no encoding can write, are each U+FFFD: offsets stay."""
    return _SURROGATE.sub("\ufffd", text)


def decode(data: bytes, name: str) -> str:
    """The text of a file's bytes: byte order mark, UTF-8, the encoding an HTML page declares, else the likeliest.

    `name` is for messages. Raises Empty for nothing but white space and Binary for bytes that are no text.
    """
    if not data.strip():
        raise Empty(f"{name}: empty; give a file with text in it")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, errors="replace")
    if data.startswith(_MAGIC) or b"\0" in data[:4096]:
        raise Binary(f"{name}: not text (a binary file); give plain text, HTML or JSON Lines")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as e:
        if e.reason == "unexpected end of data" and any(b >= 128 for b in data[: e.start]):  # cut off inside the last character
            return data[: e.start].decode("utf-8")
    declared = _DECLARED.search(data[:2048])
    if declared is not None:
        try:
            return data.decode((declared[1] or declared[2]).decode("ascii"))
        except (LookupError, ValueError):
            pass
    text = _likeliest(data)
    odd = sum(not (c.isprintable() or c in "\r\n\t") for c in text[:4096])
    if odd > len(text[:4096]) // 20:
        raise Binary(f"{name}: not text (no known encoding); save it as UTF-8")
    return text


def _likeliest(data: bytes) -> str:
    """cp1252 where only the marks that all Windows code pages share are at stake, or where the text is short.

    `charset_normalizer` decides the rest: it needs some length to tell Central from Western European letters.
    """
    high = [b for b in data if b >= 128]
    ascii_letters = sum(65 <= b <= 90 or 97 <= b <= 122 for b in data)
    if all(b <= 0xA0 for b in high) or (len(data) < 400 and len(high) * 4 < ascii_letters):
        return data.decode("cp1252", errors="replace")
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return str(best) if best is not None else data.decode("cp1252", errors="replace")
